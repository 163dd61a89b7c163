"""Data, sigmoid and drawings of the assignment on logistic regression."""

import contextlib
import io

import numpy as np

from utils.picture_data import load_pictures
from utils.planar_utils import sigmoid


def load_dataset():
    """The cat pictures: train_set_x_orig, train_set_y, test_set_x_orig, test_set_y, classes.

    Pictures are (m, 64, 64, 3) uint8, labels (1, m) int64 with 1 for a cat; see utils.picture_data.load_pictures.
    """
    return load_pictures("catvnoncat")


def as_picture(column):
    """A column of numbers, shape (n * n * 3,) or (n * n * 3, 1), back in its square: (n, n, 3)."""
    column = np.asarray(column)
    num_px = round((column.size / 3) ** 0.5)
    return column.reshape(num_px, num_px, 3)


def show_pictures(pictures, titles=None, columns=6):
    """Draw pictures in rows of `columns`, each with its title above it. Returns the axes that hold a picture.

    pictures: shape (k, height, width, 3), whole numbers 0 to 255 or fractions 0 to 1; or a list of such pictures
    titles: one text for each picture, or None
    Raises ValueError if there are no pictures, or not as many titles.
    """
    import matplotlib.pyplot as plt

    if len(pictures) == 0:
        raise ValueError("there are no pictures to show.")
    titles = [""] * len(pictures) if titles is None else [str(title) for title in titles]
    if len(titles) != len(pictures):
        raise ValueError(f"there are {len(pictures)} pictures and {len(titles)} titles; each picture needs one.")
    columns = min(columns, len(pictures))
    rows = -(-len(pictures) // columns)
    width = min(1.5, 9.5 / columns)
    _, axes = plt.subplots(rows, columns, figsize=(width * columns, (width + 0.25) * rows), squeeze=False)
    for ax in axes.flat:
        ax.axis("off")
    used = list(axes.flat)[: len(pictures)]
    for ax, picture, title in zip(used, pictures, titles, strict=True):
        ax.imshow(np.asarray(picture))
        ax.set_title(title, fontsize=10)
    return used


def show_examples(pictures, Y, classes):
    """Draw pictures (m, n, n, 3), each with its label of Y (1, m) and what that means."""
    return show_pictures(pictures, [f"{label}: {classes[label].decode()}" for label in Y[0]])


def show_columns(sets, chosen):
    """Draw some columns as pictures, in one row: a dictionary name → examples X (n * n * 3, m), and which columns."""
    titles = [f"{name} {i}" for name in sets for i in chosen]
    return show_pictures([as_picture(X[:, i]) for X in sets.values() for i in chosen], titles)


def show_wrong(pictures, probabilities, Y):
    """Draw all pictures whose label is on the other side of 0.5 than their probability, which stands above them.

    pictures: shape (m, n, n, 3); probabilities, Y: shape (1, m)
    Raises ValueError if none is wrong.
    """
    wrong = np.flatnonzero((probabilities[0] > 0.5) != (Y[0] == 1))
    return show_pictures(pictures[wrong], [f"no. {i}: {probabilities[0, i]:.1%} cat" for i in wrong], columns=6)


def trained_neuron(X, Y, iterations, learning_rate):
    """Weights (n_x, 1) and bias after gradient descent from zeros: what training finds, in a fraction of its time.

    The weights stay a sum of examples, so the products of the examples with each other, (m, m), are all it takes.
    """
    m = X.shape[1]
    products, shares, b = X.T @ X, np.zeros((m, 1)), 0.0
    for _ in range(iterations):
        errors = sigmoid((products @ shares).T + b) - Y
        shares = shares - learning_rate / m * errors.T
        b = b - learning_rate * np.mean(errors)
    return X @ shares, b


def draw_result(chosen=(7, 21, 1, 37, 23, 30)):
    """Draw some test pictures, each with what the neuron of the notebook says of it, once it is trained."""
    with contextlib.redirect_stdout(io.StringIO()):  # the notebook says later what was loaded
        train_x, train_y, test_x, test_y, classes = load_dataset()
    columns, new = (pictures.reshape(len(pictures), -1).T / 255 for pictures in (train_x, test_x[list(chosen)]))
    w, b = trained_neuron(columns, train_y, 2000, 0.005)
    titles = []
    for probability, label in zip(sigmoid(w.T @ new + b)[0], test_y[0, list(chosen)], strict=True):
        answer = int(probability > 0.5)
        titles.append(f"{classes[answer].decode()}  {'✓' if answer == label else '✗'}\n({probability:.0%} cat)")
    return show_pictures(test_x[list(chosen)], titles)


def draw_channels(picture, label):
    """Draw a picture (n, n, 3) and, in grey, its red, green and blue channel."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, 4, figsize=(9.2, 2.7))
    axes[0].imshow(picture)
    axes[0].set_title(f"the picture, y = {label}")
    for channel, name in enumerate(["red", "green", "blue"]):
        axes[channel + 1].imshow(picture[:, :, channel], cmap="gray", vmin=0, vmax=255)
        axes[channel + 1].set_title(f"{name}: first pixel {picture[0, 0, channel]}")
    for ax in axes:
        ax.axis("off")
    return axes


def draw_neuron(pictures, Y, chosen=25, ax=None):
    """Draw the trained neuron, from the numbers of a picture to what it says of it. Returns the axes.

    pictures: the training set, (m, num_px, num_px, 3) uint8, with labels Y (1, m); chosen: index of the picture
    """
    import matplotlib.pyplot as plt

    picture, X = pictures[chosen], pictures.reshape(len(pictures), -1).T / 255
    w, b = trained_neuron(X, Y, 2000, 0.005)
    z = (w.T @ X[:, chosen] + b).item()
    if ax is None:
        _, ax = plt.subplots(figsize=(9.5, 2.8))

    def write(x, y, text, **how):
        ax.text(x, y, text, **{"ha": "center", "va": "center", "fontsize": 9, "zorder": 3} | how)

    def arrow(start, end):
        ax.annotate("", end, start, arrowprops={"arrowstyle": "->"})

    ax.imshow(picture, extent=(-6.2, -3.8, -1.2, 1.2))
    ax.grid(False)
    write(-5, 1.3, f"training picture {chosen}", va="bottom")
    arrow((-3.7, 0), (-2.5, 0))
    write(0, 2.0, f"x, one input for each of the\n{len(X)} numbers of the picture", va="bottom")
    for height, name, place in ((1.5, "1", 0), (0.7, "2", 1), (-1.5, "{n_x}", -1)):
        write(-0.45, height, f"{picture.ravel()[place]} / 255 = {X[place, chosen]:.2f}", ha="right")
        ax.plot([0, 4.6], [height, 0], color="0.6", linestyle="-", linewidth=1, zorder=1)
        write(2.1, 0.54 * height, f"$w_{name}$ = {w[place, 0]:.3f}", backgroundcolor="white", zorder=2)
        ax.add_patch(plt.Circle((0, height), 0.32, facecolor="white", edgecolor="black", zorder=2))
        write(0, height, f"$x_{name}$")
    write(0, -0.4, "⋮", fontsize=16)
    shown = w[[0, 1, -1], 0] @ X[[0, 1, -1], chosen] + b
    ax.plot([0.2, 4.6], [-0.4, 0], color="0.6", linestyle="-", linewidth=1, zorder=1)
    write(2.1, -0.24, f"{len(X) - 3} more: {z - shown:.2f}", backgroundcolor="white", zorder=2)
    ax.add_patch(plt.Rectangle((3.65, -0.95), 4.7, 1.9, facecolor="none", edgecolor="0.4", linestyle="--"))
    write(6, 1.2, "one neuron", fontsize=10)
    for x, text in ((4.6, "sum\n$w^T x + b$"), (7.4, "squeeze\n$\\sigma(z)$")):
        ax.add_patch(plt.Circle((x, 0), 0.8, facecolor="#C5DDEC", edgecolor="black", zorder=2))
        write(x, 0, text)
    arrow((4.6, -1.5), (4.6, -0.8))
    write(4.75, -1.25, f"b = {b:.3f}", ha="left")
    arrow((5.4, 0), (6.6, 0))
    write(6, 0.15, f"z = {z:.2f}", va="bottom")
    arrow((8.2, 0), (9.7, 0))
    write(9.05, 0.15, f"a = {sigmoid(z):.2f}", va="bottom")
    answer = "so 1, cat" if z > 0 else "so 0, no cat"
    write(9.8, 0, f"the probability of a cat:\n{sigmoid(z):.2f} {'>' if z > 0 else '≤'} 0.5, {answer}", ha="left")
    ax.set(xlim=(-6.3, 12.8), ylim=(-1.9, 2.9), aspect="equal")
    ax.axis("off")
    return ax


def draw_sigmoid():
    """Draw the sigmoid, and which side of 0.5 is which prediction."""
    import matplotlib.pyplot as plt

    z = np.linspace(-8, 8, 161)
    _, ax = plt.subplots(figsize=(5.6, 3.4))
    ax.plot(z, sigmoid(z))
    ax.axhline(0.5, color="0.5", linestyle=":", linewidth=1.2)
    ax.axvline(0, color="0.5", linestyle=":", linewidth=1.2)
    ax.text(7.8, 0.53, "z > 0, a > 0.5:\npredict 1, cat", ha="right", va="bottom")
    ax.text(-7.8, 0.47, "z < 0, a < 0.5:\npredict 0, no cat", va="top")
    ax.set_yticks(np.linspace(0, 1, 11))
    ax.set(xlabel="z", ylabel="a = sigmoid(z)")
    return ax


def draw_loss():
    """Draw the loss of one example against its probability, for both labels."""
    import matplotlib.pyplot as plt

    a = np.linspace(0.01, 0.99, 99)
    _, ax = plt.subplots(figsize=(5.6, 3.4))
    ax.plot(a, -np.log(a), label="y = 1: −log(a)")
    ax.plot(a, -np.log(1 - a), label="y = 0: −log(1 − a)")
    ax.plot(0.5, np.log(2), "ko")
    ax.annotate("a = 0.5: log 2 ≈ 0.693", (0.5, np.log(2)), (0.5, 1.5), ha="center", arrowprops={"arrowstyle": "-"})
    ax.set(xlabel="a, the probability of label 1", ylabel="loss of one example")
    ax.legend(loc="upper center")
    return ax


def draw_weights(ax, column, title):
    """A column of weights as a picture, its three colours added up, with a bar that says what light and dark mean.

    Numbers count from the mean weight. Bright: light here speaks more for a cat than elsewhere. Dark: it speaks less.
    """
    square = as_picture(column - np.mean(column)).sum(axis=2)
    limit = np.max(np.abs(square))
    image = ax.imshow(square, cmap="cividis", vmin=-limit, vmax=limit)
    ax.set_title(title)
    ax.axis("off")
    bar = ax.figure.colorbar(image, ax=ax, ticks=[-0.9 * limit, 0, 0.9 * limit], shrink=0.8)
    bar.ax.set_yticklabels(["less", "mean", "more"], fontsize=9)
    bar.ax.tick_params(length=0)


def draw_first_step(pictures, Y, step):
    """Draw the mean cat, the mean of the others, and the first step of the weights, shape (n_x, 1), as a picture."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, 3, figsize=(9.2, 2.9))
    means = np.array([pictures[Y[0] == label].mean(axis=0) for label in (1, 0)])
    means = (means - means.min()) / (means.max() - means.min())  # more contrast, the same in both
    for ax, mean, title in zip(axes, means, ("mean of all cats", "mean of all others"), strict=False):
        ax.imshow(mean)
        ax.set_title(title)
        ax.axis("off")
    draw_weights(axes[2], step, "first step of w: −dw")
    return axes


def valley_data():
    """Forty examples with one feature, whose labels mostly follow it: x (1, 40) and y (1, 40)."""
    random = np.random.RandomState(1)
    x = random.randn(1, 40)
    return x, (x + random.randn(1, 40) > 0.5).astype(int)


def draw_valley(propagate, optimize):
    """Draw the cost over w and b for one feature, and where the two functions walk from three corners."""
    import matplotlib.pyplot as plt

    x, y = valley_data()
    grid_w, grid_b = np.meshgrid(np.linspace(-3, 4, 71), np.linspace(-4, 3, 71))
    costs = [propagate(np.array([[w]]), b, x, y)[1] for w, b in zip(grid_w.ravel(), grid_b.ravel(), strict=True)]
    levels = plt.contourf(grid_w, grid_b, np.reshape(costs, grid_w.shape), levels=20, cmap="Greys")
    plt.colorbar(levels, label="cost J")
    for w, b, marker in [(-2.5, 2.5, "o"), (3.5, 2.5, "s"), (-2.0, -3.5, "^")]:
        path, params = [(w, b)], {"w": np.array([[w]]), "b": b}
        for _ in range(40):
            params, _, _ = optimize(params["w"], params["b"], x, y, num_iterations=8, learning_rate=0.3)
            path.append((np.ravel(params["w"])[0], np.ravel(params["b"])[0]))
        plt.plot(*zip(*path, strict=True), marker=marker, markersize=4, linewidth=1.2, label=f"from ({w}, {b})")
    lowest, _, _ = optimize(np.zeros((1, 1)), 0.0, x, y, num_iterations=3000, learning_rate=0.3)
    plt.plot(np.ravel(lowest["w"]), lowest["b"], "k*", markersize=12, label="lowest cost", zorder=5)
    plt.xlabel("w")
    plt.ylabel("b")
    plt.legend(loc="lower right")


def draw_predictions(w, b, predict):
    """Draw the probability of a neuron with one feature, its predictions, and the examples of `valley_data`."""
    import matplotlib.pyplot as plt

    x, y = valley_data()
    line = np.linspace(-3, 3, 121).reshape(1, 121)
    right = predict(w, b, x) == y
    _, ax = plt.subplots(figsize=(6.5, 3.6))
    ax.plot(line[0], sigmoid(w.T @ line + b)[0], label="a, the probability of label 1")
    ax.plot(line[0], predict(w, b, line)[0], "--", label="prediction")
    ax.plot(x[right], y[right], "o", label="examples, predicted correctly")
    ax.plot(x[~right], y[~right], "kx", markersize=8, label="predicted wrongly")
    ax.axhline(0.5, color="0.5", linestyle=":", linewidth=1.2)
    ax.set(xlabel="x", ylabel="y and a")
    ax.legend(loc="upper left", bbox_to_anchor=(0, 0.93))
    return ax


def draw_costs(runs, every=100):
    """Draw learning curves: a dictionary name → list of costs, one in every `every` iterations. Returns the axes."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(6, 3.8))
    for (name, costs), line in zip(runs.items(), ["o-", "s--", "^:", "v-."], strict=False):
        ax.plot(np.arange(len(costs)) * every, costs, line, markersize=4, label=name)
    ax.axhline(np.log(2), color="0.5", linestyle=":", linewidth=1.2)
    ax.text(0.99, np.log(2) - 0.01, "log 2", ha="right", va="top", transform=ax.get_yaxis_transform())
    ax.set(xlabel="iteration", ylabel="cost on the training set")
    ax.set_ylim(0, None)
    if len(runs) > 1:
        ax.legend(loc="lower left")
    return ax


def draw_learnt(first_step, w, probabilities, Y):
    """Draw the first step of the weights, the trained weights, and the probabilities (1, m) in order."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, 3, figsize=(9.2, 2.9), width_ratios=[1, 1, 1.1])
    draw_weights(axes[0], first_step, "first step")
    draw_weights(axes[1], w, "w after the training")
    order = np.argsort(probabilities[0])
    axes[2].plot(probabilities[0, order], "k-", linewidth=0.8)
    for label, marker, name in [(0, "o", "y = 0, other"), (1, "^", "y = 1, cat")]:
        places = np.flatnonzero(Y[0, order] == label)
        axes[2].plot(places, probabilities[0, order][places], marker, markersize=4, label=name)
    axes[2].axhline(0.5, color="0.5", linestyle=":", linewidth=1.2)
    axes[2].set(title="a of the test pictures", xlabel="in order of a")
    axes[2].legend(fontsize=9)
    return axes


def draw_both_sets(iterations, costs, accuracies):
    """Draw cost and accuracy of training and test set over the iterations.

    costs, accuracies: one pair (training set, test set) for each entry of iterations
    """
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, 2, figsize=(9, 3.4))
    for ax, pairs, name in zip(axes, (costs, accuracies), ("cost", "accuracy"), strict=True):
        on_training, on_test = zip(*pairs, strict=True)
        ax.plot(iterations, on_training, "o-", markersize=3, label="training set")
        ax.plot(iterations, on_test, "s--", markersize=3, label="test set")
        ax.set(xlabel="iteration", title=name)
    axes[0].set_ylim(0, None)
    axes[0].legend(loc="lower left")
    return axes


def draw_swings(runs):
    """Draw the cost of every single iteration: a dictionary learning rate → list of costs, one panel for each.

    All panels have the same logarithmic scale, so that their swings can be compared.
    """
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, len(runs), figsize=(9, 2.8), sharey=True)
    highest = max(max(costs) for costs in runs.values())
    for ax, (rate, costs) in zip(axes, runs.items(), strict=True):
        ax.plot(costs, linewidth=1)
        ax.axhline(np.log(2), color="0.5", linestyle=":", linewidth=1.2)
        ax.set(title=f"rate {rate}", xlabel="iteration", yscale="log", ylim=(0.4, 1.05 * highest))
    axes[0].set_yticks(costs := [0.5, 1, 2, 5], map(str, costs))
    axes[0].minorticks_off()
    axes[0].set_ylabel("cost")
    return axes


def draw_own(original, pixels, answer):
    """Draw a picture as it was, and as the neuron sees it, with its answer."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, 2, figsize=(6, 3))
    for ax, image, title in zip(axes, (original, pixels), ("the picture", answer), strict=True):
        ax.imshow(image, cmap="gray")  # of a picture that has no colours
        ax.set_title(title)
        ax.axis("off")
    return axes
