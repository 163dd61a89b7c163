"""From the source notebook to the release: the built twin, the public checks, and nbgrader's student version."""

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy
from itertools import repeat, zip_longest
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook
from nbgrader.api import MissingEntry
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log

from autograder.authoring.proofread import sound
from autograder.authoring.public import FILE, OPTIONS, freeze
from autograder.course.course import Course, replacing
from autograder.course.limits import Limits
from autograder.inside import wire
from autograder.inside.warm import Rules
from autograder.judging.compare import Comparison
from autograder.running.execute import files_in, runs
from autograder.running.gradebook import configuration, opened
from autograder.running.process import NotebookProcess, Step, WarmParent
from autograder.running.source import SourceError, regions

KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
# Text that a release must not hold, besides the lines of the solutions.
FORBIDDEN = (
    "HIDDEN TESTS",
    "BEGIN SOLUTION",
    "import graders",
    "from graders",
    "Mistake(",
    "autograder.judging.exercise",
)
CONTENTS = "README.md"  # of the folder of the releases
PICTURE = "picture.png"  # what the attachment is called
EXPECTED = "**Expected output**"  # how a cell begins that shows what another prints
NUMBER = re.compile(r"(\d+\.\d+(?:e[-+]?\d+)?)")  # in a text: another processor may print another last digit
MIN_SOLUTION_LINE = 12  # characters, without spaces, from which a line of a solution is told from prose


def release(course: Course, id: str) -> None:
    """Builds an assignment, tells nbgrader's gradebook of it, and puts it in the place of the old release.

    Raises CourseError where the source cannot be built, its release would leak, or the gradebook cannot take it; then
    the old release stays as it is.
    """
    with tempfile.TemporaryDirectory(prefix="release-") as folder:
        built = build(course, id, Path(folder))
        for path in (built.sources / id).iterdir():
            old = course.sources / id / path.name
            if path.name == FILE and _same(path, old):
                shutil.copyfile(old, path)  # numbers that agree stay as they are, to the last digit
        with course.alone():
            if refused := _refused(course, id, built):
                raise SourceError(refused)
            _generate(course, id, built, course.gradebook)
            for path in (built.sources / id).iterdir():
                _put(path, course.sources / id / path.name)
            swap(built.releases / id, course.releases / id)
            _put(built.releases / CONTENTS, course.releases / CONTENTS)


def _refused(course: Course, id: str, built: Course) -> str:
    """Why the gradebook cannot take a release: it has marks for other cells. Empty if it can."""
    fresh = {cell.metadata.nbgrader.grade_id for cell in built.released(id).cells if "nbgrader" in cell.metadata}
    with opened(course) as gradebook:
        try:
            notebook = gradebook.find_notebook(id, id)
        except MissingEntry:
            return ""
        old = {cell.name for cell in notebook.source_cells}
        if not (count := len(notebook.submissions)) or old == fresh:
            return ""
    changes = [f"new: {', '.join(sorted(fresh - old))}"] if fresh - old else []
    changes += [f"gone: {', '.join(sorted(old - fresh))}"] if old - fresh else []
    return (
        f"{id} is not released, and the old release stays: the gradebook has {count} submissions with the cells it "
        f"has ({'; '.join(changes)}). Either keep these cells, or give up the marks, an instructor's own included, by "
        f"`nbgrader db assignment remove {id} --force`; then run `course release {id}` and `course grade {id}`"
    )


def _put(path: Path, place: Path) -> None:
    """Copies a file to its place, whole or not at all, unless it is there already."""
    if not (place.is_file() and place.read_bytes() == path.read_bytes()):
        with replacing(place, 0o644) as part:
            shutil.copyfile(path, part)


def swap(folder: Path, place: Path) -> None:
    """Puts a folder in the place of another, which stays until the new one is whole and beside it."""
    fresh, old = place.with_name(f".{place.name}.new"), place.with_name(f".{place.name}.old")
    if old.exists() and not place.exists():  # an earlier release ended between the two renames
        old.rename(place)
    for path in (fresh, old):
        shutil.rmtree(path, ignore_errors=True)
    try:
        shutil.copytree(folder, fresh)
        if place.exists():
            place.rename(old)
        fresh.rename(place)
    finally:
        if old.exists() and not place.exists():
            old.rename(place)
        shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def _generate(course: Course, id: str, where: Course, gradebook: str) -> None:
    """nbgrader generate_assignment in the course `where`, into a gradebook.

    Raises SourceError with what nbgrader logged, if it fails.
    """
    config = configuration(course, id, where)
    config.CourseDirectory.db_url = gradebook
    done = capture_log(GenerateAssignment(coursedir=CourseDirectory(config=config), config=config, force=True))
    if not done["success"]:
        raise SourceError(f"nbgrader generate_assignment failed:\n{done.get('log') or done['error']}")


def check_all(course: Course, ids: Sequence[str]) -> list[str]:
    """What of the built files of some assignments is not what a new build gives; each is built in a process."""
    with ProcessPoolExecutor(min(len(ids), os.cpu_count() or 1), get_context("spawn")) as pool:
        return [problem for problems in pool.map(check, repeat(course), ids) for problem in problems]


def check(course: Course, id: str) -> list[str]:
    """What of an assignment's built files is not what a new build gives; empty if all is up to date."""
    with tempfile.TemporaryDirectory(prefix="release-") as folder:
        built = build(course, id, Path(folder).resolve())
        fresh = _files(built.sources, built.root) | _files(built.releases, built.root)
        problems = [f"{name} is out of date" for name in fresh if not _same(built.root / name, course.root / name)]
        extra = _files(course.releases / id, course.root) - fresh
        problems += [f"{name} does not belong there" for name in extra if ".ipynb_checkpoints" not in name.parts]
    return sorted(problems)


def _files(folder: Path, root: Path) -> set[Path]:
    return {path.relative_to(root) for path in folder.rglob("*") if path.is_file()}


def _same(fresh: Path, old: Path) -> bool:
    if not old.is_file():
        return False
    if fresh.suffix == ".ipynb":
        (content, numbers), (other, others) = map(_computed_apart, (fresh, old))
        return bool(content == other) and Comparison(rtol=1e-5, atol=1e-6).difference(numbers, others) is None
    if fresh.name != FILE:
        return fresh.read_bytes() == old.read_bytes()
    try:
        return _agree(*(wire.decode(path.read_bytes()) for path in (fresh, old)))
    except (wire.WireError, LookupError, TypeError, AttributeError):
        return False


def _agree(fresh: Any, old: Any) -> bool:
    """Whether two files of public checks say the same.

    Another processor may sum in another order: an exercise's numbers agree where its own tolerances call them equal.
    """
    exercises = [file.pop("exercises") for file in (fresh, old)]
    return Comparison(exact_keys=True).difference(fresh, old) is None and all(
        all(exercise[option] == other[option] for option in OPTIONS)
        and Comparison(exercise["rtol"], exercise["atol"], exact_keys=True).difference(*map(_parted, (exercise, other)))
        is None
        for exercise, other in zip_longest(*exercises)
    )


def _parted(value: Any) -> Any:
    """A value in which the words of failures are apart from the numbers among them."""
    if isinstance(value, dict):
        return {name: [*map(_apart, child)] if name == "failure" else _parted(child) for name, child in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_parted(child) for child in value)
    return value


def _apart(text: str) -> tuple[list[str], list[float]]:
    """What is between the numbers with fractions in a text, and they."""
    parts = NUMBER.split(text)
    return parts[::2], [float(number) for number in parts[1::2]]


def _computed_apart(path: Path) -> tuple[Any, list[float]]:
    """A notebook but for what another processor may round another way, and the numbers in its expected outputs.

    Left out are these numbers, the ids that are made of them, and the bytes of pictures.
    """
    numbers: list[float] = []
    try:
        content = json.loads(path.read_bytes())
        for cell in content["cells"]:
            cell["attachments"] = sorted(cell.get("attachments", ()))
            if (text := "".join(cell["source"])).startswith(EXPECTED):
                cell["source"], found = _apart(text)
                cell["id"] = ""
                numbers += found
    except (ValueError, LookupError, TypeError, AttributeError):
        return path.read_bytes(), []
    return content, numbers


def build(course: Course, id: str, folder: Path) -> Course:
    """The twin and the release of an assignment, as a course in `folder`.

    Raises SourceError, also where the release would leak.
    """
    entry = course.entry(id)
    grader = sound(course, id)
    built = Course(folder)
    source = built.sources / id
    source.mkdir(parents=True)
    for path in (course.sources / id).iterdir():
        if path.is_file() and path.suffix not in (".py", ".ipynb") and path.name != FILE:
            shutil.copyfile(path, source / path.name)
    (source / FILE).write_bytes(freeze(grader))
    with WarmParent(entry.kernel, unsafe=True) as parent:  # the author's own code
        twin = _with_expected_outputs(grader.source.notebook, id, parent, source, grader.helpers)
    nbformat.write(twin, source / f"{id}.ipynb")
    _generate(course, id, built, built.gradebook)
    if leaks := find_leaks(built.releases / id, grader.source.solutions):
        raise SourceError(f"{id} is not released: " + "; ".join(leaks))
    (built.releases / CONTENTS).write_text(course.contents, encoding="utf-8")
    return built


def _with_expected_outputs(
    source: NotebookNode, id: str, parent: WarmParent, folder: Path, helpers: Iterable[str]
) -> NotebookNode:
    """The source as a notebook; below each cell tagged `expected` stands what it prints with the reference.

    What a cell marked `picture` draws stands in its place.
    """
    cells = [cell for cell in source.cells if runs(cell, full="expected" in cell.metadata.get("tags", []))]
    rules = Rules(helpers=sorted(helpers))
    submission = NotebookProcess(parent, files_in([folder])[0], Limits(cell=120), rules)
    shown = submission.run([Step(cell.source) for cell in cells])
    outputs = dict(zip([cell.id for cell in cells], shown, strict=True))
    submission.close()
    twin: list[NotebookNode] = []
    for cell in deepcopy(source.cells):
        cell.metadata.pop("lines_to_next_cell", None)
        twin.append(cell)
        printed = outputs.get(cell.id, [])
        for output in printed:
            if output["output_type"] == "error" or output.get("name") == "stderr":
                text = output.get("text") or f"{output['ename']}: {output['evalue']}"
                raise SourceError(f"{id}: with the reference, a cell does not run cleanly: {text}\n{cell.source}")
        if "expected" in cell.metadata.get("tags", []):
            text = "".join(output["text"] for output in printed if output["output_type"] == "stream").rstrip()
            if not text:
                raise SourceError(f"{id}: a cell is tagged `expected` and prints nothing:\n{cell.source}")
            twin.append(new_markdown_cell(f"{EXPECTED}\n\n```text\n{text}\n```"))
        if "picture" in cell.metadata.get("tags", []):
            twin[-1] = _picture(id, cell, printed)
    _name_cells(twin)
    return new_notebook(cells=twin, metadata=deepcopy(KERNEL))


def _picture(id: str, cell: NotebookNode, printed: Iterable[Mapping[str, Any]]) -> NotebookNode:
    """What a cell draws, as a cell of text that has the picture with it."""
    drawn = [output["data"] for output in printed if "image/png" in output.get("data", {})]
    if len(drawn) != 1:
        raise SourceError(f"{id}: a cell is marked `picture`, and draws {len(drawn)} of them:\n{cell.source}")
    shown = new_markdown_cell(f"![{drawn[0]['text/plain']}](attachment:{PICTURE})")
    shown.attachments = {PICTURE: {"image/png": drawn[0]["image/png"]}}
    return shown


def _name_cells(cells: list[NotebookNode]) -> None:
    """Ids that are the same in each build: nbgrader's name, or what the cell holds."""
    seen = Counter[str]()
    for cell in cells:
        digest = hashlib.sha256(cell.source.encode()).hexdigest()[:12]
        name = cell.metadata.get("nbgrader", {}).get("grade_id", f"{cell.cell_type}-{digest}")
        seen[name] += 1
        cell.id = name if seen[name] == 1 else f"{name}-{seen[name]}"


def find_leaks(folder: Path, solutions: dict[str, str]) -> list[str]:
    """What a release holds of solutions or graders, in words; empty if nothing."""
    leaks = []
    lines = {re.sub(r"\s", "", line): name for name, code in solutions.items() for line in solution_lines(code)}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if path.suffix in (".py", ".db") or path.name.startswith("."):
            leaks.append(f"{path.name} must not be released")
            continue
        text = path.read_bytes().decode("utf-8", "replace")
        if path.suffix == ".ipynb":
            notebook = nbformat.reads(text, as_version=4)
            text = "\n".join([cell.source for cell in notebook.cells])
        leaks += [f"{path.name} holds {word!r}" for word in FORBIDDEN if word in text]
        dense = re.sub(r"\s", "", text)
        leaks += [f"{path.name} holds a line of {lines[line]}'s solution: {line}" for line in lines if line in dense]
    return leaks


def solution_lines(code: str) -> Iterator[str]:
    """The lines of a solution cell that must not be released: code between START and END, but for the shortest."""
    for line in "".join(regions(code)).splitlines():
        statement = line.split("  #")[0].strip()
        if not statement.startswith("#") and len(re.sub(r"\s", "", statement)) >= MIN_SOLUTION_LINE:
            yield statement
