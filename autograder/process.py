"""A submission's process, seen from outside: starts it, runs cells and calls functions in it, ends it."""

import contextlib
import os
import re
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any

from autograder import sandbox, wire
from autograder.limits import Limits
from autograder.warm import LATE, receive, send

START_SECONDS = 60.0  # that a new process may take on a busy machine
MAX_OUTPUT = 20 * 2**20  # bytes that a whole notebook may show
GRACE = 2.0  # seconds that a process has to end by itself before it is ended
MAX_ANSWER = 256 * 2**20  # bytes of memory that the reference may take to answer a submission's call
MAX_RESTARTS = 3  # of a process that a call has ended
MAX_LATE_CALLS = 2  # after so many calls of an exercise that took too long, the others are not made


# Python's memory in large pages: a fork copies fewer entries, and takes half the time.
_FORK_FASTER = {
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONMALLOC": "malloc",
}


class Ended(Exception):
    """The submission's process can no longer be talked to; the message says why, in words for the student."""


class _Died(Exception):
    """A fork that makes calls came to an early end, for the reason `how`, after some replies."""

    def __init__(self, how: str, replies: list[bytes]) -> None:
        super().__init__(how)
        self.how = how
        self.replies = replies


class WarmParent:
    """A process to fork submissions from; see `warm`. One submission at a time.

    unsafe: without the sandbox. Otherwise raises SandboxError where submissions cannot be isolated.
    """

    def __init__(self, kind: str, unsafe: bool = False) -> None:
        self.kind = kind
        self.unsafe = unsafe
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
            env=sandbox.ENVIRONMENT | {"PATH": os.environ.get("PATH", os.defpath)} | _FORK_FASTER,
        )
        theirs.close()
        if self.control.recv(64) != b"warm":
            _, error = self.process.communicate()
            raise sandbox.SandboxError(
                f"the process that submissions are forked from did not start; `course doctor` says more. "
                f"It said: {error.decode(errors='replace').strip()[-500:]}"
            )

    def start(self, folder: Path, limits: Limits) -> socket.socket:
        """The channel to a new child that works in `folder`."""
        ours, theirs = socket.socketpair()
        request = b"start " + wire.encode((limits.as_dict(), str(folder)))
        try:
            socket.send_fds(self.control, [request], [theirs.fileno()])
        except (BrokenPipeError, ConnectionResetError):  # the parent has died since: a new one takes its place
            self.close()
            self._start()
            socket.send_fds(self.control, [request], [theirs.fileno()])
        theirs.close()
        self.control.recv(64)
        return ours

    def interrupt(self) -> None:
        self.control.send(b"interrupt")

    def end(self) -> None:
        """Kills the child, if it still runs, and waits until it is gone."""
        try:
            self.control.settimeout(START_SECONDS)
            self.control.send(b"kill")
            while (answer := self.control.recv(64)) and not answer.startswith(b"ended"):
                pass
            self.control.settimeout(None)
        except (BrokenPipeError, ConnectionResetError, TimeoutError):
            self.close()
            self._start()

    def close(self) -> None:
        self.control.close()
        self.process.kill()
        self.process.communicate()

    def __enter__(self) -> "WarmParent":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


Files = Sequence[tuple[str, bytes]]
"""Files to lie beside a notebook while it runs: relative names and contents."""


class Submission:
    """One submission's finished notebook, in a process of its own."""

    def __init__(
        self,
        parent: WarmParent,
        files: Files,
        limits: Limits,
        ask: Callable[[str, bytes], bytes],
        forbids: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        self.parent = parent
        self.files = files
        self.forbids = forbids
        self.limits = limits
        self.cells: Sequence[str] = ()
        self.restarts = 0
        self.output = 0
        self.ask = ask
        self.deadline = time.monotonic() + limits.submission
        self.channel: socket.socket | None = None
        self.folder: tempfile.TemporaryDirectory[str] | None = None

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
        self.channel = self.parent.start(folder, self.limits)
        try:
            self._receive(START_SECONDS, own=False)
            if self.forbids:  # before anything of the submission's has run
                self._send(("forbid", dict(self.forbids)))
            for file in self.files:
                self._send(("files", [file]))
        except (Ended, TimeoutError, OSError):
            raise sandbox.SandboxError("a submission's process could not be set up; see `course doctor`") from None

    def _cell_outputs(self) -> list[dict[str, Any]]:
        late = False
        try:
            kind, outputs = self._receive(self.limits.cell, length=2)
        except TimeoutError:
            late = True
            self.parent.interrupt()
            try:
                kind, outputs = self._receive(GRACE, length=2)
            except TimeoutError:
                raise Ended(
                    f"The cell took longer than {self.limits.cell:g} seconds and could not be interrupted."
                ) from None
        if kind != "cell" or not isinstance(outputs, list):
            raise Ended("The cell sent something that is not an output.")
        self.output += len(wire.encode(outputs))
        if self.output > MAX_OUTPUT:
            outputs = [_error("Output", "The notebook shows too much; this cell's output was left out.")]
        if late:
            outputs.append(_error("Timeout", f"The cell took longer than {self.limits.cell:g} seconds."))
        return outputs

    def calls(self, calls: Sequence[tuple[str, bytes]], replaced: frozenset[str], together: bool) -> list[bytes]:
        """The replies to some calls; see `grade.CallAll`. A call without a reply says why there is none."""
        replies: list[bytes] = []
        late = 0
        while len(replies) < len(calls):
            count = len(calls) - len(replies) if together else 1
            try:
                replies += self._calls(calls[len(replies) : len(replies) + count], replaced)
            except _Died as died:
                replies += died.replies
                late += died.how == LATE
                if died.how == LATE:
                    replies.append(_no_reply("timeout", f"{self.limits.call:g} seconds"))
                else:
                    replies.append(_no_reply("crash", died.how))
            if late >= MAX_LATE_CALLS:
                rest = len(calls) - len(replies)
                replies += [_no_reply("timeout", f"{self.limits.call:g} seconds")] * rest
        return replies[: len(calls)]  # there may be more where one was sent twice

    def _calls(self, calls: Sequence[tuple[str, bytes]], replaced: frozenset[str]) -> list[bytes]:
        """The replies of one fork of the notebook's process."""
        replies: list[bytes] = []
        if self.channel is None and self.cells and self.restarts < MAX_RESTARTS:
            self.restarts += 1
            with contextlib.suppress(Ended):
                self.run(self.cells)
        if self.channel is None:
            raise _Died("the notebook's process has ended", replies)
        try:
            self._send(("call", list(calls), sorted(replaced), self.limits.call))
            while True:
                kind, *content = self._receive(self.limits.call + GRACE)
                if kind == "ask":
                    self._send(("answer", self._answer(content, replaced)))
                elif kind == "reply" and [*map(type, content)] == [bytes] and len(replies) < len(calls):
                    replies += content
                elif kind == "ended" and [*map(type, content)] == [str]:
                    if len(replies) < len(calls):
                        raise _Died(content[0][:100], replies)
                    return replies
                else:
                    raise Ended("The process sent a message that was not asked for.")
        except TimeoutError:
            self.close()
            raise _Died(LATE, replies) from None
        except (Ended, OSError) as error:
            self.close()
            raise _Died(str(error), replies) from None

    def _send(self, message: Any) -> None:
        assert self.channel is not None
        self.channel.settimeout(GRACE)
        send(self.channel, message)

    def _answer(self, content: list[Any], replaced: frozenset[str]) -> bytes:
        """The reference's reply to a call that the submission asks for, with whatever arguments it likes."""
        if [*map(type, content)] != [str, bytes] or content[0] not in replaced:
            raise Ended("The process asked for a function that is not replaced.")
        try:
            with _bounded_memory():
                reply = self.ask(content[0], content[1])
                return reply if len(reply) < wire.MAX_BYTES // 2 else _no_reply("unreadable", "it is too large")
        except Exception as error:  # these arguments may make the reference, or their decoding, raise anything
            return _no_reply("exception", type(error).__name__)

    def _receive(self, seconds: float, length: int | None = None, own: bool = True) -> tuple[Any, ...]:
        """The next message: a tuple whose first item is a text. Raises TimeoutError, or Ended.

        own: whether it is the submission that takes the time, and its deadline counts too
        """
        assert self.channel is not None
        left = min(seconds, self.deadline - time.monotonic()) if own else seconds
        self.channel.settimeout(max(left, 0.001))
        try:
            message = receive(self.channel)
        except (EOFError, ConnectionResetError):
            raise Ended("The code ended the whole Python process.") from None
        except wire.WireError as error:
            raise Ended(f"The process sent a malformed message: {error}.") from None
        if not isinstance(message, tuple) or not message or type(message[0]) is not str:
            raise Ended("The process sent a malformed message.")
        if length is not None and len(message) != length:
            raise Ended("The process sent a malformed message.")
        return message

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
