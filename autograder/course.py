"""Where a course's files are, and what its syllabus says."""

import os
import secrets
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from autograder.limits import Limits

SECRET_FILE = ".course_secret"
SECRET_VARIABLE = "COURSE_SECRET"


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
    prerequisites: tuple[str, ...] = ()
    kernel: str = "numpy"
    limits: Limits = Limits()


@dataclass(frozen=True)
class Course:
    """The folder that holds nbgrader_config.py and everything else."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> "Course":
        """The course that the folder `start`, by default the current one, belongs to. Raises CourseError."""
        start = (start or Path.cwd()).resolve()
        for folder in (start, *start.parents):
            if (folder / "nbgrader_config.py").is_file() and (folder / "syllabus.toml").is_file():
                return cls(folder)
        raise CourseError(f"{start} is not in a course: no folder above it holds nbgrader_config.py and syllabus.toml")

    @property
    def sources(self) -> Path:
        return self.root / "source_notebooks"

    @property
    def releases(self) -> Path:
        return self.root / "assignments"

    def release(self, id: str) -> Path:
        """The released notebook."""
        return self.releases / id / f"{id}.ipynb"

    @property
    def submitted(self) -> Path:
        return self.root / "submitted"

    @property
    def gradebook(self) -> str:
        return f"sqlite:///{self.root}/gradebook.db"

    def autograded(self, student: str, id: str) -> Path:
        return self.root / "autograded" / student / id / f"{id}.ipynb"

    def feedback(self, student: str, id: str) -> Path:
        return self.root / "feedback" / student / id / f"{id}.html"

    @cached_property
    def syllabus(self) -> dict[str, Entry]:
        """The assignments in the order of the course. Raises CourseError."""
        path = self.root / "syllabus.toml"
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))["assignment"]
            entries = []
            for table in tables:
                table["prerequisites"] = tuple(table.get("prerequisites", ()))
                table["limits"] = Limits.of(table.get("limits", {}))
                entries.append(Entry(**table))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CourseError(f"{path} cannot be read: {error}") from None
        ids = [entry.id for entry in entries]
        for i, entry in enumerate(entries):
            if wrong := [id for id in entry.prerequisites if id not in ids[:i]]:
                raise CourseError(f"{path}: {entry.id} comes after {', '.join(wrong)}, not an earlier assignment")
        return dict(zip(ids, entries, strict=True))

    @property
    def contents(self) -> str:
        """The syllabus as Markdown, with links into the folder of the releases: a table for each part."""
        parts = tomllib.loads((self.root / "syllabus.toml").read_text(encoding="utf-8")).get("parts", {})
        lines = ["# Assignments", "", "In the order of the course. Made by `course release` from `syllabus.toml`."]
        part = None
        for entry in self.syllabus.values():
            if entry.part != part:
                part = entry.part
                lines += ["", f"## Part {part}: {parts[str(part)]}" if str(part) in parts else f"## Part {part}", ""]
                lines += ["| assignment | points | after |", "|---|---|---|"]
            after = ", ".join(f"`{id}`" for id in entry.prerequisites)
            title = f"[{entry.title}]({entry.id}/{entry.id}.ipynb)"
            lines.append(f"| `{entry.id}` {title} | {entry.points:g} | {after} |")
        return "\n".join(lines) + "\n"

    def entry(self, id: str) -> Entry:
        if id not in self.syllabus:
            raise CourseError(f"there is no assignment {id!r}; syllabus.toml has {', '.join(self.syllabus)}")
        return self.syllabus[id]

    @property
    def secret(self) -> str:
        """What the students' inputs are drawn with: from the environment, or a file made on first use."""
        if secret := os.environ.get(SECRET_VARIABLE):
            return secret
        path = self.root / SECRET_FILE
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            secret = path.read_text(encoding="ascii").strip()
            if not secret:
                raise CourseError(f"{path} is empty; delete it, and a new secret is made") from None
            return secret
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            secret = secrets.token_hex(16)
            file.write(secret + "\n")
        return secret
