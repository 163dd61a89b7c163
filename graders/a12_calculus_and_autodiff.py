"""Scenarios, known mistakes and alternatives of "Derivatives by hand, by tape, and a first network".

Functions that are passed to a submission are those of `utils.calculus_utils`. The network part has the solution cells
of a15, and adopts its exercises; examples are columns there.
"""

import math
from dataclasses import replace

import numpy as np

from autograder.judging.exercise import Alternative, Assignment, Example, Mistake
from graders.a15_planar_classification import assignment as planar
from graders.a15_planar_classification import easy_example
from utils import calculus_utils as functions
from utils.iris_utils import load_iris_sepals

assignment = Assignment("a12_calculus_and_autodiff")

# Derivatives by pencil, by the name of the function.
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


def iris_start(n_h):
    """X (2, 150), Y (1, 150) and the starting parameters of a network of 2, n_h and 1 units."""
    random = np.random.RandomState(2)
    W1, W2 = random.randn(n_h, 2) * 0.01, random.randn(1, n_h) * 0.01
    return *load_iris_sepals(), {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((1, 1))}


@assignment.exercise(points=4, keeps_arguments=True)
def slope(submission, draw):
    """Lines of all directions; the whole numbers of the second part rise and fall by fractions."""
    for _ in range(3):
        p, q = draw.normal(2), draw.normal(2) + np.array([2.5, 0])
        yield "random points", submission.slope(tuple(p.tolist()), tuple(q.tolist())), (q[1] - p[1]) / (q[0] - p[0])
    yield "the second point on the left", submission.slope(draw.normal(2) + np.array([4, 0]), draw.normal(2))
    yield "published example", submission.slope((0, 1), (2, 5)), 2.0
    yield "published example", submission.slope((1, 4), (3, 1)), -1.5


slope.mistakes(
    Mistake(
        "one difference the other way round",
        "q[0] - p[0]",
        "p[0] - q[0]",
        "The slope has the wrong sign. Which point comes first in the one difference, and which in the other?",
    ),
    Mistake(
        "rounded down",
        "dy / dx",
        "dy // dx",
        "The slope came as a whole number: `//` rounds down. Slopes have fractions; which sign divides exactly?",
    ),
    Mistake(
        "absolute value",
        "m = dy / dx",
        "m = abs(dy / dx)",
        "A line that falls came with a positive slope. The sign says whether it climbs or falls, so keep it.",
    ),
    Mistake(
        "run over rise",
        "dy / dx",
        "dx / dy",
        "The slope came upside down: run over rise. Which difference stands on top in the formula?",
    ),
    Mistake(
        "product",
        "dy / dx",
        "dy * dx",
        "Rise and run were multiplied. A line that climbs as much over a longer way is flatter: which operation is it?",
    ),
    Mistake(
        "rise only",
        "m = dy / dx",
        "m = dy",
        "The rise came back, whatever the run. By what does the formula divide it?",
    ),
    Mistake(
        "differences within a point",
        "dx = q[0] - p[0]\n    dy = q[1] - p[1]",
        "dx = p[1] - p[0]\n    dy = q[1] - q[0]",
        "The differences were taken within each point. Rise is from one y to the other y; what is run?",
    ),
    Mistake(
        "line through the origin",
        "m = dy / dx",
        "m = q[1] / q[0]",
        "Only the second point was used, as if the line went through (0, 0). Both points decide the slope.",
    ),
    Mistake(
        "sums instead of differences",
        "dx = q[0] - p[0]\n    dy = q[1] - p[1]",
        "dx = q[0] + p[0]\n    dy = q[1] + p[1]",
        "The coordinates were added. How far it is from one point to the other is a difference.",
    ),
    Mistake(
        "rounded",
        "m = dy / dx",
        "m = round(dy / dx, 1)",
        "The slope was rounded. Round when you print, if at all, not when you compute.",
    ),
    Mistake(
        "distance of the points",
        "m = dy / dx",
        "m = (dx**2 + dy**2) ** 0.5",
        "The distance between the points came back. The slope is rise over run.",
    ),
)

slope.alternatives(
    Alternative(
        "unpacked, the other order",
        "def slope(p, q):\n    (x0, y0), (x1, y1) = p, q\n    return (y0 - y1) / (x0 - x1)",
    ),
    Alternative(
        "arrays",
        "def slope(p, q):\n    difference = np.array(q) - np.array(p)\n    return difference[1] / difference[0]",
    ),
    Alternative(
        "a fitted line, printed",
        "def slope(p, q):\n    m, c = np.polyfit([p[0], q[0]], [p[1], q[1]], 1)\n    print(m, c)\n    return float(m)",
    ),
)


@assignment.exercise(points=7, keeps_arguments=True)
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
    yield "published example", submission.numerical_derivative(functions.parabola, 2.0), 12.0
    yield "published example", submission.numerical_derivative(functions.cube, 1.0, 0.1), 3.01
    yield "published example", submission.numerical_derivative(functions.sine, 0.5), 0.8775825618903728


numerical_derivative.equivalents(
    ("1e-05", "2e-05", "twice a tiny step is a tiny step"),
)


QUOTIENT = "left = f(x - h)\n    # (2) rise over run\n    derivative = (right - left) / (2 * h)"

numerical_derivative.mistakes(
    Mistake(
        "run not doubled",
        "(2 * h)",
        "h",
        "The derivative is twice as large as it should be. How far is it from x - h to x + h?",
    ),
    Mistake(
        "brackets around 2h missing",
        "/ (2 * h)",
        "/ 2 * h",
        "The result is almost zero: `/ 2 * h` divides by 2 and then multiplies by `h`. What needs a bracket?",
    ),
    Mistake(
        "one-sided, to the right",
        QUOTIENT,
        "left = f(x)\n    derivative = (right - left) / h",
        "This is the quotient to the right, from x to x + h. The central difference goes to both sides.",
    ),
    Mistake(
        "one-sided, to the left",
        "right = f(x + h)\n    left = f(x - h)\n    # (2) rise over run\n    derivative = (right - left) / (2 * h)",
        "right = f(x)\n    left = f(x - h)\n    derivative = (right - left) / h",
        "This is the quotient to the left, from x - h to x. The central difference goes to both sides.",
    ),
    Mistake(
        "half of it",
        "left = f(x - h)",
        "left = f(x)",
        "The derivative is half of what it should be: f was taken at x and x + h, which are h apart, not 2h.",
    ),
    Mistake(
        "h fixed",
        "right = f(x + h)",
        "h = 1e-5\n    right = f(x + h)",
        "The distance is always the same. The caller may ask for another: use the argument `h`.",
    ),
    Mistake(
        "half the distance",
        "right = f(x + h)\n    left = f(x - h)\n    # (2) rise over run\n    derivative = (right - left) / (2 * h)",
        "right = f(x + h / 2)\n    left = f(x - h / 2)\n    derivative = (right - left) / h",
        "The points lie at half the distance. In the formula `h` is the distance to either side.",
    ),
    Mistake(
        "twice the distance",
        "right = f(x + h)\n    left = f(x - h)",
        "right = f(x + 2 * h)\n    left = f(x - 2 * h)",
        "The points lie at a distance of 2h on either side. The 2 in the formula belongs to the run only.",
    ),
    Mistake(
        "sum",
        "right - left",
        "right + left",
        "The two values were added, so the result is huge. The rise is their difference.",
    ),
    Mistake(
        "left minus right",
        "right - left",
        "left - right",
        "The derivative has the wrong sign. Going to the right, from which value to which do you climb?",
    ),
    Mistake(
        "bracket around the difference missing",
        "(right - left) / (2 * h)",
        "right - left / (2 * h)",
        "Only the second value was divided: without a bracket, `/` comes before `-`. What is to be divided?",
    ),
    Mistake(
        "another default",
        "h=1e-5",
        "h=0.1",
        "Without a given `h` the result is not exact enough. Leave the first line as it is: the default is 1e-5.",
    ),
    Mistake(
        "value of f",
        "derivative = (right - left) / (2 * h)",
        "derivative = f(x)",
        "The value of f came back. The derivative says how fast this value changes.",
    ),
    Mistake(
        "numbers only",
        "right = f(x + h)",
        "x = float(x)\n    right = f(x + h)",
        "`float` takes single numbers only. The operators work on numbers and on arrays: no need to convert.",
    ),
    Mistake(
        "rounded",
        "derivative = (right - left) / (2 * h)",
        "derivative = np.round((right - left) / (2 * h), 1)",
        "The derivative was rounded. Round when you print, if at all, not when you compute.",
    ),
    Mistake(
        "x changed in place",
        "right = f(x + h)\n    left = f(x - h)",
        "x += h\n    right = f(x)\n    x -= 2 * h\n    left = f(x)",
        "The derivative is right, but the caller's `x` was changed: `+=` works on the array itself. Make a new one.",
    ),
)

numerical_derivative.alternatives(
    Alternative("one line", "def numerical_derivative(f, x, h=1e-5):\n    return 0.5 * (f(x + h) - f(x - h)) / h"),
    Alternative(
        "the mean of the one-sided quotients",
        """
def numerical_derivative(f, x, h=1e-5):
    forwards = (f(x + h) - f(x)) / h
    backwards = (f(x) - f(x - h)) / h
    return (forwards + backwards) / 2
""",
    ),
    Alternative(
        "loop over the entries, steps printed",
        """
def numerical_derivative(f, x, h=1e-5):
    result = np.zeros(np.shape(x))
    for place in np.ndindex(result.shape):
        entry = np.asarray(x)[place]
        print(entry, h)
        result[place] = np.divide(f(entry + h) - f(entry - h), 2 * h)
    return result
""",
    ),
    Alternative(
        "numpy's gradient on three points",
        """
def numerical_derivative(f, x, h=1e-5):
    return np.gradient(np.array([f(x - h), f(x), f(x + h)]), h, axis=0)[1]
""",
    ),
)


@assignment.exercise(points=7, keeps_arguments=True)
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
        yield "published example", submission.partial_derivative(functions.surface, np.array([1.0, 2.0]), i), figure


partial_derivative.equivalents(
    ("1e-05", "2e-05", "twice a tiny step is a tiny step"),
)


COPIES = "up = point.copy()\n    down = point.copy()\n    up[i] += h\n    down[i] -= h"
PARTIAL = "derivative = (f(*up) - f(*down)) / (2 * h)"

partial_derivative.mistakes(
    Mistake(
        "all variables moved",
        COPIES,
        "up = point + h\n    down = point - h",
        "All variables moved at once. A partial derivative moves number `i` and holds the others still.",
    ),
    Mistake(
        "argument changed",
        "up = point.copy()",
        "up = point",
        "The derivative is right, but `point` was changed: `up = point` is a second name for the same array. "
        "How do you get a new one?",
    ),
    Mistake(
        "no copies",
        "up = point.copy()\n    down = point.copy()",
        "up = point\n    down = point",
        "`up` and `down` are two names for one array, so both moves cancel and the difference is 0. Make copies.",
    ),
    Mistake(
        "counted from 1",
        "up[i] += h\n    down[i] -= h",
        "up[i - 1] += h\n    down[i - 1] -= h",
        "The variable before the one asked for was moved. `i` counts from 0, as Python does.",
    ),
    Mistake(
        "always the first variable",
        "up[i] += h\n    down[i] -= h",
        "up[0] += h\n    down[0] -= h",
        "The first variable is always the one that moves. Which one is asked for?",
    ),
    Mistake(
        "always the last variable",
        "up[i] += h\n    down[i] -= h",
        "up[-1] += h\n    down[-1] -= h",
        "The last variable is always the one that moves. Which one is asked for?",
    ),
    Mistake(
        "run not doubled",
        "(2 * h)",
        "h",
        "The derivative is twice as large as it should be. How far apart are the two points?",
    ),
    Mistake(
        "one-sided",
        "down[i] -= h\n    # (2) rise over run\n    " + PARTIAL,
        "derivative = (f(*up) - f(*down)) / h",
        "This is the one-sided quotient. The central difference moves the coordinate to both sides, and is more exact.",
    ),
    Mistake(
        "half of it",
        "down[i] -= h",
        "pass",
        "The derivative is half of what it should be: one of the two points has not moved, and yet 2h is the run.",
    ),
    Mistake(
        "h fixed",
        "up = point.copy()",
        "h = 1e-5\n    up = point.copy()",
        "The distance is always the same. The caller may ask for another: use the argument `h`.",
    ),
    Mistake(
        "coordinate replaced",
        "up[i] += h\n    down[i] -= h",
        "up[i] = h\n    down[i] = -h",
        "The coordinate was replaced by `h` instead of moved by it, so the slope is that at 0. Which operator adds?",
    ),
    Mistake(
        "wrong sign",
        "f(*up) - f(*down)",
        "f(*down) - f(*up)",
        "The derivative has the wrong sign. From which of the two points to the other do you climb?",
    ),
    Mistake(
        "point not unpacked",
        "f(*up) - f(*down)",
        "f(up) - f(down)",
        "`f` got one array where it takes its coordinates one by one. Which sign in front of the array unpacks it?",
    ),
    Mistake(
        "bracket around the difference missing",
        "(f(*up) - f(*down)) / (2 * h)",
        "f(*up) - f(*down) / (2 * h)",
        "Only the second value was divided: without a bracket, `/` comes before `-`. What is to be divided?",
    ),
    Mistake(
        "brackets around 2h missing",
        "/ (2 * h)",
        "/ 2 * h",
        "The result is almost zero: `/ 2 * h` divides by 2 and then multiplies by `h`. What needs a bracket?",
    ),
)

partial_derivative.alternatives(
    Alternative(
        "unit vector",
        """
def partial_derivative(f, point, i, h=1e-5):
    e = np.zeros(len(point))
    e[i] = 1
    return (f(*(point + h * e)) - f(*(point - h * e))) / (2 * h)
""",
    ),
    Alternative(
        "numerical_derivative of one variable",
        """
def partial_derivative(f, point, i, h=1e-5):
    others = list(point)
    return numerical_derivative(lambda t: f(*others[:i], t, *others[i + 1 :]), others[i], h)
""",
    ),
    Alternative(
        "whole gradient, then one entry",
        """
def partial_derivative(f, point, i, h=1e-5):
    gradient = []
    for row in h * np.eye(point.size):
        gradient.append((f(*np.add(point, row)) - f(*np.subtract(point, row))) / h / 2)
    return np.array(gradient)[i]
""",
    ),
    Alternative(
        "moved to and fro on one copy",
        """
def partial_derivative(f, point, i, h=1e-5):
    moved = np.array(point)
    moved[i] += h
    right = f(*moved)
    moved[i] -= 2 * h
    return (right - f(*moved)) / (2 * h)
""",
    ),
)


@assignment.exercise(points=5, keeps_arguments=True)
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
    yield "published example", submission.product_rule(f, df, g, dg, 2.0), 1472.0


TERMS = (
    "through_f = df(x) * g(x)\n    through_g = f(x) * dg(x)\n    # (2) both together\n"
    "    derivative = through_f + through_g"
)


def product_mistake(name, expression, sentence):
    return Mistake(name, TERMS, f"derivative = {expression}", sentence)


product_rule.mistakes(
    product_mistake(
        "product of the derivatives",
        "df(x) * dg(x)",
        "The two derivatives were multiplied. If one side of a rectangle grows, which length does its growth meet?",
    ),
    product_mistake(
        "difference of the terms",
        "df(x) * g(x) - f(x) * dg(x)",
        "The two terms were subtracted. Both sides of the rectangle grow: which sign stands between the terms?",
    ),
    product_mistake(
        "each function with its own derivative",
        "df(x) * f(x) + g(x) * dg(x)",
        "Each derivative was multiplied by its own function. The growth of one side meets the length of the other.",
    ),
    product_mistake(
        "sum of the derivatives",
        "df(x) + dg(x)",
        "This is the derivative of f + g. What does the formula multiply each derivative by?",
    ),
    product_mistake(
        "first term only",
        "df(x) * g(x)",
        "Only the change of f is counted. What comes from the change of g?",
    ),
    product_mistake(
        "second term only",
        "f(x) * dg(x)",
        "Only the change of g is counted. What comes from the change of f?",
    ),
    product_mistake(
        "product itself",
        "f(x) * g(x)",
        "The product itself came back, without a derivative. Which two terms does the rule have?",
    ),
    product_mistake(
        "quotient rule",
        "(df(x) * g(x) - f(x) * dg(x)) / g(x) ** 2",
        "This is the derivative of the quotient f / g. For a product there is a plus and no denominator.",
    ),
    product_mistake(
        "terms multiplied",
        "df(x) * g(x) * f(x) * dg(x)",
        "The two terms were multiplied. They are two separate growths of one area: how do they go together?",
    ),
    product_mistake(
        "chain rule",
        "df(g(x)) * dg(x)",
        "This is the chain rule, the derivative of f(g(x)). Here f and g both take x, and their values are multiplied.",
    ),
    product_mistake(
        "function not called",
        "df * g(x) + f(x) * dg(x)",
        "A function stands where its value should. `df` is the function; what is its value at x?",
    ),
)

product_rule.alternatives(
    Alternative("one line", "def product_rule(f, df, g, dg, x):\n    return g(x) * df(x) + dg(x) * f(x)"),
    Alternative(
        "derivative of the logarithm",
        """
def product_rule(f, df, g, dg, x):
    return f(x) * g(x) * (df(x) / f(x) + dg(x) / g(x))
""",
    ),
    Alternative(
        "squares",
        """
def product_rule(f, df, g, dg, x):
    # 4 f g = (f + g)² - (f - g)², and a square is differentiated by the chain rule
    total, gap = f(x) + g(x), f(x) - g(x)
    print(total, gap)
    return 0.5 * np.asarray(total * (df(x) + dg(x)) - gap * (df(x) - dg(x)))
""",
    ),
)


@assignment.exercise(points=6, keeps_arguments=True)
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
    yield "whole arrays", submission.chain_rule(functions.parabola_slope, functions.sine, functions.cosine, X)
    draw.sizes()
    for x, figure in ((1.0, -4.575505346045284), (0.0, 1.0)):
        came = submission.chain_rule(functions.cosine, functions.inner, functions.inner_slope, x)
        yield "published example", came, figure


CHAIN = "derivative = df(u) * dg(x)"

chain_rule.mistakes(
    Mistake(
        "inner slope missing",
        CHAIN,
        "derivative = df(u)",
        "The outer slope is right, and the inner one is missing. How fast does g change when x does?",
    ),
    Mistake(
        "outer slope at x",
        "df(u)",
        "df(x)",
        "The outer slope was taken at x. The outer function never sees x: which number does it receive?",
    ),
    Mistake(
        "inner value as the slope",
        CHAIN,
        "derivative = df(u) * u",
        "The outer slope was multiplied by the inner value. Slopes multiply: what is the slope of g?",
    ),
    Mistake(
        "outer slope missing",
        CHAIN,
        "derivative = dg(x)",
        "Only the inner slope came back. By what does the outer function multiply a change of its input?",
    ),
    Mistake(
        "slopes added",
        "df(u) * dg(x)",
        "df(u) + dg(x)",
        "The two slopes were added. A change that is tripled and then doubled becomes six times as large.",
    ),
    Mistake(
        "outer slope at the inner slope",
        "df(u) * dg(x)",
        "df(dg(x)) * dg(x)",
        "The outer slope was taken at g'(x). What the outer function receives is the value of g, not its slope.",
    ),
    Mistake(
        "inner slope at the inner value",
        "df(u) * dg(x)",
        "df(u) * dg(u)",
        "The inner slope was taken at g(x). The inner function receives x itself.",
    ),
    Mistake(
        "inner slope passed on",
        CHAIN,
        "derivative = df(dg(x))",
        "The slope of g was put into `df`. Values go through the chain one into the other; what do slopes do?",
    ),
    Mistake(
        "order of the chain reversed",
        "df(u) * dg(x)",
        "dg(df(x)) * df(x)",
        "The chain was gone through in the other order. In f(g(x)) the inner function g comes first.",
    ),
    Mistake(
        "inner value times inner slope",
        "df(u) * dg(x)",
        "u * dg(x)",
        "The inner value stands where the outer slope should. The outer slope is `df`, taken at that value.",
    ),
    Mistake(
        "outer slope squared",
        "df(u) * dg(x)",
        "df(u) ** 2 * dg(x)",
        "The outer slope was multiplied in twice. Each link of the chain gives one factor.",
    ),
    Mistake(
        "function not called",
        "df(u) * dg(x)",
        "df(u) * dg",
        "A function stands where its value should. `dg` is the function; what is its value at x?",
    ),
)

chain_rule.alternatives(
    Alternative("one line", "def chain_rule(df, g, dg, x):\n    return dg(x) * df(g(x))"),
    Alternative("np.multiply", "def chain_rule(df, g, dg, x):\n    print(x)\n    return np.multiply(df(g(x)), dg(x))"),
    Alternative(
        "a chain as a loop",
        """
def chain_rule(df, g, dg, x):
    value, total = x, 1
    for step, its_slope in ((g, dg), (None, df)):
        total = total * its_slope(value)
        value = step(value) if step else value
    return total
""",
    ),
)


@assignment.exercise(points=5, uses=("numerical_derivative",))
def inverse_derivative(submission, draw):
    """Functions that climb or fall, with the usual h and with a large one."""
    for f in (functions.cube, functions.sine, functions.exponential):
        x = number(draw, 0.4, 1.2)
        yield "random points", submission.inverse_derivative(f, x), 1 / SLOPES[f.__name__](x)
    x = number(draw, -2, -1)
    yield "a function that falls", submission.inverse_derivative(functions.square, x), 1 / (2 * x)
    x, h = number(draw, 0.5, 1.2), number(draw, 0.1, 0.3)
    yield "another distance", submission.inverse_derivative(functions.cube, x, h), 1 / (3 * x**2 + h**2)
    yield "published example", submission.inverse_derivative(functions.square, 3.0), 1 / 6
    yield "published example", submission.inverse_derivative(functions.exponential, 1.0), 0.36787944117144233


inverse_derivative.equivalents(
    ("1e-05", "2e-05", "twice a tiny step is a tiny step"),
)


inverse_derivative.mistakes(
    Mistake(
        "negative",
        "1 / slope_of_f",
        "-1 / slope_of_f",
        "The sign is wrong: -1/f' belongs to a line at right angles. Where f climbs, its inverse climbs too.",
    ),
    Mistake(
        "one over the value",
        "1 / slope_of_f",
        "1 / f(x)",
        "One over the value of f came back. The slopes are reciprocal, not the values.",
    ),
    Mistake(
        "slope at f(x)",
        "numerical_derivative(f, x, h)",
        "numerical_derivative(f, f(x), h)",
        "The slope of f was taken at f(x). There the inverse has its argument; where does f have its own?",
    ),
    Mistake(
        "squared",
        "1 / slope_of_f",
        "1 / slope_of_f**2",
        "The slope of f was squared. What is stretched by a factor is shrunk by the same factor, once.",
    ),
    Mistake(
        "not turned over",
        "1 / slope_of_f",
        "slope_of_f",
        "The slope of f itself came back. The way back shrinks what f stretches: what is its factor?",
    ),
    Mistake(
        "h not passed on",
        "numerical_derivative(f, x, h)",
        "numerical_derivative(f, x)",
        "The distance is always the default. `numerical_derivative` takes `h` as its third argument.",
    ),
    Mistake(
        "slope at 1/x",
        "numerical_derivative(f, x, h)",
        "numerical_derivative(f, 1 / x, h)",
        "The slope of f was taken at 1/x. What is turned over is the slope, not the point.",
    ),
    Mistake(
        "slope of 1/f",
        "derivative = 1 / slope_of_f",
        "derivative = numerical_derivative(lambda t: 1 / f(t), x, h)",
        "This is the derivative of 1/f. The inverse function undoes f; it is not one divided by f.",
    ),
    Mistake(
        "arguments exchanged",
        "numerical_derivative(f, x, h)",
        "numerical_derivative(x, f, h)",
        "`numerical_derivative` got its arguments in another order. Which comes first in its definition?",
    ),
    Mistake(
        "one minus the slope",
        "1 / slope_of_f",
        "1 - slope_of_f",
        "The slope of f was subtracted from one. Which operation makes a factor undo another?",
    ),
)

inverse_derivative.alternatives(
    Alternative("power", "def inverse_derivative(f, x, h=1e-5):\n    return numerical_derivative(f, x, h) ** -1"),
    Alternative(
        "run over rise, without the earlier step",
        """
def inverse_derivative(f, x, h=1e-5):
    return 2 * h / (f(x + h) - f(x - h))
""",
    ),
    Alternative(
        "np.reciprocal, by name",
        """
def inverse_derivative(f, x, h=1e-5):
    steepness = np.array(numerical_derivative(f=f, x=x, h=h), dtype=float)
    print("slope of f:", steepness)
    return np.reciprocal(steepness)
""",
    ),
)


# rtol, atol: TensorFlow's own type is float32, and a tape is as good in it.
@assignment.exercise(points=8, keeps_arguments=True, rtol=1e-4, atol=1e-5)
def get_derivative(submission, draw):
    """Not the published point alone: there, 3x² and its derivative are both 12."""
    for f in (functions.cube, functions.sine, functions.wave, functions.exponential):
        x = number(draw, 0.4, 1.6)
        yield "random points", submission.get_derivative(f, x), SLOPES[f.__name__](x)
    X = draw.normal(*draw.sizes("rows", "columns"))
    yield "whole arrays", submission.get_derivative(functions.cubic, X), functions.cubic_slope(X)
    draw.sizes()
    yield "published example", submission.get_derivative(functions.parabola, 2.0), 12.0
    yield "other published functions", submission.get_derivative(functions.parabola, -1.5), -9.0
    yield "other published functions", submission.get_derivative(functions.sine, 0.5), 0.8775825618903728


get_derivative.equivalents(
    ("tf.constant(x, dtype=tf.float64)", "tf.constant(x)", "float32 is precise enough"),
)


TAPED = "        y = f(x)"
DERIVATIVE = "derivative = t.gradient(y, x)"

get_derivative.mistakes(
    Mistake(
        "not watched",
        "t.watch(x)",
        "pass",
        "`None` came back: the tape knows no way from `x` to `y`. Does it watch the constant `x`, is `f` called inside "
        "the `with`, and does `gradient` take what is differentiated first?",
    ),
    Mistake(
        "value returned",
        DERIVATIVE,
        "derivative = y",
        "The value of f came back. (At x = 2 that of 3x² happens to be its derivative.) What do you ask the tape for?",
    ),
    Mistake(
        "float inside the tape",
        TAPED,
        "        y = f(float(x))",
        "`float(x)` leaves TensorFlow, and the tape sees nothing of what follows. Give the tensor itself to `f`.",
    ),
    Mistake(
        "numpy inside the tape",
        TAPED,
        "        y = f(x.numpy())",
        "`x.numpy()` leaves TensorFlow, and the tape sees nothing of what follows. Give the tensor itself to `f`.",
    ),
    Mistake(
        "derivative squared",
        DERIVATIVE,
        "derivative = t.gradient(y, x) ** 2",
        "The square of the derivative came. The second derivative is another matter, and not asked for yet.",
    ),
    Mistake(
        "square of f",
        TAPED,
        "        y = f(x) ** 2",
        "The derivative of f² came, not that of f. What is recorded on the tape?",
    ),
    Mistake(
        "always the same function",
        TAPED,
        "        y = 3 * x**2",
        "The derivative is always that of 3x². The caller gives the function: call `f`.",
    ),
    Mistake(
        "summed over the entries",
        DERIVATIVE,
        "derivative = tf.reduce_sum(t.gradient(y, x))",
        "The derivatives at all the points were added up. Each entry of `x` has its own: leave them apart.",
    ),
    Mistake(
        "value and derivative",
        "return derivative",
        "return y, derivative",
        "Two things came back. Only the derivative is asked for.",
    ),
    Mistake(
        "inside a list",
        DERIVATIVE,
        "derivative = t.gradient(y, [x])",
        "The derivative came inside a list: `gradient` answers a list with a list. Ask for `x` itself.",
    ),
    Mistake(
        "rounded point",
        "t.watch(x)",
        "x = tf.round(x)\n        t.watch(x)",
        "The derivative belongs to a whole number nearby. `x` was rounded; take it as it is.",
    ),
    Mistake(
        "mean slope from 0",
        DERIVATIVE,
        "derivative = y / x",
        "`y` was divided by `x`: the slope of a line from the origin. The tape knows the derivative; ask it.",
    ),
    Mistake(
        "one-sided quotient",
        DERIVATIVE,
        "derivative = (f(x + 0.01) - y) / 0.01",
        "This is a measured slope, and not exact. The tape gives the derivative without any h.",
    ),
)

get_derivative.alternatives(
    Alternative(
        "a variable",
        """
def get_derivative(f, x):
    x = tf.Variable(x, dtype=tf.float64)
    with tf.GradientTape() as tape:
        y = f(x)
    return tape.gradient(y, x).numpy()
""",
    ),
    Alternative(
        "float32, persistent",
        """
def get_derivative(f, x):
    x = tf.cast(tf.convert_to_tensor(x), tf.float32)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch([x])
        y = f(x)
    result = tape.gradient(y, [x])[0]
    del tape
    print(result)
    return result
""",
    ),
    Alternative(
        "of the sum, inside a tf.function",
        """
def get_derivative(f, x):
    x = tf.constant(x, dtype=tf.float64)

    @tf.function
    def compute(x):
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(x)
            total = tf.reduce_sum(f(x))
        return tape.gradient(total, x)

    return compute(x)
""",
    ),
    Alternative(
        "forwards",
        """
def get_derivative(f, x):
    x = tf.constant(x, dtype=tf.float64)
    with tf.autodiff.ForwardAccumulator(x, tf.ones_like(x)) as forwards:
        y = f(x)
    return forwards.jvp(y)
""",
    ),
)


@assignment.exercise(points=10, returns=("first", "second"), keeps_arguments=True, rtol=1e-4, atol=1e-4)
def get_second_derivative(submission, draw):
    """No straight lines: the second derivative of one is None for TensorFlow, as nothing in it depends on x."""
    for f in (functions.cube, functions.sine, functions.wave):
        x = number(draw, 0.4, 1.3)
        expected = (SLOPES[f.__name__](x), SECOND_SLOPES[f.__name__](x))
        yield "random points", submission.get_second_derivative(f, x), expected
    X = draw.normal(*draw.sizes("rows", "columns"))
    yield "whole arrays", submission.get_second_derivative(functions.cube, X), (3 * X**2, 6 * X)
    draw.sizes()
    yield "published example", submission.get_second_derivative(functions.shifted_square, 3.0), (7.0, 2.0)
    yield "published example", submission.get_second_derivative(functions.cube, 2.0), (12.0, 12.0)


get_second_derivative.equivalents(
    ("tf.constant(x, dtype=tf.float64)", "tf.constant(x)", "float32 is precise enough"),
)


SECOND = "second = t2.gradient(first, x)"

get_second_derivative.mistakes(
    Mistake(
        "one tape asked twice",
        SECOND,
        "second = t1.gradient(first, x)",
        "One tape was asked twice, and is used up after the first answer. Which tape has recorded how f' was computed?",
    ),
    Mistake(
        "outer tape saw nothing",
        "t2.watch(x)",
        "pass",
        "The second derivative is `None`: the outer tape knows no way from `x` to f'. Does it watch `x`, and is the "
        "first derivative computed inside its `with`?",
    ),
    Mistake(
        "inner tape not watching",
        "t1.watch(x)",
        "pass",
        "The inner tape does not know `x`, so there is no first derivative. Each of the two tapes has to watch it.",
    ),
    Mistake(
        "first derivative squared",
        SECOND,
        "second = first * first",
        "The second derivative came as the square of the first. It is the derivative of f': ask the outer tape.",
    ),
    Mistake(
        "order exchanged",
        "return first, second",
        "return second, first",
        "The two derivatives came in the other order. The first one is f', then comes f''.",
    ),
    Mistake(
        "derivative of y again",
        SECOND,
        "second = t2.gradient(y, x)",
        "The second derivative is the same as the first: the outer tape differentiated `y`. What should it be given?",
    ),
    Mistake(
        "value and first derivative",
        "return first, second",
        "return y, first",
        "The value and the first derivative came back. Which two derivatives are asked for?",
    ),
    Mistake(
        "second derivative only",
        "return first, second",
        "return second",
        "Only the second derivative came back. The function returns two things.",
    ),
    Mistake(
        "halved",
        SECOND,
        "second = t2.gradient(first, x) / 2",
        "The second derivative is half of what it should be. The 1/2 belongs to Taylor's formula, not to f''.",
    ),
    Mistake(
        "first derivative times y",
        SECOND,
        "second = first * y",
        "The second derivative came as f' times f. It is the derivative of f': ask the outer tape.",
    ),
    Mistake(
        "derivative of the product",
        "first = t1.gradient(y, x)",
        "first = t1.gradient(y, x) * y",
        "The first derivative was multiplied by `y`. It is what the inner tape answers, and nothing else.",
    ),
    Mistake(
        "summed over the entries",
        SECOND,
        "second = tf.reduce_sum(t2.gradient(first, x))",
        "The second derivatives at all the points were added up. Each entry of `x` has its own.",
    ),
)

get_second_derivative.alternatives(
    Alternative(
        "the earlier step, twice",
        """
def get_second_derivative(f, x):
    first = get_derivative(f, x)
    second = get_derivative(lambda t: get_derivative(f, t), x)
    return first, second
""",
    ),
    Alternative(
        "a variable, a list, numpy values",
        """
def get_second_derivative(f, x):
    x = tf.Variable(x, dtype=tf.float64)
    with tf.GradientTape() as outside:
        with tf.GradientTape() as inside:
            y = f(x)
        d = inside.gradient(y, x)
    return [d.numpy(), outside.gradient(d, x).numpy()]
""",
    ),
    Alternative(
        "one persistent tape, asked while it records",
        """
def get_second_derivative(f, x):
    x = tf.constant(x, dtype=tf.float64)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = f(x)
        first = tape.gradient(y, x)
    return first, tape.gradient(first, x)
""",
    ),
    Alternative(
        "float32",
        """
def get_second_derivative(f, x):
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
    ),
)


def graph_parts(function, by_differences, draw, ranges, published):
    """A graph at random points, where x is drawn from each of the ranges, and at the published ones."""
    for low, high in ranges:
        x, y = number(draw, low, high), number(draw, low + 0.2, high + 0.4)
        yield "random points", function(x, y), by_differences(x, y)
    for x, y in published:
        yield "published example", function(x, y), by_differences(x, y)


def graph1_by_differences(x, y):
    a, b = x * y, 1 / x
    dz_da, dz_db = slopes(lambda a, b: a + b, a, b)
    dz_dx, dz_dy = slopes(lambda x, y: x * y + 1 / x, x, y)
    return {"a": a, "b": b, "z": a + b, "dz_da": dz_da, "dz_db": dz_db, "dz_dx": dz_dx, "dz_dy": dz_dy}


# atol: in float32, by a tape, sums that cancel are exact to about 1e-7.
@assignment.exercise(points=6, atol=1e-6)
def graph1(submission, draw):
    """At the published point (1, 2) alone, 1/x and 1/x² are the same."""
    ranges = ((0.4, 0.8), (1.5, 3), (-2, -0.6))
    yield from graph_parts(submission.graph1, graph1_by_differences, draw, ranges, ((1.0, 2.0), (2.0, 3.0)))


graph1.equivalents(
    ("dz_da * y", "y", "`dz_da` is 1"),
    ("dz_da * x", "x", "`dz_da` is 1"),
    ("dz_db * (-1 / x ** 2)", "-1 / x ** 2", "`dz_db` is 1"),
    ("dz_da * y + dz_db * (-1 / x ** 2)", "dz_da * (y + dz_db * (-1 / x ** 2))", "`dz_da` is 1"),
    ("'dz_da': dz_da, 'dz_db': dz_db", "'dz_da': dz_db, 'dz_db': dz_da", "both are 1"),
)


PATHS_1 = "dz_dx = dz_da * y + dz_db * (-1 / x**2)"

graph1.mistakes(
    Mistake(
        "square missing",
        "(-1 / x**2)",
        "(-1 / x)",
        "`dz_dx` is wrong in the path through b. Look at the local derivative of 1/x: which power of x is in it?",
    ),
    Mistake(
        "sign of the slope of 1/x",
        "(-1 / x**2)",
        "(1 / x**2)",
        "`dz_dx` is wrong in the path through b. If x grows, does 1/x grow or shrink?",
    ),
    Mistake(
        "path through b lost",
        PATHS_1,
        "dz_dx = dz_da * y",
        "`dz_dx` counts only the path through a. In how many places does x stand in the formula of z?",
    ),
    Mistake(
        "path through a lost",
        PATHS_1,
        "dz_dx = dz_db * (-1 / x**2)",
        "`dz_dx` counts only the path through b. In how many places does x stand in the formula of z?",
    ),
    Mistake(
        "x in place of y",
        "dz_da * y +",
        "dz_da * x +",
        "`dz_dx` is wrong in the path through a. If x grows by 1, by how much does the product xy grow?",
    ),
    Mistake(
        "y in place of x",
        "dz_dy = dz_da * x",
        "dz_dy = dz_da * y",
        "`dz_dy` is wrong. If y grows by 1, by how much does the product xy grow?",
    ),
    Mistake(
        "both local derivatives of the product exchanged",
        f"{PATHS_1}\n    dz_dy = dz_da * x",
        "dz_dx = dz_da * x + dz_db * (-1 / x**2)\n    dz_dy = dz_da * y",
        "The two derivatives of xy have changed places. With respect to x, y is the factor that stays.",
    ),
    Mistake(
        "paths multiplied",
        "dz_da * y + dz_db * (-1 / x**2)",
        "dz_da * y * dz_db * (-1 / x**2)",
        "In `dz_dx` the two paths were multiplied. Multiply along a path; what do you do with several of them?",
    ),
    Mistake(
        "path too many for y",
        "dz_dy = dz_da * x",
        "dz_dy = dz_da * x + dz_db * (-1 / x**2)",
        "`dz_dy` also counts the path through b. Does b depend on y?",
    ),
    Mistake(
        "logarithm",
        "(-1 / x**2)",
        "np.log(abs(x))",
        "`dz_dx` is wrong in the path through b: the logarithm is the integral of 1/x. What is its derivative?",
    ),
    Mistake(
        "values as derivatives",
        "dz_da = 1.0\n    dz_db = 1.0",
        "dz_da = b\n    dz_db = a",
        "`dz_da` and `dz_db` came as those of a product. z is a sum: if a grows by 0.01, by how much does z?",
    ),
    Mistake(
        "nodes multiplied",
        "\n    z = a + b",
        "\n    z = a * b",
        "The value of z is wrong: it came as the product of a and b. What does the formula do with the two?",
    ),
    Mistake(
        "b not turned over",
        "b = 1 / x",
        "b = x",
        "The value of b came as x itself. Compare with its formula.",
    ),
    Mistake(
        "a as a sum",
        "a = x * y",
        "a = x + y",
        "The value of a came as x + y. What does xy mean?",
    ),
)


def taped(name, formula, returned):
    """An alternative that leaves the derivatives to a tape, in float32, TensorFlow's own type."""
    nodes = [n for n in returned if not n.startswith("dz")]
    wanted = ", ".join(n.removeprefix("dz_d") for n in returned if n.startswith("dz"))
    names = ", ".join(n for n in returned if n.startswith("dz"))
    pairs = ", ".join(f'"{n}": float({n})' for n in (*nodes, *(n for n in returned if n.startswith("dz"))))
    return Alternative(
        "a tape, float32",
        f"""
def {name}(x, y):
    x, y = tf.Variable(x), tf.Variable(y)
    with tf.GradientTape() as tape:
        {formula}
    {names} = tape.gradient(z, [{wanted}])
    return {{{pairs}}}
""",
    )


NODES_1 = ("a", "b", "z", "dz_da", "dz_db", "dz_dx", "dz_dy")

graph1.alternatives(
    Alternative(
        "whole ones, formulas by pencil",
        """
def graph1(x, y):
    a, b = x * y, x**-1
    print(a, b)
    return {"z": a + b, "a": a, "b": b, "dz_da": 1, "dz_db": 1, "dz_dx": y - x**-2, "dz_dy": x}
""",
    ),
    Alternative(
        "local derivatives with names, numpy numbers",
        """
def graph1(x, y):
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
    ),
    taped("graph1", "a, b = x * y, 1 / x; z = a + b", NODES_1),
)


def graph2_by_differences(x, y):
    a, b = x + y, x**2 - 4
    dz_da, dz_db = slopes(lambda a, b: a / b, a, b)
    dz_dx, dz_dy = slopes(lambda x, y: (x + y) / (x**2 - 4), x, y)
    return {"a": a, "b": b, "z": a / b, "dz_da": dz_da, "dz_db": dz_db, "dz_dx": dz_dx, "dz_dy": dz_dy}


@assignment.exercise(points=6, atol=1e-6)
def graph2(submission, draw):
    """x on both sides of the pole at 2, and of that at -2."""
    ranges = ((0.4, 1.4), (2.7, 4), (-1.4, -0.4))
    yield from graph_parts(submission.graph2, graph2_by_differences, draw, ranges, ((1.0, 2.0), (3.0, 2.0)))


PATHS_2 = "dz_dx = dz_da + dz_db * 2 * x"

graph2.mistakes(
    Mistake(
        "sign of the denominator's derivative",
        "-a / b**2",
        "a / b**2",
        "`dz_db` has the wrong sign. If the denominator of a positive fraction grows, does the fraction grow?",
    ),
    Mistake(
        "denominator not squared",
        "-a / b**2",
        "-a / b",
        "`dz_db` came as -a/b. Something in its formula is squared: what?",
    ),
    Mistake(
        "numerator lost",
        "-a / b**2",
        "-1 / b**2",
        "`dz_db` came as that of 1/b. The numerator is a, and it stays there as a factor.",
    ),
    Mistake(
        "numerator and denominator exchanged",
        "dz_da = 1 / b\n    dz_db = -a / b**2",
        "dz_da = -a / b**2\n    dz_db = 1 / b",
        "`dz_da` and `dz_db` have changed places. Which of them belongs to the denominator?",
    ),
    Mistake(
        "local derivative of b lost",
        PATHS_2,
        "dz_dx = dz_da + dz_db",
        "In `dz_dx` the path through b is one factor short. How fast does x² - 4 change when x does?",
    ),
    Mistake(
        "path through b lost",
        PATHS_2,
        "dz_dx = dz_da",
        "`dz_dx` counts only the path through a. In how many places does x stand in the formula of z?",
    ),
    Mistake(
        "path through a lost",
        PATHS_2,
        "dz_dx = dz_db * 2 * x",
        "`dz_dx` counts only the path through b. In how many places does x stand in the formula of z?",
    ),
    Mistake(
        "path too many for y",
        "dz_dy = dz_da",
        "dz_dy = dz_da + dz_db",
        "`dz_dy` also counts a path through b. Does b depend on y?",
    ),
    Mistake(
        "derivatives of x and y the same",
        "dz_dy = dz_da",
        "dz_dy = dz_dx",
        "`dz_dy` came as `dz_dx`. How many paths lead from y to z?",
    ),
    Mistake(
        "plus four",
        "x**2 - 4",
        "x**2 + 4",
        "The value of b is wrong: it came as x² + 4. Compare the sign with its formula.",
    ),
    Mistake(
        "twice instead of squared",
        "x**2 - 4",
        "x * 2 - 4",
        "The value of b is wrong: it came as 2x - 4. The square is `**2`; `*2` only doubles.",
    ),
    Mistake(
        "slope of x**2",
        "dz_db * 2 * x",
        "dz_db * x",
        "In `dz_dx` the local derivative of b is half of what it should be. What is the derivative of x²?",
    ),
    Mistake(
        "constant kept in the slope",
        "dz_db * 2 * x",
        "dz_db * (2 * x - 4)",
        "In `dz_dx` the local derivative of b came as 2x - 4. What is the derivative of a constant?",
    ),
    Mistake(
        "paths multiplied",
        "dz_da + dz_db * 2 * x",
        "dz_da * dz_db * 2 * x",
        "In `dz_dx` the two paths were multiplied. Multiply along a path; what do you do with several of them?",
    ),
    Mistake(
        "turned over",
        "\n    z = a / b",
        "\n    z = b / a",
        "The value of z came upside down, b over a. Which of the two is the denominator?",
    ),
    Mistake(
        "denominator as the derivative",
        "dz_da = 1 / b",
        "dz_da = b",
        "`dz_da` came as b. z is a divided by b: which factor does a have?",
    ),
)

graph2.alternatives(
    Alternative(
        "quotient rule",
        """
def graph2(x, y):
    a, b = x + y, x * x - 4
    dz_dx = (1 * b - a * (2 * x)) / (b * b)
    return {"a": a, "b": b, "z": a / b, "dz_da": 1 / b, "dz_db": -a / (b * b), "dz_dx": dz_dx, "dz_dy": 1 / b}
""",
    ),
    Alternative(
        "factors of the denominator, z used again",
        """
def graph2(x, y):
    a, b = np.add(x, y), (x - 2) * (x + 2)
    z = a / b
    dz_da = b**-1
    dz_db = -z * dz_da
    print(dz_da, dz_db)
    nodes = {"a": a, "b": b, "z": z}
    return {**nodes, "dz_da": dz_da, "dz_db": dz_db, "dz_dx": dz_da * 1 + dz_db * 2 * x, "dz_dy": dz_da}
""",
    ),
    taped("graph2", "a, b = x + y, x**2 - 4; z = a / b", NODES_1),
)


def graph3_by_differences(x, y):
    a, b, c = 2 * x, 1 / x, x + y
    d = a + b
    dz_da, dz_db, dz_dc = slopes(lambda a, b, c: (a + b) / c, a, b, c)
    dz_dd, _ = slopes(lambda d, c: d / c, d, c)
    dz_dx, dz_dy = slopes(lambda x, y: (2 * x + 1 / x) / (x + y), x, y)
    values = {"a": a, "b": b, "c": c, "d": d, "z": d / c}
    back = {"dz_da": dz_da, "dz_db": dz_db, "dz_dc": dz_dc, "dz_dd": dz_dd, "dz_dx": dz_dx, "dz_dy": dz_dy}
    return values | back


@assignment.exercise(points=8, atol=1e-6)
def graph3(submission, draw):
    """The published derivatives at (1, 2), -2 and -1, are wrong: they are 0 and -1/3, as central differences show."""
    ranges = ((0.4, 0.9), (1.4, 3), (-2, -0.5))
    yield from graph_parts(submission.graph3, graph3_by_differences, draw, ranges, ((1.0, 2.0), (2.0, 1.0)))


graph3.equivalents(
    ("'dz_da': dz_da, 'dz_db': dz_db", "'dz_da': dz_db, 'dz_db': dz_da", "both are `dz_dd`"),
)


PATHS_3 = "dz_dx = dz_da * 2 + dz_db * (-1 / x**2) + dz_dc"
BACK_3 = """dz_dc = -d / c**2
    dz_dd = 1 / c
    # (3) backwards, from d to a and b
    dz_da = dz_dd
    dz_db = dz_dd
    # (4) backwards, to x, over three paths, and to y
    """

graph3.mistakes(
    Mistake(
        "the printed slip",
        f"{BACK_3}{PATHS_3}\n    dz_dy = dz_dc",
        "dz_dd = dz_da = dz_db = 1 / c\n    dz_dc = -1.0\n    dz_dx = -1.0 + dz_dc\n    dz_dy = dz_dc",
        "`dz_dc` came as -1. Such a slip has been printed for this graph, with -2 and -1 at the point (1, 2). With "
        "d = c = 3 the derivative holds c squared: -3/9, not -3/3.",
    ),
    Mistake(
        "denominator not squared",
        "-d / c**2",
        "-d / c",
        "`dz_dc` came as -d/c. The derivative with respect to a denominator holds its square.",
    ),
    Mistake(
        "sign of the denominator's derivative",
        "-d / c**2",
        "d / c**2",
        "`dz_dc` has the wrong sign. If the denominator of a positive fraction grows, does the fraction grow?",
    ),
    Mistake(
        "numerator lost",
        "-d / c**2",
        "-1 / c**2",
        "`dz_dc` came as that of 1/c. The numerator is d, and it stays there as a factor.",
    ),
    Mistake(
        "path through c lost",
        " + dz_dc",
        "",
        "`dz_dx` counts only the paths through d. x stands in the denominator, too.",
    ),
    Mistake(
        "path through b lost",
        "dz_da * 2 + dz_db * (-1 / x**2) + dz_dc",
        "dz_da * 2 + dz_dc",
        "`dz_dx` does not count the path through b. In how many places does x stand in the formula of z?",
    ),
    Mistake(
        "path through a lost",
        "dz_da * 2 + dz_db * (-1 / x**2) + dz_dc",
        "dz_db * (-1 / x**2) + dz_dc",
        "`dz_dx` does not count the path through a. In how many places does x stand in the formula of z?",
    ),
    Mistake(
        "sign of the slope of 1/x",
        "(-1 / x**2)",
        "(1 / x**2)",
        "`dz_dx` is wrong in the path through b. If x grows, does 1/x grow or shrink?",
    ),
    Mistake(
        "square missing in the slope of 1/x",
        "(-1 / x**2)",
        "(-1 / x)",
        "`dz_dx` is wrong in the path through b. Look at the local derivative of 1/x: which power of x is in it?",
    ),
    Mistake(
        "local derivative of a lost",
        "dz_da * 2 +",
        "dz_da +",
        "In `dz_dx` the path through a is one factor short. If x grows by 1, by how much does 2x grow?",
    ),
    Mistake(
        "sign of dz_dy",
        "dz_dy = dz_dc",
        "dz_dy = -dz_dc",
        "`dz_dy` has the wrong sign. y acts through c alone, and c grows as y does.",
    ),
    Mistake(
        "path too many for y",
        "dz_dy = dz_dc",
        "dz_dy = dz_dc + dz_dd",
        "`dz_dy` also counts a path through d. Does d depend on y?",
    ),
    Mistake(
        "derivative not passed on from d",
        "dz_da = dz_dd\n    dz_db = dz_dd",
        "dz_da = 1.0\n    dz_db = 1.0",
        "`dz_da` and `dz_db` came as the local derivatives of d. To get to z, multiply along the rest of the path.",
    ),
    Mistake(
        "values handed back",
        "dz_da = dz_dd\n    dz_db = dz_dd",
        "dz_da = dz_dd * b\n    dz_db = dz_dd * a",
        "From d back to a and b, you multiplied by the other node, as for a product. d is a sum: what does it hand on?",
    ),
    Mistake(
        "paths multiplied",
        "dz_da * 2 + dz_db * (-1 / x**2) + dz_dc",
        "dz_da * 2 * dz_db * (-1 / x**2) * dz_dc",
        "In `dz_dx` the three paths were multiplied. Multiply along a path; what do you do with several of them?",
    ),
    Mistake(
        "turned over",
        "\n    z = d / c",
        "\n    z = c / d",
        "The value of z came upside down, c over d. Which of the two is the denominator?",
    ),
    Mistake(
        "denominator as the derivative",
        "dz_dd = 1 / c",
        "dz_dd = c",
        "`dz_dd` came as c, and so did what follows from it. z is d divided by c: which factor does d have?",
    ),
    Mistake(
        "a squared",
        "a = 2 * x",
        "a = x**2",
        "The value of a came as x². Compare with its formula: `*` multiplies, `**` is a power.",
    ),
)

graph3.alternatives(
    Alternative(
        "quotient rule",
        """
def graph3(x, y):
    a, b, c = 2 * x, 1 / x, x + y
    d = a + b
    top = (2 - 1 / (x * x)) * c - d * 1
    back = {"dz_dx": top / c**2, "dz_dy": -d / c**2, "dz_dc": -d / c**2}
    for name in "abd":
        back["dz_d" + name] = 1 / c
    return {"a": a, "b": b, "c": c, "d": d, "z": d / c, **back}
""",
    ),
    Alternative(
        "paths as products of lists, z used again",
        """
def graph3(x, y):
    a, b, c = x + x, x**-1.0, y + x
    d = b + a
    z = np.divide(d, c)
    dz_dd, dz_dc = np.divide(1, c), np.divide(-z, c)
    paths = [[dz_dd, 1, 2], [dz_dd, 1, -b * b], [dz_dc, 1]]
    print(paths)
    dz_dx = sum(np.prod(path) for path in paths)
    return dict(a=a, b=b, c=c, d=d, z=z, dz_da=dz_dd, dz_db=dz_dd, dz_dc=dz_dc, dz_dd=dz_dd, dz_dx=dz_dx, dz_dy=dz_dc)
""",
    ),
    taped(
        "graph3",
        "a, b, c = 2 * x, 1 / x, x + y; d = a + b; z = d / c",
        ("a", "b", "c", "d", "z", "dz_da", "dz_db", "dz_dc", "dz_dd", "dz_dx", "dz_dy"),
    ),
)


@assignment.exercise(points=3, keeps_arguments=True, forbids=("scipy.special.expit",))
def sigmoid(submission, draw):
    """Numbers and arrays of several axes; large numbers that the formula bears."""
    for x in (number(draw, 0.3, 2), number(draw, -2, -0.3)):
        yield "numbers", submission.sigmoid(x), 1 / (1 + math.exp(-x))
    yield "numbers", submission.sigmoid(0.0), 0.5
    X = draw.normal(*draw.sizes("rows", "columns"), scale=2)
    yield "arrays", submission.sigmoid(X), (1 + np.tanh(X / 2)) / 2
    yield "arrays", submission.sigmoid(draw.normal(*draw.sizes("n")))
    draw.sizes()
    large = draw.uniform(40, 300, 2, 3)
    yield "large numbers", submission.sigmoid(large * [[1, -1, 1], [-1, -1, 1]]), np.array([[1.0, 0, 1], [0, 0, 1]])


sigmoid.mistakes(
    Mistake(
        "wrong sign in the exponent",
        "np.exp(-x)",
        "np.exp(x)",
        "The result is one minus the right value. Which sign does the exponent have in the formula?",
    ),
    Mistake(
        "bracket missing",
        "1 / (1 + np.exp(-x))",
        "1 / 1 + np.exp(-x)",
        "The results are above 1: without a bracket, only the first 1 is the denominator. What belongs below the line?",
    ),
    Mistake(
        "minus in the denominator",
        "1 + np.exp",
        "1 - np.exp",
        "The results are not between 0 and 1. Which sign stands in the denominator of the formula?",
    ),
    Mistake(
        "tanh",
        "1 / (1 + np.exp(-x))",
        "np.tanh(x)",
        "This is tanh, which runs from -1 to 1. The sigmoid runs from 0 to 1.",
    ),
    Mistake(
        "math.exp",
        "np.exp(-x)",
        "__import__('math').exp(-x)",
        "`math.exp` takes single numbers only, and here come arrays. Which `exp` works entry by entry?",
    ),
    Mistake(
        "exponential only",
        "1 / (1 + np.exp(-x))",
        "np.exp(-x)",
        "The exponential came back. What does the formula do with it?",
    ),
    Mistake(
        "its slope",
        "s = 1 / (1 + np.exp(-x))",
        "s = 1 / (1 + np.exp(-x))\n    s = s * (1 - s)",
        "This is the slope of the sigmoid, s (1 - s). The value itself is asked for.",
    ),
    Mistake(
        "rounded",
        "1 / (1 + np.exp(-x))",
        "np.round(1 / (1 + np.exp(-x)))",
        "The results are 0 or 1: they were rounded. The sigmoid gives all the probabilities in between.",
    ),
    Mistake(
        "power of x",
        "np.exp(-x)",
        "(-x) ** np.e",
        "`x ** e` is a power of x. In the formula it is e that is raised to a power: which function does that?",
    ),
    Mistake(
        "shares of the sum",
        "1 / (1 + np.exp(-x))",
        "np.exp(x) / np.sum(np.exp(x))",
        "The entries were divided by their sum, as in a softmax. The sigmoid treats each entry by itself.",
    ),
    Mistake(
        "x changed in place",
        "s = 1 / (1 + np.exp(-x))",
        "x *= -1\n    s = 1 / (1 + np.exp(x))",
        "The values are right, but the caller's `x` was changed: `*=` works on the array itself. Make a new one.",
    ),
)

sigmoid.alternatives(
    Alternative("power", "def sigmoid(x):\n    return (1 + np.exp(-x)) ** -1.0"),
    Alternative("tanh", "def sigmoid(x):\n    return 0.5 * (1 + np.tanh(np.asarray(x) / 2))"),
    Alternative(
        "by sign, without overflow",
        """
def sigmoid(x):
    x = np.asarray(x, dtype=float)
    e = np.exp(-abs(x))
    return np.where(x < 0, e, 1) / (1 + e)
""",
    ),
    Alternative("TensorFlow's, float32", "def sigmoid(x):\n    return tf.sigmoid(np.float32(x)).numpy()"),
)


# The network: the solution cells are those of a15, where the mistakes are written.


def more_layer_sizes(submission, draw):
    X, Y, _ = iris_start(4)
    draw.named(n_x=2, n_y=1, m=150)
    yield "iris", submission.layer_sizes(X, Y), (2, 4, 1)


def more_cost(submission, draw):
    draw.named(m=4)
    A2, Y = np.array([[0.9, 0.2, 0.7, 0.4]]), np.array([[1, 0, 1, 1]])
    yield "published example", submission.compute_cost(A2, Y), 0.4003674356962309


def more_backward(submission, draw):
    X, Y, parameters = iris_start(4)
    Z1 = parameters["W1"] @ X
    Z2 = parameters["W2"] @ np.tanh(Z1)
    cache = {"Z1": Z1, "A1": np.tanh(Z1), "Z2": Z2, "A2": 1 / (1 + np.exp(-Z2))}
    draw.named(n_x=2, n_h=4, n_y=1, m=150)
    yield "iris", submission.backward_propagation(parameters, cache, X, Y)


layer_sizes = assignment.adopt(
    planar.exercises["layer_sizes"], points=2, more=more_layer_sizes, without=("sizes of the flower",)
)
layer_sizes.mistakes(
    Mistake(
        "sizes of iris",
        "return n_x, n_h, n_y",
        "return 2, 4, 1",
        "The sizes are 2, 4 and 1 for all data. They fit iris only; can you take them from `X` and `Y`?",
    ),
)
initialize_parameters = assignment.adopt(planar.exercises["initialize_parameters"], points=3)
initialize_parameters.mistakes(
    Mistake(
        "always four hidden units",
        "np.random.seed(2)",
        "n_h = 4\n    np.random.seed(2)",
        "`W1` and `W2` are always those of 4 hidden units. Use the argument `n_h`.",
    ),
)

forward_propagation = assignment.adopt(planar.exercises["forward_propagation"], points=4, uses=("sigmoid",))
forward_propagation.mistakes(
    Mistake(
        "b2 added twice",
        "W2 @ A1 + b2",
        "W2 @ A1 + b2 + b2",
        "`Z2` is off by a constant in each row: `b2` was added twice.",
    ),
    Mistake(
        "Z1 in the cache in place of A1",
        '"A1": A1',
        '"A1": Z1',
        "`A1` in the cache is the same as `Z1`. Going backwards needs the values after the tanh.",
    ),
)

assignment.adopt(planar.exercises["compute_cost"], points=3, more=more_cost)

backward_propagation = assignment.adopt(planar.exercises["backward_propagation"], points=5, more=more_backward)
backward_propagation.mistakes(
    Mistake(
        "Z1 instead of A1 in dW2",
        "dZ2 @ A1.T",
        'dZ2 @ cache["Z1"].T',
        "`dW2` was computed from `Z1`. Does the output layer take the values before or after the tanh?",
    ),
)

assignment.adopt(planar.exercises["update_parameters"], points=3)


@assignment.exercise(points=3, uses=planar.exercises["nn_model"].uses, keeps_arguments=True, rtol=1e-4, atol=1e-5)
def model(submission, draw):
    """a15's training with a learning rate, on data as there."""
    n_x, n_h, m = draw.sizes("n_x", "n_h", "m", low=3)
    X, Y = draw.normal(n_x, m), draw.labels(m)
    steps = draw.steps(13, 25)
    yield "random data", submission.model(X, Y, n_h, lr=number(draw, 0.3, 0.9), num_iterations=steps)
    for iterations in (0, 1, 3):
        yield "other numbers of iterations", submission.model(X, Y, n_h=n_h, num_iterations=iterations)
    n_x, m = draw.sizes("n_x", "m", low=3)
    yield "one hidden unit", submission.model(draw.normal(n_x, m), draw.labels(m), 1, 0.7, draw.steps(4, 25))
    n_x, n_h = draw.sizes("n_x", "n_h", low=3)
    yield "one example", submission.model(draw.normal(n_x, 1), np.array([[1]]), n_h, num_iterations=5)
    lr = number(draw, 0.8, 1.6)
    yield (
        "many iterations, a tiny cost",
        submission.model(*easy_example(draw, lr), lr, draw.steps(130, 220, longest=600)),
    )
    X, Y, _ = iris_start(10)
    draw.named(n_x=2, n_h=10, n_y=1, m=150)
    yield "iris", submission.model(X, Y, 10, lr=0.3, num_iterations=3, print_cost=True)


model.equivalents(
    ("compute_cost(A2, Y, parameters)", "compute_cost(Y, A2, parameters)", "the cost is only printed"),
    ("compute_cost(A2, Y, parameters)", "compute_cost(A2, Y)", "`compute_cost` does not look at them"),
)


def with_rate(code):
    """Code of a15's nn_model as code of model, which has a learning rate."""
    for old, new in (
        ("nn_model(X, Y, n_h, ", "model(X, Y, n_h, lr=1.2, "),
        ("(parameters, grads)", "(parameters, grads, lr)"),
        ("(dict(parameters), grads)", "(dict(parameters), grads, lr)"),
        ("(grads, parameters)", "(grads, parameters, lr)"),
        ("learning_rate=1.2", "learning_rate=lr"),
        ("* 1.2 / m", "* lr / m"),
    ):
        code = code.replace(old, new)
    return code


model.mistakes(
    *(
        replace(mistake, old=with_rate(mistake.old), new=with_rate(mistake.new))
        for mistake in planar.exercises["nn_model"].known_mistakes
        if mistake.name != "another learning rate"  # there none is given
    ),
    Mistake(
        "learning rate not passed on",
        "(parameters, grads, lr)",
        "(parameters, grads)",
        "The learning rate is always 1.2, the default of `update_parameters`. It is an argument here: hand it on.",
    ),
    Mistake(
        "learning rate fixed",
        "(parameters, grads, lr)",
        "(parameters, grads, 0.3)",
        "The learning rate is always the same. Use the argument `lr`.",
    ),
    Mistake(
        "another default rate",
        "lr=1.2",
        "lr=0.01",
        "Without a given `lr` the steps have another length. Leave the first line as it is: the default is 1.2.",
    ),
)
model.alternatives(
    *(replace(other, code=with_rate(other.code)) for other in planar.exercises["nn_model"].known_alternatives)
)

assignment.adopt(planar.exercises["predict"], points=2)


assignment.examples(
    Example(
        "arguments of the tape's gradient exchanged",
        {"get_derivative": [("t.gradient(y, x)", "t.gradient(x, y)")]},
        loses=("get_derivative",),
    ),
    Example(
        "first derivative taken after both tapes",
        {
            "get_second_derivative": [
                ("        # (2) the first derivative, while the outer tape still records\n        first", "    first")
            ]
        },
        loses=("get_second_derivative",),
    ),
    Example(
        "numbers made of tensors inside the tape",
        {"get_derivative": [("        y = f(x)", "        y = tf.constant(f(x.numpy()))")]},
        loses=("get_derivative",),
    ),
    Example(
        "a wrong difference, which the inverse uses",
        {"numerical_derivative": [("(2 * h)", "h")]},
        loses=("numerical_derivative",),
    ),
    Example(
        "a wrong sigmoid, which the network uses",
        {"sigmoid": [("np.exp(-x)", "np.exp(x)")]},
        loses=("sigmoid",),
    ),
    Example(
        "graph2 copied from graph1 and half changed",
        {"graph2": [("-a / b**2", "1.0"), ("dz_db * 2 * x", "dz_db * (-1 / x**2)")]},
        loses=("graph2",),
    ),
    Example(
        "arrays where the formula has numbers",
        {
            "graph1": [("a = x * y", "a = np.array(x) * np.array(y)")],
            "slope": [("m = dy / dx", "m = np.array(dy / dx)")],
        },
    ),
    Example(
        "everything printed",
        {
            name: [("    ### END CODE HERE ###", "    print(locals())")]
            for name in ("partial_derivative", "get_second_derivative", "graph3", "backward_propagation")
        },
    ),
    Example(
        "an unbalanced bracket in graph3",
        {"graph3": [("(-1 / x**2)", "(-1 / x**2")]},
        loses=("graph3",),
    ),
    Example(
        "the notebook's own data in the gradient, its own rate in the training",
        {
            "backward_propagation": [("dZ1 @ X.T / m", "dZ1 @ X_small.T / m")],
            "model": [("(parameters, grads, lr)", "(parameters, grads, 0.3)")],
        },
        loses=("backward_propagation", "model"),
    ),
    Example(
        "an integer tensor",
        {"get_derivative": [("        t.watch(x)", "        x = tf.cast(x, tf.int32)\n        t.watch(x)")]},
        loses=("get_derivative",),
    ),
    Example(
        "one step not written yet",
        {"chain_rule": [("derivative = df(u) * dg(x)", 'raise NotImplementedError("chain_rule is not written yet")')]},
        loses=("chain_rule",),
    ),
)
