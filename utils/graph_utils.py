"""Drawings of computation graphs: what flows forward through them, and what flows back."""

import re

# Dark enough for text on white. In grey the two differ by place and by slant: values above, gradients below in italics.
VALUE_COLOUR = "#0072B2"
GRADIENT_COLOUR = "#A94400"
LEAF_COLOUR = "white"
OPERATION_COLOUR = "#DCEAF4"
HEIGHT = 0.74  # of a node, in units of the coordinates; each further line of its label adds LINE
LINE = 0.34
UNIT = 0.56  # inches of one unit, in a figure of our own


def draw_graph(nodes, edges, values=None, gradients=None, ax=None, highlight=()):
    """Draw a computation graph: inputs as square boxes, operations as rounded ones. Returns the axes.

    nodes: dictionary from a node's name to its place (x, y), or to (x, y, label) where the label is not the name;
        labels may be mathematics in $…$, and have several lines. Leave 1.5 or more between neighbours in x,
        and 1.3 in y
    edges: pairs (start, end) of names, or triples (start, end, local derivative), a number or a text
    values: dictionary from names to forward values, written in blue above the nodes; numbers get 4 digits, texts stay
    gradients: the same for the gradients, written in brown italics below the nodes
    ax: where to draw; a new figure of fitting size if None
    highlight: pairs (start, end), edges to be drawn thick: a path through the graph
    Nodes that are left out of values or gradients get none.
    Raises ValueError where an edge, a value or a gradient belongs to no node, or a highlight to no edge.
    """
    import matplotlib.pyplot as plt
    from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

    values, gradients = values or {}, gradients or {}
    thick = {tuple(pair) for pair in highlight}
    pairs = {(start, end) for start, end, *_ in edges}
    for kind, names in (
        ("edges", {name for pair in pairs for name in pair}),
        ("values", set(values)),
        ("gradients", set(gradients)),
    ):
        if unknown := sorted(names - set(nodes)):
            raise ValueError(f"{kind} names {', '.join(map(repr, unknown))}, which is not among the nodes.")
    if unknown := sorted(thick - pairs):
        raise ValueError(f"highlight names {unknown[0]}, which is not among the edges.")

    labels = {name: place[2] if len(place) > 2 else str(name) for name, place in nodes.items()}
    widths = {name: max(HEIGHT, 0.32 + 0.17 * _length(label) + _gaps(label)) for name, label in labels.items()}
    heights = {name: HEIGHT + LINE * label.count("\n") for name, label in labels.items()}
    left = min(place[0] - widths[name] / 2 for name, place in nodes.items()) - 0.6
    right = max(place[0] + widths[name] / 2 for name, place in nodes.items()) + 0.6
    margin = 1.3 if values or gradients else 0.7
    bottom = min(place[1] for place in nodes.values()) - margin
    top = max(place[1] for place in nodes.values()) + margin
    if ax is None:
        _, ax = plt.subplots(figsize=(UNIT * (right - left), UNIT * (top - bottom)))
    ax.set(xlim=(left, right), ylim=(bottom, top), aspect="equal")
    ax.axis("off")

    ends = {end for _, end in pairs}
    boxes = {}
    for name, (x, y, *_) in nodes.items():
        width, height = widths[name], heights[name]
        rounding = 0.35 if name in ends else 0.02
        boxes[name] = FancyBboxPatch(
            (x - width / 2, y - height / 2),
            width,
            height,
            boxstyle=f"round,pad=0,rounding_size={rounding}",
            facecolor=OPERATION_COLOUR if name in ends else LEAF_COLOUR,
            edgecolor="black",
            linewidth=1,
            zorder=2,
        )
        ax.add_patch(boxes[name])
        ax.text(
            x,
            y,
            labels[name],
            ha="center",
            va="center_baseline" if "\n" not in labels[name] else "center",
            fontsize=10,
            zorder=3,
        )
        for found, colour, shift, align, style in (
            (values, VALUE_COLOUR, 0.06, "bottom", "normal"),
            (gradients, GRADIENT_COLOUR, -0.08, "top", "italic"),
        ):
            if name in found:
                aside, align_x = _beside(nodes, pairs, name, 1 if shift > 0 else -1, height / 2)
                ax.text(
                    x + aside,
                    y + shift + (height / 2 if shift > 0 else -height / 2),
                    _written(found[name]),
                    color=colour,
                    style=style,
                    ha=align_x,
                    va=align,
                    fontsize=9,
                    zorder=4,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4},
                )
    for start, end, *local in edges:
        (x0, y0), (x1, y1) = nodes[start][:2], nodes[end][:2]
        ax.add_patch(
            FancyArrowPatch(
                (x0, y0),
                (x1, y1),
                arrowstyle="-|>",
                mutation_scale=10,
                patchA=boxes[start],
                patchB=boxes[end],
                shrinkA=0,
                shrinkB=1,
                color="black" if (start, end) in thick else "0.45",
                linewidth=2.6 if (start, end) in thick else 1.1,
                zorder=1,
            )
        )
        if local:
            # in the middle of the part that is seen
            begin, stop = (_inside(widths[n], heights[n], x1 - x0, y1 - y0) for n in (start, end))
            middle = (1 + begin - stop) / 2
            above = (start, end) in thick and y0 == y1  # so that the thick arrow is seen
            ax.text(
                x0 + middle * (x1 - x0),
                y0 + middle * (y1 - y0) + 0.22 * above,
                _written(local[0]),
                ha="center",
                va="bottom" if above else "center",
                fontsize=8.5,
                zorder=1.5,
                bbox={"facecolor": "white", "edgecolor": "0.75", "linewidth": 0.6, "pad": 1.2},
            )
    at, by = (0, 1), ax.transAxes
    for given, text, colour, style in (
        (values, "above: forward values", VALUE_COLOUR, "normal"),
        (gradients, "below: gradients", GRADIENT_COLOUR, "italic"),
    ):
        if given:
            said = ax.annotate(
                text, at, (10 * at[0], 0), by, "offset points", color=colour, style=style, fontsize=9, va="top"
            )
            at, by = (1, 1), said
    return ax


def _beside(nodes, pairs, name, side, reach):
    """How far a number above a node (side 1) or below it (-1) moves aside for an arrow, and how it is aligned."""
    x, y = nodes[name][:2]
    for pair in sorted(pairs):
        if name in pair:
            other = nodes[pair[1 - pair.index(name)]]
            across, along = other[0] - x, side * (other[1] - y)
            if along > 0 and abs(across) / along * reach < 0.6:
                place = across / along * reach
                return (place - 0.12, "right") if across > 0 else (place + 0.12, "left")
    return 0, "center"


def _written(value):
    """A number with four significant digits; anything else as its text."""
    if isinstance(value, str):
        return value
    return f"{float(value):.4g}".replace("-", "\u2212")


def _length(label):
    """About how many letters wide a label is, its mathematics counted as it will look."""
    if "$" in label:
        label = re.sub(r"[\\${}^_ ]", "", re.sub(r"\\[a-z]+", "x", label))
    return max(len(line) for line in label.split("\n"))


def _gaps(label):
    """The room that mathematics leaves beside its operators, which `_length` does not count."""
    return 0.06 * label.count(" ") if "$" in label else 0


def _inside(width, height, dx, dy):
    """Which share of the way (dx, dy) from a node's centre lies inside its box."""
    return min(width / 2 / abs(dx) if dx else 1, height / 2 / abs(dy) if dy else 1)
