# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A character-level language model that invents names
#
# **Can a network invent names that sound right, if nobody tells it the rules?** It gets a list, reads it letter by letter, and at each letter it guesses the next one. Before it has read anything it babbles; then endings appear; then whole names that are in no list.

# %% picture
import json

import matplotlib.pyplot as plt

from utils.figures import show
from utils.names_utils import draw_goal

plt.style.use("utils.course")
with open("long_run.json") as file:
    long_run = json.load(file)
draw_goal(long_run["losses"], 135, long_run["samples"])
show("Left, the loss falls from 34 to about 14 while the network reads 13500 names. Right, three names that it invents on the way: at first random letters, after 1350 names something with vowels, at the end names like those of the list.")

# %% [markdown]
# You build all of it: letters as numbers, the network and its gradients, the training, and the drawing of new names. At the end you measure how good it is, against tables that only count letters.
#
# **About 90 minutes.** Step 6 is the longest; after it is a good place for a break.
#
# **What you build**
#
# 1. `make_vocabulary`: a number for each character
# 2. `encode_name`: what is read, and what is to be predicted
# 3. `one_hot`: numbers as columns
# 4. `bigram_table`: what pairs of letters know
# 5. `rnn_forward`: a name through the network, and its loss
# 6. `rnn_backward`: back through the name
# 7. `clip`: no gradient too large
# 8. `optimize`: one step of training
# 9. `sample`: a name, drawn letter by letter
# 10. `model`: the training
# 11. `cross_entropy`: how surprised it is
#
# You need the recurrent cell and its way back from [a42](../a42_lstm_steps/a42_lstm_steps.ipynb), and measured slopes as in [a23](../a23_gradient_checking/a23_gradient_checking.ipynb).
#
# **How this notebook works** ([a11](../a11_numpy_basics/a11_numpy_basics.ipynb) has the long version)
#
# - Write your code between `### START CODE HERE ###` and `### END CODE HERE ###`, and delete the line `raise NotImplementedError(...)` there. A function with a loop may have several such places.
# - Run the check below it: it says what is right, and what to look at if something is not. Your work is marked with other names and other numbers.
# - Stuck? Open the three hints in order. As always, functions leave their arguments unchanged. Everything is written with NumPy: what calls TensorFlow, Keras or SciPy does not count.
#
# ## 1 · Names as numbers

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils import check, progress
from utils.figures import show
from utils.names_utils import initialize_parameters, load_names, spelled, update_parameters
from utils.rnn_utils import softmax

plt.style.use("utils.course")
train_names, val_names = load_names()
print(", ".join(train_names[:8]))

# %% [markdown]
# A program made up this list. It follows a rule that no two neighbouring letters give away. Look at the vowels and the endings, and see whether you find it before the network does.
#
# ### Step 1 · The vocabulary
#
# Each character gets a number, its **index**. One character is not a letter: the newline `"\n"`, which ends a name. A network that is to end its names must be able to say so.
#
# Take every character that occurs in the names, and the newline, in sorted order: that puts the newline at 0. The given line after your code makes the way back, from index to character. ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# Which kind of collection keeps each thing only once, however often you put it in?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `"".join(names)` is one long text, `set(text)` its different characters, and `sorted` makes a list of a set. `enumerate` counts a list.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `char_to_ix = {character: i for i, character in ___}`
#
# </details>

# %% solution
def make_vocabulary(names):
    """The characters of a list of names and their indices.

    names: list of texts
    Returns char_to_ix, a dictionary from each character to its index, and ix_to_char, the way back.
    The newline belongs to it; the order is that of `sorted`.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the different characters and the newline, sorted: names → characters (1 line)
    characters = sorted(set("".join(names)) | {"\n"})
    # (2) the index of each: characters → char_to_ix (1 line)
    char_to_ix = {character: i for i, character in enumerate(characters)}
    ### END CODE HERE ###
    ix_to_char = {i: character for character, i in char_to_ix.items()}
    return char_to_ix, ix_to_char

# %% check points=5
check("make_vocabulary", make_vocabulary)

# %% tags=["expected"]
small_vocabulary, _ = make_vocabulary(["zed", "balo", "ana"])
print(small_vocabulary)
char_to_ix, ix_to_char = make_vocabulary(train_names)
vocab_size = len(char_to_ix)

# %% [markdown]
# ### Step 2 · What is read, what comes next
#
# The network reads a name and predicts, after each character, the next one. So a name becomes two lists of equal length:
#
# - `Y`, what is to be predicted: the letters, and the newline at the end,
# - `X`, what is read: the same, one place later. Before the first letter there is nothing to read; `None` stands for it.
#
# | | | | | |
# |---|---|---|---|---|
# | `X` | `None` | a | n | a |
# | `Y` | a | n | a | `\n` |
#
# In both, characters stand as indices. ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# How long are the lists for a name of three letters?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `u + v` puts two lists one after the other. `v[:-1]` is all of `v` but its last entry.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `X = [None] + ___`
#
# </details>

# %% solution
def encode_name(name, char_to_ix):
    """A name as two lists of indices: what the network reads, and what it is to predict.

    Returns X, which begins with None, and Y, which ends with the index of the newline; both of length len(name) + 1.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the letters and the newline: name → Y, a list of indices (1 line)
    Y = [char_to_ix[character] for character in name + "\n"]
    # (2) the same, one place later: Y → X (1 line)
    X = [None, *Y[:-1]]
    ### END CODE HERE ###
    return X, Y

# %% check points=6
check("encode_name", encode_name)

# %% tags=["expected"]
X, Y = encode_name("ana", small_vocabulary)
print("X =", X)
print("Y =", Y)

# %% [markdown]
# ### Step 3 · One-hot columns
#
# Index 20 is not twice as much as index 10. So that no letter counts more than another, the network reads a column for each character: all zeros, and a 1 in the row of its index. For `None`, the whole column stays zero. The columns of zeros and the loop are given. ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# In which row and which column does a 1 belong? When in none?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `ix is None` says whether there is nothing. Careful: index 0 counts as false in `if ix`, and it is a character.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `x[___, ___] = 1`
#
# </details>

# %% solution
def one_hot(indices, vocab_size):
    """One column for each index: zeros, and a 1 in the row of the index.

    indices: list of indices from 0 to vocab_size - 1, or None for a column of zeros
    Returns an array of shape (vocab_size, len(indices)).
    """
    x = np.zeros((vocab_size, len(indices)))
    for t, ix in enumerate(indices):
        ### START CODE HERE ### (≈ 2 lines)
        # (1) if there is a character: ix, t → a 1 in x (2 lines)
        if ix is not None:
            x[ix, t] = 1
        ### END CODE HERE ###
    return x

# %% check points=6
check("one_hot", one_hot)

# %% tags=["expected"]
print(one_hot([None, 3, 0], 4))

# %% [markdown]
# A whole name, encoded by your functions:

# %% drawing
from utils.names_utils import draw_one_hot

read, predicted = encode_name("tiriel", char_to_ix)
draw_one_hot(one_hot(read, vocab_size), predicted, ix_to_char)
show("The one-hot columns of the name tiriel, 27 rows and 7 columns: the first is empty, each other one has one dark cell. Below the columns stands what is read: None, t, i, r, i, e, l; above them what is to be predicted: t, i, r, i, e, l and the newline.")

# %% [markdown]
# > **Remember.** `Y` is `X`, one step ahead. The end is a character too.
#
# **Ask yourself.**
#
# How many predictions does a name of nine letters ask for?
#
# <details><summary>Answer</summary>
#
# Ten: nine letters and the end.
#
# </details>
#
# Why doesn't the list `X` begin with a newline?
#
# <details><summary>Answer</summary>
#
# It could: `Wax`, the matrix that the network reads with, has a column for the newline, and that column would learn how names begin. With a column of zeros the bias has to learn it, and zeros say plainly what is true: nothing has been read yet.
#
# </details>
#
# ## 2 · What pairs of letters know
#
# Before the network, a model that only counts. After each character, how often does each character come next? Such a table of pairs, or **bigrams**, is already a language model: it gives a probability for the next character. It is also the first model to beat.
#
# ### Step 4 · Counting pairs
#
# Row: the character before. Column: the next one. In the table the newline stands for the start as well as for the end: its row holds the first letters, its column how often a name ends after each letter.
#
# Each count begins at 1, so that no pair is impossible. Divide each row by its sum, and it adds up to 1. ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# After `a` comes `n`: which entry grows? And which character is the one before in the next pair?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `counts.sum(axis=1, keepdims=True)` adds up along each row, and leaves a column.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `counts[___, ___] += 1`
#
# </details>

# %% solution
def bigram_table(names, char_to_ix):
    """How probable each character is after each other one: pairs counted from 1 on, rows that add up to 1.

    Returns an array of shape (vocab_size, vocab_size); the newline is both the start and the end of a name.
    """
    counts = np.ones((len(char_to_ix), len(char_to_ix)))
    for name in names:
        previous = char_to_ix["\n"]
        _, Y = encode_name(name, char_to_ix)
        for following in Y:
            ### START CODE HERE ### (≈ 2 lines)
            # (1) one more of this pair: previous, following → counts (1 line)
            counts[previous, following] += 1
            # (2) where the next pair begins: following → previous (1 line)
            previous = following
            ### END CODE HERE ###
    ### START CODE HERE ### (≈ 1 line)
    # (3) rows that add up to 1: counts → table, same shape (1 line)
    table = counts / np.sum(counts, axis=1, keepdims=True)
    ### END CODE HERE ###
    return table

# %% check points=9
check("bigram_table", bigram_table)

# %% tags=["expected"]
table = bigram_table(train_names, char_to_ix)
for pair in ("qu", "od", "do"):
    print(f"after {pair[0]}, {pair[1]} has probability {table[char_to_ix[pair[0]], char_to_ix[pair[1]]]:.3f}")

# %% drawing
from utils.names_utils import draw_pairs

draw_pairs(table, ix_to_char)
show("The table of pairs as a picture of 27 by 27 cells. Most cells are dark. After q comes u, after x the newline, after d and h most often o; the row of the newline, which holds the first letters, is spread over all consonants.")

# %% [markdown]
# Draw a letter from the first row, then one from the row of that letter, and so on:

# %%
from utils.names_utils import drawn_from_table

print(", ".join(spelled(drawn_from_table(table, char_to_ix, seed), ix_to_char) for seed in range(8)))

# %% [markdown]
# And how well does it *predict*? Take the name tiriel, and look up how probable each of its characters was. Minus the sum of their logarithms says how surprised the table is: 0 if each had been certain, and the smaller, the better.

# %% tags=["demo"]
_, Y = encode_name("tiriel", char_to_ix)
before = [char_to_ix["\n"], *Y[:-1]]
chances = [table[previous, following] for previous, following in zip(before, Y, strict=True)]
print("probabilities:", ", ".join(f"{chance:.3f}" for chance in chances))
print(f"surprise: {-np.sum(np.log(chances)):.2f}; with 1/27 for each character {-7 * np.log(1 / 27):.2f}")

# %% [markdown]
# In the names above, nearly every pair is one that occurs, and the whole is nonsense: too short, too long, `e` and `o` mixed. The table has forgotten everything but the last letter.
#
# > **Remember.** A language model gives each next character a probability. Before you praise a large one, compare it with a small one.
#
# **Ask yourself.**
#
# What would a table of triples know, and how many rows would it have?
#
# <details><summary>Answer</summary>
#
# The last two characters: 27 × 27 = 729 rows. More than half of them never occur in the list, and for those it knows nothing.
#
# </details>
#
# Why do the counts begin at 1?
#
# <details><summary>Answer</summary>
#
# With a probability of 0, a single new pair would make the loss infinite.
#
# </details>
#
# ## 3 · The network and its loss
#
# The recurrent cell of a42 remembers: its state has read the whole beginning of the name. Each step reads a column of `x` and predicts the next character.

# %% drawing
from utils.names_utils import draw_reading

draw_reading()
show("The network along the name tiriel: seven boxes a[0] to a[6] in a row, from a0 on. Below them what is read, None, t, i, r, i, e, l; above them the targets t, i, r, i, e, l and the newline, each with its prediction y_hat.")

# %% [markdown]
# ### Step 5 · A name through the network
#
# As in a42, but for one example, so that states are columns `(n_a, 1)`. The bias of the state, `ba` there, is called `b` here; `softmax` is given, as it was there. `rnn_forward` and `rnn_backward` keep their names and get other arguments: they now hold the prediction and the loss as well.
#
# $$
# a^{\langle t \rangle} = \tanh\left(W_{ax}\, x^{\langle t \rangle} + W_{aa}\, a^{\langle t-1 \rangle} + b\right), \qquad
# \hat y^{\langle t \rangle} = \text{softmax}\left(W_{ya}\, a^{\langle t \rangle} + b_y\right)
# $$
#
# The loss of a step is the cross-entropy, as you have just computed it for the table: minus the logarithm of the probability that the network gave to the character that really comes next. The loss of a name is the **sum** over its steps:
#
# $$
# L = -\sum_t \ln \hat y^{\langle t \rangle}_{Y_t}
# $$
#
# `x`, `a` and `y_hat` are dictionaries with `t` as key, so that the state before the first step can be `a[-1]`. ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# Which of the `vocab_size` probabilities of step t does the loss look at?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `y_hat[t]` is a column: `y_hat[t][i, 0]` is the number in its row `i`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `loss = loss - np.log(y_hat[t][___, 0])`
#
# </details>

# %% solution
def rnn_forward(X, Y, a0, parameters):
    """A name through the network.

    X, Y: lists of indices, as from encode_name
    a0: the state before the first step, shape (n_a, 1)
    parameters: dictionary with Wax (n_a, vocab_size), Waa (n_a, n_a), Wya (vocab_size, n_a), b (n_a, 1), by (vocab_size, 1)
    Returns the loss, a number, and the cache: the tuple (y_hat, a, x) of dictionaries of columns by step; a[-1] is a0.
    """
    Wax, Waa, Wya, b, by = (parameters[name] for name in ("Wax", "Waa", "Wya", "b", "by"))
    columns = one_hot(X, len(by))
    x, a, y_hat = {}, {-1: a0}, {}
    loss = 0
    for t in range(len(X)):
        x[t] = columns[:, [t]]
        ### START CODE HERE ### (≈ 3 lines)
        # (1) the new state: x[t], a[t - 1] → a[t], shape (n_a, 1) (1 line)
        a[t] = np.tanh(Wax @ x[t] + Waa @ a[t - 1] + b)
        # (2) the prediction: a[t] → y_hat[t], shape (vocab_size, 1) (1 line)
        y_hat[t] = softmax(Wya @ a[t] + by)
        # (3) what it costs: y_hat[t], Y[t] → added to loss (1 line)
        loss = loss - np.log(y_hat[t][Y[t], 0])
        ### END CODE HERE ###
    return loss, (y_hat, a, x)

# %% check points=12
check("rnn_forward", rnn_forward)

# %% tags=["expected"]
parameters = initialize_parameters(50, vocab_size, seed=1)
a0 = np.zeros((50, 1))
X, Y = encode_name("tiriel", char_to_ix)
loss, cache = rnn_forward(X, Y, a0, parameters)
large = {name: 20 * value for name, value in parameters.items()}
loss_large, cache = rnn_forward(X, Y, a0, large)
print(f"loss of tiriel: {loss:.4f}, and with weights 20 times as large {loss_large:.4f}")

# %% [markdown]
# (Why larger weights as well? Near zero, all predictions are about the same, and many a mistake goes unseen.)
#
# A network that knows nothing gives each of the 27 characters 1/27. Seven characters then cost 7 · ln 27 = 23.07, and that is where yours begins.
#
# ### Step 6 · Back through the name
#
# The way back is that of a42, from the last step to the first. New is where the gradient starts: at every softmax. With the cross-entropy behind it, the gradient before the softmax is the prediction minus the truth,
#
# $$
# dy = \hat y^{\langle t \rangle} - \text{one-hot}(Y_t)
# $$
#
# From there it goes through `Wya` to the state, where the gradient from the next step arrives too. Then through the tanh:
#
# $$
# dz = \left(W_{ya}^T\, dy + da\right) * \left(1 - (a^{\langle t \rangle})^2\right)
# $$
#
# `da` is what step `t + 1` has carried back; after the last step it is zero. The step's shares in the gradients:
#
# $$
# dW_{ya} = dy\,(a^{\langle t \rangle})^T, \quad db_y = dy, \quad dW_{ax} = dz\,(x^{\langle t \rangle})^T, \quad dW_{aa} = dz\,(a^{\langle t-1 \rangle})^T, \quad db = dz
# $$
#
# And the next `da` is $W_{aa}^T\, dz$. The shares of all steps are summed up; that loop is given. ≈ 4 lines.
#
# <details><summary>Where does this come from?</summary>
#
# With scores $s$, $-\ln \hat y_k = -s_k + \ln \sum_j e^{s_j}$. Its slope along $s_i$ is $e^{s_i} / \sum_j e^{s_j} = \hat y_i$, and 1 less for $i = k$. The rest is a42, step by step.
#
# </details>
#
# <details><summary>Hint 1</summary>
#
# A gradient has the shape of what it belongs to. Which columns stand left and right in each product?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `targets[:, [t]]` is column t of the one-hot targets, still a column. `y_hat[t]` belongs to the cache: make a new array of it.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `shares = {"dWya": dy @ a[t].T, "dby": ___, "dWax": ___, "dWaa": ___, "db": ___}`
#
# </details>

# %% solution
def rnn_backward(X, Y, parameters, cache):
    """The gradients of the loss of a name.

    X, Y, parameters: as in rnn_forward; cache: the tuple (y_hat, a, x) that it returns
    Returns gradients, a dictionary with dWax, dWaa, dWya, db, dby in the shapes of the parameters; and a, the states.
    """
    y_hat, a, x = cache
    Wya, Waa = parameters["Wya"], parameters["Waa"]
    targets = one_hot(Y, len(Wya))
    gradients = {"d" + name: np.zeros(value.shape) for name, value in parameters.items()}
    da = np.zeros(a[-1].shape)
    for t in reversed(range(len(X))):
        ### START CODE HERE ### (≈ 4 lines)
        # (1) before the softmax: y_hat[t], targets → dy, shape (vocab_size, 1) (1 line)
        dy = y_hat[t] - targets[:, [t]]
        # (2) before the tanh: dy, da, a[t] → dz, shape (n_a, 1) (1 line)
        dz = (Wya.T @ dy + da) * (1 - a[t] ** 2)
        # (3) this step's shares: dy, dz, a, x → a dictionary with dWya, dby, dWax, dWaa, db (1 line)
        shares = {"dWya": dy @ a[t].T, "dby": dy, "dWax": dz @ x[t].T, "dWaa": dz @ a[t - 1].T, "db": dz}
        # (4) to the state before: dz → da, shape (n_a, 1) (1 line)
        da = Waa.T @ dz
        ### END CODE HERE ###
        for name in gradients:
            gradients[name] += shares[name]
    return gradients, a

# %% check points=18
check("rnn_backward", rnn_backward)

# %% tags=["expected"]
_, cache = rnn_forward(X, Y, a0, large)
gradients, _ = rnn_backward(X, Y, large, cache)
for name, place in {"dWya": (20, 1), "dWax": (7, 18), "dWaa": (3, 12), "db": (5, 0), "dby": (9, 0)}.items():
    print(f"{name}{list(place)} = {gradients[name][place]:+.6f}")

# %% [markdown]
# Is it the gradient? Measure: move a weight a little to both sides, and see how the loss changes. Forty entries of each, drawn at random:

# %% tags=["demo"]
def measured_slope(name, entry, step=1e-5):
    """The slope of the loss of tiriel along one entry of a parameter."""
    losses = []
    for shift in (step, -step):
        moved = {key: value.copy() for key, value in large.items()}
        moved[name][entry] += shift
        losses.append(rnn_forward(X, Y, a0, moved)[0])
    return (losses[0] - losses[1]) / (2 * step)


random = np.random.RandomState(0)
for name, value in large.items():
    entries = [tuple(random.randint(n) for n in value.shape) for _ in range(40)]
    measured = np.array([measured_slope(name, entry) for entry in entries])
    computed = np.array([gradients["d" + name][entry] for entry in entries])
    print(f"d{name:4s} largest slope {np.abs(measured).max():.4f}, largest difference {np.abs(measured - computed).max():.0e}")

# %% [markdown]
# The differences are those of rounding. A hard step, well done.
#
# > **Remember.** Softmax with cross-entropy: the gradient is prediction minus truth. At each state, what its own prediction sends back and what later steps send back add up.
#
# **Ask yourself.**
#
# For which letters is the whole column of `dWax` zero?
#
# <details><summary>Answer</summary>
#
# For those that don't occur in the name. Their weights don't move in this step.
#
# </details>
#
# The entries of `dby` add up to 0. Why?
#
# <details><summary>Answer</summary>
#
# In each step the prediction adds up to 1, and so does the truth.
#
# </details>
#
# ## 4 · One step of training
#
# ### Step 7 · Clipping
#
# Each step back multiplies the gradient by `Waa` once more. Over many steps it may therefore grow as well as vanish. One gradient that is far too large throws the weights far away, and a whole training is lost. A rough cure that works: keep each entry between `-maxValue` and `maxValue`. From a41 you know it for three matrices; here it is for whatever the dictionary holds. ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# What becomes of an entry of −12, if `maxValue` is 10? And of one of 3?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.clip` ([its page](https://numpy.org/doc/stable/reference/generated/numpy.clip.html)) returns a new array. `gradients.items()` gives names and arrays.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `clipped = {name: np.clip(value, ___, ___) for name, value in gradients.items()}`
#
# </details>

# %% solution
def clip(gradients, maxValue):
    """New gradients, each entry kept between -maxValue and maxValue; those that are handed in stay as they are."""
    ### START CODE HERE ### (≈ 1 line)
    # (1) each array within its limits: gradients, maxValue → clipped, a new dictionary (1 line)
    clipped = {name: np.clip(value, -maxValue, maxValue) for name, value in gradients.items()}
    ### END CODE HERE ###
    return clipped

# %% check points=5
check("clip", clip)

# %% tags=["expected"]
print(clip({"db": np.array([[-12.0], [3.0], [10.5]])}, 10)["db"].ravel())

# %% [markdown]
# Does it matter? Here are fifteen trainings at a learning rate of 0.03, three times the one that you will use: five starts for each limit.

# %% picture
from utils.names_utils import draw_limits

limits = long_run["limits"]
draw_limits({"no limit": limits["inf"], "maxValue = 5": limits["5"], "maxValue = 1": limits["1"]}, 135)
show("Three panels of five loss curves each, over 8000 names. Without a limit and with a limit of 5, all losses fall and then rise again, far above what they had reached; with a limit of 1, all five fall and stay low.")

# %% [markdown]
# At this rate, each of the five falls at first, and sooner or later a few steps that are too long ruin what was learnt. It does not come back. A limit of 5 doesn't save it, and a limit of 1 does: from all five starts. At the rate of 0.01 that you will use, a limit of 5 is a seat belt: it touches about one step in a hundred.
#
# ### Step 8 · One step
#
# Everything is there for a step: forwards, backwards, clip, update. `update_parameters(parameters, gradients, learning_rate)` is given, as you wrote it in a41: it returns new parameters. ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# Which of your functions needs what another one returns? That gives the order.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `loss, cache = …` unpacks two values. The gradients that are returned are the clipped ones.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `gradients, a = rnn_backward(___, ___, parameters, ___)`
#
# </details>

# %% solution
def optimize(X, Y, a_prev, parameters, learning_rate=0.01, maxValue=5):
    """One step of gradient descent on one name.

    X, Y: lists of indices; a_prev: the state before the first step, shape (n_a, 1); parameters: as in rnn_forward
    Returns the loss before the step, the clipped gradients, the last state (n_a, 1), and the new parameters.
    """
    ### START CODE HERE ### (≈ 4 lines)
    # (1) forwards: X, Y, a_prev, parameters → loss, cache (1 line)
    loss, cache = rnn_forward(X, Y, a_prev, parameters)
    # (2) backwards: X, Y, parameters, cache → gradients, a (1 line)
    gradients, a = rnn_backward(X, Y, parameters, cache)
    # (3) within limits: gradients, maxValue → gradients (1 line)
    gradients = clip(gradients, maxValue)
    # (4) downhill: parameters, gradients, learning_rate → parameters (1 line)
    parameters = update_parameters(parameters, gradients, learning_rate)
    ### END CODE HERE ###
    return loss, gradients, a[len(X) - 1], parameters

# %% check points=10
check("optimize", optimize)

# %% tags=["expected"]
loss, gradients, a_last, stepped = optimize(X, Y, a0, large, learning_rate=0.1)
print(f"loss {loss:.4f}, and after the step {rnn_forward(X, Y, a0, stepped)[0]:.4f}")
print("a_last:", ", ".join(f"{value:+.4f}" for value in a_last[:4, 0]))

# %% [markdown]
# > **Remember.** Clip, then update. One name is one step: this is stochastic gradient descent with a batch of one.
#
# **Ask yourself.**
#
# Does a clipped gradient still point in the same direction?
#
# <details><summary>Answer</summary>
#
# Not quite: large entries are cut and small ones are not. Every entry keeps its sign, so it still goes downhill.
#
# </details>
#
# Would it help to clip the weights instead?
#
# <details><summary>Answer</summary>
#
# No. That limits what the network can learn. The danger is not in large weights, but in one long step.
#
# </details>
#
# ## 5 · Inventing names
#
# ### Step 9 · Drawing a name
#
# To invent a name, let the network read what it has just written. Begin with zeros, for the input and the state. Then, again and again: one step, the probabilities of the next character, **draw** one of them, and make it the next input. The newline ends the name.
#
# Why draw, and not take the most probable one? That would give the same name every time.
#
# How boldly it draws is set by the **temperature** T, by which the scores are divided:
#
# $$
# p = \text{softmax}\left(\frac{W_{ya}\, a + b_y}{T}\right)
# $$
#
# With T = 1, these are the network's own probabilities. Below 1, likely letters become likelier still; above 1, all become more alike. The start, the end and the generator are given. ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# What has to change between two rounds of the loop, besides the list?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `random.choice(n, p=p.ravel())` draws an index below `n`, with these probabilities. `one_hot([ix], n)` is one column.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `p = softmax((___) / temperature)`
#
# </details>

# %% solution
def sample(parameters, char_to_ix, seed, max_len=50, temperature=1.0):
    """A name, drawn character by character.

    seed: of the generator from which this name's characters are drawn, one number for each
    max_len: after so many characters without a newline, the name is ended
    temperature: below 1 for more careful names, above 1 for bolder ones
    Returns a list of indices; the last one is that of the newline.
    """
    random = np.random.RandomState(seed)
    Wax, Waa, Wya, b, by = (parameters[name] for name in ("Wax", "Waa", "Wya", "b", "by"))
    newline, vocab_size = char_to_ix["\n"], len(char_to_ix)
    x, a = np.zeros((vocab_size, 1)), np.zeros(b.shape)
    indices = []
    while len(indices) < max_len:
        ### START CODE HERE ### (≈ 4 lines)
        # (1) one step of the network: x, a → a, shape (n_a, 1) (1 line)
        a = np.tanh(Wax @ x + Waa @ a + b)
        # (2) the probabilities of the next character: a, temperature → p, shape (vocab_size, 1) (1 line)
        p = softmax((Wya @ a + by) / temperature)
        # (3) draw one: p → ix, an index (1 line)
        ix = random.choice(vocab_size, p=p.ravel())
        # (4) it is read next: ix → x, shape (vocab_size, 1) (1 line)
        x = one_hot([ix], vocab_size)
        ### END CODE HERE ###
        indices.append(ix)
        if ix == newline:
            return indices
    return [*indices, newline]

# %% check points=14
check("sample", sample)

# %% tags=["expected"]
for seed in (4, 5, 6):
    print(spelled(sample(large, char_to_ix, seed), ix_to_char))

# %% [markdown]
# Babble: these weights are still random. On to the training.
#
# ### Step 10 · The training
#
# One name after the other, in an order that was shuffled once: `order` holds their places in the list. After the last one it begins again. Each name starts **from a state of zeros**: what the name before it ended with is no beginning for this one.
#
# The loss jumps about, since names differ. So a **smoothed** loss is kept: 0.999 of the old value plus 0.001 of the new one. It starts where a network that knows nothing stands: at ln 27 for each character, times the characters of a name of mean length.
#
# The loop, the order and the smoothed loss are given. ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# `optimize` returns four values. Which two are needed here?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `_` takes a value that is not needed. While `j` counts up, `j % n` counts from 0 to `n - 1`, again and again. The state before a name has shape (n_a, 1).
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `loss, _, _, parameters = optimize(X, Y, ___, parameters, ___, ___)`
#
# </details>

# %% solution
def model(names, iterations, n_a=50, learning_rate=0.01, seed=1, maxValue=5, report=None):
    """Train a network on names, one in each iteration.

    seed: of the weights at the start
    report: a function that is called as report(j, smooth, parameters) after each iteration, if there is one
    Returns the parameters, and the list of smoothed losses after each iteration.
    """
    char_to_ix, _ = make_vocabulary(names)
    parameters = initialize_parameters(n_a, len(char_to_ix), seed)
    order = np.random.RandomState(0).permutation(len(names))
    smooth = np.log(len(char_to_ix)) * np.mean([len(name) + 1 for name in names])
    losses = []
    for j in range(iterations):
        ### START CODE HERE ### (≈ 2 lines)
        # (1) the next name in this order, as lists: names, order, j → X, Y (1 line)
        X, Y = encode_name(names[order[j % len(names)]], char_to_ix)
        # (2) one step, from a state of zeros: X, Y, parameters → loss, parameters (1 line)
        loss, _, _, parameters = optimize(X, Y, np.zeros((n_a, 1)), parameters, learning_rate, maxValue)
        ### END CODE HERE ###
        smooth = 0.999 * smooth + 0.001 * loss
        losses.append(smooth)
        if report is not None:
            report(j, smooth, parameters)
    return parameters, losses

# %% check points=9
check("model", model)

# %% tags=["expected"]
_, losses = model(train_names, 200, n_a=10)
print("smoothed losses:", ", ".join(f"{losses[j]:.4f}" for j in (0, 99, 199)))

# %% [markdown]
# Now for real: ten times through the list, which takes five to twenty seconds. Watch it learn:

# %% tags=["demo"]
def show_progress(j, smooth, parameters):
    """Every 1350 names, the loss and three invented names."""
    if j % 1350 == 0:
        invented = [spelled(sample(parameters, char_to_ix, seed), ix_to_char) for seed in (0, 1, 2)]
        print(f"{j:6d} names   loss {smooth:5.2f}   {'  '.join(invented)}")


trained, losses = model(train_names, 13501, report=show_progress)

# %% [markdown]
# First it learns which letters are frequent, then that vowels and consonants take turns, then the endings, and at last which vowels and endings go together.
#
# > **Remember.** Draw, don't take the maximum. A new name is a new state.
#
# **Ask yourself.**
#
# With all weights and biases at zero, what does `sample` draw?
#
# <details><summary>Answer</summary>
#
# Each of the 27 characters with the same probability. The newline is one of them, so at each step one name in 27 ends, on average.
#
# </details>
#
# Why is the smoothed loss so slow to fall at first?
#
# <details><summary>Answer</summary>
#
# It is a mean over about the last thousand names, so it lags behind by as much.
#
# </details>
#
# ## 6 · How good is it?
#
# The network has read the list ten times. Has it learnt the rule, or memorised the names? The 150 names in `val_names`, which it has never read, will tell.
#
# ### Step 11 · Cross-entropy and perplexity
#
# The **cross-entropy** is the loss per character: the losses of all names added up, divided by the number of characters that were predicted. Its exponential is the **perplexity**. A network with a perplexity of 4 is as unsure as if it had to guess among 4 equally likely characters. For a network that knows nothing, that is 27. ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# How many predictions does one name ask for?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Sum up both, the losses and the numbers, and divide once at the end.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `total, count = total + loss, count + ___`
#
# </details>

# %% solution
def cross_entropy(names, parameters, char_to_ix):
    """The loss per predicted character over a list of names, each from a state of zeros; ends of names count too."""
    a0 = np.zeros(parameters["b"].shape)
    total, count = 0, 0
    for name in names:
        X, Y = encode_name(name, char_to_ix)
        ### START CODE HERE ### (≈ 2 lines)
        # (1) the loss of this name: X, Y, a0, parameters → loss (1 line)
        loss, _ = rnn_forward(X, Y, a0, parameters)
        # (2) add up losses and characters: loss, Y → total, count (1 line)
        total, count = total + loss, count + len(Y)
        ### END CODE HERE ###
    ### START CODE HERE ### (≈ 1 line)
    # (3) the mean per character: total, count → mean (1 line)
    mean = total / count
    ### END CODE HERE ###
    return mean

# %% check points=6
check("cross_entropy", cross_entropy)

# %% tags=["expected"]
print(f"{cross_entropy(val_names, large, char_to_ix):.4f} per character; knowing nothing costs ln 27 = {np.log(27):.4f}")

# %% [markdown]
# And now the comparison, in the same unit, on the same names: a table of letters, your table of pairs, a table of triples, and your network. At the bottom is the grammar that made the names. It rolls dice as well, so no model can do better on average:

# %% tags=["demo"]
from utils.names_utils import GRAMMAR, baselines

per_character = baselines(train_names, val_names, table, char_to_ix)
perplexities = {name: np.exp(value) for name, value in per_character.items()}
perplexities |= {"your network": np.exp(cross_entropy(val_names, trained, char_to_ix)), "the grammar itself": GRAMMAR}

# %% drawing
from utils.names_utils import draw_perplexities

draw_perplexities(perplexities)
show("Perplexities on a logarithmic scale: all characters alike 27, letters about 18, pairs about 8.4, triples about 5.4, your network about 4, the grammar itself 3.58.")

# %% [markdown]
# About 4: your network does better than triples do, and comes near to the grammar. The same as levels beside the loss curve. For that, each cross-entropy per character (the logarithm of the perplexity) is multiplied by the mean number of characters in a name, newline included. The levels belong to the 150 new names, the curve to those of the training:

# %% drawing
from utils.names_utils import draw_losses

mean_length = np.mean([len(name) + 1 for name in val_names])
draw_losses(losses, {name: mean_length * np.log(value) for name, value in perplexities.items() if name != "your network"})
show("The smoothed loss falls from 34 to about 14. On its way it crosses the level of letters after some 1000 names, that of pairs after some 2600, that of triples after some 4100, and ends a little above that of the grammar.")

# %% [markdown]
# Did you find the rule? All vowels of a name are of one kind, `e` and `i`, or `a`, `o` and `u`, and the ending goes with them: *vowel harmony*, as in Finnish and Turkish. (The u of `qu` does not count.) From one vowel to the next there are up to three other letters, so a table of pairs can't see the rule, and a table of triples only part of it. The network has to carry the kind of vowel along, through all those letters, to the end of the name. 300 names of each, at three temperatures:

# %% tags=["demo"]
from utils.names_utils import judged

invented = {
    f"temperature {T}": [spelled(sample(trained, char_to_ix, seed, temperature=T), ix_to_char) for seed in range(300)]
    for T in (0.5, 1.0, 2.0)
}
invented["table of pairs"] = [spelled(drawn_from_table(table, char_to_ix, seed), ix_to_char) for seed in range(300)]
for title, names in invented.items():
    found = judged(names, train_names) | {"different": len(set(names)) / len(names)}
    shares = "  ".join(f"{what} {share:4.0%}" for what, share in found.items())
    print(f"{title:15s}  {shares}   {', '.join(names[:2])}")

# %% [markdown]
# At temperature 1, more than nine names in ten keep the harmony, and hardly any is in the list: the network has learnt the rule, not the names. At 0.5 it makes hardly any mistakes, and some names come up more than once; at 2 it is bold, and often wrong. The table of pairs keeps the harmony only by luck, mostly in short names, and almost never finds an ending.
#
# How the temperature works, shown for the first letter:

# %% drawing
from utils.names_utils import draw_first_letters

scores = trained["Wya"] @ np.tanh(trained["b"]) + trained["by"]
draw_first_letters(train_names, {f"temperature {T}": softmax(scores / T)[:, 0] for T in (0.5, 1.0, 2.0)}, ix_to_char)
show("Probabilities of first letters at three temperatures, bars, and their shares in the list, dots. At temperature 1 bars and dots agree roughly; at 0.5 frequent letters are higher and rare ones nearly gone; at 2.0 all are more alike.")

# %% [markdown]
# > **Remember.** A model is judged on names it has not read, beside a baseline, in the same unit. Perplexity is the exponential of the loss per character.
#
# **Ask yourself.**
#
# Could the loss of the training reach 0?
#
# <details><summary>Answer</summary>
#
# No. Nobody can foresee what the grammar rolls dice for. A loss far below that of the grammar would mean that names were memorised.
#
# </details>
#
# Which temperature gives the most probable names?
#
# <details><summary>Answer</summary>
#
# Low ones, on average. But near 0 it takes the most probable *letter* each time, and that need not lead to the most probable *name*: a good beginning may have poor endings only. The last open question goes on from here.
#
# </details>
#
# ## What you can do now
#
# You can turn text into numbers, train a recurrent network to continue it, draw from it, carefully or boldly, and say in one number how good it is. Large language models do the same with longer texts, pieces of words and another network, which you build in [a44](../a44_attention/a44_attention.ipynb). The loss, the drawing and the temperature are the same.
#
# ## Open questions
#
# These are not marked. To change a function, paste its text into a new cell and give it another name.
#
# - ★ Train on a list of your own: towns, plants, medicines. Which rules does the network find? (`make_vocabulary` takes any characters.)
# - ★ Train at a learning rate of 0.03 with `maxValue=5`, then with `maxValue=1`, 8000 names each, and sample from both. Which names does the ruined network invent?
# - ★★ Keep the state of one name as the beginning of the next, as if the list were one text. What happens to the perplexity, and why?
# - ★★ Let the network finish a beginning that you give it, `"qu"` say.
# - ★★★ Put your LSTM from a42 in place of the cell. Does it remember the harmony sooner?
# - ★★★ **Beam search**: keep the ten most probable beginnings in each step. Are the names it finds better than drawn ones?
#
# <details><summary>For those who know the original</summary>
#
# - Its list, the names of 1536 dinosaurs, does not come with this course. If you have it, `course data add dinos.txt PATH` puts it in place of ours. Harmony and endings mean nothing then; perplexities do: about 7 for the network, 9.5 for pairs.
# - There, the functions that clip and update change their arguments in place. Here they return new ones, so `optimize` returns the parameters as well.
# - There, the last state of a name is the first one of the next, although names are shuffled and sampling starts from zeros. On our list, that costs a little: a perplexity of 4.2 to 4.5 in place of about 4.05.
# - Its loss starts at 7 ln 27, about 23.07, since seven names are printed. Ours starts at that of a name of mean length.
# - Its figures for clipping, for one step and for the shorter sample are reproduced by the tests, and its losses for the first thousands of names. From about 14000 on, every machine has others, and other names.
#
# </details>

# %% tags=["demo"]
progress()
