"""Looks for the slip in a wrong function of the notebook that is open, without touching anything in it.

Edits of the function are tried in forks of the notebook's process, which are ended after a moment. Where a process
cannot fork (on Windows), nothing is looked for.
"""

import contextlib
import linecache
import os
import signal
import socket
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from autograder.authoring.public import PublicCheck
from autograder.inside.channel import receive, send
from autograder.inside.probe import Probe
from autograder.inside.wire import WireError
from autograder.judging import slips
from autograder.judging.play import Outcome, play
from autograder.judging.standins import NOTHING

SECONDS = 1.0  # that a student waits at most
QUIET_SECONDS = 0.3  # before something is shown


def cell_of(function: Callable[..., Any]) -> str:
    """The notebook's cell that defines a function; empty for one that comes from elsewhere."""
    filename = getattr(getattr(function, "__code__", None), "co_filename", "")
    return "" if Path(filename).is_file() else "".join(linecache.getlines(filename))


def find(
    name: str,
    cell: str,
    public: PublicCheck,
    probe: Probe,
    played: Sequence[Outcome] | None = None,
    wait: Callable[[], None] = lambda: None,
) -> str:
    """What to say of the line with the slip; empty where none is found.

    cell: which defines the function
    played: what the scenario yields with it, where that is known
    wait: is called as soon as it takes QUIET_SECONDS, and perhaps again
    """
    if not hasattr(os, "fork") or not cell:
        return ""
    unanswered = play(public.exercise, lambda name, payload: NOTHING)
    calls = [(call.name, call.payload) for outcome in unanswered for call in outcome.calls]
    started = time.monotonic()
    try:
        folder = tempfile.TemporaryDirectory(prefix="slip-", ignore_cleanup_errors=True)
    except OSError:  # the disk is full
        return ""

    def tries(codes: Sequence[bytes], calls: slips.Calls) -> list[tuple[list[bytes], float]]:
        until = started + SECONDS
        return slips.tried_in_forks(
            codes, lambda left: _in_one_fork(probe, name, left, calls, until, folder.name), until
        )

    with folder:

        def spent() -> float:
            seconds = time.monotonic() - started
            if seconds > QUIET_SECONDS:
                wait()
            return seconds / SECONDS

        plays = partial(play, public.exercise)
        return slips.find(public.exercise, plays, public.expected, calls, cell, tries, spent, played)


def _in_one_fork(
    probe: Probe, name: str, codes: Sequence[bytes], calls: slips.Calls, until: float, folder: str
) -> list[tuple[list[bytes], float]]:
    ours, theirs = socket.socketpair()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of threads: the fork runs nothing but the student's function
        child = os.fork()
    if child == 0:
        try:
            tempfile.tempdir = folder  # TensorFlow leaves a file there for each function that it reads
            _try_all(probe, name, codes, calls, theirs)
        finally:
            os._exit(0)
    theirs.close()
    found: list[tuple[list[bytes], float]] = []
    try:
        with contextlib.suppress(TimeoutError, EOFError, OSError, WireError):
            receive(ours, until)  # it is there
            while len(found) < len(codes) and (started := time.monotonic()) < until:
                replies = receive(ours, min(until, started + slips.TRY_SECONDS))
                found.append((replies, time.monotonic() - started))
        return found
    finally:
        ours.close()
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _try_all(probe: Probe, name: str, codes: Sequence[bytes], calls: slips.Calls, channel: socket.socket) -> None:
    """In the fork, which shows nothing and outlives nobody."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if "tensorflow" in sys.modules:
        from autograder.inside.warm import renew_tensorflow

        renew_tensorflow()
    send(channel, "ready")
    for replies in probe.tries(name, codes, calls):
        send(channel, replies)
