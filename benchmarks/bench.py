"""Our grading and plain nbgrader's, side by side on the same submissions in one run.

Plain nbgrader runs every cell in a new kernel for each notebook, so it is measured twice: on the notebooks as they are,
and with the cells that are only for show (tag `demo`) taken out, which our own grading skips too.
"""

import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder import gradebook
from autograder.course import Course
from autograder.demo import hand_in, make_course
from autograder.process import WarmParent
from autograder.public import FILE
from autograder.release import release

ASSIGNMENT = "a15_planar_classification"
STUDENTS = ("reference", "real-1", "mistake-backward_propagation-1", "half-1", "half-2")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        course = make_course(Course.find(), Path(folder) / "ours")
        release(course, ASSIGNMENT)
        hand_in(course, ASSIGNMENT)
        students = [s for s in gradebook.students(course.submitted, ASSIGNMENT) if s in STUDENTS]
        rows = {"ours": ours(course, students)}
        for name, keep_demos in (("nbgrader, without demo cells", False), ("nbgrader, every cell", True)):
            rows[name] = nbgrader(course, students, Path(folder) / f"plain-{keep_demos}", keep_demos)
    base = statistics.median(rows["ours"])
    print(f"{ASSIGNMENT}, {len(students)} submissions, seconds of wall time for each")
    for name, seconds in rows.items():
        median = statistics.median(seconds)
        low, high = min(seconds), max(seconds)
        print(f"{name:<30} min {low:6.2f}  median {median:6.2f}  max {high:6.2f}  {median / base:6.1f} x")
    path = Path("build/bench.json")
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({name: statistics.median(seconds) for name, seconds in rows.items()}, indent=2))


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def ours(course: Course, students: list[str]) -> list[float]:
    """Warm: after one submission that is not counted."""
    with gradebook.opened(course) as book, WarmParent("numpy") as parent:
        grader = gradebook.ClassGrader(course, ASSIGNMENT, course.submitted, parent, book)
        grader.grade("untouched")
        return [timed(lambda student=student: grader.grade(student)) for student in students]  # type: ignore[misc]


def nbgrader(course: Course, students: list[str], folder: Path, keep_demos: bool) -> list[float]:
    """nbgrader autograde with its own preprocessors, one student after another in one process."""

    def copied(source: Path, target: Path) -> None:
        notebook = nbformat.read(source, as_version=4)
        if not keep_demos:
            notebook.cells = [cell for cell in notebook.cells if "demo" not in cell.metadata.get("tags", [])]
        target.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, target)

    name = f"{ASSIGNMENT}.ipynb"
    copied(course.release(ASSIGNMENT), folder / "source" / ASSIGNMENT / name)
    shutil.copy(course.releases / ASSIGNMENT / FILE, folder / "source" / ASSIGNMENT)
    for student in students:
        copied(course.submitted / student / ASSIGNMENT / name, folder / "submitted" / student / ASSIGNMENT / name)
    config = Config()
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.assignment_id = ASSIGNMENT
    GenerateAssignment(coursedir=CourseDirectory(config=config), config=config).start()

    def grade(student: str) -> None:
        config.CourseDirectory.student_id = student
        Autograde(coursedir=CourseDirectory(config=config), config=config).start()

    return [timed(lambda student=student: grade(student)) for student in students]  # type: ignore[misc]


if __name__ == "__main__":
    main()
