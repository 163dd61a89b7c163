"""The `course` command."""

import contextlib
import csv
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from autograder.course import Course, CourseError

if TYPE_CHECKING:
    from autograder.gradebook import Mark
    from autograder.judge import Verdict

# Plain help: drawing boxes takes longer than all the rest.
app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


class Format(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"


class TableOrJson(StrEnum):
    table = "table"
    json = "json"


data_app = typer.Typer(invoke_without_command=True, rich_markup_mode=None)
app.add_typer(data_app, name="data")

Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Assignments; all of them if none is named.")]


@app.command()
def release(
    ids: Ids = None, check: Annotated[bool, typer.Option(help="Only say whether all is up to date.")] = False
) -> None:
    """Build assignments for students."""
    from autograder import release as releases
    from autograder.reference import SourceError

    course = _course()
    problems: list[str] = []
    try:
        for id in _known(course, ids):
            if check:
                problems += releases.check(course, id)
            else:
                releases.release(course, id)
                typer.echo(f"released {id} to {course.releases / id}")
    except SourceError as error:
        raise _failure(str(error)) from None
    if problems:
        raise _failure("\n".join([*problems, "run `course release`"]))


@app.command()
def grade(
    id: str,
    student: Annotated[list[str] | None, typer.Option(help="Only this student; may be repeated.")] = None,
    submitted: Annotated[Path | None, typer.Option(help="Folder of the submissions, by student.")] = None,
    force: Annotated[bool, typer.Option(help="Grade again what has not changed.")] = False,
    full: Annotated[bool, typer.Option(help="Also run the cells that are only for show.")] = False,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Submissions to grade at a time; the marks do not depend on it.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A Dask cluster whose workers see the course folder.")
    ] = None,
    unsafe: Annotated[bool, typer.Option(help="Without the sandbox: only for the work of people you trust.")] = False,
) -> None:
    """Grade what was handed in for an assignment."""
    course = _course()
    _known(course, [id])
    submitted = (submitted or course.submitted).resolve()
    _grade(course, id, submitted, student, force=force, full=full, jobs=jobs, scheduler=scheduler, unsafe=unsafe)


@app.command()
def doctor() -> None:
    """Show what isolates submissions, and whether it works here."""
    from autograder import sandbox

    rows = sandbox.doctor()
    _table(
        ("mechanism", "works", "what it means"), [(name, "yes" if works else "no", text) for name, works, text in rows]
    )
    if missing := [name for name, works, _ in rows if not works]:
        raise _failure(f"submissions cannot be isolated here: {', '.join(missing)}")


@app.command()
def marks(ids: Ids = None, format: Format = Format.table) -> None:
    """Print the marks of each exercise."""
    from autograder import gradebook

    course = _course()
    _print_marks(gradebook.marks(course, _known(course, ids)), format)


@app.command()
def verify(ids: Ids = None, format: TableOrJson = TableOrJson.table) -> None:
    """Prove that graders give the right marks."""
    from autograder.grade import Grader
    from autograder.reference import SourceError
    from autograder.verify import tally
    from autograder.verify import verify as prove

    course = _course()
    try:
        proofs = [prove(Grader.load(id, course.root)) for id in _known(course, ids)]
    except SourceError as error:
        raise _failure(str(error)) from None
    if format == "json":
        typer.echo(json.dumps([proof.row() for proof in proofs], indent=2))
    else:
        _table(tuple(proofs[0].row()), [tuple(str(v) for v in proof.row().values()) for proof in proofs])
    if problems := tally(proofs):
        raise _failure("\n".join(problems))


@data_app.callback()
def data(context: typer.Context) -> None:
    """Show which data are known, which are here and where from; or add an original.

    An assignment uses the originals where all files of a set are here, and the course's own set otherwise.
    """
    from autograder.data import Data

    if context.invoked_subcommand is None:
        try:
            _table(("file", "whose", "state", "what", "from", "licence"), list(Data(_course().root / "data").rows()))
        except CourseError as error:
            raise _failure(str(error)) from None


@data_app.command("add")
def data_add(
    name: str, source: Annotated[str, typer.Argument(metavar="PATH_OR_URL", help="Fetched only now, if it is a URL.")]
) -> None:
    """Check an original file and use it in place of the course's own."""
    from autograder.data import Data

    try:
        place = Data(_course().root / "data").add(name, source)
    except CourseError as error:
        raise _failure(str(error)) from None
    typer.echo(f"{name} is the original; it is at {place}. Delete it there to return to the course's own.")


@app.command()
def demo(folder: Path = Path("build/demo")) -> None:
    """Grade a small class of made submissions."""
    from autograder import gradebook
    from autograder.demo import hand_in, make_course
    from autograder.release import release as build_release

    try:
        course = make_course(_course(), folder.resolve())
    except CourseError as error:
        raise _failure(str(error)) from None
    for id in course.syllabus:
        build_release(course, id)
        hand_in(course, id)
        _grade(course, id, course.submitted)
    rows = list(gradebook.marks(course, list(course.syllabus)))
    path = folder / "marks.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        _write_csv(rows, file)
    typer.echo(f"marks of every exercise: {path}")
    typer.echo(f"feedback, for example: {course.feedback('real-1', next(iter(course.syllabus)))}")


def _grade(
    course: Course,
    id: str,
    submitted: Path,
    chosen: Sequence[str] | None = None,
    force: bool = False,
    full: bool = False,
    jobs: int | None = None,
    scheduler: str | None = None,
    unsafe: bool = False,
) -> None:
    """Grades with a progress bar, and ends with a table."""
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

    from autograder import gradebook
    from autograder.batch import Batch

    names: list[str] = []
    rows: dict[str, tuple[str, ...]] = {}
    failures: list[str] = []
    try:
        found = gradebook.students(submitted, id)
        if unknown := [name for name in chosen or () if name not in found]:
            raise CourseError(f"{submitted} has no submission of {id} by {', '.join(unknown)}")
        if not found:
            raise CourseError(f"there is nothing to grade: no folder {submitted}/STUDENT/{id}")
        names = list(dict.fromkeys(chosen or found))
        batch = Batch(course.root, id, submitted, course.secret, full, unsafe)
        columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
        with (
            Progress(*columns, console=Console(stderr=True)) as progress,
            contextlib.closing(gradebook.grade_class(course, batch, names, force, jobs, scheduler)) as results,
        ):
            for name, result, new in progress.track(results, total=len(names), description=f"grading {id}"):
                if isinstance(result, Exception):
                    rows[name] = (name, "", "could not be graded", "")
                    failures.append(f"{name} could not be graded: {type(result).__name__}: {result}")
                    continue
                state = result.reason or ("graded" if new else "unchanged")
                wrong = ", ".join(_named(v) for v in result.verdicts if not v.passed) if not result.reason else ""
                rows[name] = (name, f"{result.points:g} / {result.max_points:g}", state, wrong)
    except CourseError as error:
        raise _failure(str(error)) from None
    except KeyboardInterrupt:
        typer.echo(f"stopped; {len(rows)} of {len(names)} are done, and the next run goes on from there", err=True)
        raise typer.Exit(130) from None
    _table(("student", "points", "state", "not right"), [rows[name] for name in names])
    typer.echo(f"feedback: {course.root / 'feedback'}")
    if failures:
        raise _failure("\n".join(sorted(failures)))


def _named(verdict: "Verdict") -> str:
    return f"{verdict.exercise} ({verdict.diagnosis or verdict.status})"


def _course() -> Course:
    try:
        return Course.find()
    except CourseError as error:
        raise _failure(str(error)) from None


def _known(course: Course, ids: Sequence[str] | None) -> list[str]:
    try:
        return [course.entry(id).id for id in ids or course.syllabus]
    except CourseError as error:
        raise _failure(str(error)) from None


def _failure(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(1)


def _print_marks(rows: "Iterable[Mark]", format: Format) -> None:
    from autograder.gradebook import Mark

    names = tuple(field.name for field in fields(Mark))
    rows = list(rows)
    dictionaries = [asdict(row) for row in rows]
    if format == "json":
        typer.echo(json.dumps(dictionaries, indent=2))
    elif format == "csv":
        _write_csv(rows, sys.stdout)
    else:
        _table(
            names, [tuple(f"{v:g}" if isinstance(v, float) else str(v) for v in row.values()) for row in dictionaries]
        )


def _write_csv(rows: "Iterable[Mark]", file: TextIO) -> None:
    from autograder.gradebook import Mark

    writer = csv.DictWriter(file, [field.name for field in fields(Mark)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(row) for row in rows)


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Plain columns: as wide as they need to be, also where the output is not a terminal."""
    widths = [max(len(str(row[i])) for row in [head, *rows]) for i in range(len(head))]
    for row in [head, tuple("-" * width for width in widths), *rows]:
        typer.echo("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
