# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A recurrent network from scratch on a sine wave
#
# **Can a network keep the beat when nobody plays any more?** This one was given fifty values of a wave; the last thirty are drawn. Then it went on by itself: each of its guesses became its next input. (A longer training has drawn this picture. At the end your own network draws it.)

# %% picture
import json

import matplotlib.pyplot as plt
import numpy as np

from utils.figures import show
from utils.sine_utils import draw_goal

plt.style.use("utils.course")
with open("long_run.json") as file:
    long_run = json.load(file)
draw_goal(np.array(long_run["known"]), np.array(long_run["dreamt"]), np.array(long_run["memory"]))
show("Left, a sine wave: the black dots were given, the triangles after them are the network's own, and lie on the true wave. Right, its memory at each step, drawn as a dot: the dots go round in a circle, and the first ones are numbered like the hours of a clock.")

# %% [markdown]
# On the right is its memory, a dot for each step, along the two directions in which it moves most, each in its own scale. It goes round like a clock, and nobody told it to.
#
# **About 90 minutes.** Take a break after step 4: the way forward is done then.
#
# **What you build**
#
# 1. `make_records`: a wave, cut into windows
# 2. `initialize_parameters`: three matrices
# 3. `rnn_forward`: a sequence, step by step
# 4. `compute_loss`: how wrong the network is
# 5. `rnn_backward`: back through time
# 6. `clip_gradients`: no gradient too large
# 7. `update_parameters`: a step downhill
# 8. `train`: all of it, record by record
# 9. `predict`: the next value of many windows
# 10. `free_run`: the network plays on alone
#
# You need the backward pass of [a16](../a16_deep_network_steps/a16_deep_network_steps.ipynb) and the measured slopes of [a23](../a23_gradient_checking/a23_gradient_checking.ipynb).
#
# **How this notebook works** ([a11](../a11_numpy_basics/a11_numpy_basics.ipynb) has the long version)
#
# - Write your code between `### START CODE HERE ###` and `### END CODE HERE ###`, and delete the line `raise NotImplementedError(...)` there. A function with loops may have several such places.
# - Run the check below it. It says what is right, and what to look at if something is not. Your work is marked with other numbers and sizes.
# - Stuck? Open the three hints in order. As always, functions leave their arguments unchanged. Everything is written with NumPy: what calls TensorFlow, Keras or SciPy does not count.
#
# ## 1 · A wave in windows

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils import check, progress
from utils.figures import show
from utils.planar_utils import sigmoid  # yours from a11, for whole arrays

plt.style.use("utils.course")

# %% [markdown]
# The data are the simplest wave there is: sin(0), sin(1), sin(2), and so on. (The angle is in radians, so a turn takes a little more than six steps.) A record is a **window** of fifty values in a row, and its target is the value that follows. The next window begins one step later:

# %% drawing
from utils.sine_utils import draw_window

draw_window(np.sin(np.arange(200)), (0, 1, 25), 50)
show("The values sin(0) to sin(90) as dots on a wave. Below, three bars mark windows that begin at 0, 1 and 25 and are 50 values long, each with a triangle for the value after it, its target.")

# %% [markdown]
# ### Step 1 · The records
#
# Examples run along the **first** axis here, as in a31, and time along the second:
#
# | name | shape | what it is |
# |---|---|---|
# | `X` | `(m, T, 1)` | `m` windows of `T` steps, one number at each step |
# | `Y` | `(m, 1)` | for each window, the value after it |
# | `x`, `y` | `(T, 1)`, `(1,)` | one record of these |
#
# A wave of `n` values has `n - seq_len` windows with a value after them. The last `n_val` of them are kept for validation; that line is given. Why one number still has an axis of its own: a step could have several, such as the temperature and the wind. ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# Where does the window end that begins at `i`? Where is its target?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.array` makes one array of a list of arrays that are equally long. `a.reshape(-1, 1)` makes a column of `a`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `windows = np.array([wave[i : ___].reshape(-1, 1) for i in range(n - seq_len)])`
#
# </details>

# %% solution
def make_records(n=200, seq_len=50, n_val=50):
    """Windows of the wave sin(0), sin(1), …, sin(n - 1), each with the value that follows it.

    n: how many values the wave has
    seq_len: how many of them are in a window
    n_val: how many records, the last ones, are kept for validation
    Returns X (m, seq_len, 1), Y (m, 1), X_val (n_val, seq_len, 1) and Y_val (n_val, 1), with m = n - seq_len - n_val.
    """
    m = n - seq_len - n_val
    ### START CODE HERE ### (≈ 3 lines)
    # (1) the whole wave, in radians: n → wave, shape (n,) (1 line)
    wave = np.sin(np.arange(n))
    # (2) every window that has a value after it: wave, seq_len → windows, shape (m + n_val, seq_len, 1) (1 line)
    windows = np.array([wave[i : i + seq_len].reshape(-1, 1) for i in range(n - seq_len)])
    # (3) the value after each window: wave, seq_len → targets, shape (m + n_val, 1) (1 line)
    targets = wave[seq_len:].reshape(-1, 1)
    ### END CODE HERE ###
    return windows[:m], targets[:m], windows[m:], targets[m:]

# %% check points=8
check("make_records", make_records)

# %% tags=["expected"]
X, Y, X_val, Y_val = make_records()
for name, array in {"X": X, "Y": Y, "X_val": X_val, "Y_val": Y_val}.items():
    print(name, array.shape)
print(f"X[99, 49, 0] = {X[99, 49, 0]:+.6f}, Y[0, 0] = {Y[0, 0]:+.6f}, Y[99, 0] = {Y[99, 0]:+.6f}, Y_val[-1, 0] = {Y_val[-1, 0]:+.6f}")

# %% [markdown]
# > **Remember.** A sequence becomes records by a window that slides. Validation takes the *last* records: the network must predict the future, not fill gaps in the past.
#
# **Ask yourself.**
#
# Is the target of window 0 an input of window 1?
#
# <details><summary>Answer</summary>
#
# Yes, its last one. But every target of validation comes after everything that the training has seen.
#
# </details>
#
# Why do we not shuffle before we split?
#
# <details><summary>Answer</summary>
#
# Nearly every window of validation would lie between two windows of training. Such a test is too easy.
#
# </details>
#
# ## 2 · A network with a memory
#
# How would you guess the next value? One value is not enough: at 0.5, a wave may be on its way up or down. You look at the values before it. A **recurrent** network reads them one by one, and keeps what it needs in a **state**, a column of `hidden_dim` numbers:
#
# $$
# s_0 = 0, \qquad s_{t+1} = \sigma(U x_t + W s_t), \qquad \hat y = V s_T
# $$
#
# `U` lets the input in, `W` carries the old state over, and `V` reads the answer off the last state. On the left is the network with its loop, on the right the same, **unrolled**:

# %% drawing
from utils.sine_utils import draw_unrolled

draw_unrolled()
show("Left, an input x leads through U to a state s, which leads back to itself through W, and through V to the prediction. Right, the same unrolled: states s0, s1, s2 to sT in a row, W from each to the next, an input through U into each but s0, and the prediction only from sT.")

# %% [markdown]
# Look at the letters: unrolled over fifty steps, it is a network of fifty layers, and all of them have the *same* `U` and `W`. So it takes sequences of any length.
#
# ### Step 2 · Three matrices
#
# Each weight is drawn evenly between −1 and 1, and divided by the root of the number of columns of its matrix: `input_dim` for `U`, `hidden_dim` for `W` and `V`. There are no biases. Draw from `random`, in the order `U`, `W`, `V`. ≈ 3 lines.
#
# <details><summary>Where does this come from?</summary>
#
# A unit adds up one term for each column. A sum of n independent terms of mean 0 and size c has size about c√n, since positive and negative ones largely cancel. Divided by √n, it stays of order 1, however wide the layer is. (If all are positive, nothing cancels, and the size is c·n: the picture after step 3 shows it.) That is the rule of [a21](../a21_initialization/a21_initialization.ipynb), with another distribution.
#
# </details>
#
# <details><summary>Hint 1</summary>
#
# Which matrix turns an input into a state, and which shape must it have?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `random.uniform(2, 3, (4, 5))` draws 4 × 5 numbers between 2 and 3.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `W = random.uniform(-1, 1, (hidden_dim, ___)) / np.sqrt(___)`
#
# </details>

# %% solution
def initialize_parameters(hidden_dim, input_dim=1, output_dim=1, seed=0):
    """Random weights of a recurrent network.

    hidden_dim, input_dim, output_dim: how many numbers a state, an input and an output have
    Returns a dictionary with "U" (hidden_dim, input_dim), "W" (hidden_dim, hidden_dim), "V" (output_dim, hidden_dim).
    """
    random = np.random.RandomState(seed)
    ### START CODE HERE ### (≈ 3 lines)
    # (1) from the input, between -1 and 1, over the root of input_dim: random → U (1 line)
    U = random.uniform(-1, 1, (hidden_dim, input_dim)) / np.sqrt(input_dim)
    # (2) from the state before, over the root of hidden_dim: random → W (1 line)
    W = random.uniform(-1, 1, (hidden_dim, hidden_dim)) / np.sqrt(hidden_dim)
    # (3) to the output, over the root of hidden_dim: random → V (1 line)
    V = random.uniform(-1, 1, (output_dim, hidden_dim)) / np.sqrt(hidden_dim)
    ### END CODE HERE ###
    return {"U": U, "W": W, "V": V}

# %% check points=8
check("initialize_parameters", initialize_parameters)

# %% tags=["expected"]
p_small = initialize_parameters(4)
for name in p_small:
    print(name, p_small[name].shape, " ".join(f"{value:+.4f}" for value in p_small[name].ravel()[:4]))

# %% [markdown]
# ### Step 3 · Forward through time
#
# From here on, `p` is the dictionary of the three matrices. Read the sequence, and keep **all** the states: the way back needs them. The list begins with zeros, and `states[t + 1]` is made of `x[t]` and `states[t]`. `x[t]` has one axis and a state is a column, so turn it into a column first. `sigmoid` is given. ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# Which state is the newest one, whenever a pass of the loop begins?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `states[-1]` is the last entry of a list. `@` multiplies matrices; `+` adds entry by entry.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `s = sigmoid(p["U"] @ x_t + ___ @ ___)`
#
# </details>

# %% solution
def rnn_forward(x, p):
    """One sequence through the network, step by step.

    x: the sequence, shape (T, input_dim)
    p: dictionary with "U", "W" and "V"
    Returns y_hat, shape (output_dim, 1), and the list of the T + 1 states, each of shape (hidden_dim, 1); states[0] is zeros.
    """
    hidden_dim = p["W"].shape[0]
    states = [np.zeros((hidden_dim, 1))]
    for t in range(len(x)):
        ### START CODE HERE ### (≈ 2 lines)
        # (1) what enters, as a column: x, t → x_t, shape (input_dim, 1) (1 line)
        x_t = x[t].reshape(-1, 1)
        # (2) the new state: x_t, states, p → s, shape (hidden_dim, 1) (1 line)
        s = sigmoid(p["U"] @ x_t + p["W"] @ states[-1])
        ### END CODE HERE ###
        states.append(s)
    ### START CODE HERE ### (≈ 1 line)
    # (3) the prediction, from the last state: states, p → y_hat, shape (output_dim, 1) (1 line)
    y_hat = p["V"] @ states[-1]
    ### END CODE HERE ###
    return y_hat, states

# %% check points=16
check("rnn_forward", rnn_forward)

# %% tags=["expected"]
x_small, y_small = np.sin(np.arange(6.0)).reshape(-1, 1), np.array([np.sin(6.0)])
y_hat_small, states_small = rnn_forward(x_small, p_small)
print(f"prediction {y_hat_small.item():+.6f}, target {y_small.item():+.6f}, {len(states_small)} states")
print("states[2]:", " ".join(f"{value:.4f}" for value in states_small[2].ravel()))

# %% [markdown]
# Do the weights really have to be so small? Here are a hundred units on the first steps of the wave. On the left, all weights lie between 0 and 1, which sounds small, too:

# %%
random = np.random.RandomState(0)
p_large = {"U": random.uniform(0, 1, (100, 1)), "W": random.uniform(0, 1, (100, 100)), "V": random.uniform(0, 1, (1, 100))}
p_fine = initialize_parameters(100)

# %% drawing
from utils.sine_utils import draw_states

draw_states({"weights from 0 to 1": rnn_forward(X[0], p_large)[1], "initialize_parameters": rnn_forward(X[0], p_fine)[1]})
show("Left, all hundred states are at 1 from the second step on, so that the lines are one. Right, a hundred lines swing between 0.2 and 0.9 in time with the wave.")

# %% [markdown]
# On the left, everything is at 1 from the second step on: a hundred positive terms add up to about fifty. The units are **saturated**. They see nothing of the wave any more, and section 4 shows that they can't learn, either.
#
# > **Remember.** The same `U`, `W` and `V` at every step. The state is the memory. Start small, or the units saturate.
#
# **Ask yourself.**
#
# How many weights does a network with 16 units have? And if the windows were ten times as long?
#
# <details><summary>Answer</summary>
#
# 16 + 16 · 16 + 16 = 288, and still 288.
#
# </details>
#
# What does `states[1]` know?
#
# <details><summary>Answer</summary>
#
# `x[0]` alone, since `states[0]` is zeros.
#
# </details>
#
# ## 3 · How wrong is it?
#
# ### Step 4 · The loss
#
# The prediction is made after the last step, so only there can it be wrong. For each record, take half of the squared error, summed over the outputs; then the mean over the records:
#
# $$
# L = \frac 1m \sum_{\text{records}} \frac 12 \sum_k (\hat y_k - y_k)^2
# $$
#
# `y_hat` is a column and `y` has one axis. Subtract one from the other as they are, and several outputs spread to a square. ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# What does `rnn_forward` return beside the prediction, and do you need it here?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `a, _ = f(x)` keeps the first of two values. `y.reshape(-1, 1)` is a column.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `total += 0.5 * np.sum((y_hat - ___) ** 2)`
#
# </details>

# %% solution
def compute_loss(X, Y, p):
    """Half of the squared error, as the mean over all records.

    X: sequences, shape (m, T, input_dim)
    Y: targets, shape (m, output_dim)
    p: dictionary with "U", "W" and "V"
    Returns one number.
    """
    total = 0.0
    for x, y in zip(X, Y):
        ### START CODE HERE ### (≈ 2 lines)
        # (1) the prediction: x, p → y_hat, shape (output_dim, 1) (1 line)
        y_hat, _ = rnn_forward(x, p)
        # (2) add half of its squared error, y as a column: y_hat, y → total (1 line)
        total += 0.5 * np.sum((y_hat - y.reshape(-1, 1)) ** 2)
        ### END CODE HERE ###
    ### START CODE HERE ### (≈ 1 line)
    # (3) the mean over the records: total, X → loss (1 line)
    loss = total / len(X)
    ### END CODE HERE ###
    return loss

# %% check points=8
check("compute_loss", compute_loss)

# %% tags=["expected"]
print(f"one record: {compute_loss(x_small[np.newaxis], y_small[np.newaxis], p_small):.6f}")
print(f"all records, 100 units: {compute_loss(X, Y, initialize_parameters(100)):.6f}")

# %% [markdown]
# Is 0.29 much? A loss means nothing by itself. So ask what two guesses cost that need no network: the last value once more, and always the mean.

# %% tags=["expected"]
last_value = 0.5 * np.mean((Y_val - X_val[:, -1]) ** 2)
mean = 0.5 * np.mean((Y_val - np.mean(Y)) ** 2)
print(f"validation loss of the last value: {last_value:.4f}, of the mean: {mean:.4f}")

# %% [markdown]
# Untrained, the network is no better than these two. Below 0.23, it has learnt something.
#
# > **Remember.** First a baseline, then a network. The error is made at the last step only.
#
# **Ask yourself.**
#
# When would the last value be a very good guess?
#
# <details><summary>Answer</summary>
#
# When the wave moves little from step to step: sin(0), sin(0.01), sin(0.02), … For such data it is hard to beat.
#
# </details>
#
# ## 4 · Back through time
#
# The way forward was a chain of fifty equal steps, so the way back is one, too. It begins with the error at the end, and goes from state to state. Let $d$, $ds$ and $da$ be the gradients of one record's loss with respect to $\hat y$, the state $s_{t+1}$, and the sum $a = U x_t + W s_t$ inside its sigmoid. At the end of the sequence:
#
# $$
# d = \hat y - y, \qquad dV = d \, s_T^\top, \qquad ds = V^\top d
# $$
#
# Then, for t = T − 1, T − 2, … :
#
# $$
# da = ds \odot s_{t+1} \odot (1 - s_{t+1}), \qquad dU \mathrel{+}= da \, x_t^\top, \qquad dW \mathrel{+}= da \, s_t^\top, \qquad ds \leftarrow W^\top da
# $$
#
# (⊙ multiplies entry by entry.) Why `+=`? `U` and `W` are used at every step, and changing them changes every step. The shares add up. `V` is used once.
#
# <details><summary>Where does this come from?</summary>
#
# Each step is a layer of a16 with the weights `U` and `W`. The sigmoid's slope is s (1 − s), of the value s that it returned. From $a = U x_t + W s_t$ follows, by the chain rule: $W_{ij}$ is multiplied by entry j of $s_t$, so its slope is entry i of $da$ times that entry: the product of a column and a row. And entry j of $s_t$ reaches every $a_i$ through $W_{ij}$, which makes $W^\top da$.
#
# </details>
#
# Must one go all the way back? Each step multiplies by the sigmoid's slope, at most 1/4, and by `W`, so less and less arrives. We stop early. `bptt_truncate` says how many steps *before the last one* are followed: with 0, only the last one counts, with 5 the last six do. This is called **truncated** backpropagation through time.
#
# ### Step 5 · The gradients of one record
#
# `first` is the earliest step to follow. Short sequences have fewer than `bptt_truncate` steps, so take care that it does not fall below 0. The loop from the last step down to `first` is given. ≈ 8 lines.
#
# <details><summary>Hint 1</summary>
#
# Which state did step `t` make, and from which one? Which input did it read?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Column times row is a matrix: `da @ row`, with `x[t].reshape(1, -1)` for a row. A state is a column, and its `.T` is a row.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `da = ds * ___ * (1 - ___)`
#
# </details>

# %% solution
def rnn_backward(x, y, p, y_hat, states, bptt_truncate=5):
    """Gradients of one record's loss, by backpropagation through time.

    x, y: the sequence, shape (T, input_dim), and its target, shape (output_dim,)
    p: dictionary with "U", "W" and "V"
    y_hat, states: what rnn_forward returned; states[t + 1] is made of x[t] and states[t]
    bptt_truncate: how many steps before the last one are followed
    Returns a dictionary with the gradients, under the keys "U", "W" and "V" as well.
    """
    T = len(x)
    dU, dW = np.zeros(p["U"].shape), np.zeros(p["W"].shape)
    ### START CODE HERE ### (≈ 4 lines)
    # (1) the error, y as a column: y_hat, y → d, shape (output_dim, 1) (1 line)
    d = y_hat - y.reshape(-1, 1)
    # (2) V's gradient: d, states → dV, shape (output_dim, hidden_dim) (1 line)
    dV = d @ states[T].T
    # (3) what arrives at the last state: d, p → ds, shape (hidden_dim, 1) (1 line)
    ds = p["V"].T @ d
    # (4) the earliest step to follow, 0 or later: T, bptt_truncate → first (1 line)
    first = max(0, T - 1 - bptt_truncate)
    ### END CODE HERE ###
    for t in range(T - 1, first - 1, -1):
        ### START CODE HERE ### (≈ 4 lines)
        # (5) back through the sigmoid of this step: ds, states → da, shape (hidden_dim, 1) (1 line)
        da = ds * states[t + 1] * (1 - states[t + 1])
        # (6) add this step's share: da, x → dU (1 line)
        dU += da @ x[t].reshape(1, -1)
        # (7) add this step's share: da, states → dW (1 line)
        dW += da @ states[t].T
        # (8) on to the state before: da, p → ds (1 line)
        ds = p["W"].T @ da
        ### END CODE HERE ###
    return {"U": dU, "W": dW, "V": dV}

# %% check points=26
check("rnn_backward", rnn_backward)

# %% tags=["expected"]
for steps in (0, 2, 5):
    g_small = rnn_backward(x_small, y_small, p_small, y_hat_small, states_small, bptt_truncate=steps)
    print(f"{steps} steps back: dU", " ".join(f"{value:+.6f}" for value in g_small["U"].ravel()))
print("and dW[1]:", " ".join(f"{value:+.6f}" for value in g_small["W"][1]))
print("and dV:   ", " ".join(f"{value:+.6f}" for value in g_small["V"].ravel()))

# %% [markdown]
# That was the hardest step of this notebook, and a famous one. Well done.
#
# How much is lost by stopping? Let your function follow one step more each time, and see by how much `dW` changes. Five starts:

# %% tags=["demo"]
shares = []
for seed in range(5):
    p_start = initialize_parameters(16, seed=seed)
    forward = rnn_forward(X[0], p_start)
    dW = [np.zeros((16, 16))] + [rnn_backward(X[0], Y[0], p_start, *forward, steps)["W"] for steps in range(15)]
    shares.append([np.linalg.norm(dW[i + 1] - dW[i]) for i in range(15)])

# %% drawing
from utils.sine_utils import draw_shares

draw_shares(shares)
show("On a logarithmic scale, the share of dW that each step adds, from five starts: straight lines that fall from 0.3 in the last step to less than a millionth of a millionth fourteen steps before it. The last six steps are shaded.")

# %% [markdown]
# With each step back, the share is less than a third of what it was: the gradient **vanishes**. (a42 builds a cell that does something about it.) After six steps, hardly anything is missing.
#
# Now look at the two starts of section 2 again. What can they learn from the first record?

# %% tags=["expected"]
for name, p_start in {"weights from 0 to 1": p_large, "initialize_parameters": p_fine}.items():
    g_start = rnn_backward(X[0], Y[0], p_start, *rnn_forward(X[0], p_start))
    print(f"{name}: largest entries", ", ".join(f"d{k} {np.max(np.abs(g_start[k])):.1e}" for k in g_start))

# %% [markdown]
# From the saturated start, `dU` and `dW` are *exactly* zero: s (1 − s) is 1 · 0. Only `V` can move, and since the states are always the same, so is the prediction.
#
# > **Remember.** The error enters at the last step only. Every step adds its share, with the slope s (1 − s) of *that* step, its own input and its own old state.
#
# **Ask yourself.**
#
# What is `dW`, if `bptt_truncate` is 0 and the sequence has one step?
#
# <details><summary>Answer</summary>
#
# Zero: `states[0]` is zeros. Nothing has been remembered, so `W` had no say.
#
# </details>
#
# When could a gradient grow on its way back instead of vanishing?
#
# <details><summary>Answer</summary>
#
# When the states stay near 1/2, with a slope of 1/4, and `W` stretches what goes back more than fourfold. It **explodes** then. Section 6 is about that.
#
# </details>
#
# ## 5 · Is it the gradient?
#
# A wrong gradient seldom stops a training. It only makes it worse, and nobody knows why. So measure, as in a23: move each weight a little to either side, and see how the loss changes.

# %%
def measured(x, y, p):
    """Slopes of one record's loss along every weight, by central differences."""
    slopes = {name: np.zeros(p[name].shape) for name in p}
    for name in p:
        for entry in np.ndindex(p[name].shape):
            losses = []
            for shift in (1e-5, -1e-5):
                moved = {key: p[key].copy() for key in p}
                moved[name][entry] += shift
                losses.append(compute_loss(x[np.newaxis], y[np.newaxis], moved))
            slopes[name][entry] = (losses[0] - losses[1]) / 2e-5
    return slopes

# %% tags=["expected"]
slopes = measured(x_small, y_small, p_small)
print("entry       yours   measured")
for name, entry in (("U", (1, 0)), ("U", (2, 0)), ("W", (0, 3)), ("W", (3, 1)), ("V", (0, 2))):
    print(f"d{name}[{entry[0]}, {entry[1]}]  {g_small[name][entry]:+.6f}  {slopes[name][entry]:+.6f}")

# %% [markdown]
# And a second witness. Keras has this network ready: [`SimpleRNN`](https://keras.io/api/layers/recurrent_layers/simple_rnn/). Its rows are our columns, so it gets our matrices transposed, and its tape finds the gradients:

# %% tags=["demo"]
from utils.sine_utils import keras_gradients

y_hat_keras, g_keras = keras_gradients(x_small, y_small, p_small)
print(f"prediction: difference {abs(y_hat_keras - y_hat_small).max():.0e}")
for name in g_small:
    print(f"d{name}: largest difference {np.max(np.abs(g_keras[name] - g_small[name])):.0e}")

# %% [markdown]
# Both agree with you to the last digits.
#
# Not everybody has measured. Here is, in our names, a way back that was found on the web. `error` is ŷ − y, and `a` the sum inside the **last** step's sigmoid:
#
# ```python
# for t in range(T):
#     dV_all += error @ states[t + 1].T
#     back = V.T @ error
#     for _ in range(min(t, bptt_truncate)):
#         dU_sum += U * x[t]
#         dW_sum += W @ states[t]
#         back = V.T @ error + W.T @ (a * (1 - a) * back)
#     dU_all += dU_sum
#     dW_all += dW_sum
# ```
#
# It has at least seven slips. How many do you see?
#
# <details><summary>Answer</summary>
#
# 1. `a * (1 - a)` is no slope: `a` is the sum, not what the sigmoid made of it. It is also that of the last step, at every step.
# 2. What goes back, `back`, is computed, and never used for `dU_sum` or `dW_sum`. They multiply the weights by what the weights met. A gradient multiplies the *error* by that.
# 3. The error enters at every step. It is made at the last one.
# 4. `dU_sum` and `dW_sum` are never set back to zero, and added again and again.
# 5. `V` is used once, and `dV_all` has a share of every step.
# 6. The inner loop has a pass for each step before `t`, and none for step `t` itself, which has the largest share.
# 7. It should go back through `x[t - 1]`, `x[t - 2]`, … and their states. It takes those of step `t` each time.
#
# </details>
#
# How far off is it? The **cosine** of the angle between two gradients is 1 if they point the same way, 0 if one knows nothing of the other, and −1 if they are opposite. Six units, eight steps, five starts. (The copied code runs on its own kind of network, with a column of `U` for each step and weights from 0 to 1, and is compared with the slopes of that.)

# %% tags=["demo"]
from utils.sine_utils import copied_gradients, cosine

cosines = {"copied from the web": {"U": [], "W": [], "V": []}, "yours": {"U": [], "W": [], "V": []}}
for seed in range(5):
    copied, true = copied_gradients(seed)
    p_six = initialize_parameters(6, seed=seed)
    yours, yours_true = rnn_backward(X[0, :8], X[0, 8], p_six, *rnn_forward(X[0, :8], p_six), 7), measured(X[0, :8], X[0, 8], p_six)
    for name in ("U", "W", "V"):
        cosines["copied from the web"][name].append(cosine(copied[name], true[name]))
        cosines["yours"][name].append(cosine(yours[name], yours_true[name]))
print("copied:", ", ".join(f"d{name} {values[0]:+.2f}" for name, values in cosines["copied from the web"].items()))

# %% drawing
from utils.sine_utils import draw_cosines

draw_cosines(cosines)
show("Cosines with the true slopes from five starts. Copied from the web: dU a little below zero, dW between 0.6 and 1, dV at 1. Yours: all at 1.")

# %% [markdown]
# For `U`, the cosine is −0.19 from the first start, and below zero from all five: a step of `U` goes *uphill*. Why does nobody notice? `dV` points the right way, and moving `V` is enough to bring the mean of the predictions right. So the loss falls, and falls, and stops far too early.
#
# > **Remember.** A falling loss proves nothing. Measure the gradient, on a small network, once.
#
# **Ask yourself.**
#
# Why is a *small* network enough for this check?
#
# <details><summary>Answer</summary>
#
# A slip in a formula shows in every size. With sizes that all differ, a forgotten transpose shows as well.
#
# </details>
#
# ## 6 · One step, and not too long a one
#
# ### Step 6 · Clip
#
# One strange record may have an enormous gradient, and a single step with it can ruin all that was learnt. So limit every entry: what is below `low` becomes `low`, what is above `high` becomes `high`, and the rest stays. The given dictionary keeps its numbers; return a new one. ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# The dictionary has three arrays. What is done to each of them?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.clip(a, 2, 5)` moves every entry of `a` between 2 and 5.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `clipped = {name: ___ for name in g}`
#
# </details>

# %% solution
def clip_gradients(g, low=-10, high=10):
    """Gradients whose entries are between two limits.

    g: dictionary of arrays
    low, high: the limits
    Returns a new dictionary; entries outside are moved to the limit.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) every array of g, between low and high: g, low, high → clipped (1 line)
    clipped = {name: np.clip(g[name], low, high) for name in g}
    ### END CODE HERE ###
    return clipped

# %% check points=5
check("clip_gradients", clip_gradients)

# %% tags=["expected"]
for g, limits in (({"U": np.array([-50.0, -10, 3, 11, np.inf])}, ()), ({"V": np.array([-3.0, 0.2, 2])}, (-1, 0.5))):
    for name, array in clip_gradients(g, *limits).items():
        print(name, " ".join(f"{value:+.1f}" for value in array))

# %% [markdown]
# ### Step 7 · A step downhill
#
# You know this one: every parameter minus the learning rate times its gradient. The gradients have the same keys as the parameters. ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# Which way does a gradient point, and which way do you go?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# It has the form of the line before: a new dictionary, made in one line.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `moved = {name: p[name] - ___ for name in p}`
#
# </details>

# %% solution
def update_parameters(p, g, lr):
    """One step of gradient descent.

    p, g: dictionaries of the parameters and of their gradients, with the same keys
    lr: the learning rate
    Returns a new dictionary of parameters.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) every parameter, a step downhill: p, g, lr → moved (1 line)
    moved = {name: p[name] - lr * g[name] for name in p}
    ### END CODE HERE ###
    return moved

# %% check points=4
check("update_parameters", update_parameters)

# %% tags=["expected"]
p_moved = update_parameters(p_small, g_small, 0.5)
print(f"loss before {compute_loss(x_small[np.newaxis], y_small[np.newaxis], p_small):.6f}, after one step {compute_loss(x_small[np.newaxis], y_small[np.newaxis], p_moved):.6f}")
print("V:", " ".join(f"{value:+.6f}" for value in p_moved["V"].ravel()))

# %% [markdown]
# > **Remember.** Clip a copy, then step. Clipping by entries bends the direction, but keeps the step short.
#
# **Ask yourself.**
#
# What is the largest change that one step can make to one weight, with `lr = 0.05` and the default limits?
#
# <details><summary>Answer</summary>
#
# 0.05 · 10 = 0.5.
#
# </details>
#
# ## 7 · Training
#
# ### Step 8 · Record by record
#
# Before each epoch, note the loss over all records. Then take the records in turn, and make a step after *each* of them: forward, backward, clip, update. Every part is a function of yours. ≈ 5 lines.
#
# <details><summary>Hint 1</summary>
#
# What does each of your functions need, and which of these names hold it?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A name on the left of `=` may stand on the right as well: `p = f(p)` goes on with the new one.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `g = rnn_backward(x, y, p, ___, ___, bptt_truncate)`
#
# </details>

# %% solution
def train(X, Y, p, lr=0.05, epochs=1, bptt_truncate=5):
    """Training with an update after every record.

    X, Y: records as from make_records
    p: dictionary with "U", "W" and "V" to start from
    lr, epochs, bptt_truncate: learning rate, passes over all records, steps followed before the last one
    Returns the trained parameters, and a list of the losses before each epoch.
    """
    losses = []
    for epoch in range(epochs):
        ### START CODE HERE ### (≈ 1 line)
        # (1) the loss of all records, before this epoch: X, Y, p → losses (1 line)
        losses.append(compute_loss(X, Y, p))
        ### END CODE HERE ###
        for x, y in zip(X, Y):
            ### START CODE HERE ### (≈ 4 lines)
            # (2) forward: x, p → y_hat, states (1 line)
            y_hat, states = rnn_forward(x, p)
            # (3) backward: x, y, p, y_hat, states, bptt_truncate → g (1 line)
            g = rnn_backward(x, y, p, y_hat, states, bptt_truncate)
            # (4) clip, with the default limits: g → g (1 line)
            g = clip_gradients(g)
            # (5) a step downhill: p, g, lr → p (1 line)
            p = update_parameters(p, g, lr)
            ### END CODE HERE ###
    return p, losses

# %% check points=14
check("train", train)

# %% tags=["expected"]
_, losses_small = train(X, Y, initialize_parameters(8), epochs=3)
print("8 units:", " ".join(f"{loss:.6f}" for loss in losses_small))
_, losses_far = train(X[:3], 1000 * Y[:3], initialize_parameters(4), epochs=2)
print("targets times 1000:", " ".join(f"{loss:.2f}" for loss in losses_far))

# %% [markdown]
# Now for real: sixteen units and 25 epochs, a matter of seconds. (The picture at the top is of 50 epochs, which lower the loss a little more.)

# %% tags=["demo"]
p = initialize_parameters(16)
losses, val_losses = [], []
for epoch in range(25):
    val_losses.append(compute_loss(X_val, Y_val, p))
    p, (loss,) = train(X, Y, p)
    losses.append(loss)
print(f"validation loss after 25 epochs: {compute_loss(X_val, Y_val, p):.5f}")

# %% drawing
from utils.sine_utils import draw_training

draw_training(losses, val_losses, {"last value": last_value, "mean": mean})
show("Losses of training and validation on a logarithmic scale: they fall slowly from 0.34 to 0.1 in about seven epochs, then fast to below 0.001, and then slowly again. Two level lines, last value and mean, are at 0.23 and 0.25.")

# %% [markdown]
# For some epochs it seems to hesitate. Then it finds the wave, and the loss drops. From five starts out of five, the validation loss is below 0.0005 in the end, against 0.23 for the last value. (RMSE, the root of the mean squared error: below 0.03, against 0.68.)
#
# **How far back must it look?** Ten epochs each:

# %% tags=["demo"]
truncations = {}
for steps in (0, 1, 5):
    truncations[steps] = train(X, Y, initialize_parameters(16), epochs=10, bptt_truncate=steps)[1]

# %% drawing
from utils.sine_utils import draw_truncations

draw_truncations(truncations)
show("Training losses over ten epochs for 0, 1 and 5 steps back. One and five are nearly the same, and fall faster towards the end than 0 does.")

# %% [markdown]
# One step back does nearly as well as five. Without any, the loss after ten epochs is at least twice as large, from each of five starts. All 49 steps change it by less than a thousandth, and take longer.
#
# **And without clipping?** Ordinary records here have small gradients, and it makes no difference. So multiply the targets by 1000:

# %% tags=["demo"]
for name, limit in {"clipped": clip_gradients, "not clipped": dict}.items():  # dict copies a dictionary, and clips nothing
    p_far = initialize_parameters(16)
    for x, y in zip(X, 1000 * Y):
        g = limit(rnn_backward(x, y, p_far, *rnn_forward(x, p_far)))
        p_far = update_parameters(p_far, g, 0.05)
    s = rnn_forward(X[7], p_far)[1][-1]
    print(f"{name}: largest entry of W {np.max(np.abs(p_far['W'])):.0f}, units stuck at 0 or 1: {np.sum(s * (1 - s) < 1e-4)} of 16")

# %% [markdown]
# Without clipping, a few steps throw the weights so far that the units are stuck for good: at least fourteen of sixteen after a single epoch, from each of five starts.
#
# > **Remember.** A few steps back are often enough. Clipping does nothing on quiet days, and saves the training on a bad one.
#
# **Ask yourself.**
#
# Why is *one* step back nearly enough for this wave, and none is not?
#
# <details><summary>Answer</summary>
#
# With 0, the network still reads all the values, but it learns only how to use the last state that it finds: nothing tells the step before what to leave in it. One step back, the gradient does, and two values in a row are all it takes: sin(k + 1) = 2 cos(1) sin(k) − sin(k − 1).
#
# </details>
#
# Why are targets as large as 1000 a bad idea in the first place?
#
# <details><summary>Answer</summary>
#
# States are between 0 and 1, so `V` must become enormous, and with it all that goes back through `V`. Scale targets to order 1, and scale the predictions back.
#
# </details>
#
# ## 8 · What it has learnt
#
# ### Step 9 · Predictions
#
# For each window, the prediction as a plain number; `.item()` takes the one number out of an array. ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# What does `rnn_forward` return, and which part of it is asked for?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A list in one line, `[f(x) for x in X]`, becomes an array by `np.array`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `predictions = np.array([___ for x in X])`
#
# </details>

# %% solution
def predict(X, p):
    """The value that the network expects after each window.

    X: sequences, shape (m, T, input_dim)
    p: dictionary with "U", "W" and "V"; one output
    Returns an array of shape (m,).
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) one number for each window: X, p → predictions, shape (m,) (1 line)
    predictions = np.array([rnn_forward(x, p)[0].item() for x in X])
    ### END CODE HERE ###
    return predictions

# %% check points=4
check("predict", predict)

# %% tags=["expected"]
print("untrained:", " ".join(f"{value:+.6f}" for value in predict(X[:3, :6], p_small)))

# %% drawing
from utils.sine_utils import draw_predictions

draw_predictions(Y[:, 0], predict(X, p), Y_val[:, 0], predict(X_val, p))
show("Predictions against targets, for the records of training and of validation: all lie on the diagonal.")

# %% [markdown]
# ### Step 10 · Alone
#
# So far it has always looked at true values. Now take them away: the prediction becomes the newest value of the window, and the oldest one leaves. After fifty steps nothing in the window is true any more. ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# At which end of the window is its newest value?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.concatenate([a, b])` puts two columns on top of each other. Without its first entry, `a` is `a[1:]`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `window = np.concatenate([window[1:], ___])`
#
# </details>

# %% solution
def free_run(x, p, steps):
    """The network goes on by itself: each prediction becomes the newest value of its window.

    x: the window to start from, shape (T, 1)
    p: dictionary with "U", "W" and "V"; one input, one output
    steps: how many values to predict
    Returns an array of shape (steps,).
    """
    window, values = x, []
    for step in range(steps):
        ### START CODE HERE ### (≈ 3 lines)
        # (1) the next value: window, p → y_hat, shape (1, 1) (1 line)
        y_hat, _ = rnn_forward(window, p)
        # (2) keep it as a number: y_hat → values (1 line)
        values.append(y_hat.item())
        # (3) the oldest value out, the newest in: window, y_hat → window, shape (T, 1) (1 line)
        window = np.concatenate([window[1:], y_hat])
        ### END CODE HERE ###
    return np.array(values)

# %% check points=7
check("free_run", free_run)

# %% tags=["expected"]
print("untrained:", " ".join(f"{value:+.6f}" for value in free_run(x_small, p_small, 4)))

# %% tags=["demo"]
from utils.sine_utils import half_turn

dreamt = free_run(X_val[0], p, 1000)
values = np.concatenate([X_val[0, :, 0], dreamt])
memory = np.array([rnn_forward(values[i : i + 50].reshape(-1, 1), p)[1][-1][:, 0] for i in range(150)])
print(f"largest error in the first 150 steps: {np.max(np.abs(dreamt[:150] - np.sin(np.arange(150, 300)))):.2f}")
print(f"half a turn takes it {half_turn(dreamt):.3f} steps")

# %% drawing
from utils.sine_utils import draw_goal

draw_goal(X_val[0, :, 0], dreamt[:150], memory)
show("The picture of the first screen, drawn by your own network: the wave goes on, and the memory goes round in a circle, numbered like a clock.")

# %% [markdown]
# Your network plays on, and its memory is a clock. Sixteen numbers could do anything; drawn along the two directions in which they move most, each in its own scale, they go round in a circle, about once in six steps, and these two directions hold more than 99 % of all that moves.
#
# And look at the last number. Half a turn of a sine takes π steps. Your network has measured π from 150 values, and has it between 3.13 and 3.15, as it has from each of five starts. Show that to somebody.
#
# > **Remember.** One step ahead is the easy test. Running free is the hard one, since errors feed on themselves. From five starts, this network was never more than 0.4 off in 150 steps.
#
# **Ask yourself.**
#
# Which error grows in a long free run: that of the wave's height, or that of its beat?
#
# <details><summary>Answer</summary>
#
# The beat's. A turn that is a little too short makes it early, and every turn adds to that. The height comes back by itself: the sigmoid keeps it in bounds.
#
# </details>
#
# ## What you can do now
#
# You can write a network with a memory, forwards and backwards through time, cut the way back short, keep its steps short, and prove that it is the gradient. The next notebook, a42, builds a cell that remembers for longer.
#
# ## Open questions
#
# These are not marked. To change a function, paste its text into a new cell and give it another name.
#
# - ★ Start the free run from fifty zeros. What does it do, and how soon?
# - ★ Train 32 units for 50 epochs with `bptt_truncate=10`, or 100 units for 25 with `lr=0.01`. Does it pay?
# - ★ Train on windows of five values. Does it still keep the beat? And with two?
# - ★★ Add two waves, sin(k) + 0.5 sin(2.3 k). How many units does it need, and is one step back still enough?
# - ★★ Add noise to the inputs. What happens to the free run of a network that was trained on noise?
# - ★★★ Scale the whole gradient, where its norm is too large, instead of its entries. Which of the two keeps the direction, and which one trains better on targets times 100?
#
# <details><summary>For those who know the original</summary>
#
# - The original is a script, without functions and without a seed, and its data are not given. The ten functions, the records and the checks are ours; its settings (200 values, windows of 50, clipping at ±10, five steps back) are kept.
# - Its way back is the one of section 5. On a network of its kind, with six units and eight steps, the cosines with the true gradient are −0.19 for U, 0.69 for W and 0.9998 for V, and the three are 309, 1430 and 7.2 times too long. Clipping hides this.
# - Its published loss falls from 101185 to 17 in 25 epochs. The root of twice the loss per record falls by exactly 10 per epoch at first: 100 units × 100 records × learning rate 0.0001 × the clipping limit 10. Only the offset is learnt, since all units are saturated from the start, with weights between 0 and 1.
# - Its printed losses are sums, over 100 records of training and 50 of validation, which is why one is half of the other. Its RMSE of 0.127 belongs to another way forward, which feeds the whole window at every step; the last loss means an RMSE of 0.58.
# - Its `U` has a column for each step, so it does not share its input weights. Ours has one for all.
#
# </details>

# %% tags=["demo"]
progress()
