"""A submission's process, seen from outside: starts it, runs cells and calls functions in it, ends it."""

import contextlib
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from autograder import sandbox, wire
from autograder.limits import Limits
from autograder.warm import LATE, Forbids, receive, send

START_SECONDS = 60.0  # that a new process may take on a busy machine
MAX_OUTPUT = 20 * 2**20  # bytes that a whole notebook may show
GRACE = 2.0  # seconds that a process has to end by itself before it is ended
MAX_ANSWER = 256 * 2**20  # bytes of memory that the reference may take to answer a submission's call
MAX_RESTARTS = 3  # of a process that a call has ended
MAX_LATE_CALLS = 2  # after so many calls of an exercise that took too long, the others are not made


# What a submission's process may send, by kind: the types of what comes with it.
MESSAGES = {"cell": [list], "ask": [str, bytes], "reply": [bytes], "ended": [str]}

Files = Sequence[tuple[str, bytes]]
"""Files to lie beside a notebook while it runs: relative names and contents."""


class Ended(Exception):
    """The submission's process can no longer be talked to; the message says why, in words for the student."""


@dataclass(eq=False)
class WarmParent(AbstractContextManager["WarmParent"]):
    """A process to fork submissions from; see `warm`. One submission at a time.

    unsafe: without the sandbox. Otherwise raises SandboxError where submissions cannot be isolated.
    """

    kind: str
    unsafe: bool = False

    def __post_init__(self) -> None:
        self._start()

    def _start(self) -> None:
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        arguments = ["-m", "autograder.warm", self.kind, str(theirs.fileno())]
        unsafe = [sys.executable, *arguments, "unsafe"]
        self.process = subprocess.Popen(
            unsafe if self.unsafe else sandbox.command(arguments),
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=sandbox.ENVIRONMENT | {"PATH": os.environ.get("PATH", os.defpath)},
        )
        theirs.close()
        if self.control.recv(64) != b"warm":
            _, error = self.process.communicate()
            raise sandbox.SandboxError(
                f"the process that submissions are forked from did not start; `course doctor` says more. "
                f"It said: {error.decode(errors='replace').strip()[-500:]}"
            )
        self.control.settimeout(START_SECONDS)

    def start(self, folder: Path, limits: Limits, forbids: Forbids) -> socket.socket:
        """The channel to a new child that works in `folder`."""
        if self.process.poll() is not None:  # the parent has died since: a new one takes its place
            self._start()
        request = wire.encode((asdict(limits), str(folder), dict(forbids)))
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self.control, [request], [theirs.fileno()])
        _, (self.child,), _, _ = socket.recv_fds(self.control, 64, 1)
        return ours

    def signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):  # it has ended by itself
            signal.pidfd_send_signal(self.child, number)

    def end(self) -> None:
        """Kills the child, if it still runs, and waits until it is gone."""
        self.signal(signal.SIGTERM)
        os.close(self.child)
        try:
            ended = self.control.recv(64)
        except (ConnectionResetError, TimeoutError):
            ended = b""
        if not ended:
            self.close()

    def close(self) -> None:
        self.control.close()
        self.process.kill()
        self.process.communicate()

    def __exit__(self, *error: object) -> None:
        self.close()


@dataclass(eq=False)
class Submission:
    """One submission's finished notebook, in a process of its own.

    ask: the reference's answer to a call of one of its functions
    """

    parent: WarmParent
    files: Files
    limits: Limits
    ask: Callable[[str, bytes], bytes]
    forbids: Forbids = field(default_factory=dict)
    cells: Sequence[str] = ()
    restarts: int = 0
    output: int = 0
    channel: socket.socket | None = None
    folder: tempfile.TemporaryDirectory[str] | None = None

    def __post_init__(self) -> None:
        self.deadline = time.monotonic() + self.limits.submission

    def run(self, cells: Sequence[str]) -> list[list[dict[str, Any]]]:
        """Runs the cells and returns the outputs of each.

        A cell that takes too long is interrupted. One that ends the process, or will not be interrupted, is left out
        and the notebook run again without it: it costs what it defines, and nothing else.
        """
        self.cells = cells
        skipped: dict[int, list[dict[str, Any]]] = {}
        while True:
            outputs: list[list[dict[str, Any]]] = []
            self.start()
            try:
                self._send(("run", ["" if i in skipped else cell for i, cell in enumerate(cells)]))
                for _ in cells:
                    outputs.append(self._cell_outputs())
            except Ended as ended:
                self.close()
                if time.monotonic() > self.deadline:
                    raise
                skipped[len(outputs)] = [_error("Stopped", str(ended))]
                continue
            return [skipped.get(i, output) for i, output in enumerate(outputs)]

    def start(self) -> None:
        """A new process, with the files in its folder. Raises Ended where the submission has had its time."""
        if time.monotonic() > self.deadline:
            raise Ended(f"The submission took longer than {self.limits.submission:g} seconds.")
        folder = sandbox.WORK
        if self.parent.unsafe:
            self.folder = tempfile.TemporaryDirectory(prefix="submission-", ignore_cleanup_errors=True)
            folder = Path(self.folder.name)
        try:
            self.channel = self.parent.start(folder, self.limits, self.forbids)
            receive(self.channel, time.monotonic() + START_SECONDS)
            for file in self.files:
                self._send(("files", [file]))
        except (EOFError, OSError, ValueError):
            raise sandbox.SandboxError("a submission's process could not be set up; see `course doctor`") from None

    def _cell_outputs(self) -> list[dict[str, Any]]:
        late = f"The cell took longer than {self.limits.cell:g} seconds"
        errors = []
        try:
            outputs = self._receive(self.limits.cell, "cell")[1]
        except TimeoutError:
            errors = [_error("Timeout", f"{late}.")]
            self.parent.signal(signal.SIGINT)
            try:
                outputs = self._receive(GRACE, "cell")[1]
            except TimeoutError:
                raise Ended(f"{late} and could not be interrupted.") from None
        try:
            self.output += len(wire.encode(outputs))
        except wire.WireError:  # what comes may be written shorter than we do
            self.output += wire.MAX_BYTES
        if self.output > MAX_OUTPUT:
            outputs = [_error("Output", "The notebook shows too much; this cell's output was left out.")]
        return [*outputs, *errors]

    def calls(self, calls: Sequence[tuple[str, bytes]], replaced: frozenset[str], together: bool) -> list[bytes]:
        """The replies to some calls; see `grade.CallAll`. A call without a reply says why there is none."""
        replies: list[bytes] = []
        too_late = _no_reply("timeout", f"{self.limits.call:g} seconds")
        while len(replies) < len(calls):
            if replies.count(too_late) >= MAX_LATE_CALLS:
                return replies + [too_late] * (len(calls) - len(replies))
            waiting = calls[len(replies) :] if together else [calls[len(replies)]]
            came, how = self._calls(waiting, replaced)
            replies += came
            if len(came) < len(waiting):
                replies.append(too_late if how == LATE else _no_reply("crash", how))
        return replies

    def _calls(self, calls: Sequence[tuple[str, bytes]], replaced: frozenset[str]) -> tuple[list[bytes], str]:
        """The replies of one fork of the notebook's process, and how it ended, which may have been too early."""
        replies: list[bytes] = []
        if self.channel is None and self.cells and self.restarts < MAX_RESTARTS:
            self.restarts += 1
            with contextlib.suppress(Ended):
                self.run(self.cells)
        if self.channel is None:
            return replies, "the notebook's process has ended"
        try:
            self._send(("call", list(calls), sorted(replaced)))
            until = time.monotonic() + self.limits.call
            while True:
                kind, *content = self._receive(until - time.monotonic(), "ask", "reply", "ended")
                if kind == "ended":
                    return replies, content[0][:100]
                if kind == "ask" and content[0] in replaced:
                    self._send(("answer", self._answer(*content)))
                elif kind == "reply" and len(replies) < len(calls):
                    replies += content
                    until = time.monotonic() + self.limits.call
                else:
                    raise Ended("The process sent a message that was not asked for.")
        except TimeoutError:
            if not self._stops_calling():
                self.close()
            return replies, LATE
        except (Ended, OSError) as error:
            self.close()
            return replies, str(error)

    def _stops_calling(self) -> bool:
        """Interrupts the calls, and says whether they have ended so."""
        self.parent.signal(signal.SIGINT)
        until = time.monotonic() + GRACE
        with contextlib.suppress(Ended, OSError):
            while self._receive(until - time.monotonic(), "ask", "reply", "ended")[0] != "ended":
                pass
            return True
        return False

    def _send(self, message: Any) -> None:
        assert self.channel is not None
        self.channel.settimeout(GRACE)
        send(self.channel, message)

    def _answer(self, name: str, payload: bytes) -> bytes:
        """The reference's reply to a call that the submission asks for, with whatever arguments it likes."""
        try:
            with _bounded_memory():
                reply = self.ask(name, payload)
                return reply if len(reply) < wire.MAX_BYTES // 2 else _no_reply("unreadable", "it is too large")
        except Exception as error:  # these arguments may make the reference, or their decoding, raise anything
            return _no_reply("exception", type(error).__name__)

    def _receive(self, seconds: float, *kinds: str) -> tuple[Any, ...]:
        """The next message, of one of these kinds; see MESSAGES. Raises TimeoutError, or Ended."""
        assert self.channel is not None
        try:
            message = receive(self.channel, min(time.monotonic() + seconds, self.deadline))
        except (EOFError, ConnectionResetError):
            memory = f"{self.limits.total_memory:g} MB of memory"
            raise Ended(f"The code ended the whole Python process, or took more than {memory}.") from None
        except wire.WireError as error:
            raise Ended(f"The process sent a malformed message: {error}.") from None
        match message:
            case (str(kind), *content) if kind in kinds and [*map(type, content)] == MESSAGES[kind]:
                return message
        raise Ended("The process sent a message that was not asked for.")

    def close(self) -> None:
        """Ends the process; nothing of it is left."""
        if self.channel is not None:
            self.channel.close()
            self.channel = None
            self.parent.end()
        if self.folder is not None:
            self.folder.cleanup()
            self.folder = None


@contextlib.contextmanager
def _bounded_memory() -> Iterator[None]:
    """At most so much more memory for this process, for as long as it computes what somebody else has asked for."""
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    status = Path("/proc/self/status").read_text()
    used = int(re.search(r"VmData:\s+(\d+) kB", status)[1]) * 1024  # type: ignore[index]
    resource.setrlimit(resource.RLIMIT_DATA, (used + MAX_ANSWER, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _error(name: str, text: str) -> dict[str, Any]:
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": [f"{name}: {text}"]}


def _no_reply(kind: str, message: str) -> bytes:
    return wire.encode({"failure": (kind, message, "")})
