"""The folders that were handed in: which are submissions, and which somebody meant as one.

A link is no submission: it could lead to another student's. Nor is a folder whose name is not UTF-8, which has no place
in a gradebook.
"""

import os
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

from autograder.course.course import CourseError

MAX_ENTRIES = 100  # of a student's folder that are looked at


def names(submitted: Path) -> list[str]:
    """What is in the folder of the submissions, in order, without what is hidden. Raises CourseError."""
    try:
        return sorted(name for name in os.listdir(submitted) if not name.startswith("."))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise CourseError(f"{submitted} cannot be read: {error.strerror}") from None


def is_submission(submitted: Path, name: str, id: str) -> bool:
    """Whether a student has a folder for the assignment."""
    return is_utf8(name) and is_folder(submitted / name) and is_folder(submitted / name / id)


def is_utf8(name: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def is_folder(path: Path) -> bool:
    """Whether this is a folder, and no link to one."""
    return path.is_dir() and not path.is_symlink()


def strays(submitted: Path, id: str, ids: Sequence[str], chosen: Sequence[str] | None = None) -> list[str]:
    """A sentence for everybody whose work for the assignment is somewhere else than it should be.

    ids: all assignments of the course
    chosen: only these students; all of them by default
    """
    sentences = []
    for name in names(submitted):
        if (not chosen or name in chosen) and (why := _stray(submitted / name, id, ids)):
            what = "has more, which is not graded" if is_submission(submitted, name, id) else "is not graded"
            sentences.append(f"{name!r} {what}: {why}")
    return sentences


def _stray(student: Path, id: str, ids: Sequence[str]) -> str:
    """Why a student's work is not found, or not all of it; empty where nothing looks like that."""
    if not is_utf8(student.name):
        return "the folder's name is not UTF-8; rename it"
    if student.is_symlink():
        return "the folder is a link, and links are not followed"
    if not student.is_dir():
        return f"it is a file; a submission is a folder STUDENT/{id} with the notebook in it"
    own = student / id
    if own.is_symlink() or (own.exists() and not own.is_dir()):
        return f"{id} is {'a link, and links are not followed' if own.is_symlink() else 'a file, and not a folder'}"
    if not own.is_dir() and (guess := nearest(student.name, ids)):
        return f"it is where a student's folder should be; is it {guess}? Submissions are STUDENT/{id}"
    entries = _entries(student)
    for name in entries:
        guess = nearest(name, ids)
        if guess == id and name != id:
            rename = "put it into a folder of that name" if name.endswith(".ipynb") else "rename the folder"
            return f"is {name!r} {id}? Then {rename}"
        if not guess and is_folder(student / name):
            for below in _entries(student / name):
                if nearest(below, ids) == id:
                    return f"is {f'{name}/{below}'!r} {id}? It is one level too low"
    if any(name in ids for name in entries):
        return ""
    there = ", ".join(map(repr, entries[:3]))
    return f"no folder there is an assignment's; there is {there}" if entries else "the folder is empty"


def nearest(name: str, ids: Sequence[str]) -> str:
    """The assignment that somebody meant who called a folder, or a notebook, so; empty if there is none."""
    plain = "_".join(name.removesuffix(".ipynb").casefold().replace("-", " ").replace("_", " ").split())
    begun = [id for id in ids if id.casefold() == plain or id.casefold().startswith(f"{plain}_")]
    close = get_close_matches(plain, ids, n=1, cutoff=0.7)
    return begun[0] if len(begun) == 1 else "".join(close)


def _entries(folder: Path) -> list[str]:
    """Some of what is in a folder, in order, without what is hidden."""

    def found() -> Iterator[str]:
        try:
            with os.scandir(folder) as entries:
                yield from (entry.name for entry in entries if not entry.name.startswith("."))
        except OSError:
            return

    return sorted(islice(found(), MAX_ENTRIES))
