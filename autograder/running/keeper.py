"""A process that does one thing after another, and is ended where one of them takes too much.

What is done there may take whatever a stranger's input makes it take: it costs that one thing, and nobody else.
"""

import atexit
import os
import re
import resource
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any, NoReturn

from autograder.inside.sandbox import MB, die_with_parent

END_SECONDS = 5.0  # that the process has to end by itself
MEMORY = 1024  # MB that one thing may take, besides what the process has already
AGAIN = 0.5  # seconds until who has taken too long is told again
CPU_SECONDS = 60  # of its own, that one thing may take


class Stopped(Exception):
    """One thing took too much, or ended the process; the message says which, in words for the student."""


class Died(Stopped):
    """The process has ended, which may be nobody's fault."""


class Keeper:
    """Calls a function in a process of its own.

    make: makes the function, in that process; what it raises is raised here
    """

    def __init__(self, make: Callable[[], Callable[[Any], Any]]) -> None:
        self._make = make
        self._start()

    def _start(self) -> None:
        self._channel, theirs = Pipe()
        code = f"from autograder.running.keeper import serve; serve({theirs.fileno()})"
        # -P: the current folder may be a student's, and what is in it is no module.
        command = [sys.executable, "-P", "-c", code]
        self._process = subprocess.Popen(
            command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True
        )
        theirs.close()
        self.close = weakref.finalize(self, _end, self._process, self._channel)
        try:
            self._channel.send((sys.path, self._make))
            error = self._channel.recv()
        except (EOFError, OSError):
            error = RuntimeError("a process to judge in could not be started")
        if error is not None:
            self.close()
            raise error

    def __call__(self, argument: Any, seconds: float) -> Any:
        """What the function makes of `argument`, in so much time. Raises what it raises, or Stopped."""
        if not self.close.alive:
            self._start()
        stopped: Stopped = Died("it ended the process that reads and judges it, or took too much of its time")
        try:
            self._channel.send(argument)
            if self._channel.poll(seconds):
                result, error = self._channel.recv()
                if not isinstance(error, MemoryError):
                    if error is not None:
                        raise error
                    return result
                stopped = Stopped(f"to read and judge it took more than {MEMORY} MB of memory")
            else:
                stopped = Stopped(f"it took longer than {seconds:g} seconds")
        except (EOFError, ConnectionError):
            pass
        self._process.kill()
        self.close()
        raise stopped from None


def _end(process: subprocess.Popen[bytes], channel: Connection) -> None:
    channel.close()
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def serve(descriptor: int) -> None:
    """Calls the function for each argument that comes, until the other side hangs up, whenever that is."""
    die_with_parent()
    with suppress(EOFError, ConnectionError):
        _serve(Connection(descriptor))
    atexit._run_exitfuncs()  # and nothing else: to tidy up all that was imported takes half a second
    os._exit(0)


def _serve(channel: Connection) -> None:
    sys.path[:], make = channel.recv()
    try:
        function = make()
    except Exception as failure:
        channel.send(failure)
        return
    channel.send(None)
    while True:
        argument = channel.recv()
        result: Any = None
        error: Exception | None = None
        # More than that ends the process, also where no Python runs.
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + CPU_SECONDS, resource.RLIM_INFINITY))
        try:
            with bounded_memory(MEMORY):
                result = function(argument)
        except Exception as raised:
            error = raised
        channel.send((result, error))


@contextmanager
def bounded_memory(megabytes: float) -> Iterator[None]:
    """Meanwhile this process may take so much more memory, and raises MemoryError where it would take more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    used = int(re.search(r"VmData:\s+(\d+) kB", Path("/proc/self/status").read_text())[1]) * 1024  # type: ignore[index]
    limit = used + int(megabytes * MB)
    limit = limit if soft == resource.RLIM_INFINITY else min(soft, limit)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


@contextmanager
def bounded_time(seconds: float) -> Iterator[None]:
    """Raises TimeoutError in a main thread that does not come out of Python code in so much processor time.

    Where that is caught, as an exception like any other, it is raised again and again.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def too_late(number: int, frame: object) -> NoReturn:
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, too_late)
    signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
