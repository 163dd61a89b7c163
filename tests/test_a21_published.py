"""The solutions of a21 give the published figures of the assignment ("Initialization"), and what its notebook says.

Every figure that is expected here was printed in the published notebook, or in copies of it.
"""

import numpy as np
import pytest

from utils.dnn_app_utils import update_parameters
from utils.init_utils import cost_from_scores, load_dataset
from utils.three_layer_utils import backward_propagation, compute_cost, forward_propagation, predict

ID = "a21_initialization"
DIMS = [2, 10, 5, 1]


@pytest.fixture(scope="module")
def circles():
    return load_dataset()


def accuracies(parameters, circles):
    """Shares of the training points and of the new ones that are predicted correctly."""
    train_X, train_Y, test_X, test_Y = circles
    return np.mean(predict(parameters, train_X) == train_Y), np.mean(predict(parameters, test_X) == test_Y)


def trained(parameters, X, Y, steps, learning_rate=0.1):
    for _ in range(steps):
        _, cache = forward_propagation(X, parameters)
        parameters = update_parameters(parameters, backward_propagation(X, Y, cache), learning_rate)
    return parameters


def test_circles(circles):
    train_X, train_Y, test_X, test_Y = circles
    assert (train_X.shape, train_Y.shape, test_X.shape, test_Y.shape) == ((2, 300), (1, 300), (2, 100), (1, 100))
    np.testing.assert_allclose(train_X[:, 0], [-0.07741354010048114, 0.8526022642742742], rtol=1e-12)
    assert train_Y[0, :10].tolist() == [1, 0, 1, 1, 0, 0, 1, 0, 1, 1]
    assert (train_X.sum(), test_X.sum()) == pytest.approx((0.10318058999808777, -0.418253070660783))


@pytest.mark.parametrize(
    ("start", "dims", "figures"),
    [
        ("zeros", [3, 2, 1], {"W1": np.zeros((2, 3)), "W2": np.zeros((1, 2))}),
        (
            "random",
            [3, 2, 1],
            {
                "W1": [[17.88628473, 4.36509851, 0.96497468], [-18.63492703, -2.77388203, -3.54758979]],
                "W2": [[-0.82741481, -6.27000677]],
            },
        ),
        (
            "he",
            [2, 4, 1],
            {
                "W1": [
                    [1.78862847, 0.43650985],
                    [0.09649747, -1.8634927],
                    [-0.2773882, -0.35475898],
                    [-0.08274148, -0.62700068],
                ],
                "W2": [[-0.03098412, -0.33744411, -0.92904268, 0.62552248]],
            },
        ),
    ],
)
def test_starts(reference, start, dims, figures):
    found = reference[f"initialize_parameters_{start}"](dims)
    assert list(found) == ["W1", "b1", "W2", "b2"]
    for name, figure in figures.items():
        np.testing.assert_allclose(found[name], figure, rtol=0, atol=1e-8, err_msg=name)
    assert not np.any(found["b1"]) and not np.any(found["b2"])


@pytest.mark.claim("the cost never moved from")
@pytest.mark.claim("the cost is 0.693147 from the first step to the last.")
@pytest.mark.claim("Same data, same layers, same steps: 50 %, 83 % and 99 % of the training points.")
@pytest.mark.claim("| large random | 83 % | 86 % |")
@pytest.mark.claim("| zeros | 50 % | 50 % |")
@pytest.mark.claim("| He | 99.3 % | 96 % |")
@pytest.mark.claim("All published costs of the runs from zeros and from He's start come out to the last digit.")
@pytest.mark.claim("The costs from large random weights agree to two decimals only")
@pytest.mark.claim("got 99 % of its points right")
@pytest.mark.parametrize(
    ("start", "costs", "within", "right"),
    [
        ("zeros", [0.6931471805599453] * 15, 1e-12, (0.5, 0.5)),
        (
            # The training magnifies rounding: the costs differ by up to 0.005 from machine to machine.
            "random",
            [
                np.inf,
                0.6237287551108738,
                0.5981106708339466,
                0.5638353726276827,
                0.550152614449184,
                0.5444235275228304,
                0.5374184054630083,
                0.47357131493578297,
                0.39775634899580387,
                0.3934632865981078,
                0.39202525076484457,
                0.38921493051297673,
                0.38614221789840486,
                0.38497849983013926,
                0.38278397192120406,
            ],
            0.01,
            (0.83, 0.86),
        ),
        (
            "he",
            [
                0.8830537463419761,
                0.6879825919728063,
                0.6751286264523371,
                0.6526117768893807,
                0.6082958970572938,
                0.5304944491717495,
                0.4138645817071794,
                0.3117803464844441,
                0.23696215330322562,
                0.18597287209206834,
                0.1501555628037182,
                0.12325079292273547,
                0.09917746546525935,
                0.0845705595402428,
                0.07357895962677366,
            ],
            1e-9,
            (0.9933333333333333, 0.96),
        ),
    ],
)
def test_runs(reference, circles, start, costs, within, right):
    parameters, found = reference["model"](*circles[:2], print_cost=False, initialization=start)
    assert found == pytest.approx(costs, abs=within)
    assert accuracies(parameters, circles) == pytest.approx(right, abs=0.011 if start == "random" else 1e-9)


@pytest.mark.claim('From zeros, the network says "one half" everywhere: it has no opinion.')
@pytest.mark.claim('From large weights, it says "label 1, certainly" for every point, and is wrong about half of them.')
@pytest.mark.claim("A score of 63 or more")
@pytest.mark.claim("The infinite cost was really 1773.585955.")
def test_first_answers(reference, circles):
    X, Y, *_ = circles
    assert np.all(forward_propagation(X, reference["initialize_parameters_zeros"](DIMS))[0] == 0.5)
    A3, cache = forward_propagation(X, reference["initialize_parameters_random"](DIMS))
    assert np.all(A3 == 1) and compute_cost(A3, Y) == np.inf
    assert 62.5 < cache[8].min() < 63.5
    assert reference["cost_from_scores"](cache[8], Y) == pytest.approx(1773.585955, abs=1e-6)
    A3, cache = forward_propagation(X, reference["initialize_parameters_he"](DIMS))
    assert 0.4 < A3.min() < 0.55 and 0.8 < A3.max() < 0.95
    assert cost_from_scores(cache[8], Y) == pytest.approx(reference["cost_from_scores"](cache[8], Y), rel=1e-12)


@pytest.mark.claim("All gradients are zero.")
def test_zeros_stand_still(reference, circles):
    X, Y, *_ = circles
    zeros = reference["initialize_parameters_zeros"](DIMS)
    grads = backward_propagation(X, Y, forward_propagation(X, zeros)[1])
    assert all(np.abs(grads[f"d{name}"]).max() < 1e-15 for name in zeros)


@pytest.mark.claim("Ten equal units are worth one unit, and one unit can only draw a line.")
@pytest.mark.claim("the twins, among eight free units, are still twins after 2000 steps.")
@pytest.mark.claim("Does a larger learning rate break the symmetry?")
def test_symmetry_stays(reference, circles):
    X, Y, *_ = circles
    he = reference["initialize_parameters_he"](DIMS)

    def different(parameters, rate=0.1):
        parameters = trained(parameters, X, Y, 2000, rate)
        return reference["different_units"](parameters["W1"], parameters["b1"]), accuracies(parameters, circles)[0]

    equal = {name: np.full_like(value, 0.5 * (name[0] == "W")) for name, value in he.items()}
    twins = {name: value.copy() for name, value in he.items()}
    twins["W1"][1], twins["W2"][:, 1] = twins["W1"][0], twins["W2"][:, 0]
    count, right = different(equal)
    assert count == 1 and right < 0.7
    assert different(equal, 0.5)[0] == 1
    assert different(twins)[0] == 9
    assert different(he)[0] == 10


@pytest.mark.claim("in 15 000 steps it still gets half of the points wrong.")
def test_random_biases_hardly_help(reference, circles):
    random, start = np.random.RandomState(3), reference["initialize_parameters_zeros"](DIMS)
    start |= {name: random.standard_normal(value.shape) for name, value in start.items() if name[0] == "b"}
    assert accuracies(trained(start, *circles[:2], 15000, 0.01), circles)[0] == pytest.approx(0.5, abs=0.02)


@pytest.mark.claim("Up to a score of about 36, they agree.")
def test_where_the_probability_is_rounded_to_one():
    label = np.array([[0]])
    costs = [compute_cost(1 / (1 + np.exp(-np.array([[z]]))), label) for z in (10.0, 36.0, 37.0, 38.0)]
    assert np.isfinite(costs).tolist() == [True, True, False, False]
    assert costs[0] == pytest.approx(cost_from_scores(np.array([[10.0]]), label), rel=1e-9)


@pytest.mark.claim("some land where they answer nothing to any point.")
def test_units_die_from_large_weights(reference, circles):
    X, Y, *_ = circles
    dead = []
    for seed in range(3, 8):
        parameters = trained(reference["initialize_parameters_random"](DIMS, seed), X, Y, 1000, 0.01)
        dead.append(np.sum(forward_propagation(X, parameters)[1][5].max(axis=1) == 0))
    assert dead[0] >= 2 and np.mean(dead) >= 1.5


@pytest.mark.claim("the variance grows by a factor of about 5000 in each layer; with × 0.01, it shrinks by about 200.")
@pytest.mark.claim("Xavier's start halves it.")
@pytest.mark.claim("With He's start the signal arrives as it went in, give or take")
def test_variances(reference):
    inputs = np.random.RandomState(1).randn(100, 500)
    for factor, growth in ((10, 5000), (np.sqrt(2 / 100), 1), (np.sqrt(1 / 100), 1 / 2), (0.01, 1 / 200)):
        for seed in range(3, 8):
            large = reference["initialize_parameters_random"]([100] * 11 + [1], seed)
            scaled = {name: value / 10 * factor for name, value in large.items()}
            variances = reference["activation_variances"](inputs, scaled)
            assert len(variances) == 10
            mean_growth = (variances[-1] / variances[0]) ** (1 / 9)
            assert growth / 1.25 < mean_growth < growth * 1.25


@pytest.mark.claim(
    "four of He's five networks are right on more than 90 % of the new points, and none of the large ones is."
)
@pytest.mark.claim("But one of He's starts is no better than the large ones.")
def test_five_starts(reference, circles):
    found = {
        start: [
            accuracies(reference["model"](*circles[:2], print_cost=False, initialization=start, seed=seed)[0], circles)[
                1
            ]
            for seed in range(3, 8)
        ]
        for start in ("random", "he")
    }
    assert sum(right > 0.9 for right in found["he"]) == 4 and min(found["he"]) < 0.75
    assert max(found["random"]) < 0.9 and max(found["random"]) > min(found["he"])


@pytest.mark.claim("On our small network, weights × 1 work as well as He's.")
def test_small_layers_hardly_need_a_scale(reference, circles):
    for seed in (3, 4):
        start = {name: value / 10 for name, value in reference["initialize_parameters_random"](DIMS, seed).items()}
        assert accuracies(trained(start, *circles[:2], 15000, 0.01), circles)[0] > 0.97
