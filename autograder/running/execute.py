"""Grades one submitted notebook: runs its cells, judges its functions, and writes both into the notebook."""

import re
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from copy import deepcopy
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.course.limits import Limits
from autograder.inside import wire
from autograder.inside.answer import why_missing
from autograder.inside.sandbox import MB
from autograder.inside.warm import Rules
from autograder.judging.display import points, verdict_html
from autograder.judging.verdict import Part, Verdict
from autograder.running import inert
from autograder.running.fitting import Unreadable, called, line_of
from autograder.running.grader import Grader
from autograder.running.intake import LEFT_OUT, Item, by_reason, listing, read_file
from autograder.running.process import Ended, NotebookProcess, Step, WarmParent
from autograder.running.submission import Submitted, is_notebook

CHECK = "check_"  # how the names of check cells begin
DEFINED = re.compile(r"(?m)^def +(\w+)")
IMPORT = re.compile(r"(?m)^(import|from) ")
UNIMPORTED = ("ImportError", "ModuleNotFoundError")
MAX_STOPS = 5  # cells that stopped with an error, of which remarks tell
STOPS = ("Stopped", "Timeout", "Output")  # names of the errors that `process` adds to a cell's own outputs
RECORD = "course"  # the notebook metadata that holds a graded notebook's Result
MAX_FILES_BYTES = 50 * 2**20  # of the files that lie beside the notebook
MAX_FILES = 5000


@dataclass
class Result:
    """What became of one submission.

    reason: why it could not be graded as it is ("unreadable", "timed out", "stopped"), or empty
    remarks: what was repaired or left out, in words for the student
    content: digest of what was graded; the inputs were drawn with it
    depends: digests of what the marks depend on, by part; see `depends`
    """

    student: str
    assignment: str
    verdicts: list[Verdict]
    reason: str = ""
    remarks: list[str] = field(default_factory=list)
    content: str = ""
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
                html = inert.without_formulas(verdict_html(verdict))
                score = {"text/plain": points(verdict.points)}
                outputs = [
                    {"output_type": "display_data", "data": {"text/html": html}, "metadata": {}},
                    {"output_type": "execute_result", "data": score, "metadata": {}, "execution_count": None},
                ]
                cell.outputs = nbformat.from_dict(outputs)  # nbformat.v4 would check each of them

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
    cells, steps = _steps(notebook, full, grader.source.stubs)
    files, left_out = files_in(folders) if not submitted.unreadable else ([], [])
    submitted.remarks += left_out
    content = _content(notebook, files)
    rules = Rules(grader.forbidden, sorted(grader.helpers), sorted(grader.allowed), grader.assignment.inside_code)
    written = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}
    with closing(NotebookProcess(parent, files, limits, rules, grader.source.imports)) as process:
        meanwhile = partial(grader.prepare, secret, student, content)
        reason = _run(process, submitted, cells, steps, grader, meanwhile)
        verdicts = grader.verdicts(
            process.calls,
            secret,
            student,
            content,
            rewritten=process.rewritten,
            cells={name: cell.source for name, cell in written.items()},
            tries=process.tries,
        )
        submitted.remarks += _rewritten(verdicts, cells, process.rewritten)
    verdicts = [_explained(verdict, written[verdict.exercise]) for verdict in verdicts]
    if reason:
        sentence = submitted.unreadable or "The notebook as a whole took too long."
        verdicts = [replace(v, parts=tuple(replace(p, message=sentence) for p in v.parts)) for v in verdicts]
    seconds = round(time.perf_counter() - started, 3)
    result = Result(student, grader.assignment.id, verdicts, reason, submitted.remarks, content, seconds)
    result.write(notebook)
    return result


def _run(
    process: NotebookProcess,
    submitted: Submitted,
    cells: Sequence[NotebookNode],
    steps: Sequence[Step],
    grader: Grader,
    meanwhile: Callable[[], None],
) -> str:
    """Runs the cells and keeps what they show. Why the submission can't be graded as it is, or empty."""
    if submitted.unreadable:
        return "unreadable"
    try:
        for cell, outputs in zip(cells, process.run(steps, meanwhile=meanwhile), strict=True):
            cell.outputs = inert.outputs(outputs, int(2 * process.limits.output * MB))
    except Ended as ended:
        submitted.remarks.append(str(ended))
        return "timed out"
    submitted.remarks += _stops(cells, {cell.source for cell in grader.source.notebook.cells})
    return ""


def _explained(verdict: Verdict, cell: NotebookNode) -> Verdict:
    """The verdict, which says of a function that is not there why it is not."""
    if verdict.status != "missing":
        return verdict
    errors = [f"{output.ename}: {output.evalue}" for output in cell.outputs if output.output_type == "error"]
    sentence = why_missing(cell.source, verdict.exercise, *errors[:1])
    return replace(verdict, parts=tuple(replace(part, message=sentence) for part in verdict.parts))


def stopped_result(student: str, id: str, release: NotebookNode, reason: str) -> tuple[Result, NotebookNode]:
    """What becomes of a submission that nothing can be said of but the reason, in words for the student."""
    sentence = f"This submission was stopped: {reason}."
    verdicts = [
        Verdict(name.removeprefix(CHECK), 0, mark.points, (Part("all", sentence, "other"),))
        for mark in (cell.metadata.nbgrader for cell in release.cells if "nbgrader" in cell.metadata)
        if (name := mark.grade_id).startswith(CHECK)
    ]
    result = Result(student, id, verdicts, "stopped", [sentence])
    notebook = deepcopy(release)
    result.write(notebook)
    return result, notebook


def runs(cell: NotebookNode, full: bool) -> bool:
    """Whether a cell is run: check cells are not, and those that are only for show only in full."""
    is_check = cell.metadata.get("nbgrader", {}).get("grade", False)
    return cell.cell_type == "code" and not is_check and (full or "demo" not in cell.metadata.get("tags", []))


def _steps(notebook: NotebookNode, full: bool, stubs: Mapping[str, str]) -> tuple[list[NotebookNode], list[Step]]:
    """The cells that are run, and how. A stub as released does not undo what another cell has defined."""
    cells: list[NotebookNode] = []
    steps: list[Step] = []
    written = {
        name for cell in notebook.cells if cell.source not in stubs.values() for name in DEFINED.findall(cell.source)
    }
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if runs(cell, full):
            cells.append(cell)
            undoes = name in written and cell.source == stubs.get(name)
            steps.append(Step("" if undoes else cell.source, needed=runs(cell, full=False)))
        elif name.startswith(CHECK) and steps:
            steps[-1] = steps[-1]._replace(checked=(*steps[-1].checked, name.removeprefix(CHECK)))
    return cells, steps


def _content(notebook: NotebookNode, files: Sequence[tuple[str, bytes]]) -> str:
    """What tells one content from another: inputs depend on it, so that one submission is no help for the next.

    That is all code, with the places of the check cells, whether it is run or not, and the files.
    """
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    parts = [(cell.metadata.get("nbgrader", {}).get("grade_id", ""), cell.source.encode()) for cell in code]
    digest = sha256()
    for name, data in [*parts, ("", b""), *files]:
        digest.update(sha256(name.encode("utf-8", "surrogateescape")).digest() + sha256(data).digest())
    return digest.hexdigest()


def _stops(cells: Sequence[NotebookNode], released: Collection[str]) -> list[str]:
    """What to say of cells that had to be stopped, and of those that stopped themselves.

    Of an exercise's own cell its verdict tells, and of what only uses the exercises, too; but not of a failed import.
    """
    remarks = []
    for cell in cells:
        is_exercise = "nbgrader" in cell.metadata
        is_told = is_exercise or (cell.source in released and not IMPORT.search(cell.source))
        errors = [output for output in cell.outputs if output.output_type == "error"]
        for output in sorted(errors, key=lambda output: output.ename not in STOPS)[:1]:
            if output.ename in STOPS:
                remarks.append(f"{called(cell)} was stopped: {output.evalue}")
            elif not is_told or (is_exercise and output.ename in UNIMPORTED):
                remarks.append(f"{called(cell)} stopped{line_of(cell, output)}: {output.ename}: {output.evalue[:200]}")
    left = len(remarks) - MAX_STOPS
    return remarks if left <= 0 else [*remarks[:MAX_STOPS], f"{left} more cells stopped with an error."]


def _rewritten(
    verdicts: Sequence[Verdict], cells: Sequence[NotebookNode], rewritten: Mapping[str, tuple[int, str]]
) -> list[str]:
    """What to say of functions that became something else behind their check cells, or that read what did."""
    remarks = []
    for verdict in (verdict for verdict in verdicts if verdict.exercise in rewritten and verdict.begun):
        name, (i, what) = verdict.exercise, rewritten[verdict.exercise]
        cell = called(cells[i])
        how = "counts as it is then" if verdict.at_end else "counts as it was at its check cell"
        if what == name:
            remarks.append(f"{cell} makes `{name}` something else: the function {how}.")
        elif verdict.at_end:
            remarks.append(f"{cell} makes `{what}` something else, which `{name}` uses: the function {how}.")
    return remarks


def files_in(folders: Sequence[Path]) -> tuple[list[tuple[str, bytes]], list[str]]:
    """The ordinary files in some folders, by relative name, within limits; and what was left out, in words.

    The last folder is the course's own: of two files with one name, it is the last folder's that counts. Notebooks
    stay out, and so do links of both kinds, and whatever is no file.
    """
    found: dict[str, bytes] = {}
    remarks: list[str] = []
    left = MAX_FILES_BYTES
    for folder in reversed(folders):
        left_out: list[tuple[Item, str]] = []
        try:
            items, more = listing(folder)
        except Unreadable as error:
            items, more = [], [str(error)]
        for item in items:
            if item.name in found or not {*LEFT_OUT}.isdisjoint(item.name.split("/")):
                continue
            if item.ordinary and is_notebook(item.name):
                continue
            if reason := _left_out(item, left, len(found), own=folder == folders[-1]):
                left_out.append((item, reason))
                continue
            try:
                found[item.name] = read_file(folder, item.name, item.size)
                left -= item.size
            except Unreadable:
                left_out.append((item, "as they can't be read"))
        remarks += more + by_reason(left_out)
    return list(found.items()), remarks


def _left_out(item: Item, left: int, count: int, own: bool) -> str:
    """Why a file stays out, or empty. own: whether it is the course's; its files may have other names elsewhere."""
    if item.link:
        return "as links are not followed"
    if not item.ordinary:
        return "as they are not ordinary files"
    if item.links > 1 and not own:
        return "as they have another name elsewhere (hard links)"
    if item.size >= wire.MAX_BYTES // 2:
        return f"larger than {wire.MAX_BYTES // 2**21} MB"
    if item.size > left:
        return f"as all files together may have {MAX_FILES_BYTES // 2**20} MB"
    return f"as there may be {MAX_FILES} files" if count >= MAX_FILES else ""
