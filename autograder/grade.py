"""Grades one submission's functions, whatever process they live in."""

import importlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from autograder.exercise import Assignment, Exercise, seed_for
from autograder.judge import Outcome, Verdict, diagnose, judge, play
from autograder.probe import Probe
from autograder.reference import Source, SourceError, edit

CallAll = Callable[[Sequence[tuple[str, bytes]], frozenset[str], bool], list[bytes]]
"""Makes calls, (name, encoded arguments), to a submission's functions; the replies are those of `probe.Probe.call`.

The second argument names functions to be replaced by their reference. The third says whether the calls may be made in
one and the same copy of the submission's process, which is faster, or each must have a copy of its own.
"""


class Grader:
    """One assignment with its reference: what is needed to grade any number of submissions."""

    def __init__(self, assignment: Assignment, source: Source) -> None:
        self.assignment = assignment
        self.source = source
        self._variants: dict[tuple[str, str], Probe] = {}
        self._kept: dict[str, tuple[int, list[Outcome]]] = {}
        for exercise in assignment.exercises.values():
            self._check(exercise)
        for example in assignment.known_examples:
            self.example_cells(example.name)

    @classmethod
    def load(cls, id: str, sources: Path) -> "Grader":
        """The grader `graders.<id>`, with the source notebook in the folder `sources`. Raises SourceError."""
        try:
            module = importlib.import_module(f"graders.{id}")
        except ModuleNotFoundError as error:
            if error.name != f"graders.{id}":
                raise
            raise SourceError(f"there is no assignment {id}: graders/{id}.py is not there") from None
        return cls(module.assignment, Source(sources / id / f"{id}.py"))

    def _check(self, exercise: Exercise) -> None:
        """Complains of an exercise that the notebook does not have, or of a mistake that is no edit of it."""
        where = f"graders/{self.assignment.id}.py, {exercise.name}"
        if exercise.name not in self.source.solutions:
            raise SourceError(f"{where}: {self.source.path} has no solution cell of this name")
        points = self.source.points.get(f"check_{exercise.name}")
        if points != exercise.points:
            raise SourceError(f"{where}: {exercise.points} points here, {points} in the notebook's check cell")
        names = [mistake.name for mistake in exercise.known_mistakes]
        if len(names) != len(set(names)):
            raise SourceError(f"{where}: two mistakes have the same name")
        for mistake in exercise.known_mistakes:
            self.mistake_cell(exercise, mistake.name)

    def mistake_cell(self, exercise: Exercise, name: str) -> str:
        """The exercise's solution cell with the named mistake in it."""
        mistake = next(mistake for mistake in exercise.known_mistakes if mistake.name == name)
        where = f"graders/{self.assignment.id}.py, {exercise.name}, mistake {name!r}"
        return edit(self.source.solutions[exercise.name], mistake.old, mistake.new, where)

    def example_cells(self, name: str) -> dict[str, str]:
        """The solution cells of an example notebook."""
        example = next(example for example in self.assignment.known_examples if example.name == name)
        cells = dict(self.source.solutions)
        for cell, edits in example.edits.items():
            for old, new in edits:
                cells[cell] = edit(cells[cell], old, new, f"graders/{self.assignment.id}.py, example {name!r}, {cell}")
        return cells

    @cached_property
    def reference(self) -> Probe:
        return Probe(self.source.namespace(), trusted=True)

    def variant(self, exercise: Exercise, mistake: str) -> Probe:
        """The reference with one mistake in it."""
        key = (exercise.name, mistake)
        if key not in self._variants:
            cell = self.mistake_cell(exercise, mistake)
            self._variants[key] = Probe(self.source.namespace({exercise.name: cell}))
        return self._variants[key]

    def grade(self, call_all: CallAll, student: str, secret: str, reveal: bool = False) -> list[Verdict]:
        """The verdict on each exercise, in order.

        A function that uses an earlier one whose verdict is not full is judged again with the reference in that one's
        place, and the better verdict counts: one bug costs its own marks only.
        """
        verdicts: dict[str, Verdict] = {}
        for name, exercise in self.assignment.exercises.items():
            seed = seed_for(secret, student, self.assignment.id, name)
            expected = self._expected(name, seed)
            verdict, came = self._judge(exercise, call_all, frozenset(), seed, expected, reveal)
            wrong = frozenset(other for other in self.assignment.prerequisites(name) if not verdicts[other].passed)
            if wrong and not verdict.passed:
                again, came_again = self._judge(exercise, call_all, wrong, seed, expected, reveal)
                if again.points >= verdict.points:
                    verdict, came = replace(again, replaced=tuple(sorted(wrong, key=list(verdicts).index))), came_again
            plays = _Plays(self, exercise, seed)
            verdicts[name] = diagnose(exercise, verdict, came, plays)
        return list(verdicts.values())

    def _expected(self, name: str, seed: int) -> list[Outcome]:
        """What the reference yields; kept for the next submission, which may have the same seed."""
        if self._kept.get(name, (None,))[0] != seed:
            self._kept[name] = seed, list(play(self.assignment.exercises[name], self.reference.call, seed))
        return self._kept[name][1]

    def _judge(
        self,
        exercise: Exercise,
        call_all: CallAll,
        replaced: frozenset[str],
        seed: int,
        expected: list[Outcome],
        reveal: bool,
    ) -> tuple[Verdict, list[Outcome]]:
        """The verdict and the outcomes.

        The calls are known from the reference's play, and first made together. What is not right then is judged again
        with a fresh copy of the submission's process for each call, so that none can spoil another.
        """
        known = [(call.name, call.payload) for outcome in expected for call in outcome.calls]
        for together in (True, False):
            replies = dict(zip(known, call_all(known, replaced, together), strict=True))

            def call(name: str, payload: bytes, replies: dict[tuple[str, bytes], bytes] = replies) -> bytes:
                reply = replies.get((name, payload))
                return reply if reply is not None else call_all([(name, payload)], replaced, False)[0]

            came = list(play(exercise, call, seed))
            verdict = judge(exercise, expected, came, reveal)
            if verdict.passed or verdict.status in ("unfinished", "missing"):
                break
        return verdict, came


class _Plays(dict[str, Iterator[Outcome]]):
    """What each mistake of an exercise yields, played only when and as far as it is asked for."""

    def __init__(self, grader: Grader, exercise: Exercise, seed: int) -> None:
        super().__init__()
        self._play = lambda name: play(exercise, grader.variant(exercise, name).call, seed)

    def __missing__(self, name: str) -> Iterator[Outcome]:
        return self._play(name)
