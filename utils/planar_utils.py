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
    if x.dtype.kind != "f":
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


def draw_by_hand(parameters):
    """Draw the probability of label 1 over the plane, and the line of each hidden unit. Returns the axes.

    parameters: dictionary W1 (n_h, 2), b1 (n_h, 1), W2 (1, n_h), b2 (1, 1) of a network with tanh and sigmoid
    """
    import matplotlib.pyplot as plt
    from matplotlib.colors import LinearSegmentedColormap

    x1, x2 = np.meshgrid(np.linspace(-3, 3, 151), np.linspace(-3, 3, 151))
    sums = parameters["W1"] @ np.stack([x1.ravel(), x2.ravel()]) + parameters["b1"]  # (n_h, N)
    output = sigmoid(parameters["W2"] @ np.tanh(sums) + parameters["b2"])
    _, ax = plt.subplots(figsize=(5.6, 4.2))
    pale = LinearSegmentedColormap.from_list("regions", REGION_COLOURS)
    image = ax.pcolormesh(x1, x2, output.reshape(x1.shape), cmap=pale, vmin=0, vmax=1)
    for unit, values in enumerate(sums, start=1):
        line = ax.contour(x1, x2, values.reshape(x1.shape), levels=[0], colors="black", linestyles="dashed")
        ax.clabel(line, fmt=f"unit {unit}", fontsize=11)
    ax.figure.colorbar(image, label="a, the probability of label 1")
    ax.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
    ax.grid(False)
    return ax


def fit_quietly(network, rows, labels):
    """A network of scikit-learn's, trained, without the warning that it could be trained for longer."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return network.fit(rows, np.ravel(labels))


def draw_result():
    """Draw the flower twice: cut by the best straight line, and by a network of four hidden units."""
    import matplotlib.pyplot as plt
    from sklearn.linear_model import LogisticRegression
    from sklearn.neural_network import MLPClassifier

    X, Y = load_planar_dataset()
    line = LogisticRegression()
    network = MLPClassifier((4,), activation="tanh", solver="lbfgs", max_iter=1000, random_state=3)
    _, axes = plt.subplots(1, 2, figsize=(8.4, 4.1), sharey=True)
    for ax, fitted, name in zip(axes, (line, network), ("one straight line", "four hidden units"), strict=True):
        fitted.fit(X.T, Y.ravel())
        plot_decision_boundary(lambda points, fitted=fitted: fitted.predict(points.T), X, Y, ax=ax)
        ax.set_title(f"{name}: {fitted.score(X.T, Y.ravel()):.0%} right")
    axes[1].set_ylabel("")
    return axes


def draw_boundaries(panels, predict, columns=4):
    """Draw what networks predict in the plane, and their examples: one panel for each. Returns the figure's axes.

    panels: dictionary title → (parameters, X, Y)
    predict: function from parameters and X (2, N) to labels (1, N)
    """
    import matplotlib.pyplot as plt

    rows = -(-len(panels) // columns)
    width = 9.2 / columns
    _, axes = plt.subplots(rows, columns, figsize=(9.2, rows * min(width + 0.2, 3.9)), squeeze=False)
    for ax in axes.flat[len(panels) :]:
        ax.axis("off")
    for ax, (title, (parameters, X, Y)) in zip(axes.flat, panels.items(), strict=False):
        step = np.ptp(X) / 150
        plot_decision_boundary(lambda points, it=parameters: predict(it, points), X, Y, step, 0.05 * np.ptp(X), ax)
        ax.set(title=title, xlabel="", ylabel="", xticks=[], yticks=[])
    return axes


def draw_cost(compute_cost):
    """Draw the cost of one example against its probability, for both labels."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(5.6, 3.6))
    a = np.linspace(0.005, 0.995, 199)
    for label in (1, 0):
        ax.plot(a, [compute_cost(np.array([[p]]), np.array([[label]])) for p in a], label=f"y = {label}")
    ax.plot(0.5, np.log(2), "ko")
    ax.annotate("log 2 ≈ 0.693", (0.5, np.log(2)), (0.5, 2), ha="center", arrowprops={"arrowstyle": "-"})
    ax.set(xlabel="A2, the probability of label 1", ylabel="cost of one example")
    ax.legend(loc="upper center")
    return ax


def draw_slopes(shifted_cost, parameters, grads, entries):
    """Draw the cost along one entry of each parameter, and the tangent that its gradient says.

    shifted_cost: function of a name, an entry and a shift; entries: dictionary name → (row, column)
    """
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, len(entries), figsize=(9.2, 2.7), sharey=True)
    shifts, near = np.linspace(-2, 2, 81), np.array([-0.9, 0.9])
    for ax, (name, entry) in zip(axes, entries.items(), strict=True):
        here, cost = parameters[name][entry], shifted_cost(name, entry, 0)
        ax.plot(here + shifts, [shifted_cost(name, entry, shift) for shift in shifts], label="cost")
        ax.plot(here + near, cost + near * grads["d" + name][entry], label="gradient")
        ax.plot(here, cost, "ko", markersize=5)
        ax.set_xlabel(f"{name}{list(entry)}")
    axes[0].set_ylabel("cost")
    axes[0].legend()
    return axes


def draw_hidden_units(parameters, forward_propagation, X, Y):
    """Draw the activation of each hidden unit over the plane: dark is -1, bright is 1, and its line where it is 0."""
    import matplotlib.pyplot as plt

    side = np.linspace(X.min() - 0.5, X.max() + 0.5, 120)
    x1, x2 = np.meshgrid(side, side)
    A1 = forward_propagation(np.stack([x1.ravel(), x2.ravel()]), parameters)[1]["A1"]
    _, axes = plt.subplots(1, len(A1), figsize=(9.2, 2.7), sharey=True)
    for k, (ax, values) in enumerate(zip(axes, A1, strict=True), start=1):
        image = ax.pcolormesh(x1, x2, values.reshape(x1.shape), vmin=-1, vmax=1)
        ax.contour(x1, x2, values.reshape(x1.shape), levels=[0], colors="white", linewidths=2)
        for label, marker, face, edge in ((0, "o", "black", "white"), (1, "^", "white", "black")):
            ax.scatter(*X[:, Y[0] == label][:, ::4], marker=marker, c=face, edgecolors=edge, s=16, linewidths=0.6)
        ax.set_title(f"$a^{{[1]}}_{k}$,  W2[0, {k - 1}] = {parameters['W2'][0, k - 1]:.1f}")
        ax.grid(False)
    axes[0].figure.colorbar(image, ax=axes, ticks=[-1, 0, 1])
    return axes


def draw_starts(sizes, panels):
    """Draw accuracies by number of hidden units, a dot for each start.

    panels: dictionary title → (on the training points, on new points), each of shape (sizes, starts)
    """
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, len(panels), figsize=(9.2, 3.6), sharey=True, squeeze=False)
    places = np.arange(len(sizes))
    for ax, (title, (on_training, on_new)) in zip(axes[0], panels.items(), strict=True):
        for rights, shift, marker, face, name in (
            (on_training, -0.14, "o", LABEL_COLOURS[0], "training points"),
            (on_new, 0.14, "^", "white", "new points"),
        ):
            x = np.repeat(places + shift, np.shape(rights)[1])
            ax.plot(x, np.ravel(rights), marker, color="black", markerfacecolor=face, markersize=6, label=name)
        ax.set_xticks(places, sizes)
        ax.set(title=title, xlabel="hidden units")
    axes[0, 0].set_ylabel("accuracy")
    axes[0, 0].legend(loc="lower right")
    return axes


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
