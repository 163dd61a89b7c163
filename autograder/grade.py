"""Grades one submission's functions, whatever process they live in."""

import ast
import re
import runpy
import sys
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path
from textwrap import dedent, indent
from types import FunctionType
from typing import Any

from autograder.course import CourseError
from autograder.exercise import Alternative, Assignment, Example, Exercise, Mistake, seed_for
from autograder.judge import Outcome, Verdict, diagnose, judge, known_parts, play
from autograder.probe import Probe, ready_answer
from autograder.reference import Source, SourceError, edit, helpers_among
from autograder.standins import Look, StandIns

Calls = Sequence[tuple[str, bytes]]
"""Calls to make: names and encoded arguments."""

Replies = Mapping[tuple[str, bytes], bytes]

CallAll = Callable[[Calls, Look], list[bytes]]
"""Makes calls to a submission's functions, and returns the replies.

Once calls are made with stand-ins, none are made without: what a submission has learned of its inputs is gone before it
may ask the reference, and what it is told there comes too late for the functions that were judged by themselves.
"""


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


class Grader:
    """One assignment with its reference: what is needed to grade any number of submissions."""

    def __init__(self, assignment: Assignment, source: Source, given: Iterable[Any] = ()) -> None:
        """given: what scenarios may take arguments from"""
        self.assignment = assignment
        self.given = given
        self.source = source
        self.variant = cache(self._variant)
        self.expected = lru_cache(maxsize=3 * len(assignment.exercises))(self._expected)
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

    def _expected(self, exercise: Exercise, seed: int) -> list[Outcome]:
        """What the reference yields; kept for the next submission, which may have the same seed."""
        return list(play(exercise, self.reference.call, seed))

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

    @cached_property
    def known(self) -> dict[str, frozenset[str]]:
        """For each exercise the parts whose inputs are the same for everybody."""
        return {
            name: known_parts(self.expected(exercise, 1), self.expected(exercise, 2))
            for name, exercise in self.assignment.exercises.items()
        }

    def grade(self, call_all: CallAll, secret: str, *words: str, rewritten: Collection[str] = ()) -> list[Verdict]:
        """The verdict on each exercise, in order.

        A function that uses an earlier one whose verdict is not full is judged again with the reference in that one's
        place, and the better verdict counts: one bug costs its own marks only.
        secret, words: what the inputs are drawn with: who handed in what
        rewritten: functions that are not at the end of the notebook what they were at their check cells; where they are
            better then, that counts
        """
        exercises = self.assignment.exercises
        seeds = {name: seed_for(secret, *words, self.assignment.id, name) for name in exercises}
        # The calls that a scenario makes of the reference are most likely those that it makes of a submission.
        known = {
            name: [(call.name, call.payload) for o in self.expected(exercise, seeds[name]) for call in o.calls]
            for name, exercise in exercises.items()
        }

        def made(calls: Calls, how: Look) -> Replies:
            return dict(zip(calls, call_all(calls, how), strict=True))

        def look(name: str, how: Look, replies: Replies | None = None, twice: bool = True) -> Verdict:
            if replies is None:
                replies = made(known[name], how)
            judged = partial(self._judge, exercises[name], seeds[name], call_all, how)
            verdict = judged(replies)
            # Calls that are made together may change each other: then the first or the last is another one alone. That
            # is not asked of what is right, not begun, a mistake by the book, or takes too long anyway.
            late = any(part.key == "timeout" for part in verdict.parts)
            if twice and verdict.begun and not (verdict.passed or verdict.diagnosis or late):
                alone, ends = replace(how, together=False), [known[name][0], known[name][-1]]
                if call_all(ends, alone) != [replies[call] for call in ends]:
                    verdict = judged(made(known[name], alone))
            return verdict

        def wrong(name: str) -> frozenset[str]:
            """The earlier functions that have to be replaced, by the verdicts so far."""
            return frozenset(other for other in self.assignment.prerequisites(name) if not verdicts[other].passed)

        first = made([call for calls in known.values() for call in calls], Look())
        verdicts: dict[str, Verdict] = {}
        ends: dict[str, frozenset[str]] = {}  # for each exercise, the functions that count as they are at the end
        for name in exercises:
            verdicts[name] = look(name, Look(), first, twice=not wrong(name))
            changed = {name, *self.assignment.prerequisites(name)} & {*rewritten}
            ends[name] = frozenset()
            if changed and not verdicts[name].passed:
                later = look(name, Look(at_end=frozenset(changed)), twice=not wrong(name))
                if (later.points, later.begun) > (verdicts[name].points, verdicts[name].begun):
                    verdicts[name], ends[name] = replace(later, at_end=True), frozenset(changed)
        for name, exercise in exercises.items():
            own, replaced = verdicts[name], wrong(name)
            if replaced and own.begun and not own.passed:
                unstable = any(part.key == "unstable" for part in own.parts)  # by itself, or as the earlier ones are
                stand_ins = self.stand_ins(exercise, seeds[name], replaced)
                again = look(name, Look(stand_ins, at_end=ends[name], twice=unstable))
                if again.points >= own.points:
                    names = tuple(other for other in exercises if other in replaced)
                    verdicts[name] = replace(again, replaced=names, at_end=own.at_end)
        return list(verdicts.values())

    def stand_ins(self, exercise: Exercise, seed: int, names: frozenset[str]) -> StandIns:
        """The reference's functions in place of a submission's own, for the calls of one exercise."""
        stand_ins = StandIns(names, self.reference.call)
        with stand_ins.recording(self.reference.namespace):
            for _ in play(exercise, self.reference.call, seed):
                pass
        return stand_ins

    def _judge(self, exercise: Exercise, seed: int, call_all: CallAll, how: Look, replies: Replies) -> Verdict:
        """Plays the scenario on the submission; calls that have no reply yet are made."""

        def call(name: str, payload: bytes) -> bytes:
            reply = replies.get((name, payload))  # none where the arguments depend on the submission's own results
            return call_all([(name, payload)], replace(how, together=False))[0] if reply is None else reply

        def plays(mistake: Mistake) -> Iterator[Outcome]:
            return play(exercise, self.variant(exercise, mistake).call, seed)

        came = list(play(exercise, call, seed))
        expected = self.expected(exercise, seed)
        verdict = judge(exercise, expected, came, known=self.known[exercise.name])
        return diagnose(exercise, verdict, expected, came, plays)
