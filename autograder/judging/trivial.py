"""Answers that know nothing of the exercise: what such a one gets right as well is worth nothing by itself."""

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import numpy as np

from autograder.inside import wire
from autograder.judging.play import Call
from autograder.judging.standins import NOTHING

MAX_PLACE = 4  # arguments that are tried
CONSTANTS: tuple[Any, ...] = (0, 1, 0.0, 1.0, True, False, "", [], {}, None)


def trivial_answers() -> Iterator[tuple[str, Call]]:
    """In words what they do, and how they answer."""
    for constant in CONSTANTS:
        yield f"the constant {constant!r}", _answering(lambda *values, constant=constant: constant)
    for place in range(MAX_PLACE):
        for what, function in OF_ONE.items():
            yield f"{what} argument {place + 1}", _answering(lambda *v, f=function, i=place: f(v[i]))
    yield "all arguments", _answering(lambda *values: values)
    for places in (c for count in (2, 3) for c in combinations(range(MAX_PLACE + 1), count)):
        what = f"arguments {', '.join(str(place + 1) for place in places)}"
        yield what, _answering(lambda *v, places=places: tuple(v[i] for i in places))


def _filled(number: float) -> Callable[[Any], Any]:
    def fill(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: fill(entry) for key, entry in value.items()}
        if isinstance(value, (list, tuple)):
            return type(value)(map(fill, value))
        return np.full_like(value, number)

    return fill


OF_ONE: dict[str, Callable[[Any], Any]] = {
    "nothing but": lambda value: value,
    "zeros like": _filled(0),
    "ones like": _filled(1),
    "the length of": len,
    "the shape of": np.shape,
    "the first entry of": lambda value: value[0],
    "the last entry of": lambda value: value[-1],
}


def _answering(function: Callable[..., Any]) -> Call:
    def call(name: str, payload: bytes) -> bytes:
        try:
            args, kwargs = wire.decode(payload)
            return wire.encode({"value": wire.encode(function(*args, *kwargs.values()))})
        except Exception:  # an argument may be missing, or be anything
            return NOTHING

    return call
