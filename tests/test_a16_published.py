"""The solutions of a16 give the published figures of the assignment ("Building a deep network, step by step").

Every figure that is expected here was printed in a published notebook, with the digits that stand here. Two of the
published inputs come from no forward pass, and the grader leaves them out for that reason; see there.
"""

import numpy as np
import pytest

from utils.dnn_utils import sigmoid_backward
from utils.planar_utils import load_planar_dataset

ID = "a16_deep_network_steps"
PRINTED = 1e-8  # arrays were printed with 8 decimals


def drawn(seed, **shapes):
    """Standard normal arrays of these shapes, drawn in this order after the seed."""
    random = np.random.RandomState(seed)
    return {name: random.randn(*shape) for name, shape in shapes.items()}


def assert_published(found, **figures):
    for name, figure in figures.items():
        assert np.shape(found[name]) == np.shape(figure), name
        np.testing.assert_allclose(found[name], figure, rtol=0, atol=PRINTED, err_msg=name)


def test_initialize_parameters(reference):
    found = reference["initialize_parameters"](3, 2, 1)
    assert_published(
        found,
        W1=[[0.01624345, -0.00611756, -0.00528172], [-0.01072969, 0.00865408, -0.02301539]],
        b1=[[0.0], [0.0]],
        W2=[[0.01744812, -0.00761207]],
        b2=[[0.0]],
    )


def test_initialize_parameters_of_the_oldest_edition(reference):
    found = reference["initialize_parameters"](2, 2, 1)
    assert_published(found, W1=[[0.01624345, -0.00611756], [-0.00528172, -0.01072969]], W2=[[0.00865408, -0.02301539]])


def test_initialize_parameters_deep(reference):
    assert_published(
        reference["initialize_parameters_deep"]([5, 4, 3]),
        W1=[
            [0.01788628, 0.0043651, 0.00096497, -0.01863493, -0.00277388],
            [-0.00354759, -0.00082741, -0.00627001, -0.00043818, -0.00477218],
            [-0.01313865, 0.00884622, 0.00881318, 0.01709573, 0.00050034],
            [-0.00404677, -0.0054536, -0.01546477, 0.00982367, -0.01101068],
        ],
        b1=np.zeros((4, 1)),
        W2=[
            [-0.01185047, -0.0020565, 0.01486148, 0.00236716],
            [-0.01023785, -0.00712993, 0.00625245, -0.00160513],
            [-0.00768836, -0.00230031, 0.00745056, 0.01976111],
        ],
        b2=np.zeros((3, 1)),
    )


def test_L_model_forward_with_one_hidden_layer(reference):
    parameters = drawn(1, X=(4, 2), W1=(3, 4), b1=(3, 1), W2=(1, 3), b2=(1, 1))
    AL, caches = reference["L_model_forward"](parameters.pop("X"), parameters)
    assert_published({"AL": AL}, AL=[[0.17007265, 0.2524272]])
    assert len(caches) == 2


def test_compute_cost_of_the_editions_until_2020(reference):
    """Which does not test the second term."""
    cost = reference["compute_cost"](np.array([[0.8, 0.9, 0.4]]), np.array([[1, 1, 1]]))
    assert cost == pytest.approx(0.41493159961539694, abs=1e-15)


def test_linear_backward(reference):
    arrays = drawn(1, dZ=(1, 2), A_prev=(3, 2), W=(1, 3), b=(1, 1))
    dZ, *cache = arrays.values()
    found = dict(zip(("dA_prev", "dW", "db"), reference["linear_backward"](dZ, tuple(cache)), strict=True))
    assert_published(
        found,
        dA_prev=[[0.51822968, -0.19517421], [-0.40506361, 0.15255393], [2.37496825, -0.89445391]],
        dW=[[-0.10076895, 1.40685096, 1.64992505]],
        db=[[0.50629448]],
    )


@pytest.mark.parametrize(
    ("activation", "figures"),
    [
        (
            "sigmoid",
            {
                "dA_prev": [[0.11017994, 0.01105339], [0.09466817, 0.00949723], [-0.05743092, -0.00576154]],
                "dW": [[0.10266786, 0.09778551, -0.01968084]],
                "db": [[-0.05729622]],
            },
        ),
        (
            "relu",
            {
                "dA_prev": [[0.44090989, 0.0], [0.37883606, 0.0], [-0.2298228, 0.0]],
                "dW": [[0.44513824, 0.37371418, -0.10478989]],
                "db": [[-0.20837892]],
            },
        ),
    ],
)
def test_linear_activation_backward(reference, activation, figures):
    """Z was drawn for itself here, and is not W A_prev + b."""
    dA, *linear_cache, Z = drawn(2, dA=(1, 2), A_prev=(3, 2), W=(1, 3), b=(1, 1), Z=(1, 2)).values()
    result = reference["linear_activation_backward"](dA, (tuple(linear_cache), Z), activation)
    assert_published(dict(zip(("dA_prev", "dW", "db"), result, strict=True)), **figures)


def test_L_model_backward(reference):
    """AL is no probability here, and the caches come from no forward pass.

    The first edition printed dA1 as "dA2", and dA0 as "dA1".
    """
    shapes = {"AL": (1, 2), "A1": (4, 2), "W1": (3, 4), "b1": (3, 1), "Z1": (3, 2)}
    shapes |= {"A2": (3, 2), "W2": (1, 3), "b2": (1, 1), "Z2": (1, 2)}
    AL, A1, W1, b1, Z1, A2, W2, b2, Z2 = drawn(3, **shapes).values()
    assert AL[0, 0] > 1
    found = reference["L_model_backward"](AL, np.array([[1, 0]]), (((A1, W1, b1), Z1), ((A2, W2, b2), Z2)))
    assert_published(
        found,
        dW1=[
            [0.41010002, 0.07807203, 0.13798444, 0.10502167],
            [0.0, 0.0, 0.0, 0.0],
            [0.05283652, 0.01005865, 0.01777766, 0.0135308],
        ],
        db1=[[-0.22007063], [0.0], [-0.02835349]],
        dA1=[[0.12913162, -0.44014127], [-0.14175655, 0.48317296], [0.01663708, -0.05670698]],
        dW2=[[-0.39202432, -0.13325855, -0.046010889]],
        db2=[[0.15187861]],
        dA0=[[0.0, 0.52257901], [0.0, -0.3269206], [0.0, -0.32070404], [0.0, -0.74079187]],
    )


def test_update_parameters(reference):
    shapes = {"W1": (3, 4), "b1": (3, 1), "W2": (1, 3), "b2": (1, 1)}
    grads = {"d" + name: value for name, value in drawn(3, **shapes).items()}
    assert_published(
        reference["update_parameters"](drawn(2, **shapes), grads, 0.1),
        W1=[
            [-0.59562069, -0.09991781, -2.14584584, 1.82662008],
            [-1.76569676, -0.80627147, 0.51115557, -1.18258802],
            [-1.0535704, -0.86128581, 0.68284052, 2.20374577],
        ],
        b1=[[-0.04659241], [-1.28888275], [0.53405496]],
        W2=[[-0.55569196, 0.0354055, 1.32964895]],
        b2=[[-0.84610769]],
    )


# --- what the notebook says of its runs


def scaled(reference, sizes, seed):
    """The start of the notebook's training, from other random numbers."""
    random = np.random.RandomState(seed)
    return {
        name: random.randn(*value.shape) / np.sqrt(value.shape[1]) if name[0] == "W" else value
        for name, value in reference["initialize_parameters_deep"](sizes).items()
    }


def flower_run(reference, sizes, seed, rate, steps):
    """What the network says of the flower's points before each step. Seed 3 is the notebook's start."""
    X, Y = load_planar_dataset()
    parameters = scaled(reference, sizes, seed)
    for _ in range(steps):
        AL, caches = reference["L_model_forward"](X, parameters)
        yield AL, Y
        parameters = reference["update_parameters"](parameters, reference["L_model_backward"](AL, Y, caches), rate)


@pytest.mark.claim("Between 85 % and 93 % of the points are right")
@pytest.mark.claim("Try it: write `[2, 12, 8, 8, 6, 1]`, and the learning rate 0.05.")
@pytest.mark.parametrize(("sizes", "rate"), [([2, 12, 8, 6, 1], 0.1), ([2, 12, 8, 8, 6, 1], 0.05)])
@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_the_deep_network_learns_the_flower(reference, sizes, rate, seed):
    """One step more or fewer changes little."""
    shares = [np.mean((AL > 0.5) == Y) for AL, Y in flower_run(reference, sizes, seed, rate, 1501)]
    assert min(shares[-2:]) >= 0.85 and max(shares[-2:]) <= 0.93


@pytest.mark.filterwarnings("ignore:(invalid value|divide by zero):RuntimeWarning")
@pytest.mark.claim("With 0.1, such a network can become so sure of a point that its probability rounds to exactly 1")
@pytest.mark.claim("Then train the flower for 3000 iterations at the rate 0.3.")
def test_long_steps_make_the_network_too_sure(reference):
    def too_sure(*run):
        return any(np.any(AL == 1) for AL, _ in flower_run(reference, *run))

    assert any(too_sure([2, 12, 8, 8, 6, 1], seed, 0.1, 1500) for seed in (3, 4))
    assert all(too_sure([2, 12, 8, 6, 1], seed, 0.3, 3000) for seed in (1, 2, 3, 4, 5))


@pytest.mark.claim("the gradient shrinks in every layer on the way back")
@pytest.mark.claim("With weights divided by the root, the gradients of all layers stay within about one power of ten.")
@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_small_starts_make_gradients_vanish(reference, seed):
    sizes, random = [20, 16, 13, 10, 8, 6, 1], np.random.RandomState(9)
    X, Y = random.randn(20, 50), random.randint(0, 2, (1, 50))
    good = scaled(reference, sizes, seed)
    small = {name: 0.01 * np.sqrt(value.shape[1]) * value if name[0] == "W" else value for name, value in good.items()}
    found = []
    for parameters in (good, small):
        AL, caches = reference["L_model_forward"](X, parameters)
        grads = reference["L_model_backward"](AL, Y, caches)
        found.append([np.sqrt(np.mean(grads[f"dW{layer}"] ** 2)) for layer in range(1, 7)])
    assert max(found[0]) < 20 * min(found[0])
    assert max(found[1]) < 1e-5 * min(found[0])


@pytest.mark.claim("it must fall with the slope that the gradient predicts")
def test_the_cost_falls_as_the_gradient_predicts(reference):
    parameters = drawn(16, X=(4, 6), W1=(5, 4), b1=(5, 1), W2=(3, 5), b2=(3, 1), W3=(1, 3), b3=(1, 1))
    X, Y = parameters.pop("X"), np.array([[0, 1, 1, 0, 1, 0]])
    AL, caches = reference["L_model_forward"](X, parameters)
    grads = reference["L_model_backward"](AL, Y, caches)
    moved = reference["update_parameters"](parameters, grads, 1e-6)
    fall = reference["compute_cost"](AL, Y) - reference["compute_cost"](reference["L_model_forward"](X, moved)[0], Y)
    assert fall / 1e-6 == pytest.approx(sum(np.sum(grads["d" + name] ** 2) for name in parameters), rel=1e-3)


@pytest.mark.claim("That makes 16 calls, of eight short functions. With thirty layers it is 124, of the same eight.")
@pytest.mark.parametrize(("layers", "calls"), [(3, 16), (30, 124)])
def test_how_often_the_blocks_run_in_one_step(reference, monkeypatch, layers, calls):
    counted = []
    blocks = "linear_forward linear_activation_forward L_model_forward compute_cost linear_backward"
    blocks += " linear_activation_backward L_model_backward update_parameters"
    for name in blocks.split():

        def count(*arguments, block=reference[name], name=name):
            counted.append(name)
            return block(*arguments)

        monkeypatch.setitem(reference, name, count)
    random = np.random.RandomState(2)
    X, Y = random.randn(3, 4), np.array([[0, 1, 1, 0]])
    parameters = reference["initialize_parameters_deep"]([3] * layers + [1])
    AL, caches = reference["L_model_forward"](X, parameters)
    reference["compute_cost"](AL, Y)
    reference["update_parameters"](parameters, reference["L_model_backward"](AL, Y, caches), 0.1)
    assert len(counted) == calls and len(set(counted)) == 8


@pytest.mark.claim("it pays $-\\log 0.6 \\approx 0.51$ ten times, so its mean is 0.51.")
@pytest.mark.claim("and the sure one, which misses one, still has the lower cost.")
@pytest.mark.claim("pays more than three times as much, nearly all of it for one picture.")
def test_a_lower_cost_with_fewer_right_answers(reference):
    careful, sure, very_sure = (
        reference["compute_cost"](np.array([[nine] * 9 + [tenth]]), np.ones((1, 10)))
        for nine, tenth in ((0.6, 0.6), (0.95, 0.05), (0.99, 0.00001))
    )
    assert f"{careful:.2f}" == f"{-np.log(0.6):.2f}" == "0.51"
    assert sure < careful < very_sure and 3 < very_sure / sure < 4
    assert -np.log(0.00001) / 10 > 0.95 * very_sure


@pytest.mark.filterwarnings("ignore:(invalid value|divide by zero):RuntimeWarning")
@pytest.mark.claim("the formula says `nan`: $0 \\cdot \\log 0$.")
@pytest.mark.claim("`inf`, and NumPy warns")
def test_the_cost_at_the_ends(reference):
    assert np.isnan(reference["compute_cost"](np.array([[0.9, 1.0]]), np.array([[1, 1]])))
    assert reference["compute_cost"](np.array([[0.9, 0.0]]), np.array([[1, 1]])) == np.inf


@pytest.mark.claim("$-\\log \\frac12 \\approx 0.693$")
@pytest.mark.claim("at most 1/4")
def test_arithmetic():
    assert -np.log(0.5) == pytest.approx(0.693, abs=5e-4)
    assert np.max(sigmoid_backward(np.ones((1, 9)), np.linspace(-4, 4, 9).reshape(1, 9))) == 0.25
