"""Fisher's iris flowers, by the length and width of their sepals, as scikit-learn ships them.

Examples are columns here: inputs X have shape (2, 150), labels Y have shape (1, 150).
"""

import numpy as np

SPECIES = ("setosa", "versicolor", "virginica")


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
