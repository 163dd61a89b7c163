"""Scenarios, known mistakes and alternatives of "Cars in boxes: detection out of a grid".

Functions that compute with tensors are given tensors, as in the notebook. What decides whether a box stays (its score,
its overlaps) is drawn so that it is clear of the threshold by MARGIN, far more than float32 rounds; only where the rule
for equality is asked for is it exactly the threshold, in numbers that float32 has exactly.

float32 has about 1e-7; sums of a few products and an exponential of a number below 5 lose less than a factor 20 of it,
so results are compared to 1e-5.
"""

import numpy as np

from autograder.judging.exercise import Assignment, Example
from graders import families

assignment = Assignment("a36_car_detection")

MARGIN = 2e-3
HEAD = ("box_confidence", "box_xy", "box_wh", "box_class_probs")
FOUND = ("scores", "boxes", "classes")


@assignment.inside
def of_tensors(function, *args, **kwargs):
    """What the function makes of tensors, in place of the arrays among its arguments."""
    import tensorflow as tf

    def tensor(value):
        if isinstance(value, (list, tuple)) and any(isinstance(item, np.ndarray) for item in value):
            return type(value)(tensor(item) for item in value)
        return tf.constant(value) if isinstance(value, np.ndarray) else value

    return function(*map(tensor, args), **kwargs)


@assignment.inside
def on_picture(predict, image, size, pool, weights, *args):
    """What is found in a picture by a small network of given weights, which pools, and then looks at each cell alone.

    Its batch normalisation does not do the same in training.
    """
    import keras

    layers = keras.layers
    chain = [
        layers.AveragePooling2D(pool),
        layers.Conv2D(weights[0].shape[-1], 1, use_bias=False),
        layers.BatchNormalization(epsilon=0.001),
        layers.LeakyReLU(negative_slope=0.1),
        layers.Conv2D(weights[-1].shape[-1], 1),
    ]
    model = keras.Sequential([keras.Input((*size, 3)), *chain])  # all at once: each `add` would build it anew
    model.set_weights(weights)
    return predict(image, model, *args)


def single(array):
    return np.asarray(array, dtype=np.float32)


def sigma(z):
    return 1 / (1 + np.exp(-z))


def decoded(raw, anchors, num_classes):
    """What the raw numbers say, in float64: confidence, xy, wh, probs."""
    m, rows, columns, _ = raw.shape
    t = raw.astype(float).reshape(m, rows, columns, len(anchors), 5 + num_classes)
    place, size = np.moveaxis(np.indices((columns, rows, 1)), 0, -1).swapaxes(0, 1)[..., :2], (columns, rows)
    powers = np.exp(t[..., 5:] - t[..., 5:].max(axis=-1, keepdims=True))
    probs = powers / powers.sum(axis=-1, keepdims=True)
    return sigma(t[..., 4:5]), (sigma(t[..., :2]) + place) / size, anchors * np.exp(t[..., 2:4]) / size, probs


def cornered(xy, wh):
    x, y, w, h = xy[..., 0], xy[..., 1], wh[..., 0], wh[..., 1]
    return np.stack([y - 0.5 * h, x - 0.5 * w, y + 0.5 * h, x + 0.5 * w], axis=-1)


def overlaps(boxes):
    """The intersection over union of all pairs: (n, n)."""
    boxes = np.asarray(boxes, dtype=float)
    low = np.maximum(boxes[:, np.newaxis, :2], boxes[:, :2])
    high = np.minimum(boxes[:, np.newaxis, 2:], boxes[:, 2:])
    shared, areas = np.prod(np.maximum(high - low, 0), axis=-1), np.prod(boxes[:, 2:] - boxes[:, :2], axis=-1)
    union = areas[:, np.newaxis] + areas - shared
    return np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)  # a line shares nothing with itself


def overlap(one, other):
    return float(overlaps([one, other])[0, 1])


def survivors(scores, boxes, most=10, limit=0.5):
    """The numbers of the boxes that stay."""
    near, kept, left = overlaps(boxes) > limit, [], np.argsort(-scores, kind="stable")
    while len(left) and len(kept) < most:
        kept.append(int(left[0]))
        left = left[1:][~near[left[0], left[1:]]]
    return kept


def clear(scores, boxes, limit):
    """Whether no two scores are nearly equal, and no overlap is nearly the limit."""
    pairs = overlaps(boxes)[np.tril_indices(len(scores), -1)]
    return np.all(np.abs(pairs - limit) > MARGIN) and np.all(np.diff(np.sort(scores)) > 1e-4)


def sifted(confidence, boxes, probs, threshold):
    """What a threshold keeps; None where a score is near the threshold, or two classes are nearly as likely."""
    scores = (confidence * probs).reshape(-1, probs.shape[-1]).astype(float)
    best = scores.max(axis=1)
    keep = best >= threshold
    second = np.sort(scores, axis=1)[:, -2]
    if np.abs(best - threshold).min() < MARGIN or (best - second)[keep].min(initial=1) < 1e-4:
        return None
    return best[keep], boxes.reshape(-1, 4)[keep], scores.argmax(axis=1)[keep]


def evaluated(outputs, image_shape, most, threshold, limit):
    """What yolo_eval should give; None where something hangs on rounding."""
    confidence, xy, wh, probs = outputs
    found = sifted(confidence, cornered(xy, wh), probs, threshold)
    if found is None or not clear(*found[:2], limit):
        return None
    kept = survivors(*found[:2], most, limit)
    scores, boxes, classes = (values[kept] for values in found)
    height, width = image_shape
    return scores, boxes * np.array([height, width, height, width], dtype=float), classes


def probabilities(draw, *shape):
    """Drawn probabilities along the last axis, float32."""
    values = draw.uniform(0.02, 1, *shape) ** 3
    return single(values / values.sum(axis=-1, keepdims=True))


def crowd(draw, limit):
    """Scores and boxes in groups, float32: what stays at this limit is not what stays at others, or without any."""
    while True:
        groups, each = (int(n) for n in draw.rng.integers(3, 5, 2))
        middle, size = draw.uniform(0, 30, groups, 1, 2), draw.uniform(6, 12, groups, 1, 2)
        middle = (middle + size * draw.uniform(-0.3, 0.3, groups, each, 2)).reshape(-1, 2)
        size = (size * draw.uniform(0.7, 1.3, groups, each, 2)).reshape(-1, 2)
        boxes, n = single(np.hstack([middle - size / 2, middle + size / 2])), groups * each
        scores = single((draw.rng.permutation(n) + draw.uniform(0.2, 0.8, n)) / n)
        stay = [survivors(scores, boxes, n, other) for other in (limit, 0.5, 1 - limit)]
        low = [k for k in stay[0] if scores[k] < 0.5]
        if clear(scores, boxes, limit) and stay[0] not in stay[1:] and 3 < len(stay[0]) < n - 1 and low:
            return scores, boxes


def chain(draw, limit):
    """Three boxes in a row: the second overlaps the first too much, and the third the second, but not the first."""
    while True:
        x, y, w, h = draw.uniform(5, 20, 4)
        step = draw.uniform(0.1, 0.6) * w
        boxes = single([[y, x + k * step, y + h, x + w + k * step] for k in range(3)])
        if overlap(*boxes[:2]) > limit + MARGIN and overlap(boxes[0], boxes[2]) < limit - MARGIN:
            order = draw.rng.permutation(3)
            return single(draw.uniform(0.7, 0.8) - 0.1 * np.arange(3))[order], boxes[order]


def at_the_limit(draw):
    """Two boxes whose overlap is exactly 1/2, a smaller score first, and this limit."""
    x, y = (int(n) for n in draw.rng.integers(0, 9, 2))
    h, w = (2 * int(n) for n in draw.rng.integers(2, 6, 2))
    boxes = single([[y, x, y + h, x + w], [y, x, y + h, x + w // 2]])
    return single(np.sort(draw.uniform(0.1, 0.9, 2))), boxes, 0.5


def heads(draw, rows, columns, anchors, num_classes):
    """Confidence, xy, wh and probs of one picture, float32: some boxes are sure, and some of these mean one object."""
    shape = 1, rows, columns, anchors
    n = rows * columns * anchors
    confidence, xy, wh = draw.uniform(0.02, 0.3, n), draw.uniform(0.2, 0.8, n, 2), draw.uniform(0.1, 0.4, n, 2)
    probs = draw.uniform(0, 0.1, n, num_classes)
    probs[np.arange(n), draw.rng.integers(0, num_classes, n)] += draw.uniform(1, 4, n)
    chosen = draw.rng.permutation(n)[: min(n, 12)]
    confidence[chosen] = draw.uniform(0.55, 1, len(chosen))
    for k in range(0, len(chosen) - 1, 2):
        xy[chosen[k + 1]] = xy[chosen[k]] + wh[chosen[k]] * draw.uniform(-0.12, 0.12, 2)
        wh[chosen[k + 1]] = wh[chosen[k]] * draw.uniform(0.75, 1.3, 2)
    probs /= probs.sum(axis=-1, keepdims=True)
    values = confidence[:, np.newaxis], xy, wh, probs
    return tuple(single(value.reshape(*shape, -1)) for value in values)


def small_network(draw, units, anchors, num_classes):
    """Weights of the network of `on_picture`, float32."""
    outputs = len(anchors) * (5 + num_classes)
    return [
        single(draw.normal(1, 1, 3, units, scale=3.0)),
        *(single(values) for values in (draw.uniform(0.7, 1.5, units), draw.normal(units, scale=0.3))),
        *(single(values) for values in (draw.normal(units), draw.uniform(0.5, 2, units))),
        single(draw.normal(1, 1, units, outputs, scale=1.2 / units**0.5)),
        single(draw.normal(outputs, scale=0.3)),
    ]


def raw_of(picture, pool, weights):
    """The raw numbers of this network, in float64, as it is after training."""
    first, gamma, beta, mean, variance, last, bias = (w.astype(float) for w in weights)
    height, width, _ = picture.shape
    cells = (picture / 255).reshape(height // pool, pool, width // pool, pool, 3).mean(axis=(1, 3))
    Z = (cells @ first[0, 0] - mean) / np.sqrt(variance + 0.001) * gamma + beta
    return (np.where(Z > 0, Z, 0.1 * Z) @ last[0, 0] + bias)[np.newaxis]


@assignment.exercise(points=14, rtol=1e-5, atol=1e-6, returns=HEAD)
def yolo_head(submission, draw):
    """Grids that are no squares, one cell, and numbers whose exponential float32 does not have."""
    for part in ("drawn grids", "drawn grids", "one cell", "large numbers"):
        m, rows, columns, boxes, num_classes = draw.sizes("m", "rows", "columns", "boxes", "classes", low=3, high=7)
        if part == "one cell":
            m = rows = columns = 1
            draw.named(boxes=boxes, classes=num_classes)
        raw = draw.normal(m, rows, columns, boxes, 5 + num_classes)
        if part == "large numbers":
            raw[..., 4] *= 30
            raw[..., 5:] = draw.uniform(-200, 200, *raw[..., 5:].shape)
        raw, anchors = single(raw.reshape(m, rows, columns, -1)), single(draw.uniform(0.4, 4, boxes, 2))
        yield part, of_tensors(submission.yolo_head, raw, anchors, num_classes), decoded(raw, anchors, num_classes)


# fmt: off
yolo_head.at("box_confidence = tf.sigmoid(feats[..., 4:5])").mistakes(
    ("box_confidence = tf.nn.softmax(feats[..., 4:5])", "softmax of one number",
     "`box_confidence` is 1 everywhere: a softmax shares out 1 among its numbers, and has only one here. Which "
     "function takes each number by itself?"),
)
yolo_head.at("(tf.sigmoid(feats[..., 0:2]) + cells) / grid").mistakes(
    ("(feats[..., 0:2] + cells) / grid", "centre without sigmoid",
     "`box_xy` leaves its cell. What keeps the centre between the sides of the cell in the formula?"),
    ("tf.sigmoid(feats[..., 0:2]) / grid", "no cells",
     "All centres lie in the first cell. What does the formula add for the cell's own place?"),
    ("tf.sigmoid(feats[..., 0:2]) + cells / grid", "parentheses around the sum missing",
     "In `box_xy`, only the cell was divided. What stands above the bar of the fraction?"),
    ("(tf.sigmoid(feats[..., 0:2]) + cells[..., ::-1]) / grid", "row and column exchanged",
     "The row was added to x, and the column to y. Which of the two does `cells` have first?"),
    ("(tf.sigmoid(feats[..., 0:2]) + cells) / grid[::-1]", "rows and columns of the grid exchanged",
     "x was divided by the number of rows, and y by that of the columns. Which of the two counts along x?"),
)
yolo_head.at("tf.exp(feats[..., 2:4]) * anchors / grid").mistakes(
    ("feats[..., 2:4] * anchors / grid", "no exponential",
     "`box_wh` is negative in places. Which function of t_w stands in the formula?"),
    ("tf.exp(feats[..., 2:4]) / grid", "no anchors",
     "All boxes start from the same size. What does the exponential multiply in the formula?"),
    ("tf.exp(feats[..., 2:4]) * anchors[:, ::-1] / grid", "anchors turned around",
     "Widths were multiplied by heights of the anchors. What do `anchors` have first?"),
)
yolo_head.at("tf.nn.softmax(feats[..., 5:])").mistakes(
    ("tf.sigmoid(feats[..., 5:])", "sigmoid for the classes",
     "The classes of a box don't sum to 1. Which function lets them compete?"),
    ("tf.nn.softmax(feats[..., 5:], axis=-2)", "softmax over the anchors",
     "The boxes of a cell compete with each other here, and not the classes of a box. Along which axis do the classes "
     "run?"),
    ("tf.exp(feats[..., 5:]) / tf.reduce_sum(tf.exp(feats[..., 5:]), axis=-1, keepdims=True)", "infinity by infinity",
     "Large numbers give NaN: something infinite is divided by something infinite. Which function of TensorFlow is "
     "safe?"),
)
yolo_head.equivalents(
    ("tf.constant([columns, rows], tf.float32)", "[columns, rows]", "TensorFlow divides by a list as well"),
)
yolo_head.alternatives({
    "keras, and the parts of a box by tf.split": """
    m, rows, columns, _ = feats.shape
    feats = tf.reshape(feats, [m, rows, columns, len(anchors), num_classes + 5])
    xy, wh, confidence, classes = tf.split(feats, [2, 2, 1, num_classes], axis=-1)
    j, i = np.meshgrid(np.arange(columns), np.arange(rows))
    cells = np.stack([j, i], axis=-1)[None, :, :, None, :].astype(np.float32)
    size = np.array([columns, rows], dtype=np.float32)
    print(confidence)
    sigmoid, softmax = tf.keras.activations.sigmoid, tf.keras.activations.softmax
    sizes = tf.math.exp(wh) * tf.reshape(anchors, (1, 1, 1, -1, 2)) / size
    return sigmoid(confidence), (sigmoid(xy) + cells) / size, sizes, softmax(classes)
""",
})
# fmt: on


@assignment.exercise(points=8, rtol=1e-5, atol=1e-6)
def yolo_boxes_to_corners(submission, draw):
    """A list of boxes, the axes of a grid, and one box alone."""
    n, rows, columns, boxes = draw.sizes("n", "rows", "columns", "boxes", low=5)
    for part, shape in (("a list of boxes", (n,)), ("a grid of boxes", (rows, columns, boxes)), ("a single box", ())):
        xy, wh = (single(draw.uniform(0, 1, *shape, 2)) for _ in "12")
        yield part, of_tensors(submission.yolo_boxes_to_corners, xy, wh), cornered(xy.astype(float), wh.astype(float))


# fmt: off
yolo_boxes_to_corners.at("box_xy - box_wh / 2, box_xy + box_wh / 2").mistakes(
    ("box_xy - box_wh, box_xy + box_wh", "not halved",
     "The boxes are twice as large as they should be. How far is it from the centre to a side?"),
    ("box_xy, box_xy + box_wh", "centre taken for a corner",
     "`box_xy` was taken for the upper left corner. Where in the box is it?"),
)
yolo_boxes_to_corners.at("tf.concat([mins[..., ::-1], maxs[..., ::-1]], axis=-1)").mistakes(
    ("tf.concat([mins, maxs], axis=-1)", "x first",
     "x is first in each corner. Which of the two does TensorFlow want first, and how can a pair be turned around?"),
    (["tf.concat([mins, maxs], axis=-1)[..., ::-1]", "tf.concat([maxs[..., ::-1], mins[..., ::-1]], axis=-1)"],
     "maximum first",
     "y is first, and so is the lower right corner. What is to be turned around, all four numbers or each pair, and "
     "which corner does TensorFlow want first?"),
    ("tf.concat([mins[..., ::-1], box_wh[..., ::-1]], axis=-1)", "sizes in place of the second corner",
     "The last two numbers are height and width. What belongs there: a size or a place?"),
    ("tf.stack([mins[..., 1], maxs[..., 1], mins[..., 0], maxs[..., 0]], axis=-1)", "both y, then both x",
     "Your order is y_min, y_max, x_min, x_max. Which order does the docstring have?"),
)
yolo_boxes_to_corners.alternatives({
    "slices of one": """
    box_mins = box_xy - (box_wh / 2.0)
    box_maxes = box_xy + (box_wh / 2.0)
    return tf.concat([box_mins[..., 1:2], box_mins[..., 0:1], box_maxes[..., 1:2], box_maxes[..., 0:1]], axis=-1)
""",
    "gathered": """
    return tf.gather(tf.concat([box_xy - 0.5 * box_wh, box_xy + 0.5 * box_wh], axis=-1), [1, 0, 3, 2], axis=-1)
""",
})
# fmt: on


@assignment.exercise(points=6, rtol=1e-5, atol=1e-4)
def scale_boxes(submission, draw):
    """Pictures of drawn sizes, in whole numbers and in fractions."""
    rows, columns = draw.sizes("rows", "columns", low=5)
    for part, shape in (("a list of boxes", (rows,)), ("a grid of boxes", (rows, columns))):
        low = draw.uniform(0, 0.5, *shape, 2)
        boxes = single(np.concatenate([low, low + draw.uniform(0.1, 0.6, *shape, 2)], axis=-1))
        height, width = (int(n) for n in draw.rng.permutation(np.arange(40, 1500))[:2])
        expected = boxes.astype(float) * np.array([height, width] * 2)
        yield part, of_tensors(submission.scale_boxes, boxes, (height, width)), expected
        yield "a shape in fractions", of_tensors(submission.scale_boxes, boxes, (height / 2, width / 2)), expected / 2


# fmt: off
scale_boxes.at("boxes * [height, width, height, width]").mistakes(
    ("boxes * [width, height, width, height]", "width first",
     "y was multiplied by the width, and x by the height. Which of the two does a box have first?"),
    (["boxes * 608.0", "boxes * [720.0, 1280.0, 720.0, 1280.0]"], "always the same size",
     "The boxes have the same pixels whatever the picture. Which argument tells its size?"),
    ("boxes * [height, height, width, width]", "both heights first",
     "The numbers of a box are y, x, y, x here. By what has the second of them to be multiplied?"),
    ("boxes * [height, width]", "two numbers for four",
     "A list of two numbers can't multiply four columns. How many numbers does a box have?"),
)
scale_boxes.alternatives({
    "NumPy": "return boxes * np.array([image_shape[0], image_shape[1]] * 2, dtype=np.float32)",
    "a tuple twice": """
    height, width = map(float, image_shape)
    print(height)
    return tf.multiply(boxes, (height, width) * 2)
""",
})
# fmt: on


@assignment.exercise(points=14, returns=FOUND)
def yolo_filter_boxes(submission, draw):
    """Drawn thresholds, the default, one that is met exactly, and one that nothing reaches."""
    for part in ("drawn thresholds", "with an axis of examples", "the default threshold", "nothing is sure enough"):
        rows, columns, boxes, num_classes = draw.sizes("", "", "", "", low=2, high=6)
        draw.named()
        shape = (1, rows, columns, boxes) if "examples" in part else (rows, columns, boxes)
        while True:
            confidence, boxes_there = single(draw.uniform(0.1, 1, *shape, 1)), single(draw.normal(*shape, 4))
            given = confidence, boxes_there, probabilities(draw, *shape, num_classes)
            scores = (given[0] * given[2]).max(axis=-1)
            threshold = float(np.quantile(scores, draw.uniform(0.3, 0.7)))
            threshold = {"the default threshold": 0.6, "nothing is sure enough": 0.999}.get(part, threshold)
            expected = sifted(*given, threshold)
            if expected is not None and (len(expected[0]) > 1 or threshold > 0.9):
                break
        more = () if part == "the default threshold" else (threshold,)
        yield part, of_tensors(submission.yolo_filter_boxes, *given, *more), expected
    n = int(draw.rng.integers(4, 9))
    high = draw.rng.permutation(np.arange(9, 17))[:n]
    probs = single(np.stack([high, 16 - high], axis=-1)[:, ::-1] / 16)
    boxes, ones = single(draw.normal(n, 4)), single(np.ones((n, 1)))
    keep = high >= np.sort(high)[n // 2]
    threshold = float(np.sort(high)[n // 2] / 16)
    expected = high[keep] / 16, boxes[keep], np.ones(keep.sum(), dtype=int)
    found = of_tensors(submission.yolo_filter_boxes, ones, boxes, probs, threshold)
    yield "a score that is the threshold", found, expected


# fmt: off
yolo_filter_boxes.at("box_confidence * box_class_probs").mistakes(
    ("box_class_probs", "confidence left out",
     "The scores are the class probabilities alone. What else does the formula of the score have?"),
)
yolo_filter_boxes.at("tf.argmax(box_scores, axis=-1)").mistakes(
    (["tf.argmax(box_scores)", "tf.argmax(box_scores, axis=0)"], "class along the first axis",
     "`best_class` has another shape than the mask: there is not one class for each box. Along which axis do the "
     "classes run?"),
)
yolo_filter_boxes.at("tf.reduce_max(box_scores, axis=-1)").mistakes(
    ("tf.reduce_max(box_scores, axis=-1, keepdims=True)", "an axis too many",
     "The mask has one axis more than there are axes of boxes, a last one of length 1. What does `keepdims=True` do?"),
    ("tf.reduce_sum(box_scores, axis=-1)", "sum over the classes",
     "The score of a box is the sum over all classes, which is the confidence again. Whose score counts?"),
)
yolo_filter_boxes.everywhere(r"tf\.(argmax|reduce_max)\(box_scores, axis=-1\)").mistakes(
    (r"tf.\1(box_scores, axis=-2)", "maximum over the boxes",
     "The maximum was taken over the boxes of a cell. Along which axis do the classes run?"),
)
yolo_filter_boxes.at("mask = best >= threshold").mistakes(
    ("mask = best > threshold", "score at the threshold dropped",
     "A box whose score is exactly the threshold is missing. What does *at least* mean?"),
    ("mask = box_scores >= threshold", "mask of every class",
     "The mask has a true or false for each class of each box. Which tensor has one number for each box?"),
    ("mask = best >= 0.6", "threshold fixed",
     "The threshold is always 0.6. Which argument holds the one that is asked for?"),
    ("mask = box_confidence[..., 0] >= threshold", "mask of the confidence",
     "The confidence alone decides which boxes stay. What should be compared with the threshold?"),
)
yolo_filter_boxes.alternatives({
    "indices": """
    scores = box_confidence * box_class_probs
    best = tf.reduce_max(scores, axis=-1)
    at = tf.where(best >= threshold)
    return tf.gather_nd(best, at), tf.gather_nd(boxes, at), tf.gather_nd(tf.argmax(scores, -1), at)
""",
})
# fmt: on


def placed(draw, one, other):
    """Two boxes moved and stretched to a drawn place, in a drawn order."""
    corner, stretch = draw.uniform(-5, 5, 2), draw.uniform(0.5, 2, 2)
    moved = [tuple(float(v) for v in np.tile(corner, 2) + np.tile(stretch, 2) * np.array(box)) for box in (one, other)]
    return [moved[k] for k in draw.rng.permutation(2)]


@assignment.exercise(points=14, keeps_arguments=True, forbids=families.NUMPY_ONLY)
def iou(submission, draw):
    """Boxes that overlap, that hold each other, that are apart in each direction, that touch; whole numbers; a line."""

    def call(one, other):
        return submission.iou(one, other), overlap(one, other)

    for _ in range(3):  # parts of the first box, w wide and h high, stick out on drawn sides
        w, h = draw.uniform(2, 6, 2)
        dx, dy = draw.uniform(0.2, 0.8, 2) * (w, h) * draw.rng.choice([-1, 1], 2)
        more_w, more_h = draw.uniform(0.9, 1.5, 2)
        yield "overlapping boxes", *call(*placed(draw, (0, 0, w, h), (dx, dy, dx + w * more_w, dy + h * more_h)))
    a, b, c, d = draw.uniform(0.1, 0.9, 4)
    yield "one box in the other", *call(*placed(draw, (0, 0, 4, 3), (a, b, 4 - c, 3 - d)))
    gap_x, gap_y = draw.uniform(0.3, 0.9, 2)
    w, h = draw.uniform(1, 1.5, 2)
    for x, y in ((1 + gap_x, 2 + gap_y), (1 + gap_x, a), (a, 2 + gap_y), (a, b)):
        yield "boxes apart, and not", *call(*placed(draw, (0, 0, 1, 2), (x, y, x + w, y + h)))
    for x in (1, 1 - a):
        yield "boxes that touch, and overlap", *call((0, 0, 1, 2), (x, 0, x + w, h))
    for thick in (0, b):
        yield "a line, and a thin box", *call((0, a, 2, a + thick), (0, 0, w, 1 + h))
    x, y, more = (int(n) for n in draw.rng.integers(1, 9, 3))
    yield "whole numbers", *call((0, 0, x + 3, y + 2), (1, 1, x + 4 + more, y + 4))
    one, other = (np.array(box) for box in placed(draw, (0, 0, 2, 3), (1, 1, 4, 3)))
    yield "arrays", submission.iou(one, other), overlap(one, other)


# fmt: off
iou.everywhere(r"max\((min\(.*\) - max\(.*\)), 0\)").mistakes(
    (r"\1", "not clipped",
     "Boxes that are apart have an intersection here: negative sides were multiplied. What should a side be at least?"),
    (r"abs(\1)", "absolute value",
     "Boxes that are apart have an intersection here: the gap between them was taken for it. How long is a side if "
     "they don't overlap?"),
    (r"max(\1 + 1, 0)", "one pixel more",
     "The sides are too long by 1. Are these coordinates of lines or of pixels?"),
)
iou.at("intersection = width * height").mistakes(
    ("width, height = (min(box1[k + 2], box2[k + 2]) - max(box1[k], box2[k]) for k in (0, 1))\n"
     "    intersection = max(width * height, 0)", "product clipped",
     "Two negative sides make a positive product, for boxes that are apart along a diagonal. What has to be clipped "
     "before?"),
)
iou.at("width = max(min(box1[2], box2[2]) - max(box1[0], box2[0]), 0)").mistakes(
    ("width = min(box1[2], box2[2]) - max(box1[0], box2[0])", "width not clipped",
     "The area is negative for boxes that are apart: the height was clipped, and the width was not. What should each "
     "side be at least?"),
    ("width = max(min(box1[1], box2[1]) - max(box1[0], box2[0]), 0)", "x1, x2, y1, y2",
     "The right sides were read where the upper ones stand. In which order are the four numbers of a box?"),
)
iou.everywhere(r"max\(min\((.*)\) - max\((.*)\), 0\)").mistakes(
    (r"max(min(\1) - min(\2), 0)", "smaller upper left corner",
     "The intersection begins too early, on both axes. Is its upper left corner the smaller or the larger of the two?"),
    (r"max(max(\1) - min(\2), 0)", "smallest box around both",
     "This is the box around both, not the part that they share. Where does the shared part begin and end?"),
)
iou.everywhere(r"(box\d)\[([23])\] - (box\d)\[([01])\]").mistakes(
    (r"\1[\2]", "corner taken for a size",
     "The area of a box is too large: its second corner was taken for its size. What is subtracted from x2?"),
)
iou.at("union = areas - intersection").mistakes(
    ("union = areas + intersection", "shared part added",
     "The shared part is in both areas already, and was added once more. How often should it count in the union?"),
    ("union = areas", "shared part counted twice",
     "The shared part counts twice in the union. How often should it count?"),
)
iou.at("return intersection / union").mistakes(
    (["return intersection / areas - intersection",
      "return (intersection / ((box1[2] - box1[0]) * (box1[3] - box1[1]))\n"
      "            + (box2[2] - box2[0]) * (box2[3] - box2[1]) - intersection)"],
     "parentheses around the union missing",
     "Not the whole union stands below the bar. What has to be in parentheses?"),
)
iou.equivalents(*(
    (old, new, "the larger or smaller of two numbers, whichever is first")
    for k in (0, 1)
    for old, new in (
        (f"min(box1[{k + 2}], box2[{k + 2}])", f"min(box2[{k + 2}], box1[{k + 2}])"),
        (f"max(box1[{k}], box2[{k}])", f"max(box2[{k}], box1[{k}])"),
        (f"max(min(box1[{k + 2}], box2[{k + 2}]) - max(box1[{k}], box2[{k}]), 0)",
         f"max(0, min(box1[{k + 2}], box2[{k + 2}]) - max(box1[{k}], box2[{k}]))"),
    )
))
iou.alternatives({
    "unpacked, with a test": """
    (ax1, ay1, ax2, ay2), (bx1, by1, bx2, by2) = box1, box2
    left, top, right, bottom = max(ax1, bx1), max(ay1, by1), min(ax2, bx2), min(ay2, by2)
    if right <= left or bottom <= top:
        return 0.0
    inter = (right - left) * (bottom - top)
    return inter / float((ax2 - ax1) * (ay2 - ay1) + (bx2 - bx1) * (by2 - by1) - inter)
""",
})
# fmt: on


def suppressions(draw):
    """What to try a suppression with: part, scores, boxes, and more arguments; and which boxes stay."""
    for part in ("a crowd", "a crowd, with a lower threshold", "the default threshold", "no more than max_boxes"):
        limit = {"a crowd": (0.55, 0.75), "the default threshold": (0.5, 0.5)}.get(part, (0.15, 0.4))
        limit = float(draw.uniform(*limit))
        scores, boxes = crowd(draw, limit) if part != "the default threshold" else crowd_at_half(draw)
        most = int(draw.rng.integers(2, 4)) if part == "no more than max_boxes" else len(scores)
        more = () if part == "the default threshold" else (most, limit)
        yield part, scores, boxes, more, survivors(scores, boxes, most if more else 10, limit)
    limit = float(draw.uniform(0.3, 0.5))
    scores, boxes = chain(draw, limit)
    yield "a chain of boxes", scores, boxes, (5, limit), survivors(scores, boxes, 5, limit)
    scores, boxes, limit = at_the_limit(draw)
    yield "exactly at the threshold", scores, boxes, (5, limit), survivors(scores, boxes, 5, limit)
    n = int(draw.rng.integers(18, 24))
    boxes, scores = scattered(draw, n), single((draw.rng.permutation(n) + 1) / (n + 1))
    yield "more boxes than ten", scores, boxes, (n + 2, 0.5), survivors(scores, boxes, n)
    boxes = scattered(draw, n)
    boxes[n // 2] = boxes[n // 2 - 1] + single(0.25)
    scores = single(draw.rng.choice([0.5, 0.75], n))
    scores[n // 2] = scores[n // 2 - 1]
    yield "equal scores", scores, boxes, (n, 0.25), survivors(scores, boxes, n, 0.25)
    yield "no boxes", single(np.zeros(0)), single(np.zeros((0, 4))), (4, 0.5), []


def crowd_at_half(draw):
    """Scores and boxes in groups of which some are to be suppressed at 1/2, and fewer than ten stay."""
    while True:
        scores, boxes = crowd(draw, float(draw.uniform(0.55, 0.75)))
        if clear(scores, boxes, 0.5) and 1 < len(survivors(scores, boxes, 99)) < min(10, len(scores) - 1):
            return scores, boxes


def scattered(draw, n):
    """Boxes that don't overlap, float32."""
    places = 20.0 * draw.rng.permutation(n)[:, np.newaxis]
    return single(np.hstack([places, places, places + draw.uniform(5, 9, n, 1), places + 7]))


@assignment.exercise(points=14, uses=["iou"], keeps_arguments=True, forbids=families.NUMPY_ONLY)
def nms_by_hand(submission, draw):
    for part, scores, boxes, more, kept in suppressions(draw):
        yield part, submission.nms_by_hand(scores, boxes, *more), kept


# fmt: off
nms_by_hand.at('order = np.argsort(-scores, kind="stable")').mistakes(
    (['order = np.argsort(scores, kind="stable")', "order = np.argsort(scores)"], "lowest score first",
     "The boxes with the lowest scores stay. From which end should the loop go through them?"),
    ("order = np.argsort(-scores)", "equal scores in any order",
     "Of equal scores, another box is first than the one that stands first. Which `kind` of sorting keeps the order of "
     "equal values?"),
    (["order = np.argsort(scores)[::-1]", 'order = np.argsort(scores, kind="stable")[::-1]'], "equal scores turned",
     "Of equal scores, another box is first than the one that stands first. What does turning an order around do to "
     "equal values?"),
    ("order = np.sort(-scores)", "scores in place of numbers",
     "What should be numbers of boxes are scores. Which function says *where* the values stand that it sorts?"),
)
nms_by_hand.at("overlaps = [iou(boxes[i], boxes[k]) for k in kept]").mistakes(
    ("overlaps = [iou(boxes[i], boxes[k]) for k in kept[-1:]]", "compared with the last one only",
     "Each box was compared with the one that was kept last. With which of the kept boxes can it overlap?"),
    ("overlaps = [iou(boxes[i], boxes[k]) for k in order[: list(order).index(i)]]", "compared with all better ones",
     "Boxes that were suppressed suppress others here. With which boxes should one be compared?"),
    ("overlaps = [iou(boxes[i], boxes[k]) for k in range(len(kept))]", "numbers of the kept ones not used",
     "The boxes 0, 1, 2, … were compared, whichever are kept. What does the list `kept` hold?"),
    ("overlaps = [iou(i, k) for k in kept]", "numbers of boxes compared",
     "`iou` was given the numbers of two boxes. What does it need, and where do you find it by its number?"),
)
CONDITION = "if len(kept) < max_boxes and all(overlap <= iou_threshold for overlap in overlaps):"
nms_by_hand.at(CONDITION).mistakes(
    ("if len(kept) < max_boxes and all(overlap < iou_threshold for overlap in overlaps):", "dropped at the threshold",
     "A box whose IoU is exactly the threshold is missing. What does *above* mean in the rules?"),
    ("if len(kept) < max_boxes and any(overlap <= iou_threshold for overlap in overlaps):", "any in place of all",
     "No box is ever kept. Is the condition true of the first one, which has nothing to be compared with, and what "
     "becomes of it then?"),
    ("if len(kept) <= max_boxes and all(overlap <= iou_threshold for overlap in overlaps):", "one box too many",
     "One box too many stays. How many may there be *before* the next one is added?"),
)
nms_by_hand.equivalents(
    ("iou(boxes[i], boxes[k])", "iou(boxes[k], boxes[i])", "two boxes share the same, whichever is first"),
)
nms_by_hand.alternatives({
    "those that are left": """
    order = list(np.argsort(-np.array(scores), kind="mergesort"))
    picked = []
    while order and len(picked) < max_boxes:
        best = order.pop(0)
        picked.append(best)
        order = [k for k in order if iou(boxes[k], boxes[best]) <= iou_threshold]
    print(picked)
    return picked
""",
})
# fmt: on


@assignment.exercise(points=8, returns=FOUND)
def yolo_non_max_suppression(submission, draw):
    for part, scores, boxes, more, kept in suppressions(draw):
        classes = draw.rng.integers(0, 3, len(scores))
        found = of_tensors(submission.yolo_non_max_suppression, scores, boxes, classes, *more)
        yield part, found, (scores[kept], boxes[kept], classes[kept])


# fmt: off
CALL = "tf.image.non_max_suppression(boxes, scores, max_boxes, iou_threshold)"
yolo_non_max_suppression.at(CALL).mistakes(
    ("tf.image.non_max_suppression(boxes + 1000 * tf.cast(classes, tf.float32)[:, tf.newaxis], scores, max_boxes, "
     "iou_threshold)", "each class by itself",
     "Boxes of different classes did not suppress each other. Does the step look at classes?"),
    ("tf.sort(tf.image.non_max_suppression(boxes, scores, max_boxes, iou_threshold))", "in the order of the input",
     "The right boxes are returned, in the order in which they were given. Which one should be first?"),
    ("tf.image.non_max_suppression(scores, boxes, max_boxes, iou_threshold)", "scores first",
     "TensorFlow's function was given scores for boxes. Which of the two comes first there?"),
)
yolo_non_max_suppression.everywhere(r"tf\.gather\((\w+), indices\)").mistakes(
    (r"\1[indices]", "brackets of NumPy",
     "A tensor's brackets don't take a list of numbers, as an array's do. Which function of TensorFlow takes entries "
     "out?"),
    (r"tf.gather(indices, \1)", "arguments of gather exchanged",
     "`tf.gather` was asked to look things up in the numbers. What comes first: the values, or the numbers?"),
)
yolo_non_max_suppression.alternatives({
    "a loop of its own": """
    kept, found = [], np.asarray(boxes)
    for i in np.argsort(-np.asarray(scores), kind="stable"):
        good = len(kept) < max_boxes
        for k in kept:
            low, high = np.maximum(found[i, :2], found[k, :2]), np.minimum(found[i, 2:], found[k, 2:])
            shared = np.prod(np.maximum(high - low, 0))
            areas = np.prod(found[i, 2:] - found[i, :2]) + np.prod(found[k, 2:] - found[k, :2])
            good = good and shared / (areas - shared) <= iou_threshold
        kept += [i] if good else []
    kept = np.array(kept, dtype=int)
    return tf.gather(scores, kept), tf.gather(boxes, kept), tf.gather(classes, kept)
""",
})
# fmt: on


@assignment.exercise(
    points=12,
    uses=("yolo_boxes_to_corners", "yolo_filter_boxes", "scale_boxes", "yolo_non_max_suppression"),
    rtol=1e-5,
    atol=1e-3,  # of pixels
    returns=FOUND,
)
def yolo_eval(submission, draw):
    """Each threshold by itself, the defaults, few boxes, and a picture on which nothing is sure enough."""
    parts = ("drawn thresholds", "the defaults", "no more than max_boxes", "nothing is sure enough")
    for part in parts:
        rows, columns, boxes, num_classes = draw.sizes("", "", "", "", low=3, high=6)
        draw.named()
        image_shape = tuple(float(n) for n in draw.rng.permutation(np.arange(60, 900))[:2])
        while True:
            outputs = heads(draw, rows, columns, boxes, num_classes)
            most = int(draw.rng.integers(2, 4)) if part == "no more than max_boxes" else 30
            limit = float(draw.uniform(*((0.2, 0.4) if draw.rng.random() < 0.5 else (0.6, 0.8))))
            given = [image_shape, most, float(draw.uniform(0.25, 0.4)), limit]
            if part == "nothing is sure enough":
                given[2] = 0.99
            if part == "the defaults":
                given = [(720.0, 1280.0), 10, 0.6, 0.5]
            expected = evaluated(outputs, *given)
            if expected is not None and told_apart(outputs, given, part):
                break
        found = of_tensors(submission.yolo_eval, outputs, *([] if part == "the defaults" else given))
        yield part, found, expected


def told_apart(outputs, given, part):
    """Whether what is left hangs on each of the bounds that are given."""
    image_shape, _, threshold, limit = given
    best = (outputs[0] * outputs[3]).max(axis=-1)
    if part == "nothing is sure enough":
        return best.max() < threshold
    results = [evaluated(outputs, image_shape, 99, threshold, other) for other in (limit, 0.5, threshold, 2.0)]
    if None in [result and len(result[0]) for result in results]:
        return False
    found, halves, mixed, all_of_them = (len(result[0]) for result in results)
    if part == "the defaults":
        return 1 < found < all_of_them and found < 10
    return (
        found != halves != mixed != found
        and 3 < found < all_of_them
        and (best >= threshold).sum() > (best >= 0.6).sum()
    )


# fmt: off
yolo_eval.at("boxes = yolo_boxes_to_corners(box_xy, box_wh)").mistakes(
    ("boxes = tf.concat([box_xy, box_wh], axis=-1)", "no corners",
     "The boxes are still centre and size. What do `yolo_filter_boxes` and the suppression expect?"),
    ("boxes = yolo_boxes_to_corners(box_wh, box_xy)", "centre and size exchanged",
     "`yolo_boxes_to_corners` was given sizes for centres. Which comes first in its definition?"),
)
yolo_eval.at("box_confidence, box_xy, box_wh, box_class_probs = yolo_outputs").mistakes(
    ("box_xy, box_wh, box_confidence, box_class_probs = yolo_outputs", "outputs in another order",
     "The four outputs were taken apart in another order. In which order are they given?"),
)
yolo_eval.everywhere(r", score_threshold\)(\n(?:.*\n)*?.*), max_boxes, iou_threshold\)").mistakes(
    (r")\1)", "no bound handed on",
     "None of the three bounds has an effect, so all the defaults are used. To which functions do they belong?"),
)
FILTER = "yolo_filter_boxes(box_confidence, boxes, box_class_probs, score_threshold)"
yolo_eval.at(FILTER).mistakes(
    ("yolo_filter_boxes(box_confidence, boxes, box_class_probs)", "score threshold not handed on",
     "`score_threshold` has no effect, so the default of `yolo_filter_boxes` is used. Which argument is missing?"),
    ("yolo_filter_boxes(box_confidence, boxes, box_class_probs, iou_threshold)", "IoU threshold for the scores",
     "The scores were compared with `iou_threshold`. Which of the two thresholds is for scores?"),
    (["yolo_filter_boxes(boxes, box_confidence, box_class_probs, score_threshold)",
      "yolo_filter_boxes(box_confidence, box_class_probs, boxes, score_threshold)"],
     "arguments of the filter exchanged",
     "The filter of boxes got its arguments in another order. In which order does its definition name them?"),
)
yolo_eval.at("    boxes = scale_boxes(boxes, image_shape)\n").mistakes(
    (["", "    scale_boxes(boxes, image_shape)\n"], "not scaled",
     "The boxes are still fractions of the picture. Which function makes pixels of them, and what becomes of its "
     "result?"),
    ("    boxes = scale_boxes(boxes, image_shape[::-1])\n", "width first",
     "y was multiplied by the width, and x by the height. In which order does `image_shape` have them?"),
)
SUPPRESS = "    scores, boxes, classes = yolo_non_max_suppression(scores, boxes, classes, max_boxes, iou_threshold)\n"
yolo_eval.at(SUPPRESS).mistakes(
    (["", SUPPRESS.replace("scores, boxes, classes = ", "")], "not suppressed",
     "Several boxes are left for one object. Which function keeps the best of them, and what becomes of its result?"),
    (SUPPRESS.replace(", max_boxes, iou_threshold", ", max_boxes"), "IoU threshold not handed on",
     "`iou_threshold` has no effect, so the default of `yolo_non_max_suppression` is used. Which argument is missing?"),
)
yolo_eval.alternatives({
    "scaled at the end, keywords": """
    confidence, xy, wh, probs = yolo_outputs
    corners = yolo_boxes_to_corners(box_xy=xy, box_wh=wh)
    s, b, c = yolo_filter_boxes(confidence, corners, probs, threshold=score_threshold)
    s, b, c = yolo_non_max_suppression(s, b, c, iou_threshold=iou_threshold, max_boxes=max_boxes)
    print(len(s))
    return s, scale_boxes(b, image_shape), c
""",
})
# fmt: on


@assignment.exercise(points=10, uses=("yolo_head", "yolo_eval"), rtol=1e-4, atol=5e-3, returns=FOUND)
def predict(submission, draw):
    """Pictures larger than the network wants, whose blocks are of one colour, so that nothing is lost."""
    for part in ("drawn thresholds", "the defaults"):
        rows, columns, units = draw.sizes("", "", "", low=3, high=6)
        draw.named()
        pool, larger = (int(n) for n in draw.rng.integers(2, 4, 2))
        boxes, num_classes = (int(n) for n in draw.rng.permutation([2, 3, 4])[:2])
        while True:
            anchors = single(draw.uniform(0.8, 2.5, boxes, 2))
            weights = small_network(draw, units, anchors, num_classes)
            small = draw.rng.integers(0, 256, (rows * pool, columns * pool, 3))
            shape = rows * pool * larger, columns * pool * larger
            limits = 30, float(draw.uniform(0.35, 0.5)), float(draw.uniform(0.15, 0.35))
            limits = (10, 0.6, 0.5) if part == "the defaults" else limits
            outputs = decoded(raw_of(small, pool, weights), anchors, num_classes)
            expected = evaluated(outputs, shape, *limits)
            if expected is not None and 2 < len(expected[0]) < 10:
                other = [evaluated(outputs, shape, 30, *bounds) for bounds in ((0.6, 0.5), (limits[1], 2))]
                other = other[1:] if part == "the defaults" else other
                if all(o is not None and len(o[0]) != len(expected[0]) for o in other):
                    break
        image = small.astype(np.uint8).repeat(larger, axis=0).repeat(larger, axis=1)
        more = [] if part == "the defaults" else limits
        size = small.shape[:2]
        yield part, on_picture(submission.predict, image, size, pool, weights, anchors, num_classes, *more), expected


# fmt: off
predict.at("preprocess_image(image, size) / 255").mistakes(
    ("preprocess_image(image, size)", "pixels from 0 to 255",
     "The network was given numbers up to 255. On which range was it trained?"),
    ("image[np.newaxis] / 255", "not made small",
     "The network was given the picture in its own size. Which function makes it as small as the network wants it?"),
)
predict.at("model(X, training=False)").mistakes(
    ("model(X, training=True)", "as in training",
     "Batch normalisation used the means of this one picture. Which argument says that the training is over?"),
)
EVAL = "yolo_eval(yolo_outputs, image.shape[:2], max_boxes, score_threshold, iou_threshold)"
predict.at(EVAL).mistakes(
    ("yolo_eval(yolo_outputs, size, max_boxes, score_threshold, iou_threshold)", "pixels of the small picture",
     "The boxes are in pixels of the small picture. On which one are they to be drawn?"),
    ("yolo_eval(yolo_outputs, image.shape[:2], max_boxes, iou_threshold=iou_threshold)",
     "score threshold not handed on",
     "`score_threshold` has no effect, so the default of `yolo_eval` is used. Which argument is missing?"),
    ("yolo_eval(yolo_outputs, image.shape[:2], max_boxes, score_threshold)", "IoU threshold not handed on",
     "`iou_threshold` has no effect, so the default of `yolo_eval` is used. Which argument is missing?"),
    ("yolo_eval(yolo_outputs, image.shape, max_boxes, score_threshold, iou_threshold)", "shape with the colours",
     "A picture's shape has three numbers, and `yolo_eval` takes two apart. Which two does it need?"),
)
predict.equivalents(
    ("model(X, training=False)", "model(X)", "a model that is called is not in training, unless it is told so"),
)
predict.alternatives({
    "steps in one, keywords": """
    height, width, _ = image.shape
    X = preprocess_image(image, model.input_shape[1:3]) / 255.0
    print(X.shape)
    head = yolo_head(model(X), anchors, num_classes)
    return yolo_eval(head, image_shape=(height, width), max_boxes=max_boxes,
                     score_threshold=score_threshold, iou_threshold=iou_threshold)
""",
    "rescaled by TensorFlow": """
    size = model.input_shape[1:3]
    X = tf.image.resize(tf.constant(image)[tf.newaxis], size, method="area") / 255
    return yolo_eval(yolo_head(model(X, training=False), anchors, num_classes), tf.shape(image)[:2].numpy(),
                     max_boxes, score_threshold, iou_threshold)
""",
})
# fmt: on


# fmt: off
assignment.examples(
    Example("an overlap without clipping, and the suppression that uses it", {"iou": [
        ("max(min(box1[2], box2[2]) - max(box1[0], box2[0]), 0)", "min(box1[2], box2[2]) - max(box1[0], box2[0])"),
        ("max(min(box1[3], box2[3]) - max(box1[1], box2[1]), 0)", "min(box1[3], box2[3]) - max(box1[1], box2[1])"),
    ]}),
    Example("x first, all the way", {
        "yolo_boxes_to_corners": [("[mins[..., ::-1], maxs[..., ::-1]]", "[mins, maxs]")],
        "scale_boxes": [("[height, width, height, width]", "[width, height, width, height]")],
    }),
    Example("the order of the later edition", {
        "yolo_eval": [("(box_confidence, boxes, box_class_probs, score_threshold)",
                       "(boxes, box_confidence, box_class_probs, score_threshold)")],
    }),
    Example("a network that still learns, and pixels up to 255", {
        "predict": [("training=False", "training=True"), ("size) / 255", "size)")],
    }),
    Example("everything printed",
        {name: [("    ### END CODE HERE ###\n    return", "    print(locals())\n    ### END CODE HERE ###\n    return")]
         for name in ("yolo_head", "iou", "yolo_eval", "predict")}, loses=()),
)
# fmt: on
