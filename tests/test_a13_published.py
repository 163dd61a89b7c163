"""The solutions of a13 give the published figures of the assignment ("Backpropagation", a graph with nine weights).

Its data are not to be had; their first row was recovered from the published figures, which it gives to the last digit.
The curves of training were published as pictures only; those here are of the generated data.
"""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from autograder.running.source import Source, edit
from utils.regression_utils import BLAME, POINT, TRUE_WEIGHTS, gradient_vector, load_graph_data

ID = "a13_computational_graph"
W_EQUAL = np.full(9, 0.1)
W_PRINTED = np.array(
    [0.00271756, 0.01260512, 0.00167639, -0.00207756, 0.00720768, 0.00114524, 0.00684168, 0.02242521, 0.01296444]
)


@pytest.fixture(scope="module")
def data():
    return load_graph_data()


@pytest.fixture
def first(data):
    X, y = data
    return X[0], y[0]


@pytest.fixture
def random_point():
    """A point at which all features and weights differ: x, y, w."""
    random = np.random.RandomState(42)
    x, w = random.randn(5), 0.3 * random.randn(9)
    return x, 0.7, w


def gradients(reference, x, y, w):
    return reference["backward_propagation"](x, y, w, reference["forward_propagation"](x, y, w))


def mean_squared_error(reference, X, y, w):
    return np.mean([reference["forward_propagation"](X[i], y[i], w)["loss"] for i in range(len(X))])


def test_forward_propagation_with_weights_that_differ(reference, random_point):
    published = {
        "exp": 0.8790211865953375,
        "tanh": 0.6287234186453061,
        "sigmoid": 0.5087636231741445,
        "y_pred": 0.33670120181942165,
        "loss": 0.13198601675945257,
        "dy_pred": -0.7265975963611566,
    }
    assert reference["forward_propagation"](*random_point) == pytest.approx(published, rel=1e-13)


def test_backward_propagation(reference, first):
    """Printed with six decimals; dw5 was lost in print and follows from the other figures."""
    printed = [-0.229733, -0.021408, -0.005625, -0.004658, -0.001008, -0.633475, -0.561942, -0.048063, -1.018104]
    found = gradients(reference, *first, W_EQUAL)
    assert list(found) == [f"dw{i}" for i in range(1, 10)]
    assert np.round(list(found.values()), 6).tolist() == printed


@pytest.mark.claim("$-1.9285 \\cdot (1 - 0.8418^2) \\approx -0.5619$")
@pytest.mark.claim("step 1 gave −1.9285 as `dy_pred`, 0.8418 as part2 and 1.1273 as part1")
@pytest.mark.claim("times 1.1273, about −0.633")
def test_two_gradients_of_the_first_example_by_hand(reference, first):
    forward = reference["forward_propagation"](*first, W_EQUAL)
    assert [round(forward[key], 4) for key in ("dy_pred", "tanh", "exp")] == [-1.9285, 0.8418, 1.1273]
    found = gradients(reference, *first, W_EQUAL)
    assert round(found["dw7"], 4) == round(-1.9285 * (1 - 0.8418**2), 4) == -0.5619
    assert round(found["dw6"], 3) == round(-0.5619 * 1.1273, 3) == -0.633


def test_backward_propagation_with_weights_that_differ(reference, random_point):
    found = gradient_vector(gradients(reference, *random_point))
    expected = [
        0.03851980516171028, -0.010722291502359555, -0.01686503902312744, 0.023584518141354895, -0.003625926629597547,
        -0.38622305706452825, -0.43937855304769613, 0.10423183170654536, -0.3696664257143266,
    ]  # fmt: skip
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_small_example_of_a_gradient_check():
    """f = w1² x1 + w2 x2 at (1, 2, 3, 4), as the notebook computes it."""

    def small_example(w1, w2, x1, x2):
        return w1**2 * x1 + w2 * x2

    eps = 1e-4
    approximation = (small_example(1 + eps, 2, 3, 4) - small_example(1 - eps, 2, 3, 4)) / (2 * eps)
    assert approximation == pytest.approx(5.999999999994898, abs=1e-12)
    assert abs(6 - approximation) / (6 + abs(approximation)) == pytest.approx(4.2514140356330737e-13, abs=5e-14)


@pytest.mark.parametrize("eps", [1e-4, 1e-5, 1e-7])
def test_right_gradients_pass_the_check(reference, first, random_point, eps):
    for x, y, w in ((*first, W_PRINTED), (*first, W_EQUAL), random_point):
        assert 0 <= reference["gradient_checking"](x, y, w, gradients(reference, x, y, w), eps) < 1e-6


@pytest.mark.claim("Our default, $10^{-7}$, is about thirty times smaller than the best ε for both sides")
def test_the_best_step_is_larger_than_the_default(reference):
    grads = gradients(reference, *POINT)
    values = {eps: reference["gradient_checking"](*POINT, grads, eps) for eps in 10.0 ** np.arange(-1, -12.5, -0.5)}
    assert min(values, key=values.get) / 1e-7 == pytest.approx(10**1.5)


def test_large_steps_do_not_pass(reference, random_point):
    assert reference["gradient_checking"](*random_point, gradients(reference, *random_point), 1e-2) > 1e-7


def test_wrong_gradients_fail_the_check(reference, random_point):
    right = gradients(reference, *random_point)
    kept = random_point[2].copy()
    negated = reference["gradient_checking"](*random_point, {**right, "dw3": -right["dw3"]})
    assert negated == pytest.approx(0.024039207, abs=1e-8)
    for wrong in ({"dw9": 1.5 * right["dw9"]}, {"dw6": 0.0}):
        assert reference["gradient_checking"](*random_point, {**right, **wrong}) > 5e-3
    np.testing.assert_array_equal(random_point[2], kept)


@pytest.mark.claim("still says yes, because $-0.98 \\le 0.001$")
@pytest.mark.claim("It says yes to the wrong ones, too")
def test_the_published_check_says_yes_to_everything(reference, first):
    """What a student's check printed, and the published test (each entry at most 0.001) took for right."""
    forward = reference["forward_propagation"]
    rise = forward(*first, W_PRINTED + 1e-7)["loss"] - forward(*first, W_PRINTED)["loss"]
    measured, computed = rise / 2e-7, gradient_vector(gradients(reference, *first, W_PRINTED))
    printed = [
        -0.98417591, -0.99851478, -1.00000486, -0.99998429, -0.9999966, -0.23635657, -0.23690899, -0.990408, -0.1416402,
    ]  # fmt: skip
    np.testing.assert_allclose((computed - measured) / (computed + measured), printed, rtol=0, atol=1e-8)
    for grads in (computed, -computed, 0 * computed, computed / 1000):
        assert np.all((grads - measured) / (grads + measured) <= 1e-3)
        if grads is not computed:
            wrong = {f"dw{i + 1}": grads[i] for i in range(9)}
            assert reference["gradient_checking"](*first, W_PRINTED, wrong) > 0.9


def test_first_steps_of_the_optimizers(reference, first):
    g = gradient_vector(gradients(reference, *first, W_EQUAL))
    zero = np.zeros(9)
    vanilla = reference["update_vanilla"](W_EQUAL, g, 0.001)
    np.testing.assert_allclose(vanilla[[0, 8]], [0.100229733, 0.101018104], rtol=0, atol=5e-10)
    w, m = reference["update_momentum"](W_EQUAL, g, zero, 0.001)
    np.testing.assert_allclose(w, 0.1 - 0.0001 * g, rtol=1e-12)
    _, m = reference["update_momentum"](w, 2 * g, m, 0.001)
    np.testing.assert_allclose(m, 0.29 * g, rtol=1e-12)
    w, m, v = reference["update_adam"](W_EQUAL, g, zero, zero, 1)
    np.testing.assert_allclose(w, 0.1 - 0.001 * g / (np.abs(g) + 1e-8), rtol=1e-12)
    np.testing.assert_allclose(w, 0.101, rtol=0, atol=1.1e-8)
    w2, m2, v2 = reference["update_adam"](w, -0.5 * g, m, v, 2)
    np.testing.assert_allclose(m2, 0.04 * g, rtol=1e-12)
    np.testing.assert_allclose(v2, (0.999 * 0.001 + 0.001 * 0.25) * g**2, rtol=1e-12)
    np.testing.assert_allclose(w2, w - 0.001 * m2 / 0.19 / (np.sqrt(v2 / 0.001999) + 1e-8), rtol=1e-12)


def test_first_step_of_adam_without_correction(reference, first):
    """A huge t switches the correction off, as the notebook does for its picture."""
    g = gradient_vector(gradients(reference, *first, W_EQUAL))
    w, _, _ = reference["update_adam"](W_EQUAL, g, np.zeros(9), np.zeros(9), 10**9)
    assert w[8] == pytest.approx(0.1031622, abs=5e-7)


@pytest.mark.parametrize(
    ("optimizer", "lr", "history", "final"),
    [
        ("vanilla", 0.001, {0: 0.01574527, 1: 0.01162037, 19: 0.00959591}, 0.00958656),
        ("momentum", 0.001, {0: 0.01583480, 1: 0.01162366, 19: 0.00959304}, 0.00958655),
        ("momentum", 0.01, {0: 0.01074454, 1: 0.00964401, 19: 0.00963777}, 0.00958420),
        ("adam", 0.001, {0: 0.01125866, 1: 0.00876754, 19: 0.00441237}, 0.00433213),
    ],
)
def test_training(reference, data, optimizer, lr, history, final):
    w, found = reference["train"](*data, optimizer, lr)
    assert found.shape == (20,)
    assert {epoch: found[epoch] for epoch in history} == pytest.approx(history, abs=1e-6)
    assert mean_squared_error(reference, *data, w) == pytest.approx(final, abs=1e-6)


def test_training_with_adam_as_published(data):
    """The published Adam had no correction, and the eps of the gradient check."""
    source = Source(Path(__file__).parents[1] / "source_notebooks" / ID / f"{ID}.py")
    code = edit(source.solutions["update_adam"], "v_hat = v_new / (1 - beta2**t)", "m_hat, v_hat = m_new, v_new", ID)
    shortened = source.namespace({"update_adam": edit(code, "np.sqrt(v_hat) + eps", "np.sqrt(v_hat) + 1e-7", ID)})
    w, found = shortened["train"](*data, "adam", 0.001)
    assert found[[0, 1, 19]] == pytest.approx([0.00924672, 0.00677985, 0.00434916], abs=1e-6)
    assert mean_squared_error(shortened, *data, w) == pytest.approx(0.00427119, abs=1e-6)


@pytest.mark.claim("its mean squared error **is** the variance, 0.0096")
def test_where_training_starts_and_what_can_be_reached(reference, data):
    X, y = data
    start, _ = reference["train"](X, y, "adam", 0.001, epochs=0)
    assert mean_squared_error(reference, X, y, start) == pytest.approx(0.019996849946333616, rel=1e-12)
    assert np.var(y) == pytest.approx(0.009584, abs=5e-7)
    assert mean_squared_error(reference, X, y, TRUE_WEIGHTS) == pytest.approx(0.003990, abs=5e-7)


@pytest.mark.claim(
    "Our form with the rate $10\\,\\alpha$ therefore takes the same steps as theirs with the rate $\\alpha$"
)
def test_momentum_with_ten_times_the_rate_is_the_classic_form(reference):
    random = np.random.RandomState(3)
    w, m, w_classic, m_classic = (np.zeros(4) for _ in range(4))
    for _ in range(200):
        g = random.randn(4)
        w, m = reference["update_momentum"](w, g, m, lr=0.01)
        m_classic = 0.9 * m_classic + g
        w_classic = w_classic - 0.001 * m_classic
    np.testing.assert_allclose(w, w_classic, rtol=0, atol=1e-15)


def ends(reference, data, optimizer, lr, starts=range(5)):
    """Mean squared errors after 20 epochs, one for each start."""
    return np.array(
        [mean_squared_error(reference, *data, reference["train"](*data, optimizer, lr, seed=s)[0]) for s in starts]
    )


@pytest.mark.claim("The number under each weight says how fast the error grows when that weight grows")
def test_the_first_picture_shows_what_the_solutions_find(reference, random_point):
    np.testing.assert_array_equal(np.hstack(POINT), np.hstack(random_point))
    found = gradients(reference, *random_point)
    assert {f"d{name}": value for name, value in BLAME.items()} == {k: float(f"{v:.4g}") for k, v in found.items()}


@pytest.mark.claim("The gradients differ by a factor of about 1000, yet all three weights moved by 0.001")
def test_adams_first_step_is_as_long_as_the_rate(reference, first):
    g = gradient_vector(gradients(reference, *first, W_EQUAL))
    moved = reference["update_adam"](W_EQUAL, g, np.zeros(9), np.zeros(9), t=1)[0] - W_EQUAL
    assert 900 < g[8] / g[4] < 1100
    np.testing.assert_allclose(moved, 0.001, rtol=2e-5)


@pytest.mark.claim("between half of $\\alpha$ and three times $\\alpha$")
def test_a_first_gradient_after_many_of_zero(reference):
    zero, steps = np.zeros(1), []
    for t in (1, 2, 5, 10, 20, 50, 100, 1000, 10**5):
        w, _, _ = reference["update_adam"](zero, np.full(1, 0.001), zero, zero, t, lr=1.0)
        steps.append(-w.item())
    assert steps[0] == pytest.approx(1, abs=1e-4) and 0.45 < min(steps) < 0.55 and 3 < max(steps) < 3.3


@pytest.mark.claim("the steps are several times too long for quite a while")
def test_steps_of_adam_without_correction(reference):
    w, m, v, lengths = np.zeros(1), np.zeros(1), np.zeros(1), []
    for _ in range(100):
        w_next, m, v = reference["update_adam"](w, np.ones(1), m, v, 10**9)
        lengths.append((w - w_next).item() / 0.001)
        w = w_next
    assert min(lengths) > 3 and 6 < max(lengths) < 7


@pytest.mark.claim("Three weights have gradients of order 0.1")
@pytest.mark.parametrize("seed", range(5))
def test_sizes_of_the_gradients_at_the_start(reference, data, seed):
    w = np.random.RandomState(seed).normal(0, 0.01, 9)
    sizes = np.sqrt(
        np.mean([gradient_vector(gradients(reference, x, y, w)) ** 2 for x, y in zip(*data, strict=True)], axis=0)
    )
    assert np.all((sizes[[5, 6, 8]] > 0.05) & (sizes[[5, 6, 8]] < 0.2))
    assert np.all(sizes[[0, 1]] < 0.03) and np.all(sizes[[2, 3, 4, 7]] < 0.001)


@pytest.mark.claim("from every start they stop at 0.0096")
@pytest.mark.claim("Adam goes on to 0.0043, not far from the 0.0040")
def test_five_starts_at_the_first_rates(reference, data):
    for optimizer, lr, end in (("vanilla", 0.001, 0.0096), ("momentum", 0.01, 0.0096), ("adam", 0.001, 0.0043)):
        assert np.round(ends(reference, data, optimizer, lr), 4).tolist() == [end] * 5


@pytest.mark.claim("at the rates 0.3 and 1.0 both leave the plateau after all")
@pytest.mark.claim("Adam's best rate of these is 0.003")
@pytest.mark.claim("Adam's best rate is at least a hundred times smaller than that of plain descent.")
@pytest.mark.claim("Adam is still ahead here, from all five starts")
def test_five_starts_at_the_best_rates(reference, data):
    adam = ends(reference, data, "adam", 0.003)
    assert all(ends(reference, data, "adam", lr, [0])[0] > adam.max() for lr in (0.001, 0.01))
    for optimizer in ("vanilla", "momentum"):
        assert ends(reference, data, optimizer, 0.1, [0])[0] > 0.009
        for lr in (0.3, 1.0):
            assert adam.max() < ends(reference, data, optimizer, lr).min() < 0.006


@pytest.mark.claim("with 3.0, momentum's steps are too long")
def test_a_rate_that_is_too_large_for_momentum(reference, data):
    assert ends(reference, data, "momentum", 3.0).min() > 1.5 * ends(reference, data, "momentum", 1.0).max()


@pytest.mark.claim("with larger ones its steps are too long to settle")
def test_rates_that_are_too_large_for_adam(reference, data):
    best, larger, largest = (ends(reference, data, "adam", lr, [0, 1]) for lr in (0.003, 0.01, 0.03))
    assert best.max() < larger.min() < larger.max() < largest.min()


TENSORFLOW = """
import json, sys
import tensorflow as tf
x, y, w = json.load(sys.stdin)
weights = [tf.Variable(value, dtype=tf.float64) for value in w]
with tf.GradientTape() as tape:
    w1, w2, w3, w4, w5, w6, w7, w8, w9 = weights
    part1 = tf.exp((w1 * x[0] + w2 * x[1]) ** 2 + w6)
    part2 = tf.tanh(part1 + w7)
    part3 = tf.sigmoid(tf.sin(w3 * x[2]) * (w4 * x[3] + w5 * x[4]) + w8)
    loss = (y - part2 - w9 * part3) ** 2
print(json.dumps([float(gradient) for gradient in tape.gradient(loss, weights)]))
"""


@pytest.mark.skipif(importlib.util.find_spec("tensorflow") is None, reason="compares with TensorFlow's GradientTape")
def test_gradients_agree_with_tensorflow(reference, random_point):
    """In a process of its own: TensorFlow would stay in this one, which other tests fork."""
    x, y, w = random_point
    point = json.dumps([x.tolist(), y, w.tolist()])
    done = subprocess.run([sys.executable, "-c", TENSORFLOW], input=point, capture_output=True, text=True, check=True)
    expected = json.loads(done.stdout.splitlines()[-1])
    np.testing.assert_allclose(gradient_vector(gradients(reference, x, y, w)), expected, rtol=1e-12)
