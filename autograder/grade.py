"""Grades one submission's functions, whatever process they live in."""

import runpy
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path

from autograder.course import CourseError
from autograder.exercise import Assignment, Example, Exercise, Mistake, seed_for
from autograder.judge import Outcome, Verdict, diagnose, judge, play
from autograder.probe import Probe, forbidden_codes
from autograder.reference import Source, SourceError, edit

Calls = Sequence[tuple[str, bytes]]
"""Calls to make: names and encoded arguments."""

Replies = Mapping[tuple[str, bytes], bytes]

CallAll = Callable[[Calls, frozenset[str], bool], list[bytes]]
"""Makes calls to a submission's functions, and returns the replies.

The second argument names functions to be replaced by their reference. The third says whether the calls may be made in
one and the same copy of the submission's process, which is faster, or each must have a copy of its own.
"""


def _place(error: Exception, path: Path) -> str:
    """The file of a grader, and its line where an error happened, as far as that is known."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    line = error.lineno if isinstance(error, SyntaxError) else lines[-1] if lines else None
    return f"{path}, line {line}," if line else str(path)


class Grader:
    """One assignment with its reference: what is needed to grade any number of submissions."""

    def __init__(self, assignment: Assignment, source: Source) -> None:
        self.assignment = assignment
        self.source = source
        self.variant = cache(self._variant)
        self.expected = lru_cache(maxsize=len(assignment.exercises))(self._expected)
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
            assignment = runpy.run_path(str(path), run_name=f"graders.{id}")["assignment"]
        except CourseError:
            raise
        except Exception as error:  # an author's own code, which may fail in any way
            raise SourceError(f"{_place(error, path)} cannot be used: {type(error).__name__}: {error}") from None
        return cls(assignment, Source(root / "source_notebooks" / id / f"{id}.py"))

    def _check(self, exercise: Exercise) -> None:
        """Complains of an exercise that the notebook does not have, or of a mistake that is no edit of it."""
        where = f"graders/{self.assignment.id}.py, {exercise.name}"
        if exercise.name not in self.source.solutions:
            raise SourceError(f"{where}: {self.source.path} has no solution cell of this name")
        points = self.source.points.get(f"check_{exercise.name}")
        if points != exercise.points:
            raise SourceError(f"{where}: {exercise.points} points here, {points} in the notebook's check cell")
        if len({mistake.name for mistake in exercise.known_mistakes}) != len(exercise.known_mistakes):
            raise SourceError(f"{where}: two mistakes have the same name")
        for mistake in exercise.known_mistakes:
            self.mistake_cells(exercise, mistake)
        try:
            forbidden_codes(exercise.forbids)
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
        return self.example_cells(Example(mistake.name, {exercise.name: [(mistake.old, mistake.new)]}))

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
        forbidden = {name: forbidden_codes(e.forbids) for name, e in self.assignment.exercises.items()}
        return Probe(self.source.namespace(cells), ask=self.reference.call, forbidden=forbidden)

    def grade(self, call_all: CallAll, student: str, secret: str) -> list[Verdict]:
        """The verdict on each exercise, in order.

        A function that uses an earlier one whose verdict is not full is judged again with the reference in that one's
        place, and the better verdict counts: one bug costs its own marks only.
        """
        exercises = self.assignment.exercises
        seeds = {name: seed_for(secret, student, self.assignment.id, name) for name in exercises}
        # The calls that a scenario makes of the reference are most likely those that it makes of a submission.
        known = {
            name: [(call.name, call.payload) for o in self.expected(exercise, seeds[name]) for call in o.calls]
            for name, exercise in exercises.items()
        }

        def made(calls: Calls, replaced: frozenset[str] = frozenset(), together: bool = True) -> Replies:
            return dict(zip(calls, call_all(calls, replaced, together), strict=True))

        first = made([call for calls in known.values() for call in calls])
        verdicts: dict[str, Verdict] = {}
        for name, exercise in exercises.items():
            judged = partial(self._judge, exercise, seeds[name], call_all)
            replies, replaced = first, frozenset[str]()
            best = judged(replies, replaced)
            wrong = frozenset(other for other in self.assignment.prerequisites(name) if not verdicts[other].passed)
            if wrong and best.begun and not best.passed:
                others = made(known[name], wrong)
                again = judged(others, wrong)
                if again.points >= best.points:
                    best, replies, replaced = again, others, wrong
            # Calls that are made together may change each other: then the first or the last is another one alone. That
            # is not asked of what is right, not begun, or a mistake by the book.
            if best.begun and not best.passed and not best.diagnosis:
                ends = [known[name][0], known[name][-1]]
                if call_all(ends, replaced, False) != [replies[call] for call in ends]:
                    best = judged(made(known[name], replaced, together=False), replaced)
            verdicts[name] = replace(best, replaced=tuple(other for other in exercises if other in replaced))
        return list(verdicts.values())

    def _judge(
        self, exercise: Exercise, seed: int, call_all: CallAll, replies: Replies, replaced: frozenset[str]
    ) -> Verdict:
        """Plays the scenario on the submission; calls that have no reply yet are made."""

        def call(name: str, payload: bytes) -> bytes:
            reply = replies.get((name, payload))  # none where the arguments depend on the submission's own results
            return call_all([(name, payload)], replaced, False)[0] if reply is None else reply

        def plays(mistake: Mistake) -> Iterator[Outcome]:
            return play(exercise, self.variant(exercise, mistake).call, seed)

        came = list(play(exercise, call, seed))
        return diagnose(exercise, judge(exercise, self.expected(exercise, seed), came), came, plays)
