"""The network that part 2 trains: its gradients against differences of its cost."""

import numpy as np

from utils.three_layer_utils import backward_propagation, compute_cost, forward_propagation, predict


def network(seed):
    rng = np.random.default_rng(seed)
    sizes = [3, 5, 4, 1]
    parameters = {f"W{k}": rng.normal(size=(sizes[k], sizes[k - 1])) for k in (1, 2, 3)}
    parameters |= {f"b{k}": rng.normal(size=(sizes[k], 1)) for k in (1, 2, 3)}
    return parameters, rng.normal(size=(3, 7)), rng.integers(0, 2, (1, 7))


def test_gradients_are_the_slopes_of_the_cost():
    parameters, X, Y = network(1)
    grads = backward_propagation(X, Y, forward_propagation(X, parameters)[1])
    step = 1e-6
    for name, values in parameters.items():
        for place in np.ndindex(values.shape):
            costs = []
            for sign in (1, -1):
                moved = {key: value.copy() for key, value in parameters.items()}
                moved[name][place] += sign * step
                costs.append(compute_cost(forward_propagation(X, moved)[0], Y))
            assert abs((costs[0] - costs[1]) / (2 * step) - grads[f"d{name}"][place]) < 1e-7


def test_a_sure_and_wrong_answer_costs_infinitely_much():
    assert compute_cost(np.array([[1.0, 0.0]]), np.array([[1, 0]])) == 0
    assert compute_cost(np.array([[1.0, 0.0]]), np.array([[0, 0]])) == np.inf


def test_labels_are_those_of_the_probabilities():
    parameters, X, _ = network(2)
    labels = predict(parameters, X)
    assert labels.shape == (1, 7)
    assert np.array_equal(labels == 1, forward_propagation(X, parameters)[0] > 0.5)
