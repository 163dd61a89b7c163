"""Points on two circles, and drawings of what a start does to a network, for a21.

Examples are columns here: X (2, m), Y (1, m). Parameters are dictionaries W1, b1, …, WL, bL.
"""

import numpy as np


def load_dataset():
    """Two noisy circles, one inside the other: 300 points to train on and 100 new ones, the same at every call.

    Returns train_X (2, 300), train_Y (1, 300), test_X (2, 100), test_Y (1, 100): float64, and int64 labels with 1 for
    the inner circle.
    """
    from sklearn.datasets import make_circles

    parts = []
    for m, seed in ((300, 1), (100, 2)):
        points, labels = make_circles(n_samples=m, noise=0.05, random_state=seed)
        parts += [np.ascontiguousarray(points.T), labels.reshape(1, m)]
    return tuple(parts)


def cost_from_scores(Z3, Y):
    """The mean cross-entropy of scores Z3 (1, m), the inputs of the sigmoid, and labels Y (1, m): always finite."""
    return float(np.mean(np.logaddexp(0, Z3) - Y * Z3))


def draw_result():
    """Draw the boundaries of the same network, trained from three starts."""
    from utils.dnn_app_utils import update_parameters
    from utils.planar_utils import draw_boundaries
    from utils.three_layer_utils import backward_propagation, forward_propagation, predict

    X, Y, *_ = load_dataset()
    panels = {}
    for name, factors, steps in (
        ("zeros", (0, 0, 0), 1),
        ("large random", (10, 10, 10), 15000),
        ("He", np.sqrt([2 / 2, 2 / 10, 2 / 5]), 15000),
    ):
        random, network = np.random.RandomState(3), {}
        for layer, shape, factor in zip("123", ((10, 2), (5, 10), (1, 5)), factors, strict=True):
            network["W" + layer] = random.standard_normal(shape) * factor
            network["b" + layer] = np.zeros((*shape[:1], 1))
        for _ in range(steps):
            _, cache = forward_propagation(X, network)
            network = update_parameters(network, backward_propagation(X, Y, cache), 0.01)
        right = np.mean(predict(network, X) == Y)
        panels[f"start: {name}\n{right:.0%} right"] = network, X, Y
    return draw_boundaries(panels, predict, columns=3)


def draw_first_answers(starts, forward_propagation, X, Y):
    """Draw the probability of label 1 over the plane for networks that are not trained yet.

    starts: dictionary name → parameters; X (2, m) and Y (1, m): points to draw on top
    """
    import matplotlib.pyplot as plt

    side = np.linspace(-1.5, 1.5, 121)
    x1, x2 = np.meshgrid(side, side)
    grid = np.stack([x1.ravel(), x2.ravel()])
    figure, axes = plt.subplots(1, len(starts), figsize=(9.2, 3.2), sharey=True)
    for ax, (name, parameters) in zip(axes, starts.items(), strict=True):
        A3, _ = forward_propagation(grid, parameters)
        image = ax.pcolormesh(x1, x2, A3.reshape(x1.shape), vmin=0, vmax=1)
        for label, marker, face, edge in ((0, "o", "black", "white"), (1, "^", "white", "black")):
            ax.scatter(*X[:, Y[0] == label][:, ::3], marker=marker, c=face, edgecolors=edge, s=14, linewidths=0.5)
        ax.set(title=name, xlabel="$x_1$", xticks=[-1, 0, 1], yticks=[-1, 0, 1], aspect="equal")
        ax.grid(False)
    axes[0].set_ylabel("$x_2$")
    figure.colorbar(image, ax=axes, ticks=[0, 0.5, 1], label="A3")
    return axes


def draw_runs(runs):
    """Draw the costs of trainings, one every 1000 iterations, and say which are infinite.

    runs: dictionary name → (parameters, costs)
    """
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(6.8, 3.8))
    for name, (_, values) in runs.items():
        places = 1000 * np.arange(len(values))
        (line,) = ax.plot(places, np.where(np.isfinite(values), values, np.nan), label=f"start: {name}")
        for place in places[np.isinf(values)]:
            ax.plot([place, place + 1000], [1, values[1]], color=line.get_color(), linestyle=line.get_linestyle())
            ax.annotate("from infinity", (place + 150, 0.96), fontsize=10)
    ax.set(xlabel="iterations", ylabel="cost", ylim=(0, 1))
    ax.legend(loc="lower left")
    return ax


def draw_paths(paths):
    """Draw how training moves the units of a layer with two inputs: each unit is a point with its two weights.

    paths: dictionary title → W1 after some steps, shape (times, units, 2)
    """
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, len(paths), figsize=(8.6, 3.8))
    for ax, (title, path) in zip(axes, paths.items(), strict=True):
        for unit in np.moveaxis(path, 1, 0):  # (times, 2)
            ax.plot(*unit.T, "-", color="0.4", linewidth=1.5)
            ax.plot(*unit[0], "o", color="white", markeredgecolor="black", markersize=7)
            ax.plot(*unit[-1], "o", color="black", markersize=6)
        ax.plot([], [], "o", color="white", markeredgecolor="black", label="start")
        ax.plot([], [], "o", color="black", label="end")
        ax.set(title=f"{title}: {path.shape[1]} units", xlabel="W1[k, 0]")
        ax.margins(0.15)
    axes[0].set_ylabel("W1[k, 1]")
    axes[0].legend()
    return axes


def draw_losses(compute_cost, cost_from_scores):
    """Draw the loss of a point of label 0 against its score, by way of its probability and directly."""
    import matplotlib.pyplot as plt

    from utils.planar_utils import sigmoid

    scores, label = np.linspace(-10, 60, 281), np.array([[0]])
    by_probability = np.array([compute_cost(sigmoid(np.array([[z]])), label) for z in scores])
    directly = [cost_from_scores(np.array([[z]]), label) for z in scores]
    finite = np.isfinite(by_probability)
    _, ax = plt.subplots(figsize=(6.4, 3.8))
    ax.plot(scores, directly, "-", color="0.65", linewidth=6, label="cost_from_scores(Z3, Y)")
    ax.plot(scores[finite], by_probability[finite], "--", color="black", label="compute_cost(sigmoid(Z3), Y)")
    last = scores[finite][-1]
    ax.annotate(
        "infinite from here on", (last, by_probability[finite][-1]), (last - 34, 47), arrowprops={"arrowstyle": "->"}
    )
    ax.set(xlabel="score, Z3", ylabel="loss of a point with label 0")
    ax.legend(loc="lower right")
    return ax


def draw_variances(variances):
    """Draw the variance of the activations by layer, on a logarithmic axis. variances: dictionary name → list"""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(6.8, 4))
    for (name, values), marker in zip(variances.items(), "^osv", strict=False):
        ax.semilogy(np.arange(1, len(values) + 1), values, marker=marker, label=name)
    ax.set(xlabel="hidden layer", ylabel="variance of its activations", xticks=range(1, len(values) + 1))
    ax.legend(loc="upper left")
    return ax
