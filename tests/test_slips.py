"""The line of a slip: found by edits of the student's own function, and said without the edit."""

import marshal
import os
import shutil
import tempfile
import time
from dataclasses import replace
from functools import partial

import nbformat
import numpy as np
import pytest
from conftest import PLANAR

from autograder.authoring.public import FILE
from autograder.course.limits import Limits
from autograder.demo import filled
from autograder.inside import wire
from autograder.inside.probe import Probe
from autograder.inside.warm import Rules
from autograder.judging import slips
from autograder.judging.edits import PHRASES, NotEditable, compiled, repairs
from autograder.judging.exercise import Assignment
from autograder.judging.flow import asked, changing, pointed_to, suspects, suspects_before
from autograder.judging.play import Failure, play
from autograder.judging.slips import said as said_of
from autograder.judging.verdict import Part, Verdict
from autograder.running.execute import grade_notebook
from autograder.running.process import NotebookProcess, Step
from autograder.running.submission import read_submission
from utils import check

RIGHT = """
def layer(W, b, X):
    Z = W.T @ X + b
    A = np.tanh(Z)
    m = X.shape[1]
    return A, np.sum(A, axis=1, keepdims=True) / m
"""


def layer(submission, draw):
    n, k, m = draw.sizes("n", "k", "m")
    yield "random", submission.layer(draw.normal(n, k), draw.normal(k, 1), draw.normal(n, m))
    yield "again", submission.layer(draw.normal(m, n), draw.normal(n, 1), draw.normal(m, k))


def said(cell, scenario=layer, right=RIGHT, seconds=20.0, looks=1e9, keeps=False, inside=None):
    """What is said of a cell that should define what the right one does, in so much time, or so many looks at it."""
    exercise = Assignment("toy").exercise(points=1, keeps_arguments=keeps)(scenario)
    reference = {"np": np, "__name__": "__main__"}
    exec(right, reference)
    expected = list(play(exercise, Probe(reference, trusted=True, inside=inside or {}).call, 1))
    calls = [(call.name, call.payload) for outcome in expected for call in outcome.calls]
    probe = Probe({"np": np, "__name__": "__main__"}, inside=inside or {})
    started = time.monotonic()

    def tries(codes, calls):
        return [(replies, 0.001) for replies in probe.tries(scenario.__name__, codes, calls)]

    def spent():
        nonlocal looks
        looks -= 1
        return (time.monotonic() - started) / seconds if looks > 0 else 0.9

    return slips.find(exercise, lambda call: play(exercise, call, 1), expected, calls, cell, tries, spent)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("W.T @ X", "W @ X", "Line 3, `Z = W @ X + b`: a transpose is missing, or there is one too many."),
        ("axis=1, ", "axis=0, ", "Look again at line 6, `return A, np.sum(A, axis=0, keepdims=True) / m`."),
        ("@ X + b", "@ X - b", "Line 3, `Z = W.T @ X - b`: one operator should be another."),
        ("np.tanh(Z)", "np.cos(Z)", "Line 4, `A = np.cos(Z)`: another function belongs here."),
        ("np.tanh(Z)", "np.tanh(np.exp(Z))", "Line 4, `A = np.tanh(np.exp(Z))`: a function is missing, or there is one too many."),
        ("return A, ", "assert m == 3\n    return A, ", "Line 6, `assert m == 3`: is this line needed?"),
    ],
)  # fmt: skip
def test_the_line_is_named_and_the_kind_of_slip(old, new, sentence):
    assert said(RIGHT.replace(old, new)) == sentence


def test_where_several_kinds_of_edits_do_it_only_the_line_is_named():
    assert said(RIGHT.replace("X.shape[1]", "X.shape[0]")) == "Look again at line 5, `m = X.shape[0]`."


def test_the_line_is_named_where_code_of_the_graders_uses_the_function():
    """Its results are not the function's own: which of them is wrong says nothing of a line."""

    def layer(submission, draw):
        n, k, m = draw.sizes("n", "k", "m")
        arguments = [draw.normal(n, k), draw.normal(k, 1), draw.normal(n, m)]
        yield "random", submission.layer.used_by("turned", *arguments)

    inside = {"turned": "def turned(layer, *args):\n    return layer(*args)[1:]"}
    slip = RIGHT.replace("np.tanh(Z)", "np.cos(Z)")
    assert said(slip, layer, inside=inside) == "Line 4, `A = np.cos(Z)`: another function belongs here."
    unknown = RIGHT.replace("np.sum(A", "np.sum(np.exp(3 * A**2) + 0.3 * A**5")
    assert said(unknown).startswith("Look again at lines 5 and 6") and said(unknown, layer, inside=inside) == ""


def test_the_same_slip_in_two_lines():
    right = "def two(W1, W2, X):\n    Z1 = W1 @ X\n    Z2 = W2 @ Z1\n    return Z2\n"

    def two(submission, draw):
        a, b, c, m = draw.sizes("a", "b", "c", "m")
        yield "random", submission.two(draw.normal(b, a), draw.normal(c, b), draw.normal(a, m))

    assert said(right.replace("@", "*"), two, right) == (
        "The same slip seems to be in lines 2 and 3, `Z1 = W1 * X` and `Z2 = W2 * Z1`: one operator should be another."
    )


BACK = """
def back(W, Z, X):
    m = X.shape[1]
    dZ = W.T @ Z
    dW = dZ @ X.T / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    return dW, db
"""


def back(submission, draw):
    n, k, m = draw.sizes("n", "k", "m")
    yield "random", submission.back(draw.normal(n, k), draw.normal(n, m), draw.normal(k, m))


def test_no_line_is_named_for_a_factor_that_is_missing_in_two_that_come_of_it():
    both = BACK.replace(" / m", "")
    assert said(both, back, BACK) == ""
    assert said(BACK.replace("= dZ @", "= -dZ @").replace("= np.sum", "= -np.sum"), back, BACK) == ""
    assert "ine 5," in said(BACK.replace("= dZ @", "= -dZ @"), back, BACK)
    assert "Line 4," in said(BACK.replace("W.T @ Z", "W.T @ Z + Z[:1]"), back, BACK)


def test_nothing_is_said_where_it_would_be_a_guess():
    two_faults = RIGHT.replace("W.T", "W").replace("axis=1", "axis=0")
    assert said(two_faults) == ""
    right = "def product(x, y):\n    a = 2 * x\n    b = 3 * y\n    c = a * b\n    return c\n"

    def product(submission, draw):
        yield "numbers", submission.product(*draw.uniform(1, 2, 2).tolist())

    assert said(right.replace("c = a * b", "c = -a * b"), product, right) == "Look again at line 4, `c = -a * b`."
    # Half of it may be missing in any line.
    assert said(right.replace("3 * y", "6 * y"), product, right) == ""


def test_nothing_is_said_as_long_as_other_lines_might_do_as_well():
    right = "def f(x):\n    u = x + 1\n    v = 3 * u ** 2\n    return v\n"

    def f(submission, draw):
        yield "numbers", submission.f(draw.normal(4))

    wrong = right.replace("u ** 2", "u")  # the square may be missing in either line
    both = "Look again at lines 2 and 3, `u = x + 1` and `v = 3 * u`; one of them may be right."
    assert all(said(wrong, f, right, looks=looks) == both for looks in range(1, 500, 9))
    assert said(wrong.replace("3 *", "4 *"), f, right.replace("u ** 2", "u"), looks=500) != ""


@pytest.mark.parametrize("cell", ["", "def layer(:", "def other(): pass", "layer = print", "\0", RIGHT])
def test_nothing_is_said_of_what_is_no_wrong_function(cell):
    assert said(cell) == ""


def test_it_is_given_up_when_the_time_is_over():
    started = time.process_time()
    assert said(RIGHT.replace("W.T @ X", "W @ X"), seconds=1e-6) == ""
    assert time.process_time() - started < 1


def test_a_line_that_cannot_stand_as_code_is_not_quoted():
    assert said(RIGHT.replace("W.T @ X + b", "W @ X + b  # `b`").replace("  #", " #")) == (
        "Line 3: a transpose is missing, or there is one too many."
    )
    assert "`" not in said(RIGHT.replace("W.T @ X + b", "W @ X + b #\u202e"))


def test_what_is_said_is_never_the_edit():
    assert not any(word in phrase for phrase in PHRASES.values() for word in (".T", "@", "axis=", "+", "**"))


def test_what_says_itself_what_is_wrong_is_not_searched():
    def verdict(*keys, **more):
        return Verdict("f", 0, 1, tuple(Part(key, key, key) for key in keys), **more)

    assert slips.worth_looking(verdict("value.all")) and slips.worth_looking(verdict("", "exception"))
    clear = ("", "timeout", "unfinished", "waits", "missing", "structure.exchanged")
    for other in map(verdict, clear):
        assert not slips.worth_looking(other)
    assert not slips.worth_looking(verdict("value.all", diagnosis="known"))
    for key in ("structure.order", "structure.only"):  # of a return line, and not of those that compute
        assert not slips.worth_looking(verdict(key)) and slips.worth_looking(verdict("value.all", key))


def test_the_lines_that_lead_to_a_wrong_value_are_found():
    code = """def f(x, y):
    a = x + 1
    b = y + 1
    for i in range(3):
        c = a * i
    cache = {"a": a, "b": b}
    return c, cache
"""
    assert suspects(code, "f", [(0,)], [(1, "a"), (1, "b")]) == {4, 5, 7}
    assert suspects(code, "f", [(1, "b")], [(0,), (1, "a")]) == {3, 6, 7}
    assert suspects(code, "f", [(0,), (1, "a")], [(1, "b")]) == {2, 6, 7}  # a comes before c
    assert suspects(code, "f", [()], []) == {2, 3, 4, 5, 6, 7}
    assert suspects_before(code, "f", "c = a * i") == {2, 4, 5}
    assert suspects(code, "g", [(0,)], []) == set()


TWO_VALUES = """
def values(x, w):
    ### START CODE HERE ###
    total = w @ x
    shares = x / np.sum(x)
    scaled = shares * total
    spread = np.max(x) - np.min(x)
    ### END CODE HERE ###
    return {"total": total, "shares": shares, "scaled": scaled, "spread": spread}
"""


def values(submission, draw):
    n = draw.sizes("n")[0]
    yield "random", submission.values(draw.uniform(1, 2, n), draw.normal(n))


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("np.max(x) - np.min(x)", "np.std(x) * 3 + np.median(x)", 7),  # nothing else is wrong
        ("w @ x", "np.sum(w) * x[0] ** 3", 4),  # and `scaled`, which is made of it
        ("shares * total", "shares ** 3 * total + 1", 6),
        ("x / np.sum(x)", "np.sqrt(x) / np.sum(x ** 3)", 5),
    ],
)
def test_the_line_that_alone_leads_to_a_wrong_value_is_named(old, new, line):
    wrong = TWO_VALUES.replace(old, new)
    assert said(wrong, values, TWO_VALUES) == f"Look again at line {line}, `{wrong.splitlines()[line - 1].strip()}`."


def test_only_what_surely_leads_to_a_right_value_speaks_for_its_lines():
    code = """
def f(x, parameters):
    W1 = parameters["W1"]
    A = W1 * x
    labels = A > 0
    A = A ** 2
    B = A + 1
    return A, B, labels
"""
    wrong, right = [(1,)], [(0,)]
    assert pointed_to(code, "f", wrong, right) == []  # `A` has two values: three lines are left
    assert pointed_to(code.replace("A = A", "C = A").replace("B = A", "B = A + 2 * C"), "f", wrong, right) == [6, 7]
    assert pointed_to(code.replace("A = A ** 2", "pass"), "f", wrong, right) == [7]
    assert pointed_to(code.replace("A + 1", "A + random.random()"), "f", wrong, right) == []
    looped = "def f(w, x):\n    for i in range(9):\n        g = w * x\n        w = w - g\n        c = g + 2\n    return w, c\n"
    assert pointed_to(looped, "f", [(1,)], [(0,)]) == [5]
    straight = "def f(w, x):\n    g = w * x\n    w = w - g\n    c = g + 2\n    return w, c\n"
    assert pointed_to(straight, "f", [(1,)], [(0,)]) == []


@pytest.mark.parametrize("around", ["for name in x:", "if len(\n        x\n    ):", "while True:", "with x as name:"])
def test_a_comment_is_no_line_to_look_at(around):
    code = f"""def f(x):
    v = {{}}
    {around}
        ### START CODE HERE ###
        # (1) x → v

        v["a"] = x + 1
        ### END CODE HERE ###
    return v
"""
    assert pointed_to(code, "f", [()], []) == [code.splitlines().index('        v["a"] = x + 1') + 1]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("p = step(p)", []),
        ("q = step(p)", [2, 5]),
        ("step(p)", [2, 5]),
        ("q = step(p)\n        r = step(q)\n        step(r)", []),
        ("print(p)", [2]),
    ],
)
def test_what_is_computed_for_nothing_may_be_the_slip(line, found):
    code = f"def f(x):\n    p = start(x)\n    c = x + 1\n    for i in range(3):\n        {line}\n    return p, c\n"
    assert pointed_to(code, "f", [(0,)], [(1,)]) == found


def test_labels_and_zeros_speak_for_no_line():
    right = "def f(x):\n    s = np.exp(x)\n    y = (s > 1) * 1\n    return s, y\n"

    def f(submission, draw):
        yield "random", submission.f(draw.normal(9))

    wrong = right.replace("np.exp(x)", "np.exp(x) + 0.001 * np.sin(x) ** 2 * (x > 0)")
    assert said(wrong, f, right).startswith("Look again at line 2")


def test_the_quickest_of_the_wrong_calls_is_tried():
    right = "def slow(n, x):\n    time.sleep(n / 1000)\n    return x + n\n"

    def slow(submission, draw):
        yield "long", submission.slow(50, draw.normal(3))
        yield "short", submission.slow(1, draw.normal(3))

    asked = []
    exercise = Assignment("toy").exercise(points=1)(slow)
    reference = {"np": np, "time": time, "__name__": "__main__"}
    exec(right, reference)
    expected = list(play(exercise, Probe(reference, trusted=True).call, 1))
    calls = [(call.name, call.payload) for outcome in expected for call in outcome.calls]
    probe = Probe({"np": np, "time": time, "__name__": "__main__"})

    def tries(codes, calls):
        asked.append(calls)
        return [(replies, 0) for replies in probe.tries("slow", codes, calls)]

    wrong = right.replace("x + n", "x - n")
    plays = partial(play, exercise, seed=1)
    sentence = slips.find(exercise, plays, expected, calls, wrong, tries, lambda: 0)
    assert sentence == "Line 3, `return x - n`: one operator should be another."
    assert [calls[1]] in asked and asked.count([calls[0]]) <= 1


# In a submission's process.

SLIP = ("W1 @ X + b1", "W1 @ X - b1")


def line_named(planar):
    """What is said of the slip, whatever stands above it in the cell."""
    above, _ = planar.source.solutions["forward_propagation"].split(SLIP[0])
    return f"Line {above.count(chr(10)) + 1}, `Z1 = W1 @ X - b1`: one operator should be another."


def code(text):
    return marshal.dumps(compile(text, "<edited>", "exec"))


def test_edits_that_hang_or_crash_cost_only_themselves(warm):
    submission = NotebookProcess(warm, [], Limits(), Rules())
    calls = [("f", wire.encode(((2,), {})))]
    codes = [
        code("def f(x): return x + 1"),
        code("def f(x):\n    while True: pass"),
        code("import os\ndef f(x): os._exit(1)"),
        code("def f(x): raise SystemExit"),
        code("def f(x): return g(x)"),
    ]
    try:
        submission.run([Step("def f(x): return x\ndef g(x): return 10 * x", ["f"])])
        tried = submission.tries("f", (), codes, calls, time.monotonic() + 10)
        values = [[wire.decode(reply).get("value") for reply in replies] for replies, _ in tried]
        assert values == [[wire.encode(3)], [], [], [None], [wire.encode(20)]]
        (reply,) = submission._calls(calls, slips_look())[0]
        assert wire.decode(wire.decode(reply)["value"]) == 2  # what was tried is gone
        assert submission.tries("f", (), codes, calls, time.monotonic() - 1) == []
    finally:
        submission.close()


def slips_look():
    from autograder.judging.standins import Look

    return Look()


@pytest.fixture
def graded(planar, release_notebook, warm, tmp_path):
    """The verdicts on the reference with edits in some cells."""

    def graded(edits):
        cells = dict(planar.source.solutions)
        for name, (old, new) in edits.items():
            assert old in cells[name]
            cells[name] = cells[name].replace(old, new)
        path = tmp_path / "n.ipynb"
        path.write_text(nbformat.writes(filled(release_notebook, cells)))
        submitted = read_submission(path, release_notebook)
        result = grade_notebook(submitted, [], planar, warm, "student", "secret")
        return {verdict.exercise: verdict for verdict in result.verdicts}, submitted.notebook

    return graded


def test_grading_names_the_line_and_changes_no_mark(graded, planar, monkeypatch):
    line = line_named(planar)
    monkeypatch.setattr("autograder.judging.grade.SLIP_SECONDS", 20)
    monkeypatch.setattr("autograder.judging.slips.QUICK", 5)  # the machine may be busy
    monkeypatch.setattr("autograder.judging.slips.TRY_SECONDS", 5)
    edits = {"forward_propagation": SLIP, "layer_sizes": ("n_h = 4", "n_h = 4 + Y.shape[0] * 0 + 1")}
    found, notebook = graded(edits)
    assert found["forward_propagation"].slip == line
    assert found["forward_propagation"].message.endswith(line)
    assert line.split(",")[0] in str([cell.outputs for cell in notebook.cells if cell.cell_type == "code"])
    assert found["nn_model"].slip == found["backward_propagation"].slip == ""
    monkeypatch.setattr("autograder.judging.slips.worth_looking", lambda verdict: False)
    without, _ = graded(edits)
    assert [v.points for v in found.values()] == [v.points for v in without.values()]
    assert without["forward_propagation"].slip == ""


def test_grading_and_check_name_a_line_that_computes_for_nothing(graded, notebook):
    edit = "A1 = np.tanh(Z1)", "A1 = Z1\n    np.tanh(A1)"
    found, _ = graded({"forward_propagation": edit})
    assert "`np.tanh(A1)`, makes a new value. Where is it kept?" in found["forward_propagation"].message
    wrong = notebook("forward_propagation", *edit)["forward_propagation"]
    assert "`np.tanh(A1)`, makes a new value. Where is it kept?" in repr(check("forward_propagation", wrong))


# In the notebook.


@pytest.fixture
def notebook(released_course, planar, tmp_path, monkeypatch):
    """The variables of a notebook with a cell written anew, in a folder with the release's checks."""
    shutil.copy(released_course.releases / PLANAR / FILE, tmp_path)
    monkeypatch.chdir(tmp_path)

    def notebook(name, old, new):
        assert old in planar.source.solutions[name]
        return planar.source.namespace({name: planar.source.solutions[name].replace(old, new)})

    return notebook


def test_check_names_the_line(notebook, planar, monkeypatch):
    monkeypatch.setattr("autograder.slip.SECONDS", 20)
    monkeypatch.setattr("autograder.judging.slips.TRY_SECONDS", 5)
    monkeypatch.setattr("autograder.judging.slips.QUICK", 5)
    variables = notebook("forward_propagation", *SLIP)
    assert line_named(planar) in repr(check("forward_propagation", variables["forward_propagation"]))


def test_check_looks_for_a_second_at_most_and_leaves_the_notebook_alone(notebook, monkeypatch, capfd):
    does = "-W1 @ X + b1\n    print('printed')\n    os.write(1, b'written')\n    calls.append(1)"
    variables = notebook("forward_propagation", "W1 @ X + b1", does)
    variables |= {"calls": [], "os": os}
    started = sum(os.times()[:4])  # processor time, of the forks too
    check("forward_propagation", variables["forward_propagation"])
    assert sum(os.times()[:4]) - started < 3
    searched, calls = capfd.readouterr().out, len(variables["calls"])
    monkeypatch.setattr("autograder.check.worth_looking", lambda verdict: False)
    check("forward_propagation", variables["forward_propagation"])
    # Nothing was tried in this process, and what was tried elsewhere shows nothing here.
    assert len(variables["calls"]) == 2 * calls and capfd.readouterr().out == searched
    assert "printed" not in searched


def test_files_that_tries_leave_behind_are_deleted(notebook, tmp_path, monkeypatch):
    """TensorFlow, for one, writes a file for each function that it reads."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    does = "-W1 @ X + b1\n    tempfile.NamedTemporaryFile(prefix=f'{os.getpid()}-', delete=False)"
    variables = notebook("forward_propagation", "W1 @ X + b1", does)
    variables |= {"os": os, "tempfile": tempfile}
    check("forward_propagation", variables["forward_propagation"])
    assert {path.name.partition("-")[0] for path in folder.iterdir()} == {str(os.getpid())}


def test_check_says_nothing_where_a_process_cannot_fork(notebook, monkeypatch):
    monkeypatch.delattr("os.fork")
    variables = notebook("forward_propagation", *SLIP)
    assert "Line" not in repr(check("forward_propagation", variables["forward_propagation"]))


def test_in_jupyter_the_answer_stands_where_something_was_looked_for(notebook, monkeypatch):
    shown = []

    class Handle:
        def update(self, what, raw):
            shown.append(what)

    def display(what, raw, display_id):
        shown.append(what)
        return Handle()

    monkeypatch.setattr("autograder.slip.SECONDS", 20)
    monkeypatch.setattr("autograder.slip.QUIET_SECONDS", 0)
    monkeypatch.setattr("IPython.display.display", display)
    variables = notebook("forward_propagation", *SLIP)
    check("forward_propagation", variables["forward_propagation"])
    assert shown == []  # there is no notebook to show it
    monkeypatch.setattr("IPython.get_ipython", lambda: type("Shell", (), {"kernel": object()}))
    result = check("forward_propagation", variables["forward_propagation"])
    first, last = shown
    assert "✗ forward_propagation: " in first["text/plain"] and "looking for the slip" in first["text/plain"]
    assert "is not right yet" in first["text/html"] and "looking for the slip" in first["text/html"]
    assert last == {"text/plain": repr(result), "text/html": result._repr_html_()}
    assert "looking" not in last["text/html"] and "Line" in last["text/plain"]
    result._ipython_display_()  # as its cell does: it stands there already
    with pytest.raises(NotImplementedError):
        result._ipython_display_()  # in another cell, IPython shows it by its other forms


def test_a_function_of_another_cell_or_with_another_name_is_not_searched(notebook):
    variables = notebook("forward_propagation", *SLIP)
    assert "Line" not in repr(check("layer_sizes", variables["forward_propagation"]))
    assert "Line" not in repr(check("forward_propagation", eval("lambda X, parameters: (X, {})")))


def test_edits_of_different_things_are_no_same_slip():
    right = "def f(x):\n    u = 2 * x\n    return 1 / (1 + np.exp(-u))\n"

    def f(submission, draw):
        yield "numbers", submission.f(draw.normal(4))

    cell = "def f(x):\n    u = -2 * x\n    v = 1 + np.exp(u)\n    w = 1 / v + 1\n    return w - 1\n"
    assert "same slip" not in said(cell.replace("w - 1", "w"), f, right)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("x *= -1", "Line 3, `x *= -1`, changes what the caller gave."),
        ("x[:] = -x", "Line 3, `x[:] = -x`, changes what the caller gave."),
        ("np.negative(x, out=x)", ""),
    ],
)
def test_the_line_that_changes_an_argument_is_named(line, sentence):
    right = "def f(x):\n    return np.exp(-x)\n"

    def f(submission, draw):
        yield "numbers", submission.f(draw.normal(4))

    assert said(f"def f(x):\n    y = 1\n    {line}\n    return np.exp(x)\n", f, right, keeps=True) == sentence


@pytest.mark.parametrize(
    ("line", "names"),
    [("x = x * 2\n    x *= 2", set()), ("x *= 2\n    x = x + 1", {2}), ("y = x\n    y += 1", set())],
)
def test_a_name_that_stands_for_something_new_is_no_argument(line, names):
    assert {*changing(f"def f(x):\n    {line}\n    return x\n", "f", {"x"})} == names


def test_a_cell_that_is_too_long_is_not_parsed(monkeypatch):
    cell = 'def layer(W, b, X):\n    return f"' + "{1}" * 20_000 + '"'
    monkeypatch.setattr("ast.parse", None)  # which takes quadratic time for this
    wrong = Verdict("layer", 0, 1, (Part("random", "It is not right.", "value"),))
    assert slips.lost_value(wrong, cell) == ""
    with pytest.raises(NotEditable):
        compiled(cell)


@pytest.mark.parametrize(
    ("line", "lost"),
    [
        ("y / 255", True),
        ("y == 1", True),
        ("-y", True),
        ("y.T", True),
        ("y.reshape(3, 1)", True),
        ("np.exp(y)", True),
        ("tf.cast(y, tf.float32)", True),
        ("np.exp(y, out=y)", False),
        ("np.copyto(y, x)", False),
        ("np.random.seed(1)", False),
        ("np.add.at(y, 0, 1)", False),
        ("tf.print(y)", False),
        ("costs.append(y)", False),
        ("f(y) + 1", False),
        ("y.sort()", False),
        ("print(y / 255)", False),
        ("y = y / 255", False),
        ("'what it does'", False),
    ],
)
def test_a_line_that_computes_for_nothing_is_named(line, lost):
    cell = f"def f(x):\n    ### START CODE HERE ###\n    y = 2 * x\n    {line}\n    ### END CODE HERE ###\n    return y"
    wrong = Verdict("f", 0, 1, (Part("random", "It is not right.", "value"),), sentence="Was it divided?")
    sentence = f"Line 4, `{line}`, makes a new value. Where is it kept?" * lost
    assert slips.lost_value(wrong, cell) == sentence
    assert replace(wrong, slip=sentence).message == f"Was it divided? {sentence}".strip()
    assert slips.lost_value(replace(wrong, parts=(Part("random"),)), cell) == ""
    given = f"def f(x):\n    {line}\n    ### START CODE HERE ###\n    y = x\n    ### END CODE HERE ###\n    return y"
    assert slips.lost_value(wrong, given) == ""


@pytest.mark.parametrize("given", ["return A + 1", "return {'A': -A}", "A = A.T\n    return A"])
def test_no_given_line_is_named(given):
    cell = f"def f(x):\n    ### START CODE HERE ###\n    A = x * x\n    ### END CODE HERE ###\n    {given}\n"
    assert asked(cell) == {3}

    def f(submission, draw):
        yield "numbers", submission.f(draw.normal(4, 4))

    right = "def f(x):\n    return {'A': x * x}\n" if "{" in given else "def f(x):\n    return x * x\n"
    assert "line 5" not in said(cell, f, right).lower() and "line 6" not in said(cell, f, right).lower()


def test_a_line_that_is_asked_for_is_found_in_the_wrong_place_also_within_given_ones():
    """What changes is the block around it, which is given, or the whole function."""
    right = (
        "def mean(x):\n    total, m = 0, len(x)\n    for value in x:\n        ### START CODE HERE ###\n"
        "        total += value\n    total /= m\n    ### END CODE HERE ###\n    return total\n"
    )

    def mean(submission, draw):
        yield "numbers", submission.mean(draw.normal(7))

    cell = right.replace("    total /=", "        total /=")
    assert said(cell, mean, right) == "Line 6, `total /= m`: the line stands in the wrong place."


def test_a_return_that_ends_a_loop_is_found_though_it_is_a_given_line():
    right = (
        "def first(d):\n    found = {}\n    for name in d:\n        ### START CODE HERE ###\n"
        "        found[name] = d[name] + 1\n        ### END CODE HERE ###\n    return found\n"
    )

    def first(submission, draw):
        yield "numbers", submission.first({"a": draw.normal(3), "b": draw.normal(2)})

    cell = right.replace("    return", "        return")
    assert said(cell, first, right) == "Line 7, `return found`: the line stands in the wrong place."


@pytest.mark.parametrize(
    ("slip", "asks"),
    [(", keepdims=True", "does the result keep the axes that it should?"), ("axis=1, ", "look at the axis.")],
)
def test_an_axis_that_is_lost_is_no_wrong_axis(slip, asks):
    right = "def share(A):\n    total = np.sum(A, axis=1, keepdims=True)\n    return A / total\n"

    def share(submission, draw):
        yield "numbers", submission.share(draw.normal(4, 4))

    cell = right.replace(slip, "")
    assert said(cell, share, right).endswith(f"`: {asks}")


def test_a_key_that_only_the_right_result_has_is_tried():
    right = 'def double(d):\n    return {"W1": 2 * d["W2"], "b1": d["b2"]}\n'

    def double(submission, draw):
        yield "numbers", submission.double({"W2": draw.normal(3), "b2": draw.normal(2)})

    cell = 'def double(d):\n    got = {"V1": 2 * d["W2"]}\n    got["b1"] = d["b2"]\n    return got\n'
    assert said(cell, double, right) == 'Line 2, `got = {"V1": 2 * d["W2"]}`: look at the key.'


def test_an_edit_that_is_more_far_fetched_hides_none():
    """The slope's sign is wrong; so many signs elsewhere would do as well, on one line with it."""
    slip = BACK.replace("dZ = W.T @ Z", "dZ = W.T @ (1 + Z)")
    right = BACK.replace("dZ = W.T @ Z", "dZ = W.T @ (1 - Z)")
    assert said(slip, back, right) == "Line 4, `dZ = W.T @ (1 + Z)`: one operator should be another."
    twice = BACK.replace("W.T @ Z", "2 * W.T @ Z")
    assert "line 4" in said(twice, back, BACK).lower()


def test_either_the_names_of_several_results_are_exchanged_or_one_is_taken_for_the_other():
    right = "def f(x):\n    low, high = np.min(x), [np.max(x)]\n    label = low > 0.5\n    return label\n"

    def f(submission, draw):
        yield "numbers", submission.f(draw.uniform(0.6, 1, 4))
        yield "numbers", submission.f(draw.uniform(0, 0.4, 4))

    cell = right.replace("low, high = ", "high, low = (lambda x: (np.min(x), [np.max(x)]))(x)  # ")
    sentence = said(cell, f, right)
    assert sentence.startswith("Look again at lines 2 and 3, `high, low = ") and sentence.endswith("may be right.")


def failed(message, line):
    return Failure("exception", "f", message, line)


def test_no_function_or_transpose_is_proposed_where_a_name_is_wrong():
    cell = "def f(Y):\n    a = y\n    b = len(Y)\n    return a, b\n"
    changes = [one for one in repairs(cell) if one.family in ("call", "transpose")]
    in_a, in_b = ([one for one in changes if one.lines == (n,)] for n in (2, 3))
    a = [one for one in in_a if one.family == "call"][:1]
    b = [one for one in in_b if one.family == "transpose"][:1]
    assert said_of(a, cell).startswith("Line 2, `a = y`: a function")
    assert said_of(a, cell, failing=failed("NameError: name 'y' is not defined", "a = y")) == (
        "Look again at line 2, `a = y`."
    )
    assert said_of(b, cell) == "Look again at line 3, `b = len(Y)`."


def test_of_several_lines_the_one_that_failed_is_named():
    cell = "def f(x, y):\n    a = x * 2\n    b = y * 3\n    return a + b\n"
    changes = [one for one in repairs(cell) if one.family == "number" and one.rank == (0, 0)]
    two = [next(one for one in changes if one.lines == (n,)) for n in (2, 3)]
    assert said_of(two, cell) == ""
    assert said_of(two, cell, failing=failed("ValueError", "b = y * 3")) == "Line 3, `b = y * 3`: look at the number."


def test_no_phrase_says_what_the_formula_does_not():
    """A mean repairs a sum without its factor; another name takes the None that `append` returns."""
    right = "def total(A):\n    return np.sum(A, axis=1, keepdims=True) / A.shape[1]\n"

    def total(submission, draw):
        yield "random", submission.total(draw.normal(*draw.sizes("n", "m")))

    slip = "def total(A):\n    return np.sum(A, axis=1, keepdims=True)\n"
    assert "Look again at line 2" in said(slip, total, right) and "function" not in said(slip, total, right)

    right = "def kept(x):\n    costs = []\n    costs.append(x)\n    return costs\n"

    def kept(submission, draw):
        yield "random", submission.kept(float(draw.normal(1)[0]))

    sentence = said(right.replace("    costs.append", "    costs = costs.append"), kept, right)
    assert "`costs = costs.append(x)`" in sentence and "name" not in sentence
