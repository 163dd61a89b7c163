"""Data and drawings of the assignment on a network with TensorFlow 2."""

import contextlib
import io
import runpy
import warnings

import numpy as np

from utils.lr_utils import show_pictures
from utils.picture_data import DATA, load_pictures
from utils.picture_data import own_picture as own_picture  # for the notebook


def load_dataset():
    """SIGNS: X_train_orig, Y_train_orig, X_test_orig, Y_test_orig, classes.

    Pictures are (m, 64, 64, 3) uint8, labels (1, m) int64 from 0 to 5; see utils.picture_data.load_pictures.
    """
    return load_pictures("signs")


def keras_2_weights(path):
    """The weights in a file of a model as Keras 2 wrote it: a dictionary from layers' names to lists of arrays.

    In the file is a group for each layer, with the names of its weights in their order.
    """
    import h5py

    with h5py.File(path) as file:
        layers = file.get("model_weights", file)
        return {
            name: [group[weight][()] for weight in group.attrs.get("weight_names", ())]
            for name, group in layers.items()
        }


def show_signs(pictures, labels):
    """Draw pictures (k, 64, 64, 3), each with its label above it. Returns the axes."""
    return show_pictures(pictures, labels)


def thumbs_up(count, seed=4):
    """Pictures (count, 64, 64, 3) uint8 of hands with nothing but the thumb raised, drawn as the others are."""
    draw = runpy.run_path(str(DATA / "signs.py"))["draw"]
    random = np.random.default_rng(seed)
    return np.stack([draw(random, (0,)) for _ in range(count)])


def draw_result(chosen=8):
    """Draw some test pictures, each with what a small network of scikit-learn's says of it."""
    from sklearn.neural_network import MLPClassifier

    with contextlib.redirect_stdout(io.StringIO()):  # the notebook says later what is loaded
        X_train, Y_train, X_test, Y_test, _ = load_dataset()

    def coarse(pictures):
        """Every picture as a row of 16 x 16 x 3 numbers around 0."""
        blocks = pictures.reshape(len(pictures), 16, 4, 16, 4, 3).mean(axis=(2, 4))
        return blocks.reshape(len(pictures), -1) / 255 - 0.5

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it could go on
        network = MLPClassifier((25, 12), max_iter=60, random_state=1).fit(coarse(X_train), Y_train[0])
    answers, labels = network.predict(coarse(X_test[:chosen])), Y_test[0, :chosen]
    titles = [f"{a} {'✓' if a == y else '✗'}" for a, y in zip(answers, labels, strict=True)]
    return show_pictures(X_test[:chosen], titles, columns=chosen)


def draw_one_hot(labels, C):
    """Draw labels above the one-hot matrix (C, m) that belongs to them, an entry in each box."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(5, 3))
    for column, label in enumerate(labels):
        ax.text(column, -1.1, str(label), ha="center", va="center", fontsize=12)
        for row in range(C):
            colour = "0.8" if row == label else "white"
            ax.add_patch(plt.Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=colour, edgecolor="black"))
            ax.text(column, row, f"{row == label:d}", ha="center", va="center", fontsize=12)
    ax.text(-0.8, -1.1, "labels", ha="right", va="center", fontsize=11)
    for row in range(C):
        ax.text(-0.8, row, f"class {row}", ha="right", va="center", fontsize=11)
    ax.set(xlim=(-2.6, len(labels) - 0.4), ylim=(C - 0.4, -1.6), aspect="equal")
    ax.axis("off")
    return ax


def draw_gap(costs, accuracies):
    """Draw the cost of each epoch, and the accuracies (training set, test set) after it. Returns the axes."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, 2, figsize=(9.2, 3.4))
    epochs = np.arange(1, len(costs) + 1)
    axes[0].plot(epochs, costs)
    axes[0].axhline(np.log(6), color="0.5", linestyle=":", linewidth=1.2)
    axes[0].text(epochs[-1], np.log(6) - 0.02, "log 6", ha="right", va="top")
    axes[0].set(xlabel="epoch", ylabel="cost", ylim=(0, None))
    for values, line, name in zip(
        zip(*accuracies, strict=True), ("-", "--"), ("training set", "test set"), strict=True
    ):
        axes[1].plot(epochs, values, line, label=name)
    axes[1].axhline(1 / 6, color="0.5", linestyle=":", linewidth=1.2)
    axes[1].text(epochs[-1], 1 / 6 + 0.01, "guessing", ha="right", va="bottom")
    axes[1].set(xlabel="epoch", ylabel="accuracy", ylim=(0, 1.02))
    axes[1].legend(loc="center right")
    return axes


def draw_wrong(pictures, answers, labels, most=12):
    """Draw the first pictures (m, 64, 64, 3) whose answer is not their label, with both. Returns the axes."""
    wrong = np.flatnonzero(answers != labels)[:most]
    return show_pictures(pictures[wrong], [f"says {answers[i]}, is {labels[i]}" for i in wrong], columns=6)


def draw_starts(results):
    """Draw costs from several starts as dots: a dictionary name of the pixels' range → costs. Returns the axes."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(6, 3.4))
    for place, costs in enumerate(results.values()):
        ax.plot(place + 0.08 * (np.arange(len(costs)) - (len(costs) - 1) / 2), costs, "ko", markersize=5)
    ax.axhline(np.log(6), color="0.5", linestyle="--", linewidth=1.2)
    ax.text(1.45, np.log(6) + 0.02, "log 6: each sign as likely", ha="right", va="bottom")
    ax.set(xticks=range(len(results)), xticklabels=[f"pixels from {name}" for name in results])
    ax.set(xlim=(-0.5, len(results) - 0.5), ylim=(0, 2), ylabel="cost of the eighth epoch")
    return ax
