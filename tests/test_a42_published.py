"""The solutions of a42 give the published figures of the assignment ("Building a Recurrent Neural Network").

Three editions are quoted: that of 2018, that of 2019 and that of 2021, which has hidden tests besides. Every figure
that is expected here was printed there, with the digits that stand here; the figures of 2018 that are no gradient, and
those of copies with slips of their own, are reproduced with the slip.
"""

import numpy as np
import pytest

from utils import rnn_utils

ID = "a42_lstm_steps"
PRINTED = 6e-9  # arrays were printed with 8 decimals


def published(found, figures, atol=PRINTED):
    np.testing.assert_allclose(found, figures, rtol=1e-10, atol=atol)


def at(gradients, **places):
    return [gradients[name][place] for name, place in places.items()]


def rnn_draws(seed, x_shape, n_a=5, n_y=2, order=("Waa", "Wax", "Wya", "ba", "by")):
    """x, the first state and parameters as the notebooks draw them, and the generator for what follows."""
    random = np.random.RandomState(seed)
    shapes = {"Waa": (n_a, n_a), "Wax": (n_a, x_shape[0]), "Wya": (n_y, n_a), "ba": (n_a, 1), "by": (n_y, 1)}
    x, a = random.randn(*x_shape), random.randn(n_a, x_shape[1])
    return x, a, {name: random.randn(*shapes[name]) for name in order}, random


WAX_FIRST = ("Wax", "Waa", "Wya", "ba", "by")


def lstm_draws(seed, x_shape, n_a=5, n_y=2, states=1):
    """x, one or two states and parameters in the order f, i, o, c, y, and the generator for what follows."""
    random = np.random.RandomState(seed)
    arrays = [random.randn(*x_shape), *(random.randn(n_a, x_shape[1]) for _ in range(states))]
    parameters = {}
    for g in "fiocy":
        rows, columns = (n_y, n_a) if g == "y" else (n_a, n_a + x_shape[0])
        parameters["W" + g], parameters["b" + g] = random.randn(rows, columns), random.randn(rows, 1)
    return *arrays, parameters, random


def test_rnn_cell_forward(reference):
    xt, a_prev, parameters, _ = rnn_draws(1, (3, 10))
    a_next, yt_pred, cache = reference["rnn_cell_forward"](xt, a_prev, parameters)
    published(a_next[4], [0.59584544, 0.18141802, 0.61311866, 0.99808218, 0.85016201, 0.99980978, -0.18887155,
                          0.99815551, 0.6531151, 0.82872037])  # fmt: skip
    published(yt_pred[1], [0.9888161, 0.01682021, 0.21140899, 0.36817467, 0.98988387, 0.88945212, 0.36920224,
                           0.9966312, 0.9982559, 0.17746526])  # fmt: skip
    assert [array.shape for array in cache[:3]] == [(5, 10), (5, 10), (3, 10)] and len(cache[3]) == 5


def test_rnn_cell_forward_in_parts(reference):
    """The hidden tests of 2021: one term at a time."""
    xt, a_prev, p, _ = rnn_draws(1, (3, 10))
    cell = reference["rnn_cell_forward"]
    a_next, yt_pred, _ = cell(0 * xt, 0 * a_prev, p | {"Wya": 0 * p["Wya"]})
    published(a_next, np.tanh(p["ba"]) + np.zeros((5, 10)))
    published(yt_pred, rnn_utils.softmax(p["by"]) + np.zeros((2, 10)))
    zeros = {name: 0 * p[name] for name in ("ba", "by")}
    published(cell(xt, 0 * a_prev, p | zeros)[0], np.tanh(p["Wax"] @ xt))
    published(cell(0 * xt, a_prev, p | zeros)[0], np.tanh(p["Waa"] @ a_prev))


def test_large_scores(reference):
    _, yt_pred, _ = reference["rnn_cell_forward"](
        np.zeros((1, 1)),
        np.zeros((1, 1)),
        {"Waa": np.zeros((1, 1)), "Wax": np.zeros((1, 1)), "ba": np.zeros((1, 1)), "Wya": np.zeros((3, 1)),
         "by": np.array([[1000.0], [999], [-1000]])},
    )  # fmt: skip
    published(yt_pred[:, 0], [0.7310585786, 0.2689414214, 0])


def test_rnn_forward(reference):
    x, a0, parameters, _ = rnn_draws(1, (3, 10, 4))
    a, y_pred, caches = reference["rnn_forward"](x, a0, parameters)
    published(a[4][1], [-0.99999375, 0.77911235, -0.99861469, -0.99833267])
    published(y_pred[1][3], [0.79560373, 0.86224861, 0.11118257, 0.81515947])
    published(caches[1][1][3], [-1.1425182, -0.34934272, -0.20889423, 0.58662319])
    assert len(caches) == 2 and len(caches[0]) == 4
    without_a0 = reference["rnn_forward"](x, 0 * a0, parameters)[0]
    published(without_a0[4][1], [-0.93013738, 0.991315, -0.98694298, -0.99723276])  # a copy that ignores a0


def test_rnn_forward_of_2021(reference):
    x, a0, parameters, _ = rnn_draws(17, (4, 8, 13), n_a=7, n_y=3)
    a, y_pred, _ = reference["rnn_forward"](x, a0, parameters)
    published(a[5, 2, 2:6], [0.99999291, 0.99332189, 0.9921928, 0.99503445])
    published(y_pred[2, 1, 1:5], [0.19428, 0.14292, 0.24993, 0.00119], atol=1e-4)


def test_rnn_by_hand(reference):
    parameters = {"Waa": np.array([[0.5]]), "Wax": np.array([[1.0]]), "Wya": np.array([[1.0], [-1]]),
                  "ba": np.zeros((1, 1)), "by": np.zeros((2, 1))}  # fmt: skip
    a, y_pred, _ = reference["rnn_forward"](np.array([[[1.0, 0, -1]]]), np.zeros((1, 1)), parameters)
    published(a[0, 0], [0.761594156, 0.3633994844, -0.6741436762])
    published(y_pred[0, 0], [0.821007496, 0.6741024356, 0.2061505098])


def test_lstm_cell_forward(reference):
    a_next, c_next, yt_pred, cache = reference["lstm_cell_forward"](*lstm_draws(1, (3, 10), states=2)[:-1])
    published(a_next[4], [-0.66408471, 0.0036921, 0.02088357, 0.22834167, -0.85575339, 0.00138482, 0.76566531,
                          0.34631421, -0.00215674, 0.43827275])  # fmt: skip
    published(c_next[2], [0.63267805, 1.00570849, 0.35504474, 0.20690913, -1.64566718, 0.11832942, 0.76449811,
                          -0.0981561, -0.74348425, -0.26810932])  # fmt: skip
    published(yt_pred[1], [0.79913913, 0.15986619, 0.22412122, 0.15606108, 0.97057211, 0.31146381, 0.00943007,
                           0.12666353, 0.39380172, 0.07828381])  # fmt: skip
    published(cache[1][3], [-0.16263996, 1.03729328, 0.72938082, -0.54101719, 0.02752074, -0.30821874, 0.07651101,
                            -1.03752894, 1.41219977, -0.37647422])  # fmt: skip
    assert len(cache) == 10


def test_lstm_cell_forward_of_2021(reference):
    a_next, c_next, yt_pred, cache = reference["lstm_cell_forward"](*lstm_draws(212, (4, 8), 7, 3, states=2)[:-1])
    found = [*(gate[0, :2] for gate in cache[4:8]), c_next[0, :2], a_next[0, :2]]
    published(found, [[0.32969833, 0.0574555], [0.0036446, 0.9806943], [0.99903873, 0.57509956],
                      [0.7477249, 0.71588751], [0.1352798, 0.39884899], [0.10053951, 0.27129536]])  # fmt: skip
    figures = [0.417098, 0.449528, 0.223159, 0.278376, 0.68453, 0.419221, 0.564025, 0.538475]
    published(yt_pred[1], figures, atol=5e-6)  # cut off, not rounded


def test_lstm_cell_by_hand(reference):
    """Unit 0 keeps, unit 1 replaces."""
    parameters = {"W" + g: np.zeros((2, 3)) for g in "fico"} | {"Wy": np.zeros((2, 2)), "by": np.zeros((2, 1))}
    biases = {"f": [30, -30], "i": [-30, 30], "c": [0.5, 0.5], "o": [0, 0]}
    parameters |= {"b" + g: np.array(value, float).reshape(2, 1) for g, value in biases.items()}
    arguments = np.zeros((1, 1)), np.zeros((2, 1)), np.full((2, 1), 1.5)
    a_next, c_next, yt_pred, _ = reference["lstm_cell_forward"](*arguments, parameters)
    published(c_next[:, 0], [1.5, 0.4621171573])
    published(a_next[:, 0], [0.4525741268, 0.2159040903])
    published(yt_pred[:, 0], [0.5, 0.5])


def test_lstm_forward(reference):
    x, a0, parameters, _ = lstm_draws(1, (3, 10, 7))
    a, y, c, caches = reference["lstm_forward"](x, a0, parameters)
    published([a[4][3][6], y[1][4][3], c[1][2][1]], [0.172117767533, 0.95087346185, -0.855544916718])
    published(caches[1][1][1], [0.82797464, 0.23009474, 0.76201118, -0.22232814, -0.20075807, 0.18656139, 0.41005165])
    assert len(caches) == 2
    a, y, c, _ = reference["lstm_forward"](x, 0 * a0, parameters)  # a copy that ignores a0
    published([a[4][3][6], y[1][4][3], c[1][2][1]], [0.17863063279, 0.947005889841, -0.634513645887])


def test_lstm_forward_of_2021(reference):
    a, y, c, _ = reference["lstm_forward"](*lstm_draws(45, (4, 13, 16), 3, 2)[:-1])
    published(a[2, 1, 4:6], [-0.01606022, 0.0243569])
    published(c[2, 1, 4:6], [-0.02753855, 0.05668358])
    published(y[1, 1, 4:6], [0.70444592, 0.70648935])


RNN_PLACES = {"dWax": (3, 1), "dWaa": (1, 2), "dba": (4, 0)}


def test_rnn_cell_backward(reference):
    xt, a_prev, parameters, random = rnn_draws(1, (3, 10), order=WAX_FIRST)
    cache, da_next = reference["rnn_cell_forward"](xt, a_prev, parameters)[2], random.randn(5, 10)
    found = at(reference["rnn_cell_backward"](da_next, cache), dxt=(1, 2), da_prev=(2, 3), **RNN_PLACES)
    published(found, [-1.3872130506, -0.152399493774, 0.410772824935, 1.15034506685, 0.20023491])
    # The edition of 2018 had stored the drawn bias elsewhere, and used one left over from an earlier cell.
    left_over = rnn_draws(1, (3, 10, 4))[2]["ba"]
    cache = reference["rnn_cell_forward"](xt, a_prev, parameters | {"ba": left_over})[2]
    found = at(reference["rnn_cell_backward"](da_next, cache), dxt=(1, 2), da_prev=(2, 3), **RNN_PLACES)
    published(found, [-0.460564103059, 0.0842968653807, 0.393081873922, -0.28483955787, 0.80517166])


def test_rnn_backward(reference):
    x, a0, parameters, random = rnn_draws(1, (3, 10, 4), order=WAX_FIRST)
    caches, da = reference["rnn_forward"](x, a0, parameters)[2], random.randn(5, 10, 4)
    gradients = reference["rnn_backward"](da, caches)
    published(gradients["dx"][1][2], [-2.07101689, -0.59255627, 0.02466855, 0.01483317])
    found = at(gradients, da0=(2, 3), **RNN_PLACES)
    published(found, [-0.314942375127, 11.2641044965, 2.30333312658, -0.74747722])
    da[:, :, :-1] = 0  # a copy that reads the last step only
    published(at(reference["rnn_backward"](da, caches), dWax=(3, 1), dba=(4, 0)), [8.45242637129, -0.50815277])


LSTM_PLACES = {"dWf": (3, 1), "dWi": (1, 2), "dWc": (3, 1), "dWo": (1, 2)} | {f"db{g}": (4, 0) for g in "fico"}


def test_lstm_cell_backward(reference):
    xt, a_prev, c_prev, parameters, random = lstm_draws(1, (3, 10), states=2)
    cache = reference["lstm_cell_forward"](xt, a_prev, c_prev, parameters)[3]
    da_next, dc_next = random.randn(5, 10), random.randn(5, 10)
    gradients = reference["lstm_cell_backward"](da_next, dc_next, cache)
    found = at(gradients, dxt=(1, 2), da_prev=(2, 3), dc_prev=(2, 3), **LSTM_PLACES)
    published(found, [3.23055911511, -0.0639621419711, 0.797522038797, -0.147954838164, 1.05749805523, 2.30456216369,
                      0.331311595289, 0.18864637, -0.40142491, 0.25587763, 0.13893342])  # fmt: skip
    # Copies that take the formulas of 2018 as they stand, without the parentheses.
    _, c_next, _, _, ft, it, cct, ot, _, _ = cache
    d = da_next * ot * (1 - np.tanh(c_next) ** 2)
    literal = {
        "dbf": dc_next * c_prev + d * c_prev * ft * (1 - ft),
        "dbi": dc_next * cct + d * cct * it * (1 - it),
        "dbc": dc_next * it + d * it * cct * (1 - np.tanh(cct) ** 2),
    }
    published([gate.sum(axis=1)[4] for gate in literal.values()], [-2.09422168, -2.23460331, 2.99973436])


@pytest.mark.claim("Later editions print 0.312770310257, which is right.")
@pytest.mark.claim("(`da0[2][3]` = −0.095911501954, say)")
def test_lstm_backward(reference):
    """As of 2019, and as of 2018: without anything carried back, and with three sums that begin with that of dbf."""
    random = np.random.RandomState(1)
    x, a0 = random.randn(3, 10, 7), random.randn(5, 10)
    parameters = {"Wy": np.zeros((2, 5)), "by": np.zeros((2, 1))}
    for g in "fioc":
        parameters["W" + g], parameters["b" + g] = random.randn(5, 8), random.randn(5, 1)
    caches, da = reference["lstm_forward"](x, a0, parameters)[3], random.randn(5, 10, 4)
    caches = caches[0][:4], x  # four steps have a gradient
    gradients = reference["lstm_backward"](da, caches)
    published(gradients["dx"][1][2], [0.00218254, 0.28205375, -0.48292508, -0.43281115])
    published(at(gradients, da0=(2, 3), **LSTM_PLACES),
              [0.312770310257, -0.0809802310938, 0.40512433093, -0.0793746735512, 0.038948775763,
               -0.15745657, -0.50848333, -0.42510818, -0.17958196])  # fmt: skip

    nothing = np.zeros((5, 10))
    steps = [reference["lstm_cell_backward"](da[:, :, t], nothing, caches[0][t]) for t in range(4)]
    published([step["dxt"][1, 2] for step in steps], [-0.00173313, 0.08287442, -0.30545663, -0.43281115])
    sums = {name: sum(step[name] for step in steps) for name in LSTM_PLACES}
    published([steps[0]["da_prev"][2, 3], *at(sums, dWf=(3, 1), dWi=(1, 2), dWc=(3, 1), dWo=(1, 2), dbf=(4, 0))],
              [-0.095911501954, -0.0698198561274, 0.102371820249, -0.0624983794927, 0.0484389131444,
               -0.0565788])  # fmt: skip
    mixed_up = [(sums["dbf"] + steps[0][name])[4, 0] for name in ("dbi", "dbc", "dbo")]
    published(mixed_up, [-0.06997391, -0.27441821, 0.16532821])
    published(at(sums, dbi=(4, 0), dbc=(4, 0), dbo=(4, 0)), [-0.15399065, -0.29691142, -0.29798344])  # copies
    cosine = sums["dWf"].ravel() @ gradients["dWf"].ravel()
    assert cosine < 0.9 * np.linalg.norm(sums["dWf"]) * np.linalg.norm(gradients["dWf"])


# --- what the notebook says of its runs


def examples(seed=42):
    """Sequences, parameters of both cells, and a gradient from outside, of the notebook's sizes."""
    random = np.random.RandomState(seed)
    x, a0, da = random.randn(3, 4, 6), random.randn(5, 4), random.randn(5, 4, 6)
    return x, a0, da, *(rnn_utils.start(random, kind, 5, 3, scale=0.5) for kind in ("rnn", "lstm"))


@pytest.mark.claim("Equal to rounding.")
def test_keras(reference):
    """States and all gradients, in float64."""
    x, a0, da, plain, gated = examples()
    plain["ba"] += 0.3
    for place, g in enumerate("fico"):
        gated["b" + g] += 0.1 * place
    a, _, caches = reference["rnn_forward"](x, a0, plain)
    found = reference["rnn_backward"](da, caches)
    weights = [plain["Wax"].T, plain["Waa"].T, plain["ba"][:, 0]]
    ours = [a, found["dx"], found["da0"], found["dWax"].T, found["dWaa"].T, found["dba"][:, 0]]
    for mine, theirs in zip(ours, rnn_utils.keras_gradients("SimpleRNN", weights, x, a0, da), strict=True):
        np.testing.assert_allclose(mine, theirs, atol=1e-12)

    def layout(arrays, letter):
        matrices = [arrays[letter + "W" + g] for g in "ifco"]
        biases = [arrays[letter + "b" + g][:, 0] for g in "ifco"]
        return [np.hstack([W[:, 5:].T for W in matrices]), np.hstack([W[:, :5].T for W in matrices]), np.hstack(biases)]

    a, _, _, caches = reference["lstm_forward"](x, a0, gated)
    found = reference["lstm_backward"](da, caches)
    ours = [a, found["dx"], found["da0"], *layout(found, "d")]
    for mine, theirs in zip(ours, rnn_utils.keras_gradients("LSTM", layout(gated, ""), x, a0, da), strict=True):
        np.testing.assert_allclose(mine, theirs, atol=1e-12)


@pytest.mark.claim("On the right is something that only looks like one: most signs are right")
@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_a_road_that_is_cut(reference, seed):
    x, a0, da, _, gated = examples(seed)
    _, _, _, caches = reference["lstm_forward"](x, a0, gated)
    cell = reference["lstm_cell_backward"]
    whole = reference["lstm_backward"](da, caches)
    cut = rnn_utils.with_one_road_cut(reference["lstm_backward"], da, caches)
    assert reference["lstm_backward"].__globals__["lstm_cell_backward"] is cell
    whole, cut = (np.concatenate([gradients[name].ravel() for name in sorted(whole)]) for gradients in (whole, cut))
    assert np.abs(whole - cut).max() > 0.1
    assert 0.7 < np.mean(np.sign(whole) == np.sign(cut)) < 0.98


@pytest.mark.claim("what happened fifty steps ago has next to no say")
@pytest.mark.claim(
    "With `bf` = 3 the gate keeps about 95 % in each step (0.95 fifty times is still 8 %, and the roads by way of `a` add to it), and the gradient arrives."
)
@pytest.mark.claim("The LSTM is no better by itself: with `bf` at 0, its forget gate is half shut.")
@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_vanishing_gradients(reference, seed):
    """How long the gradient is at the first step, as a part of that at the last one. In the notebook, the seed is 1."""
    random = np.random.RandomState(seed)
    x, a0, da = random.randn(4, 8, 50), np.zeros((16, 8)), np.zeros((16, 8, 50))
    da[:, :, -1] = random.randn(16, 8)

    def left(kind, forget_bias=0):
        parameters = rnn_utils.start(random, kind, 16, 4, 2, forget_bias, scale=0.2)
        caches = reference[f"{kind}_forward"](x, a0, parameters)[-1]
        norms = np.linalg.norm(reference[f"{kind}_backward"](da, caches)["dx"], axis=(0, 1))
        return norms[0] / norms[-1], caches

    def along_the_memory(steps):
        """The same, if nothing is carried back but dc."""
        dc, norms = np.zeros((16, 8)), []
        for t in reversed(range(50)):
            gradients = reference["lstm_cell_backward"](da[:, :, t], dc, steps[t])
            dc, norms = gradients["dc_prev"], [*norms, np.linalg.norm(gradients["dxt"])]
        return norms[-1] / norms[0]

    assert left("rnn")[0] < 1e-3
    assert left("lstm", 0)[0] < 1e-7
    assert 1e-5 < left("lstm", 1)[0] < 0.1
    whole, (steps, _) = left("lstm", 3)
    assert whole > 0.4 and 0.02 < along_the_memory(steps) < 0.15
    assert round(0.95**50, 2) == 0.08
    assert 1 / (1 + np.exp(-3)) == pytest.approx(0.95, abs=0.005) and 1 / (1 + np.exp(0)) == 0.5


@pytest.mark.claim("The LSTM finds it from every start.")
@pytest.mark.claim("from some starts it is still guessing after 120 iterations")
def test_the_first_symbol(reference):
    """As in the notebook."""
    ends = {"rnn": [], "lstm": []}
    for kind, W in (("rnn", "Wya"), ("lstm", "Wy")):
        forward, backward = reference[f"{kind}_forward"], reference[f"{kind}_backward"]
        for seed in range(1, 6):
            random = np.random.RandomState(seed)
            parameters = rnn_utils.start(random, kind, forget_bias=3)
            for _ in range(120):
                x, Y = rnn_utils.first_symbol(random, 16)
                a, y, *_, caches = forward(x, np.zeros((8, 16)), parameters)
                dscores, da = (y[:, :, -1] - Y) / 16, np.zeros(a.shape)
                da[:, :, -1] = parameters[W].T @ dscores
                gradients = backward(da, caches)
                gradients |= {"d" + W: dscores @ a[:, :, -1].T, "dby": dscores.sum(axis=1, keepdims=True)}
                parameters = rnn_utils.downhill(parameters, gradients, 0.2)
            x, Y = rnn_utils.first_symbol(random, 200)
            right = forward(x, np.zeros((8, 200)), parameters)[1][:, :, -1].argmax(axis=0) == Y.argmax(axis=0)
            ends[kind].append(np.mean(right))
    assert min(ends["lstm"]) > 0.9
    assert min(ends["rnn"]) < 0.65


@pytest.mark.claim("(as its tanh: 0.9 becomes 0.72)")
@pytest.mark.claim("the new value, −0.8, is *added* to the old one, and next to nothing is left")
def test_the_notes(reference):
    x = rnn_utils.notes()
    _, _, c, _ = reference["lstm_forward"](x, np.zeros((1, 1)), rnn_utils.memory_weights(1))
    assert x[0, 0, [3, 12]].tolist() == [0.9, -0.8]
    assert np.tanh(0.9) == pytest.approx(0.72, abs=0.005)
    assert c[0, 0, 3] == pytest.approx(0.72, abs=0.005) and abs(c[0, 0, 12]) < 0.05


@pytest.mark.claim("Forty-nine steps of noise")
@pytest.mark.claim("A forget gate of 0.9975 loses a quarter of a percent in each step, in all about a ninth.")
@pytest.mark.claim("and there it still sits")
def test_the_cat(reference):
    """The memory holds the picture, fainter by a ninth; in the plain state, there is next to nothing of it."""
    x = rnn_utils.cat_in_noise()
    assert x.shape[2] == 1 + 49
    cat = np.tanh(x[:-1, :, 0]).ravel()
    plain = {"Waa": 0.9 * np.eye(48), "Wax": np.eye(48, 49), "ba": np.zeros((48, 1)), "Wya": np.zeros((2, 48)),
             "by": np.zeros((2, 1))}  # fmt: skip
    a, _, _ = reference["rnn_forward"](x, np.zeros((48, 48)), plain)
    _, _, c, _ = reference["lstm_forward"](x, np.zeros((48, 48)), rnn_utils.memory_weights(48))
    assert np.corrcoef(c[:, :, -1].ravel(), cat)[0, 1] > 0.99
    assert abs(np.corrcoef(a[:, :, -1].ravel(), cat)[0, 1]) < 0.1
    assert (1 / (1 + np.exp(-6))) ** 49 == pytest.approx(8 / 9, abs=0.005)
    assert 1 - 1 / (1 + np.exp(-6)) == pytest.approx(0.0025, abs=5e-5)


@pytest.mark.claim("It shrinks by half in each step, to about a thousandth.")
@pytest.mark.claim(
    "Four times: each of its four readers has `n_a` (`n_a + n_x` + 1) weights, as many as the plain cell has."
)
def test_arithmetic():
    assert round(1 / 0.5**10, -3) == 1000
    random = np.random.RandomState(0)
    plain, gated = (rnn_utils.start(random, kind, 5, 3) for kind in ("rnn", "lstm"))
    count = [sum(p[name].size for name in p if name not in ("Wya", "Wy", "by")) for p in (plain, gated)]
    assert count == [5 * 9, 4 * 5 * 9]
