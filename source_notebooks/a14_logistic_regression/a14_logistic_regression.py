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
# A picture is a table of numbers. In this notebook a single neuron learns, from 209 pictures, to tell from such numbers whether there is a cat. You build everything it needs with nothing but NumPy. It is the smallest of all neural networks, and every larger one in this course is made of the same parts.
#
# When you are done, you can
#
# - read the shapes of a set of pictures, and make columns of numbers of them without scrambling any;
# - compute the output of a neuron, its cost and its gradient for all examples at once;
# - train it by gradient descent and read a learning curve;
# - tell a learning rate that is too large from one that is too small, and learning from learning by heart.
#
# You need matrix products, derivatives and the basics of NumPy.
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
# Use a loop only where a step asks for one. There are over twelve thousand numbers in each picture, and a loop over them is slow.
#
# ## 1 · Packages

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils import check, progress
from utils.figures import show
from utils.lr_utils import draw_neuron, load_dataset, show_pictures
from utils.picture_data import DATA, own_picture

plt.style.use("utils.course")

# %% [markdown]
# ## 2 · The pictures
#
# The pictures come in two sets. The neuron learns from the **training set**. The **test set** is kept away from it: it shows what the neuron does with pictures that it has never seen.
#
# `load_dataset` says which pictures it has found. The course has a set of its own, drawn by a program. If you have the photographs that this exercise was first published with, `course data add` puts them in place of the drawn ones. You then see other numbers than this text gives, and the same things.

# %%
train_set_x_orig, train_set_y, test_set_x_orig, test_set_y, classes = load_dataset()
print(f"train_set_x_orig: {train_set_x_orig.shape}, {train_set_x_orig.dtype} from {train_set_x_orig.min()} to {train_set_x_orig.max()}")
print(f"train_set_y: {train_set_y.shape}, {np.sum(train_set_y == 1)} cats")
print(f"test_set_x_orig: {test_set_x_orig.shape}")
print(f"test_set_y: {test_set_y.shape}, {np.sum(test_set_y == 1)} cats")
print("classes:", ", ".join(f"{label} is {name.decode('utf-8')}" for label, name in enumerate(classes)))

# %% [markdown]
# The ending `_orig` says that these are the pictures as they were loaded. The labels are a row, one for each picture. The names of the classes are stored as bytes, and `.decode("utf-8")` makes text of them.
#
# Look at your data before you do anything else. Here are the first pictures of the training set, each with its label and what that means:

# %% tags=["demo"]
names = [f"{label}: {classes[label].decode('utf-8')}" for label in train_set_y[0]]
show_pictures(train_set_x_orig[:24], names[:24])
show("24 pictures, 64 by 64 pixels each: cats with label 1, and other things with label 0.")

# %% [markdown]
# For the computer, a picture is three square tables, or **channels**: how much red, green and blue light each pixel sends out, from 0 (none) to 255. Change `index` to look at another picture.

# %% tags=["demo"]
index = 25
picture = train_set_x_orig[index]  # (64, 64, 3)
figure, axes = plt.subplots(1, 4, figsize=(10, 2.9))
axes[0].imshow(picture)
axes[0].set_title(f"picture {index}, y = {train_set_y[0, index]}")
for channel, name in enumerate(["red", "green", "blue"]):
    axes[channel + 1].imshow(picture[:, :, channel], cmap="gray", vmin=0, vmax=255)
    axes[channel + 1].set_title(f"{name}: first pixel {picture[0, 0, channel]}")
for ax in axes:
    ax.axis("off")
show("One picture in colour, and its red, green and blue channels as three pictures in grey.")

# %% [markdown]
# ### Step 1 · The sizes
#
# Most slips in such a program are slips about shapes, so begin by writing the sizes down. The loaded arrays have four axes: which picture, which row of pixels, which column of pixels, which colour.
#
# | size | what it is | found from |
# |---|---|---|
# | `m_train` | number of pictures in the training set | `train_set_x_orig`, shape `(m_train, num_px, num_px, 3)` |
# | `m_test` | number of pictures in the test set | `test_set_x_orig`, shape `(m_test, num_px, num_px, 3)` |
# | `num_px` | rows of a picture, and also columns | either of them |
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
# `array.shape` is a tuple, here of four numbers. Take one of them by its index, which starts at 0.
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
    # (1) the pictures of the training set
    m_train = train_set_x_orig.shape[0]
    # (2) the pictures of the test set
    m_test = test_set_x_orig.shape[0]
    # (3) the pixels along one side of a picture
    num_px = train_set_x_orig.shape[1]
    ### END CODE HERE ###
    return m_train, m_test, num_px

# %% check points=5
check("picture_sizes", picture_sizes)

# %% tags=["expected"]
m_train, m_test, num_px = picture_sizes(train_set_x_orig, test_set_x_orig)
print(f"{m_train} pictures to learn from, {m_test} to be tested with")
print(f"{num_px} × {num_px} pixels of 3 colours are {num_px * num_px * 3} numbers in each picture")

# %% [markdown]
# ### Step 2 · From pictures to columns
#
# A neuron does not know what a square is. It takes a plain list of numbers, so each picture is rolled out into one **column** of $n_x = \text{num\_px} \cdot \text{num\_px} \cdot 3$ numbers. In this part of the course **examples are columns**:
#
# $$
# X = \begin{bmatrix} | & & | \\ x^{(1)} & \cdots & x^{(m)} \\ | & & | \end{bmatrix} \text{ of shape } (n_x, m),
# \qquad
# Y = \begin{bmatrix} y^{(1)} & \cdots & y^{(m)} \end{bmatrix} \text{ of shape } (1, m).
# $$
#
# Here $m$ is the number of examples, and the number in round brackets says which example. Then every number is divided by 255, so that all of them lie between 0 and 1: training works best with numbers of such a size. As a definition, one picture at a time:
#
# ```python
# X = np.zeros((num_px * num_px * 3, m))
# for i in range(m):
#     X[:, i] = pictures[i].ravel() / 255
# ```
#
# Write it without the loop. All the numbers of one picture must end up in the same column, in the order in which they are stored. NumPy reads an array like a text: the last axis first, then the one before it. `reshape` reads in this order and fills the new shape in the same order, **row by row**. Think about what that means for an array whose *columns* shall be pictures.
#
# Divide by 255 and not by the largest number that happens to occur: another set would then be scaled in another way. And leave `pictures` itself as it is.
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# `reshape` fills rows first. If each *row* of the new array shall be one picture, which shape must it have? And how do rows become columns?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `array.reshape(rows, -1)` works the second size out by itself. `.T` exchanges rows and columns. `/` divides every entry and gives fractions; `//` would cut them off.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `flat = pictures.reshape(___, -1).T`
#
# </details>

# %% solution
def flatten_and_scale(pictures):
    """Each picture as a column of numbers from 0 to 1.

    pictures: whole numbers from 0 to 255, shape (m, num_px, num_px, 3)
    Returns X of shape (num_px * num_px * 3, m).
    """
    ### START CODE HERE ### (≈ 3 lines)
    # (1) the number of pictures
    m = pictures.shape[0]
    # (2) roll every picture out into a column
    flat = pictures.reshape(m, -1).T  # (num_px * num_px * 3, m)
    # (3) from 0 … 255 to 0 … 1
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
begins_alike = np.allclose(train_set_x[:5, 0] * 255, train_set_x_orig[0].ravel()[:5])
print("the first column begins like the first picture:", begins_alike)

# %% [markdown]
# There is another way to an array of the right shape: `pictures.reshape(num_px * num_px * 3, m)`. It runs without an error, and it has even been printed in textbooks. It fills the *rows* with one picture after another, so each column collects numbers from many pictures. Put a column back into a square and you see it:

# %% tags=["demo"]
def as_picture(column):
    """A column of numbers, back in its square."""
    return column.reshape(num_px, num_px, 3)


scrambled = train_set_x_orig.reshape(num_px * num_px * 3, m_train) / 255
shown = [2, 25, 100]
pictures = [as_picture(train_set_x[:, i]) for i in shown] + [as_picture(scrambled[:, i]) for i in shown]
show_pictures(pictures, [f"column {i}" for i in shown] + [f"scrambled {i}" for i in shown], columns=3)
show("Above, three columns of train_set_x as pictures again; below, columns of the wrong reshape: bands of coloured noise.")

# %% [markdown]
# A wrong shape stops the program. A scrambled array does not, and it costs you a day. So turn an example back into what it was and look at it.
#
# ## 3 · One neuron
#
# The neuron has a **weight** for each of the numbers of a picture, and one **bias**. It adds up the weighted numbers and the bias, and squeezes the sum between 0 and 1:

# %% tags=["demo"]
draw_neuron()
show("The numbers of a picture, each with a weight, join in one neuron, which gives the probability of a cat.")

# %% [markdown]
# For one example $x^{(i)}$:
#
# $$
# z^{(i)} = w^\top x^{(i)} + b, \qquad
# \hat y^{(i)} = a^{(i)} = \sigma\left(z^{(i)}\right), \qquad
# \mathcal{L}\left(a^{(i)}, y^{(i)}\right) = -y^{(i)} \log a^{(i)} - \left(1 - y^{(i)}\right) \log\left(1 - a^{(i)}\right)
# $$
#
# $a^{(i)}$ is the probability that the neuron gives to label 1. The loss $\mathcal{L}$ is the negative logarithm of the probability that it gave to the *right* label, and the **cost** is the mean loss:
#
# $$
# J = \frac{1}{m} \sum_{i=1}^{m} \mathcal{L}\left(a^{(i)}, y^{(i)}\right)
# $$
#
# This is **logistic regression**.
#
# | name | what it is | shape | here |
# |---|---|---|---|
# | `X` | the examples | `(n_x, m)` | `(12288, 209)` |
# | `Y` | their labels | `(1, m)` | `(1, 209)` |
# | `w` | the weights | `(n_x, 1)` | `(12288, 1)` |
# | `b` | the bias | one number | |
# | `A` | the probabilities | `(1, m)` | `(1, 209)` |
#
# **The plan.** Write the parts: the squeezing function (step 3), where the parameters start (4), cost and gradient (5), descent (6) and prediction (7). Step 8 puts them together.
#
# To try out each function we use a small set with three features and five examples. Its sizes differ, so an answer that is transposed shows at once.

# %%
rng = np.random.RandomState(5)
X_small = rng.randn(3, 5)
Y_small = np.array([[1, 0, 0, 1, 0]])
w_small = rng.randn(3, 1)
b_small = -0.4

# %% [markdown]
# ### Step 3 · The sigmoid
#
# $$
# \sigma(z) = \frac{1}{1 + e^{-z}}
# $$
#
# It turns any number into one between 0 and 1. The function should work for a single number and for arrays of every shape, entry by entry, and keep the shape. Do not change `z`. A ready answer such as `scipy.special.expit` does not count.
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# What should come out for 0? To what does the value tend for large `z`, and for large negative `z`? Your line should do the same.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.exp` takes numbers and arrays; `math.exp` takes numbers only. `/` comes before `+`, so think about brackets.
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
    """1 / (1 + exp(-z)), entry by entry.

    z: a number, or an array of any shape
    Returns the same shape.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) the formula
    s = 1 / (1 + np.exp(-z))
    ### END CODE HERE ###
    return s

# %% check points=10
check("sigmoid", sigmoid)

# %% tags=["expected"]
print(f"sigmoid(-1) = {sigmoid(-1):.6f}")
for value, s in zip([0, 2, 5], sigmoid(np.array([0, 2, 5]))):
    print(f"sigmoid({value}) = {s:.6f}")

# %% tags=["demo"]
z = np.linspace(-8, 8, 161)
plt.plot(z, sigmoid(z))
plt.axhline(0.5, color="0.5", linestyle=":", linewidth=1.2)
plt.axvline(0, color="0.5", linestyle=":", linewidth=1.2)
plt.text(-7.6, 0.53, "above: predict 1, cat")
plt.text(-7.6, 0.44, "below: predict 0, no cat")
plt.xlabel("z")
plt.ylabel("sigmoid(z)")
show("The S-shaped sigmoid curve: near 0 on the left, 0.5 at z = 0, near 1 on the right.")

# %% [markdown]
# ### Step 4 · Starting parameters
#
# A single neuron may start at zero: weights and bias. (A layer of several neurons may not, because neurons that start equal would stay equal. Here there is only one.)
#
# | parameter | shape | start |
# |---|---|---|
# | `w` | `(dim, 1)` | 0 |
# | `b` | one number | 0 |
#
# Make `w` a real column with two axes, and of fractions (`float`), as `np.zeros` gives them. `(dim,)` and `(dim, 1)` look alike, but `w.T @ X` and NumPy's broadcasting treat them differently.
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
# `np.zeros` takes one pair of sizes, hence double brackets: `np.zeros((rows, columns))`.
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
    # (1) a column of weights
    w = np.zeros((dim, 1))
    # (2) one bias
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
# ### Step 5 · Cost and gradient
#
# **Forward**: from the examples to the probabilities and the cost. As a definition, one example and one feature at a time:
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
# For all examples at once, with $*$ entry by entry:
#
# $$
# A = \sigma\left(w^\top X + b\right) \quad (1, m), \qquad
# J = -\frac{1}{m} \sum_{i=1}^{m} \left( y^{(i)} \log a^{(i)} + \left(1 - y^{(i)}\right) \log\left(1 - a^{(i)}\right) \right)
# $$
#
# **Backward**: which way should the parameters move? The slopes of the logarithm and of $\sigma$ cancel, and what is left of the chain rule is short. The error of each example, $a^{(i)} - y^{(i)}$, is handed back to each weight in proportion to the number that the weight had been multiplied by:
#
# $$
# \frac{\partial J}{\partial w} = \frac{1}{m} X \left(A - Y\right)^\top \quad (n_x, 1), \qquad
# \frac{\partial J}{\partial b} = \frac{1}{m} \sum_{i=1}^{m} \left(a^{(i)} - y^{(i)}\right)
# $$
#
# We write `dw` and `db` for them. `cost` and `db` are one number each, `dw` has the shape of `w`. No loops, and do not change the arguments: a function receives the very arrays of its caller, so `X -= 1` in here would change them out there, too.
#
# ≈ 5 lines.
#
# <details><summary>Hint 1</summary>
#
# `w` is `(n_x, 1)` and `X` is `(n_x, m)`. Which of them must be transposed so that a row `(1, m)` comes out? And for `dw`: which two factors give `(n_x, 1)`, with the `m` in the middle gone?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `@` is the matrix product, `*` multiplies entry by entry, `.T` transposes. `np.log` takes whole arrays; `np.sum` without `axis` gives one number. Use your `sigmoid`.
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
    None of them is to be changed.
    Returns the dictionary grads: dw (n_x, 1) and db, one number; and the cost, one number.
    """
    ### START CODE HERE ### (≈ 5 lines)
    # (1) the number of examples
    m = X.shape[1]
    # (2) forward: the probabilities, and the mean cross-entropy
    A = sigmoid(w.T @ X + b)  # (1, m)
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    # (3) backward: the two gradients
    dw = X @ (A - Y).T / m  # (n_x, 1)
    db = np.sum(A - Y) / m
    ### END CODE HERE ###
    grads = {"dw": dw, "db": db}
    return grads, cost

# %% check points=25
check("propagate", propagate)

# %% [markdown]
# You need not take the gradient on trust, because a slope can be measured: move one parameter a little to either side and see how the cost changes.
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
# Before anything is learnt, every probability is 0.5, and the cost is $\log 2 \approx 0.693$ for any data. Remember this number.
#
# The gradient has one entry per number of a picture, so it *is* a picture. On the right is which way the weights move first, by your gradient: where there is red, light speaks for a cat; where there is blue, it speaks against one. Compare it with the mean pictures of both classes.

# %% tags=["demo"]
grads_first, cost_first = propagate(np.zeros((num_px * num_px * 3, 1)), 0.0, train_set_x, train_set_y)


def draw_weights(ax, column, title):
    """A column of weights as a picture, its colours added up: red above the mean weight, blue below it."""
    square = as_picture(column - np.mean(column)).sum(axis=2)
    limit = np.max(np.abs(square))
    ax.imshow(square, cmap="RdBu_r", vmin=-limit, vmax=limit)
    ax.set_title(title)
    ax.axis("off")


figure, axes = plt.subplots(1, 3, figsize=(9, 3.1))
axes[0].imshow(train_set_x_orig[train_set_y[0] == 1].mean(axis=0) / 255)
axes[0].set_title("mean of all cats")
axes[1].imshow(train_set_x_orig[train_set_y[0] == 0].mean(axis=0) / 255)
axes[1].set_title("mean of the others")
for ax in axes[:2]:
    ax.axis("off")
draw_weights(axes[2], -grads_first["dw"], f"first step, from cost {cost_first:.3f}")
show("Blurred mean pictures of cats and of other things, and the first step of the weights: red low in the middle.")

# %% [markdown]
# ### Step 6 · Gradient descent
#
# The gradient points to where the cost grows fastest, so go the other way, by a step whose length the **learning rate** $\alpha$ sets:
#
# $$
# w := w - \alpha \, dw, \qquad b := b - \alpha \, db
# $$
#
# Repeat this `num_iterations` times. In each iteration: cost and gradients first, then the step. Both parameters take their step from the *same* gradients.
#
# In every 100th iteration, from iteration 0 on, keep the cost in the list `costs`, and print it if `print_cost` is true. The cost belongs to the parameters *before* the step of its iteration, so the list begins with the cost of the parameters that came in.
#
# Return three things: the final parameters, the gradients of the last step, and the list. Make new arrays: `w -= ...` would change the caller's weights as well.
#
# ≈ 6 lines.
#
# <details><summary>Hint 1</summary>
#
# Which of your functions gives gradients and cost? What does it take, and which of that changes from one iteration to the next?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `propagate` returns two things, so give it two names. `grads["dw"]` takes an entry out of the dictionary. `i % 100` is the remainder of `i` after division by 100. The method `append` of a list adds an entry at its end.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `w = w - learning_rate * grads[___]`, and the same for `b`.
#
# </details>

# %% solution
def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    """Gradient descent from w and b.

    w: weights, shape (n_x, 1)
    b: bias, one number
    X: examples, shape (n_x, m)
    Y: labels 0 or 1, shape (1, m)
    None of them is to be changed.
    num_iterations: number of steps, at least 1
    learning_rate: length of the steps
    print_cost: whether to print the cost in every 100th iteration
    Returns the dictionary params: w and b after the last step; the dictionary grads: dw and db of the last step;
    and the list costs: the cost in iterations 0, 100, 200, …
    """
    costs = []
    ### START CODE HERE ### (≈ 6 lines)
    for i in range(num_iterations):
        # (1) in each iteration, the gradients and the cost
        grads, cost = propagate(w, b, X, Y)
        # (2) one step downhill for each parameter
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        # (3) in every 100th iteration, keep the cost, and print it if asked to
        if i % 100 == 0:
            costs.append(cost)
            if print_cost:
                print(f"cost after iteration {i}: {cost:.6f}")
    ### END CODE HERE ###
    params = {"w": w, "b": b}
    return params, grads, costs

# %% check points=20
check("optimize", optimize)

# %% tags=["expected"]
params_small, grads_last, costs_small = optimize(
    w_small, b_small, X_small, Y_small, num_iterations=301, learning_rate=0.1, print_cost=True
)
print("w:", ", ".join(f"{value:.6f}" for value in params_small["w"].ravel()), f"and b: {params_small['b']:.6f}")
print(f"largest slope in the last step: {np.max(np.abs(grads_last['dw'])):.6f}")

# %% [markdown]
# With one feature and a bias there are two parameters, and the cost is a landscape over a plane. Watch your function walk down. Logistic regression has no false valleys: from wherever you start, down is the right way.

# %% tags=["demo"]
rng_valley = np.random.RandomState(1)
x_valley = rng_valley.randn(1, 40)
y_valley = (x_valley + rng_valley.randn(1, 40) > 0.5).astype(int)
grid_w, grid_b = np.meshgrid(np.linspace(-3, 4, 71), np.linspace(-4, 3, 71))
landscape = [
    propagate(np.array([[w]]), b, x_valley, y_valley)[1] for w, b in zip(grid_w.ravel(), grid_b.ravel())
]
levels = plt.contourf(grid_w, grid_b, np.reshape(landscape, grid_w.shape), levels=20, cmap="Greys_r")
plt.colorbar(levels, label="cost")
for w_start, b_start, marker in [(-2.5, 2.5, "o"), (3.5, 2.5, "s"), (-2.0, -3.5, "^")]:
    point = {"w": np.array([[w_start]]), "b": b_start}
    path = [(w_start, b_start)]
    for _ in range(40):
        point, _, _ = optimize(point["w"], point["b"], x_valley, y_valley, num_iterations=8, learning_rate=0.3)
        path.append((point["w"].item(), float(point["b"])))
    plt.plot(*zip(*path), marker=marker, markersize=4, linewidth=1.2, label=f"from ({w_start}, {b_start})")
plt.xlabel("w")
plt.ylabel("b")
plt.legend(loc="lower right")
show("Three paths of gradient descent over a landscape of cost, from different corners to the same lowest point.")

# %% [markdown]
# ### Step 7 · Predict
#
# The neuron gives probabilities. A prediction has to decide:
#
# $$
# \hat y^{(i)} = \begin{cases} 1 & \text{if } a^{(i)} > 0.5 \\ 0 & \text{otherwise} \end{cases}
# $$
#
# Return the numbers 0 and 1 as a row, one for each example, as `Y` is. (Not `True` and `False`: NumPy cannot subtract those from each other.) A loop over the examples is allowed here, and not needed.
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# Where in `propagate` have you computed the probabilities? Which arguments did that line need?
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
# `Y_prediction = (A > ___).astype(int)`
#
# </details>

# %% solution
def predict(w, b, X):
    """The label that the neuron gives to each example.

    w: weights, shape (n_x, 1)
    b: bias, one number
    X: examples, shape (n_x, m)
    None of them is to be changed.
    Returns the labels, shape (1, m): 1 where the probability is above 0.5, otherwise 0.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the probability of label 1, for each example
    A = sigmoid(w.T @ X + b)  # (1, m)
    # (2) above one half, or not
    Y_prediction = (A > 0.5).astype(int)
    ### END CODE HERE ###
    return Y_prediction

# %% check points=15
check("predict", predict)

# %% tags=["expected"]
for name, w_now, b_now in [("before", w_small, b_small), ("after", params_small["w"], params_small["b"])]:
    labels = predict(w_now, b_now, X_small)
    print(f"{name} training: shape {labels.shape}, {np.sum(labels == Y_small)} of 5 labels right")

# %% [markdown]
# On the one-feature data of the valley, the predictions change where the curve of the probabilities crosses 0.5:

# %% tags=["demo"]
valley, _, _ = optimize(np.zeros((1, 1)), 0.0, x_valley, y_valley, num_iterations=2000, learning_rate=0.3)
x_line = np.linspace(-3, 3, 121).reshape(1, 121)
right = predict(valley["w"], valley["b"], x_valley) == y_valley
plt.plot(x_line[0], sigmoid(valley["w"].T @ x_line + valley["b"])[0], label="probability of label 1")
plt.plot(x_line[0], predict(valley["w"], valley["b"], x_line)[0], "--", label="prediction")
plt.plot(x_valley[right], y_valley[right], "o", label="examples, rightly predicted")
plt.plot(x_valley[~right], y_valley[~right], "kx", markersize=8, label="wrongly predicted")
plt.axhline(0.5, color="0.5", linestyle=":", linewidth=1.2)
plt.xlabel("x")
plt.ylabel("label")
plt.legend(loc="upper left", bbox_to_anchor=(0, 0.92))
show("A sigmoid curve over 40 examples with labels 0 and 1; predictions jump from 0 to 1 where the curve crosses 0.5.")

# %% [markdown]
# ### Step 8 · The whole model
#
# All parts are there. Put them in order:
#
# 1. start from zeros, with one weight per feature of `X_train`;
# 2. descend, on the training set only, and take the learnt `w` and `b` out of the result;
# 3. predict the labels of both sets.
#
# The lines below your part print how many predictions are right, and pack everything into a dictionary. With labels 0 and 1, `np.abs(prediction - Y)` is 1 where a prediction is wrong, so its mean is the share of wrong ones.
#
# ≈ 6 lines.
#
# <details><summary>Hint 1</summary>
#
# Which of the two numbers in `X_train.shape` counts weights? What does each of your functions take, and which of the others has made it?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `optimize` returns three things, and the first is a dictionary. Hand `num_iterations`, `learning_rate` and `print_cost` on; they are arguments of `model`, too.
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
    Returns a dictionary: costs, Y_prediction_test (1, m_test), Y_prediction_train (1, m_train), w (n_x, 1), b,
    learning_rate and num_iterations.
    """
    ### START CODE HERE ### (≈ 6 lines)
    # (1) where the parameters start
    w, b = initialize_with_zeros(X_train.shape[0])
    # (2) gradient descent, and what has been learnt
    params, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    w = params["w"]
    b = params["b"]
    # (3) predictions for both sets
    Y_prediction_train = predict(w, b, X_train)
    Y_prediction_test = predict(w, b, X_test)
    ### END CODE HERE ###
    print(f"training accuracy: {100 - np.mean(np.abs(Y_prediction_train - Y_train)) * 100:.2f} %")
    print(f"test accuracy: {100 - np.mean(np.abs(Y_prediction_test - Y_test)) * 100:.2f} %")
    return {
        "costs": costs,
        "Y_prediction_test": Y_prediction_test,
        "Y_prediction_train": Y_prediction_train,
        "w": w,
        "b": b,
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }

# %% check points=10
check("model", model)

# %% [markdown]
# A first run, on the small data. Three of its examples are for training and two for testing; with so few, chance decides.

# %% tags=["expected"]
toy = model(X_small[:, :3], Y_small[:, :3], X_small[:, 3:], Y_small[:, 3:], num_iterations=201, learning_rate=0.1, print_cost=True)
for name in ["Y_prediction_train", "Y_prediction_test", "w"]:
    print(f"{name} has shape {toy[name].shape}")

# %% [markdown]
# ## 4 · Cats
#
# Now the pictures: 12 288 weights, 2000 iterations. It takes some seconds.

# %% tags=["demo"]
cats = model(train_set_x, train_set_y, test_set_x, test_set_y, num_iterations=2000, learning_rate=0.005, print_cost=True)

# %% [markdown]
# About 96 % of the training pictures are right, and only 68 % of the test pictures. Half of the test pictures are cats, so a coin gets 50 %. (With the original photographs it is 99 % and 70 %, of a test set in which two thirds are cats.)
#
# The **learning curve** shows how the cost fell:

# %% tags=["demo"]
plt.plot(np.arange(len(cats["costs"])) * 100, cats["costs"], "o-")
plt.axhline(np.log(2), color="0.5", linestyle=":", linewidth=1.2)
plt.text(1500, np.log(2) - 0.03, "log 2")
plt.xlabel("iteration")
plt.ylabel("cost on the training set")
plt.ylim(0, None)
show("The training cost starts at log 2 and falls, steeply at first and then more and more slowly, to about 0.2.")

# %% [markdown]
# ### What it gets wrong
#
# A percentage hides what goes wrong. Here are all test pictures with a wrong prediction, each with the probability that the neuron gave to *cat*. Is there something that they have in common?

# %% tags=["demo"]
def probability_of_cat(trained, X):
    """What the neuron of a trained model gives to each column of X, shape (m,)."""
    return sigmoid(trained["w"].T @ X + trained["b"])[0]


def show_mistakes(trained, X, Y, pictures):
    """All pictures whose predicted label is wrong, with the probability of a cat."""
    wrong = np.flatnonzero(predict(trained["w"], trained["b"], X)[0] != Y[0])
    titles = [f"no. {i}: {probability_of_cat(trained, X)[i]:.0%}" for i in wrong]
    show_pictures(pictures[wrong], titles)


predicted = cats["Y_prediction_test"]
print(f"cats taken for something else: {np.sum((predicted == 0) & (test_set_y == 1))} of {np.sum(test_set_y == 1)}")
print(f"other things taken for cats:   {np.sum((predicted == 1) & (test_set_y == 0))} of {np.sum(test_set_y == 0)}")
show_mistakes(cats, test_set_x, test_set_y, test_set_x_orig)
show("The test pictures that were predicted wrongly, each with the probability of a cat above it.")

# %% [markdown]
# Most of the mistakes are cats that were not seen. Among the drawn pictures all six dark cats of the test set are wrong: dark on a light ground. The neuron has one weight for each number of the picture, and it is always the same: "light here speaks for a cat". A dark cat needs the opposite weights, and a cat in another corner needs them elsewhere. One neuron cannot have both. Here are its weights:

# %% tags=["demo"]
figure, axes = plt.subplots(1, 3, figsize=(9, 3.1))
draw_weights(axes[0], -grads_first["dw"], "first step")
draw_weights(axes[1], cats["w"], "after 2000 iterations")
order = np.argsort(probability_of_cat(cats, test_set_x))
axes[2].plot(probability_of_cat(cats, test_set_x)[order], "k-", linewidth=0.8)
for label, marker, name in [(0, "o", "other"), (1, "^", "cat")]:
    places = np.flatnonzero(test_set_y[0, order] == label)
    axes[2].plot(places, probability_of_cat(cats, test_set_x)[order][places], marker, markersize=4, label=name)
axes[2].axhline(0.5, color="0.5", linestyle=":", linewidth=1.2)
axes[2].set(title="test pictures", xlabel="in order of probability", ylabel="probability of a cat")
axes[2].legend()
show("The first step: a smooth blot; the trained weights: speckles; the test probabilities in order, both classes mixed.")

# %% [markdown]
# The first step was a smooth blot where cats tend to be, low in the middle. Training then added speckles. They have little to do with cats: they are what tells *these 209* pictures apart, down to the pattern of their grounds.
#
# ## 5 · Learning, or learning by heart?
#
# Does it help to train for longer? The parameters of one run can be the start of the next, so we can stop every 100 iterations and look at both sets.

# %% tags=["demo"]
w, b = initialize_with_zeros(num_px * num_px * 3)
history = []
for k in range(26):
    train_cost, test_cost = (propagate(w, b, X, Y)[1] for X, Y in [(train_set_x, train_set_y), (test_set_x, test_set_y)])
    train_right, test_right = (np.mean(predict(w, b, X) == Y) for X, Y in [(train_set_x, train_set_y), (test_set_x, test_set_y)])
    history.append((100 * k, train_cost, test_cost, train_right, test_right))
    if k < 25:
        params, _, _ = optimize(w, b, train_set_x, train_set_y, num_iterations=100, learning_rate=0.005)
        w, b = params["w"], params["b"]
iterations, train_costs, test_costs, train_rights, test_rights = zip(*history)

figure, axes = plt.subplots(1, 2, figsize=(9, 3.4))
for ax, on_training, on_test, name in [(axes[0], train_costs, test_costs, "cost"), (axes[1], train_rights, test_rights, "accuracy")]:
    ax.plot(iterations, on_training, "o-", markersize=3, label="training set")
    ax.plot(iterations, on_test, "s--", markersize=3, label="test set")
    ax.set(xlabel="iteration", title=name)
axes[0].set_ylim(0, None)
axes[0].legend(loc="lower left")
show("Over 2500 iterations the training cost falls and the test cost rises; training accuracy climbs, test accuracy stays.")
print(f"after 2500 iterations: training accuracy {train_rights[-1]:.2%}, test accuracy {test_rights[-1]:.2%}")

# %% [markdown]
# After some hundred iterations the test set gains nothing any more. Its accuracy stays between 66 and 70 %, and its cost *rises* all the time: the neuron becomes more and more sure of answers that are wrong. On the training set, everything improves. This gap is **overfitting**: with 12 288 weights for 209 pictures, there is always a way to get all of them right, and it need not have anything to do with cats.
#
# A lower training cost does not mean a better model. Only pictures that it has not seen can tell. What helps against overfitting (more data, simpler models, regularisation) is a topic of its own, later in the course.
#
# ## 6 · The learning rate
#
# The learning rate decides how far each step goes. Train with three of them, 1500 iterations each:

# %% tags=["demo"]
for rate, line in zip([0.01, 0.001, 0.0001], ["o-", "s--", "^:"]):
    print(f"rate {rate}")
    trained = model(train_set_x, train_set_y, test_set_x, test_set_y, num_iterations=1500, learning_rate=rate)
    plt.plot(np.arange(len(trained["costs"])) * 100, trained["costs"], line, markersize=4, label=f"rate {rate}")
plt.xlabel("iteration")
plt.ylabel("cost on the training set")
plt.ylim(0, None)
plt.legend()
show("Learning curves for three rates: 0.01 falls furthest, 0.001 more slowly, 0.0001 hardly at all in 1500 iterations.")

# %% [markdown]
# Small steps are safe and slow: with 0.0001, 1500 iterations are not nearly enough. The largest of the three wins the race down the training cost, and yet all three end close together on the test set: fitting the training pictures more closely has bought nothing there.
#
# Is larger always faster? The list of costs shows every hundredth iteration only. Look at each of the first 100:

# %% tags=["demo"]
figure, axes = plt.subplots(1, 4, figsize=(12, 3))
for ax, rate in zip(axes, [0.002, 0.005, 0.01, 0.03]):
    w, b = initialize_with_zeros(num_px * num_px * 3)
    costs = []
    for _ in range(100):
        params, _, cost = optimize(w, b, train_set_x, train_set_y, num_iterations=1, learning_rate=rate)
        costs += cost
        w, b = params["w"], params["b"]
    ax.plot(costs, linewidth=1)
    ax.axhline(np.log(2), color="0.5", linestyle=":", linewidth=1.2)
    ax.set(title=f"rate {rate}", xlabel="iteration", ylim=(0, max(1.1, 1.05 * max(costs))))
axes[0].set_ylabel("cost")
show("The first 100 costs at four rates: smooth at 0.002 and 0.005, swings above log 2 at 0.01, wild jumps at 0.03.")

# %% [markdown]
# At 0.005 the cost falls from the first step. At 0.01 it first *climbs*: each step jumps across the valley and lands higher up on the other side, until the swings die down. At 0.03 the swings are several times as high, and far from settled after 100 steps. With a rate that is larger still, probabilities become exactly 0 or 1 and the cost infinite or NaN: try 0.5.
#
# So: take the largest rate with which the cost still falls steadily, and look at the curve before you trust the result.
#
# ## 7 · A picture of your own
#
# Put a picture file beside this notebook and write its name, in quotes, in place of `DATA / "my_picture.jpg"`. `own_picture` cuts out the square in the middle and makes it as small as the others, so that your functions can take it as one more example. A set of one picture has the shape `(1, 64, 64, 3)`: that is what the `np.newaxis` is for.

# %% tags=["demo"]
my_picture = DATA / "my_picture.jpg"

pixels = own_picture(my_picture, num_px)  # (64, 64, 3), from 0 to 255
my_x = flatten_and_scale(pixels[np.newaxis])  # (12288, 1)
my_label = int(predict(cats["w"], cats["b"], my_x)[0, 0])
answer = f"{classes[my_label].decode('utf-8')}: {probability_of_cat(cats, my_x)[0]:.0%} cat"

figure, axes = plt.subplots(1, 2, figsize=(6, 3))
axes[0].imshow(plt.imread(my_picture))
axes[0].set_title("the picture")
axes[1].imshow(pixels)
axes[1].set_title(answer)
for ax in axes:
    ax.axis("off")
show("A picture as it was, and cut and reduced to 64 by 64 pixels, with the label that the neuron gives to it.")

# %% [markdown]
# Do not expect much. The neuron has seen 209 pictures in its life, and gets a third of new ones of the same kind wrong. Of pictures of another kind, such as a photograph among drawings, it knows nothing; it will give a probability all the same.
#
# ## What to remember
#
# - Prepare the data: find the shapes, make each example a column, scale. Then turn an example back and look at it.
# - Logistic regression is a network of one neuron. Its gradient is the error of each example, handed back through the input.
# - Training is a loop: cost and gradients, then a step against them. It starts at $\log 2$.
# - The learning rate decides whether the cost creeps, falls, swings or explodes. The learning curve tells.
# - A model that is nearly perfect on its training set may be poor on new pictures. A lower training cost is not better generalisation.
#
# ## What comes next
#
# One neuron draws one line between cats and the rest. In the next assignment a hidden layer bends this line. Later you come back to these very pictures with networks of two and of four layers, and see how much better they do.
#
# ## Open questions
#
# These are not marked. To change a function, open a new cell, paste the text of the function there and give it another name.
#
# - Which learning rate between 0.002 and 0.01 is the largest with which the cost falls in every one of the first 100 steps?
# - Train without dividing by 255. Which learning rate works now, and by what factor does it differ?
# - Train on the scrambled array of step 2, with the labels as they are. What are the accuracies, and why is the first still above one half?
# - Train on grey pictures: the mean of the three channels. Does colour help to find cats?
# - Start from random weights instead of zeros. Does anything change in the end? Why not?
# - Choose another line than 0.5 in the prediction. How many cats can you find, and at what price?

# %% tags=["demo"]
progress()
