"""A clock and three drawings for the first steps with arrays."""

import time

import numpy as np

CHANNELS = "RGB"
# What is written in a cell has to be legible on it, and copies have to differ from what they copy.
OWN_COLOUR, COPY_COLOUR, RESULT_COLOUR = "#C5DDEC", "#FFFFFF", "#FBEBCB"


def best_time(function, *arguments, repeats=5):
    """Seconds that `function(*arguments)` takes: the fastest of `repeats` runs, which other programs disturb least."""
    if repeats < 1:
        raise ValueError(f"repeats should be at least 1; yours is {repeats}.")
    fastest = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        function(*arguments)
        fastest = min(fastest, time.perf_counter() - start)
    return fastest


def small_picture():
    """An evening sky over the sea in eight pixels: shape (2, 4, 3), red, green and blue from 0 to 1."""
    sky = [[0.95, 0.55, 0.20], [1.00, 0.80, 0.30], [0.90, 0.45, 0.35], [0.55, 0.30, 0.55]]
    sea = [[0.10, 0.25, 0.50], [0.60, 0.50, 0.40], [0.15, 0.30, 0.60], [0.05, 0.15, 0.35]]
    return np.array([sky, sea])


def draw_unrolled(image, vector):
    """Draw a picture beside the column that was made of it, number by number. Returns the two axes.

    image: red, green and blue from 0 to 1, shape (length, height, 3)
    vector: the same numbers, shape (length * height * 3, 1)
    Raises ValueError if a shape does not fit.
    """
    import matplotlib.pyplot as plt

    image, vector = np.asarray(image), np.asarray(vector)
    if image.ndim != 3 or image.shape[2] != len(CHANNELS):
        raise ValueError(f"image should have shape (length, height, 3); yours is {image.shape}.")
    if vector.shape != (image.size, 1):
        raise ValueError(f"vector should have shape {(image.size, 1)}, a column; yours is {vector.shape}.")
    length, height, depth = image.shape
    paper = {"facecolor": "white", "alpha": 0.8, "edgecolor": "none", "pad": 1.5}
    _, (left, right) = plt.subplots(
        1, 2, figsize=(8.5, 0.21 * image.size + 0.6), gridspec_kw={"width_ratios": [2.4, 1]}
    )
    left.imshow(image, vmin=0, vmax=1)
    for row in range(length):
        for column in range(height):
            left.text(
                column,
                row,
                f"[{row}, {column}]\n"
                + "\n".join(f"{c} {v:.2f}" for c, v in zip(CHANNELS, image[row, column], strict=True)),
                ha="center",
                va="center",
                fontsize=9,
                bbox=paper,
            )
    left.set(title=f"picture {image.shape}", xticks=range(height), yticks=range(length))
    left.set(xlabel="index along axis 1", ylabel="index along axis 0")
    left.grid(False)

    shades = np.zeros((image.size, 1, depth))  # each number in the colour of the channel that should stand there
    for i, value in enumerate(vector[:, 0]):
        shades[i, 0, i % depth] = np.clip(value, 0, 1)
        right.text(0, i, f"{CHANNELS[i % depth]} {value:.2f}", ha="center", va="center", fontsize=8, bbox=paper)
    right.imshow(shades, aspect="auto")
    for pixel in range(length * height):
        right.axhline(pixel * depth - 0.5, color="white", linewidth=3)
    middles = np.arange(length * height) * depth + (depth - 1) / 2
    right.set_yticks(middles, [f"pixel [{i // height}, {i % height}]" for i in range(length * height)])
    right.set(title=f"vector {vector.shape}", xticks=[])
    right.grid(False)
    return left, right


def draw_broadcast(a, b, axes):
    """Draw a, b and a + b as tables of numbers; what broadcasting repeats is pale. Returns the three axes.

    a, b: arrays with at most two axes, whose shapes fit
    axes: three axes to draw into
    """
    a, b = np.asarray(a), np.asarray(b)
    total = a + b
    for ax, array, title in zip(axes, (a, b, total), ("a", "b", "a + b"), strict=True):
        _draw_table(ax, array, np.broadcast_shapes(total.shape, (1, 1)), array is total)
        ax.set_title(f"{title} {array.shape}")
    return axes


def _draw_table(ax, array, shape, is_result):
    """The entries of `array`, repeated up to the two sizes of `shape`; the copies are pale and in italics."""
    rows, columns = shape
    own_rows, own_columns = np.broadcast_shapes(array.shape, (1, 1))
    full = np.broadcast_to(array, shape)
    for i in range(rows):
        for j in range(columns):
            copied = i >= own_rows or j >= own_columns
            colour = RESULT_COLOUR if is_result else COPY_COLOUR if copied else OWN_COLOUR
            edge = {"edgecolor": "0.75", "linestyle": ":"} if copied else {"edgecolor": "0.2", "linestyle": "-"}
            ax.fill([j, j + 1, j + 1, j], [i, i, i + 1, i + 1], facecolor=colour, **edge)
            style = {"color": "0.6", "style": "italic"} if copied else {"color": "black"}
            ax.text(j + 0.5, i + 0.5, f"{full[i, j]:g}", ha="center", va="center", **style)
    ax.set(xlim=(-0.05, columns + 0.05), ylim=(rows + 0.05, -0.05), aspect="equal")
    ax.axis("off")
