"""Data and drawings of the assignment on logistic regression."""

import numpy as np

from utils.picture_data import load_pictures


def load_dataset():
    """The cat pictures: train_set_x_orig, train_set_y, test_set_x_orig, test_set_y, classes.

    Pictures are (m, 64, 64, 3) uint8, labels (1, m) int64 with 1 for a cat; see utils.picture_data.load_pictures.
    """
    return load_pictures("catvnoncat")


def show_pictures(pictures, titles=None, columns=8):
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
    _, axes = plt.subplots(rows, columns, figsize=(1.4 * columns, 1.65 * rows), squeeze=False)
    for ax in axes.flat:
        ax.axis("off")
    used = list(axes.flat)[: len(pictures)]
    for ax, picture, title in zip(used, pictures, titles, strict=True):
        ax.imshow(np.asarray(picture))
        ax.set_title(title, fontsize=9)
    return used


def draw_neuron(ax=None):
    """Draw logistic regression as a network of one neuron, from a picture's numbers to a label. Returns the axes."""
    import matplotlib.pyplot as plt

    if ax is None:
        _, ax = plt.subplots(figsize=(8.5, 3.2))
    inputs = [(1.2, "$x_1$", "$w_1$"), (0.4, "$x_2$", "$w_2$"), (-1.2, "$x_{n_x}$", "$w_{n_x}$")]
    for height, name, weight in inputs:
        ax.plot([0, 4], [height, 0], color="0.6", linewidth=1, zorder=1)
        ax.text(1.9, 0.53 * height, weight, ha="center", va="center", backgroundcolor="white", zorder=2)
        ax.add_patch(plt.Circle((0, height), 0.32, facecolor="white", edgecolor="black", zorder=2))
        ax.text(0, height, name, ha="center", va="center", zorder=3)
    ax.text(0, -0.4, "⋮", ha="center", va="center", fontsize=16)
    ax.add_patch(plt.Circle((4, 0), 0.75, facecolor="#C5DDEC", edgecolor="black", zorder=2))
    ax.text(4, 0, "$z = w^T x + b$\n$a = \\sigma(z)$", ha="center", va="center", fontsize=9, zorder=3)
    ax.annotate("", (6.1, 0), (4.75, 0), arrowprops={"arrowstyle": "->"})
    ax.text(6.2, 0, "probability of a cat\n$a > 0.5$: predict 1, cat\notherwise: predict 0", ha="left", va="center")
    ax.text(0, 1.75, "one input per number\nof the picture", ha="center", va="bottom")
    ax.text(4, 1.0, "one neuron", ha="center", va="bottom")
    ax.set(xlim=(-1.4, 9.4), ylim=(-1.6, 2.5), aspect="equal")
    ax.axis("off")
    return ax
