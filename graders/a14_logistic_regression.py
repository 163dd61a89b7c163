"""Scenarios, known mistakes and alternatives of "One neuron": what the marks of a14 stand on.

Examples are columns here: X is (n_x, m), Y is (1, m). Where editions of the published assignment differ, both are
right: `b` may be 0 or 0.0, and `w`, `b` and `X` of the examples may be whole numbers or fractions.
"""

import math

import numpy as np

from autograder.judging.exercise import Alternative, Assignment, Example, Mistake

assignment = Assignment("a14_logistic_regression")

# The published examples.
W, B = np.array([[1.0], [2.0]]), 2.0
X = np.array([[1.0, 2.0, -1.0], [3.0, 4.0, -3.2]])
Y = np.array([[1, 0, 1]])


def pictures_of(draw, m, num_px, high=256):
    return draw.rng.integers(0, high, (m, num_px, num_px, 3)).astype(np.uint8)


def neuron(draw, n_x, scale=0.6):
    """Random w (n_x, 1) and b. With the default scale, probabilities are of all sizes and not saturated."""
    return draw.normal(n_x, 1, scale=scale), float(draw.normal(scale=scale))


def data(draw, *names, low=3):
    """X (n_x, m) and Y (1, m) of random sizes, which messages call by these names."""
    n_x, m = draw.sizes(*names, low=low)
    return draw.normal(n_x, m), draw.labels(m)


def score(w, b, X):
    """z of each example, (1, m), without a matrix product."""
    return np.sum(w * X, axis=0, keepdims=True) + b


def cost_of(w, b, X, Y):
    """The mean cross-entropy in terms of z, which needs neither sigmoid nor logarithm of a small number."""
    z = score(w, b, X)
    return np.mean(np.logaddexp(0, z) - Y * z)


def slopes(w, b, X, Y, epsilon=1e-4):
    """The gradient by central differences, and the cost: what propagate should return."""
    shifts = epsilon * np.eye(len(w))[:, :, np.newaxis]  # (n_x, n_x, 1)
    dw = [[(cost_of(w + s, b, X, Y) - cost_of(w - s, b, X, Y)) / (2 * epsilon)] for s in shifts]
    db = (cost_of(w, b + epsilon, X, Y) - cost_of(w, b - epsilon, X, Y)) / (2 * epsilon)
    return {"dw": np.array(dw), "db": db}, cost_of(w, b, X, Y)


@assignment.exercise(points=5, returns=("m_train", "m_test", "num_px"), keeps_arguments=True)
def picture_sizes(submission, draw):
    """Sets whose sizes are all different, and none of them 3, the number of colours.

    The published sizes, 209, 50 and 64, are left to the tests: such arrays are too large to be shipped.
    """
    for _ in range(2):
        m_train, m_test, num_px = draw.sizes("m_train", "m_test", "num_px", low=4)
        sets = pictures_of(draw, m_train, num_px), pictures_of(draw, m_test, num_px)
        yield "random pictures", submission.picture_sizes(*sets), (m_train, m_test, num_px)
    (num_px,) = draw.sizes("num_px", low=4)
    for m_train, m_test in ((1, 2), (2, 1)):
        sets = pictures_of(draw, m_train, num_px), pictures_of(draw, m_test, num_px)
        yield "one picture", submission.picture_sizes(*sets), (m_train, m_test, num_px)


RETURNED = "return m_train, m_test, num_px"

picture_sizes.mistakes(
    Mistake(
        "whole shapes",
        RETURNED,
        "return train_set_x_orig.shape, test_set_x_orig.shape, num_px",
        "`m_train` and `m_test` came as whole shapes, four numbers each. Which of the four counts pictures?",
    ),
    Mistake(
        "rows and pictures exchanged",
        RETURNED,
        "return train_set_x_orig.shape[1], test_set_x_orig.shape[1], train_set_x_orig.shape[0]",
        "`m_train` and `m_test` came as the rows of a picture, and `num_px` as a number of pictures. "
        "Which axis comes first?",
    ),
    Mistake(
        "m_test from the training set",
        "test_set_x_orig.shape[0]",
        "train_set_x_orig.shape[0]",
        "`m_test` came as the number of training pictures. From which array can the test pictures be counted?",
    ),
    Mistake(
        "m_train from the test set",
        "train_set_x_orig.shape[0]",
        "test_set_x_orig.shape[0]",
        "`m_train` came as the number of test pictures. From which array can the training pictures be counted?",
    ),
    Mistake(
        "train and test exchanged",
        RETURNED,
        "return m_test, m_train, num_px",
        "`m_train` and `m_test` came in each other's place. Which does the function return first?",
    ),
    Mistake(
        "colours counted",
        "num_px = train_set_x_orig.shape[1]",
        "num_px = train_set_x_orig.shape[3]",
        "`num_px` came as 3, the number of colours. On which axis do the rows of a picture lie?",
    ),
    Mistake(
        "num_px as a number of pictures",
        "num_px = train_set_x_orig.shape[1]",
        "num_px = train_set_x_orig.shape[0]",
        "`num_px` came as the number of training pictures. On which axis do the rows of a picture lie?",
    ),
    Mistake(
        "pixels of the whole picture",
        "num_px = train_set_x_orig.shape[1]",
        "num_px = train_set_x_orig.shape[1] * train_set_x_orig.shape[2]",
        "`num_px` came as the number of pixels in the whole picture. It should count those along one side.",
    ),
    Mistake(
        "numbers of a whole picture",
        "num_px = train_set_x_orig.shape[1]",
        "num_px = train_set_x_orig[0].size",
        "`num_px` came as the count of all numbers in a picture, colours included. "
        "It should count pixels along one side.",
    ),
    Mistake(
        "sizes of the published set",
        RETURNED,
        "return 209, 50, 64",
        "The sizes are 209, 50 and 64 for all data. They fit one set only; can you read them from the shapes?",
    ),
    Mistake(
        "numbers of entries",
        RETURNED,
        "return train_set_x_orig.size, test_set_x_orig.size, num_px",
        "`m_train` and `m_test` came as numbers of entries, `size`. How long is the first axis?",
    ),
    Mistake(
        "m_train and m_test added",
        "m_train = train_set_x_orig.shape[0]",
        "m_train = train_set_x_orig.shape[0] + test_set_x_orig.shape[0]",
        "`m_train` counts the pictures of both sets. The test set is counted apart, in `m_test`.",
    ),
)

picture_sizes.alternatives(
    Alternative(
        "len, a list",
        """
def picture_sizes(train_set_x_orig, test_set_x_orig):
    return [len(train_set_x_orig), len(test_set_x_orig), len(test_set_x_orig[0])]
""",
    ),
    Alternative(
        "unpacked shapes",
        """
def picture_sizes(train_set_x_orig, test_set_x_orig):
    m_train, num_px, _, _ = train_set_x_orig.shape
    m_test, *_ = test_set_x_orig.shape
    print("Number of training examples: m_train = " + str(m_train))
    return m_train, m_test, num_px
""",
    ),
    Alternative(
        "numpy's whole numbers, the other side",
        """
def picture_sizes(train_set_x_orig, test_set_x_orig):
    return np.int64(train_set_x_orig.shape[0]), np.size(test_set_x_orig, 0), train_set_x_orig.shape[-2]
""",
    ),
)


@assignment.exercise(points=10, keeps_arguments=True)
def flatten_and_scale(submission, draw):
    """Against the definition: one picture at a time."""

    def columns(pictures):
        expected = np.zeros((pictures[0].size, len(pictures)))
        for i in range(len(pictures)):
            expected[:, i] = pictures[i].ravel() / 255
        return submission.flatten_and_scale(pictures), expected

    for _ in range(2):
        m, num_px = draw.sizes("m", "num_px", low=2, high=5)
        yield "random pictures", *columns(pictures_of(draw, m, num_px))
    m, num_px = draw.sizes("m", "num_px", low=2, high=5)
    yield "dark pictures", *columns(pictures_of(draw, m, num_px, high=90))
    (num_px,) = draw.sizes("num_px", low=2, high=5)
    yield "one picture", *columns(pictures_of(draw, 1, num_px))


FLAT = "pictures.reshape(m, -1).T"

flatten_and_scale.mistakes(
    Mistake(
        "pictures as rows",
        FLAT,
        "pictures.reshape(m, -1)",
        "Each picture came as a row, shape (m, n_x). Examples are columns here: what turns rows into columns?",
    ),
    Mistake(
        "reshape that scrambles",
        FLAT,
        "pictures.reshape(-1, m)",
        "The shape is right, but the pictures are scrambled: `reshape` fills row by row, so every column took numbers "
        "of many pictures. Make each picture a *row* first.",
    ),
    Mistake(
        "transposed first",
        FLAT,
        "pictures.T.reshape(-1, m)",
        "Each picture is in its column, but in another order: `.T` came before `reshape` and turned all four axes "
        "around. In which order do you need the two?",
    ),
    Mistake(
        "rows and columns of the picture exchanged",
        FLAT,
        "pictures.transpose(0, 2, 1, 3).reshape(m, -1).T",
        "The rows and the columns of each picture were exchanged. Keep the numbers in the order in which they are.",
    ),
    Mistake(
        "colours apart",
        FLAT,
        "pictures.transpose(0, 3, 1, 2).reshape(m, -1).T",
        "All reds came first, then greens, then blues. Keep the numbers in the order in which they are.",
    ),
    Mistake(
        "one long column",
        FLAT,
        "pictures.reshape(-1, 1)",
        "All pictures came in one column. Each picture should have a column of its own.",
    ),
    Mistake(
        "colours as rows",
        FLAT,
        "pictures.reshape(-1, 3).T",
        "The columns came as single pixels, three numbers each. A column should hold a whole picture.",
    ),
    Mistake(
        "squares kept",
        FLAT,
        "pictures",
        "The pictures came with their four axes. Each should become one column: what does `reshape` need?",
    ),
    Mistake(
        "not scaled",
        "X = flat / 255",
        "X = flat",
        "The numbers still go up to 255. By what are they to be divided?",
    ),
    Mistake(
        "integer division",
        "flat / 255",
        "flat // 255",
        "Nearly all numbers came as 0: `//` cuts the fractions off. Which sign divides and keeps them?",
    ),
    Mistake(
        "divided by 256",
        "flat / 255",
        "flat / 256",
        "The numbers are a little too small: divided by 256. The brightest pixel, 255, should become 1.",
    ),
    Mistake(
        "divided by its own maximum",
        "flat / 255",
        "flat / flat.max()",
        "The numbers were divided by the largest that occurs, so each set is scaled in its own way. "
        "Divide by 255, whatever the pictures are.",
    ),
    Mistake(
        "mean taken off",
        "flat / 255",
        "(flat - flat.mean()) / 255",
        "The mean was taken off. That is another way to prepare data; here the numbers lie between 0 and 1.",
    ),
    Mistake(
        "rounded",
        "flat / 255",
        "np.round(flat / 255)",
        "The numbers came rounded to 0 and 1. Keep the fractions.",
    ),
    Mistake(
        "size of the published pictures",
        FLAT,
        "pictures.reshape(m, 64 * 64 * 3).T",
        "The size of a picture was fixed at 64 × 64 × 3. Other pictures have other sizes; `-1` works it out.",
    ),
    Mistake(
        "single picture squeezed",
        "X = flat / 255",
        "X = np.squeeze(flat / 255)",
        "With a single picture an axis was lost: `np.squeeze` drops axes of length 1. Leave the column as it is.",
    ),
    Mistake(
        "pictures changed in place",
        "flat = pictures.reshape(m, -1).T",
        "pictures.shape = (m, -1)\n    flat = pictures.T",
        "`X` is right, but the caller's pictures have lost their shape: to set `.shape` changes the array itself. "
        "`reshape` leaves it as it is.",
    ),
)

flatten_and_scale.alternatives(
    Alternative(
        "loop of the definition",
        """
def flatten_and_scale(pictures):
    X = np.zeros((pictures[0].size, len(pictures)))
    for i, picture in enumerate(pictures):
        X[:, i] = picture.flatten() / 255.
    return X
""",
    ),
    Alternative(
        "stacked columns",
        """
def flatten_and_scale(pictures):
    return np.column_stack([picture.ravel() for picture in pictures]) * (1 / 255)
""",
    ),
    Alternative(
        "scaled first, axes moved, float32",
        """
def flatten_and_scale(pictures):
    scaled = pictures.astype(np.float32) / 255
    X = np.moveaxis(scaled, 0, -1).reshape(-1, pictures.shape[0])
    assert X.shape == (pictures.shape[1] * pictures.shape[2] * pictures.shape[3], pictures.shape[0])
    return X
""",
    ),
    Alternative(
        "Fortran order, from the other end",
        """
def flatten_and_scale(pictures):
    m = pictures.shape[0]
    return np.divide(np.transpose(pictures, (3, 2, 1, 0)).reshape(-1, m, order="F"), 255)
""",
    ),
)


@assignment.exercise(points=10, keeps_arguments=True, forbids=("scipy.special.expit",))
def sigmoid(submission, draw):
    """Numbers and arrays of every shape."""

    def values(z):
        expected = [1 / (1 + math.exp(-v)) if v > -700 else 0.0 for v in np.ravel(z).tolist()]
        return submission.sigmoid(z), np.reshape(expected, np.shape(z)) if np.ndim(z) else expected[0]

    for names in (("rows", "columns"), ("rows", "columns", "layers"), ("entries",)):
        yield "random arrays", *values(draw.normal(*draw.sizes(*names, low=2), scale=2.5))
    draw.sizes()
    for shape in ((1, 1), (1, 4), (4, 1)):
        yield "axes of length 1", *values(draw.normal(*shape))
    yield "a number", *values(float(draw.uniform(0.5, 2.0)))
    yield "a number", *values(-int(draw.rng.integers(2, 20)))
    yield "large numbers", *values(np.array([[-1000.0, -40.0], [40.0, 1000.0]]))
    yield "large numbers", *values(draw.uniform(6, 36, 2, 3) * [[1, -1, 1], [-1, 1, -1]])
    yield "whole numbers", *values(draw.rng.integers(-4, 5, 6))
    yield "published example", submission.sigmoid(np.array([0, 2])), np.array([0.5, 0.88079708])


SIGMOID = "1 / (1 + np.exp(-z))"

sigmoid.mistakes(
    Mistake(
        "sign of the exponent",
        "np.exp(-z)",
        "np.exp(z)",
        "The values fall where they should rise: sigmoid of a large number should be near 1. "
        "Which sign has the exponent?",
    ),
    Mistake(
        "bracket missing",
        SIGMOID,
        "1 / 1 + np.exp(-z)",
        "The values came as 1 plus the exponential: `/` comes before `+`. Put the whole denominator into a bracket.",
    ),
    Mistake(
        "1 in the denominator missing",
        SIGMOID,
        "1 / np.exp(-z)",
        "The values grow without bound. What else stands in the denominator?",
    ),
    Mistake(
        "math.exp",
        SIGMOID,
        "1 / (1 + __import__('math').exp(-z))",
        "`math.exp` takes single numbers only. Which function does the same for whole arrays?",
    ),
    Mistake(
        "tanh",
        SIGMOID,
        "np.tanh(z)",
        "This is the hyperbolic tangent: it lies between -1 and 1. A probability lies between 0 and 1.",
    ),
    Mistake(
        "tanh of z instead of z/2",
        SIGMOID,
        "0.5 * (1 + np.tanh(z))",
        "The curve is too steep by a factor of 2. If you use tanh: of which fraction of z?",
    ),
    Mistake(
        "relu",
        SIGMOID,
        "np.maximum(0, z)",
        "The values are z itself, or 0: a ReLU. The sigmoid lies between 0 and 1.",
    ),
    Mistake(
        "step",
        SIGMOID,
        "(np.asarray(z) > 0) * 1.0",
        "The values came as 0 or 1 only. The sigmoid passes smoothly from one to the other; to decide comes later.",
    ),
    Mistake(
        "absolute value",
        "np.exp(-z)",
        "np.exp(-np.abs(z))",
        "Negative numbers gave values above 0.5: their sign was lost. The formula has no absolute value.",
    ),
    Mistake(
        "slope of the sigmoid",
        "return s",
        "return s * (1 - s)",
        "This is the slope of the sigmoid, s (1 - s). Return s itself.",
    ),
    Mistake(
        "infinite over infinite",
        SIGMOID,
        "np.exp(z) / (1 + np.exp(z))",
        "Large numbers gave NaN: exp(1000) is infinite, and infinite divided by infinite is nothing. "
        "With the exponent -z, as in the formula, this cannot happen.",
    ),
    Mistake(
        "axes of length 1 lost",
        "return s",
        "return np.squeeze(s)",
        "An axis of length 1 was lost: `np.squeeze` drops it. The result should have the shape of z.",
    ),
    Mistake(
        "made flat",
        "return s",
        "return np.ravel(s)",
        "The result came with one axis only. It should have the shape of z, entry by entry.",
    ),
    Mistake(
        "summed",
        "return s",
        "return np.sum(s)",
        "One number came for a whole array. Each entry has a value of its own; what adds them up?",
    ),
    Mistake(
        "arrays only",
        SIGMOID,
        "np.ones(z.shape) / (1 + np.exp(-z))",
        "A single number has no `shape`. Without it the formula works for numbers and for arrays alike.",
    ),
    Mistake(
        "whole numbers kept",
        SIGMOID,
        "np.asarray(1 / (1 + np.exp(-z))).astype(np.asarray(z).dtype)[()]",
        "Whole numbers gave 0 or 1: the result was cut to whole numbers. It should hold fractions for every z.",
    ),
    Mistake(
        "published values",
        SIGMOID,
        "np.array([0.5, 0.88079708])",
        "The values are those of one example, whatever z is. Compute them from `z`.",
    ),
    Mistake(
        "z changed in place",
        "s = 1 / (1 + np.exp(-z))",
        "z *= -1\n    s = 1 / (1 + np.exp(z))",
        "The values are right, but the caller's `z` was changed: `*=` works on the array itself. Make a new one.",
    ),
)

sigmoid.alternatives(
    Alternative("tanh", "def sigmoid(z):\n    return 0.5 * (1 + np.tanh(np.asarray(z) / 2))"),
    Alternative(
        "two cases, which never overflow",
        """
def sigmoid(z):
    z = np.asarray(z, dtype=float)
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + small), small / (1 + small))
""",
    ),
    Alternative(
        "clipped, with a power of e",
        """
def sigmoid(z):
    z = np.clip(z, -500, 500)
    print("z", z)
    return (1 + np.e ** (-1.0 * z)) ** -1
""",
    ),
    Alternative(
        "loop over the entries",
        """
import math

def sigmoid(z):
    if np.ndim(z) == 0:
        return 1 / (1 + math.exp(-z))
    s = np.zeros(z.shape)
    for index, value in np.ndenumerate(z):
        s[index] = 1 / (1 + math.exp(-value)) if value > -700 else 0.0
    return s
""",
    ),
)


@assignment.exercise(points=5, exact_kinds=True, returns=("w", "b"))
def initialize_with_zeros(submission, draw):
    """Several sizes: two of them are hard to guess."""
    for dim in (*draw.sizes("dim", low=4), *draw.sizes("dim", low=10, high=500), 1):
        draw.named(dim=dim)
        yield "any size", submission.initialize_with_zeros(dim), (np.zeros((dim, 1)), 0.0)
    draw.named(dim=2)
    yield "published example", submission.initialize_with_zeros(2), (np.zeros((2, 1)), 0.0)


ZEROS = "np.zeros((dim, 1))"

initialize_with_zeros.mistakes(
    Mistake(
        "one axis",
        ZEROS,
        "np.zeros(dim)",
        "`w` came with one axis, shape `(dim,)`. It should be a column: which pair of sizes does `np.zeros` need?",
    ),
    Mistake(
        "row",
        ZEROS,
        "np.zeros((1, dim))",
        "`w` came as a row. It should be a column, one row for each feature.",
    ),
    Mistake(
        "zeros with two arguments",
        ZEROS,
        "np.zeros(dim, 1)",
        "`np.zeros` took the second size for a type. It wants both sizes as one pair, in brackets of their own.",
    ),
    Mistake(
        "square",
        ZEROS,
        "np.zeros((dim, dim))",
        "`w` came with dim columns. One neuron has one weight for each feature, so there is one column.",
    ),
    Mistake(
        "ones",
        ZEROS,
        "np.ones((dim, 1))",
        "`w` came as ones. Where do the parameters of this neuron start?",
    ),
    Mistake(
        "random weights",
        ZEROS,
        "np.random.randn(dim, 1) * 0.01",
        "`w` is random, so it differs from call to call. A single neuron has no symmetry to break: it starts at zero.",
    ),
    Mistake(
        "nested list",
        ZEROS,
        "[[0.0]] * dim",
        "`w` came as a list. Lists cannot be multiplied as matrices; which function makes an array of zeros?",
    ),
    Mistake(
        "size of the published example",
        ZEROS,
        "np.zeros((2, 1))",
        "`w` always has 2 rows. Use the argument `dim`.",
    ),
    Mistake(
        "whole numbers in w",
        ZEROS,
        "np.zeros((dim, 1), dtype=int)",
        "`w` holds whole numbers. It will have to hold fractions, and `w -= …` would fail: leave the `dtype` out.",
    ),
    Mistake("b is False", "b = 0.0", "b = False", "`b` came as False. It should be a number; where does it start?"),
    Mistake(
        "b as an array",
        "b = 0.0",
        "b = np.zeros((1, 1))",
        "`b` came as an array. One neuron has one bias: a plain number.",
    ),
    Mistake(
        "b as long as w",
        "b = 0.0",
        "b = np.zeros((dim, 1))",
        "`b` came as a column like `w`. One neuron has one bias: a plain number.",
    ),
    Mistake("b is None", "b = 0.0", "b = None", "`b` came as None. It is a number; where does it start?"),
    Mistake("b as text", "b = 0.0", 'b = "0"', "`b` came as text, in quotes. It should be a number."),
    Mistake("b is 1", "b = 0.0", "b = 1.0", "`b` came as 1. Where do the parameters of this neuron start?"),
    Mistake(
        "exchanged",
        "return w, b",
        "return b, w",
        "`b` came first. The function returns `w`, then `b`.",
    ),
    Mistake(
        "only w",
        "return w, b",
        "return w",
        "Only `w` came back. The function returns two things: `w` and `b`.",
    ),
)

initialize_with_zeros.alternatives(
    Alternative("0 as a whole number", "def initialize_with_zeros(dim):\n    return np.zeros(shape=(dim, 1)), 0"),
    Alternative(
        "zeros times a column, a list",
        """
def initialize_with_zeros(dim):
    w = np.zeros(dim).reshape(dim, 1)
    b = np.float64(0)
    assert w.shape == (dim, 1)
    assert isinstance(b, float) or isinstance(b, int)
    return [w, b]
""",
    ),
    Alternative(
        "full, float32, a 0-d array",
        """
def initialize_with_zeros(dim):
    return np.full((dim, 1), 0, dtype=np.float32), np.array(0.0)
""",
    ),
)


# atol: float32 computes sums of order 1 to about 1e-7, also where they nearly cancel.
@assignment.exercise(points=25, uses=("sigmoid",), keeps_arguments=True, returns=("grads", "cost"), atol=1e-6)
def propagate(submission, draw):
    """Random neurons and data, against central differences of a cost that is computed in another way."""

    def run(w, b, X, Y):
        return submission.propagate(w, b, X, Y), slopes(w, b, X, Y)

    X_random, Y_random = data(draw, "n_x", "m")
    yield "random data", *run(*neuron(draw, len(X_random)), X_random, Y_random)
    (n_x,) = draw.sizes("n_x", low=3)
    # Where m is n_x, a product with the wrong factor transposed fits all the same.
    yield "random data", *run(*neuron(draw, n_x), draw.normal(n_x, n_x), draw.labels(n_x))
    (n_x,) = draw.sizes("n_x", low=3)
    for label in (1, 0):
        yield "one example", *run(*neuron(draw, n_x), draw.normal(n_x, 1), np.array([[label]]))
    (m,) = draw.sizes("m", low=3)
    yield "one feature", *run(*neuron(draw, 1), draw.normal(1, m), draw.labels(m))
    X_random, Y_random = data(draw, "n_x", "m", low=4)
    w, b = neuron(draw, len(X_random))
    w *= 9 / np.abs(score(w, 0.0, X_random)).max()  # sure, but not so sure that 1 - a is 0
    yield "probabilities near 0 and 1", *run(w, b, X_random, Y_random)
    X_random, Y_random = data(draw, "n_x", "m")
    yield "labels as fractions", *run(*neuron(draw, len(X_random)), X_random, Y_random.astype(float))
    draw.named(n_x=2, m=3)
    figures = {"dw": np.array([[0.99845601], [2.39507239]]), "db": 0.00145557813678}, 5.801545319394553
    for number in (float, int):  # one edition has whole numbers
        yield "published example", submission.propagate(W.astype(number), number(B), X, Y), figures


FORWARD = "sigmoid(w.T @ X + b)"
COST = "-np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m"
DW, DB = "X @ (A - Y).T / m", "np.sum(A - Y) / m"


def both_gradients(error):
    """The solution's lines from dw to db, with another expression for the errors A - Y."""
    return f"X @ ({error}).T / m  # (n_x, 1)\n    db = np.sum({error}) / m"


GRADIENTS = both_gradients("A - Y").replace("np.sum((A - Y))", "np.sum(A - Y)")

propagate.mistakes(
    Mistake(
        "no bias",
        FORWARD,
        "sigmoid(w.T @ X)",
        "The bias is missing in the probabilities. What does the formula add to the weighted sum?",
    ),
    Mistake(
        "bias inside the weights",
        FORWARD,
        "sigmoid((w + b).T @ X)",
        "The bias was added to the weights. It belongs to their weighted sum: check the brackets.",
    ),
    Mistake(
        "w not transposed",
        "w.T @ X",
        "w @ X",
        "`w` and `X` do not fit: `(n_x, 1)` times `(n_x, m)`. Which of them must be turned so that a row comes out?",
    ),
    Mistake(
        "all products summed",
        FORWARD,
        "sigmoid(np.sum(w * X) + b)",
        "All examples got the same probability: the sum ran over features and examples. "
        "Over which of them should it run?",
    ),
    Mistake(
        "no activation",
        FORWARD,
        "w.T @ X + b",
        "z was used in place of the probabilities, and the logarithm of a negative number is NaN. "
        "What does the neuron do with z?",
    ),
    Mistake(
        "sigmoid with the wrong sign",
        FORWARD,
        "1 / (1 + np.exp(w.T @ X + b))",
        "The probabilities are one minus the right ones. Look at the sign in the exponent, or use your `sigmoid`.",
    ),
    Mistake(
        "m counts entries",
        "m = X.shape[1]",
        "m = X.size",
        "All means are too small: they were divided by the number of entries of `X`. What is `m`?",
    ),
    Mistake(
        "m counts features",
        "m = X.shape[1]",
        "m = X.shape[0]",
        "The means were divided by the number of features. Examples are columns: what is `m` here?",
    ),
    Mistake(
        "m of the published example",
        "m = X.shape[1]",
        "m = 3",
        "The number of examples is always taken to be 3. Other data have other numbers; where can you read it?",
    ),
    Mistake(
        "sums instead of means",
        "m = X.shape[1]",
        "m = 1",
        "Cost and gradients are `m` times too large: sums over the examples, where means are asked for.",
    ),
    Mistake(
        "cost not averaged",
        COST,
        COST[:-4],
        "The cost is `m` times too large; `dw` and `db` are right. Which factor does its formula begin with?",
    ),
    Mistake(
        "minus sign missing",
        COST,
        COST[1:],
        "The cost is negative. Logarithms of probabilities are negative; "
        "what does the formula put in front of the sum?",
    ),
    Mistake(
        "first term only",
        " + (1 - Y) * np.log(1 - A)",
        "",
        "Only the examples with label 1 are in the cost. What does the formula add for label 0?",
    ),
    Mistake(
        "second term only",
        "Y * np.log(A) + ",
        "",
        "Only the examples with label 0 are in the cost. What does the formula add for label 1?",
    ),
    Mistake(
        "terms exchanged",
        "Y * np.log(A) + (1 - Y) * np.log(1 - A)",
        "Y * np.log(1 - A) + (1 - Y) * np.log(A)",
        "A neuron that is sure and right pays most here. Which logarithm goes with label 1?",
    ),
    Mistake(
        "terms subtracted",
        "+ (1 - Y)",
        "- (1 - Y)",
        "The two terms of the cost are subtracted from each other. Inside the bracket there is a plus between them.",
    ),
    Mistake(
        "bracket around 1 - Y missing",
        "(1 - Y) * np.log",
        "1 - Y * np.log",
        "The second term of the cost is wrong: without a bracket, `*` comes before `-`. "
        "What should be multiplied by the logarithm?",
    ),
    Mistake(
        "logarithm to base 10",
        "Y * np.log(A) + (1 - Y) * np.log(1 - A)",
        "Y * np.log10(A) + (1 - Y) * np.log10(1 - A)",
        "The cost is 0.43 times what it should be: a logarithm to base 10. The formula means the natural logarithm.",
    ),
    Mistake(
        "logarithm to base 2",
        "Y * np.log(A) + (1 - Y) * np.log(1 - A)",
        "Y * np.log2(A) + (1 - Y) * np.log2(1 - A)",
        "The cost is 1.44 times what it should be: a logarithm to base 2. The formula means the natural logarithm.",
    ),
    Mistake(
        "cost not summed",
        COST,
        "-(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m",
        "The cost came as one value for each example. It is one number: what happens over the examples?",
    ),
    Mistake(
        "cost with one axis",
        COST,
        COST.replace(") / m", ", axis=1) / m"),
        "The cost came as an array with one entry: `axis=1` leaves the other axis. Without `axis` it is one number.",
    ),
    Mistake(
        "cost with two axes",
        COST,
        COST.replace(") / m", ", keepdims=True) / m"),
        "The cost came as an array of shape (1, 1). It should be one number: `np.squeeze` or `float` takes it out.",
    ),
    Mistake(
        "probabilities clipped",
        "np.log(A) + (1 - Y) * np.log(1 - A)",
        "np.log(np.clip(A, 0.01, 0.99)) + (1 - Y) * np.log(1 - np.clip(A, 0.01, 0.99))",
        "The cost is too small where the neuron is sure and wrong: probabilities were kept between 0.01 and 0.99. "
        "Use them as they are.",
    ),
    Mistake(
        "squared error",
        COST,
        "np.sum((A - Y) ** 2) / m",
        "This cost is the mean of the squared errors. The cross-entropy takes the logarithm of the probabilities.",
    ),
    Mistake(
        "sign of the error",
        GRADIENTS,
        both_gradients("Y - A"),
        "`dw` and `db` have the wrong sign: they point downhill. In which order does the formula subtract?",
    ),
    Mistake(
        "error of the labels only",
        GRADIENTS,
        both_gradients("Y"),
        "`dw` and `db` were computed from the labels alone. What is the error of an example?",
    ),
    Mistake(
        "error of the probabilities only",
        GRADIENTS,
        both_gradients("A"),
        "`dw` and `db` were computed from the probabilities alone. What is the error of an example?",
    ),
    Mistake(
        "error of the labels in dw only",
        DW,
        "X @ Y.T / m",
        "`dw` was computed from the labels alone; `db` is right. Both come from the same errors.",
    ),
    Mistake(
        "slope of the sigmoid",
        GRADIENTS,
        both_gradients("(A - Y) * A * (1 - A)"),
        "`dw` and `db` were multiplied by the slope of the sigmoid, as for a squared error. For the cross-entropy the "
        "slopes cancel: what is left?",
    ),
    Mistake(
        "dw not averaged",
        DW,
        "X @ (A - Y).T",
        "`dw` is `m` times too large. The matrix product adds up the examples; which factor is missing?",
    ),
    Mistake(
        "db not averaged",
        DB,
        "np.sum(A - Y)",
        "`db` is `m` times too large. Is it the sum over the examples or the mean?",
    ),
    Mistake(
        "gradients divided by m twice",
        GRADIENTS,
        both_gradients("(A - Y) / m"),
        "`dw` and `db` are `m` times too small: they were divided by `m` twice.",
    ),
    Mistake(
        "errors not transposed",
        DW,
        "X @ (A - Y) / m",
        "`X` and `A - Y` do not fit: `(n_x, m)` times `(1, m)`. Which must be turned so that `m` meets `m`?",
    ),
    Mistake(
        "dw as a row",
        DW,
        "(A - Y) @ X.T / m",
        "`dw` came as a row. It has the shape of `w`, a column: which factor comes first?",
    ),
    Mistake(
        "dw as one number",
        DW,
        "np.sum(X * (A - Y)) / m",
        "`dw` came as one number. Each weight has a slope of its own: only the examples are summed over.",
    ),
    Mistake(
        "dw with one axis",
        DW,
        "np.sum(X * (A - Y), axis=1) / m",
        "`dw` lost an axis: `np.sum` drops the axis it sums over. `keepdims=True` keeps it, and so does `@`.",
    ),
    Mistake(
        "db with one axis",
        DB,
        "np.sum(A - Y, axis=1) / m",
        "`db` came as an array with one entry: `axis=1` leaves the other axis. It should be one number.",
    ),
    Mistake(
        "db from dw",
        DB,
        "np.sum(dw) / m",
        "`db` was computed from `dw`. It is the mean of the errors themselves, without `X`.",
    ),
    Mistake(
        "dw and db exchanged",
        '{"dw": dw, "db": db}',
        '{"dw": db, "db": dw}',
        "`dw` and `db` stand under each other's key. Which of them has the shape of `w`?",
    ),
    Mistake(
        "cost first",
        "return grads, cost",
        "return cost, grads",
        "The cost came first. The function returns the dictionary, then the cost.",
    ),
    Mistake(
        "cost not returned",
        "return grads, cost",
        "return grads",
        "Only the dictionary came back. The function returns two things: the gradients and the cost.",
    ),
    Mistake(
        "data of the published example",
        "m = X.shape[1]",
        "w, b = np.array([[1.0], [2.0]]), 2.0\n"
        "    X, Y = np.array([[1.0, 2.0, -1.0], [3.0, 4.0, -3.2]]), np.array([[1, 0, 1]])\n    m = 3",
        "The result is the same for all data: that of one example. Use the arguments of the function.",
    ),
    Mistake(
        "X changed in place",
        "m = X.shape[1]",
        "m = X.shape[1]\n    X *= 1 + 1e-12",
        "The result is right, but `X` was changed: `*=` works on the array itself. Make a new one.",
    ),
)

propagate.alternatives(
    Alternative(
        "np.dot, squeezed, a Python float",
        """
def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = (-1 / m) * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A), axis=1)
    dw = (1 / m) * np.dot(X, (A - Y).T)
    db = float((1 / m) * np.sum(A - Y))
    cost = np.squeeze(np.array(cost))
    assert dw.shape == w.shape and cost.shape == ()
    return {"dw": dw, "db": db}, cost
""",
    ),
    Alternative(
        "loop over examples and features",
        """
def propagate(w, b, X, Y):
    n_x, m = X.shape
    dw, db, total = np.zeros((n_x, 1)), 0.0, 0.0
    for i in range(m):
        z = b
        for k in range(n_x):
            z += w[k, 0] * X[k, i]
        a = sigmoid(z)
        total += -np.log(a) if Y[0, i] == 1 else -np.log(1 - a)
        for k in range(n_x):
            dw[k, 0] += (a - Y[0, i]) * X[k, i] / m
        db += (a - Y[0, i]) / m
    return [{"db": db, "dw": dw}, total / m]
""",
    ),
    Alternative(
        "means, sums of products, more keys",
        """
def propagate(w, b, X, Y):
    Z = np.sum(w * X, axis=0, keepdims=True) + b
    A = sigmoid(Z)
    error = A - Y
    grads = {"dw": np.mean(X * error, axis=1, keepdims=True), "db": np.mean(error), "A": A}
    return grads, -np.mean(np.log(np.where(Y == 1, A, 1 - A)))
""",
    ),
    Alternative(
        "the chain rule link by link, products of rows",
        """
def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    cost = np.sum(-Y * np.log(A) - (1 - Y) * np.log(1 - A)) / m
    dA = -(np.divide(Y, A) - np.divide(1 - Y, 1 - A)) / m
    dZ = dA * A * (1 - A)
    print("dZ", dZ.shape)
    return {"dw": np.einsum("xm,ym->xy", X, dZ), "db": dZ.sum()}, cost
""",
    ),
    Alternative(
        "cost from z, own sigmoid, rows of examples",
        """
def propagate(w, b, X, Y):
    rows, labels = X.T, Y.T
    z = rows @ w + b
    error = 1 / (1 + np.exp(-z)) - labels
    cost = np.mean(np.logaddexp(0, z) - labels * z)
    return {"dw": rows.T @ error / len(rows), "db": error.mean()}, cost
""",
    ),
    Alternative(
        "float32 inside",
        """
def propagate(w, b, X, Y):
    m = X.shape[1]
    X32 = X.astype(np.float32)
    z = (w.astype(np.float32).T @ X32 + np.float32(b)).astype(np.float32)
    A = sigmoid(z.astype(np.float64))
    error = (A - Y).astype(np.float32)
    loss = -np.log(np.where(Y == 1, A, 1 - A))
    return {"dw": X32 @ error.T / m, "db": error.sum() / np.float32(m)}, loss.mean()
""",
    ),
)


# rtol, atol: a descent carries roundings on; in float32 they reach some 1e-6 in these short ones.
@assignment.exercise(
    points=20,
    uses=("propagate",),
    keeps_arguments=True,
    returns=("params", "grads", "costs"),
    rtol=1e-4,
    atol=1e-5,
)
def optimize(submission, draw):
    """Descents of drawn lengths, with small rates where they are long, and one whose cost is tiny from the start on.

    What is printed is not compared: to print costs no marks.
    """

    def descend(num_iterations, learning_rate, *print_cost):
        X_random, Y_random = data(draw, "n_x", "m")
        start = neuron(draw, len(X_random))
        return submission.optimize(*start, X_random, Y_random, num_iterations, learning_rate, *print_cost)

    yield "random data", descend(7, 0.8)
    yield (
        "random data",
        submission.optimize(*neuron(draw, 4), draw.normal(4, 6), draw.labels(6), num_iterations=12, learning_rate=0.3),
    )
    yield "one iteration", descend(1, 0.5)
    yield "learning rate 0", descend(2, 0.0)
    (n_x,) = draw.sizes("n_x", low=3)
    yield "one example", submission.optimize(*neuron(draw, n_x), draw.normal(n_x, 1), np.array([[1]]), 5, 0.4)
    # The list of costs: 0, 100, 200; and not what comes at 99, 100, 199. With print_cost, and below without.
    yield "costs every 100 iterations", descend(draw.steps(210, 700, longest=1500), 0.05, True)
    n_x, m = draw.sizes("n_x", "m")
    w, X_easy = draw.normal(n_x, 1, scale=0.6), draw.normal(n_x, m, scale=0.3)
    # All labels are 0 and z is near -15, so that the cost is near 3e-7; the rate makes up for it.
    tiny = submission.optimize(w, -15.0, X_easy, np.zeros((1, m), dtype=int), draw.steps(20, 60), 3e5)
    yield "a tiny cost", tiny
    draw.named(n_x=2, m=3)
    figures = (
        {"w": np.array([[0.19033591], [0.12259159]]), "b": 1.92535983008},
        {"dw": np.array([[0.67752042], [1.41625495]]), "db": 0.219194504541},
        [5.801545319394553],
    )
    yield "published example", submission.optimize(W, B, X, Y, 100, 0.009, print_cost=False), figures


BOTH_STEPS = """w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]"""
PROPAGATED = "grads, cost = propagate(w, b, X, Y)"
KEPT = "costs.append(cost)"
RESULTS = "return params, grads, costs"

optimize.mistakes(
    Mistake(
        "uphill",
        BOTH_STEPS,
        BOTH_STEPS.replace(" - ", " + "),
        "The parameters went uphill: the cost grows. The gradient points to where it rises; which way do you go?",
    ),
    Mistake(
        "uphill in b",
        "b = b - learning_rate",
        "b = b + learning_rate",
        "`w` goes downhill, `b` goes uphill. Both follow the same rule.",
    ),
    Mistake(
        "b moved by dw",
        'grads["db"]',
        'grads["dw"]',
        "`b` took a step of the shape of `w`. Which gradient belongs to the bias?",
    ),
    Mistake(
        "no learning rate",
        BOTH_STEPS,
        BOTH_STEPS.replace("learning_rate * ", ""),
        "The steps are as long as the gradients, whatever the learning rate. By what does it multiply?",
    ),
    Mistake(
        "learning rate of the published example",
        BOTH_STEPS,
        BOTH_STEPS.replace("learning_rate", "0.009"),
        "The learning rate is always 0.009. Use the argument `learning_rate`.",
    ),
    Mistake(
        "iterations of the published example",
        "range(num_iterations)",
        "range(100)",
        "The number of iterations is always 100. Use the argument `num_iterations`.",
    ),
    Mistake(
        "never more than 201 iterations",
        "range(num_iterations)",
        "range(min(num_iterations, 201))",
        "Short descents are right, and long ones end too early. Does anything but `num_iterations` end your loop?",
    ),
    Mistake(
        "stops at a low cost",
        PROPAGATED,
        f"{PROPAGATED}\n        if cost < 0.05:\n            break",
        "The descent stops once the cost is low. It should make all the steps that `num_iterations` asks for.",
    ),
    Mistake(
        "first iteration left out",
        "range(num_iterations)",
        "range(1, num_iterations)",
        "The descent makes one step too few, and the cost of iteration 0 is missing. Where does `range(n)` begin?",
    ),
    Mistake(
        "one iteration too few",
        "range(num_iterations)",
        "range(num_iterations - 1)",
        "The descent makes one step too few. How many numbers does `range(n)` run through?",
    ),
    Mistake(
        "one iteration too many",
        "range(num_iterations)",
        "range(num_iterations + 1)",
        "The descent makes one step too many. How many numbers does `range(n)` run through?",
    ),
    Mistake(
        "gradients of the first iteration only",
        PROPAGATED,
        "if i == 0:\n            grads, cost = propagate(w, b, X, Y)",
        "All steps use the gradients of the start. After a step the slope is another one: what belongs into the loop?",
    ),
    Mistake(
        "new values lost",
        BOTH_STEPS,
        BOTH_STEPS.replace("w = w", "w_new = w").replace("b = b", "b_new = b"),
        "The parameters came back as they were. The new values were computed, but do `w` and `b` ever become them?",
    ),
    Mistake(
        "gradients computed again at the end",
        'params = {"w": w, "b": b}',
        'params = {"w": w, "b": b}\n    grads, cost = propagate(w, b, X, Y)',
        "The gradients are those after the last step. Return the ones that the last step was made with.",
    ),
    Mistake(
        "gradients computed again for b",
        BOTH_STEPS,
        BOTH_STEPS.replace("\n", "\n        grads, cost = propagate(w, b, X, Y)\n"),
        "`b` moved by a gradient that was computed after `w` had moved. Both steps come from the same gradients.",
    ),
    Mistake(
        "w not updated",
        'w = w - learning_rate * grads["dw"]\n        ',
        "",
        "`w` came back as it was. Both parameters take a step.",
    ),
    Mistake(
        "b not updated",
        '\n        b = b - learning_rate * grads["db"]',
        "",
        "`b` came back as it was, or only `w` has moved. Both parameters take a step.",
    ),
    Mistake(
        "w and b exchanged",
        '{"w": w, "b": b}',
        '{"w": b, "b": w}',
        "`w` and `b` stand under each other's key in the result.",
    ),
    Mistake(
        "gradients first",
        RESULTS,
        "return grads, params, costs",
        "The gradients came first. The order is: parameters, gradients, costs.",
    ),
    Mistake(
        "costs not returned",
        RESULTS,
        "return params, grads",
        "Two things came back. The function returns three: parameters, gradients, costs.",
    ),
    Mistake(
        "return inside the loop",
        '    ### END CODE HERE ###\n    params = {"w": w, "b": b}',
        '        return {"w": w, "b": b}, grads, costs\n    params = {"w": w, "b": b}',
        "Only one iteration was made: `return` stands inside the loop and ends it. How far is it indented?",
    ),
    Mistake(
        "cost of every iteration kept",
        "if i % 100 == 0:",
        "if True:",
        "The list holds the cost of every iteration. Which remainder has `i` in every 100th one?",
    ),
    Mistake(
        "costs not kept",
        KEPT,
        "pass",
        "The list of costs came back empty. What adds an entry to it?",
    ),
    Mistake(
        "costs kept only where printed",
        "if i % 100 == 0:",
        "if print_cost and i % 100 == 0:",
        "The costs are kept only if `print_cost` is true. It decides what is printed; the list is kept in any case.",
    ),
    Mistake(
        "costs of iterations 99, 199, …",
        "i % 100 == 0",
        "i % 100 == 99",
        "The list does not begin with the cost of the start: it holds iterations 99, 199, … Begin with iteration 0.",
    ),
    Mistake(
        "costs of iterations 100, 200, …",
        "i % 100 == 0",
        "i > 0 and i % 100 == 0",
        "The cost of iteration 0 is missing from the list: it begins with iteration 100.",
    ),
    Mistake(
        "costs after the step",
        KEPT,
        "costs.append(propagate(w, b, X, Y)[1])",
        "The list holds costs after a step. It should begin with the cost of the parameters that came in.",
    ),
    Mistake(
        "costs as text",
        KEPT,
        'costs.append(f"{cost:.6f}")',
        "The costs in the list are text. Numbers can be drawn and compared; format them only where you print.",
    ),
    Mistake(
        "last cost only",
        KEPT,
        "costs = [cost]",
        "The list holds one cost, the latest. `append` adds to a list; `=` replaces it.",
    ),
    Mistake(
        "two values taken for one",
        PROPAGATED,
        "grads = propagate(w, b, X, Y)\n        cost = grads[1]",
        "`grads` holds both results of `propagate`, the dictionary and the cost. How many names do two values need?",
    ),
    Mistake(
        "w changed in place",
        'w = w - learning_rate * grads["dw"]',
        'w -= learning_rate * grads["dw"]',
        "The result is right, but the caller's `w` was changed: `-=` works on the array itself. Make a new one.",
    ),
)

optimize.alternatives(
    Alternative(
        "names of its own, while, always printed",
        """
def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    costs = []
    i = 0
    while i < num_iterations:
        grads, cost = propagate(w, b, X, Y)
        dw = grads["dw"]
        db = grads["db"]
        w = w - learning_rate * dw
        b = b - learning_rate * db
        if not i % 100:
            costs += [float(cost)]
        print("Cost after iteration %i: %f" % (i, cost))
        i += 1
    return {"b": b, "w": w}, {"dw": dw, "db": db}, costs
""",
    ),
    Alternative(
        "a copy changed in place, an array of costs made a list",
        """
def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    w = np.array(w, dtype=float)
    costs = np.zeros(num_iterations)
    for i in range(num_iterations):
        grads, costs[i] = propagate(w, b, X, Y)
        w -= learning_rate * grads["dw"]
        b -= learning_rate * grads["db"]
    return [{"w": w, "b": b}, grads, costs[::100].tolist()]
""",
    ),
    Alternative(
        "a dictionary of parameters, its own gradient",
        """
def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    params, costs, m = {"w": w, "b": b}, [], Y.shape[1]
    for i in range(num_iterations):
        z = params["w"].T @ X + params["b"]
        error = 1 / (1 + np.exp(-z)) - Y
        if i in range(0, num_iterations, 100):
            costs.append(np.mean(np.logaddexp(0, z) - Y * z))
        grads = {"dw": X @ error.T / m, "db": error.mean()}
        params = {name: value - learning_rate * grads["d" + name] for name, value in params.items()}
    return params, grads, tuple(costs)
""",
    ),
    Alternative(
        "b as a 0-d array, w rounded to float32",
        """
def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w = (w - learning_rate * grads["dw"]).astype(np.float32)
        b = np.squeeze(b - learning_rate * grads["db"])
        if i % 100 == 0:
            costs.append(np.squeeze(cost))
    return {"w": w, "b": b}, grads, costs
""",
    ),
)


@assignment.exercise(points=15, uses=("sigmoid",), keeps_arguments=True, exact_kinds=True)
def predict(submission, draw):
    """Random neurons; skewed probabilities; and close to the tie, which counts as 0.

    Truth values cost one part: the notebook asks for numbers, as the published one does.
    """

    def labels(w, b, X):
        return submission.predict(w, b, X), (score(w, b, X) > 0).astype(int)

    n_x, m = draw.sizes("n_x", "m", low=6, high=12)
    w, _ = neuron(draw, n_x)
    X_random = draw.normal(n_x, m)
    X_random = X_random[:, np.argsort(score(w, 0.0, X_random)[0])]  # an order that is not the same backwards
    z = score(w, 0.0, X_random)
    yield "random neuron", *labels(w, -(z[0, m // 2] + z[0, m // 2 - 1]) / 2, X_random)
    n_x, m = draw.sizes("n_x", "m", low=5, high=25)
    for shift in (1, -1):  # all but one example on one side, which the bias alone decides
        w, X_random = draw.normal(n_x, 1), draw.normal(n_x, m)
        z = np.sort(score(w, 0.0, X_random)[0] * shift)
        yield "mostly one label", *labels(w, -shift * (z[0] + z[1]) / 2, X_random)
    (n_x,) = draw.sizes("n_x", low=3)
    for shift in (1, -1):
        w, X_random = draw.normal(n_x, 1), draw.normal(n_x, 1)
        yield "one example", *labels(w, shift * (1 + float(np.abs(w).sum())), 0.5 * np.sign(X_random))
    (n_x,) = draw.sizes("n_x", low=3)
    w = draw.uniform(0.5, 1.5, n_x, 1)
    ends = draw.normal(n_x, 4)
    ends *= 60 * np.array([[1, -1, -1, 1]]) / score(w, 0.0, ends)
    yield "probabilities of 0 and 1", *labels(w, 0.0, ends)
    n_x, m = draw.sizes("n_x", "m", low=3)
    yield "probabilities around 0.5", *labels(np.zeros((n_x, 1)), 0.0, draw.normal(n_x, m))
    steps = np.linspace(-0.78, 0.78, 40).reshape(1, 40)  # probabilities from 0.31 to 0.69, in small steps
    draw.sizes()
    yield "probabilities around 0.5", *labels(np.array([[float(draw.uniform(0.9, 1.1))]]), 0.0, steps)
    draw.named(n_x=2, m=3)
    w, X_published = np.array([[0.1124579], [0.23106775]]), np.array([[1.0, -1.1, -3.2], [1.2, 2.0, 0.1]])
    yield "published example", submission.predict(w, -0.3, X_published), np.array([[1, 1, 0]])


PROBABILITIES = "A = sigmoid(w.T @ X + b)"
DECIDED = "(A > 0.5).astype(int)"

predict.mistakes(
    Mistake(
        "probabilities returned",
        DECIDED,
        "A",
        "The probabilities came back. A prediction is 0 or 1: which side of 0.5 is each of them on?",
    ),
    Mistake(
        "everything above 0",
        "A > 0.5",
        "A > 0",
        "All predictions are 1. Every probability is above 0; where does the rule draw the line?",
    ),
    Mistake(
        "rounded down",
        DECIDED,
        "A.astype(int)",
        "All predictions are 0: turning a probability into a whole number cuts its fraction off. "
        "Compare with 0.5 first.",
    ),
    Mistake(
        "argmax",
        DECIDED,
        "np.argmax(A, axis=0).reshape(1, -1)",
        "All predictions are 0: `argmax` looks for the largest of each column, and there is one row only. "
        "Compare with 0.5.",
    ),
    Mistake(
        "above the mean",
        "A > 0.5",
        "A > np.mean(A)",
        "The probabilities were compared with their mean, so one example changes another's label. Compare with 0.5.",
    ),
    Mistake(
        "above the median",
        "A > 0.5",
        "A > np.median(A)",
        "Half of the predictions are 1 whatever the neuron says: they were compared with the median. Compare with 0.5.",
    ),
    Mistake(
        "exactly 0.5 counted as 1",
        "A > 0.5",
        "A >= 0.5",
        "A probability of exactly 0.5 gave label 1. Read the rule once more: which label has this case?",
    ),
    Mistake(
        "labels exchanged",
        "A > 0.5",
        "A < 0.5",
        "0 and 1 are exchanged. `A` is the probability of label 1: what follows if it is large?",
    ),
    Mistake(
        "labels -1 and 1",
        DECIDED,
        "np.where(A > 0.5, 1.0, -1.0)",
        "The predictions are -1 and 1. The labels of this notebook are 0 and 1.",
    ),
    Mistake(
        "no bias",
        PROBABILITIES,
        "A = sigmoid(w.T @ X)",
        "The bias is missing, so some labels change. What does the neuron add to the weighted sum?",
    ),
    Mistake(
        "bias subtracted",
        PROBABILITIES,
        "A = sigmoid(w.T @ X - b)",
        "The bias was subtracted. The same line stands in `propagate`: which sign has it there?",
    ),
    Mistake(
        "no sigmoid",
        PROBABILITIES,
        "A = w.T @ X + b",
        "z was compared with 0.5. Either take the sigmoid first, or compare z with the value where it is 0.5.",
    ),
    Mistake(
        "no sigmoid, no bias",
        PROBABILITIES,
        "A = w.T @ X",
        "The weighted sum alone was compared with 0.5: bias and sigmoid are missing. "
        "The line that you need stands in `propagate`.",
    ),
    Mistake(
        "truth values",
        DECIDED,
        "A > 0.5",
        "The labels are right, but they are True and False, which NumPy cannot subtract. "
        "What makes the numbers 0 and 1 of them?",
    ),
    Mistake(
        "loop over the rows",
        DECIDED,
        "np.zeros(A.shape)\n    for i in range(A.shape[0]):\n        Y_prediction[0, i] = A[0, i] > 0.5",
        "Only the first example got its label: the loop runs over the rows of `A`, and there is one. "
        "Which axis holds the examples?",
    ),
    Mistake(
        "three examples",
        DECIDED,
        "np.zeros(A.shape)\n    for i in range(min(3, A.shape[1])):\n        Y_prediction[0, i] = A[0, i] > 0.5",
        "Only the first three examples got their labels. Other data have other numbers: where can you read it?",
    ),
    Mistake(
        "one axis lost",
        DECIDED,
        "(A > 0.5).astype(int).ravel()",
        "The predictions came with shape `(m,)`. Labels are a row here, shape `(1, m)`, as `A` is.",
    ),
    Mistake(
        "column",
        DECIDED,
        "(A > 0.5).astype(int).T",
        "The predictions came as a column. Examples are columns here, so labels are a row, shape `(1, m)`.",
    ),
    Mistake(
        "reverse order",
        DECIDED,
        "(A > 0.5).astype(int)[:, ::-1]",
        "The predictions came in reverse order. Column i belongs to example i.",
    ),
    Mistake(
        "as text",
        DECIDED,
        'np.where(A > 0.5, "cat", "non-cat").tolist()',
        "The predictions came as words. Labels are the numbers 0 and 1, which can be compared with `Y`.",
    ),
    Mistake(
        "both returned",
        "return Y_prediction",
        "return Y_prediction, A",
        "Two things came back. Only the predictions are asked for.",
    ),
    Mistake(
        "labels of the published example",
        DECIDED,
        "np.array([[1.0, 1.0, 0.0]])",
        "The predictions are always 1, 1, 0. They fit one example only: compute them from `A`.",
    ),
    Mistake(
        "w changed in place",
        PROBABILITIES,
        "w /= 2\n    A = sigmoid(2 * w.T @ X + b)",
        "The predictions are right, but `w` was changed: `/=` works on the array itself. Make a new one.",
    ),
)

predict.alternatives(
    Alternative(
        "loop over the examples, as published",
        """
def predict(w, b, X):
    m = X.shape[1]
    Y_prediction = np.zeros((1, m))
    w = w.reshape(X.shape[0], 1)
    A = sigmoid(np.dot(w.T, X) + b)
    for i in range(A.shape[1]):
        if A[0, i] > 0.5:
            Y_prediction[0, i] = 1
        else:
            Y_prediction[0, i] = 0
    assert Y_prediction.shape == (1, m)
    return Y_prediction
""",
    ),
    Alternative("fractions", "def predict(w, b, X):\n    return 1.0 * (sigmoid(w.T @ X + b) > 0.5)"),
    Alternative("sign of z, whole numbers", "def predict(w, b, X):\n    return np.where(np.dot(w.T, X) + b > 0, 1, 0)"),
    Alternative(
        "np.round",
        "def predict(w, b, X):\n    A = sigmoid((X.T @ w).T + b)\n    print(A)\n    return np.round(A)",
    ),
    Alternative(
        "probabilities overwritten",
        """
def predict(w, b, X):
    A = sigmoid(np.sum(w * X, axis=0, keepdims=True) + b)
    A[A > 0.5] = 1
    A[A <= 0.5] = 0
    return A.astype(np.uint8)
""",
    ),
)


@assignment.exercise(
    points=10, uses=("initialize_with_zeros", "optimize", "predict"), keeps_arguments=True, rtol=1e-4, atol=1e-5
)
def model(submission, draw):
    """Trainings of drawn lengths, with every argument given: editions differ in the default learning rate."""

    def train(n_x, m_train, m_test, iterations, rate):
        X_train, X_test = draw.normal(n_x, m_train) + 0.3, draw.normal(n_x, m_test) + 0.3
        Y_train, Y_test = draw.labels(m_train), draw.labels(m_test)
        return submission.model(X_train, Y_train, X_test, Y_test, num_iterations=iterations, learning_rate=rate)

    for iterations, rate in ((draw.steps(210, 400, longest=1000), 0.2), (3, 0.7)):
        yield "random data", train(*draw.sizes("n_x", "m_train", "m_test"), iterations, rate)
    n_x, m_train = draw.sizes("n_x", "m_train")
    yield "one test example", train(n_x, m_train, 1, 20, 0.5)
    yield "one feature", train(1, *draw.sizes("m_train", "m_test"), 1, 0.4)
    n_x, m_train, m_test = draw.sizes("n_x", "m_train", "m_test", low=4, high=12)
    w, b = neuron(draw, n_x)
    X_train, X_test = (draw.normal(n_x, m) for m in (m_train, m_test))
    Y_train, Y_test = ((score(w, b, x) > 0).astype(int) for x in (X_train, X_test))
    yield "separable data", submission.model(X_train, Y_train, X_test, Y_test, 50, 0.9)
    n_x, m_test = draw.sizes("n_x", "m_test")
    rate, X_train = draw.uniform(0.5, 1.0), draw.normal(n_x, 1)
    X_train *= np.sqrt((24 / rate - 1) / np.sum(X_train**2))  # the first step takes z of the one example to 12 or -12
    sets = X_train, draw.labels(1), draw.normal(n_x, m_test), draw.labels(m_test)
    yield "a tiny cost", submission.model(*sets, draw.steps(100, 180), float(rate))


model.equivalents(
    ("0.005", "0.01", "the default is not judged: editions of the notebook differ"),
    (
        "optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)",
        "optimize(w, b, X_train, Y_train, num_iterations, learning_rate)",
        "what is printed is not judged",
    ),
)


INITIALIZED = "initialize_with_zeros(X_train.shape[0])"
OPTIMIZED = "optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)"

model.mistakes(
    Mistake(
        "one weight per example",
        INITIALIZED,
        "initialize_with_zeros(X_train.shape[1])",
        "There came one weight for each example. A weight belongs to a feature: which axis of `X_train` counts those?",
    ),
    Mistake(
        "number of weights fixed",
        INITIALIZED,
        "initialize_with_zeros(12288)",
        "There are always 12288 weights. They fit one set of pictures only; take their number from `X_train`.",
    ),
    Mistake(
        "random start",
        INITIALIZED,
        "np.random.RandomState(1).randn(X_train.shape[0], 1) * 0.01, 0.0",
        "The first cost is not log 2: the weights started at random. Which of your functions makes the start?",
    ),
    Mistake(
        "weights not learnt",
        'w = params["w"]\n    b = params["b"]\n',
        "",
        "The predictions are those of the starting parameters. What becomes of the parameters that were learnt?",
    ),
    Mistake(
        "initial weights returned",
        'w = params["w"]\n    b = params["b"]\n    # (3) predictions for both sets\n'
        "    Y_prediction_train = predict(w, b, X_train)\n    Y_prediction_test = predict(w, b, X_test)",
        'Y_prediction_train = predict(params["w"], params["b"], X_train)\n'
        '    Y_prediction_test = predict(params["w"], params["b"], X_test)',
        "The predictions are right, but `w` and `b` came back as the starting ones. Return what was learnt.",
    ),
    Mistake(
        "bias not learnt",
        '\n    b = params["b"]',
        "",
        "`b` is still the starting one. The result of `optimize` holds both parameters.",
    ),
    Mistake(
        "gradients as parameters",
        'w = params["w"]\n    b = params["b"]',
        'w = grads["dw"]\n    b = grads["db"]',
        "`w` and `b` came as the gradients of the last step. Which dictionary holds the parameters?",
    ),
    Mistake(
        "hyperparameters fixed",
        OPTIMIZED,
        "optimize(w, b, X_train, Y_train, 2000, 0.5, print_cost)",
        "The training always makes 2000 steps of rate 0.5. Hand the arguments of `model` on.",
    ),
    Mistake(
        "learning rate fixed",
        OPTIMIZED,
        "optimize(w, b, X_train, Y_train, num_iterations, 0.005, print_cost)",
        "The learning rate is always 0.005. Hand the argument `learning_rate` on.",
    ),
    Mistake(
        "iterations fixed",
        OPTIMIZED,
        "optimize(w, b, X_train, Y_train, 2000, learning_rate, print_cost)",
        "The training always makes 2000 steps. Hand the argument `num_iterations` on.",
    ),
    Mistake(
        "never more than 201 iterations",
        OPTIMIZED,
        OPTIMIZED.replace("num_iterations", "min(num_iterations, 201)"),
        "Short trainings are right, and long ones end too early. Hand `num_iterations` on as it is.",
    ),
    Mistake(
        "rate and iterations exchanged",
        OPTIMIZED,
        "optimize(w, b, X_train, Y_train, learning_rate, num_iterations, print_cost)",
        "`optimize` got the learning rate as its number of iterations. In which order does it take the two?",
    ),
    Mistake(
        "trained on the test set",
        OPTIMIZED,
        OPTIMIZED.replace("_train", "_test"),
        "The neuron was trained on the test set. The test shows something only with examples it has not seen.",
    ),
    Mistake(
        "trained on both sets",
        OPTIMIZED,
        "optimize(w, b, np.hstack([X_train, X_test]), np.hstack([Y_train, Y_test]), num_iterations, learning_rate)",
        "The neuron was trained on both sets together. The test shows something only with examples it has not seen.",
    ),
    Mistake(
        "training set predicted twice",
        "predict(w, b, X_test)",
        "predict(w, b, X_train)",
        "The test predictions are those of the training set. Which examples belong to the test?",
    ),
    Mistake(
        "predictions exchanged",
        '"Y_prediction_test": Y_prediction_test,\n        "Y_prediction_train": Y_prediction_train',
        '"Y_prediction_test": Y_prediction_train,\n        "Y_prediction_train": Y_prediction_test',
        "The predictions of the two sets stand under each other's key.",
    ),
    Mistake(
        "last cost instead of the list",
        '"costs": costs',
        '"costs": costs[-1]',
        "`costs` came as one number. It should be the list that `optimize` returns.",
    ),
    Mistake(
        "results exchanged",
        "params, grads, costs = optimize",
        "grads, params, costs = optimize",
        "The results of `optimize` got each other's name. In which order does it return the three?",
    ),
    Mistake(
        "three values taken for one",
        "params, grads, costs = optimize",
        "params = costs = optimize",
        "`params` holds all three results of `optimize`, so it has no key `w`. How many names do three values need?",
    ),
    Mistake(
        "two steps of descent",
        '    w = params["w"]',
        "    params, grads, costs = optimize(\n        params['w'], params['b'], X_train, Y_train, num_iterations,"
        ' learning_rate\n    )\n    w = params["w"]',
        "The training ran twice, one run after the other. Call `optimize` once.",
    ),
)

model.alternatives(
    Alternative(
        "as published",
        """
def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = initialize_with_zeros(X_train.shape[0])
    parameters, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    w = parameters["w"]
    b = parameters["b"]
    Y_prediction_test = predict(w, b, X_test)
    Y_prediction_train = predict(w, b, X_train)
    print("train accuracy: {} %".format(100 - np.mean(np.abs(Y_prediction_train - Y_train)) * 100))
    print("test accuracy: {} %".format(100 - np.mean(np.abs(Y_prediction_test - Y_test)) * 100))
    return {"costs": costs, "Y_prediction_test": Y_prediction_test, "Y_prediction_train": Y_prediction_train,
            "w": w, "b": b, "learning_rate": learning_rate, "num_iterations": num_iterations}
""",
    ),
    Alternative(
        "names for arguments, own zeros, more keys",
        """
def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.005, print_cost=False):
    params, _, costs = optimize(
        b=0, w=np.zeros((len(X_train), 1)), X=X_train, Y=Y_train,
        learning_rate=learning_rate, num_iterations=num_iterations,
    )
    predictions = {f"Y_prediction_{name}": predict(X=X, **params) for name, X in (("train", X_train), ("test", X_test))}
    error = np.mean(predictions["Y_prediction_test"] != Y_test)
    return {"costs": costs, **predictions, **params, "learning_rate": learning_rate,
            "num_iterations": num_iterations, "test_error": error}
""",
    ),
    Alternative(
        "no function of the earlier steps",
        """
def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.005, print_cost=False):
    w, b, costs = np.zeros((X_train.shape[0], 1)), 0, []
    for i in range(num_iterations):
        A = 1 / (1 + np.exp(-(w.T @ X_train + b)))
        if i % 100 == 0:
            costs.append(-np.mean(Y_train * np.log(A) + (1 - Y_train) * np.log(1 - A)))
        w = w - learning_rate * X_train @ (A - Y_train).T / Y_train.size
        b = b - learning_rate * np.mean(A - Y_train)
    return dict(costs=costs, Y_prediction_test=w.T @ X_test + b > 0, Y_prediction_train=w.T @ X_train + b > 0,
                w=w, b=b, learning_rate=learning_rate, num_iterations=num_iterations)
""",
    ),
)

assignment.examples(
    Example(
        "the reshape of the textbook, so that the pictures are scrambled",
        {"flatten_and_scale": [(FLAT, "pictures.reshape(pictures.shape[1] * pictures.shape[2] * 3, m)")]},
        loses=("flatten_and_scale",),
    ),
    Example(
        "own asserts and prints of the published notebook",
        {
            "initialize_with_zeros": [
                ("b = 0.0", "b = 0"),
                ("    ### END CODE HERE ###", "    assert isinstance(b, (int, float)) and w.shape == (dim, 1)"),
            ],
            "propagate": [
                ("    ### END CODE HERE ###", "    cost = np.squeeze(cost)\n    assert dw.shape == w.shape"),
            ],
            "optimize": [("costs.append(cost)", "costs.append(cost)\n            print(w.shape)")],
        },
    ),
    Example(
        "an assert on db that a Python float does not meet",
        {
            "propagate": [
                (DB, f"float({DB})"),
                ("    ### END CODE HERE ###", "    assert db.dtype == float"),
            ]
        },
        loses=("propagate",),
    ),
    Example(
        "the notebook's own training set in the model",
        {"model": [(OPTIMIZED, OPTIMIZED.replace("X_train, Y_train", "train_set_x, train_set_y"))]},
        loses=("model",),
    ),
    Example(
        "an unbalanced bracket in sigmoid",
        {"sigmoid": [(SIGMOID, "1 / (1 + np.exp(-z)")]},
        loses=("sigmoid",),
    ),
    Example(
        "float of an array of one number, as older NumPy allowed",
        {"propagate": [(COST, f"float({COST.replace(') / m', ', axis=1) / m')})")]},
        loses=("propagate",),
    ),
    Example(
        "wrong sigmoid, prediction without bias, w updated in place",
        {
            "sigmoid": [("np.exp(-z)", "np.exp(z)")],
            "predict": [(PROBABILITIES, "A = sigmoid(w.T @ X)")],
            "optimize": [('w = w - learning_rate * grads["dw"]', 'w -= learning_rate * grads["dw"]')],
        },
        loses=("sigmoid", "predict", "optimize"),
    ),
    Example(
        "one step not written yet",
        {"optimize": [(PROPAGATED, 'raise NotImplementedError("optimize is not written yet")')]},
        loses=("optimize",),
    ),
)
