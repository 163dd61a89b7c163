"""Scenarios, known mistakes and alternatives of "NumPy: the language of networks": what the marks of a11 stand on.

All but `basic_sigmoid` must leave their arguments unchanged: the notebook makes that the rule of the course. (The
published text of `normalizeRows` allows a change in place, but on its own whole numbers that stops with an error.)
"""

import math

import numpy as np

from autograder.judging.exercise import Alternative, Assignment, Example, Mistake

assignment = Assignment("a11_numpy_basics")

PUBLISHED_VECTOR = np.array([1, 2, 3])
PUBLISHED_IMAGE = np.array(
    [
        [[0.67826139, 0.29380381], [0.90714982, 0.52835647], [0.4215251, 0.45017551]],
        [[0.92814219, 0.96677647], [0.85304703, 0.52351845], [0.19981397, 0.27417313]],
        [[0.60659855, 0.00533165], [0.10820313, 0.49978937], [0.34144279, 0.94630077]],
    ]
)
PUBLISHED_YHAT, PUBLISHED_Y = np.array([0.9, 0.2, 0.1, 0.4, 0.9]), np.array([1, 0, 0, 1, 1])


def sigmoid_by_entry(x):
    """The sigmoid of a number or array by its two stable forms, one entry at a time."""
    values = [
        1 / (1 + math.exp(-value)) if value >= 0 else math.exp(value) / (1 + math.exp(value))
        for value in np.asarray(x, dtype=float).flat
    ]
    return np.array(values).reshape(np.shape(x))[()]


def measured_slope(x, epsilon=1e-5):
    """The sigmoid's slope by central differences."""
    x = np.asarray(x, dtype=float)
    return (sigmoid_by_entry(x + epsilon) - sigmoid_by_entry(x - epsilon)) / (2 * epsilon)


def between(draw, low, high):
    """One random number, as Python's own float."""
    return float(draw.uniform(low, high))


def spread(draw, *shape):
    """Random numbers between -4 and 4, two of them fixed, so that both signs are there."""
    x = draw.uniform(-4, 4, *shape)
    x.flat[0], x.flat[-1] = 1.5, -2.5
    return x


@assignment.exercise(points=5, forbids=("scipy.special.expit",))
def basic_sigmoid(submission, draw):
    """One number at a time. `math.exp` fails above 709, so |x| stays below 40; `np.exp` is as good."""

    def call(x):
        return submission.basic_sigmoid(x), sigmoid_by_entry(x)

    for low, high in ((0.5, 2), (2, 4)):
        yield "positive numbers", *call(between(draw, low, high))
    for low, high in ((-2, -0.5), (-4, -2)):
        yield "negative numbers", *call(between(draw, low, high))
    for x in (0, 1, -2, *draw.rng.integers((3, -20, 3, -20), (21, -2, 21, -2)).tolist()):
        yield "whole numbers", *call(x)
    for x in (-35.0, -9.5, 9.5, 35.0, between(draw, 8, 38), between(draw, -38, -8)):
        yield "large numbers", *call(x)
    yield "published example", submission.basic_sigmoid(3), 0.9525741268224334


BASIC = "1 / (1 + math.exp(-x))"

basic_sigmoid.mistakes(
    Mistake(
        "sign of the exponent",
        "math.exp(-x)",
        "math.exp(x)",
        "The result falls where it should rise: sigmoid of 3 came near 0. Which sign has `x` in the exponent?",
    ),
    Mistake(
        "brackets missing",
        BASIC,
        "1 / 1 + math.exp(-x)",
        "The result came above 1. Python divides before it adds, so 1 / 1 + e is not the fraction: "
        "what stands below the bar?",
    ),
    Mistake(
        "printed, not returned",
        "return s",
        "print(s)",
        "Nothing came back: None. `print` shows a value to you; `return`, as the last line, hands it to the caller.",
    ),
    Mistake(
        "1 + forgotten",
        BASIC,
        "1 / math.exp(-x)",
        "The result grows without limit: it is e to the power of x. Something is added to the exponential "
        "below the fraction bar; what?",
    ),
    Mistake(
        "minus below the bar",
        BASIC,
        "1 / (1 - math.exp(-x))",
        "The exponential was subtracted from 1, so at x = 0 you divide by 0. Which sign stands between the two?",
    ),
    Mistake(
        "base 2",
        "math.exp(-x)",
        "2 ** (-x)",
        "The result looks like a sigmoid, but is too flat: powers of 2. The formula has powers of e, "
        "which `math.exp` computes.",
    ),
    Mistake(
        "e typed with three decimals",
        "math.exp(-x)",
        "2.718 ** (-x)",
        "The result is close, but not exact: 2.718 is not e. `math.exp` knows all the digits.",
    ),
    Mistake(
        "rounded",
        BASIC,
        "round(1 / (1 + math.exp(-x)), 4)",
        "The result was rounded to four digits. Return all the digits; rounding is for printing.",
    ),
    Mistake(
        "cut to a whole number",
        BASIC,
        "int(1 / (1 + math.exp(-x)))",
        "The result came as 0, a whole number. `int` and `//` cut the fraction off, and here it is all that counts.",
    ),
    Mistake(
        "absolute value of x",
        "math.exp(-x)",
        "math.exp(-abs(x))",
        "Positive numbers are right, negative ones get the result of their opposite. "
        "The formula has `x` with its sign.",
    ),
    Mistake(
        "tanh",
        BASIC,
        "math.tanh(x)",
        "This is tanh, which runs from -1 to 1. The sigmoid runs from 0 to 1; its formula stands above.",
    ),
    Mistake(
        "always the value at 3",
        BASIC,
        "1 / (1 + math.exp(-3))",
        "The result is 0.9526 for every `x`, as it should be for 3 only. Does your line use the argument `x`?",
    ),
)

basic_sigmoid.alternatives(
    Alternative("np.exp", "def basic_sigmoid(x):\n    return 1 / (1 + np.exp(-x))"),
    Alternative("power of e", "def basic_sigmoid(x):\n    return (1 + math.e ** -x) ** -1"),
    Alternative(
        "two cases, a print",
        """
def basic_sigmoid(x):
    print("x =", x)
    if x < 0:
        return math.exp(x) / (1 + math.exp(x))
    return 1.0 / (1.0 + math.pow(math.e, -x))
""",
    ),
    Alternative("by tanh", "def basic_sigmoid(x):\n    return 0.5 * (1 + math.tanh(x / 2))"),
    Alternative("float32, a 0-d array", "def basic_sigmoid(x):\n    return np.array(1 / (1 + np.exp(-np.float32(x))))"),
)


# It does not "use" basic_sigmoid: the reference in that one's place would answer all of this, entry by entry.
@assignment.exercise(points=10, keeps_arguments=True, forbids=("scipy.special.expit",))
def sigmoid(submission, draw):
    """Numbers and arrays of all shapes; the notebook says that -1000 and 1000 count too, and that warnings are fine."""

    def call(x):
        return submission.sigmoid(x), sigmoid_by_entry(x)

    (n,) = draw.sizes("n", low=4)
    yield "vectors", *call(spread(draw, n))
    draw.sizes()
    yield "vectors", *call(PUBLISHED_VECTOR)
    n, m = draw.sizes("n", "m")
    yield "matrices", *call(spread(draw, n, m))
    yield "matrices", *call(np.round(spread(draw, n, m)).astype(int))
    draw.sizes()
    yield "rows and columns", *call(spread(draw, 1, n))
    yield "rows and columns", *call(spread(draw, m, 1))
    yield "three axes", *call(spread(draw, *draw.sizes("a", "b", "c", low=2, high=5)))
    draw.sizes()
    for x in (between(draw, -3, -0.5), 2, 0.0):
        yield "one number", *call(x)
    large = draw.uniform(6, 20, 4) * [1, -1, 1, -1]
    yield "large numbers", *call(np.concatenate([large, [1000.0, -1000.0]]))
    figures = np.array([0.73105858, 0.88079708, 0.95257413])
    yield "published example", submission.sigmoid(PUBLISHED_VECTOR), figures


ARRAY = "1 / (1 + np.exp(-x))"

sigmoid.mistakes(
    Mistake(
        "sign of the exponent",
        "np.exp(-x)",
        "np.exp(x)",
        "The result falls where it should rise. Which sign has `x` in the exponent?",
    ),
    Mistake(
        "brackets missing",
        ARRAY,
        "1 / 1 + np.exp(-x)",
        "The results came above 1. Python divides before it adds, so 1 / 1 + e is not the fraction: "
        "what stands below the bar?",
    ),
    Mistake(
        "math.exp",
        "np.exp(-x)",
        "math.exp(-x)",
        "One number works, an array does not: `math.exp` takes only one number. Which function takes a whole array?",
    ),
    Mistake(
        "printed, not returned",
        "return s",
        "print(s)",
        "Nothing came back: None. `print` shows a value to you; `return`, as the last line, hands it to the caller.",
    ),
    Mistake(
        "tanh",
        ARRAY,
        "np.tanh(x)",
        "This is tanh, which runs from -1 to 1. The sigmoid runs from 0 to 1; its formula stands above.",
    ),
    Mistake(
        "base 2",
        "np.exp(-x)",
        "2.0 ** (-x)",
        "The result looks like a sigmoid, but is too flat: powers of 2. The formula has powers of e, "
        "which `np.exp` computes.",
    ),
    Mistake(
        "absolute value of x",
        "np.exp(-x)",
        "np.exp(-np.abs(x))",
        "Positive entries are right, negative ones get the result of their opposite. "
        "The formula has `x` with its sign.",
    ),
    Mistake(
        "loop into an array of whole numbers",
        f"s = {ARRAY}",
        "s = np.zeros_like(x)\n    for i in range(len(x)):\n        s[i] = 1 / (1 + np.exp(-x[i]))",
        "For whole numbers all results are 0: `np.zeros_like(x)` makes an array of whole numbers, and the fractions "
        "are cut off when they are stored. And one number has no `len`. You need neither loop nor array: "
        "the formula works on `x` as it is.",
    ),
    Mistake(
        "loop over a vector",
        f"s = {ARRAY}",
        "s = np.zeros(len(x))\n    for i in range(len(x)):\n        s[i] = 1 / (1 + math.exp(-x[i]))",
        "Vectors are right, matrices and single numbers fail: the loop of the definition takes one axis for granted. "
        "Which function of NumPy works on any shape?",
    ),
    Mistake(
        "basic_sigmoid for each entry",
        ARRAY,
        "np.vectorize(basic_sigmoid)(x)",
        "All is right but for -1000, where `math.exp` in `basic_sigmoid` finds its result too large and gives up. "
        "`np.exp` goes on with infinity, and takes the whole array at once.",
    ),
    Mistake(
        "comprehension over a vector",
        f"s = {ARRAY}",
        "s = np.array([1 / (1 + math.exp(-value)) for value in x])",
        "Vectors are right, matrices and single numbers fail: to run through `x` takes one axis for granted. "
        "Which function of NumPy works on any shape?",
    ),
    Mistake(
        "a list",
        f"s = {ARRAY}",
        "s = [1 / (1 + math.exp(-value)) for value in x]",
        "A Python list came, and other shapes than a vector fail. Arrays need no loop: "
        "which function of NumPy works on all entries at once?",
    ),
    Mistake(
        "a number has no shape",
        f"s = {ARRAY}",
        "s = np.zeros(x.shape)\n    for index in np.ndindex(x.shape):\n        s[index] = 1 / (1 + np.exp(-x[index]))",
        "Arrays of all shapes are right, but one number stops your function: a number has no `shape`. "
        "The formula needs none: `np.exp` takes numbers and arrays alike.",
    ),
    Mistake(
        "first entry only",
        "return s",
        "return s[0]",
        "Only the first entry came back. Return the whole array.",
    ),
    Mistake(
        "added up",
        "return s",
        "return np.sum(s)",
        "One number came: all results added up. Each entry of `x` has a result of its own.",
    ),
    Mistake(
        "squeezed",
        "return s",
        "return np.squeeze(s)",
        "Rows and columns lost their axis of size 1: `np.squeeze` removes it. The result has the shape of `x`.",
    ),
    Mistake(
        "flattened",
        "np.exp(-x)",
        "np.exp(-x.ravel())",
        "Every array came out with a single axis, and one number fails. The result has the shape of `x`: "
        "leave `x` as it is.",
    ),
    Mistake(
        "kept between -5 and 5",
        "np.exp(-x)",
        "np.exp(-np.clip(x, -5, 5))",
        "Large entries are wrong: they were cut to the range from -5 to 5. Use `x` as it is; an overflow does no harm.",
    ),
    Mistake(
        "infinity by infinity",
        ARRAY,
        "np.exp(x) / (1 + np.exp(x))",
        "The result is right, but for 1000 it is not a number: e to the power of 1000 is infinite above and below the "
        "fraction bar. In the notebook's formula the exponential stands only below it.",
    ),
    Mistake(
        "always the example's results",
        "return s",
        "return np.array([0.73105858, 0.88079708, 0.95257413])",
        "The result is always that of 1, 2 and 3. Does your line use the argument `x`?",
    ),
    Mistake(
        "x changed in place",
        f"s = {ARRAY}",
        "x *= -1\n    s = 1 / (1 + np.exp(x))",
        "The results are right, but `x` was changed: `*=` works on the caller's own array. "
        "Write the minus into the formula.",
    ),
)

sigmoid.alternatives(
    Alternative(
        "two cases, by np.where",
        """
def sigmoid(x):
    return np.where(np.asarray(x) >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))
""",
    ),
    Alternative("by tanh", "def sigmoid(x):\n    return 0.5 * (1.0 + np.tanh(np.multiply(x, 0.5)))"),
    Alternative(
        "basic_sigmoid vectorised, steps printed",
        """
def sigmoid(x):
    def one(value):
        return 1 / (1 + math.exp(-value)) if value > -700 else 0.0
    s = np.vectorize(one, otypes=[float])(x)
    print("shape:", s.shape)
    return s
""",
    ),
    Alternative(
        "float32, clipped far out, a copy changed in place",
        """
def sigmoid(x):
    z = np.array(x, dtype=np.float32)
    np.clip(z, -80, 80, out=z)
    z *= -1
    return np.power(1 + np.exp(z), -1)
""",
    ),
)


@assignment.exercise(points=15, uses=("sigmoid",), keeps_arguments=True)
def sigmoid_derivative(submission, draw):
    """Against central differences. |x| stays below 30, where any form of the formula is exact."""

    def call(x):
        return submission.sigmoid_derivative(x), measured_slope(x)

    n, m = draw.sizes("n", "m", low=4)
    yield "random arrays", *call(spread(draw, n))
    yield "random arrays", *call(spread(draw, n, m))
    draw.sizes()
    yield "rows and columns", *call(spread(draw, 1, n))
    yield "rows and columns", *call(spread(draw, m, 1))
    yield "numbers between 0 and 1", *call(draw.uniform(0.1, 0.9, m))
    yield "one number", *call(0)
    yield "one number", *call(between(draw, -3, -0.5))
    yield "large numbers", *call(np.array([-25.0, 25.0, *draw.uniform(6, 12, 2), *draw.uniform(-12, -6, 3)]))
    figures = np.array([0.19661193, 0.10499359, 0.04517666])
    yield "published example", submission.sigmoid_derivative(PUBLISHED_VECTOR), figures


SLOPE = "s * (1 - s)"

sigmoid_derivative.mistakes(
    Mistake(
        "x in place of s",
        SLOPE,
        "x * (1 - x)",
        "The slope was computed from `x` itself. In the formula, the sigmoid of x stands in both places.",
    ),
    Mistake(
        "x taken for s between 0 and 1",
        "s = sigmoid(x)",
        "s = x if np.all((0 < np.asarray(x)) & (np.asarray(x) < 1)) else sigmoid(x)",
        "Entries between 0 and 1 were taken for results of the sigmoid. `x` is always what goes into it.",
    ),
    Mistake(
        "plus in the bracket",
        "(1 - s)",
        "(1 + s)",
        "The slope is too large: it came as s (1 + s). Which sign stands in the bracket of the formula?",
    ),
    Mistake(
        "second factor only",
        SLOPE,
        "1 - s",
        "The slope came as 1 - s. The formula is a product: what stands before the bracket?",
    ),
    Mistake(
        "sigmoid returned",
        "return ds",
        "return s",
        "The sigmoid came back, not its slope. Which of your two values should be returned?",
    ),
    Mistake(
        "sigmoid of the sigmoid",
        "s = sigmoid(x)",
        "s = sigmoid(sigmoid(x))",
        "The sigmoid was applied twice. Is `s` already a sigmoid when you use it?",
    ),
    Mistake(
        "dot product",
        SLOPE,
        "np.dot(s, 1 - s)",
        "For a vector one number came: the dot product adds up. Each entry has its own slope; "
        "which sign multiplies entry by entry?",
    ),
    Mistake(
        "matrix product",
        SLOPE,
        "s @ (1 - s)",
        "`@` is the matrix product: it adds up, and does not work on single numbers at all. "
        "Which sign multiplies entry by entry?",
    ),
    Mistake(
        "order of the difference",
        "(1 - s)",
        "(s - 1)",
        "The slope came with the wrong sign. The sigmoid rises everywhere: "
        "in which order does the formula subtract in the bracket?",
    ),
    Mistake(
        "bracket missing",
        SLOPE,
        "s * 1 - s",
        "The slope is 0 everywhere: without a bracket, s times 1 minus s is nothing. What belongs together?",
    ),
    Mistake(
        "square of s subtracted from 1",
        SLOPE,
        "1 - s**2",
        "The slope came as 1 - s², which belongs to tanh. What does the formula for the sigmoid say?",
    ),
    Mistake(
        "slope of tanh",
        SLOPE,
        "1 - np.tanh(x) ** 2",
        "This is the slope of tanh. The sigmoid's has another formula, and is never above one quarter.",
    ),
    Mistake(
        "always the example's results",
        "return ds",
        "return np.array([0.19661193, 0.10499359, 0.04517666])",
        "The result is always that of 1, 2 and 3. Do your lines use the argument `x`?",
    ),
    Mistake(
        "x changed in place",
        "s = sigmoid(x)",
        "x *= -1\n    s = sigmoid(x)",
        "The slope is right, but `x` was changed: `*=` works on the caller's own array. Make a new one.",
    ),
)

sigmoid_derivative.alternatives(
    Alternative("s - s²", "def sigmoid_derivative(x):\n    return sigmoid(x) - np.power(sigmoid(x), 2)"),
    Alternative("by exponentials", "def sigmoid_derivative(x):\n    return np.exp(-x) / (1 + np.exp(-x)) ** 2"),
    Alternative(
        "sigmoid of x times sigmoid of -x, printed",
        """
def sigmoid_derivative(x):
    ds = np.multiply(sigmoid(x), sigmoid(np.negative(x)))
    print("ds =", ds)
    return ds
""",
    ),
    Alternative(
        "by cosh, float32",
        "def sigmoid_derivative(x):\n    return 0.25 / np.cosh(np.divide(x, 2, dtype=np.float32)) ** 2",
    ),
)


@assignment.exercise(points=15, keeps_arguments=True)
def image2vector(submission, draw):
    """Pictures of all sizes and depths. Whole numbers from 0 to 255 are pictures too."""

    def call(image):
        numbers = [value for row in image for pixel in row for value in pixel]
        return submission.image2vector(image), np.array(numbers).reshape(len(numbers), 1)

    length, height, depth = draw.sizes("length", "height", "depth", low=2, high=7)
    yield "random pictures", *call(draw.uniform(0, 1, length, height, depth))
    length, height = draw.sizes("length", "height", low=4, high=8)
    yield "random pictures", *call(draw.uniform(0, 1, length, height, 3))
    length, height = draw.sizes("length", "height", low=3, high=6)
    yield "whole numbers", *call(draw.rng.integers(0, 256, (length, height, 3), dtype=np.uint8))
    yield "one column, one layer", *call(draw.uniform(0, 1, length, 1, 2))
    yield "one column, one layer", *call(draw.uniform(0, 1, length, height, 1))
    draw.named(length=3, height=3, depth=2)
    yield "published example", *call(PUBLISHED_IMAGE)


COLUMN = "image.reshape(image.shape[0] * image.shape[1] * image.shape[2], 1)"

image2vector.mistakes(
    Mistake(
        "one axis",
        COLUMN,
        "image.reshape(-1)",
        "The numbers came with one axis, shape `(n,)`. A column has two: `(n, 1)`. `.flatten()` and `.ravel()` give "
        "one axis as well, and `.T` does not add another.",
    ),
    Mistake(
        "row",
        COLUMN,
        "image.reshape(1, -1)",
        "The numbers came as a row, `(1, n)`. A column has as many rows as there are numbers, and 1 column.",
    ),
    Mistake(
        "extra axis",
        COLUMN,
        "image.reshape(1, -1, 1)",
        "The result came with three axes. A column has two: how many numbers does `.reshape` need?",
    ),
    Mistake(
        "size of a photo fixed",
        COLUMN,
        "image.reshape(64 * 64 * 3, 1)",
        "The size is fixed at 64 × 64 × 3, so other pictures fail. Can you read it from `image.shape`?",
    ),
    Mistake(
        "size of the example fixed",
        COLUMN,
        "image.reshape(18, 1)",
        "The size is fixed at 18, so other pictures fail. Can you read it from `image.shape`?",
    ),
    Mistake(
        "three colours fixed",
        "image.shape[2], 1",
        "3, 1",
        "The depth is fixed at 3, so pictures with other layers fail. Which entry of `image.shape` is the depth?",
    ),
    Mistake(
        "square pictures only",
        "image.shape[0] * image.shape[1]",
        "image.shape[0] ** 2",
        "The number of rows is right only for square pictures: the height was taken to be the length. "
        "Which entry of `image.shape` is missing?",
    ),
    Mistake(
        "depth forgotten",
        " * image.shape[2], 1",
        ", 1",
        "Only length times height was counted, so the numbers do not fit. A pixel holds several: what is missing?",
    ),
    Mistake(
        "depth kept",
        " * image.shape[2], 1",
        ", image.shape[2]",
        "Each pixel came as a row of its own, with a column for each colour. All numbers go into one column.",
    ),
    Mistake(
        "first layer only",
        COLUMN,
        "image[:, :, 0].reshape(-1, 1)",
        "Only the first layer came. A pixel's numbers for all colours belong to the picture.",
    ),
    Mistake(
        "first index fastest",
        COLUMN,
        'image.reshape(-1, 1, order="F")',
        "The column has the right shape, but another order: the first index runs fastest. Has the picture been "
        "transposed, or an `order` been given? NumPy's own order is what is asked for.",
    ),
    Mistake(
        "columns before rows",
        COLUMN,
        "image.swapaxes(0, 1).reshape(-1, 1)",
        "The column has the right shape, but goes down the picture's columns. NumPy's own order goes along its rows; "
        "no axes need to be exchanged.",
    ),
    Mistake(
        "colour by colour",
        COLUMN,
        "np.moveaxis(image, 2, 0).reshape(-1, 1)",
        "The column has the right shape, but one layer comes after the other. In NumPy's own order the numbers of one "
        "pixel stay together.",
    ),
    Mistake(
        "divided by 255",
        COLUMN,
        "image.reshape(-1, 1) / 255",
        "The numbers came divided by 255. That is often useful, but here they should stay as they are.",
    ),
    Mistake(
        "nested list",
        "return v",
        "return v.tolist()",
        "A Python list came. Arrays are what NumPy computes with: return the array itself.",
    ),
    Mistake(
        "resize returns nothing",
        COLUMN,
        "image.resize((image.size, 1))",
        "Nothing came back: `.resize` changes the picture itself and returns None. `.reshape` returns a new array.",
    ),
    Mistake(
        "shape of the picture changed",
        f"v = {COLUMN}",
        "v = image\n    v.shape = (image.size, 1)",
        "The column is right, but `image` itself has lost its shape: `v = image` is a second name for the same array. "
        "`.reshape` returns a new one.",
    ),
)

image2vector.alternatives(
    Alternative("reshape(-1, 1)", "def image2vector(image):\n    return np.reshape(image, (-1, 1))"),
    Alternative(
        "sizes by name, asserted",
        """
def image2vector(image):
    length, height, depth = image.shape
    v = image.copy().reshape((length * height * depth, 1))
    assert v.shape == (image.size, 1)
    print(v.shape)
    return v
""",
    ),
    Alternative("new axis", "def image2vector(image):\n    return image.flatten()[:, np.newaxis]"),
    Alternative(
        "three loops",
        """
def image2vector(image):
    v = np.zeros((image.size, 1))
    row = 0
    for i in range(image.shape[0]):
        for j in range(image.shape[1]):
            for k in range(image.shape[2]):
                v[row, 0] = image[i, j, k]
                row += 1
    return v
""",
    ),
)


@assignment.exercise(points=15, keeps_arguments=True)
def normalizeRows(submission, draw):
    """No rows of zeros: the notebook rules them out."""

    def call(x):
        rows = [[value / math.sqrt(sum(float(v) ** 2 for v in row)) for value in row] for row in x]
        return submission.normalizeRows(x), np.array(rows)

    n, m = draw.sizes("n", "m", low=3)
    yield "random matrices", *call(draw.normal(n, m, scale=3))
    (n,) = draw.sizes("n", low=3, high=6)
    yield "square matrices", *call(draw.normal(n, n))  # lengths that are no column fit all the same
    n, m = draw.sizes("n", "m", low=3)
    yield "one row, one column", *call(draw.normal(1, m))
    yield "one row, one column", *call(draw.uniform(0.5, 3, n, 1) * (-1.0) ** np.arange(n).reshape(n, 1))
    yield "small and large numbers", *call(np.vstack([draw.normal(n, m, scale=0.3), draw.normal(2, m, scale=1000)]))
    draw.named(n=2, m=3)
    figures = np.array([[0, 0.6, 0.8], [0.13736056, 0.82416338, 0.54944226]])
    yield "published example", submission.normalizeRows(np.array([[0, 3, 4], [1, 6, 4]])), figures


LENGTHS = "np.linalg.norm(x, axis=1, keepdims=True)"

normalizeRows.mistakes(
    Mistake(
        "columns",
        "axis=1",
        "axis=0",
        "The columns have length 1, not the rows. `axis` names the axis that disappears: "
        "which one, if each row gives one number?",
    ),
    Mistake(
        "no keepdims",
        "axis=1, keepdims=True",
        "axis=1",
        "The lengths came as `(n,)`, which broadcasting takes for a row: it fails, or, if `x` is square, divides the "
        "columns. They should be a column, `(n, 1)`: what keeps the axis?",
    ),
    Mistake(
        "length of the whole matrix",
        "norm(x, axis=1, keepdims=True)",
        "norm(x)",
        "All rows were divided by the same number, the length of the whole matrix. Which argument asks for a length "
        "of each row?",
    ),
    Mistake(
        "order 2 without an axis",
        "norm(x, axis=1, keepdims=True)",
        "norm(x, ord=2)",
        "All rows were divided by the same number: without an axis, `ord=2` measures the whole matrix. "
        "Which argument asks for a length of each row?",
    ),
    Mistake(
        "sum of the row",
        "np.linalg.norm",
        "np.sum",
        "Each row was divided by its sum. Its Euclidean length is the root of the sum of the squares.",
    ),
    Mistake(
        "sum of absolute values",
        "np.linalg.norm(x, ",
        "np.linalg.norm(x, ord=1, ",
        "Each row was divided by the sum of its absolute values. The Euclidean length has squares and a root.",
    ),
    Mistake(
        "root of the absolute values",
        LENGTHS,
        "np.sqrt(np.sum(np.abs(x), axis=1, keepdims=True))",
        "The root was taken, but of the sum of the absolute values. What is added up for the Euclidean length?",
    ),
    Mistake(
        "root forgotten",
        LENGTHS,
        "np.sum(x**2, axis=1, keepdims=True)",
        "Each row was divided by the sum of its squares. What is still to be done to get its length?",
    ),
    Mistake(
        "largest entry",
        LENGTHS,
        "np.max(np.abs(x), axis=1, keepdims=True)",
        "Each row was divided by its largest entry. Its length takes all entries: the root of the sum of squares.",
    ),
    Mistake(
        "mean and standard deviation",
        "normalized = x / x_norm",
        "normalized = (x - np.mean(x, axis=1, keepdims=True)) / np.std(x, axis=1, keepdims=True)",
        "The rows came with mean 0 and standard deviation 1. That is another way to normalise; "
        "here each row is only divided by its length.",
    ),
    Mistake(
        "multiplied",
        "x / x_norm",
        "x * x_norm",
        "The rows were multiplied by their lengths. What makes a row of length 5 one of length 1?",
    ),
    Mistake(
        "upside down",
        "x / x_norm",
        "x_norm / x",
        "The lengths were divided by the entries. Which of the two stands above the fraction bar?",
    ),
    Mistake(
        "lengths returned",
        "return normalized",
        "return x_norm",
        "The lengths came back. The result is the matrix after the division.",
    ),
    Mistake(
        "x returned",
        "return normalized",
        "return x",
        "The matrix came back as it was. The division makes a new array: is that what you return?",
    ),
    Mistake(
        "a small number added",
        "x / x_norm",
        "x / (x_norm + 1e-3)",
        "The rows are a little too short: 0.001 was added to their lengths. There are no rows of zeros here, "
        "so nothing has to be added.",
    ),
    Mistake(
        "two rows only",
        "normalized = x / x_norm",
        "normalized = 1.0 * x\n    for i in range(2):\n        normalized[i] = x[i] / x_norm[i]",
        "Only the first two rows were divided. The number of rows is `x.shape[0]`; or let broadcasting do all at once.",
    ),
    Mistake(
        "absolute values",
        "return normalized",
        "return np.abs(normalized)",
        "The negative entries have lost their sign. Squares are only needed for the length, not for the row itself.",
    ),
    Mistake(
        "divided in place",
        "normalized = x / x_norm",
        "x /= x_norm\n    normalized = x",
        "`/=` stores the result in `x` itself: the caller's matrix is changed, and an array of whole numbers cannot "
        "hold the fractions. Make a new array.",
    ),
    Mistake(
        "stored in x",
        "normalized = x / x_norm",
        "x[:] = x / x_norm\n    normalized = x",
        "The result was stored in `x` itself: the caller's matrix is changed, and of whole numbers only 0 is left. "
        "Make a new array.",
    ),
)

normalizeRows.alternatives(
    Alternative(
        "root of the sum of squares, guarded",
        "def normalizeRows(x):\n    return x / (np.sqrt(np.sum(np.square(x), axis=1)).reshape(-1, 1) + 1e-8)",
    ),
    Alternative(
        "the same name again, order given, shapes printed",
        """
def normalizeRows(x):
    x_norm = np.linalg.norm(x, ord=2, axis=1, keepdims=True)
    print(x.shape, x_norm.shape)
    x = x / x_norm
    return x
""",
    ),
    Alternative(
        "row by row",
        """
def normalizeRows(x):
    rows = []
    for row in x:
        rows.append(row / math.sqrt(np.dot(row, row)))
    return np.array(rows)
""",
    ),
    Alternative(
        "a guard against rows of zeros, transposed, float32",
        """
def normalizeRows(x):
    lengths = np.linalg.norm(x, axis=1)
    lengths = np.where(lengths == 0, 1, lengths)
    return (x.T / lengths).T.astype(np.float32)
""",
    ),
    Alternative(
        "a copy changed in place",
        """
def normalizeRows(x):
    x = x.astype(float)
    x /= np.linalg.norm(x, axis=1)[:, None]
    return x
""",
    ),
)


# atol: small probabilities count, and rounding them to six digits is to be seen.
@assignment.exercise(points=20, keeps_arguments=True, atol=1e-9, forbids=("scipy.special.softmax",))
def softmax(submission, draw):
    """Scores from -20 to 20, as the notebook says: the plain formula, without a shift, is the published solution."""

    def call(x):
        rows = [[math.exp(value) / sum(math.exp(v) for v in row) for value in row] for row in x]
        return submission.softmax(x), np.array(rows)

    n, m = draw.sizes("n", "m", low=3)
    yield "random scores", *call(draw.normal(n, m, scale=2))
    (n,) = draw.sizes("n", low=3, high=6)
    yield "square matrices", *call(draw.normal(n, n, scale=2))  # sums that are no column fit all the same
    n, m = draw.sizes("n", "m", low=3)
    yield "one row", *call(draw.normal(1, m, scale=2))
    yield "one class", *call(draw.normal(n, 1))
    yield "scores from -20 to 20", *call(draw.uniform(-20, 20, n, m))
    draw.named(n=2, m=5)
    figures = [
        [9.80897665e-01, 8.94462891e-04, 1.79657674e-02, 1.21052389e-04, 1.21052389e-04],
        [8.78679856e-01, 1.18916387e-01, 8.01252314e-04, 8.01252314e-04, 8.01252314e-04],
    ]
    yield "published example", submission.softmax(np.array([[9, 2, 5, 0, 0], [7, 5, 0, 0, 0]])), np.array(figures)


SUMS = "np.sum(x_exp, axis=1, keepdims=True)"

softmax.mistakes(
    Mistake(
        "sums of the columns",
        "axis=1",
        "axis=0",
        "The columns add up to 1, not the rows. `axis` names the axis that disappears: "
        "which one, if each row gives one sum?",
    ),
    Mistake(
        "no keepdims",
        "axis=1, keepdims=True",
        "axis=1",
        "The sums came as `(n,)`, which broadcasting takes for a row: it fails, or, if `x` is square, divides the "
        "columns. They should be a column, `(n, 1)`: what keeps the axis?",
    ),
    Mistake(
        "one sum for all",
        SUMS,
        "np.sum(x_exp)",
        "All entries together add up to 1. Each row is an example of its own, with a sum of its own.",
    ),
    Mistake(
        "no exponential",
        "x_exp = np.exp(x)",
        "x_exp = x",
        "The scores themselves were divided by their sum. What makes each of them positive first?",
    ),
    Mistake(
        "exponential of the sum",
        "np.sum(x_exp, axis=1, keepdims=True)",
        "np.exp(np.sum(x, axis=1, keepdims=True))",
        "The rows do not add up to 1: the exponential of the sum was taken. Which comes first, exponential or sum?",
    ),
    Mistake(
        "minus in the exponent",
        "np.exp(x)",
        "np.exp(-x)",
        "The smallest score has the largest probability. Is there a minus in the exponent of the formula?",
    ),
    Mistake(
        "base 2",
        "np.exp(x)",
        "2.0**x",
        "The probabilities are too even: powers of 2. The formula has powers of e, which `np.exp` computes.",
    ),
    Mistake(
        "divided by the largest",
        "np.sum(x_exp",
        "np.max(x_exp",
        "The largest entry of each row is 1: you divided by it. Divide by the sum, so that the row adds up to 1.",
    ),
    Mistake(
        "sigmoid of each score",
        "s = x_exp / x_sum",
        "s = x_exp / (1 + x_exp)",
        "This is the sigmoid of each score, and the rows do not add up to 1. "
        "What stands below the fraction bar of softmax?",
    ),
    Mistake(
        "logarithm returned",
        "return s",
        "return np.log(s)",
        "The logarithms of the probabilities came. Return the probabilities themselves.",
    ),
    Mistake(
        "only the best class",
        "return s",
        "return (s == np.max(s, axis=1, keepdims=True)).astype(float)",
        "Each row holds a single 1, for the best class. Softmax says how probable every class is.",
    ),
    Mistake(
        "exponentials returned",
        "return s",
        "return x_exp",
        "The exponentials came back. What is still to be done, so that each row adds up to 1?",
    ),
    Mistake(
        "shifted by the columns",
        "np.exp(x)",
        "np.exp(x - np.max(x, axis=0))",
        "Another number was subtracted from each column. A shift changes nothing only if a whole row is shifted alike: "
        "which axis has its maximum?",
    ),
    Mistake(
        "transposed",
        "return s",
        "return s.T",
        "The probabilities came transposed. The result has the shape of `x`: one example in each row.",
    ),
    Mistake(
        "squeezed",
        "return s",
        "return np.squeeze(s)",
        "With a single row or column, an axis was lost: `np.squeeze` removes it. The result has the shape of `x`.",
    ),
    Mistake(
        "two rows only",
        "s = x_exp / x_sum",
        "s = np.zeros(x.shape)\n    for i in range(2):\n        s[i] = x_exp[i] / x_sum[i]",
        "Only the first two rows were computed. The number of rows is `x.shape[0]`; or let broadcasting do them all.",
    ),
    Mistake(
        "stored as whole numbers",
        "s = x_exp / x_sum",
        "s = np.zeros_like(x)\n    for i in range(len(x)):\n        s[i] = x_exp[i] / x_sum[i]",
        "For scores that are whole numbers, all probabilities are 0: `np.zeros_like(x)` makes an array of that type, "
        "and the fractions are cut off. Broadcasting needs no such array.",
    ),
    Mistake(
        "rounded",
        "return s",
        "return np.round(s, 6)",
        "The probabilities were rounded to six digits, and small ones suffer. Return them as they are.",
    ),
    Mistake(
        "shifted in place",
        "x_exp = np.exp(x)",
        "x -= np.max(x, axis=1, keepdims=True)\n    x_exp = np.exp(x)",
        "The probabilities are right, but `x` was changed: `-=` works on the caller's own array. "
        "Subtract into a new one.",
    ),
)

softmax.alternatives(
    Alternative(
        "shifted by the row's maximum",
        """
def softmax(x):
    e = np.exp(x - np.max(x, axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
""",
    ),
    Alternative(
        "shifted by the largest of all, sums as a new axis, printed",
        """
def softmax(x):
    x_exp = np.exp(x - x.max())
    x_sum = np.sum(x_exp, axis=1)[:, np.newaxis]
    print(x_exp.shape, x_sum.shape)
    return np.divide(x_exp, x_sum)
""",
    ),
    Alternative(
        "by logarithms",
        """
def softmax(x):
    return np.exp(x - np.logaddexp.reduce(x.astype(float), axis=1, keepdims=True))
""",
    ),
    Alternative(
        "loops, float32",
        """
def softmax(x):
    s = np.zeros(x.shape, dtype=np.float32)
    for i in range(x.shape[0]):
        total = 0.0
        for j in range(x.shape[1]):
            total += math.exp(x[i, j])
        for j in range(x.shape[1]):
            s[i, j] = math.exp(x[i, j]) / total
    return s
""",
    ),
    Alternative(
        "matrix product with ones",
        """
def softmax(x):
    E = np.exp(x)
    return E / (E @ np.ones((x.shape[1], 1)))
""",
    ),
)


def vectors(draw, m):
    """Predictions and answers: any numbers, not only between 0 and 1, and none of them equal."""
    return draw.normal(m), draw.normal(m, scale=2)


def loss_scenario(call, published, figure, draw):
    """What both losses are tried on.

    The notebook promises vectors (m,), so Python's own `sum`, which the published solution of L1 uses, is right.
    """
    for _ in range(2):
        (m,) = draw.sizes("m", low=4, high=12)
        yield "random vectors", *call(*vectors(draw, m))
    yield "answers 0 and 1", *call(draw.uniform(0.05, 0.95, m), draw.labels(m)[0])
    draw.sizes()
    yield "one example", *call(np.array([between(draw, 1, 2)]), np.array([between(draw, -2, -1)]))
    yield "one example", *call(np.array([between(draw, -2, -1)]), np.array([between(draw, 1, 2)]))
    yhat, _ = vectors(draw, m)
    yield "perfect predictions", *call(yhat, yhat.copy())
    draw.named(m=5)
    yield "published example", published(PUBLISHED_YHAT, PUBLISHED_Y), figure


IN_PLACE = (
    "`-=` stores the differences in `y` itself: the caller's answers are changed, and an array of whole numbers cannot "
    "hold the fractions. Make a new array."
)


@assignment.exercise(points=10, keeps_arguments=True)
def L1(submission, draw):
    """Against a sum over the examples."""

    def call(yhat, y):
        return submission.L1(yhat, y), float(sum(abs(a - b) for a, b in zip(yhat, y, strict=True)))

    yield from loss_scenario(call, submission.L1, 1.1, draw)


L1.equivalents(
    ("y - yhat", "yhat - y", "the absolute value has no sign"),
)


TOTAL_1 = "np.sum(np.abs(y - yhat))"

L1.mistakes(
    Mistake(
        "absolute value of the sum",
        TOTAL_1,
        "np.abs(np.sum(y - yhat))",
        "Errors of opposite sign cancel: the absolute value came after the sum. "
        "Which comes first, so that no error is lost?",
    ),
    Mistake(
        "no absolute value",
        TOTAL_1,
        "np.sum(y - yhat)",
        "Errors of opposite sign cancel, and the loss may be negative. What do the upright bars in the formula mean?",
    ),
    Mistake(
        "absolute values first",
        TOTAL_1,
        "np.sum(np.abs(y) - np.abs(yhat))",
        "The absolute value of each vector was taken before the difference. What stands between the bars in the "
        "formula?",
    ),
    Mistake(
        "added up instead of subtracted",
        "y - yhat",
        "y + yhat",
        "The predictions were added to the answers, so even a perfect prediction has a loss. What measures a distance?",
    ),
    Mistake(
        "squares",
        TOTAL_1,
        "np.sum((y - yhat) ** 2)",
        "This is the sum of the squares, the loss of the next step. Here the distances themselves are added up.",
    ),
    Mistake(
        "root of the squares",
        TOTAL_1,
        "np.linalg.norm(y - yhat)",
        "This is the Euclidean length of the differences: squares and a root. Here the distances are added up.",
    ),
    Mistake(
        "largest distance",
        "np.sum(",
        "np.max(",
        "Only the largest distance came. The formula adds up all of them.",
    ),
    Mistake(
        "not added up",
        TOTAL_1,
        "np.abs(y - yhat)",
        "One value per example came. The loss is one number: what does the formula do with the distances?",
    ),
    Mistake(
        "mean",
        "np.sum(",
        "np.mean(",
        "The loss is `m` times too small: a mean. The formula has a sum, without a division.",
    ),
    Mistake(
        "halved",
        TOTAL_1,
        "np.sum(np.abs(y - yhat)) / 2",
        "The loss is half of what it should be. There is no factor before the sum in the formula.",
    ),
    Mistake(
        "one side only",
        "np.abs(y - yhat)",
        "np.maximum(0, y - yhat)",
        "Only predictions that are too low were counted. A prediction that is too high is wrong, too.",
    ),
    Mistake(
        "last example left out",
        TOTAL_1,
        "np.sum(np.abs(y - yhat)[:-1])",
        "The last example was left out. How many numbers does `range(len(y))` run through, and where do slices end?",
    ),
    Mistake(
        "predictions rounded",
        "y - yhat",
        "y - np.round(yhat)",
        "The predictions were rounded first. How far each is away from its answer counts, not which side it is on.",
    ),
    Mistake(
        "always the example's loss",
        TOTAL_1,
        "1.1",
        "The loss is 1.1 for all vectors. Does your line use the arguments `yhat` and `y`?",
    ),
    Mistake(
        "yhat changed in place",
        TOTAL_1,
        "0\n    yhat -= y\n    loss = np.sum(np.abs(yhat))",
        "The loss is right, but `yhat` was changed: `-=` works on the caller's own array. Make a new one.",
    ),
    Mistake(
        "y changed in place",
        TOTAL_1,
        "0\n    y -= yhat\n    loss = np.sum(np.abs(y))",
        IN_PLACE,
    ),
)

L1.alternatives(
    Alternative("Python's own sum and abs", "def L1(yhat, y):\n    loss = sum(abs(y - yhat))\n    return loss"),
    Alternative(
        "loop over the examples",
        """
def L1(yhat, y):
    loss = 0
    for i in range(len(y)):
        loss += math.fabs(y[i] - yhat[i])
    return loss
""",
    ),
    Alternative("norm of order 1", "def L1(yhat, y):\n    return np.linalg.norm(np.subtract(yhat, y), ord=1)"),
    Alternative(
        "larger minus smaller, float32, a 0-d array",
        """
def L1(yhat, y):
    y = y.astype(np.float32)
    yhat = yhat.astype(np.float32)
    loss = np.maximum(y, yhat) - np.minimum(y, yhat)
    print("L1", loss)
    return np.squeeze(loss.sum(keepdims=True))
""",
    ),
)


@assignment.exercise(points=10, keeps_arguments=True)
def L2(submission, draw):
    """Against a sum over the examples."""

    def call(yhat, y):
        return submission.L2(yhat, y), float(sum((a - b) ** 2 for a, b in zip(yhat, y, strict=True)))

    yield from loss_scenario(call, submission.L2, 0.43, draw)


L2.equivalents(
    ("y - yhat", "yhat - y", "the square has no sign"),
)


TOTAL_2 = "np.sum((y - yhat) ** 2)"

L2.mistakes(
    Mistake(
        "root taken",
        TOTAL_2,
        "np.sqrt(np.sum((y - yhat) ** 2))",
        "The root of the sum came: the Euclidean distance. The formula stops before the root.",
    ),
    Mistake(
        "mean",
        "np.sum(",
        "np.mean(",
        "The loss is `m` times too small: a mean. The formula has a sum, without a division.",
    ),
    Mistake(
        "halved",
        TOTAL_2,
        "np.sum((y - yhat) ** 2) / 2",
        "The loss is half of what it should be. There is no factor before the sum in the formula.",
    ),
    Mistake(
        "difference of the squares",
        "(y - yhat) ** 2",
        "y**2 - yhat**2",
        "The vectors were squared before they were subtracted. What is squared in the formula?",
    ),
    Mistake(
        "square of the sum",
        TOTAL_2,
        "np.sum(y - yhat) ** 2",
        "Errors of opposite sign cancel: the square came after the sum. Where do the brackets stand in the formula?",
    ),
    Mistake(
        "doubled instead of squared",
        "** 2",
        "* 2",
        "The differences were doubled, not squared. A power is written with two stars.",
    ),
    Mistake(
        "roof instead of a power",
        "** 2",
        "^ 2",
        "In Python `^` is no power; it works on the bits of whole numbers. A power is written with two stars.",
    ),
    Mistake(
        "added up instead of subtracted",
        "y - yhat",
        "y + yhat",
        "The predictions were added to the answers, so even a perfect prediction has a loss. What measures a distance?",
    ),
    Mistake(
        "dot product of the two vectors",
        TOTAL_2,
        "np.dot(y, yhat)",
        "The dot product of `y` and `yhat` came. Of which vector do you need the dot product with itself?",
    ),
    Mistake(
        "dot product with the answers",
        TOTAL_2,
        "np.dot(y - yhat, y)",
        "The differences were multiplied by `y`. A square multiplies each difference by itself.",
    ),
    Mistake(
        "absolute values",
        TOTAL_2,
        "np.sum(np.abs(y - yhat))",
        "This is the L1 loss again. L2 adds up the squares of the differences.",
    ),
    Mistake(
        "minus in front",
        TOTAL_2,
        "-np.sum((y - yhat) ** 2)",
        "The loss is negative. A sum of squares cannot be; is there a minus before the formula?",
    ),
    Mistake(
        "not added up",
        TOTAL_2,
        "(y - yhat) ** 2",
        "One value per example came. The loss is one number: what does the formula do with the squares?",
    ),
    Mistake(
        "outer product",
        TOTAL_2,
        "np.outer(y - yhat, y - yhat)",
        "A table of all pairs came: the outer product. The dot product of a vector with itself is one number.",
    ),
    Mistake(
        "last example left out",
        TOTAL_2,
        "np.sum((y - yhat)[:-1] ** 2)",
        "The last example was left out. How many numbers does `range(len(y))` run through, and where do slices end?",
    ),
    Mistake(
        "always the example's loss",
        TOTAL_2,
        "0.43",
        "The loss is 0.43 for all vectors. Does your line use the arguments `yhat` and `y`?",
    ),
    Mistake(
        "yhat changed in place",
        TOTAL_2,
        "0\n    yhat -= y\n    loss = np.sum(yhat**2)",
        "The loss is right, but `yhat` was changed: `-=` works on the caller's own array. Make a new one.",
    ),
    Mistake(
        "y changed in place",
        TOTAL_2,
        "0\n    y -= yhat\n    loss = np.sum(y**2)",
        IN_PLACE,
    ),
)

L2.alternatives(
    Alternative(
        "dot product", "def L2(yhat, y):\n    difference = y - yhat\n    return float(np.dot(difference, difference))"
    ),
    Alternative(
        "loop over the examples, printed",
        """
def L2(yhat, y):
    loss = 0
    for predicted, right in zip(yhat, y):
        loss += (predicted - right) ** 2
    print("L2 = " + str(loss))
    return loss
""",
    ),
    Alternative("square of the norm", "def L2(yhat, y):\n    return np.linalg.norm(yhat - y) ** 2"),
    Alternative(
        "row times column, float32, a 0-d array",
        """
def L2(yhat, y):
    row = (y - yhat).astype(np.float32).reshape(1, -1)
    return np.squeeze(row @ row.T)
""",
    ),
    Alternative("Python's own sum", "def L2(yhat, y):\n    return sum(np.square(np.subtract(y, yhat)))"),
)

assignment.examples(
    Example(
        "the published solutions",
        {
            "basic_sigmoid": [(BASIC, "1.0 / (1 + np.exp(-x))")],
            "image2vector": [(COLUMN, "image.reshape((image.shape[0] * image.shape[1] * image.shape[2], 1))")],
            "normalizeRows": [
                (LENGTHS, "np.linalg.norm(x, ord=2, axis=1, keepdims=True)"),
                ("normalized = x / x_norm", "x = x / x_norm"),
                ("return normalized", "return x"),
            ],
            "L1": [(TOTAL_1, "sum(abs(y - yhat))")],
            "L2": [(TOTAL_2, "np.dot(y - yhat, y - yhat)")],
        },
    ),
    Example(
        "a sigmoid that squeezes, and its slope",
        {"sigmoid": [("return s", "return np.squeeze(s)")]},
        loses=("sigmoid",),
    ),
    Example(
        "math.exp wherever an exponential is",
        {"sigmoid": [("np.exp(-x)", "math.exp(-x)")], "softmax": [("np.exp(x)", "math.exp(x)")]},
        loses=("sigmoid", "softmax"),
    ),
    Example(
        "everything in place",
        {
            "normalizeRows": [("normalized = x / x_norm", "x /= x_norm\n    normalized = x")],
            "softmax": [("x_exp = np.exp(x)", "x -= x.max()\n    x_exp = np.exp(x)")],
            "L2": [(TOTAL_2, "np.sum((y - yhat) ** 2)\n    y -= y")],
        },
        loses=("normalizeRows", "softmax", "L2"),
    ),
    Example(
        "keepdims left out everywhere",
        {
            "normalizeRows": [(", keepdims=True", "")],
            "softmax": [(", keepdims=True", "")],
        },
        loses=("normalizeRows", "softmax"),
    ),
    Example(
        "shapes printed, as the notebook suggests",
        {
            "normalizeRows": [("    ### END CODE HERE ###", "    print(x.shape, x_norm.shape)")],
            "softmax": [("    ### END CODE HERE ###", "    print(x_exp.shape, x_sum.shape, s.shape)")],
        },
    ),
    Example(
        "the notebook's own variable in the losses",
        {"L1": [("y - yhat", "answers - yhat")], "L2": [("y - yhat", "answers - yhat")]},
        loses=("L1", "L2"),
    ),
    Example(
        "an unbalanced bracket in L2",
        {"L2": [(TOTAL_2, "np.sum((y - yhat) ** 2")]},
        loses=("L2",),
    ),
    Example(
        "one step not written yet",
        {"image2vector": [(f"v = {COLUMN}", 'raise NotImplementedError("image2vector is not written yet")')]},
        loses=("image2vector",),
    ),
)
