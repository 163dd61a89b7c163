"""Scenarios, known mistakes and alternatives of "A network with TensorFlow 2".

Functions are used where they are, with tensors and variables made of what the judge draws: numbers that NumPy could
compute as well would not show whether a tape sees through them. Examples are columns: X is (n_x, m), Y is (n_y, m).
"""

from itertools import pairwise

import numpy as np

from autograder.judging.exercise import Assignment, Example

assignment = Assignment("a26_tensorflow_network")

LAYERS = (1, 2, 3)


@assignment.inside
def of_tensors(function, *args):
    """What the function makes of tensors."""
    import tensorflow as tf

    return function(*(tf.constant(arg) if isinstance(arg, np.ndarray) else arg for arg in args))


@assignment.inside
def type_of(function, *args):
    """The tensor that the function returns; one of bfloat16, which would cross as float32, as another wrong type."""
    import tensorflow as tf

    tensor = tf.convert_to_tensor(function(*args))
    return tf.cast(tensor, tf.float16) if tensor.dtype == tf.bfloat16 else tensor


@type_of.judged
def name_of_type(tensor, *args):
    return tensor.dtype.name


@assignment.inside
def slope(function, first, *others):
    """The gradient of what the function returns, with respect to its first argument."""
    import tensorflow as tf

    first = tf.constant(first)
    with tf.GradientTape() as record:
        record.watch(first)
        value = function(first, *map(tf.constant, others))
    return record.gradient(value, first)


@assignment.inside
def passes(input_pipeline, X, Y, size, seed):
    """The batches of two passes, and of one each through data sets with the same seed and with another."""
    import tensorflow as tf

    from autograder.inside.models import for_few_batches

    def walk(dataset):
        return [(np.asarray(x), np.asarray(y)) for x, y in for_few_batches(tf.data.Dataset.take(dataset, 60))]

    dataset = input_pipeline(X.copy(), Y.copy(), size, seed)
    if not isinstance(dataset, tf.data.Dataset):
        return type(dataset).__name__
    first, second = walk(dataset), walk(dataset)
    return [first, second, *(walk(input_pipeline(X, Y, size, number)) for number in (seed, seed + 1))]


@passes.judged
def how_mixed(walks, X, Y, size, seed):
    """One pass through the batches, and how the examples are mixed in this one and in others.

    Examples are found by their first feature. One that comes out k places early needs a buffer of more than k.
    """
    if isinstance(walks, str):
        raise TypeError(f"it is a {walks}, not a tf.data.Dataset")

    def order(batches):
        found = np.concatenate([x[:, 0] for x, _ in batches])[: 60 * size]
        return np.argmin(np.abs(X[:1].T - found), axis=0)

    first = walks[0]
    one, two, again, other = map(order, walks)
    sort = np.argsort(one)
    return {
        "batches": [(x.shape, y.shape) for x, y in first],
        "X": np.concatenate([x for x, _ in first])[sort],
        "Y": np.concatenate([y for _, y in first])[sort],
        "shuffled": bool(np.any(np.diff(one) != 1)),
        "anew in each pass": not np.array_equal(one, two),
        "neighbours part": bool(np.any(np.diff(one)[np.arange(1, len(one)) % size > 0] != 1)),
        "examples move far": bool(np.any(one - np.arange(len(one)) >= max(size, len(X)))),
        "the same with the same seed": np.array_equal(again, one),
        "different with another seed": not np.array_equal(other, one),
    }


@assignment.inside
def promised(input_specs, n_x, n_y):
    """What was returned; the name of its type where it is no TensorSpec."""
    import tensorflow as tf

    specs = input_specs(n_x, n_y)
    if not isinstance(specs, (list, tuple)):
        return specs
    return type(specs)(spec if isinstance(spec, tf.TensorSpec) else type(spec).__name__ for spec in specs)


@promised.judged
def no_names(specs, n_x, n_y):
    for other in (spec for spec in specs if isinstance(spec, str)):
        raise TypeError(f"it holds a {other} where a tf.TensorSpec should be")
    return specs


@assignment.inside
def names_of(input_specs, n_x, n_y):
    return [spec.name for spec in input_specs(n_x, n_y)]


@assignment.inside
def learnable(initialize_parameters, factor, *sizes):
    """The gradient of a sum with respect to each parameter: None for what is no variable that can be trained.

    And the parameters themselves, after others have been trained.
    """
    import tensorflow as tf

    names = ("W1", "b1", "W2", "b2", "W3", "b3")
    others, parameters = (initialize_parameters(*sizes) for _ in range(2))
    parameters = {name: parameters[name] for name in names}
    for other in (others[name] for name in names if isinstance(others[name], tf.Variable)):
        other.assign_add(tf.ones_like(other))
    with tf.GradientTape() as record:
        total = sum(tf.reduce_sum((value + 1) * tf.fill(value.shape, factor)) for value in parameters.values())
    return {"slopes": record.gradient(total, parameters), "others trained": parameters}


@assignment.inside
def through_the_network(forward_propagation, X, start, weights=None):
    """The logits for variables that start so; or with weights, the gradients of the weighted sum of the logits."""
    import tensorflow as tf

    parameters = {name: tf.Variable(value) for name, value in start.items()}
    if weights is None:
        return forward_propagation(tf.constant(X), parameters)
    with tf.GradientTape() as record:
        total = tf.reduce_sum(forward_propagation(tf.constant(X), parameters) * weights)
    return record.gradient(total, parameters)


@assignment.inside
def trained(train_step, batches, start, kind, config):
    """Costs and parameters of some steps."""
    import keras
    import tensorflow as tf

    parameters = {name: tf.Variable(value) for name, value in start.items()}
    optimizer = keras.optimizers.get({"class_name": kind, "config": config})
    optimizer.build(list(parameters.values()))
    costs = [train_step(tf.constant(X), tf.constant(Y), parameters, optimizer) for X, Y in batches]
    return {"costs": costs, "parameters": parameters, "steps": optimizer.iterations}


@assignment.double("forward_propagation")
def any_logits(X, parameters):
    """Of the shape of the logits, and every parameter counts, as does the place of every entry of X."""
    import tensorflow as tf

    total = tf.add_n([tf.reduce_sum(tf.sin(value)) for value in parameters.values()])
    places = tf.reshape(tf.cos(tf.cast(tf.range(tf.size(X)), tf.float32)), tf.shape(X))
    return tf.sin(parameters["b3"] + total * tf.reduce_mean(X * places, axis=0))


@assignment.double("compute_cost")
def any_cost(Z3, Y):
    """A mean to which every entry adds by its place."""
    import tensorflow as tf

    rows, columns = tf.meshgrid(tf.range(tf.shape(Z3)[0]), tf.range(tf.shape(Z3)[1]), indexing="ij")
    weights = 1 + tf.cast(rows, tf.float32) / 4 + tf.sin(tf.cast(columns, tf.float32)) / 2
    return tf.reduce_mean(weights * (Z3 - 2 * Y) ** 2)


@assignment.inside
def one_epoch(run_epoch, m, size, costs):
    """The cost of an epoch whose steps cost what is given, and the shapes that each step is given."""
    import tensorflow as tf

    from autograder.inside.models import for_few_batches

    seen = []

    def step(X, Y):
        seen.append([*X.shape, *Y.shape])
        return tf.constant(costs[len(seen) - 1])

    rows = tf.data.Dataset.from_tensor_slices((tf.ones((m, 3)), tf.ones((m, 2)))).batch(size)
    J = run_epoch(step, for_few_batches(rows))
    return {"J": J, "steps": np.array(seen)}


def single(array):
    return array.astype(np.float32)


def network(draw, *sizes):
    """Parameters of three layers, float32, such that about half of the units are above 0."""
    start = {}
    for layer, (n_in, n_out) in enumerate(pairwise(sizes), start=1):
        start[f"W{layer}"] = single(draw.normal(n_out, n_in, scale=1.2 / n_in**0.5))
        start[f"b{layer}"] = single(draw.normal(n_out, 1, scale=0.4))
    return start


def classes(draw, n_y, m):
    """One-hot labels (n_y, m), float32."""
    return single(np.eye(n_y)[:, draw.rng.integers(0, n_y, m)])


def logits(X, parameters):
    """Z3 by the definition, in float64, and what the layers hold on the way."""
    A = [X.astype(float)]
    for layer in LAYERS:
        Z = parameters[f"W{layer}"].astype(float) @ A[-1] + parameters[f"b{layer}"]
        A.append(np.maximum(Z, 0))
    return Z, A[:3]


def softmax_cost(Z3, Y):
    """The mean cross-entropy, example by example, and its slope."""
    Z = Z3.astype(float) - Z3.max(axis=0)
    A = np.exp(Z) / np.exp(Z).sum(axis=0)
    losses = [np.log(np.exp(z).sum()) - z[y == 1].sum() for z, y in zip(Z.T, Y.T, strict=True)]
    return float(np.mean(losses)), (A - Y) / Y.shape[1]


def gradients(X, start, dZ):
    """By hand, from the slope of the cost at Z3."""
    _, A = logits(X, start)
    found = {}
    for layer in reversed(LAYERS):
        found[f"W{layer}"], found[f"b{layer}"] = dZ @ A[layer - 1].T, dZ.sum(axis=1, keepdims=True)
        dZ = (start[f"W{layer}"].T.astype(float) @ dZ) * (A[layer - 1] > 0)
    return {name: found[name] for name in start}


def by_hand(batches, start, kind, config):
    """What `trained` should give: SGD, or Adam as Keras has it, with epsilon beside the root before its correction."""
    parameters = {name: value.astype(float) for name, value in start.items()}
    v, s = dict.fromkeys(start, 0.0), dict.fromkeys(start, 0.0)
    costs = []
    for t, (X, Y) in enumerate(batches, start=1):
        J, dZ = softmax_cost(logits(X, parameters)[0], Y)
        costs.append(J)
        for name, g in gradients(X, parameters, dZ).items():
            v[name], s[name] = 0.9 * v[name] + 0.1 * g, 0.999 * s[name] + 0.001 * g**2
            if kind == "Adam":
                g = v[name] / (1 - 0.9**t) * np.sqrt(1 - 0.999**t) / (np.sqrt(s[name]) + config["epsilon"])
            parameters[name] = parameters[name] - config["learning_rate"] * g
    return {"costs": costs, "parameters": parameters, "steps": len(batches)}


@assignment.exercise(points=8, rtol=1e-7)
def linear_function(submission, draw):
    """Drawn seeds, so every number is known."""
    for _ in range(3):
        seed = int(draw.rng.integers(2, 10**6))
        random = np.random.RandomState(seed)
        X, W, b = (random.randn(*shape) for shape in ((3, 1), (4, 3), (4, 1)))
        yield "drawn seeds", submission.linear_function(seed), W @ X + b
    yield "type", type_of(submission.linear_function, int(draw.rng.integers(2, 10**6)))
    yield "the notebook's example", submission.linear_function()


# fmt: off
linear_function.equivalents(*(
    (f"tf.constant(random.randn({shape}))", f"random.randn({shape})", "`tf.matmul` and `+` make tensors of arrays")
    for shape in ("3, 1", "4, 3", "4, 1")
))
linear_function.at("tf.constant(random.randn(4, 1))").mistakes(
    ("tf.constant(random.randn(4, 1), tf.float32)", "float32",
     "`b` is float32, and TensorFlow doesn't add it to float64. Which type do the numbers of `random` have?"),
    ("tf.constant(random.rand(4, 1))", "rand instead of randn",
     "All entries of `b` lie between 0 and 1. Which function draws normal numbers?"),
    ("tf.constant(np.random.RandomState(seed).randn(4, 1))", "seed set again for b",
     "`b` begins with the same random numbers as `X`: a new generator was made for it. Which one draws `X`?"),
    ("tf.constant(random.randn(4))", "b without its second axis",
     "`b` has shape (4,), so it was added along the rows, and the result is (4, 4). What shape is a column?"),
)
linear_function.at("tf.matmul(W, X) + b").mistakes(
    ("tf.matmul(W, X)", "no b", "`b` is missing from the result. What does the formula add to W X?"),
    ("W * X + b", "entry by entry",
     "`*` multiplies entry by entry, and (4, 3) and (3, 1) don't fit. Which operation is the matrix product?"),
    ("tf.matmul(X, W) + b", "factors exchanged",
     "X is (3, 1) and W is (4, 3): in this order the inner sizes differ. Which factor stands on the left?"),
    ("tf.matmul(W, X + b[:3])", "b added to X",
     "`b` was added before the product. What is it added to in the formula?"),
)
linear_function.alternatives({
    "@ and variables": """
    random = np.random.RandomState(seed)
    X = tf.Variable(random.randn(3, 1), name="X")
    W = tf.Variable(random.randn(4, 3), name="W")
    b = tf.Variable(random.randn(4, 1), name="b")
    print(W.shape)
    return W @ X + b
""",
    "tf.add, a tensor from a global seed": """
    state = np.random.get_state()
    np.random.seed(seed)
    X, W, b = np.random.randn(3, 1), np.random.randn(4, 3), np.random.randn(4, 1)
    np.random.set_state(state)
    return tf.add(tf.linalg.matmul(tf.convert_to_tensor(W), tf.convert_to_tensor(X)), b)
""",
    "a NumPy array": """
    random = np.random.RandomState(seed)
    X, W, b = (random.normal(size=shape) for shape in [(3, 1), (4, 3), (4, 1)])
    return np.dot(W, X) + b
""",
    "inside a tf.function": """
    random = np.random.RandomState(seed)
    X, W, b = (tf.constant(random.randn(*shape)) for shape in [(3, 1), (4, 3), (4, 1)])

    @tf.function
    def linear(X, W, b):
        return tf.einsum("ij,jk->ik", W, X) + b

    return linear(X, W, b)
""",
})
# fmt: on


@assignment.exercise(points=6, keeps_arguments=True)
def sigmoid(submission, draw):
    """Whole numbers, floats, lists, arrays, and numbers whose exponential is infinite."""
    whole = int(draw.rng.integers(1, 5))
    yield "whole numbers", submission.sigmoid(-whole), 1 / (1 + np.exp(whole))
    Z = draw.rng.integers(-4, 5, draw.sizes("rows", "columns"))
    yield "whole numbers", submission.sigmoid(Z), 1 / (1 + np.exp(-Z))
    Z = draw.normal(*draw.sizes("rows", "columns"))
    yield "floats", submission.sigmoid(Z), 1 / (1 + np.exp(-Z))
    yield "floats", submission.sigmoid(Z[0].tolist()), 1 / (1 + np.exp(-Z[0]))
    Z = draw.uniform(90, 300, 4) * np.array([1, -1, 1, -1])
    yield "large numbers", submission.sigmoid(Z), np.array([1.0, 0.0, 1.0, 0.0])
    yield "type", type_of(submission.sigmoid, draw.normal(3))
    draw.sizes()
    yield "the notebook's example", submission.sigmoid(12)


# fmt: off
sigmoid.at("tf.cast(z, tf.float32)").mistakes(
    ("tf.convert_to_tensor(z)", "not cast",
     "Whole numbers make `tf.sigmoid` stop: it needs floats. What changes their type, and what becomes of the result?"),
    ("tf.cast(z, tf.float64)", "float64",
     "The numbers are right, the type is float64. In which type do networks compute, as the step says?"),
    ("tf.cast(tf.cast(z, tf.int32), tf.float32)", "cut to whole numbers",
     "All that follows the decimal point of `z` was cut off. Which type keeps it?"),
)
sigmoid.at("tf.sigmoid(z)").mistakes(
    ("tf.exp(z) / (1 + tf.exp(z))", "infinity by infinity",
     "Large `z` give NaN: something infinite is divided by something infinite. Which function of the library is safe?"),
    ("tf.sigmoid(-z)", "sign of the exponent",
     "The result falls where it should rise. Which sign does z have in the exponent?"),
    ("tf.tanh(z)", "tanh", "This is tanh, which runs from -1 to 1. Which function runs from 0 to 1?"),
    ("tf.nn.softmax(z)", "softmax",
     "Softmax compares several numbers and makes them sum to 1. Which function looks at each number alone?"),
    ("keras.activations.hard_sigmoid(z)", "hard sigmoid",
     "This is the hard sigmoid, three straight pieces. Which function of TensorFlow is the smooth one?"),
    ("tf.sigmoid(tf.sigmoid(z))", "applied twice",
     "All values are at least 0.5: the sigmoid was taken twice. How often does the formula take it?"),
    ("tf.nn.relu(z)", "relu", "This is max(0, z). Which function has its values between 0 and 1?"),
    ("float(tf.sigmoid(z))", "one Python number",
     "`float` takes a single number, and fails for arrays. What does `tf.sigmoid` return already?"),
    ("tf.round(tf.sigmoid(z))", "rounded", "The result is 0 or 1: it was rounded. Which values lie in between?"),
)
sigmoid.alternatives({
    "keras": "return keras.activations.sigmoid(tf.cast(z, dtype='float32'))",
    "by NumPy, then a tensor": "return tf.math.sigmoid(tf.constant(np.array(z, dtype=np.float32)))",
    "the formula that is safe": """
    z = tf.cast(z, tf.float32)
    print(z)
    return 1 / (1 + tf.exp(-z))
""",
    "a half tanh": "return 0.5 * (1 + tf.tanh(tf.cast(z, tf.float32) / 2))",
})
# fmt: on


@assignment.exercise(points=8, keeps_arguments=True)
def cost(submission, draw):
    """Against the stable formula; far from 0 the one with two logarithms is infinite."""

    def losses(z, y):
        return submission.cost(z, y), np.maximum(z, 0) - np.multiply(z, y) + np.log1p(np.exp(-np.abs(z)))

    (m,) = draw.sizes("m", low=5)
    yield "random logits", *losses(draw.normal(m, scale=2), draw.labels(m)[0])
    rows, columns = draw.sizes("rows", "columns")
    labels = draw.rng.integers(0, 2, (rows, columns)).astype(float)
    yield "random logits", *losses(draw.normal(rows, columns, scale=2), labels)
    far = draw.uniform(90, 200, 4) * np.array([1, 1, -1, -1])
    yield "large logits", *losses(far, np.array([0, 1, 0, 1]))
    draw.sizes()
    whole = [int(z) for z in draw.rng.integers(-3, 4, 4)]
    yield "lists of whole numbers", *losses(whole, [1, 0, 1, 1])
    yield "the notebook's example", submission.cost([0.2, 0.4, 0.7, 0.9], [0, 0, 1, 1])


# fmt: off
cost.at("labels=labels, logits=logits").mistakes(
    ("labels=logits, logits=labels", "labels and logits exchanged",
     "Labels and logits stand under each other's names. Which of the two goes into the sigmoid?"),
    ("labels=labels, logits=tf.sigmoid(logits)", "sigmoid first",
     "The sigmoid was taken twice, by you and by the loss. Does the library's function want z or the probability?"),
)
CALL = "losses = tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits)"
cost.at(CALL).mistakes(
    ("losses = -labels * tf.math.log(tf.sigmoid(logits)) - (1 - labels) * tf.math.log(1 - tf.sigmoid(logits))",
     "two logarithms",
     "Large logits give NaN or infinity: the probability is rounded to 0 or 1. Which function takes the logits?"),
    ("losses = tf.nn.weighted_cross_entropy_with_logits(labels, logits, pos_weight=2.0)", "weighted",
     "Label 1 counts more than label 0 here. Does the formula of this step weigh them?"),
    ("losses = keras.ops.binary_crossentropy(labels, logits)", "logits taken for probabilities",
     "The logits were taken for probabilities, and cut to lie between 0 and 1. Which function takes them as they are?"),
    ("losses = tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=logits)", "softmax",
     "Softmax lets the examples compete with each other. Each of them has one logit of its own: which loss fits?"),
    ("losses = tf.square(tf.sigmoid(logits) - labels)", "squared error",
     "This is a squared error. Which loss does the formula show, with its logarithms?"),
    (f"{CALL}\n    losses = tf.reduce_mean(losses)", "mean of all",
     "One number is returned, the mean of all examples. What is asked for in this step?"),
    (f"{CALL}\n    losses = tf.reduce_sum(losses)", "sum of all",
     "One number is returned, the sum over all examples. What is asked for in this step?"),
    (f"{CALL}\n    losses = -losses", "minus",
     "All losses are negative. Is there still a minus to add to the library's loss?"),
)
cost.alternatives({
    "arguments in place": """
    return tf.nn.sigmoid_cross_entropy_with_logits(tf.cast(labels, tf.float32), tf.cast(logits, tf.float32))
""",
    "constants": """
    z = tf.constant(logits, dtype=tf.float32)
    y = tf.constant(labels, dtype=tf.float32)
    print(z, y)
    return tf.nn.sigmoid_cross_entropy_with_logits(logits=z, labels=y)
""",
    "the stable formula": """
    z, y = tf.cast(logits, tf.float32), tf.cast(labels, tf.float32)
    return tf.maximum(z, 0.0) - z * y + tf.math.log1p(tf.exp(-tf.abs(z)))
""",
    "softplus": """
    z, y = tf.cast(logits, tf.float32), tf.cast(labels, tf.float32)
    return tf.where(y == 1, tf.nn.softplus(-z), tf.nn.softplus(z))
""",
})
# fmt: on


@assignment.exercise(points=7, keeps_arguments=True)
def one_hot_matrix(submission, draw):
    """Labels of which not all occur."""
    for missing in (0, 1):
        C, m = draw.sizes("C", "m", low=4)
        labels = draw.rng.integers(0, C - missing, m)
        yield "random labels", submission.one_hot_matrix(labels, C), np.eye(C)[:, labels]
    (C,) = draw.sizes("C", low=5, high=60)
    label = int(draw.rng.integers(1, C - 1))
    yield "one example", submission.one_hot_matrix(np.array([label]), C), np.eye(C)[:, [label]]
    yield "type", type_of(submission.one_hot_matrix, draw.rng.integers(0, C, 3), C)
    draw.named(C=4, m=6)
    yield "the notebook's example", submission.one_hot_matrix(np.array([1, 2, 3, 0, 2, 1]), 4)


# fmt: off
one_hot_matrix.at("tf.one_hot(labels, depth=C, axis=0)").mistakes(
    (["tf.one_hot(labels, depth=C)", "tf.one_hot(labels, depth=C, axis=1)"], "examples as rows",
     "Each example is a row here. Along which axis should the classes run, and which argument says so?"),
    ("tf.one_hot(labels - 1, depth=C, axis=0)", "labels shifted",
     "The 1 stands one row too high, and label 0 has none. Which row belongs to class 0?"),
    ("tf.one_hot(labels, depth=C, on_value=0.0, off_value=1.0, axis=0)", "0 and 1 exchanged",
     "Zeros and ones are exchanged. What stands in the row of the class?"),
    ("tf.one_hot(labels, depth=C, axis=0, dtype=tf.int32)", "whole numbers",
     "The entries are whole numbers. Which type will the network compute in?"),
)
one_hot_matrix.at("depth=C").mistakes(
    ("depth=int(max(labels)) + 1", "depth from the labels",
     "A row is missing where the last class does not occur. Who knows how many classes there are?"),
    (["depth=4", "depth=6"], "always the same depth",
     "The number of classes is always the same. Which argument holds it?"),
    ("depth=C + 1", "a class too many",
     "There is a row too many. With labels from 0 to C - 1, how many classes are there?"),
    ("depth=len(labels)", "depth from the examples",
     "There is a row for each example. What should the rows count?"),
)
one_hot_matrix.alternatives({
    "transposed": "return tf.transpose(tf.one_hot(labels, C))",
    "rows of the identity": "return tf.transpose(tf.gather(tf.eye(C), labels))",
    "compared": "return tf.cast(tf.range(C, dtype=tf.int64)[:, None] == tf.cast(labels, tf.int64), tf.float32)",
    "keras": """
    depth = tf.constant(C)
    print(labels)
    return keras.ops.one_hot(labels, C, axis=0)
""",
})
# fmt: on


@assignment.exercise(points=4, keeps_arguments=True)
def ones(submission, draw):
    sizes = [int(size) for size in draw.sizes("first", "second", "third")]
    for axes in (1, 2, 3):
        yield "drawn shapes", submission.ones(sizes[:axes]), np.ones(sizes[:axes])
    yield "a tuple", submission.ones((1, sizes[0])), np.ones((1, sizes[0]))
    draw.sizes()
    yield "type", type_of(submission.ones, sizes)


# fmt: off
ones.at("tf.ones(shape)").mistakes(
    ("tf.zeros(shape)", "zeros", "All entries are 0. Which function gives the other number?"),
    ("tf.ones_like(shape)", "ones like the list",
     "There is a 1 for each number of the shape. Which function takes the shape itself?"),
    (["tf.ones(shape[0])", "tf.ones(shape[:1])"], "only the first axis",
     "Only the first number of the shape was used. What about the others?"),
    ("tf.ones([len(shape)])", "as many as axes",
     "There are as many ones as the shape has axes. What do the numbers in it say?"),
    (["tf.ones(shape, dtype=tf.int32)", "tf.fill(shape, 1)"], "whole numbers",
     "These are whole numbers. Which type does `tf.ones` give of its own accord?"),
    ("tf.ones(shape, dtype=tf.float64)", "float64",
     "The numbers are right, the type is float64. Which type does `tf.ones` give if you don't name one?"),
)
ones.alternatives({
    "filled": "return tf.fill(shape, 1.0)",
    "keras": "return keras.ops.ones(tuple(shape))",
    "zeros plus one": "return tf.zeros(shape=shape, dtype=tf.float32) + 1",
    "a variable of NumPy's": "return tf.constant(np.ones(shape, dtype=np.float32))",
})
# fmt: on


@assignment.exercise(points=10)
def input_pipeline(submission, draw):
    """What does not depend on the order: sizes, pairs, and whether the examples are well shuffled."""
    n_x, n_y, size = draw.sizes("n_x", "n_y", "minibatch_size", low=2, high=7)
    for m in (6 * size + int(draw.rng.integers(1, size)), 7 * size):
        draw.named(n_x=n_x, n_y=n_y, minibatch_size=size, m=m)
        X, Y = single(draw.normal(n_x, m)), classes(draw, n_y, m)
        part = "full batches only" if m % size == 0 else "a short last batch"
        yield part, passes(submission.input_pipeline, X, Y, size, int(draw.rng.integers(1, 99)))


# fmt: off
input_pipeline.at("(X.T, Y.T)").mistakes(
    ("(X, Y)", "columns not turned into rows",
     "`from_tensor_slices` cuts along the first axis, and that counts features here. What turns columns into rows?"),
    ("(Y.T, X.T)", "X and Y exchanged", "X and Y have changed places. In which order are the pairs to be?"),
)
input_pipeline.at("(X.T, Y.T)").mistakes(
    (["(X.T, Y)", "(X, Y.T)"], "one of the two not turned",
     "Only one of the two was turned, so they have different numbers of rows. What should a row of each stand for?"),
)
input_pipeline.at("((X.T, Y.T))").mistakes(
    ("(X.T, Y.T)", "two arguments",
     "`from_tensor_slices` takes one argument. How do two arrays become a single pair?"),
)
input_pipeline.at("from_tensor_slices").mistakes(
    ("from_tensors", "not cut into examples",
     "All examples together are one single element. Which function cuts along the first axis?"),
)
SHUFFLE = "dataset = dataset.shuffle(X.shape[1], seed=seed)"
input_pipeline.at(SHUFFLE).mistakes(
    (["pass", "dataset.shuffle(X.shape[1], seed=seed)"], "not shuffled",
     "Every pass goes through the examples in the order that they had. Which stage mixes them, and what becomes of the "
     "data set that it returns?"),
    (["dataset = dataset.shuffle(minibatch_size, seed=seed)", "dataset = dataset.shuffle(X.shape[0], seed=seed)"],
     "small buffer",
     "The last examples never reach the first batches: the buffer is too small. How many examples should it hold, and "
     "which entry of the shape counts them?"),
    ("dataset = dataset.shuffle(X.shape[1], seed=seed, reshuffle_each_iteration=False)", "the same order in each pass",
     "All passes have the same order. What does `shuffle` do in each pass if you don't ask for anything else?"),
    ("dataset = dataset.shuffle(X.shape[1])", "no seed",
     "With the same seed, the order differs from call to call. To which stage does the seed belong?"),
    ("dataset = dataset.shuffle(X.shape[1], seed=3)", "always the same seed",
     "The order is the same for every seed. Which argument holds the one that is asked for?"),
    (f"{SHUFFLE}.repeat()", "without end",
     "The pass has no end: the data set repeats itself. Is that one of the stages in the table?"),
)
CUT = """    # (3) cut into mini-batches: dataset, minibatch_size → dataset (1 line)
    dataset = dataset.batch(minibatch_size)"""
input_pipeline.at(f"{SHUFFLE}\n{CUT}").mistakes(
    (f"dataset = dataset.batch(minibatch_size)\n    {SHUFFLE}", "batches shuffled",
     "Neighbours always share a batch: it is whole batches that are shuffled. Which stage should be first?"),
)
input_pipeline.at("dataset.batch(minibatch_size)").mistakes(
    ("dataset.batch(minibatch_size, drop_remainder=True)", "last batch dropped",
     "Some examples are missing: those of the short last batch. Which argument of `batch` drops them?"),
    ("dataset.batch(32)", "always batches of 32",
     "The batches have the same size whatever is asked for. Which argument holds it?"),
)
input_pipeline.alternatives({
    "one expression": """
    m = X.shape[1]
    rows = tf.data.Dataset.from_tensor_slices((tf.transpose(X), tf.transpose(Y)))
    return rows.shuffle(buffer_size=m, seed=seed).batch(batch_size=minibatch_size).prefetch(1)
""",
    "zipped, a larger buffer": """
    X_rows = tf.data.Dataset.from_tensor_slices(np.transpose(X))
    Y_rows = tf.data.Dataset.from_tensor_slices(np.transpose(Y))
    dataset = tf.data.Dataset.zip((X_rows, Y_rows)).shuffle(10 * X.shape[1], seed=seed)
    print(dataset)
    return dataset.batch(minibatch_size)
""",
    "numbers of examples shuffled": """
    numbers = tf.data.Dataset.range(X.shape[1]).shuffle(X.shape[1], seed=seed).batch(minibatch_size)
    return numbers.map(lambda at: (tf.gather(X.T, at), tf.gather(Y.T, at)))
""",
})
# fmt: on


@assignment.exercise(points=7, returns=("X", "Y"))
def input_specs(submission, draw):
    """A TensorSpec is its shape and the name of its type; its own name is asked for by itself."""
    for _ in range(2):
        n_x, n_y = draw.sizes("n_x", "n_y", low=2, high=30)
        yield "drawn sizes", promised(submission.input_specs, n_x, n_y)
    yield "names", names_of(submission.input_specs, n_x, n_y)
    draw.sizes()
    yield "the notebook's example", promised(submission.input_specs, 12288, 6)


# fmt: off
input_specs.equivalents(
    *(
        (f"tf.TensorSpec([{n}, None], tf.float32, name='{X}')", f"tf.TensorSpec([{n}, None], name='{X}')", "default")
        for n, X in (("n_x", "X"), ("n_y", "Y"))
    ),
)
input_specs.everywhere(r"\[(n_\w), None\], tf\.float32").mistakes(
    (r"[\1, 32], tf.float32", "fixed number of examples",
     "Only batches of 32 examples are allowed, and the last batch has fewer. How does a shape leave a size open?"),
    (r"[None, \1], tf.float32", "examples as rows",
     "The open size stands first, as for examples in rows. Where are examples counted in this notebook?"),
    (r"[\1, None], tf.float64", "float64", "The type is float64. In which type are pictures and one-hot labels here?"),
    (r"None, tf.float32", "no shape at all",
     "Nothing is promised about the shape. Which of its two sizes is known?"),
    (r"[\1], tf.float32", "one example only",
     "A single example is allowed, without an axis for several. How many axes does X have?"),
    (r"[\1, 1], tf.float32", "a single column",
     "Only one example at a time is allowed. How does a shape leave a size open?"),
    (r"\1, None, tf.float32", "two sizes for a shape",
     "`tf.TensorSpec` was given two sizes, one after the other. How do they become one shape?"),
)
input_specs.at('[n_x, None], tf.float32, name="X"').mistakes(
    ('[12288, None], tf.float32, name="X"', "12288 written in",
     "`X` always has 12288 rows. Which argument says how many it should have?"),
    ('[n_y, None], tf.float32, name="X"', "classes for X",
     "`X` has as many rows as there are classes. What does it hold?"),
    ('[n_x, None], tf.uint8, name="X"', "whole numbers",
     "`X` holds whole numbers. Which type do pictures have after `prepare`?"),
)
input_specs.at('[n_y, None], tf.float32, name="Y"').mistakes(
    ('[6, None], tf.float32, name="Y"', "6 written in",
     "`Y` always has 6 rows. Which argument says how many it should have?"),
    (['[n_y, None], tf.int32, name="Y"', '[n_y, None], tf.int64, name="Y"'], "labels as whole numbers",
     "`Y` holds whole numbers. Which type do one-hot labels have in step 4?"),
    ('[1, None], tf.float32, name="Y"', "one label for each example",
     "`Y` has a single row. How many numbers does a one-hot column have?"),
    ('[n_y, None], tf.float32, name="X"', "the same name twice",
     "Both are called \"X\", so an error could not say which is meant. What should the second be called?"),
)
input_specs.everywhere(r', name="\w"').mistakes(
    ("", "no names", "The two have no names. Which argument of `tf.TensorSpec` gives them one?"),
)
input_specs.alternatives({
    "by name, a list": """
    X = tf.TensorSpec(shape=(n_x, None), dtype=tf.float32, name="X")
    Y = tf.TensorSpec(shape=(n_y, None), dtype="float32", name="Y")
    print(X, Y)
    return [X, Y]
""",
    "loop": """
    return tuple(tf.TensorSpec(tf.TensorShape([n, None]), name=name) for n, name in ((n_x, "X"), (n_y, "Y")))
""",
})
# fmt: on


@assignment.exercise(points=10)
def initialize_parameters(submission, draw):
    """The seeds are part of the function, so every number is known."""
    sizes = "n_x", "n_h1", "n_h2", "n_y"
    for _ in range(2):
        yield "drawn sizes", submission.initialize_parameters(*draw.sizes(*sizes, low=3, high=20))
    factor = float(draw.uniform(1, 3))
    yield "variables", learnable(submission.initialize_parameters, factor, *draw.sizes(*sizes))
    n_y, n_h2, n_h1 = (int(size) for size in draw.sizes("n_y", "n_h2", "n_h1"))
    yield "sizes by name", submission.initialize_parameters(n_y=n_y, n_h2=n_h2, n_h1=n_h1, n_x=5)


# fmt: off
WEIGHTS = "keras.initializers.GlorotUniform(seed=l)((sizes[l], sizes[l - 1]))"
initialize_parameters.equivalents(
    *(("range(1, 4)", loop, "keys beyond the six are ignored") for loop in ("range(1 - 1, 4)", "range(4)")),
)
initialize_parameters.everywhere(r"tf\.Variable\((.*)\)").mistakes(
    ([r"tf.constant(\1)", r"tf.Variable(\1, trainable=False)"], "nothing to train",
     "The numbers are right, but a tape doesn't watch them, and training can't change them. "
     "What holds a value that may change?"),
    (r"tf.Variable(tf.cast(\1, tf.float64))", "float64",
     "The variables are float64, and do not fit the pictures. Which type is asked for?"),
)
initialize_parameters.at("seed=l").mistakes(
    (["seed=1", "seed=2", "seed=3"], "one seed for all layers",
     "All layers have the same random numbers, only scaled. Which seeds does the step give?"),
    ("", "no seed",
     "The weights differ from call to call: the initialisers have no seed. Which ones does the step give?"),
    ("seed=l - 1", "seeds from 0",
     "The layers have the seeds 0, 1 and 2. Which ones does the table give?"),
)
initialize_parameters.at("((sizes[l], sizes[l - 1]))").mistakes(
    ("(sizes[l], sizes[l - 1])", "two sizes for a shape",
     "The initialiser was given two numbers. How do they become one shape?"),
)
initialize_parameters.at("GlorotUniform").mistakes(
    ("GlorotNormal", "normal instead of even",
     "These weights are drawn from a bell curve. Which initialiser draws evenly from -r to r?"),
    ("HeUniform", "He", "These weights are those of He's rule. Which rule does the step use?"),
    ("RandomNormal", "fixed size",
     "The weights have the same size whatever the layer. Which initialiser looks at the numbers of inputs and "
     "outputs?"),
)
initialize_parameters.at(WEIGHTS).mistakes(
    ("(np.random.RandomState(l).randn(sizes[l], sizes[l - 1]) * 0.01).astype('float32')", "small normal numbers",
     "The weights are standard normal numbers times 0.01. Which initialiser does this step ask for?"),
    ("tf.zeros((sizes[l], sizes[l - 1]))", "weights zero",
     "All weights are zeros. Units that start equal stay equal; what breaks the symmetry?"),
    ("tf.transpose(keras.initializers.GlorotUniform(seed=l)((sizes[l - 1], sizes[l])))", "drawn transposed",
     "The weights have the right shape and stand in other places: drawn for the transposed shape. "
     "Which shape do you give to the initialiser?"),
)
initialize_parameters.at("tf.zeros(").mistakes(
    ("tf.ones(", "biases one", "The biases are 1. Where does the table let them start?"),
    ("keras.initializers.GlorotUniform(seed=1)(", "random biases",
     "The biases are random. Only weights have to break the symmetry: where do biases start?"),
)
initialize_parameters.at("tf.zeros((sizes[l], 1))").mistakes(
    ("tf.zeros(sizes[l])", "biases without their second axis",
     "The biases have one axis. What shape lets a bias be added to every column?"),
)
initialize_parameters.alternatives({
    "loop": """
    sizes = [n_x, n_h1, n_h2, n_y]
    parameters = {}
    for l in range(1, 4):
        initializer = keras.initializers.GlorotUniform(seed=l)
        parameters["W" + str(l)] = tf.Variable(initializer(shape=(sizes[l], sizes[l - 1])), name="W" + str(l))
        parameters[f"b{l}"] = tf.Variable(np.zeros((sizes[l], 1), dtype="float32"))
    return parameters
""",
    "tf.keras, named variables, shapes printed": """
    def weights(seed, shape):
        return tf.Variable(tf.keras.initializers.glorot_uniform(seed=seed)(shape), trainable=True, dtype=tf.float32)

    def biases(n):
        return tf.Variable(tf.keras.initializers.Zeros()(shape=(n, 1)))

    W1, W2, W3 = weights(1, (n_h1, n_x)), weights(2, (n_h2, n_h1)), weights(3, (n_y, n_h2))
    print(W1.shape, W2.shape, W3.shape)
    return {"W1": W1, "W2": W2, "W3": W3, "b1": biases(n_h1), "b2": biases(n_h2), "b3": biases(n_y)}
""",
    "variance scaling": """
    def start(seed, n_out, n_in):
        return keras.initializers.VarianceScaling(1.0, "fan_avg", "uniform", seed=seed)((n_out, n_in))

    W1, W2, W3 = (tf.Variable(start(k + 1, *shape)) for k, shape in enumerate([(n_h1, n_x), (n_h2, n_h1), (n_y, n_h2)]))
    b1, b2, b3 = (tf.Variable(tf.zeros((n, 1))) for n in (n_h1, n_h2, n_y))
    return dict(W1=W1, b1=b1, W2=W2, b2=b2, W3=W3, b3=b3)
""",
})
# fmt: on


# atol: float32 is exact to about 1e-6 in sums of order 10, also where they cancel.
@assignment.exercise(points=12, rtol=1e-4, atol=1e-5)
def forward_propagation(submission, draw):
    """Random networks, against NumPy; then their gradients, which only TensorFlow's operations have."""
    sizes = "n_x", "n_h1", "n_h2", "n_y"
    for _ in range(2):
        *units, m = draw.sizes(*sizes, "m")
        X, start = single(draw.normal(units[0], m)), network(draw, *units)
        yield "random network", through_the_network(submission.forward_propagation, X, start), logits(X, start)[0]
    units = draw.sizes(*sizes)
    X, start = single(draw.normal(units[0], 1)), network(draw, *units)
    yield "one example", through_the_network(submission.forward_propagation, X, start), logits(X, start)[0]
    *units, m = draw.sizes(*sizes, "m")
    X, start = single(draw.normal(units[0], m)), network(draw, *units)
    weights = single(draw.normal(units[-1], m))
    found = through_the_network(submission.forward_propagation, X, start, weights)
    yield "gradients", found, gradients(X, start, weights)


# fmt: off
forward_propagation.everywhere(r"(W\d) @ (X|A\d)").mistakes(
    (r"np.dot(\1, \2)", "NumPy's product",
     "The tape finds no way to some parameters: it can't see through NumPy's product. Which one is TensorFlow's?"),
    (r"\1 * \2", "entry by entry",
     "`*` multiplies entry by entry, and these shapes don't fit. Which operation is the matrix product?"),
    (r"\2 @ \1", "factors exchanged",
     "The factors stand the other way round, and their inner sizes differ. Which one is on the left in the formula?"),
)
forward_propagation.at("W1 @ X + b1").mistakes(("W1 @ X", "no b1",
    "The bias of the first layer is missing. What does the formula add to W1 X?"))
forward_propagation.at("W2 @ A1 + b2").mistakes(
    ("W2 @ A1", "no b2", "The bias of the second layer is missing. What does the formula add to W2 A1?"),
    ("W2 @ Z1 + b2", "Z1 passed on",
     "The second layer was given `Z1`. What does the first layer hand on, after its activation?"),
)
forward_propagation.at("Z3 = W3 @ A2 + b3").mistakes(
    ("Z3 = W3 @ A2", "no b3", "The bias of the last layer is missing. What does the formula add to W3 A2?"),
    ("Z3 = W3 @ Z2 + b3", "Z2 passed on",
     "The last layer was given `Z2`. What does the second layer hand on, after its activation?"),
    ("Z3 = W3 @ A1 + b3", "first layer passed on",
     "The last layer was given what the first one makes. What does the layer before it hand on?"),
    ("Z3 = tf.nn.softmax(W3 @ A2 + b3, axis=0)", "softmax at the output",
     "Probabilities are returned, and the cost will take the softmax once more. What does the network end in?"),
    ("Z3 = tf.nn.softmax(W3 @ A2 + b3)", "softmax along the examples",
     "A softmax was taken, across the examples. What does the network end in?"),
    ("Z3 = tf.nn.relu(W3 @ A2 + b3)", "relu at the output",
     "Negative logits are 0 here. Does the formula have an activation after the last layer?"),
    ("Z3 = tf.sigmoid(W3 @ A2 + b3)", "sigmoid at the output",
     "The results lie between 0 and 1. What does the network end in?"),
    ("Z3 = A2", "last layer missing", "The second layer's output is returned. What does the third one do with it?"),
    ("Z3 = tf.argmax(W3 @ A2 + b3)", "classes",
     "The most probable classes are returned. How many numbers does each example have in `Z3`?"),
)
forward_propagation.everywhere(r"tf\.nn\.relu\((Z\d)\)").mistakes(
    (r"tf.sigmoid(\1)", "sigmoid in the hidden layers",
     "The hidden layers use the sigmoid. Which function does the formula name?"),
    (r"tf.tanh(\1)", "tanh in the hidden layers",
     "The hidden layers use tanh. Which function does the formula name?"),
    (r"\1", "no activation",
     "Without an activation three layers are worth no more than one. Which function does the formula name?"),
    (r"np.maximum(\1, 0)", "NumPy's maximum",
     "The numbers are right, but the tape can't see through NumPy's functions. Which function of TensorFlow is "
     "max(0, z)?"),
    (r"tf.nn.leaky_relu(\1)", "leaky relu",
     "Negative values get through a little. What does the ReLU make of them?"),
    (r"tf.nn.softmax(\1, axis=0)", "softmax in the hidden layers",
     "The hidden layers use softmax. Which function does the formula name?"),
    (r"tf.nn.gelu(\1)", "gelu", "The hidden layers use GELU. Which function does the formula name?"),
)
forward_propagation.alternatives({
    "tf.matmul, tf.add": """
    Z1 = tf.add(tf.matmul(parameters["W1"], X), parameters["b1"])
    A1 = tf.nn.relu(Z1)
    Z2 = tf.add(tf.matmul(parameters["W2"], A1), parameters["b2"])
    A2 = tf.nn.relu(Z2)
    Z3 = tf.add(tf.linalg.matmul(parameters["W3"], A2), parameters["b3"])
    print(Z3.shape)
    return Z3
""",
    "loop, maximum": """
    A = X
    for l in (1, 2, 3):
        Z = tf.matmul(parameters[f"W{l}"], A) + parameters[f"b{l}"]
        A = tf.maximum(Z, 0.0)
    return Z
""",
    "examples as rows inside": """
    W1, b1, W2, b2, W3, b3 = (tf.transpose(parameters[name]) for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    A = keras.activations.relu(tf.transpose(X) @ W1 + b1)
    A = keras.ops.relu(A @ W2 + b2)
    return tf.transpose(A @ W3 + b3)
""",
    "float32 asked for, einsum": """
    X = tf.cast(X, tf.float32)
    A1 = tf.nn.relu(tf.einsum("ij,jk->ik", parameters["W1"], X) + parameters["b1"])
    A2 = tf.where(parameters["W2"] @ A1 + parameters["b2"] > 0, parameters["W2"] @ A1 + parameters["b2"], 0.0)
    return parameters["W3"] @ A2 + parameters["b3"]
""",
})
# fmt: on


@assignment.exercise(points=10, rtol=1e-4, atol=1e-5)
def compute_cost(submission, draw):
    """Random logits, against a loop; m is n_y once, where a forgotten transpose fits all the same."""
    for square in (False, True, False):
        n_y, m = draw.sizes("n_y", "m")
        m = n_y if square else m
        Z3, Y = single(draw.normal(n_y, m, scale=2)), classes(draw, n_y, m)
        draw.named(n_y=n_y, m=m)
        yield (
            "as many examples as classes" if square else "random logits",
            *(
                of_tensors(submission.compute_cost, Z3, Y),
                softmax_cost(Z3, Y)[0],
            ),
        )
    yield "slope", slope(submission.compute_cost, Z3, Y), softmax_cost(Z3, Y)[1]
    n_y, m = draw.sizes("n_y", "m")
    Z3, Y = single(draw.normal(n_y, m, scale=120)), classes(draw, n_y, m)
    yield "large logits", of_tensors(submission.compute_cost, Z3, Y), softmax_cost(Z3, Y)[0]
    draw.named(n_y=6, m=4)
    Y = single(np.eye(6)[:, [0, 3, 5, 1]])
    yield "the notebook's example", of_tensors(submission.compute_cost, np.zeros((6, 4), np.float32), Y), np.log(6)


# fmt: off
compute_cost.at("tf.transpose(Z3), tf.transpose(Y)").mistakes(
    ("Z3, Y", "not transposed",
     "The examples compete with each other, instead of the classes. Along which axis does the loss expect the "
     "classes?"),
    ("Z3.T, Y.T", ".T of a tensor", "A tensor has no `.T`, as arrays have. Which function of TensorFlow transposes?"),
    ("tf.transpose(Z3), Y", "only logits transposed",
     "Only the logits were transposed, so their shape is not that of the labels. Which axis counts the examples in "
     "each?"),
    ("Z3, tf.transpose(Y)", "only labels transposed",
     "Only the labels were transposed, so their shape is not that of the logits. Which axis counts the examples in "
     "each?"),
    ("tf.nn.softmax(tf.transpose(Z3)), tf.transpose(Y)", "softmax first",
     "The softmax was taken twice, by you and by the loss. Does the library's function want logits or probabilities?"),
    ("tf.reshape(Z3, (-1, Z3.shape[0])), tf.reshape(Y, (-1, Y.shape[0]))", "reshaped instead of transposed",
     "`reshape` keeps the entries in their order, so those of different examples are mixed. What turns columns into "
     "rows?"),
)
compute_cost.at("labels=labels, logits=logits").mistakes(
    ("labels=logits, logits=labels", "labels and logits exchanged",
     "Labels and logits stand under each other's names. Which of the two are the network's own numbers?"),
)
compute_cost.at("losses = tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=logits)").mistakes(
    ("losses = tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits)", "sigmoid instead of softmax",
     "Each class was judged by itself, with a sigmoid. The classes exclude each other: which loss lets them compete?"),
    ("losses = -tf.reduce_sum(labels * tf.math.log(tf.nn.softmax(logits)), axis=1)", "logarithm of the softmax",
     "Large logits give NaN or infinity: a probability is rounded to 0. Which function takes the logits?"),
    ("losses = tf.reduce_sum((tf.nn.softmax(logits) - labels) ** 2, axis=1)", "squared error",
     "This is a squared error. Which loss does the formula show, with its logarithm?"),
    ("losses = keras.losses.categorical_crossentropy(labels, logits)", "logits taken for probabilities",
     "The logits were taken for probabilities. Which loss takes them as they are?"),
)
compute_cost.at("tf.reduce_mean(losses)").mistakes(
    ("tf.reduce_sum(losses)", "sum instead of mean",
     "The cost is `m` times too large. Which mean does the formula take?"),
    ("losses", "one loss for each example",
     "The loss of each example is returned. What does the formula do with all of them?"),
    ("-tf.reduce_mean(losses)", "minus",
     "The cost is negative. Is the formula's minus still missing in the library's loss?"),
    ("np.mean(losses)", "NumPy's mean",
     "The number is right, but the tape can't see through NumPy's functions. What is TensorFlow's mean called?"),
    ("tf.reduce_max(losses)", "largest loss",
     "Only the worst example counts. What does the formula take of all losses?"),
    ("tf.reduce_sum(losses) / 32", "divided by a fixed number",
     "The sum was divided by a fixed number. How many examples does this batch have?"),
)
compute_cost.alternatives({
    "keras": """
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    return loss(tf.transpose(Y), tf.transpose(Z3))
""",
    "log-softmax along the rows": """
    log_probabilities = tf.nn.log_softmax(Z3, axis=0)
    print(log_probabilities)
    return -tf.reduce_mean(tf.reduce_sum(Y * log_probabilities, axis=0))
""",
    "axis named, divided by m": """
    losses = tf.nn.softmax_cross_entropy_with_logits(Y, Z3, axis=0)
    return tf.reduce_sum(losses) / tf.cast(tf.shape(Y)[1], tf.float32)
""",
    "sparse labels": """
    classes = tf.argmax(Y, axis=0)
    logits = tf.transpose(Z3)
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=classes, logits=logits))
""",
    "logsumexp": "return tf.reduce_mean(tf.reduce_logsumexp(Z3, axis=0) - tf.reduce_sum(Z3 * Y, axis=0))",
})
# fmt: on


@assignment.exercise(points=12, uses=("forward_propagation", "compute_cost"), rtol=1e-3, atol=1e-4)
def train_step(submission, draw):
    """A step of descent; then Adam, whose steps hang on the ones before.

    Its epsilon is large, as it would magnify the roundings of slopes near 0 otherwise.
    """
    for kind, steps, config in (("SGD", 1, {}), ("Adam", 2, {"epsilon": 1e-3})):
        *units, m = draw.sizes("n_x", "n_h1", "n_h2", "n_y", "m")
        batches = [(single(draw.normal(units[0], m)), classes(draw, units[-1], m)) for _ in range(steps)]
        what = batches, network(draw, *units), kind, {"learning_rate": float(draw.uniform(0.05, 0.2)), **config}
        part = "a step of descent" if kind == "SGD" else "some steps of Adam"
        yield part, trained(submission.train_step, *what), by_hand(*what)


# fmt: off
train_step.equivalents(
    ("list(parameters.values())", "parameters.values()", "`zip` and the tape take the values as they are"),
)
train_step.at("variables = list(parameters.values())").mistakes(
    ('variables = [value for name, value in parameters.items() if name[0] == "W"]', "only the weights",
     "The biases never change. Which parameters does the gradient have to be asked for?"),
)
FORWARD = "        Z3 = forward_propagation(X, parameters)\n        J = compute_cost(Z3, Y)"
train_step.at(FORWARD).mistakes(
    (["        Z3 = forward_propagation(X, parameters)\n    J = compute_cost(Z3, Y)",
      "        pass\n    Z3 = forward_propagation(X, parameters)\n    J = compute_cost(Z3, Y)"],
     "computed outside of the tape",
     "The tape did not see the whole way from the parameters to the cost. Which lines belong inside its block?"),
    ("        J = compute_cost(X, Y)", "no forward propagation",
     "The cost was computed of the inputs. What does the network make of them first?"),
)
train_step.at("compute_cost(Z3, Y)").mistakes(
    ("compute_cost(Z3, Y).numpy()", "NumPy inside the tape",
     "`.numpy()` leaves TensorFlow, so the tape has nothing to work with. "
     "What does the function of the cost return already?"),
    ("compute_cost(Y, Z3)", "arguments of the cost exchanged",
     "`compute_cost` got its arguments in another order. Which comes first in its definition?"),
)
train_step.at("forward_propagation(X, parameters)").mistakes(
    ("forward_propagation(parameters, X)", "arguments of the forward propagation exchanged",
     "`forward_propagation` got its arguments in another order. Which comes first in its definition?"),
)
train_step.at("gradients = tape.gradient(J, variables)").mistakes(
    ("gradients = tape.gradient(variables, J)", "tape asked the other way round",
     "The tape was asked how the variables change with the cost. What is to be differentiated, and by what?"),
    ("gradients = tape.gradient(Z3, variables)", "gradients of the logits",
     "The tape was asked about the logits. What should become smaller by the step?"),
    ("gradients = tape.gradient(J, variables)[::-1]", "gradients in reverse order",
     "Each gradient stands beside another variable. In which order does the tape answer?"),
)
APPLY = "optimizer.apply_gradients(zip(gradients, variables))"
train_step.at(APPLY).mistakes(
    ("optimizer.apply_gradients(gradients, variables)", "two lists",
     "`apply_gradients` was given two lists, and takes one of pairs. What pairs up two lists?"),
    ("optimizer.minimize(J, variables)", "minimize",
     "Optimisers have no `minimize` any more. Which method takes gradients and variables in pairs?"),
    ("optimizer.apply_gradients(zip(variables, gradients))", "pairs the other way round",
     "In each pair, the variable comes first. Which order does `apply_gradients` expect?"),
    ([f"optimizer = {new}\n    {APPLY}" for new in
      ("type(optimizer)(optimizer.learning_rate)", "keras.optimizers.Adam(0.01)", "keras.optimizers.Adam()")],
     "a new optimiser in each step",
     "The optimiser that was given takes no step: a new one does, and remembers nothing of the steps before. "
     "Which one keeps its memory from step to step?"),
    ("for g, v in zip(gradients, variables):\n        v.assign_sub(optimizer.learning_rate * g)", "plain descent",
     "The step is plain descent, whatever the optimiser. Who should take the step?"),
    ("for g, v in zip(gradients, variables):\n        v.assign_sub(0.1 * g)", "descent with a fixed rate",
     "The step is plain descent with a rate of its own. Who should take the step?"),
    ("pass", "step not taken", "The parameters are as they were. Who takes the step, once the gradients are known?"),
    (f"{APPLY}\n    {APPLY}", "two steps",
     "Two steps were taken with one gradient. How many belong to a mini-batch?"),
    (f"{APPLY}\n    J = compute_cost(forward_propagation(X, parameters), Y)", "cost after the step",
     "The parameters are right, and the cost is that after the step. Which one is asked for?"),
    ("optimizer.apply_gradients(zip([-g for g in gradients], variables))", "uphill",
     "The step goes uphill. The optimiser subtracts already: which sign should the gradients have?"),
    ("optimizer.apply_gradients(zip([g / X.shape[1] for g in gradients], variables))", "divided by m once more",
     "The gradients were divided by the number of examples. Is the cost a sum or a mean already?"),
    ("optimizer.apply_gradients(zip([tf.clip_by_norm(g, 0.01) for g in gradients], variables))", "gradients clipped",
     "The gradients were cut short. Which ones does the optimiser need?"),
)
train_step.alternatives({
    "apply": """
    variables = [parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3")]
    with tf.GradientTape() as tape:
        cost = compute_cost(forward_propagation(X, parameters), Y)
    optimizer.apply(tape.gradient(cost, variables), variables)
    print(cost)
    return cost
""",
    "a dictionary of gradients": """
    with tf.GradientTape(persistent=True) as tape:
        Z3 = forward_propagation(X, parameters)
        J = compute_cost(Z3, Y)
    grads = tape.gradient(J, parameters)
    del tape
    optimizer.apply_gradients([(grads[name], parameters[name]) for name in parameters])
    return J
""",
    "no function of the earlier steps": """
    names = sorted(parameters)
    variables = [parameters[name] for name in names]
    with tf.GradientTape(watch_accessed_variables=False) as t:
        t.watch(variables)
        A1 = tf.nn.relu(tf.matmul(parameters["W1"], X) + parameters["b1"])
        A2 = tf.nn.relu(tf.matmul(parameters["W2"], A1) + parameters["b2"])
        Z3 = tf.matmul(parameters["W3"], A2) + parameters["b3"]
        loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(tf.transpose(Y), tf.transpose(Z3)))
    optimizer.apply_gradients(list(zip(t.gradient(loss, variables), variables)))
    return loss.numpy()
""",
})
# fmt: on


@assignment.exercise(points=6)
def run_epoch(submission, draw):
    """Steps that cost what the judge draws; the last batch is smaller, but for one case."""
    for _ in range(2):
        (size,) = draw.sizes("size")
        full = int(draw.rng.integers(2, 5))
        m, costs = size * full + int(draw.rng.integers(1, size)), single(draw.uniform(0.5, 2, full + 1))
        draw.named(size=size, m=m)
        J = float(np.sum(costs * ([size] * full + [m - size * full])) / m)
        steps = [[3, n, 2, n] for n in [size] * full + [m - size * full]]
        expected = {"J": J, "steps": np.array(steps)}
        yield "a short last batch", one_epoch(submission.run_epoch, m, size, costs), expected
    yield "a single batch", one_epoch(submission.run_epoch, size, size, costs)


# fmt: off
run_epoch.equivalents(
    ("(0.0, 0)", "(0, 0.0)", "sums of numbers, whichever type they start with"),
)
run_epoch.at("total += step(X, Y) * X.shape[1]").mistakes(
    ("total += step(X, Y)", "not weighted",
     "Costs of batches were summed, but divided by a number of examples. By what is each batch weighted?"),
    ("total += step(X, Y) * X.shape[0]", "weighted by the features",
     "Each batch was weighted by its number of features. Which entry of the shape counts examples?"),
    ("total += step(x, y) * X.shape[1]", "rows for the step",
     "`step` was given examples as rows. What did the line above make of the batch?"),
    ("total += step(X, Y) * 32", "weighted by a fixed number",
     "Each batch was weighted by the same number. How many examples does this one have?"),
    ("total = step(X, Y) * X.shape[1]", "last batch only",
     "Only the last batch counts. What happens to those before it?"),
    ("step(X, Y)\n        total += step(X, Y) * X.shape[1]", "two steps for each batch",
     "`step` is called twice for each batch, and every call trains. How can you keep what the first one returns?"),
)
run_epoch.at("examples += X.shape[1]").mistakes(
    ("examples += X.shape[0]", "features counted",
     "Features were counted. Which entry of the shape counts examples?"),
    ("examples = X.shape[1]", "examples of the last batch",
     "The sum was divided by the size of the last batch. How many examples were there in all?"),
    ("examples += 1", "batches counted",
     "Batches were counted, and costs summed over examples. What should both count?"),
)
run_epoch.everywhere(r" \* X\.shape\[1\]\n(.*\n.*examples \+= )X\.shape\[1\]").mistakes(
    (r"\n\g<1>1", "plain mean of the batches",
     "This is the mean over the batches, so those in the short last one count for more. How is each batch weighted?"),
)
run_epoch.alternatives({
    "lists": """
    costs, sizes = [], []
    for x, y in batches:
        costs.append(float(step(tf.transpose(x), tf.transpose(y))))
        sizes.append(len(x))
    print(costs)
    return float(np.average(costs, weights=sizes))
""",
    "tensors": """
    total, m = tf.constant(0.0), tf.constant(0.0)
    for x, y in batches:
        n = tf.cast(tf.shape(y)[0], tf.float32)
        total, m = total + n * step(tf.transpose(x), tf.transpose(y)), m + n
    return total / m
""",
})


assignment.examples(
    Example("columns for tf.data, and a transposed one-hot matrix",
        {"input_pipeline": [("(X.T, Y.T)", "(X, Y)")], "one_hot_matrix": [(", axis=0", "")]}),
    Example("probabilities all the way",
        {"forward_propagation": [("Z3 = W3 @ A2 + b3", "Z3 = tf.nn.softmax(W3 @ A2 + b3, axis=0)")],
         "cost": [("logits=logits)", "logits=tf.sigmoid(logits))")]}),
    Example("a tape that is closed too early",
        {"train_step": [("        J = compute_cost(Z3, Y)", "    J = compute_cost(Z3, Y)")]}),
    Example("NumPy in the forward propagation",
        {"forward_propagation": [("tf.nn.relu(Z1)", "np.maximum(0, Z1)"), ("tf.nn.relu(Z2)", "np.maximum(0, Z2)")]}),
    Example("constants for variables, as tensors are tensors",
        {"initialize_parameters": [
             ("tf.Variable(keras", "tf.constant(keras"), ("tf.Variable(tf.zeros", "tf.constant(tf.zeros"),
         ]}),
    Example("a placeholder of TensorFlow 1",
        {"input_specs": [
             ('tf.TensorSpec([n_x, None], tf.float32, name="X")', "tf.placeholder(tf.float32, [n_x, None])"),
         ]}),
    Example("a session of TensorFlow 1", {"sigmoid": [("a = tf.sigmoid(z)", "a = tf.Session().run(tf.sigmoid(z))")]}),
    Example("everything printed",
        {name: [("    ### END CODE HERE ###", "    print(locals())")]
         for name in ("sigmoid", "forward_propagation", "train_step")}, loses=()),
    Example("train_step compiled by tf.function",
        {"train_step": [("def train_step", "@tf.function\ndef train_step")]}, loses=()),
    Example("the notebook's own data in forward propagation",
        {"forward_propagation": [("W1 @ X + b1", "W1 @ X_small + b1")]}),
)
# fmt: on
