"""Scenarios, known mistakes and alternatives of "One hidden layer": what the marks of a15 stand on.

Examples are columns here: X is (n_x, m), Y is (n_y, m). Unless a part says otherwise, n_y is 1.
"""

import math

import numpy as np

from autograder.judging.exercise import Alternative, Assignment, Example, Mistake

assignment = Assignment("a15_planar_classification")

# The inputs of the published examples, as printed there.
SMALL_W1 = np.array(
    [[-0.00416758, -0.00056267], [-0.02136196, 0.01640271], [-0.01793436, -0.00841747], [0.00502881, -0.01245288]]
)
SMALL_W2 = np.array([[-0.01057952, -0.00909008, 0.00551454, 0.02292208]])
PUBLISHED_A2 = np.array([[0.5002307, 0.49985831, 0.50023963]])
PUBLISHED_CACHE = {
    "Z1": np.array(
        [
            [-0.00616586, 0.0020626, 0.0034962],
            [-0.05229879, 0.02726335, -0.02646869],
            [-0.02009991, 0.00368692, 0.02884556],
            [0.02153007, -0.01385322, 0.02600471],
        ]
    ),
    "A1": np.array(
        [
            [-0.00616578, 0.0020626, 0.00349619],
            [-0.05225116, 0.02725659, -0.02646251],
            [-0.02009721, 0.0036869, 0.02883756],
            [0.02152675, -0.01385234, 0.02599885],
        ]
    ),
    "Z2": np.array([[0.00092281, -0.00056678, 0.00095853]]),
    "A2": PUBLISHED_A2,
}
PUBLISHED_PARAMETERS = {
    "W1": np.array(
        [[-0.00615039, 0.0169021], [-0.02311792, 0.03137121], [-0.0169217, -0.01752545], [0.00935436, -0.05018221]]
    ),
    "b1": np.array([[-8.97523455e-07], [8.15562092e-06], [6.04810633e-07], [-2.54560700e-06]]),
    "W2": np.array([[-0.0104319, -0.04019007, 0.01607211, 0.04440255]]),
    "b2": np.array([[9.14954378e-05]]),
}
PUBLISHED_GRADS = {
    "dW1": np.array(
        [[0.00023322, -0.00205423], [0.00082222, -0.00700776], [-0.00031831, 0.0028636], [-0.00092857, 0.00809933]]
    ),
    "db1": np.array([[1.05570087e-07], [-3.81814487e-06], [-1.90155145e-07], [5.46467802e-07]]),
    "dW2": np.array([[-1.75740039e-05, 3.70231337e-03, -1.25683095e-03, -2.55715317e-03]]),
    "db2": np.array([[-1.08923140e-05]]),
}


def published_data():
    """X (2, 3), and Y (1, 3) drawn after it."""
    random = np.random.RandomState(1)
    X = random.randn(2, 3)
    return X, (random.randn(1, 3) > 0).astype(int)


def network(draw, n_x, n_h, n_y=1, scale=0.6):
    """Random parameters. With the default scale the activations are of order 1 and not saturated."""
    return {
        "W1": draw.normal(n_h, n_x, scale=scale),
        "b1": draw.normal(n_h, 1, scale=scale),
        "W2": draw.normal(n_y, n_h, scale=scale),
        "b2": draw.normal(n_y, 1, scale=scale),
    }


def label_rows(draw, n_y, m):
    return np.vstack([draw.labels(m) for _ in range(n_y)])


def run_by_units(X, parameters):
    """A2 and cache by the definition: one example and one unit at a time."""
    W1, b1, W2, b2 = (parameters[name] for name in ("W1", "b1", "W2", "b2"))
    Z1, Z2 = np.zeros((len(W1), X.shape[1])), np.zeros((len(W2), X.shape[1]))
    A1, A2 = np.zeros_like(Z1), np.zeros_like(Z2)
    for i in range(X.shape[1]):
        for k in range(len(W1)):
            Z1[k, i] = W1[k] @ X[:, i] + b1[k, 0]
            A1[k, i] = math.tanh(Z1[k, i])
        for j in range(len(W2)):
            Z2[j, i] = W2[j] @ A1[:, i] + b2[j, 0]
            A2[j, i] = 1 / (1 + math.exp(-Z2[j, i]))
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


def cost_by_examples(A2, Y):
    """The mean of what each example costs, by the two cases of its label."""
    costs = [-math.log(a if y == 1 else 1 - a) for a, y in zip(A2.flat, Y.flat, strict=True)]
    return sum(costs) / len(costs)


def central_differences(parameters, X, Y, epsilon=1e-4):
    """Slope of the cost along each entry of each parameter. All shifted networks are run at once, one a row."""
    ends = np.cumsum([value.size for value in parameters.values()])

    def parts(rows):
        pieces = np.split(rows, ends[:-1], axis=-1)
        return [piece.reshape(-1, *value.shape) for piece, value in zip(pieces, parameters.values(), strict=True)]

    def costs(rows):
        W1, b1, W2, b2 = parts(rows)
        Z2 = np.matmul(W2, np.tanh(np.matmul(W1, X) + b1)) + b2
        return np.sum(np.logaddexp(0, Z2) - Y * Z2, axis=(1, 2)) / X.shape[1]  # the cross-entropy in terms of Z2

    middle = np.concatenate([value.ravel() for value in parameters.values()])
    shifts = epsilon * np.eye(middle.size)
    slopes = (costs(middle + shifts) - costs(middle - shifts)) / (2 * epsilon)
    return {"d" + name: slope[0] for name, slope in zip(parameters, parts(slopes), strict=True)}


@assignment.exercise(points=5, returns=("n_x", "n_h", "n_y"), keeps_arguments=True)
def layer_sizes(submission, draw):
    """Data with sizes that are all different, and none of them the hidden layer's 4."""
    n_x, n_y, m = draw.sizes("n_x", "n_y", "m", low=5, high=20)
    yield "random data", submission.layer_sizes(draw.normal(n_x, m), label_rows(draw, n_y, m))
    n_x, m = draw.sizes("n_x", "m", low=2, high=12)
    yield "one label for each example", submission.layer_sizes(draw.normal(n_x, m), draw.labels(m))
    (n_x,) = draw.sizes("n_x", low=5)
    yield "one example", submission.layer_sizes(draw.normal(n_x, 1), np.array([[1]]))
    random = np.random.RandomState(1)
    draw.named(n_x=5, n_y=2, m=3)
    yield "published example", submission.layer_sizes(random.randn(5, 3), random.randn(2, 3)), (5, 4, 2)


layer_sizes.mistakes(
    Mistake(
        "whole shapes",
        "return n_x, n_h, n_y",
        "return X.shape, n_h, Y.shape",
        "`n_x` and `n_y` came as pairs of numbers: the whole shapes. Which entry of the shape counts the features?",
    ),
    Mistake(
        "examples counted",
        "return n_x, n_h, n_y",
        "return X.shape[1], n_h, Y.shape[1]",
        "`n_x` and `n_y` came as the number of examples. Examples are columns; which entry of a shape counts rows?",
    ),
    Mistake(
        "examples counted in n_x",
        "X.shape[0]",
        "X.shape[1]",
        "`n_x` came as the number of examples. `X` has shape `(n_x, m)`: which of the two do you need?",
    ),
    Mistake(
        "examples counted in n_y",
        "Y.shape[0]",
        "Y.shape[1]",
        "`n_y` came as the number of examples. `Y` has shape `(n_y, m)`: which of the two do you need?",
    ),
    Mistake(
        "n_x and n_y exchanged",
        "return n_x, n_h, n_y",
        "return n_y, n_h, n_x",
        "`n_x` and `n_y` came in each other's place. `n_x` belongs to the inputs `X`, `n_y` to the labels `Y`.",
    ),
    Mistake(
        "n_h last",
        "return n_x, n_h, n_y",
        "return n_x, n_y, n_h",
        "The right sizes came in another order. The order of the layers is input, hidden, output.",
    ),
    Mistake(
        "hidden units from the examples",
        "n_h = 4",
        "n_h = X.shape[1]",
        "`n_h` came as the number of examples. The size of the hidden layer is our choice: what does the table say?",
    ),
    Mistake(
        "hidden units from the features",
        "n_h = 4",
        "n_h = X.shape[0]",
        "`n_h` came as the number of features. The size of the hidden layer is our choice: what does the table say?",
    ),
    Mistake(
        "sizes of the flower",
        "return n_x, n_h, n_y",
        "return 2, 4, 1",
        "The sizes are 2, 4 and 1 for all data. They fit the flower only; can you take them from `X` and `Y`?",
    ),
    Mistake(
        "sizes of the published example",
        "return n_x, n_h, n_y",
        "return 5, 4, 2",
        "The sizes are 5, 4 and 2 for all data. They fit one example only; can you take them from `X` and `Y`?",
    ),
    Mistake(
        "always one output",
        "n_y = Y.shape[0]",
        "n_y = 1",
        "`n_y` is always 1. `Y` may have several rows, one for each label of an example; can you count them?",
    ),
    Mistake(
        "numbers of entries",
        "return n_x, n_h, n_y",
        "return X.size, n_h, Y.size",
        "`n_x` and `n_y` came as numbers of entries, rows times columns. Only the rows count units.",
    ),
    Mistake(
        "numbers of axes",
        "return n_x, n_h, n_y",
        "return X.ndim, n_h, Y.ndim",
        "`n_x` and `n_y` came as 2: `ndim` is the number of axes. How long is the first axis?",
    ),
    Mistake(
        "distinct labels counted",
        "n_y = Y.shape[0]",
        "n_y = len(np.unique(Y))",
        "`n_y` came as the number of different values in `Y`. An output unit belongs to a row of `Y`, not to a value.",
    ),
    Mistake(
        "sizes as text",
        "return n_x, n_h, n_y",
        "return str(n_x), str(n_h), str(n_y)",
        "The sizes came as text. Later steps build arrays with them, so return whole numbers.",
    ),
)

layer_sizes.alternatives(
    Alternative("len", "def layer_sizes(X, Y):\n    return len(X), 4, len(Y)"),
    Alternative(
        "unpacked shapes, a list",
        """
def layer_sizes(X, Y):
    n_x, m = X.shape
    n_y, m = Y.shape
    return [n_x, 4, n_y]
""",
    ),
    Alternative("numpy's whole numbers", "def layer_sizes(X, Y):\n    return np.int64(X.shape[0]), 4, np.size(Y, 0)"),
    Alternative(
        "sizes printed",
        """
def layer_sizes(X, Y):
    n_x, n_h, n_y = X.shape[0], 4, Y.shape[0]
    print("The size of the input layer is", n_x)
    print("The size of the output layer is", n_y)
    return (n_x, n_h, n_y)
""",
    ),
)


@assignment.exercise(points=10)
def initialize_parameters(submission, draw):
    """The seed is part of the function, so every entry is known."""
    yield "random sizes", submission.initialize_parameters(*draw.sizes("n_x", "n_h", "n_y", low=3, high=20))
    n_x, n_h, more = draw.sizes("n_x", "n_h", "more", low=2, high=20)
    draw.named(n_x=n_x, n_h=n_h, n_y=n_h + more)
    yield "more outputs than hidden units", submission.initialize_parameters(n_x, n_h, n_h + more)
    draw.sizes()
    yield "one unit in each layer", submission.initialize_parameters(1, 1, 1)
    draw.named(n_x=2, n_h=4, n_y=1, m=3)
    yield "published example", submission.initialize_parameters(2, 4, 1)


def both_weights(drawn, before=""):
    """The solution's lines from W1 to W2, with the expression `drawn` for each of the two."""
    W1, W2 = drawn.format(rows="n_h", columns="n_x"), drawn.format(rows="n_y", columns="n_h")
    return (
        f"{before}W1 = {W1}\n    b1 = np.zeros((n_h, 1))\n    # (2) output layer: the same for W2 and b2\n    W2 = {W2}"
    )


WEIGHTS = both_weights("np.random.randn({rows}, {columns}) * 0.01")

initialize_parameters.mistakes(
    Mistake(
        "weights not scaled",
        WEIGHTS,
        both_weights("np.random.randn({rows}, {columns})"),
        "The weights are 100 times too large. Standard normal numbers are of order 1; "
        "by what does the table scale them?",
    ),
    Mistake(
        "only W1 not scaled",
        "np.random.randn(n_h, n_x) * 0.01",
        "np.random.randn(n_h, n_x)",
        "`W1` is 100 times too large. By what does the table scale standard normal numbers?",
    ),
    Mistake(
        "only W2 not scaled",
        "np.random.randn(n_y, n_h) * 0.01",
        "np.random.randn(n_y, n_h)",
        "`W2` is 100 times too large. It is scaled like `W1`.",
    ),
    Mistake(
        "another scale",
        WEIGHTS,
        both_weights("np.random.randn({rows}, {columns}) * 0.1"),
        "The weights are 10 times too large. Which factor does the table give?",
    ),
    Mistake(
        "transposed W1",
        "np.random.randn(n_h, n_x)",
        "np.random.randn(n_x, n_h)",
        "`W1` came with one row per input. Each row belongs to one hidden unit; `W1 @ X` has to fit.",
    ),
    Mistake(
        "transposed W2",
        "np.random.randn(n_y, n_h)",
        "np.random.randn(n_h, n_y)",
        "`W2` came with one row per hidden unit. Each row belongs to one output unit; `W2 @ A1` has to fit.",
    ),
    Mistake(
        "both weights transposed",
        WEIGHTS,
        both_weights("np.random.randn({columns}, {rows}) * 0.01"),
        "`W1` and `W2` came with rows and columns exchanged. Each row belongs to a unit of the layer that is computed.",
    ),
    Mistake(
        "W1 zero",
        "W1 = np.random.randn(n_h, n_x) * 0.01",
        "W1 = np.zeros((n_h, n_x))",
        "`W1` came as zeros. Hidden units that start equal stay equal; what breaks the symmetry?",
    ),
    Mistake(
        "all weights zero",
        "return {",
        "W1, W2 = W1 * 0, W2 * 0\n    return {",
        "All weights came as zeros. Hidden units that start equal stay equal; what breaks the symmetry?",
    ),
    Mistake(
        "all weights equal",
        "return {",
        "W1, W2 = np.full_like(W1, 0.01), np.full_like(W2, 0.01)\n    return {",
        "All weights came as 0.01. Hidden units that start equal stay equal; what breaks the symmetry?",
    ),
    Mistake(
        "rand instead of randn",
        WEIGHTS,
        both_weights("np.random.rand({rows}, {columns}) * 0.01"),
        "The weights are all positive: `np.random.rand` draws between 0 and 1. "
        "Standard normal numbers come from `randn`.",
    ),
    Mistake(
        "W2 drawn before W1",
        "W1 = np.random.randn(n_h, n_x) * 0.01",
        "W2_first = np.random.randn(n_y, n_h)\n    W1 = np.random.randn(n_h, n_x) * 0.01",
        "`W1` holds other random numbers than expected. The order counts: draw `W1` first, right after the seed.",
    ),
    Mistake(
        "seed set again before W2",
        "W2 = np.random.randn(n_y, n_h) * 0.01",
        "np.random.seed(2)\n    W2 = np.random.randn(n_y, n_h) * 0.01",
        "`W2` begins with the numbers of `W1`. The seed was set a second time; once, at the start, is enough.",
    ),
    Mistake(
        "no seed",
        "np.random.seed(2)  # the same start for everyone, so that results can be compared",
        "",
        "The weights differ from call to call. Has the line with the seed been deleted? It stands above your part.",
    ),
    Mistake(
        "another seed",
        "np.random.seed(2)",
        "np.random.seed(1)",
        "The weights have the right shapes and come from another seed. The line above your part sets it to 2.",
    ),
    Mistake(
        "another random generator",
        WEIGHTS,
        both_weights("rng.standard_normal(({rows}, {columns})) * 0.01", "rng = np.random.default_rng(2)\n    "),
        "The weights come from `default_rng`, which draws other numbers. `np.random.randn` follows the seed set above.",
    ),
    Mistake(
        "flat b1",
        "np.zeros((n_h, 1))",
        "np.zeros(n_h)",
        "`b1` came with one axis, shape `(n_h,)`. A bias is a column: which pair of sizes does `np.zeros` need?",
    ),
    Mistake(
        "b1 as a row",
        "np.zeros((n_h, 1))",
        "np.zeros((1, n_h))",
        "`b1` came as a row. It is added to the columns of `W1 @ X`, so it has one row per hidden unit.",
    ),
    Mistake(
        "zeros with two arguments",
        "np.zeros((n_h, 1))",
        "np.zeros(n_h, 1)",
        "`np.zeros` took the second size for a type. It wants both sizes as one pair, in brackets of their own.",
    ),
    Mistake(
        "one array for both biases",
        "b2 = np.zeros((n_y, 1))",
        "b2 = b1[:n_y]",
        "`b2` was cut out of `b1`: it has too few rows where there are more outputs. Make an array of its own for it.",
    ),
    Mistake(
        "random biases",
        "b1 = np.zeros((n_h, 1))",
        "b1 = np.random.randn(n_h, 1) * 0.01",
        "`b1` came with random numbers. Biases start at zero; only the weights have to break the symmetry.",
    ),
    Mistake(
        "W1 and W2 exchanged",
        '"W1": W1, "b1": b1, "W2": W2',
        '"W1": W2, "b1": b1, "W2": W1',
        "`W1` and `W2` stand under each other's key. Which of them takes the inputs `X`?",
    ),
    Mistake(
        "sizes of the flower",
        "np.random.seed(2)",
        "n_x, n_h, n_y = 2, 4, 1\n    np.random.seed(2)",
        "The shapes are always those of 2, 4 and 1 units. Use the arguments `n_x`, `n_h` and `n_y`.",
    ),
)

initialize_parameters.alternatives(
    Alternative(
        "random.normal",
        """
def initialize_parameters(n_x, n_h, n_y):
    np.random.seed(2)
    W1 = np.random.normal(0, 0.01, (n_h, n_x))
    W2 = np.random.normal(0, 0.01, size=(n_y, n_h))
    return dict(W1=W1, b1=np.zeros(shape=(n_h, 1)), W2=W2, b2=np.zeros(shape=(n_y, 1)))
""",
    ),
    Alternative(
        "a generator of its own",
        """
def initialize_parameters(n_x, n_h, n_y):
    random = np.random.RandomState(2)
    parameters = {}
    for layer, (rows, columns) in enumerate([(n_h, n_x), (n_y, n_h)], start=1):
        parameters["W" + str(layer)] = random.standard_normal((rows, columns)) / 100
        parameters["b" + str(layer)] = np.zeros((rows, 1))
    return parameters
""",
    ),
    Alternative(
        "whole zeros, float32, shapes asserted",
        """
def initialize_parameters(n_x, n_h, n_y):
    np.random.seed(2)
    W1 = (0.01 * np.random.randn(n_h, n_x)).astype(np.float32)
    W2 = (0.01 * np.random.randn(n_y, n_h)).astype(np.float32)
    b1 = np.zeros((n_h, 1), dtype=int)
    b2 = np.zeros_like(W2[:, :1])
    assert W1.shape == (n_h, n_x) and b1.shape == (n_h, 1)
    assert W2.shape == (n_y, n_h) and b2.shape == (n_y, 1)
    return {"W2": W2, "b2": b2, "W1": W1, "b1": b1}
""",
    ),
)


# atol: in float32 the sums, of order 10 where activations are large, are exact to about 1e-6, also where they cancel.
@assignment.exercise(points=15, keeps_arguments=True, returns=("A2", "cache"), atol=1e-5)
def forward_propagation(submission, draw):
    """Random networks, against the loops of the definition."""

    def run(X, parameters):
        return submission.forward_propagation(X, parameters), run_by_units(X, parameters)

    n_x, n_h, m = draw.sizes("n_x", "n_h", "m", low=3)
    yield "random network", *run(draw.normal(n_x, m), network(draw, n_x, n_h))
    n_x, n_h = draw.sizes("n_x", "n_h", low=3)
    # Where m is n_h, a bias that is no column fits all the same. Float32 inputs are as good as others.
    yield "random network", *run(draw.normal(n_x, n_h).astype(np.float32), network(draw, n_x, n_h))
    n_x, n_h, n_y, m = draw.sizes("n_x", "n_h", "n_y", "m", low=3)
    yield "several outputs", *run(draw.normal(n_x, m), network(draw, n_x, n_h, n_y))
    n_x, n_h = draw.sizes("n_x", "n_h", low=3)
    yield "one example, one hidden unit", *run(draw.normal(n_x, 1), network(draw, n_x, n_h))
    n_x, m = draw.sizes("n_x", "m", low=3)
    yield "one example, one hidden unit", *run(draw.normal(n_x, m), network(draw, n_x, 1))
    n_x, n_h, m = draw.sizes("n_x", "n_h", "m", low=3)
    yield "large activations", *run(draw.normal(n_x, m, scale=4), network(draw, n_x, n_h, scale=3))
    draw.sizes()
    random = np.random.RandomState(1)
    X, b1 = random.randn(2, 3), random.randn(4, 1)
    draw.named(n_x=2, n_h=4, n_y=1, m=3)
    yield "published example", *run(X, {"W1": SMALL_W1, "b1": b1, "W2": SMALL_W2, "b2": np.array([[-1.3]])})


forward_propagation.mistakes(
    Mistake(
        "no b1",
        "W1 @ X + b1",
        "W1 @ X",
        "`Z1` is right up to a constant in each row: the bias `b1` is missing. What does the formula add to W1 X?",
    ),
    Mistake(
        "no b2",
        "W2 @ A1 + b2",
        "W2 @ A1",
        "`Z2` is right up to a constant in each row: the bias `b2` is missing. What does the formula add to W2 A1?",
    ),
    Mistake(
        "b1 in both layers",
        "W2 @ A1 + b2",
        "W2 @ A1 + b1",
        "`Z2` was computed with `b1`. Each layer has a bias of its own.",
    ),
    Mistake(
        "sigmoid in the hidden layer",
        "A1 = np.tanh(Z1)",
        "A1 = sigmoid(Z1)",
        "`A1` came as sigmoid of `Z1`. Which function does the hidden layer use?",
    ),
    Mistake(
        "relu in the hidden layer",
        "A1 = np.tanh(Z1)",
        "A1 = np.maximum(0, Z1)",
        "`A1` came as `Z1` with the negative values set to 0, a ReLU. Which function does the hidden layer use?",
    ),
    Mistake(
        "no activation in the hidden layer",
        "A1 = np.tanh(Z1)",
        "A1 = Z1",
        "`A1` is the same as `Z1`. Without an activation two layers are worth no more than one; "
        "which one is asked for?",
    ),
    Mistake(
        "Z1 passed on instead of A1",
        "W2 @ A1",
        "W2 @ Z1",
        "`A1` is right, but `Z2` was computed from `Z1`. What does the hidden layer hand on to the output layer?",
    ),
    Mistake(
        "tanh at the output",
        "A2 = sigmoid(Z2)",
        "A2 = np.tanh(Z2)",
        "`A2` came as tanh of `Z2`, between -1 and 1. A probability lies between 0 and 1: which function gives one?",
    ),
    Mistake(
        "no activation at the output",
        "A2 = sigmoid(Z2)",
        "A2 = Z2",
        "`A2` is the same as `Z2`. A probability lies between 0 and 1: which function makes one of `Z2`?",
    ),
    Mistake(
        "sigmoid with the wrong sign",
        "A2 = sigmoid(Z2)",
        "A2 = 1 / (1 + np.exp(Z2))",
        "`A2` is one minus the right probability. Look at the sign in the exponent of the sigmoid, or use the "
        "imported one.",
    ),
    Mistake(
        "product entry by entry",
        "W1 @ X",
        "W1 * X",
        "`W1 * X` multiplies entry by entry, and the shapes do not fit. Which sign stands for the matrix product?",
    ),
    Mistake(
        "factors exchanged",
        "W1 @ X",
        "X @ W1",
        "`X` and `W1` stand in the wrong order, so their shapes do not fit. Which of them has n_x columns?",
    ),
    Mistake(
        "bias as a row",
        "W1 @ X + b1",
        "W1 @ X + b1.T",
        "`b1` was added as a row, along the examples. It is a column, one entry per hidden unit: no need to turn it.",
    ),
    Mistake(
        "tanh computed in place",
        "np.tanh(Z1)",
        "np.tanh(Z1, out=Z1)",
        "`Z1` in the cache holds tanh(Z1): the result was written over it. Give `A1` an array of its own.",
    ),
    Mistake(
        "cache keys in lower case",
        '{"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}',
        '{"z1": Z1, "a1": A1, "z2": Z2, "a2": A2}',
        "The keys of the cache came in lower case. They are `Z1`, `A1`, `Z2`, `A2`, and Python tells capitals apart.",
    ),
    Mistake(
        "Z1 and A1 exchanged in the cache",
        '"Z1": Z1, "A1": A1',
        '"Z1": A1, "A1": Z1',
        "`Z1` and `A1` stand under each other's key in the cache. Which one comes before the tanh?",
    ),
    Mistake(
        "only A2 returned",
        "return A2, cache",
        "return A2",
        "Only one array came back. The function returns two things: `A2` and the cache.",
    ),
    Mistake(
        "cache returned first",
        "return A2, cache",
        "return cache, A2",
        "The dictionary came first. The order is `A2`, then the cache.",
    ),
    Mistake(
        "average over the examples",
        "A2 = sigmoid(Z2)",
        "A2 = np.zeros_like(Z2) + np.mean(sigmoid(Z2))",
        "All entries of `A2` are the same: their mean. Each example has its own probability.",
    ),
    Mistake(
        "examples in reverse order",
        "A2 = sigmoid(Z2)",
        "A2 = sigmoid(Z2[:, ::-1])",
        "`A2` holds the right probabilities in reverse order. Column i belongs to example i.",
    ),
    Mistake(
        "one output only",
        "A2 = sigmoid(Z2)",
        "A2 = sigmoid(Z2).reshape(1, X.shape[1])",
        "`A2` was forced into one row. It has n_y rows, and n_y may be more than 1.",
    ),
    Mistake(
        "predictions instead of probabilities",
        "A2 = sigmoid(Z2)",
        "A2 = (sigmoid(Z2) > 0.5).astype(float)",
        "`A2` holds only 0 and 1. It should hold the probabilities; to decide is left to a later step.",
    ),
    Mistake(
        "cache put into the parameters",
        'cache = {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}',
        "parameters.update(Z1=Z1, A1=A1, Z2=Z2, A2=A2)\n    cache = parameters",
        "The values are right, but they were written into `parameters`. Make a new dictionary for the cache.",
    ),
)

forward_propagation.alternatives(
    Alternative(
        "np.dot, own sigmoid, shapes printed",
        """
def forward_propagation(X, parameters):
    W1, b1, W2, b2 = (parameters[key] for key in ("W1", "b1", "W2", "b2"))
    Z1 = np.dot(W1, X) + b1
    A1 = np.tanh(Z1)
    Z2 = np.add(np.dot(W2, A1), b2)
    A2 = 1 / (1 + np.exp(-Z2))
    print(Z1.shape, A1.shape, Z2.shape, A2.shape)
    return [A2, {"A2": A2, "Z2": Z2, "A1": A1, "Z1": Z1}]
""",
    ),
    Alternative(
        "tanh and sigmoid by exponentials, einsum",
        """
def forward_propagation(X, parameters):
    Z1 = np.einsum("hx,xm->hm", parameters["W1"], X) + parameters["b1"]
    up, down = np.exp(Z1), np.exp(-Z1)
    A1 = (up - down) / (up + down)
    Z2 = np.einsum("yh,hm->ym", parameters["W2"], A1) + parameters["b2"]
    A2 = np.exp(Z2) / (np.exp(Z2) + 1)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
""",
    ),
    Alternative(
        "loop over the examples",
        """
def forward_propagation(X, parameters):
    columns = []
    for i in range(X.shape[1]):
        z1 = parameters["W1"] @ X[:, i : i + 1] + parameters["b1"]
        a1 = np.tanh(z1)
        z2 = parameters["W2"] @ a1 + parameters["b2"]
        columns.append((z1, a1, z2, sigmoid(z2)))
    Z1, A1, Z2, A2 = (np.hstack(parts) for parts in zip(*columns))
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
""",
    ),
    Alternative(
        "biases as weights of a constant input",
        """
def forward_propagation(X, parameters):
    ones = np.ones((1, X.shape[1]))
    Z1 = np.hstack([parameters["b1"], parameters["W1"]]) @ np.vstack([ones, X])
    A1 = np.tanh(Z1)
    Z2 = np.hstack([parameters["b2"], parameters["W2"]]) @ np.vstack([ones, A1])
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2, "X": X}
""",
    ),
    Alternative(
        "float32 inside, rows of examples",
        """
def forward_propagation(X, parameters):
    W1, b1, W2, b2 = (parameters[key].astype(np.float32) for key in ("W1", "b1", "W2", "b2"))
    Z1 = (X.T.astype(np.float32) @ W1.T + b1.T).T
    A1 = np.tanh(Z1)
    Z2 = (A1.T @ W2.T + b2.T).T
    A2 = 0.5 * (1 + np.tanh(Z2 / 2))
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
""",
    ),
)


@assignment.exercise(points=10, keeps_arguments=True, forbids=("sklearn.metrics.log_loss",))
def compute_cost(submission, draw):
    """Random probabilities, against a sum over the examples."""

    def cost(A2, Y, *parameters):
        return submission.compute_cost(A2, Y, *parameters), cost_by_examples(A2, Y)

    for _ in range(2):
        (m,) = draw.sizes("m", low=6, high=12)
        yield "random probabilities", *cost(draw.uniform(0.15, 0.85, 1, m), draw.labels(m))
    draw.sizes()
    for label in (1, 0):
        yield "one example", *cost(draw.uniform(0.15, 0.85, 1, 1), np.array([[label]]))
    (m,) = draw.sizes("m", low=4)
    near = draw.uniform(0.001, 0.03, 1, m)
    yield "probabilities near 0 and 1", *cost(near, draw.labels(m))
    yield "probabilities near 0 and 1", *cost(1 - near, draw.labels(m))
    for kind in (bool, np.uint8, float):
        yield "labels of any type", *cost(draw.uniform(0.15, 0.85, 1, m), draw.labels(m).astype(kind))
    draw.sizes()
    parameters = {"W1": SMALL_W1, "b1": np.zeros((4, 1)), "W2": SMALL_W2, "b2": np.zeros((1, 1))}
    draw.named(m=3)
    yield "published example", submission.compute_cost(PUBLISHED_A2, np.array([[1, 0, 0]]), parameters), 0.693058761039


compute_cost.mistakes(
    Mistake(
        "sum instead of mean",
        "-np.sum(log_probabilities) / m",
        "-np.sum(log_probabilities)",
        "The cost is `m` times too large: the sum over the examples, not their mean. By what do you divide, "
        "and does it count columns?",
    ),
    Mistake(
        "minus sign missing",
        "-np.sum",
        "np.sum",
        "The cost is negative. Logarithms of probabilities are negative; "
        "what does the formula put in front of the sum?",
    ),
    Mistake(
        "first term only",
        " + (1 - Y) * np.log(1 - A2)",
        "",
        "Only the examples with label 1 are counted. What does the formula add for label 0?",
    ),
    Mistake(
        "second term only",
        "Y * np.log(A2) + ",
        "",
        "Only the examples with label 0 are counted. What does the formula add for label 1?",
    ),
    Mistake(
        "terms exchanged",
        "Y * np.log(A2) + (1 - Y) * np.log(1 - A2)",
        "Y * np.log(1 - A2) + (1 - Y) * np.log(A2)",
        "A network that is sure and right pays most here. Which logarithm goes with label 1?",
    ),
    Mistake(
        "log of A2 in both terms",
        "np.log(1 - A2)",
        "np.log(A2)",
        "Both terms use the logarithm of `A2`. How probable does the network find label 0?",
    ),
    Mistake(
        "bracket around 1 - Y missing",
        "(1 - Y) * np.log",
        "1 - Y * np.log",
        "The second term is wrong: without a bracket, `*` comes before `-`. "
        "What should be multiplied by the logarithm?",
    ),
    Mistake(
        "terms subtracted",
        "+ (1 - Y)",
        "- (1 - Y)",
        "The two terms are subtracted from each other. Is the sign between them, inside the bracket, a plus "
        "or a minus?",
    ),
    Mistake(
        "divided by 2m",
        "/ m",
        "/ (2 * m)",
        "The cost is half of what it should be. The factor 1/2 belongs to squared errors; is it in this formula?",
    ),
    Mistake(
        "number of examples fixed",
        "m = Y.shape[1]",
        "m = 5",
        "The number of examples is always taken to be 5. Other data have other numbers; where can you read it?",
    ),
    Mistake(
        "squared error",
        "cost = -np.sum(log_probabilities) / m",
        "cost = np.sum((A2 - Y) ** 2) / m",
        "This is the mean of the squared errors. The cross-entropy takes the logarithm of the probabilities.",
    ),
    Mistake(
        "absolute error",
        "cost = -np.sum(log_probabilities) / m",
        "cost = np.sum(np.abs(A2 - Y)) / m",
        "This is the mean distance between `A2` and `Y`. The cross-entropy takes the logarithm of the probabilities.",
    ),
    Mistake(
        "not summed",
        "-np.sum(log_probabilities) / m",
        "-log_probabilities / m",
        "One value per example came. The cost is one number: what happens over the examples?",
    ),
    Mistake(
        "array of one number",
        "np.sum(log_probabilities)",
        "np.sum(log_probabilities, keepdims=True)",
        "The cost came as an array of shape (1, 1). It should be one number: `np.squeeze` or `float` takes it out.",
    ),
    Mistake(
        "logarithm to base 10",
        "Y * np.log(A2) + (1 - Y) * np.log(1 - A2)",
        "Y * np.log10(A2) + (1 - Y) * np.log10(1 - A2)",
        "The cost is 0.43 times what it should be: a logarithm to base 10. The formula means the natural logarithm.",
    ),
    Mistake(
        "logarithm to base 2",
        "Y * np.log(A2) + (1 - Y) * np.log(1 - A2)",
        "Y * np.log2(A2) + (1 - Y) * np.log2(1 - A2)",
        "The cost is 1.44 times what it should be: a logarithm to base 2. The formula means the natural logarithm.",
    ),
    Mistake(
        "rounded probabilities",
        "m = Y.shape[1]",
        "m = Y.shape[1]\n    A2 = np.round(A2)",
        "The logarithm of 0 was taken: `A2` had been rounded. The cost needs the probabilities, not the predictions.",
    ),
    Mistake(
        "probabilities clipped",
        "m = Y.shape[1]",
        "m = Y.shape[1]\n    A2 = np.clip(A2, 0.1, 0.9)",
        "The cost is too small where the network is sure: `A2` was kept between 0.1 and 0.9. Use it as it is.",
    ),
    Mistake(
        "minus on the labels",
        "log_probabilities = Y * np.log(A2) + (1 - Y) * np.log(1 - A2)  # (1, m)\n"
        "    # (3) the negative mean\n    cost = -np.sum(log_probabilities) / m",
        "cost = np.sum(-Y * np.log(A2) - (1 - Y) * np.log(1 - A2)) / m",
        "The formula is right, but `-Y` fails for labels that have no sign: True and False, or uint8. "
        "Put the minus in front of the whole sum.",
    ),
    Mistake(
        "parameters required",
        "parameters=None",
        "parameters",
        "The function cannot be called as `compute_cost(A2, Y)`. Leave the first line as it is: "
        "`parameters` is optional.",
    ),
    Mistake(
        "parameters refused",
        ", parameters=None",
        "",
        "The function cannot be called as `compute_cost(A2, Y, parameters)`. Leave the first line as it is.",
    ),
    Mistake(
        "A2 changed in place",
        "m = Y.shape[1]",
        "m = Y.shape[1]\n    A2 += 1e-9",
        "The cost is right, but `A2` was changed: `+=` works on the array itself. "
        "The gradient still needs the old one.",
    ),
)

compute_cost.alternatives(
    Alternative(
        "np.dot, a 0-d array",
        """
def compute_cost(A2, Y, parameters=None):
    m = Y.shape[1]
    return np.squeeze(-(np.dot(Y, np.log(A2).T) + np.dot(1 - Y, np.log(1 - A2).T)) / m)
""",
    ),
    Alternative(
        "where and mean",
        """
def compute_cost(A2, Y, parameters=None):
    return -np.mean(np.log(np.where(Y, A2, 1 - A2)))
""",
    ),
    Alternative(
        "loop over the examples, a float",
        """
def compute_cost(A2, Y, parameters=None):
    total = 0
    for i in range(Y.shape[1]):
        if Y[0, i] == 1:
            total -= np.log(A2[0, i])
        else:
            total -= np.log(1 - A2[0, i])
    cost = float(total / Y.shape[1])
    assert isinstance(cost, float)
    return cost
""",
    ),
    Alternative(
        "a guard against the log of 0",
        """
def compute_cost(A2, Y, parameters=None):
    logs = np.multiply(np.log(A2 + 1e-10), Y) + np.multiply(np.log(1 - A2 + 1e-10), 1 - Y)
    return -(1 / A2.size) * np.sum(logs, axis=1)[0]
""",
    ),
    Alternative(
        "float32 inside, a warning",
        """
def compute_cost(A2, Y, parameters=None):
    import sys
    import warnings
    warnings.warn("parameters are not used")
    print("computing the cost", file=sys.stderr)
    A2 = A2.astype(np.float32)
    losses = np.where(Y == 1, -np.log(A2), -np.log1p(-A2))
    return losses.mean()
""",
    ),
)


# atol: float32 computes sums of order 1 to about 1e-7, also where they nearly cancel.
@assignment.exercise(points=25, keeps_arguments=True, atol=1e-6)
def backward_propagation(submission, draw):
    """Random networks, against central differences of the cost."""

    def gradients(parameters, X, Y):
        _, cache = run_by_units(X, parameters)
        return submission.backward_propagation(parameters, cache, X, Y), central_differences(parameters, X, Y)

    n_x, n_h, m = draw.sizes("n_x", "n_h", "m", low=3)
    yield "random network", *gradients(network(draw, n_x, n_h), draw.normal(n_x, m), draw.labels(m))
    n_x, n_h = draw.sizes("n_x", "n_h", low=3)
    yield "random network", *gradients(network(draw, n_x, n_h), draw.normal(n_x, n_h), draw.labels(n_h))
    n_x, n_h, n_y, m = draw.sizes("n_x", "n_h", "n_y", "m", low=3)
    yield "several outputs", *gradients(network(draw, n_x, n_h, n_y), draw.normal(n_x, m), label_rows(draw, n_y, m))
    n_x, n_h = draw.sizes("n_x", "n_h", low=3)
    yield "one example, one hidden unit", *gradients(network(draw, n_x, n_h), draw.normal(n_x, 1), draw.labels(1))
    n_x, m = draw.sizes("n_x", "m", low=3)
    yield "one example, one hidden unit", *gradients(network(draw, n_x, 1), draw.normal(n_x, m), draw.labels(m))
    n_x, n_h, m = draw.sizes("n_x", "n_h", "m", low=3)
    parameters = network(draw, n_x, n_h)
    parameters["W1"] *= 20  # the hidden layer is saturated, the output is not
    yield "large activations", *gradients(parameters, draw.normal(n_x, m), draw.labels(m))
    draw.sizes()
    X, Y = published_data()
    parameters = {"W1": SMALL_W1, "b1": np.zeros((4, 1)), "W2": SMALL_W2, "b2": np.zeros((1, 1))}
    draw.named(n_x=2, n_h=4, n_y=1, m=3)
    yield "published example", submission.backward_propagation(parameters, PUBLISHED_CACHE, X, Y)


backward_propagation.mistakes(
    Mistake(
        "sign of dZ2",
        "A2 - Y",
        "Y - A2",
        "All gradients have the wrong sign: they point downhill. "
        "In which order does the formula subtract `A2` and `Y`?",
    ),
    Mistake(
        "sums instead of means",
        "m = X.shape[1]",
        "m = 1",
        "All gradients are `m` times too large: sums over the examples. The formulas have a factor 1/m.",
    ),
    Mistake(
        "sum instead of mean in dW2",
        "dZ2 @ A1.T / m",
        "dZ2 @ A1.T",
        "`dW2` is `m` times too large. The matrix product adds up the examples; "
        "which factor of its formula is missing?",
    ),
    Mistake(
        "sum instead of mean in db2",
        "np.sum(dZ2, axis=1, keepdims=True) / m",
        "np.sum(dZ2, axis=1, keepdims=True)",
        "`db2` is `m` times too large. Is it the sum over the examples or the mean?",
    ),
    Mistake(
        "sum instead of mean in dW1",
        "dZ1 @ X.T / m",
        "dZ1 @ X.T",
        "`dW1` is `m` times too large. The matrix product adds up the examples; "
        "which factor of its formula is missing?",
    ),
    Mistake(
        "sum instead of mean in db1",
        "np.sum(dZ1, axis=1, keepdims=True) / m",
        "np.sum(dZ1, axis=1, keepdims=True)",
        "`db1` is `m` times too large. Is it the sum over the examples or the mean?",
    ),
    Mistake(
        "divided by m twice",
        "dZ2 = A2 - Y",
        "dZ2 = (A2 - Y) / m",
        "All gradients are `m` times too small: they were divided by `m` twice. Does the formula of dz2 hold a 1/m?",
    ),
    Mistake(
        "divided by the number of features",
        "m = X.shape[1]",
        "m = X.shape[0]",
        "The gradients were divided by the number of features. Examples are columns: what is `m` here?",
    ),
    Mistake(
        "number of examples fixed",
        "m = X.shape[1]",
        "m = 5",
        "The number of examples is always taken to be 5. The line above your part reads it from `X`.",
    ),
    Mistake(
        "bias gradients summed over the wrong axis",
        "db1 = np.sum(dZ1, axis=1, keepdims=True)",
        "db1 = np.sum(dZ1, axis=0, keepdims=True)",
        "`db1` has one value per example. It should have one per hidden unit: over which axis do you sum?",
    ),
    Mistake(
        "db2 summed over the wrong axis",
        "db2 = np.sum(dZ2, axis=1, keepdims=True)",
        "db2 = np.sum(dZ2, axis=0, keepdims=True)",
        "`db2` has one value per example. It should have one per output unit: over which axis do you sum?",
    ),
    Mistake(
        "db1 without keepdims",
        "np.sum(dZ1, axis=1, keepdims=True)",
        "np.sum(dZ1, axis=1)",
        "`db1` should be a column, one value per hidden unit; yours has lost an axis. "
        "`np.sum` drops the axis it sums over.",
    ),
    Mistake(
        "db2 without keepdims",
        "np.sum(dZ2, axis=1, keepdims=True)",
        "np.sum(dZ2, axis=1)",
        "`db2` should be a column, one value per output unit; yours has lost an axis. "
        "`np.sum` drops the axis it sums over.",
    ),
    Mistake(
        "db1 as one number",
        "np.sum(dZ1, axis=1, keepdims=True)",
        "np.sum(dZ1)",
        "`db1` came as one number. Each hidden unit has its own: sum over the examples, and over nothing else.",
    ),
    Mistake(
        "db2 for one output only",
        "np.sum(dZ2, axis=1, keepdims=True)",
        "np.sum(dZ2, keepdims=True)",
        "`db2` came as one value for all outputs. With several output units each has its own: "
        "which axis holds the examples?",
    ),
    Mistake(
        "slope of tanh missing",
        "(W2.T @ dZ2) * (1 - A1**2)",
        "W2.T @ dZ2",
        "`dW1` and `db1` are wrong, `dW2` and `db2` are right: the slope of tanh is missing. "
        "What does the formula of dz1 multiply by?",
    ),
    Mistake(
        "slope of the sigmoid",
        "(1 - A1**2)",
        "(A1 * (1 - A1))",
        "`dZ1` uses a (1 - a), which is the slope of the sigmoid. The hidden layer is a tanh: what is its slope?",
    ),
    Mistake(
        "bracket of the square misplaced",
        "(1 - A1**2)",
        "(1 - A1) ** 2",
        "The slope came as the square of 1 - a. What is squared in the formula: `A1` or the difference?",
    ),
    Mistake(
        "double instead of square",
        "(1 - A1**2)",
        "(1 - A1 * 2)",
        "The slope came as 1 - 2a. The square is `**2`; `*2` only doubles.",
    ),
    Mistake(
        "slope of the relu",
        "(1 - A1**2)",
        "(A1 > 0)",
        "The slope came as 0 or 1, as for a ReLU. The hidden layer is a tanh: what is its slope?",
    ),
    Mistake(
        "slope from Z1",
        "(1 - A1**2)",
        '(1 - cache["Z1"] ** 2)',
        "The slope was computed from `Z1`. In the formula it is 1 - a²: what is the value after the tanh called?",
    ),
    Mistake(
        "slope from A2",
        "(1 - A1**2)",
        "(1 - A2**2)",
        "The slope was computed from `A2`. `dZ1` belongs to the hidden layer: which activation is its own?",
    ),
    Mistake(
        "tanh of A1 in the slope",
        "(1 - A1**2)",
        "(1 - np.tanh(A1) ** 2)",
        "tanh was applied to `A1`, which is a tanh already. What is left of the slope if you use a as it is?",
    ),
    Mistake(
        "square missing",
        "(1 - A1**2)",
        "(1 - A1)",
        "The slope came as 1 - a. Something in the formula of dz1 is squared: what?",
    ),
    Mistake(
        "matrix product with the slope",
        "(W2.T @ dZ2) * (1 - A1**2)",
        "(W2.T @ dZ2) @ (1 - A1**2)",
        "The slope was multiplied by a matrix product, and the shapes do not fit. Each entry has its own slope: which "
        "product works entry by entry?",
    ),
    Mistake(
        "slope of the sigmoid at the output",
        "dZ2 = A2 - Y",
        "dZ2 = (A2 - Y) * A2 * (1 - A2)",
        "`dZ2` was multiplied by the slope of the sigmoid. For the cross-entropy the two slopes cancel: what is left?",
    ),
    Mistake(
        "W1 instead of W2",
        'parameters["W2"]',
        'parameters["W1"]',
        "`W1` was used where the error goes back from the output to the hidden layer. Which weights join these two?",
    ),
    Mistake(
        "W2 not transposed",
        "W2.T @ dZ2",
        "W2 @ dZ2",
        "`W2` and `dZ2` do not fit. The error goes back from n_y outputs to n_h units: "
        "how must `W2`, (n_y, n_h), be turned?",
    ),
    Mistake(
        "A1 instead of X",
        "dZ1 @ X.T",
        "dZ1 @ A1.T",
        "`dW1` was computed from `A1`. What does the hidden layer take as its input?",
    ),
    Mistake(
        "dW2 transposed",
        "dZ2 @ A1.T",
        "A1 @ dZ2.T",
        "`dW2` came transposed. It has the shape of `W2`, (n_y, n_h): which factor comes first?",
    ),
    Mistake(
        "dW1 transposed",
        "dZ1 @ X.T",
        "X @ dZ1.T",
        "`dW1` came transposed. It has the shape of `W1`, (n_h, n_x): which factor comes first?",
    ),
    Mistake(
        "dW2 as one number",
        "dZ2 @ A1.T / m",
        "np.sum(dZ2 * A1[:1]) / m",
        "`dW2` came as one number. Each weight has its own gradient: only the examples are summed over.",
    ),
    Mistake(
        "parameters in place of gradients",
        'return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}',
        'return {"dW1": dW1, "db1": parameters["b1"], "dW2": parameters["W2"], "db2": parameters["b2"]}',
        "`db1`, `dW2` and `db2` came as the parameters `b1`, `W2` and `b2` themselves. Has a `d` been lost?",
    ),
    Mistake(
        "dW1 and dW2 exchanged",
        '"dW1": dW1, "db1": db1, "dW2": dW2',
        '"dW1": dW2, "db1": db1, "dW2": dW1',
        "`dW1` and `dW2` stand under each other's key. Each has the shape of its own weights.",
    ),
    Mistake(
        "keys without d",
        '{"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}',
        '{"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}',
        "The keys came as those of the parameters. The gradients are called `dW1`, `db1`, `dW2`, `db2`.",
    ),
    Mistake(
        "A2 changed in place",
        "dZ2 = A2 - Y",
        "dZ2 = A2\n    dZ2 -= Y",
        "The gradients are right, but `A2` in the cache was changed: `-=` works on the array itself. Make a new one.",
    ),
)

backward_propagation.alternatives(
    Alternative(
        "np.dot and np.power",
        """
def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dW2 = (1 / m) * np.dot(dZ2, cache["A1"].T)
    db2 = (1 / m) * np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = np.multiply(np.dot(parameters["W2"].T, dZ2), 1 - np.power(cache["A1"], 2))
    dW1 = (1 / m) * np.dot(dZ1, X.T)
    db1 = (1 / m) * np.sum(dZ1, axis=1, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
""",
    ),
    Alternative(
        "slope from Z1 by cosh, mean, einsum",
        """
def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = np.einsum("yh,ym->hm", parameters["W2"], dZ2) / np.cosh(cache["Z1"]) ** 2
    dW2 = np.einsum("ym,hm->yh", dZ2, cache["A1"]) / m
    dW1 = np.einsum("hm,xm->hx", dZ1, X) / m
    db1, db2 = (np.mean(dZ, axis=1).reshape(-1, 1) for dZ in (dZ1, dZ2))
    return dict(dW1=dW1, db1=db1, dW2=dW2, db2=db2)
""",
    ),
    Alternative(
        "the chain rule link by link",
        """
def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    A1, A2 = cache["A1"], cache["A2"]
    dA2 = (-Y / A2 + (1 - Y) / (1 - A2)) / m
    dZ2 = dA2 * A2 * (1 - A2)
    dA1 = parameters["W2"].T @ dZ2
    dZ1 = dA1 * (1 - A1) * (1 + A1)
    ones = np.ones((m, 1))
    return {"dW1": dZ1 @ X.T, "db1": dZ1 @ ones, "dW2": dZ2 @ A1.T, "db2": dZ2 @ ones, "dZ1": dZ1}
""",
    ),
    Alternative(
        "loop over the examples",
        """
def backward_propagation(parameters, cache, X, Y):
    W1, b1, W2, b2 = (parameters[key] for key in ("W1", "b1", "W2", "b2"))
    m = X.shape[1]
    dW1, db1, dW2, db2 = np.zeros(W1.shape), np.zeros_like(b1), np.zeros(W2.shape), np.zeros_like(b2)
    for i in range(m):
        x, a1, a2, y = X[:, [i]], cache["A1"][:, [i]], cache["A2"][:, [i]], Y[:, [i]]
        dz2 = a2 - y
        dz1 = W2.T.dot(dz2) * (1 - a1 * a1)
        dW2 += dz2 * a1.T / m
        db2 += dz2 / m
        dW1 += dz1 * x.T / m
        db1 += dz1 / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
""",
    ),
    Alternative(
        "float32 inside, a copy changed in place",
        """
def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    A1 = cache["A1"].astype(np.float32)
    dZ2 = cache["A2"].astype(np.float32)
    dZ2 -= Y
    dZ2 /= m
    dZ1 = parameters["W2"].astype(np.float32).T @ dZ2
    dZ1 *= 1 - A1**2
    print("dZ1", dZ1.shape)
    return {
        "dW1": dZ1 @ X.astype(np.float32).T,
        "db1": dZ1.sum(axis=1)[:, None],
        "dW2": dZ2 @ A1.T,
        "db2": dZ2.sum(axis=1)[:, np.newaxis],
    }
""",
    ),
)


# atol: in float32, parameters of order 1 are exact to about 1e-7, also where the step takes them close to 0.
@assignment.exercise(points=10, atol=1e-6, keeps_arguments=True)
def update_parameters(submission, draw):
    """Random parameters and gradients."""

    def step(parameters, **rate):
        grads = {"d" + name: draw.normal(*value.shape) for name, value in parameters.items()}
        return submission.update_parameters(parameters, grads, **rate)

    yield "default learning rate", step(network(draw, *draw.sizes("n_x", "n_h", "n_y", low=3)))
    for rate in (0.05, 2.5, 0.0):
        yield "other learning rates", step(network(draw, *draw.sizes("n_x", "n_h", "n_y", low=3)), learning_rate=rate)
    draw.sizes()
    yield "one unit in each layer", step(network(draw, 1, 1))
    draw.named(n_x=2, n_h=4, n_y=1, m=3)
    yield "published example", submission.update_parameters(PUBLISHED_PARAMETERS, PUBLISHED_GRADS)


EVERY_STEP = """W1 = parameters["W1"] - learning_rate * grads["dW1"]
    b1 = parameters["b1"] - learning_rate * grads["db1"]
    W2 = parameters["W2"] - learning_rate * grads["dW2"]
    b2 = parameters["b2"] - learning_rate * grads["db2"]"""


def every_step(step):
    """The four lines of the update with `step` in place of each, where N stands for the parameter's name."""
    return "\n    ".join(f"{name} = " + step.replace("N", name) for name in ("W1", "b1", "W2", "b2"))


update_parameters.mistakes(
    Mistake(
        "uphill",
        EVERY_STEP,
        every_step('parameters["N"] + learning_rate * grads["dN"]'),
        "The parameters went uphill: the cost would grow. The gradient points to where the cost rises; "
        "which way do you go?",
    ),
    Mistake(
        "uphill in the biases",
        'b1 = parameters["b1"] - learning_rate * grads["db1"]\n'
        '    W2 = parameters["W2"] - learning_rate * grads["dW2"]\n'
        '    b2 = parameters["b2"] - ',
        'b1 = parameters["b1"] + learning_rate * grads["db1"]\n'
        '    W2 = parameters["W2"] - learning_rate * grads["dW2"]\n'
        '    b2 = parameters["b2"] + ',
        "`W1` and `W2` are right, `b1` and `b2` went uphill. All four parameters follow the same rule.",
    ),
    Mistake(
        "no learning rate",
        EVERY_STEP,
        every_step('parameters["N"] - grads["dN"]'),
        "The steps are as long as the gradients, whatever the learning rate. By what does it multiply?",
    ),
    Mistake(
        "divided by the learning rate",
        EVERY_STEP,
        every_step('parameters["N"] - grads["dN"] / learning_rate'),
        "The gradients were divided by the learning rate. A greater rate should make a longer step.",
    ),
    Mistake(
        "biases not updated",
        '"b1": b1, "W2": W2, "b2": b2}',
        '"b1": parameters["b1"], "W2": W2, "b2": parameters["b2"]}',
        "`b1` and `b2` came back as they were. All four parameters take a step.",
    ),
    Mistake(
        "weights not updated",
        '"W1": W1, "b1": b1, "W2": W2,',
        '"W1": parameters["W1"], "b1": b1, "W2": parameters["W2"],',
        "`W1` and `W2` came back as they were. All four parameters take a step.",
    ),
    Mistake(
        "first layer only",
        '"W2": W2, "b2": b2}',
        '"W2": parameters["W2"], "b2": parameters["b2"]}',
        "`W2` and `b2` came back as they were. The second layer takes a step, too.",
    ),
    Mistake(
        "second layer only",
        '"W1": W1, "b1": b1,',
        '"W1": parameters["W1"], "b1": parameters["b1"],',
        "`W1` and `b1` came back as they were. The first layer takes a step, too.",
    ),
    Mistake(
        "new values lost",
        'return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}',
        "return parameters",
        "The parameters came back as they were. The new values were computed, but are they what you return?",
    ),
    Mistake(
        "steps returned",
        EVERY_STEP,
        every_step('learning_rate * grads["dN"]'),
        "Only the steps came back. From what are they to be subtracted?",
    ),
    Mistake(
        "gradients returned",
        EVERY_STEP,
        every_step('grads["dN"]'),
        "The gradients came back under the names of the parameters. Where do the parameters arrive after the step?",
    ),
    Mistake(
        "rate times the difference",
        EVERY_STEP,
        every_step('learning_rate * (parameters["N"] - grads["dN"])'),
        "The learning rate multiplies the parameters as well. In the rule it belongs to the gradient alone: "
        "check the brackets.",
    ),
    Mistake(
        "parameter times the step",
        EVERY_STEP,
        every_step('parameters["N"] * (1 - learning_rate * grads["dN"])'),
        "The parameters were multiplied by the step. The rule subtracts it, whatever the size of the parameter.",
    ),
    Mistake(
        "another default rate",
        "learning_rate=1.2",
        "learning_rate=0.01",
        "With the default learning rate the steps have another length. Leave the first line as it is: "
        "the default is 1.2.",
    ),
    Mistake(
        "rate fixed at 1.2",
        "### START CODE HERE ### (≈ 4 lines)",
        "learning_rate = 1.2",
        "The learning rate is always 1.2. The caller may ask for another: use the argument `learning_rate`.",
    ),
    Mistake(
        "parameters in place of gradients",
        'grads["db1"]\n    W2 = parameters["W2"] - learning_rate * grads["dW2"]\n'
        '    b2 = parameters["b2"] - learning_rate * grads["db2"]',
        'parameters["b1"]\n    W2 = parameters["W2"] - learning_rate * parameters["W2"]\n'
        '    b2 = parameters["b2"] - learning_rate * parameters["b2"]',
        "`b1`, `W2` and `b2` moved by a multiple of themselves: parameters stand where the gradients should. "
        "Which dictionary holds `db1`, `dW2` and `db2`?",
    ),
    Mistake(
        "keys without d",
        EVERY_STEP,
        every_step('parameters["N"] - learning_rate * grads["N"]'),
        "`grads` has no key `W1`. The gradients are called `dW1`, `db1`, `dW2`, `db2`.",
    ),
    Mistake(
        "gradient of the other bias",
        'grads["db2"]',
        'grads["db1"]',
        "`b2` moved by the gradient of `b1`. Each parameter has its own.",
    ),
    Mistake(
        "parameter of the other layer",
        'b2 = parameters["b2"]',
        'b2 = parameters["b1"]',
        "`b2` started from `b1`. Each parameter starts from its own old value.",
    ),
    Mistake(
        "nothing returned",
        'return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}',
        'parameters.update({"W1": W1, "b1": b1, "W2": W2, "b2": b2})',
        "Nothing came back: None. End the function with `return` and the dictionary.",
    ),
    Mistake(
        "arguments updated in place",
        'W1 = parameters["W1"] - learning_rate * grads["dW1"]',
        'W1 = parameters["W1"]\n    W1 -= learning_rate * grads["dW1"]',
        "The new values are right, but they were written into the caller's arrays or dictionary. Make new ones: `-=` "
        "works on the array itself.",
    ),
)

update_parameters.alternatives(
    Alternative(
        "a copy of the dictionary, new arrays",
        """
def update_parameters(parameters, grads, learning_rate=1.2):
    parameters = dict(parameters)
    for name in parameters:
        parameters[name] = parameters[name] - learning_rate * grads["d" + name]
    return parameters
""",
    ),
    Alternative(
        "copies, changed in place",
        """
import copy

def update_parameters(parameters, grads, learning_rate=1.2):
    moved = copy.deepcopy(parameters)
    for layer in range(1, len(moved) // 2 + 1):
        moved["W" + str(layer)] -= learning_rate * grads["dW" + str(layer)]
        moved["b" + str(layer)] -= learning_rate * grads["db" + str(layer)]
    return moved
""",
    ),
    Alternative(
        "comprehension with np.subtract",
        """
def update_parameters(parameters, grads, learning_rate=1.2):
    steps = {name: np.multiply(learning_rate, grads[f"d{name}"]) for name in parameters}
    return {name: np.subtract(value, steps[name]) for name, value in parameters.items()}
""",
    ),
    Alternative(
        "float32 inside, gradients printed",
        """
def update_parameters(parameters, grads, learning_rate=1.2):
    print(grads)
    new = {}
    for name in ("b2", "W2", "b1", "W1"):
        gradient = grads["d" + name].astype(np.float32)
        new[name] = parameters[name].astype(np.float32) + np.float32(-learning_rate) * gradient
    return new
""",
    ),
)


def easy_example(draw, rate):
    """X and Y of one example, and n_h, for which the first step leaves a cost of about 1e-5.

    The hidden units are saturated from the start, and so each adds about rate / 2 to Z2 in that step, as b2 does. What
    later steps add is small, and much larger than roundings.
    """
    (n_x,) = draw.sizes("n_x", low=3, high=6)
    n_h = round(24 / rate) - 1
    W1 = 0.01 * np.random.RandomState(2).randn(n_h, n_x)  # where every training starts
    while True:
        X = draw.normal(n_x, 1, scale=5e3)
        if np.abs(W1 @ X).min() > 10:
            draw.named(n_x=n_x, n_h=n_h)
            return X, draw.labels(1), n_h


# rtol, atol: a training carries roundings on; in float32 they reach some 1e-6 in these short ones.
@assignment.exercise(
    points=15,
    uses=(
        "layer_sizes",
        "initialize_parameters",
        "forward_propagation",
        "compute_cost",
        "backward_propagation",
        "update_parameters",
    ),
    keeps_arguments=True,
    rtol=1e-4,
    atol=1e-5,
)
def nn_model(submission, draw):
    """Short trainings on random data, as a long one magnifies roundings; the long one is on an example that is easy.

    The default number of iterations is not run: 10000 of them take half a second.
    """
    n_x, n_h, m = draw.sizes("n_x", "n_h", "m", low=3)
    X, Y = draw.normal(n_x, m), draw.labels(m)
    yield "random data", submission.nn_model(X, Y, n_h, num_iterations=draw.steps(13, 25))
    for iterations in (0, 1, 3):
        yield "other numbers of iterations", submission.nn_model(X, Y, n_h=n_h, num_iterations=iterations)
    n_x, m = draw.sizes("n_x", "m", low=3)
    yield "one hidden unit", submission.nn_model(draw.normal(n_x, m), draw.labels(m), 1, draw.steps(4, 25))
    n_x, n_h = draw.sizes("n_x", "n_h", low=3)
    yield "one example", submission.nn_model(draw.normal(n_x, 1), np.array([[1]]), n_h, num_iterations=5)
    yield (
        "many iterations, a tiny cost",
        submission.nn_model(*easy_example(draw, 1.2), draw.steps(130, 220, longest=600)),
    )
    draw.sizes()
    X, Y = published_data()
    draw.named(n_x=2, n_h=4, n_y=1, m=3)
    yield "published example", submission.nn_model(X, Y, 4, num_iterations=12, print_cost=True)


nn_model.equivalents(
    ("compute_cost(A2, Y, parameters)", "compute_cost(Y, A2, parameters)", "the cost is only printed"),
    ("compute_cost(A2, Y, parameters)", "compute_cost(A2, Y)", "`compute_cost` does not look at them"),
)


nn_model.mistakes(
    Mistake(
        "update not kept",
        "parameters = update_parameters(parameters, grads)",
        "update_parameters(dict(parameters), grads)",
        "The parameters came back as they started. `update_parameters` returns new ones: what becomes of them?",
    ),
    Mistake(
        "forward propagation before the loop",
        "    for i in range(num_iterations):\n        # (2) forward, cost, backward, update: one line each\n"
        "        A2, cache = forward_propagation(X, parameters)",
        "    A2, cache = forward_propagation(X, parameters)\n    for i in range(num_iterations):",
        "The activations are computed only once, before the loop. Each step changes the parameters; "
        "what follows from it?",
    ),
    Mistake(
        "gradients of the first iteration only",
        "grads = backward_propagation",
        "if i == 0:\n            grads = backward_propagation",
        "All steps use the gradients of the first iteration. After a step the slope is another one.",
    ),
    Mistake(
        "one iteration too few",
        "range(num_iterations)",
        "range(num_iterations - 1)",
        "The training stops one iteration early. How many numbers does `range(n)` run through?",
    ),
    Mistake(
        "one iteration too many",
        "range(num_iterations)",
        "range(num_iterations + 1)",
        "The training makes one iteration too many. How many numbers does `range(n)` run through?",
    ),
    Mistake(
        "first iteration skipped",
        "grads = backward_propagation",
        "if i == 1:\n            continue\n        grads = backward_propagation",
        "One iteration makes no step. Every pass through the loop ends in an update.",
    ),
    Mistake(
        "number of iterations fixed",
        "range(num_iterations)",
        "range(50)",
        "The number of iterations is always the same. Use the argument `num_iterations`.",
    ),
    Mistake(
        "return inside the loop",
        "    ### END CODE HERE ###\n    return parameters",
        "        return parameters",
        "Only one iteration was made: `return` stands inside the loop and ends it. How far is it indented?",
    ),
    Mistake(
        "initialised in every iteration",
        "    parameters = initialize_parameters(n_x, n_h, n_y)\n    for i in range(num_iterations):",
        "    for i in range(num_iterations):\n        parameters = initialize_parameters(n_x, n_h, n_y)",
        "The parameters start anew in every iteration, so nothing is learnt. What belongs before the loop?",
    ),
    Mistake(
        "starts from zeros",
        "parameters = initialize_parameters(n_x, n_h, n_y)",
        "parameters = {name: 0 * value for name, value in initialize_parameters(n_x, n_h, n_y).items()}",
        "All weights start at zero, and the hidden units stay equal. "
        "Which of your functions makes the starting parameters?",
    ),
    Mistake(
        "n_h ignored",
        "n_x, _, n_y = layer_sizes(X, Y)",
        "n_x, n_h, n_y = layer_sizes(X, Y)",
        "The hidden layer always has 4 units. `n_h` is an argument: leave the line above your part as it is.",
    ),
    Mistake(
        "n_x and n_h exchanged",
        "initialize_parameters(n_x, n_h, n_y)",
        "initialize_parameters(n_h, n_x, n_y)",
        "`initialize_parameters` got its sizes in another order. The order is input, hidden, output.",
    ),
    Mistake(
        "another learning rate",
        "update_parameters(parameters, grads)",
        "update_parameters(parameters, grads, 0.01)",
        "The steps have another length. The training uses the default learning rate, so you need not give one.",
    ),
    Mistake(
        "arguments of the update exchanged",
        "update_parameters(parameters, grads)",
        "update_parameters(grads, parameters)",
        "`update_parameters` got the gradients in place of the parameters. Which comes first in its definition?",
    ),
    Mistake(
        "X and Y exchanged",
        "backward_propagation(parameters, cache, X, Y)",
        "backward_propagation(parameters, cache, Y, X)",
        "`backward_propagation` got `X` and `Y` in each other's place. Look at its definition once more.",
    ),
    Mistake(
        "updated twice",
        "parameters = update_parameters(parameters, grads)",
        "parameters = update_parameters(parameters, grads)\n        parameters = update_parameters(parameters, grads)",
        "Two steps are made in each iteration. One update follows one backward propagation.",
    ),
    Mistake(
        "two values taken for one",
        "A2, cache = forward_propagation(X, parameters)",
        "cache = forward_propagation(X, parameters)\n        A2 = cache[0]",
        "`cache` holds both results of `forward_propagation`, not the dictionary alone. "
        "How many names do two values need?",
    ),
    Mistake(
        "A2 and cache exchanged",
        "A2, cache = forward_propagation(X, parameters)",
        "cache, A2 = forward_propagation(X, parameters)",
        "The two results of `forward_propagation` got each other's name. In which order does it return them?",
    ),
    Mistake(
        "stops at a low cost",
        "grads = backward_propagation",
        "if cost < 0.05:\n            break\n        grads = backward_propagation",
        "The training stops once the cost is low. It should make all the steps that `num_iterations` asks for.",
    ),
    Mistake(
        "never more than 12 iterations",
        "range(num_iterations)",
        "range(min(num_iterations, 12))",
        "Short trainings are right, and long ones end too early. Does anything but `num_iterations` end your loop?",
    ),
    Mistake(
        "gradients returned",
        "    return parameters",
        "    return grads",
        "The gradients came back. What has been learnt is in the parameters.",
    ),
)

nn_model.alternatives(
    Alternative(
        "seed, lists of costs, while",
        """
def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    np.random.seed(3)
    n_x, n_y = layer_sizes(X, Y)[0], layer_sizes(X, Y)[2]
    parameters = initialize_parameters(n_x, n_h, n_y)
    costs = []
    i = 0
    while i < num_iterations:
        A2, cache = forward_propagation(X, parameters)
        costs.append(compute_cost(A2, Y, parameters))
        parameters = update_parameters(parameters, backward_propagation(parameters, cache, X, Y), learning_rate=1.2)
        if print_cost and i % 100 == 0:
            print("Cost after iteration %i: %f" % (i, costs[-1]))
        i += 1
    return parameters
""",
    ),
    Alternative(
        "four names, a new dictionary",
        """
def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    W1, b1, W2, b2 = parameters["W1"], parameters["b1"], parameters["W2"], parameters["b2"]
    for i in range(1, num_iterations + 1):
        np.random.seed(3)
        parameters = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
        A2, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
        W1, b1, W2, b2 = [parameters[name] for name in ("W1", "b1", "W2", "b2")]
    if print_cost:
        print(compute_cost(forward_propagation(X, parameters)[0], Y))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
""",
    ),
    Alternative(
        "no function of the earlier steps",
        """
def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    random = np.random.RandomState(2)
    m = X.shape[1]
    W1 = random.randn(n_h, X.shape[0]) * 0.01
    W2 = random.randn(Y.shape[0], n_h) * 0.01
    b1, b2 = np.zeros((n_h, 1)), np.zeros((Y.shape[0], 1))
    for _ in range(num_iterations):
        A1 = np.tanh(np.dot(W1, X) + b1)
        error = (1 / (1 + np.exp(-np.dot(W2, A1) - b2)) - Y) * 1.2 / m
        hidden = np.dot(W2.T, error) * (1 - A1**2)
        W2, b2 = W2 - np.dot(error, A1.T), b2 - error.sum(axis=1, keepdims=True)
        W1, b1 = W1 - np.dot(hidden, X.T), b1 - hidden.sum(axis=1, keepdims=True)
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
""",
    ),
    Alternative(
        "float32 data",
        """
def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    n_x, _, n_y = layer_sizes(X, Y)
    X = X.astype(np.float32)
    parameters = {name: value.astype(np.float32) for name, value in initialize_parameters(n_x, n_h, n_y).items()}
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y.astype(np.float32))
        parameters = update_parameters(parameters, grads)
        if print_cost and not i % 1000:
            cost = compute_cost(A2, Y, parameters)
            print(f"{i}: {cost:.4f}")
    return parameters
""",
    ),
)


@assignment.exercise(points=10, uses=("forward_propagation",), keeps_arguments=True)
def predict(submission, draw):
    """Random networks; probabilities that are skewed; and close to the tie, which counts as 0."""
    n_x, n_h, m = draw.sizes("n_x", "n_h", "m", low=5, high=12)
    parameters = network(draw, n_x, n_h)
    X = draw.normal(n_x, m)
    Z2 = run_by_units(X, parameters)[1]["Z2"]
    parameters["b2"] -= (Z2.min() + Z2.max()) / 2  # labels of both kinds,
    X = X[:, np.argsort(Z2[0])]  # and in an order that is not the same backwards
    yield "random network", submission.predict(parameters, X)
    n_x, n_h, m = draw.sizes("n_x", "n_h", "m", low=3, high=25)
    for shift in (1.5, -1.5):
        parameters = {**network(draw, n_x, n_h), "b2": np.array([[shift]])}
        yield "mostly one label", submission.predict(parameters, draw.normal(n_x, m))
    n_x, n_h = draw.sizes("n_x", "n_h", low=3)
    for bias in (3.0, -3.0):
        parameters = {**network(draw, n_x, n_h), "b2": np.array([[bias * n_h]])}
        yield "one example", submission.predict(parameters, draw.normal(n_x, 1))
    n_x, n_h, m = draw.sizes("n_x", "n_h", "m", low=3)
    nothing = {name: 0 * value for name, value in network(draw, n_x, n_h).items()}
    yield "probabilities around 0.5", submission.predict(nothing, draw.normal(n_x, m)), np.zeros((1, m), dtype=int)
    # The identity up to the output layer, so that the probabilities rise in small even steps through 0.5.
    zero, steps = np.zeros((1, 1)), np.linspace(-0.98, 0.98, 80).reshape(1, 80)
    parameters = {"W1": zero + 1, "b1": zero, "W2": draw.uniform(1.5, 2.5, 1, 1), "b2": zero}
    draw.sizes()
    yield "probabilities around 0.5", submission.predict(parameters, np.arctanh(steps)), (steps > 0).astype(int)
    draw.named(n_x=2, n_h=4, n_y=1, m=3)
    yield "published example", submission.predict(PUBLISHED_PARAMETERS, published_data()[0]), np.array([[1, 0, 1]])


predict.equivalents(
    ("(A2 > 0.5).astype(int)", "A2 > 0.5", "True and False count as 1 and 0"),
)


predict.mistakes(
    Mistake(
        "probabilities returned",
        "predictions = (A2 > 0.5).astype(int)",
        "predictions = A2",
        "The probabilities came back. A prediction is 0 or 1: which side of 0.5 is each of them on?",
    ),
    Mistake(
        "everything above 0",
        "A2 > 0.5",
        "A2 > 0",
        "All predictions are 1. Every probability is above 0; where does the rule draw the line?",
    ),
    Mistake(
        "rounded down",
        "(A2 > 0.5).astype(int)",
        "A2.astype(int)",
        "All predictions are 0: turning a probability into a whole number cuts its fraction off. "
        "Compare with 0.5 first.",
    ),
    Mistake(
        "argmax over the outputs",
        "(A2 > 0.5).astype(int)",
        "np.argmax(A2, axis=0)",
        "`argmax` over a single row is always 0. With one output unit the rule compares with 0.5.",
    ),
    Mistake(
        "above the median",
        "A2 > 0.5",
        "A2 > np.median(A2)",
        "Half of the predictions are 1 whatever the network says: they were compared with the median. "
        "Compare with 0.5.",
    ),
    Mistake(
        "above the mean",
        "A2 > 0.5",
        "A2 > np.mean(A2)",
        "The probabilities were compared with their mean, so one example changes another's label. Compare with 0.5.",
    ),
    Mistake(
        "exactly 0.5 counted as 1",
        "A2 > 0.5",
        "A2 >= 0.5",
        "A probability of exactly 0.5 gave label 1. Read the rule once more: which label has this case?",
    ),
    Mistake(
        "labels exchanged",
        "A2 > 0.5",
        "A2 < 0.5",
        "0 and 1 are exchanged. `A2` is the probability of label 1: what follows if it is large?",
    ),
    Mistake(
        "labels -1 and 1",
        "(A2 > 0.5).astype(int)",
        "np.where(A2 > 0.5, 1, -1)",
        "The predictions are -1 and 1. The labels of this notebook are 0 and 1.",
    ),
    Mistake(
        "Z2 in place of A2",
        "A2 > 0.5",
        'cache["Z2"] > 0.5',
        "`Z2` was compared with 0.5. The probabilities come after the sigmoid: what are they called?",
    ),
    Mistake(
        "hidden unit in place of the output",
        "A2 > 0.5",
        'cache["A1"][:1] > 0.5',
        "A hidden unit decided. Which layer gives the probability of label 1?",
    ),
    Mistake(
        "first example only",
        "(A2 > 0.5).astype(int)",
        "int(A2[0, 0] > 0.5)",
        "Only the first example's label came back. The comparison works on the whole array: one label for each column.",
    ),
    Mistake(
        "one axis lost",
        "(A2 > 0.5).astype(int)",
        "(A2 > 0.5).astype(int).ravel()",
        "The predictions came with shape `(m,)`. Labels are a row here, shape `(1, m)`, as `A2` is.",
    ),
    Mistake(
        "transposed",
        "(A2 > 0.5).astype(int)",
        "(A2 > 0.5).astype(int).T",
        "The predictions came as a column. Examples are columns here, so labels are a row, shape `(1, m)`.",
    ),
    Mistake(
        "examples in reverse order",
        "(A2 > 0.5).astype(int)",
        "(A2 > 0.5).astype(int)[:, ::-1]",
        "The predictions came in reverse order. Column i belongs to example i.",
    ),
    Mistake(
        "cache returned too",
        "return predictions",
        "return predictions, cache",
        "Two things came back. Only the predictions are asked for.",
    ),
    Mistake(
        "two values taken for one",
        "A2, cache = forward_propagation(X, parameters)",
        "A2 = forward_propagation(X, parameters)",
        "`A2` holds both results of `forward_propagation`, so it cannot be compared with a number. "
        "How many names do two values need?",
    ),
    Mistake(
        "arguments exchanged",
        "forward_propagation(X, parameters)",
        "forward_propagation(parameters, X)",
        "`forward_propagation` got its arguments in another order. Which comes first in its definition?",
    ),
)

predict.alternatives(
    Alternative(
        "truth values",
        """
def predict(parameters, X):
    A2, cache = forward_propagation(X, parameters)
    return A2 > 0.5
""",
    ),
    Alternative(
        "np.round",
        """
def predict(parameters, X):
    A2, _ = forward_propagation(X, parameters)
    return np.round(A2)
""",
    ),
    Alternative(
        "np.where on Z2",
        """
def predict(parameters, X):
    _, cache = forward_propagation(X, parameters)
    return np.where(cache["Z2"] > 0, 1.0, 0.0)
""",
    ),
    Alternative(
        "loop over the examples",
        """
def predict(parameters, X):
    A2 = forward_propagation(X, parameters)[0]
    predictions = np.zeros_like(A2)
    for i in range(A2.shape[1]):
        if A2[0, i] > 0.5:
            predictions[0, i] = 1
    print("predictions mean = " + str(np.mean(predictions)))
    return predictions
""",
    ),
    Alternative(
        "a copy changed in place, small integers",
        """
def predict(parameters, X):
    A2 = forward_propagation(X, parameters)[0].copy()
    A2[A2 > 0.5] = 1
    A2[A2 <= 0.5] = 0
    return A2.astype(np.uint8)
""",
    ),
)

assignment.examples(
    Example(
        "whole shapes in layer_sizes, so that the training would stop",
        {"layer_sizes": [("X.shape[0]", "X.shape"), ("Y.shape[0]", "Y.shape")]},
        loses=("layer_sizes",),
    ),
    Example(
        "three gradients read from the parameters",
        {
            "backward_propagation": [
                ("dW2 = dZ2 @ A1.T / m", 'dW2 = parameters["W2"]'),
                ("db2 = np.sum(dZ2, axis=1, keepdims=True) / m", 'db2 = parameters["b2"]'),
                ("db1 = np.sum(dZ1, axis=1, keepdims=True) / m", 'db1 = parameters["b1"]'),
            ]
        },
        loses=("backward_propagation",),
    ),
    Example(
        "six shapes printed in every forward propagation",
        {
            "forward_propagation": [
                ("    ### END CODE HERE ###", "    for array in (W1, b1, X, Z1, A1, A2):\n        print(array.shape)")
            ]
        },
    ),
    Example(
        "a garbled name where the cache is unpacked",
        {"backward_propagation": [('A1 = cache["A1"]', 'A1 = cach["A1"]')]},
        loses=("backward_propagation",),
    ),
    Example(
        "an unbalanced bracket in predict",
        {"predict": [("(A2 > 0.5).astype(int)", "((A2 > 0.5).astype(int)")]},
        loses=("predict",),
    ),
    Example(
        "an assert that the cost, a 0-d array, does not meet",
        {
            "compute_cost": [
                ("-np.sum(log_probabilities) / m", "np.squeeze(-np.dot(log_probabilities, np.ones((m, 1))) / m)"),
                ("    ### END CODE HERE ###", "    assert isinstance(cost, float)"),
            ]
        },
        loses=("compute_cost",),
    ),
    Example("predictions by np.round", {"predict": [("(A2 > 0.5).astype(int)", "np.round(A2)")]}),
    Example(
        "the published signature of the cost",
        {"compute_cost": [("parameters=None", "parameters")]},
        loses=("compute_cost",),
    ),
    Example(
        "an own seed in the training, parameters updated in place",
        {
            "nn_model": [("    n_x, _, n_y", "    np.random.seed(3)\n    n_x, _, n_y")],
            "update_parameters": [
                (EVERY_STEP, 'for key in parameters:\n        parameters[key] -= learning_rate * grads["d" + key]'),
                ('return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}', "return parameters"),
            ],
        },
        loses=("update_parameters",),
    ),
    Example(
        "the notebook's own data in forward propagation",
        {"forward_propagation": [("W1 @ X + b1", "W1 @ X_small + b1")]},
        loses=("forward_propagation",),
    ),
    Example(
        "sigmoid hidden units, a cost without its minus and a fixed rate",
        {
            "forward_propagation": [("np.tanh(Z1)", "sigmoid(Z1)")],
            "compute_cost": [("-np.sum", "np.sum")],
            "update_parameters": [("    ### END CODE HERE ###", "    learning_rate = 0.5")]
            + [(f'learning_rate * grads["{name}"]', f'1.2 * grads["{name}"]') for name in ("dW1", "db1", "dW2", "db2")],
        },
        loses=("forward_propagation", "compute_cost", "update_parameters"),
    ),
    Example(
        "one step not written yet",
        {"update_parameters": [(EVERY_STEP, 'raise NotImplementedError("update_parameters is not written yet")')]},
        loses=("update_parameters",),
    ),
)
