"""The page that a student gets back: one HTML file that needs nothing else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import jinja2
import nh3
from nbconvert.filters.markdown import markdown2html
from nbformat import NotebookNode

from autograder.course import Entry
from autograder.display import marked, points
from autograder.execute import Result
from autograder.judge import Verdict

HINT = re.compile(r"<details>\s*<summary>(Hint \d+)[^<]*</summary>(.*?)</details>", re.DOTALL)
NO_RESPONSE = "No response."  # nbgrader's own comment on a cell that is as it was released
MAX_CODE = 20_000  # characters of a student's cell that are shown

STATUS_WORDS = {
    "correct": "right",
    "partial": "partly right",
    "wrong": "not right",
    "unfinished": "not written",
    "missing": "not defined",
}


@dataclass(frozen=True)
class Manual:
    """What an instructor has said of an exercise in formgrader: the score that counts, and a comment."""

    score: float
    comment: str = ""


def manual_marks(notebook: NotebookNode) -> dict[str, Manual]:
    """The scores and comments that nbgrader's GetGrades has put into a notebook, by exercise."""
    marks = [cell.metadata.nbgrader for cell in notebook.cells if "nbgrader" in cell.metadata]
    comments = {mark.grade_id: mark.get("comment") or "" for mark in marks if mark.solution}
    comments = {name: comment for name, comment in comments.items() if comment != NO_RESPONSE}
    scores = {mark.grade_id.removeprefix("check_"): mark["score"] for mark in marks if mark.grade and "score" in mark}
    return {name: Manual(score, comments.get(name, "")) for name, score in scores.items() if score is not None}


def page(
    result: Result, entry: Entry, release: NotebookNode, notebook: NotebookNode, manual: Mapping[str, Manual]
) -> str:
    """The feedback page. Everything that comes from the student is escaped; nothing in it runs.

    release: the notebook as it was released, where the hints are
    notebook: the graded one, where the student's code is
    manual: what an instructor has changed or added
    """
    hints = _hints(release)
    code = {
        cell.metadata.nbgrader.grade_id: cell.source[:MAX_CODE]
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
    errors = {
        cell.metadata.nbgrader.grade_id: f"{output.ename}: {output.evalue}"[:500]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error" and cell.metadata.get("nbgrader", {}).get("solution")
    }
    demos = [cell for cell in notebook.cells if "demo" in cell.metadata.get("tags", [])]
    scores = {v.exercise: manual[v.exercise].score if v.exercise in manual else v.points for v in result.verdicts}
    return _template().render(
        result=result,
        entry=entry,
        manual=manual,
        scores=scores,
        total=sum(scores.values()),
        hints={verdict.exercise: _next_hint(verdict, hints.get(verdict.exercise, [])) for verdict in result.verdicts},
        code=code,
        errors=errors,
        not_shown=bool(demos) and not any(cell.get("outputs") for cell in demos),
        words=STATUS_WORDS,
    )


def _hints(release: NotebookNode) -> dict[str, list[tuple[str, str]]]:
    """The folded hints in the markdown cell before each solution cell: name and HTML."""
    found = {}
    for before, cell in zip(release.cells, release.cells[1:], strict=False):
        if before.cell_type == "markdown" and cell.metadata.get("nbgrader", {}).get("solution"):
            hints = [(name, nh3.clean(markdown2html(text.strip()))) for name, text in HINT.findall(before.source)]
            found[cell.metadata.nbgrader.grade_id] = hints
    return found


def _next_hint(verdict: Verdict, hints: list[tuple[str, str]]) -> tuple[str, str] | None:
    """The first hint for who has not begun; the second for who has, and went wrong."""
    if verdict.passed or not hints:
        return None
    return hints[0] if verdict.status in ("unfinished", "missing") else hints[min(1, len(hints) - 1)]


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(loader=jinja2.PackageLoader("autograder", "."), autoescape=True, trim_blocks=True)
    environment.filters["marked"] = lambda sentence: jinja2.filters.Markup(marked(sentence))
    environment.filters["points"] = points
    return environment.get_template("feedback.html")
