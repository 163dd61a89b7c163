"""The notebook gives the published figures of the assignment (calculus, tapes, graphs, a network on iris), and its text
claims only what holds again.

Left out on purpose: the digits of the run with four units and rate 1.2, which is chaotic, and the derivatives -2 and -1
that were printed for the third graph at (1, 2), which are wrong.
"""

from pathlib import Path

import nbformat
import numpy as np
import pytest

from autograder.running.source import Source
from utils import calculus_utils as functions
from utils.iris_utils import LEARNT, load_iris_sepals
from utils.planar_utils import sigmoid

ROOT = Path(__file__).parents[1]
ID = "a12_calculus_and_autodiff"
PRINTED = 1e-8  # most arrays were printed with 8 decimals
PRIOR_ENTROPY = 0.6365141683  # the cost of answering 2/3 to everything
STARTS = (2, 3, 4, 5, 6)  # the notebook's five seeds; the original's is 2


@pytest.fixture(scope="module")
def iris():
    return load_iris_sepals()


@pytest.fixture(scope="module")
def standardised(iris):
    X, _ = iris
    return (X - np.mean(X, axis=1, keepdims=True)) / np.std(X, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def train():
    """The notebook's own training by tape: (X, Y, n_h, learning_rate, steps, seed) → parameters as arrays, history."""
    import tensorflow as tf

    notebook = Source(ROOT / "source_notebooks" / ID / f"{ID}.py").notebook
    (code,) = (cell.source for cell in notebook.cells if "def train_by_tape" in cell.source)
    variables = {"np": np, "tf": tf}
    exec(code, variables)

    def trained(*arguments, **named):
        found, history = variables["train_by_tape"](*arguments, **named)
        return [variable.numpy() for variable in found], history

    return trained


@pytest.fixture(scope="module")
def ten_units(train, iris):
    return train(*iris, n_h=10, learning_rate=0.3, steps=10000)


@pytest.fixture(scope="module")
def one_neuron(reference, iris):
    """The cost before each of 2001 steps of training by hand, and the parameters after some of them."""
    (x1, x2), y = iris[0], iris[1][0]
    w1, w2, b = 0.0, 0.0, 0.0
    costs, parameters = [], {}
    for step in range(2001):
        parameters[step] = (w1, w2, b)
        found = reference["logistic_graph"](x1, x2, y, w1, w2, b)
        costs.append(np.mean(found["L"]))
        w1, w2, b = (old - 0.1 * np.mean(found[f"dL_d{name}"]) for old, name in ((w1, "w1"), (w2, "w2"), (b, "b")))
    return costs, parameters


def hidden_and_output(X, W1, b1, W2, b2):
    A1 = np.tanh(W1 @ X + b1)
    return A1, W2 @ A1 + b2


def share_right(X, Y, parameters):
    return np.mean((hidden_and_output(X, *parameters)[1] > 0) == Y)


@pytest.mark.parametrize(
    ("h", "quotient"), [(0.1, 12.3), (0.01, 12.03), (1e-4, 12.0003), (1e-8, 11.99999993), (1e-12, 12.00107)]
)
def test_the_one_sided_quotient_gets_worse_when_h_is_tiny(h, quotient):
    assert (functions.parabola(2 + h) - functions.parabola(2)) / h == pytest.approx(quotient, abs=1e-5)


@pytest.mark.claim("The central difference is best near $h = 10^{-5}$: about ten digits are right")
@pytest.mark.claim(
    "Halve $h$, and its error falls to about a quarter; that of the one-sided quotient falls only to about a half."
)
def test_how_exact_the_central_difference_is(reference):
    def error(h):
        return abs(reference["numerical_derivative"](functions.sine, 0.5, h) - np.cos(0.5))

    def one_sided(h):
        return abs((np.sin(0.5 + h) - np.sin(0.5)) / h - np.cos(0.5))

    near = [error(h) for h in (3e-6, 5e-6, 1e-5, 2e-5)]
    assert max(near) < 2e-10
    assert min(map(error, (1e-3, 1e-2, 1e-9, 1e-10, 1e-11))) > max(near)
    assert error(0.1) / error(0.05) == pytest.approx(4, rel=0.01)
    assert one_sided(0.01) / one_sided(0.005) == pytest.approx(2, rel=0.02)


@pytest.mark.parametrize(
    ("name", "point", "figures"),
    [
        ("graph1", (1, 2), (3, 1, 1)),
        ("graph1", (2, 3), (6.5, 2.75, 2)),
        ("graph2", (1, 2), (-1, -1, -1 / 3)),
        ("graph2", (3, 2), (1, -1, 0.2)),
        pytest.param("graph3", (1, 2), (1, 0, -1 / 3), marks=pytest.mark.claim("they are 0 and −1/3")),
        ("graph3", (2, 1), (1.5, 0.0833333333, -0.5)),
    ],
)
def test_graphs(reference, name, point, figures):
    found = reference[name](*point)
    assert [found[key] for key in ("z", "dz_dx", "dz_dy")] == pytest.approx(figures)


@pytest.mark.parametrize(
    "lines",
    [
        ["3x² at 2: derivative 12.000000, value 12.000000"],
        ["watched by itself: ['x0:0']", "dy/dx0 = 6.000000", "dy/dx1 = None", "dy/dx2 = None", "dy/dx3 = None"],
        ["z = x² + yx at (2, 2): dz/dx = 6.000000, dz/dy = 2.000000", "a constant, not watched: None"],
        ["persistent: dy/da = 10.000000, dz/db = 12.000000"],
    ],
    ids=["value and derivative", "what is watched", "two constants", "persistent"],
)
def test_tapes_as_the_released_notebook_shows_them(lines):
    notebook = nbformat.read(ROOT / "assignments" / ID / f"{ID}.ipynb", as_version=4)
    assert any("\n".join(lines) in cell.source for cell in notebook.cells if cell.source.startswith("**Expected"))


@pytest.mark.claim("Inside the tape you write `y = tf.square(x.numpy())`.")
@pytest.mark.claim("`None`. The number left TensorFlow on its way to `tf.square`")
def test_the_tape_does_not_see_what_left_tensorflow():
    import tensorflow as tf

    x = tf.Variable(2.0)
    with tf.GradientTape(persistent=True) as tape:
        y, recorded = tf.square(x.numpy()), tf.square(x)
    assert tape.gradient(y, x) is None and tape.gradient(recorded, x).numpy() == 4


@pytest.mark.claim("it would pull about a thousand times as hard, and the other way")
def test_a_sure_mistake_pulls_hard(reference):
    z = np.log(0.999 / 0.001)
    right, wrong = (reference["logistic_graph"](1.0, 1.0, y, z, 0.0, 0.0)["dL_db"] for y in (1, 0))
    assert -1100 < wrong / right < -900


@pytest.mark.claim("The cost starts at $\\log 2 \\approx 0.693$")
@pytest.mark.claim("In the end a straight line has all flowers but one on the right side.")
def test_one_neuron_learns_iris(reference, iris, one_neuron):
    costs, parameters = one_neuron
    assert costs[0] == pytest.approx(np.log(2))
    assert 0.05 < costs[2000] < 0.07
    (x1, x2), y = iris[0], iris[1][0]
    for step in (1000, 1999, 2000):
        found = reference["logistic_graph"](x1, x2, y, *parameters[step])
        assert np.sum((found["a"] > 0.5) == y) == 149


def test_the_first_picture_shows_what_the_neuron_learns(one_neuron):
    for step, rounded in LEARNT.items():
        assert one_neuron[1][step] == pytest.approx(rounded, abs=1e-4)


@pytest.mark.claim("the parameters agree with those of your own function, to the last digit shown.")
def test_the_tape_trains_the_neuron_to_the_same_parameters(iris, one_neuron):
    import tensorflow as tf

    (x1, x2), y = iris[0], iris[1][0]
    variables = [tf.Variable(0.0, dtype=tf.float64) for _ in range(3)]
    for _ in range(50):
        with tf.GradientTape() as tape:
            a = tf.sigmoid(variables[0] * x1 + variables[1] * x2 + variables[2])
            cost = -tf.reduce_mean(y * tf.math.log(a) + (1 - y) * tf.math.log(1 - a))
        for variable, gradient in zip(variables, tape.gradient(cost, variables), strict=True):
            variable.assign_sub(0.1 * gradient)
    assert [variable.numpy() for variable in variables] == pytest.approx(one_neuron[1][50], abs=1e-12)


def test_the_first_step_of_the_network_is_the_published_one(train, iris):
    """Start, gradient and update of four units; rate 1.2."""
    start, _ = train(*iris, n_h=4, learning_rate=1.2, steps=0)
    moved, _ = train(*iris, n_h=4, learning_rate=1.2, steps=1)
    # fmt: off
    published = {
        "W1": (
            [[-0.00416758, -0.00056267], [-0.02136196, 0.01640271], [-0.01793436, -0.00841747], [0.00502881, -0.01245288]],
            [[0.01324219, 0.00407888], [0.01126041, 0.00345553], [-0.0067562, -0.00207384], [-0.02872369, -0.00885145]],
            [[-0.0200582, -0.00545732], [-0.03487445, 0.01225607], [-0.00982692, -0.00592886], [0.03949725, -0.00183115]],
        ),
        "b1": (
            np.zeros((4, 1)),
            [[0.00176134], [0.00149579], [-0.00089779], [-0.00382111]],
            [[-0.0021136], [-0.00179495], [0.00107735], [0.00458533]],
        ),
        "W2": (
            [[-0.01057952, -0.00909008, 0.00551454, 0.02292208]],
            [[0.00543696, 0.0203641, 0.02552417, -0.00149351]],
            [[-0.01710387, -0.03352699, -0.02511446, 0.02471429]],
        ),
        "b2": ([[0.0]], [[-0.16665708]], [[0.1999885]]),
    }
    # fmt: on
    for before, after, (name, figures) in zip(start, moved, published.items(), strict=True):
        for found, figure in zip((before, (before - after) / 1.2, after), figures, strict=True):
            np.testing.assert_allclose(found, figure, rtol=0, atol=PRINTED, err_msg=name)


@pytest.mark.claim("0.693204 at the start, 0.025059 after 1000 steps and 0.002093 after 9000")
@pytest.mark.claim("All 150 are right.")
def test_ten_units_learn_iris(iris, ten_units):
    """Costs to the last printed digit; weights after 10000 steps to what the order of sums leaves of them."""
    parameters, history = ten_units
    published = [0.693204, 0.025059, 0.015755, 0.009499, 0.006349, 0.004659, 0.003628, 0.002941, 0.002454, 0.002093]
    assert history[::1000, 0] == pytest.approx(published, abs=1.01e-6)
    W1, _, _, b2 = parameters
    assert W1[0] == pytest.approx([-1.02202424, 0.97772223], abs=1e-4)
    assert b2.item() == pytest.approx(-1.22478234, abs=1e-4)
    X, Y = iris
    assert share_right(X, Y, parameters) == 1
    assert np.mean(hidden_and_output(X, *parameters)[1] > 0) == pytest.approx(0.6666666666666666)
    assert history[-1, 0] == pytest.approx(0.0018160084533, abs=1e-6)


@pytest.mark.claim("this border is as straight as the other, only steeper.")
@pytest.mark.claim("A line can separate these two clouds")
def test_no_bend_is_needed_for_setosa(iris, ten_units, one_neuron):
    X, Y = iris
    widths = np.linspace(1.5, 5, 35001)
    lengths = np.linspace(4.3, 6.9, 9)
    border = []
    for length in lengths:
        _, z = hidden_and_output(np.stack([np.full_like(widths, length), widths]), *ten_units[0])
        (place,) = np.flatnonzero(np.diff(np.sign(z[0])))
        border.append(widths[place])
    slope, height = np.polyfit(lengths, border, 1)
    assert np.max(np.abs(np.polyval([slope, height], lengths) - border)) < 0.01
    w1, w2, _ = one_neuron[1][2000]
    assert slope > 1.5 * (-w1 / w2)
    assert (((slope * X[0] + height) > X[1]) == Y).all()


@pytest.mark.claim("On its way from 0.9 to 0.1 the neuron needs about 0.7 cm, and the ten units about 0.2.")
def test_ten_units_change_their_mind_more_suddenly(ten_units, one_neuron):
    w1, w2, b = one_neuron[1][2000]
    widths = np.linspace(1.5, 5.5, 4001)
    for length in (5.0, 5.5, 6.0):
        _, z = hidden_and_output(np.stack([np.full_like(widths, length), widths]), *ten_units[0])
        answers = sigmoid(w1 * length + w2 * widths + b), sigmoid(z[0])
        unsure = [np.ptp(widths[(a > 0.1) & (a < 0.9)]) for a in answers]
        assert unsure == pytest.approx([0.7, 0.2], abs=0.03)


@pytest.mark.claim("`np.mean((A2 - Y) * A1, axis=1)`: the error, times the number that the weight is multiplied by")
def test_the_gradient_of_the_output_weights_by_hand(iris, ten_units):
    X, Y = iris
    W1, b1, W2, b2 = (np.array(value) for value in ten_units[0])

    def cost(moved):
        _, z = hidden_and_output(X, W1, b1, moved, b2)
        return np.mean(np.logaddexp(0, z) - Y * z)

    A1, Z2 = hidden_and_output(X, W1, b1, W2, b2)
    A2 = sigmoid(Z2)
    steps = 1e-3 * np.eye(W2.size)
    measured = [(cost(W2 + step) - cost(W2 - step)) / 2e-3 for step in steps]
    assert np.mean((A2 - Y) * A1, axis=1) == pytest.approx(measured, rel=1e-3)


@pytest.mark.claim("one neuron would get there too, at its rate of 0.1, after some 200 000 steps.")
def test_one_neuron_gets_there_too(iris, one_neuron):
    """From the parameters after 2000 steps, where ten times the rate is stable and one step counts for ten."""
    X, Y = iris
    parameters, inputs = np.array(one_neuron[1][2000]), np.vstack([X, np.ones(150)])
    right = {}
    for step in range(2000, 300_001, 10):
        a = sigmoid(parameters @ inputs)
        right[step] = np.sum((a > 0.5) == Y[0])
        parameters -= np.mean((a - Y[0]) * inputs, axis=1)
    assert right[150_000] == 149
    assert right[250_000] == right[300_000] == 150


@pytest.mark.claim("There, the two values of $f$ agree in about 12 of their 16 digits")
def test_how_many_digits_agree_when_h_is_tiny():
    here, there = functions.parabola(2), functions.parabola(2 + 1e-12)
    assert 11.5 < -np.log10((there - here) / here) < 12.5


@pytest.mark.claim(
    "the cost stays at about 0.64 for all five starts, apart from a few jumps, and every flower is called"
)
@pytest.mark.claim("\\approx 0.6365$")
@pytest.mark.claim("the original was stuck at 0.636514")
def test_four_units_with_a_large_rate_are_stuck(train, iris):
    """Only what is stable: the cost of the prior, and label 1 for every flower, unless a run ends in a jump."""
    assert -np.log(1 / 3) / 3 - np.log(2 / 3) * 2 / 3 == pytest.approx(PRIOR_ENTROPY)
    all_the_same = []
    for seed in STARTS:
        parameters, history = train(*iris, n_h=4, learning_rate=1.2, steps=1000, seed=seed)
        assert seed != 2 or history[0, 0] == pytest.approx(0.693011, abs=1e-6)
        assert np.median(history[500:, 0]) == pytest.approx(PRIOR_ENTROPY, abs=5e-3)
        all_the_same.append((hidden_and_output(iris[0], *parameters)[1] > 0).all())
    assert sum(all_the_same) >= 4


@pytest.mark.claim("Both cures work from all five.")
def test_smaller_steps_or_standardised_features_cure_it(train, iris, standardised):
    X, Y = iris
    for seed in STARTS:
        for inputs, rate, below in ((X, 0.1, 0.05), (standardised, 1.2, 0.002)):
            parameters, history = train(inputs, Y, n_h=4, learning_rate=rate, steps=1000, seed=seed)
            assert history[-1, 0] < below
            assert share_right(inputs, Y, parameters) >= 149 / 150


@pytest.mark.claim("After 200 steps, nearly every hidden value is at 1 or −1.")
@pytest.mark.claim("Each unit now says the same for every flower")
@pytest.mark.claim(
    "The other two runs keep their slope while the cost comes down: their units tell the two kinds of flowers apart."
)
def test_the_stuck_network_is_saturated_early_and_the_others_are_not(train, iris, standardised):
    X, Y = iris
    saturated, the_same = [], []

    def apart(inputs, parameters):
        """How far the mean answers of each hidden unit to the two kinds of flowers are apart."""
        hidden = np.asarray(hidden_and_output(inputs, *parameters)[0])
        return np.abs(hidden[:, Y[0] == 1].mean(axis=1) - hidden[:, Y[0] == 0].mean(axis=1))

    for seed in STARTS:
        parameters, history = train(X, Y, n_h=4, learning_rate=1.2, steps=201, seed=seed)
        assert np.median(history[100:, 1]) < 0.05
        saturated.append(np.mean(np.abs(hidden_and_output(X, *parameters)[0]) > 0.9) > 0.95)
        the_same.append(apart(X, parameters).max() < 0.1)
        for inputs, rate, below in ((X, 0.1, 0.25), (standardised, 1.2, 0.01)):
            parameters, history = train(inputs, Y, n_h=4, learning_rate=rate, steps=201, seed=seed)
            assert history[:, 1].min() > 0.2
            assert history[-1, 0] < below
            assert np.median(apart(inputs, parameters)) > 0.5
    assert sum(saturated) >= 4 and sum(the_same) >= 4


@pytest.mark.claim(
    "One unit draws a line, and is right for about two thirds of the flowers, no more than if it called every one"
)
@pytest.mark.claim("Two units cut out a wedge, and are right for more than four fifths.")
@pytest.mark.claim("Ten bend the border further and gain next to nothing")
def test_versicolor_needs_two_units_and_no_more(train, standardised):
    _, Y = load_iris_sepals("versicolor")
    shares = {
        n_h: [
            share_right(standardised, Y, train(standardised, Y, n_h, learning_rate=1.2, steps=1001, seed=seed)[0])
            for seed in STARTS
        ]
        for n_h in (1, 2, 10)
    }
    assert 0.64 < min(shares[1]) <= max(shares[1]) <= 100 / 150
    assert min(shares[2]) > 0.8
    assert 0.8 < min(shares[10]) <= max(shares[10]) < max(shares[2]) + 0.03


@pytest.mark.claim(
    "Only `b2`. `A1` is 0, so the gradient of `W2` is 0; `W2` is 0, so nothing goes back to `W1` and `b1`."
)
def test_from_zeros_only_the_last_bias_learns(iris):
    import tensorflow as tf

    X, Y = iris
    variables = [tf.Variable(np.zeros(shape)) for shape in ((4, 2), (4, 1), (1, 4), (1, 1))]
    with tf.GradientTape() as tape:
        W1, b1, W2, b2 = variables
        z = W2 @ tf.tanh(W1 @ X + b1) + b2
        cost = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=1.0 * Y, logits=z))
    gradients = [gradient.numpy() for gradient in tape.gradient(cost, variables)]
    assert [bool(gradient.any()) for gradient in gradients] == [False, False, False, True]
    assert gradients[3].item() == pytest.approx(np.mean(sigmoid(0.0) - Y))


@pytest.mark.claim("Both numbers are 2: $\\tanh z = 2\\,\\sigma(2z) - 1$.")
@pytest.mark.claim("Four times: the slope at 0 is 1, and the sigmoid's is a quarter.")
@pytest.mark.claim("sigmoids leave $\\left(\\tfrac14\\right)^5 \\approx 0.001$ of a gradient, and tanh all of it.")
def test_tanh_is_a_stretched_sigmoid(reference):
    z = np.linspace(-6, 6, 241)
    np.testing.assert_allclose(2 * (sigmoid(2 * z) - 0.5), np.tanh(z), atol=1e-12)
    slopes = [reference["numerical_derivative"](f, 0.0) for f in (np.tanh, sigmoid)]
    assert (
        slopes == pytest.approx([1, 0.25]) and f"{slopes[1] ** 5:.3f}" == "0.001" and slopes[0] ** 5 == pytest.approx(1)
    )


@pytest.mark.claim("reach no further than about 3")
def test_standardised_features_reach_no_further_than_about_three(standardised):
    assert 2.2 < np.max(np.abs(standardised)) < 3.3
