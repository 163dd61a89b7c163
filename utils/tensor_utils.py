"""Graphs as TensorFlow traces them, when their operations run, and two workers that send each other tensors.

TensorFlow is imported where it is needed only: the two workers need none.
"""

import io
import multiprocessing
import os
import socket
import struct
import time
from typing import NamedTuple

import numpy as np

from utils.graph_utils import draw_graph

SECONDS = 60  # that one worker waits for the other, and the notebook for both
LENGTH = struct.Struct(">Q")  # how long a message is, in 8 bytes before it
# e = (a + b)(b + 1), by hand: from each node to its parents.
EXPRESSION = {"a": [], "b": [], "one": [], "c": ["a", "b"], "d": ["b", "one"], "e": ["c", "d"]}
# The fields of three formats: bits of the sign, the exponent and the fraction.
FORMATS = {"float32": (1, 8, 23), "bfloat16": (1, 8, 7), "float16": (1, 5, 10)}


def traced_graph(fn, *specs):
    """The operations of the graph that TensorFlow makes of a function, in the order in which it met them.

    fn: a function of tensors, or a tf.function
    specs: for each argument, a tf.TensorSpec
    Returns a list of triples (type, name, inputs): what an operation does, what it is called, and the names of the
    operations whose results it takes.
    """
    import tensorflow as tf

    function = fn if hasattr(fn, "get_concrete_function") else tf.function(fn)
    operations = function.get_concrete_function(*specs).graph.get_operations()
    return [(op.type, op.name, [tensor.op.name for tensor in op.inputs]) for op in operations]


def slow_sort(x, name, log):
    """An operation that sorts x, and notes in the list `log` when it did so: (name, start, end), in seconds.

    NumPy sorts in one thread and lets others work meanwhile. TensorFlow may run this operation whenever its input is
    there, as any other: it does not know that a note is taken.
    """
    import tensorflow as tf

    def work(values):
        start = time.perf_counter()
        result = np.sort(values)
        log.append((name, start, time.perf_counter()))
        return result

    return tf.numpy_function(work, [x], x.dtype, stateful=False)


class Received(NamedTuple):
    """What a worker has received: the array, how many bytes that took, and the worker's number as a process."""

    array: np.ndarray
    bytes: int
    worker: int


def exchange(first, second):
    """Two workers, each a process of its own with an array, send each other what they have.

    The processes are started, connect through a socket of this machine, and end. All that passes from one to the other
    goes through that socket: the length of a message, the array's type and shape, and its numbers.
    Returns two `Received`: what the first worker got of the second, and the second of the first.
    Raises TypeError if one of the two is no array of numbers, and RuntimeError if a worker fails.
    """
    for array in (first, second):
        if not isinstance(array, np.ndarray) or array.dtype.kind not in "biufc":
            raise TypeError("exchange sends arrays of numbers")
    context = multiprocessing.get_context("spawn")  # a fork of a process with TensorFlow would hang
    pipes, workers = [], []
    try:
        for array in (first, second):
            ours, theirs = context.Pipe()
            port = _answer(pipes[0]) if pipes else 0
            workers.append(context.Process(target=_work, args=(theirs, array, port), daemon=True))
            workers[-1].start()
            theirs.close()  # the worker has its own end; when that is gone, we know
            pipes.append(ours)
        return tuple(Received(*_answer(pipe)) for pipe in pipes)
    finally:
        for worker in workers:
            worker.terminate()
            worker.join()


def _answer(pipe):
    """What a worker tells the notebook."""
    try:
        if pipe.poll(SECONDS):
            return pipe.recv()
    except EOFError:
        pass
    raise RuntimeError("a worker has ended without an answer; what it says of that is in the terminal of Jupyter")


def _work(notebook, array, port):
    """A worker. The first has no port yet: it opens one, and is called there by the second."""
    if not port:
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(SECONDS)
            notebook.send(server.getsockname()[1])
            line, _ = server.accept()
    else:
        line = socket.create_connection(("127.0.0.1", port), SECONDS)
    with line:
        line.settimeout(SECONDS)
        if not port:  # one speaks first, or both would wait until the other listens
            _send(line, array)
        received, size = _receive(line)
        if port:
            _send(line, array)
    notebook.send((received, size, os.getpid()))


def _send(line, array):
    """An array in numpy's own format, which begins with its type and shape, after its length."""
    message = io.BytesIO()
    np.save(message, array, allow_pickle=False)
    line.sendall(LENGTH.pack(len(message.getvalue())) + message.getvalue())


def _receive(line):
    """The array, and how many bytes have arrived."""
    with line.makefile("rb") as stream:
        length = stream.read(LENGTH.size)
        message = stream.read(*LENGTH.unpack(length))
    return np.load(io.BytesIO(message), allow_pickle=False), len(length) + len(message)


def draw_levels(deps, levels, labels=None, needed=None, ax=None):
    """Draw a graph with each level as a column. Returns the axes.

    deps: dictionary from each node to the list of its parents
    levels: list of lists of nodes, as graph_levels returns it
    labels: dictionary from nodes to what stands in their boxes, where it is not the name
    needed: a set of nodes; the edges between them are thick
    """
    labels = {node: (labels or {}).get(node, node) for node in deps}
    widest = max(len(line) for label in labels.values() for line in label.split("\n"))
    apart, top = max(2.4, 0.17 * widest + 1.4), 0.8 * (max(map(len, levels)) - 1)
    nodes = {
        node: (apart * column, float(y), labels[node])
        for column, level in enumerate(levels)
        for node, y in zip(level, np.linspace(top, -top, len(level)) if len(level) > 1 else [0], strict=True)
    }
    edges = [(parent, node) for node, parents in deps.items() for parent in dict.fromkeys(parents)]
    thick = [edge for edge in edges if needed and set(edge) <= set(needed)]
    ax = draw_graph(nodes, edges, ax=ax, highlight=thick)
    top = ax.get_ylim()[1]
    for column in range(len(levels)):
        ax.text(apart * column, top, f"level {column}", ha="center", va="bottom", fontsize=10, color="0.3")
    return ax


def draw_result():
    """Draw the graph of e = (a + b)(b + 1) in its levels, with what may happen at the same time. Returns the axes."""
    labels = {"one": "1", "c": "$c = a + b$", "d": "$d = b + 1$", "e": "$e = c \\cdot d$"}
    ax = draw_levels(EXPRESSION, [["a", "b", "one"], ["c", "d"], ["e"]], labels)
    ax.axvspan(2.75, 5.05, color="0.93", zorder=0)
    ax.set_ylim(bottom=ax.get_ylim()[0] - 0.4)
    ax.text(3.9, ax.get_ylim()[0], "at the same time", ha="center", va="bottom", fontsize=10)
    return ax


def draw_ranks():
    """Draw a number, a row of numbers, a table, and a stack of tables. Returns the axes."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(9, 2.6))
    left = 0.0
    for rank, shape in enumerate([(), (4,), (3, 4), (2, 3, 4)]):
        sheets, rows, columns = (1,) * (3 - rank) + shape
        for sheet in reversed(range(sheets)):
            for row in range(rows):
                for column in range(columns):
                    corner = (left + column + 0.7 * sheet, 0.6 * sheet - row)
                    colour = "#DCEAF4" if sheet == 0 else "0.85"
                    ax.add_patch(plt.Rectangle(corner, 1, 1, facecolor=colour, edgecolor="black", linewidth=0.8))
        name = f"rank {rank}\nshape {shape}"
        ax.text(left + columns / 2, -2.4, name, ha="center", va="top", fontsize=10)
        left += columns + 2.6
    ax.set(xlim=(-1.5, left - 1), ylim=(-4.2, 1.8), aspect="equal")
    ax.axis("off")
    return ax


def draw_expression(values, gradients):
    """Draw e = (a + b)(b + 1) with its local derivatives on the edges. Returns the axes.

    values: dictionary a, b, c, d, e; gradients: dictionary de_da, de_db, de_dc, de_dd, numbers or texts
    """
    nodes = {
        "a": (0, 3.4, "$a$"),
        "b": (0, 1.2, "$b$"),
        "one": (0, -1.0, "1"),
        "c": (4, 2.3, "$c = a + b$"),
        "d": (4, 0.1, "$d = b + 1$"),
        "e": (8.2, 1.2, "$e = c \\cdot d$"),
    }
    edges = [
        ("a", "c", 1),
        ("b", "c", 1),
        ("b", "d", 1),
        ("one", "d"),
        ("c", "e", values["d"]),
        ("d", "e", values["c"]),
    ]
    below = {name.removeprefix("de_d"): value for name, value in gradients.items()}
    return draw_graph(nodes, edges, values, {**below, "e": "1"})


def draw_timeline(runs):
    """Draw when operations were at work.

    runs: dictionary from a title to the log of slow_sort, a list of (name, start, end)
    Returns the axes.
    """
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(8.5, 0.9 + 0.95 * len(runs)))
    for row, log in enumerate(runs.values()):
        first = min(start for _, start, _ in log)
        for lane, (name, start, end) in enumerate(sorted(log)):
            place = (1000 * (start - first), 1000 * (end - start))
            colour = ("0.55", "0.85")[lane % 2]
            ax.broken_barh([place], (row - 0.4 + 0.4 * lane, 0.38), facecolor=colour, edgecolor="black", linewidth=0.8)
            ax.text(place[0] + place[1] / 2, row - 0.21 + 0.4 * lane, name, ha="center", va="center", fontsize=10)
    ax.set(
        yticks=range(len(runs)), yticklabels=list(runs), xlabel="milliseconds", title="when each operation is at work"
    )
    ax.invert_yaxis()
    return ax


def draw_formats():
    """Draw what the bits of float32, bfloat16 and float16 are for. Returns the axes."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(9.2, 2.8))
    colours = {"sign": "0.55", "exponent": "#DCEAF4", "fraction": "white"}
    for row, (name, widths) in enumerate(FORMATS.items()):
        left = 0
        for (field, colour), width in zip(colours.items(), widths, strict=True):
            for bit in range(left, left + width):
                ax.add_patch(plt.Rectangle((bit, -1.6 * row), 1, 1, facecolor=colour, edgecolor="0.4", linewidth=0.8))
            text = f"{field}: {width} bits" if width > 1 else ""
            behind = {"facecolor": colour, "edgecolor": "none", "pad": 1} if text else None
            ax.text(left + width / 2, 0.5 - 1.6 * row, text, ha="center", va="center", fontsize=10, bbox=behind)
            left += width
        ax.text(-0.5, 0.5 - 1.6 * row, name, ha="right", va="center", fontsize=11)
    ax.plot([16, 16], [1.3, -2.0], color="black", linestyle="--", linewidth=1.2)
    ax.text(15.8, 1.3, "upper half", ha="right", va="bottom", fontsize=10)
    ax.text(16.2, 1.3, "lower half", ha="left", va="bottom", fontsize=10)
    ax.text(0.5, -3.9, "sign", ha="center", va="top", fontsize=10)
    ax.set(xlim=(-5, 32.5), ylim=(-4.8, 2.4))
    ax.axis("off")
    return ax


def draw_errors(errors):
    """Draw how often errors of each size are made, relative to the number itself.

    errors: dictionary from a label to an array of relative errors, never negative
    Returns the axes.
    """
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(7.5, 3.6))
    for (label, found), style in zip(errors.items(), ({"color": "0.75"}, {"color": "black"}), strict=True):
        filled = style["color"] != "black"
        kind = "stepfilled" if filled else "step"
        ax.hist(
            found, bins=np.linspace(0, 2**-7, 33), histtype=kind, linewidth=1.8, linestyle="-", label=label, **style
        )
    for power in (-8, -7):
        ax.axvline(2.0**power, color="0.3", linestyle=":", linewidth=1.5)
        ax.text(2.0**power, ax.get_ylim()[1], f"$2^{{{power}}}$", ha="center", va="bottom", fontsize=11)
    ax.set(xlabel="relative error", ylabel="how many of 10 000")
    ax.legend(loc="upper right", bbox_to_anchor=(0.97, 0.97))
    return ax


def draw_costs(costs, every):
    """Draw the costs of several trainings, from several starts each. Returns the axes.

    costs: dictionary from a label to a list of two or more runs, each a list of costs; the curves are of the second
    every: how many steps there are from one cost to the next
    """
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, 2, figsize=(9.4, 3.6), sharey=True, width_ratios=(3, 2))
    for place, (label, runs) in enumerate(costs.items()):
        style = {"color": ("black", "#E69F00", "0.45")[place], "linestyle": ("-", "--", ":")[place]}
        axes[0].plot(every * np.arange(len(runs[0])), runs[1], label=label, **style)
        spread = place + 0.08 * (np.arange(len(runs)) - (len(runs) - 1) / 2)
        axes[1].plot(spread, [run[-1] for run in runs], "ko", markersize=5, linestyle="none")
    axes[0].set(xlabel="step", ylabel="cost", title="one start")
    axes[0].legend()
    axes[1].set(title=f"{len(runs)} starts, at the end", xticks=range(len(costs)), xlim=(-0.5, len(costs) - 0.5))
    axes[1].set_xticklabels([label.replace(", ", ",\n") for label in costs])
    return axes
