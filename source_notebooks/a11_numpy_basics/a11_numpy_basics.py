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
# **How can a program look at a picture and say what it shows?** It lines up the picture's numbers in a column, compares the column with others, and turns the result into probabilities. In this notebook you write the parts, one function at a time. At the end several of them work together on a tiny picture. This is what it will do:

# %% picture
import matplotlib.pyplot as plt

from utils.figures import show
from utils.numpy_utils import draw_answer

plt.style.use("utils.course")
draw_answer()
show("A picture of eight pixels, an evening by the sea; its 24 numbers as a column of greys; and four bars: evening 0.87, noon 0.06, forest 0.03, snow 0.04.")

# %% [markdown]
# **About 60 minutes.** If notebooks and NumPy are both new to you, it may well be 90. You need the basics of Python: variables, functions, lists and loops; and, from school, powers, roots and the summation sign. Nothing else of this course comes before it.
#
# **What you build:**
#
# 1. `basic_sigmoid`: turns any number into one between 0 and 1
# 2. `sigmoid`: does the same for a whole array at once
# 3. `sigmoid_derivative`: says how steep the sigmoid is
# 4. `image2vector`: turns a picture into a column
# 5. `normalizeRows`: gives every row the length 1
# 6. `softmax`: turns scores into probabilities
# 7. `L1`: says how wrong a prediction is
# 8. `L2`: says the same, but takes large errors more seriously
#
# **How this notebook works:** write each function between `START CODE HERE` and `END CODE HERE`, and delete the line `raise NotImplementedError(...)` there.<br>
# Run its cell, then the cell with the check below it. You can try as often as you like.<br>
# Each step has three folded hints. Section 1 shows all this in slow motion.
#
# ## 1 · How a notebook works
#
# A notebook is a column of **cells**. Some hold text, like this one. Others hold code. Click into the next cell and press **Shift + Enter**. The code runs, its output appears below, and the cell after it is selected.

# %% tags=["expected"]
test = "Hello World"
print("test: " + test)

# %% [markdown]
# Change the text between the quotes and run the cell again. You can't break anything: a notebook is for trying things out. ("Expected output" is what the unchanged cell prints. It stays there, so you can compare.)
#
# All cells share **one memory**. Whatever a cell defines, the cells that you run later can use. So the order in which you *run* them counts, not the order on the page. Run the next two cells once each. Then run the second one three more times.

# %%
count = 0

# %% tags=["expected"]
count = count + 1
print(f"this cell has run {count} time(s) since count was set")

# %% [markdown]
# The count goes up, although nothing on the page has changed. So when something behaves strangely, choose **Kernel → Restart Kernel and Run up to Selected Cell…**. It clears the memory and runs everything above in order. A star, `[*]`, beside a cell means that it is running or waiting for its turn; the black square in the toolbar stops it.
#
# If a cell fails, Python prints a long report. Read its **last line** first: it says what went wrong. The arrow `---->` further up says where.
#
# ### Your code, the check and the hints
#
# There are eight steps, and you write one function in each.
#
# 1. **Write.** Your code goes between `### START CODE HERE ###` and `### END CODE HERE ###`. The numbered comments there say what to do. The line `raise NotImplementedError(...)` only says that nothing is written yet: delete it. The `≈` tells you roughly how many lines to expect. Yours may be more or fewer.
# 2. **Run** the cell. Nothing is printed; Python now knows your function.
# 3. **Check.** Run the cell below it. A ✓ means that your function gave the right answer on several inputs. Otherwise you read what was asked, what your function returned, and what is probably wrong.
# 4. **Change it, run it, check it.** After a change, run the cell with the function again before you check. Everybody forgets this now and then.
#
# Your work is marked with inputs that the check does not use: other numbers and other sizes. So write code that works for all of them. `progress()`, at the end, shows where you stand.
#
# Each step has three folded hints: a question, then a tool, then a line with a gap. Open them in this order, and only when you are stuck. A title such as "Where does this come from?" unfolds a short derivation. Collapsed cells hold code that only draws; run them like any other, and open them if you are curious.
#
# Please don't delete, copy or rename the cells of an exercise. The file `checks.bin` has to stay beside the notebook: `check` needs it. Save with **Ctrl + S**.
#
# ### Packages
#
# By itself, Python computes with one number at a time. The rest is imported:
#
# | package | what it does here |
# |---|---|
# | [math](https://docs.python.org/3/library/math.html) | functions of one number. Only step 1 needs it, and a loop that is shown for comparison |
# | [NumPy](https://numpy.org/doc/stable/user/absolute_beginners.html) | computes with whole arrays, from step 2 on. Everybody calls it `np` |
# | [Matplotlib](https://matplotlib.org/stable/users/explain/quick_start.html) | draws. `plt` is its drawing part |
# | `utils` | belongs to this course: the check, tiny pictures, drawings |

# %%
import math

import matplotlib.pyplot as plt
import numpy as np

from utils import check, progress
from utils.figures import show
from utils.numpy_utils import best_time, known_pictures, small_picture

plt.style.use("utils.course")

# %% [markdown]
# A list and an array can hold the same numbers. So why NumPy? Guess what `+` does to two lists, and what it does to two arrays. Then run the cell.

# %% tags=["demo"]
print("two lists: ", [1, 2, 3] + [10, 20, 30])
print("two arrays:", np.array([1, 2, 3]) + np.array([10, 20, 30]))

# %% [markdown]
# A list is a sequence of things, and `+` puts one list behind the other. An array is something to compute with.
#
# To read about a function, type its name and a question mark, such as `np.exp?`, in a new cell and run it. And when you ask somebody for help, send these two lines along. They say which versions you have:

# %% tags=["demo"]
import matplotlib

print("numpy", np.__version__)
print("matplotlib", matplotlib.__version__)

# %% [markdown]
# ### Rules of the whole course
#
# A function receives the very array of its caller, not a copy. Look at what two innocent lines do:

# %% tags=["expected"]
def double(x):
    y = 2 * x  # a new array
    return y


def double_in_place(x):
    x *= 2  # changes the caller's array
    return x


numbers = np.array([1, 2, 3])
double(numbers)
print("after double:", numbers)
double_in_place(numbers)
print("after double_in_place:", numbers)

# %% [markdown]
# Both return the right thing, but the second one has spoilt its caller's data on the way. Such errors show up far from where they were made. So in this course **a function leaves its arguments as they are**, and `check` tests it. Lines such as `x *= 2`, `x -= y` or `x[0] = 1` are for arrays that you have made yourself.
#
# Four more rules hold everywhere, and later notebooks only point to them:
#
# | rule | it means |
# |---|---|
# | pictures are rows, columns, colours | a picture has shape `(rows, columns, 3)` |
# | examples are columns | ten examples with three numbers each (their *features*) are a matrix of shape `(3, 10)`. Where a notebook needs it the other way round, it says so: steps 5 and 6 here do |
# | one number is a number | where one number is asked for, return `5.0`, not an array `[[5.0]]` of shape `(1, 1)` |
# | you may print | what you print is not marked, so print whatever helps you |
#
# > **Remember.** Run cells with Shift + Enter, in order. After each change, run the function's cell first, then the check. A function leaves its arguments as they are.
#
# **Ask yourself.** You correct a function and run the check at once. It still complains about the old mistake. Why?
#
# <details><summary>Answer</summary>
#
# You have changed the text of the cell, but you haven't run it. Python still knows the old function.
#
# </details>
#
# A colleague's notebook works for her. You run it from top to bottom, and it fails. What may she have done?
#
# <details><summary>Answer</summary>
#
# She ran the cells in another order, or defined something in a cell that she has deleted since. **Kernel → Restart Kernel and Run All Cells…** would have shown it to her. Before you hand in, save, then run `from utils import doctor` and `doctor()`: it runs your notebook in a fresh kernel and says which checks would fail.
#
# </details>
#
# ## 2 · From one number to many
#
# ### Step 1 · Sigmoid of a number
#
# The **sigmoid** (or logistic function) turns any number into one between 0 and 1. A large $x$ gives nearly 1, a very negative $x$ nearly 0, and 0 gives exactly one half. The course uses it wherever a network has to say how probable something is:
#
# $$
# \sigma(x) = \frac{1}{1 + e^{-x}}
# $$
#
# This is its curve:

# %% drawing
from utils.numpy_utils import draw_sigmoid

draw_sigmoid()
show("The S-shaped curve of the sigmoid: near 0 on the left, 0.018 at -4, one half at 0, 0.953 at 3, near 1 on the right.")

# %% [markdown]
# Write it for **one number**, with Python's own module `math`. A ready-made function such as `scipy.special.expit` does not count.
#
# Before you do, run the next two cells as they are. You will see what `check` says about a function that is not written yet.
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
# `math.exp(x)` is e to the power of x. There is only one minus sign in the formula: where?
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
    # (1) the formula, with math.exp: x → s (1 line)
    s = 1 / (1 + math.exp(-x))
    ### END CODE HERE ###
    return s

# %% check points=5
check("basic_sigmoid", basic_sigmoid)

# %% tags=["expected"]
for number in [-8, -1, 0, 1, 3]:
    print(f"sigmoid of {number:2d}: {basic_sigmoid(number):.6f}")

# %% [markdown]
# Look at the results for −1 and 1: they add up to 1. Is that always so? (It is the first of the open questions at the end.)
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
# Neither works. Python can't put a minus in front of a list, and `math.exp` takes one number only. (Does the array work for you? Then your function has `np.exp` where we thought of `math.exp`. That is just as good.)
#
# Functions such as `np.exp` work on **whole arrays, entry by entry**. So do `+`, `-`, `*`, `/` and `**`. A single number is used for every entry:

# %% tags=["expected"]
x = np.array([1, 2, 3])
print("np.exp(x):", np.exp(x))
print("x + 3:", x + 3)
print("1 / x:", 1 / x)
print("x * x:", x * x)

# %% [markdown]
# Each entry of `np.exp(x)` is $e$ to the power of the entry in the same place. There is no loop to write, and none to get wrong.
#
# All entries of an array have **one type**, its `dtype`. The results above are new arrays, each with the type that it needs. But if you store a number in an array that is already there, the number has to fit in. An array of whole numbers keeps only the whole part:

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
# One entry after the other, the definition is
#
# ```python
# s = np.zeros(len(x))
# for i in range(len(x)):
#     s[i] = basic_sigmoid(x[i])
# ```
#
# This works for a vector, and not for a matrix. With NumPy, one formula serves a number, a vector, a matrix and a stack of pictures:
#
# $$
# \sigma\left(\begin{bmatrix} x_1 \\ x_2 \\ \vdots \\ x_n \end{bmatrix}\right) = \begin{bmatrix} \frac{1}{1 + e^{-x_1}} \\ \frac{1}{1 + e^{-x_2}} \\ \vdots \\ \frac{1}{1 + e^{-x_n}} \end{bmatrix}
# $$
#
# Write it **without a loop**, so that the result has the shape of `x`, and without `scipy.special.expit`.
#
# Large numbers count, too: −1000 should give 0, and 1000 should give 1. NumPy may warn of an *overflow* on the way, since $e^{1000}$ is larger than any number it can hold. With the formula as it stands here, that does no harm.
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# Which operations of the formula already work on an array? Try `-x` and `1 / x` on one.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.exp` takes the place of `math.exp`. All other operators in the formula work on arrays as they are.
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
    """The sigmoid of each entry.

    x: a number, or an array of any shape
    Returns a number, or an array of the shape of x.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) the formula, with np.exp: x → s, same shape (1 line)
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
# Now the large numbers. `np.errstate` says which warnings we don't want to see.

# %% tags=["expected"]
with np.errstate(over="ignore"):
    for number, value in zip([-1000, -20, 20, 1000], sigmoid(np.array([-1000.0, -20.0, 20.0, 1000.0]))):
        print(f"sigmoid of {number:5d}: {value:.10f}")

# %% [markdown]
# Can the formula give exactly 0, or exactly 1?
#
# <details><summary>Answer</summary>
#
# No: $e^{-x}$ is never 0 and never infinite. The computer has rounded, or has gone beyond its largest number. That matters as soon as a logarithm is taken: $\log 0$ is $-\infty$. You will see it in a14.
#
# </details>
#
# ### Step 3 · The slope of the sigmoid
#
# A network learns by asking a question about each number in it: if it grew a little, how much would the result change? The answer is a slope. The sigmoid's slope is handy, because you get it from the sigmoid itself:
#
# $$
# \sigma'(x) = \sigma(x) \left(1 - \sigma(x)\right)
# $$
#
# <details><summary>Where does this come from?</summary>
#
# Write $s = \sigma(x) = (1 + e^{-x})^{-1}$. The chain rule gives
#
# $$
# \sigma'(x) = -(1 + e^{-x})^{-2} \cdot (-e^{-x}) = \frac{1}{1 + e^{-x}} \cdot \frac{e^{-x}}{1 + e^{-x}}
# $$
#
# The first fraction is $s$. The second is $\frac{(1 + e^{-x}) - 1}{1 + e^{-x}} = 1 - s$.
#
# </details>
#
# Write it in two lines: first the sigmoid of `x`, then the slope. Again it works entry by entry, so the result has the shape of `x`.
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
# Call `sigmoid` and keep its result under the name `s`. "Entry by entry" means `*`; mind the parentheses.
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

    x: a number, or an array of any shape: what goes into the sigmoid, not what comes out of it
    Returns a number, or an array of the shape of x.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the sigmoid: x → s, same shape (1 line)
    s = sigmoid(x)
    # (2) its slope: s → ds, same shape (1 line)
    ds = s * (1 - s)
    ### END CODE HERE ###
    return ds

# %% check points=15
check("sigmoid_derivative", sigmoid_derivative)

# %% [markdown]
# You don't have to take the formula on trust. Go a little to the right and a little to the left, and see how much the function has risen, divided by the distance:
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
# And as a picture, drawn by your two functions. Each short line goes through a point of the curve and rises as steeply as your slope says. So it should just touch the curve.

# %% drawing
from utils.numpy_utils import draw_slopes

draw_slopes(sigmoid, sigmoid_derivative)
show("Left: the S-shaped sigmoid from 0 to 1 with four tangents. Right: its slope, a bell that reaches 0.25 at x = 0.")

# %% [markdown]
# The slope is never above one quarter, since $s(1-s) = \tfrac14 - (s - \tfrac12)^2$. Far from 0 there is almost no slope at all, and a part of a network that sits there hardly learns any more. You will meet this again.
#
# > **Remember.** `np.exp`, `+`, `*`, `**` work on whole arrays, entry by entry, and give a new array of the same shape.
#
# **Ask yourself.** Why does `sigmoid(x)` work for a matrix, although nobody wrote a loop over rows and columns?
#
# <details><summary>Answer</summary>
#
# Each operation in it works entry by entry on arrays of any shape: the minus, `np.exp`, the `1 +` and the `1 /`. NumPy runs the loops.
#
# </details>
#
# At which $x$ does a small change of $x$ change $\sigma(x)$ most?
#
# <details><summary>Answer</summary>
#
# At $x = 0$: there $s = \tfrac12$, and the slope is $\tfrac12 \cdot \tfrac12 = \tfrac14$.
#
# </details>
#
# ## 3 · Shapes
#
# `x.shape` says how many entries an array has along each of its **axes**. Many mistakes in this course are mistakes of shape, so it pays to look often. These four hold the same three numbers:
#
# | written as | shape | what it is |
# |---|---|---|
# | `[1, 2, 3]` | none | a Python list: `+` joins lists, it does not add numbers |
# | `np.array([1, 2, 3])` | `(3,)` | a vector with one axis: neither row nor column |
# | `np.array([[1, 2, 3]])` | `(1, 3)` | a row: a matrix of 1 row and 3 columns |
# | `np.array([[1], [2], [3]])` | `(3, 1)` | a column: a matrix of 3 rows and 1 column |
#
# A shape is one argument, so `np.zeros((3, 1))` has two pairs of parentheses: the outer pair calls, the inner pair is the shape.
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
# Look at how the numbers from 0 to 23 lie in `block`. The **last** index runs fastest: 0, 1, 2, 3 are neighbours along the last axis. Whenever you reshape, NumPy reads and fills arrays in this order.
#
# To pick from an array, give an index for each axis. Indices count from 0, and a colon takes everything along its axis:

# %% tags=["expected"]
print("table[1, 2], one number:", table[1, 2])
print("table[0], short for table[0, :], the first row:", table[0])
print("table[:, 0], the first column:", table[:, 0])
print("table[:2, 0], its first two numbers:", table[:2, 0])

# %% [markdown]
# With a colon the axis stays; with a single number it is gone. So a column that is picked in this way has shape `(4,)`.
#
# ### Step 4 · A picture as a column
#
# A computer holds a colour picture as an array of shape `(rows, columns, 3)`: for each pixel its red, its green and its blue. A network wants one example as a **column** of numbers. So a picture has to be unrolled into shape `(rows * columns * 3, 1)`.
#
# For instance, a picture of shape `(2, 4, 3)` has $2 \cdot 4 \cdot 3 = 24$ numbers, and the result has shape `(24, 1)`. This is what should happen to it:

# %% drawing
from utils.numpy_utils import draw_unrolled

draw_unrolled(small_picture())
show("A picture of two rows of four pixels, and beside it the column of its 24 numbers, pixel by pixel: red, green, blue.")

# %% [markdown]
# Write a function that does this for a picture of **any size and depth** (not every picture has three colours). Take the sizes from `image.shape`, and keep NumPy's own order: the numbers of the first pixel, then those of the next, and so on.
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
# `image.shape[0]` is the first of the three sizes. `.reshape` takes the number of rows and the number of columns. If you write one of them as `-1`, NumPy works it out.
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

    image: array of shape (rows, columns, depth)
    Returns an array of shape (rows * columns * depth, 1).
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) one column for all its numbers: image → v, shape (rows * columns * depth, 1) (1 line)
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
print("the evening begins with", image2vector(small_picture())[:6, 0])
print("a photo of 64 × 64 pixels:", image2vector(np.zeros((64, 64, 3))).shape)

# %% [markdown]
# > **Remember.** Look at shapes: `(3,)` is neither `(1, 3)` nor `(3, 1)`, and `reshape` turns one into another. The last index runs fastest.
#
# **Ask yourself.** What are the shapes of `np.zeros((5, 2)).T` and of `np.zeros(5).T`?
#
# <details><summary>Answer</summary>
#
# `(2, 5)`, and still `(5,)`: with one axis there is nothing to transpose.
#
# </details>
#
# In the column of a `(2, 4, 3)` picture, which place, counted from 0, holds the green of the pixel in row 1, column 0?
#
# <details><summary>Answer</summary>
#
# Place 13. Four pixels of row 0 come first, with $4 \cdot 3 = 12$ numbers in the places 0 to 11. Then red has place 12, and green 13.
#
# </details>
#
# ## 4 · Rows, columns and broadcasting
#
# Many operations combine the entries along one axis: a sum, a mean, a maximum, a length. The argument `axis` names the axis that **disappears**. With `keepdims=True` it stays, with size 1.
#
# | for `A` of shape `(2, 3)` | shape of the result | one value for each |
# |---|---|---|
# | `np.sum(A)` | `()` | the whole matrix |
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
# Why would anyone want `keepdims`? Because it makes shapes fit that would not fit otherwise. When two arrays of different shapes meet in `+`, `-`, `*` or `/`, NumPy [**broadcasts**](https://numpy.org/doc/stable/user/basics.broadcasting.html) them:
#
# 1. Write the shapes one below the other, **aligned at their right ends**. Sizes that are missing on the left count as 1.
# 2. Two sizes fit if they are equal, or if one of them is 1.
# 3. Along an axis of size 1, the array is repeated until it fits.
#
# Here are two examples. Pale numbers in italics are repetitions:

# %% drawing
from utils.numpy_utils import draw_broadcast

figure, axes = plt.subplots(2, 3, figsize=(8.5, 3.9))
draw_broadcast(np.array([[10, 20, 30], [40, 50, 60]]), np.array([[1], [2]]), axes[0])
draw_broadcast(np.array([[10, 20, 30], [40, 50, 60]]), np.array([1, 2, 3]), axes[1])
show("Two sums of a 2 × 3 table: with a column, repeated to the right, and with a vector of 3, repeated downwards.")

# %% [markdown]
# | shape | with shape | gives | what happens |
# |---|---|---|---|
# | `(2, 3)` | `()`, a number | `(2, 3)` | the number meets every entry |
# | `(2, 3)` | `(2, 1)` | `(2, 3)` | the column meets each of the 3 columns |
# | `(2, 3)` | `(1, 3)` or `(3,)` | `(2, 3)` | the row meets each of the 2 rows |
# | `(2, 3)` | `(2,)` | an error | 3 and 2 do not fit |
# | `(3, 3)` | `(3,)` | `(3, 3)` | **a trap**: it is taken as a row, even if you meant a column |
# | `(4, 1)` | `(1, 5)` | `(4, 5)` | both are repeated: a table of all pairs |
#
# The trap deserves a look. Each row of `B` should be divided by its largest entry, so that the largest becomes 1. Both lines run; only one does what it should.

# %% tags=["expected"]
B = np.array([[1.0, 2.0, 5.0], [3.0, 3.0, 4.0], [4.0, 8.0, 8.0]])
largest = np.max(B, axis=1)  # 5, 4 and 8, shape (3,)
largest_column = np.max(B, axis=1, keepdims=True)  # the same numbers, shape (3, 1)
print("with keepdims, the largest of each row is", np.max(B / largest_column, axis=1))
print("without, it is", np.max(B / largest, axis=1))

# %% [markdown]
# ### Step 5 · Rows of length 1
#
# **Examples are rows** in this step and the next. That is the first thing to ask about any matrix: is one example a row or a column?
#
# Two photos of the same view, one taken in bright light and one in dim light, have very different numbers. Divide each by its **length**, its Euclidean norm, and only the pattern is left:
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
# Your first line finds one length for each row: `np.linalg.norm` computes lengths, and takes `axis` and `keepdims` as `np.sum` does. The second line divides. Broadcasting does the rest, if the lengths have the right shape. A row of zeros has no direction, so you won't meet one here.
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
# `np.linalg.norm(A, axis=0)` is one length for each column of `A`. Which axis disappears if each row gives one number, and what keeps its place?
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `x_norm = np.linalg.norm(x, axis=___, keepdims=___)`
#
# </details>

# %% solution
def normalizeRows(x):
    """Each row divided by its Euclidean length.

    x: matrix of shape (n, m), without rows of zeros
    Returns a matrix of shape (n, m) whose rows have length 1.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the length of each row: x → x_norm, shape (n, 1) (1 line)
    x_norm = np.linalg.norm(x, axis=1, keepdims=True)
    # (2) each row divided by its own length: x, x_norm → normalized, shape (n, m) (1 line)
    normalized = x / x_norm
    ### END CODE HERE ###
    return normalized

# %% check points=15
check("normalizeRows", normalizeRows)

# %% tags=["expected"]
x = np.array([[0, 3, 4], [1, 6, 4]])
print(normalizeRows(x))
x = np.array([[3, -4], [-5, 12], [8, 15]])
print("first column:", " ".join(f"{value:.6f}" for value in normalizeRows(x)[:, 0]))
for row in normalizeRows(x):
    print(f"squares of a row add up to {np.sum(row**2):.6f}")

# %% [markdown]
# Break it on purpose. Put `print(x.shape, x_norm.shape)` into your function, below the line that makes `x_norm`, and say what the two shapes are. Then run the function's cell, and the cell right above this text. Now leave `keepdims` out and run both again. You get one of NumPy's most common error messages, `operands could not be broadcast together with shapes (2,3) (2,)`. Read it from the right: 3 meets 2. Put everything back afterwards.
#
# Now the two photos, with two pixels each, the dim one above the bright one. The second row is ten times the first. What will you see?

# %% tags=["demo"]
photos = np.array([[3, 4], [30, 40]])
print(normalizeRows(photos))

# %% [markdown]
# Twice the same row: what is left is the pattern. With two columns, a row is also an arrow in the plane. Your function makes all arrows end on the circle of radius 1, and turns none of them:

# %% drawing
from utils.numpy_utils import draw_unit_rows

arrows = np.array([[3.0, 1.0], [0.4, 0.6], [-1.5, 2.0], [-2.0, -0.7], [0.3, -1.8]])  # (5, 2)
draw_unit_rows(arrows, normalizeRows(arrows))
show("Five arrows from the origin with different lengths, and the same five directions cut or stretched to the unit circle.")

# %% [markdown]
# ### Step 6 · Softmax
#
# A classifier gives each class a **score**, which may be any number at all. Softmax turns scores into probabilities: all are positive, and each row adds up to 1. Each row is one example, each column one class.
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
# Write it **without loops**, in three lines: the exponentials, one sum for each row, the quotient. A ready-made function such as `scipy.special.softmax` does not count. The scores in the checks and in the marking lie between −20 and 20, so the formula as it stands is good enough. What to do with scores like 1000 comes right after.
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
# `x_sum = np.sum(x_exp, axis=___, keepdims=___)`
#
# </details>

# %% solution
def softmax(x):
    """The softmax of each row.

    x: scores, shape (n, m): n examples in rows, m classes in columns
    Returns probabilities, shape (n, m); each row adds up to 1.
    """
    ### START CODE HERE ### (≈ 3 lines)
    # (1) the exponential of each entry: x → x_exp, shape (n, m) (1 line)
    x_exp = np.exp(x)
    # (2) the sum of each row: x_exp → x_sum, shape (n, 1) (1 line)
    x_sum = np.sum(x_exp, axis=1, keepdims=True)
    # (3) each row divided by its own sum: x_exp, x_sum → s, shape (n, m) (1 line)
    s = x_exp / x_sum
    ### END CODE HERE ###
    return s

# %% check points=20
check("softmax", softmax)

# %% tags=["expected"]
x = np.array([[9, 2, 5, 0, 0], [7, 5, 0, 0, 0]])
for scores, probabilities in zip(x, softmax(x)):
    print("scores", scores, "give", " ".join(f"{p:.6f}" for p in probabilities), f"with sum {np.sum(probabilities):.6f}")

# %% [markdown]
# Well done, that was the hardest one. Here, too, print the shapes of the exponentials, the sums and the result inside your function: `(2, 5)`, `(2, 1)` and `(2, 5)`. That is broadcasting at work.
#
# Now let your function look at three pictures and four classes. The second picture has the scores of the first, with 3 added to each. The third has those of the first, times 2. What do you expect?

# %% drawing
from utils.numpy_utils import draw_probabilities

first = np.array([2.0, 1.0, -0.5, -1.5])
three = np.array([first, first + 3, 2 * first])  # (3, 4)
draw_probabilities(["cat", "dog", "fox", "owl"], three, softmax(three), ["first picture", "all scores + 3", "all scores × 2"])
show("Scores of four classes in three pictures and their probabilities: equal for the first two, more confident for the third.")

# %% [markdown]
# Adding the same number to all scores of a row changes **nothing**. Larger differences, however, make softmax more confident.
#
# <details><summary>Where does this come from?</summary>
#
# Add $c$ to all scores of a row. Then $e^c$ appears above and below the fraction bar, and cancels:
#
# $$
# \frac{e^{x_{ij} + c}}{\sum_k e^{x_{ik} + c}} = \frac{e^c\, e^{x_{ij}}}{e^c \sum_k e^{x_{ik}}} = \frac{e^{x_{ij}}}{\sum_k e^{x_{ik}}}
# $$
#
# </details>
#
# That is useful. $e^{1000}$ is too large for a computer, and $\infty / \infty$ is *not a number*, `nan`. But a shift changes nothing. So subtract the largest score of the row first, and the largest exponent is 0. Serious libraries do it this way. Your function may, too; it doesn't have to.

# %% tags=["demo"]
large = np.array([[1000.0, 999.0, 998.0]])
with np.errstate(over="ignore", invalid="ignore"):
    print("as it stands:", softmax(large))
print("after a shift:", softmax(large - np.max(large, axis=1, keepdims=True)))

# %% [markdown]
# > **Remember.** `axis` names the axis that disappears. `keepdims=True` keeps it with size 1, so that broadcasting does what you mean.
#
# **Ask yourself.** `A` has shape `(4, 4)`. You compute `A / np.sum(A, axis=1)` and see no error. What is wrong?
#
# <details><summary>Answer</summary>
#
# The sums have shape `(4,)` and are taken as a row: column j is divided by the sum of row j. It runs only because the matrix is square. `keepdims=True` makes a column of them.
#
# </details>
#
# All scores of a row are equal. What are the probabilities?
#
# <details><summary>Answer</summary>
#
# All equal as well: with $m$ classes, each is $1/m$, however large the scores are.
#
# </details>
#
# ## 5 · Loops or arrays?
#
# Without loops, your code has become shorter. It has also become much faster. How much? We measure it with products. Two vectors have three products, which everyone mixes up at first. The table adds a matrix times a vector, and a matrix times a matrix:
#
# | product | of shapes | gives | written |
# |---|---|---|---|
# | dot product | `(n,)` and `(n,)` | one number, the sum of the products | `np.dot(a, b)` or `a @ b` |
# | entry by entry | `(n,)` and `(n,)` | `(n,)` | `a * b` or `np.multiply(a, b)` |
# | outer product | `(n,)` and `(m,)` | `(n, m)`, all pairs | `np.outer(a, b)` |
# | matrix times vector | `(k, n)` and `(n,)` | `(k,)`, a dot product for each row | `np.dot(W, a)` or `W @ a` |
# | matrix times matrix | `(k, n)` and `(n, m)` | `(k, m)`, a dot product for each row of the first and each column of the second | `np.dot(A, B)` or `A @ B` |
#
# For matrices, `np.dot` and `@` are the **matrix product**. The inner sizes, `n` and `n`, have to be equal; the outer ones are the shape of the result. `*` still multiplies entry by entry. (`x1` and `x2` below are lists. NumPy's functions turn them into arrays by themselves; `*` or `@` between two lists fails.) Here are the first four as loops:

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
# How long do they take? `best_time` runs a function five times and takes the fastest run, which other programs disturb least.

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
# With 15 numbers, everything is over in an instant. Networks have millions. So let the vectors grow:

# %% tags=["demo"]
sizes = [10, 30, 100, 300, 1000, 3000, 10_000]
rng = np.random.RandomState(0)
loops, arrays = [], []
for size in sizes:
    a, b = rng.rand(size), rng.rand(size)
    loops.append(best_time(dot_loop, a, b))
    arrays.append(best_time(np.dot, a, b))
print(f"with {size} numbers, np.dot takes {arrays[-1] / loops[-1]:.4f} of the loop's time")

# %% drawing
from utils.numpy_utils import draw_times

draw_times(sizes, loops, arrays)
show("Time against size, both scales logarithmic: the loop's line lies above that of np.dot, and the distance between them grows with the size.")

# %% [markdown]
# Both scales are logarithmic, so equal distances are equal factors. With ten thousand numbers the array wins by a factor between fifty and a few thousand; run the cell again and see how it varies. (For longer vectors NumPy may share the work among several processors. Then the factor depends on what else they are doing.)
#
# Why? A loop in Python looks at each number anew: what is it, and how is it multiplied? NumPy asks once, for the whole array, and lets the processor work on many numbers at a time.
#
# > **Remember.** `np.dot` and `@` are the dot product and the matrix product; `*` multiplies entry by entry. Arrays in place of loops are shorter, and far faster.
#
# **Ask yourself.** `a` and `b` have shape `(5,)`. What are the shapes of `a @ b`, `a * b` and `np.outer(a, b)`?
#
# <details><summary>Answer</summary>
#
# `()`, which is one number; `(5,)`; and `(5, 5)`.
#
# </details>
#
# Why does the array gain so little when there are only ten numbers?
#
# <details><summary>Answer</summary>
#
# Each call of NumPy has a fixed cost: it looks at types and shapes, and makes room for the result. Ten multiplications are too few to earn that back.
#
# </details>
#
# ## 6 · How wrong is a prediction?
#
# ### Step 7 · The L1 loss
#
# A model has made predictions, a vector $\hat y$. The right answers are a vector $y$. Both have shape `(m,)`. A **loss** says in one number how far they are apart. The smaller it is, the better; 0 is perfect.
#
# The L1 loss adds up the distances. $y^{(i)}$ is the entry for example number $i$; the parentheses say that this is not a power:
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
    Returns the loss, one number.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) the sum of the absolute differences: yhat, y → loss, one number (1 line)
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
# The L2 loss adds up the **squares** of the differences. There is no root in it, and no mean:
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
    Returns the loss, one number.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) the sum of the squared differences: yhat, y → loss, one number (1 line)
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
# Squares make small errors smaller and large ones larger. You see this best when one answer is far off. Here are seven measurements, one of them a slip. Which single number $c$ predicts them best? Your two losses disagree:

# %% drawing
from utils.numpy_utils import draw_losses

draw_losses(L1, L2)
show("L1 over the guess has its lowest point at 2.5, L2 at 4, although six of the seven answers lie between 1 and 4.")

# %% [markdown]
# L1 is smallest at the **median**, 2.5: as many answers below as above, however far away. L2 is smallest at the **mean**, 4: the slip has pulled it up. Neither is right or wrong. L2 is smooth, which helps if you look for its lowest point step by step; L1 does not let one bad example decide.
#
# <details><summary>Where does this come from?</summary>
#
# At the lowest point the slope is 0. The slope of $\sum_i (y^{(i)} - c)^2$ is $-2 \sum_i (y^{(i)} - c)$, which is 0 for $m\,c = \sum_i y^{(i)}$: the mean.
#
# Each term of $\sum_i |y^{(i)} - c|$ has the slope $+1$ if $c$ is above the answer, and $-1$ if it is below. They cancel when as many answers are below as above: the median. (With an odd number of answers the median is one of them: a kink, with as many slopes of the others on either side.)
#
# </details>
#
# > **Remember.** First the absolute value or the square, then the sum: otherwise errors of opposite sign cancel. L1 adds up distances; L2 lets large errors count more.
#
# **Ask yourself.** Two predictions are off by 1 each, or one is off by 2 and the other is perfect. Which loss tells the two cases apart?
#
# <details><summary>Answer</summary>
#
# L2: it is $1 + 1 = 2$ in one case and $4 + 0 = 4$ in the other. L1 is 2 in both.
#
# </details>
#
# Can a loss of exactly 0 come from wrong predictions?
#
# <details><summary>Answer</summary>
#
# No. All terms are positive or 0, so the sum is 0 only if each of them is.
#
# </details>
#
# ## 7 · All together
#
# Now back to the picture at the beginning. The course knows four tiny pictures by name: `evening`, `noon`, `forest` and `snow`. Which of them does the new one resemble?
#
# Make every picture a row of length 1. The dot product of two such rows is 1 if they have the same pattern, and smaller the more they differ. These are the scores, made larger by a factor of 20, so that softmax is more confident. The lines that count use what you have written:

# %% tags=["expected", "demo"]
names, known = known_pictures()  # four names, and pictures of shape (4, 2, 4, 3)
rows = np.array([image2vector(picture)[:, 0] for picture in known])  # (4, 24): one picture in each row
column = image2vector(small_picture())  # (24, 1)
scores = 20 * normalizeRows(column.T) @ normalizeRows(rows).T  # (1, 24) @ (24, 4) → (1, 4)
probabilities = softmax(scores)  # (1, 4)
for name, score, p in zip(names, scores[0], probabilities[0]):
    print(f"{name:8} score {score:.3f}, probability {p:.3f}")
right = np.array([1, 0, 0, 0])  # it is an evening
print(f"L1 = {L1(probabilities[0], right):.4f}, L2 = {L2(probabilities[0], right):.4f}")

# %% drawing
from utils.numpy_utils import draw_answer

draw_answer(column, probabilities)
show("The picture of the evening, its column of 24 numbers, and the probabilities that your functions found: evening is by far the most probable.")

# %% [markdown]
# That is a classifier, and you know every line of it. It has one weakness: somebody chose the four rows by hand. A network *learns* such rows, by making a loss smaller step by step.
#
# ## What comes next
#
# You have the sigmoid, its slope and two losses. How do you make a loss smaller? The next assignment turns to derivatives: by hand, by measuring as in step 3, and by letting the computer do it.
#
# ## Open questions
#
# These are not marked. Add new cells with the `+` in the toolbar.
#
# - ★ Show on paper that $\sigma(-x) = 1 - \sigma(x)$. Why must the slope then be the same at $x$ and at $-x$?
# - ★ In section 7, replace the factor 20 by 1, by 5 and by 100. What happens to the probabilities, and to the losses?
# - ★★ Softmax of the two scores $(x, 0)$ is something that you know already. What?
# - ★★ Set `picture = small_picture()` and `column = image2vector(picture)`. Change one entry of `column`, then look at `picture`. What has happened, and what does `.copy()` change about it?
# - ★★★ `basic_sigmoid` fails for −1000, and `sigmoid` warns. Write one that does neither, with two cases for the sign of $x$. Then do it for arrays, without a loop.
#
# <details><summary>For those who know the original</summary>
#
# This notebook goes back to an exercise that many courses have used, "Python basics with numpy". Names, arguments and published results are the same: `basic_sigmoid(3)` is 0.9525741268224334, `L1` and `L2` of its five predictions are 1.1 and 0.43, and the products of the two lists of 15 numbers are those of section 5.
#
# - It called the sizes of a picture length and height. Here they are rows and columns, the order in which arrays have them.
# - Its formula for normalised rows had another second row, 2, 6, 4, than its code, 1, 6, 4. Here both are the same.
# - Its sums in the losses had one term too many.
# - It measured the time of 15 numbers, with a clock too coarse to tell loops from arrays. Its product with a random matrix had no seed and cannot be repeated; here there is one.
# - A change of the argument in place was allowed in `normalizeRows`. Here it costs marks, as in the whole course.
#
# </details>

# %% tags=["demo"]
progress()
