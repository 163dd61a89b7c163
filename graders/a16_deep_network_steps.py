"""Scenarios, known mistakes and alternatives of "A deep network, step by step": what the marks of a16 stand on.

Examples are columns here: X is (n_0, m), activations of layer l are (n_l, m). A cache is ((A_prev, W, b), Z).

Where editions of the published assignment disagree, or its checks refuse what is right:

- `L_model_backward` stored the gradient with respect to A of layer l - 1 under "dA" + str(l) at first, and later under
  "dA" + str(l - 1). The notebook takes the later, in which the number says whose gradient it is. The gradients of the
  parameters are the same in both, so the older numbering keeps all parts but the one on activations, and has its own
  sentence. Solutions that leave more in the dictionary (dAL, say) are right.
- The published inputs of `L_model_backward` and `linear_activation_backward` come from no forward pass: AL is 1.79, no
  probability, and Z is not W A_prev + b. Right solutions that use what a forward pass guarantees, such as dZ = AL - Y
  in the last layer, or Z computed again, fail on them. So all inputs here come from a forward pass; the tests show that
  the reference gives the published figures.
- Most published solutions of `update_parameters` change its dictionary, or even the arrays, in place. Here no function
  may, as in the whole course: it costs one part.
- A network of one layer, which the published assignment never builds, is not asked for: a solution that
  treats the last layer apart may need a layer before it.
- Slopes are measured by a complex step, which has no rounding and cannot step across relu's kink. The hidden Z that
  `smooth_pass` draws stay away from it all the same, for answers that compute in float32; and so does its AL from 0 and
  1, where 1 - AL has lost its digits. The slope at the kink itself is a convention, which the notebook states.
"""

import itertools

import numpy as np

from autograder.judging.exercise import Assignment, Example
from graders import families

assignment = Assignment("a16_deep_network_steps")

# The results of the published examples.
# fmt: off
PUBLISHED_START = {
    "W1": np.array([[0.01624345, -0.00611756, -0.00528172], [-0.01072969, 0.00865408, -0.02301539]]),
    "b1": np.zeros((2, 1)),
    "W2": np.array([[0.01744812, -0.00761207]]),
    "b2": np.zeros((1, 1)),
}
PUBLISHED_DEEP_START = {
    "W1": np.array([[0.01788628, 0.0043651, 0.00096497, -0.01863493, -0.00277388],
                    [-0.00354759, -0.00082741, -0.00627001, -0.00043818, -0.00477218],
                    [-0.01313865, 0.00884622, 0.00881318, 0.01709573, 0.00050034],
                    [-0.00404677, -0.0054536, -0.01546477, 0.00982367, -0.01101068]]),
    "b1": np.zeros((4, 1)),
    "W2": np.array([[-0.01185047, -0.0020565, 0.01486148, 0.00236716],
                    [-0.01023785, -0.00712993, 0.00625245, -0.00160513],
                    [-0.00768836, -0.00230031, 0.00745056, 0.01976111]]),
    "b2": np.zeros((3, 1)),
}
PUBLISHED_BACKWARD = (
    np.array([[0.51822968, -0.19517421], [-0.40506361, 0.15255393], [2.37496825, -0.89445391]]),
    np.array([[-0.10076895, 1.40685096, 1.64992505]]),
    np.array([[0.50629448]]),
)
PUBLISHED_STEP = {
    "W1": np.array([[-0.59562069, -0.09991781, -2.14584584, 1.82662008],
                    [-1.76569676, -0.80627147, 0.51115557, -1.18258802],
                    [-1.0535704, -0.86128581, 0.68284052, 2.20374577]]),
    "b1": np.array([[-0.04659241], [-1.28888275], [0.53405496]]),
    "W2": np.array([[-0.55569196, 0.0354055, 1.32964895]]),
    "b2": np.array([[-0.84610769]]),
}
# fmt: on


def activate(Z, kind):
    """A of Z, which may be complex."""
    return Z * (np.real(Z) > 0) if kind == "relu" else 1 / (1 + np.exp(-Z))


def layer(draw, n_prev, n, m, scale=0.8):
    """A_prev, W and b of one layer. With the default scale Z is of order 1."""
    return draw.normal(n_prev, m), draw.normal(n, n_prev, scale=scale), draw.normal(n, 1)


def network(draw, sizes, scale=0.8):
    """Random parameters for layers of these sizes, the input's size first."""
    parameters = {}
    for k, (n_prev, n) in enumerate(itertools.pairwise(sizes), start=1):
        parameters[f"W{k}"] = draw.normal(n, n_prev, scale=scale)
        parameters[f"b{k}"] = draw.normal(n, 1, scale=0.5)
    return parameters


def forward(A, parameters, first=1):
    """AL and the caches of the layers `first` to L, with A as the input of layer `first`.

    A or a parameter may be complex, and a stack of several.
    """
    last = len(parameters) // 2
    caches = []
    for k in range(first, last + 1):
        W, b = parameters[f"W{k}"], parameters[f"b{k}"]
        Z = np.matmul(W, A) + b
        caches.append(((A, W, b), Z))
        A = activate(Z, "sigmoid" if k == last else "relu")
    return A, caches


def smooth_pass(draw, sizes, m):
    """X, parameters, AL and caches, where each hidden layer has units on and off, and none of them near the kink.

    AL is between 0.05 and 0.95.
    """
    while True:
        X, parameters = draw.normal(sizes[0], m), network(draw, sizes)
        _, caches = forward(X, parameters)
        if all(Z.min() < 0 < Z.max() and np.abs(Z).min() > 0.005 for _, Z in caches[:-1]):
            return X, unsaturated(parameters, caches), *forward(X, unsaturated(parameters, caches))


def unsaturated(parameters, caches):
    """The parameters, those of the last layer so small that its Z stays between -3 and 3."""
    last, factor = len(caches), min(1, 3 / np.abs(caches[-1][1]).max())
    return {name: factor * value if name in (f"W{last}", f"b{last}") else value for name, value in parameters.items()}


def cost_of(A, parameters, Y, first=1):
    """The cost by Z of the last layer, which needs no logarithm of a small number."""
    Z = forward(A, parameters, first)[1][-1][1]
    return np.mean(np.log(1 + np.exp(Z)) - Y * Z, axis=(-2, -1))


def many_sizes(draw, *ends):
    """Sizes of a network of 8 to 14 layers, with `ends` as the last of them."""
    return [int(n) for n in draw.rng.integers(2, 5, draw.rng.integers(9 - len(ends), 16 - len(ends)))] + list(ends)


@assignment.exercise(points=5)
def initialize_parameters(submission, draw):
    """The seed is part of the function, so every entry is known."""
    yield "random sizes", submission.initialize_parameters(*draw.sizes("n_x", "n_h", "n_y", low=2, high=20))
    n_x, n_h, more = draw.sizes("n_x", "n_h", "more", low=2, high=9)
    draw.named(n_x=n_x, n_h=n_h, n_y=n_h + more)
    yield "more outputs than hidden units", submission.initialize_parameters(n_x, n_h, n_h + more)
    draw.sizes()
    yield "one unit in each layer", submission.initialize_parameters(1, 1, 1)
    draw.named(n_x=3, n_h=2, n_y=1)
    yield "the notebook's example", submission.initialize_parameters(3, 2, 1), PUBLISHED_START


families.two_layers(initialize_parameters, seed=1)


@assignment.exercise(points=10, keeps_arguments=True)
def initialize_parameters_deep(submission, draw):
    """Networks of two to fourteen layers."""
    for name, sizes in (("four layers", ("n_0", "n_1", "n_2", "n_3", "n_4")), ("two layers", ("n_0", "n_1", "n_2"))):
        yield name, submission.initialize_parameters_deep(list(draw.sizes(*sizes, low=2)))
    draw.sizes()
    yield "many layers", submission.initialize_parameters_deep(many_sizes(draw))
    yield "one unit in each layer", submission.initialize_parameters_deep([1, 1, 1, 1])
    draw.named(n_0=5, n_1=4, n_2=3)
    yield "the notebook's example", submission.initialize_parameters_deep([5, 4, 3]), PUBLISHED_DEEP_START


families.small_weights(initialize_parameters_deep, seed=3)
# fmt: off
initialize_parameters_deep.at("range(1, L + 1)").mistakes(
    ("range(L + 1)", "begins at layer 0",
     "There is a `W0`, and so the other weights hold later random numbers. Does layer 0, the input, have parameters?"),
    ("range(1, L + 2)", "one layer too many",
     "The code reads beyond the end of `layer_dims`. Where in it are the sizes of layer l and of the layer before?"),
)
initialize_parameters_deep.everywhere(r"layer_dims\[l\b").mistakes(("layer_dims[1", "sizes of layer 1 for all",
    "Every layer has the sizes of layer 1. What takes the place of the 1 and the 0 of the first layer?"))
initialize_parameters_deep.at('parameters["W" + str(l)] = ').mistakes((
    'np.random.seed(3)\n        parameters["W" + str(l)] = ', "seed set in the loop",
    "Every layer begins with the same numbers. How often should one sequence be started, and where is the seed?"))
initialize_parameters_deep.at(") * 0.01").mistakes(
    (") * np.sqrt(2 / layer_dims[l - 1])", "scaled by the root of 2/n",
     "The weights were multiplied by the root of 2/n, which suits relu layers. Which factor does this step ask for?"),
    (") / np.sqrt(layer_dims[l - 1])", "scaled by the root of n",
     "The weights were divided by the root of the number of inputs. That start has its turn in section 7: which factor "
     "does this step ask for?"),
)
initialize_parameters_deep.at("np.zeros((layer_dims[l], 1))").mistakes((
    "np.random.randn(layer_dims[l], 1) * 0.01", "random biases",
    "The biases hold random numbers, and so the weights after them hold later ones. Where do biases start?"))
initialize_parameters_deep.alternatives({
    "the published shape: L counts the input": """
    np.random.seed(3)
    parameters = {}
    L = len(layer_dims)
    for l in range(1, L):
        parameters['W' + str(l)] = np.random.randn(layer_dims[l], layer_dims[l-1]) * 0.01
        parameters['b' + str(l)] = np.zeros((layer_dims[l], 1))
        assert(parameters['W' + str(l)].shape == (layer_dims[l], layer_dims[l-1]))
        assert(parameters['b' + str(l)].shape == (layer_dims[l], 1))
    return parameters
""",
    "one long draw, cut into pieces, float32": """
    counts = [rows * columns for columns, rows in zip(layer_dims, layer_dims[1:])]
    numbers = np.random.RandomState(3).randn(sum(counts)) * 1e-2
    pieces = np.split(numbers.astype(np.float32), np.cumsum(counts)[:-1])
    parameters = {}
    for l in range(len(pieces), 0, -1):
        parameters["b%d" % l] = np.zeros((layer_dims[l], 1), dtype=int)
        parameters["W%d" % l] = pieces[l - 1].reshape(layer_dims[l], -1)
    return parameters
""",
})
# fmt: on


# atol, here and below: float32 computes sums of order 1 to about 1e-6, also where they nearly cancel.
@assignment.exercise(points=10, keeps_arguments=True, returns=("Z", "cache"), atol=1e-5)
def linear_forward(submission, draw):
    """Random layers, against the loops of the definition."""

    def run(A, W, b):
        Z = np.zeros((len(W), A.shape[1]))
        for k, i in np.ndindex(Z.shape):
            Z[k, i] = sum(w * a for w, a in zip(W[k], A[:, i], strict=True)) + b[k, 0]
        return submission.linear_forward(A, W, b), (Z, (A, W, b))

    for _ in range(2):
        yield "random layer", *run(*layer(draw, *draw.sizes("n_prev", "n", "m", low=2, high=7)))
    n_prev, n = draw.sizes("n_prev", "n", low=3, high=7)
    # Where m is n, a bias that is no column fits all the same. Float32 inputs are as good as others.
    yield "as many examples as units", *run(*(array.astype(np.float32) for array in layer(draw, n_prev, n, n)))
    n_prev, n = draw.sizes("n_prev", "n", low=2, high=7)
    yield "one unit, one example", *run(*layer(draw, n_prev, n, 1))
    n_prev, m = draw.sizes("n_prev", "m", low=2, high=7)
    yield "one unit, one example", *run(*layer(draw, n_prev, 1, m))
    draw.named(n_prev=3, n=1, m=2)
    random = np.random.RandomState(1)
    A, W, b = random.randn(3, 2), random.randn(1, 3), random.randn(1, 1)
    expected = (np.array([[3.26295337, -1.23429987]]), (A, W, b))
    yield "the notebook's example", submission.linear_forward(A, W, b), expected


# fmt: off
linear_forward.at("W @ A + b").mistakes(
    ("(W + b) @ A", "bias added to the weights",
     "The bias was added to `W`, before the product. Where in the formula is it?"),
    ("(W @ A) * b", "bias multiplied",
     "The weighted sums were multiplied by the bias. What does the formula do with it?"),
    ("W @ A", "no bias",
     "`Z` is off by a constant in each row: the bias is missing. What does the formula add to W A?"),
    ("W @ A + b * np.arange(A.shape[1], 0, -1)", "bias added once for each example",
     "The last column of `Z` is right, and the others have the bias more than once. In which loop is it added?"),
    ("W @ A - b", "bias subtracted", "The bias was subtracted. Which sign does it have in the formula?"),
)
linear_forward.alternatives({
    "np.dot, a list for a tuple": """
    Z = np.add(np.dot(W, A), b)
    print(Z.shape)
    assert(Z.shape == (W.shape[0], A.shape[1]))
    return [Z, [A, W, b]]
""",
    "the loops of the definition": """
    Z = np.zeros((W.shape[0], A.shape[1]))
    for i in range(A.shape[1]):
        for k in range(W.shape[0]):
            Z[k, i] = np.sum(W[k, :] * A[:, i]) + b[k, 0]
    return Z, (A, W, b)
""",
    "the bias as the weight of a constant input": """
    extended = np.vstack([A, np.ones((1, A.shape[1]))])
    return np.hstack([W, b]) @ extended, (A.copy(), W.copy(), b.copy())
""",
    "float32, rows of examples, a sum in place": """
    Z = (A.T.astype(np.float32) @ W.T.astype(np.float32)).T
    Z += b.reshape(-1, 1)
    return Z, (A, W, b)
""",
})
# fmt: on


@assignment.exercise(points=10, uses=("linear_forward",), keeps_arguments=True, returns=("A", "cache"), atol=1e-5)
def linear_activation_forward(submission, draw):
    """Both activations on random layers, on Z large enough to saturate, and at the edges."""

    def run(A_prev, W, b, activation):
        Z = np.einsum("nk,km->nm", W, A_prev) + b
        expected = activate(Z, activation), ((A_prev, W, b), Z)
        return submission.linear_activation_forward(A_prev, W, b, activation), expected

    for activation in ("sigmoid", "relu"):
        yield activation, *run(*layer(draw, *draw.sizes("n_prev", "n", "m", low=2, high=6)), activation)
    for activation in ("sigmoid", "relu"):
        n_prev, n, m = draw.sizes("n_prev", "n", "m", low=3, high=6)
        yield "large values", *run(*layer(draw, n_prev, n, m, scale=12), activation)
    n_prev, n = draw.sizes("n_prev", "n", low=2, high=6)
    yield "one unit, one example", *run(*layer(draw, n_prev, n, 1), "relu")
    n_prev, m = draw.sizes("n_prev", "m", low=2, high=6)
    yield "one unit, one example", *run(*layer(draw, n_prev, 1, m), "sigmoid")
    draw.named(n_prev=3, n=1, m=2)
    random = np.random.RandomState(2)
    A_prev, W, b = random.randn(3, 2), random.randn(1, 3), random.randn(1, 1)
    cache = ((A_prev, W, b), W @ A_prev + b)
    for activation, A in (("sigmoid", [[0.96890023, 0.11013289]]), ("relu", [[3.43896131, 0.0]])):
        result = submission.linear_activation_forward(A_prev, W, b, activation)
        yield "the notebook's example", result, (np.array(A), cache)


# fmt: off
linear_activation_forward.at("Z, linear_cache = linear_forward(A_prev, W, b)").mistakes((
    "Z = linear_cache = linear_forward(A_prev, W, b)", "two results of the linear step taken for one",
    "`Z` is a tuple: it holds both results of `linear_forward`. How many names do two results need?"))
linear_activation_forward.at("A, activation_cache = g").mistakes(
    ("A = activation_cache = g", "two results of the activation taken for one",
     "`A` is a tuple: it holds both results of the activation. How many names do two results need?"),
    ("activation_cache, A = g", "results of the activation exchanged",
     "`A` and the activation's cache are in each other's place. In which order does the helper return the two?"),
    ("A = g", "one name for the results of the activation",
     "`activation_cache` has no value: the helper returns two things. Under which names are they expected below?"),
)
linear_activation_forward.at("g(Z)").mistakes(
    ("activation(Z)", "the text called",
     "`activation` is a text, and a text can't be called. Which name stands for the function?"),
    ("Z, Z", "no activation",
     "`A` is the same as `Z`, as if no activation followed. Which two values does an activation return, and which of "
     "them is `A`?"),
    ("relu(Z)", "always relu",
     "`relu` is right, but it is also used where `sigmoid` was asked for. What in your code chooses between the two, "
     "and does that choice last?"),
    ("sigmoid(Z)", "always sigmoid",
     "`sigmoid` is right, but it is also used where `relu` was asked for. What in your code chooses between the two, "
     "and does that choice last?"),
    ("g(linear_cache[0])", "activation of A_prev",
     "`A` is the activation of `A_prev`, not of Z. What does the linear step make for it?"),
    ("(g(g(Z)[0])[0], Z) if activation == 'sigmoid' else g(Z)", "sigmoid applied twice",
     "For `sigmoid`, the sigmoid was applied twice. How often does the formula apply g?"),
    ("(np.tanh(Z), Z) if activation == 'sigmoid' else g(Z)", "tanh for sigmoid",
     "For `sigmoid`, `A` is tanh of `Z`, between -1 and 1. Which helper gives a probability?"),
    ("(1 / (1 + np.exp(Z)), Z) if activation == 'sigmoid' else g(Z)", "sigmoid with the wrong sign",
     "For `sigmoid`, `A` is 1 minus the right value. Which sign does the exponent have, and what is above the bar?"),
    ("(np.maximum(0.01 * Z, Z), Z) if activation == 'relu' else g(Z)", "leaky relu",
     "For `relu`, a hundredth of each negative `Z` is left in `A`. What does max(0, z) make of them?"),
    ("(np.abs(Z), Z) if activation == 'relu' else g(Z)", "absolute value for relu",
     "For `relu`, negative values of `Z` have lost their sign. What does max(0, z) make of them?"),
    ("((Z > 0).astype(float), Z) if activation == 'relu' else g(Z)", "relu's slope for relu",
     "For `relu`, `A` holds only 0 and 1: that is the relu's slope. What becomes of a positive `Z`?"),
)
linear_activation_forward.at('{"sigmoid": sigmoid, "relu": relu}').mistakes((
    '{"sigmoid": relu, "relu": sigmoid}', "branches exchanged",
    "The two activations are exchanged: `relu` is where `sigmoid` was asked for. Which name belongs to which text?"))
linear_activation_forward.at("cache = (linear_cache, activation_cache)").mistakes((
    "cache = (linear_cache, A)", "A in the cache",
    "The activation's cache holds `A`. What does the way back need: what went into the activation, or its result?"))
linear_activation_forward.alternatives({
    "the published shape: both cases named": """
    if activation == "sigmoid":
        Z, linear_cache = linear_forward(A_prev, W, b)
        A, activation_cache = sigmoid(Z)
    elif activation == "relu":
        Z, linear_cache = linear_forward(A_prev, W, b)
        A, activation_cache = relu(Z)
    assert (A.shape == (W.shape[0], A_prev.shape[1]))
    cache = (linear_cache, activation_cache)
    return A, cache
""",
    "a dictionary of functions, lists for tuples": """
    Z, linear_cache = linear_forward(A_prev, W, b)
    A, activation_cache = {"sigmoid": sigmoid, "relu": relu}[activation](Z)
    return [A, [linear_cache, activation_cache]]
""",
    "no helper, masks and exponentials, float32": """
    Z = np.einsum("nk,km->nm", W.astype(np.float32), A_prev.astype(np.float32)) + b.astype(np.float32)
    A = Z * (Z > 0) if activation == "relu" else 1 / (1 + np.exp(-Z))
    print(activation, A.shape)
    return A, ((A_prev, W, b), Z)
""",
})
# fmt: on


@assignment.exercise(
    points=15,
    uses=("linear_forward", "linear_activation_forward"),
    keeps_arguments=True,
    returns=("AL", "caches"),
    atol=1e-5,
)
def L_model_forward(submission, draw):
    """Networks of two to fourteen layers; layers of equal size, where a wrong index fits all the same."""

    def run(X, parameters):
        return submission.L_model_forward(X, parameters), forward(X, parameters)

    *sizes, m = draw.sizes("n_0", "n_1", "n_2", "m", low=2, high=6)
    yield "three layers", *run(draw.normal(sizes[0], m), network(draw, [*sizes, 1]))
    *sizes, m = draw.sizes("n_0", "n_1", "m", low=2, high=6)
    yield "two layers", *run(draw.normal(sizes[0], m), network(draw, [*sizes, 1]))
    draw.named(n=2, m=3)
    yield "layers of equal size", *run(draw.normal(2, 3), network(draw, [2, 2, 2, 2, 1], scale=1.5))
    draw.named(n=3)
    yield "one example", *run(draw.normal(3, 1), network(draw, [3, 2, 3, 3, 2, 1]))
    draw.named()
    sizes = many_sizes(draw, 1)
    yield "many layers", *run(draw.normal(sizes[0], 2), network(draw, sizes))
    draw.named(n_0=5, n_1=4, n_2=3, m=4)
    random = np.random.RandomState(6)
    X = random.randn(5, 4)
    shapes = {"W1": (4, 5), "b1": (4, 1), "W2": (3, 4), "b2": (3, 1), "W3": (1, 3), "b3": (1, 1)}
    parameters = {name: random.randn(*shape) for name, shape in shapes.items()}
    AL = np.array([[0.03921668, 0.70498921, 0.19734387, 0.04728177]])
    yield "the notebook's example", submission.L_model_forward(X, parameters), (AL, forward(X, parameters)[1])


# fmt: off
L_model_forward.at("A, cache = ").mistakes(("A = cache = ", "two results taken for one",
    "`A` is a tuple in the next layer. Which two values does `linear_activation_forward` return, in which order?"))
L_model_forward.at("A, cache = linear_activation_forward(A, ").mistakes((
    ["A, cache = linear_activation_forward(X, ", "_, cache = linear_activation_forward(A, "], "X in every hidden layer",
    "Layer 2 got what layer 1 got. Does `A` hold the output of layer 1 by then, and is it what you hand over?"))
L_model_forward.at('relu"').mistakes(('sigmoid"', "sigmoid everywhere",
    "The hidden layers have a sigmoid. Which activation do layers 1 to L - 1 have?"))
L_model_forward.at('linear_activation_forward(A, parameters["W" + str(L)]').mistakes((
    'linear_activation_forward(X, parameters["W" + str(L)]', "the last layer gets X",
    "Layer L got the inputs `X`. Which variable holds the output of the layer before it?"))
L_model_forward.at('parameters["W" + str(L)], parameters["b" + str(L)]').mistakes((
    'parameters["W" + str(l)], parameters["b" + str(l)]', "weights of layer L - 1 again",
    "Layer L got the weights of layer L - 1. Which number do its two keys end in, and what is l after the loop?"))
L_model_forward.at('sigmoid"').mistakes(('relu"', "relu everywhere",
    "The output layer has a relu, so `AL` is no probability. Which activation does layer L have?"))
L_model_forward.everywhere(r"caches\.append\(cache\)").mistakes(
    ("caches = cache", "list overwritten",
     "`caches` comes back as the cache of one layer, and no list of them. What puts an entry at the end of a list, and "
     "what does `return` name?"),
    ("caches += cache", "caches taken apart",
     "`caches` has two items for each layer, the halves of its cache. How does a list take a tuple as one item?"),
)
L_model_forward.at("        caches.append(cache)").mistakes(
    ("        caches += cache", "caches of the hidden layers taken apart",
     "`caches` has two items for a hidden layer, the halves of its cache. How does a list take a tuple as one item?"),
    ("        caches.insert(0, cache)", "hidden layers backwards",
     "The caches of the hidden layers are in reverse order. Which layer's belongs at the front of `caches`, and at "
     "which end does each new one go in?"),
)
L_model_forward.at("\n    caches.append(cache)").mistakes(("", "last cache not kept",
    "The cache of the last layer is missing from `caches`. What happens to it after the loop?"))
L_model_forward.alternatives({
    "the published shape: A_prev in the loop": """
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L):
        A_prev = A
        A, cache = linear_activation_forward(A_prev, parameters['W' + str(l)], parameters['b' + str(l)], 'relu')
        caches.append(cache)
    AL, cache = linear_activation_forward(A, parameters['W' + str(L)], parameters['b' + str(L)], activation='sigmoid')
    caches.append(cache)
    assert(AL.shape == (1, X.shape[1]))
    return AL, caches
""",
    "one loop over all layers, a tuple of caches": """
    L = len(parameters) // 2
    caches, A = (), X
    for l in range(1, L + 1):
        kind = "sigmoid" if l == L else "relu"
        A, cache = linear_activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], kind)
        caches += (cache,)
    return A, caches
""",
    "nothing defined for a single layer": """
    caches = []
    L = len(parameters) // 2
    for l in range(1, L):
        if l == 1:
            A, cache = linear_activation_forward(X, parameters["W1"], parameters["b1"], "relu")
        else:
            A, cache = linear_activation_forward(A, parameters["W" + str(l)], parameters["b" + str(l)], "relu")
        caches = caches + [cache]
    AL, cache = linear_activation_forward(A, parameters["W" + str(L)], parameters["b" + str(L)], "sigmoid")
    return AL, caches + [cache]
""",
})
# fmt: on


@assignment.exercise(points=10, keeps_arguments=True, forbids=families.NUMPY_ONLY)
def compute_cost(submission, draw):
    """Random probabilities, against a sum over the examples."""
    yield from families.cost_parts(draw, submission.compute_cost)
    draw.named(m=3)
    # Until 2020 the published labels were 1, 1, 1, and left the second term of the cost untested.
    published = submission.compute_cost(np.array([[0.8, 0.9, 0.4]]), np.array([[1, 1, 0]]))
    yield "the notebook's example", published, 0.2797765635793422


families.compute_cost(compute_cost, "AL")
# fmt: off
compute_cost.at("Y * np.log(AL) + (1 - Y) * np.log(1 - AL)").mistakes((
    "Y * np.log1p(AL) + (1 - Y) * np.log1p(-AL)", "log1p",
    "The first logarithm is that of 1 + `AL`. What adds the 1, and of what does the formula take the logarithm?"))
# fmt: on


@assignment.exercise(points=10, keeps_arguments=True, returns=("dA_prev", "dW", "db"), atol=1e-5)
def linear_backward(submission, draw):
    """A random dZ, against measured slopes of sum(dZ * Z), whose gradient with respect to Z it is."""

    def run(A_prev, W, b):
        m = A_prev.shape[1]
        dZ = draw.normal(len(W), m)
        slope = families.slopes(
            lambda moved: np.sum(dZ * (moved["W"] @ moved["A"] + moved["b"]), axis=(-2, -1)),
            {"A": A_prev, "W": W, "b": b},
        )
        return submission.linear_backward(dZ, (A_prev, W, b)), (slope["A"], slope["W"] / m, slope["b"] / m)

    for _ in range(2):
        yield "random layer", *run(*layer(draw, *draw.sizes("n_prev", "n", "m", low=2, high=6)))
    (n,) = draw.sizes("n", low=3, high=5)
    yield "all sizes equal", *run(*layer(draw, n, n, n))
    n_prev, n = draw.sizes("n_prev", "n", low=2, high=6)
    yield "one unit, one example", *run(*layer(draw, n_prev, n, 1))
    n_prev, m = draw.sizes("n_prev", "m", low=2, high=6)
    yield "one unit, one example", *run(*layer(draw, n_prev, 1, m))
    draw.named(n_prev=3, n=1, m=2)
    random = np.random.RandomState(1)
    dZ, A_prev, W, b = random.randn(1, 2), random.randn(3, 2), random.randn(1, 3), random.randn(1, 1)
    yield "the notebook's example", submission.linear_backward(dZ, (A_prev, W, b)), PUBLISHED_BACKWARD


# fmt: off
linear_backward.at("A_prev.shape[1]").mistakes(
    ("A_prev.shape[0]", "divided by the units before",
     "`dW` and `db` were divided by the number of units of the layer before. Examples are columns: what is `m`?"),
    ("dZ.shape[0]", "divided by the units",
     "`dW` and `db` were divided by the number of units. Examples are columns: what is `m`?"),
)
linear_backward.at("np.sum(dZ, axis=1, keepdims=True) / m").mistakes(("dZ[:, :1]", "db of the first example",
    "`db` is the first column of `dZ`, so only one example has a say. Over what does the formula take the mean?"))
linear_backward.alternatives({
    "np.dot, a factor in front, a list": """
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = (1. / m) * np.dot(dZ, cache[0].T)
    db = (1. / m) * np.sum(dZ, axis=1, keepdims=True)
    dA_prev = np.dot(cache[1].T, dZ)
    assert (dA_prev.shape == A_prev.shape)
    assert (dW.shape == W.shape)
    assert (db.shape == b.shape)
    return [dA_prev, dW, db]
""",
    "mean and einsum": """
    A_prev, W, _ = cache
    dW = np.einsum("nm,km->nk", dZ, A_prev) / dZ.shape[1]
    db = dZ.mean(axis=1)[:, np.newaxis]
    return np.einsum("nk,nm->km", W, dZ), dW, db
""",
    "loop over the examples": """
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dA_prev, dW, db = np.zeros(A_prev.shape), np.zeros(W.shape), np.zeros(b.shape)
    for i in range(m):
        dz = dZ[:, [i]]
        dA_prev[:, [i]] = W.T @ dz
        dW += dz * A_prev[:, i] / m
        db += dz / m
    return dA_prev, dW, db
""",
})
# fmt: on


@assignment.exercise(
    points=10, uses=("linear_backward",), keeps_arguments=True, returns=("dA_prev", "dW", "db"), atol=1e-5
)
def linear_activation_backward(submission, draw):
    """A random dA, against measured slopes of sum(dA * A), whose gradient with respect to A it is."""

    def run(n_prev, n, m, activation, scale=0.8):
        while True:
            A_prev, W, b = layer(draw, n_prev, n, m, scale)
            Z = W @ A_prev + b
            if np.abs(Z).min() > 0.005 and (Z.size == 1 or Z.min() < 0 < Z.max()):
                break
        dA = draw.normal(n, m)
        slope = families.slopes(
            lambda moved: np.sum(dA * activate(moved["W"] @ moved["A"] + moved["b"], activation), axis=(-2, -1)),
            {"A": A_prev, "W": W, "b": b},
        )
        result = submission.linear_activation_backward(dA, ((A_prev, W, b), Z), activation)
        return result, (slope["A"], slope["W"] / m, slope["b"] / m)

    for activation in ("sigmoid", "relu"):
        yield activation, *run(*draw.sizes("n_prev", "n", "m", low=2, high=6), activation)
        n_prev, n = draw.sizes("n_prev", "n", low=2, high=6)
        yield activation, *run(n_prev, n, n, activation)
    for activation in ("sigmoid", "relu"):
        yield "large values", *run(*draw.sizes("n_prev", "n", "m", low=3, high=6), activation, 5)
    n_prev, n = draw.sizes("n_prev", "n", low=2, high=6)
    yield "one unit, one example", *run(n_prev, n, 1, "relu")
    n_prev, m = draw.sizes("n_prev", "m", low=2, high=6)
    yield "one unit, one example", *run(n_prev, 1, m, "sigmoid")
    n_prev, n, m = draw.sizes("n_prev", "n", "m", low=3, high=6)
    A_prev, W, b = draw.normal(n_prev, m), draw.normal(n, n_prev), np.zeros((n, 1))
    A_prev[:, 1] = 0  # and so Z is exactly 0 for the second example
    dA, cache = draw.normal(n, m), ((A_prev, W, b), W @ A_prev + b)
    yield "relu where Z is 0", submission.linear_activation_backward(dA, cache, "relu")


# fmt: off
linear_activation_backward.at("linear_cache, activation_cache = cache").mistakes((
    "activation_cache, linear_cache = cache", "caches exchanged",
    "The activation's helper got a tuple where it takes one array, Z. Which item of a layer's cache is that?"))
linear_activation_backward.at('{"sigmoid": sigmoid_backward, "relu": relu_backward}').mistakes((
    '{"sigmoid": relu_backward, "relu": sigmoid_backward}', "branches exchanged",
    "The slopes are exchanged: a sigmoid layer's gradient met the relu's slope. Which helper belongs to which text?"))
linear_activation_backward.at("g_backward(dA, activation_cache)").mistakes(
    ("dA * g_backward(activation_cache)", "dA outside the helper",
     "The helper got one argument, and multiplies by `dA` itself. Which two does its row in the table of helpers "
     "name?"),
    ("g_backward(activation_cache, dA)", "arguments exchanged",
     "The helper has `Z` and `dA` in each other's place. Which one does its row of the table name first?"),
    ("relu_backward(dA, activation_cache)", "always relu",
     "`relu` is right, but its slope is also used where `sigmoid` was asked for. What in your code chooses between the "
     "two, and does that choice last?"),
    ("sigmoid_backward(dA, activation_cache)", "always sigmoid",
     "`sigmoid` is right, but its slope is also used where `relu` was asked for. What in your code chooses between the "
     "two, and does that choice last?"),
    ("g_backward(np.ones_like(dA), activation_cache) if activation == 'sigmoid' else "
     "g_backward(dA, activation_cache)", "slope only",
     "For `sigmoid`, `dZ` is the slope alone. By what does the chain rule multiply it?"),
    ("dA * activation_cache * (1 - activation_cache) if activation == 'sigmoid' else "
     "g_backward(dA, activation_cache)", "Z taken for A",
     "For `sigmoid`, the slope is z (1 - z). Does the formula a (1 - a) take the value before the sigmoid, or the one "
     "after it?"),
    ("dA if activation == 'relu' else g_backward(dA, activation_cache)", "relu lets everything pass",
     "For `relu`, the gradient passed everywhere. What is the slope of max(0, z) where z is negative?"),
    ("dA * (dA > 0) if activation == 'relu' else g_backward(dA, activation_cache)", "relu of dA",
     "For `relu`, the sign of `dA` decided what passes. Whose sign does the kink of max(0, z) depend on?"),
    ("dA * (activation_cache <= 0) if activation == 'relu' else g_backward(dA, activation_cache)", "relu turned round",
     "For `relu`, the gradient passed where the unit was off, not on. Where does the slope of max(0, z) equal 1?"),
    ("np.where(activation_cache > 0, dA, 0.01 * dA) if activation == 'relu' else "
     "g_backward(dA, activation_cache)", "leaky relu",
     "For `relu`, a hundredth of the gradient passed where the unit was off. What is the slope there?"),
    ("np.where(activation_cache >= 0, dA, 0) if activation == 'relu' else g_backward(dA, activation_cache)",
     "slope 1 at the kink",
     "For `relu`, the gradient passed where `Z` is exactly 0. What does this notebook take for the slope at the kink?"),
    ("dA * np.maximum(0, activation_cache) if activation == 'relu' else g_backward(dA, activation_cache)",
     "relu's value for its slope",
     "For `relu`, the gradient was multiplied by max(0, z), not by its slope: which two values can that have?"),
)
linear_activation_backward.at("linear_backward(dZ, linear_cache)").mistakes(
    ("linear_backward(dA, linear_cache)", "activation left out",
     "The slope of the activation is missing: `dA` went straight into the linear step. What does that step take?"),
    ("linear_backward(dZ, cache)", "whole cache for the linear step",
     "`linear_backward` got a tuple of two, but needs three arrays from it. Which half of the cache has three?"),
)
linear_activation_backward.at("dA, activation_cache").mistakes(("dA, linear_cache[0]", "slope at A_prev",
    "The slope was taken at the inputs of the layer. It belongs to Z, the activation's input: which cache holds it?"))
linear_activation_backward.alternatives({
    "the published shape: both cases named": """
    linear_cache, activation_cache = cache
    if activation == "relu":
        dZ = relu_backward(dA, activation_cache)
        dA_prev, dW, db = linear_backward(dZ, linear_cache)
    elif activation == "sigmoid":
        dZ = sigmoid_backward(dA, activation_cache)
        dA_prev, dW, db = linear_backward(dZ, linear_cache)
    return dA_prev, dW, db
""",
    "slopes by hand, float32, printed": """
    linear_cache, Z = cache
    Z = Z.astype(np.float32)
    if activation == "relu":
        slope = (Z > 0) * 1
    else:
        s = 1 / (1 + np.exp(-Z))
        slope = s * (1 - s)
    print(activation, slope.shape)
    return linear_backward(np.multiply(dA, slope), linear_cache)
""",
    "Z computed again, no function of the earlier steps": """
    A_prev, W, b = cache[0]
    Z = W @ A_prev + b
    dZ = dA.copy()
    if activation == "relu":
        dZ[Z <= 0] = 0
    else:
        dZ /= 2 + np.exp(Z) + np.exp(-Z)
    return [W.T @ dZ, dZ @ A_prev.T / dZ.shape[1], np.mean(dZ, axis=1, keepdims=True)]
""",
    "a dictionary of functions": """
    backward = {"relu": relu_backward, "sigmoid": sigmoid_backward}[activation]
    return linear_backward(backward(dA, cache[1]), cache[0])
""",
})
# fmt: on


# rtol, atol: through many layers, roundings in float32 grow.
@assignment.exercise(
    points=15, uses=("linear_backward", "linear_activation_backward"), keeps_arguments=True, rtol=1e-4, atol=3e-5
)
def L_model_backward(submission, draw):
    """Networks of two to fourteen layers after a forward pass, against measured slopes of the cost.

    A column of dA is the gradient of its own example's loss, and the loss is m times the example's share of the cost.
    """

    def parameter_slopes(X, parameters, Y):
        slope = families.slopes(lambda moved: cost_of(X, moved, Y), parameters)
        return {"d" + name: value for name, value in slope.items()}

    def activation_slopes(parameters, caches, Y):
        found = {}
        for k, ((A, _, _), _) in enumerate(caches):
            found |= families.slopes(lambda A, k=k: Y.size * cost_of(A[f"dA{k}"], parameters, Y, k + 1), {f"dA{k}": A})
        return found

    def both(sizes, m):
        X, parameters, AL, caches = smooth_pass(draw, sizes, m)
        Y = draw.labels(m)
        grads = submission.L_model_backward(AL, Y, caches)
        yield "gradients of the parameters", grads, parameter_slopes(X, parameters, Y)
        yield "gradients of the activations", grads, activation_slopes(parameters, caches, Y)

    *sizes, m = draw.sizes("n_0", "n_1", "n_2", "m", low=2, high=6)
    yield from both([*sizes, 1], m)
    *sizes, m = draw.sizes("n_0", "n_1", "m", low=2, high=6)
    yield from both([*sizes, 1], m)
    draw.named(n=3)
    yield from both([3, 3, 3, 3, 1], 3)
    draw.named(n_0=2, n_1=4, n_2=3)
    X, parameters, AL, caches = smooth_pass(draw, [2, 4, 3, 1], 1)
    Y = draw.labels(1)
    yield "one example", submission.L_model_backward(AL, Y, caches), parameter_slopes(X, parameters, Y)
    draw.named()
    sizes = many_sizes(draw, 1)
    X, parameters, Y = draw.normal(sizes[0], 2), network(draw, sizes, scale=1.2), draw.labels(2)
    parameters = unsaturated(parameters, forward(X, parameters)[1])
    AL, caches = forward(X, parameters)
    yield "many layers", submission.L_model_backward(AL, Y, caches), parameter_slopes(X, parameters, Y)
    n_0, n_1, m = draw.sizes("n_0", "n_1", "m", low=2, high=6)
    X, parameters, AL, caches = smooth_pass(draw, [n_0, n_1, 1], m)
    Y = draw.labels(m)
    for labels in (Y.reshape(m, 1), Y.ravel()):
        result = submission.L_model_backward(AL, labels, caches)
        yield "labels as a column or a vector", result, parameter_slopes(X, parameters, Y)


# fmt: off
L_model_backward.at("Y = Y.reshape(AL.shape)").mistakes(("", "labels not reshaped",
    "It fails for labels in a column. Which line gives the labels the shape of the probabilities, is its result kept, "
    "and is that before they are used?"))
families.loss_slope(L_model_backward, "AL")
L_model_backward.everywhere("dA_prev, dW, db = linear").mistakes((
    "dW, db, dA_prev = linear", "gradients in another order",
    "The three gradients have each other's names. In which order does `linear_activation_backward` return them?"))
L_model_backward.at('caches[L - 1], "sigmoid"').mistakes(
    ('caches[L - 1], "relu"', "output layer with relu",
     "The output layer went through the slope of the relu. Which activation does it have?"),
    ('caches[L], "sigmoid"', "cache behind the end",
     "A cache beyond the end of the list was asked for. Lists count from 0: at which place is that layer's own cache?"),
)
L_model_backward.at("dA_prev, dW, db = linear_activation_backward(dAL").mistakes((
    "dA_prev = linear_activation_backward(dAL", "one name for three gradients",
    "`dW` has no value: `linear_activation_backward` returns three results. Which names do the lines below expect?"))
L_model_backward.at('grads["dA" + str(L - 1)]').mistakes(('grads["dA" + str(L)]', "dA_prev of layer L under L",
    "A layer asks for a `dA` that no layer has stored. Under which number does layer L store its `dA_prev`?"))
L_model_backward.at('grads["dA" + str(l - 1)], grads["dW" + str(l)], grads["db" + str(l)] = dA_prev, dW, db').mistakes((
    'grads["dW" + str(l)], grads["db" + str(l)] = dW, db', "dA_prev not stored",
    "A layer asks for a `dA` that no layer has stored. What does layer l leave for the layer before it?"))
L_model_backward.at('grads["dA" + str(l - 1)]').mistakes(('grads["dA" + str(l)]', "dA_prev under its own number",
    "A hidden layer stored its `dA_prev` under its own number. To which layer's output does `dA_prev` belong?"))
L_model_backward.at('grads["dA" + str(l)], ca').mistakes(('grads["dA" + str(l + 1)], ca', "dA of the next layer",
    "The loop asks for a `dA` with a number that is too large. Which layers does it run through, and to which layer's "
    "output does each `dA` belong?"))
L_model_backward.at('grads["dA" + str(l)], caches').mistakes(("dAL, caches", "dAL in every layer",
    "A layer got the gradient of one layer and the cache of another. Which two belong to layer l?"))
L_model_backward.at("caches[l - 1]").mistakes((["caches[l]", "caches[L - 1]"], "cache of the last layer",
    "A hidden layer used the cache of layer L. The list counts from 0: where is the layer's own?"))
L_model_backward.at('"relu"').mistakes(('"sigmoid"', "hidden layers with sigmoid",
    "The hidden layers went through the slope of the sigmoid. Which activation do they have?"))
L_model_backward.alternatives({
    "the published shape: a loop from L - 2, dAL kept": """
    grads = {}
    L = len(caches)
    m = AL.shape[1]
    Y = Y.reshape(AL.shape)
    dAL = - (np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    grads["dA" + str(L)] = dAL
    current_cache = caches[L-1]
    (grads["dA" + str(L-1)], grads["dW" + str(L)],
     grads["db" + str(L)]) = linear_activation_backward(dAL, current_cache, activation="sigmoid")
    for l in reversed(range(L-1)):
        current_cache = caches[l]
        dA_prev_temp, dW_temp, db_temp = linear_activation_backward(grads["dA" + str(l + 1)], current_cache, "relu")
        grads["dA" + str(l)] = dA_prev_temp
        grads["dW" + str(l + 1)] = dW_temp
        grads["db" + str(l + 1)] = db_temp
    return grads
""",
    "the short way: dZ = AL - Y": """
    L = len(caches)
    linear_cache, _ = caches[-1]
    dA, dW, db = linear_backward(AL - Y.reshape(1, -1), linear_cache)
    grads = {f"dA{L - 1}": dA, f"dW{L}": dW, f"db{L}": db}
    for l in range(L - 1, 0, -1):
        dA, grads[f"dW{l}"], grads[f"db{l}"] = linear_activation_backward(dA, caches[l - 1], "relu")
        grads[f"dA{l - 1}"] = dA
    return grads
""",
    "one loop over all layers, the caches from the end": """
    Y = np.reshape(Y, AL.shape)
    dA = (AL - Y) / (AL * (1 - AL))
    grads = {}
    for l, cache in reversed(list(enumerate(caches, start=1))):
        kind = "relu" if l < len(caches) else "sigmoid"
        dA, grads["dW%d" % l], grads["db%d" % l] = linear_activation_backward(dA, cache, kind)
        grads["dA%d" % (l - 1)] = dA
        print(l, dA.shape)
    return grads
""",
    "no function of the earlier steps, float32": """
    m = AL.shape[1]
    dZ = (AL - Y.reshape(AL.shape)).astype(np.float32)
    grads = {}
    for l in range(len(caches), 0, -1):
        (A_prev, W, b), Z = caches[l - 1]
        if l < len(caches):
            dZ = dA * (Z > 0)
        dA = W.T.astype(np.float32) @ dZ
        grads.update({f"dA{l - 1}": dA, f"dW{l}": dZ @ A_prev.T / m, f"db{l}": dZ.mean(axis=1, keepdims=True)})
    return grads
""",
})
# fmt: on


@assignment.exercise(points=5, atol=1e-6, keeps_arguments=True)
def update_parameters(submission, draw):
    """Networks of two to fourteen layers."""

    def step(sizes, rate, m=3):
        """With gradients as L_model_backward leaves them, those of the activations among them."""
        parameters = network(draw, sizes)
        grads = {f"dA{k}": draw.normal(n, m) for k, n in enumerate(sizes[:-1])}
        grads |= {"d" + name: draw.normal(*value.shape) for name, value in parameters.items()}
        return submission.update_parameters(parameters, grads, rate)

    yield "three layers", step([*draw.sizes("n_0", "n_1", "n_2", low=2, high=6), 1], 0.3)
    yield "two layers", step([*draw.sizes("n_0", "n_1", low=2, high=6), 1], 0.0075)
    draw.named(n=2)
    yield "four layers", step([2, 2, 2, 2, 1], 1.5)
    draw.named()
    yield "many layers", step(many_sizes(draw, 1), float(draw.uniform(0.1, 1)))
    draw.named(n_0=4, n_1=3, n_2=1)
    shapes = {"W1": (3, 4), "b1": (3, 1), "W2": (1, 3), "b2": (1, 1)}
    random, random_grads = np.random.RandomState(2), np.random.RandomState(3)
    parameters = {name: random.randn(*shape) for name, shape in shapes.items()}
    grads = {"d" + name: random_grads.randn(*shape) for name, shape in shapes.items()}
    yield "the notebook's example", submission.update_parameters(parameters, grads, 0.1), PUBLISHED_STEP


families.gradient_step(
    update_parameters, r'parameters\["." \+ str\(l\)\]', "learning_rate", r'grads\["d." \+ str\(l\)\]'
)
# fmt: off
update_parameters.at("range(1, L + 1)").mistakes(
    ("range(2, L + 1)", "first layer missed",
     "The first layer is missing from the result. With which number do the layers begin?"),
    ("range(1, L)", "last layer missed", "The last layer is missing from the result. Where does `range` end?"),
)
update_parameters.at('moved["b" + str(l)]').mistakes(('moved["W" + str(l)]', "biases under the keys of the weights",
    "The biases after the step are under the keys of the weights. Which letter do their keys begin with?"))
update_parameters.everywhere(r'moved\["(.)" \+ str\(l\)\] = ').mistakes(
    ("new = ", "new values lost",
     "The result is an empty dictionary. Does the loop run through the layers, and where does each new value have to "
     "go, so that the function returns it?"),
    (r'parameters["\1" + str(l)] = ', "new values put into the argument",
     "The new values went into `parameters`, the caller's dictionary, and `moved` stayed empty. Which is returned?"),
)
update_parameters.everywhere(r'grads\["d').mistakes(('grads["', "keys of the parameters",
    "A key that you read is not there. `moved` is empty at first, and the keys of `grads` begin with d: which of the "
    "two do you read?"))
families.descent(update_parameters)

assignment.examples(
    Example("the first edition's numbering in a notebook that is right otherwise",
        {"L_model_backward": [
             ('grads["dA" + str(L - 1)]', 'grads["dA" + str(L)]'),
             ('grads["dA" + str(l)], caches', 'grads["dA" + str(l + 1)], caches'),
             ('grads["dA" + str(l - 1)]', 'grads["dA" + str(l)]'),
         ]}),
    Example("a dictionary for a cache, and a backward step that reads it",
        {"linear_forward": [("cache = (A, W, b)", 'cache = {"A": A, "W": W, "b": b}')],
         "linear_backward": [("A_prev, W, b = cache", 'A_prev, W, b = cache["A"], cache["W"], cache["b"]')]}),
    Example("a forgotten bias and a sum for a mean, with everything after them right",
        {"linear_forward": [("W @ A + b", "W @ A")], "linear_backward": [("dZ @ A_prev.T / m", "dZ @ A_prev.T")]}),
    Example("shapes printed in every layer, forward and backward",
        {"linear_forward": [("    ### END CODE HERE ###", "    print(A.shape, W.shape, b.shape, Z.shape)")],
         "linear_backward": [("    ### END CODE HERE ###", "    print(dA_prev.shape, dW.shape, db.shape)")]}, loses=()),
    Example("the notebook's own data in the whole forward pass", {"L_model_forward": [("A = X\n", "A = X_small\n")]}),
    Example("parameters updated in place, in arrays that the caller still holds",
        {"update_parameters": [
             ("moved = {}", "moved = parameters"),
             ('moved["W" + str(l)] = parameters["W" + str(l)] -', 'moved["W" + str(l)] -='),
             ('moved["b" + str(l)] = parameters["b" + str(l)] -', 'moved["b" + str(l)] -='),
         ]}),
)
# fmt: on
