"""The course's data: what data/MANIFEST.toml knows, what is here, and how an original takes its place."""

import hashlib
import tomllib
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

from autograder.course.course import CourseError, replacing

REAL = "real"  # the folder of the originals, in the folder of the data
TIMEOUT = 30.0  # seconds without a byte, from an address
FIELDS = ("what", "bytes", "sha256", "source", "licence")  # of a file, in the manifest


@dataclass(frozen=True)
class File:
    """One file as the manifest describes it: the course's own, or an original."""

    name: str
    whose: str
    path: Path
    what: str
    size: int
    sha256: str
    source: str
    licence: str

    def problem(self, content: bytes) -> str:
        """Why this is not the file's content, in words; empty if it is."""
        if len(content) != self.size:
            count = f"{len(content)} bytes" if len(content) < self.size else "more bytes"
            return f"it has {count}, and {self.name} has {self.size}"
        found = hashlib.sha256(content).hexdigest()
        return "" if found == self.sha256 else f"its sha256 is {found}, and that of {self.name} is {self.sha256}"

    @property
    def state(self) -> str:
        if not self.path.is_file():
            return "not here"
        return "damaged" if self.problem(self.path.read_bytes()) else "here"


def known(folder: Path) -> list[File]:
    """The files that the manifest in the folder of the data describes, here or not. Raises CourseError."""
    path = folder / "MANIFEST.toml"
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))["file"]
    except (OSError, ValueError, KeyError) as error:
        raise CourseError(f"{path} cannot be read: {error}") from None
    files = []
    for table in tables:
        for whose, place, described in (("course", folder, table), ("original", folder / REAL, table.get("real", {}))):
            if "sha256" in described:
                name = table["name"]
                if missing := [field for field in FIELDS if field not in described]:
                    raise CourseError(f"{path}: {name} has no {', '.join(missing)}")
                files.append(File(name, whose, place / name, *(described[field] for field in FIELDS)))
    return files


def add(folder: Path, name: str, source: str) -> Path:
    """Puts an original, from a path or an address (https://…), into its place, and returns that.

    It is checked first; where it is not the file that the manifest describes, nothing changes. Raises CourseError.
    """
    originals = {file.name: file for file in known(folder) if file.whose == "original"}
    if name not in originals:
        raise CourseError(f"no original is called {name!r}; data/MANIFEST.toml has {', '.join(originals)}")
    original = originals[name]
    is_address = source.startswith(("https://", "http://"))
    if "://" in source and not is_address:
        raise CourseError(f"{source} is neither a path nor an address that begins with https:// or http://")
    try:
        opened = urllib.request.urlopen(source, timeout=TIMEOUT) if is_address else Path(source).expanduser().open("rb")
        with opened as stream:
            content = stream.read(original.size + 1)  # one byte more tells a file that is too long, however long it is
    except (OSError, ValueError, HTTPException) as error:
        raise CourseError(f"{source} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if problem := original.problem(content):
        raise CourseError(f"{source} is not the original {name}: {problem}")
    try:
        with replacing(original.path, 0o644) as part:  # for the sandbox's own user, too
            part.write_bytes(content)
    except OSError as error:
        raise CourseError(f"{original.path} cannot be written: {error.strerror}") from None
    return original.path
