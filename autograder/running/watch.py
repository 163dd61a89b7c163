"""Grades submissions as they arrive, with judges that stay warm.

One thread looks, decides and writes; judges work beside it, each in a process of its own, and know nothing of the
gradebook. A submission that is not in the gradebook when the command ends is graded when it is started again.
"""

import contextlib
import html
import json
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from autograder.course import folders
from autograder.course.course import Course, CourseError, replacing
from autograder.inside.sandbox import HELPERS
from autograder.running.attempts import FILE, Attempts
from autograder.running.batch import Batch, Graded, JudgeProcess
from autograder.running.depends import ENGINE, changes, glimpse, of_course, of_submission
from autograder.running.exchange import Exchange
from autograder.running.gradebook import ClassBook, Row, Unwritable, graded_before, opened
from autograder.running.intake import Unreadable, read_file

POLL = 0.5  # seconds between two looks; what has not changed between them is looked at more closely
PATIENCE = 10.0  # seconds without a change, after which what is no whole notebook is graded as it is
RETRY = 10.0  # seconds until what could not be done is tried again
SHARE = 4  # looking takes at most one part in so many of the time
KEPT = 3  # assignments whose judges each job keeps warm
MAX_PARSED = 8 * 2**20  # bytes of a notebook that is parsed to see whether it is whole
MAX_NOTEBOOKS = 5  # of a folder, that are looked at so
NOTICE = "waiting.html"  # beside the feedback page


class Answer(NamedTuple):
    """What became of a submission that has arrived.

    row: as in `course grade`; None where the submission waits, or was replaced
    said: what is said of it
    seconds: from its arrival
    """

    student: str
    id: str
    row: Row | None
    said: str
    seconds: float


@dataclass(eq=False)
class Handed:
    """A submission as it was last seen.

    since: when it was first seen so, by the monotonic clock; arrived: by the clock on the wall
    due: whether it is still to be decided what becomes of it
    busy: whether a judge has it, or will have it
    until: not before this time, as its student has had all attempts
    """

    student: str
    id: str
    seen: str = ""
    since: float = 0.0
    arrived: float = 0.0
    due: bool = True
    busy: bool = False
    until: float = 0.0


class Task(NamedTuple):
    """A submission for a judge.

    now: what its marks depend on, as digests
    state: what is said of it when it is graded
    counts: whether it is an attempt
    """

    handed: Handed
    batch: Batch
    seen: str
    arrived: float
    now: dict[str, str]
    state: str
    counts: bool

    @property
    def digest(self) -> str:
        return _digest(self.now)


def _digest(now: dict[str, str]) -> str:
    """Of all that was handed in: inputs are drawn anew for another one."""
    return sha256(f"{now['submission']} {now['time']}".encode()).hexdigest()


class Judges:
    """Threads, each with judges of its own, which are made when they are needed, and the last ones kept.

    tasks: what is to be graded; done: these, and the outcome of each, which is None where it has changed meanwhile
    batches: for which judges are made at once; its outcome is in `done`, too, without a task
    """

    def __init__(self, jobs: int, batches: Sequence[Batch]) -> None:
        self.tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
        self.done: queue.SimpleQueue[tuple[Task | None, Graded | Exception | None]] = queue.SimpleQueue()
        for _ in range(jobs):  # they last: a process ends with the thread that has started it
            threading.Thread(target=self._work, args=[batches[:KEPT]], daemon=True).start()

    def _work(self, batches: Sequence[Batch]) -> None:
        kept: dict[Batch, JudgeProcess] = {}
        for batch in batches:
            try:
                _judge(kept, batch)
                self.done.put((None, None))
            except Exception as error:
                self.done.put((None, error))
        while True:
            task = self.tasks.get()
            try:
                self.done.put((task, self._graded(kept, task)))
            except Exception as error:
                self.done.put((task, error))

    @staticmethod
    def _graded(kept: dict[Batch, JudgeProcess], task: Task) -> Graded | None:
        judge = _judge(kept, task.batch)
        student = task.handed.student
        return judge.graded(student) if glimpse(task.batch.folder(student)) == task.seen else None


def _judge(kept: dict[Batch, JudgeProcess], batch: Batch) -> JudgeProcess:
    """The judge of a batch; of those that are kept, the one that was used least recently makes room for a new one."""
    judge = kept.pop(batch, None)
    if not judge:
        for other in [other for other in kept if other.id == batch.id] or list(kept)[: len(kept) - KEPT + 1]:
            kept.pop(other).keeper.close()
        judge = JudgeProcess(batch)
    kept[batch] = judge
    return judge


@dataclass
class Watch:
    """What `course watch` does, round by round. Raises CourseError where it cannot begin.

    attempts: of one student, at one assignment, in an hour
    jobs: how many submissions are graded at a time
    unfinished: what is graded and could not be written
    troubles: by assignment, what is in the way, and until when it rests
    broken: the assignments that cannot be graded, of which one submission at a time is tried
    closed: what cannot be looked at, as is said once
    said: what there is to say
    """

    course: Course
    ids: Sequence[str]
    attempts: int
    jobs: int
    unsafe: bool = False
    handed: dict[tuple[str, str], Handed] = field(default_factory=dict)
    unfinished: list[tuple[Task, Graded | Exception]] = field(default_factory=list)
    troubles: dict[str, tuple[str, float]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    closed: set[tuple[str, str]] = field(default_factory=set)
    said: list[Answer | str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.secret = self.course.secret
        with opened(self.course) as gradebook:
            for id in self.ids:
                ClassBook(self.course, id, gradebook)
        self.shared = {id: of_course(self.course, id, self.secret, self.unsafe) for id in self.ids}
        self.batches = {id: self._batch(id) for id in self.ids}
        self.files = self.files_before = self._files()
        self.exchange = Exchange(self.course, self.said.append)
        self.log = Attempts(self.course.root / FILE, self.attempts)

    def _batch(self, id: str) -> Batch:
        made_with = sha256(repr(self.shared[id]).encode()).hexdigest()
        submitted = self.course.submitted.resolve()
        return Batch(self.course.root, id, submitted, self.secret, unsafe=self.unsafe, run=made_with)

    def rounds(self) -> Iterator[list[Answer | str]]:
        """Watches for ever, and yields what there is to say. Raises CourseError where it can't go on."""
        self.judges = Judges(self.jobs, list(self.batches.values()))
        _, error = self.judges.done.get()
        if isinstance(error, Exception):
            raise error
        while True:
            started = time.monotonic()
            self._look_at_course()
            ready: list[Handed] = []
            with self._trouble("the exchange"):
                self.exchange.collect(self.ids)
            with self._trouble("everything"):
                ready = self._look()
            self._try_again()
            for id in self.ids:
                chosen = [handed for handed in ready if handed.id == id]
                if chosen and not self._pauses(id):
                    with self._trouble(id):
                        self._decide(id, chosen[:1] if id in self.broken else chosen)
            took = time.monotonic() - started
            yield self._news()
            until = started + max(POLL, SHARE * took)
            while (left := until - time.monotonic()) > 0:
                with contextlib.suppress(queue.Empty):
                    self._finish(*self.judges.done.get(timeout=left))
                    yield self._news()

    def _news(self) -> list[Answer | str]:
        news = self.said.copy()
        self.said.clear()  # the exchange has a hold of the list
        return news

    # The course itself

    def _files(self) -> str:
        """Of the files that graders and releases are made of."""
        single = [self.course.root / "syllabus.toml", *(self.course.sources / id / f"{id}.py" for id in self.ids)]
        whole = [self.course.root / "graders", ENGINE, HELPERS, *(self.course.releases / id for id in self.ids)]
        times = []
        for path in single:
            with contextlib.suppress(OSError):
                times.append(path.stat().st_mtime_ns)
        return repr((times, [glimpse(path.resolve()) for path in whole]))

    def _look_at_course(self) -> None:
        """What was graded with another grader, say, is decided anew. Raises CourseError where the engine changed."""
        files, before = self._files(), self.files_before
        self.files_before = files
        if files == self.files or files != before:
            return
        self.files = files
        self.troubles.clear()
        course = Course(self.course.root)
        for id in self.ids:
            try:
                shared = of_course(course, id, self.secret, self.unsafe)
            except CourseError as error:
                self.said.append(f"{id} is graded as before: {error}")
                continue
            same = {"submission": "", "time": ""}
            if words := changes(self.shared[id] | same, shared | same):
                if shared["engine"] != self.shared[id]["engine"] or shared["utils"] != self.shared[id]["utils"]:
                    raise CourseError(f"{words}: start `course watch` again, and it goes on with the new one")
                self.said.append(f"{id}: {words}; what was graded before is graded again")
                self.course, self.shared[id] = course, shared
                self.batches[id] = self._batch(id)  # with other judges
                for handed in self.handed.values():
                    if handed.id == id:
                        handed.due, handed.arrived = True, time.time()

    # What arrives

    def _look(self) -> list[Handed]:
        """The submissions that have arrived, whole as far as can be told, in their order."""
        clock, wall = time.monotonic(), time.time()
        found, ready = set(), []
        for student in folders.names(self.course.submitted):
            for id in self.ids:
                try:
                    if not folders.is_submission(self.course.submitted, student, id):
                        continue
                except OSError as error:  # costs this one only
                    if (student, id) not in self.closed:
                        self.closed.add((student, id))
                        self.said.append(f"{student!r} is not graded: {error.filename}: {error.strerror}")
                    continue
                found.add((student, id))
                handed = self.handed.setdefault((student, id), Handed(student, id))
                folder = self.batches[id].folder(student)
                seen = glimpse(folder)
                if handed.seen != seen:
                    handed.seen, handed.since, handed.arrived, handed.due = seen, clock, wall, True
                elif (
                    handed.due and not handed.busy and wall >= handed.until
                    and (clock - handed.since > PATIENCE or _whole(folder))
                ):  # fmt: skip
                    ready.append(handed)
        for key in [key for key, handed in self.handed.items() if key not in found and not handed.busy]:
            del self.handed[key]
        return sorted(ready, key=lambda handed: handed.arrived)

    def _decide(self, id: str, ready: Sequence[Handed]) -> None:
        """Gives a judge what is to be graded, and lets wait what is an attempt too many."""
        with self.course.alone(), opened(self.course) as gradebook:
            book = ClassBook(self.course, id, gradebook)
            known = book.known() if len(ready) > 1 else book.known(ready[0].student)
            for handed in ready:
                student, batch = handed.student, self.batches[id]
                now = {**self.shared[id], **of_submission(batch.folder(student))}
                row = book.standing_row(student, now, known.get(student))
                if not isinstance(row, str):
                    handed.due, handed.until = False, 0.0
                    self._notice(handed).unlink(missing_ok=True)
                    self.exchange.release(student, id)
                    continue
                counts = self._is_new(handed, now)
                if counts and (until := self.log.room(student, id)) > time.time():
                    self._let_wait(handed, _digest(now), until)
                    continue
                handed.due, handed.busy, handed.until = False, True, 0.0
                self.judges.tasks.put(Task(handed, batch, handed.seen, handed.arrived, now, row, counts))

    def _is_new(self, handed: Handed, now: dict[str, str]) -> bool:
        """Whether it is another content than the one before: only that is an attempt."""
        before = graded_before(self.course.autograded(handed.student, handed.id))
        known = [self.log.last.get((handed.student, handed.id))]
        if before and {"submission", "time"} <= before.depends.keys():
            known.append(_digest(before.depends))
        return _digest(now) not in known

    def _let_wait(self, handed: Handed, digest: str, until: float) -> None:
        student, id = handed.student, handed.id
        many = f"{self.attempts} attempt{'s' * (self.attempts > 1)}"
        moment = datetime.fromtimestamp(until).astimezone()
        told, handed.until = handed.until, until
        had = "them" if self.attempts > 1 else "it"
        sentence = (
            f"This assignment takes {many} in an hour, and you have had {had}. What you have handed in last is graded "
            f"soon after {moment:%H:%M:%S (%Z)}: you need not hand it in again."
        )
        with replacing(self._notice(handed), 0o644) as path:
            title = html.escape(self.course.entry(id).title)
            path.write_text(PAGE.format(title=title, sentence=sentence), encoding="utf-8")
        self.exchange.release(student, id, self._notice(handed))
        if told != until:  # once: who hands in again and again would fill the log
            said = f"waits until {moment:%H:%M:%S}, after {many} in an hour"
            self.said.append(Answer(student, id, None, said, time.time() - handed.arrived))
            self.log.add(student, id, digest, False, reason=said)

    def _notice(self, handed: Handed) -> Path:
        return self.course.feedback(handed.student, handed.id).with_name(NOTICE)

    # What the judges have done

    def _finish(self, task: Task | None, outcome: Graded | Exception | None) -> None:
        """Writes the outcome of a submission; where that is impossible, it is tried again later."""
        if not task:
            return
        handed, id = task.handed, task.handed.id
        if isinstance(outcome, CourseError):  # no other would fare better
            self.broken.add(id)
            handed.due, handed.busy = True, False
            with self._trouble(id):
                raise outcome
            return
        self.broken.discard(id)
        if outcome is None:
            handed.due, handed.busy = True, False
            return
        if not self._pauses(id):
            with self._trouble(id):
                self._write(task, outcome)
        if handed.busy:
            self.unfinished.append((task, outcome))

    def _write(self, task: Task, outcome: Graded | Exception) -> None:
        handed, id = task.handed, task.handed.id
        now = {**self.shared[id], **of_submission(task.batch.folder(handed.student))}
        if changed := changes(task.now, now):
            handed.due = True
            row, said, result = None, f"not written, as meanwhile {changed}: the newer one is next", {}
        else:
            with self.course.alone(), opened(self.course) as gradebook:
                row = ClassBook(self.course, id, gradebook).settled(handed.student, outcome, task.now, task.state)
            self._notice(handed).unlink(missing_ok=True)
            self.exchange.release(handed.student, id)
            said = row.state
            if isinstance(row.outcome, Exception):
                said = f"{said}: {type(row.outcome).__name__}: {row.outcome}"
            elif row.outcome.reason:
                said = f"{row.outcome.reason}; {said}"
            result = {"points": row.standing.total} if row.standing else {}
        seconds = time.time() - task.arrived
        self.said.append(Answer(handed.student, id, row, said, seconds))
        handed.busy = False
        self.log.add(handed.student, id, task.digest, task.counts, **result, reason=said, seconds=round(seconds, 3))

    def _try_again(self) -> None:
        """What could not be written."""
        unfinished, self.unfinished = self.unfinished, []
        for task, outcome in unfinished:
            self._finish(task, outcome)
        with self._trouble(FILE):
            if not self._pauses(FILE):
                self.log.flush()

    # What is in the way

    def _pauses(self, id: str) -> bool:
        return time.monotonic() < self.troubles.get(id, ("", 0.0))[1]

    @contextlib.contextmanager
    def _trouble(self, id: str) -> Iterator[None]:
        """Says once what is in the way of an assignment, which rests then for a while."""
        try:
            yield
        except (CourseError, OSError) as error:
            text = str(error)
            if isinstance(error, Unwritable):
                text = error.reason
            elif isinstance(error, OSError):
                text = f"{error.filename}: {error.strerror}"
            if all(text != known for known, _ in self.troubles.values()):
                self.said.append(f"{id} waits, and nothing is lost: {text}")
            self.troubles[id] = text, time.monotonic() + RETRY
        else:
            if id in self.troubles and id not in self.broken and not self._pauses(id):
                del self.troubles[id]
                if not self.troubles:
                    self.said.append("it goes on")


PAGE = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<body style="font-family: system-ui, sans-serif; max-width: 40em; margin: 2em auto; padding: 0 1em">
<h1>{title}</h1>
<p>{sentence}</p>
"""


def _whole(folder: Path) -> bool:
    """Whether there are notebooks in the folder that are not cut off, as in the middle of a copy."""
    names = [name for name in folders.names(folder) if name.endswith(".ipynb")][:MAX_NOTEBOOKS]
    return bool(names) and all(_is_whole(folder, name) for name in names)


def _is_whole(folder: Path, name: str) -> bool:
    try:
        json.loads(read_file(folder, name, MAX_PARSED))
    except (Unreadable, ValueError, RecursionError):  # or it is too long to be parsed here
        return False
    return True
