# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Convolution arithmetic and a digit recogniser
#
# **Can 121 930 numbers read handwriting?** A network of that size gets nearly all digits like these right. Each column holds digits with the same answer; a frame marks a wrong one:

# %% picture
import matplotlib.pyplot as plt

from utils.digits_utils import draw_goal
from utils.figures import show

plt.style.use("utils.course")
draw_goal()
show("Sixty small handwritten digits in ten columns, one for each answer from 0 to 9; three of them, in frames, are in a wrong column.")

# %% [markdown]
# (A classifier of another kind, from a library, has sorted these. Your network makes its own poster at the end.)
#
# Before you train it, you learn to measure such a network with a pencil: how large is each layer's output, and how many numbers does it have to learn?
#
# **About 90 minutes.** You need the layers of [a31](../a31_convolution_steps/a31_convolution_steps.ipynb), and [a26](../a26_tensorflow_network/a26_tensorflow_network.ipynb) for TensorFlow.
#
# **What you build**
#
# 1. `conv_output_size`: how many places a window has
# 2. `same_padding`: the border that keeps the size
# 3. `conv_layer_params`: how many numbers a layer learns
# 4. `trace_shapes`: the shapes on the way through a network
# 5. `convolve2d`: one filter on one picture
# 6. `pool2d`: one map, made smaller
# 7. `prepare_digits`: from scanned digits to what a network takes
# 8. `build_model`: the network
# 9. `train_model`: the training
# 10. `evaluate`: which digits are mistaken for which
#
# **How this notebook works** ([a11](../a11_numpy_basics/a11_numpy_basics.ipynb) has the long version)
#
# - Write your code between `### START CODE HERE ###` and `### END CODE HERE ###`, and delete the line `raise NotImplementedError(...)` there.
# - Run the check below each function: it says what is right, and what to look at if something is not. Your work is marked with other numbers and other sizes.
# - Stuck? Open the three hints in order. Functions leave their arguments as they are; only `train_model` changes something, the model.
# - Steps 1 to 6 are done by hand, with Python and NumPy only. What calls TensorFlow, Keras or SciPy there does not count.
#
# ## 1 · Padding and stride

# %%
import os

# TensorFlow would fill the page with its log; it reads these when it is imported.
os.environ.update(TF_CPP_MIN_LOG_LEVEL="2", TF_ENABLE_ONEDNN_OPTS="0")

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras import layers
from sklearn.datasets import load_digits

from utils import check, progress
from utils.figures import show

plt.style.use("utils.course")

# %% [markdown]
# A window of 3 × 3 slides over a picture of 6 × 6. It has only 4 × 4 places, so the picture shrinks. And it treats pixels unequally: the corner lies in one window, the middle in nine. A border of zeros gives the rim more windows, and the output more room:

# %% drawing
from utils.digits_utils import draw_usage

draw_usage()
show("Two squares of 6 by 6 numbers, how many windows of 3 by 3 each pixel lies in. Without a border: 1 in the corners, 9 in the middle. With a border of one: 4 in the corners, 6 along the rim, 9 inside.")

# %% [markdown]
# ### Step 1 · How large is the output?
#
# You know the formula from a31, for one axis of $n$ entries, a filter of $f$, a border $p$ and a stride $s$:
#
# $$
# \left\lfloor \frac{n + 2p - f}{s} \right\rfloor + 1
# $$
#
# The brackets round **down**: where the last step would leave the picture, there is no window.

# %% drawing
from utils.digits_utils import draw_places

draw_places()
show("A row of eight boxes with windows of three below it. Stride 1: six windows. Stride 2: three windows, and the last box stays unseen. Stride 2 with a border of one: four windows.")

# %% [markdown]
# From now on it is a function, and three later ones call it. `p` and `s` have defaults, 0 and 1. ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# What is above the bar of the fraction, and what below it?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `7 // 2` is 3. `/` would give a fraction, and windows are counted.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `size = (n + 2 * p - ___) // ___ + 1`
#
# </details>

# %% solution
def conv_output_size(n, f, p=0, s=1):
    """How many places a window has along one axis.

    n: entries of the input
    f: entries of the window
    p: width of the border, on each side
    s: stride
    Returns a whole number.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) the formula, rounded down: n, f, p, s → size (1 line)
    size = (n + 2 * p - f) // s + 1
    ### END CODE HERE ###
    return size

# %% check points=8
check("conv_output_size", conv_output_size)

# %% tags=["expected"]
print("6 entries, window of 3:", conv_output_size(6, 3))
print("with a border of 1:", conv_output_size(6, 3, p=1))
print("8 entries, window of 3, stride 2:", conv_output_size(8, 3, s=2))

# %% [markdown]
# ### Step 2 · The border that keeps the size
#
# A border is called *same* if the output is as large as the input, at stride 1. Put $n + 2p - f + 1 = n$, and $p = (f - 1) / 2$ comes out. That is a whole number only for **odd** $f$. For an even one there is no such border, and a function should say so instead of guessing: raise a `ValueError`, with a few words of your own. ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# What is left over when an odd number is divided by 2?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `raise ValueError("some words")` ends the function at once. `f % 2` is what is left over.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `if f % 2 == ___:` and in the next line, indented, `raise ___`
#
# </details>

# %% solution
def same_padding(f):
    """The border that keeps the size, for stride 1.

    f: entries of the window, odd
    Returns a whole number. Raises ValueError where f is even.
    """
    ### START CODE HERE ### (≈ 3 lines)
    # (1) refuse an even f: f → ValueError (2 lines)
    if f % 2 == 0:
        raise ValueError("a filter of even size has no middle")
    # (2) half of what a window loses: f → p (1 line)
    p = (f - 1) // 2
    ### END CODE HERE ###
    return p

# %% check points=6
check("same_padding", same_padding)

# %% tags=["expected"]
for f in (1, 3, 5, 7):
    p = same_padding(f)
    print(f"window of {f}: border of {p}, and 28 stay {conv_output_size(28, f, p)}")

# %% [markdown]
# > **Remember.** $\lfloor (n + 2p - f)/s \rfloor + 1$, rounded down. A border of $(f - 1)/2$ keeps the size, for odd $f$ and stride 1.
#
# **Ask yourself.**
#
# A picture has 100 columns. Which stride makes about 50 of them, with a window of 3?
#
# <details><summary>Answer</summary>
#
# 2: $\lfloor 97/2 \rfloor + 1 = 49$, and with a border of one $\lfloor 99/2 \rfloor + 1 = 50$.
#
# </details>
#
# ## 2 · Volumes, and what a layer learns
#
# A colour picture has three channels, so a filter of "3 × 3" has 3 · 3 · 3 = 27 weights. It goes through all channels at once and makes **one** map. Two filters make two maps:

# %% drawing
from utils.digits_utils import draw_volumes

draw_volumes()
show("A block of 6 by 6 by 3, two filters of 3 by 3 by 3 beside it, and what they make: a block of 4 by 4 by 2.")

# %% [markdown]
# ### Step 3 · Counting
#
# Each filter has $f \cdot f \cdot n_c^{\text{prev}}$ weights and one bias. How many numbers does a layer of `n_filters` filters learn? Note what is *not* in the answer: the size of the picture. ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# How many numbers does one filter have, with its bias?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Count one filter in parentheses, and multiply by how many there are.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `count = (f * f * ___ + ___) * n_filters`
#
# </details>

# %% solution
def conv_layer_params(f, n_c_prev, n_filters):
    """How many numbers a convolutional layer learns.

    f: rows and columns of a filter
    n_c_prev: channels that enter
    n_filters: filters, so channels that leave
    Returns a whole number: weights and biases.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) one filter with its bias, times the filters: f, n_c_prev, n_filters → count (1 line)
    count = (f * f * n_c_prev + 1) * n_filters
    ### END CODE HERE ###
    return count

# %% check points=8
check("conv_layer_params", conv_layer_params)

# %% tags=["expected"]
print("10 filters of 3 × 3 on a colour picture:", conv_layer_params(3, 3, 10))
print("a fully connected layer from 64 × 64 × 3 to 62 × 62 × 10 would have", 64 * 64 * 3 * 62 * 62 * 10 + 62 * 62 * 10)

# %% [markdown]
# 280 numbers instead of nearly half a billion, for an output of the same size. This is why networks that see are convolutional. After the bias comes an activation, usually relu; it has nothing to learn.
#
# > **Remember.** $(f \cdot f \cdot n_c + 1)$ numbers in each filter, as many maps as filters, whatever the size of the picture.
#
# **Ask yourself.**
#
# A layer of 1 × 1 filters has 64 channels in and 16 out. How many numbers does it learn?
#
# <details><summary>Answer</summary>
#
# (1 · 1 · 64 + 1) · 16 = 1040. Such layers turn many channels into few.
#
# </details>
#
# ## 3 · Through a whole network
#
# ### Step 4 · Tracing shapes
#
# A network is a list of layers here, each a dictionary. Every layer has `"kind"`, `"f"`, `"s"` and `"p"`, and convolutions have `"filters"`:

# %%
example = [
    {"kind": "conv", "f": 3, "s": 1, "p": 0, "filters": 10},
    {"kind": "conv", "f": 5, "s": 2, "p": 0, "filters": 20},
    {"kind": "conv", "f": 5, "s": 2, "p": 0, "filters": 40},
]

# %% [markdown]
# Write down the shape `(rows, columns, channels)` after each of them, beginning with the input. Pictures are squares here, so one number serves for rows and columns. A convolution makes as many channels as it has filters; pooling leaves them alone. ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# What goes into a layer: the network's input, or what left the layer before it?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# If the loop calls the new size `n` again, the next layer finds it there. `shapes.append(...)` takes one thing: a tuple.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `n = conv_output_size(n, layer["f"], ___, ___)`
#
# </details>

# %% solution
def trace_shapes(n, n_c, layers):
    """The shapes on the way through a network.

    n, n_c: rows (and columns) and channels of the input
    layers: list of dictionaries with "kind" ("conv" or "pool"), "f", "s", "p", and for "conv" also "filters"
    Returns a list of tuples (rows, columns, channels): the input's shape, then one for each layer.
    """
    shapes = [(n, n, n_c)]
    for layer in layers:
        ### START CODE HERE ### (≈ 4 lines)
        # (1) rows and columns: n, layer → n (1 line)
        n = conv_output_size(n, layer["f"], layer["p"], layer["s"])
        # (2) channels, where the layer has filters: layer → n_c (2 lines)
        if layer["kind"] == "conv":
            n_c = layer["filters"]
        # (3) one more shape: n, n_c → shapes (1 line)
        shapes.append((n, n, n_c))
        ### END CODE HERE ###
    return shapes

# %% check points=14
check("trace_shapes", trace_shapes)

# %% tags=["expected"]
for shape in trace_shapes(39, 3, example):
    print(shape, "holds", np.prod(shape), "numbers")

# %% [markdown]
# And here is the network that you build today, as your function sees it. It is the pattern of nearly all of them: rows and columns shrink, channels grow.

# %%
digit_layers = [
    {"kind": "conv", "f": 3, "s": 1, "p": 0, "filters": 32},
    {"kind": "pool", "f": 2, "s": 2, "p": 0},
    {"kind": "conv", "f": 3, "s": 1, "p": 0, "filters": 64},
    {"kind": "pool", "f": 2, "s": 2, "p": 0},
]

# %% drawing
from utils.digits_utils import draw_trace

draw_trace(trace_shapes(28, 1, digit_layers), ["picture", "conv", "pool", "conv", "pool"])
show("Five blocks from left to right: 28 by 28 by 1, 26 by 26 by 32, 13 by 13 by 32, 11 by 11 by 64, 5 by 5 by 64; they become lower and thicker.")

# %% [markdown]
# > **Remember.** The output of one layer is the input of the next. Space shrinks, channels grow.
#
# **Ask yourself.**
#
# The last shape is (5, 5, 64). How many numbers does the next, fully connected layer of 64 units learn?
#
# <details><summary>Answer</summary>
#
# 5 · 5 · 64 = 1600 inputs, so 1600 · 64 + 64 = 102 464. Most of the network's numbers sit in this one layer.
#
# </details>
#
# ## 4 · By hand, on one channel
#
# In a31 you wrote these two for whole batches, with all their channels. Here they are once more at their smallest, a single grey picture and a single filter, because you want to *look* at what comes out. The size is given by your own `conv_output_size`.
#
# ### Step 5 · One filter, one picture
#
# No border, no bias. Entry `[i, j]` is the sum of the products of kernel and window, whose corner is at `i * s`, `j * s`. ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# Which part of the picture lies under the kernel in this pass?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `x[2:5, 0:3]` is a window of three rows and columns. `*` pairs up entries, `@` does not.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `window = image[i * s : i * s + f, ___]`
#
# </details>

# %% solution
def convolve2d(image, kernel, s=1):
    """A filter on a grey picture, without border and bias.

    image: shape (rows, columns)
    kernel: weights, shape (f, f)
    s: stride
    Returns an array with one number for each place of the window.
    """
    f = kernel.shape[0]
    out = np.zeros([conv_output_size(n, f, s=s) for n in image.shape])
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            ### START CODE HERE ### (≈ 2 lines)
            # (1) what lies under the kernel: image, i, j, s, f → window, shape (f, f) (1 line)
            window = image[i * s : i * s + f, j * s : j * s + f]
            # (2) the sum of the products: window, kernel → out[i, j] (1 line)
            out[i, j] = np.sum(window * kernel)
            ### END CODE HERE ###
    return out

# %% check points=12
check("convolve2d", convolve2d)

# %% tags=["expected"]
half = np.repeat([[10, 10, 10, 0, 0, 0]], 6, axis=0)
upright = np.repeat([[1, 0, -1]], 3, axis=0)
print("bright, then dark:\n", convolve2d(half, upright))
print("the kernel turned level:\n", convolve2d(half, upright.T))

# %% [markdown]
# ### Step 6 · Pooling, one map
#
# As in a31: the largest number of each window, or the mean. ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# How does the window differ from that of step 5?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.max`, `np.mean`, and `a if condition else b`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `out[i, j] = np.max(window) if mode == ___ else ___`
#
# </details>

# %% solution
def pool2d(x, f=2, s=2, mode="max"):
    """The largest number, or the mean, of each window.

    x: one map, shape (rows, columns)
    f: rows and columns of a window
    s: stride
    mode: "max" or "average"
    Returns an array with one number for each place of the window.
    """
    out = np.zeros([conv_output_size(n, f, s=s) for n in x.shape])
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            ### START CODE HERE ### (≈ 2 lines)
            # (1) the window: x, i, j, s, f → window, shape (f, f) (1 line)
            window = x[i * s : i * s + f, j * s : j * s + f]
            # (2) its maximum or its mean: window, mode → out[i, j] (1 line)
            out[i, j] = np.max(window) if mode == "max" else np.mean(window)
            ### END CODE HERE ###
    return out

# %% check points=8
check("pool2d", pool2d)

# %% tags=["expected"]
small_map = np.array([[1, 3, 2, 1], [2, 9, 1, 1], [1, 3, 2, 3], [5, 6, 1, 2]])
print("max:", pool2d(small_map).tolist())
print("average:", pool2d(small_map, mode="average").tolist())

# %% [markdown]
# > **Remember.** Multiply entry by entry, add up, move on. Pooling has nothing to learn.
#
# **Ask yourself.**
#
# The kernel `upright` meets the mirror image of `half`, dark on the left. What changes?
#
# <details><summary>Answer</summary>
#
# The sign: −30 instead of 30. A relu after it would delete the edge, so networks learn filters for both directions.
#
# </details>
#
# ## 5 · The digits
#
# scikit-learn comes with 1797 digits by 13 people. Each was scanned as 32 × 32 black or white pixels; in every block of 4 × 4 the ink was counted, which leaves 8 × 8 numbers from 0 to 16.

# %%
digits = load_digits()
print("pictures:", digits.images.shape, "labels:", digits.target.shape, "largest value:", digits.images.max())

# %% drawing
from utils.digits_utils import draw_digits

draw_digits(digits.images[:20], digits.target[:20])
show("Twenty digits of 8 by 8 grey pixels, from 0 to 9 twice, each with its label.")

# %% [markdown]
# ### Step 7 · What the network takes
#
# Our network is made for pictures of 28 × 28, the size of MNIST, the best known set of digits. So:
#
# | step | from | to |
# |---|---|---|
# | values from 0 to 1 (divided by 16) | `(m, 8, 8)` | `(m, 8, 8)` |
# | each pixel becomes a block of 3 × 3 | `(m, 8, 8)` | `(m, 24, 24)` |
# | a border of two zeros on each side | `(m, 24, 24)` | `(m, 28, 28)` |
# | an axis for the one channel, in float32 | `(m, 28, 28)` | `(m, 28, 28, 1)` |
# | labels one-hot, in float32 | `(m,)` | `(m, 10)` |
#
# [`np.kron`](https://numpy.org/doc/stable/reference/generated/numpy.kron.html) replaces each entry by a block: `np.kron([[1, 2]], np.ones((2, 2)))` is `[[1, 1, 2, 2], [1, 1, 2, 2]]`. Examples are **rows** in Keras: they run along the first axis, in the labels as well. ≈ 5 lines.
#
# <details><summary>Hint 1</summary>
#
# The pictures have three axes. Which of them should not be enlarged, and which not padded?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A block of `np.ones((1, 3, 3))` leaves the first axis alone. `x[..., np.newaxis]` adds an axis at the end, and `.astype(np.float32)` changes the type. Row `k` of `np.eye(10)` is digit `k`, one-hot.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `x = np.pad(x, ((0, 0), ___, ___))`
#
# </details>

# %% solution
def prepare_digits(images, labels):
    """Scanned digits as the network takes them.

    images: shape (m, 8, 8), values from 0 to 16
    labels: whole numbers from 0 to 9, shape (m,)
    Returns x, shape (m, 28, 28, 1), values from 0 to 1, and y, shape (m, 10), one-hot; both float32.
    """
    ### START CODE HERE ### (≈ 5 lines)
    # (1) values from 0 to 1: images → x, shape (m, 8, 8) (1 line)
    x = images / 16
    # (2) blocks of 3 × 3: x → x, shape (m, 24, 24) (1 line)
    x = np.kron(x, np.ones((1, 3, 3)))
    # (3) a border of two: x → x, shape (m, 28, 28) (1 line)
    x = np.pad(x, ((0, 0), (2, 2), (2, 2)))
    # (4) one channel, float32: x → x, shape (m, 28, 28, 1) (1 line)
    x = x[..., np.newaxis].astype(np.float32)
    # (5) one-hot: labels → y, shape (m, 10) (1 line)
    y = np.eye(10, dtype=np.float32)[labels]
    ### END CODE HERE ###
    return x, y

# %% check points=14
check("prepare_digits", prepare_digits)

# %% tags=["expected"]
x_all, y_all = prepare_digits(digits.images, digits.target)
print(x_all.shape, x_all.dtype, y_all.shape, y_all.dtype)
print("a row through the first digit:", ", ".join(f"{value:.4f}" for value in x_all[0, 12, 5:20:3, 0]))
print("label of the first digit:", y_all[0])

# %% [markdown]
# A fifth of them is put aside for testing, in random order, before anything is trained. (The same people wrote both parts. A stranger's digits may be harder.) And now your filters look at a digit:

# %% tags=["demo"]
order = np.random.RandomState(0).permutation(len(x_all))
train, test = order[:1437], order[1437:]
x_train, y_train, x_test, y_test = x_all[train], y_all[train], x_all[test], y_all[test]

digit = x_all[4, :, :, 0]
edges = {"upright": convolve2d(digit, upright), "level": convolve2d(digit, upright.T)}

# %% drawing
from utils.digits_utils import draw_edges

draw_edges(digit, edges, {f"{name}, pooled": pool2d(np.abs(found)) for name, found in edges.items()})
show("A handwritten 4, its upright and its level edges with their signs, and both maps pooled to half their size.")

# %% [markdown]
# > **Remember.** A network sees what you prepare: scale, size, channel, type, one-hot. Put the test set aside first.
#
# **Ask yourself.**
#
# Why divide by 16, and not by the largest value of the pictures at hand?
#
# <details><summary>Answer</summary>
#
# Otherwise a picture would depend on the others in its batch, and a single picture would be prepared differently from the same one among many.
#
# </details>
#
# ## 6 · The network
#
# ### Step 8 · Build it
#
# | layer | what it does | output |
# |---|---|---|
# | input | | 28 × 28 × 1 |
# | `layers.Conv2D` | 32 filters of 3 × 3, relu | 26 × 26 × 32 |
# | `layers.MaxPooling2D` | windows of 2 × 2 | 13 × 13 × 32 |
# | `layers.Conv2D` | 64 filters of 3 × 3, relu | 11 × 11 × 64 |
# | `layers.MaxPooling2D` | windows of 2 × 2 | 5 × 5 × 64 |
# | `layers.Flatten` | one row of numbers | 1600 |
# | `layers.Dense` | 64 units, relu | 64 |
# | `layers.Dense` | 10 units, softmax | 10 |
#
# A `keras.Sequential` runs its layers in order. It begins with the input, which is given; `model.add(layer)` puts one more at the end. `Conv2D(filters, f, activation=…)` has no border and stride 1, and `MaxPooling2D(f)` moves by `f`, if nothing else is said. ≈ 7 lines.
#
# <details><summary>Hint 1</summary>
#
# Which layers have an activation, and which one does the last have, so that its ten numbers are probabilities?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# An activation is named by a text: `activation="relu"`. Pooling and `Flatten()` have none.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `model.add(layers.Conv2D(32, ___, activation="relu"))`, and at the end `model.add(layers.Dense(10, activation=___))`
#
# </details>

# %% solution
def build_model():
    """The digit network, untrained.

    Returns a keras.Sequential: pictures (m, 28, 28, 1) to probabilities (m, 10).
    """
    model = keras.Sequential([keras.Input((28, 28, 1))])
    ### START CODE HERE ### (≈ 7 lines)
    # (1) filters and pooling, twice: (28, 28, 1) → (5, 5, 64) (4 lines)
    model.add(layers.Conv2D(32, 3, activation="relu"))
    model.add(layers.MaxPooling2D(2))
    model.add(layers.Conv2D(64, 3, activation="relu"))
    model.add(layers.MaxPooling2D(2))
    # (2) flat, hidden, answer: (5, 5, 64) → (1600,) → (64,) → (10,) (3 lines)
    model.add(layers.Flatten())
    model.add(layers.Dense(64, activation="relu"))
    model.add(layers.Dense(10, activation="softmax"))
    ### END CODE HERE ###
    return model

# %% check points=16
check("build_model", build_model)

# %% tags=["expected"]
model = build_model()
print("output for two pictures:", model(x_all[:2]).shape)
print("counted by Keras:", model.count_params())
by_hand = conv_layer_params(3, 1, 32), conv_layer_params(3, 32, 64), 1600 * 64 + 64, 64 * 10 + 10
print("counted by you:", " + ".join(map(str, by_hand)), "=", sum(by_hand))

# %% [markdown]
# The numbers agree, and yours needed no network, only arithmetic. An untrained network guesses: its ten probabilities are all near one tenth.
#
# > **Remember.** Convolution, relu, pooling, again, then flat, hidden, softmax. Nearly all weights sit where the maps become flat.
#
# **Ask yourself.**
#
# Somebody gives both convolutions `padding="same"`. Which layer grows, and how?
#
# <details><summary>Answer</summary>
#
# The maps become 28, 14, 14, 7, so `Flatten` has 7 · 7 · 64 = 3136 numbers, and the hidden layer 3136 · 64 + 64 = 200 768 weights and biases. The convolutions themselves stay as they are.
#
# </details>
#
# ## 7 · Training
#
# ### Step 9 · Compile and fit
#
# Two calls, and Keras does the loop that you wrote in a26:
#
# - `model.compile(optimizer=…, loss=…, metrics=[…])` says how: Adam with its default learning rate, `"adam"`; the loss for one-hot labels and a softmax, `"categorical_crossentropy"`; and that the `"accuracy"` is to be recorded.
# - `model.fit(x, y, epochs=…, verbose=0)` trains, in shuffled batches of 32, silently. It returns an object whose attribute `history` is a dictionary, with one `"loss"` and one `"accuracy"` for each epoch.
#
# Call what `fit` returns `history`; the last line takes the dictionary out of it. ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# Which of the two calls knows how many epochs there are?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `metrics` takes a list, even for one metric.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `history = model.fit(x, y, epochs=___, verbose=0)`
#
# </details>

# %% solution
def train_model(model, x, y, epochs=10):
    """Train a model with Adam and the cross-entropy.

    model: Keras model that ends in a softmax; it is changed
    x: examples along the first axis
    y: one-hot labels, shape (m, classes)
    epochs: how often to go through the examples
    Returns a dictionary: "loss" and "accuracy", a list each, with one number for each epoch.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) how to train: Adam, cross-entropy, accuracy → model (1 line)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    # (2) train: model, x, y, epochs → history (1 line)
    history = model.fit(x, y, epochs=epochs, verbose=0)
    ### END CODE HERE ###
    return history.history

# %% check points=8
check("train_model", train_model)

# %% [markdown]
# Now five epochs on the 1437 digits, which takes some seconds. (With ten, the default, it learns a little more.)

# %% tags=["demo"]
keras.utils.set_random_seed(1)
model = build_model()
first_filters = model.layers[0].kernel.numpy()
history = train_model(model, x_train, y_train, epochs=5)
for epoch, (loss, accuracy) in enumerate(zip(history["loss"], history["accuracy"]), start=1):
    print(f"epoch {epoch}: loss {loss:.3f}, {100 * accuracy:.1f} % of the training digits right")

# %% drawing
from utils.digits_utils import draw_history

draw_history(history)
show("The loss of each epoch on the left, and on the right the share of the training digits that were right.")

# %% [markdown]
# ### Step 10 · Evaluate it
#
# How many of the *test* digits are right? And which are mistaken for which? The second answer is a **confusion matrix**: row `i`, column `j` counts the pictures of digit `i` that were called `j`. Right answers lie on the diagonal. `model.predict(x, verbose=0)` returns the probabilities, shape (m, 10); the answer is the most probable digit, which `np.argmax` finds along an axis. ≈ 3 lines before the loop, ≈ 1 line in it.
#
# <details><summary>Hint 1</summary>
#
# Along which axis do the ten digits lie, in `x`'s probabilities and in `y`?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `answers == digits` is an array of True and False, and the mean of those is the share of True.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `answers = np.argmax(model.predict(x, verbose=0), axis=___)`
#
# </details>

# %% solution
def evaluate(model, x, y):
    """How good a model is on examples it has not learnt from.

    model: Keras model that gives ten probabilities for each example
    x: examples along the first axis
    y: one-hot labels, shape (m, 10)
    Returns accuracy, a share between 0 and 1, and confusion, shape (10, 10): row i, column j counts digits i called j.
    """
    ### START CODE HERE ### (≈ 3 lines)
    # (1) the most probable digit: model, x → answers, shape (m,) (1 line)
    answers = np.argmax(model.predict(x, verbose=0), axis=1)
    # (2) what they are: y → digits, shape (m,) (1 line)
    digits = np.argmax(y, axis=1)
    # (3) the share of right answers: answers, digits → accuracy, one number (1 line)
    accuracy = np.mean(answers == digits)
    ### END CODE HERE ###
    confusion = np.zeros((10, 10), dtype=int)
    for digit, answer in zip(digits, answers):
        ### START CODE HERE ### (≈ 1 line)
        # (4) count this one: digit, answer → confusion (1 line)
        confusion[digit, answer] += 1
        ### END CODE HERE ###
    return accuracy, confusion

# %% check points=6
check("evaluate", evaluate)

# %% tags=["demo"]
accuracy, confusion = evaluate(model, x_test, y_test)
print(f"{np.trace(confusion)} of {confusion.sum()} test digits right")

# %% [markdown]
# After five epochs, between 94 % and 100 % of the test digits are right (one of the 360 is 0.3 %). Which ones are not?

# %% drawing
from utils.digits_utils import draw_confusion

draw_confusion(confusion)
show("The confusion matrix as a table of ten by ten counts: nearly all on the diagonal, and a few beside it.")

# %% drawing
from utils.digits_utils import draw_wrong

draw_wrong(x_test, model.predict(x_test, verbose=0), y_test)
show("Test digits that the network got wrong, each with its answer and its label.")

# %% [markdown]
# What has it learnt? The first layer has 32 filters, and we can look at them. Nobody told them what to be. Next to some of them is what they make of a 4:

# %% drawing
from utils.digits_utils import draw_filters

maps = keras.Model(model.inputs[0], model.layers[0].output)(x_all[4:5]).numpy()[0]
draw_filters(first_filters, model.layers[0].kernel.numpy(), maps)
show("Eight filters of the first layer before the training, after it, and the map that each makes of a handwritten 4.")

# %% [markdown]
# In most of them you can still see what they were at the start: training bends the filters, it does not replace them. And here is your poster. Each column holds digits with the same answer, and a frame marks what is wrong:

# %% drawing
from utils.digits_utils import draw_poster

draw_poster(x_test, np.argmax(model.predict(x_test, verbose=0), axis=1), np.argmax(y_test, axis=1))
show("Test digits in ten columns, one for each answer of your network; those in frames are in a wrong column.")

# %% [markdown]
# > **Remember.** Compile says how, fit does it, and only digits that were put aside tell how good it is. Accuracy is one number; the confusion matrix says what goes wrong.
#
# **Ask yourself.**
#
# Row 8 of the matrix has a 3 in column 1. What happened?
#
# <details><summary>Answer</summary>
#
# Three eights were called 1.
#
# </details>
#
# Why is the accuracy of an epoch, as `fit` records it, usually lower than one measured after it?
#
# <details><summary>Answer</summary>
#
# It is recorded while the network learns: the first batches of the epoch were answered by a network that knew less.
#
# </details>
#
# ## What you can do now
#
# You can work out sizes and counts of any convolutional network with a pencil, and build, train and question a small one. In [the next notebook](../a33_convolution_signs/a33_convolution_signs.ipynb) you write such a network from TensorFlow's own operations.
#
# ## Open questions
#
# These are not marked. To change a function, paste its text into a new cell and give it another name.
#
# - ★ Replace each pooling by a stride of 2 in the convolution before it. What are the sizes, how many numbers does it learn, and how good is it?
# - ★ Train on 100 digits instead of 1437. How many test digits are right, and how many training digits?
# - ★★ Write a digit on paper, take a picture of it, make it 8 × 8, and bright on dark as the others are (a26 has `own_picture`). Does the network read it?
# - ★★ Shift all test digits by three pixels to the right with `np.roll`. What happens to the accuracy, and what would a network without convolutions do?
# - ★★★ Most weights are in the hidden layer. Replace `Flatten` by `layers.GlobalAveragePooling2D`. How few numbers are left, and what does that cost?
#
# <details><summary>For those who know the original</summary>
#
# - The original is a text with formulas and one Keras listing, whose data are never defined. The functions are ours, and so are the checks. Its figures are all reproduced: 280 numbers for ten filters, 37, 17 and 7 rows, 1960 values, and the example of max pooling.
# - Its size formula has brackets that do not round. Where a stride leaves rows over, it gives fractions.
# - `input_shape=(28, 28, 1)` in the first layer still works and warns; `keras.Input` is how it is written now.
# - MNIST would have to be downloaded. scikit-learn's digits are on your computer, and enlarged to the same shape, so that the listing's network fits them.
#
# </details>

# %% tags=["demo"]
progress()
