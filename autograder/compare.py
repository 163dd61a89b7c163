"""Compares what came with what was expected, and says in the words of the notebook how they differ.

Structure first, then type, then shape, then value: the first difference found is the most basic one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

# Every sentence that a comparison can say, by key. {what} names the value; each sentence says what was asked,
# what came, and what is likely wrong.
MESSAGES = {
    "structure.none": "{what} should be {expected}; yours is None. Does the function end in `return`, with the values?",
    "structure.kind": "{what} should be {expected}; yours is {came}.",
    "structure.length": "{what} should hold {expected} values; yours holds {came}.",
    "structure.missing_key": "{what} should have the key {missing}; yours has {keys}.",
    "structure.extra_key": "{what} should have only the keys {expected}; yours also has {keys}.",
    "type.array": "{what} should be a numpy array of shape {expected}; yours is {came}.",
    "type.scalar": "{what} should be one number; yours is an array of shape {came}. `np.squeeze` takes it out.",
    "type.kind": "{what} should hold {expected}; yours holds {came}.",
    "type.whole": "{what} should be a whole number; yours is {came}.",
    "shape.transposed": "{what} should have shape {expected}; yours is {came}, the transpose.",
    "shape.rank_1": "{what} should have shape {expected}; yours is {came}: it lost an axis; `keepdims=True` keeps it.",
    "shape.scalar": "{what} should have shape {expected}; yours is one number, without axes.",
    "shape.other": "{what} should have shape {expected}; yours is {came}.",
    "value.not_finite": "{what} should be finite everywhere; yours has {came} {where}. A division by 0, or log(0)?",
    "value.finite": "{what} should be {expected} {where}; yours is {came}.",
    "value.sign": "{what} has the wrong sign {everywhere}.",
    "value.transposed": "{what} holds the right values, transposed.",
    "value.times_size": "{what} is {size} times too large ({size} = {n}).",
    "value.over_size": "{what} is {size} times too small ({size} = {n}).",
    "value.factor": "{what} is {factor} times what it should be, {everywhere}.",
    "value.offset": "{what} is off by the same amount everywhere: {offset} too {direction}.",
    "value.integer": "{what} holds whole numbers, where fractions are expected: something was rounded or cut off.",
    "value.order": "{what} holds the right values in the wrong order.",
    "value.some": "{what} is wrong in {count} of its {total} entries, first at {index}{values}.",
    "value.all": "{what} has the right shape and wrong values{values}.",
    "value.number": "{what} is not the expected value{values}.",
    "value.text": "{what} should be {expected}; yours is {came}.",
}

# Kinds of numbers, numpy's letters, in the order in which one passes for the other; and what sentences call them.
KINDS = {"b": 1, "u": 2, "i": 2, "f": 3}
KIND_WORDS = {1: "True and False", 2: "whole numbers", 3: "fractions"}

MAX_TEXT = 600  # characters of one sentence
NUMBERS = (int, float, complex, np.number, np.bool_)  # truth values are whole numbers


@dataclass(frozen=True)
class Difference:
    """One difference: the key of its sentence (see MESSAGES) and the sentence."""

    key: str
    text: str


@dataclass(frozen=True)
class Tolerance:
    """How close is equal, and what else the sentences may use.

    rtol, atol: |came - expected| <= atol + rtol * |expected|, as in numpy.isclose
    exact_keys: whether a dictionary with more keys than expected is wrong
    reveal: whether sentences may show expected values (never in feedback, where they would help to hard-code them)
    """

    rtol: float = 1e-5
    atol: float = 1e-7
    exact_keys: bool = False
    reveal: bool = True


def compare(
    expected: Any,
    came: Any,
    tolerance: Tolerance = Tolerance(),
    sizes: Mapping[str, int] | None = None,
    what: str = "The result",
    names: tuple[str, ...] = (),
) -> Difference | None:
    """The first difference between two plain values, or None where they agree.

    sizes: the sizes that the inputs were drawn with, {"m": 5, …}, so that a sentence can say "m times too large"
    what: how sentences call the value; names: how they call its items, where it is a tuple
    A list passes for a tuple, a 0-d array for a number, and any kind of number for another with the same value.
    """
    comparison = _Comparison(tolerance, {n: name for name, n in (sizes or {}).items() if n > 1})
    return comparison.any(expected, came, what, names)


def compare_kinds(expected: Any, came: Any, what: str = "The result", names: tuple[str, ...] = ()) -> Difference | None:
    """The first value that is right but of a poorer kind than expected: truth values, or an array of whole numbers."""
    if isinstance(expected, dict) and isinstance(came, dict):
        triples = [(expected[key], came[key], f"`{key}`") for key in expected if key in came]
    elif isinstance(expected, (list, tuple)) and isinstance(came, (list, tuple)):
        labels = [f"`{name}`" for name in names] if len(names) == len(expected) else [what] * len(expected)
        triples = list(zip(expected, came, labels, strict=False))
    else:
        wanted, found = KINDS.get(kind(expected)), KINDS.get(kind(came))
        # A plain 0 passes for 0.0: it becomes a fraction as soon as one is added.
        if wanted and found and found < wanted and (np.ndim(came) > 0 or found == KINDS["b"]):
            return _difference("type.kind", what=what, expected=KIND_WORDS[wanted], came=KIND_WORDS[found])
        return None
    return next((d for e, c, label in triples if (d := compare_kinds(e, c, label))), None)


def kind(value: Any) -> str:
    """Numpy's letter for the kind of a number or an array; empty for anything else."""
    if isinstance(value, (np.ndarray, np.generic)):
        return value.dtype.kind
    return next((letter for type, letter in ((bool, "b"), (int, "i"), (float, "f")) if isinstance(value, type)), "")


class _Comparison:
    def __init__(self, tolerance: Tolerance, size_names: Mapping[int, str]) -> None:
        self.tolerance = tolerance
        self.size_names = size_names

    def any(self, expected: Any, came: Any, what: str, names: tuple[str, ...] = ()) -> Difference | None:
        if isinstance(expected, np.ndarray) and expected.ndim == 0:
            expected = expected[()]
        if isinstance(came, np.ndarray) and came.ndim == 0:
            came = came[()]
        if came is None and expected is not None:
            return _difference("structure.none", what=what, expected=_describe(expected))
        if isinstance(expected, dict):
            return self.dictionaries(expected, came, what)
        if isinstance(expected, (list, tuple)):
            return self.sequences(expected, came, what, names)
        if isinstance(expected, np.ndarray):
            return self.arrays(expected, came, what)
        if isinstance(expected, NUMBERS):
            return self.numbers(expected, came, what)
        if type(expected) is not type(came):
            return _of_another_kind(expected, came, what)
        if expected != came:
            return _difference("value.text", what=what, expected=self.shown(expected), came=repr(came)[:80])
        return None

    def dictionaries(self, expected: dict, came: Any, what: str) -> Difference | None:
        if not isinstance(came, dict):
            return _of_another_kind(expected, came, what)
        extra = [key for key in came if key not in expected]
        for key in expected:
            if key not in came:
                have = ", ".join(f"`{k}`" for k in list(came)[:10]) or "none"
                return _difference("structure.missing_key", what=what, missing=f"`{key}`", keys=have)
        if extra and self.tolerance.exact_keys:
            keys = ", ".join(f"`{key}`" for key in expected)
            more = ", ".join(f"`{key}`" for key in extra[:10])
            return _difference("structure.extra_key", what=what, expected=keys, keys=more)
        inside = "" if what == "The result" else f" in {what}"
        # The shapes and types of all entries come before the values of any.
        return self.first([(expected[key], came[key], f"`{key}`{inside}") for key in expected])

    def sequences(self, expected: list | tuple, came: Any, what: str, names: tuple[str, ...]) -> Difference | None:
        if not isinstance(came, (list, tuple)):
            return _of_another_kind(expected, came, what)
        if len(expected) != len(came):
            return _difference("structure.length", what=what, expected=len(expected), came=len(came))
        labels = [f"`{name}`" for name in names] if len(names) == len(expected) else []
        if not labels:
            inside = "the result" if what == "The result" else what
            labels = [f"Item {i + 1} of {inside}" for i in range(len(expected))]
        # A dictionary of intermediate results comes before the result that is made of them.
        triples = sorted(zip(expected, came, labels, strict=True), key=lambda triple: not isinstance(triple[0], dict))
        return self.first(triples)

    def first(self, triples: list[tuple[Any, Any, str]]) -> Difference | None:
        differences = [d for e, c, what in triples if (d := self.any(e, c, what))]
        levels = ("structure", "type", "shape", "value")
        return min(differences, key=lambda d: levels.index(d.key.split(".")[0]), default=None)

    def numbers(self, expected: Any, came: Any, what: str) -> Difference | None:
        if isinstance(came, np.ndarray):
            return _difference("type.scalar", what=what, came=came.shape)
        if not isinstance(came, NUMBERS):
            return _of_another_kind(expected, came, what)
        if isinstance(expected, (int, np.integer)) and not isinstance(came, (int, np.integer)):
            return _difference("type.whole", what=what, came=_describe(came))
        return self.values(expected, came, what)

    def arrays(self, expected: np.ndarray, came: Any, what: str) -> Difference | None:
        shape = self.named_shape(expected.shape)
        if isinstance(came, NUMBERS):
            return _difference("shape.scalar", what=what, expected=shape)
        if not isinstance(came, np.ndarray):
            return _difference("type.array", what=what, expected=shape, came=_describe(came))
        if expected.shape != came.shape:
            key = "shape.other"
            if expected.ndim == 2 and came.shape == expected.shape[::-1]:
                key = "shape.transposed"
            elif came.ndim == 1 and came.size == expected.size:
                key = "shape.rank_1"
            return _difference(key, what=what, expected=shape, came=came.shape)
        return self.values(expected, came, what)

    def values(self, expected: Any, came: Any, what: str) -> Difference | None:
        """Two arrays of the same shape, or two numbers."""
        say = partial(_difference, what=what)
        real = not (np.iscomplexobj(expected) or np.iscomplexobj(came))
        e, c = (_array(value, float if real else complex) for value in (expected, came))
        wrong = ~self.close(e, c)
        if not wrong.any():
            return None
        bad = np.isfinite(e) & ~np.isfinite(c)
        if bad.any():
            word = "NaN" if np.isnan(c[bad][0]) else "an infinite value"
            return say("value.not_finite", came=word, where=_where(bad))
        odd = ~np.isfinite(e) & wrong
        if odd.any():
            return say("value.finite", expected=self.shown(e[odd][0]), where=_where(odd), came=f"{c[odd][0]:.6g}")
        several = e.size > 1
        if self.all_close(e, -c):
            return say("value.sign", everywhere="everywhere" if several else "")
        if e.ndim == 2 and e.shape[0] == e.shape[1] and self.all_close(e, c.T):
            return say("value.transposed")
        if factor := self.factor(e, c, what):
            return factor
        gap = c - e
        first = gap.flat[0]
        if several and real and np.allclose(gap, first, rtol=1e-4, atol=0):
            offset = f"{abs(first):.6g}" if self.tolerance.reveal else "a constant"
            return say("value.offset", offset=offset, direction="large" if first > 0 else "small")
        # Rounding down makes whole numbers whose fractions are missing, never more than one off.
        if real and (e % 1 != 0).any() and (c == np.round(c)).all() and (np.abs(gap) < 1).all():
            return say("value.integer")
        if several and real and self.all_close(np.sort(e, axis=None), np.sort(c, axis=None)):
            return say("value.order")
        index = np.unravel_index(np.argmax(wrong), wrong.shape)
        values = self.pair(e[index], c[index])
        if not several:
            return say("value.number", values=values)
        if wrong.all():
            return say("value.all", values=f": at {_index(index)}{values}")
        return say("value.some", count=int(wrong.sum()), total=e.size, index=_index(index), values=values)

    def close(self, e: np.ndarray, c: np.ndarray) -> np.ndarray:
        return np.isclose(c, e, rtol=self.tolerance.rtol, atol=self.tolerance.atol, equal_nan=True)

    def all_close(self, e: np.ndarray, c: np.ndarray) -> bool:
        return bool(self.close(e, c).all())

    def factor(self, e: np.ndarray, c: np.ndarray, what: str) -> Difference | None:
        """One number that all the values are too large or too small by, if there is one."""
        counts = np.abs(e) > 100 * self.tolerance.atol
        if not counts.any():
            return None
        ratios = c[counts] / e[counts]
        ratio = ratios[0]
        if not np.isclose(c[~counts], ratio * e[~counts], rtol=1e-4, atol=10 * self.tolerance.atol).all():
            return None
        if not np.allclose(ratios, ratio, rtol=1e-4, atol=0) or not np.isreal(ratio) or abs(ratio) < 1e-9:
            return None
        for n, name in self.size_names.items():
            if np.isclose(abs(ratio), n, rtol=1e-4):
                return _difference("value.times_size", what=what, size=f"`{name}`", n=n)
            if np.isclose(abs(ratio), 1 / n, rtol=1e-4):
                return _difference("value.over_size", what=what, size=f"`{name}`", n=n)
        if e.size == 1 and not np.isclose(abs(ratio), [2, 0.5]).any():  # a single pair of numbers always has some ratio
            return None
        everywhere = "everywhere" if e.size > 1 else "a simple ratio"
        return _difference("value.factor", what=what, factor=f"{ratio.real:.4g}", everywhere=everywhere)

    def named_shape(self, shape: tuple[int, ...]) -> str:
        """(5, 3), with the names of the sizes where they are known: (5, 3) = (n_h, m)."""
        names = [self.size_names.get(n, str(n)) for n in shape]
        plain = str(tuple(shape))
        named = f"({', '.join(names)}{',' if len(names) == 1 else ''})"
        return plain if named == plain else f"{named} = {plain}"

    def shown(self, value: Any) -> str:
        if not self.tolerance.reveal:
            return "another value"
        return f"{value:.6g}" if isinstance(value, (float, complex)) else repr(value)[:80]

    def pair(self, e: Any, c: Any) -> str:
        return f": expected {e:.6g}, yours is {c:.6g}" if self.tolerance.reveal else f": yours is {c:.6g}"


def _difference(key: str, **parts: Any) -> Difference:
    text = MESSAGES[key].format(**parts).replace(" .", ".")
    return Difference(key, clean(text[0].upper() + text[1:])[:MAX_TEXT])


def _of_another_kind(expected: Any, came: Any, what: str) -> Difference:
    return _difference("structure.kind", what=what, expected=_describe(expected), came=_describe(came))


def clean(text: str) -> str:
    """The text without what cannot be written to a file: unpaired surrogates."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _array(value: Any, kind: type) -> np.ndarray:
    """The value as an array of floats or complex numbers; whole numbers that are too large for one are infinite."""
    try:
        with np.errstate(over="ignore"):
            return np.asarray(value).astype(kind)
    except OverflowError:
        return np.asarray(np.inf if value > 0 else -np.inf, dtype=kind)


def _describe(value: Any) -> str:
    """A few words for what kind of value this is."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, dict):
        return "a dictionary with " + (", ".join(f"`{key}`" for key in list(value)[:10]) or "no keys")
    if isinstance(value, (list, tuple)):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, (bool, np.bool_)):
        return "a truth value"
    if isinstance(value, (int, np.integer)):
        return "a whole number"
    if isinstance(value, (float, complex, np.number)):
        return "a number"
    return "None" if value is None else f"a {'text' if isinstance(value, str) else type(value).__name__}"


def _index(first: tuple) -> str:
    return "[" + ", ".join(str(int(i)) for i in first) + "]"


def _where(mask: np.ndarray) -> str:
    if mask.ndim == 0:
        return ""
    if mask.all() and mask.size > 1:
        return "everywhere"
    return f"at {_index(np.unravel_index(np.argmax(mask), mask.shape))}"
