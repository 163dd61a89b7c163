"""The solutions of a12 give the published figures of the assignment (calculus, tapes, graphs, a network on iris).

Left out on purpose: the digits of the run with four units and rate 1.2, which is chaotic, and the derivatives -2 and -1
that were printed for the third graph at (1, 2), which are wrong.
"""

import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from utils import calculus_utils as functions
from utils.iris_utils import load_iris_sepals

ROOT = Path(__file__).parents[1]
ID = "a12_calculus_and_autodiff"
PRINTED = 1e-8  # most arrays were printed with 8 decimals
PRIOR_ENTROPY = 0.6365141683  # the cost of answering 2/3 to everything


@pytest.fixture(scope="module")
def iris():
    return load_iris_sepals()


@pytest.fixture(scope="module")
def first_step(reference, iris):
    """Starting parameters of four hidden units, and their gradients on iris."""
    X, Y = iris
    parameters = reference["initialize_parameters"](2, 4, 1)
    _, cache = reference["forward_propagation"](X, parameters)
    return parameters, reference["backward_propagation"](parameters, cache, X, Y)


def assert_published(found, **figures):
    assert set(found) == set(figures)
    for name, figure in figures.items():
        np.testing.assert_allclose(found[name], figure, rtol=0, atol=PRINTED, err_msg=name)


@pytest.mark.parametrize(
    ("h", "quotient"), [(0.1, 12.3), (0.01, 12.03), (1e-4, 12.0003), (1e-8, 11.99999993), (1e-12, 12.00107)]
)
def test_the_one_sided_quotient_gets_worse_when_h_is_tiny(h, quotient):
    assert (functions.parabola(2 + h) - functions.parabola(2)) / h == pytest.approx(quotient, abs=1e-5)


@pytest.mark.parametrize(
    ("name", "point", "figures"),
    [
        ("graph1", (1, 2), (3, 1, 1)),
        ("graph1", (2, 3), (6.5, 2.75, 2)),
        ("graph2", (1, 2), (-1, -1, -1 / 3)),
        ("graph2", (3, 2), (1, -1, 0.2)),
        ("graph3", (1, 2), (1, 0, -1 / 3)),
        ("graph3", (2, 1), (1.5, 0.0833333333, -0.5)),
    ],
)
def test_graphs(reference, name, point, figures):
    found = reference[name](*point)
    assert [found[key] for key in ("z", "dz_dx", "dz_dy")] == pytest.approx(figures)


@pytest.mark.parametrize(
    "lines",
    [
        ["3x² at 2: derivative 12.000000, value 12.000000"],
        ["watched by itself: ['x0:0']", "dy/dx0 = 6.000000", "dy/dx1 = None", "dy/dx2 = None", "dy/dx3 = None"],
        ["z = x² + yx at (2, 2): dz/dx = 6.000000, dz/dy = 2.000000", "a constant, not watched: None"],
        ["persistent: dy/da = 12.000000, dz/db = 12.000000"],
    ],
    ids=["value and derivative", "what is watched", "two constants", "persistent"],
)
def test_tapes_as_the_released_notebook_shows_them(lines):
    notebook = nbformat.read(ROOT / "assignments" / ID / f"{ID}.ipynb", as_version=4)
    assert any("\n".join(lines) in cell.source for cell in notebook.cells if cell.source.startswith("**Expected"))


def test_shapes(reference, iris):
    X, Y = iris
    assert (X.shape, Y.shape) == ((2, 150), (1, 150))
    assert reference["layer_sizes"](X, Y) == (2, 4, 1)


def test_backward_propagation(first_step):
    assert_published(
        first_step[1],
        dW1=[[0.01324219, 0.00407888], [0.01126041, 0.00345553], [-0.0067562, -0.00207384], [-0.02872369, -0.00885145]],
        db1=[[0.00176134], [0.00149579], [-0.00089779], [-0.00382111]],
        dW2=[[0.00543696, 0.0203641, 0.02552417, -0.00149351]],
        db2=[[-0.16665708]],
    )


def test_update_parameters(reference, first_step):
    parameters, grads = first_step
    before = {name: value.copy() for name, value in parameters.items()}
    assert_published(
        reference["update_parameters"](parameters, grads),
        W1=[
            [-0.0200582, -0.00545732],
            [-0.03487445, 0.01225607],
            [-0.00982692, -0.00592886],
            [0.03949725, -0.00183115],
        ],
        b1=[[-0.0021136], [-0.00179495], [0.00107735], [0.00458533]],
        W2=[[-0.01710387, -0.03352699, -0.02511446, 0.02471429]],
        b2=[[0.1999885]],
    )
    for name, value in before.items():
        np.testing.assert_array_equal(parameters[name], value)


def test_ten_units_learn_iris(reference, iris, capsys):
    """Costs to the last printed digit; weights after 10000 steps to what the order of sums leaves of them."""
    X, Y = iris
    parameters = reference["model"](X, Y, 10, lr=0.3, num_iterations=10000, print_cost=True)
    costs = [float(cost) for cost in re.findall(r"iteration \d+: (\d\.\d+)", capsys.readouterr().out)]
    published = [0.693204, 0.025059, 0.015755, 0.009499, 0.006349, 0.004659, 0.003628, 0.002941, 0.002454, 0.002093]
    assert costs == pytest.approx(published, abs=1.01e-6)
    assert parameters["W1"][0] == pytest.approx([-1.02202424, 0.97772223], abs=1e-4)
    assert parameters["b2"].item() == pytest.approx(-1.22478234, abs=1e-4)
    predictions = reference["predict"](parameters, X)
    assert np.mean(predictions) == pytest.approx(0.6666666666666666)
    assert (predictions == Y).all()
    cost = reference["compute_cost"](reference["forward_propagation"](X, parameters)[0], Y)
    assert cost == pytest.approx(0.0018160084533, abs=1e-6)


def test_four_units_with_a_large_rate_are_stuck(reference, iris):
    """Only what is stable: the cost of the prior, and label 1 for every flower."""
    X, Y = iris
    start = reference["initialize_parameters"](2, 4, 1)
    first = reference["compute_cost"](reference["forward_propagation"](X, start)[0], Y)
    assert first == pytest.approx(0.693011, abs=1e-6)
    parameters = reference["model"](X, Y, 4, lr=1.2, num_iterations=10000)
    cost = reference["compute_cost"](reference["forward_propagation"](X, parameters)[0], Y)
    assert cost == pytest.approx(PRIOR_ENTROPY, abs=1e-3)
    assert (reference["predict"](parameters, X) == 1).all()


@pytest.mark.parametrize(("standardised", "lr", "below"), [(False, 0.3, 0.003), (False, 0.1, 0.01), (True, 1.2, 2e-4)])
def test_smaller_steps_or_standardised_features_cure_it(reference, iris, standardised, lr, below):
    X, Y = iris
    if standardised:
        X = (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)
    parameters = reference["model"](X, Y, 4, lr=lr, num_iterations=10000)
    assert reference["compute_cost"](reference["forward_propagation"](X, parameters)[0], Y) < below
    assert (reference["predict"](parameters, X) == Y).all()
