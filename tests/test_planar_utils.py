"""The planar data agree with the published figures; the drawings accept what the notebooks pass and refuse the rest."""

import base64
import subprocess
import sys
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pytest

from utils import figures
from utils.planar_utils import (
    draw_by_hand,
    draw_network,
    load_extra_datasets,
    load_planar_dataset,
    plot_decision_boundary,
    plot_examples,
    sigmoid,
)

EXTRA_SETS = ["noisy_circles", "noisy_moons", "blobs", "gaussian_quantiles", "no_structure"]


@pytest.fixture(autouse=True)
def figures_in_memory():
    plt.switch_backend("Agg")
    yield
    plt.close("all")


@pytest.fixture
def global_random_state():
    """Fails the test if numpy's global generator has moved."""
    np.random.seed(17)
    expected = np.random.rand()
    np.random.seed(17)
    yield
    assert np.random.rand() == expected


def right_half(X):
    assert X.shape[0] == 2
    return (X[:1] > 0).astype(int)  # (1, N)


# --- data


def test_flower_has_the_published_numbers():
    X, _ = load_planar_dataset()
    np.testing.assert_allclose(
        X[0, :5], [1.20444229, 0.158709904, 0.095247196, 0.349178475, 0.694150378], rtol=0, atol=6e-9
    )
    np.testing.assert_allclose(X[1, :3], [3.57611415, -1.48217090, -1.27995533], rtol=0, atol=6e-9)
    np.testing.assert_allclose(
        [X[0].min(), X[0].max(), X[1].min(), X[1].max()], [-4.2119, 4.0782, -4.0351, 4.0376], rtol=0, atol=6e-5
    )


def test_flower_has_signed_labels_in_two_halves():
    X, Y = load_planar_dataset()
    assert X.shape == (2, 400) and X.dtype == np.float64
    assert Y.shape == (1, 400) and Y.dtype == np.int64
    assert (Y[0, :200] == 0).all() and (Y[0, 200:] == 1).all()


def test_another_seed_gives_another_sample_of_the_flower():
    X, Y = load_planar_dataset()
    X_new, Y_new = load_planar_dataset(seed=2)
    assert not np.array_equal(X, X_new)
    assert np.array_equal(Y, Y_new)


def test_loading_leaves_the_global_generator_alone(global_random_state):
    load_planar_dataset()
    load_extra_datasets()


@pytest.mark.parametrize("name", EXTRA_SETS)
def test_extra_sets_have_the_course_shapes_and_both_labels(name):
    X, Y = load_extra_datasets()[name]
    assert X.shape == (2, 200) and X.dtype == np.float64 and X.flags.c_contiguous
    assert Y.shape == (1, 200) and Y.dtype == np.int64
    assert set(np.unique(Y)) == {0, 1}


def test_extra_sets_are_the_same_at_every_call():
    first, second = load_extra_datasets(), load_extra_datasets()
    assert list(first) == list(second) == EXTRA_SETS
    for name in EXTRA_SETS:
        for a, b in zip(first[name], second[name], strict=True):
            np.testing.assert_array_equal(a, b)


# --- sigmoid


def test_sigmoid_of_known_values():
    z = np.array([[-2.0, 0.0, 1.0, 2.0]])
    np.testing.assert_allclose(
        sigmoid(z), [[0.11920292202211755, 0.5, 0.7310585786300049, 0.8807970779778823]], rtol=1e-15
    )


def test_sigmoid_of_large_numbers_gives_no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with np.errstate(over="raise", invalid="raise", divide="raise"):
            values = sigmoid(np.array([-1e308, -1000.0, -700.0, 700.0, 1000.0, 1e308]))
    np.testing.assert_allclose(values, [0, 0, np.exp(-700), 1, 1, 1], rtol=1e-12)


@pytest.mark.parametrize(
    "z", [np.array([1, -128], np.int8), np.array([1, 255], np.uint8), np.array([True, False]), [1, -2]]
)
def test_sigmoid_takes_whole_numbers(z):
    np.testing.assert_allclose(sigmoid(z), 1 / (1 + np.exp(-np.asarray(z, dtype=float))), rtol=1e-12)


def test_sigmoid_keeps_scalars_and_float32_and_its_argument():
    assert isinstance(sigmoid(0), float) and sigmoid(0) == 0.5
    z = np.array([-1.0, 2.0], np.float32)
    assert sigmoid(z).dtype == np.float32
    np.testing.assert_array_equal(z, [-1, 2])


# --- drawings


@pytest.mark.parametrize("shape", [(1, 400), (400,)])
def test_boundary_takes_labels_as_row_or_as_vector(shape):
    X, Y = load_planar_dataset()
    ax = plot_decision_boundary(right_half, X, Y.reshape(shape))
    assert isinstance(ax, plt.Axes)
    low, high = ax.get_xlim()
    assert low < X[0].min() and X[0].max() < high


def test_boundary_takes_vectors_bools_and_probabilities_from_the_model():
    X, Y = load_planar_dataset()
    plot_decision_boundary(lambda X: right_half(X).ravel(), X, Y, step=0.5)
    plot_decision_boundary(lambda X: X[:1] > 0, X, Y, step=0.5)
    plot_decision_boundary(lambda X: sigmoid(X[:1]), X, Y, step=0.5)


def test_boundary_draws_a_model_that_knows_one_label_only():
    X, Y = load_planar_dataset()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        plot_decision_boundary(lambda X: np.zeros((1, X.shape[1])), X, Y, step=0.5)


def test_boundary_draws_into_the_given_axes():
    X, Y = load_planar_dataset()
    _, ax = plt.subplots()
    assert plot_decision_boundary(right_half, X, Y, step=0.5, ax=ax) is ax


def test_labels_differ_in_colour_and_in_marker():
    X, Y = load_planar_dataset()
    zero, one = plot_examples(X, Y).collections
    assert not np.array_equal(zero.get_facecolor(), one.get_facecolor())
    assert len(zero.get_paths()[0].vertices) != len(one.get_paths()[0].vertices)


@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        (np.zeros((5, 2)), np.zeros(5), r"\(2, m\).*yours is \(5, 2\).*X\.T"),
        (np.zeros((3, 5)), np.zeros(5), r"\(2, m\).*yours is \(3, 5\)"),
        (np.zeros(5), np.zeros(5), r"\(2, m\).*yours is \(5,\)"),
        (np.zeros((2, 0)), np.zeros(0), r"\(2, m\).*yours is \(2, 0\)"),
        (np.zeros((2, 5)), np.zeros((5, 1)), r"\(1, 5\) or \(5,\).*yours is \(5, 1\)"),
        (np.zeros((2, 5)), np.zeros(4), r"\(1, 5\) or \(5,\).*yours is \(4,\)"),
        (np.zeros((2, 5)), np.arange(5), r"labels 0 and 1 only; yours holds \[0, 1, 2, 3, 4\]"),
    ],
)
def test_boundary_says_which_argument_does_not_fit(X, y, message):
    with pytest.raises(ValueError, match=message):
        plot_decision_boundary(right_half, X, y)


@pytest.mark.parametrize(
    ("predict", "message"),
    [
        (lambda X: X, r"one label per column.*yours gave \(2, \d+\)"),
        (lambda X: right_half(X).T, r"yours gave \(\d+, 1\).*transpose"),
        (lambda X: np.full((1, X.shape[1]), np.nan), "not finite"),
    ],
)
def test_boundary_says_what_the_model_returned(predict, message):
    X, Y = load_planar_dataset()
    with pytest.raises(ValueError, match=message):
        plot_decision_boundary(predict, X, Y, step=0.5)


def test_boundary_refuses_a_model_that_is_no_function_and_a_step_of_zero():
    X, Y = load_planar_dataset()
    with pytest.raises(TypeError, match="should be a function"):
        plot_decision_boundary(right_half(X), X, Y)
    with pytest.raises(ValueError, match="step"):
        plot_decision_boundary(right_half, X, Y, step=0)


def test_network_by_hand_shows_its_output_and_a_line_for_each_unit():
    W1, b1 = np.array([[5.0, 0], [5, 0]]), np.array([[5.0], [-5]])
    ax = draw_by_hand({"W1": W1, "b1": b1, "W2": np.array([[4.0, -4]]), "b2": np.array([[-4.0]])})
    assert sorted(text.get_text() for text in ax.texts) == ["unit 1", "unit 2"]
    output = ax.collections[0].get_array().reshape(151, 151)  # a row for each x2, a column for each x1
    assert (output[:, 75] > 0.9).all() and (output[:, [0, -1]] < 0.1).all()


def test_network_has_a_circle_per_unit_and_a_line_per_weight():
    ax = draw_network(2, 4, 1)
    assert len(ax.patches) == 2 + 4 + 1
    assert len(ax.lines) == 4 * 2 + 1 * 4


# --- figures


@pytest.fixture
def displayed(monkeypatch):
    """What `show` hands to IPython, as if we were inside IPython."""
    calls = []
    monkeypatch.setattr("IPython.get_ipython", lambda: object())
    monkeypatch.setattr("IPython.display.display", lambda data, **options: calls.append((data, options)))
    return calls


def test_show_displays_the_figure_with_its_text_and_closes_it(displayed):
    plt.plot([0, 1])
    figures.show("A rising line.")
    [(data, options)] = displayed
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert data["text/plain"] == "A rising line."
    assert options == {"metadata": {"image/png": {"alt": "A rising line."}}, "raw": True}
    assert plt.get_fignums() == []


def test_show_needs_a_figure_and_a_text(displayed):
    with pytest.raises(ValueError, match="no figure"):
        figures.show("Nothing.")
    plt.figure()
    with pytest.raises(ValueError, match="one sentence"):
        figures.show(" ")
    assert displayed == []


def test_show_outside_ipython_leaves_it_to_matplotlib(monkeypatch):
    shown = []
    monkeypatch.setattr(plt, "show", lambda: shown.append(plt.get_fignums()))
    plt.figure()
    figures.show("An empty figure.")
    assert len(shown) == 1 and len(shown[0]) == 1
    assert plt.get_fignums() == []


def test_course_style_loads_by_name():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with plt.style.context("utils.course"):
            assert len(plt.rcParams["axes.prop_cycle"]) == 7


def test_import_brings_in_no_heavy_library():
    code = (
        "import sys, utils.planar_utils, utils.figures; "
        "print([name for name in ('matplotlib', 'sklearn', 'scipy', 'IPython') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
