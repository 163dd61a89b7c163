"""Finds the notebook in a submission and reads it; see `fitting` for what becomes of its cells."""

import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from autograder.running.fitting import MAX_NOTEBOOK_BYTES, Unreadable, fit, parse, released_solutions, well_formed
from autograder.running.inert import fenced
from autograder.running.intake import Item, described, listed, listing, quoted, read_file
from autograder.running.keeper import bounded_memory

MAX_MEMORY = 1024  # MB, to read it
MAX_CANDIDATES = 20  # notebooks in one folder that are looked at

NOTEBOOK = re.compile(r"\.ipynb(\.\w{1,10})?$", re.IGNORECASE)  # browsers add .txt or .json
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
    solutions = released_solutions(release)
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
    return set(released_solutions(notebook))


def is_notebook(name: str) -> bool:
    """Whether a file's name is that of a notebook, also where a browser has added to it."""
    return NOTEBOOK.search(name) is not None


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
            notebook.cells = well_formed(parse(data), release, notebook.remarks)
    except Unreadable as error:
        notebook.unreadable = str(error)
    except MemoryError:
        notebook.unreadable = f"The notebook takes more than {MAX_MEMORY} MB of memory to read."
    return notebook


def _fitted(notebook: _Notebook, release: NotebookNode) -> Submitted:
    """What was handed in, fitted to the release."""
    if notebook.unreadable:
        notebook.cells, notebook.remarks = [], [notebook.unreadable]
    fitted = fit(notebook.cells, release, notebook.remarks, fenced)
    return Submitted(fitted, list(dict.fromkeys(notebook.remarks)), notebook.unreadable)
