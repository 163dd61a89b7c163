"""nbgrader's gradebook, folders and converters, as this course uses them."""

import contextlib
import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import nbformat
import sqlalchemy.exc
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc
from traitlets.config import Config, PyFileConfigLoader

from autograder.course import Course, CourseError
from autograder.execute import Result, grade_notebook
from autograder.feedback import NO_RESPONSE, Manual, page
from autograder.grade import Grader
from autograder.process import WarmParent
from autograder.submission import read_submission

# SQLAlchemy warns of how nbgrader makes its rows; neither we nor an instructor can do anything about it.
warnings.filterwarnings("ignore", category=sqlalchemy.exc.SAWarning, module="nbgrader")

# nbgrader runs the command `alembic` to make a gradebook; it is beside this Python, which need not be on the PATH.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])


def configuration(course: Course, id: str) -> Config:
    """nbgrader's configuration of the course, for one assignment."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(course.root)).load_config()
    config.CourseDirectory.root = str(course.root)
    config.CourseDirectory.assignment_id = id
    config.CourseDirectory.db_url = course.gradebook
    return config


@contextlib.contextmanager
def opened(course: Course) -> Iterator[Gradebook]:
    with Gradebook(course.gradebook, "deep_learning") as gradebook:
        yield gradebook


@dataclass(frozen=True)
class Mark:
    """One row of the marks: one exercise of one submission."""

    student: str
    assignment: str
    exercise: str
    points: float
    max_points: float
    status: str
    diagnosis: str


class ClassGrader:
    """Grades submissions of one assignment into nbgrader's gradebook and folders.

    submitted: the folder that holds a folder for each student
    """

    def __init__(self, course: Course, id: str, submitted: Path, parent: WarmParent, gradebook: Gradebook) -> None:
        self.course = course
        self.entry = course.entry(id)
        self.submitted = submitted
        self.parent = parent
        self.gradebook = gradebook
        self.grader = Grader.load(id, course.sources)
        try:
            self.release = nbformat.read(course.release(id), as_version=4)
            gradebook.find_assignment(id)
        except (FileNotFoundError, MissingEntry):
            raise CourseError(f"{id} is not released yet: run `course release {id}` first") from None

    def grade(self, student: str, force: bool = False) -> tuple[Result, bool]:
        """The result of one student's submission, and whether it was graded now.

        An unchanged submission is graded again only by force. The gradebook, the graded notebook and the feedback page
        are written when all is known.
        """
        id = self.entry.id
        folder = self.submitted / student / id
        submitted = read_submission(_notebook_in(folder, id), self.release)
        before = _graded(self.course.autograded(student, id))
        if before and before.sha256 == submitted.sha256 and not force:
            return before, False
        folders = [folder, self.course.releases / id]
        result = grade_notebook(submitted, folders, self.grader, self.parent, student, self.course.secret)
        manual = self._record(result, folder)
        _write(self.course.autograded(student, id), nbformat.writes(submitted.notebook) + "\n", 0o444)
        html = page(result, self.entry, self.release, submitted.notebook, manual)
        _write(self.course.feedback(student, id), html, 0o644)
        return result, True

    def _record(self, result: Result, folder: Path) -> dict[str, Manual]:
        """Writes the marks as nbgrader's SaveAutoGrades does, and returns what an instructor had said."""
        student, id = result.student, result.assignment
        self.gradebook.update_or_create_student(student)
        try:
            timestamp = _timestamp(folder)
        except ValueError:
            timestamp = None
            result.remarks.append("timestamp.txt is not a time: the submission counts as handed in on time.")
        options = {"timestamp": timestamp} if timestamp else {}
        submission = self.gradebook.update_or_create_submission(id, student, **options)
        manual: dict[str, Manual] = {}
        comments = {c.name: c for notebook in submission.notebooks for c in notebook.comments}
        grades = {g.name: g for notebook in submission.notebooks for g in notebook.grades}
        for verdict in result.verdicts:
            grade, comment = grades[f"check_{verdict.exercise}"], comments[verdict.exercise]
            grade.auto_score = verdict.points
            grade.needs_manual_grade = grade.manual_score is not None  # somebody's own mark is to be looked at again
            comment.auto_comment = NO_RESPONSE if verdict.status == "unfinished" else None
            if grade.manual_score is not None or comment.manual_comment:
                score = grade.manual_score if grade.manual_score is not None else verdict.points
                manual[verdict.exercise] = Manual(score + (grade.extra_credit or 0), comment.manual_comment or "")
        self.gradebook.db.commit()
        if timestamp and submission.total_seconds_late > 0:
            names = {"student": student, "assignment": id, "notebook": id, "db_url": self.course.gradebook}
            penalties = AssignLatePenalties(config=configuration(self.course, id))
            penalties.preprocess(nbformat.v4.new_notebook(), {"nbgrader": names})
        return manual


def students(submitted: Path, id: str) -> list[str]:
    """Who has a folder for the assignment, in order."""
    if not submitted.is_dir():
        raise CourseError(f"{submitted} is not a folder; submissions lie in submitted/STUDENT/{id}/")
    return sorted(path.name for path in submitted.iterdir() if (path / id).is_dir() and not path.name.startswith("."))


def marks(course: Course, ids: Sequence[str]) -> Iterator[Mark]:
    """Every exercise of every submission that the gradebook knows; points are what counts, an instructor's included."""
    with opened(course) as gradebook:
        for id in ids:
            try:
                submissions = gradebook.assignment_submissions(id)
            except MissingEntry:
                continue
            order = list(Grader.load(id, course.sources).assignment.exercises)
            for submission in sorted(submissions, key=lambda submission: submission.student.id):
                student = submission.student.id
                result = _graded(course.autograded(student, id))
                verdicts = {verdict.exercise: verdict for verdict in result.verdicts} if result else {}
                grades = {g.name.removeprefix("check_"): g for n in submission.notebooks for g in n.grades}
                for exercise in (name for name in order if name in grades):
                    grade, verdict = grades[exercise], verdicts.get(exercise)
                    status = (result.reason if result else "") or (verdict.status if verdict else "not graded")
                    diagnosis = verdict.diagnosis if verdict else ""
                    yield Mark(student, id, exercise, grade.score, grade.max_score, status, diagnosis)


def _notebook_in(folder: Path, id: str) -> Path:
    """The assignment's notebook in a submission, also where it is the only one under another name."""
    expected = folder / f"{id}.ipynb"
    others = sorted(path for path in folder.glob("*.ipynb"))
    return others[0] if not expected.exists() and len(others) == 1 else expected


def _timestamp(folder: Path) -> datetime | None:
    """When the submission was handed in, as nbgrader's exchange has noted it. Raises ValueError where it is no time."""
    path = folder / "timestamp.txt"
    if path.is_symlink() or not path.is_file():
        return None
    with path.open(encoding="utf-8") as file:
        text = file.read(100).strip()
    return parse_utc(text) if text else None


def _graded(path: Path) -> Result | None:
    """The result in a graded notebook, if there is one that can be read."""
    try:
        return Result.read(nbformat.read(path, as_version=4))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _write(path: Path, text: str, mode: int) -> None:
    """Writes a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    with contextlib.suppress(FileNotFoundError):
        partial.unlink()
    partial.write_text(text, encoding="utf-8")
    partial.chmod(mode)
    partial.replace(path)
