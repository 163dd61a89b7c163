"""nbgrader's gradebook, folders and converters, as this course uses them."""

import contextlib
import errno
import json
import os
import sys
import warnings
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import sqlalchemy.exc
from nbformat import NotebookNode
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    InvalidEntry,
    MissingEntry,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import select
from traitlets.config import Config, PyFileConfigLoader

from autograder.course.course import Course, CourseError, replacing
from autograder.judging.display import points
from autograder.running.batch import UNSAFE, Batch, Graded, grade_all
from autograder.running.depends import changes, of_course, of_submission
from autograder.running.execute import RECORD, Result
from autograder.running.feedback import Manual, page, seal

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


@contextlib.contextmanager
def opened(course: Course) -> Iterator[Gradebook]:
    """The course's gradebook. Raises CourseError where it cannot be read or written, also later on."""
    try:
        with Gradebook(course.gradebook, "deep_learning") as gradebook:
            yield gradebook
    except sqlalchemy.exc.DatabaseError as error:
        if reason := _cannot_write(error):
            raise CourseError(f"{course.gradebook.removeprefix('sqlite:///')}: {reason}") from None
        raise


class Mark(NamedTuple):
    """One row of the marks: one exercise of one submission, or the points that it loses for being late.

    The points of a submission's rows sum to its total.
    note: what of the points was not made by grading, or why they are out of date
    """

    student: str
    assignment: str
    exercise: str
    points: float
    max_points: float
    status: str
    diagnosis: str
    note: str = ""


LATE = "late penalty"  # in place of an exercise


@dataclass
class Standing:
    """What the gradebook says of one submission, by exercise.

    auto: what grading has given
    scores: what counts, an instructor's own marks included
    late: seconds
    """

    auto: dict[str, float | None] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    max_scores: dict[str, float] = field(default_factory=dict)
    manual: dict[str, Manual] = field(default_factory=dict)
    penalty: float = 0.0
    late: float = 0.0

    @property
    def total(self) -> float:
        return max(0.0, sum(self.scores.values()) - self.penalty)

    @property
    def notes(self) -> list[str]:
        """What of the total was not made by grading."""
        notes = [f"{points(self.penalty)} off for being late"] if self.penalty else []
        return notes + [f"{name}: {manual.note}" for name, manual in self.manual.items() if manual.note]


def standings(gradebook: Gradebook, id: str, student: str | None = None) -> dict[str, Standing]:
    """What the gradebook says of the submissions of an assignment, or of one student's, in two queries."""
    cell, graded_cell = BaseCell.__table__, GradeCell.__table__
    submissions = (
        SubmittedAssignment.__table__.join(Assignment.__table__)
        .join(SubmittedNotebook.__table__, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
    )  # fmt: skip
    chosen = [Assignment.name == id, *([SubmittedAssignment.student_id == student] if student is not None else [])]
    columns = (
        SubmittedAssignment.student_id, SubmittedNotebook.id, SubmittedNotebook.late_submission_penalty,
        SubmittedAssignment.timestamp, Assignment.duedate, SubmittedAssignment.extension,
        cell.c.name, graded_cell.c.max_score, Grade.auto_score, Grade.manual_score, Grade.extra_credit,
    )  # fmt: skip
    grades = (
        submissions.join(Grade.__table__, Grade.notebook_id == SubmittedNotebook.id)
        .join(cell, cell.c.id == Grade.cell_id)
        .join(graded_cell, graded_cell.c.id == Grade.cell_id)
    )
    found: dict[str, Standing] = {}
    notebooks = set()
    query = select(*columns).select_from(grades).where(*chosen)
    for who, notebook, penalty, time, due, extension, name, most, auto, manual, extra in gradebook.db.execute(query):
        standing, exercise = found.setdefault(who, Standing()), name.removeprefix("check_")
        if notebook not in notebooks:
            notebooks.add(notebook)
            standing.penalty += penalty or 0.0
            if time and due:
                standing.late = max(0.0, (time - due - (extension or timedelta())).total_seconds())
        standing.auto[exercise], standing.max_scores[exercise] = auto, most
        standing.scores[exercise] = (auto if manual is None else manual) or 0.0
        notes = ["instructor's mark"] if manual is not None else []
        if extra:
            standing.scores[exercise] += extra
            notes.append(f"extra credit {points(extra)}")
        if notes:
            standing.manual[exercise] = Manual(standing.scores[exercise], "", ", ".join(notes))
    comments = (
        submissions.join(Comment.__table__, Comment.notebook_id == SubmittedNotebook.id)
        .join(cell, cell.c.id == Comment.cell_id)
    )  # fmt: skip
    said = select(SubmittedAssignment.student_id, cell.c.name, Comment.manual_comment).select_from(comments)
    for who, name, comment in gradebook.db.execute(said.where(*chosen, Comment.manual_comment != "")):
        if who in found and name in found[who].scores:
            manual = found[who].manual.get(name, Manual(found[who].scores[name]))
            found[who].manual[name] = replace(manual, comment=comment)
    return found


class Row(NamedTuple):
    """What became of one submission in a run.

    outcome: the result, or why the submission could not be graded
    state: what was done, and why, in words
    standing: what the gradebook says then; None for a submission that could not be graded
    """

    student: str
    outcome: Result | Exception
    state: str
    standing: Standing | None = None


class Unwritable(CourseError):
    """Nothing at all can be written; `reason` says why."""

    def __init__(self, student: str, reason: str) -> None:
        super().__init__(
            f"stopped at {student}, whose marks are not written: {reason}. "
            "When that is fixed, the next run goes on from there"
        )
        self.reason = reason


class ClassBook:
    """Writes the results of submissions of one assignment into nbgrader's gradebook and folders. The only writer."""

    def __init__(self, course: Course, id: str, gradebook: Gradebook) -> None:
        self.course = course
        self.entry = course.entry(id)
        self.gradebook = gradebook
        self.release = course.released(id)
        try:
            notebooks = gradebook.find_assignment(id).notebooks
        except MissingEntry:
            raise CourseError(f"the gradebook does not know {id}: run `course release {id}` first") from None
        cells = [cell for notebook in notebooks for cell in notebook.grade_cells]
        self.max_scores = {cell.name.removeprefix("check_"): cell.max_score for cell in cells}
        # nbgrader's methods commit, each its own part of a submission. Here their commits join a transaction of ours.
        gradebook.db.remove()
        self.connection = gradebook.engine.connect()
        gradebook.db.configure(bind=self.connection, join_transaction_mode="rollback_only")

    def enter(self, student: str, timestamp: datetime | None = None) -> SubmittedAssignment:
        """The gradebook's row of a submission, which is made where it is missing."""
        self.gradebook.update_or_create_student(student)
        options = {"timestamp": timestamp} if timestamp else {}
        return self.gradebook.update_or_create_submission(self.entry.id, student, **options)

    def write(self, graded: Graded) -> Standing:
        """Writes marks, feedback and graded notebook, and returns what the gradebook says then.

        A submission is done when its graded notebook is there, so that is written last, and an earlier one is removed
        before the marks change: the next run makes good a run that was killed anywhere in between.
        """
        student, id = graded.result.student, self.entry.id
        if {verdict.exercise: verdict.max_points for verdict in graded.result.verdicts} != self.max_scores:
            raise CourseError(f"{id} has other exercises or points than its release: run `course release {id}` first")
        place = self.course.autograded(student, id)
        with replacing(place, 0o444) as notebook, replacing(self.course.feedback(student, id), 0o644) as feedback:
            notebook.write_text(nbformat.v4.writes(graded.notebook) + "\n", encoding="utf-8")
            with self.connection.begin():
                submission = self.enter(student, graded.timestamp)
                record(graded.result, submission)
                self.gradebook.db.flush()
                standing = standings(self.gradebook, id, student)[student]
                standing.penalty = self.penalty(student, standing)
                submission.notebooks[0].late_submission_penalty = standing.penalty or None
                feedback.write_text(self._page(graded.notebook, standing), encoding="utf-8")
                self.gradebook.db.commit()
                place.unlink(missing_ok=True)
        return standing

    def penalty(self, student: str, standing: Standing) -> float:
        """The points that a submission loses for being late, by nbgrader's plug-in for that."""
        if not standing.late:
            return 0.0
        score = sum(standing.scores.values())
        penalty = self._late_plugin.late_submission_penalty(student, score, standing.late)
        return min(max(float(penalty or 0), 0.0), score)

    @cached_property
    def _late_plugin(self) -> Any:
        assigner = AssignLatePenalties(config=configuration(self.course, self.entry.id, self.course))
        assigner.init_plugin()
        return assigner.plugin_inst

    def why_again(self, student: str, before: Result, now: Mapping[str, str], standing: Standing | None) -> str:
        """Why an earlier result does not stand, in words; empty if it does.

        now: what the marks depend on, as digests
        """
        if (before.student, before.assignment) != (student, self.entry.id):
            return "its graded notebook is another's"
        if changed := changes(before.depends, now):
            return changed
        if standing is None:
            return "it is not in the gradebook"
        if standing.auto != {verdict.exercise: verdict.points for verdict in before.verdicts}:
            return "the gradebook has other marks"
        if abs(standing.penalty - self.penalty(student, standing)) > 1e-6:
            return "the penalty for being late changed"
        return ""

    def known(self, student: str | None = None) -> dict[str, Standing]:
        """What the gradebook says of each submission of the assignment, or of one student's."""
        with self.connection.begin():
            return standings(self.gradebook, self.entry.id, student)

    def standing_row(self, student: str, now: Mapping[str, str], standing: Standing | None) -> Row | str:
        """The row of a submission whose marks stand, or what is said of it when it is graded.

        now: what the marks depend on, as digests
        """
        before = graded_before(self.course.autograded(student, self.entry.id))
        if not before:
            return "graded"
        if (why := self.why_again(student, before, now, standing)) or standing is None:
            return f"graded again: {why}"
        try:
            renewed = self.renew_feedback(before, standing)
        except Exception:  # whatever a damaged notebook leads nbformat to
            return "graded again: its graded notebook is damaged"
        return Row(student, before, "unchanged, its feedback is new" if renewed else "unchanged", standing)

    def settled(self, student: str, outcome: Graded | Exception, now: Mapping[str, str], state: str) -> Row:
        """Writes what has become of a submission. Raises CourseError where nothing at all can be written.

        now: what its marks depend on, as digests
        state: what is said of it
        """
        standing = None
        try:
            if isinstance(outcome, Exception):
                with self.connection.begin():
                    self.enter(student)
            else:
                standing = self.write(stamp(outcome, now))
        except CourseError:
            raise
        except Exception as error:  # costs this submission only, unless no other can be written either
            if reason := _cannot_write(error):
                raise Unwritable(student, reason) from None
            if not isinstance(outcome, Exception):  # it is in the gradebook all the same, without marks
                with contextlib.suppress(Exception), self.connection.begin():
                    self.enter(student)
            outcome = error
        if isinstance(outcome, Exception):
            return Row(student, outcome, "could not be graded")
        return Row(student, outcome.result, state, standing)

    def renew_feedback(self, result: Result, standing: Standing) -> bool:
        """Writes a page anew that is gone, or does not say what the gradebook says. Returns whether it did."""
        student = result.student
        path = self.course.feedback(student, self.entry.id)
        try:
            with path.open(encoding="utf-8") as file:
                if seal(result, standing.manual, standing.penalty) in file.read(400):
                    return False
        except (OSError, ValueError):
            pass
        notebook = nbformat.read(self.course.autograded(student, self.entry.id), as_version=4)
        with replacing(path, 0o644) as feedback:
            feedback.write_text(self._page(notebook, standing), encoding="utf-8")
        return True

    def _page(self, notebook: NotebookNode, standing: Standing) -> str:
        return page(notebook, self.entry, self.release, standing.manual, standing.penalty)


def record(result: Result, submission: SubmittedAssignment) -> None:
    """Sets the marks as nbgrader's SaveAutoGrades does."""
    rows = _rows(submission)
    unsafe = UNSAFE if UNSAFE in result.remarks else None
    for verdict in result.verdicts:
        grade, comment = rows[verdict.exercise]
        grade.auto_score = verdict.points
        grade.needs_manual_grade = grade.manual_score is not None  # somebody's own mark is to be looked at again
        comment.auto_comment = NO_RESPONSE if verdict.status == "unfinished" else unsafe


def stamp(graded: Graded, depends: Mapping[str, str]) -> Graded:
    """Notes with the marks what they depend on."""
    graded.result.depends = dict(depends)
    graded.notebook.metadata[RECORD]["depends"] = dict(depends)
    return graded


def grade_class(
    batch: Batch, chosen: Sequence[str], force: bool = False, jobs: int | None = None, scheduler: str | None = None
) -> Generator[Row]:
    """Grades submissions, writes what comes of each, and yields a row for it.

    A submission whose marks are in the gradebook, and depend on nothing that has changed since, is graded again only by
    force. An earlier result of a submission that cannot be graded is left as it was.
    jobs: how many are graded at a time; by default as many as there are processors, and submissions enough
    Raises CourseError where nothing can be graded, or written.
    """
    course = Course(batch.root)
    with course.alone(), opened(course) as gradebook:
        book = ClassBook(course, batch.id, gradebook)
        waiting: dict[str, str] = {}  # students, and what is said of it when they are graded
        now: dict[str, dict[str, str]] = {}
        shared = of_course(course, batch.id, batch.secret, batch.unsafe)
        known = book.known()
        for student in chosen:
            # Before it is graded: what changes meanwhile is noticed by the next run.
            now[student] = {**shared, **of_submission(batch.folder(student))}
            standing = known.get(student)
            row = "graded" if force else book.standing_row(student, now[student], standing)
            if isinstance(row, str):
                waiting[student] = row
            else:
                yield row
        if not waiting:
            return
        # A worker takes as long to start as some submissions take to be graded.
        jobs = jobs or max(1, min(os.cpu_count() or 1, len(waiting) // 8))
        with contextlib.closing(grade_all(batch, list(waiting), min(jobs, len(waiting)), scheduler)) as outcomes:
            for student, outcome in outcomes:
                yield book.settled(student, outcome, now[student], waiting[student])


# What databases say where nothing at all can be read or written, and what to do then.
TROUBLE = {
    "locked": "another program is writing into it: close that, and try again",
    "not a database": "it is damaged: put it back from a backup, or move it away, run `course release` and grade again",
    "malformed": "it is damaged: put it back from a backup, or move it away, run `course release` and grade again",
    "no such": "another version of nbgrader has made it: make a copy of it, and run `nbgrader db upgrade`",
    "unable to open": "it can't be opened: are the folder and the file yours, and is the disk writable?",
    "readonly": "it can't be written: are the folder and the file yours, and is the disk writable?",
    "full": "the disk is full",
}


def _cannot_write(error: Exception) -> str:
    """Why nothing at all can be written, or an empty text where it is about one submission."""
    if isinstance(error, InvalidEntry) and isinstance(error.__context__, Exception):  # nbgrader's word for any failure
        error = error.__context__
    if isinstance(error, sqlalchemy.exc.DatabaseError):
        said = str(error.orig)
        cures = [cure for words, cure in TROUBLE.items() if words in said]
        if cures or isinstance(error, sqlalchemy.exc.OperationalError):
            return f"the gradebook says: {said}" + "".join(f" ({cure})" for cure in cures[:1])
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
        return f"{error.strerror}: {error.filename}" if error.filename else str(error.strerror)
    return ""


def marks(course: Course, ids: Sequence[str]) -> Iterator[Mark]:
    """Every exercise of every submission that the gradebook knows; points are what counts, an instructor's included."""
    with opened(course) as gradebook:
        known = {assignment.name for assignment in gradebook.assignments}
        for id in (id for id in ids if id in known):
            order = _exercises(course, id)
            for student, standing in sorted(standings(gradebook, id).items()):
                result = graded_before(course.autograded(student, id)) or Result(student, id, [], "not graded")
                verdicts = {verdict.exercise: verdict for verdict in result.verdicts}
                for name in sorted(standing.scores, key=lambda name: (order.get(name, len(order)), name)):
                    most, note = standing.max_scores[name], ""
                    status, diagnosis = result.reason or "not graded", ""
                    if name in standing.manual:
                        note = standing.manual[name].note
                    if verdict := verdicts.get(name):
                        status, diagnosis = result.reason or verdict.status, verdict.diagnosis
                        if verdict.max_points != most:
                            most, note = verdict.max_points, f"out of date: it has {points(most)} points now"
                    yield Mark(student, id, name, standing.scores[name], most, status, diagnosis, note)
                if standing.penalty:
                    lost = standing.total - sum(standing.scores.values())
                    yield Mark(student, id, LATE, lost, 0.0, "late", "", f"{points(standing.late / 3600)} hours late")


def _exercises(course: Course, id: str) -> dict[str, int]:
    """The places of the exercises in the released notebook."""
    try:
        cells = course.released(id).cells
    except CourseError:  # marks are marks, whatever has become of the release
        return {}
    names = [cell.metadata.nbgrader.grade_id for cell in cells if "nbgrader" in cell.metadata]
    return {name.removeprefix("check_"): place for place, name in enumerate(names)}


def _rows(submission: SubmittedAssignment) -> dict[str, tuple[Grade, Comment]]:
    """nbgrader's rows of each exercise."""
    rows = {}
    for notebook in submission.notebooks:
        comments = {comment.name: comment for comment in notebook.comments}
        for grade in notebook.grades:
            name = grade.name.removeprefix("check_")
            rows[name] = grade, comments[name]
    return rows


def graded_before(path: Path) -> Result | None:
    """The result in a graded notebook, if there is one that can be read."""
    try:
        data = path.read_bytes()
        # As nbformat writes it, the cells come first, and they are most of it.
        metadata = data.rfind(b'\n "metadata": {')
        return Result.read(NotebookNode(json.loads(data if metadata < 0 else b"{" + data[metadata:])))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
