"""The solutions of a23 give the published figures of the assignment ("Gradient Checking"), and what its notebook says."""

import itertools

import numpy as np
import pytest

from utils.gc_utils import (
    backward_propagation_draft,
    backward_propagation_dropout,
    dictionary_to_vector,
    forward_propagation_dropout,
    forward_propagation_n,
    forward_propagation_scores,
    gradient_check_n_test_case,
    gradients_to_vector,
    vector_to_dictionary,
)
from utils.three_layer_utils import backward_propagation

ID = "a23_gradient_checking"


@pytest.fixture(scope="module")
def case():
    """X, Y, parameters, the right gradients and the draft's."""
    X, Y, parameters = gradient_check_n_test_case()
    _, cache = forward_propagation_n(X, Y, parameters)
    return X, Y, parameters, backward_propagation(X, Y, cache), backward_propagation_draft(X, Y, cache)


def random_case(seed, parameters):
    """Inputs, labels and parameters of a random network of the same sizes, as in the notebook."""
    random = np.random.RandomState(seed)
    X, Y = random.randn(4, 3), (random.rand(1, 3) > 0.5).astype(int)
    return X, Y, vector_to_dictionary(random.randn(47, 1), parameters)


def test_one_parameter(reference):
    assert reference["forward_propagation"](2, 4) == 8
    assert reference["backward_propagation"](2, 4) == 2
    assert reference["gradient_check"](2, 4) == pytest.approx(2.91933588329e-10, abs=1e-20)


def test_the_test_case(case):
    X, Y, parameters, *_ = case
    cost, cache = forward_propagation_n(X, Y, parameters)
    assert cost == pytest.approx(2.407833389834357, rel=1e-12)
    assert np.abs(cache[0]).min() > 0.07 and np.abs(cache[4]).min() > 0.29  # away from the kink
    assert forward_propagation_scores(X, Y, parameters)[0] == pytest.approx(cost, rel=1e-12)


@pytest.mark.claim("0.285 is nowhere near zero.")
@pytest.mark.claim("and 0.285093156781 for the network with both bugs.")
@pytest.mark.claim("A correct repair has 1.19e-7 there")
def test_many_parameters(reference, case):
    X, Y, parameters, right, draft = case
    check = reference["gradient_check_n"]
    assert check(parameters, draft, X, Y) == pytest.approx(0.285093156781, abs=1e-9)
    assert check(parameters, {**right, "db1": draft["db1"]}, X, Y) == pytest.approx(0.2544229712458523, abs=1e-8)
    assert check(parameters, {**right, "dW2": draft["dW2"]}, X, Y) == pytest.approx(0.17344196893145924, abs=1e-8)
    assert check(parameters, right, X, Y) == pytest.approx(1.19e-7, abs=0.02e-7)


@pytest.mark.claim("There they are: `dW2` and `db1`. And the other four are right, to six decimals.")
@pytest.mark.claim("`dW2` is twice what it should be, `db1` four times")
@pytest.mark.claim("All six are zero to six decimals.")
def test_localised_and_repaired(reference, case):
    X, Y, parameters, right, draft = case
    found = reference["differences_by_name"](parameters, draft, X, Y, 1e-5)
    assert found == pytest.approx({"dW1": 0, "db1": 0.6, "dW2": 1 / 3, "db2": 0, "dW3": 0, "db3": 0}, abs=4e-7)
    np.testing.assert_allclose(draft["dW2"], 2 * right["dW2"])
    np.testing.assert_allclose(draft["db1"], 4 * right["db1"])
    repaired = reference["backward_propagation_n"](X, Y, forward_propagation_n(X, Y, parameters)[1])
    assert list(repaired) == list(draft)
    for name, value in right.items():
        np.testing.assert_allclose(repaired[name], value, atol=1e-12, err_msg=name)
    assert max(reference["differences_by_name"](parameters, repaired, X, Y, 1e-5).values()) < 5e-8


@pytest.mark.claim("The four-layer network of a17 has 245 973 parameters")
@pytest.mark.claim("94: two for each parameter.")
@pytest.mark.claim("(Here 20 of the 47 slopes are exactly 0.)")
def test_the_price(case):
    sizes = [12288, 20, 7, 5, 1]
    assert sum(n * (n_prev + 1) for n_prev, n in itertools.pairwise(sizes)) == 245973
    assert 2 * 245973 == 491946
    assert 2 * len(dictionary_to_vector(case[2])[0]) == 94
    assert np.sum(gradients_to_vector(case[3]) == 0) == 20


@pytest.mark.claim(
    "On the left, $\\varepsilon$ is large and the cost bends in between: that error falls like $\\varepsilon^2$."
)
@pytest.mark.claim("the difference falls to a hundredth.")
@pytest.mark.claim("with $a = 0.9989$.")
@pytest.mark.claim("the same rounding error weighs nearly a thousand times as much")
def test_the_valley(reference, case):
    X, Y, parameters, right, _ = case

    def difference(epsilon, forward=forward_propagation_n):
        return reference["gradient_check_n"](parameters, right, X, Y, epsilon, forward)

    assert difference(1e-2) / difference(1e-3) == pytest.approx(100, rel=0.01)
    assert difference(1e-2) == pytest.approx(1.68e-6, rel=0.01)
    assert difference(1e-4) == pytest.approx(1.9e-10, rel=0.3)
    assert difference(1e-7) > 1e-7 > 10 * difference(1e-7, forward_propagation_scores)
    a = forward_propagation_n(X, Y, parameters)[1][9][0, 2]
    assert a == pytest.approx(0.9989, abs=5e-5) and 800 < a / (1 - a) < 1000


@pytest.mark.claim("All fifty right gradients pass, by a wide margin. And wrong ones? The draft has 0.285 with any")
@pytest.mark.claim("The rule rejects gradients that are right!")
@pytest.mark.claim("Two are condemned even with the larger")
@pytest.mark.claim(
    "The worse of them has a score above 30 on a payment of label 0, and $1 - a$ has hardly a digit left."
)
def test_the_rules(reference, case):
    X, Y, parameters, _, draft = case
    check, rejected, largest, condemned = reference["gradient_check_n"], 0, 0.0, {}
    for seed in range(50):
        points, labels, network = random_case(seed, parameters)
        right = backward_propagation(points, labels, forward_propagation_n(points, labels, network)[1])
        rejected += check(network, right, points, labels) > 1e-7
        largest = max(largest, check(network, right, points, labels, 1e-5, forward_propagation_scores))
        if (difference := check(network, right, points, labels, 1e-5)) > 1e-7:
            condemned[difference] = forward_propagation_n(points, labels, network)[1][8][0, labels[0] == 0].max()
    assert rejected >= 2
    assert len(condemned) == 2 and 30 < condemned[max(condemned)] < 36
    assert largest < 2e-8
    for epsilon in (1e-2, 1e-4, 1e-6, 1e-8):
        assert check(parameters, draft, X, Y, epsilon) == pytest.approx(0.285, abs=5e-4)


@pytest.mark.claim(
    "With new masks the check condemns a backward pass that is right. With the masks held fixed, it passes."
)
@pytest.mark.claim("With new masks, the difference is close to 1.")
@pytest.mark.claim("Two different networks have costs that differ by about 2 on average.")
def test_dropout(reference, case):
    X, Y, parameters, *_ = case
    check = reference["gradient_check_n"]
    for seed in range(5):
        rng = np.random.default_rng(seed)

        def anew(X, Y, parameters, rng=rng):
            return forward_propagation_dropout(X, Y, parameters, rng)

        gradients = backward_propagation_dropout(X, Y, anew(X, Y, parameters)[1])
        assert check(parameters, gradients, X, Y, 1e-5, anew) > 0.999
        apart = np.abs(np.diff([anew(X, Y, parameters)[0] for _ in range(200)]))
        assert 1.8 < np.mean(apart) < 2.3
    gradients = backward_propagation_dropout(X, Y, forward_propagation_dropout(X, Y, parameters)[1])
    assert check(parameters, gradients, X, Y, 1e-5, forward_propagation_dropout) < 1e-7


def test_there_and_back(case):
    _, _, parameters, right, _ = case
    theta, names = dictionary_to_vector(parameters)
    assert theta.shape == (47, 1) and names.shape == (47,)
    np.testing.assert_array_equal(theta[:20].reshape(5, 4), parameters["W1"])
    np.testing.assert_array_equal(theta[names == "b2"], parameters["b2"])
    assert list(dict.fromkeys(names)) == ["W1", "b1", "W2", "b2", "W3", "b3"]
    back = vector_to_dictionary(theta, parameters)
    assert all(np.array_equal(back[name], value) for name, value in parameters.items())
    np.testing.assert_array_equal(gradients_to_vector(right)[names == "W3"].T, right["dW3"])
    for numbers in (theta[:-1], np.append(theta, 0)):
        with pytest.raises(ValueError, match="cannot reshape"):
            vector_to_dictionary(numbers, parameters)
