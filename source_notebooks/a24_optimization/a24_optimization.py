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
# The first one jitters, the second one swings, the third one goes straight for a long while. You build all three, and then let them train the same network.
#
# **About 85 minutes.** You need parameters in dictionaries ([a16](../a16_deep_network_steps/a16_deep_network_steps.ipynb)). In [a13](../a13_computational_graph/a13_computational_graph.ipynb) you met momentum and Adam for an array of nine weights; here they get a whole network.
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
# Training a network is a walk downhill in the fog. The ground is the cost $J$, and where you stand is the parameters. You can't see the valley, but you feel the slope under your feet: the gradient. What you do with it is up to the **optimiser**.
#
# ### Step 1 · Gradient descent
#
# The plainest rule of all: every parameter moves against its gradient. For layers $l = 1, \dots, L$,
#
# $$
# W^{[l]} := W^{[l]} - \alpha \, dW^{[l]}, \qquad b^{[l]} := b^{[l]} - \alpha \, db^{[l]},
# $$
#
# where $\alpha$ is the `learning_rate`.
#
# You know this step from a16, where the loop went through the layers. The rule is the same for all parameters, so here it goes through their **names**: the gradient of `W1` is `dW1`, that of `b1` is `db1`. Momentum and Adam will use the same loop.
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
# > **Remember.** An optimiser turns gradients into steps. The plainest one multiplies them by the learning rate.
#
# **Ask yourself.**
#
# Why does the function fill a new dictionary, when it could write into `parameters`?
#
# <details><summary>Answer</summary>
#
# Because the caller may still need the old parameters: to compare, to draw the way, to go back. A function that changes its arguments surprises whoever calls it.
#
# </details>
#
# The loop runs over the names in `parameters`. Why not over those in `grads`?
#
# <details><summary>Answer</summary>
#
# A backward pass leaves more in `grads` than there are parameters, such as `dZ1`. There is no `Z1` to move.
#
# </details>
#
# ## 3 · Mini-batches
#
# ### How many examples for one step?
#
# The cost is a mean over $m$ examples, and so is its gradient. You may compute it from all of them, from a single one, or from a few.
#
# | | examples per step | steps per epoch |
# |---|---|---|
# | **batch** gradient descent | all $m$ | 1 |
# | **mini-batch** gradient descent | 8, say, or 64 | $m / 64$, rounded up |
# | **stochastic** gradient descent | 1 | $m$ |
#
# An **epoch** is one pass through all examples. In code, it is a question of loops:
#
# ```python
# for epoch in range(num_epochs):            # batch: this loop only, with all of X
#     for X_batch, Y_batch in mini_batches:  # mini-batch and stochastic: this loop as well
#         ...                                # forward, backward, one step
# ```
#
# The gradient of a batch is a guess at the gradient of all examples. On average the guess is right; a single one is off, and the smaller the batch, the more it is off.
#
# <details><summary>Where does this come from?</summary>
#
# Let $g^{(i)}$ be the gradient of example $i$. The full gradient is $\bar g = \frac1m \sum_i g^{(i)}$. In a shuffled order, each example is equally likely to be in the batch, so the expected mean over a batch is $\bar g$, too. If the $g^{(i)}$ scatter around $\bar g$ with standard deviation $\sigma$, the mean of $B$ of them scatters with about $\sigma / \sqrt{B}$. Four times as many examples, half of the noise.
#
# </details>
#
# ### A map to walk on
#
# A network has too many parameters to draw. A line $y = W_1 x + b_1$ through 64 points has just two, so its cost is a landscape that can be drawn as a map. `line_gradients` gives you its gradients. The loop below makes steps with any rule that you hand to it, and keeps the parameters after each of them.

# %% tags=["demo"]
X_line, Y_line = load_line_data()  # (1, 64) each


def walk(step, mini_batch_size, num_steps, *memories):
    """Parameters after each step on the map.

    step: function of parameters, grads, t and memories; returns the parameters and the memories after step t
    """
    parameters, path, epoch = line_start(), [line_start()], 0
    while len(path) <= num_steps:
        for X_batch, Y_batch in random_mini_batches(X_line, Y_line, mini_batch_size, seed=epoch):
            grads = line_gradients(X_batch, Y_batch, parameters)
            parameters, *memories = step(parameters, grads, len(path), *memories)
            path.append(parameters)
        epoch += 1
    return path[: num_steps + 1]

# %% [markdown]
# It needs your batches, so they come next.
#
# ### Step 2 · Shuffle, then cut
#
# Two things happen. First the examples are **shuffled**, since data often come sorted, and a batch of zeros only would be a bad guess. Then they are **cut** into consecutive pieces:
#
# - `X` and `Y` must be shuffled in the same way: each example keeps its label.
# - Every example is in exactly one batch. If the size does not divide $m$, the last batch is shorter. There are no empty batches.
# - If the size is larger than $m$, there is a single batch.
#
# The random order is given: `permutation` holds the column numbers from 0 to $m - 1$ in the order in which they should stand. `np.random.RandomState(seed)` makes it from the seed, with a generator of its own, so that nobody else's random numbers are disturbed.
#
# Example: with 10 examples and size 4, the batches have 4, 4 and 2 columns.
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
# Each number stands for an example, and odd ones have label 1: dark boxes in the picture. Has your function kept each number with its colour, and lost none?

# %% tags=["demo"]
numbers = np.arange(22).reshape(1, 22)
draw_batches(numbers, numbers % 2, random_mini_batches(numbers, numbers % 2, mini_batch_size=5, seed=1))
show("Boxes with the numbers 0 to 21, dark where odd: in order above; below shuffled, in four batches of five and one of two.")

# %% [markdown]
# ### Three sizes on the map
#
# Now walk. The rule is your plain step, with rate 0.1 for all three. Each makes 40 steps.

# %% tags=["demo"]
def gentle(parameters, grads, t):
    return [update_parameters_with_gd(parameters, grads, learning_rate=0.1)]  # a list: there are no memories


sizes = {"batch: all 64": 64, "mini-batch: 8": 8, "stochastic: 1": 1}
draw_paths({name: walk(gentle, mini_batch_size, num_steps=40) for name, mini_batch_size in sizes.items()})
show("Three walks of 40 steps to the star: with all points a smooth curve, with 8 points it jitters, with one point it jumps about.")

# %% [markdown]
# With all 64 points each step is exact, and the walk is smooth. With 8 it jitters a little. With one it jumps about, but in the right direction on the whole. And look at the price: for 40 steps, the first walk has gone through the data 40 times, the second 5 times, and the third not even once.
#
# That is why mini-batches win in practice: their gradients are good enough, and a batch is one matrix product. Sizes are often powers of two, such as 64, which suits the hardware.
#
# > **Remember.** Batch, mini-batch and stochastic gradient descent differ only in how many examples a step sees. Shuffle `X` and `Y` alike, then cut. The last batch may be shorter.
#
# **Ask yourself.**
#
# A data set has 1000 examples, and the batches have 64. How many steps does an epoch make, and how large is the last batch?
#
# <details><summary>Answer</summary>
#
# 16 steps: 15 full batches of 64 are 960, and the last one has 40.
#
# </details>
#
# What goes wrong if only `X` is shuffled?
#
# <details><summary>Answer</summary>
#
# Examples get other examples' labels. The network trains without any error message, and learns nothing: the labels are now as good as random.
#
# </details>
#
# ## 4 · Momentum
#
# The gradient of a batch jitters. What if you don't follow each gradient, but their average over the last steps? What pulls to and fro cancels out, and what pulls steadily remains. Think of a heavy ball that rolls downhill: it can't turn on the spot.
#
# ### Step 3 · An empty memory
#
# The average is called the **velocity** $v$. Each parameter needs its own, with the shape of its gradient, and under the gradient's key. It starts at zero.
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
# First the velocity takes in the new gradient. Then the parameter follows the velocity:
#
# $$
# \begin{aligned}
# v_{dW^{[l]}} &:= \beta \, v_{dW^{[l]}} + (1 - \beta) \, dW^{[l]} \\
# W^{[l]} &:= W^{[l]} - \alpha \, v_{dW^{[l]}}
# \end{aligned}
# $$
#
# and the same for $b^{[l]}$. In code, `v["dW1"]` is $v_{dW^{[1]}}$. The larger $\beta$ is, the more of the old velocity is kept, and the less a single gradient can change it.
#
# <details><summary>Where does this come from?</summary>
#
# Put the formula into itself, step after step. From $v = 0$, with gradients $g_1, \dots, g_t$,
#
# $$
# v_t = (1 - \beta) \left( g_t + \beta g_{t-1} + \beta^2 g_{t-2} + \dots + \beta^{t-1} g_1 \right)
# $$
#
# So the velocity is a weighted average of all gradients so far, and the weights fade with age. A gradient that is $1/(1 - \beta)$ steps old counts about a third as much as the newest, since $\beta^{1/(1-\beta)} \approx 1/e$. For $\beta = 0.9$ that is 10 steps: the velocity remembers about the last ten gradients.
#
# </details>
#
# (In a13 you wrote this for one array. New here: every parameter has its own velocity.) Return new dictionaries, and leave `v` as it is.
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
# (The velocities started at 1 here, not at 0. Otherwise you couldn't see whether the old velocity counts.)
#
# ### How much memory?
#
# Your function again, with one parameter and 120 noisy gradients that swing slowly from +1 to −1. The velocity should follow the swing and ignore the noise.

# %% tags=["demo"]
steps = np.arange(120)
noisy = np.cos(steps / 38) + 0.6 * np.random.RandomState(0).randn(120)
averages = {}
for beta in [0.5, 0.9, 0.98]:
    w, v, averages[beta] = {"W1": np.zeros((1, 1))}, {"dW1": np.zeros((1, 1))}, []
    for gradient in noisy:
        w, v = update_parameters_with_momentum(w, {"dW1": np.array([[gradient]])}, v, beta, learning_rate=0.1)
        averages[beta].append(v["dW1"].item())

# %% drawing
from utils.opt_utils import draw_averages

draw_averages(noisy, averages)
show("Left: noisy gradients that swing from 1 to -1; beta 0.5 follows the noise, 0.9 the swing, 0.98 lags far behind. Right: weights fade fast for 0.5, slowly for 0.98.")

# %% [markdown]
# - $\beta = 0.5$ remembers about two gradients and follows most of the noise.
# - $\beta = 0.9$ is smooth and still in time. It is the usual choice; people try 0.8 to 0.999.
# - $\beta = 0.98$ is very smooth, but late: it remembers fifty gradients, and most of them are out of date.
#
# Look at the very beginning, too: the first gradients are about 1, and $\beta = 0.98$ starts near 0 all the same. An empty memory drags the average down. Keep this in mind for Adam. And $\beta = 0$ keeps nothing: that is plain gradient descent.
#
# Back to the map, with batches of 8 and a bold rate of 0.25:

# %% tags=["demo"]
def plain(parameters, grads, t):
    return [update_parameters_with_gd(parameters, grads, learning_rate=0.25)]


def with_momentum(parameters, grads, t, v):
    return update_parameters_with_momentum(parameters, grads, v, beta=0.9, learning_rate=0.25)


walks = {"gradient descent": walk(plain, 8, 48), "momentum": walk(with_momentum, 8, 48, initialize_velocity(line_start()))}
draw_paths(walks)
show("Two walks of 48 steps: gradient descent jitters around the star, momentum swings past it in a smooth curve and comes back.")

# %% [markdown]
# The jitter is gone. The price is a swing: a heavy ball runs past the lowest point and has to come back.
#
# > **Remember.** Momentum follows an average of the last gradients, about $1/(1 - \beta)$ of them. The velocity must survive from step to step: it is a state.
#
# **Ask yourself.**
#
# Somebody writes `v_new = (1 - beta) * grads`, and forgets the old velocity. In the very first step nobody notices. Why?
#
# <details><summary>Answer</summary>
#
# Because the old velocity is zero there. This is why your mark is made with velocities that aren't.
#
# </details>
#
# Take the same gradient $g$ at each step. Where does the velocity go, and how long are the steps in the end?
#
# <details><summary>Answer</summary>
#
# To $g$ itself. The steps are then as long as those of plain gradient descent: this momentum smooths, it doesn't speed up. (Without the factor $1 - \beta$, as in many libraries, it would go to $g / (1 - \beta)$.)
#
# </details>
#
# ## 5 · Adam
#
# One learning rate has to suit all parameters, those with large gradients and those with tiny ones. **Adam** gives each entry a step of its own. It keeps two averages: $v$ of the gradients, as momentum does, and $s$ of their squares. Then it divides one by the root of the other. An entry whose gradients are always large is slowed down, one whose gradients are always small is sped up.
#
# ### Step 5 · Two empty memories
#
# Both start at zero. But they must be two: if `v` and `s` share a dictionary, or an array, then writing into one changes the other.
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
# `v, s = ___, ___`: a call on either side of the comma.
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
# For each parameter, with its gradient $g$:
#
# $$
# \begin{aligned}
# v &:= \beta_1 v + (1 - \beta_1)\, g & v^{\text{corrected}} &= \frac{v}{1 - \beta_1^{\,t}} \\
# s &:= \beta_2 s + (1 - \beta_2)\, g^2 & s^{\text{corrected}} &= \frac{s}{1 - \beta_2^{\,t}} \\
# W &:= W - \alpha \, \frac{v^{\text{corrected}}}{\sqrt{s^{\text{corrected}}} + \varepsilon}
# \end{aligned}
# $$
#
# Squares, roots and fractions are taken entry by entry. $t$ is the number of this step, from 1. The tiny $\varepsilon$ stands **after** the root, and keeps you from dividing by zero. Return $v$ and $s$ **without** correction: the next step goes on from them.
#
# The correction makes up for the empty memory that you saw above.
#
# <details><summary>Where does this come from?</summary>
#
# A weighted average divides by the sum of its weights. The weights in $v_t$ are $(1 - \beta)$, $(1 - \beta)\beta$, …, $(1 - \beta)\beta^{t-1}$, and their sum is
#
# $$
# (1 - \beta) \left( 1 + \beta + \dots + \beta^{t-1} \right) = 1 - \beta^t
# $$
#
# In the beginning that is far less than 1. So the correction does nothing but turn $v$ and $s$ into proper averages. You could get the same numbers from `np.average(gradients, weights=beta**age)`, if you kept all gradients.
#
# </details>
#
# With the usual $\beta_2 = 0.999$ it takes thousands of steps until the weights add up to 1, so $s$ needs the correction for much longer than $v$:

# %% drawing
from utils.opt_utils import draw_weights

draw_weights({"β1": 0.9, "β2": 0.999}, 3000)
show("The sum of the weights over 3000 steps: for beta1 0.9 it is 1 almost at once, for beta2 0.999 it rises slowly to about 0.95.")

# %% [markdown]
# (In a13, for one array, the averages were called $m$ and $v$. New here: two dictionaries, and one `t` for all parameters.)
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
# That was the hardest function of this notebook. Well done!
#
# How long is a step of Adam? In the first one, $v^{\text{corrected}} = g$ and $s^{\text{corrected}} = g^2$, so every entry moves by $\alpha$, however small its gradient is. Later on, $\alpha$ is still about the longest step. On the map, from your own three functions:

# %% tags=["demo"]
def with_adam(parameters, grads, t, v, s):
    return update_parameters_with_adam(parameters, grads, v, s, t, learning_rate=0.25)


walks["Adam"] = walk(with_adam, 8, 48, *initialize_adam(line_start()))
draw_paths(walks)
show("The three walks of the first picture, drawn by your functions: jittering, swinging, and Adam going straight at first.")

# %% [markdown]
# This is the first picture of this notebook, now drawn by your own functions. Adam's first steps go up and to the right at the same pace, though the slopes differ. It swings, too, as it has momentum.
#
# > **Remember.** Adam keeps two averages, corrects both for their empty start, and divides: each entry moves by about the learning rate, whatever the size of its gradients. [The paper](https://arxiv.org/abs/1412.6980) is well worth reading.
#
# **Ask yourself.**
#
# Two entries have constant gradients, 5 and 0.005. How far does Adam move each of them in a step, and how far does gradient descent?
#
# <details><summary>Answer</summary>
#
# Adam moves both by $\alpha$. Gradient descent moves one by $5\,\alpha$ and the other by $0.005\,\alpha$, a thousand times less.
#
# </details>
#
# Without the correction, which is too small after the first step, and by how much: $v$ or $s$?
#
# <details><summary>Answer</summary>
#
# Both. $v$ is $0.1\,g$ and $s$ is $0.001\,g^2$, whose root is about $0.03\,|g|$. So the step would be about three times too long.
#
# </details>
#
# ## 6 · A rate that falls
#
# On the map, plain gradient descent never settled. Its batches disagree about the direction, and with steps of the same length it goes on jumping for ever. At first, long steps are good; in the end, short ones are. So let the learning rate fall: **decay**.
#
# ### Step 7 · Decay
#
# In epoch number `epoch_num`, from 0, the first rate $\alpha_0$ has become
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
# On the map, with batches of 4, which jitter even more. An epoch has 16 steps here:

# %% tags=["demo"]
def with_decay(parameters, grads, t):
    return [update_parameters_with_gd(parameters, grads, update_lr(0.25, (t - 1) // 16, decay_rate=1))]


draw_paths({"constant rate": walk(plain, 4, 160), "decay": walk(with_decay, 4, 160)})
show("Two walks of 160 steps: with a constant rate it jumps around the star to the end, with decay it closes in on the star.")

# %% [markdown]
# The first steps are the same. Then the right one calms down, and closes in on the star.
#
# ### Step 8 · Decay in stairs
#
# With 5000 epochs, however, the rate of step 7 falls too fast. With `decay_rate` 1 it is half after one epoch, and a hundredth after 99. If the valley is still far away by then, the walk starves on the way.
#
# So let it fall only every `time_interval` epochs. Between two falls the rate stays: stairs in place of a slope.
#
# $$
# \alpha = \frac{\alpha_0}{1 + \text{decay\_rate} \cdot \left\lfloor \dfrac{\text{epoch\_num}}{\text{time\_interval}} \right\rfloor}
# $$
#
# The brackets $\lfloor\;\rfloor$ mean: rounded down. You have a function for the rest of the formula already.
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
# > **Remember.** Long steps first, short steps later. If the rate falls in every epoch, it may fall too early; stairs give the training time.
#
# **Ask yourself.**
#
# With $\alpha_0 = 0.1$, `decay_rate` 1 and stairs of 1000 epochs: what is the rate in epoch 999, in epoch 1000 and in epoch 4999?
#
# <details><summary>Answer</summary>
#
# 0.1, then 0.05, and 0.1 / 5 = 0.02.
#
# </details>
#
# Why does decay help with mini-batches more than with all examples at once?
#
# <details><summary>Answer</summary>
#
# The exact gradient goes to zero at the lowest point, so the steps get short by themselves. The gradients of batches disagree even there.
#
# </details>
#
# ## 7 · The whole training
#
# ### The moons
#
# Here are the data for the comparison: 300 points in two half moons.

# %% tags=["expected"]
X, Y = load_dataset()
print(f"X has shape {X.shape}, Y has shape {Y.shape}: {np.sum(Y == 1)} labels are 1")
print(f"the first example: x = ({X[0, 0]:.6f}, {X[1, 0]:.6f}), y = {Y[0, 0]}")

# %% drawing
plot_examples(X, Y).legend(loc="upper right")
show("Scatter plot of 300 points in two half moons that reach into each other, one of each label, with some overlap.")

# %% [markdown]
# The network has layers of 5, 2 and 1 units: relu, relu, sigmoid. `forward_propagation` and `backward_propagation` are given, with the shapes that you know. `initialize_parameters` is He's start, from a21.
#
# ### Step 9 · The model
#
# Now put your functions together. Two loops are given: over epochs, and over the batches of an epoch. The three branches at the end are given, too, so that all optimisers have the same surroundings. The rest is yours, in three places. Take care of what lives how long:
#
# - The memories `v` and `s` are made **once**, and last for the whole training. So does `t`, which counts the steps, not the epochs.
# - The rate and the order of the examples are new in each **epoch**. `epoch_seed` is a seed that changes with it.
# - The gradients are new for each **batch**, and only from this batch.
#
# The list `costs` holds the mean cost over the examples of each epoch, each example as the network saw it at that moment.
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
    epsilon=1e-8, num_epochs=10000, decay_rate=0, time_interval=1000, seed=3, print_cost=False,
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
            elif optimizer == "adam":
                parameters, v, s = update_parameters_with_adam(parameters, grads, v, s, t, rate, beta1, beta2, epsilon)
            else:
                raise ValueError(f"there is no optimizer {optimizer!r}")
            total += compute_cost(A3, Y_batch) * Y_batch.shape[1]
        costs.append(total / X.shape[1])
        if print_cost and epoch % 1000 == 0:
            print(f"cost in epoch {epoch}: {costs[-1]:.6f}")
    return parameters, costs

# %% check points=12
check("model", model)

# %% tags=["expected", "demo"]
for optimizer in ["gd", "momentum", "adam"]:
    _, costs = model(X[:, :40], Y[:, :40], [2, 5, 2, 1], optimizer, 0.05, mini_batch_size=16, num_epochs=3)
    print(f"{optimizer}: costs", ", ".join(f"{cost:.6f}" for cost in costs))

# %% [markdown]
# > **Remember.** What is made before the loops lasts; what is made inside starts anew. Most bugs of a training loop are a line in the wrong place.
#
# **Ask yourself.**
#
# What would happen if the memories were made inside the loop over epochs?
#
# <details><summary>Answer</summary>
#
# Each epoch would begin with empty memories, while `t` goes on: the correction would no longer fit. With five batches per epoch, the memory never gets longer than five gradients.
#
# </details>
#
# Why is the cost of the last batch alone a poor measure of an epoch?
#
# <details><summary>Answer</summary>
#
# It is the mean over a few examples, here 44 of 300, and other ones each time. It goes up and down with the luck of the draw.
#
# </details>
#
# ## 8 · Three optimisers, compared
#
# ### The same rate for all
#
# The same start, the same batches, and the same small rate of 0.0007 for all three. 3000 epochs take a few seconds.

# %% tags=["demo"]
num_epochs = 3000  # 10000 take about half a minute
trained, all_costs = {}, {}
for optimizer, name in {"gd": "gradient descent", "momentum": "momentum", "adam": "Adam"}.items():
    parameters, all_costs[name] = model(X, Y, [2, 5, 2, 1], optimizer, learning_rate=0.0007, num_epochs=num_epochs)
    right = np.mean(predict(parameters, X) == Y)
    trained[f"{name}: {right:.1%} right"] = parameters, X, Y

# %% drawing
from utils.opt_utils import draw_costs

draw_costs(all_costs)
show("Costs over the epochs: Adam falls quickly to about 0.14; gradient descent and momentum lie on top of each other and fall slowly.")

# %% tags=["demo"]
draw_boundaries(trained, predict, columns=3)
show("Boundaries of the three networks: those of gradient descent and momentum are alike and cut off too much, Adam's winds between the moons.")

# %% [markdown]
# Adam is right on 93 % of the points. Gradient descent and momentum are still on their way, with 68 %. Their curves lie on top of each other: an average of small gradients is small, too. After 10 000 epochs it is 79.7 %, 79.7 % and 94 %. The costs on the way there:

# %% picture
import json

from utils.opt_utils import NAMES, draw_costs

with open("long_run.json") as file:
    long_run = json.load(file)
draw_costs({NAMES[key]: row for key, row in long_run.items()}, every=20)
show("Costs over 10 000 epochs: Adam's falls quickly to about 0.13 and stays there; the other two, one on top of the other, fall slowly to about 0.43.")

# %% [markdown]
# So Adam is the better optimiser? Think about the steps first. With this rate, Adam moves each entry by about 0.0007. Gradient descent moves it by 0.0007 **times its gradient**, and from this start a typical gradient is 0.01 to 0.02. Its steps are fifty to a hundred times shorter! We have compared not three optimisers, but three lengths of steps.
#
# ### Each its own rate
#
# So give each a rate that suits it, and more than one start. Below, gradient descent and momentum get 1.0, and Adam gets 0.1. These are bold: rates at which training still works, but jitters. That is what decay is for. So each runs twice, with a constant rate and with stairs of 60 epochs, from the same five starts. 600 epochs are enough now. (These are 30 trainings. They take about ten seconds, or twice that.)

# %% tags=["demo"]
own_rates = {"gd": 1.0, "momentum": 1.0, "adam": 0.1}
ends, moves = {}, {}
for optimizer, learning_rate in own_rates.items():
    ends[optimizer], moves[optimizer] = [], []
    for decay_rate in [0, 1]:
        runs = [
            model(X, Y, [2, 5, 2, 1], optimizer, learning_rate, num_epochs=600, decay_rate=decay_rate, time_interval=60, seed=seed)
            for seed in range(3, 8)
        ]
        ends[optimizer].append([compute_cost(forward_propagation(X, parameters)[0], Y) for parameters, _ in runs])
        moves[optimizer].append([max(costs[-100:]) - min(costs[-100:]) for _, costs in runs])
        right = [np.mean(predict(parameters, X) == Y) for parameters, _ in runs]
        print(f"{optimizer:9} decay_rate {decay_rate}: right", ", ".join(f"{share:.1%}" for share in right))

# %% drawing
from utils.opt_utils import draw_starts

draw_starts(ends, moves)
show("Left: the cost at the end is about 0.13 for four starts of each optimiser, with and without decay, and 0.69 for the fifth. Right: with decay the cost moves far less in the last 100 epochs.")

# %% [markdown]
# Four of the five starts tell the same story. **Every optimiser is right on 93 to 96 % of the points**, with or without decay. The differences between optimisers are no larger than those between starts. What a difference from the first comparison!
#
# The right picture shows what decay does: how much the cost of an epoch still moves, largest minus smallest, over the last 100 epochs. With decay it moves 3 times less at the very least, for each optimiser and from each of these starts. You can stop at any epoch and get about the same network.
#
# And the fifth start? Its cost stays at $\log 2 \approx 0.693$, whatever the optimiser. Early in the training both units of its second hidden layer are switched off: they give 0 for all 300 points. Relu has slope 0 there, so their gradients are exactly zero. **No optimiser can follow a gradient of zero.** Another start helps, or more units.
#
# ### Decay that starves
#
# One more look at stairs and slopes. Gradient descent with rate 0.1, for 2000 epochs:

# %% tags=["demo"]
decays = {"constant rate": (0, 1), "decay in every epoch": (1, 1), "stairs of 400 epochs": (1, 400)}
decay_costs = {}
for name, (decay_rate, time_interval) in decays.items():
    _, decay_costs[name] = model(
        X, Y, [2, 5, 2, 1], "gd", learning_rate=0.1, num_epochs=2000, decay_rate=decay_rate, time_interval=time_interval
    )

# %% drawing
from utils.opt_utils import draw_costs

draw_costs(decay_costs)
show("Costs over 2000 epochs: with decay in every epoch it stays near 0.66; with a constant rate and with stairs it falls to about 0.13.")

# %% [markdown]
# With a fall in every epoch, the rate is gone before anything is learnt: the cost stays at 0.66. With stairs, it ends at about 0.13, as with a constant rate.
#
# ### What to take along
#
# | | gradient descent | momentum | Adam |
# |---|---|---|---|
# | remembers | nothing | one average | two averages, and `t` |
# | memory, in parameters | 0 | as many again | twice as many again |
# | length of a step | rate × gradient | rate × average gradient | about the rate |
# | to choose | $\alpha$ | $\alpha$, $\beta$ | $\alpha$; the rest can often stay |
# | is good at | being simple | smoothing | gradients of very different sizes |
#
# Adam's rate means something: "about this far, per step, for each entry". So a rate that is good for one network is often good for the next. That is why people begin with Adam, and not that the others can't get there.
#
# > **Remember.** Same rate is not same step. Compare optimisers each at a rate of its own, from several starts, and be suspicious of a large lead.
#
# **Ask yourself.**
#
# Your neighbour's new optimiser beats gradient descent by far, at the same rate. What do you ask?
#
# <details><summary>Answer</summary>
#
# How long its steps are, which rates were tried for each of the two, and from how many starts.
#
# </details>
#
# Which is the better sign that a training has settled: a low cost in the last epoch, or costs that hardly move over the last 100?
#
# <details><summary>Answer</summary>
#
# The second. A jittering cost is low in some epoch by luck.
#
# </details>
#
# ## What comes next
#
# You now have the tools with which nearly every network is trained. In the next assignments TensorFlow computes the gradients, and its optimisers have names that you know now.
#
# ## Open questions
#
# These are not marked. To change a function, open a new cell, paste the text of the function there and give it another name.
#
# - ★ Train with $\beta$ = 0, 0.5, 0.9 and 0.99 at the rate 1.0. What changes in the curve of the cost?
# - ★ Train with gradient descent at the rate 0.1 for 100 epochs, with batches of 300, 64, 8 and 1, and take the time of each. Which cost falls fastest per epoch, and which per second?
# - ★ On the map, give Adam a rate of 1. What does its walk look like, and does decay help?
# - ★★ Shuffle once, and use the same batches in every epoch. Can you see a difference?
# - ★★ Leave out Adam's correction in a copy of your function. How do the first ten steps on the map change, and why?
# - ★★★ With batches twice as large, the noise of a gradient is smaller. By how much may the rate grow, so that the walk jitters as before? Try to find the rule on the map.
#
# <details><summary>For those who know the original</summary>
#
# This notebook follows "Optimization Methods". Names and arguments of the functions are the same, and so are their published examples. The learning-rate decay is from its later edition.
#
# - The published training runs are reproduced to all six printed decimals: 0.690736 at the start for gradient descent, 0.185567 for Adam after 1000 epochs, and accuracies of 79.7 %, 79.7 % and 94 %. The costs printed there were those of the last batch of an epoch, hence its jagged curves. Here a cost is the mean over the epoch, and `model` returns the list.
# - The comparison with a rate for each optimiser, over five starts, is new.
# - The text of the original had epsilon inside the root, its code outside. The published figures of the training decide for outside.
# - `random_mini_batches` set the seed of all of NumPy; a generator of its own gives the same numbers.
# - The functions wrote into their arguments. The later edition's Adam returned the corrected averages as well.
# - In `model`, `decay_rate` and `time_interval` stand in place of the function `decay`, and 0 means no decay.
# - Keras's `SGD(momentum=…)` has no factor $1 - \beta$. Its Adam adds epsilon to the root of the average that is not corrected.
#
# </details>

# %% tags=["demo"]
progress()
