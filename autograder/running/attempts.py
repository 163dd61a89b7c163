"""The attempts of students: each is logged, and an hour has room for so many at one assignment.

The log is a file of JSON lines, which is read again at the start: a restart is no way round the limit.
"""

import contextlib
import fcntl
import json
import math
import time
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from autograder.course.course import CourseError

FILE = "attempts.jsonl"
HOUR = 3600.0  # seconds
MAX_READ = 16 * 2**20  # bytes of the log that are read at the start, from its end: an hour has fewer


class Attempts:
    """The attempts of the last hour, and the log of all of them. One command at a time has it open.

    limit: attempts that one student has in an hour, at each assignment
    Raises CourseError where the log can't be opened, or another command has it.
    """

    def __init__(self, path: Path, limit: int) -> None:
        self.path, self.limit = path, limit
        self.times: dict[tuple[str, str], list[float]] = defaultdict(list)
        self.last: dict[tuple[str, str], str] = {}
        self.unwritten: list[bytes] = []
        try:
            self.file = path.open("ab+", buffering=0)
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.file.close()
            raise CourseError(f"another `course watch` is running in {path.parent}: one is enough") from None
        except OSError as error:
            if error.filename:
                raise CourseError(f"{path} cannot be written: {error.strerror}") from None
        self._read()

    def _read(self) -> None:
        size = self.file.seek(0, 2)
        self.file.seek(max(0, size - MAX_READ))
        lines = self.file.read().split(b"\n")
        if lines[-1]:  # of a command that was killed
            self.unwritten.append(b"\n")
        now = time.time()
        for line in lines:
            with contextlib.suppress(ValueError, KeyError, TypeError):
                entry = json.loads(line)
                key, moment = (entry["student"], entry["assignment"]), datetime.fromisoformat(entry["time"]).timestamp()
                if entry["attempt"] and now - moment < HOUR:
                    self.times[key].append(min(moment, now))  # a clock that was put back costs nobody more than an hour
                    self.last[key] = entry["digest"]

    def room(self, student: str, id: str) -> float:
        """The time when the next attempt may be graded, which may have passed."""
        times = self.times[student, id] = [t for t in self.times[student, id] if time.time() - t < HOUR]
        return times[-self.limit] + HOUR if len(times) >= self.limit else -math.inf

    def add(self, student: str, id: str, digest: str, counts: bool, **said: Any) -> None:
        """Notes an attempt, and writes it into the log. Where that fails, raises OSError; it is written later.

        counts: whether it is one of those that the hour has room for
        said: what else the line says
        """
        now = time.time()
        if counts:
            self.times[student, id].append(now)
            self.last[student, id] = digest
        moment = datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds")
        entry = {"time": moment, "student": student, "assignment": id, "digest": digest, "attempt": counts, **said}
        self.unwritten.append(json.dumps(entry).encode() + b"\n")
        self.flush()

    def flush(self) -> None:
        """Writes what could not be written before. Raises OSError."""
        while self.unwritten:
            line = self.unwritten[0]
            try:
                written = self.file.write(line)
            except OSError as error:
                raise OSError(error.errno, error.strerror, str(self.path)) from None
            self.unwritten[0] = line[written:]
            if not self.unwritten[0]:
                del self.unwritten[0]

    def close(self) -> None:
        self.file.close()
