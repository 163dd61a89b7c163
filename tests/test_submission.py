"""Submissions in every state: read, repaired, and graded for what they really do."""

import json
import resource
import time
from copy import deepcopy
from pathlib import Path

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell

from autograder.course.limits import Limits
from autograder.demo import filled, with_copied_cell
from autograder.running.execute import Result, grade_notebook
from autograder.running.grader import Grader
from autograder.running.process import WarmParent
from autograder.running.submission import read_submission

ALL = {
    "layer_sizes",
    "initialize_parameters",
    "forward_propagation",
    "compute_cost",
    "backward_propagation",
    "update_parameters",
    "nn_model",
    "predict",
}


@pytest.fixture
def solved(planar: Grader, release_notebook):
    return filled(release_notebook, planar.source.solutions)


@pytest.fixture(scope="module")
def solved_json(planar: Grader, release_notebook) -> str:
    return nbformat.writes(filled(release_notebook, planar.source.solutions))


@pytest.fixture
def grade(planar: Grader, release_notebook, warm: WarmParent, tmp_path: Path):
    """Grades a notebook, or bytes, and returns the result and the graded notebook."""

    def graded(notebook, **options) -> tuple[Result, nbformat.NotebookNode]:
        path = tmp_path / "n.ipynb"
        path.write_bytes(notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode())
        submitted = read_submission(path, release_notebook)
        result = grade_notebook(submitted, [], planar, warm, "student", "secret", **options)
        nbformat.validate(submitted.notebook)
        return result, submitted.notebook

    return graded


def lost(result: Result) -> set[str]:
    return {verdict.exercise for verdict in result.verdicts if not verdict.passed}


def cell_of(notebook, name: str):
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name)


def index_of(notebook, name: str) -> int:
    return notebook.cells.index(cell_of(notebook, name))


def test_solved_and_untouched(grade, solved, release_notebook):
    assert lost(grade(solved)[0]) == set()
    result, _ = grade(release_notebook)
    assert result.points == 0
    assert {verdict.status for verdict in result.verdicts} == {"unfinished"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "a PDF"),
        (b"\xff\xff\x00", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"[]", "no cells"),
        (b"{}", "no cells"),
        (b'{"cells": 3}', "no cells"),
        (b'{"worksheets": 3, "nbformat": 3}', "no cells"),
    ],
    ids=["empty", "pdf", "bytes", "deep", "list", "object", "cells", "nbformat-3"],
)
def test_what_is_no_notebook_gets_zero_and_a_reason(grade, data, words):
    result, _ = grade(data)
    assert (result.points, result.reason) == (0, "unreadable")
    assert words in result.remarks[0]
    assert all(words in verdict.message for verdict in result.verdicts)


def test_a_missing_file_and_a_link_are_unreadable(release_notebook, tmp_path):
    (tmp_path / "link.ipynb").symlink_to("/etc/passwd")
    for name, words in (("link.ipynb", "not an ordinary file"), ("none.ipynb", "is not there")):
        assert words in read_submission(tmp_path / name, release_notebook).unreadable


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_are_read(grade, solved, encoding):
    assert lost(grade(json.dumps(solved).encode(encoding))[0]) == set()


def test_nbformat_3_is_converted(grade, solved):
    old = nbformat.convert(deepcopy(solved), 3)
    assert lost(grade(old)[0]) == set()


def test_a_copied_cell_costs_nothing(grade, solved):
    result, _ = grade(with_copied_cell(solved))
    assert lost(result) == set()
    assert "more than one cell `layer_sizes`" in result.remarks[0]


@pytest.mark.parametrize(
    ("before", "used", "after"),
    [
        ("def square(x):\n    return x", "square({})", "def square(x):\n    return x**2"),
        ("POWER = 1", "{}**POWER", "POWER = 2"),
        ("class Square:\n    def of(x):\n        return x", "Square.of({})", "class Square:\n    of = np.square"),
        ("square = lambda x: x", "square({})", "square = np.square"),
        ("def of(x):\n    return x\ndef square(x):\n    return of(x)", "square({})", "def of(x):\n    return x**2"),
    ],
)
def test_what_a_function_uses_may_be_put_right_below_its_check(grade, solved, before, used, after):
    cell = cell_of(solved, "backward_propagation")
    slope = "1 - A1**2"
    assert slope in cell.source
    cell.source = f"{before}\n\n{cell.source.replace(slope, '1 - ' + used.format('A1'))}"
    assert lost(grade(solved)[0]) == {"backward_propagation"}
    solved.cells.append(new_code_cell(after))
    result, _ = grade(solved)
    assert lost(result) == set()
    assert "which `backward_propagation` uses: the function counts as it is then" in "".join(result.remarks)


def test_the_later_of_two_copies_counts_as_in_jupyter(grade, solved):
    notebook = with_copied_cell(solved)
    notebook.cells[index_of(notebook, "layer_sizes") + 1].source = "def layer_sizes(X, Y):\n    return 0, 0, 0"
    assert lost(grade(notebook)[0]) == {"layer_sizes"}


@pytest.mark.parametrize("line", [1, 11, 15])
def test_a_split_cell_is_put_together_again(grade, solved, line):
    i = index_of(solved, "forward_propagation")
    lines = solved.cells[i].source.split("\n")
    rest = deepcopy(solved.cells[i])
    solved.cells[i].source, rest.source = "\n".join(lines[:line]), "\n".join(lines[line:])
    solved.cells.insert(i + 1, rest)
    result, _ = grade(solved)
    assert lost(result) == set()
    assert "split" in result.remarks[0]


def test_a_deleted_solution_costs_its_own_exercise(grade, solved):
    del solved.cells[index_of(solved, "compute_cost")]
    result, _ = grade(solved)
    assert lost(result) == {"compute_cost"}
    assert "`compute_cost` is missing" in result.remarks[0]


def test_deleted_renamed_and_retyped_cells_and_forged_metadata(grade, solved):
    del solved.cells[index_of(solved, "check_predict")]
    cell_of(solved, "layer_sizes").cell_type = "markdown"
    cell_of(solved, "compute_cost").metadata.nbgrader.grade_id = "renamed"
    cell_of(solved, "check_nn_model").metadata.nbgrader.points = 1000
    cell_of(solved, "check_layer_sizes").metadata.nbgrader.grade = False
    cell_of(solved, "backward_propagation").metadata = {}
    cell_of(solved, "update_parameters").metadata.nbgrader = "nonsense"
    result, notebook = grade(solved)
    assert lost(result) == set()
    assert cell_of(notebook, "check_nn_model").metadata.nbgrader.points == 15
    assert result.max_points == 100


def test_reordered_cells_cost_nothing(grade, solved):
    solved.cells = solved.cells[:5] + solved.cells[:4:-1]
    assert lost(grade(solved)[0]) == set()


@pytest.mark.parametrize(
    "below", ["print((1", "print(f'{cost['a']}')", "if cost:\nprint(1)", "x = 1\n  y = 2", "class"]
)
def test_a_syntax_error_costs_nothing_of_what_stands_above_it(grade, solved, below):
    cell_of(solved, "compute_cost").source += f"\n{below}"
    result, notebook = grade(solved)
    assert lost(result) == set()
    assert cell_of(notebook, "compute_cost").outputs[0].output_type == "error"  # in Python 3.12 one is none of syntax


@pytest.mark.parametrize(
    "scratch",
    [
        "def layer_sizes(X, Y):\n    return X.shape[1], 4, Y.shape[1]\n\nlayer_sizes(np.ones((2, 3)",
        "def layer_sizes(X, Y):\n    if X.ndim == 1:\n        return 1, 4, 1\nelse:\n    return 2, 4, 1",
        "sigmoid = lambda z: z\nprint(",
        "import math\nfor compute_cost in [None]: pass\n)",
    ],
)
def test_a_scratch_cell_with_a_syntax_error_changes_nothing_that_is_there(grade, solved, scratch):
    solved.cells.append(nbformat.v4.new_code_cell(scratch))
    check = next(i for i, cell in enumerate(solved.cells) if "compute_cost" in cell.source and cell.cell_type == "code")
    solved.cells.insert(check + 1, nbformat.v4.new_code_cell(scratch))
    assert lost(grade(solved)[0]) == set()


def test_a_syntax_error_costs_its_own_step(grade, solved):
    cell = cell_of(solved, "compute_cost")
    cell.source = cell.source.replace("return", "return (", 1)
    result, notebook = grade(solved)
    assert lost(result) == {"compute_cost"}
    assert cell_of(notebook, "compute_cost").outputs[0].ename == "SyntaxError"


@pytest.mark.parametrize(
    ("code", "name"),
    [("import os; os._exit(1)", "Stopped"), ("while True: pass", "Timeout"), ("raise SystemExit", "SystemExit")],
)
def test_a_cell_that_ends_or_hangs_the_process_costs_only_itself(grade, solved, code, name):
    solved.cells.insert(len(solved.cells) // 2, nbformat.v4.new_code_cell(code))
    result, notebook = grade(solved, limits=Limits(cell=1.5))
    assert lost(result) == set()
    assert any(out.get("ename") == name for cell in notebook.cells for out in cell.get("outputs", []))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("while True: pass", "took longer than 1 seconds"),
        ("import os; os._exit(0)", "stopped the whole Python process"),
        ("import os; os.abort()", "stopped the whole Python process (SIGABRT)"),
    ],
)
def test_a_call_that_hangs_or_crashes_costs_its_exercise(grade, solved, body, words):
    cell_of(solved, "compute_cost").source = f"def compute_cost(A2, Y, parameters=None):\n    {body}"
    result, _ = grade(solved, limits=Limits(call=1, cell=1))
    verdict = next(v for v in result.verdicts if v.exercise == "compute_cost")
    assert lost(result) == {"compute_cost"}
    assert words in verdict.message


def test_a_crash_at_one_input_costs_one_part(grade, solved):
    code = cell_of(solved, "compute_cost").source
    crash = "    if Y.shape[1] == 1:\n        import os; os._exit(3)\n    ### START"
    cell_of(solved, "compute_cost").source = code.replace("    ### START", crash)
    result, _ = grade(solved)
    verdict = next(v for v in result.verdicts if v.exercise == "compute_cost")
    assert 0 < verdict.points < verdict.max_points


def test_calls_do_not_spoil_each_other(grade, solved):
    """Right once, then never again: each call has the notebook as it was left, so only repetition shows."""
    code = cell_of(solved, "predict").source
    cell_of(solved, "predict").source = (
        code
        + "\ntrue_predict, seen = predict, []\n"
        + (
            "def predict(parameters, X):\n    seen.append(1)\n    return true_predict(parameters, X) if len(seen) < 3 else None"
        )
    )
    solved.cells.append(nbformat.v4.new_code_cell("seen.clear()"))
    result, _ = grade(solved)
    assert lost(result) == set()


def test_marks_are_the_same_again(grade, solved):
    cell_of(solved, "backward_propagation").source = "def backward_propagation(p, c, X, Y):\n    return {'dW1': X}"
    first, second = grade(solved)[0], grade(solved)[0]
    assert first.verdicts == second.verdicts


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_may_end_as_elsewhere(solved, release_notebook, tmp_path, end):
    plain, other = tmp_path / "plain.ipynb", tmp_path / "other.ipynb"
    plain.write_text(nbformat.writes(solved))
    for cell in solved.cells:
        cell.source = cell.source.replace("\n", end)
    other.write_text(nbformat.writes(solved))
    cells = [read_submission(path, release_notebook).notebook.cells for path in (plain, other)]
    assert [(c.source, c.metadata) for c in cells[0]] == [(c.source, c.metadata) for c in cells[1]]


def test_demo_cells_are_skipped_and_run_in_full(grade, solved):
    marker = "print('shown')"
    for cell in solved.cells:
        if "demo" in cell.metadata.get("tags", []):
            assert cell.cell_type == "code"
    _, notebook = grade(solved)
    skipped = [c for c in notebook.cells if "demo" in c.metadata.get("tags", [])]
    assert skipped and not any(cell.outputs for cell in skipped)
    solved.cells.append(nbformat.v4.new_code_cell(marker, metadata={"tags": ["demo"]}))
    _, notebook = grade(solved)
    assert notebook.cells[-1].outputs[0].text == "shown\n"  # a tag of the student's own hides nothing


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=8,
)


def mutated(data: st.DataObject, content: dict) -> bytes:
    """The notebook with any JSON value in place of what was there, cells doubled or moved, then its bytes damaged."""
    for _ in range(data.draw(st.integers(0, 4))):
        if isinstance(content.get("cells"), list) and content["cells"] and data.draw(st.booleans()):
            cells = content["cells"]
            cell = data.draw(st.sampled_from(cells))
            cells.insert(data.draw(st.integers(0, len(cells))), deepcopy(cell))
            if data.draw(st.booleans()):
                cells.remove(cell)
            continue
        target = content
        while True:
            key = data.draw(st.sampled_from(list(target) if isinstance(target, dict) else list(range(len(target)))))
            if isinstance(target[key], (dict, list)) and target[key] and data.draw(st.booleans()):
                target = target[key]
                continue
            target[key] = data.draw(json_values)
            break
    text = json.dumps(content, ensure_ascii=data.draw(st.booleans()))
    encoding = data.draw(st.sampled_from(["utf-8"] * 8 + ["utf-8-sig", "utf-16", "utf-32", "latin-1"]))
    raw = text.encode(encoding, "replace") * data.draw(st.sampled_from([1] * 20 + [2, 300]))
    if data.draw(st.integers(0, 9)) == 0:
        raw = raw[: data.draw(st.integers(0, len(raw)))]
    if data.draw(st.integers(0, 9)) == 0:
        position = data.draw(st.integers(0, max(len(raw) - 1, 0)))
        raw = raw[:position] + data.draw(st.binary(max_size=4)) + raw[position + 1 :]
    return raw


def test_2000_mutated_notebooks_are_read_or_named(release_notebook, solved_json, tmp_path):
    """Run with -s, it prints what became of them, how long the slowest took and how much memory all of them."""
    path = tmp_path / "mutated.ipynb"
    seconds: dict[str, list[float]] = {"read": [], "read with remarks": [], "named": []}

    @settings(suppress_health_check=list(HealthCheck), max_examples=2000)
    @given(data=st.data())
    def read(data):
        path.write_bytes(mutated(data, json.loads(solved_json)))
        started = time.perf_counter()
        submitted = read_submission(path, release_notebook)
        took = time.perf_counter() - started
        seconds["named" if submitted.unreadable else "read with remarks" if submitted.remarks else "read"].append(took)
        names = {c.metadata.nbgrader.grade_id for c in submitted.notebook.cells if "nbgrader" in c.metadata}
        assert names == ALL | {f"check_{name}" for name in ALL}
        assert not submitted.unreadable or submitted.remarks == [submitted.unreadable]
        nbformat.writes(submitted.notebook).encode()

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    read()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    counts = ", ".join(f"{len(times)} {state}" for state, times in seconds.items())
    slowest = max(time for times in seconds.values() for time in times)
    print(f"\nmutated notebooks: {counts}; the slowest took {slowest:.2f} s, memory grew by {grown:.0f} MB at most")
    assert sum(map(len, seconds.values())) >= 2000 and all(seconds.values())
    assert grown < 1000


def test_inputs_depend_on_all_code_and_on_nothing_else(grade, solved):
    """On where a check cell stands, too, as a submission's process can see that."""
    wanted = grade(solved)[0].content
    assert grade(solved, full=True)[0].content == wanted
    text = deepcopy(solved)
    text.cells.insert(0, nbformat.v4.new_markdown_cell("My notes."))
    text.cells[5].metadata["tags"] = ["mine"]
    assert grade(text)[0].content == wanted
    before = with_copied_cell(deepcopy(solved))
    behind = deepcopy(solved)
    behind.cells.insert(index_of(behind, "check_layer_sizes") + 1, deepcopy(cell_of(behind, "layer_sizes")))
    assert len({grade(notebook)[0].content for notebook in (solved, before, behind)}) == 3


def test_another_submission_is_judged_on_other_inputs(grade, solved, planar, monkeypatch):
    drawn: list[dict[str, int]] = []
    seeds = planar.seeds

    def noted(*words: str) -> dict[str, int]:
        drawn.append(seeds(*words))
        return drawn[-1]

    monkeypatch.setattr(planar, "seeds", noted)
    found = []
    for code in ("x = 1", "x = 1", "x = 2"):
        drawn.clear()
        grade({**solved, "cells": [*solved.cells, nbformat.v4.new_code_cell(code)]})
        assert drawn and all(one == drawn[0] for one in drawn)  # what is prepared and what is judged
        found.append(drawn[0])
    assert found[0] == found[1]
    assert all(found[0][name] != found[2][name] for name in ALL)


@pytest.mark.parametrize(
    "statement", ["import no_such_library", "from numpy import no_such_name", "import no.such.one as n"]
)
def test_an_import_that_fails_in_an_exercises_own_cell_is_named(grade, solved, statement):
    cell = cell_of(solved, "predict")
    cell.source = f"{statement}\n{cell.source}"
    result, _ = grade(solved)
    assert lost(result) == set()
    assert len(result.remarks) == 1 and f"The cell `predict` stopped in line 1, `{statement}`" in result.remarks[0]
