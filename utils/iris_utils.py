"""Fisher's iris flowers, by the length and width of their sepals, as scikit-learn ships them.

Examples are columns here: inputs X have shape (2, 150), labels Y have shape (1, 150).
"""

import numpy as np

SPECIES = ("setosa", "versicolor", "virginica")
# One neuron's w1, w2, b after so many steps of gradient descent on setosa: from zeros, with learning rate 0.1.
LEARNT = {50: (0.5832, -0.8067, -0.0935), 200: (1.4238, -2.2666, -0.3000), 2000: (3.7583, -6.1163, -1.1558)}


def load_iris_sepals(species="setosa"):
    """150 flowers in two classes: 0 is the given species, 1 are the two others.

    species: "setosa", "versicolor" or "virginica", of each of which there are 50
    Returns X (2, 150) float64, length and width of the sepals in centimetres, and Y (1, 150) int64.
    Raises ValueError for another species.
    """
    from sklearn.datasets import load_iris

    if species not in SPECIES:
        raise ValueError(f"species should be one of {', '.join(SPECIES)}; yours is {species!r}.")
    iris = load_iris()
    X = np.ascontiguousarray(iris.data[:, :2].T)
    Y = (iris.target != SPECIES.index(species)).astype(np.int64).reshape(1, -1)
    return X, Y


def plot_learning():
    """Draw four steps down a curve, and a line that learns to part the iris flowers. Returns both axes."""
    import matplotlib.pyplot as plt

    from utils.calculus_utils import parabola, parabola_slope, plot_tangents
    from utils.planar_utils import plot_examples

    _, (left, right) = plt.subplots(1, 2, figsize=(9.5, 3.8))
    points = [1.6]
    while len(points) < 5:
        points.append(points[-1] - 0.07 * parabola_slope(points[-1]))
    plot_tangents(parabola, [parabola_slope(x) for x in points], points, -0.6, 2, ax=left)
    for number, x in enumerate(points):
        left.annotate(f"{number}", (x, parabola(x)), (7, -12), textcoords="offset points", fontsize=11)
    left.set(title="against the slope, step by step", xlabel="a parameter", ylabel="the error", ylim=(-1.5, 11))

    X, Y = load_iris_sepals()
    plot_examples(X, Y, ax=right)
    length = np.array([4, 8.2])
    for (steps, (w1, w2, b)), dash in zip(LEARNT.items(), (":", "--", "-"), strict=True):
        right.plot(length, -(w1 * length + b) / w2, color="black", linestyle=dash, label=f"after {steps} steps")
    right.set(xlim=(4, 8.2), ylim=(1.8, 6.3), xlabel="sepal length (cm)", ylabel="sepal width (cm)")
    right.set_title("a line learns to separate two kinds of iris")
    lines = [line.get_label() for line in right.lines]
    right.legend(["setosa", "two other species", *lines], loc="upper left", ncols=2, fontsize=9)
    return left, right
