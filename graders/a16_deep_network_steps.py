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
  may, as in the whole course: it costs that one part.
- A network of one layer, which the published assignment never builds, is not asked for: a solution that
  treats the last layer apart may need a layer before it.
- Slopes are measured by a complex step, which has no rounding and cannot step across relu's kink. The hidden Z that
  `smooth_pass` draws stay away from it all the same, for answers that compute in float32; and so does its AL from 0 and
  1, where 1 - AL has lost its digits. The slope at the kink itself is a convention, which the notebook states.
"""

import itertools
import math

import numpy as np

from autograder.judging.exercise import Alternative, Assignment, Example, Mistake

assignment = Assignment("a16_deep_network_steps")


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


def cost_by_examples(AL, Y):
    """The mean of what each example costs, by the two cases of its label."""
    return np.mean([-math.log(a if y == 1 else 1 - a) for a, y in zip(AL.flat, Y.flat, strict=True)])


def cost_of(A, parameters, Y, first=1):
    """The cost by Z of the last layer, which needs no logarithm of a small number."""
    Z = forward(A, parameters, first)[1][-1][1]
    return np.mean(np.log(1 + np.exp(Z)) - Y * Z, axis=(-2, -1))


def slopes(value, arrays):
    """The slope of value(arrays) along each entry of each array, in a dictionary like `arrays`.

    It is the imaginary part of the value where the entry is shifted by i × 1e-20. All the shifted arrays are handed
    over at once, as a stack, and `value` returns a number for each.
    """
    found = {}
    for name, array in arrays.items():
        shifts = 1e-20j * np.eye(array.size).reshape(array.size, *array.shape)
        found[name] = (value({**arrays, name: array + shifts}).imag / 1e-20).reshape(array.shape)
    return found


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
    yield (
        "published example",
        submission.initialize_parameters(3, 2, 1),
        {
            "W1": np.array([[0.01624345, -0.00611756, -0.00528172], [-0.01072969, 0.00865408, -0.02301539]]),
            "b1": np.zeros((2, 1)),
            "W2": np.array([[0.01744812, -0.00761207]]),
            "b2": np.zeros((1, 1)),
        },
    )


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
        "The weights are 100 times too large. By what does the table multiply the standard normal numbers?",
    ),
    Mistake(
        "only W1 scaled",
        "np.random.randn(n_y, n_h) * 0.01",
        "np.random.randn(n_y, n_h)",
        "`W2` is 100 times too large, `W1` is right. Both are scaled alike.",
    ),
    Mistake(
        "scale 0.1",
        WEIGHTS,
        both_weights("np.random.randn({rows}, {columns}) * 0.1"),
        "The weights are 10 times too large. Which factor does the table give?",
    ),
    Mistake(
        "scale from the number of inputs",
        WEIGHTS,
        both_weights("np.random.randn({rows}, {columns}) * np.sqrt(2 / {columns})"),
        "The weights were scaled by the root of 2/n, a good choice for deep networks that comes later. "
        "Which factor does the table of this step give?",
    ),
    Mistake(
        "rand instead of randn",
        WEIGHTS,
        both_weights("np.random.rand({rows}, {columns}) * 0.01"),
        "The weights are all positive: `np.random.rand` draws evenly between 0 and 1. "
        "What is the function for standard normal numbers called?",
    ),
    Mistake(
        "all weights equal",
        WEIGHTS,
        both_weights("np.ones(({rows}, {columns})) * 0.01"),
        "All weights came as 0.01. Units that start equal stay equal; what makes them different?",
    ),
    Mistake(
        "all weights zero",
        WEIGHTS,
        both_weights("np.zeros(({rows}, {columns}))"),
        "All weights came as zeros. Only the biases may start there: what makes the units of a layer different?",
    ),
    Mistake(
        "random biases",
        "b1 = np.zeros((n_h, 1))",
        "b1 = np.random.randn(n_h, 1) * 0.01",
        "`b1` came with random numbers, and `W2` with the numbers after them. Where do biases start?",
    ),
    Mistake(
        "W2 drawn before W1",
        "W1 = np.random.randn(n_h, n_x) * 0.01",
        "W2_first = np.random.randn(n_y, n_h)\n    W1 = np.random.randn(n_h, n_x) * 0.01",
        "`W1` does not hold the first numbers after the seed: something was drawn before it. Which weights come first?",
    ),
    Mistake(
        "seed set again before W2",
        "W2 = np.random.randn(n_y, n_h) * 0.01",
        "np.random.seed(1)\n    W2 = np.random.randn(n_y, n_h) * 0.01",
        "`W2` begins with the very numbers of `W1`: the seed was set a second time. Once is enough.",
    ),
    Mistake(
        "seed of the last notebook",
        "np.random.seed(1)",
        "np.random.seed(2)",
        "The weights are those of seed 2, as in the notebook with one hidden layer. Here the line above your part "
        "sets it to 1.",
    ),
    Mistake(
        "another seed",
        "np.random.seed(1)",
        "np.random.seed(42)",
        "The weights come from another seed. The line above your part sets it to 1; leave it as it is.",
    ),
    Mistake(
        "no seed",
        "np.random.seed(1)  # the same start for everyone, so that results can be compared",
        "",
        "The weights differ from call to call. Is the line with the seed, above your part, still there?",
    ),
    Mistake(
        "another random generator",
        WEIGHTS,
        both_weights("rng.standard_normal(({rows}, {columns})) * 0.01", "rng = np.random.default_rng(1)\n    "),
        "The weights come from `default_rng`, which draws other numbers. Which function follows the seed set above?",
    ),
    Mistake(
        "flat b1",
        "np.zeros((n_h, 1))",
        "np.zeros(n_h)",
        "`b1` came with one axis, shape `(n_h,)`. A bias is a column: how many columns does it have?",
    ),
    Mistake(
        "b1 as a row",
        "np.zeros((n_h, 1))",
        "np.zeros((1, n_h))",
        "`b1` came as a row. It is added to each column of `W1 @ X`, so it must be a column itself.",
    ),
    Mistake(
        "a pair given to randn",
        "np.random.randn(n_h, n_x)",
        "np.random.randn((n_h, n_x))",
        "`np.random.randn` got a pair, in brackets of its own. It takes the two sizes as two separate numbers.",
    ),
    Mistake(
        "two numbers given to zeros",
        "np.zeros((n_h, 1))",
        "np.zeros(n_h, 1)",
        "`np.zeros` took the second size for a type. It takes both sizes as one pair, in brackets of their own.",
    ),
    Mistake(
        "weights transposed",
        WEIGHTS,
        both_weights("np.random.randn({columns}, {rows}) * 0.01"),
        "`W1` and `W2` came with rows and columns exchanged. A row belongs to a unit of the layer that is computed.",
    ),
    Mistake(
        "b2 missing",
        '"W2": W2, "b2": b2}',
        '"W2": W2}',
        "The dictionary has no `b2`. The line with `return`, below your part, puts all four into it.",
    ),
    Mistake(
        "W1 and W2 exchanged",
        '"W1": W1, "b1": b1, "W2": W2',
        '"W1": W2, "b1": b1, "W2": W1',
        "`W1` and `W2` stand under each other's key. Which of them is multiplied by the inputs?",
    ),
    Mistake(
        "sizes of the example",
        "np.random.seed(1)",
        "n_x, n_h, n_y = 3, 2, 1\n    np.random.seed(1)",
        "The shapes are always those of 3, 2 and 1 units. The sizes are arguments: `n_x`, `n_h` and `n_y`.",
    ),
)

initialize_parameters.alternatives(
    Alternative(
        "random.normal",
        """
def initialize_parameters(n_x, n_h, n_y):
    np.random.seed(1)
    W1 = np.random.normal(0, 0.01, (n_h, n_x))
    W2 = np.random.normal(0, 0.01, size=(n_y, n_h))
    return dict(W1=W1, b1=np.zeros(shape=(n_h, 1)), W2=W2, b2=np.zeros([n_y, 1]))
""",
    ),
    Alternative(
        "a generator of its own, a loop",
        """
def initialize_parameters(n_x, n_h, n_y):
    random = np.random.RandomState(1)
    parameters = {}
    for number, (rows, columns) in enumerate([(n_h, n_x), (n_y, n_h)], start=1):
        parameters["W" + str(number)] = random.standard_normal((rows, columns)) / 100
        parameters["b" + str(number)] = np.zeros((rows, 1))
    return parameters
""",
    ),
    Alternative(
        "float32, whole zeros, shapes asserted and printed",
        """
def initialize_parameters(n_x, n_h, n_y):
    np.random.seed(1)
    W1 = (0.01 * np.random.randn(n_h, n_x)).astype(np.float32)
    W2 = (0.01 * np.random.randn(n_y, n_h)).astype(np.float32)
    b1, b2 = np.zeros((n_h, 1), dtype=int), np.zeros_like(W2[:, :1])
    assert (W1.shape == (n_h, n_x)) and b1.shape == (n_h, 1)
    print(W1.shape, W2.shape)
    return {"b2": b2, "W2": W2, "b1": b1, "W1": W1}
""",
    ),
)


@assignment.exercise(points=10, keeps_arguments=True)
def initialize_parameters_deep(submission, draw):
    """Networks of two to fourteen layers."""
    yield (
        "four layers",
        submission.initialize_parameters_deep([*draw.sizes("n_0", "n_1", "n_2", "n_3", low=2), 1]),
    )
    yield "two layers", submission.initialize_parameters_deep(list(draw.sizes("n_0", "n_1", "n_2", low=2)))
    draw.sizes()
    yield "many layers", submission.initialize_parameters_deep(many_sizes(draw))
    yield "one unit in each layer", submission.initialize_parameters_deep([1, 1, 1, 1])
    draw.named(n_0=5, n_1=4, n_2=3)
    yield (
        "published example",
        submission.initialize_parameters_deep([5, 4, 3]),
        {
            "W1": np.array(
                [
                    [0.01788628, 0.0043651, 0.00096497, -0.01863493, -0.00277388],
                    [-0.00354759, -0.00082741, -0.00627001, -0.00043818, -0.00477218],
                    [-0.01313865, 0.00884622, 0.00881318, 0.01709573, 0.00050034],
                    [-0.00404677, -0.0054536, -0.01546477, 0.00982367, -0.01101068],
                ]
            ),
            "b1": np.zeros((4, 1)),
            "W2": np.array(
                [
                    [-0.01185047, -0.0020565, 0.01486148, 0.00236716],
                    [-0.01023785, -0.00712993, 0.00625245, -0.00160513],
                    [-0.00768836, -0.00230031, 0.00745056, 0.01976111],
                ]
            ),
            "b2": np.zeros((3, 1)),
        },
    )


DRAWN = "np.random.randn(layer_dims[l], layer_dims[l - 1]) * 0.01"
ZEROS = "np.zeros((layer_dims[l], 1))"


def both_keys(W, b):
    """The solution's two entries of a layer, under other keys."""
    return f"parameters[{W}] = {DRAWN}\n        # (3) its biases, zero\n        parameters[{b}] = {ZEROS}"


KEYS = both_keys('"W" + str(l)', '"b" + str(l)')

initialize_parameters_deep.mistakes(
    Mistake(
        "last layer missing",
        "range(1, L + 1)",
        "range(1, L)",
        "The last layer has no parameters. `range` ends one before its second number: which is the last layer?",
    ),
    Mistake(
        "begins at layer 0",
        "range(1, L + 1)",
        "range(L + 1)",
        "There is a `W0`, and so the other weights hold later random numbers. The input is layer 0: does it have "
        "parameters?",
    ),
    Mistake(
        "layers 0 to L - 1",
        "range(1, L + 1)",
        "range(L)",
        "The layers are numbered from 0, and the last one is missing. The first layer with parameters is number 1.",
    ),
    Mistake(
        "one layer too many",
        "range(1, L + 1)",
        "range(1, L + 2)",
        "The loop asks for a size behind the end of `layer_dims`. How many layers with parameters are there, if the "
        "list also holds the input?",
    ),
    Mistake(
        "two layers only",
        "range(1, L + 1)",
        "range(1, 3)",
        "There are always two layers. Other lists are longer: the number of layers is given as `L`.",
    ),
    Mistake(
        "sizes of the example",
        "parameters = {}",
        "parameters = {}\n    layer_dims = [5, 4, 3]",
        "The shapes are always those of 5, 4 and 3 units. The sizes are in the argument `layer_dims`.",
    ),
    Mistake(
        "weights transposed",
        "layer_dims[l], layer_dims[l - 1]",
        "layer_dims[l - 1], layer_dims[l]",
        "The weights came with rows and columns exchanged. A row belongs to a unit of layer l; which size comes first?",
    ),
    Mistake(
        "input size in every layer",
        "layer_dims[l - 1]",
        "layer_dims[0]",
        "Every weight matrix has as many columns as there are inputs. From which layer does layer l take its input?",
    ),
    Mistake(
        "weights not scaled",
        ") * 0.01",
        ")",
        "The weights are 100 times too large. By what are the standard normal numbers multiplied?",
    ),
    Mistake(
        "scaled by the root of n",
        ") * 0.01",
        ") / np.sqrt(layer_dims[l - 1])",
        "The weights were divided by the root of the number of inputs. That is for the next notebook; which factor "
        "does this step ask for?",
    ),
    Mistake(
        "scaled by the root of 2/n",
        ") * 0.01",
        ") * np.sqrt(2 / layer_dims[l - 1])",
        "The weights were multiplied by the root of 2/n, a good choice for relu layers that comes later. Which factor "
        "does this step ask for?",
    ),
    Mistake(
        "rand instead of randn",
        "np.random.randn(layer_dims",
        "np.random.rand(layer_dims",
        "The weights are all positive: `np.random.rand` draws evenly between 0 and 1. "
        "What is the function for standard normal numbers called?",
    ),
    Mistake(
        "weights zero",
        DRAWN,
        "np.zeros((layer_dims[l], layer_dims[l - 1]))",
        "All weights came as zeros. Only the biases may start there: what makes the units of a layer different?",
    ),
    Mistake(
        "seed set in the loop",
        "# (2) its weights, standard normal times 0.01",
        "np.random.seed(3)",
        "Every layer begins with the same random numbers: the seed is set again in the loop. Once, before it, is "
        "enough.",
    ),
    Mistake(
        "another seed",
        "np.random.seed(3)",
        "np.random.seed(1)",
        "The weights are those of seed 1, as in step 1. Here the line above your part sets it to 3.",
    ),
    Mistake(
        "no seed",
        "np.random.seed(3)  # once, so that all layers are drawn from one sequence",
        "",
        "The weights differ from call to call. Is the line with the seed, above your part, still there?",
    ),
    Mistake(
        "random biases",
        ZEROS,
        "np.random.randn(layer_dims[l], 1) * 0.01",
        "The biases came with random numbers, and the weights behind them with later ones. Where do biases start?",
    ),
    Mistake(
        "flat biases",
        ZEROS,
        "np.zeros(layer_dims[l])",
        "The biases came with one axis. A bias is a column: how many columns does it have?",
    ),
    Mistake(
        "biases as rows",
        ZEROS,
        "np.zeros((1, layer_dims[l]))",
        "The biases came as rows. They are added to each column of `W A`, so they must be columns themselves.",
    ),
    Mistake(
        "biases of the layer before",
        ZEROS,
        "np.zeros((layer_dims[l - 1], 1))",
        "A bias has the size of the layer before. It has one entry for each unit of its own layer, l.",
    ),
    Mistake(
        "keys counted from 0",
        KEYS,
        both_keys('"W" + str(l - 1)', '"b" + str(l - 1)'),
        "The keys begin with `W0`. The first layer with parameters is number 1, here as in the formulas.",
    ),
    Mistake(
        "one key for all layers",
        KEYS,
        both_keys('"W"', '"b"'),
        "There is one `W` and one `b`, those of the last layer: each layer wrote over the one before. "
        "What tells the keys apart?",
    ),
    Mistake(
        "never more than five layers",
        "range(1, L + 1)",
        "range(1, min(L, 5) + 1)",
        "Networks of up to five layers are right, and deeper ones are not. How many layers does your loop go through?",
    ),
)

initialize_parameters_deep.alternatives(
    Alternative(
        "the published shape: L counts the input",
        """
def initialize_parameters_deep(layer_dims):
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
    ),
    Alternative(
        "zip over neighbours, random.normal, zeros_like",
        """
def initialize_parameters_deep(layer_dims):
    np.random.seed(3)
    parameters = {}
    for number, (columns, rows) in enumerate(zip(layer_dims, layer_dims[1:]), 1):
        W = np.random.normal(scale=0.01, size=(rows, columns))
        parameters.update({f"W{number}": W, f"b{number}": np.zeros_like(W[:, [0]])})
    print(sorted(parameters))
    return parameters
""",
    ),
    Alternative(
        "one long draw, cut into pieces, float32",
        """
def initialize_parameters_deep(layer_dims):
    counts = [rows * columns for columns, rows in zip(layer_dims, layer_dims[1:])]
    numbers = np.random.RandomState(3).randn(sum(counts)) * 1e-2
    pieces = np.split(numbers.astype(np.float32), np.cumsum(counts)[:-1])
    parameters = {}
    for l in range(len(pieces), 0, -1):
        parameters["b%d" % l] = np.zeros((layer_dims[l], 1), dtype=int)
        parameters["W%d" % l] = pieces[l - 1].reshape(layer_dims[l], -1)
    return parameters
""",
    ),
)


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
    yield "published example", submission.linear_forward(A, W, b), (np.array([[3.26295337, -1.23429987]]), (A, W, b))


linear_forward.mistakes(
    Mistake(
        "no bias",
        "W @ A + b",
        "W @ A",
        "`Z` is off by a constant in each row: the bias is missing. What does the formula add to W A?",
    ),
    Mistake(
        "bias subtracted",
        "W @ A + b",
        "W @ A - b",
        "The bias was subtracted. Which sign does it have in the formula?",
    ),
    Mistake(
        "bias multiplied",
        "W @ A + b",
        "(W @ A) * b",
        "The weighted sums were multiplied by the bias. What does the formula do with it?",
    ),
    Mistake(
        "bias added to the inputs",
        "W @ A + b",
        "W @ (A + b)",
        "The bias was added to `A`, before the product. It has an entry for each unit of this layer: what fits it?",
    ),
    Mistake(
        "bias added to the weights",
        "W @ A + b",
        "(W + b) @ A",
        "The bias was added to `W`, before the product. In the formula it stands outside.",
    ),
    Mistake(
        "bias as a row",
        "W @ A + b",
        "W @ A + b.ravel()",
        "The bias was added as a row, along the examples. Each unit has its own bias, so leave `b` the column it is.",
    ),
    Mistake(
        "sum of the biases",
        "W @ A + b",
        "W @ A + np.sum(b)",
        "All units got the same bias, the sum of all of them. Broadcasting gives each unit its own.",
    ),
    Mistake(
        "factors exchanged",
        "W @ A + b",
        "A @ W + b",
        "`A` and `W` stand in the wrong order. Which of them has n_prev columns, and which n_prev rows?",
    ),
    Mistake(
        "product entry by entry",
        "W @ A + b",
        "W * A + b",
        "`*` multiplies entry by entry, and the shapes do not fit. Which sign stands for the matrix product?",
    ),
    Mistake(
        "weights transposed",
        "W @ A + b",
        "W.T @ A + b",
        "`W` was transposed. It has a row for each unit already, as the formula needs it.",
    ),
    Mistake(
        "sum over an axis",
        "W @ A + b",
        "np.sum(W.T * A, axis=0) + b.squeeze()",
        "The weighted sum was made for one unit, entry by entry. A matrix product makes it for all units at once.",
    ),
    Mistake(
        "Z transposed",
        "W @ A + b",
        "(W @ A + b).T",
        "`Z` came transposed. It has a row for each unit and a column for each example.",
    ),
    Mistake(
        "Z written into b",
        "Z = W @ A + b",
        "b += W @ A\n    Z = b",
        "`b +=` writes the result into the bias itself, which is the network's own, and fits only for one example. "
        "Give `Z` an array of its own.",
    ),
    Mistake(
        "only Z returned",
        "return Z, cache",
        "return Z",
        "Only one thing came back. The function returns two: `Z` and the cache.",
    ),
    Mistake(
        "cache returned first",
        "return Z, cache",
        "return cache, Z",
        "The cache came first. The order is `Z`, then the cache.",
    ),
    Mistake(
        "cache as a dictionary",
        "cache = (A, W, b)",
        'cache = {"A": A, "W": W, "b": b}',
        "The cache came as a dictionary. `linear_backward` takes a tuple of three arrays apart, and a dictionary would "
        "give it the three keys.",
    ),
    Mistake(
        "Z in the cache",
        "cache = (A, W, b)",
        "cache = (Z, W, b)",
        "The cache begins with `Z`. The way back needs what went into the linear step, not what came out.",
    ),
    Mistake(
        "b missing in the cache",
        "cache = (A, W, b)",
        "cache = (A, W)",
        "The cache holds two arrays. It has three, in the order of the arguments.",
    ),
    Mistake(
        "A and W exchanged in the cache",
        "cache = (A, W, b)",
        "cache = (W, A, b)",
        "The cache begins with `W`. Its order is that of the arguments; who takes it apart relies on it.",
    ),
)

linear_forward.alternatives(
    Alternative(
        "np.dot, a list for a tuple",
        """
def linear_forward(A, W, b):
    Z = np.add(np.dot(W, A), b)
    print(Z.shape)
    assert(Z.shape == (W.shape[0], A.shape[1]))
    return [Z, [A, W, b]]
""",
    ),
    Alternative(
        "the loops of the definition",
        """
def linear_forward(A, W, b):
    Z = np.zeros((W.shape[0], A.shape[1]))
    for i in range(A.shape[1]):
        for k in range(W.shape[0]):
            Z[k, i] = np.sum(W[k, :] * A[:, i]) + b[k, 0]
    return Z, (A, W, b)
""",
    ),
    Alternative(
        "the bias as the weight of a constant input",
        """
def linear_forward(A, W, b):
    extended = np.vstack([A, np.ones((1, A.shape[1]))])
    return np.hstack([W, b]) @ extended, (A.copy(), W.copy(), b.copy())
""",
    ),
    Alternative(
        "float32, rows of examples, a sum in place",
        """
def linear_forward(A, W, b):
    Z = (A.T.astype(np.float32) @ W.T.astype(np.float32)).T
    Z += b.reshape(-1, 1)
    return Z, (A, W, b)
""",
    ),
)


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
        yield "published example", result, (np.array(A), cache)


def branches(of_sigmoid, of_relu, result="A, activation_cache", condition='activation == "sigmoid"', other="else"):
    """The solution's two branches with other expressions for the two activations."""
    return f"if {condition}:\n        {result} = {of_sigmoid}\n    {other}:\n        {result} = {of_relu}"


BRANCHES = branches("sigmoid(Z)", "relu(Z)")

linear_activation_forward.mistakes(
    Mistake(
        "branches exchanged",
        BRANCHES,
        branches("relu(Z)", "sigmoid(Z)"),
        "The two activations are exchanged: `relu` came where `sigmoid` was asked for, and the other way round.",
    ),
    Mistake(
        "always sigmoid",
        BRANCHES,
        branches("sigmoid(Z)", "sigmoid(Z)"),
        "Every layer came with a sigmoid. What does the argument `activation` say?",
    ),
    Mistake(
        "always relu",
        BRANCHES,
        branches("relu(Z)", "relu(Z)"),
        "Every layer came with a relu. What does the argument `activation` say?",
    ),
    Mistake(
        "no activation",
        BRANCHES,
        branches("Z, Z", "Z, Z"),
        "`A` is the same as `Z`: the linear step alone. Which function comes after it?",
    ),
    Mistake(
        "tanh for sigmoid",
        BRANCHES,
        branches("np.tanh(Z), Z", "relu(Z)"),
        "For `sigmoid`, `A` came as tanh of `Z`, between -1 and 1. The helper `sigmoid` gives a probability.",
    ),
    Mistake(
        "sigmoid with the wrong sign",
        BRANCHES,
        branches("1 / (1 + np.exp(Z)), Z", "relu(Z)"),
        "For `sigmoid`, `A` is one minus the right probability. Look at the sign in the exponent, or use the helper.",
    ),
    Mistake(
        "sigmoid applied twice",
        BRANCHES,
        branches("sigmoid(sigmoid(Z)[0])[0], Z", "relu(Z)"),
        "For `sigmoid`, the sigmoid was applied twice. Once makes a probability of `Z`.",
    ),
    Mistake(
        "leaky relu",
        BRANCHES,
        branches("sigmoid(Z)", "np.maximum(0.01 * Z, Z), Z"),
        "For `relu`, negative values of `Z` left a trace in `A`, a hundredth. The relu of the table makes them 0.",
    ),
    Mistake(
        "absolute value for relu",
        BRANCHES,
        branches("sigmoid(Z)", "np.abs(Z), Z"),
        "For `relu`, negative values of `Z` came with the sign removed. What does max(0, z) make of them?",
    ),
    Mistake(
        "relu's slope for relu",
        BRANCHES,
        branches("sigmoid(Z)", "(Z > 0).astype(float), Z"),
        "For `relu`, `A` holds only 0 and 1: that is the relu's slope. Positive values of `Z` pass as they are.",
    ),
    Mistake(
        "relu with a ceiling",
        BRANCHES,
        branches("sigmoid(Z)", "np.minimum(relu(Z)[0], 6), Z"),
        "For `relu`, large values of `Z` were cut off at 6. This relu has no ceiling.",
    ),
    Mistake(
        "activation of the inputs",
        BRANCHES,
        branches("sigmoid(A_prev)", "relu(A_prev)"),
        "The activation was applied to `A_prev`. It comes after the linear step: what is that one's result called?",
    ),
    Mistake(
        "names in capitals",
        BRANCHES,
        branches("sigmoid(Z)", "relu(Z)", condition='activation == "Sigmoid"', other='elif activation == "ReLU"'),
        "No branch was taken, so there is no `A`. Python tells capitals apart: which two texts may `activation` be?",
    ),
    Mistake(
        "two results of the linear step taken for one",
        "Z, linear_cache = linear_forward(A_prev, W, b)",
        "Z = linear_cache = linear_forward(A_prev, W, b)",
        "`Z` is a tuple: it holds both results of `linear_forward`. How many names do two results need?",
    ),
    Mistake(
        "two results of the activation taken for one",
        BRANCHES,
        branches("sigmoid(Z)", "relu(Z)", result="A = activation_cache"),
        "`A` is a tuple: it holds both results of the helper. How many names do two results need?",
    ),
    Mistake(
        "only A returned",
        "return A, cache",
        "return A",
        "Only one thing came back. The function returns two: `A` and the cache.",
    ),
    Mistake(
        "caches exchanged",
        "cache = (linear_cache, activation_cache)",
        "cache = (activation_cache, linear_cache)",
        "The two caches stand in each other's place. The cache of a layer begins with that of the linear step.",
    ),
    Mistake(
        "A in the cache",
        "cache = (linear_cache, activation_cache)",
        "cache = (linear_cache, A)",
        "The activation's cache holds `A`. The way back needs `Z`, what went into the activation.",
    ),
    Mistake(
        "flat cache",
        "cache = (linear_cache, activation_cache)",
        "cache = (*linear_cache, activation_cache)",
        "The cache holds four arrays side by side. It has two items, and the first of them is a tuple of three.",
    ),
    Mistake(
        "linear cache only",
        "cache = (linear_cache, activation_cache)",
        "cache = linear_cache",
        "The cache is that of the linear step alone. Where is `Z`, which the activation needs on the way back?",
    ),
    Mistake(
        "inputs and weights exchanged",
        "linear_forward(A_prev, W, b)",
        "linear_forward(W, A_prev, b)",
        "`linear_forward` got `W` and `A_prev` in each other's place. Which comes first in its definition?",
    ),
)

linear_activation_forward.alternatives(
    Alternative(
        "the published shape: both cases named",
        """
def linear_activation_forward(A_prev, W, b, activation):
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
    ),
    Alternative(
        "a dictionary of functions, lists for tuples",
        """
def linear_activation_forward(A_prev, W, b, activation):
    Z, linear_cache = linear_forward(A_prev, W, b)
    A, activation_cache = {"sigmoid": sigmoid, "relu": relu}[activation](Z)
    return [A, [linear_cache, activation_cache]]
""",
    ),
    Alternative(
        "no helper, masks and exponentials, float32",
        """
def linear_activation_forward(A_prev, W, b, activation):
    Z = np.einsum("nk,km->nm", W.astype(np.float32), A_prev.astype(np.float32)) + b.astype(np.float32)
    A = Z * (Z > 0) if activation == "relu" else 1 / (1 + np.exp(-Z))
    print(activation, A.shape)
    return A, ((A_prev, W, b), Z)
""",
    ),
    Alternative(
        "a copy changed in place",
        """
def linear_activation_forward(A_prev, W, b, activation):
    Z = np.dot(W, A_prev)
    Z += b
    A = Z.copy()
    if activation == "relu":
        A[A < 0] = 0
    else:
        A = 0.5 * (1 + np.tanh(A / 2))
    return A, ((A_prev, W, b), Z)
""",
    ),
)


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
    yield "published example", submission.L_model_forward(X, parameters), (AL, forward(X, parameters)[1])


LOOP_CALL = 'A, cache = linear_activation_forward(A, parameters["W" + str(l)], parameters["b" + str(l)], "relu")'
LAST_CALL = 'AL, cache = linear_activation_forward(A, parameters["W" + str(L)], parameters["b" + str(L)], "sigmoid")'
LAYERS = f"""for l in range(1, L):
        {LOOP_CALL}
        caches.append(cache)
    # (2) layer L with sigmoid; its cache comes last
    {LAST_CALL}
    caches.append(cache)"""


def layers(*edits):
    """The solution's lines with several edits in them."""
    code = LAYERS
    for old, new in edits:
        assert code.count(old) == 1
        code = code.replace(old, new)
    return code


L_model_forward.mistakes(
    Mistake(
        "layers counted twice",
        "len(parameters) // 2",
        "len(parameters)",
        "The loop asks for more layers than there are. Each layer has two entries in `parameters`; the given line "
        "halves their number.",
    ),
    Mistake(
        "one layer too few",
        "len(parameters) // 2",
        "len(parameters) // 2 - 1",
        "The last layer is left out. `L` is the number of its own layer: the given line subtracts nothing.",
    ),
    Mistake(
        "loop one short",
        "range(1, L)",
        "range(1, L - 1)",
        "The last hidden layer is left out. `range` already ends one before its second number.",
    ),
    Mistake(
        "loop one long",
        "range(1, L)",
        "range(1, L + 1)",
        "The loop also runs layer `L`, with a relu, and then this layer comes once more. Which is the last relu layer?",
    ),
    Mistake(
        "loop from 0",
        "range(1, L)",
        "range(L)",
        "The loop begins with layer 0, which has no parameters: it is the input. Where does `range` have to begin?",
    ),
    Mistake(
        "always from X",
        LOOP_CALL,
        LOOP_CALL.replace("forward(A,", "forward(X,"),
        "Every hidden layer took `X`. Only the first one does: what does the second one take?",
    ),
    Mistake(
        "output layer from X",
        LAST_CALL,
        LAST_CALL.replace("forward(A,", "forward(X,"),
        "The output layer took `X`. It takes what the last hidden layer has left.",
    ),
    Mistake(
        "output layer from the input of the last hidden one",
        LAYERS,
        layers((LOOP_CALL, f"A_prev = A\n        {LOOP_CALL}"), (LAST_CALL, LAST_CALL.replace("(A,", "(A_prev,"))),
        "The output layer took the input of the last hidden layer. After the loop, where is the last hidden layer's "
        "result?",
    ),
    Mistake(
        "sigmoid everywhere",
        LOOP_CALL,
        LOOP_CALL.replace("relu", "sigmoid"),
        "The hidden layers came with sigmoid. Which activation do layers 1 to L - 1 have?",
    ),
    Mistake(
        "relu everywhere",
        LAST_CALL,
        LAST_CALL.replace("sigmoid", "relu"),
        "The output layer came with relu, so `AL` is no probability. Which activation does layer L have?",
    ),
    Mistake(
        "cache of the last layer lost",
        f"{LAST_CALL}\n    caches.append(cache)",
        LAST_CALL,
        "The list holds one cache too few: that of the output layer is missing.",
    ),
    Mistake(
        "caches of the hidden layers lost",
        f"{LOOP_CALL}\n        caches.append(cache)",
        LOOP_CALL,
        "The list holds the cache of the output layer only. Each round of the loop makes one, too: where do they go?",
    ),
    Mistake(
        "list made anew",
        LAYERS,
        layers(("        caches.append(cache)", "        caches = [cache]")),
        "The list was made anew in each round, so only the last two caches are in it. How do you add to a list?",
    ),
    Mistake(
        "caches taken apart",
        LAYERS,
        LAYERS.replace("caches.append(cache)", "caches += cache"),
        "The list holds the two halves of each cache one after the other. `+=` takes a tuple apart; `append` adds it "
        "as one thing.",
    ),
    Mistake(
        "caches in reverse order",
        LAYERS,
        LAYERS.replace("caches.append(cache)", "caches.insert(0, cache)"),
        "The caches came from the last layer to the first. Layer 1 belongs in front.",
    ),
    Mistake(
        "one cache for all",
        "return AL, caches",
        "return AL, [cache] * L",
        "All caches in the list are that of the last layer. Each layer's own is wanted.",
    ),
    Mistake(
        "weights of layer 1 everywhere",
        LOOP_CALL,
        LOOP_CALL.replace('"W" + str(l)', '"W1"').replace('"b" + str(l)', '"b1"'),
        "Every hidden layer used `W1` and `b1`. Which number belongs in the keys?",
    ),
    Mistake(
        "bias of the last layer",
        LOOP_CALL,
        LOOP_CALL.replace('"b" + str(l)', '"b" + str(L)'),
        "The hidden layers used the bias of the last layer. A small `l` and a capital `L` look alike: which one is it?",
    ),
    Mistake(
        "three layers only",
        LAYERS,
        layers(("range(1, L)", "range(1, 3)"), ('"W" + str(L)', '"W3"'), ('"b" + str(L)', '"b3"')),
        "The network always has three layers. Their number is `L`; other networks have more, or fewer.",
    ),
    Mistake(
        "caches returned first",
        "return AL, caches",
        "return caches, AL",
        "The list came first. The order is `AL`, then the caches.",
    ),
    Mistake(
        "two results taken for one",
        LOOP_CALL,
        LOOP_CALL.replace("A, cache =", "A = cache ="),
        "`A` holds both results of `linear_activation_forward`. How many names do two results need?",
    ),
    Mistake(
        "never more than five layers",
        "range(1, L)",
        "range(1, min(L, 5))",
        "Networks of up to five layers are right, and deeper ones are not. How many layers does your loop go through?",
    ),
)

L_model_forward.alternatives(
    Alternative(
        "the published shape: A_prev in the loop",
        """
def L_model_forward(X, parameters):
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
    ),
    Alternative(
        "one loop over all layers, a tuple of caches",
        """
def L_model_forward(X, parameters):
    L = len(parameters) // 2
    caches, A = (), X
    for l in range(1, L + 1):
        kind = "sigmoid" if l == L else "relu"
        A, cache = linear_activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], kind)
        caches += (cache,)
    return A, caches
""",
    ),
    Alternative(
        "nothing defined for a single layer",
        """
def L_model_forward(X, parameters):
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
    ),
    Alternative(
        "recursion, no function of the earlier steps, float32",
        """
def L_model_forward(X, parameters):
    L = len(parameters) // 2

    def layers_from(l, A):
        W, b = (parameters[name + str(l)].astype(np.float32) for name in "Wb")
        Z = np.dot(W, A.astype(np.float32)) + b
        cache = ((A, W, b), Z)
        if l == L:
            return 1 / (1 + np.exp(-Z)), [cache]
        AL, caches = layers_from(l + 1, np.where(Z > 0, Z, 0))
        return AL, [cache] + caches

    return layers_from(1, X)
""",
    ),
)


@assignment.exercise(points=10, keeps_arguments=True, forbids=("sklearn.metrics.log_loss",))
def compute_cost(submission, draw):
    """Random probabilities, against a sum over the examples."""

    def cost(AL, Y):
        return submission.compute_cost(AL, Y), cost_by_examples(AL, Y)

    for _ in range(2):
        (m,) = draw.sizes("m", low=5, high=12)
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
    draw.named(m=3)
    # Until 2020 the published labels were 1, 1, 1, and left the second term of the cost untested.
    published = submission.compute_cost(np.array([[0.8, 0.9, 0.4]]), np.array([[1, 1, 0]]))
    yield "published example", published, 0.2797765635793422


BOTH_TERMS = "Y * np.log(AL) + (1 - Y) * np.log(1 - AL)"

compute_cost.mistakes(
    Mistake(
        "sum instead of mean",
        "-np.sum(log_probabilities) / m",
        "-np.sum(log_probabilities)",
        "The cost is `m` times too large: a sum over the examples. By what does the formula divide, and is it the "
        "number of columns?",
    ),
    Mistake(
        "minus sign missing",
        "-np.sum",
        "np.sum",
        "The cost is negative. The logarithm of a probability is negative; what stands in front of the formula's sum?",
    ),
    Mistake(
        "divided by 2m",
        "/ m",
        "/ (2 * m)",
        "The cost is half of what it should be. Does the formula have a factor 1/2?",
    ),
    Mistake(
        "three examples only",
        "m = Y.shape[1]",
        "m = 3",
        "The number of examples is always taken to be 3. The given line reads it from `Y`.",
    ),
    Mistake(
        "first term only",
        " + (1 - Y) * np.log(1 - AL)",
        "",
        "Only the examples with label 1 cost something. What does an example with label 0 pay?",
    ),
    Mistake(
        "second term only",
        "Y * np.log(AL) + ",
        "",
        "Only the examples with label 0 cost something. What does an example with label 1 pay?",
    ),
    Mistake(
        "terms subtracted",
        "+ (1 - Y)",
        "- (1 - Y)",
        "The second term has the wrong sign, so the two work against each other. Is there a plus or a minus between "
        "them?",
    ),
    Mistake(
        "log of AL in both terms",
        "np.log(1 - AL)",
        "np.log(AL)",
        "Both terms use the logarithm of `AL`. How probable does the network find label 0?",
    ),
    Mistake(
        "terms exchanged",
        BOTH_TERMS,
        "Y * np.log(1 - AL) + (1 - Y) * np.log(AL)",
        "A network that is sure and right pays most here. Which logarithm goes with label 1?",
    ),
    Mistake(
        "bracket around 1 - Y missing",
        "(1 - Y) * np.log",
        "1 - Y * np.log",
        "In the second term `*` comes before `-`, as there is no bracket. What is to be multiplied by the logarithm?",
    ),
    Mistake(
        "AL and Y exchanged",
        BOTH_TERMS,
        "AL * np.log(Y) + (1 - AL) * np.log(1 - Y)",
        "The logarithm of the labels was taken, and log(0) is infinite. Of which of the two does the formula take it?",
    ),
    Mistake(
        "log1p",
        BOTH_TERMS,
        "Y * np.log1p(AL) + (1 - Y) * np.log1p(-AL)",
        "The first logarithm came of 1 + `AL`: `np.log1p` adds a 1. The logarithm of a probability is wanted.",
    ),
    Mistake(
        "log1p in both terms",
        BOTH_TERMS,
        "Y * np.log1p(-AL) + (1 - Y) * np.log1p(AL)",
        "The logarithms came of 1 - `AL` and 1 + `AL`, in each other's place: `np.log1p` adds a 1.",
    ),
    Mistake(
        "logarithm to base 10",
        BOTH_TERMS,
        "Y * np.log10(AL) + (1 - Y) * np.log10(1 - AL)",
        "The cost is 0.43 times what it should be: a logarithm to base 10. The formula means the natural one.",
    ),
    Mistake(
        "logarithm to base 2",
        BOTH_TERMS,
        "Y * np.log2(AL) + (1 - Y) * np.log2(1 - AL)",
        "The cost is 1.44 times what it should be: a logarithm to base 2. The formula means the natural one.",
    ),
    Mistake(
        "squared error",
        "-np.sum(log_probabilities) / m",
        "np.sum((AL - Y) ** 2) / m",
        "This is the mean of the squared errors. The cross-entropy is made of logarithms.",
    ),
    Mistake(
        "not summed",
        "-np.sum(log_probabilities) / m",
        "-log_probabilities / m",
        "One number per example came. The cost is a single number: what happens over the examples?",
    ),
    Mistake(
        "array of one number",
        "np.sum(log_probabilities)",
        "np.sum(log_probabilities, keepdims=True)",
        "The cost came as an array of shape (1, 1). It should be one number: `np.squeeze` takes it out.",
    ),
    Mistake(
        "dot without transpose",
        BOTH_TERMS,
        "np.dot(Y, np.log(AL)) + np.dot(1 - Y, np.log(1 - AL))",
        "Two rows cannot be multiplied as matrices. Entry by entry, they can; or one of them has to be transposed.",
    ),
    Mistake(
        "rounded probabilities",
        "m = Y.shape[1]",
        "m = Y.shape[1]\n    AL = np.round(AL)",
        "The logarithm of 0 was taken: `AL` had been rounded. The cost needs the probabilities, not the decisions.",
    ),
    Mistake(
        "probabilities clipped",
        "m = Y.shape[1]",
        "m = Y.shape[1]\n    AL = np.clip(AL, 0.1, 0.95)",
        "The cost is wrong where the network is sure: `AL` was kept between two bounds. Use it as it is.",
    ),
    Mistake(
        "minus on the labels",
        f"log_probabilities = {BOTH_TERMS}  # (1, m)\n"
        "    # (2) the negative mean\n    cost = -np.sum(log_probabilities) / m",
        "cost = np.sum(-Y * np.log(AL) - (1 - Y) * np.log(1 - AL)) / m",
        "The formula is right, but `-Y` fails for labels without a sign: True and False, or uint8, where -1 becomes "
        "255. Put the minus in front of the whole sum.",
    ),
    Mistake(
        "AL changed in place",
        "m = Y.shape[1]",
        "m = Y.shape[1]\n    AL += 1e-9",
        "The cost is right, but `AL` was changed: `+=` works on the array itself, and the way back still needs it.",
    ),
)

compute_cost.alternatives(
    Alternative(
        "np.dot, squeezed to a 0-d array",
        """
def compute_cost(AL, Y):
    m = Y.shape[1]
    cost = (1./m) * (-np.dot(Y, np.log(AL).T) - np.dot(1-Y, np.log(1-AL).T))
    cost = np.squeeze(cost)
    assert(cost.shape == ())
    return cost
""",
    ),
    Alternative("where and mean", "def compute_cost(AL, Y):\n    return -np.mean(np.log(np.where(Y, AL, 1 - AL)))"),
    Alternative(
        "loop over the examples, a float",
        """
def compute_cost(AL, Y):
    total = 0
    for i in range(Y.shape[1]):
        total -= np.log(AL[0, i]) if Y[0, i] == 1 else np.log(1 - AL[0, i])
    return float(total / Y.shape[1])
""",
    ),
    Alternative(
        "a guard against the log of 0, float32, a warning",
        """
def compute_cost(AL, Y):
    import warnings
    warnings.warn("a guard is at work")
    AL = np.clip(AL, 1e-7, 1 - 1e-7).astype(np.float32)
    losses = np.multiply(np.log(AL), Y) + np.multiply(np.log1p(-AL), 1 - Y)
    return -losses.sum() / AL.size
""",
    ),
)


@assignment.exercise(points=10, keeps_arguments=True, returns=("dA_prev", "dW", "db"), atol=1e-5)
def linear_backward(submission, draw):
    """A random dZ, against measured slopes of sum(dZ * Z), whose gradient with respect to Z it is."""

    def run(A_prev, W, b):
        m = A_prev.shape[1]
        dZ = draw.normal(len(W), m)
        slope = slopes(
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
    yield (
        "published example",
        submission.linear_backward(dZ, (A_prev, W, b)),
        (
            np.array([[0.51822968, -0.19517421], [-0.40506361, 0.15255393], [2.37496825, -0.89445391]]),
            np.array([[-0.10076895, 1.40685096, 1.64992505]]),
            np.array([[0.50629448]]),
        ),
    )


DB = "np.sum(dZ, axis=1, keepdims=True)"

linear_backward.mistakes(
    Mistake(
        "sums instead of means",
        "m = A_prev.shape[1]",
        "m = 1",
        "`dW` and `db` are `m` times too large: sums over the examples. Both formulas have a factor 1/m.",
    ),
    Mistake(
        "dW not averaged",
        "dZ @ A_prev.T / m",
        "dZ @ A_prev.T",
        "`dW` is `m` times too large. The product adds up the examples; which factor makes a mean of it?",
    ),
    Mistake(
        "db not averaged",
        f"{DB} / m",
        DB,
        "`db` is `m` times too large. Is it the sum over the examples or the mean?",
    ),
    Mistake(
        "dA_prev averaged",
        "W.T @ dZ",
        "W.T @ dZ / m",
        "`dA_prev` is `m` times too small: it was divided by `m`, perhaps together with `dZ`. Each column belongs to "
        "one example, and there is no mean in its formula.",
    ),
    Mistake(
        "divided by the units before",
        "A_prev.shape[1]",
        "A_prev.shape[0]",
        "`dW` and `db` were divided by the number of units of the layer before. Examples are columns: what is `m`?",
    ),
    Mistake(
        "divided by the units",
        "A_prev.shape[1]",
        "dZ.shape[0]",
        "`dW` and `db` were divided by the number of units. Examples are columns: what is `m`?",
    ),
    Mistake(
        "two examples only",
        "m = A_prev.shape[1]",
        "m = 2",
        "The number of examples is always taken to be 2. The given line reads it from `A_prev`.",
    ),
    Mistake(
        "dW transposed",
        "dZ @ A_prev.T",
        "A_prev @ dZ.T",
        "`dW` came transposed. It has the shape of `W`, (n, n_prev): which factor comes first?",
    ),
    Mistake(
        "A_prev not transposed",
        "dZ @ A_prev.T",
        "dZ @ A_prev",
        "`dZ` and `A_prev` do not fit: both have `m` columns. Which of them must be turned so that `m` disappears?",
    ),
    Mistake(
        "dW entry by entry",
        "dZ @ A_prev.T / m",
        "np.sum(dZ * A_prev, axis=1, keepdims=True).T / m",
        "`dZ` and `A_prev` were multiplied entry by entry. Each weight joins one unit to one unit before it: "
        "which product gives all pairs?",
    ),
    Mistake(
        "W not transposed",
        "W.T @ dZ",
        "W @ dZ",
        "`W` and `dZ` do not fit. On the way back, n values become n_prev: how must `W`, (n, n_prev), be turned?",
    ),
    Mistake(
        "dA_prev entry by entry",
        "W.T @ dZ",
        "W.T * dZ",
        "`W` and `dZ` were multiplied entry by entry, which works for one unit only. A unit of the layer before "
        "is joined to all units of this one: what has to be added up?",
    ),
    Mistake(
        "db without keepdims",
        DB,
        "np.sum(dZ, axis=1)",
        "`db` should be a column, one value per unit; yours has lost an axis. `np.sum` drops the axis it sums over.",
    ),
    Mistake(
        "db over the units",
        DB,
        "np.sum(dZ, axis=0, keepdims=True)",
        "`db` has one value per example. It should have one per unit: over which axis do you sum?",
    ),
    Mistake(
        "db over everything",
        DB,
        "np.sum(dZ, keepdims=True)",
        "`db` came as one value for all units. Each unit has its own bias: sum over the examples only.",
    ),
    Mistake(
        "db of the first example",
        f"{DB} / m",
        "dZ[:, :1]",
        "`db` is the first column of `dZ`, what one example says. The formula takes the mean of all of them.",
    ),
    Mistake(
        "signs turned",
        "return dA_prev, dW, db",
        "return dA_prev, -dW, -db",
        "`dW` and `db` have the wrong sign. The gradient points uphill; the minus comes in the update.",
    ),
    Mistake(
        "dA_prev returned last",
        "return dA_prev, dW, db",
        "return dW, db, dA_prev",
        "The three gradients came in another order. `dA_prev` comes first, then `dW` and `db`.",
    ),
    Mistake(
        "cache taken apart in another order",
        "A_prev, W, b = cache",
        "W, A_prev, b = cache",
        "`A_prev` and `W` have each other's name. The cache is (A_prev, W, b), as the given line takes it apart.",
    ),
    Mistake(
        "W in place of A_prev",
        "dZ @ A_prev.T",
        "dZ @ W.T",
        "`dW` was computed from `W`. What did the weights multiply on the way forward?",
    ),
    Mistake(
        "dZ divided in place",
        "dW = dZ @ A_prev.T / m  # (n, n_prev)\n    # (2) the biases: a mean over the examples, as a column\n"
        f"    db = {DB} / m  # (n, 1)\n    # (3) the activations of the layer before: no mean\n"
        "    dA_prev = W.T @ dZ",
        f"dA_prev = W.T @ dZ\n    dZ /= m\n    dW = dZ @ A_prev.T\n    db = {DB}",
        "The gradients are right, but `dZ` was changed: `/=` works on the array itself. Make a new one.",
    ),
)

linear_backward.alternatives(
    Alternative(
        "np.dot, a factor in front, a list",
        """
def linear_backward(dZ, cache):
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
    ),
    Alternative(
        "mean and einsum",
        """
def linear_backward(dZ, cache):
    A_prev, W, _ = cache
    dW = np.einsum("nm,km->nk", dZ, A_prev) / dZ.shape[1]
    db = dZ.mean(axis=1)[:, np.newaxis]
    return np.einsum("nk,nm->km", W, dZ), dW, db
""",
    ),
    Alternative(
        "loop over the examples",
        """
def linear_backward(dZ, cache):
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
    ),
    Alternative(
        "float32, a copy divided in place, shapes printed",
        """
def linear_backward(dZ, cache):
    A_prev, W, b = (array.astype(np.float32) for array in cache)
    dZ = dZ.astype(np.float32)
    dA_prev = (dZ.T @ W).T
    dZ /= dZ.shape[1]
    print(dA_prev.shape, dZ.shape)
    return dA_prev, dZ @ A_prev.T, (dZ @ np.ones((dZ.shape[1], 1), np.float32)).reshape(b.shape)
""",
    ),
)


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
        slope = slopes(
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


def backward_branches(
    of_sigmoid="sigmoid_backward(dA, activation_cache)", of_relu="relu_backward(dA, activation_cache)"
):
    """The solution's two branches with other expressions for dZ."""
    return branches(of_sigmoid, of_relu, result="dZ")


BACKWARD_BRANCHES = backward_branches()

linear_activation_backward.mistakes(
    Mistake(
        "branches exchanged",
        BACKWARD_BRANCHES,
        backward_branches("relu_backward(dA, activation_cache)", "sigmoid_backward(dA, activation_cache)"),
        "The two slopes are exchanged: a sigmoid layer's gradient went through the relu's, and the other way round.",
    ),
    Mistake(
        "always sigmoid",
        BACKWARD_BRANCHES,
        backward_branches(of_relu="sigmoid_backward(dA, activation_cache)"),
        "Every gradient went through the sigmoid's slope. What does the argument `activation` say?",
    ),
    Mistake(
        "always relu",
        BACKWARD_BRANCHES,
        backward_branches(of_sigmoid="relu_backward(dA, activation_cache)"),
        "Every gradient went through the relu's slope. What does the argument `activation` say?",
    ),
    Mistake(
        "activation left out",
        "linear_backward(dZ, linear_cache)",
        "linear_backward(dA, linear_cache)",
        "The slope of the activation is missing: `dA` went straight into the linear step. What goes there?",
    ),
    Mistake(
        "caches exchanged",
        "linear_cache, activation_cache = cache",
        "activation_cache, linear_cache = cache",
        "The activation's helper got the linear cache, a tuple of three. The first item of a layer's cache is the "
        "linear one, and the helper needs the other.",
    ),
    Mistake(
        "whole cache for the activation",
        BACKWARD_BRANCHES,
        backward_branches("sigmoid_backward(dA, cache)", "relu_backward(dA, cache)"),
        "The activation's helper got the whole cache, a tuple of two. Which half of it does it need?",
    ),
    Mistake(
        "whole cache for the linear step",
        "linear_backward(dZ, linear_cache)",
        "linear_backward(dZ, cache)",
        "`linear_backward` got the whole cache, a tuple of two, and takes three arrays apart. Which half does it need?",
    ),
    Mistake(
        "slope at A_prev",
        BACKWARD_BRANCHES,
        backward_branches("sigmoid_backward(dA, linear_cache[0])", "relu_backward(dA, linear_cache[0])"),
        "The slope was taken at `A_prev`. It belongs to the activation's own input, `Z`: which cache holds it?",
    ),
    Mistake(
        "arguments exchanged",
        BACKWARD_BRANCHES,
        backward_branches("sigmoid_backward(activation_cache, dA)", "relu_backward(activation_cache, dA)"),
        "The helpers got `Z` and `dA` in each other's place. The gradient comes first, then the cache.",
    ),
    Mistake(
        "Z taken for A",
        BACKWARD_BRANCHES,
        backward_branches("dA * activation_cache * (1 - activation_cache)"),
        "For `sigmoid`, the slope came as z (1 - z). The formula a (1 - a) takes the value after the sigmoid; the "
        "cache holds the one before.",
    ),
    Mistake(
        "slope only",
        BACKWARD_BRANCHES,
        backward_branches("sigmoid_backward(np.ones_like(dA), activation_cache)"),
        "For `sigmoid`, `dZ` is the slope alone. The chain rule multiplies it by what comes from behind, `dA`.",
    ),
    Mistake(
        "sigmoid's slope twice",
        BACKWARD_BRANCHES,
        backward_branches("sigmoid_backward(sigmoid_backward(dA, activation_cache), activation_cache)"),
        "For `sigmoid`, the slope was multiplied in twice. Once is what the chain rule asks for.",
    ),
    Mistake(
        "relu of dA",
        BACKWARD_BRANCHES,
        backward_branches(of_relu="dA * (dA > 0)"),
        "For `relu`, the sign of `dA` decided what passes. It is the sign of `Z` that does.",
    ),
    Mistake(
        "relu turned round",
        BACKWARD_BRANCHES,
        backward_branches(of_relu="dA * (activation_cache <= 0)"),
        "For `relu`, the gradient passed where the unit was off, and was stopped where it was on. Where does the slope "
        "of max(0, z) equal 1?",
    ),
    Mistake(
        "relu lets everything pass",
        BACKWARD_BRANCHES,
        backward_branches(of_relu="dA"),
        "For `relu`, the gradient passed everywhere. What is the slope of max(0, z) where z is negative?",
    ),
    Mistake(
        "relu's value for its slope",
        BACKWARD_BRANCHES,
        backward_branches(of_relu="dA * np.maximum(0, activation_cache)"),
        "For `relu`, the gradient was multiplied by max(0, z) itself. The chain rule takes its slope, 0 or 1.",
    ),
    Mistake(
        "leaky relu",
        BACKWARD_BRANCHES,
        backward_branches(of_relu="np.where(activation_cache > 0, dA, 0.01 * dA)"),
        "For `relu`, a hundredth of the gradient passed where the unit was off. Nothing passes there.",
    ),
    Mistake(
        "slope 1 at the kink",
        BACKWARD_BRANCHES,
        backward_branches(of_relu="np.where(activation_cache >= 0, dA, 0)"),
        "For `relu`, the gradient passed where `Z` is exactly 0. There is no slope at the kink; this notebook takes 0.",
    ),
    Mistake(
        "dA changed in place",
        BACKWARD_BRANCHES,
        branches(
            "sigmoid_backward(dA, activation_cache)",
            "dA\n        dZ[activation_cache <= 0] = 0",
            result="dZ",
        ),
        "The gradients are right, but `dA` was changed: `dZ` was only another name for it. Work on a copy.",
    ),
    Mistake(
        "gradients in another order",
        "dA_prev, dW, db = linear_backward",
        "dW, db, dA_prev = linear_backward",
        "The three gradients have each other's names. In which order does `linear_backward` return them?",
    ),
)

linear_activation_backward.alternatives(
    Alternative(
        "the published shape: both cases named",
        """
def linear_activation_backward(dA, cache, activation):
    linear_cache, activation_cache = cache
    if activation == "relu":
        dZ = relu_backward(dA, activation_cache)
        dA_prev, dW, db = linear_backward(dZ, linear_cache)
    elif activation == "sigmoid":
        dZ = sigmoid_backward(dA, activation_cache)
        dA_prev, dW, db = linear_backward(dZ, linear_cache)
    return dA_prev, dW, db
""",
    ),
    Alternative(
        "slopes by hand, float32, printed",
        """
def linear_activation_backward(dA, cache, activation):
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
    ),
    Alternative(
        "Z computed again, no function of the earlier steps",
        """
def linear_activation_backward(dA, cache, activation):
    A_prev, W, b = cache[0]
    Z = W @ A_prev + b
    dZ = dA.copy()
    if activation == "relu":
        dZ[Z <= 0] = 0
    else:
        dZ /= 2 + np.exp(Z) + np.exp(-Z)
    return [W.T @ dZ, dZ @ A_prev.T / dZ.shape[1], np.mean(dZ, axis=1, keepdims=True)]
""",
    ),
    Alternative(
        "a dictionary of functions",
        """
def linear_activation_backward(dA, cache, activation):
    backward = {"relu": relu_backward, "sigmoid": sigmoid_backward}[activation]
    return linear_backward(backward(dA, cache[1]), cache[0])
""",
    ),
)


# rtol, atol: through many layers, roundings in float32 grow.
@assignment.exercise(
    points=15, uses=("linear_backward", "linear_activation_backward"), keeps_arguments=True, rtol=1e-4, atol=3e-5
)
def L_model_backward(submission, draw):
    """Networks of two to fourteen layers after a forward pass, against measured slopes of the cost.

    A column of dA is the gradient of its own example's loss, and the loss is m times the example's share of the cost.
    """

    def parameter_slopes(X, parameters, Y):
        slope = slopes(lambda moved: cost_of(X, moved, Y), parameters)
        return {"d" + name: value for name, value in slope.items()}

    def activation_slopes(parameters, caches, Y):
        return {
            f"dA{k}": slopes(lambda moved, k=k: Y.size * cost_of(moved["A"], parameters, Y, k + 1), {"A": A})["A"]
            for k, ((A, _, _), _) in enumerate(caches)
        }

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


SLOPE = "-(Y / AL - (1 - Y) / (1 - AL))"
BACKWARD_LAYERS = """dA_prev, dW, db = linear_activation_backward(dAL, caches[L - 1], "sigmoid")
    grads["dA" + str(L - 1)], grads["dW" + str(L)], grads["db" + str(L)] = dA_prev, dW, db
    # (3) layers L - 1 down to 1, with relu: each takes dAl and stores dA(l-1), dWl and dbl
    for l in reversed(range(1, L)):
        dA_prev, dW, db = linear_activation_backward(grads["dA" + str(l)], caches[l - 1], "relu")
        grads["dA" + str(l - 1)], grads["dW" + str(l)], grads["db" + str(l)] = dA_prev, dW, db"""


def backward_layers(*edits):
    """The solution's lines on the layers, with each edit made wherever it applies."""
    code = BACKWARD_LAYERS
    for old, new in edits:
        assert old in code
        code = code.replace(old, new)
    return code


L_model_backward.mistakes(
    Mistake(
        "dA numbered as in the first edition",
        BACKWARD_LAYERS,
        backward_layers(
            ('"dA" + str(L - 1)', '"dA" + str(L)'),
            ('grads["dA" + str(l)], caches', 'grads["dA" + str(l + 1)], caches'),
            ('"dA" + str(l - 1)', '"dA" + str(l)'),
        ),
        "All gradients are right, and `dA` is numbered as in the first edition of this exercise, one too high. In this "
        "notebook `dA1` belongs to the activations of layer 1, so layer l stores under l - 1.",
    ),
    Mistake(
        "dA not stored",
        BACKWARD_LAYERS,
        backward_layers(
            ('grads["dA" + str(L - 1)], ', ""),
            ('grads["dA" + str(l - 1)], ', ""),
            ('grads["dA" + str(l)], caches', "dA_prev, caches"),
            ("= dA_prev, dW, db", "= dW, db"),
        ),
        "The gradients of the parameters are right, and those of the activations are not in the dictionary. "
        "Where do `dA0`, `dA1`, … go?",
    ),
    Mistake(
        "sign of dAL",
        SLOPE,
        "Y / AL - (1 - Y) / (1 - AL)",
        "All gradients have the wrong sign. What stands in front of the bracket in the formula of dAL?",
    ),
    Mistake(
        "bracket of dAL lost",
        SLOPE,
        "-Y / AL - (1 - Y) / (1 - AL)",
        "The examples with label 0 have the wrong sign. The minus stands in front of a bracket with two terms.",
    ),
    Mistake(
        "first term of dAL only",
        SLOPE,
        "-Y / AL",
        "The examples with label 0 have no gradient. What does the formula of dAL have besides Y / AL?",
    ),
    Mistake(
        "difference for dAL",
        SLOPE,
        "AL - Y",
        "`dAL` came as AL - Y. That is `dZ` of the last layer already, and the slope of the sigmoid comes on top: "
        "which formula does dAL have?",
    ),
    Mistake(
        "dAL averaged",
        SLOPE,
        f"{SLOPE} / Y.size",
        "All gradients are `m` times too small: a mean was taken in `dAL`, and another one in each layer. "
        "Does the formula of dAL have one?",
    ),
    Mistake(
        "hidden layers with sigmoid",
        '"relu"',
        '"sigmoid"',
        "The hidden layers went through the slope of the sigmoid. Which activation do they have?",
    ),
    Mistake(
        "output layer with relu",
        'caches[L - 1], "sigmoid"',
        'caches[L - 1], "relu"',
        "The output layer went through the slope of the relu. Which activation does it have?",
    ),
    Mistake(
        "cache behind the end",
        "caches[L - 1]",
        "caches[L]",
        "`caches[L]` is behind the end of the list. It counts from 0: where is the cache of layer L?",
    ),
    Mistake(
        "cache of the next layer",
        "caches[l - 1]",
        "caches[l]",
        "The hidden layers used the cache of the layer after them. The list counts from 0: where is that of layer l?",
    ),
    Mistake(
        "dA of the layer before",
        'grads["dA" + str(l)], caches',
        'grads["dA" + str(l - 1)], caches',
        "The loop reads a `dA` that is not there yet. Layer l takes the gradient of its own output: which is it?",
    ),
    Mistake(
        "dAL in every layer",
        'grads["dA" + str(l)], caches',
        "dAL, caches",
        "Every hidden layer got `dAL`. Only the last layer does: what has the layer after l left for it?",
    ),
    Mistake(
        "first layer missing",
        "range(1, L)",
        "range(2, L)",
        "Layer 1 has no gradients. Down to which number does the loop run?",
    ),
    Mistake(
        "one layer skipped",
        "range(1, L)",
        "range(1, L - 1)",
        "The loop skips layer L - 1, and so the `dA` that the next one needs is missing. `range` already ends one "
        "before its second number.",
    ),
    Mistake(
        "layers upwards",
        "reversed(range(1, L))",
        "range(1, L)",
        "The loop runs from layer 1 upwards, and needs a `dA` that no layer has left yet. In which order does the "
        "gradient meet the layers?",
    ),
    Mistake(
        "two layers only",
        BACKWARD_LAYERS,
        backward_layers(("caches[L - 1]", "caches[1]"), ("reversed(range(1, L))", "[1]"), ("[l - 1]", "[0]")),
        "The network is taken to have two layers: `caches[1]` and `caches[0]`. Where is the last one of a longer list?",
    ),
    Mistake(
        "keys counted from 0",
        BACKWARD_LAYERS,
        backward_layers(
            ('"dW" + str(L)', '"dW" + str(L - 1)'),
            ('"db" + str(L)', '"db" + str(L - 1)'),
            ('"dW" + str(l)', '"dW" + str(l - 1)'),
            ('"db" + str(l)', '"db" + str(l - 1)'),
        ),
        "The keys of `dW` and `db` are one too low: they begin with `dW0`. The first layer is number 1.",
    ),
    Mistake(
        "layers halved",
        "L = len(caches)",
        "L = len(caches) // 2",
        "`L` came as half the number of layers. `caches` has one entry per layer, other than `parameters`.",
    ),
    Mistake(
        "db not stored",
        BACKWARD_LAYERS,
        backward_layers((', grads["db" + str(L)] =', ", _ ="), (', grads["db" + str(l)] =', ", _ =")),
        "The dictionary has no `db`. Each layer stores three things.",
    ),
    Mistake(
        "gradients in another order",
        BACKWARD_LAYERS,
        backward_layers(("dA_prev, dW, db = linear", "dW, db, dA_prev = linear")),
        "The three gradients have each other's names. In which order does `linear_activation_backward` return them?",
    ),
    Mistake(
        "labels not reshaped",
        "Y = Y.reshape(AL.shape)",
        "",
        "It works for labels in a row only. The given line, which turns a column into one, is missing.",
    ),
    Mistake(
        "AL changed in place",
        f"dAL = {SLOPE}",
        "dAL = AL\n    dAL -= Y\n    dAL /= (AL + Y) * (1 - AL - Y)",
        "The gradients are right, but `AL` was changed: `dAL` was only another name for it. Make a new array.",
    ),
    Mistake(
        "never more than five layers",
        "reversed(range(1, L))",
        "reversed(range(max(1, L - 4), L))",
        "Networks of up to five layers are right, and deeper ones are not. How many layers does your loop go through?",
    ),
)

L_model_backward.alternatives(
    Alternative(
        "the published shape: a loop from L - 2, dAL kept",
        """
def L_model_backward(AL, Y, caches):
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
    ),
    Alternative(
        "the short way: dZ = AL - Y",
        """
def L_model_backward(AL, Y, caches):
    L = len(caches)
    linear_cache, _ = caches[-1]
    dA, dW, db = linear_backward(AL - Y.reshape(1, -1), linear_cache)
    grads = {f"dA{L - 1}": dA, f"dW{L}": dW, f"db{L}": db}
    for l in range(L - 1, 0, -1):
        dA, grads[f"dW{l}"], grads[f"db{l}"] = linear_activation_backward(dA, caches[l - 1], "relu")
        grads[f"dA{l - 1}"] = dA
    return grads
""",
    ),
    Alternative(
        "one loop over all layers, the caches from the end",
        """
def L_model_backward(AL, Y, caches):
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
    ),
    Alternative(
        "no function of the earlier steps, float32",
        """
def L_model_backward(AL, Y, caches):
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
    ),
)


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
    yield (
        "published example",
        submission.update_parameters(parameters, grads, 0.1),
        {
            "W1": np.array(
                [
                    [-0.59562069, -0.09991781, -2.14584584, 1.82662008],
                    [-1.76569676, -0.80627147, 0.51115557, -1.18258802],
                    [-1.0535704, -0.86128581, 0.68284052, 2.20374577],
                ]
            ),
            "b1": np.array([[-0.04659241], [-1.28888275], [0.53405496]]),
            "W2": np.array([[-0.55569196, 0.0354055, 1.32964895]]),
            "b2": np.array([[-0.84610769]]),
        },
    )


def both_steps(step):
    """The solution's two lines with `step` for each, where N stands for W or b."""
    lines = (f'parameters["{name}" + str(l)] = ' + step.replace("N", name) for name in "Wb")
    return "\n        ".join(lines)


STEP = 'parameters["N" + str(l)] - learning_rate * grads["dN" + str(l)]'
STEPS = both_steps(STEP)

update_parameters.mistakes(
    Mistake(
        "layers counted twice",
        "len(parameters) // 2",
        "len(parameters)",
        "The loop asks for more layers than there are. Each layer has two entries in `parameters`; the given line "
        "halves their number.",
    ),
    Mistake(
        "last layer missed",
        "range(1, L + 1)",
        "range(1, L)",
        "The last layer came back as it was. `range` ends one before its second number.",
    ),
    Mistake(
        "first layer missed",
        "range(1, L + 1)",
        "range(2, L + 1)",
        "The first layer came back as it was. With which number do the layers begin?",
    ),
    Mistake(
        "layers from 0",
        "range(1, L + 1)",
        "range(L)",
        "There is no `W0`. Layer 0 is the input; the first layer with parameters is number 1.",
    ),
    Mistake(
        "two layers only",
        "range(1, L + 1)",
        "range(1, 3)",
        "Only layers 1 and 2 took a step. The number of layers is `L`; a deep network has more than two.",
    ),
    Mistake(
        "uphill",
        STEPS,
        both_steps(STEP.replace(" - learning", " + learning")),
        "The parameters went uphill, and the cost would grow. The gradient points to where it rises: which way do you "
        "go?",
    ),
    Mistake(
        "no learning rate",
        STEPS,
        both_steps(STEP.replace("learning_rate * ", "")),
        "The steps are as long as the gradients, whatever the learning rate. What does it multiply?",
    ),
    Mistake(
        "divided by the learning rate",
        STEPS,
        both_steps(STEP.replace("learning_rate * ", "") + " / learning_rate"),
        "The gradients were divided by the learning rate. A greater rate should make a longer step.",
    ),
    Mistake(
        "rate fixed",
        "L = len(parameters) // 2",
        "L = len(parameters) // 2\n    learning_rate = 0.1",
        "The learning rate is always 0.1. The caller decides: use the argument `learning_rate`.",
    ),
    Mistake(
        "two steps",
        STEPS,
        both_steps(STEP.replace("learning_rate", "2 * learning_rate")),
        "The steps are twice as long as they should be. Has each update been made twice?",
    ),
    Mistake(
        "biases with the gradient of the weights",
        'grads["db" + str(l)]',
        'grads["dW" + str(l)]',
        "The biases moved by the gradient of the weights, and lost their shape. Each parameter has its own gradient.",
    ),
    Mistake(
        "gradients of layer 1",
        STEPS,
        both_steps(STEP.replace('"dN" + str(l)', '"dN1"')),
        "All layers moved by the gradients of layer 1. Which number belongs in the keys?",
    ),
    Mistake(
        "biases not updated",
        STEPS,
        both_steps(STEP).splitlines()[0],
        "The biases came back as they were. They take a step, too.",
    ),
    Mistake(
        "weights not updated",
        STEPS,
        both_steps(STEP).splitlines()[1].strip(),
        "The weights came back as they were. They take a step, too.",
    ),
    Mistake(
        "new values lost",
        STEPS,
        STEPS.replace('parameters["W" + str(l)] = ', "W = ").replace('parameters["b" + str(l)] = ', "b = "),
        "The parameters came back as they were. The new values were computed; where do they have to go?",
    ),
    Mistake(
        "steps returned",
        STEPS,
        both_steps('learning_rate * grads["dN" + str(l)]'),
        "Only the steps came back. From what are they to be subtracted?",
    ),
    Mistake(
        "rate times the difference",
        STEPS,
        both_steps('learning_rate * (parameters["N" + str(l)] - grads["dN" + str(l)])'),
        "The learning rate multiplies the parameters as well. In the formula it belongs to the gradient alone.",
    ),
    Mistake(
        "loop over the gradients",
        f"for l in range(1, L + 1):\n        {STEPS}",
        "for name in grads:\n        parameters[name[1:]] = parameters[name[1:]] - learning_rate * grads[name]",
        "The loop runs over all entries of `grads`, and `dA0` belongs to no parameter. Run over the layers, or over "
        "`parameters`.",
    ),
    Mistake(
        "gradients returned",
        "    return parameters",
        "    return grads",
        "The gradients came back. What has moved is in the parameters.",
    ),
    Mistake(
        "nothing returned",
        "    return parameters",
        "",
        "Nothing came back: None. Is the line with `return`, below your part, still there?",
    ),
    Mistake(
        "never more than five layers",
        "range(1, L + 1)",
        "range(1, min(L, 5) + 1)",
        "Networks of up to five layers are right, and deeper ones are not. How many layers does your loop go through?",
    ),
    Mistake(
        "arguments updated in place",
        STEPS,
        STEPS.replace(' = parameters["W" + str(l)] -', " -=").replace(' = parameters["b" + str(l)] -', " -="),
        "The new values are right, but they were written into the caller's arrays or dictionary. Make new ones: `-=` "
        "works on the array itself.",
    ),
)

update_parameters.alternatives(
    Alternative(
        "a dictionary of its own, new arrays",
        """
def update_parameters(parameters, grads, learning_rate):
    moved = {}
    L = len(parameters) // 2
    for l in range(L):
        moved["W" + str(l+1)] = parameters["W" + str(l+1)] - learning_rate * grads["dW" + str(l+1)]
        moved["b" + str(l+1)] = parameters["b" + str(l+1)] - learning_rate * grads["db" + str(l+1)]
    return moved
""",
    ),
    Alternative(
        "comprehension with np.subtract, float32",
        """
def update_parameters(parameters, grads, learning_rate):
    moves = {name: np.float32(learning_rate) * grads[f"d{name}"].astype(np.float32) for name in parameters}
    return {name: np.subtract(value, moves[name]) for name, value in parameters.items()}
""",
    ),
    Alternative(
        "a deep copy, from the last layer to the first, printed",
        """
import copy

def update_parameters(parameters, grads, learning_rate):
    moved = copy.deepcopy(parameters)
    for l in range(len(parameters) // 2, 0, -1):
        for kind in ("b", "W"):
            moved[kind + str(l)] += -learning_rate * grads["d" + kind + str(l)]
    print(list(moved))
    return moved
""",
    ),
)


assignment.examples(
    Example(
        "the first edition's numbering in a notebook that is right otherwise",
        {
            "L_model_backward": [
                ('grads["dA" + str(L - 1)]', 'grads["dA" + str(L)]'),
                ('grads["dA" + str(l)], caches', 'grads["dA" + str(l + 1)], caches'),
                ('grads["dA" + str(l - 1)]', 'grads["dA" + str(l)]'),
            ]
        },
        loses=("L_model_backward",),
    ),
    Example(
        "a dictionary for a cache, and a backward step that reads it",
        {
            "linear_forward": [("cache = (A, W, b)", 'cache = {"A": A, "W": W, "b": b}')],
            "linear_backward": [("A_prev, W, b = cache", 'A_prev, W, b = cache["A"], cache["W"], cache["b"]')],
        },
        loses=("linear_forward", "linear_backward"),
    ),
    Example(
        "a forgotten bias and a sum for a mean, with everything after them right",
        {"linear_forward": [("W @ A + b", "W @ A")], "linear_backward": [("dZ @ A_prev.T / m", "dZ @ A_prev.T")]},
        loses=("linear_forward", "linear_backward"),
    ),
    Example(
        "shapes printed in every layer, forward and backward",
        {
            "linear_forward": [("    ### END CODE HERE ###", "    print(A.shape, W.shape, b.shape, Z.shape)")],
            "linear_backward": [("    ### END CODE HERE ###", "    print(dA_prev.shape, dW.shape, db.shape)")],
        },
    ),
    Example(
        "the notebook's own data in the whole forward pass",
        {"L_model_forward": [("A = X\n", "A = X_small\n")]},
        loses=("L_model_forward",),
    ),
    Example(
        "an unbalanced bracket in the cost",
        {"compute_cost": [("-np.sum(log_probabilities) / m", "-np.sum((log_probabilities) / m")]},
        loses=("compute_cost",),
    ),
    Example(
        "parameters updated in place, in arrays that the caller still holds",
        {
            "update_parameters": [
                ("    parameters = dict(parameters)  # new keys and values in here stay in here\n", ""),
                (
                    STEPS,
                    STEPS.replace(' = parameters["W" + str(l)] -', " -=").replace(
                        ' = parameters["b" + str(l)] -', " -="
                    ),
                ),
            ]
        },
        loses=("update_parameters",),
    ),
    Example(
        "the last two steps not written yet",
        {
            "L_model_backward": [
                (f"dAL = {SLOPE}", 'raise NotImplementedError("L_model_backward is not written yet")')
            ],
            "update_parameters": [
                ("for l in", 'raise NotImplementedError("update_parameters is not written yet")\n    for l in')
            ],
        },
        loses=("L_model_backward", "update_parameters"),
    ),
)
