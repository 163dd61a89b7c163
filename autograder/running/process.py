"""A submission's process, seen from outside: starts it, runs cells and calls functions in it, ends it."""

import contextlib
import os
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from autograder.course.limits import Limits
from autograder.inside import sandbox, wire
from autograder.inside.channel import receive, send
from autograder.inside.sandbox import SandboxError
from autograder.inside.warm import DONE, LATE, Rules, has_ended, processes_of
from autograder.judging import slips
from autograder.judging.standins import NOTHING, Look, StandIns
from autograder.running import inert, isolation
from autograder.running.keeper import bounded_memory, bounded_time

START_SECONDS = 60.0  # that a new process may take on a busy machine
MAX_NAME = 100  # characters of a variable's name, as remarks have it
MAX_OUTPUT = 20 * 2**20  # bytes that a whole notebook may show
PATIENCE = 10  # times its limit that something may take by the clock on the wall, where it has to wait for others
TICK = 0.01  # seconds that are not worth looking again
MAX_PROCESSES = 64  # of a submission, whose waiting is looked up
HURRIED = 1.0  # seconds that a cell has when the notebook has had its time
TIMES = 3  # a submission's own time, that all of its runs and calls may take: it may be run again
GRACE = 2.0  # seconds that a process has to end by itself before it is ended
MAX_ANSWER = 256  # MB of memory that the reference may take to answer a submission's call
ANSWER_SECONDS = 2.0  # that it may take
MAX_RESTARTS = 6  # of a process that a call has ended
MAX_LATE_CALLS = 2  # after so many calls of a function that took too long, the others are not made


# What a submission's process may send, by kind: the types of what comes with it.
MESSAGES = {"cell": [list, dict], "ask": [str, bytes], "reply": [bytes], "ended": [str], "tried": [list]}

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
        self.gone = True  # whether nothing is left of the last child
        self._start()

    def _start(self) -> None:
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        arguments = ["-P", "-m", "autograder.inside.warm", self.kind, str(theirs.fileno())]
        unsafe = [sys.executable, *arguments, "unsafe"]
        self.process = subprocess.Popen(
            unsafe if self.unsafe else isolation.command(arguments),
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=sandbox.ENVIRONMENT | {"PATH": os.environ.get("PATH", os.defpath)},
        )
        theirs.close()
        if self.control.recv(64) != b"warm":
            _, error = self.process.communicate()
            raise SandboxError(
                f"the process that submissions are forked from did not start; `course doctor` says more. "
                f"It said: {error.decode(errors='replace').strip()[-500:]}"
            )
        self.control.settimeout(START_SECONDS)

    def start(self, folder: Path, limits: Limits, rules: Rules) -> socket.socket:
        """The channel to a new child that works in `folder`. Nothing is left of the last one then."""
        self._wait()
        if self.process.poll() is not None:  # the parent has died since: a new one takes its place
            self._start()
        request = wire.encode((asdict(limits), str(folder), wire.encode(tuple(rules))))
        self.control.send(request)
        _, (self.child, channel), _, _ = socket.recv_fds(self.control, 64, 2)
        self.gone = False
        return socket.socket(fileno=channel)

    def signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):  # it has ended by itself
            signal.pidfd_send_signal(self.child, number)

    def processes(self) -> list[int]:
        """The child's processes: the first, the notebook's, that of the call which the notebook makes, and others."""
        pid = re.search(r"(?m)^Pid:\s+(\d+)", Path(f"/proc/self/fdinfo/{self.child}").read_text())
        return processes_of(int(pid[1])) if pid else []

    def alone(self) -> None:
        """Kills what the child's notebook has started, and nothing else of it."""
        self.control.send(b"alone")
        self.gone = self.control.recv(64) != b"alone"

    def end(self) -> None:
        """Kills the child, if it still runs. It is gone when the next one starts."""
        self.signal(signal.SIGTERM)
        os.close(self.child)
        if self.unsafe:  # it works in a folder that others can see
            self._wait()

    def _wait(self) -> None:
        """Until nothing is left of the child."""
        if not self.gone:
            with contextlib.suppress(ConnectionResetError, TimeoutError):
                self.gone = bool(self.control.recv(64))
            if not self.gone:
                self.close()

    def close(self) -> None:
        self.control.close()
        self.process.kill()
        self.process.communicate()

    def __exit__(self, *error: object) -> None:
        self.close()


class Step(NamedTuple):
    """A cell to run, and the functions whose check cells stand behind it.

    needed: whether anything else may depend on it
    """

    cell: str
    checked: Sequence[str] = ()
    needed: bool = True


@dataclass(eq=False)
class NotebookProcess:
    """One submission's finished notebook, in a process of its own.

    imports: statements that are done first, as far as they can be
    rewritten: functions that became something else behind their check cells, or something that they read did; the step
        where it did so last, and its name
    excused: seconds that are not its own: in which it waited for a processor, or for the judge
    spent: nanoseconds for which processes have had a processor, and waited for one, as far as it is known
    looked: when that was looked up last
    """

    parent: WarmParent
    files: Files
    limits: Limits
    rules: Rules = Rules()
    imports: Sequence[str] = ()
    steps: Sequence[Step] = ()
    skipped: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    rewritten: dict[str, tuple[int, str]] = field(default_factory=dict)
    restarts: int = 0
    output: int = 0
    asks: bool = False
    excused: float = 0.0
    spent: dict[int, tuple[int, int]] = field(default_factory=dict)
    channel: socket.socket | None = None
    folder: tempfile.TemporaryDirectory[str] | None = None

    def __post_init__(self) -> None:
        self.started = self.looked = time.monotonic()
        self._look([])
        self.deadline = self._clock() + TIMES * self.limits.submission

    def run(
        self, steps: Sequence[Step], quiet: bool = False, meanwhile: Callable[[], None] = lambda: None
    ) -> list[list[dict[str, Any]]]:
        """Runs the cells and returns the outputs of each, or none of them where it is to be quiet.

        A cell that takes too long is interrupted. One that ends the process, or will not be interrupted, is left out
        and the notebook run again without it: it costs what it defines, and nothing else.
        """
        self.steps = steps
        while True:
            outputs: list[list[dict[str, Any]]] = []
            self.start()
            until = self._clock() + self.limits.submission
            try:
                cells = [("" if i in self.skipped else step.cell, list(step.checked)) for i, step in enumerate(steps)]
                self._send(("run", list(self.imports), cells, quiet))
                meanwhile()
                for i in range(len(steps)):
                    shown, changed = self._cell_outputs(until)
                    outputs.append(shown)
                    self.rewritten.update({name: (i, what) for name, what in changed.items()})
            except Ended as ended:
                self.close()
                if self._clock() > self.deadline:
                    raise
                self.skipped[len(outputs)] = [_error("Stopped", str(ended))]
                continue
            return [self.skipped.get(i, output) for i, output in enumerate(outputs)]

    def _run_again(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        """A new process, in the same state but for what calls have left behind."""
        self.close()
        steps = [step if step.needed else step._replace(cell="") for step in self.steps]
        with contextlib.suppress(Ended):
            self.run(steps, quiet=True, meanwhile=meanwhile)

    def start(self) -> None:
        """A new process, with the files in its folder. Raises Ended where the submission has had its time."""
        if self._clock() > self.deadline:
            raise Ended(f"The submission took longer than {TIMES * self.limits.submission:g} seconds.")
        for last in (False, True):  # one that was in waiting may have been ended meanwhile
            folder = sandbox.WORK
            if self.parent.unsafe:
                self.folder = tempfile.TemporaryDirectory(prefix="submission-", ignore_cleanup_errors=True)
                folder = Path(self.folder.name)
            try:
                self.channel = self.parent.start(folder, self.limits, self.rules)
                receive(self.channel, time.monotonic() + START_SECONDS)
                self._look(self.parent.processes(), new=True)
                for file in self.files:
                    self._send(("files", [file]))
                if has_ended(self.parent.child):
                    raise EOFError
                return
            except (EOFError, OSError, ValueError) as error:
                if last or isinstance(error, TimeoutError):
                    raise SandboxError("a submission's process could not be set up; see `course doctor`") from None
                self.close()

    def _cell_outputs(self, until: float) -> tuple[list[dict[str, Any]], dict[str, str]]:
        """What a cell shows, and the checked functions that it makes something else, each with what of it that is.

        When the notebook has had its time (`until`), a cell gets only a little: enough to define what is judged.
        """
        seconds = max(HURRIED, min(self.limits.cell, until - self._clock()))
        whose = "The cell" if seconds == self.limits.cell else "The notebook had had almost all its time, and the cell"
        late = f"{whose} took longer than {seconds:.0f} seconds"
        errors = []
        try:
            _, outputs, changed = self._receive(seconds, "cell")
        except TimeoutError:
            errors = [_error("Timeout", f"{late}.")]
            self.parent.signal(signal.SIGINT)
            try:
                _, outputs, changed = self._receive(GRACE, "cell")
            except TimeoutError:
                raise Ended(f"{late} and could not be interrupted.") from None
        self.output += inert.size(outputs)
        if self.output > MAX_OUTPUT:
            outputs = [_error("Output", "The notebook shows too much; this cell's output was left out.")]
        texts = ((name, what) for name, what in changed.items() if isinstance(name, str) and isinstance(what, str))
        return [*outputs, *errors], {name: what[:MAX_NAME] for name, what in texts}

    def calls(self, calls: Sequence[tuple[str, bytes]], look: Look) -> list[bytes]:
        """The replies to some calls; see `grade.CallAll`. A call without a reply says why there is none."""
        if look.stand_ins and not self.asks:
            self.asks = True
            self._run_again(meanwhile=look.stand_ins.record)
        if look.stand_ins:
            look.stand_ins.record()
        replies: dict[int, bytes] = {}
        late = Counter[str]()
        too_late = _no_reply("timeout", f"{self.limits.call:g} seconds")
        while len(replies) < len(calls):
            waiting = [i for i in range(len(calls)) if i not in replies]
            if late[calls[waiting[0]][0]] >= MAX_LATE_CALLS:
                replies[waiting[0]] = too_late
                continue
            waiting = waiting if look.together else waiting[:1]
            came, how = self._calls([calls[i] for i in waiting], look)
            replies.update(zip(waiting, came, strict=False))
            if len(came) < len(waiting) and not (came and how == DONE):
                i = waiting[len(came)]
                replies[i] = too_late if how == LATE else _no_reply("crash", how)
                late[calls[i][0]] += how == LATE
        return [replies[i] for i in range(len(calls))]

    def _calls(self, calls: Sequence[tuple[str, bytes]], look: Look) -> tuple[list[bytes], str]:
        """The replies of one fork of the notebook's process, and how it ended, which may have been too early."""
        replies: list[bytes] = []
        if self.channel is None and self.steps and self.restarts < MAX_RESTARTS:
            self.restarts += 1
            self._run_again()
        if self.channel is None:
            return replies, "the notebook's process has ended"
        try:
            self.parent.alone()
            replaced = look.stand_ins.replaced if look.stand_ins else []
            self._send(("call", list(calls), replaced, sorted(look.at_end), look.twice))
            until, last = self._until(self.limits.call)
            while True:
                kind, *content = self._receive(until - self._clock(), "ask", "reply", "ended", last=last)
                if kind == "ended":
                    return replies, content[0][:100]
                if kind == "ask" and look.stand_ins:
                    asked = time.monotonic()
                    self._send(("answer", _answer(look.stand_ins, *content)))
                    took = time.monotonic() - asked
                    self.excused, self.looked, last = self.excused + took, self.looked + took, last + took
                elif kind == "reply" and len(replies) < len(calls):
                    replies += content
                    until, last = self._until(self.limits.call)
                else:
                    raise Ended("The process sent a message that was not asked for.")
        except TimeoutError:
            # Of a call that was told something nobody knows how much it has read.
            if look.stand_ins or not self._stops_calling():
                self.close()
            return replies, LATE
        except (Ended, OSError) as error:
            self.close()
            return replies, str(error)

    def tries(
        self, name: str, at_end: Iterable[str], codes: Sequence[bytes], calls: Sequence[tuple[str, bytes]], until: float
    ) -> list[tuple[list[bytes], float]]:
        """For each of some edits of a function, the replies to the calls and the time that they took; see `slips.Try`.

        They are made in forks, as many as there is time for (`until`), and none where the process is gone.
        """
        return slips.tried_in_forks(
            codes, lambda left: self._tries(name, at_end, left, calls, until), until, lambda: self.channel is not None
        )

    def _tries(self, name: str, at_end: Iterable[str], codes: Sequence[bytes], calls: Any, until: float) -> Any:
        """What comes of one fork."""
        begun = True
        found: list[tuple[list[bytes], float]] = []
        try:
            self.parent.alone()
            self._send(("try", name, list(codes), list(calls), sorted(at_end)))
            begun = self._receive(GRACE, "tried", "ended")[0] == "tried"
            while begun and (started := time.monotonic()) < until and len(found) <= len(codes):
                kind, content = self._receive(slips.TRY_SECONDS, "tried", "ended")
                if kind == "ended":
                    return found
                found.append(([reply for reply in content if isinstance(reply, bytes)], time.monotonic() - started))
        except TimeoutError:
            pass
        except (Ended, OSError, wire.WireError):
            self.close()
        if self.channel and begun and not self._stops_calling():
            self.close()
        return found

    def _stops_calling(self) -> bool:
        """Interrupts the calls, and says whether they have ended so."""
        self.parent.signal(signal.SIGINT)
        until, last = self._until(GRACE)
        with contextlib.suppress(Ended, OSError):
            while self._receive(until - self._clock(), "ask", "reply", "tried", "ended", last=last)[0] != "ended":
                pass
            return True
        return False

    def _send(self, message: Any) -> None:
        assert self.channel is not None
        self.channel.settimeout(GRACE)
        send(self.channel, message)

    def _clock(self) -> float:
        """The time by a clock that all but stands still while the submission has to wait for others."""
        now = time.monotonic()
        return max(now - self.excused, self.started + (now - self.started) / PATIENCE)

    def _until(self, seconds: float) -> tuple[float, float]:
        """When something must have been done that may take so long: by the submission's clock, and by the wall's."""
        return self._clock() + seconds, time.monotonic() + PATIENCE * seconds

    def _look(self, processes: Sequence[int], new: bool = False) -> None:
        """Excuses the time in which the judge or some processes have waited for a processor since the last look.

        But not as much of it as these processes have had one: if they are many, they wait for each other.

        new: whether they have had one for something else until now
        """
        had = waited = 0
        for pid in (os.getpid(), *processes[:MAX_PROCESSES]):
            with contextlib.suppress(OSError):  # it has ended since, or this kernel does not count
                now = tuple(map(int, Path("/proc", str(pid), "schedstat").read_text().split()[:2]))
                before = self.spent.get(pid, (0, 0))
                had += 0 if new or pid == os.getpid() else now[0] - before[0]
                waited += now[1] - before[1]
                self.spent[pid] = now[0], now[1]
        looked, self.looked = self.looked, time.monotonic()
        self.excused += max(0.0, min(waited / 1e9, self.looked - looked - had / 1e9))  # several may wait at a time

    def _receive(self, seconds: float, *kinds: str, last: float | None = None) -> tuple[Any, ...]:
        """The next message, of one of these kinds; see MESSAGES. Raises TimeoutError, or Ended.

        seconds: that it may take, by the submission's clock
        last: when it must be there at the latest, by the clock on the wall; by default after PATIENCE times as long
        """
        assert self.channel is not None
        try:
            message = receive(self.channel, self._arrival(seconds, last))
        except (EOFError, ConnectionResetError):
            raise Ended("The code ended the whole Python process, or took too much memory.") from None
        except wire.WireError as error:
            raise Ended(f"The process sent a malformed message: {error}.") from None
        match message:
            case (str(kind), *content) if kind in kinds and [*map(type, content)] == MESSAGES[kind]:
                return message
        raise Ended("The process sent a message that was not asked for.")

    def _arrival(self, seconds: float, last: float | None) -> float:
        """Waits for a message's beginning; the time by which it must be there whole. Raises TimeoutError.

        What was waited is looked up when the time is over, and counts for all of what was waited until then.
        """
        assert self.channel is not None
        until = min(self._clock() + seconds, self.deadline)
        last = last or time.monotonic() + PATIENCE * seconds

        def left() -> float:
            return max(0.0, min(until - self._clock(), last - time.monotonic()))

        while not select.select([self.channel], [], [], left())[0]:
            self._look(self.parent.processes())
            if left() < TICK:
                raise TimeoutError
        return time.monotonic() + max(left(), TICK)

    def close(self) -> None:
        """Ends the process; nothing of it is left."""
        if self.channel is not None:
            self.channel.close()
            self.channel = None
            self.parent.end()
        if self.folder is not None:
            self.folder.cleanup()
            self.folder = None


def _answer(stand_ins: StandIns, name: str, payload: bytes) -> bytes:
    """The reference's reply to a call that the submission asks for, with whatever arguments it likes."""
    try:
        if (reply := stand_ins.recorded(name, payload)) is not None:
            return reply
        with bounded_memory(MAX_ANSWER), bounded_time(ANSWER_SECONDS):
            reply = stand_ins.other(name, payload)
            return reply if len(reply) < wire.MAX_BYTES // 2 else NOTHING
    except Exception:  # these arguments may make the reference, or their decoding, raise anything
        return NOTHING


def _error(name: str, text: str) -> dict[str, Any]:
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": [f"{name}: {text}"]}


def _no_reply(kind: str, message: str) -> bytes:
    return wire.encode({"failure": (kind, message, "")})
