"""Calls a submission's functions: the only code of ours where the student's functions are.

Arguments come in and results go out as bytes (see `wire`). A call is made twice with equal arguments, so that a
function that remembers or draws at random is found out, and its arguments are compared before and after.
"""

import _thread
import ast
import builtins
import contextlib
import dis
import fnmatch
import gc
import importlib
import importlib.util
import inspect
import io
import linecache
import marshal
import re
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from itertools import islice, pairwise
from operator import is_
from pathlib import Path
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType, TracebackType
from typing import Any

import numpy as np

from autograder.inside import wire
from autograder.inside.answer import blank, state
from autograder.inside.models import NotAModel

MAX_WRAPPED = 8  # functions around a function
MAX_INSIDE = 50  # that are looked at, for each of these
WRAPPED = ("__wrapped__", "__func__", "func", "pyfunc", "python_function", "_python_function")  # what decorators keep

BUILTINS = dict(vars(builtins))
NUMBERS = (int, float, np.int32, np.int64, np.float64)
# What NumPy says of matrices that do not fit: `@` and np.matmul, and np.dot.
PRODUCT = re.compile(
    r"matmul: Input operand 1 has a mismatch .*\(size (?P<size>\d+) is different from (?P<other>\d+)\)"
    r"|shapes (?P<left>\(.*?\)) and (?P<right>\(.*?\)) not aligned: "
    r"(?P<columns>\d+) \(dim \d\) != (?P<rows>\d+) \(dim \d\)"
)
# Functions of which messages speak where a result is not what it should be.
TELLING = {"sum", "mean", "max", "min", "norm", "average", "argmax", "prod", "GradientTape"}
# What is another one each time: an object's address, the numbers of an input without a name in Keras, and of a graph.
FLEETING = re.compile(
    r" at 0x[0-9a-f]+|(?<=\binput_layer)_\d+|\{\{function_node [^}]*\}\} ?| ?\[Op:__inference_[^\]]*\]|\bpath=\w+"
)
STUB = re.compile(r"(\w{1,100}) is not written yet")  # what a released function says
Ask = Callable[[str, bytes], bytes]
"""Answers a call to another function, named, by its reference: arguments and result as bytes."""


@dataclass(eq=False)
class Probe:
    """The functions of one finished notebook, to be called by name.

    namespace: the notebook's variables, which are also its functions' globals
    ask: answers calls to functions that are to be replaced by their reference
    trusted: whether the functions are the reference's own, and one call is enough
    forbidden: for some functions, the ready answers that they may not call; see `ready_answer`
    moments: for some functions, the notebook's variables at the time when they count
    inside: code of the grader's that uses a function here, by name; see `Assignment.inside`
    """

    namespace: MutableMapping[str, Any]
    ask: Ask | None = None
    trusted: bool = False
    forbidden: Mapping[str, Iterable[str]] = field(default_factory=dict)
    moments: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    inside: Mapping[str, str] = field(default_factory=dict)

    def calls(self, calls: Sequence[tuple[str, bytes]], look: Any) -> list[bytes]:
        """Several calls, one after another; see `grade.CallAll`."""
        self.ask, names = None, ()
        if look.stand_ins:  # whose calls are made in the midst of one of these
            self.ask, names = same_draws()(look.stand_ins.answer), look.stand_ins.replaced
        return [self.call(name, payload, names, twice=look.twice) for name, payload in calls]

    def call(
        self,
        name: str,
        payload: bytes,
        replaced: Iterable[tuple[str, str, str]] = (),
        at_end: Iterable[str] = (),
        twice: bool = True,
    ) -> bytes:
        """Calls the function `name` with the encoded `(args, kwargs)` and returns the encoded reply, a dictionary.

        Where the name is `user:name`, the function is not called but given to `user`, of the code in `inside`.

        The reply has `value` (encoded), `changed` (names of arguments changed in place), `defaults` (whole numbers that
        arguments have if they are not given), and `again` (encoded) where a second call gave other bytes; or `failure`,
        `(kind, message, line)`. With either goes `leans`, names of the notebook's variables that the function reads,
        and with a value `unused`, names of arguments that it never reads.
        replaced: names that the notebook's functions see as the reference's for the time of the call, or, where they
            come with a function's name and its code, as that
        at_end: functions that count as they are at the end of the notebook
        twice: whether the call is made twice
        """
        stand_ins = {name: self._stand_in(name, double, code) for name, double, code in replaced}
        changes = self._at_its_moment(name, at_end) | stand_ins
        return wire.encode(self._call_with(changes, name, payload, once=self.trusted or not twice))

    def _at_its_moment(self, name: str, at_end: Iterable[str]) -> dict[str, Any]:
        """What has to be changed of the notebook's variables, so that they are what the function `name` counts with."""
        name = name.rpartition(":")[2]
        changes = {}
        if name in self.moments and name not in at_end:
            changes = {name: None, **self.moments[name]}
            # `sum = 0`, or all of NumPy's names, in a later cell
            changes |= {later: BUILTINS[later] for later in BUILTINS.keys() & self.namespace.keys() - changes.keys()}
        return changes | {other: self.namespace[other] for other in at_end if other in self.namespace}

    def tries(
        self, name: str, codes: Iterable[bytes], calls: Sequence[tuple[str, bytes]], at_end: Iterable[str] = ()
    ) -> Iterator[list[bytes]]:
        """For each code, the replies to the calls, `value`, `changed` and `defaults` or `failure`, as of `call`.

        The process is to be thrown away afterwards: what the codes define stays.
        name: the function that the codes are edits of, marshalled; they define what its cell does
        """
        self.namespace.update(self._at_its_moment(name, at_end))
        _put_right()
        with _quiet():
            for code in codes:
                try:
                    exec(marshal.loads(code), self.namespace)  # type: ignore[arg-type]  # it is a dictionary
                    yield [wire.encode(self._tried(*call)) for call in calls]
                except Exception:  # of the student's code for a default value, or a decorator
                    yield []

    def _use(self, user: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """What is called with the arguments: the function itself, or what uses it."""
        return partial(_defined(user, self.inside[user]), function) if user else function

    def _tried(self, name: str, payload: bytes) -> dict[str, Any]:
        user, _, name = name.rpartition(":")
        function = self.namespace[name]
        np.random.seed(1)
        args, kwargs = _copied(_arguments(payload))
        started = time.perf_counter()
        try:
            value = wire.encode(self._use(user, function)(*args, **kwargs))
            changed = _changed(function, payload, args, kwargs)
            reply: dict[str, Any] = {"value": value, "changed": changed, "defaults": _defaults(function)}
        except (Exception, SystemExit):
            reply = {"failure": ("exception", "", "")}
        # Rounded, so that the replies of quick functions with the same result are the same.
        took = round(time.perf_counter() - started, 2)
        return {**reply, "took": took} if took else reply

    def _call_with(self, changes: Mapping[str, Any], name: str, payload: bytes, once: bool) -> dict[str, Any]:
        """The reply to a call that is made with some of the notebook's variables changed."""
        if not changes:
            return self._call_twice(name, payload, once)
        before = dict(self.namespace)
        try:
            self.namespace.update(changes)
            return self._call_twice(name, payload, once)
        finally:
            self.namespace.clear()
            self.namespace.update(before)

    def _call_twice(self, name: str, payload: bytes, once: bool) -> dict[str, Any]:
        user, _, name = name.rpartition(":")
        function = self.namespace.get(name)
        if not callable(function):
            return {"failure": ("missing", name, "")}
        _put_right()
        home, leans, does = None, list[str](), list[str]()
        use = self._use(user, function)
        try:
            if not self.trusted:
                with _without(self.forbidden.get(name, ()), self.namespace):  # an object may answer by code of its own
                    home, leans, does = _home(function), _leans(function, self.namespace), _does(function)
            if home is not None:
                return {"failure": ("foreign", home, "")}
            unused = _unused(function)
            _begin(1)
            args, kwargs = wire.decode(payload)
            with _without(self.forbidden.get(name, ()), self.namespace):
                value = _run(name, function, use, args, kwargs)
            changed = _changed(function, payload, args, kwargs)
            defaults = _defaults(function)
            reply: dict[str, Any] = {"value": value, "changed": changed, "defaults": defaults, "leans": leans}
            reply |= {"unused": unused, "does": does}
            if once:  # the reference, or what has been called twice already, when nothing stood in for other functions
                return reply
            _begin(2)
            args, kwargs = wire.decode(payload)
            with _without(self.forbidden.get(name, ()), self.namespace):
                again = _run(name, function, use, args, kwargs)
        except _Failed as failed:
            return {"failure": failed.args, "leans": leans}
        if again != value:
            reply["again"] = again
        return reply

    def _stand_in(self, name: str, double: str, code: str) -> Callable[..., Any]:
        if double:
            return _defined(double, code)

        def stand_in(*args: Any, **kwargs: Any) -> Any:
            assert self.ask is not None
            reply = wire.decode(self.ask(name, wire.encode((args, kwargs), sift=True)))
            if "value" not in reply:
                raise ValueError(f"our {name} has no value for these arguments, or has been asked too often")
            return wire.decode(reply["value"])

        stand_in.__name__ = name
        return stand_in


# What our code, and the graders' own, uses beside a student's functions: modules, and attributes of one.
USED = (
    *("math", "numpy", "numpy.random", "warnings", "sys", "threading", "gc", "inspect"),
    *("tensorflow", "tensorflow.config"),
)
Names = list[tuple[dict[str, Any], dict[str, Any]]]
_before: Names = []


def names_of_libraries() -> Names:
    """What functions and modules are in what is used, as long as no notebook has made them something else."""
    found: Names = []
    for name in USED:
        library, _, attribute = name.partition(".")
        if module := sys.modules.get(library):
            variables = vars(getattr(module, attribute) if attribute else module)
            found.append((variables, {k: v for k, v in variables.items() if callable(v) or inspect.ismodule(v)}))
    return found


def keep(names: Names) -> None:
    """From now on, these are put right before each call."""
    _before[:] = names


def _put_right() -> None:
    """Undoes what a notebook has made of them: `np.random.seed = 3` is a slip, and no reason to judge nothing."""
    for variables, before in _before:
        if all(map(is_, map(variables.get, before), before.values())):  # as quick as can be: it is asked at each call
            continue
        for name, value in before.items():
            if variables.get(name) is not value:
                variables[name] = value
    if type(warnings.filters) is not list:
        warnings.filters = []


def _begin(seed: int) -> None:
    """Before a call of the student's function."""
    _put_right()
    np.random.seed(seed)


@contextlib.contextmanager
def same_draws() -> Iterator[None]:
    """What is called meanwhile draws no number from NumPy's own generator, as far as others can see.

    It takes as long as many a call does; so not every call does it.
    """
    state = np.random.get_state()
    try:
        yield
    finally:
        np.random.set_state(state)


@lru_cache(maxsize=64)
def _arguments(payload: bytes) -> Any:
    """Decoded arguments, of which copies are given away."""
    return wire.decode(payload)


def _copied(value: Any) -> Any:
    """A copy, at all depths, of what `wire.decode` gives."""
    if isinstance(value, (list, tuple)):
        return type(value)(map(_copied, value))
    if isinstance(value, dict):
        return {key: _copied(child) for key, child in value.items()}
    if type(value) in wire.RANDOM:
        return deepcopy(value)
    return value.copy() if isinstance(value, (np.ndarray, set)) else value


class _Failed(Exception):
    """A call that gave no value: kind, message, line of the student's code."""


class ReadyAnswer(Exception):
    """Raised where somebody calls a function that would be a ready answer, by its full name."""

    def __str__(self) -> str:
        return f"{self.args[0]} is a ready answer, which an exercise asks you to write"


@cache
def ready_answer(name: str) -> tuple[ModuleType, Any]:
    """A function of a library by its full name, after its module. Raises ImportError or ValueError."""
    module, _, attribute = name.rpartition(".")
    found = importlib.import_module(module)
    function: Any = inspect.unwrap(getattr(found, attribute, None))  # type: ignore[arg-type]
    if not callable(function) or (isinstance(function, FunctionType) and function.__code__.co_freevars):
        raise ValueError(f"{name} is not a function of a module, and cannot be forbidden")
    return found, function


@cache
def kind(name: str) -> tuple[re.Pattern[str], str]:
    """What matches the full name of a function of a kind, a pattern as of a shell; and its module, if any of it counts.

    Raises ImportError where there is no such library.
    """
    library = name.partition(".")[0]
    if importlib.util.find_spec(library) is None:
        raise ImportError(f"there is no library {library}")
    start = name.removesuffix(".*")
    return re.compile(fnmatch.translate(name)), "" if is_kind(start) else start


def is_kind(name: str) -> bool:
    """Whether what is forbidden is a kind of functions, not one of them."""
    return "*" in name


def find_forbidden(name: str) -> None:
    """Finds what is forbidden, once, before a notebook runs that could hide it. Raises ImportError or ValueError."""
    if is_kind(name):
        kind(name)
    else:
        ready_answer(name)
        refusal(name)


def withhold(names: Iterable[str]) -> None:
    """Makes functions written in Python refuse to work, for good; what they did is nowhere in the process then."""
    for name in names:
        ready_answer(name)[1].__code__ = refusal(name).__code__


def not_of(helpers: Collection[str]) -> list[str]:
    """The functions of the course's `utils` as far as it is loaded, by full name, but for those in `helpers`."""
    return [
        f"{module}.{name}"
        for module in [name for name in sys.modules if name.startswith("utils.")]
        for name, value in vars(sys.modules[module]).items()
        if isinstance(value, FunctionType) and value.__module__ == module and f"{module}.{name}" not in helpers
    ]


@cache
def refusal(name: str) -> FunctionType:
    """Stands for a ready answer; it has no variable of its own, so that its code fits any function."""
    scope: dict[str, Any] = {}
    raises = f"raise __import__('autograder.inside.probe', fromlist=['probe']).ReadyAnswer({name!r})"
    exec(f"def refuse(*args, **kwargs):\n    {raises}", scope)
    function: FunctionType = scope["refuse"]
    return function


@contextlib.contextmanager
def _without(names: Iterable[str], namespace: MutableMapping[str, Any]) -> Iterator[None]:
    """Meanwhile some ready answers refuse to work, however they are called: by an alias, getattr, eval, in a thread.

    One that is written in Python refuses itself, and a copy of its code is found when it is called. One that is not is
    replaced in its module and in the notebook. A kind of them is found when one is called, or one that it calls.
    """
    names = list(names)
    answers = [(name, *ready_answer(name)) for name in names if not is_kind(name)]
    if not names:
        yield
        return
    refusals = {refusal(name).__code__: name for name, *_ in answers}
    kinds = [kind(name) for name in names if is_kind(name)]
    copies: dict[tuple[Any, ...], list[tuple[Any, str]]] = {}
    found: list[str] = []
    other_code: set[Any] = set()  # that is no copy
    other_names: set[tuple[Any, str]] = set()  # of functions of no such kind, with their modules'

    def watch(frame: Any, event: str, argument: Any) -> None:  # calls nothing in Python, so that it works at any depth
        if event == "call":
            if (code := frame.f_code) not in other_code:
                if code in refusals:
                    found.append(refusals[code])
                for constants, name in copies.get((code.co_code, code.co_names), ()):
                    if constants == code.co_consts[1:]:  # the first is the docstring
                        found.append(name)
                if not found:
                    other_code.add(code)
        elif event == "c_call" and argument in THREADS and not plain(frame):
            found.append("_thread.start_new_thread")
        if not kinds:
            return
        if event == "call":
            module, name = dict.get(frame.f_globals, "__name__"), frame.f_code.co_qualname
        elif event == "c_call":
            module, name = getattr(argument, "__module__", None), argument.__qualname__
        else:
            return
        if (module is not None and type(module) is not str) or type(name) is not str:  # a student's, with its own code
            found.append(kinds[0][1] or "a library by another name")
        elif (module, name) not in other_names:
            called = f"{module}.{name}"
            for pattern, whole in kinds:
                if pattern.match(called):
                    found.append(whole or called)
            if not found:
                other_names.add((module, name))

    def plain(frame: Any) -> bool:
        """Whether a library starts a thread of `threading` that will be watched, too."""
        started = frame.f_locals.get("self")
        return (
            frame.f_code is threading.Thread.start.__code__
            and frame.f_globals is vars(threading)
            and type(started) is threading.Thread
            and not vars(started).keys() & {"_bootstrap", "_bootstrap_inner"}
            and threading.getprofile() is watch
            and frame.f_back.f_globals is not namespace
        )

    with contextlib.ExitStack() as stack:
        if kinds and gc.isenabled():  # libraries' own code may run when it collects
            gc.disable()
            stack.callback(gc.enable)
        for name, module, function in answers:
            refuse = refusal(name)
            if isinstance(function, FunctionType):
                code = function.__code__
                copies.setdefault((code.co_code, code.co_names), []).append((code.co_consts[1:], name))
                stack.callback(setattr, function, "__code__", function.__code__)
                function.__code__ = refuse.__code__
                continue
            for variables in (vars(module), namespace):
                for variable in [key for key, value in variables.items() if value is function]:
                    stack.callback(variables.__setitem__, variable, function)
                    variables[variable] = refuse
        sys.setprofile(watch)
        threading.setprofile(watch)
        guarded = _guarded()
        guarded |= UNWATCHED
        try:
            yield
        finally:
            guarded.clear()
            _put_right()
            sys.setprofile(None)
            threading.setprofile(None)
            if found:
                raise _Failed("forbidden", found[0], "")


# What nobody needs for an answer, and would not be watched: to be watched otherwise, and other processes.
UNWATCHED = {"sys.setprofile", "sys.settrace", "subprocess.Popen"}
UNWATCHED |= {"os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn"}
THREADS = (_thread.start_new_thread, _thread.start_new)  # which nobody watches, but for those of `threading`


@cache
def _guarded() -> set[str]:
    """Events that fail as long as they are in this set; see `sys.addaudithook`, which cannot be undone."""
    events: set[str] = set()
    # A thread of the library's sets what is to be set there.
    threads = {threading.Thread.start.__code__, threading.Thread._bootstrap_inner.__code__}  # type: ignore[attr-defined]

    def refuse(event: str, arguments: Any) -> None:
        if event not in events:
            return
        caller = sys._getframe(1)  # of which hooks are told, too
        if caller.f_code not in threads or caller.f_globals is not vars(threading):
            raise RuntimeError(f"{event} is not for a function that is watched")

    sys.addaudithook(refuse)
    return events


@lru_cache(maxsize=64)
def _defined(user: str, code: str) -> Callable[..., Any]:
    """A function of the grader's, by its name and code."""
    scope: dict[str, Any] = {"np": np}
    exec(compile(code, f"<{user}>", "exec"), scope)
    found: Callable[..., Any] = scope[user]
    return found


def _run(name: str, function: Callable[..., Any], use: Callable[..., Any], args: tuple, kwargs: dict) -> bytes:
    """What comes of `use`, which is the function itself or uses it."""
    try:
        with _quiet():
            value = use(*args, **kwargs)
    except ReadyAnswer as ready:
        raise _Failed("forbidden", str(ready.args[0]), "") from None
    except BaseException as error:  # whatever the student's code raises is a result, never our own failure
        raise _failure(name, function, error, used=use is not function) from None
    try:
        return wire.encode(value, sift=True)
    except wire.WireError as error:
        raise _Failed("unreadable", str(error), "") from None


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Meanwhile nothing is printed, and nobody is warned."""
    quiet = io.StringIO()
    with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with np.errstate(all="ignore"):
            yield


def _failure(name: str, function: Callable[..., Any], error: BaseException, used: bool) -> _Failed:
    """What an error is to the judge: with the function's own line, and the function called there that it is from.

    used: whether what the function gave was used by code of the grader's, which may be what failed
    """
    variables = _own(function, "__globals__")
    frames = list(traceback.walk_tb(error.__traceback__))
    own = [i for i, (frame, _) in enumerate(frames) if frame.f_globals is variables]
    steps = [(frames[i][0].f_code, frames[i][1]) for i in own]
    root = frames[own[0]][0].f_code.co_qualname.split(".")[0] if own else name
    at = next((i for i in reversed(own) if frames[i][0].f_code.co_qualname.split(".")[0] == root), -1)
    line = linecache.getline(frames[at][0].f_code.co_filename, frames[at][1]).strip()[:200] if own else ""
    try:
        text = FLEETING.sub("", str(error)[:400])[:300].strip()
    except Exception:
        text = ""
    if product := PRODUCT.search(text):
        text = _product(product, error.__traceback__)
    kind = type(error).__name__
    for called, _ in frames[at + 1 : at + 2] if own else ():
        whose = called.f_code.co_qualname.split(".")[0]
        ours = str(called.f_globals.get("__name__")).startswith("utils.")
        if (ours or called.f_globals is variables) and whose.isidentifier():
            kind += f" from `{whose}`"
    raised_there = bool(steps) and steps[-1][0] is frames[-1][0].f_code  # by the notebook's own code
    if isinstance(error, NotImplementedError) and raised_there:
        state_of_stub, where = _stub(name, function, text, *steps[-1])
        if state_of_stub:
            return _Failed(state_of_stub, where, "")
    if isinstance(error, NameError) and root == name and raised_there:
        code, number = steps[-1]
        if blank("".join(linecache.getlines(code.co_filename)), number):
            return _Failed("unfinished", "", "")
    if isinstance(error, (SystemExit, KeyboardInterrupt)):
        return _Failed("exit", type(error).__name__, line)
    message = text if isinstance(error, NotAModel) else f"{kind}: {text}" if text else kind
    return _Failed("unusable" if used and not own else "exception", message, line)


def _product(says: re.Match[str], traceback: TracebackType | None) -> str:
    """What an error says of matrices that do not fit: the same for `@`, `np.dot` and `np.matmul`."""
    rows, columns = says["rows"] or says["size"], says["columns"] or says["other"]
    left, right = (says["left"], says["right"]) if says["left"] else _operands(traceback)
    shapes = f"of {left} and {right}, ".replace(", ", ",").replace(",", ", ") if left and right else ""
    return f"a matrix product {shapes}whose inner sizes, {columns} and {rows}, differ".replace(", )", ",)")


def _operands(traceback: TracebackType | None) -> tuple[Any, Any]:
    """The shapes of the matrices that were to be multiplied where an error arose, as far as their code is plain."""
    while traceback and traceback.tb_next:
        traceback = traceback.tb_next
    if traceback is None:
        return None, None
    frame = traceback.tb_frame
    line, last, start, end = next(islice(frame.f_code.co_positions(), traceback.tb_lasti // 2, None))
    if line is None or line != last:
        return None, None
    code = linecache.getline(frame.f_code.co_filename, line).encode()[start:end]
    try:
        node = ast.parse(code.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return None, None

    def value(node: ast.AST) -> Any:
        if isinstance(node, ast.Name):
            return frame.f_locals.get(node.id, frame.f_globals.get(node.id))
        if isinstance(node, ast.Attribute) and node.attr == "T" and type(array := value(node.value)) is np.ndarray:
            return array.T
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            held = value(node.value)
            return held.get(node.slice.value) if type(held) is dict else None
        return None

    operands: list[ast.expr] = []
    if isinstance(node, ast.BinOp):
        operands = [node.left, node.right]
    elif isinstance(node, ast.Call):
        operands = [*([node.func.value] if isinstance(node.func, ast.Attribute) else []), *node.args][-2:]
    values = [value(operand) for operand in operands]
    shapes = [array.shape if type(array) is np.ndarray else None for array in values]
    return (shapes[0], shapes[1]) if len(shapes) == 2 else (None, None)


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


def _home(function: Callable[..., Any]) -> str | None:
    """Where a function comes from that the notebook's own cells do not define; None where they do.

    A library's function around one of the notebook's own, as decorators make it, is the notebook's.
    """
    around: list[Any] = [function]
    for _ in range(MAX_WRAPPED):
        if any(map(_is_own, around)):
            return None
        around = [inner for value in around for inner in _inside(value) if callable(inner)][:MAX_INSIDE]
    module = function.__module__ if isinstance(function, (FunctionType, type)) else type(function).__module__
    return str(module).partition("._")[0]


def _is_own(function: Any) -> bool:
    """Whether this is a function that a cell of the notebook has defined."""
    return (
        isinstance(function, FunctionType)
        and function.__globals__.get("__name__") == "__main__"
        and not _is_file(function.__code__.co_filename)
    )


def _inside(function: Any) -> Iterator[Any]:
    """What a function, or an object that can be called, may be made of."""
    for attribute in WRAPPED:
        with contextlib.suppress(Exception):  # an object may answer in any way
            yield getattr(function, attribute, None)
    if isinstance(function, FunctionType):
        for cell in function.__closure__ or ():
            with contextlib.suppress(ValueError):  # it is empty
                yield cell.cell_contents
    elif not isinstance(function, (type, BuiltinFunctionType)):
        yield type(function).__call__


@cache
def _is_file(name: str) -> bool:
    return Path(name).is_file()


def _leans(function: Callable[..., Any], namespace: Mapping[str, Any]) -> list[str]:
    """The names of plain data in the notebook that the function reads without having been given them.

    A name in capitals, but for short ones as `W1`, is a constant, which is there to be read.
    """
    code = _own(function, "__code__")
    tensors = [getattr(sys.modules.get("tensorflow"), name, dict) for name in ("Tensor", "Variable")]
    data = (np.ndarray, np.number, bool, int, float, list, tuple, dict, *tensors)
    read = [name for name in (_globals_of(code) if code else ()) if not (name.isupper() and len(name) > 3)]
    return sorted(name for name in read if isinstance(namespace.get(name), data))


def _does(function: Callable[..., Any]) -> list[str]:
    """What a function does that messages speak of: it calls one of some functions, or returns something."""
    code = _own(function, "__code__")
    return [] if code is None else _telling(code)


@lru_cache(maxsize=64)
def _instructions(code: CodeType) -> list[dis.Instruction]:
    return list(dis.get_instructions(code))


@lru_cache(maxsize=1024)
def _telling(code: CodeType) -> list[str]:
    steps = _instructions(code)
    ends = (before for before, step in pairwise(steps) if step.opname == "RETURN_VALUE")
    returns = any(before.opname != "LOAD_CONST" or before.argval is not None for before in ends)
    return sorted({*code.co_names} & TELLING) + ["return"] * returns


def _unused(function: Callable[..., Any]) -> list[str]:
    """The names of the arguments that a function never reads as they were given."""
    code = _own(function, "__code__")
    return [] if code is None else _unread(code)


@lru_cache(maxsize=1024)
def _unread(code: CodeType) -> list[str]:
    unread = set(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]) - {*code.co_cellvars}
    waiting = set(unread)
    for step in _instructions(code):
        if "_FAST" in step.opname:  # two of them may be one step
            names = {step.argval} if isinstance(step.argval, str) else set(step.argval)
            if not step.opname.startswith("STORE_FAST"):
                unread -= names & waiting
            waiting -= names
    return sorted(unread)


@lru_cache(maxsize=1024)
def _globals_of(code: CodeType) -> frozenset[str]:
    """The names of the global variables that code reads, that of the functions inside it too."""
    names = {step.argval for step in _instructions(code) if step.opname == "LOAD_GLOBAL"}
    return frozenset(names).union(*(_globals_of(inner) for inner in code.co_consts if isinstance(inner, CodeType)))


def _defaults(function: Callable[..., Any]) -> dict[str, int]:
    """The whole numbers that a function's arguments have if they are not given: how often, how many.

    Calls without them may take too long to try.
    """
    try:
        if isinstance(function, FunctionType) and not hasattr(function, "__wrapped__"):  # as below, and faster
            names = function.__code__.co_varnames[: function.__code__.co_argcount]
            values = function.__defaults__ or ()
            pairs = zip(names[len(names) - len(values) :], values, strict=True)
            defaults = {**dict(pairs), **(function.__kwdefaults__ or {})}
        else:
            defaults = {p.name: p.default for p in inspect.signature(function).parameters.values()}
        numbers = {name: float(value) for name, value in defaults.items() if type(value) in NUMBERS}
        return {name: int(value) for name, value in numbers.items() if value % 1 == 0 and abs(value) < 2**63}
    except Exception:  # of an object that says anything of itself, or nothing
        return {}


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
    """The names of the arguments that are no longer what they were, without generators of random numbers."""
    if _encoded((args, kwargs)) == payload:
        return []
    code = _own(function, "__code__")
    names = code.co_varnames[: code.co_argcount] if code else ()
    labels = [*names[: len(args)], *(f"argument {i + 1}" for i in range(len(names), len(args))), *kwargs]
    args_before, kwargs_before = wire.decode(payload)
    pairs = zip((*args_before, *kwargs_before.values()), (*args, *kwargs.values()), strict=True)
    return [
        label
        for label, (a, b) in zip(labels, pairs, strict=True)
        if type(a) not in wire.RANDOM and _encoded(a) != _encoded(b)
    ]


def _encoded(value: Any) -> bytes | None:
    try:
        return wire.encode(value)
    except wire.WireError:
        return None
