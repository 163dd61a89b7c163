"""The activations agree with finite differences and with TensorFlow; the drawings take networks of any depth."""

import subprocess
import sys
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pytest

from utils import planar_utils
from utils.dnn_utils import draw_backward_layer, draw_blocks, relu, relu_backward, sigmoid, sigmoid_backward

PAIRS = {"sigmoid": (sigmoid, sigmoid_backward), "relu": (relu, relu_backward)}


@pytest.fixture(params=PAIRS)
def pair(request):
    return PAIRS[request.param]


@pytest.fixture
def values():
    """Z and a random upstream gradient dA, shape (3, 5), none of Z near the relu's kink."""
    random = np.random.default_rng(4)
    Z = random.normal(size=(3, 5), scale=3)
    assert np.abs(Z).min() > 1e-3
    return Z, random.normal(size=(3, 5))


# --- forward


def test_known_values():
    Z = np.array([[-2.0, 0.0, 3.0]])
    np.testing.assert_allclose(sigmoid(Z)[0], [[0.11920292202211755, 0.5, 0.9525741268224334]], rtol=1e-15)
    np.testing.assert_array_equal(relu(Z)[0], [[0, 0, 3]])


def test_the_cache_is_Z_itself(pair, values):
    forward, _ = pair
    A, cache = forward(values[0])
    assert cache is values[0]
    assert A is not cache and A.shape == cache.shape


def test_sigmoid_is_the_one_of_the_planar_utils(values):
    np.testing.assert_array_equal(sigmoid(values[0])[0], planar_utils.sigmoid(values[0]))


# --- backward


def test_backward_is_the_slope_of_forward(pair, values):
    """Central differences of sum(dA * A), whose gradient with respect to A is dA."""
    forward, backward = pair
    Z, dA = values
    epsilon = 1e-5
    measured = dA * (forward(Z + epsilon)[0] - forward(Z - epsilon)[0]) / (2 * epsilon)
    np.testing.assert_allclose(backward(dA, Z), measured, rtol=1e-7, atol=1e-10)


@pytest.mark.parametrize("name", PAIRS)
def test_agrees_with_tensorflow(name, values):
    tf = pytest.importorskip("tensorflow")
    forward, backward = PAIRS[name]
    Z, dA = (np.concatenate([array, array[:, :1] * 0], axis=1) for array in values)  # Z = 0 as well, the kink
    dA[:, -1] = 1
    variable = tf.Variable(Z)
    with tf.GradientTape() as tape:
        A = getattr(tf.nn, name)(variable)
    np.testing.assert_allclose(forward(Z)[0], A.numpy(), rtol=1e-14)
    np.testing.assert_allclose(backward(dA, Z), tape.gradient(A, variable, dA).numpy(), rtol=1e-12, atol=1e-300)


def test_relu_passes_nothing_at_the_kink():
    np.testing.assert_array_equal(relu_backward(np.array([[5.0, 5.0, 5.0]]), np.array([[-1.0, 0.0, 1.0]])), [[0, 0, 5]])


def test_large_values_give_no_warning_and_the_exact_slope(pair):
    forward, backward = pair
    Z = np.array([[-1e308, -1000.0, -50.0, 50.0, 1000.0, 1e308]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with np.errstate(over="raise", invalid="raise", divide="raise"):
            assert np.isfinite(forward(Z)[0]).all()
            slopes = backward(np.ones_like(Z), Z)
    if forward is sigmoid:
        np.testing.assert_allclose(slopes[0, 2:4], [np.exp(-50.0)] * 2, rtol=1e-12)
    else:
        np.testing.assert_array_equal(slopes, Z > 0)


def test_arguments_stay_as_they_are_and_results_are_new(pair, values):
    forward, backward = pair
    Z, dA = (array.copy() for array in values)
    A, _ = forward(Z)
    dZ = backward(dA, Z)
    A += 1
    dZ += 1
    np.testing.assert_array_equal((Z, dA), values)


def test_float32_stays_float32(pair, values):
    forward, backward = pair
    Z, dA = (array.astype(np.float32) for array in values)
    assert forward(Z)[0].dtype == backward(dA, Z).dtype == np.float32


def test_whole_numbers_are_taken(pair):
    forward, backward = pair
    Z = np.array([[-3, 0, 3]])
    np.testing.assert_array_equal(forward(Z)[0], forward(Z.astype(float))[0])
    np.testing.assert_array_equal(backward(np.array([[1, 2, 3]]), Z), backward(np.array([[1.0, 2, 3]]), Z * 1.0))


def test_says_what_is_wrong_with_a_cache(pair, values):
    forward, backward = pair
    Z, dA = values
    with pytest.raises(TypeError, match=r"Z should be an array.*tuple of 2"):
        forward((Z, Z))
    with pytest.raises(TypeError, match=r"Z should be an array.*tuple of 3"):
        backward(dA, (Z, Z, Z))
    with pytest.raises(ValueError, match=r"shape of dA, \(3, 5\); yours is \(5, 3\)"):
        backward(dA, Z.T)


# --- drawings


@pytest.fixture(autouse=True)
def figures_in_memory():
    plt.switch_backend("Agg")
    yield
    plt.close("all")


@pytest.mark.parametrize("layer_dims", [[3, 1], [4, 5, 3, 1]])
def test_blocks_have_a_box_for_each_layer_and_one_for_the_cost(layer_dims):
    layers = len(layer_dims) - 1
    ax = draw_blocks(layer_dims)
    assert len(ax.patches) == 2 * (layers + 1)
    texts = [text.get_text() for text in ax.texts]
    for layer in range(1, layers + 1):
        n, n_prev = layer_dims[layer], layer_dims[layer - 1]
        assert f"W{layer} ({n}, {n_prev})\nb{layer} ({n}, 1)" in texts
        assert {f"cache {layer}", f"dW{layer}, db{layer}", f"dA{layer - 1}"} <= set(texts)
    assert [text for text in texts if "sigmoid" in text] == [f"layer {layers}\nlinear, sigmoid"]


def test_blocks_of_the_forward_pass_alone():
    _, ax = plt.subplots()
    assert draw_blocks([4, 5, 3, 1], backward=False, ax=ax) is ax
    assert len(ax.patches) == 4
    assert not [text for text in ax.texts if "cache" in text.get_text()]


def test_backward_layer_names_what_goes_in_and_out():
    texts = " ".join(text.get_text() for text in draw_backward_layer().texts)
    for name in ("dA", "dZ", "dA_prev", "dW, db", "linear_cache: (A_prev, W, b)", "activation_cache: Z"):
        assert name in texts


def test_import_brings_in_no_heavy_library():
    code = (
        "import sys, utils.dnn_utils; "
        "print([n for n in ('matplotlib', 'sklearn', 'scipy', 'IPython', 'tensorflow') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
