"""Drawings of the assignment on a convolutional network for hand signs, and a count of right answers."""

import contextlib
import io
import json
from pathlib import Path

import numpy as np


def share_right(Z3, Y):
    """Which share of the examples has its largest logit at its class: a number from 0 to 1.

    Z3: logits, shape (m, n_y), an array or a tensor; Y: one-hot labels, shape (m, n_y)
    """
    return float(np.mean(np.argmax(Z3, axis=1) == np.argmax(Y, axis=1)))


def draw_goal(path, fingers=3):
    """Draw what the network of the long run, whose parameters are in a file, sees in a test hand, and says of it."""
    import keras

    from utils.tf_utils import load_dataset

    parameters = json.loads(Path(path).read_text())["parameters"]
    weights = [np.array(values, np.float32) for values in parameters.values()]
    with contextlib.redirect_stdout(io.StringIO()):  # the notebook says later what is loaded
        *_, pictures, labels, _ = load_dataset()
    layers = keras.layers
    filters = layers.Conv2D(8, 4, padding="same", use_bias=False, activation="relu")
    more = layers.Conv2D(16, 2, padding="same", use_bias=False, activation="relu")
    rest = [layers.MaxPooling2D(8), more, layers.MaxPooling2D(4), layers.Flatten(), layers.Dense(6, "softmax")]
    network = keras.Sequential([keras.Input((64, 64, 3)), filters, *rest])
    network.set_weights(weights)
    picture = pictures[np.flatnonzero(labels[0] == fingers)[0]]
    X = (picture[np.newaxis] / 255 - 0.5).astype(np.float32)
    return draw_sight(picture, filters(X).numpy()[0], network(X).numpy()[0])


def draw_sight(picture, maps, probabilities):
    """Draw a picture (n, n, 3), the maps (n, n, 8) that the first filters make of it, and what the network says.

    probabilities: of 0 to 5 fingers, shape (6,)
    """
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=(9.4, 2.7), layout="constrained")
    grid = figure.add_gridspec(2, 8, width_ratios=[1, 1, 1, 1, 1, 1, 1.15, 1.15])
    ax = figure.add_subplot(grid[:, :2])
    ax.imshow(picture)
    ax.set_title("what you see")
    axes = [ax]
    for k in range(8):
        axes.append(figure.add_subplot(grid[k // 4, 2 + k % 4]))
        axes[-1].imshow(maps[:, :, k], cmap="gray_r")
    for ax in axes:
        ax.set(xticks=[], yticks=[])
        ax.grid(False)
    axes[1].set_title("what eight filters see", loc="left")
    ax = figure.add_subplot(grid[:, 6:])
    _bars(ax, probabilities)
    ax.set_title("what the network says")
    return [*axes, ax]


def _bars(ax, probabilities):
    """Draw a bar for each number of fingers, the longest dark, with the probability at its end."""
    best = np.argmax(probabilities)
    places = np.arange(len(probabilities))
    ax.barh(places, probabilities, color=["#0072B2" if k == best else "0.7" for k in places])
    for place, p in zip(places, probabilities, strict=True):
        ax.text(p + 0.03, place, f"{p:.0%}", va="center", fontsize=10)
    ax.set(xlim=(0, 1.3), xticks=[], yticks=places, yticklabels=[f"{k}" for k in places])
    ax.set_ylabel("fingers")
    ax.invert_yaxis()
    ax.grid(False)


def draw_same(n=10, f=4):
    """Draw the windows of f, side by side, on a row of n entries: padding VALID and padding SAME."""
    import matplotlib.pyplot as plt

    count = -(-n // f)
    before = (count * f - n) // 2
    _, axes = plt.subplots(1, 2, figsize=(9.2, 1.9), sharey=True)
    starts = {"VALID": range(0, n - f + 1, f), "SAME": range(-before, n, f)}
    for ax, (name, begins) in zip(axes, starts.items(), strict=True):
        for place in range(n):
            ax.add_patch(plt.Rectangle((place, 0), 1, 0.8, facecolor="#C5DDEC", edgecolor="black"))
        for start in begins:
            ax.plot([start + 0.1, start + f - 0.1], [-0.45, -0.45], "k-", linewidth=4, solid_capstyle="butt")
        ax.set_title(f'"{name}", n = {n}, f = s = {f}: {len(begins)} windows')
        ax.set(xlim=(-1.5, n + 1.5), ylim=(-0.9, 1.1))
        ax.axis("off")
    return axes


def draw_starts(results, titles):
    """Draw what several trainings end with, a dot for each start.

    results: dictionary from a setting to a list with one tuple for each start, a number for each title
    titles: of the panels
    """
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, len(titles), figsize=(9.2, 3.5))
    for which, (ax, title) in enumerate(zip(axes, titles, strict=True)):
        for place, ends in enumerate(results.values()):
            values = [end[which] for end in ends]
            ax.plot(place + 0.08 * (np.arange(len(values)) - (len(values) - 1) / 2), values, "ko", markersize=5)
        ax.set(xlim=(-0.5, len(results) - 0.5), title=title)
        ax.set_xticks(range(len(results)), [f"pixels {name}".replace(", ", "\n") for name in results], fontsize=9)
    axes[0].axhline(np.log(6), color="0.5", linestyle=":", linewidth=1.2)
    axes[0].text(len(results) - 0.55, np.log(6) - 0.01, "log 6", ha="right", va="top")
    return axes


def draw_filters(before, after):
    """Draw filters (4, 4, 3, 8) before and after the training, in colour: grey is 0."""
    import matplotlib.pyplot as plt

    limit = max(np.abs(before).max(), np.abs(after).max())
    _, axes = plt.subplots(2, 8, figsize=(9.2, 2.6))
    for row, (name, W) in enumerate({"before": before, "after": after}.items()):
        for k in range(8):
            axes[row, k].imshow(0.5 + W[:, :, :, k] / (2 * limit))
            axes[row, k].set(xticks=[], yticks=[])
            axes[row, k].grid(False)
        axes[row, 0].set_ylabel(name)
    for k in range(8):
        axes[0, k].set_title(f"filter {k}", fontsize=10)
    return axes


def draw_maps(pictures, maps):
    """Draw pictures (k, n, n, 3), each with the maps (k, n, n, 8) that the first filters make of it beside it."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(len(pictures), 9, figsize=(9.4, 1.12 * len(pictures) + 0.3))
    for row, (picture, found) in enumerate(zip(pictures, maps, strict=True)):
        axes[row, 0].imshow(picture)
        for k in range(8):
            axes[row, k + 1].imshow(found[:, :, k], cmap="gray_r", vmin=0, vmax=maps[..., k].max())
    for k in range(8):
        axes[0, k + 1].set_title(f"map {k}", fontsize=10)
    for ax in axes.flat:
        ax.set(xticks=[], yticks=[])
        ax.grid(False)
    return axes
