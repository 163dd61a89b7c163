"""Grades many submissions of one assignment, one after another or side by side on dask.distributed.

Nothing here opens the gradebook or writes into the course: what is to be written comes back as plain data.
"""

import logging
import shutil
import signal
import threading
import weakref
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache, partial
from itertools import islice
from multiprocessing import resource_tracker
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from nbformat import NotebookNode

from autograder.course import folders
from autograder.course.course import Course, CourseError
from autograder.inside.sandbox import SandboxError
from autograder.running import depends, isolation
from autograder.running.execute import Result, grade_notebook, stopped_result
from autograder.running.grader import Grader
from autograder.running.keeper import Died, Keeper, Stopped
from autograder.running.process import WarmParent
from autograder.running.submission import read_folder, solution_names

UNSAFE = "This submission was graded without the sandbox (`--unsafe`)."  # in the feedback, and in the gradebook
RETRIES = 2  # of a submission whose worker died
JUDGE_TIMES = 6  # a submission's own time, that all of its grading may take: it may be run again, and is judged
SCRATCH = ".grading-"  # how the folder in the course begins that workers write into, while they grade
AHEAD = 3  # submissions that are given to a worker, or wait to be written, at a time
CONNECT = "10s"  # that a scheduler has to answer
DASK = {
    "distributed.scheduler.allowed-failures": RETRIES,
    "distributed.scheduler.worker-saturation": 1.0,  # when a worker dies, only what it graded is suspected
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
}
CLUSTER = {
    "threads_per_worker": 1,
    "security": True,  # otherwise anyone with an account here could give the workers tasks
    "dashboard_address": "127.0.0.1:0",
    "memory_limit": 0,  # submissions have limits of their own
    "silence_logs": logging.CRITICAL,
    "preload": [__name__],
}


@dataclass(frozen=True)
class Batch:
    """One assignment's submissions, and how they are to be graded: all that a worker is told.

    submitted: the folder that holds a folder for each student
    secret: travels with each task; a worker keeps it in memory only, and it is not in what Dask logs of a task
    full: whether cells that are only for show run too
    unsafe: whether submissions run without the sandbox
    run: a worker that outlives one run of the command reads everything anew in the next
    """

    root: Path
    id: str
    submitted: Path
    secret: str = field(repr=False)
    full: bool = False
    unsafe: bool = False
    run: str = field(default_factory=lambda: uuid4().hex)

    def students(self, chosen: Sequence[str] | None = None) -> list[str]:
        """Those who are chosen, or all who have a folder for the assignment, in order. Raises CourseError."""
        found = [name for name in folders.names(self.submitted) if folders.is_submission(self.submitted, name, self.id)]
        problem = ""
        if not found:
            problem = f"there is nothing to grade: no folder {self.submitted}/STUDENT/{self.id}"
        elif unknown := [name for name in chosen or () if name not in found]:
            problem = f"{self.submitted} has no submission of {self.id} by {', '.join(unknown)}"
        if problem:
            raise CourseError("\n".join([problem, *self.strays(chosen)]))
        return list(dict.fromkeys(chosen or found))

    def folder(self, student: str) -> Path:
        """What a student has handed in."""
        return self.submitted / student / self.id

    def strays(self, chosen: Sequence[str] | None = None) -> list[str]:
        """A sentence for each of those whose work is not where it should be, and is not graded."""
        return folders.strays(self.submitted, self.id, list(Course(self.root).syllabus), chosen)


@dataclass(frozen=True)
class Graded:
    """The result of one submission.

    notebook: the graded one, with the result in it
    timestamp: when the submission was handed in, where that is known
    """

    result: Result
    notebook: NotebookNode
    timestamp: datetime | None


PerStudent = Generator[tuple[str, Graded | Exception]]
"""The result of each student's submission, or why it could not be graded."""


class BatchGrader:
    """Grades a batch's submissions in this process, one at a time. Raises CourseError where that is impossible."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.course = Course(batch.root)
        self.entry = self.course.entry(batch.id)
        self.grader = Grader.load(batch.id, batch.root)
        self.release = self.course.released(batch.id)
        for place in (batch.root, batch.submitted):
            if not batch.unsafe and isolation.shows(place):
                raise CourseError(
                    f"submissions could read {place}, as it lies among programs: move the course elsewhere"
                )
        try:
            self.parent = WarmParent(self.entry.kernel, unsafe=batch.unsafe)
        except SandboxError as error:
            raise CourseError(str(error)) from None
        weakref.finalize(self, self.parent.close)

    def graded(self, student: str) -> Graded:
        folder = self.batch.folder(student)
        submitted = read_folder(folder, self.batch.id, self.release, lambda: self.others)
        timestamp = _timestamp(folder, submitted.remarks)
        if self.batch.unsafe:
            submitted.remarks.append(UNSAFE)
        folders = [folder, self.course.releases / self.batch.id]
        secret, limits, full = self.batch.secret, self.entry.limits, self.batch.full
        result = grade_notebook(submitted, folders, self.grader, self.parent, student, secret, limits, full)
        return Graded(result, submitted.notebook, timestamp)

    @cached_property
    def others(self) -> Mapping[str, set[str]]:
        """The names of the solution cells of the course's other released assignments."""
        names = {}
        for id in (id for id in self.course.syllabus if id != self.batch.id):
            with suppress(Exception):  # it isn't released, or is damaged: only its own class should notice
                names[id] = solution_names(self.course.released(id))
        return names


def _timestamp(folder: Path, remarks: list[str]) -> datetime | None:
    """When the submission was handed in, as nbgrader's exchange has noted it."""
    text = depends.handed_in(folder)
    if text and not depends.moment(text):
        remarks.append("timestamp.txt is not a time: the submission counts as handed in on time.")
    return depends.moment(text)


def grade_all(batch: Batch, students: Sequence[str], jobs: int, scheduler: str | None = None) -> PerStudent:
    """Grades students' submissions, and yields the result of each as soon as it is known, in any order.

    jobs: with one, all is done in this process; with more, in so many workers
    scheduler: the address of a Dask cluster whose workers see the same course folder, in place of workers of our own
    Only one command does so at a time in a course (see `Course.alone`): what another has left, it removes.
    Raises CourseError where nothing can be graded.
    """
    for left in batch.root.glob(f"{SCRATCH}*"):
        shutil.rmtree(left, ignore_errors=True)
    if scheduler or jobs > 1:
        yield from _on_workers(batch, students, jobs, scheduler)
        return
    try:
        for student in students:
            yield student, _outcome(partial(grade_student, batch, student))
    finally:
        _judge.cache_clear()


def _outcome(work: Callable[[], Graded]) -> Graded | Exception:
    """What comes of the work. An error costs one submission only, but for one that is about all of them."""
    try:
        return work()
    except CourseError:
        raise
    except Exception as error:
        return error


def _on_workers(batch: Batch, students: Sequence[str], jobs: int, scheduler: str | None) -> PerStudent:
    import dask
    from distributed import Client, KilledWorker, LocalCluster, as_completed

    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix=SCRATCH, dir=batch.root))
        stack.enter_context(dask.config.set({**DASK, "temporary-directory": folder}))
        try:
            cluster: str | LocalCluster | None = scheduler
            if not scheduler:
                with _interrupts_later():
                    cluster = stack.enter_context(LocalCluster(**CLUSTER, n_workers=jobs))
            client = stack.enter_context(Client(cluster, timeout=CONNECT))
        except (OSError, ValueError) as error:
            raise CourseError(f"no Dask cluster at {scheduler or 'this machine'}: {error}") from None
        names = {f"grade-{batch.run}-{i}": student for i, student in enumerate(students)}  # any name may be a folder's
        submitted = (client.submit(grade_student, batch, student, key=key) for key, student in names.items())
        running = as_completed(list(islice(submitted, AHEAD * max(jobs, sum(client.nthreads().values())))))
        for future in running:
            outcome = _outcome(future.result)
            if isinstance(outcome, KilledWorker):
                outcome = RuntimeError(f"its worker died {RETRIES + 1} times")
            future.release()
            running.update(list(islice(submitted, 1)))
            yield names[future.key], outcome


@contextmanager
def _interrupts_later() -> Iterator[None]:
    """Holds Ctrl-C back. Threads that are begun meanwhile, and the workers that they start, never get it."""
    resource_tracker.ensure_running()  # or it is started with the first worker, and lets Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def dask_setup(worker: object) -> None:
    """Begins a worker of ours. Ctrl-C is for the command; what a worker starts may be interrupted again."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])


def dask_teardown(worker: object) -> None:
    _judge.cache_clear()


def grade_student(batch: Batch, student: str) -> Graded:
    """The task: grades one submission in a worker, which may have several threads."""
    with _one_at_a_time:
        return _judge(batch).graded(student)


_one_at_a_time = threading.Lock()


class JudgeProcess:
    """Grades a batch's submissions in a process of its own, one at a time. Raises CourseError where that is impossible.

    A submission that takes that process too long, or ends it, has no marks, and says why.
    """

    def __init__(self, batch: Batch) -> None:
        course = Course(batch.root)
        self.batch = batch
        self.release = course.released(batch.id)
        self.seconds = JUDGE_TIMES * course.entry(batch.id).limits.submission
        self.keeper = Keeper(partial(_function, batch))

    def graded(self, student: str) -> Graded:
        try:
            try:
                return self._graded(student)
            except Died:  # once more, as it may be nobody's fault
                return self._graded(student)
        except CourseError:
            raise
        except Exception as error:
            reason = str(error) if isinstance(error, Stopped) else f"grading it met an error ({type(error).__name__})"
            result, notebook = stopped_result(student, self.batch.id, self.release, reason)
            timestamp = _timestamp(self.batch.folder(student), result.remarks)
            return Graded(result, notebook, timestamp)

    def _graded(self, student: str) -> Graded:
        graded: Graded = self.keeper(student, self.seconds)
        return graded


def _function(batch: Batch) -> Callable[[str], Graded]:
    return BatchGrader(batch).graded


@lru_cache(maxsize=1)
def _judge(batch: Batch) -> JudgeProcess:
    """Made for the first submission that a worker grades. Its process ends with it, or with the worker."""
    return JudgeProcess(batch)
