"""Data, sigmoid and drawings for the classification of points in the plane.

Examples are columns here: inputs X have shape (2, m), labels Y have shape (1, m).
"""

import numpy as np

# Okabe and Ito's blue and orange: distinct to colour-blind readers, and dark against light in grey.
LABEL_COLOURS = ("#0072B2", "#E69F00")
LABEL_MARKERS = ("o", "^")
REGION_COLOURS = ("#C5DDEC", "#FBEBCB")


def sigmoid(x):
    """1 / (1 + exp(-x)) for a number or, entry by entry, for an array; exact to rounding for any size of x.

    Only exp(-|x|) is computed, which cannot overflow.
    """
    x = np.asarray(x)
    if not np.issubdtype(x.dtype, np.floating):
        x = x.astype(float)
    decay = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, decay) / (1 + decay)


def load_planar_dataset(seed=1):
    """The flower: 400 points on eight petals, four of each label.

    seed: the default gives the course's flower; any other seed, another sample of the same flower
    Returns X (2, 400) float64 and Y (1, 400) int64: first 200 columns of label 0, then 200 of label 1.
    Labels are signed, because `-Y` of an unsigned 1 would be 255.
    """
    random = np.random.RandomState(seed)
    per_label = 200
    petal_length = 4
    points, labels = [], []
    for label in (0, 1):
        angle = np.linspace(3.12 * label, 3.12 * (label + 1), per_label) + 0.2 * random.randn(per_label)
        radius = petal_length * np.sin(4 * angle) + 0.2 * random.randn(per_label)
        points.append(np.stack([radius * np.sin(angle), radius * np.cos(angle)]))  # (2, per_label)
        labels.append(np.full((1, per_label), label, dtype=np.int64))
    return np.concatenate(points, axis=1), np.concatenate(labels, axis=1)


def load_extra_datasets():
    """Five more sets of 200 points, the same at every call, by name.

    Returns a dictionary of pairs X (2, 200) float64, Y (1, 200) int64, ready for this part of the course:
    noisy_circles, noisy_moons, blobs (six groups, labels in turn), gaussian_quantiles (a disc in a ring)
    and no_structure (labels drawn by chance: there is nothing to learn).
    """
    from sklearn import datasets

    m = 200
    blobs, group = datasets.make_blobs(m, n_features=2, centers=6, random_state=5)
    random = np.random.RandomState(3)
    rows = {
        "noisy_circles": datasets.make_circles(m, factor=0.5, noise=0.3, random_state=1),
        "noisy_moons": datasets.make_moons(m, noise=0.2, random_state=1),
        "blobs": (blobs, group % 2),
        "gaussian_quantiles": datasets.make_gaussian_quantiles(
            cov=0.5, n_samples=m, n_features=2, n_classes=2, random_state=1
        ),
        "no_structure": (random.rand(m, 2), random.randint(2, size=m)),
    }
    return {
        name: (np.ascontiguousarray(X.T, dtype=np.float64), y.reshape(1, m).astype(np.int64))
        for name, (X, y) in rows.items()
    }


def plot_examples(X, y, ax=None):
    """Draw the points X (2, m): blue circles for label 0, orange triangles for label 1. Returns the axes.

    y: labels 0 or 1, shape (1, m) or (m,)
    ax: where to draw; a new figure if None
    Raises ValueError if a shape or a label does not fit.
    """
    import matplotlib.pyplot as plt

    X, y = _examples(X, y)
    if ax is None:
        _, ax = plt.subplots()
    for label, colour, marker in zip((0, 1), LABEL_COLOURS, LABEL_MARKERS, strict=True):
        ax.scatter(
            *X[:, y == label], c=colour, marker=marker, s=24, edgecolors="black", linewidths=0.4, label=f"label {label}"
        )
    ax.set_xlabel("$x_1$")
    ax.set_ylabel("$x_2$")
    return ax


def plot_decision_boundary(predict, X, y, step=0.05, pad=0.5, ax=None):
    """Colour the plane by predicted label, draw the boundary and the examples. Returns the axes.

    predict: function from inputs of shape (2, N), one column per point, to N labels 0 or 1 (or N probabilities
        of label 1), shape (1, N) or (N,)
    X: inputs, shape (2, m)
    y: labels 0 or 1, shape (1, m) or (m,)
    step: distance between the points of the grid
    pad: margin around the examples
    ax: where to draw; a new figure if None
    Raises ValueError if a shape, a label or what `predict` returns does not fit.
    """
    X, y = _examples(X, y)
    if not callable(predict):
        raise TypeError(
            f"predict should be a function of X, for example lambda X: …; yours is {type(predict).__name__}."
        )
    if step <= 0:
        raise ValueError(f"step should be above 0; yours is {step}.")

    lowest, highest = X.min(axis=1) - pad, X.max(axis=1) + pad
    x1, x2 = np.meshgrid(
        np.arange(lowest[0], highest[0] + step, step), np.arange(lowest[1], highest[1] + step, step)
    )  # (rows, columns) each
    grid = np.stack([x1.ravel(), x2.ravel()])  # (2, N)
    labels = np.asarray(predict(grid))
    if labels.shape not in {(1, grid.shape[1]), (grid.shape[1],)}:
        raise ValueError(
            f"predict should give one label per column of its input: (1, {grid.shape[1]}) or ({grid.shape[1]},) for an "
            f"input of shape {grid.shape}; yours gave {labels.shape}. Models that take rows need a transpose."
        )
    labels = labels.reshape(x1.shape).astype(float)
    if not np.isfinite(labels).all():
        raise ValueError("predict gave values that are not finite (NaN or infinity).")

    ax = plot_examples(X, y, ax)
    ax.contourf(x1, x2, labels > 0.5, levels=[-0.5, 0.5, 1.5], colors=REGION_COLOURS, zorder=0)
    if labels.min() <= 0.5 < labels.max():
        ax.contour(x1, x2, labels, levels=[0.5], colors="black", linewidths=1.2, linestyles="solid", zorder=0.5)
    ax.grid(False)
    ax.set_xlim(x1[0, 0], x1[0, -1])
    ax.set_ylim(x2[0, 0], x2[-1, 0])
    return ax


def draw_network(n_x, n_h, n_y, ax=None):
    """Draw a network with one hidden layer: a circle per unit, a line per weight, shapes beside. Returns the axes."""
    import matplotlib.pyplot as plt

    if ax is None:
        _, ax = plt.subplots(figsize=(7.5, 4.2))
    layers = [
        (0.0, n_x, "$x_{%d}$", f"input layer\nX ({n_x}, m)", "white"),
        (3.0, n_h, "$a^{[1]}_{%d}$", f"hidden layer, tanh\nA1 ({n_h}, m)", REGION_COLOURS[0]),
        (
            6.0,
            n_y,
            "$a^{[2]}_{%d}$" if n_y > 1 else "$a^{[2]}$",
            f"output layer, sigmoid\nA2 ({n_y}, m)",
            REGION_COLOURS[1],
        ),
    ]
    heights = [(n - 1) / 2 - np.arange(n) for _, n, *_ in layers]
    bottom, top = -(max(n_x, n_h, n_y) - 1) / 2, (max(n_x, n_h, n_y) - 1) / 2
    for left, right in ((0, 1), (1, 2)):
        for start in heights[left]:
            for end in heights[right]:
                ax.plot([layers[left][0], layers[right][0]], [start, end], "-", color="0.6", linewidth=1, zorder=1)
        n_in, n_out = layers[left][1], layers[right][1]
        ax.text(
            (layers[left][0] + layers[right][0]) / 2,
            top + 0.55,
            f"W{right} ({n_out}, {n_in})\nb{right} ({n_out}, 1)",
            ha="center",
            va="center",
        )
    for (x, _, name, caption, colour), ys in zip(layers, heights, strict=True):
        for k, height in enumerate(ys, start=1):
            ax.add_patch(plt.Circle((x, height), 0.36, facecolor=colour, edgecolor="black", zorder=2))
            ax.text(x, height, name % k if "%d" in name else name, ha="center", va="center", zorder=3)
        ax.text(x, bottom - 0.85, caption, ha="center", va="center")
    ax.set_xlim(-1.1, 7.1)
    ax.set_ylim(bottom - 1.3, top + 0.95)
    ax.set_aspect("equal")
    ax.axis("off")
    return ax


def _examples(X, y):
    """X as (2, m) and the labels as (m,) arrays; ValueError that says what does not fit."""
    X, y = np.asarray(X), np.asarray(y)
    if X.ndim != 2 or X.shape[0] != 2 or X.shape[1] == 0:
        hint = " Examples are columns here: pass X.T." if X.ndim == 2 and X.shape[1] == 2 else ""
        raise ValueError(f"X should be (2, m), one column per example; yours is {X.shape}.{hint}")
    m = X.shape[1]
    if y.shape not in {(1, m), (m,)}:
        raise ValueError(f"y should be (1, {m}) or ({m},), one label per column of X; yours is {y.shape}.")
    if not np.isin(y, (0, 1)).all():
        raise ValueError(f"y should hold labels 0 and 1 only; yours holds {np.unique(y)[:5].tolist()}.")
    return X, y.ravel()
