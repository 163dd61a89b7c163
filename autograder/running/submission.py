"""Finds the notebook in a submission, reads it, whatever state it is in, and fits it to the released one.

What is wrong with a notebook costs at most the exercises that it breaks: check cells come from the release, cells that
were deleted come back empty, and copies of a cell become ordinary cells that run where they stand.
"""

import ast
import json
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from autograder.inside.answer import MAX_PARSED_AT_ONCE
from autograder.running.inert import fenced
from autograder.running.intake import (
    Item,
    Unreadable,
    described,
    listed,
    listing,
    quoted,
    read_file,
    what_is,
)
from autograder.running.keeper import bounded_memory

MAX_NOTEBOOK_BYTES = 200 * 2**20  # of the file, or of all the notebooks in a folder; most of it can be outputs only
MAX_MEMORY = 1024  # MB, to read it
MAX_CELLS = 2000  # that are not empty
MAX_SOURCE = 4 * 2**20  # characters in all cells
MAX_PARSED = 500_000  # characters that are parsed in all to see whether a cell was split
MAX_PIECES = 5  # of a cell that was split
MAX_CANDIDATES = 20  # notebooks in one folder that are looked at

NOTEBOOK = re.compile(r"\.ipynb(\.\w{1,10})?$", re.IGNORECASE)  # browsers add .txt or .json
CODE, TEXT = ("code",), ("markdown", "raw", "heading", "html", "plaintext")  # kinds of cells, old formats' too
DEFINED = re.compile(r"(?m)^(?:def|class) +(\w+)|^(\w+) *=")


@dataclass
class Submitted:
    """A submission that fits the release.

    remarks: what had to be repaired, in words for the student
    unreadable: why nothing could be read, or empty; then the notebook is a release without answers
    """

    notebook: NotebookNode
    remarks: list[str]
    unreadable: str


Others = Callable[[], Mapping[str, AbstractSet[str]]]
"""The names of the solution cells of the course's other assignments, by assignment."""


def read_submission(path: Path, release: NotebookNode) -> Submitted:
    """The notebook at `path`, fitted to the release. Never raises because of what the file holds."""
    return _fitted(_read(path.parent, path.name, release), release)


def read_folder(folder: Path, id: str, release: NotebookNode, others: Others = dict) -> Submitted:
    """The notebook of the assignment in a folder, fitted to the release. Never raises because of what is there."""
    solutions = _solutions(release)
    try:
        items, candidates = _candidates(folder, id)
    except Unreadable as error:
        return _fitted(_Notebook("", unreadable=str(error)), release)
    if not candidates:
        return _fitted(_Notebook("", unreadable=_nothing(folder, items)), release)
    read = _read_all(folder, candidates, release)
    best = max(read, key=_standing(solutions, id))
    best.unreadable = best.unreadable or _misplaced(read, best, id, solutions, others)
    if not best.unreadable:
        best.remarks[:0] = _which(read, best, [item.name for item in candidates[len(read) :]], solutions)
    return _fitted(best, release)


def solution_names(notebook: NotebookNode) -> set[str]:
    """The names of the solution cells of a released notebook."""
    return set(_solutions(notebook))


def is_notebook(name: str) -> bool:
    """Whether a file's name is that of a notebook, also where a browser has added to it."""
    return NOTEBOOK.search(name) is not None


def _solutions(release: NotebookNode) -> dict[str, str]:
    """The release's solution cells by name."""
    marks = [(cell, cell.metadata["nbgrader"]) for cell in release.cells if "nbgrader" in cell.metadata]
    return {mark["grade_id"]: cell.source for cell, mark in marks if mark["solution"]}


@dataclass
class _Notebook:
    """A notebook that was handed in, or why it can't be read; its cells are those that count."""

    name: str
    cells: list[NotebookNode] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    unreadable: str = ""

    def names(self, solutions: Mapping[str, str]) -> set[str]:
        """The solution cells that it has, by their names or by what they define."""
        return {name for cell in self.cells for name in _names(cell) if name in solutions}

    def begun(self, solutions: Mapping[str, str]) -> int:
        """How many of the solution cells are there and not as they were released."""
        changed = {
            name
            for cell in self.cells
            for name in _names(cell)
            if name in solutions and cell.source.strip() not in ("", solutions[name].strip())
        }
        return len(changed)


def _names(cell: NotebookNode) -> set[str]:
    """The names that a cell has or defines."""
    return {cell.metadata.get("name", ""), *(a or b for a, b in DEFINED.findall(cell.source))}


def _candidates(folder: Path, id: str) -> tuple[list[Item], list[Item]]:
    """What lies in a folder, and the notebooks among it, the likeliest first. Raises Unreadable."""
    items, _ = listing(folder)
    items = [item for item in items if not item.hidden and item.name != "timestamp.txt"]
    found = [item for item in items if item.ordinary and is_notebook(item.name)]
    return items, sorted(found, key=lambda item: item.name != f"{id}.ipynb")


def _nothing(folder: Path, items: list[Item]) -> str:
    """What to say of a folder without a notebook."""
    return f"There is no notebook in the folder; it holds {described(folder, items) if items else 'no files'}."


def _read_all(folder: Path, candidates: list[Item], release: NotebookNode) -> list[_Notebook]:
    """The first notebooks, as many as may be read."""
    left = MAX_NOTEBOOK_BYTES
    read: list[_Notebook] = []
    for item in candidates[:MAX_CANDIDATES]:
        left -= item.size if item.size <= MAX_NOTEBOOK_BYTES else 0
        if read and left < 0:
            break
        read.append(_read(folder, item.name, release))
    return read


def _standing(solutions: Mapping[str, str], id: str) -> Callable[[_Notebook], tuple[Any, ...]]:
    """What the notebook that counts has most of; of equals it is the first."""
    return lambda notebook: (
        not notebook.unreadable,
        notebook.begun(solutions),
        len(notebook.names(solutions)),
        id in notebook.name,
    )


def _which(read: list[_Notebook], best: _Notebook, unread: list[str], solutions: Mapping[str, str]) -> list[str]:
    """Says which notebook is graded, where that isn't clear, and what else there is."""

    def state(notebook: _Notebook) -> str:
        begun = "not a notebook" if notebook.unreadable else f"{notebook.begun(solutions)} of {len(solutions)} begun"
        return f"{quoted(notebook.name)} ({begun})"

    others = [state(notebook) for notebook in read if notebook is not best]
    if unread:
        others.append(listed(unread))
    if others:
        return [f"Graded: {state(best)}. Not graded: {', '.join(others)}."]
    return [f"Graded: {quoted(best.name)}."] if "/" in best.name else []


def _misplaced(read: list[_Notebook], best: _Notebook, id: str, solutions: Mapping[str, str], others: Others) -> str:
    """Why a notebook isn't one of this assignment, or empty."""
    mine = best.names(solutions)
    if len(mine) == len(solutions):
        return ""
    named = {cell.metadata["name"] for cell in best.cells if "name" in cell.metadata}
    theirs = {other: named & names for other, names in others().items()}
    other = max(theirs, key=lambda other: len(theirs[other]), default="")
    if other and len(theirs[other]) > len(mine) and mine <= theirs[other]:
        return f"This is the notebook of `{other}`, not of `{id}`."
    if mine:
        return ""
    if len(read) > 1:
        return f"None of the notebooks is of `{id}`: {listed(notebook.name for notebook in read)}."
    title = next((line for cell in best.cells for line in cell.source.splitlines()[:5] if line.startswith("# ")), "")
    about = f" Its title is {quoted(title[2:])}." if title else ""
    best.remarks.append(f"The notebook has none of the cells of `{id}`.{about}")
    return ""


def _read(folder: Path, name: str, release: NotebookNode) -> _Notebook:
    """The notebook `name` in a folder. Never raises because of what the file holds."""
    notebook = _Notebook(name)
    try:
        data = read_file(folder, name, MAX_NOTEBOOK_BYTES)
        with bounded_memory(MAX_MEMORY):
            notebook.cells = _cells(_parse(data), release, notebook.remarks)
    except Unreadable as error:
        notebook.unreadable = str(error)
    except MemoryError:
        notebook.unreadable = f"The notebook takes more than {MAX_MEMORY} MB of memory to read."
    return notebook


def _parse(data: bytes) -> list[Any]:
    """The notebook's cells as they are in its JSON, but without outputs."""
    if not data or data.isspace():
        raise Unreadable("The file is empty.")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        content = json.loads(data.decode(encoding), object_hook=_without_outputs, parse_int=_whole)
    except (ValueError, RecursionError):
        what = what_is(data)
        raise Unreadable(f"The file is not a notebook: it is {what or 'not valid JSON'}.") from None
    content = content if isinstance(content, dict) else {}
    sheets = content.get("worksheets")  # of nbformat 3 and before
    for sheet in [content, *(sheets if isinstance(sheets, list) else [])]:
        if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list):
            return sheet["cells"]
    raise Unreadable("The file is not a notebook: it has no cells.")


def _without_outputs(content: dict[str, Any]) -> dict[str, Any]:
    """A part of the notebook without what is large and isn't needed, as soon as it has been read."""
    content.pop("outputs", None)
    content.pop("attachments", None)
    return content


def _whole(digits: str) -> float:
    """No whole number of a notebook is needed, and to read a long one takes long."""
    return float(digits[:20])


def _cells(cells: list[Any], release: NotebookNode, remarks: list[str]) -> list[NotebookNode]:
    """The well-formed cells, without any metadata but nbgrader's name for them.

    Empty ones are left out, and where there is too much, first text, then code that the release doesn't have.
    """
    read: list[tuple[str, str, str]] = []
    malformed: list[int] = []
    for number, cell in enumerate(cells, start=1):
        source = cell.get("source", cell.get("input")) if isinstance(cell, dict) else None
        if isinstance(source, list) and all(isinstance(line, str) for line in source):
            source = "".join(source)
        if isinstance(source, str):  # lines end as the release's do
            source = source.replace("\r\n", "\n").replace("\r", "\n")
        if not isinstance(source, str) or cell.get("cell_type") not in CODE + TEXT:
            malformed.append(number)
            continue
        metadata = cell.get("metadata")
        mark = metadata.get("nbgrader") if isinstance(metadata, dict) else None
        name = mark.get("grade_id") if isinstance(mark, dict) else None
        kind = "code" if cell["cell_type"] in CODE else "markdown"
        if name or source.strip():
            read.append((kind, source, name if isinstance(name, str) else ""))
    if malformed:
        which = ", ".join(map(str, malformed[:5])) + (", …" if len(malformed) > 5 else "")
        remarks.append(f"Malformed cells were left out: {which}.")
    names, sources = _solutions(release), {cell.source.strip() for cell in release.cells}

    def rank(i: int) -> int:
        kind, source, name = read[i]
        return 0 if name in names else 3 if kind != "code" else 1 if source.strip() in sources else 2

    first = sorted(range(len(read)), key=rank)
    left = MAX_SOURCE
    kept: list[int] = []
    for i in first:
        if len(kept) < MAX_CELLS and len(read[i][1]) <= left:
            left -= len(read[i][1])
            kept.append(i)
    if len(kept) < len(read):
        most = f"at most {MAX_CELLS} cells and {MAX_SOURCE // 2**20} MB without outputs are read"
        remarks.append(f"The notebook is too large ({most}): {len(read) - len(kept)} of its cells were left out.")
    # Unpaired surrogates cannot be written to a file.
    plain = (
        (kind, source.encode("utf-8", "replace").decode("utf-8"), name)
        for kind, source, name in (read[i] for i in sorted(kept))
    )
    return [_cell(kind, source, {"name": name} if name else {}) for kind, source, name in plain]


def _fitted(notebook: _Notebook, release: NotebookNode) -> Submitted:
    """What was handed in, fitted to the release."""
    if notebook.unreadable:
        notebook.cells, notebook.remarks = [], [notebook.unreadable]
    fitted = _fit(notebook.cells, release, notebook.remarks)
    return Submitted(fitted, list(dict.fromkeys(notebook.remarks)), notebook.unreadable)


def _fit(cells: list[NotebookNode], release: NotebookNode, remarks: list[str]) -> NotebookNode:
    """The cells with the release's check cells and metadata."""
    graded = {cell.metadata.nbgrader.grade_id: cell for cell in release.cells if "nbgrader" in cell.metadata}
    shown = {cell.source for cell in release.cells if "demo" in cell.metadata.get("tags", [])}
    fitted: list[NotebookNode] = []
    # The check cells behind each solution in the release, until it is placed, and then until the notebook's own come.
    checks: dict[str, list[NotebookNode]] = {}
    behind = fitted
    for name, cell in graded.items():
        if cell.metadata.nbgrader.solution:
            behind = checks[name] = []
        else:
            behind.append(_cell(cell.cell_type, cell.source, cell.metadata))
    solutions, placed, passed = set(checks), dict[str, list[NotebookNode]](), set[str]()

    def place(name: str, source: str) -> None:
        placed[name] = checks.pop(name)
        fitted.extend([_cell(graded[name].cell_type, source, graded[name].metadata), *placed[name]])

    for cell in _join_split_cells(cells, solutions, remarks):
        name = cell.metadata.pop("name", "")
        if name in checks:
            place(name, cell.source)
            continue
        if name in solutions:
            remarks.append(f"There is more than one cell `{name}`: all of them ran, in their order.")
            if not passed & {check.metadata.nbgrader.grade_id for check in placed[name]}:
                fitted[:] = [c for c in fitted if all(c is not check for check in placed[name])]
                fitted += [cell, *placed[name]]
                continue
        elif name in graded:
            passed.add(name)
            if cell.source.strip() == graded[name].source.strip():
                continue
            remarks.append(f"The check cell `{name}` was changed: the original was used to grade.")
        if cell.cell_type == "code" and cell.source in shown:
            cell.metadata.tags = ["demo"]
        fitted.append(cell)
    for name in list(checks):
        if cells:
            remarks.append(f"The cell `{name}` is missing or has lost its name.")
        place(name, "")
    released = {cell.source: cell for cell in release.cells if cell.cell_type == "markdown"}
    for i, cell in enumerate(fitted):
        cell.id = f"cell-{i}"
        if cell.cell_type == "code":
            continue
        if cell.source not in released:
            cell.source = fenced(cell.source)
        elif "attachments" in released[cell.source]:  # without them, viewers fail on the text that shows them
            cell.attachments = released[cell.source].attachments
    return new_notebook(cells=fitted, metadata=deepcopy(release.metadata))


def _cell(kind: str, source: str, metadata: Mapping[str, Any]) -> NotebookNode:
    """A new cell; nbformat's own function validates each against its whole schema, which takes longer than all else."""
    cell = NotebookNode(cell_type=kind, id="", metadata=NotebookNode(deepcopy(metadata)), source=source)
    return NotebookNode(cell, execution_count=None, outputs=[]) if kind == "code" else cell


def _join_split_cells(cells: list[NotebookNode], names: set[str], remarks: list[str]) -> Iterator[NotebookNode]:
    """Joins the pieces of a solution cell that was split: pieces that do not parse, and do when put together.

    They are neighbours that have the cell's name; or no name, as some of Jupyter's front ends make the new piece.
    """
    parses = _Parser()
    start = 0
    while start < len(cells):
        pieces = _pieces(cells[start : start + MAX_PIECES], names, parses)
        if len(pieces) > 1:
            name = next(cell.metadata["name"] for cell in pieces if "name" in cell.metadata)
            yield _cell("code", "\n".join(cell.source for cell in pieces), {"name": name})
            remarks.append(f"The cell `{name}` had been split; its pieces were put together again.")
        else:
            yield pieces[0]
        start += len(pieces)


def _pieces(cells: list[NotebookNode], names: set[str], parses: "_Parser") -> list[NotebookNode]:
    """The first cells, as many as are pieces of one solution cell; or the first one."""
    found = set()
    code, whole = "", 1
    for count, cell in enumerate(cells, start=1):
        name, before = cell.metadata.get("name"), code
        found |= {name} - {None}
        if cell.cell_type != "code" or len(found) > 1 or not found <= names:
            break
        code = f"{before}\n{cell.source}" if before else cell.source
        # A cell that is indented as a whole runs in Jupyter. A piece that has the name was meant for the function.
        alone = cell.source if name else dedent(cell.source)
        if found and count > 1 and not (parses(alone) and parses(before)) and parses(code):
            whole = count
    return cells[:whole]


class _Parser:
    """Tells whether code parses; for a whole notebook's, it looks at so many characters in all."""

    def __init__(self) -> None:
        self.left = MAX_PARSED
        self.known: dict[str, bool] = {}

    def __call__(self, code: str) -> bool:
        if code not in self.known:
            self.left -= len(code)
            self.known[code] = len(code) <= MAX_PARSED_AT_ONCE and self.left >= 0 and _parses(code)
        return self.known[code]


def _parses(code: str) -> bool:
    plain = re.sub(r"(?m)^[^\S\n]*[%!].*$", "", code)  # magics and shell lines are not Python
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(plain, "cell", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
