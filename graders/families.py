"""What several graders share: mistakes and alternatives, each family with the names that a notebook gives to things."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from autograder.judging.draw import Draw
from autograder.judging.exercise import Exercise

NUMPY_ONLY = "tensorflow.*", "keras.*", "scipy.*", "sklearn.*"  # for `forbids`


def slopes(value: Callable[[dict[str, np.ndarray]], np.ndarray], arrays: Mapping[str, np.ndarray]) -> dict[str, Any]:
    """The slope of value(arrays) along each entry of each array, in a dictionary like `arrays`.

    It is the imaginary part of the value where the entry is shifted by i × 1e-20. Unlike a central difference it has no
    rounding, and cannot step across a kink. All the shifted arrays are handed over at once, as a stack, and `value`
    returns a number for each.
    """
    found = {}
    for name, array in arrays.items():
        shifts = 1e-20j * np.eye(array.size).reshape(array.size, *array.shape)
        found[name] = (value({**arrays, name: array + shifts}).imag / 1e-20).reshape(array.shape)
    return found


def cost_parts(draw: Draw, cost: Callable[[np.ndarray, np.ndarray], Any]) -> Iterator[tuple[Any, ...]]:
    """What a mean cross-entropy cost(A, Y) of arrays (1, m) is tried on, against a sum over the examples."""

    def both(A: np.ndarray, Y: np.ndarray) -> tuple[Any, float]:
        costs = [-math.log(a if y == 1 else 1 - a) for a, y in zip(A.flat, Y.flat, strict=True)]
        return cost(A, Y), sum(costs) / len(costs)

    for _ in range(2):
        (m,) = draw.sizes("m", low=6, high=12)
        yield "random probabilities", *both(draw.uniform(0.15, 0.85, 1, m), draw.labels(m))
    draw.sizes()
    for label in (1, 0):
        yield "one example", *both(draw.uniform(0.15, 0.85, 1, 1), np.array([[label]]))
    (m,) = draw.sizes("m", low=4)
    near = draw.uniform(0.001, 0.03, 1, m)
    yield "probabilities near 0 and 1", *both(near, draw.labels(m))
    yield "probabilities near 0 and 1", *both(1 - near, draw.labels(m))
    for kind in (bool, np.uint8, float):
        yield "labels of any type", *both(draw.uniform(0.15, 0.85, 1, m), draw.labels(m).astype(kind))


# Below, a slip has a line for its code and its name, and one for its sentence.
# fmt: off


def sigmoid(exercise: Exercise, x: str, exp: str = "np.exp", large: bool = True) -> None:
    """1 / (1 + exp(-x)), of arrays by np.exp or of numbers by math.exp.

    large: whether the scenario asks for numbers whose exponential is infinite
    """
    module, formula = exp.removesuffix("exp"), f"1 / (1 + {exp}(-{x}))"
    exercise.at(formula).mistakes(
        (f"1 / (1 + {exp}({x}))", "sign of the exponent",
         f"The result is 1 minus the sigmoid: it falls where it should rise. Which sign does `{x}` have in the "
         "exponent, and what stands above the bar?"),
        (f"1 / 1 + {exp}(-{x})", "parentheses missing",
         "The result is above 1. What is above the bar of the fraction, and what below it?"),
        (f"1 / {exp}(-{x})", "1 in the denominator missing",
         f"The result is e to the power of `{x}` and grows without bound. In the formula, what stands above the bar, "
         "and which sum below it?"),
        (f"1 / (1 - {exp}(-{x}))", "minus below the bar",
         "The result is negative or above 1. Which operator stands between the two below the bar?"),
        (f"1 / (1 + 2.0 ** (-{x}))", "base 2",
         "The curve is too flat: powers of 2. Of which number does the formula take powers?"),
        (f"{module}tanh({x})", "tanh",
         "This is tanh, which runs from -1 to 1. Which function runs from 0 to 1?"),
        (f"1 / (1 + {exp}(-abs({x})))", "absolute value",
         f"Positive numbers are right, negative ones have that of their opposite. "
         f"Which sign does `{x}` have in the formula?"),
    )
    if module == "np.":
        exercise.at(formula).mistakes(
            (f"1 / (1 + __import__('math').exp(-{x}))", "math.exp",
             "Your function works on one number only. What in it does not take a whole array?"),
            (f"np.round({formula})", "rounded",
             "The result is only ever 0 or 1. Which values in between does the sigmoid have?"),
            (f"({formula}) * (1 - {formula})", "its slope",
             "This is the slope of the sigmoid, s (1 - s). Which part of it is the value itself?"),
        )
    if module == "np." and large:
        exercise.at(formula).mistakes(
            (f"np.exp({x}) / (1 + np.exp({x}))", "infinity by infinity",
             f"Large `{x}` give NaN, as infinity divided by infinity does. "
             "Where does the notebook's formula have its exponential?"),
        )


def cross_entropy(exercise: Exercise, A: str, mean: str) -> None:
    """The mean cross-entropy of probabilities A and labels Y; `mean` is the code that averages and turns the sign."""
    terms = f"Y * np.log({A}) + (1 - Y) * np.log(1 - {A})"
    natural = "Which logarithm does the formula mean?"
    exercise.at(terms).mistakes(
        (f"Y * np.log({A})", "first term only",
         "Only the examples with label 1 count. What does the formula add for label 0, and does that reach the cost?"),
        (f"(1 - Y) * np.log(1 - {A})", "second term only",
         "Only the examples with label 0 count. What does the formula add for label 1, and does that reach the cost?"),
        (f"Y * np.log(1 - {A}) + (1 - Y) * np.log({A})", "terms exchanged",
         "Whoever is sure and right pays most here. Which logarithm goes with label 1?"),
        ([f"Y * np.log({A}) - (1 - Y) * np.log(1 - {A})", f"(1 - Y) * np.log(1 - {A}) - Y * np.log({A})"],
         "terms subtracted",
         "The two terms work against each other. Which sign does each of them have in the end?"),
        (f"Y * np.log({A}) + (1 - Y) * np.log({A})", "the same logarithm in both terms",
         f"The logarithm of `{A}` counts for every example, whatever its label. How probable is label 0?"),
        (f"Y * np.log({A}) + 1 - Y * np.log(1 - {A})", "parentheses around 1 - Y missing",
         f"The second term is 1 minus a product: `*` comes before `-`. In the formula, what multiplies log(1 - {A})?"),
        (f"Y * np.log({A}) + (1 - Y) * (1 - np.log({A}))", "1 minus the logarithm",
         "The second term has 1 minus a logarithm. Of what does the formula take the logarithm there?"),
        ((f"Y * np.log({A}) + np.log(1 - Y) * (1 - {A})", f"np.log(Y) * {A} + (1 - Y) * np.log(1 - {A})"),
         "a logarithm of labels",
         f"One of the logarithms is taken of the labels, and that of 0 is infinite. Are `Y` and `{A}` each in their "
         "place?"),
        (f"{A} * np.log(Y) + (1 - {A}) * np.log(1 - Y)", f"{A} and Y exchanged",
         "The cost is infinite: a logarithm of 0 was taken. Of what does the formula take it, and can that be 0?"),
        (terms.replace("np.log", "np.log10"), "logarithm to base 10",
         f"The cost is 0.43 times what it should be: a logarithm to base 10. {natural}"),
        (terms.replace("np.log", "np.log2"), "logarithm to base 2",
         f"The cost is 1.44 times what it should be: a logarithm to base 2. {natural}"),
        (terms.replace(A, f"np.clip({A}, 0.1, 0.9)"), "probabilities clipped",
         f"The cost is too small where the guess is sure and wrong: `{A}` was kept between bounds. "
         "How much does the formula charge for such a guess?"),
        (terms.replace(A, f"np.round({A})"), "rounded probabilities",
         "The cost is NaN. Is each logarithm taken of a probability between 0 and 1, and not of a decision?"),
    )
    exercise.at(mean).mistakes(
        (mean.removesuffix(" / m"), "sum instead of mean",
         "The cost is `m` times too large: the sum over the examples, not their mean. "
         "By what do you divide, and does it count columns?"),
        (mean.removeprefix("-"), "minus sign missing",
         "The cost is negative. Logarithms of probabilities are: how often is the sign turned on the way to the cost?"),
        (f"{mean} / m", "divided by m twice",
         "The cost is `m` times too small. How many of your steps divide by the number of examples?"),
        (f"{mean} / 2", "halved",
         "The cost is half of what it should be. By what does the formula divide the sum, and by what is yours divided "
         "in all?"),
        ((f"np.sum(({A} - Y) ** 2) / m", f"-np.sum(({A} - Y) ** 2) / m"), "squared error",
         "The errors were squared. What does the cross-entropy do with the probabilities?"),
        (f"np.sum(np.abs({A} - Y)) / m", "absolute error",
         f"This is the mean distance of `{A}` and `Y`. What does the cross-entropy do with the probabilities?"),
    )


def compute_cost(exercise: Exercise, A: str) -> None:
    """The cross-entropy in a function of its own, where its terms are in `log_probabilities`."""
    mean = "-np.sum(log_probabilities) / m"
    cross_entropy(exercise, A, mean)
    exercise.at(mean).mistakes(
        (f"np.sum(-Y * np.log({A}) - (1 - Y) * np.log(1 - {A})) / m", "minus on the labels",
         "The formula is right, but `-Y` goes wrong for labels without a sign: True and False, or uint8, where -1 "
         "becomes 255. Where else can the minus stand?"),
    )
    exercise.alternatives({
        "np.dot, squeezed to a 0-d array": f"""
    m = Y.shape[1]
    cost = (1./m) * (-np.dot(Y, np.log({A}).T) - np.dot(1-Y, np.log(1-{A}).T))
    cost = np.squeeze(cost)
    assert(cost.shape == ())
    return cost
""",
        "where and mean": f"return -np.mean(np.log(np.where(Y, {A}, 1 - {A})))",
        "loop over the examples, a float": f"""
    total = 0
    for i in range(Y.shape[1]):
        total -= np.log({A}[0, i]) if Y[0, i] == 1 else np.log(1 - {A}[0, i])
    return float(total / Y.shape[1])
""",
        "a guard against the log of 0": f"""
    logs = np.multiply(np.log({A} + 1e-10), Y) + np.multiply(np.log(1 - {A} + 1e-10), 1 - Y)
    return -(1 / {A}.size) * np.sum(logs, axis=1)[0]
""",
        "clipped, float32, a warning": f"""
    import warnings
    warnings.warn("a guard is at work")
    {A} = np.clip({A}, 1e-7, 1 - 1e-7).astype(np.float32)
    losses = np.multiply(np.log({A}), Y) + np.multiply(np.log1p(-{A}), 1 - Y)
    return -losses.sum() / {A}.size
""",
    })


def loss_slope(exercise: Exercise, A: str) -> None:
    """The slope of each example's loss along its probability, -(Y / A - (1 - Y) / (1 - A))."""
    exercise.at(f"-(Y / {A} - (1 - Y) / (1 - {A}))").mistakes(
        ((f"{A} - Y", f"Y - {A}"), "difference for the slope",
         "The last layer got a difference of probabilities and labels. Its way back multiplies by the slope of the "
         "sigmoid by itself: from what must it start?"),
        ([f"-(Y / {A} + (1 - Y) / (1 - {A}))", f"Y / {A} + (1 - Y) / (1 - {A})"], "terms of the slope added",
         "For one of the labels, the slope of the loss has the wrong sign. Which sign should each of its fractions "
         "have?"),
        (f"-(Y / {A} - (1 - Y) / {A})", f"{A} below both bars",
         f"`{A}` stands below both fraction bars. What is the probability of label 0?"),
        (f"-Y / {A}", "first term of the slope only",
         f"The examples with label 0 have no gradient. What does the slope of the loss have besides Y / {A}?"),
        ([f"-(Y / {A} - 1 - Y / 1 - {A})", f"-(Y / {A} - 1 - Y / (1 - {A}))", f"-(Y / {A} - (1 - Y) / 1 - {A})"],
         "parentheses of the slope missing",
         "In the slope of the loss, `/` comes before `-`. Which differences belong together?"),
        ([f"-(Y * np.log({A}) - (1 - Y) * np.log(1 - {A}))", f"-(Y * np.log({A}) + (1 - Y) * np.log(1 - {A}))"],
         "logarithms in the slope",
         "Logarithms stand in the slope of the loss. The slope of a logarithm is a quotient: which one?"),
    )


def call(exercise: Exercise, line: str, told: str) -> None:
    """A line `A2, cache = forward(X, parameters)`, both results of an earlier step; `told`: what tells of that step."""
    first, second, function, x, y = re.findall(r"\w+", line)
    exercise.at(f"{function}({x}, {y})").mistakes(
        (f"{function}({y}, {x})", "arguments exchanged",
         f"`{function}` did not get its arguments as it takes them. Which does {told} name, in which order?"),
    )
    exercise.at(f"{first}, {second} =").mistakes(
        ([f"{first} =", f"{first} = {second} ="], "two values taken for one",
         f"`{first}` holds both results of `{function}`. How many names do two values need?"),
    )


def gradient_step(exercise: Exercise, old: str, rate: str, gradient: str) -> None:
    """Every `old - rate * gradient`; `old` and `gradient` are regular expressions without groups."""
    exercise.everywhere(f"({old}) - {rate} \\* ({gradient})").mistakes(
        (rf"\1 + {rate} * \2", "uphill",
         "The step goes uphill, and the cost would grow. The gradient points to where it rises: which way do you go?"),
        (r"\1 - \2", "no learning rate",
         "The step is as long as the gradient, whatever the learning rate. By what is it multiplied?"),
        (rf"\1 - \2 / {rate}", "divided by the learning rate",
         "The gradient was divided by the learning rate. What should a greater rate do to the step?"),
        (r"\2", "gradient returned",
         "The new parameters are the gradient itself. From where does a step start, and how long is it?"),
        (rf"{rate} * \2", "step only",
         "The new parameters are the step alone. From what should it be subtracted?"),
        (rf"{rate} * (\1 - \2)", "rate times the difference",
         "The learning rate multiplies the parameters as well. To what does it belong in the rule?"),
        (rf"\1 * (1 - {rate} * \2)", "parameter times the step",
         "The parameters are a factor of the step. Which two does the rule multiply?"),
    )


def threshold(exercise: Exercise, A: str, who: str, line: str) -> None:
    """Labels 0 and 1 from probabilities of label 1, (1, m), which `line` puts into A."""
    exercise.at(f"({A} > 0.5).astype(int)").mistakes(
        (A, "probabilities returned",
         "The probabilities are returned. Is each of them compared with 0.5, and do you return the outcome?"),
        (f"({A} > 0).astype(int)", "everything above 0",
         "All predictions are 1. Is each probability compared as it is, where is the line, and what do those below it "
         "get?"),
        (f"{A}.astype(int)", "rounded down",
         "Predictions are 0 where the probability is above 0.5, too. Is it compared with 0.5 before anything is "
         "rounded, and does the result reach what you return?"),
        (f"np.argmax({A}, axis=0)", "argmax of a column",
         "All predictions are 0, and they have one axis only. With what does the rule compare each probability, and "
         "which shape has the row that is asked for?"),
        (f"({A} > np.mean({A})).astype(int)", "above the mean",
         "The probabilities were compared with their mean, so one example changes another's label. "
         "Where does the rule draw the line?"),
        (f"({A} > np.median({A})).astype(int)", "above the median",
         f"Half of the predictions are 1, whatever the {who} says: the line is the median. "
         "Where does the rule draw it?"),
        (f"({A} >= 0.5).astype(int)", "exactly 0.5 counted as 1",
         "Your function gives label 1 where the probability is exactly 0.5. What does the rule say of this case?"),
        (f"({A} < 0.5).astype(int)", "labels exchanged",
         f"0 and 1 are exchanged. Is `{A}` the probability of label 1 in your function, and what follows if it is "
         "large?"),
        (f"({A} > 0.5) * (np.arange({A}.shape[1]) == 0)", "first example only",
         "Only the first example has its label. If you have a loop, how often does it run? Is a `return` inside it?"),
        (f"np.where({A} > 0.5, 1, -1)", "labels -1 and 1",
         "The predictions are -1 and 1. Which labels does this notebook have?"),
        (f"({A} > 0.5).astype(int)[:, ::-1]", "examples in reverse order",
         "The predictions are in reverse order. To which example does column i belong?"),
    )
    exercise.alternatives({
        "np.round": f"{line}\nprint({A})\nreturn np.round({A})",
        "loop over the examples": f"""
    {line}
    predictions = np.zeros((1, X.shape[1]))
    for i in range({A}.shape[1]):
        if {A}[0, i] > 0.5:
            predictions[0, i] = 1
        else:
            predictions[0, i] = 0
    print("predictions mean = " + str(np.mean(predictions)))
    return predictions
""",
    })
    if not exercise.exact_kinds:
        exercise.equivalents((f"({A} > 0.5).astype(int)", f"{A} > 0.5", "True and False count as 1 and 0"))
        exercise.alternatives({"truth values": f"{line}\nreturn {A} > 0.5"})


def small_weights(exercise: Exercise, seed: int) -> None:
    """Weights np.random.randn(rows, columns) * 0.01 after a seed, and biases of zeros."""
    others = [f"np.random.seed({other})" for other in (0, 1, 2, 3, 42) if other != seed]
    exercise.everywhere(r"np\.random\.randn\((.+?)\) \* 0\.01").mistakes(
        (r"np.random.randn(\1)", "weights not scaled",
         "The weights are 100 times too large. By what does the notebook multiply the standard normal numbers, and is "
         "the product kept?"),
        (r"np.random.randn(\1) * 0.1", "another scale",
         "The weights are 10 times too large. Which factor does the notebook give?"),
        (r"np.random.rand(\1) * 0.01", "rand instead of randn",
         "All weights are positive, spread evenly between 0 and 0.01. Which function draws standard normal numbers?"),
        (r"np.zeros((\1))", "weights zero",
         "All weights are zeros. Units that start equal stay equal; what breaks the symmetry?"),
        (r"np.full((\1), 0.01)", "weights equal",
         "All weights are 0.01. Units that start equal stay equal; what breaks the symmetry?"),
        (r"np.random.normal(0.01, 1, (\1))", "0.01 as the mean",
         "The weights lie around 0.01, as far apart as standard normal numbers. What does the notebook do with 0.01?"),
        (r"np.random.default_rng(1).standard_normal((\1)) * 0.01", "another random generator",
         "The weights are from `default_rng`, which draws other numbers. Which function follows the seed above?"),
    )
    exercise.at(f"np.random.seed({seed})").mistakes(
        (others, "another seed",
         "The weights are those of another seed. Which seed stood above your part, and do you set one yourself below "
         "it?"),
    )


def two_layers(exercise: Exercise, seed: int) -> None:
    """W1, b1, W2 and b2 for sizes n_x, n_h and n_y: small weights, and biases of zeros."""
    small_weights(exercise, seed)
    exercise.everywhere(r"randn\((n_\w), (n_\w)\) \* 0\.01").mistakes(
        (r"randn((\1, \2)) * 0.01", "a pair given to randn",
         "A pair stands where whole numbers are wanted. How does `np.random.randn` take two sizes, and how does "
         "`np.zeros`?"),
        ([r"randn(\1, \2) * np.sqrt(2 / \2)", r"randn(\1, \2) * np.sqrt(1 / \2)"], "scale from the number of inputs",
         "The weights were scaled by a root of the number of inputs, which suits relu layers. Which factor does this "
         "step ask for?"),
        (r"uniform(-1, 1, (\1, \2)) * 0.01", "uniform numbers",
         "The weights lie evenly between two bounds. From which distribution does this step draw them?"),
    )
    exercise.everywhere(r"(W1 = .*)([\s\S]*)(W2 = .*)").mistakes(
        (r"\3\n    \1\2", "W2 drawn before W1",
         "These are the right random numbers in another order. Which matrix is drawn first?"),
    )
    exercise.at("W2 = ").mistakes(
        (f"np.random.seed({seed})\n    W2 = ", "seed set again before W2",
         "`W2` begins with the numbers of `W1`: the seed was set again. What does a seed do to the numbers after it?"),
    )
    exercise.at("np.zeros((n_h, 1))").mistakes(
        ("np.zeros(n_h, 1)", "zeros with two arguments",
         "NumPy took the second size for a data type. Does `np.zeros` want the sizes as two arguments, or as one "
         "pair?"),
        ("np.random.randn(n_h, 1) * 0.01", "random biases",
         "`b1` holds random numbers, and `W2` is wrong too: it is drawn after `b1`. Where do biases start?"),
    )
    exercise.everywhere(r"np\.zeros\(\((n_\w), 1\)\)").mistakes(
        (r"np.random.randn(\1, 1) * 0.01", "both biases random",
         "`b1` and `b2` hold random numbers, and `W2` is wrong too: it is drawn after `b1`. Where do biases start?"),
    )
    exercise.alternatives({
        "random.normal": f"""
    np.random.seed({seed})
    W1 = np.random.normal(0, 0.01, (n_h, n_x))
    W2 = np.random.normal(0, 0.01, size=(n_y, n_h))
    return dict(W1=W1, b1=np.zeros(shape=(n_h, 1)), W2=W2, b2=np.zeros([n_y, 1]))
""",
        "a generator of its own, a loop": f"""
    random = np.random.RandomState({seed})
    parameters = {{}}
    for layer, (rows, columns) in enumerate([(n_h, n_x), (n_y, n_h)], start=1):
        parameters["W" + str(layer)] = random.standard_normal((rows, columns)) / 100
        parameters["b" + str(layer)] = np.zeros((rows, 1))
    return parameters
""",
        "float32, whole zeros, shapes asserted and printed": f"""
    np.random.seed({seed})
    W1 = (0.01 * np.random.randn(n_h, n_x)).astype(np.float32)
    W2 = (0.01 * np.random.randn(n_y, n_h)).astype(np.float32)
    b1, b2 = np.zeros((n_h, 1), dtype=int), np.zeros_like(W2[:, :1])
    assert W1.shape == (n_h, n_x) and b1.shape == (n_h, 1)
    print(W1.shape, W2.shape)
    return {{"b2": b2, "W2": W2, "b1": b1, "W1": W1}}
""",
    })


def descent(exercise: Exercise) -> None:
    """Alternatives for a step of all `parameters`, where the gradient of W1 is grads["dW1"]."""
    exercise.alternatives({
        "a dictionary of its own, layer by layer": """
    moved = {}
    L = len(parameters) // 2
    for l in range(L):
        moved["W" + str(l+1)] = parameters["W" + str(l+1)] - learning_rate * grads["dW" + str(l+1)]
        moved["b" + str(l+1)] = parameters["b" + str(l+1)] - learning_rate * grads["db" + str(l+1)]
    return moved
""",
        "a copy of the dictionary, new arrays": """
    parameters = dict(parameters)
    for name in parameters:
        parameters[name] = parameters[name] - learning_rate * grads["d" + name]
    return parameters
""",
        "a deep copy, from the last layer to the first, printed": """
    import copy
    moved = copy.deepcopy(parameters)
    for l in range(len(parameters) // 2, 0, -1):
        for kind in ("b", "W"):
            moved[kind + str(l)] += -learning_rate * grads["d" + kind + str(l)]
    print(list(moved))
    return moved
""",
        "comprehension with np.subtract, float32": """
    steps = {name: np.float32(learning_rate) * grads[f"d{name}"].astype(np.float32) for name in parameters}
    return {name: np.subtract(value, steps[name]) for name, value in parameters.items()}
""",
    })


def training(exercise: Exercise, start: str, update: str, forward: str = "", backward: str = "") -> None:
    """A loop that ends in the line `update`, after the line `start`, which makes the first parameters.

    forward, backward: the lines of both passes, where each is one
    """
    call = update.partition(" = ")[2]
    exercise.at(update).mistakes(
        (call.replace("(parameters,", "(dict(parameters),"), "update not kept",
         "The parameters are as they started: no step is taken or kept. What calls `update_parameters`, and what "
         "becomes of what it returns?"),
        (f"{update}\n        {update}", "updated twice",
         "Each step is twice as long as it should be. How often is one gradient used, and with which learning rate?"),
    )
    exercise.at("range(num_iterations)").mistakes(
        ("range(num_iterations - 1)", "one iteration too few",
         "The training makes one step too few. How many rounds has the loop, and does each of them make a step?"),
        ("range(num_iterations + 1)", "one iteration too many",
         "The training makes one step too many. How many rounds has the loop, and is a step made outside it?"),
    )
    exercise.at("\n    return").mistakes(
        ("\n        return", "return inside the loop",
         "However many iterations are asked for, the parameters are those after one. How often does the loop run, and "
         "from which parameters does each round start?"),
    )
    exercise.everywhere(rf" *{re.escape(start)}\n((?: *#.*\n)*)( +for .*\n)").mistakes(
        (rf"\2        {start}\n", "starts anew in every iteration",
         "Each iteration starts from the same parameters, so only one step counts. What should happen once only, and "
         "from where does the next step go on?"),
    )
    for line, name, sentence in (
        (forward, "forward pass in the first iteration only",
         "Every iteration computes with the activations of the first one. Does the forward pass run in each iteration, "
         "and what does it read then?"),
        (backward, "gradients of the first iteration only",
         "All steps use the gradients of the first iteration. Is the slope still the same after a step?"),
    ):
        if line:
            exercise.at(line).mistakes((f"if i == 0:\n            {line}", name, sentence))
    exercise.at(start).mistakes(
        (f"{start}\n    parameters = {{name: 0 * value for name, value in parameters.items()}}", "starts from zeros",
         "All weights start at zero, and the units of a layer stay equal. "
         "What does the function for the start return?"),
    )
# fmt: on
