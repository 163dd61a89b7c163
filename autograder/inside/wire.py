"""Plain data as bytes and back: what may pass between a submission and its judge.

The bytes are MessagePack, with extensions for arrays and for what else Python has. Nothing is executed or imported on
decoding, and how much memory it takes is bounded, whatever the bytes claim.
"""

import struct
import sys
from collections import deque
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import islice
from types import FunctionType
from typing import Any

import msgpack
import numpy as np

MAX_BYTES = 16 * 2**20  # of one encoded value
MAX_DEPTH = 16  # of nested lists, tuples and dictionaries
MAX_ITEMS = 100_000  # values within one value, at all depths
MAX_AXES = 16
MAX_DIGITS = 1000  # bytes of one whole number
MAX_ALIKE = 64  # keys of one dictionary that share their hash with another
MAX_ELEMENTS = 1000  # of a data set
MAX_SIFTED_ITEMS = 1000  # of one of them
MAX_SIFTED = 4  # lists, tuples and dictionaries in each other, in which `encode` looks for what may not pass
MAX_WHY = 200  # bytes that say why something may not pass
MAX_TYPE = 8  # characters of the name of an array's type
BUFFER = 1024  # bytes to begin with; many values are small, and packed within others
SINGLE = np.dtype(np.float32).str.encode()
SHORT = ("bfloat16",)  # types whose numbers pass as those of float32, which has them all
AS_LISTS = {deque, range, *map(type, ({}.keys(), {}.values(), {}.items()))}
ARRAY_KINDS = "biufc"  # numpy's kinds of truth values and numbers; no text, no objects

_ARRAY, _SCALAR, _TUPLE, _INTEGER, _COMPLEX, _FUNCTION, _OPAQUE, _SET, _FROZENSET, _RANDOM = range(10)
# Generators of random numbers, and what makes their bits. Others have state that nothing checks when it is set.
RANDOM = {np.random.RandomState: np.random.MT19937, np.random.Generator: np.random.PCG64}
_MT19937_LENGTH = 624  # of its state
_OPTIONS = {"unicode_errors": "surrogatepass"}


class WireError(ValueError):
    """A value that may not pass, or bytes that are not the encoding of one."""


@dataclass(frozen=True)
class Opaque:
    """Stands for something that may not pass, in a list, tuple or dictionary; `why` says what it is."""

    why: str


def encode(value: Any, sift: bool = False) -> bytes:
    """The bytes of `value`: None, truth values, numbers, text, arrays, and lists, tuples, dictionaries, sets of these.

    Fractions and decimals pass as numbers, ranges, deques and views of dictionaries as lists, and arrays of objects
    that are numbers as an array of these. Objects of other libraries that know how to become an array (tensors, data
    frames) pass as that array, types of numbers as their name, shapes as tuples, data sets of TensorFlow's as lists of
    their elements, functions of the course's own `utils` by their name, and NumPy's generators of random numbers with
    the state that they are in.
    Raises WireError for everything else, and for what is too large or deep.
    sift: whether an `Opaque` stands for what of a list, tuple or dictionary may not pass
    """
    if sift and isinstance(value, (list, tuple, dict)):
        try:
            return encode(value)
        except WireError:
            if len(value) > MAX_SIFTED_ITEMS:
                raise
            return encode(_sifted(value, MAX_SIFTED))
    _bound(value)
    try:
        data = _pack(value)
    except MemoryError:
        raise WireError("it is too large") from None
    return _sized(data)


def _sifted(value: Any, depth: int) -> Any:
    """The value, or what stands for it where it may not pass."""
    try:
        encode(value)
        return value
    except WireError as error:
        depth = 0 if isinstance(value, (dict, list, tuple)) and len(value) > MAX_SIFTED_ITEMS else depth
        if depth and isinstance(value, dict):
            pairs = [(_sifted(key, 0), _sifted(child, depth - 1)) for key, child in value.items()]
            return {key.why if isinstance(key, Opaque) else key: child for key, child in pairs}
        if depth and isinstance(value, (list, tuple)):
            children = [_sifted(child, depth - 1) for child in value]
            return tuple(children) if isinstance(value, tuple) else children
        return Opaque(str(error))


def decode(data: bytes) -> Any:
    """The value that `encode` made these bytes from. Raises WireError where they are malformed or over a limit."""
    try:
        value = _Reader().read(_sized(data))
    except WireError:
        raise
    except Exception as error:  # MessagePack's own errors, and those of a key that cannot be one
        raise WireError(f"it is malformed ({type(error).__name__})") from None
    _bound(value)
    return value


def _sized(data: bytes) -> bytes:
    if len(data) > MAX_BYTES:
        raise WireError(f"it is larger than {MAX_BYTES} bytes")
    return data


def _bound(value: Any) -> None:
    """Raises WireError where the value is nested too deep or holds too much."""
    items, depth, level = 0, 0, [value]
    while level:
        items += len(level)
        holding = [c for c in level if isinstance(c, (list, tuple, dict, set, frozenset)) or type(c) in AS_LISTS]
        try:
            more = sum(map(len, holding))
        except OverflowError:  # of a range
            more = MAX_ITEMS
        if items + more > MAX_ITEMS:
            raise WireError(f"it holds more than {MAX_ITEMS} values")
        if depth > MAX_DEPTH:
            raise WireError(f"it is nested more than {MAX_DEPTH} deep")
        values = [child for held in holding if isinstance(held, dict) for child in held.values()]
        level = values + [child for held in holding for child in held]  # a dictionary's keys, too
        depth += 1


def _pack(value: Any) -> bytes:
    packed: bytes = msgpack.packb(value, default=_extension, strict_types=True, buf_size=BUFFER, **_OPTIONS)
    return packed


def _extension(value: Any) -> Any:
    """What stands for a value that MessagePack does not know."""
    if isinstance(value, np.ndarray):
        return msgpack.ExtType(_ARRAY, _pack_array(_of_objects(value) if value.dtype == object else value))
    if isinstance(value, (np.str_, np.bytes_)):
        return value.item()
    if isinstance(value, np.generic):
        return msgpack.ExtType(_SCALAR, _pack_array(np.asarray(value)))
    if isinstance(value, tuple):
        return msgpack.ExtType(_TUPLE, _pack(list(value)))
    if isinstance(value, (set, frozenset)):  # in an order that does not depend on how it was made
        items = b"".join(sorted(map(_pack, value)))
        return msgpack.ExtType(_SET if isinstance(value, set) else _FROZENSET, _head(len(value)) + items)
    if type(value) in RANDOM:
        return msgpack.ExtType(_RANDOM, _pack_random(value))
    if type(value) is int:  # of more than 64 bits
        if value.bit_length() > 8 * MAX_DIGITS:
            raise WireError("a whole number is too large")
        return msgpack.ExtType(_INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True))
    if isinstance(value, complex):
        return msgpack.ExtType(_COMPLEX, struct.pack("<dd", value.real, value.imag))
    if isinstance(value, Opaque):
        return msgpack.ExtType(_OPAQUE, value.why.encode("utf-8", "replace")[:MAX_WHY])
    base: Any
    for base in (int, float, str, bytes, list, dict):  # subclasses (default dictionaries, …) pass as their base
        if isinstance(value, base):
            return base(value)
    if isinstance(value, FunctionType) and _function(name := f"{value.__module__}:{value.__name__}") is value:
        return msgpack.ExtType(_FUNCTION, name.encode())
    kind = type(value).__name__
    try:
        if (plain := _of_tensorflow(value)) is not value:
            return _extension(plain) if isinstance(plain, tuple) else plain
        if (plain := _of_python(value)) is not value:
            return plain
    except WireError:
        raise
    except Exception as error:  # of the code that makes a data set's elements, or a number too large
        raise WireError(f"a {kind} has no values to look at ({type(error).__name__})") from None
    if not hasattr(value, "__array__"):
        raise WireError(f"a {kind} is not a number, text, an array, or a list, tuple or dictionary of these")
    try:
        array = np.asarray(value)
    except Exception as error:  # a symbolic tensor, or whatever the object's own method raises
        raise WireError(f"a {kind} has no values to look at ({type(error).__name__})") from None
    return msgpack.ExtType(_ARRAY, _pack_array(array))


def _head(count: int) -> bytes:
    """What MessagePack puts before the items of a list."""
    head: bytes = msgpack.Packer().pack_array_header(count)
    return head


def _pack_random(generator: Any) -> bytes:
    kind = type(generator)
    bits = generator._bit_generator if kind is np.random.RandomState else generator.bit_generator
    if type(bits) is not RANDOM[kind]:
        raise WireError(f"a {kind.__name__} may not pass with the bits of {type(bits).__name__}")
    state = generator.get_state(legacy=False) if kind is np.random.RandomState else bits.state
    return _pack([kind.__name__, state])


def _random(name: str, state: dict[str, Any]) -> Any:
    """The generator in a state. Raises whatever comes of one that is none.

    NumPy casts what it is given, and checks little of it: it would try for ever to make a normal number of nothing but
    zeros, and read behind its numbers at a position that is none.
    """
    kind = next(kind for kind in RANDOM if kind.__name__ == name)
    bits: Any = RANDOM[kind](0)
    generator: Any = kind(bits)
    if kind is np.random.RandomState:
        generator.set_state(state)
        inner = generator.get_state(legacy=False)["state"]
        possible = 0 <= inner["pos"] <= _MT19937_LENGTH and np.any(inner["key"][1:])
    else:
        bits.state = state
        possible = bits.state["state"]["inc"] % 2 == 1
    if not possible:
        raise WireError("a generator of random numbers has no such state")
    return generator


def _of_tensorflow(value: Any) -> Any:
    """What a type, a shape, both, or a data set is as plain data; the value itself where it is none of these."""
    if isinstance(value, np.dtype):
        return value.name
    if (tf := sys.modules.get("tensorflow")) is None:
        return value
    if isinstance(value, tf.DType):
        return value.name
    if isinstance(value, tf.TensorShape):
        return None if value.rank is None else tuple(value.as_list())
    if isinstance(value, tf.TensorSpec):
        return value.shape, value.dtype
    if isinstance(value, tf.data.Dataset):
        elements = list(islice(value, MAX_ELEMENTS + 1))
        if len(elements) > MAX_ELEMENTS:
            raise WireError(f"a data set of more than {MAX_ELEMENTS} elements")
        return elements
    return value


def _of_python(value: Any) -> Any:
    """What other numbers and containers of Python's are as plain data; the value itself where it is none of these."""
    if type(value) in (Fraction, Decimal):
        return float(value)
    return list(value) if type(value) in AS_LISTS else value


def _of_objects(array: np.ndarray) -> np.ndarray:
    """An array of objects as one of numbers, where these are what it holds."""
    if array.size > MAX_ITEMS:
        raise WireError(f"it holds more than {MAX_ITEMS} values")
    try:
        plain = np.array(array.tolist())
    except ValueError:  # arrays of several lengths
        return array
    return plain if plain.shape == array.shape and plain.dtype.kind in ARRAY_KINDS else array


def _pack_array(array: np.ndarray) -> bytes:
    name = _name(array.dtype)
    if name == SINGLE:
        array = array.astype(np.float32, copy=False)
    if array.ndim > MAX_AXES or array.nbytes > MAX_BYTES:
        raise WireError(f"an array of shape {array.shape} is too large")
    return struct.pack(f"<BB{array.ndim}Q", len(name), array.ndim, *array.shape) + name + array.tobytes()


@lru_cache(maxsize=256)
def _name(dtype: np.dtype) -> bytes:
    """The name of an array's type, as it passes."""
    if dtype.name in SHORT:
        return SINGLE
    if dtype.kind not in ARRAY_KINDS or dtype.itemsize == 0:
        raise WireError(f"an array of type {dtype} does not hold plain numbers")
    return dtype.str.encode()


def _array(data: bytes) -> np.ndarray:
    """The array that `_pack_array` made these bytes from: lengths of its type's name and of its shape, and these."""
    length, axes = data[:2]
    if axes > MAX_AXES:
        raise WireError(f"an array with {axes} axes may not pass")
    start = 2 + 8 * axes + length
    dtype, shape = _dtype(data[start - length : start]), struct.unpack_from(f"<{axes}Q", data, 2)
    return np.frombuffer(data, dtype, offset=start).reshape(shape).copy()


@lru_cache(maxsize=256)
def _dtype(name: bytes) -> np.dtype:
    """The type of an array that may pass, by its name."""
    if len(name) <= MAX_TYPE:
        dtype = np.dtype(name.decode())
        if dtype.kind in ARRAY_KINDS and dtype.itemsize and dtype.str.encode() == name:
            return dtype
    raise WireError(f"an array of type {name[:MAX_TYPE]!r} may not pass")


def _function(name: str) -> Any:
    """The function of one of the course's own modules, by its name; None where there is no such function here."""
    module, _, function = name.partition(":")
    found = vars(sys.modules[module]).get(function) if module.startswith("utils.") and module in sys.modules else None
    return found if isinstance(found, FunctionType) and found.__module__ == module else None


class _Reader:
    """Reads one value; counts as it goes, so that nothing large is made of few bytes."""

    def __init__(self) -> None:
        self.items = self.depth = 0

    def read(self, data: bytes) -> Any:
        if self.depth > MAX_DEPTH:
            raise WireError(f"it is nested more than {MAX_DEPTH} deep")
        self.depth += 1
        value = msgpack.unpackb(
            data,
            ext_hook=self.extension,
            list_hook=self.counted,
            object_pairs_hook=self.dictionary,
            strict_map_key=False,
            max_array_len=MAX_ITEMS,
            max_map_len=MAX_ITEMS,
            **_OPTIONS,
        )
        self.depth -= 1
        return value

    def counted(self, children: list[Any]) -> list[Any]:
        self.items += 1 + len(children)
        if self.items > 3 * MAX_ITEMS:  # children that are containers count twice, and `_bound` counts them exactly
            raise WireError(f"it holds more than {MAX_ITEMS} values")
        return children

    def dictionary(self, pairs: list[Any]) -> dict[Any, Any]:
        """The dictionary. Python hashes numbers in a way that anyone can foresee: many of one hash take for ever."""
        self.hashed([key for key, _ in self.counted(pairs)])
        return dict(pairs)

    def hashed(self, keys: list[Any]) -> list[Any]:
        if len(keys) - len(set(map(hash, keys))) > MAX_ALIKE:
            raise WireError("a dictionary or a set has many keys with one hash")
        return keys

    def extension(self, kind: int, data: bytes) -> Any:
        if kind == _TUPLE:
            return tuple(self.read(data))
        if kind in (_SET, _FROZENSET):
            items = self.hashed(self.read(data))
            return set(items) if kind == _SET else frozenset(items)
        if kind == _RANDOM:
            return _random(*self.read(data))
        if kind in (_ARRAY, _SCALAR):
            array = _array(data)
            return array if kind == _ARRAY else array[()]
        if kind == _INTEGER and len(data) <= MAX_DIGITS + 1:
            return int.from_bytes(data, "little", signed=True)
        if kind == _COMPLEX:
            return complex(*struct.unpack("<dd", data))
        if kind == _FUNCTION and (function := _function(data.decode())):
            return function
        if kind == _OPAQUE:
            return Opaque(data[:MAX_WHY].decode("utf-8", "replace"))
        raise WireError(f"an extension {kind} that is not known")
