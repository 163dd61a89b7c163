# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Attention, and a small Transformer that reads dates
#
# **How does a network know where to look?** This one reads dates as people write them, in three languages, and writes each in one form. For each symbol that it writes (a row), it looks back at the letters that it reads (the columns). Dark is where it looks:

# %% picture
import json

import matplotlib.pyplot as plt

from utils.attention_utils import draw_maps
from utils.figures import show

plt.style.use("utils.course")
with open("long_run.json") as file:
    draw_maps(json.load(file)["maps"])
show("Two maps. Rows are the symbols of the written date, columns the letters of the date that is read. While the network writes the year, it looks at the digits of the year, then at the name of the month, and at last at the day.")

# %% [markdown]
# That look is called **attention**. You build it, and around it a whole Transformer: in NumPy first, then in Keras, where you train it in half a minute.
#
# **About 90 minutes.** After section 4 you are about halfway, which is a good place for a break.
#
# **What you build**
#
# 1. `masked_softmax`: weights for what may be seen
# 2. `scaled_dot_product_attention`: look up by similarity
# 3. `padding_mask`: what is only filling
# 4. `causal_mask`: what is not written yet
# 5. `positional_encoding`: where each vector stands
# 6. `split_heads`: cut into several looks
# 7. `merge_heads`: and back
# 8. `multi_head_attention`: several looks at once
# 9. `layer_norm`: each vector on the same scale
# 10. `feed_forward`: a small network for each position
# 11. `encoder_block`: the block that reads
# 12. `decoder_block`: the block that writes
# 13. `build_model`: both in Keras
# 14. `greedy_decode`: write symbol by symbol
#
# You need softmax as in [a11](../a11_numpy_basics/a11_numpy_basics.ipynb), Keras models as in [a34](../a34_keras_happy_house/a34_keras_happy_house.ipynb), and an idea of sequences, as in [a42](../a42_lstm_steps/a42_lstm_steps.ipynb).
#
# **How this notebook works** ([a11](../a11_numpy_basics/a11_numpy_basics.ipynb) has the long version)
#
# - Write your code between `### START CODE HERE ###` and `### END CODE HERE ###`, and delete the line `raise NotImplementedError(...)` there. A function may have two such places.
# - Run the check below it: it says what is right, and what to look at if something is not. Your work is marked with other numbers and sizes.
# - Stuck? Open the three hints in order. As always, functions leave their arguments unchanged.
# - Steps 1 to 12 are written by hand, with NumPy: what calls TensorFlow, Keras or SciPy there does not count.
#
# ## 1 · Looking up by similarity

# %%
import os

# TensorFlow would fill the page with its log; it reads these when it is imported.
os.environ.update(TF_CPP_MIN_LOG_LEVEL="2", TF_ENABLE_ONEDNN_OPTS="0")

import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers

from utils import check, progress
from utils.attention_utils import block_parameters, embed, encoder_layers, position_wise
from utils.dates_utils import START, SYMBOLS_OUT, T_IN, T_OUT, decode, encode, encode_out, make_dates
from utils.figures import show

plt.style.use("utils.course")

# %% [markdown]
# A dictionary finds a value by its key, if you have exactly that key. Attention is softer. A **query** is compared with all **keys**, and gets a mean of all **values**, in which those with a fitting key weigh most.
#
# Shapes are as in Keras, and not as in a42: examples first, features last, and time between them. So a vector is a row here, and weights multiply from the right, `x @ W + b`.
#
# | name | shape | what it is |
# |---|---|---|
# | `Q` | `(…, T_q, d_k)` | one query for each of `T_q` positions |
# | `K` | `(…, T_k, d_k)` | one key for each of `T_k` positions |
# | `V` | `(…, T_k, d_v)` | the values that belong to the keys |
# | `scores`, `weights` | `(…, T_q, T_k)` | how well each key fits each query |
#
# The dots stand for any axes in front: examples, later heads.
#
# In numbers: a query fits three keys with scores 1, 2 and 0. The exponentials are 2.72, 7.39 and 1, and their sum is 11.11, so the weights are 0.24, 0.67 and 0.09. With the values 10, 20 and 60, the query gets 0.24 · 10 + 0.67 · 20 + 0.09 · 60, about 21.
#
# ### Step 1 · A softmax that can look away
#
# The weights are a softmax of the scores, over the **keys**, the last axis. But some keys must not be seen. `mask` is True where a key may be seen, and the sum runs over those keys only:
#
# $$
# w_j = \frac{e^{s_j - s_{\max}}}{\sum_{k \text{ allowed}} e^{s_k - s_{\max}}} \text{ if } j \text{ is allowed}, \qquad w_j = 0 \text{ if not}
# $$
#
# Here $s_{\max}$ is the largest *allowed* score. If a query may see nothing at all, its weights are all 0, not NaN. ≈ 3 lines.
#
# <details><summary>Where does this come from?</summary>
#
# Above and below the bar, $e^{-s_{\max}}$ cancels. It only keeps the exponentials from overflowing. And it makes the largest of them $e^0 = 1$, so a sum below 1 means that nothing was allowed.
#
# </details>
#
# <details><summary>Hint 1</summary>
#
# A forbidden score could be the largest of all. What can you put in its place, so that it never is? And what is its exponential to be?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.where(mask, a, b)` takes from `a` where the mask is True, elsewhere from `b`. Put a very large negative number there, not `-np.inf`: in a row where nothing is allowed, ∞ − ∞ is NaN. Multiplied by a number, True is 1 and False is 0.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `weights = e / np.maximum(___, 1)`
#
# </details>

# %% solution
def masked_softmax(scores, mask=None):
    """Weights over the last axis, for the allowed keys only.

    scores: shape (..., T_k)
    mask: True where a key may be seen; any shape that broadcasts to that of the scores. None: all keys
    Returns an array of the shape of the scores; a row in which nothing is allowed is 0.
    """
    mask = np.broadcast_to(True if mask is None else mask, scores.shape)
    ### START CODE HERE ### (≈ 3 lines)
    # (1) forbidden scores out of the way: scores, mask → low, same shape (1 line)
    low = np.where(mask, scores, -1e9)
    # (2) exponentials, 0 where it is forbidden: low, mask → e, same shape (1 line)
    e = np.exp(low - low.max(axis=-1, keepdims=True)) * mask
    # (3) divided by their sums: e → weights, same shape (1 line)
    weights = e / np.maximum(e.sum(axis=-1, keepdims=True), 1)
    ### END CODE HERE ###
    return weights

# %% check points=8
check("masked_softmax", masked_softmax)

# %% tags=["expected"]
scores = np.array([[2.0, 1.0, 3.0], [-1.0, 0.5, 0.0], [4.0, 4.0, 5.0]])
mask = np.array([[True, True, False], [True, True, True], [False, False, False]])
print(np.round(masked_softmax(scores, mask), 4))

# %% [markdown]
# ### Step 2 · Attention
#
# A key fits a query if their dot product is large:
#
# $$
# \text{scores} = \frac{Q K^T}{\sqrt{d_k}}, \qquad \text{weights} = \text{softmax}(\text{scores}), \qquad \text{output} = \text{weights} \cdot V
# $$
#
# The transpose swaps the last two axes only. $d_k$ is the length of a query. ≈ 2 lines.
#
# <details><summary>Where does the root come from?</summary>
#
# If the entries of q and k are independent, with mean 0 and variance 1, their $d_k$ products add up to a variance of $d_k$. Divided by $\sqrt{d_k}$, a score has variance 1 again.
#
# </details>
#
# <details><summary>Hint 1</summary>
#
# What would `K.T` do to the axis of the examples?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.swapaxes(a, -1, -2)` exchanges the last two axes. `@` multiplies the last two axes, for all those in front.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `weights = masked_softmax(___ / np.sqrt(___), mask)`
#
# </details>

# %% solution
def scaled_dot_product_attention(Q, K, V, mask=None):
    """A mean of values for each query, weighted by how well the keys fit.

    Q: shape (..., T_q, d_k); K: (..., T_k, d_k); V: (..., T_k, d_v)
    mask: True where a key may be seen; broadcasts to (..., T_q, T_k). None: all keys
    Returns output (..., T_q, d_v) and weights (..., T_q, T_k).
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) how much each key counts: Q, K, mask → weights, shape (..., T_q, T_k) (1 line)
    weights = masked_softmax(Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1]), mask)
    # (2) the mean: weights, V → output, shape (..., T_q, d_v) (1 line)
    output = weights @ V
    ### END CODE HERE ###
    return output, weights

# %% check points=8
check("scaled_dot_product_attention", scaled_dot_product_attention)

# %% tags=["expected"]
random = np.random.RandomState(44)
Q, K, V = random.randn(2, 3, 6), random.randn(2, 5, 6), random.randn(2, 5, 4)
output, weights = scaled_dot_product_attention(Q, K, V)
print("output has shape", output.shape, "and weights", weights.shape)
print("weights[1, 2]:", ", ".join(f"{value:.4f}" for value in weights[1, 2]))
print("output[1, 2]: ", ", ".join(f"{value:+.4f}" for value in output[1, 2]))

# %% [markdown]
# See it work. Six keys point in six directions, and each has a number as its value. The query points to 75°:

# %% tags=["demo"]
directions = np.deg2rad([0, 60, 120, 180, 240, 300])
keys = 2 * np.stack([np.cos(directions), np.sin(directions)], axis=1)
values = np.array([[10.0], [20.0], [30.0], [40.0], [50.0], [60.0]])
query = 2 * np.array([[np.cos(np.deg2rad(75)), np.sin(np.deg2rad(75))]])
found, fits = scaled_dot_product_attention(query, keys, values)

# %% drawing
from utils.attention_utils import draw_lookup

draw_lookup(keys, query, values, fits, found)
show("On the left six keys as arrows, and the query between the second and the third, nearer to the second. On the right the weights as bars: the second key has the most, the third less, the others little. The output is a mean of the values.")

# %% [markdown]
# And what is the root good for? Take a random query and eight random keys. How much of the weight goes to the key that fits best?

# %% tags=["demo"]
drawn = np.random.RandomState(1)
largest = {"not scaled": [], "divided by the root": []}
for d_k in (4, 16, 64, 256):
    q, k = drawn.randn(500, 1, d_k), drawn.randn(500, 8, d_k)
    for name, factor in zip(largest, (np.sqrt(d_k), 1), strict=True):
        _, w = scaled_dot_product_attention(factor * q, k, k)
        largest[name].append(w.max(axis=-1).mean())

# %% drawing
from utils.attention_utils import draw_largest

draw_largest((4, 16, 64, 256), largest)
show("The mean largest weight against d_k. Not scaled, it rises from one half towards 1. Divided by the root of d_k, it stays near one third.")

# %% [markdown]
# Without the root, long vectors make the softmax all but certain, whatever they hold. Then its slopes are near 0, and almost nothing is learnt.
#
# > **Remember.** Softmax over the keys, the allowed ones only. Divide by the root of the length of a query.
#
# **Ask yourself.**
#
# All scores of a query are equal. What is its output?
#
# <details><summary>Answer</summary>
#
# The plain mean of the allowed values.
#
# </details>
#
# Why is it not enough to set forbidden weights to 0 *after* the softmax?
#
# <details><summary>Answer</summary>
#
# The others would not add up to 1: the forbidden keys have had their share of the sum.
#
# </details>
#
# ## 2 · Two masks
#
# Sentences differ in length. Short ones are filled up with a padding symbol, which is not to be looked at.
#
# ### Step 3 · Don't look at padding
#
# `ids` holds a number for each symbol; `pad` is that of the padding. Scores will have the shape `(m, heads, T_q, T_k)`; what heads are, section 4 says. So the mask is `(m, 1, 1, T_k)`: the same for all heads and queries. ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# Along which axis of the scores do the keys run? On which side of a comparison is True?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `a[:, np.newaxis]` puts in an axis of length 1.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `mask = (ids != ___)[:, np.newaxis, ___, :]`
#
# </details>

# %% solution
def padding_mask(ids, pad=0):
    """True where a symbol is no padding.

    ids: whole numbers, shape (m, T)
    Returns a boolean array of shape (m, 1, 1, T).
    """
    ### START CODE HERE ### (≈ 1 line)
    mask = (ids != pad)[:, np.newaxis, np.newaxis, :]
    ### END CODE HERE ###
    return mask

# %% check points=5
check("padding_mask", padding_mask)

# %% tags=["expected"]
ids = np.array([[3, 1, 2, 5, 4], [2, 2, 4, 0, 0], [1, 0, 0, 0, 0]])
print(padding_mask(ids).shape)
print(padding_mask(ids)[:, 0, 0].astype(int))

# %% [markdown]
# ### Step 4 · Don't look ahead
#
# A writer can't see what is not written yet. In training the whole answer is there, so the future must be hidden: position `t` may look at positions 0 to `t`. Rows are queries, columns keys. ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# Which positions may the first query see? And the last one?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.tril(a)` keeps the lower triangle of a matrix and its diagonal. `np.arange(T)[:, np.newaxis]` is a column of positions.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `mask = np.tril(np.ones((T, T), dtype=___))`
#
# </details>

# %% solution
def causal_mask(T):
    """True where a query may look: at itself and at what stands before it.

    Returns a boolean array of shape (T, T), queries in rows.
    """
    ### START CODE HERE ### (≈ 1 line)
    mask = np.tril(np.ones((T, T), dtype=bool))
    ### END CODE HERE ###
    return mask

# %% check points=5
check("causal_mask", causal_mask)

# %% tags=["expected"]
print(causal_mask(4).astype(int))

# %% drawing
from utils.attention_utils import draw_masks

draw_masks(padding_mask(ids), causal_mask(5))
show("Four squares of five queries by five keys. In the padding masks of three sentences, whole columns at the right are forbidden, the same for all queries. In the causal mask, the upper triangle is forbidden.")

# %% [markdown]
# > **Remember.** True: may be seen. Padding hides columns, `(m, 1, 1, T_k)`. The causal mask hides a triangle, `(T, T)`.
#
# **Ask yourself.**
#
# How do you combine both masks?
#
# <details><summary>Answer</summary>
#
# With `&`. Their shapes broadcast to `(m, 1, T, T)`.
#
# </details>
#
# Which row of `causal_mask` would be dangerous without the diagonal?
#
# <details><summary>Answer</summary>
#
# The first: it may see nothing. Your softmax gives zeros there; many others give NaN.
#
# </details>
#
# ## 3 · Order has to be added
#
# In **self-attention**, queries, keys and values all come from the same sequence. Shuffle its positions, and see what happens:

# %% tags=["demo"]
x = drawn.randn(1, 6, 8)
shuffled = np.array([4, 0, 5, 2, 1, 3])
output, _ = scaled_dot_product_attention(x, x, x)
output_shuffled, _ = scaled_dot_product_attention(x[:, shuffled], x[:, shuffled], x[:, shuffled])
print("largest difference:", f"{np.abs(output_shuffled - output[:, shuffled]).max():.0e}")

# %% [markdown]
# The same outputs, shuffled in the same way. Attention can't tell 12.3. from 3.12. So each vector is told where it stands.
#
# ### Step 5 · Positions
#
# Position `pos` gets a vector of `d` numbers, to be added to the one that stands there. Pairs of columns turn like the hands of a clock, fast ones first:
#
# $$
# \text{angle}_{pos,\,k} = \frac{pos}{10000^{\,2 \lfloor k/2 \rfloor / d}}, \qquad p_{pos,\,k} = \begin{cases} \sin(\text{angle}) & k \text{ even} \\ \cos(\text{angle}) & k \text{ odd} \end{cases}
# $$
#
# Positions and columns count from 0. ≈ 2 lines.
#
# <details><summary>Why 10000?</summary>
#
# The fastest hand takes 2π, about 6 positions, for a turn, and the slowest of 32 columns $10000^{30/32}$ times as long, about 35 000. No text here is nearly that long, so no two of its positions look alike. Any large number would do.
#
# </details>
#
# <details><summary>Hint 1</summary>
#
# Columns 0 and 1 have the same angle. What does `k // 2` say of them?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `pos` is a column and `k` a row, so they broadcast to `(T, d)`. `np.where(condition, a, b)` chooses entry by entry.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `angle = pos / 10000 ** (___ / d)`
#
# </details>

# %% solution
def positional_encoding(T, d):
    """A vector for each of T positions.

    Returns an array of shape (T, d): sines in even columns, cosines in odd ones.
    """
    pos, k = np.arange(T)[:, np.newaxis], np.arange(d)
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the hands of the clocks: pos, k, d → angle, shape (T, d) (1 line)
    angle = pos / 10000 ** (2 * (k // 2) / d)
    # (2) sines and cosines: angle, k → encoding, shape (T, d) (1 line)
    encoding = np.where(k % 2 == 0, np.sin(angle), np.cos(angle))
    ### END CODE HERE ###
    return encoding

# %% check points=8
check("positional_encoding", positional_encoding)

# %% tags=["expected"]
p = positional_encoding(6, 8)
print("position 0:", ", ".join(f"{value:+.4f}" for value in p[0]))
print("position 5:", ", ".join(f"{value:+.4f}" for value in p[5]))
print(f"p[0]·p[2] = {p[0] @ p[2]:.6f}, p[3]·p[5] = {p[3] @ p[5]:.6f}")

# %% drawing
from utils.attention_utils import draw_positions

draw_positions(positional_encoding(32, 32))
show("On the left the encodings of 32 positions as a heat map: the first columns change from row to row, the last ones hardly at all. On the right the dot products of position 10 and of position 20 with all: each is largest with itself, and both curves have the same shape, ten positions apart.")

# %% [markdown]
# Neighbours are alike, and the dot product of two positions depends only on how far apart they are. So "three letters further left" is the same everywhere.
#
# <details><summary>Where does this come from?</summary>
#
# Each pair of columns adds sin a · sin b + cos a · cos b = cos(a − b) to the product, and a − b depends on the distance only.
#
# </details>
#
# > **Remember.** Attention alone does not see order. Positions are added to the vectors.
#
# **Ask yourself.**
#
# In the first two columns, two different positions may have nearly the same numbers. Does that matter?
#
# <details><summary>Answer</summary>
#
# No: slower columns tell them apart, as the hour hand does.
#
# </details>
#
# ## 4 · Several heads
#
# One set of weights gives one mean, in which all that was found is mixed. To look for several things separately, the `d` features are cut into `h` **heads** of `d / h` features, and each head has weights of its own:

# %% drawing
from utils.attention_utils import draw_heads

draw_heads()
show("A table x of three positions and eight features, of which the first four are shaded as head 0 and the others as head 1. split_heads makes two tables of three positions and four features; merge_heads puts them side by side again.")

# %% [markdown]
# ### Step 6 · Cut
#
# From `(m, T, d)` to `(m, h, T, d / h)`: take the last axis apart, then move the heads to the front. ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# Which axis is cut in two: the one of positions or the one of features?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `reshape` takes axes apart without changing the order of the numbers. `transpose(0, 2, 1, 3)` then exchanges the two in the middle.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `heads = x.reshape(m, ___, ___, d // h).transpose(0, 2, 1, 3)`
#
# </details>

# %% solution
def split_heads(x, h):
    """The features in h groups, each as a head.

    x: shape (m, T, d), where h divides d
    Returns an array of shape (m, h, T, d / h).
    """
    m, T, d = x.shape
    ### START CODE HERE ### (≈ 1 line)
    heads = x.reshape(m, T, h, d // h).transpose(0, 2, 1, 3)
    ### END CODE HERE ###
    return heads

# %% check points=5
check("split_heads", split_heads)

# %% tags=["expected"]
counted = np.arange(48.0).reshape(2, 3, 8)
print("shape", split_heads(counted, 2).shape)
print(split_heads(counted, 2)[0, 1])

# %% [markdown]
# ### Step 7 · And back
#
# The same way back: first the axes, then the shape. ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# Which two axes must stand side by side, and in which order, before they become one?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Exchanging two axes a second time puts them back.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `x = heads.transpose(___).reshape(m, T, ___)`
#
# </details>

# %% solution
def merge_heads(heads):
    """The heads side by side again: undoes split_heads.

    heads: shape (m, h, T, n)
    Returns an array of shape (m, T, h * n).
    """
    m, h, T, n = heads.shape
    ### START CODE HERE ### (≈ 1 line)
    x = heads.transpose(0, 2, 1, 3).reshape(m, T, h * n)
    ### END CODE HERE ###
    return x

# %% check points=5
check("merge_heads", merge_heads)

# %% tags=["expected"]
print(merge_heads(split_heads(counted, 4))[1])

# %% [markdown]
# ### Step 8 · Multi-head attention
#
# Queries come from `x_q`, keys and values from `x_kv`. For self-attention the two are the same.
#
# In section 3 each vector was its own query, key and value, so it mostly found itself. But what a position looks for is not what it is: to write the month, the reader has to look for a month, not for another dash. So three matrices make three things of a vector: what it asks ($W_q$), what it can be found by ($W_k$), and what it hands over ($W_v$). At the end $W_o$ mixes what the heads have found:
#
# $$
# Q = x_q W_q + b_q, \quad K = x_{kv} W_k + b_k, \quad V = x_{kv} W_v + b_v, \qquad \text{output} = \text{merged heads} \cdot W_o + b_o
# $$
#
# `project` is given: it does one such product, and cuts it into heads. ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# Who asks, and who is asked? From which of the two sequences does each of Q, K and V come?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `project(x, "q")` uses `Wq` and `bq`. Several names can be set in one line. Steps 2 and 7 do the rest.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `found, weights = scaled_dot_product_attention(___, ___, ___, mask)`
#
# </details>

# %% solution
def multi_head_attention(x_q, x_kv, P, h, mask=None):
    """Attention by h heads.

    x_q: shape (m, T_q, d), from which the queries are made; x_kv: (m, T_k, d), for keys and values
    P: dictionary with Wq, Wk, Wv, Wo (d, d) and bq, bk, bv, bo (d,)
    mask: True where a key may be seen; broadcasts to (m, h, T_q, T_k). None: all keys
    Returns output (m, T_q, d) and weights (m, h, T_q, T_k).
    """

    def project(x, name):
        return split_heads(x @ P["W" + name] + P["b" + name], h)

    ### START CODE HERE ### (≈ 3 lines)
    # (1) queries, keys and values in heads: x_q, x_kv → Q, K, V, shape (m, h, T, d / h) (1 line)
    Q, K, V = project(x_q, "q"), project(x_kv, "k"), project(x_kv, "v")
    # (2) each head looks: Q, K, V, mask → found, weights (1 line)
    found, weights = scaled_dot_product_attention(Q, K, V, mask)
    # (3) side by side, and mixed: found, P → output, shape (m, T_q, d) (1 line)
    output = merge_heads(found) @ P["Wo"] + P["bo"]
    ### END CODE HERE ###
    return output, weights

# %% check points=10
check("multi_head_attention", multi_head_attention)

# %% tags=["expected"]
d, h, ff = 8, 2, 12
encoder = block_parameters(random, d, ff)
decoder = block_parameters(random, d, ff, cross=True)
x, y = random.randn(3, 5, d), random.randn(3, 4, d)
output, weights = multi_head_attention(y, x, encoder["self"], h, padding_mask(ids))
print("output has shape", output.shape, "and weights", weights.shape)
print("weights[1, 1, 0]:", ", ".join(f"{value:.4f}" for value in weights[1, 1, 0]))
print("output[1, 0]:    ", ", ".join(f"{value:+.4f}" for value in output[1, 0]))

# %% [markdown]
# > **Remember.** Reshape, then transpose; back in the opposite order. Queries from the one who asks, keys and values from the one who is asked.
#
# **Ask yourself.**
#
# How many more parameters do four heads need than one?
#
# <details><summary>Answer</summary>
#
# None. The matrices are cut, not copied.
#
# </details>
#
# What goes wrong with `x.reshape(m, h, T, d // h)`, which has the right shape at once?
#
# <details><summary>Answer</summary>
#
# A head would get all features of some positions, instead of some features of all positions.
#
# </details>
#
# ## 5 · Blocks
#
# Attention takes means: it carries values from one position to another, but makes little new of them. A block adds three things. A small network works on every position by itself. **Shortcuts**, as in [a35](../a35_residual_networks/a35_residual_networks.ipynb), keep what was there and give the gradient a short way back. And after each shortcut a **normalisation** keeps the numbers on one scale, however many blocks follow.

# %% drawing
from utils.attention_utils import draw_blocks

draw_blocks()
show("The plans of both blocks. encoder_block: x goes through multi_head_attention and, by a shortcut, around it; both are added and normalised; the same with feed_forward. decoder_block: the same with three parts. The first is self-attention of y under the causal mask. The second gets its queries from y, its keys and values from memory, the output of the encoder.")

# %% [markdown]
# ### Step 9 · Normalise each position
#
# The batch normalisation of a35 looks at one feature over many examples. **Layer normalisation** looks at one position of one example, over its features (the last axis):
#
# $$
# \text{out} = \gamma * \frac{x - \text{mean}}{\sqrt{\text{variance} + \epsilon}} + \beta
# $$
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# How many means does an array of shape (m, T, d) have here? Where does the small number stand?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `x.mean(axis=-1, keepdims=True)` keeps an axis of length 1, so that it broadcasts. `x.var` takes the same arguments.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `out = gamma * (x - mean) / np.sqrt(___) + ___`
#
# </details>

# %% solution
def layer_norm(x, gamma, beta, eps=1e-6):
    """Mean 0 and variance 1 over the features of each position, then scaled and shifted.

    x: shape (..., d); gamma, beta: (d,)
    Returns an array of the shape of x.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) of each position: x → mean, variance, shape (..., 1) (1 line)
    mean, variance = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)
    # (2) normalised, scaled, shifted: x, mean, variance, gamma, beta, eps → out (1 line)
    out = gamma * (x - mean) / np.sqrt(variance + eps) + beta
    ### END CODE HERE ###
    return out

# %% check points=7
check("layer_norm", layer_norm)

# %% tags=["expected"]
normed = layer_norm(x, decoder["g1"], decoder["e1"])
print("normed[2, 4]:", ", ".join(f"{value:+.4f}" for value in normed[2, 4]))
plain = layer_norm(x, np.ones(d), np.zeros(d))
print(f"with gamma 1 and beta 0: mean {abs(plain[2, 4].mean()):.4f}, variance {plain[2, 4].var():.4f}")

# %% [markdown]
# ### Step 10 · A network for each position
#
# One hidden layer with relu: $\text{relu}(x W_1 + b_1)\, W_2 + b_2$. All positions share the weights. ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# Which of the two layers has the activation?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.maximum(a, 0)` is relu. `@` works on the last axis of `x`, for all positions at once.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `out = np.maximum(___, 0) @ P["W2"] + ___`
#
# </details>

# %% solution
def feed_forward(x, P):
    """A hidden layer with relu and a linear one, for each position by itself.

    x: shape (..., d)
    P: dictionary with W1 (d, ff), b1 (ff,), W2 (ff, d), b2 (d,)
    Returns an array of the shape of x.
    """
    ### START CODE HERE ### (≈ 1 line)
    out = np.maximum(x @ P["W1"] + P["b1"], 0) @ P["W2"] + P["b2"]
    ### END CODE HERE ###
    return out

# %% check points=4
check("feed_forward", feed_forward)

# %% tags=["expected"]
print("out[1, 2]:", ", ".join(f"{value:+.4f}" for value in feed_forward(x, encoder["ffn"])[1, 2]))

# %% [markdown]
# ### Step 11 · The block that reads
#
# Two parts, each with its shortcut, and normalised after the sum:
#
# $$
# x \leftarrow \text{LN}_1\left(x + \text{attention}(x, x)\right), \qquad \text{out} = \text{LN}_2\left(x + \text{feed\_forward}(x)\right)
# $$
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# To which `x` is the output of the second part added?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `multi_head_attention` returns two things; `[0]` takes the first. Its weights are in `P["self"]`, those of the small network in `P["ffn"]`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `x = layer_norm(x + ___, P["g1"], P["e1"])`
#
# </details>

# %% solution
def encoder_block(x, P, h, mask=None):
    """Self-attention and a network for each position, each with a shortcut and normalised.

    x: shape (m, T, d)
    P: dictionary with self (as in multi_head_attention), ffn (as in feed_forward), and gamma and beta of the two
        normalisations: g1, e1, g2, e2
    h: number of heads; mask: as in multi_head_attention
    Returns an array of shape (m, T, d).
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) look around: x, mask → x, same shape (1 line)
    x = layer_norm(x + multi_head_attention(x, x, P["self"], h, mask)[0], P["g1"], P["e1"])
    # (2) think: x → out, same shape (1 line)
    out = layer_norm(x + feed_forward(x, P["ffn"]), P["g2"], P["e2"])
    ### END CODE HERE ###
    return out

# %% check points=7
check("encoder_block", encoder_block)

# %% tags=["expected"]
memory = encoder_block(x, encoder, h, padding_mask(ids))
print("memory[0, 0]:", ", ".join(f"{value:+.4f}" for value in memory[0, 0]))
print("memory[2, 4]:", ", ".join(f"{value:+.4f}" for value in memory[2, 4]))

# %% [markdown]
# ### Step 12 · The block that writes
#
# `y` is what is written so far, and `memory` is what the encoder has made of the sentence:
#
# $$
# y \leftarrow \text{LN}_1\left(y + \text{attention}(y, y)\right), \quad y \leftarrow \text{LN}_2\left(y + \text{attention}(y, \text{memory})\right), \quad \text{out} = \text{LN}_3\left(y + \text{feed\_forward}(y)\right)
# $$
#
# The first looks back, with `self_mask`; the second looks over to the sentence, with `cross_mask`. The third is given. ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# Who asks in the second attention, and who is asked? Which mask belongs to whose symbols?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Keep the weights of both attentions: `a, b = f(…)` takes two results. The second has its matrices in `P["cross"]`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `attended, cross_weights = multi_head_attention(___, ___, P["cross"], h, ___)`
#
# </details>

# %% solution
def decoder_block(y, memory, P, h, self_mask=None, cross_mask=None):
    """Self-attention, attention to the memory, and a network for each position.

    y: shape (m, T_q, d); memory: (m, T_k, d)
    P: as in encoder_block, with cross besides self, and three normalisations: g1, e1, g2, e2, g3, e3
    self_mask: True where y may be seen; cross_mask: True where the memory may be seen
    Returns out (m, T_q, d), self_weights (m, h, T_q, T_q), cross_weights (m, h, T_q, T_k).
    """
    ### START CODE HERE ### (≈ 4 lines)
    # (1) look back, added and normalised: y, self_mask → y, self_weights (2 lines)
    attended, self_weights = multi_head_attention(y, y, P["self"], h, self_mask)
    y = layer_norm(y + attended, P["g1"], P["e1"])
    # (2) look over, added and normalised: y, memory, cross_mask → y, cross_weights (2 lines)
    attended, cross_weights = multi_head_attention(y, memory, P["cross"], h, cross_mask)
    y = layer_norm(y + attended, P["g2"], P["e2"])
    ### END CODE HERE ###
    out = layer_norm(feed_forward(y, P["ffn"]) + y, P["g3"], P["e3"])
    return out, self_weights, cross_weights

# %% check points=10
check("decoder_block", decoder_block)

# %% tags=["expected"]
out, self_weights, cross_weights = decoder_block(y, memory, decoder, h, causal_mask(4), padding_mask(ids))
print("out[1, 0]:             ", ", ".join(f"{value:+.4f}" for value in out[1, 0]))
print("self_weights[0, 0, 1]: ", ", ".join(f"{value:.4f}" for value in self_weights[0, 0, 1]))
print("cross_weights[1, 1, 3]:", ", ".join(f"{value:.4f}" for value in cross_weights[1, 1, 3]))
y_later = y + 5 * (np.arange(4) == 3)[:, np.newaxis]
out_later, _, _ = decoder_block(y_later, memory, decoder, h, causal_mask(4), padding_mask(ids))
print("the last y changed: which outputs change?", np.abs(out_later - out).max(axis=(0, 2)) > 0)

# %% [markdown]
# Well done: these are the blocks of a Transformer.
#
# > **Remember.** Look, add, normalise; think, add, normalise. Statistics over features, never over the batch.
#
# **Ask yourself.**
#
# Which part of a block lets information pass from one position to another?
#
# <details><summary>Answer</summary>
#
# Attention only. Everything else works on each position by itself.
#
# </details>
#
# Why does the encoder have no causal mask?
#
# <details><summary>Answer</summary>
#
# The sentence is complete before the first symbol is written. Whoever reads may look ahead.
#
# </details>
#
# ## 6 · The same in Keras
#
# Keras has these parts ready: `layers.MultiHeadAttention(heads, size_of_a_head)`, called with queries, values and `attention_mask` ([its page](https://keras.io/api/layers/attention_layers/multi_head_attention/)), and `layers.LayerNormalization`. Copy your weights over, and compare:

# %% tags=["demo"]
from utils.attention_utils import keras_blocks

ours = {
    "MultiHeadAttention": multi_head_attention(y, x, encoder["self"], h, padding_mask(ids)),
    "LayerNormalization": layer_norm(x, encoder["g1"], encoder["e1"]),
    "an encoder block": memory,
    "a decoder block": (out, self_weights, cross_weights),
}
for name, theirs in keras_blocks(x, y, ids, encoder, decoder, h).items():
    pairs = zip(ours[name], theirs, strict=True)
    print(f"{name + ':':20} largest difference {max(np.abs(u - v).max() for u, v in pairs):.0e}")

# %% [markdown]
# Equal to rounding. You have written what Keras has.
#
# ### Step 13 · Encoder and decoder
#
# Now as a model to train. The parts that hold nothing new are given: `embed` turns each symbol into a vector that is learnt (times √d, so that it isn't lost beside the position), and adds your encoding of its position; `position_wise` is `feed_forward` in Keras; `encoder_layers` is the block that reads. It has these lines, in which `there` hides the padding:
#
# ```python
# attended = layers.MultiHeadAttention(heads, d // heads, name="encoder_self")(x, x, attention_mask=there)
# x = layers.LayerNormalization(epsilon=1e-6, name="norm1")(x + attended)
# memory = layers.LayerNormalization(epsilon=1e-6, name="norm2")(x + position_wise(x, ff, "ffn1"))
# ```
#
# The decoder is made in the same way. `y` holds the vectors of what is written so far. Rows 1 and 3 are given, write the others:
#
# | | layer | name |
# |---|---|---|
# | 1 | attention to `y` under the mask `past`, then add and normalise (given) | `decoder_self`, `norm3` |
# | 2 | attention to `memory` under the mask `there`, then add and normalise | `cross`, `norm4` |
# | 3 | `position_wise`, then add and normalise (given) | `ffn2`, `norm5` |
# | 4 | a dense layer with a score for each of `SYMBOLS_OUT`, no softmax | `scores` |
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# In which order does Keras take the two sequences?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A layer is made first, then called: `layers.Dense(3, name="a")(v)`. Each place needs a layer of its own, with the encoder's `epsilon`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `attended = layers.MultiHeadAttention(heads, d // heads, name="cross")(___, ___, attention_mask=___)`
#
# </details>

# %% solution
def build_model(d, heads, ff, T_in, T_out):
    """A Transformer of one encoder block and one decoder block.

    d: features, a multiple of heads; ff: hidden units of the networks for each position
    T_in, T_out: how many symbols are read and written
    Returns a Keras model: [ids read (m, T_in), ids written so far (m, T_out)] → scores (m, T_out, 12).
    """
    ids_in, ids_out = keras.Input((T_in,), dtype="int32"), keras.Input((T_out,), dtype="int32")
    memory, there = encoder_layers(ids_in, positional_encoding(T_in, d), heads, ff)  # (m, T_in, d) and (m, 1, T_in)
    past = causal_mask(T_out)[np.newaxis]  # (1, T_out, T_out)
    y = embed(ids_out, len(SYMBOLS_OUT), positional_encoding(T_out, d), "embed_out")
    attended = layers.MultiHeadAttention(heads, d // heads, name="decoder_self")(y, y, attention_mask=past)
    y = layers.LayerNormalization(epsilon=1e-6, name="norm3")(y + attended)
    ### START CODE HERE ### (≈ 2 lines)
    # (1) look over: y, memory, there → y, shape (m, T_out, d) (2 lines)
    attended = layers.MultiHeadAttention(heads, d // heads, name="cross")(y, memory, attention_mask=there)
    y = layers.LayerNormalization(epsilon=1e-6, name="norm4")(y + attended)
    ### END CODE HERE ###
    y = layers.LayerNormalization(epsilon=1e-6, name="norm5")(y + position_wise(y, ff, "ffn2"))
    ### START CODE HERE ### (≈ 1 line)
    # (2) a score for each symbol: y → scores, shape (m, T_out, 12) (1 line)
    scores = layers.Dense(len(SYMBOLS_OUT), name="scores")(y)
    ### END CODE HERE ###
    return keras.Model([ids_in, ids_out], scores)

# %% check points=10
check("build_model", build_model)

# %% tags=["expected"]
model = build_model(d=32, heads=4, ff=64, T_in=T_IN, T_out=T_OUT)
print("scores:", model.output_shape, "· weights:", model.count_params())

# %% [markdown]
# ### Step 14 · Write symbol by symbol
#
# In training, the decoder is given the right answer, shifted by one: a start symbol, then all but the last symbol (**teacher forcing**). In use, the model must go on from what it has written itself:
#
# - `ids` has one column more than is written, and begins with `START` everywhere (given),
# - at step `t`, the model gets `[X, ids[:, :-1]]`; of its scores, those at position `t` count,
# - the best symbol becomes column `t + 1`.
#
# What stands in later columns doesn't matter: your causal mask hides it. ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# Which column of `ids` has the model read when it writes its first symbol?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.argmax(a, axis=-1)` is the place of the largest along the last axis. `model([a, b])` calls the model.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `ids[:, ___] = np.argmax(scores[:, ___], axis=-1)`
#
# </details>

# %% solution
def greedy_decode(model, X, T_out=T_OUT):
    """What a model writes, symbol by symbol, always the best one.

    model: [ids read (m, T_in), ids written so far (m, T_out)] → scores (m, T_out, symbols)
    X: ids read, shape (m, T_in)
    Returns whole numbers, shape (m, T_out), without the start symbol.
    """
    ids = np.full((len(X), T_out + 1), START)
    for t in range(T_out):
        ### START CODE HERE ### (≈ 2 lines)
        # (1) ask the model: X, ids → scores, shape (m, T_out, symbols) (1 line)
        scores = np.array(model([X, ids[:, :-1]]))
        # (2) the best symbol at position t: scores → ids (1 line)
        ids[:, t + 1] = np.argmax(scores[:, t], axis=-1)
        ### END CODE HERE ###
    return ids[:, 1:]

# %% check points=8
check("greedy_decode", greedy_decode)

# %% [markdown]
# Any function that gives scores will do as a model. This one counts on from the last symbol:

# %% tags=["expected"]
def counting(inputs):
    return np.eye(len(SYMBOLS_OUT))[(inputs[1] + 1) % len(SYMBOLS_OUT)]


print(decode(greedy_decode(counting, np.zeros((2, T_IN)))))

# %% [markdown]
# > **Remember.** In training, all positions at once, with the future hidden. In use, one symbol after the other.
#
# **Ask yourself.**
#
# Why is `past` needed in training, if in use the later columns hold nothing of interest anyway?
#
# <details><summary>Answer</summary>
#
# In training they hold the right answer, and without the mask the decoder would copy it.
#
# </details>
#
# Is the share of right symbols in training a fair measure of the finished reader?
#
# <details><summary>Answer</summary>
#
# No. There it goes on from right symbols only. In use, one wrong digit spoils the date.
#
# </details>
#
# ## 7 · Reading dates
#
# Dates from 1930 to 2029, so that two digits are enough for a year, in 18 forms: six for each of English, German and French. Every fifth day is kept for the test, so no test date is seen in training, in any form or language:

# %% tags=["demo"]
texts, isos = make_dates(12800, seed=1)
texts_test, isos_test = make_dates(500, seed=2, test=True)
X, Y, X_test = encode(texts), encode_out(isos), encode(texts_test)
for given, iso in list(zip(texts, isos, strict=True))[:8]:
    print(f"{given:28} → {iso}")

# %% [markdown]
# Only **exact** answers count: all ten symbols. `warm_up` lets the learning rate rise to 0.004 during the first fifth of the steps, and then fall to almost 0. The first steps rest on very few gradients, and large ones could spoil the attention before it has learnt to look.
#
# Now your model learns. Two epochs take some 20 seconds, and about four dates in five are right then. If you have a minute or so, set `num_epochs=6`: nearly all will be, as the picture at the end of this section shows.

# %% tags=["demo"]
from utils.attention_utils import warm_up, with_others

Y_shifted = np.hstack([np.full((len(Y), 1), START), Y[:, :-1]])


def exact_match(model):
    written = decode(greedy_decode(model, X_test))
    return np.mean([found == iso for found, iso in zip(written, isos_test, strict=True)])


def train(model, num_epochs):
    rate = warm_up(peak=0.004, steps=num_epochs * len(X) // 64)
    model.compile(keras.optimizers.Adam(rate), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    history = []
    for epoch in range(num_epochs):
        loss = model.fit([X, Y_shifted], Y, batch_size=64, verbose=0).history["loss"][0]
        history.append([loss, exact_match(model)])
        print(f"epoch {epoch + 1}: cost {loss:.3f}, exact {history[-1][1]:.1%}")
    return history


keras.utils.set_random_seed(1)
reader = build_model(d=32, heads=4, ff=64, T_in=T_IN, T_out=T_OUT)
history = train(reader, num_epochs=2)

# %% [markdown]
# That is all it takes: it reads most of these dates correctly, and it has seen none of them before. See what it writes, and where it is still wrong:

# %% tags=["demo"]
written_test = decode(greedy_decode(reader, X_test))
for given, found, iso in list(zip(texts_test, written_test, isos_test, strict=True))[:6]:
    print(f"{given:28} → {found}")
wrong = [row for row in zip(texts_test, written_test, isos_test, strict=True) if row[1] != row[2]]
print("wrong:", len(wrong), "of", len(isos_test))
for given, found, iso in wrong[:6]:
    print(f"{given:28} → {found}, not {iso}")

# %% [markdown]
# Where it is wrong, it is mostly the order of the digits: 2012 read as 2021, say, or 52 as 25.
#
# Where does it look? This Keras model returns its scores only, but your own functions return their weights too. With the model's parameters, they are the whole Transformer:

# %% tags=["demo"]
from utils.attention_utils import numpy_weights


def look(model, text):
    """What a model writes for a text, and the weights of its cross-attention, (heads, T_OUT, length of the text)."""
    w, ids = numpy_weights(model), encode([text])
    d, heads = w["embed_in"].shape[1], w["heads"]
    written = greedy_decode(model, ids)
    shifted = np.hstack([[[START]], written[:, :-1]])
    x = w["embed_in"][ids] * d**0.5 + positional_encoding(T_IN, d)
    memory = encoder_block(x, w["encoder"], heads, padding_mask(ids))
    y = w["embed_out"][shifted] * d**0.5 + positional_encoding(T_OUT, d)
    out, _, cross_weights = decoder_block(y, memory, w["decoder"], heads, causal_mask(T_OUT), padding_mask(ids))
    difference = np.abs(out @ w["Ws"] + w["bs"] - np.array(model([ids, shifted]))).max()
    return decode(written)[0], cross_weights[0, :, :, : len(text)], difference


given = "freitag, 10. oktober 1969"
found, cross_weights, difference = look(reader, given)
print(f"{given} → {found}; scores by NumPy and by Keras differ by less than {10 ** np.ceil(np.log10(difference)):.0e}")

# %% drawing
from utils.attention_utils import draw_map_of_heads

draw_map_of_heads(given, found, cross_weights)
show("Four maps, one for each head. Rows are the symbols written, columns the letters read. For the last two digits of the year, they look at its digits, for the month mostly at letters of its name, for the day mostly at its digits, but not all heads at the same ones.")

# %% [markdown]
# Nobody has told it which letters are the year. Where a row is pale everywhere, at a dash say, it needs nothing in particular: its weights still add up to 1, so they are spread out.
#
# Now try your birthday, in lower case, from 1930 to 2029, in one of the forms above:

# %% tags=["demo"]
from utils.attention_utils import draw_map_of_heads

given = "3 may 1990"
found, cross_weights, _ = look(reader, given)
print(f"{given} → {found}")
draw_map_of_heads(given, found, cross_weights)
show("Four maps, one for each head: rows are the symbols written, columns the letters of the date that you gave.")

# %% [markdown]
# And what are positions and the causal mask worth? Each dot is a training of six epochs, from another start:

# %% picture
import json

from utils.attention_utils import draw_ablations
from utils.figures import show

with open("long_run.json") as file:
    draw_ablations(json.load(file)["runs"])
show("Share of exact dates at the end of each training. With everything all five are near 100 percent. Without positions about a fifth is right, without the causal mask none.")

# %% [markdown]
# Without positions it finds the digits, but not their order. And without the causal mask? Look at the cost in training as well, at the end:
#
# | | cost in training | exact dates |
# |---|---|---|
# | with everything | 0.001 to 0.004 | nearly all |
# | without positions | about 0.25 | about a fifth |
# | without the causal mask | about 0.0005 | none |
#
# Without the mask the cost is the best of all, since the model copies the next symbol. And then it can't read a single date.
#
# > **Remember.** Exact answers on unseen dates, written step by step. A low cost in training says little if the answer can be seen.
#
# **Ask yourself.**
#
# `03/04/1990` and `03-04-1990`: how can it know which is March and which is April?
#
# <details><summary>Answer</summary>
#
# By the separator: with a slash, the month comes first in these data.
#
# </details>
#
# What would happen to a language that the training has not shown?
#
# <details><summary>Answer</summary>
#
# It would guess the names of months by their letters. It has learnt these forms, not what a date is.
#
# </details>
#
# ## What you can do now
#
# You can write every part of a Transformer, train one in Keras, and see where it looks.
#
# Leave out the encoder and the attention to its memory, and there remain embeddings, positions, self-attention under the causal mask, and the small networks. Stack dozens of such blocks and train them to predict the next symbol, as you did with names in [a43](../a43_character_model/a43_character_model.ipynb): that is how large language models are built.
#
# ## Open questions
#
# These are not marked. To change a function, paste its text into a new cell and give it another name.
#
# - ★ Draw the heads for a date that was read wrong. Did it look at the wrong place, or at the right one?
# - ★ Train with `heads=1`. Is one head enough?
# - ★ `with_others(f, g=other)` makes a function like `f` that calls `other` in place of `g`. So `with_others(build_model, causal_mask=lambda T: np.ones((T, T), dtype=bool))` builds models without a causal mask. Train one: how do cost and exact answers go together?
# - ★★ **Pre-norm**: normalise before each part and not after the sum. Does it learn faster without the warm-up?
# - ★★ Write a thousand dates in a fourth language, and train on these, too (its letters must be among `SYMBOLS_IN` in `utils.dates_utils`). How many are read right?
# - ★★★ Greedy decoding never goes back. Keep the three best beginnings at every step (**beam search**). Does it correct any wrong date?
# - ★★★ Build a model of decoder blocks without `cross`, and train it on the names of a43. Does it get below the perplexity of your recurrent network?
#
# <details><summary>For those who know the original</summary>
#
# - The original of 2021 builds encoder and decoder from Keras' layers, on random sentences, and trains nothing.
# - Its figures for whole layers depend on seeded first weights and dropout: four editions print four different ones, and today's Keras gives a fifth. Here weights are copied instead.
# - Its first edition has masks with 1 for forbidden, later ones with 1 for allowed. Here it is True for allowed, as in Keras.
# - Its `key_dim` is the whole size `d`, so that each head is as wide as the model. Here it is `d // heads`.
#
# </details>

# %% tags=["demo"]
progress()
