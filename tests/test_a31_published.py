"""The solutions of a31 give the published figures of the assignment ("Convolutional Neural Networks: Step by Step").

Four editions are quoted: that of 2017, whose solution adds the bias to every product, two later ones and that of 2021.
Every figure that is expected here was printed there, with the digits that stand here.
"""

import numpy as np
import pytest

from utils.conv_utils import UPRIGHT, drawn_cat, race

ID = "a31_convolution_steps"
PRINTED = 6e-9  # arrays were printed with 8 decimals
NO_BIAS = np.zeros((1, 1, 1, 1))


def drawn(seed, *shapes):
    random = np.random.RandomState(seed)
    return [random.randn(*shape) for shape in shapes]


def published(found, figures):
    np.testing.assert_allclose(found, figures, rtol=0, atol=PRINTED)


def test_zero_pad(reference):
    (x,) = drawn(1, (4, 3, 3, 2))
    x_pad = reference["zero_pad"](x, 2)
    assert x_pad.shape == (4, 7, 7, 2)
    published(x[1, 1], [[0.90085595, -0.68372786], [-0.12289023, -0.93576943], [-0.26788808, 0.53035547]])
    published(x_pad[1, 1], np.zeros((7, 2)))
    x_pad = reference["zero_pad"](x, 3)
    assert x_pad.shape == (4, 9, 9, 2)
    assert not x_pad[0, 0:2, :, 0].any() and not x_pad[0, :, 7:9, 1].any()
    published(x_pad[:, 3:6, 3:6, :], x)


def test_zero_pad_of_whole_numbers(reference):
    x = np.arange(24).reshape(2, 3, 4, 1)
    x_pad = reference["zero_pad"](x, 1)
    assert x_pad.shape == (2, 5, 6, 1) and x_pad.dtype == x.dtype and x_pad.sum() == x.sum()
    np.testing.assert_array_equal(reference["zero_pad"](x, 0), x)


def test_conv_single_step(reference):
    a, W, b = drawn(1, (4, 4, 3), (4, 4, 3), (1, 1, 1))
    assert reference["conv_single_step"](a, W, b) == pytest.approx(-6.999089450680221, rel=1e-14)
    assert np.ndim(reference["conv_single_step"](a, W, np.array([[[0.5]]]))) == 0
    with pytest.raises(TypeError):
        float(b)  # as solutions of the later editions have it


CASES = {
    "later": ((10, 4, 4, 3), (2, 2, 3, 8), 2, 2),
    "odd sizes": ((10, 5, 7, 4), (3, 3, 4, 8), 2, 1),
    "2021": ((2, 5, 7, 4), (3, 3, 4, 8), 2, 1),
}


def layer(case):
    A_prev, W, stride, pad = CASES[case]
    return *drawn(1, A_prev, W, (1, 1, 1, W[3])), {"stride": stride, "pad": pad}


@pytest.mark.parametrize(
    ("case", "mean", "place", "figures"),
    [
        ("later", 0.0489952035289, (3, 2, 1),
         [-0.61490741, -6.7439236, -2.55153897, 1.75698377, 3.56208902, 0.53036437, 5.18531798, 8.75898442]),
        ("odd sizes", 0.692360880758, (3, 2, 1),
         [-1.28912231, 2.27650251, 6.61941931, 0.95527176, 8.25132576, 2.31329639, 13.00689405, 2.34576051]),
        ("2021", 0.5511276474566768, (0, 2, 1),
         [-2.17796037, 8.07171329, -0.5772704, 3.36286738, 4.48113645, -2.89198428, 10.99288867, 3.03171932]),
    ],
)  # fmt: skip
def test_conv_forward(reference, case, mean, place, figures):
    Z, cache = reference["conv_forward"](*layer(case))
    assert np.mean(Z) == pytest.approx(mean, abs=1e-12)
    published(Z[place], figures)
    if case != "2021":
        figures = {"later": [-0.20075807, 0.18656139, 0.41005165]}.get(
            case, [-1.1191154, 1.9560789, -0.3264995, -1.34267579]
        )
        published(cache[0][1][2][3], figures)


@pytest.mark.parametrize(
    ("W", "stride", "pad", "shape"),
    [((3, 3, 4, 8), 1, 3, (2, 9, 11, 8)), ((3, 3, 4, 8), 2, 0, (2, 2, 3, 8)), ((5, 5, 4, 8), 1, 6, (2, 13, 15, 8))],
)
def test_shapes_of_the_edition_of_2021(reference, W, stride, pad, shape):
    A_prev, W, b = drawn(1, (2, 5, 7, 4), W, (1, 1, 1, 8))
    assert reference["conv_forward"](A_prev, W, b, {"stride": stride, "pad": pad})[0].shape == shape


@pytest.mark.parametrize(
    ("shape", "f", "stride", "place", "maxima", "means"),
    [
        ((2, 4, 4, 3), 4, 1, ..., [[[[1.74481176, 1.6924546, 2.10025514]]], [[[1.19891788, 1.51981682, 2.18557541]]]],
         [[[[-0.09498456, 0.11180064, -0.14263511]]], [[[-0.09525108, 0.28325018, 0.33035185]]]]),
        ((2, 4, 4, 3), 3, 2, ..., [[[[1.74481176, 0.86540763, 1.13376944]]], [[[1.13162939, 1.51981682, 2.18557541]]]],
         [[[[0.02105773, -0.20328806, -0.40389855]]], [[[-0.22154621, 0.51716526, 0.48155844]]]]),
        ((2, 5, 5, 3), 3, 1, (1, 1),
         [[1.96710175, 0.84616065, 1.27375593], [1.96710175, 0.84616065, 1.23616403], [1.62765075, 1.12141771, 1.2245077]],
         [[0.44497696, -0.00261695, -0.31040307], [0.50811474, -0.23493734, -0.23961183], [0.11872677, 0.17255229, -0.22112197]]),
    ],
)  # fmt: skip
def test_pool_forward(reference, shape, f, stride, place, maxima, means):
    (A_prev,) = drawn(1, shape)
    for mode, figures in (("max", maxima), ("average", means)):
        published(reference["pool_forward"](A_prev, {"f": f, "stride": stride}, mode)[0][place], figures)


def test_pool_forward_with_stride_2(reference):
    (A_prev,) = drawn(1, (2, 5, 5, 3))
    hparameters = {"f": 3, "stride": 2}
    published(
        reference["pool_forward"](A_prev, hparameters)[0][0],
        [[[1.74481176, 0.90159072, 1.65980218], [1.74481176, 1.6924546, 1.65980218]],
         [[1.13162939, 1.51981682, 2.18557541], [1.13162939, 1.6924546, 2.18557541]]],
    )  # fmt: skip
    published(
        reference["pool_forward"](A_prev, hparameters, "average")[0][1],
        [[[-0.17313416, 0.32377198, -0.34317572], [0.02030094, 0.14141479, -0.01231585]],
         [[0.42944926, 0.08446996, -0.27290905], [0.15077452, 0.28911175, 0.00123239]]],
    )  # fmt: skip


def test_conv_backward(reference):
    gradients = reference["conv_backward"](*reference["conv_forward"](*layer("later")))
    assert [np.mean(g) for g in gradients] == pytest.approx([1.45243777754, 1.72699145831, 7.83923256462], abs=6e-12)


@pytest.mark.claim("−6.99909, and 0.0028129 for the mean")
def test_the_slip_of_the_first_edition(reference):
    """Its figures, with the bias in every product, are those of a bias that is f * f * n_C_prev times as large."""
    a, W, b = drawn(1, (4, 4, 3), (4, 4, 3), (1, 1, 1))
    assert reference["conv_single_step"](a, W, a.size * b) == pytest.approx(-23.16021220252078, rel=1e-14)
    A_prev, W, b = drawn(1, (10, 4, 4, 3), (2, 2, 3, 8), (1, 1, 1, 8))
    Z, cache = reference["conv_forward"](A_prev, W, 12 * b, {"stride": 1, "pad": 2})
    assert Z.shape == (10, 7, 7, 8) and np.mean(Z) == pytest.approx(0.155859324889, abs=1e-12)
    published(cache[0][1][2][3], [-0.20075807, 0.18656139, 0.41005165])
    assert np.mean(reference["conv_forward"](A_prev, W, b, {"stride": 1, "pad": 2})[0]) == pytest.approx(
        0.0028129, abs=5e-8
    )
    gradients = reference["conv_backward"](Z, cache)
    assert [np.mean(g) for g in gradients] == pytest.approx([9.60899067587, 10.5817412755, 76.3710691956], abs=6e-11)


def test_mask_and_shares(reference):
    (x,) = drawn(1, (2, 3))
    assert reference["create_mask_from_window"](x).tolist() == [[True, False, False], [False, False, False]]
    x = np.array([[-1, 2, 3], [2, -3, 2], [1, 5, -2]])
    assert np.argwhere(reference["create_mask_from_window"](x)).tolist() == [[2, 1]]
    published(reference["distribute_value"](2, (2, 2)), [[0.5, 0.5], [0.5, 0.5]])


def test_pool_backward(reference):
    A_prev, dA = drawn(1, (5, 5, 3, 2), (5, 4, 2, 2))
    _, cache = reference["pool_forward"](A_prev, {"f": 2, "stride": 1})
    assert np.mean(dA) == pytest.approx(0.145713902729, abs=1e-12)
    published(reference["pool_backward"](dA, cache)[1, 1], [[0, 0], [5.05844394, -1.68282702], [0, 0]])
    figures = [[0.08485462, 0.2787552], [1.26461098, -0.25749373], [1.17975636, -0.53624893]]
    published(reference["pool_backward"](dA, cache, "average")[1, 1], figures)


# --- what the notebook says of its runs


@pytest.mark.claim("The three must agree")
@pytest.mark.claim("The loops take more than a hundred times as long as either of the others.")
def test_three_ways(reference):
    """TensorFlow's float32 sums 27 products. On a quiet machine the loops take a thousand times as long and more."""
    seconds, largest_difference = race(reference["conv_forward"])
    assert largest_difference < 2e-5
    assert seconds["your loops"] > 100 * seconds["one product"]
    assert seconds["your loops"] > 100 * seconds["tf.nn.conv2d"]


@pytest.mark.claim("It has found your upright filter, from examples alone.")
@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_the_filter_is_found(reference, seed):
    """As in the notebook, where the seed is 2: all steps by matrices, and the first five by the functions as well."""
    coarse = drawn_cat(64).reshape(16, 4, 16, 4, 3).mean(axis=(1, 3, 4)).reshape(1, 16, 16, 1)
    coarse = (coarse - coarse.mean()) / coarse.std()
    hparameters, hidden = {"stride": 1, "pad": 0}, UPRIGHT.reshape(3, 3, 1, 1)
    pieces = np.lib.stride_tricks.sliding_window_view(coarse[0, :, :, 0], (3, 3)).reshape(-1, 9)
    pieces = np.hstack([pieces, np.ones((len(pieces), 1))])
    target, _ = reference["conv_forward"](coarse, hidden, NO_BIAS, hparameters)
    W, b = 0.5 * np.random.RandomState(seed).randn(3, 3, 1, 1), NO_BIAS
    w = np.append(W.ravel(), 0)
    for step in range(401):
        w = w - 0.2 * pieces.T @ (pieces @ w - target.ravel()) / len(pieces)
        if step < 5:
            Z, cache = reference["conv_forward"](coarse, W, b, hparameters)
            _, dW, db = reference["conv_backward"]((Z - target) / Z.size, cache)
            W, b = W - 0.2 * dW, b - 0.2 * db
            np.testing.assert_allclose(np.append(W, b), w, atol=1e-10)
    assert np.abs(w[:9] - UPRIGHT.ravel()).max() < 0.05


@pytest.mark.claim("that is more than a million weights")
@pytest.mark.claim("108, and 4 biases, 112 in all")
@pytest.mark.claim("36 of 576 numbers, one in sixteen")
def test_arithmetic():
    assert 64 * 64 * 3 * 100 > 1_000_000
    assert (3 * 3 * 3 * 4, 3 * 3 * 3 * 4 + 4) == (108, 112)
    assert (6 * 6, 24 * 24, 576 / 36) == (36, 576, 16)
