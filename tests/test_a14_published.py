"""The solutions of a14 give the published figures of the assignment ("Logistic regression with a neural network mindset").

Every figure that is expected here was printed in the published notebook, with the digits that stand here. The runs on
its photographs need those: COURSE_REAL_DATA names a folder that holds train_ and test_catvnoncat.h5.
"""

import re

import numpy as np
import pytest
from conftest import REAL, needs_photographs

from utils.lr_utils import load_dataset

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


def test_drawn_set_tells_the_published_story(reference, capsys):
    """Near 100 % on the training set, about 70 % on the test set: what the notebook says of it."""
    train_x, train_y, test_x, test_y, _ = load_dataset()
    data = reference["flatten_and_scale"](train_x), train_y, reference["flatten_and_scale"](test_x), test_y
    capsys.readouterr()
    costs, accuracies, trained = train(reference, capsys, data, 2000, 0.005)
    assert costs[0] == 0.693147 and sorted(costs, reverse=True) == costs
    assert accuracies == pytest.approx([96.17, 68.0], abs=0.01)
    missed = (trained["Y_prediction_test"] == 0) & (test_y == 1)
    dark = test_x[:, :6, :, :].mean(axis=(1, 2, 3)) > 120  # what stands on a light ground
    assert np.sum(missed) == 11 and np.sum(dark & (test_y[0] == 1)) == np.sum(dark & missed[0]) == 6


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
