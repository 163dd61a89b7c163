"""Scenarios, mistakes and alternatives of "A character-level language model": what the marks of a43 stand on.

A name is two lists of indices, X (begins with None) and Y (ends with the newline's). One-hot columns have the
characters in rows. States and predictions are columns; the cache holds them in dictionaries by step, and a[-1] is a0.

Where the published assignment is not followed:

- It clips and updates in place. Here every function returns new values, as in the whole course, so `optimize` returns
  the new parameters as well.
- It passes the last state of a name on to the next one, though names are shuffled and sampling starts from zeros. Here
  each name starts from zeros: on our names that takes the perplexity from about 4.4 to about 4.05.
- It sets the seed before each character that is drawn, so that the names of neighbouring seeds are shifted copies of
  each other. Here a name has one generator.
- Its initial loss is log(27) times the number of names that are printed. Here it is that of a name of mean length.
- Its losses after iteration 14000 and its later names differ between machines, as does its longer sample of an
  untrained network: random weights of size 100 make a chaotic map. The tests reproduce what is before that.

The newline is not always index 0 here, except where `make_vocabulary` is called: who writes 0 loses a part.

The forward function is held to another formula of the same loss, the backward one to slopes by a complex step, which
has no rounding.

atol: float32 rounds a sum of n terms of order 1 by about 6e-8 n. A step sums at most 20 terms, a name has at most 6
steps: 1e-5 forwards. Backwards each step may stretch a gradient; as in a42, 10 times as much is allowed.
"""

from typing import Any

import numpy as np

from autograder.judging.exercise import Assignment, Example
from graders import families

assignment = Assignment("a43_character_model")

GIVEN: dict[str, Any] = {"keeps_arguments": True, "forbids": families.NUMPY_ONLY}
LETTERS = np.array(list("abcdefghijklmnopqrstuvwxyz"))
SHOW = "a given line, for those who watch"
OTHERS = np.array(list("ABCXYZ -'éß0"))


def names_of(draw, count, letters=LETTERS, alphabet=6, longest=7):
    """Names of drawn lengths, the first two of which differ, of some drawn letters that all occur."""
    used = draw.rng.permutation(letters)[:alphabet]
    lengths = [*(2 + draw.rng.permutation(longest - 1)[:2]), *draw.rng.integers(2, longest + 1, max(0, count - 2))]
    names = ["".join(draw.rng.choice(used, int(n))) for n in lengths[:count]]
    return [*names[:-1], names[-1] + "".join(c for c in used if c not in "".join(names))]


def vocabulary(names, order=None):
    """char_to_ix; `order` permutes the indices, so that the newline may have any."""
    characters = sorted({"\n", *"".join(names)})
    order = range(len(characters)) if order is None else order
    return {character: int(i) for character, i in zip(characters, order, strict=True)}


def another_vocabulary(draw, names):
    """With the newline at another index than 0."""
    n = len(vocabulary(names))
    order = draw.rng.permutation(n)
    return vocabulary(names, order if order[0] else np.roll(order, 1))


def encoded(name, char_to_ix):
    Y = [char_to_ix[c] for c in [*name, "\n"]]
    return [None, *Y[:-1]], Y


def weights(draw, vocab_size, n_a, loud=1.0):
    """Parameters of which the sums before an activation are of order 1; `loud` for larger scores."""
    shapes = {"Wax": (n_a, vocab_size), "Waa": (n_a, n_a), "Wya": (vocab_size, n_a), "b": (n_a, 1)}
    found = {name: draw.normal(*shape, scale=0.5) for name, shape in shapes.items()}
    return {**found, "Wya": loud * found["Wya"], "by": draw.normal(vocab_size, 1, scale=0.5)}


def steps_of(X, a, p):
    """The states and the scores, step by step. The parameters may be complex, and stacks of several."""
    for ix in X:
        column = 0 * p["Wax"][..., :1] if ix is None else p["Wax"][..., ix : ix + 1]
        a = np.tanh(column + p["Waa"] @ a + p["b"])
        yield a, p["Wya"] @ a + p["by"]


def loss_of(X, Y, a, p):
    """The loss of a name, or of each network of a stack."""
    total = 0
    for target, (_, scores) in zip(Y, steps_of(X, a, p), strict=True):
        total = total + np.log(np.sum(np.exp(scores), axis=(-2, -1))) - scores[..., target, 0]
    return total


def cache_of(X, a0, p):
    x, a, y_hat = {}, {-1: a0}, {}
    for t, (state, scores) in enumerate(steps_of(X, a0, p)):
        x[t] = (np.arange(len(scores))[:, np.newaxis] == (-1 if X[t] is None else X[t])).astype(float)
        a[t], y_hat[t] = state, np.exp(scores) / np.exp(scores).sum()
    return y_hat, a, x


def gradients_of(X, Y, a0, p):
    return {"d" + name: slope for name, slope in families.slopes(lambda q: loss_of(X, Y, a0, q), p).items()}


def quick_gradients(X, Y, a0, p):
    """The same by the rules of the notebook, in matrices, for trainings; `rnn_backward` compares the two."""
    y_hat, a, x = cache_of(X, a0, p)
    dy = np.hstack([y_hat[t] for t in range(len(X))]) - np.eye(len(p["by"]))[:, Y]
    dz, da = np.zeros((len(a0), len(X))), 0
    for t in reversed(range(len(X))):
        dz[:, t] = (p["Wya"].T @ dy[:, t] + da) * (1 - a[t][:, 0] ** 2)
        da = p["Waa"].T @ dz[:, t]
    states, inputs = np.hstack([a[t] for t in range(-1, len(X))]), np.hstack(list(x.values()))
    found = {"dWya": dy @ states[:, 1:].T, "dWax": dz @ inputs.T, "dWaa": dz @ states[:, :-1].T}
    return found | {"db": dz.sum(axis=1, keepdims=True), "dby": dy.sum(axis=1, keepdims=True)}


def step_of(X, Y, a0, p, learning_rate, maxValue):
    """Loss, clipped gradients and new parameters."""
    clipped = {k: np.minimum(maxValue, np.maximum(-maxValue, g)) for k, g in quick_gradients(X, Y, a0, p).items()}
    return loss_of(X, Y, a0, p), clipped, {k: v - learning_rate * clipped["d" + k] for k, v in p.items()}


def sequence(draw, T=None, n_a=None, start=True, loud=1.0):
    """X, Y, a state and parameters; all sizes differ."""
    vocab_size, units, steps = draw.sizes("vocab_size", "n_a", "T", low=3, high=6)
    n_a, T = n_a or units, T or steps
    draw.named(vocab_size=vocab_size, n_a=n_a, T=T)
    Y = [int(i) for i in draw.rng.integers(0, vocab_size, T)]
    X = [None, *Y[:-1]] if start else [int(i) for i in draw.rng.integers(0, vocab_size, T)]
    return X, Y, draw.normal(n_a, 1), weights(draw, vocab_size, n_a, loud)


@assignment.exercise(points=5, returns=("char_to_ix", "ix_to_char"), exact_keys=True, **GIVEN)
def make_vocabulary(submission, draw):
    """Names of some letters only, of other characters, and one name."""

    def run(names):
        char_to_ix = vocabulary(names)
        return submission.make_vocabulary(names), (char_to_ix, {i: c for c, i in char_to_ix.items()})

    for _ in range(2):
        yield "some letters", *run(names_of(draw, 5, alphabet=int(draw.rng.integers(5, 12))))
    yield "other characters", *run(names_of(draw, 4, OTHERS))
    yield "one name", *run(names_of(draw, 1))


# fmt: off
make_vocabulary.at(' | {"\\n"}').mistakes(
    ("", "no newline",
     "The newline is not in the vocabulary. Which character ends a name?"),
)
make_vocabulary.at('set("".join(names))').mistakes(
    ('set("abcdefghijklmnopqrstuvwxyz")', "always the letters a to z",
     "The vocabulary is that of the alphabet, whatever the names are made of. Which characters occur?"),
    ("set(names)", "names instead of characters",
     "Whole names have indices. Which pieces does the network read one at a time?"),
    ('set("".join(names[:1]))', "first name only",
     "Only the characters of the first name are there. How do all the names become one text?"),
)
make_vocabulary.at("i for i, character in enumerate(characters)").mistakes(
    ("i + 1 for i, character in enumerate(characters)", "counted from 1",
     "The first index is 1. Which row of a one-hot column is the first?"),
)
make_vocabulary.at('sorted(set("".join(names)) | {"\\n"})').mistakes(
    ('sorted(set("\\n".join(names)))', "newline only between names",
     "The newline is missing where there is a single name: it stood between names only. Which names end with it?"),
    ('sorted(set("".join(names)) + ["\\n"])', "a set and a list added",
     "A set and a list can't be added. What makes one set of two?"),
    ('sorted(set("".join(names)) | {"\\n"})[::-1]', "reverse order",
     "The characters are in reverse order. Which of them should have index 0?"),
    ('sorted(set("".join(names))) + ["\\n"]', "newline last",
     "The newline has the last index. Where does it stand if it is sorted with the others?"),
    ('list(dict.fromkeys("\\n" + "".join(names)))', "in the order of the names",
     "The characters are in the order in which the names bring them. In which order does the text ask for them?"),
)
make_vocabulary.alternatives({
    "one by one": """
    found = ["\\n"]
    for name in names:
        for character in name:
            if character not in found:
                found.append(character)
    found.sort()
    print(len(found))
    return {c: found.index(c) for c in found}, dict(enumerate(found))
""",
    "NumPy": """
    characters = np.unique(list("\\n".join(names) + "\\n"))
    return {str(c): i for i, c in enumerate(characters)}, {i: str(c) for i, c in enumerate(characters)}
""",
})
# fmt: on


@assignment.exercise(points=6, returns=("X", "Y"), **GIVEN)
def encode_name(submission, draw):
    """Names of drawn lengths, of one letter, and a vocabulary in another order."""

    def run(name, char_to_ix):
        return submission.encode_name(name, char_to_ix), encoded(name, char_to_ix)

    for _ in range(2):
        names = names_of(draw, 3)
        yield "drawn names", *run(names[0], vocabulary(names))
    names = names_of(draw, 3)
    yield "the newline at another index", *run(names[1], another_vocabulary(draw, names))
    names = names_of(draw, 3)
    yield "one letter", *run(names[0][-1], vocabulary(names))


# fmt: off
encode_name.at('for character in name + "\\n"').mistakes(
    ("for character in name", "no newline in Y",
     "`Y` does not end with the newline. What is to be predicted after the last letter?"),
    ('for character in "\\n" + name', "newline at the start",
     "The newline stands before the letters of `Y`. At which end of a name does it belong?"),
)
encode_name.at("[None, *Y[:-1]]").mistakes(
    ("Y[:-1]", "X without a start",
     "`X` begins with the first letter. What has been read before that one is predicted?"),
    ("[None, *Y]", "newline in X too",
     "`X` has one entry more than `Y`. Is anything predicted after the end?"),
    ("[0, *Y[:-1]]", "index 0 for the start",
     "`X` begins with index 0, which belongs to a character. What stands for nothing?"),
    ('[char_to_ix["\\n"], *Y[:-1]]', "newline for the start",
     "`X` begins with the newline's index. What stands for nothing?"),
    ("[None, *Y[1:]]", "X shifted the other way",
     "`X` skips the first letter. Which entry of `Y` is never read?"),
    ('[None, *[char_to_ix[character] for character in name]]\n    Y = X', "not shifted",
     "`Y` equals `X`: each step is to predict what it reads. How far ahead does `Y` look?"),
)
encode_name.at("char_to_ix[character]").mistakes(
    ("(0 if character == '\\n' else char_to_ix[character])", "newline taken for 0",
     "The newline's index is 0 here whatever the vocabulary says. Where does `char_to_ix` have it?"),
    ("character", "characters left as they are",
     "The lists hold characters. Which dictionary knows their indices?"),
)
encode_name.alternatives({
    "X first": """
    indices = [char_to_ix[name[i]] for i in range(len(name))]
    X = [None] + indices
    Y = X[1:] + [char_to_ix["\\n"]]
    return X, Y
""",
    "append and insert": """
    X, Y = [], []
    for character in name:
        X.append(char_to_ix[character])
        Y.append(char_to_ix[character])
    X.insert(0, None)
    Y.append(char_to_ix["\\n"])
    print(X, Y)
    return X, Y
""",
})
# fmt: on


@assignment.exercise(points=6, **GIVEN)
def one_hot(submission, draw):
    """Lists with and without None, and each index alone."""

    def run(indices, vocab_size):
        draw.named(vocab_size=vocab_size, T=len(indices))
        expected = [[float(i == ix) for ix in indices] for i in range(vocab_size)]
        return submission.one_hot(indices, vocab_size), np.array(expected)

    def indices(T, vocab_size):
        """With the first and the last index among them."""
        return [int(i) for i in draw.rng.permutation([0, vocab_size - 1, *draw.rng.integers(0, vocab_size, T - 2)])]

    for _ in range(2):
        vocab_size, T = draw.sizes("vocab_size", "T", low=4, high=9)
        yield "a name", *run([None, *indices(T - 1, vocab_size)], vocab_size)
    vocab_size, T = draw.sizes("vocab_size", "T", low=4, high=9)
    yield "no None", *run(indices(T, vocab_size), vocab_size)
    vocab_size, T = draw.sizes("vocab_size", "T", low=4, high=9)
    yield "several times None", *run([None, *indices(T - 2, vocab_size), None], vocab_size)
    (vocab_size,) = draw.sizes("vocab_size", low=10, high=60)
    yield "one index", *run([int(draw.rng.integers(1, vocab_size))], vocab_size)
    yield "one index", *run([0], vocab_size)


# fmt: off
one_hot.at("if ix is not None:").mistakes(
    (["if ix >= 0:", "if ix > -1:"], "None compared with a number",
     "`ix` may be None, which can't be compared with a number. Which question can you ask about None?"),
)
one_hot.at("if ix is not None:\n            x[ix, t] = 1").mistakes(
    ("if ix:\n            x[ix, t] = 1", "index 0 taken for nothing",
     "The column of index 0 is empty. It is a character like the others: what does `None` differ in?"),
    ("x[ix or 0, t] = 1", "index 0 for None",
     "`None` has the column of index 0. What should a column say if nothing has been read?"),
    ("x[ix, t] = 1", "None as an index",
     "For `None` more than one entry is 1, or NumPy complains. What should stand in its column?"),
    ("if ix is not None:\n            x[ix] = 1", "whole row",
     "Whole rows are 1. Which column belongs to this character?"),
    ("if ix is not None:\n            x[ix, t] = ix", "index instead of 1",
     "The entries are the indices. Which number says: this one?"),
    ("if ix is not None:\n            x[ix, 0] = 1", "all in the first column",
     "All characters are in the first column. Which of the loop's two names counts columns?"),
    ("if ix is not None:\n            x[-ix, t] = 1", "counted from below",
     "The rows are counted from the last one. In which row is the 1 of index 2?"),
)
one_hot.alternatives({
    "rows of the identity matrix": """
    return np.array([np.eye(vocab_size)[ix] if ix is not None else np.zeros(vocab_size) for ix in indices]).T
""",
    "a comparison": """
    numbers = np.array([-1 if ix is None else ix for ix in indices])
    return (np.arange(vocab_size).reshape(-1, 1) == numbers) * 1.0
""",
})
# fmt: on


@assignment.exercise(points=9, uses=["encode_name"], **GIVEN)
def bigram_table(submission, draw):
    """Several names and one, vocabularies with more letters than the names have, and in another order."""

    def run(names, char_to_ix):
        n = len(char_to_ix)
        draw.named(vocab_size=n)
        pairs = [(a, b) for name in names for a, b in zip("\n" + name, name + "\n", strict=True)]
        ix_to_char = {i: c for c, i in char_to_ix.items()}
        counts = [[1 + pairs.count((ix_to_char[i], ix_to_char[j])) for j in range(n)] for i in range(n)]
        expected = np.array([[count / sum(row) for count in row] for row in counts])
        return submission.bigram_table(names, char_to_ix), expected

    for _ in range(2):
        names = names_of(draw, 6, alphabet=4)
        yield "drawn names", *run(names, vocabulary(names))
    names = names_of(draw, 5, alphabet=5)
    yield "the newline at another index", *run(names, another_vocabulary(draw, names))
    names = names_of(draw, 6, alphabet=5)
    yield "letters that no name has", *run(names[:3], vocabulary(names))
    names = names_of(draw, 1)
    yield "one name", *run(names, vocabulary(names))


# fmt: off
bigram_table.at("counts[previous, following] += 1").mistakes(

    ("counts[following, following] += 1", "each after itself",
     "All counts lie on the diagonal, as if each character followed itself. When does `previous` become the next "
     "one: before the pair is counted or after?"),
    ("counts[following, previous] += 1", "rows and columns exchanged",
     "The table says what comes before, and it is asked what comes next. Which of the two characters has a row?"),
    ("counts[previous, following] = 2", "seen or not seen",
     "A pair that occurs often counts no more than one that occurs once. What happens to its count each time?"),
    (["counts[previous] += 1", "counts[previous, following] = 1"], "no pair stands out",
     "All characters are equally likely after each other one. Which entry grows when a pair occurs, and by how much?"),
)
bigram_table.at("previous = following").mistakes(
    (["pass", "following = previous"], "always from the start",
     "Only the newline's row has counts, as if every character were a first one. Where does the next pair begin?"),
)
bigram_table.at("counts / np.sum(counts, axis=1, keepdims=True)").mistakes(
    (["counts / np.sum(counts, axis=0)", "counts / np.sum(counts, axis=1)"], "columns add up to 1",
     "The columns add up to 1, not the rows. Which entries share a sum, and which shape keeps it beside them?"),
    ("counts / np.sum(counts)", "whole table adds up to 1",
     "The whole table adds up to 1. Given the character before, what must its probabilities add up to?"),
    ("counts", "counts returned",
     "These are counts. What are they divided by to be probabilities?"),
    ("np.exp(counts) / np.sum(np.exp(counts), axis=1, keepdims=True)", "softmax of the counts",
     "This is a softmax of the counts. Are counts scores, or do they only need their sum?"),
    ("(counts - 1) / np.maximum(1, np.sum(counts - 1, axis=1, keepdims=True))", "counted from 0",
     "Pairs that are not in the list have probability 0. With which number does each count begin?"),
)
bigram_table.alternatives({
    "all pairs at once": """
    counts = np.ones((len(char_to_ix), len(char_to_ix)))
    text = [char_to_ix[c] for c in "\\n" + "\\n".join(names) + "\\n"]
    np.add.at(counts, (text[:-1], text[1:]), 1)
    return counts / counts.sum(1)[:, np.newaxis]
""",
    "row by row": """
    n = len(char_to_ix)
    rows = [[1.0] * n for _ in range(n)]
    for name in names:
        X, Y = encode_name(name, char_to_ix)
        for i, j in zip(X, Y):
            rows[char_to_ix["\\n"] if i is None else i][j] += 1
    print(n)
    return np.array([[count / sum(row) for count in row] for row in rows])
""",
})
# fmt: on


# atol, here and below: see the head of this file.
@assignment.exercise(points=12, uses=["one_hot"], returns=("loss", "cache"), atol=1e-5, **GIVEN)
def rnn_forward(submission, draw):
    """Sequences of drawn lengths, from states that are not zero; one character, no start, one unit."""

    def run(X, Y, a0, parameters):
        expected = loss_of(X, Y, a0, parameters), cache_of(X, a0, parameters)
        return submission.rnn_forward(X, Y, a0, parameters), expected

    for _ in range(2):
        yield "drawn names", *run(*sequence(draw))
    yield "one character", *run(*sequence(draw, T=1))
    yield "a text that goes on", *run(*sequence(draw, start=False))
    yield "one unit", *run(*sequence(draw, n_a=1))


# fmt: off
rnn_forward.at("np.tanh(Wax @ x[t] + Waa @ a[t - 1] + b)").mistakes(
    ("np.tanh(Wax @ x[t] + Waa @ a0 + b)", "every step from a0",
     "Every step starts from `a0`, so the state is not carried. What should step t get from the step before?"),
    ("np.tanh(Wax @ x[t] + b)", "state forgotten",
     "The new state knows nothing of the state before it. Which matrix brings that in?"),
    ("np.tanh(Wax @ x[0] + Waa @ a[t - 1] + b)", "first input at every step",
     "Every step reads the first input. Which one belongs to step t?"),
    ("1 / (1 + np.exp(-(Wax @ x[t] + Waa @ a[t - 1] + b)))", "sigmoid for the state",
     "No state is negative: it went through a sigmoid. Which function does the formula have there?"),
)
rnn_forward.at("softmax(Wya @ a[t] + by)").mistakes(
    ("softmax(Wya @ a[t - 1] + by)", "prediction from the state before",
     "The prediction was made of the state before the step. Which state has read `x[t]`?"),
    ("1 / (1 + np.exp(-(Wya @ a[t] + by)))", "sigmoid for the prediction",
     "The predictions of a step don't add up to 1: each went through a sigmoid. Which function lets them share one "
     "whole?"),
)
rnn_forward.at("loss = loss - np.log(y_hat[t][Y[t], 0])").mistakes(
    ("loss = loss - np.log(y_hat[t][Y[t], 0]) / len(X)", "mean instead of sum",
     "The loss was divided by the number of characters. Does the formula take a sum or a mean?"),
    ("loss = -np.log(y_hat[t][Y[t], 0])", "last step only",
     "The loss is that of the last step alone. What becomes of the others?"),
    ("loss = loss + np.log(y_hat[t][Y[t], 0])", "minus missing",
     "The loss is negative. Which sign has the logarithm of a probability, and how often is it turned?"),
    ("loss = loss - np.log10(y_hat[t][Y[t], 0])", "logarithm to base 10",
     "The loss is 0.43 times what it should be: a logarithm to base 10. Which one does the formula mean?"),
    ("loss = loss - np.log2(y_hat[t][Y[t], 0])", "logarithm to base 2",
     "The loss is 1.44 times what it should be: a logarithm to base 2. Which one does the formula mean?"),
    ("loss = loss - y_hat[t][Y[t], 0]", "no logarithm",
     "The probabilities themselves were subtracted. What does the formula take of each?"),
    ("loss = loss - np.log(y_hat[t][X[t] or 0, 0])", "loss of what was read",
     "The loss looks at the probability of the character that was read. Which one is to be predicted?"),
    ("loss = loss - np.log(np.max(y_hat[t]))", "loss of the likeliest",
     "The loss takes the largest probability of each step, right or wrong. Whose probability does the formula name?"),
    ("loss = loss - np.sum(np.log(y_hat[t]))", "all characters",
     "The loss sums up over all characters of each step. Whose probability does the formula name?"),
    ("loss = loss - np.log(y_hat[t][Y[t], 0]) - np.sum(np.log(1 - y_hat[t])) + np.log(1 - y_hat[t][Y[t], 0])",
     "loss of two classes",
     "Terms with 1 - y were added, as for labels 0 and 1. Whose probability does the formula for many classes name?"),
)
rnn_forward.alternatives({
    "columns without one-hot, loss from the list": """
    p = parameters
    state, x, a, y_hat = a0, {}, {-1: a0}, {}
    for t, ix in enumerate(X):
        x[t] = np.zeros((p["Wax"].shape[1], 1))
        if ix is not None:
            x[t][ix] = 1
        state = np.tanh(np.dot(p["Wax"], x[t]) + np.dot(p["Waa"], state) + p["b"])
        a[t] = state
        e = np.exp(np.dot(p["Wya"], state) + p["by"])
        y_hat[t] = e / np.sum(e)
        print(t)
    return -sum(float(np.log(y_hat[t][k, 0])) for t, k in enumerate(Y)), (y_hat, a, x)
""",
})
# fmt: on


@assignment.exercise(points=18, uses=["one_hot"], returns=("gradients", "a"), atol=1e-4, rtol=1e-4, **GIVEN)
def rnn_backward(submission, draw):
    """Against measured slopes of the loss."""

    def run(X, Y, a0, parameters):
        cache = cache_of(X, a0, parameters)
        expected = gradients_of(X, Y, a0, parameters), cache[1]
        return submission.rnn_backward(X, Y, parameters, cache), expected

    for _ in range(2):
        yield "drawn names", *run(*sequence(draw))
    yield "one character", *run(*sequence(draw, T=1))
    yield "a text that goes on", *run(*sequence(draw, start=False))
    yield "one unit", *run(*sequence(draw, T=5, n_a=1))


# fmt: off
rnn_backward.at("y_hat[t] - targets[:, [t]]").mistakes(
    ("y_hat[t] - targets[:, t]", "a row of targets",
     "`dy` is a square, since a row was subtracted from a column. What keeps column t a column?"),
    ("y_hat[t]", "truth not subtracted",
     "The gradient before the softmax is the prediction itself. What tells it what was right?"),
    ("targets[:, [t]] - y_hat[t]", "truth minus prediction",
     "All gradients have the opposite sign: they point downhill. Which of the two is subtracted from which?"),
    ("y_hat[t] - one_hot(X, len(Wya))[:, [t]]", "target is what was read",
     "The truth is taken from what was read. Which list has what was to be predicted?"),
    ("(y_hat[t] - targets[:, [t]]) / len(X)", "divided by the length",
     "The gradients are too small, by the number of characters. Is the loss of a name a sum or a mean?"),
    ("(y_hat[t] - targets[:, [t]]) * y_hat[t] * (1 - y_hat[t])", "slope of the softmax once more",
     "The gradient was multiplied by y (1 - y) as well. From where to where does prediction minus truth lead?"),
)
rnn_backward.at("(Wya.T @ dy + da) * (1 - a[t] ** 2)").mistakes(
    ("Wya.T @ dy + da * (1 - a[t] ** 2)", "tanh passed by the prediction",
     "What the prediction sends back does not go through the tanh. Which of the two gradients does the formula "
     "multiply by its slope?"),
    ("(Wya.T @ dy) * (1 - a[t] ** 2)", "nothing carried back",
     "No step hears from the steps after it. What else arrives at its state, besides what its own prediction sends?"),
    ("da * (1 - a[t] ** 2)", "nothing from the prediction",
     "No error gets into the states, and their gradients are 0. What does the prediction of a step send back?"),
    ("(Wya.T @ dy + da)", "slope of tanh missing",
     "Between the sum and the state there is a tanh. What is its slope?"),
    ("(Wya.T @ dy + da) * a[t] * (1 - a[t])", "slope of the sigmoid",
     "This is the slope of a sigmoid, s (1 - s). Which function makes the state?"),
    ("(Wya.T @ dy + da) * (1 - np.tanh(a[t]) ** 2)", "tanh once more",
     "The state went through tanh once more. What has it been through already?"),
    ("(Wya.T @ dy + da) * (1 - a[t - 1] ** 2)", "slope at the state before",
     "The slope was taken at the state before the step. Which state left the tanh in this step?"),
    ("Wya.T @ dy * (1 - a[t] ** 2) + da", "tanh passed by what is carried",
     "What later steps send back was added after the tanh. Where do the two meet?"),
)
rnn_backward.at('"dWax": dz @ x[t].T').mistakes(
    ('"dWax": x[t] @ dz.T', "dWax transposed",
     "In `shares`, dWax has the shape of Wax transposed. Which column stands on the left of its product?"),
)
rnn_backward.everywhere(r'"dby": dy(.*)"db": dz').mistakes(
    (r'"dby": dz\1"db": dy', "db and dby exchanged",
     "In `shares`, db and dby have each other's shapes. Which of dy and dz belongs to the bias of the prediction?"),
)
rnn_backward.at('"dWaa": dz @ a[t - 1].T').mistakes(('"dWaa": dz @ a[t].T', "dWaa from the new state",
    "`dWaa` was made with the new state. What did `Waa` multiply on the way forward?"))
rnn_backward.at('"dWya": dy @ a[t].T').mistakes(('"dWya": dy @ a[t - 1].T', "dWya from the state before",
    "`dWya` was made with the state before the step. What did `Wya` multiply on the way forward?"))
rnn_backward.at("da = Waa.T @ dz").mistakes(
    ("da = Waa @ dz", "Waa not transposed",
     "What is carried went through the matrix in its forward direction. What does the way back do to it?"),
    ("da = da + Waa.T @ dz", "carried gradients pile up",
     "What one step has carried is handed on to all before it. From which step does `da` come?"),
    ("da = Waa.T @ (Wya.T @ dy + da)", "carried past the tanh",
     "What is carried back was taken in front of the tanh. What did `Waa` meet on the way forward: before the tanh, or "
     "behind it?"),
    ("da = dz", "Waa skipped",
     "What is carried back did not pass `Waa`. Through which matrix did the state before reach this step?"),
)
rnn_backward.at("gradients[name] += shares[name]").mistakes(
    ("gradients[name] = shares[name]", "shares overwritten",
     "The gradients are those of the first step alone. All steps use the same weights: what becomes of their shares?"),
)
rnn_backward.everywhere(r"reversed\(range\(len\(X\)\)\)").mistakes(
    ("range(len(X))", "from the first step on",
     "The loop runs forwards, so what is carried reaches later steps. At which step does the way back begin?"),
)
rnn_backward.equivalents(
    *((f"{u} @ {v}.T", f"{u} * {v}.T", "a column times a row is the same matrix")
      for u, v in (("dy", "a[t]"), ("dz", "x[t]"), ("dz", "a[t - 1]"))),
)
rnn_backward.alternatives({
    "in matrices": """
    y_hat, a, x = cache
    T = len(Y)
    D = np.hstack([y_hat[t] for t in range(T)])
    D[Y, range(T)] -= 1
    A = np.hstack([a[t] for t in range(-1, T)])
    E = parameters["Wya"].T @ D
    Z = np.zeros(E.shape)
    for t in range(T - 1, -1, -1):
        Z[:, t] = (1 - A[:, t + 1] ** 2) * (E[:, t] + (Z[:, t + 1] @ parameters["Waa"] if t + 1 < T else 0))
    inputs = np.hstack([x[t] for t in range(T)])
    return {
        "dWya": D @ A[:, 1:].T, "dby": D.sum(axis=1, keepdims=True), "db": Z.sum(axis=1, keepdims=True),
        "dWaa": Z @ A[:, :-1].T, "dWax": Z @ inputs.T,
    }, a
""",
    "the published shape": """
    y_hat, a, x = cache
    gradients = {}
    for name in ("Wax", "Waa", "Wya", "b", "by"):
        gradients["d" + name] = np.zeros_like(parameters[name])
    gradients["da_next"] = np.zeros_like(a[0])
    for t in reversed(range(len(X))):
        dy = np.copy(y_hat[t])
        dy[Y[t]] -= 1
        gradients["dWya"] += np.dot(dy, a[t].T)
        gradients["dby"] += dy
        daraw = (1 - a[t] * a[t]) * (np.dot(parameters["Wya"].T, dy) + gradients["da_next"])
        gradients["db"] += daraw
        gradients["dWax"] += np.dot(daraw, x[t].T)
        gradients["dWaa"] += np.dot(daraw, a[t - 1].T)
        gradients["da_next"] = np.dot(parameters["Waa"].T, daraw)
    return gradients, a
""",
})
# fmt: on


@assignment.exercise(points=5, **GIVEN)
def clip(submission, draw):
    """Entries below, between and above drawn limits, exactly at them, and without end; any names."""

    def gradients(scale, *names):
        return {name: draw.normal(*draw.sizes("rows", "columns", low=4, high=8), scale=scale) for name in names}

    def run(gradients, limit):
        draw.sizes()
        limited = {k: [[min(max(v, -limit), limit) for v in row] for row in g] for k, g in gradients.items()}
        return submission.clip(gradients, limit), {name: np.array(rows) for name, rows in limited.items()}

    usual = "dWax", "dWaa", "dWya", "db", "dby"
    for _ in range(2):
        yield "drawn limits", *run(gradients(3.0, *usual), float(draw.uniform(0.5, 3)))
    yield "a limit above 5", *run(gradients(10.0, *usual), float(draw.uniform(6, 12)))
    yield "nothing to clip", *run(gradients(1.0, *usual), int(draw.rng.integers(8, 20)))
    yield "other names", *run(gradients(3.0, "dW", "dU"), float(draw.uniform(0.5, 2)))
    extreme = gradients(1.0, *usual)
    for array in extreme.values():
        array.flat[draw.rng.permutation(array.size)[:4]] = -np.inf, np.inf, -1.5, 1.5
    yield "infinite entries", *run(extreme, 1.5)
    limit = float(draw.uniform(0.5, 1))
    one_sided = {name: np.maximum(array, -limit) for name, array in gradients(2.0, *usual).items()}
    yield "entries too large only", *run(one_sided, limit)
    yield "entries too small only", *run({name: -array for name, array in one_sided.items()}, limit)


# fmt: off
clip.at("np.clip(value, -maxValue, maxValue)").mistakes(
    ("np.minimum(value, maxValue)", "upper limit only",
     "Large negative entries are as they were. Where does the lower limit lie?"),
    ("np.maximum(value, -maxValue)", "lower limit only",
     "Large positive entries are as they were. Where does the upper limit lie?"),
    ("np.clip(value, 0, maxValue)", "negative entries cut off",
     "Negative entries became 0. Where does the lower limit lie?"),
    ("value", "nothing clipped",
     "The gradients are as they were. What becomes of entries beyond `maxValue`, and of the result of clipping?"),
    ("np.clip(value, maxValue, -maxValue)", "limits exchanged",
     "All entries are the same: the limits have each other's place. In which order does `np.clip` take them?"),
    ("np.clip(value, -5, 5)", "always 5",
     "The limit is 5, whatever `maxValue` says. Where does the function learn its limit?"),
    ("np.clip(value, -10, 10)", "always 10",
     "The limit is 10, whatever `maxValue` says. Where does the function learn its limit?"),
    ("np.clip(np.abs(value), -maxValue, maxValue)", "signs lost",
     "No entry is negative any more. Which sign does an entry keep that is cut?"),
    ("np.where(np.abs(value) <= maxValue, value, 0)", "set to zero",
     "Entries beyond the limit became 0. Where does clipping move an entry that is too large?"),
    ("value * min(1, maxValue / np.max(np.abs(value)))", "scaled as a whole",
     "Each array was scaled as a whole: another kind of clipping. What happens here to an entry within the limits?"),
    ("value * min(1, maxValue / np.linalg.norm(value))", "scaled to a norm",
     "Each array was scaled to a length: another kind of clipping. What happens here to an entry within the limits?"),
)
clip.equivalents(
    ("np.clip(value, -maxValue, maxValue)", "np.clip(-maxValue, value, maxValue)", "the larger of two has no order"),
)
clip.alternatives({
    "copies, in place": """
    clipped = {}
    for name in gradients:
        clipped[name] = gradients[name].copy()
        np.clip(clipped[name], -maxValue, maxValue, out=clipped[name])
    return clipped
""",
    "masked": """
    result = {name: np.array(value) for name, value in gradients.items()}
    for value in result.values():
        value[value > maxValue] = maxValue
        value[value < -maxValue] = -maxValue
    print(len(result))
    return result
""",
})
# fmt: on


@assignment.exercise(
    points=10,
    uses=("rnn_forward", "rnn_backward", "clip"),
    returns=("loss", "gradients", "a_last", "parameters"),
    atol=1e-4,
    rtol=1e-4,
    **GIVEN,
)
def optimize(submission, draw):
    """Steps with gradients that are clipped and with small ones; the defaults; one character."""

    def run(X, Y, a_prev, parameters, **options):
        settings = {"learning_rate": 0.01, "maxValue": 5} | options
        loss, clipped, stepped = step_of(X, Y, a_prev, parameters, **settings)
        last = cache_of(X, a_prev, parameters)[1][len(X) - 1]
        return submission.optimize(X, Y, a_prev, parameters, **options), (loss, clipped, last, stepped)

    def rate():
        return float(draw.uniform(0.1, 0.9))

    for _ in range(2):
        limit = float(draw.uniform(0.2, 0.5))
        yield "gradients that are clipped", *run(*sequence(draw, T=6), learning_rate=rate(), maxValue=limit)
    yield "nothing to clip", *run(*sequence(draw), learning_rate=rate(), maxValue=99)
    yield "the defaults", *run(*sequence(draw, T=6, loud=20.0))
    yield "one character", *run(*sequence(draw, T=1), learning_rate=rate(), maxValue=float(draw.uniform(0.1, 0.3)))


# fmt: off
optimize.at("rnn_forward(X, Y, a_prev, parameters)").mistakes(
    ("rnn_forward(Y, X, a_prev, parameters)", "X and Y exchanged forwards",
     "On the way forwards `Y` was read, and `X` was to be predicted. In which order does `rnn_forward` take them?"),
    ("rnn_forward(X, Y, 0 * a_prev, parameters)", "from zeros",
     "The name was read from a state of zeros. With which state does this step begin?"),
    ("rnn_forward(Y, X[1:] + Y[-1:], a_prev, parameters)", "Y read",
     "`Y` was read in place of `X`. In which order does `rnn_forward` take the two?"),
)
optimize.at("gradients = clip(gradients, maxValue)").mistakes(
    (["pass", "clip(gradients, maxValue)"], "not clipped",
     "The gradients are not clipped. Which function limits them, and what becomes of its result?"),
    ("gradients = clip(gradients, 5)", "limit not handed on",
     "The limit is 5, whatever `maxValue` says. What does `clip` need to know?"),
    ("gradients = clip(gradients, 10)", "another limit",
     "The limit is 10, whatever `maxValue` says. What does `clip` need to know?"),
)
optimize.everywhere(r"gradients = clip\(gradients, maxValue\)\n(.*\n.*parameters = .*)\n").mistakes(
    (r"\1\n    gradients = clip(gradients, maxValue)\n", "clipped after the update",
     "The gradients that are returned are clipped, and the step was made with others. What comes first?"),
    (r"\1\n    parameters = clip(parameters, maxValue)\n", "parameters clipped",
     "The parameters were clipped in place of the gradients. Which of the two makes a step too long?"),
)
optimize.at("parameters = update_parameters(parameters, gradients, learning_rate)").mistakes(
    (["pass", "update_parameters(parameters, gradients, learning_rate)"], "update not kept",
     "The parameters are as they were. What makes the step, and what becomes of what it returns?"),
    ("parameters = update_parameters(parameters, gradients, 0.01)", "rate not handed on",
     "The step has the rate 0.01, whatever `learning_rate` says. What does `update_parameters` need to know?"),
    ("parameters = update_parameters(parameters, gradients, -learning_rate)", "uphill",
     "The step goes uphill. The gradient points to where the loss rises: which way do you go?"),
    ("parameters = update_parameters(parameters, gradients, 2 * learning_rate)", "two steps",
     "The step is twice as long as it should be. How often are the parameters updated?"),
    ("parameters = update_parameters(parameters, gradients, learning_rate)\n"
     "    loss, _ = rnn_forward(X, Y, a_prev, parameters)", "loss after the step",
     "The loss is that after the step. Which one does the function return?"),
)
optimize.at("a[len(X) - 1]").mistakes(
    ("a[0]", "first state",
     "The state is that after the first character. Which one has read the whole name?"),
    ("a[-1]", "state before the name",
     "The state is the one before the first step: `a` is a dictionary, and -1 one of its keys. "
     "Which key has the last step?"),
    ("a", "all states",
     "All states are returned. Which one has read the whole name?"),
)
optimize.alternatives({
    "no function of the course's": """
    loss, cache = rnn_forward(X, Y, a_prev, parameters)
    found = clip(rnn_backward(X, Y, parameters, cache)[0], maxValue)
    new = {}
    for name in parameters:
        new[name] = parameters[name] - learning_rate * found["d" + name]
    last = cache[1][max(cache[1])]
    print(loss)
    return loss, found, last, new
""",
})
# fmt: on


def drawn(parameters, char_to_ix, seed, max_len=50, temperature=1.0):
    """Characters by the place of uniform numbers in the running sums of probabilities, as NumPy's choice does it."""
    random, ix, a, found = np.random.RandomState(seed), None, np.zeros(parameters["b"].shape), []
    while len(found) < max_len and char_to_ix["\n"] not in found:
        ((a, scores),) = steps_of([ix], a, parameters)
        chances = np.cumsum(np.exp(scores[:, 0] / temperature))
        ix = int(np.searchsorted(chances / chances[-1], random.random_sample(), side="right"))
        found.append(ix)
    return found if found[-1:] == [char_to_ix["\n"]] else [*found, char_to_ix["\n"]]


@assignment.exercise(points=14, uses=["one_hot"], **GIVEN)
def sample(submission, draw):
    """Long names and short ones, cold and hot, and names that are ended."""

    def run(end, *arguments, other=False, **options):
        (n_a,) = draw.sizes("n_a", low=3, high=7)
        names = names_of(draw, 4, alphabet=8)
        char_to_ix = another_vocabulary(draw, names) if other else vocabulary(names)
        parameters = weights(draw, len(char_to_ix), n_a, loud=3.0)
        parameters["by"][char_to_ix["\n"]] += end
        draw.named(n_a=n_a, vocab_size=len(char_to_ix))
        seed = int(draw.rng.integers(1, 10000))
        expected = drawn(parameters, char_to_ix, seed, *arguments, **options)
        return submission.sample(parameters, char_to_ix, seed, *arguments, **options), expected

    for _ in range(2):
        yield "drawn networks", *run(-4.0, int(draw.rng.integers(9, 14)))
    yield "cold and hot", *run(-4.0, 9, float(draw.uniform(0.2, 0.5)))
    yield "cold and hot", *run(-4.0, 9, float(draw.uniform(2.5, 4)))
    yield "names that are ended", *run(-99.0, int(draw.rng.integers(5, 9)))
    yield "the newline at another index", *run(-2.0, 10, other=True)
    yield "the defaults", *run(-99.0)
    yield "a short name", *run(3.0)


# fmt: off
sample.at("np.tanh(Wax @ x + Waa @ a + b)").mistakes(
    ("Wax @ x + Waa @ a + b", "tanh missing",
     "The state is the sum itself. Which function does a recurrent cell make its state with?"),
    ("np.tanh(Wax @ x + Waa @ a)", "b missing",
     "The bias `b` has no effect on the names. Where does the formula of the state add it?"),
    ("np.tanh(Wax @ x + b)", "state not kept",
     "Each character is drawn as if only the one before it had been read. What keeps the rest of the name?"),
)
sample.everywhere(r"(?s)np\.tanh\(Wax @ x \+ Waa @ a \+ b\)(.*?)softmax\(\(Wya @ a \+ by\) / temperature\)").mistakes(
    (r"np.tanh((Wax @ x + Waa @ a + b) / temperature)\1softmax(Wya @ a + by)", "temperature in the state",
     "The temperature changes the states, and not the scores. Which of the two does the formula divide?"),
)
sample.at("softmax((Wya @ a + by) / temperature)").mistakes(
    ("softmax(Wya @ a + by) / temperature", "divided after the softmax",
     "The probabilities add up to 1 only at a temperature of 1. What does the formula divide, and when?"),
    ("softmax(Wya @ a + by)", "temperature ignored",
     "All names are drawn at temperature 1. What does the temperature divide?"),
    ("softmax((Wya @ a + by) * temperature)", "temperature multiplied",
     "Cold names are bold, and hot ones careful. What does the temperature do to the scores?"),
    ("softmax(Wya @ a + by / temperature)", "only the bias divided",
     "The temperature divides one of two terms only. Which sum belongs together?"),
    ("softmax(softmax(Wya @ a + by) / temperature)", "probabilities divided",
     "The temperature divides probabilities, and all letters become nearly alike. What should go into the softmax?"),
)
sample.at("random.choice(vocab_size, p=p.ravel())").mistakes(
    (["random.choice(range(1, vocab_size), p=p.ravel()[1:] / p[1:].sum())",
      "random.choice(np.delete(np.arange(vocab_size), newline), p=np.delete(p, newline) / (1 - p[newline, 0]))"],
     "newline never drawn",
     "The newline is never drawn, so every name goes on to `max_len`. Which characters can the network choose from?"),
    ("int(np.argmax(p))", "most probable one",
     "The most probable character is taken each time. How does each one get the chance that `p` gives it?"),
    ("random.choice(vocab_size)", "all alike",
     "All characters are drawn with the same probability. Where does the draw learn of `p`?"),
    ("np.random.RandomState(seed).choice(vocab_size, p=p.ravel())", "seed set for each character",
     "Every character is drawn with the same number, since the seed is set anew each time. "
     "Which generator goes on where it stopped?"),
)
sample.at("one_hot([ix], vocab_size)").mistakes(
    ("one_hot([ix], vocab_size)\n        indices.append(ix)", "appended twice",
     "Each character stands in the list twice. Which line below your code appends it, too?"),
    ("np.maximum(x, one_hot([ix], vocab_size))", "ones stay in the input",
     "From the third character on, the input has more than one 1. What is left in it of the characters before?"),
    ("x", "input stays zero",
     "The network never reads what it has drawn. What is the input of the next step, and where does it enter?"),
    ("x + one_hot([ix], vocab_size)", "inputs pile up",
     "The input holds all characters that were drawn. Which of them does the next step read?"),
    ("p", "probabilities read",
     "The network reads its own probabilities. What does it read in training?"),
)
sample.alternatives({
    "for loop, own draw": """
    rng = np.random.RandomState(seed)
    end = char_to_ix["\\n"]
    state, name, ix = np.zeros((len(parameters["b"]), 1)), [], None
    for _ in range(max_len):
        read = 0 if ix is None else parameters["Wax"][:, [ix]]
        state = np.tanh(read + parameters["Waa"] @ state + parameters["b"])
        p = softmax((parameters["Wya"] @ state + parameters["by"]) / temperature)
        ix = int(rng.choice(list(range(len(p))), p=p[:, 0]))
        name += [ix]
        if ix == end:
            break
    return name if ix == end else name + [end]
""",
    "powers of probabilities": """
    generator = np.random.RandomState(seed)
    W = [parameters[k] for k in ("Wax", "Waa", "Wya")]
    x, a, found = np.zeros((len(char_to_ix), 1)), 0 * parameters["b"], []
    while not found or (found[-1] != char_to_ix["\\n"] and len(found) < max_len):
        a = np.tanh(W[0].dot(x) + W[1].dot(a) + parameters["b"])
        p = softmax(W[2].dot(a) + parameters["by"]) ** (1 / temperature)
        p = p.ravel() / p.sum()
        found.append(generator.choice(np.arange(len(p)), p=p))
        print(found[-1])
        x = np.eye(len(p))[:, [found[-1]]]
    if found[-1] != char_to_ix["\\n"]:
        found.append(char_to_ix["\\n"])
    return found
""",
})
# fmt: on


@assignment.exercise(
    points=9,
    uses=("make_vocabulary", "encode_name", "optimize"),
    returns=("parameters", "losses"),
    rtol=1e-6,  # so that the smoothing shows, of which each name changes a thousandth
    **GIVEN,
)
def model(submission, draw):
    """Short trainings with every setting drawn, of fewer and of more iterations than names; the defaults."""

    def expected(names, iterations, n_a=50, learning_rate=0.01, seed=1, maxValue=5):
        char_to_ix, random = vocabulary(names), np.random.RandomState(seed)
        n = len(char_to_ix)
        p = {k: 0.01 * random.randn(*s) for k, s in (("Wax", (n_a, n)), ("Waa", (n_a, n_a)), ("Wya", (n, n_a)))}
        p |= {"b": np.zeros((n_a, 1)), "by": np.zeros((n, 1))}
        order = np.random.RandomState(0).permutation(len(names))
        smooth, losses = np.log(n) * sum(len(name) + 1 for name in names) / len(names), []
        for j in range(iterations):
            X, Y = encoded(names[order[j % len(names)]], char_to_ix)
            loss, _, p = step_of(X, Y, np.zeros((n_a, 1)), p, learning_rate, maxValue)
            smooth = 0.999 * smooth + 0.001 * loss
            losses.append(smooth)
        return p, losses

    def run(count, iterations, **options):
        names = names_of(draw, count, alphabet=3, longest=4)
        if options:
            draw.named(n_a=options["n_a"])
        return submission.model(names, iterations, **options), expected(names, iterations, **options)

    def drawn_options():
        return {
            "n_a": int(draw.rng.integers(2, 5)),
            "learning_rate": float(draw.uniform(0.5, 1)),
            "seed": int(draw.rng.integers(2, 1000)),
            "maxValue": float(draw.uniform(0.7, 1.2)),
        }

    for count in (4, 3):
        yield "drawn trainings", *run(count, draw.steps(5, 8, longest=16), **drawn_options())
    yield "fewer iterations than names", *run(6, int(draw.rng.integers(3, 5)), **drawn_options())
    yield "one name", *run(1, draw.steps(4, 7), **drawn_options())
    names = names_of(draw, 3, alphabet=5, longest=4)
    yield "the defaults", submission.model(names, draw.steps(4, 7))


# fmt: off
model.at("names[order[j % len(names)]]").mistakes(
    ("names[j % len(names)]", "order of the list",
     "The names are read as they stand in the list. What has been shuffled?"),
    (["names[order[0]]", "names[order[-1]]", "names[0]"], "always the same name",
     "The same name is read in each iteration. Which number changes from one to the next?"),
)
model.at("optimize(X, Y, np.zeros((n_a, 1)), parameters, learning_rate, maxValue)").mistakes(
    ("optimize(X, Y, np.zeros((n_a, 1)), parameters)", "defaults of optimize",
     "The steps have the default rate and limit. Which arguments of `model` does `optimize` still need?"),
    ("optimize(X, Y, np.zeros((n_a, 1)), parameters, maxValue=maxValue)", "rate not handed on",
     "The steps have the rate 0.01, whatever `learning_rate` says. Who needs to know of it?"),
    ("optimize(X, Y, np.zeros((n_a, 1)), parameters, learning_rate)", "limit not handed on",
     "The gradients are clipped at 5, whatever `maxValue` says. Who needs to know of it?"),
)
model.at("loss, _, _, parameters = optimize(X, Y, np.zeros((n_a, 1)), parameters, learning_rate, maxValue)").mistakes(
    ("loss, _, _, _ = optimize(X, Y, np.zeros((n_a, 1)), parameters, learning_rate, maxValue)", "update not kept",
     "The parameters are as they started. What becomes of those that `optimize` returns?"),
    ("a_prev = a_prev if j else np.zeros((n_a, 1))\n"
     "        loss, _, a_prev, parameters = optimize(X, Y, a_prev, parameters, learning_rate, maxValue)",
     "state carried",
     "Each name starts from the last state of the one before it. With which state does a new name begin?"),
    ("loss, _, _, parameters = optimize(X, Y, np.ones((n_a, 1)), parameters, learning_rate, maxValue)", "from ones",
     "Each name starts from a state of ones. With which state does a new name begin?"),
)
model.at("smooth = 0.999 * smooth + 0.001 * loss").mistakes(
    ("smooth = loss", "not smoothed",
     "The losses are those of single names. What should each of them say of the names before?"),
    ("smooth = 0.001 * smooth + 0.999 * loss", "old and new exchanged",
     "The losses follow each single name. Which of the two has the large weight: the old value or the new one?"),
    ("smooth = 0.999 * smooth + 0.001 * loss / len(Y)", "loss per character",
     "The loss of each name was divided by its length first. Is the smoothed loss one of names or of characters?"),
    ("smooth = 0.999 * smooth + loss", "new loss counted whole",
     "The losses grow, since each new one counts whole. What should the two weights add up to?"),
    ("smooth = 0.99 * smooth + 0.01 * loss", "smoothed over fewer names",
     "The losses follow the names ten times as fast. Which two weights does the text give?"),
    ("pass", "loss never changes",
     "All the losses are the one at the start. What does each name add to it?"),
)
model.everywhere(r"\n    losses = \[\]").mistakes(
    (r"\n    losses = []\n    smooth = 0", "smoothing starts from 0",
     "The losses start near 0. Where does a network stand that knows nothing?"),
)
model.equivalents(
    ("if report is not None:", "", SHOW),
    ("report(j, smooth, parameters)", "", SHOW),
    ("report(j, smooth, parameters)", "j", SHOW),
    ("report(j, smooth, parameters)", "report(smooth, j, parameters)", SHOW),
    ("report(j, smooth, parameters)", "report(j, parameters, smooth)", SHOW),
    ("report(j, smooth, parameters)", "report(j, smooth)", SHOW),
)
model.alternatives({
    "while, weights by decay": """
    char_to_ix, _ = make_vocabulary(names)
    parameters = initialize_parameters(n_a, len(char_to_ix), seed)
    shuffled = [names[i] for i in np.random.RandomState(0).permutation(len(names))]
    average = sum(len(name) + 1 for name in names) / len(names)
    losses = [np.log(len(char_to_ix)) * average]
    while len(losses) <= iterations:
        X, Y = encode_name(shuffled[(len(losses) - 1) % len(names)], char_to_ix)
        step = optimize(X, Y, np.zeros([n_a, 1]), parameters, learning_rate=learning_rate, maxValue=maxValue)
        parameters = step[3]
        losses.append(losses[-1] + (step[0] - losses[-1]) / 1000)
        print(losses[-1])
    return parameters, losses[1:]
""",
})
# fmt: on


@assignment.exercise(points=6, uses=("encode_name", "rnn_forward"), atol=1e-5, **GIVEN)
def cross_entropy(submission, draw):
    """Names of different lengths, one name, and the newline at another index."""

    def run(names, char_to_ix):
        (n_a,) = draw.sizes("n_a", low=2, high=5)
        parameters = weights(draw, len(char_to_ix), n_a)
        pairs = [encoded(name, char_to_ix) for name in names]
        total = sum(loss_of(X, Y, np.zeros((n_a, 1)), parameters) for X, Y in pairs)
        return submission.cross_entropy(names, parameters, char_to_ix), total / sum(len(Y) for _, Y in pairs)

    for _ in range(2):
        names = names_of(draw, 4, alphabet=4)
        yield "drawn names", *run(names, vocabulary(names))
    names = names_of(draw, 3, alphabet=4)
    yield "the newline at another index", *run(names, another_vocabulary(draw, names))
    names = names_of(draw, 1)
    yield "one name", *run(names, vocabulary(names))


# fmt: off
cross_entropy.at("loss, _ = rnn_forward(X, Y, a0, parameters)").mistakes(
    ("loss, _ = rnn_forward(Y, X, a0, parameters)", "X and Y exchanged",
     "`Y` was read, and `X` was to be predicted. In which order does `rnn_forward` take them?"),
    ("loss, (_, states, _) = rnn_forward(X, Y, a0, parameters)\n        a0 = states[len(X) - 1]", "state runs on",
     "Each name but the first begins with the last state of the one before. From which state should it begin?"),
    ("loss, _, _, parameters = optimize(X, Y, a0, parameters)", "trained while it is measured",
     "Every name but the first meets other weights: the network learns while it is measured. Which of your functions "
     "gives a loss and changes nothing?"),
)
cross_entropy.at("total, count = total + loss, count + len(Y)").mistakes(
    ("total, count = total + loss, count + sum(Y)", "indices added up",
     "The sum was divided by the sum of all indices. Does `count` count how many characters are predicted, or which?"),
    ("total, count = total + loss, len(Y)", "characters of the last name",
     "All losses were added up, and divided by the characters of the last name alone. What has happened to those of "
     "the others?"),
    ("total, count = total + loss, count + 1", "per name",
     "This is the loss per name. How many predictions does a name ask for?"),
    ("total, count = total + loss, count + len(name)", "newline not counted",
     "The number of characters is too small by one for each name. What is predicted besides the letters?"),
    ("total, count = total + loss / len(Y), count + 1", "mean of means",
     "Each name counts the same, however long it is. Over what is the mean taken?"),
    ("total, count = loss, len(Y)", "last name only",
     "Only the last name counts. What becomes of the others?"),
    ("total, count = total + loss / np.log(2), count + len(Y)", "in bits",
     "The result is 1.44 times what it should be: a logarithm to base 2. Which one did the loss have?"),
)
cross_entropy.everywhere(r"(?s)count \+ len\(Y\)\n(.*?)total / count").mistakes(
    (r"count + len(Y)\n        total = total / count\n\1total", "divided after each name",
     "The total was divided after every name, and then the next was added. How often should it be divided?"),
)
cross_entropy.at("total / count").mistakes(
    ("total / len(char_to_ix)", "divided by the vocabulary",
     "The sum was divided by how many characters there are to choose from. How many were predicted?"),
    ("total", "sum",
     "This is the sum over all characters. By what is it divided?"),
    ("np.exp(total / count)", "perplexity",
     "This is the perplexity. Of what is it the exponential?"),
    ("count / total", "turned over",
     "The result is one over what it should be. Which of the two is divided by the other?"),
)
cross_entropy.alternatives({
    "two sums": """
    n_a = parameters["Waa"].shape[0]
    pairs = [encode_name(name, char_to_ix) for name in names]
    losses = [rnn_forward(X, Y, np.zeros((n_a, 1)), parameters)[0] for X, Y in pairs]
    print(len(losses))
    return np.sum(losses) / np.sum([len(X) for X, _ in pairs])
""",
})

assignment.examples(
    Example("states carried from name to name, clipping and update in this order, everything else right",
        {"model": [("np.zeros((n_a, 1)), parameters, learning_rate", "a_prev, parameters, learning_rate"),
                   ("loss, _, _, parameters", "loss, _, a_prev, parameters"),
                   ("    losses = []", "    losses = []\n    a_prev = np.zeros((n_a, 1))")]}),
    Example("a vocabulary without the newline, and a table the wrong way round",
        {"make_vocabulary": [(' | {"\\n"}', "")],
         "bigram_table": [("counts[previous, following]", "counts[following, previous]")]}),
    Example("each step printed", {"rnn_forward": [("        x[t] = ", "        print(t)\n        x[t] = ")]}, loses=()),
)
# fmt: on
