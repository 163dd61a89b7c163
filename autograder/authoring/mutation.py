"""Proves a grader with mutants: small edits of each reference, which must lose marks on their own exercise."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from autograder.authoring.public import replay
from autograder.inside import wire
from autograder.inside.probe import Probe
from autograder.judging.edits import mutants
from autograder.judging.exercise import Equivalent, Exercise
from autograder.judging.play import Call, Outcome, play
from autograder.judging.verdict import passes
from autograder.running.grader import Grader
from autograder.running.keeper import bounded_memory, bounded_time

SEED = 1  # one is enough: a scenario that catches a mutant for some students only is too weak
SECONDS = 5.0  # for one mutant; one that takes longer would be stopped in a submission, too
MEMORY = 1024  # MB for one mutant


@dataclass
class Mutation:
    """What became of the mutants of one exercise.

    by_example: how many mutants the published example alone would have caught
    alike: how many mutants are declared equal
    equal: the declared equivalents that mutants were found for; one may stand for several mutants
    problems: mutants that keep their marks, and equivalents that are none
    """

    exercise: str
    made: int = 0
    caught: int = 0
    by_example: int = 0
    alike: int = 0
    equal: list[Equivalent] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def try_mutants(grader: Grader, exercise: Exercise) -> Mutation:
    """Judges every mutant of an exercise's reference, each up to its first wrong result."""
    found = Mutation(exercise.name)
    variables = grader.source.namespace()
    probes = grader.trusted(variables), Probe(variables, inside=grader.assignment.inside_code)  # the first is quicker
    expected = grader.expected(exercise, SEED)
    example = published(grader, exercise)
    example_expected = list(play(example, grader.reference.call))
    declared = {(equal.old, equal.new): equal for equal in exercise.known_equivalents}
    alike: set[tuple[str, str]] = set()
    before = dict(variables)
    for mutant in mutants(grader.source.solutions[exercise.name]):
        (edit,) = mutant.edits
        found.made += 1
        variables.clear()
        variables.update(before)
        exec(mutant.code, variables)
        lost = any(loses(exercise, expected, probe.call) for probe in probes)
        what = f"{exercise.name}, line {edit.line}, `{edit.old}` -> `{edit.new}` ({edit.family})"
        if names := {(edit.old, edit.new), edit.whole} & declared.keys():
            alike |= names
            found.alike += 1
            lost = lost and loses(exercise, expected, probes[1].call)  # and not by a limit, on a busy machine
            if lost:
                found.problems.append(f"{what}: it is declared equal, and loses points")
        elif not lost:
            found.problems.append(f"{what}: this mutant keeps its points")
        found.caught += lost
        found.by_example += lost and any(loses(example, example_expected, probe.call) for probe in probes)
    found.equal = [declared[key] for key in declared if key in alike]
    for old, new in declared.keys() - alike:
        found.problems.append(f"{exercise.name}: no mutant has `{new}` in place of `{old}`, which is declared equal")
    return found


def loses(exercise: Exercise, expected: Sequence[Outcome], call: Call) -> bool:
    """Whether these functions lose marks, found at the first result that is not as expected."""
    try:
        with bounded_memory(MEMORY), bounded_time(SECONDS):
            came = play(exercise, call, SEED)
            return not all(passes(exercise, *pair) for pair in zip(expected, came, strict=False))
    except (TimeoutError, MemoryError):
        return True


def published(grader: Grader, exercise: Exercise) -> Exercise:
    """The exercise with nothing but its published example: the parts that are the same for everybody.

    Where there are none it is the first part, on its own first inputs.
    """
    outcomes = grader.expected(exercise, SEED)
    known = grader.published[exercise.name] or {outcomes[0].part}
    calls = [
        (outcome.part, outcome.call.name, *wire.decode(outcome.call.payload), outcome.sizes)
        for outcome in outcomes
        if outcome.call and outcome.part in known
    ]
    return replace(exercise, scenario=replay(calls))
