"""Drawings and comparisons of the assignment on a recurrent network and a sine wave.

A sequence x is (T, input_dim); states and predictions are columns. `p` has the parameters "U", "W" and "V".
"""

from itertools import pairwise

import numpy as np

DARK, LIGHT = "#0072B2", "#E69F00"
NAMES = "U", "W", "V"


def half_turn(values):
    """How many steps a wave takes for half a turn: the mean distance of its zeros, each between two of its values."""
    i = np.flatnonzero(values[:-1] * values[1:] < 0)
    zeros = i + values[i] / (values[i] - values[i + 1])
    return (zeros[-1] - zeros[0]) / (len(zeros) - 1)


def keras_gradients(x, y, p):
    """y_hat and the gradients of half the squared error, from Keras' SimpleRNN and a tape, in float64.

    Keras' rows are our columns, so its kernels are our matrices transposed.
    Returns y_hat, shape (output_dim, 1), and a dictionary with "U", "W" and "V".
    """
    import tensorflow as tf

    layers = tf.keras.layers
    recurrent = layers.SimpleRNN(len(p["W"]), activation="sigmoid", use_bias=False, dtype="float64")
    output = layers.Dense(len(p["V"]), use_bias=False, dtype="float64")
    sequence = tf.constant(x[np.newaxis])
    with tf.GradientTape() as recorded:
        if not recurrent.built:
            output(recurrent(sequence))
            recurrent.set_weights([p["U"].T, p["W"].T])
            output.set_weights([p["V"].T])
        y_hat = output(recurrent(sequence))
        loss = 0.5 * tf.reduce_sum((y_hat - y) ** 2)
    kernels = [variable.value for variable in (*recurrent.trainable_variables, *output.trainable_variables)]
    gradients = recorded.gradient(loss, kernels)
    return y_hat.numpy().T, {name: gradient.numpy().T for name, gradient in zip(NAMES, gradients, strict=True)}


def copied_gradients(seed, hidden_dim=6, T=8, bptt_truncate=5):
    """Gradients as a much copied script computes them, and the true slopes of the same loss.

    Its network has a column of U for each step, and weights between 0 and 1. The way back is wrong on purpose: this is
    what it computes, with its slips. The slopes are measured by central differences.
    Returns two dictionaries with "U", "W" and "V".
    """
    random = np.random.RandomState(seed)
    shapes = {"U": (hidden_dim, T), "W": (hidden_dim, hidden_dim), "V": (1, hidden_dim)}
    p = {name: random.uniform(0, 1, shape) for name, shape in shapes.items()}
    wave = np.sin(np.arange(T + 1))

    def run(p):
        memory = [np.zeros((hidden_dim, 1))]
        for t in range(T):
            sums = p["U"][:, [t]] * wave[t] + p["W"] @ memory[t]
            memory.append(1 / (1 + np.exp(-sums)))
        return p["V"] @ memory[T] - wave[T], memory

    error, memory = run(p)
    wrong = {name: np.zeros(shape) for name, shape in shapes.items()}
    so_far = {"U": np.zeros(shapes["U"]), "W": np.zeros(shapes["W"])}
    for t in range(T):
        for _ in range(min(t, bptt_truncate)):
            so_far["U"] = so_far["U"] + p["U"][:, [t]] * wave[t]
            so_far["W"] = so_far["W"] + p["W"] @ memory[t]
        wrong = {
            "U": wrong["U"] + so_far["U"],
            "W": wrong["W"] + so_far["W"],
            "V": wrong["V"] + error * memory[t + 1].T,
        }
    true = {}
    for name, array in p.items():
        slopes = []
        for shift in 1e-5 * np.eye(array.size):
            above, below = (
                0.5 * run({**p, name: array + sign * shift.reshape(array.shape)})[0].item() ** 2 for sign in (1, -1)
            )
            slopes.append((above - below) / 2e-5)
        true[name] = np.reshape(slopes, array.shape)
    return wrong, true


def cosine(a, b):
    """The cosine of the angle between two arrays: 1 if they point the same way, -1 if they are opposite."""
    return np.sum(a * b) / np.sqrt(np.sum(a * a) * np.sum(b * b))


def draw_goal(known, dreamt, memory, start=100):
    """Draw a wave that goes on by itself, and its memory as a dial.

    known: values that the network was given; the last thirty are drawn
    dreamt: values that it went on with
    start: the step of the first of known
    memory: the last state at each of some steps of this, shape (steps, hidden_dim)
    """
    import matplotlib.pyplot as plt

    _, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.6), width_ratios=[2.1, 1])
    shown = min(len(dreamt), 70)
    times = np.linspace(start, start + len(known) + shown, 1500)
    left.plot(times, np.sin(times), color="0.75", linewidth=1, label="the true wave")
    left.plot(start + np.arange(len(known))[-30:], known[-30:], "o", color="black", markersize=4, label="given")
    left.plot(start + len(known) + np.arange(shown), dreamt[:shown], "^", color=LIGHT, markeredgecolor="black",
              markeredgewidth=0.5, markersize=6, label="the network, by itself")  # fmt: skip
    left.set(xlim=(start + len(known) - 30, start + len(known) + shown), ylim=(-1.2, 1.75), xlabel="step",
             ylabel="value", yticks=(-1, 0, 1))  # fmt: skip
    left.legend(loc="upper center", ncols=3)
    _dial(right, memory)
    return left, right


def _dial(ax, memory):
    """States along the two directions in which they differ most, each in its own scale; the first ones are numbered."""
    centred = memory - memory.mean(axis=0)
    along, _, _ = np.linalg.svd(centred, full_matrices=False)
    numbers = (along[:, :2] / np.abs(along[:, :2]).max(axis=0)) @ (1, 1j)  # as complex numbers, which are easy to turn
    numbers = numbers * 1j / (numbers[0] / abs(numbers[0]))  # step 0 at the top
    numbers = numbers if numbers[1].real > 0 else -numbers.conj()  # and clockwise from there
    places = np.stack([numbers.real, numbers.imag], axis=1)
    ax.plot(*places[:7].T, color="black", linewidth=1, linestyle="-")
    ax.scatter(*places.T, color="0.8", s=24, edgecolors="black", linewidths=0.4, zorder=2)
    ax.scatter(*places[:7].T, color=LIGHT, marker="^", s=60, edgecolors="black", linewidths=0.6, zorder=3)
    for step, (x, y) in enumerate(places[:7]):
        ax.text(1.25 * x, 1.25 * y, str(step), ha="center", va="center", fontsize=11)
    ax.set(title="its memory at each step", xlim=(-1.5, 1.5), ylim=(-1.5, 1.5), aspect="equal")
    ax.axis("off")


def moved_along_two(memory):
    """Which part of all that states move is along the two directions in which they differ most, from 0 to 1."""
    squares = np.linalg.svd(memory - memory.mean(axis=0), compute_uv=False) ** 2
    return np.sum(squares[:2]) / np.sum(squares)


def draw_window(wave, starts, seq_len):
    """Draw a wave, and under it some of its windows, each with the value that follows it."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(9.2, 3.6))
    times = np.linspace(0, 90, 1200)
    ax.plot(times, np.sin(times), color="0.8", linewidth=1)
    ax.plot(np.arange(91), wave[:91], "o", color="black", markersize=3.5)
    for row, start in enumerate(starts):
        level = -1.5 - 0.5 * row
        ax.plot([start, start + seq_len - 1], [level, level], color=DARK, linewidth=6, linestyle="-")
        ax.plot(start + seq_len, level, "^", color=LIGHT, markeredgecolor="black", markersize=9)
        ax.text(start + seq_len + 1.5, level, f"X[{start}] and Y[{start}]", va="center", fontsize=10)
    ax.set(xlim=(-1, 91), ylim=(-1.8 - 0.5 * len(starts), 1.2), xlabel="k", yticks=(-1, 0, 1), ylabel="sin(k)")
    return ax


def draw_unrolled():
    """Draw the network folded up, with its loop, and unrolled over the steps, with the error at the last one."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(9.4, 3.1))
    arrow = {"arrowstyle": "->", "linewidth": 1.3}

    def box(x, y, name, colour="white"):
        ax.add_patch(plt.Circle((x, y), 0.36, facecolor=colour, edgecolor="black", zorder=2))
        ax.text(x, y, name, ha="center", va="center", fontsize=10, zorder=3)

    def link(start, end, name, side=0.14):
        ax.annotate("", end, start, arrowprops=arrow)
        middle = (np.add(start, end) / 2) + ((side, 0) if start[0] == end[0] else (0, side))
        ax.text(*middle, name, ha="center", va="center", fontsize=11)

    box(0, 0, "x")
    box(0, 1.4, "s", "#C5DDEC")
    box(0, 2.8, r"$\hat y$", "#FBEBCB")
    link((0, 0.38), (0, 1.02), "U")
    link((0, 1.78), (0, 2.42), "V")
    loop = {**arrow, "connectionstyle": "arc3,rad=-2.6"}
    ax.annotate("", (0.33, 1.25), (0.33, 1.55), arrowprops=loop)
    ax.text(1.05, 1.4, "W", ha="center", va="center", fontsize=11)
    ax.text(1.75, 1.4, "=", ha="center", va="center", fontsize=20)
    columns = [2.6, 4.2, 5.8, 7.4, 9.6]
    names = ["0", "1", "2", "3", "T"]
    for x, number in zip(columns, names, strict=True):
        box(x, 1.4, f"$s_{{{number}}}$", "#C5DDEC" if number != "0" else "white")
        if number != "0":
            before = {"1": "0", "2": "1", "3": "2", "T": "T-1"}[number]
            box(x, 0, f"$x_{{{before}}}$")
            link((x, 0.38), (x, 1.02), "U")
    for left, right in pairwise(columns[:4]):
        link((left + 0.38, 1.4), (right - 0.38, 1.4), "W", 0.18)
    link((7.78, 1.4), (8.25, 1.4), "W", 0.18)
    ax.text(8.5, 1.4, "…", ha="center", va="center", fontsize=14)
    link((8.75, 1.4), (9.22, 1.4), "W", 0.18)
    box(9.6, 2.8, r"$\hat y$", "#FBEBCB")
    link((9.6, 1.78), (9.6, 2.42), "V")
    ax.set(xlim=(-0.6, 10.1), ylim=(-0.5, 3.3), aspect="equal")
    ax.axis("off")
    return ax


def draw_shares(shares, bptt_truncate=5):
    """Draw how much each step adds to W's gradient.

    shares: for each start, the norm of what the steps add, the last step first
    """
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(6.6, 3.6))
    for start, norms in enumerate(shares):
        ax.semilogy(norms, linestyle="-", marker="os^Dv"[start], color="0.3", markerfacecolor="white", markersize=5,
                    linewidth=1, label=f"start {start}")  # fmt: skip
    ax.axvspan(-0.4, bptt_truncate + 0.4, color="#C5DDEC", alpha=0.6, zorder=0)
    ax.text(bptt_truncate / 2, ax.get_ylim()[0] * 8, f"bptt_truncate = {bptt_truncate}", ha="center", fontsize=10)
    ax.set(xlabel="steps before the last one", ylabel="share of dW (norm)", xticks=range(0, len(shares[0]), 2))
    ax.legend(loc="upper right")
    return ax


def draw_cosines(cosines):
    """Draw, for "U", "W" and "V", the cosines of a gradient with the true one, a dot for each start.

    cosines: a dictionary, whose gradient it is → a dictionary with a list for each parameter
    """
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, len(cosines), figsize=(8.4, 3.2), sharey=True)
    for ax, (whose, found) in zip(axes, cosines.items(), strict=True):
        for place, name in enumerate(NAMES):
            spread = place + np.linspace(-0.16, 0.16, len(found[name]))
            ax.plot(spread, found[name], "o", color=DARK, markeredgecolor="black", linestyle="none")
        ax.axhline(0, color="black", linewidth=1, linestyle="-")
        ax.set(title=whose, xlim=(-0.5, 2.5), ylim=(-1.1, 1.1), xticks=range(3), yticks=(-1, -0.5, 0, 0.5, 1))
        ax.set_xticklabels(["dU", "dW", "dV"])
    axes[0].set_ylabel("cosine with the true slopes")
    return axes


def draw_states(runs):
    """Draw the states of some networks over their first steps, a line for each unit.

    runs: a dictionary, the name of a start → states as a list of columns
    """
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, len(runs), figsize=(8.6, 3.1), sharey=True)
    for ax, (name, states) in zip(axes, runs.items(), strict=True):
        ax.plot(np.array(states)[:12, :, 0], color=DARK, linewidth=1, linestyle="-", alpha=0.6)
        ax.set(title=name, xlabel="step", ylim=(-0.05, 1.05))
    axes[0].set_ylabel("states")
    return axes


def draw_training(losses, val_losses, baselines):
    """Draw the losses of training and validation, before each epoch, and what simple guesses cost.

    baselines: a dictionary, name → loss
    """
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(7, 3.8))
    ax.semilogy(losses, marker="o", markersize=4, label="training")
    ax.semilogy(val_losses, marker="^", markersize=4, label="validation")
    for (name, loss), style in zip(baselines.items(), ("-", ":"), strict=True):
        ax.axhline(loss, color="black", linewidth=1, linestyle=style, label=f"{name}: {loss:.3f}")
    ax.set(xlabel="epochs", ylabel="loss")
    ax.legend()
    return ax


def draw_predictions(Y, predictions, Y_val, val_predictions):
    """Draw predictions against targets on the records of training and of validation."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, 2, figsize=(8, 3.8), sharey=True)
    panels = {"training": (Y, predictions, "o"), "validation": (Y_val, val_predictions, "^")}
    for ax, (name, (targets, found, marker)) in zip(axes, panels.items(), strict=True):
        ax.plot([-1.1, 1.1], [-1.1, 1.1], color="0.6", linewidth=1, linestyle="-")
        ax.plot(targets, found, marker, color=DARK, markeredgecolor="black", markersize=5, linestyle="none")
        ax.set(title=f"{name}, {len(targets)} records", xlabel="target", aspect="equal")
    axes[0].set_ylabel("prediction")
    return axes


def draw_truncations(losses):
    """Draw the losses of trainings with different numbers of steps back: a dictionary, bptt_truncate → losses."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(6.6, 3.6))
    for (steps, values), marker in zip(losses.items(), "os^D", strict=False):
        ax.semilogy(values, marker=marker, markersize=6, markerfacecolor="none", label=f"bptt_truncate = {steps}")
    ax.set(xlabel="epochs", ylabel="training loss", xticks=range(len(values)))
    ax.legend()
    return ax
