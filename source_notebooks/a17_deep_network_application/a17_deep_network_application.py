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
# **Do more layers see more?** One neuron (a14) learnt its training pictures very well, and then got about one in three new ones wrong. Here you train networks with two and with four layers on the same pictures, find out whether they do better, and look at what they still get wrong.

# %% picture
import matplotlib.pyplot as plt

from utils.dnn_app_utils import draw_first_look
from utils.figures import show

plt.style.use("utils.course")
draw_first_look()
show("Six new pictures; above each stands the probability that a network of four layers gives to a cat, and whether it is right.")

# %% [markdown]
# The guesses above are those of a small network from a library. Yours will make its own.
#
# **About 60 minutes.** The trainings take two or three of them; read on meanwhile.
#
# **What you build**
#
# 1. `two_layer_model` trains a network with one hidden layer
# 2. `predict` turns its probabilities into labels
# 3. `L_layer_model` trains a network of any depth
# 4. `mislabelled` finds the pictures that it gets wrong
#
# You need the neuron on pictures ([a14](../a14_logistic_regression/a14_logistic_regression.ipynb)) and the building blocks of a deep network ([a16](../a16_deep_network_steps/a16_deep_network_steps.ipynb)).
#
# **How this notebook works** ([a11](../a11_numpy_basics/a11_numpy_basics.ipynb) says it at length)
#
# - Write your code between `### START CODE HERE ###` and `### END CODE HERE ###`, and delete the line `raise NotImplementedError(...)` there. The two training functions have two such places each.
# - Run the check below each function: it says what is right, and what to look at if something is not. Your work is marked with other numbers and other sizes.
# - Stuck? Open the three hints in order. As always, functions leave their arguments unchanged, and examples are columns.
#
# ## 1 · Packages and pictures
#
# You could have written one of these packages yourself. Which one?
#
# | package | what it does here |
# |---|---|
# | `utils.dnn_app_utils` | has the building blocks of a16 that are called here: same names, same arguments, same results, except that `L_model_backward` leaves out `dA0`, which nobody needs. `initialize_parameters_scaled` is new: it is the scaled start from the end of a16 |
# | [NumPy](https://numpy.org/doc/stable/) | computes |
# | [threadpoolctl](https://github.com/joblib/threadpoolctl) | keeps NumPy to one processor. Section 3 says why that is *quicker* |
# | [h5py](https://docs.h5py.org/en/stable/), [Pillow](https://pillow.readthedocs.io/en/stable/) | read the set of pictures, and a picture of your own |
# | [Matplotlib](https://matplotlib.org/stable/) | draws the figures |
#
# <details><summary>Answer</summary>
#
# The first. Most of it you *have* written: the blocks in a16, and `flatten_and_scale` in a14.
#
# </details>
#
# Do you trust your own blocks? Paste them from a16 into a new cell below the imports, together with a16's line `from utils.dnn_utils import relu, …`, and the blocks that your networks call are your own. Whose `L_model_forward` is called? `L_model_forward.__module__` says: `'utils.dnn_app_utils'` before you paste, `'__main__'`, this notebook, after. (With yours, `L_layer_model` is slower: your `L_model_backward` of a16 computes `dA0`, too.)

# %%
import matplotlib.pyplot as plt
import numpy as np
from threadpoolctl import threadpool_limits

from utils import check, progress
from utils.dnn_app_utils import (
    L_model_backward,
    L_model_forward,
    compute_cost,
    flatten_and_scale,
    initialize_parameters,
    initialize_parameters_scaled,
    linear_activation_backward,
    linear_activation_forward,
    load_data,
    update_parameters,
)
from utils.figures import show
from utils.lr_utils import show_pictures
from utils.picture_data import DATA, own_picture

plt.style.use("utils.course")

# %% [markdown]
# If something fails and you ask for help, send this line along. It says which versions you have:

# %% tags=["demo"]
from importlib.metadata import version

print(", ".join(f"{package} {version(package)}" for package in ["numpy", "threadpoolctl", "h5py", "pillow", "matplotlib"]))

# %% [markdown]
# Do you remember how a block works? Two inputs, 1 and 2, enter one unit with the weights 3 and −2 and the bias 0.5. What is `A` with a relu, and what with a sigmoid? And what does the cache hold? Say it before you run the cell.

# %% tags=["demo"]
for activation in ["relu", "sigmoid"]:
    A, (linear_cache, Z) = linear_activation_forward(np.array([[1], [2]]), np.array([[3, -2]]), np.array([[0.5]]), activation)
    print(f"{activation}: A = {A.item():.3f}; the cache holds Z = {Z.item():.3f} and A_prev, W, b of the shapes {[array.shape for array in linear_cache]}")

# %% [markdown]
# These are the pictures of a14: a **training set** to learn from, and a **test set** that takes no part in learning. Label 1 means cat, label 0 means no cat.

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
# Now look at two dozen cats. (Change `first` to see others.) How many of them are darker than what is behind them? Keep the number: you need it in section 6.

# %% tags=["demo"]
first = 0
cats = train_x_orig[train_y[0] == 1]
show_pictures(cats[first : first + 24], columns=8)
show("24 cats of the training set, some light and some dark, each in front of its background.")

# %% [markdown]
# A layer multiplies a matrix by columns, so each picture `(rows, columns, 3)` becomes one column of $64 \cdot 64 \cdot 3 = 12288$ numbers, and each number, 0 to 255, becomes a fraction from 0 to 1. You wrote `flatten_and_scale` for this in a14. Here it is imported.

# %%
train_x = flatten_and_scale(train_x_orig)  # (12288, 209)
test_x = flatten_and_scale(test_x_orig)  # (12288, 50)
print(f"train_x: {train_x.shape}, test_x: {test_x.shape}, numbers from {train_x.min():.2f} to {train_x.max():.2f}")

# %% [markdown]
# Follow one picture: its pixels, its column (drawn as a bar, dark for 0 and light for 1), and the column put back into a square. The first three numbers are the red, green and blue of the upper left pixel.

# %% drawing
from utils.dnn_app_utils import draw_column

draw_column(train_x_orig[10], train_x[:, [7]])
show("A picture, the same picture as a tall bar of 12288 grey values, the first numbers of the bar as text, and the picture put together again from them.")

# %% [markdown]
# > **Remember.** The test set takes no part in learning. In the column, each number of a picture has its fixed place.
#
# **Ask yourself.**
#
# In the column, how many places is the red of the first pixel away from the red of its right neighbour? And from the red of the pixel below?
#
# <details><summary>Answer</summary>
#
# 3 places, and 192: each row of pixels has $64 \cdot 3 = 192$ numbers. So neighbours in the picture can be far apart in the column, and nobody tells the network that they are neighbours.
#
# </details>
#
# Somebody unrolls the training pictures row by row, and the test pictures column by column. All shapes are right. What goes wrong?
#
# <details><summary>Answer</summary>
#
# Each weight belongs to one place. In the test columns it meets a different pixel from the one it has learnt about, so the answers are worth little.
#
# </details>
#
# ## 2 · Two networks
#
# The first network has two layers: 7 hidden relu units and one sigmoid unit.

# %% drawing
from utils.dnn_app_utils import draw_two_layers

draw_two_layers(train_x_orig[7])
show("A picture, and its column X of 12288 numbers; from the column, lines to seven circles, the relu units of layer 1; from each of them, a line to the one sigmoid unit of layer 2; above 0.5 its answer is cat, else no cat.")

# %% [markdown]
# The second has four: relu layers of 20, 7 and 5 units, and one sigmoid unit. (The input has no parameters, and is not counted.)

# %% drawing
from utils.dnn_utils import draw_blocks

draw_blocks([12288, 20, 7, 5, 1], backward=False, picture=train_x_orig[7])
show("A picture and four blocks from left to right, relu layers of 20, 7 and 5 units and a sigmoid layer of one unit, with the shapes of the weights above them.")

# %% [markdown]
# The single neuron of a14 fits into the same scheme. It is a network of one layer:
#
# | network | `layer_dims` | parameters in layer 1 | in all others |
# |---|---|---|---|
# | one layer (logistic regression) | `[12288, 1]` | 12 289 | – |
# | two layers | `[12288, 7, 1]` | 86 023 | 8 |
# | four layers | `[12288, 20, 7, 5, 1]` | 245 780 | 193 |
#
# Nearly all parameters are in layer 1. The layers after it add almost nothing, neither to store nor to multiply.
#
# **One picture on its way through two layers.** Its 12 288 numbers meet the 7 rows of `W1`: 7 weighted sums. `b1` is added, and the relu sets the negative ones to 0. The 7 results meet the one row of `W2`: one sum. `b2` is added, and the sigmoid turns it into a probability. Above 0.5 it means "cat". (In training, all 209 pictures go through at once, side by side: `X` is (12288, 209), and `A1` (7, 209).)
#
# Send this cat, picture 7, through a network that has learnt nothing yet: small random weights, and biases of 0. About how many of its seven sums will the relu let through, and which probability will come out? Say it first.

# %% tags=["demo"]
start = initialize_parameters(12288, 7, 1)
A1, (_, Z1) = linear_activation_forward(train_x[:, [7]], start["W1"], start["b1"], "relu")
A2, (_, Z2) = linear_activation_forward(A1, start["W2"], start["b2"], "sigmoid")
print("the seven sums:", *Z1[:, 0].round(2))
print("after the relu:", *A1[:, 0].round(2))
print(f"one sum: {Z2.item():.4f}, probability: {A2.item():.4f}")

# %% drawing
from utils.dnn_app_utils import draw_two_layers

draw_two_layers(train_x_orig[7], A1, A2)
show("The same network with what its units answer to the cat: five of the seven let something through, units 4 and 6 answer 0, and the output is just below one half: no cat.")

# %% [markdown]
# About half was the best guess: a random sum is as often below zero as above. Here five get through, and units 4 and 6 answer 0. The weights of `W2` are small, so the last sum is nearly 0, and the sigmoid of 0 is one half. The network says "no cat" to this cat, but only just.
#
# How many multiplications by a weight does one picture take, in each of the three networks?
#
# <details><summary>Answer</summary>
#
# One for each weight: 12 288, 86 023 and 245 940. (The second is the 86 023 of the table, and not by chance: each hidden unit has one bias, which counts there, and one weight in layer 2, which counts here.)
#
# </details>
#
# **The method** never changes:
#
# 1. choose the sizes of the layers, the learning rate and the number of steps (the **hyperparameters**: no gradient sets them), and where the parameters start;
# 2. again and again: forward, cost, backward, update;
# 3. predict, with the parameters that have been learnt.
#
# And you have all the parts. This table is the one to come back to:
#
# | block | returns |
# |---|---|
# | `initialize_parameters(n_x, n_h, n_y)` | `parameters`: W1, b1, W2, b2 |
# | `initialize_parameters_scaled(layer_dims, seed)` | `parameters`: W1, b1, …, WL, bL |
# | `linear_activation_forward(A_prev, W, b, activation)` | `A, cache` |
# | `L_model_forward(X, parameters)` | `AL, caches` |
# | `compute_cost(AL, Y)` | `cost` |
# | `linear_activation_backward(dA, cache, activation)` | `dA_prev, dW, db` |
# | `L_model_backward(AL, Y, caches)` | `grads`: dW1, db1, …, dWL, dbL, and dA1, …, dA(L−1) |
# | `update_parameters(parameters, grads, learning_rate)` | `parameters` |
#
# The argument `activation` is the text `"relu"` or `"sigmoid"`.
#
# > **Remember.** A picture is a column. Here a network is a list of sizes: relu in every layer, sigmoid in the last. Training is a start and a loop: forward, cost, backward, update.
#
# **Ask yourself.**
#
# Why does layer 1 of the four-layer network have 245 780 parameters?
#
# <details><summary>Answer</summary>
#
# Each of its 20 units has one weight for each of the 12 288 numbers, and one bias: $20 \cdot (12288 + 1) = 245780$.
#
# </details>
#
# How many weights does a unit of layer 1 have for one pixel?
#
# <details><summary>Answer</summary>
#
# Three: one for its red, one for its green and one for its blue.
#
# </details>
#
# To try your functions out, here are seven tiny pictures of 2 × 2 pixels, at random: twelve numbers each, seven examples. No two sizes are equal, so a shape that is mixed up can't pass unnoticed.

# %%
rng = np.random.RandomState(17)
X_small = flatten_and_scale(rng.randint(0, 256, (7, 2, 2, 3)))  # (12, 7)
Y_small = np.array([[0, 1, 1, 0, 1, 0, 0]])

# %% [markdown]
# ## 3 · Two layers
#
# ### Step 1 · Train a network with two layers
#
# Forward, layer by layer:
#
# $$
# A^{[1]} = \text{relu}\left(W^{[1]} X + b^{[1]}\right), \qquad A^{[2]} = \sigma\left(W^{[2]} A^{[1]} + b^{[2]}\right)
# $$
#
# Each layer also returns a cache, which its own backward step takes. The way back starts with the slope of the loss, for each example (step 9 of a16 derives it):
#
# $$
# dA^{[2]} = -\left( \frac{Y}{A^{[2]}} - \frac{1 - Y}{1 - A^{[2]}} \right)
# $$
#
# Then the layers follow in the opposite order. Layer 2 turns `dA2` into `dA1`, `dW2` and `db2`. Layer 1 turns `dA1` into `dA0` (which nobody needs), `dW1` and `db1`. At the end all four parameters take a step.
#
# | value | shape |
# |---|---|
# | `A1`, `dA1` | `(n_h, m)` |
# | `A2`, `dA2` | `(1, m)` |
# | `grads` | dictionary with the keys `"dW1"`, `"db1"`, `"dW2"`, `"db2"` |
#
# The lines below your part keep the cost of iterations 0, 100, 200, …, and print it if `print_cost` is `True`. ≈ 1 line before the loop, ≈ 8 lines inside.
#
# <details><summary>Hint 1</summary>
#
# Go through the table of building blocks. What does each one need, and which function returned it? Which activation and which cache belong to which layer?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `parameters["W1"]` is an entry of the dictionary. Read the entries *inside* the loop, because each step makes new ones. Two or three results need two or three names, in the order of the table.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `A2, cache2 = linear_activation_forward(___, parameters["W2"], parameters["b2"], ___)`, and on the way back `dA1, dW2, db2 = linear_activation_backward(dA2, ___, "sigmoid")`
#
# </details>

# %% solution
def two_layer_model(X, Y, layer_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Train a network of two layers, relu and sigmoid, by gradient descent.

    X: inputs, shape (n_x, m)
    Y: labels, 1 for a cat and 0 for none, shape (1, m)
    layer_dims: the sizes (n_x, n_h, n_y)
    learning_rate: length of the steps
    num_iterations: number of steps
    print_cost: whether to print the cost before every 100th step
    Returns the trained parameters, dictionary W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1), and the list of
    the costs before steps 0, 100, 200, …
    """
    costs = []
    n_x, n_h, n_y = layer_dims
    ### START CODE HERE ### (≈ 1 line)
    # (1) where the parameters start: n_x, n_h, n_y → parameters (1 line)
    parameters = initialize_parameters(n_x, n_h, n_y)
    ### END CODE HERE ###
    for i in range(num_iterations):
        ### START CODE HERE ### (≈ 8 lines)
        # (2) forward through layer 1, relu: X → A1, cache1 (1 line)
        A1, cache1 = linear_activation_forward(X, parameters["W1"], parameters["b1"], "relu")
        # (3) forward through layer 2, sigmoid: A1 → A2, cache2 (1 line)
        A2, cache2 = linear_activation_forward(A1, parameters["W2"], parameters["b2"], "sigmoid")
        # (4) the cost: A2, Y → cost (1 line)
        cost = compute_cost(A2, Y)
        # (5) the slope of the loss: Y, A2 → dA2, shape (1, m) (1 line)
        dA2 = -(Y / A2 - (1 - Y) / (1 - A2))  # (1, m)
        # (6) back through layer 2: dA2, cache2 → dA1, dW2, db2 (1 line)
        dA1, dW2, db2 = linear_activation_backward(dA2, cache2, "sigmoid")
        # (7) back through layer 1: dA1, cache1 → dA0, dW1, db1 (1 line)
        dA0, dW1, db1 = linear_activation_backward(dA1, cache1, "relu")
        # (8) one step downhill: the four gradients → grads; parameters, grads → parameters (2 lines)
        grads = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
        parameters = update_parameters(parameters, grads, learning_rate)
        ### END CODE HERE ###
        if i % 100 == 0:
            costs.append(cost)
            if print_cost:
                print(f"cost after iteration {i}: {cost:.6f}")
    return parameters, costs

# %% check points=40
check("two_layer_model", two_layer_model)

# %% [markdown]
# That was the longest function of this notebook. A first run, on the tiny pictures, with a larger learning rate:

# %% tags=["expected"]
parameters_small, costs_small = two_layer_model(X_small, Y_small, (12, 5, 1), 0.5, num_iterations=401, print_cost=True)
for name, entry in [("W1", (0, 2)), ("W1", (4, 11)), ("b1", (1, 0)), ("W2", (0, 1)), ("b2", (0, 0))]:
    print(f"{name}{list(entry)} = {parameters_small[name][entry]:+.6f}")

# %% [markdown]
# The first cost is close to $\log 2 \approx 0.693$. Small weights make every probability nearly one half: the network knows nothing yet, and $-\log \frac12 = \log 2$.
#
# Now the cats. `threadpool_limits(1)` makes NumPy compute on one processor. Matrices with 7 or 20 rows are too thin to share: two processors would mostly wait for each other.

# %% tags=["demo"]
threadpool_limits(1)
two_layers, costs_two = two_layer_model(train_x, train_y, (12288, 7, 1), num_iterations=1000, print_cost=True)

# %% drawing
from utils.dnn_app_utils import draw_costs

draw_costs({"two layers": costs_two})
show("The cost of the two-layer network over 1000 iterations: it begins near 0.69, hesitates, and then falls to less than half of that.")

# %% [markdown]
# The cost hesitates for a few hundred iterations, and then it falls. (At first the entries of `W2` are about 0.01, so very little of the error reaches layer 1.) What have the seven hidden units found? Each began with small random weights. The picture shows what training has **added** to them, pixel by pixel, the three colours taken together. Light: the weights grew, and light there now counts more for the unit. Dark: they shrank, and it counts less. Mid-grey: nothing was added. The number `W2` is the weight that the output unit gives to this answer: positive speaks for a cat, negative against it.

# %% drawing
from utils.dnn_app_utils import draw_what_was_learnt

draw_what_was_learnt(
    initialize_parameters(12288, 7, 1)["W1"], two_layers["W1"], two_layers["W2"], train_x_orig.shape[1:]
)
show("What training added to the weights of the seven hidden units, as seven grey pictures; above each the weight W2 of the unit in the output layer.")

# %% [markdown]
# Look for blurred light and dark patches: unit 2 has a light one at the bottom, where a cat's body often is. Unit 6 has not moved at all, and unit 7 hardly. Unit 6 answers 0 to every picture, so no error gets back through its relu. And the output hardly counts unit 7: the error goes back through its `W2`, which stays near 0.
#
# ### Step 2 · Predict
#
# The forward pass gives probabilities, and a prediction decides:
#
# $$
# \hat y^{(i)} = \begin{cases} 1 & \text{if } a^{[L](i)} > 0.5 \\ 0 & \text{otherwise} \end{cases}
# $$
#
# You know `predict` from a14 and a15. What is new: it should work for a network of **any depth**, so that all your networks can use it. ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# Which block runs any number of layers? How many values does it return?
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
def predict(parameters, X):
    """The label that a network of any depth gives to each example.

    parameters: dictionary W1, b1, …, WL, bL
    X: inputs, shape (n_x, m)
    Returns the labels, shape (1, m): 1 where the probability is above 0.5, otherwise 0.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the probability of label 1, for each example: X, parameters → AL, caches (1 line)
    AL, caches = L_model_forward(X, parameters)
    # (2) above one half, or not: AL → predictions (1 line)
    predictions = (AL > 0.5).astype(int)  # (1, m)
    ### END CODE HERE ###
    return predictions

# %% check points=10
check("predict", predict)

# %% tags=["expected"]
predictions_small = predict(parameters_small, X_small)
print(
    f"shape {predictions_small.shape}: predicted {predictions_small[0].astype(int).tolist()}, labels {Y_small[0].tolist()}"
)

# %% [markdown]
# The **accuracy** is the share of labels that are predicted correctly, as in a15. So, how good is the network on the pictures that it has learnt from, and on those that it has never seen?

# %%
def accuracy(parameters, X, Y):
    """Share of the labels that the network predicts correctly."""
    return np.mean(predict(parameters, X) == Y)

# %% tags=["demo"]
print(f"two layers: {accuracy(two_layers, train_x, train_y):.0%} of the training set")
print(f"two layers: {accuracy(two_layers, test_x, test_y):.0%} of the test set")

# %% [markdown]
# The second number is clearly lower. The network has partly **memorised** its pictures. And do not read much into a small difference: one picture of fifty is 2 %.
#
# > **Remember.** Read the parameters again in every iteration. Each layer goes back with its own cache and its own activation. Only pictures that the network has never seen say how good it is.
#
# **Ask yourself.**
#
# What would the cost do if you read all four parameters once, before the loop?
#
# <details><summary>Answer</summary>
#
# It would stay where it began. Each update makes new arrays in `parameters`, and the forward pass would go on with the old ones.
#
# </details>
#
# Half of the test pictures are cats. How good is a network that always says "cat"?
#
# <details><summary>Answer</summary>
#
# It gets one half right. That is the line to beat, not zero.
#
# </details>
#
# ## 4 · Four layers
#
# ### Step 3 · Train a network of any depth
#
# Now the blocks for a whole network. The function becomes shorter, and the number of layers appears nowhere: `layer_dims` says it all.
#
# **The start matters.** At the end of a16 you saw gradients vanish when weights start at standard normal × 0.01. `initialize_parameters_scaled` divides by a root instead, and a16 derives why:
#
# $$
# W^{[l]} = \frac{\text{standard normal numbers}}{\sqrt{n^{[l-1]}}}, \qquad b^{[l]} = 0
# $$
#
# See it here. The 209 pictures go once through four layers, from either start, and each picture gets a probability. How far apart will the lowest and the highest of the 209 be? Guess for both.

# %% tags=["demo"]
scaled = initialize_parameters_scaled([12288, 20, 7, 5, 1])
small = {name: value * 0.01 * np.sqrt(value.shape[1]) for name, value in scaled.items()}  # × 0.01 in place of / root
for name, start in [("divided by the root", scaled), ("times 0.01", small)]:
    AL, caches = L_model_forward(train_x, start)
    typical = [np.sqrt(np.mean(Z**2)) for linear_cache, Z in caches]
    print(f"{name}: size of Z1 to Z4", ", ".join(f"{size:.6f}" for size in typical))
    print(f"{name}: AL from {AL.min():.6f} to {AL.max():.6f}")

# %% [markdown]
# From the small start, the network gives all pictures nearly the same answer: what it saw has been lost on the way. (Layer 1 does well even so, as $0.01$ is close to $1 / \sqrt{12288}$.)
#
# The argument `seed` says **which** of the random starts to take. Pass it on; section 5 needs it.
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
# `L_model_forward` returns two values. `update_parameters` returns the new parameters; the next iteration should find them under the old name.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `grads = L_model_backward(AL, ___, caches)`
#
# </details>

# %% solution
def L_layer_model(X, Y, layer_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, seed=1):
    """Train a network of relu layers and a last sigmoid layer by gradient descent.

    X: inputs, shape (n_0, m)
    Y: labels, 1 for a cat and 0 for none, shape (1, m)
    layer_dims: list of the sizes n_0, n_1, …, n_L
    learning_rate: length of the steps
    num_iterations: number of steps
    print_cost: whether to print the cost before every 100th step
    seed: which of the random starts
    Returns the trained parameters, dictionary W1, b1, …, WL, bL, and the list of the costs before steps 0, 100, 200, …
    """
    costs = []
    ### START CODE HERE ### (≈ 1 line)
    # (1) where the parameters start: layer_dims, seed → parameters (1 line)
    parameters = initialize_parameters_scaled(layer_dims, seed)
    ### END CODE HERE ###
    for i in range(num_iterations):
        ### START CODE HERE ### (≈ 4 lines)
        # (2) forward through all layers: X, parameters → AL, caches (1 line)
        AL, caches = L_model_forward(X, parameters)
        # (3) the cost: AL, Y → cost (1 line)
        cost = compute_cost(AL, Y)
        # (4) backward through all layers: AL, Y, caches → grads (1 line)
        grads = L_model_backward(AL, Y, caches)
        # (5) one step downhill: parameters, grads → parameters (1 line)
        parameters = update_parameters(parameters, grads, learning_rate)
        ### END CODE HERE ###
        if i % 100 == 0:
            costs.append(cost)
            if print_cost:
                print(f"cost after iteration {i}: {cost:.6f}")
    return parameters, costs

# %% check points=40
check("L_layer_model", L_layer_model)

# %% tags=["expected"]
deep_small, costs_deep_small = L_layer_model(
    X_small, Y_small, [12, 5, 4, 3, 1], 0.1, num_iterations=401, print_cost=True
)
for name, entry in [("W1", (4, 2)), ("b2", (1, 0)), ("W3", (0, 3)), ("W4", (0, 0))]:
    print(f"{name}{list(entry)} = {deep_small[name][entry]:+.6f}")

# %% [markdown]
# Well done: this one function trains every network of this kind. Here it is on the cats, with four layers.

# %% tags=["demo"]
four_layers, costs_four = L_layer_model(train_x, train_y, [12288, 20, 7, 5, 1], num_iterations=1000, print_cost=True)
print(f"four layers: {accuracy(four_layers, train_x, train_y):.0%} of the training set")
print(f"four layers: {accuracy(four_layers, test_x, test_y):.0%} of the test set")

# %% drawing
from utils.dnn_app_utils import draw_costs

draw_costs({"two layers": costs_two, "four layers": costs_four})
show("The costs of the two-layer and the four-layer network over 1000 iterations: two falling curves, the one of four layers below the other for most of the way.")

# %% [markdown]
# **A network of your own.** Change the list: how many hidden layers would you take, and how large? Before you run it, compute two numbers on paper: how many parameters it has, and about where its cost begins.

# %% tags=["demo"]
my_layers = [12288, 10, 10, 1]  # the first and the last are given by the pictures and the labels
mine, my_costs = L_layer_model(train_x, train_y, my_layers, num_iterations=301)
print(f"{sum(value.size for value in mine.values())} parameters")
print(f"cost {my_costs[0]:.3f} at the start, {my_costs[-1]:.3f} after 300 iterations")

# %% [markdown]
# It begins near $\log 2$, not at it: from the scaled start, different pictures already get different answers.
#
# > **Remember.** With the blocks at hand, a network of any depth is four lines in a loop. The deeper it is, the more its start matters; dividing by $\sqrt{n^{[l-1]}}$ keeps the signals alive.
#
# **Ask yourself.**
#
# Does the lower cost curve prove that four layers are better?
#
# <details><summary>Answer</summary>
#
# No. It is the cost on the training set, from one start each, and the two starts follow different rules. Section 5 compares more fairly.
#
# </details>
#
# Why may the four-layer training be quicker than its size suggests?
#
# <details><summary>Answer</summary>
#
# The imported `L_model_backward` leaves out `dA0`, the gradient for the pictures. That product is as large as the one for `dW1`, and nobody needs it.
#
# </details>
#
# ## 5 · Do more layers help?
#
# To compare more fairly, change as little as you can: the same pictures, the same rule for the start, the same rate, the same number of steps. But the network of section 4 is not only deeper than the one of section 3, it is wider as well: 20 units in layer 1, not 7. So give two layers 20 units, too. And one start may be lucky, so take **five**. Only `L_layer_model` is needed: with `[3072, 1]` it *is* logistic regression. To save time we use every second row and column of the pictures, a quarter of the numbers. (Strictly, each network should get its own best rate as well, as in a13. That takes several times as long.)

# %% tags=["demo"]
train_few = flatten_and_scale(train_x_orig[:, ::2, ::2])  # (3072, 209)
test_few = flatten_and_scale(test_x_orig[:, ::2, ::2])  # (3072, 50)
shares = {}
networks = {
    "one layer": [3072, 1],
    "two layers": [3072, 7, 1],
    "two layers, wide": [3072, 20, 1],
    "four layers": [3072, 20, 7, 5, 1],
}
for name, layer_dims in networks.items():
    shares[name] = []
    for seed in range(1, 6):
        trained, _ = L_layer_model(train_few, train_y, layer_dims, num_iterations=1000, seed=seed)
        shares[name].append(accuracy(trained, test_few, test_y))
    print(f"{name}: " + ", ".join(f"{share:.0%}" for share in shares[name]))

# %% drawing
from utils.dnn_app_utils import draw_starts

draw_starts(shares)
show("A dot for each of five starts of four networks. One layer: five dots close together. Two layers, with 7 units and with 20: higher and spread out. Four layers: higher again, and spread out. A grey bar marks the middle dot of each.")

# %% [markdown]
# Each dot is one start, each grey bar the middle one of five. Two layers do better than one here. With 20 units in place of 7, their middle dot hardly moves, and with four layers it rises again. So on these pictures it seems to be the depth that helps. But it is a few pictures of fifty: a hint, not a proof, and at another rate the picture may change. Look at the spread, too. One layer has a single valley, and every start ends with about the same accuracy. Deeper networks have many, so the start decides where they end, and the dots of two and of four layers overlap. One start would have told you little.
#
# Why can hidden units help? The single neuron has one weight for each number. So more light at a place must always speak *for* a cat or always *against* it, wherever the cat sits. Hidden units can each look for something else, and the output puts it together. (They could even look for light cats and for dark ones. Do they? Section 6 tells.)
#
# ### Stopping earlier
#
# Is the last iteration the best one? Here is one four-layer network after fewer of them.

# %% tags=["demo"]
stops = [50, 100, 200, 400, 1000]
stages = [L_layer_model(train_few, train_y, [3072, 20, 7, 5, 1], num_iterations=stop)[0] for stop in stops]
train_shares = [accuracy(stage, train_few, train_y) for stage in stages]
test_shares = [accuracy(stage, test_few, test_y) for stage in stages]

# %% drawing
from utils.dnn_app_utils import draw_stops

draw_stops(stops, train_shares, test_shares)
show("Accuracy against the number of iterations: a line for the training set that climbs nearly to 1, and one for the test set that stays below it.")

# %% [markdown]
# The upper line climbs nearly to 1. The lower one stays below it; the gap is what the network has memorised and can't use elsewhere. From 400 on, the lower line moves by a picture or so, and nobody can tell chance from progress. It does not fall, so stopping earlier gains nothing here. Where it does fall again, it pays to stop before that; this is called **early stopping**. But mind the trap: if you choose the number of iterations by the test set, you have used the test set for training. Such choices need a third set, the *validation set* of a14. The second part of the course has one.
#
# > **Remember.** Compare networks from the same kind of start, over several starts, on pictures that none of them has seen. A ranking from one start is not a result.
#
# **Ask yourself.**
#
# Two runs differ by two test pictures. Is one better?
#
# <details><summary>Answer</summary>
#
# You can't tell. Two pictures of fifty are well within what another start, or another fifty pictures, would change.
#
# </details>
#
# Why do the five dots of one layer lie so close together?
#
# <details><summary>Answer</summary>
#
# As a function of its weights, the cost of logistic regression is one valley, without a second one to be caught in. Wherever you start, you go down the same slope, and the predictions become alike.
#
# </details>
#
# ## 6 · What does it get wrong?
#
# A share says how often, not where. So look at the pictures themselves.
#
# ### Step 4 · Find the mislabelled ones
#
# Which columns have a prediction that differs from its label? Return their indices, from the smallest to the largest, as a flat array. (The given line makes an array of them, so a list is fine, too. If there are none, it is empty.) ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# Both arguments have shape `(1, m)`. Which of the two indices of an entry says which example it is?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Two arrays of one shape are compared entry by entry. `np.where(condition)` returns a tuple with one array of indices for each axis; [`np.flatnonzero`](https://numpy.org/doc/stable/reference/generated/numpy.flatnonzero.html) returns the indices in a flat array.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `indices = np.flatnonzero(___)`: the gap is an array that is `True` where the two labels differ.
#
# </details>

# %% solution
def mislabelled(predictions, Y):
    """The examples whose prediction differs from their label.

    predictions: labels 0 or 1, shape (1, m)
    Y: the true labels 0 or 1, shape (1, m)
    Returns the indices of the examples, in ascending order, shape (number of mislabelled examples,).
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) the columns where the two differ: predictions, Y → indices (1 line)
    indices = np.flatnonzero(predictions != Y)
    ### END CODE HERE ###
    return np.array(indices, dtype=int)

# %% check points=10
check("mislabelled", mislabelled)

# %% tags=["expected"]
print(
    f"predictions 1 0 0 1, labels 0 0 1 1: {mislabelled(np.array([[1, 0, 0, 1]]), np.array([[0, 0, 1, 1]])).tolist()}"
)

# %% [markdown]
# These are the test pictures that your four-layer network gets wrong. Above each: what it is, and the probability that the network gives to a cat.

# %% tags=["demo"]
wrong = mislabelled(predict(four_layers, test_x), test_y)
probabilities = L_model_forward(test_x, four_layers)[0]  # (1, 50)
titles = [f"{names[test_y[0, i]]}\ncat? {probabilities[0, i]:.0%}" for i in wrong]
show_pictures(test_x_orig[wrong], titles, columns=4)
show(f"The {len(wrong)} mislabelled pictures of the test set, each with its class and the probability that the network gave to a cat.")

# %% [markdown]
# Is there a pattern? Look at the backgrounds. Most cats that it missed are dark ones against a light background, and most things that it takes for cats are light ones against a dark background. How many dark cats did you count in section 1? In the whole training set, one cat in seven is dark, and about four pictures in five have a dark background. So the network has learnt light cats well, and has seen too few dark ones.
#
# With real cats the typical failures are others: an odd pose, a background of the cat's own colour, an unusual breed, an odd angle of the camera, a picture that is very bright or very dark, a cat that fills the picture or is tiny in it. They share one thing: pictures like these were rare in the training set.
#
# > **Remember.** Look at the mistakes. They often have something in common that was rare in the training set.
#
# **Ask yourself.**
#
# What would you add to the training set to fix these mistakes?
#
# <details><summary>Answer</summary>
#
# Dark cats, and light things that aren't cats. More pictures of the kind that it already gets right would help little.
#
# </details>
#
# A picture has the probability 0.48, another 0.02; both are cats. Which mistake is worse?
#
# <details><summary>Answer</summary>
#
# The second. On the first picture the network was in doubt; on the second it was sure and wrong, and the cost says so: $-\log 0.02$ is about five times $-\log 0.48$.
#
# </details>
#
# ## 7 · A picture of your own
#
# Put a picture beside this notebook, write its name, in quotes, in place of `DATA / "my_picture.jpg"`, guess what the two networks will say, and run the cell. Any size will do, and so will grey or partly transparent pictures: `own_picture` cuts out the square in the middle, scales it down to 64 × 64 pixels, and gives it three colours.
#
# Your picture must be treated exactly as the training pictures were. `flatten_and_scale` does that. It takes many pictures, so a single one needs an axis in front: `picture[np.newaxis]` has shape `(1, 64, 64, 3)`. Forgetting to divide by 255 is a classic mistake. The numbers are then 255 times too large, the sigmoid is at one of its ends, and the answer is very sure and worth nothing.

# %% tags=["demo"]
picture = own_picture(DATA / "my_picture.jpg", num_px=64)  # (64, 64, 3)
x = flatten_and_scale(picture[np.newaxis])  # (12288, 1)
titles = []
for what, trained in [("two layers", two_layers), ("four layers", four_layers)]:
    label, probability = predict(trained, x)[0, 0], L_model_forward(x, trained)[0][0, 0]
    titles.append(f"{what}: {names[int(label)]}\ncat? {probability:.0%}")
show_pictures([picture, picture], titles, columns=2)
plt.gcf().set_size_inches(6, 3.6)
show("Your picture, 64 by 64 pixels, twice: above it what the two-layer and the four-layer network say, with the probability of a cat.")

# %% [markdown]
# A network that has seen drawn cats knows drawn cats. Don't be surprised at what it says about a photo of a real cat, or of your own face: it must choose between "cat" and "non-cat", and has no way to say that it does not know.
#
# **Where does it look?** Lay a grey square of 8 × 8 pixels over the picture, in 64 places one after the other, and ask again each time. Where the answer changes much, the network needs what lies beneath. Which places will that be, the ears, the eyes, the whiskers? Guess first. (Near 1 the sigmoid is flat and hides what changes. So this takes the last $Z$, before the sigmoid, out of the last cache.)

# %% tags=["demo"]
def last_z(pictures, parameters):
    """Z of the output layer for a list of pictures, shape (1, m)."""
    AL, caches = L_model_forward(flatten_and_scale(np.array(pictures)), parameters)
    linear_cache, Z = caches[-1]
    return Z


covered = []
for row in range(0, 64, 8):
    for column in range(0, 64, 8):
        copy = picture.copy()
        copy[row : row + 8, column : column + 8] = 128
        covered.append(copy)
changes = {}
for what, trained in [("two layers", two_layers), ("four layers", four_layers)]:
    changes[what] = (last_z(covered, trained) - last_z([picture], trained)).reshape(8, 8)

# %% drawing
from utils.dnn_app_utils import draw_covered

draw_covered(picture, changes)
show("Your picture, and for each network a map of 8 by 8 squares: by how much Z changes when this square is covered.")

# %% [markdown]
# In the picture that comes with this notebook, the face hardly matters! What counts most is the dark background at the edges: covered with a lighter grey, it speaks less for a cat. So both networks have learnt "something light in the middle of something dark", rather than ears and whiskers. Is it the same in your picture? Try some of the test set, too: write `picture = test_x_orig[7]` as the first line of the cell that covers it, and run that cell and the next.
#
# > **Remember.** Treat a new picture exactly as the training pictures were treated. A network always answers, even where it knows nothing. To see what it looks at, cover a part and ask again.
#
# **Ask yourself.**
#
# You cover a square, and $Z$ rises. What does that say about the square?
#
# <details><summary>Answer</summary>
#
# It spoke against a cat: what was there lowered $Z$ more than the grey does.
#
# </details>
#
# A network says "cat" to your face, and is almost sure. What is that worth?
#
# <details><summary>Answer</summary>
#
# Little. Such a probability means something only for pictures like those of the training set. Between "cat" and "non-cat" there is no third answer, however little the network knows.
#
# </details>

# %% [markdown]
# ## Your functions in one piece
#
# The next cell prints your four functions. With the imports above them, and the lines that load the pictures and call them, they are a whole program. What training found is not in it, but in `four_layers`: `np.savez("my_network.npz", **four_layers)` keeps it, and later `predict(dict(np.load("my_network.npz")), test_x)` needs no training. Read the two trainings side by side. If `layer_dims` has three sizes, both train the same network: what do they still do differently?
#
# <details><summary>Answer</summary>
#
# Only the start differs. In the loop, `two_layer_model` writes out for each layer what `L_layer_model` leaves to `L_model_forward` and `L_model_backward`. (`linear_activation_backward` also gives `two_layer_model` a `dA0`, which nobody needs.)
#
# </details>

# %% tags=["demo"]
import inspect

for name in "two_layer_model predict L_layer_model mislabelled".split():
    print(inspect.getsource(globals()[name]) if name in globals() else f"# {name}: run its cell first\n")

# %% [markdown]
# ## What you can do now
#
# You have put together two training functions, and the second one trains a network of any depth. You can compare networks fairly, and you know where to look when one fails.
#
# Almost nothing here was *your* choice yet: 7 and 20, 7, 5 units, the rate 0.0075, the start. The second part of the course is about such choices, and how to check them. And a column of numbers has forgotten that pixels have neighbours. The third part brings that back.
#
# ## Open questions
#
# These are not marked. To change a function, paste its text into a new cell and give it another name.
#
# - ★ Train `[3072, 7, 1]` with `L_layer_model` on `train_few`, and `two_layer_model` with the same sizes. It is the same network with another start. Which cost falls sooner, and why?
# - ★ Turn all test pictures upside down and let both networks predict. Why do they do worse? Then invert the colours of a mislabelled dark cat, `255 - picture`. What does the network say now?
# - ★★ Run section 5 with `seed=8` for the four layers. The network calls every picture "no cat", and its cost hardly moves. Look at `A_prev` in its last cache: what has happened to the relu units?
# - ★★ Put the 3072 rows of `train_few` and of `test_few` into the same random order before training. What do you expect to happen to the accuracy? Try it. What does that say about columns of numbers?
# - ★★★ Subtract 0.5 from all numbers of `train_few` and `test_few`, and draw the dots again. What changes, and why should it?
#
# <details><summary>For those who know the original</summary>
#
# - The published trainings run for 2500 iterations on photographs, whose licence is unclear. If you have them, `course data add` puts them in place. With `num_iterations=2500` you then get the published costs: 0.693050, 0.646432, 0.632514, …, 0.048555 after 2400 iterations for two layers, with accuracies of 1.0 and 0.72; and 0.771749, 0.672053, 0.648263, …, 0.092878 for four layers, with 0.9856 and 0.80.
# - There, 0.70, 0.72 and 0.80 for one, two and four layers are from one start each, and the two-layer network starts by another rule. Section 5 asks again, with the same rule and five starts.
# - The original says that the two-layer network gains from stopping at 1500 iterations. Measured on its photographs, it doesn't: 0.68 there, and 0.72 at 2500. The four-layer network does gain: 0.82, and 0.80.
# - What the text says about single units, backgrounds and mistakes holds for the course's own pictures.
# - The start of the deep network has a name of its own, `initialize_parameters_scaled`. The original calls it `initialize_parameters_deep`, as it calls the one of a16, which multiplies by 0.01; with that one, four layers call every photograph "no cat".
# - The sizes are `layer_dims` in all functions (`layers_dims` in the original's models). Both training functions return the costs, too. `L_layer_model` can start from other seeds. `predict` takes no labels, because your own picture has none, and has its arguments in the order of a15.
# - `[12288, 20, 7, 5, 1]` has four layers, not five. Label 1 is the cat.
#
# </details>

# %% tags=["demo"]
progress()
