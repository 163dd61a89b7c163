"""Plain data as bytes and back: what may pass between a submission and its judge.

A value is one tag byte, then its content; lengths are unsigned 32-bit little-endian. Nothing is executed or imported on
decoding, and every length that the bytes claim is checked against the bytes that are there before memory is taken.
"""

import struct
from typing import Any

import numpy as np

MAX_BYTES = 16 * 2**20  # of one encoded value
MAX_DEPTH = 16  # of nested lists, tuples and dictionaries
MAX_ITEMS = 100_000  # values within one value, at all depths
MAX_AXES = 16
MAX_DIGITS = 1000  # bytes of one whole number
ARRAY_KINDS = "biufc"  # numpy's kinds of truth values and numbers; no text, no objects

_SCALARS = {type(None): b"N", bool: b"B", int: b"I", float: b"F", complex: b"C", str: b"S", bytes: b"Y"}
_CONTAINERS = {list: b"l", tuple: b"t", dict: b"d"}


class WireError(ValueError):
    """A value that may not pass, or bytes that are not the encoding of one."""


def encode(value: Any) -> bytes:
    """The bytes of `value`: None, truth values, numbers, text, arrays, and lists, tuples and dictionaries of these.

    Objects of other libraries that know how to become an array (tensors, data frames) pass as that array.
    Raises WireError for everything else, and for what is too large or too deep.
    """
    writer = _Writer()
    try:
        writer.write(value, depth=0)
    except MemoryError:
        raise WireError("it is too large") from None
    return b"".join(writer.chunks)


def decode(data: bytes) -> Any:
    """The value that `encode` made these bytes from. Raises WireError where they are malformed or over a limit."""
    if len(data) > MAX_BYTES:
        raise WireError(f"it is larger than {MAX_BYTES} bytes")
    reader = _Reader(data)
    value = reader.read(depth=0)
    if reader.position != len(data):
        raise WireError("there are bytes after its end")
    return value


class _Writer:
    def __init__(self) -> None:
        self.chunks: list[bytes] = []
        self.size = 0
        self.items = 0

    def put(self, tag: bytes, content: bytes = b"") -> None:
        self.size += len(content)
        if self.size > MAX_BYTES:
            raise WireError(f"it is larger than {MAX_BYTES} bytes")
        self.chunks += [tag, content]

    def write(self, value: Any, depth: int) -> None:
        self.items += 1
        if self.items > MAX_ITEMS:
            raise WireError(f"it holds more than {MAX_ITEMS} values")
        if depth > MAX_DEPTH:
            raise WireError(f"it is nested more than {MAX_DEPTH} deep")
        kind = type(value)
        if kind in _SCALARS:
            self.put(_SCALARS[kind], _scalar_bytes(value))
        elif isinstance(value, np.generic):
            self.write_array(np.asarray(value), b"G")
        elif isinstance(value, np.ndarray):
            self.write_array(np.asarray(value), b"A")
        elif isinstance(
            value, (list, tuple, dict)
        ):  # subclasses (named tuples, default dictionaries) pass as their base
            tag = next(tag for base, tag in _CONTAINERS.items() if isinstance(value, base))
            children = [child for pair in value.items() for child in pair] if isinstance(value, dict) else list(value)
            self.put(tag, _length(len(value)))
            for child in children:
                self.write(child, depth + 1)
        elif isinstance(value, (int, float, complex, str, bytes)):
            plain: type = next(base for base in (int, float, complex, str, bytes) if isinstance(value, base))
            self.put(_SCALARS[plain], _scalar_bytes(plain(value)))
        elif hasattr(value, "__array__"):
            try:
                array = np.asarray(value)
            except Exception as error:  # a symbolic tensor, or whatever the object's own method raises
                raise WireError(f"a {kind.__name__} has no values to look at ({type(error).__name__})") from None
            self.write_array(array, b"A")
        else:
            raise WireError(
                f"a {kind.__name__} is not a number, text, an array, or a list, tuple or dictionary of these"
            )

    def write_array(self, array: np.ndarray, tag: bytes) -> None:
        if array.dtype.kind not in ARRAY_KINDS or array.dtype.itemsize == 0:
            raise WireError(f"an array of type {array.dtype} does not hold plain numbers")
        if array.ndim > MAX_AXES or array.nbytes > MAX_BYTES - self.size:
            raise WireError(f"an array of shape {array.shape} is too large")
        name = array.dtype.str.encode()
        header = struct.pack("<BB", len(name), array.ndim) + name + b"".join(_length(n) for n in array.shape)
        self.put(tag, header)
        self.put(b"", array.tobytes())


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0
        self.items = 0

    def take(self, count: int) -> bytes:
        end = self.position + count
        if end > len(self.data):
            raise WireError("it ends too early")
        chunk = self.data[self.position : end]
        self.position = end
        return chunk

    def length(self) -> int:
        return int(struct.unpack("<I", self.take(4))[0])

    def read(self, depth: int) -> Any:
        self.items += 1
        if self.items > MAX_ITEMS:
            raise WireError(f"it holds more than {MAX_ITEMS} values")
        if depth > MAX_DEPTH:
            raise WireError(f"it is nested more than {MAX_DEPTH} deep")
        tag = self.take(1)
        if tag == b"N":
            self.take(self.length())
            return None
        if tag == b"B":
            return self.take(self.length()) == b"\x01"
        if tag == b"I":
            count = self.length()
            if count > MAX_DIGITS:
                raise WireError("a whole number is too large")
            return int.from_bytes(self.take(count), "little", signed=True)
        if tag in (b"F", b"C"):
            content = self.take(self.length())
            if len(content) != (8 if tag == b"F" else 16):
                raise WireError("a number has a wrong length")
            parts = struct.unpack("<d" if tag == b"F" else "<dd", content)
            return parts[0] if tag == b"F" else complex(*parts)
        if tag == b"S":
            try:
                return self.take(self.length()).decode("utf-8", "surrogatepass")
            except UnicodeDecodeError:
                raise WireError("a text is not valid UTF-8") from None
        if tag == b"Y":
            return self.take(self.length())
        if tag in (b"A", b"G"):
            array = self.read_array()
            if tag == b"A":
                return array
            if array.ndim:
                raise WireError("a numpy scalar has axes")
            return array[()]
        if tag in (b"l", b"t"):
            children = [self.read(depth + 1) for _ in range(self.length())]
            return children if tag == b"l" else tuple(children)
        if tag == b"d":
            result = {}
            for _ in range(self.length()):
                key = self.read(depth + 1)
                try:
                    result[key] = self.read(depth + 1)
                except TypeError:
                    raise WireError(f"a {type(key).__name__} cannot be a key of a dictionary") from None
            return result
        raise WireError(f"{tag!r} is not a tag")

    def read_array(self) -> np.ndarray:
        name_length, axes = struct.unpack("<BB", self.take(2))
        name = self.take(name_length)
        try:
            dtype = np.dtype(name.decode("ascii"))
        except (TypeError, ValueError, SyntaxError):  # numpy reads some malformed names as Python
            raise WireError(f"{name!r} is not an array type") from None
        if dtype.kind not in ARRAY_KINDS or dtype.itemsize == 0 or dtype.str.encode() != name or axes > MAX_AXES:
            raise WireError(f"an array of type {name!r} with {axes} axes may not pass")
        shape = tuple(self.length() for _ in range(axes))
        count = 1
        for n in shape:  # Python's whole numbers: a claimed size cannot overflow
            count *= n
        content = self.take(count * dtype.itemsize)
        try:
            return np.frombuffer(content, dtype).reshape(shape).copy()
        except ValueError as error:  # an empty array that claims more than numpy can index
            raise WireError(f"an array of shape {shape} may not pass: {error}") from None


def _length(n: int) -> bytes:
    if n >= 2**32:
        raise WireError("it is too long")
    return struct.pack("<I", n)


def _scalar_bytes(value: Any) -> bytes:
    """The length and the content of a scalar."""
    if value is None:
        content = b""
    elif isinstance(value, bool):
        content = bytes([value])
    elif isinstance(value, int):
        content = value.to_bytes((value.bit_length() + 8) // 8, "little", signed=True)
        if len(content) > MAX_DIGITS:
            raise WireError("a whole number is too large")
    elif isinstance(value, float):
        content = struct.pack("<d", value)
    elif isinstance(value, complex):
        content = struct.pack("<dd", value.real, value.imag)
    elif isinstance(value, str):
        content = value.encode("utf-8", "surrogatepass")
    else:
        content = value
    return _length(len(content)) + content
