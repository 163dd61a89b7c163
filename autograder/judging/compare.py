"""Compares what was returned with what was expected, and says in the words of the notebook how they differ.

Structure first, then type, then shape, then value: the first difference found is the most basic one.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import numpy as np

from autograder.inside.wire import RANDOM, Opaque

RESULT = "The result"

# Every sentence that a comparison can say, by key. {what} names the value; each sentence says what was asked,
# what was returned, and what is likely wrong, if that is known.
MESSAGES = {
    "structure.none": "{what} should be {expected}; yours is None. Does the function have a `return` line, and does "
    "what it returns have a value?",
    "structure.none_inside": "{what} should be {expected}; yours is None. Where does it get its value?",
    "structure.none_tape": "{what} should be {expected}; yours is None. Did the tape see how one variable depends "
    "on the other: is the inner one watched, and is everything computed from it inside the `with`?",
    "structure.kind": "{what} should be {expected}; yours is {got}.",
    "structure.length": "{what} should hold {expected}; yours holds {got}.",
    "structure.missing_key": "{what} should have the key {missing}; yours has {keys}.",
    "structure.key_number": "{what} should have the key {missing}; yours has {keys}. Which number belongs there?",
    "structure.extra_key": "{what} should have only the keys {expected}; yours also has {keys}.",
    "structure.set": "{what} should be {expected}; of yours, {extra} belong there, and {missing} missing.",
    "structure.order": "{what} should be {expected}, in this order; yours is {got}.",
    "structure.only": "{what} should be {expected}; yours is only {got}.",
    "structure.exchanged": "{got} hold each other's values.",
    "type.array": "{what} should be a numpy array of shape {expected}; yours is {got}.",
    "type.scalar": "{what} should be one number; yours is an array of shape {got}. What takes the number out of it?",
    "type.several": "{what} should be one number; yours is an array of shape {got}, {count} numbers. From "
    "which of your lines on should there be one?",
    "type.container": "{what} should be {expected}; yours is {got}, with the right values.",
    "type.kind": "{what} should hold {expected}; yours holds {got}.",
    "type.whole": "{what} should be {expected}; yours is {got}.",
    "shape.transposed": "{what} should have shape {expected}; yours is {got}, the transpose.",
    "shape.swapped": "{what} should have shape {expected}; yours is {got}, the two sizes exchanged.",
    "shape.rank_1": "{what} should have shape {expected}; yours is {got}: an axis is missing.",
    "shape.reduced": "{what} should have shape {expected}; yours is {got}: it lost an axis. "
    "If a sum, a mean or a maximum dropped it, which argument of that keeps it?",
    "shape.flat": "{what} should have shape {expected}; yours is {got}: all entries are in one axis.",
    "shape.scalar": "{what} should have shape {expected}; yours is one number, without axes.",
    "shape.other": "{what} should have shape {expected}; yours is {got}.",
    "value.not_finite": "{what} should be finite everywhere; yours has {got} {where}. A division by 0, the mean of "
    "an empty list, the logarithm of 0, the logarithm or the root of a negative number, or a number too large for the "
    "computer?",
    "value.finite": "{what} should be {expected} {where}; yours is {got}.",
    "value.sign": "{what} has the wrong sign {everywhere}. Is a minus missing, or one too many, or a difference "
    "the other way round?",
    "value.transposed": "{what} holds the right values, transposed.",
    "value.times_size": "{what} is {size} times too large ({size} = {n}).",
    "value.over_size": "{what} is {size} times too small ({size} = {n}).",
    "value.factor": "{what} is {factor} what it should be, everywhere.",
    "value.ratio": "{what} is {factor} what it should be.",  # a single number, so it may be chance
    "value.offset": "{what} is off by the same amount everywhere: {offset} too {direction}.",
    "value.integer": "{what} holds whole numbers, where fractions are expected. "
    "Does a function round them, or does the array that keeps them hold whole numbers only?",
    "value.order": "{what} holds the right values in the wrong order.",
    "value.some": "{what} is wrong in {count} of its {total} entries, first at {index}{values}.",
    "value.all": "{what} has the right shape and wrong values{values}.",
    "value.number": "{what} is not the expected value{values}.",
    "value.text": "{what} should be {expected}; yours is {got}.",
}

# Kinds of numbers by numpy's letters, and what sentences call them; each passes for those before it.
KINDS = {"b": "True and False", "u": "whole numbers", "i": "whole numbers", "f": "fractions"}

REDUCING = {"sum", "mean", "max", "min", "norm", "average", "argmax", "prod"}  # functions that drop an axis
SIMPLE = {2, 3, 4, 10, 100, 255, 1000}  # factors that people forget, or put in twice

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
MAX_TEXT = 600  # characters of one sentence
MAX_KEYS = 20  # of a dictionary, in one sentence
MAX_NAMED = 8  # wrong values that a sentence calls by name
LEVELS = ("structure", "type", "shape", "value")  # the most basic first
NUMBERS = (int, float, complex, np.number, np.bool_)  # truth values are whole numbers
WHOLE = (int, np.integer, np.bool_)
SETS = (set, frozenset)
FORMS: tuple[Any, ...] = (dict, (list, tuple), SETS, np.ndarray, NUMBERS)  # of values that are more than equal or not


@dataclass(frozen=True)
class Difference:
    """One difference.

    key, text: of its sentence, see MESSAGES
    wrong: how many values are wrong
    items: of several values with names, those that are wrong
    which: what is to be said of these, and that the others are right; empty where none are
    """

    key: str
    text: str
    wrong: int = 1
    items: frozenset[str] = frozenset()
    which: str = ""

    @property
    def whole(self) -> str:
        return f"{self.text} {self.which}".strip()[:MAX_TEXT]


def kind(value: Any) -> str:
    """Numpy's letter for the kind of a number or an array; empty for anything else."""
    return np.asarray(value).dtype.kind if isinstance(value, (np.ndarray, *NUMBERS)) else ""


@dataclass(frozen=True)
class Comparison:
    """How plain values are compared, and what the sentences may use.

    rtol, atol: |returned - expected| <= atol + rtol * |expected|, as in numpy.isclose
    exact_keys: whether a dictionary with more keys than expected is wrong
    exact_kinds: whether truth values for numbers, and an array of whole numbers for one of fractions, are poorer
    reveal: whether sentences may show expected values (never in feedback, where they would help to hard-code them)
    sizes: the sizes that the inputs were drawn with, {"m": 5, …}, so that a sentence can say "m times too large"
    what: how sentences call the value; names: how they call its items, where it is a tuple
    does: what the function does that returned it; see CallRecord
    """

    rtol: float = 1e-5
    atol: float = 1e-7
    exact_keys: bool = False
    exact_kinds: bool = False
    reveal: bool = True
    sizes: Mapping[str, int] = field(default_factory=dict)
    what: str = RESULT
    names: Sequence[str] = ()
    does: Collection[str] = ()

    def difference(self, expected: Any, got: Any) -> Difference | None:
        """The most basic difference between two values, or None where they agree.

        A list passes for a tuple, a 0-d array for a number, and any kind of number for another with the same value.
        So does what is only poorer (see `poorer`): an array of one number, a list for an array, an array for a tuple.
        Where some of several named values are right, the sentence says which are not.
        """
        found = list(self.named(expected, got))
        wrong = [(what, d) for what, d in found if d]
        if not wrong:
            return None
        if isinstance(expected, (list, tuple)) and (misplaced := self.misplaced(expected, got)):
            return misplaced
        first = min((d for _, d in wrong), key=lambda d: LEVELS.index(d.key.split(".")[0]))
        first = replace(first, wrong=len(wrong), items=frozenset(what for what, _ in wrong))
        if len(wrong) == len(found):
            return first
        whats, right = _gathered([what for what, _ in wrong], [what for what, d in found if not d])
        rest = f"{right[0]} is right." if len(right) == 1 else "the other values are right."
        named = f"{', '.join(whats[:-1])} and {whats[-1]}" if whats[1:] else whats[0] * whats[0].startswith("all of")
        if len(whats) > MAX_NAMED:
            named = f"{len(whats)} of the {len(found)} values"
        if not named and not first.text.startswith(whats[0]):  # it is about one item of that
            rest = f"all but {whats[0]} is right."
        which = f"{named} are wrong; {rest}" if named else rest
        return replace(first, which=clean(which[0].upper() + which[1:]))

    def surely_differ(self, expected: Any, got: Any) -> bool:
        """Whether a short look tells that there is a difference; where it does not, there may be one even so."""
        if isinstance(expected, dict) and isinstance(got, dict):
            return any(key not in got or self.surely_differ(expected[key], got[key]) for key in expected)
        if isinstance(expected, (list, tuple)) and isinstance(got, (list, tuple)):
            return len(expected) != len(got) or any(map(self.surely_differ, expected, got))
        if kind(expected) not in "fiub" or kind(got) not in "fiub" or not (kind(expected) and kind(got)):
            return False
        if np.shape(expected) != np.shape(got):
            return np.size(expected) != np.size(got)
        return not self.close(_array(expected, float), _array(got, float)).all()

    def differ(self, expected: Any, got: Any) -> bool:
        """Whether there is a difference, of which nothing is to be said: it is found sooner so."""
        return self.surely_differ(expected, got) or self.difference(expected, got) is not None

    def named(self, expected: Any, got: Any) -> "Iterator[tuple[str, Difference | None]]":
        """What sentences call each value, and its difference. A sequence whose items have no names is one value."""
        expected, got = (v[()] if isinstance(v, np.ndarray) and v.ndim == 0 else v for v in (expected, got))
        got = self.recast(expected, got)
        form = next((form for form in FORMS if isinstance(expected, form)), type(expected))
        if not isinstance(expected, (dict, list, tuple)):
            yield self.what, self.plain(expected, got, form)
        elif odd := self.holders(expected, got) if isinstance(got, form) else self.of_another_form(expected, got):
            yield self.what, odd
        else:
            # A dictionary of intermediate results comes before the result that is made of them.
            items = sorted(self.items(expected, got), key=lambda item: not isinstance(item[1], dict))
            if isinstance(expected, dict) or len(self.names) == len(expected):
                found = [difference for inside, e, c in items for difference in inside.named(e, c)]
                wrong = isinstance(expected, dict) and any(d for _, d in found)
                misplaced = self.misplaced(expected, got) if wrong else None
                yield from [(self.what, misplaced)] if misplaced else found
            else:
                differences = [d for inside, e, c in items for _, d in inside.named(e, c) if d]
                yield self.what, min(differences, key=lambda d: LEVELS.index(d.key.split(".")[0]), default=None)

    def misplaced(self, expected: Any, got: Any) -> Difference | None:
        """Right values in the places of others, or returned without the others; None if that is not all."""
        alone = replace(self, names=())
        if isinstance(expected, dict) and isinstance(got, dict):
            wrong = [key for key in expected if key in got and alone.differ(expected[key], got[key])]
            found = [alone.place(got[key], {key: expected[key] for key in wrong}) for key in wrong]
            if len(wrong) > 1 and set(found) == set(wrong):
                inside = "" if self.what == RESULT else f" in {self.what}"
                return self.say("structure.exchanged", got=" and ".join(f"`{key}`" for key in wrong) + inside)
        elif isinstance(expected, (list, tuple)) and len(self.names) == len(expected):
            named = dict(zip(self.names, expected, strict=True))
            some = list(got) if isinstance(got, (list, tuple)) else [got]
            found = [alone.place(value, named) for value in some]
            if None not in found and len(set(found)) == len(found):
                key = "order" if len(found) == len(named) else "only"
                return self.say(f"structure.{key}", expected=_listed(self.names), got=_listed(found))
        return None

    def place(self, value: Any, named: Mapping[Any, Any]) -> Any:
        """The name of the expected value that this one equals; None if it is none of them."""
        return next((name for name, wanted in named.items() if not self.differ(wanted, value)), None)

    def plain(self, expected: Any, got: Any, form: Any) -> Difference | None:
        """Two values of which the expected one holds no others."""
        if isinstance(expected, NUMBERS) and _is_one(got):
            got = got.flat[0]
        if not isinstance(got, form):
            return self.of_another_form(expected, got)
        if isinstance(expected, np.ndarray):
            return self.arrays(expected, got)
        if isinstance(expected, NUMBERS):
            return self.values(expected, got)
        if expected != got and isinstance(expected, SETS):
            extra, missing = len(got - expected), len(expected - got)
            return self.say(
                "structure.set",
                expected=_describe(expected),
                extra=f"{extra} {'does' if extra == 1 else 'do'} not",
                missing=f"{missing} {'is' if missing == 1 else 'are'}",
            )
        if expected != got:
            return self.say("value.text", expected=self.shown(expected), got=repr(got)[:80])
        return None

    def recast(self, expected: Any, got: Any) -> Any:
        """What was returned, in the container that is expected, if it is right but for that; otherwise as it is."""
        if isinstance(expected, (list, tuple)) and isinstance(got, np.ndarray) and got.shape[:1] == (len(expected),):
            other: Any = list(got)
            return got if self.differ(expected, other) else other
        if isinstance(expected, SETS) and isinstance(got, (list, tuple)) and len(got) <= 2 * len(expected) + 100:
            try:  # many numbers may have one and the same hash
                other = set(got)
            except TypeError:  # of what can't be in a set
                return got
            return got if expected != other else other
        if isinstance(expected, (np.ndarray, *NUMBERS)) and isinstance(got, (list, tuple)):
            try:
                other = np.asarray(got)
            except ValueError:  # lists of different lengths
                return got
            if other.dtype.kind in "buifc" and not self.differ(expected, other):
                return other
        return got

    def poorer(self, expected: Any, got: Any) -> Difference | None:
        """The first value that is right but in a poorer form.

        Another container for the same values, an array of one number for a number, a fraction for a whole number; with
        `exact_kinds`, truth values for numbers and an array of whole numbers for one of fractions.
        """
        if isinstance(expected, np.ndarray) and expected.ndim == 0:
            expected = expected[()]
        if self.recast(expected, got) is not got:
            return self.say("type.container", expected=_describe(expected), got=_describe(got))
        if isinstance(expected, NUMBERS) and _is_one(got) and got.ndim:
            return self.say("type.scalar", got=got.shape)
        number = got.flat[0] if _is_one(got) else got
        if isinstance(expected, WHOLE) and isinstance(number, NUMBERS) and not isinstance(number, WHOLE):
            return self.say("type.whole", expected=_describe(expected), got=_describe(number))
        if self.exact_kinds:
            wanted, found = KINDS.get(kind(expected), ""), KINDS.get(kind(got), "")
            order = list(KINDS.values())
            # A plain 0 passes for 0.0: it becomes a fraction as soon as one is added.
            poorer = wanted and found and order.index(found) < order.index(wanted)
            if poorer and (np.ndim(got) > 0 or kind(got) == "b"):
                return self.say("type.kind", expected=wanted, got=found)
        return next(filter(None, (inside.poorer(e, c) for inside, e, c in self.items(expected, got))), None)

    def items(self, expected: Any, got: Any) -> "Iterator[tuple[Comparison, Any, Any]]":
        """The comparisons of what two dictionaries, or two sequences, both hold; none for anything else."""
        if isinstance(expected, dict) and isinstance(got, dict):
            inside = "" if self.what == RESULT else f" in {self.what}"
            for key in (key for key in expected if key in got):
                yield replace(self, what=f"`{key}`{inside}", names=()), expected[key], got[key]
        elif isinstance(expected, (list, tuple)) and isinstance(got, (list, tuple)):
            inside = "the result" if self.what == RESULT else self.what.replace("Item", "item", 1)
            named = len(self.names) == len(expected)
            for i, (e, c) in enumerate(zip(expected, got, strict=False)):
                what = f"`{self.names[i]}`" if named else f"Item {i + 1} of {inside}"
                yield replace(self, what=what, names=()), e, c

    def say(self, key: str, **parts: Any) -> Difference:
        text = MESSAGES[key].format(what=self.what, **parts).replace(" .", ".")
        return Difference(key, clean(text[0].upper() + text[1:])[:MAX_TEXT])

    def of_another_form(self, expected: Any, got: Any) -> Difference:
        if got is None:
            returned = "return" in self.does or not self.what.startswith(RESULT)
            key = "none" if not returned else "none_tape" if "GradientTape" in self.does else "none_inside"
            return self.say(f"structure.{key}", expected=_describe(expected))
        if isinstance(expected, NUMBERS) and isinstance(got, np.ndarray):
            return self.say("type.several", got=got.shape, count=got.size)
        if not isinstance(expected, np.ndarray):
            return self.say("structure.kind", expected=_describe(expected), got=_describe(got))
        key = "shape.scalar" if isinstance(got, NUMBERS) else "type.array"
        return self.say(key, expected=self.named_shape(expected.shape), got=_describe(got))

    def holders(self, expected: Any, got: Any) -> Difference | None:
        """Two dictionaries, or two sequences: what they should hold and do not, or too much."""
        if isinstance(expected, dict):
            if missing := [key for key in expected if key not in got]:
                renumbered = [key for key in got if key not in expected and _unnumbered(key) == _unnumbered(missing[0])]
                kind_of = "key_number" if renumbered else "missing_key"
                return self.say(
                    f"structure.{kind_of}", missing=_listed(missing[:1]), keys=_listed(renumbered or got) or "none"
                )
            if self.exact_keys and (extra := _listed(key for key in got if key not in expected)):
                return self.say("structure.extra_key", expected=_listed(expected), keys=extra)
        elif len(expected) != len(got):
            return self.say("structure.length", expected=_values(len(expected)), got=len(got))
        return None

    def arrays(self, expected: np.ndarray, got: np.ndarray) -> Difference | None:
        if expected.shape == got.shape:
            return self.values(expected, got)
        swapped = expected.ndim == 2 and got.shape == expected.shape[::-1]
        lost = any(
            n == 1 and got.shape == (*expected.shape[:i], *expected.shape[i + 1 :])
            for i, n in enumerate(expected.shape)
        )
        flat = got.ndim == 1 and got.size == expected.size
        one_less = "reduced" if {*self.does} & REDUCING and self.alike(expected.ravel(), got.ravel()) else "rank_1"
        exchanged = "transposed" if self.alike(expected.T, got) else "swapped"
        key = exchanged if swapped else one_less if lost else "flat" if flat else "other"
        return self.say(f"shape.{key}", expected=self.named_shape(expected.shape), got=got.shape)

    def alike(self, expected: np.ndarray, got: np.ndarray) -> bool:
        """Whether two arrays hold the same numbers in the same places."""
        same_kind = kind(expected) in "buif" and kind(got) in "buif" and expected.shape == got.shape
        return same_kind and bool(self.close(_array(expected, float), _array(got, float)).all())

    def values(self, expected: Any, got: Any) -> Difference | None:
        """Two arrays of the same shape, or two numbers."""
        real = not (np.iscomplexobj(expected) or np.iscomplexobj(got))
        e, c = (_array(value, float if real else complex) for value in (expected, got))
        wrong = ~self.close(e, c)
        if not wrong.any():
            return None
        if odd := self.not_finite(e, c, wrong):
            return odd
        if hint := None if may_be_chance(expected) else self.arithmetic(e, c, kind(got) in "bui"):
            return hint
        wanted = f"expected {e[wrong][0]:.6g}, " if self.reveal else ""
        yours = c[wrong][0]
        values = f": {wanted}yours is {bool(yours) if kind(got) == 'b' else format(yours, '.6g')}"
        if e.size == 1:
            return self.say("value.number", values=values)
        if wrong.all():
            return self.say("value.all", values=f": at {_index(wrong)}{values}")
        return self.say("value.some", count=int(wrong.sum()), total=e.size, index=_index(wrong), values=values)

    def arithmetic(self, e: np.ndarray, c: np.ndarray, whole: bool) -> Difference | None:
        """What would make wrong values right, if one simple thing does; not asked of labels, where much does by chance.

        whole: whether what was returned is of whole numbers
        """
        several, real = e.size > 1, not np.iscomplexobj(e)
        if self.close(e, -c).all():
            return self.say("value.sign", everywhere="everywhere" * self.tells_of_all(e))
        if e.ndim == 2 and e.shape[0] == e.shape[1] and self.close(e, c.T).all():
            return self.say("value.transposed")
        if factor := self.factor(e, c):
            return factor
        gap = c - e
        first = gap.flat[0]
        if several and real and np.allclose(gap, first, rtol=1e-4, atol=0):
            offset = f"{abs(first):.6g}" if self.reveal else "a constant"
            return self.say("value.offset", offset=offset, direction="large" if first > 0 else "small")
        # One number, or zeros, may be whole by chance: two of three signs are needed.
        if real and several + whole + bool(c.any()) > 1 and any((c == cut(e)).all() for cut in (np.round, np.trunc)):
            return self.say("value.integer")
        if several and real and self.close(np.sort(e, axis=None), np.sort(c, axis=None)).all():
            return self.say("value.order")
        return None

    def close(self, e: np.ndarray, c: np.ndarray) -> np.ndarray:
        """As numpy.isclose with `equal_nan`, which takes several times as long for small arrays."""
        with np.errstate(invalid="ignore", over="ignore"):
            near = (np.abs(c - e) <= self.atol + self.rtol * np.abs(e)) & np.isfinite(e)
        return near | (c == e) | (np.isnan(c) & np.isnan(e))

    def not_finite(self, e: np.ndarray, c: np.ndarray, wrong: np.ndarray) -> Difference | None:
        bad, odd = np.isfinite(e) & ~np.isfinite(c), ~np.isfinite(e) & wrong
        if bad.any():
            word = "NaN" if np.isnan(c[bad][0]) else "an infinite value"
            return self.say("value.not_finite", got=word, where=_where(bad))
        if odd.any():
            return self.say("value.finite", expected=self.shown(e[odd][0]), where=_where(odd), got=f"{c[odd][0]:.6g}")
        return None

    def factor(self, e: np.ndarray, c: np.ndarray) -> Difference | None:
        """One number that all the values are too large or too small by, if there is one."""
        at = np.argmax(np.abs(e))
        largest, its = e.flat[at], c.flat[at]
        if not min(abs(largest), abs(its)) > 100 * self.atol or np.isclose(its, largest, rtol=1e-4):
            return None
        ratio = its / largest
        if not np.isreal(ratio) or not np.allclose(c, ratio * e, rtol=1e-4, atol=self.atol):
            return None
        for n, name in self.size_names.items():
            if n == 2:  # twice and half have many other reasons
                continue
            for key, size in (("value.times_size", n), ("value.over_size", 1 / n)):
                if np.isclose(ratio, size, rtol=1e-4):
                    return self.say(key, size=f"`{name}`", n=n)
        factor, simple = _times(float(ratio.real))
        if not self.tells_of_all(e):  # a single pair of numbers always has some ratio
            return self.say("value.ratio", factor=factor) if simple else None
        return self.say("value.factor", factor=factor)

    def tells_of_all(self, e: np.ndarray) -> bool:
        """Whether more than one value is clearly not 0, so that something can be said of all of them."""
        return bool(np.count_nonzero(np.abs(e) > 100 * self.atol) > 1)

    @property
    def size_names(self) -> dict[int, str]:
        """What a number above 1 is called, unless it may be two things."""
        numbers = list(self.sizes.values())
        return {n: name for name, n in self.sizes.items() if n > 1 and numbers.count(n) == 1}

    def named_shape(self, shape: tuple[int, ...]) -> str:
        """(5, 3), with the names of the sizes where they are known: (n_h, m) = (5, 3)."""
        named = str(tuple(self.size_names.get(n, n) for n in shape)).replace("'", "")
        return str(shape) if named == str(shape) else f"{named} = {shape}"

    def shown(self, value: Any) -> str:
        if not self.reveal:
            return "another value"
        return f"{value:.6g}" if isinstance(value, (float, complex)) else repr(value)[:80]


def _times(ratio: float) -> tuple[str, bool]:
    """A ratio in words, for "is … what it should be", and whether it is one that a single slip makes."""
    minus, size = "minus " * (ratio < 0), abs(ratio)
    for times, over, near in ((round(size), "", size), (round(1 / size), "1/", 1 / size)):
        if 2 <= times <= 1000 and np.isclose(near, times, rtol=1e-5):
            word = {"2": "twice", "1/2": "half of"}.get(f"{over}{times}", f"{over}{times} {'of' if over else 'times'}")
            return minus + word, times in SIMPLE
    return f"{ratio:.4g} times", False


def clean(text: str) -> str:
    """The text without what cannot be written to a file, unpaired surrogates, and without a terminal's colours."""
    return COLOURS.sub("", text).encode("utf-8", "replace").decode("utf-8")


def _is_one(value: Any) -> bool:
    """Whether this is an array of one number."""
    return isinstance(value, np.ndarray) and value.size == 1 and value.dtype.kind in "buifc"


def identical(one: Any, other: Any) -> bool:
    """Whether two values are the same to the last bit; nothing need be compared then."""
    if one is other or type(one) is not type(other):
        return one is other
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(one, dict):
        return list(one) == list(other) and all(identical(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(identical, one, other))
    return bool(one == other)


def may_be_chance(expected: Any) -> bool:
    """Whether these are labels, zeros, truth values or a count: what many ways lead to."""
    values = np.asarray(expected)
    return values.dtype.kind == "b" or bool(
        values.dtype.kind in "ui" if values.size == 1 else np.isin(values, (0, 1)).all()
    )


def _array(value: Any, kind: type) -> np.ndarray:
    """The value as an array of floats or complex numbers; whole numbers that are too large for one are infinite."""
    try:
        with np.errstate(over="ignore", invalid="ignore"):  # float32 has a NaN that signals as soon as it is converted
            return np.asarray(value).astype(kind)
    except OverflowError:
        return np.asarray(np.inf if value > 0 else -np.inf, dtype=kind)


def _describe(value: Any) -> str:
    """A few words for what kind of value this is."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, dict):
        return "a dictionary with " + (_listed(value) or "no keys")
    if isinstance(value, (list, tuple, *SETS)):
        return f"a {type(value).__name__} of {len(value)}"
    if type(value) in RANDOM:
        return "a generator of random numbers"
    if isinstance(value, Opaque):
        return f"something that can't be compared ({value.why})"
    words = {(bool, np.bool_): "a truth value", WHOLE: "a whole number", NUMBERS: "a number", (str,): "a text"}
    plain = next((words for types, words in words.items() if isinstance(value, types)), f"a {type(value).__name__}")
    return "None" if value is None else plain


def _gathered(wrong: list[str], right: list[str]) -> tuple[list[str], list[str]]:
    """What is wrong and what is right; "all of" a dictionary where its values are wrong, all of them and no others."""
    holders = {what.partition(" in ")[2] for what in wrong}
    holder = next(iter(holders))
    if len(wrong) > 1 and len(holders) == 1 and holder and not any(what.endswith(f" in {holder}") for what in right):
        return [f"all of {holder}"], right
    return wrong, right


def _values(count: int) -> str:
    return "1 value" if count == 1 else f"{count} values"


def _unnumbered(key: Any) -> str:
    return re.sub(r"\d+", "", str(key))


def _listed(keys: Iterable[Any]) -> str:
    """The first MAX_KEYS of some keys."""
    shown = (key if not isinstance(key, str) or key.isprintable() else repr(key) for key in islice(keys, MAX_KEYS))
    return ", ".join(f"`{key}`" for key in shown)


def _where(mask: np.ndarray) -> str:
    if mask.ndim == 0:
        return ""
    return "everywhere" if mask.all() and mask.size > 1 else f"at {_index(mask)}"


def _index(mask: np.ndarray) -> str:
    """Where the first True stands: [2, 1]."""
    return str([int(i) for i in np.unravel_index(np.argmax(mask), mask.shape)])
