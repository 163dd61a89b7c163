"""Scenarios, known mistakes and alternatives of "Residual networks".

A block is judged as a model of its own, by what it computes with weights and inputs that the judge draws, in use and in
training. float32 sums of n terms of order 1 are off by about 6e-8 n; a block's have at most a hundred terms, and batch
normalisation of few numbers may divide what is left by a standard deviation of a tenth: 1e-4.

ResNet50 is judged with light blocks in place of both blocks, whatever these are: one layer each, which scales and
shifts by numbers made of all that the block was given. So building takes a tenth of a second, and the 23.6 million
weights are made only once for a submission, by the notebook's own cell that counts them. Its last layer sums 2048 terms
or more.
"""

import numpy as np

from autograder.judging.exercise import Assignment, Example
from graders import families

assignment = Assignment("a35_residual_networks")


@assignment.inside
def through(block, X, f, filters, stage, letter, seed, *stride):
    """What a block makes of X, in use and in training. Weights hang on shapes, not on their order."""
    from autograder.inside.models import between

    model = between(block, [X.shape[1:]], f, filters, stage, letter, *stride)
    for weight in model.weights:
        kind, shape = weight.path.rpartition("/")[2], tuple(weight.shape)
        random = np.random.default_rng([seed, *shape, *kind.encode()])
        scales = kind in ("gamma", "moving_variance")
        weight.assign(random.uniform(0.5, 1.5, shape) if scales else random.normal(0, len(shape) ** -0.5, shape))
    return {"in use": model(X, training=False), "in training": model(X, training=True)}


@assignment.inside
def layers_of(block, shape, f, filters, stage, letter):
    """The layers of a block that have weights, for which these find their place by name; and its output's shape."""
    from autograder.inside.models import between

    model = between(block, [shape], f, filters, stage, letter)
    found = {layer.name: [tuple(weight.shape) for weight in layer.weights] for layer in model.layers if layer.weights}
    return {"layers": found, "shape": model.output_shape[1:]}


@assignment.inside
def built(ResNet50, seed, X, *args, **kwargs):
    """What ResNet50 makes of pictures, of light blocks in place of both blocks; what it gives them; its own layers."""
    import inspect

    import keras
    import tensorflow as tf

    from autograder.inside.models import fill, model_of

    given, variables = [], inspect.unwrap(ResNet50).__globals__

    class Light(keras.layers.Layer):
        def __init__(self, numbers, n, s):
            super().__init__()
            random = np.random.default_rng([seed, *numbers])
            self.scale, self.shift, self.s = random.uniform(0.5, 1.5, n), random.normal(size=n), s

        def compute_output_shape(self, shape):
            return shape[0], -(-shape[1] // self.s), -(-shape[2] // self.s), len(self.scale)

        def call(self, X):
            mean = tf.reduce_mean(X[:, :: self.s, :: self.s], axis=3, keepdims=True)
            return mean * self.scale.astype(np.float32) + self.shift.astype(np.float32)

    def light(kind, X, f, filters, stage, letter, s):
        if kind == "identity_block" and X.shape[3] != filters[2]:
            raise ValueError(f"{X.shape[3]} channels enter {kind} {stage}{letter}, and {filters[2]} are to be added")
        numbers = [f, *filters, stage, ord(letter), s]
        given.append((stage, f"{kind} {stage}{letter}: f {f}, filters {list(filters)}, s {s}"))
        return Light([*numbers, kind == "identity_block"], filters[2], s)(X)

    def identity_block(X, f, filters, stage, block):
        return light("identity_block", X, f, filters, stage, block, 1)

    def convolutional_block(X, f, filters, stage, block, s=2):
        return light("convolutional_block", X, f, filters, stage, block, s)

    blocks = {block.__name__: block for block in (identity_block, convolutional_block)}
    before = {name: variables[name] for name in blocks}
    try:
        variables.update(blocks)
        model = fill(model_of(ResNet50(*args, **kwargs)), seed)
    finally:
        variables.update(before)
    names = {layer.name: [tuple(weight.shape) for weight in layer.weights] for layer in model.layers if layer.weights}
    found = {f"blocks of stage {k}": [block for stage, block in given if stage == k] for k in (2, 3, 4, 5)}
    found |= {"order of the stages": [stage for stage, _ in given]}
    found |= {"layers with weights": names, "input": model.input_shape}
    if X is not None:
        found |= {"in use": model(X, training=False), "in training": model(X, training=True)}
    return found


@assignment.inside
def norms_of(gradient_norms, X, Y, *weights):
    """What the function returns for a network of drawn weights: dense layers, with batch normalisation between them."""
    import keras

    layers = keras.layers
    model = keras.Sequential([keras.Input(X.shape[1:]), layers.Flatten()])
    if len(weights) > 2:
        model.add(layers.Dense(weights[0].shape[1], name="first"))
        model.add(layers.BatchNormalization())
    model.add(layers.Dense(Y.shape[1], activation="softmax"))
    model.set_weights(weights)
    return gradient_norms(model, X, Y)


@assignment.inside
def said(predict_sign, picture, weights):
    """What the function returns for a network of drawn weights, to which training makes a difference."""
    import keras

    layers = keras.layers
    model = keras.Sequential([keras.Input((None, None, 3)), layers.Conv2D(weights[0].shape[3], 3)])
    model.add(layers.BatchNormalization())
    model.add(layers.ReLU())
    model.add(layers.GlobalAveragePooling2D())
    model.add(layers.Dense(weights[-1].shape[0], activation="softmax"))
    model.set_weights(weights)
    return predict_sign(model, picture)


def single(array):
    return np.asarray(array, dtype=np.float32)


def pictures(draw, *shape):
    return draw.rng.integers(0, 256, shape).astype(np.uint8)


@assignment.exercise(points=8, rtol=1e-6, atol=1e-7, keeps_arguments=True)
def prepare(submission, draw):
    """Pictures that are no squares, against the four corners of each square; one picture; bright ones."""

    def run(X):
        corners = [X[:, i::2, j::2].astype(float) for i in (0, 1) for j in (0, 1)]
        return submission.prepare(X), single(sum(corners) / 4 / 255)

    m, rows, columns = draw.sizes("m", "rows / 2", "columns / 2", low=4, high=8)
    yield "drawn pictures", *run(pictures(draw, m, 2 * rows, 2 * columns, 3))
    rows, columns = draw.sizes("rows / 2", "columns / 2", low=4, high=8)
    yield "one picture", *run(pictures(draw, 1, 2 * rows, 2 * columns, 3))
    rows, columns = draw.sizes("rows / 2", "columns / 2", low=4, high=8)
    yield "bright pictures", *run(255 - pictures(draw, 2, 2 * rows, 2 * columns, 3) // 16)


# fmt: off
prepare.at("pictures.reshape(m, rows // 2, 2, columns // 2, 2, 3).mean(axis=(2, 4))").mistakes(
    ("pictures[:, ::2, ::2]", "every second pixel",
     "Only one pixel of each square counts. What does the step make of all four?"),
    ("pictures.reshape(m, 2, rows // 2, 2, columns // 2, 3).mean(axis=(1, 3))", "axes taken apart the other way",
     "Pixels that lie half a picture apart were averaged. Which comes first after `reshape`: the number of the square, "
     "or the place in it?"),
    ("pictures.reshape(m, rows // 2, 2, columns // 2, 2, 3).mean(axis=(1, 3))", "mean over the squares",
     "The mean runs over the squares, and two rows and columns are left. Which axes are the pixels inside a square?"),
    ("pictures.reshape(m, rows // 2, 2, columns // 2, 2, 3).mean(axis=(2, 3))", "mean over all columns",
     "Two columns are left of each picture. Which axes are the pixels inside a square?"),
)
prepare.equivalents(
    ("(2, 4)", "(4, 2)", "the order of the axes does not count"),
    ("(small / 255).astype(np.float32)", "small / 255", "float64 holds the same numbers, and the model rounds them"),
)
prepare.alternatives({
    "four corners": """
    P = pictures.astype(np.float32) / 255
    return (P[:, ::2, ::2] + P[:, 1::2, ::2] + P[:, ::2, 1::2] + P[:, 1::2, 1::2]) / 4
""",
    "pooling": """
    return tf.nn.avg_pool2d(pictures.astype("float32") / 255.0, 2, 2, "VALID").numpy()
""",
})
# fmt: on


@assignment.exercise(points=14, forbids=families.NUMPY_ONLY, keeps_arguments=True)
def batch_norm(submission, draw):
    """Sizes that all differ, moving averages that are not the batch's; one picture; another epsilon."""

    def given(*shape):
        n_C = shape[-1]
        Z = draw.normal(*shape) * draw.uniform(0.5, 4, n_C) + draw.normal(n_C, scale=2.0)
        return Z, draw.uniform(0.5, 2, n_C), draw.normal(n_C), draw.normal(n_C), draw.uniform(0.5, 3, n_C)

    def by_hand(Z, gamma, beta, mean, variance, training, epsilon=0.001):
        flat = np.moveaxis(Z, -1, 0).reshape(len(gamma), -1)
        if training:
            mean, variance = flat.mean(axis=1), (flat**2).mean(axis=1) - flat.mean(axis=1) ** 2
        A = [gamma[c] * (flat[c] - mean[c]) / (variance[c] + epsilon) ** 0.5 + beta[c] for c in range(len(gamma))]
        return np.moveaxis(np.array(A).reshape(-1, *Z.shape[:-1]), 0, -1)

    def run(what, *more):
        return submission.batch_norm(*what, *more), by_hand(*what, *more)

    names = "m", "n_H", "n_W", "n_C"
    for part, training in (("in training", True), ("in use", False)):
        for _ in range(2):
            yield part, *run(given(*draw.sizes(*names, low=2, high=7)), training)
    n_H, n_W, n_C = draw.sizes(*names[1:], low=2, high=7)
    what = given(1, n_H, n_W, n_C)
    yield "one picture", *run(what, True)
    yield "another epsilon", *run(what, True, float(draw.uniform(0.1, 1)))


# fmt: off
batch_norm.at("np.mean(Z, axis=(0, 1, 2)), np.var(Z, axis=(0, 1, 2))").mistakes(
    ("np.mean(Z, axis=0), np.var(Z, axis=0)", "over the pictures only",
     "Each pixel has a mean of its own. Which axes besides the pictures belong to one channel?"),
    ("np.mean(Z, axis=(1, 2), keepdims=True), np.var(Z, axis=(1, 2), keepdims=True)", "each picture by itself",
     "Each picture is normalised by itself. Over which axis do the pictures of the batch lie?"),
    ("np.mean(Z, axis=3, keepdims=True), np.var(Z, axis=3, keepdims=True)", "over the channels",
     "The mean runs over the channels. Should they be averaged, or kept apart?"),
    ("np.mean(Z, axis=(0, 1, 2)), np.std(Z, axis=(0, 1, 2))", "standard deviation for the variance",
     "In training, a standard deviation stands for the variance, and another root is taken of it. What does `np.std` "
     "return?"),
    ("moving_mean, moving_variance", "moving averages in training",
     "In training, the moving averages were used. Whose mean is meant there?"),
)
batch_norm.at("if training:").mistakes(
    ("if not training:", "the two cases exchanged",
     "In training your function does what it should do in use, and the other way round. When is there a batch to "
     "average over?"),
)
batch_norm.at("gamma * (Z - mean) / np.sqrt(variance + epsilon) + beta").mistakes(
    ("beta * (Z - mean) / np.sqrt(variance + epsilon) + gamma", "scale and shift exchanged",
     "gamma and beta stand in each other's place. Which of the two multiplies?"),
    ("gamma * (Z - mean) / (variance + epsilon) + beta", "root missing",
     "It was divided by the variance. What is below the bar of the formula?"),
    ("gamma * (Z - mean) / (np.sqrt(variance) + epsilon) + beta", "epsilon outside the root",
     "Epsilon was added after the root was taken. Where does the formula have it?"),
)
batch_norm.equivalents(
    ("(0, 1, 2)", "(1, 0, 2)", "the order of the axes does not count"),
    ("(0, 1, 2)", "(0, 2, 1)", "the order of the axes does not count"),
)
batch_norm.alternatives({
    "in steps": """
    if training == True:
        mu = np.mean(Z, axis=(0, 1, 2), keepdims=True)
        sigma2 = np.mean((Z - mu) ** 2, axis=(0, 1, 2), keepdims=True)
    else:
        mu = moving_mean
        sigma2 = moving_variance
    Z_norm = (Z - mu) / (sigma2 + epsilon) ** 0.5
    return Z_norm * gamma + beta
""",
})
# fmt: on


@assignment.exercise(points=14, rtol=1e-3, atol=1e-6)
def gradient_norms(submission, draw):
    """A softmax layer, whose gradient is known; and two layers with batch normalisation between them."""

    def start(m, *shape):
        k = int(draw.rng.integers(3, 7))
        return single(draw.normal(m, *shape)), np.eye(k, dtype=np.float32)[draw.rng.integers(0, k, m)]

    m, n = draw.sizes("m", "n", low=4, high=9)
    X, Y = start(m, n)
    W, b = single(draw.normal(n, Y.shape[1])), single(draw.normal(Y.shape[1]))
    P = np.exp(X.astype(float) @ W + b)
    P /= P.sum(axis=1, keepdims=True)
    yield "one layer", norms_of(submission.gradient_norms, X, Y, W, b), [float(np.linalg.norm(X.T @ (P - Y) / m))]
    m, rows, columns, h = draw.sizes("m", "rows", "columns", "h", low=4, high=8)
    X, Y = start(m, rows, columns)
    k = Y.shape[1]
    weights = [
        *(draw.normal(rows * columns, h, scale=0.4), draw.normal(h), draw.uniform(0.5, 2, h), draw.normal(h)),
        *(draw.normal(h), draw.uniform(0.5, 2, h), draw.normal(h, k), draw.normal(k)),
    ]
    weights = [single(weights[i]) for i in (0, 1, 2, 3, 4, 5, 6, 7)]
    yield "two layers", norms_of(submission.gradient_norms, X, Y, *weights)


# fmt: off
gradient_norms.at("tf.reduce_mean(keras.losses.categorical_crossentropy(Y, model(X, training=True)))").mistakes(
    ("tf.reduce_mean(keras.losses.categorical_crossentropy(model(X, training=True), Y))", "answers for labels",
     "Labels and probabilities stand in each other's place. Which of the two does the loss take first?"),
    ("tf.reduce_mean(keras.losses.categorical_crossentropy(Y, model(X, training=False)))", "not as in training",
     "The normalisation used its moving averages. What does the step say of the call of the model?"),
)
gradient_norms.at("[float(tf.norm(gradient)) for gradient in gradients]").mistakes(
    (["tf.norm(gradients)", "tf.linalg.global_norm(gradients)"], "one length of all",
     "There is one number for all kernels together. How many kernels does a network have?"),
)
gradient_norms.at("float(tf.norm(gradient))").mistakes(
    ("float(tf.reduce_sum(gradient ** 2))", "root missing",
     "These are squares of lengths. What does the formula take of the sum?"),
)
gradient_norms.at("for gradient in gradients]").mistakes(
    ("for gradient in gradients[::-1]]", "from the last to the first",
     "The lengths are right, in reverse order. From which layer to which does the list run?"),
)
gradient_norms.equivalents(("float(tf.norm(gradient))", "tf.norm(gradient)", "a tensor of one number is one"))
gradient_norms.alternatives({
    "in steps": """
    kernels = [weight for weight in model.trainable_weights if weight.path.endswith("kernel")]
    with tf.GradientTape() as tape:
        Y_hat = model(X, training=True)
        losses = -tf.reduce_sum(Y * tf.math.log(Y_hat), axis=1)
        cost = tf.reduce_mean(losses)
    norms = []
    for g in tape.gradient(cost, kernels):
        norms.append(tf.sqrt(tf.reduce_sum(tf.square(g))).numpy())
    return norms
""",
    "an object for the loss": """
    kernels = [weight for weight in model.trainable_weights if weight.path.endswith("kernel")]
    loss = keras.losses.CategoricalCrossentropy()
    with tf.GradientTape() as tape:
        cost = loss(Y, model(X, training=True))
    return [np.linalg.norm(g) for g in tape.gradient(cost, kernels)]
""",
})
# fmt: on


def drawn(draw, stride=()):
    """Arguments of a block: inputs, f, three numbers of filters, stage, letter and stride; all sizes differ.

    Without a stride the last number of filters is that of the channels.
    """
    m, n_H, n_W, n_C, F1, F2, F3 = draw.sizes("m", "n_H", "n_W", "n_C", "F1", "F2", "F3", low=2, high=9)
    F3 = F3 if stride else n_C
    X = single(draw.normal(m, n_H, n_W, n_C))
    draw.named()  # a stride makes sizes that are none of these
    return X, [F1, F2, F3], int(draw.rng.integers(2, 9)), "abcdefgh"[draw.rng.integers(0, 8)]


@assignment.exercise(points=20, rtol=1e-4, atol=1e-4)
def identity_block(submission, draw):
    """A block of drawn sizes, as a model; and the names of its layers."""
    X, filters, stage, letter = drawn(draw)
    f, seed = int(draw.rng.integers(2, 5)), int(draw.rng.integers(10**6))
    yield "drawn pictures", through(submission.identity_block, X, f, filters, stage, letter, seed)
    X, filters, stage, letter = drawn(draw)
    f = int(draw.rng.integers(2, 6))
    yield "names of the layers", layers_of(submission.identity_block, X.shape[1:], f, filters, stage, letter)


SECOND = 'X = layers.Activation("relu")(conv_norm(X, F2, f, 1, name + "2b"))'
THIRD = 'X = conv_norm(X, F3, 1, 1, name + "2c")'
LAST = 'X = layers.Activation("relu")(layers.Add()([X, X_shortcut]))'


def block_mistakes(block, first):
    """Mistakes that both blocks share; `first` is the line of the first component."""
    stride = "s" if ", s, " in first else "1"
    # fmt: off
    block.at(LAST).mistakes(
        ('X = layers.Activation("relu")(X)', "no addition",
         "The shortcut is never added. Which layer adds two volumes?"),
        ('X = layers.Add()([X, X_shortcut])', "last relu missing",
         "There are negative numbers in the result. What follows the addition?"),
        ('X = layers.Add()([layers.Activation("relu")(X), X_shortcut])', "relu before the addition",
         "The last relu was taken of the main path alone. Does it stand before the addition or after it?"),
        ('X = layers.Activation("relu")(layers.Concatenate()([X, X_shortcut]))', "stacked instead of added",
         "There are twice as many channels: the volumes were stacked. Which operation joins the two paths?"),
    )
    block.at(THIRD).mistakes(
        ('X = layers.Activation("relu")(conv_norm(X, F3, 1, 1, name + "2c"))', "relu on the third component",
         "The third component has a relu of its own. What does the table say there?"),
        ('X = layers.Conv2D(F3, 1, name="res" + name + "2c")(X)', "third normalisation missing",
         "The third component has no batch normalisation. What does the given function do that a bare convolution "
         "doesn't?"),
    )
    block.at(SECOND).mistakes(
        ('X = conv_norm(X, F2, f, 1, name + "2b")', "second relu missing",
         "The second component has no relu. What does the table say there?"),
    )
    block.at(first).mistakes(
        (f'X = conv_norm(X, F1, 1, {stride}, name + "2a")', "first relu missing",
         "The first component has no relu. What does the table say there?"),
    )
    block.everywhere(r'(?s)"2b"(.*?)"2c"').mistakes(
        (r'"2c"\1"2b"', "names exchanged",
         "`2b` and `2c` are exchanged. Which component has which name in the table?"),
    )
    # fmt: on


FIRST = 'X = layers.Activation("relu")(conv_norm(X, F1, 1, 1, name + "2a"))'
block_mistakes(identity_block, FIRST)
# fmt: off
identity_block.everywhere(r"    X_shortcut = X\n((?: *#.*\n)*)(.*\n)").mistakes(
    (r"\1\2    X_shortcut = X\n", "kept after the first component",
     "What was kept is the result of the first component, with F1 channels. Where does the shortcut begin?"),
)
identity_block.alternatives({
    "layer by layer": """
    conv_name_base = 'res' + str(stage) + block + '_branch'
    bn_name_base = 'bn' + str(stage) + block + '_branch'
    F1, F2, F3 = filters
    X_shortcut = X
    X = layers.Conv2D(filters=F1, kernel_size=(1, 1), strides=(1, 1), padding='valid', name=conv_name_base + '2a')(X)
    X = layers.BatchNormalization(axis=3, name=bn_name_base + '2a')(X)
    X = layers.Activation('relu')(X)
    X = layers.Conv2D(filters=F2, kernel_size=(f, f), strides=(1, 1), padding='same', name=conv_name_base + '2b')(X)
    X = layers.BatchNormalization(axis=3, name=bn_name_base + '2b')(X)
    X = layers.Activation('relu')(X)
    X = layers.Conv2D(filters=F3, kernel_size=(1, 1), strides=(1, 1), padding='valid', name=conv_name_base + '2c')(X)
    X = layers.BatchNormalization(axis=3, name=bn_name_base + '2c')(X)
    X = layers.Add()([X, X_shortcut])
    X = layers.Activation('relu')(X)
    return X
""",
    "functions for layers": """
    F1, F2, F3 = filters
    name = f"{stage}{block}_branch"
    A = keras.activations.relu(conv_norm(X, F1, 1, 1, name + "2a"))
    A = keras.ops.relu(conv_norm(A, F2, f, 1, name + "2b"))
    A = conv_norm(A, F3, 1, 1, name=name + "2c")
    return layers.ReLU()(A + X)
""",
})
# fmt: on


@assignment.exercise(points=18, rtol=1e-4, atol=1e-4)
def convolutional_block(submission, draw):
    """A block of drawn sizes and stride, as a model; without a stride, its layers' names and its output's shape."""
    X, filters, stage, letter = drawn(draw, stride=True)
    f, seed, s = (int(n) for n in (draw.rng.integers(2, 5), draw.rng.integers(10**6), draw.rng.choice([1, 3])))
    yield "drawn pictures and strides", through(submission.convolutional_block, X, f, filters, stage, letter, seed, s)
    X, filters, stage, letter = drawn(draw, stride=True)
    f = int(draw.rng.integers(2, 6))
    yield "names of the layers", layers_of(submission.convolutional_block, X.shape[1:], f, filters, stage, letter)


PROJECTION = 'X_shortcut = conv_norm(X_shortcut, F3, 1, s, name + "1")'
FIRST = 'X = layers.Activation("relu")(conv_norm(X, F1, 1, s, name + "2a"))'
block_mistakes(convolutional_block, FIRST)
# fmt: off
convolutional_block.at(PROJECTION).mistakes(
    ('X_shortcut = conv_norm(X_shortcut, F3, 1, 1, name + "1")', "no stride on the shortcut",
     "The shortcut keeps rows and columns, and the main path doesn't. What makes the two sizes equal?"),
    ('X_shortcut = layers.Conv2D(F3, 1, strides=s, name="res" + name + "1")(X_shortcut)',
     "normalisation of the shortcut missing",
     "The shortcut has no batch normalisation. What does the given function do that a bare convolution doesn't?"),
    ('X_shortcut = layers.Activation("relu")(conv_norm(X_shortcut, F3, 1, s, name + "1"))', "relu on the shortcut",
     "The shortcut has a relu. What does the step say follows its convolution?"),
    ('X_shortcut = conv_norm(X, F3, 1, s, name + "1")', "shortcut of the main path's end",
     "The convolution of the shortcut got the end of the main path. Where does the shortcut begin?"),
    ('X_shortcut = conv_norm(X_shortcut, F1, 1, s, name + "1")', "F1 filters on the shortcut",
     "The shortcut has F1 channels. How many does the main path end in?"),
    ('X_shortcut = conv_norm(X_shortcut, F3, 1, s, name + "2d")', "another name for the shortcut",
     "The layers of the shortcut are called `2d`. How does their name end in the step?"),
)
convolutional_block.at(FIRST).mistakes(
    ('X = layers.Activation("relu")(conv_norm(X, F1, 1, 1, name + "2a"))', "no stride on the main path",
     "The main path keeps rows and columns, and the shortcut doesn't. Which component has the stride?"),
)
convolutional_block.everywhere(r'(?s)F1, 1, s, (.*?)F2, f, 1, ').mistakes(
    (r'F1, 1, 1, \1F2, f, s, ', "stride on the second component",
     "Sizes are right, and numbers are not: the second component has the stride. Which one does the step name?"),
)
convolutional_block.everywhere(r'(?s)F1, 1, s, (.*)F3, 1, s, ').mistakes(
    (r'F1, 1, 2, \1F3, 1, 2, ', "always stride 2",
     "Rows and columns are halved, whatever is asked for. Which argument gives the stride?"),
)
convolutional_block.at("s=2").mistakes(
    ("s=1", "another stride if none is given", "Without a stride, yours is 1. Which one does the first line give?"),
)
convolutional_block.alternatives({
    "shortcut first": """
    F1, F2, F3 = filters
    name = f"{stage}{block}_branch"
    relu = keras.activations.relu
    side = conv_norm(X, F3, 1, s, name + "1")
    A = relu(conv_norm(X, F1, 1, s, name + "2a"))
    A = relu(conv_norm(A, F2, f, 1, name + "2b"))
    return relu(side + conv_norm(A, F3, 1, 1, name + "2c"))
""",
})
# fmt: on


@assignment.exercise(points=18, uses=("identity_block", "convolutional_block"), rtol=1e-3, atol=1e-5)
def ResNet50(submission, draw):
    """Of light blocks, see above: with nothing given; and pictures of a drawn size and a drawn number of classes."""
    seed = int(draw.rng.integers(10**6))
    yield "nothing given", built(submission.ResNet50, seed, None)
    rows, columns = (2 * int(n) for n in draw.rng.permutation(np.arange(33, 50))[:2])
    classes, channels = int(draw.rng.choice([3, 4, 5, 7, 8, 9])), int(draw.rng.choice([1, 2, 4]))
    draw.named(rows=rows, columns=columns, channels=channels, classes=classes)
    X = single(draw.uniform(0, 1, 1, rows, columns, channels))
    yield "drawn pictures and classes", built(submission.ResNet50, seed, X, (rows, columns, channels), classes)


# fmt: off
ResNet50.at("    X = layers.ZeroPadding2D(3)(X_input)\n").mistakes(
    ("    X = X_input\n", "border missing",
     "The first convolution has no border of zeros before it. What comes first in stage 1?"),
)
ResNet50.at('    X = layers.Activation("relu")(X)\n').mistakes(
    ("", "first relu missing", "Stage 1 has no relu. What follows the normalisation in the table?"),
)
ResNet50.at("    X = layers.MaxPooling2D(3, strides=2)(X)\n").mistakes(
    ("", "first pooling missing",
     "Stage 1 does not pool, and everything after it is twice as large. What is its last item in the table?"),
)
ResNet50.at('(2, 64, "bc", 1)').mistakes(
    ('(2, 64, "bc", 2)', "stride 2 in stage 2",
     "Stage 2 halves rows and columns. Which stride is printed in bold in the table?"),
)
ResNet50.at('(4, 256, "bcdef", 2)').mistakes(
    ('(4, 256, "bcde", 2)', "stage 4 one short",
     "Stage 4 has four identity blocks. How many letters are there from `b` to `f`?"),
)
ResNet50.at('(5, 512, "bc", 2)').mistakes(
    ('(4, 512, "bc", 2)', "stage number repeated",
     "Two stages have the number 4, so their layers would have the same names. Which number does the last stage have?"),
)
ResNet50.at("identity_block(X, 3, [n, n, 4 * n], stage, block)").mistakes(
    ("convolutional_block(X, 3, [n, n, 4 * n], stage, block, 1)", "convolutional blocks everywhere",
     "All blocks are convolutional ones. How many of them does each stage have?"),
)
ResNet50.everywhere(r"4 \* n").mistakes(
    ("2 * n", "too few channels",
     "The blocks end in too few channels. How do the three numbers of filters go together in the table?"),
)
ResNet50.at('layers.AveragePooling2D(2, name="avg_pool")').mistakes(
    ('layers.MaxPooling2D(2, name="avg_pool")', "largest instead of mean at the end",
     "The last pooling takes the largest number. Which kind does the table name?"),
    ('layers.GlobalAveragePooling2D(name="avg_pool")', "average of everything",
     "The last pooling averages the whole map, as if 2 × 2 were left of every picture. How large are its windows?"),
)
ResNet50.at('    X = layers.AveragePooling2D(2, name="avg_pool")(X)\n').mistakes(
    ("", "last pooling missing",
     "The last layer gets too many numbers: nothing was pooled before it. What comes first at the end?"),
)
ResNet50.at('layers.Dense(classes, activation="softmax", name=f"fc{classes}")').mistakes(
    ('layers.Dense(classes, activation="sigmoid", name=f"fc{classes}")', "sigmoid at the end",
     "Each class has a probability of its own, and they do not sum to 1. Which activation lets them compete?"),
)
ResNet50.equivalents(
    ("layers.BatchNormalization(axis=3, momentum=0.9, name='bn_conv1')",
     "layers.BatchNormalization(momentum=0.9, name='bn_conv1')", "the last axis is 3"),
    ("layers.BatchNormalization(axis=3, momentum=0.9, name='bn_conv1')",
     "layers.BatchNormalization(axis=3, name='bn_conv1')", "the momentum says how to train, not what is built"),
    ("0.9", "1.8", "the momentum says how to train, not what is built"),
    ("layers.AveragePooling2D(2, name='avg_pool')", "layers.AveragePooling2D(2)", "no weights are stored by this name"),
    ("keras.Model(X_input, X, name='ResNet50')", "keras.Model(X_input, X)", "no weights are stored by this name"),
)
ResNet50.alternatives({
    "block by block": """
    X_input = keras.Input(input_shape)
    X = layers.ZeroPadding2D((3, 3))(X_input)
    X = layers.Conv2D(64, (7, 7), strides=(2, 2), name='conv1', kernel_initializer='glorot_uniform')(X)
    X = layers.BatchNormalization(axis=3, name='bn_conv1')(X)
    X = layers.Activation('relu')(X)
    X = layers.MaxPooling2D((3, 3), strides=(2, 2))(X)
    X = convolutional_block(X, f=3, filters=[64, 64, 256], stage=2, block='a', s=1)
    X = identity_block(X, 3, [64, 64, 256], stage=2, block='b')
    X = identity_block(X, 3, [64, 64, 256], stage=2, block='c')
    X = convolutional_block(X, f=3, filters=[128, 128, 512], stage=3, block='a', s=2)
    X = identity_block(X, 3, [128, 128, 512], stage=3, block='b')
    X = identity_block(X, 3, [128, 128, 512], stage=3, block='c')
    X = identity_block(X, 3, [128, 128, 512], stage=3, block='d')
    X = convolutional_block(X, f=3, filters=[256, 256, 1024], stage=4, block='a', s=2)
    for letter in 'bcdef':
        X = identity_block(X, 3, [256, 256, 1024], stage=4, block=letter)
    X = convolutional_block(X, f=3, filters=[512, 512, 2048], stage=5, block='a')
    X = identity_block(X, 3, [512, 512, 2048], stage=5, block='b')
    X = identity_block(X, 3, [512, 512, 2048], stage=5, block='c')
    X = layers.AveragePooling2D(pool_size=(2, 2), padding='valid', name='avg_pool')(X)
    X = layers.Flatten()(X)
    X = layers.Dense(classes, activation='softmax', name='fc' + str(classes))(X)
    model = keras.Model(inputs=X_input, outputs=X, name='ResNet50')
    return model
""",
    "a function for the stages": """
    X_input = keras.Input(input_shape)

    def stage(X, number, filters, count, s):
        X = convolutional_block(X, 3, filters, number, "a", s)
        for k in range(1, count):
            X = identity_block(X, 3, filters, number, chr(ord("a") + k))
        return X

    X = conv = layers.Conv2D(64, 7, strides=2, name="conv1")(layers.ZeroPadding2D(padding=3)(X_input))
    X = layers.ReLU()(layers.BatchNormalization(name="bn_conv1")(X))
    X = layers.MaxPool2D(3, 2)(X)
    X = stage(X, 2, (64, 64, 256), 3, 1)
    X = stage(X, 3, (128, 128, 512), 4, 2)
    X = stage(X, 4, (256, 256, 1024), 6, 2)
    X = stage(X, 5, (512, 512, 2048), 3, 2)
    X = layers.Flatten()(layers.AveragePooling2D(2, name="avg_pool")(X))
    X = layers.Dense(classes, "softmax", name=f"fc{classes}")(X)
    return keras.Model(X_input, X)
""",
})
# fmt: on


@assignment.exercise(
    points=8, uses=("prepare",), rtol=1e-4, atol=1e-5, keeps_arguments=True, returns=("sign", "probabilities")
)
def predict_sign(submission, draw):
    """A network of drawn weights, and pictures that are no squares."""
    for _ in range(2):
        rows, columns, n, k = draw.sizes("rows", "columns", "filters", "classes", low=4, high=9)
        weights = [
            *(draw.normal(3, 3, 3, n), draw.normal(n), draw.uniform(0.5, 2, n), draw.normal(n)),
            *(draw.normal(n), draw.uniform(0.5, 2, n), draw.normal(n, k), draw.normal(k)),
        ]
        yield (
            "drawn networks",
            said(submission.predict_sign, pictures(draw, 2 * rows, 2 * columns, 3), [single(w) for w in weights]),
        )


# fmt: off
predict_sign.at("prepare(picture[np.newaxis])").mistakes(
    ("picture[np.newaxis, ::2, ::2].astype(np.float32)", "not brought to 0…1",
     "The network got numbers from 0 to 255, and is far too sure. What was done to the training pictures?"),
    ("picture[np.newaxis].astype(np.float32) / 255", "not made smaller",
     "The network got a picture twice as large as in training. What was done to the training pictures?"),
)
predict_sign.at("model(X, training=False)[0]").mistakes(
    ("model(X, training=True)[0]", "as in training",
     "The normalisation used the mean of this one picture. What is to be said to the model in use?"),
    ("model(X, training=False)", "axis of examples kept",
     "The probabilities still have the axis of examples. Which of the answers in the batch is that to your picture?"),
)
predict_sign.at("int(np.argmax(probabilities))").mistakes(
    ("float(np.max(probabilities))", "largest probability instead of its place",
     "This is how probable the sign is. At which place does that number stand?"),
)
predict_sign.equivalents(
    ("model(X, training=False)", "model(X)", "a model that is called is in use, if nothing else is said"),
    ("int(np.argmax(probabilities))", "np.argmax(probabilities)", "a whole number of NumPy's is one"),
)
predict_sign.alternatives({
    "predict": """
    x = np.expand_dims(picture, axis=0)
    probabilities = model.predict(prepare(x), verbose=0)[0]
    return np.argmax(probabilities), probabilities
""",
})

assignment.examples(
    Example("relu before the addition, in both blocks",
        {name: [(LAST, 'X = layers.Add()([layers.Activation("relu")(X), X_shortcut])')]
         for name in ("identity_block", "convolutional_block")}),
    Example("max pooling at the end, and batch statistics in use",
        {"ResNet50": [("AveragePooling2D", "MaxPooling2D")], "batch_norm": [("if training:", "if True:")]}),
    Example("every second pixel, with everything after it right",
        {"prepare": [("pictures.reshape(m, rows // 2, 2, columns // 2, 2, 3).mean(axis=(2, 4))",
                      "pictures[:, ::2, ::2]")]}),
    Example("printed summaries",
        {"ResNet50": [("    return keras.Model(X_input, X, name=\"ResNet50\")",
                       "    model = keras.Model(X_input, X)\n    model.summary()\n    return model")]},
        loses=()),
)
# fmt: on
