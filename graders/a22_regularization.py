"""Scenarios, known mistakes and alternatives of "Regularisation": what the marks of a22 stand on.

Examples are columns here: X is (n_x, m), activations of layer l are (n_l, m). A cache is the tuple (Z1, A1, W1, b1, …,
Z3, A3, W3, b3); with dropout, the mask Dl stands after Zl in the two hidden layers.

What differs from the published assignment:

- Its forward pass with dropout sets a seed, so the same masks serve for a whole training. Here it draws from a
  generator that it is given: `np.random.RandomState(1)` gives the published figures. A generator is no plain data, so
  it is made where the function is called; see `drop` below. A pass must draw as many numbers as it has hidden
  activations, layer 1 first, and the next pass goes on from there.
- Its example of the backward pass divides by 0.8 what was masked with 0.5. Here caches are from a forward pass with the
  same keep_prob; the tests show that the reference gives the published figures.
- Slopes of the parameters alone don't show a forgotten mask: what was dropped is 0 in the cached A, and relu's own mask
  hides it. So the errors dZ and dA are compared with slopes, too.
- Slopes are measured by a complex step, which has no rounding. Z stay away from relu's kink, for answers in float32.
"""

import numpy as np

from autograder.judging.exercise import Assignment, Example

assignment = Assignment("a22_regularization")

NAMES = ("W1", "b1", "W2", "b2", "W3", "b3")


def network(draw, n_x, n_1, n_2):
    """Random parameters; no bias is zero."""
    shapes = {"W1": (n_1, n_x), "b1": (n_1, 1), "W2": (n_2, n_1), "b2": (n_2, 1), "W3": (1, n_2), "b3": (1, 1)}
    return {name: draw.normal(*shape, scale=0.7) for name, shape in shapes.items()}


def forward(X, parameters, masks=(1, 1)):
    """The cache of a pass; each mask is what its layer's activations are multiplied by. Arrays may be complex."""
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in NAMES)
    Z1 = W1 @ X + b1
    A1 = Z1 * (np.real(Z1) > 0) * masks[0]
    Z2 = W2 @ A1 + b2
    A2 = Z2 * (np.real(Z2) > 0) * masks[1]
    Z3 = W3 @ A2 + b3
    return Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, 1 / (1 + np.exp(-Z3)), W3, b3


def draw_masks(random, sizes, m, keep_prob):
    """D1 and D2 of the next pass: number by number, in the order of the definition."""
    return [np.array([[random.random() < keep_prob for _ in range(m)] for _ in range(n)]) for n in sizes]


def with_masks(cache, masks):
    """The cache as forward_propagation_with_dropout returns it."""
    return (cache[0], masks[0], *cache[1:5], masks[1], *cache[5:])


def case(draw, n_x, n_1, n_2, m, keep_prob=1.0):
    """X, Y, parameters and masks, all Z away from relu's kink and A3 from 0 and 1; without dropout, masks are all True.

    In each hidden layer there are units on and off, unless it has one unit, and ones that a mask drops while on. And an
    error arrives at units that are off, and goes on from several that are on, so that it shows what multiplies it.
    """
    Y = draw.labels(m)
    while True:
        X, parameters = draw.normal(n_x, m), network(draw, n_x, n_1, n_2)
        masks = [draw.uniform(0, 1, n, m) < keep_prob for n in (n_1, n_2)]
        scaled = [mask / keep_prob for mask in masks]
        Z1, _, _, _, Z2, _, _, _, Z3, A3, W3, _ = forward(X, parameters, scaled)
        hidden = list(zip((Z1, Z2), masks, strict=True))
        if min(np.abs(Z).min() for Z, _ in hidden) < 0.003 or np.abs(Z3).max() > 4:
            continue
        dA2 = W3.T @ (A3 - Y) * scaled[1]
        dA1 = parameters["W2"].T @ (dA2 * (Z2 > 0)) * scaled[0]
        if any(
            Z.size > 3 and (np.count_nonzero(dA[Z > 0]) < 2 or not np.any(dA[Z < 0]))
            for Z, dA in ((Z1, dA1), (Z2, dA2))
        ):
            continue
        if all(Z.size < 6 or (Z.min() < 0 and np.any(Z[mask] > 0)) for Z, mask in hidden) and (
            keep_prob == 1 or all(Z.size < 6 or np.any(Z[~mask] > 0) for Z, mask in hidden)
        ):
            return X, Y, parameters, masks


def slope(value, array):
    """The slope of value(array) along each entry, by a complex step."""
    found = np.zeros(array.shape)
    for entry in np.ndindex(array.shape):
        moved = array.astype(complex)
        moved[entry] += 1e-20j
        found[entry] = value(moved).imag / 1e-20
    return found


def costs(Z3, Y):
    """The sum over the examples of what each one costs, in terms of Z3."""
    return np.sum(np.log(1 + np.exp(Z3)) - Y * Z3)


def measured(X, Y, parameters, lambd=0.0, masks=(1, 1)):
    """All slopes: of the mean cost along the parameters, and along dZ and dA of what each example costs."""
    m = X.shape[1]
    Z1, _, _, _, Z2, A2, W2, b2, _, _, W3, b3 = forward(X, parameters, masks)

    def whole(moved):
        penalty = lambd / 2 * sum(np.sum(moved[name] ** 2) for name in ("W1", "W2", "W3"))
        return (costs(forward(X, moved, masks)[8], Y) + penalty) / m

    def from_A2(A2):  # relu's output, before the mask
        return costs(W3 @ (A2 * masks[1]) + b3, Y)

    def from_Z2(Z2):
        return from_A2(Z2 * (Z2.real > 0))

    def from_A1(A1):
        return from_Z2(W2 @ (A1 * masks[0]) + b2)

    R1, R2 = np.maximum(0, Z1), np.maximum(0, Z2)
    found = {"dZ3": slope(lambda Z3: costs(Z3, Y), W3 @ A2 + b3)}
    found |= {"dA2": slope(from_A2, R2), "dZ2": slope(from_Z2, Z2)}
    found |= {"dA1": slope(from_A1, R1), "dZ1": slope(lambda Z1: from_A1(Z1 * (Z1.real > 0)), Z1)}
    return found | {
        f"d{name}": slope(lambda array, name=name: whole({**parameters, name: array}), value)
        for name, value in parameters.items()
    }


def published(n_x=0):
    """The published example: inputs, if there are any, then parameters, all from one seed."""
    random = np.random.RandomState(1)
    X = random.randn(n_x, 5) if n_x else None
    shapes = ((2, 3), (2, 1), (3, 2), (3, 1), (1, 3), (1, 1))
    return X, {name: random.randn(*shape) for name, shape in zip(NAMES, shapes, strict=True)}


PUBLISHED_A3 = np.array([[0.40682402, 0.01629284, 0.16722898, 0.10118111, 0.40682402]])
PUBLISHED_Y = np.array([[1, 1, 0, 1, 0]])


@assignment.exercise(points=20, keeps_arguments=True)
def compute_cost_with_regularization(submission, draw):
    """Random networks and probabilities, against sums over all weights."""

    def cost(A3, Y, parameters, lambd):
        losses = [-np.log(a if y else 1 - a) for a, y in zip(A3.flat, Y.flat, strict=True)]
        squares = [w * w for name in ("W1", "W2", "W3") for w in parameters[name].flat]
        expected = sum(losses) / len(losses) + lambd * sum(squares) / (2 * len(losses))
        return submission.compute_cost_with_regularization(A3, Y, parameters, lambd), expected

    for _ in range(2):
        n_x, n_1, n_2, m = draw.sizes("n_x", "n_1", "n_2", "m", low=2, high=9)
        A3, Y, lambd = draw.uniform(0.1, 0.9, 1, m), draw.labels(m), float(draw.uniform(0.2, 3))
        yield "random network", *cost(A3, Y, network(draw, n_x, n_1, n_2), lambd)
    n_x, n_1, n_2, m = draw.sizes("n_x", "n_1", "n_2", "m", low=2, high=9)
    yield "lambd = 0", *cost(draw.uniform(0.1, 0.9, 1, m), draw.labels(m), network(draw, n_x, n_1, n_2), 0)
    n_x, n_1, n_2 = draw.sizes("n_x", "n_1", "n_2")
    yield "one example", *cost(draw.uniform(0.1, 0.9, 1, 1), draw.labels(1), network(draw, n_x, n_1, n_2), 0.4)
    (m,) = draw.sizes("m")
    yield "one unit in each layer", *cost(draw.uniform(0.1, 0.9, 1, m), draw.labels(m), network(draw, 1, 1, 1), 2)
    draw.named(n_x=3, n_1=2, n_2=3, m=5)
    result = submission.compute_cost_with_regularization(PUBLISHED_A3, PUBLISHED_Y, published()[1], 0.1)
    yield "the notebook's example", result, 1.78648594516


# fmt: off
compute_cost_with_regularization.at("m = Y.shape[1]").mistakes(
    ("m = Y.shape[0]", "penalty not divided by m",
     "The penalty is `m` times too large. What stands below the bar in the formula, and does yours count columns?"),
    ("m = W1.shape[1]", "features counted",
     "The penalty was divided by the number of features. Which argument knows how many examples there are?"),
    (["m = X.shape[1]", "m = len(X[0])"], "m from X",
     "`X` is no argument of this function. Which argument has one column for each example?"),
    (["m = 5", "m = 7", "m = 211"], "m typed in",
     "`m` is a fixed number here. Which argument says how many examples there are this time?"),
)
compute_cost_with_regularization.at("lambd / (2 * m)").mistakes(
    ("lambd / 2 * m", "parentheses of 2m missing",
     "`lambd / 2 * m` divides by 2 and then multiplies by `m`. What has to stand in parentheses?"),
    ("lambd / (2 * m**2)", "divided by m twice",
     "The penalty is `m` times too small. How often does the formula divide it by m?"),
    ("lambd / m", "half forgotten",
     "The penalty is twice as large as it should be. Which number goes with `m` below the bar?"),
    ("1 / (2 * m)", "lambd forgotten",
     "The penalty is the same for every `lambd`. What decides how strong it is?"),
)
compute_cost_with_regularization.everywhere(r"np\.sum\((W\d)\*\*2\)").mistakes(
    (r"np.sum(np.abs(\1))", "absolute values",
     "This is the sum of the absolute values, an L1 penalty. What does L2 do with each weight?"),
    (r"np.linalg.norm(\1)", "norm not squared",
     "`np.linalg.norm` is the root of the sum of the squares. Is there a root in the formula?"),
    (r"np.mean(\1**2)", "mean of the squares",
     "Each matrix pays the mean of its squares, so a large one pays no more than a small one. "
     "What does the formula do with the squares?"),
    (r"np.sum(\1)**2", "square of the sum",
     "The weights were added up first and squared afterwards, so positive and negative ones cancel. "
     "What comes first in the formula?"),
    (r"np.sum(\1)", "not squared",
     "Negative weights lower the cost here. What does the formula do with each weight before it adds them up?"),
    (r"np.sum(\1 @ \1.T)", "matrix product for the square",
     "A matrix product also multiplies weights with other weights. What squares each entry by itself?"),
    (r"np.max(\1**2)", "largest square",
     "Only the largest weight of each matrix pays. Which of them pay in the formula?"),
)
compute_cost_with_regularization.at("(np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2))").mistakes(
    ("sum(np.sum(value**2) for value in parameters.values())", "biases included",
     "The biases pay as well. Over which of the parameters does the formula add?"),
    ("(np.sum(W2**2) + np.sum(W3**2))", "layer 1 left out",
     "The weights of layer 1 don't pay. Over how many layers does the formula add?"),
    ("(np.sum(W1**2) + np.sum(W2**2))", "layer 3 left out",
     "The weights of layer 3 don't pay. Over how many layers does the formula add?"),
    (["np.sum(W1**2)", "np.sum(W2**2)", "np.sum(W3**2)"], "one layer only",
     "Only one layer pays. Over how many layers does the formula add?"),
    ("np.sum(W1**2 + W2**2 + W3**2)", "matrices added to each other",
     "The three matrices have different shapes, so their squares can't be added to each other. "
     "What can be added up in each of them first?"),
    ("np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2)", "parentheses around the sum missing",
     "Only the first sum is multiplied by lambda / 2m. To how many layers does that factor belong?"),
)
compute_cost_with_regularization.at("compute_cost(A3, Y) + penalty").mistakes(
    ("penalty", "penalty only",
     "This is the penalty alone. What would the network learn if the labels had no part in the cost?"),
    ("compute_cost(A3, Y)", "penalty not added",
     "This is the cross-entropy alone. What becomes of your penalty?"),
    ("compute_cost(A3, Y) - penalty", "penalty subtracted",
     "The penalty makes the cost smaller, so large weights would be rewarded. Which sign does it have?"),
    ("compute_cost(Y, A3) + penalty", "probabilities and labels exchanged",
     "`compute_cost` got the labels where it expects probabilities. In which order does it take the two?"),
    ("compute_cost(A3, Y) / m + penalty", "cross-entropy divided by m again",
     "`compute_cost` returns the mean over the examples already. Is there anything left to divide?"),
    ("compute_cost(A3, Y) * penalty", "multiplied",
     "The cross-entropy was multiplied by the penalty. How does the formula join the two?"),
)
compute_cost_with_regularization.equivalents(
    ("(parameters['W1'], parameters['W2'], parameters['W3'])",
     "(parameters['W2'], parameters['W1'], parameters['W3'])", "the order of the sum does not matter"),
    ("(parameters['W1'], parameters['W2'], parameters['W3'])",
     "(parameters['W1'], parameters['W3'], parameters['W2'])", "the order of the sum does not matter"),
)
compute_cost_with_regularization.alternatives({
    "np.square, the factors one by one": """
    m = Y.shape[1]
    W1, W2, W3 = parameters["W1"], parameters["W2"], parameters["W3"]
    cross_entropy_cost = compute_cost(A3, Y)
    squares = np.sum(np.square(W1)) + np.sum(np.square(W2)) + np.sum(np.square(W3))
    L2_regularization_cost = (1 / m) * (lambd / 2) * squares
    return cross_entropy_cost + L2_regularization_cost
""",
    "norms, a loop over the layers": """
    penalty = 0
    for l in range(1, len(parameters) // 2 + 1):
        penalty += np.linalg.norm(parameters["W" + str(l)], "fro") ** 2
    return compute_cost(A3, Y) + penalty * lambd / 2 / A3.shape[1]
""",
    "the cross-entropy written out, products of vectors": """
    m = A3.size
    weights = np.concatenate([parameters[f"W{l}"].ravel() for l in (1, 2, 3)])
    logs = np.multiply(-np.log(A3), Y) + np.multiply(-np.log(1 - A3), 1 - Y)
    return (1.0 / m * np.nansum(logs) + lambd * np.dot(weights, weights) / (2 * m)).item()
""",
    "a 0-d array": """
    squares = [np.sum(np.power(value, 2)) for name, value in parameters.items() if name.startswith("W")]
    return np.squeeze(compute_cost(A3, Y) + np.array(lambd * np.sum(squares) / (2.0 * Y.shape[1])))
""",
})
# fmt: on


# atol, here and below: float32 computes sums of order 1 to about 1e-6, also where they nearly cancel.
@assignment.exercise(points=20, keeps_arguments=True, atol=1e-5)
def backward_propagation_with_regularization(submission, draw):
    """Random networks, against slopes of the whole cost."""

    def gradients(n_x, n_1, n_2, m, lambd):
        X, Y, parameters, _ = case(draw, n_x, n_1, n_2, m)
        result = submission.backward_propagation_with_regularization(X, Y, forward(X, parameters), lambd)
        return result, measured(X, Y, parameters, lambd)

    for _ in range(2):
        sizes = draw.sizes("n_x", "n_1", "n_2", "m", low=2, high=7)
        yield "random network", *gradients(*sizes, float(draw.uniform(0.3, 3)))
    yield "lambd = 0", *gradients(*draw.sizes("n_x", "n_1", "n_2", "m", low=2, high=7), 0)
    yield "one example", *gradients(*draw.sizes("n_x", "n_1", "n_2", low=2, high=6), 1, 0.4)
    n_x, m = draw.sizes("n_x", "m", low=2, high=6)
    yield "one unit in each layer", *gradients(n_x, 1, 1, m, 2)
    draw.named(n_x=3, n_1=2, n_2=3, m=5)
    X, parameters = published(3)
    result = submission.backward_propagation_with_regularization(X, PUBLISHED_Y, forward(X, parameters), 0.7)
    yield "the notebook's example", result


EVERY_PENALTY = """grads["dW1"] = grads["dW1"] + lambd / m * W1
    grads["dW2"] = grads["dW2"] + lambd / m * W2
    grads["dW3"] = grads["dW3"] + lambd / m * W3"""


# fmt: off
backward_propagation_with_regularization.at("m = X.shape[1]").mistakes(
    ("m = X.shape[0]", "features counted",
     "The penalty's part was divided by the number of features. Examples are columns: what is `m` here?"),
)
backward_propagation_with_regularization.everywhere(r"lambd / m \* (W\d)").mistakes(
    (r"lambd / (2 * m) * \1", "half kept",
     "The penalty's part is half of what it should be. What is the derivative of w² / 2?"),
    (r"2 * lambd / m * \1", "doubled",
     "The penalty's part is twice as large as it should be. The derivative of w² is 2w: what becomes of the 2 below "
     "the bar?"),
    (r"lambd / m * \1**2", "squared weights",
     "The squares of the weights were added. What is the derivative of w²?"),
    (r"lambd / (2 * m) * np.sum(\1**2)", "the penalty itself",
     "All entries of a matrix got the same number: the penalty itself. What is its derivative along one weight?"),
    (r"lambd / m * np.sum(\1)", "weights added up",
     "All entries of a matrix got the same number. Which weights are left in the derivative along one of them?"),
    (r"lambd * \1", "not divided by m",
     "The penalty's part is `m` times too large. What stands below the bar in the formula?"),
    (r"lambd * m * \1", "multiplied by m",
     "The penalty's part was multiplied by `m`. What does the formula do with it?"),
    (r"m / lambd * \1", "fraction upside down",
     "The penalty's part was multiplied by m / lambda. Which of the two is below the bar in the formula?"),
    (r"lambd / m**2 * \1", "divided by m twice",
     "The penalty's part is `m` times too small. How often does the formula divide it by m?"),
    (r"\1 / m", "lambd forgotten",
     "The penalty's part is the same for every `lambd`. What decides how strong it is?"),
    (r"lambd / m * np.sign(\1)", "signs of the weights",
     "Each weight is pulled with the same force, as in L1. How does the pull of L2 depend on the weight?"),
    (r"lambd / m", "weights forgotten",
     "The same number was added to all entries. In the formula, what does lambda / m multiply?"),
)
backward_propagation_with_regularization.everywhere(r'(grads\["dW\d"\]) \+ (lambd / m \* W\d)').mistakes(
    (r"\1 - \2", "penalty subtracted",
     "The penalty's part has the wrong sign, so weights would grow. Do large weights raise or lower the cost?"),
    (r"\2", "gradient of the cross-entropy lost",
     "`dW1`, `dW2` and `dW3` hold only the penalty's part. To what should it be added?"),
    (r"\1 * (1 + lambd / m)", "gradient in place of the weight",
     "The gradients were multiplied by something. In the formula, what does lambda / m multiply?"),
    (r"\1 / m + \2", "gradient divided by m again",
     "The gradients of `backward_propagation` are means over the examples already. Is there anything left to divide?"),
)
backward_propagation_with_regularization.at(EVERY_PENALTY).mistakes(
    (EVERY_PENALTY.replace("\n", '\n    grads["db1"] = grads["db1"] + lambd / m * b1\n'
        '    grads["db2"] = grads["db2"] + lambd / m * b2\n    grads["db3"] = grads["db3"] + lambd / m * b3\n', 1),
     "biases included",
     "The gradients of the biases get a share of the penalty, too. Which parameters pay in step 1?"),
    (EVERY_PENALTY.partition("\n    ")[2], "layer 1 left out",
     "`dW1` gets no share of the penalty. Which weights pay in step 1?"),
    (EVERY_PENALTY.partition("\n    ")[0], "layer 1 only",
     "Only `dW1` gets a share of the penalty. Which weights pay in step 1?"),
    (EVERY_PENALTY.rpartition("\n    ")[2], "layer 3 only",
     "Only `dW3` gets a share of the penalty. Which weights pay in step 1?"),
    (EVERY_PENALTY.replace('grads["dW1"] =', "dW1 =").replace('grads["dW2"] =', "dW2 =")
        .replace('grads["dW3"] =', "dW3 ="), "results not put into grads",
     "The gradients get no share of the penalty. You computed it, but does `grads` hold what you computed?"),
)
backward_propagation_with_regularization.alternatives({
    "a loop over the layers": """
    grads = backward_propagation(X, Y, cache)
    for l, W in ((1, cache[2]), (2, cache[6]), (3, cache[10])):
        grads["dW" + str(l)] += (lambd * W) / X.shape[1]
    return grads
""",
    "the whole pass written out": """
    m = X.shape[1]
    (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    dW3 = 1.0 / m * np.dot(dZ3, A2.T) + (lambd / m) * W3
    db3 = 1.0 / m * np.sum(dZ3, axis=1, keepdims=True)
    dA2 = np.dot(W3.T, dZ3)
    dZ2 = np.multiply(dA2, np.int64(A2 > 0))
    dW2 = 1.0 / m * np.dot(dZ2, A1.T) + (lambd / m) * W2
    db2 = 1.0 / m * np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = np.multiply(dA1, np.int64(A1 > 0))
    dW1 = 1.0 / m * np.dot(dZ1, X.T) + (lambd / m) * W1
    db1 = 1.0 / m * np.sum(dZ1, axis=1, keepdims=True)
    return {"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2,
            "dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1}
""",
    "a new dictionary, the weights of the cache by name": """
    weights = dict(zip(["dW1", "dW2", "dW3"], cache[2::4]))
    grads = backward_propagation(X, Y, cache)
    return {name: value + weights.get(name, 0) * lambd / Y.size for name, value in grads.items()}
""",
})
# fmt: on


CACHE = ("Z1", "D1", "A1", "W1", "b1", "Z2", "D2", "A2", "W2", "b2", "Z3", "A3", "W3", "b3")


@assignment.inside
def drop(forward, X, parameters, options, seed, names, own=True):
    """A3, and what is in the cache by name, of a pass with a new generator or (not own) with NumPy's."""
    if not own:
        np.random.seed(seed)
    generator = {"rng": np.random.RandomState(seed)} if own else {}
    result = forward(X, parameters, **options, **generator)
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        return result
    A3, cache = result
    if len(cache) != len(names):
        raise ValueError(f"the cache should have {len(names)} values, from Z1 to b3, and has {len(cache)}")
    return A3, dict(zip(names, cache, strict=True))


@assignment.inside
def drop_thrice(forward, X, parameters, keep_prob, seed, names):
    """The same of three passes with one generator, as stacks, without the parameters."""
    rng = np.random.RandomState(seed)
    copies = [(X.copy(), {name: value.copy() for name, value in parameters.items()}) for _ in range(3)]
    results = [forward(*copy, keep_prob=keep_prob, rng=rng) for copy in copies]
    by_name = zip(names, *(cache for A3, cache in results), strict=True)
    stacks = {name: np.stack(arrays) for name, *arrays in by_name if name[0] in "DAZ"}
    return np.stack([A3 for A3, cache in results]), stacks


@assignment.exercise(points=30, keeps_arguments=True, returns=("A3", "cache"), atol=1e-5)
def forward_propagation_with_dropout(submission, draw):
    """Random networks, with masks drawn number by number."""
    function = submission.forward_propagation_with_dropout

    def inputs(n_x, n_1, n_2, m):
        return draw.normal(n_x, m), network(draw, n_x, n_1, n_2)

    def expected(X, parameters, keep_prob, random):
        masks = draw_masks(random, (len(parameters["b1"]), len(parameters["b2"])), X.shape[1], keep_prob)
        cache = with_masks(forward(X, parameters, [mask / keep_prob for mask in masks]), masks)
        return cache[11], dict(zip(CACHE, cache, strict=True))

    def run(X, parameters, keep_prob=None, seed=None, own=True):
        seed = int(draw.rng.integers(2**31)) if seed is None else seed
        options = {} if keep_prob is None else {"keep_prob": keep_prob}
        result = drop(function, X, parameters, options, seed, CACHE, own)
        return result, expected(X, parameters, keep_prob or 0.5, np.random.RandomState(seed))

    def sizes():
        return draw.sizes("n_x", "n_1", "n_2", "m", low=4, high=9)

    for low, high in ((0.25, 0.4), (0.6, 0.85)):
        yield "random network", *run(*inputs(*sizes()), float(draw.uniform(low, high)))
    (X, parameters), seed = inputs(*sizes()), int(draw.rng.integers(2**31))
    random = np.random.RandomState(seed)
    passes = [expected(X, parameters, 0.7, random) for _ in range(3)]
    stacks = {name: np.stack([cache[name] for _, cache in passes]) for name in CACHE if name[0] in "DAZ"}
    result = drop_thrice(function, X, parameters, 0.7, seed, CACHE)
    yield "three passes with one generator", result, (np.stack([A3 for A3, _ in passes]), stacks)
    yield "keep_prob = 1: nothing is dropped", *run(*inputs(*sizes()), 1)
    yield "default keep_prob", *run(*inputs(*sizes()))
    yield "NumPy's own generator", *run(*inputs(*sizes()), 0.6, own=False)
    yield "one example, one unit", *run(*inputs(*draw.sizes("n_x", "n_1", "n_2", low=4), 1), 0.6)
    n_x, m = draw.sizes("n_x", "m", low=4)
    yield "one example, one unit", *run(*inputs(n_x, 1, 1, m), 0.6)
    draw.named(n_x=3, n_1=2, n_2=3, m=5)
    yield "the notebook's example", *run(*published(3), 0.7, seed=1)


# fmt: off
forward_propagation_with_dropout.at("keep_prob=0.5, rng=np.random").mistakes(
    ("keep_prob=0.5", "rng refused",
     "The function can't be called with a generator. What did its first line look like at the start?"),
    ("keep_prob=0.5, rng=None", "no generator by default",
     "Without `rng`, the function stops. What did its first line look like at the start?"),
    (["keep_prob=0.8, rng=np.random", "keep_prob=1, rng=np.random"], "another default",
     "Without `keep_prob`, the function keeps another share of the units. What did its first line look like before?"),
)
MASKS = (
    (r"rng.random(\1.shape) > keep_prob", "mask inverted",
     "Your mask keeps what should be dropped. With keep_prob = 0.9, how many of ten units should it keep?"),
    (r"rng.random(\1.shape)", "not compared",
     "The activations were multiplied by random numbers. A unit is kept or dropped: what decides which?"),
    (r"rng.random((\1.shape[0], 1)) < keep_prob", "one mask for all examples",
     "All examples lose the same units. For how many units and examples do you need a random number?"),
    (r"rng.random((1, \1.shape[1])) < keep_prob", "one mask for all units",
     "Each example keeps all units or loses all. For how many units and examples do you need a random number?"),
    ([r"np.random.RandomState(1).random(\1.shape) < keep_prob",
      r"np.random.RandomState(0).random(\1.shape) < keep_prob"], "a new generator for each mask",
     "Each mask is drawn from a new generator, so all begin with the same numbers. "
     "Which generator goes on where the last mask ended?"),
    (r"rng.standard_normal(\1.shape) < keep_prob", "normal numbers",
     "The random numbers are normal ones, and too many of them are below `keep_prob`. "
     "Between which bounds should they lie evenly?"),
    (r"rng.binomial(1, keep_prob, \1.shape)", "binomial numbers",
     "The masks have the right odds, but other numbers than ours. By which two steps does the notebook make one?"),
    ([r"rng.random(\1.shape) < 0.5", r"rng.random(\1.shape) < 0.7", r"rng.random(\1.shape) < 0.86"],
     "keep_prob typed in",
     "The same share of units is kept whatever `keep_prob` is. With what should the random numbers be compared?"),
    (r"rng.random(\1.shape) < 1 - keep_prob", "share that is dropped",
     "The share that should be dropped is kept here. What does `keep_prob` say about a unit?"),
)
SCALES = (
    (r"\1 = \1 * 1", "not scaled up",
     "The right units are dropped, but the others are too small. What makes up for the missing ones?"),
    (r"\1 = \1 / (1 - keep_prob)", "divided by what is dropped",
     "The activations were divided by 1 - keep_prob. If three of four units stay, by how much should each grow?"),
    (r"\1 = \1 * keep_prob", "scaled down",
     "What is left was made smaller. Fewer units do the work of all: should each of them count more or less?"),
    (r"\1 = \1 / keep_prob**2", "scaled up twice",
     "What is left was scaled up too much. How often does the formula divide?"),
    ([r"\1 = \1 / 0.5", r"\1 = \1 / 0.7", r"\1 = \1 / 0.86"], "scale typed in",
     "The scale is the same whatever `keep_prob` is. If nothing is dropped, what should it be?"),
)
DROPS = (
    (r"\1 = \1 * 1", "mask not used",
     "The masks are right, but no unit is dropped. Where are they applied to the activations?"),
    (r"\1 = \1 * (1 - \2)", "mask turned round",
     "The units that the mask keeps are dropped. What does True in the mask say about a unit?"),
    (r"\1 = \1 + \2", "mask added",
     "The mask was added to the activations. Which operation makes 0 of what is False and leaves the rest?"),
)
for found, slips in (
    (r"rng\.random\((A{k})\.shape\) < keep_prob", MASKS),
    (r"(A{k}) = \1 / keep_prob", SCALES),
    (r"(A{k}) = \1 \* (D\d)", DROPS),
):
    forward_propagation_with_dropout.everywhere(found.replace("{k}", r"\d")).mistakes(*slips)
    for k in ("1", "2"):
        forward_propagation_with_dropout.everywhere(found.replace("{k}", k)).mistakes(
            *((new, f"{name}, in layer {k}", f"In layer {k}, {said[0].lower()}{said[1:]}") for new, name, said in slips)
        )
forward_propagation_with_dropout.everywhere(r"rng\.random\((A\d)\.shape\) < keep_prob").mistakes(
    ([r"np.random.random(\1.shape) < keep_prob", r"np.random.rand(*\1.shape) < keep_prob"], "rng not used",
     "The masks were not drawn from the generator that the function is given. Which argument is it?"),
)
forward_propagation_with_dropout.everywhere(
    r"(rng\.random\(A(\d)\.shape\)) < keep_prob([\s\S]*?)A\2 \* D\2"
).mistakes(
    ([r"\1\3A\2 * D\2 < keep_prob", r"\1\3A\2 * (D\2 < keep_prob)"], "compared too late",
     "`D1` and `D2` hold random numbers, and a mask holds True and False. "
     "In which line should the comparison with `keep_prob` stand?"),
)
forward_propagation_with_dropout.at("rng.random(A2.shape)").mistakes(
    ("rng.random(A1.shape)", "D2 in the shape of A1",
     "`D2` was drawn in the shape of `A1`. Which activations does it multiply?"),
)
forward_propagation_with_dropout.at("    D1 = rng.random(A1.shape) < keep_prob").mistakes(
    (["    rng = np.random.RandomState(1)\n    D1 = rng.random(A1.shape) < keep_prob",
      "    np.random.seed(1)\n    rng = np.random\n    D1 = rng.random(A1.shape) < keep_prob"],
     "generator started again",
     "The generator is started again in every pass, so the same units are missing each time. "
     "What is the argument `rng` for?"),
)
forward_propagation_with_dropout.everywhere(r"A(\d) = A\d \* D\d").mistakes(
    (r"A\1 = Z\1 * D\1", "Z in place of A",
     "Negative numbers are left in `A1` and `A2`. Is the mask applied before the relu or after it?"),
)
forward_propagation_with_dropout.everywhere(r"(A\d) = \1 / keep_prob").mistakes(
    (r"\1 = \1 * \1.size / max(1, np.sum(\1 > 0))", "scaled by what happens to be left",
     "The scale depends on how many activations happen to be left. Which argument says how many there are on average?"),
)
forward_propagation_with_dropout.everywhere(r"(D1 = .*)([\s\S]*)D2 = .*").mistakes(
    (r"D2 = rng.random((len(W2), X.shape[1])) < keep_prob\n    \1\2D2 = D2 * 1", "D2 drawn before D1",
     "These are the right random numbers in another order. Which mask is drawn first?"),
)
forward_propagation_with_dropout.at("A3 = sigmoid(Z3)").mistakes(
    ("A3 = sigmoid(Z3) * (rng.random(Z3.shape) < keep_prob) / keep_prob", "output dropped",
     "The output was dropped, too. What would a probability of 0 do to the cost, and which layers have a mask?"),
)
forward_propagation_with_dropout.equivalents(
    ("rng.random(A1.shape) < keep_prob", "rng.random(A1.shape) <= keep_prob", "no random number is exactly keep_prob"),
    ("rng.random(A2.shape) < keep_prob", "rng.random(A2.shape) <= keep_prob", "no random number is exactly keep_prob"),
    ("np.maximum(0, Z1)", "np.maximum(Z1, 0)", "the larger of two, in either order"),
    ("np.maximum(0, Z2)", "np.maximum(Z2, 0)", "the larger of two, in either order"),
)
forward_propagation_with_dropout.alternatives({
    "rand, a mask of whole numbers, in place": """
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = np.dot(W1, X) + b1
    A1 = np.maximum(0, Z1)
    D1 = rng.rand(A1.shape[0], A1.shape[1])
    D1 = (D1 < keep_prob).astype(int)
    A1 *= D1
    A1 /= keep_prob
    Z2 = np.dot(W2, A1) + b2
    A2 = np.maximum(0, Z2)
    D2 = rng.rand(A2.shape[0], A2.shape[1])
    D2 = (D2 < keep_prob).astype(int)
    A2 *= D2
    A2 /= keep_prob
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    cache = (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)
    return A3, cache
""",
    "np.where, uniform, a list for the cache": """
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = W1 @ X + b1
    D1 = rng.uniform(0, 1, Z1.shape) < keep_prob
    A1 = np.where(D1, np.maximum(Z1, 0) / keep_prob, 0)
    Z2 = W2 @ A1 + b2
    D2 = rng.uniform(size=Z2.shape) < keep_prob
    A2 = np.where(D2 & (Z2 > 0), Z2 / keep_prob, 0)
    Z3 = W3 @ A2 + b3
    A3 = sigmoid(Z3)
    return A3, [Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3]
""",
    "a mask that is scaled, a function for both layers": """
    def dropped(Z):
        D = (rng.random_sample(Z.shape) < keep_prob).astype(float)
        return D, np.multiply(np.maximum(0, Z), D / keep_prob)

    p = parameters
    Z1 = p["W1"].dot(X) + p["b1"]
    D1, A1 = dropped(Z1)
    Z2 = p["W2"].dot(A1) + p["b2"]
    D2, A2 = dropped(Z2)
    Z3 = p["W3"].dot(A2) + p["b3"]
    A3 = 1 / (1 + np.exp(-Z3))
    return A3, (Z1, D1, A1, p["W1"], p["b1"], Z2, D2, A2, p["W2"], p["b2"], Z3, A3, p["W3"], p["b3"])
""",
    "activations at an index set to 0": """
    W1, b1, W2, b2, W3, b3 = [parameters[key] for key in ["W1", "b1", "W2", "b2", "W3", "b3"]]
    Z1 = np.matmul(W1, X) + b1
    A1 = np.maximum(0, Z1)
    D1 = rng.random(size=A1.shape) < keep_prob
    A1[~D1] = 0
    A1 = (1 / keep_prob) * A1
    Z2 = np.matmul(W2, A1) + b2
    A2 = np.maximum(0, Z2)
    D2 = rng.random(size=A2.shape) < keep_prob
    A2[D2 == False] = 0.0
    A2 = (1 / keep_prob) * A2
    Z3 = np.matmul(W3, A2) + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)
""",
})
# fmt: on


@assignment.exercise(points=30, keeps_arguments=True, atol=1e-5)
def backward_propagation_with_dropout(submission, draw):
    """Random networks and masks, against slopes with the same masks."""

    def gradients(n_x, n_1, n_2, m, keep_prob):
        X, Y, parameters, masks = case(draw, n_x, n_1, n_2, m, keep_prob)
        scaled = [mask / keep_prob for mask in masks]
        cache = with_masks(forward(X, parameters, scaled), masks)
        result = submission.backward_propagation_with_dropout(X, Y, cache, keep_prob)
        return result, measured(X, Y, parameters, masks=scaled)

    for low, high in ((0.3, 0.4), (0.6, 0.85)):
        sizes = draw.sizes("n_x", "n_1", "n_2", "m", low=3, high=7)
        yield "random network", *gradients(*sizes, float(draw.uniform(low, high)))
    yield "keep_prob = 1: nothing was dropped", *gradients(*draw.sizes("n_x", "n_1", "n_2", "m", low=2, high=7), 1)
    yield "one example", *gradients(*draw.sizes("n_x", "n_1", "n_2", low=4, high=8), 1, 0.6)
    n_x, m = draw.sizes("n_x", "m", low=9, high=12)
    yield "one unit in each layer", *gradients(n_x, 1, 1, m, 0.6)


# fmt: off
backward_propagation_with_dropout.at("m = X.shape[1]").mistakes(
    ("m = X.shape[0]", "features counted",
     "The gradients were divided by the number of features. Examples are columns: what is `m` here?"),
)
backward_propagation_with_dropout.at("dZ3 = A3 - Y").mistakes(
    ("dZ3 = Y - A3", "error with the wrong sign",
     "All errors have the wrong sign: they share `dZ3`. Which way round is the error of the output?"),
    ("dZ3 = (A3 - Y) * A3 * (1 - A3)", "slope of the sigmoid at the output",
     "`dZ3` was multiplied by the slope of the sigmoid. For the cross-entropy the two slopes cancel: what is left?"),
    ("dZ3 = (A3 - Y) / m", "errors divided by m",
     "`dZ3` was divided by `m`, and the gradients below are divided once more. Where is the mean taken here?"),
)
backward_propagation_with_dropout.everywhere(r"(D\d) / keep_prob").mistakes(
    (r"\1", "not scaled",
     "`dA2` and `dA1` are too small by a factor: they have their masks, but not the scale. "
     "What else happened to the activations on the way forward?"),
    (r"1 / keep_prob", "masks forgotten",
     "All gradients of the parameters are right, and `dA2` and `dA1` are not: units that were dropped have a share in "
     "the error. What is 0 for such a unit?"),
    (r"1", "neither masks nor scale",
     "This is the way back of a network without dropout. What happened to the activations on the way forward?"),
    (r"\1 / (1 - keep_prob)", "divided by what is dropped",
     "`dA2` and `dA1` were divided by 1 - keep_prob. By what were the activations divided on the way forward?"),
    (r"\1 * keep_prob", "multiplied by keep_prob",
     "`dA2` and `dA1` were multiplied by `keep_prob`. What happened to the activations on the way forward?"),
    (r"\1 / keep_prob**2", "scaled twice",
     "`dA2` and `dA1` were scaled twice. How often were the activations scaled on the way forward?"),
    ([r"\1 / 0.8", r"\1 / 0.5", r"\1 / 0.7"], "scale typed in",
     "The scale is the same whatever `keep_prob` is. Which one did the way forward use?"),
    (r"(1 - \1) / keep_prob", "masks turned round",
     "The error goes back only through the units that were dropped. What does True in the mask say about a unit?"),
    (r"(np.random.random(\1.shape) < keep_prob) / keep_prob", "new masks",
     "New masks were drawn on the way back. Which units had a share in the output, and where is that written down?"),
)
backward_propagation_with_dropout.at("(W2.T @ dZ2) * D1 / keep_prob").mistakes(
    ("W2.T @ dZ2", "layer 1 without mask and scale",
     "Layer 2 is right. In layer 1, mask and scale are missing: what happened to `A1` on the way forward?"),
    ("(W2.T @ dA2) * D1 / keep_prob", "dA2 in place of dZ2",
     "`dA1` was computed from `dA2`. Through which function does the error have to go first?"),
)
SLOPES = (
    ([r"\1 * 1", r"\1 * (A\2 >= 0)", r"\1 * D\2"], "slope of the relu missing",
     "Units that were kept, but off, have a share in the error. Their relu gives 0 whatever z is: what is its slope?"),
    ([r"\1 * A\2", r"\1 * Z\2"], "numbers of the layer for the slope",
     "The error was multiplied by the layer's own numbers. What is the slope of the relu where z is above 0?"),
    (r"\1 * (A\2 < 0)", "slope of the relu turned round",
     "The error goes back only where the activation is negative, and none is. Where is the slope of the relu 1?"),
    (r"\1 * (1 - A\2**2)", "slope of tanh",
     "The slope is that of tanh. Which function do the hidden layers have here, and what is its slope?"),
)
backward_propagation_with_dropout.everywhere(r"(dA(\d)) \* \(A\2 > 0\)").mistakes(*SLOPES)
for k in ("1", "2"):
    backward_propagation_with_dropout.everywhere(rf"(dA({k})) \* \(A\2 > 0\)").mistakes(
        *((new, f"{name}, in layer {k}", f"In layer {k}, {said[0].lower()}{said[1:]}")
          for new, name, said in SLOPES[:2])  # the others are the same in either
    )
backward_propagation_with_dropout.equivalents(
    ("W3.T @ dZ3", "W3.T * dZ3", "a column times a row, which NumPy also spreads to a matrix"),
)
backward_propagation_with_dropout.alternatives({
    "np.dot, step by step, keys in another order": """
    m = X.shape[1]
    (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    dW3 = 1.0 / m * np.dot(dZ3, A2.T)
    db3 = 1.0 / m * np.sum(dZ3, axis=1, keepdims=True)
    dA2 = np.dot(W3.T, dZ3)
    dA2 = dA2 * D2
    dA2 = dA2 / keep_prob
    dZ2 = np.multiply(dA2, np.int64(A2 > 0))
    dW2 = 1.0 / m * np.dot(dZ2, A1.T)
    db2 = 1.0 / m * np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(W2.T, dZ2)
    dA1 *= D1
    dA1 /= keep_prob
    dZ1 = np.multiply(dA1, np.int64(A1 > 0))
    dW1 = 1.0 / m * np.dot(dZ1, X.T)
    db1 = 1.0 / m * np.sum(dZ1, axis=1, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2, "dW3": dW3, "db3": db3,
            "dZ1": dZ1, "dA1": dA1, "dZ2": dZ2, "dA2": dA2, "dZ3": dZ3}
""",
    "slopes from Z, np.where, matrix products with ones": """
    Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3 = cache
    one = np.ones((X.shape[1], 1)) / X.shape[1]
    dZ3 = A3 - Y
    dA2 = np.where(D2, W3.T @ dZ3, 0) / keep_prob
    dZ2 = np.where(Z2 > 0, dA2, 0)
    dA1 = np.where(D1, W2.T @ dZ2, 0) / keep_prob
    dZ1 = np.where(Z1 > 0, dA1, 0)
    return dict(
        dZ3=dZ3, dA2=dA2, dZ2=dZ2, dA1=dA1, dZ1=dZ1,
        dW3=dZ3 @ (A2.T * one), dW2=dZ2 @ (A1.T * one), dW1=dZ1 @ (X.T * one),
        db3=dZ3 @ one, db2=dZ2 @ one, db1=dZ1 @ one,
    )
""",
    "the chain rule link by link, in place": """
    Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3 = cache
    dA3 = (1 - Y) / (1 - A3) - Y / A3
    grads = {"dZ3": dA3 * A3 * (1 - A3)}
    for l, (W, D, Z) in ((2, (W3, D2, Z2)), (1, (W2, D1, Z1))):
        dA = np.dot(W.T, grads["dZ" + str(l + 1)]) / keep_prob
        dA[D == 0] = 0
        grads["dA" + str(l)] = dA
        grads["dZ" + str(l)] = dA * np.heaviside(Z, 0)
    for l, before in ((1, X), (2, A1), (3, A2)):
        grads["dW" + str(l)] = grads["dZ" + str(l)].dot(before.T) / Y.shape[1]
        grads["db" + str(l)] = grads["dZ" + str(l)].mean(axis=1).reshape(-1, 1)
    return grads
""",
})


assignment.examples(
    Example("the published forward pass: no rng, and a seed inside",
        {"forward_propagation_with_dropout": [
             (", rng=np.random)", ")"), ("    Z1 = W1", "    np.random.seed(1)\n    Z1 = W1"),
             ("rng.random(A1.shape)", "np.random.rand(A1.shape[0], A1.shape[1])"),
             ("rng.random(A2.shape)", "np.random.rand(A2.shape[0], A2.shape[1])"),
         ]}),
    Example("a penalty that doubles, and its gradient with it",
        {"compute_cost_with_regularization": [("lambd / (2 * m)", "lambd / m")],
         "backward_propagation_with_regularization": [
             (EVERY_PENALTY, EVERY_PENALTY.replace("lambd / m", "2 * lambd / m")),
         ]}),
    Example("weights squared in place",
        {"compute_cost_with_regularization": [
             ("np.sum(W1**2) + ", "np.sum(np.multiply(W1, W1, out=W1)) + "),
         ]}),
    Example("the cached activations scaled in place on the way back",
        {"backward_propagation_with_dropout": [("dZ2 = dA2", "A2 /= keep_prob\n    dZ2 = dA2")]}),
    Example("shapes printed and asserted in every pass",
        {"forward_propagation_with_dropout": [
             ("    D2 = ", "    print(A1.shape, D1.shape)\n    assert A1.shape == D1.shape\n    D2 = "),
         ]}, loses=()),
    Example("what is below zero dropped, too, and the notebook's own data",
        {"backward_propagation_with_dropout": [("dZ3 = A3 - Y", "dZ3 = A3 - Y_small")],
         "compute_cost_with_regularization": [("m = Y.shape[1]", "m = X_small.shape[1]")]}),
)
# fmt: on
