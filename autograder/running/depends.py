"""What a mark depends on, as digests by part: a mark that was made with other ones is stale."""

import hashlib
import os
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from itertools import islice
from pathlib import Path

from autograder.course.course import Course
from autograder.inside.sandbox import HELPERS
from autograder.running.fitting import Unreadable
from autograder.running.intake import LEFT_OUT, read_file

CHANGES = {  # of each part, in the words of the table of `course grade`
    "submission": "other files were handed in",
    "time": "handed in at another time",
    "grader": "the grader changed",
    "reference": "the reference changed",
    "release": "the release changed",
    "engine": "the engine changed",
    "utils": "utils changed",
    "limits": "the limits changed",
    "secret": "the course's secret changed",
    "sandbox": "the sandbox was switched on or off",
}
ENGINE = Path(__file__).parents[1]
TIMESTAMP = "timestamp.txt"  # nbgrader's exchange writes it beside a submission
MAX_TIMESTAMP = 100  # bytes of it that are read
# Of one folder. Grading itself uses less of a submission.
MAX_ENTRIES = 10_000  # files and folders together
MAX_BYTES = 200 * 2**20


def of_course(course: Course, id: str, secret: str, unsafe: bool) -> dict[str, str]:
    """The parts that all submissions of an assignment share."""
    entry = course.entry(id)
    return {
        "grader": _digest_of(_graders(course.root / "graders", id)),
        "reference": _digest_of([course.sources / id / f"{id}.py"]),
        "release": digest(course.releases / id),
        "engine": digest(ENGINE.resolve()),
        "utils": digest(HELPERS.resolve()),
        "limits": _sha256(repr((entry.limits, entry.kernel)).encode()),
        "secret": _sha256(b"secret\0" + secret.encode()),
        "sandbox": "off" if unsafe else "on",
    }


def of_submission(folder: Path) -> dict[str, str]:
    """The parts that are one submission's own."""
    return {"submission": digest(folder, without=TIMESTAMP), "time": handed_in(folder)}


def changes(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """What has changed since a mark was made, in words; empty if nothing has."""
    if not before:
        return "it is not known what the mark was made with"
    return ", ".join(words for part, words in CHANGES.items() if before.get(part) != now[part])


def handed_in(folder: Path) -> str:
    """The text of a submission's time, which may be none; empty where there is no such file."""
    return _beginning(folder, TIMESTAMP, MAX_TIMESTAMP).decode("utf-8", "replace").strip()


def moment(text: str) -> datetime | None:
    """The time, in UTC, that the text of a timestamp means, if it means one."""
    if not text:
        return None
    from nbgrader.utils import parse_utc  # takes a second, and most submissions have no such file

    try:
        return parse_utc(text)
    except Exception:  # the parser fails in many ways, and the text is a student's
        return None


def digest(folder: Path, without: str = "") -> str:
    """A digest of the names and contents of a folder's ordinary files, as far as the bounds above go.

    Links and special files are as if they were not there. Files beyond the bounds count by their size and time.
    without: a file of the folder that does not count
    """
    total, left = hashlib.sha256(), MAX_BYTES
    for name, status in _files(folder):
        if name == without:
            continue
        known = repr((status.st_size, status.st_mtime_ns)).encode()
        content = _beginning(folder, name, left) if status.st_size <= left else known
        left -= len(content)
        total.update(f"{_sha256(os.fsencode(name))} {_sha256(content)}\n".encode())
    return total.hexdigest()


def glimpse(folder: Path) -> str:
    """A digest of the names, sizes and times of a folder's ordinary files: another one where any is written anew."""
    parts = (
        f"{_sha256(os.fsencode(name))} {status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}\n"
        for name, status in _files(folder)
    )
    return _sha256("".join(parts).encode())


def _files(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """The ordinary files below a folder, those of a folder before what is deeper: relative names, and their status."""
    waiting, left = deque([""]), MAX_ENTRIES
    while waiting and left:
        place = waiting.popleft()
        try:
            with os.scandir(folder / place) as entries:
                found = sorted(islice(entries, left), key=lambda entry: entry.name)
        except OSError:
            continue
        left -= len(found)
        for entry in found:
            name = f"{place}{entry.name}"
            with suppress(OSError):
                if entry.is_file(follow_symlinks=False):
                    yield name, entry.stat(follow_symlinks=False)
                elif entry.is_dir(follow_symlinks=False) and entry.name not in LEFT_OUT:
                    waiting.append(f"{name}/")


def _beginning(folder: Path, name: str, limit: int) -> bytes:
    """The beginning of an ordinary file; nothing where it is none, or can't be read."""
    try:
        return read_file(folder, name, limit, whole=False)
    except Unreadable:
        return b""


def _graders(folder: Path, id: str) -> list[Path]:
    """The grader of an assignment and those that it names: it may import of them."""
    others = sorted(folder.glob("*.py"))
    found = [folder / f"{id}.py"]
    for path in found:
        text = _content(path)
        found += [other for other in others if other not in found and other.stem.encode() in text]
    return found


def _digest_of(paths: list[Path]) -> str:
    return _sha256("".join(f"{path.name} {_sha256(_content(path))}\n" for path in paths).encode())


def _content(path: Path) -> bytes:
    """A file of the course's own, which may be a link."""
    return path.read_bytes() if path.is_file() else b""


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
