"""What `course watch` does with what arrives, one after another on one warm judge."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from conftest import PLANAR
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import ExchangeFetchFeedback, ExchangeSubmit
from traitlets.config import Config

from autograder.course.course import Course, CourseError
from autograder.demo import filled
from autograder.running import attempts, gradebook, watch
from autograder.running.batch import Batch

ENDS_IT = "import os\nos._exit(0)"
LONG = 120  # seconds until a test gives up


@pytest.fixture(scope="module")
def place(released_course, tmp_path_factory):
    """The course of all these tests, with a fixed secret."""
    folder = tmp_path_factory.mktemp("watch") / "course"
    shutil.copytree(released_course.root, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_SECRET", "a secret for tests")
        patch.setenv("JUPYTER_DATA_DIR", str(folder.parent / "jupyter"))
        patch.chdir(folder)
        patch.setattr(watch, "POLL", 0.05)
        yield Course(folder)


@pytest.fixture(scope="module")
def judges():
    """One thread with one judge, which every watch of these tests has in turn."""
    return watch.Judges(1, [])


@pytest.fixture
def start(place, judges, monkeypatch):
    """Begins to watch, as a command would that is started again."""
    begun = []

    def use(jobs, batches):
        while not judges.done.empty():
            judges.done.get()
        judges.done.put((None, None))
        return judges

    def start(limit=6):
        for one in begun:
            one.log.close()
        begun.append(watch.Watch(place, [PLANAR], limit, 1))
        return Rounds(begun[-1])

    monkeypatch.setattr(watch, "Judges", use)
    yield start
    for one in begun:
        one.log.close()
    for name in ("submitted", "feedback", "autograded"):
        shutil.rmtree(place.root / name, ignore_errors=True)
    (place.root / attempts.FILE).unlink(missing_ok=True)


class Rounds:
    """A watch, and what it has said until something is true."""

    def __init__(self, watch):
        self.watch, self.rounds, self.said = watch, watch.rounds(), []

    def until(self, true):
        end = time.monotonic() + LONG
        while not true():
            assert time.monotonic() < end, self.said
            self.said += next(self.rounds)
        return self

    def answers(self, *students):
        """What was said of these, as soon as it is, in order."""
        found = lambda: [one for one in self.said if isinstance(one, watch.Answer) and one.student in students]  # noqa: E731
        self.until(lambda: {one.student for one in found()} == {*students})
        return [(one.student, one.row.standing.total if one.row else None, one.said) for one in found()]

    def some(self, many=4):
        """A few more rounds."""
        for _ in range(many):
            self.said += next(self.rounds)
        return self

    def forget(self):
        self.said.clear()
        return self


@pytest.fixture(scope="module")
def work(planar, release_notebook):
    """Makes notebooks with some exercises done. n: what tells one notebook from another."""

    def made(*names, n=0, also=""):
        cells = {name: planar.source.solutions[name] for name in names or planar.source.solutions}
        notebook = filled(release_notebook, cells)
        notebook.cells.insert(1, nbformat.v4.new_code_cell(f"mine = {n}\n{also}", id="mine"))
        return nbformat.writes(notebook).encode()

    return made


def hand_in(course, student, content):
    folder = course.submitted / student / PLANAR
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{PLANAR}.ipynb").write_bytes(content)
    return folder


def log(course):
    return [json.loads(line) for line in (course.root / attempts.FILE).read_text().splitlines()]


def test_right_broken_and_hostile_work_is_answered_as_by_course_grade(place, start, work):
    class_of = {
        "right": work(),
        "half": work("layer_sizes", "predict"),
        "ends": work("layer_sizes", also=ENDS_IT),
        "broken": b"%PDF-1.7 my homework",
        "cut": work()[:3000],
        "\x1b[31mred": work("predict"),
    }
    rounds = start().some(1)
    for student, content in class_of.items():
        hand_in(place, student, content)
    (place.submitted / "piped" / PLANAR).mkdir(parents=True)
    os.mkfifo(place.submitted / "piped" / PLANAR / f"{PLANAR}.ipynb")
    answers = {name: (total, said) for name, total, said in rounds.answers(*class_of, "piped")}
    assert answers["right"] == (100, "graded") and answers["half"] == (15, "graded")
    assert answers["broken"] == answers["cut"] == answers["piped"] == (0, "unreadable; graded")
    entries = {entry["student"]: entry for entry in log(place)}
    assert {name: entry["points"] for name, entry in entries.items()} == {name: a[0] for name, a in answers.items()}
    assert all(entry["attempt"] and entry["seconds"] > 0 and len(entry["digest"]) == 64 for entry in entries.values())
    assert all(place.feedback(name, PLANAR).is_file() for name in answers)
    before = set(gradebook.marks(place, [PLANAR]))
    batch = Batch(place.root, PLANAR, place.submitted, place.secret)
    rows = list(gradebook.grade_class(batch, batch.students(), jobs=1))
    assert {row.state for row in rows} == {"unchanged"}
    rows = list(gradebook.grade_class(batch, ["right", "half", "ends"], force=True, jobs=1))
    assert {row.state for row in rows} == {"graded"} and {*gradebook.marks(place, [PLANAR])} == before


def test_a_notebook_is_graded_when_it_is_whole(place, start, work):
    content = work()
    rounds = start()
    folder = place.submitted / "slow" / PLANAR
    folder.mkdir(parents=True)
    for size in (0, 1000, len(content) - 1):
        if size:
            hand_in(place, "slow", content[:size])
        assert rounds.some().said == [] and not rounds.watch.handed["slow", PLANAR].busy
    hand_in(place, "slow", content)
    assert rounds.answers("slow") == [("slow", 100, "graded")]
    assert [entry["points"] for entry in log(place)] == [100]


def test_what_stays_cut_off_is_graded_as_it_is(place, start, work, monkeypatch):
    monkeypatch.setattr(watch, "PATIENCE", 0.5)
    rounds = start()
    hand_in(place, "cut", work()[:1000])
    assert rounds.answers("cut") == [("cut", 0, "unreadable; graded")]


def test_the_newer_of_two_counts_when_one_is_replaced_while_it_is_graded(place, start, work, monkeypatch):
    graded = watch.JudgeProcess.graded
    seen = []

    def replaced(self, student):
        outcome = graded(self, student)
        if not seen:
            hand_in(place, "eager", work(n=2))
        seen.append(student)
        return outcome

    monkeypatch.setattr(watch.JudgeProcess, "graded", replaced)
    rounds = start()
    hand_in(place, "eager", work("predict", n=1))
    rounds.until(lambda: sum(isinstance(one, watch.Answer) for one in rounds.said) == 2)
    first, *rest = rounds.answers("eager")
    assert first == ("eager", None, "not written, as meanwhile other files were handed in: the newer one is next")
    assert rest == [("eager", 100, "graded")]
    assert [(entry.get("points"), entry["attempt"]) for entry in log(place)] == [(None, True), (100, True)]


def test_what_changes_in_the_queue_is_graded_once_as_it_is_then(place, start, work, monkeypatch):
    decide = watch.Watch._decide

    def late(self, id, ready):
        if not (place.submitted / "queued" / "two").exists():
            (place.submitted / "queued" / "two").mkdir()
            hand_in(place, "queued", work(n=2))
        decide(self, id, ready)

    monkeypatch.setattr(watch.Watch, "_decide", late)
    rounds = start()
    hand_in(place, "queued", work("predict", n=1))
    assert rounds.answers("queued") == [("queued", 100, "graded")]
    assert len(log(place)) == 1


def test_an_attempt_too_many_waits_also_after_a_restart(place, start, work, monkeypatch):
    rounds = start(2)
    for n in (1, 2):
        hand_in(place, "brute", work("predict", n=n))
        assert [total for _, total, _ in rounds.forget().answers("brute")] == [10]
    hand_in(place, "brute", work("predict", n=2))
    os.utime(place.submitted / "brute" / PLANAR / f"{PLANAR}.ipynb")  # the same content again
    assert rounds.forget().some().said == []
    notice = place.feedback("brute", PLANAR).with_name(watch.NOTICE)
    assert not notice.exists()
    for n in (3, 4):
        hand_in(place, "brute", work(n=n))
        rounds.some()
    [(_, total, said)] = rounds.answers("brute")
    assert total is None and "after 2 attempts in an hour" in said
    assert "takes 2 attempts in an hour" in notice.read_text()
    assert [entry["attempt"] for entry in log(place)] == [True, True, False]
    with (place.root / attempts.FILE).open("a") as file:
        file.write('{"time": "cut off')  # by a kill
    rounds = start(2)
    hand_in(place, "other", work("predict"))
    assert rounds.answers("other") == [("other", 10, "graded")]
    [(_, total, said)] = rounds.answers("brute")
    assert total is None and "waits until" in said and "points" not in log_of(place, "brute")[-1]
    later = time.time() + attempts.HOUR
    monkeypatch.setattr(watch.time, "time", lambda: later)
    assert rounds.forget().answers("brute") == [("brute", 100, "graded again: other files were handed in")]
    assert not notice.exists() and place.feedback("brute", PLANAR).is_file()


def log_of(course, student):
    """The lines about a student, without what a kill has cut off."""
    lines = (course.root / attempts.FILE).read_text().splitlines()
    return [json.loads(line) for line in lines if line.endswith("}") and f'"{student}"' in line]


def test_only_one_watches_a_course(place, start):
    start()
    with pytest.raises(CourseError, match="another `course watch` is running"):
        watch.Watch(place, [PLANAR], 6, 1)


def test_a_locked_gradebook_and_a_full_disk_lose_nothing(place, start, work, monkeypatch):
    monkeypatch.setattr(watch, "RETRY", 0.2)
    write, fails = gradebook.ClassBook.write, ["full", "locked"]

    def failing(self, graded):
        if fails.pop() == "full" if fails else False:
            raise OSError(28, "No space left on device", "gradebook.db")
        if fails:
            raise gradebook.sqlalchemy.exc.OperationalError("", {}, sqlite3.OperationalError("database is locked"))
        return write(self, graded)

    monkeypatch.setattr(gradebook.ClassBook, "write", failing)
    rounds = start()
    hand_in(place, "patient", work())
    assert rounds.answers("patient") == [("patient", 100, "graded")]
    sentences = [one for one in rounds.said if isinstance(one, str)]
    assert any("nothing is lost: the gradebook says: database is locked" in one for one in sentences)
    assert "it goes on" in sentences and len(log(place)) == 1


def test_work_through_the_exchange_is_collected_and_its_feedback_released(place, start, work, tmp_path, monkeypatch):
    exchange = tmp_path / "exchange"
    config_file = place.root / "nbgrader_config.py"
    before = config_file.read_text()
    config_file.write_text(f"{before}\nc.Exchange.root = {str(exchange)!r}\n")
    (exchange / "deep_learning" / "inbound").mkdir(parents=True)
    shutil.copytree(place.releases / PLANAR, exchange / "deep_learning" / "outbound" / PLANAR)
    exchange.chmod(0o777)
    config = Config()
    config.Exchange.root, config.Exchange.cache = str(exchange), str(tmp_path / "cache")
    config.CourseDirectory.course_id, config.CourseDirectory.assignment_id = "deep_learning", PLANAR
    config.CourseDirectory.student_id = "eve"
    home = tmp_path / "home" / PLANAR
    home.mkdir(parents=True)

    def nbgrader(kind):
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(home.parent)
            made = kind(coursedir=CourseDirectory(config=config), authenticator=Authenticator(), config=config)
            made.start()

    try:
        rounds = start(1)
        inbound = exchange / "deep_learning" / "inbound"
        (inbound / f"eve+{PLANAR}+no time+x").mkdir()
        (inbound / f"eve+{PLANAR}+no time+x" / "timestamp.txt").write_text("no time")
        linked = inbound / f"link+{PLANAR}+2030-01-01 00:00:00 UTC+x"
        linked.mkdir()
        (linked / "timestamp.txt").write_text("2030-01-01 00:00:00 UTC")
        (linked / f"{PLANAR}.ipynb").symlink_to(place.release(PLANAR))
        (home / f"{PLANAR}.ipynb").write_bytes(work("predict"))
        nbgrader(ExchangeSubmit)
        assert {(name, total) for name, total, _ in rounds.answers("eve", "link")} == {("eve", 10), ("link", 0)}
        assert any("its name says no time" in one for one in rounds.said if isinstance(one, str))
        assert not (place.submitted / "link" / PLANAR / f"{PLANAR}.ipynb").exists()
        nbgrader(ExchangeFetchFeedback)
        assert "<b>10</b> of 100" in fetched(home)[-1]
        (home / f"{PLANAR}.ipynb").write_bytes(work())
        nbgrader(ExchangeSubmit)
        [(_, total, said)] = rounds.forget().answers("eve")
        assert total is None and "waits until" in said
        nbgrader(ExchangeFetchFeedback)
        assert "graded soon after" in fetched(home)[-1]
        later = time.time() + attempts.HOUR
        monkeypatch.setattr(watch.time, "time", lambda: later)
        assert rounds.forget().answers("eve")[0][1] == 100
        for path in (home / "feedback").rglob("*.html"):
            path.unlink()
        shutil.rmtree(home / "feedback")
        nbgrader(ExchangeFetchFeedback)
        assert "<b>100</b> of 100" in fetched(home)[-1]
    finally:
        config_file.write_text(before)


def fetched(home):
    return [path.read_text() for path in sorted((home / "feedback").rglob("*.html"))]


def test_ctrl_c_ends_the_command_which_goes_on_when_it_is_started_again(place, start, work):
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it
    command = [str(Path(sys.executable).with_name("course")), "watch", PLANAR, "--jobs", "1"]
    hand_in(place, "early", work())
    for student, before in (("early", "graded"), ("late", "")):
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=place.root
        ) as process:
            assert process.stdout.readline().startswith(f"watching {place.submitted} for {PLANAR}")
            hand_in(place, student, work())
            assert f"  {student}  {PLANAR}  100 / 100  " in process.stdout.readline()
            process.send_signal(signal.SIGINT if before else signal.SIGTERM)
            output, errors = process.communicate(timeout=LONG)
        assert process.returncode == 0 and "Traceback" not in errors
        assert "1 graded; 0 wait" in output and "stopped; what is not graded yet is graded" in errors
    assert [entry["student"] for entry in log(place)] == ["early", "late"]


def test_another_grader_grades_anew_what_is_no_attempt(place, start, work):
    rounds = start(1)
    hand_in(place, "steady", work())
    rounds.answers("steady")
    path = place.root / "graders" / f"{PLANAR}.py"
    good = path.read_text()
    path.write_text("raise ValueError('half written')\n")
    rounds.forget().until(lambda: any("waits, and nothing is lost" in str(one) for one in rounds.said))
    path.write_text(good + "\n# another line\n")
    assert rounds.answers("steady") == [("steady", 100, "graded again: the grader changed")]
    assert [one for one in rounds.said if isinstance(one, str)].count(
        f"{PLANAR}: the grader changed; what was graded before is graded again"
    ) == 2
    assert [entry["attempt"] for entry in log(place)] == [True, False]
