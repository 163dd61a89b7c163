"""The solutions of a34 give the counts of the published text; its accuracies are of photographs and an old generator."""

import json
import runpy

import h5py
import keras
import numpy as np
import pytest
from conftest import REAL, ROOT

from autograder.course.data import known
from autograder.running.source import Source
from utils.happy_utils import own_face
from utils.picture_data import load_pictures

ID = "a34_keras_happy_house"
LONG_RUN = json.loads((ROOT / "source_notebooks" / ID / "long_run.json").read_text())
SEEDS = range(1, 6)


@pytest.fixture(scope="module")
def notebook(reference):
    """The solutions, and the functions that the notebook gives."""
    given = ("def one_block_model(", "def unchained_model(")
    for cell in Source(ROOT / "source_notebooks" / ID / f"{ID}.py").notebook.cells:
        if cell.source.startswith(given):
            exec(cell.source.partition("\n\n\n")[0], reference)
    return reference


@pytest.fixture(scope="module")
def faces(reference):
    """X, Y of the training and of the test set."""
    made = load_pictures("happy")
    return *reference["prepare_pictures"](*made[:2]), *reference["prepare_pictures"](*made[2:4])


def fresh(notebook, build, seed):
    keras.utils.set_random_seed(seed)
    return notebook["compile_model"](notebook[build]((64, 64, 3)))


def counts(model):
    trainable = sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)
    return model.count_params(), trainable, model.count_params() - trainable


@pytest.mark.claim("It has 8305 numbers, and found them in 600 faces.")
@pytest.mark.claim("37 633, as the summary says. And nearly all of them sit in the last layer: 32 768 weights")
@pytest.mark.claim("And 33 793 numbers instead of 8305! The wrong network has four times as many as yours")
@pytest.mark.claim("its output is (None, 58, 58, 32) then")
def test_counts(notebook):
    models = {name: notebook[name]((64, 64, 3)) for name in ("HappyModel", "one_block_model", "unchained_model")}
    assert counts(models["HappyModel"]) == (8305, 8193, 112)
    assert counts(models["one_block_model"]) == (37633, 37569, 64)
    assert counts(models["unchained_model"]) == (33793, 33729, 64) and round(33793 / 8305) == 4
    happy = models["HappyModel"]
    shapes = [happy.get_layer(f"max_pool{k}").output.shape[1:] for k in (1, 2, 3)]
    assert shapes == [(32, 32, 8), (16, 16, 16), (8, 8, 32)] and happy.output.shape == (None, 1)
    names = [layer.name for layer in models["unchained_model"].layers]
    assert {"conv3", "bn3", "max_pool3"} <= set(names) and not {"conv1", "conv2"} & set(names)
    assert notebook["HappyModel"]((32, 48, 1)).input_shape == (None, 32, 48, 1)
    by_hand = [notebook["block_params"](3, *c) for c in ((3, 8), (8, 16), (16, 32))]
    assert by_hand == [(224 + 16, 16), (1168 + 32, 32), (4640 + 64, 64)]
    assert 64 - 7 + 1 == 58 and 32 * 32 * 32 == 32768


def test_data(capsys):
    X_train, Y_train, X_test, Y_test, classes = load_pictures("happy")
    assert (X_train.shape, X_train.dtype, Y_train.shape) == ((600, 64, 64, 3), np.uint8, (1, 600))
    assert (X_test.shape, Y_test.shape, Y_test.dtype, classes.tolist()) == (
        (150, 64, 64, 3), (1, 150), np.int64, [0, 1])  # fmt: skip
    assert np.bincount(Y_train[0]).tolist() == [300, 300] and np.bincount(Y_test[0]).tolist() == [75, 75]
    assert len({picture.tobytes() for picture in (*X_train, *X_test)}) == 750


def test_faces_are_the_same_everywhere(tmp_path):
    """As the manifest says; a new version of HDF5 may lay out its files in another way, and draws the same."""
    runpy.run_path(str(ROOT / "data" / "happy.py"))["write"](tmp_path)
    own = {file.name: file for file in known(ROOT / "data") if file.whose == "course"}
    for name in ("train_happy.h5", "test_happy.h5"):
        assert own[name].problem((tmp_path / name).read_bytes()) == "", name


@pytest.mark.skipif(not (REAL / "test_happy.h5").is_file(), reason="the original faces are not here")
def test_the_original_faces_are_read(tmp_path, reference):
    (tmp_path / "real").mkdir()
    for part in ("train", "test"):  # the loader takes both or none
        with h5py.File(REAL / "test_happy.h5") as file, h5py.File(tmp_path / f"real/{part}_happy.h5", "w") as copy:
            for name in ("x", "y"):
                copy[f"{part}_set_{name}"] = file[f"test_set_{name}"][:]
            copy["list_classes"] = file["list_classes"][:]
    X, Y = reference["prepare_pictures"](*load_pictures("happy", tmp_path)[2:4])
    assert X.shape == (150, 64, 64, 3) and 0.99 < X.max() <= 1 and Y.shape == (150, 1) and set(Y[:, 0]) == {0, 1}


def test_compile_and_fit_are_adam_by_hand(reference):
    """A sigmoid unit on one batch: the loss before each step."""
    rng = np.random.default_rng(1)
    X, Y, W, b = rng.normal(0, 2, (20, 4)), rng.integers(0, 2, (20, 1)), rng.normal(0, 0.4, (4, 1)), np.zeros(1)
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, activation="sigmoid")])
    model.set_weights([W, b])
    model = reference["compile_model"](model)
    history = reference["train_model"](model, X.astype(np.float32), Y, epochs=5, batch_size=20)
    v, s = [0.0, 0.0], [0.0, 0.0]
    for t in range(1, 6):
        a = 1 / (1 + np.exp(-(X @ W + b)))
        assert history["loss"][t - 1] == pytest.approx(-np.mean(Y * np.log(a) + (1 - Y) * np.log(1 - a)), rel=1e-5)
        assert history["accuracy"][t - 1] == pytest.approx(np.mean((a > 0.5) == Y))
        steps = []
        for k, g in enumerate((X.T @ (a - Y) / 20, np.mean(a - Y, axis=0))):
            v[k], s[k] = 0.9 * v[k] + 0.1 * g, 0.999 * s[k] + 0.001 * g**2
            steps.append(0.001 * v[k] / (1 - 0.9**t) / (np.sqrt(s[k] / (1 - 0.999**t)) + 1e-7))
        W, b = W - steps[0], b - steps[1]


# --- what the notebook says


@pytest.mark.claim("(each new batch counts 1 %, the past 99 %)")
@pytest.mark.claim("each step moves them by only 1 % of the way")
@pytest.mark.claim("After twelve epochs, only 1 % is.")
@pytest.mark.claim(
    "An epoch has 38 steps here, and $0.99^{38} \\approx 0.68$: after the first epoch, two thirds of the averages"
)
def test_moving_averages(notebook):
    assert notebook["HappyModel"]((64, 64, 3)).get_layer("bn1").momentum == 0.99
    assert -(-600 // 16) == 38 and round(0.99**38, 2) == 0.68 and round(0.99 ** (12 * 38), 2) == 0.01


@pytest.fixture(scope="module")
def trained(notebook, faces):
    """HappyModel from seed 1 after eight epochs, and its learning curve."""
    X, Y, X_test, Y_test = faces
    model, curve = fresh(notebook, "HappyModel", 1), []
    for epoch in range(1, 9):
        noted = notebook["train_model"](model, X, Y, epochs=1)["accuracy"][0]
        curve.append([noted, notebook["evaluate_model"](model, X_test, Y_test)[1]])
        if epoch == 4:
            curve[-1].append(notebook["evaluate_model"](model, X, Y)[1])
    return model, curve


@pytest.mark.claim("At the end, more than nine test faces in ten are right.")
@pytest.mark.claim("The same poor answer, about faces that it has met four times.")
def test_the_network_tells_smiles(trained):
    _, curve = trained
    for run in LONG_RUN["chained"]:
        assert run[11][1] > 0.9 and run[19][1] > 0.9
        assert run[3][0] > 0.8 and run[3][1] < run[3][0] - 0.1
    assert curve[7][0] > 0.97 and curve[7][1] > 0.8
    noted, test, on_training = curve[3]
    assert noted > 0.85 and test < noted - 0.15 and abs(on_training - test) < 0.15


def test_the_long_run_is_one_of_this_network(trained, notebook, faces):
    """First epochs: later ones differ with the machine."""
    assert [row[0] for row in LONG_RUN["chained"][0][:3]] == pytest.approx([row[0] for row in trained[1][:3]], abs=0.06)
    unchained = fresh(notebook, "unchained_model", 1)
    noted = notebook["train_model"](unchained, *faces[:2], epochs=1)["accuracy"][0]
    assert LONG_RUN["unchained"][0][0][0] == pytest.approx(noted, abs=0.06)


@pytest.mark.claim("With a quarter of the numbers, yours is better in each of the five starts.")
@pytest.mark.claim("one epoch earlier, the lowest of them stood at 0.86, while yours stood where they are")
def test_the_chain_is_better():
    pairs = zip(LONG_RUN["chained"], LONG_RUN["unchained"], strict=True)
    assert all(chained[-1][1] > unchained[-1][1] for chained, unchained in pairs)
    assert [len(run) for run in LONG_RUN["chained"]] == [20] * 5
    before, after = ([run[k][1] for run in LONG_RUN["unchained"]] for k in (18, 19))
    assert (round(min(after), 2), round(max(after), 2)) == (0.54, 0.95)
    assert round(before[after.index(min(after))], 2) == 0.86
    assert all(run[18][1] == run[19][1] for run in LONG_RUN["chained"])


@pytest.mark.claim("An epoch has four steps then, so we give it 120 of them: 480 steps, about as many as before")
@pytest.mark.claim(
    "Asked in use as well, it knows all of its 60 faces, or nearly all. Of the new ones it gets about half to three"
)
def test_few_faces_are_memorised(notebook, faces):
    """Five starts, 120 epochs: the accuracy noted in training, and in use that on the test faces and on the 60."""
    X, Y, X_test, Y_test = faces
    model = fresh(notebook, "HappyModel", 1)
    noted = notebook["train_model"](model, X[:60], Y[:60], epochs=120)["accuracy"][-1]
    here = [noted, *(notebook["evaluate_model"](model, *asked)[1] for asked in ((X_test, Y_test), (X[:60], Y[:60])))]
    for noted, test, own in (*LONG_RUN["few"], here):
        assert noted > 0.95 and own > 0.95 and 0.42 < test < 0.78
    assert -(-60 // 16) * 120 == 480 and 12 * 38 == 456 and 0.99**480 < 0.01


@pytest.mark.claim("a number behind the third block sees 22 × 22 pixels, one behind the block of 7 × 7 only 8 × 8")
@pytest.mark.claim("And three poolings leave 2048 numbers for the last layer, not 32 768.")
@pytest.mark.claim("A number of the unchained network sees 4 × 4 pixels, an edge of a lip. One of yours sees 22 × 22")
def test_what_a_number_sees(notebook):
    """With all weights 1: the rows of pixels that move a number in the middle behind the last pooling."""

    def seen(build):
        model = notebook[build]((64, 64, 3))
        maps = keras.Model(model.input, model.layers[-3].output)
        maps.set_weights([np.ones_like(weight) for weight in maps.get_weights()])
        X = np.zeros((65, 64, 64, 3), np.float32)
        X[np.arange(64), np.arange(64)] = 1  # a white row in each picture but the last
        A = maps.predict(X, verbose=0)
        middle = A[:, A.shape[1] // 2, A.shape[2] // 2, 0]
        return np.sum(middle > 1.01 * middle[-1]), A[0].size

    found = [seen(build) for build in ("HappyModel", "one_block_model", "unchained_model")]
    assert found == [(22, 2048), (8, 32768), (4, 32768)]


def test_smiles():
    p = LONG_RUN["smiles"]
    assert len(p) == 9 and max(p[:3]) < 0.2 and min(p[-3:]) > 0.8


@pytest.mark.claim("It looks at the mouth.")
@pytest.mark.claim("and the last sigmoid is very close to 0 or 1, whatever the face")
def test_where_it_looks(trained, reference, faces):
    model, _ = trained
    for smile, seed in ((0.8, 5), (-0.8, 5), (0.8, 14), (-0.8, 14)):
        face = own_face(smile, seed)
        before = reference["smile_probability"](model, face)
        changes = np.abs(model.predict(reference["cover"](face, 8) / 255, verbose=0).reshape(8, 8) - before)
        row, column = np.unravel_index(changes.argmax(), changes.shape)
        assert row in (4, 5, 6) and column in (2, 3, 4, 5)
    p = model.predict(faces[2][:20] * 255, verbose=0)
    assert np.all(np.minimum(p, 1 - p) < 1e-3)
