"""A network to check, a backward pass that nobody has checked, and drawings of gradient checks, for a23.

Examples are columns here: X (n_x, m), Y (1, m). Parameters are W1 (n_1, n_x), b1 (n_1, 1), … W3 (1, n_2), b3 (1, 1).
"""

import numpy as np

from utils.init_utils import cost_from_scores
from utils.planar_utils import sigmoid
from utils.three_layer_utils import compute_cost, forward_propagation

KEEP = 0.7  # the share of units that dropout keeps


def gradient_check_n_test_case():
    """A small random network and three examples: X (4, 3), Y (1, 3), parameters of 5, 3 and 1 units."""
    random = np.random.RandomState(1)
    X, Y = random.randn(4, 3), np.array([[1, 1, 0]])
    sizes = (4, 5, 3, 1)
    parameters = {}
    for layer in (1, 2, 3):
        parameters[f"W{layer}"] = random.randn(sizes[layer], sizes[layer - 1])
        parameters[f"b{layer}"] = random.randn(sizes[layer], 1)
    return X, Y, parameters


def dictionary_to_vector(parameters):
    """All parameters in one column: W1 row by row, then b1, W2, b2, W3, b3.

    Returns the column, shape (n, 1), and the name of the parameter that each of its entries is from, shape (n,).
    """
    return _column(parameters, "{}{}")


def gradients_to_vector(gradients):
    """The gradients dW1, db1, … in one column, in the order of `dictionary_to_vector`; others are left out."""
    return _column(gradients, "d{}{}")[0]


def _column(arrays, key):
    names = [(f"{kind}{layer}", key.format(kind, layer)) for layer in (1, 2, 3) for kind in "Wb"]
    column = np.concatenate([np.reshape(arrays[key], (-1, 1)) for _, key in names])
    return column, np.repeat([name for name, _ in names], [np.size(arrays[key]) for _, key in names])


def vector_to_dictionary(theta, parameters):
    """The way back from a column of numbers (n, 1) to a dictionary with the keys and shapes of `parameters`."""
    rest, found = np.ravel(theta), {}
    for name in ("W1", "b1", "W2", "b2", "W3"):
        size = parameters[name].size
        found[name], rest = rest[:size].reshape(parameters[name].shape), rest[size:]
    return found | {"b3": rest.reshape(parameters["b3"].shape)}


def forward_propagation_n(X, Y, parameters):
    """The network relu, relu, sigmoid, and its cost.

    Returns the mean cross-entropy, one number, and the cache (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3).
    """
    probabilities, cache = forward_propagation(X, parameters)
    return compute_cost(probabilities, Y), cache


def forward_propagation_scores(X, Y, parameters):
    """As `forward_propagation_n`, with the cost computed from the scores Z3, which loses no digits."""
    _, cache = forward_propagation(X, parameters)
    return cost_from_scores(cache[8], Y), cache


def backward_propagation_draft(X, Y, cache):
    """The gradients of the cost, as a colleague has written them. Nobody has checked them yet.

    X: inputs (n_x, m); Y: labels (1, m); cache: from forward_propagation_n
    Returns a dictionary: dZ3 (1, m), dW3, db3, dA2, dZ2, dW2, db2, dA1, dZ1, dW1, db1.
    """
    m = X.shape[1]
    (_, A1, _, _, _, A2, W2, _, _, A3, W3, _) = cache

    dZ3 = A3 - Y
    dW3 = 1.0 / m * np.dot(dZ3, A2.T)
    db3 = 1.0 / m * np.sum(dZ3, axis=1, keepdims=True)

    dA2 = np.dot(W3.T, dZ3)
    dZ2 = np.multiply(dA2, np.int64(A2 > 0))
    dW2 = 1.0 / m * np.dot(dZ2, A1.T) * 2
    db2 = 1.0 / m * np.sum(dZ2, axis=1, keepdims=True)

    dA1 = np.dot(W2.T, dZ2)
    dZ1 = np.multiply(dA1, np.int64(A1 > 0))
    dW1 = 1.0 / m * np.dot(dZ1, X.T)
    db1 = 4.0 / m * np.sum(dZ1, axis=1, keepdims=True)

    grads = {"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2}
    grads.update({"dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1})
    return grads


def cubic(x, theta):
    """J = x θ³, a curve to check slopes of."""
    return x * theta**3


def cubic_slope(x, theta):
    """The slope of x θ³ along θ."""
    return 3 * x * theta**2


def cubic_slope_forgotten(x, theta):
    """A wrong slope of x θ³: the 3 is forgotten."""
    return x * theta**2


def cubic_slope_reversed(x, theta):
    """A wrong slope of x θ³: it has the wrong sign."""
    return -3 * x * theta**2


def forward_propagation_dropout(X, Y, parameters, rng=None):
    """The network with inverted dropout in both hidden layers, which keeps a unit with probability 0.7.

    rng: the generator that draws the masks; None for the same masks in each call
    Returns the cost and the cache (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3), D1 and D2 being the masks.
    """
    rng = rng or np.random.RandomState(1)
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = np.dot(W1, X) + b1
    D1 = rng.uniform(size=Z1.shape) < KEEP
    A1 = np.maximum(0, Z1) * D1 / KEEP
    Z2 = np.dot(W2, A1) + b2
    D2 = rng.uniform(size=Z2.shape) < KEEP
    A2 = np.maximum(0, Z2) * D2 / KEEP
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    return cost_from_scores(Z3, Y), (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


def backward_propagation_dropout(X, Y, cache):
    """The gradients of the cost with dropout, by the masks of the cache: a dictionary dW1, db1, …, dW3, db3."""
    (_, D1, A1, _, _, _, D2, A2, W2, _, _, A3, W3, _) = cache
    dZ3 = A3 - Y
    dZ2 = np.where(A2 > 0, np.dot(W3.T, dZ3) * D2 / KEEP, 0)
    dZ1 = np.where(A1 > 0, np.dot(W2.T, dZ2) * D1 / KEEP, 0)
    grads = {}
    for layer, (dZ, before) in enumerate(((dZ1, X), (dZ2, A1), (dZ3, A2)), start=1):
        grads[f"dW{layer}"] = np.dot(dZ, before.T) / X.shape[1]
        grads[f"db{layer}"] = dZ.mean(axis=1, keepdims=True)
    return grads


def draw_by_name(differences, threshold=1e-7):
    """Draw the relative difference of each gradient on a logarithmic axis, and the threshold as a line.

    differences: dictionary title → dictionary name of the gradient → difference
    """
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, len(differences), figsize=(4.6 * len(differences), 3.4), sharey=True, squeeze=False)
    for ax, (title, found) in zip(axes[0], differences.items(), strict=True):
        for place, value in enumerate(found.values()):
            wrong = value > threshold
            ax.plot([place, place], [1e-12, value], "-", color="black", linewidth=2 if wrong else 1)
            ax.plot(place, value, "X" if wrong else "o", color="black" if wrong else "white", markeredgecolor="black")
            if wrong:
                ax.annotate(f"{value:.2f}", (place, value), (0, 8), textcoords="offset points", ha="center")
        ax.axhline(threshold, color="0.4", linestyle="--", linewidth=1.2)
        ax.text(5.4, threshold * 1.4, "threshold 1e-7", ha="right", va="bottom", fontsize=9)
        ax.set_xticks(range(len(found)), found)
        ax.set(title=title, yscale="log", ylim=(1e-12, 30), xlim=(-0.6, 5.6))
    axes[0, 0].set_ylabel("relative difference")
    return axes


def draw_result():
    """Draw how far each of the six gradients of the draft is from its measurement."""
    X, Y, parameters = gradient_check_n_test_case()
    computed = gradients_to_vector(backward_propagation_draft(X, Y, forward_propagation_scores(X, Y, parameters)[1]))
    theta, names = dictionary_to_vector(parameters)
    slopes = []
    for shift in 1e-5 * np.eye(len(theta))[:, :, None]:
        up, down = (vector_to_dictionary(moved, parameters) for moved in (theta + shift, theta - shift))
        rise = forward_propagation_scores(X, Y, up)[0] - forward_propagation_scores(X, Y, down)[0]
        slopes.append([rise / 2e-5])
    slopes = np.array(slopes)
    found = {}
    for name in parameters:
        g, a = computed[names == name], slopes[names == name]
        found["d" + name] = np.linalg.norm(g - a) / (np.linalg.norm(g) + np.linalg.norm(a))
    return draw_by_name({"computed against measured": found})


def draw_secants():
    """Draw a curve, its tangent, and the lines that measure its slope to one side and to both."""
    import matplotlib.pyplot as plt

    def J(theta):
        return 0.35 * theta**3 + 0.4

    here, epsilon = 0.9, 0.7
    theta = np.linspace(-0.2, 2, 200)
    _, ax = plt.subplots(figsize=(6.4, 4))
    ax.plot(theta, J(theta), "-", color="0.6", linewidth=3)
    left, right = here - epsilon, here + epsilon
    slopes = {
        "the slope": (1.05 * here**2, "-", here, J(here)),
        "both sides": ((J(right) - J(left)) / (2 * epsilon), "--", left, J(left)),
        "one side": ((J(right) - J(here)) / epsilon, ":", here, J(here)),
    }
    for name, (slope, style, x, y) in slopes.items():
        ends = np.array([x - 0.15, right + 0.15])
        ax.plot(ends, y + slope * (ends - x), style, color="black", linewidth=1.8, label=f"{name}: {slope:.2f}")
    for x in (left, here, right):
        ax.plot(x, J(x), "ko", markersize=6)
        ax.plot([x, x], [0, J(x)], "-", color="0.75", linewidth=1)
    ax.set_xticks([left, here, right], ["θ − ε", "θ", "θ + ε"])
    ax.set(ylabel="J", ylim=(0, 2.6))
    ax.legend(loc="upper left")
    return ax


def draw_product():
    """Draw the graph of J = θ x, forward and backward."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(6, 2))
    nodes = {"x": (0, 1), "θ": (0, 0), "×": (2, 0.5), "J = θ x": (4.2, 0.5)}
    for name, (x, y) in nodes.items():
        ax.text(x, y, name, ha="center", va="center", fontsize=13, bbox={"boxstyle": "round,pad=0.4", "fc": "white"})
    for (x0, y0), (x1, y1) in (((0.35, 0.95), (1.65, 0.6)), ((0.35, 0.05), (1.65, 0.4)), ((2.35, 0.5), (3.45, 0.5))):
        ax.annotate("", (x1, y1), (x0, y0), arrowprops={"arrowstyle": "->", "lw": 1.5})
    style = {"arrowstyle": "->", "lw": 1.3, "linestyle": "--"}
    ax.annotate("", (0.3, -0.2), (3.9, 0.1), arrowprops={**style, "connectionstyle": "arc3,rad=-0.15"})
    ax.text(2.3, -0.6, "backward: dθ = x", ha="center", fontsize=11)
    ax.set(xlim=(-0.6, 5.2), ylim=(-0.8, 1.4))
    ax.axis("off")
    return ax


def draw_column(parameters):
    """Draw the arrays of a network, and the column in which they lie one after another."""
    import matplotlib.pyplot as plt

    figure, ax = plt.subplots(figsize=(9.2, 2.8))
    total = sum(value.size for value in parameters.values())
    shades = ["0.88", "0.70"] * 3
    start, left = 0, 0.0
    for shade, (name, value) in zip(shades, parameters.items(), strict=True):
        rows, columns = value.shape
        ax.text(left + columns / 2, 9.2, f"{name}\n{value.shape}", ha="center", va="bottom", fontsize=10)
        middle = left + columns / 2
        for row in range(rows):
            for column in range(columns):
                ax.add_patch(plt.Rectangle((left + column, 8 - row), 1, 0.95, fc=shade, ec="black", lw=0.6))
        for i in range(value.size):
            ax.add_patch(plt.Rectangle((start + i, 0), 1, 1, fc=shade, ec="black", lw=0.6))
        ax.annotate("", (start + value.size / 2, 1.1), (middle, 8.8 - rows), arrowprops={"arrowstyle": "->", "lw": 1})
        places = f"{start}–{start + value.size - 1}" if value.size > 1 else f"{start}"
        ax.text(start + value.size / 2, -0.3, places, ha="center", va="top", fontsize=9)
        start += value.size
        left += columns + 6.2
    ax.text(total + 0.4, 0.5, "theta", va="center")
    ax.set(xlim=(-1, total + 4.5), ylim=(-1.6, 12.5))
    ax.axis("off")
    return figure


def draw_epsilons(epsilons, differences, threshold=1e-7):
    """Draw differences against the step, both logarithmic, with large steps on the left.

    differences: dictionary name → one value for each of `epsilons`
    """
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(6.8, 4))
    for (name, values), marker in zip(differences.items(), "os", strict=False):
        ax.loglog(epsilons, values, marker=marker, label=name)
    ax.axhline(threshold, color="0.4", linestyle="--", linewidth=1.2)
    ax.text(epsilons[0], threshold * 0.7, "1e-7", va="top", fontsize=10)
    ax.annotate("the cost bends", (epsilons[2], 1e-3), fontsize=10)
    ax.annotate("rounding", (epsilons[-4], 4e-4), fontsize=10)
    ax.invert_xaxis()
    ax.set(xlabel="epsilon", ylabel="relative difference of right gradients")
    ax.legend(loc="lower left")
    return ax


def draw_rules(found, threshold=1e-7):
    """Draw a dot for each network that was checked, on a logarithmic axis. found: dictionary rule → differences"""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(7.4, 4))
    for place, values in enumerate(found.values()):
        shift = 0.22 * np.sin(2.4 * np.arange(len(values)))
        wrong = np.array(values) > threshold
        ax.semilogy(place + shift[~wrong], np.array(values)[~wrong], "o", color="white", markeredgecolor="black")
        ax.semilogy(place + shift[wrong], np.array(values)[wrong], "X", color="black", markersize=8)
        ax.text(place, 3, f"{wrong.sum()} of {len(values)} rejected", ha="center", fontsize=10)
    ax.axhline(threshold, color="0.4", linestyle="--", linewidth=1.2)
    ax.text(len(found) - 0.55, threshold * 1.4, "threshold 1e-7", ha="right", fontsize=9)
    ax.set_xticks(range(len(found)), found)
    ax.set(ylabel="relative difference", xlim=(-0.5, len(found) - 0.5), ylim=(1e-12, 20))
    return ax


def draw_dropout(X, Y, parameters):
    """Draw the cost while one weight moves: with new masks in each pass, with the same masks, and without dropout."""
    import matplotlib.pyplot as plt

    rng = np.random.RandomState(4)
    shifts = np.linspace(-1, 1, 81)

    def moved(shift):
        changed = {name: value.copy() for name, value in parameters.items()}
        changed["W1"][0, 0] += shift
        return changed

    _, ax = plt.subplots(figsize=(6.8, 3.8))
    anew = [forward_propagation_dropout(X, Y, moved(shift), rng)[0] for shift in shifts]
    fixed = [forward_propagation_dropout(X, Y, moved(shift))[0] for shift in shifts]
    without = [forward_propagation_n(X, Y, moved(shift))[0] for shift in shifts]
    weight = parameters["W1"][0, 0] + shifts
    ax.plot(weight, anew, ".:", color="0.55", linewidth=0.8, label="new masks in each pass")
    ax.plot(weight, fixed, "-", color="black", label="the same masks")
    ax.plot(weight, without, "--", color="black", label="no dropout")
    ax.set(xlabel="W1[0, 0]", ylabel="cost")
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncol=3, frameon=False)
    return ax
