"""Scenarios, known mistakes and alternatives of "One hidden layer": what the marks of a15 stand on.

Examples are columns here: X is (n_x, m), Y is (n_y, m). Unless a part says otherwise, n_y is 1.
"""

import math

import numpy as np

from autograder.judging.exercise import Assignment, Example
from graders import families

assignment = Assignment("a15_planar_classification")

# The inputs of the published examples, as printed there.
# fmt: off
SMALL_W1 = np.array(
    [[-0.00416758, -0.00056267], [-0.02136196, 0.01640271], [-0.01793436, -0.00841747], [0.00502881, -0.01245288]])
SMALL_W2 = np.array([[-0.01057952, -0.00909008, 0.00551454, 0.02292208]])
PUBLISHED_A2 = np.array([[0.5002307, 0.49985831, 0.50023963]])
PUBLISHED_CACHE = {
    "Z1": np.array([[-0.00616586, 0.0020626, 0.0034962], [-0.05229879, 0.02726335, -0.02646869],
                    [-0.02009991, 0.00368692, 0.02884556], [0.02153007, -0.01385322, 0.02600471]]),
    "A1": np.array([[-0.00616578, 0.0020626, 0.00349619], [-0.05225116, 0.02725659, -0.02646251],
                    [-0.02009721, 0.0036869, 0.02883756], [0.02152675, -0.01385234, 0.02599885]]),
    "Z2": np.array([[0.00092281, -0.00056678, 0.00095853]]),
    "A2": PUBLISHED_A2,
}
PUBLISHED_PARAMETERS = {
    "W1": np.array([[-0.00615039, 0.0169021], [-0.02311792, 0.03137121],
                    [-0.0169217, -0.01752545], [0.00935436, -0.05018221]]),
    "b1": np.array([[-8.97523455e-07], [8.15562092e-06], [6.04810633e-07], [-2.54560700e-06]]),
    "W2": np.array([[-0.0104319, -0.04019007, 0.01607211, 0.04440255]]),
    "b2": np.array([[9.14954378e-05]]),
}
PUBLISHED_GRADS = {
    "dW1": np.array([[0.00023322, -0.00205423], [0.00082222, -0.00700776],
                     [-0.00031831, 0.0028636], [-0.00092857, 0.00809933]]),
    "db1": np.array([[1.05570087e-07], [-3.81814487e-06], [-1.90155145e-07], [5.46467802e-07]]),
    "dW2": np.array([[-1.75740039e-05, 3.70231337e-03, -1.25683095e-03, -2.55715317e-03]]),
    "db2": np.array([[-1.08923140e-05]]),
}
# fmt: on


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


def gradients(parameters, X, Y):
    """The slope of the cost along each parameter, measured."""

    def cost(moved):
        Z2 = moved["W2"] @ np.tanh(moved["W1"] @ X + moved["b1"]) + moved["b2"]
        return np.sum(np.log(1 + np.exp(Z2)) - Y * Z2, axis=(-2, -1)) / X.shape[1]  # the cross-entropy in terms of Z2

    return {"d" + name: slope for name, slope in families.slopes(cost, parameters).items()}


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
    yield "the notebook's example", submission.layer_sizes(random.randn(5, 3), random.randn(2, 3)), (5, 4, 2)


# fmt: off
layer_sizes.at("X.shape[0]").mistakes(("X.shape[1]", "examples counted in n_x",
    "`n_x` is the number of examples. `X` has shape `(n_x, m)`: which of the two do you need?"))
layer_sizes.at("n_h = 4").mistakes(
    ("n_h = X.shape[1]", "hidden units from the examples",
     "`n_h` is the number of examples. The size of the hidden layer is our choice: what does the table say?"),
    ("n_h = X.shape[0]", "hidden units from the features",
     "`n_h` is the number of features. The size of the hidden layer is our choice: what does the table say?"),
)
layer_sizes.at("Y.shape[0]").mistakes(
    ("1", "always one output",
     "`n_y` is always 1. `Y` may have several rows, one for each label of an example; can you count them?"),
    ("len(np.unique(Y))", "distinct labels counted",
     "`n_y` is the number of different values in `Y`. To what in `Y` does an output unit belong?"),
)
layer_sizes.at("return n_x, n_h, n_y").mistakes(
    ("return X.shape[1], n_h, Y.shape[1]", "examples counted",
     "`n_x` and `n_y` are the number of examples. Examples are columns; which entry of a shape counts rows?"),
    ("return X.size, n_h, Y.size", "numbers of entries",
     "`n_x` and `n_y` are numbers of entries, rows times columns. Which of the two counts units?"),
    ("return X.ndim, n_h, Y.ndim", "numbers of axes",
     "`n_x` and `n_y` are 2 whatever the data are, like the number of axes. How long is the first axis?"),
)
layer_sizes.alternatives({
    "len": "return len(X), 4, len(Y)",
    "unpacked shapes, a list": """
    n_x, m = X.shape
    n_y, m = Y.shape
    return [n_x, 4, n_y]
""",
})
# fmt: on


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
    yield "the notebook's example", submission.initialize_parameters(2, 4, 1)


families.two_layers(initialize_parameters, seed=2)


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
    yield "the notebook's example", *run(X, {"W1": SMALL_W1, "b1": b1, "W2": SMALL_W2, "b2": np.array([[-1.3]])})


# fmt: off
forward_propagation.at("W1 @ X + b1").mistakes(("W1 @ X", "no b1",
    "`Z1` is right up to a constant in each row: the bias `b1` is missing. What does the formula add to W1 X?"))
forward_propagation.at("np.tanh(Z1)").mistakes(
    ("Z1", "no activation in the hidden layer",
     "`A1` is the same as `Z1`. Without an activation two layers are worth no more than one; which one is asked for?"),
    ("np.tanh(Z1, out=Z1)", "tanh computed in place",
     "`Z1` in the cache is what `A1` should be, after the tanh. Which array holds the value before it?"),
    ("sigmoid(Z1)", "sigmoid in the hidden layer",
     "`A1` is the sigmoid of `Z1`. Which function does the hidden layer use?"),
    ("np.maximum(0, Z1)", "relu in the hidden layer",
     "`A1` is `Z1` with the negative values set to 0, a ReLU. Which function does the hidden layer use?"),
)
forward_propagation.at("W2 @ A1").mistakes(("W2 @ Z1", "Z1 passed on instead of A1",
    "`A1` is right, but `Z2` was computed from `Z1`. What does the hidden layer hand on to the output layer?"))
forward_propagation.at("W2 @ A1 + b2").mistakes(("W2 @ A1", "no b2",
    "`Z2` is right up to a constant in each row: the bias `b2` is missing. What does the formula add to W2 A1?"))
forward_propagation.at("A2 = sigmoid(Z2)").mistakes(
    ("A2 = np.tanh(Z2)", "tanh at the output",
     "`A2` is tanh of `Z2`, between -1 and 1. A probability lies between 0 and 1: which function gives one?"),
    ("A2 = sigmoid(Z2[:, ::-1])", "examples in reverse order",
     "`A2` holds the right probabilities in reverse order. To which example does column i belong?"),
    ("A2 = Z2", "no activation at the output",
     "`A2` is the same as `Z2`. A probability lies between 0 and 1: which function makes one of `Z2`?"),
    ("A2 = 1 / (1 + np.exp(Z2))", "sigmoid with the wrong sign",
     "`A2` is one minus the right probability. Which sign has z on its way through the sigmoid, and is anything "
     "subtracted from 1?"),
    ("A2 = (sigmoid(Z2) > 0.5).astype(float)", "predictions instead of probabilities",
     "`A2` holds only 0 and 1. Labels are decided in a later step: what should `A2` hold here?"),
)
forward_propagation.alternatives({
    "np.dot, own sigmoid, shapes printed": """
    W1, b1, W2, b2 = (parameters[key] for key in ("W1", "b1", "W2", "b2"))
    Z1 = np.dot(W1, X) + b1
    A1 = np.tanh(Z1)
    Z2 = np.add(np.dot(W2, A1), b2)
    A2 = 1 / (1 + np.exp(-Z2))
    print(Z1.shape, A1.shape, Z2.shape, A2.shape)
    return [A2, {"A2": A2, "Z2": Z2, "A1": A1, "Z1": Z1}]
""",
    "tanh and sigmoid by exponentials, einsum": """
    Z1 = np.einsum("hx,xm->hm", parameters["W1"], X) + parameters["b1"]
    up, down = np.exp(Z1), np.exp(-Z1)
    A1 = (up - down) / (up + down)
    Z2 = np.einsum("yh,hm->ym", parameters["W2"], A1) + parameters["b2"]
    A2 = np.exp(Z2) / (np.exp(Z2) + 1)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
""",
    "loop over the examples": """
    columns = []
    for i in range(X.shape[1]):
        z1 = parameters["W1"] @ X[:, i : i + 1] + parameters["b1"]
        a1 = np.tanh(z1)
        z2 = parameters["W2"] @ a1 + parameters["b2"]
        columns.append((z1, a1, z2, sigmoid(z2)))
    Z1, A1, Z2, A2 = (np.hstack(parts) for parts in zip(*columns))
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
""",
    "biases as weights of a constant input": """
    ones = np.ones((1, X.shape[1]))
    Z1 = np.hstack([parameters["b1"], parameters["W1"]]) @ np.vstack([ones, X])
    A1 = np.tanh(Z1)
    Z2 = np.hstack([parameters["b2"], parameters["W2"]]) @ np.vstack([ones, A1])
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2, "X": X}
""",
    "float32 inside, rows of examples": """
    W1, b1, W2, b2 = (parameters[key].astype(np.float32) for key in ("W1", "b1", "W2", "b2"))
    Z1 = (X.T.astype(np.float32) @ W1.T + b1.T).T
    A1 = np.tanh(Z1)
    Z2 = (A1.T @ W2.T + b2.T).T
    A2 = 0.5 * (1 + np.tanh(Z2 / 2))
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
""",
})
# fmt: on


@assignment.exercise(points=10, keeps_arguments=True, forbids=families.NUMPY_ONLY)
def compute_cost(submission, draw):
    """Random probabilities, against a sum over the examples."""
    yield from families.cost_parts(draw, submission.compute_cost)
    draw.sizes()
    parameters = {"W1": SMALL_W1, "b1": np.zeros((4, 1)), "W2": SMALL_W2, "b2": np.zeros((1, 1))}
    draw.named(m=3)
    published = submission.compute_cost(PUBLISHED_A2, np.array([[1, 0, 0]]), parameters)
    yield "the notebook's example", published, 0.693058761039


families.compute_cost(compute_cost, "A2")
# fmt: off
compute_cost.at(", parameters=None").mistakes(
    ("", "parameters refused",
     "The function can't be called as `compute_cost(A2, Y, parameters)`. What did its first line look like at the "
     "start?"),
    (", parameters", "parameters required",
     "The function can't be called as `compute_cost(A2, Y)`. What did its first line look like at the start?"),
)
# fmt: on


# atol: float32 computes sums of order 1 to about 1e-7, also where they nearly cancel.
@assignment.exercise(points=25, keeps_arguments=True, atol=1e-6)
def backward_propagation(submission, draw):
    """Random networks, against measured slopes of the cost."""

    def run(parameters, X, Y):
        _, cache = run_by_units(X, parameters)
        return submission.backward_propagation(parameters, cache, X, Y), gradients(parameters, X, Y)

    n_x, n_h, m = draw.sizes("n_x", "n_h", "m", low=3)
    yield "random network", *run(network(draw, n_x, n_h), draw.normal(n_x, m), draw.labels(m))
    n_x, n_h = draw.sizes("n_x", "n_h", low=3)
    yield "random network", *run(network(draw, n_x, n_h), draw.normal(n_x, n_h), draw.labels(n_h))
    n_x, n_h, n_y, m = draw.sizes("n_x", "n_h", "n_y", "m", low=3)
    yield "several outputs", *run(network(draw, n_x, n_h, n_y), draw.normal(n_x, m), label_rows(draw, n_y, m))
    n_x, n_h = draw.sizes("n_x", "n_h", low=3)
    yield "one example, one hidden unit", *run(network(draw, n_x, n_h), draw.normal(n_x, 1), draw.labels(1))
    n_x, m = draw.sizes("n_x", "m", low=3)
    yield "one example, one hidden unit", *run(network(draw, n_x, 1), draw.normal(n_x, m), draw.labels(m))
    n_x, n_h, m = draw.sizes("n_x", "n_h", "m", low=3)
    parameters = network(draw, n_x, n_h)
    parameters["W1"] *= 20  # the hidden layer is saturated, the output is not
    yield "large activations", *run(parameters, draw.normal(n_x, m), draw.labels(m))
    draw.sizes()
    X, Y = published_data()
    parameters = {"W1": SMALL_W1, "b1": np.zeros((4, 1)), "W2": SMALL_W2, "b2": np.zeros((1, 1))}
    draw.named(n_x=2, n_h=4, n_y=1, m=3)
    yield "the notebook's example", submission.backward_propagation(parameters, PUBLISHED_CACHE, X, Y)


# fmt: off
backward_propagation.at("m = X.shape[1]").mistakes(("m = X.shape[0]", "divided by the number of features",
    "The gradients were divided by the number of features. Examples are columns: what is `m` here?"))
backward_propagation.at("dZ2 = A2 - Y").mistakes(
    ("dZ2 = Y - A2", "error with the wrong sign",
     "All four gradients have the wrong sign. Which way round is the error of the output, and does a minus stand "
     "before the means?"),
    ("dZ2 = (A2 - Y) * A2 * (1 - A2)", "slope of the sigmoid at the output",
     "`dZ2` was multiplied by the slope of the sigmoid. For the cross-entropy the two slopes cancel: what is left?"),
)
backward_propagation.everywhere(r"(dZ1 @ X\.T|np\.sum\(dZ1, .*\)) / m").mistakes((r"\1", "sums in layer 1",
    "`dW1` and `db1` are `m` times too large: sums over the examples. How do `dW2` and `db2` become means?"))
backward_propagation.at("(W2.T @ dZ2) * (1 - A1**2)").mistakes(
    ("W2.T @ dZ2", "slope of tanh missing",
     "`dW1` and `db1` are wrong, `dW2` and `db2` are right: the slope of tanh is missing. What does the formula of dz1 "
     "multiply by?"),
    ("(W2.T @ dZ2) * (1 - A2**2)", "slope from A2",
     "The slope was computed from `A2`. `dZ1` belongs to the hidden layer: which activation is its own?"),
    ("(W2.T @ dZ2) * (A1 * (1 - A1))", "slope of the sigmoid",
     "`dZ1` uses a (1 - a), which is the slope of the sigmoid. The hidden layer is a tanh: what is its slope?"),
    ("(W2.T @ dZ2) * (A1 > 0)", "slope of the relu",
     "The slope is 0 or 1, as for a ReLU. The hidden layer is a tanh: what is its slope?"),
    ('(W2.T @ dZ2) * (1 - cache["Z1"] ** 2)', "slope from Z1",
     "The slope was computed from `Z1`. In the formula it is 1 - a²: what is the value after the tanh called?"),
    ("(W2.T @ dZ2) * (1 - np.tanh(A1) ** 2)", "tanh of A1 in the slope",
     "tanh was applied to `A1`, which is a tanh already. What is left of the slope if you use a as it is?"),
    ("(W2.T @ dZ2) * (1 - A1) ** 2", "parentheses of the square misplaced",
     "The slope is the square of 1 - a. What is squared in the formula: `A1` or the difference?"),
    ("(W2.T @ dZ2) * (1 - A1)", "square missing",
     "The slope is 1 - a. Something in the formula of dz1 is squared: what?"),
    ("(W2.T @ dZ2) * (1 - A1 * 2)", "double instead of square",
     "The slope is 1 - 2a, doubled where the formula squares. Which operator is a power?"),
)
backward_propagation.alternatives({
    "np.dot and np.power": """
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dW2 = (1 / m) * np.dot(dZ2, cache["A1"].T)
    db2 = (1 / m) * np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = np.multiply(np.dot(parameters["W2"].T, dZ2), 1 - np.power(cache["A1"], 2))
    dW1 = (1 / m) * np.dot(dZ1, X.T)
    db1 = (1 / m) * np.sum(dZ1, axis=1, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
""",
    "slope from Z1 by cosh, mean, einsum": """
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = np.einsum("yh,ym->hm", parameters["W2"], dZ2) / np.cosh(cache["Z1"]) ** 2
    dW2 = np.einsum("ym,hm->yh", dZ2, cache["A1"]) / m
    dW1 = np.einsum("hm,xm->hx", dZ1, X) / m
    db1, db2 = (np.mean(dZ, axis=1).reshape(-1, 1) for dZ in (dZ1, dZ2))
    return dict(dW1=dW1, db1=db1, dW2=dW2, db2=db2)
""",
    "the chain rule link by link": """
    m = X.shape[1]
    A1, A2 = cache["A1"], cache["A2"]
    dA2 = (-Y / A2 + (1 - Y) / (1 - A2)) / m
    dZ2 = dA2 * A2 * (1 - A2)
    dA1 = parameters["W2"].T @ dZ2
    dZ1 = dA1 * (1 - A1) * (1 + A1)
    ones = np.ones((m, 1))
    return {"dW1": dZ1 @ X.T, "db1": dZ1 @ ones, "dW2": dZ2 @ A1.T, "db2": dZ2 @ ones, "dZ1": dZ1}
""",
    "loop over the examples": """
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
})
# fmt: on


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
    yield "the notebook's example", submission.update_parameters(PUBLISHED_PARAMETERS, PUBLISHED_GRADS)


families.gradient_step(update_parameters, r"parameters\[name\]", "learning_rate", r'grads\["d" \+ name\]')
# fmt: off
update_parameters.at('grads["d" + name]').mistakes(
    ("parameters[name]", "parameters in place of gradients",
     "The parameters moved by a multiple of themselves: they stand where the gradients should. Where is `dW1`?"),
    ('grads["d" + name] * (name[0] == "W")', "biases stay",
     "The weights move, the biases stay where they were. Which of the parameters take a step?"),
    ('grads["d" + name] * (name[0] == "b")', "weights stay",
     "The biases move, the weights stay where they were. Which of the parameters take a step?"),
)
families.descent(update_parameters)
# fmt: on


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
    tiny = submission.nn_model(*easy_example(draw, 1.2), draw.steps(130, 220, longest=600))
    yield "many iterations, a tiny cost", tiny
    draw.sizes()
    X, Y = published_data()
    draw.named(n_x=2, n_h=4, n_y=1, m=3)
    yield "the notebook's example", submission.nn_model(X, Y, 4, num_iterations=12, print_cost=True)


families.call(nn_model, "A2, cache = forward_propagation(X, parameters)", "its definition")
families.training(
    nn_model,
    "parameters = initialize_parameters(n_x, n_h, n_y)",
    "parameters = update_parameters(parameters, grads)",
    "A2, cache = forward_propagation(X, parameters)",
    "grads = backward_propagation(parameters, cache, X, Y)",
)
# fmt: off
nn_model.equivalents(
    ("compute_cost(A2, Y, parameters)", "compute_cost(Y, A2, parameters)", "the cost is only printed"),
    ("compute_cost(A2, Y, parameters)", "compute_cost(A2, Y)", "`compute_cost` does not look at them"),
)
nn_model.at("initialize_parameters(n_x, n_h, n_y)").mistakes(("initialize_parameters(n_h, n_x, n_y)", "sizes exchanged",
    "`parameters` has `W1` with the shape (n_x, n_h). In which order does `initialize_parameters` take the sizes?"))
nn_model.at("A2, cache = forward_propagation(X, parameters)").mistakes(
    ("cache, A2 = forward_propagation(X, parameters)", "results exchanged",
     "`A2` and `cache` have each other's names. In which order does `forward_propagation` return them?"),
    ("cache = forward_propagation(X, parameters)\n        A2 = cache[0]", "both values under the second name",
     "`cache` holds both results of `forward_propagation`. Which of the two does `backward_propagation` need?"),
)
nn_model.at("update_parameters(parameters, grads)").mistakes(
    ("update_parameters(grads, parameters)", "arguments of the update exchanged",
     "`update_parameters` did not get its arguments as it takes them. Which does its definition name, in which order?"),
    ("update_parameters(parameters, grads, 0.01)", "another learning rate",
     "The steps are not as long as with the default learning rate of `update_parameters`. Which rate do yours use?"),
)
nn_model.alternatives({
    "seed, lists of costs, while": """
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
    "no function of the earlier steps": """
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
    "float32 data": """
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
})
# fmt: on


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
    yield "the notebook's example", submission.predict(PUBLISHED_PARAMETERS, published_data()[0]), np.array([[1, 0, 1]])


families.threshold(predict, "A2", "network", "A2, _ = forward_propagation(X, parameters)")
families.call(predict, "A2, cache = forward_propagation(X, parameters)", "its definition")
# fmt: off
predict.at("A2 > 0.5").mistakes(
    ('cache["Z2"] > 0.5', "Z2 in place of A2",
     "`Z2` was compared with 0.5. The probabilities come after the sigmoid: what are they called?"),
    ('cache["A1"][:1] > 0.5', "hidden unit in place of the output",
     "A hidden unit decided. Which layer gives the probability of label 1?"),
)
predict.alternatives({
    "np.where on Z2": """
    _, cache = forward_propagation(X, parameters)
    return np.where(cache["Z2"] > 0, 1.0, 0.0)
""",
})

assignment.examples(
    Example("whole shapes in layer_sizes, so that the training would stop",
        {"layer_sizes": [("X.shape[0]", "X.shape"), ("Y.shape[0]", "Y.shape")]}),
    Example("three gradients read from the parameters",
        {"backward_propagation": [
             ("dW2 = dZ2 @ A1.T / m", 'dW2 = parameters["W2"]'),
             ("db2 = np.sum(dZ2, axis=1, keepdims=True) / m", 'db2 = parameters["b2"]'),
             ("db1 = np.sum(dZ1, axis=1, keepdims=True) / m", 'db1 = parameters["b1"]'),
         ]}),
    Example("six shapes printed in every forward propagation",
        {"forward_propagation": [
             ("    ### END CODE HERE ###", "    for array in (W1, b1, X, Z1, A1, A2):\n        print(array.shape)"),
         ]}, loses=()),
    Example("a garbled name where the cache is unpacked",
        {"backward_propagation": [('A1 = cache["A1"]', 'A1 = cach["A1"]')]}),
    Example("an assert that the cost, a 0-d array, does not meet",
        {"compute_cost": [
             ("-np.sum(log_probabilities) / m", "np.squeeze(-np.dot(log_probabilities, np.ones((m, 1))) / m)"),
             ("    ### END CODE HERE ###", "    assert isinstance(cost, float)"),
         ]}),
    Example("predictions by np.round", {"predict": [("(A2 > 0.5).astype(int)", "np.round(A2)")]}, loses=()),
    Example("the published signature of the cost", {"compute_cost": [("parameters=None", "parameters")]}),
    Example("an own seed in the training, parameters updated in place",
        {"nn_model": [("    n_x, _, n_y", "    np.random.seed(3)\n    n_x, _, n_y")],
         "update_parameters": [
             ("moved[name] = parameters[name] - ", "moved = parameters\n        moved[name] -= "),
         ]}, loses=("update_parameters",)),
    Example("the notebook's own data in forward propagation",
        {"forward_propagation": [("W1 @ X + b1", "W1 @ X_small + b1")]}),
    Example("sigmoid hidden units, a cost without its minus and a fixed rate",
        {"forward_propagation": [("np.tanh(Z1)", "sigmoid(Z1)")],
         "compute_cost": [("-np.sum", "np.sum")],
         "update_parameters": [("- learning_rate * grads", "- 1.2 * grads")]}),
)
# fmt: on
