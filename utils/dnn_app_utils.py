"""Pictures and building blocks for training deep networks, and drawings of what they learn.

The building blocks do the same as what was written in a16, with the same names, caches and keys, so that a network can
be put together without a16's notebook at hand. One thing differs: `L_model_backward` leaves out dA0, the gradient with
respect to the pictures. Nobody needs it, and it takes half of the time. The start of a deep network has a name of its
own, `initialize_parameters_scaled`: it divides by a root where a16's multiplies by 0.01.

Examples are columns here: X has shape (n_0, m), A of layer l has shape (n_l, m), a cache is ((A_prev, W, b), Z).
"""

import itertools

import numpy as np

from utils.dnn_utils import relu, relu_backward, sigmoid, sigmoid_backward
from utils.picture_data import load_pictures
from utils.planar_utils import REGION_COLOURS, fit_quietly

_FORWARD = {"relu": relu, "sigmoid": sigmoid}
_BACKWARD = {"relu": relu_backward, "sigmoid": sigmoid_backward}


def load_data():
    """The cat pictures: train_x_orig, train_y, test_x_orig, test_y, classes.

    Pictures are (m, 64, 64, 3) uint8, labels (1, m) int64 with 1 for a cat; see utils.picture_data.load_pictures.
    """
    return load_pictures("catvnoncat")


def flatten_and_scale(pictures):
    """Each picture as a column of numbers from 0 to 1, as in a14.

    pictures: whole numbers from 0 to 255, shape (m, rows, columns, 3)
    Returns an array of shape (rows * columns * 3, m).
    """
    return np.stack([np.ravel(picture) for picture in pictures], axis=1) / 255


def initialize_parameters(n_x, n_h, n_y):
    """The start of a network of n_x, n_h and n_y units: small random weights, standard normal × 0.01, and biases 0.

    Returns a dictionary: W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1); the same ones in each call.
    """
    return _start([n_x, n_h, n_y], 1, lambda n_prev: 0.01)


def initialize_parameters_scaled(layer_dims, seed=1):
    """The start of a network of any depth: weights standard normal / sqrt(inputs of the layer), and biases 0.

    layer_dims: sizes n_0, n_1, …, n_L
    seed: which of the random starts; the same seed gives the same numbers in each call
    Returns a dictionary: for each layer l the weights Wl (n_l, n_{l-1}) and the biases bl (n_l, 1).
    """
    return _start(layer_dims, seed, lambda n_prev: 1 / np.sqrt(n_prev))


def _start(sizes, seed, scale):
    random = np.random.RandomState(seed)  # of its own, so that the notebook's random numbers go on as they were
    parameters = {}
    for layer, (n_prev, n) in enumerate(itertools.pairwise(sizes), start=1):
        parameters[f"W{layer}"] = random.standard_normal((n, n_prev)) * scale(n_prev)
        parameters[f"b{layer}"] = np.zeros((n, 1))
    return parameters


def linear_activation_forward(A_prev, W, b, activation):
    """One layer: A = g(W A_prev + b).

    A_prev: shape (n_prev, m); W: (n, n_prev); b: (n, 1); activation: "relu" or "sigmoid"
    Returns A (n, m) and the cache ((A_prev, W, b), Z).
    """
    A, Z = _named(_FORWARD, activation)(np.dot(W, A_prev) + b)
    return A, ((A_prev, W, b), Z)


def L_model_forward(X, parameters):
    """The whole network: relu layers 1 to L - 1, then a sigmoid layer.

    X: inputs, shape (n_0, m); parameters: W1, b1, …, WL, bL
    Returns AL (1, m), the probabilities of label 1, and the list of the layers' caches, layer 1 first.
    """
    kinds = ["relu"] * (len(parameters) // 2 - 1) + ["sigmoid"]
    signal, caches = X, []
    for layer, kind in enumerate(kinds, start=1):
        signal, kept = linear_activation_forward(signal, parameters[f"W{layer}"], parameters[f"b{layer}"], kind)
        caches += [kept]
    return signal, caches


def compute_cost(AL, Y):
    """The mean cross-entropy between probabilities AL (1, m) and labels Y (1, m), 0 or 1: one number."""
    return float(-np.mean(np.where(Y, np.log(AL), np.log(1 - AL))))


def linear_activation_backward(dA, cache, activation):
    """Gradients of one layer.

    dA: gradient with respect to the layer's output, shape (n, m), a column per example and no mean
    cache: ((A_prev, W, b), Z), from linear_activation_forward; activation: "relu" or "sigmoid"
    Returns dA_prev (n_prev, m), without a mean; dW (n, n_prev) and db (n, 1), means over the examples.
    """
    (_, W, _), _ = cache
    dZ, dW, db = _parameter_gradients(dA, cache, activation)
    return np.dot(W.T, dZ), dW, db


def _parameter_gradients(dA, cache, activation):
    """dZ, dW and db of one layer: all but the product that the first layer of a network can do without."""
    (A_prev, _, _), Z = cache
    dZ = _named(_BACKWARD, activation)(dA, Z)
    m = Z.shape[1]
    return dZ, np.dot(dZ, A_prev.T) / m, dZ.sum(axis=1, keepdims=True) / m


def L_model_backward(AL, Y, caches):
    """Gradients of the whole network: relu layers 1 to L - 1, and a sigmoid layer L.

    AL: probabilities (1, m); Y: labels (1, m); caches: list from L_model_forward
    Returns a dictionary: dW1, db1, …, dWL, dbL, and dA1, …, dA(L-1), where dAl belongs to A of layer l.
    """
    Y = np.reshape(Y, AL.shape)
    signal, kind, grads = (1 - Y) / (1 - AL) - Y / AL, "sigmoid", {}
    for layer in range(len(caches), 0, -1):
        (_, W, _), _ = caches[layer - 1]
        dZ, grads[f"dW{layer}"], grads[f"db{layer}"] = _parameter_gradients(signal, caches[layer - 1], kind)
        if layer > 1:
            signal = grads[f"dA{layer - 1}"] = np.dot(W.T, dZ)
        kind = "relu"
    return grads


def update_parameters(parameters, grads, learning_rate):
    """One step of gradient descent: a new dictionary of parameters, each moved against its gradient in `grads`."""
    return {name: value - learning_rate * grads[f"d{name}"] for name, value in parameters.items()}


def _named(functions, activation):
    if activation not in functions:
        raise ValueError(f"activation should be 'relu' or 'sigmoid'; yours is {activation!r}")
    return functions[activation]


def draw_first_look():
    """Draw six pictures of the test set, each with what a small network from a library says about it."""
    import contextlib
    import io

    from sklearn.neural_network import MLPClassifier

    from utils.lr_utils import show_pictures

    with contextlib.redirect_stdout(io.StringIO()):
        train_x, train_y, test_x, test_y, _ = load_data()
    test_x, test_y = test_x[:6], test_y[0, :6]
    rows, new = (flatten_and_scale(pictures[:, ::2, ::2]).T - 0.5 for pictures in (train_x, test_x))
    network = fit_quietly(
        MLPClassifier((20, 7, 5), max_iter=30, learning_rate_init=0.003, random_state=2), rows, train_y
    )
    probabilities = network.predict_proba(new)[:, 1]
    signs = np.where((probabilities > 0.5) == test_y, "right", "wrong")
    show_pictures(test_x, [f"cat? {p:.0%}\n{sign}" for p, sign in zip(probabilities, signs, strict=True)], columns=6)


def draw_column(picture, column):
    """Draw a picture (rows, columns, 3), its column (n_x, 1) as a bar of greys, and some numbers of the column."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, 4, figsize=(9, 3.2), width_ratios=[3, 0.6, 1.6, 3])
    axes[0].imshow(picture)
    axes[0].set_title(f"picture {picture.shape}")
    axes[1].imshow(column, aspect="auto", cmap="gray", vmin=0, vmax=1)
    axes[1].set_title(f"column {column.shape}")
    lines = [f"{channel}  {value:.3f}" for channel, value in zip("RGBRGBRGB", column[:9, 0], strict=True)]
    axes[2].text(0.3, 0.95, "\n".join([*lines, "…", f"B  {column[-1, 0]:.3f}"]), va="top", family="monospace")
    axes[3].imshow(column.reshape(picture.shape))
    axes[3].set_title("the column, back in its square")
    for ax in axes:
        ax.axis("off")


def draw_two_layers(picture, hidden=None, probability=None, n_h=7):
    """Draw a picture, its column, the units of a network of two layers, and its answer.

    picture: (rows, columns, 3)
    hidden, probability: what the hidden units answer (n_h, 1), and what comes out; they stand in the units, if given
    """
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(9, 3.9))
    heights = (n_h - 1) / 2 - np.arange(n_h)
    ax.imshow(picture, extent=(0, 2.4, -1.2, 1.2))
    ax.imshow(picture.reshape(-1, 1), extent=(3.1, 3.4, -3.4, 3.4), cmap="gray", aspect="auto")
    values = [""] * n_h if hidden is None else [f"{value:.2f}" if value else "0" for value in hidden[:, 0]]
    for height, value in zip(heights, values, strict=True):
        for end in np.linspace(-3.3, 3.3, 12):  # a few of the many lines
            ax.plot([3.4, 6], [end, height], "-", color="0.8", linewidth=0.5, zorder=1)
        ax.plot([6, 8.6], [height, 0], "-", color="0.6", linewidth=1, zorder=1)
        colour = "white" if value == "0" else REGION_COLOURS[0]
        ax.add_patch(plt.Circle((6, height), 0.42, facecolor=colour, edgecolor="black", zorder=2))
        ax.text(6, height, value, ha="center", va="center", fontsize=9, zorder=3)
    ax.add_patch(plt.Circle((8.6, 0), 0.55, facecolor=REGION_COLOURS[1], edgecolor="black", zorder=2))
    ax.annotate("", (10.1, 0), (9.15, 0), arrowprops={"arrowstyle": "->"})
    answer = "above 0.5: cat,\nelse: no cat"
    if probability is not None:
        ax.text(8.6, 0, f"{probability.item():.3f}", ha="center", va="center", fontsize=9, zorder=3)
        answer = "cat" if probability.item() > 0.5 else "no cat"
    ax.text(10.2, 0, answer, ha="left", va="center")
    for x, caption in ((1.2, "picture"), (3.25, "X"), (6, "layer 1:\nrelu"), (8.6, "layer 2:\nsigmoid")):
        ax.text(x, -4.0, caption, ha="center", va="center")
    for x, shapes in ((4.7, f"W1 ({n_h}, {picture.size})\nb1 ({n_h}, 1)"), (7.4, f"W2 (1, {n_h})\nb2 (1, 1)")):
        ax.text(x, 3.9, shapes, ha="center", va="center", fontsize=9)
    ax.set(xlim=(-0.1, 12), ylim=(-4.6, 4.4), aspect="equal")
    ax.axis("off")
    return ax


def draw_what_was_learnt(before, after, W2, shape):
    """Draw what training has added to the weights of the hidden units, as one grey picture for each.

    before, after: W1 at the start and after the training, shape (n_h, n_x)
    W2: weights of the output unit, shape (1, n_h); shape: that of a picture, (rows, columns, 3)
    """
    import matplotlib.pyplot as plt

    added = (after - before).reshape(len(after), *shape).mean(axis=-1)  # (n_h, rows, columns): the three colours as one
    largest = np.abs(added).max()
    figure, axes = plt.subplots(1, len(added), figsize=(9.5, 2.1))
    for ax, picture, weight, unit in zip(axes, added, W2[0], itertools.count(1), strict=False):
        image = ax.imshow(picture, cmap="gray", vmin=-largest, vmax=largest)
        ax.set_title(f"unit {unit}\nW2: {weight:+.2f}".replace("-", "−"), fontsize=10)
        ax.axis("off")
    bar = figure.colorbar(image, ax=axes, ticks=[-largest, 0, largest], shrink=0.9)
    bar.ax.set_yticklabels(["− less", "0", "+ more"])


def draw_costs(costs):
    """Draw curves of costs, one value every 100 iterations. costs: {name of the network: list of costs}"""
    import matplotlib.pyplot as plt

    for name, values in costs.items():
        plt.plot(100 * np.arange(len(values)), values, label=name)
    plt.gca().set(xlabel="iterations", ylabel="cost", ylim=(0, None))
    plt.legend()


def draw_covered(picture, changes):
    """Draw a picture, and for each network how its last Z changes where a square of the picture is covered.

    changes: {name of the network: changes of Z, shape (squares down, squares across)}
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 1 + len(changes), figsize=(9.2, 3))
    axes[0].imshow(picture)
    axes[0].set_title("the picture")
    largest = max(np.abs(change).max() for change in changes.values())
    for ax, (name, change) in zip(axes[1:], changes.items(), strict=True):
        image = ax.imshow(change, cmap="cividis", vmin=-largest, vmax=largest)
        ax.set_title(f"{name}: change of Z")
    for ax in axes:
        ax.axis("off")
    bar = figure.colorbar(image, ax=axes, ticks=[-largest, 0, largest], shrink=0.8)
    bar.ax.set_yticklabels([f"−{largest:.1f}: less of a cat", "no change", f"+{largest:.1f}: more of a cat"])


def draw_starts(shares):
    """Draw a dot for each training run: its accuracy on the test set, and a bar for the middle run of each network.

    shares: {name of the network: accuracies on the test set, one for each start}
    """
    import matplotlib.pyplot as plt

    plt.figure(figsize=(6.4, 3.8))
    for place, values in enumerate(shares.values()):
        plt.plot(place + np.linspace(-0.16, 0.16, len(values)), values, "o", color="black", markersize=7)
        plt.plot([place - 0.3, place + 0.3], [np.median(values)] * 2, "-", color="0.55", linewidth=4, zorder=1)
    plt.xticks(range(len(shares)), [f"{name}\n{len(values)} starts" for name, values in shares.items()])
    plt.axhline(0.5, color="black", linestyle=":", linewidth=1.2)
    plt.text(len(shares) - 0.55, 0.505, "guessing", ha="right", va="bottom", fontsize=10)
    plt.gca().set(ylabel="accuracy on the test set", xlim=(-0.5, len(shares) - 0.5), ylim=(0.46, 1))


def draw_stops(stops, train_shares, test_shares):
    """Draw the accuracies on both sets after different numbers of iterations."""
    import matplotlib.pyplot as plt

    plt.semilogx(stops, train_shares, "o-", label="training set")
    plt.semilogx(stops, test_shares, "s--", label="test set")
    plt.xticks(stops, [str(stop) for stop in stops])
    plt.minorticks_off()
    plt.gca().set(xlabel="iterations", ylabel="accuracy", ylim=(0.4, 1.02))
    plt.legend(loc="lower right")
