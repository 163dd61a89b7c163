"""Scenarios, known mistakes and alternatives of "NumPy: the language of networks": what the marks of a11 stand on.

All but `basic_sigmoid` must leave their arguments unchanged: the notebook makes that the rule of the course. (The
published text of `normalizeRows` allows a change in place, but on its own whole numbers that stops with an error.)
"""

import math

import numpy as np

from autograder.judging.exercise import Assignment, Example
from graders import families

assignment = Assignment("a11_numpy_basics")

# Ufuncs, whose calls Python does not tell of, stand by themselves.
UFUNCS = [f"scipy.special{where}.{name}" for where in ("", "._ufuncs") for name in ("expit", "log_expit")]
READY = *families.NUMPY_ONLY, *UFUNCS

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


@assignment.exercise(points=5, forbids=READY)
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
    yield "the notebook's example", submission.basic_sigmoid(3), 0.9525741268224334


families.sigmoid(basic_sigmoid, "x", "math.exp")
# fmt: off
basic_sigmoid.at("1 / (1 + math.exp(-x))").mistakes(
    ("round(1 / (1 + math.exp(-x)), 4)", "rounded",
     "The result is rounded to four digits. Where does your function drop the others?"),
    ("int(1 / (1 + math.exp(-x)))", "cut to a whole number",
     "The result is always a whole number. What in your function cuts the fraction off, as `int` and `//` do?"),
    ("1 / (1 + 2.718 ** (-x))", "e typed with three decimals",
     "The result is close, but not exact: e has more digits than 2.718. Which function of `math` knows them?"),
)
basic_sigmoid.alternatives({
    "np.exp": "return 1 / (1 + np.exp(-x))",
    "power of e": "return (1 + math.e ** -x) ** -1",
    "two cases, a print": """
    print("x =", x)
    if x < 0:
        return math.exp(x) / (1 + math.exp(x))
    return 1.0 / (1.0 + math.pow(math.e, -x))
""",
    "by tanh": "return 0.5 * (1 + math.tanh(x / 2))",
})
# fmt: on


# It does not "use" basic_sigmoid: the reference in that one's place would answer all of this, entry by entry.
@assignment.exercise(points=10, keeps_arguments=True, forbids=READY)
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
    yield "the notebook's example", submission.sigmoid(PUBLISHED_VECTOR), figures


families.sigmoid(sigmoid, "x")
# fmt: off
sigmoid.at("s = 1 / (1 + np.exp(-x))").mistakes(
    ("s = np.exp(-x) / (1 + np.exp(-x))", "one minus the sigmoid",
     "The result falls where it should rise: it is 1 minus the sigmoid. What is above the bar of the fraction?"),
    ("s = np.vectorize(basic_sigmoid)(x)", "basic_sigmoid for each entry",
     "All is right except for -1000, where Python's own math stops: the result is too large for it. Which exponential "
     "goes on with infinity, and takes a whole array at once?"),
    ("s = np.array([1 / (1 + math.exp(-value)) for value in x])", "comprehension over a vector",
     "Matrices and single numbers stop your function: running through `x` takes one axis for granted. Which function "
     "of NumPy works on any shape?"),
    ("s = np.zeros_like(x)\n"
     "    for i in range(len(x)):\n"
     "        s[i] = 1 / (1 + np.exp(-x[i]))", "loop into an array of whole numbers",
     "For whole numbers all results are 0: what you fill holds whole numbers only, as `x` does, and cuts fractions "
     "off. Does the formula need a loop, or an array to fill?"),
    ("s = np.zeros(len(x))\n"
     "    for i in range(len(x)):\n"
     "        s[i] = 1 / (1 + math.exp(-x[i]))", "loop over a vector",
     "Matrices and single numbers stop your function: the loop takes one axis for granted. Which function of NumPy "
     "works on any shape?"),
    ("s = np.zeros(x.shape)\n"
     "    for index in np.ndindex(x.shape):\n"
     "        s[index] = 1 / (1 + np.exp(-x[index]))", "a number has no shape",
     "A single number stops your function: it has no `shape`. Does the formula need one, if `np.exp` takes numbers "
     "too?"),
    ("s = 1 / (1 + np.exp(-np.clip(x, -5, 5)))", "kept between -5 and 5",
     "Large entries are wrong: they were cut to the range from -5 to 5. Does an overflow do any harm here?"),
)
sigmoid.alternatives({
    "two cases, by np.where": """
    return np.where(np.asarray(x) >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))
""",
    "by tanh": "return 0.5 * (1.0 + np.tanh(np.multiply(x, 0.5)))",
    "basic_sigmoid vectorised, steps printed": """
    def one(value):
        return 1 / (1 + math.exp(-value)) if value > -700 else 0.0
    s = np.vectorize(one, otypes=[float])(x)
    print("shape:", s.shape)
    return s
""",
    "float32, clipped far out, a copy changed in place": """
    z = np.array(x, dtype=np.float32)
    np.clip(z, -80, 80, out=z)
    z *= -1
    return np.power(1 + np.exp(z), -1)
""",
})
# fmt: on


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
    yield "the notebook's example", submission.sigmoid_derivative(PUBLISHED_VECTOR), figures


# fmt: off
sigmoid_derivative.at("s = sigmoid(x)").mistakes(
    ("s = x if np.all((0 < np.asarray(x)) & (np.asarray(x) < 1)) else sigmoid(x)", "x taken for s between 0 and 1",
     "Entries between 0 and 1 were taken for results of the sigmoid. Is `x` what goes into it, or what comes out?"),
    ("s = sigmoid(sigmoid(x))", "sigmoid of the sigmoid",
     "The sigmoid of a sigmoid was taken. What goes into it in the formula: `x`, or a value of the sigmoid?"),
)
sigmoid_derivative.at("s * (1 - s)").mistakes(
    ("1 - s", "second factor only",
     "Your slope is 1 - s. The formula is a product: what stands before the parentheses?"),
    ("1 - s**2", "square of s subtracted from 1",
     "Your slope is 1 - s², which belongs to tanh. What does the formula for the sigmoid say?"),
    ("1 - np.tanh(x) ** 2", "slope of tanh",
     "This is the slope of tanh. The sigmoid's slope is never above one quarter: what is its formula?"),
    ("x * (1 - x)", "x in place of s",
     "The slope was computed from `x` itself. What stands in both places of the formula?"),
    ("np.dot(s, 1 - s)", "dot product",
     "For a vector your function returned one number: the dot product adds up. Each entry has its own slope; which "
     "operator multiplies entry by entry?"),
    ("s @ (1 - s)", "matrix product",
     "A matrix product adds up, and does not work on single numbers at all. Which operator multiplies entry by entry?"),
    ("s * 1 - s", "parentheses missing",
     "The slope is 0 everywhere. What belongs in parentheses in s times 1 minus s, and is `s` a fraction there?"),
    ("s * (1 + s)", "plus in the parentheses",
     "The slope is too large: it is s (1 + s). Which operator stands in the parentheses of the formula?"),
)
sigmoid_derivative.at("return ds").mistakes(("return s", "sigmoid returned",
    "Your function returned the sigmoid, not its slope. Where is the slope computed, and is it what you return?"))
sigmoid_derivative.alternatives({
    "s - s²": "return sigmoid(x) - np.power(sigmoid(x), 2)",
    "by exponentials": "return np.exp(-x) / (1 + np.exp(-x)) ** 2",
    "sigmoid of x times sigmoid of -x, printed": """
    ds = np.multiply(sigmoid(x), sigmoid(np.negative(x)))
    print("ds =", ds)
    return ds
""",
    "by cosh, float32": "return 0.25 / np.cosh(np.divide(x, 2, dtype=np.float32)) ** 2",
})
# fmt: on


@assignment.exercise(points=15, keeps_arguments=True)
def image2vector(submission, draw):
    """Pictures of all sizes and depths. Whole numbers from 0 to 255 are pictures too."""

    def call(image):
        numbers = [value for row in image for pixel in row for value in pixel]
        return submission.image2vector(image), np.array(numbers).reshape(len(numbers), 1)

    rows, columns, depth = draw.sizes("rows", "columns", "depth", low=2, high=7)
    yield "random pictures", *call(draw.uniform(0, 1, rows, columns, depth))
    rows, columns = draw.sizes("rows", "columns", low=4, high=8)
    yield "random pictures", *call(draw.uniform(0, 1, rows, columns, 3))
    rows, columns = draw.sizes("rows", "columns", low=3, high=6)
    yield "whole numbers", *call(draw.rng.integers(0, 256, (rows, columns, 3), dtype=np.uint8))
    yield "one column, one layer", *call(draw.uniform(0, 1, rows, 1, 2))
    yield "one column, one layer", *call(draw.uniform(0, 1, rows, columns, 1))
    draw.named(rows=3, columns=3, depth=2)
    yield "a small example", *call(PUBLISHED_IMAGE)


# fmt: off
image2vector.at("image.reshape(image.shape[0] * image.shape[1] * image.shape[2], 1)").mistakes(
    ("np.moveaxis(image, 2, 0).reshape(-1, 1)", "colour by colour",
     "The shape is right, but the column holds colour after colour. Which order keeps a pixel's numbers together?"),
    ("image.resize((image.size, 1))", "resize returns nothing",
     "Nothing is returned: `.resize` changes the picture itself, and gives None. Which method makes a new array?"),
    ("image.swapaxes(0, 1).reshape(-1, 1)", "columns before rows",
     "The shape is right, but the column runs down the picture's columns, not along rows. What exchanges the two?"),
    ("image.reshape(-1, 1) / 255", "divided by 255",
     "The numbers are divided by 255. That is often useful, but does this step ask for it?"),
    ('image.reshape(-1, 1, order="F")', "first index fastest",
     "The column has the right shape, but another order: the first index runs fastest. Is the picture transposed, an "
     "`order` given, or the loop over the rows the innermost?"),
    ("image.reshape(-1)", "one axis",
     "The order is right, but your result has a single axis. How many rows and how many columns does a column have?"),
    ("image.reshape(-1, image.shape[2])", "a row for each pixel",
     "Each pixel has a row of its own. How many numbers stand in each row of a single column?"),
    ("image.reshape(64 * 64 * 3, 1)", "size of a photo fixed",
     "The size is fixed at 64 × 64 × 3, so other pictures fail. Can you read it from `image.shape`?"),
    ("image.reshape(image.shape[0] * image.shape[1] * 3, 1)", "three colours fixed",
     "The depth is fixed at 3, so pictures of another depth fail. Which entry of `image.shape` is the depth?"),
)
image2vector.alternatives({
    "reshape(-1, 1)": "return np.reshape(image, (-1, 1))",
    "new axis": "return image.flatten()[:, np.newaxis]",
    "three loops": """
    v = np.zeros((image.size, 1))
    row = 0
    for i in range(image.shape[0]):
        for j in range(image.shape[1]):
            for k in range(image.shape[2]):
                v[row, 0] = image[i, j, k]
                row += 1
    return v
""",
})
# fmt: on


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
    yield "the notebook's example", submission.normalizeRows(np.array([[0, 3, 4], [1, 6, 4]])), figures


# fmt: off
normalizeRows.at("np.linalg.norm(x, axis=1, keepdims=True)").mistakes(
    ("np.linalg.norm(x, ord=1, axis=1, keepdims=True)", "sum of absolute values",
     "Each row was divided by the sum of its absolute values. What does the Euclidean length do to each entry instead, "
     "and what after the sum?"),
    ("np.sqrt(np.sum(np.abs(x), axis=1, keepdims=True))", "root of the absolute values",
     "The root was taken, but of the sum of the absolute values. What is added up for the Euclidean length?"),
    ("np.sum(x**2, axis=1, keepdims=True)", "root forgotten",
     "Each row was divided by the sum of its squares. What turns that sum into a length, and how often do you divide?"),
    ("np.max(np.abs(x), axis=1, keepdims=True)", "largest entry",
     "Each row was divided by its largest absolute value. Which length takes all entries into account?"),
    ("np.sum(x, axis=1, keepdims=True)", "sum of the row",
     "Each row was divided by its sum. What does the Euclidean length do before it adds up, and what after that?"),
    ("np.linalg.norm(x)", "length of the whole matrix",
     "All rows were divided by the length of the whole matrix. Which argument asks for one length for each row?"),
    ("np.linalg.norm(x, ord=2)", "order 2 without an axis",
     "All rows were divided by the same number: without an axis, `ord=2` measures the whole matrix. Which argument "
     "asks for a length of each row?"),
    ("np.linalg.norm(x, axis=0, keepdims=True)", "columns",
     "Columns have length 1, not rows. `axis` names the axis that disappears: which one, if each row gives one "
     "number?"),
)
normalizeRows.at("normalized = x / x_norm").mistakes(
    ("x /= x_norm\n    normalized = x", "divided in place",
     "Your function stores its results in the caller's array, and so changes it. Which line would make a new one?"),
    ("normalized = (x - np.mean(x, axis=1, keepdims=True)) / np.std(x, axis=1, keepdims=True)",
     "mean and standard deviation",
     "The rows have mean 0 and standard deviation 1, which is another way to normalise. By which single number does "
     "this step divide each row?"),
    ("normalized = x_norm / x", "upside down",
     "The lengths were divided by the entries. Which of the two stands above the fraction bar?"),
    ("normalized = x * x_norm", "multiplied",
     "The rows were multiplied by their lengths. What makes a row of length 5 one of length 1?"),
)
normalizeRows.at("return normalized").mistakes(
    ("return x", "x returned",
     "The matrix is as it was. Is each row divided by its length, and is the new array what you return?"),
    ("return np.abs(normalized)", "absolute values",
     "The negative entries have lost their sign. Are squares or absolute values for the row, or only for its length?"),
)
normalizeRows.alternatives({
    "root of the sum of squares, guarded": """
    return x / (np.sqrt(np.sum(np.square(x), axis=1)).reshape(-1, 1) + 1e-8)
""",
    "the same name again, order given, shapes printed": """
    x_norm = np.linalg.norm(x, ord=2, axis=1, keepdims=True)
    print(x.shape, x_norm.shape)
    x = x / x_norm
    return x
""",
    "row by row": """
    rows = []
    for row in x:
        rows.append(row / math.sqrt(np.dot(row, row)))
    return np.array(rows)
""",
    "a guard against rows of zeros, transposed, float32": """
    lengths = np.linalg.norm(x, axis=1)
    lengths = np.where(lengths == 0, 1, lengths)
    return (x.T / lengths).T.astype(np.float32)
""",
    "a copy changed in place": """
    x = x.astype(float)
    x /= np.linalg.norm(x, axis=1)[:, None]
    return x
""",
})
# fmt: on


# atol: small probabilities count, and rounding them to six digits is to be seen.
@assignment.exercise(points=20, keeps_arguments=True, atol=1e-9, forbids=READY)
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
    yield "the notebook's example", submission.softmax(np.array([[9, 2, 5, 0, 0], [7, 5, 0, 0, 0]])), np.array(figures)


# fmt: off
softmax.at("np.exp(x)").mistakes(
    ("x", "no exponential", "The scores themselves were divided by their sum. What makes each of them positive first?"),
    ("np.exp(-x)", "minus in the exponent",
     "The smallest score has the largest probability. Is there a minus in the exponent of the formula?"),
    ("np.exp(x - np.max(x, axis=0))", "shifted by the columns",
     "A different number was subtracted from each column. A shift changes nothing only if a whole row is shifted "
     "alike: which axis has its maximum?"),
)
softmax.at("np.sum(x_exp, axis=1, keepdims=True)").mistakes(
    ("np.max(x_exp, axis=1, keepdims=True)", "divided by the largest",
     "The largest entry of each row is 1. By what do you divide each row, so that it adds up to 1?"),
    ("np.sum(x, axis=1, keepdims=True)", "sum of the scores",
     "The exponentials were divided by the sum of the scores. What does the formula add up below the fraction bar?"),
    ("np.exp(np.sum(x, axis=1, keepdims=True))", "exponential of the sum",
     "The rows do not add up to 1: the exponential of the sum was taken. Which comes first, exponential or sum?"),
    ("np.sum(x_exp)", "one sum for all",
     "All entries together add up to 1. Each row is an example of its own: how many sums are there?"),
    ("np.sum(x_exp, axis=0, keepdims=True)", "sums of the columns",
     "Columns add up to 1, not rows. `axis` names the axis that disappears: which one, if each row gives one sum?"),
)
softmax.at("s = x_exp / x_sum").mistakes(
    ("s = x_exp / (1 + x_exp)", "sigmoid of each score",
     "This is the sigmoid of each score, and the rows do not add up to 1. What is below the fraction bar of softmax?"),
    ("s = x / x_sum", "scores above the bar",
     "The scores themselves stand above the bar of the fraction. What does the formula have there?"),
    ("s = np.zeros_like(x)\n    for i in range(len(x)):\n        s[i] = x_exp[i] / x_sum[i]", "stored as whole numbers",
     "For scores that are whole numbers, all probabilities are 0: what you fill holds whole numbers only, as `x` does, "
     "and cuts fractions off. Does broadcasting need an array to fill?"),
)
softmax.at("return s").mistakes(
    ("return (s == np.max(s, axis=1, keepdims=True)).astype(float)", "only the best class",
     "Each row holds a single 1, for the best class. How probable are the other classes?"),
    ("return x_exp", "exponentials returned",
     "Your function returned the exponentials. What is still to be done, so that each row adds up to 1?"),
)
softmax.alternatives({
    "shifted by the row's maximum": """
    e = np.exp(x - np.max(x, axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
""",
    "shifted by the largest of all, sums as a new axis, printed": """
    x_exp = np.exp(x - x.max())
    x_sum = np.sum(x_exp, axis=1)[:, np.newaxis]
    print(x_exp.shape, x_sum.shape)
    return np.divide(x_exp, x_sum)
""",
    "by logarithms": "return np.exp(x - np.logaddexp.reduce(x.astype(float), axis=1, keepdims=True))",
    "loops, float32": """
    s = np.zeros(x.shape, dtype=np.float32)
    for i in range(x.shape[0]):
        total = 0.0
        for j in range(x.shape[1]):
            total += math.exp(x[i, j])
        for j in range(x.shape[1]):
            s[i, j] = math.exp(x[i, j]) / total
    return s
""",
    "matrix product with ones": """
    E = np.exp(x)
    return E / (E @ np.ones((x.shape[1], 1)))
""",
})
# fmt: on


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
    yield "the notebook's example", published(PUBLISHED_YHAT, PUBLISHED_Y), figure


@assignment.exercise(points=10, keeps_arguments=True)
def L1(submission, draw):
    """Against a sum over the examples."""

    def call(yhat, y):
        return submission.L1(yhat, y), float(sum(abs(a - b) for a, b in zip(yhat, y, strict=True)))

    yield from loss_scenario(call, submission.L1, 1.1, draw)


# fmt: off
L1.equivalents(("y - yhat", "yhat - y", "the absolute value has no sign"))
L1.at("np.sum(np.abs(y - yhat))").mistakes(
    (["np.sum(np.maximum(y - yhat, 0))", "-np.sum(np.maximum(y - yhat, 0))"], "too low only",
     "Only predictions that are too low were counted. What do those that are too high add?"),
    (["np.sum(np.maximum(yhat - y, 0))", "-np.sum(np.maximum(yhat - y, 0))"], "too high only",
     "Only predictions that are too high were counted. What do those that are too low add?"),
    ("np.abs(y[0] - yhat[0])", "first example only",
     "Only the first example was counted. Is there an index 0, or a loop that ends after its first round?"),
    ("np.sum(np.abs(y - yhat)[:-1])", "last example left out",
     "The last example was left out. How many numbers does `range(len(y))` run through, and where does a slice end?"),
    ("0\n    y -= yhat\n    loss = np.sum(np.abs(y))", "y changed in place",
     "Your function stores its results in the caller's array, and so changes it. Which line would make a new one?"),
    ("np.max(np.abs(y - yhat))", "largest distance",
     "Only the largest distance is returned. What does the formula do with the others?"),
    ("np.linalg.norm(y - yhat)", "root of the squares",
     "This is the Euclidean length of the differences, with squares and a root. What does this step's formula add up?"),
    ("np.abs(np.sum(y - yhat))", "absolute value of the sum",
     "The absolute value was taken of the sum, where errors of opposite sign have cancelled. Which has to come first?"),
    (["np.sum(y - yhat)", "np.sum(yhat - y)"], "no absolute value",
     "Errors of opposite sign cancel, and the loss may be negative. What do the upright bars in the formula mean?"),
    ("np.sum((y - yhat) ** 2)", "squares",
     "This is the sum of the squares, the loss of the next step. What do the upright bars in the formula mean?"),
    (["np.sum(np.abs(y) - np.abs(yhat))", "np.sum(np.abs(yhat) - np.abs(y))"], "absolute values first",
     "The absolute value of each vector was taken before the difference. What stands between the bars in the formula?"),
    ("np.sum(np.abs(y + yhat))", "added up instead of subtracted",
     "Predictions and answers were added, so even perfect ones have a loss. Which operation measures a distance?"),
)
L1.alternatives({
    "Python's own sum and abs": """
    loss = sum(abs(y - yhat))
    return loss
""",
    "loop over the examples": """
    loss = 0
    for i in range(len(y)):
        loss += math.fabs(y[i] - yhat[i])
    return loss
""",
    "norm of order 1": "return np.linalg.norm(np.subtract(yhat, y), ord=1)",
    "larger minus smaller, float32, a 0-d array": """
    y = y.astype(np.float32)
    yhat = yhat.astype(np.float32)
    loss = np.maximum(y, yhat) - np.minimum(y, yhat)
    print("L1", loss)
    return np.squeeze(loss.sum(keepdims=True))
""",
})
# fmt: on


@assignment.exercise(points=10, keeps_arguments=True)
def L2(submission, draw):
    """Against a sum over the examples."""

    def call(yhat, y):
        return submission.L2(yhat, y), float(sum((a - b) ** 2 for a, b in zip(yhat, y, strict=True)))

    yield from loss_scenario(call, submission.L2, 0.43, draw)


# fmt: off
L2.equivalents(("y - yhat", "yhat - y", "the square has no sign"))

L2.at("np.sum((y - yhat) ** 2)").mistakes(
    ("(y[0] - yhat[0]) ** 2", "first example only",
     "Only the first example was counted. Is there an index 0, or a loop that ends after its first round?"),
    ("np.sum((y - yhat) ** 2) / 2", "halved",
     "The loss is half of what it should be. Is there a factor in front of the sum in the formula?"),
    ("0\n    y -= yhat\n    loss = np.sum(y**2)", "y changed in place",
     "Your function stores its results in the caller's array, and so changes it. Which line would make a new one?"),
    ("np.sqrt(np.sum((y - yhat) ** 2))", "root taken",
     "The root of the sum is returned: the Euclidean distance. Does the formula have a root?"),
    ("np.dot(y, yhat)", "dot product of the two vectors",
     "This is the dot product of `y` and `yhat`. Which vector do you multiply with itself?"),
    ("np.sum(y - yhat) ** 2", "square of the sum",
     "Errors of opposite sign cancel: the sum was squared. What do the parentheses in the formula enclose?"),
    ("np.sum(np.abs(y - yhat))", "absolute values",
     "This is the L1 loss again. What does L2 do to each difference before it adds up?"),
    (["np.sum(y**2 - yhat**2)", "np.sum(yhat**2 - y**2)"], "difference of the squares",
     "This is the difference of the squares. What is squared in the formula?"),
    ("np.sum((y - yhat) * 2)", "doubled instead of squared",
     "The differences were doubled, not squared. How is a power written in Python?"),
    ("np.sum((y - yhat) ^ 2)", "roof instead of a power",
     "In Python `^` is not a power; it works on the bits of whole numbers. How is a power written?"),
)
L2.alternatives({
    "dot product": """
    difference = y - yhat
    return float(np.dot(difference, difference))
""",
    "loop over the examples, printed": """
    loss = 0
    for predicted, right in zip(yhat, y):
        loss += (predicted - right) ** 2
    print("L2 = " + str(loss))
    return loss
""",
    "square of the norm": "return np.linalg.norm(yhat - y) ** 2",
    "row times column, float32, a 0-d array": """
    row = (y - yhat).astype(np.float32).reshape(1, -1)
    return np.squeeze(row @ row.T)
""",
    "Python's own sum": "return sum(np.square(np.subtract(y, yhat)))",
})

assignment.examples(
    Example("the published solutions",
        {"basic_sigmoid": [("1 / (1 + math.exp(-x))", "1.0 / (1 + np.exp(-x))")],
         "image2vector": [("image.reshape(", "image.reshape(("), ("image.shape[2], 1)", "image.shape[2], 1))")],
         "normalizeRows": [
             ("np.linalg.norm(x, axis=1, keepdims=True)", "np.linalg.norm(x, ord=2, axis=1, keepdims=True)"),
             ("normalized = x / x_norm", "x = x / x_norm"),
             ("return normalized", "return x"),
         ],
         "L1": [("np.sum(np.abs(y - yhat))", "sum(abs(y - yhat))")],
         "L2": [("np.sum((y - yhat) ** 2)", "np.dot(y - yhat, y - yhat)")]}, loses=()),
    Example("a sigmoid that squeezes, and its slope", {"sigmoid": [("return s", "return np.squeeze(s)")]}),
    Example("math.exp wherever an exponential is",
        {"sigmoid": [("np.exp(-x)", "math.exp(-x)")], "softmax": [("np.exp(x)", "math.exp(x)")]}),
    Example("everything in place",
        {"normalizeRows": [("normalized = x / x_norm", "x /= x_norm\n    normalized = x")],
         "softmax": [("x_exp = np.exp(x)", "x -= x.max()\n    x_exp = np.exp(x)")],
         "L2": [("np.sum((y - yhat) ** 2)", "np.sum((y - yhat) ** 2)\n    y -= y")]}),
    Example("keepdims left out everywhere",
        {"normalizeRows": [(", keepdims=True", "")], "softmax": [(", keepdims=True", "")]}),
    Example("shapes printed, as the notebook suggests",
        {"normalizeRows": [("    ### END CODE HERE ###", "    print(x.shape, x_norm.shape)")],
         "softmax": [("    ### END CODE HERE ###", "    print(x_exp.shape, x_sum.shape, s.shape)")]}, loses=()),
    Example("the notebook's own variable in the losses",
        {"L1": [("y - yhat", "answers - yhat")], "L2": [("y - yhat", "answers - yhat")]}),
)
# fmt: on
