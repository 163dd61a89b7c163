"""check() and progress(), as a student's notebook calls them."""

import linecache
import re
import shutil
import subprocess
import sys

import pytest
from conftest import PLANAR

from autograder.authoring.public import FILE
from autograder.running.source import stub
from utils import check, progress


@pytest.fixture
def notebook(released_course, planar, tmp_path, monkeypatch):
    """The variables of a solved notebook, in a folder with the release's checks."""
    shutil.copy(released_course.releases / PLANAR / FILE, tmp_path)
    monkeypatch.chdir(tmp_path)
    return planar.source.namespace()


def define(code: str, variables: dict) -> None:
    """Runs a cell of the notebook."""
    name = f"<cell {hash(code):x}>"
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
    exec(compile(code, name, "exec"), variables)


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
    assert repr(result) == (
        "○ `nn_model` can't be judged before `backward_propagation` is right; grading puts ours in its place."
    )
    assert result.verdicts[0].points == 0 and "points" not in result._repr_html_()


def test_a_function_that_is_wrong_by_itself_is_told_so_on_top_of_a_wrong_one_too(notebook):
    right = notebook["forward_propagation"]
    notebook["forward_propagation"] = lambda X, parameters: (1 - right(X, parameters)[0], right(X, parameters)[1])
    # It behaves exactly like its own mistake "0 and 1 exchanged", and is right.
    assert repr(check("predict", notebook["predict"])).startswith("○ `predict` can't be judged before")
    exec("def predict(parameters, X): pass", notebook)  # calls nothing
    assert "yours is None" in repr(check("predict", notebook["predict"]))


def test_an_earlier_function_that_is_called_by_a_third_counts_too(notebook):
    exec("def run(X, parameters): return forward_propagation(X, parameters)[0]", notebook)
    exec("def predict(parameters, X): return (run(X, parameters) > 0.5).astype(int)", notebook)
    assert check("predict", notebook["predict"])
    define("def forward_propagation(*arguments, **options):\n    raise NotImplementedError", notebook)
    assert repr(check("predict", notebook["predict"])).startswith(
        "○ `predict` can't be judged before `forward_propagation`"
    )


def test_a_stub_that_an_earlier_one_keeps_from_being_reached_is_called_so(notebook, planar):
    cells = {name: stub(planar.source.solutions[name], name) for name in ("layer_sizes", "nn_model")}
    namespace = planar.source.namespace(cells)
    assert repr(check("nn_model", namespace["nn_model"])) == "○ `nn_model` is not written yet."
    text = re.sub(r"( +)raise", r"\1costs = []\n\1raise", stub(planar.source.solutions["nn_model"], "nn_model"))
    namespace = planar.source.namespace({"layer_sizes": "def layer_sizes(X, Y): return 1 / 0", "nn_model": text})
    assert repr(check("nn_model", namespace["nn_model"])).startswith("○ Your code for `nn_model` is there")


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("A2, cache = forward_propagation(X.T, parameters)",
         "ValueError from `forward_propagation`: a matrix product of (5, 3) and (8, 3), whose inner sizes, 3 and 8, "
         "differ, in the line `A2, cache = forward_propagation(X.T, parameters)`."),
        ("return (run(X) > 0.5).astype(int)",
         "TypeError from `run`: forward_propagation() missing 1 required positional argument: 'parameters', in the line "
         "`return (run(X) > 0.5).astype(int)`."),
        ("return [row[0] for row in X @ X][0]",
         "ValueError: a matrix product of (3, 8) and (3, 8), whose inner sizes, 8 and 3, differ, in the line "
         "`return [row[0] for row in X @ X][0]`."),
    ],
)  # fmt: skip
def test_an_error_from_another_function_names_the_line_that_calls_it(notebook, cell, sentence):
    define("def run(X): return forward_propagation(X)[0]", notebook)
    define(f"def predict(parameters, X):\n    {cell}\n    return (A2 > 0.5).astype(int)", notebook)
    found = repr(check("predict", notebook["predict"]))
    numbers = re.compile(r"(?<=[(, ])\d+(?=[,) ])")
    assert numbers.sub("n", f"`predict` stopped with {sentence}") in numbers.sub("n", found)


@pytest.mark.parametrize(
    ("line", "end"),
    [
        ("A2 = forward_propagation(X, parameters)[0]", "None. Does the function `return` what has a value?"),
        ("return None", "None. Does the function `return` what has a value?"),
        ("A2 = None\n    return A2", "None. Where does it get its value?"),
        ("A2 = None\n    tf.GradientTape if X is None else 0\n    return A2", "inside the `with`?"),
    ],
)
def test_none_is_put_down_to_what_the_function_does(notebook, line, end):
    define(f"def predict(parameters, X):\n    {line}\n", notebook)
    assert end in repr(check("predict", notebook["predict"])).splitlines()[1]


@pytest.mark.parametrize(
    ("value", "hint"),
    [("np.max(A2 > 0.5, axis=0) * 1", True), ("(A2 > 0.5).sum(axis=0)", True), ("(A2 > 0.5)[0] * 1", False)],
)
def test_keepdims_is_spoken_of_where_an_axis_was_reduced(notebook, value, hint):
    define(f"def predict(parameters, X):\n    A2, _ = forward_propagation(X, parameters)\n    return {value}", notebook)
    text = repr(check("predict", notebook["predict"])).splitlines()[1]
    assert ("keepdims=True" in text) == hint and "axis" in text


def test_points_are_shown_as_halves(notebook):
    notebook |= {"right": notebook["initialize_parameters"], "right_cost": notebook["compute_cost"]}
    define("initialize_parameters = lambda n_x, n_h, n_y: right(n_x, n_h, n_y) if n_x > 1 else None", notebook)
    result = check("initialize_parameters", notebook["initialize_parameters"])
    assert repr(result).startswith("✗ initialize_parameters: 7.5 of 10 points")
    almost = check("compute_cost", eval("lambda A2, Y, parameters=None: np.array([[right_cost(A2, Y)]])", notebook))
    assert almost.verdicts[0].points % 0.5 == 0
    sizes = check("layer_sizes", eval("lambda X, Y: (X.shape[0], 4, 1)", notebook))
    assert 0.5 <= sizes.verdicts[0].points <= 4.5


def test_progress_counts_exercises_and_points(notebook):
    assert repr(run("progress()", notebook)).startswith("8 of 8 exercises right, 100 of 100 points")
    del notebook["layer_sizes"]
    define("def update_parameters(*arguments, **options):\n    raise NotImplementedError", notebook)
    text = repr(run("progress()", notebook))
    assert text.startswith("5 of 8 exercises right, 70 of 100 points")
    assert "not defined" in text and "not written yet" in text
    (row,) = (line.split() for line in text.splitlines() if line.startswith("nn_model"))
    assert row == ["nn_model", "○", "not", "judged", "yet", "first", "layer_sizes"]  # and no points
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
    code = (
        "import sys, autograder.check; print([m for m in ('matplotlib', 'nbgrader', 'nbformat') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
