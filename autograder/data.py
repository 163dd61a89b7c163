"""The course's data: what data/MANIFEST.toml knows, what is here, and how an original takes its place."""

import hashlib
import os
import tempfile
import tomllib
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPException
from pathlib import Path
from typing import IO

from autograder.course import CourseError

REAL = "real"  # the folder of the originals, in the folder of the data
TIMEOUT = 30.0  # seconds without a byte, from an address
CHUNK = 2**16


@dataclass(frozen=True)
class File:
    """One file as the manifest describes it: the course's own, or an original."""

    name: str
    what: str
    bytes: int
    sha256: str
    source: str
    licence: str

    def problem(self, path: Path) -> str:
        """Why the file at `path` is not this one, in words; empty if it is."""
        if (size := path.stat().st_size) != self.bytes:
            count = f"{size} bytes" if size < self.bytes else "more bytes"
            return f"it has {count}, and {self.name} has {self.bytes}"
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        return "" if found == self.sha256 else f"its sha256 is {found}, and that of {self.name} is {self.sha256}"


@dataclass(frozen=True)
class Data:
    """The folder of the data and its manifest."""

    folder: Path

    @cached_property
    def _tables(self) -> list[dict]:
        path = self.folder / "MANIFEST.toml"
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))["file"]
        except (OSError, ValueError, KeyError) as error:
            raise CourseError(f"{path} cannot be read: {error}") from None

    @cached_property
    def own(self) -> dict[str, File]:
        """The files that come with the course, by name."""
        return {table["name"]: _file(table["name"], table) for table in self._tables if "sha256" in table}

    @cached_property
    def originals(self) -> dict[str, File]:
        """The files that a course may add, by name."""
        return {table["name"]: _file(table["name"], table["real"]) for table in self._tables if "real" in table}

    def rows(self) -> Iterator[tuple[str, str, str, str, str, str]]:
        """Of each file: name, whose it is, whether it is here, what it is, where from, licence."""
        for table in self._tables:
            name = table["name"]
            for whose, known, path in (
                ("course", self.own, self.folder / name),
                ("original", self.originals, self.folder / REAL / name),
            ):
                if file := known.get(name):
                    state = "not here" if not path.is_file() else "damaged" if file.problem(path) else "here"
                    yield name, whose, state, file.what, file.source, file.licence

    def add(self, name: str, source: str) -> Path:
        """Puts an original, from a path or an address (https://…), into its place, and returns that.

        It is checked first; where it is not the file that the manifest describes, nothing changes. Raises CourseError.
        """
        if name not in self.originals:
            raise CourseError(f"no original is called {name!r}; data/MANIFEST.toml has {', '.join(self.originals)}")
        original, place = self.originals[name], self.folder / REAL / name
        place.parent.mkdir(exist_ok=True)
        # In the same folder, so that the last step is one rename: whatever happens, there is the old file or the new.
        descriptor, part = tempfile.mkstemp(prefix=f".{name}-", dir=place.parent)
        try:
            with os.fdopen(descriptor, "wb") as target, _opened(source) as stream:
                # One byte more than wanted tells a file that is too long, however long it is.
                _copy(stream, target, original.bytes + 1)
            if problem := original.problem(Path(part)):
                raise CourseError(f"{source} is not the original {name}: {problem}")
            Path(part).chmod(0o644)  # for the sandbox's own user, too
            Path(part).replace(place)
        except (OSError, HTTPException) as error:
            raise CourseError(f"{source} cannot be read: {getattr(error, 'strerror', None) or error}") from None
        finally:
            Path(part).unlink(missing_ok=True)
        return place


def _file(name: str, table: dict) -> File:
    fields = ("what", "bytes", "sha256", "source", "licence")
    if missing := [field for field in fields if field not in table]:
        raise CourseError(f"data/MANIFEST.toml: {name} has no {', '.join(missing)}")
    return File(name, *(table[field] for field in fields))


@contextmanager
def _opened(source: str) -> Iterator[IO[bytes]]:
    """The bytes at a path or an address, to be read. Raises OSError (which urllib's errors are, too) or CourseError."""
    scheme = urllib.parse.urlsplit(source).scheme if "://" in source else ""
    if scheme in ("http", "https"):
        try:
            with urllib.request.urlopen(source, timeout=TIMEOUT) as stream:
                yield stream
        except ValueError as error:
            raise CourseError(f"{source} is not an address: {error}") from None
    elif scheme:
        raise CourseError(f"{source} is neither a path nor an address that begins with https:// or http://")
    else:
        with Path(source).expanduser().open("rb") as stream:
            yield stream


def _copy(stream: IO[bytes], target: IO[bytes], limit: int) -> None:
    while limit > 0 and (chunk := stream.read(min(limit, CHUNK))):
        target.write(chunk)
        limit -= len(chunk)
