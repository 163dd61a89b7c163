"""Plays a scenario on the reference and on a submission, compares, and names the mistake.

Nothing here is ever in a submission's process: functions are called through a `Call`, with bytes in and bytes out.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import combinations, islice, repeat
from typing import Any

from autograder.inside import wire
from autograder.judging.compare import RESULT, Comparison, Difference, clean, identical
from autograder.judging.exercise import Draw, Exercise, Mistake

Call = Callable[[str, bytes], bytes]
"""Calls the named function with encoded arguments and returns the encoded reply; see `probe.Probe.call`."""

ARGUMENTS_PART = "leaves its arguments unchanged"
OTHER_DEFAULTS = "`{name}` should have the defaults of the notebook; {arguments} has another one."
LEANS = "`{name}` also reads {variables} of the notebook, which is not among its arguments: is that meant?"
UNUSED = "`{name}` never uses its argument {arguments}: does the result not depend on it?"
DEFAULTS_PART = "keeps the defaults of its arguments"
KINDS_PART = "gives the right kind of numbers"
NUMBER_PART = "gives a number, not an array of one"
CONTAINER_PART = "gives the right kind of container"
# What a verdict can be where nothing is right, and nothing is wrong either: the kinds of failures of a stub, and no
# function. The first that is found counts.
UNJUDGED = ("waits", "half", "stopped", "unfinished", "missing")

MAX_ITEMS = 4  # that a sentence names
MAX_TOGETHER = 3  # known mistakes that explain one answer
REARRANGED = ("structure.order", "structure.only", "structure.exchanged")  # right values in places of others
FORM_PARTS = {"type.scalar": NUMBER_PART, "type.container": CONTAINER_PART}  # by what is poorer
EXTRA_PARTS = (ARGUMENTS_PART, DEFAULTS_PART, KINDS_PART, NUMBER_PART, CONTAINER_PART)  # of how results are given

# What is said of a call that gave no value, by kind. The kinds up to "unstable" come from the student's process.
FAILURES = {
    "missing": "`{name}` is not defined. Has its cell been deleted or renamed, or does the cell itself fail?",
    "unfinished": "`{name}` is not written yet.",
    "foreign": "`{name}` comes from `{message}`. Only what your own cells define earns marks: write it here.",
    "half": "`{name}` is half written: nothing stands under {message} yet. "
    "When all of it is there, delete the line `raise NotImplementedError(…)`.",
    "stopped": "Your code for `{name}` is there, and the line `raise NotImplementedError(…)` still stands {message}: "
    "delete that line.",
    "waits": "`{name}` calls `{message}`, which still stops at its line `raise NotImplementedError(…)`.",
    "exception": "`{name}` stopped with {message}{line}.",
    "exit": "`{name}` was ended by {message}{line}. A function should reach its `return`.",
    "unreadable": "`{name}` returned something that cannot be compared: {message}.",
    "unstable": "`{name}` gives other results when it is called again with the same arguments: "
    "it remembers something, or draws random numbers without the seed that is asked for.",
    "timeout": "`{name}` took longer than {message}. Is there a loop that does not end?",
    "forbidden": "`{name}` calls `{message}`, a ready answer. The exercise asks you to do without it.",
    "crash": "`{name}` stopped the whole Python process ({message}).",
}


@dataclass(frozen=True)
class Failure:
    """Stands for the value of a call that gave none: to yield it costs one part, to use it ends the scenario."""

    kind: str
    name: str
    message: str = ""
    line: str = field(default="", compare=False)

    @property
    def text(self) -> str:
        line = f", in the line `{self.line}`" if self.line else ""
        return FAILURES[self.kind].format(name=self.name, message=self.message.rstrip("."), line=line)

    def _used(self, *_: Any) -> Any:
        raise CallFailed(self)

    __iter__ = __getitem__ = __len__ = __float__ = __bool__ = __array__ = _used
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __matmul__ = __neg__ = _used

    def __getattr__(self, name: str) -> Any:
        raise CallFailed(self)


class CallFailed(Exception):
    """Raised, with the Failure, where a scenario uses the value of a call that gave none."""


@dataclass(frozen=True)
class CallRecord:
    """One call, and what came of it.

    value: plain data or a Failure
    changed: names of arguments that were changed in place
    defaults: whole numbers that arguments have if they are not given
    leans: the notebook's variables that the function reads
    unused: arguments that the function never reads
    """

    name: str
    payload: bytes
    value: Any = None
    changed: tuple[str, ...] = ()
    defaults: Mapping[str, int] = field(default_factory=dict)
    leans: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What a scenario yielded, once.

    part: None where the scenario ended early, because a failed call's value was needed
    value: plain data, or the Failure that stands in it
    expected: what the scenario itself expects, where it does
    calls: the calls that were made for it
    sizes: the sizes its inputs were drawn with
    """

    part: str | None
    value: Any
    expected: Any = None
    calls: tuple[CallRecord, ...] = ()
    sizes: Mapping[str, int] = field(default_factory=dict)

    @property
    def call(self) -> CallRecord | None:
        """The call whose result the value is, if there is one."""
        return next((call for call in self.calls if call.value is self.value), None)

    @property
    def changed(self) -> set[str]:
        return {name for call in self.calls for name in call.changed}

    def other_defaults(self, wanted: "Outcome") -> list[str]:
        """Arguments that have another number for a default than in the calls that another outcome is made of."""
        pairs = [(w, c) for w, c in zip(wanted.calls, self.calls, strict=False) if not isinstance(c.value, Failure)]
        return [
            name
            for w, c in pairs
            if w.name == c.name
            for name in w.defaults
            if c.defaults.get(name, w.defaults[name]) != w.defaults[name]
        ]


class Calls:
    """What a scenario knows as `submission`: its functions, as plain calls."""

    def __init__(self, call: Call, comparison: Comparison) -> None:
        self._call = call
        self._comparison = comparison
        self._records: list[CallRecord] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return partial(self._make, name)

    def _make(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        failure = next(_failures((args, kwargs)), None)
        if failure is not None:
            raise CallFailed(failure)
        payload = wire.encode((args, kwargs))
        self._records.append(read_reply(name, payload, self._call(name, payload), self._comparison))
        return self._records[-1].value


def read_reply(name: str, payload: bytes, reply: bytes, comparison: Comparison) -> CallRecord:
    """What a probe's encoded reply to a call says. No reply makes it raise."""
    try:
        content = wire.decode(reply)
        leans, changed, unused = (
            tuple(clean(str(variable))[:100] for variable in content.get(key, ())[:20])
            for key in ("leans", "changed", "unused")
        )
        if "failure" in content:
            kind, message, line = (clean(str(text)) for text in content["failure"])
            if kind not in FAILURES:
                raise wire.WireError(f"{kind[:50]!r} is not a kind of failure")
            return CallRecord(name, payload, Failure(kind, name, message[:500], line[:200]), leans=leans)
        value = wire.decode(content["value"])
        if "again" in content and comparison.difference(value, wire.decode(content["again"])):
            value = Failure("unstable", name)
        defaults = {str(k)[:100]: v for k, v in content.get("defaults", {}).items() if type(v) is int}
        return CallRecord(name, payload, value, changed, defaults, leans, unused)
    except Exception as error:  # it may be made of anything that may pass
        message = f"a reply that makes no sense ({clean(str(error))[:100]})"
        return CallRecord(name, payload, Failure("unreadable", name, message))


def play(exercise: Exercise, call: Call, seed: int = 0) -> Iterator[Outcome]:
    """What the exercise's scenario yields, with inputs drawn from `seed` and functions called through `call`."""
    draw = Draw(seed)
    calls = Calls(call, exercise.comparison)

    def outcome(part: str | None, value: Any, expected: Any = None) -> Outcome:
        records, calls._records = tuple(calls._records), []
        return Outcome(part, next(_failures(value), value), expected, records, draw.named_sizes)

    try:
        for yielded in exercise.scenario(calls, draw):
            yield outcome(*yielded)
    except CallFailed as failed:
        yield outcome(None, failed.args[0])


def _failures(value: Any) -> Iterator[Failure]:
    """The failures that stand in a value, at all depths."""
    if isinstance(value, Failure):
        yield value
    elif isinstance(value, (dict, list, tuple)):
        for child in value.values() if isinstance(value, dict) else value:
            yield from _failures(child)


@dataclass(frozen=True)
class Part:
    """How one named part of an exercise went; where it is wrong, `message` says how, and `key` what kind of wrong."""

    name: str
    message: str = ""
    key: str = ""

    @property
    def passed(self) -> bool:
        return not self.key


@dataclass(frozen=True)
class Verdict:
    """How one exercise went.

    status: correct, partial, wrong, or one of UNJUDGED
    diagnosis, sentence: name and sentence of the known mistake that behaves like this, or empty
    slip: what is said of the line that one edit would put right, or empty; see `slips`
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
        if any(part.passed for part in self.parts):
            return "partial"
        keys = {part.key for part in self.parts if part.name != ARGUMENTS_PART}
        return next(status for status in UNJUDGED if status in keys) if keys <= {*UNJUDGED} else "wrong"

    @property
    def begun(self) -> bool:
        """Whether there is anything that can be right or wrong."""
        return self.status == "waits" or self.status not in UNJUDGED

    @property
    def message(self) -> str:
        """The sentence of the known mistake, or the first part's own words and the line of the slip."""
        words = next((part.message for part in self.parts if not part.passed), "")
        return self.sentence or f"{words} {self.slip}".strip()


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
    for i, wanted in enumerate(expected):
        assert wanted.part is not None, f"the reference of {exercise.name} fails: {wanted.value}"
        got = came[min(i, len(came) - 1)]
        found[wanted.part] = found.get(wanted.part) or _difference(exercise, wanted, got, reveal)
    earned = not all(found.values())  # without a right value, nothing is earned for how it was given
    if exercise.keeps_arguments:
        if changed := _listed(name for outcome in came for name in outcome.changed):
            message = f"`{exercise.name}` changes its argument {changed}; work on a new array instead."
            found[ARGUMENTS_PART] = Difference("arguments", message)
        elif earned:
            found[ARGUMENTS_PART] = None
    if differing := _listed(
        name for wanted, got in zip(expected, came, strict=False) for name in got.other_defaults(wanted)
    ):
        found[DEFAULTS_PART] = Difference("defaults", OTHER_DEFAULTS.format(name=exercise.name, arguments=differing))
    if earned:
        pairs = [(w.value, g.value) for w, g in zip(expected, came, strict=False) if not identical(w.value, g.value)]
        poorer = next(filter(None, (exercise.comparison.poorer(*pair) for pair in pairs)), None)
        if poorer or exercise.exact_kinds:
            named = poorer.key if poorer and not exercise.exact_kinds else ""
            found[FORM_PARTS.get(named, KINDS_PART)] = poorer
    leans = _listed(name for outcome in came for call in outcome.calls for name in call.leans)
    remark = " " + LEANS.format(name=exercise.name, variables=leans) if leans else ""
    if unused := _listed(name for pair in zip(expected, came, strict=False) for name in _unused(exercise.name, *pair)):
        remark += " " + UNUSED.format(name=exercise.name, arguments=unused)
    parts = tuple(
        Part(name, d.text + remark * (d.key not in UNJUDGED), d.key) if d else Part(name) for name, d in found.items()
    )
    proving = [part.passed for part in parts if part.name not in {*known, *EXTRA_PARTS}]
    others = [part.passed for part in parts if part.name in {*known, *EXTRA_PARTS}]
    proved = sum(proving) / max(1, len(proving))
    share = (sum(proving) + proved * sum(others)) / len(parts)
    return Verdict(exercise.name, round(exercise.points * share, 2), exercise.points, parts)


def _unused(name: str, wanted: Outcome, got: Outcome) -> Iterator[str]:
    """The arguments that a submission's function never reads, and the reference does."""
    for ours, theirs in zip(wanted.calls, got.calls, strict=False):
        if ours.name == theirs.name == name:
            yield from set(theirs.unused) - set(ours.unused)


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


def _difference(exercise: Exercise, wanted: Outcome, got: Outcome, reveal: bool) -> Difference | None:
    if isinstance(got.value, Failure):  # that another function is missing says nothing of this one
        return Difference(got.value.kind if got.value.name == exercise.name else "other", got.value.text)
    if wanted.expected is None and identical(wanted.value, got.value):
        return None
    value = wanted.value if wanted.expected is None else wanted.expected
    name = wanted.call.name if wanted.call else exercise.name
    what = RESULT if name == exercise.name else f"The result of `{name}`"
    comparison = replace(exercise.comparison, reveal=reveal, sizes=wanted.sizes, what=what)
    return comparison.difference(value, got.value)


def _listed(names: Iterable[str]) -> str:
    return " and ".join(sorted({f"`{name}`" for name in names}))


Place = tuple[int, tuple[Any, ...]]
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
        found["*kind",] = poorer.key
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
    elif comparison.difference(wanted, got):
        yield path, got


def _padded(outcomes: Iterable[Outcome], count: int) -> Iterator[Outcome]:
    """As many outcomes as a whole scenario has; where it ended early, the last one stands for the rest."""
    last = None
    for last in islice(outcomes, count):
        count -= 1
        yield last
    assert last is not None
    yield from repeat(last, count)


def _explained(exercise: Exercise, own: Sequence[Faults], its: Iterable[Faults]) -> tuple[str, set[Place]]:
    """How much of a submission's faults a mistake with `its` faults explains, and which ones.

    "all": both have the same faults. "most": but for few outcomes in which one of the two has no value at all, as at
    no iterations; an assertion of the submission's own may keep any value back. "items": of some items of the result,
    while the mistake has others wrong too. "some": the mistake's are among the submission's.
    """
    explained: set[Place] = set()
    items = {path for ours in own for path in ours}
    agreeing, odd, most, some = 0, 0, True, True
    inside = () not in items and not any(str(path[-1]).startswith("*") for path in items)
    for i, (ours, theirs) in enumerate(zip(own, its, strict=True)):
        shared = [path for path in theirs if path in ours and _alike(exercise.comparison, theirs[path], ours[path])]
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


def _items(exercise: Exercise, wrong: Sequence[Faults]) -> str:
    """What messages call the items of the result that are wrong."""
    names = dict.fromkeys(path[-1] for faults in wrong for path in faults)
    named = [f"`{exercise.returns[i]}`" if i in range(len(exercise.returns)) else f"`{i}`" for i in names]
    if len(named) > MAX_ITEMS:
        named = [*named[: MAX_ITEMS - 1], f"{len(named) - MAX_ITEMS + 1} others"]
    return " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))


def _asserts(faults: Faults) -> bool:
    return any(isinstance(f, Failure) and f.message.startswith("AssertionError") for f in faults.values())


def _alike(comparison: Comparison, one: Any, other: Any) -> bool:
    if isinstance(one, Failure) and isinstance(other, Failure):
        return one == other or _alike_products(one, other)
    return not isinstance(one, Failure) and not isinstance(other, Failure) and not comparison.difference(one, other)


def _alike_products(one: Failure, other: Failure) -> bool:
    """Whether both are matrices that do not fit, with the same inner sizes, and of one no more is known."""
    (first, ours, sizes), (second, theirs, others) = (f.message.partition("whose inner sizes") for f in (one, other))
    return bool(ours and theirs) and sizes == others and not ("(" in first and "(" in second)


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

    own = list(faults(came))
    found: dict[str, dict[str, tuple[Mistake, set[Place]]]] = {"most": {}, "items": {}, "some": {}}
    for mistake in exercise.known_mistakes:
        how, explained = _explained(exercise, own, faults(plays(mistake)))
        if how == "all":
            return replace(verdict, diagnosis=mistake.name, sentence=mistake.sentence)
        if how:
            found[how].setdefault(mistake.name, (mistake, explained))
    for mistake, _ in found["most"].values():
        return replace(verdict, diagnosis=mistake.name, sentence=mistake.sentence)
    if any(part.key in REARRANGED for part in verdict.parts):  # which explains more than any mistakes together
        return verdict
    for mistake, _ in found["items"].values():
        sentence = f"In {_items(exercise, own)}: {mistake.sentence}"
        return replace(verdict, diagnosis=mistake.name, sentence=sentence)
    whole = {(i, path) for i, wrong in enumerate(own) for path in wrong}
    for count in range(2, MAX_TOGETHER + 1):
        for group in combinations(found["some"].values(), count):
            if set().union(*(explained for _, explained in group)) == whole:
                names, sentences = zip(*((mistake.name, mistake.sentence) for mistake, _ in group), strict=True)
                return replace(verdict, diagnosis="; ".join(names), sentence=" ".join(sentences))
    return verdict
