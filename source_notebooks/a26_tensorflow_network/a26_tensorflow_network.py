# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A network with TensorFlow 2
#
# **How many fingers does this hand show?** You see it at once. A computer gets 12 288 numbers for each picture and has to find out. Here is what a small network says of eight hands that it has never met:

# %% picture
import matplotlib.pyplot as plt

from utils.figures import show
from utils.tf_utils import draw_result

plt.style.use("utils.course")
draw_result()
show("Eight drawn hands with zero to five raised fingers, each with the number that a network says; some are wrong.")

# %% [markdown]
# Most answers are right, and some are not. You build such a network now, and this time without backward propagation: TensorFlow finds every gradient for you. (A library's network gave the answers above. Yours will give its own.)
#
# **About 90 minutes.** You need [a24](../a24_optimization/a24_optimization.ipynb), for mini-batches and Adam, and [a25](../a25_tensorflow_graphs/a25_tensorflow_graphs.ipynb), for tensors and graphs.
#
# **What you build**
#
# 1. `linear_function`: a layer without activation, in tensors
# 2. `sigmoid`: numbers of any type become probabilities
# 3. `cost`: a loss that never takes the logarithm of 0
# 4. `one_hot_matrix`: labels as columns of zeros with a single one
# 5. `ones`: a tensor of a given shape
# 6. `input_pipeline`: shuffled mini-batches
# 7. `input_specs`: what the network may be given
# 8. `initialize_parameters`: where the training starts
# 9. `forward_propagation`: from pictures to logits
# 10. `compute_cost`: how wrong they are
# 11. `train_step`: one step of learning
# 12. `run_epoch`: once through all examples
#
# **How this notebook works** ([a11](../a11_numpy_basics/a11_numpy_basics.ipynb) has the long version)
#
# - Write your code between `### START CODE HERE ###` and `### END CODE HERE ###`, and delete the line `raise NotImplementedError(...)` there. `≈` says about how many lines to expect.
# - Run the check below each function at once: it says ✓, or what is probably wrong. If you are stuck, each step has three folded hints. Your mark is made with other inputs, of other sizes.
# - Functions leave their arguments as they are. Only `train_step` is there to change something: the parameters.
#
# ## 1 · Packages
#
# TensorFlow computes, and Keras, its companion, brings initialisers and optimisers. The first import takes a few seconds.

# %%
import os

# TensorFlow would fill the page with its log; it reads these when it is imported.
os.environ.update(TF_CPP_MIN_LOG_LEVEL="2", TF_ENABLE_ONEDNN_OPTS="0")

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

from utils import check, progress
from utils.figures import show
from utils.tf_utils import load_dataset, own_picture, show_signs

plt.style.use("utils.course")

# %% [markdown]
# ## 2 · Tensors, variables, graphs
#
# A **tensor** is an array that TensorFlow computes with. It holds its value at once, and `.numpy()` takes it out. A **variable** is a tensor that may change: what a network learns lives in variables. Here is the first loss of this notebook, $(\hat y - y)^2$ for $\hat y = 36$ and $y = 39$:

# %% tags=["expected"]
y_hat = tf.constant(36)
y = tf.Variable(39)
loss = (y - y_hat) ** 2
print("loss:", loss.numpy())
print("ten times two:", tf.multiply(2, 10).numpy())

# %% [markdown]
# In a25 you met **graphs**: `tf.function` runs Python once, to write the operations down, and from then on only these. A graph needs no data when it is made, only a promise: `tf.TensorSpec([], tf.int64)` promises one whole number.

# %% tags=["expected"]
@tf.function(input_signature=[tf.TensorSpec([], tf.int64)])
def double(x):
    print("Python runs: the graph is being written down")
    return 2 * x


for number in (3, 5, 10):
    print(f"2 · {number} = {double(tf.constant(number, tf.int64)).numpy()}")

# %% [markdown]
# Python's `print` ran once, for three results: only while the graph was written.
#
# <details><summary>If you meet code for TensorFlow 1</summary>
#
# It first describes a graph and then runs it in a session. This is what to write now:
#
# | TensorFlow 1 | TensorFlow 2 |
# |---|---|
# | `tf.placeholder(tf.float32, [n, None])`, filled by `feed_dict` | an argument of a function; `tf.TensorSpec` says its shape |
# | `tf.Session()`, `sess.run(z)` | nothing: `z` has its value, and `z.numpy()` takes it out |
# | `tf.global_variables_initializer()` | nothing: a `tf.Variable` has its value from the start |
# | `tf.get_variable("W1", shape, initializer=…)` | `tf.Variable(initializer(shape))` |
# | `tf.train.AdamOptimizer(rate).minimize(cost)` | a `tf.GradientTape`, then `optimizer.apply_gradients` |
#
# </details>
#
# > **Remember.** Tensors hold values, variables hold values that change, and a graph is written down once and run with other data each time.
#
# **Ask yourself.**
#
# `double` above is called a fourth time, with 7. What is printed by the function, and what is returned?
#
# <details><summary>Answer</summary>
#
# Nothing is printed, because the graph is there already. A tensor with 14 is returned.
#
# </details>
#
# Which of these should be variables: the pictures, the labels, the weights, the learning rate?
#
# <details><summary>Answer</summary>
#
# The weights: training changes them. Pictures and labels are data and come in as tensors. A learning rate that stays the same is a plain number.
#
# </details>
#
# ## 3 · Warm-up: five small functions
#
# ### Step 1 · A linear function
#
# Every layer begins with one. For one example and four units:
#
# $$
# Y = W X + b, \qquad X: (3, 1), \quad W: (4, 3), \quad b: (4, 1)
# $$
#
# `tf.constant` makes a tensor of an array. `X` and `W` are drawn already; draw `b` in the same way, and compute `Y`. `tf.matmul(A, B)`, or `A @ B`, is the matrix product, while `*` multiplies entry by entry. NumPy's numbers are float64, and tensors made of them stay so.
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# How many units has the layer? And how many biases?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `random.randn(2, 5)` draws an array with two rows and five columns. Tensors add with `+`, as arrays do.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `b = tf.constant(random.randn(4, ___))`
#
# </details>

# %% solution
def linear_function(seed=1):
    """W X + b for three arrays of normal numbers.

    seed: of the random numbers
    Returns a tensor of shape (4, 1), float64.
    """
    random = np.random.RandomState(seed)
    X = tf.constant(random.randn(3, 1))
    W = tf.constant(random.randn(4, 3))
    ### START CODE HERE ### (≈ 2 lines)
    # (1) draw the biases: random → tensor b (4, 1) (1 line)
    b = tf.constant(random.randn(4, 1))
    # (2) the linear function: W, X, b → Y (4, 1) (1 line)
    Y = tf.matmul(W, X) + b
    ### END CODE HERE ###
    return Y

# %% check points=8
check("linear_function", linear_function)

# %% tags=["expected"]
print("Y =", ", ".join(f"{value:.8f}" for value in np.ravel(linear_function())))

# %% [markdown]
# ### Step 2 · Sigmoid
#
# `tf.sigmoid` is ready, but the whole number 0 makes it stop: TensorFlow never changes the type of a number by itself. You have to **cast** it: `tf.cast(z, tf.float32)`. Do so for whatever comes in, a number, a list or an array. Networks compute in **float32**, half the memory of NumPy's float64.
#
# Use the library's function. A formula of your own such as $e^z / (1 + e^z)$ would divide infinity by infinity for large $z$.
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# What type does 0 have, and what type does `tf.sigmoid` need?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `tf.cast(value, type)` returns a tensor of this type. The types are called `tf.float32`, `tf.float64`, `tf.int64`, …
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `z = tf.cast(z, ___)`, and then the sigmoid of it.
#
# </details>

# %% solution
def sigmoid(z):
    """1 / (1 + exp(-z)) for each entry.

    z: a number, a list or an array, of whole numbers or floats
    Returns a tensor of the shape of z, float32.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) any type of number becomes float32: z → z (1 line)
    z = tf.cast(z, tf.float32)
    # (2) the sigmoid: z → a, same shape (1 line)
    a = tf.sigmoid(z)
    ### END CODE HERE ###
    return a

# %% check points=6
check("sigmoid", sigmoid)

# %% tags=["expected"]
for z in (0, 12, -1, 3.5):
    print(f"sigmoid({z}) = {sigmoid(z).numpy():.6f}")

# %% [markdown]
# ### Step 3 · A loss that takes logits
#
# The number $z$ that goes *into* the sigmoid is called a **logit**. The loss of an example with label $y$ is, as ever,
#
# $$
# L = -\big(y \log a + (1 - y) \log(1 - a)\big), \qquad a = \sigma(z).
# $$
#
# For $z = 100$, float32 rounds $a$ to exactly 1, and $\log(1 - a)$ becomes infinite. So TensorFlow takes $z$, and computes both in one go: `tf.nn.sigmoid_cross_entropy_with_logits(labels=…, logits=…)`. Give it logits, **not** probabilities.
#
# <details><summary>Where does this come from? A loss without infinity</summary>
#
# Put $a = 1 / (1 + e^{-z})$ into $L$. Then $-\log a = \log(1 + e^{-z})$ and $-\log(1 - a) = z + \log(1 + e^{-z})$, so $L = z - z y + \log(1 + e^{-z})$. For negative $z$, the exponential is large; use $\log(1 + e^{-z}) = -z + \log(1 + e^{z})$. Both cases in one:
#
# $$
# L = \max(z, 0) - z y + \log\left(1 + e^{-|z|}\right)
# $$
#
# The exponent is never positive, so nothing overflows.
#
# </details>
#
# Return the loss of **each** example: no sum, no mean. Both casts are given.
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# Does the function of the library want $z$ or $\sigma(z)$?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Both arguments are given by name. Which name belongs to which?
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `losses = tf.nn.sigmoid_cross_entropy_with_logits(labels=___, logits=logits)`
#
# </details>

# %% solution
def cost(logits, labels):
    """The loss of each example, from its logit.

    logits: z, the input of the sigmoid, a list or an array
    labels: 0 or 1, of the same shape
    Returns a tensor of the same shape, float32.
    """
    logits = tf.cast(logits, tf.float32)
    labels = tf.cast(labels, tf.float32)
    ### START CODE HERE ### (≈ 1 line)
    # (1) the loss of each: logits, labels → losses, same shape (1 line)
    losses = tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits)
    ### END CODE HERE ###
    return losses

# %% check points=8
check("cost", cost)

# %% tags=["expected"]
for name, logits in {"raw logits": [0.2, 0.4, 0.7, 0.9], "sure and wrong": [100, 100, -100, -100]}.items():
    print(f"{name}:", ", ".join(f"{value:.6f}" for value in cost(logits, [0, 0, 1, 1]).numpy()))

# %% [markdown]
# ### Step 4 · One-hot columns
#
# A hand shows 0 to 5 fingers: six classes. That 4 is twice 2 means nothing to a classifier. So each label becomes a column with a single 1, in the row of its class:

# %% drawing
from utils.tf_utils import draw_one_hot

draw_one_hot([1, 2, 3, 0, 2, 1], 4)
show("Six labels 1, 2, 3, 0, 2, 1 above a table of four rows and six columns; each column has a single 1, in the row of its label.")

# %% [markdown]
# `tf.one_hot(labels, depth)` does it, but puts the classes along the *last* axis, one row for each example. Its argument `axis` says where you want them. The depth is the number of classes `C`, even if some class does not occur.
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# In the picture, do the classes run down or across? Which number does this axis have?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The axis of the rows is 0, the axis of the columns 1.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `one_hot = tf.one_hot(labels, depth=___, axis=___)`
#
# </details>

# %% solution
def one_hot_matrix(labels, C):
    """Each label as a column with a single 1.

    labels: whole numbers from 0 to C - 1, shape (m,)
    C: number of classes
    Returns a tensor of shape (C, m), float32.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) the classes along the rows: labels, C → one_hot (C, m) (1 line)
    one_hot = tf.one_hot(labels, depth=C, axis=0)
    ### END CODE HERE ###
    return one_hot

# %% check points=7
check("one_hot_matrix", one_hot_matrix)

# %% tags=["expected"]
for row in one_hot_matrix(np.array([1, 2, 3, 0, 2, 1]), 4).numpy():
    print(row)

# %% [markdown]
# ### Step 5 · Ones
#
# Last of the small ones: a tensor of ones, of any shape. `tf.ones` has it ready. You need its sister `tf.zeros` for the biases soon.
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# Is `[2, 3]` a list of two ones, or the shape of six?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `tf.ones` takes the whole shape. `tf.ones_like` takes a tensor, and looks at its shape.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `result = tf.ones(___)`
#
# </details>

# %% solution
def ones(shape):
    """A tensor of ones.

    shape: list or tuple of whole numbers, of any length
    Returns a tensor of this shape, float32.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) ones everywhere: shape → result (1 line)
    result = tf.ones(shape)
    ### END CODE HERE ###
    return result

# %% check points=4
check("ones", ones)

# %% tags=["expected"]
for shape in ([3], [2, 3]):
    print(f"ones({shape}) =", ones(shape).numpy().tolist())

# %% [markdown]
# > **Remember.** TensorFlow never changes a type by itself: cast. Losses take logits, because the sigmoid and the logarithm are safer together. Ask which axis the classes run along.
#
# **Ask yourself.**
#
# What does `tf.one_hot` make of the label 7 if there are six classes?
#
# <details><summary>Answer</summary>
#
# A column of zeros, without a word. Look at your labels before you train.
#
# </details>
#
# Somebody gives `sigmoid(z)` as logits. Nothing stops. What goes wrong?
#
# <details><summary>Answer</summary>
#
# The sigmoid is taken twice. Values between 0 and 1 become probabilities between 0.5 and 0.73, so the network never says "no".
#
# </details>
#
# ## 4 · The data: SIGNS
#
# 1080 pictures of hands for training and 120 for testing, 64 × 64 pixels in red, green and blue. (The course draws them itself, which takes some seconds the first time.)

# %% tags=["demo"]
X_train_orig, Y_train_orig, X_test_orig, Y_test_orig, classes = load_dataset()
print("pictures:", X_train_orig.shape, X_train_orig.dtype, "and", X_test_orig.shape)
print("labels:  ", Y_train_orig.shape, "with", np.bincount(Y_train_orig[0]), "of each class")
show_signs(X_train_orig[:12], Y_train_orig[0, :12])
show("Twelve drawn hands with their labels, the number of raised fingers.")

# %% [markdown]
# As in a14, each picture becomes a column, here of $64 \cdot 64 \cdot 3 = 12288$ numbers. Divided by 255, they lie between 0 and 1. Subtract 0.5, and they lie around 0, which helps the first layer more than you would think: section 8 shows it.

# %% tags=["demo"]
def prepare(pictures):
    """Pictures (m, 64, 64, 3) as columns (12288, m) of numbers from -0.5 to 0.5, float32."""
    return (pictures.reshape(len(pictures), -1).T / 255 - 0.5).astype(np.float32)


X_train, X_test = prepare(X_train_orig), prepare(X_test_orig)
Y_train, Y_test = (one_hot_matrix(labels[0], 6).numpy() for labels in (Y_train_orig, Y_test_orig))
for name, array in {"X_train": X_train, "Y_train": Y_train, "X_test": X_test, "Y_test": Y_test}.items():
    print(f"{name}: {array.shape}")

# %% [markdown]
# ### Step 6 · The input pipeline
#
# In a24 you cut the mini-batches by hand. `tf.data` does it as a **pipeline**: each stage takes a data set and returns a new one, and nothing is computed until somebody loops over the last. ([TensorFlow's guide](https://www.tensorflow.org/guide/data) has many more stages.)
#
# | stage | what it does |
# |---|---|
# | `tf.data.Dataset.from_tensor_slices((A, B))` | pairs of rows: row 0 of both, row 1 of both, … |
# | `.shuffle(k, seed=seed)` | keeps `k` elements in a buffer and takes one of them at random, in another order in each pass |
# | `.batch(size)` | joins `size` elements into one; the last batch may be smaller |
#
# **Careful:** `tf.data` counts along the *first* axis, so it wants examples as **rows**. Ours are columns: turn them into rows first. The batches then hold rows, and step 12 turns them back.
#
# Shuffle first, then cut: otherwise the same pictures share a batch for ever. And only a buffer that holds all `m` examples shuffles them all.
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# Which axis of `X` counts the examples, and which one does `from_tensor_slices` cut along?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Stages return new data sets: `dataset = dataset.shuffle(…)`. The number of examples is `X.shape[1]`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `dataset = dataset.shuffle(___, seed=seed)`
#
# </details>

# %% solution
def input_pipeline(X, Y, minibatch_size=32, seed=3):
    """Shuffled mini-batches of examples, in another order in each pass.

    X: inputs, shape (n_x, m); one column per example
    Y: labels, shape (n_y, m)
    minibatch_size: examples in a batch; the last one may have fewer
    seed: of the random order
    Returns a tf.data.Dataset of pairs, with examples as rows: x (size, n_x) and y (size, n_y).
    """
    ### START CODE HERE ### (≈ 3 lines)
    # (1) pairs of one example each, as rows: X, Y → dataset (1 line)
    dataset = tf.data.Dataset.from_tensor_slices((X.T, Y.T))
    # (2) all examples in random order: dataset, X, seed → dataset (1 line)
    dataset = dataset.shuffle(X.shape[1], seed=seed)
    # (3) cut into mini-batches: dataset, minibatch_size → dataset (1 line)
    dataset = dataset.batch(minibatch_size)
    ### END CODE HERE ###
    return dataset

# %% check points=10
check("input_pipeline", input_pipeline)

# %% tags=["expected"]
ten = np.arange(10.0).reshape(1, 10)
for x, y in input_pipeline(ten, -ten, minibatch_size=4):
    print("x has shape", tuple(x.shape), "and y has shape", tuple(y.shape))

# %% [markdown]
# > **Remember.** Rows for `tf.data`, columns for our formulas: say at each border which of the two you have. Shuffle before you cut, with a buffer for all.
#
# **Ask yourself.**
#
# 1080 examples in batches of 32: how many batches, and how large is the last one?
#
# <details><summary>Answer</summary>
#
# 33 full ones make 1056, and the 34th has the other 24.
#
# </details>
#
# With a buffer of 32, which pictures can be the very first?
#
# <details><summary>Answer</summary>
#
# Only the first 32. A small buffer shuffles like a lazy card player, who only ever mixes the top of the deck.
#
# </details>
#
# ## 5 · The network
#
# Three layers, of 25, 12 and 6 units, in this order:
#
# $$
# X \;\to\; \text{linear} \;\to\; \text{ReLU} \;\to\; \text{linear} \;\to\; \text{ReLU} \;\to\; \text{linear} \;\to\; Z^{[3]}
# $$
#
# The six numbers of $Z^{[3]}$ are logits, one for each class. The **softmax**, which you wrote in a11, makes probabilities of them: $a_k = e^{z_k} / \sum_j e^{z_j}$. It belongs to the loss here, for the reason of step 3, so the network ends in logits. Examples are columns again.
#
# For trying things out, a small network with sizes that all differ:

# %%
rng = np.random.RandomState(1)
X_small = rng.randn(5, 3).astype(np.float32)
shapes = {"W1": (4, 5), "b1": (4, 1), "W2": (3, 4), "b2": (3, 1), "W3": (2, 3), "b3": (2, 1)}
small = {name: rng.randn(*shape).astype(np.float32) for name, shape in shapes.items()}
Y_small = np.array([[1, 0, 0], [0, 1, 1]], dtype=np.float32)

# %% [markdown]
# ### Step 7 · What may come in
#
# A graph has to know the type of what it will be given, and the shape. The number of examples stays open, `None`, for the last batch is smaller than the others. A `tf.TensorSpec(shape, type, name=…)` says all this. Name the two `"X"` and `"Y"`.
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# How many rows does `X` have, and how many columns? Which of the two is known in advance?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A shape is a list, such as `[7, None]`. Both inputs hold float32, the labels too, as they are one-hot.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `X = tf.TensorSpec([n_x, ___], tf.float32, name="X")`, and the same for `Y`.
#
# </details>

# %% solution
def input_specs(n_x, n_y):
    """What the network is given: shapes with an open number of examples, and types.

    n_x: numbers in an example
    n_y: classes
    Returns two tf.TensorSpec of float32: "X" of shape (n_x, any) and "Y" of shape (n_y, any).
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) pictures: n_x → X (1 line)
    X = tf.TensorSpec([n_x, None], tf.float32, name="X")
    # (2) one-hot labels: n_y → Y (1 line)
    Y = tf.TensorSpec([n_y, None], tf.float32, name="Y")
    ### END CODE HERE ###
    return X, Y

# %% check points=7
check("input_specs", input_specs)

# %% tags=["expected"]
for spec in input_specs(12288, 6):
    print(spec.name, spec.shape, spec.dtype.name)

# %% [markdown]
# ### Step 8 · Starting parameters
#
# What a network learns must be a `tf.Variable`: a constant can't change, and the tape doesn't watch it. Weights start random, biases at zero. How large should the weights be? **Glorot's** rule (also called Xavier's) draws evenly from
#
# $$
# -r \dots r, \qquad r = \sqrt{\frac{6}{n_{\text{in}} + n_{\text{out}}}}.
# $$
#
# `keras.initializers.GlorotUniform(seed=…)` makes an initialiser, and when you call *that* with a shape, it draws. The seed is the number of the layer. With one seed for all, the layers would begin with the same random numbers, only scaled.
#
# | layer `l` | `W1`, `W2`, `W3` | `b1`, `b2`, `b3` |
# |---|---|---|
# | shape | `(n_h1, n_x)`, `(n_h2, n_h1)`, `(n_y, n_h2)` | `(n_h1, 1)`, `(n_h2, 1)`, `(n_y, 1)` |
# | start | Glorot, seeds 1, 2, 3 | 0 |
#
# The loop over the layers is given, as in a16: `sizes[l]` counts the units of layer `l`, and `sizes[0]` the inputs.
#
# <details><summary>Where does this come from? Glorot's range</summary>
#
# A unit sums $n_{\text{in}}$ products. If inputs have variance 1 and weights variance $v$, the sum keeps its size for $v = 1 / n_{\text{in}}$. On the way back, gradients sum over $n_{\text{out}}$ units and ask for $v = 1 / n_{\text{out}}$. The compromise is $v = 2 / (n_{\text{in}} + n_{\text{out}})$. Numbers drawn evenly from $-r$ to $r$ have variance $r^2 / 3$, so $r^2 = 6 / (n_{\text{in}} + n_{\text{out}})$.
#
# </details>
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# In which order does a shape name rows and columns, and which of the two counts the units of the layer itself?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Three calls, from the inside out: make the initialiser, call it with a shape (a pair), wrap the result in `tf.Variable`. For biases, `tf.zeros` of a pair.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `parameters[f"b{l}"] = tf.Variable(tf.zeros((___, 1)))`
#
# </details>

# %% solution
def initialize_parameters(n_x=12288, n_h1=25, n_h2=12, n_y=6):
    """Glorot weights and zero biases for three layers.

    n_x, n_h1, n_h2, n_y: inputs, units of the two hidden layers, classes
    Returns a dictionary of tf.Variable, float32: W1 (n_h1, n_x), b1 (n_h1, 1), W2 (n_h2, n_h1), b2 (n_h2, 1),
    W3 (n_y, n_h2), b3 (n_y, 1).
    """
    sizes = [n_x, n_h1, n_h2, n_y]
    parameters = {}
    for l in range(1, 4):
        ### START CODE HERE ### (≈ 2 lines)
        # (1) the weights of layer l: sizes, l → a variable under the key Wl, Glorot by seed l (1 line)
        parameters[f"W{l}"] = tf.Variable(keras.initializers.GlorotUniform(seed=l)((sizes[l], sizes[l - 1])))
        # (2) its biases: sizes, l → a variable under the key bl, zeros (1 line)
        parameters[f"b{l}"] = tf.Variable(tf.zeros((sizes[l], 1)))
        ### END CODE HERE ###
    return parameters

# %% check points=10
check("initialize_parameters", initialize_parameters)

# %% tags=["expected"]
for name, value in initialize_parameters().items():
    print(f"{name} {tuple(value.shape)}:", ", ".join(f"{entry:.6f}" for entry in value.numpy().flat[:4]))

# %% [markdown]
# ### Step 9 · Forward propagation
#
# What you know from a16, in tensors. It stops at the logits:
#
# $$
# \begin{aligned}
# Z^{[1]} &= W^{[1]} X + b^{[1]} & A^{[1]} &= \text{ReLU}\left(Z^{[1]}\right) \\
# Z^{[2]} &= W^{[2]} A^{[1]} + b^{[2]} & A^{[2]} &= \text{ReLU}\left(Z^{[2]}\right) \\
# Z^{[3]} &= W^{[3]} A^{[2]} + b^{[3]}
# \end{aligned}
# $$
#
# Write it with TensorFlow's operations only: `@` or `tf.matmul`, `+`, `tf.nn.relu`. NumPy's functions would return the same numbers, but the tape can't see through them.
#
# ≈ 5 lines.
#
# <details><summary>Hint 1</summary>
#
# What goes into the third layer: $Z^{[2]}$ or $A^{[2]}$? And does anything follow $Z^{[3]}$?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `tf.nn.relu(Z)` is max(0, Z), entry by entry. A bias of shape (n, 1) is added to every column.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `Z1 = W1 @ X + b1`, then `A1 = tf.nn.relu(___)`, and so on.
#
# </details>

# %% solution
def forward_propagation(X, parameters):
    """The logits of every example.

    X: inputs, shape (n_x, m)
    parameters: dictionary W1, b1, W2, b2, W3, b3
    Returns Z3, shape (n_y, m), without softmax.
    """
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    ### START CODE HERE ### (≈ 5 lines)
    # (1) first hidden layer: W1, X, b1 → Z1, then Z1 → A1 (2 lines)
    Z1 = W1 @ X + b1  # (n_h1, m)
    A1 = tf.nn.relu(Z1)
    # (2) second hidden layer: W2, A1, b2 → Z2, then Z2 → A2 (2 lines)
    Z2 = W2 @ A1 + b2  # (n_h2, m)
    A2 = tf.nn.relu(Z2)
    # (3) output layer, only linear: W3, A2, b3 → Z3 (1 line)
    Z3 = W3 @ A2 + b3  # (n_y, m)
    ### END CODE HERE ###
    return Z3

# %% check points=12
check("forward_propagation", forward_propagation)

# %% tags=["expected"]
Z3_small = forward_propagation(X_small, small)
for row in Z3_small.numpy():
    print("Z3:", ", ".join(f"{value:.6f}" for value in row))

# %% [markdown]
# > **Remember.** Say what may come in, and leave the number of examples open. Write the way forward in TensorFlow's operations, and end in logits.
#
# **Ask yourself.**
#
# What does the tape return if `forward_propagation` uses `np.maximum`?
#
# <details><summary>Answer</summary>
#
# `None` for everything before it: NumPy's functions leave TensorFlow, and the tape loses the track. What comes after would even learn.
#
# </details>
#
# A layer has `n` units, and its biases have shape `(n,)`, not `(n, 1)`. What happens to a batch of just `n` examples?
#
# <details><summary>Answer</summary>
#
# Nothing stops, but each *example* gets a bias, not each unit.
#
# </details>
#
# ## 6 · Learning
#
# ### Step 10 · The cost
#
# Softmax and cross-entropy in one go, as in step 3, now for several classes:
#
# $$
# J = -\frac{1}{m} \sum_{i=1}^m \log \frac{e^{z_{y}^{(i)}}}{\sum_k e^{z_k^{(i)}}}, \qquad y \text{ the class of example } i.
# $$
#
# `tf.nn.softmax_cross_entropy_with_logits(labels=…, logits=…)` returns the loss of each example. It wants the classes along the **last** axis, so examples as rows: transpose both arguments with `tf.transpose`. The cost is the mean, `tf.reduce_mean`.
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# `Z3` is (n_y, m). Along which axis do the classes run, and along which one does the function expect them?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Transpose both. If only one is transposed, the shapes fit by accident where m = n_y.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `losses = tf.nn.softmax_cross_entropy_with_logits(labels=___, logits=___)`, then the mean.
#
# </details>

# %% solution
def compute_cost(Z3, Y):
    """Mean softmax cross-entropy.

    Z3: logits, shape (n_y, m)
    Y: one-hot labels, shape (n_y, m)
    Returns the cost, a tensor that holds one number.
    """
    ### START CODE HERE ### (≈ 3 lines)
    # (1) examples as rows: Z3, Y → logits, labels (m, n_y) (1 line)
    logits, labels = tf.transpose(Z3), tf.transpose(Y)
    # (2) the loss of each example: labels, logits → losses (m,) (1 line)
    losses = tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    # (3) their mean: losses → J (1 line)
    J = tf.reduce_mean(losses)
    ### END CODE HERE ###
    return J

# %% check points=10
check("compute_cost", compute_cost)

# %% tags=["expected"]
print(f"the small network:      {compute_cost(Z3_small, Y_small).numpy():.6f}")
print(f"six equal logits:       {compute_cost(tf.zeros((6, 4)), one_hot_matrix([0, 3, 5, 1], 6)).numpy():.6f}")
print(f"very sure and wrong:    {compute_cost(tf.constant([[200.0], [0.0]]), tf.constant([[0.0], [1.0]])).numpy():.6f}")

# %% [markdown]
# A network that knows nothing gives six equal logits and pays $\log 6 \approx 1.79$. Remember this number: training starts there, and stays there if something is dead.
#
# ### Step 11 · One step of learning
#
# In a16, the backward propagation was a page of formulas. Here it is one line. A tape watches all variables while the cost is computed, and then knows the gradient:
#
# | | |
# |---|---|
# | `with` the `tf.GradientTape() as tape` | watches what is indented below it: all the way from the parameters to `J` |
# | `tape.gradient(J, variables)` | one gradient for each variable, in the same order |
# | `optimizer.apply_gradients(pairs)` | takes pairs (gradient, variable), and changes the variables in place |
#
# The optimiser is given: it remembers its moments from step to step, so do not make a new one. `zip(a, b)` pairs up two lists. Return the cost **before** the step.
#
# ≈ 5 lines.
#
# <details><summary>Hint 1</summary>
#
# What does the tape have to see: the cost, or the whole way to it?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Inside the `with`: your two functions. After it: the gradient, then `apply_gradients`. In each pair, the gradient comes first.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `optimizer.apply_gradients(zip(gradients, ___))`
#
# </details>

# %% solution
def train_step(X, Y, parameters, optimizer):
    """One step of an optimiser on one mini-batch; changes the parameters in place.

    X: inputs, shape (n_x, m)
    Y: one-hot labels, shape (n_y, m)
    parameters: dictionary of tf.Variable W1, b1, W2, b2, W3, b3
    optimizer: a Keras optimiser
    Returns the cost before the step.
    """
    variables = list(parameters.values())
    ### START CODE HERE ### (≈ 5 lines)
    # (1) under a tape: X, parameters → Z3, then Z3, Y → J (3 lines)
    with tf.GradientTape() as tape:
        Z3 = forward_propagation(X, parameters)
        J = compute_cost(Z3, Y)
    # (2) ask the tape: J, variables → gradients (1 line)
    gradients = tape.gradient(J, variables)
    # (3) let the optimiser take its step: gradients, variables (1 line)
    optimizer.apply_gradients(zip(gradients, variables))
    ### END CODE HERE ###
    return J

# %% check points=12
check("train_step", train_step)

# %% tags=["expected", "demo"]
for optimizer in (keras.optimizers.SGD(0.1), keras.optimizers.Adam(0.01)):
    parameters_small = {name: tf.Variable(value) for name, value in small.items()}
    costs = [train_step(X_small, Y_small, parameters_small, optimizer).numpy() for _ in range(4)]
    print(f"{type(optimizer).__name__}:", ", ".join(f"{J:.6f}" for J in costs))

# %% [markdown]
# ### Step 12 · Once through all examples
#
# One pass through all mini-batches is an **epoch**. What does it cost? The mean over all *examples*. The last batch is smaller, so in a plain mean of the batches its examples would count for more. Weight each batch by its number of examples:
#
# $$
# J_{\text{epoch}} = \frac{\sum_t m_t J_t}{\sum_t m_t}
# $$
#
# The function gets a `step`, which takes one training step on a batch and returns its cost. The loop is given, and so is the division.
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# What has to be summed over the batches: costs alone, or something else as well?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Examples are columns: how many has `X`? Call `step` once for each batch, as each call is a step of the training.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `total += ___ * X.shape[1]`
#
# </details>

# %% solution
def run_epoch(step, batches):
    """One pass through all batches.

    step: function of X and Y that takes one training step and returns its cost
    batches: tf.data.Dataset of pairs x (size, n_x), y (size, n_y), as input_pipeline gives it
    Returns the mean cost over all examples.
    """
    total, examples = 0.0, 0
    for x, y in batches:
        X, Y = tf.transpose(x), tf.transpose(y)  # columns again: (n_x, size), (n_y, size)
        ### START CODE HERE ### (≈ 2 lines)
        # (1) a step, its cost weighted by the number of examples: X, Y, total → total (1 line)
        total += step(X, Y) * X.shape[1]
        # (2) count the examples: X, examples → examples (1 line)
        examples += X.shape[1]
        ### END CODE HERE ###
    return total / examples

# %% check points=6
check("run_epoch", run_epoch)

# %% tags=["expected"]
pretended = iter([2.0, 1.0, 0.4])
mean = run_epoch(lambda x, y: next(pretended), input_pipeline(ten, -ten, minibatch_size=4))
print(f"batches of 4, 4 and 2 examples that cost 2, 1 and 0.4: {mean:.6f}")

# %% [markdown]
# > **Remember.** You write the way forward, and the tape finds the way back. An optimiser has a memory, so make it once.
#
# **Ask yourself.**
#
# Why must the optimiser be made outside of `train_step`?
#
# <details><summary>Answer</summary>
#
# Adam keeps two moving means for each weight. An optimiser that is made anew forgets them, and takes every step as its first.
#
# </details>
#
# Is the cost of an epoch the cost of the network at the end of the epoch?
#
# <details><summary>Answer</summary>
#
# No. Its first batches were met by a younger network, so at the start of the training it is a little too high.
#
# </details>
#
# ## 7 · The whole training
#
# The model only puts the parts together. One line is new: `tf.function` turns your step into a graph, with your `input_specs` as its promise, so it is traced once for all batches.

# %% tags=["demo"]
def accuracy(X, Y, parameters):
    """Share of the examples with the largest logit in the row of their class."""
    classes, labels = tf.argmax(forward_propagation(X, parameters), axis=0), tf.argmax(Y, axis=0)
    return np.mean((classes == labels).numpy())


def model(X_train, Y_train, X_test, Y_test, learning_rate=0.0003, num_epochs=100, minibatch_size=32, print_cost=True):
    """Train the three layers with Adam.

    Returns the parameters, the cost of each epoch, and after each the accuracies on the training and the test set.
    """
    n_x, n_y = len(X_train), len(Y_train)
    parameters = initialize_parameters(n_x, n_y=n_y)
    optimizer = keras.optimizers.Adam(learning_rate)
    optimizer.build(list(parameters.values()))  # its variables are made here, not while the graph is traced
    batches = input_pipeline(X_train, Y_train, minibatch_size)

    @tf.function(input_signature=input_specs(n_x, n_y))
    def step(X, Y):
        return train_step(X, Y, parameters, optimizer)

    costs, accuracies = [], []
    for epoch in range(num_epochs):
        costs.append(float(run_epoch(step, batches)))
        accuracies.append([accuracy(X_train, Y_train, parameters), accuracy(X_test, Y_test, parameters)])
        if print_cost and epoch % 20 == 0:
            print(f"cost of epoch {epoch}: {costs[-1]:.6f}")
    return parameters, costs, accuracies

# %% [markdown]
# One hundred epochs, a quarter of a minute or so. The first cost should be close to $\log 6$. (The last digits may differ from one computer to another.)

# %% tags=["demo"]
parameters, costs, accuracies = model(X_train, Y_train, X_test, Y_test)
print(f"right: {accuracies[-1][0]:.1%} of the training set, {accuracies[-1][1]:.1%} of the test set")

# %% drawing
from utils.tf_utils import draw_gap

draw_gap(costs, accuracies)
show("Left, the cost falls from 1.8 to about 0.2. Right, the accuracy on the training set climbs to nearly all, that on the test set stays near seven in ten.")

# %% [markdown]
# The network has learnt: from one sixth, which is guessing, to about seven in ten of the test set, and nearly everything it was trained on. And there it is again, the gap of a22: **over-fitting**. With 307 615 numbers to learn and 1080 pictures, it can afford to remember single pictures. More epochs only widen the gap. With `num_epochs=300` (about a minute) the training set is all right in the end, and the test set is where it was:

# %% picture
import json

from utils.tf_utils import draw_gap

with open("long_run.json") as file:
    long_run = json.load(file)
draw_gap(long_run["costs"], long_run["accuracies"])
show("Left, the cost over 300 epochs falls to nearly 0. Right, the accuracy on the training set reaches 1, and that on the test set stays near seven in ten from epoch 100 on.")

# %% [markdown]
# Of 120 test pictures, one is 0.8 %, so never mind the digits. Which ones are wrong?

# %% drawing
from utils.tf_utils import draw_wrong

draw_wrong(X_test_orig, tf.argmax(forward_propagation(X_test, parameters), axis=0).numpy(), Y_test_orig[0])
show("Test hands that the network got wrong, each with its answer and the right number, mostly one finger more or less.")

# %% [markdown]
# Most mistakes are off by one finger: the network does not count, it compares brightness at fixed places. If a hand moves a little, everything it knows is somewhere else. Part 3 of the course teaches networks to look for a finger *wherever* it is.
#
# > **Remember.** Describe once, run many times: specs, graph, loop. Watch the test set, too: a training cost near zero is not a good network yet.
#
# **Ask yourself.**
#
# The last batch has 24 examples, the others 32. Why is one graph enough?
#
# <details><summary>Answer</summary>
#
# Its specs leave the number of examples open.
#
# </details>
#
# Your neighbour's network is right on four more of the test pictures than yours. Is it better?
#
# <details><summary>Answer</summary>
#
# Nobody can say. They are four of 120, and another start moves the count by as much. Compare five starts of each.
#
# </details>
#
# ## 8 · What the 0.5 is for
#
# Why did we subtract 0.5 from every pixel? Leave it away and see. Five starts with pixels from 0 to 1, five with pixels from −0.5 to 0.5, eight epochs each:

# %% tags=["demo"]
def start(k):
    """Starting parameters with seeds of their own."""
    sizes = [12288, 25, 12, 6]
    values = {}
    for layer in (1, 2, 3):
        shape = sizes[layer], sizes[layer - 1]
        values[f"W{layer}"] = tf.Variable(keras.initializers.GlorotUniform(seed=10 * k + layer)(shape))
        values[f"b{layer}"] = tf.Variable(tf.zeros((shape[0], 1)))
    return values


def after_epochs(X, k, epochs=8):
    """The cost of the last of some epochs, from start k."""
    values, optimizer = start(k), keras.optimizers.Adam(0.0003)
    optimizer.build(list(values.values()))
    step = tf.function(lambda x, y: train_step(x, y, values, optimizer), input_signature=input_specs(12288, 6))
    batches = input_pipeline(X, Y_train)
    return [float(run_epoch(step, batches)) for _ in range(epochs)][-1]


results = {name: [after_epochs(X_train + shift, k) for k in range(1, 6)] for name, shift in {"0 to 1": 0.5, "-0.5 to 0.5": 0}.items()}
for name, values in results.items():
    print(f"pixels from {name}: costs", ", ".join(f"{value:.4f}" for value in values))

# %% drawing
from utils.tf_utils import draw_starts

draw_starts(results)
show("Costs of the eighth epoch as dots: with pixels from 0 to 1, two of five lie at log 6 and the others not far below; centred, all five lie below log 6.")

# %% [markdown]
# With pixels from 0 to 1, some starts end at exactly $\log 6 = 1.7918$: the network says "each sign is as likely as the others" and nothing else. It is **dead**. All inputs of a unit are positive, so a step tends to move nearly all of its 12 288 weights the same way, and their sum by a lot. After one unlucky step the unit is below 0 for *every* picture. There the gradient is 0, and the unit never comes back. When a whole layer is dead, only the last biases still learn. Centred inputs pull some weights up and others down, and all five starts learn.
#
# > **Remember.** If a cost stays at the logarithm of the number of classes, look for dead units. Centre the inputs first.
#
# ## 9 · Hands it has never learnt
#
# Raise the thumb and nothing else. There is no such sign among the six. What does your network say? (To try a picture of your own, put its name in: `own_picture("my_hand.jpg")` cuts a square out of it and makes it small.)

# %% tags=["demo"]
from utils.tf_utils import thumbs_up

strange = [*thumbs_up(3), own_picture("../../data/my_picture.jpg")]
probabilities = tf.nn.softmax(forward_propagation(prepare(np.array(strange)), parameters), axis=0).numpy()
known = tf.nn.softmax(forward_propagation(X_test, parameters), axis=0).numpy()
print(f"of half of the test pictures it is less than {np.median(known.max(axis=0)):.0%} sure")
show_signs(strange, [f"{p.argmax()}? ({p.max():.0%} sure)" for p in probabilities.T])
show("Three hands with only the thumb up and a drawn cat; above each, which of the six signs the network takes it for.")

# %% [markdown]
# A thumb is taken for some sign or other, and so is a cat! And the percentages don't warn you: of a thumb it can be surer than of most real signs. The softmax shares out all of the probability among the six classes, whatever is in the picture. A network can't say "none of these" unless you teach it.
#
# > **Remember.** A classifier answers every question, also those that make no sense, and sounds sure.
#
# ## 10 · The same in a few lines
#
# For a stack of layers, Keras has all of this ready. Mind the border: **Keras counts examples as rows**, so `X.T` goes in, and the labels can stay whole numbers. There is no softmax here either: `from_logits=True` puts it into the loss.

# %% tags=["demo"]
keras.utils.set_random_seed(1)
layers = keras.layers
short = keras.Sequential([keras.Input((12288,)), layers.Dense(25, "relu"), layers.Dense(12, "relu"), layers.Dense(6)])
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
short.compile(optimizer=keras.optimizers.Adam(0.0003), loss=loss, metrics=["accuracy"])
short.fit(X_train.T, Y_train_orig[0], batch_size=32, epochs=30, verbose=0)
print(f"right after 30 epochs: {short.evaluate(X_test.T, Y_test_orig[0], verbose=0)[1]:.1%} of the test set")

# %% [markdown]
# The whole notebook in a few lines, and now you know what each of them does. (It had 30 epochs and yours had 100, so don't compare the two.)
#
# ## What you can do now
#
# You can feed a network by a pipeline, promise a graph its inputs, write a loss that is safe, and train any network of which you can write the way forward. In part 3, the layers themselves change: convolutions look at a picture piece by piece.
#
# ## Open questions
#
# These are not marked. To change a function, paste its text into a new cell and give it another name.
#
# - ★ Time `train_step` with and without `tf.function`. How much does the graph save?
# - ★★ Add an L2 penalty to the cost, $\lambda \sum W^2$, for all three matrices. Does the gap get smaller?
# - ★★ Add dropout after the first layer, `tf.nn.dropout(A1, rate)`, in training only. How do you tell `forward_propagation` which of the two it is?
# - ★★ Mirror every training picture, left to right (`tf.image.flip_left_right`, in the pipeline). What does it do to the test set?
# - ★★★ How many of the 25 units are dead for pixels from 0 to 1, after each of the first ten steps?
#
# <details><summary>For those who know the original</summary>
#
# The original is "TensorFlow Tutorial", for TensorFlow 1. The functions are the same, with these changes:
#
# - Lines that repeat are given: two of the three draws in `linear_function`, casts, and the loop over the layers.
# - `create_placeholders` is `input_specs`, and the line with the optimiser is `train_step`. `input_pipeline` and `run_epoch` are new; the original cut its mini-batches in NumPy, divided the sum of 34 batch costs by 33, and so printed costs that are about 3 % too high.
# - `linear_function` takes a seed. Its numbers for seed 1 are the published ones, and so are those of `sigmoid`, `one_hot_matrix` and `ones`. The published check of `cost` feeds sigmoids as logits; its four numbers come out here as well.
# - The original used one seed for all three matrices; here each layer has its own.
# - It trained 1500 epochs with rate 0.0001 on pixels from 0 to 1, and reported 99.9 % on the training and 71.7 % on the test set, photographs of real hands. If you have them, `course data add` puts them in place, and `load_dataset` takes them.
# - Its own picture, a thumb that points up, was taken for a 3.
#
# </details>

# %% tags=["demo"]
progress()
