"""How far a student's cell is written, and why a function is not there: read from the cell's source alone."""

import ast
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from difflib import get_close_matches
from functools import lru_cache
from itertools import pairwise

START, END = "### START CODE HERE ###", "### END CODE HERE ###"
GOAL = re.compile(r"\s*# (\(\d+\))")  # a numbered comment: what is to be done there

MAX_PARSED_AT_ONCE = 20_000  # characters of a student's code; Python takes quadratic time for an f-string

Lines = tuple[int, int]
"""The numbers of the lines around a piece of code, from 1."""


@lru_cache(maxsize=256)
def state(cell: str, line: int) -> tuple[str, str]:
    """How far the function is written that raises NotImplementedError in this line (from 1) of its cell.

    ("unfinished", ""): it has no code. ("half", where): some of it is written, and nothing stands under `where`.
    ("stopped", where): the code is there, and the line still stands above it, below it, or in the middle of it.
    ("", ""): the line is in no function.
    """
    try:
        function, last = _around(_parsed(cell), cell, line)
    except SyntaxError:
        function, last = None, 0
    if function is None:
        return "", ""
    lines = _lines(cell)
    regions = _regions(lines, function.lineno, last)
    code = {region: _code(function, region, not regions) for region in regions or [(function.lineno - 1, last + 1)]}
    if not any(code.values()):
        return "unfinished", ""
    here = next((region for region in code if region[0] < line < region[1]), None)
    if here is None:
        return "", ""
    if not code[here]:
        goals = listed(goal for goal, _ in _goals(lines, here))
        return "half", goals or f"`START CODE HERE` in line {here[0]} of its cell"
    above, below = min(code[here]) < line, max(code[here]) > line
    # Several goals may be reached in the lines under the last of them.
    if not below and (left := listed(goal for goal, (start, _) in _goals(lines, here) if start > max(code[here]))):
        return "half", left
    return "stopped", "in the middle of it" if above and below else "below it" if above else "above it"


def blank(cell: str, line: int) -> bool:
    """Whether the function around this line has nothing where code is asked for, and no line that says so either."""
    with suppress(SyntaxError):
        function, last = _around(_parsed(cell), cell, line)
        if function:
            regions = _regions(_lines(cell), function.lineno, last)
            return bool(regions) and not any(_code(function, region, False) for region in regions)
    return False


def why_missing(cell: str, name: str, error: str = "") -> str:
    """Why there is no function `name` after its cell has run.

    error: what the cell stopped with, if it did
    """
    first = next((line.strip() for line in _lines(cell) if line.strip() and not line.lstrip().startswith("#")), "")
    if re.match(r"%%\w+", first) and not error:
        return f"`{name}` is not defined: its cell begins with `{first.split()[0]}`, which keeps what it runs apart."
    if len(cell) > MAX_PARSED_AT_ONCE:
        return f"`{name}` is not defined, and its cell is too long to be looked at."
    try:
        tree = _parsed(cell)
    except SyntaxError as broken:
        number = broken.lineno or 1
        line = [*_lines(cell), ""][number - 1].strip()[:100]
        quoted = f", `{line}`" if line.isprintable() and line and "`" not in line else ""
        return f"`{name}` is not defined, because its cell has a syntax error: {broken.msg}, in line {number}{quoted}."
    if not tree.body:
        return f"`{name}` is not defined: its cell is empty or missing."
    functions = {node.name: node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}
    if name in functions:
        stop = (
            f"the cell stops before, with {' '.join(error.split())[:200]}"
            if error
            else "the name is given away or deleted later"
        )
        return f"`{name}` is not there, although its cell has a `def {name}`: {stop}."
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    inside = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == name]
    if inside:
        return (
            f"`{name}` is not defined: the line `def {name}` (line {inside[0].lineno}) has to start at the left margin."
        )
    if name in names:
        return f"`{name}` is not a function: the cell makes it something else."
    if other := get_close_matches(name, functions, n=1) or list(functions)[:1]:
        return f"`{name}` is not defined: the cell defines `{other[0]}`. Should that be `{name}`?"
    return f"`{name}` is not defined: its cell has no line `def {name}`."


def listed(words: Iterable[str]) -> str:
    """a, b and c"""
    *first, last = [*words] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def _lines(cell: str) -> list[str]:
    """The lines as Python counts them; `splitlines` knows other ends too."""
    return re.split(r"\r\n|\r|\n", cell)


def _parsed(cell: str) -> ast.Module:
    """The cell as Python, with `pass` for the lines that only IPython knows. Raises SyntaxError."""
    if len(cell) > MAX_PARSED_AT_ONCE:
        raise SyntaxError("it is too long", ("", 1, 0, ""))
    try:
        with suppress(SyntaxError):
            return ast.parse(cell)
        return ast.parse(re.sub(r"(?m)^([ \t]*)(?:%%?\w|!).*", r"\1pass", cell))
    except (ValueError, RecursionError, MemoryError) as error:  # a null byte, or nested too deep
        raise SyntaxError(str(error) or "it is nested too deep", ("", 1, 0, "")) from None


def _around(tree: ast.Module, cell: str, line: int) -> tuple[ast.stmt | None, int]:
    """The statement of the cell that the line belongs to, and the last line before the next."""
    starts = [*tree.body, None]
    for node, following in pairwise(starts):
        last = following.lineno - 1 if following else len(_lines(cell))
        if node and node.lineno <= line <= last:
            return node, last
    return None, 0


def _regions(lines: list[str], first: int, last: int) -> list[Lines]:
    """Where the lines START and END stand that enclose the student's code; none where they do not come in pairs."""
    marks = [(START in lines[n - 1], n) for n in range(first, last + 1) if START in lines[n - 1] or END in lines[n - 1]]
    if [start for start, _ in marks] != [True, False] * (len(marks) // 2):
        return []
    return [(a, b) for (_, a), (_, b) in zip(marks[::2], marks[1::2], strict=True)]


def _code(function: ast.AST, region: Lines, whole: bool) -> list[int]:
    """The lines in which statements begin that do something.

    whole: whether the region is the whole function, in which a `return` of bare names and inner `def` lines are given
    """
    return [
        node.lineno
        for node in ast.walk(function)
        if isinstance(node, ast.stmt)
        and region[0] < node.lineno < region[1]
        and node is not function
        and not _idle(node, whole)
    ]


def _idle(node: ast.stmt, whole: bool) -> bool:
    if isinstance(node, ast.Raise):
        return "NotImplementedError" in ast.unparse(node)
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)  # a docstring, an ellipsis
    if whole and isinstance(node, ast.Return):
        return not any(isinstance(part, (ast.Call, ast.BinOp, ast.UnaryOp, ast.Subscript)) for part in ast.walk(node))
    return isinstance(node, ast.Pass) or (whole and isinstance(node, ast.FunctionDef))


def _goals(lines: list[str], region: Lines) -> Iterator[tuple[str, Lines]]:
    """The numbers of the goals in a region, each with the lines around what stands under it."""
    found = [(match[1], n) for n in range(region[0] + 1, region[1]) if (match := GOAL.match(lines[n - 1]))]
    for (goal, start), (_, end) in pairwise([*found, ("", region[1])]):
        yield goal, (start, end)
