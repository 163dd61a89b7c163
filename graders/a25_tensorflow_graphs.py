"""Scenarios, known mistakes and alternatives of "Tensors and computation graphs with TensorFlow 2".

A graph is a dictionary from each node's name to the list of its parents. Names have several letters, so that it shows
where one is taken for a list of letters.
"""

import math

import numpy as np

from autograder.judging.exercise import Assignment, Example
from utils.tensor_utils import EXPRESSION

assignment = Assignment("a25_tensorflow_graphs")

NAMES = (
    *("image", "weights", "bias", "matmul", "add", "relu", "logits", "labels", "loss", "mean", "scale", "softmax"),
    *("sum", "square", "mul", "shift", "mask", "rate"),
)
SIZES = {
    **{"bool": 1, "int8": 1, "uint8": 1, "int16": 2, "uint16": 2, "float16": 2, "bfloat16": 2},
    **{"int32": 4, "float32": 4, "int64": 8, "float64": 8, "complex64": 8, "complex128": 16},
}
# The notebook's graph of a small network.
NETWORK = {
    **{"x": [], "w": [], "b": [], "y": []},
    **{"m": ["x", "w"], "z": ["m", "b"], "r": ["z"], "l": ["y", "r"], "q": ["x"]},
}


def depths(deps):
    """The longest path to each node."""
    found = {}

    def depth(node):
        if node not in found:
            found[node] = 1 + max((depth(parent) for parent in deps[node]), default=-1)
        return found[node]

    return {node: depth(node) for node in deps}


def by_level(deps):
    depth = depths(deps)
    return [sorted(node for node in deps if depth[node] == k) for k in range(max(depth.values()) + 1)]


def ancestors(deps, target):
    """The target and whatever leads to it."""
    return {target}.union(*(ancestors(deps, parent) for parent in deps[target]))


def names(draw, n):
    return [str(name) for name in draw.rng.permutation(NAMES)[:n]]


def shuffled(draw, deps):
    """The same graph, listed in another order."""
    return {node: deps[node] for node in (list(deps)[i] for i in draw.rng.permutation(len(deps)))}


def graph(draw):
    """A graph, listed in any order, in which the longest path matters, and so does which parents a node has."""
    while True:
        found = names(draw, int(draw.rng.integers(9, 13)))
        leaves = int(draw.rng.integers(3, 5))
        deps = {
            name: [found[j] for j in draw.rng.permutation(i)[: draw.rng.integers(1, 4)]] if i >= leaves else []
            for i, name in enumerate(found)
        }
        deps = shuffled(draw, deps)
        depth, listed = depths(deps), list(deps)
        among = [[depth[parent] for parent in parents] for parents in deps.values() if parents]
        early = [listed.index(parent) < listed.index(node) for node in deps for parent in deps[node]]
        if (
            max(depth.values()) >= 3
            and sum(max(levels) - min(levels) > 1 for levels in among) >= 1
            and any(levels[0] < max(levels) for levels in among)
            and any(levels[-1] < max(levels) for levels in among)
            and any(early)
            and not all(early)
            and any([node for node in listed if depth[node] == k] != level for k, level in enumerate(by_level(deps)))
        ):
            return deps


def graph_and_target(draw):
    """A graph, and a node in it with more ancestors than parents, and with others that it does not need."""
    while True:
        deps = graph(draw)
        target = str(draw.rng.choice(list(deps)))
        needed, leaves = ancestors(deps, target), {node for node in deps if not deps[node]}
        later = {node for node in deps if target in ancestors(deps, node)} - {target}
        aside = set(deps) - needed - later
        indirect = needed - {target, *deps[target]}
        if indirect and aside - leaves and aside & leaves and later and set(deps[target]) - leaves:
            return deps, target


def eighths(draw, *shape):
    """Numbers that float32 holds exactly, and their sums and products too: it is enough here."""
    numbers = draw.rng.integers(5, 40, shape) * draw.rng.choice([-1, 1], shape) / 8
    return numbers if shape else float(numbers)


@assignment.exercise(points=12)
def tensor_bytes(submission, draw):
    """Several axes and types, a single number, and more entries than 32 bits can count."""
    dtypes = [str(dtype) for dtype in draw.rng.permutation(list(SIZES))]
    for axes, dtype in zip((2, 3, 4), dtypes, strict=False):
        shape = draw.sizes(*"nhwc"[:axes], high=12)
        yield "drawn shapes and types", submission.tensor_bytes(shape, dtype), math.prod(shape) * SIZES[dtype]
    draw.sizes()
    for dtype in ("bfloat16", "float16", "float64", *dtypes[3:5]):
        (n,) = draw.sizes("n", high=40)
        yield "other types", submission.tensor_bytes((n,), dtype), n * SIZES[dtype]
    draw.sizes()
    for dtype in dtypes[5:7]:
        yield "a single number, or hardly more", submission.tensor_bytes((), dtype), SIZES[dtype]
    (n,) = draw.sizes("n", high=60)
    yield "a single number, or hardly more", submission.tensor_bytes((1, n, 1), dtypes[7]), n * SIZES[dtypes[7]]
    rows, columns = (int(n) for n in draw.rng.integers(70_000, 140_000, 2))
    yield "more entries than 32 bits can count", submission.tensor_bytes((rows, columns), dtypes[0])
    yield "the notebook's example", submission.tensor_bytes((1000, 440, 440, 3), "float32"), 2323200000
    yield "the notebook's example", submission.tensor_bytes((1000, 440, 440, 3), "bfloat16"), 1161600000
    yield "the notebook's example", submission.tensor_bytes((), "float64"), 8


# fmt: off
tensor_bytes.at("np.prod(shape, dtype=np.int64)").mistakes(
    ("np.sum(shape, dtype=np.int64)", "sum of the lengths",
     "The lengths of the axes were added. A table of 3 rows and 5 columns has how many entries?"),
    ("np.prod(shape, dtype=np.int32)", "counted in 32 bits",
     "Large shapes give a wrong number, even a negative one: the count doesn't fit into 32 bits. "
     "Which type of whole number has more?"),
    ("np.prod(shape[1:], dtype=np.int64)", "first axis left out",
     "The first axis isn't counted. Do the examples of a batch take no memory?"),
    ("len(shape)", "number of axes",
     "The axes were counted, not the entries. What is the product of the lengths?"),
    ("(shape[0] if shape else 1)", "first axis only",
     "Only the first axis is counted. How many entries does each of its places hold?"),
)
tensor_bytes.at("tf.as_dtype(dtype).size").mistakes(
    ("8 * tf.as_dtype(dtype).size", "bits",
     "The result is 8 times too large, so these are bits. How many bits are in a byte?"),
    ("4", "four bytes always",
     "Every entry counts as 4 bytes here. How many does one of float64 take, and one of bfloat16?"),
)
tensor_bytes.at("tf.as_dtype(dtype)").mistakes(
    ("dtype", "size of a name",
     "`dtype` may be a name, and a text has no size. Which function makes a type of it?"),
)
tensor_bytes.at("return int(total)").mistakes(
    ("return total / 2**30", "gigabytes",
     "The result is in units of 2³⁰ bytes. In which unit does the description want it?"),
    ("return int(count)", "entries",
     "This is the number of entries. How many bytes does one of them take?"),
)
tensor_bytes.equivalents(
    ("np.prod(shape, dtype=np.int64)", "np.prod(shape)", "NumPy counts in 64 bits by itself"),
    ("int(total)", "total", "a whole number of NumPy's is one, too"),
)
tensor_bytes.alternatives({
    "math.prod": """
import math

def tensor_bytes(shape, dtype):
    return math.prod(shape) * tf.as_dtype(dtype).size
""",
    "a loop": """
    total = tf.dtypes.as_dtype(dtype).size
    for n in shape:
        total *= n
    print(total)
    return total
""",
    "numpy's names, and bfloat16 apart": """
    size = 2 if dtype == "bfloat16" else np.dtype(dtype).itemsize
    return int(np.prod(np.array(shape, dtype=np.int64))) * size
""",
    "of a shape": """
    return tf.TensorShape(shape).num_elements() * getattr(tf, dtype).size
""",
})
# fmt: on


@assignment.inside
def as_a_graph(evaluate, a, b):
    import tensorflow as tf

    a, b = tf.constant(a), tf.constant(b)
    return tf.function(evaluate, autograph=False).get_concrete_function(a, b)(a, b)


@assignment.exercise(points=10, keeps_arguments=True)
def evaluate_graph(submission, draw):
    """Numbers, arrays, and tensors that have no values yet, when the function is traced."""

    def expected(a, b):
        return {"c": a + b, "d": b + 1, "e": a * b + b**2 + a + b}

    for _ in range(3):
        a, b = eighths(draw), eighths(draw)
        yield "drawn numbers", submission.evaluate_graph(a, b), expected(a, b)
    shape = draw.sizes("rows", "columns")
    a, b = eighths(draw, *shape), eighths(draw, *shape)
    yield "whole arrays", submission.evaluate_graph(a, b), expected(a, b)
    shape = draw.sizes("rows", "columns", "layers")
    a, b = eighths(draw, *shape), eighths(draw, *shape)
    yield "traced by tf.function", as_a_graph(submission.evaluate_graph, a, b), expected(a, b)
    draw.sizes()
    for a, b, *values in ((2.0, 1.0, 3.0, 2.0, 6.0), (-1.0, 4.0, 3.0, 5.0, 15.0), (0.5, -3.0, -2.5, -2.0, 5.0)):
        yield "the notebook's example", submission.evaluate_graph(a, b), dict(zip("cde", values, strict=True))


# fmt: off
evaluate_graph.at("    c = a + b").mistakes(
    ("    c = a * b", "product for the first sum",
     "`c` is the product of a and b. Which operation stands in the first pair of parentheses of e?"),
    ("    c = a - b", "difference for the first sum",
     "`c` is the difference of a and b. Which operation stands in the first pair of parentheses of e?"),
    ("    c = float(a) + float(b)", "numbers only",
     "`float` takes one number. An array has many, and a tensor that is being traced has none yet: "
     "does the sum need `float` at all?"),
)
evaluate_graph.at("    d = b + 1").mistakes(
    ("    d = a + 1", "1 added to a", "`d` is a + 1. To which of the two inputs does the second parenthesis add 1?"),
    ("    d = b", "1 missing", "`d` is b itself. What does the second parenthesis add?"),
)
evaluate_graph.at("e = c * d").mistakes(
    ("e = c + d", "sum for the product",
     "`e` is the sum of c and d. What does it mean that two pairs of parentheses stand side by side?"),
    ("e = a + b * b + 1", "parentheses missing",
     "Without parentheses `*` comes before `+`, so `e` is a + b² + 1. Which two nodes are its parents?"),
    (["e = c @ d", "e = np.dot(c, d)", "e = tf.matmul(c, d)"], "matrix product",
     "This is a matrix product. Which operator multiplies entry by entry, and numbers, too?"),
)
evaluate_graph.at('{"c": c, "d": d, "e": e}').mistakes(
    ('{"e": e}', "nodes between missing",
     "The dictionary holds only the result. Which two nodes of the graph come before it?"),
)
evaluate_graph.everywhere(r"(?s)    c = a.*e = c \* d").mistakes(
    ([r"    c = np.add(a, b)\n    d = np.add(b, 1)\n    e = np.multiply(c, d)",
      r"    c = np.array(a + b)\n    d = np.array(b + 1)\n    e = c * d"], "made an array of NumPy's",
     "NumPy can't compute with a tensor that is being traced: it has no numbers yet. What does plain `+` make of it?"),
)
evaluate_graph.alternatives({
    "named operations": """
    c = tf.add(a, b)
    d = tf.add(b, 1)
    e = tf.multiply(c, d)
    return {"c": c, "d": d, "e": e}
""",
    "dict, with more nodes": """
    one = 1.0
    nodes = dict(one=one, c=b + a, d=one + b)
    nodes["e"] = nodes["d"] * nodes["c"]
    print(nodes)
    return nodes
""",
})
# fmt: on


@assignment.exercise(points=20, keeps_arguments=True)
def graph_levels(submission, draw):
    """Random graphs in any order; chains, nodes without edges, one parent twice."""
    for _ in range(3):
        deps = graph(draw)
        yield "drawn graphs", submission.graph_levels(deps), by_level(deps)
    for _ in range(2):
        chain = names(draw, int(draw.rng.integers(4, 8)))
        deps = shuffled(draw, {name: chain[max(i - 1, 0) : i] for i, name in enumerate(chain)})
        yield "a chain", submission.graph_levels(deps), [[name] for name in chain]
    apart = names(draw, int(draw.rng.integers(4, 8)))
    yield "small graphs", submission.graph_levels({name: [] for name in apart}), [sorted(apart)]
    one, two, three = names(draw, 3)
    deps = shuffled(draw, {one: [], two: [one, one], three: [two, one, two]})
    yield "small graphs", submission.graph_levels(deps), [[one], [two], [three]]
    (one,) = names(draw, 1)
    yield "small graphs", submission.graph_levels({one: []}), [[one]]
    levels = [["a", "b", "one"], ["c", "d"], ["e"]]
    yield "the notebook's example", submission.graph_levels(EXPRESSION), levels
    levels = [["b", "w", "x", "y"], ["m", "q"], ["z"], ["r"], ["l"]]
    yield "the notebook's example", submission.graph_levels(NETWORK), levels


# fmt: off
graph_levels.at("all(parent in done for parent in deps[node])").mistakes(
    ("(not deps[node] or any(parent in done for parent in deps[node]))", "one parent is enough",
     "A node runs here as soon as one of its parents is done. What if it waits for another one, too?"),
    ("any(parent in done for parent in deps[node])", "leaves never ready",
     "No node is ever ready, not even a leaf. What does your condition say where there are no parents?"),
    ("all(parent in done for parent in deps[node][:1])", "first parent only",
     "Only the first parent is looked at. What if the second one is not done yet?"),
    ("len(deps[node]) == len(levels)", "number of parents",
     "The level is the number of parents here. A node with one parent may stand at the end of a long chain: "
     "what has to be done before it can run?"),
    ("not deps[node]", "leaves only",
     "Only nodes without parents are found. When may a node with parents run?"),
    ("True", "everything at once",
     "All nodes are in level 0, whatever their parents are. What has to be done before a node can run?"),
)
graph_levels.at("node not in done and ").mistakes(
    ("", "done again and again",
     "Nodes that are done turn up again in later levels. How do you tell what has run already?"),
)
graph_levels.at("sorted(node for node in deps if node not in done and all(parent in done for parent in deps[node]))"
).mistakes(
    ("[node for node in deps if node not in done and all(parent in done for parent in deps[node])]", "not sorted",
     "The levels hold the right names in another order than asked. "
     "In which order does the description want the names of a level?"),
    ("sorted(node for node in deps if node not in done and all(parent in done for parent in deps[node]))[:1]",
     "one node at a time",
     "Each level has a single node, even where several can run. What may run at the same time?"),
    ("[node for node in deps if node not in done][:1]", "in the order of the dictionary",
     "The nodes run one by one, in the order in which the dictionary lists them. What decides when a node can run?"),
    (["[]\n"
      "        for node in sorted(deps):\n"
      "            if node not in done and all(parent in done for parent in deps[node]):\n"
      "                ready.append(node)\n"
      "                done.add(node)",
      "[]\n"
      "        for node in deps:\n"
      "            if all(parent in done for parent in deps[node]):\n"
      "                ready.append(node)\n"
      "                done.add(node)\n"
      "        ready.sort()"], "done too early",
     "A node stands beside its own parent in one level: it saw the parent as done in the same round. "
     "When does a node that is ready become done?"),
)
graph_levels.at("        done.update(ready)").mistakes(
    ("        pass", "nothing is ever done",
     "Every round finds the leaves again. What should `done` know after a round?"),
    ("        done = set(ready)", "only the last level is done",
     "`done` forgets what ran in earlier rounds. What should it hold after three of them?"),
    ("        done.add(ready)", "list added as one name",
     "A set holds names, and `add` takes one of them, not a list. "
     "Which method adds all, and does your condition ask for each parent?"),
    ("        done.update(*ready)", "names taken apart",
     "`done` holds single letters: `update(*ready)` takes each name apart. What does `update` do with the list?"),
)
graph_levels.at("levels.append(ready)").mistakes(
    (["levels += ready", "levels.extend(ready)"], "one list of names",
     "The result is one list of names. A level is a list of its own: which method adds it as one entry?"),
    ("levels.insert(0, ready)", "last level first",
     "The levels are in reverse order. Which one comes first, the leaves or the result?"),
)
graph_levels.alternatives({
    "the longest path, by recursion": """
    def level(node):
        return 1 + max((level(parent) for parent in deps[node]), default=-1)

    found = {node: level(node) for node in deps}
    return [sorted(n for n in found if found[n] == k) for k in range(max(found.values()) + 1)]
""",
    "rounds over numbers": """
    level = dict.fromkeys(deps, 0)
    for _ in deps:
        for node, parents in deps.items():
            if parents:
                level[node] = max([level[p] for p in parents]) + 1
    result = [[] for _ in range(max(level.values()) + 1)]
    for node in sorted(deps):
        result[level[node]] += [node]
    print(result)
    return result
""",
    "sets": """
    left = {node: set(parents) for node, parents in deps.items()}
    levels = []
    while left:
        ready = [node for node, parents in left.items() if not parents & left.keys()]
        ready.sort()
        levels.append(tuple(ready))
        for node in ready:
            del left[node]
    return levels
""",
    "graphlib": """
    from graphlib import TopologicalSorter

    sorter = TopologicalSorter(deps)
    sorter.prepare()
    levels = []
    while sorter.is_active():
        levels.append(sorted(sorter.get_ready()))
        sorter.done(*levels[-1])
    return levels
""",
})
# fmt: on


@assignment.inside
def found_by(find, deps, target):
    found = find(deps, target)
    if not isinstance(found, (set, frozenset, list, tuple)):
        return found
    others = ", ".join(sorted(str(name) for name in {*found} - {*deps})) or "nothing"
    return {node: "needed" if node in found else "not needed" for node in deps} | {"not in the graph": others}


@assignment.exercise(points=14, uses=("graph_levels",), keeps_arguments=True)
def required_nodes(submission, draw):
    """Targets in the middle of random graphs, at the end, and at the beginning.

    What crosses says of every node whether it was found, so that a message can name it.
    """

    def expected(deps, target):
        needed = ancestors(deps, target)
        found = {node: "needed" if node in needed else "not needed" for node in deps}
        return found | {"not in the graph": "nothing"}

    for _ in range(3):
        deps, target = graph_and_target(draw)
        yield "drawn graphs", found_by(submission.required_nodes, deps, target), expected(deps, target)
    deps = graph(draw)
    leaf, last = (min(deps, key=depths(deps).get), max(deps, key=depths(deps).get))
    yield "nodes of the first and the last level", found_by(submission.required_nodes, deps, leaf), expected(deps, leaf)
    yield "nodes of the first and the last level", found_by(submission.required_nodes, deps, last), expected(deps, last)
    for target in ("z", "q"):
        needed = expected(NETWORK, target)
        yield "the notebook's example", found_by(submission.required_nodes, NETWORK, target), needed


# fmt: off
required_nodes.at("if node in needed:").mistakes(
    ("if node == target:", "direct parents only",
     "The set stops at the parents of the target. What do these parents need themselves?"),
    ("if True:", "needed or not",
     "Nodes that don't lead to the target are in the set: parents were added for every node. For which nodes only?"),
    ("if node not in needed:", "condition the other way round",
     "Parents were added of nodes that are not needed. Whose parents are needed?"),
)
required_nodes.at("needed.update(deps[node])").mistakes(
    ("needed.update(*deps[node])", "names taken apart",
     "The set has single letters in it: `update` takes a name apart as if it were a list. What should it be given?"),
    ("needed.update(node)", "name of the node taken apart",
     "Single letters are in the set: `update` took the node's name apart. "
     "What should be added: the node, or its parents?"),
    ("needed.update(deps[node][:1])", "first parent only",
     "Only the first parent of each node is added. Does the node need the others less?"),
    ("needed.add(deps[node])", "list added as one name",
     "`add` takes one name, and `deps[node]` is a list of them. Which method adds all of its entries?"),
    ("needed = set(deps[node])", "set replaced",
     "Each node replaces the set by its own parents. How do you add to a set that is there?"),
)
required_nodes.at("if node in needed:\n                needed.update(deps[node])").mistakes(
    ("if needed & set(deps[node]):\n                needed.add(node)", "children only",
     "This looks at nodes that have a needed parent, which is the other direction: forwards. "
     "Which way does an arrow go, and what does a result need?"),
)
required_nodes.at("return needed").mistakes(
    ("return needed - {target}", "target missing",
     "The target itself is missing. Does it have to be computed?"),
    ("return {node for node in needed if not deps[node]}", "leaves only",
     "Only the inputs are in the set. What is computed on the way from them to the target?"),
    ("return {node for node in needed if deps[node]}", "leaves missing",
     "The nodes without parents are missing. Can the target be computed without its inputs?"),
    ("return set(deps) - needed", "the others",
     "The set holds exactly the nodes that are not needed. Which ones are asked for?"),
    ("return {node for node in deps if target in ancestors(deps, node)}\n\n\ndef ancestors(deps, node):\n"
     "    return {node}.union(*(ancestors(deps, parent) for parent in deps[node]))", "descendants",
     "The set holds what is computed from the target. What is the target computed from?"),
)
required_nodes.alternatives({
    "recursion": """
    needed = {target}
    for parent in deps[target]:
        needed |= required_nodes(deps, parent)
    return needed
""",
    "a stack": """
    needed, waiting = set(), [target]
    while waiting:
        node = waiting.pop()
        if node not in needed:
            needed.add(node)
            waiting.extend(deps[node])
    print(needed)
    return needed
""",
    "a list, without levels": """
    needed = [target]
    for node in needed:
        needed += [parent for parent in deps[node] if parent not in needed]
    return needed
""",
    "until nothing changes": """
    found = frozenset([target])
    while True:
        more = found.union(*[deps[node] for node in found])
        if more == found:
            return found
        found = more
""",
})
# fmt: on


# All slopes are those of the graph, those of the nodes between too; the value of e is not.
@assignment.double("evaluate_graph")
def the_graph(a, b):
    c = a + b
    d = b + 1
    return {"c": c, "d": d, "e": c * d + 1}


@assignment.exercise(points=16, uses=("evaluate_graph",))
def graph_gradients(submission, draw):
    """Fractions and whole numbers, of both signs."""

    def expected(a, b):
        return {"de_da": b + 1, "de_db": a + 2 * b + 1, "de_dc": b + 1, "de_dd": a + b}

    for _ in range(3):
        a, b = eighths(draw), eighths(draw)
        yield "drawn numbers", submission.graph_gradients(a, b), expected(a, b)
    for _ in range(2):
        a, b = (int(n) for n in draw.rng.permutation([n for n in range(-9, 10) if n])[:2])
        yield "whole numbers", submission.graph_gradients(a, b), expected(a, b)
    for a, b, *values in ((2.0, 1.0, 2.0, 5.0, 2.0, 3.0), (-1.0, 4.0, 5.0, 8.0, 5.0, 3.0)):
        keys = ("de_da", "de_db", "de_dc", "de_dd")
        yield "the notebook's example", submission.graph_gradients(a, b), dict(zip(keys, values, strict=True))


# fmt: off
RECORD = "with tf.GradientTape(persistent=True) as tape:\n        c = a + b\n        d = b + 1\n        e = c * d"
graph_gradients.at(RECORD).mistakes(
    # None everywhere, so the sentence is true of both
    (["a, b = tf.constant(a), tf.constant(b)\n    with tf.GradientTape(persistent=True) as tape:\n"
      "        c = a + b\n        d = b + 1\n        e = c * d",
      "c = a + b\n    d = b + 1\n    e = c * d\n    with tf.GradientTape(persistent=True) as tape:\n        pass"],
     "nothing recorded",
     "`gradient` finds no recorded way back, so it returns None. Are a and b variables, "
     "is each node computed while the tape is open, and which argument of `gradient` comes first?"),
    ("with tf.GradientTape(persistent=True) as tape:\n        e = (a + b) * (b + 1)\n    c, d = a + b, b + 1",
     "c and d outside",
     "`de_dc` and `de_dd` are None: e wasn't computed from the `c` and `d` that you ask about. "
     "Where do these two get their values?"),
)
graph_gradients.at("e = c * d").mistakes(
    ("e = c + d", "sum for the product",
     "The slopes are those of the sum of c and d. What does e = (a + b)(b + 1) do with its two parentheses?"),
)
graph_gradients.at("persistent=True").mistakes(
    ("", "tape not persistent",
     "This tape forgets everything once it has been asked. Which option lets you ask it several times?"),
)
graph_gradients.at("a, b = tf.Variable(a, dtype=tf.float64), tf.Variable(b, dtype=tf.float64)").mistakes(
    ("a, b = tf.Variable(a), tf.Variable(b)", "whole numbers as variables",
     "Whole numbers can't move a little, so they have no gradient. Which type does the given line make of them?"),
)
graph_gradients.at("de_db = tape.gradient(e, b)").mistakes(
    ("de_db = tape.gradient(e, c)", "one path only, through c",
     "`de_db` counts the path through c only. By which second path does b reach e?"),
    ("de_db = tape.gradient(e, d)", "one path only, through d",
     "`de_db` counts the path through d only. By which second path does b reach e?"),
    ("de_db = tape.gradient(c, b)", "not back from e",
     "`de_db` is the derivative of c, not of e. Where does the way back begin?"),
    ("de_db = de_dc * de_dd", "paths multiplied",
     "`de_db` is a product of two paths. Along a path slopes multiply; what happens where two paths meet?"),
)
graph_gradients.everywhere(r"de_d([cd]) = tape\.gradient\(e, \1\)").mistakes(
    (r"de_d\1 = \1", "values of both nodes",
     "`de_dc` and `de_dd` are the values of c and d. If c grows by 0.01, by how much does the product of both grow?"),
)
graph_gradients.everywhere(r"(?s)    # \(2\) back to.*de_db = tape\.gradient\(e, b\)").mistakes(
    ("    de_dc, de_dd, de_da, de_db = tape.gradient(e, [a, b, c, d])", "unpacked in another order",
     "The slopes are right, but some have another's name. In which order did you ask for them, "
     "and in which did you unpack?"),
)
graph_gradients.at("de_dc = tape.gradient(e, c)").mistakes(
    ("de_dc = c", "value of the node",
     "`de_dc` is the value of c. If c grows by 0.01, by how much does the product of c and d grow?"),
)
graph_gradients.at("de_dd = tape.gradient(e, d)").mistakes(
    ("de_dd = d", "value of the other node",
     "`de_dd` is the value of d. If d grows by 0.01, by how much does the product of c and d grow?"),
)
graph_gradients.alternatives({
    "all in one question": """
    a, b = tf.Variable(a, dtype=tf.float64), tf.Variable(b, dtype=tf.float64)
    with tf.GradientTape() as t:
        nodes = evaluate_graph(a, b)
    slopes = t.gradient(nodes["e"], {"de_da": a, "de_db": b, "de_dc": nodes["c"], "de_dd": nodes["d"]})
    return {name: float(slope) for name, slope in slopes.items()}
""",
    "constants, watched, float32": """
    a, b = tf.constant(float(a)), tf.constant(float(b))
    with tf.GradientTape(persistent=True) as tape:
        tape.watch([a, b])
        c = tf.add(a, b)
        d = b + 1.0
        e = c * d
    grads = [tape.gradient(e, node) for node in (a, b, c, d)]
    del tape
    print(grads)
    return dict(zip(["de_da", "de_db", "de_dc", "de_dd"], grads))
""",
    "by hand": """
    de_dc, de_dd = b + 1, a + b
    return {"de_da": de_dc * 1, "de_db": de_dc * 1 + de_dd * 1, "de_dc": de_dc, "de_dd": de_dd}
""",
    "a tape for each": """
    a, b = tf.Variable(float(a)), tf.Variable(float(b))
    found = {}
    for name in ("da", "db", "dc", "dd"):
        with tf.GradientTape() as tape:
            nodes = {"a": a, "b": b, "c": a + b, "d": b + 1.0}
            nodes["e"] = nodes["c"] * nodes["d"]
        found["de_" + name] = tape.gradient(nodes["e"], nodes[name[1]]).numpy()
    return found
""",
})
# fmt: on


@assignment.inside
def sent(compress, x):
    return np.asarray(compress(x))


@sent.judged
def in_bytes(h, x):
    return {"codes": h, "bytes of one number": h.itemsize}


def upper_halves(x):
    """Every second pair of bytes of the numbers, as they lie in memory."""
    return np.frombuffer(x.astype("<f4").tobytes(), "<u2")[1::2].reshape(x.shape)


# rtol, atol: codes are whole numbers, and right or wrong.
@assignment.exercise(points=16, keeps_arguments=True, rtol=0, atol=0.1)
def compress_tensor(submission, draw):
    """Numbers of both signs and all sizes, as float32 and as float64; the number of axes differs."""
    for axes in (1, 2, 3):
        shape = draw.sizes("rows", "columns", "layers")[:axes]
        x = (draw.normal(*shape) * 10.0 ** draw.uniform(-5, 7, *shape)).astype(np.float32)
        yield "numbers of all sizes", submission.compress_tensor(x), upper_halves(x)
    x = draw.normal(*draw.sizes("rows", "columns"))
    yield "float64, to be made float32 first", submission.compress_tensor(x), upper_halves(x)
    x = draw.normal(*draw.sizes("rows", "columns")).astype(np.float32)
    yield "16 bits for each number", sent(submission.compress_tensor, x)
    draw.sizes()
    x = np.array(draw.uniform(1, 2), dtype=np.float32)
    yield "a single number", submission.compress_tensor(x), upper_halves(x)
    x = np.array([0.0, -0.0, np.inf, -np.inf, draw.uniform(-1, 1)], dtype=np.float32)[draw.rng.permutation(5)]
    yield "zero and infinity", submission.compress_tensor(x), upper_halves(x)
    x = np.array([1.0, -1.0, 3.14159265], dtype=np.float32)
    yield "the notebook's example", submission.compress_tensor(x), np.array([16256, 49024, 16457], dtype=np.uint16)


# fmt: off
compress_tensor.at("x32 = np.asarray(x, dtype=np.float32)").mistakes(
    ("x32 = np.asarray(x)", "float64 not converted",
     "Numbers of 64 bits were read as if they had 32, so the array has twice as many entries. "
     "Of which type does the first step make all numbers?"),
)
compress_tensor.at("bits = x32.view(np.uint32)").mistakes(
    (["bits = x32.astype(np.uint32)", "bits = x32.astype(np.int64).astype(np.uint32)"], "values for bits",
     "`astype` makes whole numbers of the values: 3.14 becomes 3. What reads the same bits as another type?"),
    ("bits = x32", "fractions shifted",
     "Only whole numbers can be shifted, and these are fractions. What reads their bits as whole numbers?"),
    ("bits = x32.view(np.uint16)", "two entries for each number",
     "Each number became two entries of 16 bits. Which type of whole number has as many bits as float32?"),
)
compress_tensor.at("(bits >> 16).astype(np.uint16)").mistakes(
    (["bits.astype(np.uint16)", "(bits & 0xFFFF).astype(np.uint16)"], "lower half",
     "This is the lower half of the bits. Where are the sign and the exponent?"),
    ("(bits >> 8).astype(np.uint16)", "shifted by 8",
     "The bits moved by 8 places only. How many places are there from the upper half to the lower one?"),
    ("bits >> 16", "still 32 bits each",
     "The codes are right, but each still takes 4 bytes. Which type has 16 bits?"),
    (["(bits << 16).astype(np.uint16)", "bits.astype(np.uint16) >> 16"], "bits lost",
     "All codes are 0, so every bit was lost. Which way do they have to move, and before or after `astype`?"),
    ("(bits >> 16).astype(np.int16)", "with a sign",
     "Codes of negative numbers are negative here: this type keeps a bit for a sign. Which one of 16 bits has none?"),
    ("((bits + 2**15) >> 16).astype(np.uint16)", "rounded",
     "Some codes are 1 too large: they are rounded, as `tf.cast` does it. "
     "What does this step do with the lower half of the bits?"),
)
compress_tensor.everywhere(r"(?s)bits = x32\.view.*astype\(np\.uint16\)").mistakes(
    ("h = x32.astype(np.float16).view(np.uint16)", "float16",
     "These are the bits of float16, which divides its 16 bits in another way. Which bits of float32 are asked for?"),
    ("bits = x32.view(np.uint32)\n    bits >>= np.uint32(16)\n    h = bits.astype(np.uint16)", "argument shifted",
     "The caller's own numbers have changed: `view` shares the memory of `x`, and `>>=` writes there. "
     "Which way of shifting makes a new array?"),
)
compress_tensor.alternatives({
    "every second half": """
    x = np.array(x, dtype="float32")
    halves = np.frombuffer(x.tobytes(), dtype=np.uint16)
    return halves[1::2].reshape(x.shape)
""",
    "whole numbers divided": """
    bits = np.float32(x).view("uint32")
    print(bits)
    return np.uint16(bits // 2**16)
""",
    "TensorFlow": """
    bits = tf.bitcast(tf.cast(x, tf.float32), tf.uint32)
    return tf.cast(tf.bitwise.right_shift(bits, tf.constant(16, tf.uint32)), tf.uint16)
""",
    "lower bits cleared, then an exact cast": """
    cleared = (np.array(x, np.float32).view(np.uint32) & 0xFFFF0000).view(np.float32)
    return tf.bitcast(tf.cast(cleared, tf.bfloat16), tf.uint16).numpy()
""",
})
# fmt: on


def numbers_of(codes):
    """From the formula of the format: sign, exponent and fraction."""
    sign, exponent, fraction = codes >> 15, (codes >> 7) & 255, codes & 127
    normal = (1 + fraction / 128) * 2.0 ** (exponent - 127.0)
    return (-1.0) ** sign * np.where(exponent == 0, fraction / 128 * 2.0**-126, normal)


@assignment.exercise(points=12, keeps_arguments=True, rtol=1e-6, atol=0)
def decompress_tensor(submission, draw):
    """All codes but those of infinity and of what is no number; the number of axes differs."""

    def codes(*shape):
        drawn = draw.rng.integers(0, 2**15 - 2**7, shape)
        return (drawn + 2**15 * draw.rng.integers(0, 2, shape)).astype(np.uint16)

    for axes in (1, 2, 3):
        h = codes(*draw.sizes("rows", "columns", "layers", high=12)[:axes])
        yield "drawn codes", submission.decompress_tensor(h), numbers_of(h.astype(np.int64))
    draw.sizes()
    h = (16256 + draw.rng.integers(-300, 300, 5)).astype(np.uint16)
    yield "numbers near 1", submission.decompress_tensor(h), numbers_of(h.astype(np.int64))
    h = np.array(draw.rng.integers(16000, 17000), dtype=np.uint16)
    yield "a single number", submission.decompress_tensor(h), numbers_of(h.astype(np.int64))
    h = np.array([0, 0x7F80, 0xFF80, *codes(2)], dtype=np.uint16)[draw.rng.permutation(5)]
    yield "zero and infinity", submission.decompress_tensor(h)
    h = np.array([11150, 16457, 48810], dtype=np.uint16)
    yield "the notebook's example", submission.decompress_tensor(h)


# fmt: off
decompress_tensor.at("h.astype(np.uint32) << 16").mistakes(
    ("h.astype(np.uint32)", "zeros on the wrong side",
     "The 16 bits stand in the lower half, so the numbers are tiny. Of which half are they?"),
    ("h.astype(np.uint32) << 8", "shifted by 8",
     "The bits moved by 8 places only. How far is it to the upper half?"),
    ("(h.astype(np.uint32) << 16) + 65535", "ones appended",
     "The lower half is filled with ones. What does the description put there?"),
    (["(h << 16).astype(np.uint32)", "h.astype(np.uint32) >> 16"], "bits lost",
     "All numbers are 0: the bits were pushed out at one end. Is there room for 32 before you move them, "
     "and which way is up?"),
)
decompress_tensor.at("h.astype(np.uint32)").mistakes(
    (["h", "h.view(np.uint32)"], "no room for 32 bits",
     "A view needs the bytes of the new type, and each number handed in has only two. "
     "What makes room for 32 bits first?"),
)
decompress_tensor.at("bits.view(np.float32)").mistakes(
    (["bits.view(float)", "bits.view(np.float64)"], "read as float64",
     "Twice as many bits are read as there are: Python's float is float64 to NumPy. "
     "Which type has as many as `bits`?"),
    (["bits.astype(np.float32)", "bits"], "value for bits",
     "These are the bits as a whole number, and its value is huge. What reads the same bits as a float32?"),
)
decompress_tensor.everywhere(r"(?s)bits = h\.astype.*view\(np\.float32\)").mistakes(
    ("x = h.view(np.float16).astype(np.float32)", "read as float16",
     "The 16 bits were read as float16, which divides them in another way. Of which format are they the upper half?"),
    ("x = h.astype(np.float32)", "codes as numbers",
     "The codes themselves are returned, as fractions. What do their bits mean?"),
)
decompress_tensor.alternatives({
    "TensorFlow": """
    return tf.cast(tf.bitcast(tf.constant(h, dtype=tf.uint16), tf.bfloat16), tf.float32)
""",
    "times 65536": """
    bits = np.uint32(h) * np.uint32(65536)
    print(bits)
    return bits.view("float32")
""",
    "pairs of halves": """
    h = np.asarray(h)
    pairs = np.zeros((*h.shape, 2), dtype=np.uint16)
    pairs[..., 1] = h
    return pairs.view(np.float32)[..., 0]
""",
})

assignment.examples(
    Example("levels by insertion, which the subgraph then uses",
        {"graph_levels": [("all(parent in done for parent in deps[node])", "True")]}),
    Example("a cast instead of the upper half",
        {"compress_tensor": [("(bits >> 16).astype(np.uint16)",
                              "tf.bitcast(tf.cast(x32, tf.bfloat16), tf.uint16).numpy()")]}),
    Example("the result of the graph alone", {"evaluate_graph": [('{"c": c, "d": d, "e": e}', '{"e": e}')]}),
    Example("everything printed",
        {name: [("    ### END CODE HERE ###", "    print(locals())")]
         for name in ("tensor_bytes", "graph_gradients", "compress_tensor", "decompress_tensor")}, loses=()),
    Example("a set of the leaves only", {"required_nodes": [("needed = {target}", "needed = set()")]}),
    Example("the notebook's own graph", {"graph_levels": [("for node in deps if", "for node in graph_deps if")]}),
)
# fmt: on
