"""Scenarios, known mistakes and alternatives of "Where training starts": what the marks of a21 stand on.

Examples are columns here: X is (n_0, m), Y is (1, m). Where editions of the published assignment disagree, or its
checks are too weak:

- The published functions seed NumPy's global generator. Here each has a generator of its own, `RandomState(seed)` with
  the published seed as default: the same numbers, and a student's own random numbers go on as they were. Solutions
  that seed the global generator give the same results, and are right.
- The published example of He's start has two inputs, for which the factor is 1: its W1 fits many wrong formulas. Here
  no layer has one, two or four inputs by chance.
- `model` returns the costs too. A training from large random weights magnifies rounding: after some hundred steps the
  costs differ from one order of summation to another. So it is followed for few steps here.
"""

import itertools
import math

import numpy as np

from autograder.judging.exercise import Assignment, Example

assignment = Assignment("a21_initialization")


def drawn_dims(draw):
    """Sizes n_0, …, n_3 and 1, all different and none below 5."""
    return [*draw.sizes("n_0", "n_1", "n_2", "n_3", low=5, high=12), 1]


def many_dims(draw):
    """Sizes of a network of 6 to 9 layers; neighbours differ."""
    draw.sizes()
    return [int(n) for n in draw.rng.permutation(np.arange(3, 13))[: draw.rng.integers(7, 11)]]


def start(dims, factor, seed=3):
    """What an initialiser should return: weights standard normal times factor(n_prev), biases 0."""
    random, parameters = np.random.RandomState(seed), {}
    for layer, (n_prev, n) in enumerate(itertools.pairwise(dims), start=1):
        parameters[f"W{layer}"] = random.standard_normal((n, n_prev)) * factor(n_prev)
        parameters[f"b{layer}"] = np.zeros((n, 1))
    return parameters


def network(draw, dims, scale=1.0):
    """Random parameters with biases that are not 0, for layers of these sizes."""
    parameters = {}
    for layer, (n_prev, n) in enumerate(itertools.pairwise(dims), start=1):
        parameters[f"W{layer}"] = draw.normal(n, n_prev, scale=scale / math.sqrt(n_prev))
        parameters[f"b{layer}"] = draw.normal(n, 1, scale=0.5 * scale)
    return parameters


# The notebook asks for fractions, 0.0 rather than 0.
@assignment.exercise(points=10, keeps_arguments=True, exact_kinds=True, exact_keys=True)
def initialize_parameters_zeros(submission, draw):
    """Networks of two to nine layers."""

    def run(dims):
        return submission.initialize_parameters_zeros(dims), start(dims, lambda n_prev: 0.0)

    yield "four layers", *run(drawn_dims(draw))
    yield "two layers", *run(list(draw.sizes("n_0", "n_1", "n_2", low=2, high=12)))
    yield "many layers", *run(many_dims(draw))
    draw.named(n_0=3, n_1=2, n_2=1)
    yield "the notebook's example", *run([3, 2, 1])


# fmt: off
initialize_parameters_zeros.at("np.zeros((layers_dims[l], layers_dims[l - 1]))").mistakes(
    (["np.ones((layers_dims[l], layers_dims[l - 1]))", "np.full((layers_dims[l], layers_dims[l - 1]), 0.01)"],
     "equal weights that are not zero",
     "The weights are all equal, but they are not 0. Which value does this start ask for?"),
    ("np.random.RandomState(3).randn(layers_dims[l], layers_dims[l - 1]) * 0.01", "small random weights",
     "The weights are small random numbers. That would be a better start, but which one is this experiment about?"),
    ("np.eye(layers_dims[l], layers_dims[l - 1])", "ones on the diagonal",
     "Some weights are 1: this is a diagonal of ones. Which function fills a whole array with the same value?"),
)
initialize_parameters_zeros.at("np.zeros((layers_dims[l], 1))").mistakes(
    ("np.ones((layers_dims[l], 1))", "biases one",
     "The weights are right, the biases are 1. Where does this start put them?"),
)
initialize_parameters_zeros.alternatives({
    "L counts the input, as in the original": """
    parameters = {}
    L = len(layers_dims)
    for l in range(1, L):
        parameters['W' + str(l)] = np.zeros((layers_dims[l], layers_dims[l-1]))
        parameters['b' + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters
""",
    "pairs of neighbours": """
    parameters = {}
    for l, (n_in, n_out) in enumerate(zip(layers_dims, layers_dims[1:]), 1):
        parameters.update({f"W{l}": np.zeros([n_out, n_in]), f"b{l}": np.zeros(shape=(n_out, 1))})
    return parameters
""",
    "random numbers times 0.0": """
    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters[f"W{l}"] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * 0.0
        parameters[f"b{l}"] = np.full((layers_dims[l], 1), 0.0)
    return parameters
""",
})
# fmt: on


@assignment.exercise(points=10, keeps_arguments=True)
def initialize_parameters_random(submission, draw):
    """The seed is an argument, so every entry is known."""

    def run(dims, *seed):
        return submission.initialize_parameters_random(dims, *seed), start(dims, lambda n_prev: 10, *seed)

    yield "four layers", *run(drawn_dims(draw))
    yield "two layers", *run(list(draw.sizes("n_0", "n_1", "n_2", low=2, high=12)))
    yield "many layers", *run(many_dims(draw))
    yield "another seed", *run(drawn_dims(draw), int(draw.rng.integers(100, 10000)))
    draw.named(n_0=3, n_1=2, n_2=1)
    yield (
        "the notebook's example",
        submission.initialize_parameters_random([3, 2, 1]),
        {
            "W1": np.array([[17.88628473, 4.36509851, 0.96497468], [-18.63492703, -2.77388203, -3.54758979]]),
            "b1": np.zeros((2, 1)),
            "W2": np.array([[-0.82741481, -6.27000677]]),
            "b2": np.zeros((1, 1)),
        },
    )


def random_weights(exercise, factor):
    """Slips of an initialiser whose weights are `random.randn(n, n_prev)`, with its factor after it."""
    # fmt: off
    exercise.at("random.randn(").mistakes(
        ("random.rand(", "rand instead of randn",
         "The weights are all positive: `rand` draws evenly between 0 and 1. Which function draws normal numbers?"),
        (["np.random.RandomState(seed).randn(", "np.random.RandomState(3).randn("], "the same numbers in every layer",
         "Every layer begins with the same random numbers: the generator starts anew in the loop. "
         "How many generators does one start need?"),
        ("np.random.randn(", "not from the generator with the seed",
         "These are other random numbers at each call: they do not come from the generator that has the seed. "
         "What is it called?"),
    )
    exercise.everywhere(r"random\.randn\((.+?)\)").mistakes(
        (r"np.random.default_rng(seed).standard_normal((\1))", "another kind of generator",
         "The numbers come from `default_rng`, which draws others from the same seed. "
         "Which generator does the line above your part make?"),
        (r"random.randn((\1))", "a pair given to randn",
         "`random.randn` got both sizes as one pair, as `np.zeros` wants them. How does `randn` take them?"),
    )
    exercise.at("np.random.RandomState(seed)").mistakes(
        ("np.random.RandomState(3)", "always seed 3",
         "Another `seed` makes no difference. With which number does the generator begin?"),
    )
    exercise.at("np.zeros((layers_dims[l], 1))").mistakes(
        ([f"random.randn(layers_dims[l], 1){factor}", "random.randn(layers_dims[l], 1)"], "random biases",
         "The biases hold random numbers, and so the weights after them hold later ones. Where do biases start?"),
    )
    # fmt: on


random_weights(initialize_parameters_random, " * 10")
# fmt: off
initialize_parameters_random.at(" * 10").mistakes(
    ("", "no factor", "The weights are 10 times too small. By what are the standard normal numbers multiplied here?"),
    (" * 0.01", "small weights",
     "The weights are small, as in a15. This start is meant to be too large: which factor does it ask for?"),
    (" + 10", "10 added",
     "10 was added to the weights, which moves all of them to one side. What should the factor do to their spread?"),
    (" * np.sqrt(10)", "variance 10",
     "The spread is the root of 10: that would make the variance 10. What is multiplied by 10, the numbers or their "
     "squares?"),
)
initialize_parameters_random.alternatives({
    "the published text: the global generator, L counts the input": """
    np.random.seed(seed)
    parameters = {}
    L = len(layers_dims)
    for l in range(1, L):
        parameters['W' + str(l)] = np.random.randn(layers_dims[l], layers_dims[l-1]) * 10
        parameters['b' + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters
""",
    "np.random.normal with a spread of 10, whole zeros": """
    np.random.seed(seed)
    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters[f"W{l}"] = np.random.normal(0, 10, size=(layers_dims[l], layers_dims[l - 1]))
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1), dtype=int)
    return parameters
""",
    "one long draw, cut into pieces, float32": """
    counts = [rows * columns for columns, rows in zip(layers_dims, layers_dims[1:])]
    numbers = (10 * np.random.RandomState(seed).randn(sum(counts))).astype(np.float32)
    parameters = {}
    for l, piece in enumerate(np.split(numbers, np.cumsum(counts)[:-1]), start=1):
        parameters["W%d" % l] = piece.reshape(layers_dims[l], -1)
        parameters["b%d" % l] = np.zeros_like(parameters["W%d" % l][:, :1])
    return parameters
""",
})
# fmt: on


@assignment.exercise(points=20, keeps_arguments=True)
def initialize_parameters_he(submission, draw):
    """As above; layers with different numbers of inputs, and none of them with two, where the factor is 1."""

    def run(dims, *seed):
        factors = start(dims, lambda n_prev: math.sqrt(2.0 / n_prev), *seed)
        return submission.initialize_parameters_he(dims, *seed), factors

    yield "four layers", *run(drawn_dims(draw))
    yield "two layers", *run(list(draw.sizes("n_0", "n_1", "n_2", low=3, high=12)))
    yield "many layers", *run(many_dims(draw))
    yield "another seed", *run(drawn_dims(draw), int(draw.rng.integers(100, 10000)))
    (n_prev,) = draw.sizes("n_0", low=60, high=200)
    yield "many inputs", *run([n_prev, 3])
    draw.named(n_0=2, n_1=4, n_2=1)
    yield (
        "the notebook's example",
        submission.initialize_parameters_he([2, 4, 1]),
        {
            "W1": np.array(
                [
                    [1.78862847, 0.43650985],
                    [0.09649747, -1.8634927],
                    [-0.2773882, -0.35475898],
                    [-0.08274148, -0.62700068],
                ]
            ),
            "b1": np.zeros((4, 1)),
            "W2": np.array([[-0.03098412, -0.33744411, -0.92904268, 0.62552248]]),
            "b2": np.zeros((1, 1)),
        },
    )


random_weights(initialize_parameters_he, " * np.sqrt(2 / layers_dims[l - 1])")
# fmt: off
initialize_parameters_he.at("np.sqrt(2 / layers_dims[l - 1])").mistakes(
    ("np.sqrt(1 / layers_dims[l - 1])", "root of 1/n",
     "The weights are 0.71 times what they should be: the root of 1/n, as in a17. What stands above the n here?"),
    ("2 / layers_dims[l - 1]", "no root",
     "Layers with two inputs are right, the others are not: the factor is 2/n. What does the formula do with this "
     "fraction?"),
    ("np.sqrt(2 / layers_dims[0])", "inputs of the network in every layer",
     "Layer 1 is right, the others are not: all have the factor of layer 1. How many inputs has layer l?"),
    ("np.sqrt(2 / layers_dims[l])", "units instead of inputs",
     "The factor was computed from the number of units of the layer. Which size has the index l - 1 in the formula?"),
    ("np.sqrt(2 / layers_dims[-1])", "size of the last layer",
     "All layers have the same factor, from the last number in the list. How many inputs has layer l?"),
    ("(2 / layers_dims[l - 1]) ** 1 / 2", "power without parentheses",
     "`** 1 / 2` takes the first power and then halves. How do you write the power one half?"),
    ("np.sqrt(2 // layers_dims[l - 1])", "whole division",
     "Most weights are 0: `//` divides whole numbers and drops the fraction. Which operator keeps it?"),
    ("np.sqrt(2) / layers_dims[l - 1]", "n not under the root",
     "Only the 2 is under the root. How far does the root reach in the formula?"),
    ("2 / np.sqrt(layers_dims[l - 1])", "2 not under the root",
     "The weights are 1.41 times what they should be: only n is under the root. How far does the root reach?"),
    ("np.sqrt(2 / layers_dims[l - 1]) * 10", "still times 10",
     "The weights are 10 times too large. Does the factor of the second start belong in this one?"),
    ("np.sqrt(2 / (layers_dims[l] + layers_dims[l - 1]))", "inputs and units together",
     "The factor was computed from inputs and units together, which is another start, Glorot's. "
     "Which of the two numbers does He's take?"),
    ("1", "no factor",
     "The weights are plain standard normal numbers. By what are they multiplied in layer l?"),
)
initialize_parameters_he.at(" * np.sqrt").mistakes(
    (" / np.sqrt", "divided by the factor",
     "The weights grow with the number of inputs: they were divided by the factor. What should more inputs do to "
     "each weight?"),
)
initialize_parameters_he.alternatives({
    "the published text, L one less, 2. and a power": """
    np.random.seed(seed)
    parameters = {}
    L = len(layers_dims) - 1
    for l in range(1, L + 1):
        parameters['W' + str(l)] = np.random.randn(layers_dims[l], layers_dims[l-1]) * (2. / layers_dims[l-1]) ** 0.5
        parameters['b' + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters
""",
    "divided by the root of n/2": """
    random = np.random.RandomState(seed)
    parameters = {}
    for l in range(1, len(layers_dims)):
        n_in = layers_dims[l - 1]
        W = random.standard_normal((layers_dims[l], n_in))
        parameters["W" + str(l)] = W / np.sqrt(n_in / 2)
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
        assert parameters["W" + str(l)].shape == (layers_dims[l], n_in)
    return parameters
""",
    "normal with the spread, math.sqrt": """
import math

def initialize_parameters_he(layers_dims, seed=3):
    random = np.random.RandomState(seed)
    out = {}
    for l, (n_in, n_out) in enumerate(zip(layers_dims[:-1], layers_dims[1:]), start=1):
        out["W" + str(l)] = random.normal(scale=math.sqrt(2 / n_in), size=(n_out, n_in))
        out["b" + str(l)] = np.zeros((n_out, 1))
    return out
""",
})
# fmt: on


STARTS = ("initialize_parameters_zeros", "initialize_parameters_random", "initialize_parameters_he")


# rtol: from large random weights, rounding grows a hundredfold within ten steps.
@assignment.exercise(points=20, uses=STARTS, keeps_arguments=True, returns=("parameters", "costs"))
def model(submission, draw):
    """All three starts on drawn points, with few steps where rounding is magnified; and one run with several costs."""

    def points():
        n_x, m = draw.sizes("n_x", "m", low=3, high=12)
        return draw.normal(n_x, m), draw.labels(m)

    def run(**options):
        return submission.model(*points(), print_cost=False, **options)

    for _ in range(2):
        rate, seed = float(draw.uniform(0.02, 0.3)), int(draw.rng.integers(100, 10000))
        steps = draw.steps(5, 60)
        yield "from He's start", run(learning_rate=rate, num_iterations=steps, initialization="he", seed=seed)
    yield "the default start", run(learning_rate=rate, num_iterations=draw.steps(5, 60))
    seed, steps = int(draw.rng.integers(100, 10000)), draw.steps(2, 6)
    yield "from large random weights", run(num_iterations=steps, initialization="random", seed=seed)
    yield "from large random weights", run(num_iterations=1, initialization="random")
    yield "from zeros", run(learning_rate=rate, num_iterations=draw.steps(5, 60), initialization="zeros")
    yield "several costs", run(num_iterations=draw.steps(1001, 1400, 2500))


# fmt: off
model.everywhere(r"initialize_parameters_(zeros|random)\((.*)\)").mistakes(
    ("initialize_parameters_he(layers_dims, seed)", "He's start for every name",
     "All three trainings begin with He's start. What stands under each of the three names?"),
)
model.at("initialize_parameters_zeros(layers_dims)\n").mistakes(
    ("initialize_parameters_he(layers_dims, seed)\n", "He's start for zeros",
     "The training from zeros begins with random weights. Which function belongs under \"zeros\", "
     "and is the name spelled so?"),
)
model.at("initialize_parameters_random(layers_dims, seed)").mistakes(
    ("initialize_parameters_he(layers_dims, seed)", "He's start for large random weights",
     "The training from large random weights begins with He's. Which function belongs under \"random\", "
     "and is the name spelled so?"),
)
model.at("else:\n        parameters = initialize_parameters_he").mistakes(
    ("else:\n        parameters = initialize_parameters_random", "large random weights for He's start",
     "The training from He's start begins with weights that are too large. Which function belongs under this name?"),
)
model.everywhere(
    r"initialize_parameters_zeros\(layers_dims\)([\s\S]*)initialize_parameters_random\(layers_dims, seed\)"
).mistakes(
    (r"initialize_parameters_random(layers_dims, seed)\1initialize_parameters_zeros(layers_dims)",
     "two starts exchanged",
     "Zeros and large random weights are exchanged. Which function stands under which name?"),
)
model.everywhere(r"\(layers_dims, seed\)").mistakes(
    ("(layers_dims)", "seed not handed on",
     "Another `seed` makes no difference here. Who needs it, and is it handed on?"),
)
for start_name, name in (("random", "large random weights"), ("he", "He's start")):
    model.at(f"initialize_parameters_{start_name}(layers_dims, seed)").mistakes(
        (f"initialize_parameters_{start_name}(layers_dims)", f"seed not handed on to {name}",
         f"From {name}, another `seed` makes no difference. Is it handed on there?"),
    )
model.at("        # (2) forward").mistakes(
    ("""        if initialization == "zeros":
            parameters = initialize_parameters_zeros(layers_dims)
        elif initialization == "random":
            parameters = initialize_parameters_random(layers_dims, seed)
        else:
            parameters = initialize_parameters_he(layers_dims, seed)
        # (2) forward""", "starts anew in every iteration",
     "The parameters start anew in every iteration, so nothing is learnt. What belongs before the loop?"),
)
model.at("parameters = update_parameters(parameters, grads, learning_rate)").mistakes(
    ("update_parameters(parameters, grads, learning_rate)", "update not kept",
     "The parameters are as they started. `update_parameters` returns new ones: what becomes of them?"),
    ("parameters = update_parameters(parameters, grads, -learning_rate)", "uphill",
     "The cost rises: the steps go uphill. `update_parameters` subtracts already; which sign has your rate?"),
    ("parameters = update_parameters(parameters, grads, 0.01)", "learning rate fixed",
     "Another `learning_rate` makes no difference here. Who needs it, and is it handed on?"),
    ("parameters = update_parameters(parameters, grads, learning_rate)\n"
     "        cost = compute_cost(forward_propagation(X, parameters)[0], Y)", "cost after the step",
     "The parameters are right, the costs are one step late: they were computed after the update. "
     "With which parameters begins step 0?"),
    ("parameters = update_parameters(parameters, grads, learning_rate)\n"
     "        parameters = update_parameters(parameters, grads, learning_rate)", "updated twice",
     "Two steps are made in each iteration. How many updates belong to one gradient?"),
    ("parameters = update_parameters(parameters, grads, learning_rate / X.shape[1])", "mean taken twice",
     "The steps are `m` times too short. The gradients are means already: by what are they divided once more?"),
)
model.at("compute_cost(A3, Y)").mistakes(
    ("compute_cost(Y, A3)", "probabilities and labels exchanged",
     "The costs are infinite: labels stand where probabilities should. In which order does `compute_cost` take them?"),
    ("np.nan_to_num(compute_cost(A3, Y), posinf=0.0)", "infinite cost hidden",
     "The infinite cost was replaced by another number. What does `compute_cost` say of a guess that is certain and "
     "wrong?"),
)
model.alternatives({
    "a dictionary of functions, one line in the loop": """
    layers_dims, costs = [X.shape[0], 10, 5, 1], []
    starts = {
        "zeros": lambda: initialize_parameters_zeros(layers_dims),
        "random": lambda: initialize_parameters_random(layers_dims, seed=seed),
        "he": lambda: initialize_parameters_he(layers_dims, seed=seed),
    }
    parameters = starts[initialization]()
    for i in range(0, num_iterations):
        a3, cache = forward_propagation(X, parameters)
        if i % 1000 == 0:
            costs.append(compute_cost(a3, Y))
        parameters = update_parameters(parameters, backward_propagation(X, Y, cache), learning_rate)
    return parameters, costs
""",
    "the update written out": """
    layers_dims = [X.shape[0], 10, 5, 1]
    costs = []
    if initialization == "he":
        parameters = initialize_parameters_he(layers_dims, seed)
    elif initialization == "random":
        parameters = initialize_parameters_random(layers_dims, seed)
    elif initialization == "zeros":
        parameters = initialize_parameters_zeros(layers_dims)
    for i in range(num_iterations):
        A3, cache = forward_propagation(X, parameters)
        cost = compute_cost(A3, Y)
        grads = backward_propagation(X, Y, cache)
        for l in range(1, 4):
            parameters["W" + str(l)] = parameters["W" + str(l)] - learning_rate * grads["dW" + str(l)]
            parameters["b" + str(l)] = parameters["b" + str(l)] - learning_rate * grads["db" + str(l)]
        if i % 1000 == 0:
            costs.append(cost)
            if print_cost:
                print(i, cost)
    return parameters, costs
""",
})
# fmt: on


@assignment.exercise(points=10, keeps_arguments=True)
def different_units(submission, draw):
    """Layers made of a drawn number of different units, with copies in drawn places."""

    def layer(n, n_prev, different):
        """W and b with this number of different rows, and which row is which."""
        kinds = draw.normal(different, n_prev + 1)
        places = np.concatenate([np.arange(different), draw.rng.integers(0, different, n - different)])
        rows = kinds[draw.rng.permutation(places)]
        return rows[:, :-1].copy(), rows[:, -1:].copy()

    for _ in range(3):
        n, n_prev = draw.sizes("n", "n_prev", low=6, high=15)
        different = int(draw.rng.integers(2, n - 1))
        yield "some copies", submission.different_units(*layer(n, n_prev, different)), different
    n, n_prev = draw.sizes("n", "n_prev", low=6, high=15)
    yield "no copies", submission.different_units(*layer(n, n_prev, n)), n
    n, n_prev = draw.sizes("n", "n_prev", low=6, high=15)
    yield "all copies", submission.different_units(*layer(n, n_prev, 1)), 1
    for _ in range(2):
        n, n_prev = draw.sizes("n", "n_prev", low=6, high=15)
        different = int(draw.rng.integers(2, n - 1))
        W, b = (np.round(part, 6) for part in layer(n, n_prev, different))
        near = W + draw.uniform(-3e-7, 3e-7, n, n_prev)
        yield "copies to 6 decimals", submission.different_units(near, b), different
    n, n_prev = draw.sizes("n", "n_prev", low=6, high=15)
    W, b = layer(n, n_prev, int(draw.rng.integers(2, n - 1)))
    yield "the same weights with other biases", submission.different_units(W, draw.normal(n, 1)), n
    W, b = layer(n, n_prev, different := int(draw.rng.integers(2, n - 1)))
    yield "the same biases with other weights", submission.different_units(W, np.zeros((n, 1))), different
    n, n_prev = draw.sizes("n", "n_prev", low=6, high=15)
    W, b = layer(n, n_prev, different := int(draw.rng.integers(2, n - 1)))
    close = W[:1] + 3e-6 * (np.arange(n_prev) == draw.rng.integers(n_prev))
    yield "nearly copies", submission.different_units(np.vstack([W, close]), np.vstack([b, b[:1]])), different + 1
    W, b = layer(n, n_prev, different)
    shifted = np.vstack([W, W[:1] + 0.5]), np.vstack([b, b[:1] - 0.5])
    yield "larger weights with a smaller bias", submission.different_units(*shifted), different + 1
    draw.named(n=4, n_prev=2)
    W = np.array([[0.5, -1.0], [2.0, 0.3], [0.5, -1.0], [0.5, -1.0]])
    yield "the notebook's example", submission.different_units(W, np.array([[0.1], [0.0], [0.1], [-0.7]])), 3


# fmt: off
different_units.at("np.hstack([W, b])").mistakes(
    ("W", "biases left out",
     "Units with the same weights and other biases were taken for copies. What belongs to a unit besides its weights?"),
    ("W + b", "biases added to the weights",
     "The biases were added to the weights, and a unit with larger weights and a smaller bias can look like a copy. "
     "How do you put the column *beside* the matrix?"),
    ("b", "weights left out",
     "Only the biases were compared. What belongs to a unit besides its bias?"),
)
different_units.at("np.unique(np.round(units, 6), axis=0)").mistakes(
    ("np.unique(np.round(units, 6))", "single numbers",
     "You counted different numbers, not different units. Along which axis does `np.unique` have to look?"),
    ("np.unique(units, axis=0)", "not rounded",
     "Copies that differ in their last digits were counted as different. What was to be done before comparing?"),
    ("np.unique(np.round(units, 1), axis=0)", "rounded too much",
     "Units that are close but not equal were taken for copies. To how many decimals are they to agree?"),
    ("np.unique(np.round(units), axis=0)", "rounded to whole numbers",
     "Units that are close but not equal were taken for copies: they were rounded to whole numbers. "
     "To how many decimals are they to agree?"),
)
different_units.at("len(different)").mistakes(
    ("len(units)", "all units counted",
     "All units were counted, copies too. Along which axis do the units stand, and which array has each of them once?"),
    ("len(units) - len(different)", "copies counted",
     "You counted the copies that are too many. How many are left when each counts once?"),
    ("different.size", "numbers counted",
     "The numbers in the array were counted, not its rows. Which entry of `shape` counts rows?"),
    ("different", "units returned",
     "The units themselves are returned. How many of them are there?"),
)
different_units.alternatives({
    "a set of tuples": """
    rows = np.concatenate((W, b), axis=1).round(6)
    return len(set(tuple(row) for row in rows))
""",
    "compared one by one": """
    units = np.c_[W, b]
    found = []
    for unit in units:
        if not any(np.allclose(unit, other, rtol=0, atol=1e-6) for other in found):
            found.append(unit)
    return len(found)
""",
    "shape of unique": """
    return np.unique(np.around(np.append(W, b, axis=1), decimals=6), axis=0).shape[0]
""",
})
# fmt: on


# atol: scores of order 1000 in float32 are exact to about 1e-4.
@assignment.exercise(points=15, keeps_arguments=True)
def cost_from_scores(submission, draw):
    """Against the sum over the examples by a formula that takes the absolute score."""

    def cost(Z3, Y):
        pairs = zip(Z3.flat, Y.flat, strict=True)
        losses = [max(z, 0) - int(y) * z + math.log1p(math.exp(-abs(z))) for z, y in pairs]
        return submission.cost_from_scores(Z3, Y), sum(losses) / len(losses)

    for _ in range(2):
        (m,) = draw.sizes("m", low=6, high=12)
        yield "scores of order one", *cost(draw.normal(1, m, scale=2.0), draw.labels(m))
    (m,) = draw.sizes("m", low=6, high=12)
    yield "scores in the thousands", *cost(draw.normal(1, m, scale=3000.0), draw.labels(m))
    yield "scores in the thousands", *cost(draw.uniform(-5000, -1000, 1, m), draw.labels(m))
    yield "scores in the thousands", *cost(draw.uniform(1000, 5000, 1, m), draw.labels(m))
    yield "scores around fifty", *cost(draw.uniform(40, 60, 1, m) * draw.rng.choice([-1, 1], (1, m)), draw.labels(m))
    draw.sizes()
    for label in (1, 0):
        yield "one example", *cost(draw.normal(1, 1), np.array([[label]]))
    for kind in (bool, np.uint8, float):
        yield "labels of any type", *cost(draw.normal(1, m), draw.labels(m).astype(kind))
    draw.named(m=3)
    Z3, Y = np.array([[800.0, -1000.0, 30.0]]), np.array([[0, 1, 1]])
    yield "the notebook's example", submission.cost_from_scores(Z3, Y), 600.0


# fmt: off
cost_from_scores.at("np.logaddexp(0, Z3) - Y * Z3").mistakes(
    (["np.log(1 + np.exp(Z3)) - Y * Z3", "np.log1p(np.exp(Z3)) - Y * Z3"], "infinite exponential",
     "Large scores give infinity, because their exponential is infinite. "
     "Which function of NumPy adds inside the logarithm, safely?"),
    ("-(Y * np.log(1 / (1 + np.exp(-Z3))) + (1 - Y) * np.log(1 - 1 / (1 + np.exp(-Z3))))", "by way of probabilities",
     "Scores around fifty give infinity or NaN: on the way there is a probability, and it is rounded. "
     "Which formula does without it?"),
    ("np.logaddexp(0, np.clip(Z3, -30, 30)) - Y * np.clip(Z3, -30, 30)", "scores clipped",
     "Large scores cost too little: they were kept between bounds. How much does a wrong score of 5000 cost?"),
    ("np.logaddexp(0, Z3)", "label left out",
     "The labels make no difference. What does the formula subtract?"),
    ("np.logaddexp(0, Z3) + Y * Z3", "plus for minus",
     "A right guess of label 1 is made to pay. Which sign does the product y z have?"),
    ("np.logaddexp(0, -Z3) - Y * Z3", "score with a minus in the logarithm",
     "The scores have the wrong sign in the logarithm. What is in the exponent there?"),
    ("np.logaddexp(1, Z3) - Y * Z3", "1 in place of its logarithm",
     "`logaddexp(1, z)` adds e to the exponential, not 1. Of which number is 1 the exponential?"),
    ("np.logaddexp(0, Z3) - Y", "label without its score",
     "The label itself is subtracted. By what does the formula multiply it?"),
    ("np.logaddexp(0, Z3) - (1 - Y) * Z3", "labels exchanged",
     "Labels 0 and 1 are exchanged. For which of them is the score subtracted?"),
    ("np.maximum(0, Z3) - Y * Z3", "logarithm left out",
     "Large scores are right, small ones are not: only the larger of 0 and z is there. What else is in the formula?"),
)
cost_from_scores.at("losses = np.logaddexp(0, Z3) - Y * Z3").mistakes(
    ([f"A3 = np.clip(1 / (1 + np.exp(-Z3)), {eps}, 1 - {eps})\n"
      "    losses = -(Y * np.log(A3) + (1 - Y) * np.log(1 - A3))"
      for eps in ("1e-15", "1e-12", "1e-10", "1e-8", "1e-7", "1e-5", "0.001")], "probabilities clipped",
     "The loss stops growing for large scores: a probability that is kept away from 0 and 1 has forgotten its score. "
     "Which formula takes `Z3` itself?"),
)
cost_from_scores.at("np.mean(losses)").mistakes(
    ("losses", "losses returned",
     "One loss for each example is returned. The cost is one number: which?"),
)
cost_from_scores.equivalents(("np.logaddexp(0, Z3)", "np.logaddexp(Z3, 0)", "a sum has no order"))
cost_from_scores.alternatives({
    "maximum and log1p": """
    m = Y.shape[1]
    return np.sum(np.maximum(Z3, 0) - Y * Z3 + np.log1p(np.exp(-np.abs(Z3)))) / m
""",
    "two cases of the label": """
    return float(np.mean(np.where(Y == 1, np.logaddexp(0, -Z3), np.logaddexp(0, Z3))))
""",
    "loop over the examples": """
    total = 0.0
    for i in range(Z3.shape[1]):
        total += np.logaddexp(0, Z3[0, i]) - Y[0, i] * Z3[0, i]
    return total / Z3.shape[1]
""",
})
# fmt: on


@assignment.exercise(points=15, keeps_arguments=True)
def activation_variances(submission, draw):
    """Networks of two to nine layers, against the definition of the variance."""

    def run(X, parameters):
        expected, A = [], X
        for layer in range(1, len(parameters) // 2):
            W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
            A = np.array([[max(0.0, W[k] @ A[:, i] + b[k, 0]) for i in range(A.shape[1])] for k in range(len(W))])
            mean = sum(A.flat) / A.size
            expected.append(sum((a - mean) ** 2 for a in A.flat) / A.size)
        return submission.activation_variances(X, parameters), expected

    def case(dims, m, scale=1.0):
        return run(draw.normal(dims[0], m), network(draw, dims, scale))

    *dims, m = draw.sizes("n_0", "n_1", "n_2", "n_3", "m", low=4, high=12)
    yield "four layers", *case([*dims, 1], m)
    yield "four layers", *case([*dims, 1], m, scale=3.0)
    *dims, m = draw.sizes("n_0", "n_1", "m", low=4, high=12)
    yield "two layers", *case([*dims, 1], m)
    yield "many layers", *case(many_dims(draw), int(draw.rng.integers(14, 20)), scale=1.5)
    *dims, _ = draw.sizes("n_0", "n_1", "n_2", "m", low=4, high=12)
    yield "one example", *case([*dims, 1], 1)
    draw.named(n_0=2, n_1=3, n_2=2, n_3=1, m=4)
    random = np.random.RandomState(5)
    example = {}
    for layer, (n_prev, n) in enumerate(itertools.pairwise([2, 3, 2, 1]), start=1):
        example[f"W{layer}"], example[f"b{layer}"] = random.randn(n, n_prev), random.randn(n, 1)
    yield "the notebook's example", *run(random.randn(2, 4), example)


# fmt: off
activation_variances.at(' @ A + parameters["b" + str(l)]').mistakes(
    (' @ A', "no bias", "The biases are missing. What does the formula of section 2 add to W A?"),
    (' @ X[: parameters["W" + str(l)].shape[1]] + parameters["b" + str(l)]', "X in every layer",
     "Only layer 1 gets its own input: the others get `X` too. What goes into layer 2?"),
)
activation_variances.at("A = np.maximum(0, Z)").mistakes(
    ("A = Z", "no activation",
     "The relu is missing, so the variances are those of `Z`. Which function lies between `Z` and `A`?"),
    ("A = np.max(0, Z)", "np.max",
     "`np.max` looks for the largest entry of one array. Which function compares two things, entry by entry?"),
    ("A = np.tanh(Z)", "tanh", "The hidden layers are tanh here. Which activation has this network?"),
    ("A = np.abs(Z)", "absolute values", "Negative values were turned round. What does a relu make of them?"),
    ("A = 1 / (1 + np.exp(-Z))", "sigmoid", "The hidden layers are sigmoids here. Which activation has this network?"),
    ("A = (Z > 0).astype(float)", "zeros and ones",
     "`A` is 0 or 1: that is the slope of the relu. What does the relu itself return for a positive number?"),
)
activation_variances.at("np.var(A)").mistakes(
    ("np.var(Z)", "variance before the relu",
     "These are the variances of `Z`. Which array's variances are asked for?"),
    ("np.std(A)", "standard deviation",
     "You have the roots of the right values: `np.std`. What is the square of a spread called in NumPy?"),
    ("np.mean(A**2)", "mean of the squares",
     "The mean of the squares is larger than the variance, unless the mean is 0. From what does the variance measure?"),
    ("np.mean(A)", "mean", "You have the means. Which function tells how widely values lie around their mean?"),
    ("np.var(A, ddof=1)", "divided by one less",
     "The variance is a little too large: it was divided by one less than the number of values. "
     "What does `np.var` divide by if you don't say?"),
    ("np.var(A, axis=1)", "one variance for each unit",
     "There is one variance for each unit. Should a layer give one number or several?"),
    ("np.var(A, axis=0)", "one variance for each example",
     "There is one variance for each example. Should a layer give one number or several?"),
    ("np.mean(np.var(A, axis=1))", "mean of the units' variances",
     "Each unit's variance was taken around a mean of its own, and so the differences between units are lost. "
     "Around how many means should the variance of a layer be taken?"),
    ("np.var(X)", "variance of X",
     "This is the variance of `X`, for each layer. Which array's variances are asked for?"),
)
activation_variances.everywhere(r"(        A = np\.maximum\(0, Z\)\n)([\s\S]*)(        variances\.append.*)").mistakes(
    (r"\3\n\1", "A noted before it is renewed",
     "These are the variances of what goes into each layer. When is `A` the layer's own?"),
)
activation_variances.at("range(1, L)").mistakes(
    ("range(1, L + 1)", "output layer too",
     "There is one number too many, that of the output layer. How many hidden layers has a network of L layers?"),
)
activation_variances.equivalents(("np.maximum(0, Z)", "np.maximum(Z, 0)", "the larger of two has no order"))
activation_variances.alternatives({
    "np.dot, a second name": """
    L = len(parameters) // 2
    variances = []
    A = X
    for l in range(1, L):
        A_prev = A
        W, b = parameters["W" + str(l)], parameters["b" + str(l)]
        A = np.maximum(np.dot(W, A_prev) + b, 0)
        variances.append(A.var())
    return variances
""",
    "by the definition": """
    values = []
    signal = X
    for l in range(1, len(parameters) // 2):
        Z = np.matmul(parameters[f"W{l}"], signal) + parameters[f"b{l}"]
        signal = Z * (Z > 0)
        values += [np.mean(signal ** 2) - np.mean(signal) ** 2]
    return values
""",
})
# fmt: on

# fmt: off
assignment.examples(
    Example("Xavier's factor in place of He's, and a training that starts from it",
        {"initialize_parameters_he": [("np.sqrt(2 /", "np.sqrt(1 /")]}),
    Example("two starts under the wrong names, and biases that are no columns",
        {"initialize_parameters_zeros": [("np.zeros((layers_dims[l], 1))", "np.zeros(layers_dims[l])")],
         "model": [('initialization == "zeros"', 'initialization == "random"'),
                   ('elif initialization == "random"', 'elif initialization == "zeros"')]}),
    Example("shapes asserted in every layer, costs printed in every step",
        {"initialize_parameters_random": [
             ("        ### END CODE HERE ###",
              '        assert parameters["W" + str(l)].shape == (layers_dims[l], layers_dims[l - 1])'),
         ],
         "model": [("cost = compute_cost(A3, Y)\n", "cost = compute_cost(A3, Y)\n        print(i, cost)\n")]},
        loses=()),
    Example("a cost by way of clipped probabilities, variances of Z",
        {"cost_from_scores": [
             ("np.logaddexp(0, Z3) - Y * Z3",
              "-np.log(np.clip(np.where(Y, 1 / (1 + np.exp(-Z3)), 1 / (1 + np.exp(Z3))), 1e-8, 1))"),
         ],
         "activation_variances": [("np.var(A)", "np.var(Z)")]}),
)
# fmt: on
