"""Pictures and building blocks for training deep networks, and drawings of what they learn.

The building blocks do the same as what was written in a16, with the same caches and the same keys, so that a network
can be put together without a16's notebook at hand. Two things differ. `initialize_parameters_deep` divides by the root
of the number of inputs where a16 multiplies by 0.01: four layers would not learn from so small a start. And
`L_model_backward` leaves out dA0, the gradient with respect to the pictures: nobody needs it, and it takes half of the
time. Whoever wants to use the functions of a16 pastes them into a cell of their own, all but the initialisation.

Examples are columns here: X has shape (n_0, m), A of layer l has shape (n_l, m), a cache is ((A_prev, W, b), Z).
"""

import itertools

import numpy as np

from utils.dnn_utils import relu, relu_backward, sigmoid, sigmoid_backward
from utils.picture_data import load_pictures

_FORWARD = {"relu": relu, "sigmoid": sigmoid}
_BACKWARD = {"relu": relu_backward, "sigmoid": sigmoid_backward}


def load_data():
    """The cat pictures: train_x_orig, train_y, test_x_orig, test_y, classes.

    Pictures are (m, 64, 64, 3) uint8, labels (1, m) int64 with 1 for a cat; see utils.picture_data.load_pictures.
    """
    return load_pictures("catvnoncat")


def initialize_parameters(n_x, n_h, n_y):
    """The start of a network of n_x, n_h and n_y units: small random weights, standard normal × 0.01, and biases 0.

    Returns a dictionary: W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1); the same ones in each call.
    """
    return _start([n_x, n_h, n_y], lambda n_prev: 0.01)


def initialize_parameters_deep(layers_dims):
    """The start of a network of any depth: weights standard normal / sqrt(inputs of the layer), and biases 0.

    layers_dims: sizes n_0, n_1, …, n_L
    Returns a dictionary: for each layer l the weights Wl (n_l, n_{l-1}) and the biases bl (n_l, 1); the same ones in
    each call.
    """
    return _start(layers_dims, lambda n_prev: 1 / np.sqrt(n_prev))


def _start(sizes, scale):
    random = np.random.RandomState(
        1
    )  # a generator of its own, so that the notebook's random numbers go on as they were
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
    return dZ, np.dot(dZ, A_prev.T) / Z.shape[1], dZ.mean(axis=1, keepdims=True)


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
