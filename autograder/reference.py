"""The reference solutions: the solution cells of the source notebook, the only copy there is."""

import ast
import linecache
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import jupytext
from nbformat import NotebookNode

from autograder.course import CourseError

START, END = "### START CODE HERE ###", "### END CODE HERE ###"


class SourceError(CourseError):
    """A source notebook or a grader that cannot be used; the message says what to change."""


def edit(code: str, old: str, new: str, where: str) -> str:
    """`code` with `new` in place of `old`, which must stand in it exactly once."""
    count = code.count(old)
    if count != 1 or old == new:
        raise SourceError(f"{where}: the edit {old!r} -> {new!r} must apply exactly once, and applies {count} times")
    return code.replace(old, new)


def regions(code: str, name: str = "a solution cell") -> Iterator[tuple[str, bool]]:
    """The lines of a solution cell, and whether each stands between a line START and a line END.

    Raises SourceError where these do not come in pairs.
    """
    inside = False
    for line in code.splitlines():
        if START in line or END in line:
            if inside == (START in line):
                raise SourceError(f"{name}: the lines START CODE HERE and END CODE HERE do not come in pairs")
            inside = START in line
            yield line, False
        else:
            yield line, inside
    if inside or START not in code:
        raise SourceError(f"{name}: the lines START CODE HERE and END CODE HERE do not come in pairs")


def stub(code: str, name: str) -> str:
    """A solution cell without its solution: of each START/END region the numbered sub-goals stay.

    They stand at the depth of the START line: one that stood in a loop has lost its loop.
    """
    kept: list[str] = []
    indent = ""
    for line, inside in regions(code, name):
        if START in line:
            indent = line[: len(line) - len(line.lstrip())]
        if END in line:
            kept.append(f'{indent}raise NotImplementedError("{name} is not written yet")')
        if not inside:
            kept.append(line)
        elif re.match(r"\s*# \(\d+\) ", line):
            kept.append(indent + line.lstrip())
    return "\n".join(kept)


@dataclass(frozen=True)
class Source:
    """One source notebook (jupytext percent)."""

    path: Path

    @cached_property
    def notebook(self) -> NotebookNode:
        if not self.path.is_file():
            raise SourceError(f"{self.path} is not there")
        return jupytext.read(self.path, fmt="py:percent")

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

    @cached_property
    def points(self) -> dict[str, float]:
        """The points of each check cell, by its name."""
        marks = [cell.metadata["nbgrader"] for cell in self.notebook.cells if "nbgrader" in cell.metadata]
        return {mark["grade_id"]: mark["points"] for mark in marks if mark["grade"]}

    @cached_property
    def imports(self) -> str:
        """The import statements of the cells that are not solutions."""
        lines = []
        for cell in self.notebook.cells:
            if cell.cell_type == "code" and not cell.metadata.get("nbgrader", {}).get("solution"):
                code = "\n".join(line for line in cell.source.splitlines() if not line.startswith(("%", "!")))
                nodes = ast.parse(code).body
                lines += [ast.unparse(node) for node in nodes if isinstance(node, (ast.Import, ast.ImportFrom))]
        return "\n".join(lines)

    def namespace(self, replaced: Mapping[str, str] | None = None) -> dict[str, Any]:
        """The variables after the imports and all solution cells have run.

        replaced: other code for some solution cells
        """
        variables: dict[str, Any] = {"__name__": "__main__"}
        exec(self.imports, variables)
        for name, code in {**self.solutions, **(replaced or {})}.items():
            file = f"<{name} {hash(code):x}>"
            # Failing lines are quoted in messages, as Jupyter quotes those of a cell.
            linecache.cache[file] = (len(code), None, code.splitlines(keepends=True), file)
            exec(compile(code, file, "exec"), variables)
        return variables
