"""The solutions of a24 give the published figures of the assignment ("Optimization methods"), and what its text says.

Every figure that is expected here was printed in the published notebook, with the digits that stand here.
"""

import json

import numpy as np
import pytest
from conftest import ROOT

from utils.opt_utils import (
    draw_result,
    initialize_parameters,
    line_gradients,
    line_start,
    load_dataset,
    load_line_data,
)
from utils.three_layer_utils import backward_propagation, compute_cost, forward_propagation, predict

ID = "a24_optimization"
PRINTED = 1e-8  # the arrays were printed with 8 decimals
LAYERS = [2, 5, 2, 1]
STARTS = range(3, 8)
SHAPES = {"W1": (2, 3), "b1": (2, 1), "W2": (3, 3), "b2": (3, 1)}
OPTIMISERS = ("gd", "momentum", "adam")


@pytest.fixture(scope="module")
def moons():
    return load_dataset()


def published_case():
    random = np.random.RandomState(1)
    parameters = {name: random.randn(*shape) for name, shape in SHAPES.items()}
    return parameters, {"d" + name: random.randn(*shape) for name, shape in SHAPES.items()}


def zeros():
    return {"d" + name: np.zeros(shape) for name, shape in SHAPES.items()}


def assert_published(found, **figures):
    assert set(found) == set(figures)
    for name, figure in figures.items():
        np.testing.assert_allclose(found[name], figure, rtol=1e-8, atol=PRINTED, err_msg=name)


def accuracy(parameters, X, Y):
    return np.mean(predict(parameters, X) == Y)


def full_cost(parameters, X, Y):
    return compute_cost(forward_propagation(X, parameters)[0], Y)


PUBLISHED_V = {
    "dW1": [[-0.11006192, 0.11447237, 0.09015907], [0.05024943, 0.09008559, -0.06837279]],
    "db1": [[-0.01228902], [-0.09357694]],
    "dW2": [
        [-0.02678881, 0.05303555, -0.06916608],
        [-0.03967535, -0.06871727, -0.08452056],
        [-0.06712461, -0.00126646, -0.11173103],
    ],
    "db2": [[0.02344157], [0.16598022], [0.07420442]],
}


def test_gradient_descent(reference):
    assert_published(
        reference["update_parameters_with_gd"](*published_case(), 0.01),
        W1=[[1.63535156, -0.62320365, -0.53718766], [-1.07799357, 0.85639907, -2.29470142]],
        b1=[[1.74604067], [-0.75184921]],
        W2=[
            [0.32171798, -0.25467393, 1.46902454],
            [-2.05617317, -0.31554548, -0.3756023],
            [1.1404819, -1.09976462, -0.1612551],
        ],
        b2=[[-0.88020257], [0.02561572], [0.57539477]],
    )


def test_mini_batches(reference):
    random = np.random.RandomState(1)
    X, Y = random.randn(12288, 148), random.randn(1, 148) < 0.5
    state = np.random.get_state()[1].copy()
    batches = reference["random_mini_batches"](X, Y, 64)
    assert [x.shape for x, _ in batches] == [(12288, 64), (12288, 64), (12288, 20)]
    assert [y.shape for _, y in batches] == [(1, 64), (1, 64), (1, 20)]
    np.testing.assert_allclose(batches[0][0][0, :3], [0.90085595, -0.7612069, 0.2344157], atol=PRINTED)
    assert [int(y.sum()) for _, y in batches] == [43, 48, 15]
    np.testing.assert_allclose(batches[2][0][-1, -3:], [0.636295912983, -1.171586339226, -0.34992496875])
    assert np.array_equal(np.random.get_state()[1], state), "nobody else's random numbers are disturbed"


@pytest.mark.parametrize(
    ("m", "size", "seed"), [(10, 3, 0), (12, 4, 5), (7, 7, 2), (5, 8, 1), (9, 1, 3), (1000, 64, 0), (300, 64, 11)]
)
@pytest.mark.claim("16 steps: 15 full batches of 64 are 960, and the last one has 40.")
@pytest.mark.claim("It is the mean over a few examples, here 44 of 300")
def test_batches_hold_each_example_once_with_its_label(reference, m, size, seed):
    X, Y = np.arange(2 * m).reshape(2, m), 10 * np.arange(m).reshape(1, m)
    batches = reference["random_mini_batches"](X, Y, size, seed)
    assert len(batches) == -(-m // size)
    assert batches[-1][1].shape[1] == (m % size or min(size, m))
    assert sorted(np.concatenate([y[0] for _, y in batches])) == list(10 * np.arange(m))
    assert all(np.array_equal(10 * x[0], y[0]) and np.array_equal(x[1], x[0] + m) for x, y in batches)


def test_velocity_and_adam_start_at_zero(reference):
    parameters, _ = published_case()
    assert_published(reference["initialize_velocity"](parameters), **zeros())
    v, s = reference["initialize_adam"](parameters)
    assert_published(v, **zeros())
    assert_published(s, **zeros())
    assert not any(np.shares_memory(v[name], s[name]) for name in v)


def test_momentum(reference):
    parameters, v = reference["update_parameters_with_momentum"](*published_case(), zeros(), 0.9, 0.01)
    assert_published(
        parameters,
        W1=[[1.62544598, -0.61290114, -0.52907334], [-1.07347112, 0.86450677, -2.30085497]],
        b1=[[1.74493465], [-0.76027113]],
        W2=[
            [0.31930698, -0.24990073, 1.4627996],
            [-2.05974396, -0.32173003, -0.38320915],
            [1.13444069, -1.0998786, -0.1713109],
        ],
        b2=[[-0.87809283], [0.04055394], [0.58207317]],
    )
    assert_published(v, **PUBLISHED_V)


def test_adam(reference):
    """The set of figures with epsilon outside the root; another circulates, with W2[2, 1] = -1.09245036."""
    parameters, v, s = reference["update_parameters_with_adam"](*published_case(), zeros(), zeros(), 2)
    assert_published(
        parameters,
        W1=[[1.63178673, -0.61919778, -0.53561312], [-1.08040999, 0.85796626, -2.29409733]],
        b1=[[1.75225313], [-0.75376553]],
        W2=[
            [0.32648046, -0.25681174, 1.46954931],
            [-2.05269934, -0.31497584, -0.37661299],
            [1.14121081, -1.09244991, -0.16498684],
        ],
        b2=[[-0.88529979], [0.03477238], [0.57537385]],
    )
    assert parameters["W2"][2, 1] == pytest.approx(-1.092449907385802, abs=1e-14)
    assert_published(v, **PUBLISHED_V)
    assert_published(
        s,
        dW1=[[0.00121136, 0.00131039, 0.00081287], [0.0002525, 0.00081154, 0.00046748]],
        db1=[[1.51020075e-05], [8.75664434e-04]],
        dW2=[
            [7.17640232e-05, 2.81276921e-04, 4.78394595e-04],
            [1.57413361e-04, 4.72206320e-04, 7.14372576e-04],
            [4.50571368e-04, 1.60392066e-07, 1.24838242e-03],
        ],
        db2=[[5.49507194e-05], [2.75494327e-03], [5.50629536e-04]],
    )


def three_layers(random):
    return {
        name: random.randn(*shape)
        for name, shape in {"W1": (4, 3), "b1": (4, 1), "W2": (2, 4), "b2": (2, 1), "W3": (1, 2), "b3": (1, 1)}.items()
    }


def prefixed(values):
    return {"d" + name: value for name, value in values.items()}


def test_three_layers_with_memories_that_are_not_zero(reference):
    random = np.random.RandomState(4)
    parameters, grads = three_layers(random), prefixed(three_layers(random))
    moved = reference["update_parameters_with_gd"](parameters, grads, 0.3)
    assert (moved["W1"][0, 0], moved["W3"][0, 1], moved["b3"].item()) == pytest.approx(
        (0.45885138469388764, -0.6761518556951037, 1.4688919749164022)
    )
    random = np.random.RandomState(6)
    parameters, grads, v = three_layers(random), prefixed(three_layers(random)), prefixed(three_layers(random))
    moved, v = reference["update_parameters_with_momentum"](parameters, grads, v, 0.7, 0.05)
    assert (moved["W1"][0, 0], moved["W3"][0, 1], v["dW2"][1, 3]) == pytest.approx(
        (-0.33828860334891575, 0.6624005291159483, 0.6535828728120929)
    )
    random = np.random.RandomState(9)
    parameters, grads, v = three_layers(random), prefixed(three_layers(random)), prefixed(three_layers(random))
    s = {name: random.rand(*value.shape) for name, value in v.items()}
    moved, v, s = reference["update_parameters_with_adam"](parameters, grads, v, s, 3, 0.002, 0.85, 0.95, 1e-3)
    assert (moved["W1"][0, 0], moved["W3"][0, 1], v["dW2"][1, 3], s["dW2"][1, 3]) == pytest.approx(
        (0.00018291310073981638, 0.32619006155688435, -0.3411107339376209, 0.6909356926621409)
    )


@pytest.mark.claim("0.1, then 0.05, and 0.1 / 5 = 0.02.")
@pytest.mark.claim("it is half after one epoch, and a hundredth after 99.")
def test_decay(reference):
    update_lr, schedule_lr_decay = reference["update_lr"], reference["schedule_lr_decay"]
    assert update_lr(0.5, 2, 1) == pytest.approx(0.16666666666666666, abs=1e-16)
    assert [schedule_lr_decay(0.5, epoch, 0.3, 100) for epoch in (10, 100)] == [0.5, 0.3846153846153846]
    assert [schedule_lr_decay(0.1, epoch, 1, 1000) for epoch in (999, 1000, 4999)] == pytest.approx([0.1, 0.05, 0.02])
    assert [update_lr(1.0, epoch, 1) for epoch in (1, 99)] == pytest.approx([0.5, 0.01])


def test_moons(moons):
    X, Y = moons
    assert (X.shape, X.dtype, Y.shape, Y.dtype) == ((2, 300), np.float64, (1, 300), np.int64)
    np.testing.assert_allclose(
        X[:, :2].T, [[-0.21687013460912397, 1.0154493742029873], [0.8050501531955674, -0.5579733951321297]]
    )
    assert Y[0, :10].tolist() == [0, 1, 1, 1, 0, 0, 1, 1, 0, 1]
    assert np.sum(X) == pytest.approx(229.31214774688254)
    assert np.sum(Y) == 150


COSTS = {  # of the last batch of every 1000th epoch
    "gd": [0.690736, 0.685273, 0.647072, 0.619525, 0.576584, 0.607243, 0.529403, 0.460768, 0.465586, 0.464518],
    "momentum": [0.690741, 0.685341, 0.647145, 0.619594, 0.576665, 0.607324, 0.529476, 0.460936, 0.465780, 0.464740],
    "adam": [0.690552, 0.185567, 0.150852, 0.074454, 0.125936, 0.104235, 0.100552, 0.031601, 0.111709, 0.197648],
}


@pytest.mark.claim("After 10 000 epochs it is 79.7 %, 79.7 % and 94 %.")
@pytest.mark.claim(
    "0.690736 at the start for gradient descent, 0.185567 for Adam after 1000 epochs, and accuracies of 79.7 %, 79.7 % and 94 %."
)
@pytest.mark.claim(
    "Adam is right on 93 % of the points. Gradient descent and momentum are still on their way, with 68 %."
)
@pytest.mark.parametrize(
    ("optimizer", "early", "right"), [("gd", 0.68, 0.797), ("momentum", 0.68, 0.797), ("adam", 0.93, 0.94)]
)
def test_training_runs(reference, moons, optimizer, early, right):
    """The published loop: its cost is that of the last batch of an epoch."""
    X, Y = moons
    parameters = initialize_parameters(LAYERS)
    v, s = reference["initialize_adam"](parameters)
    last, means, t = [], [], 0
    for epoch in range(10000):
        total = 0
        if epoch == 3000:
            assert accuracy(parameters, X, Y) == pytest.approx(early, abs=0.01)
        for x, y in reference["random_mini_batches"](X, Y, 64, epoch + 11):
            A3, cache = forward_propagation(x, parameters)
            grads = backward_propagation(x, y, cache)
            total += compute_cost(A3, y) * y.shape[1]
            t += 1
            if optimizer == "gd":
                parameters = reference["update_parameters_with_gd"](parameters, grads, 0.0007)
            elif optimizer == "momentum":
                parameters, v = reference["update_parameters_with_momentum"](parameters, grads, v, 0.9, 0.0007)
            else:
                parameters, v, s = reference["update_parameters_with_adam"](parameters, grads, v, s, t, 0.0007)
        if epoch % 1000 == 0:
            last.append(compute_cost(A3, y))
        means.append(total / X.shape[1])
    long_run = json.loads((ROOT / "source_notebooks" / ID / "long_run.json").read_text())
    assert long_run[optimizer] == pytest.approx(means[::20], abs=1e-3)
    assert last == pytest.approx(COSTS[optimizer], abs=1e-6)
    assert accuracy(parameters, X, Y) == pytest.approx(right, abs=0.001)


@pytest.mark.parametrize("optimizer", OPTIMISERS)
def test_model_is_this_loop(reference, moons, optimizer):
    """Its first cost is that of the start where an epoch has a single batch; other optimisers there are none."""
    X, Y = moons
    parameters, costs = reference["model"](X, Y, LAYERS, optimizer, num_epochs=30, mini_batch_size=512)
    start = initialize_parameters(LAYERS)
    assert costs[0] == pytest.approx(full_cost(start, X, Y))
    assert len(costs) == 30
    assert full_cost(parameters, X, Y) < costs[-1] < costs[0]
    with pytest.raises(ValueError, match="SGD"):
        reference["model"](X, Y, LAYERS, "SGD", num_epochs=1)


@pytest.mark.claim("and from this start a typical gradient is 0.01 to 0.02.")
@pytest.mark.claim("Its steps are fifty to a hundred times shorter!")
def test_a_typical_gradient(moons):
    X, Y = moons
    parameters = initialize_parameters(LAYERS)
    grads = backward_propagation(X, Y, forward_propagation(X, parameters)[1])
    sizes = np.abs(np.concatenate([grads["d" + name].ravel() for name in parameters]))
    assert all(0.01 < size < 0.02 for size in (np.median(sizes), np.mean(sizes), np.sqrt(np.mean(sizes**2))))


@pytest.fixture(scope="module")
def bold_runs(reference, moons):
    """Parameters and costs of each optimiser at its own rate, by decay rate and start."""
    return {
        (optimizer, decay_rate, seed): reference["model"](
            *moons, LAYERS, optimizer, rate, num_epochs=600, decay_rate=decay_rate, time_interval=60, seed=seed
        )
        for optimizer, rate in {"gd": 1.0, "momentum": 1.0, "adam": 0.1}.items()
        for decay_rate in (0, 1)
        for seed in STARTS
    }


@pytest.mark.claim("**Every optimiser is right on 93 to 96 % of the points**, with or without decay.")
@pytest.mark.claim("The differences between optimisers are no larger than those between starts.")
def test_each_its_own_rate(bold_runs, moons):
    for decay_rate in (0, 1):
        ends = {
            optimizer: [full_cost(bold_runs[optimizer, decay_rate, seed][0], *moons) for seed in range(3, 7)]
            for optimizer in OPTIMISERS
        }
        assert np.ptp([np.mean(values) for values in ends.values()]) < max(np.ptp(values) for values in ends.values())
    for (_, _, seed), (parameters, _) in bold_runs.items():
        assert seed == 7 or 0.925 <= accuracy(parameters, *moons) <= 0.964


@pytest.mark.claim(
    "With decay it moves 3 times less at the very least, for each optimiser and from each of these starts."
)
def test_decay_calms(bold_runs):
    for optimizer in OPTIMISERS:
        for seed in STARTS:
            moved = [np.ptp(bold_runs[optimizer, decay_rate, seed][1][-100:]) for decay_rate in (0, 1)]
            assert moved[0] > 3 * moved[1]


@pytest.mark.claim("Its cost stays at $\\log 2 \\approx 0.693$, whatever the optimiser.")
@pytest.mark.claim(
    "Early in the training both units of its second hidden layer are switched off: they give 0 for all 300 points."
)
def test_a_start_that_dies(reference, bold_runs, moons):
    X, Y = moons
    for optimizer, rate in {"gd": 1.0, "momentum": 1.0, "adam": 0.1}.items():
        parameters, _ = reference["model"](X, Y, LAYERS, optimizer, rate, num_epochs=60, seed=7)
        assert not np.any(forward_propagation(X, parameters)[1][5])
    for optimizer in OPTIMISERS:
        for decay_rate in (0, 1):
            parameters, costs = bold_runs[optimizer, decay_rate, 7]
            assert not np.any(forward_propagation(X, parameters)[1][5])  # A2
            assert full_cost(parameters, X, Y) == pytest.approx(np.log(2), abs=0.001)
            assert costs[-1] == pytest.approx(np.log(2), abs=0.005)
    assert np.all(np.any(forward_propagation(X, initialize_parameters(LAYERS, 7))[1][5], axis=1))


@pytest.mark.claim("the cost stays at 0.66. With stairs, it ends at about 0.13, as with a constant rate.")
def test_decay_that_starves(reference, moons):
    X, Y = moons
    for (decay_rate, interval), expected in {(0, 1): 0.13, (1, 1): 0.66, (1, 400): 0.13}.items():
        _, costs = reference["model"](
            X, Y, LAYERS, "gd", 0.1, num_epochs=2000, decay_rate=decay_rate, time_interval=interval
        )
        assert np.mean(costs[-50:]) == pytest.approx(expected, abs=0.01)


def walk(reference, step, *memories):
    X, Y = load_line_data()
    parameters, points = line_start(), []
    for epoch in range(6):
        for x, y in reference["random_mini_batches"](X, Y, 8, epoch):
            error = parameters["W1"] * x + parameters["b1"] - y
            grads = {"dW1": np.mean(error * x, keepdims=True), "db1": np.mean(error, keepdims=True)}
            parameters, *memories = step(parameters, grads, len(points) + 1, *memories)
            points.append([parameters["W1"].item(), parameters["b1"].item()])
    return np.array(points)


@pytest.mark.claim(
    "You could get the same numbers from `np.average(gradients, weights=beta**age)`, if you kept all gradients."
)
@pytest.mark.claim("This is the first picture of this notebook, now drawn by your own functions.")
def test_the_first_picture_shows_these_functions(reference):
    """It is drawn from averages over all gradients, with np.average, and the solutions find the same points."""
    import matplotlib

    matplotlib.use("Agg")
    drawn = [next(line for line in ax.lines if len(line.get_xdata()) > 40).get_xydata()[1:] for ax in draw_result()]
    gd, momentum, adam = (reference[f"update_parameters_with_{name}"] for name in ("gd", "momentum", "adam"))
    v, s = reference["initialize_adam"](line_start())
    found = [
        walk(reference, lambda p, g, t: [gd(p, g, 0.25)]),
        walk(reference, lambda p, g, t, v: momentum(p, g, v, 0.9, 0.25), v),
        walk(reference, lambda p, g, t, v, s: adam(p, g, v, s, t, 0.25), v, s),
    ]
    np.testing.assert_allclose(drawn, found, atol=1e-6)


@pytest.mark.claim(
    "$v$ is $0.1\\,g$ and $s$ is $0.001\\,g^2$, whose root is about $0.03\\,|g|$. So the step would be about three times too long."
)
@pytest.mark.claim("so every entry moves by $\\alpha$, however small its gradient is.")
@pytest.mark.claim(
    "Gradient descent moves one by $5\\,\\alpha$ and the other by $0.005\\,\\alpha$, a thousand times less."
)
def test_first_step_of_adam(reference):
    parameters = {"W1": np.zeros((1, 2)), "b1": np.zeros((1, 1))}
    grads = {"dW1": np.array([[5, 0.005]]), "db1": np.array([[1.0]])}
    v, s = reference["initialize_adam"](parameters)
    moved, v, s = reference["update_parameters_with_adam"](parameters, grads, v, s, 1, 0.25)
    np.testing.assert_allclose(moved["W1"], [[-0.25, -0.25]], rtol=1e-5)
    assert (v["db1"].item(), s["db1"].item()) == pytest.approx((0.1, 0.001))
    empty = reference["initialize_adam"](parameters)
    without = reference["update_parameters_with_adam"](parameters, grads, *empty, 10**9, 0.25)[0]  # 1 - beta**t is 1
    assert 3 < -without["b1"].item() / 0.25 < 3.4
    plain = reference["update_parameters_with_gd"](parameters, grads, 0.25)["W1"]
    assert plain[0, 0] / plain[0, 1] == pytest.approx(1000)


def test_line_gradients():
    """Against central differences of half of the mean squared error."""
    X, Y = load_line_data()
    parameters = {"W1": np.array([[0.3]]), "b1": np.array([[-0.7]])}

    def cost(W1, b1):
        return np.mean((W1 * X + b1 - Y) ** 2) / 2

    found = line_gradients(X, Y, parameters)
    step = 1e-5
    assert found["dW1"].item() == pytest.approx((cost(0.3 + step, -0.7) - cost(0.3 - step, -0.7)) / (2 * step))
    assert found["db1"].item() == pytest.approx((cost(0.3, -0.7 + step) - cost(0.3, -0.7 - step)) / (2 * step))
