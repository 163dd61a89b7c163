"""The course's data: the generator draws what is committed, and `course data` puts originals into their place."""

import contextlib
import hashlib
import http.server
import io
import shutil
import sys
import threading
from pathlib import Path

import h5py
import numpy as np
import pytest
from typer.testing import CliRunner

from autograder.cli import app
from autograder.course.course import CourseError
from autograder.course.data import add, known
from autograder.course.limits import Limits
from autograder.running.process import NotebookProcess, Step
from utils.picture_data import load_pictures

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "data"
ORIGINAL = b"the original, byte by byte"
SIGNS = {"train_signs.h5", "test_signs.h5"}
MADE_WHEN_NEEDED = SIGNS | {"train_happy.h5", "test_happy.h5"}
MANIFEST = f"""
[[file]]
name = "set.h5"
what = "a few numbers"
bytes = 4
sha256 = "{hashlib.sha256(b"mine").hexdigest()}"
source = "made here"
licence = "BSD-3-Clause"

[file.real]
what = "more numbers"
bytes = {len(ORIGINAL)}
sha256 = "{hashlib.sha256(ORIGINAL).hexdigest()}"
source = "elsewhere"
licence = "unclear"
"""


@pytest.fixture(scope="module")
def cats():
    sys.path.insert(0, str(FOLDER))
    try:
        import cats

        yield cats
    finally:
        sys.path.remove(str(FOLDER))


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "MANIFEST.toml").write_text(MANIFEST)
    (folder / "set.h5").write_bytes(b"mine")
    return folder


def placed(data):
    """What lies in the folder of the originals, by name."""
    return {path.name: path.read_bytes() for path in (data / "real").glob("*")}


def states(data):
    return [(file.name, file.whose, file.state) for file in known(data)]


# --- what is committed


def test_every_file_here_is_as_the_manifest_says():
    own = {file.name: file for file in known(FOLDER) if file.whose == "course"}
    here = {path.name for path in FOLDER.iterdir() if path.is_file() and path.suffix not in (".py", ".toml")}
    assert set(own) - here <= MADE_WHEN_NEEDED and here <= set(own)
    for name in here:
        assert own[name].problem((FOLDER / name).read_bytes()) == "", name


@pytest.mark.parametrize(("name", "m", "cats_among"), [("train", 209, 84), ("test", 50, 25)])
def test_cats_are_drawn_again_as_they_are(cats, name, m, cats_among):
    pictures, labels = cats.make(name)
    with h5py.File(FOLDER / f"{name}_catvnoncat.h5") as file:
        assert set(file) == {f"{name}_set_x", f"{name}_set_y", "list_classes"}
        x, y, classes = file[f"{name}_set_x"][:], file[f"{name}_set_y"][:], file["list_classes"][:]
    np.testing.assert_array_equal(x, pictures)
    np.testing.assert_array_equal(y, labels)
    assert (x.shape, x.dtype) == ((m, 64, 64, 3), np.uint8)
    assert (y.shape, y.dtype, y.sum()) == ((m,), np.int64, cats_among)
    assert classes.dtype == "S7" and classes.tolist() == [b"non-cat", b"cat"]


def test_no_picture_of_the_test_set_is_in_the_training_set(cats):
    pictures = {picture.tobytes() for name in cats.SETS for picture in cats.make(name)[0]}
    assert len(pictures) == 259


def test_the_generator_writes_what_the_loaders_read(cats, tmp_path, capsys):
    cats.write(tmp_path)
    train_x, train_y, _, test_y, _ = load_pictures("catvnoncat", tmp_path)
    assert (train_x.shape, train_y.shape, test_y.shape) == ((209, 64, 64, 3), (1, 209), (1, 50))


@pytest.fixture(scope="module")
def signs(tmp_path_factory):
    """A folder of data with the program only, and what the loader says and gives where the set is made there."""
    folder = tmp_path_factory.mktemp("data")
    shutil.copy(FOLDER / "signs.py", folder)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        first, again = (load_pictures("signs", folder) for _ in range(2))
    return folder, printed.getvalue().splitlines(), first, again


def test_signs_are_drawn_when_they_are_needed(signs):
    folder, printed, (train_x, train_y, test_x, test_y, classes), again = signs
    assert [line.split()[0] for line in printed] == ["The", "Loaded", "Loaded"]  # drawn once
    assert (train_x.shape, train_x.dtype, train_y.shape) == ((1080, 64, 64, 3), np.uint8, (1, 1080))
    assert (test_x.shape, test_y.shape, test_y.dtype) == ((120, 64, 64, 3), (1, 120), np.int64)
    assert np.bincount(train_y[0]).tolist() == [180] * 6 and np.bincount(test_y[0]).tolist() == [20] * 6
    assert classes.tolist() == list(range(6))
    np.testing.assert_array_equal(train_x, again[0])
    assert len({picture.tobytes() for picture in (*train_x, *test_x)}) == 1200
    assert {path.name for path in folder.iterdir()} == SIGNS | {"signs.py"}


def test_signs_are_the_same_everywhere(signs):
    """As the manifest says; a new version of HDF5 may lay out its files in another way, and draws the same."""
    own = {file.name: file for file in known(FOLDER) if file.whose == "course"}
    for name in SIGNS:
        assert own[name].problem((signs[0] / name).read_bytes()) == "", name


def test_signs_need_no_folder_that_can_be_written(tmp_path):
    shutil.copy(FOLDER / "signs.py", tmp_path)
    program = (tmp_path / "signs.py").read_text().replace("(1080, 1)", "(6, 1)").replace("(120, 2)", "(6, 2)")
    refuses = f"""    if str(folder) == {str(tmp_path)!r}:
        raise PermissionError("not here")
    import h5py
"""
    (tmp_path / "signs.py").write_text(program.replace("    import h5py\n", refuses))
    assert load_pictures("signs", tmp_path)[0].shape == (6, 64, 64, 3)


def test_submissions_find_the_data_in_the_sandbox(warm):
    submission = NotebookProcess(warm, [], Limits())
    (outputs,) = submission.run([Step("from utils.lr_utils import load_dataset\nprint(load_dataset()[0].shape)")])
    submission.close()
    assert "(209, 64, 64, 3)" in "".join(output.get("text", "") for output in outputs)


# --- course data


def test_states_say_what_is_here(data):
    assert states(data) == [("set.h5", "course", "here"), ("set.h5", "original", "not here")]
    (data / "set.h5").write_bytes(b"nine")
    assert states(data)[0] == ("set.h5", "course", "damaged")


def test_add_puts_the_original_into_its_place(data, tmp_path):
    source = tmp_path / "download"
    source.write_bytes(ORIGINAL)
    place = add(data, "set.h5", str(source))
    assert placed(data) == {"set.h5": ORIGINAL} and place == data / "real" / "set.h5"
    assert place.stat().st_mode & 0o777 == 0o644
    assert (data / "set.h5").read_bytes() == b"mine" and source.read_bytes() == ORIGINAL
    assert states(data) == [("set.h5", "course", "here"), ("set.h5", "original", "here")]
    add(data, "set.h5", str(place))  # once more, from itself
    assert placed(data) == {"set.h5": ORIGINAL}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "it has 0 bytes, and set.h5 has 26"),
        (ORIGINAL + b"!" * 10**6, "it has more bytes, and set.h5 has 26"),
        (ORIGINAL.upper(), "its sha256 is"),
    ],
)
def test_what_is_not_the_original_changes_nothing(data, tmp_path, content, message):
    source = tmp_path / "download"
    source.write_bytes(ORIGINAL)
    add(data, "set.h5", str(source))
    source.write_bytes(content)
    with pytest.raises(CourseError, match=message):
        add(data, "set.h5", str(source))
    assert placed(data) == {"set.h5": ORIGINAL}


@pytest.mark.parametrize(
    ("name", "source", "message"),
    [
        ("other.h5", "anything", "no original is called 'other.h5'; data/MANIFEST.toml has set.h5"),
        ("set.h5", "nowhere", "nowhere cannot be read: No such file"),
        ("set.h5", "/", "/ cannot be read: Is a directory"),
        ("set.h5", "ftp://host/set.h5", "neither a path nor an address"),
        ("set.h5", "http://", "http://"),
    ],
)
def test_errors_say_what_cannot_be_had(data, tmp_path, monkeypatch, name, source, message):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CourseError, match=message):
        add(data, name, source)
    assert placed(data) == {}


@pytest.fixture
def server(tmp_path):
    """An address that serves the files of tmp_path."""
    handler = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), lambda *args: handler(*args, directory=str(tmp_path))
    ) as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{found.server_port}"
        found.shutdown()


def test_add_fetches_an_address(data, tmp_path, server, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    (tmp_path / "download").write_bytes(ORIGINAL)
    add(data, "set.h5", f"{server}/download")
    assert placed(data) == {"set.h5": ORIGINAL}
    with pytest.raises(CourseError, match="404"):
        add(data, "set.h5", f"{server}/other")
    assert placed(data) == {"set.h5": ORIGINAL}


def test_a_manifest_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(CourseError, match=r"MANIFEST\.toml cannot be read"):
        known(tmp_path)
    (tmp_path / "MANIFEST.toml").write_text('[[file]]\nname = "x"\nbytes = 1\nsha256 = "0"\n')
    with pytest.raises(CourseError, match="x has no what, source, licence"):
        known(tmp_path)


def test_commands(tmp_path, monkeypatch):
    for name in ("nbgrader_config.py", "syllabus.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "MANIFEST.toml").write_text(MANIFEST)
    (tmp_path / "download").write_bytes(ORIGINAL)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["data", "add", "set.h5", "download"])
    assert done.exit_code == 0 and "set.h5 is the original" in done.output
    done = CliRunner().invoke(app, ["data"])
    assert done.exit_code == 0 and "more numbers" in done.output
    done = CliRunner().invoke(app, ["data", "add", "set.h5", "syllabus.toml"])
    assert done.exit_code == 1 and "syllabus.toml is not the original set.h5" in done.output
