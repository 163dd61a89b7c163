"""Scenarios, known mistakes and alternatives of "Optimisers": what the marks of a24 stand on.

The published checks of this assignment start from velocities of zero, with the default betas and t = 2, so that a
forgotten memory passes. Here no memory starts at zero but where a first step is asked for, and every number is drawn.

- The published functions change their arguments in place. Here none may, as in the whole course: it costs one part.
- Momentum and Adam have other forms in libraries (no factor 1 - beta; epsilon beside the root of an average that is not
  corrected). They take other steps with the same arguments, so each has its own sentence.
- The shuffle is that of `np.random.RandomState(seed)`, the numbers of the published `np.random.seed(seed)`. An answer
  that sets the seed for all of NumPy returns the same batches and is accepted.
"""

import math

import numpy as np

from autograder.judging.exercise import Assignment, Example
from graders import families

assignment = Assignment("a24_optimization")


def network(draw, *sizes):
    """Random parameters for layers of these sizes, the input's size first."""
    parameters = {}
    for k in range(1, len(sizes)):
        parameters[f"W{k}"] = draw.normal(sizes[k], sizes[k - 1])
        parameters[f"b{k}"] = draw.normal(sizes[k], 1)
    return parameters


def small(draw):
    """Two layers of sizes that all differ."""
    return network(draw, *draw.sizes("n_x", "n_1", "n_2", low=2, high=4))


def one_layer(draw):
    return network(draw, *draw.sizes("n_x", "n_1", low=2, high=4))


def like(draw, parameters, scale=1.0):
    """Random gradients, or velocities, for the parameters."""
    return {"d" + name: draw.normal(*value.shape, scale=scale) for name, value in parameters.items()}


def squares(draw, parameters, scale=1.0):
    """Averages of squares for the parameters: positive, and none near zero."""
    return {"d" + name: scale * draw.uniform(0.3, 2, *value.shape) for name, value in parameters.items()}


def zeros(parameters):
    return {"d" + name: np.zeros(value.shape) for name, value in parameters.items()}


def entry_by_entry(rule, parameters, *memories):
    """What `rule` makes of each entry of each parameter and of its entries in the memories: one dictionary for each."""
    results = tuple({} for _ in rule(1.0, *[1.0] * len(memories)))
    for name, value in parameters.items():
        entries = [value.flat, *(memory["d" + name].flat for memory in memories)]
        made = zip(*(rule(*map(float, numbers)) for numbers in zip(*entries, strict=True)), strict=True)
        for i, (result, numbers) in enumerate(zip(results, made, strict=True)):
            result[name if i == 0 else "d" + name] = np.reshape(numbers, value.shape)
    return results


def depths(draw):
    """Networks of two, one and a drawn number of layers, with the part that each belongs to."""
    yield "a network of two layers", small(draw)
    yield "another depth", one_layer(draw)
    draw.sizes()
    yield "another depth", network(draw, *(int(n) for n in draw.rng.integers(1, 4, int(draw.rng.integers(4, 9)))))


@assignment.exercise(points=8, keeps_arguments=True)
def update_parameters_with_gd(submission, draw):
    """Networks of one to seven layers; the gradients have more keys than are needed, as backward passes leave them."""

    def step(parameters, rate):
        grads = {"dZ1": draw.normal(3, 2), **like(draw, parameters), "dA1": draw.normal(3, 2)}
        (expected,) = entry_by_entry(lambda p, g: (p - rate * g,), parameters, grads)
        return submission.update_parameters_with_gd(parameters, grads, rate), expected

    for part, parameters in depths(draw):
        yield part, *step(parameters, float(draw.uniform(0.1, 1)))
    parameters = small(draw)
    for rate in (0.0, 2.5):
        yield "another rate", *step(parameters, rate)


def layers_as_before(exercise, made):
    """Parameters that a loop over the layers misses, where the result begins as a copy; `made` is its first line."""
    exercise.everywhere(rf"{made} = (.*)\n    for name in parameters").mistakes(
        (
            rf"{made} = \1\n    moved = dict(parameters)\n    for name in list(parameters)[:-2]",
            "last layer as before",
            "The last layer is as it was before the step. Where does `range(1, L)` end?",
        ),
        (
            rf"{made} = \1\n    moved = dict(parameters)\n    for name in list(parameters)[::2]",
            "biases as before",
            "The weights are right, and the biases are as they were before the step. Which formula moves them?",
        ),
    )


# fmt: off
layers_as_before(update_parameters_with_gd, "moved")
families.gradient_step(update_parameters_with_gd, r"parameters\[name\]", "learning_rate", r'grads\["d" \+ name\]')
update_parameters_with_gd.at('grads["d" + name]').mistakes(
    ('grads["dW" + name[1:]]', "gradient of the weights for the biases",
     "The biases moved against the gradients of the weights, and got their shape. Which key belongs to `b1`?"),
)
update_parameters_with_gd.at("return moved").mistakes(
    ("return parameters", "parameters returned as they were",
     "The parameters are returned as they were. Into which dictionary did the new values go?"),
)
update_parameters_with_gd.alternatives({
    "loop over the layers": """
    moved = {}
    L = len(parameters) // 2
    for l in range(1, L + 1):
        moved["W" + str(l)] = parameters["W" + str(l)] - learning_rate * grads["dW" + str(l)]
        moved["b" + str(l)] = parameters["b" + str(l)] - learning_rate * grads["db" + str(l)]
    return moved
""",
    "copies, changed in place": """
    parameters = {name: value.copy() for name, value in parameters.items()}
    L = len(parameters) // 2
    for l in range(L):
        parameters["W" + str(l+1)] -= learning_rate * grads["dW" + str(l+1)]
        parameters[f"b{l+1}"] -= learning_rate * grads[f"db{l+1}"]
    return parameters
""",
    "comprehension, printed": """
    print(grads.keys())
    return {k: np.add(p, -learning_rate * grads["d" + k]) for k, p in parameters.items()}
""",
})
# fmt: on


def expected_batches(X, Y, size, seed):
    """The pairs, column by column."""
    order = np.random.RandomState(seed).permutation(X.shape[1])
    parts = [order[first : first + size] for first in range(0, len(order), size)]
    return [tuple(np.stack([A[:, i] for i in part], axis=1) for A in (X, Y)) for part in parts]


@assignment.exercise(points=20, keeps_arguments=True)
def random_mini_batches(submission, draw):
    """Sizes that divide m and that do not, one batch, batches of one, Y with several rows; X and Y stay together."""

    def run(m, size, n_y=1, **seed):
        (n_x,) = draw.sizes("n_x", low=2, high=4)
        draw.named(n_x=n_x, n_y=n_y, m=m, mini_batch_size=size)
        X = draw.normal(n_x, m)
        Y = draw.labels(m) if n_y == 1 else np.round(draw.normal(n_y, m), 3)
        expected = expected_batches(X, Y, size, seed.get("seed", 0))
        return submission.random_mini_batches(X, Y, size, **seed), expected

    def seed():
        return int(draw.rng.integers(1, 1000))

    for _ in range(2):
        size, full = draw.sizes("size", "full", low=3, high=5)
        yield "a shorter last batch", *run(size * full + int(draw.rng.integers(1, size)), size, seed=seed())
    size, full = draw.sizes("size", "full", low=2, high=5)
    yield "batches that are all full", *run(size * full, size, seed=seed())
    (m,) = draw.sizes("m", low=5, high=12)
    yield "a single batch", *run(m, m + int(draw.rng.integers(1, 60)), seed=seed())
    yield "a single batch", *run(m, m, seed=seed())
    (m,) = draw.sizes("m", low=5, high=12)
    yield "batches of one example", *run(m, 1, seed=seed())
    size, n_y, full = draw.sizes("size", "n_y", "full", low=2, high=5)
    yield "several rows of labels", *run(size * full + 1, size, n_y, seed=seed())
    (m,) = draw.sizes("m", low=130, high=185)
    X, Y = draw.normal(1, m), draw.labels(m)
    draw.named(n_x=1, n_y=1, m=m)
    yield "the default size and seed", submission.random_mini_batches(X, Y), expected_batches(X, Y, 64, 0)


SLICE = r"k \* mini_batch_size : \(k \+ 1\) \* mini_batch_size"

# fmt: off
random_mini_batches.at("np.random.RandomState(seed)").mistakes(
    ("np.random.RandomState(0)", "always the same seed",
     "The order is that of seed 0, whatever the seed is. What would that do to the next epoch?"),
)
random_mini_batches.at("X_shuffled = X[:, permutation]").mistakes(
    ("X_shuffled = X", "X not shuffled",
     "The columns of `X` stand as they were, those of `Y` are shuffled. Does each example still have its own label?"),
)
random_mini_batches.at("Y_shuffled = Y[:, permutation]").mistakes(
    ("Y_shuffled = Y", "Y not shuffled",
     "The columns of `X` are shuffled, those of `Y` stand as they were. Does each example still have its own label?"),
    ("Y_shuffled = Y[:, np.random.RandomState(seed + 1).permutation(m)]", "an order of its own for Y",
     "`Y` was shuffled in another order than `X`. Does each example still have its own label?"),
    ("Y_shuffled = Y[0, permutation].reshape(1, m)", "first row of labels only",
     "`Y_batch` has one row. `Y` may have several, one for each label of an example: which of them did you pick?"),
)
random_mini_batches.everywhere(r"\[:, permutation\]").mistakes(
    ("[permutation]", "rows picked",
     "Rows were picked, not columns. On which side of a comma do the examples stand?"),
    ("", "not shuffled",
     "The examples stand in their old order. Which array holds the new order of the columns?"),
    ("[:, np.argsort(permutation)]", "order turned round",
     "The columns are in the inverse order: column i went to place `permutation[i]`. "
     "Which column should stand at place i?"),
)
random_mini_batches.at("math.ceil(m / mini_batch_size)").mistakes(
    ("m // mini_batch_size", "last batch dropped",
     "The shorter last batch is missing. How many batches do 10 examples make, if each has at most 4?"),
    ("m // mini_batch_size + 1", "empty batch at the end",
     "There is an empty batch at the end where the size divides `m`. How many batches do 8 examples make, 4 in each?"),
    ("m / mini_batch_size", "a fraction of a batch",
     "`num_batches` is a fraction, and `range` needs a whole number. Which rounding counts every batch that is begun?"),
    ("round(m / mini_batch_size)", "rounded to the nearest",
     "The last batch is missing where it is less than half full. Which rounding counts every batch that is begun?"),
    ("mini_batch_size", "size for number",
     "As many batches were made as a batch has examples. How many are needed for all of them?"),
)
random_mini_batches.everywhere(rf"\[:, ({SLICE})\]").mistakes(
    (r"[\1]", "rows cut out",
     "Rows were cut out, not columns. On which side of a comma do the examples stand?"),
)
random_mini_batches.everywhere(SLICE).mistakes(
    ("k * mini_batch_size : (k + 1) * mini_batch_size - 1", "one column short",
     "Each batch lacks its last example. Does a slice include the column at which it ends?"),
    (": mini_batch_size", "first batch each time",
     "All batches hold the same examples, the first ones. Where does batch `k` begin?"),
    ("k : k + mini_batch_size", "one column further each time",
     "Each batch begins one column after the one before, so they overlap. Where does batch 1 begin?"),
    ("k::num_batches", "every other column",
     "Each batch takes every `num_batches`-th column. Which columns lie next to each other in a batch?"),
    ("max(0, min(k, m // mini_batch_size - 1)) * mini_batch_size : (k + 1) * mini_batch_size", "last batch too early",
     "The last batch begins where the one before it began, and repeats its examples. How many columns are taken by "
     "then?"),
    ("(k + 1) * mini_batch_size : (k + 2) * mini_batch_size", "first batch left out",
     "The first batch is missing, and the last one is empty. Which number does `k` have in the first round?"),
    ("k * 64 : (k + 1) * 64", "size fixed",
     "The batches hold 64 examples, whatever the size is. Which argument says how many?"),
)
random_mini_batches.at("mini_batches.append((X_batch, Y_batch))").mistakes(
    ("mini_batches.append(X_batch, Y_batch)", "append of two",
     "`append` takes one thing. What makes one thing of two arrays?"),
    ("mini_batches.append((Y_batch, X_batch))", "labels first",
     "Each pair has the labels first. Which of the two comes first in what is asked for?"),
    ("mini_batches += [X_batch, Y_batch]", "no pairs",
     "Arrays of `X` and of `Y` take turns in the list. What should one entry of the list hold?"),
    ("mini_batches.append(X_batch)", "labels left out",
     "The list holds inputs only. What else does the training need of each batch?"),
    ("mini_batches = [(X_batch, Y_batch)]", "only the last batch kept",
     "Only the last batch is left. What happens to the list in each round of the loop?"),
)
random_mini_batches.alternatives({
    "the published way": """
    np.random.seed(seed)
    m = X.shape[1]
    mini_batches = []
    permutation = list(np.random.permutation(m))
    shuffled_X = X[:, permutation]
    shuffled_Y = Y[:, permutation].reshape((Y.shape[0], m))
    num_complete_minibatches = math.floor(m / mini_batch_size)
    for k in range(0, num_complete_minibatches):
        mini_batch_X = shuffled_X[:, k * mini_batch_size:(k + 1) * mini_batch_size]
        mini_batch_Y = shuffled_Y[:, k * mini_batch_size:(k + 1) * mini_batch_size]
        mini_batches.append((mini_batch_X, mini_batch_Y))
    if m % mini_batch_size != 0:
        mini_batch_X = shuffled_X[:, num_complete_minibatches * mini_batch_size:]
        mini_batch_Y = shuffled_Y[:, num_complete_minibatches * mini_batch_size:]
        mini_batches.append((mini_batch_X, mini_batch_Y))
    return mini_batches
""",
    "np.array_split at the borders, lists": """
    order = np.random.RandomState(seed).permutation(X.shape[1])
    borders = range(mini_batch_size, X.shape[1], mini_batch_size)
    return [[X[:, part], Y[:, part]] for part in np.split(order, borders)]
""",
    "X and Y stacked, -(-m // size)": """
    m, n_x = X.shape[1], X.shape[0]
    both = np.concatenate([X, Y])[:, np.random.RandomState(seed).permutation(m)]
    mini_batches = []
    for k in range(-(-m // mini_batch_size)):
        part = both[:, k * mini_batch_size : min(m, (k + 1) * mini_batch_size)]
        print(part.shape)
        mini_batches.append((part[:n_x], part[n_x:]))
    return mini_batches
""",
    "while": """
    permutation = np.random.RandomState(seed).permutation(X.shape[1])
    mini_batches = []
    while len(permutation) > 0:
        mini_batches += [(np.take(X, permutation[:mini_batch_size], 1), Y[:, permutation[:mini_batch_size]])]
        permutation = permutation[mini_batch_size:]
    return mini_batches
""",
})
# fmt: on


@assignment.exercise(points=6, keeps_arguments=True)
def initialize_velocity(submission, draw):
    """Networks of one to seven layers."""
    for part, parameters in depths(draw):
        yield part, submission.initialize_velocity(parameters), zeros(parameters)


# fmt: off
initialize_velocity.at("np.zeros(parameters[name].shape)").mistakes(
    ("np.ones(parameters[name].shape)", "ones",
     "The velocities are ones. What does a memory hold before the first gradient?"),
    ("parameters[name]", "parameters in the memory",
     "The velocities are the parameters themselves. What does a memory hold before the first gradient?"),
    ("np.zeros(parameters[name])", "array for a shape",
     "`np.zeros` got the whole array. What does it need to know of it?"),
    ("np.zeros(name.shape)", "shape of a text",
     "`name` is a text, and has no shape. Where is the array of that name?"),
    ("0", "a number for an array",
     "Each velocity is the number 0. Which shape does the gradient have that it will take in?"),
)
initialize_velocity.alternatives({
    "loop over the layers": """
    L = len(parameters) // 2
    v = {}
    for l in range(L):
        v["dW" + str(l+1)] = np.zeros((parameters["W" + str(l+1)].shape[0], parameters["W" + str(l+1)].shape[1]))
        v["db" + str(l+1)] = np.zeros_like(parameters["b" + str(l+1)])
    return v
""",
    "times zero": "return {f'd{name}': 0 * value for name, value in parameters.items()}",
})
# fmt: on


@assignment.exercise(points=15, keeps_arguments=True, returns=("moved", "v_new"))
def update_parameters_with_momentum(submission, draw):
    """Velocities that are not zero but once, drawn betas and rates; beta 0 is plain descent."""

    def step(parameters, beta, rate, v=None):
        def rule(p, g, velocity):
            kept = beta * velocity + (1 - beta) * g
            return p - rate * kept, kept

        grads, v = like(draw, parameters), like(draw, parameters) if v is None else v
        expected = entry_by_entry(rule, parameters, grads, v)
        return submission.update_parameters_with_momentum(parameters, grads, v, beta, rate), expected

    for part, parameters in depths(draw):
        yield part, *step(parameters, float(draw.uniform(0.6, 0.85)), float(draw.uniform(0.1, 1)))
    for beta in (0.99, 0.3):
        yield "another beta", *step(small(draw), beta, 0.3)
    yield "beta 0", *step(small(draw), 0.0, float(draw.uniform(0.1, 1)))
    parameters = small(draw)
    yield "first step", *step(parameters, float(draw.uniform(0.6, 0.95)), 0.5, zeros(parameters))


VELOCITY = 'v_new["d" + name]'
TAKES_IN = 'beta * v["d" + name] + (1 - beta) * grads["d" + name]'

# fmt: off
layers_as_before(update_parameters_with_momentum, "moved, v_new")
update_parameters_with_momentum.at(TAKES_IN).mistakes(
    ('(1 - beta) * v["d" + name] + beta * grads["d" + name]', "factors exchanged",
     "The factors are exchanged. With beta 0.9, how much of the old velocity should be kept?"),
    ('(1 - beta) * grads["d" + name]', "old velocity forgotten",
     "The velocity holds nothing of the steps before. What does the formula do with the old one?"),
    ('v["d" + name] + (1 - beta) * grads["d" + name]', "old velocity kept whole",
     "The old velocity is kept whole, so it grows and grows. By what does the formula multiply it?"),
    ('beta * v["d" + name] + grads["d" + name]', "no factor on the gradient",
     "The velocity took in the whole gradient, as in many libraries. Which factor does the gradient have here?"),
    ('beta * v["d" + name] + 1 - beta * grads["d" + name]', "parentheses around 1 - beta missing",
     "Only beta multiplies the gradient, and a 1 is left over. What belongs in parentheses?"),
    ('beta * v["d" + name] - (1 - beta) * grads["d" + name]', "gradient subtracted",
     "The gradient was subtracted from the velocity. In which of the two formulas is there a minus?"),
    ('beta * v_new["d" + name] + (1 - beta) * grads["d" + name]', "empty dictionary read",
     "`v_new` has nothing to read yet. Which dictionary holds the velocities so far?"),
    ('0.9 * v["d" + name] + 0.1 * grads["d" + name]', "beta fixed at 0.9",
     "The velocity is that of beta 0.9, whatever beta is. Which argument holds it?"),
    ('(beta * v["d" + name] + (1 - beta) * grads["d" + name]) / (1 - beta)', "velocity corrected",
     "The velocity was divided by 1 - beta. Do the two formulas of momentum have a correction?"),
    ('grads["d" + name]', "gradient kept as the velocity",
     "The velocity is the last gradient. How much of the old velocity does the formula keep?"),
)
update_parameters_with_momentum.everywhere(
    r"(\+ \(1 - beta\)) (\* grads.*\n.*\n.*) - learning_rate \* (v_new.*)"
).mistakes(
    (r"+ learning_rate \2 - \3", "rate inside the velocity",
     "The learning rate stands in the velocity, in place of 1 - beta. In which of the two formulas is it?"),
    (r"\1 * learning_rate \2 - \3", "rate moved into the velocity",
     "The step is taken without the rate, which went into the velocity. In which of the two formulas is it?"),
)
update_parameters_with_momentum.at('learning_rate * v_new["d" + name]').mistakes(
    ('learning_rate * grads["d" + name]', "gradient used",
     "The velocity is right, but the parameters followed the gradient. Which of the two does the formula subtract?"),
    ('learning_rate * v["d" + name]', "old velocity used",
     "The parameters followed the old velocity. Which comes first in the formulas: the memory or the step?"),
    ('learning_rate * v_new["d" + name] / (1 - beta)', "step corrected",
     "The velocity was divided by 1 - beta before the step. Do the two formulas of momentum have a correction?"),
    ('learning_rate * (beta * v_new["d" + name] + (1 - beta) * grads["d" + name])', "Nesterov's step",
     "The step mixes the gradient in a second time: that is Nesterov's momentum. What does the formula subtract?"),
    ('learning_rate * (v_new if name[0] == "W" else grads)["d" + name]', "biases without momentum",
     "The weights are right, but the biases followed their gradients. What should they follow?"),
    ('v_new["d" + name]', "no learning rate",
     "The step is as long as the velocity, whatever the learning rate. By what is it multiplied?"),
)
update_parameters_with_momentum.at('parameters[name] - learning_rate').mistakes(
    ("parameters[name] + learning_rate", "uphill",
     "The parameters went uphill. The velocity points to where the cost rises; which way do you go?"),
)
update_parameters_with_momentum.everywhere(r'v_new\["d" \+ name\]').mistakes(
    ('v["d" + name]', "written into v",
     "The returned `v_new` is empty: the velocities were written into `v`, which is the caller's. "
     "Which dictionary is to be filled?"),
)
update_parameters_with_momentum.at(f"moved[name] = parameters[name] - learning_rate * {VELOCITY}").mistakes(
    ("pass", "step missing",
     "The velocities are right, but the returned `moved` is empty. Which formula gives the new parameters?"),
)
update_parameters_with_momentum.at("return moved, v_new").mistakes(
    ("return moved, v", "old velocity returned",
     "The parameters are right, but the old velocity is returned. What would the next step know of this one?"),
    ("return parameters, v_new", "old parameters returned",
     "The velocity is right, but the parameters are as they were. Into which dictionary did the new ones go?"),
)
update_parameters_with_momentum.alternatives({
    "loop over the layers, new dictionaries": """
    L = len(parameters) // 2
    new_parameters, new_v = {}, {}
    for l in range(1, L + 1):
        new_v["dW" + str(l)] = beta * v["dW" + str(l)] + (1 - beta) * grads["dW" + str(l)]
        new_v["db" + str(l)] = beta * v["db" + str(l)] + (1 - beta) * grads["db" + str(l)]
        new_parameters["W" + str(l)] = parameters["W" + str(l)] - learning_rate * new_v["dW" + str(l)]
        new_parameters["b" + str(l)] = parameters["b" + str(l)] - learning_rate * new_v["db" + str(l)]
    return new_parameters, new_v
""",
    "copies first, as published after that": """
    parameters, v = dict(parameters), dict(v)
    for l in range(len(parameters) // 2):
        for kind in "Wb":
            key = kind + str(l + 1)
            v["d" + key] = beta * v["d" + key] + (1 - beta) * grads["d" + key]
            parameters[key] = parameters[key] - learning_rate * v["d" + key]
    return [parameters, v]
""",
    "from the difference, printed": """
    v = {key: old + (1 - beta) * (grads[key] - old) for key, old in v.items()}
    print(v)
    return {name: value - np.multiply(learning_rate, v["d" + name]) for name, value in parameters.items()}, v
""",
    "np.average": """
    v = {key: np.average([v[key], grads[key]], axis=0, weights=[beta, 1 - beta]) for key in v}
    return {name: parameters[name] - learning_rate * v["d" + name] for name in parameters}, v
""",
})
# fmt: on


@assignment.inside
def after_a_change_in_v(build, parameters):
    """Both memories, after each array of the first has grown by 1 in place."""
    first, second = build(parameters)
    for name in first:
        first[name] += 1
    return first, second


@assignment.exercise(points=6, uses=["initialize_velocity"], keeps_arguments=True, returns=("v", "s"))
def initialize_adam(submission, draw):
    """Networks of one to seven layers; what is written into v does not show in s."""
    for part, parameters in depths(draw):
        yield part, submission.initialize_adam(parameters), (zeros(parameters), zeros(parameters))
    parameters = small(draw)
    ones = {"d" + name: np.ones(value.shape) for name, value in parameters.items()}
    both = after_a_change_in_v(submission.initialize_adam, parameters)
    yield "v and s apart", both, (ones, zeros(parameters))


# fmt: off
initialize_adam.at("s = initialize_velocity(parameters)").mistakes(
    ("s = v", "two names for one memory",
     "What is written into `v` shows in `s`: they share a dictionary, or its arrays. How do you make a second one?"),
    ("s = {name: np.ones(value.shape) for name, value in v.items()}", "s starts with ones",
     "`s` holds ones. What does a memory hold before the first gradient?"),
    ("s = {}", "s without arrays",
     "`s` is an empty dictionary. What does the first step look for in it?"),
    ("s = {name: value for name, value in v.items() if name[1] == 'W'}", "s without biases",
     "`s` has no entries for the biases. Which parameters does Adam move?"),
)
initialize_adam.equivalents(("(v, s)", "(s, v)", "both hold zeros"))
initialize_adam.alternatives({
    "loop over the layers": """
    L = len(parameters) // 2
    v = {}
    s = {}
    for l in range(1, L + 1):
        v["dW" + str(l)] = np.zeros(parameters["W" + str(l)].shape)
        v["db" + str(l)] = np.zeros(parameters["b" + str(l)].shape)
        s["dW" + str(l)] = np.zeros(parameters["W" + str(l)].shape)
        s["db" + str(l)] = np.zeros(parameters["b" + str(l)].shape)
    return v, s
""",
    "a copy of the arrays": """
    v = initialize_velocity(parameters)
    s = {name: value.copy() for name, value in v.items()}
    return [v, s]
""",
})
# fmt: on


@assignment.exercise(points=22, keeps_arguments=True, returns=("moved", "v_new", "s_new"))
def update_parameters_with_adam(submission, draw):
    """Memories that are not zero but once, drawn betas, rates and t; tiny gradients, where epsilon counts."""

    def step(parameters, t, scale=1.0, first=False, grads=None, **options):
        rate, beta1, beta2, epsilon = (
            options.get(name, default)
            for name, default in {"learning_rate": 0.01, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}.items()
        )

        def rule(p, g, v, s):
            v, s = beta1 * v + (1 - beta1) * g, beta2 * s + (1 - beta2) * g * g
            mean, square = v / (1 - beta1**t), s / (1 - beta2**t)
            return p - rate * mean / (math.sqrt(square) + epsilon), v, s

        grads = like(draw, parameters, scale) if grads is None else grads
        v = zeros(parameters) if first else like(draw, parameters, scale)
        s = zeros(parameters) if first else squares(draw, parameters, scale**2)
        expected = entry_by_entry(rule, parameters, grads, v, s)
        return submission.update_parameters_with_adam(parameters, grads, v, s, t, **options), expected

    def rate():
        return float(draw.uniform(0.1, 0.5))

    for part, parameters in depths(draw):
        yield part, *step(parameters, int(draw.rng.integers(3, 30)), learning_rate=rate())
    yield "first step", *step(small(draw), 1, first=True, learning_rate=rate())
    yield "later step", *step(one_layer(draw), 2, learning_rate=rate())
    yield "later step", *step(one_layer(draw), int(draw.rng.integers(2000, 20000)), learning_rate=rate())
    betas = {"beta1": float(draw.uniform(0.5, 0.85)), "beta2": float(draw.uniform(0.9, 0.99))}
    yield "other betas", *step(one_layer(draw), int(draw.rng.integers(3, 9)), learning_rate=rate(), **betas)
    yield "other betas", *step(one_layer(draw), 3, learning_rate=rate(), beta1=0.0, beta2=0.98)
    yield "tiny gradients, another epsilon", *step(one_layer(draw), 4, 1e-4, learning_rate=rate())
    yield "tiny gradients, another epsilon", *step(one_layer(draw), 4000, 1e-4, learning_rate=rate())
    epsilon = float(draw.uniform(0.1, 0.5))
    yield "tiny gradients, another epsilon", *step(one_layer(draw), 5, learning_rate=rate(), epsilon=epsilon)
    parameters = one_layer(draw)
    yield "gradients zero", *step(parameters, 1, first=True, grads=zeros(parameters), learning_rate=rate())
    yield "the defaults", *step(one_layer(draw), int(draw.rng.integers(3, 30)))


STEP = "learning_rate * v_corrected / (np.sqrt(s_corrected) + epsilon)"
FIRST, SECOND = 'beta1 * v["d" + name] + (1 - beta1) * g', 'beta2 * s["d" + name] + (1 - beta2) * g**2'

# fmt: off
update_parameters_with_adam.everywhere(r"moved, v_new, s_new = (.*)\n    for name in parameters").mistakes(
    (r"moved, v_new, s_new = \1\n    moved = dict(parameters)\n    for name in list(parameters)[:-2]",
     "last layer as before", "The last layer is as it was before the step. Where does `range(1, L)` end?"),
    (r"moved, v_new, s_new = \1\n    moved = dict(parameters)\n    for name in list(parameters)[::2]",
     "biases as before",
     "The weights are right, and the biases are as they were before the step. Which formulas move them?"),
)
update_parameters_with_adam.everywhere(r'(beta\d) \* (\w)\["d" \+ name\] \+ \(1 - beta\d\)').mistakes(
    (r'(1 - \1) * \2["d" + name] + \1', "factors exchanged",
     "The factors of both averages are exchanged. With beta1 0.9, how much of the old v should be kept?"),
    (r'\2["d" + name] + (1 - \1)', "old averages kept whole",
     "`v_new` and `s_new` keep the old values whole, so they grow and grow. "
     "By what do the formulas multiply the old ones?"),
    (r"(1 - \1)", "old averages forgotten",
     "`v_new` and `s_new` hold nothing of the steps before. What do the formulas do with the old ones?"),
)
update_parameters_with_adam.at(FIRST).mistakes(
    ('beta1 * v_new["d" + name] + (1 - beta1) * g', "empty dictionary read",
     "`v_new` has nothing to read yet. Which dictionary holds the averages so far?"),
    ("(1 - beta1) * g", "v forgets",
     "`s_new` is right, and `v_new` holds nothing of the steps before. What does its formula do with the old `v`?"),
    ('beta2 * v["d" + name] + (1 - beta2) * g', "beta2 in v",
     "`v_new` was averaged with beta2. Which beta stands in its formula?"),
    ('beta1 * v["d" + name] + g', "no factor on the gradient",
     "`v_new` took in the whole gradient. Which factor does the gradient have in the formula?"),
    ('v["d" + name] + (1 - beta1) * g', "old v kept whole",
     "`v_new` keeps the old values whole, so it grows and grows. By what does its formula multiply the old `v`?"),
)
update_parameters_with_adam.at(SECOND).mistakes(
    ("(1 - beta2) * g**2", "s forgets",
     "`v_new` is right, and `s_new` holds nothing of the steps before. What does its formula do with the old `s`?"),
    ('beta1 * s["d" + name] + (1 - beta1) * g**2', "beta1 in s",
     "`s_new` was averaged with beta1. Which beta stands in its formula?"),
    ('beta2 * s["d" + name] + (1 - beta2) * g', "gradient not squared",
     "`s_new` took in the gradient itself. Of what is it the average?"),
    ('beta2 * s["d" + name] + ((1 - beta2) * g) ** 2', "factor squared",
     "The factor was squared along with the gradient. What exactly does the formula of `s` square?"),
    ('beta2 * s["d" + name] + (1 - beta2) * v_new["d" + name] ** 2', "v squared",
     "`s_new` took in the square of `v_new`. Of what is it the average?"),
    ('beta2 * s["d" + name] + g**2', "no factor on the square",
     "`s_new` took in the whole square. Which factor does it have in the formula?"),
    ('s["d" + name] + (1 - beta2) * g**2', "old s kept whole",
     "`s_new` keeps the old values whole, so it grows and grows. By what does its formula multiply the old `s`?"),
    ('beta2 * s["d" + name] + (1 - beta2) * (g @ g.T)[:, :1]', "matrix product for the square",
     "`s_new` holds a matrix product, not squares. Which operator squares each entry by itself?"),
)
update_parameters_with_adam.everywhere("beta1(.*\n.*)beta2").mistakes(
    (r"beta2\1beta1", "betas exchanged",
     "beta1 and beta2 have each other's places. Which of them belongs to `v`?"),
)
update_parameters_with_adam.everywhere(r" / \(1 - beta\d\*\*t\)").mistakes(
    ("", "no correction",
     "`v_new` and `s_new` are right, but the step used them without correction. "
     "What makes up for their start at zero?"),
)
update_parameters_with_adam.everywhere(r"\(1 - (beta\d)\*\*t\)").mistakes(
    (r"((1 - \1) ** t)", "power of the difference",
     "The power was taken of 1 - beta. Of what does the formula take it?"),
)
update_parameters_with_adam.at('v_corrected = v_new["d" + name] / (1 - beta1**t)').mistakes(
    ('v_corrected = v_new["d" + name] / 1 - beta1**t', "parentheses of the correction missing",
     "`v_new` was divided by 1, and the power subtracted afterwards. What belongs in parentheses?"),
    ('v_corrected = v_new["d" + name] / (1 - beta1 * t)', "times t for the power of beta1",
     "beta1 was multiplied by `t`. Which operator raises it to the power `t`?"),
    ('v_corrected = v_new["d" + name]', "only s corrected",
     "`s_new` was corrected for the step, `v_new` was not. Which of the two started at zero?"),
    ('v_corrected = v["d" + name] / (1 - beta1**t)', "old v corrected",
     "The step used the old `v`, from before this gradient. Which `v` does the correction take?"),
)
update_parameters_with_adam.at('s_corrected = s_new["d" + name] / (1 - beta2**t)').mistakes(
    ('s_corrected = s_new["d" + name]', "only v corrected",
     "`v_new` was corrected for the step, `s_new` was not. Which of the two started at zero?"),
    ('s_corrected = s_new["d" + name] / (1 - beta1**t)', "beta1 in the correction of s",
     "`s_new` was corrected with beta1. Which beta was it averaged with?"),
    ('s_corrected = s["d" + name] / (1 - beta2**t)', "old s corrected",
     "The step used the old `s`, from before this gradient. Which `s` does the correction take?"),
    ('s_corrected = v_corrected**2', "square of v for s",
     "The step was divided by the size of `v_new` itself, so its length is always the rate. "
     "What stands below the root?"),
)
update_parameters_with_adam.everywhere(r"\*\*t\b").mistakes(
    ("", "correction without the power",
     "The correction is always that of the first step. To which power are the betas raised, so that it fades?"),
    ("**2", "t fixed at 2",
     "The correction is always that of the second step. Which argument counts the steps?"),
    (" * t", "times t for the power",
     "A beta was multiplied by `t`. Which operator raises it to the power `t`?"),
    (" ** (t + 1)", "t one too high",
     "The correction is that of the step to come. Does `t` count this step already?"),
    (" ** (t - 1)", "t one too low",
     "The correction is one step behind, and divides by 0 in the first. Which number does `t` have there?"),
)
update_parameters_with_adam.at(STEP).mistakes(
    ("learning_rate * g / (np.sqrt(s_corrected) + epsilon)", "gradient above the bar",
     "`v_new` and `s_new` are right, but the step followed the gradient. What stands above the bar of the fraction?"),
    ("learning_rate * v_corrected / (np.sqrt(s_corrected + epsilon))", "epsilon inside the root",
     "epsilon was added inside the root, where it counts far more. Is it before or after the root in the formula?"),
    ("learning_rate * v_corrected / np.sqrt(s_corrected)", "epsilon missing",
     "epsilon is missing below the bar. What is 0 divided by 0, where all gradients were zero?"),
    ("learning_rate * v_corrected / (np.sqrt(s_corrected) + 1e-8)", "epsilon fixed at 1e-8",
     "epsilon is 1e-8, whatever the argument says. Which name holds it?"),
    ("learning_rate * v_corrected / np.sqrt(s_corrected) + epsilon", "epsilon outside the fraction",
     "epsilon was added to the fraction. What belongs in parentheses below the bar?"),
    ("learning_rate * v_corrected / (s_corrected + epsilon)", "root missing",
     "The step was divided by the average square itself. Which function of it stands below the bar?"),
    ("v_corrected / (np.sqrt(s_corrected) + epsilon)", "no learning rate",
     "The step has the same length whatever the learning rate. By what is the fraction multiplied?"),
    ("learning_rate * np.sqrt(1 - beta2**t) / (1 - beta1**t) * "
     'v_new["d" + name] / (np.sqrt(s_new["d" + name]) + epsilon)', "corrections in the rate",
     "Both corrections were put into the learning rate, as libraries do, and epsilon weighs more there. Where are "
     "the corrections in the formulas here?"),
    ("learning_rate * v_corrected * (np.sqrt(s_corrected) + epsilon)", "multiplied by the root",
     "The step was multiplied by the root. What should large gradients in the past do to it?"),
)
update_parameters_with_adam.at(f"moved[name] = parameters[name] - {STEP}").mistakes(
    ("pass", "step missing",
     "Both averages are right, but the returned `moved` is empty. Which formula gives the new parameters?"),
)
update_parameters_with_adam.at("parameters[name] - learning_rate").mistakes(
    ("parameters[name] + learning_rate", "uphill",
     "The parameters went uphill. The average gradient points to where the cost rises; which way do you go?"),
)
update_parameters_with_adam.at("moved[name] = ").mistakes(
    ('v_new["d" + name], s_new["d" + name] = v_corrected, s_corrected\n        moved[name] = ',
     "corrected averages returned",
     "The parameters are right, but the corrected averages are returned. What would the next step do to them again?"),
)
update_parameters_with_adam.at("return moved, v_new, s_new").mistakes(
    ("return moved, v, s", "old averages returned",
     "The parameters are right, but the old averages are returned. What would the next step know of this one?"),
    ("return parameters, v_new, s_new", "old parameters returned",
     "The averages are right, but the parameters are as they were. Into which dictionary did the new ones go?"),
)
update_parameters_with_adam.alternatives({
    "loop over the layers, new dictionaries": """
    L = len(parameters) // 2
    p_new, v_new, s_new, v_corrected, s_corrected = {}, {}, {}, {}, {}
    for l in range(1, L + 1):
        for key in ("W" + str(l), "b" + str(l)):
            d = "d" + key
            v_new[d] = beta1 * v[d] + (1 - beta1) * grads[d]
            v_corrected[d] = v_new[d] / (1 - np.power(beta1, t))
            s_new[d] = beta2 * s[d] + (1 - beta2) * np.power(grads[d], 2)
            s_corrected[d] = s_new[d] / (1 - np.power(beta2, t))
            p_new[key] = parameters[key] - learning_rate * (v_corrected[d] / (np.sqrt(s_corrected[d]) + epsilon))
    return p_new, v_new, s_new
""",
    "copies first, in place after that": """
    parameters, v, s = ({name: value.copy() for name, value in given.items()} for given in (parameters, v, s))
    for name, value in parameters.items():
        g, m, n = grads["d" + name], v["d" + name], s["d" + name]
        m += (1 - beta1) * (g - m)
        n += (1 - beta2) * (g * g - n)
        value -= learning_rate * (m / (1 - beta1**t)) / ((n / (1 - beta2**t)) ** 0.5 + epsilon)
    return [parameters, v, s]
""",
    "comprehensions, printed": """
    v = {d: np.add(beta1 * v[d], (1 - beta1) * grads[d]) for d in v}
    s = {d: np.add(beta2 * s[d], (1 - beta2) * np.square(grads[d])) for d in s}
    mean = {d: v[d] / (1 - beta1**t) for d in v}
    size = {d: np.sqrt(s[d] / (1 - beta2**t)) + epsilon for d in s}
    print(mean, size)
    return {n: p - np.divide(learning_rate * mean["d" + n], size["d" + n]) for n, p in parameters.items()}, v, s
""",
})
# fmt: on


@assignment.exercise(points=5)
def update_lr(submission, draw):
    """Drawn numbers, epoch 0, and rate 0."""

    def run(rate, epoch, decay):
        return submission.update_lr(rate, epoch, decay), 1 / ((1 + decay * epoch) / rate)

    for _ in range(3):
        yield (
            "drawn numbers",
            *run(float(draw.uniform(0.1, 3)), int(draw.rng.integers(2, 90)), float(draw.uniform(0.1, 2))),
        )
    rate = float(draw.uniform(0.1, 3))
    yield "epoch 0", submission.update_lr(rate, 0, float(draw.uniform(0.1, 2))), rate
    yield "no decay", submission.update_lr(rate, int(draw.rng.integers(2, 90)), 0), rate


# fmt: off
update_lr.at("learning_rate0 / (1 + decay_rate * epoch_num)").mistakes(
    ("learning_rate0 / 1 + decay_rate * epoch_num", "parentheses missing",
     "The rate grows from epoch to epoch. What stands below the bar of the fraction, and belongs in parentheses?"),
    ("learning_rate0 / (decay_rate * epoch_num)", "1 missing",
     "In epoch 0 something is divided by 0. What is added below the bar?"),
    ("1 / (1 + decay_rate * epoch_num)", "first rate missing",
     "The result is the fraction without the first rate. By what does the formula multiply it?"),
    ("learning_rate0 / (1 + decay_rate) ** epoch_num", "power of the epoch",
     "The rate falls by the same factor in each epoch: an exponential decay. How does `epoch_num` enter the formula?"),
    ("learning_rate0 * decay_rate ** epoch_num", "power of the decay",
     "The rate is multiplied by `decay_rate` in each epoch. What does the formula do with it?"),
    ("learning_rate0 / (1 + decay_rate + epoch_num)", "sum for the product",
     "`decay_rate` and `epoch_num` were added. What stands between them in the formula?"),
    ("learning_rate0 * (1 + decay_rate * epoch_num)", "multiplied",
     "The rate grows from epoch to epoch. What does the formula do with the parentheses?"),
    ("learning_rate0 / (1 + decay_rate * (epoch_num + 1))", "epochs counted from 1",
     "The rate has already fallen in epoch 0. Which number does the first epoch have?"),
    ("learning_rate0 - decay_rate * epoch_num", "subtracted",
     "The rate falls by the same amount in each epoch, below zero in the end. By what does the formula divide?"),
)

update_lr.alternatives({
    "fraction times the rate": "return (1 / (1 + decay_rate * epoch_num)) * learning_rate0",
    "NumPy": "return np.divide(learning_rate0, np.add(1, np.multiply(decay_rate, epoch_num)))",
})
# fmt: on


@assignment.exercise(points=6, uses=["update_lr"])
def schedule_lr_decay(submission, draw):
    """The first and the last epoch of a stair, one within, and the default length."""

    def run(stair, place, decay=None):
        rate, interval = float(draw.uniform(0.1, 3)), int(draw.rng.integers(5, 200))
        decay = float(draw.uniform(0.1, 2)) if decay is None else decay
        epoch = (
            interval * stair
            + {"first": 0, "early": interval // 4, "late": 1 + interval // 2, "last": interval - 1}[place]
        )
        return submission.schedule_lr_decay(rate, epoch, decay, interval), rate / (1 + decay * stair)

    def stair():
        return int(draw.rng.integers(1, 12))

    yield "within a stair", *run(stair(), "early")
    yield "within a stair", *run(stair(), "late")
    yield "where a stair begins", *run(stair(), "first")
    yield "where a stair ends", *run(stair(), "last")
    yield "the first stair", *run(0, "late")
    yield "no decay", *run(stair(), "late", 0)
    rate, decay, number = float(draw.uniform(0.1, 3)), float(draw.uniform(0.1, 2)), stair()
    epoch = 1000 * number + int(draw.rng.integers(500, 1000))
    yield "the default interval", submission.schedule_lr_decay(rate, epoch, decay), rate / (1 + decay * number)


# fmt: off
schedule_lr_decay.at("epoch_num // time_interval").mistakes(
    ("epoch_num / time_interval", "no stairs",
     "The rate falls in every epoch. What makes a whole number of the fraction, so that it stays for a while?"),
    ("round(epoch_num / time_interval)", "rounded to the nearest",
     "The rate falls in the middle of each stair. Which rounding keeps it until the stair ends?"),
    ("-(-epoch_num // time_interval)", "rounded up",
     "The rate falls one stair too early. On which stair are the first epochs?"),
    ("epoch_num % time_interval", "remainder",
     "The rate goes up again at each stair: `%` gives the remainder. Which operator counts the full stairs?"),
    ("epoch_num", "interval left out",
     "The rate falls in every epoch, whatever the interval is. How many stairs lie behind this epoch?"),
    ("time_interval // max(epoch_num, 1)", "fraction upside down",
     "The interval was divided by the epoch. Which of the two is above the bar?"),
    ("epoch_num // 1000", "interval fixed at 1000",
     "The stairs are 1000 epochs long, whatever the interval is. Which argument says how long?"),
)
schedule_lr_decay.at("update_lr(learning_rate0, epoch_num // time_interval, decay_rate)").mistakes(
    ("learning_rate0 / (1 + decay_rate * epoch_num // time_interval)", "rounded after the product",
     "`decay_rate * epoch_num` was computed first, and then rounded down. What exactly stands in the brackets?"),
)
schedule_lr_decay.equivalents(
    ("update_lr(learning_rate0, epoch_num // time_interval, decay_rate)",
     "update_lr(learning_rate0, decay_rate, epoch_num // time_interval)", "it takes their product"),
)
schedule_lr_decay.alternatives({
    "one formula, np.floor": "return 1 / (1 + decay_rate * np.floor(epoch_num / time_interval)) * learning_rate0",
    "stair by stair": """
    stairs = 0
    while (stairs + 1) * time_interval <= epoch_num:
        stairs += 1
    return learning_rate0 / (1 + decay_rate * stairs)
""",
})
# fmt: on


# rtol, atol: a training carries roundings on. One weight in a thousand would still show.
@assignment.exercise(
    points=12,
    uses=(
        "update_parameters_with_gd",
        "random_mini_batches",
        "update_parameters_with_momentum",
        "initialize_adam",
        "update_parameters_with_adam",
        "schedule_lr_decay",
    ),
    keeps_arguments=True,
    rtol=1e-4,
    atol=1e-6,
    returns=("parameters", "costs"),
)
def model(submission, draw):
    """Short trainings with several batches, one of them shorter, and every option drawn somewhere."""
    rates = {"gd": 0.4, "momentum": 0.4, "adam": 0.03}

    def run(optimizer, examples=None, **options):
        n_x, n_1, n_2, m = draw.sizes("n_x", "n_1", "n_2", "m", low=4, high=7)
        m = examples or m
        draw.named(n_x=n_x, n_1=n_1, n_2=n_2, m=m)
        X, Y = draw.normal(n_x, m), draw.labels(m)
        options = {
            "learning_rate": rates[optimizer] * float(draw.uniform(0.7, 1.2)),
            "mini_batch_size": 3,
            "num_epochs": draw.steps(3, 8, longest=40),
            "seed": int(draw.rng.integers(1, 1000)),
            **options,
        }
        return submission.model(X, Y, [n_x, n_1, n_2, 1], optimizer, **options)

    for optimizer in rates:
        yield optimizer, run(optimizer)
        yield optimizer, run(optimizer, mini_batch_size=5)
    for optimizer in rates:
        decay = {"decay_rate": float(draw.uniform(0.5, 2)), "time_interval": int(draw.rng.integers(1, 3))}
        yield "with decay", run(optimizer, num_epochs=6, **decay)
    yield "other betas", run("momentum", beta=float(draw.uniform(0.3, 0.7)))
    yield "other betas", run("adam", beta1=float(draw.uniform(0.3, 0.7)), beta2=0.95, epsilon=0.01)
    for optimizer in rates:  # more examples than the seeds of the epochs, which begin at 11
        m = int(draw.rng.integers(25, 40))
        yield "a single batch", run(optimizer, m, mini_batch_size=64, num_epochs=draw.steps(3, 8))
    yield "one epoch", run("adam", num_epochs=1)
    for optimizer, scale in {"gd": 1.0, "adam": 1e-6}.items():  # with inputs that small, epsilon shows
        n_x, m = draw.sizes("n_x", "m", low=2, high=7)
        X, Y = draw.normal(n_x, m, scale=scale), draw.labels(m)
        yield "the defaults", submission.model(X, Y, [n_x, 8, 7, 1], optimizer, num_epochs=30)


# fmt: off
model.at("        total = 0\n").mistakes(
    ("        total = 0\n        v, s = initialize_adam(parameters)\n", "memories anew in each epoch",
     "The memories start anew in each epoch. How long are they to last?"),
    ("        total = 0\n        t = 0\n", "t anew in each epoch",
     "With Adam the steps of later epochs are too long: `t` starts anew in each. Over what does it count?"),
    ("        total = 0\n        parameters = initialize_parameters(layers_dims, seed)\n", "parameters anew in epochs",
     "The parameters start anew in each epoch, so nothing is learnt from one to the next. How often are they drawn?"),
)
model.at("rate = schedule_lr_decay(learning_rate, epoch, decay_rate, time_interval)").mistakes(
    (["rate = learning_rate", "rate = schedule_lr_decay(learning_rate, epoch, decay_rate)"], "no decay",
     "The rate should fall after every `time_interval` epochs, and it stays the same. Which of your functions knows "
     "the rate of an epoch, and does it get all that it needs?"),
    ("rate = schedule_lr_decay(learning_rate, epoch, time_interval, decay_rate)", "decay and interval exchanged",
     "`decay_rate` and `time_interval` have each other's places. In which order does `schedule_lr_decay` take them?"),
    ("rate = update_lr(learning_rate, epoch, decay_rate)", "decay in every epoch",
     "The rate falls in every epoch. Which of your two functions waits for `time_interval` epochs?"),
    ("rate = learning_rate = schedule_lr_decay(learning_rate, epoch, decay_rate, time_interval)", "decayed twice",
     "The rate falls too fast: what has fallen falls again. From which rate does the decay start in each epoch?"),
    ("rate = schedule_lr_decay(learning_rate, epoch + 1, decay_rate, time_interval)", "epochs counted from 1",
     "The rate falls one epoch too early. Which number does the first epoch have?"),
    ("rate = schedule_lr_decay(learning_rate, t, decay_rate, time_interval)", "decay by steps",
     "The rate falls with the steps, which are more than the epochs. What does `schedule_lr_decay` count?"),
)
model.at("random_mini_batches(X, Y, mini_batch_size, epoch_seed)").mistakes(
    ("random_mini_batches(X, Y, mini_batch_size)", "the same order in each epoch",
     "The batches are the same in all epochs. Which argument of `random_mini_batches` gives another order?"),
    ("random_mini_batches(X, Y, mini_batch_size, seed)", "seed of the start",
     "The batches are the same in all epochs: `seed` belongs to the start. Which number changes with the epoch?"),
    ("random_mini_batches(X, Y, mini_batch_size, epoch)", "number of the epoch as seed",
     "The order of the examples is another one than it should be. Which name in the lines above is made for it?"),
    ("random_mini_batches(X, Y, seed=epoch_seed)", "default size",
     "The batches have 64 examples, whatever `mini_batch_size` is. What does `random_mini_batches` not know of?"),
    ("random_mini_batches(X, Y, epoch_seed)", "seed for the size",
     "The seed stands where the size is expected. In which order does `random_mini_batches` take its arguments?"),
)
model.at("forward_propagation(X_batch, parameters)").mistakes(
    ("forward_propagation(X, parameters)", "all examples forward",
     "The forward pass saw all the examples, the backward pass those of a batch. "
     "What is the batch's array called?"),
)
model.at("A3, cache = forward_propagation").mistakes(
    ("A3 = forward_propagation", "cache without a value",
     "`cache` has no value: `forward_propagation` returns it beside `A3`. Which line takes both?"),
)
model.everywhere(r"forward_propagation\(X_batch([\s\S]*)backward_propagation\(X_batch, Y_batch").mistakes(
    (r"forward_propagation(X\1backward_propagation(X, Y", "all examples in each step",
     "All the examples went forward and backward in each step. What are the batches for, and what are they called?"),
)
model.at("backward_propagation(X_batch, Y_batch, cache)").mistakes(
    ("backward_propagation(X, Y, cache)", "all examples backward",
     "The backward pass saw all the examples, the forward pass those of a batch. What are the batch's arrays called?"),
    ("backward_propagation(X_batch, Y_batch, parameters)", "parameters for the cache",
     "`backward_propagation` got the parameters. What did the forward pass keep for it?"),
)
model.at("            t = t + 1\n").mistakes(
    ("", "t counted too late, or not at all",
     "In its first step Adam gets `t` = 0, and divides by 0. Where is the step counted?"),
    ("            t = 1\n", "t never counted",
     "With Adam the correction never fades: `t` is always 1. What should it count?"),
    ("            t = epoch + 1\n", "t counts epochs",
     "With Adam the steps have another length: `t` counts epochs. What should it count?"),
    ("            t = t + 2\n", "t counted twice",
     "With Adam the steps have another length: `t` grows by 2 in each step. How often is it counted?"),
)
model.at("total += compute_cost(A3, Y_batch) * Y_batch.shape[1]").mistakes(
    ("total = compute_cost(A3, Y_batch) * X.shape[1]", "cost of the last batch",
     "The costs are those of the last batch of each epoch. What do they say of the other batches?"),
)
model.equivalents(
    ("raise ValueError(f'there is no optimizer {optimizer!r}')", "", "a given line, for names that nobody uses"),
)
model.alternatives({
    "own names, memories one by one": """
    parameters = initialize_parameters(layers_dims, seed)
    costs, t = [], 0
    v = initialize_velocity(parameters)
    _, s = initialize_adam(parameters)
    for i in range(num_epochs):
        lr = learning_rate / (1 + decay_rate * (i // time_interval))
        weighted = []
        for minibatch_X, minibatch_Y in random_mini_batches(X, Y, mini_batch_size, 11 + i):
            a3, caches = forward_propagation(minibatch_X, parameters)
            weighted.append(compute_cost(a3, minibatch_Y) * minibatch_X.shape[1] / X.shape[1])
            grads = backward_propagation(minibatch_X, minibatch_Y, caches)
            t += 1
            if optimizer == "gd":
                parameters = update_parameters_with_gd(parameters, grads, lr)
            elif optimizer == "momentum":
                parameters, v = update_parameters_with_momentum(parameters, grads, v, beta, lr)
            elif optimizer == "adam":
                parameters, v, s = update_parameters_with_adam(
                    parameters, grads, v, s, t, lr, beta1=beta1, beta2=beta2, epsilon=epsilon
                )
        costs.append(sum(weighted))
    return parameters, costs
""",
    "costs as an array, everything printed": """
    parameters = initialize_parameters(layers_dims, seed=seed)
    v, s = initialize_adam(parameters)
    batches_per_epoch = math.ceil(X.shape[1] / mini_batch_size)
    costs = np.zeros(num_epochs)
    for epoch in range(num_epochs):
        rate = schedule_lr_decay(learning_rate, epoch, decay_rate, time_interval)
        batches = random_mini_batches(X, Y, mini_batch_size, seed=epoch + 11)
        for k, (x, y) in enumerate(batches):
            A3, cache = forward_propagation(x, parameters)
            costs[epoch] += compute_cost(A3, y) * len(y[0]) / len(Y[0])
            grads = backward_propagation(x, y, cache)
            t = epoch * batches_per_epoch + k + 1
            if optimizer == "adam":
                parameters, v, s = update_parameters_with_adam(parameters, grads, v, s, t, rate, beta1, beta2, epsilon)
            else:
                b = beta if optimizer == "momentum" else 0
                parameters, v = update_parameters_with_momentum(parameters, grads, v, b, rate)
        print(epoch, rate, costs[epoch])
    return parameters, list(costs)
""",
})

assignment.examples(
    Example("a velocity that forgets, in momentum and in Adam",
        {"update_parameters_with_momentum": [('beta * v["d" + name] + ', "")],
         "update_parameters_with_adam": [('beta1 * v["d" + name] + ', ""), ('beta2 * s["d" + name] + ', "")]}),
    Example("all arrays changed in place",
        {"update_parameters_with_gd": [('moved[name] = parameters[name] - learning_rate * grads["d" + name]',
             'parameters[name] -= learning_rate * grads["d" + name]\n        moved[name] = parameters[name]')]}),
    Example("labels that stay behind", {"random_mini_batches": [("Y_shuffled = Y[:, permutation]", "Y_shuffled = Y")]}),
    Example("a garbled name in the velocity",
        {"initialize_velocity": [("parameters[name].shape", "parameter[name].shape")]}),
    Example("one dictionary for both memories",
        {"initialize_adam": [("s = initialize_velocity(parameters)", "s = v")]}),
    Example("the notebook's own gradients in Adam",
        {"update_parameters_with_adam": [('g = grads["d" + name]', 'g = grads_small["d" + name]')]}),
    Example("every batch printed",
        {"model": [("            t = t + 1\n", "            t = t + 1\n            print(epoch, t, A3, grads)\n")]},
        loses=()),
)
# fmt: on
