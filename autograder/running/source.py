"""The reference solutions: the solution cells of the source notebook, the only copy there is."""

import ast
import linecache
import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import jupytext
from nbformat import NotebookNode

from autograder.course.course import CourseError
from autograder.inside.answer import END, START

# The name of a cell by what it holds, for each role that `# %% ROLE` can give it.
ROLES = {"solution": re.compile(r"(?m)^def (\w+)\("), "check": re.compile(r"""(?m)^check\(["'](\w+)["'], \w+\)$""")}
# What a cell that draws has instead of its role.
DRAWS: dict[str, dict[str, Any]] = {
    "drawing": {"tags": ["demo"], "jupyter": {"source_hidden": True}},
    "picture": {"tags": ["picture"]},
}
REGION = re.compile(rf"(?ms)(?P<start>^(?P<indent> *){START}.*?\n)(?P<inside>.*?)(?P<end>^ *{END})")


class SourceError(CourseError):
    """A source notebook or a grader that cannot be used; the message says what to change."""


def edit(code: str, old: str, new: str, where: str, everywhere: bool = False) -> str:
    """`code` with `new` in place of `old`, which must stand in it exactly once.

    everywhere: `old` is a regular expression, and all its matches are replaced
    """
    if everywhere:
        edited, count = re.subn(old, new, code)
        if edited == code:
            raise SourceError(f"{where}: the edit {old!r} -> {new!r} changes nothing; it applies {count} times")
        return edited
    count = code.count(old)
    if count != 1 or old == new:
        raise SourceError(f"{where}: the edit {old!r} -> {new!r} must apply exactly once, and applies {count} times")
    return code.replace(old, new)


def regions(code: str) -> list[str]:
    """What stands between each line START of a solution cell and its line END.

    Raises SourceError where these do not come in pairs.
    """
    found = [region["inside"] for region in REGION.finditer(code)]
    if not found or code.count(START) + code.count(END) != 2 * len(found):
        raise SourceError("the lines START CODE HERE and END CODE HERE do not come in pairs")
    return found


def stub(code: str, name: str) -> str:
    """A solution cell without its solution: of each START/END region the numbered sub-goals stay.

    They stand at the depth of the START line: one that stood in a loop has lost its loop.
    """

    def emptied(region: re.Match[str]) -> str:
        goals = re.findall(r"(?m)^\s*(# \(\d+\) .*)", region["inside"])
        lines = [*goals, f'raise NotImplementedError("{name} is not written yet")']
        return region["start"] + "".join(f"{region['indent']}{line}\n" for line in lines) + region["end"]

    return REGION.sub(emptied, code) if regions(code) else code


def give_role(cell: NotebookNode) -> None:
    """Writes the metadata of a cell that is marked `solution`, `check points=15`, `drawing` or `picture`.

    The first two get nbgrader's; a drawing does not run in grading, and its code is folded; of a picture students get
    what it draws.
    What is not marked so, or does not hold what its role asks for, stays as it is.
    """
    role = cell.metadata.get("title")
    if role in DRAWS and cell.cell_type == "code":
        del cell.metadata["title"]
        cell.metadata.update(deepcopy(DRAWS[role]))
    found = ROLES[role].search(cell.source) if role in ROLES else None
    if not found or (role == "check") != ("points" in cell.metadata):
        return
    is_check = role == "check"
    mark = {"grade": is_check, "locked": is_check, "solution": not is_check, "task": False, "schema_version": 3}
    mark["grade_id"] = f"check_{found[1]}" if is_check else found[1]
    if is_check:
        mark["points"] = cell.metadata.pop("points")
    del cell.metadata["title"]
    cell.metadata["nbgrader"] = NotebookNode(mark)


@dataclass(frozen=True)
class Source:
    """One source notebook (jupytext percent)."""

    path: Path

    @cached_property
    def notebook(self) -> NotebookNode:
        if not self.path.is_file():
            raise SourceError(f"{self.path} is not there")
        notebook = jupytext.read(self.path, fmt="py:percent")
        for cell in notebook.cells:
            give_role(cell)
        return notebook

    @cached_property
    def solutions(self) -> dict[str, str]:
        """The solution cells' code, by name, in order."""
        found: dict[str, str] = {}
        for cell in self.notebook.cells:
            if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution"):
                name = cell.metadata["nbgrader"]["grade_id"]
                if name in found:
                    raise SourceError(f"{self.path}: two solution cells are called {name}")
                found[name] = cell.source
        return found

    @property
    def short(self) -> str:
        """The file as people in its course name it."""
        return str(Path(*self.path.parts[-3:]))

    def where(self, name: str, line: int = 1) -> str:
        """The file, and where in it a line of the cell with this name in nbgrader is."""
        marked = (cell for cell in self.notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name)
        return self.place(next(marked).source, line)

    def place(self, code: str, line: int = 1) -> str:
        """The file, and where in it a line of some code is that stands there."""
        before, found, _ = self.path.read_text(encoding="utf-8").partition(code)
        return f"{self.short}, line {before.count(chr(10)) + line}" if found else self.short

    def faults(self) -> Iterator[str]:
        """What is wrong with cells' roles and with the regions of solution cells, each in a sentence with its line."""
        for cell in self.notebook.cells:
            role = cell.metadata.get("title")
            if cell.cell_type != "code" or role is None:
                continue
            what = {
                "solution": "it needs a function, and no points",
                "check": 'it needs `points=…`, and one line `check("name", name)`',
            }.get(role, "a code cell is `solution`, `check points=…`, `drawing`, `picture`, or has nothing but tags")
            yield f"{self.place(cell.source)}: the cell is marked `# %% {role}`: {what}"
        for name, code in self.solutions.items():
            try:
                regions(code)
            except SourceError as error:
                yield f"{self.where(name)}: {name}: {error}"

    @cached_property
    def stubs(self) -> dict[str, str]:
        """The solution cells as they are released."""
        return {name: stub(code, name) for name, code in self.solutions.items()}

    @cached_property
    def points(self) -> dict[str, float]:
        """The points of each check cell, by its name."""
        marks = [cell.metadata["nbgrader"] for cell in self.notebook.cells if "nbgrader" in cell.metadata]
        return {mark["grade_id"]: mark["points"] for mark in marks if mark["grade"]}

    @cached_property
    def imports(self) -> list[str]:
        """The import statements of the cells that are not solutions."""
        cells = [cell.source for cell in self.notebook.cells if cell.cell_type == "code"]
        nodes = _parsed(cell for cell in cells if cell not in self.solutions.values()).body
        return [ast.unparse(node) for node in nodes if isinstance(node, (ast.Import, ast.ImportFrom))]

    @cached_property
    def helpers(self) -> dict[str, FunctionType]:
        """The functions of `utils` that the notebook imports, and those that they call, by full name."""
        return helpers_among(self._imported.values())

    @cached_property
    def allowed(self) -> dict[str, FunctionType]:
        """Those helpers that a graded function may call: not those that only cells that draw have."""
        drawing = {tag for metadata in DRAWS.values() for tag in metadata["tags"]}
        cells = [cell for cell in self.notebook.cells if cell.cell_type == "code"]
        nodes = ast.walk(_parsed(cell.source for cell in cells if drawing.isdisjoint(cell.metadata.get("tags", ()))))
        names = {node.id for node in nodes if isinstance(node, ast.Name)}
        return helpers_among(value for name, value in self._imported.items() if name in names)

    @cached_property
    def _imported(self) -> dict[str, Any]:
        variables: dict[str, Any] = {}
        exec("\n".join(self.imports), variables)
        return variables

    def namespace(self, replaced: Mapping[str, str] | None = None) -> dict[str, Any]:
        """The variables after the imports and all solution cells have run.

        replaced: other code for some solution cells
        """
        variables: dict[str, Any] = {"__name__": "__main__"}
        exec("\n".join(self.imports), variables)
        for name, code in {**self.solutions, **(replaced or {})}.items():
            file = f"<{name} {hash(code):x}>"
            # Failing lines are quoted in messages, as Jupyter quotes those of a cell.
            linecache.cache[file] = (len(code), None, code.splitlines(keepends=True), file)
            exec(compile(code, file, "exec"), variables)
        return variables


def _parsed(cells: Iterable[str]) -> ast.Module:
    """Some cells' code, without lines that are IPython's."""
    return ast.parse(re.sub(r"(?m)^[%!].*", "", "\n".join(cells)))


def names_in(code: CodeType) -> Iterator[str]:
    """The names of variables and attributes in some code and in the functions inside it."""
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from names_in(inner)


def helpers_among(values: Iterable[Any]) -> dict[str, FunctionType]:
    """The functions of `utils` among some values, and those that they call, by full name."""
    found: dict[str, FunctionType] = {}
    waiting = list(values)
    while waiting:
        value = waiting.pop()
        if isinstance(value, (dict, list, tuple)):
            waiting += value.values() if isinstance(value, dict) else value
        if isinstance(value, ModuleType) and value.__name__.startswith("utils."):
            waiting += [function for function in vars(value).values() if isinstance(function, FunctionType)]
        if not isinstance(value, FunctionType) or not value.__module__.startswith("utils."):
            continue
        if (name := f"{value.__module__}.{value.__name__}") not in found:
            found[name] = value
            waiting += [value.__globals__.get(used) for used in names_in(value.__code__)]
    return found
