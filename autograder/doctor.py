"""doctor(): runs a notebook from the top in a fresh kernel, as grading will, and says what that would cost, and why.

It is for a student's own machine: nothing isolates what the notebook does.
"""

import ast
import asyncio
import os
import re
import subprocess
import sys
import time
import warnings
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode

from autograder import opened
from autograder.authoring.public import FILE, RELEASED
from autograder.course.limits import Limits
from autograder.inside import wire
from autograder.judging.compare import COLOURS
from autograder.judging.display import STYLE, marked
from autograder.running.fitting import (
    MAGIC,
    MAX_NOTEBOOK_BYTES,
    Unreadable,
    called,
    fit,
    line_of,
    parse,
    released_solutions,
    well_formed,
)

CHECK = re.compile(r"""(?m)^check\(["'](\w+)["'], *\w+\)""")
SIGNS = "✓✗○"
LIMITS = Limits()
INSIDE = "COURSE_DOCTOR"  # the environment variable that tells a kernel that a doctor runs it
MAX_TOLD = 6  # sentences of one kind
# In place of a check cell: what it says doesn't depend on whether the notebook still imports it.
ASK = "__import__('utils').check({0!r}, {0})"


@dataclass
class Report:
    """What the doctor has found, shown by Jupyter as HTML and elsewhere as text. True where nothing costs marks.

    sections: sentences under their headings
    """

    headline: str
    passed: bool = False
    sections: dict[str, list[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.passed

    def __repr__(self) -> str:
        parts = [self._marked()]
        for heading, sentences in self._shown():
            parts += ["", heading, *(f"- {sentence}" for sentence in sentences)]
        return "\n".join(parts)

    def _repr_html_(self) -> str:
        html = f'<p role="status"><b>{marked(self._marked())}</b></p>'
        for heading, sentences in self._shown():
            items = "".join(f"<li>{marked(sentence)}</li>" for sentence in sentences)
            html += f'<p style="margin:.6em 0 0"><b>{heading}</b></p><ul style="margin:0">{items}</ul>'
        return f'{STYLE}<div class="course-check">{html}</div>'

    def _marked(self) -> str:
        return f"{'✓' if self.passed else '✗'} {self.headline}"

    def _shown(self) -> Iterator[tuple[str, list[str]]]:
        for heading, sentences in self.sections.items():
            left = len(sentences) - MAX_TOLD
            if sentences:
                yield heading, sentences if left <= 0 else [*sentences[:MAX_TOLD], f"and {left} more"]


def doctor(notebook: str | Path | None = None) -> Report:
    """Runs the notebook that is open, or another one, from the top in a fresh kernel, and says what grading would meet.

    It reads the file: save the notebook first.
    """
    if os.environ.get(INSIDE):
        return Report("`doctor()` has nothing to say in its own run.", passed=True)
    path = Path(notebook) if notebook else opened.path(sys._getframe(1).f_globals)
    if path is None:
        names = sorted(place.name for place in Path.cwd().glob("*.ipynb"))
        name = names[0] if names else "NAME.ipynb"
        return Report(f'`doctor()` can\'t tell which file this notebook is. Name it: `doctor("{name}")`.')
    return examine(path)


def examine(path: Path) -> Report:
    """What there is to say of the notebook at `path`. Never raises because of what the file holds."""
    try:
        raw, released = _read(path), _released(path)
        release = _release(released) if released else _itself(raw)
        return _examined(path.absolute(), raw, release, released)
    except Unreadable as error:
        return Report(f"Nothing could be run. {error}")
    except NoSuchKernel:
        return Report("There is no Python kernel to run it in. Install one: `python -m pip install ipykernel`.")
    except (MemoryError, RecursionError):
        return Report("Nothing could be run: the notebook takes too much memory to read.")


def _examined(path: Path, raw: list[Any], release: NotebookNode, released: Path | None) -> Report:
    remarks: list[str] = []
    notebook = fit(well_formed(raw, release, remarks), release, remarks)
    given = {cell.source for cell in release.cells} if released else set()
    checks = next((p for p in _checks(path, released) if p.is_file()), None)
    steps = [cell for cell in notebook.cells if _exercise(cell) or _runs(cell)]
    sources = [cell.source for cell in steps]
    started = time.monotonic()
    ended = _at_once(_run(notebook, steps, path.parent, checks))
    for cell, source in zip(steps, sources, strict=True):
        cell.source = source
    fresh = {name: _state(cell, name) for cell in steps if (name := _exercise(cell))}
    right = sum(state.startswith("✓") for state in fresh.values())
    report = Report(
        f"{path.name}, as it was saved at {time.strftime('%H:%M', time.localtime(path.stat().st_mtime))}: "
        f"{right} of {len(fresh)} checks show ✓ from a fresh start ({time.monotonic() - started:.0f} s).",
        passed=bool(fresh) and right == len(fresh) and not ended,
    )
    own = [cell for cell in steps if not _exercise(cell)]
    report.sections = {
        "What would cost marks": [*ended, *(_told(name, s) for name, s in fresh.items() if not s.startswith("✓"))],
        "The first cell that stops with an error": _first_error(own),
        "Not as on the screen": _differences(raw, fresh, steps),
        "Names given away": _given_away(steps, given, remarks),
        "Files": _files(own, given, path.parent, checks),
        "Damaged cells": _damaged(path, raw, release, remarks) if released else [],
        "What was not looked at": _unseen(raw, fresh, checks, released),
    }
    return report


# What is read


def _read(path: Path) -> list[Any]:
    """The notebook's cells as they are in its file. Raises Unreadable."""
    try:
        if not path.is_file():
            raise Unreadable(f"There is no file `{path}`." if not path.exists() else f"`{path}` is not a file.")
        if path.stat().st_size > MAX_NOTEBOOK_BYTES:
            raise Unreadable(
                f"`{path.name}` has more than {MAX_NOTEBOOK_BYTES // 2**20} MB, and grading would not read it. Clear "
                "its outputs and save it again."
            )
        return parse(path.read_bytes(), outputs=True)
    except OSError as error:
        raise Unreadable(f"`{path}` can't be read ({error.strerror}).") from None


def _released(path: Path) -> Path | None:
    """The notebook as it was released, where it can be found in a folder above: `.released/ID.ipynb`, or the course's.

    The ID is that of the public checks beside the notebook, or the name of its folder, or its own.
    """
    path = path.absolute()
    ids = dict.fromkeys([*_assignment(path.with_name(FILE)), path.parent.name, path.stem])
    for folder in path.parents:
        for id in ids:
            for place in (folder / RELEASED / f"{id}.ipynb", folder / "assignments" / id / f"{id}.ipynb"):
                if place.is_file() and not place.samefile(path):
                    return place
    return None


def _assignment(checks: Path) -> list[str]:
    try:
        return [str(wire.decode(checks.read_bytes())["assignment"])]
    except (OSError, wire.WireError, LookupError, TypeError):
        return []


def _release(path: Path) -> NotebookNode:
    try:
        return nbformat.read(path, as_version=4)
    except Exception as error:  # it is the course's own; nbformat fails in many ways
        raise Unreadable(f"The released notebook {path} is damaged ({type(error).__name__}).") from None


def _itself(raw: list[Any]) -> NotebookNode:
    """The notebook in place of a release that isn't at hand: as far as its cells say what they are."""
    cells = []
    for cell in raw:
        metadata = cell.get("metadata") if isinstance(cell, dict) else None
        mark = metadata.get("nbgrader") if isinstance(metadata, dict) else None
        is_marked = isinstance(mark, dict) and isinstance(mark.get("grade_id"), str)
        tags = metadata.get("tags") if isinstance(metadata, dict) else None
        kept: dict[str, Any] = {"nbgrader": {"solution": False, **mark}} if is_marked and isinstance(mark, dict) else {}
        kept |= {"tags": ["demo"]} if isinstance(tags, list) and "demo" in tags else {}
        if source := _source(cell):
            kind = "code" if cell.get("cell_type") == "code" else "markdown"
            cells.append(nbformat.from_dict({"cell_type": kind, "source": source, "metadata": kept}))
    return nbformat.from_dict({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def _source(cell: Any) -> str:
    source = cell.get("source", cell.get("input")) if isinstance(cell, dict) else ""
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return source.replace("\r\n", "\n").replace("\r", "\n") if isinstance(source, str) else ""


def _checks(path: Path, released: Path | None) -> Iterator[Path]:
    """Where the public checks may lie."""
    yield path.with_name(FILE)
    if released:
        yield released.with_name(FILE)
        yield released.parents[1] / "assignments" / released.stem / FILE


# What is run


def _exercise(cell: NotebookNode) -> str:
    """The exercise that a check cell checks; empty for every other cell."""
    found = CHECK.search(cell.source) if cell.cell_type == "code" and _is_asked(cell) else None
    return found[1] if found else ""


def _runs(cell: NotebookNode) -> bool:
    """Whether grading runs a cell: those that are only for show are left out."""
    return cell.cell_type == "code" and bool(cell.source.strip()) and "demo" not in cell.metadata.get("tags", [])


class _Client(NotebookClient):
    """Keeps errors and what checks show: nothing else is needed, and it may be long."""

    def process_message(self, message: dict[str, Any], cell: NotebookNode, index: int) -> NotebookNode | None:
        kind = message["msg_type"]
        if kind == "stream" or (kind in ("display_data", "execute_result") and not _is_asked(cell)):
            return None
        if kind == "error":
            lines = message["content"].get("traceback", [])
            message["content"]["traceback"] = [COLOURS.sub("", line) for line in lines]
        return super().process_message(message, cell, index)


def _is_asked(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


async def _run(notebook: NotebookNode, steps: Sequence[NotebookNode], folder: Path, checks: Path | None) -> list[str]:
    """Runs the cells, and asks at each check cell. Why it did not come to the end, if it did not."""
    without = ("JPY_SESSION_NAME", "NBGRADER_EXECUTION", "COURSE_CHECKS")
    known = {name: value for name, value in os.environ.items() if name not in without}
    environment = {**known, INSIDE: "1", **({"COURSE_CHECKS": str(checks)} if checks else {})}
    client = _Client(
        notebook,
        kernel_name="python3",
        allow_errors=True,
        timeout=max(1, int(LIMITS.cell)),
        interrupt_on_timeout=True,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(folder)}},
    )
    client.log.disabled = True  # what it logs of cells that take long is said in our own words
    at, started = "The kernel", time.monotonic()

    async def all_cells() -> None:
        nonlocal at
        async with client.async_setup_kernel(env=environment, stderr=subprocess.DEVNULL):
            for index, cell in enumerate(notebook.cells):
                if not any(cell is step for step in steps):
                    continue
                at = called(cell)
                if name := _exercise(cell):
                    cell.source = ASK.format(name)
                await client.async_execute_cell(cell, index)

    try:
        await asyncio.wait_for(all_cells(), LIMITS.submission)
    except (TimeoutError, DeadKernelError):  # a cell that is cancelled says that the kernel is dead
        if time.monotonic() - started < LIMITS.submission:
            return [f"{at} ended the kernel. Has it run out of memory? What comes after it did not run."]
        return [f"{at} was running when the {LIMITS.submission:g} seconds for the whole notebook were over."]
    return []


def _at_once(work: Coroutine[Any, Any, list[str]]) -> list[str]:
    """The result of a coroutine, also in a notebook, whose own loop is running."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


# What is found


def _errors(cell: NotebookNode) -> list[NotebookNode]:
    return [output for output in cell.get("outputs", []) if output.get("output_type") == "error"]


def _state(cell: Any, name: str) -> str:
    """What a check cell shows: a text that begins with its sign; empty where it shows nothing."""
    found = ""
    outputs = cell.get("outputs") if isinstance(cell, dict) else None
    for output in outputs if isinstance(outputs, list) else []:
        data = output.get("data") if isinstance(output, dict) else None
        text = data.get("text/plain") if isinstance(data, dict) else None
        text = "".join(map(str, text)) if isinstance(text, list) else text
        if isinstance(text, str) and text[:1] in SIGNS and text:
            found = text
        elif isinstance(output, dict) and output.get("output_type") == "error":
            kind, value = output.get("ename"), output.get("evalue")
            undefined = kind == "NameError" and f"'{name}'" in str(value)
            found = f"○ `{name}` is not defined there." if undefined else f"✗ {name}:\n  {kind}: {value}"
    return found


def _told(name: str, state: str) -> str:
    """The sign and the first sentence of what a check shows."""
    sign, lines = state[:1], state.splitlines()
    if sign == "✗":
        return f"✗ `{name}`: {lines[1].strip() if len(lines) > 1 else lines[0][2:]}"
    return lines[0] if lines else f"○ `{name}` could not be checked."


def _first_error(cells: Sequence[NotebookNode]) -> list[str]:
    for cell in cells:
        for error in _errors(cell):
            if error.ename == "KeyboardInterrupt":
                return [f"{called(cell)} took longer than {LIMITS.cell:g} seconds and was stopped, as in grading."]
            what = f"{error.ename}: {error.evalue[:200]}"
            return [f"{called(cell)} stops{line_of(cell, error)}: {what}. Grading goes on with the next cell."]
    return []


def _differences(raw: list[Any], fresh: Mapping[str, str], steps: Sequence[NotebookNode]) -> list[str]:
    """Which checks show another sign on the screen, and what may be the reason."""
    saved: dict[str, str] = {}
    for cell in raw:
        if (found := CHECK.search(_source(cell))) and (state := _state(cell, found[1])):
            saved[found[1]] = state
    sentences = [
        f"`{name}` shows {saved[name][0]} in the saved notebook, and {state[0]} from a fresh start."
        for name, state in fresh.items()
        if state and name in saved and saved[name][0] != state[0]
    ]
    if not sentences:
        return []
    texts = [*fresh.values(), *(f"{error.ename}: {error.evalue}" for cell in steps for error in _errors(cell))]
    missing = dict.fromkeys(re.findall(r"name '(\w+)' is not defined", "\n".join(texts)))
    for name in missing:
        where = [cell for cell in steps if name in _assigned(cell.source)]
        if where:
            sentences.append(f"`{name}` gets its value only later. {called(where[0])} has to stand above what uses it.")
        else:
            sentences.append(f"`{name}` gets its value in no cell: it was only in the kernel's memory.")
    return [*sentences, *_out_of_order(raw)]


def _out_of_order(raw: list[Any]) -> Iterator[str]:
    """Which cell ran after one that stands below it."""
    counts = [(cell.get("execution_count"), cell) for cell in raw if isinstance(cell, dict)]
    ran = [(count, cell) for count, cell in counts if isinstance(count, int)]
    for (before, above), (after, below) in pairwise(ran):
        if before > after:
            names = [f"`{_source(cell).strip()[:40]}`" for cell in (above, below)]
            yield (
                f"Cells ran in another order than they stand in: [{before}], {names[0]}, stands above [{after}], "
                f"{names[1]}."
            )
            return


def _given_away(steps: Sequence[NotebookNode], given: set[str], remarks: Sequence[str]) -> list[str]:
    """Which cells give the name of an exercise, behind its check, to something else."""
    checked: set[str] = set()
    sentences = []
    for cell in steps:
        if name := _exercise(cell):
            checked.add(name)
        elif cell.source not in given:
            for name, line in _assigned(cell.source).items():
                twice = f"There is more than one cell `{name}`"  # of which the remarks tell
                if name in checked and not any(remark.startswith(twice) for remark in remarks):
                    sentences.append(
                        f"{called(cell)} makes `{name}` something else in line {line}. The function counts as it was "
                        "at its check cell, or as it is at the end if it is better then. Use another name there."
                    )
    return sentences


def _tree(code: str) -> ast.Module:
    """The code of a cell, parsed; empty where it can't be."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(MAGIC.sub("", code))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def _assigned(code: str) -> dict[str, int]:
    """The notebook's variables that a cell gives a value, each with the line where it does so first."""
    found: dict[str, int] = {}
    waiting: list[ast.AST] = [_tree(code)]
    for node in waiting:
        line = getattr(node, "lineno", 0)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.setdefault(node.name, line)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                found.setdefault(alias.asname or alias.name.partition(".")[0], line)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.setdefault(node.id, line)
        elif not isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            waiting.extend(ast.iter_child_nodes(node))
    return found


def _files(cells: Sequence[NotebookNode], given: set[str], folder: Path, checks: Path | None) -> list[str]:
    """What is said of files: those that are missed, those elsewhere on this machine, and those to hand in, too."""
    sentences = []
    for cell in cells:
        for error in _errors(cell):
            if error.ename == "FileNotFoundError":
                sentences.append(
                    f"{called(cell)} looks{line_of(cell, error)} for a file that is not there: {error.evalue[:200]}. "
                    "Put it beside the notebook."
                )
        if cell.source in given or ("nbgrader" in cell.metadata and cell.metadata.nbgrader.get("grade")):
            continue
        texts = [n.value for n in ast.walk(_tree(cell.source)) if isinstance(n, ast.Constant)]
        for text in dict.fromkeys(text for text in texts if isinstance(text, str) and 0 < len(text) < 500):
            place = _file(folder, text)
            if place and place.parent != folder and folder not in place.parents:
                sentences.append(
                    f"{called(cell)} names `{text}`, which is on this computer and won't be there in grading. Put the "
                    "file beside the notebook, use its name alone, and hand it in, too."
                )
            elif place and checks != place:
                sentences.append(f"{called(cell)} names `{text}`: hand this file in, too.")
    return sentences


def _file(folder: Path, text: str) -> Path | None:
    """The file that a text names, if it names one."""
    try:
        place = Path(os.path.normpath(folder / Path(text).expanduser()))
        return place if place.is_file() else None
    except (OSError, ValueError, RuntimeError):
        return None


def _unseen(raw: list[Any], fresh: Mapping[str, str], checks: Path | None, released: Path | None) -> list[str]:
    sentences = []
    if not fresh:
        sentences.append("The notebook has no check cells, so that nothing tells what is right.")
    elif not checks:
        sentences.append(f"`{FILE}` is not beside the notebook, and nothing can be checked without it. Copy it there.")
    if not released:
        sentences.append(
            "The notebook as it was released is not at hand. Cells that were changed, deleted or have lost their name "
            "can't be told without it; nothing was repaired."
        )
    return sentences


# What is repaired


def _damaged(path: Path, raw: list[Any], release: NotebookNode, remarks: Sequence[str]) -> list[str]:
    """What is damaged, and where the repaired copy is."""
    solutions = released_solutions(release)
    graded = {cell.metadata.nbgrader.grade_id: cell for cell in release.cells if "nbgrader" in cell.metadata}
    later: list[str] = []
    cells = well_formed(raw, release, later)
    sentences = list(_named_again(cells, graded, solutions))
    there = {cell.metadata["name"]: cell for cell in cells if "name" in cell.metadata}
    kinds = {name: cell.cell_type for name, cell in there.items() if name in graded}
    sentences += [f"The cell `{n}` is a cell of text now; it has to be code." for n, k in kinds.items() if k != "code"]
    lost = [name for name in graded if name not in there]
    sentences += [f"The check cell `{name}` is missing." for name in lost if name not in solutions]
    defined = {name for cell in cells if cell.cell_type == "code" for name in _assigned(cell.source)}
    fitted = fit(cells, release, later)
    sentences += [f'Grading would say: "{remark}"' for remark in dict.fromkeys(later)]
    if not sentences:
        return []
    _put_back(fitted, graded, [name for name in lost if name in solutions], solutions, defined)
    _keep(fitted, raw, release)
    for number in range(1, 1000):
        copy = path.with_name(f"{path.stem}.repaired{f'-{number}' if number > 1 else ''}.ipynb")
        try:
            with copy.open("x", encoding="utf-8") as file:
                nbformat.write(fitted, file)
            return [*sentences, f"A repaired copy with your work is `{copy.name}`. Look it through, and go on in it."]
        except FileExistsError:
            continue
        except OSError as error:
            return [*sentences, f"No repaired copy could be written beside the notebook ({error.strerror})."]
    return sentences


def _named_again(
    cells: list[NotebookNode], graded: Mapping[str, NotebookNode], solutions: Mapping[str, str]
) -> Iterator[str]:
    """Gives cells the names that they have lost: the last one that defines an exercise, and check cells as released."""
    there = {cell.metadata.get("name") for cell in cells}
    for name, released in graded.items():
        if name in there:
            continue
        for cell in reversed(cells):
            own = re.search(rf"(?m)^def +{name}\b", cell.source) if name in solutions else None
            if "name" not in cell.metadata and (own or cell.source.strip() == released.source.strip()):
                cell.metadata["name"] = name
                yield f"The cell `{name}` has lost its name, by which grading knows it."
                break


def _put_back(
    notebook: NotebookNode,
    graded: Mapping[str, NotebookNode],
    lost: Sequence[str],
    solutions: Mapping[str, str],
    defined: set[str],
) -> None:
    """Moves the cells that were missing from the end to behind the exercise before, and gives them their stubs again.

    defined: what other cells define, which a stub would undo
    """
    cells, order = notebook.cells, list(graded)

    def name(cell: NotebookNode) -> str:
        return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))

    for one in lost:
        start = next(i for i, cell in enumerate(cells) if name(cell) == one)
        end = start + 1
        while end < len(cells) and name(cells[end]) and name(cells[end]) not in solutions:
            end += 1
        block = cells[start:end]
        block[0].source = f"# `{one}` is defined in another cell" if one in defined else solutions[one]
        del cells[start:end]
        before = order[: order.index(one)]
        place = max((i for i, cell in enumerate(cells) if name(cell) in before), default=-1) + 1
        if place == 0:
            place = next((i for i, cell in enumerate(cells) if name(cell)), len(cells))
        cells[place:place] = block


def _keep(notebook: NotebookNode, raw: list[Any], release: NotebookNode) -> None:
    """Gives cells that are as they were their outputs, metadata and pictures again."""
    kept: dict[tuple[bool, str], list[dict[str, Any]]] = {}
    for cell in raw:
        if source := _source(cell):
            kept.setdefault((cell.get("cell_type") == "code", source), []).append(cell)
    used: set[str] = set()
    for number, cell in enumerate(notebook.cells):
        before = next(iter(kept.get((cell.cell_type == "code", cell.source), [])), {})
        if len(kept.get((cell.cell_type == "code", cell.source), [])) > 1:
            kept[cell.cell_type == "code", cell.source].pop(0)
        mark = cell.metadata.get("nbgrader", {})
        if not mark and isinstance(before.get("metadata"), dict):
            cell.metadata = nbformat.from_dict({k: v for k, v in before["metadata"].items() if k != "nbgrader"})
        names = ("outputs", "execution_count") if cell.cell_type == "code" else ("attachments",)
        fresh = deepcopy(cell)
        cell.update({n: nbformat.from_dict(before[n]) for n in names if n in before})
        id = mark.get("grade_id") or before.get("id")
        cell.id = (
            id if isinstance(id, str) and re.fullmatch(r"[\w-]{1,64}", id) and id not in used else f"cell-{number}"
        )
        used.add(cell.id)
        try:
            nbformat.validate(cell, ref=f"{cell.cell_type}_cell", version=4, version_minor=5)
        except nbformat.ValidationError:
            notebook.cells[number] = NotebookNode(fresh, id=cell.id)
