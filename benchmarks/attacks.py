"""The attacks and accidents of tests/attacks, graded by us and by plain nbgrader: the marks of both, side by side.

Plain nbgrader runs in a throwaway course whose hidden tests are ordinary asserts, one process for each submission, in a
namespace of its own and with little time. What could harm a machine is left out there ("not run").
"""

import csv
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import numpy as np
from nbformat import NotebookNode
from nbgrader.api import Gradebook, InvalidEntry, MissingEntry
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config

from autograder.authoring.public import FILE, PublicCheck, thaw
from autograder.authoring.release import release
from autograder.course.course import Course
from autograder.demo import filled, make_course
from autograder.inside import wire
from autograder.judging.display import inert
from autograder.judging.play import play
from autograder.judging.standins import NOTHING
from autograder.running import gradebook
from autograder.running.execute import Result
from autograder.running.grader import Grader
from tests.attacks.submissions import ATTACKS, Attack, World, hand_in_attacks, hand_in_honest, set_limits

ASSIGNMENT = "a15_planar_classification"
SECONDS = 30  # for one notebook under plain nbgrader
ALL_SECONDS = 1500  # for all of them
COLUMNS = ("attack", "variant", "mark", "honest_mark", "reason", "seconds", "nbgrader_mark")
SENTENCE = 110  # characters of a reason that the table shows

# One submission: nbgrader's own autograde, as its command does it.
AUTOGRADE = """
import sys
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
config = Config()
config.CourseDirectory.root, config.CourseDirectory.assignment_id, config.CourseDirectory.student_id = sys.argv[1:]
config.Execute.timeout = 10
Autograde(coursedir=CourseDirectory(config=config), config=config).start()
"""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="attacks-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        rows = ours(folder)
        for attack, mark in plain(folder).items():
            rows[attack]["nbgrader_mark"] = mark
    path = Path("build/attacks.csv")
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows.values())
    show(list(rows.values()))
    print(f"\nwritten to {path}")


def ours(folder: Path) -> dict[str, dict[str, str]]:
    """A row for each attack, by student, from one batch graded by the command."""
    course = make_course(Course.find(), folder / "ours")
    release(course, ASSIGNMENT)
    set_limits(course, ASSIGNMENT)
    grader = Grader.load(ASSIGNMENT, course.root)
    world = world_of(course, course.release(ASSIGNMENT), grader)
    hand_in_honest(course, ASSIGNMENT, world, grader)
    hand_in_attacks(course, ASSIGNMENT, world)
    command = [str(Path(sys.executable).parent / "course"), "grade", ASSIGNMENT]
    subprocess.run(command, cwd=course.root, stdout=subprocess.DEVNULL, check=False)
    totals: dict[str, float] = {}
    for mark in gradebook.marks(course, [ASSIGNMENT]):
        totals[mark.student] = totals.get(mark.student, 0) + mark.points
    return {attack.student: row(course, attack, totals.get(attack.student)) for attack in ATTACKS}


def world_of(course: Course, released: Path, grader: Grader) -> World:
    home = course.root / "home"
    home.mkdir()
    return World(nbformat.read(released, as_version=4), grader.source.solutions, course.root, home)


def row(course: Course, attack: Attack, mark: float | None) -> dict[str, str]:
    found = {
        "attack": f"{attack.row} {attack.name}",
        "variant": attack.variant,
        "mark": "none" if mark is None else f"{mark:g}",
        "honest_mark": f"{attack.honest:g}",
        "reason": "",
        "seconds": "",
        "nbgrader_mark": "not run",
    }
    path = course.autograded(attack.student, ASSIGNMENT)
    if path.is_file():
        result = Result.read(nbformat.read(path, as_version=4))
        messages = [verdict.message for verdict in result.verdicts if not verdict.passed]
        reason = next(iter([*result.remarks, *messages]), "")
        if attack.reason:  # the sentence that names what happened, where it is not the first
            reason = next((text for text in (*result.remarks, *messages) if re.search(attack.reason, text)), reason)
        found |= {"reason": " ".join(reason.split())[:300], "seconds": f"{result.seconds:.2f}"}
    return found


def plain(folder: Path) -> dict[str, str]:
    """What plain nbgrader gives each attack: points, or why there are none."""
    root = folder / "plain"
    source = root / "source" / ASSIGNMENT
    source.mkdir(parents=True)
    course = Course(folder / "ours")
    grader = Grader.load(ASSIGNMENT, course.root)
    checks = thaw((course.releases / ASSIGNMENT / FILE).read_bytes())
    shutil.copy(course.releases / ASSIGNMENT / FILE, source)
    nbformat.write(
        with_asserts(nbformat.read(course.release(ASSIGNMENT), as_version=4), checks), source / notebook_name()
    )
    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.assignment_id = ASSIGNMENT
    GenerateAssignment(coursedir=CourseDirectory(config=config), config=config).start()
    world = world_of(Course(root), root / "release" / ASSIGNMENT / notebook_name(), grader)
    for attack in ATTACKS:
        if attack.plain:
            attack.hand_in(root / "submitted" / attack.student / ASSIGNMENT, ASSIGNMENT, world)
    (root / "submitted" / "reference" / ASSIGNMENT).mkdir(parents=True)
    nbformat.write(
        filled(world.release, world.solutions), root / "submitted" / "reference" / ASSIGNMENT / notebook_name()
    )
    ends = time.monotonic() + ALL_SECONDS
    assert autograde(root, "reference", ends) == "100", "the plain course's own tests fail"
    students = [attack.student for attack in ATTACKS if attack.plain]
    with ThreadPoolExecutor(max_workers=2) as pool:
        return dict(zip(students, pool.map(lambda student: autograde(root, student, ends), students), strict=True))


def notebook_name() -> str:
    return f"{ASSIGNMENT}.ipynb"


def with_asserts(notebook: NotebookNode, checks: Mapping[str, PublicCheck]) -> NotebookNode:
    """The release as an ordinary nbgrader course has it: hidden tests compare with expected numbers.

    Cells that are only for show are left out; our own grading skips them too.
    """
    notebook.cells = [cell for cell in notebook.cells if "demo" not in cell.metadata.get("tags", [])]
    for cell in notebook.cells:
        mark = cell.metadata.get("nbgrader", {})
        if mark.get("grade"):
            name = mark["grade_id"].removeprefix("check_")
            cell.source = hidden_test(checks[name])
        elif mark.get("solution"):  # nbgrader makes the stub; there is nothing to take out
            mark["locked"] = False
    return notebook


def hidden_test(check: PublicCheck) -> str:
    """A test with expected numbers, as people write them."""
    lines = ["### BEGIN HIDDEN TESTS", "import numpy as np", "from numpy import array, float32, uint8"]
    unanswered = play(check.exercise, lambda name, payload: NOTHING)  # of what is recorded, the scenario has the inputs
    calls = [call for outcome in unanswered for call in outcome.calls]
    for call, outcome in zip(calls[:2], check.expected, strict=False):
        args, kwargs = wire.decode(call.payload)
        inputs = [literal(value) for value in args] + [f"{key}={literal(value)}" for key, value in kwargs.items()]
        lines.append(f"expected = {literal(outcome.value)}")
        lines.append(f"result = {call.name}({', '.join(inputs)})")
        lines += asserts(outcome.value, "result", "expected")
    return "\n".join([*lines, "### END HIDDEN TESTS"])


def asserts(value: object, result: str, expected: str) -> list[str]:
    if isinstance(value, (tuple, list)):
        return [line for i, item in enumerate(value) for line in asserts(item, f"{result}[{i}]", f"{expected}[{i}]")]
    if isinstance(value, dict):
        return [
            line for key, item in value.items() for line in asserts(item, f"{result}[{key!r}]", f"{expected}[{key!r}]")
        ]
    return [f"assert np.allclose({result}, {expected}, atol=1e-6)"]


def literal(value: object) -> str:
    if isinstance(value, np.ndarray):
        return f"array({value.tolist()!r}, dtype={value.dtype.name!r})"
    if isinstance(value, np.generic):
        return repr(value.item())
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (tuple, list)):
        return "(" + "".join(f"{literal(item)}, " for item in value) + ")"
    return repr(value)


def autograde(root: Path, student: str, ends: float) -> str:
    """The points that plain nbgrader gives a submission, in words where there are none.

    It runs on a copy of the course, so that one submission cannot spoil another's row, as it could in a real one.
    """
    left = min(SECONDS, ends - time.monotonic())
    if left < 5:
        return "not run (no time left)"
    with tempfile.TemporaryDirectory(prefix="plain-", dir=root.parent, ignore_cleanup_errors=True) as name:
        copy = Path(name)
        for part in ("source", "release"):
            shutil.copytree(root / part, copy / part)
        shutil.copy(root / "gradebook.db", copy)
        (copy / "submitted").mkdir()
        (root / "submitted" / student).rename(copy / "submitted" / student)  # there may be what cannot be copied
        writable = ["--bind", str(copy), str(root)]
        command = [
            *("bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--ro-bind", "/", "/", "--dev", "/dev"),
            *("--proc", "/proc", *writable, "--chdir", str(root)),
            *("--setenv", "HOME", str(root / "home"), "--setenv", "TMPDIR", str(root)),
            *("--setenv", "PATH", f"{Path(sys.executable).parent}:/usr/bin:/bin"),
            *("prlimit", "--data=2000000000", "--fsize=300000000", "--"),
            *(sys.executable, "-c", AUTOGRADE, str(root), ASSIGNMENT, student),
        ]
        try:
            done = subprocess.run(command, capture_output=True, check=False, timeout=left, stdin=subprocess.DEVNULL)
        except subprocess.TimeoutExpired:
            return "none (no end)"
        if done.returncode != 0:
            return "none"
        try:
            with Gradebook(f"sqlite:///{copy}/gradebook.db") as book:
                return f"{book.find_submission(ASSIGNMENT, student).score:g}"
        except (InvalidEntry, MissingEntry, SQLAlchemyError):
            return "none"


def show(rows: list[dict[str, str]]) -> None:
    short = [
        {column: inert(text) for column, text in row.items()} | {"reason": inert(row["reason"])[:SENTENCE]}
        for row in rows
    ]
    widths = {column: max(len(column), *(len(row[column]) for row in short)) for column in COLUMNS}
    for row in [{column: column for column in COLUMNS}, *short]:
        print("  ".join(row[column].ljust(widths[column]) for column in COLUMNS).rstrip())
    right = sum(row["mark"] == row["honest_mark"] for row in rows)
    ran = [row for row in rows if not row["nbgrader_mark"].startswith("not run")]
    plain_right = sum(row["nbgrader_mark"] == row["honest_mark"] for row in ran)
    print(f"\nhonest marks: ours {right} of {len(rows)}, nbgrader's {plain_right} of the {len(ran)} that it ran")


if __name__ == "__main__":
    main()
