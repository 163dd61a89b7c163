"""Where a course's files are, and what its syllabus says."""

import contextlib
import fcntl
import os
import secrets
import sqlite3
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course.limits import Limits

if TYPE_CHECKING:
    from nbformat import NotebookNode


SECRET = ".course_secret"
LOCK = ".course_lock"  # a file that is locked by the command that writes into the course
KERNELS = ("numpy", "tensorflow")
FIELDS = (  # of an assignment, with their types and what these are called
    ("id", str, "a text"),
    ("title", str, "a text"),
    ("part", int, "a whole number"),
    ("points", (int, float), "a number"),
    ("builds", str, "a text"),
    ("minutes", int, "a whole number"),
    ("prerequisites", (list, tuple), "a list"),
    ("kernel", str, "a text"),
)


class CourseError(Exception):
    """Something about the course's files or arguments; the message says what, and what to do."""


@dataclass(frozen=True)
class Entry:
    """One assignment of the syllabus.

    builds: what a student builds in it, in a few words
    minutes: that a student needs
    kernel: what its notebook needs imported, numpy or tensorflow
    limits: what its submissions may take
    """

    id: str
    title: str
    part: int
    points: float
    prerequisites: Sequence[str] = ()
    builds: str = ""
    minutes: int = 0
    kernel: str = "numpy"
    limits: Limits = Limits()

    def __post_init__(self) -> None:
        """Raises ValueError for what is not of its kind."""
        for name, kinds, words in FIELDS:
            value = getattr(self, name)
            if not isinstance(value, kinds) or isinstance(value, bool):
                raise ValueError(f"{name} of {self.id!r} must be {words}, not {value!r}")
        if not self.id.isidentifier():
            raise ValueError(f"the id {self.id!r} must be letters, digits and _, and begin with a letter")
        if self.kernel not in KERNELS:
            raise ValueError(f"kernel of {self.id!r} must be {' or '.join(KERNELS)}, not {self.kernel!r}")


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
        try:
            start = (start or Path.cwd()).resolve()
        except FileNotFoundError:
            raise CourseError("the current folder is not there any more; change to the course's") from None
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

        path = self.release(id)
        try:
            content = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise CourseError(f"{id} is not released yet: run `course release {id}` first") from None
        except OSError as error:
            raise CourseError(f"{path} cannot be read: {error.strerror}") from None
        except ValueError:
            content = ""
        with contextlib.suppress(Exception):  # whatever a damaged file leads nbformat to
            notebook = nbformat.reads(content, as_version=4)
            if any("nbgrader" in cell.metadata for cell in notebook.cells):
                return notebook
        raise CourseError(f"{path} is damaged: run `course release {id}`")

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
                if entry.id in entries:
                    raise CourseError(f"{path}: two assignments are called {entry.id}")
                if wrong := [id for id in entry.prerequisites if id not in entries]:
                    raise CourseError(f"{path}: {entry.id} comes after {', '.join(wrong)}, not an earlier assignment")
                entries[entry.id] = entry
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CourseError(f"{path} cannot be read: {error}") from None
        return entries

    @cached_property
    def parts(self) -> dict[int, str]:
        """What each part is called, with its number."""
        titles = tomllib.loads((self.root / "syllabus.toml").read_text(encoding="utf-8")).get("parts", {})
        numbers = sorted({entry.part for entry in self.syllabus.values()})
        return {part: f"Part {part}: {titles.get(str(part), '')}".rstrip(": ") for part in numbers}

    @property
    def contents(self) -> str:
        """The syllabus as Markdown, with links into the folder of the releases: a table for each part."""
        lines = ["# Assignments", "", "In the order of the course. Made by `course release` from `syllabus.toml`."]
        for part, entries in groupby(self.syllabus.values(), key=attrgetter("part")):
            lines += ["", f"## {self.parts[part]}", ""]
            lines += ["| assignment | you build | minutes | points | after |", "|---|---|---|---|---|"]
            for entry in entries:
                after = ", ".join(f"`{id}`" for id in entry.prerequisites)
                title = f"`{entry.id}` [{entry.title}]({entry.id}/{entry.id}.ipynb)"
                minutes = entry.minutes or ""
                lines.append(f"| {title} | {entry.builds} | {minutes} | {entry.points:g} | {after} |")
        return "\n".join(lines) + "\n"

    def chosen(self, ids: Sequence[str] | None) -> list[str]:
        """These assignments, or all of the syllabus where none is named. Raises CourseError."""
        return [self.entry(id).id for id in ids or self.syllabus]

    def entry(self, id: str) -> Entry:
        if id not in self.syllabus:
            raise CourseError(f"there is no assignment {id!r}; syllabus.toml has {', '.join(self.syllabus)}")
        return self.syllabus[id]

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Meanwhile no other command writes into the gradebook and its folders: it waits, and says so.

        It is no lock in a lock: who has it must not ask for it again.
        """
        with (self.root / LOCK).open("a") as file:
            with contextlib.suppress(OSError):  # a file system without locks
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    print(f"\nanother command is writing into {self.root}; this one waits for it", file=sys.stderr)
                    fcntl.flock(file, fcntl.LOCK_EX)
            yield

    @property
    def secret(self) -> str:
        """What the students' inputs are drawn with: from the environment, or a file made on first use.

        Raises CourseError where it is not clear which secret the marks that exist were made with.
        """
        path = self.root / SECRET
        given, kept = os.environ.get("COURSE_SECRET", ""), self._kept_secret(path)
        if given and kept and given != kept:
            raise CourseError(f"COURSE_SECRET is not the secret in {path}: unset it, or move the file away")
        if given or kept:
            return given or kept
        if self._has_marks():
            raise CourseError(
                f"{path} is missing, and there are marks that were made with it: put it back, or set COURSE_SECRET. "
                "If it is lost, write any long random text into it: then everything is graded again, on other inputs"
            )
        return self._make_secret(path)

    @staticmethod
    def _kept_secret(path: Path) -> str:
        try:
            if secret := path.read_text(encoding="utf-8").strip():
                return secret
        except FileNotFoundError:
            return ""
        except (OSError, ValueError) as error:
            raise CourseError(f"{path} cannot be read: {error}") from None
        raise CourseError(f"{path} is empty: put the secret back, or delete the file if there are no marks yet")

    @classmethod
    def _make_secret(cls, path: Path) -> str:
        """A new secret, whole and readable by its owner only from the first moment; another command may be first."""
        try:
            with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=f"{SECRET}-", encoding="ascii") as file:
                file.write(secrets.token_hex(16) + "\n")
                file.flush()
                os.fsync(file.fileno())
                with contextlib.suppress(FileExistsError):
                    os.link(file.name, path)
        except OSError as error:
            raise CourseError(f"{path} cannot be made ({error.strerror}): fix that, or set COURSE_SECRET") from None
        return cls._kept_secret(path)

    def _has_marks(self) -> bool:
        """Whether submissions are in the gradebook, or graded notebooks are here."""
        if any(self.root.glob("autograded/*/*/*.ipynb")):
            return True
        path = Path(self.gradebook.removeprefix("sqlite:///"))
        if not path.is_file():
            return False
        try:
            with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as gradebook:
                return bool(gradebook.execute("SELECT 1 FROM submitted_assignment LIMIT 1").fetchall())
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return False
            raise CourseError(f"{path} cannot be read: {error}") from None
        except sqlite3.DatabaseError as error:
            raise CourseError(f"{path} cannot be read: {error}") from None


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
