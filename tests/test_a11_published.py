"""The solutions of a11 give the published figures of the assignment ("Python basics with numpy").

Every figure that is expected here was printed in the published notebook, with the digits that stand here. One is left
out: a product with a random matrix that was drawn without a seed, so that nobody can draw it again.
"""

from pathlib import Path

import nbformat
import numpy as np
import pytest

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
