# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Finding a wrong gradient
#
# A payment service wants a network to say which payments look like fraud. A colleague has written its backward pass, and tomorrow it goes live. It runs, it returns arrays of the right shapes, and the cost falls. **But are the gradients right?**

# %% picture
import matplotlib.pyplot as plt

from utils.figures import show
from utils.gc_utils import draw_result

plt.style.use("utils.course")
draw_result()
show("Six gradients on a logarithmic axis: dW2 and db1 differ from what was measured by about a half, the other four agree to eight digits or more.")

# %% [markdown]
# Two of the six are not. In this notebook you build the instrument that made this picture, and hunt down both bugs with it. It needs nothing but the forward pass.
#
# **About 90 minutes.** You need the three-layer network of [a21](../a21_initialization/a21_initialization.ipynb), and for section 7 the dropout of [a22](../a22_regularization/a22_regularization.ipynb). The idea of a gradient check you know from [a13](../a13_computational_graph/a13_computational_graph.ipynb), where it looked at nine weights.
#
# **What you build**
#
# 1. `forward_propagation`: a cost with one parameter
# 2. `backward_propagation`: its slope
# 3. `relative_difference`: how far two gradients are apart
# 4. `gradient_check`: is the slope right?
# 5. `measure_gradient`: every slope of a whole network, measured
# 6. `gradient_check_n`: one number for all of its gradients
# 7. `differences_by_name`: in which layer is the bug?
# 8. `backward_propagation_n`: the colleague's draft, repaired
#
# **How this notebook works** ([a11](../a11_numpy_basics/a11_numpy_basics.ipynb) has the long version)
#
# - Write your code between `### START CODE HERE ###` and `### END CODE HERE ###`, and delete the line `raise NotImplementedError(...)` there. `≈` says about how many lines to expect.
# - Run the check below each function at once: it says ✓, or what is probably wrong. If you are stuck, each step has three folded hints. Your mark is made with other inputs, of other sizes.
# - As always, functions leave their arguments unchanged, and examples are columns.
#
# ## 1 · Packages

# %%
import inspect

import matplotlib.pyplot as plt
import numpy as np

from utils import check, progress
from utils.figures import show
from utils.gc_utils import (
    backward_propagation_draft,
    backward_propagation_dropout,
    cubic,
    cubic_slope,
    cubic_slope_forgotten,
    cubic_slope_reversed,
    dictionary_to_vector,
    forward_propagation_dropout,
    forward_propagation_n,
    forward_propagation_scores,
    gradient_check_n_test_case,
    gradients_to_vector,
    vector_to_dictionary,
)

plt.style.use("utils.course")

# %% [markdown]
# ## 2 · The idea: measure the slope
#
# A gradient is a slope, and a slope is a limit:
#
# $$
# \frac{\partial J}{\partial \theta} = \lim_{\varepsilon \to 0} \frac{J(\theta + \varepsilon) - J(\theta - \varepsilon)}{2 \varepsilon}
# $$
#
# One of these is easy, the other is hard. $J$ is easy: it is the forward pass, and you can see whether a network predicts well. Its derivative is hard: many lines, in which a factor or a transpose is quickly lost. So use the easy one to check the hard one. Take a small $\varepsilon$, compute $J$ twice, and compare.
#
# Why to *both* sides? Look at the curve.

# %% drawing
from utils.gc_utils import draw_secants

draw_secants()
show("A curve with its tangent at a point: the line through the points on both sides is much closer to the tangent than the line through the point and one neighbour, which is far too steep.")

# %% [markdown]
# The curve bends, so the line to one side is too steep. With both sides, the bends to the left and to the right cancel. Its error shrinks like $\varepsilon^2$ rather than like $\varepsilon$.
#
# <details><summary>Where does this come from?</summary>
#
# Near $\theta$, the cost is $J(\theta \pm \varepsilon) \approx J \pm \varepsilon J' + \tfrac12 \varepsilon^2 J'' \pm \tfrac16 \varepsilon^3 J'''$. In the difference of the two, $J$ and $J''$ cancel. What is left is $2 \varepsilon J' + \tfrac13 \varepsilon^3 J'''$. Divided by $2\varepsilon$, that is $J' + \tfrac16 \varepsilon^2 J'''$. To one side, $\tfrac12 \varepsilon J''$ stays.
#
# </details>
#
# > **Remember.** A gradient check compares what the backward pass says with what the forward pass does.
#
# **Ask yourself.**
#
# The forward pass itself has a bug. Will a gradient check find it?
#
# <details><summary>Answer</summary>
#
# No. It only tells you whether backward and forward belong together.
#
# </details>
#
# For $J = \theta^2$, how large is the error of the slope measured on both sides?
#
# <details><summary>Answer</summary>
#
# Zero, but for rounding, with any $\varepsilon$: $\frac{(\theta + \varepsilon)^2 - (\theta - \varepsilon)^2}{2 \varepsilon} = 2\theta$.
#
# </details>
#
# ## 3 · One parameter
#
# Begin with the smallest model there is, one input and one parameter: $J(\theta) = \theta x$.

# %% drawing
from utils.gc_utils import draw_product

draw_product()
show("A graph: x and theta go into a product, and J comes out; the way back leads from J to d theta.")

# %% [markdown]
# ### Step 1 · Forward
#
# $$
# J(\theta) = \theta x
# $$
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# Both arguments are numbers. What does the formula do with them?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `*` multiplies; `**` would take a power.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `J = ___ * ___`
#
# </details>

# %% solution
def forward_propagation(x, theta):
    """J = θ x.

    x: the input, a number
    theta: the parameter, a number
    Returns the cost J, a number.
    """
    ### START CODE HERE ### (≈ 1 line)
    J = theta * x
    ### END CODE HERE ###
    return J

# %% check points=5
check("forward_propagation", forward_propagation)

# %% tags=["expected"]
print(f"J = {forward_propagation(2, 4):.6f} for x = 2, theta = 4")
print(f"J = {forward_propagation(3, -5):.6f} for x = 3, theta = -5")

# %% [markdown]
# ### Step 2 · Backward
#
# The slope of $J$ along $\theta$, while $x$ stays as it is:
#
# $$
# d\theta = \frac{\partial J}{\partial \theta} = x
# $$
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# Raise $\theta$ by 1. By how much does $\theta x$ rise?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The slope of a straight line does not depend on where you are: `theta` is not needed.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `dtheta = ___`
#
# </details>

# %% solution
def backward_propagation(x, theta):
    """The slope of J = θ x along θ.

    x: the input, a number
    theta: the parameter, a number
    Returns dtheta, a number.
    """
    ### START CODE HERE ### (≈ 1 line)
    dtheta = x
    ### END CODE HERE ###
    return dtheta

# %% check points=5
check("backward_propagation", backward_propagation)

# %% tags=["expected"]
print(f"dtheta = {backward_propagation(2, 4):.6f} for x = 2, theta = 4")
print(f"dtheta = {backward_propagation(-1.5, 2):.6f} for x = -1.5, theta = 2")

# %% [markdown]
# ### Step 3 · How far apart?
#
# A computed slope of 2.0001 and a measured one of 2: is that close? It depends on the size. An error of 0.0001 is nothing where the gradients are in the hundreds, and everything where they are 0.0002. So divide by their size. And since a network has many slopes, let both be whole **vectors**, $g$ computed and $g_\text{approx}$ measured:
#
# $$
# \text{difference} = \frac{\lVert g - g_\text{approx} \rVert}{\lVert g \rVert + \lVert g_\text{approx} \rVert}
# $$
#
# The norm $\lVert v \rVert = \sqrt{\sum_i v_i^2}$ is the length of a vector; for a single number it is the absolute value. In NumPy it is `np.linalg.norm`, for numbers and arrays of any shape. ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# How many norms does the formula have above the line, and how many below it? Of what is each of them taken?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# First the difference, then its norm. Below the line stand two norms, added; give this sum a name, or put it into parentheses.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `size = np.linalg.norm(___) + np.linalg.norm(___)`
#
# </details>

# %% solution
def relative_difference(computed, measured):
    """The distance of two gradients, relative to their lengths.

    computed, measured: numbers, or arrays of the same shape, not both zero
    Returns a number from 0, where they are equal, to 1, where they point in opposite directions.
    """
    ### START CODE HERE ### (≈ 3 lines)
    # (1) the length of their difference: computed, measured → distance (1 line)
    distance = np.linalg.norm(computed - measured)
    # (2) the sum of their lengths: computed, measured → size (1 line)
    size = np.linalg.norm(computed) + np.linalg.norm(measured)
    # (3) relative: distance, size → difference (1 line)
    difference = distance / size
    ### END CODE HERE ###
    return difference

# %% check points=15
check("relative_difference", relative_difference)

# %% tags=["expected"]
g = np.array([[3.0], [-4.0], [12.0]])
for what, other in {
    "equal": g,
    "one entry off by 0.01": g + np.array([[0.0], [0.01], [0.0]]),
    "twice as large": 2 * g,
    "reversed": -g,
}.items():
    print(f"{what}: {relative_difference(g, other):.6f}")

# %% [markdown]
# Keep the last two in mind. A gradient that is twice as large as it should be gives **one third**; one with the wrong sign gives **1**. Later you will read the kind of bug from the number.
#
# ### Step 4 · The check
#
# Now put it together. The function is to check the two functions of steps 1 and 2, or any other pair that it gets as `forward` and `backward`. (The line at the top sees to that; call them by these two names.)
#
# 1. $J^+ = J(\theta + \varepsilon)$ and $J^- = J(\theta - \varepsilon)$
# 2. $g_\text{approx} = \dfrac{J^+ - J^-}{2 \varepsilon}$
# 3. $g$ from the backward pass
# 4. their relative difference
#
# ≈ 5 lines.
#
# <details><summary>Hint 1</summary>
#
# Which function turns `x` and a shifted `theta` into a cost? How often do you need it, and with which thetas?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The whole $2 \varepsilon$ is below the line: in Python, `a / 2 * b` divides by 2 and then multiplies by b. The last line calls `relative_difference`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `J_plus = forward(x, ___)`, and `gradapprox = (J_plus - J_minus) / (___)`
#
# </details>

# %% solution
def gradient_check(x, theta, epsilon=1e-7, forward=None, backward=None):
    """How far the slope that backward computes is from the one that forward shows.

    x: the input, a number
    theta: the parameter, a number
    epsilon: how far theta moves to either side
    forward, backward: the functions of x and theta to check; by default, forward_propagation and backward_propagation
    Returns the relative difference, a number.
    """
    forward, backward = forward or forward_propagation, backward or backward_propagation
    ### START CODE HERE ### (≈ 5 lines)
    # (1) the cost on both sides: x, theta, epsilon → J_plus, J_minus (2 lines)
    J_plus = forward(x, theta + epsilon)
    J_minus = forward(x, theta - epsilon)
    # (2) the measured slope: J_plus, J_minus, epsilon → gradapprox (1 line)
    gradapprox = (J_plus - J_minus) / (2 * epsilon)
    # (3) the computed slope: x, theta → grad (1 line)
    grad = backward(x, theta)
    # (4) how far apart: grad, gradapprox → difference (1 line)
    difference = relative_difference(grad, gradapprox)
    ### END CODE HERE ###
    return difference

# %% check points=15
check("gradient_check", gradient_check)

# %% tags=["expected"]
print(f"J = theta x, at x = 2, theta = 4: {gradient_check(2, 4):.3e}")
print(f"J = x theta^3, at x = 2, theta = 1.5, epsilon = 0.1: {gradient_check(2, 1.5, 0.1, cubic, cubic_slope):.6e}")

# %% [markdown]
# The first number is practically zero: the slope is right. The second one belongs to a curve, and to a large $\varepsilon$: the measurement is a little off, by $\frac16 \varepsilon^2 J'''$, as you saw above.
#
# A check that never says "wrong" is worth nothing. So feed it wrong slopes: one where the 3 of $3 x \theta^2$ is forgotten, and one with the wrong sign.

# %% tags=["expected"]
for what, backward in {
    "3 x theta^2": cubic_slope,
    "x theta^2": cubic_slope_forgotten,
    "-3 x theta^2": cubic_slope_reversed,
}.items():
    print(f"{what:12} {gradient_check(2, 1.5, 1e-4, cubic, backward):.6f}")

# %% [markdown]
# > **Remember.** Measure to both sides, divide by the whole $2\varepsilon$, and compare relative to the size. Try a check on something wrong before you trust it.
#
# **Ask yourself.**
#
# Forgetting the 3 gives 0.5. Can you derive that?
#
# <details><summary>Answer</summary>
#
# Computed is $s$, measured is $3s$: $\frac{|s - 3s|}{|s| + |3s|} = \frac{2}{4}$.
#
# </details>
#
# Why is the denominator $\lVert g \rVert + \lVert g_\text{approx} \rVert$, and not $\lVert g + g_\text{approx} \rVert$?
#
# <details><summary>Answer</summary>
#
# If $g$ has the wrong sign, the sum is zero, and you would divide by it. It is just the case that a check must not miss.
#
# </details>
#
# ## 4 · A whole network
#
# Here is the network of the fraud detector: four inputs, two relu layers of 5 and 3 units, and a sigmoid. Three payments are enough to find these bugs.

# %%
X, Y, parameters = gradient_check_n_test_case()
cost, cache = forward_propagation_n(X, Y, parameters)
print(f"X {X.shape}, Y {Y.shape}, cost {cost:.6f}, parameters:", {name: p.shape for name, p in parameters.items()})

# %% drawing
from utils.dnn_utils import draw_blocks

draw_blocks([4, 5, 3, 1], backward=True)
show("Three blocks from left to right, two relu layers of 5 and 3 units and a sigmoid unit, with the arrows of the forward pass above and those of the backward pass below.")

# %% [markdown]
# The parameters live in six arrays. To move "one parameter at a time", it is easier to have them in one column. Three helpers do the packing; the figure shows how.
#
# | helper | returns |
# |---|---|
# | `dictionary_to_vector(parameters)` | `theta`, all parameters in one column `(n, 1)`, and `names`, for each entry where it is from |
# | `vector_to_dictionary(theta, parameters)` | the way back: a dictionary with the shapes of `parameters` |
# | `gradients_to_vector(gradients)` | dW1, db1, … in one column, in the same order |

# %% drawing
from utils.gc_utils import draw_column

draw_column(parameters)
show("Six boxes with the shapes of W1, b1, W2, b2, W3 and b3, and below them one long bar of 47 cells in which they lie one after another.")

# %% tags=["expected"]
theta, names = dictionary_to_vector(parameters)
for i in [0, 19, 20, 24, 25, 46]:
    print(f"theta[{i}] = {theta[i, 0]:+.6f}, from {names[i]}")
back = vector_to_dictionary(theta, parameters)
print("there and back:", all(np.array_equal(back[name], parameters[name]) for name in parameters))

# %% [markdown]
# ### Step 5 · Measure every slope
#
# For each entry $i$ of the column, do what you did for one parameter, while all others stay:
#
# $$
# \text{measured}_i = \frac{J(\theta_1, \ldots, \theta_i + \varepsilon, \ldots, \theta_n) - J(\theta_1, \ldots, \theta_i - \varepsilon, \ldots, \theta_n)}{2\varepsilon}
# $$
#
# Careful: `plus = theta` makes a second *name* for the same array, and then a shift of `plus` is a shift of `theta`, too. `theta.copy()` makes a new array. The cost is the first of the two things that `forward(X, Y, parameters)` returns. The loop is given. ≈ 7 lines.
#
# <details><summary>Hint 1</summary>
#
# What does `forward` need: a column or a dictionary? Which helper makes the one from the other?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `plus[i] += …` moves one entry. Make a fresh copy in every round, or the shifts of earlier rounds stay in it. `J_plus, _ = …` drops the cache.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `J_plus, _ = forward(X, Y, vector_to_dictionary(___, parameters))`
#
# </details>

# %% solution
def measure_gradient(parameters, X, Y, epsilon=1e-7, forward=forward_propagation_n):
    """The slope of the cost along every parameter of a network, by central differences.

    parameters: dictionary W1, b1, …, W3, b3, with n numbers in all
    X: inputs, shape (n_x, m)
    Y: labels, shape (1, m)
    epsilon: how far each parameter moves to either side
    forward: function of X, Y and parameters that returns the cost and a cache
    Returns a column of slopes, shape (n, 1), in the order of dictionary_to_vector.
    """
    theta, _ = dictionary_to_vector(parameters)  # (n, 1)
    measured = np.zeros(theta.shape)
    for i in range(len(theta)):
        ### START CODE HERE ### (≈ 7 lines)
        # (1) entry i a little larger: theta, epsilon, i → plus (2 lines)
        plus = theta.copy()
        plus[i] += epsilon
        # (2) entry i a little smaller: theta, epsilon, i → minus (2 lines)
        minus = theta.copy()
        minus[i] -= epsilon
        # (3) both costs: X, Y, plus, minus, parameters → J_plus, J_minus (2 lines)
        J_plus, _ = forward(X, Y, vector_to_dictionary(plus, parameters))
        J_minus, _ = forward(X, Y, vector_to_dictionary(minus, parameters))
        # (4) the slope: J_plus, J_minus, epsilon → measured[i] (1 line)
        measured[i] = (J_plus - J_minus) / (2 * epsilon)
        ### END CODE HERE ###
    return measured

# %% check points=25
check("measure_gradient", measure_gradient)

# %% tags=["expected"]
measured = measure_gradient(parameters, X, Y, epsilon=1e-4)
for i in [0, 19, 20, 25, 42, 46]:
    print(f"slope along theta[{i}], from {names[i]}: {measured[i, 0]:+.6f}")

# %% [markdown]
# That was the heart of it. Well done! You have measured a gradient of 47 numbers without knowing a single rule of differentiation.
#
# ### Step 6 · One number for all
#
# How far is the backward pass from what you have measured? `gradients` is the dictionary that it returns. ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# You have a function for each of the three things to do. Which form do the gradients need before they can be compared?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `gradients_to_vector` packs them in the right order. Hand `epsilon` and `forward` on to `measure_gradient`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `measured = measure_gradient(parameters, X, Y, ___, ___)`
#
# </details>

# %% solution
def gradient_check_n(parameters, gradients, X, Y, epsilon=1e-7, forward=forward_propagation_n):
    """How far the gradients of a backward pass are from measured ones.

    parameters: dictionary W1, b1, …, W3, b3
    gradients: dictionary dW1, db1, …, dW3, db3 (there may be more in it)
    X, Y: inputs (n_x, m) and labels (1, m)
    epsilon: how far each parameter moves to either side
    forward: function of X, Y and parameters that returns the cost and a cache
    Returns the relative difference, a number.
    """
    ### START CODE HERE ### (≈ 3 lines)
    # (1) the computed gradient as a column: gradients → computed (1 line)
    computed = gradients_to_vector(gradients)
    # (2) the measured one: parameters, X, Y, epsilon, forward → measured (1 line)
    measured = measure_gradient(parameters, X, Y, epsilon, forward)
    # (3) how far apart: computed, measured → difference (1 line)
    difference = relative_difference(computed, measured)
    ### END CODE HERE ###
    return difference

# %% check points=10
check("gradient_check_n", gradient_check_n)

# %% [markdown]
# And now the question of this notebook. The colleague's function is `backward_propagation_draft`. Don't read it yet; let the instrument speak.

# %% tags=["expected"]
gradients_draft = backward_propagation_draft(X, Y, cache)
print(f"difference: {gradient_check_n(parameters, gradients_draft, X, Y):.6f}")

# %% [markdown]
# 0.285 is nowhere near zero. Something is wrong.
#
# > **Remember.** Pack all parameters into one column, move one entry at a time, and compare the columns. Copies, not second names!
#
# **Ask yourself.**
#
# How many forward passes did this check of 47 parameters take?
#
# <details><summary>Answer</summary>
#
# 94: two for each parameter. The four-layer network of a17 has 245 973 parameters, and a check of all of them would take 491 946 forward passes. So a check is for small networks, and only while you look for bugs. Never leave it in the training loop.
#
# </details>
#
# Why is a network with four inputs and three examples good enough for the check?
#
# <details><summary>Answer</summary>
#
# The code that computes the gradients is the same for all sizes. But let the sizes all differ, so that a wrong transpose shows, and take more than one example, so that a wrong mean does. And a unit that answers 0 to all of them has slope 0, right or wrong: a check sees only what its examples use. (Here 20 of the 47 slopes are exactly 0.)
#
# </details>
#
# ## 5 · In which layer?
#
# ### Step 7 · One number for each gradient
#
# A single number says that something is wrong, but not where. So compare the six pieces one by one. `names == "W2"` is an array of `True` and `False` that picks the entries of W2: `computed[names == "W2"]`. The result is a dictionary with the keys `"dW1"`, `"db1"`, and so on. ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# Measuring takes long. Does it belong inside the loop, or before it?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `names == name` picks the entries of one parameter, in both columns. Give it a name. The key is `"d" + name`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `differences["d" + name] = relative_difference(computed[here], ___)`
#
# </details>

# %% solution
def differences_by_name(parameters, gradients, X, Y, epsilon=1e-7, forward=forward_propagation_n):
    """As gradient_check_n, for each gradient separately.

    parameters, gradients, X, Y, epsilon, forward: as for gradient_check_n
    Returns a dictionary: the relative differences of dW1, db1, …, dW3, db3.
    """
    _, names = dictionary_to_vector(parameters)
    ### START CODE HERE ### (≈ 2 lines)
    # (1) both gradients as columns: gradients → computed; parameters, X, Y, epsilon, forward → measured (2 lines)
    computed = gradients_to_vector(gradients)
    measured = measure_gradient(parameters, X, Y, epsilon, forward)
    ### END CODE HERE ###
    differences = {}
    for name in parameters:
        ### START CODE HERE ### (≈ 2 lines)
        # (2) where the entries of this parameter are: names, name → here (1 line)
        here = names == name
        # (3) how far apart they are: computed, measured, here → one more number in differences (1 line)
        differences["d" + name] = relative_difference(computed[here], measured[here])
        ### END CODE HERE ###
    return differences

# %% check points=10
check("differences_by_name", differences_by_name)

# %% tags=["expected"]
for name, difference in differences_by_name(parameters, gradients_draft, X, Y, epsilon=1e-5).items():
    print(f"{name}: {difference:.6f}")

# %% [markdown]
# There they are: `dW2` and `db1`. And the other four are right, to six decimals. Think about what that means! `dW1` is computed after `dW2`, from `dZ1`, and it is right. So all the dZ and dA on the way are right, too. The bugs sit in just two lines.
#
# Now read the numbers. One third you know from step 3: twice as large. And 0.6? Divide what was computed by what was measured, entry by entry. Entries whose slope is 0 are left out: they belong to units, or start from units, that answer 0 to all three payments.

# %% tags=["demo"]
computed, measured = gradients_to_vector(gradients_draft), measure_gradient(parameters, X, Y, epsilon=1e-5)
for name in parameters:
    alive = (names == name) & (measured[:, 0] != 0)
    ratios = computed[alive, 0] / measured[alive, 0]
    print(f"d{name}: computed / measured =", ", ".join(f"{ratio:.4f}" for ratio in ratios[:6]))

# %% [markdown]
# `dW2` is twice what it should be, `db1` four times, and $\frac{4 - 1}{4 + 1} = 0.6$. Whole numbers, so no transpose and no relu slope is missing: somebody typed a factor too many.
#
# ### Step 8 · Repair the draft
#
# Now you may read the draft.

# %% tags=["demo", "expected"]
print(inspect.getsource(backward_propagation_draft))

# %% [markdown]
# Layer 3 is right, and stands in your function already. Copy the lines of the other two layers, from `dA2` to `db1`, and put the two wrong ones right. (Or write them anew; the formulas are those of a16.) ≈ 8 lines, most of them copied.
#
# <details><summary>Hint 1</summary>
#
# `db2` is right and `db1` is not; `dW1` is right and `dW2` is not. What do the right lines have in common?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Each mean has the factor `1.0 / m` and no other. Leave all dZ and dA as they are.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `1.0 / m * np.sum(dZ2, axis=1, keepdims=True)` is `db2`. Factor by factor, `db1` is the same with `___`.
#
# </details>

# %% solution
def backward_propagation_n(X, Y, cache):
    """The gradients of the cost of the network relu, relu, sigmoid.

    X: inputs, shape (n_x, m)
    Y: labels, shape (1, m)
    cache: (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3), from forward_propagation_n
    Returns a dictionary: dZ3 (1, m), dW3, db3, dA2, dZ2, dW2, db2, dA1, dZ1, dW1, db1. The mean over the examples is
    taken in dW and db; a column of dZ and dA belongs to one example.
    """
    m = X.shape[1]
    Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = cache
    dZ3 = A3 - Y
    dW3 = 1.0 / m * np.dot(dZ3, A2.T)
    db3 = 1.0 / m * np.sum(dZ3, axis=1, keepdims=True)
    ### START CODE HERE ### (≈ 8 lines, most of them copied)
    # (1) layer 2: W3, dZ3, A2, A1, m → dA2, dZ2, dW2, db2 (4 lines)
    dA2 = W3.T @ dZ3
    dZ2 = dA2 * (A2 > 0)
    dW2 = dZ2 @ A1.T / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    # (2) layer 1: W2, dZ2, A1, X, m → dA1, dZ1, dW1, db1 (4 lines)
    dA1 = W2.T @ dZ2
    dZ1 = dA1 * (A1 > 0)
    dW1 = dZ1 @ X.T / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    ### END CODE HERE ###
    grads = {"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2}
    grads.update({"dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1})
    return grads

# %% check points=15
check("backward_propagation_n", backward_propagation_n)

# %% tags=["expected"]
gradients = backward_propagation_n(X, Y, cache)
for name, difference in differences_by_name(parameters, gradients, X, Y, epsilon=1e-5).items():
    print(f"{name}: {difference:.6f}")

# %% [markdown]
# All six are zero to six decimals. Here are the draft and your repair side by side, in logarithmic scale.

# %% drawing
from utils.gc_utils import draw_by_name

draw_by_name(
    {
        "draft": differences_by_name(parameters, gradients_draft, X, Y, epsilon=1e-5),
        "repaired": differences_by_name(parameters, gradients, X, Y, epsilon=1e-5),
    }
)
show("Differences of the six gradients on a logarithmic axis: in the draft dW2 and db1 are far above the line of 1e-7; after the repair all six are below it.")

# %% [markdown]
# > **Remember.** First find the gradient that is wrong, then look at the ratio. A whole number is a factor; 1 and −1 mixed is a sign; anything else is a wrong formula.
#
# **Ask yourself.**
#
# In another draft, dW3 and db3 are right, and all four others are wrong. Where do you look first?
#
# <details><summary>Answer</summary>
#
# At `dA2` and `dZ2`. They are the first that the four share.
#
# </details>
#
# Would the cost have fallen with the draft's gradients, too?
#
# <details><summary>Answer</summary>
#
# Most likely. `dW2` and `db1` have the right directions and the wrong lengths, so each step still goes down. That is what makes such bugs so hard to see.
#
# </details>
#
# ## 6 · Which ε, and which threshold?
#
# When is a difference small enough? A rule that you will find in many places: take $\varepsilon = 10^{-7}$, and call the gradient right if the difference is below $10^{-7}$. Apply it to your repair.

# %% tags=["demo"]
difference = gradient_check_n(parameters, gradients, X, Y, epsilon=1e-7)
print(f"difference {difference:.2e}: {'right' if difference < 1e-7 else 'there is a mistake'}")

# %% [markdown]
# The rule rejects gradients that are right! Imagine searching for a bug that is not there. What has happened? Measure with many $\varepsilon$. The second line uses `forward_propagation_scores`, which computes the same cost from the scores, as you did in a21.

# %% tags=["demo"]
epsilons = 10.0 ** -np.arange(1, 11)
by_probabilities = [gradient_check_n(parameters, gradients, X, Y, epsilon) for epsilon in epsilons]
by_scores = [gradient_check_n(parameters, gradients, X, Y, epsilon, forward_propagation_scores) for epsilon in epsilons]

# %% drawing
from utils.gc_utils import draw_epsilons

draw_epsilons(epsilons, {"cost from probabilities": by_probabilities, "cost from scores": by_scores})
show("Difference against epsilon, both logarithmic: a V. It falls to a minimum near epsilon 1e-4 or 1e-5, and rises again towards small epsilon; with the cost from scores the rising branch lies about a hundred times lower.")

# %% [markdown]
# A valley with two slopes. On the left, $\varepsilon$ is large and the cost bends in between: that error falls like $\varepsilon^2$. On the right it is **rounding**. A cost of about 2 is known to some 16 digits. The two costs differ only in the last few of them, and dividing by a tiny $2\varepsilon$ magnifies what is wrong there. So smaller is not better.
#
# And why is one line so much higher? Look at the third payment. Its label is 0, and the network is nearly sure of 1:

# %% tags=["demo"]
A3 = cache[9]
print("A3 =", np.round(A3, 6), " Y =", Y, f" 1 - A3[0, 2] = {1 - A3[0, 2]:.6f}")

# %% [markdown]
# Its loss is $-\log(1 - a)$, with $a = 0.9989$. The $a$ is rounded in its 16th digit. In $1 - a = 0.0011$ the same rounding error weighs nearly a thousand times as much. The scores have no such subtraction. The more certain and wrong a network is, the worse it gets.
#
# One network is an anecdote, so take fifty: random networks of the same sizes, with **right** gradients. How many of them does each rule reject?

# %% tags=["demo"]
def random_case(seed):
    """Inputs, labels and parameters of a random network of the same sizes."""
    random = np.random.RandomState(seed)
    points, labels = random.randn(4, 3), (random.rand(1, 3) > 0.5).astype(int)
    return points, labels, vector_to_dictionary(random.randn(47, 1), parameters)


rules = {
    "ε = 1e-7, probabilities": (1e-7, forward_propagation_n),
    "ε = 1e-5, probabilities": (1e-5, forward_propagation_n),
    "ε = 1e-5, scores": (1e-5, forward_propagation_scores),
}
found = {rule: [] for rule in rules}
for seed in range(50):
    points, labels, network = random_case(seed)
    slopes = backward_propagation_n(points, labels, forward_propagation_n(points, labels, network)[1])
    for rule, (epsilon, forward) in rules.items():
        found[rule].append(gradient_check_n(network, slopes, points, labels, epsilon, forward))
for rule, values in found.items():
    print(f"{rule}: median {np.median(values):.0e}, largest {max(values):.0e}, {np.sum(np.array(values) > 1e-7)} of 50 rejected")

# %% drawing
from utils.gc_utils import draw_rules

draw_rules(found)
show("Fifty dots for each of three rules on a logarithmic axis, with the threshold 1e-7 as a line: with epsilon 1e-7 and with probabilities some right gradients lie above it, with epsilon 1e-5 and scores none does.")

# %% [markdown]
# Two are condemned even with the larger $\varepsilon$. The worse of them has a score above 30 on a payment of label 0, and $1 - a$ has hardly a digit left. Nothing is wrong with its gradients.
#
# So use this: **the cost from the scores, $\varepsilon = 10^{-5}$, and the threshold $10^{-7}$**. All fifty right gradients pass, by a wide margin. And wrong ones? The draft has 0.285 with any $\varepsilon$. In between there is room for judgement:
#
# | difference, with ε = 1e-5 | what to think |
# |---|---|
# | below 1e-7 | right |
# | 1e-7 to 1e-3 | look closer: a kink of a relu in between? a very certain network? |
# | above 1e-3 | a bug |
#
# The kink: relu has a corner at 0. If a $z$ lies within about $\varepsilon$ of it, one side of the measurement is on the flat part, and the slope is no slope. Try another random start; a bug stays, a kink goes.
#
# > **Remember.** Smaller ε is not better: beyond the valley you measure rounding. Take ε = 1e-5, a cost from the scores, and 1e-7 as the threshold. When in doubt, look at how the difference changes with ε.
#
# **Ask yourself.**
#
# You divide ε by 10, from 1e-2 to 1e-3, and the difference falls to a hundredth. What does that tell you?
#
# <details><summary>Answer</summary>
#
# That the gradient is right. You see the error of the measurement, which falls like $\varepsilon^2$. A bug would not shrink with $\varepsilon$.
#
# </details>
#
# In float32, numbers have about 7 digits instead of 16. What would the V look like?
#
# <details><summary>Answer</summary>
#
# The right branch would be much higher, and the valley lies at a much larger $\varepsilon$, near 1e-2. Gradient checks belong in float64.
#
# </details>
#
# ## 7 · Dropout
#
# Dropout (a22) switches off units at random, and draws new ones at each forward pass. Then $J(\theta + \varepsilon)$ and $J(\theta - \varepsilon)$ are the costs of *two different networks*, and their difference has little to do with a slope. Here is the cost while one weight moves, in three ways.

# %% drawing
from utils.gc_utils import draw_dropout

draw_dropout(X, Y, parameters)
show("The cost while W1[0, 0] moves: with new masks in each pass it jumps wildly, with masks that stay and without dropout it is a smooth curve.")

# %% [markdown]
# `forward_propagation_dropout(X, Y, parameters, rng)` draws its masks from the generator `rng`, and without a generator it takes the same masks every time. `backward_propagation_dropout(X, Y, cache)` uses the masks in the cache. This backward pass is right. What does your check say?

# %% tags=["demo"]
rng = np.random.default_rng(7)


def forward_anew(X, Y, parameters):
    """With new masks at each call."""
    return forward_propagation_dropout(X, Y, parameters, rng)


for what, forward in {"new masks": forward_anew, "the same masks": forward_propagation_dropout}.items():
    _, cache_dropout = forward(X, Y, parameters)
    gradients_dropout = backward_propagation_dropout(X, Y, cache_dropout)
    difference = gradient_check_n(parameters, gradients_dropout, X, Y, 1e-5, forward)
    print(f"{what}: difference {difference:.1e}, {'right' if difference < 1e-7 else 'there is a mistake'}")

# %% [markdown]
# With new masks the check condemns a backward pass that is right. With the masks held fixed, it passes. So you have two ways:
#
# 1. **Switch dropout off** while you check. Simple, and usually enough; but the lines that multiply by the masks stay unchecked.
# 2. **Hold the masks fixed**: start the generator anew before each forward pass, or pass the masks in. Then these lines are checked as well.
#
# Then switch dropout on again, and train. The same holds for anything random: noise on the inputs, shuffled batches, random crops.
#
# > **Remember.** A gradient check needs a cost that is the same function each time. Switch randomness off, or freeze it.
#
# **Ask yourself.**
#
# With new masks, the difference is close to 1. Why so large, and not just a little off?
#
# <details><summary>Answer</summary>
#
# Two different networks have costs that differ by about 2 on average. Divided by $2 \varepsilon = 2 \cdot 10^{-5}$, that makes "slopes" of 100 000, beside which the computed gradient is nothing.
#
# </details>
#
# Somebody forgets to divide by the share of kept units in the *backward* pass. Which of the two ways finds it?
#
# <details><summary>Answer</summary>
#
# Only the second. With dropout switched off, that line is not used, or multiplies by 1.
#
# </details>
#
# ## What comes next
#
# The fraud detector can go live. You have an instrument that checks any backward pass that you will ever write, and you know where it can mislead you. In [a24](../a24_optimization/a24_optimization.ipynb) you leave plain gradient descent: mini-batches, momentum and Adam.
#
# ## Open questions
#
# These are not marked. To change a function, open a new cell, paste the text of the function there and give it another name.
#
# - ★ Plant a bug of your own in `backward_propagation_n`: a sign, a missing relu slope, a wrong `A`. Can a neighbour find it from `differences_by_name` alone?
# - ★ Replace one of the six gradients by zeros. Which difference do you expect, and why does it not depend on the network?
# - ★★ Repeat the figure of section 6 with `float32` parameters. Where is the valley now?
# - ★★ JAX and PyTorch come with such a check; [scipy.optimize.check_grad](https://docs.scipy.org/doc/scipy/reference/generated/scipy.optimize.check_grad.html) is another. Which distance does it return, and which $\varepsilon$ does it take?
# - ★★★ Two forward passes are enough to check a network of any size along *one random direction* $v$: compare $\frac{J(\theta + \varepsilon v) - J(\theta - \varepsilon v)}{2\varepsilon}$ with $g^\top v$. Write it. How likely is it to miss a bug?
#
# <details><summary>For those who know the original</summary>
#
# This notebook follows "Gradient Checking". Names, arguments and the test case are the same, and so are the published differences: 2.919e-10 for one parameter, and 0.285093156781 for the network with both bugs.
#
# - The original asks for a difference below 1e-7 with ε = 1e-7. A correct repair has 1.19e-7 there, so that it keeps reporting a mistake. Its remedy is a threshold of 2e-7; section 6 has the cause and another remedy.
# - Its `gradient_check` has the cost θ x written into it. Here it calls the functions that it checks, so that others can be checked, wrong ones too.
# - The norm, the measurement and the comparison, one function there, are three here. `vector_to_dictionary` takes the shapes from the parameters, and so works for all sizes. The check by layers, section 6 and section 7 are new.
# - The verdicts that were printed in colour are gone: the number is returned.
#
# </details>

# %% tags=["demo"]
progress()
