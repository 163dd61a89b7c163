"""The solutions of a35 give the published figures of the assignment ("Residual Networks"), in both of its editions.

Its trainings can't be repeated without its photographs. Their kernels are those of `glorot_uniform(seed=0)`, which are
other numbers in TensorFlow 1 than in TensorFlow 2: there, uniform numbers of one stream for every kernel.
"""

import json

import h5py
import keras
import numpy as np
import pytest
import tensorflow as tf
from conftest import ROOT, save_as_keras_2

from utils.resnets_utils import load_dataset, load_resnet50, load_signs_weights
from utils.tf_utils import thumbs_up

ID = "a35_residual_networks"


@pytest.fixture(scope="module")
def notebook():
    """The functions that the notebook gives, beside its solutions."""
    from autograder.running.source import Source

    source = Source(ROOT / "source_notebooks" / ID / f"{ID}.py")
    variables = source.namespace()
    for cell in source.notebook.cells:
        if cell.cell_type == "code" and ("def tower(" in cell.source or "def ResNetMini(" in cell.source):
            exec(cell.source, variables)
    return variables


@pytest.fixture(scope="module")
def signs(notebook):
    X_train, Y_train, X_test, Y_test, _ = load_dataset()
    prepare = notebook["prepare"]
    return prepare(X_train[:64]), np.eye(6, dtype=np.float32)[Y_train[0, :64]], X_test, prepare(X_test), Y_test[0]


def block_model(block, shape, kernel, *args):
    """A block as a model, with these kernels and biases of 0."""
    inputs = keras.Input(shape)
    model = keras.Model(inputs, block(inputs, *args))
    for weight in model.weights:
        if weight.path.endswith("kernel"):
            weight.assign(kernel(weight.shape))
    return model


def of_tensorflow_1(shape):
    """What glorot_uniform(seed=0) was in the first edition."""
    limit = np.sqrt(6 / (np.prod(shape[:-1]) + np.prod(shape[:-2]) * shape[-1]))
    tf.random.set_seed(87654321)
    return tf.random.uniform(shape, -limit, limit, seed=0)


def ones(shape):
    return np.ones(shape)


def three_pictures():
    return np.stack([np.full((4, 4, 3), value, np.float32) for value in (-1, 1, 3)])


def published_input():
    return np.random.RandomState(1).randn(3, 4, 4, 6).astype(np.float32)


def test_blocks_of_the_first_edition(reference):
    X = published_input()
    model = block_model(reference["identity_block"], X.shape[1:], of_tensorflow_1, 2, [2, 4, 6], 1, "a")
    in_use, in_training = model(X, training=False), model(X, training=True)
    np.testing.assert_allclose(in_use[1, 1, 0], [0.94822985, 0, 1.16101444, 2.747859, 0, 1.36677003], atol=1e-6)
    np.testing.assert_allclose(in_training[1, 1, 0], [1.0230888, 0, 0, 3.2268772, 0, 1.3177462], atol=1e-5)
    assert np.mean(in_use) == pytest.approx(0.8403715, abs=1e-6)
    assert np.mean(in_training) == pytest.approx(0.5944475, abs=1e-5)
    model = block_model(reference["convolutional_block"], X.shape[1:], of_tensorflow_1, 2, [2, 4, 6], 1, "a")
    in_use, in_training = model(X, training=False), model(X, training=True)
    np.testing.assert_allclose(
        in_use[1, 1, 0], [0.09018463, 1.23489773, 0.46822017, 0.0367176, 0, 0.65516603], atol=1e-6
    )
    np.testing.assert_allclose(in_training[1, 1, 0], [0, 1.0172398, 0, 0.02020436, 0, 0.6021624], atol=1e-5)
    assert np.mean(in_use) == pytest.approx(0.68865347, abs=1e-6)
    assert np.mean(in_training) == pytest.approx(0.5212451, abs=1e-5)


def test_blocks_of_the_later_edition(reference):
    X, block = three_pictures(), reference["identity_block"]
    A = np.mean(block_model(block, X.shape[1:], ones, 2, [4, 4, 3], 1, "a")(X, training=False), axis=3)
    assert not A[0].any()
    for picture, (a, b, c) in ((A[1], (192.71236, 96.85619, 48.9281)), (A[2], (578.1371, 290.56854, 146.78427))):
        np.testing.assert_allclose(picture[0], [a, a, a, b], rtol=1e-6)
        np.testing.assert_allclose(picture[3], [b, b, b, c], rtol=1e-6)
    A = np.mean(block_model(block, X.shape[1:], ones, 3, [3, 3, 3], 1, "a")(X, training=True), axis=3)
    assert not A[0].any()
    np.testing.assert_allclose(A[1], np.full((4, 4), 0.37394285), atol=1e-5)
    np.testing.assert_allclose(A[2][[0, 3]], [[3.2379014, 4.1394243, 4.1394243, 3.2379014]] * 2, rtol=1e-5)
    A = np.mean(block_model(block, X.shape[1:], ones, 2, [3, 3, 3], 1, "a")(X, training=True), axis=3)
    np.testing.assert_allclose(A[1], np.full((4, 4), 0.40739), atol=1e-4)
    np.testing.assert_allclose(A[2][0], [4.99991, 4.99991, 4.99991, 3.25948], atol=1e-4)
    np.testing.assert_allclose(A[2][3], [3.25948, 3.25948, 3.25948, 2.40739], atol=1e-4)
    seeded = keras.initializers.GlorotUniform(seed=0)
    model = block_model(
        reference["convolutional_block"],
        X.shape[1:],
        lambda shape: keras.initializers.GlorotUniform(seed=0)(shape),
        *(2, [2, 4, 6], 1, "a"),
    )
    published = [
        [[0, 0.66683817, 0, 0, 0.88853896, 0.5274254], [0, 0.65053666, 0, 0, 0.89592844, 0.49965227]],
        [[0, 0.6312079, 0, 0, 0.8636247, 0.47643146], [0, 0.5688321, 0, 0, 0.85534114, 0.41709304]],
    ]
    np.testing.assert_allclose(model(X, training=False)[0], published, atol=1e-6)
    assert seeded((1, 1, 3, 2)).shape == (1, 1, 3, 2)


def test_names_and_shapes_of_blocks(reference):
    inputs = keras.Input((9, 9, 4))
    for s in (1, 3):
        output = reference["convolutional_block"](inputs, 3, [2, 2, 8], 1, "a", s)
        assert output.shape == (None, 9 // s, 9 // s, 8)
    for name, ends in (("identity_block", "abc"), ("convolutional_block", "abc1")):
        model = keras.Model(inputs, reference[name](inputs, 3, [2, 2, 4], 1, "a"))
        branches = [f"1a_branch{'' if end == '1' else 2}{end}" for end in ends]
        found = {layer.name for layer in model.layers if layer.weights}
        assert found == {kind + branch for kind in ("res", "bn") for branch in branches}


@pytest.fixture(scope="module")
def resnet50(reference):
    return reference["ResNet50"]()


@pytest.mark.claim("Where are the 23.6 million numbers?")
@pytest.mark.claim("53 convolutions, 16 additions.")
@pytest.mark.claim("(23 600 006 parameters, of which 53 120 are not trained)")
@pytest.mark.claim('"ResNet-50: 25.6 million", is for 1000 classes')
def test_the_whole_network(resnet50):
    kinds = [type(layer).__name__ for layer in resnet50.layers]
    assert len(kinds) == 177
    assert [kinds.count(kind) for kind in ("Conv2D", "BatchNormalization", "Add")] == [53, 53, 16]
    still = sum(int(np.prod(weight.shape)) for weight in resnet50.non_trainable_weights)
    assert (resnet50.count_params(), still) == (23_600_006, 53_120)
    assert round((23_600_006 - 2049 * 6 + 2049 * 1000) / 1e6, 1) == 25.6
    layers = {layer.name: layer for layer in resnet50.layers}
    assert [layers[name].count_params() for name in ("conv1", "bn_conv1", "fc6")] == [9472, 256, 12294]
    shapes = {"conv1": (32, 32, 64), "bn2c_branch2c": (15, 15, 256), "bn3d_branch2c": (8, 8, 512)}
    shapes |= {"bn4f_branch2c": (4, 4, 1024), "bn5c_branch2c": (2, 2, 2048), "avg_pool": (1, 1, 2048)}
    assert {name: layers[name].output.shape[1:] for name in shapes} == shapes
    assert layers["res2a_branch2a"].input.shape[1:] == (15, 15, 64)


def test_weights_of_the_original_are_read(tmp_path, notebook):
    """A small network of the same blocks, in a file of the same format."""

    def network():
        return notebook["ResNetMini"](n=1, width=2)

    model, path = network(), tmp_path / "ResNet50.h5"
    for weight in model.weights:
        weight.assign(np.random.default_rng(1).uniform(0.1, 1, weight.shape))
    save_as_keras_2(path, model)
    X = np.random.default_rng(2).uniform(size=(1, 32, 32, 3)).astype(np.float32)
    np.testing.assert_array_equal(load_resnet50(network(), path)(X, training=False), model(X, training=False))
    with h5py.File(path, "a") as file:
        del file["model_weights/res3a_branch1"]
    with pytest.raises(ValueError, match="res3a_branch1"):
        load_resnet50(network(), path)


# --- what the notebook says


@pytest.mark.claim("More than nine in ten, with 84 438 numbers.")
@pytest.mark.claim("If the division by 255 is forgotten, it has no doubts any more")
def test_the_small_network_is_as_good_as_its_card_says(notebook, signs):
    model = load_signs_weights(notebook["ResNetMini"](n=2))
    _, _, pictures, X, labels = signs
    right = np.mean(np.argmax(model(X, training=False), axis=1) == labels)
    assert model.count_params() == 84_438
    assert right == pytest.approx(0.95, abs=0.009)
    sign, probabilities = notebook["predict_sign"](model, pictures[0])
    assert probabilities.shape == (6,) and sign == labels[0]
    least = np.argmin(np.max(model(X, training=False), axis=1))
    unprepared = model(pictures[[least], ::2, ::2].astype(np.float32), training=False)[0]
    assert np.max(model(X[[least]], training=False)) < 0.7 < 0.99 < np.max(unprepared)
    assert notebook["predict_sign"](model, thumbs_up(1)[0])[1].shape == (6,)


@pytest.mark.claim("with 31 and 28 convolutions")
@pytest.mark.claim("so 49 and 46 convolutions, from five starts")
@pytest.mark.claim("With shortcuts all of them learn, and without them none gets far.")
@pytest.mark.claim("The dashed ones hardly get going.")
def test_the_long_run(notebook):
    counts = {}
    for n in (2, 4):
        for shortcut in (True, False):
            layers = notebook["ResNetMini"](n=n, shortcut=shortcut).layers
            counts[n, shortcut] = sum(isinstance(layer, keras.layers.Conv2D) for layer in layers)
    assert counts == {(2, True): 31, (2, False): 28, (4, True): 49, (4, False): 46}
    long_run = json.loads((ROOT / "source_notebooks" / ID / "long_run.json").read_text())
    assert len(long_run["with"]) == len(long_run["without"]) == 5
    assert all(len(run) == 12 for runs in long_run.values() for run in runs)
    assert min(run[-1] for run in long_run["with"]) > 0.6
    assert max(max(run) for run in long_run["without"]) < 0.45


@pytest.mark.claim("On its way to the first layers the gradient **grows**, and the more layers there are, the more.")
@pytest.mark.claim("7, 22 and 46 convolutions, before the first step of training")
@pytest.mark.claim("It still grows towards the front, but by far less.")
@pytest.mark.parametrize("seed", [1, 2])
def test_gradients_grow_without_shortcuts(notebook, signs, seed):
    growth = {}
    for name, count in (("plain_block", 2), ("plain_block", 7), ("plain_block", 15), ("identity_block", 15)):
        keras.utils.set_random_seed(seed)
        model = notebook["tower"](notebook[name], count)
        norms = notebook["gradient_norms"](model, signs[0][:32], signs[1][:32])
        assert len(norms) == 3 * count + 2
        growth[name, count] = norms[0] / norms[-2]
    plain = [growth["plain_block", count] for count in (2, 7, 15)]
    assert 1 < plain[0] < plain[1] < plain[2]
    assert growth["identity_block", 15] < plain[2] / 10


@pytest.mark.claim("$0.9^{34}$ is 0.03, but $0.99^{34}$ is still 0.71!")
@pytest.mark.claim("$1.2^{46} \\approx 4400$, and $0.8^{46} \\approx 0.00003$.")
@pytest.mark.claim("256. Training changes the first two, 128 numbers.")
def test_arithmetic():
    assert (round(0.9**34, 2), round(0.99**34, 2)) == (0.03, 0.71)
    assert round(1.2**46, -2) == 4400 and round(0.8**46, 5) == 0.00003
    assert -(-1080 // 32) == 34
    layer = keras.layers.BatchNormalization(axis=3)
    layer.build((None, 4, 4, 64))
    assert (layer.count_params(), sum(np.prod(w.shape) for w in layer.trainable_weights)) == (256, 128)


@pytest.mark.claim("The weights are the same for every dot, and all of them are good. Only the averages differ.")
def test_averages_need_time(notebook, signs):
    model = load_signs_weights(notebook["ResNetMini"](n=2))
    moving = [(weight, weight.numpy()) for weight in model.non_trainable_weights if "moving" in weight.path]
    _, _, _, X, labels = signs
    found = {}
    for momentum in (0.9, 0.99):
        left = momentum**70
        for weight, settled in moving:
            weight.assign(left * ("variance" in weight.path) + (1 - left) * settled)
        found[momentum] = np.mean(np.argmax(model(X, training=False), axis=1) == labels)
    assert found[0.99] < 0.5 < 0.85 < found[0.9]
