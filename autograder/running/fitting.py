"""Reads a notebook, whatever state it is in, and fits it to the released one.

What is wrong with a notebook costs at most the exercises that it breaks: check cells come from the release, cells that
were deleted come back empty, and copies of a cell become ordinary cells that run where they stand.

What is here needs nothing of the machine that grades: `autograder.doctor` uses it on a student's own.
"""

import ast
import json
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from textwrap import dedent
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from autograder.inside.answer import MAX_PARSED_AT_ONCE

MAX_NOTEBOOK_BYTES = 200 * 2**20  # of the file, or of all the notebooks in a folder; most of it can be outputs only
MAX_CELLS = 2000  # that are not empty
MAX_SOURCE = 4 * 2**20  # characters in all cells
MAX_PARSED = 500_000  # characters that are parsed in all to see whether a cell was split
MAX_PIECES = 5  # of a cell that was split

CODE, TEXT = ("code",), ("markdown", "raw", "heading", "html", "plaintext")  # kinds of cells, old formats' too
MAGIC = re.compile(r"(?m)^[^\S\n]*[%!].*$")  # magics and shell lines, which are not Python
LINE = re.compile(r"\bCell In\[\d+\], line (\d+)")
HEAD = 4096  # bytes that tell what a file is

# What a file begins with, and what it is then.
SIGNATURES = (
    (rb"PK(\x03\x04|\x05\x06)", "a ZIP archive"),
    (rb"Rar!\x1a\x07", "a RAR archive"),
    (rb"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (rb"\x1f\x8b", "a gzip archive"),
    (rb"%PDF", "a PDF"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8", "a picture"),
    (rb"\x00\x05\x16\x07", "a file that macOS keeps for itself"),
    (rb"(?i)(\xef\xbb\xbf)?\s*(<!doctype html|<html|<head|<body)", "a web page (HTML)"),
    (rb"(?m)(?:.*\n){0,50}?(#!.*python|# %%|import \w|from \S+ import |def \w+\(|class \w+[(:])", "a Python script"),
)


class Unreadable(Exception):
    """What can't be read, or isn't a notebook; the message says why, in words for the student."""


def what_is(data: bytes) -> str:
    """What a file is that begins so, in words, where that is known; else empty."""
    return next((words for pattern, words in SIGNATURES if re.match(pattern, data[:HEAD])), "")


def called(cell: NotebookNode) -> str:
    """What remarks call a cell."""
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    return f"The cell `{name}`" if name else f"The cell that begins with `{cell.source.strip()[:40]}`"


def line_of(cell: NotebookNode, error: NotebookNode) -> str:
    """Where in the cell an error arose, as IPython's own traceback says."""
    numbers = [int(n) for text in error.traceback for n in LINE.findall(text[:10_000])]
    lines = cell.source.splitlines()
    return next((f" in line {n}, `{lines[n - 1].strip()[:100]}`" for n in numbers if 0 < n <= len(lines)), "")


def released_solutions(release: NotebookNode) -> dict[str, str]:
    """The release's solution cells by name."""
    marks = [(cell, cell.metadata["nbgrader"]) for cell in release.cells if "nbgrader" in cell.metadata]
    return {mark["grade_id"]: cell.source for cell, mark in marks if mark["solution"]}


def parse(data: bytes, outputs: bool = False) -> list[Any]:
    """The notebook's cells as they are in its JSON, with or without outputs. Raises Unreadable."""
    if not data or data.isspace():
        raise Unreadable("The file is empty.")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
        content = json.loads(text) if outputs else json.loads(text, object_hook=_without_outputs, parse_int=_whole)
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


def well_formed(cells: list[Any], release: NotebookNode, remarks: list[str]) -> list[NotebookNode]:
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
    names, sources = released_solutions(release), {cell.source.strip() for cell in release.cells}

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


def fit(
    cells: list[NotebookNode], release: NotebookNode, remarks: list[str], shown_as: Callable[[str], str] = str
) -> NotebookNode:
    """The cells with the release's check cells and metadata. Empties the cells' own metadata.

    shown_as: what becomes of a cell of text that the release doesn't have
    """
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
            cell.source = shown_as(cell.source)
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
    plain = MAGIC.sub("", code)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(plain, "cell", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
