"""The network of part 2: two hidden layers of relu and a sigmoid at the end, forward and backward.

Examples are columns here: X (n_x, m), Y (1, m). Parameters are W1 (n_1, n_x), b1 (n_1, 1), … W3 (1, n_2), b3 (1, 1);
the cache is the tuple (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3).
"""

import numpy as np

from utils.planar_utils import sigmoid


def forward_propagation(X, parameters):
    """Three layers: relu, relu, sigmoid.

    X: inputs (n_x, m); parameters: W1, b1, W2, b2, W3, b3
    Returns A3 (1, m), the probabilities of label 1, and the cache.
    """
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = np.dot(W1, X) + b1
    A1 = np.maximum(0, Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = np.maximum(0, Z2)
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)


def backward_propagation(X, Y, cache):
    """Gradients of the mean cross-entropy.

    X: inputs (n_x, m); Y: labels (1, m); cache: from forward_propagation
    Returns a dictionary: dZ3 (1, m), dW3, db3, dA2, dZ2, dW2, db2, dA1, dZ1, dW1, db1. The mean over the examples is
    taken in dW and db; a column of dZ and dA belongs to one example.
    """
    _, A1, _, _, _, A2, W2, _, _, A3, W3, _ = cache
    dZ3 = A3 - Y
    dA2 = np.dot(W3.T, dZ3)
    dZ2 = np.where(A2 > 0, dA2, 0)
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = np.where(A1 > 0, dA1, 0)
    grads = {"dZ3": dZ3, "dA2": dA2, "dZ2": dZ2, "dA1": dA1, "dZ1": dZ1}
    for layer, (dZ, before) in enumerate(((dZ1, X), (dZ2, A1), (dZ3, A2)), start=1):
        grads[f"dW{layer}"] = np.dot(dZ, before.T) / X.shape[1]
        grads[f"db{layer}"] = dZ.mean(axis=1, keepdims=True)
    return grads


def compute_cost(A3, Y):
    """The mean cross-entropy of probabilities A3 (1, m) and labels Y (1, m): one number.

    It is infinite where A3 has rounded to the wrong one of 0 and 1.
    """
    with np.errstate(divide="ignore"):
        return float(-np.mean(np.where(Y, np.log(A3), np.log(1 - A3))))


def predict(parameters, X):
    """The label that the network gives to each example: 1 where the probability is above 0.5, otherwise 0.

    parameters: W1, b1, W2, b2, W3, b3; X: inputs (n_x, m)
    Returns the labels (1, m).
    """
    A3, _ = forward_propagation(X, parameters)
    return (A3 > 0.5).astype(int)
