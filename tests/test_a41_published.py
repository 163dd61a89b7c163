"""The source of a41 is a script without functions and without a seed; what it lets anybody check, and what the notebook says.

Figures of single functions are those of a reference of its own, with the same seeds (the list of suggested checks).
"""

import json
import timeit
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pytest
from conftest import ROOT

from utils.planar_utils import sigmoid
from utils.sine_utils import copied_gradients, cosine, draw_goal, half_turn, keras_gradients, moved_along_two

ID = "a41_recurrent_network"
STARTS = range(5)


def record(reference):
    """Four units, and a record of six steps; also its prediction and states."""
    x, y = np.sin(np.arange(6.0)).reshape(-1, 1), np.array([np.sin(6.0)])
    p = reference["initialize_parameters"](4)
    return x, y, p, *reference["rnn_forward"](x, p)


def close(found, figures, atol=6e-11):
    np.testing.assert_allclose(np.ravel(found), np.ravel(figures), rtol=0, atol=atol)


def test_records(reference):
    X, Y, X_val, Y_val = reference["make_records"]()
    assert [a.shape for a in (X, Y, X_val, Y_val)] == [(100, 50, 1), (100, 1), (50, 50, 1), (50, 1)]
    assert (Y[0, 0], Y_val[-1, 0]) == pytest.approx((-0.26237485370392877, -0.8817988360675502), abs=1e-15)
    assert (X[99, 49, 0], Y[99, 0]) == pytest.approx((np.sin(148), -0.9746486481), abs=6e-11)


def test_parameters(reference):
    p = reference["initialize_parameters"](4)
    close(p["U"], [0.0976270078546495, 0.43037873274483895, 0.20552675214328775, 0.08976636599379373], 1e-15)
    close(p["W"][0], [-0.07634520066109529, 0.14589411306665612, -0.06241278873730749, 0.39177300078207977], 1e-15)
    close(p["V"], [0.478618342232764, 0.2991585642167236, -0.038520637747068154, 0.28052917628645546], 1e-15)


def test_forward_and_loss(reference):
    x, y, p, y_hat, states = record(reference)
    assert y_hat.item() == pytest.approx(0.5326955447706981, abs=1e-14)
    close(states[2], [0.5699396319, 0.6673032853, 0.4997120193, 0.5807953821])
    close(states[6], [0.5320233809, 0.4799169857, 0.4121365467, 0.5360008696])
    assert reference["compute_loss"](x[np.newaxis], y[np.newaxis], p) == pytest.approx(0.3297621730566052, abs=1e-14)
    X, Y, _, _ = reference["make_records"]()
    loss = reference["compute_loss"](X, Y, reference["initialize_parameters"](100))
    assert loss == pytest.approx(0.28716098394454687, abs=1e-13)


@pytest.mark.parametrize(
    ("steps", "dU", "dW"),
    [
        (5, [-0.0914700667, -0.0621525101, 0.0017809629, -0.0662963379],
         [[0.0509596544, 0.0472686127, 0.0398631147, 0.0518472727], [0.037149449, 0.0353050149, 0.0293941362, 0.0378171796],
          [0.000617402, 0.0012476633, 0.0007403052, 0.0006495034], [0.0399005556, 0.0384407455, 0.0317580185, 0.0406433001]]),
        (2, [-0.0916382091, -0.062183602, 0.0017003926, -0.0661914102],
         [[0.050854672, 0.047146966, 0.0397701522, 0.0517404323], [0.0371301446, 0.0352829848, 0.0293767978, 0.0377975713],
          [0.0005663568, 0.0011862024, 0.0006967728, 0.0005972969], [0.0399662062, 0.0385172465, 0.0318158428, 0.0407101605]]),
        (0, [-0.0927991378, -0.0581486934, 0.0072679309, -0.0543325923], None),
    ],
)  # fmt: skip
def test_backward(reference, steps, dU, dW):
    g = reference["rnn_backward"](*record(reference), bptt_truncate=steps)
    close(g["U"], dU)
    close(g["V"], [0.4320620627, 0.3897458838, 0.3347006408, 0.4352922252])
    if dW is not None:
        close(g["W"], dW)


def test_backward_with_several_outputs_is_the_measured_slope(reference):
    x, y = np.random.RandomState(1).randn(4, 2), np.array([0.3, -0.2])
    p = reference["initialize_parameters"](3, 2, 2, seed=5)
    g = reference["rnn_backward"](x, y, p, *reference["rnn_forward"](x, p))
    for name, array in p.items():
        for entry in np.ndindex(array.shape):
            shift = np.zeros(array.shape)
            shift[entry] = 1e-5
            above, below = (
                reference["compute_loss"](x[np.newaxis], y[np.newaxis], {**p, name: array + sign * shift})
                for sign in (1, -1)
            )
            assert g[name][entry] == pytest.approx((above - below) / 2e-5, rel=1e-6, abs=1e-9)


@pytest.mark.claim("Both agree with you to the last digits.")
def test_keras_finds_the_same(reference):
    x, y, p, y_hat, states = record(reference)
    y_hat_keras, gradients = keras_gradients(x, y, p)
    g = reference["rnn_backward"](x, y, p, y_hat, states)
    np.testing.assert_allclose(y_hat_keras, y_hat, rtol=0, atol=1e-14)
    for name in g:
        np.testing.assert_allclose(gradients[name], g[name], rtol=0, atol=1e-14)


def test_clipping(reference):
    g = {"U": np.array([-50.0, -10, 3, 10, 11]), "W": np.array([np.inf, -np.inf, 0.5])}
    clipped = reference["clip_gradients"](g)
    assert clipped["U"].tolist() == [-10, -10, 3, 10, 10] and clipped["W"].tolist() == [10, -10, 0.5]
    assert reference["clip_gradients"]({"V": np.array([-3.0, 2])}, -1, 0.5)["V"].tolist() == [-1, 0.5]
    assert g["U"][0] == -50


def test_short_trainings(reference):
    X, Y, _, _ = reference["make_records"]()
    _, losses = reference["train"](X, Y, reference["initialize_parameters"](8), epochs=3)
    assert losses == pytest.approx([0.29192598387524454, 0.23978786299903823, 0.2237487740414336], rel=1e-10)
    _, losses = reference["train"](X[:3], 1000 * Y[:3], reference["initialize_parameters"](4), epochs=2)
    assert losses == pytest.approx([248300.04620441134, 247795.6220267225], rel=1e-9)


@pytest.mark.claim("the cosines with the true gradient are −0.19 for U, 0.69 for W and 0.9998 for V")
@pytest.mark.claim("the three are 309, 1430 and 7.2 times too long")
@pytest.mark.claim("For `U`, the cosine is −0.19 from the first start, and below zero from all five")
def test_the_way_back_of_the_source():
    cosines, lengths = [], []
    for seed in STARTS:
        copied, true = copied_gradients(seed)
        cosines.append([cosine(copied[name], true[name]) for name in "UWV"])
        lengths.append([np.sqrt(np.sum(copied[name] ** 2) / np.sum(true[name] ** 2)) for name in "UWV"])
    assert cosines[0] == pytest.approx([-0.19, 0.69, 0.9998], abs=0.005)
    assert cosines[0][2] == pytest.approx(0.9998, abs=5e-5)
    assert lengths[0] == pytest.approx([309, 1430, 7.2], abs=0.5)
    assert lengths[0][2] == pytest.approx(7.2, abs=0.05)
    assert all(u < 0 and 0.6 < w < 1 and v > 0.999 for u, w, v in cosines)


@pytest.mark.claim("The root of twice the loss per record falls by exactly 10 per epoch at first")
@pytest.mark.claim("100 units × 100 records × learning rate 0.0001 × the clipping limit 10")
@pytest.mark.claim("the last loss means an RMSE of 0.58")
def test_what_the_printed_losses_of_the_source_say():
    losses = np.array([101185.61756671, 61205.46869629, 31225.3198258, 11245.17049551, 1264.5157739])
    offsets = np.sqrt(2 * losses / 100)
    np.testing.assert_allclose(-np.diff(offsets), 10, atol=0.05)
    units, records, rate, limit = 100, 100, 0.0001, 10
    assert units * records * rate * limit == pytest.approx(10)
    assert np.sqrt(2 * 8.37295808 / 50) == pytest.approx(0.58, abs=0.005)


@pytest.mark.claim("a hundred positive terms add up to about fifty")
@pytest.mark.claim("`dU` and `dW` are *exactly* zero")
@pytest.mark.parametrize("seed", STARTS)
def test_a_saturated_start_learns_nothing_but_an_offset(reference, seed):
    X, Y, _, _ = reference["make_records"]()
    random = np.random.RandomState(seed)
    p = {
        "U": random.uniform(0, 1, (100, 1)),
        "W": random.uniform(0, 1, (100, 100)),
        "V": random.uniform(0, 1, (1, 100)),
    }
    assert np.all(np.abs(p["W"].sum(axis=1) - 50) < 13)
    y_hat, states = reference["rnn_forward"](X[0], p)
    assert min(states[2]) > 0.99
    g = reference["rnn_backward"](X[0], Y[0], p, y_hat, states)
    assert not g["U"].any() and not g["W"].any() and g["V"].all()


@pytest.mark.claim("the share is less than a third of what it was")
def test_the_gradient_vanishes(reference):
    X, Y, _, _ = reference["make_records"]()
    for seed in STARTS:
        p = reference["initialize_parameters"](16, seed=seed)
        forward = reference["rnn_forward"](X[0], p)
        dW = [0.0] + [reference["rnn_backward"](X[0], Y[0], p, *forward, steps)["W"] for steps in range(13)]
        shares = np.array([np.linalg.norm(after - before) for before, after in pairwise(dW)])
        assert np.all(shares[1:] < shares[:-1] / 3)
        assert np.linalg.norm(dW[-1] - dW[6]) < 1e-4 * np.linalg.norm(dW[-1])


@pytest.mark.claim("Below 0.23, it has learnt something.")
@pytest.mark.claim("against 0.23 for the last value")
@pytest.mark.claim("Untrained, the network is no better than these two.")
def test_baselines(reference):
    _, Y, X_val, Y_val = reference["make_records"]()
    last_value, mean = 0.5 * np.mean((Y_val - X_val[:, -1]) ** 2), 0.5 * np.mean((Y_val - np.mean(Y)) ** 2)
    assert (last_value, mean) == pytest.approx((0.231, 0.248), abs=0.001)
    assert np.sqrt([2 * last_value, 2 * mean]) == pytest.approx([0.680, 0.705], abs=5e-4)
    untrained = [
        reference["compute_loss"](X_val, Y_val, reference["initialize_parameters"](16, seed=s)) for s in STARTS
    ]
    assert min(untrained) > 0.25


def trained(X, Y, starts, epochs, truncate, clip=10.0, lr=0.05):
    """Several networks at once: their parameters, and the losses before each epoch and after the last.

    starts: parameters for each network; truncate: for each, how many steps are followed back
    """
    U, W, V = (np.array([p[name] for p in starts]) for name in "UWV")
    truncate = np.array(truncate)[:, np.newaxis, np.newaxis]

    def turned(A):
        return A.transpose(0, 2, 1)

    def forward(x, U, W, V):
        states = [np.zeros((*U.shape[:2], 1))]
        for value in x[:, 0]:
            states.append(sigmoid(U * value + W @ states[-1]))
        return V @ states[-1], states

    def loss(*p):
        return np.mean([0.5 * (forward(x, *p)[0] - y)[:, 0, 0] ** 2 for x, y in zip(X, Y, strict=True)], axis=0)

    losses = [loss(U, W, V)]
    for _ in range(epochs):
        for x, y in zip(X, Y, strict=True):
            y_hat, states = forward(x, U, W, V)
            dV, ds = (y_hat - y) @ turned(states[-1]), turned(V) @ (y_hat - y)
            dU, dW = np.zeros(U.shape), np.zeros(W.shape)
            for back in range(np.max(truncate) + 1):
                s, before = states[-1 - back], states[-2 - back]
                da = ds * s * (1 - s) * (back <= truncate)
                dU, dW, ds = dU + da * x[-1 - back], dW + da @ turned(before), turned(W) @ da
            U, W, V = (A - lr * np.clip(dA, -clip, clip) for A, dA in ((U, dU), (W, dW), (V, dV)))
        losses.append(loss(U, W, V))
    return [{"U": u, "W": w, "V": v} for u, w, v in zip(U, W, V, strict=True)], np.array(losses)


@pytest.fixture(scope="module")
def starts(reference):
    return [reference["initialize_parameters"](16, seed=seed) for seed in STARTS]


@pytest.fixture(scope="module")
def after_25_epochs(reference, starts):
    X, Y, _, _ = reference["make_records"]()
    return trained(X, Y, starts, 25, [5] * 5)


def test_networks_trained_at_once_are_those_of_train(reference, starts):
    X, Y, _, _ = reference["make_records"]()
    _, losses = trained(X, Y, starts[:2], 1, [1, 5])
    for i, steps in enumerate((1, 5)):
        p, (first,) = reference["train"](X, Y, starts[i], bptt_truncate=steps)
        assert [first, reference["compute_loss"](X, Y, p)] == pytest.approx(losses[:, i], rel=1e-10)


@pytest.mark.parametrize(
    ("units", "lr", "epochs", "steps", "losses"),
    [
        (16, 0.05, 50, 5, (0.341086, 1.339e-4, 1.378e-4)),
        (32, 0.05, 50, 10, (None, None, 6.25e-5)),
        (16, 0.01, 25, 5, (None, None, 0.1315)),
        (100, 0.01, 25, 5, (0.28716, 8.894e-5, 9.600e-5)),
    ],
)
def test_other_trainings(reference, units, lr, epochs, steps, losses):
    """Before, after, and on the records of validation."""
    X, Y, X_val, Y_val = reference["make_records"]()
    (p,), found = trained(X, Y, [reference["initialize_parameters"](units)], epochs, [steps], lr=lr)
    found = (found[0, 0], found[-1, 0], reference["compute_loss"](X_val, Y_val, p))
    for loss, figure in zip(found, losses, strict=True):
        assert figure is None or loss == pytest.approx(figure, rel=1e-3)


def test_the_start_of_the_source_learns_the_mean_and_no_more(reference):
    """Its rate, its number of units and its weights between 0 and 1, with the true gradient: 24.93, as a sum."""
    X, Y, _, _ = reference["make_records"]()
    random = np.random.RandomState(0)
    shapes = {"U": (100, 1), "W": (100, 100), "V": (1, 100)}
    start = {name: random.uniform(0, 1, shape) for name, shape in shapes.items()}
    (p,), losses = trained(X, Y, [start], 10, [5], lr=1e-4)
    assert 100 * losses[-1, 0] == pytest.approx(24.93, abs=0.02)
    np.testing.assert_array_equal(p["W"], start["W"])


@pytest.mark.claim("From five starts out of five, the validation loss is below 0.0005 in the end")
@pytest.mark.claim("below 0.03, against 0.68")
def test_training_finds_the_wave(reference, after_25_epochs):
    _, _, X_val, Y_val = reference["make_records"]()
    for p in after_25_epochs[0]:
        assert reference["compute_loss"](X_val, Y_val, p) < 0.0005
        assert np.sqrt(np.mean((reference["predict"](X_val, p) - Y_val[:, 0]) ** 2)) < 0.03


@pytest.mark.claim("this network was never more than 0.4 off in 150 steps")
@pytest.mark.claim("has it between 3.13 and 3.15, as it has from each of five starts")
@pytest.mark.claim("these two directions hold more than 99 % of all that moves")
def test_it_goes_on_alone(reference, after_25_epochs):
    _, _, X_val, _ = reference["make_records"]()
    for p in after_25_epochs[0]:
        dreamt = reference["free_run"](X_val[0], p, 500)
        assert np.max(np.abs(dreamt[:150] - np.sin(np.arange(150, 300)))) < 0.4
        assert 3.13 < half_turn(dreamt) < 3.15
        values = np.concatenate([X_val[0, :, 0], dreamt])
        memory = [reference["rnn_forward"](values[i : i + 50, np.newaxis], p)[1][-1][:, 0] for i in range(100)]
        assert moved_along_two(np.array(memory)) > 0.99


@pytest.mark.claim("The picture at the top is of 50 epochs, which lower the loss a little more.")
def test_the_long_run_is_one_of_this_network(reference, after_25_epochs):
    X, Y, X_val, _ = reference["make_records"]()
    (p,), losses = trained(X, Y, after_25_epochs[0][:1], 25, [5])
    assert losses[0, 0] / 3 < losses[-1, 0] < losses[0, 0]
    long_run = json.loads((ROOT / "source_notebooks" / ID / "long_run.json").read_text())
    assert long_run["known"] == pytest.approx(X_val[0, :, 0], abs=1e-4)
    assert long_run["dreamt"] == pytest.approx(reference["free_run"](X_val[0], p, 150), abs=1e-3)
    assert np.shape(long_run["memory"]) == (150, 16) and moved_along_two(np.array(long_run["memory"])) > 0.99


def test_the_drawing_has_each_value_at_its_step():
    long_run = json.loads((ROOT / "source_notebooks" / ID / "long_run.json").read_text())
    ax, _ = draw_goal(*(np.array(long_run[name]) for name in ("known", "dreamt", "memory")))
    lines = {line.get_label(): line.get_xydata().T for line in ax.get_lines()}
    plt.close()
    for label, places, off in (
        ("the true wave", 1500, 1e-9),
        ("given", 30, 1e-3),
        ("the network, by itself", 70, 0.04),
    ):
        steps, values = lines[label]
        assert len(steps) == places
        np.testing.assert_allclose(values, np.sin(steps), rtol=0, atol=off)


def test_half_a_turn_of_a_sine_is_pi():
    assert half_turn(np.sin(np.arange(150, 1150))) == pytest.approx(np.pi, abs=1e-3)


@pytest.mark.claim("the loss after ten epochs is at least twice as large, from each of five starts")
@pytest.mark.claim("One step back does nearly as well as five.")
@pytest.mark.claim("All 49 steps change it by less than a thousandth, and take longer.")
def test_truncation(reference, starts):
    X, Y, _, _ = reference["make_records"]()
    _, losses = trained(X, Y, starts * 3, 10, [0] * 5 + [1] * 5 + [5] * 5)
    none, one, five = losses[-1].reshape(3, 5)
    assert np.all(none > 2 * five) and np.all(one < 1.2 * five)
    _, few = trained(X, Y, starts[:1] * 2, 10, [5, 49])
    assert few[-1, 1] == pytest.approx(few[-1, 0], rel=1e-3)
    forward, seconds = reference["rnn_forward"](X[0], starts[0]), {}
    for steps in (5, 49):
        rounds = timeit.repeat(
            lambda steps=steps: reference["rnn_backward"](X[0], Y[0], starts[0], *forward, steps), number=20, repeat=5
        )
        seconds[steps] = min(rounds)
    assert seconds[49] > 2 * seconds[5]


@pytest.mark.claim("at least fourteen of sixteen after a single epoch, from each of five starts")
@pytest.mark.claim("Ordinary records here have small gradients, and it makes no difference.")
def test_without_clipping_the_units_are_stuck(reference, starts, after_25_epochs):
    X, Y, _, _ = reference["make_records"]()
    for p in trained(X, 1000 * Y, starts, 1, [5] * 5, np.inf)[0]:
        s = reference["rnn_forward"](X[7], p)[1][-1]
        assert np.sum(s * (1 - s) < 1e-4) >= 14
    _, free = trained(X, Y, starts, 3, [5] * 5, np.inf)
    np.testing.assert_array_equal(free, after_25_epochs[1][:4])


@pytest.mark.claim("16 + 16 · 16 + 16 = 288, and still 288")
@pytest.mark.claim("0.05 · 10 = 0.5")
def test_arithmetic(reference):
    assert sum(array.size for array in reference["initialize_parameters"](16).values()) == 288
    rate, limit = 0.05, 10
    assert rate * limit == pytest.approx(0.5)
