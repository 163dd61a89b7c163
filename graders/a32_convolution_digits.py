"""Scenarios, known mistakes and alternatives of "Convolution arithmetic and a digit recogniser".

The published text has formulas and one listing of a network, without data: the functions are of our own design. It
writes the size formula with brackets that do not round; here it rounds down, and `same_padding` refuses even filters,
for which its formula has no whole number.

A model is judged by what it computes with weights and pictures that the judge draws. float32 sums of n terms of order 1
are off by about 6e-8 n: at most 1600 terms, so 1e-4, and half of that is left for what enters the softmax.
A training is judged on copies of one example, whose order does not matter: the loss before each step and after the last
is held to Adam by hand. Its first steps are about as long for a slope near 0 as for any other, so weights are not
compared; a slope near 0 hardly changes the loss.
"""

import numpy as np

from autograder.judging.exercise import Assignment, Example
from graders import convolutions, families

assignment = Assignment("a32_convolution_digits")

OUT = "rows of windows", "columns of windows"


@assignment.inside
def odd_and_even(same_padding, odd, even):
    """What the function returns for an odd number, and for an even one, or that it raises ValueError there."""
    found = {"an odd f": same_padding(odd)}
    try:
        found["an even f"] = same_padding(even)
    except ValueError:
        found["an even f"] = "raises ValueError"
    return found


@assignment.inside
def outputs(build_model, X, seed):
    """What the model computes with weights drawn from a seed, in use and in training."""
    from autograder.inside.models import fill, model_of

    model = fill(model_of(build_model()), seed)
    return {"in use": model(X, training=False), "in training": model(X, training=True)}


@assignment.inside
def trained(train_model, X, Y, W, b, epochs):
    """What the function returns for a single softmax layer that starts from W and b, and what becomes of the layer.

    Without graphs, which take longer to trace than a few steps on few numbers.
    """
    import keras
    import tensorflow as tf

    tf.config.run_functions_eagerly(True)
    model = keras.Sequential([keras.Input(X.shape[1:]), keras.layers.Dense(len(b), activation="softmax")])
    model.set_weights([W, b])
    try:
        return train_model(model, X, Y, epochs=epochs), model.get_weights()
    finally:
        tf.config.run_functions_eagerly(False)


@trained.judged
def learnt(found, X, Y, W, b, epochs):
    """What was returned, and the loss that the layer has now."""
    returned, (W, b) = found
    Z = X.astype(float) @ W + b
    logs = Z - Z.max(axis=1, keepdims=True)
    logs -= np.log(np.exp(logs).sum(axis=1, keepdims=True))
    return {"returned": returned, "the loss afterwards": float(-np.mean(logs[Y == 1]))}


@assignment.inside
def evaluated(evaluate, x, y):
    """What the function says of a model that takes the softmax of its input."""
    import keras
    import tensorflow as tf

    tf.config.run_functions_eagerly(True)
    try:
        return evaluate(keras.Sequential([keras.Input(x.shape[1:]), keras.layers.Softmax()]), x, y)
    finally:
        tf.config.run_functions_eagerly(False)


def places(n, f, p, s):
    """How many windows of f fit, counted."""
    return len([start for start in range(0, n + 2 * p, s) if start + f <= n + 2 * p])


def slid(picture, f, s, function):
    """What a function makes of each window."""
    rows, columns = (range(0, n - f + 1, s) for n in picture.shape)
    return np.array([[function(picture[i : i + f, j : j + f]) for j in columns] for i in rows], dtype=float)


@assignment.exercise(points=8, forbids=families.NUMPY_ONLY)
def conv_output_size(submission, draw):
    """Against the windows, counted one by one."""

    def run(n, f, p, s):
        draw.named()
        return submission.conv_output_size(n, f, p, s), places(n, f, p, s)

    for _ in range(3):
        n, f = int(draw.rng.integers(12, 60)), int(draw.rng.integers(2, 8))
        yield "with a border and a stride", *run(n, f, int(draw.rng.integers(1, 4)), int(draw.rng.integers(2, 5)))
    for rest in (1, 2):
        s, count = int(draw.rng.integers(3, 6)), int(draw.rng.integers(3, 9))
        f = int(draw.rng.integers(2, 6))
        yield "rows left over", *run(f + s * (count - 1) + rest, f, 0, s)
    n = int(draw.rng.integers(5, 20))
    yield "one window", *run(n, n, 0, int(draw.rng.integers(2, 5)))
    n, f = int(draw.rng.integers(10, 40)), int(draw.rng.integers(2, 8))
    yield "neither border nor stride given", submission.conv_output_size(n, f), n - f + 1
    yield "the notebook's example", submission.conv_output_size(39, 3), 37


# fmt: off
convolutions.window_count(conv_output_size, r"n \+ 2 \* p - f", "s", "2 * p")
conv_output_size.at("(n + 2 * p - f) // s + 1").mistakes(
    ("n + 2 * p - f // s + 1", "parentheses missing",
     "Only `f` was divided. What is above the bar of the fraction?"),
)
conv_output_size.alternatives({
    "int of a fraction": "return int((n - f + 2 * p) / s) + 1",
    "counted": "return len(range(0, n + 2 * p - f + 1, s))",
    "numbers from NumPy": "return np.floor_divide(n + 2 * p - f + s, s)",
})
# fmt: on


@assignment.exercise(points=6, forbids=families.NUMPY_ONLY)
def same_padding(submission, draw):
    """Odd filters, against the size that is to stay; even ones are refused."""
    draw.sizes()
    for _ in range(3):
        p = int(draw.rng.integers(2, 500))
        n = int(draw.rng.integers(2 * p + 2, 2000))
        assert places(n, 2 * p + 1, p, 1) == n
        yield "odd filters", submission.same_padding(2 * p + 1), p
    p, even = int(draw.rng.integers(2, 500)), 2 * int(draw.rng.integers(1, 500))
    found = odd_and_even(submission.same_padding, 2 * p + 1, even)
    yield "even filters are refused", found, {"an odd f": p, "an even f": "raises ValueError"}
    yield "a filter of one", submission.same_padding(1), 0


# fmt: off
same_padding.equivalents(("f - 1", "f", "halves are rounded down, so for odd filters it is the same"))
same_padding.at('if f % 2 == 0:\n        raise ValueError("a filter of even size has no middle")\n').mistakes(
    ("", "even filters accepted",
     "Odd filters are right, and an even one got a border too. What is a function to do with what it can't do?"),
    ("if f % 2 == 0:\n        return None\n", "nothing returned for even filters",
     "An even filter gets None, without a word. Which statement of Python refuses an argument?"),
)
same_padding.at("(f - 1) // 2").mistakes(
    ("f - 1", "not halved",
     "This is what a window loses on both sides together. How much of it belongs to one side?"),
)
same_padding.alternatives({
    "else": """
    if f % 2:
        return f // 2
    else:
        raise ValueError(f"{f} is even")
""",
})
# fmt: on


@assignment.exercise(points=8, forbids=families.NUMPY_ONLY)
def conv_layer_params(submission, draw):
    """Against the entries of arrays of these shapes."""
    for _ in range(3):
        f, n_c_prev, n_filters = draw.sizes("f", "n_c_prev", "n_filters", low=2, high=12)
        count = np.zeros((f, f, n_c_prev, n_filters)).size + np.zeros(n_filters).size
        yield "random layers", submission.conv_layer_params(f, n_c_prev, n_filters), count
    n_c_prev, n_filters = draw.sizes("n_c_prev", "n_filters", low=2, high=12)
    draw.named(n_c_prev=n_c_prev, n_filters=n_filters)
    yield "filters of 1 × 1", submission.conv_layer_params(1, n_c_prev, n_filters), (n_c_prev + 1) * n_filters
    draw.sizes()
    yield "the notebook's example", submission.conv_layer_params(3, 3, 10), 280


# fmt: off
conv_layer_params.at("(f * f * n_c_prev + 1) * n_filters").mistakes(
    ("f * f * n_c_prev * n_filters", "biases missing",
     "The weights are counted, the biases are not. How many biases does a filter have?"),
    ("f * f * n_c_prev * n_filters + 1", "one bias for all",
     "One bias was counted for the whole layer. How many filters are there to have one?"),
    ("(f * f + 1) * n_filters", "channels ignored",
     "A filter was counted with one channel. How many does it look through?"),
    ("(f * f + 1) * n_c_prev * n_filters", "a bias for each channel",
     "A bias was counted for each channel of a filter. How many numbers does a filter add to its sum?"),
)
conv_layer_params.alternatives({
    "in two steps": """
    weights = f ** 2 * n_c_prev * n_filters
    biases = n_filters
    return weights + biases
""",
})
# fmt: on


def chain(draw, count):
    """A size, channels and layers that fit, both kinds among them."""
    n, n_c = int(draw.rng.integers(60, 90)), int(draw.rng.integers(1, 5))
    layers, left = [], n
    for i in range(count):
        kind = ("conv", "pool")[(i + int(draw.rng.integers(0, 2))) % 2] if i > 1 else ("conv", "pool")[i]
        f, s = int(draw.rng.integers(2, 6)), int(draw.rng.integers(1, 3))
        layer = {"kind": kind, "f": f, "s": s, "p": int(draw.rng.integers(0, 3)) if kind == "conv" else 0}
        left = places(left, f, layer["p"], s)
        if left < 6:
            break
        layers.append(layer | ({"filters": int(draw.rng.integers(6, 40))} if kind == "conv" else {}))
    return n, n_c, layers


def traced(n, n_c, layers):
    shapes = [(n, n, n_c)]
    for layer in layers:
        n = places(n, layer["f"], layer["p"], layer["s"])
        n_c = layer.get("filters", n_c)
        shapes.append((n, n, n_c))
    return shapes


@assignment.exercise(points=14, uses=("conv_output_size",), keeps_arguments=True, forbids=families.NUMPY_ONLY)
def trace_shapes(submission, draw):
    """Random chains of layers."""
    draw.sizes()
    for count in (2, 4, 5):
        what = chain(draw, count)
        yield "random networks", submission.trace_shapes(*what), traced(*what)
    n = int(draw.rng.integers(20, 2000))
    pools = [{"kind": "pool", "f": 3, "s": 2, "p": 0}] * 2
    yield "pooling only", submission.trace_shapes(n, 4, pools), traced(n, 4, pools)
    layers = [
        {"kind": "conv", "f": f, "s": s, "p": 0, "filters": c} for f, s, c in ((3, 1, 10), (5, 2, 20), (5, 2, 40))
    ]
    shapes = [(39, 39, 3), (37, 37, 10), (17, 17, 20), (7, 7, 40)]
    yield "the notebook's example", submission.trace_shapes(39, 3, layers), shapes


# fmt: off
trace_shapes.at('n = conv_output_size(n, layer["f"], layer["p"], layer["s"])').mistakes(
    ('n = conv_output_size(n, layer["f"], layer["p"])', "stride not given",
     "Each layer has the size for stride 1. What else does `conv_output_size` need to know?"),
    ('n = conv_output_size(n, layer["f"], s=layer["s"])', "border not given",
     "Each layer has the size without a border. What else does `conv_output_size` need to know?"),
    ('n = conv_output_size(n, layer["f"], layer["s"], layer["p"])', "stride and border exchanged",
     "Stride and border stand in each other's place. In which order does `conv_output_size` take them?"),
    ('n = conv_output_size(shapes[0][0], layer["f"], layer["p"], layer["s"])', "always from the input",
     "Every layer begins with the input. What does a layer get from the one before it?"),
)
trace_shapes.at('if layer["kind"] == "conv":\n            n_c = layer["filters"]').mistakes(
    ('n_c = layer["filters"]', "filters of a pooling",
     "A pooling layer was asked for its filters, and it has none. What does it do with the channels?"),
    ('if layer["kind"] == "conv":\n            n_c = n_c * layer["filters"]', "channels multiplied",
     "The channels multiply from layer to layer. How many maps does a filter make, however many enter?"),
)
trace_shapes.at("shapes.append((n, n, n_c))").mistakes(
    ("shapes += (n, n, n_c)", "one long list",
     "The list holds numbers, not shapes. What does `+=` do with a tuple?"),
)
trace_shapes.alternatives({
    "height and width apart": """
    shapes = [(n, n, n_c)]
    for layer in layers:
        h, w, c = shapes[-1]
        h = conv_output_size(h, layer["f"], layer["p"], layer["s"])
        w = conv_output_size(w, f=layer["f"], p=layer["p"], s=layer["s"])
        shapes.append([h, w, layer["filters"] if layer["kind"] == "conv" else c])
    print(shapes)
    return shapes
""",
    "get, and a formula of its own": """
    result = [(n, n, n_c)]
    for layer in layers:
        n = (n + 2 * layer["p"] - layer["f"]) // layer["s"] + 1
        n_c = layer.get("filters", n_c)
        result = result + [(n, n, n_c)]
    return result
""",
})
# fmt: on


# atol: float32 computes sums of order 10 to about 1e-6.
@assignment.exercise(
    points=12, uses=("conv_output_size",), keeps_arguments=True, atol=1e-5, forbids=families.NUMPY_ONLY
)
def convolve2d(submission, draw):
    """Pictures that are no squares, with several strides."""

    def run(image, kernel, *s):
        out = slid(image, len(kernel), *(s or (1,)), lambda w: np.sum(w * kernel))
        draw.also_named(**dict(zip(OUT, out.shape, strict=True)))
        return submission.convolve2d(image, kernel, *s), out

    def picture(low=6, high=9):
        return draw.normal(*draw.sizes("rows", "columns", low=low, high=high))

    yield "stride 1", *run(picture(), draw.normal(3, 3))
    yield "stride 1", *run(picture(), draw.normal(2, 2), 1)
    for s in (2, 3):
        yield "larger strides", *run(picture(), draw.normal(3, 3), s)
    yield "whole numbers", *run(draw.rng.integers(0, 17, (7, 5)), draw.rng.integers(-2, 3, (3, 3)))
    image = picture(3, 5)
    f = min(image.shape)
    yield "one row or column of windows", *run(image, draw.normal(f, f))
    draw.sizes()
    half = np.repeat([[10, 10, 10, 0, 0, 0]], 6, axis=0)
    upright = np.repeat([[1, 0, -1]], 3, axis=0)
    yield "the notebook's example", submission.convolve2d(half, upright), np.repeat([[0.0, 30, 30, 0]], 4, axis=0)


# fmt: off
convolutions.windows(convolve2d, "image[i * s : i * s + f, j * s : j * s + f]", "i", "j", "s")
convolve2d.at("np.sum(window * kernel)").mistakes(
    ("np.sum(window * kernel[::-1, ::-1])", "kernel turned round",
     "The kernel was turned by half a turn. Does a network do that?"),
    ("np.sum(window * kernel.T)", "kernel transposed",
     "The kernel was transposed: an upright edge and a level one are exchanged. Which entries lie on each other?"),
    ("np.sum(window @ kernel)", "matrix product",
     "This is a product of matrices, rows times columns. Which operator pairs up entries in the same place?"),
)
convolve2d.equivalents(
    ("kernel.shape[0]", "kernel.shape[1]", "kernels are square"),
    ("np.zeros([conv_output_size(n, f, s=s) for n in image.shape])",
     "np.ones([conv_output_size(n, f, s=s) for n in image.shape])", "every entry is written"),
)
convolve2d.alternatives({
    "windows of NumPy": """
    f = kernel.shape[0]
    windows = np.lib.stride_tricks.sliding_window_view(image, (f, f))[::s, ::s]
    return np.einsum("ijkl,kl->ij", windows, kernel)
""",
})
# fmt: on


@assignment.exercise(points=8, uses=("conv_output_size",), keeps_arguments=True, forbids=families.NUMPY_ONLY)
def pool2d(submission, draw):
    """Both modes, windows that touch, overlap or leave gaps, and negative numbers."""

    def run(x, *args):
        f, s, mode = args or (2, 2, "max")
        out = slid(x, f, s, {"max": np.max, "average": np.mean}[mode])
        draw.also_named(**dict(zip(OUT, out.shape, strict=True)))
        return submission.pool2d(x, *args), out

    def map_():
        return draw.normal(*draw.sizes("rows", "columns", low=6, high=9))

    for mode in ("max", "average"):
        yield mode, *run(map_(), 2, 2, mode)
        yield "windows that overlap or leave gaps", *run(map_(), 3, 2, mode)
        yield "windows that overlap or leave gaps", *run(map_(), 2, 3, mode)
    yield "negative numbers", *run(-1 - np.abs(map_()), 3, 1, "max")
    yield "nothing but the map given", *run(map_())
    draw.sizes()
    x = np.array([[1, 3, 2, 1], [2, 9, 1, 1], [1, 3, 2, 3], [5, 6, 1, 2]])
    yield "the notebook's example", *run(x)
    yield "the notebook's example", *run(x, 2, 2, "average")


# fmt: off
convolutions.windows(pool2d, "x[i * s : i * s + f, j * s : j * s + f]", "i", "j", "s")
convolutions.pooling(pool2d)
pool2d.equivalents(
    ("np.zeros([conv_output_size(n, f, s=s) for n in x.shape])",
     "np.ones([conv_output_size(n, f, s=s) for n in x.shape])", "every entry is written"),
)
pool2d.alternatives({
    "branches": """
    n_H = conv_output_size(x.shape[0], f, s=s)
    n_W = conv_output_size(x.shape[1], f, s=s)
    out = np.zeros((n_H, n_W))
    for i in range(n_H):
        for j in range(n_W):
            if mode == "max":
                out[i, j] = x[i*s:i*s+f, j*s:j*s+f].max()
            elif mode == "average":
                out[i, j] = x[i*s:i*s+f, j*s:j*s+f].mean()
    print(out)
    return out
""",
    "windows of NumPy": """
    windows = np.lib.stride_tricks.sliding_window_view(x, (f, f))[::s, ::s]
    return windows.max(axis=(2, 3)) if mode == "max" else windows.mean(axis=(2, 3))
""",
})
# fmt: on


@assignment.inside
def types_of(prepare_digits, images, labels):
    """The types of the two arrays."""
    return [str(np.asarray(array).dtype) for array in prepare_digits(images, labels)]


def prepared(images, labels):
    """Pixel by pixel."""
    x = np.zeros((len(images), 28, 28, 1))
    for (i, row, column), value in np.ndenumerate(images):
        x[i, 2 + 3 * row : 5 + 3 * row, 2 + 3 * column : 5 + 3 * column, 0] = value / 16
    return x, np.array([[float(label == digit) for digit in range(10)] for label in labels])


@assignment.exercise(points=14, keeps_arguments=True, returns=("x", "y"))
def prepare_digits(submission, draw):
    """Drawn pictures; labels among which not every digit is."""

    def some(m, darkest=16):
        return draw.rng.integers(0, darkest + 1, (m, 8, 8)).astype(float), draw.rng.integers(0, 9, m)

    (m,) = draw.sizes("m", low=3, high=6)
    for _ in range(2):
        digits = some(m)
        yield "drawn pictures", submission.prepare_digits(*digits), prepared(*digits)
    digits = some(m)
    yield "type", types_of(submission.prepare_digits, *digits), ["float32", "float32"]
    draw.named(m=1)
    digits = some(1, 11)
    yield "one picture", submission.prepare_digits(*digits), prepared(*digits)


# fmt: off
prepare_digits.at("images / 16").mistakes(
    ("images / 255", "divided by 255",
     "The pixels were divided by 255. What is the largest value in these pictures?"),
    ("images / images.max()", "divided by its own maximum",
     "Each batch was divided by its own maximum, so one picture depends on the others. "
     "Which number is the same for all?"),
)
prepare_digits.at("np.kron(x, np.ones((1, 3, 3)))").mistakes(
    ("np.tile(x, (1, 3, 3))", "repeated as a whole",
     "There are nine small digits. What should become three times as large: the picture or each pixel?"),
    ("np.resize(x, (len(x), 24, 24))", "resized",
     "The pixels run on from row to row: the picture is torn. Which function makes a block of each entry?"),
)
prepare_digits.at("x[..., np.newaxis].astype(np.float32)").mistakes(
    ("x[:, np.newaxis].astype(np.float32)", "channel first",
     "The channel stands before the rows. Where does Keras expect it?"),
    ("x[..., np.newaxis]", "float64",
     "The numbers are right, but their type is float64. Which type does the step ask for?"),
)
prepare_digits.at("np.eye(10, dtype=np.float32)[labels]").mistakes(
    ("np.eye(labels.max() + 1, dtype=np.float32)[labels]", "as many classes as there are",
     "The rows are as long as the largest label needs. How many digits are there, even if some do not occur?"),
    ("np.eye(10)[labels]", "labels of float64",
     "The labels are right, but their type is float64. Which type does the step ask for?"),
)
prepare_digits.alternatives({
    "repeat, expand_dims, keras": """
    x = np.repeat(np.repeat(images, 3, axis=1), 3, axis=2)
    x = np.pad(x, [(0, 0), (2, 2), (2, 2)], constant_values=0) / 16.0
    x = np.expand_dims(x, axis=-1).astype("float32")
    y = keras.utils.to_categorical(labels, num_classes=10)
    print(x.shape, y.shape)
    return x, y.astype("float32")
""",
    "tensors": """
    x = tf.cast(images, tf.float32)[..., tf.newaxis] / 16
    x = tf.repeat(tf.repeat(x, 3, axis=1), 3, axis=2)
    x = tf.pad(x, [[0, 0], [2, 2], [2, 2], [0, 0]])
    return x.numpy(), tf.one_hot(labels, 10).numpy()
""",
})
# fmt: on


@assignment.exercise(points=16, rtol=1e-3, atol=1e-4)
def build_model(submission, draw):
    """The probabilities of pictures with drawn weights, in training and in use."""

    def pictures():
        return draw.uniform(0, 1, *draw.sizes("m"), 28, 28, 1).astype(np.float32)

    yield "drawn weights", outputs(submission.build_model, pictures(), int(draw.rng.integers(10**6)))


# fmt: off
FIRST = 'layers.Conv2D(32, 3, activation="relu")'
SECOND = 'layers.Conv2D(64, 3, activation="relu")'
build_model.everywhere(r'layers\.Conv2D\((\d+), 3, activation="relu"\)').mistakes(
    (r'layers.Conv2D(\1, 3, activation="relu", padding="same")', "borders everywhere",
     "Both convolutions keep the size. Which sizes does the table give?"),
    (r'layers.Conv2D(96 - \1, 3, activation="relu")', "numbers of filters exchanged",
     "There are 64 filters first and 32 after them. In which order does the table name them?"),
    (r"layers.Conv2D(\1, 3)", "no activation in the convolutions",
     "The convolutions have no activation. Which one does the table name?"),
)
build_model.everywhere(r"layers\.MaxPooling2D\(2\)").mistakes(
    ("layers.AveragePooling2D(2)", "average pooling",
     "The windows were averaged. Which kind of pooling does the table name?"),
)
build_model.at("    model.add(layers.Flatten())\n").mistakes(
    ("", "not flattened",
     "The result still has rows and columns. What lays the numbers of each picture in one row?"),
    ("    model.add(layers.GlobalAveragePooling2D())\n", "averaged instead of flattened",
     "Each map was reduced to its mean. What lays all numbers of each picture in one row?"),
)
build_model.at('    model.add(layers.Dense(64, activation="relu"))\n').mistakes(
    ("    model.add(layers.Dense(64))\n", "hidden activation missing",
     "The layer of 64 units has no activation. Which one does the table name?"),
    ('    model.add(layers.Dense(64, activation="relu"))\n    model.add(layers.Dropout(0.5, seed=1))\n', "dropout",
     "In use it is right, and in training half of the units are off. Does the table have a dropout?"),
)
build_model.at('layers.Dense(10, activation="softmax")').mistakes(
    ("layers.Dense(10)", "logits",
     "The results are no probabilities: they do not sum to 1. Which activation ends the network?"),
    ('layers.Dense(10, activation="sigmoid")', "sigmoid at the end",
     "Each digit has a probability of its own, and they do not sum to 1. Which activation lets the digits compete?"),
)
build_model.equivalents(("28", "29", "it is given, and 29 rows lead to maps of 5 × 5 too"))
build_model.alternatives({
    "layers added one by one": """
    model = keras.Sequential()
    model.add(keras.Input(shape=(28, 28, 1)))
    model.add(layers.Conv2D(filters=32, kernel_size=(3, 3), strides=(1, 1), padding="valid", activation="relu"))
    model.add(layers.MaxPool2D(pool_size=(2, 2)))
    model.add(layers.Conv2D(64, kernel_size=(3, 3), activation="relu"))
    model.add(layers.MaxPool2D((2, 2), strides=2))
    model.add(layers.Flatten())
    model.add(layers.Dense(units=64, activation="relu"))
    model.add(layers.Dense(10, activation="softmax"))
    model.summary()
    return model
""",
    "functions": """
    inputs = keras.Input((28, 28, 1), name="picture")
    x = inputs
    for filters in (32, 64):
        x = keras.layers.Conv2D(filters, 3)(x)
        x = keras.layers.ReLU()(x)
        x = keras.layers.MaxPooling2D()(x)
    x = keras.layers.Reshape((-1,))(x)
    x = keras.layers.Dense(64, "relu")(x)
    x = keras.layers.Dense(10)(x)
    return keras.Model(inputs, keras.layers.Softmax()(x))
""",
})
# fmt: on


def adam(X, Y, W, b, epochs):
    """What is learnt by a softmax layer in epochs of two batches, the first of 32, from copies of one example."""
    x, y, shares = X[:1].astype(float), Y[:1], (32 / len(X), 1 - 32 / len(X))
    parameters, m, v = [W.astype(float), b.astype(float)], [0.0, 0.0], [0.0, 0.0]
    losses, right = [], []  # before each step
    for t in range(1, 2 * epochs + 2):
        P = np.exp(x @ parameters[0] + parameters[1])
        P /= P.sum()
        losses.append(float(-np.log(P[y == 1][0])))
        right.append(float(P.argmax() == y.argmax()))
        for k, g in enumerate((x.T @ (P - y), (P - y)[0])):
            m[k], v[k] = 0.9 * m[k] + 0.1 * g, 0.999 * v[k] + 0.001 * g**2
            step = m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-7)
            parameters[k] = parameters[k] - 0.001 * step
    pairs = {"loss": np.reshape(losses[:-1], (-1, 2)), "accuracy": np.reshape(right[:-1], (-1, 2))}
    returned = {name: [float(shares @ pair) for pair in noted] for name, noted in pairs.items()}
    return {"returned": returned, "the loss afterwards": losses[-1]}


@assignment.exercise(points=8, rtol=1e-4, atol=1e-5)
def train_model(submission, draw):
    """A softmax layer on copies of one example, so that their order does not matter, against Adam by hand."""
    n, k = draw.sizes("n", "k", low=4, high=7)
    m, epochs = (int(draw.rng.integers(*span)) for span in ((44, 60), (2, 4)))
    draw.named(m=m)
    X, Y = draw.normal(1, n).repeat(m, axis=0), np.eye(k)[[int(draw.rng.integers(k))] * m]
    what = [array.astype(np.float32) for array in (X, Y, draw.normal(n, k), draw.normal(k))]
    yield "two batches", trained(submission.train_model, *what, epochs), adam(*what, epochs)


# fmt: off
train_model.at('model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])').mistakes(
    ('model.compile(optimizer="sgd", loss="categorical_crossentropy", metrics=["accuracy"])', "plain descent",
     "The losses fall as those of plain descent do. Which optimiser does the step name?"),
    ('model.compile(optimizer=keras.optimizers.Adam(0.01), loss="categorical_crossentropy", metrics=["accuracy"])',
     "another learning rate",
     "The steps are ten times as long as those of Adam's own learning rate. Which one does the step ask for?"),
    ('model.compile(optimizer="adam", loss="mse", metrics=["accuracy"])', "squared error",
     "The loss is a squared error. Which loss belongs to a softmax and one-hot labels?"),
    ('model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])', "binary cross-entropy",
     "Each digit was judged by itself, as a yes or no. Which cross-entropy is for several classes?"),
    ('model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])',
     "sparse cross-entropy",
     "This loss takes whole numbers as labels. What do the labels here look like?"),
    ('model.compile(optimizer="adam", loss="categorical_crossentropy")', "accuracy not asked for",
     "The history holds no accuracy. Where is Keras told to keep it?"),
)
train_model.at("history = model.fit(x, y, epochs=epochs, verbose=0)").mistakes(
    ("copy = keras.models.clone_model(model)\n    copy.set_weights(model.get_weights())\n"
     "    copy.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])\n"
     "    history = copy.fit(x, y, epochs=epochs, verbose=0)", "a copy trained",
     "The model that your function was given has learnt nothing: another one was trained. "
     "Which model will be asked about digits later?"),
    ("history = model.fit(x, y, verbose=0)", "one epoch",
     "There was one epoch only. Where does `fit` learn how many there are?"),
    ("history = model.fit(x, y, epochs=epochs, batch_size=len(x), verbose=0)", "one batch for all",
     "There is one step in each epoch. How many examples are in a batch, if nothing is said?"),
    ("history = model.fit(x, y, epochs=epochs, validation_split=0.2, verbose=0)", "some examples held back",
     "A fifth of the examples was held back. On which of them is to be trained?"),
)
train_model.at("history.history").mistakes(
    ("history", "the object itself",
     "This is Keras's History, an object. Which attribute of it is the dictionary?"),
)
train_model.equivalents(
    ("model.fit(x, y, epochs=epochs, verbose=0)", "model.fit(x, y, epochs=epochs)", "it only prints more"),
    ("0", "1", "it only prints more"),
)
train_model.alternatives({
    "objects, batch size named": """
    model.compile(loss=keras.losses.CategoricalCrossentropy(), optimizer=keras.optimizers.Adam(), metrics=["accuracy"])
    found = model.fit(x=x, y=y, batch_size=32, epochs=epochs, verbose=2)
    return dict(found.history)
""",
    "epoch by epoch": """
    model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001), loss="categorical_crossentropy",
                  metrics=["accuracy"])
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        found = model.fit(x, y, verbose=0).history
        history["loss"] += found["loss"]
        history["accuracy"] += found["accuracy"]
    return history
""",
})
# fmt: on


@assignment.exercise(points=6, returns=("accuracy", "confusion"))
def evaluate(submission, draw):
    """A model that takes the softmax of its input, so that the judge knows its answers."""
    (m,) = draw.sizes("m", low=30, high=60)
    x, digits = draw.normal(m, 10), draw.rng.integers(0, 10, m)
    x[np.arange(m), digits] += 1.2  # so that about half of the answers are right
    answers = x.argmax(axis=1)
    confusion = np.array([[np.sum((digits == i) & (answers == j)) for j in range(10)] for i in range(10)])
    found = evaluated(submission.evaluate, x.astype(np.float32), np.eye(10)[digits].astype(np.float32))
    yield "drawn answers", found, (float(np.mean(answers == digits)), confusion)


# fmt: off
evaluate.at("np.argmax(model.predict(x, verbose=0), axis=1)").mistakes(
    ("np.argmax(model.predict(x, verbose=0), axis=0)", "along the wrong axis",
     "There is one answer for each digit, not for each picture. Along which axis do the digits lie?"),
    ("model.predict(x, verbose=0)", "probabilities for answers",
     "These are probabilities. How does one answer come out of ten of them?"),
)
evaluate.at("np.mean(answers == digits)").mistakes(
    ("100 * np.mean(answers == digits)", "percent",
     "The accuracy is given in percent. Between which numbers does a share lie?"),
)
evaluate.at("confusion[digit, answer] += 1").mistakes(
    ("confusion[answer, digit] += 1", "rows and columns exchanged",
     "The matrix is transposed. Which of the two do rows stand for?"),
    ("confusion[digit, answer] = 1", "marked instead of counted",
     "Each pair that occurs has a 1, however often it does. What counts?"),
    ("confusion[digit, answer] += digit != answer", "mistakes only",
     "The diagonal is empty: right answers are missing. Which pictures belong in the matrix?"),
)
evaluate.equivalents(
    ("model.predict(x, verbose=0)", "model.predict(x)", "it only prints more"),
    ("0", "1", "it only prints more"),
    ("np.zeros((10, 10), dtype=int)", "np.zeros((10, 10))", "counts are whole numbers in either type"),
)
evaluate.alternatives({
    "sklearn": """
    from sklearn.metrics import accuracy_score, confusion_matrix
    answers = model.predict(x).argmax(axis=-1)
    digits = y.argmax(axis=-1)
    return accuracy_score(digits, answers), confusion_matrix(digits, answers, labels=range(10))
""",
    "a call instead of predict": """
    answers = tf.argmax(model(x), axis=1).numpy()
    digits = tf.argmax(y, axis=1).numpy()
    confusion = np.zeros((10, 10))
    np.add.at(confusion, (digits, answers), 1)
    return np.trace(confusion) / len(x), confusion
""",
})

assignment.examples(
    Example("borders everywhere, and sizes that do not round",
        {"conv_output_size": [("// s", "/ s")],
         "build_model": [('Conv2D(32, 3, activation="relu")', 'Conv2D(32, 3, padding="same")')]}),
    Example("a wrong size, with everything after it right", {"conv_output_size": [(" // s + 1", " // s")]}),
    Example("a network that is compiled where it is built, and printed",
        {"build_model": [("return model", 'model.compile("adam", "mse")\n    model.summary()\n    return model')]},
        loses=()),
    Example("labels as numbers, and the loss for them",
        {"prepare_digits": [("np.eye(10, dtype=np.float32)[labels]", "labels")],
         "train_model": [('loss="categorical', 'loss="sparse_categorical')]}),
)
# fmt: on
