"""A class to try the course on: right, wrong, unfinished and broken submissions, made from a grader."""

import shutil
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.authoring.made import handed_in
from autograder.course.course import Course, CourseError
from autograder.running.grader import Grader

MADE = ".made_course"  # a file that tells a course that was made here from one that somebody works in
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


def hand_in(course: Course, id: str) -> None:
    """Puts the class's submissions of one released assignment where nbgrader collects them."""
    for student, content in submissions(Grader.load(id, course.root), course.released(id)):
        path = course.submitted / student / id / f"{id}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def submissions(grader: Grader, release: NotebookNode) -> Iterator[tuple[str, bytes]]:
    """Students and the files that they hand in."""
    solutions = grader.source.solutions
    names = list(grader.assignment.exercises)

    def written(cells: Mapping[str, str]) -> bytes:
        return nbformat.writes(filled(release, cells)).encode()

    yield "reference", written(solutions)
    yield "untouched", written({})
    for exercise in grader.assignment.exercises.values():
        for n, mistake in enumerate(exercise.known_mistakes[:MISTAKES], start=1):
            yield f"mistake-{exercise.name}-{n}", written(grader.mistake_cells(exercise, mistake))
    for n, example in enumerate(handed_in(grader), start=1):
        yield f"real-{n}", written(example.cells)
    halves = (names[: len(names) // 2], names[::2], [name for name in names if name != names[len(names) // 2]])
    for n, done in enumerate(halves, start=1):  # the first half; every other; all but one in the middle
        yield f"half-{n}", written({name: solutions[name] for name in done})
    yield "copied-cell", nbformat.writes(with_copied_cell(filled(release, solutions))).encode()
    yield "not-a-notebook", b"%PDF-1.7 my homework"


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
