# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Convolution and pooling, step by step
#
# **How does a network find an edge, wherever in the picture it is?** It looks through a small window, and slides it over everything. Nine numbers are enough to see upright edges, nine others to see level ones (most books call them vertical and horizontal). Together they draw:

# %% picture
import matplotlib.pyplot as plt

from utils.conv_utils import draw_goal
from utils.figures import show

plt.style.use("utils.course")
draw_goal()
show("A drawn cat in grey, its upright edges, its level edges, and both together as a pencil drawing.")

# %% [markdown]
# (A library has drawn these. At the end your own layer draws them, and before that it learns such a filter all by itself.)
#
# **About 85 minutes.** Steps 1 to 4, the way forward, are a good half; take a break after them if you like.
#
# **What you build**
#
# 1. `zero_pad`: a border of zeros around each picture
# 2. `conv_single_step`: a filter in one place
# 3. `conv_forward`: all filters in all places
# 4. `pool_forward`: one number for each window
# 5. `conv_backward`: the gradients of a convolution
# 6. `create_mask_from_window`: where the maximum is
# 7. `distribute_value`: one number, shared out
# 8. `pool_backward`: the gradient of pooling
#
# You need the forward and backward pass of [a16](../a16_deep_network_steps/a16_deep_network_steps.ipynb).
#
# **How this notebook works** ([a11](../a11_numpy_basics/a11_numpy_basics.ipynb) has the long version)
#
# - Write your code between `### START CODE HERE ###` and `### END CODE HERE ###`, and delete the line `raise NotImplementedError(...)` there. A function with loops may have several such places.
# - Run the check below it: it says what is right, and what to look at if something is not. Your work is marked with other numbers, other sizes, strides and borders.
# - Stuck? Open the three hints in order. As always, functions leave their arguments unchanged.
# - All eight functions are written by hand, with NumPy only. What calls TensorFlow, Keras or SciPy does not count.
#
# ## 1 · A window that slides

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils import check, progress
from utils.figures import show

plt.style.use("utils.course")

# %% [markdown]
# A layer of a16 has a weight for each pair of input and unit. For a colour picture of 64 × 64 pixels and only 100 units, that is more than a million weights, and whatever one unit has learnt about the upper left corner, no other unit knows. A **convolution** has a handful of weights, the **filter**, and uses them everywhere. In each place it multiplies the numbers in the window by the weights, entry by entry, and adds up. What comes out is one number for each place: a map of where the picture looks like the filter.

# %% drawing
from utils.conv_utils import draw_sliding

draw_sliding()
show("Above, a small grey picture of a cat four times, with a window of 3 by 3 pixels in another place each time. Below, the map that fills up, one number for each place, as far as the window has come.")

# %% [markdown]
# A convolutional network is a chain of such layers. Between them stands **pooling**, which makes the maps smaller, and at the end a layer or two of the old kind:

# %% drawing
from utils.conv_utils import draw_plan

draw_plan()
show("A chain of blocks from left to right: picture, convolution, relu, pooling, convolution, relu, pooling, a fully connected layer, and the answer. Below the convolutions and poolings, arrows lead back.")

# %% [markdown]
# You build the blocks for convolution and pooling, in both directions.
#
# **Careful, one thing is different from now on.** So far, examples were columns. Pictures have three axes of their own, so the examples move to the **first** axis:
#
# | name | shape | what it is |
# |---|---|---|
# | `A_prev` | `(m, n_H_prev, n_W_prev, n_C_prev)` | what enters: examples, rows, columns, channels |
# | `W` | `(f, f, n_C_prev, n_C)` | `n_C` filters, each of `f` rows, `f` columns, and all the channels of the input |
# | `b` | `(1, 1, 1, n_C)` | one bias for each filter |
# | `Z`, `A` | `(m, n_H, n_W, n_C)` | what leaves: one map, or **channel**, for each filter |
#
# The red, green and blue of a picture are its three channels. To try things out, here is a batch of two "pictures" with three channels, and four filters. No two sizes of `A_small` are equal, so that exchanged axes show:

# %%
random = np.random.RandomState(31)
A_small = random.randn(2, 5, 9, 3)
W_small = random.randn(3, 3, 3, 4)
b_small = random.randn(1, 1, 1, 4)

# %% [markdown]
# > **Remember.** A filter is small, and the same everywhere. Examples run along the first axis now, channels along the last.
#
# **Ask yourself.**
#
# How many weights has the layer of `W_small` and `b_small`? And if the pictures were ten times as high and as wide?
#
# <details><summary>Answer</summary>
#
# 3 · 3 · 3 · 4 = 108, and 4 biases, 112 in all. The size of the pictures does not matter.
#
# </details>
#
# Why does a filter need as many channels as its input?
#
# <details><summary>Answer</summary>
#
# Its window goes through all of them, so each channel has its own f × f weights. That way a filter can look for a red spot on green.
#
# </details>
#
# ## 2 · A border of zeros
#
# In a row of six numbers, a window of three has only four places. So each convolution makes the picture smaller. And with a window of 3 × 3, a pixel in the corner is seen once, one in the middle nine times. A border of zeros, the **padding**, helps with both.
#
# ### Step 1 · Padding
#
# Put `pad` zeros on all four sides of each picture. Only rows and columns get a border: there are no extra pictures, and no extra channels. [`np.pad`](https://numpy.org/doc/stable/reference/generated/numpy.pad.html) does it, with one pair of numbers for each axis: how many entries before, how many after. It fills in zeros, if nothing else is said. ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# The array has four axes. Which two of them are rows and columns?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.pad(x, ((0, 0), (2, 3)))` leaves the rows of a matrix alone, and puts two columns before it and three after it.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `X_pad = np.pad(X, ((0, 0), ___, ___, (0, 0)))`
#
# </details>

# %% solution
def zero_pad(X, pad):
    """Pictures in a border of zeros.

    X: batch of pictures, shape (m, n_H, n_W, n_C)
    pad: width of the border, 0 or more
    Returns an array of shape (m, n_H + 2 * pad, n_W + 2 * pad, n_C).
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) zeros around rows and columns: X, pad → X_pad (1 line)
    X_pad = np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    ### END CODE HERE ###
    return X_pad

# %% check points=8
check("zero_pad", zero_pad)

# %% tags=["expected"]
x = np.random.RandomState(1).randn(4, 3, 3, 2)
x_pad = zero_pad(x, 2)
print("from", x.shape, "to", x_pad.shape)
print("row 2 of the first picture's channel 0:", ", ".join(f"{value:+.4f}" for value in x_pad[0, 2, :, 0]))

# %% drawing
from utils.conv_utils import draw_padding

draw_padding(x[0, :, :, 0], x_pad[0, :, :, 0], 2)
show("Left, channel 0 of a picture of 3 by 3 numbers. Right, the same numbers in the middle of a square of 7 by 7, in a border of zeros.")

# %% [markdown]
# > **Remember.** Pad rows and columns, never examples or channels. A border of (f − 1) / 2 keeps the size, for odd f and windows that move by one.
#
# **Ask yourself.**
#
# Which border keeps the size for a filter of 5 × 5?
#
# <details><summary>Answer</summary>
#
# Two on each side: 4 places are lost without it, and 2 + 2 are won.
#
# </details>
#
# ## 3 · The convolution
#
# ### Step 2 · One place
#
# One window, one filter, one number:
#
# $$
# Z = \sum_{i,\,j,\,k} a_{ijk} \, W_{ijk} + b
# $$
#
# The sum runs over rows, columns and channels. The bias is added **once**, to the sum. It has shape (1, 1, 1), and `Z` is to be a plain number: `.item()` takes the one number out of an array. ≈ 2 lines.
#
# <details><summary>Where does the name come from?</summary>
#
# A mathematician's convolution turns the filter by half a turn before it multiplies. Networks leave that out, since they learn their filters anyway, and would simply learn them turned. Strictly speaking, this is a cross-correlation. Everybody says convolution.
#
# </details>
#
# <details><summary>Hint 1</summary>
#
# Which operator pairs up entries in the same place, and which one is for matrices?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.sum` without an axis adds up everything. The bias must not be inside.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `Z = np.sum(products) + ___`
#
# </details>

# %% solution
def conv_single_step(a_slice_prev, W, b):
    """One filter in one place.

    a_slice_prev: the window, shape (f, f, n_C_prev)
    W: the filter's weights, of the same shape
    b: its bias, shape (1, 1, 1)
    Returns Z, one number.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) entry by entry: a_slice_prev, W → products, shape (f, f, n_C_prev) (1 line)
    products = a_slice_prev * W
    # (2) their sum, and the bias once: products, b → Z, one number (1 line)
    Z = np.sum(products) + b.item()
    ### END CODE HERE ###
    return Z

# %% check points=8
check("conv_single_step", conv_single_step)

# %% tags=["expected"]
Z = conv_single_step(A_small[0, :3, :3, :], W_small[:, :, :, 0], b_small[:, :, :, 0])
print(f"the first window and the first filter: Z = {Z:+.6f}")

# %% [markdown]
# Try a filter that you can read. Its left column is 1, its right column −1, and between them stand zeros: it takes the difference of left and right. On an even background that is 0, whatever the brightness; on an upright edge it is large.

# %% tags=["expected"]
upright = np.array([[1, 0, -1], [1, 0, -1], [1, 0, -1]]).reshape(3, 3, 1)
for name, window in {
    "even background": [[7, 7, 7], [7, 7, 7], [7, 7, 7]],
    "bright, then dark": [[9, 9, 1], [9, 9, 1], [9, 9, 1]],
    "dark, then bright": [[1, 1, 9], [1, 1, 9], [1, 1, 9]],
    "level edge": [[9, 9, 9], [9, 9, 9], [1, 1, 1]],
}.items():
    print(f"{name}: {conv_single_step(np.array(window).reshape(3, 3, 1), upright, np.zeros((1, 1, 1))):+.0f}")

# %% [markdown]
# ### Step 3 · All places
#
# Now the whole layer. How many places are there? The window may move by more than one entry at a time: that is the **stride**. Here are the places of a window in a picture of five rows, for strides 1 and 2:

# %% drawing
from utils.conv_utils import draw_corners

draw_corners()
show("Windows of 3 by 3 in a picture of 5 by 5 entries, drawn as frames, with a dot in the upper left corner of each. Stride 1: nine dots, at rows and columns 0, 1, 2. Stride 2: four dots, at 0 and 2.")

# %% [markdown]
# With a border of $p$ zeros, a window of $f$ rows, and the stride $s$:
#
# $$
# n_H = \left\lfloor \frac{n_H^{\text{prev}} - f + 2p}{s} \right\rfloor + 1, \qquad n_W \text{ in the same way.}
# $$
#
# <details><summary>Where does this come from?</summary>
#
# The padded picture has $n + 2p$ rows. The first window begins in row 0 and the last one at the latest in row $n + 2p - f$, so that it still fits. From 0 to there, in steps of $s$, there are $\lfloor (n + 2p - f) / s \rfloor$ steps, and one place more than steps. Rows that are left over at the end are never looked at.
#
# </details>
#
# Window $(h, w)$ begins in row $h \cdot s$ and column $w \cdot s$ of the **padded** picture. In Python, `//` divides and rounds down. The loops are given: over examples `i`, rows `h` and columns `w` of the **output**, and filters `c`. Each pass makes one number. Both of your functions are useful here. ≈ 4 lines before the loops, ≈ 3 lines in them.
#
# <details><summary>Hint 1</summary>
#
# In the loops, which entry of `Z` belongs to this pass? Which part of the padded picture does it need, and which filter?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `x[2, 3:6, 0:3, :]` is a window of three rows and three columns in example 2, with all channels. `W[:, :, :, 1]` is the second filter, `b[:, :, :, 1]` its bias.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `a_slice_prev = A_prev_pad[i, top : ___, left : ___, :]`
#
# </details>

# %% solution
def conv_forward(A_prev, W, b, hparameters):
    """A layer of filters that slide over a batch of pictures.

    A_prev: what enters, shape (m, n_H_prev, n_W_prev, n_C_prev)
    W: filters, which are square, shape (f, f, n_C_prev, n_C)
    b: biases, shape (1, 1, 1, n_C)
    hparameters: dictionary with "stride" and "pad"
    Returns Z, shape (m, n_H, n_W, n_C), and the cache: the tuple (A_prev, W, b, hparameters).
    """
    assert W.shape[0] == W.shape[1]
    m, n_H_prev, n_W_prev, n_C_prev = A_prev.shape
    f, n_C = W.shape[0], W.shape[3]
    stride, pad = hparameters["stride"], hparameters["pad"]
    ### START CODE HERE ### (≈ 4 lines)
    # (1) size of the output: n_H_prev, n_W_prev, f, pad, stride → n_H, n_W (2 lines)
    n_H = (n_H_prev - f + 2 * pad) // stride + 1
    n_W = (n_W_prev - f + 2 * pad) // stride + 1
    # (2) zeros to write into: m, n_H, n_W, n_C → Z (1 line)
    Z = np.zeros((m, n_H, n_W, n_C))
    # (3) the border: A_prev, pad → A_prev_pad (1 line)
    A_prev_pad = zero_pad(A_prev, pad)
    ### END CODE HERE ###
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    ### START CODE HERE ### (≈ 3 lines)
                    # (4) the window's upper left corner: h, w, stride → top, left (1 line)
                    top, left = h * stride, w * stride
                    # (5) the window, with all channels: A_prev_pad, top, left → a_slice_prev, shape (f, f, n_C_prev) (1 line)
                    a_slice_prev = A_prev_pad[i, top : top + f, left : left + f, :]
                    # (6) filter c in this place: a_slice_prev, W, b → Z[i, h, w, c] (1 line)
                    Z[i, h, w, c] = conv_single_step(a_slice_prev, W[:, :, :, c], b[:, :, :, c])
                    ### END CODE HERE ###
    cache = (A_prev, W, b, hparameters)
    return Z, cache

# %% check points=20
check("conv_forward", conv_forward)

# %% tags=["expected"]
Z_small, cache_small = conv_forward(A_small, W_small, b_small, {"stride": 2, "pad": 1})
print("Z has shape", Z_small.shape)
print("Z[1, 2, 0]:", ", ".join(f"{value:+.4f}" for value in Z_small[1, 2, 0]))

# %% [markdown]
# Let it look at something. Three filters slide over the cat of the first screen: your upright one, the same one turned level, and a blur, which takes the mean of nine pixels.

# %% tags=["demo"]
from utils.conv_utils import drawn_cat

cat = drawn_cat(64)  # (64, 64, 3), fractions from 0 to 1
grey = cat.mean(axis=2).reshape(1, 64, 64, 1)
level = upright.transpose(1, 0, 2)
three = np.stack([upright, level, np.full((3, 3, 1), 1 / 9)], axis=-1)  # (3, 3, 1, 3)
maps, _ = conv_forward(grey, three, np.zeros((1, 1, 1, 3)), {"stride": 1, "pad": 1})

# %% drawing
from utils.conv_utils import draw_maps

draw_maps(grey[0, :, :, 0], {"upright": maps[0, :, :, 0], "level": maps[0, :, :, 1], "blur": maps[0, :, :, 2]})
show("The grey cat, and three maps made of it: its upright edges, its level edges, each with a sign, and a blurred cat.")

# %% [markdown]
# In the two maps of edges, nearly white is 0: nothing happens there. Where it is bright on the left and dark on the right, the first map is positive (purple), and the other way round it is negative (orange). At the rim, both find an edge that isn't one, because the border of zeros is dark. You chose these filters by hand. A network starts from random ones, and learns which are useful.
#
# > **Remember.** One filter makes one channel, and its bias is added once. For the size, round the fraction down, then add one. The stride says where a window begins, `f` where it ends.
#
# **Ask yourself.**
#
# A picture of 7 × 7, a filter of 3 × 3, no padding, stride 3. What is the size of the map, and which pixels are never looked at?
#
# <details><summary>Answer</summary>
#
# $\lfloor 4 / 3 \rfloor + 1 = 2$, so 2 × 2. The windows cover rows and columns 0 to 5; the last row and the last column are left over.
#
# </details>
#
# What does a filter of 1 × 1 do?
#
# <details><summary>Answer</summary>
#
# It mixes the channels of each pixel, without looking at its neighbours. The mean of red, green and blue is such a filter: it makes a picture grey.
#
# </details>
#
# ## 4 · Pooling
#
# ### Step 4 · One number for each window
#
# Whether an edge is here or one pixel further on matters little. **Pooling** keeps only the largest number of each window, or its mean. The map gets smaller, and a small shift changes less. There are no weights, there is no border, and each channel is pooled by itself, so their number stays.
#
# $$
# n_H = \left\lfloor \frac{n_H^{\text{prev}} - f}{s} \right\rfloor + 1, \qquad n_W \text{ in the same way,} \qquad n_C = n_C^{\text{prev}}
# $$
#
# `mode` is `"max"` or `"average"`. This time the sizes are given. ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# A filter looked at all channels at once. How many channels does a window have here?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The window is cut out as in step 3, but with an index for the channel. `np.max` and `np.mean` make one number of it; `x if condition else y` chooses.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `window = A_prev[i, h * stride : ___, w * stride : ___, c]`
#
# </details>

# %% solution
def pool_forward(A_prev, hparameters, mode="max"):
    """The largest number, or the mean, of each window in each channel.

    A_prev: what enters, shape (m, n_H_prev, n_W_prev, n_C)
    hparameters: dictionary with "f", the window's rows and columns, and "stride"
    mode: "max" or "average"
    Returns A, shape (m, n_H, n_W, n_C), and the cache: the tuple (A_prev, hparameters).
    """
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    f, stride = hparameters["f"], hparameters["stride"]
    n_H = (n_H_prev - f) // stride + 1
    n_W = (n_W_prev - f) // stride + 1
    A = np.zeros((m, n_H, n_W, n_C))
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    ### START CODE HERE ### (≈ 2 lines)
                    # (1) the window in channel c: A_prev, h, w, stride → window, shape (f, f) (1 line)
                    window = A_prev[i, h * stride : h * stride + f, w * stride : w * stride + f, c]
                    # (2) its maximum or its mean: window, mode → A[i, h, w, c] (1 line)
                    A[i, h, w, c] = np.max(window) if mode == "max" else np.mean(window)
                    ### END CODE HERE ###
    cache = (A_prev, hparameters)
    return A, cache

# %% check points=14
check("pool_forward", pool_forward)

# %% tags=["expected"]
four = np.array([[1.0, 3, 2, 1], [2, 9, 1, 1], [1, 3, 2, 3], [5, 6, 1, 2]]).reshape(1, 4, 4, 1)
for mode in ("max", "average"):
    A_four, _ = pool_forward(four, {"f": 2, "stride": 2}, mode)
    print(f"{mode}:", A_four[0, :, :, 0].tolist())

# %% drawing
from utils.conv_utils import draw_pooling

draw_pooling(four[0, :, :, 0], {kind: pool_forward(four, {"f": 2, "stride": 2}, kind)[0][0, :, :, 0] for kind in ("max", "average")})
show("A square of 4 by 4 numbers in four windows, shaded in turn. Beside it two squares of 2 by 2: the largest number of each window, and the mean of each window.")

# %% [markdown]
# > **Remember.** Pooling has no weights and no border, and leaves the number of channels alone. Only the size of the maps changes.
#
# **Ask yourself.**
#
# Somebody writes max pooling with a loop that begins with 0 as the largest number so far. For which windows is that wrong?
#
# <details><summary>Answer</summary>
#
# For those whose numbers are all negative. After a relu there are none, and elsewhere there may be.
#
# </details>
#
# A map of 24 × 24 is pooled with `f = 2` and stride 2, twice. What size is left, and what fraction of the numbers?
#
# <details><summary>Answer</summary>
#
# 6 × 6: 36 of 576 numbers, one in sixteen.
#
# </details>
#
# ## 5 · Back through the convolution
#
# This is the hard half, and it is optional in most courses. You have all you need. Somebody hands you `dZ`, the gradient of the cost with respect to every entry of `Z`. You return the gradients with respect to what the layer was given: `A_prev`, `W` and `b`.
#
# Think of a single pass of your loops, in which `Z[i, h, w, c]` was made of one window $a$, one filter $W_c$ and one bias $b_c$. If the window's entry $a_{jkl}$ rises by a little, $Z$ rises $W_{jkl}$ times as much. If the weight rises, $Z$ rises $a_{jkl}$ times as much. If the bias rises, so does $Z$. So the shares of this pass, with $dz$ for `dZ[i, h, w, c]`, are
#
# $$
# da = W_c \cdot dz, \qquad dW_c = a \cdot dz, \qquad db_c = dz.
# $$
#
# <details><summary>Where does this come from?</summary>
#
# Each pass computes $z = \sum_{jkl} a_{jkl} W_{jkl} + b$. Its slopes are $\frac{\partial z}{\partial a_{jkl}} = W_{jkl}$, $\frac{\partial z}{\partial W_{jkl}} = a_{jkl}$ and $\frac{\partial z}{\partial b} = 1$. By the chain rule, each is multiplied by $dz = \frac{\partial J}{\partial z}$. An entry that takes part in several passes changes the cost in several ways, and those add up.
#
# </details>
#
# That is all of it, but for one word: **add**. A pixel lies in many windows, and a filter is used in all of them. Each pass adds its share to what is there.

# %% drawing
from utils.conv_utils import draw_shares

draw_shares()
show("Three windows side by side that overlap in a row of pixels. An arrow leads back from each number of Z to its window; below, how many shares each pixel gets: 1, 1, 2, 1, 2, 1 and 1.")

# %% [markdown]
# ### Step 5 · `dA_prev`, `dW`, `db`
#
# The loops are those of step 3. The windows lie in the **padded** picture, so the shares of `dA_prev` are gathered in a padded array as well, `dA_prev_pad`, and at the end its border is cut off. Mind a border of 0 there: `x[0:-0]` is empty. Is there a mean over the examples? No: the 1/m is in `dZ` already, since the cost has it. ≈ 1 line before the loops, ≈ 4 lines in them, ≈ 1 line after them.
#
# <details><summary>Hint 1</summary>
#
# Which three arrays does one pass add to, and in which place of each?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `+=` adds to a part of an array, too: `x[2:5] += 1`. The shares of a window have the shape of a window. The picture inside the padded one begins at `pad` and has `n_H_prev` rows.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `dW[:, :, :, c] += ___ * dZ[i, h, w, c]`
#
# </details>

# %% solution
def conv_backward(dZ, cache):
    """Gradients of a convolution.

    dZ: gradient of the cost with respect to Z, shape (m, n_H, n_W, n_C)
    cache: the tuple (A_prev, W, b, hparameters) from conv_forward
    Returns dA_prev, dW and db, each of the shape of what it belongs to.
    """
    A_prev, W, b, hparameters = cache
    _, n_H_prev, n_W_prev, n_C_prev = A_prev.shape
    m, n_H, n_W, n_C = dZ.shape
    f, stride, pad = W.shape[0], hparameters["stride"], hparameters["pad"]
    ### START CODE HERE ### (≈ 1 line)
    # (1) what the windows slid over: A_prev, pad → A_prev_pad (1 line)
    A_prev_pad = zero_pad(A_prev, pad)
    ### END CODE HERE ###
    dA_prev_pad, dW, db = np.zeros(A_prev_pad.shape), np.zeros(W.shape), np.zeros(b.shape)
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    ### START CODE HERE ### (≈ 4 lines)
                    # (2) the window's upper left corner: h, w, stride → top, left (1 line)
                    top, left = h * stride, w * stride
                    # (3) add the window's share: W, dZ → dA_prev_pad (1 line)
                    dA_prev_pad[i, top : top + f, left : left + f, :] += W[:, :, :, c] * dZ[i, h, w, c]
                    # (4) add the filter's share: A_prev_pad, dZ → dW (1 line)
                    dW[:, :, :, c] += A_prev_pad[i, top : top + f, left : left + f, :] * dZ[i, h, w, c]
                    # (5) add the bias's share: dZ → db (1 line)
                    db[:, :, :, c] += dZ[i, h, w, c]
                    ### END CODE HERE ###
    ### START CODE HERE ### (≈ 1 line)
    # (6) without the border: dA_prev_pad, pad, n_H_prev, n_W_prev → dA_prev (1 line)
    dA_prev = dA_prev_pad[:, pad : pad + n_H_prev, pad : pad + n_W_prev, :]
    ### END CODE HERE ###
    return dA_prev, dW, db

# %% check points=22
check("conv_backward", conv_backward)

# %% tags=["expected"]
dZ_small = np.random.RandomState(5).randn(*Z_small.shape)
dA_prev_small, dW_small, db_small = conv_backward(dZ_small, cache_small)
print(f"dA_prev has shape {dA_prev_small.shape}; dA_prev[1, 2, 3, 1] = {dA_prev_small[1, 2, 3, 1]:+.6f}")
print(f"dW has shape {dW_small.shape}; dW[0, 2, 1, 3] = {dW_small[0, 2, 1, 3]:+.6f}")
print("db:", ", ".join(f"{value:+.4f}" for value in db_small.ravel()))

# %% [markdown]
# You have just written what most people only ever call. Is it true? Measure it, as in a16. `dZ` is the gradient of the number $S = \sum dZ \cdot Z$ with respect to `Z`, so your three gradients must be the slopes of $S$. Move each entry a little to either side, and look how $S$ changes. All points should lie on the diagonal.

# %% tags=["demo"]
def total_after_shift(name, entry, shift):
    """The sum of dZ * Z after one entry of A_prev, W or b has moved by shift."""
    moved = {"A_prev": A_small.copy(), "W": W_small.copy(), "b": b_small.copy()}
    moved[name][entry] += shift
    return np.sum(dZ_small * conv_forward(*moved.values(), {"stride": 2, "pad": 1})[0])


computed, measured = {}, {}
for name, gradient in {"A_prev": dA_prev_small, "W": dW_small, "b": db_small}.items():
    entries = list(np.ndindex(gradient.shape))
    computed[name] = [gradient[entry] for entry in entries]
    measured[name] = [(total_after_shift(name, entry, 1e-4) - total_after_shift(name, entry, -1e-4)) / 2e-4 for entry in entries]

# %% drawing
from utils.conv_utils import draw_gradients

draw_gradients(computed, measured)
show("Computed gradients against measured slopes, for all entries of A_prev, W and b: all points lie on the diagonal.")

# %% [markdown]
# > **Remember.** Back through a convolution, each place returns its filter to the window and its window to the filter, both times `dz`, and everything adds up.
#
# **Ask yourself.**
#
# Which entries of `dA_prev` are surely 0 for stride 3, `f` = 2 and no padding?
#
# <details><summary>Answer</summary>
#
# Those in rows or columns 2, 5, 8, …: they lie between the windows. No number of `Z` depends on them.
#
# </details>
#
# What is `db`, if `dZ` is 1 everywhere?
#
# <details><summary>Answer</summary>
#
# The number of places, m · n_H · n_W, for each filter.
#
# </details>
#
# ## 6 · Back through pooling
#
# Pooling has nothing to learn. It only passes the gradient on to `A_prev`. But to whom?
#
# - **max**: only the largest entry had a say. If any other one moves a little, the maximum stays. So it gets all.
# - **average**: each of the $f^2$ entries had a say of $1/f^2$. So they share.
#
# ### Step 6 · Where the maximum is
#
# A mask: an array of True and False of the window's shape, True at the maximum. If two entries share the maximum, both are True. Leave it as truth values: `x[mask]` then picks what is marked. With ones and zeros it would pick rows 1 and 0. ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# With what should each entry be compared?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A comparison of an array with a number returns an array: `x < 3`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `mask = x == ___`
#
# </details>

# %% solution
def create_mask_from_window(x):
    """Where the maximum of a window is.

    x: shape (rows, columns)
    Returns an array of truth values of the same shape.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) True at the maximum: x → mask (1 line)
    mask = x == np.max(x)
    ### END CODE HERE ###
    return mask

# %% check points=6
check("create_mask_from_window", create_mask_from_window)

# %% tags=["expected"]
print(create_mask_from_window(np.array([[1, 3], [4, 2]])))

# %% [markdown]
# ### Step 7 · Shared out
#
# The other helper spreads a number evenly over a window of the shape `(n_H, n_W)`. ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# How many entries share `dz`?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.full((2, 5), 7.0)` is full of sevens. `np.ones` and a multiplication do as well.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `average = dz / ___`
#
# </details>

# %% solution
def distribute_value(dz, shape):
    """A number, shared evenly by the entries of a window.

    dz: one number
    shape: the pair (n_H, n_W)
    Returns an array of this shape, whose sum is dz.
    """
    n_H, n_W = shape
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the share of one entry: dz, n_H, n_W → average, one number (1 line)
    average = dz / (n_H * n_W)
    # (2) the same for all: average, shape → a, shape (n_H, n_W) (1 line)
    a = np.full(shape, average)
    ### END CODE HERE ###
    return a

# %% check points=6
check("distribute_value", distribute_value)

# %% tags=["expected"]
print(distribute_value(6, (2, 3)))
print(distribute_value(-1, (2, 2)))

# %% [markdown]
# ### Step 8 · The gradient of pooling
#
# Loops as before, over the entries of `dA`. Each pass has one number to hand on, to one window of `dA_prev` in one channel. Windows may overlap, so **add**. ≈ 7 lines.
#
# <details><summary>Hint 1</summary>
#
# `dA` has one entry for each window. Which indices does it take: those of the window, or those of its corner?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The share is a whole window, shape (f, f): a mask times a number, or what `distribute_value` returns.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `share = create_mask_from_window(window) * ___`
#
# </details>

# %% solution
def pool_backward(dA, cache, mode="max"):
    """The gradient of pooling.

    dA: gradient of the cost with respect to A, shape (m, n_H, n_W, n_C)
    cache: the tuple (A_prev, hparameters) from pool_forward
    mode: "max" or "average"
    Returns dA_prev, of the shape of A_prev.
    """
    A_prev, hparameters = cache
    f, stride = hparameters["f"], hparameters["stride"]
    m, n_H, n_W, n_C = dA.shape
    dA_prev = np.zeros(A_prev.shape)
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    ### START CODE HERE ### (≈ 7 lines)
                    # (1) the window's upper left corner: h, w, stride → top, left (1 line)
                    top, left = h * stride, w * stride
                    # (2) what each entry of the window gets: A_prev, dA, mode → share, shape (f, f) (5 lines)
                    if mode == "max":
                        window = A_prev[i, top : top + f, left : left + f, c]
                        share = create_mask_from_window(window) * dA[i, h, w, c]
                    else:
                        share = distribute_value(dA[i, h, w, c], (f, f))
                    # (3) add it: share → dA_prev (1 line)
                    dA_prev[i, top : top + f, left : left + f, c] += share
                    ### END CODE HERE ###
    return dA_prev

# %% check points=16
check("pool_backward", pool_backward)

# %% tags=["expected"]
dA_four = np.array([[4.0, -8], [12, 20]]).reshape(1, 2, 2, 1)
for mode in ("max", "average"):
    print(f"{mode}:")
    print(pool_backward(dA_four, (four, {"f": 2, "stride": 2}), mode)[0, :, :, 0])

# %% drawing
from utils.conv_utils import draw_routes

routes = {kind: pool_backward(dA_four, (four, {"f": 2, "stride": 2}), kind)[0, :, :, 0] for kind in ("max", "average")}
draw_routes(four[0, :, :, 0], dA_four[0, :, :, 0], routes)
show("Squares of numbers: A_prev in four windows, dA with one number for each window, and the two gradients: with max, all of it is at the largest entry of each window; with average, each entry has a quarter.")

# %% [markdown]
# > **Remember.** Max pooling sends the gradient to the winner, average pooling shares it out. Either way nothing gets lost: without ties, the entries of `dA_prev` have the same sum as those of `dA`.
#
# **Ask yourself.**
#
# With windows that overlap, one entry can be the maximum of two of them. What does it get?
#
# <details><summary>Answer</summary>
#
# The gradients of both, added up.
#
# </details>
#
# A window is 0 everywhere after a relu. What does your mask make of it, and is that a slope?
#
# <details><summary>Answer</summary>
#
# All entries are True, and each gets the whole gradient. At a kink there is no slope, only conventions. Libraries often choose the first of the largest entries.
#
# </details>
#
# ## 7 · A filter that learns
#
# Now let it learn. You have a picture, and a map that some filter made of it; which one, nobody tells you. Start with nine random numbers, and take steps downhill with your own `conv_forward` and `conv_backward`. The cost is half of the mean squared difference, so `dZ` is the difference, divided by the number of places.

# %% tags=["demo"]
coarse = drawn_cat(64).reshape(16, 4, 16, 4, 3).mean(axis=(1, 3, 4)).reshape(1, 16, 16, 1)
coarse = (coarse - coarse.mean()) / coarse.std()
hidden = upright.reshape(3, 3, 1, 1)
target, _ = conv_forward(coarse, hidden, np.zeros((1, 1, 1, 1)), {"stride": 1, "pad": 0})

W_learnt, b_learnt = 0.5 * np.random.RandomState(2).randn(3, 3, 1, 1), np.zeros((1, 1, 1, 1))
filters, costs = [W_learnt], []
for step in range(400):
    Z, cache = conv_forward(coarse, W_learnt, b_learnt, {"stride": 1, "pad": 0})
    dZ = (Z - target) / Z.size
    costs.append(np.sum((Z - target) ** 2) / (2 * Z.size))
    _, dW, db = conv_backward(dZ, cache)
    W_learnt, b_learnt = W_learnt - 0.2 * dW, b_learnt - 0.2 * db
    filters.append(W_learnt)

# %% drawing
from utils.conv_utils import draw_learning

draw_learning(costs, {f"step {i}": filters[i] for i in (0, 5, 40, 400)}, hidden)
show("Left, the cost falls by several powers of ten. Right, the filter's nine weights after 0, 5, 40 and 400 steps, and the hidden filter: at the end they are alike, plus one on the left, minus one on the right.")

# %% [markdown]
# It has found your upright filter, from examples alone. A convolutional network does nothing else, with thousands of filters at once, and without a target for each of them: only the last layer is told what is wanted, and `dA_prev` carries the rest from layer to layer.
#
# What does a layer cost? Four loops in Python are slow. Your function is the *definition*; others compute the same in other ways. One product does for all windows, if they are laid out side by side (`np.lib.stride_tricks.sliding_window_view` shows them so). And TensorFlow has the convolution ready, `tf.nn.conv2d`. The three must agree:

# %% tags=["demo"]
from utils.conv_utils import race

seconds, largest_difference = race(conv_forward)
for name, time in seconds.items():
    print(f"{name}: {1000 * time:.1f} ms")
print(f"largest difference between them: {largest_difference:.0e}")

# %% drawing
from utils.conv_utils import draw_race

draw_race(seconds)
show("Three bars on a logarithmic scale, the time for one layer: your loops take longest, all windows in one product and TensorFlow's conv2d a small part of it.")

# %% [markdown]
# The loops take more than a hundred times as long as either of the others. (TensorFlow computes in float32, hence the small difference.) Soon the library does the work. You know what it does.
#
# And now the picture of the first screen, by your own layer. The strength of an edge is $\sqrt{u^2 + l^2}$, from the upright map $u$ and the level one $l$, in whichever direction it runs. Dark on white, it is a drawing:

# %% tags=["demo"]
large = drawn_cat(128)
sides = np.pad(large.mean(axis=2), 1, mode="edge").reshape(1, 130, 130, 1)  # the rim repeated, so that it is no edge
edges, _ = conv_forward(sides, three[:, :, :, :2], np.zeros((1, 1, 1, 2)), {"stride": 1, "pad": 0})
pencil = np.sqrt(np.sum(edges[0] ** 2, axis=2))
mosaic, _ = pool_forward(large.reshape(1, 128, 128, 3), {"f": 8, "stride": 8}, "average")

# %% drawing
from utils.conv_utils import draw_gallery

draw_gallery(large, pencil, mosaic[0])
show("Three pictures of the same cat: in colour, as a pencil drawing made of its edges, and as a mosaic of 16 by 16 tiles.")

# %% [markdown]
# A pencil drawing from eighteen numbers, and average pooling with windows of eight makes a mosaic. Send it to somebody.
#
# > **Remember.** Filters are learnt, by the same step downhill as ever. The loop says what a layer is, the library makes it fast.
#
# **Ask yourself.**
#
# Would the filter be found if the picture were the same grey everywhere?
#
# <details><summary>Answer</summary>
#
# No. Every filter whose weights have the same sum gives the same map then. What is not in the data can't be learnt.
#
# </details>
#
# ## What you can do now
#
# You can write the layers of a convolutional network, forwards and backwards, and prove their gradients by measuring. In [the next notebook](../a32_convolution_digits/a32_convolution_digits.ipynb) you count their sizes and weights with a pencil, and train one to read digits.
#
# ## Open questions
#
# These are not marked. To change a function, paste its text into a new cell and give it another name.
#
# - ★ Which 3 × 3 filter makes a picture sharper? Which one shifts it by one pixel to the left? Try both on the cat.
# - ★ Draw `grey` after max pooling with `f = 4` and the strides 1, 2 and 4. What does the stride change, and what doesn't it?
# - ★★ Write `conv_forward` without loops: `sliding_window_view`, and `np.einsum` or `np.tensordot`. How much faster is it?
# - ★★ Learn the filter of section 7 from `pool_forward` of the map instead of the map itself. Your `pool_backward` takes the gradient through. Does it still find it?
# - ★★★ `dA_prev` is a convolution as well: of `dZ`, with the filters turned by half a turn. Which border does it need for stride 1, and what has to be put between the entries of `dZ` for stride 2?
#
# <details><summary>For those who know the original</summary>
#
# - In the first edition, the solution added the bias inside the sum, to every product. Its printed figures (−23.1602 for one step, 0.155859 for the mean of `Z`, and what hangs on them) belong to that slip. Here, as in later editions, the bias is added once: −6.99909, and 0.0028129 for the mean. (The 0.0489952 of later editions has stride 2.) All published figures, of the later editions and with the slip of the first, are reproduced by the tests.
# - The backward half was optional and not graded; here it is graded, and held to measured slopes.
# - The published `pool_backward` read `dA` at the window's corner, which is right for stride 1 only. `conv_backward` cut the border off with `[pad:-pad]`, which leaves nothing if there is none. Many solutions on the web still do both.
# - `float(b)` of an array of shape (1, 1, 1) was right once. NumPy 2.4 refuses it; `b.item()` works everywhere.
# - The original took the shape of `W` apart as `(f, f, …)`, which lets filters that are not square pass without a word. Here `conv_forward` refuses them.
# - Two equal maxima are both marked, as in the original.
#
# </details>

# %% tags=["demo"]
progress()
