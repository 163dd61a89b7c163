"""The solutions of a33 give the published figures of the assignment ("Convolutional Neural Networks: Application").

Its training on photographs of hands cannot be repeated without them. Its weights are TensorFlow 1's: the same ones come
of TensorFlow 2's generator, if it begins anew before each draw.
"""

import json

import keras
import numpy as np
import pytest
import tensorflow as tf
from conftest import REAL, ROOT

from utils.tf_utils import load_dataset

ID = "a33_convolution_signs"
SHAPES = {"W1": (4, 4, 3, 8), "W2": (2, 2, 8, 16), "W3": (64, 6)}


@pytest.fixture(scope="module")
def signs():
    """Pictures from 0 to 1 and one-hot labels, float32: training set, test set."""
    X_train, Y_train, X_test, Y_test, _ = load_dataset()
    eye = np.eye(6, dtype=np.float32)
    return (X_train / 255).astype(np.float32), eye[Y_train[0]], (X_test / 255).astype(np.float32), eye[Y_test[0]]


@pytest.fixture(scope="module")
def long_run():
    return json.loads((ROOT / "source_notebooks" / ID / "long_run.json").read_text())


@pytest.fixture(scope="module")
def published(reference):
    """The published start: the range of `glorot_uniform`, with the random numbers of the original."""
    parameters = {"b3": tf.zeros([6])}
    for (name, shape), seed in zip(SHAPES.items(), (0, 0, 45), strict=True):
        evenly = tf.random.stateless_uniform(shape, [1, 0])
        r = tf.reduce_mean(reference["glorot_uniform"](shape, 1) / (2 * evenly - 1))
        tf.random.set_seed(1)
        parameters[name] = tf.random.uniform(shape, -r, r, seed=seed)
    return parameters


@pytest.mark.claim("the published weights `W1[1, 1, 1]` and `W2[1, 1, 1]`, its logits and its cost of 2.91034 come out")
def test_published_figures(reference, published):
    figures = {
        "W1": "0.00131723 0.14176141 -0.04434952 0.09197326 0.14984085 -0.03514394 -0.06847463 0.05245192",
        "W2": "-0.08566415 0.17750949 0.11974221 0.16773748 -0.0830943 -0.08058 -0.00577033 -0.14643836 0.24162132 "
        "-0.05857408 -0.19055021 0.1345228 -0.22779644 -0.1601823 -0.16117483 -0.10286498",
    }
    for name, row in figures.items():
        np.testing.assert_allclose(published[name][1, 1, 1], np.array(row.split(), float), atol=1e-7)
    X = np.random.RandomState(1).randn(2, 64, 64, 3).astype(np.float32)
    Z3 = [
        [-0.44670227, -1.57208765, -1.53049231, -2.31013036, -1.29104376, 0.46852064],
        [-0.17601591, -1.57972014, -1.4737016, -2.61672091, -1.00810647, 0.5747785],
    ]
    np.testing.assert_allclose(reference["forward_propagation"](X, published), Z3, atol=3e-6)
    random = np.random.RandomState(1)
    X, Y = random.randn(4, 64, 64, 3).astype(np.float32), random.randn(4, 6).astype(np.float32)
    cost = reference["compute_cost"](reference["forward_propagation"](X, published), Y)
    assert float(cost) == pytest.approx(2.91034, abs=6e-6)


def test_facts_by_other_means(reference):
    random = np.random.RandomState(0)
    shapes = {"W1": (0.1, 4, 4, 3, 8), "W2": (0.2, 2, 2, 8, 16), "W3": (0.2, 64, 6), "b3": (0.1, 6)}
    start = {n: tf.Variable((scale * random.randn(*shape)).astype(np.float32)) for n, (scale, *shape) in shapes.items()}
    X = random.rand(2, 64, 64, 3).astype(np.float32)
    expected = [
        [-0.123822086, 1.0227202, 0.9493483, 0.5727614, -0.20217976, -0.22125351],
        [-0.11283442, 0.99365306, 0.8147775, 0.7857559, -0.1133157, -0.16613898],
    ]
    np.testing.assert_allclose(reference["forward_propagation"](X, start), expected, atol=1e-5)
    cost = reference["compute_cost"]
    assert float(cost([[2.0, 1, 0], [0, 0, 0]], [[1.0, 0, 0], [0, 1, 0]])) == pytest.approx(0.7531091265562451)
    assert float(cost([[1000.0, 0, 0]], [[0.0, 1, 0]])) == 1000
    one_hot = reference["convert_to_one_hot"](np.array([[1, 2, 0, 5]]), 6)
    assert one_hot.shape == (6, 4) and one_hot.argmax(axis=0).tolist() == [1, 2, 0, 5] and one_hot.sum() == 4
    X, Y = np.zeros((1080, 1, 1, 1)), np.arange(1080).reshape(-1, 1)
    batches = reference["random_mini_batches"](X, Y, 64, 4)
    assert (len(batches), len(batches[-1][0])) == (17, 56)
    assert batches[0][1][:5, 0].tolist() == [858, 735, 964, 628, 303]
    X, Y = reference["create_placeholders"](32, 48, 1, 10)
    assert (X.shape.as_list(), Y.shape.as_list(), X.dtype, Y.dtype) == (
        [None, 32, 48, 1],
        [None, 10],
        *[tf.float32] * 2,
    )


def test_parameters(reference):
    parameters = reference["initialize_parameters"]()
    assert {n: tuple(v.shape) for n, v in parameters.items()} == {**SHAPES, "b3": (6,)}
    for (name, shape), limit in zip(SHAPES.items(), (0.184637, 0.25, 0.292770), strict=True):
        values = np.abs(reference["glorot_uniform"](shape, 5))
        assert 0.97 * limit < values.max() <= limit * (1 + 1e-6), name


@pytest.mark.claim("so its printed costs are 17/16 of what they should be. The first one, 1.917929, is 1.805 in truth")
@pytest.mark.claim("17/16 of $\\log 6$, so 1.90 instead of 1.79.")
@pytest.mark.claim("and reported 94.1 % on the training and 78.3 % on the test set")
@pytest.mark.claim("`W2` has 512, `W3` with `b3` 390, `W1` 384.")
@pytest.mark.claim("64 · 64 · 384 or 1.6 million products for one picture; `W2` makes 8 · 8 · 512, about 33 thousand")
@pytest.mark.claim("says 1310, not 1286. Where are the other 24?")
def test_arithmetic(reference):
    assert round(1.917929 * 16 / 17, 3) == 1.805
    assert round(17 / 16 * np.log(6), 2) == 1.90 and round(np.log(6), 2) == 1.79
    assert (round(100 * 1016 / 1080, 1), round(100 * 94 / 120, 1)) == (94.1, 78.3)
    sizes = {name: int(np.prod(value.shape)) for name, value in reference["initialize_parameters"]().items()}
    assert sizes == {"W1": 384, "W2": 512, "W3": 384, "b3": 6} and sum(sizes.values()) == 1286
    assert round(64 * 64 * 384 / 1e6, 1) == 1.6 and round(8 * 8 * 512 / 1e3) == 33
    layers = keras.layers
    model = keras.Sequential([keras.Input((64, 64, 3)), layers.Conv2D(8, 4, padding="same"), layers.MaxPooling2D(8)])
    model.add(layers.Conv2D(16, 2, padding="same"))
    model.add(layers.MaxPooling2D(4))
    model.add(layers.Flatten())
    model.add(layers.Dense(6))
    assert model.count_params() == 1310


def test_a_tiny_training_is_adam_on_the_mean_cost(reference):
    """Twenty pictures, against a loop with Keras's Adam, written out."""
    random = np.random.RandomState(5)
    X, labels = random.rand(20, 34, 36, 3).astype(np.float32) - 0.5, random.randint(0, 6, 20)
    Y = np.eye(6, dtype=np.float32)[labels]
    parameters, costs, accuracies = reference["model"](X, Y, X[:5], Y[:5], 0.01, 3, 8, print_cost=False)
    mine = reference["initialize_parameters"]()
    optimizer, expected = keras.optimizers.Adam(0.01), []
    for seed in (4, 5, 6):
        order, total = np.random.RandomState(seed).permutation(20), 0.0
        for part in (order[:8], order[8:16], order[16:]):
            with tf.GradientTape() as tape:
                Z3 = reference["forward_propagation"](X[part], mine)
                J = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels[part], Z3))
            optimizer.apply(tape.gradient(J, list(mine.values())), list(mine.values()))
            total += float(J) * len(part)
        expected.append(total / 20)
    np.testing.assert_allclose(costs, expected, rtol=1e-4)
    right = reference["forward_propagation"](X, parameters).numpy().argmax(axis=1) == labels
    assert accuracies[-1] == (right.mean(), right[:5].mean())


@pytest.mark.skipif(not (REAL / "test_signs.h5").is_file(), reason="the original test set is not here")
def test_the_network_takes_the_original_test_set(reference):
    import h5py

    with h5py.File(REAL / "test_signs.h5") as file:
        X, labels = (file["test_set_x"][:] / 255).astype(np.float32), file["test_set_y"][:].reshape(1, -1)
    Y = reference["convert_to_one_hot"](labels, 6).T
    assert X.shape == (120, 64, 64, 3) and Y.sum(axis=0).tolist() == [20] * 6 and labels[0, 6] in range(6)
    cost = reference["compute_cost"](reference["forward_propagation"](X, reference["initialize_parameters"]()), Y)
    assert abs(float(cost) - np.log(6)) < 0.2


# --- what the notebook says of trainings


@pytest.mark.claim("All of their inputs are positive here")
@pytest.mark.claim("The mean falls from about 0.7 to about 0.2, so such a step moves the sum less than a third as far.")
def test_mean_pixel(signs):
    X = signs[0]
    assert X.min() >= 0 and round(X.mean(), 1) == 0.7 and round(48 * 0.009 * 0.7, 1) == 0.3
    assert (X.mean() - 0.5) / X.mean() < 1 / 3


@pytest.mark.claim("All eight are dead.")
@pytest.mark.claim("$\\log 6$ again, the cost of knowing nothing.")
def test_the_start_of_the_notebook_dies(reference, signs):
    parameters, costs, accuracies = reference["model"](*signs, num_epochs=3, print_cost=False)
    A1, _ = reference["conv_relu_pool"](signs[0], parameters["W1"], 8)
    assert not A1.numpy().any()
    assert costs[-1] == pytest.approx(np.log(6), abs=0.003) and accuracies[-1] == pytest.approx((1 / 6, 1 / 6))


@pytest.mark.claim("three of the five starts are dead, and the two others make do with a single filter")
@pytest.mark.claim("At rate 0.003 most of the filters live, and learn slowly.")
@pytest.mark.claim(
    "all eight live in all five starts, at the larger rate, and each of these five costs is lower than all ten"
)
def test_starts(long_run):
    """Ends of eight epochs, (cost, filters alive), which `python -m data.long_runs` computes."""
    dying, slow, centred = long_run["starts"].values()
    assert sorted(alive for _, alive in dying) == [0, 0, 0, 1, 1]
    assert all(abs(cost - (1.5 if alive else np.log(6))) < (0.05 if alive else 0.003) for cost, alive in dying)
    assert all(5 <= alive <= 7 and 1.4 < cost < 1.8 for cost, alive in slow)
    assert all(alive == 8 and cost < 1 for cost, alive in centred)
    assert max(cost for cost, _ in centred) < min(cost for cost, _ in dying + slow) - 0.2


@pytest.mark.claim("Away from the edges, the maps shift by eight places as well, and `P1` by one.")
def test_shifted_hands(reference, signs):
    """By eight pixels to the right; what the border or the roll touches is left out."""
    W1, X = reference["initialize_parameters"]()["W1"], signs[2][:4]
    maps, pooled = reference["conv_relu_pool"](X, W1, 8)
    shifted, pooled_shifted = reference["conv_relu_pool"](np.roll(X, 8, axis=2), W1, 8)
    np.testing.assert_allclose(shifted[:, :, 12:-4], maps[:, :, 4:-12], atol=1e-5)
    np.testing.assert_allclose(pooled_shifted[:, :, 2:-1], pooled[:, :, 1:-2], atol=1e-5)


@pytest.mark.claim(
    "In the end all the training hands are right, or nearly all, and about nine in ten of the test hands."
)
@pytest.mark.claim("The network of a26 stayed near seven in ten, with 239 times as many numbers.")
@pytest.mark.claim("On the test hands, that is about as good as the network of a26. But the cost is still falling.")
def test_the_long_run_is_one_of_this_network(reference, signs, long_run):
    X, Y, X_test, Y_test = signs
    _, costs, accuracies = reference["model"](X - 0.5, Y, X_test - 0.5, Y_test, num_epochs=2, print_cost=False)
    assert costs == pytest.approx(long_run["costs"][:2], abs=0.03) and accuracies[-1][0] > 0.3
    parameters = {name: np.array(value, np.float32) for name, value in long_run["parameters"].items()}
    Z3 = reference["forward_propagation"](X_test - 0.5, parameters).numpy()
    right = np.mean(Z3.argmax(axis=1) == Y_test.argmax(axis=1))
    assert right == pytest.approx(long_run["accuracies"][-1][1], abs=0.02) and 0.85 <= right <= 0.95
    assert long_run["accuracies"][-1][0] > 0.98 and len(long_run["costs"]) == 100
    assert 0.65 < long_run["accuracies"][11][1] < 0.75 and long_run["costs"][11] > 2 * long_run["costs"][29]
    assert round(307615 / 1286) == 239
