"""Plays a scenario: what it yields with the functions of a reference, or with those of a submission.

Nothing here is ever in a submission's process: functions are called through a `Call`, with bytes in and bytes out.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from autograder.inside import wire
from autograder.judging.compare import clean
from autograder.judging.draw import Draw
from autograder.judging.errors import hint, plain
from autograder.judging.exercise import Exercise

Call = Callable[[str, bytes], bytes]
"""Functions the named function with encoded arguments and returns the encoded reply; see `probe.Probe.call`."""

# What is said of a call that gave no value, by kind. The kinds up to "unstable" come from the student's process.
FAILURES = {
    "missing": "`{name}` is not defined. Has its cell been deleted or renamed, or does the cell itself fail?",
    "unfinished": "`{name}` is not written yet.",
    "foreign": "`{name}` comes from `{message}`. Only what your own cells define earns marks: write it here.",
    "half": "`{name}` is half written: nothing stands under {message} yet. "
    "When all of it is there, delete the line `raise NotImplementedError(…)`.",
    "stopped": "Your code for `{name}` is there, and the line `raise NotImplementedError(…)` is still {message}. "
    "Is all of it there? Then delete that line.",
    "waits": "`{name}` calls `{message}`, which still stops at its line `raise NotImplementedError(…)`.",
    "exception": "`{name}` stopped with {message}{line}.",
    "unusable": "What `{name}` returned can't be used as it should be: {message}.",
    "exit": "`{name}` was ended by {message}{line}. A function should reach its `return`.",
    "unreadable": "`{name}` returned something that cannot be compared: {message}.",
    "unstable": "`{name}` gives other results when it is called again with the same arguments: "
    "it remembers something from call to call, or draws random numbers without a seed. Should anything in it be "
    "random, or be remembered?",
    "timeout": "`{name}` took longer than {message}. Is there a loop that does not end?",
    "forbidden": "`{name}` uses `{message}`. The exercise asks you to do without it.",
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
        message = plain(self.message) if self.kind == "exception" else self.message
        text = FAILURES[self.kind].format(name=self.name, message=message.rstrip("."), line=line)
        return f"{text} {hint(message, self.line) if self.kind == 'exception' else ''}".strip()

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
    """One call, and what it gave.

    name: of the function, with that of what uses it before it, if something does; see `function_of`
    value: plain data or a Failure
    changed: names of arguments that were changed in place
    defaults: whole numbers that arguments have if they are not given
    leans: the notebook's variables that the function reads
    unused: arguments that the function never reads
    does: some of the functions that it calls, and "return" where it returns something
    """

    name: str
    payload: bytes
    value: Any = None
    changed: tuple[str, ...] = ()
    defaults: Mapping[str, int] = field(default_factory=dict)
    leans: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    does: tuple[str, ...] = ()


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
    def right(self) -> Any:
        """What is right, where this is the reference's: what the scenario expects, or else the value."""
        return self.value if self.expected is None else self.expected

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


class Functions:
    """What a scenario knows as `submission`: its functions, as plain calls."""

    def __init__(self, call: Call, exercise: Exercise) -> None:
        self._call = call
        self._exercise = exercise
        self._records: list[CallRecord] = []

    def __getattr__(self, name: str) -> "Function":
        return Function(self._make, name)

    def _make(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        failure = next(_failures((args, kwargs)), None)
        if failure is not None:
            raise CallFailed(failure)
        payload = wire.encode((args, kwargs))
        self._records.append(read_reply(name, payload, self._call(name, payload), self._exercise))
        return self._records[-1].value


@dataclass(frozen=True)
class Function:
    """A function of a submission, in a scenario."""

    make: Callable[..., Any]
    name: str

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.make(self.name, *args, **kwargs)

    def used_by(self, user: str, *args: Any, **kwargs: Any) -> Any:
        """What comes of giving the function to `user`; see `Assignment.inside`."""
        return self.make(f"{user}:{self.name}", *args, **kwargs)


def function_of(call: str) -> str:
    """The function in the name of a call."""
    return call.rpartition(":")[2]


def read_reply(name: str, payload: bytes, reply: bytes, exercise: Exercise) -> CallRecord:
    """What a probe's encoded reply to a call says. No reply makes it raise."""
    user = name.rpartition(":")[0]

    def value_of(data: bytes) -> Any:
        value = wire.decode(data)
        if user not in exercise.judged:
            return value
        args, kwargs = wire.decode(payload)
        try:
            with np.errstate(all="ignore"):
                return _defined(user, exercise.judged[user])(value, *args, **kwargs)
        except Exception as error:  # it may be anything
            return Failure("unusable", function_of(name), clean(f"{type(error).__name__}: {error}")[:500])

    try:
        content = wire.decode(reply)
        leans, changed, unused, does = (
            tuple(clean(str(variable))[:100] for variable in content.get(key, ())[:20])
            for key in ("leans", "changed", "unused", "does")
        )
        if "failure" in content:
            kind, message, line = (clean(str(text)) for text in content["failure"])
            if kind not in FAILURES:
                raise wire.WireError(f"{kind[:50]!r} is not a kind of failure")
            failure = Failure(kind, function_of(name), message[:500], line[:200])
            return CallRecord(name, payload, failure, leans=leans)
        value = value_of(content["value"])
        if "again" in content and _differ(exercise, value, value_of(content["again"])):
            value = Failure("unstable", function_of(name))
        defaults = {str(k)[:100]: v for k, v in content.get("defaults", {}).items() if type(v) is int}
        return CallRecord(name, payload, value, changed, defaults, leans, unused, does)
    except Exception as error:  # it may be made of anything that may pass
        message = f"a reply that makes no sense ({clean(str(error))[:100]})"
        return CallRecord(name, payload, Failure("unreadable", function_of(name), message))


def _differ(exercise: Exercise, value: Any, again: Any) -> bool:
    if isinstance(value, Failure) or isinstance(again, Failure):
        return bool(value != again)
    return exercise.comparison.differ(value, again)


@lru_cache(maxsize=64)
def _defined(name: str, code: str) -> Callable[..., Any]:
    """A function of the grader's, by its name and code."""
    scope: dict[str, Any] = {"np": np}
    exec(code, scope)
    found: Callable[..., Any] = scope[name]
    return found


def play(exercise: Exercise, call: Call, seed: int = 0) -> Iterator[Outcome]:
    """What the exercise's scenario yields, with inputs drawn from `seed` and functions called through `call`."""
    draw = Draw(seed)
    calls = Functions(call, exercise)

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
