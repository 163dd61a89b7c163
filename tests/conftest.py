"""A course of its own for the tests, and a small class in it."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import settings

from autograder.authoring.release import release
from autograder.course.course import Course
from autograder.demo import make_course
from autograder.running.grader import Grader
from autograder.running.process import WarmParent
from autograder.running.source import Source

# No time limits: machines are shared. The same examples each time: a red run can be repeated.
settings.register_profile("course", deadline=None, derandomize=True)
settings.load_profile("course")

ROOT = Path(__file__).parents[1]
PLANAR = "a15_planar_classification"


# The files that take longest, which start first: otherwise one process works at the end, and the others wait.
# fmt: off
LONG = [
    "attacks", "notebooks", "model_attacks", "course", "books", "parallel", "authors", "submission", "bundle", "doctor",
    "a17_published", "a43_published", "intake", "a41_published", "a34_published", "viewers", "handed_in", "watch",
]
# fmt: on


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {f"test_{name}.py": place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path.name, len(LONG)))


@pytest.fixture(autouse=True)
def as_found() -> Iterator[None]:
    """What a test leaves in its process changes none that comes later: variables, and the seed of TensorFlow's draws."""
    environment = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(environment)
    if "tensorflow" in sys.modules:
        sys.modules["tensorflow"].random.set_seed(None)


# The photographs of the published runs are not passed on.
REAL = Path(os.environ.get("COURSE_REAL_DATA", "/nowhere"))
needs_photographs = pytest.mark.skipif(
    not all((REAL / f"{part}_catvnoncat.h5").is_file() for part in ("train", "test")),
    reason="COURSE_REAL_DATA should name the folder that holds train_ and test_catvnoncat.h5",
)


@pytest.fixture(scope="module")
def reference(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The variables of the source notebook that the test module names as its ID."""
    return Source(ROOT / "source_notebooks" / request.module.ID / f"{request.module.ID}.py").namespace()


@pytest.fixture(scope="session")
def planar() -> Grader:
    return Grader.load(PLANAR, ROOT)


@pytest.fixture(scope="session")
def released_course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with the planar assignment released, and no submissions."""
    course = make_course(Course.find(ROOT), tmp_path_factory.mktemp("course") / "course")
    release(course, PLANAR)
    return course


@pytest.fixture
def course(released_course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """A fresh copy of it for one test, which runs in its folder with a fixed secret."""
    folder = tmp_path / "course"
    shutil.copytree(released_course.root, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COURSE_SECRET", "a secret for tests")
    return Course(folder)


@pytest.fixture(scope="session")
def release_notebook(released_course: Course) -> nbformat.NotebookNode:
    return nbformat.read(released_course.release(PLANAR), as_version=4)


@pytest.fixture(scope="session")
def warm() -> WarmParent:
    with WarmParent("numpy") as parent:
        yield parent


def save_as_keras_2(path, model):
    """A file of a model as Keras 2 wrote it: a group for each layer, and in it one for the weights."""
    import h5py

    with h5py.File(path, "w") as file:
        for layer in model.layers:
            group = file.create_group(f"model_weights/{layer.name}")
            names = [f"{layer.name}/{weight.name}:0" for weight in layer.weights]
            group.attrs["weight_names"] = [name.encode() for name in names]
            for name, weight in zip(names, layer.weights, strict=True):
                group[name] = weight.numpy()
