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
# The network of the last notebook had one hidden layer, and every line of it was written for exactly that. Here you take it apart into building blocks that know nothing of their neighbours. Ten small functions, and a network may have as many layers as you like.
#
# When you are done, you can
#
# - create the parameters of a network from nothing but the list of its layer sizes;
# - send examples forward through any number of layers, and keep what the way back will need;
# - send gradients backward through a linear step, through an activation, through a layer, and through all layers;
# - measure every one of these gradients before you trust it.
#
# You need the notebook with one hidden layer (a15): forward and backward propagation, the cross-entropy, gradient descent.
#
# ## How this notebook works
#
# There are ten steps, and you write one function in each. Your code goes between the lines `### START CODE HERE ###` and `### END CODE HERE ###`; leave everything else as it is. The `≈` beside them says about how many lines to expect. Yours may be more or fewer.
#
# The cell below each function **checks** it. Run it at once: ✓ means that it gave the right answer on several inputs; otherwise a message says what was asked, what came, and what is probably wrong. Your mark comes from inputs that you have not seen, and each function is judged on inputs of its own, so write code that works for every size and every number of layers. `progress()`, at the end, shows where you stand. Each step has three folded hints: a question, then a tool, then a line with a gap. Open them in this order.
#
# Functions leave their arguments as they are, here as in the whole course: `x *= 2` on an argument would change the caller's own array. What you print is not marked, so print whatever helps you.
#
# ## 1 · Packages
#
# The four activation functions come ready from `utils.dnn_utils`. Section 2 says what they take and return.

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils import check, progress
from utils.dnn_utils import draw_backward_layer, draw_blocks, relu, relu_backward, sigmoid, sigmoid_backward
from utils.figures import show
from utils.planar_utils import load_planar_dataset, plot_decision_boundary

plt.style.use("utils.course")

# %% [markdown]
# ## 2 · The plan
#
# As before, **examples are columns**: $X$ has shape $(n_0, m)$. The layers are numbered from 1 to $L$; the input counts as layer 0 and $A^{[0]} = X$. Every layer does the same two things, a linear step and an activation:
#
# $$
# Z^{[l]} = W^{[l]} A^{[l-1]} + b^{[l]}, \qquad A^{[l]} = g^{[l]}\left(Z^{[l]}\right), \qquad l = 1, \dots, L.
# $$
#
# The hidden layers, 1 to $L-1$, use $g(z) = \text{relu}(z) = \max(0, z)$. The output layer $L$ uses the sigmoid, because its result is a probability. Linear step and activation together count as **one** layer.

# %% tags=["demo"]
draw_blocks([4, 5, 3, 1])
show("Blocks of a three-layer network: layers 1 to 3 and the cost from left to right, and below them the backward pass from right to left, with a cache from each layer down to its backward block.")

# %% [markdown]
# The upper row is the forward pass. The lower row is the backward pass, which runs through the layers in the opposite order. Each backward block needs values that its forward twin has already computed, so the forward block puts them aside in a **cache** (the dashed arrows).
#
# A cache is a plain Python tuple or array, and it matters what stands where, because the twin takes it apart again:
#
# | name | what it is | made by | taken by |
# |---|---|---|---|
# | `linear_cache` | the tuple `(A_prev, W, b)`, what went into the linear step | `linear_forward` | `linear_backward` |
# | `activation_cache` | the array `Z`, what went into the activation | `relu`, `sigmoid` | `relu_backward`, `sigmoid_backward` |
# | `cache` | the tuple `(linear_cache, activation_cache)` of one layer | `linear_activation_forward` | `linear_activation_backward` |
# | `caches` | the list of the $L$ layers' caches, in their order: layer 1 is `caches[0]`, layer $L$ is `caches[L - 1]` | `L_model_forward` | `L_model_backward` |
#
# The four helpers work entry by entry on arrays of shape `(n, m)`:
#
# | helper | returns |
# |---|---|
# | `sigmoid(Z)` | `A, activation_cache` |
# | `relu(Z)` | `A, activation_cache` |
# | `sigmoid_backward(dA, activation_cache)` | `dZ`, that is `dA` times the slope of the sigmoid |
# | `relu_backward(dA, activation_cache)` | `dZ`: `dA` where `Z > 0`, and 0 elsewhere |
#
# At $z = 0$ the relu has a kink and no slope; `relu_backward` takes 0 there.
#
# **Mind the caches.** The arrays in a cache are not copies. They are the very arrays of the network, so a line such as `Z += b` is harmless for your own new `Z`, but `dA *= 2` on an argument changes somebody else's values.
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
# ## 3 · Initialisation
#
# Begin with what you know: an input, one hidden layer, an output. In blocks, with three inputs and two hidden units, the network of the last notebook looks like this (but for its tanh, which is a relu now):

# %% tags=["demo"]
draw_blocks([3, 2, 1])
show("Blocks of a two-layer network: forward through layer 1, relu, and layer 2, sigmoid, to the cost; backward below, with two caches.")

# %% [markdown]
# ### Step 1 · Parameters of two layers
#
# Weights start small and random, so that the units of a layer become different; biases may start at zero.
#
# | parameter | shape | start |
# |---|---|---|
# | `W1` | `(n_h, n_x)` | standard normal × 0.01 |
# | `b1` | `(n_h, 1)` | 0 |
# | `W2` | `(n_y, n_h)` | standard normal × 0.01 |
# | `b2` | `(n_y, 1)` | 0 |
#
# The seed is set for you. Random numbers come in a fixed sequence, so draw `W1` first and `W2` second.
#
# ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# A weight matrix has one row for each unit of its own layer. What does it have one column for?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.random.randn(rows, columns)` takes two numbers; `np.zeros((rows, columns))` takes one pair.
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
    """Small random weights and zero biases for a network of n_x, n_h and n_y units.

    Returns a dictionary: W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1).
    """
    np.random.seed(1)  # the same start for everyone, so that results can be compared
    ### START CODE HERE ### (≈ 4 lines)
    # (1) hidden layer: first the weights W1, standard normal times 0.01, then the biases b1
    W1 = np.random.randn(n_h, n_x) * 0.01
    b1 = np.zeros((n_h, 1))
    # (2) output layer: the same for W2 and b2
    W2 = np.random.randn(n_y, n_h) * 0.01
    b2 = np.zeros((n_y, 1))
    ### END CODE HERE ###
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}

# %% check points=5
check("initialize_parameters", initialize_parameters)

# %% tags=["expected"]
for name, value in initialize_parameters(3, 2, 1).items():
    print(f"{name} has shape {value.shape}, first entry {value[0, 0]:.6f}")

# %% [markdown]
# ### Step 2 · Parameters of L layers
#
# With many layers nobody writes `W1`, `W2`, `W3`, … by hand. A loop does it, and the only input is the list of sizes, `layer_dims` $= [n_0, n_1, \dots, n_L]$. It has $L + 1$ entries, because the input is in it too, and layer $l$ has its size at `layer_dims[l]`.
#
# Suppose the input is a colour picture of 64 × 64 points, flattened, and there are 209 of them:
#
# | layer | `W` | `b` | linear step | `Z` and `A` |
# |---|---|---|---|---|
# | 1 | $(n_1, 12288)$ | $(n_1, 1)$ | $Z^{[1]} = W^{[1]} X + b^{[1]}$ | $(n_1, 209)$ |
# | 2 | $(n_2, n_1)$ | $(n_2, 1)$ | $Z^{[2]} = W^{[2]} A^{[1]} + b^{[2]}$ | $(n_2, 209)$ |
# | … | … | … | … | … |
# | $L$ | $(n_L, n_{L-1})$ | $(n_L, 1)$ | $Z^{[L]} = W^{[L]} A^{[L-1]} + b^{[L]}$ | $(n_L, 209)$ |
#
# The matrices fit together like dominoes: the columns of one are the rows of the one before. A bias has a single column, and NumPy **broadcasts** it, that is, adds it to every column of the product:

# %% tags=["expected"]
W = np.array([[1, 0, 2], [0, 3, 1]])  # (2, 3)
A = np.array([[1, 2, 3, 4], [1, 1, 1, 1], [0, 1, 0, 1]])  # (3, 4)
b = np.array([[100], [200]])  # (2, 1)
print(f"W A has shape {(W @ A).shape}:\n{W @ A}")
print(f"W A + b has shape {(W @ A + b).shape}:\n{W @ A + b}")

# %% [markdown]
# Now write the loop. Each layer has its own two keys, `"W" + str(l)` and `"b" + str(l)`, for $l = 1, \dots, L$. The start is as in step 1: weights standard normal × 0.01, biases 0. Draw the weights of layer 1 first, then those of layer 2, and so on. The seed is set **once**, before the loop. Leave the list `layer_dims` as it is.
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# Which are the first and the last layer that have parameters? What does `range` have to run through?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `range(1, L + 1)` runs from 1 to `L`. The layer's own size is `layer_dims[l]`; the size of the layer before it stands one place to the left.
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
    ### START CODE HERE ### (≈ 3 lines)
    # (1) for each layer l from 1 to L:
    for l in range(1, L + 1):
        # (2) its weights, standard normal times 0.01
        parameters["W" + str(l)] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * 0.01
        # (3) its biases, zero
        parameters["b" + str(l)] = np.zeros((layer_dims[l], 1))
    ### END CODE HERE ###
    return parameters

# %% check points=10
check("initialize_parameters_deep", initialize_parameters_deep)

# %% tags=["expected"]
for name, value in initialize_parameters_deep([5, 4, 3]).items():
    print(f"{name} has shape {value.shape}, first entry {value[0, 0]:.6f}")

# %% [markdown]
# The picture shows the weights of a four-layer network that your function has made. Go from left to right: the width of each matrix is the height of the one before.

# %% tags=["demo"]
layer_dims = [7, 5, 4, 3, 1]
parameters_drawn = initialize_parameters_deep(layer_dims)
figure, axes = plt.subplots(1, 4, figsize=(9.5, 2.9), width_ratios=layer_dims[:-1])
for layer, ax in enumerate(axes, start=1):
    image = ax.imshow(parameters_drawn[f"W{layer}"], vmin=-0.025, vmax=0.025)
    ax.set(title=f"W{layer} {parameters_drawn[f'W{layer}'].shape}", ylim=(6.5, -0.5), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    ax.grid(False)
figure.colorbar(image, ax=axes, label="weight")
show("Four random weight matrices drawn as coloured grids of 5 by 7, 4 by 5, 3 by 4 and 1 by 3 squares, with values around zero.")

# %% [markdown]
# ## 4 · Forward
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
# The cache, the tuple `(A, W, b)`, is packed for you below your part.
#
# ≈ 1 line.
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
# `Z = ___ @ A + b`
#
# </details>

# %% solution
def linear_forward(A, W, b):
    """The linear step of one layer.

    A: activations of the layer before (or the inputs), shape (n_prev, m)
    W: weights, shape (n, n_prev)
    b: biases, shape (n, 1)
    None of them is to be changed.
    Returns Z, shape (n, m), and the cache: the tuple (A, W, b).
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) the weighted sums of all units and all examples, and the biases
    Z = W @ A + b  # (n, m)
    ### END CODE HERE ###
    cache = (A, W, b)
    return Z, cache

# %% check points=10
check("linear_forward", linear_forward)

# %% tags=["expected"]
Z1_small, linear_cache_small = linear_forward(X_small, parameters_small["W1"], parameters_small["b1"])
print(f"Z1 has shape {Z1_small.shape}, mean {np.mean(Z1_small):.6f}")
print(f"the cache holds arrays of shapes {', '.join(str(array.shape) for array in linear_cache_small)}")

# %% [markdown]
# ### Step 4 · A whole layer
#
# Linear step, then activation. The argument `activation` is the text `"relu"` or `"sigmoid"` and says which one.
#
# $$
# A^{[l]} = g\left(Z^{[l]}\right) = g\left(W^{[l]} A^{[l-1]} + b^{[l]}\right)
# $$
#
# Use your `linear_forward` and the helpers `relu` and `sigmoid`. Each of them returns **two** things: its result and its cache. The two caches together are the cache of the layer, in the order of the table in section 2; this is done for you below your part.
#
# ≈ 5 lines.
#
# <details><summary>Hint 1</summary>
#
# What does `linear_forward` return, and which of the two does the activation need?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `first, second = function(...)` gives a name to each of two results. Texts are compared with `==`, and `"relu"` is not `"ReLU"`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `Z, linear_cache = linear_forward(___, W, b)`, and in the first branch `A, activation_cache = sigmoid(___)`
#
# </details>

# %% solution
def linear_activation_forward(A_prev, W, b, activation):
    """One layer: linear step and activation.

    A_prev: activations of the layer before (or the inputs), shape (n_prev, m)
    W: weights, shape (n, n_prev)
    b: biases, shape (n, 1)
    activation: "sigmoid" or "relu"
    None of the arrays is to be changed.
    Returns A, shape (n, m), and the cache: the tuple (linear_cache, activation_cache), that is ((A_prev, W, b), Z).
    """
    if activation not in ("sigmoid", "relu"):
        raise ValueError(f"activation should be 'sigmoid' or 'relu'; yours is {activation!r}")
    ### START CODE HERE ### (≈ 5 lines)
    # (1) the linear step: its result Z, and its cache under the name linear_cache
    Z, linear_cache = linear_forward(A_prev, W, b)
    # (2) the activation that is asked for: its result A, and its cache under the name activation_cache
    if activation == "sigmoid":
        A, activation_cache = sigmoid(Z)
    else:
        A, activation_cache = relu(Z)
    ### END CODE HERE ###
    cache = (linear_cache, activation_cache)
    return A, cache

# %% check points=10
check("linear_activation_forward", linear_activation_forward)

# %% tags=["expected"]
for activation in ("sigmoid", "relu"):
    A1_small, layer_cache_small = linear_activation_forward(
        X_small, parameters_small["W1"], parameters_small["b1"], activation
    )
    print(f"{activation}: shape {A1_small.shape}, from {np.min(A1_small):.6f} to {np.max(A1_small):.6f}")

# %% [markdown]
# What your layer did to the same 30 numbers, five units times six examples: the sigmoid squeezes them between 0 and 1, the relu cuts the negative ones off and leaves the others alone.

# %% tags=["demo"]
z = np.linspace(-4.5, 4.5, 200)
figure, axes = plt.subplots(1, 2, figsize=(8, 3.2))
for ax, activation, curve in zip(axes, ["sigmoid", "relu"], [1 / (1 + np.exp(-z)), np.maximum(0, z)]):
    points, (_, Z) = linear_activation_forward(X_small, parameters_small["W1"], parameters_small["b1"], activation)
    ax.plot(z, curve, color="0.6", label=activation)
    ax.plot(Z.ravel(), points.ravel(), "o", label="yours")
    ax.set(title=f"one layer with {activation}", xlabel="Z", ylabel="A")
    ax.legend(loc="upper left")
show("Thirty values on the S-shaped sigmoid curve at the left, and the same thirty on the relu, flat and then rising, at the right.")

# %% [markdown]
# Put such layers one behind another, and you have a deep network:

# %% tags=["demo"]
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
# Layers 1 to $L-1$ are relu layers, layer $L$ is a sigmoid layer. Put the cache of **every** layer into the list `caches`, in the order of the layers. Since there are two entries of `parameters` per layer, $L$ is `len(parameters) // 2`; that line is given.
#
# ≈ 5 lines.
#
# <details><summary>Hint 1</summary>
#
# How many times must the relu layer run, and what is the input of the first one? After the loop, which variable holds the input of the last layer?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `range(1, L)` runs from 1 to `L - 1`. If the loop calls its result `A` again, the next round finds it there. `caches.append(...)` puts one thing at the end of the list.
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
    None of the arrays is to be changed.
    Returns AL, shape (1, m), the probability of label 1 for each example, and the list of the caches of all L layers,
    from layer 1 to layer L.
    """
    caches = []
    A = X
    L = len(parameters) // 2
    ### START CODE HERE ### (≈ 5 lines)
    # (1) layers 1 to L - 1 with relu; the cache of each goes into the list
    for l in range(1, L):
        A, cache = linear_activation_forward(A, parameters["W" + str(l)], parameters["b" + str(l)], "relu")
        caches.append(cache)
    # (2) layer L with sigmoid; its cache comes last
    AL, cache = linear_activation_forward(A, parameters["W" + str(L)], parameters["b" + str(L)], "sigmoid")
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
# Why many layers? Let a single number $x$ run from −3 to 3 through a network with three hidden layers of four units, and look at what each layer makes of it. A relu unit of layer 1 is a line with a kink. Layer 2 adds up such lines, and its own relu folds them once more; layer 3 does the same with those. Few units make many kinks, if they stand one behind another.

# %% tags=["demo"]
fold = np.random.RandomState(381)
sizes = [1, 4, 4, 4, 1]
parameters_fold = {}
for layer in (1, 2, 3, 4):
    parameters_fold[f"W{layer}"] = fold.randn(sizes[layer], sizes[layer - 1]) * np.sqrt(2 / sizes[layer - 1])
    parameters_fold[f"b{layer}"] = 0.7 * fold.randn(sizes[layer], 1)
x = np.linspace(-3, 3, 601).reshape(1, -1)  # (1, 601)
AL_fold, caches_fold = L_model_forward(x, parameters_fold)
activations = [A_prev for (A_prev, _, _), _ in caches_fold[1:]] + [AL_fold]
figure, axes = plt.subplots(1, 4, figsize=(12, 3), sharex=True)
for layer, (ax, values) in enumerate(zip(axes, activations), start=1):
    for unit in values:
        ax.plot(x.ravel(), unit)
    ax.set(title=f"layer {layer}: {'sigmoid' if layer == 4 else 'relu'}", xlabel="x")
axes[0].set_ylabel("A")
show("Four panels of curves over x: lines with one kink in layer 1, V and tent shapes in layer 2, zigzags in layer 3, and one zigzag of probabilities in layer 4.")

# %% [markdown]
# ## 5 · The cost
#
# ### Step 6 · Cross-entropy
#
# The cost is the one of the last notebook: the mean, over the examples, of the negative logarithm of the probability that the network gave to the right label.
#
# $$
# J = -\frac{1}{m} \sum_{i=1}^{m} \left( y^{(i)} \log a^{[L](i)} + \left(1 - y^{(i)}\right) \log\left(1 - a^{[L](i)}\right) \right)
# $$
#
# The result is one number. Labels may be of any type that can hold 0 and 1: whole numbers with or without a sign, floats, `True` and `False`. Write it out of the formula: a ready answer such as `sklearn.metrics.log_loss` does not count.
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# Of the two terms in the bracket, one is always zero. Which one, if the label is 1?
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
# `log_probabilities = Y * np.log(AL) + ___ * np.log(1 - AL)`
#
# </details>

# %% solution
def compute_cost(AL, Y):
    """Mean cross-entropy between the predicted probabilities and the labels.

    AL: predicted probabilities of label 1, shape (1, m)
    Y: labels 0 or 1 of any type, shape (1, m)
    None of them is to be changed.
    Returns the cost, one number.
    """
    m = Y.shape[1]
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the log-probability of the right label, for each example
    log_probabilities = Y * np.log(AL) + (1 - Y) * np.log(1 - AL)  # (1, m)
    # (2) the negative mean
    cost = -np.sum(log_probabilities) / m
    ### END CODE HERE ###
    return cost

# %% check points=10
check("compute_cost", compute_cost)

# %% tags=["expected"]
print(f"three labels 1, 1, 0: {compute_cost(np.array([[0.8, 0.9, 0.4]]), np.array([[1, 1, 0]])):.6f}")
print(f"the small network: {compute_cost(AL_small, Y_small):.6f}")

# %% [markdown]
# Who pays how much? Each bar is what your function says of one example alone; the cost of all six is their mean.

# %% tags=["demo"]
each = [compute_cost(AL_small[:, [i]], Y_small[:, [i]]) for i in range(6)]
names = [f"label {Y_small[0, i]}\nAL {AL_small[0, i]:.2f}" for i in range(6)]
plt.figure(figsize=(7.5, 3.4))
plt.bar(names, each, color=["#0072B2" if y == 0 else "#E69F00" for y in Y_small[0]], edgecolor="black")
plt.axhline(compute_cost(AL_small, Y_small), color="black", linestyle="--", linewidth=1.2, label="their mean: the cost")
plt.ylabel("cost of one example")
plt.legend()
show("Six bars, one per example: the further the probability is from the label, the higher the bar; a dashed line marks their mean.")

# %% [markdown]
# ## 6 · Backward
#
# Now the lower row of the plan, from right to left. Each layer receives `dA`, the gradient with respect to its own output, and has to answer two questions: how should *my* parameters change (`dW`, `db`), and what do I tell the layer before me (`dA_prev`)? Inside, it goes through its two halves in the opposite order, the activation first:

# %% tags=["demo"]
draw_backward_layer()
show("Inside one backward layer, from right to left: dA enters the activation's block with cache Z, gives dZ; the linear block with cache A_prev, W, b gives dA_prev, and dW and db.")

# %% [markdown]
# **What exactly is `dA`?** Each column of $A^{[l]}$ belongs to one example and influences the loss of this example only. So we let column $i$ of `dA` be the gradient of **its own** loss $\mathcal{L}^{(i)}$, without a mean, and the same goes for `dZ`. The mean over the examples comes in where the examples meet: in `dW` and `db`, which are gradients of the cost $J = \frac{1}{m} \sum_i \mathcal{L}^{(i)}$. Hence the rule for this whole section: **`dW` and `db` carry the factor $\frac{1}{m}$, `dA` and `dZ` do not.**
#
# ### Step 7 · Back through the linear step
#
# From $Z = W A_{prev} + b$ the chain rule gives, for one example, $dW = dz \, a_{prev}^\top$, $db = dz$ and $da_{prev} = W^\top dz$. For all examples at once:
#
# $$
# dW^{[l]} = \frac{1}{m} dZ^{[l]} A^{[l-1]\top}, \qquad
# db^{[l]} = \frac{1}{m} \sum_{i=1}^{m} dZ^{[l](i)}, \qquad
# dA^{[l-1]} = W^{[l]\top} dZ^{[l]}
# $$
#
# | gradient | shape | like |
# |---|---|---|
# | `dZ` | `(n, m)` | `Z` |
# | `dA_prev` | `(n_prev, m)` | `A_prev` |
# | `dW` | `(n, n_prev)` | `W` |
# | `db` | `(n, 1)` | `b` |
#
# ≈ 3 lines.
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
    None of the arrays is to be changed.
    Returns dA_prev (n_prev, m), without a mean; dW (n, n_prev) and db (n, 1), means over the examples.
    """
    A_prev, W, b = cache
    m = A_prev.shape[1]
    ### START CODE HERE ### (≈ 3 lines)
    # (1) the weights: a mean over the examples
    dW = dZ @ A_prev.T / m  # (n, n_prev)
    # (2) the biases: a mean over the examples, as a column
    db = np.sum(dZ, axis=1, keepdims=True) / m  # (n, 1)
    # (3) the activations of the layer before: no mean
    dA_prev = W.T @ dZ  # (n_prev, m)
    ### END CODE HERE ###
    return dA_prev, dW, db

# %% check points=10
check("linear_backward", linear_backward)

# %% [markdown]
# Measure it. Take any `dZ`, here a random one. It is the gradient of the number $S = \sum dZ * Z$ with respect to $Z$, so `dA_prev` must be the slope of $S$ along each entry of `A_prev`, and `dW` and `db` must be the slopes of $S / m$.

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
    print(f"{name}{list(entry)}: computed {gradients[position][entry]:.6f}, measured {measured:.6f}")

# %% [markdown]
# ### Step 8 · Back through a whole layer
#
# First through the activation, then through the linear step:
#
# $$
# dZ^{[l]} = dA^{[l]} * g'\left(Z^{[l]}\right)
# $$
#
# Here $*$ multiplies entry by entry. The helpers `sigmoid_backward(dA, activation_cache)` and `relu_backward(dA, activation_cache)` do exactly this; then your `linear_backward` does the rest. The layer's cache is already taken apart in the first line.
#
# ≈ 5 lines.
#
# <details><summary>Hint 1</summary>
#
# Which of the two caches does the activation's helper need, and which one `linear_backward`?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The helpers return one array, `dZ`. `linear_backward` returns three things, in the same order in which this function has to return them.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `dZ = relu_backward(dA, ___)` in one branch, and after both branches `dA_prev, dW, db = linear_backward(___, linear_cache)`
#
# </details>

# %% solution
def linear_activation_backward(dA, cache, activation):
    """Gradients of one layer.

    dA: gradient with respect to the layer's output A, shape (n, m); a column per example, no mean
    cache: the tuple (linear_cache, activation_cache) from linear_activation_forward, that is ((A_prev, W, b), Z)
    activation: "sigmoid" or "relu"
    None of the arrays is to be changed.
    Returns dA_prev (n_prev, m), dW (n, n_prev) and db (n, 1), as linear_backward does.
    """
    linear_cache, activation_cache = cache
    if activation not in ("sigmoid", "relu"):
        raise ValueError(f"activation should be 'sigmoid' or 'relu'; yours is {activation!r}")
    ### START CODE HERE ### (≈ 5 lines)
    # (1) back through the activation that is asked for: dZ
    if activation == "sigmoid":
        dZ = sigmoid_backward(dA, activation_cache)
    else:
        dZ = relu_backward(dA, activation_cache)
    # (2) back through the linear step: dA_prev, dW and db
    dA_prev, dW, db = linear_backward(dZ, linear_cache)
    ### END CODE HERE ###
    return dA_prev, dW, db

# %% check points=10
check("linear_activation_backward", linear_activation_backward)

# %% tags=["expected"]
dA_small = np.random.RandomState(8).randn(3, 6)
for activation in ("sigmoid", "relu"):
    dA_prev, dW, db = linear_activation_backward(dA_small, caches_small[1], activation)
    print(f"{activation}: dA_prev {dA_prev.shape}, dW {dW.shape}, db {db.shape}; db[0, 0] = {db[0, 0]:.6f}")

# %% [markdown]
# Take a layer with a single unit, weight 1, bias 0 and `dA` = 1. Then `dA_prev` is nothing but the slope of the activation. The crosses are measured with your forward function, the line comes from your backward function. See how small the sigmoid's slope is: at most 1/4, and far out almost 0. The relu lets a gradient pass whole, or not at all.

# %% tags=["demo"]
z = np.linspace(-4.5, 4.5, 240).reshape(1, -1)  # (1, 240): an even number, so that no point hits the kink at 0
one, zero = np.ones((1, 1)), np.zeros((1, 1))
figure, axes = plt.subplots(1, 2, figsize=(8, 3.2), sharey=True)
for ax, activation in zip(axes, ["sigmoid", "relu"]):
    slope, _, _ = linear_activation_backward(np.ones_like(z), ((z, one, zero), z), activation)
    above, _ = linear_activation_forward(z + 1e-4, one, zero, activation)
    below, _ = linear_activation_forward(z - 1e-4, one, zero, activation)
    ax.plot(z.ravel(), slope.ravel(), label="computed")
    ax.plot(z.ravel()[::8], ((above - below) / 2e-4).ravel()[::8], "kx", markersize=6, label="measured")
    ax.set(title=f"slope of {activation}", xlabel="z")
    ax.legend(loc="upper left")
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
# Then comes the sigmoid layer $L$, and then the relu layers $L-1, L-2, \dots, 1$. Each layer takes the `dA` that the layer after it has left, and leaves one for the layer before. Everything goes into the dictionary `grads`:
#
# | key | what | shape |
# |---|---|---|
# | `"dW1"`, …, `"dWL"` | gradients of the weights | like `W1`, …, `WL` |
# | `"db1"`, …, `"dbL"` | gradients of the biases | like `b1`, …, `bL` |
# | `"dA0"`, …, `"dA(L-1)"` | gradients with respect to $A^{[0]} = X, \dots, A^{[L-1]}$ | $(n_0, m), \dots, (n_{L-1}, m)$ |
#
# **Mind the numbers of `dA`.** Here `"dA" + str(l)` belongs to $A^{[l]}$, so layer $l$, which returns `dA_prev`, stores it under `l - 1`: the last layer leaves `dA(L-1)`, and layer 1 leaves `dA0`, the gradient with respect to the inputs. In its first edition this exercise stored `dA_prev` of layer $l$ under `"dA" + str(l)`, one too high, and you will still meet this in older solutions. The parameters' gradients are the same either way. Here we number as the formulas do.
#
# The labels `Y` may come as a row, a column or a plain vector. The given line turns them into the shape of `AL`.
#
# ≈ 7 lines.
#
# <details><summary>Hint 1</summary>
#
# In which order do the layers come on the way back? Where in the list `caches`, which starts at 0, is the cache of layer `l`?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `reversed(range(1, L))` runs from `L - 1` down to 1. When layer `l` has its turn, the layer after it has already stored `"dA" + str(l)`. Three results can be given three names, or three places in a dictionary, in one line.
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
    None of the arrays is to be changed.
    Returns a dictionary: dW1, db1, …, dWL, dbL, gradients of the cost; and dA0, …, dA(L-1), where dAl belongs to A of
    layer l and has a column per example, without a mean.
    """
    grads = {}
    L = len(caches)
    Y = Y.reshape(AL.shape)
    ### START CODE HERE ### (≈ 7 lines)
    # (1) the slope of the loss with respect to AL
    dAL = -(Y / AL - (1 - Y) / (1 - AL))  # (1, m)
    # (2) layer L, with sigmoid: store its three gradients under dA(L-1), dWL and dbL
    dA_prev, dW, db = linear_activation_backward(dAL, caches[L - 1], "sigmoid")
    grads["dA" + str(L - 1)], grads["dW" + str(L)], grads["db" + str(L)] = dA_prev, dW, db
    # (3) layers L - 1 down to 1, with relu: each takes dAl and stores dA(l-1), dWl and dbl
    for l in reversed(range(1, L)):
        dA_prev, dW, db = linear_activation_backward(grads["dA" + str(l)], caches[l - 1], "relu")
        grads["dA" + str(l - 1)], grads["dW" + str(l)], grads["db" + str(l)] = dA_prev, dW, db
    ### END CODE HERE ###
    return grads

# %% check points=15
check("L_model_backward", L_model_backward)

# %% tags=["expected"]
grads_small = L_model_backward(AL_small, Y_small, caches_small)
for name in sorted(grads_small):
    print(f"{name} has shape {grads_small[name].shape}, largest entry {np.max(np.abs(grads_small[name])):.6f}")

# %% [markdown]
# The proof is in the measuring: move **every** parameter a little to either side, and compare the slope of the cost with your gradient. All points should lie on the diagonal.

# %% tags=["demo"]
def cost_after_shift(name, entry, shift):
    """Cost of the small network after one entry of one parameter has moved by shift."""
    moved = {key: value.copy() for key, value in parameters_small.items()}
    moved[name][entry] += shift
    return compute_cost(L_model_forward(X_small, moved)[0], Y_small)


plt.figure(figsize=(5.2, 4.6))
largest_gap = 0
for layer, marker in zip([1, 2, 3], ["o", "^", "s"]):
    computed, measured = [], []
    for name in (f"W{layer}", f"b{layer}"):
        for entry in np.ndindex(parameters_small[name].shape):
            computed.append(grads_small["d" + name][entry])
            measured.append((cost_after_shift(name, entry, 1e-5) - cost_after_shift(name, entry, -1e-5)) / 2e-5)
    largest_gap = max(largest_gap, np.max(np.abs(np.subtract(computed, measured))))
    plt.plot(measured, computed, marker, label=f"layer {layer}: {len(computed)} parameters")
plt.axline((0, 0), slope=1, color="0.6", linewidth=1, zorder=0)
plt.gca().set(xlabel="measured slope of the cost", ylabel="computed gradient")
plt.legend()
print(f"the largest difference is {largest_gap:.0e}")
show("Computed gradients against measured slopes for all parameters of three layers: all points lie on the diagonal.")

# %% [markdown]
# And now for something that you can only see with a deep network. Take six layers and look at how large the gradients of the weights are in each, for two ways to start: the weights of step 2, which are standard normal × 0.01, and the same numbers divided by $\sqrt{n^{[l-1]}}$ instead.

# %% tags=["demo"]
deep_dims = [20, 16, 13, 10, 8, 6, 1]
random = np.random.RandomState(9)
X_deep, Y_deep = random.randn(20, 50), random.randint(0, 2, (1, 50))
for style, start in [("o-", "times 0.01"), ("s--", "divided by root n")]:
    parameters_deep = initialize_parameters_deep(deep_dims)
    if start != "times 0.01":
        for layer in range(1, 7):
            parameters_deep[f"W{layer}"] = parameters_deep[f"W{layer}"] * 100 / np.sqrt(deep_dims[layer - 1])
    AL_deep, caches_deep = L_model_forward(X_deep, parameters_deep)
    grads_deep = L_model_backward(AL_deep, Y_deep, caches_deep)
    sizes = [np.sqrt(np.mean(grads_deep[f"dW{layer}"] ** 2)) for layer in range(1, 7)]
    plt.semilogy(range(1, 7), sizes, style, label=f"weights {start}")
    print(f"{start}: " + ", ".join(f"{size:.0e}" for size in sizes))
plt.gca().set(xlabel="layer", ylabel="typical size of dW (root mean square)", title="six layers, two starts")
plt.legend(loc="center right")
show("Size of the weight gradients in six layers on a logarithmic scale: about a thousandth for weights divided by root n, and seven powers of ten less for weights times 0.01.")

# %% [markdown]
# With weights around 0.01 the signal shrinks in every layer on the way forward, and the gradient shrinks in every layer on the way back. Each layer meets all the others on one way or the other, so all of them suffer alike: gradients of about $10^{-10}$ have **vanished**, and such a network would not learn. Small is right for two layers, and far too small for six. Keep this in mind for the next notebook.
#
# ### Step 10 · One step downhill
#
# Gradient descent, for all layers:
#
# $$
# W^{[l]} := W^{[l]} - \alpha \, dW^{[l]}, \qquad b^{[l]} := b^{[l]} - \alpha \, db^{[l]}, \qquad l = 1, \dots, L
# $$
#
# The dictionary `grads` also holds the entries `dA…`. They are of no use here: only parameters take a step.
#
# The given line makes a dictionary of the function's own, so that you can put new arrays under the old keys without changing the caller's. Make the arrays new, too: a line with `-=` would still change the caller's **arrays**, and the check looks at this.
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# Which layers have parameters, and under which keys are a layer's weights and their gradient?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A loop over `range(1, L + 1)`, with keys such as `"dW" + str(l)`. The formulas work on whole arrays.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `parameters["W" + str(l)] = parameters["W" + str(l)] - ___ * grads["dW" + str(l)]`
#
# </details>

# %% solution
def update_parameters(parameters, grads, learning_rate):
    """One step of gradient descent in all layers.

    parameters: dictionary W1, b1, …, WL, bL
    grads: dictionary dW1, db1, …, dWL, dbL, each of the shape of its parameter; other keys are ignored
    None of the arrays is to be changed.
    learning_rate: length of the step
    Returns the dictionary W1, b1, …, WL, bL after the step.
    """
    parameters = dict(parameters)  # new keys and values in here stay in here
    L = len(parameters) // 2
    ### START CODE HERE ### (≈ 3 lines)
    # (1) for each layer l from 1 to L: its weights and its biases go learning_rate times their gradient downhill
    for l in range(1, L + 1):
        parameters["W" + str(l)] = parameters["W" + str(l)] - learning_rate * grads["dW" + str(l)]
        parameters["b" + str(l)] = parameters["b" + str(l)] - learning_rate * grads["db" + str(l)]
    ### END CODE HERE ###
    return parameters

# %% check points=5
check("update_parameters", update_parameters)

# %% tags=["expected"]
moved_small = update_parameters(parameters_small, grads_small, learning_rate=0.5)
for name, value in parameters_small.items():
    print(f"{name}[0, 0]: before {value[0, 0]:.6f}, after {moved_small[name][0, 0]:.6f}")

# %% [markdown]
# How far should one step go? Here is the cost after **one** step from the same start, for learning rates from 0 to 3. All of your functions but the first two are at work in it. Where the curve begins, it must fall with the slope that the gradient predicts, $-\sum d\theta^2$ over all parameters $\theta$. That is the dotted tangent. Further out, the cost no longer follows: a gradient knows its own place and nothing beyond.

# %% tags=["demo"]
rates = np.linspace(0, 3, 121)
costs = []
for rate in rates:
    moved = update_parameters(parameters_small, grads_small, rate)
    costs.append(compute_cost(L_model_forward(X_small, moved)[0], Y_small))
steepness = sum(np.sum(grads_small["d" + name] ** 2) for name in parameters_small)
best = int(np.argmin(costs))
print(f"before the step: {costs[0]:.4f}; best rate {rates[best]:.2f}: {costs[best]:.4f}; rate 3: {costs[-1]:.4f}")
plt.plot(rates, costs, label="cost after one step")
near = np.array([0, 0.6 * costs[0] / steepness])
plt.plot(near, costs[0] - steepness * near, color="black", linestyle=":", label="predicted by the gradient")
plt.plot(rates[best], costs[best], "ko", markersize=6, label="best single step")
plt.gca().set(xlabel="learning rate", ylabel="cost", ylim=(0, None))
plt.legend(loc="lower right")
show("Cost after one step against the learning rate: it falls along the predicted tangent at first, reaches a lowest point, and rises again.")

# %% [markdown]
# ## 7 · Do the pieces fit?
#
# Building blocks should work in hands that know nothing about them. So give them to somebody else: SciPy's optimiser L-BFGS takes any function that returns a cost and its gradient, each as plain numbers in one long vector, and looks for the minimum by itself. It knows nothing of layers.
#
# The data are the flower of the last notebook. Here are three hidden relu layers of 12, 8 and 6 units for it. They start with the larger weights of the picture above. The optimiser is told to keep every parameter between −1 and 1, so that no probability rounds to exactly 1, where the formula of $dA^{[L]}$ divides by zero.

# %% tags=["demo"]
from scipy.optimize import minimize

X, Y = load_planar_dataset()
flower_dims = [2, 12, 8, 6, 1]
start = initialize_parameters_deep(flower_dims)
for layer in range(1, len(flower_dims)):
    start[f"W{layer}"] = np.clip(start[f"W{layer}"] * 100 / np.sqrt(flower_dims[layer - 1]), -1, 1)


def pack(arrays):
    """All parameters, or all their gradients, in one long vector."""
    return np.concatenate([array.ravel() for array in arrays])


def unpack(vector):
    """The dictionary of parameters from the long vector."""
    ends = np.cumsum([value.size for value in start.values()])
    pieces = np.split(vector, ends[:-1])
    return {name: piece.reshape(value.shape) for (name, value), piece in zip(start.items(), pieces)}


def cost_and_gradient(vector):
    AL, caches = L_model_forward(X, unpack(vector))
    gradients = L_model_backward(AL, Y, caches)
    return compute_cost(AL, Y), pack([gradients["d" + name] for name in start])


costs_flower = [cost_and_gradient(pack(start.values()))[0]]
found = minimize(
    cost_and_gradient,
    pack(start.values()),
    jac=True,
    method="L-BFGS-B",
    bounds=[(-1, 1)] * pack(start.values()).size,
    options={"maxiter": 120},
    callback=lambda vector: costs_flower.append(cost_and_gradient(vector)[0]),
)


def labels_of(points):
    """The label that the trained network gives to each point, shape (1, number of points)."""
    return (L_model_forward(points, unpack(found.x))[0] > 0.5).astype(int)


accuracy = np.mean(labels_of(X) == Y)
print(f"{found.nit} iterations: cost {costs_flower[0]:.4f} -> {costs_flower[-1]:.4f}, accuracy {accuracy:.1%}")
figure, axes = plt.subplots(1, 2, figsize=(9.5, 4.2))
axes[0].plot(costs_flower)
axes[0].set(xlabel="iteration", ylabel="cost", ylim=(0, None))
plot_decision_boundary(labels_of, X, Y, ax=axes[1])
axes[1].set_title(f"accuracy {accuracy:.1%}")
show("Left, the cost falls within 120 iterations. Right, the flower with the boundary of the trained deep network, made of straight pieces.")

# %% [markdown]
# The cost falls from 0.68 to about 0.28, and close to 89 % of the points are right, little less than with the four tanh units of the last notebook: for a flower, one hidden layer is enough. (Your last digits may differ.) Two things are new. The boundary is made of straight pieces, as relu units are. And to make the network deeper, you would change one list.
#
# ## What to remember
#
# - A layer is a linear step and an activation. A network is a list of layers; its depth is a number, not a piece of code.
# - Each forward block puts into its cache what its backward twin needs. It matters what stands where.
# - The backward pass meets the layers in the opposite order, and inside a layer the activation before the linear step.
# - `dW` and `db` carry the mean over the examples, `dA` and `dZ` do not.
# - A gradient has the shape of what it belongs to, and it can be measured, with a random `dZ` or `dA` as well as with the cost.
# - In a deep network the size of the starting weights decides whether any gradient reaches the first layer.
#
# ## What comes next
#
# In the next notebook you put these blocks together to train two networks on pictures, one with two layers and one with four, and look at the pictures they get wrong.
#
# ## Open questions
#
# These are not marked. To change a function, open a new cell, paste the text of the function there and give it another name.
#
# - For the sigmoid layer with the cross-entropy, `dZ` of layer $L$ becomes simply $A^{[L]} - Y$. Show it with a pencil. What goes wrong in the long way when $A^{[L]}$ rounds to exactly 1, and what not in the short one?
# - Write `tanh` and `tanh_backward` with the same kinds of caches. How many of your ten functions have to change?
# - How much memory do the caches of the four-layer network for 209 pictures take, if the layers have 20, 7, 5 and 1 units? Which part of it is really needed?
# - The gradient `dA0` belongs to the inputs. What does it tell about a picture, point by point?
# - In the picture of the two starts, replace $\sqrt{n}$ by $\sqrt{n/2}$. Why might that be the better choice for relu layers?

# %% tags=["demo"]
progress()
