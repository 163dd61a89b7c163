"""The solutions of a15 give the published figures of the assignment ("One hidden layer on the planar flower data").

Every figure that is expected here was printed in the published notebook, with the digits that stand here.
"""

import inspect
import re
import warnings

import numpy as np
import pytest
from sklearn import neural_network

from graders.a15_planar_classification import (
    PUBLISHED_A2,
    PUBLISHED_CACHE,
    PUBLISHED_GRADS,
    PUBLISHED_PARAMETERS,
    SMALL_W1,
    SMALL_W2,
    published_data,
)
from utils.planar_utils import draw_result, load_extra_datasets, load_planar_dataset

ID = "a15_planar_classification"
PRINTED = 1e-8  # most arrays were printed with 8 decimals


@pytest.fixture(scope="module")
def flower():
    return load_planar_dataset()


def assert_published(found, **figures):
    assert set(found) == set(figures)
    for name, figure in figures.items():
        np.testing.assert_allclose(found[name], figure, rtol=0, atol=PRINTED, err_msg=name)


def accuracy(reference, parameters, X, Y):
    """Percentage of labels predicted rightly."""
    return 100 * np.mean(reference["predict"](parameters, X) == Y)


def test_layer_sizes_of_the_flower(reference, flower):
    assert reference["layer_sizes"](*flower) == (2, 4, 1)


def test_initialize_parameters(reference):
    found = reference["initialize_parameters"](2, 4, 1)
    assert_published(found, W1=SMALL_W1, b1=np.zeros((4, 1)), W2=SMALL_W2, b2=np.zeros((1, 1)))


@pytest.mark.parametrize(
    ("random_biases", "means"),
    [
        (True, {"Z1": 0.262818640198, "A1": 0.091999045227, "Z2": -1.30766601287, "A2": 0.212877681719}),
        # An older edition left the biases at zero, and so could not see a forgotten one.
        (False, {"Z1": -0.000499755777742, "A1": -0.000496963353232, "Z2": 0.000438187450959, "A2": 0.500109546852}),
    ],
)
def test_forward_propagation(reference, random_biases, means):
    random = np.random.RandomState(1)
    X, b1, b2 = random.randn(2, 3), random.randn(4, 1), np.array([[-1.3]])
    parameters = {"W1": SMALL_W1, "b1": b1 * random_biases, "W2": SMALL_W2, "b2": b2 * random_biases}
    A2, cache = reference["forward_propagation"](X, parameters)
    assert A2.shape == (1, 3)
    assert {name: np.mean(value) for name, value in cache.items()} == pytest.approx(means, abs=1e-11)


def test_compute_cost(reference):
    Y = np.random.RandomState(1).randn(1, 3)
    # An older edition took the random numbers themselves for labels.
    assert reference["compute_cost"](PUBLISHED_A2, Y) == pytest.approx(0.692919893776, abs=1e-12)


def test_backward_propagation(reference):
    parameters = {"W1": SMALL_W1, "b1": np.zeros((4, 1)), "W2": SMALL_W2, "b2": np.zeros((1, 1))}
    assert_published(
        reference["backward_propagation"](parameters, PUBLISHED_CACHE, *published_data()),
        dW1=[[0.00301023, -0.00747267], [0.00257968, -0.00641288], [-0.00156892, 0.003893], [-0.00652037, 0.01618243]],
        db1=[[0.00176201], [0.00150995], [-0.00091736], [-0.00381422]],
        dW2=[[0.00078841, 0.01765429, -0.00084166, -0.01022527]],
        db2=[[-0.16655712]],
    )


def test_update_parameters(reference):
    found = reference["update_parameters"](PUBLISHED_PARAMETERS, PUBLISHED_GRADS)
    b1 = [[-1.02420756e-06], [1.27373948e-05], [8.32996807e-07], [-3.20136836e-06]]
    np.testing.assert_allclose(found["b1"], b1, rtol=1e-8)  # printed with 9 digits, and small
    assert_published(
        found,
        W1=[
            [-0.00643025, 0.01936718],
            [-0.02410458, 0.03978052],
            [-0.01653973, -0.02096177],
            [0.01046864, -0.05990141],
        ],
        b1=b1,
        W2=[[-0.01041081, -0.04463285, 0.01758031, 0.04747113]],
        b2=[[0.00010457]],
    )


def test_nn_model(reference):
    X, Y = published_data()
    start = reference["initialize_parameters"](2, 4, 1)
    first_cost = reference["compute_cost"](reference["forward_propagation"](X, start)[0], Y)
    assert first_cost == pytest.approx(0.692739, abs=1e-6)
    assert_published(
        reference["nn_model"](X, Y, 4, num_iterations=10000),
        W1=[[-0.65848169, 1.21866811], [-0.76204273, 1.39377573], [0.5792005, -1.10397703], [0.76773391, -1.41477129]],
        b1=[[0.287592], [0.3511264], [-0.2431246], [-0.35772805]],
        W2=[[-2.45566237, -3.27042274, 2.00784958, 3.36773273]],
        b2=[[0.20459656]],
    )


def test_flower_data(flower):
    X, Y = flower
    assert (X.shape, Y.shape) == ((2, 400), (1, 400))
    np.testing.assert_allclose(X[0, :5], [1.20444229, 0.158709904, 0.095247196, 0.349178475, 0.694150378], rtol=1e-8)
    np.testing.assert_allclose(X[1, :3], [3.57611415, -1.48217090, -1.27995533], rtol=1e-8)


@pytest.mark.claim("| $4 a_1 - 4 a_2 - 4$ | −4 | 4 | −4 |")
@pytest.mark.claim("| $a$ is near | 0 | 1 | 0 |")
def test_two_units_by_hand_make_a_strip(reference):
    by_hand = {"W1": [[5, 0], [5, 0]], "b1": [[5], [-5]], "W2": [[4, -4]], "b2": [[-4]]}
    by_hand = {name: np.array(value, dtype=float) for name, value in by_hand.items()}
    A2, cache = reference["forward_propagation"](np.array([[-2.0, 0, 2], [1, -3, 2]]), by_hand)
    np.testing.assert_allclose(cache["A1"], [[-1, 1, 1], [-1, -1, 1]], atol=1e-3)
    np.testing.assert_allclose(cache["Z2"], [[-4, 4, -4]], atol=1e-2)
    np.testing.assert_allclose(A2, [[0, 1, 0]], atol=0.02)


@pytest.mark.claim("| the flower | (2, 400) | (1, 400) | 2 | 4 | 1 | 17 |")
def test_a_network_for_the_flower_learns_17_numbers(reference, flower):
    sizes = reference["layer_sizes"](*flower)
    assert sum(value.size for value in reference["initialize_parameters"](*sizes).values()) == 17


@pytest.mark.claim("$3 \\cdot 4 + 4 \\cdot 1 = 16$ lines, and $4 + 1 = 5$ biases: 21 numbers.")
def test_the_small_network_learns_21_numbers(reference):
    start = reference["initialize_parameters"](*reference["layer_sizes"](np.zeros((3, 5)), np.zeros((1, 5))))
    assert start["W1"].size + start["W2"].size == 16 and start["b1"].size + start["b2"].size == 5


@pytest.mark.claim("all the way round, the label changes from petal to petal, except in two places.")
@pytest.mark.claim("An `if` for each of the eight petals gets about nine points in ten right.")
@pytest.mark.claim("two neighbours of one label at the top, two at the bottom.")
def test_labels_all_the_way_round(flower):
    X, Y = flower
    petals = np.floor(np.arctan2(X[0], X[1]) / (np.pi / 4)).astype(int) % 8  # from the upper x2 axis, clockwise
    labels = [round(np.mean(Y[0, petals == petal])) for petal in range(8)]
    assert [petal for petal in range(8) if labels[petal] == labels[petal - 1]] == [0, 4]
    assert np.mean(np.array(labels)[petals] == Y[0]) == pytest.approx(0.9, abs=0.03)


@pytest.mark.claim("give $0.3 + 0.6 = 0.9$: the cost falls to the right, so the step goes right.")
def test_a_step_by_hand(reference):
    (moved,) = reference["update_parameters"]({"W1": np.array(0.3)}, {"dW1": np.array(-0.5)}).values()
    assert moved == pytest.approx(0.9)


@pytest.mark.claim(
    "A short step keeps its promise; a long one may not, and at 20 the cost is far higher than before the step."
)
def test_a_long_step_goes_too_far(reference):
    random = np.random.RandomState(7)
    X, Y = random.randn(3, 5), np.array([[0, 1, 1, 0, 1]])
    parameters = {
        name: random.randn(*shape) for name, shape in (("W1", (4, 3)), ("b1", (4, 1)), ("W2", (1, 4)), ("b2", (1, 1)))
    }
    _, cache = reference["forward_propagation"](X, parameters)
    grads = reference["backward_propagation"](parameters, cache, X, Y)
    steepness = sum(np.sum(grad**2) for grad in grads.values())
    moved = [reference["update_parameters"](parameters, grads, rate) for rate in (0, 0.1, 0.5, 1.2, 5, 20)]
    costs = [reference["compute_cost"](reference["forward_propagation"](X, there)[0], Y) for there in moved]
    assert costs[0] - costs[1] == pytest.approx(0.1 * steepness, rel=0.05)
    assert costs[:5] == sorted(costs[:5], reverse=True) and costs[5] > 2 * costs[0]


OF_SCIKIT_LEARN = '((4,), activation="tanh", solver="lbfgs", max_iter=1000, random_state=3)'


@pytest.mark.claim('`((4,), activation="tanh", solver="lbfgs", max_iter=1000, random_state=3).fit(X.T, Y.ravel())`')
def test_the_line_that_draws_the_first_picture(flower):
    assert f"MLPClassifier{OF_SCIKIT_LEARN}" in inspect.getsource(draw_result)
    X, Y = flower
    network = eval(f"MLPClassifier{OF_SCIKIT_LEARN}", vars(neural_network))
    assert network.fit(X.T, Y.ravel()).score(X.T, Y.ravel()) > 0.9


@pytest.mark.claim("About 47 % are right")
def test_linear_baseline(flower):
    from sklearn.linear_model import LogisticRegression

    X, Y = flower
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        line = LogisticRegression().fit(X.T, Y.ravel())
        right = np.mean(line.predict(X.T) == Y.ravel())
    assert f"{right:.0%}" == "47%"


@pytest.mark.claim("Even the luckiest line of all gets about three in ten of them wrong.")
def test_no_line_does_well(flower):
    X, Y = flower
    best = 0
    for angle in np.linspace(0, np.pi, 181):
        labels = Y[0, np.argsort(np.cos(angle) * X[0] + np.sin(angle) * X[1])]
        right = np.cumsum(np.where(labels == 0, 1, -1)) + np.sum(labels)  # 0 up to here, 1 behind
        best = max(best, right.max(), Y.size - right.min())
    assert 0.28 < 1 - best / Y.size < 0.34


@pytest.mark.claim("0.693048 at the start, 0.288083 after 1000 iterations.")
@pytest.mark.claim("After 8000 and 9000 iterations, you and your neighbour both see about 0.219")
@pytest.mark.claim("About 90 % are right, where the straight line had 47 %.")
@pytest.mark.claim("from 7000 to 8000 iterations it even rises a little.")
def test_flower_costs_and_accuracy(reference, flower, capsys):
    """The published costs after 8000 and 9000 iterations, 0.219454 and 0.218607, are left out on purpose.

    By then the order in which a machine adds numbers shows in the fifth digit; it also moves the accuracy, published
    as 90 % and 90.5 to 90.75 here, by a point or so.
    """
    X, Y = flower
    parameters = reference["nn_model"](X, Y, n_h=4, num_iterations=10000, print_cost=True)
    printed = {int(i): float(cost) for i, cost in re.findall(r"iteration (\d+): (\d\.\d+)", capsys.readouterr().out)}
    published = [0.693048, 0.288083, 0.254385, 0.233864, 0.226792, 0.222644, 0.219731, 0.217504]
    assert list(printed) == list(range(0, 10000, 1000))
    assert list(printed.values())[:8] == pytest.approx(published, abs=1.01e-6)
    assert list(printed.values())[8:] == pytest.approx([0.219, 0.219], abs=0.001)
    assert printed[8000] > printed[7000]
    assert 88 <= accuracy(reference, parameters, X, Y) <= 92


def trained(reference, n_h, seed, X, Y, steps=5000):
    """Some steps from another start than that of initialize_parameters."""
    random = np.random.RandomState(seed)
    parameters = {
        "W1": 0.01 * random.randn(n_h, 2),
        "b1": np.zeros((n_h, 1)),
        "W2": 0.01 * random.randn(1, n_h),
        "b2": np.zeros((1, 1)),
    }
    for _ in range(steps):
        _, cache = reference["forward_propagation"](X, parameters)
        grads = reference["backward_propagation"](parameters, cache, X, Y)
        parameters = reference["update_parameters"](parameters, grads)
    return parameters


@pytest.fixture(scope="module")
def new_points():
    flowers = [load_planar_dataset(seed) for seed in range(2, 12)]
    return tuple(np.concatenate(parts, axis=1) for parts in zip(*flowers, strict=True))


@pytest.mark.claim(
    "one and two units reach between 65 and 69 %. With three, the accuracy leaps to about 90 %, and there it stays, whatever"
    " the size."
)
@pytest.mark.claim("new points fare as well as old ones.")
@pytest.mark.claim(
    "One unit cuts once, and here the second one adds nothing. Three lines through the centre make six sectors"
)
@pytest.mark.claim("More units draw the same six, and at most add a notch for a few points.")
@pytest.mark.parametrize("n_h", [1, 2, 3, 4, 5, 20, 50])
def test_sizes_from_several_starts(reference, flower, new_points, n_h):
    angle = np.linspace(0, 2 * np.pi, 720)
    ring = 2 * np.stack([np.cos(angle), np.sin(angle)])  # within the petals
    for seed in range(2, 7):
        parameters = trained(reference, n_h, seed, *flower)
        for percent in (accuracy(reference, parameters, *points) for points in (flower, new_points)):
            assert 65 <= percent <= 69 if n_h < 3 else 88.5 <= percent <= 93.5
        labels = reference["predict"](parameters, ring)[0]
        assert np.sum(labels != np.roll(labels, 1)) == (2 if n_h < 3 else 6)


@pytest.mark.claim(
    "Fifty units are right on 93 to 99 % of the points they were trained on, and only on 79 to 89 % of the new ones."
)
@pytest.mark.claim("Four units are right on 89 to 92 % of the new ones, from every start.")
@pytest.mark.claim("(One start of three units got stuck. That happens, too.)")
def test_many_units_memorise_few_points(reference, flower, new_points):
    few = tuple(points[:, ::4] for points in flower)
    right = {
        n_h: [
            [accuracy(reference, parameters, *points) for points in (few, new_points)]
            for parameters in (trained(reference, n_h, seed, *few) for seed in range(2, 7))
        ]
        for n_h in (3, 4, 50)
    }
    assert all(93 <= training <= 99 and 79 <= new <= 89 for training, new in right[50])
    assert all(88.9 <= new <= 92 for _, new in right[4])
    assert sum(training < 80 for training, _ in right[3]) == 1


@pytest.mark.claim("With seed 2, five units have 91.25 % and four have 90.5 %.")
@pytest.mark.claim("The original finds five hidden units best, with 91.25 %.")
@pytest.mark.parametrize(
    ("n_h", "percent", "within"),
    [
        (1, 67.5, 0.5),
        (2, 67.25, 0.5),
        (3, 90.75, 0.5),
        (4, 90.5, 0.5),
        (5, 91.25, 0.5),
        # With many units two points of the 400 change sides from one machine to the next.
        (20, 90.0, 1),
        (50, 90.25, 1),
    ],
)
def test_flower_accuracy_by_hidden_units(reference, flower, n_h, percent, within):
    X, Y = flower
    parameters = reference["nn_model"](X, Y, n_h, num_iterations=5000)
    assert accuracy(reference, parameters, X, Y) == pytest.approx(percent, abs=within)


@pytest.mark.claim("On `no_structure`, your network is right on more than half of the labels.")
@pytest.mark.claim(
    "On `blobs` itself, about 83 % are right: at the upper left, the network has missed most of one group."
)
@pytest.mark.claim("On `blobs / 10`, between 87 and 91 % are right. It is the same from other starts.")
@pytest.mark.claim("After 200 steps, more than half of the answers of the hidden units are within 0.001 of −1 or 1.")
@pytest.mark.claim("After dividing by 10, almost none are.")
def test_large_features_saturate_the_hidden_units(reference):
    sets = load_extra_datasets()
    X, Y = sets["blobs"]
    assert 10 < X.max() < 11
    upper_left = (X[:1] < 0) & (X[1:] > 4)
    for seed in range(2, 7):
        for divisor, percents, saturated in ((1, (81, 84), (0.5, 1)), (10, (87, 91), (0, 0.02))):
            early, late = (trained(reference, 5, seed, X / divisor, Y, steps) for steps in (200, 5000))
            A1 = reference["forward_propagation"](X / divisor, early)[1]["A1"]
            assert saturated[0] <= np.mean(np.abs(A1) > 0.999) <= saturated[1]
            wrong = reference["predict"](late, X / divisor) != Y
            assert percents[0] <= 100 * np.mean(~wrong) <= percents[1]
            if divisor == 1:
                assert not np.any(wrong & ~upper_left)
                assert max(np.mean(wrong[upper_left & (label == Y)]) for label in (0, 1)) > 0.5
        no_structure = sets["no_structure"]
        assert 52 < accuracy(reference, trained(reference, 5, seed, *no_structure), *no_structure) < 65
