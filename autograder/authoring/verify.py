"""Proves an assignment: its reference, its release, its mistakes and its alternatives earn what they should."""

import os
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from autograder.authoring.mutation import Mutation, try_mutants
from autograder.authoring.proofread import sound
from autograder.authoring.public import PublicCheck, freeze, thaw
from autograder.course.course import Course
from autograder.inside import wire
from autograder.inside.probe import Probe
from autograder.judging.compare import Comparison
from autograder.judging.exercise import Exercise
from autograder.judging.judge import Call, Failure, Verdict, judge, play
from autograder.judging.standins import NOTHING
from autograder.running.grader import Grader
from autograder.running.source import stub

LATER = 10  # of so many inputs, one is tried on what uses an alternative
LOOKUP_SEEDS = 30  # inputs on which to try to look results up


@dataclass
class Proof:
    """What was found of one assignment. `problems` says, in words, everything that is not as it should be.

    mutants, mutants_caught: small edits of the reference, and how many of them lose marks; see `edits.mutants`
    equivalents: mutants that are declared to be right, of which `equal` says why
    mutants_by_example, mistakes_by_example: those that the published example alone would have caught
    seeds: inputs on which the reference and every alternative were tried
    lookup_points: what a submission earns that only looks up what the public checks have recorded
    """

    assignment: str
    exercises: int
    points: float
    mistakes: int = 0
    caught: int = 0
    diagnosed: int = 0
    misdiagnosed: int = 0
    alternatives: int = 0
    accepted: int = 0
    mutants: int = 0
    mutants_caught: int = 0
    equivalents: int = 0
    mutants_by_example: int = 0
    mistakes_by_example: int = 0
    seeds: int = 0
    lookup_points: float = 0
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list, repr=False)
    equal: list[str] = field(default_factory=list, repr=False)

    def add(self, mutation: Mutation) -> None:
        """Counts the mutants of one exercise in."""
        self.mutants += mutation.made
        self.mutants_caught += mutation.caught
        self.equivalents += len(mutation.equal)
        self.mutants_by_example += mutation.by_example
        self.mistakes_by_example += mutation.mistakes_by_example
        self.problems += mutation.problems
        self.equal += [
            f"{mutation.exercise}: `{equal.new}` for `{equal.old}`: {equal.reason}" for equal in mutation.equal
        ]


COLUMNS = tuple(column.name for column in fields(Proof) if column.repr)


def quiet() -> None:
    """Silences this process's error stream: TensorFlow warns there of every function that is traced anew.

    What goes wrong in a process that proves comes back as an exception.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


@lru_cache(maxsize=1)
def _grader(root: Path, id: str) -> Grader:
    return Grader.load(id, root)


def exercises(root: Path, id: str) -> list[str]:
    """The exercises of an assignment that can be judged. Raises SourceError with all that is wrong with it."""
    return list(sound(Course(root), id).assignment.exercises)


def prove(root: Path, id: str) -> Proof:
    """The proof of an assignment of the course in the folder `root`, but for the mutants and the seeds."""
    return verify(_grader(root, id))


def prove_mutants(root: Path, id: str, name: str) -> Mutation:
    """What becomes of the mutants of an exercise's reference."""
    grader = _grader(root, id)
    return try_mutants(grader, grader.assignment.exercises[name])


def prove_seeds(root: Path, id: str, name: str, seeds: int) -> list[str]:
    """On which inputs the reference or an alternative of an exercise loses points, in words; empty if on none.

    What uses an alternative must keep its points too; that is tried on fewer inputs.
    """
    grader = _grader(root, id)
    exercises = grader.assignment.exercises
    later = {other: exercises[other] for other in exercises if name in grader.assignment.prerequisites(other)}
    calls = {"the reference": _remembering(grader.reference)}
    for alternative in exercises[name].known_alternatives:
        variables = grader.source.namespace({name: alternative.code})
        calls[f"alternative {alternative.name!r}"] = _remembering(Probe(variables, trusted=True))
    lost: dict[tuple[str, str], list[str]] = {}
    for seed in range(seeds):
        for other, exercise in {name: exercises[name], **(later if seed % LATER == 0 else {})}.items():
            expected = list(play(exercise, calls["the reference"], seed))
            for what, call in calls.items():
                came = expected if what == "the reference" else list(play(exercise, call, seed))
                if not (verdict := judge(exercise, expected, came)).passed:
                    lost.setdefault((other, what), []).append(f"{seed}: {verdict.message}")
    return [
        f"{other}, {what}{'' if other == name else f' of {name}'}: loses points for {len(on)} seeds, {on[0]}"
        for (other, what), on in lost.items()
    ]


def _remembering(probe: Probe) -> Call:
    """Calls functions, and knows the replies to calls that were made before: inputs that are the same for all."""

    @lru_cache(maxsize=256)
    def call(name: str, payload: bytes) -> bytes:
        return probe.call(name, payload)

    return call


def verify(grader: Grader) -> Proof:
    """Grades the reference, the release, every mistake, every alternative and every example of an assignment."""
    started = time.perf_counter()
    exercises = grader.assignment.exercises
    proof = Proof(grader.assignment.id, len(exercises), sum(exercise.points for exercise in exercises.values()))
    checks = thaw(freeze(grader))

    def trial(what: str, cells: Mapping[str, str], loses: Collection[str] = ()) -> dict[str, Verdict]:
        """The verdicts on the reference with these cells, of which those in `loses` must not be full, and no others."""
        found = {v.exercise: v for v in grader.grade(grader.probe(cells).calls, "anybody", "verify")}
        for name, verdict in found.items():
            if verdict.passed and name in loses:
                proof.problems.append(f"{what}: {name} keeps its points")
            if not verdict.passed and name not in loses:
                proof.problems.append(f"{what}: {name} loses points: {verdict.message}")
        return found

    for name in (name for name, known in grader.known.items() if not known < _parts(grader, exercises[name])):
        proof.problems.append(f"{name}: no part has inputs of its own for each student, so that nothing can be earned")
    looked_up = _looked_up(grader, checks)
    proof.problems += [f"{name}: looking results up earns {points:g} points" for name, points in looked_up.items()]
    proof.lookup_points = sum(looked_up.values())
    proof.problems += [*_ready_in_utils(grader), *_ready_earlier(grader)]
    trial("reference", {})
    released = trial("release", {name: stub(code, name) for name, code in grader.source.solutions.items()}, exercises)
    if earned := sum(verdict.points for verdict in released.values()):
        proof.problems.append(f"release: it earns {earned} points")

    for name, exercise in exercises.items():
        for mistake in exercise.known_mistakes:
            what = f"{name}, mistake {mistake.name!r}"
            found = trial(what, grader.mistake_cells(exercise, mistake), {name})[name]
            public = checks[name].verdict(grader.variant(exercise, mistake).call)
            for where, diagnosis in (("grading", found.diagnosis), ("the public check", public.diagnosis)):
                if diagnosis != mistake.name:
                    told = f"{where} takes it for {diagnosis!r}" if diagnosis else f"not recognised by {where}"
                    proof.problems.append(f"{what}: {told}")
            proof.mistakes += 1
            proof.caught += not found.passed
            proof.diagnosed += found.diagnosis == mistake.name
            proof.misdiagnosed += found.diagnosis not in ("", mistake.name)
        for alternative in exercise.known_alternatives:
            what, cells = f"{name}, alternative {alternative.name!r}", {name: alternative.code}
            proof.alternatives += 1
            proof.accepted += all(verdict.passed for verdict in trial(what, cells).values())
            if not (public := checks[name].verdict(grader.probe(cells).call)).passed:
                proof.problems.append(f"{what}: the public check refuses it: {public.message}")
    for example in grader.assignment.known_examples:
        with suppress(SyntaxError):  # of a cell that does not parse; `make demo` grades it as a notebook
            trial(f"example {example.name!r}", grader.example_cells(example), example.loses)
    proof.seconds = round(time.perf_counter() - started, 2)
    return proof


def _parts(grader: Grader, exercise: Exercise) -> set[str | None]:
    return {outcome.part for outcome in grader.expected(exercise, 1)}


def _looked_up(grader: Grader, checks: Mapping[str, PublicCheck]) -> dict[str, float]:
    """What is earned at most, by exercise, by answering with what the public checks have recorded for the arguments."""
    recorded: dict[str, list[tuple[Any, Any]]] = {}
    for public in checks.values():
        for call in (call for outcome in play(public.exercise, grader.reference.call) for call in outcome.calls):
            if not isinstance(call.value, Failure):
                recorded.setdefault(call.name, []).append((wire.decode(call.payload), call.value))

    def reply(name: str, payload: bytes) -> bytes:
        arguments = wire.decode(payload)
        for known, value in recorded.get(name, ()):
            if Comparison().difference(known, arguments) is None:
                return wire.encode({"value": wire.encode(value)})
        return NOTHING

    earned: dict[str, float] = {}
    for name, exercise in grader.assignment.exercises.items():
        for seed in range(LOOKUP_SEEDS):
            came = list(play(exercise, reply, seed))
            verdict = judge(exercise, grader.expected(exercise, seed), came, known=grader.known[name])
            if verdict.points > earned.get(name, 0):
                earned[name] = verdict.points
    return earned


def _ready_in_utils(grader: Grader) -> Iterator[str]:
    """The functions of `utils`, among those that the notebook has, that answer one of its exercises."""
    variables = grader.source.namespace()
    for exercise in grader.assignment.exercises.values():
        for helper, function in grader.helpers.items():
            if points := _earns(grader, exercise, variables | {exercise.name: function}):
                yield f"{exercise.name}: {helper}, which the notebook has, earns {points:g} points"


def _ready_earlier(grader: Grader) -> Iterator[str]:
    """The earlier exercises that answer one that uses them, as they are or entry by entry.

    The reference would stand in for them where they are wrong, and earn the later one's points.
    """
    variables = grader.source.namespace()
    for name, exercise in grader.assignment.exercises.items():
        for other in sorted(grader.assignment.prerequisites(name)):
            ready = (variables[other], np.vectorize(variables[other]))
            if points := max(_earns(grader, exercise, variables | {name: function}) for function in ready):
                yield f"{name}: {other} alone, which stands in where it is wrong, earns {points:g} points"


def _earns(grader: Grader, exercise: Exercise, variables: Mapping[str, Any]) -> float:
    """The points that an exercise's function among some variables earns."""
    came = list(play(exercise, Probe(dict(variables), trusted=True).call, 1))
    return judge(exercise, grader.expected(exercise, 1), came, known=grader.known[exercise.name]).points
