"""Plain data as bytes and back, and nothing else."""

import contextlib
import tracemalloc
from collections import deque
from decimal import Decimal
from fractions import Fraction

import msgpack
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.inside import wire
from utils import planar_utils

dtypes = st.one_of(
    hnp.boolean_dtypes(), hnp.integer_dtypes(), hnp.unsigned_integer_dtypes(), hnp.floating_dtypes(sizes=(16, 32, 64))
)
arrays = hnp.arrays(dtypes, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.complex_numbers(), st.text(), st.binary())
keys = st.one_of(st.none(), st.booleans(), st.integers(), st.text())
values = st.recursive(
    st.one_of(scalars, arrays),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.tuples(inner, inner),
        st.dictionaries(keys, inner, max_size=4),
        st.sets(keys, max_size=4),
        st.sets(st.frozensets(keys, max_size=2), max_size=2),
    ),
    max_leaves=12,
)


def same(a, b) -> bool:
    """Equal in type, shape and every bit that counts."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, (float, complex)):
        return repr(a) == repr(b)
    return a == b


@given(values)
def test_what_goes_in_comes_out(value):
    assert same(wire.decode(wire.encode(value)), value)


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_a_value_or_a_wire_error(data):
    with contextlib.suppress(wire.WireError):
        wire.decode(data)


@given(values, st.data())
def test_damaged_bytes_are_a_value_or_a_wire_error(value, data):
    encoded = bytearray(wire.encode(value))
    position = data.draw(st.integers(0, len(encoded) - 1))
    encoded[position] = data.draw(st.integers(0, 255))
    with contextlib.suppress(wire.WireError):
        wire.decode(bytes(encoded[: data.draw(st.integers(0, len(encoded)))]))


def recursive_list():
    value = []
    value.append(value)
    return value


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ((i for i in range(3)), "generator"),
        (object(), "object"),
        (np.array([1, "a"], dtype=object), "object"),
        (np.array(["a"]), "plain numbers"),
        (recursive_list(), "nested"),
        (10**4000, "too large"),
        ([0] * (wire.MAX_ITEMS + 1), "more than"),
        (np.broadcast_to(np.float64(0), (10**5, 10**5)), "too large"),
        (np.zeros((1,) * 17), "too large"),
        (lambda: None, "function"),
        ({1, "a", object}, "type"),
        (np.random.Generator(np.random.Philox(1)), "Generator may not pass with the bits of Philox"),
        (np.random.RandomState(np.random.PCG64(1)), "RandomState may not pass"),
    ],
    ids=[
        "generator",
        "object",
        "object-array",
        "text-array",
        "recursive",
        "digits",
        "items",
        "10-GB",
        "axes",
        "function",
        "set",
        "other bits",
        "other bits of the older one",
    ],
)
def test_what_is_not_plain_data_is_refused_by_name(value, words):
    with pytest.raises(wire.WireError, match=words):
        wire.encode(value)


@pytest.mark.parametrize("shape", [(2**31, 2**31), (2**32 - 1,), (0, 2**32 - 1, 2**32 - 1, 2**32 - 1)])
def test_a_claimed_size_takes_no_memory(shape):
    lie = msgpack.packb(msgpack.ExtType(0, msgpack.packb(["<f8", shape, b""])))
    tracemalloc.start()
    with pytest.raises(wire.WireError):
        wire.decode(lie)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1e6


def nested_deques(depth):
    return deque([nested_deques(depth - 1)] if depth else [])


def within_itself():
    value = deque()
    value.append({"value": value})
    return value


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (np.str_("a"), "a"),
        ({np.str_("a"): np.bytes_(b"b")}, {"a": b"b"}),
        (Fraction(1, 4), 0.25),
        (Decimal("0.5"), 0.5),
        (deque([1, 2]), [1, 2]),
        ({1: 2}.values(), [2]),
        (range(3), [0, 1, 2]),
        ({"a": [deque([1])]}, {"a": [[1]]}),
    ],
)
def test_other_numbers_texts_and_containers_pass_as_plain_ones(value, plain):
    came = wire.decode(wire.encode(value))
    assert came == plain and type(came) is type(plain)


def test_arrays_of_objects_that_are_numbers_pass_as_those():
    came = wire.decode(wire.encode(np.array([[1, 2.5], [np.float64(3), True]], dtype=object)))
    assert came.dtype == float and came.tolist() == [[1, 2.5], [3, 1]]


@pytest.mark.parametrize(
    "value",
    [
        iter([1]),
        range(10**30),
        deque([deque([deque(range(300))] * 300)] * 300),
        nested_deques(wire.MAX_DEPTH + 1),
        within_itself(),
        Decimal("sNaN"),
        Fraction(10**400),
        np.array([[1], [1, 2]], dtype=object),
        np.array([None, 1.0], dtype=object),
        np.empty(10**6, dtype=object),
    ],
    ids=[
        "an iterator",
        "a long range",
        "a wide one",
        "a deep one",
        "in itself",
        "signal",
        "overflow",
        "lengths",
        "None",
        "large",
    ],
)
def test_those_that_hold_no_such_values_are_refused(value):
    with pytest.raises(wire.WireError):
        wire.encode(value)


def test_subclasses_pass_as_what_they_are_underneath():
    class Agrees(np.ndarray):
        def __eq__(self, other):
            return True

    came = wire.decode(wire.encode(np.zeros(3).view(Agrees)))
    assert type(came) is np.ndarray

    class Number(float):
        pass

    assert type(wire.decode(wire.encode(Number(2.5)))) is float
    assert wire.decode(wire.encode(np.float64(2.5))) == 2.5


def nested(depth, kind=2):
    data = msgpack.packb(None)
    for _ in range(depth):
        data = msgpack.packb(msgpack.ExtType(kind, msgpack.packb([0])[:-1] + data))
    return data


@pytest.mark.parametrize(
    "data",
    [
        nested(3000),
        b"\x91" * 500 + b"\xc0",
        b"\xdd\x00\xff\xff\xff" + b"\x90" * 2**24,
        b"\xdc\x00\xa0" + (b"\xdd\x00\x01\x86\xa0" + b"\x80" * 100_000) * 100,
        msgpack.packb(msgpack.ExtType(wire._SET, msgpack.packb([(2**61 - 1) * k for k in range(8)] * 100))),
        msgpack.packb(msgpack.ExtType(wire._SET, msgpack.packb([[]]))),
        msgpack.packb(msgpack.ExtType(5, b"utils:check")),
        msgpack.packb(msgpack.ExtType(5, b"os:system")),
        msgpack.packb({(1, 2): 3}, strict_types=False).replace(b"\x92", b"\x80"),
    ],
    ids=[
        "deep extensions",
        "deep lists",
        "many",
        "many empty ones",
        "one hash",
        "a list in a set",
        "not a function",
        "another module",
        "a bad key",
    ],
)
def test_bytes_that_are_over_a_limit_are_refused(data):
    tracemalloc.start()
    with pytest.raises(wire.WireError):
        wire.decode(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1e8


@pytest.mark.parametrize("make", [np.random.RandomState, np.random.default_rng])
def test_generators_go_on_where_they_were(make):
    generator = make(3)
    generator.normal(size=3)  # the older one keeps every second number
    came = wire.decode(wire.encode([generator]))[0]
    assert type(came) is type(generator) and np.array_equal(came.normal(size=700), generator.normal(size=700))


MT19937 = np.random.RandomState(1).get_state(legacy=False)
PCG64 = np.random.default_rng(1).bit_generator.state


@pytest.mark.parametrize(
    "content",
    [
        ["RandomState", {**MT19937, "state": {**MT19937["state"], **change}}]
        for change in (
            *({"pos": -5}, {"pos": 10**6}, {"pos": None}, {"key": "x"}),
            *({"key": np.zeros(624, np.uint32)}, {"key": np.full(624, 0.4)}),
        )
    ]
    + [["Generator", {**PCG64, "state": {"state": 0, "inc": inc}}] for inc in (0, 2)]
    + [["os", {}], ["Generator", {}], ["Generator", MT19937], ["RandomState"], 3],
)
def test_states_of_generators_that_are_none_are_refused(content):
    with pytest.raises(wire.WireError):
        wire.decode(wire._pack(msgpack.ExtType(wire._RANDOM, wire._pack(content))))


def test_a_set_is_the_same_bytes_however_it_was_made():
    one, other = {1, 2**40, "a"}, {"a"}
    other |= {2**40, 1}
    assert wire.encode(one) == wire.encode(other) != wire.encode(frozenset(one))


def test_functions_of_the_course_pass_by_name():
    assert wire.decode(wire.encode([planar_utils.sigmoid])) == [planar_utils.sigmoid]
