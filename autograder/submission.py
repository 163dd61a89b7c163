"""Reads a submitted notebook, whatever state it is in, and fits it to the released one.

What is wrong with a notebook costs at most the exercises that it breaks: check cells come from the release, cells that
were deleted come back empty, and copies of a cell become ordinary cells that run where they stand.
"""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from autograder.inert import fenced

MAX_NOTEBOOK_BYTES = 20 * 2**20
MAX_CELLS = 2000


@dataclass
class Submitted:
    """A submission that fits the release.

    remarks: what had to be repaired, in words for the student
    unreadable: why nothing could be read, or empty; then the notebook is a release without answers
    sha256: of the file as it was submitted
    """

    notebook: NotebookNode
    remarks: list[str]
    unreadable: str
    sha256: str


class Unreadable(Exception):
    """A file that is no notebook; the message says why, in words for the student."""


def read_submission(path: Path, release: NotebookNode) -> Submitted:
    """The notebook at `path`, fitted to the release. Never raises because of what the file holds."""
    cells: list[NotebookNode] = []
    remarks: list[str] = []
    digest = unreadable = ""
    try:
        data = _read_bytes(path)
        digest = sha256(data).hexdigest()
        cells = list(_cells(_parse(data), remarks))
    except Unreadable as error:
        unreadable = str(error)
        remarks.append(unreadable)
    return Submitted(_fit(cells, release, remarks), remarks, unreadable, digest)


def digest(path: Path) -> str:
    """The sha256 of a submitted file, as `Submitted` has it: empty where the file cannot be read."""
    try:
        return sha256(_read_bytes(path)).hexdigest()
    except Unreadable:
        return ""


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_symlink() or not path.is_file():
            raise Unreadable(f"The file {path.name} is not there, or is not an ordinary file.")
        size = path.stat().st_size
        if size > MAX_NOTEBOOK_BYTES:
            raise Unreadable(f"The notebook has {size // 2**20} MB; at most {MAX_NOTEBOOK_BYTES // 2**20} MB are read.")
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(f"The file {path.name} cannot be read ({error.strerror}).") from None


def _parse(data: bytes) -> list[Any]:
    """The notebook's cells as they are in its JSON, brought to nbformat 4."""
    if not data.strip():
        raise Unreadable("The file is empty.")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        content = json.loads(data.decode(encoding))
    except (ValueError, RecursionError):
        raise Unreadable("The file is not a notebook: it is not valid JSON.") from None
    if isinstance(content, dict) and "worksheets" in content:  # nbformat 3
        try:
            content = nbformat.convert(nbformat.from_dict(content), 4)
        except Exception:  # the converter raises whatever a malformed old notebook leads it to
            raise Unreadable("The file is a notebook of an old format that cannot be converted.") from None
    if not isinstance(content, dict) or not isinstance(content.get("cells"), list):
        raise Unreadable("The file is not a notebook: it has no cells.")
    return content["cells"]


def _cells(cells: list[Any], remarks: list[str]) -> Iterator[NotebookNode]:
    """The well-formed cells, without outputs and without any metadata but nbgrader's name for them."""
    if len(cells) > MAX_CELLS:
        remarks.append(f"The notebook has {len(cells)} cells; those after the first {MAX_CELLS} were left out.")
    for number, cell in enumerate(cells[:MAX_CELLS], start=1):
        source = cell.get("source") if isinstance(cell, dict) else None
        if isinstance(source, list) and all(isinstance(line, str) for line in source):
            source = "".join(source)
        if not isinstance(source, str) or cell.get("cell_type") not in ("code", "markdown", "raw"):
            remarks.append(f"Cell {number} is malformed and was left out.")
            continue
        metadata = cell.get("metadata")
        mark = metadata.get("nbgrader") if isinstance(metadata, dict) else None
        name = mark.get("grade_id") if isinstance(mark, dict) else None
        # Unpaired surrogates cannot be written to a file.
        source = source.encode("utf-8", "replace").decode("utf-8")
        kind = "code" if cell["cell_type"] == "code" else "markdown"
        yield _cell(kind, source, {"name": name} if isinstance(name, str) else {})


def _fit(cells: list[NotebookNode], release: NotebookNode, remarks: list[str]) -> NotebookNode:
    """The cells with the release's check cells and metadata."""
    graded = {cell.metadata.nbgrader.grade_id: cell for cell in release.cells if "nbgrader" in cell.metadata}
    shown = {cell.source for cell in release.cells if "demo" in cell.metadata.get("tags", [])}
    fitted: list[NotebookNode] = []
    checks: dict[str, list[NotebookNode]] = {}  # those behind each solution in the release, until it is placed
    behind = fitted
    for name, cell in graded.items():
        if cell.metadata.nbgrader.solution:
            behind = checks[name] = []
        else:
            behind.append(_cell(cell.cell_type, cell.source, cell.metadata))
    solutions = set(checks)

    def place(name: str, source: str) -> None:
        fitted.extend([_cell(graded[name].cell_type, source, graded[name].metadata), *checks.pop(name)])

    for cell in _join_split_cells(cells, solutions, remarks):
        name = cell.metadata.pop("name", "")
        if name in checks:
            place(name, cell.source)
            continue
        if name in solutions:
            remarks.append(f"There is more than one cell `{name}`: all of them ran, in their order.")
        elif name in graded:
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
    released = {cell.source for cell in release.cells if cell.cell_type == "markdown"}
    for i, cell in enumerate(fitted):
        cell.id = f"cell-{i}"
        if cell.cell_type != "code" and cell.source not in released:
            cell.source = fenced(cell.source)
    return new_notebook(cells=fitted, metadata=deepcopy(release.metadata))


def _cell(kind: str, source: str, metadata: Mapping[str, Any]) -> NotebookNode:
    """A new cell; nbformat's own function validates each against its whole schema, which takes longer than all else."""
    cell = NotebookNode(cell_type=kind, id="", metadata=NotebookNode(deepcopy(metadata)), source=source)
    return NotebookNode(cell, execution_count=None, outputs=[]) if kind == "code" else cell


def _join_split_cells(cells: list[NotebookNode], names: set[str], remarks: list[str]) -> Iterator[NotebookNode]:
    """Joins the pieces of a solution cell that was split: pieces that do not parse, and do when put together."""
    for name, group in groupby(cells, lambda cell: cell.metadata.get("name")):
        pieces = list(group)
        code = "\n".join(piece.source for piece in pieces)
        if name in names and not all(_parses(piece.source) for piece in pieces) and _parses(code):
            pieces[0].source = code
            del pieces[1:]
            remarks.append(f"The cell `{name}` had been split; its pieces were put together again.")
        yield from pieces


def _parses(code: str) -> bool:
    plain = re.sub(r"(?m)^\s*[%!].*$", "", code)  # magics and shell lines are not Python
    try:
        ast.parse(plain)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
