"""The public checks: an assignment's scenarios as data, for the student's notebook.

Recorded are the inputs, the reference's results and those of every known mistake: numbers, no line of a solution.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder import wire
from autograder.compare import Tolerance
from autograder.exercise import Exercise, Mistake, seed_for
from autograder.judge import Call, CallRecord, Failure, Outcome, Verdict, diagnose, judge, play, read_reply
from autograder.probe import Probe

if TYPE_CHECKING:
    from autograder.grade import Grader

FORMAT = 1
# What is recorded of an exercise, and of its tolerance.
OPTIONS = ("name", "points", "uses", "keeps_arguments", "exact_kinds", "returns", "forbids")
TOLERANCES = ("rtol", "atol", "exact_keys")
FILE = "checks.bin"  # beside the notebook
DIGITS = 10  # significant digits that are kept, so that the file does not depend on the order in which a machine sums


@dataclass(frozen=True)
class PublicCheck:
    """One exercise's public check.

    exercise: with the mistakes' names and sentences, but neither their edits nor a scenario
    expected: the reference's outcomes
    mistakes: each mistake's outcomes
    """

    exercise: Exercise
    expected: list[Outcome]
    mistakes: dict[str, list[Outcome]]

    def verdict(self, call: Call) -> Verdict:
        """The verdict on the function that `call` calls."""
        came = _repeat(self.expected, call, self.exercise.tolerance)
        verdict = judge(self.exercise, self.expected, came, reveal=True)
        return diagnose(self.exercise, verdict, came, self.mistakes.__getitem__)


def freeze(grader: "Grader") -> bytes:
    """The public checks of an assignment as bytes, the same on each call.

    Parts whose value is not the plain result of one call are left to the graders.
    """
    exercises = [_freeze(grader, exercise) for exercise in grader.assignment.exercises.values()]
    return wire.encode({"format": FORMAT, "assignment": grader.assignment.id, "exercises": exercises})


def thaw(data: bytes) -> dict[str, PublicCheck]:
    """The public checks by exercise. Raises WireError where the bytes are not what `freeze` wrote."""
    content = wire.decode(data)
    try:
        if content["format"] != FORMAT:
            raise wire.WireError(f"it has format {content['format']}, this version of the course reads {FORMAT}")
        return {frozen["name"]: _thaw(frozen) for frozen in content["exercises"]}
    except (KeyError, TypeError, ValueError) as error:
        raise wire.WireError(f"it is not a file of public checks ({error})") from None


def _freeze(grader: "Grader", exercise: Exercise) -> dict[str, Any]:
    seed = seed_for("", "public", grader.assignment.id, exercise.name)
    recorded = [  # the results are those of the rounded inputs
        replace(outcome, call=replace(outcome.call, payload=wire.encode(_rounded(wire.decode(outcome.call.payload)))))
        for outcome in play(exercise, grader.reference.call, seed)
        if outcome.call
    ]

    def results(probe: Probe) -> list[tuple[Any, ...]]:
        return [_pack(outcome) for outcome in _repeat(recorded, probe.call, exercise.tolerance)]

    frozen = {name: getattr(exercise, name) for name in OPTIONS}
    frozen |= {name: getattr(exercise.tolerance, name) for name in TOLERANCES}
    frozen["calls"] = [(o.part, o.call.name, o.call.payload, dict(o.sizes or {})) for o in recorded if o.call]
    frozen["results"] = results(grader.reference)
    simplest_first = sorted(exercise.known_mistakes, key=lambda mistake: mistake.size)
    frozen["mistakes"] = [(m.name, m.sentence, results(grader.variant(exercise, m.name))) for m in simplest_first]
    return frozen


def _thaw(frozen: dict[str, Any]) -> PublicCheck:
    exercise = Exercise(
        scenario=lambda submission, draw: iter(()),
        tolerance=Tolerance(**{name: frozen[name] for name in TOLERANCES}),
        known_mistakes=[Mistake(name, "", "", sentence) for name, sentence, _ in frozen["mistakes"]],
        **{name: frozen[name] for name in OPTIONS},
    )
    recorded = [
        Outcome(part, None, call=CallRecord(name, payload), sizes=sizes)
        for part, name, payload, sizes in frozen["calls"]
    ]
    mistakes = {name: _unpack(recorded, packed) for name, _, packed in frozen["mistakes"]}
    return PublicCheck(exercise, _unpack(recorded, frozen["results"]), mistakes)


def _repeat(recorded: list[Outcome], call: Call, tolerance: Tolerance) -> list[Outcome]:
    """The outcomes of making the recorded calls again, of another function."""
    outcomes = []
    for outcome in recorded:
        assert outcome.call is not None
        made = read_reply(outcome.call, call(outcome.call.name, outcome.call.payload), tolerance)
        outcomes.append(replace(outcome, value=getattr(made.value, "failure", made.value), calls=(made,)))
    return outcomes


def _pack(outcome: Outcome) -> tuple[Any, ...]:
    failed = isinstance(outcome.value, Failure)
    value = (outcome.value.kind, outcome.value.name, outcome.value.message) if failed else _rounded(outcome.value)
    return failed, value, outcome.calls[0].changed


def _unpack(recorded: list[Outcome], packed: list[tuple[Any, ...]]) -> list[Outcome]:
    outcomes = []
    for outcome, (failed, value, changed) in zip(recorded, packed, strict=True):
        assert outcome.call is not None
        calls = (replace(outcome.call, changed=changed),)
        outcomes.append(replace(outcome, value=Failure(*value) if failed else value, calls=calls))
    return outcomes


def _rounded(value: Any) -> Any:
    """The value with its floats rounded to DIGITS significant digits."""
    if isinstance(value, dict):
        return {key: _rounded(child) for key, child in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_rounded(child) for child in value)
    if isinstance(value, float) or (isinstance(value, (np.ndarray, np.floating)) and value.dtype.kind == "f"):
        numbers = np.asarray(value, dtype=float)
        texts = [float(f"{number:.{DIGITS - 1}e}") for number in numbers.flat]
        rounded = np.array(texts).reshape(numbers.shape).astype(np.asarray(value).dtype)
        return rounded if isinstance(value, np.ndarray) else type(value)(rounded)
    return value
