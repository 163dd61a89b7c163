"""nbgrader's gradebook, folders and converters, as this course uses them."""

import contextlib
import errno
import json
import os
import sys
import warnings
from collections.abc import Generator, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import nbformat
import sqlalchemy.exc
from nbformat import NotebookNode
from nbgrader.api import Comment, Grade, Gradebook, InvalidEntry, SubmittedAssignment
from nbgrader.preprocessors import AssignLatePenalties
from traitlets.config import Config, PyFileConfigLoader

from autograder.batch import UNSAFE, Batch, Graded, grade_all
from autograder.compare import clean
from autograder.course import Course, CourseError, replacing
from autograder.execute import Result
from autograder.feedback import Manual, page
from autograder.grade import Grader
from autograder.submission import digest

NO_RESPONSE = "No response."  # nbgrader's own comment on a cell that is as it was released

# SQLAlchemy warns of how nbgrader makes its rows; neither we nor an instructor can do anything about it.
warnings.filterwarnings("ignore", category=sqlalchemy.exc.SAWarning, module="nbgrader")

# nbgrader runs the command `alembic` to make a gradebook; it is beside this Python, which need not be on the PATH.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])


def configuration(course: Course, id: str, where: Course) -> Config:
    """nbgrader's configuration of the course, for one assignment; the files are those of the course `where`."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(course.root)).load_config()
    config.CourseDirectory.root = str(where.root)
    config.CourseDirectory.assignment_id = id
    config.CourseDirectory.db_url = where.gradebook
    return config


def opened(course: Course) -> Gradebook:
    return Gradebook(course.gradebook, "deep_learning")


class Mark(NamedTuple):
    """One row of the marks: one exercise of one submission."""

    student: str
    assignment: str
    exercise: str
    points: float
    max_points: float
    status: str
    diagnosis: str


class ClassBook:
    """Writes what came of submissions of one assignment into nbgrader's gradebook and folders. The only writer."""

    def __init__(self, course: Course, id: str, gradebook: Gradebook) -> None:
        self.course = course
        self.entry = course.entry(id)
        self.gradebook = gradebook
        self.release = course.released(id)
        if id not in [assignment.name for assignment in gradebook.assignments]:
            raise CourseError(f"the gradebook does not know {id}: run `course release {id}` first")
        # nbgrader's methods commit, each its own part of a submission. Here their commits join a transaction of ours.
        gradebook.db.remove()
        self.connection = gradebook.engine.connect()
        gradebook.db.configure(bind=self.connection, join_transaction_mode="rollback_only")

    def enter(self, student: str, timestamp: datetime | None = None) -> SubmittedAssignment:
        """The gradebook's row of a submission, which is made where it is missing."""
        self.gradebook.update_or_create_student(student)
        options = {"timestamp": timestamp} if timestamp else {}
        return self.gradebook.update_or_create_submission(self.entry.id, student, **options)

    def write(self, graded: Graded) -> None:
        """Writes marks, feedback and graded notebook.

        A submission is done when its graded notebook is there, so that is written last, and an earlier one is removed
        before the marks change: the next run makes good a run that was killed anywhere in between.
        """
        student, id = graded.result.student, self.entry.id
        place = self.course.autograded(student, id)
        with replacing(place, 0o444) as notebook, replacing(self.course.feedback(student, id), 0o644) as feedback:
            notebook.write_text(nbformat.v4.writes(graded.notebook) + "\n", encoding="utf-8")
            with self.connection.begin():
                submission = self.enter(student, graded.timestamp)
                manual = record(graded.result, submission)
                late = submission.total_seconds_late > 0 or bool(submission.late_submission_penalty)
                feedback.write_text(page(graded.notebook, self.entry, self.release, manual), encoding="utf-8")
                self.gradebook.db.commit()
                place.unlink(missing_ok=True)
            if late:
                names = {"student": student, "assignment": id, "notebook": id, "db_url": self.course.gradebook}
                penalties = AssignLatePenalties(config=configuration(self.course, id, self.course))
                penalties.preprocess(nbformat.v4.new_notebook(), {"nbgrader": names})


def record(result: Result, submission: SubmittedAssignment) -> dict[str, Manual]:
    """Sets the marks as nbgrader's SaveAutoGrades does, and returns what an instructor had said."""
    rows = _rows(submission)
    unsafe = UNSAFE if UNSAFE in result.remarks else None
    for verdict in result.verdicts:
        grade, comment = rows[verdict.exercise]
        grade.auto_score = verdict.points
        grade.needs_manual_grade = grade.manual_score is not None  # somebody's own mark is to be looked at again
        comment.auto_comment = NO_RESPONSE if verdict.status == "unfinished" else unsafe
    return manual_marks(submission)


def grade_class(
    batch: Batch, chosen: Sequence[str], force: bool = False, jobs: int | None = None, scheduler: str | None = None
) -> Generator[tuple[str, Result | Exception, bool]]:
    """Grades submissions, writes what comes of each, and yields it: the student, the result, whether it is new.

    A submission that has been graded and has not changed since is graded again only by force. An exception stands for
    a submission that could not be graded; an earlier result of it is left as it was.
    jobs: how many are graded at a time; by default as many as there are processors, and submissions enough
    Raises CourseError where nothing can be graded, or written.
    """
    course = Course(batch.root)
    with opened(course) as gradebook:
        book = ClassBook(course, batch.id, gradebook)
        waiting = []
        for student in chosen:
            if student != clean(student):  # no database, no page and no message can hold such a name
                yield student, CourseError("the folder's name is not UTF-8; rename it"), True
                continue
            before = _graded(course.autograded(student, batch.id))
            if before and not force and before.sha256 == digest(batch.notebook(student)):
                yield student, before, False
            else:
                waiting.append(student)
        if not waiting:
            return
        # A worker takes as long to start as some submissions take to be graded.
        jobs = jobs or max(1, min(os.cpu_count() or 1, len(waiting) // 8))
        with contextlib.closing(grade_all(batch, waiting, min(jobs, len(waiting)), scheduler)) as outcomes:
            for student, outcome in outcomes:
                try:
                    if isinstance(outcome, Exception):
                        with book.connection.begin():
                            book.enter(student)
                    else:
                        book.write(outcome)
                except Exception as error:  # costs this submission only, unless no other can be written either
                    if reason := _cannot_write(error):
                        raise CourseError(
                            f"stopped at {student}, whose marks are not written: {reason}. "
                            "When that is mended, the next run goes on from there"
                        ) from None
                    if not isinstance(outcome, Exception):  # it is in the gradebook all the same, without marks
                        with contextlib.suppress(Exception), book.connection.begin():
                            book.enter(student)
                    outcome = error
                yield student, outcome if isinstance(outcome, Exception) else outcome.result, True


def _cannot_write(error: Exception) -> str:
    """Why nothing at all can be written, or an empty text where it is about one submission."""
    if isinstance(error, InvalidEntry) and isinstance(error.__context__, Exception):  # nbgrader's word for any failure
        error = error.__context__
    if isinstance(error, sqlalchemy.exc.OperationalError):
        return f"the gradebook says: {error.orig}"
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
        return f"{error.strerror}: {error.filename}" if error.filename else str(error.strerror)
    return ""


def marks(course: Course, ids: Sequence[str]) -> Iterator[Mark]:
    """Every exercise of every submission that the gradebook knows; points are what counts, an instructor's included."""
    with opened(course) as gradebook:
        known = {assignment.name: assignment.submissions for assignment in gradebook.assignments}
        for id in (id for id in ids if id in known):
            exercises = Grader.load(id, course.root).assignment.exercises
            for submission in sorted(known[id], key=lambda submission: submission.student.id):
                student, rows = submission.student.id, _rows(submission)
                result = _graded(course.autograded(student, id)) or Result(student, id, [], "not graded")
                verdicts = {verdict.exercise: (verdict.status, verdict.diagnosis) for verdict in result.verdicts}
                for name in (name for name in exercises if name in rows):
                    grade, _ = rows[name]
                    status, diagnosis = verdicts.get(name, ("not graded", ""))
                    yield Mark(student, id, name, grade.score, grade.max_score, result.reason or status, diagnosis)


def _rows(submission: SubmittedAssignment) -> dict[str, tuple[Grade, Comment]]:
    """nbgrader's rows of each exercise."""
    rows = {}
    for notebook in submission.notebooks:
        comments = {comment.name: comment for comment in notebook.comments}
        for grade in notebook.grades:
            name = grade.name.removeprefix("check_")
            rows[name] = grade, comments[name]
    return rows


def manual_marks(submission: SubmittedAssignment) -> dict[str, Manual]:
    """What an instructor has said in formgrader, for the exercises where there is something."""
    manual = {}
    for name, (grade, comment) in _rows(submission).items():
        if grade.manual_score is not None or grade.extra_credit or comment.manual_comment:
            score = grade.auto_score if grade.manual_score is None else grade.manual_score
            manual[name] = Manual((score or 0) + (grade.extra_credit or 0), comment.manual_comment or "")
    return manual


def _graded(path: Path) -> Result | None:
    """The result in a graded notebook, if there is one that can be read."""
    try:
        return Result.read(NotebookNode(json.loads(path.read_bytes())))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
