# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A deep network, step by step
#
# **How do you write a network once, and then make it as deep as you like?** The network of a15 had one hidden layer, and every line of it was written for exactly that. Here you take it apart into ten small blocks, for layers of any size; all but the first serve a network of any depth. At the end they are chained, three hidden layers deep, and learn the flower:

# %% picture
import matplotlib.pyplot as plt

from utils.dnn_utils import draw_goal
from utils.figures import show

plt.style.use("utils.course")
draw_goal()
show("The flower of a15, with the boundary that a network of three hidden relu layers has learnt: it is made of straight pieces.")

# %% [markdown]
# (A library's network has drawn this one. Yours will draw its own.)
#
# **About 90 minutes.** That is for reading and for your code; with the figures and the questions it may be two hours. Two sittings are best: steps 1 to 6, then 7 to 10.
#
# **What you build**
#
# 1. `initialize_parameters`: the start of two layers
# 2. `initialize_parameters_deep`: the start of any number of layers
# 3. `linear_forward`: the linear step
# 4. `linear_activation_forward`: one layer
# 5. `L_model_forward`: all layers
# 6. `compute_cost`: how wrong the network is
# 7. `linear_backward`: back through the linear step
# 8. `linear_activation_backward`: back through one layer
# 9. `L_model_backward`: back through all layers
# 10. `update_parameters`: one step downhill
#
# You need the network with one hidden layer ([a15](../a15_planar_classification/a15_planar_classification.ipynb)).
#
# **How this notebook works** ([a11](../a11_numpy_basics/a11_numpy_basics.ipynb) says it at length)
#
# - Write your code between `### START CODE HERE ###` and `### END CODE HERE ###`, and delete the line `raise NotImplementedError(...)` there. `≈` says about how many lines to expect. A function with a loop may have two such places.
# - Run the check below each function: it says what is right, and what to look at if something is not. Your work is marked with other numbers, other sizes and other depths.
# - Stuck? Open the three hints in order. As always, functions leave their arguments unchanged, and examples are columns.
#
# ## 1 · The plan
#
# Every library of networks has these blocks ready. Which of the packages below knows what a layer is?
#
# | package | what it does here |
# |---|---|
# | [NumPy](https://numpy.org/doc/stable/) | multiplies the matrices. The depth of a network is not its business: that is yours |
# | [Matplotlib](https://matplotlib.org/stable/) | draws the figures |
# | `utils` | belongs to this course: it has `check`, `progress`, and `show`, which displays a figure |
# | `utils.dnn_utils` | has two activations, and the way back through each: the sigmoid, which you wrote in a11 (this one also returns its input, as a cache), and the relu, which is new |
# | `utils.planar_utils` | has the flower of a15 |
#
# <details><summary>Answer</summary>
#
# None of them: that is what you write here. In Keras, a layer is one line, [`Dense(5, activation="relu")`](https://keras.io/api/layers/core_layers/dense/). Inside it are your blocks 3 and 4. Its argument `kernel_initializer` says how its weights start: that is block 2, for one layer. The way back, 7 and 8, is left to the tape of a12. When your ten blocks run, you know what that one line does.
#
# </details>

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils import check, progress
from utils.dnn_utils import relu, relu_backward, sigmoid, sigmoid_backward
from utils.figures import show
from utils.planar_utils import load_planar_dataset

plt.style.use("utils.course")

# %% [markdown]
# If something fails and you ask for help, send this line along. It says which versions you have:

# %% tags=["demo"]
from importlib.metadata import version

print(", ".join(f"{package} {version(package)}" for package in ["numpy", "matplotlib"]))

# %% [markdown]
# The layers are numbered from 1 to $L$. The input counts as layer 0, so $A^{[0]} = X$, with the shape $(n_0, m)$. Every layer does the same two things, a linear step and an activation:
#
# $$
# Z^{[l]} = W^{[l]} A^{[l-1]} + b^{[l]}, \qquad A^{[l]} = g^{[l]}\left(Z^{[l]}\right), \qquad l = 1, \dots, L.
# $$
#
# The hidden layers, 1 to $L-1$, use $g(z) = \text{relu}(z) = \max(0, z)$. The output layer $L$ uses the sigmoid, because its result is a probability. (Why relu, and not the $\tanh$ of a15? For every $z > 0$ its slope is 1, however large $z$ is, where $\tanh$ becomes flat.) Linear step and activation together count as **one** layer.

# %% drawing
from utils.dnn_utils import draw_blocks

draw_blocks([4, 5, 3, 1])
show("Blocks of a three-layer network: layers 1 to 3 and the cost from left to right, and below them the backward pass from right to left, with a cache from each layer down to its backward block.")

# %% [markdown]
# The upper row is the forward pass. The lower row is the backward pass, which meets the layers in the opposite order. Each backward block needs values that its forward twin has already computed, so the forward block puts them aside in a **cache** (the dashed arrows). It matters what is where in a cache, because the twin takes it apart again:
#
# | name | what it is | made by | taken by |
# |---|---|---|---|
# | `linear_cache` | the tuple `(A_prev, W, b)`, what went into the linear step | `linear_forward` | `linear_backward` |
# | `activation_cache` | the array `Z`, what went into the activation | `relu`, `sigmoid` | `relu_backward`, `sigmoid_backward` |
# | `cache` | the tuple `(linear_cache, activation_cache)` of one layer | `linear_activation_forward` | `linear_activation_backward` |
# | `caches` | the list of the $L$ layers' caches, in order: layer 1 is `caches[0]`, layer $L$ is `caches[L - 1]` | `L_model_forward` | `L_model_backward` |
#
# Some blocks call others: block 5 calls block 4 once for each layer, and block 4 calls block 3. On the way back, 9 calls 8, and 8 calls 7.
#
# Four helpers are ready. They work entry by entry on arrays of shape `(n, m)`:
#
# | helper | returns |
# |---|---|
# | `sigmoid(Z)` | `A, activation_cache`, with $A = \frac{1}{1 + e^{-Z}}$ |
# | `relu(Z)` | `A, activation_cache`, with $A = \max(0, Z)$ |
# | `sigmoid_backward(dA, activation_cache)` | `dZ`, that is `dA` times the slope of the sigmoid |
# | `relu_backward(dA, activation_cache)` | `dZ`: `dA` where `Z > 0`, and 0 elsewhere |
#
# At $z = 0$ the relu has a kink and no slope; `relu_backward` takes 0 there.
#
# To try out each function we use a network with four inputs, hidden layers of five and three units, one output, and six examples. All sizes differ, so an answer that is transposed shows at once.

# %%
rng = np.random.RandomState(16)
X_small = rng.randn(4, 6)
Y_small = np.array([[0, 1, 1, 0, 1, 0]])
parameters_small = {
    "W1": 0.8 * rng.randn(5, 4),
    "b1": 0.3 * rng.randn(5, 1),
    "W2": 0.8 * rng.randn(3, 5),
    "b2": 0.3 * rng.randn(3, 1),
    "W3": 0.8 * rng.randn(1, 3),
    "b3": 0.3 * rng.randn(1, 1),
}

# %% [markdown]
# > **Remember.** A layer is a linear step and an activation. Each forward block leaves a cache, and its backward twin takes it apart.
#
# **Ask yourself.**
#
# A network has three hidden layers and an output layer. What is $L$?
#
# <details><summary>Answer</summary>
#
# 4. Only layers with parameters count, so the input does not.
#
# </details>
#
# Which entry of `caches` belongs to layer 2?
#
# <details><summary>Answer</summary>
#
# `caches[1]`. Layers count from 1, lists from 0.
#
# </details>
#
# Three layers, one step of training: forward, cost, backward, update. How often does each of the blocks 3 to 10 run?
#
# <details><summary>Answer</summary>
#
# The two forward blocks of a layer, 3 and 4, and the two backward blocks, 7 and 8: three times each. The others, 5, 6, 9 and 10: once. That makes 16 calls, of eight short functions. With thirty layers it is 124, of the same eight.
#
# </details>
#
# ## 2 · Where the parameters start
#
# Begin with what you know: an input, one hidden layer, an output. In blocks, with three inputs and two hidden units, the network of a15 looks like this (except that tanh has become relu):

# %% drawing
from utils.dnn_utils import draw_blocks

draw_blocks([3, 2, 1])
show("Blocks of a two-layer network: forward through layer 1, relu, and layer 2, sigmoid, to the cost; backward below, with two caches.")

# %% [markdown]
# ### Step 1 · Two layers
#
# You wrote this one in a15; only the seed is new. The docstring gives the shapes. How did the weights and the biases start there?
#
# <details><summary>Answer</summary>
#
# Weights start as standard normal numbers × 0.01: small, and random, so that the units of a layer become different. Biases may start at 0.
#
# </details>
#
# While you write, watch: what changes from the first pair of lines to the second? The loop of step 2 has to know just that.
#
# The seed is set for you. Random numbers form one fixed sequence, so draw `W1` first and `W2` second. ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# A weight matrix has one row for each unit of its own layer. What does it have one column for?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.random.randn(rows, columns)` takes two numbers; `np.zeros((rows, columns))` takes one pair: the outer parentheses call, the inner ones are the shape.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `W2 = np.random.randn(___, n_h) * 0.01`
#
# </details>

# %% solution
def initialize_parameters(n_x, n_h, n_y):
    """The start of a network of n_x, n_h and n_y units.

    Returns a dictionary: W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1).
    """
    np.random.seed(1)  # the same start for everyone, so that results can be compared
    ### START CODE HERE ### (≈ 4 lines)
    # (1) the hidden layer: n_h, n_x → W1, b1 (2 lines)
    W1 = np.random.randn(n_h, n_x) * 0.01
    b1 = np.zeros((n_h, 1))
    # (2) the output layer: n_y, n_h → W2, b2 (2 lines)
    W2 = np.random.randn(n_y, n_h) * 0.01
    b2 = np.zeros((n_y, 1))
    ### END CODE HERE ###
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}

# %% check points=5
check("initialize_parameters", initialize_parameters)

# %% tags=["expected"]
for name, value in initialize_parameters(3, 2, 1).items():
    print(f"{name} has shape {value.shape}, last entry {value[-1, -1]:+.6f}")

# %% [markdown]
# So, what changes from the first pair of lines to the second, and what stays the same?
#
# <details><summary>Answer</summary>
#
# The same: random numbers × 0.01 and a column of zeros, with as many rows as the layer has units. What changes: the number in the names, and the two sizes, from `n_h, n_x` to `n_y, n_h`. So `W2` has a column for each row of `W1`. In the loop of step 2, all three depend on the number of the layer.
#
# </details>
#
# ### Step 2 · Any number of layers
#
# With many layers nobody writes `W1`, `W2`, `W3`, … by hand. A loop does it, and its only input is the list of sizes, `layer_dims` $= [n_0, n_1, \dots, n_L]$. The list has $L + 1$ entries, because the input is in it too, and layer $l$ finds its size at `layer_dims[l]`.
#
# Suppose the inputs are 209 colour pictures of 64 × 64 pixels, flattened ($64 \cdot 64 \cdot 3 = 12288$ numbers each):
#
# | layer | `W` | `b` | linear step | `Z` and `A` |
# |---|---|---|---|---|
# | 1 | $(n_1, 12288)$ | $(n_1, 1)$ | $Z^{[1]} = W^{[1]} X + b^{[1]}$ | $(n_1, 209)$ |
# | 2 | $(n_2, n_1)$ | $(n_2, 1)$ | $Z^{[2]} = W^{[2]} A^{[1]} + b^{[2]}$ | $(n_2, 209)$ |
# | … | … | … | … | … |
# | $L$ | $(n_L, n_{L-1})$ | $(n_L, 1)$ | $Z^{[L]} = W^{[L]} A^{[L-1]} + b^{[L]}$ | $(n_L, 209)$ |
#
# The matrices fit together like dominoes: each has as many columns as the one before it has rows. A bias has a single column, and NumPy [broadcasts](https://numpy.org/doc/stable/user/basics.broadcasting.html) it, that is, adds it to every column of the product:

# %% tags=["expected"]
W = np.array([[1, 0, 2], [0, 3, 1]])  # (2, 3)
A = np.array([[1, 2, 3, 4], [1, 1, 1, 1], [0, 1, 0, 1]])  # (3, 4)
b = np.array([[100], [200]])  # (2, 1)
print(f"W A has shape {(W @ A).shape}:\n{W @ A}")
print(f"W A + b has shape {(W @ A + b).shape}:\n{W @ A + b}")

# %% [markdown]
# **A worked case: one layer.** For $L = 1$ the network is logistic regression, and `layer_dims` is $[n_0, n_1]$. No loop is needed yet:
#
# ```python
# parameters["W" + str(1)] = np.random.randn(layer_dims[1], layer_dims[0]) * 0.01
# parameters["b" + str(1)] = np.zeros((layer_dims[1], 1))
# ```
#
# Now write the two lines for layer $l$. The loop around them is given. What takes the place of each 1, and of the 0? The order of the loop is the order of the random numbers, and the seed is set **once**, before it. ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# In the worked case, which of the numbers are the layer's own, and which is that of the layer before?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The layer's own size is `layer_dims[l]`; the size of the layer before is one place to the left. `"W" + str(l)` is the key of its weights.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `parameters["W" + str(l)] = np.random.randn(layer_dims[l], ___) * 0.01`
#
# </details>

# %% solution
def initialize_parameters_deep(layer_dims):
    """Small random weights and zero biases for a network of any depth.

    layer_dims: list of the sizes n_0, n_1, …, n_L
    Returns a dictionary: for each layer l = 1, …, L the weights Wl (n_l, n_{l-1}) and the biases bl (n_l, 1).
    """
    np.random.seed(3)  # once, so that all layers are drawn from one sequence
    parameters = {}
    L = len(layer_dims) - 1  # the input has no parameters
    for l in range(1, L + 1):
        ### START CODE HERE ### (≈ 2 lines)
        # (1) the weights of layer l: two sizes → standard normal times 0.01, under the key Wl (1 line)
        parameters["W" + str(l)] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * 0.01
        # (2) its biases: one size → zeros, under the key bl (1 line)
        parameters["b" + str(l)] = np.zeros((layer_dims[l], 1))
        ### END CODE HERE ###
    return parameters

# %% check points=10
check("initialize_parameters_deep", initialize_parameters_deep)

# %% tags=["expected"]
for name, value in initialize_parameters_deep([5, 4, 3]).items():
    print(f"{name} has shape {value.shape}, last entry {value[-1, -1]:+.6f}")

# %% [markdown]
# The picture shows the weights of a four-layer network that your function has made. Go from left to right: the width of each matrix is the height of the one before.

# %% drawing
from utils.dnn_utils import draw_weights

draw_weights(initialize_parameters_deep([7, 5, 4, 3, 1]))
show("Four random weight matrices drawn as grids of 5 by 7, 4 by 5, 3 by 4 and 1 by 3 squares, dark for negative and light for positive values.")

# %% [markdown]
# > **Remember.** `W` has a row for each unit of its own layer and a column for each unit of the layer before. To make a network deeper, make a list longer.
#
# **Ask yourself.**
#
# Why may biases start at zero, but weights not?
#
# <details><summary>Answer</summary>
#
# If all weights are zero, all units of a layer have the same weights, to them and from them. They compute the same and get the same gradient, so they stay equal for ever. Different weights are enough to break this symmetry.
#
# </details>
#
# What happens if the seed is set inside the loop?
#
# <details><summary>Answer</summary>
#
# Every layer begins with the same random numbers.
#
# </details>
#
# ## 3 · Forward
#
# ### Step 3 · The linear step
#
# As a definition, one unit and one example at a time, the linear step is a weighted sum and a bias:
#
# ```python
# for i in range(m):
#     for k in range(n):
#         Z[k, i] = np.sum(W[k, :] * A[:, i]) + b[k, 0]
# ```
#
# Write it **without loops**, for the whole layer at once:
#
# $$
# Z^{[l]} = W^{[l]} A^{[l-1]} + b^{[l]}
# $$
#
# | array | shape |
# |---|---|
# | `A` (the activations of the layer before) | `(n_prev, m)` |
# | `W` | `(n, n_prev)` |
# | `b` | `(n, 1)` |
# | `Z` | `(n, m)` |
#
# The cache is packed for you below your part. ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# Which two of the shapes in the table have a size in common, and in which order can these arrays be multiplied?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `@` (or `np.dot`) is the matrix product; `*` multiplies entry by entry. A column of shape `(n, 1)` is broadcast by itself.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `Z = ___ + b`
#
# </details>

# %% solution
def linear_forward(A, W, b):
    """The linear step of one layer.

    A: activations of the layer before (or the inputs), shape (n_prev, m)
    W: weights, shape (n, n_prev)
    b: biases, shape (n, 1)
    Returns Z, shape (n, m), and the cache: the tuple (A, W, b).
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) weighted sums and biases, all units and examples at once: W, A, b → Z (1 line)
    Z = W @ A + b  # (n, m)
    ### END CODE HERE ###
    cache = (A, W, b)
    return Z, cache

# %% check points=10
check("linear_forward", linear_forward)

# %% tags=["expected"]
Z1, cache1 = linear_forward(X_small, parameters_small["W1"], parameters_small["b1"])
print(f"Z1 has shape {Z1.shape}; Z1[0, 2] = {Z1[0, 2]:+.6f}, Z1[4, 1] = {Z1[4, 1]:+.6f}")
print("the cache holds arrays of the shapes", ", ".join(str(array.shape) for array in cache1))

# %% [markdown]
# ### Step 4 · One layer
#
# Linear step and activation together make a layer:
#
# $$
# A^{[l]} = g\left(Z^{[l]}\right) = g\left(W^{[l]} A^{[l-1]} + b^{[l]}\right)
# $$
#
# The string `activation` says which $g$ it is, and the first line looks it up: `g` is the helper `sigmoid`, $\frac{1}{1 + e^{-Z}}$, or the helper `relu`, $\max(0, Z)$. (A function is a value, so it can get a second name.) Mind that both return two things, `A` and `activation_cache`, which is just `Z`: on the way back, step 8 needs the slope of $g$ at `Z`. (The `sigmoid` of a11 to a15 returned only `A`.) ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# What does `linear_forward` return, and which part of it does the activation take?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Both `linear_forward` and `g` return two values, so each line needs two names on the left.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `Z, linear_cache = linear_forward(A_prev, ___, b)`
#
# </details>

# %% solution
def linear_activation_forward(A_prev, W, b, activation):
    """One layer: the linear step, then the activation.

    A_prev: activations of the layer before (or the inputs), shape (n_prev, m)
    W: weights, shape (n, n_prev)
    b: biases, shape (n, 1)
    activation: "sigmoid" or "relu"
    Returns A, shape (n, m), and the cache: the tuple (linear_cache, activation_cache), that is ((A_prev, W, b), Z).
    """
    g = {"sigmoid": sigmoid, "relu": relu}[activation]
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the linear step: A_prev, W, b → Z, linear_cache (1 line)
    Z, linear_cache = linear_forward(A_prev, W, b)
    # (2) the activation: Z → A, activation_cache (1 line)
    A, activation_cache = g(Z)
    ### END CODE HERE ###
    cache = (linear_cache, activation_cache)
    return A, cache

# %% check points=10
check("linear_activation_forward", linear_activation_forward)

# %% tags=["expected"]
for activation in ("sigmoid", "relu"):
    A1, _ = linear_activation_forward(X_small, parameters_small["W1"], parameters_small["b1"], activation)
    print(f"{activation}: A1 has shape {A1.shape}; A1[0, 2] = {A1[0, 2]:.6f}, A1[4, 1] = {A1[4, 1]:.6f}")

# %% [markdown]
# Both layers computed the same 30 numbers `Z`, five units times six examples. The sigmoid squeezes them between 0 and 1. The relu sets the negative ones to 0 and leaves the others alone.

# %% drawing
from utils.dnn_utils import draw_activations

layers = {}
for kind in ("sigmoid", "relu"):
    A1, (_, Z1) = linear_activation_forward(X_small, parameters_small["W1"], parameters_small["b1"], kind)
    layers[kind] = (Z1, A1)
draw_activations(layers)
show("Thirty values on the S-shaped sigmoid curve at the left, and the same thirty on the relu, flat and then rising, at the right.")

# %% [markdown]
# Put such layers one behind another, and you have a deep network:

# %% drawing
from utils.dnn_utils import draw_blocks

draw_blocks([4, 5, 3, 1], backward=False)
show("The forward pass of a three-layer network: X enters layer 1, A1 layer 2, A2 layer 3, and AL the cost.")

# %% [markdown]
# ### Step 5 · All layers
#
# Chain the layers: the output of one is the input of the next.
#
# $$
# X = A^{[0]} \to A^{[1]} \to \dots \to A^{[L-1]} \to A^{[L]} = \hat Y
# $$
#
# Layers 1 to $L-1$ are relu layers, layer $L$ is a sigmoid layer. Put the cache of **every** layer into the list `caches`, in the order of the layers. `parameters` has two entries for each layer, so $L$ is `len(parameters) // 2`; that line is given. ≈ 2 lines in the loop, ≈ 2 lines after it.
#
# <details><summary>Hint 1</summary>
#
# What is the input of the first layer, and under which name does each layer find the output of the one before? After the loop, which variable holds the input of the last layer?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# If the loop calls its result `A` again, the next round finds it there. `caches.append(...)` puts one thing at the end of the list.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `AL, cache = linear_activation_forward(___, parameters["W" + str(L)], parameters["b" + str(L)], ___)`
#
# </details>

# %% solution
def L_model_forward(X, parameters):
    """The whole network: relu layers 1 to L - 1, then a sigmoid layer.

    X: inputs, shape (n_0, m)
    parameters: dictionary W1, b1, …, WL, bL
    Returns AL, shape (1, m), the probability of label 1 for each example, and the list of the caches of all L layers,
    from layer 1 to layer L.
    """
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L):
        ### START CODE HERE ### (≈ 2 lines)
        # (1) layer l, with relu: A, Wl, bl → A, cache (1 line)
        A, cache = linear_activation_forward(A, parameters["W" + str(l)], parameters["b" + str(l)], "relu")
        # (2) its cache goes to the end of the list: cache → caches (1 line)
        caches.append(cache)
        ### END CODE HERE ###
    ### START CODE HERE ### (≈ 2 lines)
    # (3) layer L, with sigmoid: A, WL, bL → AL, cache (1 line)
    AL, cache = linear_activation_forward(A, parameters["W" + str(L)], parameters["b" + str(L)], "sigmoid")
    # (4) its cache comes last: cache → caches (1 line)
    caches.append(cache)
    ### END CODE HERE ###
    return AL, caches

# %% check points=15
check("L_model_forward", L_model_forward)

# %% tags=["expected"]
AL_small, caches_small = L_model_forward(X_small, parameters_small)
print("AL: " + ", ".join(f"{a:.6f}" for a in AL_small.ravel()))
for layer, ((A_prev, W, b), Z) in enumerate(caches_small, start=1):
    print(f"cache of layer {layer}: A_prev {A_prev.shape}, W {W.shape}, b {b.shape}, Z {Z.shape}")

# %% [markdown]
# Why many layers? Let a single number $x$ run from −3 to 3 through a network with three hidden layers of four units, and look at what each layer makes of it: one line for each unit. A relu unit of layer 1 is a line with a kink. Layer 2 adds up such lines, and its own relu folds them once more; layer 3 does the same with those. A few units make many kinks if their layers follow one another.

# %% drawing
from utils.dnn_utils import draw_layers

fold, fold_sizes, parameters_fold = np.random.RandomState(381), [1, 4, 4, 4, 1], {}
for k in (1, 2, 3, 4):
    parameters_fold[f"W{k}"] = fold.randn(fold_sizes[k], fold_sizes[k - 1]) * np.sqrt(2 / fold_sizes[k - 1])
    parameters_fold[f"b{k}"] = 0.7 * fold.randn(fold_sizes[k], 1)
x = np.linspace(-3, 3, 601).reshape(1, -1)  # (1, 601)
AL_fold, caches_fold = L_model_forward(x, parameters_fold)
draw_layers(x, [kept[0][0] for kept in caches_fold[1:]] + [AL_fold])
show("Four panels of curves over x: lines with one kink in layer 1, V and tent shapes in layer 2, zigzags in layer 3, and one zigzag of probabilities in layer 4.")

# %% [markdown]
# > **Remember.** All layers are one function, called $L$ times. Its output is the next one's input, and every call leaves a cache in the list.
#
# **Ask yourself.**
#
# How many relu layers does `L_model_forward` run for the sizes `[4, 5, 3, 1]`?
#
# <details><summary>Answer</summary>
#
# Two: the layers of 5 and of 3 units. The last one has a sigmoid.
#
# </details>
#
# And for `[4, 1]`?
#
# <details><summary>Answer</summary>
#
# None. `range(1, 1)` is empty, so only the sigmoid layer runs, on `A = X`. This is logistic regression.
#
# </details>
#
# ## 4 · The cost
#
# ### Step 6 · Cross-entropy
#
# You know this one, too, from a15. The cost sees only the last layer, however many there are before it. It is the mean of the negative logarithm of the probability that the network gave to the right label.
#
# $$
# J = -\frac{1}{m} \sum_{i=1}^{m} \left( y^{(i)} \log a^{[L](i)} + \left(1 - y^{(i)}\right) \log\left(1 - a^{[L](i)}\right) \right)
# $$
#
# What is new: labels may be of any type that can hold 0 and 1, that is, whole numbers with or without a sign, floats, `True` and `False`. So put the minus before the sum, not before `Y`: for a 1 of the unsigned type `uint8`, `-Y` is 255. Write it from the formula; a ready-made function such as `sklearn.metrics.log_loss` does not count. ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# One of the two terms in the parentheses is always zero. Which one, if the label is 1?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.log` takes a whole array, `*` pairs up two arrays entry by entry, and `np.sum` adds up everything. The number of examples, `m`, is given.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `log_probabilities = Y * np.log(AL) + ___`
#
# </details>

# %% solution
def compute_cost(AL, Y):
    """Mean cross-entropy between the predicted probabilities and the labels.

    AL: predicted probabilities of label 1, shape (1, m)
    Y: labels 0 or 1 of any type, shape (1, m)
    Returns the cost, one number.
    """
    m = Y.shape[1]
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the log-probability of the right label: AL, Y → log_probabilities, shape (1, m) (1 line)
    log_probabilities = Y * np.log(AL) + (1 - Y) * np.log(1 - AL)  # (1, m)
    # (2) the negative mean: log_probabilities, m → cost (1 line)
    cost = -np.sum(log_probabilities) / m
    ### END CODE HERE ###
    return cost

# %% check points=10
check("compute_cost", compute_cost)

# %% tags=["expected"]
print(f"three labels 1, 1, 0: {compute_cost(np.array([[0.8, 0.9, 0.4]]), np.array([[1, 1, 0]])):.6f}")
print(f"the small network: {compute_cost(AL_small, Y_small):.6f}")

# %% [markdown]
# What does such a number tell you? Three networks have judged the same ten pictures. Here is the probability that each gave to the right label. Which of the three has the lowest cost, and which the highest? Put them in order. The first is easy by hand: it pays $-\log 0.6 \approx 0.51$ ten times, so its mean is 0.51.
#
# | network | on nine pictures | on the tenth |
# |---|---|---|
# | careful | 0.6 | 0.6 |
# | sure | 0.95 | 0.05 |
# | very sure | 0.99 | 0.00001 |

# %% tags=["demo"]
for name, nine, tenth in [("careful", 0.6, 0.6), ("sure", 0.95, 0.05), ("very sure", 0.99, 0.00001)]:
    AL_ten = np.array([[nine] * 9 + [tenth]])  # (1, 10); all labels are 1
    print(f"{name}: {np.sum(AL_ten > 0.5)} of 10 right, cost {compute_cost(AL_ten, np.ones((1, 10))):.4f}")

# %% [markdown]
# Surprised? The careful network is right on all ten, and the sure one, which misses one, still has the lower cost. The very sure one is right just as often as the sure one and pays more than three times as much, nearly all of it for one picture. **Training sees the cost, not the number of right answers.** Change the 0.00001 to 0: what does your function say now?
#
# <details><summary>Answer</summary>
#
# `inf`, and NumPy warns: $-\log 0$ is infinite.
#
# </details>
#
# Who pays how much in the small network? Each bar is what your function says for one example alone; the cost of all six is their mean.

# %% drawing
from utils.dnn_utils import draw_single_costs

single_costs = [compute_cost(AL_small[:, [column]], Y_small[:, [column]]) for column in range(6)]
draw_single_costs(AL_small, Y_small, single_costs, compute_cost(AL_small, Y_small))
show("Six bars, one per example, hatched where the label is 1: the further the probability is from the label, the higher the bar; a dashed line marks their mean.")

# %% [markdown]
# > **Remember.** The cost is the mean of what each example pays. It grows without limit for a network that is sure and wrong.
#
# **Ask yourself.**
#
# What is the cost of a network that says one half to everything?
#
# <details><summary>Answer</summary>
#
# $-\log \frac12 \approx 0.693$, whatever the labels are. Many trainings begin there.
#
# </details>
#
# When is the cost exactly zero?
#
# <details><summary>Answer</summary>
#
# Only if every right label has the probability 1. The sigmoid never quite gets there. (When rounding takes it there, the formula says `nan`: $0 \cdot \log 0$.)
#
# </details>
#
# You are halfway. Forward is done, and this is a good place for a break.
#
# ## 5 · Backward
#
# Now the lower row of the plan, from right to left. Each layer receives `dA`, the gradient with respect to its own output, and has two questions to answer. How should *my* parameters change (`dW`, `db`)? And what do I tell the layer before me (`dA_prev`)? Inside, it goes through its two halves in the opposite order, the activation first:

# %% drawing
from utils.dnn_utils import draw_backward_layer

draw_backward_layer()
show("Inside one backward layer, from right to left: dA enters the activation's block with cache Z, gives dZ; the linear block with cache A_prev, W, b gives dA_prev, and dW and db.")

# %% [markdown]
# **What exactly is `dA`?** Each column of $A^{[l]}$ belongs to one example and influences the loss of this example only. So column $i$ of `dA` is the gradient of **its own** loss $\mathcal{L}^{(i)}$, without a mean, and the same goes for `dZ`. The mean enters where the examples meet: in `dW` and `db`, which are gradients of the cost $J = \frac{1}{m} \sum_i \mathcal{L}^{(i)}$. So one rule holds for this whole section: **`dW` and `db` carry the factor $\frac{1}{m}$, `dA` and `dZ` do not.**
#
# ### Step 7 · Back through the linear step
#
# | gradient | one example | all examples | shape |
# |---|---|---|---|
# | `dW` | $dz \, a_{prev}^\top$ | $dW^{[l]} = \frac{1}{m} dZ^{[l]} A^{[l-1]\top}$ | `(n, n_prev)`, like `W` |
# | `db` | $dz$ | $db^{[l]} = \frac{1}{m} \sum_{i=1}^{m} dz^{[l](i)}$ | `(n, 1)`, like `b` |
# | `dA_prev` | $W^\top dz$ | $dA^{[l-1]} = W^{[l]\top} dZ^{[l]}$ | `(n_prev, m)`, like `A_prev` |
#
# <details><summary>Where does this come from?</summary>
#
# Unit $k$ computes $z_k = \sum_j W_{kj} a_j + b_k$. So $W_{kj}$ enters $z_k$ with the factor $a_j$, $b_k$ with the factor 1, and the chain rule gives $dW_{kj} = dz_k \, a_j$ and $db_k = dz_k$.
#
# But $a_j$ enters *every* $z_k$, with the factor $W_{kj}$. All these ways add up: $da_j = \sum_k W_{kj} \, dz_k$, which is row $j$ of $W^\top dz$.
#
# For all examples, the product $dZ \, A^\top$ adds up the products $dz \, a^\top$, one for each example. Divided by $m$, it is their mean.
#
# </details>
#
# `dZ` has the shape `(n, m)`. ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# A gradient has the shape of what it belongs to. In which order, and with which of them transposed, do `dZ` and `A_prev` give the shape of `W`?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `.T` transposes. `np.sum(..., axis=1, keepdims=True)` adds up the examples and leaves a column. Which of the three formulas has no 1/m?
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `dW = dZ @ ___ / m`
#
# </details>

# %% solution
def linear_backward(dZ, cache):
    """Gradients of the linear step of one layer.

    dZ: gradient with respect to Z, shape (n, m); a column per example, no mean
    cache: the tuple (A_prev, W, b) from linear_forward; A_prev (n_prev, m), W (n, n_prev), b (n, 1)
    Returns dA_prev (n_prev, m), without a mean; dW (n, n_prev) and db (n, 1), means over the examples.
    """
    A_prev, W, b = cache
    m = A_prev.shape[1]
    ### START CODE HERE ### (≈ 3 lines)
    # (1) the weights: dZ, A_prev, m → dW, a mean (1 line)
    dW = dZ @ A_prev.T / m  # (n, n_prev)
    # (2) the biases: dZ, m → db, a mean, as a column (1 line)
    db = np.sum(dZ, axis=1, keepdims=True) / m  # (n, 1)
    # (3) the activations of the layer before: W, dZ → dA_prev, no mean (1 line)
    dA_prev = W.T @ dZ  # (n_prev, m)
    ### END CODE HERE ###
    return dA_prev, dW, db

# %% check points=10
check("linear_backward", linear_backward)

# %% [markdown]
# Don't believe it, measure it. Take any `dZ`, here a random one. It is the gradient of the number $S = \sum dZ * Z$ with respect to $Z$. So `dA_prev` must be the slope of $S$ along each entry of `A_prev`, and `dW` and `db` must be the slopes of $S / m$.

# %% tags=["expected"]
dZ_small = np.random.RandomState(7).randn(3, 6)
A_prev, W, b = caches_small[1][0]  # what went into the linear step of layer 2


def shifted_sum(position, entry, shift):
    """The number S after one entry of one of the three arrays has moved by shift."""
    arrays = [A_prev.copy(), W.copy(), b.copy()]
    arrays[position][entry] += shift
    Z, _ = linear_forward(*arrays)
    return np.sum(dZ_small * Z)


gradients = linear_backward(dZ_small, (A_prev, W, b))
for position, (name, entry, divisor) in enumerate([("dA_prev", (4, 3), 1), ("dW", (1, 2), 6), ("db", (2, 0), 6)]):
    measured = (shifted_sum(position, entry, 1e-4) - shifted_sum(position, entry, -1e-4)) / 2e-4 / divisor
    print(f"{name}{list(entry)}: computed {gradients[position][entry]:+.6f}, measured {measured:+.6f}")

# %% [markdown]
# ### Step 8 · Back through a whole layer
#
# First through the activation, then through the linear step:
#
# $$
# dZ^{[l]} = dA^{[l]} * g'\left(Z^{[l]}\right)
# $$
#
# Here $*$ multiplies entry by entry. The helper does exactly this, and the given line looks it up: `g_backward` is `sigmoid_backward` or `relu_backward`. Your `linear_backward` does the rest. ≈ 2 lines.
#
# <details><summary>Where does the slope of the sigmoid come from?</summary>
#
# $a = \frac{1}{1 + e^{-z}}$ has the slope $\frac{e^{-z}}{(1 + e^{-z})^2}$. The first factor $\frac{1}{1 + e^{-z}}$ is $a$, and what is left, $\frac{e^{-z}}{1 + e^{-z}}$, is $1 - a$. So $g'(z) = a \, (1 - a)$.
#
# </details>
#
# <details><summary>Hint 1</summary>
#
# The first line takes the layer's cache apart. Which of the two parts does the activation's helper need, and which one does `linear_backward` need?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The helper returns one array, `dZ`. `linear_backward` returns three values, in the same order in which this function has to return them.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `dZ = g_backward(dA, ___)`, and the second line calls `linear_backward` with that result and the other part of the cache
#
# </details>

# %% solution
def linear_activation_backward(dA, cache, activation):
    """Gradients of one layer.

    dA: gradient with respect to the layer's output A, shape (n, m); a column per example, no mean
    cache: the tuple (linear_cache, activation_cache) from linear_activation_forward, that is ((A_prev, W, b), Z)
    activation: "sigmoid" or "relu"
    Returns dA_prev (n_prev, m), dW (n, n_prev) and db (n, 1), as linear_backward does.
    """
    linear_cache, activation_cache = cache
    g_backward = {"sigmoid": sigmoid_backward, "relu": relu_backward}[activation]
    ### START CODE HERE ### (≈ 2 lines)
    # (1) back through the activation: dA, its cache → dZ (1 line)
    dZ = g_backward(dA, activation_cache)
    # (2) back through the linear step: dZ, its cache → dA_prev, dW, db (1 line)
    dA_prev, dW, db = linear_backward(dZ, linear_cache)
    ### END CODE HERE ###
    return dA_prev, dW, db

# %% check points=10
check("linear_activation_backward", linear_activation_backward)

# %% tags=["expected"]
dA_small = np.random.RandomState(8).randn(3, 6)
for activation in ("sigmoid", "relu"):
    dA_prev, dW, db = linear_activation_backward(dA_small, caches_small[1], activation)
    print(f"{activation}: dA_prev {dA_prev.shape}, dW {dW.shape}, db {db.shape}; dW[1, 1] = {dW[1, 1]:+.6f}")

# %% [markdown]
# Take a layer with a single unit, weight 1, bias 0 and `dA` = 1. Then `dA_prev` is nothing but the slope of the activation. The crosses are measured with your forward function, the line is computed by your backward function. See how small the sigmoid's slope is: at most 1/4, and far out almost 0. The relu lets a gradient pass whole, or not at all.

# %% drawing
from utils.dnn_utils import draw_slopes

z = np.linspace(-4.5, 4.5, 240).reshape(1, -1)  # (1, 240): an even number, so that no point hits the kink at 0
one, zero, slopes, crosses = np.ones((1, 1)), np.zeros((1, 1)), {}, {}
for kind in ("sigmoid", "relu"):
    slopes[kind], _, _ = linear_activation_backward(np.ones_like(z), ((z, one, zero), z), kind)
    above, _ = linear_activation_forward(z + 1e-4, one, zero, kind)
    below, _ = linear_activation_forward(z - 1e-4, one, zero, kind)
    crosses[kind] = (above - below) / 2e-4
draw_slopes(z, slopes, crosses)
show("Slopes against z: a bell of height one quarter for the sigmoid, a step from 0 to 1 for the relu; crosses of measured slopes lie on both.")

# %% [markdown]
# ### Step 9 · Back through all layers
#
# It starts at the right end with the slope of the loss, for each example:
#
# $$
# dA^{[L]} = -\left( \frac{Y}{A^{[L]}} - \frac{1 - Y}{1 - A^{[L]}} \right)
# $$
#
# <details><summary>Where does this come from?</summary>
#
# The loss of one example is $-\left(y \log a + (1 - y) \log(1 - a)\right)$. The slope of $\log a$ is $\frac{1}{a}$, and that of $\log(1 - a)$ is $-\frac{1}{1 - a}$. So the slope of the loss is $-\left(\frac{y}{a} - \frac{1 - y}{1 - a}\right)$.
#
# </details>
#
# Then the sigmoid layer $L$ has its turn, and after it the relu layers $L-1, L-2, \dots, 1$. Each layer takes the `dA` that the layer after it has left, and leaves one for the layer before. Here are the blocks again: in the lower row, which arrow is called `dA2`, which layer makes it, and which takes it?

# %% drawing
from utils.dnn_utils import draw_blocks

draw_blocks([4, 5, 3, 1])
show("The blocks of the three-layer network once more: on the way back, dAL enters layer 3, dA2 layer 2 and dA1 layer 1, and dA0 leaves.")

# %% [markdown]
# Everything goes into the dictionary `grads`:
#
# | key | what | shape |
# |---|---|---|
# | `"dW1"`, …, `"dWL"` | gradients of the weights | like `W1`, …, `WL` |
# | `"db1"`, …, `"dbL"` | gradients of the biases | like `b1`, …, `bL` |
# | `"dA0"`, …, `"dA(L-1)"` | gradients with respect to $A^{[0]} = X, \dots, A^{[L-1]}$ | $(n_0, m), \dots, (n_{L-1}, m)$ |
#
# **Mind the numbers of `dA`.** The key `"dA" + str(l)` belongs to $A^{[l]}$. Layer $l$ returns `dA_prev`, which belongs to the layer before, so it stores it under `l - 1`. The last layer leaves `dA(L-1)`, and layer 1 leaves `dA0`, the gradient with respect to the inputs.
#
# The labels `Y` may be a row, a column or a plain vector. The given line turns them into the shape of `AL`. ≈ 3 lines before the loop, ≈ 2 lines in it.
#
# <details><summary>Hint 1</summary>
#
# In which order do the layers have their turn on the way back? The list `caches` starts at 0: where in it is the cache of layer `l`?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# When layer `l` has its turn, the layer after it has already stored `"dA" + str(l)`. Three results can be given three names, or three places in a dictionary, in one line: `d["x"], d["y"], d["z"] = 1, 2, 3`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `dA_prev, dW, db = linear_activation_backward(grads["dA" + str(l)], caches[___], "relu")`
#
# </details>

# %% solution
def L_model_backward(AL, Y, caches):
    """Gradients of all layers: relu layers 1 to L - 1 and a sigmoid layer L.

    AL: predicted probabilities from L_model_forward, shape (1, m)
    Y: labels 0 or 1, m of them: shape (1, m), (m, 1) or (m,)
    caches: list of the caches of layers 1 to L, each ((A_prev, W, b), Z)
    Returns a dictionary: dW1, db1, …, dWL, dbL, gradients of the cost; and dA0, …, dA(L-1), where dAl belongs to A of
    layer l and has a column per example, without a mean.
    """
    grads = {}
    L = len(caches)
    Y = Y.reshape(AL.shape)
    ### START CODE HERE ### (≈ 3 lines)
    # (1) the slope of the loss: Y, AL → dAL, shape (1, m) (1 line)
    dAL = -(Y / AL - (1 - Y) / (1 - AL))  # (1, m)
    # (2) back through layer L, sigmoid: dAL, its cache → dA_prev, dW, db (1 line)
    dA_prev, dW, db = linear_activation_backward(dAL, caches[L - 1], "sigmoid")
    # (3) store the three under dA(L-1), dWL and dbL: → grads (1 line)
    grads["dA" + str(L - 1)], grads["dW" + str(L)], grads["db" + str(L)] = dA_prev, dW, db
    ### END CODE HERE ###
    for l in reversed(range(1, L)):  # L - 1, L - 2, …, 1
        ### START CODE HERE ### (≈ 2 lines)
        # (4) back through layer l, relu: dAl, its cache → dA_prev, dW, db (1 line)
        dA_prev, dW, db = linear_activation_backward(grads["dA" + str(l)], caches[l - 1], "relu")
        # (5) store the three under dA(l-1), dWl and dbl: → grads (1 line)
        grads["dA" + str(l - 1)], grads["dW" + str(l)], grads["db" + str(l)] = dA_prev, dW, db
        ### END CODE HERE ###
    return grads

# %% check points=15
check("L_model_backward", L_model_backward)

# %% tags=["expected"]
grads_small = L_model_backward(AL_small, Y_small, caches_small)
for name, entry in [("dA0", (2, 3)), ("dW1", (4, 1)), ("db1", (3, 0)), ("dA2", (1, 4)), ("dW3", (0, 0)), ("db3", (0, 0))]:
    print(f"{name} has shape {grads_small[name].shape}, {name}{list(entry)} = {grads_small[name][entry]:+.6f}")

# %% [markdown]
# That was the hardest function of this part of the course. Check it by measuring: move **every** parameter a little to either side, and compare the slope of the cost with your gradient. All points should lie on the diagonal.

# %% tags=["demo"]
def cost_after_shift(name, entry, shift):
    """Cost of the small network after one entry of one parameter has moved by shift."""
    moved = {key: value.copy() for key, value in parameters_small.items()}
    moved[name][entry] += shift
    return compute_cost(L_model_forward(X_small, moved)[0], Y_small)


computed, measured = {}, {}
for layer in (1, 2, 3):
    entries = [(name, entry) for name in (f"W{layer}", f"b{layer}") for entry in np.ndindex(parameters_small[name].shape)]
    computed[f"layer {layer}"] = [grads_small["d" + name][entry] for name, entry in entries]
    measured[f"layer {layer}"] = [
        (cost_after_shift(name, entry, 1e-5) - cost_after_shift(name, entry, -1e-5)) / 2e-5 for name, entry in entries
    ]

# %% drawing
from utils.dnn_utils import draw_gradients

draw_gradients(computed, measured)
show("Computed gradients against measured slopes for all parameters of three layers: all points lie on the diagonal.")

# %% [markdown]
# > **Remember.** The backward pass meets the layers in the opposite order, and inside a layer the activation before the linear step. `dW` and `db` carry the mean over the examples, `dA` and `dZ` do not. A gradient has the shape of what it belongs to, and it can be measured.
#
# **Ask yourself.**
#
# Which layer stores `dA2`, and which one reads it?
#
# <details><summary>Answer</summary>
#
# Layer 3 stores it, as its `dA_prev`. Layer 2 reads it, as its `dA`.
#
# </details>
#
# Why does `dA` of a layer have no 1/m?
#
# <details><summary>Answer</summary>
#
# Each of its columns belongs to one example and its own loss. Only `dW` and `db` bring the examples together.
#
# </details>
#
# ## 6 · Downhill
#
# ### Step 10 · One step
#
# Gradient descent, for all layers:
#
# $$
# W^{[l]} := W^{[l]} - \alpha \, dW^{[l]}, \qquad b^{[l]} := b^{[l]} - \alpha \, db^{[l]}, \qquad l = 1, \dots, L
# $$
#
# As in a15, but now the loop goes over the layers, with one line for the weights and one for the biases. The new values go into a new dictionary, `moved`, and the old ones stay as they are. The entries `dA…` of `grads` are not needed here: only parameters take a step. ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# Under which keys are a layer's weights and their gradient?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The keys are of the kind `"dW" + str(l)`. The formulas work on whole arrays, so no second loop is needed.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `moved["W" + str(l)] = ___ - ___`, and the same for the biases
#
# </details>

# %% solution
def update_parameters(parameters, grads, learning_rate):
    """One step of gradient descent in all layers.

    parameters: dictionary W1, b1, …, WL, bL
    grads: dictionary dW1, db1, …, dWL, dbL, each of the shape of its parameter; other keys are ignored
    learning_rate: length of the step
    Returns a new dictionary W1, b1, …, WL, bL, the parameters after the step.
    """
    moved = {}
    L = len(parameters) // 2
    for l in range(1, L + 1):
        ### START CODE HERE ### (≈ 2 lines)
        # (1) the weights of layer l: parameters, grads, learning_rate → moved, under the key Wl (1 line)
        moved["W" + str(l)] = parameters["W" + str(l)] - learning_rate * grads["dW" + str(l)]
        # (2) its biases in the same way, under the key bl (1 line)
        moved["b" + str(l)] = parameters["b" + str(l)] - learning_rate * grads["db" + str(l)]
        ### END CODE HERE ###
    return moved

# %% check points=5
check("update_parameters", update_parameters)

# %% tags=["expected"]
moved_small = update_parameters(parameters_small, grads_small, learning_rate=0.5)
for name, value in parameters_small.items():
    print(f"{name}[0, 0]: before {value[0, 0]:+.6f}, after {moved_small[name][0, 0]:+.6f}")

# %% [markdown]
# All ten blocks are written. How far should one step go? As in a15, but drawn: the cost after **one** step from the same start, for learning rates from 0 to 3. Where the curve begins, it must fall with the slope that the gradient predicts, $-\sum d\theta^2$ over all parameters $\theta$. That is the dotted tangent. (A short step moves each $\theta$ by $-\alpha \, d\theta$. That changes the cost by about $d\theta \cdot (-\alpha \, d\theta)$, and all of them together by $-\alpha \sum d\theta^2$.) Further out, the cost no longer follows: a gradient knows its own place and nothing beyond.

# %% tags=["demo"]
rates = np.linspace(0, 3, 121)
costs = []
for rate in rates:
    moved = update_parameters(parameters_small, grads_small, rate)
    costs.append(compute_cost(L_model_forward(X_small, moved)[0], Y_small))
steepness = sum(np.sum(grads_small["d" + name] ** 2) for name in parameters_small)

# %% drawing
from utils.dnn_utils import draw_one_step

draw_one_step(rates, costs, steepness)
show("Cost after one step against the learning rate: it falls along the predicted tangent at first, reaches a lowest point, and rises again.")

# %% [markdown]
# > **Remember.** One loop over the layers moves all parameters. The gradient gives the direction, and the learning rate says how far to trust it.
#
# **Ask yourself.**
#
# Why would `moved = parameters` be a bad first line?
#
# <details><summary>Answer</summary>
#
# It copies nothing. `moved` would be a second name of the caller's dictionary, and each new entry would change it there, too.
#
# </details>
#
# The curve touches its tangent only at the start. What does a smaller learning rate buy, and what does it cost?
#
# <details><summary>Answer</summary>
#
# The prediction is better, and if the rate is small enough, the cost falls. But each step is shorter, so you need more of them.
#
# </details>
#
# ## 7 · All blocks together
#
# First, something that only a deep network shows. Take six layers and look at how large the gradients of the weights are in each, for two starts: the weights of step 2, which are standard normal × 0.01, and the same numbers divided by $\sqrt{n^{[l-1]}}$ instead.

# %%
def scaled_start(layer_dims):
    """The start of step 2, with weights divided by the root of the number of inputs, not multiplied by 0.01."""
    parameters = initialize_parameters_deep(layer_dims)
    for l in range(1, len(layer_dims)):
        parameters["W" + str(l)] = parameters["W" + str(l)] / 0.01 / np.sqrt(layer_dims[l - 1])
    return parameters

# %% tags=["demo"]
deep_dims = [20, 16, 13, 10, 8, 6, 1]
random = np.random.RandomState(9)
X_deep, Y_deep = random.randn(20, 50), random.randint(0, 2, (1, 50))
sizes = {}
for name, start in [("times 0.01", initialize_parameters_deep), ("divided by root n", scaled_start)]:
    AL_deep, caches_deep = L_model_forward(X_deep, start(deep_dims))
    grads_deep = L_model_backward(AL_deep, Y_deep, caches_deep)
    sizes[f"weights {name}"] = [np.sqrt(np.mean(grads_deep[f"dW{layer}"] ** 2)) for layer in range(1, 7)]

# %% drawing
from utils.dnn_utils import draw_gradient_sizes

draw_gradient_sizes(sizes)
show("Size of the weight gradients in six layers on a logarithmic scale: within about one power of ten for weights divided by root n, and many powers of ten less for weights times 0.01.")

# %% [markdown]
# With weights around 0.01 the signal shrinks in every layer on the way forward, and the gradient shrinks in every layer on the way back. Each `dW` is a product of both, so all of them shrink. They have **vanished**, and such a network would not learn. For two layers 0.01 will do; for six it is far too small. With weights divided by the root, the gradients of all layers stay within about one power of ten.
#
# <details><summary>Where does the root come from?</summary>
#
# One unit computes $z = \sum_{j=1}^{n} w_j a_j$. If the $w_j$ are independent, with mean 0 and variance $s^2$, the variances add up: $z$ has the variance $s^2 \sum_j a_j^2 = n \, s^2 \, \overline{a^2}$.
#
# We want $z$ to be about as large as the inputs, that is, a variance of $\overline{a^2}$. So $n \, s^2 = 1$, and $s = \frac{1}{\sqrt n}$.
#
# </details>
#
# And now all of it: three hidden layers of 12, 8 and 6 units, and the flower of a15. Training is a start and a loop. Four of your blocks are in the loop, four more are inside those, and block 2 makes the start.

# %% tags=["demo"]
X, Y = load_planar_dataset()
parameters = scaled_start([2, 12, 8, 6, 1])
costs_flower = []
for i in range(1500):
    AL, caches = L_model_forward(X, parameters)
    if i % 100 == 0:
        costs_flower.append(compute_cost(AL, Y))
    grads = L_model_backward(AL, Y, caches)
    parameters = update_parameters(parameters, grads, learning_rate=0.1)

# %% drawing
from utils.dnn_utils import draw_training

draw_training(costs_flower, 100, lambda points: L_model_forward(points, parameters)[0] > 0.5, X, Y)
show("Left, the cost falls within 1500 iterations. Right, the flower with the boundary of your deep network, made of straight pieces.")

# %% [markdown]
# It works! Between 85 % and 93 % of the points are right, about as many as with the four tanh units of a15: for a flower, one hidden layer is enough. Two things are new. The boundary is made of straight pieces, as relu units are. And to make the network deeper, you change one list. Try it: write `[2, 12, 8, 8, 6, 1]`, and the learning rate 0.05. (With 0.1, such a network can become so sure of a point that its probability rounds to exactly 1, and your cost is `nan`. The last open question is about this.)
#
# > **Remember.** A network is a list of layers; its depth is a number, not a piece of code. In a deep network the size of the starting weights decides whether any gradient reaches the first layer.
#
# **Ask yourself.**
#
# Which of your functions would have to change for a network of ten layers?
#
# <details><summary>Answer</summary>
#
# None. Only the list `layer_dims` gets longer.
#
# </details>
#
# Why is the boundary of a relu network made of straight pieces?
#
# <details><summary>Answer</summary>
#
# Between its kinks every relu layer is linear, and a chain of linear functions is linear. The kinks are where the pieces meet. (The sigmoid at the end bends nothing: $a = 0.5$ is where $z = 0$.)
#
# </details>

# %% [markdown]
# ## Your blocks in one piece
#
# The next cell prints your ten blocks, one below the other, and `scaled_start`, without which a deep network hardly learns (section 7). To keep them, copy them into a file, below `import numpy as np` and the line that imports the four helpers. In a17 your networks can run on them. Which of the ten depend on how many layers there are?
#
# <details><summary>Answer</summary>
#
# Four, those with a loop over the layers: `initialize_parameters_deep`, `L_model_forward`, `L_model_backward` and `update_parameters`. Each of the others makes exactly two layers, or sees one layer only.
#
# </details>

# %% tags=["demo"]
import inspect

names = """initialize_parameters initialize_parameters_deep linear_forward linear_activation_forward L_model_forward
    compute_cost linear_backward linear_activation_backward L_model_backward update_parameters scaled_start""".split()
for name in names:
    print(inspect.getsource(globals()[name]) if name in globals() else f"# {name}: run its cell first\n")

# %% [markdown]
# ## What you can do now
#
# You can create, run, differentiate and train a network of any depth, and check each gradient by measuring it. In [the next notebook](../a17_deep_network_application/a17_deep_network_application.ipynb) these blocks learn to see cats, with two layers and with four.
#
# ## Open questions
#
# These are not marked. To change a function, paste its text into a new cell and give it another name.
#
# - ★ Train the flower from `initialize_parameters_deep` instead of `scaled_start`. What does the cost do, and which earlier figure explains it?
# - ★ In `scaled_start`, replace $\sqrt{n}$ by $\sqrt{n/2}$, and draw the sizes of `dW` again. Half of a relu layer's outputs are 0: why might this start suit it better?
# - ★★ Write `tanh` and `tanh_backward` with the same kinds of caches. How many of your ten functions have to change?
# - ★★ How much memory do the caches of a network of 20, 7, 5 and 1 units take for 209 pictures of 12 288 numbers? Which part of it is really needed?
# - ★★★ For the sigmoid layer with the cross-entropy, `dZ` of layer $L$ becomes simply $A^{[L]} - Y$. Show it with a pencil. Then train the flower for 3000 iterations at the rate 0.3. What goes wrong in the long way when $A^{[L]}$ rounds to exactly 1, and not in the short one?
#
# <details><summary>For those who know the original</summary>
#
# - All published figures are reproduced by the functions here, with the same seeds. Two of the published inputs can't come from a forward pass (one "probability" is 1.79), so they are not used as checks.
# - In the first edition, `dA_prev` of layer $l$ was stored under `"dA" + str(l)`, one too high, and you still meet this in older solutions. Here, as in the later one, `dAl` belongs to $A^{[l]}$. The gradients of the parameters are the same.
# - Most published solutions of `update_parameters` change the dictionary that they are given, or even its arrays. Here no function does.
# - The cost formula in the original's section on the start lacks its minus sign, and its text says `rand` where its code and figures use `randn`.
# - The activation is looked up in a dictionary, where the original has two branches. Both are right: write the branches if you prefer them.
#
# </details>

# %% tags=["demo"]
progress()
