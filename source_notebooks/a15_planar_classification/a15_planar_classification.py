# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # One hidden layer: telling petals apart
#
# A straight line cannot separate the petals of a flower. A small neural network can, and in this notebook you build one with nothing but NumPy.
#
# When you are done, you can
#
# - say why a linear classifier fails on such data;
# - compute the output of a network with one hidden layer, for all examples at once;
# - measure its error with the cross-entropy, and derive and check the gradient of that error;
# - train the network by gradient descent and judge how many hidden units it needs.
#
# You need logistic regression, matrix products and the basics of NumPy.
#
# ## How this notebook works
#
# There are eight steps, and you write one function in each. Your code goes between the lines `### START CODE HERE ###` and `### END CODE HERE ###`; leave everything else as it is. The `≈` beside them says about how many lines to expect. Yours may be more or fewer.
#
# After each function comes a cell that **checks** it. Run it at once.
#
# - ✓ means that your function gave the right answer on several inputs.
# - Otherwise a message tells you what was asked, what came, and what is probably wrong.
#
# Your mark comes from inputs that you have not seen, so write code that works for every size. `progress()`, at the end, shows where you stand. Each step also has three folded hints: a question, then a tool, then a line with a gap. Open them in this order.
#
# Functions leave their arguments as they are, here as in the whole course: `x *= 2` on an argument would change the caller's own array. What you print is not marked, so print whatever helps you.
#
# ## 1 · Packages

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils import check, progress
from utils.figures import show
from utils.planar_utils import (
    draw_network,
    load_extra_datasets,
    load_planar_dataset,
    plot_decision_boundary,
    plot_examples,
    sigmoid,
)

plt.style.use("utils.course")

# %% [markdown]
# ## 2 · The flower
#
# Each example is a point in the plane with a label, 0 or 1. In this part of the course **examples are columns**:
#
# $$
# X = \begin{bmatrix} | & & | \\ x^{(1)} & \cdots & x^{(m)} \\ | & & | \end{bmatrix} \text{ of shape } (n_x, m),
# \qquad
# Y = \begin{bmatrix} y^{(1)} & \cdots & y^{(m)} \end{bmatrix} \text{ of shape } (1, m).
# $$
#
# Here $n_x$ is the number of features, $m$ the number of examples, and the number in round brackets says which example.

# %% tags=["expected"]
X, Y = load_planar_dataset()
print(f"X has shape {X.shape}: {X.shape[0]} features, {X.shape[1]} examples")
print(f"Y has shape {Y.shape}: {np.sum(Y == 0)} labels are 0, {np.sum(Y == 1)} are 1")
print(f"the first example: x = ({X[0, 0]:.6f}, {X[1, 0]:.6f}), y = {Y[0, 0]}")

# %% tags=["demo"]
ax = plot_examples(X, Y)
ax.set_title("the flower")
ax.legend(loc="lower right")
show("Scatter plot of 400 points that form a flower of eight petals, four of each label.")

# %% [markdown]
# ## 3 · A straight line first
#
# Begin with the simplest model that might work. Logistic regression splits the plane by one straight line. scikit-learn has it ready.
#
# Mind the axes: **scikit-learn takes examples as rows**, so it gets `X.T`, of shape `(m, 2)`, and the labels as a plain vector.

# %% tags=["demo"]
from sklearn.linear_model import LogisticRegression

line = LogisticRegression().fit(X.T, Y.ravel())
line_accuracy = np.mean(line.predict(X.T) == Y.ravel())

ax = plot_decision_boundary(lambda points: line.predict(points.T), X, Y)
ax.set_title(f"logistic regression: accuracy {line_accuracy:.0%}")
show("The flower cut by one straight line; both sides hold petals of both labels, about half of the points each.")

# %% [markdown]
# About 47 % are right: tossing a coin does as well. Longer training would not help. Both labels have petals all around the centre, so every line leaves many points of both labels on either side; even the luckiest one gets about a third of them wrong. The boundary must bend.
#
# ## 4 · The network
#
# Between input and output we put a **hidden layer**. Each of its units looks at the point through a line of its own. The output unit then combines what they see.

# %% tags=["demo"]
draw_network(n_x=2, n_h=4, n_y=1)
show("Network drawing: two inputs, each joined to four hidden units, which are all joined to one output unit.")

# %% [markdown]
# For one example $x^{(i)}$ the network computes
#
# $$
# \begin{aligned}
# z^{[1](i)} &= W^{[1]} x^{(i)} + b^{[1]} & a^{[1](i)} &= \tanh\left(z^{[1](i)}\right) \\
# z^{[2](i)} &= W^{[2]} a^{[1](i)} + b^{[2]} & a^{[2](i)} &= \sigma\left(z^{[2](i)}\right) = \frac{1}{1 + e^{-z^{[2](i)}}}
# \end{aligned}
# $$
#
# The number in square brackets says which layer. In code, $W^{[1]}$ is `W1`, $a^{[2]}$ is `A2`, and a capital letter holds all examples side by side. The output $a^{[2](i)}$ is a probability: how sure the network is that the label is 1. Above 0.5 it predicts 1, otherwise 0.
#
# Without the $\tanh$, two linear layers would be one linear layer, and we would be back at the straight line.
#
# **The plan.** Choose the sizes (step 1) and the starting parameters (step 2). Then repeat: compute the output (3), measure the error (4), find its gradient (5), move the parameters a little against it (6). Step 7 puts this together and step 8 predicts.
#
# To try out each function we use a small network with three inputs, four hidden units and five examples. All sizes differ, so an answer that is transposed shows at once.

# %%
rng = np.random.RandomState(7)
X_small = rng.randn(3, 5)
Y_small = np.array([[0, 1, 1, 0, 1]])
parameters_small = {
    "W1": rng.randn(4, 3),
    "b1": rng.randn(4, 1),
    "W2": rng.randn(1, 4),
    "b2": rng.randn(1, 1),
}

# %% [markdown]
# ### Step 1 · Layer sizes
#
# The data decide two of the three sizes. The input layer has one unit per feature, the output layer one unit per label of an example. The hidden layer is our choice: it gets four units.
#
# | size | units in | found from |
# |---|---|---|
# | `n_x` | the input layer | `X`, shape `(n_x, m)` |
# | `n_h` | the hidden layer | our choice, 4 |
# | `n_y` | the output layer | `Y`, shape `(n_y, m)` |
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# Look at the shapes of the flower above. Which of the two numbers counts features, and which counts examples?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `X.shape` is the pair (number of rows, number of columns). Take one of them by its index, which starts at 0.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `n_x = X.shape[___]`, and the same for `Y`.
#
# </details>

# %% solution
def layer_sizes(X, Y):
    """Sizes of the three layers.

    X: inputs, shape (n_x, m); one column per example
    Y: labels, shape (n_y, m)
    Returns (n_x, n_h, n_y): units of the input, hidden and output layer. The hidden layer has 4.
    """
    ### START CODE HERE ### (≈ 3 lines)
    # (1) the input layer has one unit per feature
    n_x = X.shape[0]
    # (2) the hidden layer has four units
    n_h = 4
    # (3) the output layer has one unit per label
    n_y = Y.shape[0]
    ### END CODE HERE ###
    return n_x, n_h, n_y

# %% check points=5
check("layer_sizes", layer_sizes)

# %% tags=["expected"]
for name, size in zip(["n_x", "n_h", "n_y"], layer_sizes(X_small, Y_small)):
    print(f"{name} = {size}")

# %% [markdown]
# ### Step 2 · Starting parameters
#
# The biases may start at zero. The weights may not: if two hidden units start equal, they compute the same, receive the same gradient and stay equal for ever. Four such units are worth no more than one. Random weights **break this symmetry**.
#
# They should be small, too. Where $|z|$ is large, $\tanh$ and $\sigma$ are almost flat; the gradient is then nearly zero and learning starts slowly.
#
# | parameter | shape | start |
# |---|---|---|
# | `W1` | `(n_h, n_x)` | standard normal × 0.01 |
# | `b1` | `(n_h, 1)` | 0 |
# | `W2` | `(n_y, n_h)` | standard normal × 0.01 |
# | `b2` | `(n_y, 1)` | 0 |
#
# Each row of `W1` belongs to one hidden unit. The seed makes the random numbers repeat, so draw `W1` first and `W2` second: in another order they are other numbers.
#
# ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# `W1 @ X` must have one row per hidden unit and one column per example. How many rows and columns does `W1` then have?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.random.randn(rows, columns)` takes two numbers. `np.zeros((rows, columns))` takes one pair, hence the double brackets.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `W1 = np.random.randn(n_h, ___) * 0.01`
#
# </details>

# %% solution
def initialize_parameters(n_x, n_h, n_y):
    """Small random weights and zero biases for a network of n_x, n_h and n_y units.

    Returns a dictionary: W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1).
    """
    np.random.seed(2)  # the same start for everyone, so that results can be compared
    ### START CODE HERE ### (≈ 4 lines)
    # (1) hidden layer: first the weights W1, standard normal times 0.01, then the biases b1
    W1 = np.random.randn(n_h, n_x) * 0.01
    b1 = np.zeros((n_h, 1))
    # (2) output layer: the same for W2 and b2
    W2 = np.random.randn(n_y, n_h) * 0.01
    b2 = np.zeros((n_y, 1))
    ### END CODE HERE ###
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}

# %% check points=10
check("initialize_parameters", initialize_parameters)

# %% tags=["expected"]
for name, value in initialize_parameters(3, 4, 1).items():
    print(f"{name} has shape {value.shape}, largest entry {np.max(np.abs(value)):.6f}")

# %% [markdown]
# ### Step 3 · Forward propagation
#
# This is the network as a definition, one example and one unit at a time:
#
# ```python
# for i in range(m):
#     for k in range(n_h):
#         Z1[k, i] = np.sum(W1[k, :] * X[:, i]) + b1[k, 0]
#         A1[k, i] = np.tanh(Z1[k, i])
#     for j in range(n_y):
#         Z2[j, i] = np.sum(W2[j, :] * A1[:, i]) + b2[j, 0]
#         A2[j, i] = sigmoid(Z2[j, i])
# ```
#
# Correct, but slow in Python. Every entry of $Z^{[1]}$ is a row of $W^{[1]}$ times a column of $X$, and that is a matrix product. Write it **without loops**:
#
# $$
# \begin{aligned}
# Z^{[1]} &= W^{[1]} X + b^{[1]} & A^{[1]} &= \tanh\left(Z^{[1]}\right) & &(n_h, m) \\
# Z^{[2]} &= W^{[2]} A^{[1]} + b^{[2]} & A^{[2]} &= \sigma\left(Z^{[2]}\right) & &(n_y, m)
# \end{aligned}
# $$
#
# NumPy adds the column $b^{[1]}$, of shape $(n_h, 1)$, to each of the $m$ columns. `sigmoid` is imported above; `np.tanh` is part of NumPy.
#
# The function also returns a `cache`: the gradient will need these values again. Do not change the arguments. A function receives the very arrays of its caller, so a change in here (`b1 *= 2`, say) would change them out there, too.
#
# ≈ 8 lines.
#
# <details><summary>Hint 1</summary>
#
# What are the shapes of `W1`, `X` and `b1`? In which order can the first two be multiplied, and which shape comes out?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A dictionary gives its entry by name, in square brackets and quotes. `@` is the matrix product; `*` multiplies entry by entry. `np.tanh` and `sigmoid` work on whole arrays.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `Z1 = W1 @ ___ + b1`, and layer 2 is the same with its own parameters and inputs.
#
# </details>

# %% solution
def forward_propagation(X, parameters):
    """The network's output for every example.

    X: inputs, shape (n_x, m)
    parameters: dictionary W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1); not to be changed
    Returns A2 (n_y, m), the probability of label 1, and the dictionary cache: Z1, A1 (n_h, m), Z2, A2 (n_y, m).
    """
    ### START CODE HERE ### (≈ 8 lines)
    # (1) take the four parameters out of the dictionary
    W1 = parameters["W1"]
    b1 = parameters["b1"]
    W2 = parameters["W2"]
    b2 = parameters["b2"]
    # (2) hidden layer: linear step Z1, then tanh gives A1
    Z1 = W1 @ X + b1  # (n_h, m)
    A1 = np.tanh(Z1)
    # (3) output layer: linear step Z2, then sigmoid gives A2
    Z2 = W2 @ A1 + b2  # (n_y, m)
    A2 = sigmoid(Z2)
    ### END CODE HERE ###
    cache = {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
    return A2, cache

# %% check points=15
check("forward_propagation", forward_propagation)

# %% tags=["expected"]
A2_small, cache_small = forward_propagation(X_small, parameters_small)
for name in ["Z1", "A1", "Z2", "A2"]:
    print(f"{name} has shape {cache_small[name].shape}, mean {np.mean(cache_small[name]):.6f}")

# %% [markdown]
# The picture shows what the two functions did to your values: `tanh` squeezes the hidden layer between −1 and 1, `sigmoid` the output between 0 and 1.

# %% tags=["demo"]
z = np.linspace(-5, 5, 200)
figure, axes = plt.subplots(1, 2, figsize=(8, 3.2))
axes[0].plot(z, np.tanh(z), color="0.6", label="tanh")
axes[0].plot(cache_small["Z1"].ravel(), cache_small["A1"].ravel(), "o", label="yours")
axes[0].set(title="hidden layer: 4 units × 5 examples", xlabel="Z1", ylabel="A1")
axes[1].plot(z, sigmoid(z), color="0.6", label="sigmoid")
axes[1].plot(cache_small["Z2"].ravel(), cache_small["A2"].ravel(), "o", label="yours")
axes[1].set(title="output layer: 1 unit × 5 examples", xlabel="Z2", ylabel="A2", ylim=(-0.05, 1.05))
for ax in axes:
    ax.legend(loc="upper left")
show("Twenty hidden values on the S-shaped tanh curve and five output probabilities on the sigmoid curve.")

# %% [markdown]
# ### Step 4 · The cost
#
# How wrong is a probability? The network pays the negative logarithm of the probability that it gave to the **right** label. As a definition, one example at a time:
#
# ```python
# total = 0.0
# for i in range(m):
#     if Y[0, i] == 1:
#         total += -np.log(A2[0, i])
#     else:
#         total += -np.log(1 - A2[0, i])
# J = total / m
# ```
#
# Because $y^{(i)}$ is 0 or 1, both cases fit into one formula, the **cross-entropy**. One of its two terms is always zero:
#
# $$
# J = -\frac{1}{m} \sum_{i=1}^{m} \left( y^{(i)} \log a^{[2](i)} + \left(1 - y^{(i)}\right) \log\left(1 - a^{[2](i)}\right) \right)
# $$
#
# Write it without a loop, and out of the formula: a ready answer such as `sklearn.metrics.log_loss` does not count here. The result is one number. The argument `parameters` is not needed yet.
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# If a label is 1, what is left of the bracket in the formula? And if it is 0?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `A2` and `Y` have the same shape, so `*` pairs them up entry by entry. `np.log` takes the whole array; `np.sum` adds it up. Which entry of `Y.shape` is the number of examples?
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `log_probabilities = Y * np.log(A2) + (1 - Y) * np.log(___)`
#
# </details>

# %% solution
def compute_cost(A2, Y, parameters=None):
    """Mean cross-entropy between the predicted probabilities and the labels.

    A2: predicted probabilities, shape (1, m)
    Y: labels 0 or 1, shape (1, m)
    parameters: not needed here; accepted so that a penalty on the weights can be added later
    Returns the cost, one number.
    """
    ### START CODE HERE ### (≈ 3 lines)
    # (1) the number of examples
    m = Y.shape[1]
    # (2) the log-probability of the right label, for each example
    log_probabilities = Y * np.log(A2) + (1 - Y) * np.log(1 - A2)  # (1, m)
    # (3) the negative mean
    cost = -np.sum(log_probabilities) / m
    ### END CODE HERE ###
    return cost

# %% check points=10
check("compute_cost", compute_cost)

# %% tags=["expected"]
guesses = {
    "mostly right": np.array([[0.2, 0.7, 0.9, 0.1, 0.8]]),
    "undecided": np.array([[0.5, 0.5, 0.5, 0.5, 0.5]]),
    "mostly wrong": np.array([[0.8, 0.3, 0.1, 0.9, 0.2]]),
}
for name, A2_guess in guesses.items():
    print(f"{name}: {compute_cost(A2_guess, Y_small):.6f}")

# %% [markdown]
# An undecided network pays $\log 2 \approx 0.693$. Remember this number: it is where training starts. The curves show why being **sure and wrong** is the most expensive thing a network can do.

# %% tags=["demo"]
probabilities = np.linspace(0.005, 0.995, 199)
for label in (1, 0):
    costs = [compute_cost(np.array([[p]]), np.array([[label]])) for p in probabilities]
    plt.plot(probabilities, costs, label=f"label {label}")
plt.axhline(np.log(2), color="0.5", linestyle=":", linewidth=1.2)
plt.text(0.02, np.log(2) + 0.1, "log 2")
plt.xlabel("predicted probability of label 1")
plt.ylabel("cost of one example")
plt.legend(loc="upper center")
show("Two mirrored curves: with label 1 the cost grows steeply towards probability 0, with label 0 towards 1.")

# %% [markdown]
# ### Step 5 · Backward propagation
#
# Which way should each parameter move? The gradient tells. It comes from the chain rule, applied from the output back to the input. For one example, the error at the output has a simple form, because the slopes of the logarithm and of $\sigma$ cancel:
#
# $$
# dz^{[2](i)} = a^{[2](i)} - y^{(i)}
# $$
#
# It goes back through the weights $W^{[2]}$ and through the slope of $\tanh$, which is $1 - \tanh^2(z) = 1 - a^2$:
#
# $$
# dz^{[1](i)} = \left(W^{[2]\top} dz^{[2](i)}\right) * \left(1 - a^{[1](i)} * a^{[1](i)}\right)
# $$
#
# Here $*$ multiplies entry by entry. Each layer's gradients are then means over the examples:
#
# $$
# \begin{aligned}
# dW^{[2]} &= \frac{1}{m} \sum_{i=1}^{m} dz^{[2](i)} a^{[1](i)\top} & db^{[2]} &= \frac{1}{m} \sum_{i=1}^{m} dz^{[2](i)} \\
# dW^{[1]} &= \frac{1}{m} \sum_{i=1}^{m} dz^{[1](i)} x^{(i)\top} & db^{[1]} &= \frac{1}{m} \sum_{i=1}^{m} dz^{[1](i)}
# \end{aligned}
# $$
#
# We write `dW1` for $\partial J / \partial W^{[1]}$; it has the shape of `W1`, and so on. Write all of it **without loops**: a sum of column × row over the examples is a single matrix product of two matrices with $m$ columns, one of them transposed.
#
# As before, do not change the arguments. A line like `dZ -= Y` changes the array itself, and `A2` is still in the cache.
#
# ≈ 9 lines.
#
# <details><summary>Hint 1</summary>
#
# `dZ2` is `(n_y, m)` and `A1` is `(n_h, m)`; `dW2` must be `(n_y, n_h)`. Which of the two must be transposed so that the `m` in the middle disappears?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `.T` transposes. `np.sum(..., axis=1, keepdims=True)` adds up the examples and keeps a column of shape `(n, 1)`; without `keepdims` you get `(n,)`. The square, entry by entry, is `**2`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `dZ1 = (W2.T @ ___) * (1 - A1**2)`
#
# </details>

# %% solution
def backward_propagation(parameters, cache, X, Y):
    """Gradients of the cost with respect to the four parameters.

    parameters: dictionary W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1)
    cache: dictionary Z1, A1 (n_h, m), Z2, A2 (n_y, m), from forward_propagation
    X: inputs, shape (n_x, m)
    Y: labels, shape (n_y, m)
    None of them is to be changed.
    Returns a dictionary: dW1, db1, dW2, db2, each of the shape of its parameter.
    """
    m = X.shape[1]
    ### START CODE HERE ### (≈ 9 lines)
    # (1) what the formulas need: the output weights and the two activations
    W2 = parameters["W2"]
    A1 = cache["A1"]
    A2 = cache["A2"]
    # (2) output layer
    dZ2 = A2 - Y  # (n_y, m)
    dW2 = dZ2 @ A1.T / m  # (n_y, n_h)
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m  # (n_y, 1)
    # (3) hidden layer: send dZ2 back through W2 and through the slope of tanh
    dZ1 = (W2.T @ dZ2) * (1 - A1**2)  # (n_h, m)
    dW1 = dZ1 @ X.T / m  # (n_h, n_x)
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m  # (n_h, 1)
    ### END CODE HERE ###
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}

# %% check points=25
check("backward_propagation", backward_propagation)

# %% [markdown]
# You need not take the formulas on trust. A gradient is a slope, and a slope can be measured: move one entry of one parameter a little to either side and see how the cost changes. Your result should agree with
#
# $$
# \frac{J(\theta + \varepsilon) - J(\theta - \varepsilon)}{2 \varepsilon}, \qquad \varepsilon = 10^{-4}.
# $$

# %% tags=["expected"]
def shifted_cost(name, entry, shift):
    """Cost of the small network after one entry of one parameter has moved by shift."""
    moved = {key: value.copy() for key, value in parameters_small.items()}
    moved[name][entry] += shift
    probability, _ = forward_propagation(X_small, moved)
    return compute_cost(probability, Y_small)


grads_small = backward_propagation(parameters_small, cache_small, X_small, Y_small)
entries = {"W1": (2, 1), "b1": (3, 0), "W2": (0, 2), "b2": (0, 0)}
for name, entry in entries.items():
    measured = (shifted_cost(name, entry, 1e-4) - shifted_cost(name, entry, -1e-4)) / 2e-4
    print(f"d{name}{list(entry)}: computed {grads_small['d' + name][entry]:.6f}, measured {measured:.6f}")

# %% [markdown]
# The same as a picture: your gradient is the slope of the dashed line, which should touch the curve of the cost.

# %% tags=["demo"]
figure, axes = plt.subplots(1, 4, figsize=(10, 2.8), sharey=True)
shifts = np.linspace(-2, 2, 81)
for ax, (name, entry) in zip(axes, entries.items()):
    here = parameters_small[name][entry]
    ax.plot(here + shifts, [shifted_cost(name, entry, shift) for shift in shifts], label="cost")
    near = np.array([-0.9, 0.9])
    ax.plot(here + near, shifted_cost(name, entry, 0) + near * grads_small["d" + name][entry], label="gradient")
    ax.plot(here, shifted_cost(name, entry, 0), "ko", markersize=5)
    ax.set_xlabel(f"{name}{list(entry)}")
axes[0].set_ylabel("cost")
axes[0].legend()
show("Cost curves along one entry of each of the four parameters, each with its tangent from the computed gradient.")

# %% [markdown]
# ### Step 6 · One step downhill
#
# The gradient points to where the cost grows fastest. So go the other way, by a step whose length the **learning rate** $\alpha$ sets. For each parameter $\theta$:
#
# $$
# \theta := \theta - \alpha \, d\theta
# $$
#
# Return **new** arrays in a new dictionary. `W1 -= ...` would change the caller's parameters as well, and the check looks at this.
#
# ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# If an entry of `dW1` is positive, does the cost rise or fall when you raise that weight? So which way should it go?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The old value is in `parameters` under `"W1"`, its gradient in `grads` under `"dW1"`. The formula works on whole arrays.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `W1 = ___ - learning_rate * grads["dW1"]`, and the same for the other three.
#
# </details>

# %% solution
def update_parameters(parameters, grads, learning_rate=1.2):
    """One step of gradient descent.

    parameters: dictionary W1, b1, W2, b2
    grads: dictionary dW1, db1, dW2, db2, each of the shape of its parameter
    learning_rate: length of the step
    Returns the dictionary W1, b1, W2, b2 after the step.
    """
    ### START CODE HERE ### (≈ 4 lines)
    # (1) each parameter goes learning_rate times its gradient downhill
    W1 = parameters["W1"] - learning_rate * grads["dW1"]
    b1 = parameters["b1"] - learning_rate * grads["db1"]
    W2 = parameters["W2"] - learning_rate * grads["dW2"]
    b2 = parameters["b2"] - learning_rate * grads["db2"]
    ### END CODE HERE ###
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}

# %% check points=10
check("update_parameters", update_parameters)

# %% tags=["expected"]
grads_ones = {"d" + name: np.ones_like(value) for name, value in parameters_small.items()}
moved_small = update_parameters(parameters_small, grads_ones, learning_rate=0.5)
for name, value in parameters_small.items():
    print(f"{name}[0, 0]: before {value[0, 0]:.6f}, after {moved_small[name][0, 0]:.6f}")

# %% [markdown]
# How long should a step be? The picture lets your function walk down a simple valley, $J = \tfrac{1}{2} w^2$, whose gradient is $w$. Short steps take long, good ones arrive, and steps that are too long climb out on the other side.

# %% tags=["demo"]
figure, axes = plt.subplots(1, 3, figsize=(9, 2.9), sharey=True)
w = np.linspace(-3, 3, 101)
zero = np.zeros((1, 1))
for ax, rate, verdict in zip(axes, [0.1, 0.7, 2.1], ["short", "good", "too long"]):
    walker = {"W1": np.array([[-2.0]]), "b1": zero, "W2": zero, "b2": zero}
    path = [-2.0]
    for _ in range(8):
        slopes = {"dW1": walker["W1"], "db1": zero, "dW2": zero, "db2": zero}
        walker = update_parameters(walker, slopes, learning_rate=rate)
        path.append(walker["W1"].item())
    path = np.array(path)
    ax.plot(w, w**2 / 2, color="0.6")
    ax.plot(path, path**2 / 2, "o-", markersize=4, linewidth=1)
    ax.plot(path[0], path[0] ** 2 / 2, "ks", markersize=7)
    ax.set(title=f"learning rate {rate}: {verdict}", xlabel="w", xlim=(-4.6, 4.6), ylim=(-0.4, 9))
axes[0].set_ylabel("J")
show("Eight steps from w = -2 in a parabola: slow descent at rate 0.1, arrival at 0.7, growing swings at 2.1.")

# %% [markdown]
# ### Step 7 · The whole training
#
# All parts are there. Put them in order:
#
# 1. start from random parameters;
# 2. `num_iterations` times: forward propagation, cost, backward propagation, update;
# 3. if `print_cost` is true, print the cost in every 1000th iteration, from iteration 0 on.
#
# The sizes `n_x` and `n_y` come from the data, but `n_h` is an argument now: that lets you try other sizes of the hidden layer later. Use the default learning rate of `update_parameters`.
#
# ≈ 6 lines.
#
# <details><summary>Hint 1</summary>
#
# Go through your functions from step 2 to step 6. What does each one take, and which of the others has made it?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Call `initialize_parameters` once, before the loop. Inside it, `forward_propagation` returns two things, so give it two names. `i % 1000` is the remainder of `i` after division by 1000.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `grads = backward_propagation(parameters, ___, X, Y)`
#
# </details>

# %% solution
def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    """Train a network with one hidden layer by gradient descent, with the default learning rate.

    X: inputs, shape (n_x, m)
    Y: labels, shape (n_y, m)
    n_h: units in the hidden layer
    num_iterations: steps of gradient descent
    print_cost: whether to print the cost before every 1000th step
    Returns the trained parameters: dictionary W1, b1, W2, b2.
    """
    n_x, _, n_y = layer_sizes(X, Y)
    ### START CODE HERE ### (≈ 6 lines)
    # (1) where the parameters start
    parameters = initialize_parameters(n_x, n_h, n_y)
    for i in range(num_iterations):
        # (2) forward, cost, backward, update: one line each
        A2, cache = forward_propagation(X, parameters)
        cost = compute_cost(A2, Y, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
        # (3) now and then, say how it goes
        if print_cost and i % 1000 == 0:
            print(f"cost after iteration {i}: {cost:.6f}")
    ### END CODE HERE ###
    return parameters

# %% check points=15
check("nn_model", nn_model)

# %% [markdown]
# A first run, on the small data with six hidden units. The first cost is close to $\log 2$, as it should be for a network that knows nothing yet.

# %% tags=["expected", "demo"]
trained_small = nn_model(X_small, Y_small, n_h=6, num_iterations=3001, print_cost=True)
for name, value in trained_small.items():
    print(f"{name} has shape {value.shape}, largest entry {np.max(np.abs(value)):.6f}")

# %% [markdown]
# ### Step 8 · Predict
#
# The network returns probabilities. A prediction has to decide:
#
# $$
# \hat y^{(i)} = \begin{cases} 1 & \text{if } a^{[2](i)} > 0.5 \\ 0 & \text{otherwise} \end{cases}
# $$
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# Which of your functions gives the probabilities? How many things does it return?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# An array compared with a number gives an array of `True` and `False`. `.astype(int)` makes 1 and 0 of them.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `predictions = (A2 > ___).astype(int)`
#
# </details>

# %% solution
def predict(parameters, X):
    """The label that the network gives to each example.

    parameters: dictionary W1, b1, W2, b2
    X: inputs, shape (n_x, m)
    Returns the labels, shape (1, m): 1 where the probability is above 0.5, otherwise 0.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the probability of label 1, for each example
    A2, cache = forward_propagation(X, parameters)
    # (2) above one half, or not
    predictions = (A2 > 0.5).astype(int)
    ### END CODE HERE ###
    return predictions

# %% check points=10
check("predict", predict)

# %% tags=["expected", "demo"]
for name, weights in {"untrained": parameters_small, "trained": trained_small}.items():
    labels = predict(weights, X_small)
    right = np.sum(labels == Y_small)
    print(f"{name}: shape {labels.shape}, {right} of 5 labels right")

# %% [markdown]
# ## 5 · Train on the flower
#
# Now the real data: 400 points, four hidden units, 10 000 iterations. It takes about a second.
#
# The first costs should agree with these to the last digit: 0.693048 at the start, 0.288083 after 1000 iterations. The costs after 8000 and 9000 iterations may not agree with your neighbour's: you both see about 0.219, but the digits behind depend on the order in which a computer adds numbers. Thousands of iterations make such roundings visible.

# %% tags=["demo"]
parameters_flower = nn_model(X, Y, n_h=4, num_iterations=10000, print_cost=True)


def accuracy(parameters, X, Y):
    """Share of the labels that the network predicts rightly."""
    return np.mean(predict(parameters, X) == Y)


def draw_boundary(ax, parameters, X, Y, step=0.05):
    """The examples X, Y and what the network predicts around them."""
    plot_decision_boundary(lambda points: predict(parameters, points), X, Y, step=step, ax=ax)


print(f"accuracy: {accuracy(parameters_flower, X, Y):.2%}")

# %% [markdown]
# About 90 %, against 47 % for the straight line. `np.mean(... == Y)` is the share of labels that agree, since `True` counts as 1.
#
# See how the boundary bends while the network learns:

# %% tags=["demo"]
figure, axes = plt.subplots(2, 2, figsize=(8, 7), sharex=True, sharey=True)
for ax, iterations in zip(axes.flat, [30, 300, 1000, 10000]):
    trained = nn_model(X, Y, n_h=4, num_iterations=iterations)
    draw_boundary(ax, trained, X, Y)
    ax.set_title(f"{iterations} iterations: accuracy {accuracy(trained, X, Y):.2%}")
    ax.label_outer()
show("Four stages of training on the flower; after 30 iterations the boundary is almost a line, later six sectors meet at the centre.")

# %% [markdown]
# The cost tells the same story. Each point is one training run from the same start:

# %% tags=["demo"]
iterations = [1, 3, 10, 30, 60, 100, 200, 300, 600, 1000, 2000, 4000, 7000]
costs = []
for number in iterations:
    trained = nn_model(X, Y, n_h=4, num_iterations=number)
    costs.append(compute_cost(forward_propagation(X, trained)[0], Y))
plt.semilogx(iterations, costs, "o-")
plt.xlabel("iterations")
plt.ylabel("cost")
plt.ylim(0, None)
show("The cost stays near 0.69 for the first iterations, then falls, quickly at first, to about 0.22.")

# %% [markdown]
# ## 6 · How many hidden units?
#
# Four was a guess. Train other sizes and look. To see whether a network has learnt the flower or only these 400 points, we also draw **new points** from the same flower and let it predict those.

# %% tags=["demo"]
flowers = [load_planar_dataset(seed) for seed in range(2, 12)]
X_new = np.concatenate([X_flower for X_flower, _ in flowers], axis=1)  # (2, 4000)
Y_new = np.concatenate([Y_flower for _, Y_flower in flowers], axis=1)  # (1, 4000)
sizes = [1, 2, 3, 4, 5, 20, 50]


def draw_accuracies(ax, networks, X, Y):
    """Accuracy of each network on its own training points X, Y and on the new points."""
    ax.plot([accuracy(network, X, Y) for network in networks], "o-", label="training points")
    ax.plot([accuracy(network, X_new, Y_new) for network in networks], "s--", label="new points")
    ax.set_xticks(range(len(sizes)), sizes)
    ax.set(title="accuracy by hidden units", ylim=(0.45, 1.02))
    ax.legend(loc="lower right")


networks = [nn_model(X, Y, n_h=size, num_iterations=5000) for size in sizes]

figure, axes = plt.subplots(2, 4, figsize=(12, 6))
for ax, size, network in zip(axes.flat, sizes, networks):
    draw_boundary(ax, network, X, Y)
    ax.set(title=f"{size} hidden: {accuracy(network, X, Y):.2%}", xlabel="", ylabel="")
draw_accuracies(axes[1, 3], networks, X, Y)
show("Boundaries for 1 to 50 hidden units and a curve of accuracy, which leaps at three units and then stays level.")

# %% [markdown]
# One hidden unit can only draw a line: a better one than before, but a line. Two do little more. With three the accuracy leaps to about 90 %, and five are best by a hair. The last two percentages may differ a little on your computer.
#
# More units gain nothing here, but they do no harm either: new points fare as well as old ones. With 400 points to fit, there is little room for learning by heart. So take three quarters of the points away.

# %% tags=["demo"]
X_few, Y_few = X[:, ::4], Y[:, ::4]  # (2, 100), (1, 100)
networks = [nn_model(X_few, Y_few, n_h=size, num_iterations=5000) for size in sizes]

figure, axes = plt.subplots(1, 3, figsize=(12, 4))
for ax, size in zip(axes, [4, 50]):
    network = networks[sizes.index(size)]
    draw_boundary(ax, network, X_few, Y_few)
    ax.set_title(f"100 points, {size} hidden: {accuracy(network, X_few, Y_few):.0%}")
draw_accuracies(axes[2], networks, X_few, Y_few)
show("With 100 points 4 units draw plain sectors, 50 draw islands; with many units only training accuracy stays high.")

# %% [markdown]
# Fifty units now reach about 97 % on the points they were trained on, and little more than 80 % on new ones. They have drawn a boundary around single points. This gap is **overfitting**. Four units are too few to learn by heart, and they do better on new points. Training accuracy alone would have chosen the wrong network.
#
# ## 7 · Other shapes
#
# Your network knows nothing about flowers. Here are five other sets of 200 points, and the same code.

# %% tags=["demo"]
figure, axes = plt.subplots(2, 3, figsize=(10, 6.4))
for ax, (name, (X_other, Y_other)) in zip(axes.flat, load_extra_datasets().items()):
    trained = nn_model(X_other, Y_other, n_h=5, num_iterations=5000)
    draw_boundary(ax, trained, X_other, Y_other, step=np.ptp(X_other) / 250)
    ax.set(title=f"{name}: {accuracy(trained, X_other, Y_other):.1%}", xlabel="", ylabel="")
axes[1, 2].axis("off")
show("Boundaries of a network with five hidden units on circles, moons, blobs, a disc in a ring, and random labels.")

# %% [markdown]
# The network finds a ring, a wave or islands, whatever the points ask for. Where two groups lie on top of each other, as in the blobs, no boundary can part them.
#
# The last set is a warning. Its labels were drawn by lot, yet the accuracy is clearly above 50 %. That is overfitting once more: on new points from the same lottery it would be 50 %.
#
# ## What to remember
#
# - A linear classifier can only cut along a straight line. Hidden units with a non-linear activation bend the boundary.
# - Training is a loop of four: forward propagation, cost, backward propagation, update.
# - Weights start small and random, so that hidden units become different. Biases may start at zero.
# - Matrix products take the place of loops over units and examples. Shapes tell you which matrix goes where.
# - A gradient can be measured. Measure it before you trust it.
# - More hidden units fit the training points more closely. Only new points tell you whether that is learning.
#
# ## What comes next
#
# One hidden layer was written out by hand. In the next assignments you turn the same four parts into building blocks and stack as many layers as you like. Later, regularisation keeps big networks from learning by heart.
#
# ## Open questions
#
# These are not marked. To change a function, open a new cell, paste the text of the function there and give it another name.
#
# - Replace $\tanh$ by $\sigma$ or by $\max(0, z)$ in the hidden layer. Which line of the backward propagation has to change with it, and what is the new slope?
# - Train with learning rates 0.1, 0.5, 1.2 and 5. Which is the fastest that still settles?
# - Start all weights at zero. What do the rows of `W1` look like after training, and why?
# - Train with `np.random.seed(2)` replaced by other seeds. How much of the difference between 4 and 5 hidden units is luck?
# - What would a hidden layer without any activation do to the boundary? Predict it first, then draw it.

# %% tags=["demo"]
progress()
