"""Data, weights and drawings of the assignment on residual networks."""

import itertools

import numpy as np

from utils.picture_data import DATA, REAL
from utils.picture_data import own_picture as own_picture  # for the notebook
from utils.tf_utils import keras_2_weights
from utils.tf_utils import load_dataset as load_dataset  # for the notebook

CHANCE = 1 / 6


def conv_norm(X, filters, f, s, name):
    """A convolution with a border that keeps the size, and batch normalisation; no activation.

    X: output of a layer, shape (m, n_H, n_W, n_C)
    filters, f, s: how many filters, of f x f, with which stride
    name: the two layers are called "res" + name and "bn" + name
    Returns the output of a layer, shape (m, n_H / s, n_W / s, filters), rounded up.
    """
    from keras import layers

    X = layers.Conv2D(filters, f, strides=s, padding="same", name="res" + name)(X)
    return layers.BatchNormalization(axis=3, momentum=0.9, name="bn" + name)(X)


def load_signs_weights(model, path=DATA / "signs_resnet.npz"):
    """The model ResNetMini(n=2) of the notebook, with the weights that data/train_signs_resnet.py has trained.

    Layers are found by their names. Raises ValueError, which names the layer, where they don't fit.
    """
    with np.load(path) as file:
        saved = {name: file[name] for name in file.files}
    for layer in model.layers:
        if layer.weights:
            keys = [f"{layer.name}/{weight.name}" for weight in layer.weights]
            _give(layer, [saved.get(key) for key in keys], path)
    return model


def load_resnet50(model, path=DATA / REAL / "ResNet50.h5"):
    """The model ResNet50() of the notebook, with the weights of the original's file.

    The file is of Keras 2: a group for each layer, with the names of its weights. Layers without a name of their own
    (such as Dense ones of another number of classes) are no part of it. Raises ValueError where they don't fit.
    """
    saved = keras_2_weights(path)
    for layer in model.layers:
        if layer.weights:
            _give(layer, saved.get(layer.name, []), path)
    return model


def _give(layer, values, path):
    """Gives a layer its weights. Raises ValueError if they are not those of such a layer."""
    wanted = [tuple(weight.shape) for weight in layer.weights]
    found = [None if value is None else value.shape for value in values]
    if found != wanted:
        raise ValueError(
            f"{path} has no weights for a layer {layer.name} with shapes {wanted}. Are the layers of your blocks "
            "called as in the notebook's table, and built with the filters that they are given?"
        )
    layer.set_weights(values)


def draw_runs(runs):
    """Draw accuracies by epoch: a dictionary with a list of runs for "with" and for "without" shortcuts."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(7.6, 3.6))
    for name, style, colour in (("with", "-", "#0072B2"), ("without", "--", "black")):
        for k, accuracies in enumerate(runs[name]):
            epochs = np.arange(1, len(accuracies) + 1)
            ax.plot(epochs, accuracies, style, color=colour, linewidth=1.6, label=None if k else f"{name} shortcuts")
    ax.axhline(CHANCE, color="0.5", linestyle=":", linewidth=1.2)
    ax.text(epochs[-1], CHANCE - 0.02, "guessing", ha="right", va="top", fontsize=10)
    ax.set(xlabel="epoch", ylabel="accuracy on the training set", ylim=(0, 1))
    ax.legend(loc="upper left")
    return ax


def draw_sizes(large, small):
    """Draw pictures (k, 64, 64, 3), and below each the same at half the size."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(2, len(large), figsize=(1.9 * len(large), 4.0))
    for row, pictures in zip(axes, (large, small), strict=True):
        for ax, picture in zip(row, pictures, strict=True):
            ax.imshow(picture)
            ax.set(xticks=[], yticks=[])
            ax.grid(False)
        row[0].set_ylabel(f"{pictures.shape[1]} × {pictures.shape[2]}")
    return axes


def draw_channels(Z, A):
    """Draw how the numbers of each channel are spread, in Z and in A, both (m, n_H, n_W, n_C)."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, 2, figsize=(9.2, 3), sharey=True)
    for ax, values, name in zip(axes, (Z, A), ("Z", "A, after batch normalisation"), strict=True):
        bins = np.linspace(values.min(), values.max(), 50)
        for channel, (style, colour) in enumerate(zip(("-", "--", ":"), ("black", "#0072B2", "#D55E00"), strict=True)):
            counts, edges = np.histogram(values[..., channel], bins, density=True)
            ax.plot((edges[:-1] + edges[1:]) / 2, counts, style, color=colour, label=f"channel {channel}")
        ax.set(xlabel=name)
    axes[0].set_ylabel("how often")
    axes[1].legend()
    return axes


def draw_gradients(runs):
    """Draw the length of the gradient by layer: a dictionary name → (lengths, style of the line).

    Of each run the last number, that of the fully connected layer, is left out.
    """
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(8, 3.6))
    for name, (norms, style) in runs.items():
        ax.plot(np.arange(1, len(norms)), norms[:-1], style, color="black", linewidth=1.6, label=name)
    ax.set(xlabel="convolution, from the first to the last", ylabel="length of the gradient", yscale="log")
    ax.legend()
    return ax


def draw_block(projection=False):
    """Draw a residual block: the main path, and above it the shortcut, as it is or with a convolution."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(9.4, 2.9))
    stride = ", stride s" if projection else ""

    def box(x, y, text, width=1.9, colour="#C5DDEC"):
        ax.add_patch(plt.Rectangle((x - width / 2, y - 0.42), width, 0.84, facecolor=colour, edgecolor="black"))
        ax.text(x, y, text, ha="center", va="center", fontsize=9)

    def arrow(*points):
        for start, end in itertools.pairwise(points):
            ax.plot(*zip(start, end, strict=True), "k-", linewidth=1.4)
        ax.annotate("", points[-1], points[-2], arrowprops={"arrowstyle": "->", "linewidth": 1.4})

    ax.text(0, 0, "X", ha="center", va="center", fontsize=13)
    parts = ((f"1 × 1{stride}", "F1", "2a"), ("f × f", "F2", "2b"), ("1 × 1", "F3", "2c"))
    for k, (size, filters, name) in enumerate(parts):
        x = 1.75 + 3.1 * k
        box(x, 0, f"{size}\n{filters} filters, norm", 2.0)
        ax.text(x, -0.62, name, ha="center", va="top", fontsize=9)
        if k < 2:
            box(x + 1.55, 0, "relu", 0.62, "white")
            arrow((x + 1.0, 0), (x + 1.24, 0))
            arrow((x + 1.86, 0), (x + 2.1, 0))
    arrow((0.2, 0), (0.75, 0))
    ax.add_patch(plt.Circle((9.55, 0), 0.26, facecolor="#F0E442", edgecolor="black"))
    ax.text(9.55, 0, "+", ha="center", va="center", fontsize=14)
    arrow((8.95, 0), (9.29, 0))
    box(10.45, 0, "relu", 0.62, "white")
    arrow((9.81, 0), (10.14, 0))
    arrow((10.76, 0), (11.25, 0))
    if projection:
        arrow((0.45, 0), (0.45, 1.4), (3.75, 1.4))
        box(4.85, 1.4, f"1 × 1{stride}\nF3 filters, norm", 2.2)
        ax.text(6.05, 1.55, "1", ha="left", va="bottom", fontsize=9)
        arrow((5.95, 1.4), (9.55, 1.4), (9.55, 0.26))
    else:
        arrow((0.45, 0), (0.45, 1.4), (9.55, 1.4), (9.55, 0.26))
        ax.text(4.85, 1.45, "shortcut", ha="center", va="bottom", fontsize=10)
    ax.set(xlim=(-0.3, 11.4), ylim=(-1.1, 2.0), aspect="equal")
    ax.axis("off")
    return ax


def draw_stages(model):
    """Draw the volumes after each stage of ResNet-50, and below each how many numbers the stage has."""
    import matplotlib.pyplot as plt

    ends = {"1": "conv1", "2": "bn2c_branch2c", "3": "bn3d_branch2c", "4": "bn4f_branch2c", "5": "bn5c_branch2c"}
    counts = dict.fromkeys((*ends, "end"), 0)
    for layer in model.layers:
        stage = next((s for s in "2345" if layer.name.startswith((f"res{s}", f"bn{s}"))), "1")
        counts["end" if layer.name.startswith("fc") else stage] += layer.count_params()
    volumes = {stage: tuple(model.get_layer(name).output.shape[1:]) for stage, name in ends.items()}
    volumes["1"] = tuple(model.get_layer("res2a_branch2a").input.shape[1:])
    volumes["end"] = 1, 1, int(model.output.shape[1])
    _, (top, bottom) = plt.subplots(2, 1, figsize=(9, 4.4), sharex=True, height_ratios=(3, 2))
    for x, (rows, columns, channels) in enumerate(volumes.values()):
        height, width = rows / 15, 0.04 + 0.7 * channels / 2048
        top.add_patch(
            plt.Rectangle((x - width / 2, -height / 2), width, height, facecolor="#C5DDEC", edgecolor="black")
        )
        top.text(x, 0.62, f"{rows} × {columns} × {channels}", ha="center", va="bottom", fontsize=9)
    top.set(ylim=(-0.6, 0.85))
    top.axis("off")
    millions = [count / 1e6 for count in counts.values()]
    bottom.bar(range(len(counts)), millions, color="0.75", edgecolor="black")
    for x, value in enumerate(millions):
        bottom.text(x, value + 0.3, f"{value:.2f}", ha="center", va="bottom", fontsize=9)
    bottom.set(xticks=range(len(counts)), xticklabels=[f"stage {s}" if s != "end" else s for s in counts])
    bottom.set(ylabel="million numbers", ylim=(0, 1.25 * max(millions)))
    return top, bottom


def draw_averages(steps, accuracies):
    """Draw the accuracy in use by the number of steps that moving averages had: a dictionary momentum → accuracies."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(6.6, 3.4))
    for (momentum, values), style in zip(accuracies.items(), ("-o", "--s"), strict=True):
        ax.plot(steps, values, style, color="black", label=f"momentum {momentum}")
    ax.axhline(CHANCE, color="0.5", linestyle=":", linewidth=1.2)
    ax.text(steps[-1], CHANCE + 0.02, "guessing", ha="right", va="bottom", fontsize=10)
    ax.set(xlabel="steps of training", ylabel="accuracy in use", xscale="log", ylim=(0, 1.02))
    ax.set_xticks(steps, [str(step) for step in steps])
    ax.minorticks_off()
    ax.legend()
    return ax


def draw_answers(pictures, labels, predict, columns=6):
    """Draw pictures, each with what predict(picture) says, and how sure it is; wrong answers are in a frame."""
    import matplotlib.pyplot as plt

    rows = -(-len(pictures) // columns)
    _, axes = plt.subplots(rows, columns, figsize=(1.5 * columns, 1.95 * rows))
    for ax, picture, label in zip(axes.flat, pictures, labels, strict=True):
        sign, probabilities = predict(picture)
        size = len(picture)
        ax.imshow(picture, extent=(0, size, size, 0))
        ax.set_title(f"{sign}" if sign == label else f"{sign}, but is {label}", fontsize=11)
        ax.add_patch(plt.Rectangle((0, 1.05 * size), size, 0.1 * size, facecolor="white", edgecolor="0.5"))
        sure = float(probabilities[sign])
        ax.add_patch(plt.Rectangle((0, 1.05 * size), sure * size, 0.1 * size, facecolor="0.25"))
        if sign != label:
            ax.add_patch(plt.Rectangle((0, 0), size, size, fill=False, edgecolor="black", linewidth=4))
        ax.set(xlim=(0, size), ylim=(1.18 * size, 0))
        ax.axis("off")
    return axes
