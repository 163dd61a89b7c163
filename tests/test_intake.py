"""What lies in a submission's folder: which notebook counts, what is left out, and that reading can't hurt."""

import contextlib
import gc
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import msgpack
import nbformat
import pytest
from conftest import PLANAR, ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from autograder.course.course import Course
from autograder.demo import filled
from autograder.inside import wire
from autograder.running import batch, execute, fitting, gradebook, intake, submission
from autograder.running.execute import files_in
from autograder.running.fitting import Unreadable
from autograder.running.intake import listing, read_file
from autograder.running.submission import Submitted, read_folder, read_submission, solution_names

NAME = f"{PLANAR}.ipynb"


@pytest.fixture(scope="module")
def release_notebook() -> nbformat.NotebookNode:
    """As it lies in the repository, which takes less time than to build it."""
    return nbformat.read(ROOT / "assignments" / PLANAR / NAME, 4)


@pytest.fixture(scope="module")
def solutions(planar) -> dict[str, str]:
    return dict(planar.source.solutions)


@pytest.fixture
def solved(release_notebook, solutions):
    return filled(release_notebook, solutions)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder that is handed in."""
    path = tmp_path / "ann" / PLANAR
    path.mkdir(parents=True)
    return path


@pytest.fixture(scope="module")
def others() -> dict[str, set[str]]:
    releases = (ROOT / "assignments").glob("*/*.ipynb")
    return {path.stem: solution_names(nbformat.read(path, 4)) for path in releases if path.stem != PLANAR}


@pytest.fixture
def read(folder, release_notebook, others):
    return lambda: read_folder(folder, PLANAR, release_notebook, lambda: others)


def write(path: Path, notebook: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode())


def begun(submitted: Submitted, release_notebook) -> set[str]:
    """The exercises that aren't as they were released."""
    before, after = (fitting.released_solutions(notebook) for notebook in (release_notebook, submitted.notebook))
    return {name for name in before if before[name] != after[name] and after[name]}


def with_empty_cells(notebook) -> None:
    notebook.cells[:0] = [new_code_cell("\n" * (i % 3)) for i in range(7500)]


def with_scratch_cells(notebook) -> None:
    notebook.cells[:0] = [new_code_cell(f"x = {i}") for i in range(2500)]


def with_much_text(notebook) -> None:
    (cell,) = (c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "predict")
    cell.cell_type = "raw"
    notebook.cells[:0] = [new_markdown_cell("long " * 200_000) for _ in range(20)]


def with_large_outputs(notebook) -> None:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in code[:5]:
        cell.outputs = [new_output("display_data", {"image/png": "A" * 5_000_000, "text/plain": "☺"})]
        cell.outputs.append(new_output("display_data", {"application/json": [10**4000, float("nan")]}))


def split(notebook, named: tuple[bool, ...], name: str = "forward_propagation") -> None:
    """Cuts a solution cell into pieces, of which some keep its metadata."""
    (i,) = (i for i, c in enumerate(notebook.cells) if c.metadata.get("nbgrader", {}).get("grade_id") == name)
    cell, lines = notebook.cells[i], notebook.cells[i].source.split("\n")
    cuts = [round(len(lines) * part / len(named)) for part in range(len(named) + 1)]
    pieces = [new_code_cell("\n".join(lines[a:b])) for a, b in pairwise(cuts)]
    for piece, keeps in zip(pieces, named, strict=True):
        piece.metadata = deepcopy(cell.metadata) if keeps else piece.metadata
    notebook.cells[i : i + 1] = pieces


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (with_empty_cells, ""),
        (with_scratch_cells, "too large"),
        (with_much_text, "too large"),
        (with_large_outputs, ""),
        (lambda notebook: split(notebook, (True, False)), "had been split"),
        (lambda notebook: split(notebook, (False, True)), "had been split"),
        (lambda notebook: split(notebook, (True, False, False)), "had been split"),
        (lambda notebook: split(notebook, (True, True, True, True)), "had been split"),
        (lambda notebook: notebook.cells.insert(3, {"cell_type": "video", "source": 3}), "Malformed cells.*: 4"),
    ],
    ids=["empty", "scratch", "text", "outputs", "second", "first", "thirds", "named", "malformed"],
)
def test_a_finished_notebook_is_read_whole(solved, folder, read, solutions, change, words):
    change(solved)
    write(folder / NAME, solved)
    submitted = read()
    assert fitting.released_solutions(submitted.notebook) == solutions
    assert bool(submitted.remarks) == bool(words)
    assert re.search(words, " ".join(submitted.remarks))


@pytest.mark.parametrize("scratch", ["    return A2, cache", "def f(:", "    print(1)", "print((1", "%timeit 1", "x ="])
def test_a_scratch_cell_beside_a_whole_one_does_no_harm(solved, folder, read, solutions, scratch):
    (i,) = (i for i, c in enumerate(solved.cells) if c.metadata.get("nbgrader", {}).get("grade_id") == "compute_cost")
    solved.cells[i + 1 : i + 1] = [new_code_cell(scratch)]
    solved.cells[i:i] = [new_code_cell(scratch)]
    write(folder / NAME, solved)
    found = fitting.released_solutions(read().notebook)["compute_cost"]
    assert found == solutions["compute_cost"] + ("\n    return A2, cache" if "return" in scratch else "")


COPIES = [f"{PLANAR}-Copy1.ipynb", f"{PLANAR} (1).ipynb", "homework.ipynb", "A.IPYNB", f"sub/{NAME}", f"{NAME}.txt"]


@pytest.mark.parametrize("finished", COPIES)
def test_the_finished_one_of_two_notebooks_counts(solved, release_notebook, folder, read, solutions, finished):
    write(folder / finished, solved)
    write(folder / NAME, release_notebook)
    submitted = read()
    assert fitting.released_solutions(submitted.notebook) == solutions
    said = f"Graded: `{finished}` (8 of 8 begun). Not graded: `{NAME}` (0 of 8 begun)."
    assert submitted.remarks == [said]


@pytest.mark.parametrize("untouched", COPIES)
def test_an_untouched_copy_does_not_count(solved, release_notebook, folder, read, solutions, untouched):
    write(folder / untouched, release_notebook)
    write(folder / NAME, solved)
    assert fitting.released_solutions(read().notebook) == solutions


def test_the_one_with_more_done_counts_and_of_equals_the_one_with_the_name(release_notebook, solutions, folder, read):
    some = dict(list(solutions.items())[:3])
    write(folder / "a.ipynb", filled(release_notebook, some))
    write(folder / NAME, filled(release_notebook, dict(list(solutions.items())[:2])))
    assert begun(read(), release_notebook) == set(some)
    write(folder / NAME, filled(release_notebook, dict(list(solutions.items())[3:6])))
    assert begun(read(), release_notebook) == set(list(solutions)[3:6])


@pytest.mark.parametrize("done", [lambda source: source, lambda source: f"# my own\n{source}"])
def test_cells_that_lost_their_names_count_by_what_they_define(solved, release_notebook, folder, read, done):
    for cell in solved.cells:
        cell.metadata, cell.source = {}, done(cell.source)
    write(folder / "mine.ipynb", solved)
    write(folder / NAME, release_notebook)
    assert "Graded: `mine.ipynb` (8 of 8" in read().remarks[0]


@pytest.mark.parametrize(
    "beside",
    [f"._{NAME}", f".ipynb_checkpoints/{PLANAR}-checkpoint.ipynb", f"__MACOSX/._{NAME}", "x/.hidden/y.ipynb"],
)
@pytest.mark.parametrize("name", [NAME, "homework.ipynb"])
def test_what_programs_keep_for_themselves_is_no_notebook(solved, folder, read, solutions, name, beside):
    write(folder / name, solved)
    write(folder / beside, b"\x00\x05\x16\x07 not a notebook")
    submitted = read()
    assert fitting.released_solutions(submitted.notebook) == solutions
    assert submitted.remarks == []


@pytest.mark.parametrize("place", ["a/", f"{PLANAR}/", "a/b/c/"])
def test_a_notebook_in_a_deeper_folder_is_found(solved, folder, read, solutions, place):
    write(folder / place / NAME, solved)
    submitted = read()
    assert fitting.released_solutions(submitted.notebook) == solutions
    assert submitted.remarks == [f"Graded: `{place}{NAME}`."]


def test_a_broken_copy_does_not_stand_in_for_a_whole_one(solved, folder, read, solutions):
    write(folder / NAME, b"%PDF")
    write(folder / "b.ipynb", solved)
    submitted = read()
    assert fitting.released_solutions(submitted.notebook) == solutions
    assert f"`{NAME}` (not a notebook)" in submitted.remarks[0]


def zipped(name: str, content: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(name, content)
    return data.getvalue()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "no notebook in the folder; it holds no files"),
        ({"timestamp.txt": b"2030-01-01", ".DS_Store": b"x"}, "it holds no files"),
        ({"homework.zip": zipped("a.ipynb", b"{}")}, r"`homework.zip` \(a ZIP archive\)"),
        ({NAME: zipped("a.ipynb", b"{}")}, "it is a ZIP archive"),
        ({"my.pdf": b"%PDF-1.7"}, r"`my.pdf` \(a PDF\)"),
        ({NAME: b"%PDF-1.7"}, "it is a PDF"),
        ({"a.html": b"<!DOCTYPE html><p>"}, r"a web page \(HTML\)"),
        ({NAME: b"\n<html lang='en'>"}, r"a web page \(HTML\)"),
        ({f"{PLANAR}.py": b"# mine\n\nimport numpy as np\n"}, "a Python script"),
        ({NAME: b"def layer_sizes(X, Y):\n    pass\n"}, "a Python script"),
        ({"a.docx": zipped("word/document.xml", b"")}, "a Word document"),
        ({"a.ipynb": b""}, "The file is empty"),
        ({"a.ipynb": b"x", "b.ipynb": b"y"}, "not valid JSON"),
        ({str(i): b"x" for i in range(9)}, "`0`, `1`, `2`, 6 more"),
        ({"a.ipynb": b'{"cells": []}', "b.ipynb": b'{"cells": []}'}, "None of the notebooks is of.*`a.ipynb` and `b"),
    ],
)
def test_what_cannot_be_graded_is_called_what_it_is(folder, read, files, words):
    for name, content in files.items():
        write(folder / name, content)
    submitted = read()
    assert re.search(words, submitted.unreadable)
    assert submitted.remarks == [submitted.unreadable]


@pytest.mark.parametrize("other", ["a14_logistic_regression", "a16_deep_network_steps", "a11_numpy_basics"])
@pytest.mark.parametrize("name", [NAME, "homework.ipynb"])
def test_another_assignments_notebook_is_recognised(folder, read, other, name):
    shutil.copy(ROOT / "assignments" / other / f"{other}.ipynb", folder / name)
    assert read().unreadable == f"This is the notebook of `{other}`, not of `{PLANAR}`."


def test_a_notebook_with_functions_of_two_assignments_is_graded(solved, folder, read, others):
    more = others["a16_deep_network_steps"] - set(fitting.released_solutions(solved))
    solved.cells += [new_code_cell(f"{name} = 1", metadata={"nbgrader": {"grade_id": name}}) for name in more]
    solved.cells = [c for c in solved.cells if c.metadata.get("nbgrader", {}).get("grade_id") != "nn_model"]
    write(folder / NAME, solved)
    assert read().unreadable == ""


def test_a_stranger_is_named_by_its_title(folder, read):
    write(folder / NAME, nbformat.v4.new_notebook(cells=[new_markdown_cell("# Maps of Peru\n\nby me")]))
    assert "none of the cells" in read().remarks[0] and "`Maps of Peru`" in read().remarks[0]


# Links and what is no file


SECRET = b"SECRET"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.txt").write_bytes(SECRET)
    return tmp_path / "elsewhere" / "secret.txt"


def test_a_notebook_that_is_a_link_is_not_read(solved, folder, read, tmp_path, release_notebook):
    write(tmp_path / "other.ipynb", solved)
    (folder / NAME).symlink_to(tmp_path / "other.ipynb")
    submitted = read()
    assert f"`{NAME}` (a link, not an ordinary file)" in submitted.unreadable
    assert begun(submitted, release_notebook) == set()


def test_a_folder_that_is_a_link_is_not_read(solved, folder, tmp_path, release_notebook):
    write(folder / NAME, solved)
    (tmp_path / "bob").mkdir()
    (tmp_path / "bob" / PLANAR).symlink_to(folder)
    submitted = read_folder(tmp_path / "bob" / PLANAR, PLANAR, release_notebook)
    assert "links are not followed" in submitted.unreadable
    assert begun(submitted, release_notebook) == set()
    assert files_in([tmp_path / "bob" / PLANAR])[0] == []


def test_links_in_the_folder_are_left_out_and_named(solved, folder, read, secret, solutions):
    write(folder / NAME, solved)
    (folder / "soft.txt").symlink_to(secret)
    (folder / "folder").symlink_to(secret.parent)
    (folder / "up").symlink_to("..")
    (folder / "hard.txt").hardlink_to(secret)
    (folder / "sub").mkdir()
    (folder / "sub" / "deeper.txt").symlink_to(secret)
    (folder / "more.ipynb").symlink_to(folder / NAME)
    files, remarks = files_in([folder, ROOT / "assignments" / PLANAR])
    assert [name for name, _ in files] == ["checks.bin"]
    assert remarks == [
        "Left out, as links are not followed: `folder`, `more.ipynb`, `soft.txt` and 2 more.",
        "Left out, as they have another name elsewhere (hard links): `hard.txt`.",
    ]
    assert fitting.released_solutions(read().notebook) == solutions


def test_hard_links_of_the_courses_own_files_are_kept(folder, secret):
    (folder / "checks.bin").hardlink_to(secret)
    assert files_in([folder]) == ([("checks.bin", SECRET)], [])


@pytest.mark.parametrize("swap", ["link", "folder", "pipe", "gone"])
def test_what_becomes_something_else_while_it_is_read_is_not_followed(folder, secret, monkeypatch, swap):
    """Everything is as it was looked at first, until it is opened."""
    (folder / "sub").mkdir()
    (folder / "sub" / "secret.txt").write_bytes(b"mine")
    honest = os.open

    def swapped(path, flags, *args, **kwargs):
        if path == ("sub" if swap == "folder" else "secret.txt") and secret.exists() and armed:
            armed.clear()
            target = folder / "sub" if swap == "folder" else folder / "sub" / "secret.txt"
            shutil.rmtree(target) if swap == "folder" else target.unlink()
            if swap == "pipe":
                os.mkfifo(target)
            elif swap != "gone":
                target.symlink_to(secret.parent if swap == "folder" else secret)
        return honest(path, flags, *args, **kwargs)

    armed = [True]
    monkeypatch.setattr(os, "open", swapped)
    with pytest.raises(Unreadable):
        read_file(folder, "sub/secret.txt", 100)
    assert not armed


def test_files_that_change_cost_nothing_but_themselves(folder, monkeypatch):
    for name in ("grows", "shrinks", "stays", "vanishes"):
        (folder / name).write_bytes(b"x" * 100)
    honest = execute.listing

    def listed_before(path):
        found = honest(path)
        (folder / "grows").write_bytes(b"x" * 1000)
        (folder / "shrinks").write_bytes(b"x")
        (folder / "vanishes").unlink()
        return found

    monkeypatch.setattr(execute, "listing", listed_before)
    files, remarks = files_in([folder, folder / "none"])
    assert {name: len(data) for name, data in files} == {"shrinks": 1, "stays": 100}
    assert "as they can't be read: `grows` and `vanishes`." in remarks[1]


def test_special_files_are_never_opened(solved, folder, read, solutions, monkeypatch):
    write(folder / NAME, solved)
    os.mkfifo(folder / "pipe")
    os.mkfifo(folder / "pipe.ipynb")
    os.mkfifo(folder / "timestamp.txt")
    with socket.socket(socket.AF_UNIX) as server, contextlib.chdir(folder):
        server.bind("socket")
    special = {"pipe", "pipe.ipynb", "timestamp.txt", "socket"}
    if os.geteuid() == 0:
        with contextlib.suppress(OSError):  # not in every container
            os.mknod(folder / "null", 0o666 | 0o020000, os.makedev(1, 3))
            special.add("null")
    honest = os.open

    def opened(path, *args, **kwargs):
        assert path not in special
        return honest(path, *args, **kwargs)

    monkeypatch.setattr(os, "open", opened)
    submitted = read()
    assert fitting.released_solutions(submitted.notebook) == solutions
    assert batch._timestamp(folder, submitted.remarks) is None
    files, remarks = files_in([folder, ROOT / "assignments" / PLANAR])
    assert [name for name, _ in files] == ["checks.bin"]
    assert re.search("not ordinary files: .*`pipe`", " ".join(remarks))


def test_what_may_not_be_read_is_named(solved, folder, read, monkeypatch):
    write(folder / NAME, solved)
    (folder / "sub").mkdir()
    honest = os.open

    def refused(path, *args, **kwargs):
        if path in (NAME, "sub"):
            raise PermissionError(13, "Permission denied")
        return honest(path, *args, **kwargs)

    monkeypatch.setattr(os, "open", refused)
    assert "can't be read (Permission denied)" in read().unreadable
    assert "`sub`" in files_in([folder])[1][0]


# Large, deep, many, and odd names


def test_a_sparse_file_of_a_terabyte_is_not_read(folder, read, solved):
    for name in (NAME, "data.bin"):
        with (folder / name).open("wb") as file:
            try:
                file.truncate(2**40)
            except OSError:  # more than this file system can hold
                file.truncate(2**33)
    assert "at most 200 MB are read" in read().unreadable
    assert "larger than 8 MB: `data.bin`" in files_in([folder, ROOT / "assignments" / PLANAR])[1][0]
    write(folder / "b.ipynb", solved)
    assert read().unreadable == ""


@pytest.fixture
def deep(folder) -> Iterator[Path]:
    """A folder with 1500 folders in each other, which most of Python can't even delete."""
    at = os.open(folder, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("deep", dir_fd=at)
        inner = os.open("deep", os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = inner
    os.close(os.open("notes.ipynb", os.O_CREAT, dir_fd=at))
    os.close(at)
    yield folder
    subprocess.run(["rm", "-rf", folder / "deep"], check=True)


def test_deep_folders_are_left_alone(solved, deep, read, solutions):
    write(deep / NAME, solved)
    assert fitting.released_solutions(read().notebook) == solutions
    files, remarks = files_in([deep, ROOT / "assignments" / PLANAR])
    assert len(files) == 1
    assert "more than 16 folders deep: `deep/deep/" in remarks[0]


def test_50000_files_are_looked_at_and_some_of_them_kept(solved, folder, read, solutions, monkeypatch):
    write(folder / NAME, solved)
    (folder / "many").mkdir()
    for i in range(50_000):
        os.close(os.open(folder / "many" / f"{i:05}", os.O_CREAT))
    (folder / "first.txt").write_text("x")
    started = time.process_time()
    submitted = read()
    files, remarks = files_in([folder, ROOT / "assignments" / PLANAR])
    assert time.process_time() - started < 20  # it takes less than one
    assert fitting.released_solutions(submitted.notebook) == solutions
    names = [name for name, _ in files]
    assert len(names) == execute.MAX_FILES and names[:3] == ["checks.bin", "first.txt", "many/00000"]
    assert re.search(r"there may be 5000 files: `many/\d+`, .* and \d+ more", remarks[0])
    monkeypatch.setattr(intake, "MAX_ENTRIES", 1000)
    files, remarks = files_in([folder, ROOT / "assignments" / PLANAR])
    assert [name for name, _ in files] == ["checks.bin", "first.txt"]
    assert remarks == ["Left out, more than 1000 files: `many/`."]
    assert fitting.released_solutions(read().notebook) == solutions


def test_the_courses_own_files_have_room_whatever_lies_beside_them(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(execute, "MAX_FILES_BYTES", 1000)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "checks.bin").write_bytes(b"own" * 100)
    for i in range(5):
        (folder / f"{i}.bin").write_bytes(b"x" * 300)
    (folder / "checks.bin").write_bytes(b"theirs")
    files, remarks = files_in([folder, tmp_path / "own"])
    assert [name for name, _ in files] == ["checks.bin", "0.bin", "1.bin"]
    assert dict(files)["checks.bin"] == b"own" * 100
    assert "as all files together may have" in remarks[0]


ODD = [b"\xff\xfe.txt", b"line\nbreak", b"\x1b[31mred", "ü🎉".encode(), "\u202egnp.exe".encode(), b"-rf", b" ", b"a`b`"]


def test_odd_names_are_read_and_shown_so_that_anything_can_hold_them(folder, release_notebook, solved):
    place = os.fsencode(folder)
    for name in ODD:
        (folder / os.fsdecode(name)).write_bytes(b"x")
        (folder / os.fsdecode(b"link " + name)).symlink_to("/etc/passwd")
        write(folder / os.fsdecode(name + b".ipynb"), solved)
    assert sorted(os.listdir(place)) and len(listing(folder)[0]) == 3 * len(ODD)
    files, remarks = files_in([folder, ROOT / "assignments" / PLANAR])
    assert {os.fsencode(name) for name, _ in files} == {*ODD, b"checks.bin"}
    assert wire.decode(wire.encode(files)) == [[*file] for file in files] or wire.decode(wire.encode(files)) == files
    remarks += read_folder(folder, PLANAR, release_notebook).remarks
    for remark in remarks:
        assert remark.isprintable() and remark.encode()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_folder_whose_name_is_not_utf_8_costs_nobody_else(course, release_notebook, solutions, jobs):
    """Also where Dask passes the students' names on."""
    names = ["ann", os.fsdecode(b"b\xff\xfe"), "line\nbreak", "('tuple', 1)", "zoe"]
    for name in names:
        write(course.submitted / name / PLANAR / NAME, filled(release_notebook, solutions))
    command = [Path(sys.executable).with_name("course"), "grade", PLANAR, "--jobs", jobs]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=120, check=False)
    assert "the folder's name is not UTF-8; rename it" in done.stderr
    points: dict[str, float] = {}
    for mark in gradebook.marks(course, [PLANAR]):
        points[mark.student] = points.get(mark.student, 0) + mark.points
    assert points == {name: 100 for name in names if name != names[1]}


file_names = st.binary(min_size=1, max_size=30).filter(
    lambda name: b"/" not in name and b"\0" not in name and name not in (b".", b"..")
)
entries = st.lists(
    st.tuples(file_names, st.sampled_from(["file", "notebook", "link", "folder", "pipe"]), st.binary(max_size=99)),
    max_size=8,
)


def test_any_folder_is_read_or_named(release_notebook, tmp_path_factory):
    @settings(suppress_health_check=list(HealthCheck), max_examples=150)
    @given(entries, st.booleans())
    def read(entries, nested):
        place = tmp_path_factory.mktemp("any")
        at = place
        for name, kind, content in entries:
            path = at / os.fsdecode(name)
            with contextlib.suppress(OSError, ValueError):  # the name is taken, or can't be one
                if kind == "link":
                    path.symlink_to(os.fsdecode(content.replace(b"\0", b"") or b"x"))
                elif kind == "pipe":
                    os.mkfifo(path)
                elif kind == "folder":
                    path.mkdir()
                    at = path if nested else at
                else:
                    target = path.with_suffix(".ipynb" if kind == "notebook" else path.suffix)
                    with target.open("xb") as file:  # not through a link, nor into a pipe
                        file.write(content)
        files, remarks = files_in([place])
        submitted = read_folder(place, PLANAR, release_notebook)
        assert submitted.unreadable
        assert all(remark.encode() and len(remark) < 1000 for remark in remarks + submitted.remarks)
        assert all((place / name).is_file() and not (place / name).is_symlink() for name, _ in files)
        wire.encode(files)
        shutil.rmtree(place)

    read()


# Time and memory in proportion


def seconds(work: Callable[[], object]) -> float:
    """Of this process, the least of a few; without looking for garbage, which depends on all that ran before."""
    took = []
    gc.disable()
    for _ in range(3):
        started = time.process_time()
        work()
        took.append(time.process_time() - started)
    gc.enable()
    return min(took)


def assert_linear(make: Callable[[int], Any], work: Callable[[Any], object], size: int) -> None:
    """Ten times the input takes about ten times as long, and not a hundred times."""
    small, large = make(size), make(10 * size)
    assert seconds(lambda: work(large)) < 40 * seconds(lambda: work(small)) + 0.1


SLOW_CODE = {
    "newlines": lambda n: "\n" * n,
    "lines of spaces": lambda n: (" " * 50 + "\n") * (n // 51),
    "a magic": lambda n: "def f():\n" + "%" * n,
    "open at the end": lambda n: "\n" * n + "(",
    "names": lambda n: "a" * n,
    "f-string": lambda n: "f'" + "{x}" * (n // 3) + "'",
    "comparisons": lambda n: "1" + "<1" * (n // 2),
    "minus": lambda n: "-" * n + "1",
}


@pytest.mark.parametrize("code", SLOW_CODE.values(), ids=SLOW_CODE)
@pytest.mark.parametrize("named", [True, False])
def test_code_is_read_in_linear_time(release_notebook, tmp_path, code, named):
    def make(size: int) -> Path:
        path = tmp_path / f"{size}.ipynb"
        metadata = {"nbgrader": {"grade_id": "layer_sizes"}} if named else {}
        cells = [new_code_cell(code(size), metadata=metadata) for _ in range(2)]
        write(path, nbformat.v4.new_notebook(cells=[*cells, *release_notebook.cells]))
        return path

    assert_linear(make, lambda path: read_submission(path, release_notebook), 100_000)


@pytest.mark.parametrize("count", [50, 1900])
def test_many_pieces_that_do_not_parse_are_read_in_bounded_time(release_notebook, tmp_path, count):
    piece = "f'" + "{x}" * (500_000 // count) + "'("
    cells = [new_code_cell(piece, metadata={"nbgrader": {"grade_id": "layer_sizes"}}) for _ in range(count)]
    write(tmp_path / NAME, nbformat.v4.new_notebook(cells=cells))
    assert seconds(lambda: read_submission(tmp_path / NAME, release_notebook)) < 30  # about one


SLOW_JSON = {
    "lists": lambda n: b'{"cells": [' + b"[]," * n + b"[]]}",
    "cells": lambda n: b'{"cells": [' + b'{"cell_type": "code", "source": "x"},' * (n // 10) + b"{}]}",
    "lines": lambda n: b'{"cells": [{"cell_type": "code", "source": [' + b'"",' * n + b'""]}]}',
    "digits": lambda n: b'{"cells": [], "x": ' + b"9" * n + b"}",
    "numbers": lambda n: b'{"cells": [], "x": [' + b"9223372036854775807," * n + b"1]}",
    "keys": lambda n: b'{"cells": [], "x": {' + b"".join(b'"%d": 1,' % i for i in range(n)) + b'"": 1}}',
    "same cells": lambda n: json.dumps(
        {"cells": [{"cell_type": "code", "source": "", "metadata": {"nbgrader": {"grade_id": "predict"}}}] * (n // 20)}
    ).encode(),
    "old format": lambda n: b'{"worksheets": [{"cells": [' + b'{"cell_type": "code", "input": "x"},' * n + b"{}]}]}",
    "spaces": lambda n: b" " * n,
    "open": lambda n: b'{"cells": [' * n,
    "names": lambda n: b'{"cells": [{"cell_type": "code", "source": "' + b"x" * n + b'"}]}',
    "assignments": lambda n: b'{"cells": [{"cell_type": "code", "source": "' + b"x =\\n" * n + b'"}]}',
}


@pytest.mark.parametrize("content", SLOW_JSON.values(), ids=SLOW_JSON)
def test_notebooks_are_read_in_linear_time(release_notebook, tmp_path, content):
    def make(size: int) -> Path:
        place = tmp_path / str(size)
        write(place / NAME, content(size))
        return place

    def read(place: Path) -> None:
        submitted = read_folder(place, PLANAR, release_notebook)
        assert len(submitted.remarks) < 30 and sum(map(len, submitted.remarks)) < 5000
        assert len(submitted.notebook.cells) < fitting.MAX_CELLS + 50

    assert_linear(make, read, 50_000)


def read_within(megabytes: float, path: Path, release: nbformat.NotebookNode) -> Submitted:
    submission.MAX_MEMORY = megabytes
    submitted = read_submission(path, release)
    assert bytearray(2**27)  # there is memory again
    return submitted


@pytest.fixture
def fresh() -> Iterator[ProcessPoolExecutor]:
    """A new process: in this one lies, free, what tests before have taken, and that needs no more."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        yield pool


def test_a_notebook_that_would_take_much_memory_is_named(release_notebook, tmp_path, fresh):
    write(tmp_path / NAME, b'{"cells": [' + b"[]," * 5_000_000 + b"[]]}")
    submitted = fresh.submit(read_within, 50, tmp_path / NAME, release_notebook).result()
    assert "more than 50 MB of memory" in submitted.unreadable


def test_outputs_take_no_memory_but_while_they_are_read(solved, folder, solutions, release_notebook, fresh):
    for cell in [cell for cell in solved.cells if cell.cell_type == "code"][:20]:
        cell.outputs = [new_output("stream", text="x" * 2**21)]
    write(folder / NAME, solved)
    submitted = fresh.submit(read_within, 60, folder / NAME, release_notebook).result()
    assert fitting.released_solutions(submitted.notebook) == solutions


def test_a_long_number_does_not_make_a_notebook_unreadable(solved, folder, read, solutions):
    write(folder / NAME, json.dumps(solved).encode()[:-1] + b', "x": ' + b"9" * 5000 + b"}")
    assert fitting.released_solutions(read().notebook) == solutions


@pytest.mark.parametrize("code", SLOW_CODE.values(), ids=SLOW_CODE)
def test_code_of_a_cells_size_is_parsed_in_linear_time(code):
    if code is not SLOW_CODE["f-string"]:  # Python's own, for which what is parsed at once is so little
        assert_linear(code, fitting._parses, fitting.MAX_PARSED_AT_ONCE // 10)


def test_of_a_notebooks_code_so_much_is_parsed_and_no_more(monkeypatch):
    sizes: list[int] = []
    monkeypatch.setattr(fitting, "_parses", lambda code: sizes.append(len(code)) or True)
    parses, size = fitting._Parser(), fitting.MAX_PARSED_AT_ONCE
    assert (parses("x" * size), parses("x" * (size + 1))) == (True, False)
    answers = [parses(f"{n:07d}" * (size // 7)) for n in range(2 * fitting.MAX_PARSED // size)]
    assert answers[0] and not answers[-1]
    assert max(sizes) == size and fitting.MAX_PARSED // 2 < sum(sizes) <= fitting.MAX_PARSED


MODULUS = 2**61 - 1  # Python's hash of a number is its rest by this


def packed(value: Any) -> bytes:
    return msgpack.packb(value, strict_types=False)


def whole(n: int) -> Any:
    return n if n < 2**63 else msgpack.ExtType(3, n.to_bytes(n.bit_length() // 8 + 1, "little", signed=True))


def dictionary(keys: list[bytes]) -> bytes:
    return b"\xdf" + len(keys).to_bytes(4, "big") + b"".join(key + b"\xc0" for key in keys)


ALIKE = {
    "whole numbers": lambda n: [packed(whole(i * MODULUS + 7)) for i in range(n)],
    "tuples": lambda n: [packed(msgpack.ExtType(2, packed([whole(i * MODULUS)]))) for i in range(n)],
    "scalars": lambda n: [
        packed(msgpack.ExtType(1, b"\x03\0<f8" + b"\0" * 6 + bytes([i % 2 * 128, 0]))) for i in range(n)
    ],
    "of a few": lambda n: [packed(whole(i % 4 * MODULUS + i // 4)) for i in range(n)],
    "the same": lambda n: [packed(1)] * n,
}


@pytest.mark.parametrize("keys", ALIKE.values(), ids=ALIKE)
def test_keys_with_one_hash_are_refused(keys):
    with pytest.raises(wire.WireError, match="one hash"):
        wire.decode(dictionary(keys(1000)))


def test_keys_that_happen_to_share_a_hash_pass():
    value = dict.fromkeys(range(-1000, 1000)) | {i / 7: None for i in range(1000)} | {(i, "a"): 1 for i in range(9)}
    assert wire.decode(wire.encode(value)) == value
    assert len({hash(key) for key in value}) < len(value)


SLOW_BYTES = {
    **{name: lambda n, keys=keys: dictionary(keys(n)) for name, keys in ALIKE.items()},
    "low bits": lambda n: dictionary([packed(i << 44) for i in range(n)]),
    "floats": lambda n: dictionary([packed(float(2**52 + i)) for i in range(n)]),
    "whole numbers of 1000 bytes": lambda n: packed([msgpack.ExtType(3, b"\x7f" * 1001)] * (n // 10)),
    "type": lambda n: packed(msgpack.ExtType(0, packed(["f8," * n, [0], b""]))),
    "shape": lambda n: packed(msgpack.ExtType(0, packed(["<f8", [1] * n, b"\0" * 8]))),
    "tuples in lists": lambda n: packed([msgpack.ExtType(2, packed([1, [2]]))] * (n // 5)),
    "text": lambda n: packed("\ud800" * n) if n < 0 else b"\xdb" + (3 * n).to_bytes(4, "big") + b"\xed\xa0\x80" * n,
}


def tried(data: bytes) -> Any:
    with contextlib.suppress(wire.WireError):
        value = wire.decode(data)
        return wire.encode(value)


@pytest.mark.parametrize("data", SLOW_BYTES.values(), ids=SLOW_BYTES)
def test_bytes_are_read_in_linear_time(data):
    assert_linear(data, tried, 4500)


def test_a_type_with_a_long_name_takes_no_memory():
    data = packed(msgpack.ExtType(0, packed(["f8," * 100_000, [0], b""])))
    tracemalloc.start()
    with pytest.raises(wire.WireError):
        wire.decode(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5 * len(data)


def test_whole_numbers_take_the_room_that_they_need():
    for n in (2**64, -(2**63) - 1, 2**127, 2**128, -(2**127), -(2**128), 2**7999, 2**8000 - 1, 1 - 2**8000):
        data = wire.encode(n)
        assert wire.decode(data) == n and len(data) < n.bit_length() // 8 + 8
    numbers = [2**70 + i for i in range(60_000)]
    assert wire.decode(wire.encode(numbers)) == numbers


def test_a_submission_with_two_notebooks_is_not_graded_again_each_time(course: Course, solved, release_notebook):
    write(course.submitted / "ann" / PLANAR / NAME, release_notebook)
    write(course.submitted / "ann" / PLANAR / "b.ipynb", solved)
    todo = batch.Batch(course.root, PLANAR, course.submitted, "a secret for tests")
    (first,) = gradebook.grade_class(todo, ["ann"])
    assert first.outcome.points == 100 and first.outcome.remarks[0].startswith("Graded: `b.ipynb`")
    assert [row.state for row in gradebook.grade_class(todo, ["ann"])] == ["unchanged"]
