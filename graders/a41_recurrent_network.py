"""Scenarios, mistakes and alternatives of "A recurrent network from scratch": what the marks of a41 stand on.

A sequence x is (T, input_dim), its target y is (output_dim,). states[t + 1] is made of x[t] and states[t]; all states
and the prediction are columns. X is (m, T, input_dim) and Y is (m, output_dim): examples run along the first axis.

The source of this assignment is a script without functions, and its way back is not the gradient. Here every gradient
is held to the slopes of the loss, measured by a complex step, which has no rounding. A truncated one is the slope of
the loss where the state at which it stops is held fixed. The states that `rnn_backward` gets are those of its own x and
p, but may begin with another state than zeros: else nothing would show what the first step adds to W's gradient.

Weights are larger here than at a network's start, so that steps far back can still be seen.

atol: float32 rounds a sum of n terms of order 1 by about 6e-8 n. A forward pass sums at most 9 terms in each of 9
steps, a backward pass as many again: 1e-5 leaves a factor of 2.
"""

import math

import numpy as np

from autograder.judging.exercise import Assignment, Example
from graders import families

assignment = Assignment("a41_recurrent_network")


def network(draw, hidden_dim, input_dim=1, output_dim=1):
    """Weights of order 1, whose products with a state are of order 1 as well."""
    return {
        "U": draw.normal(hidden_dim, input_dim),
        "W": draw.normal(hidden_dim, hidden_dim, scale=2 / math.sqrt(hidden_dim)),
        "V": draw.normal(output_dim, hidden_dim),
    }


def states_of(x, p, start):
    """The states, `start` first. The parameters may be complex, and stacks of several."""
    states = [start]
    for x_t in x:
        states.append(1 / (1 + np.exp(-(np.matmul(p["U"], x_t[:, np.newaxis]) + np.matmul(p["W"], states[-1])))))
    return states


def forward(x, p, start=None):
    states = states_of(x, p, np.zeros((p["W"].shape[-1], 1)) if start is None else start)
    return np.matmul(p["V"], states[-1]), states


def loss_of(x, y, p, start=None):
    """Of one record; a number for each network of a stack."""
    return 0.5 * np.sum((forward(x, p, start)[0][..., 0] - y) ** 2, axis=-1)


def truncated_slopes(x, y, p, states, bptt_truncate):
    """Slopes where the state is held fixed at which the way back stops."""
    first = max(0, len(x) - 1 - bptt_truncate)
    return families.slopes(lambda p: loss_of(x[first:], y, p, states[first]), p)


def records(draw, m, T, input_dim=1, output_dim=1):
    return draw.normal(m, T, input_dim), draw.normal(m, output_dim)


@assignment.exercise(points=8, returns=("X", "Y", "X_val", "Y_val"), forbids=families.NUMPY_ONLY)
def make_records(submission, draw):
    """Waves of drawn lengths, cut into windows one by one."""

    def run(m, seq_len, n_val):
        n = m + seq_len + n_val
        draw.named(n=n, seq_len=seq_len, n_val=n_val)
        windows = [[[math.sin(k)] for k in range(i, i + seq_len)] for i in range(m + n_val)]
        targets = [[math.sin(i + seq_len)] for i in range(m + n_val)]
        expected = windows[:m], targets[:m], windows[m:], targets[m:]
        return submission.make_records(n, seq_len, n_val), tuple(np.array(part) for part in expected)

    for _ in range(2):
        yield "waves of all lengths", *run(*draw.sizes("m", "seq_len", "n_val", low=2, high=30))
    draw.named(n=200, seq_len=50, n_val=50)
    yield "waves of all lengths", submission.make_records()
    m, n_val = draw.sizes("m", "n_val", low=2, high=40)
    yield "windows of one value", *run(m, 1, n_val)
    m, seq_len = draw.sizes("m", "seq_len", low=2, high=40)
    yield "one record", *run(m, seq_len, 1)
    yield "one record", *run(1, seq_len, m)
    yield "one record", *run(1, 2, 1)  # the only case in which windows side by side make an array


# fmt: off
make_records.at("np.arange(n)").mistakes(
    ("np.radians(np.arange(n))", "sine of degrees",
     "This is the sine of 0, 1, 2, … degrees, a slow wave. In which unit does `np.sin` take its angle?"),
)
make_records.at("wave[i : i + seq_len]").mistakes(
    ("wave[i + 1 : i + seq_len + 1]", "target inside the window",
     "Each window ends with its own target, so nothing is left to predict. Where does window `i` end?"),
    ("wave[i * seq_len : (i + 1) * seq_len]", "windows side by side",
     "The windows stand side by side. By how much does the next window of the picture move?"),
    (["wave[i : i + 50]", "wave[i : i + n_val]"], "length not from seq_len",
     "How long a window is does not depend on `seq_len` here. Where should window `i` end?"),
)
make_records.at("range(n - seq_len)").mistakes(
    ("range(n - seq_len + 1)", "windows without a target",
     "There are windows that no value follows. Which is the last start that leaves one for the target?"),
    ("range(n)", "windows of several lengths",
     "The windows are not all of one length, so they make no array. How long is the last one?"),
)
make_records.at("wave[seq_len:]").mistakes(
    ("wave[seq_len - 1 : -1]", "last value of the window as target",
     "The target is the last value of the window. Which value is to be predicted?"),
)
make_records.alternatives({
    "views of the wave, a negative index": """
    wave = np.sin(np.arange(0, n, 1))
    windows = np.lib.stride_tricks.sliding_window_view(wave, seq_len)[:-1, :, np.newaxis]
    targets = np.expand_dims(wave[seq_len:], axis=1)
    return windows[:-n_val], targets[:-n_val], windows[-n_val:], targets[-n_val:]
""",
    "record by record": """
    wave = [np.sin(k) for k in range(n)]
    X, Y = [], []
    for i in range(n - seq_len):
        X.append([[value] for value in wave[i:i + seq_len]])
        Y.append([wave[i + seq_len]])
    X, Y = np.array(X), np.array(Y)
    return X[:len(X) - n_val], Y[:len(Y) - n_val], X[len(X) - n_val:], Y[len(Y) - n_val:]
""",
})
# fmt: on


@assignment.exercise(points=8, forbids=families.NUMPY_ONLY)
def initialize_parameters(submission, draw):
    """The seed is an argument, so every entry is known."""

    def run(hidden_dim, input_dim, output_dim, seed):
        random = np.random.RandomState(seed)
        expected = {
            name: random.uniform(-1 / math.sqrt(inputs), 1 / math.sqrt(inputs), (outputs, inputs))
            for name, outputs, inputs in (
                ("U", hidden_dim, input_dim), ("W", hidden_dim, hidden_dim), ("V", output_dim, hidden_dim)
            )
        }  # fmt: skip
        return submission.initialize_parameters(hidden_dim, input_dim, output_dim, seed), expected

    def seed():
        return int(draw.rng.integers(1, 1000))

    for _ in range(2):
        yield "drawn sizes", *run(*draw.sizes("hidden_dim", "input_dim", "output_dim", low=2), seed())
    (hidden_dim,) = draw.sizes("hidden_dim", low=3, high=20)
    yield "one input, one output", *run(hidden_dim, 1, 1, seed())
    yield "one unit", *run(1, *draw.sizes("input_dim", "output_dim", low=2), seed())
    yield "one input, one output", submission.initialize_parameters(hidden_dim)


# fmt: off
initialize_parameters.everywhere(r"random\.uniform\(-1, 1, (.*?)\) /").mistakes(
    (r"random.randn(*\1) /", "normal numbers",
     "The weights are normal numbers. Between which two numbers is each weight drawn, every one as likely?"),
    (r"random.uniform(0, 1, \1) /", "only positive weights",
     "All the weights are positive, and the units will saturate. Between which two numbers are they drawn?"),
)
initialize_parameters.everywhere(r"random\.uniform(.*)").mistakes(
    (r"np.random.RandomState(seed).uniform\1", "the seed set for each",
     "`W` and `V` begin with the very numbers of `U`. Which generator goes on where it stopped?"),
)
initialize_parameters.at("W = random").mistakes(
    ("random = np.random.RandomState(seed)\n    W = random", "the seed set again",
     "`W` begins with the very numbers of `U`: the seed was set again. What goes on where it stopped?"),
)
initialize_parameters.everywhere(r" / np\.sqrt\((\w+)\)").mistakes(
    (r" / \1", "divided by the number of inputs",
     "The weights are too small where there are several inputs. What is taken of their number?"),
)
initialize_parameters.at(" / np.sqrt(input_dim)").mistakes(
    (" / np.sqrt(hidden_dim)", "U scaled by the hidden units",
     "`U` was divided by the root of `hidden_dim`. How many numbers does a unit add up through `U`?"),
    (" / np.sqrt(input_dim)\n    first_V = random.uniform(-1, 1, (output_dim, hidden_dim))", "drawn in between",
     "`U` is right, and what follows it is not: other numbers were drawn in between. Which matrix is the second?"),
)
initialize_parameters.everywhere(r"( W = random.*)((?:\n.*)+\n   )( V = random.*)").mistakes(
    (r"\3\2\1", "V before W",
     "`U` is right, and what follows it is not: `V` has the numbers that `W` should begin with. In which order are the "
     "three drawn?"),
)
initialize_parameters.alternatives({
    "limits in the call": """
    rng = np.random.RandomState(seed)
    b = hidden_dim ** -0.5
    U = rng.uniform(-1 / np.sqrt(input_dim), 1 / np.sqrt(input_dim), size=(hidden_dim, input_dim))
    W = rng.uniform(low=-b, high=b, size=(hidden_dim, hidden_dim))
    V = rng.uniform(-b, b, (output_dim, hidden_dim))
    return dict(V=V, W=W, U=U)
""",
})
# fmt: on


# atol, here and below: see the head of this file.
@assignment.exercise(
    points=16, keeps_arguments=True, returns=("y_hat", "states"), atol=1e-5, forbids=families.NUMPY_ONLY
)
def rnn_forward(submission, draw):
    """Sequences and networks whose sizes all differ, and one step alone."""

    def run(T, hidden_dim, input_dim, output_dim):
        draw.named(T=T, hidden_dim=hidden_dim, input_dim=input_dim, output_dim=output_dim)
        x, p = draw.normal(T, input_dim), network(draw, hidden_dim, input_dim, output_dim)
        return submission.rnn_forward(x, p), forward(x, p)

    for _ in range(2):
        yield "drawn sizes", *run(*draw.sizes("T", "hidden_dim", "input_dim", "output_dim", low=2, high=6))
    yield "one input, one output", *run(*draw.sizes("T", "hidden_dim", low=3), 1, 1)
    yield "one step", *run(1, *draw.sizes("hidden_dim", "input_dim", "output_dim", low=2, high=6))
    yield "one unit", *run(draw.sizes("T", low=3)[0], 1, 1, 1)


# fmt: off
rnn_forward.at("x_t = x[t].reshape(-1, 1)").mistakes(
    ("x_t = x[t]", "input without its second axis",
     "`x[t]` has one axis, and the state is a column: added, they spread to a square. Which shape should `x_t` have?"),
    ("x_t = x[0].reshape(-1, 1)", "the first input at every step",
     "The first input enters at every step. Which one enters at step `t`?"),
)
rnn_forward.at('sigmoid(p["U"] @ x_t + p["W"] @ states[-1])').mistakes(
    ('np.tanh(p["U"] @ x_t + p["W"] @ states[-1])', "tanh",
     "The states are between -1 and 1: this is tanh. Which function does the formula of a state name?"),
    ('sigmoid(p["U"] @ x_t)', "no memory",
     "Each state knows its own input only. What reaches it from the state before?"),
)
rnn_forward.at('p["W"] @ states[-1])').mistakes(
    ('p["W"] * states[-1])', "entry by entry",
     "`W` was multiplied entry by entry, and the states became squares. Which operator sums over the units?"),
    ('p["W"] @ states[-1])\n        if t:\n            states[-1][:] = s', "state overwritten",
     "`y_hat` is right, but a later state was written over an earlier one. Which array does a new state need?"),
)
rnn_forward.at('p["V"] @ states[-1]').mistakes(
    ('sigmoid(p["V"] @ states[-1])', "sigmoid at the output",
     "The states are right, and the prediction went through a sigmoid. Could it ever be negative?"),
    (['p["V"] @ states[1]', 'p["V"] @ states[-2]'], "prediction from an earlier state",
     "The states are right, and the prediction is read off an earlier one. Which state has seen the whole sequence?"),
)
rnn_forward.equivalents(("p['W'].shape[0]", "p['W'].shape[1]", "W is square"))
rnn_forward.alternatives({
    "the whole in lines of its own": """
    s = np.zeros((p["W"].shape[0], 1))
    states = [s]
    for t in range(x.shape[0]):
        s = sigmoid(np.dot(p["U"], x[t][:, np.newaxis]) + np.dot(p["W"], s))
        states.append(s)
    return np.dot(p["V"], s), states
""",
    "flat states, turned to columns at the end, float32": """
    x, p = x.astype(np.float32), {name: value.astype(np.float32) for name, value in p.items()}
    flat = [np.zeros(len(p["W"]), dtype=np.float32)]
    for t, x_t in enumerate(x):
        print(t)
        flat.append(1 / (1 + np.exp(-(p["U"] @ x_t + p["W"] @ flat[t]))))
    return (p["V"] @ flat[-1]).reshape(-1, 1), [s.reshape(-1, 1) for s in flat]
""",
})
# fmt: on


@assignment.exercise(points=8, uses=["rnn_forward"], keeps_arguments=True, atol=1e-5, forbids=families.NUMPY_ONLY)
def compute_loss(submission, draw):
    """Several records and one, several outputs and one."""

    def run(m, T, hidden_dim, input_dim=1, output_dim=1):
        draw.named(m=m, T=T, hidden_dim=hidden_dim, input_dim=input_dim, output_dim=output_dim)
        (X, Y), p = records(draw, m, T, input_dim, output_dim), network(draw, hidden_dim, input_dim, output_dim)
        return submission.compute_loss(X, Y, p), np.mean([loss_of(x, y, p) for x, y in zip(X, Y, strict=True)])

    for _ in range(2):
        yield "drawn sizes", *run(*draw.sizes("m", "T", "hidden_dim", "input_dim", "output_dim", low=3, high=7))
    yield "one input, one output", *run(*draw.sizes("m", "T", "hidden_dim", low=3))
    yield "one record", *run(1, *draw.sizes("T", "hidden_dim", "input_dim", "output_dim", low=3, high=7))


# fmt: off
compute_loss.at("total += 0.5 * np.sum((y_hat - y.reshape(-1, 1)) ** 2)").mistakes(
    ("total = 0.5 * np.sum((y_hat - y.reshape(-1, 1)) ** 2)", "last record only",
     "Only the last record counts. What becomes of `total` in each round?"),
    ("total += 0.5 * np.sum((y_hat - y) ** 2)", "y not a column",
     "With several outputs, (output_dim, 1) minus (output_dim,) is a square. Which shape does `y` need?"),
)
compute_loss.at("total / len(X)").mistakes(
    ("total / X.shape[1]", "divided by the steps",
     "The sum was divided by the number of steps. Over what is the mean taken?"),
)
compute_loss.equivalents(("y_hat - y.reshape(-1, 1)", "y.reshape(-1, 1) - y_hat", "a square has no sign"))
compute_loss.alternatives({
    "all at once": """
    Y_hat = np.array([rnn_forward(x, p)[0] for x in X])[:, :, 0]
    print(Y_hat.shape)
    return float(np.sum((Y - Y_hat) ** 2) / (2 * Y.shape[0]))
""",
})
# fmt: on


@assignment.exercise(points=26, keeps_arguments=True, atol=1e-5, forbids=families.NUMPY_ONLY)
def rnn_backward(submission, draw):
    """Whole and truncated ways back, against measured slopes."""

    def run(T, hidden_dim, input_dim, output_dim, *truncate, start=0.0):
        draw.named(T=T, hidden_dim=hidden_dim, input_dim=input_dim, output_dim=output_dim)
        x, p, y = draw.normal(T, input_dim), network(draw, hidden_dim, input_dim, output_dim), draw.normal(output_dim)
        y_hat, states = forward(x, p, start * draw.uniform(0.1, 0.9, hidden_dim, 1))
        expected = truncated_slopes(x, y, p, states, *(truncate or (5,)))
        return submission.rnn_backward(x, y, p, y_hat, states, *truncate), expected

    def sizes():
        return draw.sizes("T", "hidden_dim", "input_dim", "output_dim", low=3, high=6)

    for more in (0, int(draw.rng.integers(1, 9))):
        T, *others = sizes()
        yield "the whole way back", *run(T, *others, T - 1 + more)
    for start in (0.0, 1.0):
        T, *others = sizes()
        yield "truncated", *run(T + 1, *others, int(draw.rng.integers(1, T)), start=start)
    yield "the last step only", *run(*sizes(), 0)
    T, *others = sizes()
    yield "states that begin elsewhere", *run(T, *others, T - 1, start=1.0)
    _, hidden_dim, input_dim, output_dim = sizes()
    yield "one step", *run(1, hidden_dim, input_dim, output_dim, 3, start=1.0)
    (hidden_dim,) = draw.sizes("hidden_dim", low=3, high=6)
    yield "one input, one output, five steps back", *run(int(draw.rng.integers(7, 9)), hidden_dim, 1, 1)


# fmt: off
rnn_backward.at("d = y_hat - y.reshape(-1, 1)").mistakes(
    ("d = y_hat - y", "y not a column",
     "With several outputs `d` is a square: (output_dim, 1) minus (output_dim,). Which shape does `y` need?"),
)
rnn_backward.at("dV = d @ states[T].T").mistakes(
    ("dV = sum(d @ s.T for s in states)", "dV summed over the steps",
     "`dV` has a share of every step. At how many steps does `V` look at the state?"),
)
rnn_backward.at("first = max(0, T - 1 - bptt_truncate)").mistakes(
    ("first = max(0, T - bptt_truncate)", "truncated one step early",
     "The way back stops one step early. Does `bptt_truncate` count the last step, or those before it?"),
    ("first = max(0, T - 2 - bptt_truncate)", "truncated one step late",
     "The way back goes one step too far. With `bptt_truncate` 0, which step alone is left?"),
    ("first = T - 1 - bptt_truncate", "first below 0",
     "In a short sequence `t` falls below 0 here, and steps are gone through that do not exist. Which step is the "
     "earliest there is?"),
    ("first = min(0, T - 1 - bptt_truncate)", "the earlier of two",
     "Here `t` goes back too far: past the step where it should stop, or below 0. Of the two steps that limit it, "
     "which one does it meet first?"),
)
rnn_backward.at("da = ds * states[t + 1] * (1 - states[t + 1])").mistakes(
    ("da = ds * states[t] * (1 - states[t])", "slope at the state before",
     "The sigmoid's slope is that of the state before. Which state did step `t` make of `x[t]`?"),
    ("da = ds * states[T] * (1 - states[T])", "slope of the last step everywhere",
     "Every step has the sigmoid's slope of the last one. Which state belongs to step `t`?"),
    ("da = ds * (1 - states[t + 1] ** 2)", "slope of tanh",
     "This is the slope of tanh, 1 - s². What is that of the sigmoid?"),
    ("da = ds * sigmoid(states[t + 1]) * (1 - sigmoid(states[t + 1]))", "sigmoid taken twice",
     "The sigmoid was taken of a state, which is a sigmoid already. What is its slope, in terms of `s` itself?"),
    ("a = p['U'] @ x[T - 1].reshape(-1, 1) + p['W'] @ states[T - 1]\n        da = ds * a * (1 - a)",
     "slope of the weighted sum",
     "The slope was taken as a (1 - a), of the weighted sum. Of which number is it s (1 - s)?"),
    ("da = ds", "sigmoid left out",
     "The way back passes the sigmoid unchanged. By which slope is it multiplied there?"),
)
rnn_backward.at("dU += da @ x[t].reshape(1, -1)").mistakes(
    ("dU += da @ x[T - 1].reshape(1, -1)", "last input at every step",
     "`dU` was made with the last input at every step. Which input did `U` meet at step `t`?"),
    ("dU = da @ x[t].reshape(1, -1)", "dU overwritten",
     "`dU` has the share of one step only. `U` is used at every step: what becomes of the other shares?"),
    ("dU += p['U'] * x[t]", "U times its input",
     "`dU` was made of `U` itself. Which two things does the formula multiply?"),
)
rnn_backward.at("dW += da @ states[t].T").mistakes(
    ("dW = da @ states[t].T", "dW overwritten",
     "`dW` has the share of one step only. `W` is used at every step: what becomes of the other shares?"),
    ("dW += da @ states[t + 1].T", "dW from the new state",
     "`dW` was made with the state that step `t` made. Which state did `W` meet in that step?"),
    ("dW += p['W'] @ states[t]", "W times the state",
     "`dW` was made of `W` itself. Which two things does the formula multiply?"),
)
rnn_backward.everywhere(r"dU \+= (.*)((?:\n.*){2})dW \+= (.*)").mistakes(
    (r"dU = dU + (dU + \1)\2dW = dW + (dW + \3)", "running sums added up",
     "Sums that still grow were added to themselves: early shares count many times. How often is each share added?"),
)
rnn_backward.at('ds = p["W"].T @ da').mistakes(
    ('ds = p["W"] @ da', "W not transposed",
     "On the way back `W` must be turned over. Which of its axes belongs to the state before?"),
    ('ds = p["W"].T @ ds', "sigmoid skipped on the way",
     "What goes on to the state before was not multiplied by the sigmoid's slope. What does the formula take there?"),
    (['ds = p["V"].T @ d', "pass"], "every step like the last",
     "Every step gets what the last one got. What reaches the state before, and through which matrix?"),
    ('ds = p["V"].T @ d + p["W"].T @ da', "error at every step",
     "The error enters at every step. At which step does the network say something that could be wrong?"),
)
rnn_backward.equivalents(
    *((f"{a} @ {b}", f"{a} * {b}", "a column times a row is the same matrix")
      for a, b in (("d", "states[T].T"), ("da", "x[t].reshape(1, -1)"), ("da", "states[t].T"))),
    ("max(0, T - 1 - bptt_truncate)", "max(T - 1 - bptt_truncate, 0)", "a maximum has no order"),
)
rnn_backward.alternatives({
    "a recursion over the steps": """
    d = y_hat - y.reshape(y_hat.shape)
    dU, dW, ds = 0, 0, p["V"].T @ d
    for t in range(len(x))[::-1][: bptt_truncate + 1]:
        s = states[t + 1]
        da = np.multiply(s - s * s, ds)
        dU, dW, ds = dU + np.outer(da, x[t]), dW + np.outer(da, states[t]), p["W"].T.dot(da)
    return {"U": dU, "W": dW, "V": np.outer(d, states[-1])}
""",
    "all shares kept, float32": """
    d = (np.squeeze(y_hat, axis=1) - y).astype(np.float32)
    S = np.array(states, dtype=np.float32)[:, :, 0]
    delta = np.zeros_like(S[1:])
    ds = d @ p["V"]
    for t in range(len(x) - 1, max(-1, len(x) - 2 - bptt_truncate), -1):
        delta[t] = ds * S[t + 1] * (1 - S[t + 1])
        ds = delta[t] @ p["W"]
        print(t)
    return {"V": d[:, None] * S[-1], "W": delta.T @ S[:-1], "U": delta.T @ x}
""",
})
# fmt: on


@assignment.exercise(points=5, keeps_arguments=True, forbids=families.NUMPY_ONLY)
def clip_gradients(submission, draw):
    """Entries below, between and above drawn limits, exactly at them, and without end."""

    def gradients(scale):
        hidden_dim, input_dim, output_dim = draw.sizes("hidden_dim", "input_dim", "output_dim", low=4, high=7)
        shapes = {"U": (hidden_dim, input_dim), "W": (hidden_dim, hidden_dim), "V": (output_dim, hidden_dim)}
        return {name: draw.normal(*shape, scale=scale) for name, shape in shapes.items()}

    def clipped(g, low, high):
        return {name: np.array([min(max(v, low), high) for v in a.flat]).reshape(a.shape) for name, a in g.items()}

    g = gradients(10.0)
    yield "the default limits", submission.clip_gradients(g), clipped(g, -10, 10)
    for _ in range(2):
        g, low, high = gradients(2.0), -float(draw.uniform(0.5, 1.5)), float(draw.uniform(1.6, 3))
        yield "drawn limits", submission.clip_gradients(g, low, high), clipped(g, low, high)
    g = gradients(1.0)
    yield "nothing to clip", submission.clip_gradients(g, -9, 8), g
    g = gradients(1.0)
    for array in g.values():
        array.flat[draw.rng.permutation(array.size)[:4]] = -np.inf, np.inf, -1.5, 1.5
    yield "infinite entries", submission.clip_gradients(g, -1.5, 1.5), clipped(g, -1.5, 1.5)
    low, high = -float(draw.uniform(0.5, 1)), float(draw.uniform(0.5, 1))
    g = {name: np.maximum(array, low) for name, array in gradients(2.0).items()}
    yield "entries too large only", submission.clip_gradients(g, low, high), clipped(g, low, high)
    g = {name: np.minimum(array, high) for name, array in gradients(2.0).items()}
    yield "entries too small only", submission.clip_gradients(g, low, high), clipped(g, low, high)


# fmt: off
clip_gradients.at("np.clip(g[name], low, high)").mistakes(
    ("np.where((g[name] >= low) & (g[name] <= high), g[name], 0)", "set to zero",
     "Entries outside became 0. Where does clipping move an entry that is too large?"),
    ("g[name] * min(1, high / np.max(np.abs(g[name])))", "scaled as a whole",
     "Each array was scaled as a whole: another kind of clipping. What happens here to an entry between the limits?"),
)
clip_gradients.equivalents(
    ("np.clip(g[name], low, high)", "np.clip(low, g[name], high)", "the larger of two has no order"),
)
clip_gradients.alternatives({
    "copies, masked": """
    clipped = {}
    for name, value in g.items():
        clipped[name] = value.copy()
        clipped[name][value < low] = low
        clipped[name][value > high] = high
    return clipped
""",
    "minimum of the maximum": "return {k: np.minimum(np.maximum(g[k], low), high) for k in ('U', 'W', 'V')}",
})
# fmt: on


@assignment.exercise(points=4, keeps_arguments=True, forbids=families.NUMPY_ONLY)
def update_parameters(submission, draw):
    """Drawn networks, gradients and rates."""

    def run(lr):
        p, g = (network(draw, *draw.sizes("hidden_dim", "input_dim", "output_dim", low=2)) for _ in range(2))
        g = {name: draw.normal(*p[name].shape) for name in ("V", "U", "W")}
        return submission.update_parameters(p, g, lr), {name: np.add(p[name], np.negative(lr * g[name])) for name in p}

    for _ in range(2):
        yield "drawn rates", *run(float(draw.uniform(0.1, 0.9)))
    for lr in (0.0, 2.5):
        yield "no step, and a long one", *run(lr)


# fmt: off
families.gradient_step(update_parameters, r"p\[name\]", "lr", r"g\[name\]")
update_parameters.at("moved = {name: p[name] - lr * g[name] for name in p}").mistakes(
    ("moved = p.copy()\n    for name in p:\n        moved[name] -= lr * g[name]", "what the caller gave changed",
     "The result is right, and the `p` of the caller has changed with it. Is there a new dictionary, and are there new "
     "arrays in it?"),
)
update_parameters.alternatives({
    "one by one": """
    U = p["U"] - lr * g["U"]
    W = p["W"] - lr * g["W"]
    V = p["V"] - lr * g["V"]
    return {"U": U, "W": W, "V": V}
""",
})
# fmt: on


@assignment.exercise(
    points=14,
    uses=("compute_loss", "rnn_forward", "rnn_backward", "clip_gradients", "update_parameters"),
    keeps_arguments=True,
    returns=("p", "losses"),
    rtol=1e-4,  # a training carries roundings on
    atol=1e-5,
    forbids=families.NUMPY_ONLY,
)
def train(submission, draw):
    """Short trainings, with and without gradients that are clipped, and truncated in every way."""

    def expected(X, Y, p, lr=0.05, epochs=1, bptt_truncate=5):
        losses = []
        for _ in range(epochs):
            losses.append(np.mean([loss_of(x, y, p) for x, y in zip(X, Y, strict=True)]))
            for x, y in zip(X, Y, strict=True):
                g = truncated_slopes(x, y, p, forward(x, p)[1], bptt_truncate)
                p = {name: p[name] - lr * np.minimum(10, np.maximum(-10, g[name])) for name in p}
        return p, losses

    def run(m, T, hidden_dim, scale=1.0, **options):
        draw.named(m=m, T=T, hidden_dim=hidden_dim)
        (X, Y), p = records(draw, m, T), network(draw, hidden_dim)
        Y, p["V"] = scale * Y, scale * p["V"]
        return submission.train(X, Y, p, **options), expected(X, Y, p, **options)

    def sizes():
        return draw.sizes("m", "T", "hidden_dim", low=3, high=5)

    def rate():
        return float(draw.uniform(0.1, 0.3))

    yield "drawn trainings", *run(*sizes(), epochs=0)
    for truncate in (1, 4):
        yield "drawn trainings", *run(*sizes(), lr=rate(), epochs=draw.steps(2, 4, longest=9), bptt_truncate=truncate)
    yield "gradients that are clipped", *run(*sizes(), scale=20, lr=0.02, epochs=2, bptt_truncate=2)
    m, hidden_dim = draw.sizes("m", "hidden_dim", low=3, high=5)
    yield "the defaults", *run(m, 8, hidden_dim)
    yield "one record", *run(1, *draw.sizes("T", "hidden_dim", low=3, high=5), lr=rate(), epochs=2)


# fmt: off
train.everywhere(r" *losses\.append\(compute_loss\(X, Y, p\)\)\n((?:.*\n)*?)( *p = update_parameters.*\n)").mistakes(
    (r"\1\2        losses.append(compute_loss(X, Y, p))\n", "loss after the epoch",
     "The losses are those after each epoch. What should the first entry say, before anything is learnt?"),
)
train.at("rnn_backward(x, y, p, y_hat, states, bptt_truncate)").mistakes(
    ("rnn_backward(x, y, p, y_hat, states)", "bptt_truncate not handed on",
     "The way back is always five steps long. Which argument does `rnn_backward` still need?"),
)
train.at("g = clip_gradients(g)").mistakes(
    (["pass", "clip_gradients(g)"], "not clipped",
     "Where gradients are large, the steps are too long. Which function limits them, and what becomes of its result?"),
    (["g = clip_gradients(g, -1, 1)", "g = clip_gradients(g, -5, 5)"], "clipped at other limits",
     "The gradients are clipped at tighter limits than they should be. Which limits are asked for?"),
)
train.everywhere(r"g = clip_gradients\(g\)((?:\n.*){2})update_parameters\(p, g, lr\)").mistakes(
    (r"pass\1clip_gradients(update_parameters(p, g, lr))", "weights clipped",
     "The weights were clipped, after the step. What is to be clipped, and when?"),
)
train.at("p = update_parameters(p, g, lr)").mistakes(
    ("update_parameters(p, g, lr)", "update not kept",
     "Nothing is learnt: the parameters are as they started. What becomes of what `update_parameters` returns?"),
)
train.alternatives({
    "indices": """
    losses = []
    for _ in range(epochs):
        losses += [compute_loss(X, Y, p)]
        for i in range(len(X)):
            prediction, s = rnn_forward(X[i], p)
            gradients = rnn_backward(X[i], Y[i], p, prediction, s, bptt_truncate=bptt_truncate)
            p = update_parameters(p, clip_gradients(gradients, -10, 10), lr)
    return p, losses
""",
    "a copy first, all printed": """
    p = {name: value.copy() for name, value in p.items()}
    losses = np.zeros(epochs)
    for e in range(epochs):
        losses[e] = compute_loss(X, Y, p)
        print(losses[e])
        for x, y in zip(X, Y):
            g = clip_gradients(rnn_backward(x, y, p, *rnn_forward(x, p), bptt_truncate))
            for name in p:
                p[name] -= lr * g[name]
    return [p, list(losses)]
""",
})
# fmt: on


@assignment.exercise(points=4, uses=["rnn_forward"], keeps_arguments=True, atol=1e-5, forbids=families.NUMPY_ONLY)
def predict(submission, draw):
    """Several windows and one; several inputs and one."""

    def run(m, T, hidden_dim, input_dim=1):
        draw.named(m=m, T=T, hidden_dim=hidden_dim, input_dim=input_dim)
        X, p = draw.normal(m, T, input_dim), network(draw, hidden_dim, input_dim)
        return submission.predict(X, p), np.array([forward(x, p)[0][0, 0] for x in X])

    yield "drawn sizes", *run(*draw.sizes("m", "T", "hidden_dim", low=3))
    yield "several inputs", *run(*draw.sizes("m", "T", "hidden_dim", "input_dim", low=2, high=6))
    yield "one window", *run(1, *draw.sizes("T", "hidden_dim", low=3))


# fmt: off
predict.at("predictions = np.array([rnn_forward(x, p)[0].item() for x in X])").mistakes(
    ("for x in X:\n        predictions = np.array([rnn_forward(x, p)[0].item()])", "last prediction only",
     "Only the prediction for the last window is there. What becomes of those before it?"),
)
predict.at("rnn_forward(x, p)[0].item() for x in X").mistakes(
    ("rnn_forward(x[-1:], p)[0].item() for x in X", "last value only",
     "Only the last value of each window was looked at. What does the network need to know where the wave is?"),
)
predict.alternatives({
    "flattened": "return np.concatenate([rnn_forward(x, p)[0] for x in X]).flatten()",
})
# fmt: on


@assignment.exercise(points=7, uses=["rnn_forward"], keeps_arguments=True, atol=1e-5, forbids=families.NUMPY_ONLY)
def free_run(submission, draw):
    """Fewer steps than the window has values, and more."""

    def run(T, hidden_dim, steps):
        draw.named(T=T, hidden_dim=hidden_dim, steps=steps)
        x, p = draw.normal(T, 1), network(draw, hidden_dim)
        p["V"] = p["V"] * 1.5
        known = list(x[:, 0])
        for _ in range(steps):
            known.append(forward(np.array(known[-T:])[:, np.newaxis], p)[0][0, 0])
        return submission.free_run(x, p, steps), np.array(known[T:])

    T, hidden_dim = draw.sizes("T", "hidden_dim", low=4, high=7)
    yield "fewer steps than values", *run(T, hidden_dim, T - 2)
    T, hidden_dim = draw.sizes("T", "hidden_dim", low=3, high=6)
    yield "more steps than values", *run(T, hidden_dim, T + int(draw.rng.integers(2, 5)))
    (hidden_dim,) = draw.sizes("hidden_dim", low=3, high=6)
    yield "a window of one value", *run(1, hidden_dim, 4)
    yield "one step", *run(*draw.sizes("T", "hidden_dim", low=3, high=6), 1)


# fmt: off
free_run.at("window = np.concatenate([window[1:], y_hat])").mistakes(
    ("window = np.concatenate([window, y_hat])", "window grows",
     "The window grows with every step. Which value has to leave when a new one enters?"),
    ("window = np.concatenate([y_hat, window[:-1]])", "new value in front",
     "The prediction went to the front of the window. At which end is the newest value?"),
    ("window = np.concatenate([window[:-1], y_hat])", "newest value dropped",
     "The prediction takes the place of the newest value, and all others stay. Which value has to leave?"),
    ("window = np.concatenate([window[1:], window[:1]])", "oldest value comes back",
     "The value that leaves the window enters it again at the end. What is its newest value?"),
    ("window = np.concatenate([window[2:], y_hat])", "window shrinks",
     "The window becomes shorter with every step. How many values leave it, and how many enter?"),
    ("pass", "window never moves",
     "All predictions are the same. What enters the window after each step, and does the network see that window?"),
)
free_run.alternatives({
    "a list of all values": """
    known = [value.item() for value in x]
    for _ in range(steps):
        y_hat, states = rnn_forward(np.array(known[-len(x):]).reshape(-1, 1), p)
        known.append(y_hat[0, 0])
    return np.array(known[len(x):])
""",
})

assignment.examples(
    Example("the way back of the source: its slope, its products, its sums",
        {"rnn_backward": [
             ("da = ds * states[t + 1] * (1 - states[t + 1])",
              "a = p['U'] @ x[T - 1].reshape(-1, 1) + p['W'] @ states[T - 1]\n        da = ds * a * (1 - a)"),
             ("dU += da @ x[t].reshape(1, -1)", "dU += p['U'] * x[t]"),
             ("dW += da @ states[t].T", "dW += p['W'] @ states[t]"),
         ]}),
    Example("a wrong forward pass and no clipping, with everything else right",
        {"rnn_forward": [('p["W"] @ states[-1]', 'p["W"] @ states[0]')],
         "clip_gradients": [("np.clip(g[name], low, high)", "g[name]")]}),
    Example("every step printed", {"rnn_forward": [("x_t = ", "print(t)\n        x_t = ")]}, loses=()),
    Example("targets as they lie in the notebook",
        {"make_records": [("wave[seq_len:].reshape(-1, 1)", "np.sin(np.arange(50, 200)).reshape(-1, 1)")]}),
)
# fmt: on
