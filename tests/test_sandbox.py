"""What a submission's process may see and use, and how its cells behave."""

import contextlib
import os
import shutil
import socket
import subprocess
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from autograder import sandbox, wire
from autograder.course import Course, CourseError
from autograder.limits import Limits
from autograder.process import Step, Submission, WarmParent
from autograder.standins import Look
from autograder.warm import receive


def run(parent: WarmParent, *cells: str, files=(), **limits) -> list[list[dict]]:
    submission = Submission(parent, files, Limits(**limits))
    try:
        return submission.run([Step(cell) for cell in cells])
    finally:
        submission.close()


def text(outputs: list[dict]) -> str:
    return "".join(output.get("text", "") + output.get("evalue", "") for output in outputs)


def test_every_mechanism_works_here():
    rows = sandbox.doctor()
    assert len(rows) == 11
    assert [row for row in rows if not row[1]] == []


def test_as_an_ordinary_user_too(tmp_path):
    """The same trials by somebody who is not root, with a Python that they may read."""
    python = shutil.which("python3", path="/usr/bin")
    if os.getuid() != 0 or python is None:
        pytest.skip("needs root, to become somebody else, and a Python outside of root's home")
    if subprocess.run([python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"], check=False).returncode:
        pytest.skip("the system's Python is older than 3.11")
    packages = tmp_path / "packages"
    for name in ("autograder", "utils"):
        shutil.copytree(Path(sandbox.__file__).parents[1] / name, packages / name)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.name.startswith(("pytest-", "popen-", "test_")):  # pytest's own
            folder.chmod(0o755)
    script = (
        f"import sys; sys.path.insert(0, {str(packages)!r}); from autograder import sandbox; print(sandbox.doctor())"
    )
    command = ["setpriv", "--reuid=12345", "--regid=12345", "--clear-groups", python, "-B", "-c", script]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(packages)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    rows = eval(done.stdout)
    assert [row for row in rows if not row[1]] == []


def test_without_bubblewrap_it_refuses_and_says_how_to_get_it(monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(sandbox.SandboxError, match=r"apt install bubblewrap.*--unsafe"):
        WarmParent("numpy")
    assert sandbox.doctor() == [("bubblewrap", False, "not installed: apt install bubblewrap")]


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

    before = running()
    daemon = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(60)"
    submission = Submission(warm, [], Limits())
    submission.run([Step(daemon)])
    assert running() > before
    submission.close()
    assert running() == before


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
        submission = Submission(parent, [], Limits(call=20))
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
