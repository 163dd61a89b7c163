"""The reference's functions in place of a submission's own, and what they may be asked.

A function that is judged with the reference in an earlier one's place has reason to ask what the reference itself asks
there, and that is answered from what was recorded then. It may ask a little else, as it may be wrong itself; the rest
is a failed call. So nobody has more of the reference than the exercise needs.
"""

import time
from collections import defaultdict
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass
from functools import wraps
from types import FunctionType
from typing import Any

from autograder.inside import wire
from autograder.judging.compare import Comparison

MAX_OTHERS = 500  # calls, for one exercise, whose arguments are none of those that the reference gives there; and more:
FOR_EACH = 2  # for each of the reference's own, as a right function may give all of them in another form
OTHERS_SECONDS = 5.0  # of processor time that they may take together
REPEATS = 8  # times that each of the reference's own may be made: its scenario may be played again, each call twice
ROUNDING = Comparison(rtol=1e-9, atol=1e-12, exact_keys=True)  # finer than the steps of finite differences
NEAR = 3  # recorded calls, on either side of the last one, that are compared with arguments not quite the same

NOTHING = wire.encode({"failure": ("exception", "", "")})  # says no more than that there is no value


@dataclass(frozen=True)
class Look:
    """How calls are made.

    stand_ins: answer for functions that are to be replaced by their reference
    together: whether the calls may be made in one and the same copy of the submission's process, which is faster, or
        each must have a copy of its own
    at_end: functions that count as they are at the end of the notebook, not as they were at their check cells
    twice: whether each call is made twice, to find what remembers or draws at random
    """

    stand_ins: "StandIns | None" = None
    together: bool = True
    at_end: frozenset[str] = frozenset()
    twice: bool = True


class StandIns:
    """Answers for some functions, within the scenario of one exercise.

    names: of the functions
    doubles: names of others, each with a function's name and code, which needs no answers; see `Assignment.double`
    call: calls the reference's function of a name; see `probe.Probe.call`
    play: plays the scenario on the reference
    namespace: where the reference's functions live
    """

    def __init__(
        self,
        names: frozenset[str],
        call: Callable[[str, bytes], bytes],
        play: Callable[[], object] | None = None,
        namespace: MutableMapping[str, Any] | None = None,
        doubles: Sequence[tuple[str, str, str]] = (),
    ) -> None:
        self.names = names
        self.doubles = doubles
        self.replaced = [*((name, "", "") for name in sorted(names)), *doubles]
        self._call = call
        self._play = play
        self._namespace = {} if namespace is None else namespace
        self._recorded: dict[str, list[tuple[bytes, bytes]]] = defaultdict(list)
        self._at: dict[str, int] = defaultdict(int)  # behind the last recorded call that was asked for
        self._given: set[FunctionType] = set()  # that the reference gives them
        self._exact: dict[tuple[str, bytes], int] = {}
        self._others = MAX_OTHERS
        self._left = MAX_OTHERS
        self._seconds = 0.0

    def record(self) -> None:
        """Records, once, what the reference itself asks of those that stand in. Done before the first answer."""
        if self._play is None:
            return
        play, self._play = self._play, None
        originals = {name: self._namespace[name] for name in self.names}
        try:
            self._namespace.update({name: self._recorder(name, function) for name, function in originals.items()})
            play()
        finally:
            self._namespace.update(originals)
        own = sum(map(len, self._recorded.values()))
        self._others += FOR_EACH * own
        self._left += REPEATS * own

    def _recorder(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def record(*args: Any, **kwargs: Any) -> Any:
            try:
                payload = wire.encode((args, kwargs))
            except wire.WireError:  # could not be asked for from outside either
                return function(*args, **kwargs)
            value = function(*args, **kwargs)
            reply = wire.encode({"value": wire.encode(value)})
            self._given |= _functions((args, kwargs))
            self._exact.setdefault((name, payload), len(self._recorded[name]))
            self._recorded[name].append((payload, reply))
            return value

        return record

    def recorded(self, name: str, payload: bytes) -> bytes | None:
        """The encoded reply to a call that the reference makes too, or that is made too often; None for others."""
        self.record()
        self._left -= 1
        if self._left < 0 or name not in self.names:
            return NOTHING
        index = self._exact.get((name, payload))
        if index is None:
            return None
        self._at[name] = index + 1
        return self._recorded[name][index][1]

    def other(self, name: str, payload: bytes) -> bytes:
        """The encoded reply to a call that is none of the reference's, or is but for rounding.

        It says nothing but a value or that there is none. Decoding, or the reference, may raise or take whatever these
        arguments lead them to.
        """
        if self._seconds > OTHERS_SECONDS:
            return NOTHING
        started = time.process_time()
        try:
            return self._other(name, payload)
        finally:
            self._seconds += time.process_time() - started

    def _other(self, name: str, payload: bytes) -> bytes:
        arguments = wire.decode(payload)
        if (index := self._near(name, arguments)) is not None:
            self._at[name] = index + 1
            return self._recorded[name][index][1]
        self._others -= 1
        if self._others < 0 or not _functions(arguments) <= self._given:  # which would be called here
            return NOTHING
        reply = wire.decode(self._call(name, payload))
        return wire.encode({"value": reply["value"]}) if "value" in reply else NOTHING

    def answer(self, name: str, payload: bytes) -> bytes:
        """The encoded reply to a call of `name`, whatever it takes."""
        reply = self.recorded(name, payload)
        return self.other(name, payload) if reply is None else reply

    def _near(self, name: str, wanted: Any) -> int | None:
        """A recorded call with the same arguments but for rounding and order of sums, or None."""
        recorded, at = self._recorded[name], self._at[name]
        for index in (*range(at, at + NEAR), *range(at - 1, at - 1 - NEAR, -1), 0):
            if 0 <= index < len(recorded):
                arguments = wire.decode(recorded[index][0])
                if not ROUNDING.differ(arguments, wanted):
                    return index
        return None


def _functions(value: Any) -> set[FunctionType]:
    """The functions that stand in some arguments, at all depths."""
    if isinstance(value, FunctionType):
        return {value}
    children = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple, set)) else ()
    return set[FunctionType]().union(*map(_functions, children))
