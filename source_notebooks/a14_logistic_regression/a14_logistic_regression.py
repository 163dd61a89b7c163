# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # One neuron: is there a cat in the picture?
#
# **Can a computer learn from examples what a cat looks like?** To the computer, a picture is just a long list of numbers. Here a single neuron learns from 209 such lists. Then it has to say whether new pictures show a cat. This is how it answers once you have built and trained it:

# %% picture
import matplotlib.pyplot as plt

from utils.figures import show
from utils.lr_utils import draw_result

plt.style.use("utils.course")
draw_result()
show("Six test pictures, each with the neuron's answer: two cats, a parcel and a mug are right; stripes taken for a cat and a missed dark cat are wrong.")

# %% [markdown]
# Four of these six are right. The last two are wrong, and the neuron is quite sure of itself! At the end you will know what it looks at.
#
# **About 85 minutes.** You need matrix products, derivatives and the NumPy of [a11](../a11_numpy_basics/a11_numpy_basics.ipynb); section 7 of [a12](../a12_calculus_and_autodiff/a12_calculus_and_autodiff.ipynb) helps.
#
# **What you build**
#
# 1. `picture_sizes`: how many pictures there are, and how large
# 2. `flatten_and_scale`: each picture becomes a column of numbers
# 3. `initialize_with_zeros`: where the neuron starts
# 4. `propagate`: how wrong it is, and which way is downhill
# 5. `optimize`: many small steps downhill
# 6. `predict`: cat or no cat
# 7. `model`: everything in one function
#
# **How this notebook works** ([a11](../a11_numpy_basics/a11_numpy_basics.ipynb) has the long version)
#
# - Write your code between `### START CODE HERE ###` and `### END CODE HERE ###`, and delete the line `raise NotImplementedError(...)` there. `≈` says about how many lines to expect.
# - Run the check below each function as soon as the function is written: it says ✓, or what is probably wrong. If you are stuck, each step has three folded hints. Your work is marked with other inputs, of other sizes.
# - Leave arguments as they are: `x *= 2` would change the caller's own array. And use no loops, unless a step gives you one: each picture has over twelve thousand numbers.
#
# ## 1 · Packages
#
# Which of these knows anything about cats?
#
# | package | what it does here |
# |---|---|
# | [NumPy](https://numpy.org/doc/stable/) | all the computing: pictures are arrays, and learning is products of arrays |
# | [h5py](https://docs.h5py.org/en/stable/) | reads the pictures from their two files, inside `load_dataset`. Such a file holds whole arrays, each under a name |
# | [Pillow](https://pillow.readthedocs.io/en/stable/) | opens a picture of your own, in section 8 |
# | [Matplotlib](https://matplotlib.org/stable/) | draws the figures |
# | `utils` | belongs to this course. Its `sigmoid` gives what yours of a11 gives, without the warning of an overflow |
#
# <details><summary>Answer</summary>
#
# None of them. All that the neuron will ever know about cats is in its weights and its bias: 12 289 numbers, just one more than a single picture has. They start at 0, so at first every picture gets the probability 0.5. The lines that change them are yours, and in section 5 you look at what they have become: as a picture.
#
# </details>

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils import check, progress
from utils.figures import show
from utils.lr_utils import (
    draw_both_sets,
    draw_channels,
    draw_costs,
    draw_own,
    draw_swings,
    load_dataset,
    show_pictures,
    show_wrong,
    sigmoid,
)
from utils.picture_data import DATA, own_picture

plt.style.use("utils.course")

# %% [markdown]
# If something fails and you ask for help, send this line along. It says which versions you have:

# %% tags=["demo"]
from importlib.metadata import version

print(", ".join(f"{package} {version(package)}" for package in ["numpy", "h5py", "pillow", "matplotlib"]))

# %% [markdown]
# ## 2 · The pictures
#
# There are two sets. The neuron learns from the **training set**. The **test set** is kept away from it. It shows what the neuron does with pictures that it has never seen.

# %%
train_set_x_orig, train_set_y, test_set_x_orig, test_set_y, classes = load_dataset()
print(f"train_set_x_orig: {train_set_x_orig.shape}, {train_set_x_orig.dtype} from {train_set_x_orig.min()} to {train_set_x_orig.max()}")
print(f"train_set_y: {train_set_y.shape}, {np.sum(train_set_y == 1)} cats")
print(f"test_set_x_orig: {test_set_x_orig.shape}")
print(f"test_set_y: {test_set_y.shape}, {np.sum(test_set_y == 1)} cats")
print("classes:", ", ".join(f"{label} is {name.decode('utf-8')}" for label, name in enumerate(classes)))

# %% [markdown]
# `_orig` means: as loaded, not yet prepared. The labels are a row, one for each picture. The names of the classes are stored as bytes, and `.decode("utf-8")` turns them into text.
#
# Look at your data before you do anything else. These are the first pictures of the training set, each with its label:

# %% drawing
from utils.lr_utils import show_examples

show_examples(train_set_x_orig[:18], train_set_y[:, :18], classes)
show("18 pictures of 64 by 64 pixels: cats with label 1, and other things with label 0.")

# %% [markdown]
# For the computer, a picture is three square tables, the **channels**. They say how much red, green and blue light each pixel sends out, from 0 (none) to 255. Change `index` to look at another picture.

# %% tags=["demo"]
index = 25
draw_channels(train_set_x_orig[index], train_set_y[0, index])
show("One picture in colour, and its red, green and blue channels as three pictures in grey.")

# %% [markdown]
# ### Step 1 · The sizes
#
# Most mistakes in such a program are mistakes of shape. So begin by writing the sizes down. The loaded arrays have four axes: which picture, which row of pixels, which column of pixels, which colour.
#
# | size | what it is | found from |
# |---|---|---|
# | `m_train` | number of pictures in the training set | `train_set_x_orig`, shape `(m_train, num_px, num_px, 3)` |
# | `m_test` | number of pictures in the test set | `test_set_x_orig`, shape `(m_test, num_px, num_px, 3)` |
# | `num_px` | rows of a picture, and also its columns | either of them |
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# The shapes are printed above. Which of the four numbers counts pictures? Which two are always the same?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `array.shape` is a tuple, here of four numbers. Pick one of them by its index. Indices start at 0.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `m_train = train_set_x_orig.shape[___]`, and the other two in the same way.
#
# </details>

# %% solution
def picture_sizes(train_set_x_orig, test_set_x_orig):
    """How many pictures there are, and how large they are.

    train_set_x_orig: pictures, shape (m_train, num_px, num_px, 3)
    test_set_x_orig: pictures, shape (m_test, num_px, num_px, 3)
    Returns (m_train, m_test, num_px).
    """
    ### START CODE HERE ### (≈ 3 lines)
    # (1) the pictures of the training set: train_set_x_orig → m_train (1 line)
    m_train = train_set_x_orig.shape[0]
    # (2) the pictures of the test set: test_set_x_orig → m_test (1 line)
    m_test = test_set_x_orig.shape[0]
    # (3) the pixels along one side of a picture: train_set_x_orig → num_px (1 line)
    num_px = train_set_x_orig.shape[1]
    ### END CODE HERE ###
    return m_train, m_test, num_px

# %% check points=5
check("picture_sizes", picture_sizes)

# %% tags=["expected"]
m_train, m_test, num_px = picture_sizes(train_set_x_orig, test_set_x_orig)
print(f"{m_train} pictures to learn from, {m_test} to test on")
print(f"{num_px} × {num_px} pixels of 3 colours are {num_px * num_px * 3} numbers in each picture")

# %% [markdown]
# ### Step 2 · From pictures to columns
#
# A neuron does not know what a square is. It takes a plain list of numbers. So each picture is unrolled into one **column** of $n_x = \text{num\_px} \cdot \text{num\_px} \cdot 3$ numbers. In this part of the course **examples are columns**:
#
# $$
# X = \begin{bmatrix} | & & | \\ x^{(1)} & \cdots & x^{(m)} \\ | & & | \end{bmatrix} \text{ of shape } (n_x, m),
# \qquad
# Y = \begin{bmatrix} y^{(1)} & \cdots & y^{(m)} \end{bmatrix} \text{ of shape } (1, m).
# $$
#
# Here $m$ is the number of examples, and the number in parentheses says which example. Then every number is divided by 255, so that all of them lie between 0 and 1. One picture at a time, this is what you want:
#
# ```python
# X = np.zeros((num_px * num_px * 3, m))
# for i in range(m):
#     X[:, i] = pictures[i].ravel() / 255
# ```
#
# Write it without the loop. All the numbers of one picture must end up in the same column, in the order in which they are stored. NumPy reads an array like a text: along the last axis first, then along the one before it. `reshape` reads in this order and fills the new shape in the same order, **row by row**. What does that mean for an array whose *columns* should be pictures?
#
# Divide by 255, not by the largest number that happens to occur. Otherwise another set would be scaled differently.
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# `reshape` fills rows first. If each *row* of the new array is to be one picture, which shape must it have? And how do rows become columns?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `array.reshape(rows, columns)` gives an array a new shape; where you write `-1`, NumPy works out the size. `.T` swaps rows and columns. `/` divides every entry and gives fractions; `//` would cut them off.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `flat = pictures.reshape(___)`, and then one thing more: the rows are to become columns.
#
# </details>

# %% solution
def flatten_and_scale(pictures):
    """Each picture as a column of numbers from 0 to 1.

    pictures: whole numbers from 0 to 255, shape (m, num_px, num_px, 3)
    Returns X of shape (num_px * num_px * 3, m).
    """
    ### START CODE HERE ### (≈ 3 lines)
    # (1) the number of pictures: pictures → m (1 line)
    m = pictures.shape[0]
    # (2) unroll every picture into a column: pictures, m → flat (1 line)
    flat = pictures.reshape(m, -1).T  # (num_px * num_px * 3, m)
    # (3) from 0 … 255 to 0 … 1: flat → X (1 line)
    X = flat / 255
    ### END CODE HERE ###
    return X

# %% check points=10
check("flatten_and_scale", flatten_and_scale)

# %% tags=["expected"]
train_set_x = flatten_and_scale(train_set_x_orig)
test_set_x = flatten_and_scale(test_set_x_orig)
print(f"train_set_x: {train_set_x.shape}, test_set_x: {test_set_x.shape}")
print("all numbers from 0 to 1:", bool(train_set_x.min() >= 0 and train_set_x.max() <= 1))
print("first picture, first numbers:", *train_set_x_orig[0].ravel()[:5])
print("first column, times 255:     ", *np.round(train_set_x[:5, 0] * 255).astype(int))

# %% [markdown]
# There is another way to an array of the right shape: `pictures.reshape(num_px * num_px * 3, m)`. It runs without an error. But it fills the *rows* with one picture after another, so each column collects numbers from many pictures. Put a column back into its square, and you see it:

# %% drawing
from utils.lr_utils import show_columns

scrambled = train_set_x_orig.reshape(num_px * num_px * 3, m_train) / 255
show_columns({"column": train_set_x, "scrambled": scrambled}, [2, 25, 100])
show("Three columns of train_set_x as pictures again, and three columns of the wrong reshape: bands of coloured noise.")

# %% [markdown]
# A wrong shape stops the program. A scrambled array doesn't, and it can cost you a day. So turn an example back into what it was, and look at it.
#
# <details><summary>Centre and standardise, or divide by 255?</summary>
#
# Most data come in mixed units, metres beside euros. Then you **centre and standardise**: from each feature, subtract its mean, and divide by its standard deviation. After that, all features have mean 0 and the same spread, and one learning rate suits all weights. Both numbers come from the *training* set, and the same two are used for the test set. New examples must be prepared exactly as the old ones were.
#
# The numbers of a picture all have the same unit and the same range, from 0 to 255. So there is no need to standardise, and dividing by 255 leaves nothing to keep from the training set. Centring would still help: without the common brightness, gradient descent can cope with a rate about ten times as large. Try it (there is an open question about it).
#
# Why scale at all? You will see in step 4 that the slope of a weight is an error times an input. Make the inputs larger by the factor 255, and the slopes grow by this factor. Each step then moves the weights 255 times too far, and each weight moves $z$ 255 times too far. The learning rate would have to shrink by the factor 255² = 65 025. A rate of 0.000 000 08 works just as well as 0.005 does here, but who would guess it?
#
# </details>
#
# > **Remember.** Prepare the data: find the shapes, make each example a column, scale. Then turn an example back and look at it.
#
# **Ask yourself.**
#
# Five pictures of 10 × 10 pixels in colour: which shape has `X`?
#
# <details><summary>Answer</summary>
#
# `(300, 5)`: 10 · 10 · 3 numbers in each column, one column for each picture.
#
# </details>
#
# `reshape(n_x, m)` and `reshape(m, n_x).T` give the same shape. What do they do differently?
#
# <details><summary>Answer</summary>
#
# Both fill row by row. In the second, a row is a whole picture, and `.T` makes it a column. In the first, a row is a piece of the long list of all pictures, so a column takes one number from here and one from there.
#
# </details>
#
# ## 3 · One neuron
#
# The neuron has a **weight** for each number of a picture, and one **bias**. It multiplies each number by its weight, and adds up the products and the bias. Then it squeezes the sum between 0 and 1:

# %% drawing
from utils.lr_utils import draw_neuron

draw_neuron(train_set_x_orig, train_set_y)
show("Three of the 12288 numbers of a cat picture, each with its trained weight; all products and the bias join in a sum z, of which the sigmoid makes the probability of a cat.")

# %% [markdown]
# This is training picture 25, one of those that the neuron learns from. Its first two numbers are the red and the green of the pixel at the top left, the last one is the blue of the pixel at the bottom right. The weights and the bias are those that training finds in section 5. Nearly all of $z$ is made by the thousands of products that are not drawn one by one.
#
# For one example $x^{(i)}$:
#
# $$
# z^{(i)} = w^\top x^{(i)} + b, \qquad
# a^{(i)} = \sigma\left(z^{(i)}\right), \qquad
# \mathcal{L}\left(a^{(i)}, y^{(i)}\right) = -y^{(i)} \log a^{(i)} - \left(1 - y^{(i)}\right) \log\left(1 - a^{(i)}\right)
# $$
#
# The squeezing function $\sigma(z) = \frac{1}{1 + e^{-z}}$ is the `sigmoid` of [a11](../a11_numpy_basics/a11_numpy_basics.ipynb). It turns any number into a probability, and $z = 0$ becomes exactly one half. Can you still write it as one line of NumPy? Try it in a new cell, under a name of your own: for 0 and 2 it should give 0.5 and 0.880797. Which $z$ becomes 0.9, and which 0.1? Read them off the curve:

# %% drawing
from utils.lr_utils import draw_sigmoid

draw_sigmoid()
show("The S-shaped sigmoid curve: near 0 on the left, 0.5 at z = 0, near 1 on the right.")

# %% [markdown]
# <details><summary>Answer</summary>
#
# The line is `1 / (1 + np.exp(-z))`. (How does the imported `sigmoid` avoid the overflow of a11? `sigmoid??` in a new cell shows it.) The two $z$ are about 2.2 and −2.2: `np.log(0.9 / 0.1)` gives the first, because $a / (1 - a) = e^z$.
#
# </details>
#
# $a^{(i)}$ is the probability that the neuron gives to label 1. The **loss** $\mathcal{L}$ is the negative logarithm of the probability that it gave to the *right* label. ($\log$ is always the natural logarithm here, `np.log`; many calculators call it `ln`.) If there is a cat and the neuron says $a = 0.9$, it pays $-\log 0.9 \approx 0.11$. If it says $a = 0.1$, it pays $-\log 0.1 \approx 2.30$. Nothing costs more than being sure and wrong:

# %% drawing
from utils.lr_utils import draw_loss

draw_loss()
show("Two mirrored curves of the loss: with label 1 it grows steeply towards a = 0, with label 0 towards a = 1; they meet at log 2.")

# %% [markdown]
# **By hand.** Here is a picture of only two numbers, $x = (1, 2)$, and a neuron with the weights $(2, -1)$ and the bias 0.5. What are $z$ and $a$? And what does the neuron pay if the picture shows a cat, and what if it doesn't? ($\sigma(0.5) \approx 0.622$)
#
# <details><summary>Answer</summary>
#
# $z = 2 \cdot 1 - 1 \cdot 2 + 0.5 = 0.5$, and $a \approx 0.622$: the neuron leans towards a cat. If it is one, the loss is $-\log 0.622 \approx 0.47$. If not, the neuron gave the right label only $1 - 0.622 = 0.378$, and the loss is $-\log 0.378 \approx 0.97$.
#
# </details>
#
# The **cost** is the mean loss:
#
# $$
# J = \frac{1}{m} \sum_{i=1}^{m} \mathcal{L}\left(a^{(i)}, y^{(i)}\right)
# $$
#
# That is the whole model. It is called **logistic regression**.
#
# | name | what it is | shape | here |
# |---|---|---|---|
# | `X` | the examples | `(n_x, m)` | `(12288, 209)` |
# | `Y` | their labels | `(1, m)` | `(1, 209)` |
# | `w` | the weights | `(n_x, 1)` | `(12288, 1)` |
# | `b` | the bias | one number | |
# | `A` | the probabilities | `(1, m)` | `(1, 209)` |
#
# To try out each function, we use a small set with three features and five examples. Its sizes differ, so you see at once if something is transposed.

# %%
rng = np.random.RandomState(5)
X_small = rng.randn(3, 5)
Y_small = np.array([[1, 0, 0, 1, 0]])
w_small = rng.randn(3, 1)
b_small = -0.4

# %% [markdown]
# ### Step 3 · Where the neuron starts
#
# A single neuron may start with its weights and its bias at zero: its cost has only one valley, as step 5 shows for one feature. (Several neurons side by side may not: neurons that start equal would stay equal. You will meet this in the next notebook. The weights of one neuron start equal, too, but each has an input of its own, and the first gradient already tells them apart.)
#
# | parameter | shape | start |
# |---|---|---|
# | `w` | `(dim, 1)` | 0 |
# | `b` | one number | 0 |
#
# Make `w` a real column with two axes, of type `float`, as `np.zeros` gives it. `(dim,)` and `(dim, 1)` look alike, but with `(dim,)` the shape of `w.T @ X` is `(m,)`, not `(1, m)`.
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# How many rows and how many columns does `w` have? How many numbers is `b`?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.zeros((rows, columns))` makes an array of zeros, of the type `float`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `w = np.zeros((dim, ___))`
#
# </details>

# %% solution
def initialize_with_zeros(dim):
    """Weights and bias, all zero.

    dim: number of features
    Returns w of shape (dim, 1), and b, one number.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) a column of weights: dim → w (1 line)
    w = np.zeros((dim, 1))
    # (2) one bias: b (1 line)
    b = 0.0
    ### END CODE HERE ###
    return w, b

# %% check points=5
check("initialize_with_zeros", initialize_with_zeros)

# %% tags=["expected"]
w_zero, b_zero = initialize_with_zeros(3)
print(f"w has shape {w_zero.shape}, entries {w_zero.ravel()}")
print(f"b = {b_zero:.1f}")

# %% [markdown]
# ### Step 4 · Cost and gradient
#
# This is the heart of the notebook. Take your time.
#
# **Forward**: from the examples to the probabilities and the cost. One example and one feature at a time, it is this:
#
# ```python
# total = 0.0
# for i in range(m):
#     z = b
#     for k in range(n_x):
#         z += w[k, 0] * X[k, i]
#     a = sigmoid(z)
#     total += -(Y[0, i] * np.log(a) + (1 - Y[0, i]) * np.log(1 - a))
# J = total / m
# ```
#
# For all examples at once:
#
# $$
# A = \sigma\left(w^\top X + b\right) \quad (1, m), \qquad
# J = -\frac{1}{m} \sum_{i=1}^{m} \left( y^{(i)} \log a^{(i)} + \left(1 - y^{(i)}\right) \log\left(1 - a^{(i)}\right) \right)
# $$
#
# **Backward**: which way should the parameters move? The error of each example is $a^{(i)} - y^{(i)}$. It is handed back to each weight in proportion to the number that this weight was multiplied by. For one flower, section 7 of a12 has $(a - y)\, x_1$, and then the mean over all of them. This is the same for $n_x$ features, as one product:
#
# $$
# \frac{\partial J}{\partial w} = \frac{1}{m} X \left(A - Y\right)^\top \quad (n_x, 1), \qquad
# \frac{\partial J}{\partial b} = \frac{1}{m} \sum_{i=1}^{m} \left(a^{(i)} - y^{(i)}\right)
# $$
#
# We write `dw` and `db` for them. `dw` has the shape of `w`; `cost` and `db` are one number each.
#
# <details><summary>Where does this come from?</summary>
#
# The chain rule, one link at a time, for one example:
#
# - The loss: $\dfrac{\partial \mathcal{L}}{\partial a} = -\dfrac{y}{a} + \dfrac{1 - y}{1 - a} = \dfrac{a - y}{a (1 - a)}$.
# - The sigmoid: $\dfrac{\partial a}{\partial z} = a (1 - a)$, as in a11.
# - Multiply the two, and $a (1 - a)$ cancels: $\dfrac{\partial \mathcal{L}}{\partial z} = a - y$.
# - The sum: $z = w_1 x_1 + \dots + b$, so $\dfrac{\partial z}{\partial w_k} = x_k$ and $\dfrac{\partial z}{\partial b} = 1$. Hence $\dfrac{\partial \mathcal{L}}{\partial w_k} = (a - y)\, x_k$ and $\dfrac{\partial \mathcal{L}}{\partial b} = a - y$.
#
# The cost is the mean over the examples, and so is its gradient. Row $k$ of $X (A - Y)^\top$ is just $\sum_i x_k^{(i)} (a^{(i)} - y^{(i)})$.
#
# </details>
#
# ≈ 5 lines.
#
# <details><summary>Hint 1</summary>
#
# `w` is `(n_x, 1)` and `X` is `(n_x, m)`. Which of them must be transposed so that the product is a row `(1, m)`? And for `dw`: which two factors give `(n_x, 1)`, with the `m` in the middle gone?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `@` is the matrix product, `*` multiplies entry by entry, `.T` transposes. `np.log` takes whole arrays, and `np.sum` without `axis` gives one number. `sigmoid` is imported above.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `dw = X @ (___).T / m`
#
# </details>

# %% solution
def propagate(w, b, X, Y):
    """The cost of logistic regression, and its gradient.

    w: weights, shape (n_x, 1)
    b: bias, one number
    X: examples, shape (n_x, m)
    Y: labels 0 or 1, shape (1, m)
    Returns the dictionary grads: dw (n_x, 1) and db, one number; and the cost, one number.
    """
    ### START CODE HERE ### (≈ 5 lines)
    # (1) the number of examples: X → m (1 line)
    m = X.shape[1]
    # (2) forward: w, b, X → A, then A, Y, m → cost (2 lines)
    A = sigmoid(w.T @ X + b)  # (1, m)
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    # (3) backward: X, A, Y, m → dw, db (2 lines)
    dw = X @ (A - Y).T / m  # (n_x, 1)
    db = np.sum(A - Y) / m
    ### END CODE HERE ###
    grads = {"dw": dw, "db": db}
    return grads, cost

# %% check points=30
check("propagate", propagate)

# %% [markdown]
# Well done: you have just written backpropagation for one neuron. And you need not take it on trust, because a slope can be measured. Take one parameter, an entry of $w$ or $b$, and call it $\theta$. Move it by a small $\varepsilon$ to either side, leave the others as they are, and see how the cost changes:
#
# $$
# \frac{J(\theta + \varepsilon) - J(\theta - \varepsilon)}{2 \varepsilon}, \qquad \varepsilon = 10^{-4}
# $$

# %% tags=["expected"]
grads_small, cost_small = propagate(w_small, b_small, X_small, Y_small)
print(f"cost {cost_small:.6f}, dw has shape {grads_small['dw'].shape}")
for k in range(3):
    shift = np.zeros((3, 1))
    shift[k] = 1e-4
    above, below = (propagate(w_small + sign * shift, b_small, X_small, Y_small)[1] for sign in (1, -1))
    print(f"dw[{k}]: computed {grads_small['dw'][k, 0]:.6f}, measured {(above - below) / 2e-4:.6f}")
above, below = (propagate(w_small, b_small + shift, X_small, Y_small)[1] for shift in (1e-4, -1e-4))
print(f"db:    computed {grads_small['db']:.6f}, measured {(above - below) / 2e-4:.6f}")

# %% [markdown]
# Now the cats. Before anything is learnt, the weights and the bias are zero. So every probability is 0.5, and the cost is $-\log 0.5 = \log 2 \approx 0.693$, whatever the data are. Remember this number: every training that starts from zeros starts there.
#
# The gradient has one entry for each number of a picture, so it *is* a picture. In the figure below, the right panel is the first step of the weights, $-dw$, computed from your gradient. (Six in ten pictures are not cats, so at first the light of every pixel speaks a little against a cat. So the colour bar counts from the mean: where the step is bright, light speaks least against one.) Compare it with the mean of all cats and the mean of all others, both shown with more contrast. Can you see where the cats sit?

# %%
w_zero, b_zero = initialize_with_zeros(num_px * num_px * 3)
grads_first, cost_first = propagate(w_zero, b_zero, train_set_x, train_set_y)
print(f"cost at the start: {cost_first:.6f}")

# %% drawing
from utils.lr_utils import draw_first_step

draw_first_step(train_set_x_orig, train_set_y, -grads_first["dw"])
show("Blurred mean pictures of cats and of other things, and the first step of the weights: bright low in the middle.")

# %% [markdown]
# > **Remember.** Logistic regression is a network of one neuron. Its gradient is the error of each example, handed back through the input. From zeros, training starts at a cost of $\log 2$.
#
# **Ask yourself.**
#
# A picture shows a cat, and the neuron says $a = 0.3$. In which direction does this picture push the bias?
#
# <details><summary>Answer</summary>
#
# Up. Its error $a - y$ is $-0.7$, and a step goes against the gradient. (`db` is the mean over all pictures, so the others may outvote this one.)
#
# </details>
#
# A pixel is black in every picture. What happens to its three weights?
#
# <details><summary>Answer</summary>
#
# Nothing. Its numbers are 0, so their entries of `dw` are 0 in each step, and the weights stay where they started.
#
# </details>
#
# ## 4 · The neuron learns
#
# ### Step 5 · Gradient descent
#
# The gradient points in the direction in which the cost grows fastest. So go the other way, by a step whose length the **learning rate** $\alpha$ sets:
#
# $$
# w := w - \alpha \, dw, \qquad b := b - \alpha \, db
# $$
#
# Do this `num_iterations` times. The loop is given, and so is the printing; you write what happens in each iteration. Cost and gradients come first, then the step. Both parameters take their step from the *same* gradients.
#
# In iterations 0, 100, 200, … also append the cost to the list `costs`. It is the cost of the parameters *before* the step. So the list begins with the cost of the parameters that the function was given.
#
# Make new arrays in each step: `w -= ...` would change the caller's weights as well.
#
# ≈ 5 lines.
#
# <details><summary>Hint 1</summary>
#
# Which of your functions gives gradients and cost? What does it take, and which of that changes from one iteration to the next?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `propagate` returns two values, so give it two names. `grads["dw"]` takes an entry out of the dictionary. `i % 100` is the remainder of `i` after division by 100. The method `append` of a list adds an entry at its end.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `w = w - ___`, and the same for `b`.
#
# </details>

# %% solution
def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    """Gradient descent from w and b.

    w: weights, shape (n_x, 1)
    b: bias, one number
    X: examples, shape (n_x, m)
    Y: labels 0 or 1, shape (1, m)
    num_iterations: number of steps, at least 1
    learning_rate: length of the steps
    print_cost: whether to print the cost in every 100th iteration
    Returns the dictionary params: w and b after the last step; the dictionary grads: dw and db of the last step;
    and the list costs: the cost in iterations 0, 100, 200, …
    """
    costs = []
    for i in range(num_iterations):
        ### START CODE HERE ### (≈ 5 lines)
        # (1) gradients and cost: w, b, X, Y → grads, cost (1 line)
        grads, cost = propagate(w, b, X, Y)
        # (2) one step downhill: w, b, grads, learning_rate → w, b (2 lines)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        # (3) in every 100th iteration, keep the cost: i, cost → costs (2 lines)
        if i % 100 == 0:
            costs.append(cost)
        ### END CODE HERE ###
        if print_cost and i % 100 == 0:
            print(f"cost after iteration {i}: {cost:.6f}")
    params = {"w": w, "b": b}
    return params, grads, costs

# %% check points=20
check("optimize", optimize)

# %% tags=["expected"]
params_small, grads_last, costs_small = optimize(
    w_small, b_small, X_small, Y_small, num_iterations=301, learning_rate=0.1, print_cost=True
)
print("w:", ", ".join(f"{value:.6f}" for value in params_small["w"].ravel()), f"and b: {params_small['b']:.6f}")
print("dw of the last step:", ", ".join(f"{value:.6f}" for value in grads_last["dw"].ravel()))

# %% [markdown]
# With one feature and a bias there are two parameters, and the cost is a landscape above a plane. Watch your function walk down. Logistic regression has no false valleys: from wherever you start, downhill is the right way.

# %% drawing
from utils.lr_utils import draw_valley

draw_valley(propagate, optimize)
show("Three paths of gradient descent over a landscape of cost, from different corners to the same lowest point, a star.")

# %% [markdown]
# ### Step 6 · Predict
#
# The neuron gives probabilities. A prediction has to decide:
#
# $$
# \hat y^{(i)} = \begin{cases} 1 & \text{if } a^{(i)} > 0.5 \\ 0 & \text{otherwise} \end{cases}
# $$
#
# Return the numbers 0 and 1 as a row, one for each example, like `Y`. (Numbers like those in `Y`, not `True` and `False`.)
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# Where in `propagate` did you compute the probabilities? Which arguments did that line need?
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
# You have written the line for `A` in `propagate`. Then `Y_prediction = (___).astype(int)`.
#
# </details>

# %% solution
def predict(w, b, X):
    """The label that the neuron gives to each example.

    w: weights, shape (n_x, 1)
    b: bias, one number
    X: examples, shape (n_x, m)
    Returns the labels, shape (1, m): 1 where the probability is above 0.5, otherwise 0.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the probability of label 1 for each example: w, b, X → A (1 line)
    A = sigmoid(w.T @ X + b)  # (1, m)
    # (2) above one half or not: A → Y_prediction (1 line)
    Y_prediction = (A > 0.5).astype(int)
    ### END CODE HERE ###
    return Y_prediction

# %% check points=15
check("predict", predict)

# %% tags=["expected"]
for name, w_now, b_now in [("before", w_small, b_small), ("after", params_small["w"], params_small["b"])]:
    labels = predict(w_now, b_now, X_small)
    print(f"{name} the descent: predictions {labels.ravel()}, labels {Y_small.ravel()}")

# %% [markdown]
# Back to one feature, as in the valley. A neuron is trained on it. See where its prediction jumps: exactly where the probability crosses 0.5.

# %% drawing
from utils.lr_utils import draw_predictions, valley_data

x_valley, y_valley = valley_data()
valley, _, _ = optimize(np.zeros((1, 1)), 0.0, x_valley, y_valley, num_iterations=2000, learning_rate=0.3)
draw_predictions(valley["w"], valley["b"], predict)
show("A sigmoid curve over 40 examples with labels 0 and 1; predictions jump from 0 to 1 where the curve crosses 0.5.")

# %% [markdown]
# ### Step 7 · The whole model
#
# You have all the parts. Put them in order:
#
# 1. start from zeros, with one weight for each feature of `X_train`;
# 2. descend, on the training set only, and take the learnt `w` and `b` out of the result;
# 3. predict the labels of both sets.
#
# The lines below your part print how many predictions are right, and pack everything into a dictionary. With labels 0 and 1, `np.abs(prediction - Y)` is 1 where a prediction is wrong. So its mean is the share of wrong ones.
#
# ≈ 6 lines.
#
# <details><summary>Hint 1</summary>
#
# Which of the two numbers in `X_train.shape` counts weights? What does each of your functions take, and which function returned it?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `optimize` returns three values, and the first is a dictionary. Pass on `num_iterations`, `learning_rate` and `print_cost`; they are arguments of `model`, too.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `params, grads, costs = optimize(w, b, ___, Y_train, num_iterations, learning_rate, print_cost)`
#
# </details>

# %% solution
def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.005, print_cost=False):
    """Train logistic regression on one set and let it predict both.

    X_train, Y_train: training set, shapes (n_x, m_train) and (1, m_train)
    X_test, Y_test: test set, shapes (n_x, m_test) and (1, m_test)
    num_iterations: steps of gradient descent
    learning_rate: length of the steps
    print_cost: whether to print the cost in every 100th iteration; the accuracies are always printed
    Returns a dictionary: costs, w (n_x, 1), b, Y_prediction_train (1, m_train), Y_prediction_test (1, m_test),
    learning_rate and num_iterations.
    """
    ### START CODE HERE ### (≈ 6 lines)
    # (1) where the parameters start: X_train → w, b (1 line)
    w, b = initialize_with_zeros(X_train.shape[0])
    # (2) gradient descent: w, b, X_train, Y_train, … → params, grads, costs (1 line)
    params, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    # (3) what has been learnt: params → w, b (2 lines)
    w = params["w"]
    b = params["b"]
    # (4) predictions: w, b, both X → Y_prediction_train, Y_prediction_test (2 lines)
    Y_prediction_train = predict(w, b, X_train)
    Y_prediction_test = predict(w, b, X_test)
    ### END CODE HERE ###
    print(f"training accuracy: {100 - np.mean(np.abs(Y_prediction_train - Y_train)) * 100:.2f} %")
    print(f"test accuracy: {100 - np.mean(np.abs(Y_prediction_test - Y_test)) * 100:.2f} %")
    return {
        "costs": costs,
        "w": w,
        "b": b,
        "Y_prediction_train": Y_prediction_train,
        "Y_prediction_test": Y_prediction_test,
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }

# %% check points=15
check("model", model)

# %% [markdown]
# A first run, on the small data. Three of its examples are for training and two for testing. With so few, chance decides.

# %% tags=["expected"]
toy = model(X_small[:, :3], Y_small[:, :3], X_small[:, 3:], Y_small[:, 3:], num_iterations=201, learning_rate=0.1, print_cost=True)
for name in ["Y_prediction_train", "Y_prediction_test"]:
    print(f"{name}: {toy[name]}")
print("w:", ", ".join(f"{value:.6f}" for value in toy["w"].ravel()), f"and b: {toy['b']:.6f}")

# %% [markdown]
# > **Remember.** Training is a loop: cost and gradients, then a step against the gradients. Write and test the parts one by one; then the whole is six lines.
#
# **Ask yourself.**
#
# `costs` has 20 entries after 2000 iterations. Which cost is *not* in it, though you might expect it?
#
# <details><summary>Answer</summary>
#
# The cost of the final parameters. The last entry is from iteration 1900, before its step.
#
# </details>
#
# Why is it important that `model` never shows the test labels to `optimize`?
#
# <details><summary>Answer</summary>
#
# The test accuracy is to say what happens with *new* pictures. A picture that was used for training is no longer new.
#
# </details>
#
# ## 5 · Cats
#
# Now the pictures: 12 288 weights, 2000 iterations. It takes up to half a minute. This is what everything was for!

# %% tags=["demo"]
cats = model(train_set_x, train_set_y, test_set_x, test_set_y, num_iterations=2000, learning_rate=0.005, print_cost=True)

# %% [markdown]
# About 96 % of the training pictures are right, but only about 68 % of the test pictures.
# Tossing a coin gets half of them right. So does always saying "cat", since half of the test pictures are cats. One neuron does better than a coin, and much worse than you.
#
# How far can you trust such a number? Chance alone typically moves an accuracy on fifty pictures by about three pictures, 6 or 7 percentage points, up or down. So don't read much into small differences between test accuracies, here or later.
#
# <details><summary>Where does this come from?</summary>
#
# If each picture is right with probability $p$, the share of right ones among $n$ pictures has the standard deviation $\sqrt{p (1 - p) / n}$. With $p = 0.68$ and $n = 50$ this is $0.066$.
#
# </details>
#
# The **learning curve** shows how the cost fell:

# %% drawing
draw_costs({"rate 0.005": cats["costs"]})
show("The training cost starts at log 2 and falls, steeply at first and then more and more slowly, to about 0.2.")

# %% [markdown]
# ### What it gets wrong
#
# A percentage hides *what* goes wrong. Here are all the test pictures with a wrong prediction, each with the probability that the neuron gave to *cat*. What do they have in common?

# %% tags=["demo"]
predicted = cats["Y_prediction_test"]
probabilities = sigmoid(cats["w"].T @ test_set_x + cats["b"])  # (1, m_test)
print(f"cats taken for something else: {np.sum((predicted == 0) & (test_set_y == 1))} of {np.sum(test_set_y == 1)}")
print(f"other things taken for cats:   {np.sum((predicted == 1) & (test_set_y == 0))} of {np.sum(test_set_y == 0)}")
show_wrong(test_set_x_orig, probabilities, test_set_y)
show("The test pictures that were predicted wrongly, each with the probability of a cat above it.")

# %% [markdown]
# Most of them are cats that it missed. All six dark cats of the test set are among them: dark, against a light background. Why? The neuron has one weight for each number of a picture, and a weight always says the same thing, such as "light here speaks for a cat". A dark cat needs the opposite weights, and a cat in another corner needs them elsewhere. One neuron can't have both. Here are its weights. On the right, the test pictures in the order of their probability: cats and others are mixed.

# %% drawing
from utils.lr_utils import draw_learnt

draw_learnt(-grads_first["dw"], cats["w"], probabilities, test_set_y)
show("The first step: a smooth blot; the trained weights: speckles; the test probabilities in order, both classes mixed.")

# %% [markdown]
# The first step was a smooth blot where cats tend to be, low in the middle. Training added speckles. They have little to do with cats. They are what tells *these 209* pictures apart, down to the pattern of their backgrounds.
#
# Do you see the faint stripes at the top, in both? Look at the very first training picture, in section 2. Ten of the 209 pictures show nothing but stripes, upright or nearly so, and none of these is a cat. Up there, where few pictures have anything else, the weights remember them.
#
# Why, then, is the neuron surest of all that the stripes of the first screen are a cat? They lie elsewhere. By chance it is where the weights, taken together, ask for light: what the stripes add to $z$ is far more than what the background takes away. Move the picture six pixels to the left or to the right, and the neuron says "no cat". It adds up light. It does not know what a stripe is.
#
# > **Remember.** Look at what a model gets wrong, not only at how much. One neuron has one weight for each number: it can't look for a dark cat *and* a light one.
#
# **Ask yourself.**
#
# You turn every picture of the test set into its negative, light for dark. What would the neuron do?
#
# <details><summary>Answer</summary>
#
# It would miss all the light cats: where it looks for light, there is now darkness. It would find one or two of the cats that it missed before.
#
# </details>
#
# Model A has 34 of the fifty test pictures right, and model B has 36. Is B better?
#
# <details><summary>Answer</summary>
#
# Nobody can tell from two pictures. Test on more of them.
#
# </details>
#
# ## 6 · Learning or memorising?
#
# Does it help to train for longer? The parameters of one run can be the start of the next. So we can stop every 100 iterations and look at both sets. This, too, takes up to half a minute.

# %% tags=["demo"]
w, b = initialize_with_zeros(num_px * num_px * 3)
sets = [(train_set_x, train_set_y), (test_set_x, test_set_y)]
iterations, both_costs, both_accuracies = [], [], []
for k in range(26):
    iterations.append(100 * k)
    both_costs.append([propagate(w, b, X, Y)[1] for X, Y in sets])
    both_accuracies.append([np.mean(predict(w, b, X) == Y) for X, Y in sets])
    params, _, _ = optimize(w, b, train_set_x, train_set_y, num_iterations=100, learning_rate=0.005)
    w, b = params["w"], params["b"]
print(f"after {iterations[-1]} iterations: training accuracy {both_accuracies[-1][0]:.2%}, test accuracy {both_accuracies[-1][1]:.2%}")
draw_both_sets(iterations, both_costs, both_accuracies)
show("Over 2500 iterations the training cost falls and the test cost rises; training accuracy climbs, test accuracy stays.")

# %% [markdown]
# On the training set, everything improves. On the test set, the accuracy stays between 66 and 70 % after the first hundred iterations, or 33 to 35 of the fifty pictures. And the cost is never below its start, $\log 2$: saying 0.5 to every new picture would be cheaper than these answers. After the first hundred iterations it even *rises*. The neuron becomes more and more sure of answers that are wrong.
#
# This gap is **overfitting**. With 12 288 weights for 209 pictures, there is always a way to get all of them right, and it need not have anything to do with cats. The neuron memorises. More data, simpler models and regularisation help against it; they come later in the course.
#
# > **Remember.** A lower training cost does not mean a better model. Only pictures that it has not seen can tell.
#
# **Ask yourself.**
#
# Could you choose the number of iterations by looking at the test set?
#
# <details><summary>Answer</summary>
#
# You could, but then the test set has taken part in the training, and its accuracy flatters you. Use a third set for choosing, the *validation set*.
#
# </details>
#
# The test accuracy stays level while the test cost rises. How can that be?
#
# <details><summary>Answer</summary>
#
# Accuracy only asks on which side of 0.5 a probability lies. The cost also asks how far. Answers that were slightly wrong become very wrong, and that costs more.
#
# </details>
#
# ## 7 · The learning rate
#
# The learning rate decides how far each step goes. Try three of them, for 1500 iterations each (up to half a minute once more):

# %% tags=["demo"]
curves = {}
for rate in [0.01, 0.001, 0.0001]:
    print(f"rate {rate}")
    curves[f"rate {rate}"] = model(train_set_x, train_set_y, test_set_x, test_set_y, num_iterations=1500, learning_rate=rate)["costs"]
draw_costs(curves)
show("Learning curves for three rates: 0.01 falls furthest, 0.001 more slowly, 0.0001 hardly at all in 1500 iterations.")

# %% [markdown]
# Small steps are safe and slow: with 0.0001, 1500 iterations are not nearly enough. The largest of the three has the lowest training cost by far. But on the test set all three end within two pictures of each other, between 66 and 70 %.
#
# Is larger always faster? The list of costs holds only every hundredth iteration. Look at each of the first 100:

# %% tags=["demo"]
swings = {}
for rate in [0.002, 0.005, 0.01, 0.03]:
    w, b = initialize_with_zeros(num_px * num_px * 3)
    swings[rate] = []
    for _ in range(100):
        params, _, costs = optimize(w, b, train_set_x, train_set_y, num_iterations=1, learning_rate=rate)
        swings[rate].append(costs[0])
        w, b = params["w"], params["b"]
draw_swings(swings)
show("The first 100 costs at four rates: smooth at 0.002 and 0.005, swings above log 2 at 0.01, wild jumps at 0.03.")

# %% [markdown]
# All panels have the same logarithmic scale. At 0.005 the cost falls from the first step. At 0.01 it first *climbs*: each step jumps across the valley and lands higher up on the other side. The swings take hundreds of steps to die down. At 0.03 they are several times higher. With a rate that is larger still, probabilities become exactly 0 or 1, and the cost is infinite or NaN. Try 0.5!
#
# > **Remember.** The learning rate decides whether the cost creeps, falls, swings or explodes. Take the largest rate with which it still falls steadily, and look at the curve before you trust the result.
#
# **Ask yourself.**
#
# After all its iterations, a learning curve is at 0.6 and still goes down in a straight line. Is the rate too large or too small?
#
# <details><summary>Answer</summary>
#
# Too small, or the training too short: the cost is still on its way down. A rate that is too large shows in swings.
#
# </details>
#
# Why did the curve of rate 0.01 look perfectly calm in the first figure of this section?
#
# <details><summary>Answer</summary>
#
# The cost is high in one iteration and low in the next: at this rate, high in the odd ones and low in the even ones. Iterations 0, 100, 200, … are all even.
#
# </details>
#
# ## 8 · A picture of your own
#
# Put a picture file beside this notebook, and write its name, in quotes, in place of `DATA / "my_picture.jpg"`. It may have any size, be grey, or have transparent parts. `own_picture` cuts out the square in the middle, makes it as small as the others, and gives it three colours. Then your functions can take it as one more example. A set of one picture has the shape `(1, 64, 64, 3)`: that is what `np.newaxis` is for.
#
# What will the neuron say? Guess before you run the cell.

# %% tags=["demo"]
my_picture = DATA / "my_picture.jpg"

pixels = own_picture(my_picture, num_px)  # (64, 64, 3), from 0 to 255
my_x = flatten_and_scale(pixels[np.newaxis])  # (12288, 1)
my_label = int(predict(cats["w"], cats["b"], my_x)[0, 0])
my_a = sigmoid(cats["w"].T @ my_x + cats["b"])[0, 0]
draw_own(plt.imread(my_picture), pixels, f"{classes[my_label].decode('utf-8')} ({my_a:.0%} cat)")
show("A picture as it was, and cut and reduced to 64 by 64 pixels, with the label that the neuron gives to it.")

# %% [markdown]
# The percentage is $a$. Read it as a probability only for pictures like those of the training set, and even there the neuron gets about one in three new ones wrong.
#
# For you, a cat in a mirror is still a cat. And for the neuron? The next cell changes your picture in five ways. For each, guess whether the answer goes up, goes down or stays. (`np.roll` shifts it: what leaves on the right comes back on the left.)

# %% tags=["demo"]
changed = {
    "as it is": pixels,
    "mirrored": pixels[:, ::-1],
    "upside down": pixels[::-1],
    "shifted": np.roll(pixels, 12, axis=1),
    "half the light": pixels // 2,
    "no light": np.zeros_like(pixels),
}
answers = sigmoid(cats["w"].T @ flatten_and_scale(np.array(list(changed.values()))) + cats["b"])[0]
show_pictures(list(changed.values()), [f"{what}:\n{answer:.0%} cat" for what, answer in zip(changed, answers)])
show("Your picture in six versions: as it is, mirrored, upside down, shifted, darker, and black, each with the probability of a cat.")

# %% [markdown]
# Every weight stays where it is, and the picture moves away beneath it. So to the neuron a shifted cat is another picture. Even the black square gets an answer: the neuron can say "cat" or "no cat", but never "I have not seen anything like this".
#
# > **Remember.** Prepare a new picture exactly as the training pictures were prepared. A weight has its fixed place: move the picture, and the neuron sees another one.
#
# **Ask yourself.**
#
# You can compute the answer for the black square without any picture. How?
#
# <details><summary>Answer</summary>
#
# All its numbers are 0, so $w^\top x$ is 0, $z = b$, and the answer is $\sigma(b)$: what the neuron believes before it has seen any light.
#
# </details>
#
# Half the light halves every number of the picture (but for rounding). What happens to $z$?
#
# <details><summary>Answer</summary>
#
# $w^\top x$ is halved, and $b$ stays. So $z$ moves halfway towards $b$, and the answer towards that for the black square.
#
# </details>

# %% [markdown]
# ## Your program in one piece
#
# You wrote seven functions in seven places. The next cell prints them as one program. To keep it, copy it into a file; it needs `import numpy as np`, and `sigmoid` from a11. Read it once from top to bottom: which of the seven know that the examples are *pictures*?
#
# <details><summary>Answer</summary>
#
# Only the first two. The other five take columns and labels, whatever these mean. They train on the flowers of a12 as they are. Try it in a new cell, with the same flowers as both sets: `from utils.iris_utils import load_iris_sepals`, then `X, Y = load_iris_sepals()` and `flowers = model(X, Y, X, Y, learning_rate=0.1)`.
#
# </details>

# %% tags=["demo"]
import inspect

for name in "picture_sizes flatten_and_scale initialize_with_zeros propagate optimize predict model".split():
    print(inspect.getsource(globals()[name]) if name in globals() else f"# {name}: run its cell first\n")

# %% [markdown]
# ## What you can do now
#
# You can turn pictures into columns and see whether they got scrambled, compute a cost and its gradient, train by walking against it, and tell from a curve whether the rate is right. And you know what a percentage hides: what kind of mistake, how sure, and how much of it is chance.
#
# What would you change first to get more of the fifty pictures right: train for longer, take another rate, or take something other than one neuron? Sections 6 and 7 have answered two of the three.
#
# ## What comes next
#
# The third is open. One neuron can only make one straight cut: with two features, it is a line. In [a15](../a15_planar_classification/a15_planar_classification.ipynb) a hidden layer bends it. In a17 you come back to these very pictures with networks of two and of four layers, and see whether they do better.
#
# scikit-learn has this model ready as [LogisticRegression](https://scikit-learn.org/stable/modules/generated/sklearn.linear_model.LogisticRegression.html). It finds the weights by a quicker method than ours, and unless you tell it otherwise it adds a penalty on large weights, which you meet in a22.
#
# ## Open questions
#
# These are not marked. To change a function, open a new cell, paste the text of the function there and give it another name.
#
# - ★ To the nearest 0.001, which learning rate between 0.002 and 0.01 is the largest with which the cost falls in every one of the first 100 steps?
# - ★★ Start from random weights, of size 0.01, 0.1 and 1. Do the test predictions change? Which part of the start can no gradient change?
# - ★★ Subtract the mean training picture from both sets. Which learning rate works now?
# - ★★ Train without dividing by 255. Which learning rate works now? Compare it with what the folded text of step 2 says.
# - ★★ Train on the scrambled array of step 2, with the labels as they are. What are the accuracies, and why is the first still above one half?
# - ★★★ Choose a threshold other than 0.5 in the prediction. How many cats can you find, and how many other things do you then take for cats? Plot one against the other.
#
# <details><summary>For those who know the original</summary>
#
# This notebook follows "Logistic Regression with a Neural Network mindset". Names, arguments and results of the functions are the same, and the published examples are among the checks.
#
# - The pictures here were drawn by a program of the course. If you have the photographs of the original, `course data add` puts them in their place. Then training and test accuracy after 2000 iterations are 99 % and 70 %, as published (two thirds of that test set are cats).
# - `sigmoid` was written in a11, so it is imported. `picture_sizes` and `flatten_and_scale` are functions here, and were loose lines there.
# - Some printed editions flatten with `reshape(-1, m)`. That scrambles the pictures, as you have seen.
# - The default learning rate of `model` was 0.5, with which the cost explodes. Here it is 0.005.
#
# </details>

# %% tags=["demo"]
progress()
