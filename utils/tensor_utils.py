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
    Raises RuntimeError if a worker fails.
    """
    context = multiprocessing.get_context("spawn")  # a fork of a process with TensorFlow would hang
    pipes, workers = [], []
    try:
        for array in (first, second):
            ours, theirs = context.Pipe()
            port = _answer(pipes[0]) if pipes else 0
            workers.append(context.Process(target=_work, args=(theirs, np.asarray(array), port), daemon=True))
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
    apart = max(2.4, 0.17 * widest + 1.4)
    nodes = {
        node: (apart * column, 1.6 * ((len(level) - 1) / 2 - row), labels[node])
        for column, level in enumerate(levels)
        for row, node in enumerate(level)
    }
    edges = [(parent, node) for node, parents in deps.items() for parent in dict.fromkeys(parents)]
    thick = [edge for edge in edges if needed and set(edge) <= set(needed)]
    ax = draw_graph(nodes, edges, ax=ax, highlight=thick)
    top = ax.get_ylim()[1]
    for column in range(len(levels)):
        ax.text(apart * column, top, f"level {column}", ha="center", va="bottom", fontsize=10, color="0.3")
    return ax
