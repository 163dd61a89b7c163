"""Scenarios, known mistakes and alternatives of "A convolutional network for hand signs".

Examples are rows: X is (m, rows, columns, channels), Y is (m, n_y). Whether a tape can follow a function is seen where
it is, with variables made of what the judge draws.

float32 sums of n terms of order 1 are off by about 6e-8 n: at most 64 terms in each of three layers, so 1e-5, and as
much is left for sums that cancel. Pictures are smaller than 64 x 64 where only the way through the network matters; all
sizes that are used leave 2 x 2 places at the end, as 64 x 64 does.
A training is compared by its costs and accuracies, and by the mean of each parameter at its end: Adam's first steps are
about as long for a slope near 0, where roundings decide the sign, as for any other, so single weights may differ.
"""

import numpy as np

from autograder.judging.exercise import Assignment, Example

assignment = Assignment("a33_convolution_signs")

# Initialisers, also in graphs that were traced before.
READY = "keras.*initializers*", "tensorflow.*init_ops*", "tensorflow.python.eager.polymorphic_function.*"


@assignment.inside
def learnable(initialize_parameters, factor, seeds):
    """Gradients of a sum of squares, by parameter: None for what is no variable that can be trained."""
    import tensorflow as tf

    start = initialize_parameters(seeds)
    parameters = {name: start[name] for name in ("W1", "W2", "W3", "b3")}
    with tf.GradientTape() as record:
        total = tf.add_n([tf.reduce_sum(factor * value**2) for value in parameters.values()])
    return record.gradient(total, parameters)


@assignment.inside
def slope(function, first, *others):
    """The gradient of the sum of squares of what the function returns, or returns last, by its first argument."""
    import tensorflow as tf

    first, others = tf.Variable(first), [tf.constant(o) if isinstance(o, np.ndarray) else o for o in others]
    with tf.GradientTape() as record:
        value = function(first, *others)
        total = tf.reduce_sum((value[-1] if isinstance(value, (tuple, list)) else value) ** 2)
    return record.gradient(total, first)


@assignment.inside
def in_graph(forward_propagation, X, start):
    """The logits in a graph that leaves the number of examples open."""
    import tensorflow as tf

    spec = tf.TensorSpec([None, *X.shape[1:]], tf.float32)
    graph = tf.function(lambda x: forward_propagation(x, start), [spec], autograph=False)
    return graph.get_concrete_function()(tf.constant(X))


@assignment.inside
def slopes(forward_propagation, X, start):
    """The gradients of the sum of the squared logits, with respect to variables that start so."""
    import tensorflow as tf

    parameters = {name: tf.Variable(value) for name, value in start.items()}
    with tf.GradientTape() as record:
        total = tf.reduce_sum(forward_propagation(X, parameters) ** 2)
    return record.gradient(total, parameters)


@assignment.inside
def trained(model, *args, **kwargs):
    """What a training returns, with the parameters as arrays; without graphs, which take longer than a few steps."""
    import tensorflow as tf

    tf.config.run_functions_eagerly(True)
    try:
        parameters, costs, accuracies = model(*args, **kwargs)
        return {"parameters": {k: np.array(v) for k, v in parameters.items()}, "costs": costs, "accuracies": accuracies}
    finally:
        tf.config.run_functions_eagerly(False)


@trained.judged
def in_short(result, *args, **kwargs):
    """Costs and accuracies, and the mean of each parameter."""
    parameters = {name: float(np.mean(value)) for name, value in result["parameters"].items()}
    return {**result, "parameters": parameters}


@assignment.double("create_placeholders")
def any_specs(n_H0, n_W0, n_C0, n_y):
    """Nothing is promised but the number of axes."""
    import tensorflow as tf

    return tf.TensorSpec([None] * 4, tf.float32), tf.TensorSpec([None] * 2, tf.float32)


@assignment.double("initialize_parameters")
def any_start(seeds=(1, 2, 3)):
    """Variables of these shapes, which hang on the seeds."""
    import tensorflow as tf

    shapes = {"W1": (4, 4, 3, 8), "W2": (2, 2, 8, 16), "W3": (64, 6), "b3": (6,)}
    seeds = [*seeds, sum(seeds)]
    return {
        name: tf.Variable(0.1 * tf.random.stateless_normal(shape, [seed, 7]))
        for (name, shape), seed in zip(shapes.items(), seeds, strict=True)
    }


@assignment.double("conv_relu_pool")
def any_block(A_prev, W, f):
    """Of the shapes of A and P; every weight counts, and so does every entry of A_prev."""
    import tensorflow as tf

    mean = tf.reduce_mean(tf.sin(A_prev), axis=-1, keepdims=True)
    A = tf.sin(mean + tf.reduce_sum(tf.cos(W), axis=[0, 1, 2]))
    return A, tf.nn.avg_pool2d(A, f, f, "SAME")


@assignment.double("forward_propagation")
def any_logits(X, parameters):
    """Of the shape of the logits; every parameter counts, and so does every example."""
    import tensorflow as tf

    total = tf.add_n([tf.reduce_sum(tf.sin(value)) for value in parameters.values()])
    return tf.sin(parameters["b3"] + total * tf.reduce_mean(X, axis=[1, 2, 3])[:, None])


@assignment.double("compute_cost")
def any_cost(Z3, Y):
    """A mean over the examples of something that is small where the logits are like the labels."""
    import tensorflow as tf

    return tf.reduce_mean((Z3 - 2 * Y) ** 2)


def single(array):
    return np.asarray(array, dtype=np.float32)


def block(A_prev, W, f):
    """A and P by the definition, in float64: tap by tap, then window by window."""
    A_prev, W = A_prev.astype(float), W.astype(float)
    m, n_H, n_W, _ = A_prev.shape
    above, left = ((n - 1) // 2 for n in W.shape[:2])
    padded = np.pad(A_prev, ((0, 0), (above, W.shape[0]), (left, W.shape[1]), (0, 0)))
    Z = np.zeros((m, n_H, n_W, W.shape[3]))
    for i, j in np.ndindex(*W.shape[:2]):
        Z += padded[:, i : i + n_H, j : j + n_W] @ W[i, j]
    A = np.maximum(Z, 0)
    rows, columns = -(-n_H // f), -(-n_W // f)
    above, left = (rows * f - n_H) // 2, (columns * f - n_W) // 2
    whole = np.full((m, rows * f, columns * f, W.shape[3]), -np.inf)
    whole[:, above : above + n_H, left : left + n_W] = A
    return A, whole.reshape(m, rows, f, columns, f, -1).max(axis=(2, 4))


def by_hand(X, start):
    """Z3 by the definition, in float64."""
    _, P1 = block(X, start["W1"], 8)
    _, P2 = block(P1, start["W2"], 4)
    return P2.reshape(len(X), -1) @ start["W3"].astype(float) + start["b3"]


def network(draw):
    """Parameters, float32, such that about half of the maps are above 0."""
    shapes = {"W1": (4, 4, 3, 8), "W2": (2, 2, 8, 16), "W3": (64, 6), "b3": (6,)}
    scales = {"W1": 0.15, "W2": 0.2, "W3": 0.2, "b3": 0.5}
    return {name: single(draw.normal(*shape, scale=scales[name])) for name, shape in shapes.items()}


def pictures(draw, m):
    """Pictures, float32, that leave 2 x 2 places at the end; fewer rows than columns, or more."""
    rows, columns = draw.sizes("rows", "columns", low=33, high=40)
    return single(draw.normal(m, rows, columns, 3))


def classes(draw, m, n_y):
    """One-hot labels (m, n_y), float32."""
    return single(np.eye(n_y)[draw.rng.integers(0, n_y, m)])


def cost_of(Z3, Y):
    """The mean cross-entropy, example by example, and its slope."""
    Z = Z3.astype(float) - Z3.max(axis=1, keepdims=True)
    A = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    losses = [np.log(np.exp(z).sum()) - z[y == 1].sum() for z, y in zip(Z, Y, strict=True)]
    return float(np.mean(losses)), (A - Y) / len(Y)


@assignment.exercise(points=6, keeps_arguments=True)
def convert_to_one_hot(submission, draw):
    """Labels of which not all occur."""
    for missing in (0, 1):
        C, m = draw.sizes("C", "m", low=4, high=12)
        labels = draw.rng.integers(0, C - missing, (1, m))
        yield "random labels", submission.convert_to_one_hot(labels, C), np.eye(C)[:, labels[0]]
    (C,) = draw.sizes("C", low=5, high=60)
    label = int(draw.rng.integers(1, C - 1))
    draw.named(C=C, m=1)
    yield "one example", submission.convert_to_one_hot(np.array([[label]]), C), np.eye(C)[:, [label]]


# fmt: off
convert_to_one_hot.at("np.eye(C)[Y.ravel()].T").mistakes(
    ("np.eye(C)[Y.ravel() - 1].T", "labels shifted",
     "The 1 stands one row too high. Which row belongs to class 0?"),
    ("np.eye(C)[:, Y.ravel()] * Y.ravel()", "labels instead of ones",
     "The columns hold the labels themselves. Which number marks the class?"),
    ("np.zeros((C, Y.shape[1]))\n    one_hot[np.arange(Y.shape[1]), Y[0]] = 1", "row and column exchanged",
     "The examples were counted down the rows, and the labels along the columns. Which axis has a place for each "
     "class?"),
)
convert_to_one_hot.alternatives({
    "columns picked": "return np.eye(C)[:, Y[0]]",
    "reshaped": "return np.eye(C)[Y.reshape(-1)].T",
    "compared": "return (np.arange(C).reshape(C, 1) == Y).astype(np.float32)",
    "tf.one_hot": "return tf.one_hot(Y[0], C, axis=0).numpy()",
    "loop": """
    result = np.zeros((C, Y.shape[1]))
    for i in range(Y.shape[1]):
        result[Y[0, i], i] = 1
    return result
""",
})
# fmt: on


@assignment.exercise(points=10, keeps_arguments=True)
def random_mini_batches(submission, draw):
    """Sizes that divide m and that do not, one batch, batches of one; against the definition, example by example."""

    def run(m, *size, **seed):
        rows, columns, channels, n_y = draw.sizes("rows", "columns", "channels", "n_y", low=2, high=6)
        draw.named(m=m)
        X, Y = draw.normal(m, rows, columns, channels), draw.normal(m, n_y)
        order = np.random.RandomState(seed.get("seed", 0)).permutation(m)
        each = size[0] if size else 64
        parts = [order[first : first + each] for first in range(0, m, each)]
        expected = [(np.stack([X[i] for i in part]), np.stack([Y[i] for i in part])) for part in parts]
        return submission.random_mini_batches(X, Y, *size, **seed), expected

    def seed():
        return int(draw.rng.integers(1, 1000))

    for _ in range(2):
        size, full = draw.sizes("size", "full", low=3, high=6)
        yield "a shorter last batch", *run(size * full + int(draw.rng.integers(1, size)), size, seed=seed())
    size, full = draw.sizes("size", "full", low=2, high=6)
    yield "batches that are all full", *run(size * full, size, seed=seed())
    (m,) = draw.sizes("m", low=5, high=12)
    yield "a single batch", *run(m, m + int(draw.rng.integers(1, 60)), seed=seed())
    yield "the default size and seed", *run(int(draw.rng.integers(130, 150)))


# fmt: off
random_mini_batches.at("chosen = order[first : first + mini_batch_size]").mistakes(
    ("chosen = range(first, min(first + mini_batch_size, len(X)))", "not shuffled",
     "The examples stand in their old order. Which array holds the new one?"),
)
random_mini_batches.at("        mini_batches.append((X[chosen], Y[chosen]))\n").mistakes(
    ("", "never appended", "The list of batches stays empty. What becomes of the pictures and labels of each batch?"),
)
random_mini_batches.at("(X[chosen], Y[chosen])").mistakes(
    ("(X[chosen], Y[first : first + mini_batch_size])", "labels not shuffled",
     "The pictures are shuffled, the labels stand as they were. Does each example still have its own label?"),
    ("(X[chosen], Y[np.random.RandomState(seed + 1).permutation(len(X))[first : first + mini_batch_size]])",
     "an order of its own for Y",
     "`Y` was shuffled in another order than `X`. Does each example still have its own label?"),
    ("(X[:, chosen], Y[:, chosen])", "columns picked",
     "Columns were picked, as in a24. Along which axis do the examples run here?"),
)
random_mini_batches.alternatives({
    "shuffled whole, as in a24": """
    np.random.seed(seed)
    m = X.shape[0]
    mini_batches = []
    permutation = list(np.random.permutation(m))
    shuffled_X = X[permutation, :, :, :]
    shuffled_Y = Y[permutation, :]
    complete = m // mini_batch_size
    for k in range(complete):
        mini_batches.append((shuffled_X[k * mini_batch_size : k * mini_batch_size + mini_batch_size, :, :, :],
                             shuffled_Y[k * mini_batch_size : k * mini_batch_size + mini_batch_size, :]))
    if m % mini_batch_size != 0:
        mini_batches.append((shuffled_X[complete * mini_batch_size : m], shuffled_Y[complete * mini_batch_size : m]))
    return mini_batches
""",
    "np.take, lists": """
    order = np.random.RandomState(seed).permutation(X.shape[0])
    cuts = range(mini_batch_size, len(order), mini_batch_size)
    return [[np.take(X, part, axis=0), np.take(Y, part, axis=0)] for part in np.split(order, cuts)]
""",
})
# fmt: on


@assignment.exercise(points=8, returns=("X", "Y"))
def create_placeholders(submission, draw):
    """A TensorSpec is its shape and the name of its type."""
    for _ in range(2):
        sizes = draw.sizes("n_H0", "n_W0", "n_C0", "n_y", low=2, high=90)
        yield "drawn sizes", submission.create_placeholders(*sizes)


# fmt: off
create_placeholders.equivalents(
    ("tf.TensorSpec([None, n_H0, n_W0, n_C0], tf.float32)", "tf.TensorSpec([None, n_H0, n_W0, n_C0])", "default"),
    ("tf.TensorSpec([None, n_y], tf.float32)", "tf.TensorSpec([None, n_y])", "default"),
)
create_placeholders.everywhere(r"\[None, ").mistakes(
    (["[64, ", "[32, "], "fixed number of examples",
     "Only batches of one size are allowed, and the last batch has fewer. How does a shape leave a size open?"),
)
create_placeholders.everywhere(r"\[None, (.*?)\]").mistakes(
    (r"[\1, None]", "open size last",
     "Both shapes have the open size last, as for the columns of a26. Along which axis do the examples run here?"),
    (r"None, \1", "sizes without brackets",
     "`tf.TensorSpec` was given one size after the other. How do they become one shape?"),
)
create_placeholders.at("[None, n_y], tf.float32").mistakes(
    ("[n_y, None], tf.float32", "labels as columns",
     "The labels are columns, and the pictures are not. Along which axis do the examples run here?"),
)
create_placeholders.alternatives({
    "names, a list": """
    X = tf.TensorSpec(shape=(None, n_H0, n_W0, n_C0), dtype=tf.float32, name="X")
    Y = tf.TensorSpec(shape=[None, n_y], dtype="float32", name="Y")
    print(X, Y)
    return [X, Y]
""",
})
# fmt: on


# rtol, atol: about seven digits of numbers below 1. Keras's initialisers draw the same numbers; all call compute_fans.
@assignment.exercise(points=12, rtol=1e-5, atol=1e-7, forbids=READY)
def glorot_uniform(submission, draw):
    """The seeds are part of the function, so every number is known."""

    def seed():
        return int(draw.rng.integers(1, 10**6))

    f, n_C_prev, n_C = (int(n) for n in draw.sizes("f", "n_C_prev", "n_C", low=2, high=9))
    yield "filters", submission.glorot_uniform((f, f, n_C_prev, n_C), seed())
    n_in, n_out = (int(n) for n in draw.sizes("n_in", "n_out", low=3, high=20))
    yield "a fully connected layer", submission.glorot_uniform((n_in, n_out), seed())


# fmt: off
glorot_uniform.at("window = np.prod(shape[:-2])").mistakes(
    ("window = 1", "no window",
     "The filters are too large: their windows don't count. How many entries does each sum run over, in each channel?"),
    (["window = shape[0]", "window = shape[0] if len(shape) > 2 else 1"], "one side of the window",
     "Only one side of the window counts. How many entries does a square have?"),
    ("window = shape[0] * shape[1]", "window of a fully connected layer",
     "Filters are right, and a fully connected layer got a window too. What stands before the last two entries of its "
     "shape?"),
)
glorot_uniform.at("fan_out = window * shape[-1]").mistakes(
    ("fan_out = shape[-1]", "window for the inputs only",
     "The window counts for what enters a sum, but not for the sums that a number enters. In how many windows is one "
     "entry?"),
)
glorot_uniform.at("r = np.sqrt(6 / (fan_in + fan_out))").mistakes(
    ("r = np.sqrt(2 / (fan_in + fan_out))", "deviation instead of range",
     "This is the standard deviation of Glorot's rule. How far does an even draw with this deviation reach?"),
    (["r = np.sqrt(6 / fan_in)", "r = np.sqrt(6 / (fan_in + fan_in))"], "inputs only",
     "Only the inputs count, as in He's rule. Which second number does Glorot's rule add?"),
)
glorot_uniform.at("tf.random.stateless_uniform(shape, [seed, 0], -r, r)").mistakes(
    ("r * tf.random.stateless_normal(shape, [seed, 0])", "normal instead of even",
     "These weights are drawn from a bell curve. Which function draws evenly?"),
    ("np.random.RandomState(seed).uniform(-r, r, shape).astype(np.float32)", "NumPy's generator",
     "These numbers are NumPy's: the right range, other numbers. Which function does the step draw with?"),
    (["tf.random.stateless_uniform(shape, [seed, 0], 0, r)", "tf.random.stateless_uniform(shape, [seed, 0])"],
     "drawn from 0", "No weight is negative. Between which two numbers does Glorot's rule draw?"),
)
glorot_uniform.alternatives({
    "branches": """
    if len(shape) == 4:
        fan_in, fan_out = shape[0] * shape[1] * shape[2], shape[0] * shape[1] * shape[3]
    else:
        fan_in, fan_out = shape
    limit = (6 / (fan_in + fan_out)) ** 0.5
    print(limit)
    return tf.random.stateless_uniform(shape=shape, seed=(seed, 0), minval=-limit, maxval=limit, dtype=tf.float32)
""",
    "tensors": """
    size = tf.cast(tf.reduce_prod(shape[:-2]), tf.float32)
    r = tf.sqrt(6 / (size * (shape[-2] + shape[-1])))
    return (2 * tf.random.stateless_uniform(shape, tf.constant([seed, 0])) - 1) * r
""",
})
# fmt: on


@assignment.exercise(points=10, uses=("glorot_uniform",), rtol=1e-5, atol=1e-7)
def initialize_parameters(submission, draw):
    """Drawn seeds; then whether a tape finds every parameter."""

    def seeds():
        return tuple(int(seed) for seed in draw.rng.permutation(10**4)[:3] + 1)

    yield "drawn seeds", submission.initialize_parameters(seeds())
    yield "variables", learnable(submission.initialize_parameters, float(draw.uniform(1, 3)), seeds())
    yield "the notebook's seeds", submission.initialize_parameters()


# fmt: off
initialize_parameters.everywhere(r"tf\.Variable\((.*)\)").mistakes(
    ([r"tf.constant(\1)", r"tf.Variable(\1, trainable=False)"], "nothing to train",
     "The numbers are right, but a tape doesn't watch them, and training can't change them. "
     "What holds a value that may change?"),
)
initialize_parameters.everywhere(r"seeds\[\d\]").mistakes(
    ("seeds[0]", "one seed for all",
     "All three draws begin with the same random numbers, only scaled. Which seed does the table give to each?"),
)
initialize_parameters.alternatives({
    "loop": """
    shapes = {"W1": [4, 4, 3, 8], "W2": [2, 2, 8, 16], "W3": [64, 6]}
    parameters = {n: tf.Variable(glorot_uniform(shape, s), name=n) for (n, shape), s in zip(shapes.items(), seeds)}
    parameters["b3"] = tf.Variable(np.zeros(6, dtype=np.float32))
    print(parameters)
    return parameters
""",
})
# fmt: on


@assignment.exercise(points=14, rtol=1e-4, atol=2e-5, keeps_arguments=True, returns=("A", "P"))
def conv_relu_pool(submission, draw):
    """Filters of even and odd sizes, windows that divide the sizes and that don't; against the definition."""

    def case(m, rows, columns, side):
        n_C_prev, n_C = draw.sizes("n_C_prev", "n_C", low=2, high=5)
        draw.named()
        A_prev = single(draw.normal(m, rows, columns, n_C_prev))
        return A_prev, single(draw.normal(side, side, n_C_prev, n_C, scale=1 / side))

    for side in (2, 3, 4):
        f, m = draw.sizes("f", "m", low=2, high=4)
        rows, columns = (int(n) for n in draw.rng.permutation([2, 3, 4])[:2] * f + draw.rng.integers(1, f, 2))
        A_prev, W = case(m, rows, columns, side)
        part = "sizes that the windows don't divide"
        yield part, submission.conv_relu_pool(A_prev, W, f), block(A_prev, W, f)
    f = int(draw.rng.integers(3, 6))
    A_prev, W = case(1, 2 * f, 3 * f, 2)
    yield "one example", submission.conv_relu_pool(A_prev, W, f), block(A_prev, W, f)
    yield "gradients", slope(submission.conv_relu_pool, A_prev, W, f)


# fmt: off
conv_relu_pool.at('tf.nn.conv2d(A_prev, W, strides=1, padding="SAME")').mistakes(
    ('tf.nn.conv2d(A_prev, W, strides=1, padding="VALID")', "valid convolution",
     "The maps are smaller than the pictures. Which padding keeps the size?"),
    ('tf.nn.conv2d(A_prev, W, strides=f, padding="SAME")', "convolution with the pooling's stride",
     "The filters move by `f`. Which stride does the block have before the pooling?"),
)
conv_relu_pool.at("A = tf.nn.relu(Z)").mistakes(
    ("A = Z", "no relu", "`A` has negative numbers. What becomes of the sums before they are pooled?"),
    ("A = np.maximum(Z, 0)", "NumPy's maximum",
     "The numbers are right, but the tape loses their trail. Which step is not done by a function of TensorFlow?"),
)
conv_relu_pool.at('P = tf.nn.max_pool2d(A, f, f, "SAME")').mistakes(
    ('P = tf.nn.avg_pool2d(A, f, f, "SAME")', "average pooling",
     "`P` holds means. What does the step take of each window?"),
    ('P = tf.nn.max_pool2d(Z, f, f, "SAME")', "pooled before the activation",
     "`P` is negative in places: the sums were pooled. What should the pooling look at?"),
)
conv_relu_pool.at("return A, P").mistakes(
    ("return Z, P", "sums returned", "The first of the two has negative numbers. What is asked for: `Z` or `A`?"),
)
conv_relu_pool.alternatives({
    "lists of strides": """
    Z = tf.nn.conv2d(A_prev, W, strides=[1, 1, 1, 1], padding="SAME")
    A = tf.nn.relu(Z)
    P = tf.nn.max_pool2d(A, ksize=[1, f, f, 1], strides=[1, f, f, 1], padding="SAME")
    print(P.shape)
    return A, P
""",
    "Keras's operations": """
    A = keras.ops.relu(keras.ops.conv(A_prev, W, strides=1, padding="same"))
    return A, keras.ops.max_pool(A, f, f, padding="same")
""",
    "tf.nn.convolution, tf.maximum": """
    A = tf.maximum(tf.nn.convolution(A_prev, W, padding="SAME"), 0.0)
    return [A, tf.nn.pool(A, [f, f], "MAX", strides=[f, f], padding="SAME")]
""",
})
# fmt: on


@assignment.exercise(points=14, uses=("conv_relu_pool",), rtol=1e-4, atol=1e-4, keeps_arguments=True)
def forward_propagation(submission, draw):
    """Drawn networks, several examples and one; in a graph; and the gradients, which only TensorFlow's operations have.

    atol: as above, with 64 terms of order 1 in the last sum, each off by 1e-6.
    """
    X, start = pictures(draw, int(draw.rng.integers(2, 4))), network(draw)
    yield "several examples", submission.forward_propagation(X, start), by_hand(X, start)
    yield "an open number of examples", in_graph(submission.forward_propagation, X, start)
    X, start = pictures(draw, 1), network(draw)
    yield "one example", submission.forward_propagation(X, start), by_hand(X, start)
    yield "gradients", slopes(submission.forward_propagation, X, start)


# fmt: off
forward_propagation.everywhere(r"W1, 8\)([\s\S]*)W2, 4\)").mistakes(
    (r"W1, 4)\1W2, 8)", "pooling sizes exchanged",
     "The pooling sizes are exchanged. Which block has the large windows?"),
)
UNPOOLED = "Maps went on that were not pooled. Which of the two results of a block is the pooled one?"
forward_propagation.everywhere(r"_, (P\d) =").mistakes((r"\1, _ =", "not pooled", UNPOOLED))
forward_propagation.at("_, P2 =").mistakes(("P2, _ =", "second block not pooled", UNPOOLED))
forward_propagation.at("tf.reshape(P2, [-1, W3.shape[0]])").mistakes(
    (["tf.reshape(P2, [P2.shape[0], -1])", "tf.reshape(P2, [len(X), -1])"], "number of examples asked for",
     "While the graph is written down, the number of examples is open, so nobody can say it. Which size of `F` is "
     "known?"),
    ("tf.reshape(tf.transpose(P2, [0, 3, 1, 2]), [-1, W3.shape[0]])", "channels first",
     "The channels were moved to the front before flattening. In which order do the numbers of `P2` stand?"),
    ("tf.transpose(tf.reshape(P2, [W3.shape[0], -1]))", "numbers of several examples in a row",
     "With several examples, the rows of `F` mix their numbers. Which axis of `F` should the examples be on?"),
)
forward_propagation.at("Z3 = F @ W3 + b3").mistakes(
    ("Z3 = F @ W3", "no bias", "All examples are off by the same six numbers. What does the last layer add?"),
    ("Z3 = tf.nn.softmax(F @ W3 + b3)", "softmax at the output",
     "Probabilities are returned, and the cost will take the softmax once more. What does the network end in?"),
    ("Z3 = tf.nn.relu(F @ W3 + b3)", "relu at the output",
     "Negative logits are 0 here. Does anything follow the last layer?"),
)
forward_propagation.alternatives({
    "all in one, shapes of tensors": """
    A1 = tf.nn.relu(tf.nn.conv2d(X, parameters["W1"], strides=[1, 1, 1, 1], padding="SAME"))
    P1 = tf.nn.max_pool(A1, ksize=[1, 8, 8, 1], strides=[1, 8, 8, 1], padding="SAME")
    A2 = tf.nn.relu(tf.nn.conv2d(P1, parameters["W2"], strides=[1, 1, 1, 1], padding="SAME"))
    P2 = tf.nn.max_pool(A2, ksize=[1, 4, 4, 1], strides=[1, 4, 4, 1], padding="SAME")
    F = tf.reshape(P2, [tf.shape(P2)[0], -1])
    print(F.shape)
    return tf.matmul(F, parameters["W3"]) + parameters["b3"]
""",
    "Keras's Flatten": """
    P1 = conv_relu_pool(X, parameters["W1"], 8)[1]
    P2 = conv_relu_pool(P1, parameters["W2"], 4)[1]
    return tf.nn.bias_add(keras.layers.Flatten()(P2) @ parameters["W3"], parameters["b3"])
""",
    "64 written in": """
    _, P1 = conv_relu_pool(X, parameters["W1"], 8)
    _, P2 = conv_relu_pool(P1, parameters["W2"], 4)
    return tf.add(tf.matmul(tf.reshape(P2, (-1, 64)), parameters["W3"]), parameters["b3"])
""",
})
# fmt: on


@assignment.exercise(points=8, rtol=1e-5, atol=1e-5, keeps_arguments=True)
def compute_cost(submission, draw):
    """Drawn logits against a loop, also as many examples as classes; large ones; and the slope."""
    for square in (False, True):
        m, n_y = draw.sizes("m", "n_y", low=3, high=8)
        m = n_y if square else m
        draw.named(m=m, n_y=n_y)
        Z3, Y = single(draw.normal(m, n_y, scale=2)), classes(draw, m, n_y)
        part = "as many examples as classes" if square else "random logits"
        yield part, submission.compute_cost(Z3, Y), cost_of(Z3, Y)[0]
    J, dZ3 = cost_of(Z3, Y)
    yield "slope", slope(submission.compute_cost, Z3, Y), 2 * J * dZ3
    m, n_y = draw.sizes("m", "n_y", low=3, high=8)
    Z3, Y = single(draw.normal(m, n_y, scale=200)), classes(draw, m, n_y)
    yield "large logits", submission.compute_cost(Z3, Y), cost_of(Z3, Y)[0]


# fmt: off
compute_cost.at("labels=Y, logits=Z3").mistakes(
    ("labels=Z3, logits=Y", "labels and logits exchanged",
     "Labels and logits stand under each other's names. Which of the two are the network's own numbers?"),
    ("labels=Y, logits=tf.nn.softmax(Z3)", "softmax first",
     "The softmax was taken twice, by you and by the loss. Does the library's function want logits or probabilities?"),
    (["labels=Y, logits=Z3, axis=0", "labels=tf.transpose(Y), logits=tf.transpose(Z3)"], "along the examples",
     "The examples compete with each other, instead of the classes. Along which axis do the classes run now?"),
)
compute_cost.at("losses = tf.nn.softmax_cross_entropy_with_logits(labels=Y, logits=Z3)").mistakes(
    ("losses = tf.nn.sigmoid_cross_entropy_with_logits(labels=Y, logits=Z3)", "sigmoid instead of softmax",
     "Each class was judged by itself, with a sigmoid. The classes exclude each other: which loss lets them compete?"),
    ("losses = -tf.reduce_sum(Y * tf.math.log(tf.nn.softmax(Z3)), axis=1)", "logarithm of the softmax",
     "Large logits give NaN or infinity: float32 has no such powers. Which function takes the logits themselves?"),
)
compute_cost.at("tf.reduce_mean(losses)").mistakes(
    ("np.mean(losses)", "NumPy's mean",
     "The number is right, but the tape loses its trail. Which step is not done by a function of TensorFlow?"),
)
compute_cost.alternatives({
    "keras": "return keras.losses.CategoricalCrossentropy(from_logits=True)(Y, Z3)",
    "log-softmax": """
    log_probabilities = tf.nn.log_softmax(Z3)
    print(log_probabilities)
    return -tf.reduce_mean(tf.reduce_sum(Y * log_probabilities, axis=1))
""",
    "sparse labels": """
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=tf.argmax(Y, axis=1), logits=Z3))
""",
})
# fmt: on


@assignment.exercise(
    points=18,
    uses=("random_mini_batches", "create_placeholders", "initialize_parameters", "forward_propagation", "compute_cost"),
    rtol=1e-3,
    atol=3e-4,
)
def model(submission, draw):
    """Two epochs on a few small pictures, the last batch smaller; then what is taken if it is not given, for one step.

    atol: single weights of W1 may differ by twice the rate, and their mean by that divided by their number, 384.
    """
    m, size = 5, 3
    X, X_test = pictures(draw, m), pictures(draw, 2)
    Y, Y_test = classes(draw, m, 6), classes(draw, 2, 6)
    seeds = tuple(int(seed) for seed in draw.rng.permutation(1000)[:3])
    draw.named(m=m, minibatch_size=size)
    rate = float(draw.uniform(0.01, 0.03))
    yield "two epochs", trained(submission.model, X, Y, X_test, Y_test, rate, 2, size, False, seeds)
    X, Y = single(np.sin(np.arange(2 * 33 * 34 * 3)).reshape(2, 33, 34, 3)), single(np.eye(6)[[4, 1]])
    draw.named(m=2)
    yield "the defaults", trained(submission.model, X, Y, X, Y, num_epochs=1, print_cost=False)


# fmt: off
model.at("= initialize_parameters(seeds)").mistakes(
    ("= initialize_parameters()", "seeds ignored",
     "The training starts from the same parameters whatever the seeds. What does `initialize_parameters` not know of?"),
)
model.at("keras.optimizers.Adam(learning_rate)").mistakes(
    ("keras.optimizers.SGD(learning_rate)", "plain descent",
     "The steps are those of plain descent. Which optimiser does the step name?"),
    (["keras.optimizers.Adam()", "keras.optimizers.Adam(0.009)", "keras.optimizers.Adam(0.003)"], "rate ignored",
     "The steps have the same length whatever the learning rate. What does the optimiser not know of?"),
)
model.at("J = compute_cost(forward_propagation(X, parameters), Y)").mistakes(
    ("J = compute_cost(Y, forward_propagation(X, parameters))", "arguments of the cost exchanged",
     "`compute_cost` got its arguments in another order. Which comes first in its definition?"),
    ("J = compute_cost(forward_propagation(X_train, parameters), Y_train)", "all examples in each step",
     "Each step looks at all examples. Which ones is `step` given?"),
)
model.at("gradients = tape.gradient(J, variables)").mistakes(
    ('variables = [parameters["W3"], parameters["b3"]]\n        gradients = tape.gradient(J, variables)',
     "only the last layer learns",
     "The filters never change. Which parameters does the gradient have to be asked for?"),
)
model.at("optimizer.apply_gradients(zip(gradients, variables))").mistakes(
    ("keras.optimizers.Adam(learning_rate).apply_gradients(zip(gradients, variables))", "a new optimiser in each step",
     "Each step has an optimiser of its own, which remembers nothing of the steps before. How many are needed for the "
     "whole training?"),
)
model.at("total += float(step(X, Y)) * len(X)").mistakes(
    ("total += float(step(X, Y))", "not weighted",
     "Costs of batches were summed, but divided by a number of examples. By what is each batch weighted?"),
    ("total += float(step(X, Y)) * minibatch_size", "weighted by the size asked for",
     "Each batch counts as if it were full. How many examples does this one have?"),
    ("step(X, Y)\n            total += float(step(X, Y)) * len(X)", "two steps for each batch",
     "`step` is called twice for each batch, and every call trains. How can you keep what the first one returns?"),
)
model.everywhere(r" \* len\(X\)([\s\S]*)total / len\(X_train\)").mistakes(
    (r"\1total / (len(X_train) // minibatch_size)", "divided by the full batches",
     "The costs of all batches were summed, and divided by the number of full ones. How much does each example count?"),
    (r"\1total / -(-len(X_train) // minibatch_size)", "plain mean of the batches",
     "This is the mean over the batches, so those in the short last one count for more. How is each batch weighted?"),
)
model.at("share_right(forward_propagation(X_train, parameters), Y_train)").mistakes(
    ("share_right(forward_propagation(X_test, parameters), Y_test)", "test set twice",
     "Both numbers are those of the test set. What is the first of them to say?"),
)
model.at("        total, seed =").mistakes(
    ("        [parameters[name].assign(value) for name, value in initialize_parameters(seeds).items()]\n"
     "        total, seed =", "starts anew in each epoch",
     "The parameters start anew in each epoch, so nothing is learnt. What belongs before the loop?"),
)
model.equivalents(
    ("optimizer.build(variables)", "", "where no graph is written down, the memory is made at the first step"),
    ("optimizer.build(variables)", "optimizer", "where no graph is written down, the memory is made at the first step"),
    ("float(step(X, Y))", "step(X, Y)", "a tensor of one number is summed and compared as a number"),
    *(
        (f"share_right(forward_propagation(X_{which}, parameters), Y_{which})",
         f"share_right(Y_{which}, forward_propagation(X_{which}, parameters))", "whether two agree hangs on no order")
        for which in ("train", "test")
    ),
)
model.alternatives({
    "minimal Keras calls, lists": """
    parameters = initialize_parameters(seeds)
    optimizer = tf.keras.optimizers.Adam(learning_rate=learning_rate)
    names = sorted(parameters)
    costs, accuracies = [], []
    for epoch in range(num_epochs):
        epoch_costs, sizes = [], []
        for minibatch_X, minibatch_Y in random_mini_batches(X_train, Y_train, minibatch_size, epoch + 4):
            with tf.GradientTape() as tape:
                Z3 = forward_propagation(minibatch_X, parameters)
                cost = compute_cost(Z3, minibatch_Y)
            grads = tape.gradient(cost, [parameters[name] for name in names])
            optimizer.apply_gradients([(g, parameters[name]) for g, name in zip(grads, names)])
            epoch_costs.append(cost.numpy())
            sizes.append(len(minibatch_X))
        costs.append(np.average(epoch_costs, weights=sizes))
        sets = (X_train, Y_train), (X_test, Y_test)
        accuracies.append([share_right(forward_propagation(X, parameters).numpy(), Y) for X, Y in sets])
        print(costs[-1])
    return parameters, costs, accuracies
""",
})
# fmt: on


# fmt: off
assignment.examples(
    Example("columns, as in a26",
        {"convert_to_one_hot": [(".T", "")], "forward_propagation": [("F @ W3 + b3", "tf.transpose(F @ W3 + b3)")]}),
    Example("a placeholder of TensorFlow 1",
        {"create_placeholders": [
             ("tf.TensorSpec([None, n_y], tf.float32)", "tf.placeholder(tf.float32, [None, n_y])")]}),
    Example("everything printed",
        {name: [("    ### END CODE HERE ###\n    return", "    print(locals())\n    ### END CODE HERE ###\n    return")]
         for name in ("conv_relu_pool", "forward_propagation", "compute_cost")}, loses=()),
)
# fmt: on
