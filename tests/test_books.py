"""Marks are where they belong: what makes a mark stale, one total everywhere, what an instructor is told."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from threading import Timer

import nbformat
import pytest
from conftest import PLANAR
from test_course import course_command, hand_in

from autograder.authoring import release
from autograder.authoring.verify import Proof, keep, kept
from autograder.course.course import Course, CourseError
from autograder.demo import filled
from autograder.running import batch, depends, gradebook
from autograder.running.execute import Result
from autograder.running.source import SourceError

SECRET = "a secret for tests"


@pytest.fixture(scope="module")
def graded_once(released_course, tmp_path_factory, planar, release_notebook) -> Path:
    """A course in which two submissions are graded: one that is right, and one that has two exercises."""
    folder = tmp_path_factory.mktemp("books") / "course"
    shutil.copytree(released_course.root, folder)
    course = Course(folder)
    solutions = planar.source.solutions
    for student, names in (("ann", list(solutions)), ("bob", ["layer_sizes", "predict"])):
        done = filled(release_notebook, {name: solutions[name] for name in names})
        hand_in(course, student, nbformat.writes(done).encode())
    rows = list(gradebook.grade_class(batch.Batch(folder, PLANAR, course.submitted, SECRET), ["ann", "bob"], jobs=1))
    assert [(row.state, row.standing.total) for row in rows] == [("graded", 100), ("graded", 15)]
    return folder


@pytest.fixture
def graded(graded_once, course):
    """A copy of it for one test."""
    shutil.rmtree(course.root)
    shutil.copytree(graded_once, course.root)
    os.chdir(course.root)
    return course


@pytest.fixture
def same_marks(monkeypatch):
    """Grading gives again what it gave before: these tests are about when it is asked to."""

    def grade_all(settings, students, *options):
        for student in students:
            path = Course(settings.root).autograded(student, settings.id)
            notebook = nbformat.read(path, as_version=4)
            yield student, batch.Graded(Result.read(notebook), notebook, None)

    monkeypatch.setattr(gradebook, "grade_all", grade_all)


def states(course: Course, **options: object) -> dict[str, str]:
    """What the next run says of ann and bob."""
    settings = batch.Batch(course.root, PLANAR, course.submitted, **{"secret": SECRET, **options})
    return {row.student: row.state for row in gradebook.grade_class(settings, ["ann", "bob"], jobs=1)}


# What is stale


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) >= 1
    path.chmod(0o644)
    path.write_text(text.replace(old, new, 1))


def submitted(course: Course, name: str) -> Path:
    return course.submitted / "bob" / PLANAR / name


ONE = {  # what changes one submission
    "notebook": (lambda c: edit(submitted(c, f"{PLANAR}.ipynb"), "petals", "leaves"), "other files were handed in"),
    "another notebook": (lambda c: submitted(c, "new.ipynb").write_text("{}"), "other files were handed in"),
    "a helper file": (lambda c: submitted(c, "mine.py").write_text("x = 1"), "other files were handed in"),
    "the time": (lambda c: submitted(c, "timestamp.txt").write_text("2030-01-02"), "handed in at another time"),
}
ALL = {  # what changes all of them
    "grader": (lambda c: append(c.root / "graders" / f"{PLANAR}.py"), "the grader changed"),
    "reference": (lambda c: append(c.sources / PLANAR / f"{PLANAR}.py"), "the reference changed"),
    "release": (lambda c: (c.releases / PLANAR / "more.txt").write_text("x"), "the release changed"),
    "limits": (
        lambda c: edit(c.root / "syllabus.toml", f'id = "{PLANAR}"', f'id = "{PLANAR}"\nlimits = {{ cell = 9 }}'),
        "the limits changed",
    ),
}


def append(path: Path) -> None:
    path.write_text(path.read_text() + "\n# another line\n")


@pytest.mark.parametrize("change", ONE)
def test_a_submission_that_changed_is_graded_again_and_the_table_says_why(graded, same_marks, change):
    act, words = ONE[change]
    act(graded)
    assert states(graded) == {"ann": "unchanged", "bob": f"graded again: {words}"}
    assert states(graded) == {"ann": "unchanged", "bob": "unchanged"}


@pytest.mark.parametrize("change", ALL)
def test_what_changes_for_all_is_graded_again_for_all(graded, same_marks, change):
    act, words = ALL[change]
    act(graded)
    assert set(states(graded).values()) == {f"graded again: {words}"}
    assert set(states(graded).values()) == {"unchanged"}


def test_another_engine_other_utils_another_secret_and_no_sandbox_make_marks_stale(
    graded, same_marks, tmp_path, monkeypatch
):
    assert set(states(graded, secret="another").values()) == {"graded again: the course's secret changed"}
    assert "secret changed" in states(graded, unsafe=True)["ann"]
    words = "the sandbox was switched on or off"
    assert set(states(graded).values()) == {f"graded again: {words}"}
    for name, words in (("ENGINE", "the engine changed"), ("HELPERS", "utils changed")):
        copy = tmp_path / name
        shutil.copytree(getattr(depends, name), copy)
        with (copy / "__init__.py").open("a") as file:
            file.write("\n# another line\n")
        with monkeypatch.context() as patch:
            patch.setattr(depends, name, copy)
            assert set(states(graded).values()) == {f"graded again: {words}"}
        assert set(states(graded).values()) == {f"graded again: {words}"}  # it is changed back


def test_a_grader_depends_on_those_that_it_imports(graded):
    before = depends.of_course(graded, PLANAR, SECRET, False)["grader"]
    append(graded.root / "graders" / "a14_logistic_regression.py")
    assert depends.of_course(graded, PLANAR, SECRET, False)["grader"] == before
    append(graded.root / "graders" / "families.py")
    assert depends.of_course(graded, PLANAR, SECRET, False)["grader"] != before


def test_what_nothing_depends_on_changes_nothing(graded, same_marks):
    submitted(graded, "link.txt").symlink_to("/etc/passwd")
    os.mkfifo(submitted(graded, "pipe"))
    os.utime(submitted(graded, f"{PLANAR}.ipynb"))
    (submitted(graded, ".ipynb_checkpoints")).mkdir()
    (submitted(graded, ".ipynb_checkpoints") / "x.ipynb").write_text("{}")
    append(graded.root / "graders" / "a14_logistic_regression.py")
    assert set(states(graded).values()) == {"unchanged"}


def test_marks_that_the_gradebook_does_not_have_are_entered_again(graded, same_marks):
    with gradebook.opened(graded) as book:
        book.remove_submission(PLANAR, "bob")
    assert states(graded) == {"ann": "unchanged", "bob": "graded again: it is not in the gradebook"}
    with gradebook.opened(graded) as book:
        book.find_grade("check_predict", PLANAR, PLANAR, "bob").auto_score = 3
        book.db.commit()
    assert states(graded) == {"ann": "unchanged", "bob": "graded again: the gradebook has other marks"}
    (graded.root / "gradebook.db").unlink()
    with pytest.raises(CourseError, match="run `course release"):
        states(graded)
    release.release(graded, PLANAR)
    assert set(states(graded).values()) == {"graded again: it is not in the gradebook"}
    assert sum(mark.points for mark in gradebook.marks(graded, [PLANAR])) == 115


def test_anothers_graded_notebook_is_no_mark(graded):
    shutil.copytree(graded.submitted / "ann", graded.submitted / "bob", dirs_exist_ok=True)
    path = graded.autograded("bob", PLANAR)
    path.unlink()
    shutil.copyfile(graded.autograded("ann", PLANAR), path)
    assert states(graded) == {"ann": "unchanged", "bob": "graded again: its graded notebook is another's"}
    assert gradebook.graded_before(path).student == "bob"


def test_feedback_that_is_gone_is_written_again(graded, same_marks):
    page = graded.feedback("bob", PLANAR)
    before = page.read_bytes()
    page.unlink()
    assert states(graded) == {"ann": "unchanged", "bob": "unchanged, its feedback is new"}
    assert page.read_bytes() == before


def test_a_damaged_graded_notebook_is_made_again(graded, monkeypatch):
    path = graded.autograded("bob", PLANAR)
    good = path.read_text()
    notebook = nbformat.reads(good, as_version=4)
    outcome = batch.Graded(Result.read(notebook), notebook, None)
    monkeypatch.setattr(gradebook, "grade_all", lambda *call: (item for item in [("bob", outcome)]))
    edit(path, '"cells": [', '"cells": [3,')
    graded.feedback("bob", PLANAR).unlink()
    assert states(graded) == {"ann": "unchanged", "bob": "graded again: its graded notebook is damaged"}
    assert path.read_text() == good and graded.feedback("bob", PLANAR).is_file()


def test_a_page_of_an_earlier_submission_is_written_again(graded, same_marks):
    """As nbgrader's own commands leave one: graded again, without new feedback."""
    submitted(graded, "mine.py").write_text("x = 1")
    path = graded.feedback("bob", PLANAR)
    old = path.read_text()
    assert states(graded)["bob"] == "graded again: other files were handed in"
    path.write_text(old)
    assert states(graded) == {"ann": "unchanged", "bob": "unchanged, its feedback is new"}
    assert states(graded) == {"ann": "unchanged", "bob": "unchanged"}


def test_changed_points_are_never_ten_of_five(graded):
    path, source = graded.root / "graders" / f"{PLANAR}.py", graded.sources / PLANAR / f"{PLANAR}.py"
    edit(path, "@assignment.exercise(points=10, uses=", "@assignment.exercise(points=5, uses=")
    edit(path, "@assignment.exercise(points=5, returns=", "@assignment.exercise(points=10, returns=")
    for name, old, new in (("predict", 10, 5), ("layer_sizes", 5, 10)):
        edit(source, f'check points={old}\ncheck("{name}"', f'check points={new}\ncheck("{name}"')
    status, output = course_command("grade", PLANAR, "--jobs", "1", "--student", "ann")
    assert status == 1 and "other exercises or points than its release: run `course release" in output
    release.release(graded, PLANAR)
    rows = [mark for mark in gradebook.marks(graded, [PLANAR]) if mark.exercise == "predict"]
    assert {(mark.points, mark.max_points, mark.note) for mark in rows} == {
        (10, 10, "out of date: it has 5 points now")
    }
    status, output = course_command("grade", PLANAR, "--jobs", "1")
    assert status == 0 and output.count("graded again: the grader changed, the reference changed, the release") == 2
    rows = [mark for mark in gradebook.marks(graded, [PLANAR]) if mark.exercise == "predict"]
    assert {(mark.points, mark.max_points, mark.note) for mark in rows} == {(5, 5, "")}


def test_hostile_folders_are_read_with_bounds(tmp_path, monkeypatch):
    monkeypatch.setattr(depends, "MAX_ENTRIES", 50)
    monkeypatch.setattr(depends, "MAX_BYTES", 1000)
    (tmp_path / "many").mkdir()
    for number in range(200):
        (tmp_path / "many" / f"{number}").write_text("x" * 100)
    with (tmp_path / "00-big").open("wb") as file:
        file.truncate(2**40)
    (tmp_path / b"\xff.txt".decode("utf-8", "surrogateescape")).write_text("x")
    os.mkfifo(tmp_path / "timestamp.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    deep = tmp_path / "deep"
    for _ in range(300):
        deep = deep / "d"
    deep.mkdir(parents=True)
    reads: list[int] = []
    read = depends.read_file

    def counted(folder: Path, name: str, limit: int, whole: bool) -> bytes:
        reads.append(len(read(folder, name, limit, whole)))
        return read(folder, name, limit, whole)

    monkeypatch.setattr(depends, "read_file", counted)
    started = time.process_time()
    first = depends.of_submission(tmp_path)
    assert 5 < len(reads) <= 51 and sum(reads) <= 1000
    assert first == depends.of_submission(tmp_path) and first["time"] == ""
    assert time.process_time() - started < 2


@pytest.mark.parametrize("depth", [1, 2, 30])
def test_folders_are_counted_as_files_are(tmp_path, monkeypatch, depth):
    """A submission of many empty folders, whether they are beside each other or in each other."""
    monkeypatch.setattr(depends, "MAX_ENTRIES", 100)
    (tmp_path / "a.ipynb").write_text("x")
    for number in range(600 // depth):
        tmp_path.joinpath(*[f"f{number}"] * depth).mkdir(parents=True)
    looked: list[object] = []
    scandir = os.scandir
    monkeypatch.setattr(depends.os, "scandir", lambda path: looked.append(path) or scandir(path))
    first = depends.digest(tmp_path)
    assert len(looked) <= 101
    (tmp_path / "a.ipynb").write_text("y")  # comes first, whatever there is besides
    assert depends.digest(tmp_path) != first


def test_a_thousand_submissions_that_have_not_changed_take_little_time(graded, monkeypatch):
    """Measured: 0.3 s of processor time for all, and under a second on a busy machine."""
    before = gradebook.graded_before(graded.autograded("bob", PLANAR))
    with gradebook.opened(graded) as book:
        standing = gradebook.standings(book, PLANAR)["bob"]
        class_book = gradebook.ClassBook(graded, PLANAR, book)
        started = time.process_time()
        shared = depends.of_course(graded, PLANAR, SECRET, False)
        for _ in range(1000):
            now = {**shared, **depends.of_submission(graded.submitted / "bob" / PLANAR)}
            assert gradebook.graded_before(graded.autograded("bob", PLANAR)) == before
            assert class_book.why_again("bob", before, now, standing) == ""
            assert not class_book.renew_feedback(before, standing)
        assert time.process_time() - started < 2


def test_marks_take_as_many_queries_for_many_students_as_for_few(graded):
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    counts = []
    for more in (0, 30):
        with gradebook.opened(graded) as book:
            for number in range(more):
                book.update_or_create_student(f"more-{number}")
                book.update_or_create_submission(PLANAR, f"more-{number}")
        asked: list[str] = []

        def listener(*call: object, asked: list[str] = asked) -> None:
            asked.append(str(call[2]))

        event.listen(Engine, "before_cursor_execute", listener)
        rows = list(gradebook.marks(graded, [PLANAR]))
        event.remove(Engine, "before_cursor_execute", listener)
        assert len(rows) == 8 * (2 + more)
        counts.append(len(asked))
    assert counts[0] == counts[1]


# One total

LATE = """
from nbgrader.plugins import LateSubmissionPlugin
class Late(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 4
c.AssignLatePenalties.plugin_class = Late
"""


def test_there_is_one_total_everywhere(graded):
    """With a penalty for being late, an instructor's own mark and extra credit."""
    with (graded.root / "nbgrader_config.py").open("a") as file:
        file.write(LATE)
    with gradebook.opened(graded) as book:
        book.update_or_create_assignment(PLANAR, duedate="2030-01-01 00:00 UTC")
    submitted(graded, "timestamp.txt").write_text("2030-01-02 00:00 UTC")
    status, output = course_command("grade", PLANAR, "--jobs", "1")
    assert status == 0 and "graded again: handed in at another time" in output and "4 off for being late" in output
    with gradebook.opened(graded) as book:
        book.find_grade("check_predict", PLANAR, PLANAR, "bob").manual_score = 7
        book.find_grade("check_layer_sizes", PLANAR, PLANAR, "bob").extra_credit = 2.5
        book.db.commit()
    status, output = course_command("grade", PLANAR, "--jobs", "1")
    (line,) = (line for line in output.splitlines() if line.startswith("bob"))
    assert "10.5 / 100" in line and "unchanged, its feedback is new" in line
    for words in ("4 off for being late", "predict: instructor's mark", "layer_sizes: extra credit 2.5"):
        assert words in line
    page = graded.feedback("bob", PLANAR).read_text()
    assert "<b>10.5</b> of 100 points" in page and "Handed in late" in page and "−4</td>" in page
    assert "instructor&#39;s mark" in page and "extra credit 2.5" in page
    rows = json.loads(course_command("marks", "--format", "json")[1])
    mine = [row for row in rows if row["student"] == "bob"]
    assert sum(row["points"] for row in mine) == 10.5
    notes = {row["exercise"]: (row["points"], row["note"]) for row in mine if row["note"]}
    assert notes == {
        "predict": (7, "instructor's mark"),
        "layer_sizes": (7.5, "extra credit 2.5"),
        "late penalty": (-4, "24 hours late"),
    }
    assert '"late penalty",-4.0,0.0,"late","","24 hours late"' in course_command("marks", "--format", "csv")[1]
    with gradebook.opened(graded) as book:
        submission = book.find_submission(PLANAR, "bob")
        assert submission.score - submission.late_submission_penalty == 10.5


def test_a_penalty_changes_with_the_due_date(graded, same_marks):
    with (graded.root / "nbgrader_config.py").open("a") as file:
        file.write(LATE)
    with gradebook.opened(graded) as book:
        book.update_or_create_assignment(PLANAR, duedate="2030-01-01 00:00 UTC")
        book.update_or_create_submission(PLANAR, "bob", timestamp="2030-01-02 00:00 UTC")
    assert states(graded) == {"ann": "unchanged", "bob": "graded again: the penalty for being late changed"}
    assert sum(mark.points for mark in gradebook.marks(graded, [PLANAR]) if mark.student == "bob") == 11
    with gradebook.opened(graded) as book:
        book.grant_extension(PLANAR, "bob", days=2)
    assert states(graded) == {"ann": "unchanged", "bob": "graded again: the penalty for being late changed"}
    assert sum(mark.points for mark in gradebook.marks(graded, [PLANAR]) if mark.student == "bob") == 15


# Release

EXERCISE = '''
# %% solution
def more(x):
    """x and one."""
    ### START CODE HERE ### (≈ 1 line)
    # (1) one more
    return x + 1
    ### END CODE HERE ###

# %% check points=5
check("more", more)
'''
SCENARIO = '''

@assignment.exercise(points=5)
def more(submission, draw):
    """One more than a drawn number."""
    yield "number", submission.more(float(draw.normal(1)[0]))
'''


def with_one_more(course: Course) -> dict[Path, str]:
    """Adds an exercise to the assignment; returns the files as they were."""
    paths = [course.sources / PLANAR / f"{PLANAR}.py", course.root / "graders" / f"{PLANAR}.py"]
    before = {path: path.read_text() for path in [*paths, course.root / "syllabus.toml"]}
    for path, text in zip(paths, (EXERCISE, SCENARIO), strict=True):
        path.write_text(before[path] + text)
    head, tail = before[course.root / "syllabus.toml"].split(f'id = "{PLANAR}"')
    tail = tail.replace("points = 100", "points = 105", 1)
    (course.root / "syllabus.toml").write_text(f'{head}id = "{PLANAR}"{tail}')
    return before


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_release_that_the_gradebook_cannot_take_leaves_the_old_one(course):
    """An exercise more than submissions were graded with, and then one less."""
    for changes in ("new: check_more, more", "gone: check_more, more"):
        if changes.startswith("new"):
            original = with_one_more(course)
        with gradebook.opened(course) as book:
            book.update_or_create_student("ann")
            book.update_or_create_submission(PLANAR, "ann")
        old = contents(course.releases)
        status, output = course_command("release", PLANAR)
        assert status == 1 and changes in output and "the old release stays" in output
        assert f"nbgrader db assignment remove {PLANAR} --force" in output and "Traceback" not in output
        assert contents(course.releases) == old
        subprocess.run(
            [Path(sys.executable).parent / "nbgrader", "db", "assignment", "remove", PLANAR, "--force"], check=True
        )
        assert course_command("release", PLANAR)[0] == 0
        assert contents(course.releases) != old
        for path, text in original.items():
            path.write_text(text)


@pytest.mark.parametrize("step", ["nbgrader", "copy", "first rename", "second rename"])
def test_a_release_that_ends_anywhere_leaves_the_old_one(course, monkeypatch, step):
    edit(course.sources / PLANAR / f"{PLANAR}.py", "petals", "leaves")
    old = contents(course.releases)
    rename, generate, count = Path.rename, release._generate, iter(range(9))

    def fails(*call: object) -> None:
        raise SourceError("the end")

    def renames(path: Path, target: Path) -> Path:
        return fails() if next(count) == {"first rename": 0, "second rename": 1}[step] else rename(path, target)

    if step == "nbgrader":
        monkeypatch.setattr(release, "_generate", lambda *a: fails() if a[-1] == course.gradebook else generate(*a))
    elif step == "copy":
        monkeypatch.setattr(shutil, "copytree", fails)
    else:
        monkeypatch.setattr(Path, "rename", renames)
    with pytest.raises(SourceError, match="the end"):
        release.release(course, PLANAR)
    assert contents(course.releases) == old
    monkeypatch.undo()
    release.release(course, PLANAR)
    assert contents(course.releases) != old
    assert {path.name for path in course.releases.iterdir()} == {PLANAR, "README.md"}


TRAPS = """
def judged_for_ever(value):
    # What a judge with a fault of its own might do with what a submission returns.
    if value == (6, 6, 6):
        while True:
            pass
    if value == (7, 7, 7):
        import numpy
        return numpy.ones(2**40)
    if value == (5, 5, 5):
        return value[3]
    if value == (8, 8, 8):
        import os
        os.kill(os.getpid(), 9)
    return value
"""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_submission_that_the_judge_can_not_stand_costs_itself_only(course, planar, release_notebook, jobs):
    path = course.root / "graders" / f"{PLANAR}.py"
    path.write_text(
        path.read_text().replace("@assignment.exercise(points=5", TRAPS + "\n\n@assignment.exercise(points=5", 1)
    )
    call = "submission.layer_sizes(draw.normal(n_x, m), label_rows(draw, n_y, m))"
    edit(path, call, f"judged_for_ever({call})")
    edit(course.root / "syllabus.toml", f'id = "{PLANAR}"\n', f'id = "{PLANAR}"\nlimits = {{ submission = 2 }}\n')
    for student, size in (("ann", None), ("bad", 6), ("big", 7), ("bug", 5), ("end", 8), ("zoe", None)):
        cells = dict(planar.source.solutions)
        if size:
            cells["layer_sizes"] = f"def layer_sizes(X, Y):\n    return {size}, {size}, {size}"
        hand_in(course, student, nbformat.writes(filled(release_notebook, cells)).encode())
    status, output = course_command("grade", PLANAR, "--jobs", jobs)
    assert status == 1 and "bug could not be graded" in output, output
    rows = {mark.student: [] for mark in gradebook.marks(course, [PLANAR])}
    for mark in gradebook.marks(course, [PLANAR]):
        rows[mark.student].append((mark.points, mark.status))
    assert [sum(points for points, _ in rows[student]) for student in sorted(rows)] == [100, 0, 0, 0, 0, 100]
    told = {
        "bad": "took longer than 12 seconds",
        "big": "1024 MB of memory",
        "end": "ended the process",
        "bug": "IndexError",
    }
    for student, words in told.items():
        assert {status for _, status in rows[student]} == {"stopped"}
        assert words in course.feedback(student, PLANAR).read_text()


@pytest.mark.parametrize("when", ["while it waits", "while it works"])
def test_a_judge_that_something_else_ends_costs_nobody(course, planar, release_notebook, when):
    hand_in(course, "ann", nbformat.writes(filled(release_notebook, planar.source.solutions)).encode())
    judge = batch.JudgeProcess(batch.Batch(course.root, PLANAR, course.submitted, SECRET))
    if when == "while it waits":
        judge.keeper._process.kill()
        judge.keeper._process.wait()
    else:
        Timer(0.1, judge.keeper._process.kill).start()
    assert judge.graded("ann").result.points == 100
    judge.keeper.close()


@pytest.mark.parametrize("changed", ["graders", "source_notebooks", "syllabus"])
def test_a_proof_counts_until_something_that_it_depends_on_changes(course, changed):
    proof = Proof(PLANAR, 8, 100, seeds=5)
    keep(course, proof, 5)
    assert kept(course, PLANAR, 5) == proof
    assert (
        kept(course, PLANAR, 6) is kept(course, PLANAR, 5, seconds=9) is None
        and kept(course, "a11_numpy_basics", 5) is None
    )
    if changed == "syllabus":
        path = course.root / "syllabus.toml"
        path.write_text(path.read_text().replace('kernel = "numpy"', 'kernel = "tensorflow"'))
        course = Course(course.root)
    else:
        append(next((course.root / changed).glob(f"**/{PLANAR}.py")))
    assert kept(course, PLANAR, 5) is None
