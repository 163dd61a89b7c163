# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Deep networks on pictures: is it a cat?
#
# A single neuron learnt its training pictures almost by heart, and then got three in ten of the new ones wrong. In this notebook you train two networks on the same pictures, one with two layers and one with four, and see what the layers are good for.
#
# When you are done, you can
#
# - assemble a two-layer network, and a network of any depth, from ready building blocks;
# - train them on pictures and read their cost curves;
# - compare logistic regression, two layers and four layers fairly, on pictures that none of them has seen;
# - look at the pictures that a network gets wrong, and give it a picture of your own.
#
# You need logistic regression on pictures (a14) and the building blocks of a deep network (a16).
#
# ## How this notebook works
#
# There are six steps, and you write one function in each. Your code goes between the lines `### START CODE HERE ###` and `### END CODE HERE ###`; leave everything else as it is. The `≈` beside them says about how many lines to expect. Yours may be more or fewer. The two training functions have **two** such places each: one before the loop, one inside it.
#
# The cell below each function **checks** it. Run it at once: ✓ means that it gave the right answer on several inputs; otherwise a message says what was asked, what came, and what is probably wrong. Your mark comes from inputs that you have not seen: small arrays of other sizes, and trainings that are short or long. So write code that works for every size. `progress()`, at the end, shows where you stand. Each step has three folded hints: a question, then a tool, then a line with a gap. Open them in this order.
#
# Functions leave their arguments as they are, here as in the whole course: `x *= 2` on an argument would change the caller's own array. What you print is not marked, so print whatever helps you.
#
# ## 1 · Packages
#
# The building blocks come from `utils.dnn_app_utils`. They do what your functions of the last notebook do, and have the same names, arguments and results. If you prefer your own, paste them into a new cell below the imports: everything here works with them. Leave out `initialize_parameters_deep` only; step 5 says why.

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils import check, progress
from utils.dnn_app_utils import (
    L_model_backward,
    L_model_forward,
    compute_cost,
    initialize_parameters,
    initialize_parameters_deep,
    linear_activation_backward,
    linear_activation_forward,
    load_data,
    update_parameters,
)
from utils.dnn_utils import draw_blocks
from utils.figures import show
from utils.lr_utils import show_pictures
from utils.picture_data import DATA, own_picture

plt.style.use("utils.course")

# %% [markdown]
# ## 2 · The pictures
#
# These are the pictures of the notebook on logistic regression: a **training set** to learn from, and a **test set** that is kept for the end. Label 1 means cat, label 0 means no cat. `load_data` says whether it has found the course's own, drawn pictures or the photographs that this exercise was first published with (`course data add` puts those in place). Where this notebook quotes numbers, they are those of the drawn pictures unless it says otherwise.

# %%
train_x_orig, train_y, test_x_orig, test_y, classes = load_data()
names = [name.decode("utf-8") for name in classes]
print(f"train_x_orig: {train_x_orig.shape}, {train_x_orig.dtype}")
print(f"train_y: {train_y.shape}, {np.sum(train_y == 1)} of them 1 ({names[1]})")
print(f"test_x_orig: {test_x_orig.shape}")
print(f"test_y: {test_y.shape}, {np.sum(test_y == 1)} of them 1 ({names[1]})")

# %% [markdown]
# Look at one of them, large. Change `index` and run the cell again to see others.

# %% tags=["demo"]
index = 10
plt.figure(figsize=(3.4, 3.6))
plt.imshow(train_x_orig[index])
plt.title(f"picture {index}: y = {train_y[0, index]}, {names[train_y[0, index]]}")
plt.axis("off")
show("One picture of the training set, 64 by 64 pixels, with its number, its label and the name of its class above it.")

# %% [markdown]
# ### Step 1 · From pictures to columns
#
# A layer multiplies a matrix by columns. So each picture becomes one **column** of $n_x = \text{num\_px} \cdot \text{num\_px} \cdot 3$ numbers, and each number, 0 to 255, becomes a fraction from 0 to 1. As before in this part of the course, **examples are columns**.
#
# | array | shape | numbers |
# |---|---|---|
# | `pictures` | `(m, num_px, num_px, 3)` | whole numbers, 0 to 255 |
# | the result | `(num_px * num_px * 3, m)` | fractions, 0 to 1 |
#
# As a definition, one picture at a time:
#
# ```python
# X = np.zeros((num_px * num_px * 3, m))
# for i in range(m):
#     X[:, i] = pictures[i].ravel() / 255
# ```
#
# Write it without a loop. You have done so before, and you know the trap: `reshape` fills its new shape **row by row**, so the array that has the right shape at once has the numbers of many pictures in each column. Divide by 255 always, and not by the largest number that happens to occur. The argument must not be changed.
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# If each *row* of an array shall be one picture, which shape must it have? How do its rows become columns?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `array.reshape(rows, -1)` works out the second size by itself, `.T` exchanges rows and columns, and `/` gives fractions where `//` cuts them off.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `columns = pictures.reshape(___, -1).T`
#
# </details>

# %% solution
def prepare_pictures(pictures):
    """Each picture as a column of numbers from 0 to 1.

    pictures: whole numbers from 0 to 255, shape (m, num_px, num_px, 3); not to be changed
    Returns an array of shape (num_px * num_px * 3, m).
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) every picture rolled out into a column, in the order in which its numbers are stored
    columns = pictures.reshape(len(pictures), -1).T  # (num_px * num_px * 3, m)
    # (2) fractions from 0 to 1
    X = columns / 255
    ### END CODE HERE ###
    return X

# %% check points=10
check("prepare_pictures", prepare_pictures)

# %% tags=["expected"]
train_x = prepare_pictures(train_x_orig)
test_x = prepare_pictures(test_x_orig)
print(f"train_x: {train_x.shape}, test_x: {test_x.shape}")
print("all numbers from 0 to 1:", bool(0 <= train_x.min() and train_x.max() <= 1))
print("the first column begins like the first picture:", np.allclose(train_x[:6, 0] * 255, train_x_orig[0].ravel()[:6]))

# %% [markdown]
# The figure follows one picture through your function: its pixels, its column, and the column put back into a square. The column is drawn as a bar, dark for 0 and light for 1. Its first numbers are the red, green and blue of the upper left pixel.

# %% tags=["demo"]
column = train_x[:, [index]]  # (12288, 1)
figure, axes = plt.subplots(1, 4, figsize=(10, 3.6), width_ratios=[3, 0.5, 1.6, 3])
axes[0].imshow(train_x_orig[index])
axes[0].set_title(f"picture {train_x_orig[index].shape}")
axes[1].imshow(column, aspect="auto", cmap="gray", vmin=0, vmax=1)
axes[1].set_title(f"column {column.shape}")
lines = [f"{channel}  {value:.3f}" for channel, value in zip("RGBRGBRGB", column[:9, 0])]
axes[2].text(0.3, 0.95, "\n".join([*lines, "…", f"B  {column[-1, 0]:.3f}"]), va="top", family="monospace")
axes[3].imshow(column.reshape(train_x_orig[index].shape))
axes[3].set_title("the column, back in its square")
for ax in axes:
    ax.axis("off")
show("A picture, the same picture as a tall bar of 12288 grey values, the first numbers of the bar as text, and the picture put together again from them.")

# %% [markdown]
# ## 3 · Two networks
#
# The first network has two layers: 7 hidden relu units and one sigmoid unit.
#
# $$
# X \;\to\; \text{linear} \to \text{relu} \;\to\; \text{linear} \to \text{sigmoid} \;\to\; \hat Y
# $$

# %% tags=["demo"]
draw_blocks([12288, 7, 1], backward=False)
show("Two blocks from left to right: X with 12288 rows enters layer 1, relu, with 7 units; A1 enters layer 2, sigmoid, with one unit; its output goes to the cost.")

# %% [markdown]
# The second has four layers: three relu layers of 20, 7 and 5 units, and one sigmoid unit. (The input is not counted. It has no parameters.)

# %% tags=["demo"]
draw_blocks([12288, 20, 7, 5, 1], backward=False)
show("Four blocks from left to right, relu layers of 20, 7 and 5 units and a sigmoid layer of one unit, with the shapes of the weights above them.")

# %% [markdown]
# Nearly all parameters sit in the first layer, whatever comes after it:
#
# | network | `layers_dims` | parameters in layer 1 | in all others |
# |---|---|---|---|
# | logistic regression | `[12288, 1]` | 12 289 | – |
# | two layers | `(12288, 7, 1)` | 86 023 | 8 |
# | four layers | `[12288, 20, 7, 5, 1]` | 245 780 | 193 |
#
# Logistic regression is in the list because it is the same thing: a network of one layer, without any hidden one.
#
# **The method** is always the same, and you have all the parts:
#
# 1. choose where the parameters start;
# 2. again and again: forward, cost, backward, update;
# 3. with the parameters that have been learnt, predict.
#
# The building blocks, with what goes in and comes out:
#
# | block | returns |
# |---|---|
# | `initialize_parameters(n_x, n_h, n_y)` | `parameters`: W1, b1, W2, b2 |
# | `initialize_parameters_deep(layers_dims)` | `parameters`: W1, b1, …, WL, bL |
# | `linear_activation_forward(A_prev, W, b, activation)` | `A, cache` |
# | `L_model_forward(X, parameters)` | `AL, caches` |
# | `compute_cost(AL, Y)` | `cost` |
# | `linear_activation_backward(dA, cache, activation)` | `dA_prev, dW, db` |
# | `L_model_backward(AL, Y, caches)` | `grads`: dW1, db1, …, dWL, dbL, and some dA |
# | `update_parameters(parameters, grads, learning_rate)` | `parameters` |
#
# The argument `activation` is the text `"relu"` or `"sigmoid"`.
#
# To try your functions out, here are seven tiny pictures of 2 × 2 pixels, at random. Twelve features, seven examples, and other numbers of units: all sizes differ.

# %%
rng = np.random.RandomState(17)
small_pictures = rng.randint(0, 256, (7, 2, 2, 3))
X_small = small_pictures.reshape(7, 12).transpose() / 255.0  # (12, 7)
Y_small = np.array([[0, 1, 1, 0, 1, 0, 0]])

# %% [markdown]
# ## 4 · Two layers
#
# ### Step 2 · Train a network with two layers
#
# Forward, layer by layer:
#
# $$
# A^{[1]} = \text{relu}\left(W^{[1]} X + b^{[1]}\right), \qquad A^{[2]} = \sigma\left(W^{[2]} A^{[1]} + b^{[2]}\right)
# $$
#
# Each layer also returns a cache, which its own backward step takes. The way back starts with the slope of the loss, for each example,
#
# $$
# dA^{[2]} = -\left( \frac{Y}{A^{[2]}} - \frac{1 - Y}{1 - A^{[2]}} \right),
# $$
#
# and passes the layers in the opposite order. Layer 2 turns $dA^{[2]}$ into $dA^{[1]}$, $dW^{[2]}$ and $db^{[2]}$; layer 1 turns $dA^{[1]}$ into $dA^{[0]}$, which nobody needs, $dW^{[1]}$ and $db^{[1]}$. Then all four parameters take a step of the given `learning_rate`.
#
# | value | shape |
# |---|---|
# | `A1`, `dA1` | `(n_h, m)` |
# | `A2`, `dA2` | `(1, m)` |
# | `grads` | dictionary with the keys `"dW1"`, `"db1"`, `"dW2"`, `"db2"` |
#
# The lines below your part keep the cost of iterations 0, 100, 200, …, and print it if they are asked to. The function returns the parameters **and** these costs, so that you can draw them. (In the first edition of this exercise it returned the parameters alone, and drew the curve itself.)
#
# ≈ 1 line before the loop, ≈ 9 lines inside.
#
# <details><summary>Hint 1</summary>
#
# Go through the table of building blocks. What does each one need, and which of the others has made it? Which activation and which cache belong to which layer?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A dictionary gives its entry by its key: `parameters["W1"]`. Take the parameters out of the dictionary *inside* the loop, because each step makes new ones. Two or three results need two or three names, in the order of the table.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `A2, cache2 = linear_activation_forward(___, parameters["W2"], parameters["b2"], ___)`, and on the way back `dA1, dW2, db2 = linear_activation_backward(dA2, ___, "sigmoid")`
#
# </details>

# %% solution
def two_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Train a network of two layers, relu and sigmoid, by gradient descent.

    X: inputs, shape (n_x, m)
    Y: labels, 1 for a cat and 0 for none, shape (1, m)
    layers_dims: the sizes (n_x, n_h, n_y)
    learning_rate: length of the steps
    num_iterations: number of steps
    print_cost: whether to print the cost before every 100th step
    Returns the trained parameters, dictionary W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1), and the list of
    the costs before steps 0, 100, 200, …
    """
    costs = []
    n_x, n_h, n_y = layers_dims
    ### START CODE HERE ### (≈ 1 line)
    # (1) where the parameters start: the block for two layers
    parameters = initialize_parameters(n_x, n_h, n_y)
    ### END CODE HERE ###
    for i in range(num_iterations):
        ### START CODE HERE ### (≈ 9 lines)
        # (2) forward: layer 1 with relu, layer 2 with sigmoid; keep both caches
        A1, cache1 = linear_activation_forward(X, parameters["W1"], parameters["b1"], "relu")
        A2, cache2 = linear_activation_forward(A1, parameters["W2"], parameters["b2"], "sigmoid")
        # (3) the cost, under the name cost
        cost = compute_cost(A2, Y)
        # (4) backward: the slope of the loss, then layer 2, then layer 1
        dA2 = -(Y / A2 - (1 - Y) / (1 - A2))  # (1, m)
        dA1, dW2, db2 = linear_activation_backward(dA2, cache2, "sigmoid")
        dA0, dW1, db1 = linear_activation_backward(dA1, cache1, "relu")
        # (5) all gradients in one dictionary, and one step downhill
        grads = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
        parameters = update_parameters(parameters, grads, learning_rate)
        ### END CODE HERE ###
        if i % 100 == 0:
            costs.append(cost)
            if print_cost:
                print(f"cost after iteration {i}: {cost:.6f}")
    return parameters, costs

# %% check points=35
check("two_layer_model", two_layer_model)

# %% [markdown]
# A first run, on the tiny pictures, with a larger learning rate. The first cost is close to $\log 2 \approx 0.693$: small weights make a network that knows nothing yet.

# %% tags=["expected"]
parameters_small, costs_small = two_layer_model(X_small, Y_small, (12, 5, 1), 0.5, num_iterations=401, print_cost=True)
for name, value in parameters_small.items():
    print(f"{name} has shape {value.shape}, largest entry {np.max(np.abs(value)):.6f}")

# %% [markdown]
# Now the cats. The published training has 2500 iterations. Here 1000 are the default, about ten seconds for each of the two networks; they are enough to see the point. Set `full_run = True` for all 2500, which takes two and a half times as long.
#
# `threadpool_limits(1)` makes NumPy compute on one processor. Matrices with 7 or 20 rows are too thin to share: two processors would mostly wait for each other.

# %% tags=["demo"]
from threadpoolctl import threadpool_limits

full_run = False
threadpool_limits(1)

iterations = 2500 if full_run else 1000
two_layers, costs_two = two_layer_model(train_x, train_y, (12288, 7, 1), num_iterations=iterations, print_cost=True)

# %% [markdown]
# The cost starts near $\log 2$ once more, hesitates for some hundred iterations, and then falls to about 0.23 after 900. (In the full run it ends near 0.046. On the photographs it starts at 0.693050, 0.646432, 0.632514 and reaches 0.048555 after 2400.)
#
# What have the seven hidden units learnt to look at? Each has one weight for each colour of each pixel. Its weights began as small random numbers; what the training has **added** to them can be drawn as a picture: light where more light makes the unit answer more strongly, dark where it makes it answer less, and grey where nothing was added. The number above is the weight with which the output unit takes the answer: positive speaks for a cat, negative against it.

# %% tags=["demo"]
added = two_layers["W1"] - initialize_parameters(12288, 7, 1)["W1"]  # (7, 12288)
added = added.reshape(7, *train_x_orig.shape[1:]) / np.max(np.abs(added))  # (7, 64, 64, 3), from -1 to 1
titles = [f"unit {k}: {weight:+.2f}" for k, weight in enumerate(two_layers["W2"][0], start=1)]
show_pictures(0.5 + 0.5 * added, titles, columns=7)
show("What training added to the weights of the seven hidden units, as seven coloured pictures; above each the weight of the unit in the output layer.")

# %% [markdown]
# Some units have found a blurred light or dark shape, for or against a cat. Others have hardly learnt anything, and are left as they started.

# %% [markdown]
# ### Step 3 · Predict
#
# The forward pass gives probabilities, and a prediction decides:
#
# $$
# \hat y^{(i)} = \begin{cases} 1 & \text{if } a^{[L](i)} > 0.5 \\ 0 & \text{otherwise} \end{cases}
# $$
#
# Write it for a network of any depth, so that both of your networks can use it. (In other editions `predict` is given the labels as well and prints the accuracy. Here the accuracy is a step of its own, because a picture of your own has no label.)
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# Which block runs any number of layers? How many things does it return?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# An array compared with a number gives an array of `True` and `False`, and `.astype(int)` makes 1 and 0 of them.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `AL, caches = L_model_forward(___, parameters)`
#
# </details>

# %% solution
def predict(X, parameters):
    """The label that a network of any depth gives to each example.

    X: inputs, shape (n_x, m)
    parameters: dictionary W1, b1, …, WL, bL
    None of the arrays is to be changed.
    Returns the labels, shape (1, m): 1 where the probability is above 0.5, otherwise 0.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the probability of label 1, for each example
    AL, caches = L_model_forward(X, parameters)
    # (2) above one half, or not
    predictions = (AL > 0.5).astype(int)  # (1, m)
    ### END CODE HERE ###
    return predictions

# %% check points=10
check("predict", predict)

# %% tags=["expected"]
predictions_small = predict(X_small, parameters_small)
print(f"shape {predictions_small.shape}: predicted {predictions_small[0].astype(int).tolist()}, labels {Y_small[0].tolist()}")

# %% [markdown]
# ### Step 4 · The share of right answers
#
# The **accuracy** is the number of right predictions divided by the number of examples, a number from 0 to 1:
#
# $$
# \text{accuracy} = \frac{1}{m} \sum_{i=1}^{m} \left[\, \hat y^{(i)} = y^{(i)} \,\right]
# $$
#
# The square bracket is 1 where the two labels agree, and 0 where they do not.
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# What does `==` give for two arrays of the same shape?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# In sums and means, `True` counts as 1 and `False` as 0.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `share = np.mean(predictions ___ Y)`
#
# </details>

# %% solution
def accuracy(predictions, Y):
    """The share of the examples whose label is predicted rightly.

    predictions: labels 0 or 1, shape (1, m)
    Y: the true labels 0 or 1, shape (1, m)
    None of them is to be changed.
    Returns one number from 0 to 1.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) the right ones, divided by all
    share = np.mean(predictions == Y)
    ### END CODE HERE ###
    return share

# %% check points=5
check("accuracy", accuracy)

# %% tags=["expected"]
print(f"two of three right: {accuracy(np.array([[1, 0, 1]]), np.array([[1, 0, 0]])):.6f}")
print(f"the tiny pictures: {accuracy(predictions_small, Y_small):.6f}")

# %% [markdown]
# The verdict on the two-layer network, on the pictures that it has learnt from and on those that it has never seen:

# %% tags=["demo"]
def report(what, parameters):
    """Print and return the accuracy on the training set and on the test set."""
    shares = accuracy(predict(train_x, parameters), train_y), accuracy(predict(test_x, parameters), test_y)
    print(f"{what}: {shares[0]:.1%} of the training set, {shares[1]:.0%} of the test set")
    return shares


shares_two = report("two layers", two_layers)

# %% [markdown]
# About 94 % and 78 %; after the full run, about 97 % and 82 %. On the photographs it was 100 % and 72 %. There are only 50 test pictures, and one picture is 2 %: do not read much into a difference of one or two.
#
# ## 5 · Four layers
#
# ### Step 5 · Train a network of any depth
#
# The blocks for a whole network make it shorter than the two-layer one, and the number of layers appears nowhere: `layers_dims` says it all.
#
# **The start matters.** In a16 you multiplied all weights by 0.01, and saw what comes of it: in a deep network the signals, and with them the gradients, shrink from layer to layer. The `initialize_parameters_deep` that is imported here divides by a root instead,
#
# $$
# W^{[l]} = \frac{\text{standard normal numbers}}{\sqrt{n^{[l-1]}}}, \qquad b^{[l]} = 0,
# $$
#
# so that a unit with many inputs gets small weights, and $z$ stays about as large as the inputs. This is why you should not paste your own `initialize_parameters_deep` here: four layers of 0.01 do not learn these pictures in 2500 iterations. They call all of them "no cat".
#
# ≈ 1 line before the loop, ≈ 4 lines inside.
#
# <details><summary>Hint 1</summary>
#
# Which four blocks follow each other in every iteration? Which results of one does the next one take?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `L_model_forward` returns two things. `update_parameters` returns the new parameters; the next iteration should find them under the old name.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `grads = L_model_backward(AL, ___, caches)`
#
# </details>

# %% solution
def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Train a network of relu layers and a last sigmoid layer by gradient descent.

    X: inputs, shape (n_0, m)
    Y: labels, 1 for a cat and 0 for none, shape (1, m)
    layers_dims: list of the sizes n_0, n_1, …, n_L
    learning_rate: length of the steps
    num_iterations: number of steps
    print_cost: whether to print the cost before every 100th step
    Returns the trained parameters, dictionary W1, b1, …, WL, bL, and the list of the costs before steps 0, 100, 200, …
    """
    costs = []
    ### START CODE HERE ### (≈ 1 line)
    # (1) where the parameters start: the block for any depth
    parameters = initialize_parameters_deep(layers_dims)
    ### END CODE HERE ###
    for i in range(num_iterations):
        ### START CODE HERE ### (≈ 4 lines)
        # (2) forward through all layers
        AL, caches = L_model_forward(X, parameters)
        # (3) the cost, under the name cost
        cost = compute_cost(AL, Y)
        # (4) backward through all layers
        grads = L_model_backward(AL, Y, caches)
        # (5) one step downhill
        parameters = update_parameters(parameters, grads, learning_rate)
        ### END CODE HERE ###
        if i % 100 == 0:
            costs.append(cost)
            if print_cost:
                print(f"cost after iteration {i}: {cost:.6f}")
    return parameters, costs

# %% check points=35
check("L_layer_model", L_layer_model)

# %% tags=["expected"]
deep_small, costs_deep_small = L_layer_model(X_small, Y_small, [12, 5, 4, 3, 1], 0.1, num_iterations=401, print_cost=True)
print(f"the tiny pictures: accuracy {accuracy(predict(X_small, deep_small), Y_small):.6f}")

# %% [markdown]
# And the cats, with four layers. It takes about as long as the first network, although there are three times as many parameters: `L_model_backward` saves itself $dA^{[0]}$.

# %% tags=["demo"]
four_layers, costs_four = L_layer_model(
    train_x, train_y, [12288, 20, 7, 5, 1], num_iterations=iterations, print_cost=True
)
shares_four = report("four layers", four_layers)

# %% [markdown]
# About 97 % and 86 %; after the full run, about 100 % and 90 %. On the photographs the costs are 0.771749 at first, 0.672053 after 100 iterations and 0.092878 after 2400, and the accuracies 98.6 % and 80 %.
#
# For logistic regression you need no other code. It is the network without hidden layers, trained as in a14: 2000 iterations at the rate 0.005. (It starts from random weights here, not from zeros. For a single neuron that makes little difference in the end.)

# %% tags=["demo"]
one_layer, costs_one = L_layer_model(train_x, train_y, [12288, 1], learning_rate=0.005, num_iterations=2000)
shares_one = report("one layer (logistic regression)", one_layer)

# %% [markdown]
# Left, the cost curves: one point every hundred iterations. Right, what counts.

# %% tags=["demo"]
figure, axes = plt.subplots(1, 2, figsize=(11, 4))
for costs, label in [(costs_one, "one layer, rate 0.005"), (costs_two, "two layers"), (costs_four, "four layers")]:
    axes[0].plot(100 * np.arange(len(costs)), costs, label=label)
axes[0].set(xlabel="iterations", ylabel="cost", ylim=(0, None), title="cost on the training set")
axes[0].legend()
shares = np.array([shares_one, shares_two, shares_four])  # (3, 2)
for column, (label, colour) in enumerate([("training set", "#C5DDEC"), ("test set", "#0072B2")]):
    bars = axes[1].bar(np.arange(3) + 0.4 * column, shares[:, column], 0.38, color=colour, edgecolor="black", label=label)
    axes[1].bar_label(bars, [f"{share:.0%}" for share in shares[:, column]])
axes[1].axhline(np.mean(test_y == 1), color="black", linestyle=":", linewidth=1.2, label="always “cat” (test set)")
axes[1].set_xticks(np.arange(3) + 0.2, ["one layer", "two layers", "four layers"])
axes[1].set(ylabel="accuracy", ylim=(0, 1.45), yticks=np.arange(0, 1.1, 0.2), title="accuracy")
axes[1].legend(loc="upper left", ncols=2)
show("Left, three falling cost curves. Right, bars of accuracy: on the training set all three networks are close to 100 %, on the test set each deeper network is better than the one before.")

# %% [markdown]
# All three know their training pictures well. On new ones they differ: about 70 % with one layer, 78 % with two, 86 % with four. Only the test set tells; the training costs of two and four layers are nearly the same at the end.
#
# Why? A single neuron has one weight per pixel, so more light at a place must always speak *for* a cat or always *against* it. But there are light cats before a dark ground and dark cats before a light one. Hidden units can look for both.
#
# The photographs tell the same story after the full run: about 70 %, 72 % and 80 %. They need it. After 1000 iterations the two networks are at 58 % and 66 % there, still behind the single neuron.
#
# ### Stopping earlier
#
# Is the last iteration the best one? Here is the four-layer network after fewer of them.

# %% tags=["demo"]
stops = [50, 100, 200, 400]
stages = [L_layer_model(train_x, train_y, [12288, 20, 7, 5, 1], num_iterations=stop)[0] for stop in stops]
shares = np.array([report(f"{stop} iterations", stage) for stop, stage in zip(stops, stages)] + [shares_four])
plt.semilogx([*stops, iterations], shares[:, 0], "o-", label="training set")
plt.semilogx([*stops, iterations], shares[:, 1], "s--", label="test set")
plt.xticks([*stops, iterations], [*stops, iterations])
plt.minorticks_off()
plt.gca().set(xlabel="iterations", ylabel="accuracy", ylim=(0.4, 1.02))
plt.legend(loc="lower right")
show("Accuracy against the number of iterations, a line for the training set and below it one for the test set; both are higher at the end than at the beginning.")

# %% [markdown]
# After 400 iterations the network is as good on new pictures as after 1000. On the photographs four layers have 82 % after 1500 iterations and 80 % after 2500, and it is tempting to stop there. This is called **early stopping**. But one test picture more or less is chance, and two layers do the opposite there: 68 %, then 72 %. And who chooses the number of iterations by the test set has used the test set for training. A third set is needed for such choices; the second part of the course has one.
#
# ## 6 · What does it get wrong?
#
# A share of 86 % says how often, not where. So look at the others.
#
# ### Step 6 · Find the mislabelled ones
#
# Which columns have a prediction that differs from its label? Return their indices, from the smallest to the largest, as a flat array. The given line below your part makes an array of them, so a list is fine, too. If there are none, the array is empty.
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# Both arguments have shape `(1, m)`. Which of the two indices of an entry says which example it is?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `!=` compares entry by entry. `np.where(condition)` returns a tuple with one array of indices for each axis; `np.flatnonzero(condition)` returns the indices in a flat array.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `indices = np.flatnonzero(predictions ___ Y)`
#
# </details>

# %% solution
def mislabelled(predictions, Y):
    """The examples whose prediction differs from their label.

    predictions: labels 0 or 1, shape (1, m)
    Y: the true labels 0 or 1, shape (1, m)
    None of them is to be changed.
    Returns the indices of the examples, in rising order, shape (number of mislabelled examples,).
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) the columns where the two labels differ
    indices = np.flatnonzero(predictions != Y)
    ### END CODE HERE ###
    return np.array(indices, dtype=int)

# %% check points=5
check("mislabelled", mislabelled)

# %% tags=["expected"]
print(f"predictions 1 0 0 1, labels 0 0 1 1: {mislabelled(np.array([[1, 0, 0, 1]]), np.array([[0, 0, 1, 1]])).tolist()}")

# %% [markdown]
# These are the test pictures that your four-layer network gets wrong. Above each stands what it is, and how probable the network finds a cat.

# %% tags=["demo"]
wrong = mislabelled(predict(test_x, four_layers), test_y)
probabilities = L_model_forward(test_x, four_layers)[0]  # (1, 50)
titles = [f"{names[test_y[0, i]]}\ncat? {probabilities[0, i]:.0%}" for i in wrong]
show_pictures(test_x_orig[wrong], titles)
show(f"The {len(wrong)} mislabelled pictures of the test set, each with its class and the probability that the network gave to a cat.")

# %% [markdown]
# In the run with the drawn pictures there is a pattern. The cats it misses are dark ones before a light ground, and the things it takes for cats are light ones before a dark ground. Four pictures in five of this set have a dark ground, and the network has learnt light cats well; from the few dark ones it has not learnt enough. It also finds most of these pictures doubtful itself: look at the percentages.
#
# With the photographs the typical failures are others: a cat in an odd position, a ground of the cat's own colour, an unusual colour or breed, an odd angle of the camera, a picture that is very bright or very dark, a cat that fills the picture or is tiny in it. Three of the ten photographs that four layers get wrong after the full run are such cats; the other seven are no cats at all but butterflies, birds or crowds. What they share is probably the same: pictures like these were rare in the training set.
#
# ## 7 · A picture of your own
#
# Put a picture beside this notebook, write its name in place of `DATA / "my_picture.jpg"`, and run the cell. `own_picture` cuts out the square in the middle and makes it 64 × 64 pixels small.
#
# Your picture must be treated exactly as the training pictures were: the same size, the same order of the numbers and the same scale. `prepare_pictures` does that. It takes many pictures, so a single one needs an axis in front; `picture[np.newaxis]` has shape `(1, 64, 64, 3)`. To forget the division by 255 is a classic: the numbers are then 255 times too large, the sigmoid is at one of its ends, and the answer is very sure and worth nothing.

# %% tags=["demo"]
picture = own_picture(DATA / "my_picture.jpg", num_px=64)  # (64, 64, 3)
x = prepare_pictures(picture[np.newaxis])  # (12288, 1)

titles = []
for what, parameters in [("two layers", two_layers), ("four layers", four_layers)]:
    label, probability = predict(x, parameters)[0, 0], L_model_forward(x, parameters)[0][0, 0]
    titles.append(f"{what}: {names[int(label)]}\ncat? {probability:.0%}")
show_pictures([picture, picture], titles, columns=2)
show("Your picture, 64 by 64 pixels, twice: above it what the two-layer and the four-layer network say, with the probability of a cat.")

# %% [markdown]
# A network that was trained on drawn cats has seen drawn cats. Do not be surprised at what it says about a photograph of yours, or about a photograph of you: it must choose between "cat" and "non-cat", and has no way to say that it does not know.
#
# ## What to remember
#
# - First the building blocks, then the models: with the blocks at hand, training any network is four lines in a loop.
# - On these pictures four layers beat two, and two beat logistic regression. On the training set you could not tell.
# - Nearly all parameters are in the first layer; the later ones are cheap.
# - The deeper a network, the more its start matters. Dividing by $\sqrt{n^{[l-1]}}$ keeps the signals alive.
# - Look at the mistakes. They often have something in common that was rare in the training set.
# - New pictures have to be prepared exactly as the training pictures were.
#
# ## What comes next
#
# You have chosen nothing yet: 7 and 20, 7, 5 units, the rate 0.0075, the start. The second part of the course is about such choices, how to make them and how to check them: initialisation, regularisation, faster descents. And pictures have a structure, neighbours belong together, that a column of numbers has lost. The third part brings it back.
#
# ## Open questions
#
# These are not marked. To change a function, open a new cell, paste the text of the function there and give it another name.
#
# - Train `[12288, 7, 1]` with `L_layer_model`. It is the same network as that of `two_layer_model`, with another start. Which one is faster at the beginning, and why?
# - Give the second network one more hidden layer of 5 units, or one less. How much of the difference is chance? (The start is the same in each call. What could you change to find out?)
# - Permute the 12 288 rows of `train_x` and of `test_x` in the same way before training. What do you expect to happen to the accuracy?
# - Turn all test pictures upside down and let the networks predict. Which of the three suffers most?
# - Invert the colours of a mislabelled dark cat, `255 - picture`. What does the network say now?

# %% tags=["demo"]
progress()
