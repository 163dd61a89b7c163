"""The solutions of a14 give the published figures of the assignment ("Logistic regression with a neural network mindset").

Every figure that is expected here was printed in the published notebook, with the digits that stand here. The runs on
its photographs need those: COURSE_REAL_DATA names a folder that holds train_ and test_catvnoncat.h5.
"""

import inspect
import re
import runpy

import matplotlib.pyplot as plt
import numpy as np
import pytest
from conftest import REAL, ROOT, needs_photographs

from utils.iris_utils import load_iris_sepals
from utils.lr_utils import draw_result, draw_swings, load_dataset, trained_neuron
from utils.picture_data import DATA, own_picture

ID = "a14_logistic_regression"
PRINTED = 1e-8  # arrays were printed with 8 decimals
W, B = np.array([[1.0], [2.0]]), 2.0
X = np.array([[1.0, 2.0, -1.0], [3.0, 4.0, -3.2]])
Y = np.array([[1, 0, 1]])


@pytest.fixture(scope="module")
def photographs(tmp_path_factory):
    from utils.picture_data import load_pictures

    return load_pictures("catvnoncat", REAL)


@pytest.fixture(scope="module")
def prepared(reference, photographs):
    """X_train, Y_train, X_test, Y_test, as the model takes them."""
    train_x, train_y, test_x, test_y, _ = photographs
    return reference["flatten_and_scale"](train_x), train_y, reference["flatten_and_scale"](test_x), test_y


def train(reference, capsys, data, num_iterations, learning_rate):
    """The costs and the two accuracies in percent, as the model prints them, and the model."""
    trained = reference["model"](*data, num_iterations, learning_rate, print_cost=True)
    printed = capsys.readouterr().out
    costs = [float(cost) for cost in re.findall(r"cost after iteration \d+: (\S+)", printed)]
    return costs, [float(percent) for percent in re.findall(r"accuracy: (\S+) %", printed)], trained


# --- without the photographs


def test_sizes(reference):
    """The drawn set has the published sizes."""
    train_x, train_y, test_x, test_y, _ = load_dataset()
    assert reference["picture_sizes"](train_x, test_x) == (209, 50, 64)
    assert (train_x.shape, train_y.shape) == ((209, 64, 64, 3), (1, 209))
    assert (test_x.shape, test_y.shape) == ((50, 64, 64, 3), (1, 50))
    assert reference["flatten_and_scale"](test_x).shape == (12288, 50)


@pytest.fixture(scope="module")
def drawn(reference):
    """X_train, Y_train, X_test, Y_test of the course's own set."""
    train_x, train_y, test_x, test_y, _ = load_dataset()
    return reference["flatten_and_scale"](train_x), train_y, reference["flatten_and_scale"](test_x), test_y


@pytest.fixture(scope="module")
def descent(drawn):
    """Training costs, test costs and both accuracies of every iteration, from z alone.

    Weights that start at zero stay a sum of examples, so the products of the examples are all it takes.
    """
    X, Y, X_test, Y_test = drawn
    m = Y.size

    def run(learning_rate, iterations, scale=1.0, centred=False):
        mean = X.mean(axis=1, keepdims=True) if centred else 0.0
        products, products_test = ((x - mean).T @ (X - mean) for x in (X, X_test))
        shares, b, rows = np.zeros((m, 1)), 0.0, []
        for _ in range(iterations + 1):
            z, z_test = (scale**2 * (p @ shares).T + b for p in (products, products_test))
            costs = [np.mean(np.logaddexp(0, z) - y * z) for z, y in ((z, Y), (z_test, Y_test))]
            rows.append([*costs, *(100 * np.mean((z > 0) == y) for z, y in ((z, Y), (z_test, Y_test)))])
            errors = 1 / (1 + np.exp(-z)) - Y
            shares, b = shares - learning_rate / m * errors.T, b - learning_rate * np.mean(errors)
        return np.array(rows).T

    return run


@pytest.mark.claim("pays $-\\log 0.9 \\approx 0.11$. If it says $a = 0.1$, it pays $-\\log 0.1 \\approx 2.30$")
@pytest.mark.claim("$-\\log 0.5 = \\log 2 \\approx 0.693$")
def test_losses_by_hand():
    assert [f"{-np.log(a):.2f}" for a in (0.9, 0.1)] == ["0.11", "2.30"] and f"{-np.log(0.5):.3f}" == "0.693"


@pytest.mark.claim("($\\sigma(0.5) \\approx 0.622$)")
@pytest.mark.claim("$z = 2 \\cdot 1 - 1 \\cdot 2 + 0.5 = 0.5$, and $a \\approx 0.622$")
@pytest.mark.claim("the loss is $-\\log 0.622 \\approx 0.47$.")
@pytest.mark.claim("the loss is $-\\log 0.378 \\approx 0.97$.")
def test_a_neuron_by_hand(reference):
    w, b, x = np.array([[2.0], [-1.0]]), 0.5, np.array([[1.0], [2.0]])
    assert (w.T @ x + b).item() == 0.5 and f"{1 / (1 + np.exp(-0.5)):.3f}" == "0.622"
    cat, none = (reference["propagate"](w, b, x, np.array([[label]]))[1] for label in (1, 0))
    assert f"{cat:.2f} {none:.2f}" == "0.47 0.97"


@pytest.mark.claim("12 289 numbers, just one more than a single picture has.")
def test_what_a_neuron_knows_is_little_more_than_a_picture(reference):
    pictures = load_dataset()[0]
    w, b = reference["initialize_with_zeros"](reference["flatten_and_scale"](pictures).shape[0])
    assert np.size(w) + np.size(b) == pictures[0].size + 1 == 12289


@pytest.mark.claim("A rate of 0.000 000 08 works just as well as 0.005 does here")
@pytest.mark.claim("255² = 65 025")
def test_raw_numbers_need_a_tiny_rate(descent):
    assert 255**2 == 65025
    scaled, raw = descent(0.005, 100), descent(0.00000008, 100, scale=255.0)
    assert raw[0][-1] == pytest.approx(scaled[0][-1], abs=0.01) and all(np.diff(raw[0]) < 0)


@pytest.mark.claim("gradient descent can cope with a rate about ten times as large")
def test_centred_numbers_stand_a_larger_rate(descent):
    def falls(rate, centred):
        return bool(np.all(np.diff(descent(rate, 100, centred=centred)[0]) < 0))

    assert falls(0.005, centred=False) and not falls(0.008, centred=False)
    assert falls(0.05, centred=True) and not falls(0.08, centred=True)


@pytest.mark.claim("About 96 % of the training pictures are right, but only about 68 % of the test pictures.")
@pytest.mark.claim(
    "the accuracy stays between 66 and 70 % after the first hundred iterations, or 33 to 35 of the fifty pictures."
)
@pytest.mark.claim("And the cost is never below its start, $\\log 2$")
@pytest.mark.claim("After the first hundred iterations it even *rises*.")
def test_more_training_gains_nothing_on_new_pictures(descent):
    _, test_costs, training, test = descent(0.005, 2550)
    assert all(95 <= accuracy <= 97 for accuracy in training[1900:2101])
    assert all(66 <= accuracy <= 70 for accuracy in test[100:])
    assert all(np.diff(test_costs[100:]) > 0)
    assert min(test_costs) == test_costs[0] == pytest.approx(np.log(2))


@pytest.mark.claim("gets about one in three new ones wrong")
@pytest.mark.claim("on the test set all three end within two pictures of each other, between 66 and 70 %.")
def test_three_rates(descent):
    runs = [descent(rate, 1550) for rate in (0.01, 0.001, 0.0001)]
    final = [costs[1500] for costs, *_ in runs]
    assert final[0] < 0.5 * final[1] and final[1] < 0.8 * final[2]
    assert all(66 <= accuracy <= 70 for *_, test in runs for accuracy in test[1450:])


@pytest.mark.claim("At 0.005 the cost falls from the first step. At 0.01 it first *climbs*")
@pytest.mark.claim("The swings take hundreds of steps to die down. At 0.03 they are several times higher.")
@pytest.mark.claim("high in the odd ones and low in the even ones.")
def test_rates_that_fall_climb_and_swing(descent):
    costs = {rate: descent(rate, 300)[0] for rate in (0.002, 0.005, 0.01, 0.03)}
    assert all(np.diff(costs[0.002][:101]) < 0) and all(np.diff(costs[0.005][:101]) < 0)
    assert costs[0.01][0] < costs[0.01][1] < costs[0.01][2] < costs[0.01][3]
    assert all(costs[0.01][100:300:2] + 0.04 < costs[0.01][101:301:2])
    assert max(costs[0.03]) - np.log(2) > 3 * (max(costs[0.01]) - np.log(2))


def test_the_shortcut_of_the_first_picture_finds_what_training_finds(reference):
    random = np.random.RandomState(4)
    x, y = random.rand(5, 7), np.array([[1, 0, 0, 1, 1, 0, 1]])
    params, _, _ = reference["optimize"](np.zeros((5, 1)), 0.0, x, y, num_iterations=150, learning_rate=0.4)
    w, b = trained_neuron(x, y, 150, 0.4)
    np.testing.assert_allclose(w, params["w"])
    assert b == pytest.approx(params["b"])


@pytest.mark.claim("They train on the flowers of a12 as they are.")
def test_the_same_neuron_learns_the_flowers_of_a12(reference, capsys):
    X, Y = load_iris_sepals()
    flowers = reference["model"](X, Y, X, Y, learning_rate=0.1)
    assert "training accuracy: 99.33 %" in capsys.readouterr().out
    assert flowers["costs"][-1] < 0.1 * flowers["costs"][0]


@pytest.mark.claim("It would miss all the light cats: where it looks for light, there is now darkness.")
@pytest.mark.claim("It would find one or two of the cats that it missed before.")
def test_negatives(drawn):
    X, Y, X_test, Y_test = drawn
    w, b = trained_neuron(X, Y, 2000, 0.005)
    before, after = (w.T @ x + b > 0 for x in (X_test, 1 - X_test))
    assert not np.any(before & after & (Y_test == 1))
    assert 1 <= np.sum(~before & after & (Y_test == 1)) <= 2


@pytest.mark.claim("by about three pictures, 6 or 7 percentage points, up or down")
@pytest.mark.claim("With $p = 0.68$ and $n = 50$ this is $0.066$.")
def test_chance_on_fifty_pictures():
    spread = {p: np.sqrt(p * (1 - p) / 50) for p in (0.66, 0.68, 0.70)}
    assert all(0.06 < s < 0.07 and round(50 * s) == 3 for s in spread.values()) and f"{spread[0.68]:.3f}" == "0.066"


@pytest.mark.claim("Most of them are cats that it missed. All six dark cats of the test set are among them")
def test_drawn_set_tells_the_published_story(reference, drawn, descent):
    """Near 100 % on the training set, about 70 % on the test set: what the notebook says of it."""
    X, Y, X_test, Y_test = drawn
    assert all(np.diff(descent(0.005, 2000)[0]) < 0)
    w, b = trained_neuron(X, Y, 2000, 0.005)
    predicted = reference["predict"](w, b, X_test)
    assert 100 * np.mean(reference["predict"](w, b, X) == Y) == pytest.approx(96.17, abs=0.01)
    assert 100 * np.mean(predicted == Y_test) == pytest.approx(68)
    missed = (predicted == 0) & (Y_test == 1)
    dark = load_dataset()[2][:, :6, :, :].mean(axis=(1, 2, 3)) > 120  # what stands on a light ground
    assert np.sum(missed) == 11 and np.sum(dark & (Y_test[0] == 1)) == np.sum(dark & missed[0]) == 6


@pytest.mark.claim(
    "Ten of the 209 pictures show nothing but stripes, upright or nearly so, and none of these is a cat."
)
@pytest.mark.claim("Up there, where few pictures have anything else, the weights remember them.")
def test_stripes_in_the_weights_are_those_of_ten_pictures(drawn, monkeypatch):
    X, Y, *_ = drawn
    maker = runpy.run_path(str(ROOT / "data" / "cats.py"))["make"]
    kinds, choose = [], maker.__globals__["choose"]

    def noted(random, items):
        chosen = choose(random, items)
        if items is maker.__globals__["THINGS"]:
            kinds.append(chosen.__name__)
        return chosen

    monkeypatch.setitem(maker.__globals__, "choose", noted)
    pictures, labels = maker("train")
    assert np.array_equal(pictures.reshape(209, -1).T, np.round(X * 255)) and np.array_equal(labels, Y[0])
    striped = np.zeros(209, bool)
    striped[np.flatnonzero(labels == 0)[np.array(kinds) == "draw_stripes"]] = True
    assert striped.sum() == 10 and striped[0]

    def upright(weights):
        """How much more the upper weights change from left to right than downwards."""
        top = weights.reshape(64, 64, 3).sum(axis=2)[:12]
        return np.abs(np.diff(top, axis=1)).mean() / np.abs(np.diff(top, axis=0)).mean()

    for iterations in (1, 2000):
        with_them = trained_neuron(X, Y, iterations, 0.005)[0]
        without = trained_neuron(X[:, ~striped], Y[:, ~striped], iterations, 0.005)[0]
        assert upright(without) < 1.25 < 1.35 < upright(with_them)


@pytest.mark.claim("Why, then, is the neuron surest of all that the stripes of the first screen are a cat?")
@pytest.mark.claim("what the stripes add to $z$ is far more than what the background takes away")
@pytest.mark.claim('Move the picture six pixels to the left or to the right, and the neuron says "no cat".')
def test_why_slanting_stripes_are_taken_for_a_cat(drawn):
    X, Y, X_test, Y_test = drawn
    w, b = trained_neuron(X, Y, 2000, 0.005)
    place = int(np.argmax(w.T @ X_test))
    assert place == inspect.signature(draw_result).parameters["chosen"].default[4] and Y_test[0, place] == 0
    picture = X_test[:, place].reshape(64, 64, 3)
    added = (w * X_test[:, [place]]).reshape(64, 64, 3).sum(axis=2)
    stripes = picture[:, :, 0] > picture[:, :, 1]  # pink on green
    assert picture[stripes].mean() > 2 * picture[~stripes].mean()
    assert added[stripes].sum() > 2.5 * -added[~stripes].sum() > 0
    for step in (-6, 6):
        assert (w.T @ np.roll(picture, step, axis=1).reshape(-1, 1) + b).item() < 0


@pytest.mark.claim("So to the neuron a shifted cat is another picture.")
@pytest.mark.claim("So $z$ moves halfway towards $b$")
def test_a_picture_of_ones_own_shifted_and_darkened(drawn):
    X, Y, *_ = drawn
    w, b = trained_neuron(X, Y, 2000, 0.005)
    pixels = own_picture(DATA / "my_picture.jpg")
    z, shifted, dark = (
        (w.T @ picture.reshape(-1, 1) / 255 + b).item() for picture in (pixels, np.roll(pixels, 12, 1), pixels // 2)
    )
    assert z > 0 > shifted
    assert dark == pytest.approx((z + b) / 2, abs=0.1)


def test_swings_are_drawn_on_one_scale():
    plt.switch_backend("Agg")
    axes = draw_swings({0.1: [0.7, 0.6], 0.2: [0.7, 5.0]})
    assert len({ax.get_ylim() for ax in axes}) == 1 and axes[0].get_ylim()[1] > 5
    plt.close("all")


# --- with the photographs


@needs_photographs
def test_photographs(reference, photographs):
    train_x, train_y, test_x, test_y, classes = photographs
    assert reference["picture_sizes"](train_x, test_x) == (209, 50, 64)
    assert (train_y.shape, test_y.shape) == ((1, 209), (1, 50))
    assert train_y[0, 25] == 1 and classes[1] == b"cat"


@needs_photographs
def test_flattened_photographs(reference, prepared):
    X_train, _, X_test, _ = prepared
    assert (X_train.shape, X_test.shape) == ((12288, 209), (12288, 50))
    np.testing.assert_allclose(X_train[:5, 0] * 255, [17, 31, 56, 22, 33])


@needs_photographs
def test_scrambling_reshape_has_the_figures_of_the_textbook(photographs):
    """What the published text prints for `reshape(-1, m)`, which the notebook shows to be wrong."""
    assert photographs[0].reshape(-1, 209)[:5, 0].tolist() == [17, 71, 49, 38, 70]


@needs_photographs
@pytest.mark.claim("training and test accuracy after 2000 iterations are 99 % and 70 %, as published")
def test_main_run(reference, prepared, capsys):
    costs, accuracies, _ = train(reference, capsys, prepared, 2000, 0.005)
    published = """0.693147 0.584508 0.466949 0.376007 0.331463 0.303273 0.279880 0.260042 0.242941 0.228004
        0.214820 0.203078 0.192544 0.183033 0.174399 0.166521 0.159305 0.152667 0.146542 0.140872"""
    assert costs == pytest.approx([float(cost) for cost in published.split()], abs=1.01e-6)
    assert accuracies == pytest.approx([99.04306220095694, 70.0], abs=0.01)


@needs_photographs
@pytest.mark.parametrize(
    ("num_iterations", "learning_rate", "accuracies"),
    [
        (2500, 0.005, [99.52153110047847, 68.0]),
        (1500, 0.01, [99.52153110047847, 68.0]),
        (1500, 0.001, [88.99521531100478, 64.0]),
        (1500, 0.0001, [68.42105263157895, 36.0]),
    ],
)
def test_longer_run_and_learning_rates(reference, prepared, capsys, num_iterations, learning_rate, accuracies):
    assert train(reference, capsys, prepared, num_iterations, learning_rate)[1] == pytest.approx(accuracies, abs=0.01)
