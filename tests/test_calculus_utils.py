"""Every function has the derivative that is named after it, on numbers, arrays and tensors; the flowers are iris."""

import subprocess
import sys

import matplotlib.pyplot as plt
import numpy as np
import pytest

from utils import calculus_utils
from utils.calculus_utils import plot_tangents
from utils.iris_utils import LEARNT, load_iris_sepals, plot_learning

PAIRS = {
    "parabola": "parabola_slope",
    "square": "square_slope",
    "cube": "cube_slope",
    "quadratic": "quadratic_slope",
    "cubic": "cubic_slope",
    "inner": "inner_slope",
    "wave": "wave_slope",
    "sine": "cosine",
    "exponential": "exponential",
}
ONE_VARIABLE = [*PAIRS, "shifted_square"]
SEVERAL = {"surface": 2, "saddle": 2, "three_variables": 3, "four_variables": 4}
X = np.linspace(-1.3, 1.4, 7)


@pytest.mark.parametrize(("name", "slope"), PAIRS.items())
def test_derivatives_agree_with_finite_differences(name, slope):
    f, df = vars(calculus_utils)[name], vars(calculus_utils)[slope]
    np.testing.assert_allclose(df(X), (f(X + 1e-6) - f(X - 1e-6)) / 2e-6, rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize("name", ONE_VARIABLE)
def test_numbers_arrays_and_tensors_give_the_same(name):
    import tensorflow as tf

    f = vars(calculus_utils)[name]
    np.testing.assert_allclose(f(X), [f(float(x)) for x in X], rtol=1e-14)
    x = tf.constant(X)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    np.testing.assert_allclose(y, f(X), rtol=1e-14)
    np.testing.assert_allclose(tape.gradient(y, x), (f(X + 1e-6) - f(X - 1e-6)) / 2e-6, rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize(("name", "n"), SEVERAL.items())
def test_functions_of_several_variables_work_on_tensors(name, n):
    import tensorflow as tf

    f = vars(calculus_utils)[name]
    point = np.random.RandomState(1).randn(n)
    variables = [tf.Variable(value) for value in point]
    with tf.GradientTape() as tape:
        z = f(*variables)
    assert float(z) == pytest.approx(f(*point))
    assert all(gradient is not None for gradient in tape.gradient(z, variables))


def test_published_examples():
    assert calculus_utils.surface(1, 2) == 10
    assert calculus_utils.cubic(2) * calculus_utils.quadratic(2) == 720


def test_the_lifted_square_is_too_far_up_to_be_measured():
    f, h = calculus_utils.lifted_square, 1e-5
    assert f(3) == 9 + 1e12
    assert abs((f(0.7 + h) - f(0.7 - h)) / (2 * h) - 1.4) > 1e-3


def test_the_first_picture_is_drawn_without_a_students_function():
    plt.switch_backend("Agg")
    left, right = plot_learning()
    assert len(left.texts) == 5
    assert [line.get_label() for line in right.lines] == [f"after {steps} steps" for steps in LEARNT]
    plt.close("all")


def test_importing_costs_no_tensorflow_and_no_matplotlib():
    code = (
        "import sys, utils.calculus_utils, utils.iris_utils;"
        "print([m for m in ('tensorflow', 'matplotlib', 'sklearn') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_tangents_have_the_given_slopes():
    plt.switch_backend("Agg")
    ax = plot_tangents(calculus_utils.parabola, [6, -3], [1, -0.5], -2, 2)
    curve, first, _, second, _ = ax.lines
    assert len(curve.get_xdata()) == 301
    for line, slope in ((first, 6), (second, -3)):
        assert np.ptp(line.get_ydata()) / np.ptp(line.get_xdata()) == pytest.approx(abs(slope))
    plt.close("all")
    with pytest.raises(ValueError, match="1 slopes for 2 points"):
        plot_tangents(calculus_utils.parabola, [6], [1, 2], -2, 2)


@pytest.mark.parametrize(("species", "rows"), [("setosa", slice(50)), ("virginica", slice(100, 150))])
def test_iris_has_fifty_of_the_species_and_a_hundred_others(species, rows):
    X, Y = load_iris_sepals(species)
    assert (X.shape, X.dtype, Y.shape, Y.dtype) == ((2, 150), np.float64, (1, 150), np.int64)
    assert Y.sum() == 100
    assert not Y[0, rows].any()
    assert X[:, 0].tolist() == [5.1, 3.5]


def test_another_species_is_refused():
    with pytest.raises(ValueError, match="one of setosa, versicolor, virginica; yours is 'rose'"):
        load_iris_sepals("rose")
