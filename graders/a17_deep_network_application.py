"""Scenarios, known mistakes and alternatives of "Deep networks on pictures": what the marks of a17 stand on.

Examples are columns here: X is (n_0, m), Y is (1, m). Trainings are small, and long only where the steps are, because
others magnify roundings: the published costs on the photographs are reproduced in tests/test_a17_published.py.

Where editions of the published assignment disagree, or their checks refuse what is right:

- The training functions returned the parameters alone at first, and drew the costs themselves; later they returned the
  costs as well. The notebook takes the later; to return the parameters alone has its own sentence.
- `predict` took the labels as well and printed the accuracy. A picture of one's own has no label, so it takes none. Its
  arguments are in the order of a14 and a15, parameters first.
- The building blocks may be those of the notebook's imports or the student's own, of either numbering of the entries
  dA, and may update parameters in place. Only the start of the deep network must be the imported one: from the 0.01 of
  a16 the training on the photographs stalls. So it has a name of its own here, `initialize_parameters_scaled`.
- `L_layer_model` has one argument more, the seed of its start: five starts say more than one.
- What is printed never costs marks. So nobody is asked whether lines appear only with `print_cost`; these lines are
  given.
- A network of one layer is not asked for here: a student's own blocks need not stand it.
"""

import itertools

import numpy as np

from autograder.judging.exercise import Assignment, Example
from graders import families

assignment = Assignment("a17_deep_network_application")


def start(sizes, small, seed=1):
    """The parameters that a training starts from: those of the imported blocks, by a loop over single layers."""
    random = np.random.RandomState(seed)
    parameters = {}
    for layer, (n_prev, n) in enumerate(itertools.pairwise(sizes), start=1):
        parameters[f"W{layer}"] = random.randn(n, n_prev) * (0.01 if small else n_prev**-0.5)
        parameters[f"b{layer}"] = np.zeros((n, 1))
    return parameters


def cost_of(X, Y, parameters):
    """The cost, also for complex parameters or a stack: every step is a smooth formula on either side of the kink."""
    last = len(parameters) // 2
    for layer in range(1, last + 1):
        Z = parameters[f"W{layer}"] @ X + parameters[f"b{layer}"]
        X = Z * (Z.real > 0)
    return np.mean(np.log(1 + np.exp(Z)) - Y * Z, axis=(-2, -1))  # the cross-entropy in terms of Z of the last layer


def gradient(X, Y, parameters):
    """The slopes of the cost along the parameters, measured."""
    return families.slopes(lambda moved: cost_of(X, Y, moved), parameters)


def moved(parameters, slopes, rate):
    return {name: value - rate * slopes[name] for name, value in parameters.items()}


def one_step(X, Y, sizes, rate, small, seed=1):
    """Parameters and costs after one step along the measured gradient."""
    parameters = start(sizes, small, seed)
    return moved(parameters, gradient(X, Y, parameters), rate), [float(cost_of(X, Y, parameters))]


def easy_example(draw, sizes, small):
    """X and Y of one example, sizes, and the rate whose first step leaves a cost of about 1e-5.

    What later steps change is small then, and much larger than roundings, in float32 too: the label is 0, as AL near 1
    would have lost its digits.
    """
    Y, parameters = np.array([[0]]), start(sizes, small)
    while True:
        X = draw.normal(sizes[0], 1, scale=2.0)
        slopes = gradient(X, Y, parameters)
        for rate in (0.1 * 1.1 ** np.arange(70)).tolist():  # some examples have none: the step goes too far
            if cost_of(X, Y, moved(parameters, slopes, rate)) < 1e-5:
                return X, Y, sizes, rate


# rtol, atol: a training carries roundings on; in float32 they reach some 1e-6 in these short ones.
@assignment.exercise(points=40, returns=("parameters", "costs"), keeps_arguments=True, rtol=1e-4, atol=1e-5)
def two_layer_model(submission, draw):
    """Trainings of drawn lengths, the long ones where nothing magnifies roundings; one step, its gradient measured.

    The default number of iterations is not run: that takes too long.
    """

    def train(n_x, n_h, m, *settings, scale=2.0, **more):
        X, Y = draw.normal(n_x, m, scale=scale), draw.labels(m)
        return submission.two_layer_model(X, Y, (n_x, n_h, 1), *settings, **more)

    n_x, n_h, m = draw.sizes("n_x", "n_h", "m", low=3)
    yield "random data", train(n_x, n_h, m, 0.8, 6)
    n_x, n_h, m = draw.sizes("n_x", "n_h", "m", low=3)
    yield "random data", train(n_x, n_h, m, 0.3, 9, print_cost=True)
    n_x, n_h, m = draw.sizes("n_x", "n_h", "m", low=3, high=7)
    X, Y = draw.normal(n_x, m, scale=2.0), draw.labels(m)
    sizes = (n_x, n_h, 1)
    yield "one step downhill", submission.two_layer_model(X, Y, sizes, 1.5, 1), one_step(X, Y, sizes, 1.5, small=True)
    # In a list, and so not among the public checks: who fixes the sizes of the pictures returns 86 000 numbers or more.
    none = [submission.two_layer_model(X, Y, sizes, num_iterations=0)]
    yield "numbers of iterations", none, [(start(sizes, small=True), [])]
    yield "numbers of iterations", submission.two_layer_model(X, Y, list(sizes), num_iterations=3, learning_rate=0.9)
    n_x, n_h, m = draw.sizes("n_x", "n_h", "m", low=3)
    yield "every 100th cost", train(n_x, n_h, m, 0.05, draw.steps(105, 200), scale=1.0)
    n_x, m = draw.sizes("n_x", "m", low=3)
    yield "one hidden unit, one example", train(n_x, 1, m, 0.6, 5)
    n_x, n_h = draw.sizes("n_x", "n_h", low=3)
    yield "one hidden unit, one example", train(n_x, n_h, 1, 0.6, 5)
    n_x, n_h = draw.sizes("n_x", "n_h", high=6)
    tiny = submission.two_layer_model(*easy_example(draw, (n_x, n_h, 1), small=True), draw.steps(205, 400, longest=800))
    yield "a tiny cost", tiny
    draw.named(n_x=12, n_h=7, m=10)
    X, steps = draw.uniform(0, 1, 12, 10), draw.steps(20, 40)
    yield "default learning rate", submission.two_layer_model(X, draw.labels(10), (12, 7, 1), num_iterations=steps)


families.training(
    two_layer_model,
    "parameters = initialize_parameters(n_x, n_h, n_y)",
    "parameters = update_parameters(parameters, grads, learning_rate)",
)
# fmt: off
two_layer_model.at("initialize_parameters(n_x, n_h, n_y)").mistakes(
    ("initialize_parameters(n_h, n_x, n_y)", "sizes exchanged",
     "`W1` comes to layer 1 with the shape (n_x, n_h). In which order does `initialize_parameters` take the sizes, and "
     "is `W1` handed on as it is?"),
    ("initialize_parameters(layer_dims)", "sizes in one argument",
     "`initialize_parameters` takes three sizes, and got one argument. What does the line above do with `layer_dims`?"),
    ("initialize_parameters(12288, 7, 1)", "the sizes of the pictures",
     "The sizes are always 12288, 7 and 1. Which three names hold the sizes that were asked for?"),
    ("initialize_parameters_scaled(layer_dims, 1)", "the start of the deep network",
     "The weights start larger than they should: divided by a root, not multiplied by 0.01. Which of the two starts "
     "takes the three sizes one by one?"),
)
two_layer_model.everywhere(r'parameters\["(\w\d)"\]').mistakes(
    (r'(start := parameters if i == 0 else start)["\1"]', "stale weights",
     "The parameters move, but every iteration computes with those of the start. Does the forward pass run in each "
     "iteration, and which weights does it read then?"),
    (r"\1", "entries as variables",
     "`W1` is no variable here: the parameters are entries of a dictionary. How do you read an entry?"),
)
two_layer_model.at('forward(A1, parameters["W2"]').mistakes(('forward(X, parameters["W2"]', "layer 2 gets X",
    "The inputs `X` meet the weights of layer 2. Which layer takes `X`, and what does the other one take?"))
two_layer_model.at("A1, cache1 =").mistakes(("A1 = cache1 =", "two values taken for one",
    "Layer 2 got a tuple, not an array. `linear_activation_forward` returns two values: what is each called, and which "
    "of them does layer 2 need?"))
two_layer_model.at('parameters["b2"], "sigmoid"').mistakes(('parameters["b2"], "relu"', "relu at the output",
    "`A2` comes from a relu: where it is 0 or above 1, the cost's logarithms fail. Which activation gives "
    "probabilities?"))
two_layer_model.everywhere(r'parameters\["b(\d)"\], "\w+"').mistakes((
    r'parameters["b\1"], "sigmoid" if \1 == 1 else "relu"', "activations exchanged on the way forward",
    "`A2` comes from a relu: where it is 0 or above 1, the cost's logarithms fail. Which activation gives "
    "probabilities?"))
two_layer_model.everywhere('"relu"').mistakes(('"sigmoid"', "sigmoid in both layers",
    "Layer 1 has a sigmoid, forwards and backwards. Which activation does the formula of this step give it?"))
two_layer_model.at("compute_cost(A2, Y)").mistakes(("compute_cost(A1, Y)", "cost of the hidden layer",
    "The cost was computed from `A1`. Which array holds the network's output?"))
families.loss_slope(two_layer_model, "A2")
two_layer_model.at("-(Y / A2 - (1 - Y) / (1 - A2))").mistakes(
    ("-(Y / A2 - (1 - Y) / (1 - A2)) / X.shape[1]", "slope divided by m",
     "The gradients are m times too small. Each layer's way back takes the mean: where else do you divide by m?"),
    ("Y / A2 - (1 - Y) / (1 - A2)", "uphill",
     "All steps go uphill. Which sign does the formula of dA2 have in front of its parentheses, and is each step "
     "subtracted once?"),
)
two_layer_model.at('{"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}').mistakes(
    ('{"dW1": dW2, "db1": db2, "dW2": dW1, "db2": db1}', "gradients of the layers exchanged",
     "`update_parameters` got a weight and a gradient of different shapes. Which layer's gradients have which key?"),
    ('{"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}', "keys of the parameters",
     "`update_parameters` found no `dW1` among the gradients. Which keys does the table of this step give?"),
)
two_layer_model.at('dA1, dW2, db2 = linear_activation_backward(dA2, cache2, "sigmoid")').mistakes(
    ('dW2, db2 = linear_activation_backward(dA2, cache2, "sigmoid")', "two names for three gradients",
     "`linear_activation_backward` returns three gradients, and there are two names for them. Which one is missing?"),
    ('dA1, dW2, db2 = linear_activation_backward(dA2, cache1, "sigmoid")', "the cache of layer 1 for layer 2",
     "`dA2` meets the cache of layer 1. Which layer's cache goes with it, and which gradient goes with layer 1?"),
    ('dA1, dW2, db2 = linear_activation_backward(dA2, cache2, "relu")', "relu on the way back through layer 2",
     "Layer 2 went back through relu. Which activation did it have on the way forward?"),
    ('dW2, db2, dA1 = linear_activation_backward(dA2, cache2, "sigmoid")',
     "results of the backward step in another order",
     "The results of `linear_activation_backward` have each other's names. Which order does the table of blocks give?"),
)
two_layer_model.everywhere(r'backward\((dA\d), cache(\d), "\w+"\)').mistakes((
    r'backward(\1, cache\2, "sigmoid" if \2 == 1 else "relu")', "activations exchanged on the way back",
    "On the way back the activations are exchanged. Which one did each layer have on the way forward?"))
two_layer_model.at('dA0, dW1, db1 = linear_activation_backward(dA1, cache1, "relu")').mistakes(
    ('dA0, dW1, db1 = linear_activation_backward(dA1, cache1, "sigmoid")', "sigmoid on the way back through layer 1",
     "Layer 1 went back through sigmoid. Which activation did it have on the way forward?"),
    ('dA0, dW1, db1 = linear_activation_backward(dA1, cache1, "relu")\n'
     "        if i > 0:\n"
     "            dW1, db1, dW2, db2 = (grads['d' + name] for name in parameters)",
     "gradients of the first iteration only",
     "All steps use the gradients of the first iteration. Is the slope still the same after a step?"),
    ('dA0, dW1, db1 = linear_activation_backward(dA2, cache1, "relu")', "layer 1 gets dA2",
     "`dW1` and `db1` were computed from `dA2`. What has layer 2 left for layer 1?"),
)
# fmt: on

OWN_BLOCKS = """
def linear_forward(A, W, b):
    return np.dot(W, A) + b, (A, W, b)


def linear_activation_forward(A_prev, W, b, activation):
    Z, linear_cache = linear_forward(A_prev, W, b)
    A = 1 / (1 + np.exp(-Z)) if activation == "sigmoid" else np.maximum(0, Z)
    return A, (linear_cache, Z)


def L_model_forward(X, parameters):
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L):
        A, cache = linear_activation_forward(A, parameters["W" + str(l)], parameters["b" + str(l)], activation="relu")
        caches.append(cache)
    AL, cache = linear_activation_forward(A, parameters["W" + str(L)], parameters["b" + str(L)], activation="sigmoid")
    caches.append(cache)
    return AL, caches


def compute_cost(AL, Y):
    m = Y.shape[1]
    return np.squeeze(-(np.dot(Y, np.log(AL).T) + np.dot(1 - Y, np.log(1 - AL).T)) / m)


def linear_activation_backward(dA, cache, activation):
    (A_prev, W, b), Z = cache
    if activation == "relu":
        dZ = np.array(dA, copy=True)
        dZ[Z <= 0] = 0
    else:
        s = 1 / (1 + np.exp(-Z))
        dZ = dA * s * (1 - s)
    m = A_prev.shape[1]
    return np.dot(W.T, dZ), np.dot(dZ, A_prev.T) / m, np.sum(dZ, axis=1, keepdims=True) / m


def L_model_backward(AL, Y, caches):
    grads = {}
    L = len(caches)
    Y = Y.reshape(AL.shape)
    dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    grads["dA" + str(L)], grads["dW" + str(L)], grads["db" + str(L)] = linear_activation_backward(
        dAL, caches[-1], "sigmoid"
    )
    for l in reversed(range(L - 1)):
        grads["dA" + str(l + 1)], grads["dW" + str(l + 1)], grads["db" + str(l + 1)] = linear_activation_backward(
            grads["dA" + str(l + 2)], caches[l], "relu"
        )
    return grads


def update_parameters(parameters, grads, learning_rate):
    for l in range(len(parameters) // 2):
        parameters["W" + str(l + 1)] -= learning_rate * grads["dW" + str(l + 1)]
        parameters["b" + str(l + 1)] -= learning_rate * grads["db" + str(l + 1)]
    return parameters
"""
"""The blocks of a16 as a student may have written them, in the first edition's numbering, updating in place."""

# fmt: off
two_layer_model.alternatives({
    "four names, read again after each step": """
    np.random.seed(1)
    grads = {}
    costs = []
    m = X.shape[1]
    (n_x, n_h, n_y) = layer_dims
    parameters = initialize_parameters(n_x, n_h, n_y)
    W1, b1, W2, b2 = parameters["W1"], parameters["b1"], parameters["W2"], parameters["b2"]
    for i in range(0, num_iterations):
        A1, cache1 = linear_activation_forward(X, W1, b1, activation="relu")
        A2, cache2 = linear_activation_forward(A1, W2, b2, activation="sigmoid")
        cost = compute_cost(A2, Y)
        dA2 = -(np.divide(Y, A2) - np.divide(1 - Y, 1 - A2))
        dA1, grads["dW2"], grads["db2"] = linear_activation_backward(dA2, cache2, activation="sigmoid")
        dA0, grads["dW1"], grads["db1"] = linear_activation_backward(dA1, cache1, activation="relu")
        parameters = update_parameters(parameters, grads, learning_rate)
        W1, b1, W2, b2 = parameters["W1"], parameters["b1"], parameters["W2"], parameters["b2"]
        if print_cost and i % 100 == 0:
            print("Cost after iteration {}: {}".format(i, np.squeeze(cost)))
        if i % 100 == 0 or i == num_iterations:
            costs.append(cost)
    return parameters, costs
""",
    "the blocks for the whole network": """
    parameters, costs = initialize_parameters(*layer_dims), []
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        if i % 100 == 0:
            costs += [compute_cost(AL, Y)]
        parameters = update_parameters(parameters, L_model_backward(AL, Y, caches), learning_rate)
    return parameters, costs
""",
    "no block at all, a while loop, float32": """
    parameters = {name: value.astype(np.float32) for name, value in initialize_parameters(*layer_dims).items()}
    W1, b1, W2, b2 = parameters.values()
    X, m = X.astype(np.float32), X.shape[1]
    costs = ()
    i = 0
    while i < num_iterations:
        A1 = np.maximum(W1 @ X + b1, 0)
        A2 = 1 / (1 + np.exp(-(W2 @ A1 + b2)))
        if not i % 100:
            costs += (np.mean(-np.log(np.where(Y == 1, A2, 1 - A2))),)
        error = ((A2 - Y) / m).astype(np.float32)
        hidden = (W2.T @ error) * (A1 > 0)
        W2, b2 = W2 - learning_rate * error @ A1.T, b2 - learning_rate * error.sum(axis=1, keepdims=True)
        W1, b1 = W1 - learning_rate * hidden @ X.T, b1 - learning_rate * hidden.sum(axis=1, keepdims=True)
        i += 1
    return [{"W1": W1, "b1": b1, "W2": W2, "b2": b2}, list(costs)]
""",
    "own blocks, a dictionary updated in place": OWN_BLOCKS + """

def two_layer_model(X, Y, layer_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    costs = []
    parameters = initialize_parameters(layer_dims[0], layer_dims[1], layer_dims[2])
    for i in range(num_iterations):
        A1, cache1 = linear_activation_forward(X, parameters["W1"], parameters["b1"], "relu")
        A2, cache2 = linear_activation_forward(A1, parameters["W2"], parameters["b2"], "sigmoid")
        if i % 100 == 0:
            costs.append(compute_cost(A2, Y))
            print(i, costs[-1])
        dA2 = (A2 - Y) / (A2 * (1 - A2))
        dA1, dW2, db2 = linear_activation_backward(dA2, cache2, "sigmoid")
        _, dW1, db1 = linear_activation_backward(dA1, cache1, "relu")
        update_parameters(parameters, {"dW1": dW1, "dW2": dW2, "db1": db1, "db2": db2, "dA1": dA1}, learning_rate)
    return parameters, costs
""",
})
# fmt: on


def network(draw, *sizes):
    """Random parameters for layers of these sizes, with signals of order 1."""
    parameters = {}
    for layer, (n_prev, n) in enumerate(itertools.pairwise(sizes), start=1):
        parameters[f"W{layer}"] = draw.normal(n, n_prev, scale=1.2 / np.sqrt(n_prev))
        parameters[f"b{layer}"] = draw.normal(n, 1, scale=0.5)
    return parameters


def last_z(X, parameters):
    """Z of the last layer, shape (1, m)."""
    for layer in range(1, len(parameters) // 2):
        X = np.maximum(0, parameters[f"W{layer}"] @ X + parameters[f"b{layer}"])
    return parameters[f"W{len(parameters) // 2}"] @ X + parameters[f"b{len(parameters) // 2}"]


@assignment.exercise(points=10, keeps_arguments=True)
def predict(submission, draw):
    """Random networks of several depths; probabilities that are skewed; and close to the tie, which counts as 0."""

    def predicted(X, parameters):
        return submission.predict(parameters, X), (last_z(X, parameters) > 0).astype(int)

    for depth in (2, 3, 4):
        *sizes, m = draw.sizes("n_0", "n_1", "n_2", "n_3", "m", low=5, high=12)
        X, parameters = draw.normal(sizes[0], m), network(draw, *sizes[:depth], 1)
        Z = last_z(X, parameters)
        parameters[f"b{depth}"] -= (Z.min() + Z.max()) / 2  # labels of both kinds,
        X = X[:, np.argsort(Z[0])]  # and in an order that is not the same backwards
        yield "random networks", *predicted(X, parameters)
    n_0, n_1, m = draw.sizes("n_0", "n_1", "m", high=25)
    for shift in (1.5, -1.5):
        parameters = {**network(draw, n_0, n_1, 1), "b2": np.array([[shift]])}
        yield "mostly one label", *predicted(draw.normal(n_0, m), parameters)
    n_0, n_1 = draw.sizes("n_0", "n_1")
    for bias in (9.0, -9.0):
        yield "one example", *predicted(draw.normal(n_0, 1), {**network(draw, n_0, n_1, 1), "b2": np.array([[bias]])})
    n_0, n_1, m = draw.sizes("n_0", "n_1", "m")
    nothing = {name: 0 * value for name, value in network(draw, n_0, n_1, 1).items()}
    yield "probabilities around 0.5", submission.predict(nothing, draw.normal(n_0, m)), np.zeros((1, m), dtype=int)
    # relu(x) - relu(-x) is x, so that the probabilities rise in small even steps through 0.5.
    slope, zero = draw.uniform(1.5, 2.5, 1, 1), np.zeros((1, 1))
    parameters = {"W1": np.array([[1.0], [-1.0]]), "b1": np.zeros((2, 1)), "W2": slope * [[1.0, -1.0]], "b2": zero}
    steps = np.linspace(-2.1, 2.1, 80).reshape(1, 80)
    draw.named()
    yield "probabilities around 0.5", submission.predict(parameters, steps), (steps > 0).astype(int)


families.threshold(predict, "AL", "network", "AL, _ = L_model_forward(X, parameters)")
families.call(predict, "AL, caches = L_model_forward(X, parameters)", "the table of blocks")
# fmt: off
predict.at("def predict(parameters, X)").mistakes(("def predict(parameters, X, Y)", "labels required",
    "The function can't be called as `predict(parameters, X)`. What did its first line look like at the start?"))
predict.at("AL, caches = L_model_forward(X, parameters)").mistakes((
    "A1, _ = linear_activation_forward(X, parameters['W1'], parameters['b1'], 'relu')\n"
    "    AL, _ = linear_activation_forward(A1, parameters['W2'], parameters['b2'], 'sigmoid')", "two layers only",
    "Your function runs two layers, however many there are. Which block runs all of them?"))
predict.at("AL > 0.5").mistakes(("caches[-1][1] > 0.5", "Z in place of the probability",
    "Z of the last layer was compared with 0.5. Which array holds the probabilities?"))
predict.alternatives({
    "own blocks": OWN_BLOCKS + """

def predict(parameters, X):
    AL, caches = L_model_forward(X, parameters)
    return np.where(caches[-1][1] > 0, 1, 0).astype(np.uint8)
""",
})
# fmt: on


@assignment.exercise(points=40, returns=("parameters", "costs"), keeps_arguments=True, rtol=1e-4, atol=1e-5)
def L_layer_model(submission, draw):
    """Trainings as those of two layers, of several depths and from several starts."""

    def train(sizes, m, *settings, **more):
        X, Y = draw.normal(sizes[0], m), draw.labels(m)
        return submission.L_layer_model(X, Y, sizes, *settings, **more)

    seed = int(draw.rng.integers(2, 1000))
    n_0, n_1, n_2, n_3, m = draw.sizes("n_0", "n_1", "n_2", "n_3", "m")
    yield "random data, four layers", train([n_0, n_1, n_2, n_3, 1], m, 0.2, 5)
    n_0, n_1, n_2, m = draw.sizes("n_0", "n_1", "n_2", "m")
    yield "random data, three layers", train([n_0, n_1, n_2, 1], m, 0.4, 7, print_cost=True)
    n_0, n_1, m = draw.sizes("n_0", "n_1", "m")
    yield "random data, two layers", train((n_0, n_1, 1), m, 0.6, 6)
    n_0, n_1, n_2, m = draw.sizes("n_0", "n_1", "n_2", "m", high=7)
    X, Y, sizes = draw.normal(n_0, m), draw.labels(m), [n_0, n_1, n_2, 1]
    yield "one step downhill", submission.L_layer_model(X, Y, sizes, 1.5, 1), one_step(X, Y, sizes, 1.5, small=False)
    yield "another start", submission.L_layer_model(X, Y, sizes, 0.4, 4, seed=seed)
    another = submission.L_layer_model(X, Y, sizes, 1.5, 1, seed=seed + 1)
    yield "another start", another, one_step(X, Y, sizes, 1.5, small=False, seed=seed + 1)
    # In a list, and so not among the public checks: who fixes the sizes of the pictures returns 86 000 numbers or more.
    none = [submission.L_layer_model(X, Y, sizes, num_iterations=0)]
    yield "numbers of iterations", none, [(start(sizes, small=False), [])]
    yield "numbers of iterations", submission.L_layer_model(X, Y, sizes, num_iterations=3, learning_rate=0.3)
    n_0, n_1, n_2, m = draw.sizes("n_0", "n_1", "n_2", "m")
    yield "every 100th cost", train([n_0, n_1, n_2, 1], m, 0.02, draw.steps(105, 200))
    n_0, n_1 = draw.sizes("n_0", "n_1")
    yield "one unit in a layer, one example", train([n_0, n_1, 1, 1], 4, 0.3, 5)
    yield "one unit in a layer, one example", train([n_0, n_1, 2, 1], 1, 0.3, 5)
    n_0, n_1, n_2 = draw.sizes("n_0", "n_1", "n_2", high=6)
    example = easy_example(draw, [n_0, n_1, n_2, 1], small=False)
    yield "a tiny cost", submission.L_layer_model(*example, draw.steps(205, 400, longest=800))
    draw.named(n_0=12, m=10)
    X, steps = draw.uniform(0, 1, 12, 10), draw.steps(20, 40)
    yield "default learning rate", submission.L_layer_model(X, draw.labels(10), [12, 6, 5, 4, 1], num_iterations=steps)


families.call(L_layer_model, "AL, caches = L_model_forward(X, parameters)", "the table of blocks")
families.training(
    L_layer_model,
    "parameters = initialize_parameters_scaled(layer_dims, seed)",
    "parameters = update_parameters(parameters, grads, learning_rate)",
    "AL, caches = L_model_forward(X, parameters)",
    "grads = L_model_backward(AL, Y, caches)",
)
# fmt: off
L_layer_model.at("parameters = initialize_parameters_scaled(layer_dims, seed)").mistakes(
    ("parameters = initialize_parameters(layer_dims)", "start of two layers",
     "`initialize_parameters` makes two layers of three sizes. Which block takes a list of sizes?"),
    ("parameters = initialize_parameters_scaled(layer_dims)", "seed not handed on",
     "The training begins at the same start whatever `seed` is. What does the block for the start take besides the "
     "list of sizes, and what do you give it there?"),
    ("parameters = initialize_parameters_scaled(layer_dims, seed)\n"
     "    for l in range(1, len(layer_dims)):\n"
     '        parameters["W" + str(l)] *= 0.01 * np.sqrt(layer_dims[l - 1])', "the same numbers, times 0.01",
     "The weights start multiplied by 0.01, not divided by the root of the number of inputs. Which block starts a deep "
     "network here, and is its result left as it is?"),
    ("np.random.seed(3)\n"
     "    parameters = {}\n"
     "    for layer in range(1, len(layer_dims)):\n"
     '        parameters["W" + str(layer)] = np.random.randn(layer_dims[layer], layer_dims[layer - 1]) * 0.01\n'
     '        parameters["b" + str(layer)] = np.zeros((layer_dims[layer], 1))', "the start of a16",
     "The weights start as in a16, multiplied by 0.01, and a deep network hardly learns from there. Which block of "
     "this notebook divides by a root?"),
    ("parameters = initialize_parameters(*layer_dims)", "the start of the two-layer network",
     "`initialize_parameters` knows two layers only, and multiplies by 0.01. Which block takes a list of sizes?"),
)
L_layer_model.at("AL, caches = L_model_forward(X, parameters)").mistakes(
    ("caches, AL = L_model_forward(X, parameters)", "caches exchanged",
     "The caches stand where an array belongs. In which order does the table of blocks give results and arguments?"),
    ("AL, cache = L_model_forward(X, parameters)", "another name for the caches",
     "`caches` was never set. Does the second result of `L_model_forward` have a name in your line, and which?"),
)
for training, A in ((two_layer_model, "A2"), (L_layer_model, "AL")):
    training.at(f"cost = compute_cost({A}, Y)").mistakes(
        (f"costs = compute_cost({A}, Y)", "cost under the list's name",
         "Your line gives `costs`, the list, a new value. Under which name do the lines below expect the cost?"),
        (f"cost = np.mean(({A} - Y) ** 2)", "squared error as the cost",
         "The costs are mean squared errors. Which block computes the cross-entropy?"),
        (f"cost = compute_cost(Y, {A})", "arguments of the cost exchanged",
         "`compute_cost` took the logarithm of the labels. Which of its two arguments are the probabilities?"),
    )
    training.at("parameters = update_parameters(parameters, grads, learning_rate)").mistakes(
        ("if i % 100 == 0:\n            parameters = update_parameters(parameters, grads, learning_rate)",
         "a step in every 100th iteration",
         "The parameters move only in iterations 0, 100, 200, …: under which line does the update stand?"),
        ("parameters = update_parameters(parameters, grads)", "rate not passed on",
         "`update_parameters` takes three arguments, and got two. Which ones does the table of blocks name, and which "
         "of them is missing in your call?"),
        ("parameters = update_parameters(grads, parameters, learning_rate)", "arguments of the update exchanged",
         "`update_parameters` did not get its arguments as it takes them. Which does the table of blocks name, in "
         "which order?"),
        ("parameters = update_parameters(parameters, grads, learning_rate)\n"
         "        cost = compute_cost(L_model_forward(X, parameters)[0], Y)", "costs after the step",
         "The list holds costs after a step. What is the cost of an iteration: before its step or after it?"),
    )
L_layer_model.at("grads = L_model_backward(AL, Y, caches)").mistakes(
    ("grads = L_model_backward(AL, caches, Y)", "caches exchanged",
     "The caches stand where an array belongs. In which order does the table of blocks give results and arguments?"),
    ("grads = L_model_backward(Y, AL, caches)", "AL and Y exchanged on the way back",
     "The parameters become NaN. `L_model_backward` divides by its first argument: which is first in the table of "
     "blocks?"),
    ("grads = L_model_backward(AL, Y, caches[0])", "not all caches",
     "The third argument of `L_model_backward` is not the list of all layers' caches. What does `L_model_forward` give "
     "besides AL?"),
    ("grads = L_model_backward(AL, 1 - Y, caches)", "labels inverted",
     "The network learns the opposite labels on the way back. Which label is a cat?"),
    ("grads = L_model_backward((AL > 0.5) * 1.0, Y, caches)", "predictions in place of probabilities",
     "The parameters become NaN. `L_model_backward` divides by its first argument: does that hold the probabilities?"),
)
L_layer_model.at("update_parameters(parameters, grads, learning_rate)").mistakes((
    "update_parameters(parameters, grads, -learning_rate)", "uphill",
    "The parameters went uphill, where the cost rises. Which sign have the gradients and the rate, and is each step "
    "subtracted once?"))
L_layer_model.alternatives({
    "a seed of its own, the published printing": """
    np.random.seed(1)
    costs = []
    parameters = initialize_parameters_scaled(layer_dims, seed=seed)
    for i in range(0, num_iterations):
        AL, caches = L_model_forward(X, parameters)
        cost = compute_cost(AL, Y)
        grads = L_model_backward(AL, Y, caches)
        parameters = update_parameters(parameters, grads, learning_rate)
        if print_cost and i % 100 == 0:
            print("Cost after iteration %i: %f" % (i, cost))
        if i % 100 == 0 or i == num_iterations:
            costs.append(cost)
    return parameters, costs
""",
    "own blocks, the first edition's keys, updated in place": OWN_BLOCKS + """

def L_layer_model(X, Y, layer_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, seed=1):
    costs = []
    parameters = initialize_parameters_scaled(layer_dims, seed)
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        cost = compute_cost(AL, Y)
        if i % 100 == 0:
            costs.append(cost)
        update_parameters(parameters, L_model_backward(AL, Y, caches), learning_rate)
    return parameters, np.array(costs).tolist()
""",
})
# fmt: on


@assignment.exercise(points=10, keeps_arguments=True)
def mislabelled(submission, draw):
    """Random labels and predictions, against a loop. There may be none to find."""

    def found(predictions, Y):
        wrong = [i for i in range(Y.shape[1]) if int(predictions[0, i]) != int(Y[0, i])]
        return submission.mislabelled(predictions, Y), np.array(wrong, dtype=int)

    for kind in (int, float, bool):
        (m,) = draw.sizes("m", low=8, high=20)
        predictions, Y = draw.labels(m), draw.labels(m)
        predictions[0, [1, 2, -2]] = 1 - Y[0, [1, 2, -2]]
        predictions[0, 0] = Y[0, 0] = 1
        yield "random labels", *found(predictions.astype(kind), Y)
    (m,) = draw.sizes("m", low=8, high=20)
    Y = draw.labels(m)
    yield "none and all", *found(Y.copy(), Y)
    yield "none and all", *found(1 - Y, Y)
    draw.named(m=1)
    yield "one example", *found(np.array([[1]]), np.array([[0]]))


# fmt: off
mislabelled.equivalents(
    ("np.array(indices, dtype=int)", "np.array(indices)", "they are whole numbers already"),
    ("np.array(indices, dtype=int)", "indices", "they are such an array already"),
)
mislabelled.at("np.flatnonzero(predictions != Y)").mistakes(
    ("[i for i in range(len(Y)) if predictions[0, i] != Y[0, i]]", "first example only",
     "Only the first example was looked at. How often does the loop run, and does the function return before its end?"),
    ("np.flatnonzero(predictions != Y)[:1]", "first mistake only",
     "Only the first of the indices is returned. Where does your function put the others, and does it end before it "
     "gets to them?"),
    ("np.flatnonzero(predictions != Y) + 1", "counted from 1",
     "All indices are one too large. Which index does the first example have?"),
    ("np.flatnonzero(predictions != Y)[::-1]", "from the largest to the smallest",
     "The right indices are in falling order. Which one should be first?"),
    ("Y[predictions != Y]", "labels of the wrong ones",
     "You returned the labels of the wrong examples. What says where they are?"),
    ("np.where(predictions != Y)", "the indices of both axes",
     "You returned an array of indices for each of the two axes. Which of them says which example it is?"),
    ("np.flatnonzero(predictions == Y)", "the right ones",
     "You returned the examples that are right. Which comparison finds the others?"),
    ("predictions != Y", "a mask in place of indices",
     "You returned 1 or 0 for each example, wrong or right. What turns these into places?"),
    ("np.where(predictions != Y)[0]", "rows in place of columns",
     "All indices are 0: those of the first axis, which has length 1. Which axis counts the examples?"),
)
mislabelled.alternatives({
    "a sum that is 1": """
    a = predictions + Y
    return np.asarray(np.where(a == 1))[1]
""",
    "a loop, a list": """
    indices = []
    for i in range(Y.shape[1]):
        if predictions[0, i] != Y[0, i]:
            indices.append(i)
    print(indices)
    return np.array(indices, dtype=int)
""",
    "places of a mask": """
    wrong = np.abs(predictions.astype(float) - Y).ravel() > 0.5
    return np.arange(wrong.size)[wrong].astype(np.int32)
""",
})

assignment.examples(
    Example("all blocks of a16 pasted, in the first edition's numbering and updating in place",
        {"two_layer_model": [("def two_layer_model(", OWN_BLOCKS.strip() + "\n\n\ndef two_layer_model(")]}, loses=()),
    Example("the start of a16, pasted and called",
        {"L_layer_model": [
             ("initialize_parameters_scaled(layer_dims, seed)", "initialize_parameters_deep(layer_dims)"),
             ("def L_layer_model(", "def initialize_parameters_deep(layer_dims):\n    np.random.seed(3)\n"
              "    parameters = {}\n    for l in range(1, len(layer_dims)):\n"
              '        parameters["W" + str(l)] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * 0.01\n'
              '        parameters["b" + str(l)] = np.zeros((layer_dims[l], 1))\n'
              "    return parameters\n\n\ndef L_layer_model("),
         ]}),
    Example("the notebook's own pictures in the deep training",
        {"L_layer_model": [("L_model_forward(X, parameters)", "L_model_forward(train_x, parameters)")]}),
    Example("the notebook's own pictures and labels in the two-layer training",
        {"two_layer_model": [
             ("linear_activation_forward(X,", "linear_activation_forward(train_x,"),
             ("compute_cost(A2, Y)", "compute_cost(A2, train_y)"),
         ]}),
    Example("the list of sizes of the pictures, as a variable of the notebook",
        {"L_layer_model": [
             ("def L_layer_model(", "layers = [12288, 20, 7, 5, 1]\n\n\ndef L_layer_model("),
             ("initialize_parameters_scaled(layer_dims, seed)", "initialize_parameters_scaled(layers, seed)"),
         ]}),
    Example("costs printed in every iteration, shapes too",
        {"L_layer_model": [
             ("cost = compute_cost(AL, Y)", "cost = compute_cost(AL, Y)\n        print(i, cost, AL.shape)"),
         ],
         "two_layer_model": [("compute_cost(A2, Y)", "compute_cost(A2, Y)\n        print(A1.shape)")]}, loses=()),
    Example("labels the other way round, as an old docstring has them", {"predict": [("(AL > 0.5)", "(AL <= 0.5)")]}),
    Example("only the parameters returned by both trainings",
        {"two_layer_model": [("return parameters, costs", "return parameters")],
         "L_layer_model": [("return parameters, costs", "return parameters")]}),
)
# fmt: on
