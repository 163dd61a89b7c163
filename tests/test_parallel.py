"""Grading side by side, and grading that is stopped: nothing is lost, and the marks do not depend on it."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import nbformat
import pytest
from conftest import PLANAR
from nbgrader.api import Gradebook
from test_course import course_command, hand_in

from autograder.course.course import Course
from autograder.demo import submissions
from autograder.running import batch, gradebook, isolation
from autograder.running.feedback import page

STUDENTS = ["copied-cell", "half-1", "mistake-compute_cost-1", "not-a-notebook", "real-3", "reference", "untouched"]
COMMAND = [str(Path(sys.executable).with_name("course")), "grade", PLANAR]

# Goes at the end of the course's grader, which each worker loads; {student: what happens there}.
ACCIDENTS = """
import os, pathlib, signal, time
from autograder.running import batch
honest = batch.grade_notebook

def accident(submitted, folders, grader, parent, student, *more):
    if student == "half-1":
        raise ZeroDivisionError("an accident")
    marker = pathlib.Path(__file__).with_suffix(".died")
    if student == "real-3" or (student == "reference" and not marker.exists()):
        marker.touch()
        os.kill(os.getppid(), signal.SIGKILL)  # the worker
        time.sleep(60)
    return honest(submitted, folders, grader, parent, student, *more)

if os.environ.get("ACCIDENTS"):
    batch.grade_notebook = accident
"""


def handed_in(course: Course, planar, release_notebook) -> Course:
    for student, content in submissions(planar, release_notebook):
        if student in STUDENTS:
            hand_in(course, student, content)
    return course


@pytest.fixture
def graded_class(course, planar, release_notebook):
    return handed_in(course, planar, release_notebook)


def outcome(course: Course) -> dict[str, object]:
    """All that grading leaves behind: marks, feedback and graded notebooks, and no file that is half written."""
    left: dict[str, object] = {"marks": list(gradebook.marks(course, [PLANAR]))}
    for folder in ("autograded", "feedback"):
        for path in (course.root / folder).rglob("*.*"):
            assert path.suffix in (".html", ".ipynb")
            text = path.read_text()
            if path.suffix == ".ipynb":
                notebook = json.loads(text)
                del notebook["metadata"]["course"]["seconds"]
                text = json.dumps(notebook)
            left[str(path.relative_to(course.root))] = text
    return left


@pytest.fixture(scope="module")
def expected(released_course, tmp_path_factory, planar, release_notebook):
    """What one job leaves behind that nothing happens to."""
    folder = tmp_path_factory.mktemp("expected") / "course"
    shutil.copytree(released_course.root, folder)
    course = handed_in(Course(folder), planar, release_notebook)
    batch_ = batch.Batch(folder, PLANAR, course.submitted, "a secret for tests")
    list(gradebook.grade_class(batch_, STUDENTS, jobs=1))
    left = outcome(course)
    assert len(left) == 1 + 2 * len(STUDENTS)
    return left


@pytest.fixture(scope="module")
def late(released_course, tmp_path_factory, planar, release_notebook):
    """What came of a late submission, not yet written."""
    folder = tmp_path_factory.mktemp("late") / "course"
    shutil.copytree(released_course.root, folder)
    course = handed_in(Course(folder), planar, release_notebook)
    (course.submitted / "half-1" / PLANAR / "timestamp.txt").write_text("2030-01-02 00:00 UTC")
    return batch.grade_student(batch.Batch(folder, PLANAR, course.submitted, "a secret for tests"), "half-1")


@pytest.fixture
def due(graded_class):
    """The class, for whom a submission on New Year's Day of 2030 is late."""
    with gradebook.opened(graded_class) as book:
        book.update_or_create_assignment(PLANAR, duedate="2030-01-01 00:00 UTC")
    return graded_class


def graded(course: Course) -> list[Path]:
    return list((course.root / "autograded").glob("*/*/*.ipynb"))


def stopped(course: Course, jobs: str, stop: Callable[[subprocess.Popen[str]], None]) -> tuple[int, str, float]:
    """The command, stopped when it has graded something and not yet all: status, errors, seconds that it took to end."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it, and so would the command
    with subprocess.Popen(
        [*COMMAND, "--jobs", jobs], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, start_new_session=True
    ) as command:
        while not graded(course):
            assert command.poll() is None
            time.sleep(0.01)
        stop(command)
        started = time.monotonic()
        _, errors = command.communicate(timeout=30)
        return command.returncode, errors, time.monotonic() - started


def test_marks_and_feedback_do_not_depend_on_jobs_or_order(graded_class, expected):
    status, output = course_command("grade", PLANAR, "--jobs", "2")
    assert status == 0
    assert [line.split()[0] for line in output.splitlines() if " / " in line] == STUDENTS
    assert outcome(graded_class) == expected
    options = [word for student in reversed(STUDENTS[:3]) for word in ("--student", student)]
    status, output = course_command("grade", PLANAR, "--force", "--jobs", "1", *options)
    assert [line.split()[0] for line in output.splitlines() if " / " in line] == STUDENTS[2::-1]
    assert outcome(graded_class) == expected


def test_a_cluster_by_address_grades_with_the_commands_own_secret(graded_class, expected):
    from distributed import LocalCluster

    environment = {"COURSE_SECRET": "not this one"}
    options = {"n_workers": 1, "threads_per_worker": 2, "dashboard_address": "127.0.0.1:0", "env": environment}
    with LocalCluster(**options) as cluster:
        status, _ = course_command("grade", PLANAR, "--scheduler", cluster.scheduler_address)
        assert status == 0
        assert outcome(graded_class) == expected
        notes = graded_class.root / "source_notebooks" / PLANAR / f"{PLANAR}.py"
        notes.write_text("")  # workers that stay read a course that has changed anew
        status, output = course_command("grade", PLANAR, "--force", "--scheduler", cluster.scheduler_address)
        assert status == 1 and "Traceback" not in output


def test_without_a_cluster_the_command_says_so(graded_class, monkeypatch):
    monkeypatch.setattr(batch, "CONNECT", "100ms")
    for address in ("tcp://127.0.0.1:9", "nowhere"):
        status, output = course_command("grade", PLANAR, "--scheduler", address)
        assert status == 1 and f"no Dask cluster at {address}" in output


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_killed_command_is_made_good_by_the_next(graded_class, expected, jobs):
    stopped(graded_class, jobs, lambda command: command.kill())
    assert 0 < len(graded(graded_class)) < len(STUDENTS)
    assert len([*graded_class.root.glob(".grading-*")]) == (jobs == "2")
    status, output = course_command("grade", PLANAR, "--jobs", "1")
    assert status == 0 and "unchanged" in output
    assert outcome(graded_class) == expected
    assert [*graded_class.root.glob(".grading-*")] == []


def test_an_interrupted_command_ends_at_once_and_goes_on_next_time(graded_class, expected):
    status, errors, seconds = stopped(graded_class, "2", lambda command: os.killpg(command.pid, signal.SIGINT))
    assert status == 130 and "the next run goes on from there" in errors and "Traceback" not in errors
    assert seconds < 15  # less than 1 on an idle machine, and at most 5 for what a worker is at
    done = len(graded(graded_class))
    assert 0 < done < len(STUDENTS)
    status, output = course_command("grade", PLANAR, "--jobs", "1")
    assert status == 0 and output.count("unchanged") == done
    assert outcome(graded_class) == expected


def test_dead_workers_and_errors_cost_one_submission_at_most(graded_class, expected):
    grader = graded_class.root / "graders" / f"{PLANAR}.py"
    original = grader.read_text()
    grader.write_text(original + ACCIDENTS)
    done = subprocess.run(
        [*COMMAND, "--jobs", "2"], capture_output=True, text=True, check=False, env=os.environ | {"ACCIDENTS": "1"}
    )
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "half-1 could not be graded: This submission was stopped: grading it met an error (ZeroDiv" in done.stderr
    assert "real-3 could not be graded: RuntimeError: its worker died 3 times" in done.stderr
    lines = {line.split()[0]: line for line in done.stdout.splitlines()[2:-1]}
    assert list(lines) == STUDENTS
    assert [name for name, line in lines.items() if "stopped" in line] == ["half-1"]
    assert [name for name, line in lines.items() if "could not be graded" in line] == ["real-3"]
    found = {(mark.student, mark.status) for mark in gradebook.marks(graded_class, [PLANAR])}
    assert {("half-1", "stopped"), ("real-3", "not graded"), ("reference", "correct")} < found
    grader.write_text(original)
    assert course_command("grade", PLANAR, "--jobs", "1")[0] == 0
    assert outcome(graded_class) == expected


@pytest.fixture
def small_disk(graded_class, tmp_path, monkeypatch):
    """The class's course on a file system of its own, with 700 kB left in it, which the file `full` can make more."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "none", folder], check=False).returncode != 0:
        pytest.skip("no file system can be mounted here")
    try:
        shutil.copytree(graded_class.root, folder / "course")
        course = Course(folder / "course")
        monkeypatch.chdir(course.root)
        disk = os.statvfs(folder)
        (folder / "full").write_bytes(b"0" * (disk.f_bavail * disk.f_frsize - 700_000))
        yield course
    finally:
        monkeypatch.chdir(tmp_path)
        subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_full_disk_is_said_and_loses_nothing(small_disk, expected):
    status, output = course_command("grade", PLANAR, "--jobs", "1")
    assert status == 1 and "Traceback" not in output
    assert "whose marks are not written" in output and ("full" in output or "space" in output)
    done = len(graded(small_disk))
    assert 0 < done < len(STUDENTS)
    assert not list(small_disk.root.rglob("*.part"))
    (small_disk.root.parent / "full").unlink()
    status, output = course_command("grade", PLANAR, "--jobs", "1")
    assert status == 0 and output.count("unchanged") == done
    assert outcome(small_disk) == expected


STEPS = [
    (Gradebook, "update_or_create_student"),
    (Gradebook, "update_or_create_submission"),
    (gradebook, "record"),
    (gradebook.AssignLatePenalties, "init_plugin"),
    (Path, "write_text"),
    (Path, "unlink"),
    (Path, "replace"),
]


def test_a_run_that_ends_between_any_two_steps_is_made_good(due, late, expected, monkeypatch):
    """Also when it grades again what had been graded before."""
    course, student = due, late.result.student
    settings = batch.Batch(course.root, PLANAR, course.submitted, "a secret for tests")
    monkeypatch.setattr(batch, "grade_student", lambda settings, student: late)
    reached = 0
    for owner, name in STEPS:
        for count in range(1, 10):
            ended = Ends(getattr(owner, name), count)
            with monkeypatch.context() as patch, contextlib.suppress(SystemError):
                patch.setattr(owner, name, lambda *a, ended=ended, **k: ended(*a, **k))
                with gradebook.opened(course) as book:
                    gradebook.ClassBook(course, PLANAR, book).write(late)
            if not ended.happened:
                break
            reached += 1
            ((_, result, _, _),) = gradebook.grade_class(settings, [student])
            assert result.points == late.result.points
            marks = {mark for mark in expected["marks"] if mark.student == student}
            assert set(gradebook.marks(course, [PLANAR])) == marks
            assert course.autograded(student, PLANAR).read_text() == nbformat.v4.writes(late.notebook) + "\n"
            feedback = page(late.notebook, course.entry(PLANAR), course.released(PLANAR), {})
            assert course.feedback(student, PLANAR).read_text() == feedback
            assert not list(course.root.rglob("*.part"))
    assert reached >= 12


class Ends:
    """A function whose n-th call ends the program."""

    def __init__(self, function: Callable[..., object], count: int) -> None:
        self.function, self.count, self.happened = function, count, False

    def __call__(self, *arguments: object, **options: object) -> object:
        self.count -= 1
        if self.count == 0:
            self.happened = True
            raise SystemError
        return self.function(*arguments, **options)


def test_a_late_submission_that_comes_again_in_time_loses_its_penalty(due, late):
    with (due.root / "nbgrader_config.py").open("a") as file:
        file.write("\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    penalties = []
    for timestamp in (late.timestamp, late.timestamp - timedelta(days=2)):
        with gradebook.opened(due) as book:
            gradebook.ClassBook(due, PLANAR, book).write(replace(late, timestamp=timestamp))
            penalties.append(book.find_submission(PLANAR, late.result.student).late_submission_penalty)
    assert penalties == [late.result.points, 0]


def test_feedback_says_what_was_not_run_and_what_was_not_safe(graded_class, expected):
    before = expected[f"feedback/reference/{PLANAR}/{PLANAR}.html"]
    course_command("grade", PLANAR, "--student", "reference", "--full", "--unsafe")
    page = graded_class.feedback("reference", PLANAR).read_text()
    for words, shown in (("Cells that are only for show were not run.", before), ("without the sandbox", page)):
        assert [text for text in (before, page) if words in text] == [shown]
    with gradebook.opened(graded_class) as book:
        comments = book.find_submission(PLANAR, "reference").notebooks[0].comments
        assert len(comments) == 8 and all("without the sandbox" in comment.comment for comment in comments)


def test_one_job_and_help_need_no_dask():
    code = "import sys, autograder.running.gradebook; assert 'distributed' not in sys.modules and 'dask' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
    code = "import sys, autograder.cli; assert not {'numpy', 'nbgrader', 'nbformat'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_doctor_shows_what_works(monkeypatch):
    monkeypatch.setattr(
        isolation, "doctor", lambda: [("bubblewrap", True, "/usr/bin/bwrap"), ("network", False, "open")]
    )
    status, output = course_command("doctor")
    assert status == 1 and "submissions cannot be isolated here: network" in output
    monkeypatch.setattr(isolation, "doctor", lambda: [("bubblewrap", True, "/usr/bin/bwrap")])
    status, output = course_command("doctor")
    assert status == 0 and output.splitlines()[2].split() == ["bubblewrap", "yes", "/usr/bin/bwrap"]
