"""What a submission's process may see and use, and how its cells behave."""

import contextlib
import os
import platform
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from autograder.cli import app
from autograder.course.course import Course, CourseError
from autograder.course.limits import Limits
from autograder.inside import sandbox, wire
from autograder.inside.warm import receive
from autograder.judging.standins import Look
from autograder.running import isolation
from autograder.running.process import NotebookProcess, Step, WarmParent


def run(parent: WarmParent, *cells: str, files=(), **limits) -> list[list[dict]]:
    submission = NotebookProcess(parent, files, Limits(**limits))
    try:
        return submission.run([Step(cell) for cell in cells])
    finally:
        submission.close()


def text(outputs: list[dict]) -> str:
    return "".join(output.get("text", "") + output.get("evalue", "") for output in outputs)


def test_every_mechanism_works_here():
    rows = isolation.doctor()
    assert len(rows) == 16
    assert [row for row in rows if row[1] is False] == []
    assert {name for name, works, _ in rows if works is None} <= {"control group"}


def test_as_an_ordinary_user_too(tmp_path):
    """The same trials by somebody who is not root, with a Python that they may read."""
    python = shutil.which("python3", path="/usr/bin")
    if os.getuid() != 0 or python is None:
        pytest.skip("needs root, to become somebody else, and a Python outside of root's home")
    if subprocess.run([python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"], check=False).returncode:
        pytest.skip("the system's Python is older than 3.11")
    packages = tmp_path / "packages"
    for name in ("autograder", "utils"):
        shutil.copytree(Path(sandbox.__file__).parents[2] / name, packages / name)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.name.startswith(("pytest-", "popen-", "test_")):  # pytest's own
            folder.chmod(0o755)
    script = f"import sys; sys.path.insert(0, {str(packages)!r}); from autograder.running import isolation; print(isolation.doctor())"
    command = ["setpriv", "--reuid=12345", "--regid=12345", "--clear-groups", python, "-B", "-c", script]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(packages)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    rows = eval(done.stdout)
    assert len(rows) == 16
    assert [row for row in rows if row[1] is False] == []


def test_without_bubblewrap_it_refuses_and_says_how_to_get_it(monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(sandbox.SandboxError, match=r"apt install bubblewrap.*--unsafe"):
        WarmParent("numpy")
    assert isolation.doctor() == [("bubblewrap", False, "not installed: apt install bubblewrap")]


def test_without_libseccomp_it_refuses_and_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(sandbox, "LIBSECCOMP", "libseccomp.so.none")
    with pytest.raises(sandbox.SandboxError, match=r"apt install libseccomp2.*--unsafe"):
        WarmParent("numpy")
    assert isolation.doctor()[1:] == [("libseccomp", False, "not installed: apt install libseccomp2")]


def test_doctor_fails_only_where_something_that_is_needed_is_missing(monkeypatch):
    rows = [("bubblewrap", True, "there"), ("control group", None, "not needed")]
    monkeypatch.setattr(isolation, "doctor", lambda: rows)
    assert CliRunner().invoke(app, ["doctor"]).exit_code == 0
    rows.append(("libseccomp", False, "not there"))
    assert CliRunner().invoke(app, ["doctor"]).exit_code == 1


SYSTEM_CALLS = """
import ctypes, errno, os
libc = ctypes.CDLL(None, use_errno=True)
libseccomp = ctypes.CDLL("libseccomp.so.2")

def tried(name, *arguments):
    number = name if isinstance(name, int) else libseccomp.seccomp_syscall_resolve_name(name.encode())
    if number < 0:
        return "not known here"
    ctypes.set_errno(0)
    result = libc.syscall(number, *map(ctypes.c_long, arguments or [0] * 6))
    return errno.errorcode[ctypes.get_errno()] if result == -1 else "done"
"""


def test_system_calls_that_nothing_here_needs_are_refused(warm):
    """Each that is named, in the notebook's own process and in one that it starts."""
    names = [name for names in sandbox.REFUSED.values() for name in names.split()]
    look = f"print({{name: how for name in {names} if (how := tried(name)) not in ('EPERM', 'not known here')}})"
    newer = f"print({{tried(number) for number in ('clone3', *{sandbox.NEWER})}})"
    fork = f"pid = os.fork()\nif pid == 0:\n    {look}\n    os._exit(tried('keyctl') != 'EPERM')\nprint(os.waitpid(pid, 0)[1])"
    outputs = run(warm, SYSTEM_CALLS, look, newer, fork)
    assert [text(output) for output in outputs] == ["", "{}\n", "{'ENOSYS'}\n", "0\n"]


@pytest.mark.parametrize(
    ("call", "how"),
    [
        ("'clone', 0x10000000 | 17", "EPERM"),  # a user namespace
        ("'clone', 0x40000000 | 17", "EPERM"),  # a network namespace
        ("'mmap', 0, 4096, 3, 0x21, -1, 0", "EPERM"),  # shared, in no file
        ("'mmap', 0, 4096, 3, 0x23, -1, 0", "EPERM"),  # the same, validated
        ("'mmap', 0, 4096, 3, 0x22, -1, 0", "done"),
        ("'mmap', 0, 4096, 1, 0x1, os.open('/dev/zero', os.O_RDWR), 0", "ENODEV"),
        ("'socket', 1, 1, 0", "done"),
        ("'socket', 2, 1, 0", "EAFNOSUPPORT"),
        ("'socket', 16, 3, 0", "EAFNOSUPPORT"),  # netlink
        ("'socket', 38, 5, 0", "EAFNOSUPPORT"),  # the kernel's ciphers
        ("'socket', 40, 1, 0", "EAFNOSUPPORT"),  # a virtual machine's host
        ("'setsockopt', 3, 1, 7, 0, 4", "EPERM"),  # a larger buffer
        ("'setsockopt', 3, 1 | 1 << 32, 7 | 1 << 32, 0, 4", "EPERM"),  # the kernel looks at half of each
        ("0x40000000 + 39", "ENOSYS"),  # getpid as x32 calls it
    ],
)
def test_system_calls_with_some_arguments_are_refused(warm, call, how):
    assert text(run(warm, SYSTEM_CALLS, f"print(tried({call}))")[1]) == f"{how}\n"


def test_locks_take_no_memory_of_the_kernel_and_stop_nobody(warm):
    """Parts of a file can be locked without end; libraries that lock what they write go on."""
    parts = """
import fcntl, os, struct
file = open("locked", "wb")
for number in range(20_000):
    part = struct.pack("hhlli", fcntl.F_WRLCK, 0, 2 * number, 1, 0)
    fcntl.fcntl(file, (fcntl.F_OFD_SETLK, fcntl.F_SETLK, fcntl.F_SETLKW, fcntl.F_OFD_SETLKW)[number % 4], part)
asked = fcntl.fcntl(file, fcntl.F_OFD_GETLK, struct.pack("hhlli", fcntl.F_WRLCK, 0, 0, 0, 0))
pid = os.fork()
if pid == 0:  # it would see the locks of another process
    asked = fcntl.fcntl(file, fcntl.F_GETLK, struct.pack("hhlli", fcntl.F_WRLCK, 0, 0, 0, 0))
    os._exit(struct.unpack("hhlli", asked)[0] != fcntl.F_UNLCK)
print(struct.unpack("hhlli", asked)[0] == fcntl.F_UNLCK, os.waitpid(pid, 0)[1])"""
    hdf5 = "import h5py\nwith h5py.File('a.h5', 'w') as f: f['x'] = [1, 2]\nprint(h5py.File('a.h5')['x'][:].tolist())"
    sqlite = """
import sqlite3
with sqlite3.connect("a.db") as book:
    book.execute("CREATE TABLE t (x)")
    book.execute("INSERT INTO t VALUES (7)")
print(sqlite3.connect("a.db").execute("SELECT x FROM t").fetchall())"""
    whole = "with open('locked') as file: fcntl.flock(file, fcntl.LOCK_EX); print('whole')"
    outputs = run(warm, parts, hdf5, sqlite, whole)
    assert [text(output) for output in outputs] == ["True 0\n", "[1, 2]\n", "[(7,)]\n", "whole\n"]


@pytest.mark.skipif(platform.machine() != "x86_64", reason="has no second kind of system call")
def test_system_calls_of_another_architecture_are_refused(warm):
    """A getpid as programs of 32 bits make it."""
    code = """
import ctypes, mmap
page = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)
page.write(b"\\xb8\\x14\\0\\0\\0\\xcd\\x80\\xc3")  # mov eax, 20; int 0x80; ret
call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
print(call())"""
    (outputs,) = run(warm, code)
    assert text(outputs) == "-38\n" or "ended" in text(outputs)  # a kernel without such calls ends the process


def test_keys_of_whoever_grades_are_out_of_reach():
    """A key in the session's keyring is not found after `drop_root`."""
    code = """
import ctypes, os
from autograder.inside import sandbox
libc, number = ctypes.CDLL(None), sandbox.libseccomp().seccomp_syscall_resolve_name
def search(): return libc.syscall(number(b"keyctl"), 10, -3, b"user", b"secret", 0)
libc.syscall(number(b"keyctl"), 1, None)
print(libc.syscall(number(b"add_key"), b"user", b"secret", b"x", 1, -3) > 0, search() > 0)
sandbox.drop_root()
print(search() > 0)"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    if done.stdout.startswith("False"):
        pytest.skip("no keys can be made here")
    assert done.stdout.split() == ["True", "True", "False"]


def test_memory_that_is_in_no_process_is_bounded(warm):
    sockets = """
import os, socket, time
kept = []
for i in range(8):
    if os.fork() == 0:
        try:
            while True:
                kept += socket.socketpair()
                kept[-1].setblocking(False)
                kept[-1].send(b"x" * 200_000)
        except OSError:
            time.sleep(60)
time.sleep(20)"""
    files = "import os\nfor i in range(3000):\n    os.mkdir(f'folder{i}') if i % 2 else open(f'file{i}', 'w').close()"
    outputs = run(warm, sockets, files, total_memory=300, inodes=1000)
    assert "took too much memory" in text(outputs[0])
    assert "No space left" in text(outputs[1])


def test_what_honest_notebooks_do_still_works(warm):
    cells = [
        "import asyncio\nawait asyncio.sleep(0, 'async')",
        "import multiprocessing as mp\nwith mp.Pool(2) as pool: print(pool.map(abs, [-1, -2]))",
        "from concurrent.futures import ProcessPoolExecutor\nwith ProcessPoolExecutor(2) as pool: print(list(pool.map(abs, [-1])))",
        "with mp.Manager() as manager: print(list(manager.list([1])))",
        "print(mp.Value('i', 3).value, list(mp.Array('d', 2)))",
        "from joblib import Parallel, delayed\nprint(Parallel(n_jobs=2)(delayed(abs)(i) for i in (-1, -2)))",
        "import numpy as np\nfrom sklearn.model_selection import cross_val_score\nfrom sklearn.linear_model import LogisticRegression\n"
        "X = np.arange(40.0).reshape(-1, 1)\nprint(len(cross_val_score(LogisticRegression(), X, X[:, 0] > 20, cv=[([0, 39], [1])], n_jobs=2)))",
        "!echo shell",
        "import tempfile\nwith tempfile.TemporaryFile() as file: print(file.write(b'x'))",
    ]
    shown = [text(output) + str(output[-1].get("data", {}).get("text/plain", "")) for output in run(warm, *cells)]
    assert [line.strip() for line in shown] == [
        "'async'",
        "[1, 2]",
        "[1]",
        "[1]",
        "3 [0.0, 0.0]",
        "[1, 2]",
        "1",
        "shell",
        "1",
    ]


def test_what_it_sees(warm, monkeypatch):
    monkeypatch.setenv("SECRET_OF_THE_JUDGE", "x")
    code = "import os, json; print(json.dumps([os.getpid(), sorted(os.environ), os.getcwd(), os.listdir('.')]))"
    (outputs,) = run(warm, code, files=[("data/a.txt", b"a"), ("b.txt", b"b")])
    assert eval(text(outputs)) == [1, sorted(sandbox.ENVIRONMENT), "/tmp/work", ["b.txt", "data"]]
    hidden = [
        str(Path(sandbox.__file__).parents[1] / name) for name in ("graders", "source_notebooks", ".git", "tests")
    ]
    code = f"print([path for path in {[*hidden, '/home', '/root/.bashrc', '/etc/passwd', '/var']} if os.path.exists(path)])"
    assert text(run(warm, "import os", code)[1]) == "[]\n"


def test_nothing_is_handed_from_one_submission_to_the_next(warm):
    write = "open('/tmp/x', 'w').write('x'); open('/dev/shm/x', 'w').write('x'); open('y', 'w').write('y')"
    assert text(run(warm, write)[0]) == ""
    look = "import os; print([os.path.exists(p) for p in ('/tmp/x', '/dev/shm/x', 'y')], os.listdir('.'))"
    assert text(run(warm, look)[0]) == "[False, False, False] []\n"


def test_what_a_submission_starts_ends_with_it(warm):
    def running(pid: int | None = None) -> int:
        tasks = Path(f"/proc/{pid or warm.process.pid}/task").glob("*/children")
        return 1 + sum(running(int(child)) for task in tasks for child in task.read_text().split())

    def settled(count: int) -> bool:
        return any(running() == count or time.sleep(0.05) for _ in range(200))

    run(warm, "1")
    time.sleep(1)
    before = running()  # with the next child, which waits
    daemon = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(60)"
    submission = NotebookProcess(warm, [], Limits())
    submission.run([Step(daemon)])
    assert running() > before
    submission.close()
    assert settled(before)
    run(warm, "1")  # the next one starts only then
    assert settled(before)


def test_limits(warm):
    flood = "print('x' * 10_000_000)\nprint('y')"
    large = "open('large', 'wb').write(b'0' * 30_000_000)"
    many = "for i in range(30):\n    open(f'{i}', 'wb').write(b'0' * 5_000_000)"
    hungry = "import numpy as np\na = np.ones(10**9)"
    outputs = run(warm, flood, large, many, hungry, "print('still here')", file=20, disk=60, memory=1000, output=0.1)
    assert len(text(outputs[0])) < 120_000 and text(outputs[0]).endswith("[the rest of the output is cut]\n")
    assert "File too large" in text(outputs[1])
    assert "No space left" in text(outputs[2])
    assert "Unable to allocate" in text(outputs[3])
    assert text(outputs[4]) == "still here\n"


def test_cells_behave_as_in_jupyter(warm):
    cells = [
        "a = 1\na + 1",
        "_ + 1, Out[1], In[1]",
        "from IPython.display import HTML, display\ndisplay(HTML('<b>b</b>'))",
        "%time b = 2\n%matplotlib inline\n%config InlineBackend.figure_format = 'png'",
        "!echo hidden",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
        "1 / 0",
        "import asyncio\nawait asyncio.sleep(0)\n'awaited'",
        "input('?')",
        "import sys\nsys.exit()",
        "print(get_ipython().user_ns['a'])",
        "%%writefile f.py\nvalue = 5",
        "import f; f.value",
        "a;",
    ]
    outputs = run(warm, *cells)
    assert outputs[0][0]["data"]["text/plain"] == "2"
    assert outputs[1][0]["data"]["text/plain"] == "(3, 2, 'a = 1\\na + 1')"
    assert outputs[2][0]["data"]["text/html"] == "<b>b</b>"
    assert "Wall time" in text(outputs[3]) and "error" not in {output["output_type"] for output in outputs[3]}
    assert "image/png" in outputs[5][-1]["data"]
    assert outputs[6][0]["ename"] == "ZeroDivisionError"
    assert outputs[7][0]["data"]["text/plain"] == "'awaited'"
    assert outputs[8][0]["ename"] == "EOFError"
    assert outputs[9][0]["ename"] == "SystemExit"
    assert text(outputs[10]) == "1\n"
    assert outputs[12][0]["data"]["text/plain"] == "5"
    assert outputs[13] == []


def test_a_message_that_comes_byte_by_byte_has_one_deadline():
    ours, theirs = socket.socketpair()

    def drip() -> None:
        with theirs, contextlib.suppress(OSError):
            for byte in (1000).to_bytes(4, "little") + bytes(40):
                theirs.send(bytes([byte]))
                time.sleep(0.05)

    thread = threading.Thread(target=drip)
    thread.start()
    with ours, pytest.raises(TimeoutError):
        receive(ours, time.monotonic() + 0.5)
    thread.join()


def test_the_warm_parent_is_replaced_where_it_has_died():
    with WarmParent("numpy") as parent:
        assert text(run(parent, "print(1)")[0]) == "1\n"
        parent.process.kill()
        parent.process.wait()
        time.sleep(0.2)
        assert text(run(parent, "print(2)")[0]) == "2\n"


TENSORFLOW = """
import os
import tensorflow as tf

tf.config.threading.set_intra_op_parallelism_threads(4)
weights = tf.Variable([[1.0, 2.0], [3.0, 4.0]])
known = []

@tf.function
def square(x):
    return tf.reduce_sum(tf.matmul(x, weights) ** 2)

model = tf.keras.Sequential([tf.keras.Input((2,)), tf.keras.layers.Dense(3, activation="relu"), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
concrete = square.get_concrete_function(tf.TensorSpec([2, 2]))
print(square(weights).numpy())
model.fit(weights.numpy(), tf.constant([[0.0], [1.0]]), verbose=0)

def gradient(x):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.nn.softmax(tf.matmul(x, weights)) ** 2)
    return tape.gradient(loss, weights)

def traced_before(x):
    return square(tf.constant(x)) + concrete(tf.constant(x))

def traces(x):
    new = tf.function(lambda x: x * 2)
    return new(1.0), new(2.0), new(3), new(4), new.experimental_get_tracing_count(), square.experimental_get_tracing_count()

def jacobian(x):
    x = tf.Variable(x)
    with tf.GradientTape() as tape:
        y = tf.sin(x) * tf.reduce_sum(x)
    return tape.jacobian(y, x)

def pipeline(x):
    data = tf.data.Dataset.from_tensor_slices(x).map(lambda row: row * 2, num_parallel_calls=2).shuffle(4).batch(2).prefetch(1)
    return sum(tf.reduce_sum(batch) for batch in data)

def train(x):
    history = model.fit(x, x[:, :1], epochs=2, verbose=0).history["loss"]
    return len(history), model.predict(x, verbose=0).shape

def remembers(x):
    known.append(x)
    weights.assign(weights * 0)
    return len(known)

def crashes(x):
    os.abort()

def hangs(x):
    while True:
        pass
"""


def test_calls_are_made_in_a_fork_with_tensorflow_too():
    """Whatever has run in the notebook: operations, graphs, trainings. One call does not change or end another."""
    x = np.array([[0.5, 1.0], [2.0, -1.0]], dtype=np.float32)
    names = ("gradient", "traced_before", "traces", "jacobian", "pipeline", "train")
    with WarmParent("tensorflow") as parent:
        submission = NotebookProcess(parent, [], Limits(call=20))
        assert text(submission.run([Step(TENSORFLOW)])[0]) == "858.0\n"
        channel = submission.channel

        def call(*names: str, together: bool = False) -> list[dict]:
            payload = wire.encode(((x,), {}))
            replies = submission.calls([(name, payload) for name in names], Look(together=together))
            return [wire.decode(reply) for reply in replies]

        for together in (True, False):
            replies = call("crashes", *names, "remembers", "remembers", together=together)
            assert [reply.get("failure", ("",))[0] for reply in replies] == ["crash", *[""] * 8]
            values = {name: wire.decode(reply["value"]) for name, reply in zip(names, replies[1:7], strict=True)}
            assert values["gradient"].shape == (2, 2) and values["jacobian"].shape == (2, 2, 2, 2)
            assert values["traced_before"] == pytest.approx(2 * np.sum((x @ [[1, 2], [3, 4]]) ** 2))
            assert [int(value) for value in values["traces"]] == [2, 4, 6, 8, 4, 2]
            assert values["pipeline"] == 5.0
            assert values["train"] == (2, (2, 1))
        assert [wire.decode(reply["value"]) for reply in replies[-2:]] == [1, 1]  # each in a fork of its own
        submission.limits = Limits(call=1)
        assert [reply.get("failure", ("",))[0] for reply in call("hangs", "traced_before")] == ["timeout", ""]
        assert submission.channel is channel and submission.restarts == 0
        submission.close()


def test_limits_of_an_assignment(tmp_path):
    (tmp_path / "syllabus.toml").write_text(
        '[[assignment]]\nid = "a"\ntitle = "A"\npart = 1\npoints = 1\nlimits = { cell = 5, memory = 100 }\n'
    )
    limits = Course(tmp_path).entry("a").limits
    assert (limits.cell, limits.memory, limits.call) == (5, 100, Limits().call)
    for wrong in ("{ time = 5 }", "{ cell = 0 }", '{ cell = "5" }', "{ cell = true }", "3"):
        (tmp_path / "syllabus.toml").write_text(
            f'[[assignment]]\nid = "a"\ntitle = "A"\npart = 1\npoints = 1\nlimits = {wrong}\n'
        )
        with pytest.raises(CourseError, match="cannot be read"):
            Course(tmp_path).entry("a")
