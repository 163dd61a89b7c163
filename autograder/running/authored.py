"""A grader as its author wrote it: run so that all its errors are found at once, and told with file and line."""

import ast
import builtins
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.course.course import CourseError
from autograder.judging.exercise import ExerciseError, meant


def run(path: Path, name: str) -> tuple[dict[str, Any], list[str]]:
    """The variables of a grader's module, and what is wrong with it; see `told`.

    A statement that fails does not keep the next ones from running; what fails only because of it is not told.
    """
    variables: dict[str, Any] = {"__name__": name, "__file__": str(path)}
    faults: list[str] = []
    lost: set[str] = set()  # what failed statements would have given names to
    try:
        statements = ast.parse(path.read_text(encoding="utf-8"), str(path)).body
    except (SyntaxError, ValueError) as error:
        return variables, told(error, path)
    for statement in statements:
        try:
            exec(compile(ast.Module([statement], []), str(path), "exec"), variables)
        except CourseError:
            raise
        except Exception as error:  # an author's own code, which may fail in any way
            if not (isinstance(error, NameError) and error.name in lost):
                faults += told(error, path)
            lost |= set(_named(statement))
    return variables, faults


def _named(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement gives to something."""
    for node in ast.walk(statement):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).partition(".")[0]
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def told(error: Exception, path: Path) -> list[str]:
    """An error of a grader in one sentence, or each of several in one, with the file and the line where it happened.

    path: the grader's file. The error may be in another one beside it, from which it takes something.
    """
    place, known = short(path), set[str]()
    for frame, line in traceback.walk_tb(error.__traceback__):
        known = {*frame.f_locals, *frame.f_globals, *dir(builtins)}
        if (file := Path(frame.f_code.co_filename)).parent == path.parent:
            place = f"{short(file)}, line {line}"
    if isinstance(error, SyntaxError):
        place = f"{short(Path(error.filename or path))}, line {error.lineno}"
        return [f"{place}: {type(error).__name__}: {error.msg}"]
    if isinstance(error, ExerciseError):
        return [f"{place}: {line}" for line in str(error).split("\n")]
    known = set(dir(error.obj)) if isinstance(error, AttributeError) else known
    close = meant(error.name, known) if isinstance(error, (NameError, AttributeError)) and error.name else ""
    return [f"{place}: {type(error).__name__}: {' '.join(str(error).split())}{close}"]


def short(path: Path) -> str:
    """A grader's file as people in its course name it."""
    return f"graders/{path.name}"


def place(path: Path, exercise: str, text: str = "") -> str:
    """The file of a grader and the line where it writes a text for an exercise, or else where the exercise begins."""
    try:
        statements = ast.parse(path.read_text(encoding="utf-8")).body
    except (OSError, SyntaxError, ValueError):
        return short(path)
    about = [statement for statement in statements if exercise in _mentioned(statement)]
    texts = [
        node.lineno
        for statement in about
        for node in ast.walk(statement)
        if isinstance(node, ast.Constant) and text and node.value == text
    ]
    lines = texts or [_first_line(statement) for statement in about]
    return f"{short(path)}, line {lines[0]}" if lines else short(path)


def _first_line(statement: ast.stmt) -> int:
    """The line where a statement begins, its decorators included."""
    decorators = statement.decorator_list if isinstance(statement, ast.FunctionDef) else []
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def _mentioned(statement: ast.stmt) -> Iterator[Any]:
    """The names and texts in a statement."""
    for node in ast.walk(statement):
        for field in ("id", "attr", "name", "value"):
            yield getattr(node, field, None)
