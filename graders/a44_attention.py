"""Scenarios, mistakes and alternatives of "Attention, and a small Transformer that reads dates".

Here examples come first and features last: x is (m, T, d), weights are (m, h, T_q, T_k), as in Keras. A mask is True
where a key may be seen. The published assignment's masks changed their meaning between its editions; only the later one
is meant here. Its figures of whole layers hang on seeded weights and dropout, and no two editions agree, so the blocks
are held to other means: softmax row by row, heads by einsum with matrices cut as Keras cuts them.

atol: float32 rounds a sum of n terms of order 1 by about 6e-8 n. Normalisation divides by a standard deviation, which
can be a third for few features; three of them, with sums of at most 50 terms in between, lose less than 1e-4.

A model is judged by what it computes with drawn weights, and by how many weights it has. Weights hang on shape and kind
("query/kernel", "gamma"), not on their order, which is another one where layers are made in another order.
"""

import math
from typing import Any

import numpy as np

from autograder.judging.exercise import Assignment, Example
from graders import families

assignment = Assignment("a44_attention")

NUMPY: dict[str, Any] = {"keeps_arguments": True, "forbids": families.NUMPY_ONLY}


def softmax_of_rows(scores, mask=None):
    """Of the allowed entries of each row, one row after the other."""
    mask, weights = np.broadcast_to(True if mask is None else mask, scores.shape), np.zeros(scores.shape)
    for row in np.ndindex(scores.shape[:-1]):
        seen = scores[row][mask[row]]
        if len(seen):
            e = np.exp(seen - max(seen))
            weights[row][mask[row]] = e / sum(e)
    return weights


def looked_up(Q, K, V, mask=None):
    weights = softmax_of_rows(np.einsum("...qd,...kd->...qk", Q, K) / math.sqrt(K.shape[-1]), mask)
    return np.einsum("...qk,...kv->...qv", weights, V), weights


def by_heads(x_q, x_kv, P, h, mask=None):
    """As Keras lays it out: the matrices cut into heads, not the vectors."""
    d = x_q.shape[-1]
    Q, K, V = (
        np.einsum("mtd,dhn->mhtn", x, P["W" + name].reshape(d, h, -1)) + P["b" + name].reshape(h, 1, -1)
        for x, name in ((x_q, "q"), (x_kv, "k"), (x_kv, "v"))
    )
    found, weights = looked_up(Q, K, V, mask)
    return np.einsum("mhtn,hnd->mtd", found, P["Wo"].reshape(h, -1, d)) + P["bo"], weights


def normed(x, gamma, beta, eps=1e-6):
    centred = x - np.sum(x, axis=-1, keepdims=True) / x.shape[-1]
    return gamma * centred * (np.sum(centred**2, axis=-1, keepdims=True) / x.shape[-1] + eps) ** -0.5 + beta


def thought(x, P):
    hidden = np.einsum("...d,df->...f", x, P["W1"]) + P["b1"]
    return np.einsum("...f,fd->...d", hidden * (hidden > 0), P["W2"]) + P["b2"]


def read(x, P, h, mask=None):
    x = normed(x + by_heads(x, x, P["self"], h, mask)[0], P["g1"], P["e1"])
    return normed(x + thought(x, P["ffn"]), P["g2"], P["e2"])


def written(y, memory, P, h, self_mask=None, cross_mask=None):
    found, back = by_heads(y, y, P["self"], h, self_mask)
    y = normed(y + found, P["g1"], P["e1"])
    found, over = by_heads(y, memory, P["cross"], h, cross_mask)
    y = normed(y + found, P["g2"], P["e2"])
    return normed(y + thought(y, P["ffn"]), P["g3"], P["e3"]), back, over


def attention_weights(draw, d):
    """Scores and outputs of order 1."""
    return {
        w + name: draw.normal(*(d,) * n, scale=1 / math.sqrt(d) if n == 2 else 0.5)
        for name in "qkvo"
        for w, n in (("W", 2), ("b", 1))
    }


def network_weights(draw, d, ff):
    shapes = {"W1": (d, ff), "b1": (ff,), "W2": (ff, d), "b2": (d,)}
    return {name: draw.normal(*shape, scale=shape[0] ** -0.5) for name, shape in shapes.items()}


def block_weights(draw, d, ff, attentions, norms):
    P = {name: attention_weights(draw, d) for name in attentions} | {"ffn": network_weights(draw, d, ff)}
    for i in range(1, norms + 1):
        P |= {f"g{i}": draw.uniform(0.5, 1.5, d), f"e{i}": draw.normal(d, scale=0.5)}
    return P


def some_allowed(draw, *shape):
    """A drawn mask, in which every row has something allowed and something forbidden."""
    mask = draw.rng.random(shape) > 0.4
    order = np.argsort(draw.rng.random(shape), axis=-1)
    np.put_along_axis(mask, order[..., :1], True, axis=-1)
    np.put_along_axis(mask, order[..., 1:2], False, axis=-1)
    return mask


def lengths(draw, m, T):
    """A padding mask (m, 1, 1, T) of m sequences, of which at least one is shorter."""
    longest = draw.rng.integers(1, T + 1, m)
    longest[draw.rng.integers(m)] = draw.rng.integers(1, T)
    return (np.arange(T) < longest[:, np.newaxis])[:, np.newaxis, np.newaxis]


def past(T):
    return np.arange(T) <= np.arange(T)[:, np.newaxis]


@assignment.exercise(points=8, **NUMPY)
def masked_softmax(submission, draw):
    """Drawn masks, rows with nothing allowed, scores beyond what exp can take both ways, masks that broadcast."""

    def run(scores, *mask):
        return submission.masked_softmax(scores, *mask), softmax_of_rows(scores, *mask)

    m, T_q, T_k = draw.sizes("m", "T_q", "T_k")
    yield "a drawn mask", *run(draw.normal(m, T_q, T_k, scale=2), some_allowed(draw, m, T_q, T_k))
    yield "no mask", *run(draw.normal(m, T_q, T_k, scale=2))
    mask = some_allowed(draw, m, T_q, T_k)
    mask[draw.rng.integers(m), draw.rng.integers(T_q)] = False
    yield "a row in which nothing is allowed", *run(draw.normal(m, T_q, T_k), mask)
    mask = some_allowed(draw, T_q, T_k)
    yield "large scores", *run(draw.normal(T_q, T_k) + np.where(mask, 1000.0, 3000.0), mask)
    yield "large scores", *run(draw.normal(T_q, T_k) - 5000, mask)
    m, h, T_q, T_k = draw.sizes("m", "h", "T_q", "T_k", low=2, high=6)
    yield "masks that broadcast", *run(draw.normal(m, h, T_q, T_k), lengths(draw, m, T_k))
    yield "masks that broadcast", *run(draw.normal(m, h, T_k, T_k), past(T_k))
    draw.named()
    mask = some_allowed(draw, T_k)
    mask[draw.rng.choice(T_k, 2, replace=False)] = True  # with one key allowed, its weight is 1 whatever the scores are
    yield "a single row", *run(draw.normal(T_k, scale=2), mask)


# fmt: off
LOW = "low = np.where(mask, scores, -1e9)\n"
EXP = "e = np.exp(low - low.max(axis=-1, keepdims=True)) * mask\n"
GOAL_2 = "    # (2) exponentials, 0 where it is forbidden: low, mask → e, same shape (1 line)\n    "
GOAL_3 = "    # (3) divided by their sums: e → weights, same shape (1 line)\n    "
DIVIDE = "weights = e / np.maximum(e.sum(axis=-1, keepdims=True), 1)"
PLAIN = EXP.replace(" * mask", "")
WHOLE = "weights = e / e.sum(axis=-1, keepdims=True)"
masked_softmax.at(LOW + GOAL_2 + EXP + GOAL_3 + DIVIDE).mistakes(
    ([(LOW + "    " + EXP + "    " + DIVIDE).replace("axis=-1", axis) for axis in ("axis=-2", "axis=1")],
     "over the queries",
     "The weights of a key add up to 1, those of a query don't. Which of them are shares of one whole?"),
    ((LOW + "    " + EXP + "    " + DIVIDE).replace("axis=-1, keepdims=True", ""), "one sum for everything",
     "All weights together add up to 1, over all queries. How many sums does an array of scores need?"),
    ("low = scores\n    " + PLAIN + "    " + WHOLE, "mask ignored",
     "Forbidden keys have weights as if there were no mask. Where does the mask enter?"),
    ("low = scores\n    " + PLAIN + "    " + WHOLE + " * mask", "zeroed after the softmax",
     "Forbidden weights are 0, but the others don't add up to 1. Which keys does the sum below the bar run over?"),
    (["low = scores * mask\n    " + PLAIN + "    " + WHOLE,
      "low = np.where(mask, scores, 0)\n    " + PLAIN + "    " + WHOLE], "forbidden scores 0",
     "Forbidden keys still have weights: their scores are 0. What is the exponential of 0?"),
    ("low = scores - (1 - mask)\n    " + PLAIN + "    " + WHOLE, "forbidden scores 1 less",
     "Forbidden keys still have weights, only smaller ones. By how much must a score fall, so that nothing is left?"),
    (LOW + "    e = np.exp(low) * mask\n    total = e.sum(axis=-1, keepdims=True)\n"
     "    weights = e / np.where(total > 0, total, 1)", "no largest subtracted",
     "Scores near 1000 give NaN: their exponentials are infinite. What does the formula subtract first?"),
    (LOW + "    " + PLAIN + "    " + WHOLE, "weights where nothing is allowed",
     "A query that may see nothing has weights all the same. What are they to be?"),
    ([LOW + "    " + EXP + "    " + WHOLE,
      LOW.replace("-1e9", "-np.inf") + "    " + PLAIN + "    " + WHOLE], "NaN where nothing is allowed",
     "A query that may see nothing gets NaN, as 0 divided by 0 gives, or minus infinity less minus infinity. Which of "
     "the two is in your lines, and what can stand there instead?"),
)
masked_softmax.at(LOW).mistakes(
    ("low = scores * mask\n", "forbidden scores 0, weights 0",
     "Where all the allowed scores are negative, the weights of a query add up to less than 1: the forbidden ones are "
     "0 there, and so the largest. Which score is never the largest?"),
    (["low = np.where(mask, scores, -10)\n", "low = np.where(mask, scores, -100)\n"], "forbidden scores not low enough",
     "Where all the allowed scores are far below 0, their weights are too small: the forbidden score is the largest "
     "there. How low must it be?"),
    ("low = scores\n", "largest of all scores",
     "Where the largest score is forbidden, the allowed weights are too small or 0. Of which scores is s_max the "
     "largest?"),
)
masked_softmax.at("np.broadcast_to(True if mask is None else mask, scores.shape)").mistakes(
    ("~np.broadcast_to(True if mask is None else mask, scores.shape)", "mask inverted",
     "The mask was read the other way round. Does True mean that a key may be seen, or that it may not?"),
)
masked_softmax.at(DIVIDE).mistakes(
    ("weights = e / (e.sum(axis=-1, keepdims=True) + 1)", "sum and 1",
     "The weights of a query add up to less than 1. What stands below the bar besides the sum?"),
    ("weights = e", "not divided",
     "The weights of a query don't add up to 1. What stands below the bar of the formula?"),
)
masked_softmax.equivalents(
    ("np.broadcast_to(True if mask is None else mask, scores.shape)", "True if mask is None else mask",
     "np.where broadcasts by itself"),
    ("np.maximum(e.sum(axis=-1, keepdims=True), 1)", "np.maximum(1, e.sum(axis=-1, keepdims=True))",
     "the larger of two is the same"),
)
masked_softmax.alternatives({
    "minus infinity": """
    allowed = np.ones(scores.shape, bool) if mask is None else np.zeros(scores.shape, bool) | mask
    low = np.where(allowed, scores, -np.inf)
    top = np.max(low, axis=-1, keepdims=True)
    e = np.exp(low - np.where(np.isfinite(top), top, 0))
    total = np.sum(e, axis=-1, keepdims=True)
    return np.divide(e, total, out=np.zeros(scores.shape), where=total > 0)
""",
    "row by row": """
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape).reshape(-1, scores.shape[-1])
    rows = []
    for row, seen in zip(scores.reshape(-1, scores.shape[-1]), allowed):
        weights = np.zeros(len(row))
        if seen.any():
            weights[seen] = np.exp(row[seen] - row[seen].max())
            weights /= weights.sum()
        rows.append(weights)
    return np.array(rows).reshape(scores.shape)
""",
})
# fmt: on


@assignment.exercise(points=8, uses=("masked_softmax",), returns=("output", "weights"), **NUMPY)
def scaled_dot_product_attention(submission, draw):
    """Batches, with a mask and without; no axis in front; heads; one query, one key."""

    def run(Q, K, V, *mask):
        return submission.scaled_dot_product_attention(Q, K, V, *mask), looked_up(Q, K, V, *mask)

    def given(*front):
        T_q, T_k, d_k, d_v = draw.sizes("T_q", "T_k", "d_k", "d_v", low=2, high=7)
        shapes = (T_q, d_k), (T_k, d_k), (T_k, d_v)
        return *(draw.normal(*front, *shape) for shape in shapes), some_allowed(draw, *front, T_q, T_k)

    yield "a batch with a mask", *run(*given(3))
    yield "a batch without a mask", *run(*given(3)[:3])
    yield "no axis in front", *run(*given())
    yield "heads", *run(*given(2, 3))
    Q, K, V, _ = given(2)
    yield "one query, one key", *run(Q[:, :1], K[:, :1], V[:, :1])


# fmt: off
WEIGHTS = "masked_softmax(Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1]), mask)"
scaled_dot_product_attention.at(WEIGHTS).mistakes(
    ("masked_softmax(Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1]) * (1 if mask is None else mask))",
     "scores multiplied by the mask",
     "Forbidden scores are 0 here, so forbidden keys have weights all the same. Which of your functions knows what to "
     "do with a mask?"),
    ("masked_softmax(K @ np.swapaxes(Q, -1, -2) / np.sqrt(Q.shape[-1]), mask)", "keys in the rows",
     "The scores have a row for each key and a column for each query. Which of the two does the formula have in rows?"),
    ("masked_softmax(Q @ np.swapaxes(K, -1, -2), mask)", "not scaled",
     "The weights are too sure of themselves: the scores are as large as the dot products. By what are these divided?"),
    ("masked_softmax(Q @ np.swapaxes(K, -1, -2) / Q.shape[-1], mask)", "divided by d_k",
     "The weights are too even: the scores were divided by `d_k` itself. What does the formula divide by?"),
    ("masked_softmax(Q @ np.swapaxes(K, -1, -2) / np.sqrt(K.shape[-2]), mask)", "root of the number of keys",
     "The scores were divided by the root of the number of keys. Of which length does the formula take the root?"),
    ("masked_softmax(Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1]))", "mask not passed on",
     "Forbidden keys have weights. Where does `mask` go?"),
    ("np.swapaxes(masked_softmax(np.swapaxes(Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1]), -1, -2), "
     "None if mask is None else np.swapaxes(mask, -1, -2)), -1, -2)", "softmax over the queries",
     "The weights of a key add up to 1, those of a query don't. Which of the two shares out its attention?"),
    ("Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])", "no softmax",
     "These weights are scores: they can be negative, and forbidden keys have some. Which of your functions makes "
     "weights of them?"),
)
scaled_dot_product_attention.at("np.swapaxes(K, -1, -2)").mistakes(
    ("K.T", "all axes reversed",
     "The axes in front took part in the transpose. Which two axes should change places?"),
)
scaled_dot_product_attention.at("weights @ V").mistakes(
    ("weights @ K", "mean of the keys",
     "The output is a mean of the keys. A mean of what should it be?"),
)
scaled_dot_product_attention.at("return output, weights").mistakes(
    ("return weights, output", "returned in another order",
     "Output and weights stand in each other's place. In which order does the docstring have them?"),
    ("return output, Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])", "scores returned",
     "The output is right, but beside it are the scores. What are they before, and what after the softmax?"),
)
scaled_dot_product_attention.equivalents(
    ("np.swapaxes(K, -1, -2)", "np.swapaxes(K, -2, -1)", "the same two axes"),
)
scaled_dot_product_attention.alternatives({
    "einsum, queries scaled first": """
    scores = np.einsum("...qd,...kd->...qk", Q / K.shape[-1] ** 0.5, K)
    weights = masked_softmax(scores, mask=mask)
    print(weights.shape)
    return np.einsum("...qk,...kd->...qd", weights, V), weights
""",
    "matmul, moveaxis": """
    scores = np.matmul(Q, np.moveaxis(K, -1, -2)) * np.shape(Q)[-1] ** -0.5
    w = masked_softmax(scores, mask)
    return [np.matmul(w, V), w]
""",
})
# fmt: on


def filled_up(draw, m, T, pad=0):
    """Symbols, with a drawn padding at the end of each row but one, which has none, or that is all there is."""
    ids = draw.rng.integers(1, 9, (m, T)) + pad
    if pad:
        ids[:, 0] = 0
    for row in ids[: m - 1]:
        row[draw.rng.integers(1, T) :] = pad
    return ids


@assignment.inside
def together(some_mask, other, *args):
    """What is hidden of another mask."""
    return ~some_mask(*args) & other  # whole numbers, too, have these two


NUMBERS = (
    "numbers in place of True and False",
    "The mask holds 1.0 and 0.0, on which `&` and `~` don't work. What does the docstring say that it holds?",
)


@assignment.exercise(points=5, **NUMPY)
def padding_mask(submission, draw):
    """Paddings of drawn lengths; another symbol for the padding, where 0 is a symbol like others; one sequence."""
    for _ in range(2):
        m, T = draw.sizes("m", "T")
        ids = filled_up(draw, m, T)
        yield "drawn symbols", submission.padding_mask(ids), (ids != 0).reshape(m, 1, 1, T)
    m, T = draw.sizes("m", "T")
    pad = int(draw.rng.integers(2, 30))
    ids = filled_up(draw, m, T, pad)
    yield "another padding", submission.padding_mask(ids, pad), (ids != pad).reshape(m, 1, 1, T)
    ids = filled_up(draw, 2, T)[:1]
    draw.named(m=1, T=T)
    yield "one sequence", submission.padding_mask(ids), (ids != 0).reshape(1, 1, 1, T)
    ids, other = filled_up(draw, m, T), draw.rng.random((m, 1, T, T)) > 0.3
    draw.named(m=m, T=T)
    expected = (ids == 0).reshape(m, 1, 1, T) & other
    yield "together with another mask", together(submission.padding_mask, other, ids), expected


# fmt: off
PADDING = "(ids != pad)[:, np.newaxis, np.newaxis, :]"
padding_mask.at(PADDING).mistakes(
    ("(ids != pad)[:, np.newaxis, np.newaxis, :].astype(float)", *NUMBERS),
    ("(ids == pad)[:, np.newaxis, np.newaxis, :]", "True at the padding",
     "The mask is True at the padding. Is that what may be seen?"),
    ("(ids != pad)", "no axes for heads and queries",
     "The mask has the shape of `ids`. Which axes of the scores stand between examples and keys?"),
    ("(ids != pad)[:, np.newaxis, :, np.newaxis]", "padding as queries",
     "The symbols run along the axis of the queries. Along which axis do keys run?"),
    ("(ids != 0)[:, np.newaxis, np.newaxis, :]", "always 0",
     "Zeros are hidden, whatever the padding is. Which argument says what it is?"),
    ("(ids > pad)[:, np.newaxis, np.newaxis, :]", "symbols above the padding",
     "Symbols with a smaller number than the padding are hidden, too. Which symbol alone is to be hidden?"),
)
padding_mask.alternatives({
    "reshape": """
    m, T = ids.shape
    return np.reshape(np.not_equal(ids, pad), (m, 1, 1, T))
""",
    "expand_dims": "return ~np.expand_dims(ids == pad, (1, 2))",
})
# fmt: on


@assignment.exercise(points=5, forbids=families.NUMPY_ONLY)
def causal_mask(submission, draw):
    """Drawn lengths, and a single position, which sees itself."""
    for T in draw.rng.permutation(np.arange(3, 160))[:3].tolist():
        draw.named(T=T)
        yield "drawn lengths", submission.causal_mask(T), past(T)
    draw.named()
    yield "one position", submission.causal_mask(1), past(1)
    m, T = draw.sizes("m", "T")
    padding = lengths(draw, m, T)
    yield "together with another mask", together(submission.causal_mask, padding, T), ~past(T) & padding


# fmt: off
causal_mask.at("np.tril(np.ones((T, T), dtype=bool))").mistakes(
    ("np.tril(np.ones((T, T)))", *NUMBERS),
    ("np.triu(np.ones((T, T), dtype=bool))", "upper triangle",
     "Each position sees itself and the future. On which side of the diagonal is the past, if queries are rows?"),
    ("np.tril(np.ones((T, T), dtype=bool), k=-1)", "diagonal forbidden",
     "A position can't see itself, and the first one sees nothing. What does the step say of the diagonal?"),
    ("np.tril(np.ones((T, T), dtype=bool), k=1)", "one ahead",
     "Each position sees the one after it. Which is the last that it may see?"),
    ("np.ones((T, T), dtype=bool)", "everything allowed",
     "Everything may be seen, the future too. Which half is to be hidden?"),
    ("np.triu(np.ones((T, T), dtype=bool), k=1)", "the forbidden half",
     "The mask is True for the future, and False for the past. What does True mean here?"),
    ("np.eye(T, dtype=bool)", "itself only",
     "Each position sees itself alone. What of those before it?"),
)
causal_mask.alternatives({
    "comparison": """
    t = np.arange(T)
    return t[:, None] >= t
""",
    "loop": """
    mask = np.zeros((T, T), dtype=bool)
    for t in range(T):
        mask[t, : t + 1] = True
    return mask
""",
    "not the upper half": "return ~np.triu(np.ones((T, T), dtype=bool), 1)",
})
# fmt: on


@assignment.exercise(points=8, forbids=families.NUMPY_ONLY)
def positional_encoding(submission, draw):
    """Drawn sizes, an odd number of columns, and a single position; number by number."""

    def run(T, d):
        angle = [[pos / 10000 ** ((k - k % 2) / d) for k in range(d)] for pos in range(T)]
        expected = [[(math.cos if k % 2 else math.sin)(row[k]) for k in range(d)] for row in angle]
        return submission.positional_encoding(T, d), np.array(expected)

    for _ in range(2):
        T, half = draw.sizes("T", "", low=5, high=40)
        draw.named(T=T, d=2 * half)
        yield "drawn sizes", *run(T, 2 * half)
    T, half = draw.sizes("T", "", low=5, high=40)
    draw.named(T=T, d=2 * half + 1)
    yield "an odd number of columns", *run(T, 2 * half + 1)
    draw.named()
    yield "one position", *run(1, int(draw.rng.integers(100, 1000)))


# fmt: off
ANGLE = "pos / 10000 ** (2 * (k // 2) / d)"
positional_encoding.at(ANGLE).mistakes(
    ("pos / 10000 ** (k / d)", "an angle for each column",
     "The sines are right, and the cosines have angles of their own. Which angle does the column beside have?"),
    (["pos / 10000 ** (k // 2 / d)", "pos / 10000 ** ((k // 2) / d)"], "factor 2 missing",
     "The clocks slow down too little from pair to pair. What is the exponent for the last columns?"),
    ("pos / 10000 ** (2 * k / d)", "exponent twice as large",
     "The clocks slow down too fast, and the columns of a pair differ. How does column k become the number of its "
     "pair?"),
    ("(pos + 1) / 10000 ** (2 * (k // 2) / d)", "positions from 1",
     "Every position has the vector of the next one. From which number do positions count?"),
    ("pos * 10000 ** (2 * (k // 2) / d)", "multiplied",
     "Later columns turn ever faster. Does the power stand above or below the bar?"),
    (["pos / 1000 ** (2 * (k // 2) / d)", "pos / 100000 ** (2 * (k // 2) / d)"], "another base",
     "The first two columns are right, the others turn at another speed. Of which number does the formula take "
     "powers?"),
)
positional_encoding.at("np.where(k % 2 == 0, np.sin(angle), np.cos(angle))").mistakes(
    ("np.where(k % 2 == 0, np.sin(angle), np.cos(np.sin(angle)))", "cosine of the sine",
     "The odd columns hold the cosine of a sine. The cosine of what does the formula have?"),
    ("np.where(k % 2 == 0, np.cos(angle), np.sin(angle))", "sine and cosine exchanged",
     "Cosines stand in even columns, sines in odd ones. Which is which in the formula?"),
    ("np.where(k < d / 2, np.sin(angle), np.cos(angle))", "sines in the left half",
     "The sines stand in the left half, the cosines in the right. Which columns have which?"),
    ("np.hstack([np.sin(angle[:, ::2]), np.cos(angle[:, 1::2])])", "sines first, then cosines",
     "All the numbers are there, but all sines stand before all cosines. In which columns do they belong?"),
    ("np.sin(angle)", "sines only",
     "All columns are sines. Which ones have another function?"),
    ("angle", "angles returned",
     "These are the angles. Which two functions make the encoding of them?"),
)
positional_encoding.at("return encoding").mistakes(
    ("return encoding.T", "transposed",
     "Positions run along the columns. What shape does the docstring give?"),
)
positional_encoding.alternatives({
    "filled by slices": """
    encoding = np.zeros((T, d))
    rates = 1 / np.power(10000.0, np.arange(0, d, 2) / d)
    angles = np.outer(np.arange(T), rates)
    encoding[:, 0::2] = np.sin(angles)
    encoding[:, 1::2] = np.cos(angles)[:, : d // 2]
    return encoding
""",
    "sines only, shifted by a right angle": """
    k = np.arange(d)
    rates = np.exp(-np.log(10000) * (k - k % 2) / d)
    print(rates)
    return np.sin(np.arange(T).reshape(-1, 1) * rates + np.pi / 2 * (k % 2))
""",
})
# fmt: on


@assignment.exercise(points=5, **NUMPY)
def split_heads(submission, draw):
    """Drawn sizes, one head, heads of one feature, one position."""

    def run(m, T, h, n):
        x = draw.normal(m, T, h * n)
        heads = [x[:, :, n * i : n * (i + 1)] for i in range(h)]
        return submission.split_heads(x, h), np.stack(heads, axis=1)

    for part in ("drawn sizes", "drawn sizes"):
        sizes = dict(zip("mThn", draw.sizes(*"mThn", low=2, high=6), strict=True))
        draw.named(m=sizes["m"], T=sizes["T"], h=sizes["h"], d=sizes["h"] * sizes["n"])
        yield part, *run(**sizes)
    for part, which in (("one head", "h"), ("one feature", "n"), ("one position", "T")):
        sizes = dict(zip("mThn", draw.sizes(*"mThn", low=2, high=6), strict=True)) | {which: 1}
        draw.named()
        yield part, *run(**sizes)


# fmt: off
SPLIT = "x.reshape(m, T, h, d // h).transpose(0, 2, 1, 3)"
split_heads.at(SPLIT).mistakes(
    ("x.reshape(m, T, h, d // h)", "axes not moved",
     "The heads stand behind the positions. In front of which axis do they belong?"),
    ("x.reshape(m, h, T, d // h)", "reshaped at once",
     "The shape is right, but positions and features are mixed. Which single axis of `x` is to be taken apart?"),
    ("x.reshape(m, T, d // h, h).transpose(0, 3, 1, 2)", "every h-th feature",
     "Each head has features from all over. Which ones stand side by side in one head?"),
    ("x.reshape(m, T, h, d // h).transpose(0, 2, 3, 1)", "positions last",
     "Positions and features of each head have changed places. What shape does the docstring give?"),
)
split_heads.alternatives({
    "np.split": "return np.stack(np.split(x, h, axis=-1), axis=1)",
    "swapaxes": "return np.reshape(x, (x.shape[0], x.shape[1], h, -1)).swapaxes(1, 2)",
})
# fmt: on


@assignment.exercise(points=5, **NUMPY)
def merge_heads(submission, draw):
    """Drawn sizes, one head, heads of one feature, one position."""

    def run(m, h, T, n):
        heads = draw.normal(m, h, T, n)
        return submission.merge_heads(heads), np.concatenate([heads[:, i] for i in range(h)], axis=2)

    for part, ones in (("drawn sizes", ""), ("drawn sizes", ""), ("one head", "h"), ("one feature", "n"),
                       ("one position", "T")):  # fmt: skip
        sizes = dict(zip("mhTn", draw.sizes(*"mhTn", low=2, high=6), strict=True)) | dict.fromkeys(ones, 1)
        draw.named(**sizes)
        yield part, *run(**sizes)


# fmt: off
MERGE = "heads.transpose(0, 2, 1, 3).reshape(m, T, h * n)"
merge_heads.at(MERGE).mistakes(
    ("heads.reshape(m, T, h * n)", "axes not moved back",
     "The shape is right, but the numbers of different positions are mixed. What must stand side by side before two "
     "axes become one?"),
    ("heads.mean(axis=1)", "mean of the heads",
     "The heads were averaged. How many features are there, if they stand side by side?"),
    ("heads.sum(axis=1)", "sum of the heads",
     "The heads were added up. How many features are there, if they stand side by side?"),
    ("heads.transpose(0, 2, 3, 1).reshape(m, T, h * n)", "features before heads",
     "The features of the heads take turns. Which belong side by side: those of one head, or one of each?"),
)
merge_heads.alternatives({
    "np.concatenate": "return np.concatenate(list(np.moveaxis(heads, 1, 0)), axis=-1)",
    "swapaxes": "return np.swapaxes(heads, 1, 2).reshape(heads.shape[0], heads.shape[2], -1)",
})
# fmt: on


def sequences(draw):
    """m, T_q, T_k, d and the number of heads, which divides d; all but the last differ."""
    m, T_q, T_k, h, n = draw.sizes("", "", "", "", "", low=2, high=6)
    draw.named(m=m, T_q=T_q, T_k=T_k, h=h, d=h * n)
    return m, T_q, T_k, h * n, h


@assignment.exercise(points=10, uses=("scaled_dot_product_attention", "split_heads", "merge_heads"),
                     returns=("output", "weights"), atol=1e-5, **NUMPY)  # fmt: skip
def multi_head_attention(submission, draw):
    """To another sequence with padding, or of the same length; to itself under a causal mask; one head, no mask."""

    def run(*args):
        return submission.multi_head_attention(*args), by_heads(*args)

    m, T_q, T_k, d, h = sequences(draw)
    x_q, x_kv, P = draw.normal(m, T_q, d), draw.normal(m, T_k, d), attention_weights(draw, d)
    yield "another sequence, with padding", *run(x_q, x_kv, P, h, lengths(draw, m, T_k))
    m, T, _, d, h = sequences(draw)
    draw.named(m=m, T=T, h=h, d=d)
    x_q, x_kv, P = draw.normal(m, T, d), draw.normal(m, T, d), attention_weights(draw, d)
    yield "another sequence of the same length", *run(x_q, x_kv, P, h, lengths(draw, m, T))
    m, T, _, d, h = sequences(draw)
    draw.named(m=m, T=T, h=h, d=d)
    x = draw.normal(m, T, d)
    yield "itself, under a causal mask", *run(x, x, attention_weights(draw, d), h, past(T))
    m, T_q, T_k, d, _ = sequences(draw)
    yield "one head, no mask", *run(draw.normal(m, T_q, d), draw.normal(m, T_k, d), attention_weights(draw, d), 1)


# fmt: off
PROJECTED = 'Q, K, V = project(x_q, "q"), project(x_kv, "k"), project(x_kv, "v")'
multi_head_attention.at(PROJECTED).mistakes(
    ('Q, K, V = project(x_kv, "q"), project(x_q, "k"), project(x_q, "v")', "sequences exchanged",
     "`Q` was made of the sequence that is asked, `K` and `V` of the one that asks. Which of the two arguments asks?"),
    (PROJECTED.replace('x_q, "q"), project(x_kv, "k")', 'x_kv, "q"), project(x_q, "k")'),
     "queries and keys exchanged",
     "`Q` was made of the sequence that is asked, `K` of the one that asks. Which of the two arguments asks?"),
    (PROJECTED.replace('x_kv, "k"', 'x_q, "k"'), "keys from the one who asks",
     "`K` was made of the sequence that asks. Which of the two arguments is asked?"),
    (PROJECTED.replace('x_kv, "v"', 'x_q, "v"'), "values from the one who asks",
     "`V` was made of the sequence that asks. Which of the two arguments is asked?"),
    (PROJECTED.replace("x_kv", "x_q"), "nothing from x_kv",
     "`Q`, `K` and `V` were all made of the same sequence. Which argument was not used?"),
    (PROJECTED.replace('x_kv, "v"', 'x_kv, "k"'), "values by the matrix of the keys",
     "Values are the keys: both were made by `Wk`. Which letter belongs to values?"),
    (PROJECTED.replace('project(x_kv, "v")', "split_heads(x_kv, h)"), "values not projected",
     "Values are `x_kv` as it is. By which matrix is it multiplied?"),
)
multi_head_attention.at("scaled_dot_product_attention(Q, K, V, mask)").mistakes(
    ("scaled_dot_product_attention(K, Q, V, mask)", "queries and keys exchanged in the call",
     "Keys were handed over as queries, and queries as keys. In which order does step 2 take them?"),
    ("scaled_dot_product_attention(Q / np.sqrt(Q.shape[-1]), K, V, mask)", "scaled twice",
     "The weights are too even: the scores were divided by the root twice. Which function does that already?"),
    ("scaled_dot_product_attention(Q, K, V)", "mask not passed on",
     "Forbidden keys have weights. Where does `mask` go?"),
    ("scaled_dot_product_attention(Q, V, K, mask)", "keys and values exchanged",
     "Queries were compared with values, and the output is a mean of keys. In which order does step 2 take them?"),
)
multi_head_attention.at('merge_heads(found) @ P["Wo"] + P["bo"]').mistakes(
    ('found @ P["Wo"] + P["bo"]', "heads not merged",
     "`found` still has an axis for the heads. Which of your functions puts them side by side?"),
    ('(merge_heads(found) + P["bo"]) @ P["Wo"]', "bo before Wo",
     "The weights are right, and `bo` was multiplied by `Wo`. Which comes first in the formula: the product or the "
     "bias?"),
    ('x_q + merge_heads(found) @ P["Wo"] + P["bo"]', "shortcut added",
     "The weights are right, and the output holds `x_q` as well. Does the formula of this step add it?"),
    ("merge_heads(found)", "Wo missing",
     "The weights are right, and the output is what the heads have found, side by side. What mixes it?"),
    ('merge_heads(found) @ P["Wo"]', "bo missing",
     "The weights are right, and the output lacks a number for each feature. What does the formula add at the end?"),
    ('merge_heads(found) @ P["Wo"].T + P["bo"]', "Wo transposed",
     "The weights are right, and `Wo` was transposed. Which way round do matrices multiply in this notebook?"),
)
multi_head_attention.everywhere(r", h\)\n\n").mistakes(
    (r", 1)\n\n", "one head only",
     "There is one head, whatever is asked for. Into how many groups are the features cut?"),
)
multi_head_attention.alternatives({
    "head by head": """
    d = x_q.shape[-1]
    n = d // h
    found, weights = [], []
    for i in range(h):
        part = slice(i * n, (i + 1) * n)
        Q = x_q @ P["Wq"][:, part] + P["bq"][part]
        K = x_kv @ P["Wk"][:, part] + P["bk"][part]
        V = x_kv @ P["Wv"][:, part] + P["bv"][part]
        seen = None
        if mask is not None:
            seen = mask[:, min(i, mask.shape[1] - 1)] if mask.ndim == 4 else mask
        o, w = scaled_dot_product_attention(Q, K, V, seen)
        found.append(o)
        weights.append(w)
    return np.concatenate(found, axis=-1) @ P["Wo"] + P["bo"], np.stack(weights, axis=1)
""",
    "einsum at the end": """
    def heads(x, name):
        return split_heads(np.dot(x, P["W" + name]) + P["b" + name], h)
    found, weights = scaled_dot_product_attention(heads(x_q, "q"), heads(x_kv, "k"), heads(x_kv, "v"), mask=mask)
    return np.einsum("mhtn,hnd->mtd", found, P["Wo"].reshape(h, -1, x_q.shape[-1])) + P["bo"], weights
""",
})
# fmt: on


@assignment.exercise(points=7, **NUMPY)
def layer_norm(submission, draw):
    """Drawn batches far from 0, small numbers for which the default eps matters, a drawn eps, one position."""

    def run(x, *eps):
        gamma, beta = draw.uniform(0.5, 1.5, x.shape[-1]), draw.normal(x.shape[-1])
        return submission.layer_norm(x, gamma, beta, *eps), normed(x, gamma, beta, *eps)

    for _ in range(2):
        shape = draw.sizes("m", "T", "d", low=3)
        yield "drawn batches", *run(draw.normal(*shape, scale=2) + draw.normal(*shape[:2], 1))
    yield "small numbers", *run(draw.normal(*shape, scale=1e-3))
    yield "a drawn eps", *run(draw.normal(*shape), float(draw.uniform(0.05, 0.5)))
    draw.named(d=shape[2])
    yield "one position", *run(draw.normal(shape[2], scale=2) + 1)


# fmt: off
STATISTICS = "x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)"
layer_norm.at(STATISTICS).mistakes(
    (STATISTICS.replace("x.var(axis=-1", "((x - x.mean(axis=-1, keepdims=True)) ** 2).sum(axis=-1"), "sum of squares",
     "The variance is a sum, and grows with the number of features. What makes it a mean?"),
    (STATISTICS.replace("x.var", "(x**2).mean"), "squares not centred",
     "The variance was taken of `x` as it is, so it grows with the mean. Of which differences are the squares?"),
    (STATISTICS.replace("-1", "0"), "over the batch",
     "The statistics run over the examples, as in batch normalisation. Over which axis does layer normalisation run?"),
    (STATISTICS.replace("axis=-1", "axis=tuple(range(max(x.ndim - 2, 0), x.ndim))"), "over positions and features",
     "All positions of an example share a mean. How many means has an example?"),
    (STATISTICS.replace("axis=-1, ", ""), "over everything",
     "There is a single mean for the whole array. How many positions are there to normalise?"),
    (STATISTICS.replace("var(axis=-1", "var(axis=-1, ddof=1"), "divided by d - 1",
     "The variance was divided by `d - 1`. By how many numbers does this one divide?"),
    ("0, x.var(axis=-1, keepdims=True)", "mean not subtracted",
     "The mean of a position is not 0 before `beta`. What is subtracted from `x`?"),
    (STATISTICS.replace("x.var", "x.std"), "root of the deviation",
     "The root was taken twice. Is what `x.std` gives a variance already, or its root?"),
)
layer_norm.at("gamma * (x - mean) / np.sqrt(variance + eps) + beta").mistakes(
    ("gamma * (x - mean) / (np.sqrt(variance) + eps) + beta", "eps outside the root",
     "For small numbers the result is too large: `eps` was added to the root. Where does it stand in the formula?"),
    ("gamma * (x - mean) / (variance + eps) + beta", "no root",
     "The variance of a position is not 1 before `gamma`. What is taken of it below the bar?"),
    ("gamma * (x - mean) / np.sqrt(variance + eps)", "beta missing",
     "The result is not shifted. What does the formula add?"),
    ("(x - mean) / np.sqrt(variance + eps) + beta", "gamma missing",
     "The result is not scaled. What does the formula multiply by?"),
    ("gamma * ((x - mean) / np.sqrt(variance + eps) + beta)", "beta scaled, too",
     "`gamma` multiplies `beta` as well. Which comes first, the scale or the shift?"),
    ("gamma * (x - mean) / np.sqrt(variance) + beta", "no eps",
     "For small numbers the result is too large: `eps` has no effect. Where does it stand in the formula?"),
    ("gamma * (x - mean) / np.sqrt(variance + 1e-3) + beta", "Keras' own eps",
     "The result is too small where `x` is: `eps` is 0.001, whatever is asked for. Which argument says what it is?"),
    ("gamma * (x - mean) / np.sqrt(variance + 1e-6) + beta", "always the default eps",
     "`eps` is always the default. Which argument says what it is?"),
)
layer_norm.alternatives({
    "by hand, from the last axis": """
    d = x.shape[-1]
    centred = x - (np.sum(x, axis=-1) / d)[..., None]
    variance = np.einsum("...d,...d->...", centred, centred)[..., None] / d
    return centred * (gamma / (variance + eps) ** 0.5) + beta
""",
    "np.std and eps by squares": """
    z = (x - np.mean(x, -1, keepdims=True)) / np.sqrt(np.std(x, -1, keepdims=True) ** 2 + eps)
    return gamma * z + beta
""",
})
# fmt: on


@assignment.exercise(points=4, atol=1e-5, **NUMPY)
def feed_forward(submission, draw):
    """Batches of sequences, one position, one hidden unit."""

    def run(shape, d, ff):
        x, P = draw.normal(*shape, d), network_weights(draw, d, ff)
        return submission.feed_forward(x, P), thought(x, P)

    for _ in range(2):
        m, T, d, ff = draw.sizes("m", "T", "d", "ff")
        yield "drawn sizes", *run((m, T), d, ff)
    yield "one position", *run((1, 1), d, ff)
    draw.named()
    yield "one hidden unit", *run((m, T), d, 1)


# fmt: off
HIDDEN = 'np.maximum(x @ P["W1"] + P["b1"], 0)'
feed_forward.at(HIDDEN + ' @ P["W2"] + P["b2"]').mistakes(
    ('(x @ P["W1"] + P["b1"]) @ P["W2"] + P["b2"]', "no relu",
     "Both layers together are linear. What comes between them?"),
    (f'np.maximum({HIDDEN} @ P["W2"] + P["b2"], 0)', "relu twice",
     "There are no negative results. Which of the two layers has the activation?"),
    ('np.maximum(x @ P["W1"], 0) @ P["W2"] + P["b2"]', "b1 missing",
     "The hidden layer has no bias. What is added before relu?"),
    (HIDDEN + ' @ P["W2"]', "b2 missing",
     "The second layer has no bias. What is added at the end?"),
    ('(np.maximum(x @ P["W1"], 0) + P["b1"]) @ P["W2"] + P["b2"]', "bias after relu",
     "`b1` was added after relu. Which of the two comes first?"),
    ('np.tanh(x @ P["W1"] + P["b1"]) @ P["W2"] + P["b2"]', "tanh",
     "The hidden layer has tanh. Which activation does the step name?"),
)
feed_forward.equivalents(
    ("np.maximum(x @ P['W1'] + P['b1'], 0)", "np.maximum(0, x @ P['W1'] + P['b1'])", "the larger of two is the same"),
)
feed_forward.alternatives({
    "where, dot": """
    hidden = np.dot(x, P["W1"]) + P["b1"]
    hidden = np.where(hidden > 0, hidden, 0)
    return np.dot(hidden, P["W2"]) + P["b2"]
""",
    "all positions in rows": """
    rows = x.reshape(-1, x.shape[-1]) @ P["W1"] + P["b1"]
    return ((rows * (rows > 0)) @ P["W2"] + P["b2"]).reshape(x.shape)
""",
})
BLOCK: dict[str, Any] = {"atol": 2e-4, "rtol": 1e-4, **NUMPY}
# fmt: on


@assignment.exercise(points=7, uses=("multi_head_attention", "layer_norm", "feed_forward"), **BLOCK)
def encoder_block(submission, draw):
    """Sentences with padding and without, one symbol."""

    def run(m, T, d, h, *mask):
        ff = d + 3
        draw.named(m=m, T=T, d=d, h=h, ff=ff)
        x, P = draw.normal(m, T, d), block_weights(draw, d, ff, ["self"], 2)
        return submission.encoder_block(x, P, h, *mask), read(x, P, h, *mask)

    for _ in range(2):
        m, T, _, d, h = sequences(draw)
        yield "sentences with padding", *run(m, T, d, h, lengths(draw, m, T))
    m, T, _, d, h = sequences(draw)
    yield "no mask", *run(m, T, d, h)
    yield "one symbol", *run(1, 1, d, h)


# fmt: off
LOOKED = 'x = layer_norm(x + multi_head_attention(x, x, P["self"], h, mask)[0], P["g1"], P["e1"])'
THOUGHT = 'out = layer_norm(x + feed_forward(x, P["ffn"]), P["g2"], P["e2"])'
GOAL = "\n    # (2) think: x → out, same shape (1 line)\n    "
encoder_block.at(LOOKED).mistakes(
    ('x = layer_norm(multi_head_attention(x, x, P["self"], h, mask)[0], P["g1"], P["e1"])', "first shortcut missing",
     "The attention has no shortcut. What is added to what it finds?"),
    (LOOKED.replace(", mask)", ")"), "mask not passed on",
     "What stands at the padding changes the result. Where does `mask` go?"),
    ('x = x + multi_head_attention(x, x, P["self"], h, mask)[0]', "first normalisation missing",
     "The first sum is not normalised. How often does the block normalise?"),
)
encoder_block.at(THOUGHT).mistakes(
    ('out = layer_norm(feed_forward(x, P["ffn"]), P["g2"], P["e2"])', "second shortcut missing",
     "`feed_forward` has no shortcut. What is added to what it returns?"),
    ('out = layer_norm(x + feed_forward(x, P["ffn"]), P["g1"], P["e1"])', "the same normalisation twice",
     "Both normalisations have the same `gamma` and `beta`. Which belong to the second?"),
    ('out = x + feed_forward(x, P["ffn"])', "second normalisation missing",
     "The second sum is not normalised. How often does the block normalise?"),
)
encoder_block.at(LOOKED + GOAL + THOUGHT).mistakes(
    (LOOKED.replace("x = ", "z = ") + "\n    " + THOUGHT.replace("(x + feed_forward(x", "(x + feed_forward(z"),
     "second shortcut from the input",
     "The second shortcut begins at the input of the block. Where does the second part begin?"),
    ('z = layer_norm(x, P["g1"], P["e1"])\n    x = x + multi_head_attention(z, z, P["self"], h, mask)[0]\n'
     '    out = x + feed_forward(layer_norm(x, P["g2"], P["e2"]), P["ffn"])', "normalised before",
     "The block normalises before each part, and not after the sum. In which order does the formula do it?"),
    ('x = x + layer_norm(multi_head_attention(x, x, P["self"], h, mask)[0], P["g1"], P["e1"])\n'
     '    out = x + layer_norm(feed_forward(x, P["ffn"]), P["g2"], P["e2"])', "added after normalising",
     "What the parts return was normalised, and then added. In which order does the formula do it?"),
)
encoder_block.alternatives({
    "step by step": """
    attended, weights = multi_head_attention(x, x, P["self"], h, mask=mask)
    print(weights.shape)
    z = layer_norm(attended + x, P["g1"], P["e1"])
    return layer_norm(np.add(z, feed_forward(z, P["ffn"])), P["g2"], P["e2"])
""",
    "a loop over the parts": """
    parts = (lambda v: multi_head_attention(v, v, P["self"], h, mask)[0], lambda v: feed_forward(v, P["ffn"]))
    for i, part in enumerate(parts, start=1):
        x = layer_norm(x + part(x), P[f"g{i}"], P[f"e{i}"])
    return x
""",
})
# fmt: on


@assignment.exercise(points=10, uses=("multi_head_attention", "layer_norm", "feed_forward"),
                     returns=("out", "self_weights", "cross_weights"), **BLOCK)  # fmt: skip
def decoder_block(submission, draw):
    """Under both masks, without masks, and the first symbol alone."""

    def run(m, T_q, T_k, d, h, *masks):
        ff = d + 3
        draw.named(m=m, T_q=T_q, T_k=T_k, d=d, h=h, ff=ff)
        y, memory, P = draw.normal(m, T_q, d), draw.normal(m, T_k, d), block_weights(draw, d, ff, ["self", "cross"], 3)
        return submission.decoder_block(y, memory, P, h, *masks), written(y, memory, P, h, *masks)

    for _ in range(2):
        m, T_q, T_k, d, h = sequences(draw)
        yield "under both masks", *run(m, T_q, T_k, d, h, past(T_q), lengths(draw, m, T_k))
    yield "no masks", *run(*sequences(draw))
    m, _, T_k, d, h = sequences(draw)
    yield "the first symbol", *run(m, 1, T_k, d, h, past(1), lengths(draw, m, T_k))


# fmt: off
BACK = 'attended, self_weights = multi_head_attention(y, y, P["self"], h, self_mask)'
OVER = 'attended, cross_weights = multi_head_attention(y, memory, P["cross"], h, cross_mask)'
FIRST, SECOND = 'y = layer_norm(y + attended, P["g1"], P["e1"])', 'y = layer_norm(y + attended, P["g2"], P["e2"])'
decoder_block.at(BACK).mistakes(
    (BACK.replace("self_mask)", "cross_mask)"), "cross_mask in the first attention",
     "The first attention has the mask of the sentence. Which mask belongs to the symbols that are written?"),
    (BACK.replace(", self_mask", ""), "self_mask not passed on",
     "Each symbol sees those after it. Which mask belongs to the first attention?"),
    (BACK.replace("y, y", "y, memory").replace("self_mask", "cross_mask"), "memory in the first attention",
     "The first attention looks at the memory. At what does self-attention look?"),
)
decoder_block.at(OVER).mistakes(
    (OVER.replace("memory", 'layer_norm(memory, P["g1"], P["e1"])'), "memory normalised",
     "The memory was normalised on its way to the second attention. Is it in the formula, too?"),
    (OVER.replace(", cross_mask", ""), "cross_mask not passed on",
     "Padding of the sentence has weights. Which mask belongs to the second attention?"),
    (OVER.replace('P["cross"]', 'P["self"]'), "matrices of the first attention",
     "Both attentions have the same matrices. Which belong to the second?"),
    ([OVER.replace("y, memory", "memory, y").replace("cross_mask", "None"), OVER.replace("y, memory", "memory, y")],
     "memory asks",
     "The memory asks, and `y` is asked. Who writes, and wants to know something?"),
    ([OVER.replace("y, memory", "y, y").replace("cross_mask", "self_mask"), OVER.replace("y, memory", "y, y")],
     "memory not asked",
     "The second attention looks at `y` again, so the sentence is never read. Whom does it ask?"),
)
PARTED = "\n    # (2) look over, added and normalised: y, memory, cross_mask → y, cross_weights (2 lines)\n    "
decoder_block.at(BACK + "\n    " + FIRST + PARTED + OVER + "\n    " + SECOND).mistakes(
    (BACK + "\n    z = y\n    " + FIRST + "\n    " + OVER.replace("y, memory", "z, memory") + "\n    " + SECOND,
     "second attention asked by the input",
     "The queries of the second attention come from `y` as it was at the start. What has become of it by then?"),
    (OVER + "\n    " + FIRST + "\n    " + BACK + "\n    " + SECOND, "memory first",
     "The block looks over to the memory first, and back afterwards. Which of the two is first in the formula?"),
)
decoder_block.at(FIRST).mistakes(
    ('y = layer_norm(attended, P["g1"], P["e1"])', "first shortcut missing",
     "The first attention has no shortcut. What is added to what it finds?"),
    ("y = y + attended", "first normalisation missing",
     "The first sum is not normalised. How often does the block normalise?"),
)
decoder_block.at(SECOND).mistakes(
    ('y = layer_norm(attended, P["g2"], P["e2"])', "second shortcut missing",
     "The second attention has no shortcut. What is added to what it finds?"),
    ("y = y + attended", "second normalisation missing",
     "The second sum is not normalised. How often does the block normalise?"),
    ('y = layer_norm(y + attended, P["g1"], P["e1"])', "the same normalisation twice",
     "The first two normalisations have the same `gamma` and `beta`. Which belong to the second?"),
)
decoder_block.at("return out, self_weights, cross_weights").mistakes(
    ("return out, cross_weights, self_weights", "weights exchanged",
     "The two kinds of weights stand in each other's place. In which order does the docstring have them?"),
)
decoder_block.alternatives({
    "names for each stage": """
    looked_back, w1 = multi_head_attention(y, y, P["self"], h, mask=self_mask)
    a = layer_norm(looked_back + y, P["g1"], P["e1"])
    looked_over, w2 = multi_head_attention(a, memory, P["cross"], h, mask=cross_mask)
    b = layer_norm(looked_over + a, P["g2"], P["e2"])
    print(b.shape)
    return [layer_norm(b + feed_forward(b, P["ffn"]), P["g3"], P["e3"]), w1, w2]
""",
    "a loop over both attentions": """
    weights = []
    for i, (name, mask) in enumerate((("self", self_mask), ("cross", cross_mask)), start=1):
        found, w = multi_head_attention(y, y if name == "self" else memory, P[name], h, mask)
        y = layer_norm(np.add(y, found), P[f"g{i}"], P[f"e{i}"])
        weights.append(w)
    y = layer_norm(y + feed_forward(y, P["ffn"]), P["g3"], P["e3"])
    return y, weights[0], weights[1]
""",
})
# fmt: on


@assignment.inside
def scores_of(build_model, d, heads, ff, X, Y, seed):
    """What a model computes with drawn weights in training, where a dropout would show, and how many weights it has."""
    from autograder.inside.models import model_of

    model = model_of(build_model(d, heads, ff, X.shape[1], Y.shape[1]))
    for weight in model.weights:
        path, shape = weight.path.split("/"), tuple(weight.shape)
        inner = path[-2] if len(path) > 1 and path[-2] in ("query", "key", "value", "attention_output") else ""
        random = np.random.default_rng([seed, *shape, *f"{inner}/{path[-1]}".encode()])
        scale = shape[0] ** -0.5 * (1 if "kernel" in path[-1] or "embed" in path[-1] else 0.3)
        # Small gammas, so that an epsilon shows in the normalisation that follows.
        weight.assign(random.uniform(0.1, 0.4, shape) if path[-1] == "gamma" else random.normal(0, scale, shape))
    count = sum(int(np.prod(weight.shape)) for weight in model.weights)
    return {"scores": model([X, Y], training=True), "number of weights": count}


@scores_of.judged
def hidden_future(found, d, heads, ff, X, Y, seed):
    """Beside what crossed: where the scores differ of two sequences of which the second has another end."""
    scores = found.get("scores") if isinstance(found, dict) else None
    if not isinstance(scores, np.ndarray) or scores.ndim != 3 or len(scores) != len(Y):
        return found
    differences = np.abs(scores[::2] - scores[1::2]).max(axis=(0, 2))
    return found | {"where another end changes scores": (differences > 1e-3).tolist()}


@assignment.exercise(points=10, uses=("causal_mask", "positional_encoding"), rtol=2e-5, atol=2e-5)
def build_model(submission, draw):
    """Drawn sizes, sentences of drawn lengths, and an end that is changed from a drawn position on."""
    m, T_in, T_out, heads, n = draw.sizes("m", "T_in", "T_out", "heads", "n", low=2, high=7)
    ff = int(draw.rng.integers(45, 60))
    draw.named(m=m, T_in=T_in, T_out=T_out, heads=heads, d=heads * n, ff=ff)
    X = draw.rng.integers(1, 43, (m, T_in)) * lengths(draw, m, T_in)[:, 0, 0]
    Y = draw.rng.integers(0, 12, (m, T_out))
    later = np.arange(T_out) >= draw.rng.integers(1, T_out)
    pairs = np.repeat(X, 2, axis=0), np.stack([Y, np.where(later, (Y + 5) % 12, Y)], axis=1).reshape(2 * m, T_out)
    seed = int(draw.rng.integers(10**6))
    yield "with drawn weights", scores_of(submission.build_model, heads * n, heads, ff, *pairs, seed)


# fmt: off
SELF = 'layers.MultiHeadAttention(heads, d // heads, name="decoder_self")(y, y, attention_mask=past)'
CROSS = 'layers.MultiHeadAttention(heads, d // heads, name="cross")(y, memory, attention_mask=there)'
THINK = 'y = layers.LayerNormalization(epsilon=1e-6, name="norm5")(y + position_wise(y, ff, "ffn2"))'
NORM3 = 'y = layers.LayerNormalization(epsilon=1e-6, name="norm3")(y + attended)'
NORM4 = 'y = layers.LayerNormalization(epsilon=1e-6, name="norm4")(y + attended)'
SCORES = 'layers.Dense(len(SYMBOLS_OUT), name="scores")(y)'
build_model.everywhere(r"d // heads, name").mistakes(
    ("d, name", "all heads as wide as the model",
     "The model has too many weights: a head of either attention is `d` wide. How wide is it, if the heads share `d`?"),
)
build_model.everywhere(r"epsilon=1e-6, ").mistakes(
    ("", "Keras' own epsilon everywhere",
     "The scores are off by a little: the normalisations have Keras' own `epsilon`. Which one have those of the "
     "encoder?"),
)
build_model.at(SELF).mistakes(
    (SELF.replace(", attention_mask=past", ""), "future not hidden",
     "Scores change where only later symbols do, so the model could copy what it is to write. Which mask hides them?"),
    (SELF.replace("d // heads", "d"), "every head as wide as the model",
     "The model has too many weights: a head of the first attention is `d` wide. How wide is it, if the heads share "
     "`d`?"),
    (SELF.replace("(y, y, attention_mask=past)", "(y, memory, attention_mask=there)"), "first attention to memory",
     "Symbols that were written before have no effect on the next. At what does the first attention look?"),
)
build_model.at(CROSS).mistakes(
    (CROSS.replace("heads, d // heads", "d // heads, heads"), "heads and size exchanged",
     "The second attention has as many heads as a head should have features. Which argument does Keras take first?"),
    (CROSS.replace("(y, memory", "(memory, y"), "memory asks",
     "The memory asks, and `y` is asked. In which order does Keras take the two sequences?"),
    (CROSS.replace("attention_mask=there", "attention_mask=past"), "mask of the first attention",
     "The second attention has the mask of the first. Whose symbols does it look at?"),
    (CROSS.replace(", attention_mask=there", ""), "padding not hidden",
     "Padding of the sentence counts in the second attention. Which mask belongs to it?"),
    (CROSS.replace("(y, memory, attention_mask=there)", "(y, y, attention_mask=past)"), "memory not asked",
     "What is read has no effect on the scores. Whom does the second attention ask?"),
    (CROSS.replace("d // heads", "d"), "every head of cross as wide as the model",
     "The model has too many weights: a head of the second attention is `d` wide. How wide is it, if the heads share "
     "`d`?"),
)
build_model.at(NORM3).mistakes(
    (NORM3.replace("y + attended", "attended"), "first shortcut missing",
     "The first attention has no shortcut. What is added before the normalisation?"),
    ("y = y + attended", "first normalisation missing",
     "There are too few weights: the first sum is not normalised. How often does a decoder block normalise?"),
    (NORM3.replace("epsilon=1e-6, ", ""), "Keras' own epsilon",
     "The scores are off by a little: a normalisation has Keras' own `epsilon`. Which one do those of the encoder "
     "have?"),
)
build_model.at(NORM4).mistakes(
    (NORM4.replace("y + attended", "attended"), "second shortcut missing",
     "The second attention has no shortcut. What is added before the normalisation?"),
)
build_model.at(THINK).mistakes(
    (THINK.replace("ff,", "d,"), "another number of hidden units",
     "The number of weights is wrong: the small network has another number of hidden units. Which argument says how "
     "many?"),
    (THINK.replace("y + position_wise", "position_wise"), "third shortcut missing",
     "The small network has no shortcut. What is added before the normalisation?"),
)
build_model.at(SCORES).mistakes(
    (SCORES.replace("len(SYMBOLS_OUT)", "T_out"), "a score for each position",
     "There are as many scores as positions. Among how many symbols does the model choose?"),
    (SCORES.replace(", name", ', activation="softmax", name'), "softmax at the end",
     "These are probabilities, and the loss expects scores. What does row 4 of the table say?"),
    (SCORES.replace(", name", ', activation="relu", name'), "relu at the end",
     "No score is negative. Does the last layer have an activation?"),
    (SCORES.replace("len(SYMBOLS_OUT)", "43"), "scores for the symbols read",
     "There is a score for each symbol that can be read. How many can be written?"),
    (SCORES.replace("len(SYMBOLS_OUT)", "len(SYMBOLS_OUT) - 1"), "no score for the start symbol",
     "There are 11 scores. How many symbols does `SYMBOLS_OUT` have?"),
)
NAME = "names are for those who look into the model"
build_model.equivalents(
    *((layer.replace('"', "'"), layer.partition(", name=")[0] + ")", NAME)
      for layer in (SELF.partition(")(")[0] + ")", CROSS.partition(")(")[0] + ")", SCORES.partition(")(")[0] + ")",
                    *(f'layers.LayerNormalization(epsilon=1e-06, name="norm{k}")' for k in (3, 4, 5)))),
    ("keras.Input((T_in,), dtype='int32')", "keras.Input((T_in,))", "whole numbers are told apart as floats, too"),
    ("keras.Input((T_out,), dtype='int32')", "keras.Input((T_out,))", "whole numbers are told apart as floats, too"),
    ("causal_mask(T_out)[np.newaxis]", "causal_mask(T_out)", "Keras puts in the axes that are missing"),
    ("1e-06", "2e-06", "one millionth more or less is below what float32 can tell"),
)
build_model.alternatives({
    "Keras' own causal mask, names of its own": """
    read, written = keras.Input((T_in,), dtype="int32"), keras.Input((T_out,), dtype="int32")
    memory, there = encoder_layers(read, positional_encoding(T_in, d), heads, ff)

    def joined(v, found):
        return layers.LayerNormalization(epsilon=1e-6)(layers.Add()([v, found]))

    y = embed(written, 12, positional_encoding(T_out, d), "writer")
    y = joined(y, layers.MultiHeadAttention(heads, d // heads)(y, y, use_causal_mask=True))
    y = joined(y, layers.MultiHeadAttention(heads, d // heads)(y, value=memory, key=memory, attention_mask=there))
    y = joined(position_wise(y, ff, "thinker"), y)
    return keras.Model(inputs=[read, written], outputs=layers.Dense(12, activation="linear")(y))
""",
    "everything by itself, the decoder first": """
    ids_in, ids_out = keras.Input((T_in,), dtype="int32"), keras.Input((T_out,), dtype="int32")
    there = keras.ops.expand_dims(ids_in != 0, 1)
    past = causal_mask(T_out).reshape(1, T_out, T_out)
    y = embed(ids_out, len(SYMBOLS_OUT), positional_encoding(T_out, d), "embed_out")
    found = layers.MultiHeadAttention(num_heads=heads, key_dim=d // heads)(query=y, value=y, attention_mask=past)
    y = layers.LayerNormalization(epsilon=1e-6)(found + y)
    x = embed(ids_in, 43, positional_encoding(T_in, d), "embed_in")
    found = layers.MultiHeadAttention(num_heads=heads, key_dim=d // heads)(x, x, attention_mask=there)
    x = layers.LayerNormalization(axis=-1, epsilon=1e-6)(found + x)
    memory = layers.LayerNormalization(epsilon=1e-6)(position_wise(x, ff, "ffn1") + x)
    found = layers.MultiHeadAttention(num_heads=heads, key_dim=d // heads)(y, memory, memory, attention_mask=there)
    y = layers.LayerNormalization(epsilon=1e-6)(found + y)
    hidden = layers.Dense(ff)(y)
    hidden = layers.Activation("relu")(hidden)
    y = layers.LayerNormalization(epsilon=1e-6)(layers.Dense(d)(hidden) + y)
    model = keras.Model([ids_in, ids_out], layers.Dense(len(SYMBOLS_OUT))(y))
    model.compile("adam", "mse")
    return model
""",
})
# fmt: on


@assignment.inside
def written_by(greedy_decode, X, T_out, first, shift, after, *args):
    """What the function makes a model write, of which it knows the three tables.

    The scores of a position hang on the symbol there, on the symbols before it, and on what is read.
    """
    import tensorflow as tf

    class Model:
        output_shape = (None, T_out, first.shape[1])

        def __call__(self, inputs, training=None, mask=None):
            return tf.constant(self.predict(inputs))

        def predict(self, inputs, batch_size=None, verbose="auto", steps=None, callbacks=None):
            ids_in, ids_out = (np.asarray(given) for given in inputs)
            if ids_in.shape != X.shape or ids_out.shape != (len(X), T_out):
                raise ValueError(
                    f"the model takes {X.shape} and {(len(X), T_out)}, not {ids_in.shape} and {ids_out.shape}"
                )
            if ids_out.max() >= len(after):
                raise ValueError(f"{ids_out.max()} is no symbol: they are the numbers from 0 to {len(after) - 1}")
            read = first[ids_in].sum(axis=1)[:, np.newaxis] * shift[:T_out]
            seen = np.cumsum(after[ids_out], axis=1)
            return (read + seen + 2 * after[ids_out][..., ::-1]).astype(np.float32)

    return greedy_decode(Model(), X, *args)


@assignment.exercise(points=8, keeps_arguments=True)
def greedy_decode(submission, draw):
    """A stand-in for a model, with drawn tables: drawn lengths, the default, and a single sentence."""

    def run(m, T_out, *args):
        X, symbols = draw.rng.integers(0, 43, (m, 6)), 12
        first, shift = draw.normal(43, symbols), draw.normal(T_out, symbols)
        after = draw.normal(symbols, symbols, scale=1.5)
        ids, chosen = np.full(m, 11), []
        seen = np.zeros((m, symbols))
        for t in range(T_out):
            seen = seen + after[ids]
            scores = first[X].sum(axis=1) * shift[t] + seen + 2 * after[ids][:, ::-1]
            ids = scores.argmax(axis=1)
            chosen.append(ids)
        given = written_by(submission.greedy_decode, X, T_out, first, shift, after, *args)
        return given, np.stack(chosen, axis=1)

    for _ in range(2):
        m, T_out = draw.sizes("m", "T_out", low=3)
        yield "drawn lengths", *run(m, T_out, T_out)
    draw.named(m=m)
    yield "the default length", *run(m, 10)
    draw.named()
    yield "one sentence", *run(1, T_out, T_out)


# fmt: off
ASK = "scores = np.array(model([X, ids[:, :-1]]))"
KEEP = "ids[:, t + 1] = np.argmax(scores[:, t], axis=-1)"
greedy_decode.at("np.full((len(X), T_out + 1), START)").mistakes(
    (["np.zeros((len(X), T_out + 1), dtype=int)", "np.full((len(X), T_out + 1), PAD)"], "begins with 0",
     "The first symbol that the model reads is 0, which is the digit 0. With which symbol did it begin in training?"),
)
greedy_decode.at(ASK).mistakes(
    ("scores = np.array(model([X, ids[:, 1:]]))", "without the start symbol",
     "The model reads `ids` without its first column. What should stand at position 0?"),
)
greedy_decode.at(KEEP).mistakes(
    ("ids[:, t + 1] = np.argmax(scores[:, t])", "place in the whole array",
     "The place was looked for among the scores of all examples together. Along which axis do the symbols run?"),
    ("ids[:, t + 1] = np.max(scores[:, t], axis=-1)", "score in place of the symbol",
     "The best score was written, cut to a whole number. Which number stands for a symbol: its score or its place?"),
    ("ids[:, t] = np.argmax(scores[:, t], axis=-1)", "written one column too early",
     "What is written at step `t` replaces what was read there. In which column does the next symbol stand?"),
    ("ids[:, t + 1] = np.argmax(scores[:, -1], axis=-1)", "always the last position",
     "The scores are always those of the last position. At which position does the model say what comes after "
     "column `t`?"),
    ("ids[:, t + 1] = np.argmax(scores[:, 0], axis=-1)", "always the first position",
     "The scores are always those of the first position. At which position does the model say what comes after "
     "column `t`?"),
    ("ids[:, t + 1] = np.argmin(scores[:, t], axis=-1)", "the worst symbol",
     "The symbol with the lowest score was taken. Which one is best?"),
)
greedy_decode.at("return ids[:, 1:]").mistakes(
    ("return np.argmax(np.array(model([X, np.full((len(X), T_out), START)])), axis=-1)", "all at once",
     "The model has never read what it wrote before. How does a symbol get into the next call?"),
    ("return ids", "start symbol returned",
     "The start symbol is returned as well. What does the docstring say of it?"),
    ("return ids[:, :-1]", "last symbol missing",
     "The start symbol is returned, and the last symbol is not. Which column should be left out?"),
)
greedy_decode.equivalents(
    ("np.array(model([X, ids[:, :-1]]))", "model([X, ids[:, :-1]])", "a tensor is cut and searched as an array is"),
    (KEEP, KEEP.replace("-1", "1"), "the scores of a position have two axes, of which this is the last"),
)
greedy_decode.alternatives({
    "predict, two arrays": """
    read = np.full((len(X), T_out), START)
    written = np.zeros((len(X), T_out), dtype=int)
    for t in range(T_out):
        scores = model.predict([X, read], verbose=0)
        written[:, t] = scores[:, t, :].argmax(axis=-1)
        if t + 1 < T_out:
            read[:, t + 1] = written[:, t]
    return written
""",
    "a list of columns": """
    columns = [np.full(X.shape[0], START)]
    while len(columns) <= T_out:
        t = len(columns) - 1
        ids = np.zeros((X.shape[0], T_out), dtype=int)
        ids[:, : t + 1] = np.stack(columns, axis=1)[:, :T_out]
        columns.append(np.argmax(model((X, ids), training=False).numpy()[:, t], axis=1))
        print(t)
    return np.stack(columns[1:], axis=1)
""",
})

assignment.examples(
    Example("True for forbidden, as in the first edition",
        {"padding_mask": [("ids != pad", "ids == pad")], "causal_mask": [("np.tril(np.ones((T, T), dtype=bool))",
         "np.triu(np.ones((T, T), dtype=bool), k=1)")]}),
    Example("normalised over the batch, and everything after it right",
        {"layer_norm": [(STATISTICS, STATISTICS.replace("-1", "0"))]}),
    Example("a model without a causal mask, decoded from 0",
        {"build_model": [(", attention_mask=past", "")],
         "greedy_decode": [("np.full((len(X), T_out + 1), START)", "np.zeros((len(X), T_out + 1), dtype=int)")]}),
)
# fmt: on
