"""Reads files that a student handed in: only ordinary ones that lie in the folder itself, and only so much of them.

Links are never followed and special files never opened. How much is looked at has limits that don't depend on what is
there, and a file that changes or vanishes meanwhile is one that can't be read.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG

from autograder.running.fitting import HEAD, Unreadable, what_is

MAX_DEPTH = 16  # of folders in the folder
MAX_ENTRIES = 100_000  # files and folders that are looked at
MAX_NAMED = 3  # files that one sentence names
MAX_NAME = 80  # characters of a name in a sentence
LEFT_OUT = (".ipynb_checkpoints", "__pycache__")  # folders in it that count for nothing

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC

OFFICE = {".docx": "a Word document", ".doc": "a Word document", ".odt": "a text document", ".rmd": "an R notebook"}


@dataclass(frozen=True)
class Item:
    """Something in a folder: its relative name, and what it is."""

    name: str
    mode: int
    size: int
    links: int

    @property
    def ordinary(self) -> bool:
        return S_ISREG(self.mode)

    @property
    def link(self) -> bool:
        return S_ISLNK(self.mode)

    @property
    def hidden(self) -> bool:
        """Whether its name, or that of a folder around it, begins with a dot, as what programs keep for themselves."""
        return self.name.startswith(".") or "/." in self.name


def quoted(name: str) -> str:
    """A file's name as a sentence may hold it, whatever bytes it is made of."""
    plain = "".join(c if c.isprintable() and c != "`" else "\N{REPLACEMENT CHARACTER}" for c in name)
    return f"`{plain[:MAX_NAME]}…`" if len(plain) > MAX_NAME else f"`{plain}`"


def listed(names: Iterable[str]) -> str:
    """The first few of some names, and how many more there are."""
    texts = [*map(quoted, names)]
    more = [f"{len(texts) - MAX_NAMED} more"] if len(texts) > MAX_NAMED else []
    *first, last = texts[:MAX_NAMED] + more
    return f"{', '.join(first)} and {last}" if first else last


def listing(folder: Path) -> tuple[list[Item], list[str]]:
    """What lies in a folder and its folders, by name, those of a folder before what is deeper; and remarks.

    Folders themselves aren't among it. Raises Unreadable where the folder can't be read.
    """
    found: list[Item] = []
    deep: list[str] = []
    crowded: list[str] = []
    left = MAX_ENTRIES

    def look(descriptor: int, prefix: str, depth: int) -> None:
        nonlocal left
        with os.scandir(descriptor) as entries:
            names = sorted(entry.name for entry in islice(entries, left + 1))
        if len(names) > left:
            crowded.append(prefix or ".")
            return
        left -= len(names)
        for name in names:
            try:
                status = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
            except OSError:  # it has vanished
                continue
            if not S_ISDIR(status.st_mode):
                found.append(Item(prefix + name, status.st_mode, status.st_size, status.st_nlink))
            elif depth == MAX_DEPTH:
                deep.append(prefix + name)
            else:
                try:
                    with _inside(name, descriptor) as inner:
                        look(inner, f"{prefix}{name}/", depth + 1)
                except OSError:
                    found.append(Item(prefix + name, status.st_mode, 0, 1))

    try:
        with _inside(folder) as descriptor:
            look(descriptor, "", 0)
    except OSError as error:
        link = folder.is_symlink()
        why = "it is a link, and links are not followed" if link else error.strerror
        raise Unreadable(f"The folder {quoted(folder.name)} can't be read: {why}.") from None
    remarks = [f"Left out, more than {MAX_DEPTH} folders deep: {listed(deep)}."] if deep else []
    if crowded:
        remarks.append(f"Left out, more than {MAX_ENTRIES} files: {listed(crowded)}.")
    return sorted(found, key=lambda item: (item.name.count("/"), item.name)), remarks


def read_file(folder: Path, name: str, limit: int, whole: bool = True) -> bytes:
    """The content of the file `name` in a folder, or its beginning. Raises Unreadable where it can't be read.

    limit: how many bytes are read; one that has more can't be read whole
    """
    *parents, last = name.split("/")
    try:
        with _inside(folder) as top:
            descriptor = _open(parents, last, top)
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not S_ISREG(status.st_mode):
                raise Unreadable(f"The file {quoted(name)} is not an ordinary file.")
            if whole and status.st_size > limit:
                raise Unreadable(
                    f"The file {quoted(name)} has {_size(status.st_size)}; at most {_size(limit)} are read."
                )
            data = file.read(min(status.st_size, limit) if whole else limit)
    except FileNotFoundError:
        raise Unreadable(f"The file {quoted(name)} is not there.") from None
    except OSError as error:
        raise Unreadable(f"The file {quoted(name)} can't be read ({error.strerror}).") from None
    return data


def _open(parents: list[str], name: str, at: int) -> int:
    """A descriptor of an ordinary file, reached step by step, so that no step can be a link."""
    if parents:
        with _inside(parents[0], at) as inner:
            return _open(parents[1:], name, inner)
    if not S_ISREG(os.stat(name, dir_fd=at, follow_symlinks=False).st_mode):  # to open a device may do something
        raise Unreadable(f"The file {quoted(name)} is not an ordinary file.")
    return os.open(name, _FILE, dir_fd=at)


@contextmanager
def _inside(folder: Path | str, at: int | None = None) -> Iterator[int]:
    descriptor = os.open(folder, _FOLDER, dir_fd=at)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _size(count: int) -> str:
    return f"{count / 2**20:.0f} MB" if count >= 2**20 else f"{count} bytes"


def described(folder: Path, items: list[Item]) -> str:
    """The first few of some items, each with what it is, in words."""

    def one(item: Item) -> str:
        what = OFFICE.get(os.path.splitext(item.name)[1].lower(), "")  # noqa: PTH122  # a name, not a path
        if item.link:
            what = "a link, not an ordinary file"
        elif not item.ordinary:
            what = "not an ordinary file"
        elif not what:
            try:
                data = read_file(folder, item.name, HEAD, whole=False)
                what = what_is(data) if data else "empty"
            except Unreadable:
                what = "not readable"
        return f"{quoted(item.name)} ({what})" if what else quoted(item.name)

    more = [f"{len(items) - MAX_NAMED} more"] if len(items) > MAX_NAMED else []
    return ", ".join([*map(one, items[:MAX_NAMED]), *more])


def by_reason(items: Iterable[tuple[Item, str]]) -> list[str]:
    """A remark for each reason why some items were left out."""
    reasons: dict[str, list[str]] = {}
    for item, reason in items:
        reasons.setdefault(reason, []).append(item.name)
    return [f"Left out, {reason}: {listed(names)}." for reason, names in reasons.items()]
