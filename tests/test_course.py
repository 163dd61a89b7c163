"""A class in a course: released, graded by our command and by plain nbgrader, with marks and feedback."""

import base64
import csv
import io
import json
import re
import shutil
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from conftest import PLANAR, ROOT
from typer.testing import CliRunner

from autograder.authoring import release
from autograder.authoring.public import FILE, OPTIONS
from autograder.cli import app
from autograder.course.course import Course, CourseError
from autograder.demo import filled, submissions
from autograder.inside import wire
from autograder.running import gradebook
from autograder.running.source import Source, SourceError

STUDENTS = ["copied-cell", "half-1", "mistake-backward_propagation-1", "not-a-notebook", "reference", "untouched"]


def course_command(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def marks(course: Course) -> dict[tuple[str, str], gradebook.Mark]:
    return {(mark.student, mark.exercise): mark for mark in gradebook.marks(course, [PLANAR])}


def hand_in(course: Course, student: str, content: bytes) -> Path:
    path = course.submitted / student / PLANAR / f"{PLANAR}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    return path


@pytest.fixture
def graded_class(course, planar, release_notebook):
    """The course with a small class handed in."""
    for student, content in submissions(planar, release_notebook):
        if student in STUDENTS:
            hand_in(course, student, content)
    return course


def test_a_class_is_graded_with_marks_and_feedback(graded_class):
    course = graded_class
    status, output = course_command("grade", PLANAR)
    assert status == 0
    assert re.search(r"^reference +100 / 100 +graded$", output, re.M)
    assert re.search(r"^not-a-notebook +0 / 100 +unreadable$", output, re.M)
    found = marks(course)
    assert {student for student, _ in found} == set(STUDENTS)
    totals = {s: sum(mark.points for (student, _), mark in found.items() if student == s) for s in STUDENTS}
    assert totals["reference"] == totals["copied-cell"] == 100
    assert totals["untouched"] == totals["not-a-notebook"] == 0
    wrong = [mark for mark in found.values() if mark.student.startswith("mistake") and mark.status != "correct"]
    assert [(mark.exercise, bool(mark.diagnosis)) for mark in wrong] == [("backward_propagation", True)]
    for student in STUDENTS:
        assert course.feedback(student, PLANAR).is_file()


def test_marks_have_one_format_in_three_forms(graded_class):
    course_command("grade", PLANAR, "--student", "reference")
    _, text = course_command("marks", PLANAR, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0]) == ["student", "assignment", "exercise", "points", "max_points", "status", "diagnosis", "note"]
    assert len(rows) == 8
    _, text = course_command("marks", "--format", "json")
    assert [str(row["points"]) for row in json.loads(text)] == [row["points"] for row in rows]
    _, text = course_command("marks")
    assert len(text.splitlines()) == 2 + 8


def test_plain_nbgrader_gives_the_same_marks_and_feedback(graded_class):
    course = graded_class
    course_command("grade", PLANAR)
    ours, pages = marks(course), {s: course.feedback(s, PLANAR).read_text() for s in STUDENTS}
    shutil.rmtree(course.root / "feedback")
    shutil.rmtree(course.root / "autograded")
    for mark in ours.values():  # nothing of ours is left in the gradebook either
        with gradebook.opened(course) as book:
            book.remove_submission(PLANAR, mark.student) if mark.exercise == "predict" else None
    for command in ("autograde", "generate_feedback"):
        done = subprocess.run(
            [Path(sys.executable).parent / "nbgrader", command, PLANAR], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert marks(course) == ours
    for student in STUDENTS:
        assert course.feedback(student, PLANAR).read_text() == pages[student]


def test_grading_alone_or_in_a_batch_or_again_is_the_same(graded_class):
    course = graded_class
    course_command("grade", PLANAR)
    batch = marks(course)
    texts = {s: course.feedback(s, PLANAR).read_text() for s in STUDENTS}
    for student in reversed(STUDENTS):
        course_command("grade", PLANAR, "--student", student, "--force")
    assert marks(course) == batch
    assert {s: course.feedback(s, PLANAR).read_text() for s in STUDENTS} == texts


def test_only_what_changed_is_graded_again(graded_class, planar, release_notebook):
    course = graded_class
    course_command("grade", PLANAR, "--student", "reference", "--student", "untouched")
    changed = nbformat.writes(filled(release_notebook, planar.source.solutions))
    (course.submitted / "untouched" / PLANAR / f"{PLANAR}.ipynb").write_text(changed)
    _, output = course_command("grade", PLANAR, "--student", "reference", "--student", "untouched")
    assert re.search(r"^reference +100 / 100 +unchanged", output, re.M)
    assert re.search(r"^untouched +100 / 100 +graded", output, re.M)


def test_an_instructors_own_mark_and_comment_stand(graded_class):
    course = graded_class
    course_command("grade", PLANAR, "--student", "untouched")
    with gradebook.opened(course) as book:
        grade = book.find_grade("check_predict", PLANAR, PLANAR, "untouched")
        grade.manual_score = 7
        book.find_comment("predict", PLANAR, PLANAR, "untouched").manual_comment = "Told me <b>how</b> in person."
        book.db.commit()
    course_command("grade", PLANAR, "--student", "untouched", "--force")
    assert marks(course)["untouched", "predict"].points == 7
    page = course.feedback("untouched", PLANAR).read_text()
    assert "<b>7</b> of 100 points" in page
    assert "Told me &lt;b&gt;how&lt;/b&gt; in person." in page


def test_extra_credit_is_in_marks_and_feedback(graded_class):
    course = graded_class
    course_command("grade", PLANAR, "--student", "reference")
    with gradebook.opened(course) as book:
        book.find_grade("check_predict", PLANAR, PLANAR, "reference").extra_credit = 2
        book.db.commit()
    course_command("grade", PLANAR, "--student", "reference", "--force")
    assert marks(course)["reference", "predict"].points == 12
    assert "<b>102</b> of 100 points" in course.feedback("reference", PLANAR).read_text()


@pytest.mark.parametrize("name", ["renamed.ipynb", None, "two"])
def test_a_folder_without_the_notebook_still_ends_as_a_row(course, planar, release_notebook, name):
    solved = nbformat.writes(filled(release_notebook, planar.source.solutions))
    folder = course.submitted / "ann" / PLANAR
    folder.mkdir(parents=True)
    for file in {"renamed.ipynb": ["renamed.ipynb"], None: [], "two": ["a.ipynb", "b.ipynb"]}[name]:
        (folder / file).write_text(solved)
    (folder / "timestamp.txt").write_text("not a time")
    status, _ = course_command("grade", PLANAR)
    assert status == 0
    mark = marks(course)["ann", "predict"]
    assert (mark.points, mark.status) == ((10, "correct") if name else (0, "unreadable"))


def test_a_page_that_cannot_be_made_costs_its_own_submission_and_leaves_a_row(graded_class, monkeypatch):
    page = gradebook.page

    def page_of_one_less(notebook, *rest):
        if "half-1" in str(notebook.metadata):
            raise ZeroDivisionError("an accident")
        return page(notebook, *rest)

    monkeypatch.setattr(gradebook, "page", page_of_one_less)
    status, output = course_command("grade", PLANAR)
    assert status == 1 and "half-1 could not be graded: ZeroDivisionError: an accident" in output
    found = marks(graded_class)
    assert found["half-1", "predict"].status == "not graded" and found["half-1", "predict"].points == 0
    assert found["reference", "predict"].status == "correct"


class Tags(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_feedback_shows_results_and_nothing_that_runs_or_solves(course, planar, release_notebook):
    attack = '<script>alert(1)</script><img src=x onerror=alert(2)><a href="javascript:alert(3)">x</a>'
    cells = dict(planar.source.solutions)
    cells["compute_cost"] = f"def compute_cost(A2, Y, parameters=None):\n    raise ValueError('''{attack}''')"
    cells["predict"] = f"'''{attack}'''\ndef predict(parameters, X):\n    return '''{attack}'''"
    cells["layer_sizes"] = f"raise ValueError('''{attack}''')"
    hand_in(course, "eve", nbformat.writes(filled(release_notebook, cells)).encode())
    course_command("grade", PLANAR)
    page = course.feedback("eve", PLANAR).read_text()
    tags = Tags(page).found
    assert not {tag for tag, _ in tags} & {"script", "img", "iframe", "object", "svg", "form", "link"}
    assert not [name for _, attributes in tags for name in attributes if name.startswith("on")]
    assert all(attributes.get("href", "#").startswith("#") for _, attributes in tags)
    assert "Hint 2" in page and "ValueError" in page
    own = "\n".join(cells.values())
    for name in ("compute_cost", "predict", "layer_sizes"):
        for line in release.solution_lines(planar.source.solutions[name]):
            assert line in own or line not in page
    assert "BEGIN HIDDEN" not in page and "graders" not in page


def test_the_secret_is_made_once_and_can_be_given(course, monkeypatch):
    assert course.secret == "a secret for tests"
    monkeypatch.delenv("COURSE_SECRET")
    made = course.secret
    assert len(made) == 32 and course.secret == made
    assert (course.root / ".course_secret").stat().st_mode & 0o777 == 0o600
    assert ".course_secret" in (ROOT / ".gitignore").read_text()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["grade", "a99"], "there is no assignment 'a99'; syllabus.toml has "),
        (["grade", PLANAR], f"course/submitted/STUDENT/{PLANAR}"),
        (["grade", PLANAR, "--submitted", "source_notebooks"], "there is nothing to grade"),
        (["marks", "a99"], "there is no assignment"),
        (["release", "a99"], "there is no assignment"),
        (["verify", "a99"], "there is no assignment"),
        (["demo", "--folder", "source_notebooks"], "holds other files"),
        (["demo", "--folder", "."], "holds other files"),
    ],
)
def test_wrong_arguments_get_a_clear_error(course, arguments, words):
    status, output = course_command(*arguments)
    assert status == 1
    assert words in output
    assert "Traceback" not in output


SMALL = """
# %% solution
def double(x):
    ### START CODE HERE ### (≈ 1 line)
    return 2 * x
    ### END CODE HERE ###

# %% check points=4
check("double", double)
"""
SMALL_GRADER = """
import os

from autograder.judging.exercise import Assignment

assignment = Assignment("small")

@assignment.exercise(points=4)
def double(submission, draw):
    os.write(2, b"a library warns")
    yield "one number", submission.double(float(draw.normal()))
"""


@pytest.fixture
def small_course(tmp_path, monkeypatch) -> Course:
    """A course of one exercise, which the test runs in."""
    for name, content in {
        "nbgrader_config.py": (ROOT / "nbgrader_config.py").read_text(encoding="utf-8"),
        "syllabus.toml": '[[assignment]]\nid = "small"\ntitle = "Small"\npart = 1\npoints = 4',
        "graders/small.py": SMALL_GRADER,
        "source_notebooks/small/small.py": SMALL,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COURSE_SECRET", "a secret for tests")
    return Course(tmp_path)


def test_what_libraries_say_while_graders_are_proved_is_not_shown(small_course, capfd):
    """As TensorFlow does of functions that are traced anew."""
    status, output = course_command("verify", "--seeds", "1", "--format", "json")
    assert status == 0, output
    assert "a library warns" not in capfd.readouterr().err


DRAWN = """\
# %% picture
import matplotlib.pyplot as plt
from utils.figures import show
plt.plot([0, 1])
show("A line that rises.")
"""


def test_of_a_picture_students_get_what_it_draws(small_course):
    source = small_course.root / "source_notebooks" / "small" / "small.py"
    source.write_text(DRAWN + SMALL)
    status, output = course_command("release", "small")
    assert status == 0, output
    first = small_course.released("small").cells[0]
    assert (first.cell_type, first.source) == ("markdown", "![A line that rises.](attachment:picture.png)")
    assert base64.b64decode(first.attachments["picture.png"]["image/png"]).startswith(b"\x89PNG")
    assert course_command("release", "small", "--check")[0] == 0
    notebook = small_course.release("small")
    notebook.write_text(notebook.read_text().replace("A line that rises.", "A line that falls."))
    assert course_command("release", "small", "--check")[0] == 1
    course_command("release", "small")
    source.write_text(DRAWN.replace("[0, 1]", "[0, 1, 0]") + SMALL)  # nothing but the picture changes
    assert course_command("release", "small")[0] == 0
    drawn = small_course.released("small").cells[0].attachments["picture.png"]["image/png"]
    assert drawn != first.attachments["picture.png"]["image/png"]
    assert course_command("release", "small", "--check")[0] == 0
    source.write_text(DRAWN.replace('show("A line that rises.")', "plt.close()") + SMALL)
    status, output = course_command("release", "small")
    assert status == 1 and "a cell is marked `picture`, and draws 0 of them" in output


HANGS = 300  # seconds, after which a command that waits for another one does not end, however busy the machine is
COMMANDS = {
    "release": ["course", "release"],
    "grade": ["course", "grade"],
    "grade twice": ["course", "grade"],
    "autograde": ["nbgrader", "autograde"],
}


def test_commands_that_start_at_once_wait_for_each_other(small_course, tmp_path):
    """The first finds no gradebook. The others come when somebody holds it, and say so; then all of them end well."""

    def started(name: str) -> subprocess.Popen:
        program, *words = COMMANDS[name]
        command = [Path(sys.executable).parent / program, *words, "small"]
        with (tmp_path / f"{name}.log").open("w") as log:
            return subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)

    def log(name: str) -> str:
        return (tmp_path / f"{name}.log").read_text()

    assert [command.wait(HANGS) for command in [started("release"), started("release")]] == [0, 0], log("release")
    place = small_course.submitted / "ann" / "small" / "small.ipynb"
    place.parent.mkdir(parents=True)
    shutil.copyfile(small_course.release("small"), place)
    with small_course.alone():
        running = {name: started(name) for name in COMMANDS}
        ends = time.monotonic() + HANGS
        while not all("waits for it" in log(name) for name in COMMANDS):
            assert time.monotonic() < ends and all(command.poll() is None for command in running.values())
            time.sleep(0.05)
        assert not (small_course.root / "autograded").exists()
    for name, command in running.items():
        assert command.wait(HANGS) == 0, log(name)
        assert "Traceback" not in log(name)
    assert [mark.points for mark in gradebook.marks(small_course, ["small"])] == [0]


def test_outside_of_a_course_the_command_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, output = course_command("marks")
    assert status == 1 and "is not in a course" in output


def test_unreleased_assignments_cannot_be_graded(graded_class):
    graded_class.release(PLANAR).unlink()
    status, output = course_command("grade", PLANAR)
    assert status == 1 and "run `course release" in output


@pytest.mark.parametrize("text", ["", "assignment = 3", "[[assignment]]\nid = 'x'", "not toml ["])
def test_a_broken_syllabus_is_named(course, text):
    (course.root / "syllabus.toml").write_text(text)
    with pytest.raises(CourseError, match=r"syllabus\.toml cannot be read"):
        _ = course.syllabus


def test_releases_are_the_same_to_the_byte(course, released_course):
    before = {p.name: p.read_bytes() for p in (course.releases / PLANAR).iterdir()}
    release.release(course, PLANAR)
    assert {p.name: p.read_bytes() for p in (course.releases / PLANAR).iterdir()} == before
    assert set(before) == {f"{PLANAR}.ipynb", "checks.bin"}
    assert release.check(course, PLANAR) == []


def test_a_release_holds_no_solution_and_no_grader(course, planar):
    assert release.find_leaks(course.releases / PLANAR, planar.source.solutions) == []
    text = course.release(PLANAR).read_text() + (course.releases / PLANAR / "checks.bin").read_bytes().decode("latin-1")
    assert "HIDDEN" not in text and "Mistake(" not in text and "graders" not in text
    notebook = nbformat.read(course.release(PLANAR), as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            assert "raise NotImplementedError(" in cell.source and "# (1) " in cell.source


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "# ## 1 · Packages",
            "# Use `A1 = np.tanh(Z1)`... dW2 = dZ2 @ A1.T / m",
            "holds a line of backward_propagation's solution",
        ),
        ("# ## 1 · Packages", "# ### BEGIN HIDDEN TESTS", "HIDDEN TESTS"),
        ("# ## 1 · Packages", "# from graders import x", "from graders"),
        ("X, Y = load_planar_dataset()", "X, Y = load_planar_dataset(1, 2, 3)", "does not run cleanly"),
        ("    ### END CODE HERE ###\n    return n_x", "    return n_x", "pairs"),
    ],
)
def test_what_leaks_or_does_not_run_is_not_released(course, old, new, words):
    path = course.sources / PLANAR / f"{PLANAR}.py"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    before = course.release(PLANAR).read_bytes()
    with pytest.raises(SourceError, match=words):
        release.release(course, PLANAR)
    assert course.release(PLANAR).read_bytes() == before


def test_numbers_that_another_processor_sums_otherwise_are_up_to_date(course):
    paths = [folder / PLANAR / FILE for folder in (course.sources, course.releases)]
    content = wire.decode(paths[0].read_bytes())
    (cost,) = (exercise for exercise in content["exercises"] if exercise["name"] == "compute_cost")
    cost["results"][0]["value"] *= 1 + 1e-12
    A2 = cost["calls"][0][2][0]
    A2 *= 1 + 1e-12
    other = wire.encode(content)
    assert other != paths[0].read_bytes()
    for path in paths:
        path.write_bytes(other)
    assert release.check(course, PLANAR) == []
    release.release(course, PLANAR)
    assert [path.read_bytes() for path in paths] == [other, other]
    cost["results"][0]["value"] *= 1.01
    paths[0].write_bytes(wire.encode(content))
    assert release.check(course, PLANAR) == [f"source_notebooks/{PLANAR}/{FILE} is out of date"]


@pytest.mark.parametrize(
    ("fresh", "old", "agree"),
    [
        ("Z3: 3.682960, 5.382123", "Z3: 3.682959, 5.382123", True),
        ("no `type_value`: 1.5107951164245605 here", "no `type_value`: 1.5107948780059814 here", True),
        ("1.5e-07", "1.6e-07", True),
        ("Z3: 3.6830", "Z3: 3.6820", False),
        ("Z3: 3.682960", "Z2: 3.682960", False),
        ("Z3: 3.682960", "Z3: 3.682960, 5.382123", False),
        ("12 of 30", "13 of 30", False),
    ],
)
def test_texts_in_which_another_processor_prints_another_last_digit_agree(fresh, old, agree, tmp_path):
    files = []
    for name, text in (("fresh", fresh), ("old", old)):
        for kind in ("**Expected output**\n\n", ""):
            cell = nbformat.v4.new_markdown_cell(kind + text)
            release._name_cells([cell])
            files.append(tmp_path / f"{name}{bool(kind)}.ipynb")
            nbformat.write(nbformat.v4.new_notebook(cells=[cell]), files[-1])
    assert release._same(files[0], files[2]) is agree
    assert not release._same(files[1], files[3])  # what an author writes

    def checks(sentence, failure):
        mistakes = [("a mistake", sentence, [{"failure": ("exception", "f", failure)}])]
        options = dict.fromkeys(OPTIONS, 0) | {"rtol": 1e-4, "atol": 1e-4}
        return {"exercises": [options | {"mistakes": mistakes}]}

    assert release._agree(checks("", fresh), checks("", old)) is agree
    assert not release._agree(checks(fresh, ""), checks(old, ""))


def test_check_says_what_is_out_of_date(course):
    path = course.release(PLANAR)
    path.write_text(path.read_text().replace("petals", "leaves", 1))
    (path.parent / "solution.txt").write_text("x")
    status, output = course_command("release", "--check", PLANAR)
    assert status == 1
    assert f"assignments/{PLANAR}/{PLANAR}.ipynb is out of date" in output
    assert f"assignments/{PLANAR}/solution.txt does not belong there" in output


def test_the_list_of_assignments_is_made_of_the_syllabus(course):
    contents = course.releases / "README.md"
    table = contents.read_text()
    assert "## Part 1: Networks from scratch" in table
    for entry in course.syllabus.values():
        row = f"[{entry.title}]({entry.id}/{entry.id}.ipynb) | {entry.builds} | {entry.minutes} | {entry.points:g} |"
        assert table.count(row) == 1
    contents.write_text(table.replace("Part 1", "Part 2"))
    status, output = course_command("release", "--check", PLANAR)
    assert status == 1 and "assignments/README.md is out of date" in output


def test_a_prerequisite_is_an_earlier_assignment(course):
    path = course.root / "syllabus.toml"
    path.write_text(path.read_text().replace("prerequisites = []", 'prerequisites = ["a99_nothing"]', 1))
    with pytest.raises(CourseError, match="a99_nothing, not an earlier assignment"):
        _ = Course(course.root).syllabus


def test_the_committed_release_is_verified_by_make_test():
    makefile = (ROOT / "Makefile").read_text()
    rest = makefile.split("\ntest: .venv/ready\n")[1]
    assert "$(MAKE) -j 2 proofs released\n" in rest.split("\n\n")[0]
    for command in ("course verify", "course release --check", "pytest"):
        assert f"$(BIN)/{command}" in rest


def test_a_source_that_is_missing_is_named(tmp_path):
    with pytest.raises(SourceError, match="is not there"):
        _ = Source(tmp_path / "none.py").notebook
