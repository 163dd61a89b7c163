"""What instructors hand to the commands: odd folders, odd names, and files that are broken or can't be written."""

import csv
import io
import json
import multiprocessing
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from conftest import PLANAR
from test_books import LATE, append, edit, graded, graded_once  # noqa: F401  (fixtures)
from test_course import course_command, hand_in

from autograder.cli import _show
from autograder.course import folders
from autograder.course.course import Course, CourseError
from autograder.demo import filled
from autograder.judging.display import inert
from autograder.running import gradebook

BIN = Path(sys.executable).parent
LOOT = "SECRET-of-the-course"


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command, as an instructor's shell runs it."""
    given = {**os.environ, **environment}
    return subprocess.run(
        [BIN / words[0], *words[1:]],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        env=given,
        timeout=300,
    )


# Students who would be missing

STRAYS = {
    "misspelt": (["ann/a15_planer_clasification/x.ipynb"], "is 'a15_planer_clasification' a15_planar_classification?"),
    "wrong case": (["ann/A15_Planar_Classification/x.ipynb"], "is 'A15_Planar_Classification' a15_planar"),
    "trailing space": ([f"ann/{PLANAR} /x.ipynb"], "is 'a15_planar_classification ' a15_planar"),
    "short": (["ann/a15/x.ipynb"], "is 'a15' a15_planar_classification? Then rename the folder"),
    "too low": ([f"ann/homework/{PLANAR}/x.ipynb"], f"is 'homework/{PLANAR}' {PLANAR}? It is one level too low"),
    "too high": ([f"ann/{PLANAR}.ipynb"], "put it into a folder of that name"),
    "no student": ([f"{PLANAR}/x.ipynb"], "it is where a student's folder should be"),
    "another name": (["ann/week 5/x.ipynb"], "no folder there is an assignment's; there is 'week 5'"),
    "empty": (["ann/"], "the folder is empty"),
    "a file": (["ann.zip"], "it is a file"),
    "bytes": ([f"{os.fsdecode(b'ann-%ff'.replace(b'%ff', bytes([255])))}/{PLANAR}/x.ipynb"], "is not UTF-8"),
    "control": (["ann/a15_planar_classification\x1b/x.ipynb"], r"is 'a15_planar_classification\x1b' a15_planar"),
}


@pytest.mark.parametrize("case", STRAYS)
def test_work_in_another_place_is_named_with_the_nearest_assignment(course, case):
    paths, words = STRAYS[case]
    for path in paths:
        place = course.submitted / path
        place.mkdir(parents=True) if path.endswith("/") else place.parent.mkdir(parents=True, exist_ok=True)
        if not path.endswith("/"):
            place.write_text("{}")
    status, output = course_command("grade", PLANAR)
    assert status == 1 and "there is nothing to grade" in output
    assert words in output and "is not graded: " in output and "Traceback" not in output and "\x1b" not in output


def test_links_are_named_and_work_where_it_belongs_is_not(course):
    hand_in(course, "ann", b"{}")
    (course.submitted / "bob").mkdir()
    (course.submitted / "bob" / PLANAR).symlink_to(course.submitted / "ann" / PLANAR)
    (course.submitted / "carl").symlink_to(course.submitted / "ann")
    (course.submitted / "dora" / "a14_logistic_regression").mkdir(parents=True)
    (course.submitted / "eve").mkdir()
    (course.submitted / "eve" / PLANAR).write_text("x")
    (course.submitted / ".git").mkdir()
    hand_in(course, "fred", b"{}")
    (course.submitted / "fred" / f"{PLANAR} (2)").mkdir()
    ids = list(course.syllabus)
    assert folders.strays(course.submitted, PLANAR, ids) == [
        f"'bob' is not graded: {PLANAR} is a link, and links are not followed",
        "'carl' is not graded: the folder is a link, and links are not followed",
        f"'eve' is not graded: {PLANAR} is a file, and not a folder",
        f"'fred' has more, which is not graded: is '{PLANAR} (2)' {PLANAR}? Then rename the folder",
    ]
    assert [n for n in folders.names(course.submitted) if folders.is_submission(course.submitted, n, PLANAR)] == [
        "ann",
        "fred",
    ]
    status, output = course_command("grade", PLANAR, "--student", "bob")
    assert status == 1 and "by bob" in output and "is a link" in output and "carl" not in output


# nbgrader's own commands


def odd_class(course: Course, planar, release_notebook) -> list[str]:
    """Submissions that plain nbgrader takes otherwise than we do; returns the students."""
    solutions = planar.source.solutions
    exercise = planar.assignment.exercises["compute_cost"]
    (mistake,) = (known for known in exercise.known_mistakes if known.name == "sum instead of mean")
    partly = planar.mistake_cells(exercise, mistake)  # a third of its points

    def write(student: str, cells: dict[str, str], name: str = f"{PLANAR}.ipynb", **files: str) -> Path:
        folder = course.submitted / student / PLANAR
        folder.mkdir(parents=True)
        if name:
            (folder / name).write_text(nbformat.writes(filled(release_notebook, cells)))
        for file, text in files.items():
            (folder / file.replace("_", ".")).write_text(text)
        return folder

    write("renamed", solutions, "My homework (1).ipynb")
    write("[brackets]", solutions)
    write("=1+1 {x}", partly, "[a15].ipynb")
    write("late", solutions, timestamp_txt="2030-01-02 00:00 UTC")
    write("no time", solutions, timestamp_txt="soon")
    write("nothing", {}, "")
    links = write("links", solutions)
    (links / "notes.txt").symlink_to("../../../.course_secret")
    (links / "all").symlink_to("../../..")
    (links / "[b]").mkdir()
    (links / "[b]" / "notes.txt").symlink_to(course.root / ".course_secret")
    os.link(course.root / ".course_secret", links / "hard.txt")
    pipes = write("pipes", solutions)
    os.mkfifo(pipes / "notes.txt")
    os.mkfifo(pipes / "timestamp.txt")
    linked = write("a link", {})
    (linked / f"{PLANAR}.ipynb").unlink()
    (linked / f"{PLANAR}.ipynb").symlink_to(course.submitted / "late" / PLANAR / f"{PLANAR}.ipynb")
    (course.submitted / "linked").mkdir()
    (course.submitted / "linked" / PLANAR).symlink_to(course.submitted / "late" / PLANAR)
    (course.submitted / "other").symlink_to(course.submitted / "late")
    return ["renamed", "[brackets]", "=1+1 {x}", "late", "no time", "nothing", "links", "pipes", "a link"]


def test_nbgrader_and_our_command_give_the_same_marks_to_an_odd_class(course, planar, release_notebook, monkeypatch):
    """And no link is followed, no pipe is waited for, no file is copied."""
    monkeypatch.delenv("COURSE_SECRET")
    (course.root / ".course_secret").write_text(LOOT + "\n")
    students = odd_class(course, planar, release_notebook)
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write(LATE)
    with gradebook.opened(course) as book:
        book.update_or_create_assignment(PLANAR, duedate="2030-01-01 00:00 UTC")
    shutil.copyfile(course.root / "gradebook.db", course.root / "before.db")

    for command in ("autograde", "generate_feedback"):
        done = run("nbgrader", command, PLANAR)
        assert done.returncode == 0, done.stderr[-3000:]
        if command == "autograde":
            for name in ("linked", "other"):
                assert f"'{name}' is not graded: " in done.stderr
    left = {path for folder in ("autograded", "feedback") for path in (course.root / folder).rglob("*.*")}
    assert {path.suffix for path in left} == {".ipynb", ".html"} and len(left) == 2 * len(students)
    assert not [path for path in left if LOOT in path.read_text()]
    theirs = list(gradebook.marks(course, [PLANAR]))
    pages = {student: course.feedback(student, PLANAR).read_text() for student in students}

    # What nbgrader has graded is done, for our command too.
    status, output = course_command("grade", PLANAR, "--jobs", "1")
    assert status == 0 and output.count("unchanged") == len(students) and "its feedback is new" not in output
    for folder in ("autograded", "feedback"):
        shutil.rmtree(course.root / folder)
    shutil.copyfile(course.root / "before.db", course.root / "gradebook.db")
    status, output = course_command("grade", PLANAR, "--jobs", "1")
    assert status == 0 and "'linked' is not graded" in output and "'other' is not graded" in output
    ours = list(gradebook.marks(course, [PLANAR]))
    assert ours == theirs
    assert {student: course.feedback(student, PLANAR).read_text() for student in students} == pages
    totals: dict[str, float] = {}
    for mark in ours:
        totals[mark.student] = totals.get(mark.student, 0) + mark.points
    assert totals.pop("=1+1 {x}") == pytest.approx(92.08)
    full = dict.fromkeys(["renamed", "[brackets]", "no time", "links", "pipes"], 100)
    assert totals == {**full, "late": 96, "nothing": 0, "a link": 0}


# Terminal and spreadsheet

NAMES = ["+1", "=1+1", "-dash", "@x", "\tx", "\rx", " =1", "'quoted", "\x1b[31mred", "a\u202eb", "\x9b1m", "ann", "＝1"]


def test_names_are_inert_in_the_terminal_and_no_formula_in_a_spreadsheet(capsys):
    rows = [gradebook.Mark(name, PLANAR, "predict", -1.5, 10.0, "correct", "") for name in NAMES]
    _show(gradebook.Mark._fields, rows)
    table = capsys.readouterr().out
    assert all(line.isprintable() for line in table.split("\n"))
    assert r"\x1b[31mred" in table and r"a\u202eb" in table
    _show(gradebook.Mark._fields, rows, "csv")
    found = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    for row, name in zip(found, NAMES, strict=True):
        shown = row["student"]
        assert shown.isprintable() and shown.lstrip()[0] not in "=+-@\t\r＝"
        assert shown.removeprefix("'") == inert(name)  # what README tells programs
        assert row["points"] == "-1.5"
    _show(gradebook.Mark._fields, rows, "json")
    text = capsys.readouterr().out
    assert [row["student"] for row in json.loads(text)] == NAMES and text.isascii()


def test_nothing_that_a_name_or_an_error_holds_steers_the_terminal(graded, monkeypatch):  # noqa: F811
    evil = "eve\x1b]0;x\x07\u202e"
    hand_in(graded, evil, b"{}")

    def grade_all(settings, students, *options):
        for student in students:
            yield student, RuntimeError("\x1b[2J gone\r\u2028")

    monkeypatch.setattr(gradebook, "grade_all", grade_all)
    status, output = course_command("grade", PLANAR, "--student", evil)
    assert status == 1 and r"eve\x1b]0;x\x07\u202e could not be graded" in output
    assert not re.search("[\x1b\x07\r\u202e\u2028]", output)
    status, output = course_command("grade", PLANAR, "--student", "nobody\x1b[1m")
    assert status == 1 and r"nobody\x1b[1m" in output and "\x1b" not in output


# The secret


def made(folder: str) -> str:
    return Course(Path(folder)).secret


def test_commands_that_start_at_once_make_one_secret(tmp_path, monkeypatch):
    monkeypatch.delenv("COURSE_SECRET", raising=False)
    with multiprocessing.get_context("fork").Pool(4) as pool:
        for number in range(50):
            folder = tmp_path / str(number)
            folder.mkdir()
            found = set(pool.map(made, [str(folder)] * 8, chunksize=1))
            assert len(found) == 1 and len(*found) == 32
            assert [path.name for path in folder.iterdir()] == [".course_secret"]


def test_a_secret_is_whole_and_its_owners_only_from_the_first_moment(tmp_path, monkeypatch):
    monkeypatch.delenv("COURSE_SECRET", raising=False)
    seen = []
    link = os.link

    def look(source: str, target: Path) -> None:
        seen.append((Path(source).stat().st_mode & 0o777, len(Path(source).read_text()), target.exists()))
        link(source, target)

    monkeypatch.setattr(os, "link", look)
    before = os.umask(0)
    try:
        assert len(Course(tmp_path).secret) == 32
    finally:
        os.umask(before)
    assert seen == [(0o600, 33, False)]
    assert (tmp_path / ".course_secret").stat().st_mode & 0o777 == 0o600


def test_no_new_secret_is_made_where_marks_exist(graded, monkeypatch):  # noqa: F811
    monkeypatch.delenv("COURSE_SECRET")
    secret = graded.root / ".course_secret"
    for gone in ("nothing", "autograded"):
        shutil.rmtree(graded.root / gone, ignore_errors=True)
        status, output = course_command("grade", PLANAR)
        assert status == 1 and ".course_secret is missing" in output and "put it back" in output
        assert not secret.exists()
    with gradebook.opened(graded) as book:
        for student in ("ann", "bob"):
            book.remove_submission(PLANAR, student)
    assert len(graded.secret) == 32


def test_two_secrets_that_differ_are_no_secret(tmp_path, monkeypatch):
    path = tmp_path / ".course_secret"
    path.write_text("kept\n")
    monkeypatch.setenv("COURSE_SECRET", "given")
    with pytest.raises(CourseError, match="COURSE_SECRET is not the secret in"):
        _ = Course(tmp_path).secret
    monkeypatch.setenv("COURSE_SECRET", "kept")
    assert Course(tmp_path).secret == "kept"
    for content in (b"", b" \n", b"\xff\xfe"):
        path.write_bytes(content)
        with pytest.raises(CourseError, match=r"is empty|cannot be read"):
            _ = Course(tmp_path).secret


# What is broken is said in a sentence


def said(*arguments: str) -> str:
    """What a command says that cannot do its work."""
    status, output = course_command(*arguments)
    assert status == 1 and "Traceback" not in output
    return output


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"not a database at all" * 100, "it is damaged: put it back from a backup"), (None, "it is damaged")],
)
def test_a_damaged_gradebook_is_named_with_the_cure(graded, content, words):  # noqa: F811
    path = graded.root / "gradebook.db"
    path.write_bytes(content or path.read_bytes()[:100] + b"\xff" * 60_000)
    for arguments in (["marks"], ["grade", PLANAR], ["release", PLANAR]):
        output = said(*arguments)
        assert str(path) in output and words in output


def test_a_locked_gradebook_is_named_with_the_cure(graded, monkeypatch):  # noqa: F811
    connect = sqlite3.dbapi2.connect
    monkeypatch.setattr(sqlite3.dbapi2, "connect", lambda *a, **k: connect(*a, **{**k, "timeout": 0.1}))
    append(graded.submitted / "ann" / PLANAR / f"{PLANAR}.ipynb")
    holder = connect(graded.root / "gradebook.db")
    holder.execute("BEGIN EXCLUSIVE")
    try:
        for arguments in (["marks"], ["grade", PLANAR, "--jobs", "1"]):
            output = said(*arguments)
            assert "gradebook.db" in output and "another program is writing into it" in output
    finally:
        holder.close()


def test_a_gradebook_of_another_version_is_named_with_the_cure(graded):  # noqa: F811
    with sqlite3.connect(graded.root / "gradebook.db") as book:
        book.execute("ALTER TABLE grade RENAME COLUMN extra_credit TO more")
    assert "nbgrader db upgrade" in said("marks")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("def broken(:", "SyntaxError: "),
        ("undefined_name", "NameError: "),
        ("import nothing_of_this_name", "ModuleNotFoundError: "),
    ],
)
def test_a_broken_grader_is_said_once(graded, line, words):  # noqa: F811
    path = graded.root / "graders" / f"{PLANAR}.py"
    path.write_text(path.read_text() + f"\n{line}\n")
    number = len(path.read_text().splitlines())
    for jobs in ("1", "2"):
        output = said("grade", PLANAR, "--jobs", jobs)
        assert output.count(words) == 1 and f"graders/{PLANAR}.py, line {number}: " in output
    output = run("nbgrader", "autograde", PLANAR, "--force").stderr
    assert output.count(words) == 1 and "Traceback" not in output


SYLLABUS = [
    ('kernel = "numpy"', 'kernel = "numpi"', "kernel of 'a11_numpy_basics' must be numpy or tensorflow, not 'numpi'"),
    ("points = 100", 'points = "100"', "points of 'a11_numpy_basics' must be a number, not '100'"),
    ("part = 1", 'part = "one"', "part of 'a11_numpy_basics' must be a whole number"),
    ('title = "NumPy: the language of networks"', "title = 3", "title of 'a11_numpy_basics' must be a text"),
    ('id = "a12_calculus_and_autodiff"', 'id = "a11_numpy_basics"', "two assignments are called a11_numpy_basics"),
    ('id = "a11_numpy_basics"', 'id = "../a11"', "the id '../a11' must be letters"),
    ("prerequisites = []", 'prerequisites = "a11"', "prerequisites of 'a11_numpy_basics' must be a list"),
]


@pytest.mark.parametrize(("old", "new", "words"), SYLLABUS)
def test_what_is_wrong_in_the_syllabus_is_named(course, old, new, words):
    edit(course.root / "syllabus.toml", old, new)
    output = said("grade", PLANAR)
    assert words in output and "syllabus.toml" in output


@pytest.mark.parametrize(
    "content", [b"", b"{}", b'{"cells": 3}', b"\xff\x00", b'{"cells": [], "metadata": {}}', b"[1]"]
)
def test_a_damaged_release_is_named_with_the_cure(graded, content):  # noqa: F811
    graded.release(PLANAR).write_bytes(content)
    output = said("grade", PLANAR)
    assert str(graded.release(PLANAR)) in output
    assert f"run `course release {PLANAR}`" in output
    status, output = course_command("marks", PLANAR)
    assert status == 0 and len(output.splitlines()) == 2 + 16


def test_a_read_only_disk_is_named(graded, tmp_path, monkeypatch):  # noqa: F811
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32m", "none", folder], check=False).returncode != 0:
        pytest.skip("no file system can be mounted here")
    try:
        shutil.copytree(graded.root, folder / "course")
        append(folder / "course" / "submitted" / "ann" / PLANAR / f"{PLANAR}.ipynb")
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        monkeypatch.chdir(folder / "course")
        assert course_command("marks")[0] == 0
        monkeypatch.delenv("COURSE_SECRET")
        for arguments in (["release", PLANAR], ["grade", PLANAR, "--jobs", "1"]):
            output = said(*arguments)
            assert "ead-only" in output or "readonly" in output or "missing" in output
        monkeypatch.setenv("COURSE_SECRET", "a secret for tests")
        output = said("grade", PLANAR, "--jobs", "1")
        assert "ead-only" in output or "readonly" in output
    finally:
        monkeypatch.chdir(tmp_path)
        subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_terminal_without_utf8_stops_nothing(graded):  # noqa: F811
    (graded.submitted / "Jürgen ✓").mkdir()
    done = run("course", "grade", PLANAR, PYTHONIOENCODING="ascii")
    assert done.returncode == 0 and "rgen" in done.stderr and "is not graded: the folder is empty" in done.stderr
    with gradebook.opened(graded) as book:
        book.update_or_create_student("Zoë")
        book.update_or_create_submission(PLANAR, "Zoë")
    for format in ("table", "csv", "json"):
        done = run("course", "marks", "--format", format, PYTHONIOENCODING="ascii")
        assert done.returncode == 0 and "Zo" in done.stdout
