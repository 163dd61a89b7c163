"""The building blocks do what was written in a16, and their gradients agree with central differences."""

import itertools
import subprocess
import sys

import matplotlib.pyplot as plt
import numpy as np
import pytest
from conftest import ROOT

from autograder.running.source import Source
from utils.dnn_app_utils import (
    L_model_backward,
    L_model_forward,
    compute_cost,
    draw_covered,
    flatten_and_scale,
    initialize_parameters,
    initialize_parameters_scaled,
    linear_activation_backward,
    linear_activation_forward,
    load_data,
    update_parameters,
)

STEPS = "a16_deep_network_steps"
SIZES = [6, 5, 4, 3, 1]


@pytest.fixture(scope="module")
def a16():
    return Source(ROOT / "source_notebooks" / STEPS / f"{STEPS}.py").namespace()


@pytest.fixture
def problem():
    """X (6, 7), Y (1, 7) and parameters of four layers."""
    random = np.random.default_rng(17)
    parameters = {}
    for layer, (n_prev, n) in enumerate(itertools.pairwise(SIZES), start=1):
        parameters[f"W{layer}"] = random.normal(size=(n, n_prev), scale=0.8)
        parameters[f"b{layer}"] = random.normal(size=(n, 1), scale=0.5)
    return random.normal(size=(SIZES[0], 7)), random.integers(0, 2, (1, 7)), parameters


def assert_same(found, expected):
    """Equal structure, and arrays that are equal but for roundings."""
    assert type(found) is type(expected)
    if isinstance(expected, dict):
        assert set(found) == set(expected)
        found, expected = [found[key] for key in expected], list(expected.values())
    if isinstance(expected, (list, tuple)):
        for f, e in zip(found, expected, strict=True):
            assert_same(f, e)
    else:
        assert np.shape(found) == np.shape(expected)
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-15)


def test_the_forward_pass_is_that_of_a16(a16, problem):
    X, _, parameters = problem
    assert_same(L_model_forward(X, parameters), a16["L_model_forward"](X, parameters))


@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
def test_a_layer_is_that_of_a16(a16, problem, activation):
    X, _, parameters = problem
    A, cache = linear_activation_forward(X, parameters["W1"], parameters["b1"], activation)
    assert_same((A, cache), a16["linear_activation_forward"](X, parameters["W1"], parameters["b1"], activation))
    dA = np.random.default_rng(2).normal(size=A.shape)
    assert_same(
        linear_activation_backward(dA, cache, activation), a16["linear_activation_backward"](dA, cache, activation)
    )


def test_the_backward_pass_is_that_of_a16_but_for_the_inputs(a16, problem):
    X, Y, parameters = problem
    AL, caches = L_model_forward(X, parameters)
    expected = a16["L_model_backward"](AL, Y, caches)
    del expected["dA0"]
    assert_same(L_model_backward(AL, Y, caches), expected)


def test_cost_update_and_small_start_are_those_of_a16(a16, problem):
    X, Y, parameters = problem
    AL, caches = L_model_forward(X, parameters)
    for labels in (Y, Y.astype(bool), Y.astype(np.uint8), Y.astype(float)):
        assert compute_cost(AL, labels) == pytest.approx(a16["compute_cost"](AL, labels), rel=1e-12)
    grads = L_model_backward(AL, Y, caches)
    assert_same(update_parameters(parameters, grads, 0.3), a16["update_parameters"](parameters, grads, 0.3))
    assert_same(initialize_parameters(5, 4, 1), a16["initialize_parameters"](5, 4, 1))


def test_gradients_agree_with_central_differences(problem):
    X, Y, parameters = problem
    AL, caches = L_model_forward(X, parameters)
    assert min(np.abs(Z).min() for _, Z in caches[:-1]) > 1e-3  # away from relu's kink
    grads = L_model_backward(AL, Y, caches)
    for name, value in parameters.items():
        for entry in np.ndindex(value.shape):
            ends = []
            for shift in (1e-5, -1e-5):
                moved = value.copy()
                moved[entry] += shift
                ends.append(compute_cost(L_model_forward(X, {**parameters, name: moved})[0], Y))
            assert grads["d" + name][entry] == pytest.approx((ends[0] - ends[1]) / 2e-5, rel=1e-6, abs=1e-9)


def test_a_network_of_one_layer_is_logistic_regression(problem):
    X, Y, _ = problem
    w = np.random.default_rng(3).normal(size=(1, 6))
    A, caches = L_model_forward(X, {"W1": w, "b1": np.array([[0.2]])})
    np.testing.assert_allclose(A, 1 / (1 + np.exp(-(w @ X + 0.2))))
    grads = L_model_backward(A, Y, caches)
    assert set(grads) == {"dW1", "db1"}
    np.testing.assert_allclose(grads["dW1"], (A - Y) @ X.T / 7)


def test_pictures_become_columns():
    pictures = np.random.default_rng(4).integers(0, 256, (5, 2, 3, 3)).astype(np.uint8)
    columns = flatten_and_scale(pictures)
    assert columns.shape == (18, 5)
    np.testing.assert_array_equal(columns.T.reshape(pictures.shape) * 255, pictures)


def test_another_seed_is_another_start():
    first, second = initialize_parameters_scaled([4, 3], 1), initialize_parameters_scaled([4, 3], 2)
    assert_same(initialize_parameters_scaled([4, 3]), first)
    assert not np.isclose(first["W1"], second["W1"]).any()


def test_the_deep_start_keeps_signals_alive():
    parameters = initialize_parameters_scaled([400, 300, 200])
    assert {name: value.shape for name, value in parameters.items()} == {
        "W1": (300, 400),
        "b1": (300, 1),
        "W2": (200, 300),
        "b2": (200, 1),
    }
    assert np.std(parameters["W1"]) == pytest.approx(1 / np.sqrt(400), rel=0.01)
    assert np.std(parameters["W2"]) == pytest.approx(1 / np.sqrt(300), rel=0.01)
    assert not parameters["b1"].any() and not parameters["b2"].any()


def test_the_start_is_that_of_numpys_seed_1_and_leaves_the_notebooks_random_numbers_alone():
    np.random.seed(1)
    W1, W2 = np.random.randn(4, 3), np.random.randn(2, 4)
    np.random.seed(5)
    before = np.random.get_state()[1].copy()
    np.testing.assert_allclose(initialize_parameters(3, 4, 2)["W2"], 0.01 * W2)
    deep = initialize_parameters_scaled((3, 4, 2))
    np.testing.assert_allclose(deep["W1"], W1 / np.sqrt(3))
    np.testing.assert_allclose(deep["W2"], W2 / np.sqrt(4))
    np.testing.assert_array_equal(np.random.get_state()[1], before)


def test_no_block_changes_its_arguments(problem):
    X, Y, parameters = problem
    copies = X.copy(), Y.copy(), {name: value.copy() for name, value in parameters.items()}
    AL, caches = L_model_forward(X, parameters)
    kept = AL.copy()
    update_parameters(parameters, L_model_backward(AL, Y, caches), 0.5)
    compute_cost(AL, Y)
    assert_same((X, Y, parameters), copies)
    np.testing.assert_array_equal(AL, kept)


def test_an_unknown_activation_is_named(problem):
    X, _, parameters = problem
    A, cache = linear_activation_forward(X, parameters["W1"], parameters["b1"], "relu")
    with pytest.raises(ValueError, match="yours is 'ReLU'"):
        linear_activation_forward(X, parameters["W1"], parameters["b1"], "ReLU")
    with pytest.raises(ValueError, match="yours is 'tanh'"):
        linear_activation_backward(A, cache, "tanh")


def test_load_data_gives_the_published_shapes(capsys):
    train_x, train_y, test_x, test_y, classes = load_data()
    assert "209 pictures for training" in capsys.readouterr().out
    assert (train_x.shape, train_y.shape) == ((209, 64, 64, 3), (1, 209))
    assert (test_x.shape, test_y.shape, len(classes)) == ((50, 64, 64, 3), (1, 50), 2)


def test_import_brings_in_no_heavy_library():
    code = "import sys, utils.dnn_app_utils; print([m for m in ('matplotlib', 'h5py', 'sklearn') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_covered_squares_are_drawn_on_one_scale():
    plt.switch_backend("Agg")
    draw_covered(np.zeros((16, 16, 3), np.uint8), {"two": np.array([[0.1, -0.4]]), "four": np.array([[0.2, 0.0]])})
    picture, two, four, bar = plt.gcf().axes
    assert [ax.get_title() for ax in (picture, two, four)] == ["the picture", "two: change of Z", "four: change of Z"]
    assert [ax.images[0].get_clim() for ax in (two, four)] == [(-0.4, 0.4)] * 2
    assert bar.get_yticklabels()[0].get_text() == "−0.4: less of a cat"
    plt.close("all")
