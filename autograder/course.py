"""Where a course's files are, and what its syllabus says."""

import contextlib
import os
import secrets
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.limits import Limits

if TYPE_CHECKING:
    from nbformat import NotebookNode


class CourseError(Exception):
    """Something about the course's files or arguments; the message says what, and what to do."""


@dataclass(frozen=True)
class Entry:
    """One assignment of the syllabus.

    kernel: what its notebook needs imported, numpy or tensorflow
    limits: what its submissions may take
    """

    id: str
    title: str
    part: int
    points: float
    prerequisites: Sequence[str] = ()
    kernel: str = "numpy"
    limits: Limits = Limits()


class Course:
    """The folder that holds nbgrader_config.py and everything else."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.sources = root / "source_notebooks"
        self.releases = root / "assignments"
        self.submitted = root / "submitted"
        self.gradebook = f"sqlite:///{root}/gradebook.db"

    @classmethod
    def find(cls, start: Path | None = None) -> "Course":
        """The course that the folder `start`, by default the current one, belongs to. Raises CourseError."""
        start = (start or Path.cwd()).resolve()
        for folder in (start, *start.parents):
            if (folder / "nbgrader_config.py").is_file() and (folder / "syllabus.toml").is_file():
                return cls(folder)
        raise CourseError(f"{start} is not in a course: no folder above it holds nbgrader_config.py and syllabus.toml")

    def release(self, id: str) -> Path:
        """The released notebook."""
        return self.releases / id / f"{id}.ipynb"

    def released(self, id: str) -> "NotebookNode":
        """The released notebook, read. Raises CourseError."""
        import nbformat  # takes longer than all that most commands need

        try:
            return nbformat.read(self.release(id), as_version=4)
        except FileNotFoundError:
            raise CourseError(f"{id} is not released yet: run `course release {id}` first") from None

    def autograded(self, student: str, id: str) -> Path:
        return self.root / "autograded" / student / id / f"{id}.ipynb"

    def feedback(self, student: str, id: str) -> Path:
        return self.root / "feedback" / student / id / f"{id}.html"

    @cached_property
    def syllabus(self) -> dict[str, Entry]:
        """The assignments in the order of the course. Raises CourseError."""
        path = self.root / "syllabus.toml"
        entries: dict[str, Entry] = {}
        try:
            for table in tomllib.loads(path.read_text(encoding="utf-8"))["assignment"]:
                entry = Entry(**{**table, "limits": Limits.of(table.get("limits", {}))})
                if wrong := [id for id in entry.prerequisites if id not in entries]:
                    raise CourseError(f"{path}: {entry.id} comes after {', '.join(wrong)}, not an earlier assignment")
                entries[entry.id] = entry
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CourseError(f"{path} cannot be read: {error}") from None
        return entries

    @property
    def contents(self) -> str:
        """The syllabus as Markdown, with links into the folder of the releases: a table for each part."""
        parts = tomllib.loads((self.root / "syllabus.toml").read_text(encoding="utf-8")).get("parts", {})
        lines = ["# Assignments", "", "In the order of the course. Made by `course release` from `syllabus.toml`."]
        for part, entries in groupby(self.syllabus.values(), key=attrgetter("part")):
            heading = f"## Part {part}: {parts.get(str(part), '')}".rstrip(": ")
            lines += ["", heading, "", "| assignment | points | after |", "|---|---|---|"]
            for entry in entries:
                after = ", ".join(f"`{id}`" for id in entry.prerequisites)
                title = f"[{entry.title}]({entry.id}/{entry.id}.ipynb)"
                lines.append(f"| `{entry.id}` {title} | {entry.points:g} | {after} |")
        return "\n".join(lines) + "\n"

    def chosen(self, ids: Sequence[str] | None) -> list[str]:
        """These assignments, or all of the syllabus where none is named. Raises CourseError."""
        return [self.entry(id).id for id in ids or self.syllabus]

    def entry(self, id: str) -> Entry:
        if id not in self.syllabus:
            raise CourseError(f"there is no assignment {id!r}; syllabus.toml has {', '.join(self.syllabus)}")
        return self.syllabus[id]

    @property
    def secret(self) -> str:
        """What the students' inputs are drawn with: from the environment, or a file made on first use."""
        if secret := os.environ.get("COURSE_SECRET"):
            return secret
        path = self.root / ".course_secret"
        with contextlib.suppress(FileExistsError):
            path.touch(0o600, exist_ok=False)
            path.write_text(secrets.token_hex(16) + "\n", encoding="ascii")
        if secret := path.read_text(encoding="ascii").strip():
            return secret
        raise CourseError(f"{path} is empty; delete it, and a new secret is made")


@contextlib.contextmanager
def replacing(path: Path, mode: int) -> Iterator[Path]:
    """A file to write that becomes the one at `path` when all has gone well, and is removed otherwise."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)  # of a run that was killed; it may be read-only
    try:
        yield part
        part.chmod(mode)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
