"""The solutions of a22 give the published figures of the assignment ("Regularization"), and its text is recomputed.

Every figure that is expected here was printed in the published notebook, with the digits that stand here. Its trainings
need the original data.
"""

import numpy as np
import pytest
from conftest import REAL, ROOT

from autograder.judging.draw import Draw
from autograder.running.source import Source
from graders.a22_regularization import PUBLISHED_A3, PUBLISHED_Y, case, draw_masks, forward, published, with_masks
from utils.dnn_app_utils import initialize_parameters_scaled, update_parameters
from utils.reg_utils import headers, load_2D_dataset
from utils.three_layer_utils import compute_cost, predict

ID = "a22_regularization"
PRINTED = 1e-8  # arrays were printed with 8 decimals
needs_data = pytest.mark.skipif(
    not (REAL / "data.mat").is_file(), reason="COURSE_REAL_DATA should name the folder that holds data.mat"
)


@pytest.fixture(scope="module")
def model(reference):
    """The training, as the notebook has it."""
    cells = Source(ROOT / "source_notebooks" / ID / f"{ID}.py").notebook.cells
    (code,) = [cell.source for cell in cells if cell.source.startswith("def model(")]
    variables = dict(reference)
    exec(code, variables)
    return variables["model"]


@pytest.fixture(scope="module")
def field(tmp_path_factory):
    """The course's own field, wherever an original may be: on the training set and on the test set."""
    train_X, train_Y, test_X, test_Y = load_2D_dataset(tmp_path_factory.mktemp("data"))
    return (train_X, train_Y), (test_X, test_Y)


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    (folder / "real").mkdir()
    (folder / "real" / "data.mat").write_bytes((REAL / "data.mat").read_bytes())
    train_X, train_Y, test_X, test_Y = load_2D_dataset(folder)
    return (train_X, train_Y), (test_X, test_Y)


def percents(parameters, sets):
    return [100 * np.mean(predict(parameters, X) == Y) for X, Y in sets]


# --- the published figures


def test_cost(reference):
    _, parameters = published()
    found = reference["compute_cost_with_regularization"](PUBLISHED_A3, PUBLISHED_Y, parameters, 0.1)
    assert found == pytest.approx(1.78648594516, abs=1e-11)


def test_gradients_with_the_penalty(reference):
    X, parameters = published(3)
    grads = reference["backward_propagation_with_regularization"](X, PUBLISHED_Y, forward(X, parameters), 0.7)
    for name, figures in {
        "dW1": [[-0.25604646, 0.12298827, -0.28297129], [-0.17706303, 0.34536094, -0.4410571]],
        "dW2": [[0.79276486, 0.85133918], [-0.0957219, -0.01720463], [-0.13100772, -0.03750433]],
        "dW3": [[-1.77691347, -0.11832879, -0.09397446]],
    }.items():
        np.testing.assert_allclose(grads[name], figures, rtol=0, atol=PRINTED, err_msg=name)


@pytest.mark.claim("with `np.random.RandomState(1)`, the published example comes out to the last digit.")
def test_dropout_forward(reference):
    X, parameters = published(3)
    A3, _ = reference["forward_propagation_with_dropout"](X, parameters, keep_prob=0.7, rng=np.random.RandomState(1))
    np.testing.assert_allclose(A3, [[0.36974721, 0.00305176, 0.04565099, 0.49683389, 0.36974721]], atol=PRINTED)


@pytest.mark.claim("The original's example of the backward pass masks with 0.5 and divides by 0.8.")
def test_dropout_backward(reference):
    X, parameters = published(3)
    masks = draw_masks(np.random.RandomState(1), (2, 3), 5, 0.5)
    cache = with_masks(forward(X, parameters, [mask / 0.5 for mask in masks]), masks)
    grads = reference["backward_propagation_with_dropout"](X, PUBLISHED_Y, cache, 0.8)
    for name, figures in {
        "dA1": [[0.36544439, 0, -0.00188233, 0, -0.17408748], [0.65515713, 0, -0.00337459, 0, 0]],
        "dA2": [
            [0.58180856, 0, -0.00299679, 0, -0.27715731],
            [0, 0.53159854, 0, 0.53159854, -0.34089673],
            [0, 0, -0.00292733, 0, 0],
        ],
    }.items():
        np.testing.assert_allclose(grads[name], figures, rtol=0, atol=PRINTED, err_msg=name)


def test_the_penalty_at_the_start():
    """The one published figure of the trainings that needs no data: the difference of two first costs."""
    start = initialize_parameters_scaled([2, 20, 3, 1], seed=3)
    penalty = 0.7 / (2 * 211) * sum(np.sum(start[f"W{layer}"] ** 2) for layer in (1, 2, 3))
    assert penalty == pytest.approx(0.6974484493131264 - 0.6557412523481002, abs=1e-14)


@needs_data
@pytest.mark.claim("94.8 % and 91.5 % without regularisation (training set, test set), 93.8 % and 93 % with L2")
@pytest.mark.parametrize(
    ("way", "costs", "right", "within"),
    [
        # Without the penalty, the order in which a machine adds numbers shows after some thousand iterations.
        ({}, (0.6557412523481002, 0.16329987525724216, 0.13851642423255986), (94.7867298578, 91.5), 2.5),
        ({"lambd": 0.7}, (0.6974484493131264, 0.2684918873282239, 0.2680916337127301), (93.8388625592, 93), 0.6),
    ],
)
def test_trainings(model, original, way, costs, right, within):
    parameters, found = model(*original[0], print_cost=False, **way)
    assert found[0] == pytest.approx(costs[0], abs=1e-15)
    assert found[::10] == pytest.approx(costs, abs=2e-4 if way else 0.05)
    assert percents(parameters, original) == pytest.approx(right, abs=within)


@needs_data
@pytest.mark.claim("So all iterations have the same masks, and each example can be recognised by its own.")
@pytest.mark.claim(
    "That is why its cost falls to 0.06, far below the run without regularisation, at a lower accuracy on the training set."
)
@pytest.mark.claim("92.9 % and 95 % with its fixed masks.")
def test_the_training_with_fixed_masks(reference, original):
    """The published run, whose forward pass begins with the same seed each time."""
    (X, Y), costs = original[0], []
    parameters = initialize_parameters_scaled([2, 20, 3, 1], seed=3)
    for i in range(30000):
        A3, cache = reference["forward_propagation_with_dropout"](X, parameters, 0.86, np.random.RandomState(1))
        if i % 10000 == 0:
            costs.append(compute_cost(A3, Y))
        grads = reference["backward_propagation_with_dropout"](X, Y, cache, 0.86)
        parameters = update_parameters(parameters, grads, 0.3)
    assert costs == pytest.approx([0.6543912405149825, 0.06101698657490559, 0.060582435798513114], abs=1e-4)
    assert percents(parameters, original) == pytest.approx([92.8909952607, 95], abs=0.6)


# --- the grader's inputs


@pytest.mark.parametrize("sizes", [(4, 5, 6, 1), (9, 1, 1, 10), (3, 4, 5, 6)])
def test_an_error_arrives_in_both_layers(reference, sizes):
    """Where none does, a slip in the slope of the relu gives the same zeros."""
    for seed in range(5):
        X, Y, parameters, masks = case(Draw(seed), *sizes, 0.6)
        cache = with_masks(forward(X, parameters, [mask / 0.6 for mask in masks]), masks)
        grads = reference["backward_propagation_with_dropout"](X, Y, cache, 0.6)
        for k in ("1", "2"):
            assert np.count_nonzero(grads["dZ" + k]) > 1
            assert np.any(grads["dA" + k][cache[0 if k == "1" else 5] < 0])


# --- the field


def test_the_field_has_the_sizes_of_the_original(field):
    (train_X, train_Y), (test_X, test_Y) = field
    assert (train_X.shape, train_Y.shape, test_X.shape, test_Y.shape) == ((2, 211), (1, 211), (2, 200), (1, 200))
    assert train_Y.dtype == test_Y.dtype == np.int64 and set(train_Y.flat) == set(test_Y.flat) == {0, 1}


@pytest.mark.claim("Ten labels of the training set are wrong on purpose.")
def test_wrong_labels(field):
    (X, Y), _ = field
    right_X, right_Y = headers(211, 0)
    assert np.array_equal(X, right_X) and np.count_nonzero(Y - right_Y) == 10


@needs_data
def test_the_original_takes_the_place_of_the_field(original):
    (train_X, train_Y), (test_X, test_Y) = original
    assert (train_X.shape, train_Y.shape, test_X.shape, test_Y.shape) == ((2, 211), (1, 211), (2, 200), (1, 200))
    assert train_X.dtype == np.float64 and train_Y.dtype == np.int64 and set(test_Y.flat) == {0, 1}


def test_what_is_not_the_original_is_refused(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "data.mat").write_bytes(b"something else")
    with pytest.raises(ValueError, match=r"data\.mat is not the set of headers"):
        load_2D_dataset(tmp_path)


# --- what the text says


@pytest.fixture(scope="module")
def trained(model, field):
    """The notebook's three trainings, by name: parameters, costs."""
    ways = {"plain": {}, "L2": {"lambd": 0.7}, "dropout": {"keep_prob": 0.86}}
    return {name: model(*field[0], print_cost=False, **way) for name, way in ways.items()}


@pytest.mark.claim("On the training set that pays: 94 to 97 % are right.")
@pytest.mark.claim("on the test set only 90 to 92 % are right.")
@pytest.mark.claim("about 92 % are right now. On the test set it is about 96 %, clearly more than before.")
@pytest.mark.claim("about 94 % of the training set are right, and about 95 to 96 % of the test set.")
def test_trainings_on_the_field(trained, field):
    right = {name: percents(parameters, field) for name, (parameters, _) in trained.items()}
    # Without regularisation, the order in which a machine adds numbers shows after some thousand iterations.
    assert right["plain"] == [pytest.approx(95.5, abs=2), pytest.approx(91, abs=1.5)]
    assert right["L2"] == pytest.approx([92.4, 96], abs=0.8)
    assert right["dropout"] == pytest.approx([94, 95.5], abs=1)


@pytest.mark.claim("On the right, most weights are practically 0.")
@pytest.mark.claim("What is left is smaller, too.")
def test_weights_fade_away(trained):
    plain, small = (
        np.abs(np.concatenate([trained[name][0][f"W{layer}"].ravel() for layer in (1, 2, 3)]))
        for name in ("plain", "L2")
    )
    assert np.mean(small < 0.01) > 0.5 and np.mean(plain < 0.01) < 0.1
    assert small.max() < 0.7 * plain.max()


@pytest.mark.claim("The one with L2 includes the penalty, so it stays higher.")
@pytest.mark.claim("The one with dropout is measured on another network each time, so it jumps.")
def test_costs(trained):
    plain, with_L2, dropped = (np.array(trained[name][1]) for name in ("plain", "L2", "dropout"))
    # The one without regularisation may jump, as the notebook says; on which machine it does is chance.
    assert np.mean(with_L2[10:] > plain[10:] + 0.03) > 0.85
    assert np.abs(np.diff(dropped[10:])).max() > 10 * np.abs(np.diff(with_L2[10:])).max()


@pytest.mark.claim("With dropout left on it can't make up its mind, and on average it is worse.")
def test_dropout_left_on(reference, trained, field):
    parameters, (X, Y), rng = trained["dropout"][0], field[1], np.random.RandomState(8)
    passes = [reference["forward_propagation_with_dropout"](X, parameters, 0.86, rng)[0] for _ in range(40)]
    left_on = [np.mean((A3 > 0.5) == Y) for A3 in passes]
    assert np.mean(left_on) < np.mean(predict(parameters, X) == Y) - 0.004
    assert np.ptp(left_on) > 0.02


@pytest.mark.claim("| no regularisation | 91 to 98 % | 88 to 94 % |")
@pytest.mark.claim("| L2 | about 92 % | about 96 % |")
@pytest.mark.claim("| dropout | 92 to 95 % | 94 to 97 % |")
@pytest.mark.claim("Both ways win on the test set, from every start")
@pytest.mark.parametrize("seed", [4, 7])
def test_other_starts(model, field, seed):
    ways = ({}, {"lambd": 0.7}, {"keep_prob": 0.86})
    plain, with_L2, dropout = (
        percents(model(*field[0], num_iterations=20000, print_cost=False, seed=seed, **way)[0], field) for way in ways
    )
    assert 91 <= plain[0] <= 98 and 88 <= plain[1] <= 94
    assert with_L2 == pytest.approx([92.4, 96], abs=0.8)
    assert 92 <= dropout[0] <= 95 and 94 <= dropout[1] <= 97


@pytest.mark.claim("Too much, and all weights fade away")
def test_too_strong_a_penalty(model, field):
    parameters, _ = model(*field[0], num_iterations=3000, print_cost=False, lambd=50)
    assert len(np.unique(predict(parameters, field[1][0]))) == 1


@pytest.mark.claim("a weight loses about a thousandth of itself in each step.")
@pytest.mark.claim("says that a `keep_prob` of 0.86 drops 24 %. Its code divides by `keep_prob`, and 14 % are dropped.")
def test_arithmetic():
    lost, dropped = 0.3 * 0.7 / 211, 1 - 0.86
    assert lost == pytest.approx(0.001, rel=0.01)
    assert dropped == pytest.approx(0.14)


@pytest.mark.claim("**Leave them out on the way back, and all `dW` and `db` stay right.**")
def test_a_forgotten_mask_shows_in_dA_only(reference):
    random = np.random.RandomState(3)
    X, parameters = random.randn(4, 7), initialize_parameters_scaled([4, 5, 3, 1], seed=8)
    masks = draw_masks(random, (5, 3), 7, 0.7)
    cache = with_masks(forward(X, parameters, [mask / 0.7 for mask in masks]), masks)
    forgotten = with_masks(cache[:1] + cache[2:6] + cache[7:], [1, 1])
    Y = np.array([[1, 0, 1, 1, 0, 0, 1]])
    right, wrong = (reference["backward_propagation_with_dropout"](X, Y, it, 0.7) for it in (cache, forgotten))
    differing = {name for name in right if not np.allclose(right[name], wrong[name])}
    assert differing == {"dA1", "dA2"}
