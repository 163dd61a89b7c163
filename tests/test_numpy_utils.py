"""The clock times what it is given; the drawings show the arrays that they get and refuse what does not fit."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from utils.numpy_utils import (
    ANSWER,
    best_time,
    draw_answer,
    draw_broadcast,
    draw_probabilities,
    draw_unrolled,
    known_pictures,
    small_picture,
)


@pytest.fixture(autouse=True)
def figures_in_memory():
    plt.switch_backend("Agg")
    yield
    plt.close("all")


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_best_time_is_that_of_the_fastest_run(monkeypatch):
    ticks = iter([0.0, 5.0, 10.0, 12.0, 20.0, 27.0])  # the clock before and after each of three runs
    monkeypatch.setattr("time.perf_counter", lambda: next(ticks))
    calls = []
    assert best_time(lambda *arguments: calls.append(arguments), 1, "a", repeats=3) == 2.0
    assert calls == [(1, "a")] * 3


def test_best_time_needs_a_run():
    with pytest.raises(ValueError, match="at least 1; yours is 0"):
        best_time(len, "", repeats=0)


def test_small_picture_has_sizes_that_differ_and_colours_in_range():
    picture = small_picture()
    assert picture.shape == (2, 4, 3) and picture.dtype == float
    assert picture.min() >= 0 and picture.max() <= 1
    assert len(np.unique(picture.reshape(8, 3), axis=0)) == 8


def test_unrolled_column_shows_the_numbers_of_the_vector_in_its_order():
    picture = small_picture()
    left, right = draw_unrolled(picture, picture.reshape(-1, 1))
    assert texts(left)[1] == "[0, 1]\nR 1.00\nG 0.80\nB 0.30"
    assert texts(right)[3:6] == ["R 1.00", "G 0.80", "B 0.30"]
    assert [label.get_text() for label in right.get_yticklabels()][-1] == "pixel [1, 3]"
    _, other = draw_unrolled(picture, picture.reshape(-1, 1, order="F"))
    assert texts(other) != texts(right)


@pytest.mark.parametrize(
    ("image", "vector", "message"),
    [
        (np.zeros((2, 4)), np.zeros((8, 1)), r"\(rows, columns, 3\); yours is \(2, 4\)"),
        (np.zeros((2, 4, 2)), np.zeros((16, 1)), r"\(rows, columns, 3\); yours is \(2, 4, 2\)"),
        (np.zeros((2, 4, 3)), np.zeros(24), r"\(24, 1\), a column; yours is \(24,\)"),
        (np.zeros((2, 4, 3)), np.zeros((1, 24)), r"yours is \(1, 24\)"),
    ],
)
def test_unrolled_says_which_shape_does_not_fit(image, vector, message):
    with pytest.raises(ValueError, match=message):
        draw_unrolled(image, vector)


@pytest.mark.parametrize(
    ("b", "own"),
    [(np.array([[1], [2]]), ["1", "2"]), (np.array([1, 2, 3]), ["1", "2", "3"]), (7, ["7"])],
    ids=["column", "vector", "number"],
)
def test_broadcast_tells_copies_from_own_entries(b, own):
    a = np.array([[10, 20, 30], [40, 50, 60]])
    _, axes = plt.subplots(1, 3)
    draw_broadcast(a, b, axes)
    assert texts(axes[2]) == [f"{value:g}" for value in (a + b).ravel()]
    assert len(axes[1].texts) == a.size
    assert [text.get_text() for text in axes[1].texts if text.get_style() == "normal"] == own
    assert all(text.get_style() == "normal" for ax in (axes[0], axes[2]) for text in ax.texts)


def test_broadcast_of_shapes_that_do_not_fit_is_numpys_own_error():
    _, axes = plt.subplots(1, 3)
    with pytest.raises(ValueError, match="could not be broadcast"):
        draw_broadcast(np.zeros((2, 3)), np.zeros(2), axes)


def test_known_pictures_are_four_and_differ():
    names, pictures = known_pictures()
    assert len(names) == 4 and pictures.shape == (4, 2, 4, 3)
    assert pictures.min() >= 0 and pictures.max() <= 1
    assert len(np.unique(pictures.reshape(4, 24), axis=0)) == 4


def test_answer_shows_the_column_and_the_probabilities_that_it_gets():
    _, column, bars = draw_answer(np.arange(24).reshape(24, 1) / 24, np.array([[0.1, 0.2, 0.3, 0.4]]))
    np.testing.assert_array_equal(column.images[0].get_array()[:, 0], np.arange(24) / 24)
    assert texts(bars) == ["0.10", "0.20", "0.30", "0.40"]
    assert texts(draw_answer()[2]) == [f"{p:.2f}" for p in ANSWER]


def test_probabilities_stand_on_their_bars():
    scores = np.array([[1.0, -2.0], [3.0, 0.5], [0.0, 0.0]])
    axes = draw_probabilities(["a", "b"], scores, np.array([[0.9, 0.1], [0.8, 0.2], [0.5, 0.5]]), ["x", "y", "z"])
    assert [texts(ax) for ax in axes[1]] == [["0.90", "0.10"], ["0.80", "0.20"], ["0.50", "0.50"]]
    assert [bar.get_height() for bar in axes[0, 0].patches] == [1.0, -2.0]
