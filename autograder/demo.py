"""A class to try the course on: right, wrong, unfinished and broken submissions, made from a grader."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.authoring.made import handed_in
from autograder.course.course import Course, CourseError
from autograder.judging.display import points
from autograder.running.gradebook import Mark
from autograder.running.grader import Grader

MADE = ".made_course"  # a file that tells a course that was made here from one that somebody works in
FEW = 4  # exercises with a mistake, and examples, in a small class
WIDTH = 36  # characters of what is not right
RIGHT, NOTHING = ("reference", "copied-cell"), ("untouched", "not-a-notebook")
MISTAKES = 2  # of each exercise; `course verify` tries all of them


def make_course(course: Course, folder: Path) -> Course:
    """A new course in `folder`, with a copy of this one's sources, in place of an earlier such copy."""
    if folder.exists():
        if (
            folder in (course.root, *course.root.parents)
            or not folder.is_dir()
            or (any(folder.iterdir()) and not (folder / MADE).is_file())
        ):
            raise CourseError(f"{folder} holds other files; name a new folder, or empty it")
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / MADE).touch()
    ignored = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
    for name in ("source_notebooks", "graders"):
        shutil.copytree(course.root / name, folder / name, ignore=ignored)
    for name in ("nbgrader_config.py", "syllabus.toml"):
        shutil.copyfile(course.root / name, folder / name)
    return Course(folder)


def hand_in(course: Course, id: str, everybody: bool = True) -> None:
    """Puts the class's submissions of one released assignment, or a few of them, where nbgrader collects them."""
    for student, content in submissions(Grader.load(id, course.root), course.released(id), everybody):
        path = course.submitted / student / id / f"{id}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def submissions(grader: Grader, release: NotebookNode, everybody: bool = True) -> Iterator[tuple[str, bytes]]:
    """Students and the files that they hand in.

    everybody: whether each exercise has its mistakes, and each example is there, or only a few
    """
    solutions = grader.source.solutions
    names = list(grader.assignment.exercises)

    def written(cells: Mapping[str, str]) -> bytes:
        return nbformat.writes(filled(release, cells)).encode()

    yield "reference", written(solutions)
    yield "untouched", written({})
    exercises = list(grader.assignment.exercises.values())
    for exercise in exercises if everybody else exercises[:: max(1, len(exercises) // FEW)]:
        for n, mistake in enumerate(exercise.known_mistakes[: MISTAKES if everybody else 1], start=1):
            yield f"mistake-{exercise.name}-{n}", written(grader.mistake_cells(exercise, mistake))
    examples = list(handed_in(grader))
    for n, example in enumerate(examples if everybody else examples[:FEW], start=1):
        yield f"real-{n}", written(example.cells)
    halves = (names[: len(names) // 2], names[::2], [name for name in names if name != names[len(names) // 2]])
    for n, done in enumerate(halves, start=1):  # the first half; every other; all but one in the middle
        yield f"half-{n}", written({name: solutions[name] for name in done})
    yield "copied-cell", nbformat.writes(with_copied_cell(filled(release, solutions))).encode()
    yield "not-a-notebook", b"%PDF-1.7 my homework"


def one_of_each_kernel(course: Course) -> list[str]:
    """The first assignment that needs NumPy only, and the first that needs TensorFlow."""
    kernels = {entry.kernel: entry.id for entry in reversed(course.syllabus.values())}
    return sorted(kernels.values())


def table(marks: Iterable[Mark]) -> Iterator[tuple[str, str, str, str]]:
    """A row for each submission: assignment, student, points, and the first thing that is not right."""
    for (id, student), rows in _by_submission(marks).items():
        total, most = sum(row.points for row in rows), sum(row.max_points for row in rows)
        wrong = [f"{row.exercise}: {row.diagnosis or row.status}" for row in rows if row.points < row.max_points]
        yield id, student, f"{points(total)} / {points(most)}", (wrong or [""])[0][:WIDTH]


def proved(marks: Iterable[Mark]) -> list[str]:
    """What the marks of the class show, in sentences with the numbers that were found."""
    every = _by_submission(marks)
    full = {key for key, rows in every.items() if all(row.points == row.max_points for row in rows)}
    none = {key for key, rows in every.items() if not any(row.points for row in rows)}
    right = [key for key in every if key[1] in RIGHT]
    nothing = [key for key in every if key[1] in NOTHING]
    mistaken = [key for key in every if key[1].startswith("mistake-")]
    own = [
        [row.exercise for row in every[key] if row.points < row.max_points] == [key[1].split("-")[1]]
        for key in mistaken
    ]
    named = [any(row.diagnosis for row in every[key]) for key in mistaken]
    return [
        f"{len(full & {*right})} of {len(right)} right submissions have full marks, with a copied cell, too",
        f"{len(none & {*nothing})} of {len(nothing)} that are empty, or no notebook, have none, and are told why",
        f"{sum(own)} of {len(mistaken)} with one mistake lose marks for that exercise only, whatever uses it",
        f"{sum(named)} of {len(mistaken)} are told which mistake it is",
    ]


def _by_submission(marks: Iterable[Mark]) -> dict[tuple[str, str], list[Mark]]:
    found: dict[tuple[str, str], list[Mark]] = {}
    for mark in marks:
        found.setdefault((mark.assignment, mark.student), []).append(mark)
    return found


def filled(release: NotebookNode, cells: Mapping[str, str]) -> NotebookNode:
    """The released notebook with some solution cells written."""
    notebook = deepcopy(release)
    for cell in notebook.cells:
        mark = cell.metadata.get("nbgrader", {})
        if mark.get("solution") and mark["grade_id"] in cells:
            cell.source = cells[mark["grade_id"]]
    return notebook


def with_copied_cell(notebook: NotebookNode) -> NotebookNode:
    """As JupyterLab copies a cell: its metadata travels along, only its id is new."""
    index = next(i for i, cell in enumerate(notebook.cells) if cell.metadata.get("nbgrader", {}).get("solution"))
    copy = deepcopy(notebook.cells[index])
    copy.id = "copied"
    notebook.cells.insert(index + 1, copy)
    return notebook
