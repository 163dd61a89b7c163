"""The solutions of a17 give the published figures of the assignment ("Deep neural network: application").

Every figure that is expected here was printed in a published notebook, with the digits that stand here. Its photographs
are needed for them: COURSE_REAL_DATA names a folder that holds train_ and test_catvnoncat.h5. Both networks are trained
in full once, some 20 seconds each.
"""

import numpy as np
import pytest
from conftest import REAL, needs_photographs
from threadpoolctl import threadpool_limits

from utils.dnn_app_utils import flatten_and_scale, initialize_parameters, linear_activation_forward, load_data
from utils.picture_data import DATA, load_pictures, own_picture

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


def prepared(pictures, step=1):
    """The training set and the test set, each X and Y, as the models take them; of rows and columns every `step`th."""
    train_x, train_y, test_x, test_y, _ = pictures
    columns = [flatten_and_scale(x[:, ::step, ::step]) for x in (train_x, test_x)]
    return (columns[0], train_y), (columns[1], test_y)


@pytest.fixture(scope="module")
def photographs():
    return prepared(load_pictures("catvnoncat", REAL))


@pytest.fixture(scope="module")
def few():
    """What section 5 compares on: the drawn pictures, and a quarter of their numbers."""
    return prepared(load_data(), step=2)


@pytest.fixture(scope="module")
def two_layers(reference, photographs):
    return reference["two_layer_model"](*photographs[0], TWO_LAYERS, num_iterations=2500)


@pytest.fixture(scope="module")
def four_layers(reference, photographs):
    return reference["L_layer_model"](*photographs[0], FOUR_LAYERS, num_iterations=2500)


def accuracies(reference, parameters, sets):
    """The shares of the training set and of the test set that are right."""
    return [np.mean(reference["predict"](parameters, X) == Y) for X, Y in sets]


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
    assert len(reference["mislabelled"](reference["predict"](two_layers[0], X), Y)) == 14


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
    assert len(reference["mislabelled"](reference["predict"](four_layers[0], X), Y)) == 10


@needs_photographs
def test_one_layer_is_the_logistic_regression_of_a14(reference, photographs):
    """Published for a14, from zeros: 99 % and 70 %. The random start of a single layer moves that little."""
    parameters, _ = reference["L_layer_model"](*photographs[0], [12288, 1], 0.005, 2000)
    train, test = accuracies(reference, parameters, photographs)
    assert train == pytest.approx(0.99, abs=0.02)
    assert test == pytest.approx(0.7, abs=0.041)


# --- without them


@pytest.fixture(scope="module")
def starts(reference, few):
    """Five runs of each network, one step longer than in the notebook: the parameters, by the name of the network."""
    networks = {
        "one layer": [3072, 1],
        "two layers": [3072, 7, 1],
        "two layers, wide": [3072, 20, 1],
        "four layers": [3072, 20, 7, 5, 1],
    }
    return {
        name: [reference["L_layer_model"](*few[0], sizes, 0.0075, 1001, seed=seed)[0] for seed in range(1, 6)]
        for name, sizes in networks.items()
    }


@pytest.mark.claim("Here five get through, and units 4 and 6 answer 0.")
@pytest.mark.claim('The network says "no cat" to this cat, but only just.')
def test_one_cat_in_a_network_that_has_learnt_nothing():
    pictures, labels, *_ = load_data()
    start = initialize_parameters(12288, 7, 1)
    column = flatten_and_scale(pictures[[7]])
    hidden, _ = linear_activation_forward(column, start["W1"], start["b1"], "relu")
    probability, _ = linear_activation_forward(hidden, start["W2"], start["b2"], "sigmoid")
    assert labels[0, 7] == 1 and [*np.flatnonzero(hidden[:, 0] == 0)] == [3, 5]
    assert 0.495 < probability.item() < 0.5


@pytest.mark.claim(
    "With 20 units in place of 7, their middle dot hardly moves, and with four layers it rises again. So on these"
    " pictures it seems to be the depth that helps. But it is a few pictures of fifty"
)
@pytest.mark.claim("every start ends with about the same accuracy")
@pytest.mark.claim("the dots of two and of four layers overlap")
@pytest.mark.claim("got about one in three new ones wrong")
def test_deeper_networks_are_better_in_the_middle_of_five_starts(reference, few, starts):
    one, two, wide, four = (np.array([accuracies(reference, run, few)[1] for run in runs]) for runs in starts.values())
    assert np.median(one) + 0.05 < min(np.median(two), np.median(wide))
    assert abs(np.median(wide) - np.median(two)) < 0.03  # a picture
    assert np.median(four) > max(np.median(two), np.median(wide)) + 0.03
    assert np.ptp(one) < 0.07 < min(np.ptp(two), np.ptp(wide), np.ptp(four))
    assert four.min() <= min(two.max(), wide.max())
    assert one.min() >= 0.6 and one.max() <= 0.72 and np.median(one) == pytest.approx(2 / 3, abs=0.03)


@pytest.mark.claim("Most cats that it missed are dark ones against a light background")
@pytest.mark.claim("most things that it takes for cats are light ones against a dark background")
@pytest.mark.claim(
    "In the whole training set, one cat in seven is dark, and about four pictures in five have a dark background."
)
def test_what_four_layers_get_wrong_is_rare_in_the_training_set(reference, few, starts, drawn, four_on_drawn):
    """For the network that the notebook shows, and for the five of section 5 together."""
    train_x, train_y, test_x, _, _ = load_data()
    around, test_around = (np.mean(x[:, [*range(6), *range(-6, 0)]], axis=(1, 2, 3)) for x in (train_x, test_x))
    train_middle, middle = (x[:, 20:52, 16:48].mean((1, 2, 3)) for x in (train_x, test_x))
    assert np.mean(around > 100) == pytest.approx(0.2, abs=0.06)
    assert np.mean((train_middle < around)[train_y[0] == 1]) == pytest.approx(1 / 7)
    for runs, (X, Y) in (([four_on_drawn], drawn[1]), (starts["four layers"], few[1])):
        wrong = np.concatenate([reference["mislabelled"](reference["predict"](run, X), Y) for run in runs])
        missed, taken = wrong[Y[0, wrong] == 1], wrong[Y[0, wrong] == 0]
        assert np.mean((test_around > 100)[missed]) > 0.6 and np.mean((test_around > 100)[taken]) < 0.4
        assert np.mean((middle < test_around)[missed]) > 0.6 and np.mean((middle > test_around)[taken]) > 0.6


@pytest.mark.claim("The upper line climbs nearly to 1. The lower one stays below it")
def test_training_pictures_are_memorised(reference, few, starts):
    for run in starts["four layers"]:
        train, test = accuracies(reference, run, few)
        assert train > 0.88 and train - test > 0.03


@pytest.mark.claim("From 400 on, the lower line moves by a picture or so")
@pytest.mark.claim("It does not fall, so stopping earlier gains nothing here.")
def test_stopping_earlier_gains_nothing_here(reference, few):
    shares = [
        accuracies(reference, reference["L_layer_model"](*few[0], [3072, 20, 7, 5, 1], 0.0075, stop)[0], few)[1]
        for stop in (50, 100, 200, 400, 1000)
    ]
    assert shares[-1] >= max(shares) - 0.02
    assert shares[2] - shares[0] > 0.1 and abs(shares[-1] - shares[-2]) < 0.05


@pytest.mark.claim('The network calls every picture "no cat", and its cost hardly moves')
def test_a_start_whose_relu_units_die(reference, few):
    parameters, costs = reference["L_layer_model"](*few[0], [3072, 20, 7, 5, 1], 0.0075, 601, seed=8)
    assert not reference["predict"](parameters, few[1][0]).any()
    assert costs[0] - costs[-1] < 0.03


@pytest.fixture(scope="module")
def drawn():
    return prepared(load_data())


@pytest.fixture(scope="module")
def two_on_drawn(reference, drawn):
    return reference["two_layer_model"](*drawn[0], TWO_LAYERS, num_iterations=1001)


@pytest.fixture(scope="module")
def four_on_drawn(reference, drawn):
    return reference["L_layer_model"](*drawn[0], FOUR_LAYERS, num_iterations=1000)[0]


@pytest.mark.claim("It begins near $\\log 2$, not at it: from the scaled start")
def test_where_a_scaled_start_begins(reference, drawn):
    for sizes in ([12288, 10, 10, 1], FOUR_LAYERS):
        _, (first,) = reference["L_layer_model"](*drawn[0], sizes, num_iterations=1)
        assert 0.002 < abs(first - np.log(2)) < 0.1


@pytest.mark.claim("The first cost is close to $\\log 2 \\approx 0.693$")
@pytest.mark.claim("The cost hesitates for a few hundred iterations, and then it falls")
@pytest.mark.claim("The second number is clearly lower")
@pytest.mark.claim("unit 2 has a light one at the bottom")
@pytest.mark.claim("Unit 6 has not moved at all, and unit 7 hardly. Unit 6 answers 0 to every picture")
@pytest.mark.claim("And the output hardly counts unit 7: the error goes back through its `W2`, which stays near 0.")
@pytest.mark.claim("At first the entries of `W2` are about 0.01")
def test_two_layers_on_the_drawn_pictures(reference, drawn, two_on_drawn):
    parameters, costs = two_on_drawn
    assert costs[0] == pytest.approx(np.log(2), abs=0.001)
    assert costs[2] > 0.6 and costs[9] < 0.35
    train, test = accuracies(reference, parameters, drawn)
    assert train - test > 0.08
    start = initialize_parameters(*TWO_LAYERS)
    assert 0.003 < np.sqrt(np.mean(start["W2"] ** 2)) < 0.03
    for weights in (start, parameters):
        assert np.all(weights["W1"][5] @ drawn[0][0] + weights["b1"][5] < 0)
    assert np.abs(parameters["W2"][0, 6]) < 0.1 < np.abs(parameters["W2"][0, :5]).min()
    added = parameters["W1"] - start["W1"]
    added = added.reshape(7, 64, 64, 3).mean(axis=-1)
    largest = np.abs(added).max()
    assert added[1, -10:, 20:44].mean() > 0.3 * largest and np.abs(added[5:]).max() < 0.2 * largest


@pytest.mark.claim("In the picture that comes with this notebook, the face hardly matters!")
@pytest.mark.claim(
    "What counts most is the dark background at the edges: covered with a lighter grey, it speaks less for a cat."
)
def test_networks_look_at_the_background(reference, two_on_drawn, four_on_drawn):
    picture = own_picture(DATA / "my_picture.jpg")
    covered = [picture.copy() for _ in range(65)]  # the last one stays as it is
    for place in range(64):
        row, column = 8 * (place // 8), 8 * (place % 8)
        covered[place][row : row + 8, column : column + 8] = 128
    for parameters in (two_on_drawn[0], four_on_drawn):
        Z = reference["L_model_forward"](flatten_and_scale(np.array(covered)), parameters)[1][-1][1][0]
        changes = (Z[:64] - Z[64]).reshape(8, 8)
        edges = np.concatenate([changes[0], changes[:, 0], changes[:, -1]])
        assert edges.mean() < 0 and np.abs(edges).mean() > 2.5 * np.abs(changes[2:5, 2:6]).mean()


@pytest.mark.claim("From the small start, the network gives all pictures nearly the same answer")
@pytest.mark.claim("Layer 1 does well even so, as $0.01$ is close to $1 / \\sqrt{12288}$")
def test_a_small_start_loses_the_pictures(reference, drawn):
    X = drawn[0][0]
    assert 1 / np.sqrt(12288) == pytest.approx(0.01, rel=0.1)
    scaled = reference["initialize_parameters_scaled"](FOUR_LAYERS)
    small = {name: value * 0.01 * np.sqrt(value.shape[1]) for name, value in scaled.items()}
    assert np.std(small["W2"]) == pytest.approx(0.01, rel=0.15)
    answers, first = {}, {}
    for name, start in (("scaled", scaled), ("small", small)):
        answers[name], caches = reference["L_model_forward"](X, start)
        first[name] = np.sqrt(np.mean(caches[0][1] ** 2))
    assert np.ptp(answers["small"]) < 1e-4 and np.ptp(answers["scaled"]) > 0.02
    assert first["small"] == pytest.approx(first["scaled"], rel=0.2)


@pytest.mark.claim("3 places, and 192: each row of pixels has $64 \\cdot 3 = 192$ numbers.")
def test_how_far_apart_neighbours_are_in_a_column():
    places = np.arange(64 * 64 * 3).reshape(64, 64, 3)
    assert places[0, 1, 0] - places[0, 0, 0] == 3 and places[1, 0, 0] - places[0, 0, 0] == 192


@pytest.mark.claim("one picture of fifty is 2 %")
@pytest.mark.claim("$-\\log 0.02$ is about five times $-\\log 0.48$")
@pytest.mark.claim("$20 \\cdot (12288 + 1) = 245780$")
@pytest.mark.claim("One for each weight: 12 288, 86 023 and 245 940.")
def test_arithmetic():
    assert 1 / 50 == 0.02
    assert np.log(0.02) / np.log(0.48) == pytest.approx(5, abs=0.5)
    assert 20 * (64 * 64 * 3 + 1) == 245780
    networks = [12288, 1], TWO_LAYERS, FOUR_LAYERS
    assert [int(np.dot(sizes[:-1], sizes[1:])) for sizes in networks] == [12288, 86023, 245940]
    assert 7 * 12288 + 7 == 86023  # with the biases of layer 1 in place of the weights of layer 2


def test_both_models_agree_where_they_start_alike(reference):
    random = np.random.default_rng(6)
    X, Y = random.normal(size=(9, 8)), random.integers(0, 2, (1, 8))
    two, costs_two = reference["two_layer_model"](X, Y, (9, 4, 1), 0.4, 250)
    original = reference["initialize_parameters_scaled"]
    try:
        reference["initialize_parameters_scaled"] = lambda sizes, seed: initialize_parameters(*sizes)
        deep, costs_deep = reference["L_layer_model"](X, Y, [9, 4, 1], 0.4, 250)
    finally:
        reference["initialize_parameters_scaled"] = original
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
