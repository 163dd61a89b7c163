"""Scenarios, known mistakes and alternatives of "Nine weights": what the marks of a13 stand on.

One example is x of shape (5,), a number y and weights w of shape (9,). Tables have examples in rows, as published.
"""

import math

import numpy as np

from autograder.judging.exercise import Assignment, Example
from graders import families
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


@assignment.exercise(points=20, keeps_arguments=True)
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
    yield "the notebook's example", submission.forward_propagation(x, y, W_EQUAL), expected


# fmt: off
forward_propagation.equivalents(
    ("u = w[0] * x[0] + w[1] * x[1]", "u = -(w[0] * x[0] + w[1] * x[1])", "only its square counts"),
    ("loss = (y - y_pred) ** 2", "loss = (y_pred - y) ** 2", "the square has no sign"),
)
forward_propagation.at("u = w[0] * x[0] + w[1] * x[1]").mistakes((
    "u = w[1] * x[1] + w[2] * x[2]", "indices of the formulas",
    "The first sum was computed from `w[1]` and `w[2]`. The formulas count from 1; where does Python begin?"))
forward_propagation.at("np.exp(u**2 + w[5])").mistakes(
    ("np.exp(u**2 + w[6])", "w[6] for w6",
     "part1 was computed with `w[6]`, which is w7. Python counts from 0: where is w6?"),
    ("np.exp((u + w[5]) ** 2)", "w6 inside the square",
     "`w6` stands inside the square. What is squared in the formula of part1, and what is added afterwards?"),
    ("np.exp((w[0] * x[0]) ** 2 + (w[1] * x[1]) ** 2 + w[5])", "parts squared",
     "The two products were squared one by one. What does the formula square: each product, or their sum?"),
    ("np.exp(u + w[5]) ** 2", "exponential squared",
     "part1 is e to the power of 2 (u + w6). What does its formula square, and what is added afterwards?"),
    ("np.exp(u + w[5])", "square missing",
     "part1 misses the square of u. What does the formula do with u before w6 is added?"),
    ("np.exp(u**2) + w[5]", "w6 outside the exponential",
     "`w6` was added after the exponential. Is it inside or outside of the exponent in the formula?"),
    ("np.exp(u**2)", "w6 missing", "`w6` is missing in part1. What is added to the square?"),
)
forward_propagation.at("np.tanh(part1 + w[6])").mistakes(
    ("sigmoid(part1 + w[6])", "sigmoid for tanh", "part2 is a sigmoid. Which function does the formula of part2 name?"),
    ("np.tanh(part1) + w[6]", "w7 outside the tanh",
     "`w7` was added after the hyperbolic tangent. Is it inside or outside in the formula?"),
    ("np.tanh(part1)", "w7 missing", "`w7` is missing in part2. What is added to part1?"),
)
forward_propagation.at("w[3] * x[3] + w[4] * x[4]").mistakes(("w[3] * x[3] * w[4] * x[4]", "product for the sum",
    "w4 f4 and w5 f5 were multiplied. What does the formula of v do with them?"))
forward_propagation.at("np.sin(w[2] * x[2]) * v").mistakes(
    ("np.sin(w[2] * x[2]) * w[3] * x[3] + w[4] * x[4]", "parentheses around the sum missing",
     "The sine multiplies w4 f4 alone. In the formula it multiplies the whole sum: what is missing around it?"),
    ("np.sin(w[2]) * x[2] * v", "sine of w3 alone",
     "The sine was taken of w3 alone. What stands inside the parentheses of the sine?"),
    ("np.cos(w[2] * x[2]) * v", "cosine for the sine",
     "part3 was computed with a cosine, the slope of the sine. Which of the two belongs to the way forward?"),
    ("np.sin(w[2] * x[2] * v)", "sine over the product",
     "The sine was taken of too much. What stands inside the sine in the formula of part3, and what multiplies it?"),
)
forward_propagation.at("sigmoid(np.sin(w[2] * x[2]) * v + w[7])").mistakes((
    "sigmoid(np.sin(w[2] * x[2]) * v) + w[7]", "w8 outside the sigmoid",
    "`w8` was added after the sigmoid. Is it inside or outside in the formula?"))
forward_propagation.at("part3 = sigmoid(np.sin(w[2] * x[2]) * v + w[7])").mistakes(
    ("part3 = np.sin(w[2] * x[2]) * v + w[7]", "sigmoid missing",
     "part3 is the sum itself, which may be any number. Which function does the formula of part3 begin with?"),
    ("part3 = np.tanh(np.sin(w[2] * x[2]) * v + w[7])", "tanh for sigmoid",
     "part3 is a hyperbolic tangent. Which function does the formula of part3 begin with?"),
)
forward_propagation.at("part2 + w[8] * part3").mistakes(
    ("part2 + part3", "w9 missing", "`y_pred` is a plain sum: `w9` is missing. What does it multiply?"),
    ("(part2 + w[8]) * part3", "a whole sum multiplied",
     "part3 multiplies a whole sum. Which weight alone does it meet in the formula?"),
    ("w[8] * part2 + part3", "w9 on the tanh", "`w9` multiplies part2. Which part does it multiply in the formula?"),
)
forward_propagation.at('"y_pred": y_pred').mistakes(('"y_pred": dy_pred', "slope under y_pred",
    "The key `y_pred` holds the slope of the error. What should it hold, if the slope has a key of its own?"))
# fmt: on

FORWARD_RETURN = (
    'return {"exp": part1, "tanh": part2, "sigmoid": part3, "y_pred": y_pred, "loss": e**2, "dy_pred": -2 * e}'
)

# fmt: off
forward_propagation.alternatives({
    "named weights and features": f"""
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
    "the functions of math, own sigmoid": f"""
import math

def forward_propagation(x, y, w):
    part1 = math.exp(math.pow(w[0] * x[0] + w[1] * x[1], 2) + w[5])
    part2 = math.tanh(part1 + w[6])
    part3 = 1 / (1 + math.exp(-(math.sin(w[2] * x[2]) * (w[3] * x[3] + w[4] * x[4]) + w[7])))
    y_pred = part2 + w[8] * part3
    e = y - y_pred
    {FORWARD_RETURN}
""",
    "dot products, more keys, values printed": """
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
})
# fmt: on


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
    yield "the notebook's example", grads, central_differences(x, y, W_EQUAL)


# fmt: off
backward_propagation.at('d = forward_dict["dy_pred"]').mistakes(
    ('d = forward_dict["loss"]', "loss at the start",
     "The way back starts with the loss itself. Which key holds the slope of the loss?"),
    ('d = -(y - forward_dict["y_pred"])', "2 missing at the start",
     "All nine gradients are half of what they should be. What is the slope of the squared error?"),
    ("d = 1", "start missing",
     "All gradients are those of the prediction, not of the error. With which factor does the way back begin?"),
)
backward_propagation.at('(1 - forward_dict["tanh"] ** 2)').mistakes(
    ("1", "slope of the tanh missing",
     "The upper branch does not pass through the slope of the hyperbolic tangent. What stands on that edge?"),
    ('forward_dict["tanh"] * (1 - forward_dict["tanh"])', "slope of sigmoid for tanh",
     "The slope of the hyperbolic tangent has the sigmoid's form, a (1 - a). What is its own, in terms of the value?"),
    ('(1 - np.tanh(forward_dict["tanh"]) ** 2)', "tanh taken twice",
     'The hyperbolic tangent was taken twice. What does `forward_dict["tanh"]` hold: part2, or what goes into the '
     'tanh?'),
    ('(1 - forward_dict["tanh"])', "tanh not squared",
     "All gradients of the upper branch are wrong. The slope of the hyperbolic tangent is 1 minus what?"),
)
backward_propagation.at('d * w[8] * forward_dict["sigmoid"] * (1 - forward_dict["sigmoid"])').mistakes(
    ('d * w[9] * forward_dict["sigmoid"] * (1 - forward_dict["sigmoid"])', "w[9] for w9",
     "`w[9]` does not exist: nine entries are counted from 0 to 8. Where is w9?"),
    ('d * forward_dict["sigmoid"] * (1 - forward_dict["sigmoid"])', "w9 missing",
     "The lower branch does not pass through w9. Which label stands on the edge behind part3?"),
    ("d * w[8]", "slope of the sigmoid missing",
     "The lower branch does not pass through the slope of the sigmoid. What stands on that edge?"),
    ('d * w[8] * (1 - forward_dict["sigmoid"] ** 2)', "slope of tanh for sigmoid",
     "The slope of the sigmoid has the form of the hyperbolic tangent's. What is its own, computed from the value?"),
    ('d * w[8] * sigmoid(forward_dict["sigmoid"]) * (1 - sigmoid(forward_dict["sigmoid"]))', "sigmoid taken twice",
     'The sigmoid was taken twice. What does `forward_dict["sigmoid"]` hold: part3, or what goes into the sigmoid?'),
)
backward_propagation.everywhere(r"e \* 2 \* u \* (x\[.\])").mistakes(
    (r"e * \1", "2u missing in dw1 and dw2",
     "`dw1` and `dw2` do not pass through the square. Which label stands on the edge into it?"),
    (r"e * u * \1", "2 missing in dw1 and dw2",
     "`dw1` and `dw2` are half of what they should be. What is the derivative of a square?"),
    (r"e * 2 * \1", "u missing in dw1 and dw2",
     "A factor is missing in `dw1` and `dw2`. The derivative of u squared is 2 times what?"),
)
backward_propagation.at("dw1 = e * 2 * u * x[0]\n    dw2 = e * 2 * u * x[1]").mistakes((
    "dw1 = e * 2 * u * x[1]\n    dw2 = e * 2 * u * x[0]", "features of dw1 and dw2 exchanged",
    "`dw1` and `dw2` have each other's feature. Which feature does w1 multiply?"))
backward_propagation.at("e * 2 * u * x[0]").mistakes(("e * 2 * u * x[1]", "f2 in dw1",
    "`dw1` has another weight's feature. Which feature does w1 multiply?"))
backward_propagation.at("e * 2 * u * x[1]").mistakes(("e * 2 * u * x[0]", "f1 in dw2",
    "`dw2` has another weight's feature. Which feature does w2 multiply?"))
backward_propagation.at("dw1 = e * 2 * u * x[0]\n    dw2 = e * 2 * u * x[1]").mistakes((
    "dw1 = e * 2 * w[0] * x[0]\n    dw2 = e * 2 * w[1] * x[1]", "weights in place of u",
    "`dw1` and `dw2` have a weight in place of u. What is it that the graph squares?"))
backward_propagation.at('t * forward_dict["exp"]').mistakes(
    ("t", "exp missing in e",
     "`dw1`, `dw2` and `dw6` do not pass through the exponential. Which label stands on the edge into part1?"),
    ('t * np.exp(forward_dict["exp"])', "exp taken twice",
     "`dw1`, `dw2` and `dw6` have an exponential too many. Does `forward_dict` hold part1, or what goes into it?"),
)
backward_propagation.at("s * v * np.cos(w[2] * x[2]) * x[2]").mistakes(
    ("s * np.cos(w[2] * x[2])", "v and f3 missing in dw3",
     "Two factors are missing in `dw3`. Which labels do you pass from w3 to the place where w8 is added?"),
    ("s * v * np.cos(w[2] * x[2])", "f3 missing in dw3",
     "A factor is missing in `dw3`. By what does the last edge on the way to w3 multiply?"),
    ("s * np.cos(w[2] * x[2]) * x[2]", "v missing in dw3",
     "A factor is missing in `dw3`. The sine is multiplied by v: what is the slope of a product?"),
    ("s * v * np.cos(x[2]) * x[2]", "cosine of f3 in dw3",
     "The cosine in `dw3` was taken of f3 alone. At which place are sine and cosine taken?"),
    ("s * v * np.sin(w[2] * x[2]) * x[2]", "sine not differentiated",
     "`dw3` was computed with the sine. On the way back through an operation you meet its derivative: what is that of "
     "the sine?"),
)
backward_propagation.everywhere(r"s \* np\.sin\(w\[2\] \* x\[2\]\)").mistakes(("s", "sine missing in dw4 and dw5",
    "A factor is missing in `dw4` and `dw5`. Their sum is multiplied by the sine: what is the slope of a product?"))
backward_propagation.at('dw9 = d * forward_dict["sigmoid"]').mistakes(
    ("dw9 = d * w[8]", "w9 in its own slope", "`dw9` has w9 itself as a factor. What does w9 multiply?"),
    ('dw9 = d * forward_dict["sigmoid"] * (1 - forward_dict["sigmoid"])', "slope of the sigmoid in dw9",
     "`dw9` passes through the slope of the sigmoid. w9 multiplies its result: what is the slope of a product with "
     "respect to w9?"),
    ('dw9 = forward_dict["sigmoid"]', "d missing in dw9",
     "`dw9` is the slope of the prediction, not that of the error. With which factor does every way back begin?"),
    ('dw9 = d * forward_dict["tanh"]', "part2 in dw9", "`dw9` was computed with part2. Which part does w9 multiply?"),
    ('dw9 = d * w[8] * forward_dict["sigmoid"]', "w9 in dw9",
     "`dw9` has a factor w9. What is the slope of w9 part3 with respect to w9?"),
)
backward_propagation.everywhere(r"e \*").mistakes(("t *", "exp missing in dw1 and dw2",
    "`dw1` and `dw2` do not pass through the exponential. Does their way begin with `e` or with `t`?"))
backward_propagation.everywhere(r"u \*").mistakes(("u**2 *", "u squared in dw1 and dw2",
    "`dw1` and `dw2` have u squared. What is the derivative of u squared?"))
backward_propagation.everywhere("sin").mistakes(("cos", "cosine in dw4 and dw5",
    "`dw4` and `dw5` were computed with the cosine. Does their way lead through the sine, or is the sine only a factor "
    "there?"))
backward_propagation.alternatives({
    "step by step from the right, another order of keys": """
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
    "arrays of local derivatives": """
    p1, p2, p3, d = (forward_dict[key] for key in ("exp", "tanh", "sigmoid", "dy_pred"))
    u, v, inner = w[:2] @ x[:2], w[3:5] @ x[3:5], w[2] * x[2]
    upper = d / np.cosh(p1 + w[6]) ** 2 * np.array([p1 * 2 * u * x[0], p1 * 2 * u * x[1], p1, 1.0])
    lower = d * w[8] * (p3 - p3**2) * np.array(
        [v * np.cos(inner) * x[2], np.sin(inner) * x[3], np.sin(inner) * x[4], 1.0]
    )
    all_nine = [*upper[:2], *lower[:3], *upper[2:], lower[3], d * p3]
    return {f"dw{k}": np.array(value) for k, value in enumerate(all_nine, start=1)}
""",
})
# fmt: on


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
    yield "the notebook's example", submission.gradient_checking(x, y, W_PUBLISHED, right, 1e-7), 0.0
    yield "the notebook's example", *run(x, y, W_PUBLISHED, {key: -right[key] for key in KEYS}, 1e-7)


# fmt: off
gradient_checking.equivalents(
    ("1e-07", "2e-07", "twice a tiny step is a tiny step"),
    ("np.zeros(9)", "np.ones(9)", "every entry gets its slope"),
    ("computed - measured", "measured - computed", "a length has no sign"),
)

gradient_checking.at("gradient_vector(grads)").mistakes((
    "np.array(list(grads.values()))", "values in the dictionary's order",
    "The gradients were taken in the dictionary's order, which may be any. Which function takes them by name?"))
gradient_checking.at("measured[i] = rise / (2 * eps)").mistakes(
    ("measured = rise / (2 * eps)", "measured overwritten",
     "All nine gradients were compared with the last slope alone. Which entry of `measured` belongs to round `i`?"),
    ("measured[i] = -rise / (2 * eps)", "difference the wrong way round",
     "The value is as if all measured slopes had the wrong sign. Which loss is subtracted from which, and of which "
     "difference is the norm taken?"),
)
gradient_checking.at('forward_propagation(x, y, smaller)["loss"]').mistakes((
    'forward_propagation(x, y, w)["loss"]\n        rise = 2 * rise', "one side only",
    "The slope was measured to one side only, which shows for larger steps. Where does the formula take the loss?"))
gradient_checking.at("(2 * eps)").mistakes(
    ("eps", "divided by eps",
     "The measured slopes are twice what they should be. How far apart are the two shifted weights?"),
    ("2 * eps", "parentheses below the line missing",
     "The measured slopes are almost zero: eps multiplies instead of dividing. Is all of 2 eps below the fraction "
     "bar?"),
)
gradient_checking.at(
    'forward_propagation(x, y, larger)["loss"] - forward_propagation(x, y, smaller)["loss"]'
).mistakes(
    ('forward_propagation(x, y, w + eps)["loss"] - forward_propagation(x, y, w - eps)["loss"]', "all weights moved",
     "All nine weights were moved at once. Which two arrays have only weight `i` moved?"),
)
gradient_checking.at("np.linalg.norm(computed - measured)").mistakes(
    ("np.linalg.norm(measured - measured)", "compared with itself",
     "The value is 0 whatever the gradients are. What is compared with what in your difference?"),
    (["abs(np.linalg.norm(computed) - np.linalg.norm(measured))",
      "np.linalg.norm(computed) - np.linalg.norm(measured)"], "difference of the norms",
     "The norms were subtracted from each other, and two vectors of the same length may point anywhere. Which is "
     "first: the difference, or the norm?"),
)
gradient_checking.at("distance / (np.linalg.norm(computed) + np.linalg.norm(measured))").mistakes(
    ("np.mean(computed - measured)", "signed mean",
     "The mean of the differences is returned, with its sign: too large and too small cancel, and a negative value "
     "passes every threshold. What in the formula has no sign?"),
    ("distance**2 / (np.sum(computed**2) + np.sum(measured**2))", "squares not rooted",
     "The squares of the norms were used. What does a norm do after adding up, and does the formula square it again?"),
    ("np.sum(np.abs(computed - measured)) / (np.sum(np.abs(computed)) + np.sum(np.abs(measured)))",
     "sums of absolute values",
     "Absolute values were added up. How long is a vector? Look at the norm in the formula."),
    ("np.mean(np.abs(computed - measured) / (np.abs(computed) + np.abs(measured)))", "mean of the entries",
     "The entries were compared one by one. How long is a vector? Look at the norm in the formula."),
    ("np.max(np.abs(computed - measured) / (np.abs(computed) + np.abs(measured)))", "worst entry",
     "The worst single entry is returned, so a tiny gradient, badly measured, raises a false alarm. What does the "
     "formula compare: entries, or whole vectors?"),
    (["distance / (np.linalg.norm(computed) + np.linalg.norm(measured)) < 1e-6",
      "distance / (np.linalg.norm(computed) + np.linalg.norm(measured)) > 1e-6"], "compared with a threshold",
     "A yes or no is returned, not how far apart the two are. Which number does the formula ask for?"),
    ("distance", "not relative",
     "The distance is returned as it is. By what is it divided, so that the size of the gradients does not matter?"),
    ("distance / np.linalg.norm(computed + measured)", "norm of the sum",
     "The distance was divided by the norm of the sum. Does the formula have the norm of a sum, or a sum of norms?"),
    ("distance / np.linalg.norm(computed)", "one norm below the line",
     "The distance was divided by the computed gradients' norm alone. How many norms are below the fraction bar?"),
    ("distance / np.linalg.norm(computed) + np.linalg.norm(measured)", "parentheses around the norms missing",
     "Right gradients get a large value: only the first norm is below the fraction bar, and the other is added to the "
     "quotient. What belongs in parentheses?"),
)
gradient_checking.everywhere("loss").mistakes(("y_pred", "prediction in place of the loss",
    "The slope of the prediction was measured. The gradients are those of the error: which key holds it?"))
gradient_checking.alternatives({
    "rows of the identity": """
    def loss(v):
        return forward_propagation(x, y, v)["loss"]
    a = np.array([(loss(w + e) - loss(w - e)) / (2 * eps) for e in eps * np.eye(len(w))])
    g = np.array([grads["dw" + str(k + 1)] for k in range(len(w))])
    return float(np.linalg.norm(g - a) / (np.linalg.norm(g) + np.linalg.norm(a)))
""",
})
# fmt: on


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
    yield "the notebook's gradients", submission.update_vanilla(W_EQUAL, grads, 0.1)


families.gradient_step(update_vanilla, "w", "lr", "g")
# fmt: off
update_vanilla.at("w - lr * g").mistakes(("w - lr * np.sign(g)", "direction only",
    "All weights moved by the same distance. How does the length of a step depend on the gradient?"))
update_vanilla.at("return w_new").mistakes(("return w", "old weights returned",
    "The weights are as they were. Is a step taken from them, and is its result what you return?"))
update_vanilla.alternatives({
    "np.subtract": "return np.subtract(w, np.multiply(lr, g))",
    "a copy, changed in place": """
    new = w.copy()
    new -= lr * g
    return new
""",
    "loop over the entries": """
    w_new = np.zeros(w.shape)
    for index in np.ndindex(w.shape):
        w_new[index] = w[index] + (-lr) * g[index]
    return w_new
""",
})
# fmt: on


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
    yield "the notebook's gradients", submission.update_momentum(W_EQUAL, 2 * grads, 0.1 * grads, 0.1)


# fmt: off
update_momentum.at("beta * m + (1 - beta) * g").mistakes(
    ("(1 - beta) * m + beta * g", "factors exchanged",
     "The factors are exchanged. With beta 0.9, how much of the memory should be kept?"),
    ("beta * m + 1 - beta * g", "parentheses around 1 - beta missing",
     "Only beta multiplies the gradient, and a 1 is left over. What belongs in parentheses?"),
    ("beta * m + g", "no factor on the gradient",
     "The memory took in the whole gradient, as in many books. Which factor does the gradient have here?"),
)
update_momentum.at(
    "g\n    # (2) the weights follow the memory downhill: w, m_new, lr → w_new (1 line)\n    w_new = w - lr *"
).mistakes(
    ("lr * g\n    w_new = w -", "rate inside only",
     "The learning rate stands in the memory. In which of the two formulas is it?"),
)
update_momentum.at("w - lr * m_new").mistakes(
    ("w - lr * g", "gradient used",
     "The weights followed the gradient, not the memory. Which of the two do they follow in the formula?"),
    ("w - lr * m", "old memory used",
     "The weights followed the old memory. What happens first: the memory takes in the gradient, or the weights move?"),
    ("w + lr * m_new", "uphill",
     "The weights went uphill. The memory points to where the error rises; which way do you go?"),
    ("w - lr * m_new / (1 - beta)", "corrected",
     "The memory was divided by 1 - beta before the step. Do the two formulas of momentum have a correction?"),
)
update_momentum.at("return w_new, m_new").mistakes(("return w_new, m", "old memory returned",
    "The memory that you return is the old one. What would the next step know of this one?"))
update_momentum.alternatives({
    "from the difference": """
    m = m + (1 - beta) * (g - m)
    return [w - lr * m, m]
""",
    "copies, changed in place": """
    w, m = w.copy(), m.copy()
    m *= beta
    m += g - beta * g
    w -= lr * m
    return w, m
""",
    "np.average, values printed": """
    velocity = np.average(np.stack([m, g]), axis=0, weights=[beta, 1 - beta])
    print(velocity)
    return np.add(w, -lr * velocity), velocity
""",
})
# fmt: on


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
    yield "the notebook's gradients", submission.update_adam(W_EQUAL, grads, np.zeros(9), np.zeros(9), 1)
    yield "the notebook's gradients", submission.update_adam(W_EQUAL, -grads / 2, grads / 10, grads**2 / 1000, 2)


# fmt: off
update_adam.everywhere(r"(beta\d) \* (\w) \+ \(1 - beta\d\)").mistakes((r"(1 - \1) * \2 + \1", "factors exchanged",
    "The factors in the memories are exchanged. With beta 0.9, how much of the memory should be kept?"))
update_adam.at("beta2 * v + (1 - beta2) * g**2").mistakes(
    ("beta1 * v + (1 - beta1) * g**2", "same beta in both memories",
     "The second memory was updated with beta1. Which beta stands in the formula of v?"),
    ("beta2 * v + (1 - beta2) * g", "gradient not squared",
     "The second memory took in the gradient itself. Of what is v the mean?"),
)
update_adam.at("w - lr * m_hat / (np.sqrt(v_hat) + eps)").mistakes((
    "w - lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) * m_new / (np.sqrt(v_new) + eps)", "corrections in the rate",
    "Both corrections were put into the learning rate, a shorter form in which eps weighs more. Where are the "
    "corrections in the formulas here?"))
update_adam.everywhere(r" / \(1 - beta\d\*\*t\)").mistakes(("", "no correction",
    "The step used both memories without correction. What makes up for their start at zero?"))
update_adam.everywhere(r"(\w)_new / ").mistakes((r"\1 / ", "old memories corrected",
    "The memories from before this gradient were corrected. Which ones stand in the formulas of the hats?"))
update_adam.at("m_hat = m_new / (1 - beta1**t)").mistakes(
    ("m_hat = m_new / 1 - beta1**t", "parentheses of the correction missing",
     "The first memory was divided by 1, and the power subtracted afterwards. What belongs in parentheses?"),
    ("m_hat = m_new / (1 - beta1)", "power of the first correction missing",
     "The correction of the first memory never fades. To which power is its beta raised?"),
    ("m_hat = m_new", "only v corrected",
     "The second memory was corrected, the first was not. Which of them started at zero?"),
)
update_adam.at("v_hat = v_new / (1 - beta2**t)").mistakes(
    ("v_hat = v_new", "only m corrected",
     "The first memory was corrected, the second was not. Which of them started at zero?"),
    ("v_hat = v_new / (1 - beta1**t)", "same beta in both corrections",
     "The second memory was corrected with beta1. Which beta stands in the formula of its hat?"),
)
update_adam.at("m_hat / (np.sqrt(v_hat) + eps)").mistakes((
    ["v_hat / (np.sqrt(m_hat) + eps)", "v_hat / (np.sqrt(np.abs(m_hat)) + eps)"], "memories exchanged in the step",
    "The two memories are exchanged in the step. Which of them stands below the fraction bar, under the root?"))
update_adam.at("w - lr * m_hat").mistakes(
    ("w + lr * m_hat", "uphill",
     "The weights went uphill. The memory points to where the error rises; which way do you go?"),
    ("w - lr * g", "gradient used", "The weights followed the gradient. What stands above the fraction bar?"),
)
update_adam.at("(np.sqrt(v_hat) + eps)").mistakes(
    ("np.sqrt(v_hat) + eps", "eps outside the fraction",
     "eps was added to the weights. What belongs in parentheses below the fraction bar?"),
    ("(v_hat + eps)", "root missing",
     "The step was divided by the mean square itself. Which function of it stands below the fraction bar?"),
    ("(np.sqrt(v_hat + eps))", "eps inside the root",
     "eps was added inside the root, where it counts far more. Is it before or after the root in the formula?"),
    ("(np.sqrt(v_hat))", "eps missing",
     "eps is missing below the fraction bar. What is 0 divided by 0, where all gradients were zero?"),
)
update_adam.at("return w_new, m_new, v_new").mistakes(("return w_new, m_hat, v_hat", "corrected memories returned",
    "The corrected memories are returned, so the next step would correct them a second time. Which ones does it need?"))
update_adam.everywhere(r"\*\*t").mistakes(
    ("", "correction without the power",
     "The correction is always that of the first step. To which power are the betas raised, so that it fades?"),
    (" ** (t - 1)", "t from 0",
     "The correction is one update behind, and divides by 0 in the first step. Which number does `t` have there?"),
    (" ** (t + 1)", "t from 2", "The correction is one update ahead. Which number does `t` have in the first step?"),
    (" * t", "times t for the power", "A beta was multiplied by `t`. Which operator raises it to the power `t`?"),
)
update_adam.alternatives({
    "one expression, a list": """
    m, v = np.multiply(beta1, m) + g * (1 - beta1), np.multiply(beta2, v) + np.square(g) * (1 - beta2)
    print(m / (1 - beta1**t), v / (1 - beta2**t))
    return [w - np.divide(lr * m, (np.sqrt(v / (1 - beta2**t)) + eps) * (1 - beta1**t)), m, v]
""",
    "copies, changed in place": """
    w, m, v = w.copy(), m.copy(), v.copy()
    m += (1 - beta1) * (g - m)
    v += (1 - beta2) * (g * g - v)
    w -= lr * (m / (1 - np.power(beta1, t))) / ((v / (1 - np.power(beta2, t))) ** 0.5 + eps)
    return [w, m, v]
""",
    "loop over the weights": """
    new = [np.zeros(len(w)), np.zeros(len(w)), np.zeros(len(w))]
    for i in range(len(w)):
        new[1][i] = beta1 * m[i] + g[i] - beta1 * g[i]
        new[2][i] = beta2 * v[i] + (1 - beta2) * g[i] ** 2
        m_hat = new[1][i] / (1 - beta1**t)
        v_hat = new[2][i] / (1 - beta2**t)
        new[0][i] = w[i] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return tuple(new)
""",
})
# fmt: on


# rtol, atol: a training carries roundings on. One weight in a thousand would still show.
@assignment.exercise(
    points=10,
    uses=("forward_propagation", "backward_propagation", "update_vanilla", "update_momentum", "update_adam"),
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

# fmt: off
train.equivalents(
    ("(np.zeros(9), np.zeros(9), 0)", "(np.zeros(9), 0, np.zeros(9))", "added to an array, 0 is an array of zeros"),
    (BACKWARD, BACKWARD.replace("y[i]", "y[i - 1]"), "`backward_propagation` does not look at `y`"),
    (BACKWARD, BACKWARD.replace("y[i]", "y"), "`backward_propagation` does not look at `y`"),
    ("update_vanilla(w, g, lr)", "update_vanilla(w, lr, g)", "it takes their product"),
)
train.at("for epoch in range(epochs):\n        errors = []").mistakes((
    "errors = []\n    for epoch in range(epochs):", "errors of all epochs",
    "Later entries of the history average over the earlier epochs, too. Where does the list of errors start anew?"))
train.at("        errors = []\n").mistakes(
    ("        errors = []\n        t = 0\n", "t starts anew",
     "With Adam the steps of later epochs have another length: `t` starts anew in each. Over what does it count the "
     "updates?"),
    ("        errors = []\n        m, v = np.zeros(9), np.zeros(9)\n", "memories anew in each epoch",
     "The memories start anew in each epoch. How long are they to last?"),
    ("        errors = []\n        w = np.random.RandomState(seed).normal(0, 0.01, 9)\n", "weights anew in each epoch",
     "The weights start anew in each epoch, so what the last one learnt is lost. How often should they be drawn?"),
)
train.at("forward_dict = forward_propagation(X[i], y[i], w").mistakes(("w_start = w if i == 0 else w_start\n"
    "            forward_dict = forward_propagation(X[i], y[i], w_start",
    "gradients at the epoch's start",
     "The predictions of an epoch are all from the weights at its start. Which weights does the next example meet "
     "after an update?"))
train.at('errors.append(forward_dict["loss"])').mistakes(
    ("pass", "errors not kept",
     "The mean error is NaN, as that of an empty list is. Which line of (1) keeps the squared error?"),
    ('errors.append(forward_dict["dy_pred"])', "slopes in place of errors",
     "The history is a mean of slopes. Which key holds the squared error?"),
    ('errors.append(forward_dict["y_pred"])', "predictions in place of errors",
     "`history` holds means of predictions. What does the text ask for?"),
    ('errors.append((y[i] - forward_dict["dy_pred"]) ** 2)', "errors from the slope",
     "The history is made from `dy_pred`, the slope of the error. Which key holds the squared error?"),
)
train.at("# (3) count this update: t → t (1 line)").mistakes(("gradients = [g] if i == 0 else gradients + [g]\n"
    "            if i < len(X) - 1:\n"
    "                continue\n"
    "            g = np.mean(gradients, axis=0)",
    "one update for each epoch",
     "The weights moved once per epoch, by the mean gradient. After what do they move in this notebook?"))
train.at("gradient_vector(backward_propagation(X[i], y[i], w, forward_dict))").mistakes((
    "backward_propagation(X[i], y[i], w, forward_dict)", "gradients left in a dictionary",
    "`g` is still a dictionary. The update needs nine numbers in an array: which function makes one of it?"))
train.at("forward_propagation(X[i], y[i], w)").mistakes(("forward_propagation(X[i], y, w)", "all targets",
    "`g` has several columns, one for each example. Which row and which target belong to example `i`?"))
train.everywhere(r"\(X\[i\], y\[i\]").mistakes(("(X[0], y[0]", "always the first example",
    "The weights learn from the first example only. Which one has its turn in round `i`?"))
train.at("t = t + 1\n            ").mistakes(("", "t counted after the update",
    "With Adam the weights become NaN. What does `update_adam` get as its `t` at the first step?"))
train.at("t = t + 1").mistakes(
    ("t = 1", "t never counted",
     "With Adam the correction never fades: `update_adam` gets 1 as its `t` each time. What should `t` count?"),
    ("t = epoch + 1", "t counts epochs",
     "With Adam the steps have another length: `t` counts epochs. What should it count?"),
)
train.at('elif optimizer == "momentum":').mistakes(('elif optimizer == "Momentum":', "Adam under the name of momentum",
    'With "momentum" Adam runs. Which update stands in that branch, and is the name spelt as in the task?'))
train.at("w, m = update_momentum(w, g, m, lr)").mistakes(
    ("w, _ = update_momentum(w, g, m, lr)", "memory of momentum not kept",
     "Momentum forgets: its memory is zero in every step. Is the new one that `update_momentum` returns kept, and is "
     "it what the next step gets?"),
    ("update_momentum(w, g, m, lr)", "step with momentum not kept",
     'With "momentum" the weights stay where they started. Is there a step, and what becomes of the weights that it '
     'returns?'),
    ("m, w = update_momentum(w, g, m, lr)", "weights and memory exchanged",
     "`w` and `m` have each other's values. In which order does `update_momentum` return them?"),
    ("w = update_momentum(w, g, m, lr)", "two arrays taken for one",
     "`w` is a tuple: `update_momentum` returns two arrays. How many names do they need?"),
)
train.at("w, m, v = update_adam(w, g, m, v, t, lr)").mistakes(
    ("w, _, _ = update_adam(w, g, m, v, t, lr)", "memories of Adam not kept",
     "Adam forgets: its memories are zero in every step. Are the new ones that `update_adam` returns kept, and are "
     "they what the next step gets?"),
    ("update_adam(w, g, m, v, t, lr)", "step of Adam not kept",
     'With "adam" the weights stay where they started. Is there a step, and what becomes of the weights that it '
     'returns?'),
    ("w, v, m = update_adam(w, g, m, v, t, lr)", "memories of Adam exchanged",
     "The two memories of Adam have each other's names. In which order does `update_adam` return them?"),
    ("w = update_adam(w, g, m, v, t, lr)", "three arrays taken for one",
     "`w` is a tuple: `update_adam` returns three arrays. How many names do they need?"),
    (["w, m, v = update_adam(w, g, m, v, lr)", "w, m, v = update_adam(w, g, m, v, lr, t)"], "rate in place of t",
     "Adam got the learning rate as its `t`. In which order does it take its arguments?"),
    ("w, m, v = update_adam(w, g, m, v, t)", "default rate of Adam",
     "Adam runs with its default learning rate. Which argument of `train` does it not know of?"),
)
train.at("history.append(np.mean(errors))").mistakes(
    ('history.append(np.mean([forward_propagation(X[i], y[i], w)["loss"] for i in range(len(X))]))',
     "errors after the epoch",
     "The errors were computed anew after each epoch. Which predictions is the history about, those made during the "
     "epoch or after it?"),
    ("history.append(errors[-1])", "last error of the epoch",
     "The history holds the error of the last example of each epoch. What should it say about the others?"),
)
train.alternatives({
    "zip, a function for each optimizer": """
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
    "predictions kept, while": """
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
})

assignment.examples(
    Example("a garbled key in the backward pass",
        {"backward_propagation": [('forward_dict["exp"]', 'forward_dict["ep"]')]}),
    Example("w9 on the tanh, in the forward pass only",
        {"forward_propagation": [("part2 + w[8] * part3", "w[8] * part2 + part3")]}),
    Example("the notebook's own example in the forward pass",
        {"forward_propagation": [("np.tanh(part1 + w[6])", "np.tanh(part1 + w_equal[6])")]}),
    Example("all arrays updated in place",
        {"update_vanilla": [("w_new = w - lr * g", "w -= lr * g\n    w_new = w")],
         "update_momentum": [("w_new = w - lr * m_new", "w -= lr * m_new\n    w_new = w")],
         "update_adam": [("w_new = w - lr * m_hat", "w_new = w\n    w_new -= lr * m_hat")]}),
    Example("a check that cannot fail, and Adam without correction",
        {"gradient_checking": [("np.linalg.norm(computed - measured)", "np.mean(computed - measured)")],
         "update_adam": [(" / (1 - beta1**t)", ""), (" / (1 - beta2**t)", "")]}),
    Example("everything printed in every update",
        {"train": [("t = t + 1", "t = t + 1\n            print(epoch, i, t, w, g, forward_dict)")]}, loses=()),
)
# fmt: on
