# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Derivatives by hand, by tape, and a first network
#
# **How does a network know which way to turn each of its numbers?** It asks one question again and again: if this number grew a little, would the error grow or shrink, and how fast? The answer is a derivative.

# %% picture
import matplotlib.pyplot as plt

from utils.figures import show
from utils.iris_utils import plot_learning

plt.style.use("utils.course")
plot_learning()
show("Left, a curve with five points that go down it, each with its tangent. Right, three lines through iris flowers: after 2000 steps, one flower is left on the wrong side.")

# %% [markdown]
# On the left, four steps go down a curve; the slope at each point says which way and how far. On the right, the same steps move a line between two kinds of flowers. At the end you will have trained such a line with derivatives of your own.
#
# **About 115 minutes.** The end of section 5 is a good place for a break. You need school calculus and `a11_numpy_basics`.
#
# **What you build:**
#
# 1. `slope`: the slope of a line
# 2. `numerical_derivative`: a derivative, measured
# 3. `partial_derivative`: the same, with one variable of many
# 4. `product_rule`: two functions, multiplied
# 5. `chain_rule`: the rule that trains networks
# 6. `inverse_derivative`: the slope of the way back
# 7. `get_derivative`: a derivative by TensorFlow's tape
# 8. `get_second_derivative`: two tapes, one inside the other
# 9. `graph1`: backwards through a graph with two paths
# 10. `graph2`: backwards through a quotient
# 11. `graph3`: backwards over two levels
# 12. `logistic_graph`: the gradient that trains your first model
#
# Then the tape takes over and trains a network with a hidden layer.
#
# **How this notebook works.** Delete the line `raise NotImplementedError(...)` and write your code there, between `### START CODE HERE ###` and `### END CODE HERE ###`.
# Run its cell, then the check below it: ✓ means right, and otherwise a message says what to look at.
# Each step has three folded hints. The long version is in [a11](../a11_numpy_basics/a11_numpy_basics.ipynb).
#
# ## 1 · What is ready
#
# One of these finds derivatives by itself. Which one?
#
# | package | what it does here |
# |---|---|
# | [NumPy](https://numpy.org/doc/stable/) | computes with arrays, fast |
# | [TensorFlow](https://www.tensorflow.org/guide/tensor) | computes with arrays, too, and calls them tensors. Sections 5 to 8 |
# | [Matplotlib](https://matplotlib.org/stable/) | draws the figures |
# | `utils` | belongs to this course. Its `calculus_utils` are functions to differentiate. Some come with the derivative that you would find on paper, under a name such as `parabola_slope` |
#
# <details><summary>Answer</summary>
#
# TensorFlow. It can remember how it got its results, where NumPy forgets. With a record of every step, it can go back through a calculation. But first you find derivatives without it: then you know what it does.
#
# </details>

# %%
import os

# TensorFlow would fill the page with its log; it reads these when it is imported.
os.environ.update(TF_CPP_MIN_LOG_LEVEL="2", TF_ENABLE_ONEDNN_OPTS="0")

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

from utils import check, progress
from utils.calculus_utils import (
    cosine, cube, cubic, cubic_slope, exponential, inner, inner_slope, parabola, parabola_slope,
    plot_tangents, quadratic, quadratic_slope, shifted_square, sine, square, surface, wave,
)
from utils.figures import show
from utils.graph_utils import draw_graph
from utils.iris_utils import load_iris_sepals
from utils.planar_utils import plot_decision_boundary, plot_examples, sigmoid

tf.get_logger().setLevel("ERROR")
plt.style.use("utils.course")

# %% [markdown]
# If something fails and you ask for help, send this line along. It says which versions you have:

# %% tags=["demo"]
import matplotlib

print(", ".join(f"{package.__name__} {package.__version__}" for package in [np, tf, matplotlib]))

# %% [markdown]
# Try a function: `parabola` is $3x^2$, and `parabola_slope` its derivative on paper, $6x$. Nearly all of these functions take one number or one array, and later the tensors of section 5:

# %% tags=["expected"]
print("3x² at 1:", parabola(1), "and its slope", parabola_slope(1))
print("3x² at 1, 2 and 3:", parabola(np.array([1, 2, 3])))

# %% [markdown]
# ## 2 · Slope and limit
#
# ### Step 1 · The slope of a line
#
# A line goes through the points $p = (x_0, y_0)$ and $q = (x_1, y_1)$. On the way it climbs by $y_1 - y_0$ and goes $x_1 - x_0$ to the right. Its slope is rise over run:
#
# $$
# m = \frac{y_1 - y_0}{x_1 - x_0}
# $$
#
# A line that falls has a negative slope. You may start from either point, as long as you start from the same one above and below.
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# A point is a pair. Which of its two numbers says how far right it lies, and which how high?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `p[0]` is the first number of the pair, `p[1]` the second. `/` divides exactly; `//` rounds down.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `m = (q[1] - ___) / (q[0] - ___)`
#
# </details>

# %% solution
def slope(p, q):
    """Slope of the line through two points.

    p, q: points (x, y), pairs of numbers; their x are not the same
    Returns one number.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) rise over run: p, q → m (1 line)
    m = (q[1] - p[1]) / (q[0] - p[0])
    ### END CODE HERE ###
    return m

# %% check points=4
check("slope", slope)

# %% tags=["expected"]
print(f"from (0, 1) to (2, 5): {slope((0, 1), (2, 5)):.6f}")
print(f"from (1, 4) to (3, 1): {slope((1, 4), (3, 1)):.6f}")

# %% [markdown]
# A curve has a slope of its own at each point. Take $y = 3x^2$ at $x = 2$, and draw a line through this point and a second one, a distance $h$ to the right. Such a line is a **secant**. Now let $h$ shrink. The secants close in on one line, the **tangent**, and their slopes on one number, the **derivative**:
#
# $$
# f'(x) = \lim_{h \to 0} \frac{f(x + h) - f(x)}{h}
# $$

# %% drawing
across = np.linspace(-0.5, 3.8, 200)
plt.plot(across, parabola(across), color="black", label="$f = 3x^2$")
for gap in [1.5, 0.7, 0.2]:
    steepness = slope((2, parabola(2)), (2 + gap, parabola(2 + gap)))
    plt.plot(across, parabola(2) + steepness * (across - 2), linewidth=1.5, label=f"h = {gap}: slope {steepness:.1f}")
    plt.plot(2 + gap, parabola(2 + gap), "ko", markersize=4)
plt.plot(across, parabola(2) + 12 * (across - 2), color="0.45", linestyle=(0, (6, 2)), linewidth=2.4, label="tangent: slope 12")
plt.plot(2, parabola(2), "ks", markersize=7)
plt.gca().set(ylim=(-12, 44), xlabel="x", ylabel="y", title="secants through x = 2: slopes on their way to 12")
plt.legend()
show("The parabola with three secants through x = 2, slopes 16.5, 14.1 and 12.6, which close in on the tangent, slope 12.")

# %% [markdown]
# <details><summary>Where does this come from? The limit is 12</summary>
#
# $$
# \frac{3(2 + h)^2 - 3 \cdot 2^2}{h} = \frac{12h + 3h^2}{h} = 12 + 3h
# $$
#
# From the right, with $h > 0$, every secant is steeper than 12. From the left, with $h < 0$, every one is flatter. Both sides close in on 12 as $h$ shrinks, so the limit can only be 12. At any other $x$ the same calculation gives $6x + 3h$: the derivative of $3x^2$ is $6x$.
#
# </details>
#
# Does a smaller $h$ always give a better slope?

# %% tags=["expected"]
for h in [1e-1, 1e-2, 1e-4, 1e-8, 1e-12]:
    print(f"h = {h:.0e}: {(parabola(2 + h) - parabola(2)) / h:.8f}")

# %% [markdown]
# No! Each is better than the one before, except the last. There, the two values of $f$ agree in about 12 of their 16 digits, so only about four are left for the difference. So choose $h$ small, but not tiny.
#
# ### Step 2 · The derivative, measured
#
# A secant to the right leans to one side. Go the same distance to both sides instead: this is the **central difference**.
#
# $$
# f'(x) \approx \frac{f(x + h) - f(x - h)}{2h}
# $$
#
# Halve $h$, and its error falls to about a quarter; that of the one-sided quotient falls only to about a half. Operators such as `+` and `/` work on arrays too, entry by entry, and so does your function.
#
# <details><summary>Where does this come from? The error</summary>
#
# Close to $x$, a smooth function is $f(x \pm h) = f(x) \pm h f' + \frac{h^2}{2} f'' \pm \frac{h^3}{6} f''' + \dots$, with all derivatives taken at $x$.
#
# To one side: $\frac{f(x + h) - f(x)}{h} = f' + \frac{h}{2} f'' + \dots$, so the error shrinks like $h$.
#
# To both sides the terms with $f''$ cancel: $\frac{f(x + h) - f(x - h)}{2h} = f' + \frac{h^2}{6} f''' + \dots$, so the error shrinks like $h^2$.
#
# </details>
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# The two points lie at `x - h` and `x + h`. How far apart are they?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `f` is a function: `f(x)` calls it. Python works from left to right, so `/ 2 * h` divides by 2 and then multiplies by `h`. Use parentheses.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `derivative = (f(x + h) - ___) / (___)`
#
# </details>

# %% solution
def numerical_derivative(f, x, h=1e-5):
    """The derivative of f at x by the central difference.

    f: function of one number
    x: where, a number; or an array, of any shape, if f works on arrays
    h: distance to either side
    Returns a number, or an array of the shape of x.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) rise over run, from a little left of x to a little right of it: f, x, h → derivative (1 line)
    derivative = (f(x + h) - f(x - h)) / (2 * h)
    ### END CODE HERE ###
    return derivative

# %% check points=9
check("numerical_derivative", numerical_derivative)

# %% tags=["expected"]
print(f"3x² at 2:          measured {numerical_derivative(parabola, 2.0):.8f}, on paper 12")
print(f"x³ at 1, h = 0.1:  measured {numerical_derivative(cube, 1.0, 0.1):.8f}, on paper 3")
print(f"sin at 0.5:        measured {numerical_derivative(sine, 0.5):.8f}, on paper {np.cos(0.5):.8f}")

# %% drawing
figure, axes = plt.subplots(1, 2, figsize=(9.5, 3.6))
gaps = 10.0 ** np.arange(-13, 0, 0.25)
axes[0].loglog(gaps, [abs((sine(0.5 + gap) - sine(0.5)) / gap - np.cos(0.5)) for gap in gaps], label="one-sided")
axes[0].loglog(gaps, [abs(numerical_derivative(sine, 0.5, gap) - np.cos(0.5)) for gap in gaps], label="central")
axes[0].set(title="error of the derivative of sin at 0.5", xlabel="h, from large to small", ylabel="error")
axes[0].invert_xaxis()
across = np.linspace(-4, 4, 200)
axes[1].plot(across, sine(across), label="sin x")
axes[1].plot(across, numerical_derivative(sine, across), label="its derivative, measured")
axes[1].plot(across[::12], cosine(across[::12]), "k.", label="cos x")
axes[1].set(xlabel="x", ylim=(-1.2, 2.1))
axes[0].legend()
axes[1].legend(loc="upper center", ncols=2)
show("Left, two V-shaped error curves; the central one reaches far lower. Right, the measured derivative of sin lies on cos.")

# %% [markdown]
# On the left, as $h$ shrinks, both errors fall until rounding takes over and lifts them again. The central difference is best near $h = 10^{-5}$: about ten digits are right, enough to find nearly every mistake in a gradient. On the right, your function differentiates a whole array at once.
#
# > **Remember.** A derivative is the limit of slopes. To measure it, go to both sides of $x$, with $h$ small but not tiny.
#
# **Ask yourself.**
#
# Why is the slope of $x^3$ at 1, with $h = 0.1$, measured as 3.01 and not as 3?
#
# <details><summary>Answer</summary>
#
# The error is $\frac{h^2}{6} f'''$, the third derivative of $x^3$ is 6, and $h^2 = 0.01$.
#
# </details>
#
# What is the central difference of $|x|$ at 0? Does $|x|$ have a derivative there?
#
# <details><summary>Answer</summary>
#
# It is 0 for every $h$. Yet from the right all secants have slope 1, and from the left slope −1: the two sides do not close in on one number, so there is no derivative.
#
# </details>
#
# ## 3 · Several variables
#
# ### Step 3 · Partial derivatives
#
# The error of a network depends on many numbers at once. Move **one** of them, hold all others still, and you measure a **partial derivative**. Take $f(x, y) = x^2 y + x y^3$. On paper, you treat the other variable as a constant:
#
# $$
# \frac{\partial f}{\partial x} = 2xy + y^3, \qquad \frac{\partial f}{\partial y} = x^2 + 3xy^2
# $$
#
# Measured, it is a central difference again. Let $p$ be the point, all coordinates together, and $e_i$ the vector with 1 at place $i$ and 0 elsewhere:
#
# $$
# \frac{\partial f}{\partial p_i} \approx \frac{f(p + h e_i) - f(p - h e_i)}{2h}
# $$
#
# In the code $p$ is `point`, an array of shape `(n,)`, and `i` counts from 0. The function `f` takes its coordinates one by one: call `f(*point)`, where the star unpacks the array.
#
# One rule holds in the whole course: **a function leaves its arguments as they are.** It receives the very array of its caller, so move copies of the point.
#
# ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# You need two points that differ from the given one in one coordinate only. What happens to the caller's point if you write into it?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `point.copy()` is a new array with the same numbers; `up = point` would be a second name for the old one. `up[i] += h` changes one entry.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `derivative = (f(*up) - ___) / (2 * h)`
#
# </details>

# %% solution
def partial_derivative(f, point, i, h=1e-5):
    """The partial derivative of f with respect to its variable number i, by the central difference.

    f: function of n numbers, called as f(*point)
    point: where, an array of floats, shape (n,); not to be changed
    i: which variable is moved, from 0 to n - 1
    h: distance to either side
    Returns one number.
    """
    ### START CODE HERE ### (≈ 4 lines)
    # (1) two copies: point → up, down (1 line)
    up, down = point.copy(), point.copy()
    # (2) coordinate i goes up in one and down in the other (2 lines)
    up[i] += h
    down[i] -= h
    # (3) rise over run: up, down → derivative (1 line)
    derivative = (f(*up) - f(*down)) / (2 * h)
    ### END CODE HERE ###
    return derivative

# %% check points=9
check("partial_derivative", partial_derivative)

# %% tags=["expected"]
here = np.array([1.0, 2.0])
print(f"x²y + xy³ at (1, 2), along x: measured {partial_derivative(surface, here, 0):.6f}, on paper 12")
print(f"x²y + xy³ at (1, 2), along y: measured {partial_derivative(surface, here, 1):.6f}, on paper 13")

# %% [markdown]
# All partial derivatives together make the **gradient**, $\nabla f = (\partial f / \partial x, \partial f / \partial y)$. It has a value at every point, so each of its entries is a surface of its own.

# %% drawing
axis = np.linspace(-2, 2, 25)
grid_x, grid_y = np.meshgrid(axis, axis)  # (25, 25) each
pairs = [np.array([p, q]) for p, q in zip(grid_x.ravel(), grid_y.ravel())]
slopes = [np.reshape([partial_derivative(surface, pair, i) for pair in pairs], grid_x.shape) for i in (0, 1)]
figure, axes = plt.subplots(1, 3, figsize=(9.5, 3.6), subplot_kw={"projection": "3d"})
titles = ["$f = x^2 y + x y^3$", r"$\partial f/\partial x = 2xy + y^3$", r"$\partial f/\partial y = x^2 + 3xy^2$"]
for ax, heights, title in zip(axes, [surface(grid_x, grid_y), *slopes], titles):
    ax.plot_surface(grid_x, grid_y, heights, cmap="cividis", edgecolor="0.3", linewidth=0.2)
    ax.set(xlabel="x", ylabel="y", title=title, xticks=[-2, 0, 2], yticks=[-2, 0, 2])
    ax.view_init(elev=28, azim=-60)
figure.get_layout_engine().set(w_pad=0.3)
show("Three surfaces over the same square: the function, and its two partial derivatives, which are shaped quite differently.")

# %% [markdown]
# Seen from above, the gradient is an arrow at each point. It crosses the lines of equal height at right angles, and points in the direction in which $f$ grows fastest. A network that learns walks against such arrows. (In the picture all arrows have the same length, so that you see their directions. The gradient itself is longer where $f$ is steeper.)
#
# <details><summary>Where does this come from?</summary>
#
# A small step $(\Delta x, \Delta y)$ changes $f$ by about
#
# $$
# \frac{\partial f}{\partial x} \Delta x + \frac{\partial f}{\partial y} \Delta y,
# $$
#
# the dot product of the gradient and the step. Along a line of equal height nothing changes, so the product is 0: a right angle. Among all steps of one length, the product is largest for the one in the direction of the gradient.
#
# </details>

# %% drawing
axis = np.linspace(-2, 2, 81)
grid_x, grid_y = np.meshgrid(axis, axis)
lines = plt.contour(grid_x, grid_y, surface(grid_x, grid_y), levels=[-12, -6, -3, -1, -0.3, 0.3, 1, 3, 6, 12], colors="0.45", linewidths=1.2)
plt.clabel(lines, fontsize=9, fmt="%g")
for pair in [np.array([p, q]) for p in (-1.5, -0.5, 0.5, 1.5) for q in (-1.5, -0.5, 0.5, 1.5)]:
    arrow = np.array([partial_derivative(surface, pair, i) for i in (0, 1)])
    plt.arrow(*pair, *(0.35 * arrow / np.linalg.norm(arrow)), head_width=0.09, color="black")
plt.gca().set(aspect="equal", xlabel="x", ylabel="y", title="gradients cross the lines of equal height")
plt.grid(False)
show("Lines of equal height of the surface, crossed at right angles by sixteen arrows of equal length, the directions of the gradient.")

# %% [markdown]
# > **Remember.** A partial derivative moves one variable and holds the others still. All of them together are the gradient; against it, $f$ falls fastest.
#
# **Ask yourself.**
#
# How many calls of `f` does it take to measure the gradient of a function of a million variables?
#
# <details><summary>Answer</summary>
#
# Two for each variable, so two million. This is why networks do not measure their gradients.
#
# </details>
#
# At the bottom of a valley, how long is the gradient?
#
# <details><summary>Answer</summary>
#
# Its length is 0: all partial derivatives are 0 there, as the ground is level in every direction.
#
# </details>
#
# ## 4 · Rules
#
# Measuring is too slow for millions of variables. Here rules help: they make the derivative of a large expression from those of its parts.
#
# ### Step 4 · The product rule
#
# $$
# (f \cdot g)'(x) = f'(x)\, g(x) + f(x)\, g'(x)
# $$
#
# Think of a rectangle with sides $f$ and $g$. If one side grows, the area grows by this bit times the **other** side.
#
# <details><summary>Where does this come from?</summary>
#
# Let $x$ grow by $h$, and with it $f$ by $\Delta f$ and $g$ by $\Delta g$. The area grows by two strips and a corner:
#
# $$
# (f + \Delta f)(g + \Delta g) - fg = \Delta f \cdot g + f \cdot \Delta g + \Delta f \cdot \Delta g
# $$
#
# Divide by $h$ and let $h$ shrink: the strips give the two terms, and the corner, tiny times tiny, gives 0.
#
# </details>
#
# Your function gets both functions and both derivatives.
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# If only `f` changes and `g` stays, how fast does the product change? And the other way round?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `df` is a function like `f`: `df(x)` is its value at `x`. Each of the four functions is called once.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `derivative = df(x) * ___ + ___ * dg(x)`
#
# </details>

# %% solution
def product_rule(f, df, g, dg, x):
    """The derivative of the product f(x) g(x).

    f, g: functions of one number
    df, dg: their derivatives, functions too
    x: where, a number or an array
    Returns a number, or an array of the shape of x.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) what the change of f adds, plus what the change of g adds (1 line)
    derivative = df(x) * g(x) + f(x) * dg(x)
    ### END CODE HERE ###
    return derivative

# %% check points=6
check("product_rule", product_rule)

# %% tags=["expected"]
by_rule = product_rule(quadratic, quadratic_slope, cubic, cubic_slope, 2.0)
measured = numerical_derivative(lambda x: quadratic(x) * cubic(x), 2.0)
print(f"(4x² + x)(x³ + 8x²) at 2: by the rule {by_rule:.6f}, measured {measured:.6f}")

# %% [markdown]
# (`lambda x: …` makes a function that needs no name.) On paper this is $(8x + 1)(x^3 + 8x^2) + (4x^2 + x)(3x^2 + 16x)$, and at 2 the two terms are $17 \cdot 40 + 18 \cdot 44$. The product of the two derivatives, $17 \cdot 44$, is something else.
#
# ### Step 5 · The chain rule
#
# This is the most important rule of the course. In $f(g(x))$, the number $x$ goes through $g$, and what $g$ makes of it goes through $f$. If $g$ triples a small change and $f$ doubles it, both together make it six times as large: **slopes multiply along the chain.**
#
# $$
# \frac{d}{dx} f(g(x)) = f'(g(x)) \; g'(x)
# $$
#
# Mind where the outer slope is taken: at $g(x)$, the number that $f$ really receives.
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# Which number does the outer function get to see?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `g(x)` is the inner value. The function `f` itself is not needed, only its derivative `df`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `derivative = df(___) * dg(x)`
#
# </details>

# %% solution
def chain_rule(df, g, dg, x):
    """The derivative of f(g(x)) with respect to x.

    df: derivative of the outer function
    g, dg: the inner function and its derivative
    x: where, a number or an array
    Returns a number, or an array of the shape of x.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) the outer slope, where the outer function is, times the inner slope (1 line)
    derivative = df(g(x)) * dg(x)
    ### END CODE HERE ###
    return derivative

# %% check points=8
check("chain_rule", chain_rule)

# %% tags=["expected"]
for x in [1.0, 0.0]:
    by_rule, measured = chain_rule(cosine, inner, inner_slope, x), numerical_derivative(wave, x)
    print(f"sin(3x² + x) at {x:.0f}: by the rule {by_rule:.6f}, measured {measured:.6f}")

# %% [markdown]
# On paper: $\cos(3x^2 + x)\,(6x + 1)$. In the picture you see what the second factor does. Where $3x^2 + x$ runs fast, the waves are squeezed together and their slopes are steep.

# %% drawing
figure, axes = plt.subplots(1, 2, figsize=(9.5, 3.5))
points = [-0.9, -0.167, 0.35, 0.85, 1.15]
plot_tangents(wave, [chain_rule(cosine, inner, inner_slope, p) for p in points], points, -1.3, 1.5, ax=axes[0])
axes[0].set(title="sin(3x² + x), slopes by chain_rule", ylim=(-1.9, 1.9))
across = np.linspace(-1.3, 1.5, 300)
axes[1].plot(across, chain_rule(cosine, inner, inner_slope, across), label="chain_rule")
axes[1].plot(across[::8], numerical_derivative(wave, across[::8]), "k.", label="measured")
axes[1].set(title="its derivative", xlabel="x")
axes[1].legend(loc="lower left")
show("A sine whose waves get narrower away from the middle, with five tangents; its derivative grows and agrees with dots.")

# %% [markdown]
# ### Step 6 · The inverse
#
# The inverse function $g$ undoes $f$: from $y = f(x)$ it leads back to $x$. What $f$ stretches, $g$ shrinks by the same factor, so the slopes are reciprocals:
#
# $$
# g'(y) = \frac{1}{f'(x)} \qquad \text{at } y = f(x)
# $$
#
# <details><summary>Where does this come from?</summary>
#
# There and back changes nothing: $g(f(x)) = x$. Differentiate both sides, the left one with the chain rule: $g'(f(x)) \, f'(x) = 1$.
#
# </details>
#
# Your function gets $x$, not $y$, so you never need $g$ itself. (Where $g$ is a logarithm: $\log$ is always the natural one in this course, NumPy's `np.log`, often written ln.) Use your `numerical_derivative` with the given `h`.
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# If `f` makes small changes near `x` six times as large, what does the way back do to them?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `numerical_derivative` takes a function, a place and a distance. At which place is `f'` needed?
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `derivative = 1 / ___`
#
# </details>

# %% solution
def inverse_derivative(f, x, h=1e-5):
    """The derivative of the inverse of f, at the value f(x).

    f: function of one number, not flat at x
    x: the point, on the side of f's argument
    h: distance for the central difference
    Returns one number.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) measure the slope of f, and turn it over: f, x, h → derivative (1 line)
    derivative = 1 / numerical_derivative(f, x, h)
    ### END CODE HERE ###
    return derivative

# %% check points=6
check("inverse_derivative", inverse_derivative)

# %% tags=["expected"]
print(f"√y at 9, from x² at 3:          {inverse_derivative(square, 3.0):.6f}, on paper {1 / 6:.6f}")
print(f"log y at e, from the exp at 1:  {inverse_derivative(exponential, 1.0):.6f}, on paper {1 / np.e:.6f}")
print(f"-√y at 4, from x² at -2:       {inverse_derivative(square, -2.0):.6f}, on paper {-1 / 4:.6f}")

# %% drawing
across = np.linspace(-1.2, 1.25, 100)
plt.plot(across, exponential(across), label="$e^x$")
plt.plot(exponential(across), across, label=r"$\log x$, its inverse")
plt.plot([-1.2, 3.5], [-1.2, 3.5], color="0.7", linestyle=":", linewidth=1)
piece, there = np.array([-0.7, 0.7]), exponential(0.8)
line = {"color": "black", "linestyle": "-", "linewidth": 1.4}
plt.plot(0.8 + piece / 2, there + numerical_derivative(exponential, 0.8) * piece / 2, **line)
plt.plot(there + piece, 0.8 + inverse_derivative(exponential, 0.8) * piece, **line)
plt.plot([0.8, there], [there, 0.8], "ko", markersize=5)
plt.gca().set(aspect="equal", xlabel="x", ylabel="y", title="mirrored curves, reciprocal slopes")
plt.legend(loc="lower right")
show("The exponential and the logarithm, mirrored at the diagonal, with tangents at mirrored points whose slopes are reciprocal.")

# %% [markdown]
# > **Remember.** Products: each side's growth times the other side, added. Chains: slopes multiply, each taken where its function is. Inverses: one over the slope.
#
# **Ask yourself.**
#
# Without writing anything down: what is the slope of $\sin(10x)$ at 0?
#
# <details><summary>Answer</summary>
#
# 10: the inner slope is 10, and the outer one, cos at 0, is 1.
#
# </details>
#
# Where does $\sqrt{y}$ have no slope, and what does $x^2$ do there?
#
# <details><summary>Answer</summary>
#
# At 0. There $x^2$ is flat: it shrinks small changes to nothing, and no factor can undo that.
#
# </details>

# %% [markdown]
# ## 5 · The tape
#
# Applying the rules by hand is fun for a while. TensorFlow does it for you. Its arrays are called **tensors**. `tf.constant(2.0)` makes one that stays as it is. A `tf.Variable(2.0)` holds one that may change, as the weights of a network do.
#
# A `tf.GradientTape` is open inside its `with` block. There it **records** each operation on the numbers that it watches. Afterwards `tape.gradient(y, x)` goes back through the record and applies the chain rule at every operation. Nothing is measured: the result is exact but for rounding. ([TensorFlow's own guide to the tape](https://www.tensorflow.org/guide/autodiff) has more.)

# %% tags=["expected"]
x = tf.Variable(2.0)
with tf.GradientTape() as tape:
    y = 3 * x**2
print(f"3x² at 2: derivative {tape.gradient(y, x):.6f}, value {y:.6f}")

# %% [markdown]
# (An unlucky point for a test: value and derivative are both 12. You would not notice if you returned the wrong one.)
#
# ### What is recorded
#
# | what | recorded? |
# |---|---|
# | `tf.Variable(3.0)` | yes, by itself |
# | `tf.Variable(3.0, trainable=False)` | only if watched |
# | `variable + 1`, computed **before** the tape was opened | no longer a variable but a tensor: only if watched |
# | `tf.constant(3.0)` | only if watched |
# | whole numbers, `tf.Variable(3)` | never: a whole number cannot move a little |
# | what leaves TensorFlow, through `float(x)` or `x.numpy()` | never: the tape does not see what NumPy does |
#
# If the tape finds no recorded way from `y` back to `x`, the gradient is `None`. That is not zero; it says "I know nothing about this". A `None` in training means that a part of the network does not learn at all.

# %% tags=["expected"]
x0 = tf.Variable(3.0, name="x0")
x1 = tf.Variable(3.0, name="x1", trainable=False)
x2 = tf.Variable(2.0, name="x2") + 1.0
x3 = tf.constant(3.0)
with tf.GradientTape() as tape:
    y = x0**2 + x1**2 + x2**2 + x3**2
names = [variable.name for variable in tape.watched_variables()]
print("watched by itself:", names)
for name, gradient in zip(["x0", "x1", "x2", "x3"], tape.gradient(y, [x0, x1, x2, x3])):
    print(f"dy/d{name} = {'None' if gradient is None else f'{gradient:.6f}'}")

# %% [markdown]
# `gradient` also takes a list, and then returns one gradient for each entry. This gives partial derivatives, here of $z = x^2 + yx$. The two numbers are constants, so ask the tape to watch them:

# %% tags=["expected"]
x, y, k = tf.constant(2.0), tf.constant(2.0), tf.Variable(3)
with tf.GradientTape() as tape:
    tape.watch([x, y])
    z = x**2 + y * x
dz_dx, dz_dy = tape.gradient(z, [x, y])
print(f"z = x² + yx at (2, 2): dz/dx = {dz_dx:.6f}, dz/dy = {dz_dy:.6f}")

with tf.GradientTape() as tape:
    z = x**2
print("a constant, not watched:", tape.gradient(z, x))
with tf.GradientTape() as tape:
    z = k * k
print("a whole number:", tape.gradient(z, k))

# %% [markdown]
# ### Once, or several times
#
# A record can be large, so a tape forgets it as soon as it has given a gradient. If you want several gradients, ask for them in one list. Or make the tape `persistent`, and delete it when you are done.

# %% tags=["expected"]
a, b = tf.Variable(5.0), tf.Variable(2.0)
with tf.GradientTape() as tape:
    y, z = a**2, b**3
print(f"first question:  dy/da = {tape.gradient(y, a):.6f}")
try:
    print(f"second question: dz/db = {tape.gradient(z, b):.6f}")
except RuntimeError as error:
    print(f"second question: {type(error).__name__}, the tape is used up")

with tf.GradientTape(persistent=True) as tape:
    y, z = a**2, b**3
print(f"persistent: dy/da = {tape.gradient(y, a):.6f}, dz/db = {tape.gradient(z, b):.6f}")
del tape

# %% [markdown]
# ### Step 7 · A derivative by tape
#
# Now let the tape differentiate any function that is made of TensorFlow operations. The first line is given: it makes a tensor of `x`, with the 64 bits that NumPy's numbers have. This tensor is a **constant**.
#
# ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# Look at the table. What does a constant need in order to be recorded? And when: before or after `f` is computed?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Inside the `with`: `watch`, then call `f`. After it: `gradient(of what, with respect to what)`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `derivative = t.gradient(y, ___)`, where `t` is the name of your tape
#
# </details>

# %% solution
def get_derivative(f, x):
    """The derivative of f at x by a GradientTape.

    f: function of a tensor, made of TensorFlow operations
    x: where, a number; or an array, of any shape, and f works entry by entry
    Returns a tensor (float64) of the shape of x.
    """
    x = tf.constant(x, dtype=tf.float64)
    ### START CODE HERE ### (≈ 4 lines)
    # (1) a tape that watches x while f is computed: f, x → y (3 lines)
    with tf.GradientTape() as t:
        t.watch(x)
        y = f(x)
    # (2) ask the tape: y, x → derivative (1 line)
    derivative = t.gradient(y, x)
    ### END CODE HERE ###
    return derivative

# %% check points=10
check("get_derivative", get_derivative)

# %% tags=["expected"]
for name, f, x in [("3x²", parabola, -1.5), ("sin x", sine, 0.5), ("sin(3x² + x)", wave, 1.0)]:
    print(f"{name} at {x}: by tape {get_derivative(f, x):.8f}, measured {numerical_derivative(f, x):.8f}")

# %% [markdown]
# ### Step 8 · Derivatives of derivatives
#
# A gradient is itself computed by TensorFlow operations. If this happens **while another tape is open**, that tape records these operations too, and can differentiate them again. So tapes can be nested:
#
# $$
# x \;\xrightarrow{\;f\;}\; y \;\xrightarrow{\;\text{inner tape}\;}\; f'(x) \;\xrightarrow{\;\text{outer tape}\;}\; f''(x)
# $$
#
# Both tapes have to watch `x`. What counts is the place of each line: inside or outside each `with`.
#
# ≈ 7 lines.
#
# <details><summary>Hint 1</summary>
#
# What must the outer tape have recorded to differentiate `f'`? So where does the line that computes `f'` belong?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A line belongs inside a `with` if that tape has to record it. Ask this of every line, once for each tape.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `second = t2.gradient(___, x)`, where `t2` is the outer tape
#
# </details>

# %% solution
def get_second_derivative(f, x):
    """The first and the second derivative of f at x by two nested tapes.

    f: function of a tensor, made of TensorFlow operations
    x: where, a number; or an array, of any shape, and f works entry by entry
    Returns f'(x) and f''(x), tensors (float64) of the shape of x.
    """
    x = tf.constant(x, dtype=tf.float64)
    ### START CODE HERE ### (≈ 7 lines)
    # (1) two tapes, one inside the other, both watch x while f is computed: f, x → y (5 lines)
    with tf.GradientTape() as t2:
        t2.watch(x)
        with tf.GradientTape() as t1:
            t1.watch(x)
            y = f(x)
        # (2) the inner tape: y, x → first (1 line)
        first = t1.gradient(y, x)
    # (3) the outer tape: first, x → second (1 line)
    second = t2.gradient(first, x)
    ### END CODE HERE ###
    return first, second

# %% check points=12
check("get_second_derivative", get_second_derivative)

# %% tags=["expected"]
for name, f, x in [("x² + x", shifted_square, 3.0), ("x³", cube, 1.0)]:
    first, second = get_second_derivative(f, x)
    print(f"{name} at {x:.0f}: first derivative {first:.6f}, second {second:.6f}")

# %% [markdown]
# The line that asks the inner tape was the hardest to place in this notebook. Well done! On an array your function gives whole curves. Where the first derivative is zero, the curve is flat. Where the second is positive, it bends upwards. This tells a valley from a hilltop.

# %% drawing
across = np.linspace(-2.2, 2.2, 200)
first, second = get_second_derivative(lambda t: t**4 / 4 - t**2, across)
plt.plot(across, across**4 / 4 - across**2, label="$f = x^4/4 - x^2$")
plt.plot(across, first, label="first derivative, by tape")
plt.plot(across, second, label="second derivative, by tape")
flat = np.array([-(2**0.5), 0, 2**0.5])
plt.plot(flat, flat**4 / 4 - flat**2, "ko", markersize=5)
plt.axhline(0, color="0.5", linewidth=0.8, linestyle="-")
plt.gca().set(ylim=(-3, 6), xlabel="x")
plt.legend(loc="upper center")
show("A curve with two valleys and a hilltop between; its slope is zero at all three, its second derivative negative at the hilltop.")

# %% [markdown]
# > **Remember.** A tape watches trainable variables by itself, and constants only if it is told to. It records what is computed from them while it is open. `None` means: no recorded way leads back.
#
# **Ask yourself.**
#
# Inside the tape you write `y = tf.square(x.numpy())`. What does `gradient(y, x)` return?
#
# <details><summary>Answer</summary>
#
# `None`. The number left TensorFlow on its way to `tf.square`, so no recorded way leads back to `x`.
#
# </details>
#
# Your training runs, but the first layer never changes and its gradients are `None`. Where do you look?
#
# <details><summary>Answer</summary>
#
# Go from the first layer towards the cost, and look for the place where the record breaks: a call of NumPy, whole numbers, a variable that is not trainable, or a value computed before the tape was opened.
#
# </details>
#
# ## 6 · Computation graphs
#
# What does the tape do on its way back? You can do it by hand. Cut an expression into single operations, its **nodes**. Going **forwards**, compute the value of each node. Going **backwards**, from the result $z$ to the inputs, compute the derivative of $z$ with respect to each node. Two rules are enough:
#
# - **multiply along a path:** the derivative at the next node, times the local derivative of the step to it;
# - **add over the paths:** a number that is used twice acts twice, and both ways count.
#
# Here is the first graph, at $x = 2$, $y = 3$, with the values above the nodes and a local derivative on each arrow. The gradients, that is, the derivatives of $z$, belong below the nodes. You will find them. In code, $\partial z / \partial a$ is `dz_da`.

# %% drawing
at_x, at_y = 2.0, 3.0
draw_graph(
    {"x": (0, 1.6, "$x$"), "y": (0, 0, "$y$"), "b": (4, 1.6, "$b = 1/x$"), "a": (4, 0, "$a = xy$"), "z": (8, 0.8, "$z = a + b$")},
    [("x", "b", -1 / at_x**2), ("x", "a", at_y), ("y", "a", at_x), ("a", "z", 1), ("b", "z", 1)],
    {"x": at_x, "y": at_y, "a": at_x * at_y, "b": 1 / at_x, "z": at_x * at_y + 1 / at_x},
    {"z": "dz_dz = 1", "a": "dz_da = ?", "b": "dz_db = ?", "x": "dz_dx = ?", "y": "dz_dy = ?"},
)
show("Graph of xy + 1/x at (2, 3): x leads to a and to b, y only to a, and both lead to z. The derivatives below are question marks.")

# %% [markdown]
# ### Step 9 · A sum of two paths
#
# $$
# z = xy + \frac{1}{x}: \qquad a = xy, \quad b = \frac{1}{x}, \quad z = a + b
# $$
#
# The local derivatives are $\partial a / \partial x = y$, $\partial a / \partial y = x$ and $\partial b / \partial x = -1/x^2$, and $z$ grows exactly as much as $a$ or $b$ does. From $x$ two paths lead to $z$, from $y$ only one. The way forwards is given; you write the way back.
#
# ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# If `a` grows by 0.01 and `b` stays, by how much does `z` grow?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# For each path from `x` to `z`: the derivative at the node in between, times the local derivative of this node with respect to `x`. Then add. `x**2` is the square.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `dz_dx = dz_da * ___ + dz_db * ___`
#
# </details>

# %% solution
def graph1(x, y):
    """z = x y + 1/x, forwards and backwards.

    x, y: numbers, x not 0
    Returns a dictionary: the values a = x y, b = 1/x, z = a + b, and the derivatives dz_da, dz_db, dz_dx, dz_dy.
    """
    a = x * y
    b = 1 / x
    z = a + b
    ### START CODE HERE ### (≈ 4 lines)
    # (1) from z back to a and b: dz_da, dz_db (2 lines)
    dz_da = 1.0
    dz_db = 1.0
    # (2) back to x, along two paths: dz_da, dz_db, x, y → dz_dx (1 line)
    dz_dx = dz_da * y + dz_db * (-1 / x**2)
    # (3) back to y: dz_da, x → dz_dy (1 line)
    dz_dy = dz_da * x
    ### END CODE HERE ###
    return {"a": a, "b": b, "z": z, "dz_da": dz_da, "dz_db": dz_db, "dz_dx": dz_dx, "dz_dy": dz_dy}

# %% check points=8
check("graph1", graph1)

# %% tags=["expected"]
for x, y in [(1.0, 2.0), (2.0, 3.0)]:
    values = graph1(x, y)
    print(f"at ({x:.0f}, {y:.0f}):", ", ".join(f"{name} {values[name]:.4f}" for name in ("z", "dz_dx", "dz_dy")))

# %% [markdown]
# Now your numbers stand below the nodes. Check one of them. For each arrow that leaves $x$, multiply its number by the one below the node it points to; the sum is the number below $x$.

# %% drawing
at_x, at_y = 2.0, 3.0
found = graph1(at_x, at_y)
draw_graph(
    {"x": (0, 1.6, "$x$"), "y": (0, 0, "$y$"), "b": (4, 1.6, "$b = 1/x$"), "a": (4, 0, "$a = xy$"), "z": (8, 0.8, "$z = a + b$")},
    [("x", "b", -1 / at_x**2), ("x", "a", at_y), ("y", "a", at_x), ("a", "z", 1), ("b", "z", 1)],
    {"x": at_x, "y": at_y, **{node: found[node] for node in ("a", "b", "z")}},
    {"z": 1, **{node: found[f"dz_d{node}"] for node in ("a", "b", "x", "y")}},
)
show("Graph of xy + 1/x at (2, 3) with values above and derivatives below: z is 6.5, dz/dx 2.75 over two paths, dz/dy 2.")

# %% [markdown]
# ### Step 10 · A quotient
#
# $$
# z = \frac{x + y}{x^2 - 4}: \qquad a = x + y, \quad b = x^2 - 4, \quad z = \frac{a}{b}
# $$
#
# The last operation is a division, with two local derivatives:
#
# $$
# \frac{\partial z}{\partial a} = \frac{1}{b}, \qquad \frac{\partial z}{\partial b} = -\frac{a}{b^2}
# $$
#
# <details><summary>Where does this come from?</summary>
#
# If only $a$ moves, $z$ is $a$ times the fixed number $1/b$. If only $b$ moves, $z$ is $a$ times $1/b$, and
#
# $$
# \frac{1}{h} \left( \frac{1}{b + h} - \frac{1}{b} \right) = \frac{1}{h} \cdot \frac{b - (b + h)}{(b + h)\, b} = \frac{-1}{(b + h)\, b} \;\longrightarrow\; -\frac{1}{b^2} \qquad (h \to 0).
# $$
#
# </details>
#
# The rest is as before, and the way forwards is given again. Which inputs does $b$ depend on?
#
# ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# How many paths lead from `x` to `z`, and how many from `y`?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Three local derivatives are left: of `a` with respect to `x` and to `y`, and of `b` with respect to `x`. On paper, what is the derivative of `x² - 4`?
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `dz_dx = dz_da * 1 + dz_db * ___`
#
# </details>

# %% solution
def graph2(x, y):
    """z = (x + y) / (x² - 4), forwards and backwards.

    x, y: numbers, x neither 2 nor -2
    Returns a dictionary: the values a = x + y, b = x² - 4, z = a / b, and the derivatives dz_da, dz_db, dz_dx, dz_dy.
    """
    a = x + y
    b = x**2 - 4
    z = a / b
    ### START CODE HERE ### (≈ 4 lines)
    # (1) from z back to a and b: a, b → dz_da, dz_db (2 lines)
    dz_da = 1 / b
    dz_db = -a / b**2
    # (2) back to x, along two paths: dz_da, dz_db, x → dz_dx (1 line)
    dz_dx = dz_da + dz_db * 2 * x
    # (3) back to y: dz_da → dz_dy (1 line)
    dz_dy = dz_da
    ### END CODE HERE ###
    return {"a": a, "b": b, "z": z, "dz_da": dz_da, "dz_db": dz_db, "dz_dx": dz_dx, "dz_dy": dz_dy}

# %% check points=8
check("graph2", graph2)

# %% tags=["expected"]
for x, y in [(1.0, 2.0), (3.0, 2.0)]:
    values = graph2(x, y)
    print(f"at ({x:.0f}, {y:.0f}):", ", ".join(f"{name} {values[name]:.4f}" for name in ("z", "dz_dx", "dz_dy")))

# %% drawing
at_x, at_y = 3.0, 2.0
found = graph2(at_x, at_y)
draw_graph(
    {"y": (0, 1.6, "$y$"), "x": (0, 0, "$x$"), "a": (4, 1.6, "$a = x + y$"), "b": (4, 0, "$b = x^2 - 4$"), "z": (8, 0.8, "$z = a/b$")},
    [("x", "a", 1), ("y", "a", 1), ("x", "b", 2 * at_x), ("a", "z", found["dz_da"]), ("b", "z", found["dz_db"])],
    {"x": at_x, "y": at_y, **{node: found[node] for node in ("a", "b", "z")}},
    {"z": 1, **{node: found[f"dz_d{node}"] for node in ("a", "b", "x", "y")}},
)
show("Graph of (x + y) / (x² - 4) at (3, 2): a and b are both 5, z is 1, dz/dx is -1, dz/dy 0.2.")

# %% [markdown]
# ### Step 11 · Two levels
#
# $$
# z = \frac{2x + 1/x}{x + y}: \qquad a = 2x, \quad b = \frac{1}{x}, \quad c = x + y, \quad d = a + b, \quad z = \frac{d}{c}
# $$
#
# Now three paths lead from $x$ to $z$: through $a$, through $b$ and through $c$. The first two meet in $d$, and what goes back through $d$ reaches both. Take your time with the division: which of its two letters is the denominator now? The way forwards is given.
#
# ≈ 6 lines.
#
# <details><summary>Hint 1</summary>
#
# Go back one level at a time. Which two nodes lead to `z` directly? And which two lead to `d`?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The division is that of the step before, with `d` in place of `a` and `c` in place of `b`. An addition hands a derivative on unchanged. For `x`, three products are added.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `dz_dx = dz_da * 2 + dz_db * ___ + dz_dc * ___`
#
# </details>

# %% solution
def graph3(x, y):
    """z = (2 x + 1/x) / (x + y), forwards and backwards.

    x, y: numbers, neither x nor x + y is 0
    Returns a dictionary: the values a = 2 x, b = 1/x, c = x + y, d = a + b, z = d / c, and the derivatives dz_da,
    dz_db, dz_dc, dz_dd, dz_dx, dz_dy.
    """
    a = 2 * x
    b = 1 / x
    c = x + y
    d = a + b
    z = d / c
    ### START CODE HERE ### (≈ 6 lines)
    # (1) from z back to c and d: c, d → dz_dc, dz_dd (2 lines)
    dz_dc = -d / c**2
    dz_dd = 1 / c
    # (2) from d back to a and b: dz_dd → dz_da, dz_db (2 lines)
    dz_da = dz_dd
    dz_db = dz_dd
    # (3) back to x, along three paths: dz_da, dz_db, dz_dc, x → dz_dx (1 line)
    dz_dx = dz_da * 2 + dz_db * (-1 / x**2) + dz_dc
    # (4) back to y: dz_dc → dz_dy (1 line)
    dz_dy = dz_dc
    ### END CODE HERE ###
    return {
        "a": a, "b": b, "c": c, "d": d, "z": z,
        "dz_dc": dz_dc, "dz_dd": dz_dd, "dz_da": dz_da, "dz_db": dz_db, "dz_dx": dz_dx, "dz_dy": dz_dy,
    }

# %% check points=10
check("graph3", graph3)

# %% tags=["expected"]
for x, y in [(1.0, 2.0), (2.0, 1.0)]:
    values = graph3(x, y)
    print(f"at ({x:.0f}, {y:.0f}):", ", ".join(f"{name} {values[name]:.4f}" for name in ("z", "dz_dx", "dz_dy")))

# %% [markdown]
# At (1, 2) the derivative with respect to $x$ is 0: what $x$ adds through $d$, it takes away through $c$. It is easy to slip here, so ask the tape. It needs no cutting into nodes, and the two must agree.

# %% tags=["expected"]
x, y = tf.Variable(1.0), tf.Variable(2.0)
with tf.GradientTape() as tape:
    z = (2 * x + 1 / x) / (x + y)
dz_dx, dz_dy = tape.gradient(z, [x, y])
print(f"by tape, at (1, 2): z {z:.4f}, dz_dx {dz_dx:.4f}, dz_dy {dz_dy:.4f}")

# %% drawing
at_x, at_y = 1.0, 2.0
found = graph3(at_x, at_y)
draw_graph(
    {
        "y": (0, 0, "$y$"), "x": (0, 2.4, "$x$"),
        "a": (3.6, 3.6, "$a = 2x$"), "b": (3.6, 1.9, "$b = 1/x$"), "c": (3.6, 0, "$c = x + y$"),
        "d": (7, 2.75, "$d = a + b$"), "z": (10.4, 1.4, "$z = d/c$"),
    },
    [
        ("x", "a", 2), ("x", "b", -1 / at_x**2), ("x", "c", 1), ("y", "c", 1), ("a", "d", 1), ("b", "d", 1),
        ("d", "z", found["dz_dd"]), ("c", "z", found["dz_dc"]),
    ],
    {"x": at_x, "y": at_y, **{node: found[node] for node in ("a", "b", "c", "d", "z")}},
    {"z": 1, **{node: found[f"dz_d{node}"] for node in ("a", "b", "c", "d", "x", "y")}},
)
show("Graph of (2x + 1/x) / (x + y) at (1, 2): z is 1; three paths from x add up to a derivative of 0, and dz/dy is -1/3.")

# %% [markdown]
# > **Remember.** Multiply along a path, add over the paths. That is the chain rule, and it is all of backpropagation.
#
# **Ask yourself.**
#
# The derivative `dz_dd` goes back through the sum $d = a + b$. What do $a$ and $b$ get?
#
# <details><summary>Answer</summary>
#
# The same: $d$ grows exactly as much as either of them, so an addition hands `dz_dd` on to both, unchanged.
#
# </details>
#
# In $z = x \cdot x$, how many paths lead from $x$ to $z$, and what do they add up to?
#
# <details><summary>Answer</summary>
#
# Two, one for each factor. Each gives $x$, and together they give $2x$.
#
# </details>

# %% [markdown]
# ## 7 · Logistic regression
#
# Now the same two rules train a model. It is the smallest network there is: one neuron. Here are the data, 150 iris flowers, measured by Edgar Anderson and made famous by R. A. Fisher. We take the length and the width of the **sepals**, and ask: is the flower a *setosa* (label 0) or one of the two other species (label 1)?
#
# In this part of the course **examples are columns**: `X` has shape `(2, 150)`, and `Y` has shape `(1, 150)`.

# %% tags=["expected"]
X, Y = load_iris_sepals()
x1, x2, y = X[0], X[1], Y[0]  # (150,) each
print(f"X has shape {X.shape}, Y has shape {Y.shape}: {np.sum(y == 0)} labels are 0, {np.sum(y == 1)} are 1")
print(f"the first flower: {x1[0]} cm long, {x2[0]} cm wide, label {y[0]}")

# %% drawing
plot_examples(X, Y)
plt.gca().set(title="iris: setosa (label 0) or not (label 1)", xlabel="$x_1$, sepal length (cm)", ylabel="$x_2$, sepal width (cm)")
plt.legend(loc="upper right")
show("Scatter plot of 150 flowers by sepal length and width: the two labels form two clouds that nearly touch.")

# %% [markdown]
# ### The neuron
#
# From the two features $x_1$ and $x_2$ the neuron computes the probability $a$ that the label $y$ is 1. The **loss** $L$ is the price of this answer.
#
# $$
# z = w_1 x_1 + w_2 x_2 + b, \qquad a = \sigma(z) = \frac{1}{1 + e^{-z}}, \qquad L = -\left(y \log a + (1 - y) \log(1 - a)\right)
# $$
#
# You wrote the sigmoid $\sigma$ in a11; here it is imported. Why this $a$, and why this $L$? Both follow from **three assumptions**:
#
# 1. **The evidence is a weighted sum.** The logarithm of the odds, $\log \frac{a}{1 - a}$, is $w_1 x_1 + w_2 x_2 + b$.
# 2. **A label is a toss of a coin** that shows 1 with probability $a$, and 0 with probability $1 - a$.
# 3. **The flowers do not influence each other,** so their probabilities multiply. Below, $y^{(i)}$ is the label of flower number $i$ (the parentheses say that this is not a power), and $m$ is the number of flowers, no longer a slope.
#
# <details><summary>Where does this come from? The sigmoid, from the first assumption</summary>
#
# $$
# \begin{aligned}
# \log \frac{a}{1 - a} &= z && \text{the first assumption} \\
# \frac{a}{1 - a} &= e^{z} && \text{exponential of both sides} \\
# a &= e^{z} - a\, e^{z} && \text{times } (1 - a) \\
# a &= \frac{e^{z}}{1 + e^{z}} = \frac{1}{1 + e^{-z}} = \sigma(z) && \text{collect } a \text{, then divide above and below by } e^{z}
# \end{aligned}
# $$
#
# </details>
#
# <details><summary>Where does this come from? The loss, from the other two</summary>
#
# $$
# \begin{aligned}
# P(y) &= a^{y} (1 - a)^{1 - y} && \text{one coin: } a \text{ if } y = 1 \text{, and } 1 - a \text{ if } y = 0 \\
# P(\text{all}) &= \textstyle\prod_i P\left(y^{(i)}\right) && \text{independent flowers: multiply} \\
# \log P(\text{all}) &= \textstyle\sum_i \left(y^{(i)} \log a^{(i)} + \left(1 - y^{(i)}\right) \log\left(1 - a^{(i)}\right)\right) && \text{a product becomes a sum} \\
# J &= -\tfrac{1}{m} \log P(\text{all}) = \tfrac{1}{m} \textstyle\sum_i L^{(i)} && \text{mean, and minus so that small is good}
# \end{aligned}
# $$
#
# The parameters that make the data most probable are those with the smallest **cost** $J$, the mean loss.
#
# </details>
#
# ### Back to the error
#
# Go back through the graph $z \to a \to L$, line by line:
#
# $$
# \begin{aligned}
# \frac{\partial L}{\partial a} &= -\frac{y}{a} + \frac{1 - y}{1 - a} && \text{the slope of } \log a \text{ is } \tfrac{1}{a} \\
# &= \frac{-y (1 - a) + (1 - y)\, a}{a (1 - a)} && \text{one denominator} \\
# &= \frac{a - y}{a (1 - a)} && \text{the two } ya \text{ cancel} \\
# \frac{\partial a}{\partial z} &= a (1 - a) && \text{the slope of the sigmoid} \\
# \frac{\partial L}{\partial z} &= \frac{a - y}{a (1 - a)} \cdot a (1 - a) = a - y && \text{multiply along the path}
# \end{aligned}
# $$
#
# What is left could not be simpler: **the error itself**, prediction minus label.
#
# <details><summary>Where does this come from? The slope of the sigmoid</summary>
#
# With $u = 1 + e^{-z}$, $a$ is $1/u$. The chain rule multiplies $-1/u^2$ by the slope of $u$, which is $-e^{-z}$:
#
# $$
# \frac{\partial a}{\partial z} = \frac{e^{-z}}{u^2} = \frac{1}{u} \cdot \frac{u - 1}{u} = a (1 - a)
# $$
#
# </details>

# %% drawing
figure, axes = plt.subplots(1, 2, figsize=(9.5, 3.5))
across = np.linspace(-5, 5, 201)
losses = {1: lambda t: -np.log(sigmoid(t)), 0: lambda t: -np.log(1 - sigmoid(t))}
for label, price in losses.items():
    axes[0].plot(sigmoid(across), price(across), label=f"y = {label}")
    axes[1].plot(across, sigmoid(across) - label, label=f"a − y, y = {label}")
    axes[1].plot(across[::12], numerical_derivative(price, across[::12]), "k.", label="measured" if label == 0 else None)
axes[0].set(title="loss of one prediction", xlabel="a, the probability of label 1", ylabel="L")
axes[1].set(title="slope of the loss", xlabel="z", ylabel="∂L/∂z")
axes[0].legend(loc="upper center")
axes[1].legend(loc="upper left")
show("Left, the loss grows steeply where a prediction is sure and wrong. Right, its slope along z is a - y, as measured dots confirm.")

# %% [markdown]
# ### Step 12 · The gradient of one flower
#
# One step is left: from $z$ to $w_1$, $w_2$ and $b$. The way forwards is given; you write the way back, from $L$ to the three parameters. The names are those of the graphs: `dL_dz`, `dL_dw1`, `dL_dw2`, `dL_db`.
#
# Operators work entry by entry, so the function takes one flower, or arrays with all the flowers at once. Keep the flowers apart: no sums and no means.
#
# ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# After the five lines of algebra, what is left of `dL_dz`? And if `w1` grows by 1, by how much does `z` grow?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Multiply along the path: `dL_dz` times the local derivative of `z` with respect to `w1`, to `w2`, to `b`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `dL_dw1 = dL_dz * ___`
#
# </details>

# %% solution
def logistic_graph(x1, x2, y, w1, w2, b):
    """One neuron and its loss, forwards and backwards.

    x1, x2: the features, numbers; or arrays of shape (m,), one entry for each flower
    y: the labels 0 or 1, a number or an array like x1
    w1, w2, b: the parameters, numbers
    Returns a dictionary: the values z, a, L, and the derivatives dL_dz, dL_dw1, dL_dw2, dL_db, each like x1.
    """
    z = w1 * x1 + w2 * x2 + b
    a = sigmoid(z)
    L = -(y * np.log(a) + (1 - y) * np.log(1 - a))
    ### START CODE HERE ### (≈ 4 lines)
    # (1) from L back to z: a, y → dL_dz (1 line)
    dL_dz = a - y
    # (2) from z back to the two weights: dL_dz, x1, x2 → dL_dw1, dL_dw2 (2 lines)
    dL_dw1 = dL_dz * x1
    dL_dw2 = dL_dz * x2
    # (3) from z back to the bias: dL_dz → dL_db (1 line)
    dL_db = dL_dz
    ### END CODE HERE ###
    return {"z": z, "a": a, "L": L, "dL_dz": dL_dz, "dL_dw1": dL_dw1, "dL_dw2": dL_dw2, "dL_db": dL_db}

# %% check points=10
check("logistic_graph", logistic_graph)

# %% [markdown]
# Ask the tape about one flower of label 1, 1.5 long and −2 wide (not a real flower, but its features differ in sign):

# %% tags=["expected"]
flower = logistic_graph(1.5, -2.0, 1, w1=0.4, w2=0.3, b=0.2)
w1, w2, b = (tf.Variable(value, dtype=tf.float64) for value in (0.4, 0.3, 0.2))
with tf.GradientTape() as tape:
    loss = -tf.math.log(tf.sigmoid(w1 * 1.5 + w2 * -2.0 + b))  # the label is 1
for name, recorded in zip(["dL_dw1", "dL_dw2", "dL_db"], tape.gradient(loss, [w1, w2, b])):
    print(f"{name}: by hand {flower[name]:.6f}, by tape {recorded:.6f}")

# %% [markdown]
# ### Training by hand
#
# The cost is the mean loss of all the flowers, and the slope of a mean is the mean of the slopes:
#
# | | one flower | all flowers |
# |---|---|---|
# | price | $L$ | $J = \frac{1}{m} \sum_i L^{(i)}$ |
# | its slope along $w_1$ | $(a - y)\, x_1$ | $\frac{1}{m} \sum_i \left(a^{(i)} - y^{(i)}\right) x_1^{(i)}$ |
# | its slope along $b$ | $a - y$ | $\frac{1}{m} \sum_i \left(a^{(i)} - y^{(i)}\right)$ |
#
# To learn is to walk against the gradient: subtract from each parameter its slope, times a small number, the **learning rate**. It is your function that does the work here.

# %% tags=["demo"]
w1, w2, b = 0.0, 0.0, 0.0
costs_by_hand = []
for i in range(2000):
    flowers = logistic_graph(x1, x2, y, w1, w2, b)
    costs_by_hand.append(np.mean(flowers["L"]))
    w1 = w1 - 0.1 * np.mean(flowers["dL_dw1"])
    w2 = w2 - 0.1 * np.mean(flowers["dL_dw2"])
    b = b - 0.1 * np.mean(flowers["dL_db"])

right = np.sum((logistic_graph(x1, x2, y, w1, w2, b)["a"] > 0.5) == y)
print(f"cost {costs_by_hand[0]:.3f} at the start, {costs_by_hand[-1]:.3f} after 2000 steps; {right} of 150 flowers right")
print(f"w1 = {w1:.4f}, w2 = {w2:.4f}, b = {b:.4f}")

# %% drawing
figure, axes = plt.subplots(1, 2, figsize=(9.5, 3.8))
axes[0].plot(costs_by_hand)
axes[0].set(title="the cost goes down", xlabel="step", ylabel="J", ylim=(0, None))
plot_decision_boundary(lambda points: sigmoid(w1 * points[0] + w2 * points[1] + b), X, Y, step=0.02, ax=axes[1])
axes[1].set(title=f"one neuron: {right} of 150 right", xlabel="$x_1$, sepal length (cm)", ylabel="$x_2$, sepal width (cm)")
axes[1].legend(loc="lower right")
show("Left, the cost falls fast and then slowly. Right, a straight line cuts the flowers in two and leaves one on the wrong side.")

# %% [markdown]
# You have trained your first model, with derivatives that you found yourself. The cost starts at $\log 2 \approx 0.693$, the price of saying "one half" to every flower. In the end a straight line has all flowers but one on the right side.
#
# ### Training by tape
#
# The tape does the same work and needs only the way forwards. The parameters are variables now, so it watches them by itself, and `assign_sub` subtracts in place.

# %% tags=["demo"]
variables = [tf.Variable(0.0, dtype=tf.float64) for name in ("w1", "w2", "b")]
for i in range(2000):
    with tf.GradientTape() as tape:
        a = tf.sigmoid(variables[0] * x1 + variables[1] * x2 + variables[2])
        J = -tf.reduce_mean(y * tf.math.log(a) + (1 - y) * tf.math.log(1 - a))
    for variable, gradient in zip(variables, tape.gradient(J, variables)):
        variable.assign_sub(0.1 * gradient)
print("by tape:", ", ".join(f"{name} = {value.numpy():.4f}" for name, value in zip(["w1", "w2", "b"], variables)))

# %% [markdown]
# Compare: the parameters agree with those of your own function, to the last digit shown.
#
# > **Remember.** For the sigmoid with the logistic loss, the slope at $z$ is $a - y$, the error itself. To learn is to walk against the gradient.
#
# **Ask yourself.**
#
# A flower has label 1 and $a = 0.999$. How hard does it pull at the parameters? And if its label were 0?
#
# <details><summary>Answer</summary>
#
# With $a - y = -0.001$ it hardly pulls at all. With label 0 it would pull about a thousand times as hard, and the other way: what is right teaches little.
#
# </details>
#
# Why do the slopes along $w_1$ and $w_2$ have a feature as a factor, and the slope along $b$ none?
#
# <details><summary>Answer</summary>
#
# In $z = w_1 x_1 + w_2 x_2 + b$, a small change of $w_1$ is multiplied by $x_1$ on its way to $z$, and a change of $b$ arrives as it is.
#
# </details>
#
# ## 8 · One hidden layer, by tape
#
# One neuron draws a straight line. Put a layer of units between the input and the output, and the border may bend. Here you **use** such a layer: give the tape the way forwards, and it finds the way back. You write its gradient by hand in a15.
#
# ### Sigmoid and tanh
#
# The new function is $\tanh$, an S-shaped curve like the sigmoid, from −1 to 1. Is it really new? Move the middle of a sigmoid to 0, make it narrower and taller, and see how close to tanh you get. Change the two numbers until the distance is 0.

# %% tags=["demo"]
narrower, taller = 1, 1  # whole numbers are enough
z = np.linspace(-6, 6, 241)
mine = taller * (sigmoid(narrower * z) - 0.5)
print(f"largest distance from tanh: {np.max(np.abs(mine - np.tanh(z))):.4f}")

# %% [markdown]
# <details><summary>Answer, and where it comes from</summary>
#
# Both numbers are 2: $\tanh z = 2\,\sigma(2z) - 1$. Multiply above and below by $e^{-z}$:
#
# $$
# \tanh z = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}} = \frac{1 - e^{-2z}}{1 + e^{-2z}} = \frac{2 - (1 + e^{-2z})}{1 + e^{-2z}} = 2\,\sigma(2z) - 1
# $$
#
# </details>
#
# So tanh is a sigmoid, half as wide and twice as tall, and moved down by 1. How much steeper is it at 0? Guess, and look at the black dots, which your `numerical_derivative` has measured:

# %% drawing
figure, axes = plt.subplots(1, 2, figsize=(9.5, 3.4), sharex=True, sharey=True)
across = np.linspace(-6, 6, 241)
curves = [(sigmoid, "sigmoid", lambda a: a * (1 - a), "a (1 − a)"), (np.tanh, "tanh", lambda a: 1 - a**2, "1 − a²")]
for ax, (f, curve, its_slope, formula) in zip(axes, curves):
    ax.plot(across, f(across), label=f"a = {curve}(z)")
    ax.plot(across, its_slope(f(across)), label=f"slope {formula}")
    ax.plot(across[::10], numerical_derivative(f, across[::10]), "k.", label="slope, measured")
    ax.set(xlabel="z")
axes[1].plot(z, mine, color="0.5", linestyle="-", linewidth=1, label="your sigmoid")
for ax in axes:
    ax.legend(loc="upper left", fontsize=9)
show("The S-shaped sigmoid and tanh with their bell-shaped slopes, which agree with measured dots and vanish on both sides; beside tanh, a thin line, the stretched sigmoid.")

# %% [markdown]
# Four times: the slope at 0 is 1, and the sigmoid's is a quarter. That matters on the way back, where slopes multiply. Through five layers at their steepest, sigmoids leave $\left(\tfrac14\right)^5 \approx 0.001$ of a gradient, and tanh all of it. This is one reason why the hidden layer uses tanh. The sigmoid is kept for the output, which is to be a probability. Far from zero both curves are flat, and there hardly anything gets through.
#
# ### Ten units
#
# What is in a hidden layer? Here is a network with four units in it; you train one with ten.

# %% drawing
from utils.planar_utils import draw_network

draw_network(n_x=2, n_h=4, n_y=1)
show("A network drawn as circles and lines: two features lead to each of four hidden units, and these to one output; the shapes of X, W1, b1, A1, W2, b2 and A2 stand beside.")

# %% [markdown]
# Each circle of the hidden layer is a neuron like that of section 7, but with tanh: it takes both features, and has two weights and a bias of its own. The output is one more neuron, a sigmoid as before. Its features are the answers of the hidden units, the rows of `A1`.
#
# Read the next cell line by line. The hidden layer is new, and so are two helpers. `W1 @ X` holds the weighted sums of all units and all flowers at once. `sigmoid_cross_entropy_with_logits` is TensorFlow's name for the loss $L$, computed from $z$ (it calls $z$ the *logit*); it stays exact when $a$ is very close to 0 or 1. `tf.function` compiles a step, so that 10 000 of them take less time. (`1.0 * Y` makes fractions of the labels: TensorFlow does not mix types.)

# %% tags=["demo"]
def network(X, W1, b1, W2, b2):
    """A network with one hidden layer: the hidden values A1 (n_h, m), and Z2 (1, m), whose sigmoid is the output."""
    A1 = tf.tanh(W1 @ X + b1)
    return A1, W2 @ A1 + b2


def train_by_tape(X, Y, n_h, learning_rate, steps, seed=2):
    """Train a network with n_h hidden units. Returns W1, b1, W2, b2; and, for each step, the cost and the mean slope of tanh."""
    draw = np.random.RandomState(seed)
    W1, W2 = (tf.Variable(draw.randn(*shape) * 0.01) for shape in [(n_h, 2), (1, n_h)])  # small random numbers
    b1, b2 = tf.Variable(np.zeros((n_h, 1))), tf.Variable(np.zeros((1, 1)))
    variables = [W1, b1, W2, b2]

    @tf.function
    def step():
        with tf.GradientTape() as tape:
            A1, Z2 = network(X, *variables)
            J = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=1.0 * Y, logits=Z2))
        for variable, gradient in zip(variables, tape.gradient(J, variables)):
            variable.assign_sub(learning_rate * gradient)
        return J, tf.reduce_mean(1 - A1**2)

    history = np.array([step() for i in range(steps)])
    return variables, history

# %% [markdown]
# Ten hidden units, learning rate 0.3, 10 000 steps. Two guesses before you run it. The neuron had three numbers to learn: how many does this network have, in `W1`, `b1`, `W2` and `b2`? And how will its border look, now that it may bend?

# %% tags=["demo"]
ten_units, history = train_by_tape(X, Y, n_h=10, learning_rate=0.3, steps=10000)
sizes = [variable.numpy().size for variable in ten_units]
print("numbers to learn:", " + ".join(str(size) for size in sizes), "=", sum(sizes))
for i in range(0, 10000, 1000):
    print(f"cost after {i} steps: {history[i, 0]:.6f}")

# %% drawing
figure, axes = plt.subplots(1, 2, figsize=(9.5, 3.8), sharey=True)
borders = [lambda points: sigmoid(w1 * points[0] + w2 * points[1] + b), lambda points: sigmoid(network(points, *ten_units)[1].numpy())]
for ax, border, title in zip(axes, borders, ["one neuron", "ten hidden units"]):
    plot_decision_boundary(border, X, Y, step=0.02, ax=ax)
    ax.set(title=f"{title}: {np.sum((border(X) > 0.5) == Y)} of 150 right", xlabel="$x_1$, sepal length (cm)", ylabel="")
axes[0].set(ylabel="$x_2$, sepal width (cm)")
axes[1].legend(loc="lower right")
show("Two borders, both straight: that of one neuron leaves one flower on the wrong side, the steeper one of ten hidden units leaves none.")

# %% [markdown]
# All 150 are right. But look closely: this border is as straight as the other, only steeper. A line can separate these two clouds, and one neuron would get there too, at its rate of 0.1, after some 200 000 steps. The hidden layer only earns its keep on a harder question, and you meet one below.
#
# What has it gained, then? Ask both about a flower of your own. Change the width by a tenth of a centimetre at a time: where does each of them change its mind, and which one does it more suddenly?

# %% tags=["demo"]
length, width = 5.5, 3.2  # a sepal of your own, in centimetres
by_neuron = sigmoid(w1 * length + w2 * width + b)
by_network = sigmoid(network(np.array([[length], [width]]), *ten_units)[1].numpy().item())
print(f"not a setosa, says the neuron: {by_neuron:.3f}, say the ten units: {by_network:.3f}")

# %% [markdown]
# On its way from 0.9 to 0.1 the neuron needs about 0.7 cm, and the ten units about 0.2. Together they have made $z$ steeper, so their answer turns more sharply. (They have also been trained for longer, and with a larger rate.)
#
# **One gradient by hand.** The output is a neuron like that of section 7, and its features are the rows of `A1`. So what is the slope of the cost along each entry of `W2`? It is in the table of "Training by hand", with a row of `A1` in place of $x_1$. Write it into the next cell, in place of the zeros, and ask the tape. (`W1` lies one layer further back. You write its gradient in a15.)

# %% tags=["demo"]
with tf.GradientTape() as tape:
    A1, Z2 = network(X, *ten_units)
    J = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=1.0 * Y, logits=Z2))
by_tape = tape.gradient(J, ten_units)[2].numpy().ravel()  # W2 is the third of the four
A1, A2 = A1.numpy(), sigmoid(Z2.numpy())  # (10, 150) and (1, 150)
by_hand = np.zeros(10)  # your line in place of this one: A1, A2, Y → one slope for each unit
print("by tape", by_tape[:3], "and by hand", np.ravel(by_hand)[:3])
print("they agree:", np.allclose(np.ravel(by_hand), by_tape, rtol=1e-6, atol=0))

# %% [markdown]
# <details><summary>Answer</summary>
#
# `np.mean((A2 - Y) * A1, axis=1)`: the error, times the number that the weight is multiplied by, and the mean over all flowers.
#
# </details>
#
# ### Break it
#
# Now take four units and a larger learning rate, 1.2. The training gets stuck. Is that bad luck? Try five different starts, and then two cures: **smaller steps**, or **standardised** features. To standardise, subtract the mean of each feature and divide by its standard deviation, so that the values lie around zero.

# %% tags=["demo"]
X_standard = (X - np.mean(X, axis=1, keepdims=True)) / np.std(X, axis=1, keepdims=True)
settings = {"raw, rate 1.2": (X, 1.2), "raw, rate 0.1": (X, 0.1), "standardised, rate 1.2": (X_standard, 1.2)}
costs = {}
for name, (inputs, rate) in settings.items():
    runs = [train_by_tape(inputs, Y, n_h=4, learning_rate=rate, steps=1000, seed=seed) for seed in (2, 3, 4, 5, 6)]
    costs[name] = [history[:, 0] for _, history in runs]
    correct = [int(np.sum((network(inputs, *variables)[1].numpy() > 0) == Y)) for variables, _ in runs]
    print(f"{name}: costs", ", ".join(f"{cost[-1]:.4f}" for cost in costs[name]), "and right:", correct)

# %% drawing
figure, axes = plt.subplots(1, 2, figsize=(9.5, 3.6), sharey=True)
styles = {"color": "black", "linestyle": "-"}, {"color": "0.45", "linestyle": "--"}, {"color": "0.45", "linestyle": ":"}
for place, (setting, style) in enumerate(zip(costs, styles)):
    axes[0].loglog(range(1, 1001), costs[setting][0], label=setting, linewidth=1.8, **style)
    axes[1].plot([place - 0.2 + 0.1 * k for k in range(5)], [cost[-1] for cost in costs[setting]], "ko", markersize=5)
axes[0].set(title="one start", xlabel="step", ylabel="J")
axes[0].legend(loc="lower left")
axes[1].axhline(0.6365, color="0.5", linestyle="--", linewidth=1.2)
axes[1].text(2.4, 0.4, 'saying "two thirds" to every flower', ha="right", va="top", fontsize=10)
axes[1].set(title="five starts, after 1000 steps", xticks=range(3), xticklabels=[setting.replace(", ", ",\n") for setting in costs], xlim=(-0.5, 2.5))
show("Left, costs against steps: raw features with rate 1.2 stay near 0.64, the two cures fall. Right, the same for five starts each, as dots.")

# %% [markdown]
# With raw centimetres and rate 1.2 the cost stays at about 0.64 for all five starts, apart from a few jumps, and every flower is called "not setosa". (Among other starts, a lucky one may escape.) The network has learnt how frequent the labels are, and nothing else: if you say "two thirds" to every flower, you pay $-\frac{1}{3} \log \frac{1}{3} - \frac{2}{3} \log \frac{2}{3} \approx 0.6365$. Both cures work from all five.
#
# Why does it get stuck? Look at it early, after 200 steps:

# %% tags=["demo"]
early = {name: train_by_tape(inputs, Y, n_h=4, learning_rate=rate, steps=201) for name, (inputs, rate) in settings.items()}

# %% drawing
figure, axes = plt.subplots(2, 2, figsize=(9.5, 6))
for ax, (setting, (trained, history)) in zip(axes.flat[1:], early.items()):
    axes[0, 0].plot(history[:, 1], label=setting)
    hidden = network(settings[setting][0], *trained)[0].numpy()  # (4, 150)
    for label, name, marks in [(0, "setosa (label 0)", "o"), (1, "another species (label 1)", "x")]:
        places = np.add.outer(np.arange(1, 5) + 0.3 * label - 0.15, np.zeros(np.sum(Y == label)))
        ax.plot(places.ravel(), hidden[:, Y[0] == label].ravel(), marks, color=str(0.5 * label), markersize=5, alpha=0.5, label=name)
    ax.set(title=f"{setting}: J = {history[-1, 0]:.3f}", xlabel="hidden unit", ylabel="A1, at the end", xlim=(0.5, 4.5), ylim=(-1.1, 1.1), xticks=[1, 2, 3, 4])
figure.legend(*ax.get_legend_handles_labels(), loc="outside lower center", ncols=2)
axes[0, 0].set(title="mean slope of tanh", xlabel="step", ylabel="mean of 1 − A1²", ylim=(0, 1.6), yticks=[0, 0.5, 1])
axes[0, 0].legend(loc="upper right")
show("The mean slope of tanh falls to zero within 200 steps for raw features at rate 1.2. Hidden values: there each unit is at -1 or at 1 for all flowers; in the other runs setosa and the others part.")

# %% [markdown]
# A sepal is about six centimetres long and three wide, so $z$ is far from zero as soon as the weights have grown a little, and steps of 1.2 make them grow at once. After 200 steps, nearly every hidden value is at 1 or −1. There tanh is flat, 1 − A1² is nearly 0, and almost no gradient gets through to the first layer. The units are **saturated**, and what is flat does not learn. Each unit now says the same for every flower, so the output can't tell them apart: only the frequency of the labels is left to learn. The other two runs keep their slope while the cost comes down: their units tell the two kinds of flowers apart.
#
# ### A harder question
#
# *Setosa* was easy. *Versicolor* lies between the two others, so no single line can cut it out, and by its sepals it overlaps with *virginica*. Label 0 is *versicolor* now; the features are standardised, and each size of network has the same five starts.
#
# How many straight lines would you need to cut it out, and so, how many hidden units at least? Guess before you run the cell.

# %% tags=["demo"]
_, Y_middle = load_iris_sepals("versicolor")
shares, examples = {}, {}
for n_h in (1, 2, 10):
    runs = [train_by_tape(X_standard, Y_middle, n_h, learning_rate=1.2, steps=1000, seed=seed) for seed in (2, 3, 4, 5, 6)]
    shares[n_h] = [np.mean((network(X_standard, *variables)[1].numpy() > 0) == Y_middle) for variables, _ in runs]
    examples[n_h] = runs[0][0]
    print(f"{n_h} hidden: right", ", ".join(f"{share:.1%}" for share in shares[n_h]))

# %% drawing
figure, axes = plt.subplots(1, 4, figsize=(9.5, 3.2))
for ax, n_h in zip(axes, examples):
    plot_decision_boundary(lambda points: network(points, *examples[n_h])[1].numpy() > 0, X_standard, Y_middle, step=0.02, ax=ax)
    ax.set(title=f"{n_h} hidden", xlabel="$x_1$, standardised", ylabel="$x_2$, standardised" if n_h == 1 else "")
for place, n_h in enumerate(shares):
    axes[3].plot([place - 0.2 + 0.1 * k for k in range(5)], shares[n_h], "ko", markersize=5)
axes[3].set(title="share right, five starts", xticks=range(3), xticklabels=shares, xlabel="hidden units", ylim=(0.5, 1))
figure.legend(*[axes[0].get_legend_handles_labels()[0], ["versicolor (label 0)", "another species (label 1)"]], loc="outside lower center", ncols=2)
show("Versicolor against the rest: one unit draws a line, two a wedge, ten a wider wedge; dots: one is right for two thirds, two and ten for about five sixths.")

# %% [markdown]
# One unit draws a line, and is right for about two thirds of the flowers, no more than if it called every one "not versicolor". Two units cut out a wedge, and are right for more than four fifths. Ten bend the border further and gain next to nothing: where two species lie on top of each other, their sepals alone cannot tell them apart.
#
# > **Remember.** Give the tape the way forwards, and it trains any network. Large inputs times large steps saturate tanh, and what is flat does not learn: standardise.
#
# **Ask yourself.**
#
# If every weight starts at zero, which of the four parameters can learn?
#
# <details><summary>Answer</summary>
#
# Only `b2`. `A1` is 0, so the gradient of `W2` is 0; `W2` is 0, so nothing goes back to `W1` and `b1`.
#
# </details>
#
# Why do standardised features allow larger steps?
#
# <details><summary>Answer</summary>
#
# They lie around zero and reach no further than about 3, so $z$ stays small for longer, where tanh is steep.
#
# </details>
#
# ## What you can do now
#
# You can measure a derivative and say how exact it is, use the product, chain and inverse rule, say what a tape records, go back through a graph by hand, and derive the gradient of a neuron down to $a - y$.
#
# In [a13](../a13_computational_graph/a13_computational_graph.ipynb) you go back through a larger graph with nine weights, learn to test its gradient, and test the test as well. [a14](../a14_logistic_regression/a14_logistic_regression.ipynb) turns section 7 into a model that looks at pictures, and in [a15](../a15_planar_classification/a15_planar_classification.ipynb) you write the hidden layer yourself.
#
# ## Open questions
#
# These are not marked. To change a function, paste its text into a new cell and give it another name.
#
# - ★ What does the tape say about $|x|$ at 0? (TensorFlow has `tf.abs`.) Compare it with the slopes on both sides.
# - ★ `get_second_derivative` of $3x$ gives `None` instead of 0. Why? Find the option of `gradient` that changes it.
# - ★★ Which $h$ is best for the central difference of $x^3$ at 1000? Why is it so much larger than for $\sin x$ at 0.5?
# - ★★ Draw the graph of `logistic_graph` with `draw_graph`, for one flower, values above and derivatives below.
# - ★★★ In the run that is stuck, find the step after which the mean of 1 − A1² stays below 0.01. Can a smaller rate from there on save it?
#
# <details><summary>For those who know the original</summary>
#
# The original was a worked lab without exercises, in the style of TensorFlow 1 and early 2; the division into functions is ours. Its derivatives of the third graph at (1, 2), printed as −2 and −1, are wrong: they are 0 and −1/3. Its network on two iris features (`layer_sizes`, `initialize_parameters`, `forward_propagation`, `compute_cost`, `backward_propagation`, `update_parameters`, `model`, `predict`) is written in a15; here the tape trains the same network from the same start. The printed costs are the original's, 0.693204 at the start, 0.025059 after 1000 steps and 0.002093 after 9000. With four units and rate 1.2 the original was stuck at 0.636514. `sigmoid` is written in a11.
#
# </details>

# %% tags=["demo"]
progress()
