"""Our grading and plain nbgrader's, side by side on the same submissions in one run.

Plain nbgrader runs every cell in a new kernel for each notebook. Ours does not run cells that are only for show (tag
`demo`) unless it is asked to, so the case "short cells" leaves them out for both.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import nbformat
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.authoring.public import FILE
from autograder.authoring.release import release
from autograder.course.course import Course
from autograder.demo import hand_in, make_course
from autograder.running.batch import Batch, JudgeProcess
from autograder.running.execute import grade_notebook
from autograder.running.grader import Grader
from autograder.running.process import NotebookProcess, WarmParent
from autograder.running.submission import read_submission

ROOT = Path(__file__).parents[1]
PLANAR, TENSORFLOW = "a15_planar_classification", "a12_calculus_and_autodiff"
OPTIMISERS, CLASSIFIER = "a24_optimization", "a26_tensorflow_network"
STUDENTS = ("reference", "half-1", "half-2", "half-3")  # plain nbgrader ends its batch at a copied cell
IN_PARALLEL = 40  # submissions for the comparison of one job with two


@dataclass
class Case:
    """What was measured of one assignment; seconds are medians of wall time for one submission."""

    name: str
    ours_s: float = 0
    process_ms: float = 0  # of it, that the judge is a process of its own
    ours_cpu_s: float = 0
    nbgrader_s: float = 0
    nbgrader_cpu_s: float = 0
    ratio: float = 0
    ready_ms: float = 0
    sandbox_ms: float = 0
    jobs1_per_s: float = 0
    jobs2_per_s: float = 0
    jobs2_speedup: float = 0
    peak_mb: float = 0
    phases_ms: dict[str, float] = field(default_factory=dict)


# By name: the assignment, and whether the cells that are only for show run.
CASES = {
    "planar": (PLANAR, True),
    "planar, short cells": (PLANAR, False),
    "optimisers, short cells": (OPTIMISERS, False),
    "tensorflow": (TENSORFLOW, True),
    "tensorflow, short cells": (TENSORFLOW, False),
    "classifier, short cells": (CLASSIFIER, False),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", action="append", choices=CASES, help="only this case; may be repeated")
    parser.add_argument("--many", type=int, default=0, help="also watch the memory over so many submissions")
    options = parser.parse_args()
    cases = []
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        course = prepared(folder / "course")
        for chosen in options.case or CASES:
            id, demos = CASES[chosen]
            cases.append(measured(chosen, course, id, folder, demos))
            show(cases[-1])
        if options.many:
            many(course, options.many)
    path = ROOT / "build" / "bench.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({case.name: asdict(case) for case in cases}, indent=2) + "\n")
    print(f"\n{path}")


def show(case: Case) -> None:
    ours = f"ours {case.ours_s:.3f} s ({case.ours_cpu_s:.3f} of processor time)"
    plain = f"plain nbgrader {case.nbgrader_s:.2f} s ({case.nbgrader_cpu_s:.2f})"
    print(f"\n{case.name}: {ours}, {plain}: {case.ratio:.1f} times as fast")
    print("  phases: " + ", ".join(f"{phase} {ms:.0f} ms" for phase, ms in case.phases_ms.items()))
    print(f"  of it, {case.process_ms:.0f} ms as the judge is a process of its own")
    print(f"  ready in {case.ready_ms:.0f} ms, {case.sandbox_ms:.0f} for the sandbox; peak {case.peak_mb:.0f} MB")
    rates = f"{case.jobs1_per_s:.1f} with 1 job, {case.jobs2_per_s:.1f} with 2"
    print(f"  submissions a second, the whole command: {rates}: {case.jobs2_speedup:.2f} times", flush=True)


def prepared(folder: Path) -> Course:
    """A copy of the course with some of its assignments released and a class handed in."""
    copy = make_course(Course(ROOT), folder)
    for id in (PLANAR, OPTIMISERS, TENSORFLOW, CLASSIFIER):
        release(copy, id)
        hand_in(copy, id)
    return copy


def measured(name: str, course: Course, id: str, folder: Path, demos: bool) -> Case:
    case = Case(name)
    ours(case, course, id)
    print(f"{name}: ours measured", flush=True)
    plain_nbgrader(case, course, id, folder / f"plain-{name}".replace(" ", "-").replace(",", ""), demos)
    case.ratio = case.nbgrader_s / case.ours_s
    print(f"{name}: plain nbgrader measured", flush=True)
    seconds = [in_parallel(course, id, jobs) for jobs in (1, 2)]
    case.jobs1_per_s, case.jobs2_per_s = (IN_PARALLEL / s for s in seconds)
    case.jobs2_speedup = seconds[0] / seconds[1]
    return case


def ours(case: Case, course: Course, id: str) -> None:
    """One job, warm: after one submission that is not counted. Reading and judging count, the gradebook does not."""
    kernel = course.entry(id).kernel
    grader = Grader.load(id, course.root)
    released = nbformat.read(course.release(id), as_version=4)
    with WarmParent(kernel) as parent, phases() as spent:

        def grade(student: str) -> None:
            path = course.submitted / student / id / f"{id}.ipynb"
            folders = [path.parent, course.releases / id]
            grade_notebook(read_submission(path, released), folders, grader, parent, student, "bench")

        grade("reference")
        spent.clear()
        rounds = 3
        before = os.times()
        seconds = [timed(lambda s=student: grade(s)) for _ in range(rounds) for student in STUDENTS]  # type: ignore[misc]
        after = os.times()
        inside = statistics.median(seconds)
        case.phases_ms = {phase: 1000 * total / len(seconds) for phase, total in spent.items()}
        case.ready_ms = ready(parent)
        case.peak_mb = memory(os.getpid()) + sum(map(memory, descendants(parent.process.pid)))
    ended = os.times()  # the parent's children count only now that it has ended; its own start is in the same sum
    with WarmParent(kernel):
        pass
    started = os.times()
    children = (ended.children_user + ended.children_system) - (before.children_user + before.children_system)
    starting = (started.children_user + started.children_system) - (ended.children_user + ended.children_system)
    own = (after.user + after.system) - (before.user + before.system)
    case.ours_cpu_s = (own + max(children - starting, 0)) / len(seconds)
    with WarmParent(kernel, unsafe=True) as parent:
        case.sandbox_ms = case.ready_ms - ready(parent)
    judge = JudgeProcess(Batch(course.root, id, course.submitted, "bench"))
    judge.graded("reference")
    case.ours_s = statistics.median(timed(lambda s=student: judge.graded(s)) for _ in range(3) for student in STUDENTS)  # type: ignore[misc]
    case.process_ms = 1000 * (case.ours_s - inside)
    judge.keeper.close()


def ready(parent: WarmParent) -> float:
    """Milliseconds until a new process is ready to run a submission's first cell, the median of 20."""

    def start() -> None:
        submission = NotebookProcess(parent, [], Course(ROOT).entry(PLANAR).limits)
        submission.start()
        waiting.append(submission)

    waiting: list[NotebookProcess] = []
    times = []
    for _ in range(20):
        times.append(timed(start))
        waiting.pop().close()
    return 1000 * statistics.median(times)


class phases:  # noqa: N801 (used as a context manager, in the manner of contextlib)
    """Where the time goes: seconds by phase, while it is open."""

    def __enter__(self) -> dict[str, float]:
        self.spent: dict[str, float] = {}
        self.originals = {name: getattr(NotebookProcess, name) for name in ("start", "run", "calls", "close")}
        for name, method in self.originals.items():
            setattr(NotebookProcess, name, self._measured(name, method))
        self.grade = Grader.verdicts
        Grader.verdicts = self._measured("judge, with calls", self.grade)  # type: ignore[assignment, method-assign]
        return self.spent

    def _measured(self, name: str, method: Callable[..., object]) -> Callable[..., object]:
        def wrapper(*arguments: object, **options: object) -> object:
            started = time.perf_counter()
            try:
                return method(*arguments, **options)
            finally:
                self.spent[name] = self.spent.get(name, 0) + time.perf_counter() - started

        return wrapper

    def __exit__(self, *_: object) -> None:
        for name, method in self.originals.items():
            setattr(NotebookProcess, name, method)
        Grader.verdicts = self.grade  # type: ignore[method-assign]


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def plain_nbgrader(case: Case, course: Course, id: str, folder: Path, demos: bool) -> None:
    """nbgrader autograde with its own preprocessors, one student after another in one process."""

    def copied(source: Path, target: Path) -> None:
        notebook = nbformat.read(source, as_version=4)
        if not demos:
            notebook.cells = [cell for cell in notebook.cells if "demo" not in cell.metadata.get("tags", [])]
        target.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, target)

    name = f"{id}.ipynb"
    copied(course.release(id), folder / "source" / id / name)
    shutil.copy(course.releases / id / FILE, folder / "source" / id)
    for student in STUDENTS:
        copied(course.submitted / student / id / name, folder / "submitted" / student / id / name)
    config = Config()
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.assignment_id = id
    GenerateAssignment(coursedir=CourseDirectory(config=config), config=config).start()

    def grade(student: str) -> None:
        config.CourseDirectory.student_id = student
        Autograde(coursedir=CourseDirectory(config=config), config=config).start()

    before = os.times()
    seconds = [timed(lambda s=student: grade(s)) for student in STUDENTS]  # type: ignore[misc]
    after = os.times()
    case.nbgrader_s = statistics.median(seconds)
    case.nbgrader_cpu_s = sum(after[i] - before[i] for i in range(4)) / len(seconds)


def in_parallel(course: Course, id: str, jobs: int) -> float:
    """Seconds of the whole command for a class; less what it takes for a single submission, which is its start."""

    def command(students: list[str]) -> float:
        chosen = [option for student in students for option in ("--student", student)]
        line = [str(Path(sys.executable).with_name("course")), "grade", id, "--force", "--jobs", str(jobs), *chosen]
        return timed(lambda: subprocess.run(line, cwd=course.root, check=True, capture_output=True))

    source = course.submitted / "reference"
    students = [f"copy-{i}" for i in range(IN_PARALLEL + jobs)]
    for student in students:
        shutil.copytree(source, course.submitted / student, dirs_exist_ok=True)
    return command(students) - command(students[:jobs])


def many(course: Course, count: int) -> None:
    """Memory of the judge and of the warm parent over a long batch."""
    grader = Grader.load(PLANAR, course.root)
    released = nbformat.read(course.release(PLANAR), as_version=4)
    path = course.submitted / "reference" / PLANAR / f"{PLANAR}.ipynb"
    with WarmParent(course.entry(PLANAR).kernel) as parent:
        for i in range(count + 1):
            grade_notebook(read_submission(path, released), [], grader, parent, f"student-{i}", "bench")
            if i % max(count // 10, 1) == 0:
                warm = sum(map(memory, descendants(parent.process.pid)))
                judge = memory(os.getpid())
                print(f"after {i:5} submissions: judge {judge:.0f} MB, warm parent {warm:.0f} MB", flush=True)


def memory(pid: int) -> float:
    """MB of memory that the process has in use, 0 where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def descendants(pid: int) -> Iterator[int]:
    """The process and all that it has started, directly or not."""
    yield pid
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from descendants(int(child))
    except OSError:  # it has ended meanwhile
        return


if __name__ == "__main__":
    main()
