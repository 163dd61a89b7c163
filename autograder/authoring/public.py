"""The public checks: an assignment's scenarios as data, for the student's notebook.

Recorded are the inputs, the reference's results and those of every known mistake: numbers, no line of a solution.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.inside import wire
from autograder.judging import exercise as exercises
from autograder.judging.compare import kind
from autograder.judging.diagnose import diagnose
from autograder.judging.draw import Draw, seed_for
from autograder.judging.exercise import Exercise, Mistake, Scenario
from autograder.judging.play import Call, CallRecord, Failure, Outcome, play
from autograder.judging.verdict import Verdict, judge

if TYPE_CHECKING:
    from autograder.running.grader import Grader

FORMAT = 6
# What is recorded of an exercise as it is.
OPTIONS = ("name", "points", *exercises.OPTIONS)
FILE = "checks.bin"  # beside the notebook
RELEASED = ".released"  # in what students get, the folder of the notebooks as released, ID.ipynb, without pictures
DECIMALS = 12  # of recorded inputs; those of a published example are so no key to what grading expects of it


@dataclass(frozen=True)
class PublicCheck:
    """One exercise's public check.

    exercise: with the mistakes' names and sentences, but not their edits; its scenario makes the recorded calls
    expected: the reference's outcomes
    mistaken: what a mistake yields
    allowed: the functions of `utils` that may be called, by full name
    inside: code that uses a function of the notebook's; see `probe.Probe`
    """

    exercise: Exercise
    expected: list[Outcome]
    mistaken: Callable[[Mistake], Iterable[Outcome]]
    allowed: Collection[str] = ()
    inside: Mapping[str, str] = field(default_factory=dict)

    def verdict(self, call: Call) -> Verdict:
        """The verdict on the function that `call` calls."""
        return self.judged(list(play(self.exercise, call)))

    def judged(self, came: Sequence[Outcome]) -> Verdict:
        """The verdict on what a function yielded."""
        verdict = judge(self.exercise, self.expected, came, reveal=True)
        return diagnose(self.exercise, verdict, self.expected, came, self.mistaken)


def freeze(grader: "Grader", names: Iterable[str] | None = None) -> bytes:
    """The public checks of an assignment, or of some of its exercises, as bytes, the same on each call.

    Parts whose value is not the plain result of one call are left to the graders.
    """
    exercises = [
        _freeze(grader, exercise)
        for name, exercise in grader.assignment.exercises.items()
        if names is None or name in names
    ]
    about = {"format": FORMAT, "assignment": grader.assignment.id, "allowed": sorted(grader.allowed)}
    judged = {"judged": code} if (code := grader.assignment.judged_code) else {}
    return wire.encode(about | judged | {"inside": grader.assignment.inside_code, "exercises": exercises})


def thaw(data: bytes) -> dict[str, PublicCheck]:
    """The public checks by exercise. Raises WireError where the bytes are not what `freeze` wrote."""
    content = wire.decode(data)
    try:
        if content["format"] != FORMAT:
            raise wire.WireError(f"it has format {content['format']}, this version of the course reads {FORMAT}")
        judged = content.get("judged", {})
        return {
            frozen["name"]: _thaw(frozen, content["allowed"], content["inside"], judged)
            for frozen in content["exercises"]
        }
    except (LookupError, TypeError, ValueError) as error:
        raise wire.WireError(f"it is not a file of public checks ({error})") from None


def recorded(grader: "Grader", exercise: Exercise) -> list[tuple[Any, ...]]:
    """The calls of an exercise's public check; see `replay`."""
    return [call for call, _ in _recorded(grader, exercise)]


def _recorded(grader: "Grader", exercise: Exercise) -> Iterator[tuple[tuple[Any, ...], Outcome]]:
    """The calls whose plain results parts are, each with its part; two parts may look at one dictionary."""
    seed = seed_for("", "public", grader.assignment.id, exercise.name)
    made: list[CallRecord] = []
    for outcome in play(exercise, grader.reference.call, seed):
        made += outcome.calls
        shared = (call for call in made if isinstance(call.value, dict) and call.value is outcome.value)
        if call := next(shared, outcome.call):
            yield (outcome.part, call.name, *rounded(wire.decode(call.payload)), dict(outcome.sizes)), outcome


def _freeze(grader: "Grader", exercise: Exercise) -> dict[str, Any]:
    found = list(_recorded(grader, exercise))
    calls = [call for call, _ in found]
    public = replace(exercise, scenario=replay(calls))

    def results(call: Call) -> list[dict[str, Any]]:
        return [_result(outcome) for outcome in play(public, call)]

    expected = results(grader.reference.call)
    for result, (_, outcome) in zip(expected, found, strict=True):
        if isinstance(outcome.expected, dict):  # which may leave keys to other parts
            result["value"] = {key: value for key, value in result["value"].items() if key in outcome.expected}
    return {name: getattr(exercise, name) for name in OPTIONS} | {
        "calls": calls,
        "results": expected,
        "mistakes": [(m.name, m.sentence, results(grader.variant(exercise, m).call)) for m in exercise.known_mistakes],
    }


def _thaw(
    frozen: dict[str, Any], allowed: Collection[str], inside: Mapping[str, str], judged: Mapping[str, str]
) -> PublicCheck:
    known = [Mistake(name, str(i), "", sentence) for i, (name, sentence, _) in enumerate(frozen["mistakes"])]
    results = {mistake: results for mistake, (*_, results) in zip(known, frozen["mistakes"], strict=True)}
    options = {name: frozen[name] for name in OPTIONS}
    exercise = Exercise(scenario=replay(frozen["calls"]), known_mistakes=known, judged=judged, **options)

    def outcomes(results: Sequence[dict[str, Any]]) -> Iterator[Outcome]:
        for (part, name, *_, sizes), result in zip(frozen["calls"], results, strict=True):
            value = Failure(*result["failure"]) if "failure" in result else result["value"]
            changed, unused = tuple(result.get("changed", ())), tuple(result.get("unused", ()))
            # The scenario has the arguments; and a None is one that a mistake returns.
            call = CallRecord(name, b"", value, changed, unused=unused, does=("return",))
            yield Outcome(part, value, calls=(call,), sizes=sizes)

    expected = list(outcomes(frozen["results"]))
    return PublicCheck(exercise, expected, lambda mistake: outcomes(results[mistake]), allowed, inside)


def replay(calls: Sequence[tuple[Any, ...]]) -> Scenario:
    """The scenario that makes recorded calls again: part, name, arguments by place and by name, sizes."""

    def scenario(submission: Any, draw: Draw) -> Iterator[tuple[Any, ...]]:
        for part, name, args, kwargs, sizes in calls:
            draw.named(**sizes)
            yield part, getattr(submission, name)(*args, **kwargs)

    return scenario


def _result(outcome: Outcome) -> dict[str, Any]:
    """What is recorded of an outcome. The line of a failure is not: it would be one of a solution."""
    if isinstance(outcome.value, Failure):
        return {"failure": (outcome.value.kind, outcome.value.name, outcome.value.message)}
    unused = sorted({name for call in outcome.calls for name in call.unused})
    found = {"value": outcome.value, "changed": sorted(outcome.changed), "unused": unused}
    return {key: value for key, value in found.items() if key == "value" or value}


def rounded(value: Any) -> Any:
    """The value with its floats rounded to DECIMALS."""
    if isinstance(value, dict):
        return {key: rounded(child) for key, child in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(rounded(child) for child in value)
    if kind(value) != "f":
        return value
    return np.round(value, DECIMALS) if isinstance(value, np.ndarray) else round(value, DECIMALS)
