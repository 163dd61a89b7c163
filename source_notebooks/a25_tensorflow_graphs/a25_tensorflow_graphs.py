# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Tensors and graphs: what TensorFlow sees in your code
#
# **What can a library know about your function before it has seen a single number?** Quite a lot: which results depend on which, what may be computed at the same time, and what nobody needs. All it takes is a graph:

# %% picture
import matplotlib.pyplot as plt

from utils.figures import show
from utils.tensor_utils import draw_result

plt.style.use("utils.course")
draw_result()
show("Graph of e = (a + b)(b + 1) in three levels: inputs a, b and 1; then the two sums c and d, at the same time; then their product e.")

# %% [markdown]
# This is $e = (a + b)(b + 1)$. The two sums do not need each other, so two cores can compute them at once. You will find such levels in any graph, walk it backwards for gradients, and then let two processes send each other tensors, in half the bytes.
#
# **About 80 minutes.** You need backpropagation on a graph ([a13](../a13_computational_graph/a13_computational_graph.ipynb)) and training with batches ([a24](../a24_optimization/a24_optimization.ipynb)).
#
# **What you build**
#
# 1. `tensor_bytes`: how much memory a tensor takes
# 2. `evaluate_graph`: an expression, one operation at a time
# 3. `graph_levels`: what can run at the same time
# 4. `required_nodes`: what one result needs
# 5. `graph_gradients`: the derivatives at every node
# 6. `compress_tensor`: half of the bits of each number
# 7. `decompress_tensor`: back to numbers
#
# **How this notebook works** ([a11](../a11_numpy_basics/a11_numpy_basics.ipynb) has the long version)
#
# - Write your code between `### START CODE HERE ###` and `### END CODE HERE ###`, and delete the line `raise NotImplementedError(...)` there.
# - Run the check below each function at once: it says ✓, or what is probably wrong. Each step has three folded hints.
# - Leave arguments as they are. Lists and dictionaries can be changed as easily as arrays.
#
# ## 1 · What is ready
#
# NumPy, TensorFlow and some helpers of this course. The first lines keep TensorFlow's log off the page.

# %%
import os
import time

# TensorFlow would fill the page with its log; it reads these when it is imported.
os.environ.update(TF_CPP_MIN_LOG_LEVEL="2", TF_ENABLE_ONEDNN_OPTS="0")

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

from utils import check, progress
from utils.dnn_app_utils import initialize_parameters_scaled, update_parameters
from utils.figures import show
from utils.planar_utils import load_planar_dataset
from utils.tensor_utils import draw_levels, exchange, slow_sort, traced_graph
from utils.three_layer_utils import backward_propagation, compute_cost, forward_propagation

tf.get_logger().setLevel("ERROR")
plt.style.use("utils.course")

# %% [markdown]
# ## 2 · Tensors
#
# A **tensor** is an array of numbers with a shape and a type. The number of its axes is called its **rank**. (In linear algebra the rank of a matrix is something else.)

# %% drawing
from utils.tensor_utils import draw_ranks

draw_ranks()
show("Four tensors: a single square of rank 0, a row of four of rank 1, a table of 3 by 4 of rank 2, and two such tables one behind the other, of rank 3.")

# %% [markdown]
# A batch of colour pictures has rank 4: which picture, which row, which column, which colour. So far that is NumPy. Two things are different:

# %% tags=["expected"]
table = tf.constant([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
print(f"rank {table.ndim}, shape {table.shape}, type {table.dtype.name}")
for attempt in ["table[0, 0] = 9.0", "table + tf.constant(1)"]:
    try:
        exec(attempt)
    except (TypeError, tf.errors.InvalidArgumentError) as error:
        print(f"{attempt}: {type(error).__name__}")

# %% [markdown]
# **A tensor never changes.** An operation makes a new one, so whoever holds the old one is safe. What should change, such as a weight, is a `tf.Variable`. And **types do not mix**: a float32 and an int32 can't be added. NumPy would quietly make float64 of them, with twice the memory of float32. `tf.cast` converts where you mean it.
#
# ### Step 1 · How many bytes
#
# How much memory do the entries of a tensor take? Multiply the lengths of its axes to count the entries, and then multiply by the size of one. The name says the size in **bits**: float32 has 32 bits, and a byte has 8.
#
# | type | bytes for one number |
# |---|---|
# | `float16`, `bfloat16` | 2 |
# | `float32`, `int32` | 4 |
# | `float64`, `int64` | 8 |
#
# A single number has the shape `()` and is one entry: the product of nothing is 1. Mind large shapes: 32 bits count no further than about two billion, so count in `np.int64`.
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# A table has 3 rows and 5 columns. How many entries does it have, and how many bytes if each takes 4?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.prod(lengths, dtype=…)` multiplies. `tf.as_dtype(dtype)` takes a type or its name, and knows its `.size` in bytes.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `count = np.prod(___, dtype=np.int64)`, and then `tf.as_dtype(dtype).___`
#
# </details>

# %% solution
def tensor_bytes(shape, dtype):
    """The memory that the entries of a tensor take.

    shape: tuple of lengths, one for each axis; () for a single number
    dtype: a type, or its name, such as "float32"
    Returns the number of bytes, a whole number.
    """
    ### START CODE HERE ### (≈ 3 lines)
    # (1) how many entries there are: shape → count (1 line)
    count = np.prod(shape, dtype=np.int64)
    # (2) how many bytes one of them takes: dtype → size (1 line)
    size = tf.as_dtype(dtype).size
    # (3) all of them together: count, size → total (1 line)
    total = count * size
    ### END CODE HERE ###
    return int(total)

# %% check points=12
check("tensor_bytes", tensor_bytes)

# %% tags=["expected"]
for shape, dtype in [((1000, 440, 440, 3), "float32"), ((1000, 440, 440, 3), "bfloat16"), ((), "float64"), ((100000, 100000), "float64")]:
    total = tensor_bytes(shape, dtype)
    print(f"{shape} of {dtype}: {total} bytes, {total / 2**30:.3f} GiB")

# %% [markdown]
# The first line is a thousand colour pictures of 440 × 440 pixels: more than two gigabytes, if all of them are to be in memory at once. That is why we train in batches.
#
# > **Remember.** A tensor has a shape and a type, and never changes. Its memory is the product of the lengths, times the size of one entry.
#
# **Ask yourself.**
#
# What does `x = x + 1` do if tensors never change?
#
# <details><summary>Answer</summary>
#
# It makes a new tensor and gives it the old name. Whoever else holds the old tensor still has it.
#
# </details>
#
# Which takes more memory: a million float64, or three million bfloat16?
#
# <details><summary>Answer</summary>
#
# The float64: 8 million bytes against 6 million.
#
# </details>

# %% [markdown]
# ## 3 · Operations make a graph
#
# Cut an expression into single operations, and give each result a name. Every operation is a **node**. An arrow leads to it from each of its **parents**, the nodes whose results it takes. Nodes without parents are the **leaves**: inputs and constants. What flows along the arrows are tensors.
#
# There are no cycles, ever. An operation makes a new tensor out of tensors that are there already, so no result can be its own ancestor.
#
# ### Step 2 · An expression as a graph
#
# $$
# e = (a + b)(b + 1): \qquad c = a + b, \quad d = b + 1, \quad e = c \, d
# $$
#
# Write one line for each operation. For tensors, `+` and `*` are TensorFlow's own `tf.add` and `tf.multiply`; for arrays they are NumPy's, and both work entry by entry. So the same three lines serve numbers, arrays and tensors. They will also serve tensors that have no values yet, as long as you stay with operators: `float(a)` or a function of NumPy would ask for values.
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# Which of the three operations can't be computed first?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `*` multiplies entry by entry. `@` would be the matrix product.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `e = c * ___`
#
# </details>

# %% solution
def evaluate_graph(a, b):
    """e = (a + b)(b + 1), one operation at a time.

    a, b: numbers; or arrays or tensors of one shape, and everything happens entry by entry
    Returns a dictionary: c = a + b, d = b + 1, e = c d.
    """
    ### START CODE HERE ### (≈ 3 lines)
    # (1) two sums, which do not need each other: a, b → c, d (2 lines)
    c = a + b
    d = b + 1
    # (2) their product: c, d → e (1 line)
    e = c * d
    ### END CODE HERE ###
    return {"c": c, "d": d, "e": e}

# %% check points=10
check("evaluate_graph", evaluate_graph)

# %% tags=["expected"]
for a, b in [(2.0, 1.0), (-1.0, 4.0), (0.5, -3.0)]:
    print(f"a = {a}, b = {b}:", ", ".join(f"{name} = {value:.1f}" for name, value in evaluate_graph(a, b).items()))

# %% [markdown]
# ### The same function, traced
#
# When you call your function with numbers, Python goes through it line by line, and each operation is done at once. TensorFlow calls that **eager**. Nobody has seen the whole.
#
# `tf.function` works in two stages. First it **traces**: it calls your function with stand-ins that have a shape and a type, but no values, and writes down which operations you ask for. Then it runs that graph, as often as you like, without Python. `traced_graph` shows what was written down. A `TensorSpec` says what the stand-in is: here a single float32, shape `[]`.

# %% tags=["expected"]
specs = [tf.TensorSpec([], tf.float32, name) for name in ("a", "b")]
e_graph = traced_graph(lambda a, b: evaluate_graph(a, b)["e"], *specs)
for kind, name, inputs in e_graph:
    print(f"{kind:12} {name:9} takes {', '.join(inputs) or 'nothing'}")

# %% [markdown]
# Everything is there. A `Placeholder` keeps a place free for an input, a `Const` is the 1, `AddV2` is addition (its second version), and `Identity` is the way out. Your names `c` and `d` are Python's and do not appear: TensorFlow numbers its own.
#
# > **Remember.** Nodes are operations, and tensors flow between them. Tracing writes down the graph without computing anything.
#
# **Ask yourself.**
#
# Why must a graph of operations have a leaf?
#
# <details><summary>Answer</summary>
#
# Go back from any node to a parent, and again. There are no cycles and only so many nodes, so you must arrive at one without parents.
#
# </details>
#
# You write `np.sqrt(a)` in a function and trace it. What goes wrong?
#
# <details><summary>Answer</summary>
#
# NumPy wants the values, and there are none yet. `tf.sqrt` writes an operation into the graph instead.
#
# </details>

# %% [markdown]
# ## 4 · Levels: what can run at the same time
#
# An operation can run as soon as all its parents are done. The leaves are there from the start: they are **level 0**. What needs only leaves can run next, all of it at the same time: level 1. And so on. The level of a node is the length of the **longest** path that leads to it:
#
# $$
# \text{level}(n) = \begin{cases} 0 & \text{if } n \text{ has no parents} \\ 1 + \max_{p \,\in\, \text{parents}(n)} \text{level}(p) & \text{otherwise} \end{cases}
# $$
#
# Two nodes on one level never need each other.
#
# <details><summary>Where does this come from?</summary>
#
# Suppose one of the two were an ancestor of the other. Along the arrows from it to the other, the level grows by at least 1 at each step. So the other would be on a higher level, and not on the same one.
#
# </details>
#
# ### Step 3 · Find the levels
#
# We write a graph as a dictionary, from each node to the list of its parents. In which order it lists the nodes says nothing.
#
# ```python
# {"e": ["c", "d"], "c": ["a", "b"], "d": ["b", "one"], "a": [], "b": [], "one": []}
# ```
#
# Play TensorFlow's scheduler, round by round. In each round, collect all nodes that are not done yet and whose parents are **all** done. They are the next level. Only when the whole level is collected are its nodes done, too: otherwise a node would end up beside its own parent. The loop over the rounds is given. Sort the names, so that there is one right answer.
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# In the first round nothing is done. Which nodes may run all the same, and why does your condition let them through?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `all(… for parent in parents)` is true if every one is, also if there are none. `sorted(…)` takes a generator and gives a list. `done.update(names)` adds several names to the set.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `ready = sorted(node for node in deps if node not in done and all(parent in ___ for parent in ___))`
#
# </details>

# %% solution
def graph_levels(deps):
    """The nodes of a graph by level: each as early as its parents allow.

    deps: dictionary from each node's name to the list of its parents, in any order; no cycles
    Returns a list of levels, each a sorted list of names; level 0 holds the nodes without parents.
    """
    levels, done = [], set()
    for _ in deps:  # a graph has at most as many levels as nodes
        ### START CODE HERE ### (≈ 3 lines)
        # (1) what can run now, as all its parents are done: deps, done → ready, a sorted list (1 line)
        ready = sorted(node for node in deps if node not in done and all(parent in done for parent in deps[node]))
        # (2) it is the next level, and then it is done: ready → levels, done (2 lines)
        levels.append(ready)
        done.update(ready)
        ### END CODE HERE ###
    return [level for level in levels if level]  # when all is done, further rounds find nothing

# %% check points=20
check("graph_levels", graph_levels)

# %% tags=["expected"]
graph_deps = {"l": ["y", "r"], "r": ["z"], "z": ["m", "b"], "m": ["x", "w"], "q": ["x"], "x": [], "w": [], "b": [], "y": []}
for k, level in enumerate(graph_levels(graph_deps)):
    print(f"level {k}:", ", ".join(level))

# %% [markdown]
# This one is a layer: $m = wx$, $z = m + b$, a relu $r$ and a loss $l$ with the label $y$. Nobody uses $q$. ($b$ and $y$ could wait, but they are ready.)
#
# And here is the graph that TensorFlow traced from your own `evaluate_graph`, in the levels that you have found:

# %% drawing
e_deps = {op: parents for _, op, parents in e_graph}
draw_levels(e_deps, graph_levels(e_deps), {op: f"{op}\n{what}" for what, op, _ in e_graph})
show("The traced graph in four levels: a, add_1/y and b; add and add_1; mul; Identity.")

# %% [markdown]
# ### Does it really happen?
#
# Can we see two operations of one level at work at the same time? We need some that take long. `slow_sort` sorts six million numbers in one thread and notes when it began and when it ended. In `one_level` the two sorts do not need each other. In `two_levels` the second one uses a result of the first.

# %% tags=["demo"]
log = []


def one_level(p, q):
    c = slow_sort(p, "c", log)
    d = slow_sort(q, "d", log)
    return c[0] * d[0]


def two_levels(p, q):
    c = slow_sort(p, "c", log)
    d = slow_sort(q + 0 * c[0], "d", log)
    return c[0] * d[0]


p, q = tf.random.stateless_normal([2, 6_000_000], seed=[1, 2])
runs = {}
for title, function in [("eager", one_level), ("graph, one level", tf.function(one_level)), ("graph, two levels", tf.function(two_levels))]:
    function(p, q)  # once to trace and to warm up
    log.clear()
    function(p, q)
    runs[title] = list(log)
    (_, start_1, end_1), (_, start_2, end_2) = log
    print(f"{title}: at work at the same time for {1000 * max(0, min(end_1, end_2) - max(start_1, start_2)):.0f} ms")

# %% drawing
from utils.tensor_utils import draw_timeline

draw_timeline(runs)
show("Bars of time for c and d: in eager mode one after the other, in the graph with one level side by side, in the graph with two levels one after the other.")

# %% [markdown]
# In eager mode, the second sort waits until the first is done, because Python asks for one at a time. In the graph with one level both are at work at the same time. In the graph with two levels they can't be: the second needs the first, and no number of cores changes that.
#
# How much time does it save? On two idle cores, up to half. If other programs want the cores too, the bars get longer, and you may save nothing. But the levels stay as they are: they say what **may** be parallel.
#
# > **Remember.** The level of a node is its longest path from the leaves. Nodes of one level are independent; a path has to be walked step by step.
#
# **Ask yourself.**
#
# A graph has 100 operations in a chain, and you get a second core. What does it save?
#
# <details><summary>Answer</summary>
#
# Nothing. Each operation waits for the one before.
#
# </details>
#
# Why is it the longest path that counts, and not the shortest?
#
# <details><summary>Answer</summary>
#
# A node waits for all of its parents, so for the one that is done last.
#
# </details>

# %% [markdown]
# ## 5 · What a result needs
#
# You ask for one node. What has to be computed for it? The node itself, its parents, their parents, and so on: its **subgraph**. Whatever is not in it can be left out.
#
# ### Step 4 · The subgraph of a node
#
# Walk the levels **backwards**, from the last to the first, and keep a set of what is needed. At the start it holds the target only. When you arrive at a node, everything that uses it has been seen already. So if it is needed, the set says so by now, and its parents are needed, too.
#
# The two loops are given. You write what happens at a node.
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# You are at a node that nobody has asked for. What do you do with its parents?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `name in names` asks a set. `names.update(others)` adds all entries of a list to it.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `if node in ___:`, and then `needed.update(deps[___])`
#
# </details>

# %% solution
def required_nodes(deps, target):
    """What has to be computed for one node: the node itself, its parents, their parents, and so on.

    deps: dictionary from each node's name to the list of its parents, in any order; no cycles
    target: the name of the node that is wanted
    Returns a set of names.
    """
    needed = {target}
    for level in reversed(graph_levels(deps)):  # backwards: every node comes before its parents
        for node in level:
            ### START CODE HERE ### (≈ 2 lines)
            # (1) if this node is needed, so are its parents: node, deps → needed (2 lines)
            if node in needed:
                needed.update(deps[node])
            ### END CODE HERE ###
    return needed

# %% check points=14
check("required_nodes", required_nodes)

# %% tags=["expected"]
for target in ["z", "q", "w"]:
    print(f"for {target}:", ", ".join(sorted(required_nodes(graph_deps, target))))

# %% drawing
draw_levels(graph_deps, graph_levels(graph_deps), needed=required_nodes(graph_deps, "z"))
show("The graph of a layer in five levels; the arrows from x and w to m, and from m and b to z, are thick.")

# %% [markdown]
# TensorFlow does the same before it runs a graph: operations that no result needs are **pruned**. Here is a slow sort whose result nobody uses:

# %% tags=["demo"]
def wasteful(p):
    unused = slow_sort(p, "unused", log)
    return 2 * p[0]


for title, function in [("eager", wasteful), ("graph", tf.function(wasteful))]:
    log.clear()
    function(p)
    print(f"{title}: {len(log)} sorts")
print("in the traced graph:", ", ".join(kind for kind, _, _ in traced_graph(wasteful, tf.TensorSpec([6_000_000]))))

# %% [markdown]
# Eager mode sorts, as it was told. The graph does not: the sort stands in it, as `PyFuncStateless`, but it is on no path to the result. (Operations that TensorFlow knows to act on the world, such as `tf.print` or writing to a variable, are never pruned. It doesn't know of `log`: the helper declares the sort as free of effects.)
#
# > **Remember.** A result needs its ancestors and nothing else. A graph knows them; a sequence of lines does not.
#
# **Ask yourself.**
#
# Why do the loops go backwards? What would happen forwards?
#
# <details><summary>Answer</summary>
#
# Forwards, you would arrive at `x` before anybody has said that `m` is needed. You would have to start again and again.
#
# </details>
#
# A function returns the prediction and also computes the loss. Traced, what does the loss cost if you never return it?
#
# <details><summary>Answer</summary>
#
# Nothing but the tracing. It is pruned.
#
# </details>

# %% [markdown]
# ## 6 · The way back
#
# The walk that you have just written, from the result to the leaves in reverse order of levels, is the walk of backpropagation. Only what is carried is different: not "needed", but "how fast does $e$ grow if this node grows?" From a13 you know the two rules. **Along a path, slopes multiply. Where paths meet, they add up.**
#
# At $a = 2$, $b = 1$, with a local derivative on each arrow. A product passes to each factor the value of the **other** one:

# %% drawing
from utils.tensor_utils import draw_expression

at_a, at_b = 2.0, 1.0
draw_expression({"a": at_a, "b": at_b, **evaluate_graph(at_a, at_b)}, {f"de_d{node}": "?" for node in "abcd"})
show("Graph of e at a = 2, b = 1 with the values c = 3, d = 2, e = 6; the arrow from c to e carries 2, that from d to e carries 3, all others 1; the gradients are question marks.")

# %% [markdown]
# ### Step 5 · Gradients by tape
#
# Find the four numbers below the nodes by hand first. Then let a tape find them.
#
# You met `tf.GradientTape` in a12. This time you ask it four questions, and an ordinary tape forgets everything after the first. One with `persistent=True` remembers. It also gives derivatives with respect to tensors on the way, if you have those very tensors in your hand. So compute `c`, `d` and `e` while the tape is open, each under its own name.
#
# The first line makes float64 variables of the inputs: a tape watches variables by itself, and whole numbers have no gradient.
#
# ≈ 8 lines.
#
# <details><summary>Hint 1</summary>
#
# Which lines must the tape see? Which ones come after it?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `with tf.GradientTape(…) as tape:` records what is indented below it. `tape.gradient(of what, with respect to what)`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `de_dc = tape.gradient(___, c)`
#
# </details>

# %% solution
def graph_gradients(a, b):
    """The derivatives of e = (a + b)(b + 1) with respect to the inputs and to the nodes between, by one tape.

    a, b: numbers
    Returns a dictionary: de_da, de_db, de_dc, de_dd.
    """
    a, b = tf.Variable(a, dtype=tf.float64), tf.Variable(b, dtype=tf.float64)
    ### START CODE HERE ### (≈ 8 lines)
    # (1) a tape that may be asked several times records c, d and e: a, b → c, d, e (4 lines)
    with tf.GradientTape(persistent=True) as tape:
        c = a + b
        d = b + 1
        e = c * d
    # (2) back to the nodes between: e → de_dc, de_dd (2 lines)
    de_dc = tape.gradient(e, c)
    de_dd = tape.gradient(e, d)
    # (3) back to the inputs: e, a, b → de_da, de_db (2 lines)
    de_da = tape.gradient(e, a)
    de_db = tape.gradient(e, b)
    ### END CODE HERE ###
    return {"de_da": de_da, "de_db": de_db, "de_dc": de_dc, "de_dd": de_dd}

# %% check points=16
check("graph_gradients", graph_gradients)

# %% tags=["expected"]
for a, b in [(2.0, 1.0), (-1.0, 4.0)]:
    print(f"a = {a}, b = {b}:", ", ".join(f"{name} = {value:.1f}" for name, value in graph_gradients(a, b).items()))

# %% drawing
at_a, at_b = 2.0, 1.0
draw_expression({"a": at_a, "b": at_b, **evaluate_graph(at_a, at_b)}, graph_gradients(at_a, at_b))
show("The same graph with the gradients below the nodes: 2 for a, 5 for b, 2 for c, 3 for d, 1 for e.")

# %% [markdown]
# Check $b$: through $c$ it gets $2 \cdot 1$, through $d$ it gets $3 \cdot 1$, and together they are 5.
#
# ### The way back is a graph, too
#
# What a tape does is made of operations, and those can be traced. Here is the graph of a function that returns $\partial e / \partial a$ and $\partial e / \partial b$. The thick arrows are your `required_nodes` of its last result:

# %% tags=["demo"]
def slopes(a, b):
    with tf.GradientTape() as tape:
        tape.watch([a, b])
        e = evaluate_graph(a, b)["e"]
    return tape.gradient(e, [a, b])


slopes_graph = traced_graph(slopes, *specs)
slopes_deps = {name: inputs for kind, name, inputs in slopes_graph}
needed = required_nodes(slopes_deps, "Identity_1")
print("not needed for de/db:", ", ".join(name for name in slopes_deps if name not in needed))

# %% drawing
short = {op: f"{op.removeprefix('gradient_tape/mul/')}\n{what}" for what, op, _ in slopes_graph}
draw_levels(slopes_deps, graph_levels(slopes_deps), short, needed)
show("The traced graph of the two slopes: both factors go on to products with 1, which AddN adds up; the arrows to the second result are thick, and mul, the value of e, is on no thick arrow.")

# %% [markdown]
# `ones` is where the way back begins: $\partial e / \partial e = 1$. The two products carry it to $c$ and $d$, each times the other factor. `AddN` is the place where the two paths to $b$ meet. And `mul`, the value of $e$ itself? Its arrows are thin: the gradients do not need it, so TensorFlow will not even compute it.
#
# > **Remember.** Gradients walk the graph in reverse order of levels. Along a path slopes multiply, and where paths meet they add up.
#
# **Ask yourself.**
#
# Why do the forward values have to be kept until the way back?
#
# <details><summary>Answer</summary>
#
# The local derivatives of a product are the values of its factors, here $d$ and $c$.
#
# </details>
#
# Can `de_dc` and `de_dd` be computed at the same time?
#
# <details><summary>Answer</summary>
#
# Yes. On the way back, too, each depends on $e$ only, and not on the other.
#
# </details>

# %% [markdown]
# ## 7 · Tracing, once and again
#
# Tracing takes time, so TensorFlow keeps each graph and uses it again. When does a graph fit? **Guess first.** The function below is called six times. How often is it traced? (Python runs through it only while it is traced, so the list counts.)

# %% tags=["demo"]
traces = []


@tf.function
def double(x):
    traces.append(x)
    return 2 * x


for x in [tf.constant(1.0), tf.constant(2.0), tf.constant([1.0, 2.0]), 1, 2, tf.constant(3)]:
    before = len(traces)
    double(x)
    print(f"{x!r}:", "traced" if len(traces) > before else "uses a graph that is there")
print(len(traces), "traces")

# %% [markdown]
# Five! Only the second call finds a graph that fits. For a **tensor**, the graph depends on its shape and type, and any values will do. A **Python number** is built into the graph as a constant, so each new number needs a new graph. In a training loop, `step(i)` with a Python `i` traces in every single iteration; TensorFlow then warns of "retracing". The cure: pass `tf.constant(i)`. Or say beforehand what fits: `@tf.function(input_signature=[tf.TensorSpec(None, tf.float32)])`, where `None` stands for any shape.
#
# What does a graph gain? Take a chain of many tiny operations, and one large matrix product, with and without `tf.function`:

# %% tags=["demo"]
def chain(x):
    for _ in range(300):
        x = 0.99 * x + 0.01
    return x


def product(A):
    return A @ A


def milliseconds(function, x):
    """The best of seven calls."""
    times = []
    for _ in range(8):  # the first one traces
        start = time.perf_counter()
        function(x).numpy()
        times.append(1000 * (time.perf_counter() - start))
    return min(times[1:])


for function, x in [(chain, tf.ones(4)), (product, tf.ones([1200, 1200]))]:
    print(f"{function.__name__}: eager {milliseconds(function, x):.2f} ms, as a graph {milliseconds(tf.function(function), x):.2f} ms")

# %% [markdown]
# The chain is far faster as a graph, because Python and its calls are gone. The single product takes about as long either way: there, the work itself is what costs. TensorFlow's guide [Better performance with tf.function](https://www.tensorflow.org/guide/function) has all the rules.
#
# > **Remember.** Tensors of a known shape and type use the graph that is there; Python numbers make a new one each time. Graphs pay where operations are many and small.
#
# **Ask yourself.**
#
# A traced function contains `print(x)`. What do you see, and how often?
#
# <details><summary>Answer</summary>
#
# The stand-in, without a value, once for each trace. `tf.print` is an operation and prints the value in every call.
#
# </details>
#
# The last batch of an epoch is smaller than the others. What does `tf.function` do?
#
# <details><summary>Answer</summary>
#
# It traces once more, for the new shape: one more graph, not one in each epoch.
#
# </details>

# %% [markdown]
# ## 8 · Devices and workers
#
# Every tensor lies somewhere, and every operation runs somewhere: by itself TensorFlow prefers a GPU if there is one. `with tf.device("GPU:0"):` is a wish; where it can't be fulfilled, the operation runs on the CPU. When an arrow of the graph leads from one device to another, the tensor on it has to be **moved**, and between machines it goes over a network.
#
# What do machines that train together send each other? The usual way is this. Every worker has the same parameters, and its own part of the batch. Each computes its gradient, and all send theirs to the others. Then everybody takes the mean and makes the same step. So in **every step**, as many numbers cross the network as there are parameters. With 25 million of them that is `tensor_bytes((25_000_000,), "float32")`, a hundred megabytes. At a gigabit per second that takes 0.8 seconds.
#
# Let us do it. `exchange` starts two processes on this machine, each with one of two tensors. They connect through a socket, as they would between machines, and send each other what they have. The helper counts the bytes that arrive.

# %% tags=["demo"]
G1, G2 = np.random.RandomState(1).randn(2, 1000, 1000).astype(np.float32)  # two gradients of a million weights
at_first, at_second = exchange(G1, G2)
print(f"this notebook is process {os.getpid()}, the workers were {at_first.worker} and {at_second.worker}")
print(f"the first received {at_first.bytes} bytes, for {tensor_bytes(G1.shape, 'float32')} bytes of numbers")
print("both have the same mean:", np.array_equal((G1 + at_first.array) / 2, (at_second.array + G2) / 2))

# %% [markdown]
# Four million bytes of numbers, and 136 more that say how long the message is and what type and shape the array has. Neither worker has seen the other's examples: a gradient is all that crossed.
#
# > **Remember.** A tensor that is used elsewhere has to be sent. Workers that train together send gradients, as many numbers as there are parameters, in every step.
#
# **Ask yourself.**
#
# Both workers begin with the same parameters. Why are they still the same after a thousand steps?
#
# <details><summary>Answer</summary>
#
# Both take the mean of the same two gradients, and make the same step with it.
#
# </details>
#
# You double the batch of each worker. What happens to the bytes for each step?
#
# <details><summary>Answer</summary>
#
# Nothing: a gradient has as many numbers as there are parameters, however many examples it is the mean of.
#
# </details>

# %% [markdown]
# ## 9 · Half the bits
#
# Can we send less? A gradient is an estimate from a few examples, and its last digits are noise. If a number is 1.01010e-12, who would miss its last digits? Here is what the bits of three formats are for:

# %% drawing
from utils.tensor_utils import draw_formats

draw_formats()
show("float32 has one sign bit, 8 exponent bits and 23 fraction bits; bfloat16 has 1, 8 and 7, the same as the upper half of float32; float16 has 1, 5 and 10.")

# %% [markdown]
# A float is written as $\pm 1.f \cdot 2^{k}$. The sign has one bit, the exponent says $k$, and the fraction holds the digits $f$ after the point, in base 2. **bfloat16 is the upper half of float32**: the same sign, the same exponent, and 7 of the 23 bits of the fraction. So it reaches as far as float32, with fewer digits. float16 divides its bits in another way. It keeps one digit more, but 70 000 is infinite there, and 1.01e-12 is zero. In gradients, where sizes differ by many powers of ten, that is worse than a lost digit.
#
# ### Step 6 · Keep the upper half
#
# Turn each float32 into the 16 bits of its upper half. Three things to do:
#
# - make sure that the numbers are float32;
# - read their bits as whole numbers. This is not a conversion! `astype` makes 3 of 3.14; a **view** leaves every bit as it is and only reads it as another type;
# - move the bits down by 16 places, so that the lower half drops out. `>>` does this: `0b11010110 >> 4` is `0b1101`. Then each result fits into a `uint16`, a whole number of 16 bits without a sign.
#
# A view shares the memory of the array. So don't write into it: `bits >>= 16` would destroy the caller's numbers.
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# Which type of whole number has as many bits as a float32?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.asarray(x, dtype=…)` converts where it has to. Of `view`, `>>` and `astype`: which one reads bits, which one moves them, which one converts values?
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `bits = x32.view(np.___)`, and `h = (bits >> ___).astype(np.___)`
#
# </details>

# %% solution
def compress_tensor(x):
    """The upper 16 of the 32 bits of each number.

    x: array of any shape; what is not float32 is made so first
    Returns an array of type uint16 and of the shape of x.
    """
    ### START CODE HERE ### (≈ 3 lines)
    # (1) each number as float32: x → x32 (1 line)
    x32 = np.asarray(x, dtype=np.float32)
    # (2) its 32 bits, read as a whole number: x32 → bits, uint32 (1 line)
    bits = x32.view(np.uint32)
    # (3) the upper half of them: bits → h, uint16 (1 line)
    h = (bits >> 16).astype(np.uint16)
    ### END CODE HERE ###
    return h

# %% check points=16
check("compress_tensor", compress_tensor)

# %% tags=["expected"]
numbers = np.array([1.0, -1.0, 3.14159265])
for number, code in zip(numbers, compress_tensor(numbers)):
    print(f"{number:+.6f}: sign {code >> 15:01b}, exponent {code >> 7 & 255:08b}, fraction {code & 127:07b}")

# %% [markdown]
# Read the first line: 1 is $+1.0 \cdot 2^0$, and the exponent 0 is stored as 127, `01111111`. And $\pi = 1.57 \cdot 2^1$ has 128 there.
#
# ### Step 7 · Back to numbers
#
# The other worker receives 16 bits and needs float32 again. Put them into the upper half of 32 bits, fill the lower half with zeros, and read the result as float32. What was cut off stays lost: you get a number close by, not the old one.
#
# Mind the order: in 16 bits there is no room to move anything up by 16.
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# What has to be done before the bits can move up?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# You need one call that converts values, one operator that moves bits, and one call that reads bits. Which is which?
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `bits = h.astype(np.___) << ___`, and then a view
#
# </details>

# %% solution
def decompress_tensor(h):
    """Numbers from the upper halves of their bits; the lower halves are zeros.

    h: array of type uint16, of any shape, from compress_tensor
    Returns an array of type float32 and of the shape of h.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) room for 32 bits, and the 16 that there are in its upper half: h → bits, uint32 (1 line)
    bits = h.astype(np.uint32) << 16
    # (2) the same bits, read as float32: bits → x (1 line)
    x = bits.view(np.float32)
    ### END CODE HERE ###
    return x

# %% check points=12
check("decompress_tensor", decompress_tensor)

# %% tags=["expected"]
numbers = np.array([1.0101e-12, 3.14159265, -1 / 3, 65504.0, 1 + 2**-8])
for number, value in zip(numbers, decompress_tensor(compress_tensor(numbers))):
    print(f"{number:.9g} arrives as {value:.9g}")

# %% [markdown]
# Well done: nothing in this course lies lower than single bits. Two or three decimal digits survive, for tiny numbers as for large ones. And now the two workers again:

# %% tags=["demo"]
at_first, at_second = exchange(compress_tensor(G1), compress_tensor(G2))
received = decompress_tensor(at_first.array)
print(f"the first received {at_first.bytes} bytes")
print(f"first weight: {G2[0, 0]:.7f} was sent, {received[0, 0]:.7f} arrived")

# %% [markdown]
# Half the bytes, and half the time on the network. What does it cost?
#
# ### How large are the errors?
#
# Your function cuts off. `tf.cast` **rounds** to the nearest bfloat16 instead, which takes a little more work. Ten thousand random numbers, with the error of each divided by the number itself:

# %% tags=["expected"]
x = np.random.RandomState(0).randn(10000).astype(np.float32)
truncated = decompress_tensor(compress_tensor(x))
rounded = tf.cast(tf.cast(x, tf.bfloat16), tf.float32).numpy()
errors = {"truncated, compress_tensor": np.abs(truncated - x) / np.abs(x), "rounded, tf.cast": np.abs(rounded - x) / np.abs(x)}
for name, error in errors.items():
    print(f"{name}: at most {np.max(error):.6f}, mean {np.mean(error):.6f}")
print("truncated numbers that are farther from 0 than before:", np.sum(np.abs(truncated) > np.abs(x)))

# %% drawing
from utils.tensor_utils import draw_errors

draw_errors(errors)
show("Histogram of relative errors: those of truncation reach up to 2 to the power of -7, those of rounding up to 2 to the power of -8.")

# %% [markdown]
# Truncation is never off by more than one part in 128, or $2^{-7}$: what is lost is less than the last of the 7 bits that stay. Rounding is never off by more than one in 256. There is a second difference: truncation always goes **towards zero**. Its errors have the same direction and add up, while those of rounding mostly cancel.
#
# ### What does it do to a training?
#
# Two workers train the three-layer network of this part on the flower, each with half of the points. They average their gradients in every step. We compare three ways, each from the same five starts:
#
# - **sent as float32**: nothing is lost;
# - **sent in 16 bits**: the gradients go through your two functions, the parameters stay float32;
# - **kept in 16 bits**: the gradients are exact, but the parameters go through your functions after each step.
#
# Which will suffer? Guess, then run it; on a busy computer it may take half a minute.

# %% tags=["demo"]
X, Y = load_planar_dataset()
halves = [(X[:, k::2].astype(np.float32), Y[:, k::2]) for k in (0, 1)]


def through_16_bits(value):
    return decompress_tensor(compress_tensor(value))


def train_two_workers(send, keep, seed, steps=1000):
    """Train by the mean of two workers' gradients. Returns the cost before every 50th step, and at the end."""
    parameters = initialize_parameters_scaled((2, 20, 8, 1), seed)
    parameters = {name: keep(value) for name, value in parameters.items()}
    costs = []
    for i in range(steps + 1):
        if i % 50 == 0:
            costs.append(compute_cost(forward_propagation(X, parameters)[0], Y))
        grads = [backward_propagation(X_k, Y_k, forward_propagation(X_k, parameters)[1]) for X_k, Y_k in halves]
        mean = {f"d{name}": (send(grads[0][f"d{name}"]) + send(grads[1][f"d{name}"])) / 2 for name in parameters}
        parameters = {name: keep(value) for name, value in update_parameters(parameters, mean, 0.1).items()}
    return costs


ways = {"sent as float32": (np.float32, np.float32), "sent in 16 bits": (through_16_bits, np.float32), "kept in 16 bits": (np.float32, through_16_bits)}
costs = {name: [train_two_workers(*way, seed) for seed in range(5)] for name, way in ways.items()}
for name, found in costs.items():
    print(f"{name}:", ", ".join(f"{run[-1]:.3f}" for run in found))

# %% drawing
from utils.tensor_utils import draw_costs

draw_costs(costs, every=50)
show("Cost against steps: sent as float32 and sent in 16 bits fall together, kept in 16 bits stops much earlier; the same for five starts each, as dots.")

# %% [markdown]
# **Sending** in 16 bits does little here: most starts end at the same cost, a few one or two hundredths away. But the parameters must not be **kept** in 16 bits. From all five starts, that training stops early and stays much higher.
#
# Why? Between 1 and 2, the neighbours of a bfloat16 are $2^{-7} \approx 0.008$ apart. A step of gradient descent is the learning rate times a gradient, soon far smaller than that. A weight near 1 can't make such a step at all: the cut takes it away again, or throws the weight back by a whole $2^{-7}$ towards zero. A gradient that is off by one part in 128 still points nearly the same way.
#
# This is the rule that large trainings follow: **compute and send in 16 bits, keep the parameters in 32.** TensorFlow does none of it by itself; Keras has a policy, `mixed_bfloat16`, that you switch on.
#
# > **Remember.** bfloat16 is the upper half of float32: the same reach, fewer digits. Good enough to send, too coarse to add up small steps.
#
# **Ask yourself.**
#
# Two float64 numbers, 0.1 and 1e300, are to be sent as bfloat16. What arrives?
#
# <details><summary>Answer</summary>
#
# About 0.1, and infinity: the exponent of float32 ends near 3.4e38, and so does that of bfloat16.
#
# </details>
#
# You compress what `decompress_tensor` has returned. What more is lost?
#
# <details><summary>Answer</summary>
#
# Nothing. The lower halves are zeros already, so the same 16 bits are found again.
#
# </details>

# %% [markdown]
# ## What you can do now
#
# You can say what a tensor costs in memory, read a traced graph, find what may run at the same time and what a result needs, see the way back as a graph of its own, keep `tf.function` from retracing, and send a tensor in half the bytes, knowing what you lose.
#
# In the next notebook, a26, you build and train a whole network with TensorFlow.
#
# ## Open questions
#
# These are not marked. To change a function, paste its text into a new cell and give it another name.
#
# - ★ Add an operation to `evaluate_graph`, say $f = e + a$, and return it. Trace it. On which level is the new node, and which levels have changed?
# - ★★ Let a third worker join: what does each have to send, and to whom? With n workers, can you arrange them in a ring so that no worker sends more than twice its gradient?
# - ★★ Round instead of cutting: write a `compress_tensor` whose result agrees with `tf.cast`. (Half of the last bit that stays has to be added first. What about ties?)
# - ★★★ Keep the parameters in 16 bits, and keep in a second array what each step has lost, to be added to the next one. Does the training recover?
#
# <details><summary>For those who know the original</summary>
#
# The original was a text without code, of the time of TensorFlow 1. The functions are ours; they make its statements testable.
#
# | there | today |
# |---|---|
# | a session owns the workers and runs the graph | eager execution; `tf.function` makes graphs and runs them |
# | placeholders, constants and variables in a default graph | arguments of a function, `tf.constant`, `tf.Variable` |
# | placement shown by sessions and workers | `tf.device`, placement by itself; `tf.distribute` for several machines |
# | tensors compressed to 16 bits between devices | nothing is compressed unless you say so: `tf.cast`, `mixed_bfloat16` |
# | graphs drawn by TensorBoard | drawn here from the traced graph |
#
# - Its tensor of 1000 × 440 × 440 × 3 numbers is the one of step 1. It multiplied by 32 and spoke of memory: those are bits.
# - It said that appended zeros bring back the original. They bring back a number close to it.
# - From 64 to 16 bits saves three quarters of the bytes, as it said. But what is beyond 3.4e38 becomes infinite.
# - It said that a tensor can't be an inner node. The nodes are operations; the tensors are what they pass on.
#
# </details>

# %% tags=["demo"]
progress()
