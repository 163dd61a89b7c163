"""Scenarios, known mistakes and alternatives of "Who is at the door? Faces as encodings".

Functions that take a network are given a small Keras model whose weights the judge draws, and which does not do the
same in training. Drawn encodings are placed at drawn distances from the visitor's, clear of the threshold by MARGIN;
only where the rule for equality is asked for is a distance exactly the threshold, in numbers that float32 has exactly.

Results are compared to 2e-5. The network sums at most 126 terms of order 1/10 in float32, which is off by less than
5e-6, and an encoding is divided by a length of at least 1. In the loss, squared distances sum at most 12 terms of order
2; the hinge of each triplet is clear of its corner by MARGIN, so slopes do not hang on rounding.
"""

import numpy as np

from autograder.judging.exercise import Assignment, Example

assignment = Assignment("a37_face_recognition")

MARGIN = 0.02
CLOSE = 2e-5


@assignment.inside
def with_network(function, weights, before, after=(), count=False):
    """What a function makes of a network of given weights, among other arguments; or how often it asks the network."""
    import keras
    import tensorflow as tf

    class Network(keras.Model):
        """Flat, minus a mean (in training, that of the batch), times W, plus b; a fifth of what is negative."""

        asked = 0

        def call(self, X, training=False):
            if len(X.shape) != 4 or X.shape[-1] != 3:
                raise ValueError(f"the network wants a batch, shape (m, height, width, 3), not {tuple(X.shape)}")
            Network.asked += 1
            mean, W, b = weights
            flat = tf.reshape(tf.cast(X, tf.float32), (-1, len(W)))
            Z = tf.matmul(flat - (tf.reduce_mean(flat, axis=0) if training else mean), W) + b
            return tf.nn.leaky_relu(Z, 0.2)

    tf.config.run_functions_eagerly(True)
    try:
        result = function(*before, Network(), *after)
    finally:
        tf.config.run_functions_eagerly(False)
    return Network.asked if count else result


@assignment.double("img_to_encoding")
def any_encoding(image, model):
    """Numbers that hang on the network and on every pixel of the photo; together about as long as 1."""
    values = np.asarray(model(np.sin(image[np.newaxis].astype(np.float32)), training=False))[0]
    return np.cos(3 * values) * np.sqrt(2 / len(values))


@assignment.inside
def of_tensors(triplet_loss, y_true, y_pred, *alpha):
    """The loss of tensors."""
    import tensorflow as tf

    return triplet_loss(y_true, tuple(tf.constant(part) for part in y_pred), *alpha)


@assignment.inside
def slopes(triplet_loss, y_pred, alpha):
    """The slopes of the loss, as a tape finds them."""
    import tensorflow as tf

    parts = [tf.constant(part) for part in y_pred]
    with tf.GradientTape() as record:
        record.watch(parts)
        value = tf.convert_to_tensor(triplet_loss(None, parts, alpha))
    found = record.gradient(value, parts)
    return dict(zip(("of the anchors", "of the positives", "of the negatives"), found, strict=True))


@assignment.inside
def trained(train_step, start, rate, triplets, *alpha):
    """Loss and weights of a step of descent, of a network with batch normalisation and one dense layer."""
    import keras
    import tensorflow as tf

    class Network(keras.Model):
        def __init__(self):
            super().__init__()
            for name in ("W", "b"):
                value = self.add_weight(shape=start[name].shape, name=name)
                value.assign(start[name])
                setattr(self, name, value)

        def call(self, X, training=False):
            X = tf.reshape(X, (len(X), -1))
            if training:
                X = (X - tf.reduce_mean(X, axis=0)) / tf.sqrt(tf.math.reduce_variance(X, axis=0) + 0.01)
            return tf.matmul(X, self.W) + self.b

    model, optimizer = Network(), keras.optimizers.SGD(rate)
    optimizer.build(model.trainable_variables)
    loss = train_step(model, optimizer, tuple(tf.constant(part) for part in triplets), *alpha)
    return {"loss": loss, "W": model.W.numpy(), "b": model.b.numpy(), "steps": int(optimizer.iterations)}


@assignment.double("triplet_loss")
def any_loss(y_true, y_pred, alpha=0.2):
    """Every number counts by its place and by its part."""
    import tensorflow as tf

    total = 0.0
    for part, E in enumerate(y_pred):
        places = tf.reshape(tf.cast(tf.range(tf.size(E)), tf.float32), tf.shape(E))
        total += tf.reduce_sum(tf.cos(places + part) * tf.sin(E * (1 + alpha)))
    return total


def single(array):
    return np.asarray(array, dtype=np.float32)


def unit(vector):
    return vector / np.linalg.norm(vector)


def rows_of(images, weights):
    """What the network of `with_network` gives, in float64."""
    mean, W, b = (value.astype(float) for value in weights)
    Z = (images.reshape(len(images), -1) / 255 - mean) @ W + b
    return np.where(Z > 0, Z, 0.2 * Z)


def visitor(draw, photos=1):
    """Photos, the weights of a network, and their encodings, whose lengths before are at least 1."""
    while True:
        rows, columns, n = draw.sizes("height", "width", "n", high=7)
        pixels = 3 * rows * columns
        images = draw.rng.integers(0, 256, (photos, rows, columns, 3)).astype(np.uint8)
        weights = [draw.uniform(0.2, 0.8, pixels), draw.normal(pixels, n, scale=4 / pixels**0.5), draw.normal(n)]
        weights = [single(value) for value in weights]
        raw = rows_of(images, weights)
        if np.linalg.norm(raw, axis=1).min() > 1:
            return images, weights, np.array([unit(row) for row in raw])


def entry(draw, encoding, distance):
    """An encoding of length 1 at a distance from another, float32."""
    other = draw.normal(len(encoding))
    other = unit(other - (other @ encoding) * encoding)
    cosine = 1 - distance**2 / 2
    return single(cosine * encoding + np.sqrt(1 - cosine**2) * other)


NAMES = np.array(["Mia", "Noa", "Oto", "Pia", "Rex", "Sol", "Tor", "Uma"])


def residents(draw, encoding, distances):
    """A database with entries at these distances, in this order."""
    names = draw.rng.permutation(NAMES)[: len(distances)]
    return {str(name): entry(draw, encoding, d) for name, d in zip(names, distances, strict=True)}


def far(one, database, name):
    return float(np.linalg.norm(one - database[name].astype(float)))


def exact(n):
    """A photo, a network that gives it an encoding along the first axis, and one entry at a distance of exactly 1/2."""
    weights = [np.zeros(12, np.float32), np.zeros((12, n), np.float32), 4 * np.eye(n, dtype=np.float32)[0]]
    known = np.eye(n, dtype=np.float32)[0]
    known[n - 1] = 0.5
    return np.full((2, 2, 3), 90, np.uint8), weights, known


@assignment.exercise(points=8, keeps_arguments=True)
def pixel_distance(submission, draw):
    """Differences of both signs, and photos that are alike."""
    for _ in range(2):
        height, width = draw.sizes("height", "width")
        one, other = draw.rng.integers(0, 256, (2, height, width, 3)).astype(np.uint8)
        wanted = np.sqrt(((one.astype(float) - other) ** 2).sum()) / 255
        yield "any two photos", submission.pixel_distance(one, other), wanted
    height, width = draw.sizes("height", "width")
    dark = draw.rng.integers(0, 100, (height, width, 3)).astype(np.uint8)
    light, by = dark + np.uint8(100), (height * width * 3) ** 0.5 * 100 / 255
    yield "a darker and a lighter photo", submission.pixel_distance(dark, light), by
    yield "the same photo twice", submission.pixel_distance(dark, dark.copy()), 0.0


# fmt: off
pixel_distance.at("image1 / 255 - image2 / 255").mistakes(
    (["(image1 - image2) / 255", "(image1 - image2) / 255.0"], "subtracted as whole numbers",
     "Where `image2` is lighter, the difference should be negative, and these numbers have no room below 0. What has "
     "to be done before subtracting?"),
    (["image1.astype(float) - image2.astype(float)", "image1 * 1.0 - image2 * 1.0"], "not from 0 to 1",
     "Pixels count from 0 to 255 here. Which range does the formula bring them to?"),
    ("image1 - image2", "uint8 all the way",
     "The photos are still whole numbers from 0 to 255, with which 3 - 5 is 254. What does the formula do first?"),
)
pixel_distance.at("np.sqrt(np.sum(difference**2))").mistakes(
    ("np.sum(difference**2)", "no root",
     "This is the square of the distance. What stands around the whole sum in the formula?"),
    ("np.sqrt(np.mean(difference**2))", "mean instead of sum",
     "This is the mean over all numbers of the photo, so its size plays no part. What does the formula take?"),
    ("np.sum(np.abs(difference))", "absolute differences",
     "The differences were not squared, but taken without their signs. What does the formula do with them?"),
    ("np.sqrt(np.sum(difference) ** 2)", "squared after the sum",
     "Lighter and darker places cancel here. What is squared, each difference or their sum?"),
)
pixel_distance.equivalents(
    ("image1 / 255 - image2 / 255", "image2 / 255 - image1 / 255", "the square is the same"),
    (
        "difference = image1 / 255 - image2 / 255",
        "difference = -(image1 / 255 - image2 / 255)",
        "the square is the same",
    ),
)
pixel_distance.alternatives({
    "a norm": "return np.linalg.norm(image1.astype(np.float64) / 255 - image2.astype(np.float64) / 255)",
    "divided last": "return np.sqrt(((image1.astype(int) - image2.astype(int)) ** 2).sum()) / 255.0",
    "flat, in float32": """
    one = image1.reshape(-1).astype(np.float32) / 255
    other = image2.reshape(-1).astype(np.float32) / 255
    print(one.shape)
    return float(np.sqrt(np.dot(one - other, one - other)))
""",
    "TensorFlow": "return tf.norm(tf.constant(image1 / 255) - tf.constant(image2 / 255))",
})
# fmt: on


@assignment.exercise(points=14, rtol=CLOSE, atol=CLOSE)
def img_to_encoding(submission, draw):
    for _ in range(2):
        (image,), weights, (encoding,) = visitor(draw)
        yield "a photo", with_network(submission.img_to_encoding, weights, (image,)), encoding
    (image,), weights, _ = visitor(draw)
    weights[2] = single(weights[0] @ weights[1] + draw.uniform(0.5, 2, len(weights[2])))
    black = np.zeros_like(image)
    wanted = unit(rows_of(black[np.newaxis], weights)[0])
    yield "a black photo", with_network(submission.img_to_encoding, weights, (black,)), wanted


# fmt: off
img_to_encoding.at("X = image[np.newaxis] / 255").mistakes(
    ("X = image[np.newaxis].astype(np.float32)", "not from 0 to 1",
     "The network was given numbers up to 255. On which range was it trained?"),
    ("X = image / 255", "no axis of examples",
     "The network was given a single photo, and wants a batch. Which axis comes first there, and how long is it here?"),
)
img_to_encoding.at("model(X, training=False)[0].numpy()").mistakes(
    ("model(X, training=True)[0].numpy()", "as in training",
     "The network used the mean of this one photo, as in training. Which argument says that the training is over?"),
    ("model(X, training=False).numpy()", "row kept in its batch",
     "The result is a batch of one row. Which part of it is the encoding?"),
)
img_to_encoding.at("encoding / np.linalg.norm(encoding)").mistakes(
    ("encoding", "length not 1",
     "The encoding is as long as the network made it. What should its length be, and by what is it divided?"),
    ("encoding / np.linalg.norm(encoding) ** 2", "divided by the square",
     "The encoding was divided by its length twice. Is there a root in the formula?"),
)
img_to_encoding.equivalents(
    ("model(X, training=False)", "model(X)", "a model that is called is not in training, unless it is told so"),
    ("model(X, training=False)[0].numpy()", "model(X, training=False)[0]", "NumPy takes a tensor as it is"),
)
img_to_encoding.alternatives({
    "predict": """
    x = np.expand_dims(image, axis=0) / 255.0
    encoding = model.predict(x, verbose=0)
    return (encoding / np.linalg.norm(encoding, ord=2))[0]
""",
    "predict_on_batch, flattened": """
    x = np.array([image]).astype("float32") / 255
    print(x.shape)
    encoding = model.predict_on_batch(x).flatten()
    return encoding / np.sqrt(np.sum(encoding**2))
""",
    "a tensor": """
    X = tf.cast(image, tf.float32)[tf.newaxis] / 255.0
    return tf.squeeze(tf.math.l2_normalize(model(X), axis=-1))
""",
    "rescaled by multiplication": """
    encoding = model(image.reshape(1, *image.shape) * (1 / 255), training=False).numpy().ravel()
    return encoding / np.linalg.norm(encoding)
""",
})
# fmt: on


def triplets(draw, m, n, alpha):
    """Encodings of m triplets, float32; of several, some cost something and some do not."""
    while True:
        anchor, positive, negative = (single(draw.normal(m, n)) for _ in range(3))
        positive[: m // 2 + 1] = single(anchor + draw.uniform(0.3, 0.7) * (positive - anchor))[: m // 2 + 1]
        missing = ((anchor - positive).astype(float) ** 2).sum(axis=1) + alpha
        missing -= ((anchor - negative).astype(float) ** 2).sum(axis=1)
        if np.abs(missing).min() > MARGIN and missing.max() > 0.5 and (m == 1 or missing.min() < -0.5):
            return (anchor, positive, negative), missing


def hinge(y_pred, alpha):
    """The loss and its slopes, triplet by triplet, in float64."""
    anchor, positive, negative = (part.astype(float) for part in y_pred)
    total, found = 0.0, [np.zeros_like(anchor) for _ in range(3)]
    for i, (a, p, n) in enumerate(zip(anchor, positive, negative, strict=True)):
        missing = np.dot(a - p, a - p) - np.dot(a - n, a - n) + alpha
        if missing > 0:
            total += missing
            found[0][i], found[1][i], found[2][i] = 2 * (n - p), 2 * (p - a), 2 * (a - n)
    return total, dict(zip(("of the anchors", "of the positives", "of the negatives"), found, strict=True))


@assignment.exercise(points=18, keeps_arguments=True, rtol=CLOSE, atol=CLOSE)
def triplet_loss(submission, draw):
    m, n = draw.sizes("m", "n", low=4, high=12)
    y_pred, _ = triplets(draw, m, n, 0.2)
    yield "the margin of the definition", of_tensors(submission.triplet_loss, None, y_pred), hinge(y_pred, 0.2)[0]
    for _ in range(2):
        m, n = draw.sizes("m", "n", low=4, high=12)
        alpha = float(draw.uniform(0.5, 3))
        y_pred, _ = triplets(draw, m, n, alpha)
        loss = of_tensors(submission.triplet_loss, single(draw.normal(m)), y_pred, alpha)
        yield "another margin", loss, hinge(y_pred, alpha)[0]
    (n,) = draw.sizes("n", low=4)
    alpha = float(draw.uniform(0.5, 3))
    y_pred, _ = triplets(draw, 1, n, alpha)
    yield "one triplet", of_tensors(submission.triplet_loss, None, y_pred, alpha), hinge(y_pred, alpha)[0]
    m, n = draw.sizes("m", "n", low=4)
    same, alpha = single(draw.normal(m, n)), float(draw.uniform(0.5, 3))
    yield "all encodings equal", of_tensors(submission.triplet_loss, None, (same, same, same), alpha), m * alpha
    m, n = draw.sizes("m", "n", low=4)
    y_pred, _ = triplets(draw, m, n, alpha)
    yield "slopes", slopes(submission.triplet_loss, y_pred, alpha), hinge(y_pred, alpha)[1]


# fmt: off
triplet_loss.at("tf.reduce_sum(tf.square(anchor - negative), axis=-1)").mistakes(
    ("tf.reduce_sum(tf.square(positive - negative), axis=-1)", "positive against negative",
     "`neg_dist` was measured from the positive. From which of the three does the formula measure?"),
)
triplet_loss.everywhere(r"tf\.reduce_sum\(tf\.square\((anchor - \w+)\), axis=-1\)").mistakes(
    (r"tf.reduce_sum(tf.square(\1), axis=0)", "summed over the triplets",
     "The distances were summed along axis 0, over the triplets. Along which axis do the numbers of one encoding lie?"),
    (r"tf.reduce_sum(tf.square(\1))", "no axis",
     "All triplets share one distance here, so a good one pays for a bad one. How many squared distances are there?"),
    (r"tf.square(\1)", "no sum over the numbers",
     "The maximum was taken for each number of an encoding. What is summed before, and along which axis?"),
    (r"tf.reduce_mean(tf.square(\1), axis=-1)", "mean over the numbers",
     "The distances are means over the numbers of an encoding. What does the squared length of a vector take?"),
    (r"tf.norm(\1, axis=-1)", "distances not squared",
     "These are distances, not their squares. What stands at the top right of each in the formula?"),
    (r"tf.reduce_sum(tf.abs(\1), axis=-1)", "absolute differences",
     "The differences were not squared, but taken without their signs. What does the formula do with them?"),
)
triplet_loss.at("missing = pos_dist - neg_dist + alpha").mistakes(
    ("missing = neg_dist - pos_dist + alpha", "positive and negative exchanged",
     "Here a near negative costs nothing, and a near positive does. Which of the two distances should be small?"),
    ("missing = pos_dist - neg_dist", "no margin",
     "`alpha` has no effect. What does the formula add to the two distances?"),
    ("missing = pos_dist - neg_dist - alpha", "margin subtracted",
     "A larger margin makes the loss smaller here. Should it be easier or harder for a triplet to cost nothing?"),
    (["missing = pos_dist - neg_dist + 0.2", "missing = pos_dist - neg_dist + 0.5"], "always the same margin",
     "The loss is the same for every `alpha`. Where does the margin come from?"),
)
triplet_loss.at("tf.reduce_sum(tf.maximum(missing, 0.0))").mistakes(
    ("tf.reduce_sum(missing)", "no maximum",
     "A triplet that is better than it must be pays for another one here. What is the least that a triplet can cost?"),
    ("tf.maximum(tf.reduce_sum(missing), 0.0)", "maximum after the sum",
     "The maximum was taken of the sum, so a good triplet pays for a bad one. Which of the two comes first?"),
    ("tf.reduce_sum(tf.minimum(missing, 0.0))", "minimum",
     "The loss is negative: only what is below 0 counts. Which of the two numbers should win?"),
    ("tf.maximum(missing, 0.0)", "one loss for each triplet",
     "There is one number for each triplet. Which step is left?"),
    ("tf.constant(np.sum(np.maximum(missing, 0.0)))", "NumPy inside the tape",
     "The number is right, but the tape loses its trail, so nothing could be learnt. Which step is not done by a "
     "function of TensorFlow?"),
)
triplet_loss.equivalents(
    ("anchor - positive", "positive - anchor", "the square is the same"),
    ("anchor - negative", "negative - anchor", "the square is the same"),
    ("-1", "1", "encodings are rows, so the last axis is axis 1"),
    ("tf.maximum(missing, 0.0)", "tf.maximum(0.0, missing)", "the larger of two has no order"),
)
triplet_loss.alternatives({
    "indices, axis 1": """
    anchor, positive, negative = y_pred[0], y_pred[1], y_pred[2]
    pos_dist = tf.reduce_sum(tf.square(tf.subtract(anchor, positive)), axis=1)
    neg_dist = tf.reduce_sum(tf.square(tf.subtract(anchor, negative)), 1)
    basic_loss = tf.add(tf.subtract(pos_dist, neg_dist), alpha)
    return tf.reduce_sum(tf.maximum(basic_loss, 0))
""",
    "norms, relu": """
    anchor, positive, negative = y_pred
    pos, neg = tf.norm(anchor - positive, axis=-1) ** 2, tf.norm(anchor - negative, axis=-1) ** 2
    return tf.math.reduce_sum(tf.nn.relu(pos - neg + alpha))
""",
    "Keras' operations": """
    a, p, n = y_pred
    d = keras.ops.sum((a - p) ** 2 - (a - n) ** 2, axis=-1)
    print(d)
    return keras.ops.sum(keras.ops.maximum(d + alpha, 0.0))
""",
    "a loop": """
    loss = 0.0
    for a, p, n in zip(*y_pred):
        loss = loss + tf.maximum(tf.reduce_sum((a - p) ** 2) - tf.reduce_sum((a - n) ** 2) + alpha, 0.0)
    return loss
""",
    "only those above 0": """
    anchor, positive, negative = y_pred
    x = tf.einsum("ij,ij->i", anchor - positive, anchor - positive)
    y = tf.einsum("ij,ij->i", anchor - negative, anchor - negative)
    return tf.reduce_sum(tf.where(x - y + alpha > 0, x - y + alpha, 0.0))
""",
})
# fmt: on


def rows_in_training(values, X):
    """What the network of `trained` gives in training, in float64."""
    X = X.reshape(len(X), -1).astype(float)
    return (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + 0.01) @ values["W"] + values["b"]


def missing(values, batches, alpha):
    """What each triplet is short of, (m,)."""
    a, p, n = (E / np.linalg.norm(E, axis=1, keepdims=True) for E in (rows_in_training(values, X) for X in batches))
    return ((a - p) ** 2).sum(axis=1) - ((a - n) ** 2).sum(axis=1) + alpha


def by_hand(start, rate, batches, alpha):
    """What `trained` should give, with slopes by central differences. None where it hangs on rounding.

    That is where a triplet is near the corner of its hinge, or a row of the network so short that its direction is.
    """
    start = {name: value.astype(float) for name, value in start.items()}
    short = min(np.linalg.norm(rows_in_training(start, X), axis=1).min() for X in batches)
    gaps = missing(start, batches, alpha)
    loss = np.maximum(gaps, 0).sum()
    if short < 0.5 or np.abs(gaps).min() < MARGIN or loss < 0.3:
        return None
    moved = {name: value.copy() for name, value in start.items()}
    for name, value in start.items():
        for at in np.ndindex(value.shape):
            for by in (1e-5, -1e-5):
                shifted = value.copy()
                shifted[at] += by
                there = np.maximum(missing(start | {name: shifted}, batches, alpha), 0).sum()
                moved[name][at] -= rate * there / (2 * by)
    return {"loss": loss, **moved, "steps": 1}


@assignment.exercise(points=14, uses=["triplet_loss"], rtol=1e-4, atol=1e-4)
def train_step(submission, draw):
    """A step of descent. Slopes are divided by lengths of at least 1/2, so 1e-4 is ten times enough."""
    for part in ("the margin of the definition", "another margin"):
        alpha = (float(draw.uniform(0.6, 1.5)),) if part == "another margin" else ()
        expected = None
        while expected is None:
            m, n = draw.sizes("m", "n", high=5)
            batches = [single(draw.uniform(0, 1, m, 1, 2, 3)) for _ in range(3)]
            start = {"W": single(draw.normal(6, n, scale=0.6)), "b": single(draw.normal(n))}
            rate = float(draw.uniform(0.05, 0.2))
            expected = by_hand(start, rate, batches, *(alpha or (0.2,)))
        yield part, trained(submission.train_step, start, rate, batches, *alpha), expected


# fmt: off
train_step.at("model(X, training=True)").mistakes(
    (["model(X, training=False)", "model(X)"], "not in training",
     "Batch normalisation used what it remembers, not this batch. Which argument says that this is training?"),
)
train_step.at("[tf.math.l2_normalize(model(X, training=True), axis=-1) for X in triplets]").mistakes(
    ("[model(X, training=True) for X in triplets]", "length not 1",
     "The encodings are as long as the network makes them. Which function gives each row the length 1?"),
    (["[tf.math.l2_normalize(model(X, training=True), axis=0) for X in triplets]",
      "[tf.math.l2_normalize(model(X, training=True)) for X in triplets]"], "length along another axis",
     "The lengths were not taken row by row. Which axis holds the numbers of one photo?"),
    ("tf.split(tf.math.l2_normalize(model(tf.concat(triplets, axis=0), training=True), axis=-1), 3)",
     "all photos in one batch",
     "Anchors, positives and negatives were one batch, so batch normalisation mixed them. How often does the step ask "
     "the network?"),
)
train_step.at("triplet_loss(None, y_pred, alpha)").mistakes(
    ("triplet_loss(None, y_pred)", "margin not handed on",
     "`alpha` has no effect, so the default of `triplet_loss` is used. Which argument is missing?"),
    ("float(triplet_loss(None, y_pred, alpha))", "a number inside the tape",
     "A Python number leaves TensorFlow, so the tape has nothing to work with. What does the function of the loss "
     "return already?"),
)
train_step.at("    optimizer.apply_gradients(zip(gradients, model.trainable_variables))\n").mistakes(
    ("", "no step", "The weights stay as they are. Who makes the step, and with which slopes?"),
    ("    optimizer.apply_gradients(zip(model.trainable_variables, gradients))\n", "pairs the other way round",
     "`apply_gradients` takes pairs, and found a slope where it looks for a weight. Which is first in a pair?"),
)
train_step.everywhere(r"        (y_pred = .*)\n        (loss = .*)\n").mistakes(
    (r"        pass\n    \1\n    \2\n", "computed outside of the tape",
     "The tape did not see the way from the weights to the loss, so there are no slopes. Which lines belong inside the "
     "block of the tape, and of what is the loss computed?"),
)
train_step.equivalents(
    ("-1", "1", "the network gives rows, so the last axis is axis 1"),
)
train_step.alternatives({
    "one by one, Keras": """
    anchors, positives, negatives = triplets
    with tf.GradientTape() as tape:
        a = keras.ops.normalize(model(anchors, training=True), axis=-1)
        p = keras.ops.normalize(model(positives, training=True), axis=-1)
        n = keras.ops.normalize(model(negatives, training=True), axis=-1)
        loss = triplet_loss(None, (a, p, n), alpha=alpha)
    grads = tape.gradient(loss, model.trainable_weights)
    optimizer.apply(grads, model.trainable_weights)
    print(loss)
    return loss
""",
    "normalised by hand, all under the tape": """
    weights = model.trainable_variables
    with tf.GradientTape() as tape:
        y_pred = []
        for X in triplets:
            E = model(X, training=True)
            y_pred.append(E / tf.norm(E, axis=1, keepdims=True))
        loss = triplet_loss(None, y_pred, alpha)
        gradients = tape.gradient(loss, weights)
    optimizer.apply_gradients(zip(gradients, weights))
    return loss.numpy()
""",
    "stacked, unstacked": """
    with tf.GradientTape() as tape:
        y_pred = tf.stack([tf.nn.l2_normalize(model(X, training=True), -1) for X in triplets])
        loss = triplet_loss(None, [y_pred[0], y_pred[1], y_pred[2]], alpha)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss
""",
})
# fmt: on


@assignment.exercise(
    points=12, uses=["img_to_encoding"], keeps_arguments=True, returns=("dist", "door_open"), rtol=CLOSE, atol=CLOSE
)
def verify(submission, draw):
    """Residents at drawn distances, the visitor's claim in the middle; and a distance of exactly the threshold."""
    for part in ("the right person", "somebody else", "between the distance and its square", "another threshold"):
        (image,), weights, (encoding,) = visitor(draw)
        more = ()
        if part == "the right person":
            wanted, others = draw.uniform(0.52, 0.65), draw.uniform(0.85, 1.5, 3)
        elif part == "somebody else":
            wanted, others = draw.uniform(0.9, 1.5), draw.uniform(0.2, 0.5, 3)
        elif part == "between the distance and its square":
            wanted, others = draw.uniform(0.73, 0.81), draw.uniform(0.9, 1.5, 3)
        else:
            wanted, others = draw.uniform(0.85, 1.1), draw.uniform(0.3, 1.6, 3)
            more = (float(wanted + draw.uniform(0.05, 0.2)),)
        database = residents(draw, encoding, [*others[:2], wanted, others[2]])
        identity = list(database)[2]
        dist = far(encoding, database, identity)
        result = with_network(submission.verify, weights, (image, identity, database), more)
        yield part, result, (dist, dist < (more or (0.7,))[0])
    (n,) = draw.sizes("n")
    image, weights, known = exact(n)
    database = residents(draw, np.eye(n)[0], draw.uniform(0.3, 1.5, 2)) | {"Zoe": known}
    result = with_network(submission.verify, weights, (image, "Zoe", database), (0.5,))
    yield "exactly at the threshold", result, (0.5, False)


# fmt: off
verify.at("np.linalg.norm(encoding - database[identity])").mistakes(
    ("np.sum((encoding - database[identity]) ** 2)", "squared distance",
     "`dist` is the square of the distance, and the threshold is meant for the distance itself. What is missing?"),
    ("np.linalg.norm(encoding - database[identity]) / len(encoding)", "mean distance",
     "`dist` was divided by how many numbers an encoding has. Does the formula do that?"),
    ("min(np.linalg.norm(encoding - known) for known in database.values())", "nearest of all",
     "`dist` is that of the nearest resident, whoever the visitor says they are. Whose encoding should be compared?"),
    ("np.linalg.norm(encoding - list(database.values())[0])", "always the first resident",
     "The visitor was compared with the first resident. Which argument says with whom?"),
    ("np.dot(encoding, database[identity])", "dot product",
     "This is the dot product, which is large for encodings that are alike. What is the length of their difference?"),
    ("np.linalg.norm(encoding) - np.linalg.norm(database[identity])", "difference of the lengths",
     "The two lengths were subtracted, and both are 1. What comes first, the difference or the length?"),
)
verify.at("door_open = dist < threshold").mistakes(
    ("door_open = dist > threshold", "open for strangers",
     "The door opens for strangers, and stays shut for residents. For which distances should it open?"),
    ("door_open = dist < 0.7", "always the same threshold",
     "The door opens below 0.7, whatever `threshold` is. With which of the two should `dist` be compared?"),
    ("door_open = dist <= threshold", "open at the threshold",
     "At a distance of exactly the threshold, the door opens here. Does the step say below, or at most?"),
    ("door_open = dist**2 < threshold", "square compared with the threshold",
     "The square of the distance was compared, so the door is too lenient. What does the rule compare?"),
)
verify.at("return dist, door_open").mistakes(
    ("return door_open, dist", "answer first",
     "The answer is first, and the distance second. In which order does the docstring name them?"),
)
verify.equivalents(("encoding - database[identity]", "database[identity] - encoding", "the length is the same"))
verify.alternatives({
    "if and else": """
    encoding = img_to_encoding(image, model)
    dist = np.linalg.norm(np.subtract(encoding, database[identity]), ord=2)
    if dist < threshold:
        print("It's " + str(identity) + ", welcome in!")
        door_open = True
    else:
        print("It's not " + str(identity) + ", please go away")
        door_open = False
    return dist, door_open
""",
    "a root of a sum": """
    dist = float(np.sqrt(np.sum(np.square(database[identity] - img_to_encoding(image=image, model=model)))))
    return dist, not dist >= threshold
""",
    "by TensorFlow": """
    dist = tf.norm(img_to_encoding(image, model) - database.get(identity))
    return dist.numpy(), bool(dist < threshold)
""",
})
# fmt: on


def grid(draw, count, low, high):
    """Drawn multiples of 1/64 between low and high; so some may be equal, exactly."""
    return draw.rng.integers(int(64 * low), int(64 * high), count) / 64


@assignment.exercise(points=8, keeps_arguments=True, returns=("false_rejects", "false_accepts"))
def error_rates(submission, draw):
    """Counted one by one; some distances are exactly the threshold."""
    for part in ("drawn distances", "drawn distances", "distances at the threshold"):
        k, n = draw.sizes("k", "n", low=6, high=20)
        threshold = float(grid(draw, 1, 0.6, 0.9)[0])
        while True:
            same, different = grid(draw, k, 0.2, 1.2), grid(draw, n, 0.4, 1.8)
            if part == "distances at the threshold":
                same[draw.rng.integers(k, size=2)] = different[draw.rng.integers(n, size=3)] = threshold
            elif threshold in [*same, *different]:
                continue
            rejects = len([d for d in same if d > threshold or d == threshold]) / k
            accepts = len([d for d in different if d < threshold]) / n
            if 0 < rejects < 1 and 0 < accepts < 1 and abs(rejects - accepts) > 0.01:
                break
        yield part, submission.error_rates(same, different, threshold), (rejects, accepts)
    k, n = draw.sizes("k", "n", low=4)
    same, different = draw.uniform(0.1, 0.4, k), draw.uniform(0.9, 1.5, n)
    yield "no mistakes", submission.error_rates(same, different, float(draw.uniform(0.5, 0.8))), (0.0, 0.0)


# fmt: off
error_rates.at("np.mean(same >= threshold)").mistakes(
    ("np.mean(same > threshold)", "open at the threshold",
     "`false_rejects` misses the distances that are exactly the threshold. Is the door open there, by its rule?"),
    ("np.mean(same < threshold)", "accepted, not rejected",
     "`false_rejects` counts those who get in. Which of the residents' visits are mistakes?"),
)
error_rates.at("np.mean(different < threshold)").mistakes(
    ("np.mean(different <= threshold)", "accepted at the threshold",
     "`false_accepts` counts distances that are exactly the threshold. Is the door open there, by its rule?"),
    ("np.mean(different >= threshold)", "rejected, not accepted",
     "`false_accepts` counts those who stay outside. Which of the strangers' visits are mistakes?"),
)
error_rates.at("return false_rejects, false_accepts").mistakes(
    ("return false_accepts, false_rejects", "accepts first",
     "The two rates stand in each other's place. Which does the docstring name first?"),
)
error_rates.alternatives({
    "counted": """
    false_rejects = len(same[same >= threshold]) / len(same)
    false_accepts = (different < threshold).sum() / different.size
    return false_rejects, false_accepts
""",
    "one by one": """
    rejects = sum(1 for d in same if not d < threshold)
    accepts = sum(d < threshold for d in different)
    print(rejects, accepts)
    return rejects / same.shape[0], accepts / different.shape[0]
""",
    "the others": "return 1 - np.mean(same < threshold), 1 - np.average(different >= threshold)",
})
# fmt: on


def rates(same, different, thresholds):
    """Both rates for each threshold, (t, 2)."""
    rejects = [np.count_nonzero(same >= t) / len(same) for t in thresholds]
    return np.transpose([rejects, [np.count_nonzero(different < t) / len(different) for t in thresholds]])


def chosen(same, different, thresholds):
    """Where the best threshold stands; and what other rules than the smallest sum choose."""
    table = rates(same, different, thresholds)
    rejects, accepts = table.T
    numbers = len(same) * rejects + len(different) * accepts
    worst = (rejects + accepts).argmax()
    rules = (
        rejects + accepts,
        rejects,
        accepts,
        table.max(axis=1),
        table.min(axis=1),
        np.abs(rejects - accepts),
        numbers,
    )
    return [*(int(rule.argmin()) for rule in rules), int(worst)]


@assignment.exercise(points=8, uses=["error_rates"], keeps_arguments=True)
def choose_threshold(submission, draw):
    """Thresholds in any order, such that no other rule chooses the same ones; and several that are as good."""
    while True:
        cases = []
        for _ in range(2):
            k, n, t = draw.sizes("k", "n", "t", low=8, high=16)
            cases.append((draw.uniform(0.2, 1.1, k), draw.uniform(0.5, 1.8, n), draw.uniform(0.2, 1.7, t)))
        choices = list(zip(*(chosen(*case) for case in cases), strict=True))
        gaps = [np.diff(np.sort(rates(*case).sum(axis=1)))[0] for case in cases]
        if len(set(choices)) == len(choices) and min(gaps) > 1e-6:
            break
    for case, at in zip(cases, choices[0], strict=True):
        yield "thresholds in any order", submission.choose_threshold(*case), case[2][at]
    k, n = draw.sizes("k", "n", low=4)
    same, different = draw.uniform(0.1, 0.4, k), draw.uniform(0.9, 1.5, n)
    small, *others = np.sort(draw.uniform(0.45, 0.85, 4))
    first, *others = draw.rng.permutation(others)
    low = draw.uniform(0.05, 0.2, int(draw.rng.integers(1, 5)))  # so that the first good one has no place of its own
    thresholds = np.array([*low, first, small, *others, draw.uniform(1.6, 1.8)])
    yield "several as good", submission.choose_threshold(same, different, thresholds), float(first)


# fmt: off
choose_threshold.at("errors = [sum(error_rates(same, different, threshold)) for threshold in thresholds]").mistakes(
    ("errors = [error_rates(same, different, threshold)[0] for threshold in thresholds]", "false rejects only",
     "Only the false rejects count, and a door that is always open has none. What is to be summed?"),
    ("errors = [error_rates(same, different, threshold)[1] for threshold in thresholds]", "false accepts only",
     "Only the false accepts count, and a door that is always shut has none. What is to be summed?"),
    ("errors = [rate for threshold in thresholds for rate in error_rates(same, different, threshold)]",
     "rates not summed",
     "`errors` has two numbers for each threshold, so a place in it is none in `thresholds`. What makes one of two?"),
    ("errors = [max(error_rates(same, different, threshold)) for threshold in thresholds]", "the larger rate",
     "Only the larger of the two rates counts. What does the step do with both?"),
    ("errors = [np.sum(same >= threshold) + np.sum(different < threshold) for threshold in thresholds]",
     "numbers summed",
     "Numbers of mistakes were summed, so the larger group counts more. What does the step sum?"),
)
choose_threshold.at("thresholds[np.argmin(errors)]").mistakes(
    ("thresholds[np.argmax(errors)]", "the worst",
     "This is the threshold with the most mistakes. Which end of `errors` is wanted, and what does `error_rates` take "
     "first?"),
    ("np.min(errors)", "errors, not the threshold",
     "This is the smallest sum of errors. Which threshold leads to it?"),
    ("np.argmin(errors)", "where, not which",
     "This says where the best threshold stands. Which threshold is that?"),
    ("thresholds[len(errors) - 1 - np.argmin(errors[::-1])]", "the last of equal ones",
     "Of several that are equally good, this is the last. Which one does the step take?"),
)
choose_threshold.alternatives({
    "a loop": """
    best, fewest = None, np.inf
    for threshold in thresholds:
        false_rejects, false_accepts = error_rates(same, different, threshold)
        if false_rejects + false_accepts < fewest:
            fewest, best = false_rejects + false_accepts, threshold
    return best
""",
    "min with a key": "return min(thresholds, key=lambda t: sum(error_rates(same, different, t)))",
    "an array of rates": """
    rates = np.array([error_rates(same, different, t) for t in thresholds])
    print(rates.shape)
    return thresholds[rates.sum(axis=1).argmin()]
""",
})
# fmt: on


@assignment.exercise(
    points=12, uses=["img_to_encoding"], keeps_arguments=True, returns=("min_dist", "identity"), rtol=CLOSE, atol=CLOSE
)
def who_is_it(submission, draw):
    """Several residents below the threshold, the nearest neither first nor last; strangers, one resident, none."""

    def ask(distances, count=False):
        (image,), weights, (encoding,) = visitor(draw)
        database = residents(draw, encoding, distances)
        expected = min((far(encoding, database, name), name) for name in database) if database else (np.inf, None)
        result = with_network(submission.who_is_it, weights, (image, database), count=count)
        return result, 1 if count else expected

    for _ in range(2):
        near, step = draw.uniform(0.2, 0.35), draw.uniform(0.06, 0.12)
        yield (
            "several alike",
            *ask([draw.uniform(0.9, 1.4), near + step, near, near + 2 * step, draw.uniform(0.9, 1.4)]),
        )
    order = [*draw.rng.permutation([0.9, 1.1, 1.3]), 0.78]
    yield "a stranger", *ask(order + draw.uniform(-0.04, 0.04, 4))
    yield "one resident", *ask([draw.uniform(0.3, 1.5)])
    yield "an empty database", *ask([])
    yield "times that the network is asked", *ask(list(draw.uniform(0.3, 1.5, 4)), count=True)


# fmt: off
LOOP = """    for name, known in database.items():
        dist = np.linalg.norm(encoding - known)
"""
who_is_it.everywhere(r"(?s)    encoding = img_to_encoding\(image, model\)\n(.*?)        dist = ").mistakes(
    (r"\1        encoding = img_to_encoding(image, model)\n        dist = ", "encoded in the loop",
     "The network is asked once for each resident, about the same photo. What can be done before the loop?"),
)
who_is_it.at("min_dist, identity = np.inf, None").mistakes(
    ("min_dist, identity = 0, None", "starts at 0",
     "No distance is below 0, so nobody is ever found. Below which number is every distance?"),
    ("min_dist, identity = 0.7, None", "starts at the threshold",
     "Somebody further than 0.7 has no name here. Who decides what is near enough, by the step?"),
    (["min_dist, identity = 100, None", "min_dist, identity = 1000.0, None"], "starts at a large number",
     "For an empty database, `min_dist` is the number that you started with. What does the step want there?"),
)
who_is_it.at("np.linalg.norm(encoding - known)").mistakes(
    ("np.sum((encoding - known) ** 2)", "squared distance",
     "`min_dist` is the square of the distance. What is missing around the sum?"),
)
who_is_it.at("if dist < min_dist:").mistakes(
    ("if dist > min_dist:", "keeps the furthest",
     "`min_dist` and `identity` stay as they began, whoever is near. Which distances should replace `min_dist`?"),
    ("if dist < 0.7:", "the last below the threshold",
     "The last resident below 0.7 wins, near or not. With what should each distance be compared?"),
    ("if dist < min_dist and dist < 0.7:", "strangers left out",
     "Somebody further than 0.7 has no name here. Who decides what is near enough, by the step?"),
)
who_is_it.at("            min_dist, identity = dist, name").mistakes(
    ("            identity = name", "min_dist not updated",
     "`min_dist` stays what it was, so the last name wins. Which two things have to be remembered?"),
    ("            min_dist = dist\n        identity = name", "identity outside of the if",
     "`identity` is always the last name. When should it change?"),
    ("            min_dist, identity = dist, name\n            break", "stops at the first improvement",
     "The loop ends with the first resident who is nearer than nobody. Who may still come?"),
    ("            min_dist, identity = dist, name\n        if dist < 0.7:\n            break",
     "stops below the threshold",
     "The loop ends with the first resident below 0.7. May a later one be nearer?"),
)
who_is_it.at("    return min_dist, identity").mistakes(
    ("    return identity, min_dist", "name first",
     "The name is first, and the distance second. In which order does the docstring name them?"),
    ("        return min_dist, identity", "return inside the loop",
     "The function ends after the first resident. What belongs inside the loop, and what after it?"),
)
who_is_it.equivalents(
    ("encoding - known", "known - encoding", "the length is the same"),
    ("dist < min_dist", "dist <= min_dist", "no two are equally far, and the step does not say who wins then"),
)
who_is_it.alternatives({
    "min with a key": """
    encoding = img_to_encoding(image, model)
    if not database:
        return np.inf, None
    identity = min(database, key=lambda name: np.linalg.norm(database[name] - encoding))
    return np.linalg.norm(database[identity] - encoding), identity
""",
    "all distances in a dictionary": """
    encoding = img_to_encoding(image=image, model=model)
    distances = {name: float(np.linalg.norm(np.subtract(encoding, known))) for name, known in database.items()}
    print(distances)
    if len(distances) == 0:
        return float("inf"), None
    identity = sorted(distances, key=distances.get)[0]
    return distances[identity], identity
""",
    "as in the original": """
    encoding = img_to_encoding(image, model)
    min_dist = float("inf")
    identity = None
    for (name, db_enc) in database.items():
        dist = np.linalg.norm(encoding - db_enc)
        if dist < min_dist:
            min_dist = dist
            identity = name
    if min_dist > 0.7:
        print("Not in the database.")
    else:
        print("it's " + str(identity) + ", the distance is " + str(min_dist))
    return min_dist, identity
""",
    "one array": """
    if len(database) == 0:
        return np.inf, None
    gaps = np.array(list(database.values())) - img_to_encoding(image, model)
    distances = np.sqrt((gaps**2).sum(axis=1))
    return distances.min(), list(database)[distances.argmin()]
""",
})
# fmt: on


@assignment.exercise(points=6, uses=["img_to_encoding"], keeps_arguments=True, rtol=CLOSE, atol=CLOSE)
def mean_encoding(submission, draw):
    for part, photos in (("several photos", 3), ("several photos", 5), ("one photo", 1)):
        while True:
            images, weights, encodings = visitor(draw, photos)
            if np.linalg.norm(encodings.mean(axis=0)) > 0.4:
                break
        yield part, with_network(submission.mean_encoding, weights, (images,)), unit(encodings.mean(axis=0))


# fmt: off
mean_encoding.at("encodings = [img_to_encoding(image, model) for image in images]").mistakes(
    ("encodings = [img_to_encoding(np.mean(images, axis=0), model)]", "mean of the photos",
     "The photos were mixed before the network saw them. Of what is the mean to be taken?"),
    ("encodings = model(images / 255, training=False).numpy()", "length not 1 before the mean",
     "Photos for which the network gives large numbers count more. What length has each encoding before the mean?"),
)
mean_encoding.at("np.mean(encodings, axis=0)").mistakes(
    ("np.mean(encodings, axis=1)", "one number for each photo",
     "There is one number for each photo: the mean of its encoding. Along which axis do the photos lie?"),
)
mean_encoding.at("mean / np.linalg.norm(mean)").mistakes(
    ("mean", "length not 1",
     "The mean is shorter than 1. What did the last line of `img_to_encoding` do?"),
)
mean_encoding.equivalents(
    ("np.mean(encodings, axis=0)", "np.sum(encodings, axis=0)", "its length is made 1 afterwards"),
)
mean_encoding.alternatives({
    "a sum": """
    total = 0
    for image in images:
        total = total + img_to_encoding(image, model)
    print(total)
    return total / np.linalg.norm(total)
""",
    "an array": """
    E = np.array([img_to_encoding(images[i], model) for i in range(images.shape[0])])
    mean = E.mean(axis=0)
    return mean / np.sqrt(np.sum(mean**2))
""",
    "a batch": """
    E = tf.math.l2_normalize(model(images / 255.0, training=False), axis=-1)
    return tf.math.l2_normalize(tf.reduce_mean(E, axis=0)).numpy()
""",
})
# fmt: on


# fmt: off
assignment.examples(
    Example("whole numbers subtracted",
        {"pixel_distance": [("image1 / 255 - image2 / 255", "(image1 - image2) / 255")]}),
    Example("the sum of the first edition", {"triplet_loss": [
        ("tf.reduce_sum(tf.square(anchor - positive), axis=-1)", "tf.reduce_sum(tf.square(anchor - positive))"),
        ("tf.reduce_sum(tf.square(anchor - negative), axis=-1)", "tf.reduce_sum(tf.square(anchor - negative))"),
    ]}),
    Example("a batch kept, and pixels up to 255", {
        "img_to_encoding": [("[0].numpy()", ".numpy()"), ("image[np.newaxis] / 255", "image[np.newaxis]")],
    }),
    Example("squares at the door", {
        "verify": [("np.linalg.norm(encoding - database[identity])", "np.sum((encoding - database[identity]) ** 2)")],
        "who_is_it": [("np.linalg.norm(encoding - known)", "np.sum((encoding - known) ** 2)")],
    }),
    Example("everything printed",
        {name: [("    ### END CODE HERE ###\n    return", "    print(locals())\n    ### END CODE HERE ###\n    return")]
         for name in ("pixel_distance", "img_to_encoding", "triplet_loss", "verify", "who_is_it")}, loses=()),
    Example("a network that no longer learns", {"train_step": [("training=True", "training=False")]}),
)
# fmt: on
