"""Data and drawings of the assignment on Keras and smiles."""

import runpy

import numpy as np

from utils.conv_utils import SIGNED
from utils.lr_utils import show_pictures
from utils.picture_data import DATA, load_pictures
from utils.picture_data import own_picture as own_picture  # for the notebook

MARKERS = "osD^v"  # one for each start


def load_dataset():
    """Faces: X_train_orig, Y_train_orig, X_test_orig, Y_test_orig, classes.

    Pictures are (m, 64, 64, 3) uint8, labels (1, m) int64, 1 for happy; see utils.picture_data.load_pictures.
    """
    return load_pictures("happy")


def own_face(smile, seed=5, **choices):
    """A drawn face, shape (64, 64, 3) uint8.

    smile: from -1, all the way down, to 1, all the way up
    seed: of everything that is not chosen
    choices: colours (red, green, blue) as skin, hair, shirt and ground; True or False as long (hair) and glasses;
        numbers as tilt and brows (from -0.5 to 0.5)
    """
    happy = runpy.run_path(str(DATA / "happy.py"))
    chosen = {name: np.array(value) if isinstance(value, tuple) else value for name, value in choices.items()}
    return happy["face"](smile, **(happy["features"](np.random.default_rng(seed)) | chosen))


def smiling_faces(count=9, seed=14):
    """The same face `count` times, its mouth from all the way down to all the way up, (count, 64, 64, 3) uint8."""
    return np.stack([own_face(smile, seed) for smile in np.linspace(-1, 1, count)])


def show_faces(pictures, labels, columns=8):
    """Draw pictures (m, n, n, 3), each with what its label means."""
    return show_pictures(pictures, ["happy" if label else "not happy" for label in labels], columns)


def draw_meter(faces, p):
    """Draw faces in a row, and below them the probability p (m,) of each that it is happy."""
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=(9.2, 3.3))
    grid = figure.add_gridspec(2, len(faces), height_ratios=(1, 2))
    for place, face in enumerate(faces):
        ax = figure.add_subplot(grid[0, place])
        ax.imshow(face)
        ax.axis("off")
    ax = figure.add_subplot(grid[1, :])
    ax.bar(range(len(p)), p, width=0.5)
    for place, value in enumerate(p):
        ax.text(place, value + 0.03, f"{value:.2f}", ha="center", va="bottom", fontsize=10)
    ax.axhline(0.5, color="0.4", linestyle=":", linewidth=1.2)
    ax.set(xlim=(-0.5, len(p) - 0.5), ylim=(0, 1.2), yticks=(0, 0.5, 1), xticks=[], ylabel="probability: happy")
    ax.grid(False, axis="x")
    return ax


def draw_model(model):
    """Draw the layers of a model from left to right, each with its output's shape and how many numbers it has."""
    import matplotlib.pyplot as plt

    columns = [[]]
    for layer in model.layers:
        columns[-1].append(layer)
        if "Input" in type(layer).__name__ or "Pool" in type(layer).__name__:
            columns.append([])
    rows = max(map(len, columns))
    _, ax = plt.subplots(figsize=(9.4, 0.72 * rows + 0.3))
    before = None
    for x, column in enumerate(columns):
        for y, layer in enumerate(column):
            shape = " × ".join(map(str, layer.output.shape[1:]))
            count = layer.count_params()
            colour = "#C5DDEC" if count else "white"
            ax.add_patch(plt.Rectangle((x - 0.42, -y - 0.36), 0.84, 0.72, facecolor=colour, edgecolor="black"))
            name = layer.name if count else type(layer).__name__.removesuffix("Layer")
            ax.text(x, -y + 0.14, name, ha="center", va="center", fontsize=10)
            ax.text(x, -y - 0.17, f"{shape}" + f"  [{count}]" * bool(count), ha="center", va="center", fontsize=8.5)
            if before:
                (x0, y0), arrow = before, {"arrowstyle": "->"}
                if x0 == x:
                    ax.annotate("", (x, -y + 0.36), (x, -y0 - 0.36), arrowprops=arrow)
                else:
                    ax.annotate("", (x - 0.42, -y), (x0 + 0.42, -y0), arrowprops=arrow)
            before = x, y
    ax.set(xlim=(-0.5, len(columns) - 0.5), ylim=(0.4 - rows, 0.45))
    ax.axis("off")
    return ax


def draw_chains():
    """Draw three blocks in a row, and three blocks that all begin at the input, of which only the last leads on."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(2, 1, figsize=(8.6, 3.6), height_ratios=(1, 2.2))

    def box(ax, x, y, text, alive=True):
        ax.text(x, y, text, ha="center", va="center", fontsize=10, color="black" if alive else "0.45",
                bbox={"facecolor": "#C5DDEC" if alive else "white", "edgecolor": "black" if alive else "0.6",
                      "linestyle": "-" if alive else "--", "boxstyle": "square,pad=0.5"})  # fmt: skip

    def arrow(ax, start, end, alive=True):
        style = {"arrowstyle": "->", "linestyle": "-" if alive else "--", "color": "black" if alive else "0.6"}
        ax.annotate("", end, start, arrowprops=style)

    names = ("X_input", "block 1", "block 2", "block 3", "fc")
    for x, name in enumerate(names):
        box(axes[0], 2 * x, 0, name)
        if x:
            arrow(axes[0], (2 * x - 1.45, 0), (2 * x - 0.6, 0))
    for y, number in zip((1, 0, -1), (1, 2, 3), strict=True):
        box(axes[1], 4, y, f"block {number}", number == 3)
        arrow(axes[1], (0.55, y / 6), (3.4, y), number == 3)
    box(axes[1], 0, 0, "X_input")
    box(axes[1], 8, -1, "fc")
    arrow(axes[1], (4.6, -1), (7.5, -1))
    for y in (1, 0):
        axes[1].text(4.75, y, "nobody asks for this", va="center", fontsize=10, color="0.35")
    for ax, title, height in zip(axes, ("in a chain", "each from X_input"), (0.7, 1.6), strict=True):
        ax.set(xlim=(-0.9, 8.7), ylim=(-height, height))
        ax.set_title(title, loc="left")
        ax.axis("off")
    return axes


def draw_curves(runs):
    """Draw runs by name: lists of pairs (accuracy on the training faces, on the test faces), one for each epoch."""
    import matplotlib.pyplot as plt

    size = (9.2 if len(runs) > 1 else 6, 3.4)
    figure, axes = plt.subplots(1, len(runs), figsize=size, sharey=True, squeeze=False)
    for ax, (name, run) in zip(axes[0], runs.items(), strict=True):
        epochs = np.arange(1, len(run) + 1)
        for values, line, label in zip(
            zip(*run, strict=True), ("-", "--"), ("training faces, in training", "test faces, in use"), strict=True
        ):
            ax.plot(epochs, values, line, label=label)
        ax.axhline(0.5, color="0.5", linestyle=":", linewidth=1.2)
        ax.text(epochs[-1], 0.49, "guessing", ha="right", va="top")
        ax.set(xlabel="epoch", ylim=(0.35, 1.03), title=name)
        ax.xaxis.get_major_locator().set_params(integer=True)
    axes[0, 0].set_ylabel("accuracy")
    figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return axes[0]


def draw_starts(results):
    """Draw accuracies from several starts as dots: a dictionary name of the model → accuracies. Returns the axes."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(6, 3.2))
    for place, values in enumerate(results.values()):
        for k, value in enumerate(values):
            ax.plot(place + 0.08 * (k - (len(values) - 1) / 2), value, MARKERS[k % 5], color="black", markersize=6)
    ax.axhline(0.5, color="0.5", linestyle=":", linewidth=1.2)
    ax.text(len(results) - 0.52, 0.49, "guessing", ha="right", va="top")
    ax.set(xticks=range(len(results)), xticklabels=list(results), xlim=(-0.5, len(results) - 0.5))
    ax.set(ylim=(0.35, 1.03), ylabel="accuracy on the test faces")
    return ax


def draw_hidden(faces, changes, size):
    """Draw faces, and below each how its probability changes where a square is hidden: maps (rows, columns).

    Each map has its own scale, and the largest change is written below its square.
    """
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(2, len(faces), figsize=(9.2, 4.2))
    for (above, below), face, change in zip(axes.T, faces, changes, strict=True):
        limit = np.abs(change).max()
        above.imshow(face)
        below.imshow(face.mean(axis=-1), cmap="gray", alpha=0.5)
        below.imshow(
            change, cmap=SIGNED, vmin=-limit, vmax=limit, alpha=0.75,
            extent=(-0.5, size * change.shape[1] - 0.5, size * change.shape[0] - 0.5, -0.5),
        )  # fmt: skip
        row, column = np.unravel_index(np.abs(change).argmax(), change.shape)
        below.text(
            (column + 0.5) * size - 0.5, (row + 1.5) * size - 0.5, f"{change[row, column]:+.2f}",
            ha="center", va="center", fontsize=10,
        )  # fmt: skip
        for ax in (above, below):
            ax.axis("off")
    return axes
