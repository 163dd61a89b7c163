"""course doctor NOTEBOOK and doctor(): what a notebook would meet in grading, before it is handed in."""

import json
import shutil
from copy import deepcopy
from pathlib import Path

import nbformat
import pytest
from conftest import PLANAR, ROOT
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from test_submission import cell_of, index_of
from typer.testing import CliRunner

from autograder import doctor as doctors
from autograder.authoring.public import FILE
from autograder.cli import app
from autograder.course.limits import Limits
from autograder.demo import filled, with_copied_cell
from autograder.doctor import doctor, examine
from autograder.running.execute import grade_notebook
from autograder.running.submission import read_submission

NAME = f"{PLANAR}.ipynb"
SHORT = ("layer_sizes", "initialize_parameters")  # a notebook of two exercises runs in a moment


@pytest.fixture(scope="module")
def release():
    """As it lies in the repository, without most of its exercises."""
    notebook = nbformat.read(ROOT / "assignments" / PLANAR / NAME, 4)
    last = next(i for i, cell in enumerate(notebook.cells) if cell.id == "check_initialize_parameters")
    notebook.cells = [cell for cell in notebook.cells[: last + 1] if cell.get("attachments") is None]
    return notebook


@pytest.fixture
def solved(release, planar):
    return filled(release, {name: planar.source.solutions[name] for name in SHORT})


@pytest.fixture
def folder(release, tmp_path) -> Path:
    """What a student has: the assignment's folder, and the released notebook out of the way."""
    path = tmp_path / "assignments" / PLANAR
    path.mkdir(parents=True)
    shutil.copy(ROOT / "assignments" / PLANAR / FILE, path)
    (tmp_path / ".released").mkdir()
    nbformat.write(release, tmp_path / ".released" / NAME)
    return path


@pytest.fixture
def look(folder):
    """What the doctor says of a notebook."""

    def looked(notebook) -> doctors.Report:
        (folder / NAME).write_text(notebook if isinstance(notebook, str) else json.dumps(notebook), encoding="utf-8")
        return examine(folder / NAME)

    return looked


def shows(notebook, **signs: str):
    """The notebook with what its checks show on the screen."""
    for name, sign in signs.items():
        data = {"text/plain": f"{sign} {name}: 5 of 5 points"}
        cell_of(notebook, f"check_{name}").outputs = [new_output("execute_result", data, execution_count=1)]
    return notebook


def put_behind(notebook, name: str, *sources: str):
    """The notebook with more cells behind the one with a name."""
    place = index_of(notebook, name) + 1
    notebook.cells[place:place] = [new_code_cell(source) for source in sources]
    return notebook


def headings(report) -> set[str]:
    return {heading for heading, sentences in report.sections.items() if sentences}


def test_a_notebook_that_is_right_and_whole_has_nothing_to_tell(look, solved, folder):
    report = look(shows(solved, layer_sizes="✓", initialize_parameters="✓"))
    assert report and headings(report) == set()
    assert repr(report).startswith(f"✓ {NAME}, as it was saved at ") and "2 of 2 checks show ✓ from a fresh" in repr(
        report
    )
    assert 'role="status"' in report._repr_html_()
    assert sorted(path.name for path in folder.iterdir()) == [NAME, FILE]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("1 +", "SyntaxError: invalid syntax"),
        ("x = 1\nnp.zeros(3) @ np.zeros(4)", "stops in line 2, `np.zeros(3) @ np.zeros(4)`: ValueError: matmul"),
        ("import tensorflux", "ModuleNotFoundError: No module named 'tensorflux'"),
    ],
)
def test_the_first_cell_that_stops_is_named_with_its_line_and_the_rest_runs(look, solved, code, said):
    solved.cells.insert(index_of(solved, "layer_sizes"), new_code_cell(code))
    put_behind(solved, "check_layer_sizes", "1 / 0")
    report = look(solved)
    assert report  # an error elsewhere costs nothing
    (sentence,) = report.sections["The first cell that stops with an error"]
    assert sentence.startswith("The cell that begins with `") and said in sentence and "ZeroDivision" not in sentence


def test_a_wrong_and_an_unwritten_answer_are_said_and_differ_from_the_screen(look, solved, release):
    cell_of(solved, "layer_sizes").source = "def layer_sizes(X, Y):\n    return X.shape[1], 4, Y.shape[0]"
    stub = cell_of(release, "initialize_parameters").source
    cell_of(solved, "initialize_parameters").source = stub
    report = look(shows(solved, layer_sizes="✓", initialize_parameters="✓"))
    assert not report and headings(report) == {"What would cost marks", "Not as on the screen"}
    wrong, unwritten = report.sections["What would cost marks"]
    assert wrong.startswith("✗ `layer_sizes`: ") and "n_x" in wrong
    assert unwritten == "○ `initialize_parameters` is not written yet."
    assert report.sections["Not as on the screen"] == [
        "`layer_sizes` shows ✓ in the saved notebook, and ✗ from a fresh start.",
        "`initialize_parameters` shows ✓ in the saved notebook, and ○ from a fresh start.",
    ]


def test_an_answer_that_became_right_differs_too_and_costs_nothing(look, solved):
    report = look(shows(solved, layer_sizes="✗", initialize_parameters="○"))
    assert report
    assert report.sections["Not as on the screen"] == [
        "`layer_sizes` shows ✗ in the saved notebook, and ✓ from a fresh start.",
        "`initialize_parameters` shows ○ in the saved notebook, and ✓ from a fresh start.",
    ]


USES = "def layer_sizes(X, Y):\n    return X.shape[0], hidden, Y.shape[0]"


@pytest.mark.parametrize(
    ("later", "said"),
    [
        ([], "`hidden` gets its value in no cell: it was only in the kernel's memory."),
        (
            ["hidden = 4"],
            "`hidden` gets its value only later. The cell that begins with `hidden = 4` has to stand above",
        ),
    ],
)
def test_a_variable_that_was_only_in_memory_is_named(look, solved, later, said):
    cell_of(solved, "layer_sizes").source = USES
    report = look(shows(put_behind(solved, "check_layer_sizes", *later), layer_sizes="✓"))
    assert not report and report.sections["Not as on the screen"][1].startswith(said)


def test_cells_that_ran_out_of_order_are_named(look, solved):
    cell_of(solved, "layer_sizes").source = USES
    put_behind(solved, "check_layer_sizes", "hidden = 4")
    cell_of(solved, "check_layer_sizes").execution_count = 7
    solved.cells[index_of(solved, "check_layer_sizes") + 1].execution_count = 6
    report = look(shows(solved, layer_sizes="✓"))
    assert report.sections["Not as on the screen"][-1] == (
        'Cells ran in another order than they stand in: [7], `check("layer_sizes", layer_sizes)`, stands above [6], '
        "`hidden = 4`."
    )


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("sizes = 3\nlayer_sizes = layer_sizes(X, Y)", 2),
        ("for layer_sizes in range(3):\n    pass", 1),
        ("if True:\n    def layer_sizes(X, Y):\n        return 1, 2, 3", 2),
    ],
)
def test_a_name_that_is_given_away_later_is_said(look, solved, code, line):
    report = look(put_behind(solved, "check_layer_sizes", code))
    assert report  # it counts as it was
    (sentence,) = report.sections["Names given away"]
    assert f"makes `layer_sizes` something else in line {line}." in sentence


@pytest.mark.parametrize(
    "code", ["layer_sizes(X, Y)", "def f(layer_sizes):\n    layer_sizes = 3", "[layer_sizes for layer_sizes in X]"]
)
def test_a_name_that_is_only_used_or_local_is_not(look, solved, code):
    assert headings(look(put_behind(solved, "check_layer_sizes", code))) == set()


def test_files_that_are_missing_elsewhere_or_to_be_handed_in_are_named(look, solved, folder, tmp_path):
    for path in (tmp_path / "else.txt", folder / "mine.txt"):
        path.write_text("1 2 3")
    codes = ["np.loadtxt('none.txt')", "open('../../else.txt')", "open('mine.txt')"]
    report = look(put_behind(solved, "check_layer_sizes", *codes))
    missing, elsewhere, beside = report.sections["Files"]
    assert "none.txt not found" in missing and "Put it beside the notebook" in missing
    assert "`../../else.txt`, which is on this computer and won't be there in grading" in elsewhere
    assert "names `mine.txt`: hand this file in, too." in beside


def test_a_cell_that_takes_too_long_is_stopped_and_the_rest_runs(look, solved, monkeypatch):
    monkeypatch.setattr(doctors, "LIMITS", Limits(cell=15))
    solved.cells.insert(index_of(solved, "layer_sizes"), new_code_cell("while True: pass"))
    report = look(solved)
    assert report and "took longer than 15 seconds" in report.sections["The first cell that stops with an error"][0]


@pytest.mark.parametrize(
    ("code", "limits", "said"),
    [
        ("import os\nos._exit(1)", Limits(), "ended the kernel"),
        ("import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass", Limits(cell=2, submission=15), "the 15 seconds"),
    ],
)  # fmt: skip
def test_a_kernel_that_dies_or_does_not_come_back_is_said(look, solved, monkeypatch, code, limits, said):
    monkeypatch.setattr(doctors, "LIMITS", limits)
    solved.cells.insert(0, new_code_cell(code))
    report = look(solved)
    assert not report and said in report.sections["What would cost marks"][0]


def without_cell(notebook, name: str):
    notebook.cells.remove(cell_of(notebook, name))


def as_text(notebook, name: str):
    cell = cell_of(notebook, name)
    notebook.cells[notebook.cells.index(cell)] = new_markdown_cell(cell.source, metadata=cell.metadata)


def nameless(notebook, name: str):
    del cell_of(notebook, name).metadata["nbgrader"]


def split(notebook, name: str):
    cell = cell_of(notebook, name)
    head, tail = cell.source.split("\n", 1)
    cell.source = head
    notebook.cells.insert(notebook.cells.index(cell) + 1, new_code_cell(tail))


def changed(notebook, name: str):
    cell_of(notebook, name).source += "\n# my own"


def copied(notebook, name: str):
    notebook.cells.insert(index_of(notebook, name) + 1, deepcopy(cell_of(notebook, name)))


DAMAGES = [
    (nameless, "layer_sizes", "The cell `layer_sizes` has lost its name", True),
    (nameless, "check_layer_sizes", "The cell `check_layer_sizes` has lost its name", True),
    (as_text, "layer_sizes", "The cell `layer_sizes` is a cell of text now", True),
    (as_text, "check_layer_sizes", "The cell `check_layer_sizes` is a cell of text now", True),
    (without_cell, "check_layer_sizes", "The check cell `check_layer_sizes` is missing.", True),
    (without_cell, "layer_sizes", "The cell `layer_sizes` is missing or has lost its name.", False),
    (split, "layer_sizes", "The cell `layer_sizes` had been split", True),
    (split, "initialize_parameters", "The cell `initialize_parameters` had been split", True),
    (changed, "check_layer_sizes", "The check cell `check_layer_sizes` was changed", True),
    (changed, "check_initialize_parameters", "The check cell `check_initialize_parameters` was changed", True),
    (copied, "layer_sizes", "There is more than one cell `layer_sizes`", True),
    (copied, "initialize_parameters", "There is more than one cell `initialize_parameters`", True),
]


@pytest.mark.parametrize(
    ("damage", "name", "said", "whole"), DAMAGES, ids=[f"{damage.__name__}-{name}" for damage, name, *_ in DAMAGES]
)
def test_damage_is_named_and_a_copy_repaired(look, solved, folder, release, damage, name, said, whole):
    note = new_markdown_cell("my *own* note")
    drawn = new_code_cell("6 * 7", execution_count=3, outputs=[new_output("execute_result", {"text/plain": "42"})])
    drawn.outputs[0].execution_count = 3
    solved.cells += [note, drawn]
    damage(solved, name)
    before = json.dumps(solved)
    report = look(solved)
    sentences = report.sections["Damaged cells"]
    assert any(said in sentence for sentence in sentences) and bool(report) == whole
    assert sentences[-1].startswith(f"A repaired copy with your work is `{PLANAR}.repaired.ipynb`")
    assert (folder / NAME).read_text() == before
    repaired = nbformat.read(folder / f"{PLANAR}.repaired.ipynb", 4)
    nbformat.validate(repaired)
    names = [cell.metadata.nbgrader.grade_id for cell in repaired.cells if "nbgrader" in cell.metadata]
    assert names == [cell.metadata.nbgrader.grade_id for cell in release.cells if "nbgrader" in cell.metadata]
    assert repaired.cells[-2].source == note.source and repaired.cells[-1].outputs == drawn.outputs
    again = examine(folder / f"{PLANAR}.repaired.ipynb")
    assert bool(again) == whole and not again.sections["Damaged cells"]


@pytest.mark.parametrize("damage", [lambda notebook: None, with_copied_cell, "all"])
def test_a_repaired_copy_has_full_marks_in_grading(folder, planar, warm, damage):
    whole = nbformat.read(ROOT / "assignments" / PLANAR / NAME, 4)
    nbformat.write(whole, folder.parents[1] / ".released" / NAME)
    notebook = filled(whole, planar.source.solutions)
    if damage == "all":
        nameless(notebook, "layer_sizes")
        as_text(notebook, "compute_cost")
        split(notebook, "predict")
        without_cell(notebook, "check_nn_model")
        changed(notebook, "check_predict")
        copied(notebook, "update_parameters")
    else:
        notebook = damage(notebook) or notebook
    nbformat.write(notebook, folder / NAME)
    raw = doctors._read(folder / NAME)
    sentences = doctors._damaged(folder / NAME, raw, whole, [])
    path = folder / f"{PLANAR}.repaired.ipynb"
    assert bool(sentences) == path.is_file() == (damage == "all" or damage is with_copied_cell)
    submitted = read_submission(path if sentences else folder / NAME, whole)
    result = grade_notebook(submitted, [folder], planar, warm, "student", "secret")
    assert result.points == result.max_points
    copies = ("There is more than one cell", "The cell that begins with `def ")
    assert [remark for remark in result.remarks if not remark.startswith(copies)] == []


def test_what_a_missing_cell_leaves_is_its_stub_in_its_place(look, solved, folder, release):
    without_cell(solved, "layer_sizes")
    look(solved)
    repaired = nbformat.read(folder / f"{PLANAR}.repaired.ipynb", 4)
    assert cell_of(repaired, "layer_sizes").source == cell_of(release, "layer_sizes").source
    assert index_of(repaired, "check_layer_sizes") == index_of(repaired, "layer_sizes") + 1
    assert index_of(repaired, "layer_sizes") < index_of(repaired, "initialize_parameters")


def test_no_repaired_copy_takes_the_place_of_a_file(look, solved, folder):
    nameless(solved, "layer_sizes")
    (folder / f"{PLANAR}.repaired.ipynb").write_text("mine")
    assert f"`{PLANAR}.repaired-2.ipynb`" in look(solved).sections["Damaged cells"][-1]
    assert (folder / f"{PLANAR}.repaired.ipynb").read_text() == "mine"


def test_without_a_release_it_runs_and_says_what_it_could_not_see(look, solved, folder):
    shutil.rmtree(folder.parents[1] / ".released")
    copied(solved, "layer_sizes")
    report = look(solved)
    assert report and "not at hand" in report.sections["What was not looked at"][0]
    assert not list(folder.glob("*.repaired*"))


def test_without_its_checks_it_says_so(look, solved, folder):
    (folder / FILE).unlink()
    report = look(solved)
    assert not report and f"`{FILE}` is not beside the notebook" in report.sections["What was not looked at"][0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The file is empty."),
        ("%PDF-1.7", "it is a PDF"),
        ("[" * 100_000, "not valid JSON"),
        ("{}", "it has no cells"),
        ('{"cells": 3}', "it has no cells"),
    ],
    ids=["empty", "pdf", "deep", "object", "number"],
)
def test_what_is_no_notebook_gets_one_sentence(look, text, said):
    report = look(text)
    assert not report and said in repr(report) and len(repr(report).splitlines()) == 1


def test_a_file_that_is_not_there_or_too_large_gets_one_sentence(folder, monkeypatch):
    assert "There is no file" in repr(examine(folder / "none.ipynb"))
    assert "is not a file" in repr(examine(folder))
    with (folder / NAME).open("wb") as file:
        file.truncate(201 * 2**20)
    report = examine(folder / NAME)
    assert not report and "more than 200 MB" in repr(report) and len(repr(report).splitlines()) == 1


@pytest.mark.parametrize(
    "cells", [[], [None, 3, {"cell_type": "code"}], [{"cell_type": "code", "source": "1", "metadata": 3}]]
)
def test_odd_cells_are_no_reason_to_stop(look, folder, cells):
    report = look({"cells": cells, "metadata": {"kernelspec": {"name": "ir", "language": "R"}}, "nbformat": 4})
    assert not report and "0 of 2 checks show ✓" in repr(report)
    shutil.rmtree(folder.parents[1] / ".released")
    report = look({"cells": cells, "metadata": 3})
    assert not report and "no check cells" in repr(report)


def test_another_kernel_is_not_asked_for(look, solved):
    solved.metadata.kernelspec = {"name": "ir", "display_name": "R", "language": "R"}
    assert look(solved)


def test_the_command_says_it_by_its_status(look, solved, folder):
    look(solved)
    done = CliRunner().invoke(app, ["doctor", str(folder / NAME)])
    assert done.exit_code == 0 and "2 of 2 checks show ✓" in done.output
    cell_of(solved, "layer_sizes").source = "def layer_sizes(X, Y): return 'an \x1b[31m escape'"
    look(solved)
    done = CliRunner().invoke(app, ["doctor", str(folder / NAME)])
    assert done.exit_code == 1 and "✗ `layer_sizes`" in done.output and "\x1b" not in done.output


def test_in_a_notebook_it_finds_its_own_file(look, solved, folder, monkeypatch):
    solved.cells.append(new_code_cell("from utils import doctor\nwho = doctor()\nassert 'its own run' in repr(who)"))
    look(solved)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("JPY_SESSION_NAME", str(folder / NAME))
    report = doctor()
    assert report and NAME in repr(report) and not report.sections["The first cell that stops with an error"]
    monkeypatch.setenv("JPY_SESSION_NAME", str(folder / "renamed.ipynb"))
    assert repr(doctor()) == f'✗ `doctor()` can\'t tell which file this notebook is. Name it: `doctor("{NAME}")`.'
    monkeypatch.delenv("JPY_SESSION_NAME")
    variables = {"doctor": doctor, "__vsc_ipynb_file__": str(folder / NAME)}
    assert eval("doctor()", variables)
    assert doctor(NAME)
