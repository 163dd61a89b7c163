"""Drawings of the assignment on convolution arithmetic and digits."""

import numpy as np

from utils.conv_utils import SIGNED


def draw_goal():
    """Draw test digits in columns by what a library's classifier took them for."""
    from sklearn.datasets import load_digits
    from sklearn.svm import SVC

    digits = load_digits()
    pictures, flat, labels = digits.images / 16, digits.data / 16, digits.target
    order = np.random.RandomState(0).permutation(len(labels))
    train, test = order[:1437], order[1437:]
    answers = SVC(gamma=0.25).fit(flat[train], labels[train]).predict(flat[test])
    return draw_poster(pictures[test], answers, labels[test])


def draw_poster(pictures, answers, labels):
    """Draw digits in ten columns, by their answer; those that are wrong come first, in a frame.

    pictures: shape (m, n, n) or (m, n, n, 1); answers, labels: shape (m,)
    """
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(6, 10, figsize=(7.6, 5))
    for column in range(10):
        chosen = np.flatnonzero(answers == column)
        chosen = np.concatenate([chosen[labels[chosen] != column], chosen[labels[chosen] == column]])
        for ax in axes[:, column]:
            ax.axis("off")
        for ax, i in zip(axes[:, column], chosen, strict=False):
            ax.imshow(np.squeeze(pictures[i]), cmap="gray_r")
            if labels[i] != column:
                ax.axis("on")
                ax.set(xticks=[], yticks=[])
                ax.grid(False)
                for spine in ax.spines.values():
                    spine.set(visible=True, linewidth=3)
        axes[0, column].set_title(str(column), fontsize=13)
    return axes


def draw_usage():
    """Draw how many windows of 3 x 3 each pixel of 6 x 6 lies in, without a border and with a border of one."""
    import matplotlib.pyplot as plt

    n, f = 6, 3
    _, axes = plt.subplots(1, 2, figsize=(7.6, 3.9))
    for ax, pad in zip(axes, (0, 1), strict=True):
        uses = np.zeros((n + 2 * pad, n + 2 * pad), dtype=int)
        for row in range(n + 2 * pad - f + 1):
            for column in range(n + 2 * pad - f + 1):
                uses[row : row + f, column : column + f] += 1
        uses = uses[pad : pad + n, pad : pad + n]
        _numbers(ax, uses, f"border of {pad}" if pad else "no border")
    return axes


def draw_places():
    """Draw the places of a window of 3 in a row of 8 entries, for some strides and borders."""
    import matplotlib.pyplot as plt

    n, f = 8, 3
    _, axes = plt.subplots(1, 3, figsize=(9.4, 2.6), sharey=True)
    for ax, (p, s) in zip(axes, ((0, 1), (0, 2), (1, 2)), strict=True):
        for place in range(-p, n + p):
            inside = 0 <= place < n
            ax.add_patch(
                plt.Rectangle((place, 0), 1, 0.8, facecolor="#C5DDEC" if inside else "white", edgecolor="black")
            )
            ax.text(place + 0.5, 0.4, "" if inside else "0", ha="center", va="center")
        starts = range(-p, n + p - f + 1, s)
        for k, start in enumerate(starts):
            ax.plot([start + 0.1, start + f - 0.1], [-0.4 - 0.35 * k] * 2, "k-", linewidth=3)
        ax.set_title(f"n = {n}, f = {f}, p = {p}, s = {s}: {len(starts)}", fontsize=11)
        ax.set(xlim=(-1.2, n + 1.2), ylim=(-2.6, 1))
        ax.axis("off")
    return axes


def draw_volumes():
    """Draw a colour picture, two filters, and the two maps that they make."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(8.6, 3))
    _block(ax, 0, 0, 1.8, 3, "6 × 6 × 3", "picture")
    _block(ax, 4.1, 0.9, 0.9, 3, "3 × 3 × 3", "filter 1")
    _block(ax, 4.1, -1.2, 0.9, 3, "3 × 3 × 3", "filter 2")
    _block(ax, 8, 0, 1.2, 2, "4 × 4 × 2", "two maps")
    ax.text(2.95, 0, "*", ha="center", va="center", fontsize=24)
    ax.text(6.6, 0, "=", ha="center", va="center", fontsize=20)
    ax.set(xlim=(-1.6, 10), ylim=(-2.3, 2.1), aspect="equal")
    ax.axis("off")
    return ax


def draw_trace(shapes, names):
    """Draw the shapes (rows, columns, channels) on the way through a network as blocks, each with its name."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(9.2, 3))
    tallest = max(rows for rows, _, _ in shapes)
    for place, ((rows, columns, channels), name) in enumerate(zip(shapes, names, strict=True)):
        height, width = 2.2 * rows / tallest, 0.12 + 0.022 * channels
        ax.add_patch(
            plt.Rectangle((2.4 * place - width / 2, -height / 2), width, height, facecolor="#C5DDEC", edgecolor="black")
        )
        ax.text(2.4 * place, 1.35, name, ha="center", va="bottom")
        ax.text(2.4 * place, -1.35, f"{rows} × {columns} × {channels}", ha="center", va="top", fontsize=10)
        if place:
            ax.annotate("", (2.4 * place - 0.85, 0), (2.4 * place - 1.55, 0), arrowprops={"arrowstyle": "->"})
    ax.set(xlim=(-1.1, 2.4 * len(shapes) - 1.1), ylim=(-1.8, 1.8))
    ax.axis("off")
    return ax


def draw_digits(pictures, labels):
    """Draw digits (m, n, n) in rows of ten, each with its label."""
    import matplotlib.pyplot as plt

    rows = -(-len(pictures) // 10)
    _, axes = plt.subplots(rows, 10, figsize=(8.8, 1.15 * rows))
    for ax, picture, label in zip(axes.flat, pictures, labels, strict=True):
        ax.imshow(picture, cmap="gray_r")
        ax.set_title(str(label), fontsize=11)
        ax.axis("off")
    return axes


def draw_edges(digit, edges, pooled):
    """Draw a digit, two maps of it with signs, and the same pooled: dictionaries name → map."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, 5, figsize=(9.4, 2.3))
    axes[0].imshow(digit, cmap="gray_r")
    axes[0].set_title("the digit")
    for ax, (name, found) in zip(axes[1:3], edges.items(), strict=True):
        limit = np.abs(found).max()
        ax.imshow(found, cmap=SIGNED, vmin=-limit, vmax=limit)
        ax.set_title(f"{name}, {found.shape[0]} × {found.shape[1]}", fontsize=10)
    for ax, (name, found) in zip(axes[3:], pooled.items(), strict=True):
        ax.imshow(found, cmap="gray_r")
        ax.set_title(f"{name}, {found.shape[0]} × {found.shape[1]}", fontsize=10)
    for ax in axes:
        ax.set(xticks=[], yticks=[])
        ax.grid(False)
    return axes


def draw_history(history):
    """Draw the loss and the accuracy of each epoch, as `fit` records them: a dictionary of two lists."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, 2, figsize=(7.6, 2.8))
    for ax, name in zip(axes, ("loss", "accuracy"), strict=True):
        ax.plot(range(1, len(history[name]) + 1), history[name], "o-")
        ax.set(xlabel="epoch", ylabel=name, xticks=range(1, len(history[name]) + 1))
    axes[1].set_ylim(top=1)
    return axes


def draw_confusion(confusion, what="digit"):
    """Draw a confusion matrix (n, n) as a table: row i, column j counts digits i, or other classes, called j."""
    import matplotlib.pyplot as plt

    n = len(confusion)
    _, ax = plt.subplots(figsize=(0.4 * n + 1.4, 0.4 * n + 1.2))
    wrong = confusion - np.diag(np.diag(confusion))
    ax.imshow(np.where(np.eye(n, dtype=bool), 0.25, np.minimum(wrong, 3) / 3), cmap="Oranges", vmin=0, vmax=1.4)
    for (row, column), count in np.ndenumerate(confusion):
        ax.text(column, row, str(count) if count else "·", ha="center", va="center", fontsize=10)
    ax.set(xticks=range(n), yticks=range(n), xlabel="answer", ylabel=what)
    ax.grid(False)
    return ax


def draw_wrong(pictures, probabilities, y):
    """Draw the first 12 digits (m, n, n, 1) whose answer is not their label, with both. probabilities, y: (m, 10)."""
    import matplotlib.pyplot as plt

    answers, labels = probabilities.argmax(axis=1), y.argmax(axis=1)
    wrong = np.flatnonzero(answers != labels)[:12]
    columns = max(6, len(wrong))
    _, axes = plt.subplots(1, columns, figsize=(9.4, 1.6))
    for ax in axes:
        ax.axis("off")
    for ax, i in zip(axes, wrong, strict=False):
        ax.imshow(pictures[i, :, :, 0], cmap="gray_r")
        ax.set_title(f"{answers[i]}, is {labels[i]}", fontsize=9)
    return axes


def draw_filters(before, after, maps):
    """Draw 8 filters of the first layer (3, 3, 1, n) before and after training, and their maps (rows, columns, n)."""
    import matplotlib.pyplot as plt

    mean, spread = maps.mean(axis=(0, 1)), maps.std(axis=(0, 1))
    chosen = np.argsort(np.where(mean > np.median(mean) / 4, -spread / (mean + 1e-6), 0))[:8]  # the choosiest
    limit = max(np.abs(before).max(), np.abs(after).max())
    _, axes = plt.subplots(3, 8, figsize=(9.4, 3.7))
    for column, k in enumerate(chosen):
        for ax, weights in ((axes[0, column], before), (axes[1, column], after)):
            ax.imshow(weights[:, :, 0, k], cmap=SIGNED, vmin=-limit, vmax=limit)
        axes[2, column].imshow(maps[:, :, k], cmap="gray_r")
    for ax, name in zip(axes[:, 0], ("before", "after", "map"), strict=True):
        ax.set_ylabel(name)
    for ax in axes.flat:
        ax.set(xticks=[], yticks=[])
        ax.grid(False)
    return axes


def _numbers(ax, values, title):
    """Draw a matrix of whole numbers in boxes, the larger the darker."""
    ax.imshow(values, cmap="Greys", vmin=0, vmax=2 * values.max())
    for (row, column), value in np.ndenumerate(values):
        ax.text(column, row, str(value), ha="center", va="center")
    ax.set_title(title)
    ax.set(xticks=[], yticks=[])
    ax.grid(False)


def _block(ax, x, y, side, channels, size, name):
    """Draw channels as squares that lie behind each other, with their size below and their name above."""
    import matplotlib.pyplot as plt

    for k in reversed(range(channels)):
        shift = 0.16 * k
        corner = (x - side / 2 + shift, y - side / 2 + shift)
        ax.add_patch(plt.Rectangle(corner, side, side, facecolor="#C5DDEC", edgecolor="black"))
    ax.text(x, y - side / 2 - 0.1, size, ha="center", va="top", fontsize=9)
    ax.text(x + 0.08 * channels, y + side / 2 + 0.16 * channels, name, ha="center", va="bottom", fontsize=10)
