"""Scenarios, known mistakes and alternatives of "Nine weights": what the marks of a13 stand on.

One example is x of shape (5,), a number y and weights w of shape (9,). Tables have examples in rows, as published.
"""

import math

import numpy as np

from autograder.judging.exercise import Alternative, Assignment, Example, Mistake
from utils.regression_utils import load_graph_data

assignment = Assignment("a13_computational_graph")

# Both weights of the published examples. With equal ones no index can be seen to slip, so random weights come beside.
W_EQUAL = np.full(9, 0.1)
W_PUBLISHED = np.array(
    [0.00271756, 0.01260512, 0.00167639, -0.00207756, 0.00720768, 0.00114524, 0.00684168, 0.02242521, 0.01296444]
)
KEYS = [f"dw{i}" for i in range(1, 10)]


def published_point():
    """The first row: x (5,) and y."""
    X, y = load_graph_data()
    return X[0], float(y[0])


def point(draw, scale=0.4):
    """A random example: x, y and w, with intermediate values of order 1."""
    x, w = draw.normal(5), draw.normal(9, scale=scale)
    x = np.sign(x) * (0.4 + np.abs(x) % 1.2)  # no feature so small that its weight could go wrong unseen, or so large
    w = np.sign(w) * (0.15 + np.abs(w) % 0.6)  # that the exponential runs away
    return x, float(draw.uniform(-1, 2)), w


def predict(x, w):
    """part1, part2, part3 and the prediction, with the functions of `math`, one number at a time."""
    f, w = [0.0, *map(float, x)], [0.0, *map(float, w)]
    part1 = math.exp((w[1] * f[1] + w[2] * f[2]) ** 2 + w[6])
    part2 = math.tanh(part1 + w[7])
    part3 = 1 / (1 + math.exp(-(math.sin(w[3] * f[3]) * (w[4] * f[4] + w[5] * f[5]) + w[8])))
    return part1, part2, part3, part2 + w[9] * part3


def forward_values(x, y, w):
    part1, part2, part3, y_pred = predict(x, w)
    return {
        "exp": part1,
        "tanh": part2,
        "sigmoid": part3,
        "y_pred": y_pred,
        "loss": (y - y_pred) ** 2,
        "dy_pred": 2 * (y_pred - y),
    }


def slopes(x, y, w, epsilon):
    """Two-sided slopes of the squared error along each weight, shape (9,)."""

    def loss(moved):
        return (y - predict(x, moved)[3]) ** 2

    return np.array([(loss(w + epsilon * e) - loss(w - epsilon * e)) / (2 * epsilon) for e in np.eye(9)])


def central_differences(x, y, w):
    """The gradients dw1, …, dw9, measured."""
    return dict(zip(KEYS, slopes(x, y, w, 1e-5).tolist(), strict=True))


def check_value(x, y, w, grads, epsilon):
    """The value that a gradient check should find."""
    computed, measured = np.array([grads[key] for key in KEYS]), slopes(x, y, w, epsilon)
    return float(np.linalg.norm(computed - measured) / (np.linalg.norm(computed) + np.linalg.norm(measured)))


@assignment.exercise(points=5, keeps_arguments=True, forbids=("scipy.special.expit",))
def sigmoid(submission, draw):
    """Numbers, arrays, and values of z where the exponential is 0 or infinite."""
    for z in (draw.uniform(0.5, 3), draw.uniform(-3, -0.5)):
        yield "one number", submission.sigmoid(float(z)), 1 / (1 + math.exp(-z))
    rows, columns = draw.sizes("rows", "columns")
    yield "arrays", submission.sigmoid(draw.normal(rows, scale=2))
    yield "arrays", submission.sigmoid(draw.normal(rows, columns, scale=2))
    draw.sizes()
    for z, value in ((float(draw.uniform(720, 900)), 1.0), (float(draw.uniform(-900, -720)), 0.0)):
        yield "large numbers", submission.sigmoid(z), value
    yield "published example", submission.sigmoid(2), 0.8807970779778823


SIGMOID = "1 / (1 + np.exp(-z))"

sigmoid.mistakes(
    Mistake(
        "sign of the exponent",
        "np.exp(-z)",
        "np.exp(z)",
        "The values fall where they should rise: this is 1 minus the sigmoid. Look at the sign in the exponent.",
    ),
    Mistake(
        "tanh",
        SIGMOID,
        "np.tanh(z)",
        "The values lie between -1 and 1: the hyperbolic tangent. The sigmoid lies between 0 and 1.",
    ),
    Mistake(
        "math.exp",
        SIGMOID,
        "1 / (1 + __import__('math').exp(-z))",
        "`math.exp` takes one number only, and stops where the result is too large. NumPy has an exponential, too.",
    ),
    Mistake(
        "published value for all",
        SIGMOID,
        "0.8807970779778823",
        "The value is 0.8808 for every `z`. That is right for 2 only; can you compute it from `z`?",
    ),
    Mistake(
        "power of 2",
        "np.exp(-z)",
        "2.0 ** (-z)",
        "The curve is too flat: a power of 2 stands where the exponential, a power of e, should be.",
    ),
    Mistake(
        "bracket missing",
        SIGMOID,
        "1 / 1 + np.exp(-z)",
        "The values are above 1: without a bracket, 1 is divided by 1 before the exponential is added. "
        "What stands below the line?",
    ),
    Mistake(
        "minus below the line",
        "(1 + np.exp(-z))",
        "(1 - np.exp(-z))",
        "Some values are negative or above 1. Is there a plus or a minus below the fraction line?",
    ),
    Mistake(
        "huge above and below",
        SIGMOID,
        "np.exp(z) / (1 + np.exp(z))",
        "The values are right, but for large `z` NaN comes out: something infinite is divided by something infinite. "
        "The formula of the task has the exponential only below the line.",
    ),
    Mistake(
        "slope",
        "return s",
        "return s * (1 - s)",
        "This is the slope of the sigmoid. The value itself is asked for; the slope's turn is in the backward pass.",
    ),
    Mistake(
        "rounded",
        "return s",
        "return np.round(s)",
        "The values are 0 and 1: they were rounded. The sigmoid has values between them.",
    ),
    Mistake(
        "z changed in place",
        "s = 1 / (1 + np.exp(-z))",
        "z *= -1\n    s = 1 / (1 + np.exp(z))",
        "The values are right, but the caller's `z` was changed: `*=` works on the array itself. Make a new one.",
    ),
)

sigmoid.alternatives(
    Alternative("by tanh", "def sigmoid(z):\n    return 0.5 * (1 + np.tanh(np.asarray(z) / 2))"),
    Alternative(
        "both cases, no overflow",
        """
def sigmoid(z):
    z = np.asarray(z, dtype=float)
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + small), small / (1 + small))
""",
    ),
    Alternative(
        "power, an array of the same type",
        "def sigmoid(z):\n    s = np.divide(1.0, np.add(1.0, np.e ** np.negative(z)))\n    return s",
    ),
)


@assignment.exercise(points=15, uses=("sigmoid",), keeps_arguments=True)
def forward_propagation(submission, draw):
    """Random points, where all features and weights differ; the published one has equal weights."""

    def run(x, y, w):
        return submission.forward_propagation(x, y, w), forward_values(x, y, w)

    for _ in range(3):
        yield "random weights", *run(*point(draw))
    x, y, w = point(draw)
    yield "some features zero", *run(x * [0, 1, 1, 1, 1], y, w)
    yield "some features zero", *run(x * [1, 0, 0, 1, 0], y, w)
    yield "all weights zero", *run(x, y, np.zeros(9))
    yield "large values", *run(3 * x, 5 * y, w * [1, 1, 1, 6, 6, 6, 3, 3, 3])
    x, y = published_point()
    expected = {
        "exp": 1.1272967040973583,
        "tanh": 0.8417934192562146,
        "sigmoid": 0.5279179387419721,
        "y_pred": 1.858849127371369 - 1.9285278284819143 / 2,
        "loss": 0.9298048963072919,
        "dy_pred": -1.9285278284819143,
    }
    yield "published example", submission.forward_propagation(x, y, W_EQUAL), expected


forward_propagation.equivalents(
    ("u = w[0] * x[0] + w[1] * x[1]", "u = -(w[0] * x[0] + w[1] * x[1])", "only its square counts"),
    ("loss = (y - y_pred) ** 2", "loss = (y_pred - y) ** 2", "the square has no sign"),
)


forward_propagation.mistakes(
    Mistake(
        "square missing",
        "np.exp(u**2 + w[5])",
        "np.exp(u + w[5])",
        "part1 misses the square of the sum w1 f1 + w2 f2. What does the formula do with it before w6 is added?",
    ),
    Mistake(
        "parts squared",
        "np.exp(u**2 + w[5])",
        "np.exp((w[0] * x[0]) ** 2 + (w[1] * x[1]) ** 2 + w[5])",
        "The two products were squared one by one. The formula squares their sum, which is not the same.",
    ),
    Mistake(
        "w6 inside the square",
        "np.exp(u**2 + w[5])",
        "np.exp((u + w[5]) ** 2)",
        "`w6` stands inside the square. In the formula it is added after squaring.",
    ),
    Mistake(
        "w6 outside the exponential",
        "np.exp(u**2 + w[5])",
        "np.exp(u**2) + w[5]",
        "`w6` was added after the exponential. In the formula it stands in the exponent.",
    ),
    Mistake(
        "w[6] for w6",
        "np.exp(u**2 + w[5])",
        "np.exp(u**2 + w[6])",
        "part1 was computed with `w[6]`, which is w7. Python counts from 0: where is w6?",
    ),
    Mistake(
        "w6 missing",
        "np.exp(u**2 + w[5])",
        "np.exp(u**2)",
        "`w6` is missing in part1. What is added to the square?",
    ),
    Mistake(
        "w7 missing",
        "np.tanh(part1 + w[6])",
        "np.tanh(part1)",
        "`w7` is missing in part2. What is added to part1?",
    ),
    Mistake(
        "w7 outside the tanh",
        "np.tanh(part1 + w[6])",
        "np.tanh(part1) + w[6]",
        "`w7` was added after the hyperbolic tangent. In the formula it stands inside.",
    ),
    Mistake(
        "sigmoid for tanh",
        "np.tanh(part1 + w[6])",
        "sigmoid(part1 + w[6])",
        "part2 came as a sigmoid. Which function does the formula of part2 name?",
    ),
    Mistake(
        "w8 outside the sigmoid",
        "sigmoid(np.sin(w[2] * x[2]) * v + w[7])",
        "sigmoid(np.sin(w[2] * x[2]) * v) + w[7]",
        "`w8` was added after the sigmoid. In the formula it stands inside.",
    ),
    Mistake(
        "sine over the product",
        "np.sin(w[2] * x[2]) * v",
        "np.sin(w[2] * x[2] * v)",
        "The sine was taken of too much. Only w3 f3 stands inside; the sum w4 f4 + w5 f5 multiplies the sine.",
    ),
    Mistake(
        "cosine for the sine",
        "np.sin(w[2] * x[2])",
        "np.cos(w[2] * x[2])",
        "part3 was computed with a cosine. That is the slope of the sine, for the way back; forward is the sine.",
    ),
    Mistake(
        "product for the sum",
        "w[3] * x[3] + w[4] * x[4]",
        "w[3] * x[3] * w[4] * x[4]",
        "w4 f4 and w5 f5 were multiplied. The formula adds them, and multiplies the sum by the sine.",
    ),
    Mistake(
        "bracket around the sum missing",
        "np.sin(w[2] * x[2]) * v",
        "np.sin(w[2] * x[2]) * w[3] * x[3] + w[4] * x[4]",
        "The sine multiplies w4 f4 alone. In the formula it multiplies the whole sum: there is a bracket.",
    ),
    Mistake(
        "w9 on the tanh",
        "part2 + w[8] * part3",
        "w[8] * part2 + part3",
        "`w9` multiplies part2. Which part does it multiply in the formula?",
    ),
    Mistake(
        "w9 missing",
        "part2 + w[8] * part3",
        "part2 + part3",
        "`w9` is missing in the prediction. Which part does it multiply?",
    ),
    Mistake(
        "w9 added",
        "part2 + w[8] * part3",
        "part2 + w[8] + part3",
        "`w9` was added. In the formula it multiplies part3.",
    ),
    Mistake(
        "indices of the formulas",
        "u = w[0] * x[0] + w[1] * x[1]",
        "u = w[1] * x[1] + w[2] * x[2]",
        "The first sum was computed from `w[1]` and `w[2]`. The formulas count from 1; where does Python begin?",
    ),
    Mistake(
        "half of the square",
        "loss = (y - y_pred) ** 2",
        "loss = (y - y_pred) ** 2 / 2",
        "The loss is half of the squared error. Many texts put 1/2 in front; is it in this formula?",
    ),
    Mistake(
        "absolute error",
        "loss = (y - y_pred) ** 2",
        "loss = abs(y - y_pred)",
        "The loss came as the distance between `y` and the prediction. The formula squares it.",
    ),
    Mistake(
        "slope without the 2",
        "-2 * (y - y_pred)",
        "-(y - y_pred)",
        "`dy_pred` is half of what it should be. What is the derivative of a square?",
    ),
    Mistake(
        "slope with the wrong sign",
        "-2 * (y - y_pred)",
        "2 * (y - y_pred)",
        "`dy_pred` has the wrong sign. The prediction stands behind a minus in the error: what does that do to the "
        "derivative?",
    ),
    Mistake(
        "slope under y_pred",
        '"y_pred": y_pred',
        '"y_pred": dy_pred',
        "The key `y_pred` holds the slope of the error. It should hold the prediction; the slope has a key of its own.",
    ),
    Mistake(
        "tanh and sigmoid exchanged",
        '"tanh": part2, "sigmoid": part3',
        '"tanh": part3, "sigmoid": part2',
        "part2 and part3 stand under each other's key. Each key is the name of the operation that made the value.",
    ),
    Mistake(
        "tanh under exp",
        '"exp": part1',
        '"exp": part2',
        "The key `exp` holds part2. It should hold part1, the result of the exponential.",
    ),
    Mistake(
        "inside of the exponential stored",
        '"exp": part1',
        '"exp": u**2 + w[5]',
        "The key `exp` holds what stands in the exponent. It should hold part1, the result of the exponential.",
    ),
    Mistake(
        "loss only",
        'return {"exp": part1, "tanh": part2, "sigmoid": part3, "y_pred": y_pred, "loss": loss, "dy_pred": dy_pred}',
        "return loss",
        "Only one number came back. The backward pass needs the dictionary: leave the last line as it is.",
    ),
    Mistake(
        "weights changed in place",
        "y_pred = part2 + w[8] * part3",
        "w *= 1.0000001\n    y_pred = part2 + w[8] * part3",
        "The values are right, but `w` was changed: `*=` works on the array itself. Make a new one.",
    ),
)

FORWARD_RETURN = (
    'return {"exp": part1, "tanh": part2, "sigmoid": part3, "y_pred": y_pred, "loss": e**2, "dy_pred": -2 * e}'
)

forward_propagation.alternatives(
    Alternative(
        "named weights and features",
        f"""
def forward_propagation(x, y, w):
    w1, w2, w3, w4, w5, w6, w7, w8, w9 = w
    f1, f2, f3, f4, f5 = x
    part1 = np.exp(np.square(w1 * f1 + w2 * f2) + w6)
    part2 = np.tanh(part1 + w7)
    part3 = sigmoid(np.sin(w3 * f3) * (w4 * f4 + w5 * f5) + w8)
    y_pred = part2 + w9 * part3
    e = y - y_pred
    {FORWARD_RETURN}
""",
    ),
    Alternative(
        "the functions of math, own sigmoid",
        f"""
import math

def forward_propagation(x, y, w):
    part1 = math.exp(math.pow(w[0] * x[0] + w[1] * x[1], 2) + w[5])
    part2 = math.tanh(part1 + w[6])
    part3 = 1 / (1 + math.exp(-(math.sin(w[2] * x[2]) * (w[3] * x[3] + w[4] * x[4]) + w[7])))
    y_pred = part2 + w[8] * part3
    e = y - y_pred
    {FORWARD_RETURN}
""",
    ),
    Alternative(
        "dot products, more keys, values printed",
        """
def forward_propagation(x, y, w):
    u, v = np.dot(w[:2], x[:2]), w[3:5] @ x[3:]
    inner = np.sin(w[2] * x[2]) * v + w[7]
    result = {"u": u, "v": v, "exp": np.exp(u * u) * np.exp(w[5]), "sigmoid": sigmoid(inner)}
    result["tanh"] = 1 - 2 / (np.exp(2 * (result["exp"] + w[6])) + 1)
    result["y_pred"] = np.array(result["tanh"] + w[8] * result["sigmoid"])
    result["loss"] = (result["y_pred"] - y) ** 2
    result["dy_pred"] = 2 * (result["y_pred"] - y)
    print(result)
    return result
""",
    ),
)


@assignment.exercise(points=25, keeps_arguments=True)
def backward_propagation(submission, draw):
    """Random points, against central differences.

    Each point has a random target, and so a random upstream gradient. It is that of the target: an answer that computes
    it anew from y and the prediction is as right as one that reads `dy_pred`.
    """

    def run(x, y, w):
        return submission.backward_propagation(x, y, w, forward_values(x, y, w)), central_differences(x, y, w)

    for _ in range(3):
        yield "random weights", *run(*point(draw))
    x, _, w = point(draw)
    for y in (2.5, -1.5):
        yield "prediction far too low, far too high", *run(x, y, w)
    x, y, w = point(draw)
    yield "some features zero", *run(x * [0, 1, 1, 1, 1], y, w)
    yield "some features zero", *run(x * [1, 0, 0, 1, 0], y, w)
    yield "all weights zero", *run(x, y, np.zeros(9))
    x, y = published_point()
    grads = submission.backward_propagation(x, y, W_EQUAL, forward_values(x, y, W_EQUAL))
    yield "published example", grads, central_differences(x, y, W_EQUAL)


E_D = 'd = forward_dict["dy_pred"]'
SIN4, SIN5 = "dw4 = s * np.sin(w[2] * x[2]) * x[3]", "dw5 = s * np.sin(w[2] * x[2]) * x[4]"


def both_upper(form):
    """The solution's lines of dw1 and dw2, with `form` for what stands before the feature."""
    return f"dw1 = {form} * x[0]\n    dw2 = {form} * x[1]"


def both_lower(form):
    """The same for dw4 and dw5."""
    return f"dw4 = {form} * x[3]\n    dw5 = {form} * x[4]"


UPPER, LOWER = both_upper("e * 2 * u"), both_lower("s * np.sin(w[2] * x[2])")
DW3 = "s * v * np.cos(w[2] * x[2]) * x[2]"
SLOPE_SIGMOID = 'forward_dict["sigmoid"] * (1 - forward_dict["sigmoid"])'

backward_propagation.mistakes(
    Mistake(
        "sine not differentiated",
        "np.cos(w[2] * x[2])",
        "np.sin(w[2] * x[2])",
        "`dw3` was computed with the sine. On the way back through an operation you meet its derivative: "
        "what is that of the sine?",
    ),
    Mistake(
        "minus the cosine",
        "np.cos(w[2] * x[2])",
        "-np.cos(w[2] * x[2])",
        "`dw3` has the wrong sign. The derivative of the sine is the cosine, without a minus.",
    ),
    Mistake(
        "f3 missing in dw3",
        DW3,
        "s * v * np.cos(w[2] * x[2])",
        "A factor is missing in `dw3`. The last edge on the way to w3 multiplies by a feature.",
    ),
    Mistake(
        "v missing in dw3",
        DW3,
        "s * np.cos(w[2] * x[2]) * x[2]",
        "A factor is missing in `dw3`. The sine is multiplied by w4 f4 + w5 f5; what is the slope of a product?",
    ),
    Mistake(
        "cosine of f3 in dw3",
        "np.cos(w[2] * x[2])",
        "np.cos(x[2])",
        "The cosine in `dw3` was taken of f3 alone. Sine and cosine are taken at the same place, w3 f3.",
    ),
    Mistake(
        "w3 for f3 in dw3",
        DW3,
        "s * v * np.cos(w[2] * x[2]) * w[2]",
        "`dw3` ends in w3. The derivative of w3 f3 with respect to w3 is the other factor.",
    ),
    Mistake(
        "2 missing in dw1 and dw2",
        UPPER,
        both_upper("e * u"),
        "`dw1` and `dw2` are half of what they should be. What is the derivative of a square?",
    ),
    Mistake(
        "u missing in dw1 and dw2",
        UPPER,
        both_upper("e * 2"),
        "A factor is missing in `dw1` and `dw2`. The derivative of u squared is 2 times what?",
    ),
    Mistake(
        "2u missing in dw1 and dw2",
        UPPER,
        both_upper("e"),
        "`dw1` and `dw2` do not pass through the square. Which label stands on the edge in front of it?",
    ),
    Mistake(
        "exp missing in dw1 and dw2",
        UPPER,
        both_upper("t * 2 * u"),
        "`dw1` and `dw2` do not pass through the exponential. Its derivative is the exponential itself.",
    ),
    Mistake(
        "u squared in dw1 and dw2",
        UPPER,
        both_upper("e * 2 * u**2"),
        "`dw1` and `dw2` have u squared. The derivative of a square is 2u, without the square.",
    ),
    Mistake(
        "features of dw1 and dw2 exchanged",
        UPPER,
        "dw1 = e * 2 * u * x[1]\n    dw2 = e * 2 * u * x[0]",
        "`dw1` and `dw2` have each other's feature. Which feature does w1 multiply?",
    ),
    Mistake(
        "weights for features in dw1 and dw2",
        UPPER,
        "dw1 = e * 2 * u * w[0]\n    dw2 = e * 2 * u * w[1]",
        "`dw1` and `dw2` end in a weight. The derivative of w1 f1 with respect to w1 is the other factor.",
    ),
    Mistake(
        "exp missing in dw6",
        "dw6 = e",
        "dw6 = t",
        "`dw6` is the same as `dw7`. The way from w6 leads through the exponential first.",
    ),
    Mistake(
        "exp in dw7",
        "dw7 = t",
        "dw7 = e",
        "`dw7` is the same as `dw6`. w7 is added behind the exponential: does its way lead through it?",
    ),
    Mistake(
        "dw6 and dw7 exchanged",
        "dw6 = e\n    dw7 = t",
        "dw6 = t\n    dw7 = e",
        "`dw6` and `dw7` have each other's value. Which of the two weights lies behind the exponential?",
    ),
    Mistake(
        "tanh not squared",
        '(1 - forward_dict["tanh"] ** 2)',
        '(1 - forward_dict["tanh"])',
        "The gradients of the upper branch are wrong: the slope of the hyperbolic tangent is 1 minus its square.",
    ),
    Mistake(
        "slope of sigmoid for tanh",
        '(1 - forward_dict["tanh"] ** 2)',
        'forward_dict["tanh"] * (1 - forward_dict["tanh"])',
        "The slope of the hyperbolic tangent came in the sigmoid's form, a(1 - a). Its own is 1 minus the square.",
    ),
    Mistake(
        "tanh taken twice",
        'forward_dict["tanh"] ** 2',
        'np.tanh(forward_dict["tanh"]) ** 2',
        "The hyperbolic tangent was taken twice. `forward_dict` holds it already, so the slope needs only a square.",
    ),
    Mistake(
        "slope of the tanh missing",
        '(1 - forward_dict["tanh"] ** 2)',
        "1",
        "The upper branch does not pass through the slope of the hyperbolic tangent. What stands on that edge?",
    ),
    Mistake(
        "slope of the sigmoid missing",
        f"s = d * w[8] * {SLOPE_SIGMOID}",
        "s = d * w[8]",
        "The lower branch does not pass through the slope of the sigmoid. What stands on that edge?",
    ),
    Mistake(
        "slope of tanh for sigmoid",
        SLOPE_SIGMOID,
        '(1 - forward_dict["sigmoid"] ** 2)',
        "The slope of the sigmoid came in the form of the hyperbolic tangent's. Its own is a times 1 - a.",
    ),
    Mistake(
        "sigmoid taken twice",
        SLOPE_SIGMOID,
        'sigmoid(forward_dict["sigmoid"]) * (1 - sigmoid(forward_dict["sigmoid"]))',
        "The sigmoid was taken twice. `forward_dict` holds it already: use it as it is.",
    ),
    Mistake(
        "w9 missing",
        "d * w[8] * ",
        "d * ",
        "The lower branch does not pass through w9. The sigmoid is multiplied by it: which label has that edge?",
    ),
    Mistake(
        "w[9] for w9",
        "d * w[8] * ",
        "d * w[9] * ",
        "`w[9]` does not exist: nine entries are counted from 0 to 8. Where is w9?",
    ),
    Mistake(
        "slope of the sigmoid in dw9",
        'dw9 = d * forward_dict["sigmoid"]',
        f"dw9 = d * {SLOPE_SIGMOID}",
        "`dw9` passes through the slope of the sigmoid. w9 multiplies what comes out of it: what is the slope of a "
        "product with respect to w9?",
    ),
    Mistake(
        "part2 in dw9",
        'dw9 = d * forward_dict["sigmoid"]',
        'dw9 = d * forward_dict["tanh"]',
        "`dw9` was computed with part2. Which part does w9 multiply?",
    ),
    Mistake(
        "w9 in dw9",
        'dw9 = d * forward_dict["sigmoid"]',
        'dw9 = d * w[8] * forward_dict["sigmoid"]',
        "`dw9` has a factor w9. The derivative of w9 part3 with respect to w9 is the other factor alone.",
    ),
    Mistake(
        "features of dw4 and dw5 exchanged",
        LOWER,
        "dw4 = s * np.sin(w[2] * x[2]) * x[4]\n    dw5 = s * np.sin(w[2] * x[2]) * x[3]",
        "`dw4` and `dw5` have each other's feature. Which feature does w4 multiply?",
    ),
    Mistake(
        "f5 in dw4",
        SIN4,
        SIN4.replace("x[3]", "x[4]"),
        "`dw4` has the feature of w5. Which feature does w4 multiply?",
    ),
    Mistake(
        "cosine in dw4 and dw5",
        LOWER,
        both_lower("s * np.cos(w[2] * x[2])"),
        "`dw4` and `dw5` were computed with the cosine. Their way does not lead through the sine: "
        "it is only a factor there.",
    ),
    Mistake(
        "cosine in dw4",
        SIN4,
        SIN4.replace("sin", "cos"),
        "`dw4` was computed with the cosine. Its way does not lead through the sine: it is only a factor there.",
    ),
    Mistake(
        "sine missing in dw4 and dw5",
        LOWER,
        both_lower("s"),
        "A factor is missing in `dw4` and `dw5`. Their sum is multiplied by the sine: what is the slope of a product?",
    ),
    Mistake(
        "2 missing at the start",
        E_D,
        'd = -(y - forward_dict["y_pred"])',
        "All nine gradients are half of what they should be. What is the slope of the squared error?",
    ),
    Mistake(
        "sign at the start",
        E_D,
        'd = -forward_dict["dy_pred"]',
        "All nine gradients have the wrong sign. `dy_pred` has its minus already.",
    ),
    Mistake(
        "loss at the start",
        E_D,
        'd = forward_dict["loss"]',
        "The way back starts with the loss itself. It starts with its slope: which key holds that?",
    ),
    Mistake(
        "start missing",
        E_D,
        "d = 1",
        "All gradients are those of the prediction, not of the error. With which factor does the way back begin?",
    ),
    Mistake(
        "keys from 0",
        '"dw1": dw1, "dw2": dw2, "dw3": dw3, "dw4": dw4, "dw5": dw5, "dw6": dw6, "dw7": dw7, "dw8": dw8, "dw9": dw9',
        '"dw0": dw1, "dw1": dw2, "dw2": dw3, "dw3": dw4, "dw4": dw5, "dw5": dw6, "dw6": dw7, "dw7": dw8, "dw8": dw9',
        "The keys run from `dw0` to `dw8`. They are named as in the formulas, from `dw1` to `dw9`.",
    ),
    Mistake(
        "forward values changed in place",
        E_D,
        'd = forward_dict["dy_pred"]\n    forward_dict["tanh"] = forward_dict["tanh"] + 1e-9',
        "The gradients are right, but `forward_dict` was changed. Give new values names of their own.",
    ),
)

backward_propagation.alternatives(
    Alternative(
        "step by step from the right, another order of keys",
        """
def backward_propagation(x, y, w, forward_dict):
    grads = {}
    dpart2 = forward_dict["dy_pred"]
    grads["dw7"] = dpart2 * (1 - forward_dict["tanh"]) * (1 + forward_dict["tanh"])
    grads["dw6"] = grads["dw7"] * forward_dict["exp"]
    dsquare = grads["dw6"]
    du = dsquare * 2 * (w[0] * x[0] + w[1] * x[1])
    grads["dw1"], grads["dw2"] = du * x[0], du * x[1]
    grads["dw9"] = forward_dict["dy_pred"] * forward_dict["sigmoid"]
    dpart3 = forward_dict["dy_pred"] * w[8]
    grads["dw8"] = dpart3 * forward_dict["sigmoid"] * (1 - forward_dict["sigmoid"])
    sine = np.sin(w[2] * x[2])
    dsine, dv = grads["dw8"] * (w[3] * x[3] + w[4] * x[4]), grads["dw8"] * sine
    grads["dw3"] = dsine * np.cos(w[2] * x[2]) * x[2]
    grads["dw4"], grads["dw5"] = dv * x[3], dv * x[4]
    return grads
""",
    ),
    Alternative(
        "each formula in full, everything computed again",
        """
def backward_propagation(x, y, w, forward_dict):
    f1, f2, f3, f4, f5 = x
    w1, w2, w3, w4, w5, w6, w7, w8, w9 = w
    part1 = np.exp((w1 * f1 + w2 * f2) ** 2 + w6)
    part2 = np.tanh(part1 + w7)
    part3 = sigmoid(np.sin(w3 * f3) * (w4 * f4 + w5 * f5) + w8)
    error = y - part2 - w9 * part3
    upper = -2 * error * (1 - part2**2)
    lower = -2 * error * w9 * part3 * (1 - part3)
    dw1 = upper * part1 * 2 * (w1 * f1 + w2 * f2) * f1
    dw2 = upper * part1 * 2 * (w1 * f1 + w2 * f2) * f2
    dw3 = lower * np.cos(w3 * f3) * f3 * (w4 * f4 + w5 * f5)
    dw4 = lower * np.sin(w3 * f3) * f4
    dw5 = lower * np.sin(w3 * f3) * f5
    return dict(
        dw1=dw1, dw2=dw2, dw3=dw3, dw4=dw4, dw5=dw5, dw6=upper * part1, dw7=upper, dw8=lower, dw9=-2 * error * part3
    )
""",
    ),
    Alternative(
        "arrays of local derivatives",
        """
def backward_propagation(x, y, w, forward_dict):
    p1, p2, p3, d = (forward_dict[key] for key in ("exp", "tanh", "sigmoid", "dy_pred"))
    u, v, inner = w[:2] @ x[:2], w[3:5] @ x[3:5], w[2] * x[2]
    upper = d / np.cosh(p1 + w[6]) ** 2 * np.array([p1 * 2 * u * x[0], p1 * 2 * u * x[1], p1, 1.0])
    lower = d * w[8] * (p3 - p3**2) * np.array(
        [v * np.cos(inner) * x[2], np.sin(inner) * x[3], np.sin(inner) * x[4], 1.0]
    )
    all_nine = [*upper[:2], *lower[:3], *upper[2:], lower[3], d * p3]
    return {f"dw{k}": np.array(value) for k, value in enumerate(all_nine, start=1)}
""",
    ),
)


# The published function makes the gradients itself, gradient_checking(x, y, w, eps). Then nothing but right gradients
# can be put into it, and whether it would notice wrong ones cannot be seen: the published test accepted a check that
# says yes to everything. A check must be able to fail, so here the gradients are an argument.
# atol: for right gradients the value is rounding noise, some 1e-9, and differs from one correct program to the next.
@assignment.exercise(points=20, uses=("forward_propagation",), atol=1e-6, keeps_arguments=True)
def gradient_checking(submission, draw):
    """Right gradients, gradients broken in several ways, and steps so large that the form of the slope shows."""

    def run(x, y, w, grads, eps):
        return submission.gradient_checking(x, y, w, grads, eps), check_value(x, y, w, grads, eps)

    for eps in (1e-5, 1e-6):
        x, y, w = point(draw)
        yield "right gradients pass", *run(x, y, w, central_differences(x, y, w), eps)
    x, y, w = point(draw)
    right = central_differences(x, y, w)
    yield "right gradients pass", submission.gradient_checking(x, y, w, right), 0.0
    for name in draw.rng.permutation(KEYS)[:3]:
        yield "one wrong gradient fails", *run(x, y, w, {**right, str(name): -right[str(name)] + 0.3}, 1e-6)
    yield "one wrong gradient fails", *run(x, y, w, {**right, "dw9": 1.5 * right["dw9"]}, 1e-6)
    yield "one wrong gradient fails", *run(x, y, w, {**right, "dw1": 0.5 * right["dw1"]}, 1e-6)
    for factor in (-1.0, 0.0, 0.5, 3.0):
        yield "all gradients wrong fail", *run(x, y, w, {key: factor * right[key] for key in KEYS}, 1e-6)
    for eps in (0.3, 0.1):
        yield "another eps", *run(x, y, w, right, eps)
    x, y, w = point(draw)
    right = central_differences(x, y, w)
    for shown in (right, {**right, "dw2": right["dw2"] + 0.5}):
        mixed = {str(key): shown[str(key)] for key in draw.rng.permutation(KEYS)}
        yield "entries in another order", *run(x, y, w, mixed, 1e-6)
    x, y = published_point()
    right = central_differences(x, y, W_PUBLISHED)
    yield "published example", submission.gradient_checking(x, y, W_PUBLISHED, right, 1e-7), 0.0
    yield "published example", *run(x, y, W_PUBLISHED, {key: -right[key] for key in KEYS}, 1e-7)


gradient_checking.equivalents(
    ("1e-07", "2e-07", "twice a tiny step is a tiny step"),
    ("np.zeros(9)", "np.ones(9)", "every entry gets its slope"),
    ("computed - measured", "measured - computed", "a length has no sign"),
)


SHIFTS = """        larger, smaller = w.copy(), w.copy()
        larger[i] += eps
        smaller[i] -= eps
"""
RISE = 'forward_propagation(x, y, larger)["loss"] - forward_propagation(x, y, smaller)["loss"]'
VALUE = "distance / (np.linalg.norm(computed) + np.linalg.norm(measured))"
DISTANCE = f"distance = np.linalg.norm(computed - measured)\n    check_value = {VALUE}"

gradient_checking.mistakes(
    Mistake(
        "all weights together",
        SHIFTS,
        "        larger, smaller = w + eps, w - eps\n",
        "All nine weights were shifted together, so all measured slopes are the same. "
        "Each measures one weight, while the others stay where they are.",
    ),
    Mistake(
        "all weights, one side, entry by entry",
        SHIFTS + "        # (3) the slope of the error between the two\n"
        f"        rise = {RISE}\n"
        "        measured[i] = rise / (2 * eps)\n"
        "    # (4) one number: the norm of the difference over the sum of the norms\n"
        f"    {DISTANCE}",
        '        rise = forward_propagation(x, y, w + eps)["loss"] - forward_propagation(x, y, w)["loss"]\n'
        "        measured[i] = rise / (2 * eps)\n"
        "    check_value = (computed - measured) / (computed + measured)",
        "Nine numbers came back, with signs: a negative one is below every threshold, so this check cannot fail. "
        "Shift one weight at a time, to both sides, and compare the norms.",
    ),
    Mistake(
        "second from the first",
        "larger, smaller = w.copy(), w.copy()\n        larger[i] += eps\n",
        "larger = w.copy()\n        larger[i] += eps\n        smaller = larger.copy()\n",
        "The measured slopes are half of what they should be: the second copy was made from the one that was shifted "
        "already, so it is back at `w`. Start both from `w`.",
    ),
    Mistake(
        "one side only",
        f"{RISE}\n        measured[i] = rise / (2 * eps)",
        'forward_propagation(x, y, larger)["loss"] - forward_propagation(x, y, w)["loss"]\n'
        "        measured[i] = rise / eps",
        "The slope was measured to one side only. For small steps that hardly shows, for larger ones it does: "
        "two sides are asked for.",
    ),
    Mistake(
        "backward side only",
        f"{RISE}\n        measured[i] = rise / (2 * eps)",
        'forward_propagation(x, y, w)["loss"] - forward_propagation(x, y, smaller)["loss"]\n'
        "        measured[i] = rise / eps",
        "The slope was measured from the smaller weight to `w` only. Two sides are asked for, a larger weight, too.",
    ),
    Mistake(
        "divided by eps",
        "rise / (2 * eps)",
        "rise / eps",
        "The measured slopes are twice what they should be. How far apart are the two shifted weights?",
    ),
    Mistake(
        "brackets below the line missing",
        "rise / (2 * eps)",
        "rise / 2 * eps",
        "The measured slopes are almost zero: `/ 2 * eps` divides by 2 and then multiplies by eps. "
        "What belongs into a bracket?",
    ),
    Mistake(
        "not divided",
        "rise / (2 * eps)",
        "rise",
        "The measured slopes are almost zero: the rise of the error was not divided by the distance of the weights.",
    ),
    Mistake(
        "no copies",
        "larger, smaller = w.copy(), w.copy()",
        "larger = smaller = w",
        "`larger` and `smaller` are second names of `w`, so both shifts hit the same array and cancel. "
        "What makes an array of its own?",
    ),
    Mistake(
        "shifts are kept",
        "    for i in range(9):\n"
        "        # (2) two copies of w: this weight a little larger, and a little smaller\n"
        "        larger, smaller = w.copy(), w.copy()\n",
        "    larger, smaller = w.copy(), w.copy()\n    for i in range(9):\n",
        "The copies were made only once, so the shift of one weight is still there when the next has its turn. "
        "Where do they belong?",
    ),
    Mistake(
        "last weight skipped",
        "range(9)",
        "range(8)",
        "Only eight slopes were measured. How far does `range(8)` run?",
    ),
    Mistake(
        "first weight skipped",
        "range(9)",
        "range(1, 9)",
        "The first slope was not measured. Python counts from 0.",
    ),
    Mistake(
        "always 1e-7",
        "### START CODE HERE ### (≈ 10 lines)",
        "eps = 1e-7",
        "The step is always the same. The caller may ask for another: use the argument `eps`.",
    ),
    Mistake(
        "features shifted",
        SHIFTS + f"        # (3) the slope of the error between the two\n        rise = {RISE}",
        "        larger, smaller = x.copy(), x.copy()\n"
        "        larger[i % 5] += eps\n        smaller[i % 5] -= eps\n"
        '        rise = forward_propagation(larger, y, w)["loss"] - forward_propagation(smaller, y, w)["loss"]',
        "The features were shifted. The gradients are those of the weights, so shift `w`.",
    ),
    Mistake(
        "prediction in place of the loss",
        RISE,
        'forward_propagation(x, y, larger)["y_pred"] - forward_propagation(x, y, smaller)["y_pred"]',
        "The slope of the prediction was measured. The gradients are those of the error: which key holds it?",
    ),
    Mistake(
        "sides exchanged",
        RISE,
        'forward_propagation(x, y, smaller)["loss"] - forward_propagation(x, y, larger)["loss"]',
        "The measured slopes have the wrong sign. Which of the two losses is subtracted from which?",
    ),
    Mistake(
        "norm of the sum",
        VALUE,
        "distance / np.linalg.norm(computed + measured)",
        "The distance was divided by the norm of the sum. The formula has the sum of two norms.",
    ),
    Mistake(
        "not relative",
        VALUE,
        "distance",
        "The distance came back, not divided. By what must it be divided, so that the size of the gradients "
        "does not matter?",
    ),
    Mistake(
        "one norm below the line",
        VALUE,
        "distance / np.linalg.norm(computed)",
        "The distance was divided by the norm of the computed gradients alone. "
        "Below the line the formula has two norms.",
    ),
    Mistake(
        "measured norm below the line",
        VALUE,
        "distance / np.linalg.norm(measured)",
        "The distance was divided by the norm of the measured gradients alone. "
        "Below the line the formula has two norms.",
    ),
    Mistake(
        "bracket around the norms missing",
        VALUE,
        "distance / np.linalg.norm(computed) + np.linalg.norm(measured)",
        "Right gradients get a large value: only the first norm is below the line, the other is added to the quotient. "
        "What belongs into a bracket?",
    ),
    Mistake(
        "squares not rooted",
        DISTANCE,
        "check_value = np.sum((computed - measured) ** 2) / (np.sum(computed**2) + np.sum(measured**2))",
        "The squares of the norms were used. The Euclidean norm is the root of the sum of squares.",
    ),
    Mistake(
        "sums of sizes",
        DISTANCE,
        "check_value = np.sum(np.abs(computed - measured)) / (np.sum(np.abs(computed)) + np.sum(np.abs(measured)))",
        "The sizes of the entries were added. The Euclidean norm is the root of the sum of squares.",
    ),
    Mistake(
        "worst entry",
        DISTANCE,
        "check_value = np.max(np.abs(computed - measured) / (np.abs(computed) + np.abs(measured)))",
        "The worst single entry came back. A tiny gradient is measured badly, and raises a false alarm there; "
        "the formula compares the whole vectors by their norms.",
    ),
    Mistake(
        "signed mean",
        DISTANCE,
        "check_value = np.mean(computed - measured)",
        "The mean of the differences came back, with its sign: too large and too small cancel, "
        "and a negative value passes every threshold. The norm has no sign.",
    ),
    Mistake(
        "difference of the norms",
        "np.linalg.norm(computed - measured)",
        "abs(np.linalg.norm(computed) - np.linalg.norm(measured))",
        "The norms were subtracted from each other. Two vectors of the same length may point anywhere: "
        "subtract first, then take the norm.",
    ),
    Mistake(
        "entry by entry",
        DISTANCE,
        "check_value = np.abs(computed - measured) / (np.abs(computed) + np.abs(measured))",
        "Nine numbers came back. The check value is one number: the norm of the difference over the sum of the norms.",
    ),
    Mistake(
        "values in the dictionary's order",
        "gradient_vector(grads)",
        "np.array(list(grads.values()))",
        "The gradients were taken in the order in which they stand in the dictionary, which may be any. "
        "`gradient_vector` takes them by name.",
    ),
    Mistake(
        "yes or no",
        "return check_value",
        "return check_value < 1e-6",
        "True or False came back. Return the check value itself; who calls the function judges it.",
    ),
    Mistake(
        "compared with itself",
        "np.linalg.norm(computed - measured)",
        "np.linalg.norm(measured - measured)",
        "The value is 0 whatever the gradients are: something was compared with itself. A check must be able to fail.",
    ),
    Mistake(
        "weights shifted in place",
        f"{SHIFTS}        # (3) the slope of the error between the two\n        rise = {RISE}\n",
        "        w[i] += eps\n"
        '        rise = forward_propagation(x, y, w)["loss"]\n'
        "        w[i] -= 2 * eps\n"
        '        rise -= forward_propagation(x, y, w)["loss"]\n'
        "        w[i] += 1.0001 * eps\n",
        "The value is right, but `w` was changed and not quite put back. Shift a copy for each weight.",
    ),
)

gradient_checking.alternatives(
    Alternative(
        "rows of the identity",
        """
def gradient_checking(x, y, w, grads, eps=1e-7):
    def loss(v):
        return forward_propagation(x, y, v)["loss"]
    a = np.array([(loss(w + e) - loss(w - e)) / (2 * eps) for e in eps * np.eye(len(w))])
    g = np.array([grads["dw" + str(k + 1)] for k in range(len(w))])
    return float(np.linalg.norm(g - a) / (np.linalg.norm(g) + np.linalg.norm(a)))
""",
    ),
    Alternative(
        "lists, roots of sums, errors computed from the predictions",
        """
def gradient_checking(x, y, w, grads, eps=1e-7):
    approximations = []
    for i in range(1, 10):
        sides = []
        for sign in (1, -1):
            shifted = list(w)
            shifted[i - 1] = w[i - 1] + sign * eps
            sides.append((forward_propagation(x, y, np.array(shifted))["y_pred"] - y) ** 2)
        approximations.append((sides[0] - sides[1]) / eps / 2)
    differences = [grads["dw%d" % i] - a for i, a in enumerate(approximations, start=1)]
    root = lambda values: np.sqrt(sum(value**2 for value in values))
    result = root(differences) / (root(grads.values()) + root(approximations))
    if result < 1e-6:
        print("The gradient is correct!")
    return np.array(result)
""",
    ),
    Alternative(
        "one deep copy, put back each time",
        """
import copy

def gradient_checking(x, y, w, grads, eps=1e-7):
    v = copy.deepcopy(w)
    total, size_g, size_a = 0.0, 0.0, 0.0
    for i in range(9):
        v[i] = w[i] + eps
        up = forward_propagation(x, y, v)["loss"]
        v[i] = w[i] - eps
        down = forward_propagation(x, y, v)["loss"]
        v[i] = w[i]
        a = (up - down) / (2 * eps)
        g = grads[f"dw{i + 1}"]
        total, size_g, size_a = total + (g - a) ** 2, size_g + g**2, size_a + a**2
    return total**0.5 / (size_g**0.5 + size_a**0.5)
""",
    ),
)


@assignment.exercise(points=5, keeps_arguments=True)
def update_vanilla(submission, draw):
    """Arrays of any size and several rates."""
    (n,) = draw.sizes("n")
    for lr in (0.5, 0.03):
        yield "random weights", submission.update_vanilla(draw.normal(n), draw.normal(n), lr)
    rows, columns = draw.sizes("rows", "columns")
    yield "a matrix", submission.update_vanilla(draw.normal(rows, columns), draw.normal(rows, columns), 0.2)
    yield "one weight, whole rate", submission.update_vanilla(draw.normal(1), draw.normal(1), 2)
    draw.sizes()
    grads = np.array(list(central_differences(*published_point(), W_EQUAL).values()))
    yield "published gradients", submission.update_vanilla(W_EQUAL, grads, 0.1)


update_vanilla.mistakes(
    Mistake(
        "uphill",
        "w - lr * g",
        "w + lr * g",
        "The weights went uphill: the error would grow. The gradient points to where it rises; which way do you go?",
    ),
    Mistake(
        "no learning rate",
        "w - lr * g",
        "w - g",
        "The step is as long as the gradient, whatever the learning rate. By what is it multiplied?",
    ),
    Mistake(
        "rate squared",
        "w - lr * g",
        "w - lr**2 * g",
        "The learning rate was applied twice. It multiplies the gradient once.",
    ),
    Mistake(
        "divided by the rate",
        "w - lr * g",
        "w - g / lr",
        "The gradient was divided by the learning rate. A greater rate should make a longer step.",
    ),
    Mistake(
        "rate times all",
        "w - lr * g",
        "lr * (w - g)",
        "The learning rate multiplies the weights as well. In the rule it belongs to the gradient alone.",
    ),
    Mistake(
        "step only",
        "w - lr * g",
        "-lr * g",
        "Only the step came back. From where is it made?",
    ),
    Mistake(
        "direction only",
        "w - lr * g",
        "w - lr * np.sign(g)",
        "All weights moved by the same distance. A greater gradient makes a longer step.",
    ),
    Mistake(
        "old weights returned",
        "return w_new",
        "return w",
        "The weights came back as they were. The new ones were computed, but are they what you return?",
    ),
    Mistake(
        "rate fixed",
        "w - lr * g",
        "w - 0.001 * g",
        "The learning rate is always 0.001. Use the argument `lr`.",
    ),
    Mistake(
        "in place",
        "w_new = w - lr * g",
        "w -= lr * g\n    w_new = w",
        "The result is right, but the caller's `w` was changed: `-=` works on the array itself. Make a new one.",
    ),
)

update_vanilla.alternatives(
    Alternative("np.subtract", "def update_vanilla(w, g, lr):\n    return np.subtract(w, np.multiply(lr, g))"),
    Alternative(
        "a copy, changed in place",
        "def update_vanilla(w, g, lr):\n    new = w.copy()\n    new -= lr * g\n    return new",
    ),
    Alternative(
        "loop over the entries",
        """
def update_vanilla(w, g, lr):
    w_new = np.zeros(w.shape)
    for index in np.ndindex(w.shape):
        w_new[index] = w[index] + (-lr) * g[index]
    return w_new
""",
    ),
)


@assignment.exercise(points=8, keeps_arguments=True, returns=("w", "m"))
def update_momentum(submission, draw):
    """First steps, later steps, other betas."""
    (n,) = draw.sizes("n")
    yield "first step", submission.update_momentum(draw.normal(n), draw.normal(n), np.zeros(n), 0.4)
    for lr in (0.5, 0.07):
        yield "later step", submission.update_momentum(draw.normal(n), draw.normal(n), draw.normal(n), lr)
    (n,) = draw.sizes("n")
    for beta in (0.5, 0.99, 0.0):
        w, g, m = draw.normal(n), draw.normal(n), draw.normal(n)
        yield "another beta", submission.update_momentum(w, g, m, lr=0.3, beta=beta)
    rows, columns = draw.sizes("rows", "columns")
    w, g, m = (draw.normal(rows, columns) for _ in range(3))
    yield "a matrix", submission.update_momentum(w, g, m, 0.2)
    draw.sizes()
    grads = np.array(list(central_differences(*published_point(), W_EQUAL).values()))
    yield "published gradients", submission.update_momentum(W_EQUAL, 2 * grads, 0.1 * grads, 0.1)


M_NEW = "beta * m + (1 - beta) * g"

update_momentum.mistakes(
    Mistake(
        "gradient used",
        "w - lr * m_new",
        "w - lr * g",
        "The memory is right, but the weights followed the gradient. Which of the two do they follow in the formula?",
    ),
    Mistake(
        "old memory used",
        "w - lr * m_new",
        "w - lr * m",
        "The weights followed the old memory. First it takes in the new gradient, then the weights move.",
    ),
    Mistake(
        "beta fixed",
        M_NEW,
        "0.9 * m + 0.1 * g",
        "beta is always 0.9. The caller may ask for another: use the argument `beta`.",
    ),
    Mistake(
        "rate inside and outside",
        M_NEW,
        "beta * m + (1 - beta) * lr * g",
        "The learning rate stands in the memory, too. It belongs to the step alone.",
    ),
    Mistake(
        "rate inside only",
        f"m_new = {M_NEW}\n    # (2) the weights follow the mean downhill\n    w_new = w - lr * m_new",
        "m_new = beta * m + (1 - beta) * lr * g\n    w_new = w - m_new",
        "The learning rate stands in the memory. The memory is a mean of gradients; the rate belongs to the step.",
    ),
    Mistake(
        "uphill",
        "w - lr * m_new",
        "w + lr * m_new",
        "The weights went uphill. The memory points to where the error rises; which way do you go?",
    ),
    Mistake(
        "no factor on the gradient",
        M_NEW,
        "beta * m + g",
        "The memory took in the whole gradient: the form of many books. Here the gradient has a factor, too.",
    ),
    Mistake(
        "factors exchanged",
        M_NEW,
        "(1 - beta) * m + beta * g",
        "The factors are exchanged. With beta 0.9, how much of the memory should be kept?",
    ),
    Mistake(
        "memory subtracted",
        M_NEW,
        "beta * m - (1 - beta) * g",
        "The gradient was subtracted from the memory. There it is added; the minus stands in the step.",
    ),
    Mistake(
        "memory squared",
        M_NEW,
        "beta * m + (1 - beta) * g**2",
        "The memory took in the square of the gradient. That is the second memory of Adam.",
    ),
    Mistake(
        "corrected",
        "w - lr * m_new",
        "w - lr * m_new / (1 - beta)",
        "The memory was divided by 1 - beta before the step. Momentum has no correction here; that comes with Adam.",
    ),
    Mistake(
        "old memory returned",
        "return w_new, m_new",
        "return w_new, m",
        "The weights are right, but the old memory came back, so the next step would know nothing of this one.",
    ),
    Mistake(
        "weights only",
        "return w_new, m_new",
        "return w_new",
        "Only the weights came back. The next step needs the memory, too: two things are returned.",
    ),
    Mistake(
        "memory first",
        "return w_new, m_new",
        "return m_new, w_new",
        "The memory came first. The order is the weights, then the memory.",
    ),
    Mistake(
        "in place",
        f"m_new = {M_NEW}",
        "m *= beta\n    m += (1 - beta) * g\n    m_new = m",
        "The result is right, but the caller's `m` was changed: `*=` works on the array itself. Make a new one.",
    ),
)

update_momentum.alternatives(
    Alternative(
        "from the difference",
        """
def update_momentum(w, g, m, lr, beta=0.9):
    m = m + (1 - beta) * (g - m)
    return [w - lr * m, m]
""",
    ),
    Alternative(
        "copies, changed in place",
        """
def update_momentum(w, g, m, lr, beta=0.9):
    w, m = w.copy(), m.copy()
    m *= beta
    m += g - beta * g
    w -= lr * m
    return w, m
""",
    ),
    Alternative(
        "np.average, values printed",
        """
def update_momentum(w, g, m, lr, beta=0.9):
    velocity = np.average(np.stack([m, g]), axis=0, weights=[beta, 1 - beta])
    print(velocity)
    return np.add(w, -lr * velocity), velocity
""",
    ),
)


# Adam is published in two forms. In the shorter one, with both corrections put into the rate, the same epsilon weighs
# up to thirty times more while t is small; training on this graph, whose first gradients are tiny, goes another way.
# So the shorter form is not accepted: the notebook says so, and the form has its own sentence.
@assignment.exercise(points=12, keeps_arguments=True, returns=("w", "m", "v"))
def update_adam(submission, draw):
    """First steps, where the correction is all; later ones; tiny gradients and other settings, where eps counts."""

    def numbers(n, scale=1.0):
        return (
            draw.normal(n),
            draw.normal(n, scale=scale),
            draw.normal(n, scale=scale),
            scale**2 * draw.uniform(0.5, 2, n),
        )

    (n,) = draw.sizes("n")
    yield "first step", submission.update_adam(draw.normal(n), draw.normal(n), np.zeros(n), np.zeros(n), 1, lr=0.1)
    yield "first step", submission.update_adam(draw.normal(n), draw.normal(n), np.zeros(n), np.zeros(n), t=1)
    for t in (2, 7, 60):
        yield "later step", submission.update_adam(*numbers(n), t, lr=0.2)
    (n,) = draw.sizes("n")
    yield "other betas", submission.update_adam(*numbers(n), 3, lr=0.1, beta1=0.5, beta2=0.9)
    yield "other betas", submission.update_adam(*numbers(n), 2, lr=0.1, beta1=0.0, beta2=0.99)
    for t in (3, 20000):
        yield "tiny gradients, another eps", submission.update_adam(*numbers(n, 1e-4), t, lr=0.1)
    yield "tiny gradients, another eps", submission.update_adam(*numbers(n), 5, lr=0.1, eps=0.3)
    w, zero = draw.normal(n), np.zeros(n)
    yield "gradient zero", submission.update_adam(w, zero, zero.copy(), zero.copy(), 1, lr=0.1), (w, zero, zero)
    draw.sizes()
    grads = np.array(list(central_differences(*published_point(), W_EQUAL).values()))
    yield "published gradients", submission.update_adam(W_EQUAL, grads, np.zeros(9), np.zeros(9), 1)
    yield "published gradients", submission.update_adam(W_EQUAL, -grads / 2, grads / 10, grads**2 / 1000, 2)


M_ADAM, V_ADAM = "beta1 * m + (1 - beta1) * g", "beta2 * v + (1 - beta2) * g**2"
HATS = "m_hat = m_new / (1 - beta1**t)\n    v_hat = v_new / (1 - beta2**t)"
STEP_ADAM = "w - lr * m_hat / (np.sqrt(v_hat) + eps)"

update_adam.mistakes(
    Mistake(
        "no correction",
        HATS,
        "m_hat, v_hat = m_new, v_new",
        "Both memories are right, but they were used without correction: that is a shortened form. "
        "What makes up for their start at zero?",
    ),
    Mistake(
        "corrections in the rate",
        f"{HATS}\n    # (3) the step\n    w_new = {STEP_ADAM}",
        "lr = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)\n    w_new = w - lr * m_new / (np.sqrt(v_new) + eps)",
        "Both corrections were put into the learning rate: a shorter form, in which eps weighs more. "
        "The formulas here correct the memories themselves, and eps comes after the root of the corrected one.",
    ),
    Mistake(
        "no correction, eps of the gradient check",
        f"{HATS}\n    # (3) the step\n    w_new = {STEP_ADAM}",
        "w_new = w - lr * m_new / (np.sqrt(v_new) + 1e-7)",
        "The memories were used without correction, and 1e-7, the step of the gradient check, stands in place of eps. "
        "What makes up for their start at zero, and which argument is added to the root?",
    ),
    Mistake(
        "only m corrected",
        "v_hat = v_new / (1 - beta2**t)",
        "v_hat = v_new",
        "The first memory was corrected, the second was not. Both started at zero.",
    ),
    Mistake(
        "only v corrected",
        "m_hat = m_new / (1 - beta1**t)",
        "m_hat = m_new",
        "The second memory was corrected, the first was not. Both started at zero.",
    ),
    Mistake(
        "correction without the power",
        HATS,
        "m_hat = m_new / (1 - beta1)\n    v_hat = v_new / (1 - beta2)",
        "The correction is that of the first step, always. It fades with the number of updates: "
        "to which power are the betas raised?",
    ),
    Mistake(
        "correction multiplied",
        HATS,
        "m_hat = m_new * (1 - beta1**t)\n    v_hat = v_new * (1 - beta2**t)",
        "The memories were made smaller by the correction. They are too small as it is: which way must it work?",
    ),
    Mistake(
        "times t for the power",
        HATS,
        "m_hat = m_new / (1 - beta1 * t)\n    v_hat = v_new / (1 - beta2 * t)",
        "The betas were multiplied by `t`. The formula raises them to the power `t`, which is `**`.",
    ),
    Mistake(
        "t from 0",
        HATS,
        "m_hat = m_new / (1 - beta1 ** (t - 1))\n    v_hat = v_new / (1 - beta2 ** (t - 1))",
        "The correction is one update behind, and divides by 0 in the first step. `t` is 1 there: use it as it is.",
    ),
    Mistake(
        "same beta in both corrections",
        "1 - beta2**t",
        "1 - beta1**t",
        "The second memory was corrected with beta1. Each memory has its own beta.",
    ),
    Mistake(
        "root missing",
        "np.sqrt(v_hat)",
        "v_hat",
        "The step was divided by the mean square itself. Which function of it stands below the line?",
    ),
    Mistake(
        "eps inside the root",
        "np.sqrt(v_hat) + eps",
        "np.sqrt(v_hat + eps)",
        "eps was added inside the root, where it counts far more. In the formula it comes after the root.",
    ),
    Mistake(
        "eps missing",
        "np.sqrt(v_hat) + eps",
        "np.sqrt(v_hat)",
        "eps is missing below the line: where all gradients were zero, 0 is divided by 0.",
    ),
    Mistake(
        "eps fixed",
        "np.sqrt(v_hat) + eps",
        "np.sqrt(v_hat) + 1e-8",
        "eps is always 1e-8. The caller may ask for another: use the argument `eps`.",
    ),
    Mistake(
        "eps of the gradient check",
        "np.sqrt(v_hat) + eps",
        "np.sqrt(v_hat) + 1e-7",
        "1e-7 stands where eps should: that is the step of the gradient check. Use the argument `eps`.",
    ),
    Mistake(
        "eps outside the fraction",
        STEP_ADAM,
        "w - lr * m_hat / np.sqrt(v_hat) + eps",
        "eps was added to the weights. Below the line belongs a bracket around the root and eps.",
    ),
    Mistake(
        "square of the mean",
        V_ADAM,
        "beta2 * v + (1 - beta2) * m_new**2",
        "The second memory took in the square of the first. It is the mean of the squares of the gradients themselves.",
    ),
    Mistake(
        "gradient not squared",
        V_ADAM,
        "beta2 * v + (1 - beta2) * g",
        "The second memory took in the gradient. It is a mean of squares: the gradient is squared first.",
    ),
    Mistake(
        "norm of the gradient",
        V_ADAM,
        "beta2 * v + (1 - beta2) * np.sum(g**2)",
        "The second memory took in the sum of all squares. Each weight has a memory of its own: square entry by entry.",
    ),
    Mistake(
        "same beta in both memories",
        V_ADAM,
        "beta1 * v + (1 - beta1) * g**2",
        "The second memory was updated with beta1. Each memory has its own beta.",
    ),
    Mistake(
        "betas fixed",
        f"m_new = {M_ADAM}\n    v_new = {V_ADAM}",
        "beta1, beta2 = 0.9, 0.999\n    m_new = 0.9 * m + 0.1 * g\n    v_new = 0.999 * v + 0.001 * g**2",
        "The betas are always 0.9 and 0.999. The caller may ask for others: use the arguments.",
    ),
    Mistake(
        "factors exchanged",
        f"m_new = {M_ADAM}\n    v_new = {V_ADAM}",
        "m_new = (1 - beta1) * m + beta1 * g\n    v_new = (1 - beta2) * v + beta2 * g**2",
        "The factors in the memories are exchanged. With beta 0.9, how much of the memory should be kept?",
    ),
    Mistake(
        "gradient used",
        "lr * m_hat",
        "lr * g",
        "The weights followed the gradient, not its mean. What stands above the line?",
    ),
    Mistake(
        "uphill",
        "w - lr * m_hat",
        "w + lr * m_hat",
        "The weights went uphill. The memory points to where the error rises; which way do you go?",
    ),
    Mistake(
        "rate fixed",
        "w - lr * m_hat",
        "w - 0.001 * m_hat",
        "The learning rate is always 0.001. The caller may ask for another: use the argument `lr`.",
    ),
    Mistake(
        "first memory lost",
        "return w_new, m_new, v_new",
        "return w_new, 0 * m_new, v_new",
        "The first memory came back as zeros, so the next step would know nothing of this one.",
    ),
    Mistake(
        "old memories returned",
        "return w_new, m_new, v_new",
        "return w_new, m, v",
        "The old memories came back, so the next step would know nothing of this one.",
    ),
    Mistake(
        "corrected memories returned",
        "return w_new, m_new, v_new",
        "return w_new, m_hat, v_hat",
        "The corrected memories came back. The next step would correct them a second time: return them without hats.",
    ),
    Mistake(
        "weights only",
        "return w_new, m_new, v_new",
        "return w_new",
        "Only the weights came back. The next step needs both memories, too: three things are returned.",
    ),
    Mistake(
        "memories exchanged",
        "return w_new, m_new, v_new",
        "return w_new, v_new, m_new",
        "The memories came in each other's place. The mean of the gradients is second, that of the squares third.",
    ),
    Mistake(
        "in place",
        f"m_new = {M_ADAM}\n    v_new = {V_ADAM}",
        "m *= beta1\n    m += (1 - beta1) * g\n    v *= beta2\n    v += (1 - beta2) * g**2\n    m_new, v_new = m, v",
        "The result is right, but the caller's `m` and `v` were changed: `*=` works on the array itself. "
        "Make new ones.",
    ),
)

update_adam.alternatives(
    Alternative(
        "one expression, a list",
        """
def update_adam(w, g, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = np.multiply(beta1, m) + g * (1 - beta1), np.multiply(beta2, v) + np.square(g) * (1 - beta2)
    print(m / (1 - beta1**t), v / (1 - beta2**t))
    return [w - np.divide(lr * m, (np.sqrt(v / (1 - beta2**t)) + eps) * (1 - beta1**t)), m, v]
""",
    ),
    Alternative(
        "copies, changed in place",
        """
def update_adam(w, g, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    w, m, v = w.copy(), m.copy(), v.copy()
    m += (1 - beta1) * (g - m)
    v += (1 - beta2) * (g * g - v)
    w -= lr * (m / (1 - np.power(beta1, t))) / ((v / (1 - np.power(beta2, t))) ** 0.5 + eps)
    return [w, m, v]
""",
    ),
    Alternative(
        "loop over the weights",
        """
def update_adam(w, g, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    new = [np.zeros(len(w)), np.zeros(len(w)), np.zeros(len(w))]
    for i in range(len(w)):
        new[1][i] = beta1 * m[i] + g[i] - beta1 * g[i]
        new[2][i] = beta2 * v[i] + (1 - beta2) * g[i] ** 2
        m_hat = new[1][i] / (1 - beta1**t)
        v_hat = new[2][i] / (1 - beta2**t)
        new[0][i] = w[i] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return tuple(new)
""",
    ),
)


# rtol, atol: a training carries roundings on. One weight in a thousand would still show.
@assignment.exercise(
    points=10,
    uses=(
        "forward_propagation",
        "backward_propagation",
        "update_vanilla",
        "update_momentum",
        "update_adam",
    ),
    keeps_arguments=True,
    rtol=1e-4,
    atol=1e-6,
    returns=("w", "history"),
)
def train(submission, draw):
    """Random tables, rates large enough to show what a step does, and long trainings in which the error vanishes."""
    rates = {"vanilla": 0.05, "momentum": 0.1, "adam": 0.02}

    def table(m):
        return draw.normal(m, 5), draw.uniform(0, 1.5, m)

    for optimizer, lr in rates.items():
        epochs, m = draw.sizes("epochs", "m", low=3, high=8)
        yield optimizer, submission.train(*table(m), optimizer, lr, epochs=epochs)
        yield optimizer, submission.train(*table(m), optimizer, lr, 2, seed=int(draw.rng.integers(1, 9)))
    for optimizer, lr in rates.items():
        epochs, _ = draw.sizes("epochs", "m")
        yield "one example", submission.train(*table(1), optimizer, lr, epochs=epochs)
    (m,) = draw.sizes("m")
    for optimizer, lr in rates.items():
        yield "one epoch", submission.train(*table(m), optimizer, lr, epochs=1)
    draw.sizes()
    epochs, m = (int(np.exp(draw.uniform(np.log(40), np.log(100)))) for _ in range(2))
    yield "many epochs, many examples", submission.train(*table(1), "momentum", 0.1, epochs=epochs)
    yield "many epochs, many examples", submission.train(*table(m), "vanilla", 0.01, epochs=2)
    X, y = load_graph_data()
    draw.named(m=6, epochs=20)
    yield "the default number of epochs", submission.train(X[:6], y[:6], "adam", 0.001)


BACKWARD = "g = gradient_vector(backward_propagation(X[i], y[i], w, forward_dict))"

train.equivalents(
    ("(np.zeros(9), np.zeros(9), 0)", "(np.zeros(9), 0, np.zeros(9))", "added to an array, 0 is an array of zeros"),
    (BACKWARD, BACKWARD.replace("y[i]", "y[i - 1]"), "`backward_propagation` does not look at `y`"),
    (BACKWARD, BACKWARD.replace("y[i]", "y"), "`backward_propagation` does not look at `y`"),
    ("update_vanilla(w, g, lr)", "update_vanilla(w, lr, g)", "it takes their product"),
)


PASS = "forward_propagation(X[i], y[i], w)"
INNER = 'errors.append(forward_dict["loss"])'
HISTORY = "history.append(np.mean(errors))"

train.mistakes(
    Mistake(
        "start without the seed",
        "np.random.RandomState(seed).normal(0, 0.01, 9)",
        "np.random.normal(0, 0.01, 9)",
        "Each call starts from other weights, so the curves cannot be compared. "
        "Leave the line with the seed, above your part, as it is.",
    ),
    Mistake(
        "seed always 0",
        "RandomState(seed)",
        "RandomState(0)",
        "The seed is always 0. Leave the line above your part as it is: the caller may ask for another.",
    ),
    Mistake(
        "weights of 0.1",
        "    ### START CODE HERE ### (≈ 14 lines)",
        "    w = np.full(9, 0.1)",
        "The weights start at 0.1 each. They are drawn above your part, so nothing needs to be set.",
    ),
    Mistake(
        "errors from the slope",
        INNER,
        'errors.append((y[i] - forward_dict["dy_pred"]) ** 2)',
        "The history is that of other numbers than the predictions: `dy_pred` is the slope of the error. "
        "Which key holds the squared error?",
    ),
    Mistake(
        "errors not squared",
        INNER,
        'errors.append(abs(y[i] - forward_dict["y_pred"]))',
        "The history holds mean distances. The mean of the squared errors is asked for.",
    ),
    Mistake(
        "one entry for each example",
        f"        # (4) at the end of the epoch, its mean squared error\n        {HISTORY}",
        f"            {HISTORY}",
        "The history has an entry for each example. It grows once per epoch: how far is its line indented?",
    ),
    Mistake(
        "errors of all epochs",
        "    for epoch in range(epochs):\n        errors = []",
        "    errors = []\n    for epoch in range(epochs):",
        "Later entries of the history average over the earlier epochs, too. Where does the list of errors start anew?",
    ),
    Mistake(
        "sum of the errors",
        HISTORY,
        "history.append(np.sum(errors))",
        "The history is m times too large: sums of the squared errors, not means.",
    ),
    Mistake(
        "last error of the epoch",
        HISTORY,
        "history.append(errors[-1])",
        "The history holds the error of the last example of each epoch. The mean over all of them is asked for.",
    ),
    Mistake(
        "root of the mean",
        HISTORY,
        "history.append(np.sqrt(np.mean(errors)))",
        "The history holds roots of the mean squared errors. Leave out the root.",
    ),
    Mistake(
        "errors after the epoch",
        HISTORY,
        'history.append(np.mean([forward_propagation(X[i], y[i], w)["loss"] for i in range(len(X))]))',
        "The errors were computed anew after each epoch. The history is about the predictions made during it, "
        "which are there already.",
    ),
    Mistake(
        "t counts epochs",
        "            # (3) count the update, and make it\n            t = t + 1\n",
        "            t = epoch + 1\n",
        "With Adam the steps have another length: `t` counts epochs. It counts updates, one for each example.",
    ),
    Mistake(
        "t starts anew",
        "        errors = []\n",
        "        errors = []\n        t = 0\n",
        "With Adam the steps of later epochs are too long: `t` starts anew in each. It counts the updates of the "
        "whole training.",
    ),
    Mistake(
        "t never counted",
        "t = t + 1",
        "t = 1",
        "With Adam the correction never fades: `t` is always 1. It counts the updates.",
    ),
    Mistake(
        "t counted after the update",
        "            t = t + 1\n            if",
        "            if",
        "Adam gets `t` = 0 and divides by 0. Where is the update counted?",
    ),
    Mistake(
        "one update for each epoch",
        "            # (3) count the update, and make it\n            t = t + 1\n            if optimizer == ",
        "            gradients = [g] if i == 0 else gradients + [g]\n"
        "            if i < len(X) - 1:\n                continue\n"
        "            g = np.mean(gradients, axis=0)\n            t = t + 1\n            if optimizer == ",
        "The weights moved once per epoch, by the mean gradient. Here they move after every example.",
    ),
    Mistake(
        "gradients at the epoch's start",
        f"            forward_dict = {PASS}\n",
        "            w_start = w if i == 0 else w_start\n"
        "            forward_dict = forward_propagation(X[i], y[i], w_start)\n",
        "The predictions of an epoch all come from the weights at its start. Each update changes them: "
        "the next example meets the new ones.",
    ),
    Mistake(
        "first example only",
        PASS,
        "forward_propagation(X[0], y[0], w)",
        "The forward pass always runs on the first example. Which example is it the turn of?",
    ),
    Mistake(
        "one epoch too few",
        "range(epochs)",
        "range(1, epochs)",
        "The training stops one epoch early. How many numbers does this `range` run through?",
    ),
    Mistake(
        "always 20 epochs",
        "range(epochs)",
        "range(20)",
        "The number of epochs is always 20. Use the argument `epochs`.",
    ),
    Mistake(
        "never more than 20 epochs",
        "range(epochs)",
        "range(min(epochs, 20))",
        "Short trainings are right, and long ones end too early. Does anything but `epochs` end your outer loop?",
    ),
    Mistake(
        "stops at a small error",
        HISTORY,
        f"{HISTORY}\n        if history[-1] < 0.001:\n            break",
        "The training stops once the error is small. It should go through the data as often as `epochs` asks for.",
    ),
    Mistake(
        "never more than 20 examples",
        "range(len(X))",
        "range(min(len(X), 20))",
        "Of a long table only the first rows were used. Does anything but the number of rows end your inner loop?",
    ),
    Mistake(
        "last example skipped",
        "range(len(X))",
        "range(max(1, len(X) - 1))",
        "The last example was never used. How far does `range(n)` run?",
    ),
    Mistake(
        "features counted",
        "range(len(X))",
        "range(min(len(X), X.shape[1]))",
        "Only as many examples were used as there are features. Examples are rows here: which size counts them?",
    ),
    Mistake(
        "examples from the last to the first",
        "range(len(X))",
        "reversed(range(len(X)))",
        "The examples came in reverse order. Take them in the order of the rows.",
    ),
    Mistake(
        "memory of momentum not kept",
        "w, m = update_momentum(w, g, m, lr)",
        "w, _ = update_momentum(w, g, m, lr)",
        "Momentum forgets: its memory is zero in every step. `update_momentum` returns a new one; keep it.",
    ),
    Mistake(
        "memories of Adam not kept",
        "w, m, v = update_adam",
        "w, _, _ = update_adam",
        "Adam forgets: its memories are zero in every step. `update_adam` returns new ones; keep them.",
    ),
    Mistake(
        "memories anew in each epoch",
        "        errors = []\n",
        "        errors = []\n        m, v = np.zeros(9), np.zeros(9)\n",
        "The memories start anew in each epoch. They last for the whole training.",
    ),
    Mistake(
        "weights anew in each epoch",
        "        errors = []\n",
        "        errors = []\n        w = np.random.RandomState(seed).normal(0, 0.01, 9)\n",
        "The weights start anew in each epoch, so nothing is learnt from one to the next. "
        "They are drawn once, above your part.",
    ),
    Mistake(
        "default rate of Adam",
        "update_adam(w, g, m, v, t, lr)",
        "update_adam(w, g, m, v, t)",
        "Adam runs with its default learning rate. Hand on the argument `lr`.",
    ),
    Mistake(
        "always plain descent",
        'if optimizer == "vanilla":',
        "if True:",
        "All optimizers gave the result of plain gradient descent. Where is the argument `optimizer` asked?",
    ),
    Mistake(
        "Adam under the name of momentum",
        'elif optimizer == "momentum":',
        'elif optimizer == "Momentum":',
        'With "momentum" Adam runs. Is the name spelt as in the task, in lower case?',
    ),
    Mistake(
        "history only",
        "return w, np.array(history)",
        "return np.array(history)",
        "Only one thing came back. The function returns two: the weights, then the history.",
    ),
)

train.alternatives(
    Alternative(
        "zip, a function for each optimizer",
        """
def train(X, y, optimizer, lr, epochs=20, seed=0):
    w = np.random.RandomState(seed).randn(9) * 0.01
    state, history = {"m": np.zeros(9), "v": np.zeros(9), "t": 1}, []

    def vanilla(w, g):
        return update_vanilla(w, g, lr)

    def momentum(w, g):
        w, state["m"] = update_momentum(w, g, state["m"], lr=lr)
        return w

    def adam(w, g):
        w, state["m"], state["v"] = update_adam(w, g, state["m"], state["v"], state["t"], lr=lr)
        state["t"] += 1
        return w

    step = {"vanilla": vanilla, "momentum": momentum, "adam": adam}[optimizer]
    for _ in range(epochs):
        total = 0
        for x_i, y_i in zip(X, y):
            values = forward_propagation(x_i, y_i, w)
            total += values["loss"]
            w = step(w, gradient_vector(backward_propagation(x_i, y_i, w, values)))
        history.append(total / len(y))
    return w, np.array(history)
""",
    ),
    Alternative(
        "predictions kept, while",
        """
def train(X, y, optimizer, lr, epochs=20, seed=0):
    np.random.seed(seed)
    w = np.random.normal(0, 0.01, size=9)
    m, v, t = np.zeros(9), np.zeros(9), 0
    history = np.zeros(epochs)
    epoch = 0
    while epoch < epochs:
        predictions = []
        for i in range(X.shape[0]):
            forward_dict = forward_propagation(X[i, :], y[i], w)
            predictions.append(forward_dict["y_pred"])
            grads = backward_propagation(X[i, :], y[i], w, forward_dict)
            g = np.array([grads["dw" + str(k)] for k in range(1, 10)])
            if optimizer == "adam":
                t += 1
                w, m, v = update_adam(w, g, m, v, t, lr, 0.9, 0.999, 1e-8)
            elif optimizer == "momentum":
                w, m = update_momentum(w, g, m, lr, 0.9)
            else:
                w = update_vanilla(w, g, lr)
        history[epoch] = np.mean((y - np.array(predictions)) ** 2)
        epoch += 1
    return w, history
""",
    ),
    Alternative(
        "rules written out, t from the loops, shapes printed",
        """
def train(X, y, optimizer, lr, epochs=20, seed=0):
    w = np.random.RandomState(seed).normal(0, 0.01, 9)
    m, v = np.zeros(9), np.zeros(9)
    history = []
    for epoch in range(epochs):
        errors = np.empty(len(y))
        for i, x in enumerate(X):
            t = epoch * len(X) + i + 1
            forward_dict = forward_propagation(x, y[i], w)
            errors[i] = forward_dict["loss"]
            g = gradient_vector(backward_propagation(x, y[i], w, forward_dict))
            if optimizer == "vanilla":
                w = w - lr * g
            if optimizer == "momentum":
                m = 0.9 * m + 0.1 * g
                w = w - lr * m
            if optimizer == "adam":
                m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
                w = w - lr * m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        history.append(errors.mean())
        if epoch % 5 == 0:
            print(epoch, errors.mean())
    return w, np.array(history)
""",
    ),
)

assignment.examples(
    Example(
        "a garbled key in the backward pass",
        {"backward_propagation": [('forward_dict["exp"]', 'forward_dict["ep"]')]},
        loses=("backward_propagation",),
    ),
    Example(
        "w9 on the tanh, in the forward pass only",
        {"forward_propagation": [("part2 + w[8] * part3", "w[8] * part2 + part3")]},
        loses=("forward_propagation",),
    ),
    Example(
        "the notebook's own example in the forward pass",
        {"forward_propagation": [("np.tanh(part1 + w[6])", "np.tanh(part1 + w_equal[6])")]},
        loses=("forward_propagation",),
    ),
    Example(
        "all arrays updated in place",
        {
            "update_vanilla": [("w_new = w - lr * g", "w -= lr * g\n    w_new = w")],
            "update_momentum": [("w_new = w - lr * m_new", "w -= lr * m_new\n    w_new = w")],
            "update_adam": [(f"w_new = {STEP_ADAM}", "w -= lr * m_hat / (np.sqrt(v_hat) + eps)\n    w_new = w")],
        },
        loses=("update_vanilla", "update_momentum", "update_adam"),
    ),
    Example(
        "a check that cannot fail, and Adam without correction",
        {
            "gradient_checking": [(DISTANCE, "check_value = np.mean(computed - measured)")],
            "update_adam": [(HATS, "m_hat, v_hat = m_new, v_new")],
        },
        loses=("gradient_checking", "update_adam"),
    ),
    Example(
        "a bracket missing in the sigmoid's cell",
        {"sigmoid": [(SIGMOID, "1 / (1 + np.exp(-z)")]},
        loses=("sigmoid",),
    ),
    Example(
        "everything printed in every update",
        {"train": [("t = t + 1", "t = t + 1\n            print(epoch, i, t, w, g, forward_dict)")]},
    ),
    Example(
        "one step not written yet",
        {"update_momentum": [(f"m_new = {M_NEW}", 'raise NotImplementedError("update_momentum is not written yet")')]},
        loses=("update_momentum",),
    ),
)
