"""Activations of a deep network, forward and backward, and drawings of its blocks.

Examples are columns here: Z, A and their gradients have shape (n, m), one row per unit of the layer.
A forward function returns `(A, cache)`. The cache is Z itself, and the backward function takes it back.
"""

import numpy as np

from utils.planar_utils import REGION_COLOURS
from utils.planar_utils import sigmoid as _logistic


def sigmoid(Z):
    """1 / (1 + exp(-Z)), entry by entry; exact to rounding for any size of Z.

    Z: shape (n, m)
    Returns A (n, m) and the cache, which is Z.
    """
    return _logistic(_array("Z", Z)), Z


def relu(Z):
    """max(0, Z), entry by entry.

    Z: shape (n, m)
    Returns A (n, m) and the cache, which is Z.
    """
    return np.maximum(0, _array("Z", Z)), Z


def sigmoid_backward(dA, Z):
    """dZ = dA * a (1 - a) with a the sigmoid of Z: the gradient before the activation, from that after it.

    dA: shape (n, m); Z: the cache of `sigmoid`, shape (n, m)
    Returns dZ (n, m). Raises TypeError or ValueError where Z is no array of the shape of dA.
    """
    dA, Z = _pair(dA, Z)
    return dA * _logistic(Z) * _logistic(-Z)  # 1 - a is the sigmoid of -Z, and exact where a rounds to 1


def relu_backward(dA, Z):
    """dZ = dA where Z > 0, and 0 elsewhere. At the kink, Z = 0, the slope is taken to be 0.

    dA: shape (n, m), not changed; Z: the cache of `relu`, shape (n, m)
    Returns dZ (n, m). Raises TypeError or ValueError where Z is no array of the shape of dA.
    """
    dA, Z = _pair(dA, Z)
    return np.where(Z > 0, dA, np.zeros_like(dA))


def draw_blocks(layer_dims, backward=True, ax=None):
    """Draw a network as a row of blocks, one per layer, with what goes between them. Returns the axes.

    layer_dims: sizes n_0, …, n_L; relu layers, and a sigmoid layer at the end
    backward: whether to draw the row of the backward pass below, with the caches that join the two
    """
    import matplotlib.pyplot as plt

    last = len(layer_dims) - 1
    if ax is None:
        _, ax = plt.subplots(figsize=(2.9 * (last + 1), 3.6 if backward else 1.9))
    step, width, height = 3.0, 1.7, 1.1
    for layer in range(1, last + 1):
        x = step * layer
        kind = "sigmoid" if layer == last else "relu"
        _block(ax, x, 0, width, height, f"layer {layer}\nlinear, {kind}", REGION_COLOURS[0])
        _arrow(ax, (x - step + width / 2, 0), (x - width / 2, 0))
        name = "X" if layer == 1 else f"A{layer - 1}"
        ax.text(x - step / 2, 0.16, f"{name}\n({layer_dims[layer - 1]}, m)", ha="center", va="bottom", fontsize=9)
        n, n_prev = layer_dims[layer], layer_dims[layer - 1]
        ax.text(x, 0.66, f"W{layer} ({n}, {n_prev}), b{layer} ({n}, 1)", ha="center", va="bottom", fontsize=9)
        if backward:
            _block(ax, x, -2.6, width, height, f"layer {layer}\nbackward", REGION_COLOURS[1])
            _arrow(ax, (x, -height / 2), (x, -2.6 + height / 2), dashed=True)
            ax.text(x + 0.08, -1.3, f"cache {layer}", ha="left", va="center", fontsize=9)
            _arrow(ax, (x - width / 2, -2.6), (x - step + width / 2, -2.6))
            ax.text(x - step / 2, -2.44, f"dA{layer - 1}", ha="center", va="bottom", fontsize=9)
            ax.text(x, -3.26, f"dW{layer}, db{layer}", ha="center", va="top", fontsize=9)
    end = step * (last + 1)
    _arrow(ax, (end - step + width / 2, 0), (end - width / 2, 0))
    ax.text(end - step / 2, 0.16, f"AL\n({layer_dims[-1]}, m)", ha="center", va="bottom", fontsize=9)
    _block(ax, end, 0, width, height, "cost", "white")
    if backward:
        _arrow(ax, (end, -height / 2), (end, -2.6 + height / 2), dashed=True)
        _block(ax, end, -2.6, width, height, "slope of\nthe loss", "white")
        _arrow(ax, (end - width / 2, -2.6), (end - step + width / 2, -2.6))
        ax.text(end - step / 2, -2.44, "dAL", ha="center", va="bottom", fontsize=9)
    return _frame(ax, (0.6, end + 1.0), (-3.7 if backward else -0.7, 1.05))


def draw_backward_layer(ax=None):
    """Draw the inside of one layer's backward block: through the activation, then through the linear step."""
    import matplotlib.pyplot as plt

    if ax is None:
        _, ax = plt.subplots(figsize=(8.5, 2.8))
    _block(ax, 7.2, 0, 2.2, 1.1, "activation\nbackward", REGION_COLOURS[1])
    _block(ax, 3.2, 0, 2.2, 1.1, "linear\nbackward", REGION_COLOURS[1])
    for start, end, text in ((10.0, 8.3, "dA"), (6.1, 4.3, "dZ"), (2.1, 0.4, "dA_prev")):
        _arrow(ax, (start, 0), (end, 0))
        ax.text((start + end) / 2, 0.12, text, ha="center", va="bottom")
    for x, text in ((7.2, "activation_cache: Z"), (3.2, "linear_cache: (A_prev, W, b)")):
        _arrow(ax, (x, 1.4), (x, 0.55), dashed=True)
        ax.text(x, 1.45, text, ha="center", va="bottom")
    _arrow(ax, (3.2, -0.55), (3.2, -1.3))
    ax.text(3.2, -1.35, "dW, db", ha="center", va="top")
    return _frame(ax, (0.0, 10.3), (-1.9, 2.0))


def _block(ax, x, y, width, height, text, colour):
    import matplotlib.pyplot as plt

    corner = (x - width / 2, y - height / 2)
    ax.add_patch(plt.Rectangle(corner, width, height, facecolor=colour, edgecolor="black", zorder=2))
    ax.text(x, y, text, ha="center", va="center", fontsize=9.5, zorder=3)


def _arrow(ax, start, end, dashed=False):
    line = {"arrowstyle": "-|>", "color": "0.2", "linestyle": "--" if dashed else "-", "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", xy=end, xytext=start, arrowprops=line)


def _frame(ax, x, y):
    ax.set_xlim(*x)
    ax.set_ylim(*y)
    ax.axis("off")
    return ax


def _array(name, value):
    """The value as an array; TypeError that says so where it is a cache that has not been taken apart."""
    if isinstance(value, tuple):
        raise TypeError(
            f"{name} should be an array of shape (n, m); yours is a tuple of {len(value)}. "
            "Several values in one tuple have to be taken apart first."
        )
    return np.asarray(value)


def _pair(dA, Z):
    dA, Z = _array("dA", dA), _array("Z", Z)
    if dA.shape != Z.shape:
        raise ValueError(f"Z should have the shape of dA, {dA.shape}; yours is {Z.shape}.")
    return dA, Z
