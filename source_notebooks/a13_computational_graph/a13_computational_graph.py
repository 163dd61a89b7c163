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
# **A prediction is wrong. Which of its weights is to blame, and how much?** One rule answers this for every network, however large: multiply the slopes along the way (and where there are several ways, add them up). Here the network is small enough to follow each of its nine weights with a finger, and deep enough that you need the rule. This is what you will compute. The number under each weight says how fast the error grows when that weight grows; a minus means that it falls:

# %% picture
import matplotlib.pyplot as plt

from utils.figures import show
from utils.regression_utils import BLAME, draw_nine_weights

plt.style.use("utils.course")
draw_nine_weights(gradients=BLAME)
show("Graph of nine weights with a gradient below each: w7 has the largest, -0.4394, w5 the smallest, -0.003626.")

# %% [markdown]
# **About 90 minutes.** The end of section 4 is a good place for a break. You need the chain rule, and the derivatives of the exponential and the sine; those of the sigmoid and of tanh are given.
#
# **What you build:**
#
# 1. `forward_propagation`: from five features to a prediction and its error
# 2. `backward_propagation`: from the error back to all nine weights
# 3. `gradient_checking`: measures whether the way back is right
# 4. `update_vanilla`: a plain step downhill
# 5. `update_momentum`: a step with a memory
# 6. `update_adam`: a step of its own for each weight
# 7. `train`: all of it together, thousands of times
#
# **How this notebook works:** write each function between `START CODE HERE` and `END CODE HERE`, and delete the line `raise NotImplementedError(...)` there.<br>
# Run its cell, then the check below it. Each step has three folded hints.<br>
# [a11](../a11_numpy_basics/a11_numpy_basics.ipynb) tells you the rest, with the rules that hold everywhere: arguments stay as they are, for instance.

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils import check, progress
from utils.figures import show
from utils.planar_utils import sigmoid
from utils.regression_utils import POINT, TRUE_WEIGHTS, gradient_vector, load_graph_data

plt.style.use("utils.course")

# %% [markdown]
# ## 1 · The graph and the data
#
# The graph takes five features $f_1, \dots, f_5$ of an example and predicts one number, $\hat y$. It has nine weights $w_1, \dots, w_9$. Some intermediate results have names:
#
# $$
# \begin{aligned}
# u &= w_1 f_1 + w_2 f_2 & v &= w_4 f_4 + w_5 f_5 \\
# \text{part1} &= \exp\left( u^2 + w_6 \right) & \text{part3} &= \sigma\left( \sin(w_3 f_3) \, v + w_8 \right) \\
# \text{part2} &= \tanh\left( \text{part1} + w_7 \right) & \hat y &= \text{part2} + w_9 \, \text{part3}
# \end{aligned}
# $$
#
# How far is the prediction from the target $y$? The squared error tells you: $L = (y - \hat y)^2$.
#
# Here is the graph, without numbers. Square boxes are what goes in. Rounded boxes compute, and carry the names from the formulas. The features are fixed numbers; they stand on the edges where they multiply.

# %% drawing
from utils.regression_utils import draw_nine_weights

draw_nine_weights()
show("The graph without numbers: nine weights in square boxes lead through part1, part2 and part3 to the prediction, and with the target to the squared error.")

# %% [markdown]
# **Mind the axes.** Elsewhere in this part of the course, examples are columns. This notebook is an exception: its data are a table with **one example per row**, `X` of shape `(m, 5)` and `y` of shape `(m,)`. Your functions take a single example, `x = X[i]` of shape `(5,)`, with its target `y[i]`, one number.
#
# **Mind the counting, too.** The formulas count from 1, Python from 0:
#
# | in the formulas | $f_1$ | $f_5$ | $w_1$ | $w_6$ | $w_9$ |
# |---|---|---|---|---|---|
# | in the code | `x[0]` | `x[4]` | `w[0]` | `w[5]` | `w[8]` |
#
# The data are made up: 506 examples. Their targets were computed with this very graph, from weights that we know, and then blurred with noise. Only the first row is from elsewhere: its target is far from all others. (The box at the end says where it is from.)

# %% tags=["expected"]
X, y = load_graph_data()
print(f"X has shape {X.shape}: {X.shape[0]} examples, {X.shape[1]} features")
print(f"y has shape {y.shape}: mean {np.mean(y):.6f}, variance {np.var(y):.6f}")
print(f"first example: f1 = {X[0, 0]:.6f}, f5 = {X[0, 4]:.6f}, y = {y[0]:.6f}")

# %% [markdown]
# Keep the variance in mind. A model that ignores the features can do no better than to predict the mean, and then its mean squared error **is** the variance, 0.0096. We will meet this number again.
#
# > **Remember.** A computation graph is code, drawn as a picture: inputs on the left, the error on the right, one operation in each rounded box.
#
# **Ask yourself.** Which entry of the array `w` is $w_7$, and through which boxes does it reach the error?
#
# <details><summary>Answer</summary>
#
# `w[6]`. It passes through a +, the tanh (part2), the + of $\hat y$ and the squared error.
#
# </details>
#
# Why does predicting the mean give a mean squared error equal to the variance?
#
# <details><summary>Answer</summary>
#
# Because that is what the variance is: the mean of the squared distances from the mean.
#
# </details>
#
# ## 2 · Forward
#
# All operations but one are in NumPy. The missing one, `sigmoid`, you wrote in a11; here it is imported. The way back will need two slopes, and both can be computed from the value alone: $\sigma'(z) = s\,(1 - s)$ with $s = \sigma(z)$, and $\tanh'(z) = 1 - t^2$ with $t = \tanh(z)$. So what the forward pass has computed can be used again.
#
# ### Step 1 · Forward propagation
#
# Turn the graph into code, from left to right, for **one example**. Besides the prediction, the function stores what the way back will use again, in a dictionary:
#
# | key | holds |
# |---|---|
# | `exp` | part1 |
# | `tanh` | part2 |
# | `sigmoid` | part3 |
# | `y_pred` | the prediction $\hat y$ |
# | `loss` | the squared error $L$ |
# | `dy_pred` | how fast $L$ grows with the prediction: $\dfrac{\partial L}{\partial \hat y} = -2\,(y - \hat y)$ |
#
# The last one is where the way back begins. If it is negative, the prediction is too low; if it is positive, too high.
#
# <details><summary>Where does this come from?</summary>
#
# $L = (y - \hat y)^2$ is a square of a difference. The square gives $2\,(y - \hat y)$, the difference gives $-1$, because $\hat y$ has a minus there. The chain rule multiplies them.
#
# </details>
#
# The two sums `u` and `v` are given, and so are the last two keys. ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# Which of the weights stand inside the exponential, the tanh and the sigmoid, and which outside? Which entry of the array holds w6?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.exp`, `np.tanh` and `np.sin` take one number as well. `**2` is the square.
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
    Returns a dictionary of six numbers: exp, tanh, sigmoid, y_pred, loss, dy_pred.
    """
    u = w[0] * x[0] + w[1] * x[1]
    v = w[3] * x[3] + w[4] * x[4]
    ### START CODE HERE ### (≈ 4 lines)
    # (1) the upper branch: u, w → part1, part2 (2 lines)
    part1 = np.exp(u**2 + w[5])
    part2 = np.tanh(part1 + w[6])
    # (2) the lower branch: v, x, w → part3 (1 line)
    part3 = sigmoid(np.sin(w[2] * x[2]) * v + w[7])
    # (3) the prediction: part2, part3, w → y_pred (1 line)
    y_pred = part2 + w[8] * part3
    ### END CODE HERE ###
    loss = (y - y_pred) ** 2
    dy_pred = -2 * (y - y_pred)
    return {"exp": part1, "tanh": part2, "sigmoid": part3, "y_pred": y_pred, "loss": loss, "dy_pred": dy_pred}

# %% check points=20
check("forward_propagation", forward_propagation)

# %% [markdown]
# The first example, with all weights 0.1:

# %% tags=["expected"]
w_equal = np.full(9, 0.1)
for name, value in forward_propagation(X[0], y[0], w_equal).items():
    print(f"{name} = {value:.6f}")

# %% [markdown]
# Equal weights are a poor test, by the way: with `w[6]` in place of `w[5]` the result is the same. So the pictures, and the tests of section 4 that break a gradient, use a point where all nine weights and all five features differ. This is what your function finds there:

# %%
x_point, y_point, w_point = POINT

# %% drawing
from utils.regression_utils import draw_point

draw_point(y_point, w_point, forward_propagation(x_point, y_point, w_point))
show("The graph with the nine weights and the target above their boxes, and with the values of part1, part2, part3, prediction and squared error.")

# %% [markdown]
# > **Remember.** Forward goes from left to right and stores what will be used again. Test at a point where all numbers differ.
#
# **Ask yourself.** The target is 2 and the prediction 1.5. What is `dy_pred`, and in which direction should the prediction move?
#
# <details><summary>Answer</summary>
#
# $-2\,(2 - 1.5) = -1$. It is negative: the error falls when the prediction rises.
#
# </details>
#
# Why is part2 never above 1, however large part1 is?
#
# <details><summary>Answer</summary>
#
# The hyperbolic tangent runs from −1 to 1. For a large part1 it is nearly 1, and flat: there its slope is nearly 0.
#
# </details>
#
# ## 3 · Backward
#
# How does the error change when one weight moves a little? Its influence travels along a **path** to the right. Each operation on the path passes it on, multiplied by a slope of its own: the **local derivative**. The [chain rule](https://cs231n.github.io/optimization-2/) says:
#
# *The gradient of a weight is the product of the local derivatives along its path to the error. If there are several paths, their products are added.*
#
# A small example first: $f = w_1^2 x_1 + w_2 x_2$ at $w_1 = 1$, $w_2 = 2$, with $x_1 = 3$, $x_2 = 4$. On each edge stands its local derivative.

# %% drawing
from utils.regression_utils import draw_small_graph

draw_small_graph()
show("Small graph: w1 is squared and multiplied by 3, w2 is multiplied by 4, both are added to 11; the gradients are 6 for w1 and 4 for w2.")

# %% [markdown]
# Read the lower numbers from right to left. We start with 1: how fast $f$ changes with itself. Each step back multiplies by what stands on the edge: first by 1, then by 3, then by 2. So the gradient of $w_1$ is $1 \cdot 1 \cdot 3 \cdot 2 = 6$, and that of $w_2$ is $1 \cdot 1 \cdot 4 = 4$.
#
# Now the nine weights, with all their local derivatives. A sum passes on what it gets: its local derivative is 1, and such edges have no label. (The edge from $y$ has none because nobody changes a target.) In this graph each weight has exactly one path. The thick one belongs to $w_6$.

# %% drawing
from utils.regression_utils import draw_nine_weights

path = ["w6", "+w6", "exp", "+w7", "tanh", "y_pred", "loss"]
draw_nine_weights(gradients={"y_pred": "d", "+w7": "t", "+w6": "e", "+w8": "s"}, local=True, highlight=zip(path, path[1:]))
show("The graph with a local derivative on each edge of a weight's path that does not simply add; the path from w6 through part1 and part2 to L is thick; d, t, e and s stand below four of the sums.")

# %% [markdown]
# (In the picture, sin and cos are taken at $w_3 f_3$.) Follow the thick path from right to left:
#
# $$
# \frac{\partial L}{\partial w_6} = \underbrace{-2\,(y - \hat y)}_{\text{squared error}} \cdot \underbrace{1}_{+} \cdot \underbrace{\left(1 - \text{part2}^2\right)}_{\tanh} \cdot \underbrace{1}_{+} \cdot \underbrace{\text{part1}}_{\exp} \cdot \underbrace{1}_{+}
# $$
#
# Put numbers in. For the first example, with all weights 0.1, step 1 gave −1.9285 as `dy_pred`, 0.8418 as part2 and 1.1273 as part1. What are the gradients of $w_7$ and of $w_6$?
#
# <details><summary>Answer</summary>
#
# From the error back to the tanh, both paths are the same: $-1.9285 \cdot (1 - 0.8418^2) \approx -0.5619$. That is all for $w_7$. The path of $w_6$ goes on through the exp: times 1.1273, about −0.633. You will meet both again as `dw7` and `dw6`.
#
# </details>
#
# What several weights share is computed once. That is all that backpropagation is: **the chain rule, from the error backwards, with nothing computed twice.** Four quantities get names; they stand below the boxes in the picture:
#
# | name | the gradient | it is |
# |---|---|---|
# | `d` | of the prediction | what the forward pass stored under `dy_pred` |
# | `t` | of $w_7$, and of the sum before the tanh | $d \cdot (1 - \text{part2}^2)$ |
# | `e` | of $w_6$, and of the sum before the exp | $t \cdot \text{part1}$ |
# | `s` | of $w_8$, and of the sum before the sigmoid | $d \cdot w_9 \cdot \text{part3}\,(1 - \text{part3})$ |
#
# The rest is short. With the picture beside you,
#
# $$
# \begin{aligned}
# \frac{\partial L}{\partial w_1} &= e \cdot 2u \cdot f_1 & \frac{\partial L}{\partial w_3} &= s \cdot \;? & \frac{\partial L}{\partial w_5} &= s \cdot \;? \\
# \frac{\partial L}{\partial w_2} &= e \cdot \;? & \frac{\partial L}{\partial w_4} &= s \cdot \sin(w_3 f_3) \cdot f_4 & \frac{\partial L}{\partial w_9} &= d \cdot \;?
# \end{aligned}
# $$
#
# Four are left for you. $w_2$ and $w_5$ are like $w_1$ and $w_4$, with the other feature. For $w_3$, put a finger on it and follow its path to the sum before the sigmoid; its first label is a product of two. What do you multiply $s$ by? And which label stands on the way from $w_9$ to the prediction?
#
# ### Step 2 · Backward propagation
#
# Write it for one example. Take part1, part2 and part3 from `forward_dict`. The sums `u` and `v` and the start `d` are given. `dw1` is short for $\partial L / \partial w_1$, and so on; the last line already says that `dw6`, `dw7` and `dw8` are `e`, `t` and `s`.
#
# ≈ 9 lines.
#
# <details><summary>Hint 1</summary>
#
# Put a finger on a weight in the picture and move it to the right until it arrives at the error. Which labels do you pass?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The keys of `forward_dict` are named after the operations: `exp`, `tanh`, `sigmoid`. So the slope of the hyperbolic tangent is 1 minus the square of `forward_dict["tanh"]`. `np.sin` and `np.cos` have the same argument here.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `dw3 = s * v * ___ * x[2]`
#
# </details>

# %% solution
def backward_propagation(x, y, w, forward_dict):
    """Gradients of the squared error of one example with respect to the nine weights.

    x: features f1, …, f5, shape (5,)
    y: target, one number
    w: weights w1, …, w9, shape (9,)
    forward_dict: dictionary exp, tanh, sigmoid, y_pred, loss, dy_pred, from forward_propagation
    Returns a dictionary of nine numbers: dw1, …, dw9.
    """
    u = w[0] * x[0] + w[1] * x[1]
    v = w[3] * x[3] + w[4] * x[4]
    d = forward_dict["dy_pred"]
    ### START CODE HERE ### (≈ 9 lines)
    # (1) what several weights share: d, w, forward_dict → t, e, s (3 lines)
    t = d * (1 - forward_dict["tanh"] ** 2)
    e = t * forward_dict["exp"]
    s = d * w[8] * forward_dict["sigmoid"] * (1 - forward_dict["sigmoid"])
    # (2) the upper branch: e, u, x → dw1, dw2 (2 lines)
    dw1 = e * 2 * u * x[0]
    dw2 = e * 2 * u * x[1]
    # (3) the lower branch: s, v, w, x → dw3, dw4, dw5 (3 lines)
    dw3 = s * v * np.cos(w[2] * x[2]) * x[2]
    dw4 = s * np.sin(w[2] * x[2]) * x[3]
    dw5 = s * np.sin(w[2] * x[2]) * x[4]
    # (4) the weight of part3: d, forward_dict → dw9 (1 line)
    dw9 = d * forward_dict["sigmoid"]
    ### END CODE HERE ###
    return {"dw1": dw1, "dw2": dw2, "dw3": dw3, "dw4": dw4, "dw5": dw5, "dw6": e, "dw7": t, "dw8": s, "dw9": dw9}

# %% check points=25
check("backward_propagation", backward_propagation)

# %% tags=["expected"]
grads_equal = backward_propagation(X[0], y[0], w_equal, forward_propagation(X[0], y[0], w_equal))
for name, value in grads_equal.items():
    print(f"{name} = {value:.6f}")

# %% [markdown]
# That was the heart of it. Well done! Here is the graph once more, at the point where everything differs: forward values above, your gradients below. Each lower number is the next one to its right on the path, times the local derivatives in between.

# %%
forward_point = forward_propagation(x_point, y_point, w_point)
grads_point = backward_propagation(x_point, y_point, w_point, forward_point)

# %% drawing
from utils.regression_utils import draw_point

draw_point(y_point, w_point, forward_point, grads_point)
show("The graph with forward values above the boxes and gradients below the weights, the three sums that w6, w7, w8 enter, the prediction and the error.")

# %% [markdown]
# > **Remember.** The gradient of a weight is the product of the local derivatives along its path. What several weights share is computed once.
#
# **Ask yourself.** Suppose $w_9 = 0$. Which gradients are 0 as well, and why not that of $w_9$ itself?
#
# <details><summary>Answer</summary>
#
# Those of $w_3$, $w_4$, $w_5$ and $w_8$: their paths lead through the edge with the label $w_9$. The path of $w_9$ itself has the label part3 instead.
#
# </details>
#
# What would change if $w_6$ were used a second time, inside the sine?
#
# <details><summary>Answer</summary>
#
# It would have two paths to the error. You would compute a product for each, and add them.
#
# </details>
#
# ## 4 · Can you trust it?
#
# A slip in one of your nine formulas would not stop the program; training would just go badly. But a gradient is a slope, and **a slope can be measured**, as you did in a12.
#
# For $f = w_1^2 x_1 + w_2 x_2$ the way back gave 6 as the gradient of $w_1$. To measure it, move $w_1$ a little to either side, and leave $w_2$ alone:

# %% tags=["expected"]
def small_example(w1, w2, x1, x2):
    return w1**2 * x1 + w2 * x2


eps = 1e-4
gradient = 2 * 1 * 3
approximation = (small_example(1 + eps, 2, 3, 4) - small_example(1 - eps, 2, 3, 4)) / (2 * eps)
check_value = abs(gradient - approximation) / (abs(gradient) + abs(approximation))
print(f"computed {gradient}, measured {approximation:.8f}")
print(f"distance over the sum of the sizes, smaller than 1e-10: {check_value < 1e-10}")

# %% [markdown]
# `check_value` turns the comparison into **one number that says how wrong the gradient is**, whatever its size: 0 if both are equal, 1 if their signs differ or just one of them is zero.
#
# For several weights, the size is the length of the vector, its Euclidean norm $\lVert \cdot \rVert$:
#
# $$
# a_i = \frac{L(w + \varepsilon\, e_i) - L(w - \varepsilon\, e_i)}{2\, \varepsilon},
# \qquad
# \text{check value} = \frac{\lVert g - a \rVert}{\lVert g \rVert + \lVert a \rVert}
# $$
#
# Here $g$ are the nine computed gradients and $a$ the nine measured ones. The vector $e_i$ is 1 at weight $i$ and 0 elsewhere: **one weight moves at a time**.
#
# ### Step 3 · Gradient checking
#
# The function gets the gradients as an argument, so you can hand it right ones and wrong ones, and see whether it can tell. `gradient_vector(grads)` puts the nine numbers of a dictionary into an array, by their names.
#
# The loop is given, and so are the two shifted copies of `w`, as in a12. There are two places for your code, in the loop and after it, each with a `raise` line of its own.
#
# ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# At which two points does the formula take the error? How far apart are they?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `forward_propagation(...)["loss"]` is the error, `np.linalg.norm` the length of a vector.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `measured[i] = rise / ___`, where `rise` is the difference of the two errors. If you divide by a product, put it in parentheses.
#
# </details>

# %% solution
def gradient_checking(x, y, w, grads, eps=1e-7):
    """How far the gradients of one example are from measured ones.

    x: features, shape (5,)
    y: target, one number
    w: weights, shape (9,)
    grads: the gradients to be checked, dictionary dw1, …, dw9, its entries in any order
    eps: how far each weight is moved to either side
    Returns one number from 0 (they agree) to 1: norm of the difference over the sum of the norms.
    """
    computed = gradient_vector(grads)
    measured = np.zeros(9)
    for i in range(9):
        larger, smaller = w.copy(), w.copy()
        larger[i] += eps
        smaller[i] -= eps
        ### START CODE HERE ### (≈ 2 lines)
        # (1) the slope of the error between the two: larger, smaller, eps → measured[i] (2 lines)
        rise = forward_propagation(x, y, larger)["loss"] - forward_propagation(x, y, smaller)["loss"]
        measured[i] = rise / (2 * eps)
        ### END CODE HERE ###
    ### START CODE HERE ### (≈ 2 lines)
    # (2) the norm of the difference over the sum of the norms: computed, measured → check_value (2 lines)
    distance = np.linalg.norm(computed - measured)
    check_value = distance / (np.linalg.norm(computed) + np.linalg.norm(measured))
    ### END CODE HERE ###
    return check_value

# %% check points=20
check("gradient_checking", gradient_checking)

# %% [markdown]
# Right gradients give a value far below $10^{-6}$; its digits are rounding noise. Wrong ones give much more:

# %% tags=["expected"]
check_value = gradient_checking(X[0], y[0], w_equal, grads_equal)
print(f"your gradients pass: {check_value < 1e-6}")
wrong = {**grads_equal, "dw3": -grads_equal["dw3"]}
print(f"with the sign of dw3 flipped: {gradient_checking(X[0], y[0], w_equal, wrong):.6f}")

# %% [markdown]
# ### How small should ε be?
#
# Smaller is not always better. Here is the check value of right gradients over many ε: measured your way, to both sides, and measured to one side only, $(L(w + \varepsilon e_i) - L(w)) / \varepsilon$.

# %% drawing
from utils.regression_utils import draw_epsilons


def one_sided_check(step):
    """The check value of your gradients, with slopes measured to one side only."""
    here = forward_propagation(x_point, y_point, w_point)["loss"]
    slopes = np.array([(forward_propagation(x_point, y_point, w_point + step * e)["loss"] - here) / step for e in np.eye(9)])
    given = gradient_vector(grads_point)
    return np.linalg.norm(given - slopes) / (np.linalg.norm(given) + np.linalg.norm(slopes))


steps = 10.0 ** np.arange(-1, -12.5, -0.5)
one_side = [one_sided_check(step) for step in steps]
both_sides = [gradient_checking(x_point, y_point, w_point, grads_point, step) for step in steps]
draw_epsilons(steps, one_side, both_sides)
show("Check value against epsilon in double logarithmic scale: both curves fall, two-sided twice as steeply, reach a valley and rise again as epsilon gets smaller.")

# %% [markdown]
# On the left, ε is so large that the bend of the loss spoils the measurement; on the right, rounding takes over, because a tiny ε magnifies what is wrong with the last digits of two almost equal losses. Each curve has its own valley. Our default, $10^{-7}$, is about thirty times smaller than the best ε for both sides; it is a common choice, and its check value is still far below $10^{-6}$.
#
# ### Break a gradient, and watch
#
# A check is worth something only if it **fails when it should**. So break the backward pass on purpose, in ways that people really do:

# %% tags=["demo"]
sine, cosine = np.sin(w_point[2] * x_point[2]), np.cos(w_point[2] * x_point[2])
breaks = {
    "nothing broken": {},
    "sign of dw3 flipped": {"dw3": -grads_point["dw3"]},
    "sin for cos in dw3": {"dw3": grads_point["dw3"] / cosine * sine},
    "dw5 with f4": {"dw5": grads_point["dw4"]},
    "dw1 without its 2": {"dw1": grads_point["dw1"] / 2},
    "dw9 times 1.5": {"dw9": 1.5 * grads_point["dw9"]},
    "dw6 forgotten": {"dw6": 0.0},
    "all signs flipped": {name: -value for name, value in grads_point.items()},
}
values = {
    what: gradient_checking(x_point, y_point, w_point, {**grads_point, **change}) for what, change in breaks.items()
}

# %% drawing
from utils.regression_utils import draw_check_values

draw_check_values(values)
show("Bars of check values on a logarithmic axis: below 1e-6 for the right gradients, at 0.01 or above for each of seven broken ones.")

# %% [markdown]
# Right and wrong are worlds apart. That is what a good check looks like: nobody has to argue about the threshold. (Where some gradients are a thousand times smaller than others, the gap is narrower: an error in a small one hardly changes the norms. So test at a point where none is tiny.)
#
# ### A check that passes almost anything
#
# Here is a check that looks reasonable. It moves **all weights together**, to **one side** only though it divides by $2\varepsilon$, and compares **entry by entry, with the sign kept**, instead of by norms. Its verdict: the gradients are right if every entry is at most 0.001.

# %% tags=["demo"]
w_small = np.array(
    [0.00271756, 0.01260512, 0.00167639, -0.00207756, 0.00720768, 0.00114524, 0.00684168, 0.02242521, 0.01296444]
)
grads_small = backward_propagation(X[0], y[0], w_small, forward_propagation(X[0], y[0], w_small))


def check_that_passes_almost_anything(x, y, w, grads, eps=1e-7):
    """Do not use: it has three flaws."""
    rise = forward_propagation(x, y, w + eps)["loss"] - forward_propagation(x, y, w)["loss"]
    measured, computed = rise / (2 * eps), gradient_vector(grads)
    return (computed - measured) / (computed + measured)


candidates = {
    "right gradients": grads_small,
    "all signs flipped": {name: -value for name, value in grads_small.items()},
    "all zero": {name: 0.0 for name in grads_small},
    "a thousand times too small": {name: value / 1000 for name, value in grads_small.items()},
}
for name, grads in candidates.items():
    entries = check_that_passes_almost_anything(X[0], y[0], w_small, grads)
    print(f"{name:27} accepted: {np.all(entries <= 1e-3)}   yours: {gradient_checking(X[0], y[0], w_small, grads):.1e}")
entries = check_that_passes_almost_anything(X[0], y[0], w_small, grads_small)
print("its entries for the right gradients:", *np.round(entries, 4))

# %% [markdown]
# Look at the last line. For the **right** gradients it finds disagreement everywhere, and still says yes, because $-0.98 \le 0.001$. It says yes to the wrong ones, too: a negative number is below every positive threshold. Gradients that are twice as large as they should be don't pass; those that are too small, or point the wrong way, do.
#
# > **Remember.** Move one weight at a time, to both sides, and compare by norms. ε can be too large and too small. And **a test must be able to fail**: feed it something wrong before you trust it.
#
# **Ask yourself.** Your check gives 0.3 for gradients that you believe in. Name two things that may be wrong.
#
# <details><summary>Answer</summary>
#
# The gradients, or the check. An ε of 2, say, or a weight that stays shifted gives large values for right gradients, too.
#
# </details>
#
# All gradients are twice as large as they should be. Which check value do they get?
#
# <details><summary>Answer</summary>
#
# $\lVert 2a - a \rVert / (\lVert 2a \rVert + \lVert a \rVert) = \tfrac13$.
#
# </details>
#
# ## 5 · Three ways downhill
#
# The gradient says which way is uphill. An **optimiser** decides how far to go downhill, and it may remember earlier gradients. In the three that follow, `w` and `g` are arrays of the same shape, and the functions return **new** arrays.
#
# ### Step 4 · Plain gradient descent
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
# `w_new = w - ___`
#
# </details>

# %% solution
def update_vanilla(w, g, lr):
    """One step of plain gradient descent.

    w: weights, an array of any shape
    g: their gradients, same shape
    lr: learning rate
    Returns the weights after the step.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) lr times the gradient, downhill: w, g, lr → w_new (1 line)
    w_new = w - lr * g
    ### END CODE HERE ###
    return w_new

# %% check points=5
check("update_vanilla", update_vanilla)

# %% tags=["expected"]
g_equal = gradient_vector(grads_equal)
print("weights 0.1, after one step:", *[f"{value:.6f}" for value in update_vanilla(w_equal, g_equal, 0.001)])

# %% [markdown]
# ### Step 5 · Momentum
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
# With $\beta = 0.9$ the newest gradient counts one tenth, the one before it 0.09, and so on. What pulls to and fro cancels out; what pulls steadily remains. The memory starts at zero. Return the new weights and the new memory.
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# Which of the two lines comes first? Does the second one use the old memory or the new one?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Give the new memory a name of its own. The two factors, beta and 1 - beta, add up to 1: a weighted mean.
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
    m: memory: mean of the earlier gradients, same shape
    lr: learning rate
    beta: how much of the memory is kept
    Returns the weights after the step, and the new memory.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the memory moves a little towards the gradient: m, g, beta → m_new (1 line)
    m_new = beta * m + (1 - beta) * g
    # (2) the weights follow the memory downhill: w, m_new, lr → w_new (1 line)
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
# Many books write momentum without the factor, $m := \beta m + g$. That memory is $1/(1-\beta)$ times ours, ten times for $\beta = 0.9$. Our form with the rate $10\,\alpha$ therefore takes the same steps as theirs with the rate $\alpha$. Keep this in mind for the comparison at the end, where momentum gets ten times the rate of plain gradient descent.
#
# ### Step 6 · Adam
#
# A single learning rate has to suit all weights, those with large gradients and those with tiny ones. Adam gives each weight its own step. It keeps two memories, of the gradients and of their squares, and divides one by the root of the other:
#
# $$
# \begin{aligned}
# m &:= \beta_1 m + (1 - \beta_1)\, g & \hat m &= \frac{m}{1 - \beta_1^{\,t}} \\
# v &:= \beta_2 v + (1 - \beta_2)\, g^2 & \hat v &= \frac{v}{1 - \beta_2^{\,t}} \\
# w &:= w - \alpha \, \frac{\hat m}{\sqrt{\hat v} + \epsilon}
# \end{aligned}
# $$
#
# All of it works entry by entry. $t$ counts the updates, and the first one has $t = 1$. Both memories start at zero, so at first they are too small; the hats correct that.
#
# <details><summary>Where does this come from?</summary>
#
# Let the gradient be $g$ every time. From $m = 0$, the first update makes $m = (1 - \beta)\,g$, the second $m = \beta(1 - \beta)\,g + (1 - \beta)\,g = (1 - \beta^2)\,g$, and so on: after $t$ updates
#
# $$
# m = (1 - \beta)\,(1 + \beta + \dots + \beta^{t-1})\, g = (1 - \beta^t)\, g
# $$
#
# A mean of equal gradients should be $g$. Dividing by $1 - \beta^t$ makes it so.
#
# </details>
#
# The small $\epsilon$, added **after** the root, keeps the division safe where all gradients were zero. (It is not the ε of the gradient check. Some books and libraries correct the rate instead of the memories; $\epsilon$ then counts differently. Write the formulas above.)
#
# Return the new weights and both memories, without hats.
#
# ≈ 5 lines.
#
# <details><summary>Hint 1</summary>
#
# In the very first step the memories are zero. How large are m and v after it, and what do their hats make of them? So how long is the first step, for a gradient of 5 and for one of 0.005?
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
    m, v: memories: means of the earlier gradients and of their squares, same shape
    t: number of this update, from 1
    lr: learning rate
    beta1, beta2: how much of the memories is kept
    eps: added to the root
    Returns the weights after the step, and the new memories m and v, not corrected.
    """
    ### START CODE HERE ### (≈ 5 lines)
    # (1) the means of the gradients, and of their squares: m, v, g, beta1, beta2 → m_new, v_new (2 lines)
    m_new = beta1 * m + (1 - beta1) * g
    v_new = beta2 * v + (1 - beta2) * g**2
    # (2) both corrected for their start at zero: m_new, v_new, beta1, beta2, t → m_hat, v_hat (2 lines)
    m_hat = m_new / (1 - beta1**t)
    v_hat = v_new / (1 - beta2**t)
    # (3) the step: w, m_hat, v_hat, lr, eps → w_new (1 line)
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
# The gradients differ by a factor of about 1000, yet all three weights moved by 0.001: Adam's first step is as long as the learning rate. What would happen without the correction? Give Adam the same gradient, 1, a hundred times:

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
print(f"without correction, the first step is {without[0] / 0.001:.2f} times lr, the longest {max(without) / 0.001:.2f} times")

# %% drawing
from utils.regression_utils import draw_steps

draw_steps(with_correction, without)
show("Step length of Adam over 100 updates with a constant gradient: constant at 0.001 with correction; without, it starts at three times that, rises to between six and seven times and falls slowly.")

# %% [markdown]
# Without it, the steps are several times too long for quite a while: $v$, with $\beta_2 = 0.999$, fills up a hundred times more slowly than $m$, and we divide by the root of a $v$ that is too small.
#
# > **Remember.** All optimisers use the same gradients. They differ in what they remember and in how far they go.
#
# **Ask yourself.** A weight has had gradients of exactly 0 so far, and now gets one of 0.001. How far does plain descent move it, and how far does Adam, roughly?
#
# <details><summary>Answer</summary>
#
# Plain descent: $0.001\,\alpha$. Adam: roughly $\alpha$. It is between half of $\alpha$ and three times $\alpha$, depending on how many updates there have been. It divides by the root of $v$, which is tiny as well.
#
# </details>
#
# Why does Adam return `m` and `v` without hats?
#
# <details><summary>Answer</summary>
#
# The next update continues the running means and corrects them anew, with the next $t$. Corrected memories would be corrected twice.
#
# </details>
#
# ## 6 · Training
#
# ### Step 7 · Train
#
# Training goes through the data `epochs` times. In each epoch it takes **one example after the other, in the order of the rows**, and updates the weights after each of them. This is called *stochastic* gradient descent, because the examples are usually drawn at random. Here their order is fixed, so that everybody gets the same numbers. For each example: forward, backward, update.
#
# The function also keeps a history: for each epoch, the mean of the squared errors of the predictions **made during the epoch**. `forward_dict` holds them already, so this costs nothing.
#
# The argument `optimizer` is a string, `"vanilla"`, `"momentum"` or `"adam"`. Use the default values of beta, beta1, beta2 and eps. The weights start from a seed, so that every optimiser can have the same start. Loops and branches are given, the plain step too. There are three places for your code, each with a `raise` line of its own.
#
# ≈ 6 lines.
#
# <details><summary>Hint 1</summary>
#
# Which things happen once per epoch, and which once per example? Which of the two does Adam's t count?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `gradient_vector(grads)` is the array that the update functions need. The squared error of a prediction has a key in `forward_dict`; `errors.append(...)` keeps it.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `w, m, v = update_adam(w, g, m, v, ___, lr)`; `update_momentum` returns two values.
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
    w = np.random.RandomState(seed).normal(0, 0.01, 9)  # the same start for every optimiser
    m, v, t = np.zeros(9), np.zeros(9), 0
    history = []
    for epoch in range(epochs):
        errors = []
        for i in range(len(X)):
            ### START CODE HERE ### (≈ 4 lines)
            # (1) forward, and keep the squared error: X[i], y[i], w → forward_dict, errors (2 lines)
            forward_dict = forward_propagation(X[i], y[i], w)
            errors.append(forward_dict["loss"])
            # (2) backward: X[i], y[i], w, forward_dict → g, shape (9,) (1 line)
            g = gradient_vector(backward_propagation(X[i], y[i], w, forward_dict))
            # (3) count this update: t → t (1 line)
            t = t + 1
            ### END CODE HERE ###
            if optimizer == "vanilla":
                w = update_vanilla(w, g, lr)
            elif optimizer == "momentum":
                ### START CODE HERE ### (≈ 1 line)
                # (4) a step with momentum: w, g, m → w, m (1 line)
                w, m = update_momentum(w, g, m, lr)
                ### END CODE HERE ###
            else:
                ### START CODE HERE ### (≈ 1 line)
                # (5) a step of Adam: w, g, m, v, t → w, m, v (1 line)
                w, m, v = update_adam(w, g, m, v, t, lr)
                ### END CODE HERE ###
        history.append(np.mean(errors))
    return w, np.array(history)

# %% check points=10
check("train", train)

# %% [markdown]
# A short run first, three epochs on the first 40 examples:

# %% tags=["expected", "demo"]
for optimizer, lr in {"vanilla": 0.001, "momentum": 0.01, "adam": 0.001}.items():
    w_short, history = train(X[:40], y[:40], optimizer, lr, epochs=3)
    print(f"{optimizer}: errors", ", ".join(f"{error:.6f}" for error in history), f"then w2 = {w_short[1]:.6f}, w4 = {w_short[3]:.6f}")

# %% [markdown]
# ### The comparison
#
# Now all 506 examples, 20 epochs. A comparison from a single start may be luck, so each optimiser runs from the same **five starts**. This takes up to half a minute.

# %% tags=["demo"]
def mean_squared_error(w):
    return np.mean([forward_propagation(X[i], y[i], w)["loss"] for i in range(len(X))])


runs = {"vanilla": 0.001, "momentum": 0.01, "adam": 0.001}
trained = {optimizer: [train(X, y, optimizer, lr, seed=seed) for seed in range(5)] for optimizer, lr in runs.items()}
levels = {"mean of the targets": np.var(y), "weights that made the data": mean_squared_error(TRUE_WEIGHTS)}
for optimizer, found in trained.items():
    print(f"{optimizer}: after 20 epochs", *(f"{mean_squared_error(w):.5f}" for w, _ in found))

# %% drawing
from utils.regression_utils import draw_curves

draw_curves({name: [history for _, history in results] for name, results in trained.items()}, levels)
show("Error over 20 epochs, five starts each: vanilla and momentum stay at the upper line, the error of the mean; Adam falls towards the lower one, the error of the weights that made the data.")

# %% [markdown]
# The two grey lines say what to expect. The upper one is the variance of the targets: the lowest error of a model that ignores the features. The lower one is the error of the weights that made the data: noise, and the odd first row.
#
# Plain descent and momentum learn quickly at first, and then nothing more: from every start they stop at 0.0096. **That is the variance.** They have found the mean of the targets and ignore the features. Adam goes on to 0.0043, not far from the 0.0040 that even the weights behind the data leave.
#
# Your own gradients say why. Here are their sizes over all examples, at the start:

# %% tags=["demo"]
def gradient_sizes(w):
    """Root mean square of each of the nine gradients over all examples, shape (9,)."""
    forwards = [forward_propagation(X[i], y[i], w) for i in range(len(X))]
    grads = [gradient_vector(backward_propagation(X[i], y[i], w, forwards[i])) for i in range(len(X))]
    return np.sqrt(np.mean(np.square(grads), axis=0))


sizes = gradient_sizes(np.random.RandomState(0).normal(0, 0.01, 9))  # where train starts

# %% drawing
from utils.regression_utils import draw_gradient_sizes

draw_gradient_sizes(sizes)
show("Bars on a logarithmic axis: the gradients of w6, w7 and w9 are about 0.1, those of w1 and w2 below 0.01, those of w3, w4, w5 and w8 below 0.0001.")

# %% [markdown]
# Three weights have gradients of order 0.1. They shift the prediction up or down for all examples alike: $w_6$, $w_7$ and, while part3 is about one half everywhere, $w_9$. The weights that see the features have tiny gradients, because their paths lead through other small weights: look for $u$, $v$, $w_9$ and the sine in your formulas. The gradient of $w_8$ is tiny as well: its path leads through $w_9$. Near zero the error has a **plateau**, and plain descent creeps on it. Momentum averages these gradients, but an average of small numbers is small. Adam divides each gradient by its usual size, so all nine weights move at about the same pace.
#
# **Is the comparison fair?** The starts are the same, but each optimiser got one rate only. So try several, and give each optimiser five starts at its best one. This takes longer, up to a minute:

# %% tags=["demo"]
rates = {
    "vanilla": [0.001, 0.01, 0.1, 0.3, 1.0],
    "momentum": [0.001, 0.01, 0.1, 0.3, 1.0, 3.0],
    "adam": [0.0003, 0.001, 0.003, 0.01, 0.03],
}
tried, best = {}, {}
for optimizer, several in rates.items():
    tried[optimizer] = {lr: mean_squared_error(train(X, y, optimizer, lr)[0]) for lr in several}
    lr = min(several, key=tried[optimizer].get)
    best[optimizer] = lr, [mean_squared_error(train(X, y, optimizer, lr, seed=seed)[0]) for seed in range(5)]
    print(f"{optimizer}: best rate {lr}, five starts", *(f"{error:.5f}" for error in best[optimizer][1]))

# %% drawing
from utils.regression_utils import draw_rates

draw_rates(tried, best, levels)
show("Error after 20 epochs against the learning rate: vanilla and momentum stay at the mean of the targets up to 0.1 and fall at 0.3; momentum is high again at 3.0; Adam is lowest at 0.003. Open markers show five starts at each best rate; they lie close together.")

# %% [markdown]
# The curves of plain descent and of momentum lie almost on top of each other: a memory that is a mean makes steps of the same length on average. If momentum was quicker before, it was because of its tenfold rate. And at the rates 0.3 and 1.0 both leave the plateau after all; with 3.0, momentum's steps are too long. Adam's best rate of these is 0.003; with larger ones its steps are too long to settle. So: **before you say that one optimiser is better than another, give each of them its own best rate, and several starts.** Adam is still ahead here, from all five starts, but by much less than the first picture suggested.
#
# > **Remember.** Compare optimisers from the same starts, from more than one, and each with its own best rate.
#
# **Ask yourself.** Why is an error of 0.0096 a warning sign here?
#
# <details><summary>Answer</summary>
#
# It is the variance of the targets. A model that predicts their mean, whatever the features are, gets the same.
#
# </details>
#
# Adam's best rate is at least a hundred times smaller than that of plain descent. Why does it not creep?
#
# <details><summary>Answer</summary>
#
# Its steps are about as long as the rate itself, however small the gradients are. Plain descent multiplies its rate by the gradient, which is tiny on the plateau.
#
# </details>
#
# ## What comes next
#
# Here every example went through the graph alone, and you wrote every derivative by hand. In the next assignments the same two passes run on all examples at once, as matrix products, with examples as columns again: first for a single neuron, then for layers of them. Momentum and Adam return in part 2, with batches.
#
# ## Open questions
#
# These are not marked. To change a function, open a new cell, paste the text of the function there and give it another name.
#
# - ★ Start all weights at exactly zero. Which of them never move, whatever the optimiser? Find the reason in the formulas first.
# - ★★ Adam found other weights than those that made the data, and yet predicts almost as well. Which weights of this graph can change their sign without changing any prediction?
# - ★★ Let one weight be used twice in the graph, say $w_3$ in place of $w_9$. What happens to its gradient, and does your gradient check agree?
# - ★★★ Repair the check that passes almost anything, one flaw after the other: one weight at a time, then both sides, then norms. After each repair, give it the right gradients, all zeros, and the right ones with `dw8` set to 0. Which repair seems to make things worse, and why?
# - ★★★ In the previous assignment, TensorFlow found gradients by itself. Write this graph with `tf.Variable` and `tf.GradientTape`, in `float64`, and compare.
#
# <details><summary>For those who know the original</summary>
#
# The graph, the first example and the published figures are those of an older exercise, "Backpropagation". With all weights 0.1, the first example has the loss 0.9298048963072919, and the nine gradients are those shown above, to all six decimals.
#
# - `sigmoid` was its first function; you wrote it in a11. The error and its slope, the shifted weights and the plain step are given here.
# - Its `gradient_checking` made the gradients itself, so nobody could see whether it would notice wrong ones. A student's check like the one of section 4 printed the values −0.98417591, −0.99851478, … and was accepted. Here the gradients are an argument.
# - Its data were house prices that have been withdrawn; these are made with the graph. The first row is the original's, recovered from the published figures; that is why its target is so far from the others.
# - Its Adam had no bias correction, and the optimisers started from different weights. Its curves can't be compared with ours.
# - The rates 0.001, 0.01 and 0.001 of the first comparison are its own.
#
# </details>

# %% tags=["demo"]
progress()
