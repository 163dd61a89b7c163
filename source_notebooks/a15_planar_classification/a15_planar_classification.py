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
# **How does a network draw a curved boundary, when each of its neurons knows only straight lines?** These points form a flower, with two kinds of petals. On the left, one straight line tries to tell them apart. On the right, four small neurons do it together, with a fifth to sum them up:

# %% picture
import matplotlib.pyplot as plt

from utils.figures import show
from utils.planar_utils import draw_result

plt.style.use("utils.course")
draw_result()
show("The flower twice: a straight line is right on about half of the points, four hidden units on about nine in ten.")

# %% [markdown]
# You build the network on the right from NumPy alone. (A library's network has drawn this one. Yours will draw its own.)
#
# **About 90 minutes.** That is for reading and for your code; with the figures and the questions it may be two hours. You need logistic regression ([a14](../a14_logistic_regression/a14_logistic_regression.ipynb)) and matrix products.
#
# **What you build**
#
# 1. `layer_sizes`: how many units each layer has
# 2. `initialize_parameters`: where the training starts
# 3. `forward_propagation`: from the points to probabilities
# 4. `compute_cost`: how wrong they are
# 5. `backward_propagation`: which way each weight should move
# 6. `update_parameters`: one step that way
# 7. `nn_model`: the whole training
# 8. `predict`: one label or the other
#
# **How this notebook works** ([a11](../a11_numpy_basics/a11_numpy_basics.ipynb) has the long version)
#
# - Write your code between `### START CODE HERE ###` and `### END CODE HERE ###`, and delete the line `raise NotImplementedError(...)` there. `≈` says about how many lines to expect.
# - Run the check below each function as soon as the function is written: it says ✓, or what is probably wrong. If you are stuck, each step has three folded hints. Your work is marked with other inputs, of other sizes.
# - Leave arguments as they are: `b1 *= 2` would change the caller's own array. And use no loops, unless a step gives you one.
#
# ## 1 · Packages
#
# One of these could do the whole job in one line. Which one?
#
# | package | what it does here |
# |---|---|
# | [NumPy](https://numpy.org/doc/stable/) | computes your network: each layer is a product of matrices |
# | [scikit-learn](https://scikit-learn.org/stable/) | has the straight line of section 3 ready |
# | [Matplotlib](https://matplotlib.org/stable/) | draws the figures |
# | `utils` | belongs to this course: the flower, drawings, and a `sigmoid` that gives what yours of a11 gives |
#
# <details><summary>Answer</summary>
#
# It is scikit-learn. The network of the first picture is [`MLPClassifier`](https://scikit-learn.org/stable/modules/generated/sklearn.neural_network.MLPClassifier.html)`((4,), activation="tanh", solver="lbfgs", max_iter=1000, random_state=3).fit(X.T, Y.ravel())` (its examples are rows; see section 3). What is the 4, where do its weights start, how long is a step, and when does it stop? You meet these decisions one by one: the start in step 2, the length of a step in step 6, the end in step 7 and the 4 in section 7. Then you know which decisions such a line makes.
#
# </details>

# %%
import matplotlib.pyplot as plt
import numpy as np
from sklearn.linear_model import LogisticRegression

from utils import check, progress
from utils.figures import show
from utils.planar_utils import (
    draw_boundaries,
    draw_by_hand,
    draw_starts,
    load_planar_dataset,
    plot_decision_boundary,
    sigmoid,
)

plt.style.use("utils.course")

# %% [markdown]
# If something fails and you ask for help, send this line along. It says which versions you have:

# %% tags=["demo"]
from importlib.metadata import version

print(", ".join(f"{package} {version(package)}" for package in ["numpy", "scikit-learn", "matplotlib"]))

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
# Here $n_x$ is the number of features, $m$ the number of examples, and the number in parentheses says which example.
#
# The flower has 400 points. Write down the shapes of `X` and `Y`, then run the cell.

# %%
X, Y = load_planar_dataset()
print(f"X has shape {X.shape}: {X.shape[0]} features, {X.shape[1]} examples")
print(f"Y has shape {Y.shape}: {np.sum(Y == 0)} labels are 0, {np.sum(Y == 1)} are 1")
print(f"the first example: x = ({X[0, 0]:.6f}, {X[1, 0]:.6f}), y = {Y[0, 0]}")

# %% drawing
from utils.planar_utils import plot_examples

plot_examples(X, Y).legend(loc="lower right")
show("Scatter plot of 400 points that form a flower of eight petals, four of each label.")

# %% [markdown]
# Could you tell the petals apart with an `if`? Which number of a point would you look at: $x_1$, $x_2$, or one that you compute from both?
#
# <details><summary>Answer</summary>
#
# $x_1$ or $x_2$ alone will not do. The angle would: all the way round, the label changes from petal to petal, except in two places. (Find them: two neighbours of one label at the top, two at the bottom.) An `if` for each of the eight petals gets about nine points in ten right. You see the petals at once. The network has to find them, from $x_1$ and $x_2$ alone.
#
# </details>
#
# ## 3 · A straight line first
#
# Always begin with the simplest model that might work. Logistic regression splits the plane along one straight line. You built it in a14, and scikit-learn has it ready as [LogisticRegression](https://scikit-learn.org/stable/modules/generated/sklearn.linear_model.LogisticRegression.html).
#
# Mind the axes: **scikit-learn takes examples as rows**. So it gets `X.T`, of shape `(m, 2)`, and the labels as a plain vector.

# %% tags=["demo"]
line = LogisticRegression().fit(X.T, Y.ravel())
line_accuracy = np.mean(line.predict(X.T) == Y.ravel())
ax = plot_decision_boundary(lambda points: line.predict(points.T), X, Y)
ax.set_title(f"logistic regression: accuracy {line_accuracy:.0%}")
show("The flower cut by one straight line; both sides hold petals of both labels, about half of the points each.")

# %% [markdown]
# About 47 % are right: tossing a coin does as well. Training for longer would not help. Both labels have petals all around the centre, so wherever the line runs, many points are on the wrong side of it. Even the luckiest line of all gets about three in ten of them wrong. The boundary must bend.
#
# > **Remember.** A linear model can only cut along a straight line. Try it first all the same: you then know what any other model has to beat.
#
# **Ask yourself.**
#
# What shape do the points have for scikit-learn, and what shape for you?
#
# <details><summary>Answer</summary>
#
# `(400, 2)` for scikit-learn, examples as rows; `(2, 400)` for us, examples as columns.
#
# </details>
#
# Petals of label 1 lie between petals of label 0. Why can no line separate the two labels?
#
# <details><summary>Answer</summary>
#
# All points of label 0 would have to be on the same side. But then everything between them is on this side, too, and there lie points of label 1.
#
# </details>
#
# ## 4 · The network
#
# Between input and output we put a **hidden layer**. Each of its units splits the plane along a line of its own. The output unit then combines what they see.

# %% drawing
from utils.planar_utils import draw_network

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
# The number in brackets says which layer. In code, $W^{[1]}$ is `W1`, $a^{[2]}$ is `A2`, and a capital letter holds all examples side by side. $\tanh$ is a sigmoid twice as tall, half as wide and moved down by 1, $\tanh z = 2 \sigma(2z) - 1$: an S from −1 to 1 that is 0 at 0. The output $a^{[2](i)}$ is a probability: how sure the network is that the label is 1. Above 0.5 it predicts 1, otherwise 0.
#
# Without the $\tanh$ we would be back at the straight line: $W^{[2]} (W^{[1]} x + b^{[1]}) + b^{[2]}$ is just another linear function of $x$.
#
# **By hand.** What can two units do that one line can't? Here are two, and both look at $x_1$ only: the first changes sides at $x_1 = -1$, the second at $x_1 = 1$.
#
# $$
# a_1 = \tanh(5 x_1 + 5), \qquad a_2 = \tanh(5 x_1 - 5), \qquad a = \sigma(4 a_1 - 4 a_2 - 4)
# $$
#
# What are $a_1$, $a_2$ and $a$ at $x_1 = -2$, at 0 and at 2? ($\tanh$ of 5 or more is 1, as near as you need it, and of −5 or less, −1.)
#
# <details><summary>Answer</summary>
#
# | | $x_1 = -2$ | $x_1 = 0$ | $x_1 = 2$ |
# |---|---|---|---|
# | $a_1$ | −1 | 1 | 1 |
# | $a_2$ | −1 | −1 | 1 |
# | $4 a_1 - 4 a_2 - 4$ | −4 | 4 | −4 |
# | $a$ is near | 0 | 1 | 0 |
#
# </details>
#
# Here is this network over the whole plane:

# %% tags=["demo"]
by_hand = {
    "W1": np.array([[5.0, 0.0], [5.0, 0.0]]),  # a row for each unit: its weights for x1 and x2
    "b1": np.array([[5.0], [-5.0]]),
    "W2": np.array([[4.0, -4.0]]),
    "b2": np.array([[-4.0]]),
}
draw_by_hand(by_hand)
show("The plane with two parallel dashed lines, one for each hidden unit; between them the probability of label 1 is near 1, outside near 0.")

# %% [markdown]
# Two lines make a strip, because the output unit asks for both: right of the first **and** left of the second. For a flower, training chooses the numbers.
#
# **The plan.** Choose the sizes (step 1) and the starting parameters (step 2). Then repeat: compute the output (3), measure the error (4), find its gradient (5), move the parameters a little against it (6). Step 7 puts this together, and step 8 predicts.
#
# To try out each function, we use a small network with three inputs, four hidden units and five examples. All sizes differ, so you see at once if something is transposed.

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
# The data decide two of the three sizes. The input layer has one unit for each feature, the output layer one unit for each row of `Y`: `X` has shape `(n_x, m)`, and `Y` has `(n_y, m)`. The hidden layer is our choice: it gets `n_h` = 4 units.
#
# Before you write it, fill in the question marks. How many numbers would the second network have to learn? For the flower they are 8 in `W1` (a row for each hidden unit, a column for each feature), 4 in `b1`, 4 in `W2` and 1 in `b2`.
#
# | data | `X` | `Y` | `n_x` | `n_h` | `n_y` | numbers to learn |
# |---|---|---|---|---|---|---|
# | the flower | (2, 400) | (1, 400) | 2 | 4 | 1 | 17 |
# | `X_small`, `Y_small` | (3, 5) | (1, 5) | ? | ? | ? | ? |
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
# `X.shape` is the pair (number of rows, number of columns). Pick one of them by its index. Indices start at 0.
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
    # (1) one input unit for each feature: X → n_x (1 line)
    n_x = X.shape[0]
    # (2) four hidden units: n_h (1 line)
    n_h = 4
    # (3) one output unit for each row of the labels: Y → n_y (1 line)
    n_y = Y.shape[0]
    ### END CODE HERE ###
    return n_x, n_h, n_y

# %% check points=5
check("layer_sizes", layer_sizes)

# %% tags=["expected"]
n_x, n_h, n_y = layer_sizes(X_small, Y_small)
print(f"n_x = {n_x}, n_h = {n_h}, n_y = {n_y}, and {n_h * n_x + n_h + n_y * n_h + n_y} numbers to learn")

# %% [markdown]
# Is it the network that you had in mind? Here it is, drawn with the sizes that your function has found. Each line is a weight, and each unit after the input layer has a bias. Count: do you get the number above?

# %% drawing
from utils.planar_utils import draw_network

draw_network(*layer_sizes(X_small, Y_small))
show("Network drawing: three inputs, each joined to four hidden units, which are all joined to one output unit.")

# %% [markdown]
# <details><summary>Answer</summary>
#
# $3 \cdot 4 + 4 \cdot 1 = 16$ lines, and $4 + 1 = 5$ biases: 21 numbers. If you had counted examples instead of features, you would see five inputs here, not three.
#
# </details>
#
# ### Step 2 · Starting parameters
#
# The biases may start at zero. The weights may not: if two hidden units start equal, they stay equal for ever. Four such units are worth no more than one. Random weights **break this symmetry**.
#
# They should be small, too. Where $|z|$ is large, $\tanh$ is almost flat. Almost no error gets back through it, as you will see in step 5, and the unit learns slowly.
#
# | parameter | shape | start |
# |---|---|---|
# | `W1` | `(n_h, n_x)` | standard normal × 0.01 |
# | `b1` | `(n_h, 1)` | 0 |
# | `W2` | `(n_y, n_h)` | standard normal × 0.01 |
# | `b2` | `(n_y, 1)` | 0 |
#
# Each row of `W1` belongs to one hidden unit. The first line of the function sets a seed, so that everyone draws the same random numbers, one after another. So draw `W1` first and `W2` second: in another order they get other numbers.
#
# <details><summary>Where does this come from?</summary>
#
# Take two hidden units with equal rows in `W1` and `b1`, and equal entries in `W2`. They compute the same $a^{[1]}$ for every example. You will see in step 5 that their errors $dz^{[1]}$ are then equal, too, and so are all their gradients. After the step they are as equal as before.
#
# Why 0.01? It is small enough for two features: then all $z$ are near 0, where the slope of $\tanh$ is 1. With many inputs, the right size depends on their number; a16 says how.
#
# </details>
#
# ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# Which of the two sizes is the number of rows of `W1`, and why?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.random.randn(rows, columns)` takes two numbers, `np.zeros((rows, columns))` takes one pair.
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
    # (1) hidden layer: n_h, n_x → W1, standard normal times 0.01, then b1, zeros (2 lines)
    W1 = np.random.randn(n_h, n_x) * 0.01
    b1 = np.zeros((n_h, 1))
    # (2) output layer: n_y, n_h → W2, then b2, in the same way (2 lines)
    W2 = np.random.randn(n_y, n_h) * 0.01
    b2 = np.zeros((n_y, 1))
    ### END CODE HERE ###
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}

# %% check points=10
check("initialize_parameters", initialize_parameters)

# %% tags=["expected"]
for name, value in initialize_parameters(3, 4, 1).items():
    print(f"{name} has shape {value.shape}, last row:", ", ".join(f"{entry:.6f}" for entry in value[-1]))

# %% [markdown]
# ### Step 3 · Forward propagation
#
# One example and one unit at a time, the network is this:
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
# Correct, but slow in Python. Every entry of $Z^{[1]}$ is a row of $W^{[1]}$ times a column of $X$, and that is a matrix product. Write it without loops.
#
# $$
# \begin{aligned}
# Z^{[1]} &= W^{[1]} X + b^{[1]} & A^{[1]} &= \tanh\left(Z^{[1]}\right) & &(n_h, m) \\
# Z^{[2]} &= W^{[2]} A^{[1]} + b^{[2]} & A^{[2]} &= \sigma\left(Z^{[2]}\right) & &(n_y, m)
# \end{aligned}
# $$
#
# NumPy adds the column $b^{[1]}$, of shape $(n_h, 1)$, to each of the $m$ columns. `sigmoid` is imported above; `np.tanh` is part of NumPy. Why two functions? The output is to be a probability, between 0 and 1. Inside, near 0, where the small weights of step 2 put every $z$ at the start, $\tanh$ lets more of the error back in step 5: its slope at 0 is 1, the sigmoid's only one quarter.
#
# The function also returns a `cache`: the gradient will need `A1` and `A2` again. Give `Z1`, `A1`, `Z2` and `A2` each an array of its own, so that the cache keeps them.
#
# ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# What are the shapes of `W1`, `X` and `b1`? In which order can the first two be multiplied, and which shape does the product have?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `@` is the matrix product; `*` multiplies entry by entry. `np.tanh` and `sigmoid` work on whole arrays.
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
    parameters: dictionary W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1)
    Returns A2 (n_y, m), the probability of label 1, and the dictionary cache: Z1, A1 (n_h, m), Z2, A2 (n_y, m).
    """
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    ### START CODE HERE ### (≈ 4 lines)
    # (1) hidden layer: W1, X, b1 → Z1, then Z1 → A1 (2 lines)
    Z1 = W1 @ X + b1  # (n_h, m)
    A1 = np.tanh(Z1)
    # (2) output layer: W2, A1, b2 → Z2, then Z2 → A2 (2 lines)
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
    print(f"{name} has shape {cache_small[name].shape}, first row:", ", ".join(f"{z:.6f}" for z in cache_small[name][0]))

# %% [markdown]
# ### Step 4 · The cost
#
# How wrong is a probability? The network pays the negative logarithm of the probability that it gave to the **right** label. One example at a time:
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
# You know it from a14. Here it is a function of its own, which takes the probabilities. Write it without a loop; a ready-made function such as `sklearn.metrics.log_loss` does not count. The result is one number. The argument `parameters` is not needed yet.
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# If a label is 1, what is left of the terms inside the sum? And if it is 0?
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
# `log_probabilities = Y * np.log(A2) + ___`
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
    # (1) the number of examples: Y → m (1 line)
    m = Y.shape[1]
    # (2) log of the right label's probability: A2, Y → log_probabilities (1 line)
    log_probabilities = Y * np.log(A2) + (1 - Y) * np.log(1 - A2)  # (1, m)
    # (3) the negative mean: log_probabilities, m → cost (1 line)
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
# An undecided network pays $-\log 0.5 = \log 2 \approx 0.693$. Remember this number: it is where training starts. The curves show why being **sure and wrong** is the most expensive thing a network can do.

# %% drawing
from utils.planar_utils import draw_cost

draw_cost(compute_cost)
show("Two mirrored curves: with label 1 the cost grows steeply towards probability 0, with label 0 towards 1.")

# %% [markdown]
# > **Remember.** Weights start small and random, so that hidden units become different; biases may start at zero. Matrix products take the place of loops over units and examples, and shapes tell you which matrix goes where.
#
# **Ask yourself.**
#
# A network has 2 inputs, 7 hidden units and 1 output. How many numbers does it learn?
#
# <details><summary>Answer</summary>
#
# `W1` has 14, `b1` 7, `W2` 7 and `b2` 1: that makes 29.
#
# </details>
#
# All weights are zero. What does the network answer, for any point, and what is its cost?
#
# <details><summary>Answer</summary>
#
# All $z$ are 0, so the answer is $\sigma(0) = 0.5$, and the cost is $\log 2$.
#
# </details>
#
# ## 5 · The network learns
#
# ### Step 5 · Backward propagation
#
# Which way should each parameter move? The gradient says. It follows from the chain rule, applied from the output back to the input. We write $dz$ for $\partial \mathcal{L} / \partial z$, the slope of the loss $\mathcal{L}$ of one example along $z$. (In a12, `dz_da` was the slope *of* $z$. From here on, a name that begins with `d` always means the slope of the loss or the cost, along what follows the `d`.) For one example, the error at the output is as simple as in a14:
#
# $$
# dz^{[2]} = a^{[2]} - y
# $$
#
# It goes back through the weights $W^{[2]}$, so each hidden unit gets its share of the blame. Then it goes through the slope of $\tanh$, which is $1 - a^2$:
#
# $$
# dz^{[1]} = \left(W^{[2]\top} dz^{[2]}\right) * \left(1 - a^{[1]} * a^{[1]}\right)
# $$
#
# Here $*$ multiplies entry by entry. From the two errors, you get all the gradients. Here they are for one example, and for all at once:
#
# | | one example | all examples | shape |
# |---|---|---|---|
# | error of the output | $dz^{[2]} = a^{[2]} - y$ | $dZ^{[2]} = A^{[2]} - Y$ | $(n_y, m)$ |
# | weights | $dz^{[2]} a^{[1]\top}$ | $dW^{[2]} = \frac{1}{m} dZ^{[2]} A^{[1]\top}$ | $(n_y, n_h)$ |
# | biases | $dz^{[2]}$ | $db^{[2]} = \frac{1}{m} \sum_{i=1}^{m} dz^{[2](i)}$ | $(n_y, 1)$ |
# | error of the hidden layer | $dz^{[1]} = W^{[2]\top} dz^{[2]} * (1 - a^{[1]} * a^{[1]})$ | $dZ^{[1]} = W^{[2]\top} dZ^{[2]} * (1 - A^{[1]} * A^{[1]})$ | $(n_h, m)$ |
# | weights | $dz^{[1]} x^\top$ | $dW^{[1]} = \frac{1}{m} dZ^{[1]} X^\top$ | $(n_h, n_x)$ |
# | biases | $dz^{[1]}$ | $db^{[1]} = \frac{1}{m} \sum_{i=1}^{m} dz^{[1](i)}$ | $(n_h, 1)$ |
#
# We write `dW1` for $\partial J / \partial W^{[1]}$; it has the shape of `W1`, and so on. For one example, $dz^{[2]} a^{[1]\top}$ is a column times a row. The matrix product $dZ^{[2]} A^{[1]\top}$ adds these up over all examples, so you need no loop.
#
# If `dZ2` is only a second name for `A2`, then `dZ2 -= Y` also changes the `A2` in the cache. Make a new array.
#
# <details><summary>Where does this come from?</summary>
#
# - $dz^{[2]}$: the slope of the loss is $\frac{a - y}{a (1 - a)}$, the slope of $\sigma$ is $a (1 - a)$. Their product is $a - y$, as in a14.
# - $dW^{[2]}$ and $db^{[2]}$: $z^{[2]} = W^{[2]} a^{[1]} + b^{[2]}$. So weight $k$ has the slope $dz^{[2]} \cdot a^{[1]}_k$, and the bias has $dz^{[2]} \cdot 1$.
# - $dz^{[1]}$: hidden unit $k$ enters $z^{[2]}$ with the factor $W^{[2]}_k$, so the slope of the loss along $a^{[1]}_k$ is $W^{[2]}_k dz^{[2]}$. With all $k$ at once (and several outputs, added up) that is $W^{[2]\top} dz^{[2]}$. Then multiply by the slope of $\tanh$.
# - The slope of $\tanh = \frac{\sinh}{\cosh}$ is $\frac{\cosh^2 - \sinh^2}{\cosh^2} = 1 - \tanh^2$, and $\tanh(z)$ is $a$.
# - $1/m$: the cost is the mean over the examples, and so is its gradient.
#
# </details>
#
# ≈ 6 lines.
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
    Returns a dictionary: dW1, db1, dW2, db2, each of the shape of its parameter.
    """
    m = X.shape[1]
    W2 = parameters["W2"]
    A1 = cache["A1"]
    A2 = cache["A2"]
    ### START CODE HERE ### (≈ 6 lines)
    # (1) error of the output: A2, Y → dZ2 (1 line)
    dZ2 = A2 - Y  # (n_y, m)
    # (2) gradients of layer 2: dZ2, A1, m → dW2, db2 (2 lines)
    dW2 = dZ2 @ A1.T / m  # (n_y, n_h)
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m  # (n_y, 1)
    # (3) error of the hidden layer: W2, dZ2, A1 → dZ1 (1 line)
    dZ1 = (W2.T @ dZ2) * (1 - A1**2)  # (n_h, m)
    # (4) gradients of layer 1: dZ1, X, m → dW1, db1 (2 lines)
    dW1 = dZ1 @ X.T / m  # (n_h, n_x)
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m  # (n_h, 1)
    ### END CODE HERE ###
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}

# %% check points=25
check("backward_propagation", backward_propagation)

# %% [markdown]
# That was the hardest step of this notebook. Well done! And you need not take the formulas on trust. A gradient is a slope, and a slope can be measured: take one entry of one parameter, call it $\theta$, move it by a small $\varepsilon$ to either side, and see how the cost changes. Your result should agree with
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
# The same as a figure: your gradient is the slope of the dashed line. It should touch the curve of the cost.

# %% drawing
from utils.planar_utils import draw_slopes

draw_slopes(shifted_cost, parameters_small, grads_small, entries)
show("Cost curves along one entry of each of the four parameters, each with its tangent from the computed gradient.")

# %% [markdown]
# ### Step 6 · One step downhill
#
# The gradient points in the direction in which the cost grows fastest. So go the other way, by a step whose length the **learning rate** $\alpha$ sets. For each parameter $\theta$:
#
# $$
# \theta := \theta - \alpha \, d\theta
# $$
#
# For instance, $\theta = 0.3$, $d\theta = -0.5$ and $\alpha = 1.2$ give $0.3 + 0.6 = 0.9$: the cost falls to the right, so the step goes right. (Why 1.2? It was found by trial and error. An open question lets you try others.)
#
# The loop over the four names is given. Put a **new** array under each name into the new dictionary.
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# If an entry of `dW1` is positive, does the cost rise or fall when you raise that weight? So which way should it go?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The name is `"W1"` in the first round; its gradient is in `grads`, under `"dW1"`, that is, `"d" + name`. The formula works on whole arrays.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `moved[name] = parameters[name] - ___`
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
    moved = {}
    for name in parameters:
        ### START CODE HERE ### (≈ 1 line)
        # (1) downhill: parameters, grads, learning_rate → moved[name], a new array (1 line)
        moved[name] = parameters[name] - learning_rate * grads["d" + name]
        ### END CODE HERE ###
    return moved

# %% check points=10
check("update_parameters", update_parameters)

# %% tags=["expected"]
grads_ones = {"d" + name: np.ones_like(value) for name, value in parameters_small.items()}
moved_small = update_parameters(parameters_small, grads_ones, learning_rate=0.5)
for name, value in parameters_small.items():
    print(f"{name}[0, 0]: before {value[0, 0]:.6f}, after {moved_small[name][0, 0]:.6f}")

# %% [markdown]
# How far should one step go? At which of these rates is the cost of the small network lowest after **one** step? Guess, then run the cell.

# %% tags=["demo"]
for rate in [0, 0.1, 0.5, 1.2, 5, 20]:
    moved = update_parameters(parameters_small, grads_small, rate)
    print(f"rate {rate}: cost {compute_cost(forward_propagation(X_small, moved)[0], Y_small):.6f}")

# %% [markdown]
# The gradient knows the slope at its own place only. A short step keeps its promise; a long one may not, and at 20 the cost is far higher than before the step.
#
# Do you remember the four equal units of step 2? Now you can train them. What will `W1` look like after a thousand steps on the flower?

# %% tags=["demo"]
twins = {"W1": np.full((4, 2), 0.01), "b1": np.zeros((4, 1)), "W2": np.full((1, 4), 0.01), "b2": np.zeros((1, 1))}
for _ in range(1000):
    cache = forward_propagation(X, twins)[1]
    twins = update_parameters(twins, backward_propagation(twins, cache, X, Y))
print(twins["W1"].round(4))

# %% [markdown]
# All have learnt, and all the same: four copies of one unit. No number of steps parts them.
#
# ### Step 7 · The whole training
#
# You have all the parts. Put them in order:
#
# 1. start from random parameters;
# 2. `num_iterations` times: forward propagation, cost, backward propagation, update.
#
# The sizes `n_x` and `n_y` come from the data, but `n_h` is an argument now, so you can try other sizes of the hidden layer later. The loop and the printing are given, so there are two places to fill in, before the loop and inside it. Use the default learning rate of `update_parameters`.
#
# ≈ 5 lines.
#
# <details><summary>Hint 1</summary>
#
# Go through your functions from step 2 to step 6. What does each one take, and which function returned it?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `initialize_parameters` is called once, before the loop. In the loop, `forward_propagation` returns two values, so give it two names.
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
    ### START CODE HERE ### (≈ 1 line)
    # (1) where the parameters start: n_x, n_h, n_y → parameters (1 line)
    parameters = initialize_parameters(n_x, n_h, n_y)
    ### END CODE HERE ###
    for i in range(num_iterations):
        ### START CODE HERE ### (≈ 4 lines)
        # (2) forward: X, parameters → A2, cache (1 line)
        A2, cache = forward_propagation(X, parameters)
        # (3) cost: A2, Y, parameters → cost (1 line)
        cost = compute_cost(A2, Y, parameters)
        # (4) backward: parameters, cache, X, Y → grads (1 line)
        grads = backward_propagation(parameters, cache, X, Y)
        # (5) update: parameters, grads → parameters (1 line)
        parameters = update_parameters(parameters, grads)
        ### END CODE HERE ###
        if print_cost and i % 1000 == 0:
            print(f"cost after iteration {i}: {cost:.6f}")
    return parameters

# %% check points=15
check("nn_model", nn_model)

# %% [markdown]
# A first run, on the small data with six hidden units. The check sees only the parameters, so compare the costs here. The first one is close to $\log 2$, as it should be for a network that knows nothing yet.

# %% tags=["expected", "demo"]
trained_small = nn_model(X_small, Y_small, n_h=6, num_iterations=3001, print_cost=True)
for name, value in trained_small.items():
    print(f"{name} has shape {value.shape}, last row:", ", ".join(f"{entry:.4f}" for entry in value[-1]))

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
# Which of your functions gives the probabilities? How many values does it return?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# If you compare an array with a number, you get an array of `True` and `False`. `.astype(int)` turns them into 1 and 0.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `predictions = (___).astype(int)`
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
    # (1) the probability of label 1 for each example: X, parameters → A2, cache (1 line)
    A2, cache = forward_propagation(X, parameters)
    # (2) above one half or not: A2 → predictions (1 line)
    predictions = (A2 > 0.5).astype(int)
    ### END CODE HERE ###
    return predictions

# %% check points=10
check("predict", predict)

# %% tags=["expected", "demo"]
for name, weights in {"untrained": parameters_small, "trained": trained_small}.items():
    print(f"{name}: predictions {predict(weights, X_small).ravel()}, labels {Y_small.ravel()}")

# %% [markdown]
# > **Remember.** Training is a loop of four steps: forward propagation, cost, backward propagation, update. A gradient can be measured. Measure it before you trust it.
#
# **Ask yourself.**
#
# A hidden unit has $a^{[1]} = 1$ for every example, as far as the computer can tell. How do its weights in `W1` change?
#
# <details><summary>Answer</summary>
#
# Not at all. The slope $1 - a^2$ is 0, so its $dz^{[1]}$ and its gradients are 0. The unit is *saturated*. That is why weights start small.
#
# </details>
#
# Which of the four gradients would be wrong if you forgot the slope of $\tanh$?
#
# <details><summary>Answer</summary>
#
# `dW1` and `db1`. The gradients of layer 2 are computed before the error goes back through $\tanh$.
#
# </details>
#
# ## 6 · Train on the flower
#
# Now the real data: 400 points, four hidden units, 10 000 iterations. It takes a few seconds.
#
# Your first costs should agree with these to the last digit: 0.693048 at the start, 0.288083 after 1000 iterations. After 8000 and 9000 iterations, you and your neighbour both see about 0.219, but the last digits may differ. They depend on the order in which a computer adds numbers, and thousands of iterations make such roundings visible.

# %% tags=["demo"]
parameters_flower = nn_model(X, Y, n_h=4, num_iterations=10000, print_cost=True)


def accuracy(parameters, X, Y):
    """Share of the labels that the network predicts correctly."""
    return np.mean(predict(parameters, X) == Y)


print(f"accuracy: {accuracy(parameters_flower, X, Y):.2%}")

# %% [markdown]
# About 90 % are right, where the straight line had 47 %. (`np.mean(... == Y)` is the share of labels that agree, since `True` counts as 1.) The cost did not fall all the way: from 7000 to 8000 iterations it even rises a little. With a fixed learning rate, a step can be too long.
#
# See how the boundary bends while the network learns:

# %% tags=["demo"]
stages = {}
for iterations in [30, 300, 1000, 10000]:
    stage = nn_model(X, Y, n_h=4, num_iterations=iterations)
    stages[f"{iterations} iterations:\n{accuracy(stage, X, Y):.0%} right"] = stage, X, Y
draw_boundaries(stages, predict)
show("Four stages of training on the flower; after 30 iterations the boundary is almost a line, later sectors meet at the centre.")

# %% [markdown]
# How do four straight lines make these sectors? Look into the hidden layer. Each panel is one hidden unit, over the whole plane: dark where its activation is −1, bright where it is 1, and the white line is where it changes sides. Its weight in `W2` says how the output counts it.

# %% drawing
from utils.planar_utils import draw_hidden_units

draw_hidden_units(parameters_flower, forward_propagation, X, Y)
show("Four panels, one for each hidden unit, dark on one side of a straight line, bright on the other; the lines differ.")

# %% [markdown]
# Each unit splits the plane along a line of its own, as promised. The output unit adds up these four pictures, with their weights, adds its bias, and cuts the sum at 0.
#
# > **Remember.** Hidden units draw straight lines; the non-linear activation and the output unit join them into a boundary that bends.
#
# **Ask yourself.**
#
# The cost falls from 0.22 to 0.21 while the accuracy stays the same. What has improved?
#
# <details><summary>Answer</summary>
#
# The probabilities. On average they are closer to the labels, though as many points as before are on the right side.
#
# </details>
#
# What would the panels look like without the activation?
#
# <details><summary>Answer</summary>
#
# Each would be an even slope from dark to bright, without a bend. A sum of even slopes is an even slope, and it is cut along one straight line.
#
# </details>
#
# ## 7 · How many hidden units?
#
# Four was a guess. Which size is the best? Careful: a ranking from one start is not a result, because another start gives other numbers.
#
# So train each size from five random starts. And use **new points** from the same flower as well, to see whether a network has learnt the flower or only these points. Then do it all again with a quarter of the points. These are 70 trainings, so give it a minute.

# %% tags=["demo"]
def trained(n_h, seed, X, Y):
    """5000 steps of your training, from a random start of its own."""
    start = np.random.RandomState(seed)
    here = {"W1": start.randn(n_h, 2) / 100, "b1": np.zeros((n_h, 1)), "W2": start.randn(1, n_h) / 100, "b2": np.zeros((1, 1))}
    for _ in range(5000):
        _, values = forward_propagation(X, here)
        here = update_parameters(here, backward_propagation(here, values, X, Y))
    return here


sizes = [1, 2, 3, 4, 5, 20, 50]
flowers = [load_planar_dataset(seed) for seed in range(2, 12)]
X_new, Y_new = (np.concatenate(parts, axis=1) for parts in zip(*flowers))  # (2, 4000), (1, 4000)
X_few, Y_few = X[:, ::4], Y[:, ::4]  # (2, 100), (1, 100)
dots, networks = {}, {}
for name, X_train, Y_train in [("400 points", X, Y), ("100 points", X_few, Y_few)]:
    networks[name] = [[trained(n_h, seed, X_train, Y_train) for seed in range(2, 7)] for n_h in sizes]
    on_training = [[accuracy(network, X_train, Y_train) for network in row] for row in networks[name]]
    on_new = [[accuracy(network, X_new, Y_new) for network in row] for row in networks[name]]
    dots[name] = on_training, on_new
draw_starts(sizes, dots)
show("Accuracies by hidden units, a dot for each start: with 400 points all sizes from 3 on are alike; with 100 points many units do worse on new points.")

# %% [markdown]
# On the left, with 400 points: one and two units reach between 65 and 69 %. With three, the accuracy leaps to about 90 %, and there it stays, whatever the size.
# From four units on, the sizes differ no more than the starts of a single size can: look at the dots of five units. So nobody can say from these points whether four units are better than five.
#
# More units gain nothing here, but they do no harm either: new points fare as well as old ones. With 400 points to fit, there is little room for memorising. Here is what the first start of each size draws:

# %% tags=["demo"]
draw_boundaries({f"{n_h} hidden": (row[0], X, Y) for n_h, row in zip(sizes, networks["400 points"])}, predict)
show("The flower with the boundaries of networks of 1, 2, 3, 4, 5, 20 and 50 hidden units: one straight cut for 1 and 2 units, six sectors for all others.")

# %% [markdown]
# One unit cuts once, and here the second one adds nothing. Three lines through the centre make six sectors, one boundary for each change of label that you met on the way round in section 2. More units draw the same six, and at most add a notch for a few points.
#
# On the right, with 100 points, it is another story. Fifty units are right on 93 to 99 % of the points they were trained on, and only on 79 to 89 % of the new ones. Four units are right on 89 to 92 % of the new ones, from every start. (One start of three units got stuck. That happens, too.) What has happened? Look at one network of each kind:

# %% tags=["demo"]
memory = {}
for n_h, (network, *others) in zip(sizes, networks["100 points"]):
    if n_h in (4, 50):
        memory[f"100 points, {n_h} hidden: {accuracy(network, X_few, Y_few):.0%} right"] = network, X_few, Y_few
draw_boundaries(memory, predict, columns=2)
show("With 100 points, 4 units draw plain sectors, while 50 draw islands around single points.")

# %% [markdown]
# Fifty units have drawn boundaries around single points. They have memorised. This gap between training points and new points is **overfitting**. Four units are too few to memorise. Training accuracy alone would have chosen the wrong network!
#
# > **Remember.** More hidden units fit the training points more closely. Only new points tell you whether that is learning. And a ranking needs several starts.
#
# **Ask yourself.**
#
# Your neighbour says: "With seed 2, five units have 91.25 % and four have 90.5 %. So five are better." What do you answer?
#
# <details><summary>Answer</summary>
#
# These are three points of 400, from one start. From another start, five units are right on fewer points than four. Try five starts, and test on new points.
#
# </details>
#
# Why does a network of fifty units overfit with 100 points, but not with 400?
#
# <details><summary>Answer</summary>
#
# It has 201 parameters. With 100 points, it can bend around nearly every point. With 400, the points lie close together and leave it little choice.
#
# </details>
#
# ## 8 · Other points
#
# Your network knows nothing about flowers. Here are five other sets of 200 points, and the same code trains on each of them. In `no_structure`, the labels were drawn at random. What share of these labels will it get right, and what share of the labels of new points? And `blobs` (six groups, with labels 0 and 1 in turn) is there twice, once with all its features divided by 10. Will that matter? Guess before you run the cell.

# %% tags=["demo"]
from utils.planar_utils import load_extra_datasets

sets = load_extra_datasets()
sets["blobs / 10"] = sets["blobs"][0] / 10, sets["blobs"][1]
others = {}
for name, (X_other, Y_other) in sets.items():
    network = nn_model(X_other, Y_other, n_h=5, num_iterations=5000)
    others[f"{name}:\n{accuracy(network, X_other, Y_other):.0%} right"] = network, X_other, Y_other
draw_boundaries(others, predict, columns=3)
show("Six sets of points, each with the boundary of five hidden units: closed curves around discs, a wave between the moons, two straight cuts through random labels, and for the blobs a region that misses one group, which it finds after dividing by 10.")

# %% [markdown]
# In most of these sets the labels overlap, so no network can be right on all new points. But `blobs` and `blobs / 10` are the same points! On `blobs` itself, about 83 % are right: at the upper left, the network has missed most of one group. On `blobs / 10`, between 87 and 91 % are right. It is the same from other starts.
#
# > **Remember.** The same network learns circles, moons and flowers. Look at the size of the features before you train: large ones saturate $\tanh$.
#
# **Ask yourself.**
#
# On `no_structure`, your network is right on more than half of the labels. Has it learnt anything?
#
# <details><summary>Answer</summary>
#
# Nothing that helps with new points. By chance, two cuts suit its own points a little better than one answer for all. But the labels of new points are drawn at random again: of those it gets about half right, whatever it does.
#
# </details>
#
# Why does dividing by 10 help `blobs`?
#
# <details><summary>Answer</summary>
#
# The features of `blobs` go up to nearly 11, so they make $z$ large, and the gradient of `W1` as well, which is an error times a feature. After 200 steps, more than half of the answers of the hidden units are within 0.001 of −1 or 1. There the slope is almost 0, and the units hardly learn any more. After dividing by 10, almost none are.
#
# </details>

# %% [markdown]
# ## Your program in one piece
#
# You wrote eight functions in eight places. The next cell prints them as one program. To keep it, copy it into a file, say `my_network.py`, below `import numpy as np` and your `sigmoid` from a11. In any notebook beside that file, `from my_network import nn_model, predict` then works. Which of the eight compute with the labels in `Y`? And without which of those would the network learn just the same?
#
# <details><summary>Answer</summary>
#
# `compute_cost` and `backward_propagation` do. `layer_sizes` needs only the shape of `Y`, and `nn_model` hands it on. Without `compute_cost`, and the line that calls it, the network would learn just the same: no step depends on the cost. The cost is there for you, to see whether the network learns.
#
# </details>

# %% tags=["demo"]
import inspect

names = """layer_sizes initialize_parameters forward_propagation compute_cost
    backward_propagation update_parameters nn_model predict""".split()
for name in names:
    print(inspect.getsource(globals()[name]) if name in globals() else f"# {name}: run its cell first\n")

# %% [markdown]
# ## What comes next
#
# You have written every formula of a neural network by hand. In [a16](../a16_deep_network_steps/a16_deep_network_steps.ipynb) you turn the same four parts into building blocks, and stack as many layers as you like. Later, regularisation keeps big networks from memorising.
#
# ## Open questions
#
# These are not marked. To change a function, open a new cell, paste the text of the function there and give it another name. `nn_model` calls your functions by name, so paste `nn_model` as well, and call the new one in it. (The learning rate is the third argument of `update_parameters`.)
#
# - ★ Train with learning rates 0.1, 0.5, 1.2 and 5. Which is the fastest that still settles?
# - ★ Start all weights at zero. What do the rows of `W1` look like after training, and why?
# - ★★ Replace $\tanh$ by $\sigma$ or by $\max(0, z)$ in the hidden layer. Which line of the backward propagation has to change with it, and what is the new slope? Check your new line by measuring, as after step 5: copy `shifted_cost`. Then train on the flower. What is the boundary made of now?
# - ★★ Make a triangle by hand, as section 4 makes a strip. It takes a third unit (one more row in `W1` and in `b1`, one more weight in `W2`), a smaller `b2`, and two sides that are no longer parallel: tilt one of the first two lines as well.
# - ★★★ Find the start of three hidden units that got stuck with 100 points. What are its hidden units doing?
#
# <details><summary>For those who know the original</summary>
#
# This notebook follows "Planar data classification with one hidden layer". Names, arguments and results of the functions are the same, and so are the flower and the published examples among the checks.
#
# - The original finds five hidden units best, with 91.25 %. That was one start on the training points. With its 400 points, five starts and new points show no difference between the sizes from three on.
# - The published costs after 8000 and 9000 iterations, 0.219454 and 0.218607, come out a little different on other computers.
# - The loops of `update_parameters` and `nn_model` and the printing are given, and so are the lines that take parameters and activations out of their dictionaries.
# - In one edition, the labels of the example for `compute_cost` were random numbers. Here they are labels.
#
# </details>

# %% tags=["demo"]
progress()
