"""Mistakes that several notebooks share, each family with the names that a notebook gives to things; and what more."""

import re

from autograder.judging.exercise import Exercise

NUMPY_ONLY = "tensorflow.*", "keras.*", "scipy.*", "sklearn.*"  # for `forbids`

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
         "The second term is 1 minus a product: `*` comes before `-`. What does the formula multiply by the "
         "logarithm?"),
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
         "The cost is half of what it should be. By what does the formula divide the sum, and by what is yours "
         "divided in all?"),
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
         "The new parameters are the gradient itself. From where does a step start, and how long is it?"),
        (rf"{rate} * \2", "step only",
         "The new parameters are the step alone. From what should it be subtracted?"),
        (rf"{rate} * (\1 - \2)", "rate times the difference",
         "The learning rate multiplies the parameters as well. To what does it belong in the rule?"),
        (rf"\1 * (1 - {rate} * \2)", "parameter times the step",
         "The parameters are a factor of the step. Which two does the rule multiply?"),
    )


def threshold(exercise: Exercise, A: str, who: str) -> None:
    """Labels 0 and 1 from probabilities A of label 1."""
    exercise.at(f"({A} > 0.5).astype(int)").mistakes(
        (A, "probabilities returned",
         "The probabilities are returned. Is each of them compared with 0.5, and does the outcome reach what you "
         "return?"),
        (f"({A} > 0).astype(int)", "everything above 0",
         "All predictions are 1. Is each probability compared as it is, where is the line, and what do those below "
         "it get?"),
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
         "The weights are 100 times too large. By what does the notebook multiply the standard normal numbers, and "
         "is the product kept?"),
        (r"np.random.randn(\1) * 0.1", "another scale",
         "The weights are 10 times too large. Which factor does the notebook give?"),
        (r"np.random.rand(\1) * 0.01", "rand instead of randn",
         "The weights are all positive, spread evenly between 0 and 0.01. Which function draws standard normal "
         "numbers?"),
        (r"np.zeros((\1))", "weights zero",
         "All weights are zeros. Units that start equal stay equal; what breaks the symmetry?"),
        (r"np.full((\1), 0.01)", "weights equal",
         "All weights are 0.01. Units that start equal stay equal; what breaks the symmetry?"),
        (r"np.random.normal(0.01, 1, (\1))", "0.01 as the mean",
         "The weights lie around 0.01, and as far apart as standard normal numbers. What does the notebook do with "
         "the number 0.01?"),
        (r"np.random.default_rng(1).standard_normal((\1)) * 0.01", "another random generator",
         "The weights are from `default_rng`, which draws other numbers. Which function follows the seed above?"),
    )
    exercise.at(f"np.random.seed({seed})").mistakes(
        (others, "another seed",
         "The weights are those of another seed. Which one stood above your part at the start, and is another set "
         "after it?"),
    )


def training(exercise: Exercise, start: str, update: str, iterations: str = "num_iterations") -> None:
    """A loop that ends in the line `update`, after the line `start`, which makes the first parameters."""
    call = update.partition(" = ")[2]
    exercise.at(update).mistakes(
        (call.replace("(parameters,", "(dict(parameters),"), "update not kept",
         "The parameters are as they started: no step is taken or kept. What calls `update_parameters`, and what "
         "becomes of what it returns?"),
        (f"{update}\n        {update}", "updated twice",
         "Each step is twice as long as it should be. How often is one gradient used, and with which learning rate?"),
    )
    exercise.at(f"range({iterations})").mistakes(
        (f"range({iterations} - 1)", "one iteration too few",
         "The training makes one step too few. How many rounds has the loop, and does each of them make a step?"),
        (f"range({iterations} + 1)", "one iteration too many",
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
    exercise.at(start).mistakes(
        (f"{start}\n    parameters = {{name: 0 * value for name, value in parameters.items()}}", "starts from zeros",
         "All weights start at zero, and the units of a layer stay equal. "
         "What does the function for the start return?"),
    )


def window_count(exercise: Exercise, span: str, stride: str, border: str = "") -> None:
    """Every `(span) // stride + 1`: how many windows there are along an axis.

    span: a regular expression without groups; border: what stands in it for the border, `2 * pad`
    """
    exercise.everywhere(rf"\(({span})\) // {stride} \+ 1").mistakes(
        (rf"(\1) // {stride}", "plus one missing",
         "There is one window too few. How often does a window fit that is as large as the picture?"),
        (rf"-(-(\1) // {stride}) + 1", "rounded up",
         "Where something is left over, there is one window too many. Which way does the formula round?"),
        (rf"round((\1) / {stride}) + 1", "rounded to the nearest",
         "Where more than half a step is left over, there is one window too many. Which way does the formula round?"),
        (rf"(\1) / {stride} + 1", "not rounded",
         "The size is a fraction, and windows are counted. Which operator divides and rounds down?"),
        (rf"(\1 + 1) // {stride}", "one added before the division",
         "In some sizes there is one window too few. Is the 1 added before the division or after it?"),
        (r"(\1) + 1", "stride missing in the size",
         "This is the size for stride 1. What divides in the formula?"),
    )
    if border:
        exercise.everywhere(re.escape(f" + {border}")).mistakes(
            (f" + {border.removeprefix('2 * ')}", "border counted once",
             "The border was counted once. On how many sides is there one?"),
            ("", "border ignored",
             "The border makes no difference to the size. By how much does it make the picture larger?"),
        )


def windows(exercise: Exercise, place: str, rows: str, columns: str, stride: str = "stride") -> None:
    """Where window (rows, columns) begins, and where it ends if `place` says so: `rows * stride + f`."""
    def begins(row: str, column: str) -> str:
        edited = place.replace(f"{rows} * {stride}", "row").replace(f"{columns} * {stride}", "column")
        return re.sub(r"\brow\b", row, re.sub(r"\bcolumn\b", column, edited))

    exercise.at(place).mistakes(
        (begins(rows, columns), "stride missing in the corner",
         f"The windows move by one entry each, whatever the stride. Where does window `{rows}` begin?"),
        (begins(f"{rows} * f", f"{columns} * f"), "corner times f",
         "The windows stand side by side, f apart. What is the distance of two neighbours called?"),
        (begins(f"{columns} * {stride}", f"{rows} * {stride}"), "rows and columns exchanged",
         f"Rows and columns are exchanged. Which of `{rows}` and `{columns}` counts rows?"),
    )
    if "+ f" in place:
        exercise.at(place).mistakes(
            (place.replace("+ f", "+ f - 1"), "window one short",
             "The windows are one row and one column too small. Is the end of a slice part of it?"),
            (place.replace("+ f", f"+ {stride}"), "window ends after the stride",
             "The windows are as large as the stride. How large is a window?"),
        )


def pooling(exercise: Exercise) -> None:
    """Of each window the largest number, or the mean."""
    exercise.at('np.max(window) if mode == "max" else np.mean(window)').mistakes(
        ('np.mean(window) if mode == "max" else np.max(window)', "modes exchanged",
         "The two modes are exchanged. Which function belongs to `\"max\"`?"),
        ("np.max(window)", "always the maximum",
         "`\"max\"` is right, and `\"average\"` takes the maximum too. What does it ask for?"),
        ('np.max(window) if mode == "max" else np.sum(window)', "sum instead of mean",
         "`\"average\"` is the window's sum. How does a mean come out of it?"),
        ('max(0, np.max(window)) if mode == "max" else np.mean(window)', "maximum from 0 on",
         "Where all entries of a window are negative, the maximum is 0. What is the largest of them?"),
    )
# fmt: on
