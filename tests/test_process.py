"""A submission's process as the judge uses it: what functions count, what calls leave behind, what stand-ins may do."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from autograder.course.limits import Limits
from autograder.inside import wire
from autograder.inside.sandbox import SandboxError
from autograder.inside.warm import Rules, processes_of
from autograder.judging.standins import Look, StandIns
from autograder.running import isolation, keeper
from autograder.running.keeper import Keeper, Stopped
from autograder.running.process import NotebookProcess, Step, WarmParent


@contextmanager
def finished(parent: WarmParent, *steps: Step, **options) -> Iterator[NotebookProcess]:
    """A notebook that has run."""
    submission = NotebookProcess(parent, [], options.pop("limits", Limits()), **options)
    submission.run(steps)
    try:
        yield submission
    finally:
        submission.close()


def call(submission: NotebookProcess, name: str, *args, look: Look = Look()) -> object:
    """What the call of a function gives: its value, or the kind of its failure."""
    (reply,) = submission.calls([(name, wire.encode((args, {})))], look)
    content = wire.decode(reply)
    return wire.decode(content["value"]) if "value" in content else content["failure"][0]


@pytest.mark.parametrize(
    "later",
    [
        "f = f(1)",
        "def f(x): return 0",
        "%reset -f",
        "del f",
        "import numpy as f",
        "g = 0",
        "from math import sqrt as g",
    ],
)
def test_a_function_counts_as_it_was_at_its_check_cell(warm, later):
    steps = [Step("def g(x): return 2 * x\ndef f(x): return g(x)", ["f"]), Step(later)]
    with finished(warm, *steps) as submission:
        assert call(submission, "f", 3) == 6
        assert submission.rewritten == {"f": (1, "g" if "g" in later.split(" = ")[0].split()[-1:] else "f")}


@pytest.mark.parametrize("first", ["", "def f(x): raise NotImplementedError", "f = None"])
def test_a_function_may_count_as_it_is_at_the_end(warm, first):
    with finished(warm, Step(first, ["f"]), Step("def f(x): return 2 * x")) as submission:
        assert submission.rewritten == {"f": (1, "f")}
        assert call(submission, "f", 3, look=Look(at_end=frozenset({"f"}))) == 6
        assert call(submission, "f", 3) != 6


def test_one_exercise_may_count_at_the_end_and_the_next_at_its_check_cell(warm):
    steps = [
        Step("def f(x): return 0", ["f"]),
        Step("def g(x): return f(x) + 1", ["g"]),
        Step("def f(x): return 2 * x"),
        Step("def g(x): return 'gone'"),
    ]
    with finished(warm, *steps) as submission:
        assert call(submission, "g", 3, look=Look(at_end=frozenset({"f"}))) == 7
        assert call(submission, "g", 3) == 1


@pytest.mark.parametrize("later", ["sum = max = 0", "from numpy import *", "%pylab inline", "del __builtins__"])
def test_names_of_pythons_own_that_are_given_away_later_cost_nothing(warm, later):
    code = "def f(x): return sum(x, 1) + max(x[0], x[1])"
    with finished(warm, Step(code, ["f"]), Step(later), Step("def g(x): return f(x)", ["g"])) as submission:
        assert call(submission, "f", [1, 2]) == 6
    with finished(warm, Step("sum = len"), Step("def f(x): return sum(x)", ["f"])) as submission:  # the student's own
        assert call(submission, "f", [5, 5]) == 2


@pytest.mark.parametrize(
    "cell",
    ["", "from google.colab import drive\nimport numpy as np", "plt.style.use('no such style')\nimport numpy as np"],
)
def test_the_imports_of_the_release_are_there(warm, cell):
    imports = ["import no_such_package", "import numpy as np", "import matplotlib.pyplot as plt"]
    with finished(warm, Step(cell), Step("def f(x): return np.sum(x), plt is not None"), imports=imports) as submission:
        assert call(submission, "f", [1, 2]) == (3, True)


def test_of_utils_there_is_what_the_notebook_has(warm):
    cells = [
        "from utils.planar_utils import sigmoid as ours\nfrom utils.dnn_utils import sigmoid as withheld, relu",
        "def f(x): return ours(x)\ndef g(x): return withheld(x)",
        "import types, inspect\ncopy = types.FunctionType(withheld.__code__, vars(inspect.getmodule(relu)))",
        "def h(x): return copy(x)",
        "def source(x): return open(inspect.getmodule(relu).__file__).read()",
        "import matplotlib.pyplot as plt\ndef style(x): plt.style.use('utils.course')",
    ]
    rules = Rules(helpers=["utils.planar_utils.sigmoid"])
    with finished(warm, *map(Step, cells), rules=rules) as submission:
        assert call(submission, "f", 0.0) == 0.5
        assert [call(submission, name, 0.0) for name in ("g", "h")] == ["forbidden", "forbidden"]
        assert call(submission, "source", 0) == "exception"
        assert call(submission, "style", 0) is None


@pytest.mark.parametrize(
    "cells",
    [
        ["from utils.planar_utils import sigmoid", "kept = sigmoid(0.0)", "def f(x): return sigmoid(x)"],
        ["import utils.planar_utils as u", "kept = u.sigmoid(0.0)", "def f(x): return getattr(u, 'sig' + 'moid')(x)"],
        [
            "from utils import planar_utils",
            "answers = [planar_utils.sigmoid]\nkept = answers[0](0.0)\nplanar_utils.sigmoid = abs",
            "def f(x): return answers[0](x)",
        ],
    ],
    ids=["by name", "getattr", "kept elsewhere"],
)
def test_what_only_draws_is_there_for_cells_and_not_for_what_is_graded(warm, cells):
    cells = [*cells, "def g(x): return kept"]
    for allowed, says in ((["utils.planar_utils.sigmoid"], 0.5), ([], "forbidden")):
        rules = Rules(helpers=["utils.planar_utils.sigmoid"], allowed=allowed)
        with finished(warm, *map(Step, cells), rules=rules) as submission:
            assert (call(submission, "f", 0.0), call(submission, "g", 0.0)) == (says, 0.5)


@pytest.mark.parametrize(
    "cells",
    [
        ["from scipy.special import expit as e", "def f(x): return e(x)"],
        ["import scipy.special", "def f(x): return getattr(scipy.special, 'ex' + 'pit')(x)"],
        ["import scipy.special as s", "def f(x): return s.softmax([x])"],
        [
            "from scipy.special import softmax\nimport sys",
            "def f(x):\n    sys.setprofile(None)\n    return softmax([x])",
        ],
        [
            "import os, scipy.special\nask, answer = os.pipe(), os.pipe()\nif os.fork() == 0:\n"
            "    while True:\n        os.read(ask[0], 1); os.write(answer[1], b'%r' % scipy.special.softmax([0.0])[0])",
            "def f(x):\n    os.write(ask[1], b'x')\n    return float(os.read(answer[0], 100))",
        ],
    ],
    ids=["alias in C", "getattr in C", "in Python", "profile hook cleared", "a worker forked before"],
)
def test_ready_answers_refuse(warm, cells):
    rules = Rules({"f": ["scipy.special.expit", "scipy.special.softmax"]})
    with finished(warm, *map(Step, cells), rules=rules, limits=Limits(call=1)) as submission:
        assert call(submission, "f", 0.0) in ("forbidden", "exception", "timeout")


def test_kinds_of_ready_answers_are_known_before_a_notebook_could_hide_them(warm):
    hides = "import fnmatch\nfrom scipy.special import softmax\nfnmatch.translate = lambda pattern: 'nothing'"
    cells = map(Step, [hides, "def f(x): return float(softmax([x])[0])"])
    with finished(warm, *cells, rules=Rules({"f": ["scipy.special.*"]})) as submission:
        assert call(submission, "f", 0.0) == "forbidden"


def test_what_runs_beside_the_notebook_ends_before_calls(warm):
    cell = "import os, time\nif os.fork() == 0:\n    while True: time.sleep(0.01); open('alive', 'a').write('x')"
    check = "def f(x):\n    time.sleep(0.2)\n    before = os.path.getsize('alive')\n    time.sleep(0.2)\n    return os.path.getsize('alive') - before"
    with finished(warm, Step(cell), Step("time.sleep(0.1)"), Step(check)) as submission:
        assert call(submission, "f", 0) == 0


def stand_ins(answer) -> StandIns:
    """Stands in for `g`."""
    return StandIns(frozenset({"g"}), lambda name, payload: wire.encode({"value": wire.encode(answer(payload))}))


def test_what_calls_have_written_is_gone_before_stand_ins_answer(warm):
    code = """
import os, mmap
with open("shared", "wb") as file:
    file.write(bytes(10))
file = open("shared", "r+b")
shared = mmap.mmap(file.fileno(), 10)
def f(x):
    known = [name for name in os.listdir() if name != "shared"] + ["shared"] * (shared[0] != 0)
    open(f"seen-{x}", "w").close()
    shared[0] = 1
    return known
def h(x):
    return f(x) + [g(x)]
"""
    with finished(warm, Step(code)) as submission:
        assert call(submission, "f", 1) == []
        assert call(submission, "f", 2) == ["seen-1", "shared"]
        assert call(submission, "h", 3, look=Look(stand_ins(lambda payload: "told"))) == ["told"]


def test_a_stand_in_that_never_ends_is_a_failed_call(warm):
    def forever(payload):
        while True:
            pass

    code = "def f(x):\n    try:\n        return g(x)\n    except ValueError as error:\n        return str(error)"
    with finished(warm, Step(code)) as submission:
        told = call(submission, "f", 1, look=Look(stand_ins(forever)))
        assert "has no value for these arguments" in str(told)


def test_time_that_stand_ins_take_is_not_the_submissions(warm):
    import time

    code = "def f(x):\n    return [g(i) for i in range(6)]"
    with finished(warm, Step(code), limits=Limits(call=1)) as submission:
        assert call(submission, "f", 1, look=Look(stand_ins(lambda payload: time.sleep(0.3)))) == [None] * 6


def work(argument: str) -> object:
    """What the keeper does here, by the argument."""
    if argument == "memory":
        return bytearray(4 * 2**30)
    if argument == "forever":
        while True:
            pass
    if argument == "crash":
        import ctypes

        ctypes.string_at(0)
    if argument == "error":
        raise ValueError(argument)
    if argument == "slow":
        time.sleep(1)
    return argument


def make() -> object:
    return work


@pytest.mark.parametrize(
    ("what", "why"), [("memory", "memory"), ("forever", "longer than 2 seconds"), ("crash", "ended")]
)
def test_one_thing_that_takes_too_much_costs_itself_only(what, why, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    keeper = Keeper(make)
    try:
        assert keeper("one", 60) == "one"
        with pytest.raises(Stopped, match=why):
            keeper(what, 2 if what == "forever" else 60)
        assert keeper("two", 60) == "two"
        with pytest.raises(ValueError, match="error"):
            keeper("error", 60)
    finally:
        keeper.close()


def make_with_little_time() -> object:
    keeper.CPU_SECONDS = 1
    return work


def test_processor_time_is_bounded_where_no_clock_is(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    kept = Keeper(make_with_little_time)
    with pytest.raises(Stopped, match="too much of its time"):
        kept("forever", 60)
    kept.close()


@pytest.mark.parametrize("when", ["at once", "while it works"])
def test_a_keeper_whose_caller_is_gone_ends_without_a_word(when, monkeypatch, capfd):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    keeper = Keeper(make)
    if when == "while it works":
        keeper._channel.send("slow")
    keeper.close()
    assert keeper._process.returncode == 0 and capfd.readouterr().err == ""


def test_without_the_sandbox_nothing_is_left_in_the_folder_for_temporary_files():
    """TensorFlow, for one, writes a file there for each function that it reads, and the process is killed."""
    with WarmParent("numpy", unsafe=True) as parent:
        submission = NotebookProcess(parent, [], Limits())
        write = "import tempfile; print(tempfile.NamedTemporaryFile(delete=False).name, end='')"
        (outputs,) = submission.run([Step(write)])
        left = Path(outputs[0]["text"])
        assert left.exists() and str(left.parent) == submission.folder.name
        submission.close()
        assert not left.exists()


@pytest.mark.parametrize("name", ["resource.py", "autograder.py", "sitecustomize.py", "json/__init__.py"])
def test_files_in_the_current_folder_are_no_modules(name, tmp_path, monkeypatch):
    """The command may be run in a student's folder."""
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    Keeper(make).close()
    with WarmParent("numpy", unsafe=True):
        assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "first",
    [
        "import torch",
        "from google.colab import drive",
        "plt.style.use('nothing')",
        "%load_ext nothing",
        "%nothing",
        "!nothing",
    ],
)
def test_a_cell_goes_on_behind_what_is_missing(warm, first):
    """A helper that the same cell defines further down is there."""
    cell = f"import matplotlib.pyplot as plt\n{first}\n\ndef helper(x):\n    return 2 * x"
    with finished(warm, Step(cell), Step("def f(x): return helper(x)")) as submission:
        assert call(submission, "f", 3) == 6


@pytest.mark.parametrize("first", ["y = nothing", "raise ValueError", "import sys; sys.exit()", "assert False"])
def test_a_cell_that_stops_where_something_is_defined_stops(warm, first):
    with finished(warm, Step(f"{first}\ndef f(x): return 2 * x")) as submission:
        assert call(submission, "f", 3) == "missing"


def test_sets_are_in_the_same_order_each_time(warm):
    step = Step("def f(x): return ''.join({*'abcdefgh'})")
    with WarmParent("numpy") as parent, finished(parent, step) as one, finished(warm, step) as other:
        assert call(one, "f", 0) == call(other, "f", 0)


def test_the_sandbox_knows_what_it_shows(tmp_path):
    assert not isolation.shows(Path(__file__).parents[1]) and not isolation.shows(tmp_path)
    assert isolation.shows(Path("/usr/src/app")) and isolation.shows(Path(sys.prefix) / "course")


def test_what_is_no_software_is_hidden(warm):
    code = "import os\ndef f(x): return [os.listdir(x) for x in ('/usr/local/share', '/usr/src') if os.path.isdir(x)]"
    with finished(warm, Step(code)) as submission:
        assert all(names == [] for names in call(submission, "f", 0))


def test_slow_cells_do_not_cost_what_is_defined_before_and_behind_them(warm):
    steps = [
        Step("def f(x): return 2 * x", ["f"]),
        *[Step("import time; time.sleep(1.5)")] * 5,
        Step("def g(x): return f(x)"),
    ]
    with finished(warm, *steps, limits=Limits(submission=4)) as submission:
        assert (call(submission, "f", 1), call(submission, "g", 1)) == (2, 2)


@pytest.fixture
def busy() -> Iterator[None]:
    """A machine on which much else runs."""
    # In sessions of their own, among which Linux shares out the processors.
    command, count = [sys.executable, "-c", "while True: pass"], 4 * (os.cpu_count() or 1)
    others = [subprocess.Popen(command, start_new_session=True) for _ in range(count)]
    yield
    for other in others:
        other.kill()
        other.wait()


WORKS = """
import time
def work(seconds):
    started = time.process_time()
    while time.process_time() < started + seconds:
        pass
    return "done"
"""


def test_a_busy_machine_costs_nothing(warm, busy):
    steps = [
        Step(WORKS, ["work"]),
        Step("work(0.4)\ndef f(x): return work(x)", ["f"]),
        Step("def rest(x): time.sleep(x)"),
        Step("import subprocess\nleft_behind = subprocess.Popen(['true'])"),
    ]
    with finished(warm, *steps, limits=Limits(cell=1, call=1)) as submission:
        began = time.monotonic()
        assert call(submission, "f", 0.2) == "done"  # it is called twice
        assert time.monotonic() > began + 1  # otherwise nothing is seen here
        assert (call(submission, "f", 60), call(submission, "rest", 60)) == ("timeout", "timeout")


def test_waiting_stretches_no_call_beyond_its_bound(warm, monkeypatch):
    def look(self, processes):
        self.excused += 1000

    with finished(
        warm, Step("import time\ndef rest(x): time.sleep(x)", ["rest"]), limits=Limits(call=0.1)
    ) as submission:
        submission.started -= 3600  # as one that has run for long
        monkeypatch.setattr(NotebookProcess, "_look", look)
        began = time.monotonic()
        assert call(submission, "rest", 60) == "timeout"
        assert time.monotonic() < began + 30  # ten times a tenth, and its end


def test_more_waiting_than_there_was_time_is_not_excused(warm):
    with finished(warm, Step("x = 1")) as submission:
        began, before = time.monotonic(), submission.excused
        submission.looked, submission.spent = began, {}  # all that the judge has ever waited
        submission._look(submission.parent.processes())
        assert submission.excused - before <= time.monotonic() - began


def test_processes_that_wait_for_each_other_are_not_excused(warm):
    bomb = "import os\nfor i in range(5): os.fork()\nwhile True: pass"
    with finished(warm, Step(bomb), Step("def f(x): return x"), limits=Limits(cell=1)) as submission:
        assert submission.excused < (time.monotonic() - submission.started) / 2
        assert call(submission, "f", 1) == 1


@pytest.mark.parametrize(
    "slip",
    [
        "np.random.seed = 3",
        "np.errstate = 'ignore'",
        "np.random = np.random.RandomState(3)",
        "warnings.simplefilter = 'ignore'",
        "warnings.filters = 'ignore'",
        "del sys.setprofile, threading.setprofile",
        "sys.setprofile = threading.getprofile = inspect.signature = gc.disable = None",
    ],
)
@pytest.mark.parametrize("inside", [False, True])
def test_what_a_notebook_makes_of_what_is_used_beside_it_costs_nothing(warm, slip, inside):
    imports = "import gc, inspect, sys, threading, warnings\nimport numpy as np"
    code = f"def f(x):\n    {slip if inside else 'pass'}\n    return 2 * x"
    rules = Rules({"f": ["scipy.*"]})
    with finished(warm, Step(f"{imports}\n{'' if inside else slip}"), Step(code, ["f"]), rules=rules) as submission:
        assert [call(submission, "f", x) for x in (3, 4)] == [6, 8]


def test_a_process_of_any_name_is_among_the_others(warm):
    code = "import ctypes\nctypes.CDLL(None).prctl(15, bytes([255, 41, 32, 10, 254]))\ndef f(x): time.sleep(x)"
    with finished(warm, Step("import time\n" + code, ["f"]), limits=Limits(call=0.3)) as submission:
        assert len(submission.parent.processes()) >= 2
        assert (call(submission, "f", 0), call(submission, "f", 60)) == (None, "timeout")
        assert call(submission, "f", 0) is None


def test_a_process_in_waiting_that_has_died_costs_nobody(warm):
    def parent_of(pid: int) -> int:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])

    limits = Limits(call=7)  # of a class of its own
    with finished(warm, Step("def f(x): return x", ["f"]), limits=limits) as submission:
        assert call(submission, "f", 1) == 1
        first = submission.parent.processes()[0]
        until, waiting = time.monotonic() + 30, []
        while not waiting and time.monotonic() < until:  # it is forked when the notebook has run
            family = processes_of(parent_of(first))[1:]
            waiting = [pid for pid in family if pid != first and parent_of(pid) == parent_of(first)]
        os.kill(*waiting, signal.SIGKILL)
    with finished(warm, Step("def f(x): return 2 * x", ["f"]), limits=limits) as submission:
        assert call(submission, "f", 1) == 2


@pytest.mark.parametrize("times", [1, 2])
def test_a_process_that_dies_as_it_is_handed_over_is_replaced_once(warm, monkeypatch, times):
    start, left = warm.start, [None] * times

    def dying(*arguments):
        channel = start(*arguments)
        if left:
            left.pop()
            os.kill(warm.processes()[0], signal.SIGKILL)
            assert select.select([warm.child], [], [], 10)[0]
        return channel

    monkeypatch.setattr(warm, "start", dying)
    refused = pytest.raises(SandboxError, match="could not be set up") if times == 2 else nullcontext()
    with refused, finished(warm, Step("def f(x): return 2 * x", ["f"])) as submission:
        assert call(submission, "f", 1) == 2
    monkeypatch.undo()
    with finished(warm, Step("def f(x): return 3 * x", ["f"])) as submission:
        assert call(submission, "f", 1) == 3


@pytest.mark.parametrize("cell", ["exit()", "quit()", "exit", "import sys\nsys.exit('it ends the kernel')"])
def test_to_exit_ends_the_cell_and_says_so(warm, cell):
    submission = NotebookProcess(warm, [], Limits())
    outputs, after = submission.run([Step(f"x = 1\n{cell}\nx = 2"), Step("print(x)")])
    submission.close()
    errors = [output["evalue"] for output in outputs if output["output_type"] == "error"]
    assert len(errors) == (cell != "exit") and all("ends the kernel" in error for error in errors)
    assert [output["text"] for output in after] == [f"{1 + (cell == 'exit')}\n"]


@pytest.mark.parametrize("cell", ["!echo hello", "x = 'hello'\n!echo $x", "!echo hello >&2"])
def test_shell_lines_need_no_terminal(warm, cell):
    submission = NotebookProcess(warm, [], Limits())
    (outputs,) = submission.run([Step(cell)])
    submission.close()
    assert [output["text"] for output in outputs] == ["hello\n"]


def test_terminals_and_queues_of_the_machine_are_refused(warm):
    code = """
import ctypes, os
def f(x):
    libc = ctypes.CDLL(None, use_errno=True)
    refused = [libc.inotify_init() < 0, libc.syscall(206, 1, ctypes.byref(ctypes.c_ulong())) < 0]
    try:
        os.openpty()
    except OSError:
        refused.append(True)
    return refused
"""
    with finished(warm, Step(code)) as submission:
        assert call(submission, "f", 0) == [True, True, True]
