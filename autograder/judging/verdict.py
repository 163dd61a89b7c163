"""Compares what a scenario yielded with a submission and with the reference: which parts are right, what they earn."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from autograder.inside import wire
from autograder.judging.compare import LEVELS, RESULT, Difference, identical
from autograder.judging.errors import ASKS
from autograder.judging.exercise import Exercise
from autograder.judging.play import Failure, Outcome, function_of

ARGUMENTS_PART = "leaves its arguments unchanged"
OTHER_DEFAULTS = "`{name}` should have the defaults of the notebook; {arguments} {has}."
LEANS = "`{name}` also reads {variables} of the notebook, {which} not among its arguments: is that meant?"
UNUSED = "`{name}` never uses its {arguments}: shouldn't the result depend on {them}?"
# What relates two numbers, or one value to another's place, may be chance, unless it does so in every call.
BY_CHANCE = ("value.ratio", "structure.exchanged", "structure.order", "structure.only")
MORE = "In other calls, more values are wrong."  # where in the one that is told of a single one is
OTHERS_TOO = "More values are wrong, in this call and in others."
DEFAULTS_PART = "keeps the defaults of its arguments"
KINDS_PART = "gives the right kind of numbers"
NUMBER_PART = "gives a number, not an array of one"
CONTAINER_PART = "gives the right kind of container"
# What a verdict can be where nothing is right, and nothing is wrong either: the kinds of failures of a stub, and no
# function. The first that is found counts.
UNJUDGED = ("waits", "half", "stopped", "unfinished", "missing")

FORM_PARTS = {"type.scalar": NUMBER_PART, "type.container": CONTAINER_PART}  # by what is poorer
EXTRA_PARTS = (ARGUMENTS_PART, DEFAULTS_PART, KINDS_PART, NUMBER_PART, CONTAINER_PART)  # of how results are given


@dataclass(frozen=True)
class Part:
    """How one named part of an exercise went.

    message, key, wrong: where it is wrong, how, what kind of wrong, and how many values are
    """

    name: str
    message: str = ""
    key: str = ""
    wrong: int = 0

    @property
    def passed(self) -> bool:
        return not self.key


@dataclass(frozen=True)
class Verdict:
    """How one exercise went.

    status: correct, partial (with some points), wrong, or one of UNJUDGED
    diagnosis, sentence: name and sentence of the known mistake that behaves like this, or empty
    slip: what is said of the line that one edit would put right, or that computes for nothing; see `slips`
    replaced: earlier exercises whose reference stood in for the submission's own
    at_end: whether the function counts as it is at the end of the notebook, which is better than at its check cell
    """

    exercise: str
    points: float
    max_points: float
    parts: tuple[Part, ...]
    diagnosis: str = ""
    sentence: str = ""
    slip: str = ""
    replaced: tuple[str, ...] = ()
    at_end: bool = False

    @property
    def passed(self) -> bool:
        return all(part.passed for part in self.parts)

    @property
    def status(self) -> str:
        if self.passed:
            return "correct"
        if self.points and any(part.passed for part in self.parts):
            return "partial"
        keys = {part.key for part in self.parts if part.name != ARGUMENTS_PART}
        return next(status for status in UNJUDGED if status in keys) if keys <= {*UNJUDGED} else "wrong"

    def right(self, known: Collection[str]) -> frozenset[str]:
        """The parts that are right and prove something: whose inputs, and results, are not the same for everybody."""
        return frozenset(part.name for part in self.parts if part.passed) - {*known, *EXTRA_PARTS}

    @property
    def begun(self) -> bool:
        """Whether there is anything that can be right or wrong."""
        return self.status == "waits" or self.status not in UNJUDGED

    @property
    def message(self) -> str:
        """The sentence of the known mistake, or a part's own words; and the line of the slip."""
        return told(self.sentence or (self.first.message if self.first else ""), self.slip)

    @property
    def first(self) -> Part | None:
        """The part whose words are said: the first wrong one, or a later one in which fewer values are wrong."""
        failing = [part for part in self.parts if not part.passed]
        if not failing or failing[0].key.partition(".")[0] not in LEVELS:
            return failing[0] if failing else None
        values = [part for part in failing if part.key.partition(".")[0] in LEVELS and part.name not in EXTRA_PARTS]
        # Where the same value is wrong in another way elsewhere, its sign is not what is wrong.
        plain = {_named(part) for part in values if part.key in ("value.all", "value.some", "value.number")}
        surer = [
            part
            for part in values
            if part.key not in BY_CHANCE and not (part.key == "value.sign" and _named(part) in plain)
        ]
        return min(surer or values or failing[:1], key=lambda part: part.wrong)


def _named(part: Part) -> str:
    """What the words of a part are about: the name that they begin with, or that of the result."""
    return part.message.partition(" ")[0]


def told(words: str, slip: str) -> str:
    """What is wrong, and the sentence on the line of the slip; no line is quoted twice.

    Where the words ask about the line already, and not only what a function is given, they are enough.
    """
    quoted = re.match(r"(?:Look again at l|L)ine \d+(, `([^`]+?)(?:…)?`)", slip)
    if quoted and f"in the line `{quoted[2]}" in words:
        asked = words.endswith("?") and not words.endswith(ASKS)
        slip = "" if slip.startswith("Look again") or asked else slip.replace(quoted[1], "", 1)
    return f"{words} {slip}".strip()


def judge(
    exercise: Exercise,
    expected: Sequence[Outcome],
    came: Sequence[Outcome],
    reveal: bool = False,
    known: Collection[str] = (),
) -> Verdict:
    """Compares what a submission's functions gave with what the reference gave on the same inputs.

    reveal: whether messages may show expected values
    known: parts whose inputs everybody knows, see `known_parts`. They, and what is said of how results are given, count
        in proportion to the other parts that are right: what could be looked up is worth nothing by itself
    """
    found: dict[str, Difference | None] = {}
    items: set[str] = set()  # of several values, those that are wrong in some call
    for i, wanted in enumerate(expected):
        assert wanted.part is not None, f"the reference of {exercise.name} fails: {wanted.value}"
        got = came[min(i, len(came) - 1)]
        if not (before := found.get(wanted.part)) or before.key in BY_CHANCE or before.which:
            now = _difference(exercise, wanted, got, reveal)
            items |= now.items if now else set()
            chosen = now and (not before or (before.key in BY_CHANCE and now.key not in BY_CHANCE))
            found[wanted.part] = now if chosen else before
    earned = not all(found.values())  # without a right value, nothing is earned for how it was given
    if exercise.keeps_arguments:
        if changed := listed(name for outcome in came for name in outcome.changed):
            message = (
                f"`{exercise.name}` changes its {_arguments(changed)}; leave what the caller gave as it is, and work "
                "on something new."
            )
            found[ARGUMENTS_PART] = Difference("arguments", message)
        elif earned:
            found[ARGUMENTS_PART] = None
    if differing := listed(
        name for wanted, got in zip(expected, came, strict=False) for name in got.other_defaults(wanted)
    ):
        found[DEFAULTS_PART] = Difference(
            "defaults",
            OTHER_DEFAULTS.format(
                name=exercise.name, arguments=differing, has=_by_number(differing, "has another one", "have others")
            ),
        )
    if earned:
        pairs = [(w.value, g.value) for w, g in zip(expected, came, strict=False) if not identical(w.value, g.value)]
        poorer = next(filter(None, (exercise.comparison.poorer(*pair) for pair in pairs)), None)
        if poorer or exercise.exact_kinds:
            named = poorer.key if poorer and not exercise.exact_kinds else ""
            found[FORM_PARTS.get(named, KINDS_PART)] = poorer
    leans = listed(name for outcome in came for call in outcome.calls for name in call.leans)
    remark = (
        " " + LEANS.format(name=exercise.name, variables=leans, which=_by_number(leans, "which is", "which are"))
        if leans
        else ""
    )
    if unused := listed(name for pair in zip(expected, came, strict=False) for name in _unused(exercise.name, *pair)):
        remark += " " + UNUSED.format(
            name=exercise.name, arguments=_arguments(unused), them=_by_number(unused, "it", "them")
        )
    parts = tuple(
        Part(name, _words(d, items) + remark * (d.key not in UNJUDGED), d.key, d.wrong) if d else Part(name)
        for name, d in found.items()
    )
    proving = [part.passed for part in parts if part.name not in {*known, *EXTRA_PARTS}]
    others = [part.passed for part in parts if part.name in {*known, *EXTRA_PARTS}]
    proved = sum(proving) / max(1, len(proving))
    share = (sum(proving) + proved * sum(others)) / len(parts)
    return Verdict(exercise.name, round(exercise.points * share, 2), exercise.points, parts)


def _words(difference: Difference, items: Collection[str]) -> str:
    """What is said of a difference. items: of several values, those that are wrong in some call."""
    more = difference.which and not difference.items.issuperset(items)
    return f"{difference.text} {OTHERS_TOO if difference.wrong > 1 else MORE}" if more else difference.whole


def _unused(name: str, wanted: Outcome, got: Outcome) -> Iterator[str]:
    """The arguments that a submission's function never reads, and the reference does."""
    for ours, theirs in zip(wanted.calls, got.calls, strict=False):
        if ours.name == theirs.name and function_of(ours.name) == name:
            # Whether something is printed is not judged.
            yield from {name for name in theirs.unused if name not in ours.unused and not name.startswith("print")}


def known_parts(first: Sequence[Outcome], second: Sequence[Outcome]) -> frozenset[str]:
    """The parts that are played with the same inputs for two seeds, and so for everybody.

    A part without a call of its own looks at what an earlier one gave; then what it looks at tells.
    """

    def inputs(outcomes: Sequence[Outcome]) -> dict[str | None, list[Any]]:
        found: dict[str | None, list[Any]] = {}
        for outcome in outcomes:
            made = [(call.name, call.payload) for call in outcome.calls] or wire.encode(outcome.value)
            found.setdefault(outcome.part, []).append(made)
        return found

    one, other = inputs(first), inputs(second)
    return frozenset(part for part in one if part is not None and one[part] == other.get(part))


def constant_parts(exercise: Exercise, first: Sequence[Outcome], second: Sequence[Outcome]) -> frozenset[str]:
    """The parts in which what is right for one seed is right for another, whatever the inputs: a type, say."""
    parts = judge(exercise, first, second).parts
    return frozenset(part.name for part in parts if part.passed and part.name not in EXTRA_PARTS)


def is_right(exercise: Exercise, wanted: Outcome, got: Outcome) -> bool:
    """Whether an outcome has the right value, where nothing is to be said of it: words take most of a judgement."""
    if isinstance(got.value, Failure):
        return False
    if wanted.expected is None and identical(wanted.value, got.value):
        return True
    return not exercise.comparison.differ(wanted.right, got.value)


def passes(exercise: Exercise, wanted: Outcome, got: Outcome) -> bool:
    """Whether all is right of an outcome, not only its value; most that are wrong are so by their value."""
    return is_right(exercise, wanted, got) and judge(exercise, [wanted], [got]).passed


def right_parts(exercise: Exercise, expected: Sequence[Outcome], came: Sequence[Outcome]) -> set[str]:
    """The parts that have right values only."""
    wrong: set[str | None] = set()
    for i, wanted in enumerate(expected):
        if wanted.part not in wrong and not is_right(exercise, wanted, came[min(i, len(came) - 1)]):
            wrong.add(wanted.part)
    return {outcome.part for outcome in expected if outcome.part is not None} - wrong


def _difference(exercise: Exercise, wanted: Outcome, got: Outcome, reveal: bool) -> Difference | None:
    if isinstance(got.value, Failure):  # that another function is missing says nothing of this one
        return Difference(got.value.kind if got.value.name == exercise.name else "other", got.value.text)
    if wanted.expected is None and identical(wanted.value, got.value):
        return None
    name = function_of(wanted.call.name) if wanted.call else exercise.name
    what = RESULT if name == exercise.name else f"The result of `{name}`"
    does = got.call.does if got.call else ()
    comparison = replace(exercise.comparison, reveal=reveal, sizes=wanted.sizes, what=what, does=does)
    return comparison.difference(wanted.right, got.value)


def _by_number(names: str, one: str, several: str) -> str:
    return several if " and " in names else one


def _arguments(names: str) -> str:
    return f"{_by_number(names, 'argument', 'arguments')} {names}"


def listed(names: Iterable[str]) -> str:
    return " and ".join(sorted({f"`{name}`" for name in names}))
