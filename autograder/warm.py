"""The warm parent: a process that has imported everything once and is forked for each submission.

It is started as `python -m autograder.warm KIND FD [unsafe]`, in the sandbox unless it is to be unsafe. Messages on its
control socket FD, a SOCK_SEQPACKET:

    b"start " + limits and folder, with one descriptor    forks; the child works there and serves its channel
    b"interrupt", b"kill"                                  to that child
    <- b"warm", b"started", b"ended STATUS"

The child's channel carries encoded messages (see `wire`), each with its length before it:

    <- ("ready",)                           at the beginning, when nothing of the submission has run yet
    ("files", files)                        writes the files, (name, bytes), into its folder
    ("forbid", names)                       what some functions may not call: a dictionary, see `probe.forbidden_codes`
    ("run", cells)                          runs the cells; <- ("cell", outputs) after each
    ("call", calls, replaced, seconds)      makes the calls, (name, payload), in one fork;
                                            <- ("ask", name, payload), answered with ("answer", bytes), any number;
                                            <- ("reply", bytes) for each that came to its end; <- ("ended", how)
"""

import contextlib
import gc
import importlib
import os
import pkgutil
import random
import resource
import select
import signal
import socket
import struct
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

import utils
from autograder import sandbox, wire
from autograder.limits import Limits
from autograder.probe import Codes, Probe, forbidden_codes

PRELOADED = {
    "numpy": ("matplotlib.pyplot", "sklearn.linear_model", "sklearn.datasets", "h5py"),
    "tensorflow": ("matplotlib.pyplot", "sklearn.linear_model", "h5py", "tensorflow"),
}
MAX_THREADS = {"numpy": 1, "tensorflow": 4}  # TensorFlow's import leaves idle ones; its first operation starts more
ABNORMAL = 70
LATE = "late"  # how a fork ended that took too long for a call


def send(channel: socket.socket, message: Any) -> None:
    data = wire.encode(message)
    channel.sendall(struct.pack("<I", len(data)) + data)


def receive(channel: socket.socket) -> Any:
    """The next message. Raises EOFError where the other side is gone, WireError where it makes no sense."""
    (size,) = struct.unpack("<I", _receive_bytes(channel, 4))
    if size > wire.MAX_BYTES:
        raise wire.WireError(f"a message claims {size} bytes")
    return wire.decode(_receive_bytes(channel, size))


def _receive_bytes(channel: socket.socket, count: int) -> bytes:
    chunks = bytearray()
    while len(chunks) < count:
        chunk = channel.recv(min(count - len(chunks), 2**20))
        if not chunk:
            raise EOFError("the other side is gone")
        chunks += chunk
    return bytes(chunks)


def main(kind: str, control: socket.socket, unsafe: bool) -> None:
    if not unsafe:
        sandbox.drop_root()
    from autograder.shell import NotebookShell

    helpers = [f"utils.{module.name}" for module in pkgutil.iter_modules(utils.__path__)]
    for module in (*PRELOADED[kind], *(name for name in helpers if kind == "tensorflow" or "tf_" not in name)):
        importlib.import_module(module)
    shell = NotebookShell()
    gc.collect()
    gc.freeze()
    if (threads := len(os.listdir("/proc/self/task"))) > MAX_THREADS[kind]:
        raise RuntimeError(f"{threads} threads run before the first fork: a fork would hang")
    control.send(b"warm")
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 65536, 1)
        if not message:
            return
        if not message.startswith(b"start "):  # too late for a child that has ended by itself
            continue
        table, folder = wire.decode(message.removeprefix(b"start "))
        pid = os.fork()
        if pid == 0:
            _child(Limits(**table), folder, socket.socket(fileno=descriptors[0]), shell, unsafe)
        os.close(descriptors[0])
        control.send(b"started")
        control.send(b"ended %d" % _watch(pid, control, unsafe))


def _watch(pid: int, control: socket.socket, unsafe: bool) -> int:
    """Passes on what is asked for the child until it has ended; its exit status, negative for a signal."""
    child = os.pidfd_open(pid)
    try:
        while True:
            ready, _, _ = select.select([child, control.fileno()], [], [])
            if child in ready:
                return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            message = control.recv(65536)
            if message == b"interrupt":
                os.kill(pid, signal.SIGINT)
            elif unsafe:  # b"kill", or nothing: the other side is gone
                os.killpg(pid, signal.SIGKILL)
            else:  # ends all that is inside, and then itself
                os.kill(pid, signal.SIGTERM)
    finally:
        os.close(child)


def _child(limits: Limits, folder: str, channel: socket.socket, shell: Any, unsafe: bool) -> NoReturn:
    """The forked child, from its first line to its last."""
    try:
        os.setsid()
        work = partial(_begin, limits, folder, channel, shell)
        if not unsafe:
            sandbox.isolated(limits, work)
        sandbox.set_limits(limits)
        work()
    finally:
        os._exit(0)


def _begin(limits: Limits, folder: str, channel: socket.socket, shell: Any) -> None:
    """Leaves behind what the parent has open or has drawn, and serves the channel."""
    number = channel.fileno()
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.closerange(3, number)
    os.closerange(number + 1, 2**16)
    os.environ.clear()
    os.environ.update(sandbox.ENVIRONMENT | {"HOME": folder})
    os.chdir(folder)
    sys.path.append(folder)  # last: a file of a student's does not stand in for a package
    tempfile.tempdir = None
    random.seed(0)
    np.random.seed(0)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    shell.max_output = int(limits.output * sandbox.MB)
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):  # the judge is done with us
        send(channel, ("ready",))
        serve(channel, shell)


def serve(channel: socket.socket, shell: Any) -> None:
    """Answers the judge until it hangs up.

    Calls are made in a fork, but not where TensorFlow is loaded: the threads that its first operation starts would be
    missing there, and the call would wait for them for ever.
    """
    make_calls = _in_place if "tensorflow" in sys.modules else _in_a_fork

    def ask(name: str, payload: bytes) -> bytes:
        send(channel, ("ask", name, payload))
        answer: bytes = receive(channel)[1]
        return answer

    forbidden: dict[str, Codes] = {}
    while True:
        message = receive(channel)
        if message[0] == "forbid":
            forbidden = {name: forbidden_codes(names) for name, names in message[1].items()}
        elif message[0] == "files":
            for name, content in message[1]:
                with contextlib.suppress(OSError):  # a file where a folder is: one of the two is missing then
                    Path(name).parent.mkdir(parents=True, exist_ok=True)
                    Path(name).write_bytes(content)
        elif message[0] == "run":
            for cell in message[1]:
                send(channel, ("cell", shell.run(cell)))
        else:
            make_calls(channel, Probe(shell.variables, ask, forbidden=forbidden), *message[1:])


def _in_place(channel: socket.socket, probe: Probe, calls: Any, replaced: Any, seconds: float) -> None:
    """Makes the calls in this process; the judge ends it where one takes too long."""
    for name, payload in calls:
        send(channel, ("reply", probe.call(name, payload, replaced)))
    send(channel, ("ended", ""))


@contextlib.contextmanager
def _spare_descriptors() -> Iterator[None]:
    """A few descriptors more, where a submission has opened all that it may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def _in_a_fork(channel: socket.socket, probe: Probe, calls: Any, replaced: Any, seconds: float) -> None:
    """Makes the calls in a fork: what they change is gone with it, and so is it if one crashes or takes too long."""
    with _spare_descriptors():
        progress, report = os.pipe()
        pid = os.fork()
        child = os.pidfd_open(pid) if pid else -1
    if pid == 0:
        try:
            for name, payload in calls:
                send(channel, ("reply", probe.call(name, payload, replaced)))
                os.write(report, b".")
            os._exit(0)
        finally:
            os._exit(ABNORMAL)
    os.close(report)
    how = ""
    while True:
        ready, _, _ = select.select([child, progress], [], [], seconds)
        if child in ready:
            break
        if not ready or not os.read(
            progress, 4096
        ):  # too late; or it has closed what it should not, and is not awaited
            how = "" if ready else LATE
            os.kill(pid, signal.SIGKILL)
            break
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.close(child)
    os.close(progress)
    names = {int(number): number.name for number in signal.Signals}
    ended = names.get(-status, f"signal {-status}") if status < 0 else f"exit status {status}"
    send(channel, ("ended", how or ended))


if __name__ == "__main__":
    main(sys.argv[1], socket.socket(fileno=int(sys.argv[2])), unsafe="unsafe" in sys.argv[3:])
