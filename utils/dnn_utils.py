"""Activations of a deep network, forward and backward, and drawings of its blocks and of what they compute.

Examples are columns here: Z, A and their gradients have shape (n, m), one row per unit of the layer.
A forward function returns `(A, cache)`. The cache is Z itself, and the backward function takes it back.
"""

import numpy as np

from utils.planar_utils import REGION_COLOURS, fit_quietly, load_planar_dataset, plot_decision_boundary
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
    return np.where(Z > 0, dA, 0)


def draw_blocks(layer_dims, backward=True, picture=None, ax=None):
    """Draw a network as a row of blocks, one per layer, with what goes between them. Returns the axes.

    layer_dims: sizes n_0, …, n_L; relu layers, and a sigmoid layer at the end
    backward: whether to draw the row of the backward pass below, with the caches that join the two
    picture: one that goes in, on the way to a prediction; otherwise many examples are on their way to a cost
    """
    import matplotlib.pyplot as plt

    last = len(layer_dims) - 1
    if ax is None:
        _, ax = plt.subplots(figsize=(min(2.6 * (last + 1), 9.5), 3.8 if backward else 2.1))
    step, width, height = 3.0, 1.7, 1.1
    left, m = (0.6, "m") if picture is None else (-1.0, 1)
    between = " " if last < 4 else "\n"
    if picture is not None:
        width_in, height_in = ax.figure.get_size_inches()
        half = 0.85 * 2.4 / (step * last + 5) * width_in / height_in  # so that it is square
        ax.imshow(picture, extent=(-0.95, 0.75, -half, half), aspect="auto")
    for layer in range(1, last + 1):
        x = step * layer
        kind = "sigmoid" if layer == last else "relu"
        _block(ax, x, 0, width, height, f"layer {layer}\nlinear,{between}{kind}", REGION_COLOURS[0])
        _arrow(ax, (x - step + width / 2, 0), (x - width / 2, 0))
        name = "X" if layer == 1 else f"A{layer - 1}"
        ax.text(x - step / 2, 0.16, f"{name}\n({layer_dims[layer - 1]}, {m})", ha="center", va="bottom", fontsize=9)
        n, n_prev = layer_dims[layer], layer_dims[layer - 1]
        ax.text(x, 0.66, f"W{layer} ({n}, {n_prev})\nb{layer} ({n}, 1)", ha="center", va="bottom", fontsize=9)
        if backward:
            _block(ax, x, -2.6, width, height, f"layer {layer}\nbackward", REGION_COLOURS[1])
            _arrow(ax, (x, -height / 2), (x, -2.6 + height / 2), dashed=True)
            ax.text(x + 0.08, -1.3, f"cache {layer}", ha="left", va="center", fontsize=9)
            _arrow(ax, (x - width / 2, -2.6), (x - step + width / 2, -2.6))
            ax.text(x - step / 2, -2.44, f"dA{layer - 1}", ha="center", va="bottom", fontsize=9)
            ax.text(x, -3.26, f"dW{layer}, db{layer}", ha="center", va="top", fontsize=9)
    end = step * (last + 1)
    _arrow(ax, (end - step + width / 2, 0), (end - width / 2, 0))
    ax.text(end - step / 2, 0.16, f"A{last} = AL\n({layer_dims[-1]}, {m})", ha="center", va="bottom", fontsize=9)
    _block(ax, end, 0, width, height, "cost" if picture is None else "above 0.5:\ncat,\nelse: no cat", "white")
    if backward:
        _arrow(ax, (end, -height / 2), (end, -2.6 + height / 2), dashed=True)
        ax.text(end + 0.08, -1.3, "AL, Y", ha="left", va="center", fontsize=9)
        _block(ax, end, -2.6, width, height, "slope of\nthe loss", "white")
        _arrow(ax, (end - width / 2, -2.6), (end - step + width / 2, -2.6))
        ax.text(end - step / 2, -2.44, "dAL", ha="center", va="bottom", fontsize=9)
    return _frame(ax, (left, end + 1.0), (-3.7 if backward else -0.9, 1.5))


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


def draw_goal():
    """Draw the flower with the boundary that a network of three hidden layers from a library has learnt."""
    import matplotlib.pyplot as plt
    from sklearn.neural_network import MLPClassifier

    X, Y = load_planar_dataset()
    network = fit_quietly(MLPClassifier((12, 8, 6), solver="lbfgs", max_iter=150, random_state=3), X.T, Y)
    _, ax = plt.subplots(figsize=(4.6, 4.2))
    plot_decision_boundary(lambda points: network.predict(points.T), X, Y, ax=ax)


def draw_weights(parameters):
    """Draw the weight matrices of a network one beside another, each with its shape."""
    import matplotlib.pyplot as plt

    weights = [parameters[f"W{layer}"] for layer in range(1, len(parameters) // 2 + 1)]
    tallest = max(len(W) for W in weights)
    figure, axes = plt.subplots(1, len(weights), figsize=(9.3, 2.6), width_ratios=[W.shape[1] for W in weights])
    for layer, (ax, W) in enumerate(zip(axes, weights, strict=True), start=1):
        image = ax.imshow(W, vmin=-0.025, vmax=0.025)
        ax.set(title=f"W{layer} {W.shape}", ylim=(tallest - 0.5, -0.5), xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        ax.grid(False)
    figure.colorbar(image, ax=axes, label="weight")


def draw_activations(layers):
    """Draw A against Z, on the curve of each activation. layers: {activation: (Z, A)}"""
    import matplotlib.pyplot as plt

    z = np.linspace(-4.5, 4.5, 200)
    curves = {"sigmoid": _logistic(z), "relu": np.maximum(0, z)}
    _, axes = plt.subplots(1, len(layers), figsize=(8, 3.2), sharey=True)
    for ax, (activation, (Z, A)) in zip(axes, layers.items(), strict=True):
        ax.plot(z, curves[activation], color="0.6", label=activation)
        ax.plot(np.ravel(Z), np.ravel(A), "o", label="yours")
        ax.set(title=f"one layer with {activation}", xlabel="Z", ylabel="A")
        ax.legend(loc="upper left")


def draw_layers(x, activations):
    """Draw what each layer of a network makes of a single number x, shape (1, m); A of each layer is (n, m)."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, len(activations), figsize=(9.5, 2.8), sharex=True)
    for layer, (ax, A) in enumerate(zip(axes, activations, strict=True), start=1):
        ax.plot(np.ravel(x), A.T)
        ax.set(title=f"A{layer}: {'sigmoid' if layer == len(activations) else 'relu'}", xlabel="x")


def draw_single_costs(AL, Y, single_costs, cost):
    """Draw a bar for the cost of each example, hatched where its label is 1, and their mean."""
    import matplotlib.pyplot as plt

    names = [f"label {y}\nAL {a:.2f}" for a, y in zip(AL[0], Y[0], strict=True)]
    plt.figure(figsize=(7.5, 3.4))
    hatches = ["" if y == 0 else "//" for y in Y[0]]
    plt.bar(names, single_costs, color=REGION_COLOURS[0], edgecolor="black", hatch=hatches)
    plt.axhline(cost, color="black", linestyle="--", linewidth=1.2, label="their mean: the cost")
    plt.ylabel("cost of one example")
    plt.legend()


def draw_slopes(z, computed, measured):
    """Draw slopes of activations against z, computed as a line and measured as crosses: {activation: values}"""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, len(computed), figsize=(8, 3.2), sharey=True)
    for ax, activation in zip(axes, computed, strict=True):
        ax.plot(np.ravel(z), np.ravel(computed[activation]), label="computed")
        ax.plot(np.ravel(z)[::8], np.ravel(measured[activation])[::8], "kx", markersize=6, label="measured")
        ax.set(title=f"slope of {activation}", xlabel="z")
        ax.legend(loc="upper left")


def draw_gradients(computed, measured):
    """Draw computed gradients against measured slopes. Both: {name of a layer: list of numbers}"""
    import matplotlib.pyplot as plt

    plt.figure(figsize=(5.2, 4.6))
    for (name, values), marker in zip(computed.items(), "o^s", strict=True):
        plt.plot(measured[name], values, marker, label=f"{name}: {len(values)} parameters")
    plt.axline((0, 0), slope=1, color="0.6", linewidth=1, zorder=0)
    plt.gca().set(xlabel="measured slope of the cost", ylabel="computed gradient")
    plt.legend()


def draw_gradient_sizes(sizes):
    """Draw the size of dW in each layer on a logarithmic scale. sizes: {the start: sizes from layer 1 on}"""
    import matplotlib.pyplot as plt

    for (name, values), style in zip(sizes.items(), ("o-", "s--"), strict=True):
        plt.semilogy(range(1, len(values) + 1), values, style, label=name)
    plt.gca().set(xlabel="layer", ylabel="typical size of dW (root mean square)")
    plt.legend(loc="center right")


def draw_one_step(rates, costs, steepness):
    """Draw the cost after one step against the learning rate, with the tangent that the gradient predicts."""
    import matplotlib.pyplot as plt

    best = int(np.argmin(costs))
    near = np.array([0, 0.6 * costs[0] / steepness])
    plt.plot(rates, costs, label="cost after one step")
    plt.plot(near, costs[0] - steepness * near, color="black", linestyle=":", label="predicted by the gradient")
    plt.plot(rates[best], costs[best], "ko", markersize=6, label="best single step")
    plt.gca().set(xlabel="learning rate", ylabel="cost", ylim=(0, None))
    plt.legend(loc="lower right")


def draw_training(costs, every, predict, X, Y):
    """Draw the costs of a training, one value for `every` so many iterations, and the boundary that it has found."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, 2, figsize=(9.5, 4.2))
    axes[0].plot(every * np.arange(len(costs)), costs)
    axes[0].set(xlabel="iteration", ylabel="cost", ylim=(0, None))
    plot_decision_boundary(predict, X, Y, ax=axes[1])
    axes[1].set_title(f"accuracy {np.mean(predict(X) == Y):.0%}")


def _block(ax, x, y, width, height, text, colour):
    import matplotlib.pyplot as plt

    corner = (x - width / 2, y - height / 2)
    ax.add_patch(plt.Rectangle(corner, width, height, facecolor=colour, edgecolor="black", zorder=2))
    ax.text(x, y, text, ha="center", va="center", fontsize=9, zorder=3)


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
