# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Nine weights: backpropagation by hand
#
# Every network, however large, is a graph of small operations, and every gradient in it comes from one rule: multiply the slopes along the way, add up the ways. In this notebook the graph is small enough to follow each of its nine weights by hand, and tangled enough that you will need the rule.
#
# When you are done, you can
#
# - read a computation graph, and turn it into code;
# - multiply local derivatives along paths, and reuse what the forward pass has stored;
# - measure a gradient numerically, and judge whether a backward pass is right;
# - say what makes a check worth running: **it can fail**;
# - move the weights by plain gradient descent, by momentum and by Adam, and compare the three fairly.
#
# You need the derivatives of the exponential, the sigmoid, the hyperbolic tangent and the sine, the chain rule, and the basics of NumPy.
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
# Your mark comes from inputs that you have not seen. `progress()`, at the end, shows where you stand. Each step also has three folded hints: a question, then a tool, then a line with a gap. Open them in this order.
#
# Functions leave their arguments as they are, here as in the whole course: `x *= 2` on an argument would change the caller's own array. What you print is not marked, so print whatever helps you.
#
# ## 1 · Packages

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils import check, progress
from utils.figures import show
from utils.graph_utils import draw_graph
from utils.regression_utils import TRUE_WEIGHTS, draw_nine_weights, gradient_vector, load_graph_data

plt.style.use("utils.course")

# %% [markdown]
# ## 2 · The graph and the data
#
# The graph takes five features $f_1, \dots, f_5$ of an example and predicts one number, $\hat y$. It has nine weights $w_1, \dots, w_9$. Three intermediate results have names:
#
# $$
# \begin{aligned}
# \text{part1} &= \exp\left( (w_1 f_1 + w_2 f_2)^2 + w_6 \right) \\
# \text{part2} &= \tanh\left( \text{part1} + w_7 \right) \\
# \text{part3} &= \sigma\left( \sin(w_3 f_3) \, (w_4 f_4 + w_5 f_5) + w_8 \right) \\
# \hat y &= \text{part2} + w_9 \, \text{part3}
# \end{aligned}
# $$
#
# How far the prediction is from the target $y$ is measured by the squared error $L = (y - \hat y)^2$.
#
# The same as a picture. Square boxes are what goes in, rounded boxes compute. The features are fixed numbers; they stand in the boxes that multiply by them. The last + gives the prediction $\hat y$.

# %% tags=["demo"]
draw_nine_weights()
show("Graph of nine weights: w1, w2, w6, w7 feed an upper branch through square, exp and tanh; w3, w4, w5, w8, w9 a lower one through sin, a product and sigmoid; both are added and compared with y.")

# %% [markdown]
# **Mind the axes.** In this part of the course, where data come as a matrix, examples are its columns. This notebook is the exception: its data come as a table with **one example per row**, `X` of shape `(m, 5)` and `y` of shape `(m,)`. The functions take a single example, `x = X[i]` of shape `(5,)`, with its target `y[i]`, one number.
#
# **Mind the counting, too.** The formulas count from 1, Python from 0:
#
# | in the formulas | $f_1$ | $f_5$ | $w_1$ | $w_6$ | $w_9$ |
# |---|---|---|---|---|---|
# | in the code | `x[0]` | `x[4]` | `w[0]` | `w[5]` | `w[8]` |
#
# The data are made up: 506 examples, whose targets were computed with this very graph and then blurred with noise. Only the first row is from elsewhere. It lets you compare your numbers with published ones, and its target is far from all others.

# %% tags=["expected"]
X, y = load_graph_data()
print(f"X has shape {X.shape}: {X.shape[0]} examples, {X.shape[1]} features")
print(f"y has shape {y.shape}: mean {np.mean(y):.6f}, variance {np.var(y):.6f}")
print(f"first example: f1 = {X[0, 0]:.6f}, f5 = {X[0, 4]:.6f}, y = {y[0]:.6f}")

# %% [markdown]
# Keep the variance in mind. A model that ignores the features can do no better than to predict the mean, and then its mean squared error **is** the variance, 0.0096. We will meet this number again.
#
# ## 3 · Forward
#
# ### Step 1 · Sigmoid
#
# One operation of the graph is not in NumPy:
#
# $$
# \sigma(z) = \frac{1}{1 + e^{-z}}
# $$
#
# It should take one number or a whole array, entry by entry, and give a sensible answer for any $z$: 1 for 1000, 0 for −1000. (NumPy may warn of an overflow there; that does no harm.) Do not change `z`. A ready answer such as `scipy.special.expit` does not count.
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# What does the fraction come to when e to the minus z is huge? And what would come of a fraction that has something huge above and below?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.exp` takes numbers and arrays; `math.exp` takes one number only.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `s = 1 / (1 + np.exp(___))`
#
# </details>

# %% solution
def sigmoid(z):
    """1 / (1 + exp(-z)), for a number or, entry by entry, for an array."""
    ### START CODE HERE ### (≈ 1 line)
    # (1) the formula, with NumPy's exponential
    s = 1 / (1 + np.exp(-z))
    ### END CODE HERE ###
    return s

# %% check points=5
check("sigmoid", sigmoid)

# %% tags=["expected"]
print(f"sigmoid(2) = {sigmoid(2):.6f}")
print(f"sigmoid of -2, 0, 2: {', '.join(f'{s:.6f}' for s in sigmoid(np.array([-2.0, 0.0, 2.0])))}")

# %% [markdown]
# The backward pass will need its slope. It has a form that uses the value itself, $\sigma'(z) = \sigma(z)\,(1 - \sigma(z))$, and so has the slope of the hyperbolic tangent, $\tanh'(z) = 1 - \tanh^2(z)$. So what the forward pass has computed can be used again. Both are steepest in the middle and flat outside:

# %% tags=["demo"]
z = np.linspace(-6, 6, 241)
figure, axes = plt.subplots(1, 2, figsize=(8.5, 3.2), sharey=True)
for ax, name, value, slope in (
    (axes[0], "sigmoid", sigmoid(z), sigmoid(z) * (1 - sigmoid(z))),
    (axes[1], "tanh", np.tanh(z), 1 - np.tanh(z) ** 2),
):
    ax.plot(z, value, label=name)
    ax.plot(z, slope, label="its slope")
    ax.set(title=name, xlabel="z")
    ax.legend(loc="upper left")
show("Sigmoid rises from 0 to 1 with a slope of at most 0.25; tanh rises from -1 to 1 with a slope of at most 1.")

# %% [markdown]
# ### Step 2 · Forward propagation
#
# Turn the graph into code, from left to right, for **one example**. Besides the prediction, the function stores what the backward pass will want to use again, in a dictionary:
#
# | key | holds |
# |---|---|
# | `exp` | part1 |
# | `tanh` | part2 |
# | `sigmoid` | part3 |
# | `y_pred` | the prediction $\hat y$ |
# | `loss` | the squared error $L$ |
# | `dy_pred` | its slope at the prediction, $\dfrac{\partial L}{\partial \hat y} = -2\,(y - \hat y)$ |
#
# The last one is where the way back begins: the prediction was too low if it is negative, too high if it is positive.
#
# Use your own `sigmoid`. Do not change `x` or `w`.
#
# ≈ 8 lines.
#
# <details><summary>Hint 1</summary>
#
# Which of the weights stand inside the square, which outside? Which entry of the array holds w6?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Give the two sums names of their own, u = w1 f1 + w2 f2 and v = w4 f4 + w5 f5; you will want them again in the backward pass. `np.exp`, `np.tanh` and `np.sin` take one number as well. `**2` is the square.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `part1 = np.exp(u**2 + w[___])`, and part2 is the hyperbolic tangent of part1 plus the next weight.
#
# </details>

# %% solution
def forward_propagation(x, y, w):
    """One example through the graph.

    x: features f1, …, f5, shape (5,)
    y: target, one number
    w: weights w1, …, w9, shape (9,)
    Neither x nor w is to be changed.
    Returns a dictionary of six numbers: exp, tanh, sigmoid, y_pred, loss, dy_pred.
    """
    ### START CODE HERE ### (≈ 8 lines)
    # (1) the upper branch: the sum u, then part1 and part2
    u = w[0] * x[0] + w[1] * x[1]
    part1 = np.exp(u**2 + w[5])
    part2 = np.tanh(part1 + w[6])
    # (2) the lower branch: the sum v, then part3
    v = w[3] * x[3] + w[4] * x[4]
    part3 = sigmoid(np.sin(w[2] * x[2]) * v + w[7])
    # (3) the prediction, its squared error, and the slope of the error
    y_pred = part2 + w[8] * part3
    loss = (y - y_pred) ** 2
    dy_pred = -2 * (y - y_pred)
    ### END CODE HERE ###
    return {"exp": part1, "tanh": part2, "sigmoid": part3, "y_pred": y_pred, "loss": loss, "dy_pred": dy_pred}

# %% check points=15
check("forward_propagation", forward_propagation)

# %% [markdown]
# The first example, with all weights 0.1. These are the published numbers.

# %% tags=["expected"]
w_equal = np.full(9, 0.1)
for name, value in forward_propagation(X[0], y[0], w_equal).items():
    print(f"{name} = {value:.6f}")

# %% [markdown]
# Equal weights are a poor test, by the way: whoever takes `w[6]` for $w_6$ gets the same result. So from here on we try things out at a point where all nine weights and all five features differ. Here is the graph with what your function found there:

# %% tags=["demo"]
rng = np.random.RandomState(42)
x_point, w_point, y_point = rng.randn(5), 0.3 * rng.randn(9), 0.7

forward_point = forward_propagation(x_point, y_point, w_point)
inputs_point = {"y": y_point, **{f"w{i + 1}": w_point[i] for i in range(9)}}
values_point = {**inputs_point, **{name: forward_point[name] for name in ["exp", "tanh", "sigmoid", "y_pred", "loss"]}}
draw_nine_weights(values=values_point)
show("The graph with the nine weights and the target above their boxes, and with the values of exp, tanh, sigmoid, prediction and squared error.")

# %% [markdown]
# ## 4 · Backward
#
# How does the error change when one weight moves a little? Its influence travels along a **path** to the right, and each operation on the path passes it on, multiplied by a slope of its own: the **local derivative**. The chain rule says:
#
# > The gradient of a weight is the product of the local derivatives along its path to the error. If there are several paths, their products are added.
#
# A small example first: $f = w_1^2 x_1 + w_2 x_2$ at $w_1 = 1$, $w_2 = 2$, with $x_1 = 3$, $x_2 = 4$. On each edge stands its local derivative. Forward values are above the boxes, gradients below.

# %% tags=["demo"]
draw_graph(
    nodes={
        "w1": (0, 1.8, "$w_1$"),
        "w2": (0, 0, "$w_2$"),
        "square": (2.8, 1.8),
        "first": (5.4, 1.8, "$\\times x_1$"),
        "second": (5.4, 0, "$\\times x_2$"),
        "f": (7.6, 0.9, "+"),
    },
    edges=[
        ("w1", "square", "$2 w_1 = 2$"),
        ("square", "first", "$x_1 = 3$"),
        ("w2", "second", "$x_2 = 4$"),
        ("first", "f", 1),
        ("second", "f", 1),
    ],
    values={"w1": 1, "square": 1, "first": 3, "w2": 2, "second": 8, "f": 11},
    gradients={"f": 1, "first": 1, "square": 3, "w1": 6, "second": 1, "w2": 4},
)
show("Small graph: w1 is squared and multiplied by 3, w2 is multiplied by 4, both are added to 11; the gradients are 6 for w1 and 4 for w2.")

# %% [markdown]
# Read the lower numbers from right to left. At the end stands 1: how fast $f$ changes with itself. Each step back multiplies by what stands on the edge: 1, then $1 \cdot 1$, then $1 \cdot 3$, then $3 \cdot 2 = 6$. So the gradient of $w_1$ is 6, and that of $w_2$ is 4.
#
# Now the nine weights, with all their local derivatives. A sum passes on what it gets: its local derivative is 1, and such edges have no label. In this graph each weight has exactly one path. The thick one belongs to $w_6$.

# %% tags=["demo"]
path = ["w6", "+w6", "exp", "+w7", "tanh", "y_pred", "loss"]
draw_nine_weights(local=True, highlight=zip(path, path[1:]))
show("The graph with a local derivative on each edge that does not simply add; the path from w6 through exp and tanh to the squared error is thick.")

# %% [markdown]
# In this picture sin and cos are taken at $w_3 f_3$, and $u = w_1 f_1 + w_2 f_2$ and $v = w_4 f_4 + w_5 f_5$ are the sums.
#
# Follow the thick path from right to left:
#
# $$
# \frac{\partial L}{\partial w_6} = \underbrace{-2\,(y - \hat y)}_{\text{squared error}} \cdot \underbrace{1}_{+} \cdot \underbrace{\left(1 - \text{part2}^2\right)}_{\tanh} \cdot \underbrace{1}_{+} \cdot \underbrace{\text{part1}}_{\exp} \cdot \underbrace{1}_{+}
# $$
#
# A product that several weights share is computed once. That is all that backpropagation is: **the chain rule, from the error backwards, with nothing computed twice.** Four such products are worth a name:
#
# | name | stands for | it is |
# |---|---|---|
# | `d` | $\partial L / \partial \hat y$ | what the forward pass stored under `dy_pred` |
# | `t` | the gradient where $w_7$ is added, before the tanh | $d \cdot (1 - \text{part2}^2)$ |
# | `e` | the gradient where $w_6$ is added, before the exp | $t \cdot \text{part1}$ |
# | `s` | the gradient where $w_8$ is added, before the sigmoid | $d \cdot w_9 \cdot \text{part3}\,(1 - \text{part3})$ |
#
# The rest is short. With the picture beside you,
#
# $$
# \begin{aligned}
# \frac{\partial L}{\partial w_1} &= e \cdot 2u \cdot f_1 & \frac{\partial L}{\partial w_4} &= s \cdot \sin(w_3 f_3) \cdot f_4 & \frac{\partial L}{\partial w_7} &= t \\
# \frac{\partial L}{\partial w_2} &= e \cdot 2u \cdot f_2 & \frac{\partial L}{\partial w_5} &= s \cdot \sin(w_3 f_3) \cdot f_5 & \frac{\partial L}{\partial w_8} &= s \\
# \frac{\partial L}{\partial w_3} &= s \cdot v \cdot \cos(w_3 f_3) \cdot f_3 & \frac{\partial L}{\partial w_6} &= e & \frac{\partial L}{\partial w_9} &= d \cdot \text{part3}
# \end{aligned}
# $$
#
# ### Step 3 · Backward propagation
#
# Write it for one example. Take part1, part2, part3 and the slope of the error from `forward_dict`; `u`, `v` and the sine are not stored, so compute them again. `dw1` is short for $\partial L / \partial w_1$, and so on.
#
# ≈ 15 lines.
#
# <details><summary>Hint 1</summary>
#
# Put a finger on a weight in the picture and move it to the right until it arrives at the error. Which labels do you pass?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The keys of `forward_dict` are named after the operations: `exp`, `tanh`, `sigmoid`. So the slope of the hyperbolic tangent is 1 minus the square of `forward_dict["tanh"]`. `np.sin` and `np.cos` take the same number here.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `s = d * ___ * forward_dict["sigmoid"] * (1 - forward_dict["sigmoid"])`
#
# </details>

# %% solution
def backward_propagation(x, y, w, forward_dict):
    """Gradients of the squared error of one example with respect to the nine weights.

    x: features f1, …, f5, shape (5,)
    y: target, one number
    w: weights w1, …, w9, shape (9,)
    forward_dict: dictionary exp, tanh, sigmoid, y_pred, loss, dy_pred, from forward_propagation
    None of them is to be changed.
    Returns a dictionary of nine numbers: dw1, …, dw9.
    """
    ### START CODE HERE ### (≈ 15 lines)
    # (1) the sums u and v again
    u = w[0] * x[0] + w[1] * x[1]
    v = w[3] * x[3] + w[4] * x[4]
    # (2) what several weights share: d, t, e and s
    d = forward_dict["dy_pred"]
    t = d * (1 - forward_dict["tanh"] ** 2)
    e = t * forward_dict["exp"]
    s = d * w[8] * forward_dict["sigmoid"] * (1 - forward_dict["sigmoid"])
    # (3) the upper branch: w1, w2, w6, w7
    dw1 = e * 2 * u * x[0]
    dw2 = e * 2 * u * x[1]
    dw6 = e
    dw7 = t
    # (4) the lower branch: w3, w4, w5, w8, w9
    dw3 = s * v * np.cos(w[2] * x[2]) * x[2]
    dw4 = s * np.sin(w[2] * x[2]) * x[3]
    dw5 = s * np.sin(w[2] * x[2]) * x[4]
    dw8 = s
    dw9 = d * forward_dict["sigmoid"]
    ### END CODE HERE ###
    return {
        "dw1": dw1, "dw2": dw2, "dw3": dw3, "dw4": dw4, "dw5": dw5, "dw6": dw6, "dw7": dw7, "dw8": dw8, "dw9": dw9
    }

# %% check points=25
check("backward_propagation", backward_propagation)

# %% tags=["expected"]
grads_equal = backward_propagation(X[0], y[0], w_equal, forward_propagation(X[0], y[0], w_equal))
for name, value in grads_equal.items():
    print(f"{name} = {value:.6f}")

# %% [markdown]
# And the graph once more, at the point where everything differs: forward values above, your gradients below. Each number below is the next one to its right on the path, times the local derivatives in between.

# %% tags=["demo"]
grads_point = backward_propagation(x_point, y_point, w_point, forward_point)
gradients_point = {f"w{i}": grads_point[f"dw{i}"] for i in range(1, 10)}
# where a weight is added, the sum has the gradient of the weight
sums_point = {"+w6": grads_point["dw6"], "+w7": grads_point["dw7"], "+w8": grads_point["dw8"]}
error_point = {"y_pred": forward_point["dy_pred"], "loss": 1}
draw_nine_weights(values=values_point, gradients={**gradients_point, **sums_point, **error_point})
show("The graph with forward values above the boxes and gradients below the weights, the three sums w6, w7, w8 enter, the prediction and the error.")

# %% [markdown]
# ## 5 · Can you trust it?
#
# Nine formulas, and a slip in one of them would not stop the program: it would only learn badly. But a gradient is a slope, and **a slope can be measured**.
#
# ### The small example once more
#
# For $f = w_1^2 x_1 + w_2 x_2$ the way back gave 6 as the gradient of $w_1$. To measure it, move $w_1$ a little to either side, and $w_2$ not at all:

# %% tags=["expected"]
def small_example(w1, w2, x1, x2):
    return w1**2 * x1 + w2 * x2


eps = 1e-4
gradient = 2 * 1 * 3
approximation = (small_example(1 + eps, 2, 3, 4) - small_example(1 - eps, 2, 3, 4)) / (2 * eps)
check_value = abs(gradient - approximation) / (abs(gradient) + abs(approximation))
print(f"computed {gradient}, measured {approximation:.10f}")
print(f"distance over the sum of the sizes: {check_value:.0e}")

# %% [markdown]
# They agree to ten digits and more. The last line turns the comparison into **one number that says how wrong the gradient is**, whatever its size: 0 if both are equal, 1 if they point in opposite directions or one of them is zero.
#
# For several weights the size is the length of the vector, its Euclidean norm $\lVert \cdot \rVert$:
#
# $$
# a_i = \frac{L(w + \varepsilon\, e_i) - L(w - \varepsilon\, e_i)}{2\, \varepsilon},
# \qquad
# \text{check value} = \frac{\lVert g - a \rVert}{\lVert g \rVert + \lVert a \rVert}
# $$
#
# Here $g$ are the nine computed gradients, $a$ the nine measured ones, and $e_i$ is 1 at weight $i$ and 0 elsewhere: **one weight at a time**, all others stay where they are.
#
# ### Step 4 · Gradient checking
#
# The function gets the gradients to be checked as an argument, not the function that made them. So you can hand it right ones and wrong ones, and see whether it can tell. `gradient_vector(grads)`, imported above, puts the nine numbers of a dictionary into an array, by their names; their order in the dictionary does not matter.
#
# Return one number. Do not change `w`: for each weight, shift a fresh copy.
#
# ≈ 10 lines.
#
# <details><summary>Hint 1</summary>
#
# How often must you run the forward propagation, for nine weights and two sides? What has to be undone before the next weight's turn?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `w.copy()` is an array of its own; `w_shifted = w` would only be a second name for the same one. `forward_propagation(...)["loss"]` is the error, `np.linalg.norm` the length of a vector.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `measured[i] = (loss_larger - loss_smaller) / ___`, with brackets around what you divide by, if it is a product.
#
# </details>

# %% solution
def gradient_checking(x, y, w, grads, eps=1e-7):
    """How far the gradients of one example are from measured ones.

    x: features, shape (5,)
    y: target, one number
    w: weights, shape (9,); not to be changed
    grads: the gradients to be checked, dictionary dw1, …, dw9, its entries in any order
    eps: how far each weight is moved to either side
    Returns one number from 0 (they agree) to 1: norm of the difference over the sum of the norms.
    """
    ### START CODE HERE ### (≈ 10 lines)
    # (1) the gradients to be checked, and room for the measured ones
    computed = gradient_vector(grads)
    measured = np.zeros(9)
    for i in range(9):
        # (2) two copies of w: this weight a little larger, and a little smaller
        larger, smaller = w.copy(), w.copy()
        larger[i] += eps
        smaller[i] -= eps
        # (3) the slope of the error between the two
        rise = forward_propagation(x, y, larger)["loss"] - forward_propagation(x, y, smaller)["loss"]
        measured[i] = rise / (2 * eps)
    # (4) one number: the norm of the difference over the sum of the norms
    distance = np.linalg.norm(computed - measured)
    check_value = distance / (np.linalg.norm(computed) + np.linalg.norm(measured))
    ### END CODE HERE ###
    return check_value

# %% check points=20
check("gradient_checking", gradient_checking)

# %% [markdown]
# A right backward pass gives a value far below $10^{-6}$; the digits themselves are rounding noise. A wrong one gives much more:

# %% tags=["expected"]
check_value = gradient_checking(X[0], y[0], w_equal, grads_equal)
print(f"your gradients pass: {check_value < 1e-6}")
wrong = {**grads_equal, "dw3": -grads_equal["dw3"]}
print(f"with the sign of dw3 turned: {gradient_checking(X[0], y[0], w_equal, wrong):.6f}")

# %% [markdown]
# ### How small should ε be?
#
# Smaller is not always better. The picture tries the two-sided measurement with your function, and beside it a one-sided one, $(L(w + \varepsilon e_i) - L(w)) / \varepsilon$, which saves half of the work.

# %% tags=["demo"]
def one_sided_check(x, y, w, grads, eps):
    """The check value, with slopes measured to one side only."""
    here = forward_propagation(x, y, w)["loss"]
    given = gradient_vector(grads)
    measured = np.array([(forward_propagation(x, y, w + eps * e)["loss"] - here) / eps for e in np.eye(9)])
    return np.linalg.norm(given - measured) / (np.linalg.norm(given) + np.linalg.norm(measured))


steps = 10.0 ** np.arange(-1, -12.5, -0.5)
plt.figure(figsize=(6.4, 4.4))
plt.loglog(steps, [one_sided_check(x_point, y_point, w_point, grads_point, eps) for eps in steps], "^--", color="#E69F00", label="one side")
plt.loglog(steps, [gradient_checking(x_point, y_point, w_point, grads_point, eps) for eps in steps], "o-", label="both sides")
plt.axvline(1e-7, color="0.4", linestyle=":", linewidth=1.4)
plt.text(7e-8, 3e-2, "default")
plt.gca().invert_xaxis()
plt.xlabel("ε, from large to small")
plt.ylabel("check value of right gradients")
plt.legend(loc="lower left")
show("Check value against epsilon in double logarithmic scale: both curves fall, two-sided twice as steeply, reach a valley and rise again as epsilon gets smaller.")

# %% [markdown]
# On the left the curve of the loss is not yet straight within $\varepsilon$. That error shrinks like $\varepsilon$ if you measure to one side, and like $\varepsilon^2$ if you measure to both: an ε ten times smaller makes it a hundred times smaller. On the right rounding takes over. Two almost equal losses are subtracted, few digits are left, and dividing by a tiny ε magnifies what is wrong with them. The best ε lies in the valley, and it is not the smallest.
#
# ### Break a gradient, and watch
#
# A check is worth something only if it **fails when it should**. So break the backward pass on purpose, in ways that people really do:

# %% tags=["demo"]
sin_point, cos_point = np.sin(w_point[2] * x_point[2]), np.cos(w_point[2] * x_point[2])
breaks = {
    "nothing broken": {},
    "sign of dw3 turned": {"dw3": -grads_point["dw3"]},
    "sin for cos in dw3": {"dw3": grads_point["dw3"] / cos_point * sin_point},
    "dw5 with f4": {"dw5": grads_point["dw4"]},
    "dw1 without its 2": {"dw1": grads_point["dw1"] / 2},
    "dw9 times 1.5": {"dw9": 1.5 * grads_point["dw9"]},
    "dw6 forgotten": {"dw6": 0.0},
    "all signs turned": {name: -value for name, value in grads_point.items()},
}
found = [gradient_checking(x_point, y_point, w_point, {**grads_point, **change}) for change in breaks.values()]
plt.figure(figsize=(7.5, 3.8))
plt.barh(list(breaks), found, color=["#0072B2"] + ["#E69F00"] * (len(breaks) - 1), edgecolor="black", linewidth=0.6)
plt.axvline(1e-6, color="black", linestyle="--", linewidth=1.4)
plt.text(1.4e-6, -0.15, "1e-6: wrong beyond this line")
plt.xscale("log")
plt.xlim(1e-10, 30)
for row, value in enumerate(found):
    plt.text(value * 1.3, row, f"{value:.1e}", va="center", fontsize=9) if row else None
plt.gca().invert_yaxis()
plt.xlabel("check value")
show("Bars of check values on a logarithmic axis: below 1e-8 for the right gradients, at 0.01 or above for each of seven broken ones.")

# %% [markdown]
# Right and wrong are worlds apart. That is what a good check looks like: nobody has to argue about the threshold.
#
# ### A check that cannot fail
#
# This assignment has a history. In an older version of it, a check much like the following one was handed in and got full marks. It moves **all weights together**, to **one side** only though it divides by $2\varepsilon$, and compares **entry by entry, with the sign kept**, instead of by norms. The test then was: is every entry at most 0.001? Here it is with the published weights and the first example:

# %% tags=["demo"]
w_published = np.array(
    [0.00271756, 0.01260512, 0.00167639, -0.00207756, 0.00720768, 0.00114524, 0.00684168, 0.02242521, 0.01296444]
)
grads_published = backward_propagation(X[0], y[0], w_published, forward_propagation(X[0], y[0], w_published))


def check_that_cannot_fail(x, y, w, grads, eps=1e-7):
    """Do not use: it has three flaws."""
    rise = forward_propagation(x, y, w + eps)["loss"] - forward_propagation(x, y, w)["loss"]
    measured, computed = rise / (2 * eps), gradient_vector(grads)
    return (computed - measured) / (computed + measured)


candidates = {
    "right gradients": grads_published,
    "all signs turned": {name: -value for name, value in grads_published.items()},
    "all zero": {name: 0.0 for name in grads_published},
    "a thousand times too small": {name: value / 1000 for name, value in grads_published.items()},
}
for name, grads in candidates.items():
    values = check_that_cannot_fail(X[0], y[0], w_published, grads)
    print(f"{name:27} accepted: {np.all(values <= 1e-3)}   yours: {gradient_checking(X[0], y[0], w_published, grads):.1e}")
print("its values for the right gradients:", *np.round(check_that_cannot_fail(X[0], y[0], w_published, grads_published), 4))

# %% [markdown]
# Look at the last line: for the **right** gradients it finds disagreement everywhere, and still says yes, because $-0.98 \le 0.001$. It says yes to the wrong ones, too: a negative number is always below a threshold.
#
# Now repair it, one flaw after the other:

# %% tags=["demo"]
def partly_repaired(x, y, w, grads, eps=1e-7, one_by_one=False, both_sides=False, norms=False):
    """The check that cannot fail, with some of its flaws removed."""
    shifts = eps * np.eye(9) if one_by_one else [np.full(9, eps)] * 9
    computed, measured = gradient_vector(grads), []
    for shift in shifts:
        before = w - shift if both_sides else w
        rise = forward_propagation(x, y, w + shift)["loss"] - forward_propagation(x, y, before)["loss"]
        measured.append(rise / (2 * eps))
    measured = np.array(measured)
    if norms:
        return np.linalg.norm(computed - measured) / (np.linalg.norm(computed) + np.linalg.norm(measured))
    return np.max((computed - measured) / (computed + measured))  # the entry that decides


repairs = {
    "as it was": {},
    "+ one weight at a time": {"one_by_one": True},
    "+ both sides": {"one_by_one": True, "both_sides": True},
    "+ norms": {"one_by_one": True, "both_sides": True, "norms": True},
}
tried = {
    "right gradients": grads_published,
    "all zero": candidates["all zero"],
    "dw8 is zero": {**grads_published, "dw8": 0.0},
}
print(f"{'':26}" + "".join(f"{name:>18}" for name in tried))
for name, repair in repairs.items():
    found = [partly_repaired(X[0], y[0], w_published, grads, **repair) for grads in tried.values()]
    print(f"{name:26}" + "".join(f"{value:14.1e} {'yes' if value <= 1e-3 else 'no':>3}" for value in found))

# %% [markdown]
# Read it column by column; the right answers are yes, no, no.
#
# - As it was, the check says yes to all three.
# - With one weight at a time it refuses even the right gradients: the difference of one side, divided by $2\varepsilon$, is half of a slope.
# - With both sides it accepts them, but it still accepts zeros: their ratio is $-1$, and nothing notices a minus.
# - With norms, nothing negative can come out, and all three answers are right.
#
# Mind the second line. **The first repair seemed to make things worse**, because one error had hidden another.
#
# A test must be able to fail. Before you believe a ✓, your own ones included, ask what would have made it a ✗.
#
# ## 6 · Three ways downhill
#
# The gradient says which way is uphill. What an **optimizer** does is to decide how far to go, and it may remember earlier gradients. All three that follow use the same gradients. In these steps `w` and `g` are arrays of one shape, and the functions return **new** arrays: `w -= ...` would change the caller's weights as well.
#
# ### Step 5 · Plain gradient descent
#
# The oldest rule. With the learning rate $\alpha$ (`lr`),
#
# $$
# w := w - \alpha \, g
# $$
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# If an entry of `g` is positive, does the error rise or fall when that weight grows?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The formula works on whole arrays. A minus between two arrays makes a new one; `-=` changes the old one.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `w_new = w - ___ * g`
#
# </details>

# %% solution
def update_vanilla(w, g, lr):
    """One step of plain gradient descent.

    w: weights, an array of any shape
    g: their gradients, same shape
    lr: learning rate
    Neither w nor g is to be changed.
    Returns the weights after the step.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) lr times the gradient, downhill
    w_new = w - lr * g
    ### END CODE HERE ###
    return w_new

# %% check points=5
check("update_vanilla", update_vanilla)

# %% tags=["expected"]
g_equal = gradient_vector(grads_equal)
print("weights 0.1, after one step:", *[f"{value:.6f}" for value in update_vanilla(w_equal, g_equal, 0.001)])

# %% [markdown]
# ### Step 6 · Momentum
#
# Single examples pull in different directions. Momentum averages: it keeps a memory $m$ that follows the gradients slowly, and goes where the memory points.
#
# $$
# \begin{aligned}
# m &:= \beta \, m + (1 - \beta) \, g \\
# w &:= w - \alpha \, m
# \end{aligned}
# $$
#
# With $\beta = 0.9$ the newest gradient counts one tenth, the one before it 0.09, and so on. What pulls to and fro cancels out, what pulls steadily adds up. The memory starts at zero.
#
# Do not change `w`, `g` or `m`; return the new weights and the new memory.
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# Which of the two lines comes first? Does the second one use the memory before or after?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Give the new memory a name of its own. Both factors, beta and 1 - beta, add up to 1: a weighted mean.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `m_new = beta * m + ___ * g`
#
# </details>

# %% solution
def update_momentum(w, g, m, lr, beta=0.9):
    """One step of gradient descent with momentum.

    w: weights, an array of any shape
    g: their gradients, same shape
    m: mean of the earlier gradients, same shape
    lr: learning rate
    beta: how much of the mean is kept
    None of the arrays is to be changed.
    Returns the weights after the step, and the new mean.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the mean moves a little towards the gradient
    m_new = beta * m + (1 - beta) * g
    # (2) the weights follow the mean downhill
    w_new = w - lr * m_new
    ### END CODE HERE ###
    return w_new, m_new

# %% check points=8
check("update_momentum", update_momentum)

# %% tags=["expected"]
w_moved, m_moved = update_momentum(w_equal, g_equal, np.zeros(9), lr=0.01)
for i in (0, 8):
    print(f"w{i + 1}: gradient {g_equal[i]:.6f}, memory {m_moved[i]:.6f}, weight {w_moved[i]:.6f}")

# %% [markdown]
# **Which momentum?** Many books write it without the factor: $m := \beta m + g$. Then the memory is $1/(1-\beta)$ times as large, ten times for $\beta = 0.9$. So this form with rate $10\,\alpha$ is that form with rate $\alpha$. Try it:

# %% tags=["demo"]
rng = np.random.RandomState(3)
w_ours, m_ours = np.zeros(4), np.zeros(4)
w_classic, m_classic = np.zeros(4), np.zeros(4)
largest = 0.0
for _ in range(200):
    g = rng.randn(4)
    w_ours, m_ours = update_momentum(w_ours, g, m_ours, lr=0.01)  # ten times the rate
    m_classic = 0.9 * m_classic + g
    w_classic = w_classic - 0.001 * m_classic
    largest = max(largest, np.max(np.abs(w_ours - w_classic)))
print(f"after 200 random gradients the weights have moved by up to {np.max(np.abs(w_ours)):.3f}")
print(f"the two forms are never further apart than 1e-15: {largest < 1e-15}")

# %% [markdown]
# This is why the comparison at the end gives momentum ten times the rate of plain gradient descent.
#
# ### Step 7 · Adam
#
# A single learning rate has to suit all weights, those with large gradients and those with tiny ones. Adam (Kingma and Ba, 2015) gives each weight its own step. It keeps two memories, of the gradients and of their squares, and divides one by the root of the other:
#
# $$
# \begin{aligned}
# m &:= \beta_1 m + (1 - \beta_1)\, g & \hat m &= \frac{m}{1 - \beta_1^{\,t}} \\
# v &:= \beta_2 v + (1 - \beta_2)\, g^2 & \hat v &= \frac{v}{1 - \beta_2^{\,t}} \\
# w &:= w - \alpha \, \frac{\hat m}{\sqrt{\hat v} + \epsilon}
# \end{aligned}
# $$
#
# All of it entry by entry. $t$ counts the updates, and the first one has $t = 1$. Both memories start at zero, so at first they are too small; the hats correct that. Some texts leave the correction out. **Here it is part of the task.** The small $\epsilon$, added **after** the root, keeps the division safe where all gradients were zero. It has nothing to do with the ε of the gradient check. (There is a shorter form with both corrections put into the learning rate. Its $\epsilon$ weighs up to thirty times more, and on this graph that shows. Write the formulas above.)
#
# Do not change the arguments; return the new weights and both memories, without hats.
#
# ≈ 5 lines.
#
# <details><summary>Hint 1</summary>
#
# In the very first step the memories are zero. What do m and v come to, and what do their hats make of them? So how long is the first step, for a gradient of 5 and for one of 0.005?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `beta1**t` is the power. `g**2` and `np.sqrt` work entry by entry. Give the corrected memories names of their own: what you return is not corrected.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `m_hat = m_new / (1 - ___)`, and v_hat is the same with its own beta.
#
# </details>

# %% solution
def update_adam(w, g, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """One step of Adam, with bias correction.

    w: weights, an array of any shape
    g: their gradients, same shape
    m, v: means of the earlier gradients and of their squares, same shape
    t: number of this update, from 1
    lr: learning rate
    beta1, beta2: how much of the means is kept
    eps: added to the root
    None of the arrays is to be changed.
    Returns the weights after the step, and the new means m and v, not corrected.
    """
    ### START CODE HERE ### (≈ 5 lines)
    # (1) the mean of the gradients, and the mean of their squares
    m_new = beta1 * m + (1 - beta1) * g
    v_new = beta2 * v + (1 - beta2) * g**2
    # (2) both corrected for their start at zero
    m_hat = m_new / (1 - beta1**t)
    v_hat = v_new / (1 - beta2**t)
    # (3) the step
    w_new = w - lr * m_hat / (np.sqrt(v_hat) + eps)
    ### END CODE HERE ###
    return w_new, m_new, v_new

# %% check points=12
check("update_adam", update_adam)

# %% tags=["expected"]
w_moved, m_moved, v_moved = update_adam(w_equal, g_equal, np.zeros(9), np.zeros(9), t=1)
for i in (0, 4, 8):
    print(f"w{i + 1}: gradient {g_equal[i]:.6f}, weight {w_moved[i]:.6f}")

# %% [markdown]
# The gradients differ by a factor of 1000, yet all three weights moved by 0.001: the learning rate itself is Adam's first step. What would happen without the correction? Give Adam the same gradient, 1, a hundred times:

# %% tags=["demo"]
def steps_of_adam(correct, updates=100):
    """Lengths of the steps that Adam makes while the gradient is always 1."""
    lengths, w, m, v = [], np.zeros(1), np.zeros(1), np.zeros(1)
    for t in range(1, updates + 1):
        # after many updates nothing is left to correct, so a huge t switches the correction off
        w_next, m, v = update_adam(w, np.ones(1), m, v, t if correct else 10**9)
        lengths.append((w - w_next).item())
        w = w_next
    return lengths


with_correction, without = steps_of_adam(True), steps_of_adam(False)
plt.plot(range(1, 101), with_correction, label="with correction")
plt.plot(range(1, 101), without, label="without")
plt.xlabel("update")
plt.ylabel("length of the step")
plt.ylim(0, None)
plt.legend(loc="upper right")
print(f"without correction, the first step is {without[0] / 0.001:.2f} times lr, the longest {max(without) / 0.001:.2f} times")
show("Step length of Adam over 100 updates with a constant gradient: constant at 0.001 with correction; without, it starts at three times that, rises to about seven times and falls slowly.")

# %% [markdown]
# Without it, the steps are several times too long for quite a while: $v$, with $\beta_2 = 0.999$, fills up a hundred times more slowly than $m$, and the root of a $v$ that is too small is divided by.
#
# Here are your three functions on a valley that is 25 times steeper across than along, $J = \tfrac12 (a^2 + 25\, b^2)$. Each takes 40 steps from the same start.

# %% tags=["demo"]
def walk(method, lr, steps=40):
    """The points that an method visits in the valley, shape (steps + 1, 2)."""
    w, m, v = np.array([-4.0, 1.2]), np.zeros(2), np.zeros(2)
    visited = [w]
    for t in range(1, steps + 1):
        slope = w * np.array([1, 25])
        if method == "vanilla":
            w = update_vanilla(w, slope, lr)
        elif method == "momentum":
            w, m = update_momentum(w, slope, m, lr)
        else:
            w, m, v = update_adam(w, slope, m, v, t, lr)
        visited.append(w)
    return np.array(visited)


a, b = np.meshgrid(np.linspace(-5, 2.5, 151), np.linspace(-2, 2, 81))
figure, axes = plt.subplots(1, 3, figsize=(12, 3.4), sharey=True)
for ax, (optimizer, lr) in zip(axes, {"vanilla": 0.07, "momentum": 0.2, "Adam": 0.4}.items()):
    ax.contour(a, b, (a**2 + 25 * b**2) / 2, levels=[0.1, 1, 3, 8, 16, 32], colors="0.7", linewidths=1)
    visited = walk(optimizer, lr)
    ax.plot(*visited.T, "o-", markersize=3, linewidth=1)
    ax.plot(*visited[0], "ks", markersize=7)
    ax.plot(0, 0, "k*", markersize=12)
    ax.set(title=f"{optimizer}, rate {lr}", xlabel="a")
axes[0].set_ylabel("b")
show("Paths in an elongated valley from the square to the star at its lowest point: plain descent zigzags across, momentum swings wide, Adam goes towards the star in both directions at once.")

# %% [markdown]
# Plain descent must choose its rate for the steep direction, so it zigzags there and creeps along the valley. Momentum swings, too, but what it gathers along the valley adds up, and it even runs past the lowest point. Adam's first step is equally long in both directions, as if they were equally steep; then it overshoots a little as well. Which one arrives first depends on the rate. Change the three numbers and look.
#
# ## 7 · Training
#
# ### Step 8 · Train
#
# All parts are there. Training goes through the data `epochs` times. In each epoch it takes **one example after the other, in the order of the rows**, and updates the weights after each of them: that is *stochastic* gradient descent. For each example: forward, backward, update.
#
# The function also keeps a history: for each epoch, the mean of the squared errors of the predictions **made during the epoch**. They are in `forward_dict` already, so this costs nothing.
#
# The argument `optimizer` is a text, `"vanilla"`, `"momentum"` or `"adam"`. Use the default values of beta, beta1, beta2 and eps. The weights start from a seed: **the same start for every optimizer**, since otherwise the curves could not be compared.
#
# ≈ 14 lines.
#
# <details><summary>Hint 1</summary>
#
# Which things happen once per epoch, and which once per example? Which of the two does Adam's t count?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Two loops, one inside the other. Start an empty list of errors in the outer one, append to it in the inner one, and take `np.mean` of it after the inner one has ended. `gradient_vector(grads)` is the array that the update functions need.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `w, m, v = update_adam(w, g, m, v, ___, lr)`, and momentum returns two things, plain descent one.
#
# </details>

# %% solution
def train(X, y, optimizer, lr, epochs=20, seed=0):
    """Train the nine weights, with an update after every example.

    X: features, shape (m, 5), one example per row
    y: targets, shape (m,)
    optimizer: "vanilla", "momentum" or "adam"
    lr: learning rate
    epochs: how often the data are gone through
    seed: decides where the weights start
    Returns the weights (9,), and for each epoch the mean squared error of its predictions, shape (epochs,).
    """
    w = np.random.RandomState(seed).normal(0, 0.01, 9)  # the same start for every optimizer
    m, v, t = np.zeros(9), np.zeros(9), 0
    history = []
    ### START CODE HERE ### (≈ 14 lines)
    # (1) in each epoch, go through all examples in their order
    for epoch in range(epochs):
        errors = []
        for i in range(len(X)):
            # (2) forward, backward; keep the squared error
            forward_dict = forward_propagation(X[i], y[i], w)
            errors.append(forward_dict["loss"])
            g = gradient_vector(backward_propagation(X[i], y[i], w, forward_dict))
            # (3) count the update, and make it
            t = t + 1
            if optimizer == "vanilla":
                w = update_vanilla(w, g, lr)
            elif optimizer == "momentum":
                w, m = update_momentum(w, g, m, lr)
            else:
                w, m, v = update_adam(w, g, m, v, t, lr)
        # (4) at the end of the epoch, its mean squared error
        history.append(np.mean(errors))
    ### END CODE HERE ###
    return w, np.array(history)

# %% check points=10
check("train", train)

# %% [markdown]
# A short run first, three epochs on the first 40 examples:

# %% tags=["expected", "demo"]
for optimizer, lr in {"vanilla": 0.001, "momentum": 0.01, "adam": 0.001}.items():
    _, history = train(X[:40], y[:40], optimizer, lr, epochs=3)
    print(f"{optimizer}: " + ", ".join(f"{error:.6f}" for error in history))

# %% [markdown]
# ### The comparison
#
# Now all 506 examples, 20 epochs, with the published learning rates and from the same start.

# %% tags=["demo"]
def mean_squared_error(w):
    return np.mean([forward_propagation(X[i], y[i], w)["loss"] for i in range(len(X))])


runs = {"vanilla": 0.001, "momentum": 0.01, "adam": 0.001}
trained = {optimizer: train(X, y, optimizer, lr) for optimizer, lr in runs.items()}

figure, axes = plt.subplots(1, 3, figsize=(11, 3), sharey=True)
for ax, (optimizer, (_, history)), colour in zip(axes, trained.items(), ["#0072B2", "#E69F00", "#009E73"]):
    ax.plot(range(1, 21), history, "o-", markersize=3.5, color=colour)
    ax.set(title=f"{optimizer}, rate {runs[optimizer]}", xlabel="epoch", xticks=[1, 5, 10, 15, 20])
axes[0].set(ylabel="mean squared error", ylim=(0, 0.017))
show("Three curves of the error over 20 epochs, one for each optimizer: vanilla and momentum level out near 0.0096, Adam near 0.0044.")

# %% [markdown]
# Now all in one picture. The two grey lines say what to expect. The upper one is the variance of the targets: as good as a model that ignores the features. The lower one is the error of the weights that made the data: noise, and the odd first row.

# %% tags=["demo"]
for (optimizer, (_, history)), marker in zip(trained.items(), "os^"):
    plt.plot(range(1, 21), history, marker=marker, markersize=4, label=f"{optimizer}, rate {runs[optimizer]}")
for level, name in ((np.var(y), "mean of the targets"), (mean_squared_error(TRUE_WEIGHTS), "weights that made the data")):
    plt.axhline(level, color="0.5", linestyle="-", linewidth=1)
    plt.text(20, level - 0.0006, name, fontsize=9, color="0.3", ha="right")
plt.xticks([1, 5, 10, 15, 20])
plt.xlabel("epoch")
plt.ylabel("mean squared error")
plt.ylim(0, 0.017)
plt.legend(loc="upper right")
show("The three curves together: vanilla and momentum stay at the upper line, the error of the mean; Adam falls to the lower one, the error of the weights that made the data.")

for optimizer, (w_trained, _) in trained.items():
    print(f"{optimizer}: after 20 epochs {mean_squared_error(w_trained):.6f}")

# %% [markdown]
# Plain descent and momentum learn quickly at first, and then nothing more: they stop at 0.0096. **That is the variance.** They have found the mean of the targets and ignore the features. Adam goes on to 0.0043, not far from the 0.0040 that even the weights behind the data leave.
#
# Your own gradients say why. Here are their sizes over all examples, at the start:

# %% tags=["demo"]
def gradient_sizes(w):
    """Root mean square of each of the nine gradients over all examples, shape (9,)."""
    forwards = [forward_propagation(X[i], y[i], w) for i in range(len(X))]
    grads = [gradient_vector(backward_propagation(X[i], y[i], w, forwards[i])) for i in range(len(X))]
    return np.sqrt(np.mean(np.square(grads), axis=0))


w_start = np.random.RandomState(0).normal(0, 0.01, 9)  # where train starts
plt.figure(figsize=(6.4, 3.4))
plt.bar(np.arange(1, 10), gradient_sizes(w_start), edgecolor="black", linewidth=0.6)
plt.yscale("log")
plt.ylim(1e-7, 1)
plt.xticks(range(1, 10))
plt.xlabel("weight")
plt.ylabel("size of its gradient")
show("Bars on a logarithmic axis: the gradients of w6, w7 and w9 are about 0.1, those of w1 and w2 below 0.01, those of w3, w4 and w5 below 0.00001.")

# %% [markdown]
# Three weights have gradients of order 0.1. They shift the prediction up or down for all examples alike: $w_6$, $w_7$ and, while part3 is about one half everywhere, $w_9$. The weights that see the features have tiny ones, because their paths lead over other small weights: look for $u$, $v$, $w_9$ and the sine in your formulas. Weights near zero are a **plateau**, and plain descent creeps on it. Momentum averages these gradients, but an average of small numbers is small. Adam divides each gradient by its usual size, so that all nine weights move at about the same pace.

# %% tags=["demo"]
figure, axes = plt.subplots(1, 3, figsize=(12, 3.6))
places = np.arange(1, 10)
for shift, (optimizer, (w_trained, _)), hatch in zip((-0.27, 0, 0.27), trained.items(), ("", "//", "..")):
    axes[0].bar(places + shift, w_trained, width=0.27, hatch=hatch, edgecolor="black", linewidth=0.5, label=optimizer)
axes[0].axhline(0, color="black", linewidth=0.8)
axes[0].set(title="the weights after 20 epochs", xticks=places, xlabel="weight")
axes[0].legend(loc="upper right", fontsize=8)
for ax, optimizer in zip(axes[1:], ["momentum", "adam"]):
    w_trained, _ = trained[optimizer]
    predicted = [forward_propagation(X[i], y[i], w_trained)["y_pred"] for i in range(len(X))]
    ax.plot(y, predicted, "o", markersize=3, alpha=0.6)
    ax.plot([0.5, 1.3], [0.5, 1.3], "k--", linewidth=1)
    ax.set(title=f"{optimizer}: predicted and true", xlabel="target", ylabel="prediction", xlim=(0.5, 1.3), ylim=(0.5, 1.3))
show("Left: bars of the nine weights, Adam's first five far from zero, the others' near zero. Middle: momentum predicts nearly the same for all targets. Right: Adam's predictions rise with the targets.")

# %% [markdown]
# On the plateau every example gets the same prediction. (The first target, 1.86, lies outside of the pictures.)
#
# **Is the comparison fair?** The start is the same, but each optimizer got one rate only. So try many. Twenty epochs each, and the error at the end:

# %% tags=["demo"]
rates = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3]
for optimizer, marker in zip(runs, "os^"):
    tried = rates[:-2] if optimizer == "adam" else rates  # larger steps of Adam make the exponential overflow
    ends = [mean_squared_error(train(X, y, optimizer, rate)[0]) for rate in tried]
    plt.semilogx(tried, ends, marker=marker, markersize=5, label=optimizer)
plt.axhline(np.var(y), color="0.5", linestyle="-", linewidth=1)
plt.text(0.003, np.var(y) + 0.0002, "mean of the targets", fontsize=9, color="0.3")
plt.axhline(mean_squared_error(TRUE_WEIGHTS), color="0.5", linestyle="-", linewidth=1)
plt.text(0.00009, mean_squared_error(TRUE_WEIGHTS) - 0.0006, "weights that made the data", fontsize=9, color="0.3")
plt.ylim(0, 0.013)
plt.xlabel("learning rate")
plt.ylabel("mean squared error after 20 epochs")
plt.legend(loc="lower left", bbox_to_anchor=(0, 0.02))
show("Error after 20 epochs against the learning rate: vanilla and momentum stay at the mean of the targets up to a rate of 0.1 and fall at 0.3; Adam is lowest at 0.003 and rises to 0.006 at 0.03, where its curve ends.")

# %% [markdown]
# The curves of plain descent and of momentum lie almost on each other: a memory that is a mean makes steps of the same length on average. If momentum was quicker before, its tenfold rate did it. And the two leave the plateau after all, with rates 300 times the published one for plain descent, and 30 times for momentum. Adam's best rate is about 0.003. Its curve ends at 0.03, because with larger steps the exponential in part1 soon overflows. So: **before you say that one optimizer is better than another, give each of them its own best rate.** Adam is still ahead here, but by much less than the first picture suggested.
#
# ## What to remember
#
# - A computation graph is code read as a picture. Forward goes from left to right and stores what will be used again; backward goes from right to left.
# - The gradient of a weight is the product of the local derivatives along its path. What several weights share is computed once.
# - To check a gradient, move one weight at a time, to both sides, and compare by norms: the norm of the difference over the sum of the norms.
# - ε can be too large and too small.
# - **A test must be able to fail.** Feed it something wrong before you trust it.
# - All optimizers use the same gradients. They differ in what they remember and in how far they go.
# - Compare optimizers from the same start, each with its own best rate.
#
# ## What comes next
#
# Here every example went through the graph alone, and every derivative was written by hand. In the next assignments the same two passes run on all examples at once, as matrix products, with examples as columns again: first for a single neuron, then for layers of them. Momentum and Adam return in part 2, with batches.
#
# ## Open questions
#
# These are not marked. To change a function, open a new cell, paste the text of the function there and give it another name.
#
# - Adam found other weights than those that made the data, and yet predicts almost as well. Which weights of this graph can change their sign without changing any prediction?
# - Start all weights at exactly zero. Which of them never move, whatever the optimizer? Find the reason in the formulas first.
# - Train plain gradient descent with rate 0.01 for 300 epochs. It leaves the plateau: when, and how quickly?
# - Let one weight be used twice in the graph, say $w_3$ in place of $w_9$. What happens to its gradient, and does your gradient check agree?
# - Go through the examples in a new random order in each epoch. What changes in the curves?
# - In the previous assignment, TensorFlow found gradients by itself. Write this graph with `tf.Variable` and `tf.GradientTape`, in `float64`, and compare.

# %% tags=["demo"]
progress()
