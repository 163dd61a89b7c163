"""Data, a start and drawings for a comparison of optimisers.

Examples are columns here: X (n_x, m), Y (1, m). Parameters are W1, b1, …, WL, bL. The network of this comparison is in
`utils.three_layer_utils`. Beside it stands a line, y = W1 x + b1, whose two parameters can be drawn on a map.
"""

import numpy as np

from utils.dnn_app_utils import _start

START = (-1.0, -2.0)  # where every walk on the map begins: W1, b1
NAMES = {"gd": "gradient descent", "momentum": "momentum", "adam": "Adam"}


def load_dataset():
    """Two half moons: X (2, 300) float64 and Y (1, 300) int64, 150 points of each label, the same at every call."""
    from sklearn.datasets import make_moons

    rows, labels = make_moons(n_samples=300, noise=0.2, random_state=3)
    return np.ascontiguousarray(rows.T), labels.reshape(1, -1).astype(np.int64)


def initialize_parameters(layer_dims, seed=3):
    """He's start for a network of relu units: weights standard normal × sqrt(2 / inputs of the layer), and biases 0.

    layer_dims: sizes n_0, n_1, …, n_L
    seed: which of the random starts; the same seed gives the same numbers in each call
    Returns a dictionary: for each layer l the weights Wl (n_l, n_{l-1}) and the biases bl (n_l, 1).
    """
    return _start(layer_dims, seed, lambda n_prev: np.sqrt(2 / n_prev))


def load_line_data():
    """64 points along a line, with noise: X (1, 64) and Y (1, 64), the same at every call."""
    random = np.random.RandomState(2)
    X = random.uniform(-3, 4, (1, 64))
    return X, 0.8 * X + 2 + 1.5 * random.standard_normal((1, 64))


def line_gradients(X, Y, parameters):
    """Gradients of the line's cost, half of the mean squared error.

    X, Y: shape (1, m), all points or some; parameters: W1 (1, 1), b1 (1, 1)
    Returns a dictionary: dW1 (1, 1), db1 (1, 1).
    """
    error = parameters["W1"] @ X + parameters["b1"] - Y
    return {"dW1": error @ X.T / X.shape[1], "db1": np.mean(error, axis=1, keepdims=True)}


def line_start():
    """Where every walk on the map begins: W1 and b1, each of shape (1, 1)."""
    return {"W1": np.array([[START[0]]]), "b1": np.array([[START[1]]])}


def draw_paths(paths):
    """Draw walks over the map of the line's cost, from the square to the star at its lowest point. Returns the axes.

    paths: dictionary from a title to the parameters after each step, each a dictionary W1, b1, or to points (steps, 2)
    """
    import matplotlib.pyplot as plt

    X, Y = load_line_data()
    W1, b1 = np.meshgrid(np.linspace(-2.2, 3.2, 121), np.linspace(-2.8, 4, 121))
    cost = np.mean((W1[..., None] * X[0] + b1[..., None] - Y[0]) ** 2, axis=-1) / 2
    lowest = np.polyfit(X[0], Y[0], 1)
    _, axes = plt.subplots(1, len(paths), figsize=(9.3, 9.6 / len(paths)), sharey=True, squeeze=False)
    for ax, (title, path) in zip(axes[0], paths.items(), strict=True):
        points = np.array([[step["W1"].item(), step["b1"].item()] if isinstance(step, dict) else step for step in path])
        ax.contour(W1, b1, cost - cost.min(), levels=[0.1, 0.5, 1.5, 3.5, 7, 12, 18, 26], colors="0.7", linewidths=1)
        ax.plot(*points.T, "o-", markersize=3, linewidth=1)
        ax.plot(*START, "ks", markersize=7)
        ax.plot(*lowest, "k*", markersize=12)
        ax.set(title=title, xlabel="W1", xlim=(-2.2, 3.2), ylim=(-2.8, 4))
        ax.grid(False)
    axes[0, 0].set_ylabel("b1")
    return axes[0]


def draw_result():
    """Draw the walks of the three optimisers on batches of 8 points, each 48 steps long. Returns the axes."""
    return draw_paths({f"{NAMES[kind]}": _walk(kind, rate) for kind, rate in _RATES.items()})


_RATES = {"gd": 0.25, "momentum": 0.25, "adam": 0.25}


def _walk(kind, rate, size=8, steps=48):
    """Points (steps + 1, 2) of a walk, found from the definition: averages over all earlier gradients."""
    X, Y = load_line_data()
    here, gradients = np.array(START), []
    points = [here]
    while len(points) <= steps:
        epoch, first = divmod((len(points) - 1) * size, X.shape[1])
        chosen = np.random.RandomState(epoch).permutation(X.shape[1])[first : first + size]
        found = line_gradients(X[:, chosen], Y[:, chosen], {"W1": here[:1, None], "b1": here[1:, None]})
        gradients.append([found["dW1"].item(), found["db1"].item()])
        ages = np.arange(len(gradients))[::-1]
        fading = np.average(gradients, axis=0, weights=0.9**ages)
        if kind == "gd":
            direction = np.array(gradients[-1])
        elif kind == "momentum":
            direction = fading * np.sum(0.1 * 0.9**ages)
        else:
            direction = fading / np.sqrt(np.average(np.square(gradients), axis=0, weights=0.999**ages))
        here = here - rate * direction
        points.append(here)
    return np.array(points)


def draw_batches(X, Y, mini_batches):
    """Draw the columns of X (1, m) as numbered boxes, light for label 0 and dark for 1: before, and in their batches.

    mini_batches: list of pairs, X (1, size) and Y (1, size)
    """
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(9.3, 2.3))
    rows = {1.6: ("as they are", [(X, Y)]), 0: ("shuffled and cut", mini_batches)}
    for height, (name, batches) in rows.items():
        place = 0.0
        for x, y in batches:
            for number, label in zip(np.ravel(x), np.ravel(y), strict=True):
                face, ink = ("0.25", "white") if label else ("#C5DDEC", "black")
                ax.add_patch(plt.Rectangle((place, height), 0.92, 1, facecolor=face, edgecolor="black", linewidth=0.6))
                ax.text(place + 0.46, height + 0.5, f"{number:.0f}", color=ink, ha="center", va="center")
                place += 1
            place += 0.7
        ax.text(-0.3, height + 0.5, name, ha="right", va="center")
    ax.set(xlim=(-4.2, X.shape[1] + 0.7 * len(mini_batches)), ylim=(-0.2, 2.8))
    ax.axis("off")
    return ax


def draw_averages(signal, averages):
    """Draw a noisy row of gradients with what is left of it in the velocity, for several β. Returns the two axes.

    signal: gradients, one for each step; averages: dictionary from β to the velocity after each step
    """
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, 2, figsize=(9.3, 3.4), width_ratios=[2, 1])
    axes[0].plot(signal, "o", color="0.65", markersize=4, label="gradients")
    ages = np.arange(40)
    for beta, velocity in averages.items():
        axes[0].plot(velocity, label=f"v, β = {beta}")
        axes[1].plot(ages, (1 - beta) * beta**ages, label=f"β = {beta}")
    axes[0].set(xlabel="step", ylabel="gradient and velocity")
    axes[0].legend(loc="upper right", ncols=2, fontsize=9)
    axes[1].set(title="how much an old gradient counts", xlabel="its age in steps", ylabel="weight")
    axes[1].legend()
    return axes


def draw_weights(betas, steps):
    """Draw how much weight all gradients so far have together, 1 − βᵗ, over the steps t. Returns the axes."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(6, 3.2))
    t = np.arange(1, steps + 1)
    for name, beta in betas.items():
        ax.plot(t, 1 - beta**t, label=f"{name} = {beta}")
    ax.axhline(1, color="0.5", linestyle="-", linewidth=1)
    ax.set(xlabel="t, the number of the step", ylabel="sum of the weights", ylim=(0, 1.05))
    ax.legend(loc="center right")
    return ax


def draw_costs(costs, every=1):
    """Draw the costs of the epochs, a line for each optimiser. Returns the axes.

    costs: dictionary from a name to a row of costs
    every: how many epochs there are from one of them to the next
    """
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(6.4, 3.8))
    for name, values in costs.items():
        ax.plot(1 + every * np.arange(len(values)), values, label=name, linewidth=1.5)
    ax.set(xlabel="epoch", ylabel="mean cost of the epoch", ylim=(0, None))
    ax.legend()
    return ax


def draw_starts(ends, moves):
    """Draw two numbers of each training run, with a constant rate and with decay. Returns the two axes.

    ends: dictionary from an optimiser to two rows of costs at the end, with a constant rate and with decay
    moves: the same with how far the cost has moved in the last epochs
    """
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, 2, figsize=(9.3, 3.8))
    for ax, found in zip(axes, (ends, moves), strict=True):
        for place, pair in enumerate(found.values()):
            for start in zip(*pair, strict=True):
                ax.plot([place - 0.16, place + 0.16], start, color="0.6", linestyle="-", linewidth=1, zorder=1)
            for values, shift, face, label in zip(
                pair, (-0.16, 0.16), ("#0072B2", "white"), ("constant rate", "with decay"), strict=True
            ):
                x = np.full(len(values), place + shift)
                ax.plot(x, values, "ko", markerfacecolor=face, markersize=7, label=None if place else label)
        ax.set_xticks(range(len(found)), [NAMES[kind] for kind in found])
        ax.set_xlim(-0.5, len(found) - 0.5)
    axes[0].set(title="cost on all points at the end", ylim=(0, 0.8))
    axes[1].set(title="how far it moved in the last 100 epochs", yscale="log")
    axes[0].legend(loc="center left", bbox_to_anchor=(0, 0.62))
    return axes
