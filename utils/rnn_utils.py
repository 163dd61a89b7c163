"""Softmax by columns, tasks that need a memory, and the drawings of the assignment on recurrent and LSTM cells."""

import numpy as np

from utils.conv_utils import drawn_cat

OPEN = 6.0  # a gate's bias: the sigmoid of 6 is 0.9975
PALE, DARK, BACK = "#F2F2F2", "#C5DDEC", "#B34700"  # boxes of the drawings, and the way back


def softmax(scores):
    """Probabilities of classes in rows, one column for each example; each column adds up to 1.

    scores: shape (n_y, m)
    Exact for scores of any size: the largest of each column is subtracted first, which changes nothing.
    """
    weights = np.exp(scores - np.max(scores, axis=0, keepdims=True))
    return weights / np.sum(weights, axis=0, keepdims=True)


def memory_weights(n):
    """Parameters of an LSTM of n units by hand. Unit i writes the i-th of n values while a flag, the last input, is 1.

    It forgets next to nothing, and shows what it holds. Its predictions are the same for two classes.
    """
    zeros, ones = np.zeros((n, 2 * n + 1)), np.ones((n, 1))
    candidate, write = zeros.copy(), zeros.copy()
    candidate[:, n:-1] = np.eye(n)
    write[:, -1] = 2 * OPEN
    return {
        "Wf": zeros, "bf": OPEN * ones, "Wi": write, "bi": -OPEN * ones, "Wc": candidate, "bc": 0 * ones,
        "Wo": zeros, "bo": OPEN * ones, "Wy": np.zeros((2, n)), "by": np.zeros((2, 1)),
    }  # fmt: skip


def notes():
    """Twenty steps of a value and a flag, shape (2, 1, 20): the flag is up in steps 3 and 12."""
    x = np.random.RandomState(4).uniform(-1, 1, (2, 1, 20))
    x[0, 0, [3, 12]] = 0.9, -0.8
    x[1] = 0
    x[1, 0, [3, 12]] = 1
    return x


def cat_in_noise(T_x=50):
    """A drawn cat, then noise: shape (49, 48, T_x).

    The cat's columns are the examples; its rows are 48 values from -1 to 1. The last row is a flag, up with the cat.
    """
    cat = drawn_cat(48).mean(axis=2)
    cat = 2 * (cat - cat.min()) / (cat.max() - cat.min()) - 1
    x = np.zeros((49, 48, T_x))
    x[:-1] = np.random.RandomState(8).uniform(-1, 1, (48, 48, T_x))
    x[:-1, :, 0], x[-1, :, 0] = cat, 1
    return x


def first_symbol(random, m, T_x=30):
    """Sequences that begin with -1 or 1, and what they began with.

    Returns x (2, m, T_x): the symbol, 0 after the first step, and noise in each step; and Y (2, m), a 1 for the class.
    """
    labels = np.arange(m) % 2
    x = np.zeros((2, m, T_x))
    x[0, :, 0] = 2 * labels - 1
    x[1] = random.randn(m, T_x)
    return x, np.eye(2)[:, labels]


def start(random, kind, n_a=8, n_x=2, n_y=2, forget_bias=0.0, scale=0.3):
    """Random parameters of an "rnn" or an "lstm": normal weights times `scale`, zeros for biases.

    forget_bias: what bf starts with
    """
    shapes = {"Waa": (n_a, n_a), "Wax": (n_a, n_x), "Wya": (n_y, n_a)}
    if kind == "lstm":
        shapes = {"W" + g: (n_a, n_a + n_x) for g in "fico"} | {"Wy": (n_y, n_a)}
    weights = {name: scale * random.randn(*shape) for name, shape in shapes.items()}
    biases = {name: np.zeros((n_a, 1)) for name in (["ba"] if kind == "rnn" else ["bf", "bi", "bc", "bo"])}
    if kind == "lstm":
        biases["bf"] += forget_bias
    return {**weights, **biases, "by": np.zeros((n_y, 1))}


def downhill(parameters, gradients, length):
    """Parameters after one step of this length, in all of them together, against the gradient."""
    whole = np.sqrt(sum(np.sum(gradients["d" + name] ** 2) for name in parameters))
    return {name: value - length * gradients["d" + name] / (whole + 1e-12) for name, value in parameters.items()}


def keras_gradients(kind, weights, x, a0, da):
    """What Keras computes in float64: the states, and gradients of the sum of da · a.

    kind: "SimpleRNN" or "LSTM"; weights: kernel, recurrent kernel and bias, in Keras' layout
    x: shape (n_x, m, T_x); a0: shape (n_a, m); da: shape (n_a, m, T_x)
    Returns a (n_a, m, T_x), dx, da0, and the gradients of the three weights.
    """
    import keras
    import tensorflow as tf

    layer = getattr(keras.layers, kind)(len(a0), return_sequences=True, dtype="float64")
    layer.build((x.shape[1], x.shape[2], x.shape[0]))
    layer.set_weights(weights)
    inputs, first = tf.constant(x.transpose(1, 2, 0)), tf.constant(a0.T)
    states = [first, tf.zeros_like(first)] if kind == "LSTM" else [first]
    with tf.GradientTape() as watched:
        watched.watch([inputs, first])
        a = layer(inputs, initial_state=states)
        total = tf.reduce_sum(a * da.transpose(1, 2, 0))
    dx, da0, *dweights = watched.gradient(total, [inputs, first, *layer.trainable_variables])
    return a.numpy().transpose(2, 0, 1), dx.numpy().transpose(2, 0, 1), da0.numpy().T, *(d.numpy() for d in dweights)


def with_one_road_cut(lstm_backward, da, caches):
    """What lstm_backward(da, caches) returns, if each cell's dc_next is zero: no gradient travels along the memory."""
    variables = lstm_backward.__globals__
    whole = variables["lstm_cell_backward"]
    variables["lstm_cell_backward"] = lambda da_next, dc_next, cache: whole(da_next, 0 * dc_next, cache)
    try:
        return lstm_backward(da, caches)
    finally:
        variables["lstm_cell_backward"] = whole


def draw_goal():
    """Draw how a cat fares in fifty steps of noise: as input, in a plain recurrent state, and behind gates."""
    x = cat_in_noise()[:-1]
    plain, gated = np.zeros(x.shape), np.zeros(x.shape)
    for t in range(x.shape[2]):
        before = (plain[..., t - 1], gated[..., t - 1]) if t else (0.0, 0.0)
        plain[..., t] = np.tanh(x[..., t] + 0.9 * before[0])
        gated[..., t] = 0.9975 * before[1] + (0.9975 if t == 0 else 0.0025) * np.tanh(x[..., t])
    return draw_memory({"input x": x, "RNN: a": plain, "LSTM: c": gated})


def draw_memory(rows, steps=(0, 1, 5, 20, 49)):
    """Draw pictures from some steps in rows: a dictionary name → (rows, columns, T_x)."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(len(rows), len(steps), figsize=(8.6, 1.75 * len(rows)), squeeze=False)
    for line, (name, pictures) in zip(axes, rows.items(), strict=True):
        for ax, t in zip(line, steps, strict=True):
            ax.imshow(pictures[:, :, t], cmap="gray", vmin=-1, vmax=1)
            ax.set(xticks=[], yticks=[])
            ax.grid(False)
            for side in ax.spines.values():
                side.set_visible(True)
        line[0].set_ylabel(name)
    for ax, t in zip(axes[0], steps, strict=True):
        ax.set_title(f"t = {t}")
    return axes


def _canvas(width, height, x, y):
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(width, height))
    ax.set(xlim=x, ylim=y)
    ax.axis("off")
    return ax


def _box(ax, x, y, text, width=1.0, height=0.6, colour=PALE):
    import matplotlib.pyplot as plt

    corner = x - width / 2, y - height / 2
    ax.add_patch(plt.Rectangle(corner, width, height, facecolor=colour, edgecolor="black", zorder=2))
    ax.text(x, y, text, ha="center", va="center", fontsize=10, zorder=3)


def _arrow(ax, start, end, text="", at=(0.0, 0.12), style="-", colour="black"):
    arrow = {"arrowstyle": "->", "linestyle": style, "color": colour, "linewidth": 1.4}
    ax.annotate("", end, start, arrowprops=arrow, zorder=1)
    middle = (start[0] + end[0]) / 2 + at[0], (start[1] + end[1]) / 2 + at[1]
    ax.text(*middle, text, ha="center", va="center", fontsize=10, color=colour)


def draw_unrolled(T_x=4):
    """Draw the same recurrent cell four times, one step after the other: inputs below, predictions above."""
    ax = _canvas(9.2, 2.6, (-0.6, 2.3 * T_x + 0.6), (-0.2, 2.7))
    for t in range(T_x):
        x = 1.2 + 2.3 * t
        _arrow(ax, (x - 1.75, 1.2), (x - 0.55, 1.2), f"a[:, :, {t - 1}]" if t else "a0", at=(-0.05, 0.25))
        _box(ax, x, 1.2, "cell", 1.1, 0.8, DARK)
        _arrow(ax, (x, 0.2), (x, 0.8), f"x[:, :, {t}]", at=(0.0, -0.42))
        _arrow(ax, (x, 1.6), (x, 2.2), f"y_pred[:, :, {t}]", at=(0.0, 0.45))
    _arrow(ax, (1.75 + 2.3 * (T_x - 1), 1.2), (2.8 + 2.3 * (T_x - 1), 1.2))
    return ax


def draw_step(backward=False):
    """Draw what one recurrent step computes, with shapes, and the gradients if `backward`."""
    ax = _canvas(9.2, 3.6, (-1.9, 10.2), (-1.5, 3.4))
    for x, y, text, colour in (
        (1.6, 1.6, "Waa @", DARK), (3.6, 0.0, "Wax @", DARK), (3.6, 1.6, "+ ba", DARK), (5.2, 1.6, "tanh", PALE),
        (7.4, 2.8, "softmax(Wya @ … + by)", PALE),
    ):  # fmt: skip
        _box(ax, x, y, text, 2.9 if "soft" in text else 1.0, 0.6, colour)
    for start, end, text, at in (
        ((-1.7, 1.6), (1.1, 1.6), "a_prev\n(n_a, m)", (-0.2, 0.38)), ((2.1, 1.6), (3.1, 1.6), "", (0, 0)),
        ((3.6, -1.1), (3.6, -0.3), "xt (n_x, m)", (1.0, -0.1)), ((3.6, 0.3), (3.6, 1.3), "", (0, 0)),
        ((4.1, 1.6), (4.7, 1.6), "", (0, 0)), ((5.7, 1.6), (10.0, 1.6), "a_next\n(n_a, m)", (1.4, 0.38)),
        ((7.4, 1.6), (7.4, 2.5), "", (0, 0)), ((8.85, 2.8), (10.0, 2.8), "yt_pred\n(n_y, m)", (0.1, 0.38)),
    ):  # fmt: skip
        _arrow(ax, start, end, text, at)
    if backward:
        road = {"style": "--", "colour": BACK}
        for start, end, text, at in (
            ((10.0, 1.3), (5.7, 1.3), "da_next", (0.6, -0.25)), ((4.75, 1.2), (4.05, 1.2), "dz", (0.05, -0.25)),
            ((3.15, 1.2), (2.05, 1.2), "dz", (0, -0.25)), ((1.1, 1.3), (-1.7, 1.3), "da_prev", (0, -0.25)),
            ((3.3, 1.3), (3.3, 0.3), "dz", (-0.25, -0.1)), ((3.3, -0.3), (3.3, -1.1), "dxt", (-0.35, 0)),
        ):  # fmt: skip
            _arrow(ax, start, end, text, at, **road)
        for x, y, text in ((1.6, 2.15, "dWaa"), (3.6, 2.15, "dba"), (4.75, 0.0, "dWax")):
            ax.text(x, y, text, ha="center", va="center", fontsize=10, color=BACK)
    return ax


def draw_cell(backward=False):
    """Draw an LSTM cell: the memory's line above, the four readers of k below, with the gradients if `backward`."""
    ax = _canvas(9.2, 4.3, (-1.6, 9.6), (-1.0, 4.1))
    _box(ax, 0.8, 3.2, "×")
    _box(ax, 3.6, 3.2, "+")
    _box(ax, 5.8, 2.2, "tanh")
    _box(ax, 7.6, 1.2, "×")
    _box(ax, 3.6, 2.2, "×")
    for x, name in ((0.8, "ft"), (2.8, "it"), (4.4, "cct"), (6.6, "ot")):
        _box(ax, x, 0.4, name, 0.9, 0.6, DARK)
    _box(ax, -0.9, -0.6, "k", 0.7, 0.5)
    lines = [
        ((-1.5, 3.2), (0.3, 3.2), "c_prev", (0, 0.22)), ((1.3, 3.2), (3.1, 3.2), "", (0, 0)),
        ((4.1, 3.2), (9.4, 3.2), "c_next", (1.9, 0.22)), ((5.8, 3.2), (5.8, 2.5), "", (0, 0)),
        ((6.3, 2.2), (7.6, 1.5), "", (0, 0)), ((8.1, 1.2), (9.4, 1.2), "a_next", (0, 0.22)),
        ((0.8, 0.7), (0.8, 2.9), "", (0, 0)), ((2.8, 0.7), (3.4, 1.9), "", (0, 0)),
        ((4.4, 0.7), (3.8, 1.9), "", (0, 0)), ((6.6, 0.7), (7.3, 0.9), "", (0, 0)),
        ((3.6, 2.5), (3.6, 2.9), "", (0, 0)),
    ]  # fmt: skip
    for start, end, text, at in lines:
        _arrow(ax, start, end, text, at)
    for x in (0.8, 2.8, 4.4, 6.6):
        _arrow(ax, (x, -0.6), (x, 0.1))
    ax.plot([-0.55, 6.6], [-0.6, -0.6], "-", color="black", linewidth=1.4, zorder=1)
    if backward:
        road = {"style": "--", "colour": BACK}
        for start, end, text, at in (
            ((9.4, 2.85), (6.2, 2.85), "dc_next", (0.6, -0.22)), ((9.4, 0.85), (8.1, 0.85), "da_next", (0.0, -0.22)),
            ((7.2, 1.45), (6.2, 1.95), "", (0, 0)), ((5.45, 2.5), (5.45, 2.85), "", (0, 0)),
            ((5.3, 2.9), (4.1, 2.9), "dc", (0, -0.22)), ((3.1, 3.0), (1.3, 3.0), "dc", (0, -0.22)),
            ((0.3, 3.0), (-1.5, 3.0), "dc_prev", (0, -0.22)), ((3.25, 2.85), (3.25, 2.5), "", (0, 0)),
            ((3.15, 1.85), (2.6, 0.75), "dit", (-0.3, 0.1)), ((4.05, 1.85), (4.65, 0.75), "dcct", (0.4, 0.1)),
            ((0.55, 2.85), (0.55, 0.75), "dft", (-0.3, 0.0)), ((7.6, 0.85), (7.1, 0.55), "dot", (0.2, -0.28)),
        ):  # fmt: skip
            _arrow(ax, start, end, text, at, **road)
    return ax


def draw_notes(x, gates):
    """Draw what a cell of one unit reads, and its gates and states, step by step: a dictionary name → (T_x,)."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(2, 1, figsize=(8, 4.6), sharex=True)
    t = np.arange(x.shape[2])
    axes[0].plot(t, x[0, 0], "o-", color="0.55", label="value x[0]")
    axes[0].plot(t[x[1, 0] > 0], x[0, 0][x[1, 0] > 0], "ks", markersize=10, label="flag x[1] is 1")
    for name, values in gates.items():
        axes[1].plot(t, values, label=name)
    for ax in axes:
        ax.set(ylim=(-1.2, 1.2))
        ax.legend(loc="center left", bbox_to_anchor=(1.01, 0.5))
    axes[1].set(xlabel="step t", xticks=t[::2])
    return axes


def draw_checks(panels):
    """Draw computed gradients against measured slopes: a dictionary title → {name: (computed, measured)}."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, len(panels), figsize=(4.4 * len(panels), 4.1), squeeze=False)
    for ax, (title, pairs) in zip(axes[0], panels.items(), strict=True):
        for (name, (computed, measured)), marker in zip(pairs.items(), "o^sDv<>P*X", strict=False):
            ax.plot(np.ravel(measured), np.ravel(computed), marker, markersize=4, label=name)
        ax.axline((0, 0), slope=1, color="0.6", linewidth=1, zorder=0)
        ax.set(xlabel="measured slope", ylabel="computed gradient", title=title)
    axes[0, -1].legend(ncols=2, fontsize=9)
    return axes


def draw_norms(norms):
    """Draw the length of the gradient at each step's input, a dictionary name → (T_x,), on a logarithmic scale."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(7.6, 4.2))
    for name, values in norms.items():
        ax.semilogy(np.arange(len(values)), values)
        ax.text(-0.8, values[0], name, ha="right", va="center", fontsize=10)
    ax.set(xlabel="step t (the gradient arrives at the last one only)", ylabel="length of dx[:, :, t]")
    lowest = int(np.floor(np.log10(min(min(values) for values in norms.values())))) // 2 * 2
    ax.set(xlim=(-0.5, len(values)), yticks=[10.0**k for k in range(lowest, 2, 2)], ylim=(10.0**lowest, 30))
    ax.yaxis.tick_right()
    ax.yaxis.set_label_position("right")
    ax.spines[["right", "left"]].set_visible(False)
    return ax


def draw_ends(ends):
    """Draw shares of right answers, one dot for each start: a dictionary name → list."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(7, 2.2))
    for place, values in enumerate(ends.values()):
        shifts = np.linspace(-0.18, 0.18, len(values))
        ax.plot(100 * np.array(values), place + shifts, "o", color="black", alpha=0.7, markersize=8)
    ax.axvline(50, color="0.4", linestyle="--", linewidth=1)
    ax.text(50.5, len(ends) - 0.5, "guessing", fontsize=9, va="top")
    ax.set(yticks=range(len(ends)), yticklabels=list(ends), ylim=(-0.5, len(ends) - 0.4), xlim=(40, 102))
    ax.set(xlabel="right answers in %, for sequences not seen in training")
    return ax
