"""The page that a student gets back: one HTML file that needs nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

import jinja2
import nh3
from nbconvert.filters.markdown import markdown2html
from nbformat import NotebookNode

from autograder.course.course import Entry
from autograder.judging.display import HINT, STATUS_WORDS, inert, marked, points
from autograder.judging.verdict import UNJUDGED, Verdict
from autograder.running.execute import Result

MAX_CODE = 20_000  # characters of a student's cell that are shown


@dataclass(frozen=True)
class Manual:
    """What an instructor has said of an exercise in formgrader.

    score: what counts
    comment: in the instructor's own words
    note: what the score is made of
    """

    score: float
    comment: str = ""
    note: str = ""


def seal(result: Result, manual: Mapping[str, Manual], penalty: float) -> str:
    """A digest of what a page is made of: tells whether it still says what the gradebook says."""
    said = sorted((name, manual.score, manual.comment, manual.note) for name, manual in manual.items())
    made = sorted(result.depends.items()), said, float(penalty)
    return sha256(repr(made).encode("utf-8", "replace")).hexdigest()[:16]


def page(
    notebook: NotebookNode, entry: Entry, release: NotebookNode, manual: Mapping[str, Manual], penalty: float = 0
) -> str:
    """The feedback page. Everything that comes from the student is escaped; nothing in it runs.

    notebook: the graded one
    release: the notebook as it was released, where the hints are
    manual: what an instructor has changed or added
    penalty: the points taken off because it was handed in late
    """
    result = Result.read(notebook)
    marks = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in release.cells]
    ideas = {mark: before.source for before, mark in zip(release.cells, marks[1:], strict=False)}
    demos = [cell for cell in notebook.cells if "demo" in cell.metadata.get("tags", [])]
    scores = {v.exercise: manual[v.exercise].score if v.exercise in manual else v.points for v in result.verdicts}
    return _template().render(
        result=result,
        entry=entry,
        manual=manual,
        scores=scores,
        total=max(0, sum(scores.values()) - penalty),
        penalty=penalty,
        seal=seal(result, manual, penalty),
        hints={verdict.exercise: _hint(verdict, ideas.get(verdict.exercise, "")) for verdict in result.verdicts},
        cells={cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata},
        not_shown=bool(demos) and not any(cell.get("outputs") for cell in demos),
        words=STATUS_WORDS,
        unjudged=UNJUDGED,
        max_code=MAX_CODE,
    )


def _hint(verdict: Verdict, idea: str) -> tuple[str, str] | None:
    """The name and the HTML of the first hint where nothing is begun, of the second where something is wrong.

    idea: the cell before the exercise's own, where the hints are
    """
    hints = HINT.findall(idea)[: 2 if verdict.begun else 1]
    if verdict.passed or not hints:
        return None
    name, text = hints[-1]
    return name, nh3.clean(markdown2html(text.strip()))


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("autograder.running", "."), autoescape=True, trim_blocks=True
    )
    environment.filters["marked"] = lambda sentence: jinja2.filters.Markup(marked(sentence))
    environment.filters["points"] = points
    environment.filters["inert"] = inert
    return environment.get_template("feedback.html")
