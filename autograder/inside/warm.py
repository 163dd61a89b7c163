"""The warm parent: a process that has imported everything once and is forked for each submission.

It is started as `python -m autograder.inside.warm KIND FD [unsafe]`, in the sandbox unless it is to be unsafe. Messages
on its control socket FD, a SOCK_SEQPACKET:

    <- b"warm"                                    when it is ready
    bounds, folder, rules as bytes                forks, or has done so before; the child works in the folder
    <- b"started", with two descriptors           of the child, which SIGINT interrupts and SIGTERM ends; of its channel
    b"alone"                                      ends what the child has started; <- b"alone"
    <- b"ended"                                   nothing is left of the child

The child's channel carries encoded messages (see `wire`), each with its length before it:

    <- ("ready",)                           at the beginning, when nothing of the submission has run yet
    ("files", files)                        writes the files, (name, bytes), into its folder
    ("run", imports, steps, quiet)          does the imports, as far as they can be done, and runs the steps: cells with
                                            the names whose check cells stand behind them, which are kept as they are;
                                            <- ("cell", outputs, names) after each, with those kept ones that it
                                            changed, and without outputs where it is to be quiet
    ("call", calls, replaced, at_end, twice) makes the calls, (name, payload), in one fork, see `probe.Probe.call`;
                                            <- ("ask", name, payload), answered with ("answer", bytes), any number;
                                            <- ("reply", bytes) for each that has ended by itself, up to one that
                                            leaves no memory; <- ("ended", how)
    ("try", name, codes, calls, at_end)     makes the calls for each of some edits of a function, in one fork, see
                                            `probe.Probe.tries`; <- ("tried", []) when it begins; <- ("tried", replies)
                                            for each; <- ("ended", how)

Where a cell or a call takes too long, the judge interrupts the child.
"""

import contextlib
import gc
import importlib
import os
import pkgutil
import random
import re
import resource
import select
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from autograder.inside import sandbox, wire
from autograder.inside.channel import receive, send
from autograder.inside.probe import Probe, find_forbidden, keep, names_of_libraries, not_of, reads, withhold

PRELOADED = ("matplotlib.pyplot", "sklearn.linear_model", "sklearn.datasets", "h5py")  # besides the kind itself
MAX_THREADS = {"numpy": 1, "tensorflow": 4}  # TensorFlow's import leaves idle ones; its first operation starts more
ABNORMAL = 70
LOOK = 0.25  # seconds between two looks at how much memory a submission takes
SOCKET = 208  # KB that wait in a socket at most; see `sandbox`, which lets nobody raise it
LATE = "late"  # how a fork ended that took too long for a call
DONE = "exit status 0"  # and one that ended by itself


class Rules(NamedTuple):
    """What a submission's functions may not call, and what uses them.

    forbidden: for some functions, ready answers; see `probe.ready_answer`
    helpers: the functions of `utils` that are there; the others are not
    allowed: those of them that graded functions may call; the others draw
    inside: code of the grader's; see `probe.Probe`
    """

    forbidden: Mapping[str, Sequence[str]] = {}
    helpers: Sequence[str] | None = None
    allowed: Sequence[str] | None = None
    inside: Mapping[str, str] = {}


def main(kind: str, control: socket.socket, unsafe: bool) -> None:
    if not unsafe:
        sandbox.drop_root()
        sandbox.needed()  # once, before the first fork
    sandbox.die_with_parent()
    for limit in (resource.RLIMIT_DATA, resource.RLIMIT_CPU):  # those of the judge are not its own
        resource.setrlimit(limit, (resource.getrlimit(limit)[1],) * 2)
    import matplotlib.style

    from autograder.inside.shell import NotebookShell

    helpers = [f"utils.{module.name}" for module in pkgutil.iter_modules([str(sandbox.HELPERS)])]
    for module in (*PRELOADED, kind, *(name for name in helpers if kind == "tensorflow" or "tf_" not in name)):
        importlib.import_module(module)
    if kind == "tensorflow":  # see renew_tensorflow; a notebook may ask for more threads, and has one
        threads = importlib.import_module("tensorflow").config.threading
        threads.set_inter_op_parallelism_threads = threads.set_intra_op_parallelism_threads = lambda num_threads: None
    shell = NotebookShell.warm()
    for style in sandbox.HELPERS.glob("*.mplstyle"):  # the first is slow to find
        with contextlib.suppress(OSError), matplotlib.style.context(f"utils.{style.stem}"):
            pass
    gc.collect()
    gc.freeze()
    if (count := len(os.listdir("/proc/self/task"))) > MAX_THREADS[kind]:
        raise RuntimeError(f"{count} threads run before the first fork: a fork would hang")
    control.send(b"warm")
    spare: Child | None = None
    while request := control.recv(65536):
        if request == b"alone":  # the child has ended meanwhile
            continue
        if spare and (spare.request != request or spare.ended()):
            spare.end()
            spare = None
        child = spare or Child(request, shell, unsafe)
        socket.send_fds(control, [b"started"], [child.descriptor, child.channel.fileno()])
        child.channel.close()
        spare = None
        while child.descriptor not in (ready := select.select([child.descriptor, control.fileno()], [], [], LOOK)[0]):
            if ready:
                control.recv(64)
                if not unsafe:
                    _end_what_it_started(child.pid)
                control.send(b"alone")
                # The notebook has run, and a processor may be idle. The next one is most likely of the same class. In
                # a folder that others see there can be one only.
                if not (unsafe or spare):
                    spare = Child(request, shell, unsafe)
            elif not unsafe and _memory(processes_of(child.pid)) > child.bounds["total_memory"]:
                signal.pidfd_send_signal(child.descriptor, signal.SIGTERM)
        child.end()
        control.send(b"ended")


class Child:
    """A process for a submission, forked as a request asks, which waits on its channel."""

    def __init__(self, request: bytes, shell: Any, unsafe: bool) -> None:
        self.request = request
        self.bounds, folder, encoded = wire.decode(request)
        rules, *withheld = _rules(encoded)
        self.channel, channel = socket.socketpair()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                sandbox.die_with_parent()
                sandbox.run(self.bounds, partial(_begin, self.bounds, folder, rules, withheld, channel, shell), unsafe)
            finally:
                os._exit(ABNORMAL)
        channel.close()
        self.descriptor = os.pidfd_open(self.pid)

    def ended(self) -> bool:
        return has_ended(self.descriptor)

    def end(self) -> None:
        """Ends it, if it still runs; nothing is left of it then."""
        self.channel.close()
        signal.pidfd_send_signal(self.descriptor, signal.SIGTERM)
        os.waitpid(self.pid, 0)
        os.close(self.descriptor)


def has_ended(descriptor: int) -> bool:
    """Whether the process of a pidfd has ended."""
    return bool(select.select([descriptor], [], [], 0)[0])


def processes_of(pid: int) -> list[int]:
    """A child's process, and all that were started in it: also those left behind, which the first of them takes on."""
    parents = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):  # it has ended since
            parents[int(name)] = int(Path("/proc", name, "stat").read_bytes().rpartition(b")")[2].split()[1])
    found = [pid]
    for ancestor in found:  # grows meanwhile
        found += [other for other, parent in parents.items() if parent == ancestor]
    return found


def _memory(processes: Iterable[int]) -> float:
    """MB that some processes take, and sockets may. What several share counts once, but for those that hide what it is.

    Sockets are counted with full buffers. All that are in the sandbox's own network are the submission's.
    """
    kilobytes = SOCKET * int(Path("/proc/net/sockstat").read_text().split()[2])
    for pid in processes:
        for file in ("smaps_rollup", "status"):
            with contextlib.suppress(OSError):  # hidden, or it has ended since
                text = Path("/proc", str(pid), file).read_bytes()  # a process may call itself anything
                kilobytes += sum(map(int, re.findall(rb"(?m)^(?:Pss|SwapPss|VmRSS|VmSwap):\s+(\d+)", text)))
                break
    return kilobytes / 1024


def _end_what_it_started(pid: int) -> None:
    """Kills all processes of a child but its own and the first that it has started, which is the notebook's."""
    for other in processes_of(pid)[2:]:
        with contextlib.suppress(OSError):  # it has ended since
            os.kill(other, signal.SIGKILL)


@lru_cache(maxsize=1)  # they are the same for a whole class
def _rules(encoded: bytes) -> tuple[Rules, list[str], list[str]]:
    """The rules, and the functions that a submission does not have, and does not have any more when it is judged.

    What is found out here, each child knows.
    """
    rules = Rules(*wire.decode(encoded))
    withheld, withheld_later = (not_of(names) if names is not None else [] for names in (rules.helpers, rules.allowed))
    for name in {*withheld, *withheld_later, *(name for names in rules.forbidden.values() for name in names)}:
        find_forbidden(name)
    return rules, withheld, withheld_later


def _begin(
    bounds: sandbox.Bounds, folder: str, rules: Rules, withheld: list[list[str]], channel: socket.socket, shell: Any
) -> None:
    """Leaves behind what the parent has open or has drawn, and serves the channel."""
    number = channel.fileno()
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.closerange(3, number)
    os.closerange(number + 1, 2**16)
    os.environ.clear()
    os.environ.update(sandbox.ENVIRONMENT | {"HOME": folder})
    if folder != str(sandbox.WORK):  # without the sandbox, where /tmp is everybody's
        os.environ["TMPDIR"] = folder
    os.chdir(folder)
    sys.path.append(folder)  # last: a file of a student's does not stand in for a package
    tempfile.tempdir = None
    random.seed(0)
    np.random.seed(0)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    shell.max_output = int(bounds["output"] * sandbox.MB)
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):  # the judge is done with us
        withhold(withheld[0])
        use_tensorflow()
        keep(names_of_libraries())
        serve(channel, shell, rules, withheld[1])


def serve(channel: socket.socket, shell: Any, rules: Rules, withheld: Sequence[str]) -> None:
    """Answers the judge until it hangs up.

    withheld: functions that those which are called do not have
    """
    moments: dict[str, dict[str, Any]] = {}  # the notebook's variables at the check cells

    def ask(name: str, payload: bytes) -> bytes:
        send(channel, ("ask", name, payload))
        answer: bytes = receive(channel)[1]
        return answer

    def used(name: str) -> dict[str, Any]:
        """A function, and the notebook's variables that it reads."""
        function = shell.user_ns.get(name)
        return {other: shell.user_ns.get(other) for other in (name, *sorted(reads(function, shell.user_ns)))}

    def run(cell: str, checked: Iterable[str]) -> None:
        before = {name: used(name) for name in moments}
        outputs = shell.run(cell)
        if not sandbox.has_room():  # the cell is left out then: calls, and the cells behind it, need some
            os._exit(ABNORMAL)
        changed = {
            name: other  # the function itself first, and then what it reads
            for name, values in before.items()
            for other, value in reversed(values.items())
            if shell.user_ns.get(other) is not value
        }
        moments.update({name: dict(shell.user_ns) for name in checked})
        send(channel, ("cell", outputs, changed))

    def probe() -> Probe:
        """In a fork."""
        renew_tensorflow()
        withhold(withheld)
        return Probe(shell.user_ns, ask, forbidden=rules.forbidden, moments=moments, inside=rules.inside)

    def make_calls(calls: Iterable[tuple[str, bytes]], replaced: Any, at_end: Any, twice: bool) -> None:
        called, used = probe(), set[str]()
        for name, payload in calls:
            again = twice and name not in used  # what uses a function does so several times itself, and is slow
            used |= {name} if ":" in name else set()
            send(channel, ("reply", called.call(name, payload, replaced, at_end, again)))
            if not sandbox.has_room():  # for the others, which a new fork makes
                return

    def make_tries(*what: Any) -> None:
        trying = probe()
        send(channel, ("tried", []))
        for replies in trying.tries(*what):
            send(channel, ("tried", replies))

    send(channel, ("ready",))
    while True:
        kind, *content = receive(channel)
        if kind == "files":
            for name, data in content[0]:
                with contextlib.suppress(OSError):  # a file where a folder is: one of the two is missing then
                    Path(name).parent.mkdir(parents=True, exist_ok=True)
                    Path(name).write_bytes(data)
        elif kind == "run":
            imports, steps, shell.quiet = content
            for statement in imports:
                with contextlib.suppress(Exception):  # the student's own cells show what cannot be imported
                    exec(statement, shell.user_ns)
            for cell, checked in steps:
                run(cell, checked)
        else:
            work = make_calls if kind == "call" else make_tries
            send(channel, ("ended", _in_a_fork(partial(work, *content))))


def use_tensorflow() -> None:
    """Has what most notebooks use of TensorFlow, if it is there, done once: the first time takes a quarter of a second.

    Not in the warm parent, as the first operation starts threads. A child does it while it waits for its submission.
    """
    if "tensorflow" not in sys.modules:
        return
    import keras
    import tensorflow as tf

    weights = tf.Variable(tf.ones((2, 2)))
    adam = keras.optimizers.Adam()

    @tf.function(autograph=False)  # which would write a file
    def step(x: Any) -> None:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.nn.softmax(x @ weights))
        adam.apply_gradients([(tape.gradient(loss, weights), weights)])

    for batch in tf.data.Dataset.from_tensor_slices(np.ones((2, 2), np.float32)).batch(2):
        step(batch)
    keras.utils.clear_session()


def renew_tensorflow() -> None:
    """Lets TensorFlow, if it is there, go on in a fork, where the threads that its operations have started are missing.

    An operation runs in the thread that calls it, as there is to be one only (see `sandbox.ENVIRONMENT`), but a graph
    waits for a thread of the context's own. So the context begins anew, with the functions that it knew. Not to be
    helped is what keeps threads elsewhere and has run in the notebook: XLA (`jit_compile=True`), sessions of version 1.
    """
    if "tensorflow" not in sys.modules:
        return
    from tensorflow.python.eager import context  # has no public name

    current = context.context()
    functions = [current.get_function_def(name) for name in current.list_function_names()]
    _old_contexts.append(current._context_handle)  # if it were destroyed, it would wait for its threads
    current.ensure_uninitialized()
    current.ensure_initialized()
    for function in functions:
        current.add_function_def(function)


_old_contexts: list[object] = []


def _in_a_fork(work: Callable[[], None]) -> str:
    """Does the work in a fork: what it changes is gone with it, also if it crashes or is interrupted. How it ended."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever the notebook has made of it
    pid = os.fork()
    if pid == 0:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(ABNORMAL)
    try:
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except KeyboardInterrupt:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        return LATE
    if status == 0:
        return DONE
    names = {int(number): number.name for number in signal.Signals}
    return names.get(-status, f"signal {-status}") if status < 0 else f"exit status {status}"


if __name__ == "__main__":
    main(sys.argv[1], socket.socket(fileno=int(sys.argv[2])), unsafe="unsafe" in sys.argv[3:])
