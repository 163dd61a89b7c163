"""check() and progress(), as a student's notebook calls them."""

import shutil
import subprocess
import sys

import pytest
from conftest import PLANAR

from autograder.public import FILE
from utils import check, progress


@pytest.fixture
def notebook(released_course, planar, tmp_path, monkeypatch):
    """The variables of a solved notebook, in a folder with the release's checks."""
    shutil.copy(released_course.releases / PLANAR / FILE, tmp_path)
    monkeypatch.chdir(tmp_path)
    return planar.source.namespace()


def run(code: str, variables: dict):
    """The value of an expression, in the notebook."""
    return eval(code, variables | {"check": check, "progress": progress})


def test_right_answers(notebook):
    result = check("backward_propagation", notebook["backward_propagation"])
    assert result
    assert repr(result) == "✓ backward_propagation: 25 of 25 points"
    assert 'role="status"' in result._repr_html_() and "is right" in result._repr_html_()


def test_a_known_mistake_gets_its_sentence_in_html_and_text(notebook):
    result = check("compute_cost", eval("lambda A2, Y, parameters=None: -compute_cost(A2, Y)", dict(notebook)))
    assert not result
    assert "The cost is negative." in repr(result) and "The cost is negative." in result._repr_html_()
    assert repr(result).splitlines()[2:] == [f"  ✗ {part.name}" for part in result.verdicts[0].parts]


def test_what_a_student_returns_is_escaped(notebook):
    throws = "lambda X, Y: (_ for _ in ()).throw(ValueError('<script>alert(1)</script>'))"
    result = check("layer_sizes", eval(throws, notebook))
    assert "<script>" not in result._repr_html_() and "&lt;script&gt;" in result._repr_html_()


def test_an_exercise_on_top_of_a_wrong_one_points_there(notebook):
    exec("backward_propagation = lambda parameters, cache, X, Y: {'dW1': 0}", notebook)
    result = check("nn_model", notebook["nn_model"])
    assert "`nn_model` builds on `backward_propagation`, which is not right yet" in repr(result)


def test_progress_counts_exercises_and_points(notebook):
    assert repr(run("progress()", notebook)).startswith("8 of 8 exercises right, 100 of 100 points")
    del notebook["layer_sizes"]
    exec("def update_parameters(*arguments, **options): raise NotImplementedError", notebook)
    text = repr(run("progress()", notebook))
    assert text.startswith("5 of 8 exercises right, 70 of 100 points")
    assert "not defined" in text and "not written yet" in text and "see layer_sizes first" in text
    assert "<caption>" in run("progress()", notebook)._repr_html_()


def test_wrong_names_and_missing_or_damaged_files_are_explained(notebook, tmp_path):
    with pytest.raises(ValueError, match="there is no exercise 'cost'"):
        check("cost", print)
    (tmp_path / FILE).write_bytes(b"damaged")
    with pytest.raises(ValueError, match="is damaged"):
        check("predict", print)
    (tmp_path / FILE).unlink()
    with pytest.raises(FileNotFoundError, match="has to stay beside"):
        check("predict", print)


def test_nbgraders_validate_button_sees_wrong_answers(notebook, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    check("predict", notebook["predict"])
    with pytest.raises(AssertionError, match="✗ predict"):
        check("predict", lambda parameters, X: None)


def test_utils_imports_nothing_heavy():
    code = "import sys, utils; print([m for m in ('numpy', 'matplotlib', 'nbgrader', 'sklearn') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
    code = "import sys, utils.checking; print([m for m in ('matplotlib', 'nbgrader', 'nbformat') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
