"""Edits of functions, and the proof of a grader by the mutants that they make."""

import ast
import time
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT

from autograder.authoring.mutation import try_mutants
from autograder.judging.edits import PHRASES, NotEditable, mutants, repairs
from autograder.judging.exercise import Assignment
from autograder.running.grader import Grader
from autograder.running.source import Source

LAYER = """
def layer(W, X, b):
    m = X.shape[1]
    Z = W @ X + b
    mean = np.sum(Z, axis=1, keepdims=True) / m
    return Z, mean
"""


def texts(source):
    return {(edit.old, edit.new) for mutant in mutants(source) for edit in mutant.edits}


def test_mutants_are_slips_of_all_kinds():
    found = texts(LAYER)
    for slip in (
        ("W @ X + b", "W @ X - b"),
        ("W @ X + b", "W @ X"),
        ("W @ X", "W * X"),
        ("W @ X", "X @ W"),
        ("W @ X", "W.T @ X"),
        ("X.shape[1]", "X.shape[0]"),
        ("np.sum(Z, axis=1, keepdims=True)", "np.sum(Z, axis=0, keepdims=True)"),
        ("np.sum(Z, axis=1, keepdims=True)", "np.sum(Z, axis=1)"),
        ("np.sum(Z, axis=1, keepdims=True)", "np.mean(Z, axis=1, keepdims=True)"),
        ("np.sum(Z, axis=1, keepdims=True) / m", "np.sum(Z, axis=1, keepdims=True)"),
        ("(Z, mean)", "(mean, Z)"),
        ("Z = W @ X + b", ""),
    ):
        assert slip in found


def test_every_mutant_is_another_function_that_says_where_it_differs():
    codes = set()
    for mutant in mutants(LAYER):
        variables = {"np": np}
        exec(mutant.code, variables)
        codes.add((variables["layer"].__code__.co_code, variables["layer"].__code__.co_consts))
        (edit,) = mutant.edits
        assert edit.family in PHRASES and edit.old.split("\n")[0] in ast.unparse(ast.parse(LAYER))
        assert edit.whole[0] in ast.unparse(ast.parse(LAYER)) and edit.whole[0] != edit.whole[1]
        assert mutant.lines == (edit.line,) and 2 <= edit.line <= 6
    assert len(codes) == len(list(mutants(LAYER))) > 25
    same = "def f(x):\n    return x - x"  # without either, and with both exchanged
    assert [edit.new for mutant in mutants(same) for edit in mutant.edits].count("x") == 1
    assert ("x - x", "x - x") not in texts(same)


def test_what_only_prints_or_refuses_an_argument_is_left_alone():
    code = """
def f(x, print_cost=False):
    if x < 0:
        raise ValueError("no")
    if print_cost and x % 100 == 0:
        print(x + 1)
    return x + 1
"""
    assert texts(code) == {("x + 1", "x - 1"), ("x + 1", "x"), ("x + 1", "1"), ("1", "2"), ("return x + 1", "")} | {
        ("return x + 1", "return -(x + 1)")
    }


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("y = W @ x", "y = W.T @ x"),
        ("y = np.dot(W, x)", "y = np.dot(W.T, x)"),
        ("y = x - b", "y = b - x"),
        ("y = x", "y = np.exp(x)"),
        ("y = np.exp(x)", "y = np.log(x)"),
        ("y = np.sum(x)", "y = np.sum(x) / m"),
        ("y = np.sum(x)", "y = np.sum(x, axis=1, keepdims=True)"),
        ("y = 1 / 1 + x", "y = 1 / (1 + x)"),
        ("y = p['W2']", "y = p['W1']\n    z = p['W2']"),
        ("y = x + b", "y = x + m"),
        ("for i in range(m): x = x + b\n    y = x", "for i in range(1, m): x = x + b\n    y = x"),
        ("y = x\n    y = y ** 2", "y = x"),
        ("y = x * 0.1", "y = x * 0.01"),
        ("y = np.random.rand(m, b)", "y = np.random.randn(m, b)"),
        ("y = x[0]", "y = x[1]"),
        ("y = np.sum(x) ** 2", "y = np.sum(x ** 2)"),
        ("y = 1 - np.log(x)", "y = np.log(1 - x)"),
        ("y = x.sum() * b", "y = (x * b).sum()"),
        ("y = np.log(np.sum(x))", "y = np.sum(np.log(x))"),
        ("y = np.abs(x.mean())", "y = np.abs(x).mean()"),
        ("y = b and x > m", "y = x > m"),
        ("y = x > b", "y = x != b"),
        ("y = np.where(x)", "y = np.where(x)[1]"),
        ("y = m(x, 'relu')", "y = m(x, 'sigmoid')"),
        ("y = sigmoid_backward(x)", "y = relu_backward(x)"),
        ("y = np.log(x)", "y = (1 - b) * np.log(x)"),
        ("z, b = m(x)\n    y = z\n    b = z + y", "x, b = m(x)\n    y = z\n    b = z + y"),
        ("y = p[str(1)]", "y = p[str(m)]"),
        ("b = 1\n    m = 2\n    y = b", "y = b\n    m = 2\n    b = 1"),
        ("if b: y = 1\n    y = x", "if b: y = 1\n    else: y = x"),
        ("y = x * b * (1 - x) * m", "y = x * b + (1 - x) * m"),
        ("y = x - b - m / p", "y = x - (b - m) / p"),
        ("for i in m:\n        p = i\n        b = p + b\n        x = b\n    y = x", "for i in m:\n        p = i\n    b = p + b\n    x = b\n    y = x"),
        ("for i in m:\n        y = i\n        p.append(y)\n    y = x", "for i in m:\n        y = i\n        p.append(y)\n    y = x\n    p.append(y)"),
    ],
)  # fmt: skip
def test_one_edit_undoes_a_slip(wrong, right):
    """The wrong function has a repair with the byte code of the right one."""

    def function(lines):
        return f"def f(W, x, b, m, p):\n    {lines}\n    return y\n"

    if "z =" in right:  # where the right key comes from
        wrong, right = f"z = p['W1']\n    {wrong}", "z = p['W1']\n    y = p['W1']"
    wanted = {}
    exec(function(right), wanted)
    wanted = wanted["f"].__code__
    for repair in repairs(function(wrong)):
        variables = {}
        exec(repair.code, variables)
        code = variables["f"].__code__
        if (code.co_code, code.co_consts, code.co_names) == (wanted.co_code, wanted.co_consts, wanted.co_names):
            return
    pytest.fail(f"no repair of {wrong!r} is {right!r}")


def test_the_same_slip_at_two_places_is_undone_at_both():
    code = "def f(W1, W2, X):\n    A = W1 * X\n    B = W2 * A\n    return B\n"
    twins = [repair for repair in repairs(code) if len(repair.edits) == 2]
    assert any([edit.new for edit in twin.edits] == ["W1 @ X", "W2 @ A"] and twin.lines == (2, 3) for twin in twins)


def test_other_numbers_are_another_slip():
    code = "def f(x, y):\n    a = x * 2\n    b = y * 2\n    c = x * 3\n    return a + b + c\n"
    twins = [
        {edit.old for edit in twin.edits} for twin in repairs(code) if twin.family == "number" and len(twin.edits) > 1
    ]
    assert {"2"} in twins and not any(len(old) > 1 for old in twins)


def test_code_of_any_shape_costs_bounded_time():
    for name in ("graders/__init__.py", "utils/figures.py", "utils/planar_utils.py", "tests/conftest.py"):
        path = ROOT / name
        started = time.process_time()
        try:
            count = sum(1 for _ in repairs(path.read_text()))
        except NotEditable:
            continue
        assert 0 < count < 7000 and time.process_time() - started < 20
    for code in (
        "",
        "x = 1",
        "def f():\n    return " + "1" * 5000,
        "def f(:",
        "\0",
        "class A: pass",
        "def f():\n    return " + "1 + " * 3000 + "1",
    ):
        with pytest.raises(NotEditable):
            list(repairs(code))


SOURCE = """
# %%
import numpy as np

# %% solution
def norm(x, y):
    ### START CODE HERE ###
    d = np.sum((x - y) ** 2, axis=0)
    ### END CODE HERE ###
    return d

# %% check points=4
check("norm", norm)
"""
SAME = ("x - y", "y - x", "the square has no sign")


@pytest.fixture
def mutate(tmp_path: Path):
    """What becomes of the mutants of `norm`, with a scenario and declared equivalents."""

    def mutate(scenario, *equivalents, source=SOURCE):
        path = tmp_path / "toy.py"
        path.write_text(source)
        assignment = Assignment("toy")
        exercise = assignment.exercise(points=4)(scenario)
        exercise.equivalents(*equivalents)
        return try_mutants(Grader(assignment, Source(path)), exercise)

    return mutate


def strong(submission, draw):
    yield "matrices", submission.norm(draw.normal(3, 4), draw.normal(3, 4))
    yield "example", submission.norm(np.ones((2, 2)), np.zeros((2, 2)))


def weak(submission, draw):
    n = draw.sizes("n")[0]
    yield "columns", submission.norm(draw.normal(n, 1), np.zeros((n, 1)))


strong.__name__ = weak.__name__ = "norm"


def test_all_mutants_but_the_declared_one_lose_marks(mutate):
    found = mutate(strong, SAME)
    assert found.problems == []
    assert found.made == found.caught + 1 > 10 and [equal.reason for equal in found.equal] == ["the square has no sign"]
    assert 0 < found.by_example < found.caught  # on ones and zeros, the square is no other than the difference


def test_a_scenario_that_lets_a_mutant_pass_is_a_problem(mutate):
    (problem,) = mutate(strong).problems
    assert problem == "norm, line 3, `x - y` -> `y - x` (order): this mutant keeps its points"
    problems = "\n".join(mutate(weak, SAME).problems)
    assert "`x - y` -> `x + y`" in problems and "`x - y` -> `x`" in problems


def test_a_declared_equivalent_must_be_one(mutate):
    (problem,) = mutate(strong, SAME, ("x - y", "x + y", "…")).problems
    assert problem == "norm, line 3, `x - y` -> `x + y` (operator): it is declared equal, and loses points"
    (problem,) = mutate(strong, SAME, ("x - z", "x", "…")).problems
    assert problem == "norm: no mutant has `x` in place of `x - z`, which is declared equal"
    whole = ("d = np.sum((x - y) ** 2, axis=0)", "d = np.sum((y - x) ** 2, axis=0)", "…")
    assert mutate(strong, whole).problems == []  # the whole line names it, too


def test_a_mutant_that_does_not_end_is_caught_in_time(mutate, monkeypatch):
    monkeypatch.setattr("autograder.authoring.mutation.SECONDS", 0.2)
    loop = "    i = 0\n    while i < 3:\n        i += 1\n    ### END"
    found = mutate(strong, SAME, source=SOURCE.replace("    ### END", loop))
    assert [problem for problem in found.problems if "keeps its points" not in problem] == []
    assert found.caught > 10
