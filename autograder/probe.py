"""Calls a submission's functions: the only code of ours where the student's functions are.

Arguments come in and results go out as bytes (see `wire`). A call is made twice with equal arguments, so that a
function that remembers or draws at random is found out, and its arguments are compared before and after.
"""

import contextlib
import dis
import importlib
import inspect
import io
import linecache
import re
import sys
import threading
import traceback
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import CodeType, FunctionType
from typing import Any

import numpy as np

from autograder import wire
from autograder.answer import state

STUB = re.compile(r"(\w{1,100}) is not written yet")  # what a released function says
Ask = Callable[[str, bytes], bytes]
"""Answers a call to another function, named, by its reference: arguments and result as bytes."""


@dataclass(eq=False)
class Probe:
    """The functions of one finished notebook, to be called by name.

    namespace: the notebook's variables, which are also its functions' globals
    ask: answers calls to functions that are to be replaced by their reference
    trusted: whether the functions are the reference's own, and one call is enough
    forbidden: for some functions, what they may not call: see `forbidden_codes`
    """

    namespace: MutableMapping[str, Any]
    ask: Ask | None = None
    trusted: bool = False
    forbidden: "Mapping[str, Codes]" = field(default_factory=dict)

    def calls(self, calls: Sequence[tuple[str, bytes]], replaced: Iterable[str], together: bool) -> list[bytes]:
        """Several calls, one after another; see `grade.CallAll`."""
        return [self.call(name, payload, replaced) for name, payload in calls]

    def call(self, name: str, payload: bytes, replaced: Iterable[str] = ()) -> bytes:
        """Calls the function `name` with the encoded `(args, kwargs)` and returns the encoded reply, a dictionary.

        The reply has `value` (encoded) and `changed` (names of arguments changed in place), and `again` (encoded)
        where a second call gave other bytes; or `failure`, `(kind, message, line)`. With either goes `leans`, names
        of the notebook's variables that the function reads.
        replaced: names that the notebook's functions see as the reference's for the time of the call
        """
        originals = {other: self.namespace[other] for other in replaced if other in self.namespace}
        try:
            for other in replaced:
                self.namespace[other] = self._stand_in(other)
            return wire.encode(self._call_twice(name, payload))
        finally:
            for other in replaced:
                self.namespace.pop(other, None)
            self.namespace.update(originals)

    def _call_twice(self, name: str, payload: bytes) -> dict[str, Any]:
        function = self.namespace.get(name)
        if not callable(function):
            return {"failure": ("missing", name, "")}
        leans = [] if self.trusted else _leans(function, self.namespace)
        state = np.random.get_state()
        try:
            np.random.seed(1)
            args, kwargs = wire.decode(payload)
            with _without(self.forbidden.get(name, {})):
                value = _run(name, function, args, kwargs)
            changed = _changed(function, payload, args, kwargs)
            if self.trusted:
                return {"value": value, "changed": changed}
            np.random.seed(2)
            args, kwargs = wire.decode(payload)
            again = _run(name, function, args, kwargs)
        except _Failed as failed:
            return {"failure": failed.args, "leans": leans}
        finally:
            np.random.set_state(state)
        reply: dict[str, Any] = {"value": value, "changed": changed, "leans": leans}
        if again != value:
            reply["again"] = again
        return reply

    def _stand_in(self, name: str) -> Callable[..., Any]:
        def stand_in(*args: Any, **kwargs: Any) -> Any:
            assert self.ask is not None
            reply = wire.decode(self.ask(name, wire.encode((args, kwargs))))
            if "failure" in reply:
                raise ValueError(f"{name}: {reply['failure'][1]}")
            return wire.decode(reply["value"])

        stand_in.__name__ = name
        return stand_in


class _Failed(Exception):
    """A call that gave no value: kind, message, line of the student's code."""


Codes = Mapping[CodeType, str]
"""Names of functions by their code, which tells them apart however they are reached."""


def forbidden_codes(names: Iterable[str]) -> Codes:
    """Functions of libraries, by their full names. Raises ValueError for what is none, or is not seen when called."""
    codes = {}
    for name in names:
        module, _, attribute = name.rpartition(".")
        function = inspect.unwrap(getattr(importlib.import_module(module), attribute, None))  # type: ignore[arg-type]
        if not isinstance(function, FunctionType):  # one written in C can be called unseen, by `map` for example
            raise ValueError(f"{name} is not a function written in Python, and cannot be forbidden")
        codes[function.__code__] = name
    return codes


@contextlib.contextmanager
def _without(codes: Codes) -> Iterator[None]:
    """Fails where one of the functions is called meanwhile, however: by an alias, getattr, eval, in a thread."""
    if not codes:
        yield
        return
    found: list[str] = []

    def watch(frame: Any, event: str, argument: Any) -> None:
        if event == "call" and frame.f_code in codes:
            found.append(codes[frame.f_code])

    sys.setprofile(watch)
    threading.setprofile(watch)
    guarded = _guarded()
    guarded.add("sys.setprofile")
    try:
        yield
    finally:
        guarded.clear()
        sys.setprofile(None)
        threading.setprofile(None)
        if found:
            raise _Failed("forbidden", found[0], "")


@cache
def _guarded() -> set[str]:
    """Events that fail as long as they are in this set; see `sys.addaudithook`, which cannot be undone."""
    events: set[str] = set()
    new_thread = threading.Thread._bootstrap_inner.__code__  # type: ignore[attr-defined]  # sets what is to be set there

    def refuse(event: str, arguments: Any) -> None:
        if event in events and sys._getframe(1).f_code is not new_thread:
            raise RuntimeError(f"{event} is in use")

    sys.addaudithook(refuse)
    return events


def _run(name: str, function: Callable[..., Any], args: tuple, kwargs: dict) -> bytes:
    quiet = io.StringIO()
    try:
        with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with np.errstate(all="ignore"):
                value = function(*args, **kwargs)
    except BaseException as error:  # whatever the student's code raises is a result, never our own failure
        raise _failure(name, function, error) from None
    try:
        return wire.encode(value)
    except wire.WireError as error:
        raise _Failed("unreadable", str(error), "") from None


def _failure(name: str, function: Callable[..., Any], error: BaseException) -> _Failed:
    """What an error is to the judge, with the line of the notebook's own code where it came up."""
    variables = _own(function, "__globals__")
    frames = list(traceback.walk_tb(error.__traceback__))
    steps = [(frame.f_code, n) for frame, n in frames if frame.f_globals is variables]
    line = linecache.getline(steps[-1][0].co_filename, steps[-1][1]).strip()[:200] if steps else ""
    try:
        text = str(error)[:300]
    except Exception:
        text = ""
    if isinstance(error, NotImplementedError) and steps and steps[-1][0] is frames[-1][0].f_code:
        kind, where = _stub(name, function, text, *steps[-1])
        if kind:
            return _Failed(kind, where, "")
    if isinstance(error, (SystemExit, KeyboardInterrupt)):
        return _Failed("exit", type(error).__name__, line)
    return _Failed("exception", f"{type(error).__name__}: {text}" if text else type(error).__name__, line)


def _stub(name: str, function: Callable[..., Any], text: str, code: CodeType, line: int) -> tuple[str, str]:
    """What a NotImplementedError says of the function, as the kind and message of a failure; empty if it is no stub's.

    A stub raises it with a text of its own. Without a text, only that is one which has no other code.
    """
    says = STUB.fullmatch(text)
    if text and not says:
        return "", ""
    kind, where = state("".join(linecache.getlines(code.co_filename)), line)
    whose = says[1] if says else name
    if not says:
        if kind != "unfinished":
            return "", ""
        root = code.co_qualname.split(".")[0]
        whose = name if root == (_own(function, "__name__") or name) else root
    return (kind, where) if whose == name else ("waits", whose)


def stub_in(name: str, function: Any) -> tuple[str, str]:
    """What of a stub is left in the cell of a function, as the kind and message of a failure; empty if nothing is."""
    code = _own(function, "__code__")
    lines = linecache.getlines(code.co_filename) if code else []
    stub = re.compile(rf"\s*raise NotImplementedError\(.{re.escape(name)} is not written yet.\)")
    at = next((n for n, line in enumerate(lines, start=1) if stub.match(line)), 0)
    return state("".join(lines), at) if at else ("", "")


def _own(function: Any, attribute: str) -> Any:
    """An attribute that every plain function has; None where it is another kind of object, which may say anything."""
    return getattr(function, attribute) if isinstance(function, FunctionType) else None


def _leans(function: Callable[..., Any], namespace: Mapping[str, Any]) -> list[str]:
    """The names of plain data in the notebook that the function reads without having been given them."""
    code = _own(function, "__code__")
    data = (np.ndarray, np.number, bool, int, float, list, tuple, dict)
    return sorted(name for name in (_globals_of(code) if code else ()) if isinstance(namespace.get(name), data))


@lru_cache(maxsize=1024)
def _globals_of(code: CodeType) -> frozenset[str]:
    """The names of the global variables that code reads, that of the functions inside it too."""
    names = {step.argval for step in dis.get_instructions(code) if step.opname == "LOAD_GLOBAL"}
    return frozenset(names).union(*(_globals_of(inner) for inner in code.co_consts if isinstance(inner, CodeType)))


def reads(function: Any, namespace: Mapping[str, Any]) -> set[str]:
    """The names of the notebook's variables that the function reads, and the notebook's functions that it calls."""
    notebook = _own(function, "__globals__")
    found: set[str] = set()
    functions = [function]
    while functions:
        code = _own(functions.pop(), "__code__")
        new = _globals_of(code) - found if code else frozenset[str]()
        found |= new
        functions += [namespace[name] for name in new if _own(namespace.get(name), "__globals__") is notebook]
    return found


def _changed(function: Callable[..., Any], payload: bytes, args: tuple, kwargs: dict) -> list[str]:
    """The names of the arguments that are no longer what they were."""
    if _encoded((args, kwargs)) == payload:
        return []
    code = _own(function, "__code__")
    names = code.co_varnames[: code.co_argcount] if code else ()
    labels = [*names[: len(args)], *(f"argument {i + 1}" for i in range(len(names), len(args))), *kwargs]
    args_before, kwargs_before = wire.decode(payload)
    pairs = zip((*args_before, *kwargs_before.values()), (*args, *kwargs.values()), strict=True)
    return [label for label, (a, b) in zip(labels, pairs, strict=True) if _encoded(a) != _encoded(b)]


def _encoded(value: Any) -> bytes | None:
    try:
        return wire.encode(value)
    except wire.WireError:
        return None
