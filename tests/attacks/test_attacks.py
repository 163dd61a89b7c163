"""One batch of attacks and accidents between honest submissions, graded by the real command in the real sandbox."""

import contextlib
import ctypes
import html
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from conftest import PLANAR, ROOT
from submissions import (
    ATTACKS,
    HONEST,
    LOOT,
    OWN,
    TRACE,
    Attack,
    World,
    hand_in_attacks,
    hand_in_honest,
    set_limits,
)

from autograder.authoring.release import release, solution_lines
from autograder.course.course import Course
from autograder.demo import make_course
from autograder.inside import wire
from autograder.judging.draw import seed_for
from autograder.judging.play import play
from autograder.running import gradebook
from autograder.running.grader import Grader

SECRETS = {
    name: f"SECRET-{sha256(name.encode()).hexdigest()[:16]}" for name in ("course", "token", "sources", "book", "home")
}
PR_SET_CHILD_SUBREAPER = 36
TOO_LONG = 1800  # seconds for the whole batch, which then hangs
GRACE = 10  # seconds that processes have to end after the command
BOUND = 100  # seconds for one submission: three times its limit, and what is not its own: judging and ending it


@dataclass
class Batch:
    """A course in which a class was graded.

    listing: the files of the course, by name, before and after
    left: processes that it left behind
    outside: files that came to lie in the home folder and among temporary files
    heard: what came in from the network
    """

    course: Course
    world: World
    grader: Grader
    status: int
    printed: str
    marks: dict[str, list[gradebook.Mark]]
    before: dict[str, str]
    after: dict[str, str]
    left: list[str]
    outside: set[str]
    heard: list[object] = field(default_factory=list)

    def feedback(self, student: str) -> str:
        return self.course.feedback(student, PLANAR).read_text(encoding="utf-8")

    def autograded(self, student: str) -> str:
        return self.course.autograded(student, PLANAR).read_text(encoding="utf-8")


def graded(folder: Path, grader: Grader, attacks: list[Attack], port: int) -> Batch:
    """Makes a course in `folder`, hands in, grades by the command, and looks around."""
    course = make_course(Course.find(ROOT), folder / "course")
    release(course, PLANAR)
    set_limits(course, PLANAR)
    home, scratch = folder / "home", folder / "scratch"
    home.mkdir()
    scratch.mkdir()
    notebook = nbformat.read(course.release(PLANAR), as_version=4)
    world = World(notebook, grader.source.solutions, course.root, home, port)
    hand_in_honest(course, PLANAR, world, grader)
    hand_in_attacks(course, PLANAR, world, attacks)
    (course.sources / PLANAR / "notes.txt").write_text(SECRETS["sources"])
    (home / "notes.txt").write_text(SECRETS["home"])
    with gradebook.opened(course) as book:
        book.update_or_create_student("00-honest-reference", last_name=SECRETS["book"])
    environment = {**os.environ, "HOME": str(home), "TMPDIR": str(scratch)}
    environment |= {"COURSE_SECRET": SECRETS["course"], "ATTACK_TOKEN": SECRETS["token"]}
    before, around = listing(course.root), listing(home)
    command = [Path(sys.executable).parent / "course", "grade", PLANAR]
    with orphans_come_here():
        done = subprocess.run(
            command,
            cwd=course.root,
            env=environment,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=TOO_LONG,
        )
        left = remaining()
    outside = set(listing(home)) - set(around) | set(listing(scratch))
    marks: dict[str, list[gradebook.Mark]] = {}
    for mark in gradebook.marks(course, [PLANAR]):
        marks.setdefault(mark.student, []).append(mark)
    printed = done.stdout + done.stderr
    return Batch(course, world, grader, done.returncode, printed, marks, before, listing(course.root), left, outside)


def listing(folder: Path) -> dict[str, str]:
    """Each file, link and folder, with what it holds."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            found[name] = f"-> {path.readlink()}"
        else:
            found[name] = sha256(path.read_bytes()).hexdigest() if path.is_file() else "no file"
    return found


@contextlib.contextmanager
def orphans_come_here() -> Iterator[None]:
    """Processes that lose their parent become children of this one, so that none can hide."""
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        libc.prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def descendants() -> list[str]:
    """The processes below this one."""
    parents, names = {}, {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                name, _, rest = folder.joinpath("stat").read_text().rpartition(")")
                parents[int(folder.name)] = int(rest.split()[1])
                names[int(folder.name)] = name
    found = [os.getpid()]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return [names[pid] for pid in found[1:]]


def remaining() -> list[str]:
    """The processes that do not come to their end by themselves, now that the command has."""
    ends = time.monotonic() + GRACE
    while (found := descendants()) and time.monotonic() < ends:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)
        time.sleep(0.05)
    return found


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory, planar: Grader) -> Batch:
    """The honest submissions alone."""
    return graded(tmp_path_factory.mktemp("clean"), planar, [], 9)


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory, planar: Grader) -> Iterator[Batch]:
    """All of them, while somebody listens."""
    heard: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.socket(socket.AF_UNIX) as other:
        other.bind(f"\0{TRACE}-{listener.getsockname()[1]}")
        other.listen()
        for server in (listener, other):
            threading.Thread(target=listen, args=(server, heard), daemon=True).start()
        batch = graded(tmp_path_factory.mktemp("attacks"), planar, ATTACKS, listener.getsockname()[1])
        batch.heard = heard
        yield batch


def listen(server: socket.socket, heard: list[object]) -> None:
    with contextlib.suppress(OSError):
        while True:
            heard.append(server.accept())


def test_the_rows_of_the_list_are_covered():
    rows = {attack.row for attack in ATTACKS}
    assert set(range(1, 51)) <= rows
    assert len({(attack.row, attack.name) for attack in OWN}) >= 15


def test_the_batch_comes_to_its_end_with_a_row_for_everyone(batch):
    assert batch.status == 0, batch.printed[-3000:]
    assert set(batch.marks) == {path.name for path in batch.course.submitted.iterdir()}
    assert {len(rows) for rows in batch.marks.values()} == {8}
    assert "Traceback" not in batch.printed


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.student for attack in ATTACKS])
def test_the_mark_is_the_honest_one(batch, attack):
    rows = batch.marks[attack.student]
    lost = [(row.exercise, row.points, row.status, row.diagnosis) for row in rows if row.status != "correct"]
    assert sum(row.points for row in rows) == pytest.approx(attack.honest, abs=0.01), lost


@pytest.mark.parametrize(
    "attack", [attack for attack in ATTACKS if attack.reason], ids=[a.student for a in ATTACKS if a.reason]
)
def test_what_happened_is_named(batch, attack):
    told = text_of(batch.feedback(attack.student)) + " ".join(row.status for row in batch.marks[attack.student])
    assert attack.reason and re.search(attack.reason, told), told[-1500:]


def text_of(page: str) -> str:
    """What a page says, without the student's own code."""
    page = re.sub(r"<style>.*?</style>|<details><summary>Your code</summary>.*?</details>", "", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())


def test_neighbours_are_graded_as_without_the_attacks(batch, clean):
    assert len(clean.marks) == 9
    for student, marks in clean.marks.items():
        assert batch.marks[student] == marks
        assert batch.feedback(student) == clean.feedback(student)
        assert without_seconds(batch.autograded(student)) == without_seconds(clean.autograded(student))
    for place in HONEST:
        points = [sum(mark.points for mark in clean.marks[place + name]) for name in ("reference", "untouched")]
        assert points == [100, 0]
        wrong = [mark for mark in clean.marks[f"{place}mistake"] if mark.status != "correct"]
        assert [(mark.exercise, mark.diagnosis) for mark in wrong] == [("compute_cost", "sum instead of mean")]


def without_seconds(notebook: str) -> str:
    return re.sub(r'"seconds": [0-9.]+', "", notebook)


def test_no_process_is_left(batch):
    assert batch.left == []


def test_no_file_is_left(batch):
    added = {name for name in batch.after if name not in batch.before}
    folders = ("autograded", "feedback")
    expected = {
        f"{folder}/{student}{rest}"
        for folder, suffix in zip(folders, ("ipynb", "html"), strict=True)
        for student in batch.marks
        for rest in ("", f"/{PLANAR}", f"/{PLANAR}/{PLANAR}.{suffix}")
    }
    assert added - {"gradebook.db"} == expected | set(folders)
    changed = {name for name in batch.before if batch.after.get(name) != batch.before[name]}
    assert changed <= {"gradebook.db"}


def test_no_file_is_left_elsewhere(batch):
    """What the command's own libraries keep is no submission's."""
    own = (".cache", ".config")
    assert {name for name in batch.outside if not name.startswith(own) or TRACE in name} == set()


def test_no_trace_is_left_on_the_machine(batch):
    places = [Path.home(), Path("/root"), Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), Path("/etc"), ROOT]
    folders = [place for place in places if os.access(place, os.R_OK)]
    folders += [path for name in (".ipython", ".local", ".config") if (path := Path.home() / name).is_dir()]
    folders += [Path(path) for path in sys.path if path and Path(path).is_dir()]
    found = [path for folder in folders for path in folder.glob(f"*{TRACE}*")]
    found += [path for folder in folders for path in folder.glob(f"*/*{TRACE}*")]
    assert found == []
    for folder in ("autograder", "utils", "graders", "assignments"):
        for path in (ROOT / folder).rglob("*.py"):
            assert not path.read_text(encoding="utf-8").startswith(f"# {TRACE}")


def test_nobody_was_spoken_to(batch):
    assert batch.heard == []


def test_the_gradebook_is_whole(batch):
    with gradebook.opened(batch.course) as book:
        assert book.find_student("00-honest-reference").last_name == SECRETS["book"]
        assert len(book.students) == len(batch.marks)
        for submission in book.assignment_submissions(PLANAR):
            (notebook,) = submission.notebooks
            assert notebook.max_score == 100
            assert all(grade.manual_score is None and grade.extra_credit is None for grade in notebook.grades)
    forged = [attack.student for attack in ATTACKS if attack.row == 15]
    assert forged and all(mark.points == 0 for student in forged for mark in batch.marks[student])


def test_nothing_secret_was_read(batch):
    for attack in ATTACKS:
        shown = batch.autograded(attack.student) + batch.feedback(attack.student)
        assert re.findall(LOOT, shown) == [], attack.student
        assert "SURVIVED\\n" not in shown, attack.student  # what a bomb or a break-out says that comes through
    assert re.findall(LOOT, batch.printed) == []
    assert TRACE not in batch.printed


def test_no_solution_and_no_hidden_check_is_shown(batch):
    """In the submissions with wrong answers: their own code holds none."""
    lines = [line for code in batch.grader.source.solutions.values() for line in solution_lines(code)]
    for attack in ATTACKS:
        if attack.right or attack.cells:
            continue
        shown = batch.autograded(attack.student) + batch.feedback(attack.student)
        assert "HIDDEN TESTS" not in shown.replace("HIDDEN TESTS\\n", ""), attack.student
        assert "submission." not in text_of(batch.feedback(attack.student)), attack.student
        told = text_of(batch.feedback(attack.student))
        assert [line for line in lines if line in told] == [], attack.student


def test_feedback_shows_no_expected_value(batch):
    for attack in (attack for attack in ATTACKS if attack.row in (38, 39, 40)):
        exercise = batch.grader.assignment.exercises["compute_cost"]
        record = nbformat.reads(batch.autograded(attack.student), as_version=4).metadata["course"]
        seed = seed_for(SECRETS["course"], attack.student, record["content"], PLANAR, "compute_cost")
        page = text_of(batch.feedback(attack.student))
        for outcome in play(exercise, batch.grader.reference.call, seed):
            assert f"{float(outcome.value):.4f}" not in page


class Tags(HTMLParser):
    """The tags and attributes of some HTML."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


ACTIVE = {"script", "img", "iframe", "object", "embed", "svg", "form", "link", "base", "meta"}


def inert(page: str, tags: set[str]) -> bool:
    return not any(
        tag in tags
        or any(name.startswith("on") or "javascript:" in (value or "").lower() for name, value in attributes.items())
        for tag, attributes in Tags(page).found
    )


def test_nothing_that_is_printed_steers_the_terminal(batch):
    assert [line for line in batch.printed.split("\n") if not line.isprintable()] == []


def test_pages_are_small_and_inert(batch):
    for attack in ATTACKS:
        page = batch.feedback(attack.student)
        assert len(page) < 500_000, attack.student
        assert inert(page, ACTIVE - {"meta"}), attack.student


def test_graded_notebooks_are_small_and_inert(batch):
    """formgrader shows their outputs."""
    for attack in ATTACKS:
        notebook = nbformat.reads(batch.autograded(attack.student), as_version=4)
        outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
        assert sum(len(str(output)) for output in outputs) < 5_000_000, attack.student
        for bundle in (output.get("data", {}) for output in outputs):
            assert not set(bundle) & {"application/javascript", "text/javascript"}, attack.student
            for kind in ("text/html", "image/svg+xml", "text/markdown", "text/latex"):
                assert inert(str(bundle.get(kind, "")), ACTIVE - {"img", "svg"}), (attack.student, kind)


def test_no_submission_takes_long(batch):
    for attack in ATTACKS:
        record = nbformat.reads(batch.autograded(attack.student), as_version=4).metadata["course"]
        assert record["seconds"] < BOUND, attack.student


def test_what_crosses_has_limits():
    assert wire.MAX_BYTES <= 2**26 and wire.MAX_DEPTH <= 32
    assert shutil.which("bwrap"), "the sandbox needs bubblewrap"
