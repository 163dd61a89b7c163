"""Scenarios, known mistakes and alternatives of "Derivatives by hand, by tape, and a first network".

Functions that are passed to a submission are those of `utils.calculus_utils`.
"""

import numpy as np

from autograder.judging.exercise import Assignment, Example
from utils import calculus_utils as functions

assignment = Assignment("a12_calculus_and_autodiff")

# Derivatives on paper, by the name of the function.
SLOPES = {
    "parabola": functions.parabola_slope,
    "square": functions.square_slope,
    "cube": functions.cube_slope,
    "quadratic": functions.quadratic_slope,
    "cubic": functions.cubic_slope,
    "inner": functions.inner_slope,
    "sine": functions.cosine,
    "exponential": functions.exponential,
    "wave": functions.wave_slope,
    "shifted_square": lambda x: 2 * x + 1,
    "lifted_square": functions.square_slope,
}
SECOND_SLOPES = {
    "cube": lambda x: 6 * x,
    "shifted_square": lambda x: 2 + 0 * x,
    "sine": lambda x: -np.sin(x),
    "wave": lambda x: 6 * np.cos(3 * x**2 + x) - (6 * x + 1) ** 2 * np.sin(3 * x**2 + x),
}
GRADIENTS = {
    "surface": lambda x, y: (2 * x * y + y**3, x**2 + 3 * x * y**2),
    "saddle": lambda x, y: (2 * x - 3 * y, -3 * x),
    "three_variables": lambda x, y, z: (y * z + 2 * x, x * z, x * y - 4 * z),
    "four_variables": lambda w, x, y, z: (x + z * np.cos(w * z), w, -2 * y * z, w * np.cos(w * z) - y**2),
}


def number(draw, low, high):
    return float(draw.uniform(low, high))


def slopes(f, *point, h=1e-5):
    """Central differences of f along each of its arguments."""
    shifts = h * np.eye(len(point))
    return [float((f(*(point + shift)) - f(*(point - shift))) / (2 * h)) for shift in shifts]


@assignment.exercise(points=4, keeps_arguments=True)
def slope(submission, draw):
    """Lines of all directions; the whole numbers of the second part rise and fall by fractions."""
    for _ in range(3):
        p, q = draw.normal(2), draw.normal(2) + np.array([2.5, 0])
        yield "random points", submission.slope(tuple(p.tolist()), tuple(q.tolist())), (q[1] - p[1]) / (q[0] - p[0])
    yield "the second point on the left", submission.slope(draw.normal(2) + np.array([4, 0]), draw.normal(2))
    yield "the notebook's example", submission.slope((0, 1), (2, 5)), 2.0
    yield "the notebook's example", submission.slope((1, 4), (3, 1)), -1.5


# fmt: off
slope.at("(q[1] - p[1]) / (q[0] - p[0])").mistakes(
    ("(p[1] - p[0]) / (q[1] - q[0])", "differences within a point",
     "The differences were taken within each point. Rise is from one y to the other y; what is run?"),
    ("(q[1] - p[1]) // (q[0] - p[0])", "rounded down",
     "The slope is a whole number, rounded down. Slopes have fractions; what in your line rounds?"),
    ("(q[0] - p[0]) / (q[1] - p[1])", "run over rise",
     "The slope is upside down: run over rise. Which difference stands on top in the formula?"),
    ("(p[1] - q[1]) / (q[0] - p[0])", "one difference from p, one from q",
     "The slope has the wrong sign, so rising lines fall. From which point does each of your differences start?"),
    ("abs(q[1] - p[1]) / abs(q[0] - p[0])", "absolute value",
     "Falling lines have a positive slope here. Which part of the formula should be able to turn negative?"),
    ("q[1] / q[0]", "line through the origin",
     "Only the second point was used, as if the line went through (0, 0). Where does the first point come in?"),
    ("((q[0] - p[0]) ** 2 + (q[1] - p[1]) ** 2) ** 0.5", "distance of the points",
     "This is the distance between the points, not a slope. What does the formula do with rise and run?"),
    ("q[1] - p[1]", "rise only", "The rise is returned, whatever the run. What does the formula divide it by?"),
    ("(q[1] - p[1]) * (q[0] - p[0])", "product",
     "Rise and run were multiplied. A line that climbs as much over a longer way is flatter: which operation is it?"),
    ("(q[1] + p[1]) / (q[0] + p[0])", "sums instead of differences",
     "The coordinates were added. Which operation says how far it is from one point to the other?"),
    (("q[1] - p[1] / q[0] - p[0]", "(q[1] - p[1]) / q[0] - p[0]", "q[1] - p[1] / (q[0] - p[0])"), "parentheses missing",
     "`/` comes before `-`, so Python divided before it had both differences. Which two numbers should it divide?"),
)
slope.alternatives({
    "unpacked, the other order": """
    (x0, y0), (x1, y1) = p, q
    return (y0 - y1) / (x0 - x1)
""",
    "arrays": """
    difference = np.array(q) - np.array(p)
    return difference[1] / difference[0]
""",
    "a fitted line, printed": """
    m, c = np.polyfit([p[0], q[0]], [p[1], q[1]], 1)
    print(m, c)
    return float(m)
""",
})
# fmt: on


# forbids, here and below: a slope could be looked up by the name of its function.
@assignment.exercise(points=9, keeps_arguments=True, forbids=("utils.calculus_utils.*_slope",))
def numerical_derivative(submission, draw):
    """With the usual h the result is the derivative; with a large one it is the central difference and nothing else."""
    for f in (functions.parabola, functions.wave, functions.exponential):
        x = number(draw, 0.3, 1.5)
        yield "random points", submission.numerical_derivative(f, x), SLOPES[f.__name__](x)
    x = number(draw, -2, -0.5)
    yield "random points", submission.numerical_derivative(functions.cubic, x), functions.cubic_slope(x)
    for f, third in ((functions.cube, 1.0), (functions.cubic, 1.0)):
        x, h = number(draw, 0.5, 2), number(draw, 0.1, 0.3)
        yield "other distances", submission.numerical_derivative(f, x, h), SLOPES[f.__name__](x) + third * h**2
    X = draw.normal(*draw.sizes("rows", "columns"))
    yield "whole arrays", submission.numerical_derivative(functions.cube, X, h=0.2), 3 * X**2 + 0.04
    draw.sizes()
    yield "the notebook's example", submission.numerical_derivative(functions.parabola, 2.0), 12.0
    yield "the notebook's example", submission.numerical_derivative(functions.cube, 1.0, 0.1), 3.01
    yield "the notebook's example", submission.numerical_derivative(functions.sine, 0.5), 0.8775825618903728


# fmt: off
numerical_derivative.equivalents(("1e-05", "2e-05", "twice a tiny step is a tiny step"))
numerical_derivative.at("h=1e-5").mistakes(("h=0.1", "another default",
    "Without a given `h` the result is not exact enough. Which default stood in the first line?"))
numerical_derivative.everywhere(r"f\(x ([+-]) h\)").mistakes((r"f(x \1 2 * h)", "twice the distance",
    "The points lie 2h away on either side. How far away are they in the formula?"))
numerical_derivative.at("(f(x + h) - f(x - h)) / (2 * h)").mistakes(
    ("(f(x + 1e-5) - f(x - 1e-5)) / 2e-5", "h fixed",
     "A larger `h` makes no difference here. The caller may ask for another distance: which argument holds it?"),
    ("(f(x + h) - f(x)) / (2 * h)", "half of it",
     "The derivative is half of what it should be: one of your two points is x itself. How far apart are they, then?"),
    ("(f(x + h) - f(x)) / h", "one-sided, to the right",
     "This is the quotient to the right, from x to x + h. Where does the central difference start?"),
    ("(f(x) - f(x - h)) / h", "one-sided, to the left",
     "This is the quotient to the left, from x - h to x. Where does the central difference end?"),
    ("f(x + h) - f(x - h) / (2 * h)", "parentheses around the difference missing",
     "Only the second value was divided: without parentheses, `/` comes before `-`. What is to be divided?"),
    ("f(x + h) - f(x - h) / 2 * h", "all parentheses missing",
     "The result is close to f: without parentheses, `/` and `*` come before `-`. What is divided, and by what?"),
    ("(f(x) + h - f(x) - h) / (2 * h)", "h added to the value",
     "The result is 0 everywhere, as if both values of f were the same. At which two points is f to be taken?"),
    ("(f(x + h) + f(x - h)) / (2 * h)", "sum",
     "The two values were added, so the result is huge. What is the rise from one to the other?"),
    ("(f(x - h) - f(x + h)) / (2 * h)", "right and left exchanged",
     "The sign is turned: a function that rises falls here. In which order does the formula take the two points?"),
    ("(f(x + h) - f(x - h)) / h", "run not doubled",
     "The derivative is twice as large as it should be. How far is it from x - h to x + h?"),
    ("(f(x + h) - f(x - h)) / 2 * h", "parentheses around 2h missing",
     "The result is almost zero: it was multiplied by `h`, not divided. Does all of 2h stand below the fraction bar?"),
)
numerical_derivative.alternatives({
    "one line": "return 0.5 * (f(x + h) - f(x - h)) / h",
    "the mean of the one-sided quotients": """
    forwards = (f(x + h) - f(x)) / h
    backwards = (f(x) - f(x - h)) / h
    return (forwards + backwards) / 2
""",
    "loop over the entries, steps printed": """
    result = np.zeros(np.shape(x))
    for place in np.ndindex(result.shape):
        entry = np.asarray(x)[place]
        print(entry, h)
        result[place] = np.divide(f(entry + h) - f(entry - h), 2 * h)
    return result
""",
    "numpy's gradient on three points": "return np.gradient(np.array([f(x - h), f(x), f(x + h)]), h, axis=0)[1]",
})
# fmt: on


@assignment.exercise(points=9, keeps_arguments=True)
def partial_derivative(submission, draw):
    """Each variable of functions of two, three and four; with a large h the difference quotient and nothing else."""

    def measured(f, i, *h):
        point = draw.uniform(0.5, 2, len(GRADIENTS[f.__name__](*range(f.__code__.co_argcount))))
        return submission.partial_derivative(f, point, i, *h), point

    for f, i in ((functions.surface, 0), (functions.surface, 1), (functions.saddle, 0)):
        value, point = measured(f, i)
        yield "two variables", value, GRADIENTS[f.__name__](*point)[i]
    for f, i in (
        *((functions.three_variables, i) for i in (0, 1, 2)),
        *((functions.four_variables, i) for i in (3, 2, 0)),
    ):
        value, point = measured(f, i)
        yield "more variables", value, GRADIENTS[f.__name__](*point)[i]
    value, (x, y) = measured(functions.surface, 1, 0.2)
    yield "another distance", value, x**2 + 3 * x * y**2 + x * 0.04
    for i, figure in ((0, 12.0), (1, 13.0)):
        here = np.array([1.0, 2.0])
        yield "the notebook's example", submission.partial_derivative(functions.surface, here, i), figure


# fmt: off
partial_derivative.equivalents(("1e-05", "2e-05", "twice a tiny step is a tiny step"))
partial_derivative.everywhere(r"(up|down)\[i\]").mistakes((r"\1", "all variables moved",
    "All variables moved at once. Which one does a partial derivative move, and how do you reach it in an array?"))
partial_derivative.everywhere(r"\[i\] ([+-])= h").mistakes((r"[i] = \1h", "coordinate replaced",
    "The coordinate was replaced by `h` instead of moved by it, so the slope is that at 0. Which operator adds?"))
partial_derivative.at("down[i] -= h").mistakes(
    ("pass", "half of it",
     "The derivative is half of what it should be: one of the two points has not moved. How far apart are they, then?"),
    ("h = h / 2", "one-sided",
     "This is the one-sided quotient. To which sides does the central difference move the coordinate?"),
)
partial_derivative.at("f(*up) - f(*down)").mistakes(("f(up) - f(down)", "point not unpacked",
    "`f` got one argument, but it takes all the coordinates, one by one. What in front of an array unpacks it?"))
partial_derivative.at("(2 * h)").mistakes(("h", "run not doubled",
    "The derivative is twice as large as it should be. How far apart are the two points?"))
partial_derivative.at("up, down = point.copy(), point.copy()").mistakes(("up = down = point.copy()", "one copy",
    "The result is 0, as if both points were the same. Are `up` and `down` two arrays, and which way does each move?"))
partial_derivative.everywhere(r"\.copy\(\)").mistakes(("", "no copies",
    "`up` and `down` share one array: what moves one moves the other. What makes a second array of it?"))
partial_derivative.everywhere(r"\]").mistakes((" - 1]", "counted from 1",
    "The variable before the one asked for was moved. From which number does `i` count?"))
partial_derivative.everywhere(r"i\]").mistakes(("0]", "always the first variable",
    "The first variable is always the one that moves. Which one is asked for?"))
partial_derivative.alternatives({
    "unit vector": """
    e = np.zeros(len(point))
    e[i] = 1
    return (f(*(point + h * e)) - f(*(point - h * e))) / (2 * h)
""",
    "numerical_derivative of one variable": """
    others = list(point)
    return numerical_derivative(lambda t: f(*others[:i], t, *others[i + 1 :]), others[i], h)
""",
    "whole gradient, then one entry": """
    gradient = []
    for row in h * np.eye(point.size):
        gradient.append((f(*np.add(point, row)) - f(*np.subtract(point, row))) / h / 2)
    return np.array(gradient)[i]
""",
    "moved to and fro on one copy": """
    moved = np.array(point)
    moved[i] += h
    right = f(*moved)
    moved[i] -= 2 * h
    return (right - f(*moved)) / (2 * h)
""",
})
# fmt: on


@assignment.exercise(points=6, keeps_arguments=True)
def product_rule(submission, draw):
    """Four pairs of functions; none of them is its own derivative on both sides."""
    for f, g in (
        (functions.quadratic, functions.cubic),
        (functions.sine, functions.exponential),
        (functions.wave, functions.cube),
    ):
        x, df, dg = number(draw, 0.4, 1.8), SLOPES[f.__name__], SLOPES[g.__name__]
        expected = slopes(lambda x, f=f, g=g: f(x) * g(x), x)[0]
        yield "random points", submission.product_rule(f, df, g, dg, x), expected
    f, df, g, dg = functions.inner, functions.inner_slope, functions.sine, functions.cosine
    X = draw.normal(*draw.sizes("rows", "columns"))
    yield "whole arrays", submission.product_rule(f, df, g, dg, X)
    draw.sizes()
    f, df, g, dg = functions.quadratic, functions.quadratic_slope, functions.cubic, functions.cubic_slope
    yield "the notebook's example", submission.product_rule(f, df, g, dg, 2.0), 1472.0


# fmt: off
product_rule.at("derivative = df(x) * g(x) + f(x) * dg(x)").mistakes(
    ("derivative = df(x) * dg(x)", "product of the derivatives",
     "The two derivatives were multiplied. If one side of a rectangle grows, which length does its growth meet?"),
    ("derivative = df(x) * g(x) - f(x) * dg(x)", "difference of the terms",
     "The two terms were subtracted. Both sides of the rectangle grow: which operator stands between the terms?"),
    ("derivative = df(x) * f(x) + g(x) * dg(x)", "each function with its own derivative",
     "Each derivative was multiplied by its own function. In a rectangle, what does the growth of one side meet?"),
    ("derivative = df(x) + dg(x)", "sum of the derivatives",
     "This is the derivative of f + g. What does the formula multiply each derivative by?"),
    ("derivative = df(x) * g(x)", "first term only", "Only the change of f is counted. What does the change of g add?"),
    ("derivative = f(x) * dg(x)", "second term only",
     "Only the change of g is counted. What does the change of f add?"),
    ("derivative = (df(x) * g(x) - f(x) * dg(x)) / g(x) ** 2", "quotient rule",
     "This is the derivative of the quotient f / g. What does the rule for a product look like?"),
    ("derivative = df(g(x)) * dg(x)", "chain rule",
     "This is the chain rule, the derivative of f(g(x)). Which number do f and g each take in a product?"),
)
product_rule.alternatives({
    "one line": "return g(x) * df(x) + dg(x) * f(x)",
    "derivative of the logarithm": "return f(x) * g(x) * (df(x) / f(x) + dg(x) / g(x))",
    "squares": """
    # 4 f g = (f + g)² - (f - g)², and a square is differentiated by the chain rule
    total, gap = f(x) + g(x), f(x) - g(x)
    print(total, gap)
    return 0.5 * np.asarray(total * (df(x) + dg(x)) - gap * (df(x) - dg(x)))
""",
})
# fmt: on


@assignment.exercise(points=8, keeps_arguments=True)
def chain_rule(submission, draw):
    """Four chains, at random points."""
    for f, g in (
        (functions.sine, functions.inner),
        (functions.exponential, functions.sine),
        (functions.cube, functions.quadratic),
    ):
        x, df, dg = number(draw, 0.4, 1.6), SLOPES[f.__name__], SLOPES[g.__name__]
        expected = slopes(lambda x, f=f, g=g: f(g(x)), x)[0]
        yield "random points", submission.chain_rule(df, g, dg, x), expected
    X = draw.normal(*draw.sizes("rows", "columns"))
    yield "whole arrays", submission.chain_rule(functions.cube_slope, functions.sine, functions.cosine, X)
    draw.sizes()
    for x, figure in ((1.0, -4.575505346045284), (0.0, 1.0)):
        found = submission.chain_rule(functions.cosine, functions.inner, functions.inner_slope, x)
        yield "the notebook's example", found, figure


# fmt: off
chain_rule.at("df(g(x)) * dg(x)").mistakes(
    ("df(g(x)) * dg(g(x))", "inner slope at the inner value",
     "The inner slope was taken at g(x). Which number does the inner function receive?"),
    ("dg(df(x)) * df(x)", "order of the chain reversed",
     "The chain was gone through in the other order. Which function does x meet first in f(g(x))?"),
    ("df(x) * dg(x)", "outer slope at x",
     "The outer slope was taken at x. The outer function never sees x: which number does it receive?"),
    ("df(dg(x))", "inner slope passed on",
     "The slope of g was put into `df`. Values go through the chain one into the other; what do slopes do?"),
    ("df(dg(x)) * g(x)", "value and slope exchanged",
     "`g` and `dg` have each other's place. Which of the two does the outer function receive?"),
    ("df(g(x))", "inner slope missing",
     "The outer slope is right, and the inner one is missing. How fast does g change when x does?"),
    ("df(g(x)) + dg(x)", "slopes added",
     "The two slopes were added. A change that is tripled and then doubled: how large does it become?"),
    ("df(g(x)) * g(x)", "inner value as the slope",
     "The outer slope was multiplied by the inner value. Slopes multiply: what is the slope of g?"),
)
chain_rule.alternatives({
    "one line": "return dg(x) * df(g(x))",
    "np.multiply": """
    print(x)
    return np.multiply(df(g(x)), dg(x))
""",
    "a chain as a loop": """
    value, total = x, 1
    for step, its_slope in ((g, dg), (None, df)):
        total = total * its_slope(value)
        value = step(value) if step else value
    return total
""",
})
# fmt: on


@assignment.exercise(points=6, uses=("numerical_derivative",))
def inverse_derivative(submission, draw):
    """Functions that climb or fall, with the usual h and with a large one."""
    for f in (functions.cube, functions.sine, functions.exponential):
        x = number(draw, 0.4, 1.2)
        yield "random points", submission.inverse_derivative(f, x), 1 / SLOPES[f.__name__](x)
    x = number(draw, -2, -1)
    yield "a function that falls", submission.inverse_derivative(functions.square, x), 1 / (2 * x)
    x, h = number(draw, 0.5, 1.2), number(draw, 0.1, 0.3)
    yield "another distance", submission.inverse_derivative(functions.cube, x, h), 1 / (3 * x**2 + h**2)
    yield "the notebook's example", submission.inverse_derivative(functions.square, 3.0), 1 / 6
    yield "the notebook's example", submission.inverse_derivative(functions.exponential, 1.0), 0.36787944117144233


# fmt: off
inverse_derivative.equivalents(("1e-05", "2e-05", "twice a tiny step is a tiny step"))
inverse_derivative.at("1 / numerical_derivative(f, x, h)").mistakes(
    ("1 / numerical_derivative(f, f(x), h)", "slope at f(x)",
     "The slope of f was taken at f(x). There the inverse has its argument; where does f have its own?"),
    ("1 / numerical_derivative(f, x)", "h not passed on",
     "A larger `h` makes no difference here. Where does the distance that the caller asks for have to go?"),
    ("1 / numerical_derivative(x, f, h)", "arguments exchanged",
     "`numerical_derivative` did not get its arguments as it takes them. Which is the first one in its definition?"),
    ("1 / f(x)", "one over the value", "One over the value of f is returned. What else of f could be turned over?"),
    ("numerical_derivative(lambda t: 1 / f(t), x, h)", "slope of 1/f",
     "This is the derivative of 1/f. Is the inverse, which undoes f, the same as one divided by f?"),
    ("numerical_derivative(f, x, h)", "not turned over",
     "The slope of f itself is returned. The way back shrinks what f stretches: what is its factor?"),
    ("-1 / numerical_derivative(f, x, h)", "perpendicular slope",
     "The sign is turned: this is the slope of a perpendicular line. If f rises, does the way back rise or fall?"),
    ("1 / numerical_derivative(f, x, h) ** 2", "slope squared",
     "One over the square of the slope is returned. If f doubles small changes, what does the way back do to them?"),
)
inverse_derivative.alternatives({
    "power": "return numerical_derivative(f, x, h) ** -1",
    "run over rise, without the earlier step": "return 2 * h / (f(x + h) - f(x - h))",
    "np.reciprocal, by name": """
    steepness = np.array(numerical_derivative(f=f, x=x, h=h), dtype=float)
    print("slope of f:", steepness)
    return np.reciprocal(steepness)
""",
})
# fmt: on


# rtol, atol: TensorFlow's own type is float32, and a tape is as good in it.
@assignment.exercise(points=10, keeps_arguments=True, rtol=1e-4, atol=1e-5, forbids=("utils.calculus_utils.*_slope",))
def get_derivative(submission, draw):
    """Not the published point alone: there, 3x² and its derivative are both 12. Far up, only rounding is measured."""
    for f in (functions.cube, functions.sine, functions.wave, functions.exponential):
        x = number(draw, 0.4, 1.6)
        yield "random points", submission.get_derivative(f, x), SLOPES[f.__name__](x)
    X = draw.normal(*draw.sizes("rows", "columns"))
    yield "whole arrays", submission.get_derivative(functions.cubic, X), functions.cubic_slope(X)
    draw.sizes()
    x = number(draw, 0.4, 1.6)
    yield "not measured but exact", submission.get_derivative(functions.lifted_square, x), 2 * x
    yield "the notebook's example", submission.get_derivative(functions.parabola, 2.0), 12.0
    yield "other examples of the notebook", submission.get_derivative(functions.parabola, -1.5), -9.0
    yield "other examples of the notebook", submission.get_derivative(functions.sine, 0.5), 0.8775825618903728


# fmt: off
get_derivative.equivalents(("tf.constant(x, dtype=tf.float64)", "tf.constant(x)", "float32 is precise enough"))
# All of these find None, so the sentence is true of all.
get_derivative.at("t.watch(x)\n        y = f(x)").mistakes((
    ["pass\n        y = f(x)", "y = f(x)\n        t.watch(x)", "t.watch(x)\n        y = f(x.numpy())"],
    "nothing recorded",
    "`gradient` returns None: the tape knows no way from its second argument to its first. Does `f` get `x` itself, "
    "watched, inside the `with`, and what comes first in `gradient`?"))
get_derivative.at("    y = f(x)").mistakes(
    ("    y = f(float(x))", "float inside the tape",
     "A plain number is asked for its gradient: the way from x to y is not one through TensorFlow. Does f get the "
     "tensor itself, and is what it returns left as it is?"),
    ("    y = 3 * x**2", "always the same function",
     "The derivative is always that of 3x². Which argument holds the function that the caller wants?"),
)
get_derivative.at("derivative = t.gradient(y, x)").mistakes(
    ("derivative = t.gradient(y, [x])", "inside a list",
     "The derivative is inside a list: `gradient` answers a list with a list. Where does a list stand in your lines?"),
    ("derivative = y", "value returned", "The value of f is returned. What do you ask the tape for?"),
    ("derivative = y / x", "mean slope from 0",
     "`y` was divided by `x`: the slope of a line from the origin. Who knows the derivative of `y` here?"),
    ("derivative = (f(x + 0.01) - y) / 0.01", "one-sided quotient",
     "This is a measured slope, and not exact. What gives the derivative without any h?"),
    (["derivative = (f(x + 1e-5) - f(x - 1e-5)) / 2e-5", "derivative = numerical_derivative(f, x)"],
     "central difference",
     "This is measured: where f has large values, rounding spoils it. What gives the derivative without any h?"),
    ("derivative = tf.reduce_sum(t.gradient(y, x))", "summed over the entries",
     "The derivatives at all the points were added up. How many should there be for an array `x`?"),
)
get_derivative.at("return derivative").mistakes(("return y, derivative", "value and derivative",
    "Your function returned two values. Which of them is asked for?"))
get_derivative.alternatives({
    "a variable": """
    x = tf.Variable(x, dtype=tf.float64)
    with tf.GradientTape() as tape:
        y = f(x)
    return tape.gradient(y, x).numpy()
""",
    "float32, persistent": """
    x = tf.cast(tf.convert_to_tensor(x), tf.float32)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch([x])
        y = f(x)
    result = tape.gradient(y, [x])[0]
    del tape
    print(result)
    return result
""",
    "of the sum, inside a tf.function": """
    x = tf.constant(x, dtype=tf.float64)

    @tf.function
    def compute(x):
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(x)
            total = tf.reduce_sum(f(x))
        return tape.gradient(total, x)

    return compute(x)
""",
    "forwards": """
    x = tf.constant(x, dtype=tf.float64)
    with tf.autodiff.ForwardAccumulator(x, tf.ones_like(x)) as forwards:
        y = f(x)
    return forwards.jvp(y)
""",
})
# fmt: on


@assignment.exercise(points=12, returns=("first", "second"), keeps_arguments=True, rtol=1e-4, atol=1e-4)
def get_second_derivative(submission, draw):
    """No straight lines: the second derivative of one is None for TensorFlow, as nothing in it depends on x."""
    for f in (functions.cube, functions.sine, functions.wave):
        x = number(draw, 0.4, 1.3)
        expected = (SLOPES[f.__name__](x), SECOND_SLOPES[f.__name__](x))
        yield "random points", submission.get_second_derivative(f, x), expected
    X = draw.normal(*draw.sizes("rows", "columns"))
    yield "whole arrays", submission.get_second_derivative(functions.cube, X), (3 * X**2, 6 * X)
    draw.sizes()
    x = number(draw, 0.4, 1.3)
    yield "not measured but exact", submission.get_second_derivative(functions.lifted_square, x), (2 * x, 2.0)
    yield "the notebook's example", submission.get_second_derivative(functions.shifted_square, 3.0), (7.0, 2.0)
    yield "the notebook's example", submission.get_second_derivative(functions.cube, 2.0), (12.0, 12.0)


# fmt: off
get_second_derivative.equivalents(("tf.constant(x, dtype=tf.float64)", "tf.constant(x)", "float32 is precise enough"))
get_second_derivative.at("t1.watch(x)").mistakes(("pass", "inner tape not watching",
    "`first` is None: the inner tape knows no way from its second argument to its first. Does it watch `x` while `f` "
    "computes `y`, and which of the two do you give it first?"))
# `second` is None here, and also where `first` is computed after both tapes, where the inner tape is asked for it, and
# where it is asked for with respect to y.
get_second_derivative.at("t2.watch(x)").mistakes(("pass", "no recorded way to the second derivative",
    "`first` is right and `second` is None: the tape that you ask knows no way from its second argument to its first. "
    "Does it watch `x` while `first` is computed, and which two arguments do you give it?"))
get_second_derivative.at("second = t2.gradient(first, x)").mistakes(
    ("second = t1.gradient(first, x)", "one tape asked twice",
     "One tape was asked twice, and is used up after the first answer. Which tape has recorded how f' was computed?"),
    ("second = t2.gradient(y, x)", "derivative of y again",
     "The second derivative is the same as the first. What do you give the second tape, and what do you return?"),
    ("second = t2.gradient(first, x) / 2", "halved",
     "The second derivative is half of what it should be. Is there a 1/2 in f'', or only in Taylor's formula?"),
    ("second = first * first", "first derivative squared",
     "The second derivative is the square of the first. Of what is f'' the derivative, and which tape knows it?"),
)
get_second_derivative.alternatives({
    "the earlier step, twice": """
    first = get_derivative(f, x)
    second = get_derivative(lambda t: get_derivative(f, t), x)
    return first, second
""",
    "a variable, a list, numpy values": """
    x = tf.Variable(x, dtype=tf.float64)
    with tf.GradientTape() as outside:
        with tf.GradientTape() as inside:
            y = f(x)
        d = inside.gradient(y, x)
    return [d.numpy(), outside.gradient(d, x).numpy()]
""",
    "one persistent tape, asked while it records": """
    x = tf.constant(x, dtype=tf.float64)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = f(x)
        first = tape.gradient(y, x)
    return first, tape.gradient(first, x)
""",
    "float32": """
    x = tf.constant(x, dtype=tf.float32)
    with tf.GradientTape() as outside:
        outside.watch(x)
        with tf.GradientTape() as inside:
            inside.watch(x)
            y = f(x)
        first = inside.gradient(y, x)
    print(first)
    return (first, outside.gradient(first, x))
""",
})
# fmt: on


def graph_parts(function, by_differences, draw, ranges, published):
    """A graph at random points, where x is drawn from each of the ranges, and at the published ones."""
    for low, high in ranges:
        x, y = number(draw, low, high), number(draw, low + 0.2, high + 0.4)
        yield "random points", function(x, y), by_differences(x, y)
    for x, y in published:
        yield "the notebook's example", function(x, y), by_differences(x, y)


def taped(formula, *nodes):
    """The body of an answer that leaves the derivatives to a tape, in float32, TensorFlow's own type."""
    names = ", ".join((*nodes, "x", "y"))
    return f"""
    x, y = tf.Variable(x), tf.Variable(y)
    with tf.GradientTape() as tape:
        {formula}
    slopes = zip("{names}".split(", "), tape.gradient(z, [{names}]))
    return {{"z": z, {", ".join(f'"{n}": {n}' for n in nodes)}, **{{"dz_d" + n: float(slope) for n, slope in slopes}}}}
"""


def graph1_by_differences(x, y):
    a, b = x * y, 1 / x
    dz_da, dz_db = slopes(lambda a, b: a + b, a, b)
    dz_dx, dz_dy = slopes(lambda x, y: x * y + 1 / x, x, y)
    return {"a": a, "b": b, "z": a + b, "dz_da": dz_da, "dz_db": dz_db, "dz_dx": dz_dx, "dz_dy": dz_dy}


# atol: in float32, by a tape, sums that cancel are exact to about 1e-7.
@assignment.exercise(points=8, atol=1e-6)
def graph1(submission, draw):
    """At the published point (1, 2) alone, 1/x and 1/x² are the same."""
    ranges = ((0.4, 0.8), (1.5, 3), (-2, -0.6))
    yield from graph_parts(submission.graph1, graph1_by_differences, draw, ranges, ((1.0, 2.0), (2.0, 3.0)))


# fmt: off
graph1.equivalents(
    ("dz_da * y", "y", "`dz_da` is 1"),
    ("dz_da * x", "x", "`dz_da` is 1"),
    ("dz_db * (-1 / x ** 2)", "-1 / x ** 2", "`dz_db` is 1"),
    ("dz_da * y + dz_db * (-1 / x ** 2)", "dz_da * (y + dz_db * (-1 / x ** 2))", "`dz_da` is 1"),
    ("'dz_da': dz_da, 'dz_db': dz_db", "'dz_da': dz_db, 'dz_db': dz_da", "both are 1"),
)
graph1.at("dz_da * y + dz_db * (-1 / x**2)").mistakes(
    ("dz_da * y * dz_db * (-1 / x**2)", "paths multiplied",
     "In `dz_dx` the two paths were multiplied. Multiply along a path; what do you do with several of them?"),
    ("dz_db * (-1 / x**2)", "path through a lost",
     "`dz_dx` counts only the path through b. How often does x occur in the formula for z?"),
    ("dz_da * x + dz_db * (-1 / x**2)", "x in place of y",
     "`dz_dx` is wrong in the path through a. If x grows by 1, by how much does the product xy grow?"),
    ("dz_da * y", "path through b lost",
     "`dz_dx` counts only the path through a. How often does x occur in the formula for z?"),
    ("dz_da * y + dz_db * np.log(abs(x))", "logarithm",
     "`dz_dx` is wrong in the path through b: the logarithm is the integral of 1/x. What is the derivative of 1/x?"),
    ("dz_da * y + dz_db * (1 / x**2)", "sign of the slope of 1/x",
     "`dz_dx` is wrong in the path through b. If x grows, does 1/x grow or shrink?"),
    ("dz_da * y + dz_db * (-1 / x)", "square missing",
     "`dz_dx` is wrong in the path through b. Look at the local derivative of 1/x: which power of x is in it?"),
)
graph1.at('"dz_da": dz_da, "dz_db": dz_db').mistakes(('"dz_da": y, "dz_db": -1 / x**2', "local derivatives by x",
    "`dz_da` and `dz_db` are the derivatives of a and b with respect to x. If a grows by 0.01, by how much does z "
    "grow?"))
graph1.at("dz_da = 1.0\n    dz_db = 1.0").mistakes(("dz_da = a\n    dz_db = b", "values for derivatives",
    "`dz_da` and `dz_db` are the values of a and b. If a grows by 0.01, by how much does z grow?"))
graph1.at(
    "dz_dx = dz_da * y + dz_db * (-1 / x**2)\n    # (3) back to y: dz_da, x → dz_dy (1 line)\n    dz_dy = dz_da * x"
).mistakes(
    ("dz_dx = dz_da * x + dz_db * (-1 / x**2)\n    dz_dy = dz_da * y", "slopes of the product exchanged",
     "On the way through a, x and y have each other's slope. If x grows by 1, by how much does the product xy grow?"),
)
graph1.at("dz_dy = dz_da * x").mistakes(("dz_dy = dz_da * x + dz_db * (-1 / x**2)", "path too many for y",
    "`dz_dy` also counts the path through b. Does b depend on y?"))

graph1.alternatives({
    "whole ones, formulas on paper": """
    a, b = x * y, x**-1
    print(a, b)
    return {"z": a + b, "a": a, "b": b, "dz_da": 1, "dz_db": 1, "dz_dx": y - x**-2, "dz_dy": x}
""",
    "local derivatives with names, numpy numbers": """
    x, y = np.float64(x), np.float64(y)
    a, b = np.multiply(x, y), np.reciprocal(x)
    dz_dz = 1.0
    dz_da, dz_db = dz_dz, dz_dz
    da_dx, da_dy, db_dx = y, x, -b * b
    result = dict(a=a, b=b, z=a + b, dz_da=dz_da, dz_db=dz_db)
    result["dz_dx"] = sum(np.array([dz_da, dz_db]) * np.array([da_dx, db_dx]))
    result["dz_dy"] = dz_da * da_dy
    return result
""",
    "a tape, float32": taped("a, b = x * y, 1 / x; z = a + b", "a", "b"),
})
# fmt: on


def graph2_by_differences(x, y):
    a, b = x + y, x**2 - 4
    dz_da, dz_db = slopes(lambda a, b: a / b, a, b)
    dz_dx, dz_dy = slopes(lambda x, y: (x + y) / (x**2 - 4), x, y)
    return {"a": a, "b": b, "z": a / b, "dz_da": dz_da, "dz_db": dz_db, "dz_dx": dz_dx, "dz_dy": dz_dy}


@assignment.exercise(points=8, atol=1e-6)
def graph2(submission, draw):
    """x on both sides of the pole at 2, and of that at -2."""
    ranges = ((0.4, 1.4), (2.7, 4), (-1.4, -0.4))
    yield from graph_parts(submission.graph2, graph2_by_differences, draw, ranges, ((1.0, 2.0), (3.0, 2.0)))


# fmt: off
graph2.at("-a / b**2").mistakes(
    ("-a / b", "denominator not squared", "`dz_db` is -a/b. Something in its formula is squared: what?"),
    ("-a / b * 2", "doubled for squared",
     "In `dz_db` something is doubled that the formula squares. Which operator is a power?"),
    ("-1 / b**2", "numerator lost", "`dz_db` is that of 1/b. If a were twice as large, how would it change?"),
)
graph2.at("dz_da + dz_db * 2 * x").mistakes(
    ("dz_da + dz_db * x", "local derivative of the square short",
     "In `dz_dx` the path through b has x as its local derivative. What is the derivative of x²?"),
    ("dz_da * dz_db * 2 * x", "paths multiplied",
     "In `dz_dx` the two paths were multiplied. Multiply along a path; what do you do with several of them?"),
    ("dz_db * 2 * x", "path through a lost",
     "`dz_dx` counts only the path through b. How often does x occur in the formula for z?"),
    ("dz_da", "path through b lost",
     "`dz_dx` counts only the path through a. How often does x occur in the formula for z?"),
    ("dz_da + dz_db", "local derivative of b lost",
     "In `dz_dx` the path through b is one factor short. How fast does x² - 4 change when x does?"),
    ("dz_da + dz_db * (2 * x - 4)", "constant kept in the slope",
     "In `dz_dx` the local derivative of b is 2x - 4. What is the derivative of a constant?"),
    ("dz_da + dz_db * 2 * x - 4", "constant kept in the sum",
     "In `dz_dx` a 4 is left over. What is the derivative of a constant?"),
)
graph2.at("dz_dy = dz_da").mistakes(
    ("dz_dy = dz_da + dz_db", "path too many for y", "`dz_dy` also counts a path through b. Does b depend on y?"),
    ("dz_dy = dz_dx", "derivatives of x and y the same", "`dz_dy` is `dz_dx`. How many paths lead from y to z?"),
)
graph2.alternatives({
    "quotient rule": """
    a, b = x + y, x * x - 4
    dz_dx = (1 * b - a * (2 * x)) / (b * b)
    return {"a": a, "b": b, "z": a / b, "dz_da": 1 / b, "dz_db": -a / (b * b), "dz_dx": dz_dx, "dz_dy": 1 / b}
""",
    "factors of the denominator, z used again": """
    a, b = np.add(x, y), (x - 2) * (x + 2)
    z = a / b
    dz_da = b**-1
    dz_db = -z * dz_da
    print(dz_da, dz_db)
    nodes = {"a": a, "b": b, "z": z}
    return {**nodes, "dz_da": dz_da, "dz_db": dz_db, "dz_dx": dz_da * 1 + dz_db * 2 * x, "dz_dy": dz_da}
""",
    "a tape, float32": taped("a, b = x + y, x**2 - 4; z = a / b", "a", "b"),
})
# fmt: on


def graph3_by_differences(x, y):
    a, b, c = 2 * x, 1 / x, x + y
    d = a + b
    dz_da, dz_db, dz_dc = slopes(lambda a, b, c: (a + b) / c, a, b, c)
    dz_dd, _ = slopes(lambda d, c: d / c, d, c)
    dz_dx, dz_dy = slopes(lambda x, y: (2 * x + 1 / x) / (x + y), x, y)
    values = {"a": a, "b": b, "c": c, "d": d, "z": d / c}
    # in the order of computation: the first wrong one is named
    back = {"dz_dc": dz_dc, "dz_dd": dz_dd, "dz_da": dz_da, "dz_db": dz_db, "dz_dx": dz_dx, "dz_dy": dz_dy}
    return values | back


@assignment.exercise(points=10, atol=1e-6)
def graph3(submission, draw):
    """The published derivatives at (1, 2), -2 and -1, are wrong: they are 0 and -1/3, as central differences show."""
    ranges = ((0.4, 0.9), (1.4, 3), (-2, -0.5))
    yield from graph_parts(submission.graph3, graph3_by_differences, draw, ranges, ((1.0, 2.0), (2.0, 1.0)))


# fmt: off
graph3.equivalents(
    ("'dz_da': dz_da, 'dz_db': dz_db", "'dz_da': dz_db, 'dz_db': dz_da", "both are `dz_dd`"),
    ("'dz_dd': dz_dd, 'dz_da': dz_da", "'dz_dd': dz_da, 'dz_da': dz_dd", "`dz_da` is `dz_dd`"),
)
graph3.at("dz_dx = dz_da * 2 + dz_db * (-1 / x**2) + dz_dc").mistakes((
    "dz_dc = -1.0\n    dz_dx = -1.0 + dz_dc", "the printed slip",
    "`dz_dc` is -1 at every point. At (1, 2), d and c are both 3: what does its formula give there?"))
graph3.at("dz_dc = -d / c**2\n    dz_dd = 1 / c").mistakes(
    ("dz_dc = 1 / c\n    dz_dd = -d / c**2", "c and d exchanged",
     "`dz_dc` and `dz_dd` are exchanged. Which letter is the denominator?"),
    ("dz_dc = -c / d**2\n    dz_dd = 1 / d", "c and d in each other's place",
     "In `dz_dc` and `dz_dd`, c and d have each other's place. Which of them is the denominator of z?"),
)
graph3.at("-d / c**2").mistakes(
    ("-d / c", "denominator not squared", "`dz_dc` is -d/c. Something in its formula is squared: what?"),
    ("-1 / c**2", "numerator lost", "`dz_dc` is that of 1/c. If d were twice as large, how would it change?"),
)
graph3.at("dz_da * 2 + dz_db * (-1 / x**2) + dz_dc").mistakes(
    ("dz_db * (-1 / x**2) + dz_dc", "path through a lost",
     "`dz_dx` does not count the path through a. How often does x occur in the formula for z?"),
    ("dz_da + dz_db * (-1 / x**2) + dz_dc", "local derivative of a lost",
     "In `dz_dx` the path through a is one factor short. If x grows by 1, by how much does 2x grow?"),
)
graph3.at("dz_db * (-1 / x**2) + dz_dc").mistakes(
    ("dz_dc", "path through b lost",
     "`dz_dx` does not count the path through b. How often does x occur in the formula for z?"),
    ("dz_db * (-1 / x**2)", "path through c lost",
     "`dz_dx` counts only the paths through d. How often does x occur in the formula for z?"),
)
graph3.at("(-1 / x**2)").mistakes(
    ("(1 / x**2)", "sign of the slope of 1/x",
     "In `dz_dx` the path through b has the wrong sign. If x grows, does 1/x grow or shrink?"),
    ("(-1 / x)", "square missing", "In `dz_dx` the path through b is wrong. Which power of x is in the slope of 1/x?"),
)
graph3.at('"dz_da": dz_da, "dz_db": dz_db').mistakes(('"dz_da": 2.0, "dz_db": -1 / x**2', "local derivatives by x",
    "`dz_da` and `dz_db` are the derivatives of a and b with respect to x. If a itself grows by 0.01, by how much does "
    "d grow, and z?"))
graph3.at("dz_dy = dz_dc").mistakes(("dz_dy = dz_dc + dz_dd", "path too many for y",
    "`dz_dy` also counts a path through d. Does d depend on y?"))
graph3.everywhere("= dz_dd").mistakes(("= 1.0", "derivative not passed on from d",
    "`dz_da` and `dz_db` are the local derivatives of d. How does the path go on from d to z?"))
graph3.alternatives({
    "quotient rule": """
    a, b, c = 2 * x, 1 / x, x + y
    d = a + b
    top = (2 - 1 / (x * x)) * c - d * 1
    back = {"dz_dx": top / c**2, "dz_dy": -d / c**2, "dz_dc": -d / c**2}
    for name in "abd":
        back["dz_d" + name] = 1 / c
    return {"a": a, "b": b, "c": c, "d": d, "z": d / c, **back}
""",
    "paths as products of lists, z used again": """
    a, b, c = x + x, x**-1.0, y + x
    d = b + a
    z = np.divide(d, c)
    dz_dd, dz_dc = np.divide(1, c), np.divide(-z, c)
    paths = [[dz_dd, 1, 2], [dz_dd, 1, -b * b], [dz_dc, 1]]
    print(paths)
    dz_dx = sum(np.prod(path) for path in paths)
    return dict(a=a, b=b, c=c, d=d, z=z, dz_da=dz_dd, dz_db=dz_dd, dz_dc=dz_dc, dz_dd=dz_dd, dz_dx=dz_dx, dz_dy=dz_dc)
""",
    "a tape, float32": taped("a, b, c = 2 * x, 1 / x, x + y; d = a + b; z = d / c", "a", "b", "c", "d"),
})
# fmt: on


def logistic_by_differences(x1, x2, y, w1, w2, b):
    """The same dictionary, its slopes by central differences."""

    def loss(z):
        return np.log1p(np.exp(np.where(y, -z, z)))

    def along(dw1, dw2, db, h=1e-5):
        move = h * (dw1 * x1 + dw2 * x2 + db)
        return (loss(z + move) - loss(z - move)) / (2 * h)

    z = w1 * x1 + w2 * x2 + b
    values = {"z": z, "a": (1 + np.tanh(z / 2)) / 2, "L": loss(z), "dL_dz": along(0, 0, 1)}
    return values | {"dL_dw1": along(1, 0, 0), "dL_dw2": along(0, 1, 0), "dL_db": along(0, 0, 1)}


@assignment.exercise(points=10, keeps_arguments=True)
def logistic_graph(submission, draw):
    """Flowers of both labels one by one, and many at once."""
    for y in (1, 0, 1, 0):
        values = (number(draw, 0.5, 2), -number(draw, 0.5, 2), y, *draw.uniform(-0.9, 0.9, 3).tolist())
        yield "one flower", submission.logistic_graph(*values), logistic_by_differences(*values)
    for _ in range(2):
        (m,) = draw.sizes("m", low=4)
        x1, x2 = draw.normal(m), draw.normal(m)
        values = (x1, x2, draw.labels(m)[0], *draw.uniform(-0.9, 0.9, 3).tolist())
        yield "many flowers at once", submission.logistic_graph(*values), logistic_by_differences(*values)


# fmt: off
logistic_graph.at("dL_dz = a - y").mistakes(
    ("dL_dz = y - a", "label minus prediction",
     "`dL_dz` has the wrong sign. If a is too small, does a larger z make the loss rise or fall?"),
    ("dL_dz = (a - y) * a * (1 - a)", "slope of the sigmoid twice",
     "The slope of the sigmoid is one factor too many in `dL_dz`. What became of it in the last line of the algebra?"),
    ("dL_dz = -y / a + (1 - y) / (1 - a)", "stopped at a",
     "`dL_dz` is the derivative with respect to a. Which local derivative leads on from a to z?"),
    ("dL_dz = (-y / a - (1 - y) / (1 - a)) * a * (1 - a)", "wrong sign for label 0",
     "`dL_dz` is never positive here. For label 0, does a larger a make the loss rise or fall?"),
    ("dL_dz = a", "label left out", "`dL_dz` is the prediction itself. What is the error of a prediction?"),
    ("dL_dz = z - y", "z in place of a",
     "`dL_dz` compares z with the label. Which of the two, z or a, is a probability?"),
    ("dL_dz = abs(a - y)", "absolute value", "`dL_dz` is never negative here. For label 1, which sign has a - y?"),
    ("dL_dz = L", "loss for its slope", "`dL_dz` is the loss itself. What did the algebra leave of its slope?"),
)
logistic_graph.at("dL_dw1 = dL_dz * x1\n    dL_dw2 = dL_dz * x2").mistakes(
    ("dL_dw1 = dL_dz * x2\n    dL_dw2 = dL_dz * x1", "features exchanged",
     "`dL_dw1` and `dL_dw2` are exchanged. Which feature is multiplied by w1 on its way to z?"),
    ("dL_dw1 = dL_dz * w1\n    dL_dw2 = dL_dz * w2", "weights in place of features",
     "`dL_dw1` and `dL_dw2` have the weights as factors. If w1 grows by 1, by how much does w1 x1 grow?"),
    ("dL_dw1 = x1\n    dL_dw2 = x2", "local derivatives only",
     "`dL_dw1` and `dL_dw2` lead only from z to the weights. How does the path go on from z to L?"),
    ("dL_dw1 = dL_dz\n    dL_dw2 = dL_dz", "features missing",
     "`dL_dw1` and `dL_dw2` are `dL_dz` itself. If w1 grows by 1, by how much does z grow?"),
    ("dL_dw1 = np.mean(dL_dz * x1)\n    dL_dw2 = np.mean(dL_dz * x2)", "mean over the flowers",
     "`dL_dw1` and `dL_dw2` are means over the flowers. Does each flower keep slopes of its own?"),
    ("dL_dw1 = np.dot(dL_dz, x1)\n    dL_dw2 = np.dot(dL_dz, x2)", "sum over the flowers",
     "`dL_dw1` and `dL_dw2` are sums over the flowers. Does each flower keep slopes of its own?"),
    ("dL_dw1 = dL_dz / x1\n    dL_dw2 = dL_dz / x2", "divided by the features",
     "`dL_dw1` and `dL_dw2` were divided by the features. What happens along a path?"),
)
logistic_graph.at("dL_db = dL_dz").mistakes(
    ("dL_db = dL_dz * b", "bias as its own slope",
     "`dL_db` has b as a factor. If b grows by 1, by how much does z grow?"),
    ("dL_db = b", "the bias itself", "`dL_db` is the bias itself. If b grows by 1, by how much does z grow?"),
    ("dL_db = 1.0", "local derivative of the bias only",
     "`dL_db` leads only from z to b. How does the path go on from z to L?"),
    ("dL_db = np.mean(dL_dz)", "mean of the bias slopes",
     "`dL_db` is the mean over the flowers. How many slopes should there be?"),
    ("dL_db = np.sum(dL_dz)", "sum of the bias slopes",
     "`dL_db` is the sum over the flowers. How many slopes should there be?"),
    ("dL_db = 0.0", "bias without a slope", "`dL_db` is 0. If b grows by 1, does z change?"),
)
logistic_graph.alternatives({
    "every local derivative": """
    z = b + x2 * w2 + x1 * w1
    a = sigmoid(z)
    L = -np.where(y == 1, np.log(a), np.log(1 - a))
    dL_da = (a - y) / (a * (1 - a))
    print(dL_da)
    dL_dz = dL_da * a * (1 - a)
    slopes = {"dL_dw1": dL_dz * x1, "dL_dw2": dL_dz * x2, "dL_db": dL_dz * 1.0}
    return {"z": z, "a": a, "L": L, "dL_dz": dL_dz, **slopes}
""",
    "the error written out": """
    z = w1 * x1 + w2 * x2 + b
    a = sigmoid(z)
    L = -(y * np.log(a) + (1 - y) * np.log(1 - a))
    return dict(z=z, a=a, L=L, dL_dz=a - y, dL_dw1=x1 * (a - y), dL_dw2=np.multiply(a - y, x2), dL_db=-(y - a))
""",
    "a tape": """
    x1, x2, y = (np.asarray(value, dtype=float) for value in (x1, x2, y))
    z = tf.Variable(w1 * x1 + w2 * x2 + b)
    with tf.GradientTape() as tape:
        a = tf.sigmoid(z)
        L = -(y * tf.math.log(a) + (1 - y) * tf.math.log(1 - a))
    error = tape.gradient(L, z).numpy()
    values = {"z": z.numpy(), "a": a.numpy(), "L": L.numpy()}
    return values | {"dL_dz": error, "dL_dw1": error * x1, "dL_dw2": error * x2, "dL_db": error}
""",
})
# fmt: on


# fmt: off
assignment.examples(
    Example("arguments of the tape's gradient exchanged",
        {"get_derivative": [("t.gradient(y, x)", "t.gradient(x, y)")]}),
    Example("first derivative taken after both tapes",
        {"get_second_derivative": [
             ("        first = t1", "    first = t1"),
         ]}),
    Example("numbers made of tensors inside the tape",
        {"get_derivative": [("        y = f(x)", "        y = tf.constant(f(x.numpy()))")]}),
    Example("a wrong difference, which the inverse uses", {"numerical_derivative": [("/ (2 * h)", "/ h")]}),
    Example("graph2 copied from graph1 and half changed",
        {"graph2": [("-a / b**2", "1.0"), ("dz_db * 2 * x", "dz_db * (-1 / x**2)")]}),
    Example("arrays where the formula has numbers",
        {"graph1": [("a = x * y", "a = np.array(x) * np.array(y)")],
         "slope": [("m = (q[1] - p[1])", "m = np.array(q[1] - p[1])")]}, loses=()),
    Example(
        "everything printed",
        {
            name: [("    ### END CODE HERE ###", "    print(locals())")]
            for name in ("partial_derivative", "get_second_derivative", "graph3", "logistic_graph")
        },
        loses=(),
    ),
    Example("the notebook's own flowers in the gradient",
        {"logistic_graph": [("dL_dz * x1", "dL_dz * X[0]")]}),
    Example("an integer tensor",
        {"get_derivative": [("        t.watch(x)", "        x = tf.cast(x, tf.int32)\n        t.watch(x)")]}),
)
# fmt: on
