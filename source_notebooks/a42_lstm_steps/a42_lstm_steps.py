# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Recurrent and LSTM cells, step by step
#
# **How does a network keep something in mind while it reads on?** Show it a cat, once, and then nothing but noise. After fifty steps, what is left?

# %% picture
import matplotlib.pyplot as plt

from utils.figures import show
from utils.rnn_utils import draw_goal

plt.style.use("utils.course")
draw_goal()
show("Three rows of five pictures, at steps 0, 1, 5, 20 and 49. The input is a cat, then noise. A plain recurrent state holds the cat at step 0, a ghost of it at step 1, noise at step 5. In the cell state of an LSTM, the cat is still there at step 49.")

# %% [markdown]
# The third row has gates. In this notebook you build both cells, forwards and backwards, and at the end your own LSTM carries the cat.
#
# **About 90 minutes.** If you follow the experiments of section 5 line by line, it may well be 105. Steps 1 to 4, the way forward, are nearly half: a good place for a break.
#
# **What you build**
#
# 1. `rnn_cell_forward`: one recurrent step
# 2. `rnn_forward`: a whole sequence
# 3. `lstm_cell_forward`: a step with gates
# 4. `lstm_forward`: a whole sequence, with a memory
# 5. `rnn_cell_backward`: the gradients of one step
# 6. `rnn_backward`: back through time
# 7. `lstm_cell_backward`: two gradients arrive, two leave
# 8. `lstm_backward`: back through time, by two roads
#
# You need backpropagation as in [a16](../a16_deep_network_steps/a16_deep_network_steps.ipynb), measured slopes as in [a23](../a23_gradient_checking/a23_gradient_checking.ipynb), and the recurrent network of [a41](../a41_recurrent_network/a41_recurrent_network.ipynb).
#
# **How this notebook works** ([a11](../a11_numpy_basics/a11_numpy_basics.ipynb) has the long version)
#
# - Write your code between `### START CODE HERE ###` and `### END CODE HERE ###`, and delete the line `raise NotImplementedError(...)` there. A function with a loop may have several such places.
# - Run the check below it: it says what is right, and what to look at if something is not. Your work is marked with other numbers, other sizes and other lengths.
# - Stuck? Open the three hints in order. As always, functions leave their arguments unchanged.
# - All eight functions are written by hand, with NumPy. What calls TensorFlow, Keras or SciPy does not count.
#
# ## 1 · One cell, again and again

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils import check, progress
from utils.figures import show
from utils.planar_utils import sigmoid
from utils.rnn_utils import softmax

plt.style.use("utils.course")

# %% [markdown]
# A sentence comes in word by word, a melody note by note. A recurrent network reads one item at a time, and after each it has a **state** `a`: some numbers that stand for all it has read so far. At each step, the same cell with the same weights makes the new state of two things: the old state, and what comes in now.

# %% drawing
from utils.rnn_utils import draw_unrolled

draw_unrolled()
show("Four boxes in a row, all called cell. The state goes from each to the next one, beginning with a0. Below each box its input, x[:, :, 0] to x[:, :, 3], above it its prediction.")

# %% [markdown]
# Examples are columns, and **time is the third axis**. A cell sees one slice of it:
#
# | name | shape | what it is |
# |---|---|---|
# | `x` | `(n_x, m, T_x)` | `m` sequences of `T_x` steps, `n_x` numbers in each step |
# | `xt` | `(n_x, m)` | one step of it, `x[:, :, t]` |
# | `a_prev`, `a_next` | `(n_a, m)` | the state before and after a step |
# | `a` | `(n_a, m, T_x)` | the states of all steps |
# | `yt_pred` | `(n_y, m)` | the prediction of one step: probabilities of `n_y` classes |
# | `y_pred` | `(n_y, m, T_x)` | the predictions of all steps |
#
# Some sequences to try things out. No two sizes are equal, so that exchanged axes show:

# %%
random = np.random.RandomState(42)
n_x, n_a, n_y, m, T_x = 3, 5, 2, 4, 6
x, a0 = random.randn(n_x, m, T_x), random.randn(n_a, m)
rnn_shapes = {"Waa": (n_a, n_a), "Wax": (n_a, n_x), "Wya": (n_y, n_a), "ba": (n_a, 1), "by": (n_y, 1)}
rnn_parameters = {name: 0.5 * random.randn(*shape) for name, shape in rnn_shapes.items()}

# %% [markdown]
# And this is what happens inside the cell:

# %% drawing
from utils.rnn_utils import draw_step

draw_step()
show("The plan of one recurrent step: Waa times a_prev, Wax times xt and ba are added; tanh of the sum is a_next. The softmax of Wya times a_next plus by is yt_pred.")

# %% [markdown]
# ### Step 1 · One step
#
# `Wax` makes states out of inputs, `Waa` makes states out of states. Read the names from right to left:
#
# $$
# a^{\langle t \rangle} = \tanh\left(W_{ax}\, x^{\langle t \rangle} + W_{aa}\, a^{\langle t-1 \rangle} + b_a\right), \qquad
# \hat y^{\langle t \rangle} = \text{softmax}\left(W_{ya}\, a^{\langle t \rangle} + b_y\right)
# $$
#
# From a41 you know `Wax`, `Waa` and `Wya` as U, W and V, and the state a as s. A tanh takes the place of its sigmoid; biases, a prediction at every step and examples as columns are new. `rnn_forward` and `rnn_backward` keep their names and get other arguments.
#
# The number in angle brackets is the step. `softmax` is given. Unlike that of a11, it runs down the columns: the classes of one example add up to 1. The cell also packs what the way back will need into a tuple, the **cache**. ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# The state is (n_a, m). Which matrix fits `xt`, which one `a_prev`? And which of the two states is the prediction made of?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `@` multiplies a matrix by all columns at once. A bias of shape (n_a, 1) is added to each column.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `a_next = np.tanh(Wax @ ___ + Waa @ ___ + ___)`
#
# </details>

# %% solution
def rnn_cell_forward(xt, a_prev, parameters):
    """One step of a recurrent network.

    xt: the input of this step, shape (n_x, m)
    a_prev: the state before it, shape (n_a, m)
    parameters: dictionary with Waa (n_a, n_a), Wax (n_a, n_x), Wya (n_y, n_a), ba (n_a, 1), by (n_y, 1)
    Returns a_next (n_a, m), yt_pred (n_y, m), and the cache: the tuple (a_next, a_prev, xt, parameters).
    """
    Waa, Wax, ba = parameters["Waa"], parameters["Wax"], parameters["ba"]
    Wya, by = parameters["Wya"], parameters["by"]
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the new state: xt, a_prev → a_next, shape (n_a, m) (1 line)
    a_next = np.tanh(Wax @ xt + Waa @ a_prev + ba)
    # (2) the prediction: a_next → yt_pred, shape (n_y, m) (1 line)
    yt_pred = softmax(Wya @ a_next + by)
    ### END CODE HERE ###
    cache = (a_next, a_prev, xt, parameters)
    return a_next, yt_pred, cache

# %% check points=8
check("rnn_cell_forward", rnn_cell_forward)

# %% tags=["expected"]
a_next, yt_pred, cache = rnn_cell_forward(x[:, :, 0], a0, rnn_parameters)
print("a_next[2]: ", ", ".join(f"{value:+.4f}" for value in a_next[2]))
print("yt_pred[1]:", ", ".join(f"{value:.4f}" for value in yt_pred[1]))

# %% [markdown]
# ### Step 2 · A whole sequence
#
# Now read on. Each step starts from the state that the step before has left; the first one starts from `a0`. The loop is given. In its body, call your cell, and store what it returns in slice `t`. ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# What does `a_next` hold when step t begins?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `x[:, :, t]` is the input of step t. In the same way, `a[:, :, t] = …` fills one slice.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `a_next, yt_pred, cache = rnn_cell_forward(___, ___, parameters)`
#
# </details>

# %% solution
def rnn_forward(x, a0, parameters):
    """A recurrent network over a batch of sequences.

    x: shape (n_x, m, T_x); a0: shape (n_a, m)
    parameters: as in rnn_cell_forward
    Returns a (n_a, m, T_x), y_pred (n_y, m, T_x), and caches: the tuple (list of the T_x caches, x).
    """
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wya"].shape
    a, y_pred = np.zeros((n_a, m, T_x)), np.zeros((n_y, m, T_x))
    caches = []
    a_next = a0
    for t in range(T_x):
        ### START CODE HERE ### (≈ 2 lines)
        # (1) one step, from the state of the step before: x, t, a_next → a_next, yt_pred, cache (1 line)
        a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        # (2) store the state and the prediction: a_next, yt_pred → a, y_pred (1 line)
        a[:, :, t], y_pred[:, :, t] = a_next, yt_pred
        ### END CODE HERE ###
        caches.append(cache)
    return a, y_pred, (caches, x)

# %% check points=8
check("rnn_forward", rnn_forward)

# %% tags=["expected"]
a, y_pred, caches = rnn_forward(x, a0, rnn_parameters)
print("a has shape", a.shape, "and y_pred", y_pred.shape)
print("a[2, 1]:     ", ", ".join(f"{value:+.4f}" for value in a[2, 1]))
print("y_pred[1, 3]:", ", ".join(f"{value:.4f}" for value in y_pred[1, 3]))

# %% [markdown]
# > **Remember.** One cell, one set of weights, used in every step. What is to be known later must fit into the state, and the state is written anew each time.
#
# **Ask yourself.**
#
# How many weights does this network have for sequences of 6 steps, and for 600?
#
# <details><summary>Answer</summary>
#
# The same number. The steps share them.
#
# </details>
#
# Does the first prediction depend on the last input?
#
# <details><summary>Answer</summary>
#
# No. Everything flows forwards in time.
#
# </details>
#
# ## 2 · Gates: keep, add, show
#
# A plain cell can't leave its state alone. Each step multiplies by `Waa`, adds what comes in, and squashes. The **LSTM** (long short-term memory) has a second state, the **cell state** `c`, and three gates that guard it:

# %% drawing
from utils.rnn_utils import draw_cell

draw_cell()
show("The plan of an LSTM cell. Above runs the line of the memory, from c_prev through a multiplication by ft and an addition to c_next. Below, ft, it, cct and ot all read k. it times cct is added to the memory. The tanh of c_next, times ot, is a_next.")

# %% [markdown]
# Along the upper line there is no matrix and no squashing. The memory is multiplied by a number between 0 and 1, and something is added. Such numbers, made by a sigmoid, are the gates. Each unit has its own:
#
# - the **forget gate** `ft`: how much of the old memory is kept,
# - the **input gate** `it`: how much of the new candidate `cct` is written,
# - the **output gate** `ot`: how much of the memory is shown.
#
# ### Step 3 · A step with gates
#
# All four read the old state and the input, stacked into one column $k = [a^{\langle t-1 \rangle};\, x^{\langle t \rangle}]$, state first:
#
# $$
# \Gamma_f = \sigma(W_f\, k + b_f), \quad \Gamma_i = \sigma(W_i\, k + b_i), \quad \tilde c = \tanh(W_c\, k + b_c), \quad \Gamma_o = \sigma(W_o\, k + b_o)
# $$
#
# $$
# c^{\langle t \rangle} = \Gamma_f * c^{\langle t-1 \rangle} + \Gamma_i * \tilde c, \qquad a^{\langle t \rangle} = \Gamma_o * \tanh\left(c^{\langle t \rangle}\right)
# $$
#
# and the prediction is made of $a^{\langle t \rangle}$ as before, with `Wy` and `by`. The star pairs entries. Each matrix has `n_a + n_x` columns, the first `n_a` for the state. In code the gates are `ft`, `it` and `ot`, the candidate is `cct`. ≈ 8 lines.
#
# <details><summary>Hint 1</summary>
#
# Which of the four is not a gate, and may be negative?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.concatenate([u, v])` puts the rows of `v` below those of `u`. `sigmoid(…)` is given, and takes whole arrays.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `c_next = ft * ___ + it * ___`
#
# </details>

# %% solution
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    """One step of an LSTM.

    xt: the input of this step, shape (n_x, m)
    a_prev, c_prev: the state and the cell state before it, shape (n_a, m)
    parameters: dictionary with Wf, Wi, Wc, Wo (n_a, n_a + n_x), bf, bi, bc, bo (n_a, 1), Wy (n_y, n_a), by (n_y, 1)
    Returns a_next, c_next (n_a, m), yt_pred (n_y, m), and the cache: the tuple
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters).
    """
    Wf, Wi, Wc, Wo, Wy = (parameters["W" + g] for g in "ficoy")
    bf, bi, bc, bo, by = (parameters["b" + g] for g in "ficoy")
    ### START CODE HERE ### (≈ 8 lines)
    # (1) what all gates read, state first: a_prev, xt → k, shape (n_a + n_x, m) (1 line)
    k = np.concatenate([a_prev, xt])
    # (2) forget gate, input gate, candidate and output gate: k → ft, it, cct, ot, shape (n_a, m) (4 lines)
    ft = sigmoid(Wf @ k + bf)
    it = sigmoid(Wi @ k + bi)
    cct = np.tanh(Wc @ k + bc)
    ot = sigmoid(Wo @ k + bo)
    # (3) keep and add: ft, c_prev, it, cct → c_next (1 line)
    c_next = ft * c_prev + it * cct
    # (4) show: ot, c_next → a_next (1 line)
    a_next = ot * np.tanh(c_next)
    # (5) the prediction: a_next → yt_pred, shape (n_y, m) (1 line)
    yt_pred = softmax(Wy @ a_next + by)
    ### END CODE HERE ###
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache

# %% check points=14
check("lstm_cell_forward", lstm_cell_forward)

# %% tags=["expected"]
lstm_shapes = {name + g: shape for g in "fico" for name, shape in (("W", (n_a, n_a + n_x)), ("b", (n_a, 1)))}
lstm_shapes |= {"Wy": (n_y, n_a), "by": (n_y, 1)}
lstm_parameters = {name: 0.5 * random.randn(*shape) for name, shape in lstm_shapes.items()}
c_prev = random.randn(n_a, m)
a_next, c_next, yt_pred, cache = lstm_cell_forward(x[:, :, 0], a0, c_prev, lstm_parameters)
print("c_next[2]: ", ", ".join(f"{value:+.4f}" for value in c_next[2]))
print("a_next[2]: ", ", ".join(f"{value:+.4f}" for value in a_next[2]))
print("yt_pred[1]:", ", ".join(f"{value:.4f}" for value in yt_pred[1]))

# %% [markdown]
# ### Step 4 · A sequence with a memory
#
# The same loop as in Step 2, with two states to carry. The state begins with `a0`. Nothing has been written into the memory yet, so it begins with zeros. ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# What must stand in `a_next` and `c_next` before the first step?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The cell takes `xt, a_prev, c_prev, parameters` and returns four things. `p, q = 1, 2` sets two names in one line.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `a_next, c_next, yt_pred, cache = lstm_cell_forward(x[:, :, t], ___, ___, parameters)`
#
# </details>

# %% solution
def lstm_forward(x, a0, parameters):
    """An LSTM over a batch of sequences; its cell state begins with zeros.

    x: shape (n_x, m, T_x); a0: shape (n_a, m)
    parameters: as in lstm_cell_forward
    Returns a (n_a, m, T_x), y (n_y, m, T_x), c (n_a, m, T_x), and caches: the tuple (list of the T_x caches, x).
    """
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape
    a, c, y = np.zeros((n_a, m, T_x)), np.zeros((n_a, m, T_x)), np.zeros((n_y, m, T_x))
    caches = []
    ### START CODE HERE ### (≈ 1 line)
    # (1) both states before the first step: a0 → a_next, c_next, shape (n_a, m) (1 line)
    a_next, c_next = a0, np.zeros((n_a, m))
    ### END CODE HERE ###
    for t in range(T_x):
        ### START CODE HERE ### (≈ 2 lines)
        # (2) one step, from both states of the step before: x, t → a_next, c_next, yt_pred, cache (1 line)
        a_next, c_next, yt_pred, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        # (3) store the states and the prediction: a_next, c_next, yt_pred → a, c, y (1 line)
        a[:, :, t], c[:, :, t], y[:, :, t] = a_next, c_next, yt_pred
        ### END CODE HERE ###
        caches.append(cache)
    return a, y, c, (caches, x)

# %% check points=10
check("lstm_forward", lstm_forward)

# %% tags=["expected"]
a, y, c, caches = lstm_forward(x, a0, lstm_parameters)
print("c[2, 1]:", ", ".join(f"{value:+.4f}" for value in c[2, 1]))
print("a[2, 1]:", ", ".join(f"{value:+.4f}" for value in a[2, 1]))
print("y[1, 3]:", ", ".join(f"{value:.4f}" for value in y[1, 3]))

# %% [markdown]
# Watch the gates at work. This cell has one unit, and weights set by hand: it writes the value down whenever a flag says so (as its tanh: 0.9 becomes 0.72), and otherwise keeps what it has. Your function runs it:

# %% tags=["demo"]
from utils.rnn_utils import memory_weights, notes

x_notes = notes()  # (2, 1, 20): a value, and a flag that is up twice
_, _, c_notes, (steps, _) = lstm_forward(x_notes, np.zeros((1, 1)), memory_weights(1))
gates = {"forget gate ft": [s[4].item() for s in steps], "input gate it": [s[5].item() for s in steps], "cell state c": c_notes[0, 0]}

# %% drawing
from utils.rnn_utils import draw_notes

draw_notes(x_notes, gates)
show("Above, a value that jumps about from step to step, with a flag in steps 3 and 12. Below, the forget gate stays near 1, the input gate opens in steps 3 and 12, and the cell state takes up the tanh of the value there and holds it in between.")

# %% [markdown]
# The value jumps about; the memory doesn't care. In step 12 the new value, −0.8, is *added* to the old one, and next to nothing is left: the forget gate stayed open. A trained cell would learn to shut it.
#
# > **Remember.** `c` is kept, `a` is shown. Keep, add, show: forget gate, input gate, output gate. The columns of a gate's matrix are for `a_prev` first, then for `xt`.
#
# **Ask yourself.**
#
# Predictions aside, how many times as many weights does an LSTM have as the plain cell?
#
# <details><summary>Answer</summary>
#
# Four times: each of its four readers has `n_a` (`n_a + n_x` + 1) weights, as many as the plain cell has.
#
# </details>
#
# Which gates copy the memory to the next step, unchanged?
#
# <details><summary>Answer</summary>
#
# Forget gate 1, input gate 0. The output gate does not matter for it.
#
# </details>
#
# ## 3 · Back through the plain cell
#
# To learn, the network needs slopes. As always: if `da_next` says how the cost rises with each entry of `a_next`, how does it rise with what went in? Follow the dashed arrows, from right to left:

# %% drawing
draw_step(backward=True)
show("The plan of the recurrent step again, with dashed arrows backwards: da_next goes through tanh and becomes dz; from dz, arrows lead to da_prev by way of Waa, and to dxt by way of Wax. At the boxes stand dWaa, dba and dWax.")

# %% [markdown]
# ### Step 5 · One step back
#
# Backwards through the tanh first, then to everything that was multiplied or added:
#
# $$
# dz = da^{\langle t \rangle} * \left(1 - (a^{\langle t \rangle})^2\right)
# $$
#
# $$
# dx^{\langle t \rangle} = W_{ax}^T\, dz, \quad da^{\langle t-1 \rangle} = W_{aa}^T\, dz, \quad dW_{ax} = dz\,(x^{\langle t \rangle})^T, \quad dW_{aa} = dz\,(a^{\langle t-1 \rangle})^T, \quad db_a = \sum_{\text{columns}} dz
# $$
#
# No division by $m$ here: `da_next` carries it, if the cost is a mean. The prediction's part, `Wya` and `by`, is an ordinary softmax layer, and left out. ≈ 4 lines.
#
# <details><summary>Where does this come from?</summary>
#
# With $a = \tanh z$, the slope is $1 - \tanh^2 z = 1 - a^2$, so the way back needs no tanh at all. The rest is `linear_backward` of a16, with two matrices in place of one.
#
# </details>
#
# <details><summary>Hint 1</summary>
#
# Which state left the tanh: `a_next` or `a_prev`?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A gradient has the shape of what it belongs to. `np.sum(…, axis=1, keepdims=True)` adds up columns and leaves a column.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `dWax, dWaa = dz @ ___, dz @ ___`
#
# </details>

# %% solution
def rnn_cell_backward(da_next, cache):
    """The gradients of one recurrent step.

    da_next: gradient of the cost with respect to a_next, shape (n_a, m)
    cache: the tuple (a_next, a_prev, xt, parameters) from rnn_cell_forward
    Returns a dictionary with dxt (n_x, m), da_prev (n_a, m), dWax (n_a, n_x), dWaa (n_a, n_a), dba (n_a, 1).
    """
    a_next, a_prev, xt, parameters = cache
    Wax, Waa = parameters["Wax"], parameters["Waa"]
    ### START CODE HERE ### (≈ 4 lines)
    # (1) before the tanh: da_next, a_next → dz, shape (n_a, m) (1 line)
    dz = da_next * (1 - a_next**2)
    # (2) to what went in: dz → dxt, da_prev (1 line)
    dxt, da_prev = Wax.T @ dz, Waa.T @ dz
    # (3) to the matrices: dz → dWax, dWaa (1 line)
    dWax, dWaa = dz @ xt.T, dz @ a_prev.T
    # (4) to the bias: dz → dba, shape (n_a, 1) (1 line)
    dba = np.sum(dz, axis=1, keepdims=True)
    ### END CODE HERE ###
    return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}

# %% check points=12
check("rnn_cell_backward", rnn_cell_backward)

# %% tags=["expected"]
_, _, cache = rnn_cell_forward(x[:, :, 0], a0, rnn_parameters)
da_next = random.randn(n_a, m)
gradients = rnn_cell_backward(da_next, cache)
print(f"dxt[1, 2] = {gradients['dxt'][1, 2]:+.6f}, da_prev[3, 0] = {gradients['da_prev'][3, 0]:+.6f}")
print(f"dWax[3, 1] = {gradients['dWax'][3, 1]:+.6f}, dWaa[1, 4] = {gradients['dWaa'][1, 4]:+.6f}")
print("dba:", ", ".join(f"{value:+.4f}" for value in gradients["dba"].ravel()))

# %% [markdown]
# ### Step 6 · Back through time
#
# `da` holds the gradient that arrives at each state **from outside**: from that step's prediction, say. But a state has a second effect. The next step has read it, and passes a gradient back. Both add up:
#
# - what arrives at step `t` is `da[:, :, t]`, plus the `da_prev` that step `t + 1` has returned,
# - each step keeps its own `dx[:, :, t]`,
# - the weights are the same in all steps, so their gradients are **summed** over time,
# - what the first step passes back is `da0`.
#
# The loops are given; the outer one runs from the last step to the first. ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# After the last step there is nothing: `da_prev` begins with zeros. What must stand in it at the end of each pass?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `gradients["dxt"]` reads an entry of the dictionary that your cell returns. `total += share` adds to what is there.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `gradients = rnn_cell_backward(da[:, :, t] + ___, steps[___])`
#
# </details>

# %% solution
def rnn_backward(da, caches):
    """The gradients of a recurrent network over a batch of sequences.

    da: gradient of the cost that arrives at each state from outside, shape (n_a, m, T_x)
    caches: the tuple (list of the T_x caches, x) from rnn_forward
    Returns a dictionary with dx (n_x, m, T_x), da0 (n_a, m), dWax (n_a, n_x), dWaa (n_a, n_a), dba (n_a, 1).
    """
    steps, x = caches
    n_a, m, T_x = da.shape
    dx = np.zeros((x.shape[0], m, T_x))
    da_prev = np.zeros((n_a, m))
    sums = {"dWax": 0, "dWaa": 0, "dba": 0}
    for t in reversed(range(T_x)):
        ### START CODE HERE ### (≈ 2 lines)
        # (1) one step back, with all that arrives at its state: da, da_prev, steps → gradients (1 line)
        gradients = rnn_cell_backward(da[:, :, t] + da_prev, steps[t])
        # (2) keep one, carry the other: gradients → dx[:, :, t], da_prev (1 line)
        dx[:, :, t], da_prev = gradients["dxt"], gradients["da_prev"]
        ### END CODE HERE ###
        for name in sums:
            ### START CODE HERE ### (≈ 1 line)
            # (3) this step's share in a weight that all steps use: gradients, name → sums[name] (1 line)
            sums[name] += gradients[name]
            ### END CODE HERE ###
    return {"dx": dx, "da0": da_prev, **sums}

# %% check points=14
check("rnn_backward", rnn_backward)

# %% tags=["expected"]
_, _, rnn_caches = rnn_forward(x, a0, rnn_parameters)
da = random.randn(n_a, m, T_x)
gradients = rnn_backward(da, rnn_caches)
print("dx[1, 2]:", ", ".join(f"{value:+.4f}" for value in gradients["dx"][1, 2]))
print(f"da0[2, 3] = {gradients['da0'][2, 3]:+.6f}, dWaa[1, 4] = {gradients['dWaa'][1, 4]:+.6f}")
print("dba:", ", ".join(f"{value:+.4f}" for value in gradients["dba"].ravel()))

# %% [markdown]
# That is **backpropagation through time**. Nothing in it is new but the addition.
#
# > **Remember.** What arrives at a step is the gradient from outside plus the carried one. Weights: sum over time. Inputs: one slice for each step.
#
# **Ask yourself.**
#
# A cost looks at the prediction of step 2 only. Which slices of `dx` are surely zero?
#
# <details><summary>Answer</summary>
#
# Those of steps 3, 4, …: step 2 has not read them.
#
# </details>
#
# Why is the gradient of `Waa` the *sum* over the steps?
#
# <details><summary>Answer</summary>
#
# Move one of its entries, and it moves in every step. All the effects add up.
#
# </details>
#
# ## 4 · Back through the LSTM
#
# Two states leave an LSTM cell, so two gradients arrive: `da_next` and `dc_next`. Again, follow the dashed arrows:

# %% drawing
draw_cell(backward=True)
show("The plan of the LSTM cell again, with dashed arrows backwards. da_next goes to dot, and through the tanh up to the memory's line, where it meets dc_next; together they are dc. From dc, arrows lead to dit and dcct, to dft, and to dc_prev.")

# %% [markdown]
# ### Step 7 · One LSTM step back
#
# First collect everything that arrives at the cell state, by both roads:
#
# $$
# dc = dc^{\langle t \rangle} + da^{\langle t \rangle} * \Gamma_o * \left(1 - \tanh^2 c^{\langle t \rangle}\right)
# $$
#
# Then to the four readers, in each case as far as **before** its sigmoid or tanh. Two of them are
#
# $$
# d\Gamma_o = da^{\langle t \rangle} * \tanh c^{\langle t \rangle} * \Gamma_o * (1 - \Gamma_o), \qquad d\tilde c = dc * \Gamma_i * (1 - \tilde c^{\,2})
# $$
#
# The other two follow the same pattern: `dc`, times the partner in the product, times the slope of the sigmoid. You can write them down yourself. In code the four are `dot`, `dcct`, `dit`, `dft`.
#
# From there on, each of the four is a linear layer that has read `k`, as in Step 5. The loop over them is given; `dg` stands for one of the four. In it, `dk` collects what all four send back to `k`. At the end, its first `n_a` rows are `da_prev` and the others `dxt`; and the old memory gets what the forget gate lets through. ≈ 9 lines.
#
# <details><summary>Where does this come from?</summary>
#
# $c^{\langle t \rangle}$ has two readers. One is the next step, which sends back $dc^{\langle t \rangle}$. The other is $a^{\langle t \rangle} = \Gamma_o * \tanh c^{\langle t \rangle}$, whose slope along $c^{\langle t \rangle}$ is $\Gamma_o * (1 - \tanh^2 c^{\langle t \rangle})$. Two effects add up.
#
# For a sigmoid $s$ of $z$, the slope is $s (1 - s)$; a11 has it. So $d\Gamma$ here means the gradient with respect to $z$, what goes into the gate, and its formula ends with that slope.
#
# </details>
#
# <details><summary>Hint 1</summary>
#
# In `c_next`, what is the input gate multiplied by? And the forget gate?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `dk` is what you know from Step 5: a transposed matrix times a gradient, added up over the four. `parameters["W" + g]` is the matrix of reader `g`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `dft = dc * ___ * ft * (1 - ___)`
#
# </details>

# %% solution
def lstm_cell_backward(da_next, dc_next, cache):
    """The gradients of one LSTM step.

    da_next, dc_next: gradients of the cost with respect to a_next and c_next, shape (n_a, m)
    cache: the tuple from lstm_cell_forward
    Returns a dictionary with dxt (n_x, m), da_prev, dc_prev (n_a, m), and for each g of f, i, c, o:
    dWg (n_a, n_a + n_x) and dbg (n_a, 1).
    """
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = a_next.shape[0]
    k = np.vstack([a_prev, xt])
    dk = np.zeros(k.shape)
    gradients = {}
    ### START CODE HERE ### (≈ 5 lines)
    # (1) all that arrives at the cell state: dc_next, da_next, ot, c_next → dc, shape (n_a, m) (1 line)
    dc = dc_next + da_next * ot * (1 - np.tanh(c_next) ** 2)
    # (2) before the sigmoids and the tanh: da_next, dc → dot, dcct, dit, dft, shape (n_a, m) (4 lines)
    dot = da_next * np.tanh(c_next) * ot * (1 - ot)
    dcct = dc * it * (1 - cct**2)
    dit = dc * cct * it * (1 - it)
    dft = dc * c_prev * ft * (1 - ft)
    ### END CODE HERE ###
    for g, dg in {"f": dft, "i": dit, "c": dcct, "o": dot}.items():
        ### START CODE HERE ### (≈ 2 lines)
        # (3) to its matrix and bias: dg, k → gradients["dW" + g], gradients["db" + g] (1 line)
        gradients["dW" + g], gradients["db" + g] = dg @ k.T, np.sum(dg, axis=1, keepdims=True)
        # (4) to what it has read: dg, its matrix → added to dk, shape (n_a + n_x, m) (1 line)
        dk += parameters["W" + g].T @ dg
        ### END CODE HERE ###
    ### START CODE HERE ### (≈ 2 lines)
    # (5) the two parts of k: dk → gradients["da_prev"], gradients["dxt"] (1 line)
    gradients["da_prev"], gradients["dxt"] = dk[:n_a], dk[n_a:]
    # (6) the old memory: dc, ft → gradients["dc_prev"] (1 line)
    gradients["dc_prev"] = dc * ft
    ### END CODE HERE ###
    return gradients

# %% check points=20
check("lstm_cell_backward", lstm_cell_backward)

# %% tags=["expected"]
_, _, _, cache = lstm_cell_forward(x[:, :, 0], a0, c_prev, lstm_parameters)
gradients = lstm_cell_backward(da_next, random.randn(n_a, m), cache)
for name, place in {"dxt": (1, 2), "da_prev": (3, 0), "dc_prev": (2, 3), "dWf": (3, 1), "dWo": (1, 6), "dbi": (4, 0), "dbc": (0, 0)}.items():
    print(f"{name}{list(place)} = {gradients[name][place]:+.6f}")

# %% [markdown]
# That was the longest step, well done. What follows is short.
#
# ### Step 8 · Back through time, by two roads
#
# As in Step 6, with two gradients to carry. From outside, only `a` gets one: nobody but the next step has seen `c`. ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# Which two gradients does a step hand to the step before it? Where does each of them arrive there?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The cell takes `da_next, dc_next, cache`. Three names can be set in one line, as two were in Step 6.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `gradients = lstm_cell_backward(da[:, :, t] + ___, ___, steps[t])`
#
# </details>

# %% solution
def lstm_backward(da, caches):
    """The gradients of an LSTM over a batch of sequences.

    da: gradient of the cost that arrives at each state from outside, shape (n_a, m, T_x)
    caches: the tuple (list of the T_x caches, x) from lstm_forward
    Returns a dictionary with dx (n_x, m, T_x), da0 (n_a, m), and for each g of f, i, c, o:
    dWg (n_a, n_a + n_x) and dbg (n_a, 1).
    """
    steps, x = caches
    n_a, m, T_x = da.shape
    dx = np.zeros((x.shape[0], m, T_x))
    da_prev, dc_prev = np.zeros((n_a, m)), np.zeros((n_a, m))
    sums = dict.fromkeys("dWf dbf dWi dbi dWc dbc dWo dbo".split(), 0)
    for t in reversed(range(T_x)):
        ### START CODE HERE ### (≈ 2 lines)
        # (1) one step back, with all that arrives at its two states: da, da_prev, dc_prev, steps → gradients (1 line)
        gradients = lstm_cell_backward(da[:, :, t] + da_prev, dc_prev, steps[t])
        # (2) keep one, carry two: gradients → dx[:, :, t], da_prev, dc_prev (1 line)
        dx[:, :, t], da_prev, dc_prev = gradients["dxt"], gradients["da_prev"], gradients["dc_prev"]
        ### END CODE HERE ###
        for name in sums:
            ### START CODE HERE ### (≈ 1 line)
            # (3) this step's share: gradients, name → sums[name] (1 line)
            sums[name] += gradients[name]
            ### END CODE HERE ###
    return {"dx": dx, "da0": da_prev, **sums}

# %% check points=14
check("lstm_backward", lstm_backward)

# %% tags=["expected"]
_, _, _, lstm_caches = lstm_forward(x, a0, lstm_parameters)
gradients = lstm_backward(da, lstm_caches)
print("dx[1, 2]:", ", ".join(f"{value:+.4f}" for value in gradients["dx"][1, 2]))
for name, place in {"da0": (2, 3), "dWf": (3, 1), "dWi": (1, 6), "dWc": (0, 4), "dbo": (4, 0)}.items():
    print(f"{name}{list(place)} = {gradients[name][place]:+.6f}")

# %% [markdown]
# Is it true? Measure: move each entry a little to both sides, and see how the sum of `da * a` changes. `da` is its gradient, so your gradients must be its slopes. Then cut one road, the one that carries `dc`, and measure again:

# %% tags=["demo"]
from utils.rnn_utils import with_one_road_cut


def measured_slope(name, entry, step=1e-5):
    """The slope of the sum of da * a along one entry of x, a0 or a parameter."""
    totals = []
    for shift in (step, -step):
        arrays = {"x": x.copy(), "a0": a0.copy(), **{key: value.copy() for key, value in lstm_parameters.items()}}
        arrays[name][entry] += shift
        totals.append(np.sum(da * lstm_forward(arrays.pop("x"), arrays.pop("a0"), arrays)[0]))
    return (totals[0] - totals[1]) / (2 * step)


names = ["dx", "da0", "dWf", "dWi", "dWc", "dWo", "dbf"]
measured = {name: [measured_slope(name[1:], entry) for entry in np.ndindex(gradients[name].shape)] for name in names}
cut = with_one_road_cut(lstm_backward, da, lstm_caches)
checked = {
    title: {name: (found[name], measured[name]) for name in names}
    for title, found in {"your lstm_backward": gradients, "dc not carried back": cut}.items()
}

# %% drawing
from utils.rnn_utils import draw_checks

draw_checks(checked)
show("Two panels of computed gradients against measured slopes. With your function, all points lie on the diagonal. Without the carried dc they scatter around it.")

# %% [markdown]
# On the left, all points lie on the diagonal: this is the gradient. On the right is something that only looks like one: most signs are right, and a training might even get somewhere. Such a mistake is found by measuring, and hardly ever by reading.
#
# > **Remember.** Two gradients travel back through an LSTM. Both are carried, each to its own state.
#
# **Ask yourself.**
#
# With the forget gate at 1 and all else shut, what becomes of `dc` on its way through ten steps?
#
# <details><summary>Answer</summary>
#
# Nothing: it is multiplied by 1 ten times. That is what the cell was invented for.
#
# </details>
#
# And with the forget gate at 0.5?
#
# <details><summary>Answer</summary>
#
# It shrinks by half in each step, to about a thousandth.
#
# </details>
#
# ## 5 · What gates are for
#
# **The same numbers as a library?** Keras has both cells ready. It wants examples first and time second, so its matrices are transposed; it keeps input columns and state columns apart; and its gates stand side by side in the order i, f, c, o. [Its page on the LSTM](https://keras.io/api/layers/recurrent_layers/lstm/) has the rest. Copy your weights over, and compare:

# %% tags=["demo"]
from utils.rnn_utils import keras_gradients

p = rnn_parameters
rnn_weights = [p["Wax"].T, p["Waa"].T, p["ba"][:, 0]]
p = lstm_parameters
kernel = np.concatenate([p["W" + g][:, n_a:].T for g in "ifco"], axis=1)  # the columns for xt
recurrent_kernel = np.concatenate([p["W" + g][:, :n_a].T for g in "ifco"], axis=1)  # the columns for a_prev
lstm_weights = [kernel, recurrent_kernel, np.concatenate([p["b" + g][:, 0] for g in "ifco"])]

ours = {
    "SimpleRNN": (rnn_forward(x, a0, rnn_parameters)[0], rnn_backward(da, rnn_caches), rnn_weights),
    "LSTM": (lstm_forward(x, a0, lstm_parameters)[0], lstm_backward(da, lstm_caches), lstm_weights),
}
for kind, (states, found, weights) in ours.items():
    a_keras, dx_keras, da0_keras, *_ = keras_gradients(kind, weights, x, a0, da)
    pairs = {"a": (states, a_keras), "dx": (found["dx"], dx_keras), "da0": (found["da0"], da0_keras)}
    print(f"{kind}, largest differences:", ", ".join(f"{name} {np.abs(u - v).max():.0e}" for name, (u, v) in pairs.items()))

# %% [markdown]
# Equal to rounding. If yours ever differs from a library's, look for the order of the gates first, and then for a transpose.
#
# **How far back does learning reach?** Let a gradient arrive at the last of fifty steps only, and look how much of it is left at each input. Four networks with weights of the same size: your plain one, and your LSTM with three starts of `bf`, the bias of the forget gate.

# %% tags=["demo"]
from utils.rnn_utils import start

random = np.random.RandomState(1)
x_long, a_long = random.randn(4, 8, 50), np.zeros((16, 8))
da_long = np.zeros((16, 8, 50))
da_long[:, :, -1] = random.randn(16, 8)
dx_long = {"RNN": rnn_backward(da_long, rnn_forward(x_long, a_long, start(random, "rnn", 16, 4, 2, scale=0.2))[2])["dx"]}
for bias in (0, 1, 3):
    parameters = start(random, "lstm", 16, 4, 2, bias, scale=0.2)
    dx_long[f"LSTM, bf = {bias}"] = lstm_backward(da_long, lstm_forward(x_long, a_long, parameters)[3])["dx"]
norms = {name: np.linalg.norm(dx, axis=(0, 1)) for name, dx in dx_long.items()}

# %% drawing
from utils.rnn_utils import draw_norms

draw_norms(norms)
show("The length of dx for each of fifty steps, on a logarithmic scale. For the RNN and the LSTM with bf = 0 it shrinks by many powers of ten towards step 0, for bf = 1 by three, for bf = 3 not at all.")

# %% [markdown]
# This is the **vanishing gradient**. In the plain network each step multiplies by `Waa` and by a slope below 1, and what happened fifty steps ago has next to no say. The LSTM is no better by itself: with `bf` at 0, its forget gate is half shut. With `bf` = 3 the gate keeps about 95 % in each step (0.95 fifty times is still 8 %, and the roads by way of `a` add to it), and the gradient arrives. That is why Keras starts this bias at 1.
#
# **Does it matter?** A task: the first number of a sequence is −1 or 1. Then thirty steps of noise, and the network is asked how it began. The gradient arrives at the end, and has to find its way to the start. Each step downhill has the same length, 0.2, however small the gradient is; only its direction counts. Five starts for each cell:

# %% tags=["demo"]
from utils.rnn_utils import downhill, first_symbol

networks = {"RNN": ("rnn", rnn_forward, rnn_backward, "Wya"), "LSTM, bf = 3": ("lstm", lstm_forward, lstm_backward, "Wy")}
num_iterations = 120
ends = {name: [] for name in networks}
for name, (kind, forward, backward, W) in networks.items():
    for seed in range(1, 6):
        random = np.random.RandomState(seed)
        parameters = start(random, kind, forget_bias=3)
        for _ in range(num_iterations):
            x_batch, Y_batch = first_symbol(random, 16)
            a_batch, y_batch, *_, caches_batch = forward(x_batch, np.zeros((8, 16)), parameters)
            dscores = (y_batch[:, :, -1] - Y_batch) / 16  # the cost looks at the last step only
            da_batch = np.zeros(a_batch.shape)
            da_batch[:, :, -1] = parameters[W].T @ dscores
            slopes = backward(da_batch, caches_batch)
            slopes |= {"d" + W: dscores @ a_batch[:, :, -1].T, "dby": dscores.sum(axis=1, keepdims=True)}
            parameters = downhill(parameters, slopes, 0.2)
        x_new, Y_new = first_symbol(random, 200)
        y_new = forward(x_new, np.zeros((8, 200)), parameters)[1][:, :, -1]
        ends[name].append(np.mean(y_new.argmax(axis=0) == Y_new.argmax(axis=0)))

# %% drawing
from utils.rnn_utils import draw_ends

draw_ends(ends)
show("Shares of right answers, a dot for each of five starts. All dots of the LSTM are near 100 percent; those of the RNN lie anywhere between guessing and 100.")

# %% [markdown]
# The LSTM finds it from every start. The plain network depends on luck: from some starts it is still guessing after 120 iterations.
#
# And now the cat. Its columns are the examples, its rows the inputs of the first step. Then comes noise. The plain network keeps nine tenths of its state in each step; the LSTM is your memory cell from Section 2, with 48 units instead of one:

# %% tags=["demo"]
from utils.rnn_utils import cat_in_noise

x_cat = cat_in_noise()  # (49, 48, 50): 48 rows and a flag, 48 columns, 50 steps
plain = {"Waa": 0.9 * np.eye(48), "Wax": np.eye(48, 49), "ba": np.zeros((48, 1)), "Wya": np.zeros((2, 48)), "by": np.zeros((2, 1))}
a_cat, _, _ = rnn_forward(x_cat, np.zeros((48, 48)), plain)
_, _, c_cat, _ = lstm_forward(x_cat, np.zeros((48, 48)), memory_weights(48))

# %% drawing
from utils.rnn_utils import draw_memory

draw_memory({"input x": x_cat[:-1], "your RNN: a": a_cat, "your LSTM: c": c_cat})
show("The picture of the first screen, made by your functions: the input, a cat and then noise; the state of the RNN, in which the cat is lost within five steps; the cell state of the LSTM, in which it is still there at step 49.")

# %% [markdown]
# Forty-nine steps of noise, and there it still sits. Send it to somebody.
#
# > **Remember.** What is multiplied in every step vanishes, or explodes. What a gate lets pass stays, forwards as a memory and backwards as a gradient.
#
# **Ask yourself.**
#
# Could the plain network hold the cat with `Waa` = 1 in place of 0.9?
#
# <details><summary>Answer</summary>
#
# No. It can't refuse the noise: each step adds some, and the tanh squashes what was there. Not forgetting is half of the job. The other half is not to write.
#
# </details>
#
# Why is the picture on the right a little fainter?
#
# <details><summary>Answer</summary>
#
# A forget gate of 0.9975 loses a quarter of a percent in each step, in all about a ninth.
#
# </details>
#
# ## What you can do now
#
# You can write recurrent and LSTM cells, forwards and backwards, and prove it by measuring. You know why gradients vanish, and what a gate does about it.
#
# ## Open questions
#
# These are not marked. To change a function, paste its text into a new cell and give it another name.
#
# - ★ In the drawing of the notes, step 12 adds to what is there. Which weight of `memory_weights(1)["Wf"]` shuts the forget gate when the flag is up? Try it.
# - ★ Draw the norms once more with `scale=0.5`. Which curves grow now instead of shrinking, and what would you do about it?
# - ★★ Train the LSTM on `first_symbol(random, 16, 60)`, with `bf` from 0, 1 and 3. Where does it stop learning?
# - ★★★ **Coupled gates**: use `1 - ft` as the input gate. Which gradients change? Write the cell and its backward step, and measure.
# - ★★★ **Peepholes**: let the gates read `c_prev` as well. Which road back does that add?
#
# <details><summary>For those who know the original</summary>
#
# - The four backward functions were optional there; here they are graded, and held to measured slopes.
# - The figures of `lstm_backward` that are most often quoted (`da0[2][3]` = −0.095911501954, say) are those of the first edition. They are not the gradient: nothing is carried back, each step is treated as if it were the last, and the sums of three biases begin with that of the forget gate. Later editions print 0.312770310257, which is right. The tests reproduce both, the wrong ones with these slips.
# - The first edition's formulas for the gates' gradients lacked parentheses, so that the slope multiplied one of two terms. Written with `dc`, the question does not arise.
# - There, `da` of the test has four steps, after seven forwards. Here it has as many as there are caches.
# - The original called the input gate the update gate, and its letter was now u, now i. Here it is i throughout. Its tests draw the parameters in changing orders.
#
# </details>

# %% tags=["demo"]
progress()
