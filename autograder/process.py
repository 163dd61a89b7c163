"""A submission's process, seen from outside: starts it, runs cells and calls functions in it, ends it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from autograder import wire
from autograder.warm import receive, send

GRACE = 2.0  # seconds that a process has to end by itself before it is ended
MAX_LATE_CALLS = 2  # after so many calls of an exercise that took too long, the others are not made


@dataclass(frozen=True)
class Limits:
    """What a submission may take, in seconds of wall time."""

    cell: float = 30
    call: float = 5
    submission: float = 300


class Ended(Exception):
    """The submission's process can no longer be talked to; the message says why, in words for the student."""


class _Died(Exception):
    """A fork that makes calls came to an early end, for the reason `how`, after some replies."""

    def __init__(self, how: str, replies: list[bytes]) -> None:
        super().__init__(how)
        self.how = how
        self.replies = replies


class WarmParent:
    """A process to fork submissions from; see `warm`. One submission at a time."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._start()

    def _start(self) -> None:
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": "/nonexistent",
            "LANG": "C.UTF-8",
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            "TF_CPP_MIN_LOG_LEVEL": "2",
            "PYTHONDONTWRITEBYTECODE": "1",
            # Python's memory in large pages: a fork copies fewer entries, and takes half the time.
            "PYTHONMALLOC": "malloc",
            "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "autograder.warm", self.kind, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env=environment,
        )
        theirs.close()
        if self.control.recv(64) != b"warm":
            raise RuntimeError(f"the warm {self.kind} process did not start; its error is above")

    def start(self, folder: Path) -> socket.socket:
        """The channel to a new child that works in `folder`."""
        ours, theirs = socket.socketpair()
        request = b"start " + os.fsencode(folder)
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
            self.control.send(b"kill")
            while not self.control.recv(64).startswith(b"ended"):
                pass
        except (BrokenPipeError, ConnectionResetError):
            self.close()
            self._start()

    def close(self) -> None:
        self.control.close()
        self.process.kill()
        self.process.wait()

    def __enter__(self) -> "WarmParent":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Submission:
    """One submission's finished notebook, in a process of its own."""

    def __init__(self, parent: WarmParent, folder: Path, limits: Limits, ask: Callable[[str, bytes], bytes]) -> None:
        self.parent = parent
        self.folder = folder
        self.limits = limits
        self.ask = ask
        self.deadline = time.monotonic() + limits.submission
        self.channel: socket.socket | None = None

    def run(self, cells: Sequence[str]) -> list[list[dict[str, Any]]]:
        """Runs the cells and returns the outputs of each.

        A cell that takes too long is interrupted. One that ends the process, or will not be interrupted, is left out
        and the notebook run again without it: it costs what it defines, and nothing else.
        """
        skipped: dict[int, list[dict[str, Any]]] = {}
        while True:
            outputs: list[list[dict[str, Any]]] = []
            self.channel = self.parent.start(self.folder)
            send(self.channel, ("run", ["" if i in skipped else cell for i, cell in enumerate(cells)]))
            try:
                for _ in cells:
                    outputs.append(self._cell_outputs())
            except Ended as ended:
                self.close()
                if time.monotonic() > self.deadline:
                    raise
                skipped[len(outputs)] = [_error("Stopped", str(ended))]
                continue
            return [skipped.get(i, output) for i, output in enumerate(outputs)]

    def _cell_outputs(self) -> list[dict[str, Any]]:
        late = False
        try:
            kind, outputs = self._receive(self.limits.cell)
        except TimeoutError:
            late = True
            self.parent.interrupt()
            try:
                kind, outputs = self._receive(GRACE)
            except TimeoutError:
                raise Ended(
                    f"The cell took longer than {self.limits.cell:g} seconds and could not be interrupted."
                ) from None
        if kind != "cell" or not isinstance(outputs, list):
            raise Ended("The cell sent something that is not an output.")
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
                late += died.how == "SIGALRM"
                if died.how == "SIGALRM":
                    replies.append(_no_reply("timeout", f"{self.limits.call:g} seconds"))
                else:
                    replies.append(_no_reply("crash", died.how))
            if late >= MAX_LATE_CALLS:
                rest = len(calls) - len(replies)
                replies += [_no_reply("timeout", f"{self.limits.call:g} seconds")] * rest
        return replies

    def _calls(self, calls: Sequence[tuple[str, bytes]], replaced: frozenset[str]) -> list[bytes]:
        """The replies of one fork of the notebook's process."""
        replies: list[bytes] = []
        if self.channel is None:
            raise _Died("the notebook's process has ended", replies)
        try:
            send(self.channel, ("call", list(calls), sorted(replaced), self.limits.call))
            while True:
                message = self._receive(self.limits.call + GRACE)
                if message[0] == "ask" and message[1] in replaced:
                    send(self.channel, ("answer", self.ask(message[1], message[2])))
                elif message[0] == "reply" and isinstance(message[1], bytes) and len(replies) < len(calls):
                    replies.append(message[1])
                elif message[0] == "ended" and isinstance(message[1], str):
                    if len(replies) < len(calls):
                        raise _Died(message[1][:100], replies)
                    return replies
                else:
                    raise Ended("The process sent a message that was not asked for.")
        except TimeoutError:
            self.close()
            raise _Died("SIGALRM", replies) from None
        except (Ended, OSError, IndexError, TypeError) as error:
            self.close()
            raise _Died(str(error), replies) from None

    def _receive(self, seconds: float) -> Any:
        assert self.channel is not None
        left = min(seconds, self.deadline - time.monotonic())
        self.channel.settimeout(max(left, 0.001))
        try:
            message = receive(self.channel)
        except (EOFError, ConnectionResetError):
            raise Ended("The code ended the whole Python process.") from None
        except wire.WireError as error:
            raise Ended(f"The process sent a malformed message: {error}.") from None
        if not isinstance(message, tuple) or not message:
            raise Ended("The process sent a malformed message.")
        return message

    def close(self) -> None:
        """Ends the process; nothing of it is left."""
        if self.channel is not None:
            self.channel.close()
            self.channel = None
            self.parent.end()


def _error(name: str, text: str) -> dict[str, Any]:
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": [f"{name}: {text}"]}


def _no_reply(kind: str, message: str) -> bytes:
    return wire.encode({"failure": (kind, message, "")})
