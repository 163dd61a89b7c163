"""Proves an assignment: its reference, its release, its mistakes and its alternatives earn what they should."""

import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path

from autograder.grade import Grader
from autograder.judge import Verdict
from autograder.public import freeze, thaw
from autograder.reference import stub


@dataclass
class Proof:
    """What was found of one assignment. `problems` says, in words, everything that is not as it should be."""

    assignment: str
    exercises: int
    points: float
    mistakes: int = 0
    caught: int = 0
    diagnosed: int = 0
    misdiagnosed: int = 0
    alternatives: int = 0
    accepted: int = 0
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list, repr=False)


COLUMNS = tuple(column.name for column in fields(Proof) if column.repr)


def prove(root: Path, id: str) -> Proof:
    """The proof of an assignment of the course in the folder `root`."""
    return verify(Grader.load(id, root))


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
                    proof.problems.append(f"{what}: {where} takes it for {diagnosis!r}")
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
