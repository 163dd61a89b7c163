# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # NumPy: the language of networks
#
# A neural network is a lot of numbers and a few operations on them. NumPy holds many numbers in one **array** and works on all of them at once, so that a page of formulas becomes a page of code. This first notebook teaches that language, with eight small functions that the whole course will need.
#
# When you are done, you can
#
# - work with notebooks, and read what `check` says;
# - compute the sigmoid function and its slope, for a number or for a whole array;
# - read shapes, reshape a picture into a column, and divide each row of a matrix by its length;
# - say what broadcasting does, and turn scores into probabilities with softmax;
# - replace loops by array operations, and know what that is worth;
# - measure how wrong a prediction is, with the L1 and the L2 loss.
#
# You need the basics of Python: variables, functions, lists and loops. Nothing else of this course comes before it.
#
# ## 1 · How a notebook works
#
# A notebook is a column of **cells**. Some hold text, like this one. Others hold code: click into one and press **Shift + Enter**. The code runs, its output appears below, and the next cell is selected. Try it:

# %% tags=["expected"]
test = "Hello World"
print("test: " + test)

# %% [markdown]
# Change the text between the quotes and run the cell again. Nothing can break: a notebook is for trying things out. ("Expected output", as above, is what the original cell prints. It stays, so that you can compare.)
#
# All cells share **one memory**. What a cell defines, every cell that runs later can use, and what counts is the order in which you *run* them, not the order on the page. Run the next two cells once each. Then run the second one three more times.

# %%
count = 0

# %% tags=["expected"]
count = count + 1
print(f"this cell has run {count} time(s) since count was set")

# %% [markdown]
# So when something behaves strangely, choose **Kernel → Restart Kernel and Run up to Selected Cell…**: it clears the memory and runs everything above in order. A star, `[*]`, beside a cell means that it is still running; the black square in the toolbar stops it.
#
# If a cell fails, Python prints a long report. Read its **last line** first: it says what went wrong. The arrow `---->` above it says where.
#
# ### Exercises, checks and hints
#
# There are eight steps, and you write one function in each. Your code goes between the lines `### START CODE HERE ###` and `### END CODE HERE ###`. There you find numbered comments that say what to do, and a line `raise NotImplementedError(...)`, which only says that nothing is written yet: put your code in its place. Leave everything else as it is, and do not delete, copy or rename cells that belong to an exercise. The `≈` says about how many lines to expect. Yours may be more or fewer.
#
# After each function comes a cell that **checks** it. First run the cell with your function, then the check.
#
# - ✓ means that your function gave the right answer on several inputs.
# - Otherwise a message tells you what was asked, what came, and what is probably wrong. Change your function, run its cell again (that is easily forgotten), and check again. You may do so as often as you like.
#
# Below the check, a cell uses your function, and often draws something with it. Your mark comes from inputs that you have not seen: other numbers and other sizes. So write code that works for all of them. `progress()`, at the end, shows where you stand.
#
# Each step has three folded hints: a question, then a tool, then a line with a gap. Open them in this order. The file `checks.bin` holds what `check` needs; it has to stay beside the notebook. Save with **Ctrl + S**.
#
# One rule holds in the whole course: **a function leaves its arguments as they are**. A function receives the very array of its caller, not a copy. Lines such as `x *= 2` or `x[0] = 1` change that array for everybody; `y = 2 * x` makes a new one. `check` looks at this, too. What you print is not marked, so print whatever helps you.
#
# ### Packages

# %%
import math

import matplotlib.pyplot as plt
import numpy as np

from utils import check, progress
from utils.figures import show
from utils.numpy_utils import best_time, draw_broadcast, draw_unrolled, small_picture

plt.style.use("utils.course")

# %% [markdown]
# `np` and `plt` are the short names that everybody uses for NumPy and for Matplotlib, which draws. To read about a function, type its name and a question mark, such as `np.exp?`, in a new cell and run it.
#
# ## 2 · From one number to many
#
# ### Step 1 · Sigmoid of a number
#
# The **sigmoid** or logistic function turns any number into one between 0 and 1. A large $x$ gives nearly 1, a very negative $x$ nearly 0, and 0 gives exactly one half. The course uses it wherever a network has to say how probable something is:
#
# $$
# \sigma(x) = \frac{1}{1 + e^{-x}}
# $$
#
# Write it for **one number** with Python's own module `math`. A ready answer such as `scipy.special.expit` does not count.
#
# Before you do, run the next two cells as they are, to see what `check` says of a function that is not written yet.
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# How much is 1 / 1 + 2 in Python: a third, or three? What does this mean for the fraction bar in the formula?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `math.exp(x)` is e to the power of x. Only one minus sign stands in the formula: where?
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `s = 1 / (1 + math.exp(___))`
#
# </details>

# %% solution
def basic_sigmoid(x):
    """The sigmoid of a number.

    x: one number
    Returns one number between 0 and 1.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) the formula, with math.exp
    s = 1 / (1 + math.exp(-x))
    ### END CODE HERE ###
    return s

# %% check points=5
check("basic_sigmoid", basic_sigmoid)

# %% tags=["expected"]
for number in [-8, -1, 0, 1, 3]:
    print(f"sigmoid of {number:2d}: {basic_sigmoid(number):.6f}")

# %% [markdown]
# $\sigma(3)$ should be 0.952574. Look at the results for −1 and 1: their sum is exactly 1. Is that always so?
#
# Networks rarely have just one number. What happens if we hand over three?

# %% tags=["expected"]
for three_numbers in ([1, 2, 3], np.array([1, 2, 3])):
    kind = type(three_numbers).__name__
    try:
        print(f"{kind}: {basic_sigmoid(three_numbers)}")
    except TypeError as error:
        print(f"{kind}: {type(error).__name__}")

# %% [markdown]
# Neither works. A list has no minus sign, and `math.exp` takes one number only. (If you wrote your function with `np.exp`, which is as good, the array works already. You will see in a moment why.)
#
# NumPy's functions work on **whole arrays, entry by entry**. So do `+`, `-`, `*`, `/` and `**`, and a single number is used for every entry:

# %% tags=["expected"]
x = np.array([1, 2, 3])
print("np.exp(x):", np.exp(x))
print("x + 3:", x + 3)
print("1 / x:", 1 / x)
print("x * x:", x * x)

# %% [markdown]
# Each entry of `np.exp(x)` is $e$ to the power of the entry in the same place. There is no loop to write, and none to get wrong.
#
# An array, unlike a list, holds numbers of **one type**, which its `dtype` tells. The results above are new arrays, each of the type that it needs. But what you store in an array that is there already has to fit in: of a fraction, an array of whole numbers keeps the whole part only.

# %% tags=["expected"]
whole = np.array([1, 2, 3])
fractions = np.array([1.0, 2.0, 3.0])
whole[0] = 4.75
fractions[0] = 4.75
print("whole numbers:", whole)
print("fractions:", fractions)

# %% [markdown]
# ### Step 2 · Sigmoid of an array
#
# As a definition, one entry after the other:
#
# ```python
# s = np.zeros(len(x))
# for i in range(len(x)):
#     s[i] = basic_sigmoid(x[i])
# ```
#
# This is right for a vector, and for nothing else. With NumPy the same formula does for a number, a vector, a matrix or a stack of pictures. Write it **without a loop**, so that the result has the shape of `x`, and without `scipy.special.expit`, which would be a ready answer:
#
# $$
# \sigma\left(\begin{bmatrix} x_1 \\ x_2 \\ \vdots \\ x_n \end{bmatrix}\right) = \begin{bmatrix} \frac{1}{1 + e^{-x_1}} \\ \frac{1}{1 + e^{-x_2}} \\ \vdots \\ \frac{1}{1 + e^{-x_n}} \end{bmatrix}
# $$
#
# Large numbers count, too: −1000 should give 0, and 1000 should give 1. NumPy may warn of an *overflow* on the way, since $e^{1000}$ is larger than any number that it can hold. With the formula as it stands here, that is harmless.
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# Which part of your first function could not cope with an array?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.exp` takes the place of `math.exp`. All other signs in the formula work on arrays as they are.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `s = 1 / (1 + np.___(-x))`
#
# </details>

# %% solution
def sigmoid(x):
    """The sigmoid of each entry.

    x: a number, or an array of any shape; not to be changed
    Returns a number, or an array of the shape of x.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) the formula, with np.exp
    s = 1 / (1 + np.exp(-x))
    ### END CODE HERE ###
    return s

# %% check points=10
check("sigmoid", sigmoid)

# %% tags=["expected"]
x = np.array([1, 2, 3])
print("sigmoid of the vector:", sigmoid(x))
print(f"sigmoid of a number: {sigmoid(-1.5):.6f}")
for shape in [(3,), (1, 3), (3, 1), (2, 3, 4)]:
    print(f"shape {shape} gives shape {sigmoid(np.zeros(shape)).shape}")

# %% [markdown]
# Here are the large numbers. `np.errstate` says which warnings we do not want to see.

# %% tags=["expected"]
with np.errstate(over="ignore"):
    for number, value in zip([-1000, -20, 20, 1000], sigmoid(np.array([-1000.0, -20.0, 20.0, 1000.0]))):
        print(f"sigmoid of {number:5d}: {value:.10f}")

# %% [markdown]
# ### Step 3 · The slope of the sigmoid
#
# A network learns by asking, of each number in it: if this grew a little, how much would the result change? The answer is a slope. The sigmoid's slope has a very handy form, because it can be computed from the sigmoid itself:
#
# $$
# \sigma'(x) = \sigma(x) \left(1 - \sigma(x)\right)
# $$
#
# Write it in two lines: first the sigmoid of `x`, then the slope. It works entry by entry again, so the result has the shape of `x`.
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# The formula needs the same value twice. Which of your functions computes it, for a whole array?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Call `sigmoid` and keep its result under the name `s`. Entry by entry means `*`; mind the brackets.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `ds = s * (1 - ___)`
#
# </details>

# %% solution
def sigmoid_derivative(x):
    """The slope of the sigmoid at each entry.

    x: a number, or an array of any shape: what goes into the sigmoid, not what comes out; not to be changed
    Returns a number, or an array of the shape of x.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the sigmoid of x
    s = sigmoid(x)
    # (2) its slope
    ds = s * (1 - s)
    ### END CODE HERE ###
    return ds

# %% check points=15
check("sigmoid_derivative", sigmoid_derivative)

# %% [markdown]
# A formula for a slope need not be taken on trust. Go a little to the right and a little to the left, and see how much the function has risen:
#
# $$
# \frac{\sigma(x + \varepsilon) - \sigma(x - \varepsilon)}{2 \varepsilon}
# $$

# %% tags=["expected"]
x = np.array([-2, 0, 1, 2, 3])
epsilon = 1e-5
measured = (sigmoid(x + epsilon) - sigmoid(x - epsilon)) / (2 * epsilon)
for number, by_formula, by_measure in zip(x, sigmoid_derivative(x), measured):
    print(f"slope at {number:2d}: computed {by_formula:.6f}, measured {by_measure:.6f}")

# %% [markdown]
# And as a picture, drawn by your two functions. Each short line goes through a point of the curve and rises as steeply as your slope says, so it should touch the curve.

# %% tags=["demo"]
x = np.linspace(-7, 7, 281)
touching = np.array([-4.0, -1.5, 0.0, 2.5])
figure, axes = plt.subplots(1, 2, figsize=(9, 3.4))
axes[0].plot(x, sigmoid(x), label="sigmoid")
for here, slope in zip(touching, sigmoid_derivative(touching)):
    near = np.array([-1.3, 1.3])
    axes[0].plot(here + near, sigmoid(here) + slope * near, color="black", linestyle="-", linewidth=1.2)
axes[0].plot(touching, sigmoid(touching), "ko", markersize=5, label="slopes from step 3")
axes[0].set(title="the sigmoid", xlabel="x", ylim=(-0.1, 1.1))
axes[0].legend(loc="upper left")
axes[1].plot(x, sigmoid_derivative(x), color="C4", label="slope")
axes[1].axhline(0.25, color="0.5", linestyle=":", linewidth=1.2)
axes[1].text(-6.8, 0.253, "0.25", va="bottom")
axes[1].set(title="its slope", xlabel="x", ylim=(-0.02, 0.29))
show("Left: the S-shaped sigmoid from 0 to 1 with four tangents. Right: its slope, a bell that reaches 0.25 at x = 0.")

# %% [markdown]
# The slope is never above one quarter, and far from 0 there is almost none. A unit of a network that sits there hardly learns any more. You will meet this again.
#
# ## 3 · Shapes
#
# `x.shape` says how many entries an array has along each of its **axes**. Most mistakes in this course are mistakes of shape, so it pays to look at shapes often. These four hold the same three numbers:
#
# | written as | shape | what it is |
# |---|---|---|
# | `[1, 2, 3]` | none | a Python list: no arithmetic |
# | `np.array([1, 2, 3])` | `(3,)` | a vector with one axis: neither row nor column |
# | `np.array([[1, 2, 3]])` | `(1, 3)` | a row: a matrix of 1 row and 3 columns |
# | `np.array([[1], [2], [3]])` | `(3, 1)` | a column: a matrix of 3 rows and 1 column |
#
# The transpose, `.T`, turns a row into a column. With one axis there is nothing to turn. `.reshape` gives the same numbers another shape:

# %% tags=["expected"]
flat = np.arange(24)  # the numbers from 0 to 23
print("flat:", flat.shape, "transposed:", flat.T.shape)
table = flat.reshape(4, 6)
print("table:", table.shape, "transposed:", table.T.shape)
block = flat.reshape(2, 3, 4)
print("block:", block.shape, "and it holds", block.size, "numbers")
print(block)

# %% [markdown]
# Look how the numbers from 0 to 23 lie in `block`. The **last** index runs fastest: 0, 1, 2, 3 is one step after another along the last axis. NumPy fills and reads arrays in this order, whenever you reshape.
#
# ### Step 4 · A picture as a column
#
# A computer holds a colour picture as an array of shape `(length, height, 3)`: for each pixel, its red, green and blue. A network takes one example as a **column** of numbers. So pictures have to be unrolled into shape `(length * height * 3, 1)`.
#
# Write a function that does so for a picture of **any size and depth**. Take the sizes from `image.shape`, and keep NumPy's own order: the first pixel's numbers, then the next pixel's, and so on.
#
# Example: a picture of shape `(2, 4, 3)` has $2 \cdot 4 \cdot 3 = 24$ numbers, and the result has shape `(24, 1)`.
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# How many rows and how many columns must the result have? `(24,)` is not the same as `(24, 1)`.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `image.shape[0]` is the first of the three sizes. `.reshape` takes the number of rows and the number of columns. If one of them is written as `-1`, NumPy works it out.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `v = image.reshape(___, 1)`
#
# </details>

# %% solution
def image2vector(image):
    """The numbers of a picture in one column, in NumPy's own order.

    image: array of shape (length, height, depth); not to be changed
    Returns an array of shape (length * height * depth, 1).
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) one column, with as many rows as the picture has numbers
    v = image.reshape(image.shape[0] * image.shape[1] * image.shape[2], 1)
    ### END CODE HERE ###
    return v

# %% check points=15
check("image2vector", image2vector)

# %% tags=["expected"]
block = np.arange(24).reshape(2, 4, 3)
column = image2vector(block)
print("shape:", column.shape)
print("first six:", column[:6, 0])
print("the same picture when reshaped back:", np.array_equal(column.reshape(2, 4, 3), block))

# %% [markdown]
# Here is a tiny picture, an evening sky over the sea, and the column that your function makes of it. Each pixel fills three places one after another. For a photo of 64 × 64 pixels the column has 12 288 rows.

# %% tags=["demo"]
picture = small_picture()  # (2, 4, 3)
draw_unrolled(picture, image2vector(picture))
show("A picture of two rows of four pixels, and beside it the column of its 24 numbers, pixel by pixel: red, green, blue.")

# %% [markdown]
# ## 4 · Rows, columns and broadcasting
#
# Many operations combine the entries along one axis: a sum, a mean, a maximum, a length. The argument `axis` names the axis that **disappears**. With `keepdims=True` it stays, with size 1.
#
# | for `A` of shape `(2, 3)` | shape of the result | one value for each |
# |---|---|---|
# | `np.sum(A)` | `()` | nothing left: one number |
# | `np.sum(A, axis=0)` | `(3,)` | column |
# | `np.sum(A, axis=1)` | `(2,)` | row |
# | `np.sum(A, axis=1, keepdims=True)` | `(2, 1)` | row, and still a column of numbers |

# %% tags=["expected"]
A = np.array([[10, 20, 30], [1, 2, 3]])
print("all:", np.sum(A))
print("axis=0:", np.sum(A, axis=0))
print("axis=1:", np.sum(A, axis=1))
print("axis=1, keepdims=True:")
print(np.sum(A, axis=1, keepdims=True))

# %% [markdown]
# What does `keepdims` matter? It makes shapes fit that would not fit otherwise. When two arrays of different shapes meet in `+`, `-`, `*` or `/`, NumPy **broadcasts** them:
#
# 1. the shapes are written one below the other, **aligned at their right ends**; missing sizes on the left count as 1;
# 2. two sizes fit if they are equal, or if one of them is 1;
# 3. along an axis of size 1, the array is repeated until it fits.
#
# | shape | with shape | gives | what happens |
# |---|---|---|---|
# | `(2, 3)` | `()`, a number | `(2, 3)` | the number meets every entry |
# | `(2, 3)` | `(2, 1)` | `(2, 3)` | the column meets each of the 3 columns |
# | `(2, 3)` | `(1, 3)` or `(3,)` | `(2, 3)` | the row meets each of the 2 rows |
# | `(2, 3)` | `(2,)` | an error | 3 and 2 do not fit |
# | `(3, 3)` | `(3,)` | `(3, 3)` | **a trap**: it is taken as a row, even if you meant a column |
# | `(4, 1)` | `(1, 5)` | `(4, 5)` | both are repeated: a table of all pairs |
#
# Pale numbers in italics are repetitions:

# %% tags=["demo"]
figure, axes = plt.subplots(2, 3, figsize=(8.5, 3.9))
draw_broadcast(np.array([[10, 20, 30], [40, 50, 60]]), np.array([[1], [2]]), axes[0])
draw_broadcast(np.array([[10, 20, 30], [40, 50, 60]]), np.array([1, 2, 3]), axes[1])
show("Two sums of a 2 × 3 table: with a column, repeated to the right, and with a vector of 3, repeated downwards.")

# %% [markdown]
# The trap deserves a look. Each row of `B` is to be divided by its sum, so that it adds up to 1. Both lines run; only one does what it should.

# %% tags=["expected"]
B = np.array([[1.0, 2.0, 5.0], [3.0, 3.0, 4.0], [4.0, 8.0, 8.0]])
sums = np.sum(B, axis=1)  # 8, 10 and 20, shape (3,)
sums_column = np.sum(B, axis=1, keepdims=True)  # the same numbers, shape (3, 1)
print("with keepdims, the rows add up to", np.sum(B / sums_column, axis=1))
print("without, they add up to", np.sum(B / sums, axis=1))

# %% [markdown]
# ### Step 5 · Rows of length 1
#
# **Examples are rows** in this step and the next. From the next assignments on they are columns, as the pictures were in step 4. Both are in use, so it is the first thing to ask of any matrix.
#
# Gradient descent often works better if all examples are of similar size. One way is to divide each row of a matrix by its **length**, its Euclidean norm:
#
# $$
# \lVert x_i \rVert = \sqrt{\sum_{j=1}^{m} x_{ij}^2},
# \qquad
# \text{row } i \text{ of the result} = \frac{x_i}{\lVert x_i \rVert}
# $$
#
# For example, with the lengths $\sqrt{0 + 9 + 16} = 5$ and $\sqrt{1 + 36 + 16} = \sqrt{53}$,
#
# $$
# x = \begin{bmatrix} 0 & 3 & 4 \\ 1 & 6 & 4 \end{bmatrix}
# \quad\text{becomes}\quad
# \begin{bmatrix} 0 & \tfrac{3}{5} & \tfrac{4}{5} \\ \tfrac{1}{\sqrt{53}} & \tfrac{6}{\sqrt{53}} & \tfrac{4}{\sqrt{53}} \end{bmatrix}
# $$
#
# The first line of your code finds one length for each row, the second divides. Broadcasting does the rest, if the lengths have the right shape. Make a new array: `x /= ...` would change the caller's, and fails anyway for whole numbers. A row of zeros has no direction; none will come up.
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# `x` has shape `(n, m)`. Which shape must the lengths have, so that each row meets its own length? Look at the trap in the table above.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.linalg.norm(x, axis=..., keepdims=...)` computes lengths along an axis. Which axis disappears if each row gives one number?
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `x_norm = np.linalg.norm(x, axis=1, keepdims=___)`
#
# </details>

# %% solution
def normalizeRows(x):
    """Each row divided by its Euclidean length.

    x: matrix of shape (n, m), without rows of zeros; not to be changed
    Returns a matrix of shape (n, m) whose rows have length 1.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the length of each row, as a column
    x_norm = np.linalg.norm(x, axis=1, keepdims=True)  # (n, 1)
    # (2) each row divided by its own length
    normalized = x / x_norm  # (n, m)
    ### END CODE HERE ###
    return normalized

# %% check points=15
check("normalizeRows", normalizeRows)

# %% tags=["expected"]
x = np.array([[0, 3, 4], [1, 6, 4]])
normalized = normalizeRows(x)
print(normalized)
for row in normalized:
    print(f"squares of a row add up to {np.sum(row**2):.6f}")

# %% [markdown]
# Put `print(x.shape, x_norm.shape)` into your function, below the line that makes `x_norm`, and run the last cell again. Then leave `keepdims` out and do the same. The message that you get is the most common one in NumPy; it is good to have seen it once. Put everything back afterwards.
#
# With two columns, a row is an arrow in the plane. After your function all arrows end on the circle of radius 1, and none has turned:

# %% tags=["demo"]
arrows = np.array([[3.0, 1.0], [0.4, 0.6], [-1.5, 2.0], [-2.0, -0.7], [0.3, -1.8]])  # (5, 2)
unit = normalizeRows(arrows)
angles = np.linspace(0, 2 * np.pi, 200)
plt.figure(figsize=(6.2, 4.6))
plt.plot(np.cos(angles), np.sin(angles), color="0.5", linestyle=":", linewidth=1.2)
for before, after in zip(arrows, unit):
    plt.plot([0, before[0]], [0, before[1]], color="C1", linestyle="--", linewidth=1.5)
    plt.plot([0, after[0]], [0, after[1]], color="C0", linestyle="-")
plt.plot(*arrows.T, "s", color="C1", label="rows before")
plt.plot(*unit.T, "o", color="C0", label="rows after")
plt.axis("equal")
plt.legend(loc="upper right")
show("Five arrows from the origin with different lengths, and the same five directions cut or stretched to the unit circle.")

# %% [markdown]
# ### Step 6 · Softmax
#
# A classifier gives each class a **score**, any number at all. Softmax makes probabilities of the scores: all are positive, and those of one row add up to 1. Each row is one example, each column one class.
#
# $$
# \text{softmax}(x)_{ij} = \frac{e^{x_{ij}}}{\sum_{k=1}^{m} e^{x_{ik}}}
# $$
#
# As a definition, with loops:
#
# ```python
# for i in range(n):
#     total = 0.0
#     for k in range(m):
#         total += math.exp(x[i, k])
#     for j in range(m):
#         s[i, j] = math.exp(x[i, j]) / total
# ```
#
# Write it **without loops**, in three lines: the exponentials, one sum for each row, the quotient. A ready answer such as `scipy.special.softmax` does not count. The scores in the checks and in the marking lie between −20 and 20, so the formula as it stands is good enough. What to do with scores like 1000 comes right after.
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# You have just divided each row of a matrix by a number of its own. What is different here?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.exp` works entry by entry. `np.sum` has the arguments `axis` and `keepdims`. Which shape should the sums have?
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `x_sum = np.sum(___, axis=1, keepdims=True)`
#
# </details>

# %% solution
def softmax(x):
    """The softmax of each row.

    x: scores, shape (n, m): n examples in rows, m classes in columns; not to be changed
    Returns probabilities, shape (n, m); each row adds up to 1.
    """
    ### START CODE HERE ### (≈ 3 lines)
    # (1) the exponential of each entry
    x_exp = np.exp(x)  # (n, m)
    # (2) the sum of each row, as a column
    x_sum = np.sum(x_exp, axis=1, keepdims=True)  # (n, 1)
    # (3) each row divided by its own sum
    s = x_exp / x_sum  # (n, m)
    ### END CODE HERE ###
    return s

# %% check points=20
check("softmax", softmax)

# %% tags=["expected"]
x = np.array([[9, 2, 5, 0, 0], [7, 5, 0, 0, 0]])
for scores, probabilities in zip(x, softmax(x)):
    print("scores", scores, "give", " ".join(f"{p:.6f}" for p in probabilities), f"with sum {np.sum(probabilities):.6f}")

# %% [markdown]
# Here, too, print the shapes of the exponentials, the sums and the result inside your function: `(2, 5)`, `(2, 1)` and `(2, 5)`. That is broadcasting at work.
#
# Three pictures have been scored for four classes. The second picture's scores are those of the first, with 3 added to each. The third's are those of the first, times 2.

# %% tags=["demo"]
classes = ["cat", "dog", "fox", "owl"]
first = np.array([2.0, 1.0, -0.5, -1.5])
scores = np.array([first, first + 3, 2 * first])  # (3, 4)
probabilities = softmax(scores)
figure, axes = plt.subplots(2, 3, figsize=(9, 4.6), sharex=True, sharey="row")
for i, title in enumerate(["first picture", "all scores + 3", "all scores × 2"]):
    axes[0, i].bar(classes, scores[i], color="C1")
    axes[0, i].axhline(0, color="black", linewidth=0.8, linestyle="-")
    axes[0, i].set_title(title)
    axes[1, i].bar(classes, probabilities[i], color="C0")
    for j, p in enumerate(probabilities[i]):
        axes[1, i].text(j, p + 0.02, f"{p:.2f}", ha="center")
    axes[1, i].set_ylim(0, 1.1)
axes[0, 0].set_ylabel("score")
axes[1, 0].set_ylabel("probability")
show("Scores of four classes in three pictures and their probabilities: equal for the first two, more decided for the third.")

# %% [markdown]
# Adding the same number to all scores of a row changes **nothing**: $e^{3}$ appears above and below the fraction bar. Larger differences, however, make softmax more decided.
#
# The first fact is of use. $e^{1000}$ is too large for a computer, and $\infty / \infty$ is *not a number*, `nan`. Since a shift changes nothing, subtract the largest score of the row first: then the largest exponent is 0. Serious libraries do it like this. Your function may, too; it is not asked for.

# %% tags=["demo"]
large = np.array([[1000.0, 999.0, 998.0]])
with np.errstate(over="ignore", invalid="ignore"):
    print("as it stands:", softmax(large))
print("after a shift:", softmax(large - np.max(large, axis=1, keepdims=True)))

# %% [markdown]
# ## 5 · Loops or arrays?
#
# So far, writing without loops made code shorter. It also makes it much faster. There are three products of two vectors that everyone mixes up at first, and one of a matrix with a vector:
#
# | product | of shapes | gives | written |
# |---|---|---|---|
# | dot product | `(n,)` and `(n,)` | one number, the sum of the products | `np.dot(a, b)` or `a @ b` |
# | entry by entry | `(n,)` and `(n,)` | `(n,)` | `a * b` or `np.multiply(a, b)` |
# | outer product | `(n,)` and `(m,)` | `(n, m)`, all pairs | `np.outer(a, b)` |
# | matrix times vector | `(k, n)` and `(n,)` | `(k,)`, a dot product for each row | `np.dot(W, a)` or `W @ a` |
#
# For matrices, `np.dot` and `@` are the **matrix product**, `*` is not. Here they are as loops.

# %%
def dot_loop(a, b):
    total = 0
    for i in range(len(a)):
        total += a[i] * b[i]
    return total


def multiply_loop(a, b):
    product = np.zeros(len(a))
    for i in range(len(a)):
        product[i] = a[i] * b[i]
    return product


def outer_loop(a, b):
    table = np.zeros((len(a), len(b)))
    for i in range(len(a)):
        for j in range(len(b)):
            table[i, j] = a[i] * b[j]
    return table


def matrix_loop(W, a):
    result = np.zeros(len(W))
    for i in range(len(W)):
        for j in range(len(a)):
            result[i] += W[i, j] * a[j]
    return result


x1 = [9, 2, 5, 0, 0, 7, 5, 0, 0, 0, 9, 2, 5, 0, 0]
x2 = [9, 2, 2, 9, 0, 9, 2, 5, 0, 0, 9, 2, 5, 0, 0]
W = np.random.RandomState(3).rand(3, len(x1))  # (3, 15), between 0 and 1

# %% tags=["expected"]
print("dot:", np.dot(x1, x2), "by a loop:", dot_loop(x1, x2))
print("entry by entry:", np.multiply(x1, x2))
print("matrix times vector:", " ".join(f"{value:.6f}" for value in np.dot(W, x1)))
print("outer, shape", np.outer(x1, x2).shape)
print(np.outer(x1, x2))
pairs = {
    "entry by entry": (np.multiply(x1, x2), multiply_loop(x1, x2)),
    "outer": (np.outer(x1, x2), outer_loop(x1, x2)),
    "matrix times vector": (np.dot(W, x1), matrix_loop(W, x1)),
}
for name, (by_arrays, by_loops) in pairs.items():
    print(f"{name}: loops and arrays agree: {np.allclose(by_arrays, by_loops)}")

# %% [markdown]
# How long do they take? `best_time` runs a function several times and takes the fastest.

# %% tags=["demo"]
a, b = np.array(x1), np.array(x2)
for name, by_loops, by_arrays, arguments in [
    ("dot", dot_loop, np.dot, (a, b)),
    ("entry by entry", multiply_loop, np.multiply, (a, b)),
    ("outer", outer_loop, np.outer, (a, b)),
    ("matrix times vector", matrix_loop, np.dot, (W, a)),
]:
    slow, fast = best_time(by_loops, *arguments), best_time(by_arrays, *arguments)
    print(f"{name}: loops {1e6 * slow:.1f} µs, arrays {1e6 * fast:.1f} µs")

# %% [markdown]
# With 15 numbers, everything is over in an instant, and nobody would notice a difference. Networks have millions. So let the vectors grow; both scales of the picture are logarithmic, each line of the grid is ten times the last.

# %% tags=["demo"]
sizes = [10, 100, 1000, 10_000, 100_000, 1_000_000]
rng = np.random.RandomState(0)
slow, fast = [], []
for size in sizes:
    a, b = rng.rand(size), rng.rand(size)
    slow.append(best_time(dot_loop, a, b, repeats=3))
    fast.append(best_time(np.dot, a, b, repeats=3))
plt.loglog(sizes, slow, "s--", color="C1", label="loop")
plt.loglog(sizes, fast, "o-", color="C0", label="np.dot")
plt.xlabel("numbers in each vector")
plt.ylabel("seconds")
plt.title(f"with a million numbers, np.dot is {slow[-1] / fast[-1]:.0f} times as fast")
plt.legend(loc="upper left")
show("Time against size: the loop's line lies far above that of np.dot, and the distance grows to a factor of hundreds or more.")

# %% [markdown]
# The factor differs from computer to computer; for large vectors it is usually several hundred, and may be more than a thousand. A loop in Python looks at each number anew: what is it, and how is it multiplied? NumPy asks once, for the whole array, and lets the processor work on many numbers at a time. A network that trains in an hour would take weeks with loops.
#
# ### Step 7 · The L1 loss
#
# Now you can measure how good a model is. Its predictions are a vector $\hat y$, the right answers a vector $y$, both of shape `(m,)`. A **loss** says how far they are apart, in one number. The smaller it is, the better; 0 is perfect.
#
# The L1 loss adds up the distances:
#
# $$
# L_1(\hat y, y) = \sum_{i=1}^{m} \left| y^{(i)} - \hat y^{(i)} \right|
# $$
#
# ```python
# loss = 0.0
# for i in range(m):
#     if y[i] > yhat[i]:
#         loss += y[i] - yhat[i]
#     else:
#         loss += yhat[i] - y[i]
# ```
#
# Write it **without a loop**. The answers in `y` may be any numbers, not only 0 and 1.
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# One prediction is 1 too high, another 1 too low. What is their loss? What would it be if you added up first and took the absolute value last?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.abs` works entry by entry. `np.sum` adds up all entries.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `loss = np.sum(np.abs(___))`
#
# </details>

# %% solution
def L1(yhat, y):
    """The sum of the distances between predictions and answers.

    yhat: predictions, shape (m,)
    y: right answers, shape (m,)
    Neither is to be changed.
    Returns the loss, one number.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) the sum of the absolute differences
    loss = np.sum(np.abs(y - yhat))
    ### END CODE HERE ###
    return loss

# %% check points=10
check("L1", L1)

# %% tags=["expected"]
yhat = np.array([0.9, 0.2, 0.1, 0.4, 0.9])
y = np.array([1, 0, 0, 1, 1])
print(f"L1 = {L1(yhat, y):.6f}")
print(f"L1 of perfect predictions = {L1(y, y):.6f}")

# %% [markdown]
# ### Step 8 · The L2 loss
#
# The L2 loss adds up the **squares** of the differences. There is no root and no mean in it:
#
# $$
# L_2(\hat y, y) = \sum_{i=1}^{m} \left( y^{(i)} - \hat y^{(i)} \right)^2
# $$
#
# A sum of squares is also the dot product of a vector with itself, $d \cdot d = d_1^2 + d_2^2 + \dots + d_m^2$. Use whichever you like.
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# Is the square of the sum the same as the sum of the squares? Try 1 and 2.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A power is written `**` in Python; `^` is something else. Or make the vector of differences and use `np.dot`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `loss = np.sum((___) ** 2)`
#
# </details>

# %% solution
def L2(yhat, y):
    """The sum of the squared differences between predictions and answers.

    yhat: predictions, shape (m,)
    y: right answers, shape (m,)
    Neither is to be changed.
    Returns the loss, one number.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) the sum of the squared differences
    loss = np.sum((y - yhat) ** 2)
    ### END CODE HERE ###
    return loss

# %% check points=10
check("L2", L2)

# %% tags=["expected"]
print(f"L2 = {L2(yhat, y):.6f}")
for error in [0.1, 1.0, 10.0]:
    one_answer, one_guess = np.array([0.0]), np.array([error])
    print(f"one error of {error:4.1f}: L1 = {L1(one_guess, one_answer):.2f}, L2 = {L2(one_guess, one_answer):.2f}")

# %% [markdown]
# Squares make small errors smaller and large ones larger. What that means shows best when one answer is far off. Seven measurements, one of them a slip; which single number $c$ predicts them best? Your two losses disagree:

# %% tags=["demo"]
answers = np.array([1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 14.0])
guesses = np.linspace(0, 8, 161)
figure, axes = plt.subplots(1, 2, figsize=(9, 3.5))
for ax, loss, name, colour in zip(axes, [L1, L2], ["L1", "L2"], ["C0", "C4"]):
    losses = [loss(np.full(7, c), answers) for c in guesses]
    best = guesses[np.argmin(losses)]
    ax.plot(guesses, losses, color=colour, linestyle="-")
    ax.plot(best, min(losses), "ko", markersize=6)
    ax.plot(answers[:-1], np.full(6, min(losses) * 0.9), "^", color="0.4", clip_on=False)
    ax.set(title=f"{name} is smallest at c = {best:.2f}", xlabel="the guess c", ylabel=name)
axes[0].text(8, 14.2, "six answers; the seventh is 14 →", ha="right", va="top", color="0.4")
axes[0].set_ylim(11.5, 41)
show("L1 over the guess has its lowest point at 2.5, L2 at 4, although six of the seven answers lie between 1 and 4.")

# %% [markdown]
# L1 is smallest at the **median**, 2.5: as many answers below as above, however far away. L2 is smallest at the **mean**, 4: the slip has pulled it up. Neither is right or wrong. L2 is smooth, which gradient descent likes; L1 does not let one bad example decide.
#
# ## What to remember
#
# - Run cells with Shift + Enter, in order. Write only between START and END, and check at once.
# - `np.exp`, `+`, `*`, `**` work on whole arrays, entry by entry.
# - Look at shapes. `(3,)` is neither `(1, 3)` nor `(3, 1)`, and `reshape` turns one into another.
# - `axis` names the axis that disappears; `keepdims=True` keeps it, so that broadcasting does what you mean.
# - `np.dot` and `@` are the dot and the matrix product; `*` multiplies entry by entry.
# - Arrays in place of loops: shorter, and hundreds of times as fast.
# - A function leaves its arguments as they are.
#
# ## What comes next
#
# You have the sigmoid, its slope and two losses. What is still missing is how to make a loss smaller. For that the next assignment turns to derivatives: by hand, by measuring as in step 3, and by letting the computer do it.
#
# ## Open questions
#
# These are not marked. Add new cells with the `+` in the toolbar.
#
# - Show on paper that $\sigma(-x) = 1 - \sigma(x)$. Why must the slope then be the same at $x$ and at $-x$?
# - Where does `basic_sigmoid` fail for large numbers, although `sigmoid` only warns? Write one that does neither, with two cases for the sign of $x$.
# - Softmax of the two scores $(x, 0)$ is something that you know already. What?
# - What does softmax give if all scores of a row are multiplied by 0.01, or by 100?
# - Change one entry of `image2vector(picture)`, then look at `picture`. What has happened, and what does `.copy()` change about it?
# - Subtract from each column of a matrix its mean, and divide by its standard deviation (`np.std`), with broadcasting. When does that fail?
# - How long does your `L2` take for a million numbers, with `np.sum` and with `np.dot`? Use `best_time`.

# %% tags=["demo"]
progress()
