"""Scenarios, mistakes and alternatives of "Recurrent and LSTM cells, step by step": what the marks of a42 stand on.

Examples are columns, and time is the third axis: x is (n_x, m, T_x), a and c are (n_a, m, T_x). A gate's matrix is
(n_a, n_a + n_x), its first n_a columns for a_prev.

Where editions of the published assignment disagree, or its figures are wrong:

- The first edition's figures of `lstm_backward` are no gradient: nothing is carried back through time, and three sums
  of biases are mixed up. Both are mistakes here; the tests show that its figures are those of these two slips.
- Its formulas of `lstm_cell_backward` lacked parentheses, and it checked `rnn_cell_backward` with a bias left over from
  an earlier cell. Neither is asked for.
- The published check of `lstm_backward` runs seven steps forwards, and gives a gradient to the first four. Here `da`
  has as many steps as there are caches; a solution may count either.

Forward functions are held to cells that multiply state and input by their own columns, as Keras does. Backward
functions are held to slopes by a complex step, which has no rounding.

atol: float32 rounds a sum of n terms of order 1 by about 6e-8 n. A cell sums at most 13 terms, 1e-6; a slope of tanh
near its end, 1 - a^2, loses as much again. Backwards, six steps add up, and each may stretch a gradient by half: at
most 10 times as much. A factor of 5 is left for terms that are larger.
"""

from typing import Any

import numpy as np

from autograder.judging.exercise import Assignment, Example
from graders import families

assignment = Assignment("a42_lstm_steps")

GATES = "fico"
FORWARD: dict[str, Any] = {"keeps_arguments": True, "forbids": families.NUMPY_ONLY, "atol": 1e-5}
BACKWARD: dict[str, Any] = {"keeps_arguments": True, "forbids": families.NUMPY_ONLY, "atol": 1e-4, "rtol": 1e-4}


def softmax(scores):
    weights = np.exp(scores - scores.max(axis=0))
    return weights / weights.sum(axis=0)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def rnn_run(x, a, parameters):
    """a after each step (…, n_a, m, T_x). x, a or one of the parameters may be complex, and a stack of several."""
    states = []
    for t in range(x.shape[-1]):
        a = np.tanh(parameters["Wax"] @ x[..., t] + parameters["Waa"] @ a + parameters["ba"])
        states.append(a)
    return np.stack(states, axis=-1)


def rnn_caches(x, a0, parameters):
    """a, and what the forward pass leaves for the way back."""
    a = rnn_run(x, a0, parameters)
    states = [a0, *np.moveaxis(a, 2, 0)]
    return a, ([(states[t + 1], states[t], x[:, :, t], parameters) for t in range(x.shape[2])], x)


def lstm_run(x, a, c, p):
    """a, c, and the gates f, i, the candidate and o after each step; the rest as in `rnn_run`."""
    n_a, found = a.shape[-2], []
    for t in range(x.shape[-1]):
        read = [p["W" + g][..., :n_a] @ a + p["W" + g][..., n_a:] @ x[..., t] + p["b" + g] for g in GATES]
        f, i, o = (sigmoid(read[k]) for k in (0, 1, 3))
        candidate = np.tanh(read[2])
        c = f * c + i * candidate
        a = o * np.tanh(c)
        found.append((a, c, f, i, candidate, o))
    return [np.stack(np.broadcast_arrays(*values), axis=-1) for values in zip(*found, strict=True)]


def lstm_caches(x, a0, c0, parameters):
    a, c, *gates = lstm_run(x, a0, c0, parameters)
    A, C = [a0, *np.moveaxis(a, 2, 0)], [c0, *np.moveaxis(c, 2, 0)]
    steps = [
        (A[t + 1], C[t + 1], A[t], C[t], *(gate[:, :, t] for gate in gates), x[:, :, t], parameters)
        for t in range(x.shape[2])
    ]
    return a, c, (steps, x)


def predictions(a, W, b):
    return np.stack([softmax(W @ state + b) for state in np.moveaxis(a, 2, 0)], axis=2)


def weights(draw, kind, n_x, n_a, n_y):
    """Parameters of an "rnn" or an "lstm", of which the sums before an activation are of order 1."""
    shapes = {"Waa": (n_a, n_a), "Wax": (n_a, n_x), "ba": (n_a, 1), "Wya": (n_y, n_a), "by": (n_y, 1)}
    if kind == "lstm":
        shapes = {"W" + g: (n_a, n_a + n_x) for g in GATES} | {"b" + g: (n_a, 1) for g in GATES}
        shapes |= {"Wy": (n_y, n_a), "by": (n_y, 1)}
    return {name: draw.normal(*shape, scale=0.5) for name, shape in shapes.items()}


def sequence(draw, kind, T_x=None):
    """x, a0 and parameters; all sizes differ. A drawn number of steps, if none is asked for."""
    n_x, n_a, n_y, m, steps = draw.sizes("n_x", "n_a", "n_y", "m", "T_x", low=2, high=6)
    T_x = T_x or steps
    draw.named(n_x=n_x, n_a=n_a, n_y=n_y, m=m, T_x=T_x)
    return draw.normal(n_x, m, T_x), draw.normal(n_a, m), weights(draw, kind, n_x, n_a, n_y)


def smallest(draw, kind, T_x=1):
    """One unit, one feature, one example; two classes."""
    draw.named(n_x=1, n_a=1, n_y=2, m=1)
    return draw.normal(1, 1, T_x), draw.normal(1, 1), weights(draw, kind, 1, 1, 2)


def sequences(draw, kind, run):
    """Parts with sequences of drawn lengths, of a single step, and of a single unit."""
    yield "random sequences", *run(*sequence(draw, kind))
    yield "random sequences", *run(*sequence(draw, kind))
    yield "one step", *run(*sequence(draw, kind, 1))
    yield "one unit", *run(*smallest(draw, kind, 4))


# fmt: off
def forward_loop(exercise, call):
    """Mistakes of a loop over time that makes this call."""
    exercise.at(call).mistakes(
        (call.replace("a_next", "a0"), "every step from a0",
         "Every step starts from `a0`, so the state is not carried. What should step t get from the step before?"),
        (call.replace(":, t]", ":, 0]"), "first input at every step",
         "Every step reads the first input. Which slice of `x` belongs to step t?"),
    )
    exercise.equivalents(
        ("np.zeros((n_a, m, T_x))", "np.ones((n_a, m, T_x))", "every entry is written"),
        ("np.zeros((n_y, m, T_x))", "np.ones((n_y, m, T_x))", "every entry is written"),
    )


def backward_loop(exercise, call):
    """Mistakes of a loop back through time that makes this call."""
    exercise.at(call).mistakes(
        (call.replace("steps[t]", "steps[-1]"), "cache of the last step",
         "Every step uses the cache of the last one. Which cache belongs to step t?"),
        (call.replace("da[:, :, t]", "da[:, :, -1] * (t == T_x - 1)"), "last gradient only",
         "Only the gradient of the last step counts. What arrives from outside at the other steps?"),
    )
    exercise.at("reversed(range(T_x))").mistakes(("range(T_x)", "from the first step on",
        "The loop runs forwards, so what a step passes back arrives too late. At which step does the way back begin?"))
    exercise.at("sums[name] += gradients[name]").mistakes(("sums[name] = gradients[name]", "shares overwritten",
        "The gradients of the weights are those of the first step alone. All steps use the same weights: "
        "what becomes of their shares?"))
    exercise.equivalents(
        ("np.zeros((x.shape[0], m, T_x))", "np.ones((x.shape[0], m, T_x))", "every entry is written"),
    )
# fmt: on


@assignment.exercise(points=8, returns=("a_next", "yt_pred", "cache"), **FORWARD)
def rnn_cell_forward(submission, draw):
    """Cells whose sizes all differ, with each of their inputs at zero, and of one unit."""

    def run(x, a_prev, parameters):
        a, (steps, _) = rnn_caches(x, a_prev, parameters)
        expected = a[:, :, 0], softmax(parameters["Wya"] @ a[:, :, 0] + parameters["by"]), steps[0]
        return submission.rnn_cell_forward(x[:, :, 0], a_prev, parameters), expected

    yield "random cells", *run(*sequence(draw, "rnn", 1))
    yield "random cells", *run(*sequence(draw, "rnn", 1))
    x, a_prev, parameters = sequence(draw, "rnn", 1)
    yield "a first step, from zeros", *run(x, 0 * a_prev, parameters)
    x, a_prev, parameters = sequence(draw, "rnn", 1)
    yield "no input", *run(0 * x, a_prev, parameters)
    yield "one unit", *run(*smallest(draw, "rnn"))


# fmt: off
rnn_cell_forward.at("np.tanh(Wax @ xt + Waa @ a_prev + ba)").mistakes(
    ("np.tanh(Waa @ xt + Wax @ a_prev + ba)", "matrices exchanged",
     "The two matrices have each other's partner. `Wax` makes an `a` out of an `x`: out of what does `Waa` make one?"),
    ("np.tanh(Wax @ xt + ba)", "state forgotten",
     "The new state knows nothing of the state before it. Which matrix brings `a_prev` in?"),
)
rnn_cell_forward.at("softmax(Wya @ a_next + by)").mistakes(
    ("Wya @ a_next + by", "scores instead of probabilities",
     "These are scores: they don't add up to 1. Which function turns them into probabilities?"),
    ("sigmoid(Wya @ a_next + by)", "sigmoid for the prediction",
     "Each score went through a sigmoid, and a column doesn't add up to 1. "
     "Which function lets the classes share one whole?"),
    ("softmax((Wya @ a_next + by).T).T", "softmax over the batch",
     "The rows add up to 1: the examples share one whole. Which way do the classes of one example run?"),
)
rnn_cell_forward.alternatives({
    "one matrix for both, own softmax": """
    W = np.hstack([parameters["Waa"], parameters["Wax"]])
    a_next = np.tanh(np.dot(W, np.vstack((a_prev, xt))) + parameters["ba"])
    scores = np.dot(parameters["Wya"], a_next) + parameters["by"]
    e = np.exp(scores)
    return a_next, e / np.sum(e, axis=0), (a_next, a_prev, xt, parameters)
""",
})
# fmt: on


@assignment.exercise(points=8, uses=("rnn_cell_forward",), returns=("a", "y_pred", "caches"), **FORWARD)
def rnn_forward(submission, draw):
    """Sequences of drawn lengths, one of a single step, and one of a single unit."""

    def run(x, a0, parameters):
        a, caches = rnn_caches(x, a0, parameters)
        expected = a, predictions(a, parameters["Wya"], parameters["by"]), caches
        return submission.rnn_forward(x, a0, parameters), expected

    yield from sequences(draw, "rnn", run)


# fmt: off
forward_loop(rnn_forward, "rnn_cell_forward(x[:, :, t], a_next, parameters)")
rnn_forward.everywhere(r"( *)(a_next, yt_pred, cache = .*\n.*\n) *a\[:, :, t\], (.*) = a_next, (.*)\n").mistakes(
    (r"\1a[:, :, t] = a_next\n\1\2\1\3 = \4\n", "state before the step stored",
     "Slice t of `a` holds the state before step t. Which of the two states is stored there?"),
)
rnn_forward.at("caches.append(cache)").mistakes(("caches += cache", "caches unpacked",
    "`+=` unpacks the cache, and the list holds its pieces. How does a list take in one whole tuple?"))
rnn_forward.alternatives({
    "stacked at the end, no function of step 1": """
    a, states, scores, caches = a0, [], [], []
    for xt in np.moveaxis(x, 2, 0):
        a_prev = a
        a = np.tanh(parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"])
        states.append(a)
        e = np.exp(parameters["Wya"] @ a + parameters["by"])
        scores.append(e / e.sum(axis=0))
        caches.append((a, a_prev, xt, parameters))
        print(len(caches))
    return np.stack(states, axis=2), np.stack(scores, axis=-1), [caches, x]
""",
})
# fmt: on


@assignment.exercise(points=14, returns=("a_next", "c_next", "yt_pred", "cache"), **FORWARD)
def lstm_cell_forward(submission, draw):
    """Cells whose sizes all differ, from zeros and without input, and one whose gates are wide open or shut."""

    def run(x, a_prev, parameters, memory=1.0):
        c_prev = draw.normal(*a_prev.shape, scale=memory)
        a, c, (steps, _) = lstm_caches(x, a_prev, c_prev, parameters)
        expected = a[:, :, 0], c[:, :, 0], softmax(parameters["Wy"] @ a[:, :, 0] + parameters["by"]), steps[0]
        return submission.lstm_cell_forward(x[:, :, 0], a_prev, c_prev, parameters), expected

    yield "random cells", *run(*sequence(draw, "lstm", 1))
    yield "random cells", *run(*sequence(draw, "lstm", 1))
    x, a_prev, parameters = sequence(draw, "lstm", 1)
    yield "a first step, from zeros", *run(x, 0 * a_prev, parameters, memory=0)
    x, a_prev, parameters = sequence(draw, "lstm", 1)
    shut = 30.0 * np.where(draw.rng.permutation(a_prev[:, :1]) < np.median(a_prev[:, 0]), 1, -1)
    yield "units that keep, units that replace", *run(x, a_prev, parameters | {"bf": shut, "bi": -shut})
    yield "one unit", *run(*smallest(draw, "lstm"))


# fmt: off
lstm_cell_forward.at("np.concatenate([a_prev, xt])").mistakes(("np.concatenate([xt, a_prev])", "x before a_prev",
    "The columns of the gates' matrices have met the wrong rows. Which of `a_prev` and `xt` do the first `n_a` "
    "columns belong to?"))
lstm_cell_forward.everywhere(r"(?s)(ft = sigmoid\().*?(\)\n.*?it = sigmoid\().*?(\)\n)").mistakes(
    (r"\1Wi @ k + bi\2Wf @ k + bf\3", "forget and input gate exchanged",
     "The forget gate and the input gate have each other's weights. Which letter does each of them have?"),
)
lstm_cell_forward.at("np.tanh(Wc @ k + bc)").mistakes(("sigmoid(Wc @ k + bc)", "candidate by sigmoid",
    "The candidate is never negative: it went through a sigmoid. It is no gate; which function does it have?"))
for right, wrong in (
    ("ft * c_prev + it * cct", ["ft @ c_prev + it @ cct", "np.dot(ft, c_prev) + np.dot(it, cct)"]),
    ("ot * np.tanh(c_next)", ["ot @ np.tanh(c_next)", "np.dot(ot, np.tanh(c_next))"]),
):
    lstm_cell_forward.at(right).mistakes((wrong, "matrix product of a gate",
        "In the line with `c_next`, a gate stands in a matrix product, which sums over units or examples. For how many "
        "numbers of the cell state is one number of a gate?"))
lstm_cell_forward.at("ft * c_prev + it * cct").mistakes(
    ("it * cct", "old cell state dropped",
     "The old cell state is gone. What does the forget gate multiply?"),
    ("it * c_prev + ft * cct", "gates exchanged in the sum",
     "The two gates have each other's partner. Which of them decides what is kept of `c_prev`?"),
)
lstm_cell_forward.at("ot * np.tanh(c_next)").mistakes(("ot * c_next", "cell state not squashed",
    "The state can be larger than 1: the cell state was shown as it is. Which function does it pass on its way?"))
lstm_cell_forward.at("softmax(Wy @ a_next + by)").mistakes(
    ("softmax(Wy @ c_next + by)", "prediction from the cell state",
     "The prediction was made of the cell state. Which of the two states does the cell show?"),
)
lstm_cell_forward.alternatives({
    "all gates in one product": """
    W = np.vstack([parameters["W" + g] for g in "fioc"])
    b = np.vstack([parameters["b" + g] for g in "fioc"])
    z = np.split(W @ np.vstack([a_prev, xt]) + b, 4)
    ft, it, ot = 1 / (1 + np.exp(-np.array(z[:3])))
    cct = np.tanh(z[3])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return [a_next, c_next, yt_pred, [a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters]]
""",
})
# fmt: on


@assignment.exercise(points=10, uses=("lstm_cell_forward",), returns=("a", "y", "c", "caches"), **FORWARD)
def lstm_forward(submission, draw):
    """Sequences of drawn lengths, one of a single step, and one of a single unit."""

    def run(x, a0, parameters):
        a, c, caches = lstm_caches(x, a0, np.zeros(a0.shape), parameters)
        expected = a, predictions(a, parameters["Wy"], parameters["by"]), c, caches
        return submission.lstm_forward(x, a0, parameters), expected

    yield from sequences(draw, "lstm", run)


# fmt: off
lstm_forward.at("a_next, c_next = a0, np.zeros((n_a, m))").mistakes(
    ("a_next, c_next = a0, a0", "c0 is a0",
     "The cell state starts from `a0`, too. What does a memory hold in which nothing has been written yet?"),
)
forward_loop(lstm_forward, "lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)")
lstm_forward.at("lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)").mistakes(
    ("lstm_cell_forward(x[:, :, t], a_next, np.zeros((n_a, m)), parameters)", "cell state not carried",
     "Every step begins with an empty cell state. What should it get from the step before, besides `a_next`?"),
    ("lstm_cell_forward(x[:, :, t], c_next, a_next, parameters)", "states exchanged in the call",
     "The two states have each other's place in the call. In which order does `lstm_cell_forward` take them?"),
)
STORE = "a[:, :, t], c[:, :, t], y[:, :, t] = a_next, c_next, yt_pred"
lstm_forward.at(STORE).mistakes(
    ("a[:, :, t], y[:, :, t] = a_next, yt_pred", "c not stored",
     "`c` is all zeros: nothing was stored in it. What does each step leave there?"),
)
lstm_forward.alternatives({
    "lists, stacked at the end": """
    a_next = a0
    c_next = np.zeros_like(a0)
    steps = []
    for t in range(x.shape[2]):
        steps.append(lstm_cell_forward(x[:, :, t], a_next, c_next, parameters))
        a_next, c_next = steps[-1][:2]
        print(t, a_next.shape)
    a, c, y, caches = zip(*steps)
    return np.stack(a, axis=2), np.stack(y, axis=2), np.stack(c, axis=2), (list(caches), x)
""",
})
# fmt: on


def gradients(value, parameters, **arrays):
    """Slopes of value(arrays and parameters), but for the weights of the predictions, under the names of gradients."""
    weights = {name: array for name, array in parameters.items() if name not in ("Wya", "Wy", "by")}
    return {"d" + name: slope for name, slope in families.slopes(value, arrays | weights).items()}


@assignment.exercise(points=12, **BACKWARD)
def rnn_cell_backward(submission, draw):
    """A random gradient from above, against measured slopes."""

    def run(x, a_prev, parameters):
        _, (steps, _) = rnn_caches(x, a_prev, parameters)
        da_next = draw.normal(*a_prev.shape)

        def value(arrays):
            return np.sum(da_next * rnn_run(arrays["x"], arrays["a_prev"], arrays)[..., 0], axis=(-2, -1))

        expected = gradients(value, parameters, x=x, a_prev=a_prev)
        expected["dxt"] = expected.pop("dx")[:, :, 0]
        return submission.rnn_cell_backward(da_next, steps[0]), expected

    yield "random cells", *run(*sequence(draw, "rnn", 1))
    yield "random cells", *run(*sequence(draw, "rnn", 1))
    x, a_prev, parameters = sequence(draw, "rnn", 1)
    yield "a first step, from zeros", *run(x, 0 * a_prev, parameters)
    yield "one unit", *run(*smallest(draw, "rnn"))


# fmt: off
rnn_cell_backward.at("da_next * (1 - a_next**2)").mistakes(
    ("da_next * a_next * (1 - a_next)", "slope of the sigmoid",
     "This is the slope of a sigmoid, s (1 - s). Which function squashes the state?"),
    ("da_next * (1 - a_prev**2)", "slope at the old state",
     "The slope was taken at the old state. Which of the two left the tanh in this step?"),
    ("da_next * (1 - np.tanh(a_next) ** 2)", "tanh once more",
     "`a_next` went through tanh once more. What has it been through already?"),
)
rnn_cell_backward.at("Wax.T @ dz, Waa.T @ dz").mistakes(("Wax.T @ dz, Waa @ dz", "Waa not transposed",
    "`dxt` is right, and `da_prev` went through the matrix in its forward direction. What does the way back do to it?"))
rnn_cell_backward.at("dz @ xt.T, dz @ a_prev.T").mistakes(("dz @ xt.T, dz @ a_next.T", "dWaa from the new state",
    "`dWaa` was made with the new state. What did `Waa` multiply on the way forward?"))
rnn_cell_backward.alternatives({
    "the way forward again, example by example": """
    a_next, a_prev, xt, p = cache
    z = p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"]
    dz = da_next / np.cosh(z) ** 2
    examples = list(zip(dz.T, xt.T, a_prev.T))
    return {
        "dba": sum(g for g, _, _ in examples).reshape(-1, 1),
        "dWaa": sum(np.outer(g, s) for g, _, s in examples),
        "dWax": sum(np.outer(g, v) for g, v, _ in examples),
        "da_prev": np.stack([g @ p["Waa"] for g, _, _ in examples], axis=1),
        "dxt": (dz.T @ p["Wax"]).T,
    }
""",
})
# fmt: on


def sequence_gradient(draw, shape, only=None):
    """A gradient that arrives at each step from outside, or at one step only."""
    da = draw.normal(*shape)
    return da if only is None else da * (np.arange(shape[2]) == only)


@assignment.exercise(points=14, uses=("rnn_cell_backward",), **BACKWARD)
def rnn_backward(submission, draw):
    """Gradients at each step, or at one step only, against measured slopes."""

    def run(x, a0, parameters, only=None):
        a, caches = rnn_caches(x, a0, parameters)
        da = sequence_gradient(draw, a.shape, only)

        def value(arrays):
            return np.sum(da * rnn_run(arrays["x"], arrays["a0"], arrays), axis=(-3, -2, -1))

        return submission.rnn_backward(da, caches), gradients(value, parameters, x=x, a0=a0)

    yield from sequences(draw, "rnn", run)
    yield "a gradient at one step only", *run(*sequence(draw, "rnn", 5), int(draw.rng.integers(1, 4)))


# fmt: off
backward_loop(rnn_backward, "rnn_cell_backward(da[:, :, t] + da_prev, steps[t])")
rnn_backward.at("rnn_cell_backward(da[:, :, t] + da_prev, steps[t])").mistakes(
    ("rnn_cell_backward(da[:, :, t], steps[t])", "nothing carried back",
     "Each step has the gradient from outside, as if no later step had used its state. What else arrives at `a` of "
     "step t?"),
)
rnn_backward.at('dx[:, :, t], da_prev = gradients["dxt"], gradients["da_prev"]').mistakes(
    ('dx[:, :, 0] += gradients["dxt"]\n        da_prev = gradients["da_prev"]', "dx in the first step",
     "All steps share one slice of `dx`. Which slice belongs to step t?"),
)
rnn_backward.alternatives({
    "no function of step 5": """
    steps, x = caches
    p = steps[0][3]
    da_prev, dz = 0, []
    for (a_next, a_prev, xt, _), da_t in reversed(list(zip(steps, np.moveaxis(da, 2, 0)))):
        dz.insert(0, (da_t + da_prev) * (1 - a_next ** 2))
        da_prev = p["Waa"].T @ dz[0]
    dz = np.stack(dz, axis=2)
    before = np.stack([s[1] for s in steps], axis=2)
    return {
        "dx": np.einsum("ax,amt->xmt", p["Wax"], dz),
        "da0": da_prev,
        "dWax": np.tensordot(dz, x, ([1, 2], [1, 2])),
        "dWaa": np.tensordot(dz, before, ([1, 2], [1, 2])),
        "dba": dz.sum(axis=(1, 2))[:, np.newaxis],
    }
""",
})
# fmt: on


@assignment.exercise(points=20, **BACKWARD)
def lstm_cell_backward(submission, draw):
    """Random gradients for both states, or for one of them alone, against measured slopes."""

    def run(x, a_prev, parameters, show=1, keep=1):
        c_prev = draw.normal(*a_prev.shape)
        *_, (steps, _) = lstm_caches(x, a_prev, c_prev, parameters)
        da_next, dc_next = show * draw.normal(*a_prev.shape), keep * draw.normal(*a_prev.shape)

        def value(arrays):
            a, c, *_ = lstm_run(arrays["x"], arrays["a_prev"], arrays["c_prev"], arrays)
            return np.sum(da_next * a[..., 0] + dc_next * c[..., 0], axis=(-2, -1))

        expected = gradients(value, parameters, x=x, a_prev=a_prev, c_prev=c_prev)
        expected["dxt"] = expected.pop("dx")[:, :, 0]
        return submission.lstm_cell_backward(da_next, dc_next, steps[0]), expected

    yield "random cells", *run(*sequence(draw, "lstm", 1))
    yield "random cells", *run(*sequence(draw, "lstm", 1))
    yield "a gradient at a_next only", *run(*sequence(draw, "lstm", 1), keep=0)
    yield "a gradient at c_next only", *run(*sequence(draw, "lstm", 1), show=0)
    yield "one unit", *run(*smallest(draw, "lstm"))


# fmt: off
lstm_cell_backward.at("dc_next + da_next * ot * (1 - np.tanh(c_next) ** 2)").mistakes(
    ("da_next * ot * (1 - np.tanh(c_next) ** 2)", "dc_next ignored",
     "What returns from the next step's memory is lost. Which two gradients arrive at `c_next`?"),
    ("dc_next", "nothing by way of a_next",
     "The cell state has shaped `a_next`, and what `da_next` says of it is missing. Which two gradients arrive at "
     "`c_next`?"),
    ("dc_next + da_next * ot", "slope of the outer tanh missing",
     "Between `c_next` and `a_next` there is a tanh. What is its slope?"),
    ("dc_next + da_next * (1 - np.tanh(c_next) ** 2)", "output gate missing in dc",
     "The gradient went from `a_next` to `c_next` as if all were shown. How much of it does the cell show?"),
)
lstm_cell_backward.at("(1 - np.tanh(c_next) ** 2)").mistakes(
    ("(1 - c_next**2)", "slope at the bare cell state",
     "The slope of the tanh was taken as if `c_next` had been through it already. What is squared in it?"),
)
lstm_cell_backward.everywhere(r"= dc \* (it|cct|c_prev)").mistakes(
    (r"= dc_next * \1", "gates from dc_next",
     "The gates and the candidate have their gradients from `dc_next` alone. What has arrived at the cell state in "
     "all?"),
)
lstm_cell_backward.everywhere(r"dc \* cct((?:.*\n)+.*)dc \* c_prev").mistakes(
    (r"dc * c_prev\1dc * cct", "partners exchanged",
     "The input gate and the forget gate have each other's partner. What did each of them multiply on the way "
     "forward?"),
)
lstm_cell_backward.at("da_next * np.tanh(c_next) * ot * (1 - ot)").mistakes(
    ("da_next * c_next * ot * (1 - ot)", "output gate on the bare cell state",
     "`dot` was made with `c_next`. What did the output gate multiply on the way forward?"),
    ("dc * np.tanh(c_next) * ot * (1 - ot)", "output gate from dc",
     "`dot` was made from the gradient of the cell state. Which of the two states did the output gate shape?"),
)
lstm_cell_backward.at("dc * it * (1 - cct**2)").mistakes(
    ("dc * it", "slope of the candidate missing",
     "`dcct` is the gradient behind the tanh. What does the tanh do to a gradient on its way back?"),
    ("dc * it * (1 - np.tanh(cct) ** 2)", "tanh once more",
     "The candidate went through tanh once more. What has `cct` been through already?"),
    ("dc * it * cct * (1 - cct)", "slope of the sigmoid for the candidate",
     "The candidate has the slope of a sigmoid. Which function made it?"),
)
lstm_cell_backward.at("dc * cct * it * (1 - it)").mistakes(
    ("dc_next * cct + da_next * ot * (1 - np.tanh(c_next) ** 2) * cct * it * (1 - it)", "parentheses missing",
     "In `dit`, the slope of the sigmoid multiplies one of two terms only. Which sum belongs together?"),
    ("dc * it * (1 - it)", "partner of the input gate missing",
     "`dit` lacks the partner of the gate. What did the input gate multiply on the way forward?"),
)
lstm_cell_backward.at("dc * c_prev * ft * (1 - ft)").mistakes(
    ("dc * c_next * ft * (1 - ft)", "forget gate with the new cell state",
     "`dft` was made with `c_next`. What did the forget gate multiply on the way forward?"),
)
lstm_cell_backward.everywhere(r" \* (it|ft|ot) \* \(1 - \1\)\n").mistakes(
    (r"\n", "slopes of the gates missing",
     "These are gradients behind the sigmoids. What does each sigmoid do to a gradient on its way back?"),
    (r" * (1 - \1**2)\n", "slope of tanh for the gates",
     "The gates have the slope of a tanh. Which function made them?"),
)
lstm_cell_backward.at('dk += parameters["W" + g].T @ dg').mistakes(('dk = parameters["W" + g].T @ dg', "last gate only",
    "Only the last gate sends a gradient back to `k`. All four have read it: what becomes of their shares?"))
lstm_cell_backward.at("dk[:n_a], dk[n_a:]").mistakes(("dk[-n_a:], dk[:-n_a]", "split the other way round",
    "`da_prev` and `dxt` are cut from the wrong ends of `dk`. In which order was `k` put together?"))
lstm_cell_backward.at("dc * ft").mistakes(("dc", "dc_prev past the forget gate",
    "`dc_prev` is all of `dc`. How much of `c_prev` did the cell keep?"))
lstm_cell_backward.alternatives({
    "the published shape, repaired": """
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_a, m = a_next.shape
    dtanh = da_next * ot * (1 - np.square(np.tanh(c_next)))
    d = {"o": da_next * np.tanh(c_next) * ot * (1 - ot),
         "c": (dc_next * it + dtanh * it) * (1 - np.square(cct)),
         "i": (dc_next * cct + dtanh * cct) * it * (1 - it),
         "f": (dc_next * c_prev + dtanh * c_prev) * ft * (1 - ft)}
    concat = np.concatenate((a_prev, xt), axis=0)
    gradients = {"dc_prev": dc_next * ft + dtanh * ft}
    for g in d:
        gradients["dW" + g] = np.dot(d[g], concat.T)
        gradients["db" + g] = np.sum(d[g], axis=1, keepdims=True)
    gradients["da_prev"] = sum(np.dot(parameters["W" + g][:, :n_a].T, d[g]) for g in d)
    gradients["dxt"] = sum(np.dot(parameters["W" + g][:, n_a:].T, d[g]) for g in d)
    return gradients
""",
})
# fmt: on


@assignment.exercise(points=14, uses=("lstm_cell_backward",), **BACKWARD)
def lstm_backward(submission, draw):
    """Gradients at each step, or at one step only, against measured slopes."""

    def run(x, a0, parameters, only=None):
        c0 = np.zeros(a0.shape)
        a, _, caches = lstm_caches(x, a0, c0, parameters)
        da = sequence_gradient(draw, a.shape, only)

        def value(arrays):
            return np.sum(da * lstm_run(arrays["x"], arrays["a0"], c0, arrays)[0], axis=(-3, -2, -1))

        return submission.lstm_backward(da, caches), gradients(value, parameters, x=x, a0=a0)

    yield from sequences(draw, "lstm", run)
    yield "a gradient at one step only", *run(*sequence(draw, "lstm", 5), int(draw.rng.integers(1, 4)))


# fmt: off
backward_loop(lstm_backward, "lstm_cell_backward(da[:, :, t] + da_prev, dc_prev, steps[t])")
lstm_backward.at("lstm_cell_backward(da[:, :, t] + da_prev, dc_prev, steps[t])").mistakes(
    ("lstm_cell_backward(da[:, :, t], np.zeros((n_a, m)), steps[t])", "nothing carried back",
     "Each step has the gradient from outside, as if no later step had used its states. Which two gradients does a "
     "step pass back?"),
    ("lstm_cell_backward(da[:, :, t] + da_prev, np.zeros((n_a, m)), steps[t])", "cell gradient not carried",
     "The memory passes nothing back: at every step, the gradient of the cell state is zero. What does the step after "
     "return for it?"),
    ("lstm_cell_backward(da[:, :, t], dc_prev, steps[t])", "hidden gradient not carried",
     "Only the cell state passes a gradient back. What else arrives at `a` of step t, besides `da`?"),
    ("lstm_cell_backward(da[:, :, t] + dc_prev, da_prev, steps[t])", "carried gradients exchanged",
     "The two carried gradients have each other's place. Which of them arrives together with `da`?"),
)
lstm_backward.at("sums[name] += gradients[name]").mistakes(
    ('sums[name] = sums["dbf" if name[1] == "b" else name] + gradients[name]', "sums of the biases mixed up",
     "The biases of three gates begin each sum with that of the forget gate. To what is each share added?"),
)
lstm_backward.alternatives({
    "the list taken from its end": """
    steps = list(caches[0])
    dx, carried, total = [], (0, np.zeros(da.shape[:2])), {}
    while steps:
        cache = steps.pop()
        found = lstm_cell_backward(carried[0] + da[:, :, len(steps)], carried[1], cache)
        carried = found["da_prev"], found["dc_prev"]
        dx.insert(0, found["dxt"])
        for name in found:
            if "W" in name or "b" in name:
                total[name] = total.get(name, 0) + found[name]
    total.update(dx=np.stack(dx, axis=-1), da0=carried[0])
    return total
""",
})

assignment.examples(
    Example("the figures that circulate: nothing carried back through the LSTM, everything else right",
        {"lstm_backward": [("da[:, :, t] + da_prev, dc_prev", "da[:, :, t], np.zeros((n_a, m))")]}),
    Example("gate matrices with x first, forwards and backwards",
        {"lstm_cell_forward": [("[a_prev, xt]", "[xt, a_prev]")],
         "lstm_cell_backward": [("np.vstack([a_prev, xt])", "np.vstack([xt, a_prev])"),
                                ("dk[:n_a], dk[n_a:]", "dk[-n_a:], dk[:-n_a]")]}),
)
# fmt: on
