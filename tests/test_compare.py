"""What a comparison accepts, and the sentences it says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from autograder.judging.compare import MESSAGES, Comparison

RNG = np.random.default_rng(0)
A = RNG.standard_normal((4, 5))
SQUARE = RNG.standard_normal((3, 3))
SIZES = {"n_h": 4, "m": 5}
HOLED = A.copy()
HOLED[2, 1] = np.nan
MINUS = "Is a minus missing, or one too many, or a difference the other way round?"
ONE_WRONG = A.copy()
ONE_WRONG[1, 2] += 1
ONE_OF_MANY = np.zeros((2, 3))
ONE_OF_MANY[1, 2] = 0.5


@pytest.mark.parametrize(
    ("expected", "came"),
    [
        (0.0, 0),
        (0.5, np.float64(0.5)),
        (0.5, np.array(0.5)),
        (0.5, np.array([[0.5]])),
        (3, 3.0),
        (True, np.bool_(True)),
        (3, np.array([3.0])),
        (0.5, np.float32(0.5)),
        ((1, 2), [1, 2]),
        (3, np.int64(3)),
        (A, A.astype(np.float32)),
        (A, A * (1 + 1e-9)),
        (np.array([[1, 0, 1]]), np.array([[True, False, True]])),
        (np.array([[1, 0, 1]]), np.array([[1.0, -0.0, 1.0]])),
        (np.array([np.nan, np.inf]), np.array([np.nan, np.inf])),
        ({"W1": A}, {"W1": A, "dZ1": 0}),
        (None, None),
        ("tanh", "tanh"),
        (np.zeros((0, 3)), np.zeros((0, 3))),
    ],
)
def test_accepted(expected, came):
    assert Comparison().difference(expected, came) is None


GOLDEN = [
    (
        (1, 2),
        None,
        "structure.none",
        "The result should be a tuple of 2; yours is None. Does the function have a `return` line, and does what it returns have a value?",
    ),
    ((1, 2), A, "structure.kind", "The result should be a tuple of 2; yours is an array of shape (4, 5)."),
    (
        A,
        {"a": 1},
        "type.array",
        "The result should be a numpy array of shape (n_h, m) = (4, 5); yours is a dictionary with `a`.",
    ),
    ((1, 2), (1, 2, 3), "structure.length", "The result should hold 2 values; yours holds 3."),
    (
        {"a", "b"},
        {"a", "x", "y"},
        "structure.set",
        "The result should be a set of 2; of yours, 2 do not belong there, and 1 is missing.",
    ),
    ({"Z1": A}, {"z1": A}, "structure.missing_key", "The result should have the key `Z1`; yours has `z1`."),
    (
        {"dA0": A, "dA1": A},
        {"dA1": A, "dA2": A},
        "structure.key_number",
        "The result should have the key `dA0`; yours has `dA2`. Which number belongs there?",
    ),
    (
        {"grads": A, "cost": 0.5},
        {"grads": A, "cost": None},
        "structure.none_inside",
        "`cost` should be a number; yours is None. Where does it get its value? `grads` is right.",
    ),
    (0.5, np.ones((1, 1)), "value.ratio", "The result is twice what it should be."),
    (
        0.5,
        np.full((2, 3), 0.5),
        "type.several",
        "The result should be one number; yours is an array of shape (2, 3), 6 numbers. From which of your lines on "
        "should there be one?",
    ),
    (3, (3, 5), "structure.kind", "The result should be a whole number; yours is a tuple of 2."),
    (
        A,
        2 * A.T,
        "shape.swapped",
        "The result should have shape (n_h, m) = (4, 5); yours is (5, 4), the two sizes exchanged.",
    ),
    (A, A.T, "shape.transposed", "The result should have shape (n_h, m) = (4, 5); yours is (5, 4), the transpose."),
    (
        {"db1": A[:, :1]},
        {"db1": A[:, 0]},
        "shape.rank_1",
        "`db1` should have shape (n_h, 1) = (4, 1); yours is (4,): an axis is missing.",
    ),
    (
        np.ones((2, 1, 3)),
        np.ones((2, 3)),
        "shape.rank_1",
        "The result should have shape (2, 1, 3); yours is (2, 3): an axis is missing.",
    ),
    (
        A,
        A.ravel(),
        "shape.flat",
        "The result should have shape (n_h, m) = (4, 5); yours is (20,): all entries are in one axis.",
    ),
    (np.ones((3, 1)), np.ones(4), "shape.other", "The result should have shape (3, 1); yours is (4,)."),
    (
        A,
        0.3,
        "shape.scalar",
        "The result should have shape (n_h, m) = (4, 5); yours is one number, without axes.",
    ),
    (A, A[:2], "shape.other", "The result should have shape (n_h, m) = (4, 5); yours is (2, 5)."),
    (A, np.zeros((0, 5)), "shape.other", "The result should have shape (n_h, m) = (4, 5); yours is (0, 5)."),
    (
        A,
        HOLED,
        "value.not_finite",
        "The result should be finite everywhere; yours has NaN at [2, 1]. A division by 0, the mean of an empty list, the logarithm of 0, the logarithm or the root of a negative number, or a number too large for the computer?",
    ),
    (
        0.5,
        np.inf,
        "value.not_finite",
        "The result should be finite everywhere; yours has an infinite value. A division by 0, the mean of an empty list, the logarithm of 0, the logarithm or the root of a negative number, or a number too large for the computer?",
    ),
    (A, -A, "value.sign", f"The result has the wrong sign everywhere. {MINUS}"),
    (0.5, -0.5, "value.sign", f"The result has the wrong sign. {MINUS}"),
    (SQUARE, SQUARE.T, "value.transposed", "The result holds the right values, transposed."),
    (A, 5 * A, "value.times_size", "The result is `m` times too large (`m` = 5)."),
    (A, A / 5, "value.over_size", "The result is `m` times too small (`m` = 5)."),
    (0.5, 2.0, "value.times_size", "The result is `n_h` times too large (`n_h` = 4)."),
    (A, -5 * A, "value.factor", "The result is minus 5 times what it should be, everywhere."),
    (A, 3 * A, "value.factor", "The result is 3 times what it should be, everywhere."),
    (0.5, 1.0, "value.ratio", "The result is twice what it should be."),
    (ONE_OF_MANY, 3 * ONE_OF_MANY, "value.ratio", "The result is 3 times what it should be."),
    (
        ONE_OF_MANY,
        7 * ONE_OF_MANY,
        "value.some",
        "The result is wrong in 1 of its 6 entries, first at [1, 2]: expected 0.5, yours is 3.5.",
    ),
    (ONE_OF_MANY, -ONE_OF_MANY, "value.sign", f"The result has the wrong sign. {MINUS}"),
    (A, A + 0.25, "value.offset", "The result is off by the same amount everywhere: 0.25 too large."),
    (
        np.array([1.5, 2.5, 3.25]),
        np.array([1, 2, 3]),
        "value.integer",
        "The result holds whole numbers, where fractions are expected. Does a function round them, or does the array that keeps them hold whole numbers only?",
    ),
    (
        np.array([0.5, 0.25]),
        np.array([0, 0]),
        "value.integer",
        "The result holds whole numbers, where fractions are expected. Does a function round them, or does the array that keeps them hold whole numbers only?",
    ),
    (
        2.75,
        2,
        "value.integer",
        "The result holds whole numbers, where fractions are expected. Does a function round them, or does the array that keeps them hold whole numbers only?",
    ),
    (A, A[:, ::-1], "value.order", "The result holds the right values in the wrong order."),
    (
        A,
        ONE_WRONG,
        "value.some",
        f"The result is wrong in 1 of its 20 entries, first at [1, 2]: expected {A[1, 2]:.6g}, yours is {A[1, 2] + 1:.6g}.",
    ),
    (
        A,
        np.sin(A) + 2,
        "value.all",
        f"The result has the right shape and wrong values: at [0, 0]: expected {A[0, 0]:.6g}, yours is {np.sin(A[0, 0]) + 2:.6g}.",
    ),
    (0.5, 0.7, "value.number", "The result is not the expected value: expected 0.5, yours is 0.7."),
    (
        {"dW": A, "db": 2 * A, "b": 3 * A},
        {"dW": 2 * A, "db": A, "b": 3 * A},
        "structure.exchanged",
        "`dW` and `db` hold each other's values.",
    ),
    ("tanh", "relu", "value.text", "The result should be 'tanh'; yours is 'relu'."),
    (
        np.array([np.nan, 1.0]),
        np.array([2.0, 1.0]),
        "value.finite",
        "The result should be nan at [0]; yours is 2.",
    ),
]


@pytest.mark.parametrize(
    ("expected", "came", "key", "text"), GOLDEN, ids=[f"{i}-{row[2]}" for i, row in enumerate(GOLDEN)]
)
def test_golden_messages(expected, came, key, text):
    difference = Comparison(sizes=SIZES).difference(expected, came)
    assert difference is not None
    assert (difference.key, difference.whole) == (key, text)


@pytest.mark.parametrize(
    ("does", "expected", "came", "text"),
    [
        ([], A[:, :1], A[:, 0], ": an axis is missing."),
        (["norm"], A[:, :1], 2 * A[:, 0], ": an axis is missing."),  # with it, the values are wrong even so
        (["norm"], A[:, :1], A[:, 0], ": it lost an axis. If a sum, a mean or a maximum dropped it, which argument of that keeps it?"),
        ([], 0.5, None, "None. Does the function have a `return` line, and does what it returns have a value?"),
        (["GradientTape"], 0.5, None, "None. Does the function have a `return` line, and does what it returns have a value?"),
        (["return"], 0.5, None, "None. Where does it get its value?"),
        (["GradientTape", "return"], 0.5, None, "None. Did the tape see how one variable depends on the other: "
         "is the inner one watched, and is everything computed from it inside the `with`?"),
    ],
)  # fmt: skip
def test_what_is_likely_wrong_is_said_only_of_a_function_that_does_it(does, expected, came, text):
    assert (
        Comparison(does=does)
        .difference(expected, came)
        .text.endswith(f"; yours is {text}".replace("is :", f"is {np.shape(came)}:"))
    )


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (1 / 255, "1/255 of"),
        (-0.5, "minus half of"),
        (2, "twice"),
        (-2, "minus twice"),
        (7, "7 times"),
        (1 / 3, "1/3 of"),
        (0.3, "0.3 times"),
    ],
)
def test_a_ratio_is_said_in_words(ratio, text):
    assert Comparison().difference(A, ratio * A).text == f"The result is {text} what it should be, everywhere."


def test_one_pair_of_numbers_has_a_ratio_only_if_a_slip_makes_it():
    assert Comparison().difference(0.7, 0.7 / 255).key == Comparison().difference(0.7, -70.0).key == "value.ratio"
    assert Comparison().difference(0.7, 0.7 * 7).key == Comparison().difference(0.7, 0.7 / 17).key == "value.number"


def test_every_message_has_a_golden_text():
    others = {"structure.none_tape", "shape.reduced"} | {"structure.extra_key", "structure.order", "structure.only"}
    others |= {"type.kind", "type.whole", "type.scalar", "type.container"}
    assert {row[2] for row in GOLDEN} | others == set(MESSAGES)


@pytest.mark.parametrize(
    ("came", "text"),
    [
        (({"Z": A}, A[:2]), "The result should be `A2`, `cache`, in this order; yours is `cache`, `A2`."),
        (A[:2], "The result should be `A2`, `cache`; yours is only `A2`."),
        ([{"Z": A, "more": 0}], "The result should be `A2`, `cache`; yours is only `cache`."),
        ((A[:2], A[:2]), "`cache` should be a dictionary with `Z`; yours is an array of shape (2, 5). "
         "`A2` is right."),
        (A[:3], "The result should be a tuple of 2; yours is an array of shape (3, 5)."),
    ],
)  # fmt: skip
def test_what_is_returned_in_another_order_or_alone_is_named(came, text):
    difference = Comparison(names=("A2", "cache")).difference((A[:2], {"Z": A}), came)
    assert difference is not None and difference.whole == text


def test_extra_keys_count_only_where_the_exercise_says_so():
    assert Comparison().difference({"W1": 1}, {"W1": 1, "tmp": 2}) is None
    difference = Comparison(exact_keys=True).difference({"W1": 1}, {"W1": 1, "tmp": 2})
    assert difference.text == "The result should have only the keys `W1`; yours also has `tmp`."


def test_the_most_basic_difference_comes_first():
    expected = {"dW1": A, "db1": A[:, :1]}
    came = {"dW1": A + 1e9, "db1": A[:, 0]}
    assert Comparison().difference(expected, came).key == "shape.rank_1"


@pytest.mark.parametrize(
    ("expected", "came"),
    [
        (np.array([[0, 1, 1, 0, 1]]), np.array([[1, 0, 0, 1, 0]])),  # not "off by the same amount", nor a sign
        (np.array([[0, 1, 1, 0, 1]]), np.array([[1, 1, 1, 0, 0]])),  # not "in the wrong order"
        (np.array([[0.0, 1.0]]), np.array([[0.0, 2.0]])),  # not "2 times too large"
        (np.array([[True, False]]), np.array([[False, True]])),
        (np.ones(4), -np.ones(4)),
        (5, 10),  # a count
        (4, -4),
    ],
)
def test_of_labels_and_counts_no_arithmetic_is_said(expected, came):
    assert Comparison(sizes={"m": 2}).difference(expected, came).key in ("value.some", "value.all", "value.number")


@pytest.mark.parametrize(
    ("expected", "came"),
    [
        (0.6931, 1.0),  # as it might be by chance
        (0.4, 0),  # what a sum begins with
        (np.array([0.25, 0.4]), np.zeros(2)),
        (np.array([1.4, 2.6]), np.array([2, 2])),  # the nearest whole numbers are others
        (2.3, 5),
    ],
)
def test_whole_numbers_are_not_called_rounded_by_chance(expected, came):
    assert Comparison().difference(expected, came).key != "value.integer"


GRADIENTS = {"dW1": A, "db1": A[:, :1], "dW2": A[:2], "db2": A[:2, :1]}


@pytest.mark.parametrize(
    ("came", "end"),
    [
        ({"db2": A[:2, :1] + 1}, "1 too large. The other values are right."),
        (
            {"dW1": A + 1, "db2": A[:2, :1] - 1},
            "1 too large. `dW1` and `db2` are wrong; the other values are right.",
        ),
        (
            {"dW2": A[:2] + 1, "dW1": -A, "db1": -A[:, :1]},
            "way round? `dW1`, `db1` and `dW2` are wrong; `db2` is right.",
        ),
        (
            {"dW1": -A, "db1": -A[:, :1], "dW2": -A[:2], "db2": -A[:2, :1]},
            f"`dW1` has the wrong sign everywhere. {MINUS}",
        ),
    ],
)
def test_what_is_right_of_several_values_is_said(came, end):
    assert Comparison().difference(GRADIENTS, GRADIENTS | came).whole.endswith(end)


def test_what_is_right_is_said_of_all_values_at_once():
    comparison = Comparison(names=("A2", "cache"))
    cache = {"Z1": A, "A1": A}
    found = comparison.difference((A, cache), (A + 1, cache | {"A1": A + 2}))
    assert found.whole.endswith("2 too large. `A1` in `cache` and `A2` are wrong; `Z1` in `cache` is right.")
    assert comparison.difference((A, cache), (A + 1, {"Z1": A + 1, "A1": A})).whole.count("right.") == 1
    # Of a list whose items have no names, it is not said which are right.
    assert "right" not in Comparison().difference([1.5, {"w": A, "b": A}], [1.5, {"w": A, "b": A + 1}]).whole


def test_many_wrong_values_are_counted():
    grads = {f"dw{i}": 1.5 + i for i in range(12)}
    wrong = {name: value + 0.1 for name, value in list(grads.items())[:10]}
    assert (
        Comparison()
        .difference(grads, grads | wrong)
        .whole.endswith("10 of the 12 values are wrong; the other values are right.")
    )


def test_items_are_called_by_the_names_of_the_notebook():
    difference = Comparison(names=("A2", "cache")).difference((A, {"Z1": A}), (A, {"Z1": A.T}))
    assert (
        difference.whole == "`Z1` in `cache` should have shape (4, 5); yours is (5, 4), the transpose. `A2` is right."
    )


def test_expected_values_are_not_shown_unless_they_may():
    hidden = Comparison(reveal=False)
    for expected, came in [(0.123456, 0.7), (A, ONE_WRONG), (A, np.sin(A) + 2), ("tanh", "relu")]:
        text = hidden.difference(expected, came).whole
        assert "expected" not in text.replace("not the expected value", "")
        assert "0.123456" not in text and "tanh" not in text


@pytest.mark.parametrize(
    "came", [np.zeros(0), [], {}, "text", b"bytes", 1 + 2j, True, None, np.array(np.nan), [[1, 2], [3]]]
)
@pytest.mark.parametrize("expected", [A, 0.5, 3, (1, 2), {"a": 1}, "x"])
def test_any_two_values_can_be_compared(expected, came):
    assert Comparison().difference(expected, came) is not None


@pytest.mark.parametrize(
    ("expected", "came"),
    [
        (0.0, 0),
        (1, np.int64(1)),
        (np.array(0.5), np.array(0.5)),
        (np.array([[0.5]]), np.array([[0.5]])),
        (0.5, np.array([0.5, 0.5])),
        (np.array([0, 1]), np.array([0.0, 1.0])),
        (np.array([0, 1]), np.array([0, 1], np.uint8)),
        (np.array([0.5]), np.array([0.5], np.float32)),
        (np.array([True]), np.array([1])),
        ((0.5, {"w": A}), [np.float32(0.5), {"w": A, "more": True}]),
        (A, [[1], [1, 2]]),
        (A, None),
        ("text", True),
    ],
)
def test_kinds_that_pass(expected, came):
    assert Comparison(exact_kinds=True).poorer(expected, came) is None


@pytest.mark.parametrize(
    ("expected", "came", "text"),
    [
        (0.0, False, "The result should hold fractions; yours holds True and False."),
        (1, np.bool_(True), "The result should hold whole numbers; yours holds True and False."),
        (
            np.array([0, 1]),
            np.array([False, True]),
            "The result should hold whole numbers; yours holds True and False.",
        ),
        (np.zeros((2, 1)), np.zeros((2, 1), int), "The result should hold fractions; yours holds whole numbers."),
        (np.array(0.5), np.array(True), "The result should hold fractions; yours holds True and False."),
        ({"w": A, "b": 0.0}, {"w": A, "b": False}, "`b` should hold fractions; yours holds True and False."),
    ],
)
def test_poorer_kinds_are_named(expected, came, text):
    difference = Comparison(exact_kinds=True).poorer(expected, came)
    assert (difference.key, difference.text) == ("type.kind", text)
    if not isinstance(expected, int):
        assert Comparison().poorer(expected, came) is None


@pytest.mark.parametrize(
    ("expected", "came", "key", "text"),
    [
        (
            0.5,
            np.full((1, 1), 0.5),
            "type.scalar",
            "The result should be one number; yours is an array of shape (1, 1). What takes the number out of it?",
        ),
        (
            (A, 0.5),
            (A, np.array([0.5])),
            "type.scalar",
            "Item 2 of the result should be one number; yours is an array of shape (1,). What takes the number out of it?",
        ),
        (
            {"costs": [0.5, 0.25]},
            {"costs": [0.5, np.array([[0.25]])]},
            "type.scalar",
            "Item 2 of `costs` should be one number; yours is an array of shape (1, 1). What takes the number out of it?",
        ),
        (3, 3.0, "type.whole", "The result should be a whole number; yours is a number."),
        (True, 1.0, "type.whole", "The result should be a truth value; yours is a number."),
        (
            (1, 2),
            np.array([1, 2]),
            "type.container",
            "The result should be a tuple of 2; yours is an array of shape (2,), with the right values.",
        ),
        (
            {"W1": A},
            {"W1": A.tolist()},
            "type.container",
            "`W1` should be an array of shape (4, 5); yours is a list of 4, with the right values.",
        ),
    ],
)
def test_a_right_value_in_a_poorer_form_is_only_poorer(expected, came, key, text):
    assert Comparison().difference(expected, came) is None
    difference = Comparison().poorer(expected, came)
    assert (difference.key, difference.text) == (key, text)


def test_poorer_kinds_are_named_as_the_returned_values():
    difference = Comparison(exact_kinds=True, names=("w", "b")).poorer((A, 0.0), (A, False))
    assert difference.text.startswith("`b` should hold fractions")


@pytest.mark.parametrize(
    ("right", "end"),
    [
        ((), "All of `parameters` are wrong; `costs` is right."),
        (("W1",), "`b1` in `parameters` and `W2` in `parameters` are wrong; the other values are right."),
        (("W1", "b1"), "The other values are right."),
    ],
)
def test_a_dictionary_that_is_wrong_as_a_whole_is_said_at_once(right, end):
    expected = {key: np.arange(3.0) + n for n, key in enumerate(("W1", "b1", "W2"))}
    came = {key: value if key in right else np.sin(value) for key, value in expected.items()}
    found = Comparison(names=("parameters", "costs")).difference((expected, [0.5]), (came, [0.5]))
    assert found.whole.endswith(end) and found.wrong == 3 - len(right)


def test_the_other_items_of_a_list_are_not_called_right():
    compare = Comparison(names=("parameters", "losses"))
    found = compare.difference(({"W1": 1.0, "b1": 2.0}, [1.0, 2.0]), ({"W1": 1.0, "b1": 2.0}, [3.0, 4.0]))
    assert found.whole.startswith("Item 1 of `losses`") and found.whole.endswith("All but `losses` is right.")


@pytest.mark.parametrize(("count", "words"), [(0, "0 values"), (1, "1 value"), (2, "2 values")])
def test_one_value_is_no_plural(count, words):
    found = Comparison().difference([0.5] * count, [0.5] * 3)
    assert found.text == f"The result should hold {words}; yours holds 3."


def test_a_list_of_numbers_with_one_hash_is_not_made_a_set_of():
    found = Comparison().difference({"a", "b"}, [n * (2**61 - 1) for n in range(60_000)])  # minutes, in a set
    assert found is not None and Comparison().difference({1, 2}, [2, 1, 1]) is None


NUMBERS = st.sampled_from([0, 1, -1, 2**70, True, False, 0.0, 0.5, 0.5 + 1e-9, np.inf, -np.inf, np.nan, 1j])
ARRAYS = st.sampled_from([bool, np.int64, np.float32, np.float64, np.complex64]).flatmap(
    lambda dtype: arrays(
        dtype, array_shapes(min_dims=0, max_dims=2, min_side=0, max_side=2), elements=st.integers(0, 1)
    )
)
LEAVES = NUMBERS | ARRAYS | st.none() | st.sampled_from(["", "a"]) | st.frozensets(st.integers(0, 2), max_size=2)
VALUES = st.recursive(
    LEAVES,
    lambda inside: (
        st.lists(inside, max_size=2)
        | st.tuples(inside, inside)
        | st.dictionaries(st.sampled_from(["W", "b"]), inside, max_size=2)
    ),
    max_leaves=4,
)


@given(VALUES, VALUES, st.booleans())
def test_whether_there_is_a_difference_does_not_depend_on_what_is_said_of_it(expected, came, exact_keys):
    comparison = Comparison(exact_keys=exact_keys)
    assert comparison.differ(expected, came) == (comparison.difference(expected, came) is not None)
    assert not comparison.differ(came, came)
