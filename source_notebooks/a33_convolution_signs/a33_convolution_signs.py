# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A convolutional network for hand signs
#
# **How can 1286 numbers do better than 307 615?** In a26, a network with 307 615 numbers looked at hands, and compared brightness at fixed places. The one below is tiny, and looks for edges wherever they are. This is what its first filters see in a hand, and what the whole network says of it:

# %% picture
import matplotlib.pyplot as plt

from utils.cnn_utils import draw_goal
from utils.figures import show

plt.style.use("utils.course")
draw_goal("long_run.json")
show("A drawn hand with three fingers, eight grey maps of it in which edges, or the whole hand, are dark, and bars: the network is fairly sure that there are three.")

# %% [markdown]
# You write this network from TensorFlow's own operations, with its training. On the way you watch it die, find out why, and bring it back to life.
#
# **About 90 minutes.** You need [a26](../a26_tensorflow_network/a26_tensorflow_network.ipynb), for tapes and optimisers, and [a32](../a32_convolution_digits/a32_convolution_digits.ipynb), for the sizes of layers.
#
# **What you build**
#
# 1. `convert_to_one_hot`: labels as columns with a single one
# 2. `random_mini_batches`: pictures, shuffled and cut
# 3. `create_placeholders`: what the network may be given
# 4. `glorot_uniform`: how large the first weights are
# 5. `initialize_parameters`: all that the network learns
# 6. `conv_relu_pool`: filters, activation, pooling
# 7. `forward_propagation`: from pictures to logits
# 8. `compute_cost`: how wrong they are
# 9. `model`: the whole training
#
# **How this notebook works** ([a11](../a11_numpy_basics/a11_numpy_basics.ipynb) has the long version)
#
# - Write your code between `### START CODE HERE ###` and `### END CODE HERE ###`, and delete the line `raise NotImplementedError(...)` there. `≈` says about how many lines to expect.
# - Run the check below each function at once: it says ✓, or what is probably wrong. If you are stuck, each step has three folded hints. Your mark is made with other inputs, of other sizes.
# - Functions leave their arguments as they are. **Examples are rows now**: they run along the first axis, as pictures do, `(m, rows, columns, 3)`.
#
# ## 1 · Hands

# %%
import os

# TensorFlow would fill the page with its log; it reads these when it is imported.
os.environ.update(TF_CPP_MIN_LOG_LEVEL="2", TF_ENABLE_ONEDNN_OPTS="0")

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

from utils import check, progress
from utils.cnn_utils import share_right
from utils.figures import show
from utils.tf_utils import load_dataset, own_picture, show_signs

plt.style.use("utils.course")

# %% [markdown]
# These are the hands of a26, drawn by the course. Nothing is reshaped this time: a network that looks at neighbours needs to know who is next to whom.

# %% tags=["demo"]
X_train_orig, Y_train_orig, X_test_orig, Y_test_orig, classes = load_dataset()
print("pictures:", X_train_orig.shape, "and", X_test_orig.shape)
print("labels:  ", Y_train_orig.shape, "and", Y_test_orig.shape)
show_signs(X_train_orig[:6], Y_train_orig[0, :6])
show("Six drawn hands with their labels, the number of raised fingers.")

# %% [markdown]
# ### Step 1 · One-hot, in NumPy
#
# The labels are a row of whole numbers, shape (1, m). In a26, `tf.one_hot` made columns with a single 1 of them. Make such columns by the trick of a32: row `k` of `np.eye(C)` is class `k`, one-hot, and indexed by all labels at once, it gives one row for each. ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# What does `np.eye(4)[[2, 0]]` look like, and in which direction do its examples run?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `Y.ravel()` is the row without its first axis. `.T` turns rows into columns.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `one_hot = np.eye(___)[Y.ravel()]`, and one thing more.
#
# </details>

# %% solution
def convert_to_one_hot(Y, C):
    """Each label as a column with a single 1.

    Y: whole numbers from 0 to C - 1, shape (1, m)
    C: number of classes
    Returns an array of shape (C, m).
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) rows of the identity, turned into columns: Y, C → one_hot (C, m) (1 line)
    one_hot = np.eye(C)[Y.ravel()].T
    ### END CODE HERE ###
    return one_hot

# %% check points=6
check("convert_to_one_hot", convert_to_one_hot)

# %% tags=["expected"]
for row in convert_to_one_hot(np.array([[1, 2, 0, 5]]), 6):
    print(row)

# %% [markdown]
# Ready for the network: numbers from 0 to 1 for the pixels, and one *row* for each example's label. (In a26 you subtracted 0.5 as well. Leave that out for now, and see what happens.)

# %% tags=["demo"]
X_train, X_test = ((pictures / 255).astype(np.float32) for pictures in (X_train_orig, X_test_orig))
Y_train, Y_test = (convert_to_one_hot(labels, 6).T.astype(np.float32) for labels in (Y_train_orig, Y_test_orig))
for name, array in {"X_train": X_train, "Y_train": Y_train, "X_test": X_test, "Y_test": Y_test}.items():
    print(f"{name}: {array.shape}")

# %% [markdown]
# ### Step 2 · Mini-batches, now of pictures
#
# You wrote this function in a24, for columns. Pictures have four axes, and examples are along the first. It also gets simpler: shuffle the *numbers* of the examples, cut those into pieces, and pick `X` and `Y` by each piece. Nothing has to be copied twice, and no label can lose its picture. The order is given, and so is the loop. ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# If `order` is `[3, 0, 2, 1, 4]` and a batch has two examples, which ones are in the second batch?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A slice that ends beyond the last entry stops there. `X[[3, 0]]` has pictures 3 and 0 of `X`, whole.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `chosen = order[first : ___]`, then `mini_batches.append((X[chosen], ___))`
#
# </details>

# %% solution
def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    """The examples in a random order, cut into batches.

    X: pictures, shape (m, rows, columns, channels)
    Y: labels, shape (m, n_y)
    mini_batch_size: examples in each batch; the last batch has what is left
    seed: the same seed gives the same order
    Returns a list of pairs (X_batch, Y_batch), with examples along the first axis.
    """
    order = np.random.RandomState(seed).permutation(len(X))  # numbers of the examples, shape (m,)
    mini_batches = []
    for first in range(0, len(X), mini_batch_size):
        ### START CODE HERE ### (≈ 2 lines)
        # (1) who is in this batch: order, first, mini_batch_size → chosen, shape (size,) (1 line)
        chosen = order[first : first + mini_batch_size]
        # (2) their pictures and labels, as one pair: X, Y, chosen → mini_batches (1 line)
        mini_batches.append((X[chosen], Y[chosen]))
        ### END CODE HERE ###
    return mini_batches

# %% check points=10
check("random_mini_batches", random_mini_batches)

# %% tags=["expected"]
numbers = np.arange(10)
for X_batch, Y_batch in random_mini_batches(numbers.reshape(10, 1, 1, 1), numbers.reshape(10, 1), 4, seed=1):
    print(X_batch.shape, X_batch.ravel(), Y_batch.ravel())

# %% [markdown]
# > **Remember.** Pictures keep their shape, examples run along the first axis, and one list of numbers shuffles pictures and labels together.
#
# **Ask yourself.**
#
# 1080 pictures in batches of 64: how many batches are there, and how large is the last one?
#
# <details><summary>Answer</summary>
#
# 16 full ones make 1024, and the 17th has the other 56.
#
# </details>
#
# What does `np.eye(6)[6]` do, and what does `np.eye(6)[-1]` do?
#
# <details><summary>Answer</summary>
#
# The first stops with an IndexError. The second is the last row, class 5: a label that is negative by accident goes unnoticed.
#
# </details>
#
# ## 2 · The network on paper
#
# $$
# X \;\to\; \text{conv} \;\to\; \text{ReLU} \;\to\; \text{pool} \;\to\; \text{conv} \;\to\; \text{ReLU} \;\to\; \text{pool} \;\to\; \text{flatten} \;\to\; \text{linear} \;\to\; Z^{[3]}
# $$
#
# | layer | filters or windows | stride | output |
# |---|---|---|---|
# | conv | 8 of 4 × 4 | 1 | 64 × 64 × 8 |
# | pool | 8 × 8 | 8 | 8 × 8 × 8 |
# | conv | 16 of 2 × 2 | 1 | 8 × 8 × 16 |
# | pool | 4 × 4 | 4 | 2 × 2 × 16 |
# | flatten | | | 64 |
# | linear | | | 6 |

# %% drawing
from utils.digits_utils import draw_trace

sizes = [(64, 64, 3), (64, 64, 8), (8, 8, 8), (8, 8, 16), (2, 2, 16)]
draw_trace(sizes, ["picture", "conv", "pool", "conv", "pool"])
show("Five blocks from left to right: 64 by 64 by 3, 64 by 64 by 8, 8 by 8 by 8, 8 by 8 by 16, 2 by 2 by 16.")

# %% [markdown]
# The filters have even sizes, 4 and 2, and still the pictures keep theirs. In a32, no border could do that. TensorFlow's padding `"SAME"` can, as its border need not be the same on both sides: of an odd number of zeros, the one left over goes below and to the right. With a stride $s$, a window begins at every $s$-th place, so `"SAME"` leaves
#
# $$
# \text{output size} = \left\lceil \frac{n}{s} \right\rceil .
# $$
#
# These brackets round **up**. A window may hang over the edge:

# %% drawing
from utils.cnn_utils import draw_same

draw_same()
show("A row of ten boxes with windows of four and stride four. Padding VALID: two windows, and two boxes in none. Padding SAME: three windows, the first and the last hanging over the edges by one.")

# %% [markdown]
# ### Step 3 · What may come in
#
# In a26 you promised a graph its inputs by `tf.TensorSpec(shape, type)`. Do it again, for pictures and one-hot labels, both float32. The number of examples stays open, and it is the *first* axis now. (TensorFlow 1 called such a promise a placeholder; the function keeps that name.) ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# How many axes does a batch of pictures have, and how many a batch of labels?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `tf.TensorSpec([None, 7], tf.float32)` promises any number of rows, of 7 numbers each.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `X = tf.TensorSpec([None, ___, ___, ___], tf.float32)`
#
# </details>

# %% solution
def create_placeholders(n_H0, n_W0, n_C0, n_y):
    """What the network is given: shapes with an open number of examples, and types.

    n_H0, n_W0, n_C0: rows, columns and channels of a picture
    n_y: classes
    Returns two tf.TensorSpec of float32: X of shape (any, n_H0, n_W0, n_C0) and Y of shape (any, n_y).
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) pictures: n_H0, n_W0, n_C0 → X (1 line)
    X = tf.TensorSpec([None, n_H0, n_W0, n_C0], tf.float32)
    # (2) one-hot labels: n_y → Y (1 line)
    Y = tf.TensorSpec([None, n_y], tf.float32)
    ### END CODE HERE ###
    return X, Y

# %% check points=8
check("create_placeholders", create_placeholders)

# %% tags=["expected"]
for spec in create_placeholders(64, 64, 3, 6):
    print(spec.shape, spec.dtype.name)

# %% [markdown]
# > **Remember.** `"SAME"` at stride $s$ leaves $\lceil n / s \rceil$ entries, at stride 1 all of them. What is open is `None`.
#
# **Ask yourself.**
#
# A picture of 50 × 30 goes through this network. Which shapes does it have on the way?
#
# <details><summary>Answer</summary>
#
# 50 × 30 × 8, then 7 × 4 × 8, then 7 × 4 × 16, then 2 × 1 × 16: 32 numbers, so the last layer would need another `W3`.
#
# </details>
#
# ## 3 · Where it starts
#
# ### Step 4 · Glorot, for filters
#
# You know Glorot's rule from a26: draw evenly from $-r$ to $r$, with $r = \sqrt{6 / (n_{\text{in}} + n_{\text{out}})}$. But how many inputs does a *filter* have? Each of its sums runs over a window of $f \times f$ entries in all $n_C^{\text{prev}}$ channels. And each entry of the input is in $f \times f$ windows, once for each of the $n_C$ filters. So
#
# $$
# n_{\text{in}} = f \cdot f \cdot n_C^{\text{prev}}, \qquad n_{\text{out}} = f \cdot f \cdot n_C .
# $$
#
# TensorFlow keeps filters in an array of shape $(f, f, n_C^{\text{prev}}, n_C)$, as you did in a31. A fully connected layer has shape $(n_{\text{in}}, n_{\text{out}})$ here, since examples are rows. One function serves both: whatever stands *before* the last two entries of the shape is the window, and for a fully connected layer nothing does.
#
# `tf.random.stateless_uniform(shape, [seed, 0], low, high)` draws evenly. *Stateless* means that it doesn't go on from the last draw: the same seed, a pair of numbers, gives the same weights each time. (`keras.initializers.GlorotUniform`, which you used in a26, does all of this at once. Here you write it yourself, so Keras's initialisers don't count.) ≈ 5 lines.
#
# <details><summary>Hint 1</summary>
#
# For the shape (4, 4, 3, 8): which of its entries make up $n_{\text{in}}$, and which $n_{\text{out}}$?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `shape[:-2]` leaves out the last two entries. `np.prod` multiplies all that it is given, and makes 1 of nothing.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `fan_in = window * shape[___]` and `r = np.sqrt(6 / (___ + ___))`
#
# </details>

# %% solution
def glorot_uniform(shape, seed):
    """Random weights by Glorot's rule.

    shape: (f, f, n_C_prev, n_C) of filters, or (n_in, n_out) of a fully connected layer
    seed: of the random numbers
    Returns a tensor of this shape, float32.
    """
    ### START CODE HERE ### (≈ 5 lines)
    # (1) entries of a window, 1 for a fully connected layer: shape → window (1 line)
    window = np.prod(shape[:-2])
    # (2) how many numbers enter a sum, and how many sums a number enters: window, shape → fan_in, fan_out (2 lines)
    fan_in = window * shape[-2]
    fan_out = window * shape[-1]
    # (3) Glorot's rule: fan_in, fan_out → r (1 line)
    r = np.sqrt(6 / (fan_in + fan_out))
    # (4) draw evenly from -r to r, by the seed [seed, 0]: shape, r, seed → W (1 line)
    W = tf.random.stateless_uniform(shape, [seed, 0], -r, r)
    ### END CODE HERE ###
    return W

# %% check points=12
check("glorot_uniform", glorot_uniform)

# %% tags=["expected"]
print("filters:", ", ".join(f"{value:.6f}" for value in glorot_uniform((4, 4, 3, 8), seed=0).numpy()[1, 1, 1, :4]))
print("dense:  ", ", ".join(f"{value:.6f}" for value in glorot_uniform((64, 6), seed=0).numpy()[3, :4]))

# %% [markdown]
# ### Step 5 · All that is learnt
#
# | parameter | shape | start |
# |---|---|---|
# | `W1` | (4, 4, 3, 8) | Glorot, first of the `seeds` |
# | `W2` | (2, 2, 8, 16) | Glorot, second of the `seeds` |
# | `W3` | (64, 6) | Glorot, third of the `seeds` |
# | `b3` | (6,) | 0 |
#
# The convolutions have no bias in this network: 4·4·3·8 + 2·2·8·16 + 64·6 + 6 = 1286 numbers in all. Each is to be learnt, so each array becomes a `tf.Variable`. ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# What does a tape watch without being asked, and what can an optimiser change?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Your `glorot_uniform` draws, and `tf.Variable(…)` around it makes a variable of the draw. `tf.zeros([n])` is for the bias.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `W1 = tf.Variable(glorot_uniform((4, 4, 3, 8), ___))`
#
# </details>

# %% solution
def initialize_parameters(seeds=(1, 2, 3)):
    """The start of the network.

    seeds: three whole numbers, for W1, W2 and W3
    Returns a dictionary of tf.Variable, float32: W1 (4, 4, 3, 8), W2 (2, 2, 8, 16), W3 (64, 6), b3 (6,).
    """
    ### START CODE HERE ### (≈ 4 lines)
    # (1) filters: seeds → W1, W2 (2 lines)
    W1 = tf.Variable(glorot_uniform((4, 4, 3, 8), seeds[0]))
    W2 = tf.Variable(glorot_uniform((2, 2, 8, 16), seeds[1]))
    # (2) the last layer: seeds → W3, b3 (2 lines)
    W3 = tf.Variable(glorot_uniform((64, 6), seeds[2]))
    b3 = tf.Variable(tf.zeros([6]))
    ### END CODE HERE ###
    return {"W1": W1, "W2": W2, "W3": W3, "b3": b3}

# %% check points=10
check("initialize_parameters", initialize_parameters)

# %% tags=["expected"]
for name, value in initialize_parameters().items():
    print(f"{name} {tuple(value.shape)}:", ", ".join(f"{entry:.6f}" for entry in value.numpy().flat[:4]))

# %% [markdown]
# > **Remember.** A filter sums over its window and all channels: $n_{\text{in}} = f \cdot f \cdot n_C^{\text{prev}}$. What is learnt is a variable.
#
# **Ask yourself.**
#
# Which of the network's layers has the most numbers to learn, and which does most of the work?
#
# <details><summary>Answer</summary>
#
# `W2` has 512, `W3` with `b3` 390, `W1` 384. But `W1` is used at 64 · 64 places, which makes 64 · 64 · 384 or 1.6 million products for one picture; `W2` makes 8 · 8 · 512, about 33 thousand.
#
# </details>
#
# ## 4 · Forward
#
# ### Step 6 · Filters, activation, pooling
#
# These three belong together, and the network has them twice. TensorFlow has an operation for each:
#
# | operation | what it does |
# |---|---|
# | `tf.nn.conv2d(pictures, filters, strides=2, padding="VALID")` | all filters on all pictures, at stride 2; `"VALID"` is without a border |
# | `tf.nn.relu(Z)` | max(0, z), entry by entry |
# | `tf.nn.max_pool2d(maps, 3, 2, "VALID")` | the largest number of each window of 3 × 3, at stride 2 |
#
# ([TensorFlow's page on `tf.nn`](https://www.tensorflow.org/api_docs/python/tf/nn) has many more.) Your filters move by 1, and keep the size. The windows of the pooling lie side by side, so stride and size are the same number, `f`; where `f` doesn't divide the size, windows hang over the edges, as in section 2. Return the maps before the pooling as well: you will want to look at them. ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# What does the pooling look at: the sums, or what the activation leaves of them?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Three lines, `Z`, `A` and `P`, and each one needs the result of the line before.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `P = tf.nn.max_pool2d(___, f, ___, "SAME")`
#
# </details>

# %% solution
def conv_relu_pool(A_prev, W, f):
    """One block of the network: filters at stride 1, relu, and max pooling by windows that lie side by side.

    A_prev: shape (m, n_H, n_W, n_C_prev)
    W: filters, rows and columns first, shape (., ., n_C_prev, n_C)
    f: size and stride of the pooling windows
    Returns A, shape (m, n_H, n_W, n_C), and P, shape (m, n_H / f, n_W / f, n_C) with sizes rounded up.
    """
    ### START CODE HERE ### (≈ 3 lines)
    # (1) the filters, size kept: A_prev, W → Z, shape (m, n_H, n_W, n_C) (1 line)
    Z = tf.nn.conv2d(A_prev, W, strides=1, padding="SAME")
    # (2) the activation: Z → A, same shape (1 line)
    A = tf.nn.relu(Z)
    # (3) the largest of each window: A, f → P (1 line)
    P = tf.nn.max_pool2d(A, f, f, "SAME")
    ### END CODE HERE ###
    return A, P

# %% check points=14
check("conv_relu_pool", conv_relu_pool)

# %% tags=["expected"]
rng = np.random.RandomState(1)
A_small, P_small = conv_relu_pool(rng.randn(1, 5, 6, 3).astype(np.float32), rng.randn(2, 2, 3, 4).astype(np.float32), 4)
print("A:", A_small.shape, ", ".join(f"{value:.4f}" for value in A_small.numpy()[0, 2, 3]))
print("P:", P_small.shape, ", ".join(f"{value:.4f}" for value in P_small.numpy()[0, 1, 0]))

# %% [markdown]
# ### Step 7 · From pictures to logits
#
# Two blocks, the first pooling by 8 and the second by 4. Then each example's maps are laid out as one row, `P2` (m, 2, 2, 16) to (m, 64), and the last layer is linear: rows times `W3`, plus `b3`. The network ends in logits; the softmax belongs to the cost, as in a26.
#
# Careful with the number of examples. While a graph is written down it is open, and `P2.shape[0]` is `None`. `tf.reshape(P2, [-1, n])` makes rows of `n` numbers, as many as there are. ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# `conv_relu_pool` returns two things. Which of them does the next block look at?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `_, P1 = …` keeps only the second. `W3` has a row for each of the flat numbers, so `W3.shape[0]` counts them.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `_, P2 = conv_relu_pool(___, W2, ___)`
#
# </details>

# %% solution
def forward_propagation(X, parameters):
    """The logits of every example.

    X: pictures, shape (m, 64, 64, 3)
    parameters: dictionary W1, W2, W3, b3
    Returns Z3, shape (m, 6), without softmax.
    """
    W1, W2, W3, b3 = (parameters[name] for name in ("W1", "W2", "W3", "b3"))
    ### START CODE HERE ### (≈ 4 lines)
    # (1) two blocks, pooled by 8 and by 4: X, W1, W2 → P1 (m, 8, 8, 8), P2 (m, 2, 2, 16) (2 lines)
    _, P1 = conv_relu_pool(X, W1, 8)
    _, P2 = conv_relu_pool(P1, W2, 4)
    # (2) one row for each example: P2 → F (m, 64) (1 line)
    F = tf.reshape(P2, [-1, W3.shape[0]])
    # (3) the last layer, only linear: F, W3, b3 → Z3 (m, 6) (1 line)
    Z3 = F @ W3 + b3
    ### END CODE HERE ###
    return Z3

# %% check points=14
check("forward_propagation", forward_propagation)

# %% tags=["expected"]
X_small = np.random.RandomState(1).randn(2, 64, 64, 3).astype(np.float32)
Z3_small = forward_propagation(X_small, initialize_parameters())
for row in Z3_small.numpy():
    print("Z3:", ", ".join(f"{value:.4f}" for value in row))

# %% [markdown]
# > **Remember.** Filters, relu, pooling; twice; then flat and linear. Flatten within an example, never across examples.
#
# **Ask yourself.**
#
# Max pooling and relu both take the larger of numbers. Would `relu(pool(Z))` give the same `P` as `pool(relu(Z))`?
#
# <details><summary>Answer</summary>
#
# Yes: the largest of a window, or 0, whichever is larger. And it would be cheaper, as there are fewer numbers left. With average pooling it would not be the same.
#
# </details>
#
# Somebody flattens by `tf.reshape(P2, [64, -1])` and transposes. Every shape fits. What is wrong?
#
# <details><summary>Answer</summary>
#
# Each row has numbers of several examples in it. Shapes don't show whose numbers they are.
#
# </details>
#
# ## 5 · Learning
#
# ### Step 8 · The cost
#
# As in a26: softmax and cross-entropy in one go, `tf.nn.softmax_cross_entropy_with_logits(labels=…, logits=…)`, and the mean over the examples. It expects the classes along the last axis. Yours are there now, so nothing has to be transposed. ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# Does the function want logits or probabilities, and what does it return for each example?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The mean has to be TensorFlow's, `tf.reduce_mean`: the tape can't see through NumPy's.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `losses = tf.nn.softmax_cross_entropy_with_logits(labels=___, logits=___)`
#
# </details>

# %% solution
def compute_cost(Z3, Y):
    """Mean softmax cross-entropy.

    Z3: logits, shape (m, n_y)
    Y: one-hot labels, shape (m, n_y)
    Returns the cost, a tensor that holds one number.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the loss of each example: Y, Z3 → losses (m,) (1 line)
    losses = tf.nn.softmax_cross_entropy_with_logits(labels=Y, logits=Z3)
    # (2) their mean: losses → J (1 line)
    J = tf.reduce_mean(losses)
    ### END CODE HERE ###
    return J

# %% check points=8
check("compute_cost", compute_cost)

# %% tags=["expected"]
logits, labels = tf.constant([[2.0, 1, 0], [0, 0, 0]]), tf.constant([[1.0, 0, 0], [0, 1, 0]])
print(f"two examples:         {compute_cost(logits, labels).numpy():.6f}")
print(f"very sure and wrong:  {compute_cost(tf.constant([[1000.0, 0, 0]]), tf.constant([[0.0, 1, 0]])).numpy():.6f}")
print(f"the network knows nothing: {compute_cost(tf.zeros((4, 6)), tf.eye(6)[:4]).numpy():.6f}")

# %% [markdown]
# ### Step 9 · The whole training
#
# Everything comes together. You know each piece from a26, where they were three functions:
#
# - An **optimiser**, `keras.optimizers.Adam(learning_rate)`, is made once, as it remembers its last steps.
# - A **step**: under a `tf.GradientTape`, from the pictures to the cost; then the gradients, and `optimizer.apply_gradients` of pairs. It is a graph, written down once, with your `create_placeholders` as its promise.
# - An **epoch**: a step for each mini-batch. Its cost is the mean over all *examples*, so each batch's cost counts as often as the batch has examples.
#
# And how good is the network after each epoch? `share_right(Z3, Y)`, given by the course, says for what share of the examples the largest logit is that of the right class. You want it for both sets.
#
# Each epoch shuffles with the next seed, which is given. ≈ 10 lines.
#
# <details><summary>Hint 1</summary>
#
# Which of these lines run once, which once for each batch, and which once for each epoch?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `tape.gradient(J, variables)` returns a list in the order of the variables, and `zip(gradients, variables)` pairs them. In batches of 64, 64 and 56 examples: which cost should count less, and how much less?
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `total += float(step(X, Y)) * ___` and `right_test = share_right(forward_propagation(X_test, ___), ___)`
#
# </details>

# %% solution
def model(X_train, Y_train, X_test, Y_test, learning_rate=0.009, num_epochs=100, minibatch_size=64, print_cost=True, seeds=(1, 2, 3)):
    """Train the network with Adam.

    X_train, X_test: pictures, shape (m, rows, columns, channels)
    Y_train, Y_test: one-hot labels, shape (m, n_y)
    seeds: of the start, as for initialize_parameters
    Returns parameters, costs (the mean cost of each epoch) and accuracies (a pair after each: training set, test set).
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the start, and who takes the steps: seeds, learning_rate → parameters, optimizer (2 lines)
    parameters = initialize_parameters(seeds)
    optimizer = keras.optimizers.Adam(learning_rate)
    ### END CODE HERE ###
    variables = list(parameters.values())
    optimizer.build(variables)  # its memory is made here, not while the graph is written down

    @tf.function(input_signature=create_placeholders(*X_train.shape[1:], Y_train.shape[1]))
    def step(X, Y):
        ### START CODE HERE ### (≈ 4 lines)
        # (2) under a tape, from the pictures to the cost: X, Y, parameters → J (2 lines)
        with tf.GradientTape() as tape:
            J = compute_cost(forward_propagation(X, parameters), Y)
        # (3) the gradients, and one step with them: J, variables, optimizer → variables changed (2 lines)
        gradients = tape.gradient(J, variables)
        optimizer.apply_gradients(zip(gradients, variables))
        ### END CODE HERE ###
        return J

    costs, accuracies, seed = [], [], 3
    for epoch in range(num_epochs):
        total, seed = 0.0, seed + 1
        for X, Y in random_mini_batches(X_train, Y_train, minibatch_size, seed):
            ### START CODE HERE ### (≈ 1 line)
            # (4) a step, its cost weighted by the number of examples: X, Y, total → total (1 line)
            total += float(step(X, Y)) * len(X)
            ### END CODE HERE ###
        ### START CODE HERE ### (≈ 3 lines)
        # (5) the mean over all examples: total, X_train → J (1 line)
        J = total / len(X_train)
        # (6) how many are right, of both sets: logits, labels → right_train, right_test (2 lines)
        right_train = share_right(forward_propagation(X_train, parameters), Y_train)
        right_test = share_right(forward_propagation(X_test, parameters), Y_test)
        ### END CODE HERE ###
        costs.append(J)
        accuracies.append((right_train, right_test))
        if print_cost and epoch % 5 == 0:
            print(f"cost after epoch {epoch}: {costs[-1]:.6f}")
    return parameters, costs, accuracies

# %% check points=18
check("model", model)

# %% [markdown]
# > **Remember.** The optimiser once, a step for each batch, a mean over all examples for each epoch. Watch both sets.
#
# **Ask yourself.**
#
# Why does `step` get `X` and `Y` as arguments, but not `parameters`?
#
# <details><summary>Answer</summary>
#
# A graph takes what changes from call to call as arguments. It can hold on to variables: they change in place, and the graph reads what they hold at the time.
#
# </details>
#
# Somebody divides the sum of 17 batch costs by 16, the number of full ones. A network that knows nothing: what does it seem to cost?
#
# <details><summary>Answer</summary>
#
# 17/16 of $\log 6$, so 1.90 instead of 1.79.
#
# </details>
#
# ## 6 · A network that dies
#
# Three epochs, on pixels from 0 to 1, with the default rate, 0.009. (An epoch takes a second or two.)

# %% tags=["demo"]
dead, costs, accuracies = model(X_train, Y_train, X_test, Y_test, num_epochs=3, print_cost=False)
print("costs:", ", ".join(f"{J:.4f}" for J in costs))
print(f"log 6: {np.log(6):.4f}")

# %% [markdown]
# $\log 6$ again, the cost of knowing nothing. You have seen this in a26: something in there is dead. Let us look for it. A filter is **alive** if its map is above 0 at some place of some picture. Your own block tells:

# %%
def filters_alive(X, parameters):
    """How many of the first filters are above 0 somewhere."""
    A1, _ = conv_relu_pool(X, parameters["W1"], 8)
    return int(np.sum(np.max(A1, axis=(0, 1, 2)) > 0))

# %% tags=["demo"]
print("at the start:      ", filters_alive(X_train, initialize_parameters()), "of 8 filters alive")
print("after three epochs:", filters_alive(X_train, dead), "of 8 filters alive")

# %% [markdown]
# All eight are dead. Every map is 0 everywhere, so all hands look the same to the rest of the network, and only `b3` can still learn. And there is hardly a way back: where relu is flat, the gradient is exactly 0. (Adam's averages move the weights for some more steps, and then these stay as they are.)
#
# <details><summary>Where does this come from? How one step can kill a filter</summary>
#
# A filter of the first layer has 4 · 4 · 3 = 48 weights. All of their inputs are positive here, about 0.7 on average. In its first step, Adam moves every weight by about the learning rate, however small the gradient is (a24: it divides an average of the gradients by the root of an average of their squares). With positive inputs, the gradients of a filter's weights mostly have the same sign. Then the sum $z$ moves by up to
#
# $$
# 48 \cdot 0.009 \cdot 0.7 \approx 0.3
# $$
#
# in *one* step, in windows of every picture. A few steps of this, and $z$ is below 0 everywhere.
#
# </details>
#
# Two things could help. A smaller rate makes smaller jumps. Or subtract 0.5. The mean falls from about 0.7 to about 0.2, so such a step moves the sum less than a third as far. And dark pixels are negative now: what pushes a sum down over bright ground pushes it up over something dark. Which helps more? One start proves little, so here are five of each, eight epochs long:

# %% picture
import json

from utils.cnn_utils import draw_starts

with open("long_run.json") as file:
    starts = json.load(file)["starts"]
draw_starts(starts, ["cost of the eighth epoch", "filters alive after it"])
show("Two panels of dots, five for each setting. Pixels from 0 to 1 at rate 0.009: three costs at log 6 and two near 1.5, none or one of eight filters alive. At rate 0.003: costs from 1.4 to 1.8, five to seven filters alive. Pixels from -0.5 to 0.5 at rate 0.009: costs below 1, all filters alive.")

# %% [markdown]
# At rate 0.009 on pixels from 0 to 1, three of the five starts are dead, and the two others make do with a single filter. At rate 0.003 most of the filters live, and learn slowly. Centred, all eight live in all five starts, at the larger rate, and each of these five costs is lower than all ten others.
#
# So from here on, the 0.5 is subtracted:

# %% tags=["demo"]
X_train, X_test = ((pictures / 255 - 0.5).astype(np.float32) for pictures in (X_train_orig, X_test_orig))

# %% [markdown]
# > **Remember.** If a cost stays at the logarithm of the number of classes, count what is alive. Centre the inputs first, and try a smaller rate next.
#
# **Ask yourself.**
#
# A dead filter has gradient 0. Could the *other* layers bring it back, as they go on learning?
#
# <details><summary>Answer</summary>
#
# No. It is dead because of its own weights and the pictures, and soon neither changes any more. (In a deeper layer it could: there the inputs change as the layers before it learn.)
#
# </details>
#
# ## 7 · A network that lives
#
# Twelve epochs, a quarter of a minute or so. (To see section 6 again, first run the cell that makes `X_train`, below Step 1.)

# %% tags=["demo"]
parameters, costs, accuracies = model(X_train, Y_train, X_test, Y_test, num_epochs=12)
print(f"right: {accuracies[-1][0]:.1%} of the training set, {accuracies[-1][1]:.1%} of the test set")

# %% drawing
from utils.tf_utils import draw_gap

draw_gap(costs, accuracies)
show("Left, the cost falls from 1.8 to well below 1. Right, the accuracy on the training set climbs to about eight in ten, that on the test set to about seven in ten.")

# %% [markdown]
# On the test hands, that is about as good as the network of a26. But the cost is still falling. With all 100 epochs, which take about two minutes, the curves look like this:

# %% picture
import json

from utils.tf_utils import draw_gap

with open("long_run.json") as file:
    long_run = json.load(file)
draw_gap(long_run["costs"], long_run["accuracies"])
show("Left, the cost falls from 1.8 to nearly 0. Right, the accuracy on the training set climbs to 1, that on the test set stays below it, at about nine in ten.")

# %% [markdown]
# In the end all the training hands are right, or nearly all, and about nine in ten of the test hands. The network of a26 stayed near seven in ten, with 239 times as many numbers. A filter that has learnt an edge knows it at all 64 · 64 places, so there is less to learn, and less to memorise. And still the curves part. The gap between them is **variance**: the network has memorised some of its training hands.
#
# Which hands does your network mix up? Row `i`, column `j` counts the test hands with `i` fingers that it took for `j`, as in a32:

# %% tags=["demo"]
answers = np.argmax(forward_propagation(X_test, parameters), axis=1)
confusion = np.zeros((6, 6), dtype=int)
np.add.at(confusion, (Y_test_orig[0], answers), 1)

# %% drawing
from utils.digits_utils import draw_confusion

draw_confusion(confusion, "fingers")
show("The confusion matrix as a table of six by six counts: most on the diagonal, most of the others beside it, one finger more or less.")

# %% drawing
from utils.tf_utils import draw_wrong

draw_wrong(X_test_orig, answers, Y_test_orig[0])
show("Test hands that the network got wrong, each with its answer and the right number.")

# %% [markdown]
# > **Remember.** High variance shows as a training accuracy far above the test accuracy. It calls for more data or more restraint, not for more epochs.
#
# **Ask yourself.**
#
# Of 120 test hands, three more are right after 15 epochs than after 12. Is the network better?
#
# <details><summary>Answer</summary>
#
# It may be, but three of 120 are within the noise: another start moves the count by more.
#
# </details>
#
# ## 8 · What the filters see
#
# Nobody told the first layer what to look for. Here are its eight filters, as small pictures. Grey is 0. Where a filter is lighter than grey, it adds; where it is darker, it subtracts; and a tint says of which colour.

# %% drawing
from utils.cnn_utils import draw_filters

draw_filters(initialize_parameters()["W1"].numpy(), parameters["W1"].numpy())
show("Eight coloured filters of four by four pixels, before and after the training: pale noise at first, and stronger colours afterwards, in several of them with a light side and a dark side.")

# %% [markdown]
# And these are the maps that they make of four hands. Dark is where a filter answers.

# %% tags=["demo"]
some = [int(np.flatnonzero(Y_test_orig[0] == fingers)[0]) for fingers in (0, 2, 3, 5)]
A1, _ = conv_relu_pool(X_test[some], parameters["W1"], 8)

# %% drawing
from utils.cnn_utils import draw_maps

draw_maps(X_test_orig[some], A1.numpy())
show("Four hands, each with eight grey maps: some show the hand as a whole, some the ground, some the edges on one side of palm and fingers.")

# %% [markdown]
# Most of them answer to edges, and each to edges of one side: the left flank of a finger, the right one, or its tip. One or two answer to skin, wherever it is. From eight such maps, the second layer puts together what a raised finger looks like, and the pooling forgets where exactly it was.
#
# Now put it all together, for a hand or a picture of your own (`own_picture("my_hand.jpg")` cuts a square out of it and makes it small). Here is a hand that your network has never met:

# %% tags=["demo"]
def look(picture):
    """The maps of the first layer, shape (64, 64, 8), and the probabilities, shape (6,), for one picture."""
    X = (picture[np.newaxis] / 255 - 0.5).astype(np.float32)
    A1, _ = conv_relu_pool(X, parameters["W1"], 8)
    return A1[0].numpy(), tf.nn.softmax(forward_propagation(X, parameters)[0]).numpy()


mine = X_test_orig[some[3]]  # or own_picture("my_hand.jpg")

# %% drawing
from utils.cnn_utils import draw_sight

draw_sight(mine, *look(mine))
show("A drawn hand with five fingers, the eight maps that the filters make of it, and a bar for each number of fingers.")

# %% [markdown]
# > **Remember.** Maps are pictures, so look at them. A filter that never answers is dead, and one that always answers tells you nothing.
#
# **Ask yourself.**
#
# You shift a hand by eight pixels. What happens to its eight maps, and what to `P1`?
#
# <details><summary>Answer</summary>
#
# Away from the edges, the maps shift by eight places as well, and `P1` by one. So no filter has to learn the hand anew. (The last layer may notice: each of its weights belongs to one of four places.)
#
# </details>
#
# ## What you can do now
#
# You can write a convolutional network from single operations, start it by Glorot's rule, train it batch by batch, see whether it is alive, and look at what it sees. In [the next notebook](../a34_keras_happy_house/a34_keras_happy_house.ipynb), Keras does most of this in a few lines, and you will know what they do.
#
# ## Open questions
#
# These are not marked. To change a function, paste its text into a new cell and give it another name.
#
# - ★ Try the rates 0.001, 0.003, 0.009 and 0.03 on centred pixels, six epochs each. Which are too slow, and which kill filters?
# - ★ Shift all test hands by eight pixels with `np.roll`. How many are still right? And how many does the network of a26 get right?
# - ★ Write the network in Keras, with `Conv2D(8, 4)`, `Conv2D(16, 2)` (both with `padding="same"`) and `Dense(6)`. `count_params` says 1310, not 1286. Where are the other 24?
# - ★★ Give both convolutions a bias for each filter, starting at 0. Do fewer of them die on pixels from 0 to 1? Does the gap change?
# - ★★ Put dropout on the 64 flat numbers, in training only. What does it do to both curves?
# - ★★★ Kill it on purpose: what is the smallest rate that leaves no filter alive after one epoch, from each of five starts?
#
# <details><summary>For those who know the original</summary>
#
# The original is "Convolutional Neural Networks: Application", for TensorFlow 1 and photographs of hands. The network and the names are the same, with these changes:
#
# - `create_placeholders` returns two `tf.TensorSpec`, `tf.get_variable` became `tf.Variable`, sessions are gone. `W3` and `b3`, which `tf.contrib.layers.fully_connected` made out of sight, are parameters like the others.
# - `glorot_uniform` and `conv_relu_pool` are new; `convert_to_one_hot` and `random_mini_batches` were given. Starts take a seed for each layer and are drawn without state. With the random numbers of the original, the published weights `W1[1, 1, 1]` and `W2[1, 1, 1]`, its logits and its cost of 2.91034 come out here as well.
# - Its `model` returned two accuracies and the parameters; this one returns what that of a26 does.
# - It divided the sum of 17 batch costs by 16, so its printed costs are 17/16 of what they should be. The first one, 1.917929, is 1.805 in truth: $\log 6$ and a little.
# - It trained 100 epochs with rate 0.009 on pixels from 0 to 1, and reported 94.1 % on the training and 78.3 % on the test set. On the drawn hands, that start dies more often than not. If you have the photographs, `course data add` puts them in place, and `load_dataset` takes them.
# - A later edition is written in Keras.
#
# </details>

# %% tags=["demo"]
progress()
