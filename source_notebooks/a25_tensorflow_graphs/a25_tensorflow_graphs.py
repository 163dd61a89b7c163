# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Tensors and computation graphs with TensorFlow 2

# %%
import os

# TensorFlow would fill the page with its log; it reads these when it is imported.
os.environ.update(TF_CPP_MIN_LOG_LEVEL="2", TF_ENABLE_ONEDNN_OPTS="0")

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

from utils import check, progress
from utils.figures import show
from utils.tensor_utils import draw_levels, exchange, slow_sort, traced_graph

tf.get_logger().setLevel("ERROR")
plt.style.use("utils.course")

# %% [markdown]
# ### Step 1 · How many bytes
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# A
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# B
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `___`
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
print(f"a single float64: {tensor_bytes((), 'float64')} bytes")

# %% [markdown]
# ### Step 2 · An expression as a graph
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# A
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# B
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `___`
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
# ### Step 3 · Levels
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# A
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# B
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `___`
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
# ### Step 4 · Subgraph
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# A
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# B
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `___`
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
print("for z:", ", ".join(sorted(required_nodes(graph_deps, "z"))))

# %% [markdown]
# ### Step 5 · Gradients
#
# ≈ 6 lines.
#
# <details><summary>Hint 1</summary>
#
# A
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# B
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `___`
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

# %% [markdown]
# ### Step 6 · Half of a number
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# A
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# B
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `___`
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
for number, code in zip([1.0, -1.0, 3.14159265], compress_tensor([1.0, -1.0, 3.14159265])):
    print(f"{number}: {code:016b}")

# %% [markdown]
# ### Step 7 · And back
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# A
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# B
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `___`
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
for value in decompress_tensor(compress_tensor([1.0101e-12, 3.14159265, -1 / 3])):
    print(f"{value:.9g}")

# %% tags=["demo"]
progress()
