"""The solutions of a17 give the published figures of the assignment ("Deep neural network: application").

Every figure that is expected here was printed in a published notebook, with the digits that stand here. Its photographs
are needed for them: COURSE_REAL_DATA names a folder that holds train_ and test_catvnoncat.h5. Both networks are trained
in full once, some 20 seconds each.
"""

import numpy as np
import pytest
from conftest import REAL, needs_photographs
from threadpoolctl import threadpool_limits

from utils.dnn_app_utils import initialize_parameters, load_data
from utils.picture_data import load_pictures

ID = "a17_deep_network_application"
TWO_LAYERS = (12288, 7, 1)
FOUR_LAYERS = [12288, 20, 7, 5, 1]
TWO_LAYER_COSTS = """0.693049735659989 0.6464320953428849 0.6325140647912678 0.6015024920354665 0.5601966311605748
    0.515830477276473 0.4754901313943325 0.43391631512257495 0.4007977536203886 0.35807050113237987
    0.3394281538366413 0.30527536361962654 0.2749137728213015 0.24681768210614827 0.1985073503746611
    0.17448318112556593 0.1708076297809661 0.11306524562164737 0.09629426845937163 0.08342617959726878
    0.0743907870431909 0.06630748132267938 0.05919329501038176 0.05336140348560564 0.048554785628770226"""
FOUR_LAYER_COSTS = """0.771749 0.672053 0.648263 0.611507 0.567047 0.540138 0.527930 0.465477 0.369126
    0.391747 0.315187 0.272700 0.237419 0.199601 0.189263 0.161189 0.148214 0.137775
    0.129740 0.121225 0.113821 0.107839 0.102855 0.100897 0.092878"""


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """The matrices are thin: several threads would wait for each other, above all on a busy machine."""
    with threadpool_limits(1):
        yield


def numbers(text):
    return [float(number) for number in text.split()]


def prepared(reference, pictures):
    """The training set and the test set, each X and Y, as the models take them."""
    train_x, train_y, test_x, test_y, _ = pictures
    return (reference["prepare_pictures"](train_x), train_y), (reference["prepare_pictures"](test_x), test_y)


@pytest.fixture(scope="module")
def photographs(reference):
    return prepared(reference, load_pictures("catvnoncat", REAL))


@pytest.fixture(scope="module")
def drawings(reference):
    return prepared(reference, load_data())


@pytest.fixture(scope="module")
def two_layers(reference, photographs):
    return reference["two_layer_model"](*photographs[0], TWO_LAYERS, num_iterations=2500)


@pytest.fixture(scope="module")
def four_layers(reference, photographs):
    return reference["L_layer_model"](*photographs[0], FOUR_LAYERS, num_iterations=2500)


def accuracies(reference, parameters, sets):
    """The shares of the training set and of the test set that are right."""
    return [reference["accuracy"](reference["predict"](X, parameters), Y) for X, Y in sets]


# --- with the photographs


@needs_photographs
def test_prepared_photographs(photographs):
    (train_x, train_y), (test_x, test_y) = photographs
    assert (train_x.shape, test_x.shape) == ((12288, 209), (12288, 50))
    assert (train_y.shape, test_y.shape, train_y[0, 10]) == ((1, 209), (1, 50), 0)
    assert train_x.min() >= 0 and train_x.max() <= 1


@needs_photographs
def test_two_layer_costs(two_layers):
    """From 1400 on, they depend on the order in which a machine adds numbers a little more than before."""
    _, costs = two_layers
    assert costs == pytest.approx(numbers(TWO_LAYER_COSTS), rel=1e-6)
    assert costs[:3] == pytest.approx(numbers(TWO_LAYER_COSTS)[:3], rel=1e-9)


@needs_photographs
def test_two_layer_accuracies(reference, two_layers, photographs):
    train, test = accuracies(reference, two_layers[0], photographs)
    assert train == 1.0
    assert test == pytest.approx(0.72)
    X, Y = photographs[1]
    assert len(reference["mislabelled"](reference["predict"](X, two_layers[0]), Y)) == 14


@needs_photographs
def test_four_layer_costs(four_layers):
    _, costs = four_layers
    assert costs == pytest.approx(numbers(FOUR_LAYER_COSTS), abs=2e-6)
    assert costs[:3] == pytest.approx(numbers(FOUR_LAYER_COSTS)[:3], abs=5.1e-7)


@needs_photographs
def test_four_layer_accuracies(reference, four_layers, photographs):
    train, test = accuracies(reference, four_layers[0], photographs)
    assert train == pytest.approx(0.985645933014, abs=1e-12)
    assert test == pytest.approx(0.8)
    X, Y = photographs[1]
    assert len(reference["mislabelled"](reference["predict"](X, four_layers[0]), Y)) == 10


@needs_photographs
def test_one_layer_is_the_logistic_regression_of_a14(reference, photographs):
    """Published for a14, from zeros: 99 % and 70 %. The random start of a single layer moves that little."""
    parameters, _ = reference["L_layer_model"](*photographs[0], [12288, 1], 0.005, 2000)
    train, test = accuracies(reference, parameters, photographs)
    assert train == pytest.approx(0.99, abs=0.02)
    assert test == pytest.approx(0.7, abs=0.041)


# --- without them


def test_the_drawn_pictures_tell_the_same_story(reference, drawings):
    """What the notebook says of its shorter runs: on new pictures each deeper network is better."""
    one, _ = reference["L_layer_model"](*drawings[0], [12288, 1], 0.005, 2000)
    two, costs_two = reference["two_layer_model"](*drawings[0], TWO_LAYERS, num_iterations=1000)
    four, costs_four = reference["L_layer_model"](*drawings[0], FOUR_LAYERS, num_iterations=400)
    found = np.array([accuracies(reference, parameters, drawings) for parameters in (one, two, four)])
    np.testing.assert_allclose(found[:, 0], [0.96, 0.94, 0.97], atol=0.015)
    np.testing.assert_allclose(found[:, 1], [0.70, 0.78, 0.86], atol=0.021)
    assert costs_two[0] == pytest.approx(np.log(2), abs=0.001) and costs_two[9] == pytest.approx(0.2328, abs=0.001)
    assert costs_four[:2] == pytest.approx([0.734454, 0.549747], abs=2e-6)


def test_both_models_agree_where_they_start_alike(reference):
    random = np.random.default_rng(6)
    X, Y = random.normal(size=(9, 8)), random.integers(0, 2, (1, 8))
    two, costs_two = reference["two_layer_model"](X, Y, (9, 4, 1), 0.4, 250)
    original = reference["initialize_parameters_deep"]
    try:
        reference["initialize_parameters_deep"] = lambda sizes: initialize_parameters(*sizes)
        deep, costs_deep = reference["L_layer_model"](X, Y, [9, 4, 1], 0.4, 250)
    finally:
        reference["initialize_parameters_deep"] = original
    assert costs_deep == pytest.approx(costs_two, rel=1e-9)
    for name in two:
        np.testing.assert_allclose(deep[name], two[name], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(("iterations", "lines"), [(0, 0), (1, 1), (100, 1), (101, 2), (250, 3)])
@pytest.mark.parametrize("model", ["two_layer_model", "L_layer_model"])
def test_costs_are_kept_and_printed_every_100_iterations(reference, capsys, model, iterations, lines):
    random = np.random.default_rng(7)
    X, Y = random.normal(size=(5, 6)), random.integers(0, 2, (1, 6))
    _, costs = reference[model](X, Y, (5, 3, 1), 0.05, iterations)
    assert len(costs) == lines and capsys.readouterr().out == ""
    assert costs == sorted(costs, reverse=True)
    reference[model](X, Y, (5, 3, 1), 0.05, iterations, print_cost=True)
    printed = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in printed] == [f"cost after iteration {100 * i}" for i in range(lines)]
