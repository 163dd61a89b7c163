"""What is said of a student's cell by its source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.inside.answer import blank, state, why_missing

BODY = ":\n    return 1 / (1 + np.exp(-z))"


@pytest.mark.parametrize(
    ("cell", "error", "sentence"),
    [
        (
            "# mine\ndef sigmoid(z):\n    return z 1",
            "",
            "`sigmoid` is not defined, because its cell has a syntax error: invalid syntax, in line 3, `return z 1`.",
        ),
        (
            "def sigmoid(z)\n    return z",
            "",
            "`sigmoid` is not defined, because its cell has a syntax error: expected ':', in line 1, `def sigmoid(z)`.",
        ),
        (
            "def sigmoid(z):\nreturn z",
            "",
            "`sigmoid` is not defined, because its cell has a syntax error: "
            "expected an indented block after function definition on line 1, in line 2, `return z`.",
        ),
        ("def sigmoid(z):\x00", "", "a syntax error: source code string cannot contain null bytes, in line 1."),
        ("1 / 0\ndef sigmoid(z)" + BODY, "E: a\n\x0cb", "the cell stops before, with E: a b."),
        ("  \n# only a comment", "", "`sigmoid` is not defined: its cell is empty or missing."),
        (
            "limit = max_z\ndef sigmoid(z)" + BODY,
            "NameError: name 'max_z' is not defined",
            "`sigmoid` is not there, although its cell has a `def sigmoid`: "
            "the cell stops before, with NameError: name 'max_z' is not defined.",
        ),
        (
            "def sigmoid(z)" + BODY,
            "",
            "`sigmoid` is not there, although its cell has a `def sigmoid`: the name is given away or deleted later.",
        ),
        (
            "def sigmiod(z)" + BODY,
            "",
            "`sigmoid` is not defined: the cell defines `sigmiod`. Should that be `sigmoid`?",
        ),
        ("def helper(): pass\ndef sigmoid_(z)" + BODY, "", "the cell defines `sigmoid_`. Should that be `sigmoid`?"),
        ("%time\ndef f(z)" + BODY, "", "the cell defines `f`. Should that be `sigmoid`?"),
        (
            "def f(z):\n    def sigmoid(z): return z",
            "",
            "`sigmoid` is not defined: the line `def sigmoid` (line 2) has to start at the left margin.",
        ),
        ("sigmoid = 1 / 2", "", "`sigmoid` is not a function: the cell makes it something else."),
        ("print('sigmoid')", "", "`sigmoid` is not defined: its cell has no line `def sigmoid`."),
    ],
)
def test_why_a_function_is_missing(cell, error, sentence):
    assert sentence in why_missing(cell, "sigmoid", error)


def test_lines_that_only_ipython_knows_are_no_syntax_errors():
    cell = "%matplotlib inline\n!ls\ndef f(x):\n    raise NotImplementedError\n    return (x\n        % 2)"
    assert state(cell.replace("%matplotlib inline\n!ls\n", "\n\n"), 4) == ("stopped", "above it")
    assert "syntax" not in why_missing(cell, "g")


def test_a_cell_that_is_too_long_is_not_parsed(monkeypatch):
    cell = 'def g(x):\n    return f"' + "{1}" * 20_000 + '"'
    monkeypatch.setattr("ast.parse", None)  # which takes quadratic time for this
    assert why_missing(cell, "f") == "`f` is not defined, and its cell is too long to be looked at."
    assert state(cell, 2) == ("", "") and not blank(cell, 2)


@given(st.text(alphabet="def f(x):\n\t#'%!=\\\r\x00\x0c\u2028é1", max_size=60), st.integers(-1, 20))
def test_nothing_that_a_cell_holds_makes_it_fail(cell, line):
    assert why_missing(cell, "f")
    assert state(cell, line)[0] in ("", "unfinished", "half", "stopped")


@pytest.mark.parametrize("cell", ["(" * 5000, "-" * 100_000 + "1", "\n" * 200_000, "x = " + "[" * 300])
def test_cells_that_are_hard_to_read_are_read_soon(cell):
    assert why_missing(cell, "f")
    assert state(cell, 1) == ("", "")
