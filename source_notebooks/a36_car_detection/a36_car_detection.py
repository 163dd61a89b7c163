# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Cars in boxes: detection out of a grid
#
# **What is on this road, and where?** A classifier has one word for a whole picture. A detector looks once, and says what is where, and how sure it is:

# %% picture
import matplotlib.pyplot as plt

from utils.figures import show
from utils.yolo_utils import draw_result

plt.style.use("utils.course")
draw_result()
show("A drawn road with cars, a bus and a person, each in a box with its name and a number for how sure the detector is.")

# %% [markdown]
# A network that reads such a picture gives far too many boxes, in numbers that nobody can read. You write everything that comes after the network: from raw numbers to these boxes. At the end you run it on a small detector of our own, and count how often it is right.
#
# **About 90 minutes.** You need [a26](../a26_tensorflow_network/a26_tensorflow_network.ipynb) for tensors, and [a32](../a32_convolution_digits/a32_convolution_digits.ipynb) for convolutional networks.
#
# **What you build**
#
# 1. `yolo_head`: from raw numbers to boxes and probabilities
# 2. `yolo_boxes_to_corners`: from centre and size to two corners
# 3. `scale_boxes`: from fractions of a picture to pixels
# 4. `yolo_filter_boxes`: keep the boxes that are sure enough
# 5. `iou`: how much two boxes share
# 6. `nms_by_hand`: of boxes around one object, keep the best
# 7. `yolo_non_max_suppression`: the same with TensorFlow
# 8. `yolo_eval`: all of this in a row
# 9. `predict`: from a picture to its boxes
#
# **How this notebook works** ([a11](../a11_numpy_basics/a11_numpy_basics.ipynb) has the long version)
#
# - Write your code between `### START CODE HERE ###` and `### END CODE HERE ###`, and delete the line `raise NotImplementedError(...)` there. `≈` says about how many lines to expect.
# - Run the check below each function at once: it says ✓, or what is probably wrong. If you are stuck, each step has three folded hints. Your work is marked with other inputs, of other sizes.
# - Functions leave their arguments as they are.
#
# ## 1 · One look, many answers

# %%
import os

# TensorFlow would fill the page with its log; it reads these when it is imported.
os.environ.update(TF_CPP_MIN_LOG_LEVEL="2", TF_ENABLE_ONEDNN_OPTS="0")

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

from utils import check, progress
from utils.figures import show
from utils.yolo_utils import COCO_ANCHORS, COCO_NAMES, planted_encoding, preprocess_image

plt.style.use("utils.course")

# %% [markdown]
# You could cut a picture into thousands of windows and ask a classifier about each. YOLO, "you only look once", asks one convolutional network once. Its output is a **grid**, and each cell of the grid speaks for the objects whose *centre* lies in it:

# %% drawing
from utils.yolo_utils import draw_grid

draw_grid()
show("A road scene under a grid of 19 times 19 cells. The cell in which the centre of a car lies is marked, and the five anchors are drawn around it, from small to large.")

# %% [markdown]
# A cell may have to speak for several objects, for a person in front of a bus, say. So it has five boxes to offer, and each of them starts from a different shape, its **anchor**: small and square, tall, wide, … The dashed boxes are the five anchors. For each anchor in each cell, the network gives 85 numbers:
#
# | numbers | how many | they say |
# |---|---|---|
# | $t_x, t_y$ | 2 | where in the cell the centre is |
# | $t_w, t_h$ | 2 | how the size differs from the anchor |
# | $t_o$ | 1 | is there an object at all? |
# | $c_1, \dots, c_{80}$ | 80 | which of 80 classes it belongs to |
#
# So a picture of $608 \times 608$ pixels becomes $(19, 19, 425)$ numbers, and $425 = 5 \cdot 85$. These are $19 \cdot 19 \cdot 5 = 1805$ boxes, always, even for an empty road.
#
# A network with these shapes has 51 million weights. We don't need it yet: `planted_encoding` is what such a network might say of the scene above. We have put the numbers in by hand, so we know what has to come out.

# %% tags=["expected"]
encoding = planted_encoding()
print("the raw numbers:", encoding.shape, encoding.dtype)
print("the last anchor of the cell in row 12 and column 8:", np.round(encoding[0, 12, 8, 340:348], 4), "…")

# %% [markdown]
# ### Step 1 · From raw numbers to boxes
#
# Raw numbers can be anything, and a box can't. Four formulas make sense of them. For the cell in row $i$ and column $j$ of a grid with $R$ rows and $C$ columns, and an anchor of width $p_w$ and height $p_h$ (in cells):
#
# $$
# b_x = \frac{\sigma(t_x) + j}{C}, \quad b_y = \frac{\sigma(t_y) + i}{R}, \quad
# b_w = \frac{p_w e^{t_w}}{C}, \quad b_h = \frac{p_h e^{t_h}}{R}
# $$
#
# The confidence is $\sigma(t_o)$, and the class probabilities are the softmax of the $c_k$. Now everything is between 0 and 1, as a fraction of the picture; only a box may be larger than the picture.
#
# <details><summary>Where does this come from?</summary>
#
# The sigmoid keeps the centre inside its cell, so it is clear which cell is to speak for an object: $\sigma(t_x)$ is between 0 and 1, and adding $j$ moves it to column $j$. A size must be positive, and "twice as wide" should be as easy to say as "half as wide": $e^{t}$ does both, with $t = \log 2$ and $t = -\log 2$. For $t = 0$ the box is the anchor itself.
#
# </details>
#
# Three things are prepared. `feats` has one more axis now, so that `feats[..., 4:5]` is $t_o$ of all boxes. `cells[i, j, 0]` is the pair $(j, i)$, and `grid` the pair $(C, R)$. Pairs are $(x, y)$ here, as in the formulas.
#
# ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# Which numbers of the 85 belong to which formula, and which function makes each of them sensible?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `feats[..., a:b]` takes numbers a to b - 1 of each box. The functions are `tf.sigmoid`, `tf.exp` and `tf.nn.softmax`. Where a formula has a fraction, what stands above the bar needs parentheses.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `box_wh = ___(feats[..., 2:4]) * ___ / grid`
#
# </details>

# %% solution
def yolo_head(feats, anchors, num_classes):
    """What the raw numbers of a network say.

    feats: raw numbers, shape (m, rows, columns, boxes * (5 + num_classes))
    anchors: widths and heights in cells, shape (boxes, 2), float32
    num_classes: how many classes there are
    Returns box_confidence (m, rows, columns, boxes, 1), box_xy and box_wh (m, rows, columns, boxes, 2), and
    box_class_probs (m, rows, columns, boxes, num_classes).
    """
    rows, columns = feats.shape[1:3]
    feats = tf.reshape(feats, (-1, rows, columns, len(anchors), 5 + num_classes))
    across, down = tf.meshgrid(tf.range(float(columns)), tf.range(float(rows)))
    cells = tf.stack([across, down], axis=-1)[:, :, tf.newaxis]  # (rows, columns, 1, 2)
    grid = tf.constant([columns, rows], tf.float32)
    ### START CODE HERE ### (≈ 4 lines)
    # (1) is there an object: feats → box_confidence (1 line)
    box_confidence = tf.sigmoid(feats[..., 4:5])
    # (2) its centre: feats, cells, grid → box_xy (1 line)
    box_xy = (tf.sigmoid(feats[..., 0:2]) + cells) / grid
    # (3) its size: feats, anchors, grid → box_wh (1 line)
    box_wh = tf.exp(feats[..., 2:4]) * anchors / grid
    # (4) its class: feats → box_class_probs (1 line)
    box_class_probs = tf.nn.softmax(feats[..., 5:])
    ### END CODE HERE ###
    return box_confidence, box_xy, box_wh, box_class_probs

# %% check points=14
check("yolo_head", yolo_head)

# %% tags=["expected"]
outputs = yolo_head(encoding, COCO_ANCHORS, 80)
for name, values in zip(("confidence", "xy", "wh", "probs of classes 1 to 3"), outputs):
    part = values[0, 12, 8, 4, 1:4] if name.startswith("probs") else values[0, 12, 8, 4]
    print(f"{name}: {tuple(values.shape)}, there:", ", ".join(f"{value:.5f}" for value in part))

# %% [markdown]
# What does the grid see? On the left, each cell is named after the class that it finds most likely, if it is sure of anything. On the right are all 1805 boxes. Somebody has to tidy up.

# %% drawing
from utils.yolo_utils import draw_cells

draw_cells(outputs)
show("Left, the scene under the grid: eight cells are filled and named car, bus or light, all others are empty. Right, the same scene, hidden by 1805 boxes.")

# %% [markdown]
# > **Remember.** One look: grid × anchors × (confidence, box, classes). The centre belongs to a cell, the size to an anchor.
#
# **Ask yourself.**
#
# The grid above has 19 × 19 cells, five anchors and 80 classes. How many numbers are there for 13 × 13 cells, three anchors and 20 classes?
#
# <details><summary>Answer</summary>
#
# 13 · 13 · 3 · 25 = 12 675: four for the box, one for the confidence, and 20 for the classes make 25.
#
# </details>
#
# Six objects stand in the scene, and eight cells are filled. How can that be?
#
# <details><summary>Answer</summary>
#
# The cells next to the correct one see the object as well, and claim it too. You remove such duplicates in section 5.
#
# </details>
#
# ## 2 · Corners and pixels
#
# Centre and size are what a network learns well. To compare and draw boxes, **corners** are handier: the upper left and the lower right one.
#
# ### Step 2 · Two corners
#
# TensorFlow's functions for boxes want `(y_min, x_min, y_max, x_max)`. **y comes first**, as the row does in an array, and y grows downwards. Our pairs are $(x, y)$, so each has to be turned around.
#
# Half the size on either side of the centre, then: turn around, and put together along the last axis. It has to work for any axes before the last.
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# A box is 4 wide and its centre is at x = 10. Where are its left and its right side?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `pair[..., ::-1]` turns each pair around. `tf.concat([a, b], axis=…)` puts two tensors together; -1 is the last axis.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `mins, maxs = box_xy - ___, box_xy + ___`
#
# </details>

# %% solution
def yolo_boxes_to_corners(box_xy, box_wh):
    """Boxes by two corners.

    box_xy: centres (x, y), shape (..., 2)
    box_wh: widths and heights, shape (..., 2)
    Returns (y_min, x_min, y_max, x_max), shape (..., 4).
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) upper left and lower right: box_xy, box_wh → mins, maxs, pairs (x, y) (1 line)
    mins, maxs = box_xy - box_wh / 2, box_xy + box_wh / 2
    # (2) y first, in one tensor: mins, maxs → corners (1 line)
    corners = tf.concat([mins[..., ::-1], maxs[..., ::-1]], axis=-1)
    ### END CODE HERE ###
    return corners

# %% check points=8
check("yolo_boxes_to_corners", yolo_boxes_to_corners)

# %% tags=["expected"]
corners = yolo_boxes_to_corners(tf.constant([[0.5, 0.4]]), tf.constant([[0.2, 0.4]]))
print(f"corners {tuple(corners.shape)}:", ", ".join(f"{value:.2f}" for value in corners[0]))

# %% [markdown]
# ### Step 3 · Pixels
#
# So far a box is a fraction of the picture, whatever its size. To draw it, multiply: y by the height, x by the width. A picture's shape is `(height, width)`, in this order.
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# A box has four numbers. Which of them run along the height?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A tensor of shape (..., 4) times a list of four numbers: each number multiplies one column.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `scaled = boxes * [height, ___, ___, ___]`
#
# </details>

# %% solution
def scale_boxes(boxes, image_shape):
    """Boxes in the pixels of a picture.

    boxes: corners (y_min, x_min, y_max, x_max) as fractions, shape (..., 4)
    image_shape: height and width in pixels
    Returns the corners in pixels, shape (..., 4).
    """
    height, width = map(float, image_shape)
    ### START CODE HERE ### (≈ 1 line)
    # (1) each corner by its own length: boxes, height, width → scaled (1 line)
    scaled = boxes * [height, width, height, width]
    ### END CODE HERE ###
    return scaled

# %% check points=6
check("scale_boxes", scale_boxes)

# %% tags=["expected"]
print("in pixels:", ", ".join(f"{value:.1f}" for value in scale_boxes(corners, (720, 1280))[0]))

# %% drawing
from utils.yolo_utils import draw_corners

draw_corners([0.5, 0.4], [0.2, 0.4], scale_boxes(corners, (720, 1280))[0])
show("A picture 1280 wide and 720 high, y pointing down, with a box. Its centre and size are written inside, its two corners in pixels, y first, beside them.")

# %% [markdown]
# > **Remember.** A box by its corners is `(y_min, x_min, y_max, x_max)`: y first, and y grows downwards.
#
# **Ask yourself.**
#
# A box has `y_max = 1.1`. Is that a mistake?
#
# <details><summary>Answer</summary>
#
# No. The centre lies in the picture, but a car that is cut off at the lower edge may well be larger than what you see of it.
#
# </details>
#
# The network gets a picture of 608 × 608, squeezed from 720 × 1280. With which shape do you scale?
#
# <details><summary>Answer</summary>
#
# With the shape of the picture on which you draw. Fractions don't know that it was squeezed in between.
#
# </details>
#
# ## 3 · Sure enough?
#
# ### Step 4 · A threshold
#
# How sure is a box that it holds a car? It must hold something, and this must be a car:
#
# $$
# \text{score}_k = \text{confidence} \cdot P(\text{class } k \mid \text{there is an object})
# $$
#
# Each box takes its best class, with the score of this class. Then most boxes go: keep those with a score of **at least** the threshold.
#
# A tensor of true and false is called a **mask**. `tf.boolean_mask(values, flags)` keeps the entries of `values` where `flags` is true, in one long row. With boxes of shape (19, 19, 5, 4) and a mask of (19, 19, 5) you get (n, 4). Boxes and classes are masked for you.
#
# ≈ 5 lines.
#
# <details><summary>Hint 1</summary>
#
# `box_confidence` is (19, 19, 5, 1), `box_class_probs` (19, 19, 5, 80). What shape has their product, and along which axis do the classes run?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `tf.argmax(values, axis=…)` says where the largest value is, `tf.reduce_max(values, axis=…)` what it is. A comparison such as `a >= b` gives a mask.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `mask = best >= ___`, and then `scores = tf.boolean_mask(___, mask)`
#
# </details>

# %% solution
def yolo_filter_boxes(box_confidence, boxes, box_class_probs, threshold=0.6):
    """The boxes whose best class has a score of at least the threshold.

    box_confidence: shape (..., 1)
    boxes: corners, shape (..., 4)
    box_class_probs: shape (..., classes)
    threshold: the lowest score that is kept
    Returns scores (n,), boxes (n, 4) and classes (n,) of those that are kept.
    """
    ### START CODE HERE ### (≈ 5 lines)
    # (1) score of each class: box_confidence, box_class_probs → box_scores (..., classes) (1 line)
    box_scores = box_confidence * box_class_probs
    # (2) the best class, and its score: box_scores → best_class (...), best (...) (2 lines)
    best_class = tf.argmax(box_scores, axis=-1)
    best = tf.reduce_max(box_scores, axis=-1)
    # (3) which boxes stay: best, threshold → mask (...) (1 line)
    mask = best >= threshold
    # (4) only those: best, mask → scores (n,) (1 line)
    scores = tf.boolean_mask(best, mask)
    ### END CODE HERE ###
    boxes = tf.boolean_mask(boxes, mask)
    classes = tf.boolean_mask(best_class, mask)
    return scores, boxes, classes

# %% check points=14
check("yolo_filter_boxes", yolo_filter_boxes)

# %% tags=["expected"]
confidence, xy, wh, probs = outputs
corners = yolo_boxes_to_corners(xy, wh)
for threshold in (0.3, 0.6, 0.9):
    scores, boxes, classes = yolo_filter_boxes(confidence, corners, probs, threshold)
    print(f"threshold {threshold}: {len(scores)} kept, classes", classes.numpy().tolist())
print("the first of them:", f"{scores[0]:.5f}", [f"{value:.4f}" for value in boxes[0]])

# %% [markdown]
# Of 1805 boxes, seven are left with the threshold 0.6:

# %% drawing
from utils.yolo_utils import draw_boxes, planted_picture

scene = planted_picture()
sure = yolo_filter_boxes(confidence, corners, probs)
draw_boxes(scene, sure[0], scale_boxes(sure[1], scene.shape[:2]), sure[2], COCO_NAMES)
show("The scene with seven boxes: five cars and a bus, but two of the cars have two boxes each that nearly coincide.")

# %% [markdown]
# > **Remember.** Score = confidence × class probability. A mask keeps what is sure enough.
#
# **Ask yourself.**
#
# Why isn't the class probability alone a good score?
#
# <details><summary>Answer</summary>
#
# The softmax shares out 1 among the classes, also for a piece of sky. Only the confidence knows that nothing is there.
#
# </details>
#
# You lower the threshold. Which kind of mistake gets rarer, which more frequent?
#
# <details><summary>Answer</summary>
#
# Fewer objects are missed, and more boxes have nothing in them. Section 7 counts both.
#
# </details>
#
# ## 4 · How much two boxes share
#
# ### Step 5 · Intersection over union
#
# Two boxes that nearly coincide mean one object. But what is "nearly"? Divide what they share by what they cover together:
#
# $$
# \text{IoU} = \frac{\text{area of the intersection}}{\text{area of the union}}
# $$
#
# It is 1 for equal boxes, and 0 for boxes that don't touch. The intersection is a box itself: it begins at the *larger* of the two left sides, and ends at the *smaller* of the two right sides. Union: both areas, but the shared part only once.
#
# **Careful:** for boxes apart from each other, it "ends" before it begins. Then width or height is negative, and two negative numbers make a positive area! So clip **each** of them at 0 first.
#
# Here a box is `(x1, y1, x2, y2)`. (As long as both boxes have the same order, y first is as good: why?)
#
# ≈ 5 lines, with Python's own `max` and `min`. A ready function, such as that of Keras, does not count.
#
# <details><summary>Hint 1</summary>
#
# Draw two overlapping boxes on paper. Which of their eight sides bound the part that they share?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `max(a, b)` is the larger of two numbers, so `max(a, 0)` is never negative.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `width = max(min(box1[2], ___) - max(___, ___), 0)`
#
# </details>

# %% solution
def iou(box1, box2):
    """Intersection over union of two boxes.

    box1, box2: (x1, y1, x2, y2), with x1 <= x2 and y1 <= y2; at least one of the two has an area
    Returns a number from 0 to 1.
    """
    ### START CODE HERE ### (≈ 5 lines)
    # (1) sides of the intersection, never negative: box1, box2 → width, height (2 lines)
    width = max(min(box1[2], box2[2]) - max(box1[0], box2[0]), 0)
    height = max(min(box1[3], box2[3]) - max(box1[1], box2[1]), 0)
    # (2) its area: width, height → intersection (1 line)
    intersection = width * height
    # (3) what both cover: box1, box2, intersection → union (1 or 2 lines)
    areas = (box1[2] - box1[0]) * (box1[3] - box1[1]) + (box2[2] - box2[0]) * (box2[3] - box2[1])
    union = areas - intersection
    ### END CODE HERE ###
    return intersection / union

# %% check points=14
check("iou", iou)

# %% tags=["expected"]
pairs = {
    "overlapping": ((0, 0, 5, 3), (1, 1, 4, 7)),
    "one inside the other": ((0, 0, 4, 4), (1, 1, 3, 3)),
    "one corner in common": ((1, 1, 2, 2), (2, 2, 3, 3)),
    "far apart": ((1, 2, 3, 4), (5, 6, 7, 8)),
}
for name, (box1, box2) in pairs.items():
    print(f"{name}: {iou(box1, box2):.6f}")

# %% drawing
from utils.yolo_utils import draw_overlaps

draw_overlaps(pairs, iou)
show("Four pairs of boxes with their shared part shaded, and their IoU as your function gives it: 0.22, 0.25, 0 and 0.")

# %% [markdown]
# > **Remember.** Clip the width and the height of the intersection at 0, each by itself.
#
# **Ask yourself.**
#
# Box A is twice as wide as box B, just as high, and covers it. What is their IoU?
#
# <details><summary>Answer</summary>
#
# 1/2: they share the smaller one, and cover the larger one.
#
# </details>
#
# All boxes are stretched to twice their width, since you scale them to a wider picture. What does this do to the IoU?
#
# <details><summary>Answer</summary>
#
# Nothing. All areas double, and the factor cancels. So it doesn't matter whether you scale before or after you compare.
#
# </details>
#
# ## 5 · One box for each object
#
# ### Step 6 · Non-max suppression by hand
#
# The idea is greedy. Go through the boxes, from the highest score to the lowest. Keep a box, unless it overlaps too much with one that is kept already: then it means the same object, and it is less sure.
#
# - "Too much" is an IoU **above** `iou_threshold`. Exactly at the threshold, the box stays.
# - Of equal scores, the box that stands first in `scores` comes first. `np.argsort(values, kind="stable")` keeps the order of equal values; it sorts from small to large.
# - No more than `max_boxes` are kept.
#
# The loop is given. `kept` has the numbers of the boxes kept so far, so `boxes[k] for k in kept` are those boxes. Use your `iou`, in plain Python and NumPy. TensorFlow's functions for non-max suppression do not count here: they are the next step.
#
# ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# With which boxes does a new one have to be compared: with all, or with those that are kept?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The smallest of `-scores` is the largest of `scores`. `all(v > 0 for v in values)` is true if every value is positive, and for an empty list, too.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `overlaps = [iou(boxes[i], ___) for k in kept]`
#
# </details>

# %% solution
def nms_by_hand(scores, boxes, max_boxes=10, iou_threshold=0.5):
    """Which boxes stay, the most sure one of each group that overlaps.

    scores: shape (n,)
    boxes: corners, shape (n, 4)
    max_boxes: how many may stay
    iou_threshold: the largest IoU that two of them may have
    Returns the list of their numbers, the highest score first.
    """
    kept = []
    ### START CODE HERE ### (≈ 1 line)
    # (1) from the highest score to the lowest: scores → order (n,) (1 line)
    order = np.argsort(-scores, kind="stable")
    ### END CODE HERE ###
    for i in map(int, order):
        ### START CODE HERE ### (≈ 3 lines)
        # (2) compare with those that are kept: boxes, i, kept → overlaps, a list (1 line)
        overlaps = [iou(boxes[i], boxes[k]) for k in kept]
        # (3) keep it if there is room, and no overlap is too large: overlaps, i → kept (2 lines)
        if len(kept) < max_boxes and all(overlap <= iou_threshold for overlap in overlaps):
            kept.append(i)
        ### END CODE HERE ###
    return kept

# %% check points=14
check("nms_by_hand", nms_by_hand)

# %% tags=["expected"]
six = np.array([[0, 0, 10, 10], [1, 1, 11, 11], [0, 0, 10, 5], [20, 20, 30, 30], [21, 21, 31, 31], [0, 20, 10, 30]], dtype=np.float32)
six_scores = np.array([0.9, 0.8, 0.7, 0.95, 0.6, 0.3], dtype=np.float32)
for limit in (0.3, 0.5, 0.7):
    print(f"iou_threshold {limit}: boxes", nms_by_hand(six_scores, six, iou_threshold=limit))
print("at most two boxes:", nms_by_hand(six_scores, six, max_boxes=2))

# %% drawing
from utils.yolo_utils import draw_suppression

draw_suppression(six, six_scores, nms_by_hand(six_scores, six, iou_threshold=0.3))
show("Left, six boxes in three groups, each with its score. Right, the three that stay at the IoU threshold 0.3: the most sure one of each group.")

# %% [markdown]
# ### Step 7 · With TensorFlow
#
# `tf.image.non_max_suppression(boxes, scores, max_boxes, iou_threshold)` does the same in compiled code. Look at the order of its arguments: boxes first. It returns the numbers of the boxes that stay, and `tf.gather(values, numbers)` takes these entries out, in this order. Boxes and classes are gathered for you.
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# Once you know which boxes stay, which of the three inputs is still to be cut down by you?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `tf.gather` takes the values first, then the numbers.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `scores = tf.gather(scores, ___)`
#
# </details>

# %% solution
def yolo_non_max_suppression(scores, boxes, classes, max_boxes=10, iou_threshold=0.5):
    """The most sure box of each group that overlaps.

    scores: shape (n,)
    boxes: corners, shape (n, 4)
    classes: shape (n,)
    max_boxes: how many may stay
    iou_threshold: the largest IoU that two of them may have
    Returns scores (k,), boxes (k, 4) and classes (k,) of those that stay, the highest score first.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) which boxes stay: boxes, scores, max_boxes, iou_threshold → indices (k,) (1 line)
    indices = tf.image.non_max_suppression(boxes, scores, max_boxes, iou_threshold)
    # (2) take them out: scores, indices → scores (k,) (1 line)
    scores = tf.gather(scores, indices)
    ### END CODE HERE ###
    boxes = tf.gather(boxes, indices)
    classes = tf.gather(classes, indices)
    return scores, boxes, classes

# %% check points=8
check("yolo_non_max_suppression", yolo_non_max_suppression)

# %% tags=["expected"]
for values in yolo_non_max_suppression(six_scores, six, np.array([0, 1, 0, 2, 2, 1]), max_boxes=3):
    print(values.numpy().tolist())

# %% [markdown]
# Do your loop and TensorFlow agree? Three hundred random boxes, with three thresholds:

# %% tags=["demo"]
random = np.random.default_rng(36)
upper_left, size = random.uniform(0, 60, (300, 2)), random.uniform(5, 40, (300, 2))
many, many_scores = np.hstack([upper_left, upper_left + size]), random.permutation(300) / 300
for limit in (0.2, 0.5, 0.8):
    mine = nms_by_hand(many_scores, many, 300, limit)
    theirs = tf.image.non_max_suppression(many, many_scores, 300, limit).numpy().tolist()
    print(f"iou_threshold {limit}: {len(mine)} boxes stay, the same ones: {mine == theirs}")

# %% [markdown]
# > **Remember.** Non-max suppression is greedy: best first, and any box that overlaps a better one too much goes. It looks at boxes only, not at classes: a car close in front of a bus can make the bus vanish.
#
# **Ask yourself.**
#
# Box A overlaps B, B overlaps C, but A and C have nothing in common. A has the highest score, then B, then C. Who stays?
#
# <details><summary>Answer</summary>
#
# A and C. B goes because of A, and a box that is gone can't push out C any more.
#
# </details>
#
# What does `iou_threshold=1` do?
#
# <details><summary>Answer</summary>
#
# No IoU is above 1, so all boxes stay, up to `max_boxes`, sorted by score.
#
# </details>
#
# ## 6 · All in a row
#
# ### Step 8 · From the head to the boxes
#
# Four of your functions, one after another: corners, filter, pixels, suppression. Hand every threshold on to the function that it is meant for.
#
# ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# `yolo_filter_boxes` wants corners. What do you have, and which function turns one into the other?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Each function has a default for its threshold. If you don't hand yours on, the default is used, silently.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `scores, boxes, classes = yolo_filter_boxes(box_confidence, ___, box_class_probs, ___)`
#
# </details>

# %% solution
def yolo_eval(yolo_outputs, image_shape=(720.0, 1280.0), max_boxes=10, score_threshold=0.6, iou_threshold=0.5):
    """The boxes that a picture is left with.

    yolo_outputs: box_confidence, box_xy, box_wh and box_class_probs of one picture, as yolo_head returns them
    image_shape: height and width in pixels of the picture on which the boxes are to be drawn
    max_boxes, score_threshold, iou_threshold: as in the functions above
    Returns scores (k,), boxes (k, 4) in pixels and classes (k,), the highest score first.
    """
    box_confidence, box_xy, box_wh, box_class_probs = yolo_outputs
    ### START CODE HERE ### (≈ 4 lines)
    # (1) corners: box_xy, box_wh → boxes (1 line)
    boxes = yolo_boxes_to_corners(box_xy, box_wh)
    # (2) those that are sure enough: box_confidence, boxes, box_class_probs → scores, boxes, classes (1 line)
    scores, boxes, classes = yolo_filter_boxes(box_confidence, boxes, box_class_probs, score_threshold)
    # (3) pixels: boxes, image_shape → boxes (1 line)
    boxes = scale_boxes(boxes, image_shape)
    # (4) one box for each object: scores, boxes, classes → scores, boxes, classes (1 line)
    scores, boxes, classes = yolo_non_max_suppression(scores, boxes, classes, max_boxes, iou_threshold)
    ### END CODE HERE ###
    return scores, boxes, classes

# %% check points=12
check("yolo_eval", yolo_eval)

# %% tags=["expected"]
for score, box, kind in zip(*yolo_eval(outputs)):
    print(f"{COCO_NAMES[int(kind)]:4} {score:.4f}", ", ".join(f"{value:.1f}" for value in box))

# %% [markdown]
# All five were planted, and nothing was invented. From 1805 boxes to five, and the only object that is missing, a traffic light, has a score below 0.6:

# %% drawing
draw_boxes(scene, *yolo_eval(outputs, scene.shape[:2]), COCO_NAMES)
show("The scene with five boxes: four cars and a bus, one box for each.")

# %% [markdown]
# > **Remember.** Corners, threshold, pixels, suppression. Which threshold is best depends on what the boxes are for.
#
# **Ask yourself.**
#
# Why filter first, and suppress afterwards?
#
# <details><summary>Answer</summary>
#
# Suppression compares boxes in pairs: seven boxes have 21 pairs, 1805 have more than a million. The result is the same.
#
# </details>
#
# The traffic light is to be found as well. Which argument do you change, and what may happen?
#
# <details><summary>Answer</summary>
#
# `score_threshold`, to 0.5 for example. On other pictures, things that are not there may be found, too.
#
# </details>
#
# ## 7 · A detector of our own
#
# Now a real network. Ours is small: it was trained in a few minutes on 4000 drawn roads, and knows cars, buses and people. It has six convolutions, four of them with stride 2, which make a grid of 6 × 10 cells out of 96 × 160 pixels.

# %% tags=["demo"]
from utils.yolo_utils import ROAD_ANCHORS, ROAD_NAMES, load_detector

model = load_detector()
raw = model(np.zeros((1, 96, 160, 3)), training=False)
print(f"{len(model.layers)} layers, {model.count_params():,} numbers that it has learnt or keeps")
print(f"{raw.shape[1]} × {raw.shape[2]} cells × {len(ROAD_ANCHORS)} anchors × {5 + len(ROAD_NAMES)} numbers: {raw.shape}")

# %% [markdown]
# ### Step 9 · From a picture to its boxes
#
# A camera's picture is not of the size that the network wants. `preprocess_image(image, size)` makes it small, and adds the axis of examples in front: (1, 96, 160, 3), still with numbers from 0 to 255. The network was trained on numbers from 0 to 1. It also has batch normalisation ([a35](../a35_residual_networks/a35_residual_networks.ipynb) explains it), so say `training=False`: it is to use what it has learnt, not the mean of this one picture.
#
# ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# Three of the four steps are functions that you have. Which one is the network itself?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A Keras model is called like a function: `model(X, training=False)`. In which pixels should the boxes be: in those of `image`, or of the small picture?
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `X = preprocess_image(image, size) / ___`
#
# </details>

# %% solution
def predict(image, model, anchors, num_classes, max_boxes=10, score_threshold=0.6, iou_threshold=0.5):
    """What a detector finds in a picture.

    image: shape (height, width, 3), whole numbers from 0 to 255, of any size
    model: a Keras model from pictures to raw numbers, see yolo_head
    anchors, num_classes: as in yolo_head
    max_boxes, score_threshold, iou_threshold: as in yolo_eval
    Returns scores (k,), boxes (k, 4) in pixels of image and classes (k,), the highest score first.
    """
    size = model.input_shape[1:3]  # what the network wants: height and width
    ### START CODE HERE ### (≈ 4 lines)
    # (1) small, and from 0 to 1: image, size → X (1, height, width, 3) (1 line)
    X = preprocess_image(image, size) / 255
    # (2) the network, as it is after training: X → feats (1 line)
    feats = model(X, training=False)
    # (3) what its numbers say: feats, anchors, num_classes → yolo_outputs (1 line)
    yolo_outputs = yolo_head(feats, anchors, num_classes)
    # (4) boxes in pixels of image: yolo_outputs, max_boxes, thresholds → scores, boxes, classes (1 line)
    scores, boxes, classes = yolo_eval(yolo_outputs, image.shape[:2], max_boxes, score_threshold, iou_threshold)
    ### END CODE HERE ###
    return scores, boxes, classes

# %% check points=10
check("predict", predict)

# %% tags=["demo"]
from utils.yolo_utils import camera_picture

photo = camera_picture(5)
for score, box, kind in zip(*predict(photo, model, ROAD_ANCHORS, len(ROAD_NAMES))):
    print(f"{ROAD_NAMES[kind]:6} {score:.2f} ", ", ".join(f"{value:.0f}" for value in box))

# %% [markdown]
# Scenes that it was not trained on, with what your functions make of its answer:

# %% drawing
from utils.yolo_utils import draw_scenes

draw_scenes([camera_picture(number) for number in (1, 10, 21, 7)], lambda picture: predict(picture, model, ROAD_ANCHORS, len(ROAD_NAMES)))
show("Four drawn roads with boxes around cars, buses and people, each with its class and score; some may be missed.")

# %% [markdown]
# ### How often is it right?
#
# On 200 scenes we know where everything is. A box is a **hit** if it has the class of an object and an IoU of at least 0.5 with it; each object counts only once. Two questions, two numbers:
#
# $$
# \text{precision} = \frac{\text{hits}}{\text{boxes found}}, \qquad \text{recall} = \frac{\text{hits}}{\text{objects there}}
# $$

# %% tags=["demo"]
from utils.yolo_utils import load_scenes


def count_hits(boxes, classes, true_boxes, true_classes):
    """How many boxes, the most sure one first, hit an object that none before has hit."""
    missed = list(range(len(true_boxes)))
    for box, kind in zip(boxes, classes):
        hit = next((k for k in missed if true_classes[k] == kind and iou(box, true_boxes[k]) >= 0.5), None)
        if hit is not None:
            missed.remove(hit)
    return len(true_boxes) - len(missed)


def precision_and_recall(score_threshold, iou_threshold=0.5):
    """Both over all test scenes, and how many boxes there are before and after suppression."""
    hits = found = there = before = 0
    for k, (true_boxes, true_classes) in enumerate(labels):
        one = [values[k : k + 1] for values in heads]
        _, boxes, classes = yolo_eval(one, (1, 1), 20, score_threshold, iou_threshold)
        hits += count_hits(boxes.numpy(), classes.numpy(), true_boxes, true_classes)
        found, there = found + len(boxes), there + len(true_boxes)
        before += int(tf.reduce_sum(tf.cast(tf.reduce_max(one[0] * one[3], axis=-1) >= score_threshold, tf.int32)))
    return hits / max(found, 1), hits / there, before, found


pictures, labels = load_scenes()
heads = yolo_head(model(pictures / np.float32(255), training=False), ROAD_ANCHORS, len(ROAD_NAMES))
thresholds = (0.1, 0.3, 0.5, 0.6, 0.7, 0.9)
results = [precision_and_recall(threshold) for threshold in thresholds]
for threshold, (precision, recall, before, found) in zip(thresholds, results):
    print(f"score threshold {threshold}: precision {precision:.3f}, recall {recall:.3f}, {before} boxes → {found}")

# %% drawing
from utils.yolo_utils import draw_thresholds

by_limit = {limit: precision_and_recall(0.6, limit) for limit in (0.1, 0.5, 0.8, 0.95)}
draw_thresholds(thresholds, results, by_limit)
show("Left, with a higher score threshold precision rises and recall falls. Right, the IoU threshold changes little until it is near 1, where precision drops because duplicates stay.")

# %% [markdown]
# A high threshold gives boxes that you can trust, and misses more objects. A low one misses fewer, and sees things that are not there. With the threshold 0.6, more than nine boxes in ten are right, and more than eight objects in ten are found. Which threshold is best? A car that brakes for everything is no good, and one that overlooks a child is worse. The numbers can't decide that.
#
# The IoU threshold matters less here, as our scenes are not crowded. Only near 1 does it show: duplicates stay, and precision drops.
#
# > **Remember.** Precision: how many of the boxes are right. Recall: how many of the objects are found. A threshold trades one for the other.
#
# **Ask yourself.**
#
# A detector finds one single box in all 200 scenes, and it is right. What are its precision and its recall?
#
# <details><summary>Answer</summary>
#
# Its precision is 1, and its recall almost 0. Neither of the two says enough without the other.
#
# </details>
#
# Why does each object count only once as a hit?
#
# <details><summary>Answer</summary>
#
# Otherwise ten boxes around one car would be ten hits, and non-max suppression would seem useless.
#
# </details>
#
# ## 8 · Your own road
#
# Put anything on the road: its class, how far to the right (0 to 1), how near (0 to 1), and its colour in red, green and blue. What is too strange to be found? Show a friend.

# %% tags=["demo"]
from utils.yolo_utils import draw_boxes, own_road

objects = [
    ("bus", 0.30, 0.15, (200, 60, 50)),
    ("car", 0.62, 0.10, (60, 120, 200)),
    ("person", 0.12, 0.45, (90, 170, 90)),
    ("car", 0.36, 0.62, (235, 190, 60)),
    ("car", 0.74, 0.70, (120, 80, 160)),
    ("person", 0.93, 0.60, (220, 120, 60)),
]
road = own_road(objects, seed=8)
draw_boxes(road, *predict(road, model, ROAD_ANCHORS, len(ROAD_NAMES)), ROAD_NAMES)
show("The road that you made, with boxes around what the detector finds, each with its class and score.")

# %% [markdown]
# A picture of a real street is an option, too: `from PIL import Image`, then `np.asarray(Image.open("my_street.jpg").convert("RGB"))` is what `predict` takes. Don't expect much. This detector has only ever met our drawings.
#
# ## What you can do now
#
# You can read the output of a one-look detector, tell boxes that mean the same object, remove the duplicates, and say how good the result is, in two numbers. All of it works for any network of this kind, from our 55 thousand numbers to 51 million.
#
# How is such a network trained? An object belongs to the cell of its centre, and to the anchor whose shape fits best. There the network is told place, size and class, and everywhere else "nothing here". `data/train_roads.py` does this (it is `yolo_head` backwards), and a [Keras guide](https://keras.io/examples/vision/retinanet/) shows a larger detector.
#
# In [the next notebook](../a37_face_recognition/a37_face_recognition.ipynb), a network says who somebody is.
#
# ## Open questions
#
# These are not marked. To change a function, paste its text into a new cell and give it another name.
#
# - ★ Count the boxes on the planted scene for score thresholds from 0.1 to 0.9 and IoU thresholds from 0.1 to 0.95. Which of the two changes more?
# - ★★ Use `draw_cells` on the answer of our own detector. (Paste it; the picture and the names have to change.) How many cells claim the same car?
# - ★★ Place a car right in front of a bus. When does one of them vanish? Write a suppression that compares boxes of one class only, and try it again: `yolo_non_max_suppression` for each class in turn.
# - ★★ Turn a picture upside down, or make it grey. What is still found?
# - ★★★ Draw precision against recall for many thresholds, and for each class. The area under such a curve is called *average precision*: compute it. For which class is it lowest, and why?
# - ★★★ Change the anchors in `utils/yolo_utils.py` and train again: `python -m data.train_roads`. (Do it in a copy of the course's folder: it replaces the detector.) What do five anchors of one shape lead to?
#
# <details><summary>For those who know the original</summary>
#
# The original is "Autonomous driving: car detection", for TensorFlow 1.
#
# - The functions keep their names, and the order of the first edition: `box_confidence, boxes, box_class_probs`, and `yolo_outputs` as confidence, xy, wh, probabilities. The later edition has `boxes, box_confidence, box_class_probs`, and xy, wh, confidence, probabilities.
# - `yolo_head`, `yolo_boxes_to_corners` and `scale_boxes` were given, and `nms_by_hand` is new. `predict` took a session and the name of a file.
# - In its solution, `iou` did not clip. Boxes that are apart along a diagonal then have a positive IoU, 1.0 for (1, 2, 3, 4) and (5, 6, 7, 8), and its own check did not notice.
# - Its printed figures for random boxes mix three draws: each number was computed in a run of its own, and each run drew anew. Your functions give all of them, draw by draw, and those of the later edition, too.
# - Its network, `yolo.h5`, has 50 983 561 numbers. If you have that file, put it into `data/real`, and `load_yolo()` of `utils.yolo_utils` builds the network and reads its weights. (Keras 3 can't open the file by itself: one of its layers is stored as code of an old Python.) `course data add` takes `coco_classes.txt` and `yolo_anchors.txt`, which `read_classes` and `read_anchors` read. Then `predict(image, load_yolo(), read_anchors(), 80)` finds what the original found: seven boxes in its first picture.
# - `textsize`, `imghdr`, `scipy.misc.imread`, `K.get_session` and `K.learning_phase`, which its helpers used, are gone from their libraries.
#
# </details>

# %% tags=["demo"]
progress()
