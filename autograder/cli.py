"""The `course` command."""

import contextlib
import csv
import io
import json
import os
import sys
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from autograder.course.course import Course, CourseError


class Commands(TyperGroup):
    """Says in a sentence why a command cannot do its work."""

    def invoke(self, ctx: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # what a terminal has no letters for is no reason to stop
                stream.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except CourseError as error:
            _complain(str(error))
        except OSError as error:
            if error.filename is None:
                raise
            cure = "is the disk full or read-only, or the file somebody else's?"
            _complain(f"{error.filename}: {error.strerror}; {cure}")
        raise typer.Exit(1)


def _complain(text: str) -> None:
    from autograder.judging.display import inert

    for line in text.split("\n"):
        typer.echo(inert(line), err=True)


os.environ["PYTHONSAFEPATH"] = "1"  # workers import nothing from the current folder, which may be a student's

# Plain help: drawing boxes takes longer than all the rest.
app = typer.Typer(
    cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)


data_app = typer.Typer(invoke_without_command=True, rich_markup_mode=None)
app.add_typer(data_app, name="data")

Format = Literal["table", "csv", "json"]
Kernel = Literal["numpy", "tensorflow"]
Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Assignments; all of them if none is named.")]


@app.command()
def new(
    id: Annotated[str, typer.Argument(metavar="ID", help="As a27_some_words: part 2, seventh assignment.")],
    title: Annotated[str, typer.Option(help="What students read; by default the words of the id.")] = "",
    kernel: Annotated[Kernel, typer.Option(help="What the notebook needs imported.")] = "numpy",
) -> None:
    """Begin an assignment: a source notebook and a grader with one worked exercise."""
    from autograder.authoring.new import new as begin

    for path in begin(Course.find(), id, title, kernel):
        typer.echo(path)
    typer.echo(f"now run `course verify {id}` and `course release {id}`, and edit these files")


@app.command()
def release(
    ids: Ids = None, check: Annotated[bool, typer.Option(help="Only say whether all is up to date.")] = False
) -> None:
    """Build assignments for students."""
    from autograder.authoring import release as releases

    course = Course.find()
    if check:
        if problems := releases.check_all(course, course.chosen(ids)):
            raise CourseError("\n".join([*problems, "run `course release`"]))
        return
    for id in course.chosen(ids):
        releases.release(course, id)
        typer.echo(f"released {id} to {course.releases / id}")


@app.command()
def bundle(
    folder: Annotated[
        Path | None, typer.Argument(help="Where to write it; by default build/bundle, or build/cloud.")
    ] = None,
    cloud: Annotated[bool, typer.Option(help="In a form for Colab and Kaggle.")] = False,
    update: Annotated[
        bool, typer.Option(help="Renew a folder that is worked in: what was changed there stays as it is.")
    ] = False,
) -> None:
    """Write what students are given: a folder and a zip, with nothing of graders or solutions."""
    from autograder.authoring.bundle import bundle as write

    if cloud and update:
        raise CourseError(
            "--update renews a folder in which somebody works, and --cloud writes one to upload: choose one"
        )
    course = Course.find()
    made = write(course, (folder or course.root / "build" / ("cloud" if cloud else "bundle")).resolve(), cloud, update)
    typer.echo(f"{made.folder}: {made.files} files, {made.size / 1e6:.1f} MB")
    if made.archive:
        typer.echo(f"{made.archive}: {made.packed / 1e6:.1f} MB, the same to hand out")
    for line in made.remarks:
        _complain(line)


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
    from autograder.judging.display import points
    from autograder.running import gradebook
    from autograder.running.batch import Batch

    course = Course.find()
    course.entry(id)
    batch = Batch(course.root, id, (submitted or course.submitted).resolve(), course.secret, full, unsafe)
    names = batch.students(student)
    rows: dict[str, tuple[str, ...]] = {}
    failures: dict[str, list[str]] = {}
    try:
        with (
            contextlib.closing(gradebook.grade_class(batch, names, force, jobs, scheduler)) as results,
            typer.progressbar(results, len(names), f"grading {id}", show_pos=True, file=sys.stderr) as bar,
        ):
            for name, result, state, standing in bar:
                if isinstance(result, Exception) or standing is None:
                    rows[name] = (name, "", state, "", "")
                    failures.setdefault(f"{type(result).__name__}: {result}", []).append(name)
                    continue
                if result.reason == "stopped":  # the course's fault, perhaps
                    failures.setdefault(result.remarks[0], []).append(name)
                if result.reason:
                    state = result.reason if state == "graded" else f"{result.reason}; {state}"
                wrong = [f"{v.exercise} ({v.diagnosis or v.status})" for v in result.verdicts if not v.passed]
                total = f"{points(standing.total)} / {points(result.max_points)}"
                notes = "; ".join(standing.notes)
                rows[name] = (name, total, state, "" if result.reason else ", ".join(wrong), notes)
    except KeyboardInterrupt:
        typer.echo(f"stopped; {len(rows)} of {len(names)} are done, and the next run goes on from there", err=True)
        raise typer.Exit(130) from None
    _show(("student", "points", "state", "not right", "not by grading"), [rows[name] for name in names])
    typer.echo(f"feedback: {course.root / 'feedback'}")
    for line in batch.strays(student):
        _complain(line)
    if failures:
        raise CourseError("\n".join(sorted(f"{', '.join(w)} could not be graded: {e}" for e, w in failures.items())))


@app.command()
def watch(
    ids: Ids = None,
    attempts: Annotated[int, typer.Option(min=1, help="Of one student at one assignment in an hour; others wait.")] = 6,
    jobs: Annotated[int | None, typer.Option(min=1, help="Submissions to grade at a time.")] = None,
    unsafe: Annotated[bool, typer.Option(help="Without the sandbox: only for the work of people you trust.")] = False,
) -> None:
    """Grade what is handed in as it arrives, until Ctrl-C."""
    import signal
    import statistics
    import time

    from autograder.course import folders
    from autograder.judging.display import inert, points
    from autograder.running.attempts import FILE
    from autograder.running.watch import Answer, Watch

    course = Course.find()
    chosen = [id for id in course.chosen(ids) if ids or course.release(id).is_file()]
    if not chosen:
        raise CourseError("nothing is released yet: run `course release` first")
    watch = Watch(course, chosen, attempts, jobs or os.cpu_count() or 1, unsafe)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    seconds: list[float] = []
    waiting: set[tuple[str, str]] = set()
    begun = False
    try:
        for news in watch.rounds():
            if not begun:
                begun = True
                where = [course.submitted, *([watch.exchange.inbound] if watch.exchange.inbound.is_dir() else [])]
                many = f"{len(chosen)} assignments" if len(chosen) > 1 else chosen[0]
                typer.echo(f"watching {' and '.join(map(str, where))} for {many}; Ctrl-C ends it")
            for item in news:
                if not isinstance(item, Answer):
                    _complain(item)
                    continue
                total = ""
                if item.row and item.row.standing and not isinstance(item.row.outcome, Exception):
                    total = f"{points(item.row.standing.total)} / {points(item.row.outcome.max_points)}"
                if item.row:
                    seconds.append(item.seconds)
                (waiting.discard if item.row else waiting.add)((item.student, item.id))
                words = (time.strftime("%H:%M:%S"), item.student, item.id, total, f"{item.seconds:.1f} s", item.said)
                typer.echo("  ".join(inert(word) for word in words if word))
            sys.stdout.flush()
    except KeyboardInterrupt:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # it ends already
        typer.echo("stopped; what is not graded yet is graded when it is started again", err=True)
    finally:
        if begun:
            typer.echo(f"{len(seconds)} graded; {len(waiting)} wait")
            if seconds:
                longest = f"the longest {max(seconds):.1f} s"
                typer.echo(f"from arrival to answer: median {statistics.median(seconds):.1f} s, {longest}")
            typer.echo(f"feedback: {course.root / 'feedback'}; every attempt: {course.root / FILE}")
            for id in chosen:
                for line in folders.strays(course.submitted, id, list(course.syllabus)):
                    _complain(line)


@app.command()
def doctor(
    notebook: Annotated[
        Path | None, typer.Argument(help="Your own, or of somebody you trust: it runs without the sandbox.")
    ] = None,
) -> None:
    """Run a notebook from the top as grading will, say what would cost marks, and repair a copy of a damaged one.

    Without a notebook: show what isolates submissions, and whether it works here.
    """
    if notebook:
        from autograder.doctor import examine
        from autograder.judging.display import inert

        typer.echo(f"running {inert(notebook.name)} in a fresh kernel…", err=True)
        report = examine(notebook)
        for line in repr(report).split("\n"):
            typer.echo(inert(line))
        raise typer.Exit(0 if report else 1)
    from autograder.running import isolation

    rows = isolation.doctor()
    head = ("mechanism", "works", "what it means")
    words = {True: "yes", False: "no", None: "–"}
    _show(head, [(name, words[works], text) for name, works, text in rows])
    if missing := [name for name, works, _ in rows if works is False]:
        raise CourseError(f"submissions cannot be isolated here: {', '.join(missing)}")


@app.command()
def marks(ids: Ids = None, format: Format = "table") -> None:
    """Print the marks of each exercise."""
    from autograder.running import gradebook

    course = Course.find()
    _show(gradebook.Mark._fields, gradebook.marks(course, course.chosen(ids)), format)


@app.command()
def verify(
    ids: Ids = None,
    format: Format = "table",
    seeds: Annotated[int, typer.Option(min=1, help="Inputs on which to try references and alternatives.")] = 300,
    seconds: Annotated[
        float, typer.Option(min=0, help="Of processor time for the inputs of one exercise; 30 inputs are always tried.")
    ] = float("inf"),
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Also say which mutants are right, and why.")
    ] = False,
    changed: Annotated[bool, typer.Option(help="Only what has changed since it was proved here.")] = False,
) -> None:
    """Prove that graders give the right marks."""
    from autograder.authoring import verify as proofs

    course = Course.find()
    for library in ("OPENBLAS_NUM_THREADS", "TF_NUM_INTEROP_THREADS", "TF_NUM_INTRAOP_THREADS"):
        os.environ.setdefault(library, "1")  # as where submissions run
    chosen = course.chosen(ids)
    found = {id: kept for id in chosen if changed and (kept := proofs.kept(course, id, seeds, seconds))}
    proved, problems = proofs.prove_all(course, [id for id in chosen if id not in found], seeds, seconds)
    found |= proved
    rows = [found[id] for id in chosen if id in found]
    if format != "table":
        _show(proofs.COLUMNS, map(proofs.values, rows), format)
    elif rows:
        _show(*proofs.brief(rows))
    for line in [f"{proof.assignment}, {equal}" for proof in rows if verbose for equal in proof.equal]:
        _complain(line)
    problems += [f"{proof.assignment}: {problem}" for proof in rows for problem in proof.problems]
    if problems:
        raise CourseError("\n".join(problems))


@data_app.callback()
def data(context: typer.Context) -> None:
    """Show which data are known, which are here and where from; or add an original.

    An assignment uses the originals where all files of a set are here, and the course's own set otherwise.
    """
    from autograder.course.data import known

    if context.invoked_subcommand is None:
        files = known(Course.find().root / "data")
        rows = [(file.name, file.whose, file.state, file.what, file.source, file.licence) for file in files]
        _show(("file", "whose", "state", "what", "from", "licence"), rows)


@data_app.command("add")
def data_add(
    name: str, source: Annotated[str, typer.Argument(metavar="PATH_OR_URL", help="Fetched only now, if it is a URL.")]
) -> None:
    """Check an original file and use it in place of the course's own."""
    from autograder.course.data import add

    place = add(Course.find().root / "data", name, source)
    typer.echo(f"{name} is the original; it is at {place}. Delete it there to return to the course's own.")


@app.command()
def demo(
    folder: Path = Path("build/demo"),
    everything: Annotated[bool, typer.Option("--all", help="The whole class, and every assignment.")] = False,
) -> None:
    """Grade a small class of made submissions, and say what that shows."""
    from autograder import demo as classes
    from autograder.running import gradebook

    course = classes.make_course(Course.find(), folder.resolve())
    chosen = list(course.syllabus) if everything else classes.one_of_each_kernel(course)
    with contextlib.chdir(course.root):
        for id in chosen:
            with contextlib.redirect_stdout(io.StringIO()):
                release([id])
                classes.hand_in(course, id, everything)
                grade(id)
        made = list(gradebook.marks(course, chosen))
        _show(("assignment", "student", "points", "not right, first of all"), classes.table(made))
        path = course.root / "marks.csv"
        with path.open("w", encoding="utf-8", newline="") as file, contextlib.redirect_stdout(file):
            _show(gradebook.Mark._fields, made, "csv")
    for sentence in classes.proved(made):
        typer.echo(sentence)
    mistaken = next(mark for mark in made if mark.student.startswith("mistake-"))
    typer.echo(f"one feedback page: {course.feedback(mistaken.student, mistaken.assignment)}")
    typer.echo(f"the marks of every exercise: {path}")


FORMULAS = tuple("=+-@＝＋－＠'")  # what a cell of a spreadsheet begins with that is worked out, and our own mark


@lru_cache(maxsize=4096)
def _text(text: str) -> str:
    """A text for CSV: one that a spreadsheet would work out has a ' before it."""
    from autograder.judging.display import inert

    text = inert(text)
    return f"'{text}" if text.lstrip().startswith(FORMULAS) else text


def _show(head: Sequence[str], rows: Iterable[Sequence[Any]], format: Format = "table") -> None:
    """Prints rows: as plain columns that are as wide as they need to be, or for programs to read."""
    rows = list(rows)
    if format == "json":
        print(json.dumps([dict(zip(head, row, strict=True)) for row in rows], indent=2))
    elif format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
        writer.writerows([head, *([_text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)])
    else:
        from autograder.judging.display import inert

        texts = [
            [f"{cell:g}" if isinstance(cell, float) else inert(str(cell)) for cell in row] for row in [head, *rows]
        ]
        widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
        for row in [texts[0], ["-" * width for width in widths], *texts[1:]]:
            print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
