# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Optimisers: three ways down the same hill
#
# **The gradient says which way is down. How far do you go, and what do you remember of the way so far?** Below, three optimisers look for the lowest point of the same valley. None of them ever sees the whole valley: each step uses the gradient of eight points out of 64, and such a gradient is a little wrong each time. All start at the square, make 48 steps and look for the star:

# %% picture
import matplotlib.pyplot as plt

from utils.figures import show
from utils.opt_utils import draw_result

plt.style.use("utils.course")
draw_result()
show("Three walks over the same map: plain gradient descent jitters, momentum swings in a wide curve, Adam goes straight first.")

# %% [markdown]
# The first one jitters, the second one swings, the third one goes almost straight. You build all three, and then let them train the same network.
#
# **About 90 minutes.** You need parameters in dictionaries ([a16](../a16_deep_network_steps/a16_deep_network_steps.ipynb)). In [a13](../a13_computational_graph/a13_computational_graph.ipynb) you met momentum and Adam for an array of nine weights; here they get a whole network.
#
# **What you build**
#
# 1. `update_parameters_with_gd`: one plain step for every parameter of a network
# 2. `random_mini_batches`: the examples shuffled, and cut into batches
# 3. `initialize_velocity`: a memory that is still empty
# 4. `update_parameters_with_momentum`: a step that remembers the way
# 5. `initialize_adam`: two empty memories
# 6. `update_parameters_with_adam`: a step of its own for each entry
# 7. `update_lr`: a learning rate that falls
# 8. `schedule_lr_decay`: a learning rate that falls in stairs
# 9. `model`: the whole training, with any of the three
#
# **How this notebook works** ([a11](../a11_numpy_basics/a11_numpy_basics.ipynb) has the long version)
#
# - Write your code between `### START CODE HERE ###` and `### END CODE HERE ###`, and delete the line `raise NotImplementedError(...)` there.
# - Run the check below each function at once. If you are stuck, each step has three folded hints. Your mark is made with other inputs.
# - Leave arguments as they are, dictionaries and the arrays in them: `v["dW1"] *= 2` would change the caller's own array.
#
# ## 1 · Packages

# %%
import math

import matplotlib.pyplot as plt
import numpy as np

from utils import check, progress
from utils.figures import show
from utils.opt_utils import (
    draw_batches,
    draw_paths,
    initialize_parameters,
    line_gradients,
    line_start,
    load_dataset,
    load_line_data,
)
from utils.planar_utils import draw_boundaries, plot_examples
from utils.three_layer_utils import backward_propagation, compute_cost, forward_propagation, predict

plt.style.use("utils.course")

# %% [markdown]
# To try out your functions, here are the parameters of a small network with two layers, and gradients for them. All sizes differ.

# %%
rng = np.random.RandomState(1)
shapes = {"W1": (4, 3), "b1": (4, 1), "W2": (2, 4), "b2": (2, 1)}
parameters_small = {name: rng.randn(*shape) for name, shape in shapes.items()}
grads_small = {"d" + name: rng.randn(*shape) for name, shape in shapes.items()}

# %% [markdown]
# ## 2 · One step downhill
#
# ### Step 1 · Gradient descent
#
# Every parameter moves against its gradient. For layers $l = 1, \dots, L$,
#
# $$
# W^{[l]} := W^{[l]} - \alpha \, dW^{[l]}, \qquad b^{[l]} := b^{[l]} - \alpha \, db^{[l]},
# $$
#
# where $\alpha$ is the `learning_rate`.
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# In the first round of the loop, `name` is the text `"W1"`. Under which key of `grads` is its gradient?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `"d" + name` joins two texts. The result goes into the dictionary `moved`, under the name of the parameter.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `moved[name] = parameters[name] - learning_rate * ___`
#
# </details>

# %% solution
def update_parameters_with_gd(parameters, grads, learning_rate):
    """One step of gradient descent for all parameters.

    parameters: dictionary W1, b1, …, WL, bL
    grads: dictionary dW1, db1, …, dWL, dbL, each with the shape of its parameter; there may be more in it
    learning_rate: length of the step, one number
    Returns a new dictionary: W1, b1, …, WL, bL after the step.
    """
    moved = {}
    for name in parameters:
        ### START CODE HERE ### (≈ 1 line)
        # (1) this parameter against its gradient: parameters, grads, learning_rate → moved[name] (1 line)
        moved[name] = parameters[name] - learning_rate * grads["d" + name]
        ### END CODE HERE ###
    return moved

# %% check points=8
check("update_parameters_with_gd", update_parameters_with_gd)

# %% tags=["expected"]
for name, value in update_parameters_with_gd(parameters_small, grads_small, 0.1).items():
    print(f"{name} has shape {value.shape}, last row:", ", ".join(f"{entry:.6f}" for entry in value[-1]))

# %% [markdown]
# ## 3 · Mini-batches
#
# ### Step 2 · Shuffle, then cut
#
# ≈ 6 lines.
#
# <details><summary>Hint 1</summary>
#
# Ten examples in batches of four: how many batches are there, and which columns are in each of them?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `X[:, order]` picks columns in the order of a list of column numbers, and `X[:, 4:8]` cuts out columns 4 to 7. Where a slice ends beyond the last column, NumPy stops there. `math.ceil` rounds up.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `X_batch = X_shuffled[:, k * mini_batch_size : ___]`, and the same columns of Y.
#
# </details>

# %% solution
def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    """The examples in a random order, cut into batches.

    X: inputs, shape (n_x, m)
    Y: labels, shape (n_y, m)
    mini_batch_size: examples in each batch; the last batch has what is left
    seed: the same seed gives the same order
    Returns a list of pairs (X_batch, Y_batch), each of shape (n_x, size) and (n_y, size).
    """
    m = X.shape[1]
    permutation = np.random.RandomState(seed).permutation(m)  # column numbers in a random order, shape (m,)
    mini_batches = []
    ### START CODE HERE ### (≈ 3 lines)
    # (1) columns in this order: X, Y, permutation → X_shuffled, Y_shuffled, shapes as before (2 lines)
    X_shuffled = X[:, permutation]
    Y_shuffled = Y[:, permutation]
    # (2) how many batches, a shorter last one included: m, mini_batch_size → num_batches (1 line)
    num_batches = math.ceil(m / mini_batch_size)
    ### END CODE HERE ###
    for k in range(num_batches):
        ### START CODE HERE ### (≈ 3 lines)
        # (3) the columns of batch k: X_shuffled, Y_shuffled, k, mini_batch_size → X_batch, Y_batch (2 lines)
        X_batch = X_shuffled[:, k * mini_batch_size : (k + 1) * mini_batch_size]
        Y_batch = Y_shuffled[:, k * mini_batch_size : (k + 1) * mini_batch_size]
        # (4) keep them as a pair: X_batch, Y_batch → mini_batches (1 line)
        mini_batches.append((X_batch, Y_batch))
        ### END CODE HERE ###
    return mini_batches

# %% check points=20
check("random_mini_batches", random_mini_batches)

# %% tags=["expected"]
numbers = np.arange(10).reshape(1, 10)
for X_batch, Y_batch in random_mini_batches(numbers, numbers % 2, mini_batch_size=4, seed=5):
    print(f"X_batch {X_batch}, Y_batch {Y_batch}")

# %% [markdown]
# ## 4 · Momentum
#
# ### Step 3 · An empty memory
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# How many velocities does `W1` need: one for the whole matrix, or one for each entry?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.zeros(shape)` takes a shape, and every array has one: `.shape`. The key is that of the gradient.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `v["d" + name] = np.zeros(___)`
#
# </details>

# %% solution
def initialize_velocity(parameters):
    """A velocity of zero for every parameter.

    parameters: dictionary W1, b1, …, WL, bL
    Returns a dictionary dW1, db1, …, dWL, dbL: zeros, each with the shape of its parameter.
    """
    v = {}
    for name in parameters:
        ### START CODE HERE ### (≈ 1 line)
        # (1) zeros under the key of the gradient: parameters → v (1 line)
        v["d" + name] = np.zeros(parameters[name].shape)
        ### END CODE HERE ###
    return v

# %% check points=6
check("initialize_velocity", initialize_velocity)

# %% tags=["expected"]
for name, value in initialize_velocity(parameters_small).items():
    print(f"{name} has shape {value.shape}, first entry {value[0, 0]:.1f}")

# %% [markdown]
# ### Step 4 · A step with momentum
#
# $$
# \begin{aligned}
# v_{dW^{[l]}} &:= \beta \, v_{dW^{[l]}} + (1 - \beta) \, dW^{[l]} \\
# W^{[l]} &:= W^{[l]} - \alpha \, v_{dW^{[l]}}
# \end{aligned}
# $$
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# Which of the two lines of the formula comes first? Does the step use the old velocity or the new one?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The velocity has the key of the gradient, `"d" + name`, in `v` as well as in `v_new`. The step has the key of the parameter.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `v_new["d" + name] = beta * v["d" + name] + ___ * grads["d" + name]`
#
# </details>

# %% solution
def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    """One step of gradient descent with momentum for all parameters.

    parameters: dictionary W1, b1, …, WL, bL
    grads: dictionary dW1, db1, …, dWL, dbL
    v: velocities so far, dictionary dW1, db1, …, dWL, dbL
    beta: how much of the velocity is kept, from 0 to below 1
    learning_rate: one number
    Returns two new dictionaries: the parameters after the step, and the new velocities.
    """
    moved, v_new = {}, {}
    for name in parameters:
        ### START CODE HERE ### (≈ 2 lines)
        # (1) the velocity takes in the gradient: v, grads, beta → v_new (1 line)
        v_new["d" + name] = beta * v["d" + name] + (1 - beta) * grads["d" + name]
        # (2) the parameter follows the velocity: parameters, v_new, learning_rate → moved (1 line)
        moved[name] = parameters[name] - learning_rate * v_new["d" + name]
        ### END CODE HERE ###
    return moved, v_new

# %% check points=15
check("update_parameters_with_momentum", update_parameters_with_momentum)

# %% tags=["expected"]
v_small = {name: value + 1 for name, value in initialize_velocity(parameters_small).items()}
moved_small, v_small = update_parameters_with_momentum(parameters_small, grads_small, v_small, beta=0.9, learning_rate=0.1)
for name in ["dW1", "db2"]:
    print(f"velocity {name}, last row:", ", ".join(f"{entry:.6f}" for entry in v_small[name][-1]))
for name in ["W1", "b2"]:
    print(f"{name}, last row:", ", ".join(f"{entry:.6f}" for entry in moved_small[name][-1]))

# %% [markdown]
# ## 5 · Adam
#
# ### Step 5 · Two empty memories
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# Both memories begin as the velocity of momentum does. Which of your functions makes one?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Two dictionaries are needed, each with arrays of its own. `s = v` gives the same dictionary a second name.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `v = initialize_velocity(___)`
#
# </details>

# %% solution
def initialize_adam(parameters):
    """Both memories of Adam, empty.

    parameters: dictionary W1, b1, …, WL, bL
    Returns two dictionaries v and s with the keys dW1, db1, …, dWL, dbL: zeros with the shapes of the parameters,
    and no array stands in both.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the memory of the gradients: parameters → v (1 line)
    v = initialize_velocity(parameters)
    # (2) the memory of their squares: parameters → s (1 line)
    s = initialize_velocity(parameters)
    ### END CODE HERE ###
    return v, s

# %% check points=6
check("initialize_adam", initialize_adam)

# %% tags=["expected"]
v_small, s_small = initialize_adam(parameters_small)
for name in v_small:
    print(f"{name}: v has shape {v_small[name].shape}, s has shape {s_small[name].shape}")

# %% [markdown]
# ### Step 6 · A step of Adam
#
# ≈ 5 lines.
#
# <details><summary>Hint 1</summary>
#
# Which two of the five lines go into the returned dictionaries, and which two are needed for this step only?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `g**2` and `np.sqrt` work entry by entry; `beta1**t` is a power. `t` is the same for all parameters.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `v_corrected = v_new["d" + name] / (1 - ___)`, and the same for s with its own beta.
#
# </details>

# %% solution
def update_parameters_with_adam(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """One step of Adam for all parameters.

    parameters: dictionary W1, b1, …, WL, bL
    grads: dictionary dW1, db1, …, dWL, dbL
    v, s: averages of the gradients so far and of their squares, dictionaries dW1, db1, …, dWL, dbL
    t: number of this step, from 1
    learning_rate: one number
    beta1, beta2: how much of v and of s is kept
    epsilon: added to the root
    Returns three new dictionaries: the parameters after the step, and the new v and s, not corrected.
    """
    moved, v_new, s_new = {}, {}, {}
    for name in parameters:
        g = grads["d" + name]
        ### START CODE HERE ### (≈ 5 lines)
        # (1) both averages take in the gradient: v, s, g, beta1, beta2 → v_new, s_new (2 lines)
        v_new["d" + name] = beta1 * v["d" + name] + (1 - beta1) * g
        s_new["d" + name] = beta2 * s["d" + name] + (1 - beta2) * g**2
        # (2) both corrected for their start at zero: v_new, s_new, t → v_corrected, s_corrected (2 lines)
        v_corrected = v_new["d" + name] / (1 - beta1**t)
        s_corrected = s_new["d" + name] / (1 - beta2**t)
        # (3) the step: parameters, learning_rate, v_corrected, s_corrected, epsilon → moved (1 line)
        moved[name] = parameters[name] - learning_rate * v_corrected / (np.sqrt(s_corrected) + epsilon)
        ### END CODE HERE ###
    return moved, v_new, s_new

# %% check points=22
check("update_parameters_with_adam", update_parameters_with_adam)

# %% tags=["expected"]
moved_small, v_small, s_small = update_parameters_with_adam(parameters_small, grads_small, v_small, s_small, t=1)
moved_small, v_small, s_small = update_parameters_with_adam(moved_small, grads_small, v_small, s_small, t=2)
print("W1, last row:", ", ".join(f"{entry:.6f}" for entry in moved_small["W1"][-1]))
print("v of dW1, last row:", ", ".join(f"{entry:.6f}" for entry in v_small["dW1"][-1]))
print("s of dW1, last row:", ", ".join(f"{entry:.6f}" for entry in s_small["dW1"][-1]))

# %% [markdown]
# ## 6 · A rate that falls
#
# ### Step 7 · Decay
#
# $$
# \alpha = \frac{\alpha_0}{1 + \text{decay\_rate} \cdot \text{epoch\_num}}
# $$
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# Which rate should there be in epoch 0, and which in epoch 1, if `decay_rate` is 1?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `a / b + c` divides by `b` alone. What stands below the bar of the fraction belongs in parentheses.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `learning_rate = learning_rate0 / (1 + ___)`
#
# </details>

# %% solution
def update_lr(learning_rate0, epoch_num, decay_rate):
    """The learning rate of an epoch, falling from one epoch to the next.

    learning_rate0: the rate of epoch 0
    epoch_num: number of the epoch, from 0
    decay_rate: how fast the rate falls; with 0 it stays
    Returns the rate, one number.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) the formula: learning_rate0, epoch_num, decay_rate → learning_rate (1 line)
    learning_rate = learning_rate0 / (1 + decay_rate * epoch_num)
    ### END CODE HERE ###
    return learning_rate

# %% check points=5
check("update_lr", update_lr)

# %% tags=["expected"]
for epoch_num in [0, 2, 10]:
    print(f"epoch {epoch_num}: {update_lr(0.5, epoch_num, decay_rate=1):.6f}")

# %% [markdown]
# ### Step 8 · Decay in stairs
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# With stairs of 100 epochs, on which stair is epoch 99, and on which is epoch 250?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `//` divides and rounds down: `7 // 2` is 3. Which argument of `update_lr` does this number replace?
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `learning_rate = update_lr(learning_rate0, ___, decay_rate)`
#
# </details>

# %% solution
def schedule_lr_decay(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    """The learning rate of an epoch, falling in stairs of time_interval epochs.

    learning_rate0: the rate of the first stair
    epoch_num: number of the epoch, from 0
    decay_rate: how fast the rate falls; with 0 it stays
    time_interval: length of a stair in epochs
    Returns the rate, one number.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) decay by stairs, not by epochs: learning_rate0, epoch_num, decay_rate, time_interval → learning_rate (1 line)
    learning_rate = update_lr(learning_rate0, epoch_num // time_interval, decay_rate)
    ### END CODE HERE ###
    return learning_rate

# %% check points=6
check("schedule_lr_decay", schedule_lr_decay)

# %% tags=["expected"]
for epoch_num in [0, 99, 100, 250]:
    print(f"epoch {epoch_num}: {schedule_lr_decay(0.5, epoch_num, decay_rate=0.3, time_interval=100):.6f}")

# %% [markdown]
# ## 7 · The whole training
#
# ### Step 9 · The model
#
# ≈ 6 lines.
#
# <details><summary>Hint 1</summary>
#
# What happens once, what once per epoch, and what once per batch? Which of them does Adam's `t` count?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Inside the inner loop there is only the batch: no `X`, no `Y`. `initialize_adam` returns two things, and so does `forward_propagation`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `mini_batches = random_mini_batches(X, Y, mini_batch_size, ___)`
#
# </details>

# %% solution
def model(
    X, Y, layers_dims, optimizer, learning_rate=0.0007, mini_batch_size=64, beta=0.9, beta1=0.9, beta2=0.999,
    epsilon=1e-8, num_epochs=5000, decay_rate=0, time_interval=1000, seed=3, print_cost=False,
):
    """Train a network of three layers with one of the three optimisers.

    X: inputs, shape (n_x, m)
    Y: labels, shape (1, m)
    layers_dims: sizes n_x, n_1, n_2, 1
    optimizer: "gd", "momentum" or "adam"
    learning_rate: the rate of epoch 0
    mini_batch_size: examples in each batch
    beta: of momentum; beta1, beta2, epsilon: of Adam
    num_epochs: how often the examples are gone through
    decay_rate, time_interval: of schedule_lr_decay; with decay_rate 0 the rate stays
    seed: which of the random starts
    print_cost: whether to print the cost of every 1000th epoch
    Returns the trained parameters, and the list of costs: for each epoch the mean over its examples.
    """
    parameters = initialize_parameters(layers_dims, seed)
    costs = []
    t = 0
    ### START CODE HERE ### (≈ 1 line)
    # (1) empty memories, for momentum and Adam alike: parameters → v, s (1 line)
    v, s = initialize_adam(parameters)
    ### END CODE HERE ###
    for epoch in range(num_epochs):
        epoch_seed = epoch + 11  # another order in each epoch, and the same for everyone
        total = 0
        ### START CODE HERE ### (≈ 2 lines)
        # (2) this epoch's rate: learning_rate, epoch, decay_rate, time_interval → rate (1 line)
        rate = schedule_lr_decay(learning_rate, epoch, decay_rate, time_interval)
        # (3) this epoch's batches: X, Y, mini_batch_size, epoch_seed → mini_batches (1 line)
        mini_batches = random_mini_batches(X, Y, mini_batch_size, epoch_seed)
        ### END CODE HERE ###
        for X_batch, Y_batch in mini_batches:
            ### START CODE HERE ### (≈ 3 lines)
            # (4) forward: X_batch, parameters → A3, cache (1 line)
            A3, cache = forward_propagation(X_batch, parameters)
            # (5) backward: X_batch, Y_batch, cache → grads (1 line)
            grads = backward_propagation(X_batch, Y_batch, cache)
            # (6) count the step that follows: t → t (1 line)
            t = t + 1
            ### END CODE HERE ###
            if optimizer == "gd":
                parameters = update_parameters_with_gd(parameters, grads, rate)
            elif optimizer == "momentum":
                parameters, v = update_parameters_with_momentum(parameters, grads, v, beta, rate)
            else:
                parameters, v, s = update_parameters_with_adam(parameters, grads, v, s, t, rate, beta1, beta2, epsilon)
            total += compute_cost(A3, Y_batch) * Y_batch.shape[1]
        costs.append(total / X.shape[1])
        if print_cost and epoch % 1000 == 0:
            print(f"cost in epoch {epoch}: {costs[-1]:.6f}")
    return parameters, costs

# %% check points=12
check("model", model)

# %% tags=["expected", "demo"]
X_tiny, Y_tiny = load_dataset()
for optimizer in ["gd", "momentum", "adam"]:
    _, costs = model(X_tiny[:, :40], Y_tiny[:, :40], [2, 5, 2, 1], optimizer, learning_rate=0.05, mini_batch_size=16, num_epochs=3)
    print(f"{optimizer}: costs", ", ".join(f"{cost:.6f}" for cost in costs))

# %% tags=["demo"]
progress()
