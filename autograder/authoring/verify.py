"""Proves an assignment: its reference, its release, its mistakes and its alternatives earn what they should."""

import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from autograder.authoring.made import changed_arguments, handed_in, other_form
from autograder.authoring.public import PublicCheck, freeze, thaw
from autograder.inside import wire
from autograder.inside.probe import Probe
from autograder.judging.compare import Comparison
from autograder.judging.exercise import Exercise
from autograder.judging.judge import ARGUMENTS_PART, Call, Failure, Verdict, judge, play
from autograder.judging.standins import NOTHING
from autograder.running.grader import Grader
from autograder.running.source import stub

LATER = 10  # of so many inputs, one is tried on what uses an alternative
LOOKUP_SEEDS = 30  # inputs on which to try to look results up


@dataclass
class Proof:
    """What was found of one assignment. `problems` says, in words, everything that is not as it should be.

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
    seeds: int = 0
    lookup_points: float = 0
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list, repr=False)


COLUMNS = tuple(column.name for column in fields(Proof) if column.repr)


@lru_cache(maxsize=1)
def _grader(root: Path, id: str) -> Grader:
    return Grader.load(id, root)


def prove(root: Path, id: str) -> Proof:
    """The proof of an assignment of the course in the folder `root`, but for the seeds."""
    return verify(_grader(root, id))


def prove_seeds(root: Path, id: str, name: str, seeds: int) -> list[str]:
    """On which inputs the reference or an alternative of an exercise loses points, in words; empty if on none.

    What uses an alternative must keep its points too; that is tried on fewer inputs.
    """
    grader = _grader(root, id)
    exercises = grader.assignment.exercises
    later = {other: exercises[other] for other in exercises if name in grader.assignment.prerequisites(other)}
    calls = {"the reference": _remembering(grader.reference)}
    for alternative in exercises[name].known_alternatives:
        variables = grader.source.namespace({name: grader.alternative_cell(exercises[name], alternative)})
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
    proof.problems += list(_ready_in_utils(grader))
    trial("reference", {})
    released = trial("release", {name: stub(code, name) for name, code in grader.source.solutions.items()}, exercises)
    if earned := sum(verdict.points for verdict in released.values()):
        proof.problems.append(f"release: it earns {earned} points")

    for name, exercise in exercises.items():
        proof.problems += _made(grader, exercise)
        for mistake in exercise.known_mistakes:
            what = f"{name}, mistake {mistake.name!r}"
            found = trial(what, grader.mistake_cells(exercise, mistake), {name})[name]
            public = checks[name].verdict(grader.variant(exercise, mistake).call)
            for where, diagnosis in (("grading", found.diagnosis), ("the public check", public.diagnosis)):
                if diagnosis != mistake.name:
                    proof.problems.append(f"{what}: {where} takes it for {diagnosis!r}")
            proof.mistakes += 1
            proof.caught += not found.passed
            proof.diagnosed += found.diagnosis == mistake.name
            proof.misdiagnosed += found.diagnosis not in ("", mistake.name)
        for alternative in exercise.known_alternatives:
            what = f"{name}, alternative {alternative.name!r}"
            cells = {name: grader.alternative_cell(exercise, alternative)}
            proof.alternatives += 1
            proof.accepted += all(verdict.passed for verdict in trial(what, cells).values())
            if not (public := checks[name].verdict(grader.probe(cells).call)).passed:
                proof.problems.append(f"{what}: the public check refuses it: {public.message}")
    for example in handed_in(grader):
        with suppress(SyntaxError):  # of a cell that does not parse; `make demo` grades it as a notebook
            trial(f"example {example.name!r}", example.cells, example.loses)
    proof.seconds = round(time.perf_counter() - started, 2)
    return proof


def _made(grader: Grader, exercise: Exercise) -> Iterator[str]:
    """What is wrong with the marks of answers that are made of the reference."""
    name, code = exercise.name, grader.source.solutions[exercise.name]
    expected = grader.expected(exercise, 1)

    def verdict(cell: str) -> Verdict:
        return judge(exercise, expected, list(play(exercise, grader.probe({name: cell}).call, 1)))

    if not (found := verdict(other_form(exercise, code))).passed:
        yield f"{name}: the right result in another form loses points: {found.message}"
    if exercise.keeps_arguments:
        lost = [part.name for part in verdict(changed_arguments(exercise, code)).parts if not part.passed]
        if lost != [ARGUMENTS_PART]:
            yield f"{name}: changing the arguments costs {', '.join(lost) or 'nothing'}"


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
    for name, exercise in grader.assignment.exercises.items():
        original = variables[name]
        for helper, function in grader.helpers.items():
            variables[name] = function
            came = list(play(exercise, Probe(variables, trusted=True).call, 1))
            if points := judge(exercise, grader.expected(exercise, 1), came, known=grader.known[name]).points:
                yield f"{name}: {helper}, which the notebook has, earns {points:g} points"
        variables[name] = original
