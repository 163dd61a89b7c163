"""The solutions of a11 give the published figures of the assignment ("Python basics with numpy").

Every figure that is expected here was printed in the published notebook, with the digits that stand here. One is left
out: a product with a random matrix that was drawn without a seed, so that nobody can draw it again.
"""

import re
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest

from autograder.running.grader import Grader
from utils.numpy_utils import ANSWER, best_time, draw_losses, known_pictures, small_picture

ID = "a11_numpy_basics"
ROOT = Path(__file__).parents[1]
PRINTED = 1e-8  # arrays were printed with 8 decimals

IMAGE = """0.67826139 0.29380381 0.90714982 0.52835647 0.4215251  0.45017551 0.92814219 0.96677647 0.85304703
           0.52351845 0.19981397 0.27417313 0.60659855 0.00533165 0.10820313 0.49978937 0.34144279 0.94630077"""
YHAT, Y = np.array([0.9, 0.2, 0.1, 0.4, 0.9]), np.array([1, 0, 0, 1, 1])
X1 = [9, 2, 5, 0, 0, 7, 5, 0, 0, 0, 9, 2, 5, 0, 0]
X2 = [9, 2, 2, 9, 0, 9, 2, 5, 0, 0, 9, 2, 5, 0, 0]


@pytest.fixture(scope="module")
def expected_outputs():
    """What the built notebook shows as expected output, all of it."""
    notebook = nbformat.read(ROOT / "source_notebooks" / ID / f"{ID}.ipynb", as_version=4)
    return "\n".join(cell.source for cell in notebook.cells if cell.source.startswith("**Expected output**"))


def assert_published(found, figures):
    assert np.shape(found) == np.shape(figures)
    np.testing.assert_allclose(found, figures, rtol=0, atol=PRINTED)


def test_hello_world(expected_outputs):
    assert "test: Hello World\n" in expected_outputs


@pytest.mark.parametrize("several", [[1, 2, 3], np.array([1, 2, 3])])
def test_basic_sigmoid_takes_one_number_only(reference, several):
    with pytest.raises(TypeError):
        reference["basic_sigmoid"](several)


def test_exponential_and_sum_of_a_vector(expected_outputs):
    x = np.array([1, 2, 3])
    assert_published(np.exp(x), [2.71828183, 7.3890561, 20.08553692])
    assert_published(x + 3, [4, 5, 6])
    assert "np.exp(x): [ 2.71828183  7.3890561  20.08553692]\nx + 3: [4 5 6]\n" in expected_outputs


def test_products_of_two_lists(expected_outputs):
    assert np.dot(X1, X2) == 278
    assert_published(np.multiply(X1, X2), [81, 4, 10, 0, 0, 63, 10, 0, 0, 0, 81, 4, 25, 0, 0])
    outer = np.outer(X1, X2)
    assert outer.shape == (15, 15)
    assert_published(outer[0], [81, 18, 18, 81, 0, 81, 18, 45, 0, 0, 81, 18, 45, 0, 0])
    assert "dot: 278 by a loop: 278\nentry by entry: [81  4 10  0  0 63 10  0  0  0 81  4 25  0  0]" in expected_outputs
    assert str(outer) in expected_outputs
    assert "agree: False" not in expected_outputs


@pytest.mark.claim("never above one quarter, since $s(1-s) = \\tfrac14 - (s - \\tfrac12)^2$")
def test_the_slope_of_the_sigmoid_is_at_most_a_quarter(reference):
    x = np.linspace(-9, 9, 1801)
    s, slope = reference["sigmoid"](x), reference["sigmoid_derivative"](x)
    assert slope.max() == slope[900] == 0.25
    np.testing.assert_allclose(slope, 0.25 - (s - 0.5) ** 2, rtol=0, atol=1e-15)


@pytest.mark.claim("the array wins by a factor between fifty and a few thousand")
def test_arrays_beat_loops():
    """Up to ten thousand numbers np.dot stays on one thread. A wide margin: the machine may be busy."""

    def dot_loop(a, b):
        total = 0
        for i in range(len(a)):
            total += a[i] * b[i]
        return total

    a, b = np.random.RandomState(0).rand(2, 10_000)
    assert best_time(dot_loop, a, b) > 15 * best_time(np.dot, a, b)


@pytest.mark.claim("L1 is smallest at the **median**, 2.5")
@pytest.mark.claim("L2 is smallest at the **mean**, 4")
def test_where_the_losses_are_smallest(reference):
    left, right = draw_losses(reference["L1"], reference["L2"])
    assert left.get_title() == "L1 is smallest at c = 2.50" and right.get_title() == "L2 is smallest at c = 4.00"
    plt.close("all")


@pytest.mark.claim("Which of them does the new one resemble?")
def test_the_first_picture_shows_what_the_solutions_find(reference):
    """By hand, beside the notebook's own lines: the cosines of the pictures, and their softmax."""
    names, known = known_pictures()
    new = small_picture().ravel()
    cosines = [new @ row / np.linalg.norm(new) / np.linalg.norm(row) for row in known.reshape(4, 24)]
    found = np.exp(20 * np.array(cosines)) / np.sum(np.exp(20 * np.array(cosines)))
    assert names == ["evening", "noon", "forest", "snow"]
    assert np.round(found, 2).tolist() == list(ANSWER)
    assert np.argmax(found) == 0
    np.testing.assert_allclose(reference["softmax"](20 * np.array([cosines]))[0], found, rtol=1e-12)


@pytest.mark.claim("what you print is not marked, so print whatever helps you")
def test_what_is_printed_is_not_marked():
    grader = Grader.load(ID, ROOT)
    printing = {
        name: re.sub(r"(?m)^( +)return\b", r"\1print('my values:', locals())\n\1return", code)
        for name, code in grader.source.solutions.items()
    }
    assert all("my values" in code for code in printing.values())
    verdicts = grader.verdicts(grader.probe(printing).calls, "secret", "student")
    assert [verdict.exercise for verdict in verdicts if not verdict.passed] == []
