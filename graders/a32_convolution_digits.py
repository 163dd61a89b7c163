"""Scenarios, known mistakes and alternatives of "Convolution arithmetic and a digit recogniser".

The published text has formulas and one listing of a network, without data: the functions are of our own design. It
writes the size formula with brackets that do not round; here it rounds down, and `same_padding` refuses even filters,
for which its formula has no whole number.

A model is judged by what it computes with weights and pictures that the judge draws. float32 sums of n terms of order 1
are off by about 6e-8 n: at most 1600 terms, so 1e-4, and half of that is left for what enters the softmax.
A training is judged on examples that fit into one batch, so that their order does not matter: the loss before each step
is held to Adam by hand. Its first steps are about as long for a slope near 0 as for any other, so weights are not
compared; a slope near 0 hardly changes the loss.
"""

import numpy as np

from autograder.judging.exercise import Assignment, Example

assignment = Assignment("a32_convolution_digits")


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
def outputs(build_model, X, seed, training):
    """What the model computes with weights drawn from a seed."""
    from autograder.inside.models import fill, model_of

    return fill(model_of(build_model()), seed)(X, training=training)


@assignment.inside
def trained(train_model, X, Y, W, b, seed, epochs):
    """What the function returns for a single softmax layer that starts from W and b.

    Without graphs, which take longer to trace than a few steps on few numbers.
    """
    import keras
    import tensorflow as tf

    keras.utils.set_random_seed(seed)
    tf.config.run_functions_eagerly(True)
    model = keras.Sequential([keras.Input(X.shape[1:]), keras.layers.Dense(len(b), activation="softmax")])
    model.set_weights([W, b])
    try:
        return train_model(model, X, Y, epochs=epochs)
    finally:
        tf.config.run_functions_eagerly(False)


@assignment.inside
def trained_steps(train_model, X, Y, W, b, epochs):
    """How many steps the function lets the optimiser of such a model take."""
    import keras
    import tensorflow as tf

    tf.config.run_functions_eagerly(True)
    model = keras.Sequential([keras.Input(X.shape[1:]), keras.layers.Dense(len(b), activation="softmax")])
    model.set_weights([W, b])
    try:
        train_model(model, X, Y, epochs=epochs)
        return int(model.optimizer.iterations)
    finally:
        tf.config.run_functions_eagerly(False)


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


def windows(n, f, p, s):
    """How many windows of f fit, counted."""
    return len([start for start in range(0, n + 2 * p, s) if start + f <= n + 2 * p])


def slid(picture, f, s, function):
    """What a function makes of each window."""
    rows, columns = (range(0, n - f + 1, s) for n in picture.shape)
    return np.array([[function(picture[i : i + f, j : j + f]) for j in columns] for i in rows], dtype=float)


@assignment.exercise(points=8)
def conv_output_size(submission, draw):
    """Against the windows, counted one by one."""

    def run(n, f, p, s):
        draw.named()
        return submission.conv_output_size(n, f, p, s), windows(n, f, p, s)

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
conv_output_size.at("(n + 2 * p - f) // s + 1").mistakes(
    ("(n + 2 * p - f) // s", "plus one missing",
     "It is one too few. How often does a window fit that is as large as the picture?"),
    ("-(-(n + 2 * p - f) // s) + 1", "rounded up",
     "Where rows are left over, there is one too many. Which way do the brackets of the formula round?"),
    ("round((n + 2 * p - f) / s) + 1", "rounded to the nearest",
     "Where more than half a step is left over, there is one too many. "
     "Which way do the brackets of the formula round?"),
    ("(n + 2 * p - f) / s + 1", "not rounded",
     "The result is a fraction, and windows are counted. Which operator divides and rounds down?"),
    ("n + 2 * p - f + 1", "stride ignored",
     "The stride makes no difference here. What divides in the formula?"),
    ("(n + 2 * p + f) // s + 1", "filter added",
     "The filter makes it larger here. Which sign does `f` have?"),
    ("(n + p - f) // s + 1", "border counted once",
     "The border was counted once. On how many sides is there one?"),
    ("(n - f) // s + 1", "border ignored",
     "The border makes no difference here. By how much does it make the picture larger?"),
    ("(n + 2 * p - f + 1) // s", "one added before the division",
     "In most cases it is too small. Is the 1 added before the division or after it?"),
    ("n + 2 * p - f // s + 1", "parentheses missing",
     "Only `f` was divided. What is above the bar of the fraction?"),
)
conv_output_size.alternatives({
    "int of a fraction": "return int((n - f + 2 * p) / s) + 1",
    "floor": """
    size = int(np.floor((n + 2*p - f) / s + 1))
    print(size)
    return size
""",
    "counted": "return len(range(0, n + 2 * p - f + 1, s))",
    "numbers from NumPy": "return np.floor_divide(n + 2 * p - f + s, s)",
})
# fmt: on


@assignment.exercise(points=6)
def same_padding(submission, draw):
    """Odd filters, against the size that is to stay; even ones are refused."""
    draw.sizes()
    for _ in range(3):
        p = int(draw.rng.integers(2, 500))
        n = int(draw.rng.integers(2 * p + 2, 2000))
        assert windows(n, 2 * p + 1, p, 1) == n
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
    ("if f % 2 == 0:\n        return 0\n", "no border for even filters",
     "An even filter gets a border of 0, without a word. Which statement of Python refuses an argument?"),
)
same_padding.at("f % 2 == 0").mistakes(
    ("f % 2 == 1", "odd filters refused",
     "Odd filters are refused here. What is left over if an even number is divided by 2?"),
)
same_padding.at("(f - 1) // 2").mistakes(
    ("f - 1", "not halved",
     "This is what a window loses on both sides together. How much of it belongs to one side?"),
    ("(f + 1) // 2", "plus one",
     "The border is one too wide. How much does a window of `f` lose?"),
    ("1", "always one",
     "The border is 1 for every filter. What does it depend on?"),
    ("(f - 1) / 2", "a fraction",
     "The number is right, but it is a fraction, which no border can take. Which operator gives whole numbers?"),
)
same_padding.alternatives({
    "int": """
    if f % 2 != 1:
        raise ValueError("odd filters only")
    return int((f - 1) / 2)
""",
    "else": """
    if f % 2:
        return f // 2
    else:
        raise ValueError(f"{f} is even")
""",
})
# fmt: on


@assignment.exercise(points=8)
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
    ("f * f * n_c_prev + 1", "one filter",
     "This is one filter. How many does the layer have?"),
    ("(f * n_c_prev + 1) * n_filters", "one side of the filter",
     "Only one side of the filter was counted. How many weights are in a square?"),
    ("(f * f + 1) * n_c_prev * n_filters", "a bias for each channel",
     "A bias was counted for each channel of a filter. How many numbers does a filter add to its sum?"),
    ("(f * f * n_filters + 1) * n_c_prev", "channels and filters exchanged",
     "`n_c_prev` and `n_filters` stand in each other's place. Which of the two counts biases?"),
)
conv_layer_params.alternatives({
    "in two steps": """
    weights = f ** 2 * n_c_prev * n_filters
    biases = n_filters
    return weights + biases
""",
    "prod": "return np.prod([f, f, n_c_prev, n_filters]) + n_filters",
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
        left = windows(left, f, layer["p"], s)
        if left < 6:
            break
        layers.append(layer | ({"filters": int(draw.rng.integers(6, 40))} if kind == "conv" else {}))
    return n, n_c, layers


def traced(n, n_c, layers):
    shapes = [(n, n, n_c)]
    for layer in layers:
        n = windows(n, layer["f"], layer["p"], layer["s"])
        n_c = layer.get("filters", n_c)
        shapes.append((n, n, n_c))
    return shapes


@assignment.exercise(points=14, uses=("conv_output_size",), keeps_arguments=True)
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
    ('n_c = layer["filters"] if layer["kind"] == "conv" else 1', "one channel after pooling",
     "Pooling leaves one channel here. What does it do with the channels?"),
    ('if layer["kind"] == "conv":\n            n_c = n_c * layer["filters"]', "channels multiplied",
     "The channels multiply from layer to layer. How many maps does a filter make, however many enter?"),
    ('if layer["kind"] == "conv":\n            n_c = n_c + layer["filters"]', "channels added",
     "The channels add up from layer to layer. Which of them leave a layer of filters?"),
)
trace_shapes.at("shapes.append((n, n, n_c))").mistakes(
    ("shapes.append((n_c, n, n))", "channels first",
     "The channels stand first. Where do they stand in `(rows, columns, channels)`?"),
    ("shapes.append((n, n_c))", "pairs",
     "Each shape has two numbers. Which axes does a layer's output have?"),
    ("shapes += (n, n, n_c)", "one long list",
     "The list holds numbers, not shapes. What does `+=` do with a tuple?"),
    ("shapes = [(n, n, n_c)]", "last layer only",
     "Only one shape is left at the end. What becomes of those before it?"),
)
trace_shapes.at("shapes = [(n, n, n_c)]").mistakes(
    ("shapes = []", "input missing",
     "The list begins after the first layer. Which shape comes before any layer?"),
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
@assignment.exercise(points=12, uses=("conv_output_size",), keeps_arguments=True, atol=1e-5)
def convolve2d(submission, draw):
    """Pictures that are no squares, with several strides."""

    def run(image, kernel, *s):
        return submission.convolve2d(image, kernel, *s), slid(
            image, len(kernel), *(s or (1,)), lambda w: np.sum(w * kernel)
        )

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
convolve2d.at("image[i * s : i * s + f, j * s : j * s + f]").mistakes(
    ("image[i : i + f, j : j + f]", "stride missing",
     "The windows move by one, whatever `s` says. Where does window `i` begin?"),
    ("image[i * s : i * s + f, j : j + f]", "stride missing in the columns",
     "To the right, the windows move by one. Where does window `j` begin?"),
    ("image[j * s : j * s + f, i * s : i * s + f]", "rows and columns exchanged",
     "Windows move down where they should move right. Which of `i` and `j` counts rows?"),
    ("image[i * f : i * f + f, j * f : j * f + f]", "corner times f",
     "The windows stand side by side. What is the distance of two neighbours called?"),
    ("image[i * s : i * s + f - 1, j * s : j * s + f - 1]", "window one short",
     "The windows are one row and one column too small. Is the end of a slice part of it?"),
)
convolve2d.at("np.sum(window * kernel)").mistakes(
    ("np.sum(window * kernel[::-1, ::-1])", "kernel turned round",
     "The kernel was turned by half a turn. Does a network do that?"),
    ("np.sum(window * kernel.T)", "kernel transposed",
     "The kernel was transposed: an upright edge and a level one are exchanged. Which entries lie on each other?"),
    ("np.mean(window * kernel)", "mean",
     "The products were averaged. What is done with them in a convolution?"),
    ("np.sum(window @ kernel)", "matrix product",
     "This is a product of matrices, rows times columns. Which operator pairs up entries in the same place?"),
    ("abs(np.sum(window * kernel))", "absolute value",
     "The signs are lost. What would tell bright-to-dark from dark-to-bright?"),
    ("np.max(window * kernel)", "maximum",
     "Only the largest product counts. What is done with all of them in a convolution?"),
    ("max(0, np.sum(window * kernel))", "relu too",
     "What is negative became 0. Is there an activation in this function?"),
    ("np.sum(window) * np.sum(kernel)", "summed before the product",
     "Window and kernel were summed before they were multiplied. Which is to be done first?"),
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
    "four loops, float32": """
    f = len(kernel)
    out = np.zeros((conv_output_size(image.shape[0], f, 0, s), conv_output_size(image.shape[1], f, 0, s)), np.float32)
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            for k in range(f):
                for l in range(f):
                    out[i, j] += image[s * i + k, s * j + l] * kernel[k, l]
    print(out.shape)
    return out
""",
})
# fmt: on


@assignment.exercise(points=8, uses=("conv_output_size",), keeps_arguments=True)
def pool2d(submission, draw):
    """Both modes, windows that touch, overlap or leave gaps, and negative numbers."""

    def run(x, *args):
        f, s, mode = args or (2, 2, "max")
        return submission.pool2d(x, *args), slid(x, f, s, {"max": np.max, "average": np.mean}[mode])

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
pool2d.at("x[i * s : i * s + f, j * s : j * s + f]").mistakes(
    ("x[i : i + f, j : j + f]", "stride missing",
     "The windows move by one, whatever `s` says. Where does window `i` begin?"),
    ("x[i * s : i * s + f - 1, j * s : j * s + f - 1]", "window one short",
     "The windows are one row and one column too small. Is the end of a slice part of it?"),
    ("x[i * f : i * f + f, j * f : j * f + f]", "corner times f",
     "The windows stand side by side. What is the distance of two neighbours called?"),
    ("x[i * s : i * s + s, j * s : j * s + s]", "window as large as the stride",
     "The windows are as large as the stride. How large is a window?"),
)
pool2d.at('np.max(window) if mode == "max" else np.mean(window)').mistakes(
    ('np.mean(window) if mode == "max" else np.max(window)', "modes exchanged",
     "The two modes are exchanged. Which function belongs to `\"max\"`?"),
    ("np.max(window)", "always the maximum",
     "`\"max\"` is right, and `\"average\"` takes the maximum too. What does it ask for?"),
    ('np.max(window) if mode == "max" else np.sum(window)', "sum instead of mean",
     "`\"average\"` is the window's sum. How does a mean come out of it?"),
    ('max(0, np.max(window)) if mode == "max" else np.mean(window)', "maximum from 0 on",
     "Where all entries of a window are negative, the maximum is 0. What is the largest of them?"),
)
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
    ("images", "not scaled",
     "The pixels run up to 16. By what does the step divide them?"),
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
    ("np.kron(x, np.ones((3, 3, 1)))", "wrong axes enlarged",
     "There are too many pictures. Which axis of `np.ones` belongs to the examples?"),
)
prepare_digits.at("np.pad(x, ((0, 0), (2, 2), (2, 2)))").mistakes(
    ("np.pad(x, ((0, 0), (0, 4), (0, 4)))", "border on one side",
     "The digit sits in the upper left corner. What do the two numbers of each pair stand for?"),
    ("np.pad(x, 2)", "examples padded",
     "There are pictures of zeros: all axes were padded. Which of them are rows and columns?"),
    ("np.pad(x, ((0, 0), (2, 2), (2, 2)), mode='edge')", "edge repeated",
     "The border repeats the edge of the picture. What belongs there?"),
)
prepare_digits.at("x[..., np.newaxis].astype(np.float32)").mistakes(
    ("x[:, np.newaxis].astype(np.float32)", "channel first",
     "The channel stands before the rows. Where does Keras expect it?"),
    ("x.astype(np.float32)", "no channel",
     "A picture has rows and columns, and no channel. Which axis is missing at the end?"),
    ("x[..., np.newaxis]", "float64",
     "The numbers are right, but their type is float64. Which type does the step ask for?"),
)
prepare_digits.at("np.eye(10, dtype=np.float32)[labels]").mistakes(
    ("labels", "labels as they are",
     "The labels are whole numbers still. What does one-hot make of each?"),
    ("np.eye(10, dtype=np.float32)[labels].T", "examples as columns",
     "Each label is a column. Along which axis do examples run for Keras?"),
    ("np.eye(labels.max() + 1, dtype=np.float32)[labels]", "as many classes as there are",
     "The rows are as long as the largest label needs. How many digits are there, even if some do not occur?"),
    ("np.eye(10)[labels]", "labels of float64",
     "The labels are right, but their type is float64. Which type does the step ask for?"),
    ("np.eye(10, dtype=np.float32)[labels - 1]", "one class too low",
     "The 1 stands one place too far to the left. Counting from 0, at which place is digit 3?"),
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
    "a canvas, a loop for the labels": """
    m = len(images)
    x = np.zeros((m, 28, 28, 1), dtype=np.float32)
    x[:, 2:26, 2:26, 0] = np.kron(images, np.ones((1, 3, 3))) / 16
    y = np.zeros((m, 10), dtype=np.float32)
    for i in range(m):
        y[i, labels[i]] = 1
    return [x, y]
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

    for part, training in (("in use", False), ("in training", True)):
        yield part, outputs(submission.build_model, pictures(), int(draw.rng.integers(10**6)), training)


# fmt: off
FIRST = 'layers.Conv2D(32, 3, activation="relu")'
SECOND = 'layers.Conv2D(64, 3, activation="relu")'
build_model.at(FIRST).mistakes(
    ('layers.Conv2D(32, 5, activation="relu")', "first filter of 5 × 5",
     "The first filters look at 5 × 5 pixels. What does the table say?"),
    ('layers.Conv2D(32, 3, activation="relu", padding="same")', "first border",
     "The first layer keeps the size. Does the table give its output a border?"),
    ("layers.Conv2D(32, 3)", "first activation missing",
     "The first convolution has no activation. Which one does the table name?"),
)
build_model.at(SECOND).mistakes(
    ("layers.Conv2D(64, 3)", "second activation missing",
     "The second convolution has no activation. Which one does the table name?"),
    ('layers.Conv2D(64, 3, activation="relu", strides=2)', "stride in the second convolution",
     "The second filters move by two. What does the table say of their output's size?"),
)
build_model.everywhere(r'layers\.Conv2D\((\d+), 3, activation="relu"\)').mistakes(
    (r'layers.Conv2D(\1, 3, activation="relu", padding="same")', "borders everywhere",
     "Both convolutions keep the size. Which sizes does the table give?"),
    (r'layers.Conv2D(96 - \1, 3, activation="relu")', "numbers of filters exchanged",
     "There are 64 filters first and 32 after them. In which order does the table name them?"),
    (r'layers.Conv2D(\1, 5, activation="relu")', "filters of 5 × 5",
     "The filters look at 5 × 5 entries. What does the table say?"),
    (r'layers.Conv2D(\1, 3, activation="sigmoid")', "sigmoid in the convolutions",
     "The convolutions end in a sigmoid. Which activation does the table name?"),
    (r"layers.Conv2D(\1, 3)", "no activation in the convolutions",
     "The convolutions have no activation. Which one does the table name?"),
)
build_model.everywhere(r"layers\.MaxPooling2D\(2\)").mistakes(
    ("layers.AveragePooling2D(2)", "average pooling",
     "The windows were averaged. Which kind of pooling does the table name?"),
    ("layers.MaxPooling2D(3)", "pooling by three",
     "Pooling takes windows of 3 × 3. Which sizes does the table give?"),
    ("layers.MaxPooling2D(2, strides=1)", "pooling with stride 1",
     "Pooling moves by one, and its output is nearly as large as its input. Which sizes does the table give?"),
)
build_model.at("    model.add(layers.Flatten())\n").mistakes(
    ("", "not flattened",
     "The result still has rows and columns. What lays the numbers of each picture in one row?"),
    ("    model.add(layers.GlobalAveragePooling2D())\n", "averaged instead of flattened",
     "Each map was reduced to its mean. What lays all numbers of each picture in one row?"),
)
build_model.at('    model.add(layers.Dense(64, activation="relu"))\n').mistakes(
    ("", "hidden layer missing",
     "The layer of 64 units is missing. What stands between the flat numbers and the answer?"),
    ("    model.add(layers.Dense(64))\n", "hidden activation missing",
     "The layer of 64 units has no activation. Which one does the table name?"),
    ('    model.add(layers.Dense(128, activation="relu"))\n', "hidden layer of another size",
     "The hidden layer has another number of units. How many does the table give it?"),
    ('    model.add(layers.Dense(64, activation="relu"))\n    model.add(layers.Dropout(0.5, seed=1))\n', "dropout",
     "In use it is right, and in training half of the units are off. Does the table have a dropout?"),
)
build_model.at('layers.Dense(10, activation="softmax")').mistakes(
    ("layers.Dense(10)", "logits",
     "The results are no probabilities: they do not sum to 1. Which activation ends the network?"),
    ('layers.Dense(10, activation="sigmoid")', "sigmoid at the end",
     "Each digit has a probability of its own, and they do not sum to 1. Which activation lets the digits compete?"),
    ('layers.Dense(10, activation="relu")', "relu at the end",
     "The results are no probabilities. Which activation ends the network?"),
    ('layers.Dense(9, activation="softmax")', "nine digits",
     "There are nine probabilities. How many digits are there, with 0?"),
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
    "already compiled": """
    model = keras.Sequential([
        keras.layers.Conv2D(32, (3, 3), activation=tf.nn.relu, input_shape=(28, 28, 1)),
        keras.layers.MaxPooling2D((2, 2)),
        keras.layers.Conv2D(64, (3, 3), activation=tf.nn.relu),
        keras.layers.MaxPooling2D((2, 2)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation=tf.nn.relu),
        keras.layers.Dense(10, activation=tf.nn.softmax),
    ])
    model.compile("adam", "categorical_crossentropy")
    return model
""",
})
# fmt: on


def adam(X, Y, W, b, epochs):
    """Losses and accuracies before each step of Adam, for a softmax layer and all examples in one batch."""
    parameters, m, v = [W.astype(float), b.astype(float)], [0.0, 0.0], [0.0, 0.0]
    found = {"loss": [], "accuracy": []}
    for t in range(1, epochs + 1):
        P = np.exp(X @ parameters[0] + parameters[1])
        P /= P.sum(axis=1, keepdims=True)
        found["loss"].append(float(np.mean(-np.log(P[Y == 1]))))
        found["accuracy"].append(float(np.mean(P.argmax(axis=1) == Y.argmax(axis=1))))
        for k, g in enumerate((X.T @ (P - Y) / len(X), np.mean(P - Y, axis=0))):
            m[k], v[k] = 0.9 * m[k] + 0.1 * g, 0.999 * v[k] + 0.001 * g**2
            step = m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-7)
            parameters[k] = parameters[k] - 0.001 * step
    return found


@assignment.exercise(points=8, rtol=1e-4, atol=1e-5)
def train_model(submission, draw):
    """A softmax layer on one batch, against Adam by hand; and the steps that several batches take."""

    def start(m):
        n, k = draw.sizes("n", "k", low=4, high=7)
        draw.named(m=m)
        X, Y = draw.normal(m, n), np.eye(k)[draw.rng.integers(0, k, m)]
        W, b = draw.normal(n, k), draw.normal(k)
        return [array.astype(np.float32) for array in (X, Y, W, b)]

    what, epochs = start(int(draw.rng.integers(12, 25))), int(draw.rng.integers(3, 6))
    seed = int(draw.rng.integers(10**6))
    yield "one batch", trained(submission.train_model, *what, seed, epochs), adam(*what, epochs)
    what, epochs = start(int(draw.rng.integers(40, 60))), int(draw.rng.integers(2, 4))
    yield "two batches", trained_steps(submission.train_model, *what, epochs), 2 * epochs


# fmt: off
train_model.at('model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])').mistakes(
    ('model.compile(optimizer="sgd", loss="categorical_crossentropy", metrics=["accuracy"])', "plain descent",
     "The losses fall as those of plain descent do. Which optimiser does the step name?"),
    ('model.compile(optimizer="rmsprop", loss="categorical_crossentropy", metrics=["accuracy"])', "rmsprop",
     "The losses fall as those of RMSprop do. Which optimiser does the step name?"),
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
    ("history = model.fit(x, y, verbose=0)", "one epoch",
     "There was one epoch only. Where does `fit` learn how many there are?"),
    ("history = model.fit(x, y, epochs=10, verbose=0)", "always ten epochs",
     "There are ten epochs, whatever is asked for. Where does the number come from?"),
    ("history = model.fit(x, y, epochs=epochs, batch_size=len(x), verbose=0)", "one batch for all",
     "There is one step in each epoch. How many examples are in a batch, if nothing is said?"),
    ("history = model.fit(x, y, epochs=epochs, batch_size=16, verbose=0)", "smaller batches",
     "There are too many steps. How many examples are in a batch, if nothing is said?"),
    ("history = model.fit(x, y, epochs=epochs, validation_split=0.2, verbose=0)", "some examples held back",
     "A fifth of the examples was held back. On which of them is to be trained?"),
)
train_model.at("history.history").mistakes(
    ("history", "the object itself",
     "This is Keras's History, an object. Which attribute of it is the dictionary?"),
    ("model", "the model", "The model is returned, which whoever calls has already. What does the docstring say?"),
    ("history.history['loss']", "losses only", "Only the losses are returned. What else is in the dictionary?"),
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
    for _ in range(2):
        (m,) = draw.sizes("m", low=20, high=40)
        x, digits = draw.normal(m, 10), draw.rng.integers(0, 10, m)
        x[np.arange(m), digits] += 1.2  # so that about half of the answers are right
        answers = x.argmax(axis=1)
        confusion = np.array([[np.sum((digits == i) & (answers == j)) for j in range(10)] for i in range(10)])
        y = np.eye(10)[digits].astype(np.float32)
        yield (
            "drawn answers",
            evaluated(submission.evaluate, x.astype(np.float32), y),
            (float(np.mean(answers == digits)), confusion),
        )


# fmt: off
evaluate.at("np.argmax(model.predict(x, verbose=0), axis=1)").mistakes(
    ("np.argmax(model.predict(x, verbose=0), axis=0)", "along the wrong axis",
     "There is one answer for each digit, not for each picture. Along which axis do the digits lie?"),
    ("model.predict(x, verbose=0)", "probabilities for answers",
     "These are probabilities. How does one answer come out of ten of them?"),
)
evaluate.at("np.mean(answers == digits)").mistakes(
    ("np.sum(answers == digits)", "right ones counted",
     "The right answers were counted. Which share of all are they?"),
    ("np.mean(answers != digits)", "share of wrong ones",
     "This is the share of wrong answers. Which ones does accuracy count?"),
    ("100 * np.mean(answers == digits)", "percent",
     "The accuracy is given in percent. Between which numbers does a share lie?"),
    ("np.mean(answers == digits) / 10", "divided by ten",
     "The accuracy was divided once more. What does `np.mean` divide by already?"),
)
evaluate.at("confusion[digit, answer] += 1").mistakes(
    ("confusion[answer, digit] += 1", "rows and columns exchanged",
     "The matrix is transposed. Which of the two do rows stand for?"),
    ("confusion[digit, answer] = 1", "marked instead of counted",
     "Each pair that occurs has a 1, however often it does. What counts?"),
    ("confusion[digit, answer] += digit != answer", "mistakes only",
     "The diagonal is empty: right answers are missing. Which pictures belong in the matrix?"),
    ("confusion[digit, answer] += 1 / len(digits)", "shares instead of counts",
     "The matrix holds shares, or zeros. What does it count?"),
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
