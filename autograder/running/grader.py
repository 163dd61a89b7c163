"""An assignment's grader, as it lies in the course: its exercises, with the source notebook that has the reference."""

import ast
import re
import runpy
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from textwrap import dedent, indent
from types import FunctionType
from typing import Any

from autograder.course.course import CourseError
from autograder.inside.probe import Probe, ready_answer
from autograder.judging.exercise import Alternative, Assignment, Example, Exercise, Mistake
from autograder.judging.grade import Judge
from autograder.running.source import Source, SourceError, edit, helpers_among


def _place(error: Exception, path: Path) -> str:
    """The file of a grader, and its line where an error happened, as far as that is known."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    line = error.lineno if isinstance(error, SyntaxError) else lines[-1] if lines else None
    return f"{path}, line {line}," if line else str(path)


@contextmanager
def _importable(root: Path) -> Iterator[None]:
    """Meanwhile graders can be imported, as `graders.ID`, from this course and from no other."""

    def forget() -> None:
        for name in [name for name in sys.modules if name.partition(".")[0] == "graders"]:
            del sys.modules[name]

    forget()
    sys.path.insert(0, str(root))
    try:
        yield
    finally:
        sys.path.remove(str(root))
        forget()


class Grader(Judge):
    """One assignment's exercises and its source notebook."""

    def __init__(self, assignment: Assignment, source: Source, given: Iterable[Any] = ()) -> None:
        """given: what scenarios may take arguments from"""
        super().__init__(assignment)
        self.given = given
        self.source = source
        for exercise in assignment.exercises.values():
            self._check(exercise)
        for example in assignment.known_examples:
            self.example_cells(example)

    @classmethod
    def load(cls, id: str, root: Path) -> "Grader":
        """The grader graders/ID.py of the course in the folder `root`, with its source notebook. Raises SourceError."""
        path = root / "graders" / f"{id}.py"
        if not path.is_file():
            raise SourceError(f"there is no assignment {id}: {path} is not there")
        try:
            with _importable(root):
                module = runpy.run_path(str(path), run_name=f"graders.{id}")
                others = [vars(other) for name, other in sys.modules.items() if name.startswith("graders.")]
                assignment = module["assignment"]
        except CourseError:
            raise
        except Exception as error:  # an author's own code, which may fail in any way
            raise SourceError(f"{_place(error, path)} cannot be used: {type(error).__name__}: {error}") from None
        given = [value for variables in (module, *others) for value in variables.values()]
        return cls(assignment, Source(root / "source_notebooks" / id / f"{id}.py"), given)

    def _check(self, exercise: Exercise) -> None:
        """Complains of an exercise that the notebook does not have, or of a mistake that is no edit of it."""
        where = f"graders/{self.assignment.id}.py, {exercise.name}"
        if exercise.name not in self.source.solutions:
            raise SourceError(f"{where}: {self.source.path} has no solution cell of this name")
        points = self.source.points.get(f"check_{exercise.name}")
        if points != exercise.points:
            raise SourceError(f"{where}: {exercise.points} points here, {points} in the notebook's check cell")
        if len({mistake.name for mistake in exercise.known_mistakes}) != len(
            {(mistake.name, mistake.sentence) for mistake in exercise.known_mistakes}
        ):
            raise SourceError(f"{where}: two mistakes have the same name, and other sentences")
        for mistake in exercise.known_mistakes:
            self.mistake_cells(exercise, mistake)
        for name in exercise.forbids:
            try:
                ready_answer(name)
            except (ImportError, ValueError) as error:
                raise SourceError(f"{where}: {error}") from None

    def example_cells(self, example: Example) -> dict[str, str]:
        """The solution cells of an example notebook."""
        cells = dict(self.source.solutions)
        for name, edits in example.edits.items():
            for old, new in edits:
                cells[name] = edit(cells[name], old, new, f"graders/{self.assignment.id}.py, {name}, {example.name!r}")
        return cells

    def mistake_cells(self, exercise: Exercise, mistake: Mistake) -> dict[str, str]:
        """The solution cells, one of them with a mistake in it."""
        where = f"graders/{self.assignment.id}.py, {exercise.name}, {mistake.name!r}"
        cell = edit(self.source.solutions[exercise.name], mistake.old, mistake.new, where, mistake.everywhere)
        return self.source.solutions | {exercise.name: cell}

    def alternative_cell(self, exercise: Exercise, alternative: Alternative) -> str:
        """The solution cell of an alternative."""
        cell, code = self.source.solutions[exercise.name], alternative.code
        if re.search(rf"(?m)^def {exercise.name}\b", code):
            return code
        (function,) = (node for node in ast.parse(cell).body if isinstance(node, ast.FunctionDef))
        first = cell.splitlines()[function.lineno - 1 : function.body[0].lineno - 1]
        return "\n".join([*first, indent(dedent(code).strip("\n"), "    ")])

    @cached_property
    def reference(self) -> Probe:
        return Probe(self.source.namespace(), trusted=True)

    def _variant(self, exercise: Exercise, mistake: Mistake) -> Probe:
        """The reference with one mistake in it."""
        return self.probe(self.mistake_cells(exercise, mistake))

    def probe(self, cells: Mapping[str, str]) -> Probe:
        """The reference with other code in some solution cells, as a submission."""
        return Probe(self.source.namespace(cells), forbidden=self.forbidden)

    @cached_property
    def helpers(self) -> dict[str, FunctionType]:
        """The functions of `utils` that a submission may call: the notebook's, and those that it is given to call."""
        return helpers_among(self.given) | self.source.helpers

    @property
    def forbidden(self) -> dict[str, Sequence[str]]:
        """The ready answers that each exercise does not allow; see `probe.Probe`."""
        return {name: exercise.forbids for name, exercise in self.assignment.exercises.items()}
