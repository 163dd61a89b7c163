"""Grades one submission's functions, whatever process they live in."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache, partial
from itertools import combinations
from typing import Any, Protocol

from autograder.judging import slips
from autograder.judging.diagnose import diagnose
from autograder.judging.draw import seed_for
from autograder.judging.exercise import Assignment, Exercise, Mistake
from autograder.judging.play import Outcome, play
from autograder.judging.slips import Calls
from autograder.judging.standins import Look, StandIns
from autograder.judging.trivial import trivial_answers
from autograder.judging.verdict import Verdict, constant_parts, judge, known_parts, right_parts

Replies = Mapping[tuple[str, bytes], bytes]

CallAll = Callable[[Calls, Look], list[bytes]]
"""Makes calls to a submission's functions, and returns the replies.

Once calls are made with stand-ins, none are made without: what a submission has learned of its inputs is gone before it
may ask the reference, and what it is told there comes too late for the functions that were judged by themselves.
"""

SLIP_SECONDS = 0.5  # to look for the slip in one function


class Tries(Protocol):
    """Makes trials of some edits of the function `name`, until a time (monotonic); see `slips.Try`."""

    def __call__(
        self, name: str, at_end: Collection[str], codes: Sequence[bytes], calls: Calls, until: float
    ) -> Sequence[tuple[list[bytes], float]]: ...


class Reference(Protocol):
    """The functions of a notebook that is right, or would be but for one mistake."""

    namespace: MutableMapping[str, Any]

    def call(self, name: str, payload: bytes, replaced: Iterable[tuple[str, str, str]] = ()) -> bytes: ...


@dataclass
class _Judged:
    """A verdict, and what finds the known mistake behind it: much work, which only the last verdict is worth."""

    verdict: Verdict
    diagnose: Callable[[], Verdict]

    @cached_property
    def diagnosed(self) -> Verdict:
        return self.diagnose()

    @property
    def worth(self) -> tuple[float, bool]:
        return self.verdict.points, self.verdict.begun


class Judge(ABC):
    """One assignment with its reference: what is needed to judge any number of submissions."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self.variant = cache(self._variant)
        self.trivial = cache(self._trivial)
        self.expected = lru_cache(maxsize=3 * len(assignment.exercises))(self._expected)

    @property
    @abstractmethod
    def reference(self) -> Reference:
        """The reference, made once."""

    @abstractmethod
    def _variant(self, exercise: Exercise, mistake: Mistake) -> Reference:
        """The reference with one mistake in it."""

    def _expected(self, exercise: Exercise, seed: int) -> list[Outcome]:
        """What the reference yields; kept for the next submission, which may have the same seed."""
        return list(play(exercise, self.reference.call, seed))

    @cached_property
    def published(self) -> dict[str, frozenset[str]]:
        """For each exercise the parts whose inputs are the same for everybody."""
        return {
            name: known_parts(self.expected(exercise, 1), self.expected(exercise, 2))
            for name, exercise in self.assignment.exercises.items()
        }

    @cached_property
    def known(self) -> dict[str, frozenset[str]]:
        """For each exercise the parts that prove nothing: their inputs, or results, are the same for everybody."""
        return {
            name: self.published[name]
            | constant_parts(exercise, self.expected(exercise, 1), self.expected(exercise, 2))
            for name, exercise in self.assignment.exercises.items()
        }

    def _trivial(self, exercise: Exercise) -> list[frozenset[str]]:
        """For each trivial answer, the parts that it gets right. One that gets all of them right is none."""
        known = self.known[exercise.name]
        found = []
        for _, call in trivial_answers():
            pairs = [(self.expected(exercise, seed), list(play(exercise, call, seed))) for seed in (1, 2)]
            right = [right_parts(exercise, *pair) for pair in pairs]
            every = {outcome.part for outcome in pairs[0][0]}
            if any(parts != every for parts in right) or not all(judge(exercise, *pair).passed for pair in pairs):
                found.append(frozenset[str]().union(*right) - known)
        return found

    def verdict(self, exercise: Exercise, expected: Sequence[Outcome], came: Sequence[Outcome]) -> Verdict:
        """What a function deserves: nothing where some trivial answer gets all right that it does."""
        known = self.known[exercise.name]
        verdict = judge(exercise, expected, came, known=known)
        if verdict.points and not verdict.passed:
            right = verdict.right(known)
            if any(right <= parts for parts in self.trivial(exercise)):
                return replace(verdict, points=0.0)
        return verdict

    def seeds(self, secret: str, *words: str) -> dict[str, int]:
        """For each exercise, what its inputs are drawn from. secret, words: who handed in what"""
        return {name: seed_for(secret, *words, self.assignment.id, name) for name in self.assignment.exercises}

    def prepare(self, secret: str, *words: str) -> None:
        """Does what `verdicts` does first, and needs no submission for."""
        for name, seed in self.seeds(secret, *words).items():
            self.expected(self.assignment.exercises[name], seed)

    def verdicts(
        self,
        call_all: CallAll,
        secret: str,
        *words: str,
        rewritten: Collection[str] = (),
        cells: Mapping[str, str] | None = None,
        tries: Tries | None = None,
        only: Collection[str] = (),
    ) -> list[Verdict]:
        """The verdict on each exercise, in order.

        A function that uses an earlier one whose verdict is not full is judged again with the reference in that one's
        place, and the better verdict counts: one bug costs its own marks only.
        secret, words: what the inputs are drawn with: who handed in what
        rewritten: functions that are not at the end of the notebook what they were at their check cells, or read what
            is not; where they are better then, that counts
        cells: the submission's solution cells, in which slips are looked for
        tries: makes trials of edits of a function
        only: exercises besides which all are known to be right; by default none is
        """
        exercises = {name: e for name, e in self.assignment.exercises.items() if not only or name in only}
        seeds = self.seeds(secret, *words)
        # The calls that a scenario makes of the reference are most likely those that it makes of a submission.
        known = {
            name: [(call.name, call.payload) for o in self.expected(exercise, seeds[name]) for call in o.calls]
            for name, exercise in exercises.items()
        }

        def made(calls: Calls, how: Look) -> Replies:
            return dict(zip(calls, call_all(calls, how), strict=True))

        def look(name: str, how: Look, replies: Replies | None = None, twice: bool = True) -> _Judged:
            if replies is None:
                replies = made(known[name], how)
            judge_these = partial(self._judge, exercises[name], seeds[name], call_all, how)
            judged = judge_these(replies)
            # Calls that are made together may change each other: then the first or the last is another one alone. That
            # is not asked of what is right, not begun, a mistake by the book, or takes too long anyway.
            late = any(part.key == "timeout" for part in judged.verdict.parts)
            to_explain = judged.verdict.begun and not (judged.verdict.passed or late)
            if twice and to_explain and not judged.diagnosed.diagnosis:
                alone, ends = replace(how, together=False), [known[name][0], known[name][-1]]
                if call_all(ends, alone) != [replies[call] for call in ends]:
                    judged = judge_these(made(known[name], alone))
            return judged

        def wrong(name: str) -> frozenset[str]:
            """The earlier functions that have to be replaced, by the verdicts so far."""
            earlier = self.assignment.prerequisites(name) & judged.keys()
            return frozenset(other for other in earlier if not judged[other].verdict.passed)

        first = made([call for calls in known.values() for call in calls], Look())
        judged: dict[str, _Judged] = {}
        ends: dict[str, frozenset[str]] = {}  # for each exercise, the functions that count as they are at the end
        for name in exercises:
            judged[name] = look(name, Look(), first, twice=not wrong(name))
            changed = {name, *self.assignment.prerequisites(name)} & {*rewritten}
            ends[name] = frozenset()
            if changed and not judged[name].verdict.passed:
                later = look(name, Look(at_end=frozenset(changed)), twice=not wrong(name))
                if later.worth > judged[name].worth:
                    judged[name], ends[name] = later, frozenset(changed)
        names: dict[str, tuple[str, ...]] = {}  # for each exercise, the functions that were replaced
        for name, exercise in exercises.items():
            own, replaced = judged[name].verdict, wrong(name)
            if replaced and own.begun and not own.passed:
                unstable = any(part.key == "unstable" for part in own.parts)  # by itself, or as the earlier ones are
                for these in self._to_replace(replaced):
                    how = Look(self.stand_ins(exercise, seeds[name], these), at_end=ends[name], twice=unstable)
                    again = look(name, how)
                    if again.worth > judged[name].worth or (name not in names and again.verdict.points >= own.points):
                        names[name] = tuple(other for other in exercises if other in these)
                        judged[name] = again
                    if again.verdict.passed:
                        break
        verdicts = {
            name: replace(judged[name].diagnosed, replaced=names.get(name, ()), at_end=bool(ends[name]))
            for name in exercises
        }
        # Last of all, so that what is learned by trying cannot be of any use.
        for name, verdict in verdicts.items():
            cell = cells.get(name, "") if cells else ""
            slip = slips.lost_value(verdict, cell)
            if not slip and tries and cell and slips.worth_looking(verdict) and not wrong(name):
                attempt = partial(tries, name, ends[name])
                slip = self._slip(exercises[name], seeds[name], known[name], cell, attempt)
            verdicts[name] = replace(verdict, slip=slip)
        return list(verdicts.values())

    def _slip(self, exercise: Exercise, seed: int, calls: Calls, cell: str, attempt: Callable[..., Any]) -> str:
        started = time.monotonic()

        def spent() -> float:
            return (time.monotonic() - started) / SLIP_SECONDS

        plays = partial(play, exercise, seed=seed)
        tries = partial(attempt, until=started + SLIP_SECONDS)
        return slips.find(exercise, plays, self.expected(exercise, seed), calls, cell, tries, spent)

    def stand_ins(self, exercise: Exercise, seed: int, names: frozenset[str]) -> StandIns:
        """The reference's functions in place of a submission's own, for the calls of one exercise."""
        doubles = [(n, double.name, double.code) for n, double in self.assignment.doubles.items() if n in names]
        call = partial(self.reference.call, replaced=doubles)
        asked = names - self.assignment.doubles.keys()
        return StandIns(asked, call, lambda: list(play(exercise, call, seed)), self.reference.namespace, doubles)

    def _to_replace(self, wrong: frozenset[str]) -> Iterator[frozenset[str]]:
        """All of them, then without some that have doubles: whose work the function under test may do itself."""
        doubles = sorted(wrong & self.assignment.doubles.keys())
        for count in range(len(doubles) + 1):
            yield from filter(None, (wrong - {*out} for out in combinations(doubles, count)))

    def _judge(self, exercise: Exercise, seed: int, call_all: CallAll, how: Look, replies: Replies) -> _Judged:
        """Plays the scenario on the submission; calls that have no reply yet are made."""

        def call(name: str, payload: bytes) -> bytes:
            reply = replies.get((name, payload))  # none where the arguments depend on the submission's own results
            return call_all([(name, payload)], replace(how, together=False))[0] if reply is None else reply

        doubles = how.stand_ins.doubles if how.stand_ins else ()

        def plays(mistake: Mistake) -> Iterator[Outcome]:
            return play(exercise, partial(self.variant(exercise, mistake).call, replaced=doubles), seed)

        came = list(play(exercise, call, seed))
        expected = self.expected(exercise, seed)
        if doubles:  # of which the scenario knows nothing
            played = play(exercise, partial(self.reference.call, replaced=doubles), seed)
            expected = [replace(outcome, expected=None) for outcome in played]
        verdict = self.verdict(exercise, expected, came)
        return _Judged(verdict, partial(diagnose, exercise, verdict, expected, came, plays))
