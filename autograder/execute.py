"""Grades one submitted notebook: runs its cells, judges its functions, and writes both into the notebook."""

import json
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import nbformat
import nh3
from nbformat import NotebookNode

from autograder import wire
from autograder.compare import clean
from autograder.display import points, verdict_html
from autograder.grade import Grader
from autograder.judge import Part, Verdict
from autograder.limits import Limits
from autograder.process import Ended, Submission, WarmParent
from autograder.submission import Submitted

STOPS = ("Stopped", "Timeout", "Output")  # names of the errors that `process` adds to a cell's own outputs
RECORD = "course"  # the notebook metadata that holds a graded notebook's Result
PASSIVE = ("text/plain", "image/png", "image/jpeg")  # kinds of output that nothing can be hidden in
MAX_FILES_BYTES = 50 * 2**20  # of the files that a student hands in with the notebook


@dataclass
class Result:
    """What became of one submission.

    reason: why it could not be graded as it is ("unreadable", "timed out"), or empty
    remarks: what was repaired or left out, in words for the student
    depends: digests of what the marks depend on, by part; see `depends`
    """

    student: str
    assignment: str
    verdicts: list[Verdict]
    reason: str = ""
    remarks: list[str] = field(default_factory=list)
    sha256: str = ""
    seconds: float = 0.0
    depends: dict[str, str] = field(default_factory=dict)

    @property
    def points(self) -> float:
        return sum(verdict.points for verdict in self.verdicts)

    @property
    def max_points(self) -> float:
        return sum(verdict.max_points for verdict in self.verdicts)

    def write(self, notebook: NotebookNode) -> None:
        """Puts the verdicts into the check cells, where nbgrader reads the points, and all of it into the metadata."""
        notebook.metadata[RECORD] = nbformat.from_dict(asdict(self))
        by_name = {f"check_{verdict.exercise}": verdict for verdict in self.verdicts}
        for cell in notebook.cells:
            mark = cell.metadata.get("nbgrader", {})
            if mark.get("grade"):
                verdict = by_name[mark["grade_id"]]
                shown = nbformat.v4.new_output("display_data", {"text/html": verdict_html(verdict)})
                score = nbformat.v4.new_output("execute_result", {"text/plain": points(verdict.points)})
                cell.outputs = [shown, score]

    @classmethod
    def read(cls, notebook: NotebookNode) -> "Result":
        """The result that a graded notebook holds. Raises KeyError where there is none."""
        record: dict[str, Any] = dict(notebook.metadata[RECORD])
        verdicts = []
        for verdict in record.pop("verdicts"):
            parts = tuple(Part(**part) for part in verdict["parts"])
            verdicts.append(Verdict(**{**verdict, "parts": parts, "replaced": tuple(verdict["replaced"])}))
        return cls(**record, verdicts=verdicts)


def grade_notebook(
    submitted: Submitted,
    folders: Sequence[Path],
    grader: Grader,
    parent: WarmParent,
    student: str,
    secret: str,
    limits: Limits = Limits(),
    full: bool = False,
) -> Result:
    """Runs and judges a submission, and writes outputs and verdicts into its notebook.

    folders: whose files lie beside the notebook while it runs; see `files_in`
    full: whether cells that are only for show (tag `demo`), and are as released, run too
    """
    started = time.perf_counter()
    notebook = submitted.notebook
    cells = [cell for cell in notebook.cells if runs(cell, full)]
    forbids = {name: exercise.forbids for name, exercise in grader.assignment.exercises.items()}
    submission = Submission(parent, files_in(folders), limits, grader.reference.call, forbids)
    reason = "unreadable" if submitted.unreadable else ""
    with closing(submission):
        try:
            if not submitted.unreadable:
                for cell, outputs in zip(cells, submission.run([cell.source for cell in cells]), strict=True):
                    cell.outputs = _outputs(outputs)
                    submitted.remarks += _stops(cell)
        except Ended as ended:
            reason = "timed out"
            submitted.remarks.append(str(ended))
        verdicts = grader.grade(submission.calls, student, secret)
    if reason:
        sentence = submitted.unreadable or "The notebook as a whole took too long."
        verdicts = [replace(v, parts=tuple(replace(p, message=sentence) for p in v.parts)) for v in verdicts]
    result = Result(student, grader.assignment.id, verdicts, reason, submitted.remarks, submitted.sha256)
    result.seconds = round(time.perf_counter() - started, 3)
    result.write(notebook)
    return result


def runs(cell: NotebookNode, full: bool) -> bool:
    """Whether a cell is run: check cells are not, and those that are only for show only in full."""
    is_check = cell.metadata.get("nbgrader", {}).get("grade", False)
    return cell.cell_type == "code" and not is_check and (full or "demo" not in cell.metadata.get("tags", []))


def _stops(cell: NotebookNode) -> list[str]:
    """What to say of a cell that had to be stopped, or that has stopped everything."""
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    which = f"The cell `{name}`" if name else f"The cell that begins with `{cell.source.strip()[:40]}`"
    stops = [output.evalue for output in cell.outputs if output.get("ename") in STOPS]
    return [f"{which} was stopped: {stop}" for stop in stops[:1]]


def _outputs(raw: list[dict[str, Any]]) -> list[NotebookNode]:
    """The well-formed ones among the outputs that a submission's process sent."""
    outputs = []
    for number, output in enumerate(raw):
        try:
            node = nbformat.from_dict(json.loads(clean(json.dumps(output, ensure_ascii=False))))
            if node.output_type == "execute_result":
                node.execution_count = None
            if "data" in node:
                node.data = _inert(node.data)
            nbformat.validate(node, ref="output", version=4)
            outputs.append(node)
        except Exception:  # anything may come from there, and a bad output is only not shown
            text = f"[output {number + 1} of this cell is malformed and not shown]"
            outputs.append(nbformat.v4.new_output("stream", name="stderr", text=text))
    return outputs


def _inert(bundle: NotebookNode) -> NotebookNode:
    """What may be shown in somebody else's browser: text, pictures made of points, and HTML without anything active."""
    shown = NotebookNode({kind: bundle[kind] for kind in PASSIVE if kind in bundle})
    if "text/html" in bundle:
        html = bundle["text/html"]
        shown["text/html"] = nh3.clean(html if isinstance(html, str) else "".join(html))
    return shown or NotebookNode({"text/plain": "[not shown]"})


def files_in(folders: Sequence[Path]) -> list[tuple[str, bytes]]:
    """The ordinary files in some folders, by relative name, up to a size; of two with one name, the later folder's.

    Notebooks, links and what is not a file stay out.
    """
    found: dict[str, bytes] = {}
    left = MAX_FILES_BYTES
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_symlink() or not path.is_file() or path.suffix == ".ipynb" or ".ipynb_checkpoints" in path.parts:
                continue
            size = path.stat().st_size
            if size < min(left, wire.MAX_BYTES // 2) and path.resolve().is_relative_to(folder.resolve()):
                left -= size
                found[str(path.relative_to(folder))] = path.read_bytes()
    return list(found.items())
