"""Proves an assignment: its reference, its release, its mistakes and its alternatives earn what they should."""

import time
from collections.abc import Mapping
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

    @property
    def row(self) -> list[object]:
        """The values of COLUMNS."""
        return [getattr(self, name) for name in COLUMNS]


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

    def verdicts(cells: Mapping[str, str]) -> dict[str, Verdict]:
        return {v.exercise: v for v in grader.grade(grader.probe(cells).calls, "anybody", "verify")}

    def expect_losses(what: str, found: Mapping[str, Verdict], loses: set[str]) -> None:
        for name, verdict in found.items():
            if verdict.passed and name in loses:
                proof.problems.append(f"{what}: {name} keeps its points")
            if not verdict.passed and name not in loses:
                proof.problems.append(f"{what}: {name} loses points: {verdict.message}")

    expect_losses("reference", verdicts({}), set())
    stubs = {name: stub(code, name) for name, code in grader.source.solutions.items()}
    released = verdicts(stubs)
    expect_losses("release", released, set(exercises))
    if earned := sum(verdict.points for verdict in released.values()):
        proof.problems.append(f"release: it earns {earned} points")

    for name, exercise in exercises.items():
        for mistake in exercise.known_mistakes:
            what = f"{name}, mistake {mistake.name!r}"
            cells = {name: grader.mistake_cell(exercise, mistake.name)}
            found = verdicts(cells)
            expect_losses(what, found, {name})
            proof.mistakes += 1
            proof.caught += not found[name].passed
            proof.diagnosed += found[name].diagnosis == mistake.name
            proof.misdiagnosed += found[name].diagnosis not in ("", mistake.name)
            public = checks[name].verdict(grader.variant(exercise, mistake.name).call)
            for where, diagnosis in (("grading", found[name].diagnosis), ("the public check", public.diagnosis)):
                if diagnosis != mistake.name:
                    proof.problems.append(f"{what}: {where} takes it for {diagnosis!r}")
        for alternative in exercise.known_alternatives:
            what = f"{name}, alternative {alternative.name!r}"
            found = verdicts({name: alternative.code})
            expect_losses(what, found, set())
            if not (public := checks[name].verdict(grader.probe({name: alternative.code}).call)).passed:
                proof.problems.append(f"{what}: the public check refuses it: {public.message}")
            proof.alternatives += 1
            proof.accepted += all(verdict.passed for verdict in found.values())
    for example in grader.assignment.known_examples:
        what = f"example {example.name!r}"
        try:
            found = verdicts(grader.example_cells(example.name))
        except SyntaxError:  # of a cell that does not parse; `make demo` grades it as a notebook
            continue
        expect_losses(what, found, set(example.loses))
    proof.seconds = round(time.perf_counter() - started, 2)
    return proof
