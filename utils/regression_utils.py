"""Data for the graph of nine weights, its drawing, and its gradients as one array.

Examples are rows here: X has shape (m, 5), y has shape (m,), and one example is x of shape (5,).
"""

import numpy as np

from utils.graph_utils import draw_graph

# The weights w1, …, w9 that the targets were made with, before noise was added.
TRUE_WEIGHTS = np.array([0.3, -0.2, 0.5, 0.4, -0.3, -0.5, -0.4, 0.2, 1.2])

# Where the notebook tries things out: x (5,), y, w (9,), all weights and features different.
_random = np.random.RandomState(42)
POINT = (_random.randn(5), 0.7, 0.3 * _random.randn(9))
# The gradients there, as the solutions of a13 find them: shown before anything is written.
BLAME = dict(
    zip(
        [f"w{i}" for i in range(1, 10)],
        [0.03852, -0.01072, -0.01687, 0.02358, -0.003626, -0.3862, -0.4394, 0.1042, -0.3697],
        strict=True,
    )
)

NODES = {
    "w1": (0, 7.1, "$w_1$"),
    "w2": (0, 5.1, "$w_2$"),
    "w3": (0, 3.2, "$w_3$"),
    "w4": (0, 1.4, "$w_4$"),
    "w5": (0, -0.4, "$w_5$"),
    "u": (2.0, 6.1, "$u$\n+"),
    "square": (3.8, 6.1, "square"),
    "w6": (3.8, 8.3, "$w_6$"),
    "+w6": (5.4, 6.1, "+"),
    "exp": (7.3, 6.1, "part1\nexp"),
    "w7": (7.3, 8.3, "$w_7$"),
    "+w7": (8.9, 6.1, "+"),
    "tanh": (10.9, 6.1, "part2\ntanh"),
    "sin": (2.3, 3.2, "sin"),
    "v": (2.3, 0.5, "$v$\n+"),
    "product": (4.0, 1.9, "×"),
    "w8": (4.0, -0.4, "$w_8$"),
    "+w8": (5.4, 1.9, "+"),
    "sigmoid": (8.4, 1.9, "part3\nsigmoid"),
    "w9": (8.4, -0.4, "$w_9$"),
    "w9 part3": (10.5, 1.9, "×"),
    "y_pred": (12.35, 4.0, "$\\hat y$\n+"),
    "y": (12.35, 1.6, "$y$"),
    "loss": (14.5, 4.0, "$L$\nsquare"),
}

# Edges without a third item have the local derivative 1. A feature multiplies what passes: it is always written.
FEATURES = {
    "w1": "$\\times f_1$",
    "w2": "$\\times f_2$",
    "w3": "$\\times f_3$",
    "w4": "$\\times f_4$",
    "w5": "$\\times f_5$",
}
EDGES = [
    ("w1", "u", "$f_1$"),
    ("w2", "u", "$f_2$"),
    ("w3", "sin", "$f_3$ cos"),
    ("w4", "v", "$f_4$"),
    ("w5", "v", "$f_5$"),
    ("u", "square", "$2u$"),
    ("square", "+w6"),
    ("w6", "+w6"),
    ("+w6", "exp", "part1"),
    ("exp", "+w7"),
    ("w7", "+w7"),
    ("+w7", "tanh", "1 −\npart2²"),
    ("tanh", "y_pred"),
    ("sin", "product", "$v$"),
    ("v", "product", "sin"),
    ("product", "+w8"),
    ("w8", "+w8"),
    ("+w8", "sigmoid", "part3\n(1 − part3)"),
    ("sigmoid", "w9 part3", "$w_9$"),
    ("w9", "w9 part3", "part3"),
    ("w9 part3", "y_pred"),
    ("y_pred", "loss", "−2\n(y − ŷ)"),
    ("y", "loss"),
]
MARKERS = {"vanilla": "o", "momentum": "s", "adam": "^"}


def load_graph_data():
    """506 examples with five standardised features, and a target that the graph itself made, with noise.

    Returns X (506, 5) and y (506,), the same at every call. The set stands in for a withdrawn one of house prices, of
    which the published figures of this assignment use the first row; that row is the first one here, too.
    """
    random = np.random.RandomState(506)
    mixing = 0.4 * random.randn(5, 5) + np.eye(5)
    X = random.randn(506, 5) @ mixing
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    w1, w2, w3, w4, w5, w6, w7, w8, w9 = TRUE_WEIGHTS
    f1, f2, f3, f4, f5 = X.T
    part1 = np.exp((w1 * f1 + w2 * f2) ** 2 + w6)
    part2 = np.tanh(part1 + w7)
    part3 = 1 / (1 + np.exp(-(np.sin(w3 * f3) * (w4 * f4 + w5 * f5) + w8)))
    y = part2 + w9 * part3 + 0.05 * random.randn(506)
    X[0] = [-1.2879095, -0.1200134151558, -1.45900038, -0.66660814172937, -0.1442175]
    y[0] = 1.858849127371369
    return X, y


def gradient_vector(grads):
    """The gradients dw1, …, dw9 of a dictionary as one array of shape (9,), whatever the dictionary's order."""
    return np.array([grads[f"dw{i}"] for i in range(1, 10)])


def draw_nine_weights(values=None, gradients=None, local=False, ax=None, highlight=()):
    """Draw the graph of nine weights; `draw_graph` says what the arguments mean. Returns the axes.

    The nodes are called w1 to w9, u, v, y, y_pred, loss; exp, tanh, sigmoid and others by what they compute (see
    NODES).
    local: whether to write the local derivatives on the edges
    """
    edges = (
        EDGES
        if local
        else [(start, end, FEATURES[start]) if start in FEATURES else (start, end) for start, end, *_ in EDGES]
    )
    return draw_graph(NODES, edges, values, gradients, ax, highlight)


def draw_point(y, w, forward_dict, grads=None):
    """Draw the graph of nine weights with the values of one example, and its gradients if there are any.

    y: target; w: weights, shape (9,)
    forward_dict, grads: dictionaries, what forward_propagation and backward_propagation return
    Returns the axes.
    """
    parts = {name: forward_dict[name] for name in ("exp", "tanh", "sigmoid", "y_pred", "loss")}
    values = {"y": y, **{f"w{i}": w[i - 1] for i in range(1, 10)}, **parts}
    if grads is None:
        return draw_nine_weights(values)
    gradients = {f"w{i}": grads[f"dw{i}"] for i in range(1, 10)}
    gradients |= {f"+w{i}": grads[f"dw{i}"] for i in (6, 7, 8)}  # where a weight is added, the sum has its gradient
    return draw_nine_weights(values, {**gradients, "y_pred": forward_dict["dy_pred"], "loss": 1})


def draw_small_graph():
    """Draw f = w1² x1 + w2 x2 at w = (1, 2), x = (3, 4), forward and backward. Returns the axes."""
    return draw_graph(
        nodes={
            "w1": (0, 1.8, "$w_1$"),
            "w2": (0, 0, "$w_2$"),
            "square": (2.8, 1.8),
            "first": (5.4, 1.8, "$\\times x_1$"),
            "second": (5.4, 0, "$\\times x_2$"),
            "f": (7.6, 0.9, "$f$\n+"),
        },
        edges=[
            ("w1", "square", "$2 w_1 = 2$"),
            ("square", "first", "$x_1 = 3$"),
            ("w2", "second", "$x_2 = 4$"),
            ("first", "f", 1),
            ("second", "f", 1),
        ],
        values={"w1": 1, "square": 1, "first": 3, "w2": 2, "second": 8, "f": 11},
        gradients={"f": 1, "first": 1, "square": 3, "w1": 6, "second": 1, "w2": 4},
    )


def draw_epsilons(steps, one_side, both_sides):
    """Draw check values of right gradients over ε, measured in two ways. Returns the axes."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(6.4, 4.4))
    ax.loglog(steps, one_side, "^--", color="#E69F00", label="one side")
    ax.loglog(steps, both_sides, "o-", label="both sides")
    ax.axvline(1e-7, color="0.4", linestyle=":", linewidth=1.4)
    ax.text(7e-8, 3e-2, "default")
    ax.invert_xaxis()
    ax.set(xlabel="ε, from large to small", ylabel="check value of right gradients")
    ax.legend(loc="lower left")
    return ax


def draw_check_values(found):
    """Draw check values as bars, with the border between right and wrong.

    found: dictionary from what was done to the gradients to the check value; the first is of right ones
    Returns the axes.
    """
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(7.5, 3.8))
    colours = ["#C5DDEC"] + ["#E69F00"] * (len(found) - 1)
    ax.barh(list(found), list(found.values()), color=colours, edgecolor="black", linewidth=0.6)
    ax.axvline(1e-6, color="black", linestyle="--", linewidth=1.4)
    ax.text(1.4e-6, -0.15, "1e-6: wrong beyond this line")
    for row, value in enumerate(found.values()):
        if row:
            ax.text(value * 1.3, row, f"{value:.1e}", va="center", fontsize=9)
    ax.set(xscale="log", xlim=(1e-10, 30), xlabel="check value")
    ax.invert_yaxis()
    return ax


def draw_steps(with_correction, without):
    """Draw the lengths of Adam's steps, with and without bias correction. Returns the axes."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots()
    ax.plot(range(1, len(with_correction) + 1), with_correction, label="with correction")
    ax.plot(range(1, len(without) + 1), without, label="without")
    ax.set(xlabel="update t", ylabel="length of the step", ylim=(0, None))
    ax.legend(loc="upper right")
    return ax


def draw_curves(histories, levels):
    """Draw the error over the epochs, a line for each start. Returns the axes.

    histories: dictionary from an optimizer to its histories, shape (starts, epochs)
    levels: dictionary from a name to an error to compare with
    """
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(6.4, 4.2))
    for i, (optimizer, found) in enumerate(histories.items()):
        epochs = range(1, len(found[0]) + 1)
        for start, history in enumerate(found):
            look = {"color": f"C{i}", "marker": MARKERS[optimizer], "markersize": 4, "linewidth": 1}
            ax.plot(epochs, history, label=None if start else optimizer, **look)
    _draw_levels(ax, levels, epochs[-1], "right")
    ax.set(xlabel="epoch", ylabel="mean squared error", ylim=(0, 0.017), xticks=[1, 5, 10, 15, 20])
    ax.legend(loc="upper right")
    return ax


def draw_rates(tried, starts, levels):
    """Draw the error at the end over the learning rate. Returns the axes.

    tried: dictionary from an optimizer to a dictionary from rates to errors
    starts: dictionary from an optimizer to a rate, and the errors of several starts with it
    levels: dictionary from a name to an error to compare with
    """
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(6.8, 4.4))
    for i, (optimizer, found) in enumerate(tried.items()):
        look = {"color": f"C{i}", "marker": MARKERS[optimizer]}
        ax.semilogx(list(found), list(found.values()), markersize=5, label=optimizer, **look)
        rate, errors = starts[optimizer]
        ax.plot([rate] * len(errors), errors, linestyle="", markersize=9, markerfacecolor="none", **look)
    _draw_levels(ax, levels, min(min(found) for found in tried.values()), "left")
    ax.set(xlabel="learning rate", ylabel="mean squared error after 20 epochs", ylim=(0, 0.0125))
    ax.legend(loc="lower left", bbox_to_anchor=(0, 0.02))
    return ax


def _draw_levels(ax, levels, x, align):
    for name, level in levels.items():
        ax.axhline(level, color="0.5", linestyle="-", linewidth=1)
        ax.text(x, level - 0.0002, name, fontsize=9, color="0.3", ha=align, va="top")


def draw_gradient_sizes(sizes):
    """Draw the sizes of the nine gradients on a logarithmic scale. Returns the axes."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(6.4, 3.4))
    names = [f"$w_{i}$" for i in range(1, 10)]
    ax.bar(names, sizes, color="#C5DDEC", edgecolor="black", linewidth=0.6)
    ax.set(yscale="log", ylim=(1e-7, 1), ylabel="size of its gradient")
    return ax
