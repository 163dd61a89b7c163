"""The drawings of the logistic-regression notebook."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from utils.lr_utils import draw_neuron, show_pictures


@pytest.fixture(autouse=True)
def figures_in_memory():
    plt.switch_backend("Agg")
    yield
    plt.close("all")


@pytest.mark.parametrize("k", [1, 5, 9])
def test_pictures_stand_in_rows_with_their_titles(k):
    axes = show_pictures(np.zeros((k, 4, 4, 3), np.uint8), range(k), columns=4)
    assert [ax.get_title() for ax in axes] == [str(i) for i in range(k)]
    assert all(len(ax.images) == 1 for ax in axes)
    assert len(plt.gcf().axes) == min(k, 4) * -(-k // 4)


def test_pictures_may_be_fractions_or_a_list_without_titles():
    assert len(show_pictures([np.zeros((4, 4, 3)), np.ones((4, 4, 3))])) == 2


def test_pictures_say_what_does_not_fit():
    with pytest.raises(ValueError, match="no pictures"):
        show_pictures([])
    with pytest.raises(ValueError, match="2 pictures and 1 titles"):
        show_pictures(np.zeros((2, 4, 4, 3)), ["one"])


def test_neuron_draws_into_the_given_axes():
    _, ax = plt.subplots()
    pictures = np.array([np.full((64, 64, 3), light, np.uint8) for light in (51, 153)])
    assert draw_neuron(pictures, np.array([[0, 1]]), 0, ax) is ax
    drawn = draw_neuron(pictures, np.array([[0, 1]]), 1)
    assert len(drawn.patches) == 3 + 2 + 1
    texts = [text.get_text() for text in drawn.texts]
    assert texts.count("153 / 255 = 0.60") == 3 and any(text.endswith("> 0.5, so 1, cat") for text in texts)
