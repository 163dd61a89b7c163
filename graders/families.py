"""Mistakes that several notebooks share: each family with the names that a notebook gives to things."""

import re

from autograder.judging.exercise import Exercise

# Below, a slip has a line for its code and its name, and one for its sentence.
# fmt: off


def sigmoid(exercise: Exercise, x: str, exp: str = "np.exp", large: bool = True) -> None:
    """1 / (1 + exp(-x)), of arrays by np.exp or of numbers by math.exp.

    large: whether the scenario asks for numbers whose exponential is infinite
    """
    module, formula = exp.removesuffix("exp"), f"1 / (1 + {exp}(-{x}))"
    exercise.at(formula).mistakes(
        (f"1 / (1 + {exp}({x}))", "sign of the exponent",
         f"The result falls where it should rise. Which sign does `{x}` have in the exponent?"),
        (f"1 / 1 + {exp}(-{x})", "parentheses missing",
         "The result is above 1. What is above the bar of the fraction, and what below it?"),
        (f"1 / {exp}(-{x})", "1 in the denominator missing",
         "The result grows without bound. What is added to the exponential below the bar?"),
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
             f"Large `{x}` give NaN: something infinite is divided by something infinite. "
             "Where does the notebook's formula have its exponential?"),
        )


def cross_entropy(exercise: Exercise, A: str, mean: str) -> None:
    """The mean cross-entropy of probabilities A and labels Y; `mean` is the code that averages and turns the sign."""
    terms = f"Y * np.log({A}) + (1 - Y) * np.log(1 - {A})"
    natural = "Which logarithm does the formula mean?"
    exercise.at(terms).mistakes(
        (f"Y * np.log({A})", "first term only",
         "Only the examples with label 1 count. What does the formula add for label 0?"),
        (f"(1 - Y) * np.log(1 - {A})", "second term only",
         "Only the examples with label 0 count. What does the formula add for label 1?"),
        (f"Y * np.log(1 - {A}) + (1 - Y) * np.log({A})", "terms exchanged",
         "Whoever is sure and right pays most here. Which logarithm goes with label 1?"),
        (f"Y * np.log({A}) - (1 - Y) * np.log(1 - {A})", "terms subtracted",
         "The two terms work against each other. Is there a plus or a minus between them?"),
        (f"Y * np.log({A}) + (1 - Y) * np.log({A})", "the same logarithm in both terms",
         f"Both terms use the logarithm of `{A}`. How probable is label 0?"),
        (f"Y * np.log({A}) + 1 - Y * np.log(1 - {A})", "parentheses around 1 - Y missing",
         "In the second term `*` comes before `-`: parentheses are missing. What is multiplied by the logarithm?"),
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
         "The cost is negative. Logarithms of probabilities are: what does the formula put in front of the sum?"),
        (f"{mean} / 2", "halved",
         "The cost is half of what it should be. The factor 1/2 belongs to squared errors; is it in this formula?"),
        ((f"np.sum(({A} - Y) ** 2) / m", f"-np.sum(({A} - Y) ** 2) / m"), "squared error",
         "The errors were squared. What does the cross-entropy do with the probabilities?"),
        (f"np.sum(np.abs({A} - Y)) / m", "absolute error",
         f"This is the mean distance of `{A}` and `Y`. What does the cross-entropy do with the probabilities?"),
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
         "The gradient is returned. Where do the parameters arrive after the step?"),
        (rf"{rate} * \2", "step only",
         "Only the step is returned. From what should it be subtracted?"),
        (rf"{rate} * (\1 - \2)", "rate times the difference",
         "The learning rate multiplies the parameters as well. To what does it belong in the rule?"),
        (rf"\1 * (1 - {rate} * \2)", "parameter times the step",
         "The parameters were multiplied by the step. What does the rule do with the step?"),
    )


def threshold(exercise: Exercise, A: str, who: str) -> None:
    """Labels 0 and 1 from probabilities A of label 1."""
    exercise.at(f"({A} > 0.5).astype(int)").mistakes(
        (A, "probabilities returned",
         "The probabilities are returned. A prediction is 0 or 1: which side of 0.5 is each of them on?"),
        (f"({A} > 0).astype(int)", "everything above 0",
         "All predictions are 1. Every probability is above 0; where does the rule draw the line?"),
        (f"{A}.astype(int)", "rounded down",
         "All predictions are 0. Is each probability compared with the line before it becomes a whole number?"),
        (f"({A} > np.mean({A})).astype(int)", "above the mean",
         "The probabilities were compared with their mean, so one example changes another's label. "
         "Where does the rule draw the line?"),
        (f"({A} > np.median({A})).astype(int)", "above the median",
         f"Half of the predictions are 1, whatever the {who} says: the line is the median. "
         "Where does the rule draw it?"),
        (f"({A} >= 0.5).astype(int)", "exactly 0.5 counted as 1",
         "Your function gives label 1 where the probability is exactly 0.5. What does the rule say of this case?"),
        (f"({A} < 0.5).astype(int)", "labels exchanged",
         f"0 and 1 are exchanged. `{A}` is the probability of label 1: what follows if it is large?"),
        (f"np.where({A} > 0.5, 1, -1)", "labels -1 and 1",
         "The predictions are -1 and 1. Which labels does this notebook have?"),
        (f"({A} > 0.5).astype(int)[:, ::-1]", "examples in reverse order",
         "The predictions are in reverse order. To which example does column i belong?"),
    )


def small_weights(exercise: Exercise, seed: int) -> None:
    """Weights np.random.randn(rows, columns) * 0.01 after a seed, and biases of zeros."""
    others = [f"np.random.seed({other})" for other in (0, 1, 2, 3, 42) if other != seed]
    exercise.everywhere(r"np\.random\.randn\((.+?)\) \* 0\.01").mistakes(
        (r"np.random.randn(\1)", "weights not scaled",
         "The weights are 100 times too large. By what does the table multiply the standard normal numbers?"),
        (r"np.random.randn(\1) * 0.1", "another scale",
         "The weights are 10 times too large. Which factor does the table give?"),
        (r"np.random.rand(\1) * 0.01", "rand instead of randn",
         "The weights are all positive: `np.random.rand` draws between 0 and 1. Which function draws normal numbers?"),
        (r"np.zeros((\1))", "weights zero",
         "All weights are zeros. Units that start equal stay equal; what breaks the symmetry?"),
        (r"np.full((\1), 0.01)", "weights equal",
         "All weights are 0.01. Units that start equal stay equal; what breaks the symmetry?"),
        (r"np.random.default_rng(1).standard_normal((\1)) * 0.01", "another random generator",
         "The weights are from `default_rng`, which draws other numbers. Which function follows the seed above?"),
    )
    exercise.at(f"np.random.seed({seed})").mistakes(
        (others, "another seed",
         "The weights are those of another seed. Which one does the line above your part set?"),
    )


def training(exercise: Exercise, start: str, update: str, iterations: str = "num_iterations") -> None:
    """A loop that ends in the line `update`, after the line `start`, which makes the first parameters."""
    call = update.partition(" = ")[2]
    exercise.at(update).mistakes(
        (call.replace("(parameters,", "(dict(parameters),"), "update not kept",
         "The parameters are as they started: no step is taken or kept. What calls `update_parameters`, and what "
         "becomes of what it returns?"),
        (f"{update}\n        {update}", "updated twice",
         "Two steps are made in each iteration. How many updates belong to one gradient?"),
    )
    exercise.at(f"range({iterations})").mistakes(
        (f"range({iterations} - 1)", "one iteration too few",
         "The training makes one iteration too few. How many numbers does your `range` run through?"),
        (f"range({iterations} + 1)", "one iteration too many",
         "The training makes one iteration too many. How many numbers does `range(n)` run through?"),
    )
    exercise.at("\n    return").mistakes(
        ("\n        return", "return inside the loop",
         "The function ends after one iteration. What belongs inside the loop, and what after it?"),
    )
    exercise.everywhere(rf" *{re.escape(start)}\n((?: *#.*\n)*)( +for .*\n)").mistakes(
        (rf"\2        {start}\n", "starts anew in every iteration",
         "The parameters start anew in every iteration, so nothing is learnt. What belongs before the loop?"),
    )
    exercise.at(start).mistakes(
        (f"{start}\n    parameters = {{name: 0 * value for name, value in parameters.items()}}", "starts from zeros",
         "All weights start at zero, and the units of a layer stay equal. "
         "What does the function for the start return?"),
    )
# fmt: on
