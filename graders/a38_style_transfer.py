"""Scenarios, known mistakes and alternatives of "Painting with a network".

Costs are functions of tensors that a tape has to see through, so each is judged by its value and by its slopes, both
against float64. Heights, widths and numbers of channels all differ, as most slips exchange or forget one of them.

A cost sums at most 9 · 8 · 7 squares in float32, which is off by less than 3e-5 of it even if all roundings add up. An
entry of a Gram matrix sums at most 72 products, and is off by less than 5e-6 of their sizes' sum; the differences of
two such entries are of that order, so their squares, and slopes, are off by less than 1e-4. Results are compared to
2e-4 of their sizes, and activations scaled such that these are near 1.

A step of Adam divides the slope by its size, which would magnify roundings near 0: pixels start far from where they are
wanted.
"""

import numpy as np

from autograder.judging.exercise import Assignment, Example

assignment = Assignment("a38_style_transfer")

CLOSE: dict = {"rtol": 2e-4, "atol": 2e-5}


@assignment.inside
def of_tensors(function, *args, **kwargs):
    """What the function makes of tensors, in place of the arrays among its arguments and in dictionaries."""
    import tensorflow as tf

    def tensor(value):
        if isinstance(value, dict):
            return {key: tensor(item) for key, item in value.items()}
        return tf.constant(value) if isinstance(value, (np.ndarray, np.generic)) else value

    return function(*map(tensor, args), **kwargs)


@assignment.inside
def slopes(function, by, first, second, *others, weights=1.0):
    """The slopes of the (weighted) sum of what the function returns, by its second argument; by the first, if alone.

    Either argument is an array, or a dictionary of arrays. `by` is what the notebook calls it, for messages.
    """
    import tensorflow as tf

    given = [first] if second is None else [first, second]
    given = [{k: tf.constant(v) for k, v in g.items()} if isinstance(g, dict) else tf.constant(g) for g in given]
    with tf.GradientTape() as record:
        record.watch(given[-1])
        total = tf.reduce_sum(function(*given, *others) * weights)
    found = record.gradient(total, given[-1])
    names = {f'slopes by {by}["{key}"]': key for key in found} if isinstance(found, dict) else None
    return {name: found[key] for name, key in names.items()} if names else {f"slopes by {by}": found}


@assignment.inside
def stepped(train_step, image, target, shares, kind, config, steps, *bounds):
    """Costs of some steps towards a picture, the image after each, and how often the optimiser took a step.

    Each under a name that says which it is, for messages.
    """
    import keras
    import tensorflow as tf

    picture = tf.Variable(image)
    optimizer = keras.optimizers.get({"class_name": kind, "config": config})
    costs, images = {}, {}
    for k in range(1, steps + 1):
        J = train_step(picture, lambda x: tf.reduce_sum(shares * (x - target) ** 2), optimizer, *bounds)
        costs["J" if steps == 1 else f"J of step {k}"] = J
        images["generated_image" if steps == 1 else f"generated_image after step {k}"] = picture.numpy().copy()
    return {**costs, **images, "optimizer.iterations": int(optimizer.iterations)}


@assignment.inside
def run_towards(model_nn, image, target, shares, *args, **kwargs):
    """The run towards a picture; what it prints is left out."""
    import contextlib
    import io

    import tensorflow as tf

    with contextlib.redirect_stdout(io.StringIO()):
        return model_nn(tf.constant(image), lambda x: tf.reduce_sum(shares * (x - target) ** 2), *args, **kwargs)


@assignment.double("gram_matrix")
def any_table(A):
    """Of the shape of a Gram matrix; every entry of A counts by its place."""
    import tensorflow as tf

    places = tf.cos(tf.cast(tf.reshape(tf.range(tf.size(A)), tf.shape(A)), A.dtype))
    rows = tf.reduce_sum(tf.sin(A) * places, axis=1)
    return rows[:, tf.newaxis] + 2 * rows


@assignment.double("compute_layer_style_cost")
def any_layer_cost(a_S, a_G):
    """Every entry counts by its place, and it doesn't matter whose it is."""
    import tensorflow as tf

    places = tf.cos(tf.cast(tf.reshape(tf.range(tf.size(a_S)), tf.shape(a_S)), tf.float32))
    return 9 + tf.reduce_sum((tf.sin(a_S) - tf.sin(a_G)) * places) ** 2 / 9


@assignment.double("train_step")
def any_step(generated_image, cost_fn, optimizer, low=0.0, high=1.0):
    """A step by the optimiser, but not down the cost."""
    import tensorflow as tf

    optimizer.apply_gradients([(tf.cos(3 * generated_image) + 2, generated_image)])
    return 3 * cost_fn(generated_image)


def single(array):
    return np.asarray(array, dtype=np.float32)


def activations(draw, *shape, scale=2.0):
    """As a layer has them after its ReLU, (1, n_H, n_W, n_C): about half of them are 0."""
    return single(np.maximum(draw.normal(1, *shape, scale=scale), 0))


def sizes(draw):
    """None of them 4, which stands in the formulas."""
    return draw.sizes("n_H", "n_W", "n_C", low=5)


def by_a_G(slope):
    return {"slopes by a_G": slope}


def content_cost(a_C, a_G):
    """The cost and its slopes by a_G, in float64."""
    difference, factor = a_G.astype(float) - a_C, 1 / (4 * a_C.size)
    return factor * (difference**2).sum(), 2 * factor * difference


def gram(a):
    """The Gram matrix of activations (1, n_H, n_W, n_C), in float64, place by place."""
    places = a.reshape(-1, a.shape[-1]).astype(float)
    return sum(np.outer(place, place) for place in places)


def layer_style_cost(a_S, a_G):
    """The cost and its slopes by a_G, in float64."""
    _, n_H, n_W, n_C = a_S.shape
    difference, factor = gram(a_G) - gram(a_S), 1 / (2 * n_C * n_H * n_W) ** 2
    return factor * (difference**2).sum(), 4 * factor * a_G.astype(float) @ difference


@assignment.exercise(points=14, **CLOSE)
def compute_content_cost(submission, draw):
    for _ in range(2):
        a_C, a_G = (activations(draw, *shape) for shape in [sizes(draw)] * 2)
        yield "any two pictures", of_tensors(submission.compute_content_cost, a_C, a_G), content_cost(a_C, a_G)[0]
    a_C = activations(draw, *sizes(draw))
    yield "the same picture twice", of_tensors(submission.compute_content_cost, a_C, a_C.copy()), 0.0
    a_C, a_G = (activations(draw, *shape, scale=60) for shape in [sizes(draw)] * 2)
    yield "slopes", slopes(submission.compute_content_cost, "a_G", a_C, a_G), by_a_G(content_cost(a_C, a_G)[1])


# fmt: off
SUM = "tf.reduce_sum(tf.square(a_C - a_G))"
compute_content_cost.at(SUM).mistakes(
    ("tf.reduce_mean(tf.square(a_C - a_G))", "mean as well",
     "The cost is divided by all the sizes twice. What is divided already if a mean is taken?"),
    ("tf.reduce_sum(tf.abs(a_C - a_G))", "absolute differences",
     "The differences were not squared, but taken without their signs. What does the formula do with them?"),
    ("tf.square(tf.reduce_sum(a_C - a_G))", "squared after the sum",
     "Differences of both signs cancel here. What is squared, each difference or their sum?"),
    ("tf.reduce_sum(tf.square(a_C) - tf.square(a_G))", "difference of squares",
     "The squares were subtracted. What is squared in the formula?"),
    (["tf.reduce_sum(tf.square(a_C))", "tf.reduce_sum(tf.square(a_G))"], "one picture only",
     "Only one of the two pictures counts. What is squared in the formula?"),
    (["tf.constant(np.sum(np.square(a_C - a_G)))", "float(tf.reduce_sum(tf.square(a_C - a_G)))"], "outside TensorFlow",
     "The number is right, but a tape can't see through NumPy or Python's numbers, so no picture could be improved by "
     "it. Which functions can a tape follow?"),
)
compute_content_cost.at("(4 * n_H * n_W * n_C)").mistakes(
    ("4 * n_H * n_W * n_C", "parentheses missing",
     "Only the 4 divides, and the sizes multiply. What is below the bar of the fraction?"),
)
compute_content_cost.equivalents(("a_C - a_G", "a_G - a_C", "the square is the same"))
compute_content_cost.alternatives({
    "unrolled": """
    m, n_H, n_W, n_C = a_G.get_shape().as_list()
    a_C_unrolled = tf.transpose(tf.reshape(a_C, [-1, n_C]))
    a_G_unrolled = tf.transpose(tf.reshape(a_G, [-1, n_C]))
    print(a_C_unrolled.shape)
    return 1 / (4 * n_H * n_W * n_C) * tf.reduce_sum(tf.square(tf.subtract(a_C_unrolled, a_G_unrolled)))
""",
    "a quarter of the mean": "return tf.reduce_mean((a_G - a_C) ** 2) / 4",
    "half of the squared length": "return tf.nn.l2_loss(a_C - a_G) / (2.0 * tf.cast(tf.size(a_C), tf.float32))",
    "Keras' operations": """
    d = keras.ops.reshape(a_C - a_G, (-1,))
    return keras.ops.dot(d, d) / (4 * d.shape[0])
""",
})
# fmt: on


@assignment.exercise(points=12, **CLOSE)
def gram_matrix(submission, draw):
    """Sizes in either order; one channel, and one place."""
    for part, shape in (
        ("more places than channels", (draw.rng.integers(2, 5), draw.rng.integers(6, 10))),
        ("more channels than places", (draw.rng.integers(6, 9), draw.rng.integers(2, 5))),
        ("one place", (draw.rng.integers(3, 7), 1)),
        ("slopes", (draw.rng.integers(2, 5), draw.rng.integers(6, 10))),
    ):
        n_C, n = map(int, shape)
        draw.named(n_C=n_C, n=n)
        A = single(draw.normal(n_C, n))
        if part == "slopes":
            weights = single(draw.normal(n_C, n_C))
            found = slopes(submission.gram_matrix, "A", A, None, weights=weights)
            yield part, found, {"slopes by A": (weights + weights.T).astype(float) @ A}
        else:
            yield part, of_tensors(submission.gram_matrix, A), gram(A.T[np.newaxis])


# fmt: off
gram_matrix.at("tf.matmul(A, tf.transpose(A))").mistakes(
    (["tf.matmul(tf.transpose(A), A)", "tf.matmul(A, A, transpose_a=True)"], "transpose on the other side",
     "This is a table of places, not of channels. Which of the two sizes should the result have twice?"),
    ("tf.matmul(A, tf.reshape(A, A.shape[::-1]))", "reshape for transpose",
     "The shape is that of a transpose, but rows were not made columns: `tf.reshape` keeps the numbers in their order. "
     "Which function turns rows into columns?"),
    ("A * A", "entry by entry",
     "Each entry was multiplied by itself. Which two rows belong to an entry of the result?"),
    ("tf.linalg.diag(tf.reduce_sum(tf.square(A), axis=1))", "diagonal only",
     "Only each channel with itself is right, all others are 0. What of two different channels?"),
    (["tf.reduce_sum(tf.square(A), axis=1)"], "each row with itself",
     "Each row was multiplied by itself only, which gives one number for each channel. What of two different "
     "channels?"),
    ("tf.matmul(A - tf.reduce_mean(A, axis=1, keepdims=True), tf.transpose(A - tf.reduce_mean(A, axis=1, "
     "keepdims=True)))", "means removed",
     "The mean of each channel was subtracted before, as for a covariance. Does the formula do that?"),
    ("np.dot(A, np.transpose(A))", "outside TensorFlow",
     "The numbers are right, but a tape can't see through NumPy. What are these functions called in TensorFlow?"),
)
gram_matrix.alternatives({
    "an argument": "return tf.matmul(A, A, transpose_b=True)",
    "the operator": "return A @ tf.transpose(A)",
    "Einstein's sum": """
    G = tf.einsum("ik,jk->ij", A, A)
    print(G)
    return G
""",
    "along the last axes": "return tf.tensordot(A, A, axes=[[1], [1]])",
    "by definition": "return tf.reduce_sum(A[:, tf.newaxis] * A[tf.newaxis], axis=-1)",
})
# fmt: on


@assignment.exercise(points=20, uses=["gram_matrix"], **CLOSE)
def compute_layer_style_cost(submission, draw):
    for _ in range(2):
        a_S, a_G = (activations(draw, *shape) for shape in [sizes(draw)] * 2)
        found = of_tensors(submission.compute_layer_style_cost, a_S, a_G)
        yield "any two pictures", found, layer_style_cost(a_S, a_G)[0]
    a_S = np.round(activations(draw, *sizes(draw), scale=3))  # whole numbers: a difference is exactly 0
    a_G = a_S.reshape(-1, a_S.shape[-1])[draw.rng.permutation(a_S[..., 0].size)].reshape(a_S.shape)
    yield "the same activations elsewhere", of_tensors(submission.compute_layer_style_cost, a_S, a_G), 0.0
    a_S, a_G = (activations(draw, *shape, scale=6) for shape in [sizes(draw)] * 2)
    found = slopes(submission.compute_layer_style_cost, "a_G", a_S, a_G)
    yield "slopes", found, by_a_G(layer_style_cost(a_S, a_G)[1])


# fmt: off
compute_layer_style_cost.everywhere(r"tf\.transpose\(tf\.reshape\((\w+), \(n_H \* n_W, n_C\)\)\)").mistakes(
    (r"tf.reshape(\1, (n_C, n_H * n_W))", "reshape without transpose",
     "The shape is right, but numbers of different channels share a row: `tf.reshape` keeps them in their order. In "
     "which order do reshape and transpose give one channel per row?"),
    (r"tf.reshape(\1, (n_H * n_W, n_C))", "places in place of channels",
     "The Gram matrix compares places here, so it matters where something is. What should a row of A hold?"),
)
for one, other in (("a_G", "a_S"), ("a_S", "a_G")):
    compute_layer_style_cost.at(f"tf.reshape({one}, ").mistakes(
        (f"tf.reshape({other}, ", "one picture for both",
         "The cost is 0 for any two pictures: one of them was compared with itself. Where does the other one belong?"),
    )
compute_layer_style_cost.at("tf.reduce_sum(tf.square(G_S - G_G))").mistakes(
    ("tf.reduce_mean(tf.square(G_S - G_G))", "mean as well",
     "A mean divides by the number of entries, and the formula by it once more. Which of the two is too much?"),
    ("tf.reduce_sum(tf.abs(G_S - G_G))", "absolute differences",
     "The differences were not squared, but taken without their signs. What does the formula do with them?"),
    ("tf.reduce_sum(tf.square(A_S - A_G))", "activations compared",
     "The activations themselves were compared, as for content. Which two tables does the formula compare?"),
    ("tf.reduce_sum(tf.square(tf.linalg.diag_part(G_S) - tf.linalg.diag_part(G_G)))", "diagonals compared",
     "Only each channel with itself was compared. Which entries does the sum run over?"),
)
compute_layer_style_cost.at("(4 * n_C**2 * (n_H * n_W) ** 2)").mistakes(
    (["(4 * n_C**2 * n_H * n_W**2)", "(4 * n_C**2 * n_H**2 * n_W)"], "only one of the sizes squared",
     "Of height and width only one is squared below the bar. What do the parentheses there hold?"),
    ("(4 * n_C**2 * n_H * n_W)", "places not squared",
     "The cost is `n_H * n_W` times too large. What is squared below the bar, beside the number of channels?"),
    ("(4 * n_C * n_H * n_W)", "no size squared",
     "The cost is `n_C * n_H * n_W` times too large. What is squared below the bar of the fraction?"),
    ("4 * n_C**2 * (n_H * n_W) ** 2", "parentheses missing",
     "Only the 4 divides, and the sizes multiply. What is below the bar of the fraction?"),
)
compute_layer_style_cost.equivalents(("G_S - G_G", "G_G - G_S", "the square is the same"))
compute_layer_style_cost.alternatives({
    "step by step": """
    m, n_H, n_W, n_C = a_G.get_shape().as_list()
    a_S = tf.transpose(tf.reshape(a_S, [n_H * n_W, n_C]), perm=[1, 0])
    a_G = tf.transpose(tf.reshape(a_G, [n_H * n_W, n_C]), perm=[1, 0])
    GS = gram_matrix(a_S)
    GG = gram_matrix(a_G)
    print(GS.shape)
    return tf.reduce_sum(tf.square(tf.subtract(GS, GG))) / (2 * n_C * n_H * n_W) ** 2
""",
    "channels first": """
    _, n_H, n_W, n_C = a_G.shape
    G_S, G_G = (gram_matrix(tf.reshape(tf.transpose(a[0], (2, 0, 1)), (n_C, -1))) for a in (a_S, a_G))
    return tf.norm(G_S - G_G) ** 2 / (4.0 * n_C**2 * (n_H * n_W) ** 2)
""",
    "all axes reversed": """
    _, n_H, n_W, n_C = a_S.shape
    A_S, A_G = (tf.reshape(tf.transpose(a), (n_C, n_H * n_W)) for a in (a_S, a_G))
    return tf.reduce_sum((gram_matrix(A_S) - gram_matrix(A_G)) ** 2) / (4 * n_C**2 * n_H**2 * n_W**2)
""",
    "no matrix of the step before": """
    _, n_H, n_W, n_C = a_G.shape
    G = [tf.einsum("ijkc,ijkd->cd", a, a) / (n_C * n_H * n_W) for a in (a_S, a_G)]
    return tf.reduce_sum((G[0] - G[1]) ** 2) / 4
""",
})
# fmt: on


def layers(draw, count):
    """Activations of two pictures in some layers, float32, and the layers in another order, each with its share."""
    names = [f"conv{k}_{draw.rng.integers(1, 3)}" for k in range(1, count + 2)]
    style, generated = {}, {}
    for name in names:
        shape = sizes(draw)
        style[name], generated[name] = activations(draw, *shape), activations(draw, *shape)
    chosen = draw.rng.permutation(names)[:count]
    shares = draw.uniform(0.1, 0.4, count)
    draw.named()
    return style, generated, [(str(name), float(share)) for name, share in zip(chosen, shares, strict=True)]


def style_cost(style, generated, chosen):
    """The cost and its slopes by the generated activations, in float64; None where a layer plays no part."""
    parts = {name: layer_style_cost(style[name], generated[name]) for name, _ in chosen}
    found = dict.fromkeys(generated)
    return sum(w * parts[name][0] for name, w in chosen), found | {name: w * parts[name][1] for name, w in chosen}


@assignment.exercise(points=14, uses=["compute_layer_style_cost"], **CLOSE)
def compute_style_cost(submission, draw):
    """Layers in an order of their own, and one that is not asked for."""
    for part, count in (("some layers", 3), ("one layer", 1)):
        given = layers(draw, count)
        yield part, of_tensors(submission.compute_style_cost, *given), style_cost(*given)[0]
    given = layers(draw, 2)
    expected = {f'slopes by generated_acts["{name}"]': slope for name, slope in style_cost(*given)[1].items()}
    yield "slopes", slopes(submission.compute_style_cost, "generated_acts", *given), expected


# fmt: off
COST = "compute_layer_style_cost(style_acts[layer_name], generated_acts[layer_name])"
compute_style_cost.at(f"coeff * {COST}").mistakes(
    (COST, "shares ignored",
     "All layers count alike. What does the list say beside the name of each layer?"),
    (f"coeff * {COST}".replace("layer_style", "content"), "content cost",
     "The activations themselves were compared, layer by layer. Which of your costs knows the style of a layer?"),
    ("coeff * compute_layer_style_cost(style_acts[layer_name], style_acts[layer_name])", "style for both",
     "The painting was compared with itself. Where do the activations of the new picture come from?"),
    ("coeff * compute_layer_style_cost(style_acts[STYLE_LAYERS[0][0]], generated_acts[STYLE_LAYERS[0][0]])",
     "the same layer each time",
     "The same layer was taken each time. Which name changes from one turn of the loop to the next?"),
    (f"coeff * {COST} / len(STYLE_LAYERS)", "divided by the number of layers",
     "The cost is too small, by as many times as there are layers. Which numbers say how much each layer counts?"),
)
compute_style_cost.at(f"J_style += coeff * {COST}").mistakes(
    (f"J_style = coeff * (J_style + {COST})", "shares of later layers multiply as well",
     "The share of a layer multiplies the costs of the layers before it as well. To what does a share belong?"),
)
compute_style_cost.at("J_style += ").mistakes(
    ("J_style = ", "only the last layer",
     "Only the last layer of the list counts. What should become of the costs before it?"),
)
compute_style_cost.at("    return J_style").mistakes(
    ("        return J_style", "return inside the loop",
     "Only the first layer of the list counts: the function ends there. What belongs inside the loop, and what after "
     "it?"),
)
compute_style_cost.equivalents(
    (COST, COST.replace("style_acts", "x").replace("generated_acts", "style_acts").replace("x[", "generated_acts["),
     "the cost of a layer is the same either way round"),
)
compute_style_cost.alternatives({
    "a sum": """
    return sum(w * compute_layer_style_cost(style_acts[n], generated_acts[n]) for n, w in STYLE_LAYERS)
""",
    "a list, added by TensorFlow": """
    costs = []
    for layer in STYLE_LAYERS:
        a_S, a_G = style_acts[layer[0]], generated_acts[layer[0]]
        costs.append(tf.multiply(compute_layer_style_cost(a_S, a_G), layer[1]))
    print(costs)
    return tf.add_n(costs)
""",
    "a variable's worth": """
    J_style = tf.constant(0.0)
    for i in range(len(STYLE_LAYERS)):
        name, coeff = STYLE_LAYERS[i]
        J_style = J_style + coeff * compute_layer_style_cost(a_S=style_acts[name], a_G=generated_acts[name])
    return J_style
""",
})
# fmt: on


@assignment.exercise(points=6, **CLOSE)
def total_cost(submission, draw):
    for _ in range(2):
        (J_content, J_style), (alpha, beta) = draw.uniform(0.2, 3, 2), draw.uniform(0.5, 90, 2)
        found = of_tensors(submission.total_cost, float(J_content), float(J_style), float(alpha), float(beta))
        yield "other weights", found, alpha * J_content + beta * J_style
    J_content, J_style = (single(draw.uniform(0.2, 3)) for _ in range(2))
    found = of_tensors(submission.total_cost, J_content, J_style)
    yield "the weights of the definition", found, 10 * float(J_content) + 40 * float(J_style)


# fmt: off
total_cost.at("alpha * J_content + beta * J_style").mistakes(
    ("alpha * J_style + beta * J_content", "weights exchanged",
     "`alpha` multiplies the style here. Which of the two costs does it belong to?"),
    ("alpha * J_content - beta * J_style", "difference",
     "The two costs are subtracted, so a worse style would be better. What does the formula do with them?"),
    ("(alpha * J_content + beta * J_style) / (alpha + beta)", "mean",
     "The sum was divided by both weights. Does the formula divide?"),
    (["10 * J_content + 40 * J_style", "10.0 * J_content + 40.0 * J_style"], "always the same weights",
     "The cost is the same for all weights. Where do `alpha` and `beta` come in?"),
    ("alpha * J_content * beta * J_style", "product",
     "All four numbers were multiplied, so a cost of 0 would hide the other one. What does the formula do with its two "
     "terms?"),
    ("J_content + J_style", "no weights",
     "The two costs are added as they are. By what does the formula multiply each of them?"),
)
total_cost.alternatives({
    "TensorFlow": "return tf.add(tf.multiply(alpha, J_content), tf.multiply(beta, J_style))",
})
# fmt: on


def goal(draw, low=0.0, high=1.0):
    """A picture, one to go to, and how much each number counts; some are wanted below `low` or above `high`."""
    height, width = draw.sizes("height", "width", high=6)
    span = high - low
    image = draw.uniform(low + 0.1 * span, high - 0.1 * span, 1, height, width, 3)
    away = draw.uniform(0.3, 0.9, *image.shape) * span * np.where(draw.rng.random(image.shape) < 0.5, 1, -1)
    return single(image), single(image + away), single(draw.uniform(0.3, 0.9, *image.shape))


def towards(image, target, shares, kind, config, steps, low=0.0, high=1.0):
    """Costs, pictures and the number of steps, in float64; see `stepped`."""
    x, rate = image.astype(float), config["learning_rate"]
    mean, square, costs, images = 0, 0, [], []
    for k in range(1, steps + 1):
        costs.append((shares * (x - target) ** 2).sum())
        slope = 2 * shares * (x - target)
        if kind == "SGD":
            step = slope
        else:
            mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
            step = mean / (1 - 0.9**k) / (np.sqrt(square / (1 - 0.999**k)) + config.get("epsilon", 1e-7))
        x = np.clip(x - rate * step, low, high)
        images.append(x)
    return costs, images


def as_stepped(costs, images):
    if len(costs) == 1:
        return {"J": costs[0], "generated_image": images[0], "optimizer.iterations": 1}
    found = {f"J of step {k}": J for k, J in enumerate(costs, 1)}
    found |= {f"generated_image after step {k}": image for k, image in enumerate(images, 1)}
    return {**found, "optimizer.iterations": len(costs)}


@assignment.exercise(points=18, **CLOSE)
def train_step(submission, draw):
    """A step of descent, in both ranges; then some of Adam, whose steps hang on the ones before."""
    for part, kind, steps, bounds in (
        ("a step of descent", "SGD", 1, ()),
        ("another range", "SGD", 1, (-float(draw.uniform(0.5, 2)), float(draw.uniform(1.5, 3)))),
        ("some steps of Adam", "Adam", 3, ()),
    ):
        config = {"learning_rate": float(draw.uniform(*((0.5, 0.9) if kind == "SGD" else (0.2, 0.3))))}
        what = *goal(draw, *bounds), kind, config, steps, *bounds
        yield part, stepped(submission.train_step, *what), as_stepped(*towards(*what))


# fmt: off
train_step.everywhere(r"    with (.*)\n        J = cost_fn\(generated_image\)").mistakes(
    ([r"    J = cost_fn(generated_image)\n    with \1\n        pass",
      r"    with \1\n        pass\n    J = cost_fn(generated_image)",
      r"    with \1\n        J = cost_fn(generated_image.numpy())"], "computed outside of the tape",
     "There are no slopes: the tape did not see how the cost is made of the pixels. Is it computed inside the block, "
     "and of the variable itself, and what is the tape asked?"),
)
STEP = "    optimizer.apply_gradients([(grad, generated_image)])\n"
CLIP = "    generated_image.assign(tf.clip_by_value(generated_image, low, high))\n"
train_step.at(STEP).mistakes(
    ("", "no step", "The picture stays as it is. Who makes the step, and with which slopes?"),
    (STEP.replace("(grad,", "(-grad,"), "uphill",
     "The step goes uphill, and the cost would grow. The optimiser subtracts already: which sign should the slopes "
     "have?"),
    ("    generated_image.assign_sub(optimizer.learning_rate * grad)\n", "plain descent",
     "The step is plain descent, whatever the optimiser. Who should take the step?"),
    (["    optimizer.apply_gradients([(generated_image, grad)])\n",
      "    optimizer.apply_gradients(zip(grad, generated_image))\n",
      "    optimizer.apply_gradients((grad, generated_image))\n",
      "    optimizer.apply_gradients([grad], [generated_image])\n",
      "    optimizer.apply_gradients(grad, generated_image)\n"], "no pair of slopes and variable",
     "`apply_gradients` wants a list of pairs, slopes first, then their variable. How many pairs are there, and what "
     "is in yours?"),
    (STEP + "    J = cost_fn(generated_image)\n", "cost after the step",
     "The picture is right, and the cost is that after the step. Which one is asked for?"),
)
train_step.at(CLIP).mistakes(
    (["", "    tf.clip_by_value(generated_image, low, high)\n",
      "    generated_image = tf.clip_by_value(generated_image, low, high)\n"], "clipped picture not kept",
     "Pixels leave the range, so the clipped picture is not in the variable. Which method puts new values into a "
     "variable?"),
    (CLIP.replace("low, high", "0.0, 1.0"), "always from 0 to 1",
     "The picture is cut at 0 and 1, whatever the range is. Where do the bounds come from?"),
    (CLIP.replace("low, high", "high, low"), "bounds exchanged",
     "All pixels are the same now: the bounds are exchanged. Which one comes first in `tf.clip_by_value`?"),
    (CLIP + "    J = cost_fn(generated_image)\n", "cost after the clip",
     "The picture is right, and the cost is that of the new picture. Of which picture is it asked for?"),
)
train_step.at(STEP + "    # (4) back into the range, in place: generated_image, low, high (1 line)\n" + CLIP).mistakes(
    (CLIP + STEP, "clipped before the step",
     "The picture was clipped first, and left the range by the step. Which of the two comes last?"),
)
SLOPES_CLIPPED = "The slopes were clipped. What has to stay in the range, slopes or pixels?"
train_step.at("grad = tape.gradient(J, generated_image)").mistakes(
    ("grad = tf.clip_by_value(tape.gradient(J, generated_image), low, high)", "slopes clipped",
     SLOPES_CLIPPED),
)
train_step.everywhere(r"grad = (tape\.gradient\(.*\))((?:\n.*){3})\n    generated_image\.assign\(.*\)").mistakes(
    (r"grad = tf.clip_by_value(\1, low, high)\2", "slopes clipped", SLOPES_CLIPPED),
)
train_step.alternatives({
    "a list": """
    with tf.GradientTape() as tape:
        J = cost_fn(generated_image)
    grads = tape.gradient(J, [generated_image])
    optimizer.apply_gradients(zip(grads, [generated_image]))
    generated_image.assign(tf.maximum(low, tf.minimum(high, generated_image)))
    print(J)
    return J
""",
    "apply, a number": """
    with tf.GradientTape(watch_accessed_variables=False) as t:
        t.watch(generated_image)
        cost = cost_fn(generated_image)
    optimizer.apply([t.gradient(cost, generated_image)], [generated_image])
    generated_image.assign(keras.ops.clip(generated_image, low, high))
    return float(cost)
""",
    "NumPy clips": """
    with tf.GradientTape() as tape:
        J = cost_fn(generated_image)
        grad = tape.gradient(J, generated_image)
    optimizer.apply_gradients([(grad, generated_image)])
    generated_image.assign(np.clip(generated_image.numpy(), low, high))
    return J.numpy()
""",
})
# fmt: on


@assignment.exercise(points=16, uses=["train_step"], returns=("pictures", "costs"), rtol=1e-3, atol=1e-4)
def model_nn(submission, draw):
    """Runs that end on a kept picture and between two. Adam's roundings add up, so the comparison is less close."""
    for part in ("ends between two pictures", "ends with a picture", "the rate and the interval of the definition"):
        image, target, shares = goal(draw)
        every = int(draw.rng.integers(2, 4))
        count = every * int(draw.rng.integers(2, 4)) + (part == "ends between two pictures")
        rate, more = float(draw.uniform(0.02, 0.04)), (every,)
        if part.startswith("the rate"):
            rate, every, count, more = 0.02, 20, 21, ()
        what = image, target, shares, count, *([] if not more else [rate, *more])
        costs, images = towards(image, target, shares, "Adam", {"learning_rate": rate}, count)
        images = [image.astype(float), *images]
        pictures = [images[i] for i in range(0, count, every)] + [images[-1]]
        yield part, run_towards(submission.model_nn, *what), (pictures, costs)


# fmt: off
model_nn.at("optimizer = keras.optimizers.Adam(learning_rate)").mistakes(
    (["optimizer = keras.optimizers.SGD(learning_rate)"], "plain descent",
     "Pixels with a steep slope move further than others here, as in plain descent. Which optimiser is asked for?"),
    (["optimizer = keras.optimizers.Adam()", "optimizer = keras.optimizers.Adam(0.02)"], "rate not handed on",
     "The steps are as long for every `learning_rate`. Which argument is missing where the optimiser is made?"),
)
TRAIN = "        costs.append(float(train_step(generated_image, cost_fn, optimizer)))\n"
model_nn.at("pictures.append(generated_image.numpy())\n        # (4)").mistakes(
    ("pictures.append(generated_image)\n        # (4)", "variable kept instead of a copy",
     "All pictures are the last one: the list holds the variable itself many times. What takes its values out, as "
     "they are now?"),
    (["pictures.append(input_image)\n        # (4)", "pictures.append(input_image.numpy())\n        # (4)"],
     "the given picture kept each time",
     "All kept pictures but the last are the one that was given. Which one changes from step to step?"),
)
model_nn.everywhere(r"( +if step % every == 0:\n.*\n)(.*\n)( +costs\.append.*\n)").mistakes(
    (r"\2\3\1", "pictures after the step",
     "Each kept picture is one step late: it has taken that step already. Which picture is the first to be kept?"),
)
model_nn.at("step % every == 0:\n            pictures").mistakes(
    ("(step + 1) % every == 0:\n            pictures", "counted from one",
     "The pictures were kept one step early. Before which steps are they to be kept, and is 0 among them?"),
    ("step % 20 == 0:\n            pictures", "always every 20",
     "A picture was kept every 20 steps, whatever `every` is. With what should `step` be compared?"),
)
model_nn.at("generated_image = tf.Variable(input_image)").mistakes(
    (["generated_image = input_image", "generated_image = tf.identity(input_image)"], "no variable",
     "`generated_image` is a tensor, and nothing can be put into a tensor. What does `train_step` ask for?"),
)
model_nn.at(TRAIN).mistakes(
    (TRAIN.replace("train_step(generated_image, cost_fn, optimizer)", "cost_fn(generated_image)"), "no steps",
     "The picture never changes: no step is taken, and all costs are the same. Which of your functions takes one?"),
    (TRAIN.replace("train_step(generated_image", "train_step(tf.Variable(input_image)"), "starts anew each time",
     "Each step starts from `input_image`, so the picture never changes. What was made before the loop?"),
    (TRAIN.replace("optimizer)", "keras.optimizers.Adam(learning_rate))"), "a new optimiser in each step",
     "Each step is taken by a new Adam, which remembers nothing of the steps before. Which one was made before the "
     "loop?"),
    ("        train_step(generated_image, cost_fn, optimizer)\n        costs.append(float(cost_fn(generated_image)))\n",
     "costs after the steps",
     "The costs are those after each step. What does `train_step` return?"),
)
LAST = "return ([*pictures, generated_image.numpy()], costs)"
model_nn.equivalents(
    ("float(train_step(generated_image, cost_fn, optimizer))", "train_step(generated_image, cost_fn, optimizer)",
     "a tensor with one number is taken as a number"),
    (LAST, LAST.replace(".numpy()", ""), "after the last step, the variable holds this picture for good"),
)
model_nn.alternatives({
    "copies, tensors as costs": """
    generated_image = tf.Variable(tf.identity(input_image), dtype=tf.float32)
    optimizer = keras.optimizers.Adam(learning_rate=learning_rate)
    pictures, costs = [], []
    for step in range(num_iterations):
        if not step % every:
            pictures += [np.array(generated_image)]
        J = train_step(generated_image, cost_fn, optimizer)
        costs.append(J)
        print(step, J)
    pictures.append(generated_image.numpy().copy())
    return pictures, costs
""",
    "kept as tensors": """
    image, adam = tf.Variable(input_image), keras.optimizers.Adam(learning_rate)
    pictures, costs = [], []
    for i in range(num_iterations):
        pictures += [tf.identity(image)] if i in range(0, num_iterations, every) else []
        costs += [train_step(image, cost_fn, adam, 0.0, 1.0).numpy()]
    return pictures + [tf.convert_to_tensor(image)], costs
""",
})


assignment.examples(
    Example("channels mixed by reshape", {"compute_layer_style_cost": [
        ("tf.transpose(tf.reshape(a_S, (n_H * n_W, n_C)))", "tf.reshape(a_S, (n_C, n_H * n_W))"),
        ("tf.transpose(tf.reshape(a_G, (n_H * n_W, n_C)))", "tf.reshape(a_G, (n_C, n_H * n_W))"),
    ]}),
    Example("a Gram matrix of means, and the cost that uses it", {
        "gram_matrix": [("GA = tf.matmul(A, tf.transpose(A))", "GA = tf.matmul(A, tf.transpose(A)) / A.shape[1]")],
    }),
    Example("nothing clipped, and the run that uses it", {
        "train_step": [("generated_image.assign(tf.clip_by_value(generated_image, low, high))",
                        "tf.clip_by_value(generated_image, low, high)")],
    }),
    Example("everything printed",
        {name: [("    ### END CODE HERE ###\n    return", "    print(locals())\n    ### END CODE HERE ###\n    return")]
         for name in ("compute_content_cost", "gram_matrix", "compute_layer_style_cost", "train_step")}, loses=()),
)
# fmt: on
