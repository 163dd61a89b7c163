"""The data of the nine-weight graph are the documented ones; its drawing and its gradients have all nine weights."""

import warnings

import matplotlib.pyplot as plt
import numpy as np
import pytest

from utils.regression_utils import (
    EDGES,
    NODES,
    POINT,
    TRUE_WEIGHTS,
    draw_nine_weights,
    draw_point,
    gradient_vector,
    load_graph_data,
)


@pytest.fixture(autouse=True)
def figures_in_memory():
    plt.switch_backend("Agg")
    yield
    plt.close("all")


def test_data_have_the_documented_numbers():
    X, y = load_graph_data()
    assert X.shape == (506, 5) and y.shape == (506,)
    assert X.dtype == y.dtype == np.float64
    assert y.mean() == pytest.approx(0.8631337433390366, abs=1e-12)
    assert y.std() == pytest.approx(0.09789732223378932, abs=1e-12)
    np.testing.assert_allclose(
        X[1], [1.5676312121, 0.7327139842, -0.1300833865, 1.6803027295, -0.5679176555], atol=6e-11
    )
    assert y[1] == pytest.approx(0.826557581119446, abs=1e-12)


def test_first_row_is_the_published_one():
    X, y = load_graph_data()
    assert X[0].tolist() == [-1.2879095, -0.1200134151558, -1.45900038, -0.66660814172937, -0.1442175]
    assert y[0] == 1.858849127371369


def test_loading_repeats_and_leaves_the_global_generator_alone():
    np.random.seed(17)
    expected = np.random.rand()
    np.random.seed(17)
    first, second = load_graph_data(), load_graph_data()
    assert np.random.rand() == expected
    for a, b in zip(first, second, strict=True):
        np.testing.assert_array_equal(a, b)
        assert a is not b


def test_gradients_come_in_the_order_of_the_weights():
    backwards = {f"dw{i}": i / 10 for i in range(9, 0, -1)}
    np.testing.assert_array_equal(gradient_vector(backwards), np.arange(1, 10) / 10)
    with pytest.raises(KeyError, match="dw4"):
        gradient_vector({f"dw{i}": 0.0 for i in range(1, 4)})


def test_drawing_has_all_weights_and_a_way_from_each_to_the_loss():
    following = {start: end for start, end, *_ in EDGES}
    assert TRUE_WEIGHTS.shape == (9,)
    for i in range(1, 10):
        node, steps = f"w{i}", 0
        while node != "loss":
            node, steps = following[node], steps + 1
        assert steps >= 3


def test_a_point_has_its_values_above_and_its_gradients_below():
    _, y, w = POINT
    forward = dict(zip(["exp", "tanh", "sigmoid", "y_pred", "loss", "dy_pred"], np.arange(6) + 0.5, strict=True))
    grads = {f"dw{i}": 10.25 * i for i in range(1, 10)}
    texts = [text.get_text() for text in draw_point(y, w, forward, grads).texts]
    for written in ("0.7", "\u22120.07024", "0.5", "4.5", "5.5", "10.25", "92.25"):
        assert texts.count(written) == 1, written
    assert [texts.count(written) for written in ("61.5", "71.75", "82")] == [2, 2, 2]
    texts = [text.get_text() for text in draw_point(y, w, forward).texts]
    assert "10.25" not in texts and "4.5" in texts


@pytest.mark.parametrize("local", [True, False])
def test_texts_of_the_drawing_stay_inside_and_out_of_the_other_nodes(local):
    ax = draw_nine_weights(dict.fromkeys(NODES, -1.2345), dict.fromkeys(NODES, -0.0012345), local=local)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax.figure.canvas.draw()
    frame, boxes = ax.figure.bbox, [box.get_window_extent() for box in ax.patches[: len(NODES)]]
    for text in ax.texts:
        box = text.get_window_extent()
        assert frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1
        labels = text.get_color() == "black" and text.get_fontsize() == 10
        assert sum(box.overlaps(other) for other in boxes) == (1 if labels else 0)
