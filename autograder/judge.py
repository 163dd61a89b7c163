"""Plays a scenario on the reference and on a submission, compares, and names the mistake.

Nothing here is ever in a submission's process: functions are called through a `Call`, with bytes in and bytes out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from autograder import wire
from autograder.compare import Difference, Tolerance, clean, compare, compare_kinds, kind
from autograder.exercise import Draw, Exercise

Call = Callable[[str, bytes], bytes]
"""Calls the named function with encoded arguments and returns the encoded reply; see `probe.Probe.call`."""

ARGUMENTS_PART = "leaves its arguments unchanged"
LEANS = "`{name}` also reads {variables} of the notebook, which is not among its arguments: is that meant?"
KINDS_PART = "gives the right kind of numbers"

# What is said of a call that gave no value, by kind. The kinds up to "unstable" come from the student's process.
FAILURES = {
    "missing": "`{name}` is not defined. Has its cell been deleted or renamed, or does the cell itself fail?",
    "unfinished": "`{name}` is not written yet.",
    "exception": "`{name}` stopped with {message}{line}",
    "exit": "`{name}` was ended by {message}{line}. A function should come to its `return`.",
    "unreadable": "`{name}` returned something that cannot be compared: {message}.",
    "unstable": "`{name}` gives other results when it is called again with the same arguments: "
    "it remembers something, or draws random numbers without the seed that is asked for.",
    "timeout": "`{name}` took longer than {message}. Is there a loop that does not end?",
    "forbidden": "`{name}` calls `{message}`, a ready answer. The exercise asks you to do without it.",
    "crash": "`{name}` stopped the whole Python process ({message}).",
}


@dataclass(frozen=True)
class Failure:
    """A call that gave no value to compare."""

    kind: str
    name: str
    message: str = ""
    line: str = ""

    @property
    def text(self) -> str:
        line = f", in the line `{self.line}`" if self.line else ""
        end = "." if self.kind == "exception" else ""
        return FAILURES[self.kind].format(name=self.name, message=self.message.rstrip("."), line=line + end)


class CallFailed(Exception):
    """Raised where a scenario uses the value of a call that gave none."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.text)
        self.failure = failure


class FailedValue:
    """Stands for the value of a failed call: to yield it costs one part, to use it ends the scenario."""

    def __init__(self, failure: Failure) -> None:
        self.failure = failure

    def _used(self, *_: Any) -> Any:
        raise CallFailed(self.failure)

    __iter__ = __getitem__ = __len__ = __float__ = __bool__ = __array__ = _used
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __matmul__ = __neg__ = _used

    def __getattr__(self, name: str) -> Any:
        raise CallFailed(self.failure)


@dataclass(frozen=True)
class Reply:
    """What came of one call: plain data or a FailedValue.

    changed: names of arguments that were changed in place
    leans: the notebook's variables that the function reads
    """

    value: Any
    changed: tuple[str, ...] = ()
    leans: tuple[str, ...] = ()


@dataclass(frozen=True)
class CallRecord:
    """One call that a scenario made: what a public check needs to repeat it."""

    name: str
    payload: bytes
    reply: Reply = Reply(None)


@dataclass
class Outcome:
    """What a scenario yielded, once.

    part: None where the scenario ended early, because a failed call's value was needed
    value: plain data, or the Failure of a call
    expected: what the scenario itself expects, where it does
    changed, leans: of the calls that were made for it, as in a Reply
    calls: the calls that were made for it
    call: the one of them whose result the value is, if there is one
    sizes: the sizes its inputs were drawn with
    """

    part: str | None
    value: Any
    expected: Any = None
    changed: tuple[str, ...] = ()
    leans: tuple[str, ...] = ()
    calls: tuple[CallRecord, ...] = ()
    call: CallRecord | None = None
    sizes: Mapping[str, int] | None = None


class Calls:
    """What a scenario knows as `submission`: its functions, as plain calls."""

    def __init__(self, call: Call, tolerance: Tolerance) -> None:
        self._call = call
        self._tolerance = tolerance
        self._records: list[CallRecord] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)

        def function(*args: Any, **kwargs: Any) -> Any:
            payload = wire.encode((args, kwargs))
            reply = read_reply(name, self._call(name, payload), self._tolerance)
            self._records.append(CallRecord(name, payload, reply))
            return reply.value

        return function

    def _take_records(self) -> list[CallRecord]:
        records, self._records = self._records, []
        return records


def read_reply(name: str, reply: bytes, tolerance: Tolerance) -> Reply:
    """What a probe's encoded reply says. No reply makes it raise."""
    try:
        content = wire.decode(reply)
        if not isinstance(content, dict):
            raise wire.WireError("it is not a dictionary")
        leans = _names(content.get("leans", ()))
        if "failure" in content:
            kind, message, line = (clean(str(text)) for text in content["failure"])
            if kind not in FAILURES:
                raise wire.WireError(f"{kind[:50]!r} is not a kind of failure")
            return Reply(FailedValue(Failure(kind, name, message[:500], line[:200])), (), leans)
        value = wire.decode(content["value"])
        if "again" in content and compare(value, wire.decode(content["again"]), tolerance):
            value = FailedValue(Failure("unstable", name))
        return Reply(value, _names(content["changed"]), leans)
    except (wire.WireError, KeyError, TypeError, ValueError) as error:
        return Reply(FailedValue(Failure("unreadable", name, f"a reply that makes no sense ({str(error)[:100]})")))


def _names(content: Any) -> tuple[str, ...]:
    return tuple(clean(str(name))[:100] for name in content[:20])


def play(exercise: Exercise, call: Call, seed: int) -> Iterator[Outcome]:
    """What the exercise's scenario yields, with inputs drawn from `seed` and functions called through `call`."""
    draw = Draw(seed)
    calls = Calls(call, exercise.tolerance)
    try:
        for part, value, *expected in exercise.scenario(calls, draw):
            records = calls._take_records()
            own = next((record for record in records if record.reply.value is value), None)
            yield Outcome(
                part,
                _settle(value),
                expected[0] if expected else None,
                tuple(name for record in records for name in record.reply.changed),
                tuple(name for record in records for name in record.reply.leans),
                tuple(records),
                own,
                draw.named_sizes,
            )
    except CallFailed as failed:
        leans = tuple(name for record in calls._take_records() for name in record.reply.leans)
        yield Outcome(None, failed.failure, leans=leans)


def _settle(value: Any) -> Any:
    """The value, or the Failure that stands somewhere in it."""
    if isinstance(value, FailedValue):
        return value.failure
    children = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return next((c for child in children if isinstance(c := _settle(child), Failure)), value)


@dataclass(frozen=True)
class Part:
    """How one named part of an exercise went; `message` says what is wrong, `key` what kind of wrong."""

    name: str
    passed: bool
    message: str = ""
    key: str = ""


@dataclass(frozen=True)
class Verdict:
    """How one exercise went.

    status: correct, partial, wrong, unfinished or missing
    diagnosis, sentence: name and sentence of the known mistake that behaves like this, or empty
    replaced: earlier exercises whose reference stood in for the submission's own
    """

    exercise: str
    points: float
    max_points: float
    parts: tuple[Part, ...]
    diagnosis: str = ""
    sentence: str = ""
    replaced: tuple[str, ...] = ()

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
        return keys.pop() if keys in ({"unfinished"}, {"missing"}) else "wrong"

    @property
    def message(self) -> str:
        """The sentence of the known mistake, or the first part's own words."""
        return self.sentence or next((part.message for part in self.parts if not part.passed), "")


def judge(exercise: Exercise, expected: Sequence[Outcome], came: Sequence[Outcome], reveal: bool = False) -> Verdict:
    """Compares what a submission's functions gave with what the reference gave on the same inputs.

    reveal: whether messages may show expected values
    """
    tolerance = replace(exercise.tolerance, reveal=reveal)
    messages: dict[str, list[Difference]] = {}
    for i, wanted in enumerate(expected):
        assert wanted.part is not None, f"the reference of {exercise.name} fails: {wanted.value}"
        found = messages.setdefault(wanted.part, [])
        got = came[min(i, len(came) - 1)]
        if isinstance(got.value, Failure):
            found.append(Difference(got.value.kind, got.value.text))
            continue
        value = wanted.value if wanted.expected is None else wanted.expected
        what = (
            f"The result of `{wanted.call.name}`" if wanted.call and wanted.call.name != exercise.name else "The result"
        )
        difference = compare(value, got.value, tolerance, wanted.sizes, what, exercise.returns)
        if difference:
            found.append(difference)
    parts = [
        Part(name, not found, found[0].text if found else "", found[0].key if found else "")
        for name, found in messages.items()
    ]
    if exercise.keeps_arguments:
        changed = sorted({f"`{name}`" for outcome in came for name in outcome.changed})
        message = (
            f"`{exercise.name}` changes its argument {' and '.join(changed)}; work on a new array instead."
            if changed
            else ""
        )
        # A function that gives no right value earns nothing for leaving its arguments alone.
        if changed or any(part.passed for part in parts):
            parts.append(Part(ARGUMENTS_PART, not changed, message, "arguments" if changed else ""))
    if exercise.exact_kinds and any(part.passed for part in parts):
        pairs = zip(expected, came, strict=False)
        kinds = (compare_kinds(wanted.value, got.value, names=exercise.returns) for wanted, got in pairs)
        poorer = next(filter(None, kinds), None)
        parts.append(Part(KINDS_PART, not poorer, poorer.text if poorer else "", poorer.key if poorer else ""))
    if leans := sorted({f"`{name}`" for outcome in came for name in outcome.leans}):
        remark = " " + LEANS.format(name=exercise.name, variables=" and ".join(leans))
        parts = [part if part.passed else replace(part, message=part.message + remark) for part in parts]
    share = sum(part.passed for part in parts) / len(parts)
    return Verdict(exercise.name, round(exercise.points * share, 2), exercise.points, tuple(parts))


def behaves_like(exercise: Exercise, came: Sequence[Outcome], mistake: Iterable[Outcome]) -> bool:
    """Whether a submission and a mistake gave the same, right or wrong, everywhere. Stops at the first difference."""
    exact = replace(exercise.tolerance, exact_keys=True)
    count = 0
    for count, wanted in enumerate(mistake, start=1):
        if count > len(came):
            return False
        got = came[count - 1]
        if got.part != wanted.part or (exercise.keeps_arguments and set(got.changed) != set(wanted.changed)):
            return False
        if isinstance(got.value, Failure) or isinstance(wanted.value, Failure):
            if not (isinstance(got.value, Failure) and isinstance(wanted.value, Failure)):
                return False
            if (got.value.kind, got.value.message) != (wanted.value.kind, wanted.value.message):
                return False
        elif compare(wanted.value, got.value, exact) is not None or (
            exercise.exact_kinds and _truth_values(wanted.value) != _truth_values(got.value)
        ):
            return False
    return count == len(came)


def _truth_values(value: Any) -> Any:
    """Where there are truth values in a value, plain or nested."""
    if isinstance(value, dict):
        return [_truth_values(value[key]) for key in sorted(value, key=str)]
    if isinstance(value, (list, tuple)):
        return [_truth_values(child) for child in value]
    return kind(value) == "b"


def diagnose(
    exercise: Exercise, verdict: Verdict, came: Sequence[Outcome], plays: Mapping[str, Iterable[Outcome]]
) -> Verdict:
    """The verdict with the simplest known mistake that behaves as the submission did, if there is one.

    plays: for each mistake's name, what it yields on the same inputs
    """
    if verdict.passed or verdict.status in ("unfinished", "missing"):
        return verdict
    for mistake in sorted(exercise.known_mistakes, key=lambda mistake: mistake.size):
        if behaves_like(exercise, came, plays[mistake.name]):
            return replace(verdict, diagnosis=mistake.name, sentence=mistake.sentence)
    return verdict
