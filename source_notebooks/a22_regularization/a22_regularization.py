# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Regularisation: a network that can't just memorise
#
# **Why is a network better on the points it has learnt from than on new ones, and how do you close the gap?** Both networks below have learnt from the same points. The left one was free to do so as it liked. The right one had to pay for large weights. Look at the boundaries, and at the two numbers above each:

# %% picture
import matplotlib.pyplot as plt

from utils.figures import show
from utils.reg_utils import draw_result

plt.style.use("utils.course")
draw_result()
show("The same points twice: a ragged boundary that is better on these points than on new ones, and a smooth one that is better on new points.")

# %% [markdown]
# (A library's networks have drawn these two. Yours will draw their own.)
#
# **About 70 minutes.** You need the backward pass of a deep network ([a16](../a16_deep_network_steps/a16_deep_network_steps.ipynb)) and where its weights should start ([a21](../a21_initialization/a21_initialization.ipynb)).
#
# **What you build**
#
# 1. `compute_cost_with_regularization`: a cost that large weights have to pay for
# 2. `backward_propagation_with_regularization`: what that does to the gradients
# 3. `forward_propagation_with_dropout`: a pass in which some units are missing, other ones each time
# 4. `backward_propagation_with_dropout`: the way back, without the same units
#
# **How this notebook works** ([a11](../a11_numpy_basics/a11_numpy_basics.ipynb) has the long version)
#
# - Write your code between `### START CODE HERE ###` and `### END CODE HERE ###`, and delete the line `raise NotImplementedError(...)` there. Some functions have two such places.
# - Run the check below each function: it says ✓, or what is probably wrong. If you are stuck, open the three hints in order. Your mark is made with other inputs, of other sizes.
# - As always, examples are columns, and functions leave their arguments as they are.
#
# ## 1 · Packages
#
# The network itself is ready: two hidden relu layers and a sigmoid at the end. You have written its parts in a16; here they are imported.

# %%
import matplotlib.pyplot as plt
import numpy as np
from threadpoolctl import threadpool_limits

from utils import check, progress
from utils.dnn_app_utils import initialize_parameters_scaled, update_parameters
from utils.figures import show
from utils.planar_utils import draw_boundaries, sigmoid
from utils.reg_utils import load_2D_dataset
from utils.three_layer_utils import backward_propagation, compute_cost, forward_propagation, predict

plt.style.use("utils.course")

# %% [markdown]
# | function | returns |
# |---|---|
# | `initialize_parameters_scaled(layer_dims, seed)` | `parameters`: W1, b1, W2, b2, W3, b3 |
# | `forward_propagation(X, parameters)` | `A3`, and the tuple `cache` |
# | `compute_cost(A3, Y)` | the cross-entropy, one number |
# | `backward_propagation(X, Y, cache)` | `grads`: dW1, db1, …, dW3, db3, and dZ1, dA1, … on the way |
# | `update_parameters(parameters, grads, learning_rate)` | the new `parameters` |
# | `predict(parameters, X)` | labels 0 or 1 |
#
# ## 2 · The field
#
# Your team's goalkeeper kicks the ball up the field. Wherever it comes down, somebody jumps and heads it: one of yours (label 1), or one of theirs (label 0). Each point is a place where that happened. **Where should the goalkeeper aim?**

# %% tags=["expected"]
train_X, train_Y, test_X, test_Y = load_2D_dataset()
print(f"train_X has shape {train_X.shape}, train_Y {train_Y.shape}: {np.sum(train_Y == 1)} headers of ours")
print(f"test_X has shape {test_X.shape}, test_Y {test_Y.shape}: {np.sum(test_Y == 1)} headers of ours")

# %% drawing
from utils.reg_utils import draw_field

draw_field(train_X, train_Y)
show("A football field with a goal on the left; our headers are mostly in the upper left, theirs in the lower right, and a few stand among the others.")

# %% [markdown]
# A person would draw one smooth curve between the two teams, and would not mind the few points on the wrong side of it: headers are a matter of luck, too. Besides, some of the notes are wrong. Will a network draw such a curve?
#
# ## 3 · A network that memorises
#
# This is the training for the whole notebook. It is given, and you know all of it. Two arguments are new: `lambd` (without an a, as `lambda` means something else in Python) and `keep_prob`. Each of them switches on a way to regularise, with the functions that you will write. For now both stay off.

# %%
def model(X, Y, learning_rate=0.3, num_iterations=30000, print_cost=True, lambd=0, keep_prob=1, seed=3):
    """Train a network with two hidden relu layers, of 20 and 3 units.

    X: inputs, shape (n_x, m); Y: labels, shape (1, m)
    lambd: strength of the L2 penalty; 0 for none
    keep_prob: share of the units that dropout keeps; 1 for all
    seed: for the start, and for the generator that chooses the units
    Returns the trained parameters, and the costs before steps 0, 1000, 2000, …
    """
    if lambd > 0 and keep_prob < 1:
        raise ValueError("One at a time, please: either lambd or keep_prob.")
    rng = np.random.RandomState(seed)  # one generator for the whole training
    parameters = initialize_parameters_scaled([X.shape[0], 20, 3, 1], seed)
    costs = []
    for i in range(num_iterations):
        if keep_prob < 1:
            A3, cache = forward_propagation_with_dropout(X, parameters, keep_prob, rng)
            cost = compute_cost(A3, Y)
            grads = backward_propagation_with_dropout(X, Y, cache, keep_prob)
        elif lambd > 0:
            A3, cache = forward_propagation(X, parameters)
            cost = compute_cost_with_regularization(A3, Y, parameters, lambd)
            grads = backward_propagation_with_regularization(X, Y, cache, lambd)
        else:
            A3, cache = forward_propagation(X, parameters)
            cost = compute_cost(A3, Y)
            grads = backward_propagation(X, Y, cache)
        if i % 1000 == 0:
            costs.append(cost)
        if print_cost and i % 10000 == 0:
            print(f"cost after iteration {i}: {cost:.4f}")
        parameters = update_parameters(parameters, grads, learning_rate)
    return parameters, costs


def accuracy(parameters, X, Y):
    """Share of the labels that the network predicts correctly."""
    return np.mean(predict(parameters, X) == Y)

# %% [markdown]
# The first run takes a few seconds. (`threadpool_limits(1)` makes NumPy compute on one processor; such small matrices are not worth sharing.)

# %% tags=["demo"]
threadpool_limits(1)
plain, costs_plain = model(train_X, train_Y)
print(f"training set: {accuracy(plain, train_X, train_Y):.1%} right, test set: {accuracy(plain, test_X, test_Y):.1%}")

# %% tags=["demo"]
draw_boundaries({"no regularisation": (plain, train_X, train_Y)}, predict, columns=2)
show("The boundary without regularisation: it bends around single points.")

# %% [markdown]
# TODO
#
# > **Remember.** TODO
#
# **Ask yourself.**
#
# TODO?
#
# <details><summary>Answer</summary>
#
# TODO
#
# </details>
#
# ## 4 · L2: large weights cost
#
# TODO
#
# To try your functions out, here is a small network of 4, 5, 3 and 1 units with seven examples. All sizes differ.

# %%
random = np.random.RandomState(22)
X_small = random.randn(4, 7)
Y_small = np.array([[1, 0, 1, 1, 0, 0, 1]])
parameters_small = initialize_parameters_scaled([4, 5, 3, 1], seed=2)
A3_small, cache_small = forward_propagation(X_small, parameters_small)

# %% [markdown]
# ### Step 1 · A cost with a penalty
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# TODO
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# TODO
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# ___
#
# </details>

# %% solution
def compute_cost_with_regularization(A3, Y, parameters, lambd):
    """The mean cross-entropy, and the L2 penalty on all weights.

    A3: probabilities, shape (1, m); Y: labels 0 or 1, shape (1, m)
    parameters: dictionary W1, b1, W2, b2, W3, b3
    lambd: strength of the penalty, 0 or more
    Returns the cost, one number.
    """
    W1, W2, W3 = parameters["W1"], parameters["W2"], parameters["W3"]
    ### START CODE HERE ### (≈ 3 lines)
    # (1) the number of examples: Y → m (1 line)
    m = Y.shape[1]
    # (2) the penalty, over all entries of the three matrices: W1, W2, W3, lambd, m → penalty, one number (1 line)
    penalty = lambd / (2 * m) * (np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2))
    # (3) both together: A3, Y, penalty → cost (1 line)
    cost = compute_cost(A3, Y) + penalty
    ### END CODE HERE ###
    return cost

# %% check points=20
check("compute_cost_with_regularization", compute_cost_with_regularization)

# %% tags=["expected"]
for lambd in [0, 0.7, 5]:
    print(f"lambd = {lambd}: {compute_cost_with_regularization(A3_small, Y_small, parameters_small, lambd):.6f}")

# %% [markdown]
# ### Step 2 · Its gradients
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# TODO
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# TODO
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# ___
#
# </details>

# %% solution
def backward_propagation_with_regularization(X, Y, cache, lambd):
    """Gradients of the cost with the L2 penalty.

    X: inputs, shape (n_x, m); Y: labels, shape (1, m)
    cache: the tuple from forward_propagation; lambd: strength of the penalty
    Returns the dictionary of backward_propagation: dZ3, dW3, db3, dA2, dZ2, dW2, db2, dA1, dZ1, dW1, db1.
    """
    m = X.shape[1]
    (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) = cache
    grads = backward_propagation(X, Y, cache)
    ### START CODE HERE ### (≈ 3 lines)
    # what the penalty adds: lambd, m, W1, W2, W3 → the entries dW1, dW2, dW3 of grads (3 lines)
    grads["dW1"] = grads["dW1"] + lambd / m * W1
    grads["dW2"] = grads["dW2"] + lambd / m * W2
    grads["dW3"] = grads["dW3"] + lambd / m * W3
    ### END CODE HERE ###
    return grads

# %% check points=20
check("backward_propagation_with_regularization", backward_propagation_with_regularization)

# %% tags=["expected"]
for lambd in [0, 0.7]:
    grads_small = backward_propagation_with_regularization(X_small, Y_small, cache_small, lambd)
    print(f"lambd = {lambd}:", ", ".join(f"dW{k}[0, 1] = {grads_small[f'dW{k}'][0, 1]:+.6f}" for k in (1, 2, 3)))

# %% [markdown]
# TODO
#
# ## 5 · Dropout: a network with gaps
#
# ### Step 3 · Forward with dropout
#
# ≈ 6 lines.
#
# <details><summary>Hint 1</summary>
#
# TODO
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# TODO
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# ___
#
# </details>

# %% solution
def forward_propagation_with_dropout(X, parameters, keep_prob=0.5, rng=np.random):
    """Three layers, relu, relu and sigmoid, with dropout on the two hidden ones.

    X: inputs, shape (n_x, m)
    parameters: dictionary W1 (n_1, n_x), b1 (n_1, 1), W2 (n_2, n_1), b2 (n_2, 1), W3 (1, n_2), b3 (1, 1)
    keep_prob: the probability that a unit is kept, above 0 and at most 1
    rng: where the random numbers are drawn from: a generator, or np.random for NumPy's own
    Returns A3 (1, m), and the tuple cache: Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3. D1 and D2 are the
    masks, of the shapes of A1 and A2; A1 and A2 are what is left of the activations, scaled up.
    """
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = W1 @ X + b1  # (n_1, m)
    A1 = np.maximum(0, Z1)
    ### START CODE HERE ### (≈ 3 lines)
    # (1) which units are kept, for each example: rng, shape of A1, keep_prob → D1, True or False (1 line)
    D1 = rng.random(A1.shape) < keep_prob  # (n_1, m)
    # (2) drop the others: A1, D1 → A1 (1 line)
    A1 = A1 * D1
    # (3) scale up what is left: A1, keep_prob → A1 (1 line)
    A1 = A1 / keep_prob
    ### END CODE HERE ###
    Z2 = W2 @ A1 + b2  # (n_2, m)
    A2 = np.maximum(0, Z2)
    ### START CODE HERE ### (≈ 3 lines)
    # (4) the same in layer 2: rng, shape of A2, keep_prob → D2; A2, D2 → A2; A2, keep_prob → A2 (3 lines)
    D2 = rng.random(A2.shape) < keep_prob  # (n_2, m)
    A2 = A2 * D2
    A2 = A2 / keep_prob
    ### END CODE HERE ###
    Z3 = W3 @ A2 + b3  # (1, m)
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)

# %% check points=30
check("forward_propagation_with_dropout", forward_propagation_with_dropout)

# %% tags=["expected"]
rng = np.random.RandomState(4)
for attempt in ["first", "second"]:
    A3_dropped, cache_dropped = forward_propagation_with_dropout(X_small, parameters_small, 0.7, rng)
    D1 = cache_dropped[1]
    print(f"{attempt} pass, D1[0]: {D1[0].astype(int)}, A3:", ", ".join(f"{a:.6f}" for a in A3_dropped[0, :3]))

# %% [markdown]
# ### Step 4 · Backward with dropout
#
# ≈ 5 lines.
#
# <details><summary>Hint 1</summary>
#
# TODO
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# TODO
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# ___
#
# </details>

# %% solution
def backward_propagation_with_dropout(X, Y, cache, keep_prob):
    """Gradients of the cost of the network that the masks have left.

    X: inputs, shape (n_x, m); Y: labels, shape (1, m)
    cache: the tuple from forward_propagation_with_dropout; keep_prob: the one of that pass
    Returns a dictionary: dZ3, dW3, db3, dA2, dZ2, dW2, db2, dA1, dZ1, dW1, db1, as backward_propagation does.
    """
    m = X.shape[1]
    (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache
    ### START CODE HERE ### (≈ 5 lines)
    # (1) error of the output: A3, Y → dZ3 (1 line)
    dZ3 = A3 - Y  # (1, m)
    # (2) back through W3, then as A2 was made, mask and scale: W3, dZ3, D2, keep_prob → dA2 (1 line)
    dA2 = (W3.T @ dZ3) * D2 / keep_prob  # (n_2, m)
    # (3) back through the relu of layer 2: dA2, A2 → dZ2 (1 line)
    dZ2 = dA2 * (A2 > 0)
    # (4) the same for layer 1: W2, dZ2, D1, keep_prob → dA1; dA1, A1 → dZ1 (2 lines)
    dA1 = (W2.T @ dZ2) * D1 / keep_prob  # (n_1, m)
    dZ1 = dA1 * (A1 > 0)
    ### END CODE HERE ###
    grads = {"dZ3": dZ3, "dA2": dA2, "dZ2": dZ2, "dA1": dA1, "dZ1": dZ1}
    for layer, (dZ, A_prev) in enumerate([(dZ1, X), (dZ2, A1), (dZ3, A2)], start=1):
        grads[f"dW{layer}"] = dZ @ A_prev.T / m
        grads[f"db{layer}"] = np.sum(dZ, axis=1, keepdims=True) / m
    return grads

# %% check points=30
check("backward_propagation_with_dropout", backward_propagation_with_dropout)

# %% tags=["expected"]
grads_dropped = backward_propagation_with_dropout(X_small, Y_small, cache_dropped, 0.7)
for name, entry in [("dZ3", (0, 2)), ("dA2", (1, 3)), ("dA1", (2, 0)), ("dW1", (4, 1)), ("db2", (0, 0))]:
    print(f"{name}{list(entry)} = {grads_dropped[name][entry]:+.6f}")

# %% [markdown]
# TODO

# %% tags=["demo"]
progress()
