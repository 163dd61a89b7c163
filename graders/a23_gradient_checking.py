"""Scenarios, known mistakes and alternatives of "Finding a wrong gradient": what the marks of a23 stand on.

Examples are columns here: X is (n_0, m), Y is (1, m). Where the published checks are too weak, or wrong:

- The published point of one parameter, x = 2 and θ = 4, fits x², θ/2, √θ and constants. Here numbers are drawn.
- The published `gradient_check` has its cost written into it, and a straight line at that, so that a measurement to one
  side passes. Here it gets curved costs and wrong slopes, with large steps: then the form of the measurement shows.
- The published threshold, 1e-7 with ε = 1e-7, rejects a correct repair (1.19e-7). No part here depends on a threshold,
  and differences of right gradients, which are rounding noise, are compared to 1e-6 at best.
- Networks are drawn with every hidden Z away from relu's kink, and probabilities away from 0 and 1.
"""

import itertools

import numpy as np

from autograder.judging.exercise import Assignment, Example
from utils.gc_utils import (
    backward_propagation_draft,
    cubic,
    cubic_slope,
    cubic_slope_forgotten,
    cubic_slope_reversed,
    forward_propagation_dropout,
    forward_propagation_n,
    gradient_check_n_test_case,
)

assignment = Assignment("a23_gradient_checking")
NAMES = ("W1", "b1", "W2", "b2", "W3", "b3")


def number(draw, low=0.5, high=4.0):
    """A number of either sign, away from 0."""
    return float(draw.uniform(low, high) * draw.rng.choice([-1, 1]))


def network(draw, n_0, n_1, n_2, m):
    """X, Y, parameters and cache, with Z away from the kink, units on and off, and probabilities away from 0 and 1."""
    while True:
        X, Y, parameters = draw.normal(n_0, m), draw.labels(m), {}
        for layer, (n_prev, n) in enumerate(itertools.pairwise((n_0, n_1, n_2, 1)), start=1):
            parameters[f"W{layer}"] = draw.normal(n, n_prev, scale=0.8)
            parameters[f"b{layer}"] = draw.normal(n, 1, scale=0.5)
        _, cache = forward_propagation_n(X, Y, parameters)
        hidden, scores = (cache[0], cache[4]), cache[8]
        mixed = all(Z.min() < 0 < Z.max() and np.abs(Z).min() > 0.005 for Z in hidden)
        alive = all((A > 0).any(axis=1).sum() > 1 for A in (cache[1], cache[5]))
        if mixed and alive and np.abs(scores).max() < 3:
            return X, Y, parameters, cache


def sizes(draw):
    return draw.sizes("n_0", "n_1", "n_2", "m", low=3, high=7)


def gradients_by_examples(X, Y, cache):
    """The eleven gradients by the chain rule, one example at a time."""
    (_, A1, W1, b1, _, A2, W2, b2, _, A3, W3, b3) = cache
    m = X.shape[1]
    found = {f"d{name}": np.zeros_like(value) for name, value in zip(NAMES, (W1, b1, W2, b2, W3, b3), strict=True)}
    columns = {name: [] for name in ("dZ3", "dA2", "dZ2", "dA1", "dZ1")}
    for i in range(m):
        x, a1, a2 = X[:, [i]], A1[:, [i]], A2[:, [i]]
        dz3 = A3[:, [i]] - Y[:, [i]]
        da2 = W3.T * dz3
        dz2 = np.where(a2 > 0, da2, 0.0)
        da1 = sum(W2[[j]].T * dz2[j] for j in range(len(W2)))
        dz1 = np.where(a1 > 0, da1, 0.0)
        for layer, (dz, before) in enumerate(((dz1, x), (dz2, a1), (dz3, a2)), start=1):
            found[f"dW{layer}"] += np.outer(dz, before) / m
            found[f"db{layer}"] += dz / m
        for name, column in zip(columns, (dz3, da2, dz2, da1, dz1), strict=True):
            columns[name].append(column)
    return found | {name: np.hstack(parts) for name, parts in columns.items()}


def in_a_column(gradients):
    """dW1, db1, … in a column (n, 1)."""
    return np.concatenate([np.reshape(gradients[f"d{name}"], (-1, 1)) for name in NAMES])


@assignment.exercise(points=5)
def forward_propagation(submission, draw):
    """Numbers of both signs."""
    for _ in range(3):
        x, theta = number(draw), number(draw)
        yield "drawn numbers", submission.forward_propagation(x, theta), x * theta
    yield "the notebook's example", submission.forward_propagation(2.0, 4.0), 8.0


# fmt: off
forward_propagation.at("theta * x").mistakes(
    ("theta + x", "sum", "The two were added. What does the formula do with them?"),
    ("x ** theta", "power", "This is a power of `x`. Which operator multiplies?"),
    ("x", "slope returned", "`x` itself is returned: that is the slope, the next step. What is J?"),
    ("theta * x**2 / 2", "half a square",
     "x is squared here. With which power does it stand in the formula?"),
)
forward_propagation.alternatives({
    "np.multiply": "return np.multiply(x, theta)",
    "np.dot": "return np.dot(theta, x)",
})
# fmt: on


@assignment.exercise(points=5)
def backward_propagation(submission, draw):
    """Numbers of both signs."""
    for _ in range(3):
        x = number(draw)
        yield "drawn numbers", submission.backward_propagation(x, number(draw)), x
    yield "the notebook's example", submission.backward_propagation(2.0, 4.0), 2.0


# fmt: off
backward_propagation.at("dtheta = x").mistakes(
    ("dtheta = x * theta", "J returned", "This is J itself. By how much does J rise if theta rises by 1?"),
    ("dtheta = theta", "slope along x",
     "This is the slope along x. Which of the two moves, and which is held?"),
    ("dtheta = 1", "slope of theta alone", "1 would be the slope of theta alone. By what is theta multiplied in J?"),
    ("dtheta = -x", "sign", "The sign is wrong. Does J rise or fall with theta, if x is positive?"),
    ("dtheta = abs(x)", "absolute value", "Negative x have lost their sign. Which way does J go if x is negative?"),
    (["dtheta = abs(theta) ** 0.5", "dtheta = theta / 2"], "from theta",
     "The slope was computed from theta. What is the slope of a straight line, wherever you stand on it?"),
)
backward_propagation.alternatives({
    "measured": """
    h = 0.5
    return (forward_propagation(x, theta + h) - forward_propagation(x, theta - h)) / (2 * h)
""",
    "plus 0 times theta": "return x + 0 * theta",
})
# fmt: on


@assignment.exercise(points=15, keeps_arguments=True)
def relative_difference(submission, draw):
    """Columns of drawn lengths, numbers, and pairs whose difference is known."""

    def run(computed, measured):
        total = sum((a - b) ** 2 for a, b in zip(np.ravel(computed), np.ravel(measured), strict=True)) ** 0.5
        size = sum(np.square(np.ravel(computed))) ** 0.5 + sum(np.square(np.ravel(measured))) ** 0.5
        return submission.relative_difference(computed, measured), total / size

    for _ in range(2):
        (n,) = draw.sizes("n", low=5, high=30)
        g = draw.normal(n, 1, scale=draw.uniform(0.1, 10))
        yield "columns that differ a little", *run(g, g + draw.normal(n, 1, scale=0.1))
    (n,) = draw.sizes("n", low=5, high=30)
    yield "columns that differ much", *run(draw.normal(n, 1), draw.normal(n, 1, scale=3.0))
    g = draw.normal(n, 1)
    yield "columns that differ much", *run(g, np.roll(g, 1))  # of the same length
    factor = float(draw.uniform(1.5, 5))
    yield "a multiple", submission.relative_difference(factor * g, g), (factor - 1) / (factor + 1)
    yield "reversed", submission.relative_difference(g, -g), 1.0
    yield "equal", submission.relative_difference(g, g.copy()), 0.0
    for a, b in ((number(draw), number(draw)), (3.0, abs(number(draw, 4.0, 9.0))), (number(draw), 0.0)):
        yield "numbers", *run(a, b)
    g = np.array([[3.0], [-4.0], [12.0]])
    yield "the notebook's example", submission.relative_difference(g, 2 * g), 1 / 3


# fmt: off
relative_difference.at("np.linalg.norm(computed - measured)").mistakes(
    ("computed - measured", "norm of the difference missing",
     "Above the line stands the difference itself. What does the formula do with it first?"),
    (["abs(np.linalg.norm(computed) - np.linalg.norm(measured))",
      "np.linalg.norm(computed) - np.linalg.norm(measured)"], "difference of the norms",
     "The norms were subtracted from each other, and two vectors of the same length may point anywhere. Which is "
     "first: the difference, or the norm?"),
    ("np.max(np.abs(computed - measured))", "largest difference",
     "Above the line stands the largest single difference. Of which vector is the norm taken?"),
    (["np.abs(np.mean(computed - measured))", "np.sum(computed - measured)", "abs(np.sum(computed - measured))"],
     "differences added up",
     "The differences were added up as they are, and too large and too small cancel. What does a norm do first?"),
    ("np.linalg.norm(computed, measured)", "two vectors given to norm",
     "`np.linalg.norm` takes one vector; a second argument would name another kind of norm. "
     "Of which vector do you need the length?"),
    ("np.linalg.norm(computed + measured)", "sum for difference",
     "Equal gradients get 1, and opposite ones 0. Which operator stands between the two above the line?"),
)
relative_difference.at("np.linalg.norm(computed) + np.linalg.norm(measured)").mistakes(
    ("np.linalg.norm(computed + measured)", "norm of the sum",
     "The distance was divided by the norm of the sum, which is 0 if the sign is wrong. "
     "Does the formula have the norm of a sum, or a sum of norms?"),
    ("np.linalg.norm(computed) * np.linalg.norm(measured)", "product of the norms",
     "The norms below the line were multiplied. Which operator stands between them?"),
    ("np.linalg.norm(computed)", "one norm below the line",
     "Below the line is the norm of the computed gradient alone. How many norms stand there?"),
    ("np.linalg.norm(measured)", "only the measured norm below the line",
     "Below the line is the norm of the measured gradient alone. How many norms stand there?"),
    ("np.max(np.abs(computed)) + np.max(np.abs(measured))", "largest entries below the line",
     "Below the line are the largest entries. What is a norm made of?"),
)
relative_difference.at("distance / size").mistakes(
    ("distance", "not relative",
     "The distance is returned as it is. By what is it divided, so that the size of the gradients does not matter?"),
    ("np.linalg.norm(computed - measured) / np.linalg.norm(computed) + np.linalg.norm(measured)",
     "parentheses around the norms missing",
     "Only the first norm is below the line, and the other is added to the quotient. What belongs in parentheses?"),
    ("distance**2 / (np.sum(np.square(computed)) + np.sum(np.square(measured)))", "squares not rooted",
     "The squares of the norms were used. What is still missing in a norm?"),
    ("np.sum(np.abs(computed - measured)) / (np.sum(np.abs(computed)) + np.sum(np.abs(measured)))",
     "sums of absolute values",
     "Absolute values were added up. How long is a vector? Look at the norm in the formula."),
    ("np.mean(np.abs(computed - measured) / (np.abs(computed) + np.abs(measured) + 1e-300))", "mean of the entries",
     "The entries were compared one by one. Are entries compared in the formula, or whole vectors?"),
)
relative_difference.everywhere(r"np\.linalg\.norm\((.*?)\)").mistakes(
    (r"np.abs(np.sum(\1))", "entries added first",
     "The entries were added up before anything was squared, so positive and negative ones cancel. "
     "What does a norm do with each entry first?"),
)
relative_difference.equivalents(("computed - measured", "measured - computed", "a length has no sign"))
relative_difference.alternatives({
    "one line": "return np.linalg.norm(computed - measured) / (np.linalg.norm(computed) + np.linalg.norm(measured))",
    "the published names": """
    numerator = np.linalg.norm(measured - computed)
    denominator = np.linalg.norm(measured) + np.linalg.norm(computed)
    return numerator / denominator
""",
    "roots of sums of squares": """
    def norm(v):
        return np.sqrt(np.sum(np.square(v)))
    return float(norm(np.asarray(computed) - np.asarray(measured)) / (norm(computed) + norm(measured)))
""",
})
# fmt: on


# atol: for right slopes the value is rounding noise, some 1e-9.
@assignment.exercise(points=15, uses=("forward_propagation", "backward_propagation", "relative_difference"), atol=1e-7)
def gradient_check(submission, draw):
    """A straight line, and a curve with right and wrong slopes, with steps so large that their form shows."""

    def curve(slope, epsilon):
        x, theta = number(draw), number(draw, 1.0, 3.0)
        measured = x * (3 * theta**2 + epsilon**2)
        computed = slope(x, theta)
        expected = abs(computed - measured) / (abs(computed) + abs(measured))
        return submission.gradient_check(x, theta, epsilon, cubic, slope), expected

    for _ in range(2):
        yield "theta x", submission.gradient_check(number(draw), number(draw)), 0.0
    yield "theta x", submission.gradient_check(number(draw), number(draw), epsilon=float(draw.uniform(0.01, 0.1))), 0.0
    for _ in range(2):
        yield "a curve, large steps", *curve(cubic_slope, float(draw.uniform(0.2, 0.8)))
    yield "a curve, small steps", *curve(cubic_slope, 1e-4)
    yield "wrong slopes", *curve(cubic_slope_forgotten, float(draw.uniform(0.2, 0.8)))
    yield "wrong slopes", *curve(cubic_slope_reversed, 1e-4)
    x, theta = number(draw), number(draw, 1.0, 3.0)
    # Another curve under the default slope: what backward is not given is backward_propagation.
    expected = abs(x - x * 3 * theta**2) / (abs(x) + abs(x) * 3 * theta**2)
    yield "one function given", submission.gradient_check(x, theta, 1e-4, forward=cubic), expected
    yield "the notebook's example", submission.gradient_check(2, 4), 2.919335883291695e-10
    yield "the notebook's example", submission.gradient_check(2, 1.5, 0.1, cubic, cubic_slope), 0.0007401924500369939


# fmt: off
gradient_check.at("forward(x, theta + epsilon)").mistakes(
    ("forward(x + epsilon, theta)", "x moved instead of theta, up",
     "`x` moves in `J_plus`. Along which of the two is the slope measured?"),
)
gradient_check.at("forward(x, theta - epsilon)").mistakes(
    ("2 * forward(x, theta) - J_plus", "one side",
     "The slope was measured to one side, which shows on a curve. Where does the formula take the second cost?"),
    ("forward(x, theta)", "one side, divided by two steps",
     "The measured slope is half of what it should be: the two costs are only one epsilon apart. How far apart should "
     "they be?"),
    ("forward(x, epsilon)", "epsilon in place of theta",
     "`J_minus` belongs to epsilon itself. Where on the curve is the second point?"),
)
gradient_check.everywhere(r"forward\(x, (theta . epsilon)\)").mistakes(
    ([r"x * (\1)", r"forward_propagation(x, \1)"], "always theta x",
     "The argument `forward` makes no difference: the cost is always θ x. "
     "Which name does the function to check have here?"),
    (r"forward(\1, x)", "arguments exchanged",
     "x and theta are exchanged. In which order does `forward` take them?"),
)
gradient_check.everywhere(r"forward\(x, theta (.) epsilon\)").mistakes(
    (r"forward(x \1 epsilon, theta)", "x moved",
     "`x` moves and `theta` stays. Along which of the two is the slope measured?"),
)
gradient_check.at("(2 * epsilon)").mistakes(
    ("epsilon", "divided by epsilon",
     "The measured slope is twice what it should be. How far apart are the two shifted thetas?"),
    ("2 * epsilon", "parentheses below the line missing",
     "The measured slope is almost zero: `/ 2 * epsilon` divides by 2 and then multiplies by epsilon. "
     "What belongs in parentheses?"),
    ("(2 * 1e-7)", "epsilon fixed here",
     "The cost moves by `epsilon`, and the division is by another number. Which one belongs there?"),
)
gradient_check.everywhere("epsilon(?=[)])").mistakes(
    ("1e-7", "epsilon ignored",
     "Another `epsilon` makes no difference: 1e-7 is written in. What is the argument for?"),
)
gradient_check.at("(J_plus - J_minus)").mistakes(
    ("J_plus - J_minus", "parentheses above the line missing",
     "Only `J_minus` was divided by two steps. What stands above the line of the fraction?"),
)
gradient_check.at("J_plus - J_minus").mistakes(
    ("J_minus - J_plus", "wrong way round",
     "The measured slope has the wrong sign. Which cost is subtracted from which?"),
    ("J_plus + J_minus", "costs added", "The two costs were added. How much does the cost change between them?"),
)
gradient_check.at("grad = backward(x, theta)").mistakes(
    ("grad = backward_propagation(x, theta)", "always backward_propagation",
     "The argument `backward` makes no difference. Which name does the function to check have here?"),
    ("grad = gradapprox", "always 0",  # as with the notebook's own functions in place of both arguments
     "The value is 0, whatever functions are to be checked. Is one of the two slopes from `forward`, and the other "
     "from `backward`?"),
    ("grad = forward(x, theta)", "cost for a slope",
     "`grad` is a cost, not a slope. Which of the two functions computes the slope?"),
    ("grad = backward(x, theta + epsilon)", "slope at another place",
     "The slope was computed at theta + epsilon. Where is it measured?"),
)
gradient_check.at("relative_difference(grad, gradapprox)").mistakes(
    (["abs(grad - gradapprox)", "grad - gradapprox", "gradapprox - grad"], "absolute difference",
     "The difference is not relative. Which function of yours compares two slopes?"),
    ("gradapprox", "measured slope returned",
     "The measured slope is returned. How far is it from the computed one?"),
    ("relative_difference(grad, gradapprox) < 1e-7", "verdict returned",
     "True or False is returned. The number itself is asked for: what did `relative_difference` give?"),
    ("abs(grad - gradapprox) / abs(grad)", "one length below the line",
     "Below the line is the computed slope alone. Which function of yours compares two slopes?"),
    ("(grad - gradapprox) / (abs(grad) + abs(gradapprox))", "signed difference",
     "The value has a sign, and a negative one passes every threshold. Which function of yours compares two slopes?"),
)
gradient_check.equivalents(
    ("1e-07", "2e-07", "twice a tiny step is a tiny step"),
    ("relative_difference(grad, gradapprox)", "relative_difference(gradapprox, grad)", "a distance has no direction"),
)
gradient_check.alternatives({
    "the published lines, a verdict printed": """
    forward, backward = forward or forward_propagation, backward or backward_propagation
    thetaplus = theta + epsilon
    thetaminus = theta - epsilon
    gradapprox = (forward(x, thetaplus) - forward(x, thetaminus)) / (2. * epsilon)
    grad = backward(x, theta)
    numerator = np.linalg.norm(grad - gradapprox)
    denominator = np.linalg.norm(grad) + np.linalg.norm(gradapprox)
    difference = numerator / denominator
    if difference < 1e-7:
        print("The gradient is correct!")
    else:
        print("The gradient is wrong!")
    return difference
""",
    "one line each": """
    J = forward if forward is not None else forward_propagation
    dJ = backward_propagation if backward is None else backward
    slope = (J(x, theta + epsilon) - J(x, theta - epsilon)) / epsilon / 2
    return relative_difference(np.array(dJ(x, theta)), np.array(slope))
""",
})
# fmt: on


# atol: a cost is exact to about 1e-15, and a slope measured with 1e-7 to some 1e-8.
@assignment.exercise(points=25, keeps_arguments=True, atol=1e-6)
def measure_gradient(submission, draw):
    """Against the chain rule, for small steps; for large ones the form of the measurement shows."""

    def run(*, epsilon=None, forward=None):
        X, Y, parameters, cache = network(draw, *sizes(draw))
        options = {} if epsilon is None else {"epsilon": epsilon}
        options |= {} if forward is None else {"forward": forward}
        slopes = submission.measure_gradient(parameters, X, Y, **options)
        return (slopes,) if forward else (slopes, in_a_column(gradients_by_examples(X, Y, cache)))

    yield "small steps", *run(epsilon=1e-5)
    yield "small steps", *run()
    for _ in range(2):
        X, Y, parameters, _ = network(draw, *sizes(draw))
        step = float(draw.uniform(0.1, 0.4))
        yield "large steps", submission.measure_gradient(parameters, X, Y, step)
    yield "another forward", *run(epsilon=1e-4, forward=forward_propagation_dropout)
    X, Y, parameters, cache = network(draw, *sizes(draw)[:3], 1)
    expected = in_a_column(gradients_by_examples(X, Y, cache))
    yield "one example", submission.measure_gradient(parameters, X, Y, 1e-5), expected
    draw.named(n_0=4, n_1=5, n_2=3, m=3)
    X, Y, parameters = gradient_check_n_test_case()
    _, cache = forward_propagation_n(X, Y, parameters)
    expected = in_a_column(gradients_by_examples(X, Y, cache))
    yield "the notebook's example", submission.measure_gradient(parameters, X, Y, 1e-5), expected


# fmt: off
measure_gradient.at("plus = theta.copy()").mistakes(
    ("plus = theta", "no copy for plus",
     "`plus` is a second name of `theta`, so what is added is in `theta`, and in `minus` too. "
     "What makes an array of its own?"),
)
measure_gradient.everywhere(r"(plus|minus) = theta\.copy\(\)").mistakes(
    (r"\1 = theta", "no copies, or no slope kept",
     "All slopes are 0. Do `plus` and `minus` hold different numbers, and does each slope get its place in "
     "`measured`?"),
)
measure_gradient.everywhere(r"(plus|minus)\[i\]").mistakes(
    (r"\1", "all entries moved",
     "All entries were moved at once, so all measured slopes are the same. Which one should move in round `i`?"),
    (r"\1[0]", "always the first entry",
     "It is always the first entry that moves. Which one has its turn in round `i`?"),
)
measure_gradient.at("plus[i] += epsilon").mistakes(
    ("plus[i] = epsilon", "plus replaced",
     "In `plus` the entry was replaced by epsilon, not moved by it. Which operator adds to what is there?"),
)
measure_gradient.at("plus[i] += epsilon\n        # (2) entry i a little smaller: theta, epsilon, i → minus (2 lines)\n"
                    "        minus = theta.copy()\n        minus[i] -= epsilon").mistakes(
    ("plus[i] = epsilon\n        minus = theta.copy()\n        minus[i] = -epsilon", "both replaced",
     "The entry was replaced by epsilon, not moved by it. Which operators add to what is there, or take away from it?"),
)
measure_gradient.at("minus = theta.copy()").mistakes(
    ("minus = plus.copy()", "minus copied from plus",
     "The slopes are half of what they should be: the two costs are only one epsilon apart. From where does entry "
     "`i` start each time, and where does it go?"),
)
measure_gradient.at("J_minus, _ = forward(X, Y, vector_to_dictionary(minus, parameters))").mistakes(
    ("J_minus = 2 * forward(X, Y, parameters)[0] - J_plus", "one side",
     "The slope was measured to one side, which shows for larger steps. Where does the formula take the second cost?"),
)
measure_gradient.everywhere("forward\\(X").mistakes(
    ("forward_propagation_n(X", "always forward_propagation_n",
     "The argument `forward` makes no difference. Which name does the cost's function have here?"),
)
measure_gradient.at("(2 * epsilon)").mistakes(
    ("epsilon", "divided by epsilon",
     "The measured slopes are twice what they should be. How far apart are the two shifted entries?"),
    ("2 * epsilon", "parentheses below the line missing",
     "The slopes are almost zero: `/ 2 * epsilon` divides by 2 and then multiplies by epsilon. What belongs in "
     "parentheses?"),
)
measure_gradient.everywhere("epsilon(?!: how|=1e-7|, i|\\b.*→)").mistakes(
    ("1e-7", "epsilon ignored",
     "Another `epsilon` makes no difference: 1e-7 is written in. What is the argument for?"),
)
measure_gradient.everywhere(r"vector_to_dictionary\((plus|minus), parameters\)").mistakes(
    (r"\1", "a column given to forward",
     "`forward` got a column, and looks in it for W1, b1, … Which helper makes a dictionary of the column?"),
)
measure_gradient.at("(J_plus - J_minus)").mistakes(
    ("J_plus - J_minus", "parentheses above the line missing",
     "Only `J_minus` was divided by two steps. What stands above the line of the fraction?"),
    ("(J_minus - J_plus)", "wrong way round",
     "All measured slopes have the wrong sign. Which cost is subtracted from which?"),
)
measure_gradient.at("measured[i] = ").mistakes(
    ("measured[:] = ", "all entries overwritten",
     "Each round writes into all entries, and the last one stays. Which entry belongs to round `i`?"),
    ("measured = ", "column replaced by a number",
     "Each round puts its slope in place of the whole column, and the last one stays. Where in `measured` does slope "
     "`i` belong?"),
)
measure_gradient.at("range(len(theta))").mistakes(
    ("range(1, len(theta))", "first entry left out", "Entry 0 was never measured. Where does the loop begin?"),
    ("range(len(theta) - 1)", "last entry left out", "The last entry was never measured. How far does the loop run?"),
)
measure_gradient.equivalents(
    ("1e-07", "2e-07", "twice a tiny step is a tiny step"),
    ("np.zeros(theta.shape)", "np.ones(theta.shape)", "every entry gets its slope"),
)
measure_gradient.alternatives({
    "the published lines": """
    parameters_values, _ = dictionary_to_vector(parameters)
    num_parameters = parameters_values.shape[0]
    J_plus = np.zeros((num_parameters, 1))
    J_minus = np.zeros((num_parameters, 1))
    gradapprox = np.zeros((num_parameters, 1))
    for i in range(num_parameters):
        thetaplus = np.copy(parameters_values)
        thetaplus[i][0] = thetaplus[i][0] + epsilon
        J_plus[i], _ = forward(X, Y, vector_to_dictionary(thetaplus, parameters))
        thetaminus = np.copy(parameters_values)
        thetaminus[i][0] = thetaminus[i][0] - epsilon
        J_minus[i], _ = forward(X, Y, vector_to_dictionary(thetaminus, parameters))
        gradapprox[i] = (J_plus[i] - J_minus[i]) / (2. * epsilon)
    return gradapprox
""",
    "columns of the identity": """
    theta, _ = dictionary_to_vector(parameters)
    def J(column):
        return forward(X, Y, vector_to_dictionary(column, parameters))[0]
    shifts = epsilon * np.eye(len(theta))
    return np.array([[(J(theta + e[:, None]) - J(theta - e[:, None])) / (2 * epsilon)] for e in shifts])
""",
    "moved there and back in a copy of the dictionary": """
    moved = {name: value.astype(float).copy() for name, value in parameters.items()}
    slopes = []
    for layer in ("1", "2", "3"):
        for name in ("W" + layer, "b" + layer):
            for place in np.ndindex(moved[name].shape):
                here = moved[name][place]
                moved[name][place] = here + epsilon
                up, _ = forward(X, Y, moved)
                moved[name][place] = here - epsilon
                down, _ = forward(X, Y, moved)
                moved[name][place] = here
                slopes.append((up - down) / (2 * epsilon))
    return np.array(slopes).reshape(-1, 1)
""",
})
# fmt: on


def broken(draw, right, name):
    """Gradients of which one is wrong."""
    return {**right, name: right[name] * float(draw.uniform(1.5, 4)) + 0.05}


# atol: for right gradients the value is rounding noise.
@assignment.exercise(points=10, uses=("relative_difference", "measure_gradient"), keeps_arguments=True, atol=1e-6)
def gradient_check_n(submission, draw):
    """Right gradients, gradients broken in several ways, large steps and other costs."""

    def case():
        X, Y, parameters, cache = network(draw, *sizes(draw))
        return X, Y, parameters, gradients_by_examples(X, Y, cache)

    X, Y, parameters, right = case()
    yield "right gradients", submission.gradient_check_n(parameters, right, X, Y, 1e-5), 0.0
    yield "right gradients", submission.gradient_check_n(parameters, right, X, Y), 0.0
    for name in draw.rng.permutation(NAMES)[:2]:
        wrong = broken(draw, right, f"d{name}")
        yield "one wrong gradient", submission.gradient_check_n(parameters, wrong, X, Y, 1e-5)
    wrong = {name: -value for name, value in right.items()}
    yield "all gradients wrong", submission.gradient_check_n(parameters, wrong, X, Y, 1e-5), 1.0
    factor = float(draw.uniform(1.5, 5))
    wrong = {name: factor * value for name, value in right.items()}
    yield (
        "all gradients wrong",
        submission.gradient_check_n(parameters, wrong, X, Y, 1e-5),
        (factor - 1) / (factor + 1),
    )
    X, Y, parameters, right = case()
    yield "large steps", submission.gradient_check_n(parameters, right, X, Y, float(draw.uniform(0.1, 0.4)))
    mixed = {str(key): right[str(key)] for key in draw.rng.permutation(list(right))}
    yield "another forward", submission.gradient_check_n(parameters, mixed, X, Y, 1e-5, forward_propagation_dropout)
    draw.named(n_0=4, n_1=5, n_2=3, m=3)
    X, Y, parameters = gradient_check_n_test_case()
    draft = backward_propagation_draft(X, Y, forward_propagation_n(X, Y, parameters)[1])
    yield "the notebook's example", submission.gradient_check_n(parameters, draft, X, Y), 0.285093156781


# fmt: off
gradient_check_n.at("gradients_to_vector(gradients)").mistakes(
    ("np.concatenate([gradients[key].reshape(-1, 1) for key in sorted(gradients) if key[1:] in parameters])",
     "gradients in alphabetical order",
     "The gradients were taken in alphabetical order, all dW before all db. In which order is the measured column?"),
    ("dictionary_to_vector(gradients)[0]", "packed as parameters",
     "`dictionary_to_vector` looks for `W1` in the gradients, whose keys are `dW1`, `db1`, … "
     "Which function takes which of the two dictionaries?"),
    ("dictionary_to_vector(parameters)[0]", "parameters for gradients",
     "The parameters themselves were compared with the slopes. Where are the computed gradients?"),
)
gradient_check_n.at("measure_gradient(parameters, X, Y, epsilon, forward)").mistakes(
    ("measure_gradient(parameters, X, Y, forward=forward)", "epsilon not handed on",
     "Another `epsilon` makes no difference. Who needs it, and is it handed on?"),
    ("measure_gradient(parameters, X, Y, epsilon)", "forward not handed on",
     "The argument `forward` makes no difference. Who needs it, and is it handed on?"),
    ("measure_gradient(parameters, X, Y)", "neither handed on",
     "`epsilon` and `forward` make no difference. Who needs them, and are they handed on?"),
    ("measure_gradient(parameters, X, Y, forward, epsilon)", "epsilon and forward exchanged",
     "`epsilon` and `forward` have each other's places. In which order does `measure_gradient` take them?"),
)
gradient_check_n.at("relative_difference(computed, measured)").mistakes(
    ("np.linalg.norm(computed - measured)", "absolute difference",
     "The distance is not relative. Which function of yours compares two columns?"),
    ("np.mean([relative_difference(c, s) for c, s in zip(computed, measured) if c[0] or s[0]])",
     "mean over the entries",
     "The entries were compared one by one. Is `relative_difference` made for single entries, or for whole columns?"),
    ("relative_difference(computed, measured) < 1e-7", "verdict returned",
     "True or False is returned. The number itself is asked for: what did `relative_difference` give?"),
    ("relative_difference(computed, computed)", "compared with itself",
     "The value is always 0. What is compared with what?"),
)
gradient_check_n.equivalents(
    ("relative_difference(computed, measured)", "relative_difference(measured, computed)",
     "a distance has no direction"),
    ("1e-07", "2e-07", "twice a tiny step is a tiny step"),
)
gradient_check_n.alternatives({
    "measured here": """
    theta, _ = dictionary_to_vector(parameters)
    grad = gradients_to_vector(gradients)
    gradapprox = np.zeros((len(theta), 1))
    for i in range(len(theta)):
        plus, minus = theta.copy(), theta.copy()
        plus[i] += epsilon
        minus[i] -= epsilon
        rise = (forward(X, Y, vector_to_dictionary(plus, parameters))[0]
                - forward(X, Y, vector_to_dictionary(minus, parameters))[0])
        gradapprox[i] = rise / (2 * epsilon)
    difference = np.linalg.norm(grad - gradapprox) / (np.linalg.norm(grad) + np.linalg.norm(gradapprox))
    print("OK" if difference < 2e-7 else "There is a mistake")
    return difference
""",
})
# fmt: on


@assignment.exercise(points=10, uses=("relative_difference", "measure_gradient"), keeps_arguments=True, atol=1e-6)
def differences_by_name(submission, draw):
    """Gradients of which one or several are wrong, large steps, another cost."""

    def case():
        X, Y, parameters, cache = network(draw, *sizes(draw))
        return X, Y, parameters, gradients_by_examples(X, Y, cache)

    X, Y, parameters, right = case()
    no_difference = {f"d{name}": 0.0 for name in NAMES}
    yield "right gradients", submission.differences_by_name(parameters, right, X, Y), no_difference
    for name in draw.rng.permutation(NAMES)[:2]:
        wrong = broken(draw, right, f"d{name}")
        yield "one wrong gradient", submission.differences_by_name(parameters, wrong, X, Y, 1e-5)
    factors = dict(zip(NAMES, draw.uniform(1.5, 5, 6), strict=True))
    wrong = {f"d{name}": float(factor) * right[f"d{name}"] for name, factor in factors.items()}
    expected = {f"d{name}": (factor - 1) / (factor + 1) for name, factor in factors.items()}
    yield "all gradients wrong", submission.differences_by_name(parameters, wrong, X, Y, 1e-5), expected
    X, Y, parameters, right = case()
    step = float(draw.uniform(0.1, 0.4))
    yield "large steps", submission.differences_by_name(parameters, right, X, Y, step)
    dropout = forward_propagation_dropout
    yield "another forward", submission.differences_by_name(parameters, right, X, Y, step, dropout)
    draw.named(n_0=4, n_1=5, n_2=3, m=3)
    X, Y, parameters = gradient_check_n_test_case()
    draft = backward_propagation_draft(X, Y, forward_propagation_n(X, Y, parameters)[1])
    expected = {**no_difference, "dW2": 1 / 3, "db1": 0.6}
    yield "the notebook's example", submission.differences_by_name(parameters, draft, X, Y), expected


# fmt: off
differences_by_name.at("measure_gradient(parameters, X, Y, epsilon, forward)").mistakes(
    ("measure_gradient(parameters, X, Y, forward=forward)", "epsilon not handed on",
     "Another `epsilon` makes no difference. Who needs it, and is it handed on?"),
    ("measure_gradient(parameters, X, Y, epsilon)", "forward not handed on",
     "The argument `forward` makes no difference. Who needs it, and is it handed on?"),
    ("measure_gradient(parameters, X, Y)", "neither handed on",
     "`epsilon` and `forward` make no difference. Who needs them, and are they handed on?"),
    ("measure_gradient(parameters, X, Y, forward, epsilon)", "epsilon and forward exchanged",
     "`epsilon` and `forward` have each other's places. In which order does `measure_gradient` take them?"),
)
differences_by_name.at("here = names == name").mistakes(
    ("here = name", "the name itself as an index",
     "`name` is a text, and an array has no place of that name. Which entries of `names` are equal to it?"),
    (["here = names == 'd' + name", "here = names is name"], "no entry picked",
     "There is NaN, because no entry was picked. What stands in `names`, and how are all its entries compared?"),
)
differences_by_name.at("relative_difference(computed[here], measured[here])").mistakes(
    ("relative_difference(gradients['d' + name], measured[here])", "a matrix against a column",
     "One of the two is a matrix, the other a piece of a column. Which column holds the computed gradients?"),
    ("relative_difference(computed, measured)", "whole columns",
     "All six numbers are the same: whole columns were compared. Which entries belong to this name?"),
    (["relative_difference(computed * here[:, None], measured)", "relative_difference(computed[here], measured)",
      "relative_difference(computed, measured[here])"], "one column not cut",
     "Only one of the two columns was cut. Which entries of the other belong to this name?"),
    ("np.linalg.norm(computed[here] - measured[here])", "absolute differences",
     "The differences are not relative. Which function of yours compares two gradients?"),
    ("relative_difference(computed[here], measured[here]) * np.sum(here) / len(here)", "weighted by size",
     "Each difference was weighted by the number of entries. What does `relative_difference` already divide by?"),
    ("relative_difference(computed[~here], measured[~here])", "all the others",
     "Each number belongs to all the *other* gradients. Which entries have this name?"),
    ("relative_difference(computed[here], measured[here]) > 1e-7", "verdicts",
     "There is True or False under each name. The numbers are asked for: what did `relative_difference` give?"),
)
differences_by_name.at('differences["d" + name]').mistakes(
    ("differences[name]", "keys without d",
     "The keys are those of the parameters. The numbers belong to gradients: what are these called?"),
)
differences_by_name.equivalents(
    ("relative_difference(computed[here], measured[here])", "relative_difference(measured[here], computed[here])",
     "a distance has no direction"),
    ("1e-07", "2e-07", "twice a tiny step is a tiny step"),
)
differences_by_name.alternatives({
    "back to dictionaries": """
    slopes = vector_to_dictionary(measure_gradient(parameters, X, Y, epsilon, forward), parameters)
    return {"d" + name: relative_difference(gradients["d" + name], slopes[name]) for name in parameters}
""",
    "places found with np.where": """
    theta, names = dictionary_to_vector(parameters)
    g = gradients_to_vector(gradients).ravel()
    a = measure_gradient(parameters, X, Y, epsilon, forward).ravel()
    out = {}
    for name in ["W1", "b1", "W2", "b2", "W3", "b3"]:
        places = np.where(names == name)[0]
        size = np.linalg.norm(g[places]) + np.linalg.norm(a[places])
        out["d" + name] = np.linalg.norm(g[places] - a[places]) / size
    return out
""",
})
# fmt: on


# atol: float32 computes sums of order 1 to about 1e-7, also where they nearly cancel.
@assignment.exercise(points=15, keeps_arguments=True, atol=1e-6)
def backward_propagation_n(submission, draw):
    """Random networks, against the chain rule one example at a time."""

    def run(X, Y, parameters, cache):
        return submission.backward_propagation_n(X, Y, cache), gradients_by_examples(X, Y, cache)

    for _ in range(2):
        yield "random network", *run(*network(draw, *sizes(draw)))
    n_0, n_1, n_2, _ = sizes(draw)
    yield "one example", *run(*network(draw, n_0, n_1, n_2, 1))
    yield "as many examples as units", *run(*network(draw, n_0, n_1, n_2, n_1))
    draw.named(n_0=4, n_1=5, n_2=3, m=3)
    X, Y, parameters = gradient_check_n_test_case()
    yield "the notebook's example", *run(X, Y, parameters, forward_propagation_n(X, Y, parameters)[1])


# fmt: off
backward_propagation_n.everywhere(r"(?s)dZ2 @ A1\.T / m(.*)np\.sum\(dZ1, axis=1, keepdims=True\) / m").mistakes(
    (r"2 * dZ2 @ A1.T / m\1np.sum(dZ1, axis=1, keepdims=True) * 4 / m", "both bugs left",
     "`dW2` and `db1` are still those of the draft. What do the lines of `db2` and `dW1` do differently?"),
)
backward_propagation_n.at("dZ2 @ A1.T / m").mistakes(
    ("2 * dZ2 @ A1.T / m", "dW2 still doubled",
     "`dW2` is still twice what it should be. Which factor has `dW1` that it does not have, or the other way round?"),
    ("dZ2 @ A1.T / m / 2", "dW2 corrected twice",
     "`dW2` is half of what it should be: it was corrected twice. What is left if the wrong factor is just gone?"),
)
backward_propagation_n.at("np.sum(dZ1, axis=1, keepdims=True) / m").mistakes(
    ("np.sum(dZ1, axis=1, keepdims=True) * 4 / m", "db1 still four times",
     "`db1` is still four times what it should be. What does the line of `db2` do differently?"),
    ("np.sum(dZ1, axis=1, keepdims=True) / m / 4", "db1 corrected twice",
     "`db1` is a quarter of what it should be: it was corrected twice. What is left if the wrong factor is just gone?"),
    ("np.sum(dZ1) * np.ones((len(dZ1), 1)) / m", "one sum for all units",
     "All entries of `db1` are the same. Over which axis does each unit have its own sum?"),
)
backward_propagation_n.at("dA2 * (A2 > 0)").mistakes(
    ("dA2", "relu slope missing in layer 2",
     "`dZ2` is wrong, `dA2` is right: what lies between them? Look at the draft."),
    ("dA2 * (A2 > 0) / m", "mean in dZ2",
     "The mean is taken in `dZ2`, and in `dW2` once more. In which of the two does it belong?"),
)
backward_propagation_n.at("dA1 * (A1 > 0)").mistakes(
    ("dA1", "relu slope missing in layer 1",
     "`dZ1` is wrong, `dA1` is right: what lies between them? Look at the draft."),
)
backward_propagation_n.equivalents(
    ("np.sum(dZ3, axis=1, keepdims=True)", "np.sum(dZ3, keepdims=True)", "layer 3 has one unit"),
    ("W3.T @ dZ3", "W3.T * dZ3", "a column times a row, either way"),
)
backward_propagation_n.alternatives({
    "np.dot, np.multiply, np.int64": """
    m = X.shape[1]
    (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    dW3 = 1./m * np.dot(dZ3, A2.T)
    db3 = 1./m * np.sum(dZ3, axis=1, keepdims=True)
    dA2 = np.dot(W3.T, dZ3)
    dZ2 = np.multiply(dA2, np.int64(A2 > 0))
    dW2 = 1./m * np.dot(dZ2, A1.T)
    db2 = 1./m * np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = np.multiply(dA1, np.int64(A1 > 0))
    dW1 = 1./m * np.dot(dZ1, X.T)
    db1 = 1./m * np.sum(dZ1, axis=1, keepdims=True)
    return {"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2,
            "dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1}
""",
    "the draft, patched afterwards": """
    grads = backward_propagation_draft(X, Y, cache)
    grads["dW2"] = grads["dW2"] / 2
    grads["db1"] = grads["db1"] / 4
    return grads
""",
    "slopes from Z": """
    Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = cache
    grads = {"dZ3": A3 - Y}
    grads["dA2"] = W3.T @ grads["dZ3"]
    grads["dZ2"] = np.where(Z2 > 0, grads["dA2"], 0)
    grads["dA1"] = W2.T @ grads["dZ2"]
    grads["dZ1"] = np.where(Z1 >= 0, grads["dA1"], 0)
    for layer, before in (("1", X), ("2", A1), ("3", A2)):
        grads["dW" + layer] = grads["dZ" + layer] @ before.T / X.shape[1]
        grads["db" + layer] = np.mean(grads["dZ" + layer], axis=1).reshape(-1, 1)
    return grads
""",
})
# fmt: on

# fmt: off
assignment.examples(
    Example("the draft as it was",
        {"backward_propagation_n": [
             ("dZ2 @ A1.T / m", "1.0 / m * np.dot(dZ2, A1.T) * 2"),
             ("np.sum(dZ1, axis=1, keepdims=True) / m", "4.0 / m * np.sum(dZ1, axis=1, keepdims=True)"),
         ]}),
    Example("a difference that is not relative, used by all that follows",
        {"relative_difference": [("distance / size", "distance")]}),
    Example("no copies, and a cost that is always θ x",
        {"measure_gradient": [("plus = theta.copy()", "plus = theta"), ("minus = theta.copy()", "minus = theta")],
         "gradient_check": [("forward(x, theta + epsilon)", "x * (theta + epsilon)"),
                            ("forward(x, theta - epsilon)", "x * (theta - epsilon)")]}),
    Example("verdicts printed as well",
        {"gradient_check": [("    ### END CODE HERE ###", '    print("right" if difference < 1e-7 else "wrong")')],
         "gradient_check_n": [("    ### END CODE HERE ###", '    print("\\033[92m" + str(difference) + "\\033[0m")')]},
        loses=()),
)
# fmt: on
