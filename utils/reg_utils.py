"""Points on a football field, and drawings of what regularisation does to a network that learns them.

Examples are columns here: inputs X have shape (2, m), labels Y have shape (1, m).
"""

from pathlib import Path

import numpy as np

from utils.picture_data import DATA, REAL
from utils.planar_utils import LABEL_COLOURS, fit_quietly, plot_decision_boundary, plot_examples


def load_2D_dataset(folder=DATA):
    """Where headers of two teams landed: 211 points to train with, 200 to test with. Says which set it is.

    The original set, data.mat, lies in data/real where `course data add` has put it, and comes first.
    Returns train_X (2, 211) float64, train_Y (1, 211) int64, test_X (2, 200), test_Y (1, 200).
    Raises ValueError if data.mat is not such a set.
    """
    original = Path(folder) / REAL / "data.mat"
    if original.is_file():
        what, points = "the original set", _read(original)
    else:
        what, points = "the course's own set", (*headers(211, 0, wrong=10), *headers(200, 1))
    print(f"Loaded {what}: {points[0].shape[1]} points for training and {points[2].shape[1]} for testing.")
    return points


def headers(m, seed, wrong=0):
    """Points X (2, m) spread evenly over a part of the field, and labels Y (1, m): who heads the ball there.

    A straight line divides the field, blurred by a normal error of 0.06. The labels of `wrong` points, chosen at
    random, are exchanged. Seed 1 gives 200 points on which networks do about as well as on thousands of others.
    """
    random = np.random.default_rng(seed)
    X = np.stack([random.uniform(-0.6, 0.35, m), random.uniform(-0.65, 0.6, m)])
    blurred = X[1] + 0.06 * random.standard_normal(m)
    Y = (blurred > 0.15 + 1.3 * X[0]).astype(np.int64).reshape(1, m)
    exchanged = random.permutation(m)[:wrong]
    Y[0, exchanged] = 1 - Y[0, exchanged]
    return X, Y


def _read(path):
    """The four arrays of data.mat. Its labels have no sign (uint8), so that -Y of a 1 would be 255: here they have."""
    from scipy.io import loadmat  # SciPy comes with scikit-learn

    try:
        content = loadmat(path)
        points, labels = [content[key].T for key in ("X", "Xval")], [content[key].T for key in ("y", "yval")]
    except Exception as error:  # whatever a damaged file makes SciPy raise
        raise ValueError(f"{path} is not the set of headers, or is damaged: {error}") from None
    (train_X, test_X), (train_Y, test_Y) = points, (label.astype(np.int64) for label in labels)
    return np.ascontiguousarray(train_X, dtype=np.float64), train_Y, np.ascontiguousarray(test_X, np.float64), test_Y


def draw_result():
    """Draw the field twice: as a library's network divides it, and as the same network does with a penalty."""
    import matplotlib.pyplot as plt
    from sklearn.neural_network import MLPClassifier
    from threadpoolctl import threadpool_limits

    X, Y = headers(211, 0, wrong=10)
    new_X, new_Y = headers(2000, 99)
    _, axes = plt.subplots(1, 2, figsize=(8.6, 4.2), sharey=True)
    for ax, penalty, name in zip(axes, (0, 0.7), ("as it is", "with a penalty on its weights"), strict=True):
        network = MLPClassifier((40, 20), solver="lbfgs", alpha=penalty, max_iter=300, random_state=3)
        with threadpool_limits(1):  # such small matrices are not worth sharing
            fit_quietly(network, X.T, Y)
        plot_decision_boundary(lambda points, it=network: it.predict(points.T), X, Y, 0.01, 0.06, ax)
        known, new = network.score(X.T, Y.ravel()), network.score(new_X.T, new_Y.ravel())
        ax.set_title(f"{name}\nthese points: {known:.0%} right, new points: {new:.0%}")
    axes[1].set_ylabel("")


def draw_field(X, Y):
    """Draw the points where headers landed, on a field with the goalkeeper's goal on the left."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(7.6, 4.6))
    plot_examples(X, Y, ax)
    for corner, width, height in (((-0.75, -0.8), 1.2, 1.6), ((-0.75, -0.3), 0.12, 0.6), ((-0.79, -0.12), 0.04, 0.24)):
        ax.add_patch(plt.Rectangle(corner, width, height, fill=False, edgecolor="0.5", linewidth=1.5, zorder=0))
    ax.annotate("", (-0.2, 0.66), (-0.72, 0), arrowprops={"arrowstyle": "->", "connectionstyle": "arc3,rad=-0.3"})
    ax.text(-0.7, 0.48, "kick", ha="left")
    handles, _ = ax.get_legend_handles_labels()
    ax.legend(handles, ["0: they head it", "1: we head it"], loc="center left", bbox_to_anchor=(1, 0.5))
    ax.grid(False)
    ax.set(xlim=(-0.82, 0.5), ylim=(-0.85, 0.85))


def draw_penalty(lambd=1.0):
    """Draw the cost along one weight: without a penalty, the penalty, and their sum, each with its lowest point."""
    import matplotlib.pyplot as plt

    w = np.linspace(-1.5, 4.5, 241)
    cost, penalty = 0.25 + 0.5 * (w - 3) ** 2, lambd / 2 * w**2
    _, ax = plt.subplots(figsize=(6.2, 3.6))
    for values, name in ((cost, "cross-entropy"), (penalty, "penalty"), (cost + penalty, "both")):
        (line,) = ax.plot(w, values, label=name)
        lowest = np.argmin(values)
        ax.plot(w[lowest], values[lowest], "o", color=line.get_color(), markeredgecolor="black", markersize=8)
    ax.set(xlabel="one weight w", ylabel="cost", ylim=(0, 6))
    ax.legend(loc="upper center")


def draw_weights(networks):
    """Draw all weights of networks as dots, layer by layer. networks: {name: parameters}"""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, len(networks), figsize=(8.6, 3.4), sharey=True)
    for ax, (name, parameters) in zip(axes, networks.items(), strict=True):
        for layer in (1, 2, 3):
            weights = parameters[f"W{layer}"].ravel()
            ax.plot(layer + np.linspace(-0.25, 0.25, weights.size), weights, "o", color=LABEL_COLOURS[0], markersize=5)
        ax.axhline(0, color="black", linewidth=1)
        ax.set_xticks([1, 2, 3], ["W1", "W2", "W3"])
        ax.set_title(name)
    axes[0].set_ylabel("weight")


def draw_masks(sizes, masks):
    """Draw a network once for each example: full circles are units that stay, crosses are units that are dropped.

    sizes: n_x, n_1, n_2, n_y; masks: for each example the columns of D1 and D2
    """
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, len(masks), figsize=(9.2, 3.2))
    for number, (ax, (D1, D2)) in enumerate(zip(axes, masks, strict=True)):
        kept = [np.ones(sizes[0]), np.asarray(D1), np.asarray(D2), np.ones(sizes[3])]
        heights = [(n - 1) / 2 - np.arange(n) for n in sizes]
        for layer in range(3):
            for a, here in zip(heights[layer], kept[layer], strict=True):
                for b, there in zip(heights[layer + 1], kept[layer + 1], strict=True):
                    if here and there:
                        ax.plot([layer, layer + 1], [a, b], "-", color="0.6", linewidth=0.9, zorder=1)
        for layer, (ys, stays) in enumerate(zip(heights, kept, strict=True)):
            for y, stay in zip(ys, stays, strict=True):
                style = {"marker": "o", "markerfacecolor": LABEL_COLOURS[0] if stay else "white"}
                ax.plot(layer, y, color="black", markersize=13, zorder=2, **style)
                if not stay:
                    ax.plot(layer, y, "x", color="black", markersize=9, zorder=3)
        ax.set_title(f"example {number}")
        ax.set_xticks(range(4), ["X", "A1", "A2", "A3"])
        ax.set(xlim=(-0.4, 3.4), yticks=[], ylim=(-max(sizes) / 2 - 0.2, max(sizes) / 2 + 0.2))
        ax.grid(False)
        ax.spines[:].set_visible(False)


def draw_means(counts, means, value):
    """Draw how the mean of a dropped activation over more and more masks comes close to the activation itself."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(6.2, 3.2))
    ax.semilogx(counts, means, label="mean of A1[0, 0] over the masks so far")
    ax.axhline(value, color="black", linestyle="--", label="A1[0, 0] without dropout")
    ax.set(xlabel="masks", ylabel="activation", ylim=(0, None))
    ax.legend()


def draw_left_on(shares, off):
    """Draw the accuracies of one network with dropout left on, a dot for each time, and that with dropout off."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(6.2, 3.2))
    ax.plot(np.arange(1, len(shares) + 1), shares, "o", color=LABEL_COLOURS[0], label="dropout left on")
    ax.axhline(off, color="black", linestyle="--", label="dropout off")
    ax.set(xlabel="pass", ylabel="accuracy on the test set", ylim=(min(shares) - 0.025, None))
    ax.legend(loc="lower right", ncols=2)


def draw_runs(shares):
    """Draw a dot for each start of each way to train: accuracy on the training set, and on the test set beside it.

    shares: {name: (accuracies on the training set, accuracies on the test set)}
    """
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(7.4, 3.8))
    for place, pair in enumerate(shares.values()):
        for values, shift, marker, face, name in (
            (pair[0], -0.14, "o", LABEL_COLOURS[0], "training set"),
            (pair[1], 0.14, "^", "white", "test set"),
        ):
            x = np.full(len(values), place + shift) + np.linspace(-0.06, 0.06, len(values))
            label = "" if place else name
            ax.plot(x, values, marker, color="black", markerfacecolor=face, markersize=7, label=label)
    ax.set_xticks(range(len(shares)), shares)
    ax.set(ylabel="accuracy", xlim=(-0.5, len(shares) - 0.5))
    ax.legend(loc="lower right")


def draw_costs(costs):
    """Draw curves of costs, one value every 1000 iterations. costs: {name: list of costs}"""
    import matplotlib.pyplot as plt

    for name, values in costs.items():
        plt.plot(1000 * np.arange(len(values)), values, label=name)
    plt.gca().set(xlabel="iterations", ylabel="cost", ylim=(0, None))
    plt.legend()
