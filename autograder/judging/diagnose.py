"""Names the mistake: which known one, or which few together, behave as a submission does."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, islice, repeat
from typing import Any

from autograder.judging.compare import Comparison
from autograder.judging.exercise import Exercise, Mistake
from autograder.judging.play import Failure, Outcome
from autograder.judging.verdict import Verdict

NAMED = re.compile(r"`(\w+)`")  # in a sentence
MAX_ITEMS = 4  # that a sentence names
MAX_TOGETHER = 3  # known mistakes that explain one answer
OF_ALL = ("All ", "Both ", "Every ", "The function ", "Your function ", "The training ", "The descent ")  # begin so
REARRANGED = ("structure.order", "structure.only", "structure.exchanged")  # right values in places of others

Spot = tuple[int, tuple[Any, ...]]
"""The number of an outcome, and where a value is in it."""

Faults = dict[tuple[Any, ...], Any]
"""What of an outcome is not as it should be: wrong values, or what stands for them, by where they are in the result."""


def _faults(exercise: Exercise, wanted: Outcome, got: Outcome) -> Faults:
    found = dict(_wrong(exercise.comparison, wanted.value, got.value))
    if exercise.keeps_arguments and got.changed:
        found["*arguments",] = sorted(got.changed)
    if defaults := got.other_defaults(wanted):
        found["*defaults",] = defaults
    # A wrong value may be a whole number in one answer and a fraction in another: that says nothing.
    if not found and (poorer := exercise.comparison.poorer(wanted.value, got.value)):
        found["*kind",] = f"{poorer.key} of {poorer.text.partition(' should')[0]}"
    return found


def _wrong(comparison: Comparison, wanted: Any, got: Any, *path: Any) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(got, Failure):
        yield path, got
    elif isinstance(wanted, dict) and isinstance(got, dict):
        if not got.keys() >= wanted.keys() or (comparison.exact_keys and got.keys() != wanted.keys()):
            yield (*path, "*keys"), sorted(map(str, got))
        for key in [key for key in wanted if key in got]:
            yield from _wrong(comparison, wanted[key], got[key], *path, key)
    elif isinstance(wanted, (list, tuple)) and isinstance(got, (list, tuple)) and len(wanted) == len(got):
        for i, pair in enumerate(zip(wanted, got, strict=True)):
            yield from _wrong(comparison, *pair, *path, i)
    elif comparison.differ(wanted, got):
        yield path, got


def _padded(outcomes: Iterable[Outcome], count: int) -> Iterator[Outcome]:
    """As many outcomes as a whole scenario has; where it ended early, the last one stands for the rest."""
    last = None
    for last in islice(outcomes, count):
        count -= 1
        yield last
    assert last is not None
    yield from repeat(last, count)


def _explained(
    exercise: Exercise, mistake: Mistake, own: Sequence[Faults], its: Iterable[Faults]
) -> tuple[str, set[Spot]]:
    """How much of a submission's faults a mistake with `its` faults explains, and which ones.

    "all": both have the same faults. "most": but for few outcomes in which one of the two has no value at all, as at
    no iterations; an assertion of the submission's own may keep any value back. "items": of some items of the result,
    while the mistake has others wrong too. "some": the mistake's are among the submission's.
    """
    explained: set[Spot] = set()
    items = {path for ours in own for path in ours}
    agreeing, odd, most, some = 0, 0, True, True
    inside = () not in items and not any(str(path[-1]).startswith("*") for path in items)
    for i, (ours, theirs) in enumerate(zip(own, its, strict=True)):
        alike = [path for path in theirs if path in ours and _alike(exercise.comparison, theirs[path], ours[path])]
        shared = [path for path in alike if _may_be_said_of(ours[path], mistake.sentence)]
        some = some and len(shared) == len(theirs)
        inside = inside and len(shared) == len(ours) == sum(path in items for path in theirs)
        if len(shared) == len(theirs) == len(ours):
            agreeing += bool(ours)
        elif not (theirs and _asserts(ours)):
            odd += 1
            most = most and any(isinstance(fault, Failure) for fault in (*ours.values(), *theirs.values()))
        if not (most or some or inside):
            break
        explained.update((i, path) for path in shared)
    if agreeing and most and 2 * odd <= agreeing:
        return ("most" if odd else "all"), explained
    return ("items" if inside else "some" if some and explained else ""), explained


def _may_be_said_of(fault: Any, sentence: str) -> bool:
    """Whether a sentence speaks of what stands in the line that failed, if one did: other lines fail alike.

    That is so where its first name stands there.
    """
    named = NAMED.search(sentence)
    return not (named and isinstance(fault, Failure) and fault.line) or named[1] in re.findall(r"\w+", fault.line)


def _items(exercise: Exercise, wrong: Sequence[Faults]) -> str:
    """What messages call the items of the result that are wrong."""
    names = dict.fromkeys(path[-1] for faults in wrong for path in faults)
    named = [f"`{exercise.returns[i]}`" if i in range(len(exercise.returns)) else f"`{i}`" for i in names]
    if len(named) > MAX_ITEMS:
        named = [*named[: MAX_ITEMS - 1], f"{len(named) - MAX_ITEMS + 1} others"]
    return " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))


def _said_of(items: str, sentence: str) -> str:
    return sentence if sentence.startswith(items) else f"In {items}: {sentence}"


def _asserts(faults: Faults) -> bool:
    return any(isinstance(f, Failure) and f.message.startswith("AssertionError") for f in faults.values())


def _alike(comparison: Comparison, one: Any, other: Any) -> bool:
    if isinstance(one, Failure) and isinstance(other, Failure):
        return one == other or _alike_products(one, other)
    return not isinstance(one, Failure) and not isinstance(other, Failure) and not comparison.differ(one, other)


def _alike_products(one: Failure, other: Failure) -> bool:
    """Whether both are matrices that do not fit, in one place, with the same inner sizes; of one no more is known."""
    (first, ours, sizes), (second, theirs, others) = (f.message.partition("whose inner sizes") for f in (one, other))
    one_place = first.partition(":")[0] == second.partition(":")[0]
    return bool(ours and theirs) and one_place and sizes == others and not ("(" in first and "(" in second)


def _each_has_its_own(spots: Sequence[set[Spot]]) -> bool:
    """Whether each of some mistakes explains an item of the result that no other does; otherwise it may be chance."""
    items = [{path for _, path in explained} for explained in spots]
    return all(one - set().union(*(other for other in items if other is not one)) for one in items)


def _is_of(items: str, sentence: str, exercise: Exercise, expected: Sequence[Outcome]) -> bool:
    """Whether a sentence can be said of these items alone: it speaks of no others, and not of all."""
    values = [outcome.value for outcome in expected]
    dictionaries = [child for value in values for child in (value if isinstance(value, tuple) else (value,))]
    every = {*exercise.returns, *(str(key) for held in dictionaries if isinstance(held, dict) for key in held)}
    named = {*NAMED.findall(sentence)} & every
    return named <= {*NAMED.findall(items)} and not sentence.startswith(OF_ALL)


def diagnose(
    exercise: Exercise,
    verdict: Verdict,
    expected: Sequence[Outcome],
    came: Sequence[Outcome],
    plays: Callable[[Mistake], Iterable[Outcome]],
) -> Verdict:
    """The verdict with the known mistake that explains it, if there is one, or with two or three that do so together.

    plays: what a mistake yields on the same inputs
    """
    if verdict.passed or not verdict.begun:
        return verdict

    def faults(outcomes: Iterable[Outcome]) -> Iterator[Faults]:
        for pair in zip(expected, _padded(outcomes, len(expected)), strict=True):
            yield _faults(exercise, *pair)

    # A function without a `return` line is told so, whatever a mistake's None is due to.
    if any(got.value is None and got.call and "return" not in got.call.does for got in came):
        return verdict
    own = list(faults(came))
    found: dict[str, dict[str, tuple[Mistake, set[Spot]]]] = {"most": {}, "items": {}, "some": {}}
    for mistake in exercise.known_mistakes:
        how, explained = _explained(exercise, mistake, own, faults(plays(mistake)))
        if how == "all":
            return replace(verdict, diagnosis=mistake.name, sentence=mistake.sentence)
        if how:
            found[how].setdefault(mistake.name, (mistake, explained))
    for mistake, _ in found["most"].values():
        return replace(verdict, diagnosis=mistake.name, sentence=mistake.sentence)
    if any(part.key in REARRANGED for part in verdict.parts):  # which explains more than any mistakes together
        return verdict
    for mistake, _ in found["items"].values():
        items = _items(exercise, own)
        if _is_of(items, mistake.sentence, exercise, expected):
            return replace(verdict, diagnosis=mistake.name, sentence=_said_of(items, mistake.sentence))
    whole = {(i, path) for i, wrong in enumerate(own) for path in wrong}
    for count in range(2, MAX_TOGETHER + 1):
        for group in combinations(found["some"].values(), count):
            spots = [explained for _, explained in group]
            if set().union(*spots) == whole and _each_has_its_own(spots):
                names, sentences = zip(*((mistake.name, mistake.sentence) for mistake, _ in group), strict=True)
                return replace(verdict, diagnosis="; ".join(names), sentence=" ".join(sentences))
    return verdict
