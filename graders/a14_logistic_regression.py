"""Scenarios, known mistakes and alternatives of "One neuron": what the marks of a14 stand on.

Examples are columns here: X is (n_x, m), Y is (1, m). Where editions of the published assignment differ, both are
right: `b` may be 0 or 0.0, and `w`, `b` and `X` of the examples may be whole numbers or fractions.
"""

import numpy as np

from autograder.judging.exercise import Assignment, Example
from graders import families

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
    return np.sum(w * X, axis=-2, keepdims=True) + b


def slopes(w, b, X, Y):
    """The gradient, measured, and the cost in terms of z: what propagate should return."""

    def cost(moved):
        z = score(moved["w"], moved["b"], X)
        return np.mean(np.log(1 + np.exp(z)) - Y * z, axis=(-2, -1))

    start = {"w": w, "b": np.array([[b]])}
    found = families.slopes(cost, start)
    return {"dw": found["w"], "db": found["b"].item()}, cost(start)


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


# fmt: off
picture_sizes.at("test_set_x_orig.shape[0]").mistakes(("train_set_x_orig.shape[0]", "m_test from the training set",
    "`m_test` is the number of training pictures. From which array can the test pictures be counted?"))
picture_sizes.at("num_px = train_set_x_orig.shape[1]").mistakes(
    ("num_px = train_set_x_orig.shape[3]", "colours counted",
     "`num_px` is 3, the number of colours. On which axis do the rows of a picture lie?"),
    ("num_px = train_set_x_orig.shape[0]", "num_px as a number of pictures",
     "`num_px` is the number of training pictures. On which axis do the rows of a picture lie?"),
    ("num_px = train_set_x_orig.shape[1] * train_set_x_orig.shape[2]", "pixels of the whole picture",
     "`num_px` is the number of pixels in the whole picture. How many lie along one side?"),
    ("num_px = 64", "size of the published pictures",
     "`num_px` is always 64. Other sets have pictures of other sizes: where does a shape say so?"),
    ("num_px = train_set_x_orig[0].size", "numbers of a whole picture",
     "`num_px` is the count of all numbers in a picture, colours included. Which ones lie along one side?"),
)
picture_sizes.at("return m_train, m_test, num_px").mistakes((
    "return train_set_x_orig.shape[1], test_set_x_orig.shape[1], train_set_x_orig.shape[0]",
    "rows and pictures exchanged",
    "`m_train` and `m_test` are the rows of a picture, and `num_px` counts pictures. What does the first axis count?"))
picture_sizes.alternatives({
    "unpacked shapes": """
    m_train, num_px, _, _ = train_set_x_orig.shape
    m_test, *_ = test_set_x_orig.shape
    print("Number of training examples: m_train = " + str(m_train))
    return m_train, m_test, num_px
""",
})
# fmt: on


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

# fmt: off
flatten_and_scale.at("pictures.reshape(m, -1).T").mistakes(
    ("pictures.transpose(0, 2, 1, 3).reshape(m, -1).T", "rows and columns of the picture exchanged",
     "Rows and columns of each picture are swapped. Need you change the order of the numbers in a picture?"),
    ("pictures.transpose(0, 3, 1, 2).reshape(m, -1).T", "colours apart",
     "All reds are first, then greens, then blues. In which order does the picture store them?"),
    ("pictures.T.reshape(-1, m)", "transposed first",
     "Each picture has its column, but its first index runs fastest. Is it transposed first, or is an `order` given?"),
    ("pictures.reshape(-1, m)", "reshape that scrambles",
     "The shape is right, but the pictures are scrambled: `reshape` fills row by row, so columns took numbers of many "
     "pictures. How does a picture become a *row* first?"),
    ("pictures.reshape(m, 64 * 64 * 3).T", "size of the published pictures",
     "The size of a picture was fixed at 64 × 64 × 3. Other pictures have other sizes: how can `reshape` find it?"),
)
flatten_and_scale.at("flat / 255").mistakes(
    ("flat // 255", "integer division", "Nearly all numbers are 0: the fractions are cut off. What keeps them?"),
    ("flat / 256", "divided by 256",
     "The numbers are a little too small: they were divided by 256. The brightest, 255, should become 1: by what?"),
    ("flat / flat.max()", "divided by its own maximum",
     "The numbers were divided by the largest one that occurs, so each set is scaled in its own way. What is the "
     "largest number that a picture may hold?"),
    (["(flat - flat.min()) / (flat.max() - flat.min())", "(flat - flat.mean()) / flat.std()"],
     "scaled by the set itself",
     "The set's own numbers decide its scale, so each set is scaled differently. Which numbers may a picture hold?"),
    ("flat / 127.5 - 1", "from -1 to 1",
     "The numbers run from -1 to 1. Where should the darkest be, and where the brightest?"),
    ("flat", "not scaled",
     "The numbers still go up to 255. By what are they divided, and does the result reach what you return?"),
)
flatten_and_scale.alternatives({
    "loop of the definition": """
    X = np.zeros((pictures[0].size, len(pictures)))
    for i, picture in enumerate(pictures):
        X[:, i] = picture.flatten() / 255.
    return X
""",
    "stacked columns": "return np.column_stack([picture.ravel() for picture in pictures]) * (1 / 255)",
    "scaled first, axes moved, float32": """
    scaled = pictures.astype(np.float32) / 255
    X = np.moveaxis(scaled, 0, -1).reshape(-1, pictures.shape[0])
    assert X.shape == (pictures.shape[1] * pictures.shape[2] * pictures.shape[3], pictures.shape[0])
    return X
""",
    "Fortran order, from the other end": """
    m = pictures.shape[0]
    return np.divide(np.transpose(pictures, (3, 2, 1, 0)).reshape(-1, m, order="F"), 255)
""",
})
# fmt: on


@assignment.exercise(points=5, exact_kinds=True, returns=("w", "b"))
def initialize_with_zeros(submission, draw):
    """Several sizes: two of them are hard to guess."""
    for dim in (*draw.sizes("dim", low=4), *draw.sizes("dim", low=10, high=500), 1):
        draw.named(dim=dim)
        yield "any size", submission.initialize_with_zeros(dim), (np.zeros((dim, 1)), 0.0)
    draw.named(dim=2)
    yield "a small example", submission.initialize_with_zeros(2), (np.zeros((2, 1)), 0.0)


# fmt: off
initialize_with_zeros.at("np.zeros((dim, 1))").mistakes(
    ("np.zeros(dim, 1)", "zeros with two arguments",
     "NumPy took the second size for a data type. Does `np.zeros` want the sizes as two arguments, or as one pair?"),
    ("np.ones((dim, 1))", "ones", "`w` is all ones. Where do the parameters of this neuron start?"),
    ("np.random.RandomState(1).randn(dim, 1) * 0.01", "random", "`w` is random. Where does this neuron start?"),
)
initialize_with_zeros.at("b = 0.0").mistakes(("b = np.zeros((1, 1))", "b an array",
    "`b` is an array, not one number. How is the number zero written?"))
initialize_with_zeros.alternatives({
    "zeros times a column, a list": """
    w = np.zeros(dim).reshape(dim, 1)
    b = np.float64(0)
    assert w.shape == (dim, 1)
    assert isinstance(b, float) or isinstance(b, int)
    return [w, b]
""",
})
# fmt: on


# atol: float32 computes sums of order 1 to about 1e-7, also where they nearly cancel.
@assignment.exercise(points=30, keeps_arguments=True, returns=("grads", "cost"), atol=1e-6)
def propagate(submission, draw):
    """Random neurons and data, against measured slopes of a cost that is computed in another way."""

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
        yield "a small example", submission.propagate(W.astype(number), number(B), X, Y), figures


COST = "-np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m"
DW, DB = "X @ (A - Y).T / m", "np.sum(A - Y) / m"


families.cross_entropy(propagate, "A", "-np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m")
# fmt: off
propagate.at("m = X.shape[1]").mistakes(("m = X.shape[0]", "m counts features",
    "The means were divided by the number of features. Examples are columns: what is `m` here?"))
propagate.at("sigmoid(w.T @ X + b)").mistakes(
    ("w.T @ X + b", "no activation", "z was used in place of the probabilities. What does the neuron do with z?"),
    ("1 / (1 + np.exp(w.T @ X + b))", "sigmoid with the wrong sign",
     "The probabilities are one minus the right ones. Which sign has z on its way through the sigmoid, and is anything "
     "subtracted from 1?"),
    ("sigmoid((w + b).T @ X)", "bias inside the weights",
     "The bias was added to the weights, before the product. To what does the formula add it?"),
    ("sigmoid(np.sum(w * X) + b)", "all products summed",
     "All examples got the same probability: the sum ran over features and examples. Over which should it run?"),
    ("sigmoid(w.T @ X) + b", "bias outside the sigmoid",
     "The bias was added to the sigmoid's result, which is no probability then. Of what does the formula take it?"),
    ("sigmoid(w * X + b)", "nothing summed",
     "There is a probability for every number, not for every example. Which product also sums over the features?"),
    ("sigmoid(w.T @ X)", "no bias",
     "The bias is missing in the probabilities. What does the formula add to the weighted sum?"),
)
propagate.everywhere(r"A - Y(?=\))").mistakes(
    ("Y - A", "error with the wrong sign",
     "`dw` and `db` have the wrong sign. Which way round is an example's error, and is there a minus before the mean?"),
    ("(A - Y) * A * (1 - A)", "slope of the sigmoid",
     "`dw` and `db` were multiplied by the slope of the sigmoid, as for a squared error. For the cross-entropy the "
     "slopes cancel: what is left?"),
    ("(1 - Y) / (1 - A) - Y / A", "slope of the sigmoid missing",
     "`dw` and `db` were computed with the slope of the loss in A. Which slope lies between A and z?"),
)
propagate.at("np.sum(A - Y) / m").mistakes(
    ("np.sum(dw) / m", "db from dw", "`db` was computed from `dw`. Look at its formula: is there an `X` in it?"),
    ("np.sum(A - Y, axis=1) / m", "db an array",
     "`db` is an array, not a number. What in its line keeps an axis, and over which axes does the formula add up?"),
)
propagate.everywhere("A - ").mistakes(("", "error of the labels only",
    "`dw` and `db` were computed from the labels alone. What is the error of an example?"))
propagate.alternatives({
    "np.dot, squeezed, a Python float": """
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = (-1 / m) * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A), axis=1)
    dw = (1 / m) * np.dot(X, (A - Y).T)
    db = float((1 / m) * np.sum(A - Y))
    cost = np.squeeze(np.array(cost))
    assert dw.shape == w.shape and cost.shape == ()
    return {"dw": dw, "db": db}, cost
""",
    "loop over examples and features": """
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
    "means, sums of products, more keys": """
    Z = np.sum(w * X, axis=0, keepdims=True) + b
    A = sigmoid(Z)
    error = A - Y
    grads = {"dw": np.mean(X * error, axis=1, keepdims=True), "db": np.mean(error), "A": A}
    return grads, -np.mean(np.log(np.where(Y == 1, A, 1 - A)))
""",
    "the chain rule link by link, products of rows": """
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    cost = np.sum(-Y * np.log(A) - (1 - Y) * np.log(1 - A)) / m
    dA = -(np.divide(Y, A) - np.divide(1 - Y, 1 - A)) / m
    dZ = dA * A * (1 - A)
    print("dZ", dZ.shape)
    return {"dw": np.einsum("xm,ym->xy", X, dZ), "db": dZ.sum()}, cost
""",
    "cost from z, own sigmoid, rows of examples": """
    rows, labels = X.T, Y.T
    z = rows @ w + b
    error = 1 / (1 + np.exp(-z)) - labels
    cost = np.mean(np.logaddexp(0, z) - labels * z)
    return {"dw": rows.T @ error / len(rows), "db": error.mean()}, cost
""",
})
# fmt: on


# rtol, atol: a descent carries roundings on; in float32 they reach some 1e-6 in these short ones.
@assignment.exercise(
    points=20, uses=("propagate",), keeps_arguments=True, returns=("params", "grads", "costs"), rtol=1e-4, atol=1e-5
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
    start, X_random, Y_random = neuron(draw, 4), draw.normal(4, 6), draw.labels(6)
    yield "random data", submission.optimize(*start, X_random, Y_random, num_iterations=12, learning_rate=0.3)
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
    yield "a small example", submission.optimize(W, B, X, Y, 100, 0.009, print_cost=False), figures


families.gradient_step(optimize, "w|b", "learning_rate", r'grads\["d\w"\]')
# fmt: off
optimize.at("range(num_iterations)").mistakes(
    ("range(num_iterations - 1)", "one iteration too few",
     "The descent makes one step too few. How many rounds has the loop, and with which number does it begin and end?"),
    ("range(num_iterations + 1)", "one iteration too many",
     "The descent makes one step too many. How many rounds has the loop, and with which number does it begin and end?"),
)
optimize.at("grads, cost = propagate(w, b, X, Y)").mistakes(
    ("if i == 0:\n            grads, cost = propagate(w, b, X, Y)", "gradients of the first iteration only",
     "All steps use the gradients of the start. Each step changes the slopes: how often must they be computed, and at "
     "which w and b?"),
    ("grads = propagate(w, b, X, Y)\n        cost = grads[1]", "two values taken for one",
     "`grads` holds both results of `propagate`, the dictionary and the cost. How many names do two values need?"),
)
optimize.everywhere(r"(?m)^        (\w) = \1 - ").mistakes((r"        \1_new = \1 - ", "new values lost",
    "`w` and `b` are as they started. Is a step computed, and do these two names get its result?"))
optimize.at('learning_rate * grads["db"]').mistakes(('learning_rate * grads["dw"]', "b moved by dw",
    "`b` became an array with the shape of `w`. By which gradient does it move?"))
optimize.at('learning_rate * grads["dw"]').mistakes(('learning_rate * grads["db"]', "w moved by db",
    "All weights moved by the same number. Which gradient has one entry for each weight?"))
optimize.at("w = w - learning_rate").mistakes(("w = learning_rate", "step for the weights",
    "`w` is the step itself, not the weights after it. From where does a step start?"))
optimize.at('        b = b - learning_rate * grads["db"]\n').mistakes(("", "b never moved",
    "`b` stays where it started. Is a step for it computed, and does `b` get the result?"))
optimize.at("b = b - learning_rate").mistakes(
    ("grads, cost = propagate(w, b, X, Y)\n        b = b - learning_rate", "gradients computed again for b",
     "`b` moved by a gradient that was computed after `w` had moved. How often does one iteration need `propagate`?"),
    ("b = b + learning_rate", "uphill in b",
     "`w` goes downhill, but `b` goes uphill. Which operator does the rule have?"),
)
optimize.at("if i % 100 == 0:").mistakes(
    ("if i == 0:", "first cost only",
     "`costs` holds only the cost of iteration 0. Which test is true for 0, 100, 200, …, and for no other `i`?"),
    ("if True:", "costs of every iteration",
     "`costs` holds every iteration's cost. Which test is true for 0, 100, 200, … only? Is the entry made under it?"),
    ("if i % 100 == 99:", "costs of iterations 99, 199, …",
     "`costs` begins with the cost of the hundredth iteration. Where does `i` begin, and which remainder do 0, 100, "
     "200, … have after division by 100?"),
)
optimize.at("costs.append(cost)").mistakes(("costs.append(propagate(w, b, X, Y)[1])", "costs after the step",
    "The list holds costs after a step. Its first entry is the cost of the start: when do you have it?"))
optimize.at("\n        ### END CODE HERE ###").mistakes((
    '\n        return {"w": w, "b": b}, grads, costs', "return inside the loop",
    "The descent makes one step only. How often does the loop run, and does the function return before its end?"))
optimize.at('params = {"w": w, "b": b}').mistakes((
    'params = {"w": w, "b": b}\n    grads, cost = propagate(w, b, X, Y)', "gradients computed again at the end",
    "The gradients are those after the last step. Which ones was the last step made with?"))
optimize.alternatives({
    "names of its own, while, always printed": """
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
    "a copy changed in place, an array of costs made a list": """
    w = np.array(w, dtype=float)
    costs = np.zeros(num_iterations)
    for i in range(num_iterations):
        grads, costs[i] = propagate(w, b, X, Y)
        w -= learning_rate * grads["dw"]
        b -= learning_rate * grads["db"]
    return [{"w": w, "b": b}, grads, costs[::100].tolist()]
""",
    "a dictionary of parameters, its own gradient": """
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
})
# fmt: on


@assignment.exercise(points=15, keeps_arguments=True, exact_kinds=True)
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
    yield "a small example", submission.predict(w, -0.3, X_published), np.array([[1, 1, 0]])


families.threshold(predict, "A", "neuron", "A = sigmoid(w.T @ X + b)")
# fmt: off
predict.at("sigmoid(w.T @ X + b)").mistakes(
    ("w.T @ X + b", "no sigmoid",
     "z was compared with 0.5, but 0.5 is meant for probabilities. What turns z into one?"),
    ("w.T @ X", "no sigmoid, no bias",
     "The weighted sum was compared with 0.5: bias and sigmoid are missing. Which line of `propagate` has both?"),
    ("sigmoid(w.T @ X)", "no bias",
     "The bias is missing, so some labels change. What does the neuron add to the weighted sum?"),
    ("sigmoid(w.T @ X - b)", "bias subtracted",
     "The bias was subtracted. The same line stands in `propagate`: which sign does it have there?"),
)
predict.at("(A > 0.5).astype(int)").mistakes(("np.argmax(A, axis=0).reshape(1, -1)", "argmax",
    "All predictions are 0. With what is each probability compared, and does the result reach what you return?"))
predict.alternatives({
    "loop over the examples, as published": """
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
    "fractions": "return 1.0 * (sigmoid(w.T @ X + b) > 0.5)",
    "sign of z, whole numbers": "return np.where(np.dot(w.T, X) + b > 0, 1, 0)",
    "probabilities overwritten": """
    A = sigmoid(np.sum(w * X, axis=0, keepdims=True) + b)
    A[A > 0.5] = 1
    A[A <= 0.5] = 0
    return A.astype(np.uint8)
""",
})
# fmt: on


@assignment.exercise(
    points=15, uses=("initialize_with_zeros", "optimize", "predict"), keeps_arguments=True, rtol=1e-4, atol=1e-5
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


# fmt: off
model.equivalents(
    ("0.005", "0.01", "the default is not judged: editions of the notebook differ"),
    ("optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)",
     "optimize(w, b, X_train, Y_train, num_iterations, learning_rate)",
     "what is printed is not judged"),
)
# fmt: on


OPTIMIZED = "optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)"

# fmt: off
model.at("initialize_with_zeros(X_train.shape[0])").mistakes((
    "np.random.RandomState(1).randn(X_train.shape[0], 1) * 0.01, 0.0", "random start",
    "The first cost is not log 2: the weights started at random. Which of your functions makes the start?"))
model.at("params, grads, costs = optimize").mistakes(("params = costs = optimize", "three values taken for one",
    "`params` holds all three results of `optimize`, so it has no key `w`. How many names do three values need?"))
model.at(" X_train, Y_train, num_iterations, learning_rate, print_cost").mistakes(
    (" X_test, Y_test, num_iterations, learning_rate, print_cost", "trained on the test set",
     "The training used the test set. Which set should the neuron learn from, so that the test is new to it?"),
    (" np.hstack([X_train, X_test]), np.hstack([Y_train, Y_test]), num_iterations, learning_rate",
     "trained on both sets",
     "The training used both sets together. What can a test show if the neuron has seen all examples before?"),
    ([f" X_train, Y_train, {n}, learning_rate, print_cost" for n in (2000, 1000, 100)], "iterations fixed",
     "The training has the same number of steps, whatever `num_iterations` is. What does `optimize` get for it?"),
    ([f" X_train, Y_train, num_iterations, {rate}, print_cost" for rate in (0.005, 0.5, 0.01, 0.001)], "rate fixed",
     "The training has steps of the same length, whatever `learning_rate` is. What does `optimize` get as its rate?"),
    ([f" X_train, Y_train, {n}, {rate}, print_cost" for n, rate in ((2000, 0.005), (2000, 0.5))],
     "iterations and rate fixed",
     "The training is the same, whatever `num_iterations` and `learning_rate` are. What does `optimize` get for them?"),
    (" X_train, Y_train, learning_rate, num_iterations, print_cost", "rate and iterations exchanged",
     "`optimize` got the learning rate as its number of iterations. In which order does it take the two?"),
)
model.at('\n    w = params["w"]\n    b = params["b"]\n    ').mistakes(("\n        ", "weights not learnt",
    "The predictions are those of the starting parameters. What becomes of the parameters that were learnt?"))
model.at('w = params["w"]\n    b = params["b"]').mistakes(
    ('w = grads["dw"]\n    b = grads["db"]', "gradients for parameters",
     "`w` and `b` are the last gradients. Which result of `optimize` holds what was learnt?"),
    ('w = params["b"]\n    b = params["w"]', "w and b exchanged",
     "`w` and `b` stand in each other's place. Which key holds the weights, and which does `predict` take first?"),
)
model.at("Y_prediction_test = predict(w, b, X_test)").mistakes((
    "Y_prediction_test = predict(w, b, X_test)\n    w, b = initialize_with_zeros(X_train.shape[0])",
    "initial weights returned",
    "`w` and `b` are the starting ones. Where are those that were learnt?"))
model.at('b = params["b"]\n    ').mistakes(("", "bias not learnt",
    "`b` is still the starting one. Where in the result of `optimize` is the one that was learnt?"))
model.alternatives({
    "as published": """
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
    "names for arguments, own zeros, more keys": """
    params, _, costs = optimize(
        b=0, w=np.zeros((len(X_train), 1)), X=X_train, Y=Y_train,
        learning_rate=learning_rate, num_iterations=num_iterations,
    )
    predictions = {f"Y_prediction_{name}": predict(X=X, **params) for name, X in (("train", X_train), ("test", X_test))}
    error = np.mean(predictions["Y_prediction_test"] != Y_test)
    return {"costs": costs, **predictions, **params, "learning_rate": learning_rate,
            "num_iterations": num_iterations, "test_error": error}
""",
    "no function of the earlier steps": """
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
})

assignment.examples(
    Example("the reshape of the textbook, so that the pictures are scrambled",
        {"flatten_and_scale": [(FLAT, "pictures.reshape(pictures.shape[1] * pictures.shape[2] * 3, m)")]}),
    Example("own asserts and prints of the published notebook",
        {"initialize_with_zeros": [
             ("b = 0.0", "b = 0"),
             ("    ### END CODE HERE ###", "    assert isinstance(b, (int, float)) and w.shape == (dim, 1)"),
         ],
         "propagate": [("    ### END CODE HERE ###", "    cost = np.squeeze(cost)\n    assert dw.shape == w.shape")],
         "optimize": [("costs.append(cost)", "costs.append(cost)\n            print(w.shape)")]}, loses=()),
    Example("an assert on db that a Python float does not meet",
        {"propagate": [(DB, f"float({DB})"), ("    ### END CODE HERE ###", "    assert db.dtype == float")]}),
    Example("the notebook's own training set in the model",
        {"model": [(OPTIMIZED, OPTIMIZED.replace("X_train, Y_train", "train_set_x, train_set_y"))]}),
    Example("float of an array of one number, as older NumPy allowed",
        {"propagate": [(COST, f"float({COST.replace(') / m', ', axis=1) / m')})")]}),
    Example("a cost without its minus, prediction without bias, w updated in place",
        {"propagate": [(COST, COST.removeprefix("-"))],
         "predict": [("A = sigmoid(w.T @ X + b)", "A = sigmoid(w.T @ X)")],
         "optimize": [('w = w - learning_rate * grads["dw"]', 'w -= learning_rate * grads["dw"]')]}),
)
# fmt: on
