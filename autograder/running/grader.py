"""An assignment's grader, as it lies in the course: its exercises, with the source notebook that has the reference."""

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from textwrap import dedent, indent
from types import FunctionType
from typing import Any

from autograder.inside.probe import Probe, find_forbidden
from autograder.judging.exercise import Alternative, Assignment, Example, Exercise, Mistake, meant
from autograder.judging.grade import Judge
from autograder.running import authored
from autograder.running.source import Source, SourceError, edit, helpers_among


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

    def __init__(
        self,
        assignment: Assignment,
        source: Source,
        given: Iterable[Any] = (),
        path: Path | None = None,
        faults: Sequence[str] = (),
    ) -> None:
        """Raises SourceError with all that is wrong.

        given: what scenarios may take arguments from
        path: the grader's file
        faults: what is wrong with it, as far as that is known already
        """
        super().__init__(assignment)
        self.given = given
        self.source = source
        self.path = path or Path("graders") / f"{assignment.id}.py"
        if faults := [*faults, *source.faults(), *self._faults()]:
            raise SourceError("\n".join(faults))

    @classmethod
    def load(cls, id: str, root: Path) -> "Grader":
        """The grader graders/ID.py of the course in the folder `root`, with its source notebook. Raises SourceError."""
        path = root / "graders" / f"{id}.py"
        if not path.is_file():
            raise SourceError(f"there is no assignment {id}: {path} is not there")
        with _importable(root):
            module, faults = authored.run(path, f"graders.{id}")
            others = [vars(other) for name, other in sys.modules.items() if name.startswith("graders.")]
        assignment = module.get("assignment")
        if not isinstance(assignment, Assignment):
            missing = f'{authored.short(path)}: there is no `assignment = Assignment("{id}")`'
            raise SourceError("\n".join(faults or [missing]))
        if assignment.id != id:
            faults.append(f'{authored.short(path)}: it says `Assignment("{assignment.id}")`, and is the grader of {id}')
        given = [value for variables in (module, *others) for value in variables.values()]
        return cls(assignment, Source(root / "source_notebooks" / id / f"{id}.py"), given, path, faults)

    def _faults(self) -> Iterator[str]:
        """What grader and notebook do not agree on, each in a sentence with file and line."""
        for exercise in self.assignment.exercises.values():
            for about, sentence in self._differences(exercise):
                yield f"{self.where(exercise.name, about)}: {sentence}"
        for example in self.assignment.known_examples:
            for sentence in self._wrong_in(example):
                yield f"{self.where('examples', example.name)}: {sentence}"

    def _differences(self, exercise: Exercise) -> Iterator[tuple[str, str]]:
        """What of an exercise the notebook does not have, and the mistakes that are no edits of it.

        With each sentence goes the name of the mistake that it is about, if there is one.
        """
        name, notebook = exercise.name, self.source.short
        if name not in self.source.solutions:
            yield "", f"{notebook} has no solution cell `{name}`{meant(name, self.source.solutions)}"
            return
        points = self.source.points.get(f"check_{name}")
        if points is not None and points != exercise.points:
            yield "", f"{name} has {exercise.points} points here, {points} in the notebook's check cell"
        elif points is None and not any(self.source.faults()):  # they say why
            yield "", f'{notebook} has no cell `# %% check points=…` with `check("{name}", …)`'
        names = [about for about, _ in {(mistake.name, mistake.sentence) for mistake in exercise.known_mistakes}]
        for about in {about for about in names if names.count(about) > 1}:
            yield about, f"two mistakes of {name} are called {about!r}, with other sentences"
        for mistake in exercise.known_mistakes:
            try:
                self.mistake_cells(exercise, mistake)
            except SourceError as error:
                yield mistake.name, str(error)
            except re.error as error:
                yield mistake.name, f"{name}, {mistake.name!r}: {mistake.old!r} is no regular expression: {error}"
        for function in exercise.forbids:
            try:
                find_forbidden(function)
            except (ImportError, ValueError) as error:
                yield "", f"{name} forbids `{function}`: {error}"

    def _wrong_in(self, example: Example) -> Iterator[str]:
        """Why an example cannot be made."""
        solutions = self.source.solutions
        if unknown := {name for name in (*example.edits, *(example.loses or ())) if name not in solutions}:
            yield from (f"there is no solution cell `{name}`{meant(name, solutions)}" for name in sorted(unknown))
            return
        try:
            self.example_cells(example)
        except SourceError as error:
            yield str(error)

    def where(self, exercise: str, text: str = "") -> str:
        """The grader's file, and the line of what it says of an exercise."""
        return authored.place(self.path, exercise, text)

    def example_cells(self, example: Example) -> dict[str, str]:
        """The solution cells of an example notebook."""
        cells = dict(self.source.solutions)
        for name, edits in example.edits.items():
            for old, new in edits:
                cells[name] = edit(cells[name], old, new, f"{name}, {example.name!r}")
        return cells

    def mistake_cells(self, exercise: Exercise, mistake: Mistake) -> dict[str, str]:
        """The solution cells, one of them with a mistake in it."""
        where = f"{exercise.name}, {mistake.name!r}"
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
        return self.trusted(self.source.namespace())

    def _variant(self, exercise: Exercise, mistake: Mistake) -> Probe:
        """The reference with one mistake in it."""
        return self.probe(self.mistake_cells(exercise, mistake))

    def probe(self, cells: Mapping[str, str]) -> Probe:
        """The reference with other code in some solution cells, as a submission."""
        return Probe(self.source.namespace(cells), forbidden=self.forbidden, inside=self.assignment.inside_code)

    def trusted(self, variables: dict[str, Any]) -> Probe:
        """The functions among some variables, which are the course's own."""
        return Probe(variables, trusted=True, inside=self.assignment.inside_code)

    @cached_property
    def helpers(self) -> dict[str, FunctionType]:
        """The functions of `utils` that a submission has: the notebook's, and those that it is given to call."""
        return helpers_among(self.given) | self.source.helpers

    @cached_property
    def allowed(self) -> dict[str, FunctionType]:
        """Those of them that its graded functions may call; see `Source.allowed`."""
        return helpers_among(self.given) | self.source.allowed

    @property
    def forbidden(self) -> dict[str, Sequence[str]]:
        """The ready answers that each exercise does not allow; see `probe.Probe`."""
        return {name: exercise.forbids for name, exercise in self.assignment.exercises.items()}
