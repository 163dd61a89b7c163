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
# A network learns by asking one question over and over: if this number grew a little, would the error grow or shrink, and how fast? The answer is a derivative. This notebook finds derivatives in three ways: with **pencil and rules**, by **measuring**, and with TensorFlow's **tape**, which writes down a computation and runs it backwards. Each way checks the others.
#
# When you are done, you can
#
# - measure a slope, a derivative and a partial derivative, and say how exact the measurement is;
# - use the product, the chain and the inverse rule;
# - say what a `GradientTape` records, and why it sometimes answers `None`;
# - go through a computation graph forwards and backwards, with a value and a derivative at every node;
# - derive the gradient of the logistic loss, and train a small network with it.
#
# You need school calculus and `a11_numpy_basics`.
#
# ## How this notebook works
#
# There are twenty short steps, and you write one function in each. Your code goes between the lines `### START CODE HERE ###` and `### END CODE HERE ###`; leave everything else as it is. The `≈` beside them says about how many lines to expect. Yours may be more or fewer.
#
# After each function comes a cell that **checks** it. Run it at once.
#
# - ✓ means that your function gave the right answer on several inputs.
# - Otherwise a message tells you what was asked, what came, and what is probably wrong.
#
# Your mark comes from inputs that you have not seen, so write code that works for every function and every size. `progress()`, at the end, shows where you stand. Each step also has three folded hints: a question, then a tool, then a line with a gap. Open them in this order.
#
# Functions leave their arguments as they are, here as in the whole course: `x *= 2` on an argument would change the caller's own array. What you print is not marked, so print whatever helps you.
#
# ## 1 · Packages
#
# Some functions to differentiate are ready in `calculus_utils`. Each stands there with its derivative, found by pencil: `parabola` is $3x^2$ and `parabola_slope` is $6x$. All of them take numbers, arrays and tensors.

# %%
import os

# TensorFlow would fill the page with its log; it reads these when it is imported.
os.environ.update(TF_CPP_MIN_LOG_LEVEL="2", TF_ENABLE_ONEDNN_OPTS="0")

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

from utils import check, progress
from utils.calculus_utils import (
    cosine,
    cube,
    cubic,
    cubic_slope,
    exponential,
    inner,
    inner_slope,
    parabola,
    plot_tangents,
    quadratic,
    quadratic_slope,
    shifted_square,
    sine,
    square,
    surface,
    wave,
)
from utils.figures import show
from utils.graph_utils import draw_graph
from utils.iris_utils import load_iris_sepals
from utils.planar_utils import plot_decision_boundary, plot_examples

tf.get_logger().setLevel("ERROR")
plt.style.use("utils.course")

# %% [markdown]
# ## 2 · Slope and limit
#
# ### Step 1 · The slope of a line
#
# A line through the points $p = (x_0, y_0)$ and $q = (x_1, y_1)$ climbs by $y_1 - y_0$ while it goes $x_1 - x_0$ to the right. Its slope is rise over run:
#
# $$
# m = \frac{y_1 - y_0}{x_1 - x_0}
# $$
#
# A line that falls has a negative slope. It does not matter which point comes first, as long as it comes first **both** times.
#
# ≈ 3 lines.
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
# `dx = ___ - p[0]`, and the same for `dy`.
#
# </details>

# %% solution
def slope(p, q):
    """Slope of the line through two points.

    p, q: points (x, y), pairs of numbers; their x are not the same
    Returns one number.
    """
    ### START CODE HERE ### (≈ 3 lines)
    # (1) how far to the right, and how far up
    dx = q[0] - p[0]
    dy = q[1] - p[1]
    # (2) rise over run
    m = dy / dx
    ### END CODE HERE ###
    return m

# %% check points=4
check("slope", slope)

# %% tags=["expected"]
print(f"from (0, 1) to (2, 5): {slope((0, 1), (2, 5)):.6f}")
print(f"from (1, 4) to (3, 1): {slope((1, 4), (3, 1)):.6f}")

# %% [markdown]
# A curve has another slope at every point. Take $y = 3x^2$ at $x = 2$: draw the line through this point and a second one, a distance $h$ to the right. Such a line is called a **secant**. Now let $h$ shrink. The secants close in on one line, the **tangent**, and their slopes on one number: the **derivative**
#
# $$
# f'(x) = \lim_{h \to 0} \frac{f(x + h) - f(x)}{h}.
# $$

# %% tags=["demo"]
x = np.linspace(-0.5, 3.8, 200)
plt.plot(x, parabola(x), color="black", label="$3x^2$")
for h in [1.5, 0.7, 0.2]:
    steepness = slope((2, parabola(2)), (2 + h, parabola(2 + h)))
    plt.plot(x, parabola(2) + steepness * (x - 2), linewidth=1.5, label=f"h = {h}: slope {steepness:.1f}")
    plt.plot(2 + h, parabola(2 + h), "ko", markersize=4)
plt.plot(x, parabola(2) + 12 * (x - 2), color="#D55E00", linestyle="-", linewidth=1.2, label="tangent: slope 12")
plt.plot(2, parabola(2), "ks", markersize=7)
plt.ylim(-12, 44)
plt.xlabel("x")
plt.ylabel("y")
plt.title("secants through x = 2: slopes on their way to 12")
plt.legend()
show("The parabola with three secants through x = 2, slopes 16.5, 14.1 and 12.6, which close in on the tangent, slope 12.")

# %% [markdown]
# By pencil, the derivative of $3x^2$ is $6x$, which is 12 at $x = 2$. How close do the secants come?

# %% tags=["expected"]
for h in [1e-1, 1e-2, 1e-4, 1e-8, 1e-12]:
    print(f"h = {h:.0e}: {(parabola(2 + h) - parabola(2)) / h:.8f}")

# %% [markdown]
# At first each step is better than the one before. Yet the last, with the smallest $h$, is worse! The two values of $f$ now agree in nearly all of their 16 digits, and their difference consists mostly of rounding. So $h$ must be small, but not too small.
#
# ### Step 2 · The derivative, measured
#
# A secant that starts at $x$ leans to one side. It is better to go the same distance to the left and to the right, the **central difference**:
#
# $$
# f'(x) \approx \frac{f(x + h) - f(x - h)}{2h}
# $$
#
# Its error shrinks like $h^2$, that of the one-sided quotient only like $h$. Write it with operators alone, and it works on arrays as well, entry by entry. Do not change `x`.
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# The two points lie at `x - h` and `x + h`. How far apart are they?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `f` is a function: `f(x)` calls it. Python works from left to right, so `/ 2 * h` divides by 2 and then multiplies by `h`. Use brackets.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `derivative = (right - left) / ___`
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
    ### START CODE HERE ### (≈ 3 lines)
    # (1) the values of f a little to the right and a little to the left
    right = f(x + h)
    left = f(x - h)
    # (2) rise over run
    derivative = (right - left) / (2 * h)
    ### END CODE HERE ###
    return derivative

# %% check points=7
check("numerical_derivative", numerical_derivative)

# %% tags=["expected"]
print(f"3x² at 2:          measured {numerical_derivative(parabola, 2.0):.8f}, by pencil 12")
print(f"x³ at 1, h = 0.1:  measured {numerical_derivative(cube, 1.0, 0.1):.8f}, by pencil 3")
print(f"sin at 0.5:        measured {numerical_derivative(sine, 0.5):.8f}, by pencil {np.cos(0.5):.8f}")

# %% [markdown]
# The picture repeats the race between the two quotients for $\sin x$ at 0.5. Both curves fall until rounding takes over and lifts them again. The central difference is best near $h = 10^{-5}$, and there it has about eleven right digits: enough to find nearly every mistake in a gradient. On the right, your function differentiates a whole array at once.

# %% tags=["demo"]
figure, axes = plt.subplots(1, 2, figsize=(10, 3.8))
steps = 10.0 ** np.arange(-13, 0, 0.25)
one_sided = [abs((sine(0.5 + h) - sine(0.5)) / h - np.cos(0.5)) for h in steps]
central = [abs(numerical_derivative(sine, 0.5, h) - np.cos(0.5)) for h in steps]
axes[0].loglog(steps, one_sided, label="one-sided")
axes[0].loglog(steps, central, label="central")
axes[0].set(title="error of the derivative of sin at 0.5", xlabel="h", ylabel="error")
axes[0].legend()
x = np.linspace(-4, 4, 200)
axes[1].plot(x, sine(x), label="sin x")
axes[1].plot(x, numerical_derivative(sine, x), label="its derivative, measured")
axes[1].plot(x[::12], cosine(x[::12]), "k.", label="cos x")
axes[1].set(xlabel="x", ylim=(-1.2, 2.1))
axes[1].legend(loc="upper center", ncols=2)
show("Left, two V-shaped error curves; the central one reaches far lower. Right, the measured derivative of sin lies on cos.")

# %% [markdown]
# ## 3 · Several variables
#
# ### Step 3 · Partial derivatives
#
# The cost of a network depends on many numbers at once. Move **one** of them, hold all others still, and you measure a **partial derivative**. For $f(x, y) = x^2 y + x y^3$ the pencil treats the other variable as a constant:
#
# $$
# \frac{\partial f}{\partial x} = 2xy + y^3, \qquad \frac{\partial f}{\partial y} = x^2 + 3xy^2
# $$
#
# Measured, it is a central difference again. With $e_i$, the vector that is 1 at place $i$ and otherwise 0:
#
# $$
# \frac{\partial f}{\partial x_i} \approx \frac{f(x + h e_i) - f(x - h e_i)}{2h}
# $$
#
# The point comes as an array of shape `(n,)`, and `i` counts from 0. The function `f` takes its coordinates one by one: for an array `point`, call `f(*point)`; the star unpacks it. **Do not change the argument** `point`: a function receives the very array of its caller, so work on copies.
#
# ≈ 5 lines.
#
# <details><summary>Hint 1</summary>
#
# You need two points that differ from the given one in one coordinate only. What becomes of the given point if you write into it?
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
    ### START CODE HERE ### (≈ 5 lines)
    # (1) two copies of the point; coordinate i goes up in one and down in the other
    up = point.copy()
    down = point.copy()
    up[i] += h
    down[i] -= h
    # (2) rise over run
    derivative = (f(*up) - f(*down)) / (2 * h)
    ### END CODE HERE ###
    return derivative

# %% check points=7
check("partial_derivative", partial_derivative)

# %% tags=["expected"]
here = np.array([1.0, 2.0])
print(f"x²y + xy³ at (1, 2), along x: measured {partial_derivative(surface, here, 0):.6f}, by pencil 12")
print(f"x²y + xy³ at (1, 2), along y: measured {partial_derivative(surface, here, 1):.6f}, by pencil 13")

# %% [markdown]
# All partial derivatives together make the **gradient**, $\nabla f = (\partial f / \partial x, \partial f / \partial y)$. Like $f$ it has a value at every point, so each of its two entries is a surface of its own.

# %% tags=["demo"]
axis = np.linspace(-2, 2, 25)
grid_x, grid_y = np.meshgrid(axis, axis)  # (25, 25) each
pairs = [np.array([a, b]) for a, b in zip(grid_x.ravel(), grid_y.ravel())]
df_dx = np.array([partial_derivative(surface, pair, 0) for pair in pairs]).reshape(grid_x.shape)
df_dy = np.array([partial_derivative(surface, pair, 1) for pair in pairs]).reshape(grid_x.shape)

figure, axes = plt.subplots(1, 3, figsize=(11, 4), subplot_kw={"projection": "3d"})
titles = ["$f = x^2 y + x y^3$", r"$\partial f/\partial x = 2xy + y^3$", r"$\partial f/\partial y = x^2 + 3xy^2$"]
for ax, heights, title in zip(axes, [surface(grid_x, grid_y), df_dx, df_dy], titles):
    ax.plot_surface(grid_x, grid_y, heights, cmap="cividis", edgecolor="0.3", linewidth=0.2)
    ax.set(xlabel="x", ylabel="y", title=title)
    ax.view_init(elev=28, azim=-60)
figure.get_layout_engine().set(w_pad=0.3)
show("Three surfaces over the same square: the function, and its two partial derivatives, which are shaped quite differently.")

# %% [markdown]
# Seen from above, with lines of equal height, the gradient is an arrow at each point. It is at right angles to these lines and points to where $f$ grows fastest. A network that learns walks against such arrows.

# %% tags=["demo"]
lines = plt.contour(grid_x, grid_y, surface(grid_x, grid_y), levels=[-12, -6, -3, -1, 1, 3, 6, 12], colors="0.45", linewidths=1.2)
plt.clabel(lines, fontsize=8)
for pair in [np.array([a, b]) for a in (-1.5, -0.5, 0.5, 1.5) for b in (-1.5, -0.5, 0.5, 1.5)]:
    gradient = np.array([partial_derivative(surface, pair, k) for k in (0, 1)])
    plt.arrow(*pair, *(0.35 * gradient / np.linalg.norm(gradient)), head_width=0.09, color="#D55E00")
plt.gca().set(aspect="equal", xlabel="x", ylabel="y", title="gradients: arrows across the lines of equal height")
plt.grid(False)
show("Lines of equal height of the surface, crossed at right angles by sixteen arrows of equal length, the directions of the gradient.")

# %% [markdown]
# ## 4 · Rules
#
# To measure costs two calls of $f$ for every single variable. That is too slow for a network with millions of them, and here rules help: they make the derivative of a large expression out of those of its parts.
#
# ### Step 4 · The product rule
#
# $$
# (f \cdot g)'(x) = f'(x)\, g(x) + f(x)\, g'(x)
# $$
#
# Think of a rectangle with sides $f$ and $g$. If one side grows, the area grows by this growth times the **other** side; and the same for the second side.
#
# Your function gets both functions and both derivatives.
#
# ≈ 3 lines.
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
# `through_f = df(x) * ___`
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
    ### START CODE HERE ### (≈ 3 lines)
    # (1) what comes through the change of f, and what through the change of g
    through_f = df(x) * g(x)
    through_g = f(x) * dg(x)
    # (2) both together
    derivative = through_f + through_g
    ### END CODE HERE ###
    return derivative

# %% check points=5
check("product_rule", product_rule)

# %% tags=["expected"]
by_rule = product_rule(quadratic, quadratic_slope, cubic, cubic_slope, 2.0)
measured = numerical_derivative(lambda x: quadratic(x) * cubic(x), 2.0)
print(f"(4x² + x)(x³ + 8x²) at 2: by the rule {by_rule:.6f}, measured {measured:.6f}")

# %% [markdown]
# By pencil this was $(8x + 1)(x^3 + 8x^2) + (4x^2 + x)(3x^2 + 16x)$, and the two terms are $17 \cdot 40 + 18 \cdot 44$. Note that the product of the derivatives, $17 \cdot 44$, is something else.
#
# ### Step 5 · The chain rule
#
# The most important rule of this course. In $f(g(x))$ the number $x$ first goes through $g$, and what comes out goes through $f$. If $g$ triples a small change and $f$ doubles it, the whole makes it six times as large: slopes **multiply along the chain**.
#
# $$
# \frac{d}{dx} f(g(x)) = f'(g(x)) \; g'(x)
# $$
#
# Mind where the outer slope is taken: at $g(x)$, the value that $f$ really receives.
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# Which number does the outer function get to see?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Compute the inner value first and give it a name, `u`. The function `f` itself is not needed, only its derivative `df`.
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
    ### START CODE HERE ### (≈ 2 lines)
    # (1) what the outer function receives
    u = g(x)
    # (2) the outer slope there, times the inner slope
    derivative = df(u) * dg(x)
    ### END CODE HERE ###
    return derivative

# %% check points=6
check("chain_rule", chain_rule)

# %% tags=["expected"]
for x in [1.0, 0.0]:
    by_rule, measured = chain_rule(cosine, inner, inner_slope, x), numerical_derivative(wave, x)
    print(f"sin(3x² + x) at {x:.0f}: by the rule {by_rule:.6f}, measured {measured:.6f}")

# %% [markdown]
# By pencil: $\cos(3x^2 + x)\,(6x + 1)$. The picture shows what the second factor does. Where $3x^2 + x$ runs fast, the sine is squeezed together, and its slopes grow steep.

# %% tags=["demo"]
figure, axes = plt.subplots(1, 2, figsize=(10, 3.6))
points = [-0.9, -0.167, 0.35, 0.85, 1.15]
plot_tangents(wave, [chain_rule(cosine, inner, inner_slope, p) for p in points], points, -1.3, 1.5, ax=axes[0])
axes[0].set(title="sin(3x² + x), slopes by the chain rule", ylim=(-1.9, 1.9))
x = np.linspace(-1.3, 1.5, 300)
axes[1].plot(x, chain_rule(cosine, inner, inner_slope, x), label="chain rule")
axes[1].plot(x[::8], numerical_derivative(wave, x[::8]), "k.", label="measured")
axes[1].set(title="its derivative", xlabel="x")
axes[1].legend(loc="lower left")
show("A sine whose waves get narrower away from the middle, with five tangents; its derivative grows and agrees with dots.")

# %% [markdown]
# ### Step 6 · The inverse
#
# The inverse function $g$ undoes $f$: from $y = f(x)$ it leads back to $x$. Whatever $f$ stretches, $g$ shrinks by the same factor, so the slopes are reciprocal:
#
# $$
# g'(y) = \frac{1}{f'(x)} \qquad \text{at } y = f(x)
# $$
#
# The function gets $x$, not $y$, so you never need $g$ itself. Use your `numerical_derivative` with the given `h`.
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# If `f` makes small changes near `x` six times as large, what does the way back do to them?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `numerical_derivative(f, x, h)` takes three arguments. At which point is `f'` needed?
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
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the slope of f at x, measured
    slope_of_f = numerical_derivative(f, x, h)
    # (2) the slope of the way back
    derivative = 1 / slope_of_f
    ### END CODE HERE ###
    return derivative

# %% check points=5
check("inverse_derivative", inverse_derivative)

# %% tags=["expected"]
print(f"√y at 9, from x² at 3:          {inverse_derivative(square, 3.0):.6f}, by pencil {1 / 6:.6f}")
print(f"log y at e, from the exp at 1:  {inverse_derivative(exponential, 1.0):.6f}, by pencil {1 / np.e:.6f}")

# %% tags=["demo"]
x = np.linspace(-1.2, 1.25, 100)
plt.plot(x, exponential(x), label="$e^x$")
plt.plot(exponential(x), x, label=r"$\log x$, its inverse")
plt.plot([-1.2, 3.5], [-1.2, 3.5], color="0.7", linestyle=":", linewidth=1)
piece = np.array([-0.7, 0.7])
there = exponential(0.8)
line = {"color": "black", "linestyle": "-", "linewidth": 1.4}
plt.plot(0.8 + piece / 2, there + numerical_derivative(exponential, 0.8) * piece / 2, **line)
plt.plot(there + piece, 0.8 + inverse_derivative(exponential, 0.8) * piece, **line)
plt.plot([0.8, there], [there, 0.8], "ko", markersize=5)
plt.gca().set(aspect="equal", xlabel="x", ylabel="y", title="mirrored curves, reciprocal slopes")
plt.legend(loc="lower right")
show("The exponential and the logarithm, mirrored at the diagonal, with tangents at mirrored points whose slopes are reciprocal.")

# %% [markdown]
# ## 5 · The tape
#
# To apply the rules by hand is fun for a while. TensorFlow does it for you. While a `tf.GradientTape` is open it **records** every operation on the numbers it watches; afterwards `tape.gradient(y, x)` goes back through the record and applies the chain rule at each operation. That is no measurement: the result is exact but for rounding.

# %% tags=["expected"]
x = tf.Variable(2.0)
with tf.GradientTape() as tape:
    y = 3 * x**2
print(f"3x² at 2: derivative {tape.gradient(y, x):.6f}, value {y:.6f}")

# %% [markdown]
# (An unlucky point to try things out: value and derivative are both 12, so whoever returned the wrong one would not notice.)
#
# ### What is recorded
#
# | what | recorded? |
# |---|---|
# | `tf.Variable(3.0)` | yes, by itself |
# | `tf.Variable(3.0, trainable=False)` | only if watched |
# | `variable + 1`, computed **before** the tape was opened | no longer a variable, a tensor: only if watched |
# | `tf.constant(3.0)` | only if watched |
# | whole numbers, `tf.Variable(3)` | never: a whole number cannot move a little |
# | what leaves TensorFlow, through `float(x)` or `x.numpy()` | never: the tape does not see what NumPy does |
#
# Where the tape finds no recorded way from `y` back to `x`, the gradient is `None`. This is no zero; it says "I know nothing of this". A `None` in training means that a part of the network does not learn at all, so it is good to know where it comes from.

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
# As you see, `gradient` takes a list as well, and then gives all the gradients at once. This is how the partial derivatives of $z = x^2 + yx$ are found. Here the two numbers are constants, so the tape has to be asked to watch them:

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
# A tape forgets its record as soon as it has given a gradient: the record can be large. If you want several gradients, ask for them in one list, or make the tape `persistent` and delete it when you are done.

# %% tags=["expected"]
a, b = tf.Variable(6.0), tf.Variable(2.0)
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
# Now let the tape differentiate any function that is made of TensorFlow operations. The first line of the function makes a tensor of `x` and is given, with 64 bits, so that we have the precision of NumPy. What it makes is a **constant**.
#
# ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# Look at the table. What does a constant need, so that it is recorded? And when must this happen: before or after `f` is computed?
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
    # (1) a tape that watches x while y = f(x) is computed
    with tf.GradientTape() as t:
        t.watch(x)
        y = f(x)
    # (2) the derivative of y with respect to x
    derivative = t.gradient(y, x)
    ### END CODE HERE ###
    return derivative

# %% check points=8
check("get_derivative", get_derivative)

# %% tags=["expected"]
for name, f, x in [("3x²", parabola, -1.5), ("sin x", sine, 0.5), ("sin(3x² + x)", wave, 1.0)]:
    print(f"{name} at {x}: by tape {get_derivative(f, x):.8f}, measured {numerical_derivative(f, x):.8f}")

# %% [markdown]
# ### Step 8 · Derivatives of derivatives
#
# A gradient is itself computed by TensorFlow operations. If it is computed **while another tape is open**, that tape records these operations, and can differentiate them again: tapes can be nested.
#
# $$
# x \;\xrightarrow{\;f\;}\; y \;\xrightarrow{\;\text{inner tape}\;}\; f'(x) \;\xrightarrow{\;\text{outer tape}\;}\; f''(x)
# $$
#
# Both tapes are asked to watch `x`. The place of each line, inside or outside of each `with`, decides everything here.
#
# ≈ 7 lines.
#
# <details><summary>Hint 1</summary>
#
# What must the outer tape have recorded, so that it can differentiate `f'`? So where does the line belong that computes `f'`?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Inside the outer `with`: `watch`, then the inner `with` with its own `watch` and `f(x)`, then, one level out, the inner tape's `gradient`. After both: the outer tape's `gradient`.
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
    # (1) two tapes, one inside the other, that both watch x while y = f(x) is computed
    with tf.GradientTape() as t2:
        t2.watch(x)
        with tf.GradientTape() as t1:
            t1.watch(x)
            y = f(x)
        # (2) the first derivative, while the outer tape still records
        first = t1.gradient(y, x)
    # (3) its derivative
    second = t2.gradient(first, x)
    ### END CODE HERE ###
    return first, second

# %% check points=10
check("get_second_derivative", get_second_derivative)

# %% tags=["expected"]
for name, f, x in [("x² + x", shifted_square, 3.0), ("x³", cube, 2.0)]:
    first, second = get_second_derivative(f, x)
    print(f"{name} at {x:.0f}: first derivative {first:.6f}, second {second:.6f}")

# %% [markdown]
# On an array your function gives whole curves. Where the first derivative is zero the curve is flat; where the second is positive it bends upwards. This is how one tells a valley from a hilltop.

# %% tags=["demo"]
x = np.linspace(-2.2, 2.2, 200)
first, second = get_second_derivative(lambda x: x**4 / 4 - x**2, x)
plt.plot(x, x**4 / 4 - x**2, label="$f = x^4/4 - x^2$")
plt.plot(x, first, label="first derivative, by tape")
plt.plot(x, second, label="second derivative, by tape")
flat = np.array([-(2**0.5), 0, 2**0.5])
plt.plot(flat, flat**4 / 4 - flat**2, "ko", markersize=5)
plt.axhline(0, color="0.5", linewidth=0.8, linestyle="-")
plt.ylim(-3, 6)
plt.xlabel("x")
plt.legend(loc="upper center")
show("A curve with two valleys and a hilltop between; its slope is zero at all three, its second derivative negative at the hilltop.")

# %% [markdown]
# ## 6 · Computation graphs
#
# What does the tape do when it goes back? You can do it by hand. Cut an expression into single operations, its **nodes**. Going **forwards**, compute the value of each node. Going **backwards**, from the result $z$ to the inputs, compute the derivative of $z$ with respect to each node, with two rules:
#
# - **multiply along a path**: the derivative at a node, times the local derivative of the next operation;
# - **add over the paths**: if a number is used twice, it acts twice, and both ways count.
#
# The next three functions return every node's value and derivative. We write `dz_da` for $\partial z / \partial a$, in the code and in the pictures.
#
# ### Step 9 · A sum of two paths
#
# $$
# z = xy + \frac{1}{x}: \qquad a = xy, \quad b = \frac{1}{x}, \quad z = a + b
# $$
#
# The local derivatives: $\partial a / \partial x = y$, $\partial a / \partial y = x$, $\partial b / \partial x = -1/x^2$, and $z$ grows by 1 for each of $a$ and $b$. The input $x$ has two paths to $z$, one through $a$ and one through $b$; the input $y$ has only one.
#
# ≈ 7 lines.
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
    ### START CODE HERE ### (≈ 7 lines)
    # (1) forwards: a, b, z
    a = x * y
    b = 1 / x
    z = a + b
    # (2) backwards, to a and b
    dz_da = 1.0
    dz_db = 1.0
    # (3) backwards, to x, over two paths, and to y
    dz_dx = dz_da * y + dz_db * (-1 / x**2)
    dz_dy = dz_da * x
    ### END CODE HERE ###
    return {"a": a, "b": b, "z": z, "dz_da": dz_da, "dz_db": dz_db, "dz_dx": dz_dx, "dz_dy": dz_dy}

# %% check points=6
check("graph1", graph1)

# %% tags=["expected"]
for x, y in [(1.0, 2.0), (2.0, 3.0)]:
    values = graph1(x, y)
    print(f"at ({x:.0f}, {y:.0f}):", ", ".join(f"{name} {values[name]:.4f}" for name in ("z", "dz_dx", "dz_dy")))

# %% [markdown]
# The picture holds all that your function returned. Values stand above the nodes, derivatives below, local derivatives on the arrows. Check one of them: what stands below $x$ is the sum, over the arrows that leave $x$, of arrow times what stands below its end.

# %% tags=["demo"]
x, y = 2.0, 3.0
values = graph1(x, y)
draw_graph(
    {"x": (0, 1.6, "$x$"), "y": (0, 0, "$y$"), "b": (4, 1.6, "$b = 1/x$"), "a": (4, 0, "$a = xy$"), "z": (8, 0.8, "$z = a + b$")},
    [("x", "b", -1 / x**2), ("x", "a", y), ("y", "a", x), ("a", "z", 1), ("b", "z", 1)],
    {"x": x, "y": y, **{name: values[name] for name in ("a", "b", "z")}},
    {"z": 1, **{name: values[f"dz_d{name}"] for name in ("a", "b", "x", "y")}},
)
show("Graph of xy + 1/x at (2, 3) with values above and derivatives below: z is 6.5, dz/dx 2.75 over two paths, dz/dy 2.")

# %% [markdown]
# ### Step 10 · A quotient
#
# $$
# z = \frac{x + y}{x^2 - 4}: \qquad a = x + y, \quad b = x^2 - 4, \quad z = \frac{a}{b}
# $$
#
# The last operation is a division, and its two local derivatives are
#
# $$
# \frac{\partial z}{\partial a} = \frac{1}{b}, \qquad \frac{\partial z}{\partial b} = -\frac{a}{b^2}.
# $$
#
# The rest is as before. Which inputs does $b$ depend on?
#
# ≈ 7 lines.
#
# <details><summary>Hint 1</summary>
#
# How many paths lead from `x` to `z`, and how many from `y`?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Three local derivatives are left: of `a` by `x`, of `a` by `y`, of `b` by `x`. By pencil, what is the derivative of `x² - 4`?
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
    ### START CODE HERE ### (≈ 7 lines)
    # (1) forwards: a, b, z
    a = x + y
    b = x**2 - 4
    z = a / b
    # (2) backwards, to a and b
    dz_da = 1 / b
    dz_db = -a / b**2
    # (3) backwards, to x, over two paths, and to y
    dz_dx = dz_da + dz_db * 2 * x
    dz_dy = dz_da
    ### END CODE HERE ###
    return {"a": a, "b": b, "z": z, "dz_da": dz_da, "dz_db": dz_db, "dz_dx": dz_dx, "dz_dy": dz_dy}

# %% check points=6
check("graph2", graph2)

# %% tags=["expected"]
for x, y in [(1.0, 2.0), (3.0, 2.0)]:
    values = graph2(x, y)
    print(f"at ({x:.0f}, {y:.0f}):", ", ".join(f"{name} {values[name]:.4f}" for name in ("z", "dz_dx", "dz_dy")))

# %% tags=["demo"]
x, y = 3.0, 2.0
values = graph2(x, y)
draw_graph(
    {"y": (0, 1.6, "$y$"), "x": (0, 0, "$x$"), "a": (4, 1.6, "$a = x + y$"), "b": (4, 0, "$b = x^2 - 4$"), "z": (8, 0.8, "$z = a/b$")},
    [("x", "a", 1), ("y", "a", 1), ("x", "b", 2 * x), ("a", "z", values["dz_da"]), ("b", "z", values["dz_db"])],
    {"x": x, "y": y, **{name: values[name] for name in ("a", "b", "z")}},
    {"z": 1, **{name: values[f"dz_d{name}"] for name in ("a", "b", "x", "y")}},
)
show("Graph of (x + y) / (x² - 4) at (3, 2): a and b are both 5, z is 1, dz/dx is -1, dz/dy 0.2.")

# %% [markdown]
# ### Step 11 · Two floors
#
# $$
# z = \frac{2x + 1/x}{x + y}: \qquad a = 2x, \quad b = \frac{1}{x}, \quad c = x + y, \quad d = a + b, \quad z = \frac{d}{c}
# $$
#
# Now $x$ has three paths: through $a$, through $b$ and through $c$. The first two meet in $d$, and what goes back through $d$ reaches both. Watch the division: with respect to the denominator, the derivative holds the **square** of the denominator.
#
# ≈ 11 lines.
#
# <details><summary>Hint 1</summary>
#
# Go back one floor at a time. Which two nodes does `z` come from directly? And which two does `d` come from?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The division is that of the step before, with `d` in place of `a` and `c` in place of `b`. An addition hands a derivative on unchanged. Three products are added up for `x`.
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
    ### START CODE HERE ### (≈ 11 lines)
    # (1) forwards: a, b, c, then d, then z
    a = 2 * x
    b = 1 / x
    c = x + y
    d = a + b
    z = d / c
    # (2) backwards, to c and d
    dz_dc = -d / c**2
    dz_dd = 1 / c
    # (3) backwards, from d to a and b
    dz_da = dz_dd
    dz_db = dz_dd
    # (4) backwards, to x, over three paths, and to y
    dz_dx = dz_da * 2 + dz_db * (-1 / x**2) + dz_dc
    dz_dy = dz_dc
    ### END CODE HERE ###
    return {
        "a": a, "b": b, "c": c, "d": d, "z": z,
        "dz_da": dz_da, "dz_db": dz_db, "dz_dc": dz_dc, "dz_dd": dz_dd, "dz_dx": dz_dx, "dz_dy": dz_dy,
    }

# %% check points=8
check("graph3", graph3)

# %% tags=["expected"]
for x, y in [(1.0, 2.0), (2.0, 1.0)]:
    values = graph3(x, y)
    print(f"at ({x:.0f}, {y:.0f}):", ", ".join(f"{name} {values[name]:.4f}" for name in ("z", "dz_dx", "dz_dy")))

# %% [markdown]
# At (1, 2) the derivative with respect to $x$ is 0: what $x$ adds through $d$ it takes away through $c$. Slips are easy in such a computation, so ask the tape. It needs no cutting into nodes, and it must agree.

# %% tags=["expected"]
x, y = tf.Variable(1.0), tf.Variable(2.0)
with tf.GradientTape() as tape:
    z = (2 * x + 1 / x) / (x + y)
dz_dx, dz_dy = tape.gradient(z, [x, y])
print(f"by tape, at (1, 2): z {z:.4f}, dz_dx {dz_dx:.4f}, dz_dy {dz_dy:.4f}")

# %% tags=["demo"]
x, y = 1.0, 2.0
values = graph3(x, y)
draw_graph(
    {
        "y": (0, 0, "$y$"), "x": (0, 2.4, "$x$"),
        "a": (3.6, 3.6, "$a = 2x$"), "b": (3.6, 1.9, "$b = 1/x$"), "c": (3.6, 0, "$c = x + y$"),
        "d": (7, 2.75, "$d = a + b$"), "z": (10.4, 1.4, "$z = d/c$"),
    },
    [
        ("x", "a", 2), ("x", "b", -1 / x**2), ("x", "c", 1), ("y", "c", 1), ("a", "d", 1), ("b", "d", 1),
        ("d", "z", values["dz_dd"]), ("c", "z", values["dz_dc"]),
    ],
    {"x": x, "y": y, **{name: values[name] for name in ("a", "b", "c", "d", "z")}},
    {"z": 1, **{name: values[f"dz_d{name}"] for name in ("a", "b", "c", "d", "x", "y")}},
)
show("Graph of (2x + 1/x) / (x + y) at (1, 2): z is 1; three paths from x add up to a derivative of 0, and dz/dy is -1/3.")

# %% [markdown]
# ## 7 · Logistic regression
#
# The same ideas now train a model: the smallest network, with a single unit. It looks at an example with two features $x_1, x_2$ and a label $y$, 0 or 1:
#
# $$
# z = w_1 x_1 + w_2 x_2 + b, \qquad a = \sigma(z), \qquad L = -\left(y \log a + (1 - y) \log(1 - a)\right)
# $$
#
# The output $a$ is the probability of label 1. The **loss** $L$ is the price of this prediction: the negative logarithm of the probability that was given to the right label.
#
# ### Step 12 · The sigmoid
#
# $$
# \sigma(x) = \frac{1}{1 + e^{-x}}
# $$
#
# squeezes any number between 0 and 1. Write it so that it takes arrays of any shape, and leaves them unchanged. A ready answer such as `scipy.special.expit` does not count.
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# What should come out for `x = 0`? For a large positive, for a large negative `x`?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.exp` works entry by entry on arrays; `math.exp` takes single numbers only.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `s = 1 / (1 + ___)`
#
# </details>

# %% solution
def sigmoid(x):
    """1 / (1 + exp(-x)), entry by entry.

    x: a number, or an array of any shape
    Returns a number, or an array of the shape of x.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) the formula, with a function that takes arrays
    s = 1 / (1 + np.exp(-x))
    ### END CODE HERE ###
    return s

# %% check points=3
check("sigmoid", sigmoid)

# %% tags=["expected"]
for x in [-3.0, 0.0, 3.0]:
    print(f"sigmoid({x:.0f}) = {sigmoid(x):.6f}")

# %% [markdown]
# Sigmoid and tanh have the same S-shape. One runs from 0 to 1, the other from −1 to 1. Their slopes can be written with the function's own value: $\sigma' = \sigma (1 - \sigma)$ and $\tanh' = 1 - \tanh^2$. The dots, measured with your `numerical_derivative`, agree. Far from zero both are flat, and a flat place has a gradient of almost nothing. Remember this.

# %% tags=["demo"]
figure, axes = plt.subplots(1, 2, figsize=(10, 3.6))
z = np.linspace(-6, 6, 241)
for ax, name, f, formula in [
    (axes[0], "sigmoid", sigmoid, r"$\sigma(1 - \sigma)$"),
    (axes[1], "tanh", np.tanh, r"$1 - \tanh^2$"),
]:
    ax.plot(z, f(z), label=name)
    ax.plot(z, f(z) * (1 - f(z)) if f is sigmoid else 1 - f(z) ** 2, label=f"slope {formula}")
    ax.plot(z[::10], numerical_derivative(f, z[::10]), "k.", label="slope, measured")
    ax.set(xlabel="z")
    ax.legend(loc="upper left")
show("The S-shaped sigmoid and tanh with their bell-shaped slopes, which agree with measured dots and vanish on both sides.")

# %% [markdown]
# ### Loss and gradient
#
# Go back through the graph $z \to a \to L$, one operation at a time:
#
# $$
# \frac{\partial L}{\partial a} = -\frac{y}{a} + \frac{1 - y}{1 - a}, \qquad
# \frac{\partial a}{\partial z} = a (1 - a), \qquad
# \frac{\partial L}{\partial z} = \frac{\partial L}{\partial a} \cdot \frac{\partial a}{\partial z} = a - y
# $$
#
# The denominators cancel, and what is left could not be simpler: **the error itself**. From there it is one step to the parameters: $\partial L / \partial w_1 = (a - y)\, x_1$, the same with $w_2$ and $x_2$, and $\partial L / \partial b = a - y$. A worked example, with a tape as the judge:

# %% tags=["expected"]
features, label = np.array([1.5, -2.0]), 1.0
weights, bias = np.array([0.4, 0.3]), 0.2
a = sigmoid(weights @ features + bias)
by_hand = [*((a - label) * features), a - label]

w1, w2, b = (tf.Variable(value, dtype=tf.float64) for value in (0.4, 0.3, 0.2))
with tf.GradientTape() as tape:
    probability = tf.sigmoid(w1 * 1.5 + w2 * -2.0 + b)
    loss = -tf.math.log(probability)  # the label is 1
by_tape = tape.gradient(loss, [w1, w2, b])
for name, hand, recorded in zip(["w1", "w2", "b"], by_hand, by_tape):
    print(f"dL/d{name}: by hand {hand:.6f}, by tape {recorded:.6f}")

# %% tags=["demo"]
figure, axes = plt.subplots(1, 2, figsize=(10, 3.6))
z = np.linspace(-5, 5, 201)
losses = {1: lambda z: -np.log(sigmoid(z)), 0: lambda z: -np.log(1 - sigmoid(z))}
for label, loss in losses.items():
    axes[0].plot(sigmoid(z), loss(z), label=f"label {label}")
    axes[1].plot(z, sigmoid(z) - label, label=f"a − y, label {label}")
    axes[1].plot(z[::12], numerical_derivative(loss, z[::12]), "k.", label="measured" if label == 0 else None)
axes[0].set(title="loss of one prediction", xlabel="a, the probability of label 1", ylabel="L")
axes[1].set(title="slope of the loss", xlabel="z", ylabel="∂L/∂z")
for ax in axes:
    ax.legend(loc="upper center" if ax is axes[0] else "upper left", fontsize=9)
show("Left, the loss grows steeply where a prediction is sure and wrong. Right, its slope by z is a - y, as measured dots confirm.")

# %% [markdown]
# ### Two classes of iris
#
# The data are 150 iris flowers, measured long ago by Edgar Anderson and made famous by R. A. Fisher. We take two features, the length and the width of the **sepals** in centimetres, and ask: is it the species *setosa* (label 0) or one of two others (label 1)?
#
# In this part of the course **examples are columns**: `X` has shape `(n_x, m)` and `Y` has shape `(1, m)`, with `n_x` features and `m` examples. scikit-learn's own table has examples as rows; our loader has transposed it.

# %% tags=["expected"]
X, Y = load_iris_sepals()
print(f"X has shape {X.shape}, Y has shape {Y.shape}: {np.sum(Y == 0)} labels are 0, {np.sum(Y == 1)} are 1")
print(f"the first flower: {X[0, 0]} cm long, {X[1, 0]} cm wide, label {Y[0, 0]}")

# %% [markdown]
# Read the training, line by line: it is all done by hand. The row `w`, of shape `(1, 2)`, holds both weights, and `w @ X + b` computes $z$ for all flowers at once. The gradients are means over the flowers.

# %% tags=["demo"]
w, b = np.zeros((1, 2)), 0.0
line_costs = []
for i in range(2000):
    a = sigmoid(w @ X + b)  # (1, m)
    line_costs.append(-np.mean(Y * np.log(a) + (1 - Y) * np.log(1 - a)))
    dz = a - Y  # (1, m)
    w = w - 0.1 * dz @ X.T / X.shape[1]  # (1, 2)
    b = b - 0.1 * np.mean(dz)

line_accuracy = np.mean((sigmoid(w @ X + b) > 0.5) == Y)
print(f"cost {line_costs[0]:.4f} at the start, {line_costs[-1]:.4f} after 2000 steps; accuracy {line_accuracy:.2%}")

figure, axes = plt.subplots(1, 2, figsize=(10, 4))
plot_examples(X, Y, ax=axes[0])
axes[0].set(title="iris: setosa (label 0) or not", xlabel="sepal length (cm)", ylabel="sepal width (cm)")
axes[0].legend(loc="lower right")
plot_decision_boundary(lambda points: sigmoid(w @ points + b) > 0.5, X, Y, step=0.02, ax=axes[1])
axes[1].set(title=f"logistic regression: {line_accuracy:.1%}", xlabel="sepal length (cm)", ylabel="sepal width (cm)")
show("Scatter plot of 150 flowers by sepal length and width, and the same cut by a straight line that leaves one on the wrong side.")

# %% [markdown]
# The cost starts at $\log 2 \approx 0.693$, the price of saying "one half" to everything, and a straight line gets all flowers but one right.
#
# ## 8 · One hidden layer
#
# Now put a layer of units between the input and the output, and the boundary may bend. **This section is a preview.** It has the same eight functions as the assignment `a15_planar_classification`, which goes through them slowly, with pictures and reasons; `a13` and `a14` prepare them. Here you meet them in short, as one more graph to go through forwards and backwards.
#
# | step | function | what it does |
# |---|---|---|
# | 13, 14 | `layer_sizes`, `initialize_parameters` | how large, and where to start |
# | 15, 16 | `forward_propagation`, `compute_cost` | forwards: probabilities and their price |
# | 17, 18 | `backward_propagation`, `update_parameters` | backwards: the gradient, and a step against it |
# | 19, 20 | `model`, `predict` | the loop, and the labels |
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
# ### Step 13 · Layer sizes
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
# Which of the two numbers in a shape counts features, and which counts examples?
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

# %% check points=2
check("layer_sizes", layer_sizes)


# %% tags=["expected"]
print("iris:", layer_sizes(X, Y), " small data:", layer_sizes(X_small, Y_small))

# %% [markdown]
# ### Step 14 · Starting parameters
#
# | parameter | shape | start |
# |---|---|---|
# | `W1` | `(n_h, n_x)` | standard normal × 0.01 |
# | `b1` | `(n_h, 1)` | 0 |
# | `W2` | `(n_y, n_h)` | standard normal × 0.01 |
# | `b2` | `(n_y, 1)` | 0 |
#
# Each row of `W1` belongs to one hidden unit. Units that start equal stay equal, so the weights are random: this **breaks the symmetry**. Draw `W1` first and `W2` second, right after the seed: in another order they are other numbers.
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

# %% check points=3
check("initialize_parameters", initialize_parameters)


# %% tags=["expected"]
for name, value in initialize_parameters(2, 4, 1).items():
    print(f"{name} has shape {value.shape}, first entry {value[0, 0]:.8f}")

# %% [markdown]
# ### Step 15 · Forward propagation
#
# $$
# \begin{aligned}
# Z^{[1]} &= W^{[1]} X + b^{[1]} & A^{[1]} &= \tanh\left(Z^{[1]}\right) & &(n_h, m) \\
# Z^{[2]} &= W^{[2]} A^{[1]} + b^{[2]} & A^{[2]} &= \sigma\left(Z^{[2]}\right) & &(n_y, m)
# \end{aligned}
# $$
#
# The number in square brackets says which layer; in code, $W^{[1]}$ is `W1`. Write it without loops. `sigmoid` is yours, `np.tanh` is NumPy's. All four results go into the `cache`, because going backwards needs them again. Do not change the arguments.
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
# A dictionary gives its entry by name, in square brackets and quotes. `@` is the matrix product; `*` multiplies entry by entry.
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

# %% check points=4
check("forward_propagation", forward_propagation)


# %% tags=["expected"]
A2_small, cache_small = forward_propagation(X_small, parameters_small)
for name in ["Z1", "A1", "Z2", "A2"]:
    print(f"{name} has shape {cache_small[name].shape}, mean {np.mean(cache_small[name]):.6f}")

# %% [markdown]
# ### Step 16 · The cost
#
# The loss of section 7, averaged over the $m$ examples:
#
# $$
# J = -\frac{1}{m} \sum_{i=1}^{m} \left( y^{(i)} \log a^{[2](i)} + \left(1 - y^{(i)}\right) \log\left(1 - a^{[2](i)}\right) \right)
# $$
#
# Write it without a loop, and out of the formula: a ready answer such as `sklearn.metrics.log_loss` does not count here. The result is one number. Do not change the arguments; `parameters` is not needed yet.
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
# `np.log` takes the whole array; `np.sum` adds it up. Which entry of `Y.shape` is the number of examples?
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

# %% check points=3
check("compute_cost", compute_cost)


# %% tags=["expected"]
A2_guess = np.array([[0.9, 0.2, 0.7, 0.4]])
print(f"{compute_cost(A2_guess, np.array([[1, 0, 1, 1]])):.6f}")

# %% [markdown]
# ### Step 17 · Backward propagation
#
# The whole network is a computation graph, and you know the rules. At the output, the error: $dZ^{[2]} = A^{[2]} - Y$. From there back through $W^{[2]}$ and the slope of tanh, which is $1 - a^2$:
#
# $$
# \begin{aligned}
# dW^{[2]} &= \tfrac{1}{m}\, dZ^{[2]} A^{[1]\top} & db^{[2]} &= \tfrac{1}{m} \textstyle\sum_i dz^{[2](i)} \\
# dZ^{[1]} &= \left(W^{[2]\top} dZ^{[2]}\right) * \left(1 - A^{[1]} * A^{[1]}\right) & & \\
# dW^{[1]} &= \tfrac{1}{m}\, dZ^{[1]} X^{\top} & db^{[1]} &= \tfrac{1}{m} \textstyle\sum_i dz^{[1](i)}
# \end{aligned}
# $$
#
# Here $*$ multiplies entry by entry, and `dW1` stands for $\partial J / \partial W^{[1]}$: it has the shape of `W1`. Where the sums run over the examples, "add over the paths" is at work: a weight acts through every example. Do not change the arguments.
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

# %% check points=5
check("backward_propagation", backward_propagation)


# %% [markdown]
# Is the whole gradient right? Let the tape judge. It takes the same network, written forwards only:

# %% tags=["expected"]
grads_small = backward_propagation(parameters_small, cache_small, X_small, Y_small)
recorded = {name: tf.Variable(value) for name, value in parameters_small.items()}
with tf.GradientTape() as tape:
    hidden = tf.tanh(recorded["W1"] @ X_small + recorded["b1"])
    output = tf.sigmoid(recorded["W2"] @ hidden + recorded["b2"])
    price = -tf.reduce_mean(Y_small * tf.math.log(output) + (1 - Y_small) * tf.math.log(1 - output))
for name, gradient in tape.gradient(price, recorded).items():
    gap = np.max(np.abs(grads_small["d" + name] - gradient.numpy()))
    print(f"d{name}: first entry {grads_small['d' + name][0, 0]:.6f}, agrees with the tape: {gap < 1e-9}")

# %% [markdown]
# ### Step 18 · One step downhill
#
# For each parameter $\theta$, with the learning rate $\alpha$:
#
# $$
# \theta := \theta - \alpha \, d\theta
# $$
#
# Return **new** arrays in a new dictionary: `W1 -= ...` would change the caller's parameters as well, and the check looks at this.
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
# The old value is in `parameters` under `"W1"`, its gradient in `grads` under `"dW1"`.
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

# %% check points=3
check("update_parameters", update_parameters)


# %% tags=["expected"]
moved_small = update_parameters(parameters_small, grads_small, learning_rate=0.5)
for name, parameters in {"before": parameters_small, "after": moved_small}.items():
    print(f"cost {name} one step: {compute_cost(forward_propagation(X_small, parameters)[0], Y_small):.6f}")

# %% [markdown]
# ### Step 19 · The whole training
#
# 1. Start from random parameters, for `n_h` hidden units.
# 2. `num_iterations` times: forward propagation, cost, backward propagation, update with the learning rate `lr`.
# 3. If `print_cost` is true, print the cost in every 1000th iteration, from iteration 0 on.
#
# ≈ 6 lines.
#
# <details><summary>Hint 1</summary>
#
# Go through your functions from step 14 to step 18. What does each one take, and which of the others has made it?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Call `initialize_parameters` once, before the loop. `forward_propagation` returns two things, so give it two names. `update_parameters` has a third argument.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `grads = backward_propagation(parameters, ___, X, Y)`
#
# </details>

# %% solution
def model(X, Y, n_h, lr=1.2, num_iterations=10000, print_cost=False):
    """Train a network with one hidden layer by gradient descent.

    X: inputs, shape (n_x, m)
    Y: labels, shape (n_y, m)
    n_h: units in the hidden layer
    lr: learning rate
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
        parameters = update_parameters(parameters, grads, lr)
        # (3) now and then, say how it goes
        if print_cost and i % 1000 == 0:
            print(f"cost after iteration {i}: {cost:.6f}")
    ### END CODE HERE ###
    return parameters

# %% check points=3
check("model", model)

# %% tags=["expected"]
model(X, Y, n_h=10, lr=0.3, num_iterations=2001, print_cost=True);

# %% [markdown]
# ### Step 20 · Predict
#
# $$
# \hat y^{(i)} = \begin{cases} 1 & \text{if } a^{[2](i)} > 0.5 \\ 0 & \text{otherwise} \end{cases}
# $$
#
# As before, do not change the arguments.
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

# %% check points=2
check("predict", predict)


# %% tags=["expected"]
print("small data:", predict(parameters_small, X_small)[0], " labels:", Y_small[0])

# %% [markdown]
# ## 9 · Train it, and break it
#
# Ten hidden units, learning rate 0.3, 10 000 steps: about a second. The costs should agree with these to the last digit: 0.693204 at the start, 0.025059 after 1000 steps, 0.002093 after 9000.

# %% tags=["demo"]
trained = model(X, Y, n_h=10, lr=0.3, num_iterations=10000, print_cost=True)
print(f"mean prediction {np.mean(predict(trained, X)):.4f}, accuracy {np.mean(predict(trained, X) == Y):.2%}")

# %% [markdown]
# All 150 are right, and two thirds of the predictions are 1, as they should be. Now four units, and the larger learning rate 1.2:

# %% tags=["demo"]
stuck = model(X, Y, n_h=4, lr=1.2, num_iterations=10000, print_cost=True)
print(f"mean prediction {np.mean(predict(stuck, X)):.4f}, accuracy {np.mean(predict(stuck, X) == Y):.2%}")

# %% [markdown]
# The cost stands still at about 0.6365, and every flower is called "not setosa". (The digits behind may differ on your computer: this run is chaotic, and the order in which numbers are added decides them.) It has learnt how frequent the labels are, and nothing else: someone who says "two thirds" to every flower pays $-\frac{1}{3} \log \frac{1}{3} - \frac{2}{3} \log \frac{2}{3} \approx 0.6365$.

# %% tags=["demo"]
iterations = [1, 3, 10, 30, 100, 200, 300, 600, 1000, 2000, 4000]
figure, axes = plt.subplots(1, 3, figsize=(13, 3.9))
settings = [(axes[0], trained, 10, 0.3), (axes[1], stuck, 4, 1.2)]
for ax, parameters, n_h, lr in settings:
    plot_decision_boundary(lambda points: predict(parameters, points), X, Y, step=0.02, ax=ax)
    percent = np.mean(predict(parameters, X) == Y)
    ax.set(title=f"{n_h} units, rate {lr}: {percent:.1%}", xlabel="sepal length (cm)", ylabel="sepal width (cm)")
    costs = []
    for number in iterations:
        P = model(X, Y, n_h=n_h, lr=lr, num_iterations=number)
        costs.append(compute_cost(forward_propagation(X, P)[0], Y))
    axes[2].loglog(iterations, costs, "o-" if lr < 1 else "s--", label=f"{n_h} units, rate {lr}")
axes[2].set(title="cost", xlabel="iterations")
axes[2].legend(loc="lower left")
show("Ten units with rate 0.3 part the flowers without a fault; four with rate 1.2 call all the same, and their cost stays at 0.64.")

# %% [markdown]
# Why? Look at the hidden values. A sepal measures five or six centimetres, so $z$ is far from zero as soon as the weights have grown a little, and steps of 1.2 make them grow at once. There tanh is flat: all values are close to 1 or −1, the slope $1 - a^2$ is nearly 0, and the first layer gets no gradient any more. The units are **saturated**.
#
# There are two cures. Smaller steps. Or **standardise** the features: subtract the mean of each and divide by its standard deviation, so that they lie around zero.

# %% tags=["demo"]
X_standard = (X - np.mean(X, axis=1, keepdims=True)) / np.std(X, axis=1, keepdims=True)
runs = {
    "raw, rate 1.2": (X, 1.2),
    "raw, rate 0.3": (X, 0.3),
    "raw, rate 0.1": (X, 0.1),
    "standardised, rate 1.2": (X_standard, 1.2),
}
figure, axes = plt.subplots(1, 4, figsize=(13, 3), sharey=True)
for ax, (name, (inputs, lr)) in zip(axes, runs.items()):
    parameters = model(inputs, Y, n_h=4, lr=lr)
    probability, hidden = forward_propagation(inputs, parameters)
    cost = compute_cost(probability, Y)
    percent = np.mean(predict(parameters, inputs) == Y)
    print(f"{name}: cost {cost:.5f}, accuracy {percent:.1%}, mean slope of tanh {np.mean(1 - hidden['A1'] ** 2):.5f}")
    ax.hist(hidden["A1"].ravel(), bins=np.linspace(-1, 1, 21), color="#0072B2", edgecolor="white")
    ax.set(title=f"{name}\ncost {cost:.5f}", xlabel="hidden values")
axes[0].set_ylabel("how many of 600")
show("Histograms of the hidden values: in the stuck run all are at -1 or 1; in the three good ones many lie in between.")

# %% [markdown]
# The same large rate that failed on raw centimetres gives the lowest cost of all on standardised ones.
#
# **A start at zero.** Random weights break the symmetry. What if all of them are zero? Follow the formulas: `A1` is 0, so `dW2` is 0; `W2` is 0, so `dZ1` and with it `dW1` are 0. Only `b2` can learn.

# %% tags=["demo"]
P = {name: 0 * value for name, value in initialize_parameters(2, 4, 1).items()}
for _ in range(1000):
    probability, C = forward_propagation(X, P)
    P = update_parameters(P, backward_propagation(P, C, X, Y), 0.3)
print(f"cost {compute_cost(probability, Y):.4f}, largest weight {max(np.max(np.abs(P[name])) for name in ('W1', 'W2')):.4f}")
print(f"b2 = {P['b2'].item():.4f}, and sigmoid(b2) = {sigmoid(P['b2'].item()):.4f}, the share of label 1")

# %% [markdown]
# **A third class.** *Setosa* was easy. *Versicolor* lies between the two others, so no single line can cut it out, and by sepals alone it overlaps with *virginica*. Label 0 is *versicolor* now:

# %% tags=["demo"]
X_raw, Y_middle = load_iris_sepals("versicolor")
figure, axes = plt.subplots(1, 3, figsize=(13, 3.9), sharex=True, sharey=True)
for ax, n_h in zip(axes, [1, 2, 10]):
    P = model(X_standard, Y_middle, n_h, num_iterations=5000)
    plot_decision_boundary(lambda points: predict(P, points), X_standard, Y_middle, step=0.02, ax=ax)
    percent = np.mean(predict(P, X_standard) == Y_middle)
    ax.set(title=f"{n_h} hidden: {percent:.1%}", xlabel="length, standardised", ylabel="width, standardised")
    ax.label_outer()
show("Versicolor against the rest with 1, 2 and 10 hidden units: a line, then a wedge around versicolor, then a winding border.")

# %% [markdown]
# One unit draws a line and is hardly better than calling everything "not versicolor", which is right for two thirds. Two units cut out a wedge, and are right for about 84 %. Ten bend the border further and gain next to nothing: where two species lie on top of each other, their sepals alone cannot tell them apart.
#
# ## What to remember
#
# - A derivative is the limit of slopes. Measured, take the central difference, with $h$ small but not tiny.
# - Multiply along a path, add over the paths. This is the chain rule, and it is all of backpropagation.
# - A tape records trainable variables, and what it is told to watch. `None` means that nothing connects the two.
# - For the sigmoid with the logistic loss, the gradient at the output is $a - y$, the error itself.
# - Large inputs times a large learning rate saturate tanh, and what is flat does not learn. Standardise.
#
# ## What comes next
#
# In `a13_computational_graph` you go back through a larger graph with nine weights, and test its gradient so that no mistake can hide. `a14_logistic_regression` turns section 7 into a model that looks at pictures, and `a15_planar_classification` takes its time over section 8.
#
# ## Open questions
#
# These are not marked. To change a function, open a new cell, paste the text of the function there and give it another name.
#
# - Which $h$ is best for the central difference of $x^3$ at 1000? Why is it so much larger than for $\sin x$ at 0.5?
# - Differentiate $|x|$ at 0 in all three ways. What does each of them say, and which one is right?
# - `get_second_derivative` of $3x$ gives `None` instead of 0. Why? Find the option of `gradient` that changes it.
# - Draw a computation graph of the logistic loss with `draw_graph`, and go back through it until you see $a - y$.
# - In the run with rate 1.2, print the mean of $1 - a^2$ after 1, 3, 10, 30 and 100 steps. When is the network lost?
# - Give the start at zero a different `b1` for each unit. Can it learn now?

# %% tags=["demo"]
progress()
