"""Every notebook runs, but for its demos, as a submission does; whole, as its author sees it, in `make notebooks`."""

import os
import tomllib

import nbformat
import pytest
from conftest import ROOT
from nbclient import NotebookClient

from autograder.course.course import Course
from autograder.demo import filled
from autograder.running.execute import grade_notebook, runs
from autograder.running.grader import Grader
from autograder.running.process import WarmParent
from autograder.running.submission import Submitted

SYLLABUS = tomllib.loads((ROOT / "syllabus.toml").read_text())["assignment"]
SECONDS = 600  # for one cell; a lesson has less, but this machine may be busy
LOOK = """
from matplotlib import pyplot, text
from utils import figures

def looked_at(alt, shown=figures.show):
    figure = pyplot.gcf()
    width = figure.get_size_inches()[0]
    assert width <= 9.5, f"{alt}: {width} inches wide"
    texts = [t for t in figure.findobj(text.Text) if t.get_visible() and t.get_text().strip()]
    small = {t.get_text(): t.get_fontsize() for t in texts if t.get_fontsize() < 8}
    assert not small, f"{alt}: letters of less than 8 points: {small}"
    shown(alt)

figures.show = looked_at
"""


@pytest.mark.skipif(
    "COURSE_NOTEBOOKS" not in os.environ, reason="demos take hours together: `make notebooks` runs them"
)
@pytest.mark.parametrize("entry", SYLLABUS, ids=lambda entry: entry["id"])
def test_the_solved_notebook_runs_whole_and_draws_its_figures(entry):
    folder = ROOT / "source_notebooks" / entry["id"]
    notebook = nbformat.read(folder / f"{entry['id']}.ipynb", as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(LOOK))
    client = NotebookClient(notebook, timeout=SECONDS, resources={"metadata": {"path": folder}})
    client.execute()
    assert_it_shows(notebook, notebook.cells)


def assert_it_shows(notebook, ran):
    """The cells that ran have drawn all their figures, with alternative texts, and nothing went wrong."""
    figures = 0
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.output_type != "error", output.evalue
            assert output.get("name") != "stderr", output.text
            assert "not right" not in output.get("data", {}).get("text/html", "")
            if "image/png" in output.get("data", {}):
                figures += 1
                assert len(output.data["text/plain"]) > 20, "a figure without alternative text"
    assert figures == sum("show(" in cell.source for cell in ran if cell.cell_type == "code")


@pytest.mark.parametrize("entry", SYLLABUS, ids=lambda entry: entry["id"])
def test_every_step_has_its_four_cells_and_three_hints(entry):
    notebook = nbformat.read(ROOT / "assignments" / entry["id"] / f"{entry['id']}.ipynb", as_version=4)
    solutions = [i for i, c in enumerate(notebook.cells) if c.metadata.get("nbgrader", {}).get("solution")]
    assert solutions
    for i in solutions:
        idea, solution, check, use = notebook.cells[i - 1 : i + 3]
        name = solution.metadata.nbgrader.grade_id
        assert [f"<summary>Hint {n}</summary>" in idea.source for n in (1, 2, 3)] == [True] * 3, name
        assert "___" in idea.source.split("<summary>Hint 3</summary>")[1], name
        assert "≈" in idea.source and "≈" in solution.source, name
        assert check.source == f'check("{name}", {name})'
        assert use.source.strip(), name


@pytest.mark.parametrize("entry", SYLLABUS, ids=lambda entry: entry["id"])
def test_the_reference_gets_full_marks_where_submissions_run(entry):
    """In the sandbox, with as much of `utils` as they have there; `course verify` has all of it."""
    course, id = Course(ROOT), entry["id"]
    grader, release = Grader.load(id, ROOT), course.released(id)
    notebook = filled(release, grader.source.solutions)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(LOOK))
    submitted = Submitted(notebook, [], "")
    folders = [course.releases / id]
    with WarmParent(entry["kernel"]) as parent:
        result = grade_notebook(submitted, folders, grader, parent, "ann", "secret", course.entry(id).limits)
    assert [(v.exercise, v.message) for v in result.verdicts if not v.passed] == []
    assert result.remarks == []
    assert_it_shows(notebook, [cell for cell in notebook.cells if runs(cell, full=False)])
