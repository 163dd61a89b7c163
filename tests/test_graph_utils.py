"""Computation graphs are drawn with everything they were given, and what fits no node is refused."""

import subprocess
import sys

import matplotlib.pyplot as plt
import numpy as np
import pytest

from utils.graph_utils import GRADIENT_COLOUR, VALUE_COLOUR, draw_graph

NODES = {"a": (0, 1.5), "b": (0, 0), "product": (2, 0.75, "×"), "L": (4, 0.75, r"$L = \tanh$")}
EDGES = [("a", "product", "b"), ("b", "product", 3.0), ("product", "L")]


@pytest.fixture(autouse=True)
def figures_in_memory():
    plt.switch_backend("Agg")
    yield
    plt.close("all")


def texts(ax, colour=None):
    return [text.get_text() for text in ax.texts if colour is None or text.get_color() == colour]


def test_every_node_has_its_label_and_every_edge_its_arrow():
    ax = draw_graph(NODES, EDGES)
    assert texts(ax) == ["a", "b", "×", r"$L = \tanh$", "b", "3"]
    assert len(ax.patches) == len(NODES) + len(EDGES)
    ax.figure.canvas.draw()


def test_values_stand_above_and_gradients_below():
    ax = draw_graph(NODES, EDGES, values={"a": 2, "product": np.array(-6.00004)}, gradients={"a": "b dL/dp"})
    above, below = texts(ax, VALUE_COLOUR), texts(ax, GRADIENT_COLOUR)
    assert above == ["2", "\u22126", "above: forward values"]
    assert below == ["b dL/dp", "below: gradients"]
    height = {text.get_text(): text.get_position()[1] for text in ax.texts}
    assert height["2"] > height["a"] > height["b dL/dp"]


def test_nodes_and_texts_stay_inside_the_figure():
    ax = draw_graph(NODES, EDGES, dict.fromkeys(NODES, -1.234e-5), dict.fromkeys(NODES, 12345.6))
    ax.figure.canvas.draw()
    frame = ax.figure.bbox
    for artist in (*ax.texts, *ax.patches):
        box = artist.get_window_extent()
        assert frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1


def test_inputs_and_operations_differ_in_shape_and_colour():
    boxes = draw_graph(NODES, EDGES).patches[: len(NODES)]
    looks = [(box.get_boxstyle().rounding_size, box.get_facecolor()) for box in boxes]
    assert looks[0] == looks[1] != looks[2] == looks[3]


def test_highlighted_edges_are_thicker():
    arrows = draw_graph(NODES, EDGES, highlight=[("a", "product")]).patches[len(NODES) :]
    first, second, third = (arrow.get_linewidth() for arrow in arrows)
    assert first > second == third


def test_draws_into_given_axes():
    _, axes = plt.subplots(1, 2)
    assert draw_graph(NODES, EDGES, ax=axes[1]) is axes[1]
    assert len(plt.get_fignums()) == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"edges": [("a", "z")]}, "edges names 'z'"),
        ({"values": {"y": 1}}, "values names 'y'"),
        ({"gradients": {"y": 1, "x": 2}}, "gradients names 'x', 'y'"),
        ({"highlight": [("b", "a")]}, r"highlight names \('b', 'a'\)"),
    ],
)
def test_what_belongs_to_no_node_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        draw_graph(**{"nodes": NODES, "edges": EDGES, **options})
    assert plt.get_fignums() == []


def test_import_brings_in_no_heavy_library():
    code = "import sys, utils.graph_utils; print([n for n in ('matplotlib', 'numpy') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
