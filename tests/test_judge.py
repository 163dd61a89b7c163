"""Scenarios, verdicts, diagnosis and error-carried-forward, on a toy assignment."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autograder.authoring.made import changed_arguments, half, handed_in, other_form
from autograder.authoring.public import freeze, thaw
from autograder.authoring.verify import ENOUGH, _tried, verify, verify_exercise, verify_whole
from autograder.inside import wire
from autograder.inside.probe import Probe
from autograder.judging.diagnose import _items, diagnose
from autograder.judging.draw import Draw, seed_for
from autograder.judging.exercise import Assignment, Example, Mistake
from autograder.judging.play import Outcome, play, read_reply
from autograder.judging.standins import FOR_EACH, MAX_OTHERS, NOTHING, REPEATS, Look, StandIns
from autograder.judging.verdict import (
    ARGUMENTS_PART,
    CONTAINER_PART,
    KINDS_PART,
    NUMBER_PART,
    constant_parts,
    judge,
    known_parts,
)
from autograder.running.grader import Grader
from autograder.running.source import Source, SourceError, stub
from utils.dnn_utils import relu
from utils.planar_utils import sigmoid

SOURCE = """
# %%
import numpy as np

# %% solution
def double(x):
    ### START CODE HERE ### (≈ 1 line)
    # (1) twice the argument
    y = 2 * x
    ### END CODE HERE ###
    return y

# %% check points=4
check("double", double)

# %% solution
def quadruple(x):
    ### START CODE HERE ### (≈ 1 line)
    y = double(double(x))
    ### END CODE HERE ###
    return y

# %% check points=6
check("quadruple", quadruple)
"""


def toy() -> Assignment:
    assignment = Assignment("toy")

    @assignment.exercise(points=4, keeps_arguments=True)
    def double(submission, draw):
        n, m = draw.sizes("n", "m")
        x = draw.normal(n, m)
        yield "matrix", submission.double(x)
        yield "number", submission.double(1.5), 3.0
        yield "number", submission.double(-2.0)

    @assignment.exercise(points=6, uses=["double"])
    def quadruple(submission, draw):
        yield "matrix", submission.quadruple(draw.normal(3, 4))

    double.mistakes(
        Mistake("square", "2 * x", "x**2", "Twice, not squared."),
        Mistake("sign", "2 * x", "-2 * x", "The sign."),
        Mistake("in place", "y = 2 * x", "x *= 2\n    y = x", "Make a new array."),
        Mistake("no return value", "return y", "return [].append(y)", "Return it."),
        Mistake("raises", "2 * x", "2 * x.nothing", "No such attribute."),
    )
    double.alternatives({"sum": "def double(x):\n    return x + x"})
    quadruple.mistakes(Mistake("once", "double(double(x))", "double(x)", "Twice."))
    assignment.examples(Example("both", {"double": [("2 * x", "3 * x")]}, loses=("double",)))
    return assignment


@pytest.fixture
def source(tmp_path: Path) -> Source:
    path = tmp_path / "toy.py"
    path.write_text(SOURCE)
    return Source(path)


@pytest.fixture
def grader(source: Source) -> Grader:
    return Grader(toy(), source)


def verdicts(grader: Grader, cells: dict[str, str], student: str = "s", secret: str = "x") -> dict:
    probe = Probe(grader.source.namespace(cells))
    return {verdict.exercise: verdict for verdict in grader.verdicts(probe.calls, student, secret)}


def test_the_reference_is_right_and_the_toy_is_proved(grader):
    assert all(verdict.passed for verdict in verdicts(grader, {}).values())
    proof = verify(grader)
    assert proof.problems == []
    assert (proof.mistakes, proof.caught, proof.diagnosed, proof.misdiagnosed) == (6, 6, 6, 0)
    assert (proof.alternatives, proof.accepted) == (1, 1)


def test_what_is_drawn_from_few_inputs_can_be_looked_up(source):
    assignment = toy()

    def few(submission, draw):
        yield "always the same", submission.double(1.5)
        yield "one of three", submission.double(float(draw.rng.integers(3)))

    assignment.exercises["double"].scenario = few
    proof = verify(Grader(assignment, source))
    assert proof.lookup_points == 4
    assert "double: looking results up earns 4 points" in proof.problems


def test_parts_that_look_at_some_keys_do_so_in_the_public_check_too(tmp_path):
    path = tmp_path / "toy.py"
    path.write_text(SOURCE.replace("y = 2 * x\n", "y = {'twice': 2 * x, 'three': 3 * x, 'more': 0}\n"))
    assignment = toy()

    def keys(submission, draw):
        x = draw.normal(2)
        found = submission.double(x)
        yield "twice", found, {"twice": 2 * x}
        yield "three times", found, {"three": 3 * x}

    assignment.exercises["double"].scenario = keys
    assignment.exercises["double"].known_mistakes.clear()
    assignment.known_examples.clear()
    grader = Grader(assignment, Source(path))
    public = thaw(freeze(grader, ["double"]))["double"]
    for code, right in (
        ("{'twice': 2 * x, 'three': 3 * x}", [True, True]),
        ("{'twice': 2 * x, '3': 3 * x, 'more': 1}", [True, False]),
        ("{'three': 3 * x}", [False, True]),
    ):
        shown = public.verdict(grader.probe({"double": f"def double(x):\n    return {code}"}).call)
        assert [part.passed for part in shown.parts[:2]] == right
        assert [part.name for part in shown.parts[:2]] == ["twice", "three times"]


def test_an_exercise_without_a_plain_result_has_a_public_check_without_calls(source):
    assignment = toy()

    def sums(submission, draw):
        yield "sum", float(np.sum(submission.double(draw.normal(3))))

    assignment.exercises["double"].scenario = sums
    public = thaw(freeze(Grader(assignment, source), ["double"]))["double"]
    assert public.expected == []


def test_one_bug_costs_its_own_marks_only(grader):
    found = verdicts(grader, {"double": "def double(x):\n    return 3 * x"})
    assert found["double"].points == 0
    assert (found["quadruple"].points, found["quadruple"].replaced) == (6, ("double",))


CHAIN = """
# %%
import numpy as np

# %% solution
def forward(x):
    ### START CODE HERE ### (≈ 1 line)
    y = 2 * x
    ### END CODE HERE ###
    return y

# %% check points=4
check("forward", forward)

# %% solution
def cost(y):
    ### START CODE HERE ### (≈ 1 line)
    J = y**2
    ### END CODE HERE ###
    return J

# %% check points=4
check("cost", cost)

# %% solution
def both(x):
    ### START CODE HERE ### (≈ 1 line)
    J = cost(forward(x))
    ### END CODE HERE ###
    return J

# %% check points=6
check("both", both)
"""


@pytest.fixture
def chain(tmp_path: Path) -> Grader:
    """Two exercises with doubles, and one that uses both."""
    assignment = Assignment("chain")

    @assignment.exercise(points=4)
    def forward(submission, draw):
        yield "matrix", submission.forward(draw.normal(3, 4))

    @assignment.double("forward")
    def any_output(x):
        return x - 3

    @assignment.exercise(points=4)
    def cost(submission, draw):
        yield "matrix", submission.cost(draw.normal(3, 4))

    @assignment.double("cost")
    def any_cost(y):
        return np.exp(y)

    @assignment.exercise(points=6, uses=["forward", "cost"])
    def both(submission, draw):
        yield "matrix", submission.both(draw.normal(3, 4))

    (path := tmp_path / "chain.py").write_text(CHAIN)
    return Grader(assignment, Source(path))


WRONG = {"forward": "def forward(x):\n    return x", "cost": "def cost(y):\n    return y"}


@pytest.mark.parametrize(
    ("work", "replaced"),
    [
        ("cost(forward(x))", ("forward", "cost")),
        ("forward(x) ** 2", ("forward",)),  # it does the work of one itself
        ("cost(2 * x)", ("cost",)),
        ("4 * x**2", ()),
    ],
)
def test_doubles_stand_in_for_as_many_functions_as_the_later_one_calls(chain, work, replaced):
    found = verdicts(chain, {**WRONG, "both": f"def both(x):\n    return {work}"})
    assert [verdict.points for verdict in found.values()] == [0, 0, 6]
    assert found["both"].replaced == replaced


@pytest.mark.parametrize("work", ["forward(x)", "cost(x)", "forward(cost(x))", "cost(forward(-x))"])
def test_a_wrong_function_stays_wrong_whatever_stands_in(chain, work):
    assert verdicts(chain, {**WRONG, "both": f"def both(x):\n    return {work}"})["both"].points == 0


def test_the_code_of_a_double_is_there_while_it_stands_in_and_not_before(chain):
    assert chain.assignment.inside_code == {}
    assert b"any_cost" not in freeze(chain)


def test_a_double_that_is_an_answer_is_named(chain):
    assert verify(chain).problems == []
    chain.assignment.doubles["cost"] = replace(
        chain.assignment.doubles["cost"], code="def any_cost(y):\n    return y**2"
    )
    assert verify(chain).problems == ["cost: the double of cost earns 4 points"]


def test_the_reference_is_put_back_after_each_call(grader):
    namespace = grader.source.namespace({"double": "def double(x):\n    return 3 * x"})
    probe = Probe(namespace, ask=grader.reference.call)
    grader.verdicts(probe.calls, "s", "x")
    assert namespace["double"](1) == 3


def test_only_what_a_cell_can_change_is_judged_again(source):
    """Also where the author has forgotten to say what a scenario, or a function, uses."""
    grader, problems = Grader(toy(), source), []
    assignment = grader.assignment

    @assignment.exercise(points=1)
    def through_a_function(submission, draw):
        yield "matrix", submission.quadruple(draw.normal(3, 4))

    @assignment.exercise(points=1)
    def apart(submission, draw):
        yield "nothing", submission.apart(draw.normal(3))

    source.solutions["through_a_function"] = "through_a_function = quadruple"
    source.solutions["apart"] = "def apart(x):\n    return x"
    found = _tried(grader, problems, "a mistake", {"double": "def double(x):\n    return 3 * x"}, {"double"})
    assert list(found) == ["double", "quadruple", "through_a_function"]
    assert [problem.split(" loses")[0] for problem in problems] == ["a mistake: through_a_function"]
    assert list(_tried(grader, [], "reference", {})) == list(assignment.exercises)


def test_a_missing_earlier_function_is_replaced_too(grader):
    found = verdicts(grader, {"double": ""})
    assert (found["double"].status, found["quadruple"].points) == ("missing", 6)


def test_only_the_function_that_is_not_written_is_called_so(grader):
    def unwritten(name):
        return (
            f"def {name}(x):\n    def inner():\n        ### START CODE HERE ###\n"
            f'        raise NotImplementedError("{name} is not written yet")\n        ### END CODE HERE ###\n'
            "    return inner()"
        )

    found = verdicts(
        grader, {"double": unwritten("double"), "quadruple": "def quadruple(x):\n    return 3 * double(x)"}
    )
    assert [verdict.status for verdict in found.values()] == ["unfinished", "wrong"]
    found = verdicts(grader, {"double": "def double(x):\n    return 3 * x", "quadruple": unwritten("quadruple")})
    assert [verdict.status for verdict in found.values()] == ["wrong", "unfinished"]
    assert found["quadruple"].replaced == ()  # it is not asked again with another's double
    found = verdicts(grader, {"double": unwritten("double")})
    assert [verdict.points for verdict in found.values()] == [0, 6]
    reply = wire.decode(
        Probe(grader.source.namespace({"double": unwritten("double")})).call("quadruple", wire.encode(((1,), {})))
    )
    assert reply["failure"][:2] == ("waits", "double")


STUB = """
def double(x):
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the argument
    {}
    # (2) twice
    {}
    {}
    ### END CODE HERE ###
    return y
"""
RAISE = 'raise NotImplementedError("double is not written yet")'
UNWRITTEN = "`double` is not written yet."
HALF = (
    "`double` is half written: nothing stands under {} yet. "
    "When all of it is there, delete the line `raise NotImplementedError(…)`."
)
STOPPED = (
    "Your code for `double` is there, and the line `raise NotImplementedError(…)` is still {}. "
    "Is all of it there? Then delete that line."
)
TWO_REGIONS = """
def double(x):
    ### START CODE HERE ###
    {}
    ### END CODE HERE ###
    for _ in range(2):
        ### START CODE HERE ###
        {}
        ### END CODE HERE ###
    return y
"""


@pytest.mark.parametrize(
    ("code", "status", "message"),
    [
        (STUB.format("", "", RAISE), "unfinished", UNWRITTEN),
        (STUB.format("pass", "...", RAISE), "unfinished", UNWRITTEN),
        (STUB.format("", "", "raise NotImplementedError"), "unfinished", UNWRITTEN),
        (TWO_REGIONS.format(RAISE, RAISE), "unfinished", UNWRITTEN),
        ("def double(x):\n    'Twice.'\n    " + RAISE, "unfinished", UNWRITTEN),
        (STUB.format("z = x", "y = 2 * z", RAISE), "stopped", STOPPED.format("below it")),
        (STUB.format("", "", RAISE + "\n    y = 2 * x"), "stopped", STOPPED.format("above it")),
        (STUB.format("z = x", RAISE, "y = 2 * z"), "stopped", STOPPED.format("in the middle of it")),
        ("def double(x):\n    " + RAISE + "\n    return 2 * x", "stopped", STOPPED.format("above it")),
        ("def double(x):\n    y = 2 * x\n    " + RAISE + "\n    return y", "stopped", STOPPED.format("below it")),
        (STUB.format("for i in range(2):", "    y = i * x", RAISE), "stopped", STOPPED.format("below it")),
        (TWO_REGIONS.format("y = x", "y = y + x\n        " + RAISE), "stopped", STOPPED.format("below it")),
        (STUB.format("z = x", "", RAISE), "half", HALF.format("(2)")),
        (STUB.format("", "y = 2 * x", RAISE), "stopped", STOPPED.format("below it")),
        (TWO_REGIONS.format("y = 0", RAISE), "half", HALF.format("`START CODE HERE` in line 6 of its cell")),
        (
            TWO_REGIONS.format("y = 0", "# (2) add\n        # (3) again\n        " + RAISE),
            "half",
            HALF.format("(2) and (3)"),
        ),
    ],
)
def test_a_stub_has_three_states_and_three_sentences(grader, code, status, message):
    found = verdicts(grader, {"double": code.lstrip()})["double"]
    assert (found.status, found.message, found.points) == (status, message, 0)
    public = thaw(freeze(grader))["double"].verdict(grader.probe({"double": code.lstrip()}).call)
    assert (public.status, public.message) == (status, message)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("raise NotImplementedError('only for lists')", "NotImplementedError: only for lists"),
        ("y = np.size(x)\n    if y: raise NotImplementedError\n    return 2 * x", "NotImplementedError, in the line"),
        ("return abstract(x)", "NotImplementedError from `abstract`: Cannot convert"),
        ("return exec('raise NotImplementedError')", "stopped with NotImplementedError, in the line `return"),
    ],
)
def test_any_other_not_implemented_error_is_an_ordinary_error(grader, body, message):
    before = "def abstract(x): raise NotImplementedError('Cannot convert a symbolic Tensor')\n"
    found = verdicts(grader, {"double": f"{before}def double(x):\n    {body}"})["double"]
    assert found.status == "wrong" and message in found.message


def test_a_library_that_is_not_implemented_is_no_stub(grader):
    body = "import ipaddress\n    return ipaddress._BaseAddress().version"  # raises NotImplementedError with a text
    found = verdicts(grader, {"double": f"def double(x):\n    {body}"})["double"]
    assert found.status == "wrong" and "has no version specified" in found.message


def test_a_function_that_calls_a_stub_says_so(grader):
    cells = {"double": "def double(x): raise NotImplementedError", "quadruple": "def quadruple(x): return double(x)"}
    reply = wire.decode(Probe(grader.source.namespace(cells)).call("quadruple", wire.encode(((1,), {}))))
    assert reply["failure"][:2] == ("waits", "double")
    read = read_reply("quadruple", b"", wire.encode(reply), grader.assignment.exercises["quadruple"])
    assert (
        read.value.text == "`quadruple` calls `double`, which still stops at its line `raise NotImplementedError(…)`."
    )


def test_parts_share_the_points(grader):
    found = verdicts(grader, {"double": "def double(x):\n    return 2 * x if np.ndim(x) else 0.0"})["double"]
    assert [(part.name, part.passed) for part in found.parts] == [
        ("matrix", True),
        ("number", False),
        ("leaves its arguments unchanged", True),
    ]
    assert (found.points, found.status) == (round(4 * 2 / 3, 2), "partial")


def test_a_function_that_gives_nothing_earns_nothing_for_leaving_its_arguments_alone(grader):
    assert verdicts(grader, {"double": "def double(x):\n    return 0"})["double"].points == 0


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("def double(x): raise NotImplementedError", "`double` is not written yet."),
        ("double = 3", "`double` is not defined."),
        (
            "def double(x): return 1 / 0",
            "ZeroDivisionError: division by zero, in the line `def double(x): return 1 / 0`.",
        ),
        ("def double(x): raise SystemExit", "was ended by SystemExit"),
        ("def double(x): raise KeyboardInterrupt", "was ended by KeyboardInterrupt"),
        ("def double(x): return (i for i in range(3))", "a generator is not a number"),
        ("def double(): return 0", "takes 0 positional arguments but 1 was given"),
        ("calls = []\ndef double(x):\n    calls.append(x)\n    return 2 * x * (len(calls) % 2)", "gives other results"),
        ("def double(x): return 2 * x + np.random.randn()", "gives other results"),
        ("def double(x): return double(x)", "RecursionError"),
    ],
)
def test_a_call_without_a_value_says_why(grader, code, words):
    found = verdicts(grader, {"double": code})["double"]
    assert found.points == 0
    assert words in found.message


def test_a_failed_call_whose_value_is_passed_on_ends_the_scenario(source):
    assignment = Assignment("toy")

    @assignment.exercise(points=4)
    def double(submission, draw):
        yield "once", submission.double(1.0)
        yield "twice", submission.double({"x": [submission.double(2.0)]})

    assignment.exercise(points=6, uses=["double"])(toy().exercises["quadruple"].scenario)
    found = verdicts(Grader(assignment, source), {"double": "def double(x): return 1 / 0"})["double"]
    assert [part.passed for part in found.parts] == [False, False]
    assert "ZeroDivisionError" in found.message


def test_printing_warning_and_logging_cost_nothing(grader):
    code = "import sys, warnings\ndef double(x):\n    print(x); warnings.warn('w'); sys.stderr.write('log')\n    np.log(-1.0)\n    return 2 * x"
    assert verdicts(grader, {"double": code})["double"].passed


@pytest.mark.parametrize("wrapped", [lambda f: f, lambda f: [f], lambda f: {"a": (1, f)}])
def test_a_stand_in_calls_no_function_that_the_reference_does_not_give_it(wrapped):
    """It runs in the judge, and there are functions in `utils` that open windows, say."""
    called = []

    def use(f, x):
        called.append(f)
        return 2 * x

    namespace = {"use": use}
    call = Probe(namespace, trusted=True).call
    stand_ins = StandIns(frozenset({"use"}), call, lambda: namespace["use"](wrapped(sigmoid), 1.0), namespace)

    def answer(*args):
        return wire.decode(stand_ins.answer("use", wire.encode((args, {}))))

    assert wire.decode(answer(wrapped(sigmoid), 5.0)["value"]) == 10
    assert wire.decode(answer(None, 5.0)["value"]) == 10
    del called[:]
    assert "failure" in answer(wrapped(relu), 5.0) and called == []


def test_a_stand_in_leaves_the_draws_of_who_calls_it_alone(grader):
    code = """def quadruple(x):
    np.random.seed(3)
    return np.random.randn(), double(x), np.random.randn()"""
    exercise = grader.assignment.exercises["quadruple"]
    look = Look(grader.stand_ins(exercise, 1, frozenset({"double"})), twice=False)
    (reply,) = grader.probe({"quadruple": code}).calls([("quadruple", wire.encode(((5.0,), {})))], look)
    first, second = np.random.RandomState(3).randn(2)
    assert wire.decode(wire.decode(reply)["value"]) == (first, 10.0, second)


def test_same_student_same_verdict_and_other_students_other_inputs(grader):
    code = {"double": "def double(x):\n    return 2.5 * x"}
    assert verdicts(grader, code, "ann") == verdicts(grader, code, "ann")
    seeds = {seed_for("s", student, "toy", "double") for student in ("ann", "bob", "")}
    assert len(seeds) == 3
    assert seed_for("s", "ann", "toy", "double") != seed_for("t", "ann", "toy", "double")


def test_a_known_mistake_is_named_and_an_unknown_one_is_described(grader):
    named = verdicts(grader, {"double": "def double(x):\n    return x * x"})["double"]
    assert (named.diagnosis, named.message) == ("square", "Twice, not squared.")
    unnamed = verdicts(grader, {"double": "def double(x):\n    return 5 * x"})["double"]
    assert unnamed.diagnosis == ""
    assert unnamed.message.startswith("The result is 2.5 times what it should be")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [("4 * x", "The result is twice what it should be."), ("x + 4.5", "The result is not the expected value")],
    ids=["in all calls", "in the first"],
)
def test_a_ratio_of_numbers_is_said_if_it_is_that_of_all_calls(grader, wrong, words):
    code = f"import numpy as np\ndef double(x):\n    return {wrong} if np.ndim(x) == 0 else 2 * x"
    assert verdicts(grader, {"double": code})["double"].message.startswith(words)


def twins() -> Assignment:
    """double(x) makes two items, each of which can go wrong by itself; `x @ x.T` is not asked for a number."""
    assignment = Assignment("toy")

    @assignment.exercise(points=4)
    def double(submission, draw):
        yield "items", submission.double(draw.normal(2, 3))
        yield "more items", submission.double(draw.normal(4, 3))
        yield "one row", submission.double(draw.normal(1, 3))
        yield "nothing", submission.double(np.zeros((0, 3)))

    @assignment.exercise(points=6)
    def quadruple(submission, draw):
        yield "matrix", submission.quadruple(draw.normal(3, 4))

    double.at("return y").mistakes(
        ("return {'a': y, 'b': y.sum(axis=0)}", "b flat", "`b` is flat."),
        ("return {'a': y.T, 'b': y.sum(axis=0, keepdims=True)}", "a turned", "`a` is turned."),
        (("return {'a': 3 * y, 'b': y}", "return {'a': 7 * y, 'b': y}"), "another factor", "Another factor."),
        ("return x @ x", "product", "The shapes do not fit."),
        ("return {'a': -y[[0]] * 0 - y, 'b': -y}", "sign", "The sign."),
    )
    double.alternatives({"a dictionary": "return {'a': 2 * x, 'b': 2 * x.sum(axis=0, keepdims=True)}"})
    return assignment


@pytest.fixture
def twin_grader(source):
    path = source.path
    path.write_text(path.read_text().replace("return y\n", "return {'a': y, 'b': y.sum(axis=0, keepdims=True)}\n"))
    assignment = twins()
    for mistake in assignment.exercises["double"].known_mistakes:
        object.__setattr__(mistake, "old", "return {'a': y, 'b': y.sum(axis=0, keepdims=True)}")
    return Grader(assignment, Source(path))


@pytest.mark.parametrize(
    ("body", "diagnosis"),
    [
        ("return {'a': 2 * x, 'b': 2 * x.sum(axis=0)}", "b flat"),
        ("return {'a': 2 * x.T, 'b': 2 * x.sum(axis=0)}", "b flat; a turned"),  # one mistake for each item
        ("return {'a': 2 * x, 'b': 2 * x}", "another factor"),  # made in one item only
        ("return {'a': -2 * x, 'b': 2 * x.sum(axis=0)}", ""),
        ("return {'a': 14 * x, 'b': 2 * x}", "another factor"),  # the other spelling of one mistake
        ("return {'a': (-2 * x).round(20), 'b': -2 * x}", "sign"),  # all right where there is no row to take
        ("assert len(x) > 2; return {'a': -2 * x, 'b': -2 * x}", "sign"),  # an assertion keeps some values back
        ("return {'a': -2 * x.T, 'b': -2 * x}", ""),
        ("assert len(x) > 9", ""),
        ("return np.dot(x, x)", "product"),
        ("return np.matmul(x, x)", "product"),
        ("return (1 * x) @ (1 * x)", "product"),  # of what shapes cannot be seen from outside
        ("z = x[:, :2]; return x @ z", ""),  # the same inner sizes, in another product
        ("return np.dot(x.T, x.T)", ""),
        ("return helper(x)\ndef helper(x):\n    return x @ x", ""),  # it may be another slip that leads there
    ],
)
def test_a_mistake_is_recognised_by_what_it_does(twin_grader, body, diagnosis):
    cell = {"double": f"import numpy as np\ndef double(x):\n    {body}"}
    public = thaw(freeze(twin_grader))["double"].verdict(twin_grader.probe(cell).call)
    assert verdicts(twin_grader, cell)["double"].diagnosis == diagnosis == public.diagnosis


@pytest.mark.parametrize(
    "product", ["x @ p['W']", "np.dot(x, p['W'])", "np.matmul(x, p['W'])", "x.dot(p['W'])", "x.T.T @ p['W']"]
)
def test_matrices_that_do_not_fit_are_told_alike(grader, product):
    probe = grader.probe({"double": f"import numpy as np\ndef double(x, p):\n    return {product}"})
    reply = wire.decode(probe.call("double", wire.encode(((np.ones((3, 4)), {"W": np.ones((5, 6))}), {}))))
    message = "ValueError: a matrix product of (3, 4) and (5, 6), whose inner sizes, 4 and 5, differ"
    assert reply["failure"][:2] == ("exception", message)


@pytest.mark.parametrize("raised", ["KeyError(len, print, double)", "TypeError(double)", "ValueError(object())"])
def test_an_error_is_told_without_addresses(grader, raised):
    """They are others in each process, so that no mistake would be recognised, and no release be the same."""
    probe = grader.probe({"double": f"def double(x):\n    raise {raised}"})
    (_, message, _) = wire.decode(probe.call("double", wire.encode(((1,), {}))))["failure"]
    assert "0x" not in message and ("<function double>" in message or "<object object>" in message)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Input 0 with name 'input_layer_126' of layer 'Net'", "Input 0 with name 'input_layer' of layer 'Net'"),
        ("{{function_node __inference_<lambda>_13}} Input to reshape [Op:__inference_<lambda>_13]", "Input to reshape"),
        ("Received: <Variable path=adam_100/rate>", "Received: <Variable /rate>"),
        ("{{function_node __wrapped__Mul_device_/job:localhost}} Incompatible shapes [Op:Mul]",
         "Incompatible shapes [Op:Mul]"),
    ],
)  # fmt: skip
def test_an_error_is_told_without_what_was_counted_before(grader, text, told):
    cell = f"def double(x):\n    raise ValueError({text!r})"
    (_, message, _) = wire.decode(grader.probe({"double": cell}).call("double", wire.encode(((1,), {}))))["failure"]
    assert message == f"ValueError: {told}"


@pytest.mark.parametrize(("came", "diagnosis"), [((np.array([0.5]), 2.0), "db an array"), ((0.5, np.array([2.0])), "")])
def test_the_form_of_one_value_is_not_taken_for_that_of_another(came, diagnosis):
    exercise = Assignment("toy").exercise(points=1, returns=("db", "cost"))(lambda submission, draw: iter(()))
    exercise.at("db").mistakes(("[db]", "db an array", "`db` is an array."))
    right, got, slip = ([Outcome("random", value)] for value in ((0.5, 2.0), came, (np.array([[0.5]]), 2.0)))
    assert diagnose(exercise, judge(exercise, right, got), right, got, lambda mistake: slip).diagnosis == diagnosis


def test_items_are_called_by_their_names():
    exercise = Assignment("toy").exercise(points=1, returns=("Z", "cache"))(lambda submission, draw: iter(()))
    assert _items(exercise, [{(0,): 1}, {(1,): 1}]) == "`Z` and `cache`"
    assert _items(exercise, [{(1, "A"): 1, (0,): 2}]) == "`A` and `Z`"
    assert _items(exercise, [{(f"W{i}",): 1 for i in range(9)}]) == "`W0`, `W1`, `W2` and 6 others"


def test_a_slip_in_some_items_is_said_of_these(twin_grader):
    cell = {"double": "def double(x):\n    return {'a': 2 * x, 'b': 2 * x}"}
    assert verdicts(twin_grader, cell)["double"].message == "In `b`: Another factor."
    for mistake in twin_grader.assignment.exercises["double"].known_mistakes:
        object.__setattr__(mistake, "sentence", "The function ends too early.")
    assert verdicts(twin_grader, cell)["double"].diagnosis == ""  # of the whole function that is untrue


@pytest.mark.parametrize(
    ("body", "diagnosis"),
    [
        ("y = {}['twice']\n    return y", "key"),
        ("z = {}['twice']\n    return z", ""),  # fails alike, where no `y` is
        ("return print()", "no return value"),
        ("y = 2 * x", ""),  # None as well, for another reason
    ],
)
def test_a_sentence_is_not_said_of_what_only_ends_alike(source, body, diagnosis):
    assignment = toy()
    assignment.exercises["double"].at("2 * x").mistakes(("{}['twice']", "key", "`y` has no such key."))
    grader = Grader(assignment, source)
    assert verdicts(grader, {"double": f"def double(x):\n    {body}"})["double"].diagnosis == diagnosis


@pytest.mark.parametrize(
    ("body", "unused"),
    [
        ("return 3.0", True),
        ("x = 3.0\n    return 2 * x", True),
        ("x = 3 * x\n    return x", False),
        ("return (lambda: 3 * x)()", False),
        ("if x is None:\n        x = 3.0\n    return 3 * x", False),
    ],
)
def test_an_argument_that_is_never_used_is_named(grader, body, unused):
    cell = {"double": f"def double(x):\n    {body}"}
    public = thaw(freeze(grader))["double"].verdict(grader.probe(cell).call)
    for verdict in (verdicts(grader, cell)["double"], public):
        assert ("`double` never uses its argument `x`: shouldn't the result depend on it?" in verdict.message) == unused


def test_an_argument_that_the_reference_does_not_use_is_not_missed(source):
    source.path.write_text(source.path.read_text().replace("def double(x):", "def double(x, more=None):"))
    cell = {"double": "def double(x, more=None):\n    return 3 * x"}
    grader = Grader(toy(), Source(source.path))
    assert "never uses" not in verdicts(grader, cell)["double"].message
    assert "never uses" not in thaw(freeze(grader))["double"].verdict(grader.probe(cell).call).message


def test_an_error_of_a_helper_is_told_with_its_name(grader):
    code = "from utils.dnn_utils import relu_backward\ndef double(x):\n    return relu_backward(x, x[:1])"
    (verdict, _) = verdicts(grader, {"double": code}).values()
    assert "stopped with ValueError from `relu_backward`: " in verdict.message


def test_an_edit_everywhere(grader):
    exercise = grader.assignment.exercises["quadruple"]
    exercise.everywhere(r"double\(").mistakes(("(3 * ", "three", "Twice."))
    cell = grader.mistake_cells(exercise, exercise.known_mistakes[-1])["quadruple"]
    assert "y = (3 * (3 * x))\n" in cell
    exercise.everywhere("no such text").mistakes(("", "nothing", "…"))
    with pytest.raises(SourceError, match="changes nothing"):
        grader.mistake_cells(exercise, exercise.known_mistakes[-1])


def test_an_alternative_may_be_what_stands_below_the_first_line(twin_grader):
    exercise = twin_grader.assignment.exercises["double"]
    cell = twin_grader.alternative_cell(exercise, exercise.known_alternatives[0])
    assert cell.startswith("def double(x):\n")
    assert cell.endswith("\n    return {'a': 2 * x, 'b': 2 * x.sum(axis=0, keepdims=True)}")
    assert verdicts(twin_grader, {"double": cell})["double"].passed


def test_right_results_in_another_form_and_changed_arguments(source, grader):
    """What verify tries of every exercise."""
    exercise, code = twins().exercises["double"], source.solutions["double"]
    cell = code.replace("return y", "return {'a': (y, 1.5), 'b': [y]}")
    given = grader.probe({"double": other_form(exercise, cell)})
    value = wire.decode(wire.decode(given.call("double", wire.encode(((np.ones((2, 3)),), {}))))["value"])
    assert list(value) == ["more", "b", "a"] and [type(v) for v in value["a"]] == [np.ndarray, np.ndarray]
    assert value["b"][0].dtype == np.float32 and value["a"][1].shape == ()
    changed = verdicts(grader, {"double": changed_arguments(exercise, code)})["double"]
    assert [part.name for part in changed.parts if not part.passed] == ["leaves its arguments unchanged"]


def test_unfinished_notebooks_are_made_of_the_exercise_that_others_need(grader):
    found = {handed.name: handed for handed in handed_in(grader)}
    assert list(found) == ["both", "double not written", "double half written", "double does not parse"]
    assert found["both"].loses == ("double",)
    assert verdicts(grader, found["double not written"].cells)["double"].status == "unfinished"
    with pytest.raises(SyntaxError):
        compile(found["double does not parse"].cells["double"], "", "exec")
    two = grader.source.solutions["double"].replace("y = 2 * x", "y = x\n    # (2) again\n    y = y + x")
    assert "(2) again\n    raise" in half(two, "double")
    assert verdicts(grader, {"double": half(two, "double")})["double"].status == "half"


def test_an_edit_that_does_not_apply_exactly_once_is_refused(source):
    for old in ("no such text", "x"):
        assignment = toy()
        assignment.exercises["double"].mistakes(Mistake("bad", old, "z", "…"))
        with pytest.raises(SourceError, match="must apply exactly once"):
            Grader(assignment, source)


def test_points_must_agree_with_the_notebook(source):
    assignment = toy()
    assignment.exercises["double"].points = 5
    with pytest.raises(SourceError, match="5 points here, 4 in the notebook"):
        Grader(assignment, source)


def test_verify_finds_what_is_wrong(source):
    assignment = toy()
    exercise = assignment.exercises["double"]
    exercise.mistakes(
        Mistake("harmless", "2 * x", "x * 2", "Nothing is wrong."),
        Mistake("twin of the sign", "2 * x", "-(x + x)", "The same as another."),
    )
    exercise.alternatives({"wrong": "def double(x):\n    return 2 * x + 1"})
    problems = "\n".join(verify(Grader(assignment, source)).problems)
    assert "mistake 'harmless': double keeps its points" in problems
    assert "mistake 'twin of the sign': grading takes it for 'sign'" in problems
    assert "double, alternative 'wrong': loses points" in problems


@pytest.mark.parametrize("uses_another", [False, True])
@pytest.mark.parametrize("rare", [3, 4])
def test_a_reference_that_is_wrong_for_rare_inputs_is_found(source, rare, uses_another):
    """Whether an alternative is tried on these inputs, or only what the scenario knows by other means."""
    assignment = toy()
    scenario = assignment.exercises["double"].scenario

    def off(submission, draw):
        wrong = 1e-3 * (draw.rng.random() == Draw(rare).rng.random())
        start = submission.double(1.25) if uses_another else 2.5
        yield from scenario(submission, draw)
        yield "number", submission.double(start), 5.0 + wrong

    assignment.exercises["double"].scenario = off
    problems = verify(Grader(assignment, source), seeds=6).problems
    assert [p for p in problems if "the reference" in p and f"for seed {rare}" in p], problems
    assert not [p for p in verify(Grader(assignment, source), seeds=3).problems if "loses points" in p]


@pytest.mark.parametrize(("seeds", "seconds", "tried"), [(40, 0, ENOUGH), (9, 0, 9), (40, 1000, 40)])
def test_an_exercise_that_takes_long_is_tried_on_fewer_inputs(source, seeds, seconds, tried):
    assert verify_exercise(Grader(toy(), source), "double", seeds, seconds).seeds == tried


def test_public_checks_are_numbers_and_judge_alike(grader):
    frozen = freeze(grader)
    assert frozen == freeze(grader)
    assert b"2 * x" not in frozen and b"double(x)" not in frozen
    check = thaw(frozen)["double"]
    assert check.verdict(grader.reference.call).passed
    for mistake in grader.assignment.exercises["double"].known_mistakes:
        variant = grader.variant(grader.assignment.exercises["double"], mistake)
        verdict = check.verdict(variant.call)
        assert (verdict.passed, verdict.diagnosis) == (False, mistake.name)


@pytest.mark.parametrize(
    "data", [b"", b"nonsense", wire.encode({"format": 99}), wire.encode([1]), wire.encode({"format": 1})]
)
def test_damaged_public_checks_are_refused(data):
    with pytest.raises(wire.WireError):
        thaw(data)


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"garbage",
        wire.encode(3),
        wire.encode({}),
        wire.encode({"value": 3}),
        wire.encode({"value": wire.encode([1])[:1], "changed": []}),
        wire.encode({"value": wire.encode(1), "changed": 3}),
        wire.encode({"failure": ("no such kind", "", "")}),
        wire.encode({"failure": 3}),
        wire.encode({"failure": ("missing",)}),
    ],
)
def test_a_reply_that_makes_no_sense_is_a_failed_call(reply, grader):
    read = read_reply("double", b"", reply, grader.assignment.exercises["double"])
    assert read.value.kind == "unreadable"
    assert (read.changed, read.leans) == ((), ())


def test_a_function_that_reads_a_variable_of_the_notebook_is_told_so_where_it_is_wrong(grader):
    cell = "limit, factor = 5.0, [2]\ndef double(x):\n    return [{} for _ in [0]][0]"
    (wrong, _) = verdicts(grader, {"double": cell.format("min(2 * x, limit) if np.ndim(x) == 0 else x")}).values()
    assert "`double` also reads `limit` of the notebook" in wrong.message
    assert verdicts(grader, {"double": cell.format("factor[0] * x")})["double"].passed


FORBIDS = ("sklearn.metrics.mean_squared_error", "statistics.fmean")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("import sklearn.metrics as s\n    return x + x + 0 * s.mean_squared_error([0], [0])", FORBIDS[0]),
        ("import statistics\n    return x + x + 0 * list(map(statistics.fmean, [[0]]))[0]", FORBIDS[1]),
        (
            "import statistics\n    try:\n        statistics.fmean([])\n    except BaseException:\n        pass\n    return x + x",
            FORBIDS[1],
        ),
        (
            "import statistics, threading\n    thread = threading.Thread(target=statistics.fmean, args=([0],))\n"
            "    thread.start()\n    thread.join()\n    return x + x",
            "_thread.start_new_thread",
        ),
        ("import sklearn.metrics, statistics\n    return x + x", ""),
    ],
    ids=["decorated", "through map", "hidden", "in a thread", "only imported"],
)
def test_a_forbidden_function_is_found_when_it_is_called(source, body, name):
    assignment = Assignment("toy")
    scenario = toy().exercises["double"].scenario
    double = assignment.exercise(points=4, forbids=FORBIDS)(scenario)
    double.mistakes(Mistake("ready answer", "2 * x", "2 * x + 0 * __import__('statistics').fmean([0])", "By hand."))
    assignment.exercise(points=6, uses=["double"])(toy().exercises["quadruple"].scenario)
    grader = Grader(assignment, source)
    cells = {"double": f"def double(x):\n    {body}"}
    public = thaw(freeze(grader))["double"]
    assert public.exercise.forbids == FORBIDS
    found = {v.exercise: v for v in grader.verdicts(grader.probe(cells).calls, "s", "x")}
    assert found["quadruple"].passed  # the rule is the other exercise's
    for verdict in (found["double"], public.verdict(grader.probe(cells).call)):
        assert verdict.passed == (not name)
        assert not name or verdict.diagnosis == "ready answer" or f"uses `{name}`" in verdict.message
    assert verify(grader).problems == []


@pytest.mark.parametrize(
    ("body", "uses"),
    [
        ("import statistics\n    return x + x + 0 * statistics.fmean([0])", "statistics.fmean"),
        ("import statistics\n    return x + x + 0 * statistics.median([0])", ""),
        ("import scipy.signal\n    return x + x + 0 * scipy.signal.convolve([0], [0])[0]", "scipy"),
        ("from scipy.ndimage import _nd_image\n    try:\n        _nd_image.correlate()\n"
         "    except Exception:\n        pass\n    return x + x", "scipy"),
        ("import scipy.signal\n    return x + x", ""),
        ("class Left:\n        def __del__(self):\n            __import__('statistics').fmean([0])\n"
         "    left = Left()\n    left.itself = left\n    del left\n    return x + len([[] for _ in range(5000)]) * 0 + x", ""),
    ],
    ids=["of the kind", "another", "a library", "in C", "only imported", "what is thrown away"],
)  # fmt: skip
def test_a_kind_of_functions_can_be_forbidden(source, body, uses):
    assignment = Assignment("toy")
    assignment.exercise(points=4, forbids=("statistics.*mean", "scipy.*"))(toy().exercises["double"].scenario)
    assignment.exercise(points=6, uses=["double"])(toy().exercises["quadruple"].scenario)
    grader = Grader(assignment, source)
    probe = grader.probe({"double": f"def double(x):\n    {body}"})
    for verdict in (grader.verdicts(probe.calls, "s", "x")[0], thaw(freeze(grader))["double"].verdict(probe.call)):
        assert verdict.passed == (not uses)
        assert not uses or f"uses `{uses}`" in verdict.message


@pytest.mark.parametrize(
    "starts",
    [
        "_thread.start_new_thread(abs, (1,))",
        "_thread.start_new(abs, (1,))",
        "threading.Thread(target=abs, args=(1,)).start()",
        "type('Mine', (threading.Thread,), {'_bootstrap': lambda self: self._started.set()})().start()",
        "threading._profile_hook = None; futures.ThreadPoolExecutor().submit(abs, 1)",
        "types.FunctionType(threading.Thread.start.__code__, {**vars(threading)})(threading.Thread(target=abs, args=(1,)))",
    ],
    ids=["a bare one", "by its old name", "its own", "of its own kind", "without the hook", "by a copy"],
)
def test_a_thread_that_nobody_watches_is_refused(forbidding, starts):
    imports = "import _thread, threading, types\nfrom concurrent import futures\n"
    cells = {"double": f"{imports}def double(x):\n    {starts}\n    return x + x"}
    verdict = forbidding.verdicts(forbidding.probe(cells).calls, "s", "x")[0]
    assert verdict.points == 0 and "uses `_thread.start_new_thread`" in verdict.message


@pytest.mark.parametrize(
    "does",
    [
        "import sys\n    sys.settrace(None)",
        "import subprocess\n    subprocess.run(['true'])",
        "import os\n    os.system('true')",
        "import os\n    os.fork() or os._exit(0)",
        "import os\n    os.posix_spawn('/bin/true', ['true'], {})",
    ],
)
def test_what_is_watched_cannot_go_on_where_nobody_watches(forbidding, does):
    cells = {"double": f"def double(x):\n    {does}\n    return x + x"}
    verdict = forbidding.verdicts(forbidding.probe(cells).calls, "s", "x")[0]
    assert verdict.points == 0 and "is not for a function that is watched" in verdict.message
    allowed = {
        "double": "def double(x):\n    return x + x",
        "quadruple": cells["double"].replace("double", "quadruple"),
    }
    assert "watched" not in forbidding.verdicts(forbidding.probe(allowed).calls, "s", "x")[1].message


def test_an_object_is_watched_when_it_is_asked_what_it_is(source):
    assignment = Assignment("toy")
    assignment.exercise(points=4, forbids=("statistics.*mean",))(toy().exercises["double"].scenario)
    assignment.exercise(points=6, uses=["double"])(toy().exercises["quadruple"].scenario)
    grader = Grader(assignment, source)
    asked = (
        "class Double:\n    def __call__(self, x):\n        return x + x\n    def __getattr__(self, name):\n"
        "        __import__('statistics').fmean([0])\n        raise AttributeError(name)\ndouble = Double()"
    )
    assert "uses `statistics.fmean`" in grader.verdicts(grader.probe({"double": asked}).calls, "s", "x")[0].message


def test_a_library_whose_name_has_code_of_its_own_counts_as_forbidden(source):
    assignment = Assignment("toy")
    assignment.exercise(points=4, forbids=("statistics.*mean",))(toy().exercises["double"].scenario)
    assignment.exercise(points=6, uses=["double"])(toy().exercises["quadruple"].scenario)
    grader = Grader(assignment, source)
    renamed = (
        "import types\nName = type('Name', (str,), {'__format__': lambda *_: 'mine', '__hash__': lambda _: 0})\n"
        "library = types.ModuleType('library')\nexec('def fmean(x): return 2 * x', vars(library))\n"
        "library.__name__ = Name('statistics')\ndef double(x):\n    return library.fmean(x)"
    )
    assert grader.verdicts(grader.probe({"double": renamed}).calls, "s", "x")[0].points == 0
    inside = renamed.replace("Name('statistics')", "'statistics'") + (
        "\nlibrary.fmean.__code__ = library.fmean.__code__.replace(co_qualname=Name('fmean'))"
    )
    assert grader.verdicts(grader.probe({"double": inside}).calls, "s", "x")[0].points == 0
    own = renamed.replace("Name('statistics')", "'mine'")
    assert grader.verdicts(grader.probe({"double": own}).calls, "s", "x")[0].passed


@pytest.fixture
def forbidding(source):
    """The toy, whose first exercise forbids a function of `utils`."""
    assignment = Assignment("toy")
    double = assignment.exercise(points=4, forbids=["utils.opt_utils.line_start"])
    double(toy().exercises["double"].scenario)
    assignment.exercise(points=6, uses=["double"])(toy().exercises["quadruple"].scenario)
    return Grader(assignment, source)


def test_a_function_that_only_has_the_form_of_a_forbidden_one_is_allowed(forbidding):
    helper = (
        "import numpy as np\nSTART = 2, 3\ndef start():\n"
        '    return {{"{}": np.array([[START[0]]]), "{}": np.array([[START[1]]])}}\n'
    )
    body = 'def double(x):\n    return start()["{}"][0, 0] * x'
    for keys, allowed in ((("w", "b"), True), (("W1", "b1"), False)):
        cells = {"double": helper.format(*keys) + body.format(keys[0])}
        verdict = forbidding.verdicts(forbidding.probe(cells).calls, "s", "x")[0]
        assert verdict.passed == allowed


def test_recursion_without_end_is_what_is_told_where_something_is_forbidden(forbidding):
    cells = {"double": "def double(x):\n    return double(x)"}
    assert "RecursionError" in forbidding.verdicts(forbidding.probe(cells).calls, "s", "x")[0].message


def test_only_functions_can_be_forbidden(source):
    for name in ("numpy.pi", "nowhere.f", "nowhere.*", "numpy.no_such_function"):
        assignment = Assignment("toy")
        assignment.exercise(points=4, forbids=(name,))(toy().exercises["double"].scenario)
        with pytest.raises(SourceError, match="double"):
            Grader(assignment, source)


def test_sizes_all_differ_and_labels_are_both_there():
    draw = Draw(1)
    for _ in range(50):
        assert len(set(draw.sizes("a", "b", "c", "d"))) == 4
        assert set(draw.labels(2).ravel()) == {0, 1}
    assert draw.labels(1).shape == (1, 1)
    with pytest.raises(ValueError, match="different sizes"):
        draw.sizes("a", "b", "c", low=2, high=3)


def test_a_stub_keeps_the_goals_and_the_lines_around_them(source):
    assert stub(source.solutions["double"], "double") == (
        "def double(x):\n"
        "    ### START CODE HERE ### (≈ 1 line)\n"
        "    # (1) twice the argument\n"
        '    raise NotImplementedError("double is not written yet")\n'
        "    ### END CODE HERE ###\n"
        "    return y"
    )
    for broken in ("def f(): pass", "### START CODE HERE ###", "### END CODE HERE ###"):
        with pytest.raises(SourceError, match="pairs"):
            stub(broken, "f")


def test_kinds_of_numbers_cost_a_part_where_the_exercise_says_so():
    assignment = Assignment("labels")

    @assignment.exercise(points=6, exact_kinds=True)
    def labels(submission, draw):
        yield "first", submission.labels(0)
        yield "second", submission.labels(1)

    expected = [Outcome("first", np.array([0, 1])), Outcome("second", np.array([1, 1]))]

    def points(*values):
        return judge(labels, expected, [Outcome(o.part, value) for o, value in zip(expected, values, strict=True)])

    assert points(np.array([0.0, 1.0]), np.array([1, 1])).points == 6
    verdict = points(np.array([False, True]), np.array([1, 1]))
    assert verdict.points == 4
    assert verdict.message == "The result should hold whole numbers; yours holds True and False."
    assert points(np.array([True, False]), np.array([False, False])).points == 0


def test_parts_on_known_inputs_count_in_proportion_to_the_others():
    """A published example, an array that is the same for all, and what is said of how results are given."""
    assignment = Assignment("toy")

    @assignment.exercise(points=8, keeps_arguments=True)
    def double(submission, draw):
        yield "drawn", submission.double(draw.normal(3, 4))
        yield "drawn number", submission.double(float(draw.normal(1)[0]))
        yield "published example", submission.double(np.ones(3))

    def points(code):
        namespace = {"__name__": "__main__", "np": np}
        exec(code, namespace)
        return judge(
            double, outcomes["reference"], list(play(double, Probe(namespace).call, 5)), known=outcomes["known"]
        ).points

    reference = {"__name__": "__main__"}
    exec("def double(x): return 2 * x", reference)
    first, second, third = (list(play(double, Probe(reference).call, seed)) for seed in (1, 2, 5))
    outcomes = {"known": known_parts(first, second), "reference": third}
    assert outcomes["known"] == {"published example"}
    assert points("def double(x): return 2 * x") == 8
    assert points("def double(x): return np.full(3, 2.0)") == 0  # only what everybody knows
    assert points("def double(x): return 2 * x if np.shape(x) in ((), (3,)) else x") == 4  # half, and half of the rest
    assert points("def double(x): return 2 * x if np.ndim(x) else x") == 4


def test_parts_whose_result_is_the_same_for_everybody_earn_nothing_by_themselves(source):
    assignment = Assignment("toy")

    @assignment.inside
    def kind_of(double, x):
        return str(np.asarray(double(x)).dtype)

    @assignment.exercise(points=4)
    def double(submission, draw):
        yield "drawn", submission.double(draw.normal(3, 4))
        yield "type", submission.double.used_by("kind_of", draw.normal(2, 5))
        yield "count", len(submission.double(draw.normal(2)))

    first, second = (
        list(play(double, Probe({"double": lambda x: x * 2.0}, trusted=True, inside=assignment.inside_code).call, seed))
        for seed in (1, 2)
    )
    assert constant_parts(double, first, second) == {"type", "count"} and known_parts(first, second) == frozenset()
    constant = Probe({"double": lambda x: np.array([np.pi, 1.0])}, trusted=True, inside=assignment.inside_code)
    verdict = judge(double, first, list(play(double, constant.call, 1)), known=constant_parts(double, first, second))
    assert [part.passed for part in verdict.parts] == [False, True, True] and verdict.points == 0
    assert verdict.status == "wrong"  # and not partly right


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("from statistics import fmean as double", "`double` comes from `statistics`"),
        ("import numpy as np\ndouble = np.cumsum", "`double` comes from `numpy`"),
        ("import functools, operator\ndouble = functools.partial(operator.mul, 2)", "`double` comes from"),
        ("from sklearn.preprocessing import scale\ndouble = scale", "`double` comes from `sklearn"),
        ("import scipy.special\ndouble = scipy.special.expit", "`double` comes from `numpy`"),
    ],
)
def test_only_what_the_cells_define_earns_marks(grader, cell, told):
    verdict = verdicts(grader, {"double": cell})["double"]
    assert verdict.points == 0 and told in verdict.message


@pytest.mark.parametrize(
    "cell",
    [
        "double = lambda x: x + x",
        "import functools\n@functools.wraps(sum)\ndef double(x):\n    return x + x",
        "import functools\ndef times(n, x):\n    return n * x\ndouble = functools.partial(times, 2)",
        "class Times:\n    def __call__(self, x):\n        return x + x\ndouble = Times()",
        "class Times:\n    def double(self, x):\n        return x + x\ndouble = Times().double",
        "import numpy\n@numpy.errstate(all='ignore')\ndef double(x):\n    return x + x",
        "import contextlib\n@contextlib.contextmanager\ndef timer():\n    yield\n@timer()\ndef double(x):\n    return x + x",
        "import functools\n@functools.singledispatch\ndef double(x):\n    return x + x",
        "import functools\nkeep = functools.lru_cache(lambda x: x)\ndef double(x):\n    return x + x",
    ],
    ids=["lambda", "decorated", "partial", "object", "method", "errstate", "timer", "dispatch", "beside a cache"],
)
def test_what_the_cells_define_in_another_form_counts(grader, cell):
    assert verdicts(grader, {"double": cell})["double"].points == 4


def test_stand_ins_answer_what_the_reference_asks_and_little_else(grader):
    exercise = grader.assignment.exercises["quadruple"]
    stand_ins = grader.stand_ins(exercise, 3, frozenset({"double"}))
    (outcome,) = play(exercise, grader.reference.call, 3)
    asked = outcome.calls[0].payload  # what quadruple asks double first
    for _ in range(REPEATS * 2):
        assert "value" in wire.decode(stand_ins.answer("double", asked))
    others = [stand_ins.answer("double", wire.encode(((float(n),), {}))) for n in range(2 * MAX_OTHERS)]
    assert 0 < sum(reply != NOTHING for reply in others) <= MAX_OTHERS + FOR_EACH * 2  # calls of quadruple's
    assert stand_ins.answer("quadruple", asked) == NOTHING  # does not stand in


def test_calls_of_a_stand_in_are_counted(grader):
    """As many others as docs/security.md says, and not any number of the reference's own."""
    exercise = grader.assignment.exercises["quadruple"]
    (outcome,) = play(exercise, grader.reference.call, 3)
    own = [outcome.calls[0].payload] * 3 * MAX_OTHERS
    others = [wire.encode(((float(n),), {})) for n in range(2 * MAX_OTHERS)]

    def answered(asked):
        stand_ins = grader.stand_ins(exercise, 3, frozenset({"double"}))
        return sum(stand_ins.answer("double", payload) != NOTHING for payload in asked)

    assert answered(others) == MAX_OTHERS + FOR_EACH * 2  # calls of quadruple's
    assert MAX_OTHERS < answered(own) < 2 * MAX_OTHERS


def test_a_stand_in_that_cannot_answer_says_nothing_of_why(grader):
    stand_ins = grader.stand_ins(grader.assignment.exercises["quadruple"], 3, frozenset({"double"}))
    assert stand_ins.answer("double", wire.encode(((None,), {}))) == NOTHING
    assert stand_ins.answer("double", wire.encode(((1, 2, 3), {}))) == NOTHING


def test_a_stand_in_takes_what_differs_by_rounding_for_the_same(grader):
    exercise = grader.assignment.exercises["quadruple"]
    stand_ins = grader.stand_ins(exercise, 3, frozenset({"double"}))
    (outcome,) = play(exercise, grader.reference.call, 3)
    (x,), _ = wire.decode(outcome.calls[0].payload)
    exact = stand_ins.answer("double", wire.encode(((x,), {})))
    assert stand_ins.answer("double", wire.encode(((x * (1 + 1e-14),), {}))) == exact
    assert stand_ins.answer("double", wire.encode(((x + 1e-7,), {}))) != exact  # as finite differences do


def test_after_stand_ins_nothing_is_judged_without_them(grader):
    """What a submission learns from stand-ins comes too late for what it is judged by."""
    probe = grader.probe({"double": "def double(x):\n    return 3 * x", "quadruple": "def quadruple(x):\n    return x"})
    order = []

    def calls(calls, look):
        order.append(look.stand_ins is not None)
        return probe.calls(calls, look)

    grader.verdicts(calls, "s", "x")
    assert order == sorted(order) and True in order


def test_a_function_that_is_better_at_the_end_counts_so(grader):
    moment = grader.source.namespace({"double": "def double(x):\n    return 3 * x"})
    end = grader.source.namespace({})

    def found(at_check, at_end):
        probe = Probe(at_end, moments={"double": at_check, "quadruple": at_end})
        return grader.verdicts(
            lambda calls, look: [probe.call(name, payload, (), look.at_end) for name, payload in calls],
            "s",
            "x",
            rewritten={"double"},
        )

    assert [(v.points, v.at_end) for v in found(moment, end)] == [(4, True), (6, False)]
    assert [(v.points, v.at_end) for v in found(end, moment)] == [(4, False), (0, False)]


def test_an_earlier_function_that_was_another_at_the_check_cell_costs_nothing(grader):
    """As where somebody defines it anew for a while, to measure something."""
    moment = grader.source.namespace({"double": "def double(x):\n    return 3 * x"})
    end = grader.source.namespace({})
    probe = Probe(end, moments={"double": end, "quadruple": {**end, "double": moment["double"]}})
    found = grader.verdicts(
        lambda calls, look: [probe.call(name, payload, (), look.at_end) for name, payload in calls],
        "s",
        "x",
        rewritten={"double"},
    )
    assert [(v.points, v.at_end) for v in found] == [(4, False), (6, True)]


def test_other_content_other_inputs(grader):
    seen = []

    def calls(calls, look):
        seen.append(tuple(calls))
        return grader.reference.calls(calls, look)

    for content in ("a", "a", "b"):
        grader.verdicts(calls, "secret", "ann", content)
    assert seen[0] == seen[1] != seen[2]


@pytest.mark.parametrize("double", ["2 * x", "2 * float(x)"], ids=["as it is", "entry by entry"])
def test_an_earlier_exercise_that_answers_a_later_one_is_named(source, double):
    code = source.path.read_text().replace("y = 2 * x", f"y = {double}").replace("double(double(x))", "x + x")
    source.path.write_text(code)
    assignment = toy()
    for exercise in assignment.exercises.values():
        exercise.known_mistakes.clear()
        exercise.known_alternatives.clear()
    assignment.known_examples.clear()
    told = "quadruple: double alone, which stands in where it is wrong, earns 6 points"
    assert told in verify(Grader(assignment, Source(source.path))).problems
    assignment.exercises["quadruple"].uses = ()
    assert told not in verify(Grader(assignment, Source(source.path))).problems


def test_a_helper_that_answers_an_exercise_is_named(source):
    code = source.path.read_text()
    for role, allowed in ((" drawing", []), ("", ["utils.figures.show"])):
        cell = f"# %%{role}\nfrom utils.figures import show\n\nused = show\n\n# %%"
        source.path.write_text(code.replace("# %%", cell, 1))
        notebook = Source(source.path)
        assert (list(notebook.helpers), list(notebook.allowed)) == (["utils.figures.show"], allowed)
    grader = Grader(toy(), notebook)
    show = grader.source.helpers["utils.figures.show"]
    original = show.__code__
    try:
        show.__code__ = (lambda alt: 2 * alt).__code__
        assert "double: utils.figures.show, which it may call, earns 4 points" in verify(grader).problems
        show.__globals__["tried"] = []
        show.__code__ = eval("lambda alt: tried.append(alt)").__code__
        assert verify_whole(grader).problems == []
        assert len(show.__globals__["tried"]) == 2  # one for each part of `double`; what gives nothing is tried no more
    finally:
        show.__code__ = original
        show.__globals__.pop("tried", None)


def test_another_default_of_a_whole_number_costs_a_part(source):
    """A call without the argument may take too long to try."""
    source.path.write_text(source.path.read_text().replace("def double(x):", "def double(x, times=1000, rate=0.1):"))
    assignment = Assignment("toy")
    assignment.exercise(points=4)(toy().exercises["double"].scenario)
    grader = Grader(assignment, Source(source.path))

    def points(arguments):
        return verdicts(grader, {"double": f"def double({arguments}):\n    return 2 * x"})["double"].points

    for arguments in ("x, times=1000, rate=0.1", "x, times=1000", "x, times=1e3", "x, times=None", "x", "x, **options"):
        assert points(arguments) == 4
    assert points("x, times=10") == pytest.approx(4 * 2 / 3, abs=0.01)
    verdict = verdicts(grader, {"double": "def double(x, times=10):\n    return 2 * x"})["double"]
    assert "should have the defaults of the notebook; `times` has another one" in verdict.message


@pytest.mark.parametrize("shape", [(1, 1), (1,), (1, 1, 1)])
def test_a_number_in_an_array_costs_one_part(grader, shape):
    cell = {"double": f"def double(x):\n    return 2 * x if np.ndim(x) else np.full({shape}, 2 * x)"}
    found = verdicts(grader, cell)["double"]
    assert [(part.name, part.passed) for part in found.parts] == [
        ("matrix", True),
        ("number", True),
        (ARGUMENTS_PART, True),
        (NUMBER_PART, False),
    ]
    assert found.points == 3
    assert found.message == (
        f"The result should be one number; yours is an array of shape {shape}. What takes the number out of it?"
    )


def judged(expected, came, points=6, **options):
    """The verdict on one value in each of two parts."""

    def scenario(submission, draw):
        yield from ()

    exercise = Assignment("forms").exercise(points=points, **options)(scenario)
    outcomes = ([Outcome(str(i), value) for i in range(2)] for value in (expected, came))
    return judge(exercise, *outcomes)


@pytest.mark.parametrize(
    ("expected", "came", "part"),
    [
        (0.5, np.array([[0.5]]), NUMBER_PART),
        (3, 3.0, KINDS_PART),
        ((3, 4, 1), (3.0, 4.0, 1.0), KINDS_PART),
        (({"w": np.ones((2, 1))}, 0.5), ({"w": np.ones((2, 1))}, np.array([0.5])), NUMBER_PART),
        ((3, 4, 1), np.array([3, 4, 1]), CONTAINER_PART),
        ((3, 4, 1), np.array([[3], [4], [1]]), CONTAINER_PART),
        ({"costs": [0.5, 0.25]}, {"costs": np.array([0.5, 0.25])}, CONTAINER_PART),
        (np.ones((2, 3)), [[1.0] * 3] * 2, CONTAINER_PART),
        (np.ones((2, 3)), (np.ones(3), np.ones(3)), CONTAINER_PART),
        ({"w": np.ones((2, 1)), "b": 0.5}, {"w": [[1.0], [1.0]], "b": 0.5}, CONTAINER_PART),
        (0.5, [[0.5]], CONTAINER_PART),
        ({1, 2}, [2, 1], CONTAINER_PART),
    ],
)
def test_a_poorer_form_costs_one_part_and_exists_only_where_it_came_back(expected, came, part):
    assert [p.name for p in judged(expected, expected).parts] == ["0", "1"]
    found = judged(expected, came)
    assert [(p.name, p.passed) for p in found.parts] == [("0", True), ("1", True), (part, False)]
    assert (found.points, found.status) == (4, "partial")


@pytest.mark.parametrize(
    ("expected", "came"),
    [
        ((3, 4, 1), np.array([3, 4, 2])),
        ((3, 4, 1), np.array([3, 4])),
        (np.ones((2, 3)), [[1.0] * 3, [2.0] * 3]),
        (np.ones((2, 3)), [[1.0] * 3, [1.0] * 2]),
        (np.ones((2, 3)), [1.0] * 6),
        (np.ones(2), ["1", "1"]),
        (0.5, [0.5, 0.5]),
        ({"a": 1}, [1]),
        ({1, 2}, {1, 3}),
        ({1, 2}, [1, 3]),
        ({1, 2}, [[1], 2]),
        ({1, 2}, 3),
    ],
)
def test_a_wrong_value_is_wrong_in_any_container(expected, came):
    assert judged(expected, came).points == 0


def test_sets_are_compared_by_what_they_hold():
    assert judged({"a", "b"}, frozenset("ab")).points == 6
    assert judged({"a", "b", "c"}, {"a", "x"}).message == (
        "The result should be a set of 3; of yours, 1 does not belong there, and 2 are missing."
    )


def test_a_generator_that_is_used_is_no_argument_that_is_changed(source):
    assignment = Assignment("toy")

    @assignment.exercise(points=4, keeps_arguments=True)
    def double(submission, draw):
        for make in (np.random.RandomState, np.random.default_rng):
            yield "random", submission.double(make(int(draw.rng.integers(99))))

    @assignment.exercise(points=6)
    def quadruple(submission, draw):
        yield "set", submission.quadruple({int(draw.rng.integers(99))})

    grader = Grader(assignment, source)
    cells = {
        "double": "def double(rng):\n    return rng.normal(size=3)",
        "quadruple": "def quadruple(x):\n    return x",
    }
    twin = Grader(assignment, source)
    twin.source.solutions.update(cells)
    assert all(v.passed for v in twin.verdicts(grader.probe(cells).calls, "s", "x"))


def test_what_crosses_is_judged_on_the_judges_side(source):
    """The same in the notebook's check; whatever it is, it makes nobody raise."""
    assignment = Assignment("toy")

    @assignment.inside
    def doubled(function, x):
        return function(np.array(x))

    @doubled.judged
    def is_twice(value, x):
        return {"twice": bool(np.all(value == 2 * np.array(x))), "axes": value.ndim}

    @assignment.exercise(points=4)
    def double(submission, draw):
        yield "numbers", doubled(submission.double, draw.normal(3).tolist()), {"twice": True, "axes": 1}

    @assignment.exercise(points=6, uses=["double"])
    def quadruple(submission, draw):
        yield "matrix", submission.quadruple(draw.normal(3, 4))

    grader = Grader(assignment, source)
    public = thaw(freeze(grader))["double"]
    for body, passes, words in (
        ("x + x", True, ""),
        ("3 * x", False, "`twice`"),
        ("np.ones(3)", False, "never uses its argument `x`"),
        ("{'twice': True, 'axes': 1}", False, "AttributeError: 'dict' object has no attribute 'ndim'"),
    ):
        probe = grader.probe({"double": f"def double(x):\n    return {body}"})
        for verdict in (grader.verdicts(probe.calls, "s", "x")[0], public.verdict(probe.call)):
            assert verdict.passed == passes and words in verdict.message


ODD = {"function": len, "module": np, "object": object(), "text in an array": np.array(["x"]), "numbers": 2**9000}


@pytest.mark.parametrize("odd", [*ODD, "itself", "too much", "a key", "deep inside"])
def test_what_cannot_be_compared_costs_only_where_something_else_is_expected(odd):
    """In an extra entry of a dictionary nothing, unless it must have no others; in an entry that counts, that part."""

    def with_odd(entry):
        held = {"a": np.ones(2)}
        extra = {"itself": held, "too much": np.zeros(3 * 10**6), "deep inside": [{"x": (len, 1)}]}
        held["a key" if odd != "a key" else len] = {**ODD, **extra}.get(odd, 1)
        return (1.0, {**held, **entry})

    def crossed(value):
        return wire.decode(wire.encode(value, sift=True))

    expected = (1.0, {"a": np.ones(2)})
    assert judged(expected, crossed(with_odd({}))).points == 6
    found = judged(expected, crossed(with_odd({})), exact_keys=True)
    assert found.points == 0 and found.parts[0].key == "structure.extra_key"
    found = judged(expected, crossed(with_odd({"a": print})), returns=("A", "cache"))
    assert found.points == 0
    assert found.message == (
        "`a` in `cache` should be an array of shape (2,); yours is something that can't be compared (a "
        "builtin_function_or_method is not a number, text, an array, or a list, tuple or dictionary of these). "
        "`A` is right."
    ).replace("an array", "a numpy array", 1)


def test_what_a_call_returns_and_asks_passes_but_for_what_cannot_be_compared():
    asked = []

    def ask(name, payload):
        asked.append(wire.decode(payload))
        return wire.encode({"value": wire.encode(1)})

    namespace = {"g": None}
    exec("def f(x):\n    return g({'x': x, 'how': len}), {'x': x, 'how': [len]}", namespace)
    reply = wire.decode(
        Probe(namespace, ask, trusted=True).call("f", wire.encode(((2,), {})), replaced=[("g", "", "")])
    )
    why = "a builtin_function_or_method is not a number, text, an array, or a list, tuple or dictionary of these"
    odd = wire.Opaque(why)
    assert wire.decode(reply["value"]) == (1, {"x": 2, "how": [odd]})
    assert asked == [(({"x": 2, "how": odd},), {})]


def test_where_kinds_count_one_part_is_for_all_forms():
    found = judged((np.zeros((2, 1)), 0.0), (np.zeros((2, 1)), np.zeros((1, 1))), exact_kinds=True)
    assert [(p.name, p.passed) for p in found.parts] == [("0", True), ("1", True), (KINDS_PART, False)]


def test_nothing_is_earned_or_lost_for_the_form_of_a_wrong_number():
    found = judged(0.5, np.array([[0.7]]))
    assert [(p.name, p.key) for p in found.parts] == [("0", "value.number"), ("1", "value.number")]


@pytest.mark.parametrize("key", ["value", "changed", "leans", "defaults", "again", "failure"])
@pytest.mark.parametrize(
    "odd", [np.float64(1), np.zeros(3), {"a": 1}, [[]], "x", None, 2.5, (1, 2, 3), b"\xff", wire.Opaque("a module")]
)
def test_no_reply_makes_the_judge_raise(key, odd):
    reply = {"value": wire.encode(1.0), "changed": [], "leans": [], "defaults": {}, key: odd}
    read_reply("f", b"", wire.encode(reply), Assignment("toy").exercise(points=1)(lambda s, d: iter(())))


def saying(right, *calls):
    """What is said of a function in place of the right one, in a scenario that calls it for some parts."""

    @Assignment("a00").exercise(points=4)
    def f(submission, draw):
        for part, x in calls:
            yield part, submission.f(x)

    def came(function):
        return list(play(f, Probe({"f": function}, trusted=True).call))

    return lambda function: judge(f, came(right), came(function)).message


def test_the_others_are_called_right_only_where_they_are_so_in_every_call():
    said = saying(lambda m: {"a": 1 / m, "b": 2 / m}, ("several", 3.0), ("one", 1.0))
    assert said(lambda m: {"a": 5 / m, "b": 2 / m}).endswith("`b` is right.")
    assert "In other calls, more values are wrong." in said(lambda m: {"a": 5.0, "b": 2.0})


def test_values_are_said_to_be_exchanged_only_where_they_are_so_in_every_call():
    said = saying(lambda n: {"a": np.ones(n), "b": np.ones(2 * n - 1) * 2}, ("one", 1), ("more", 3))
    assert "each other's" not in said(lambda n: {"a": np.ones(n) * 2, "b": np.ones(2 * n - 1)})
    assert said(lambda n: {"a": np.ones(2 * n - 1) * 2, "b": np.ones(n)}) == "`a` and `b` hold each other's values."


def test_what_else_is_wrong_in_the_call_that_is_told_of_is_not_put_into_others():
    said = saying(lambda m: dict.fromkeys("abc", m), ("one", 3.0), ("one", 1.0))
    message = said(lambda m: {"a": 5.0, "b": 7.0, "c": m if m == 3 else 9.0})
    assert message.endswith("More values are wrong, in this call and in others.")
