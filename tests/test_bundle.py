"""What students are given: nothing of graders or solutions, all that notebooks need, the same on each call."""

import json
import os
import platform
import re
import runpy
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import urllib.request
import zipfile
from pathlib import Path

import nbformat
import pytest
import rattler
import yaml
from conftest import PLANAR, ROOT
from packaging.requirements import Requirement

from autograder.authoring.bundle import CLOUD_FILES, WRITTEN, bundle, with_first_cell
from autograder.authoring.public import RELEASED
from autograder.authoring.release import solution_lines
from autograder.course.course import Course, CourseError
from autograder.demo import filled
from autograder.running import gradebook
from autograder.running.batch import Batch
from autograder.running.execute import runs
from autograder.running.source import Source

TENSORFLOW = "a26_tensorflow_network"
SYSTEMS = {  # of PEP 508, and the end of the names of their wheels
    "Linux, x86-64": ("linux", "x86_64", r"manylinux\w*_x86_64"),
    "Linux, ARM": ("linux", "aarch64", r"manylinux\w*_aarch64"),
    "macOS, Apple silicon": ("darwin", "arm64", r"macosx\w*_(arm64|universal2)"),
    "Windows, x86-64": ("win32", "AMD64", r"win_amd64"),
}
WITHOUT_TENSORFLOW = {
    "macOS, Intel": ("darwin", "x86_64", r"macosx\w*_(x86_64|universal2)"),
    "Windows, ARM": ("win32", "ARM64", r"win_arm64"),
}
PYTHONS = ("3.11", "3.12", "3.13")


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """The bundle of the whole course."""
    return bundle(Course.find(ROOT), tmp_path_factory.mktemp("whole") / "bundle").folder


@pytest.fixture
def small(course: Course) -> Course:
    """A course with the planar assignment only, and what bundles take of a course beside it."""
    syllabus = tomllib.loads((ROOT / "syllabus.toml").read_text())["assignment"]
    (entry,) = (entry for entry in syllabus if entry["id"] == PLANAR)
    lines = [f"{name} = {json.dumps(value)}" for name, value in {**entry, "prerequisites": []}.items()]
    (course.root / "syllabus.toml").write_text("\n".join(["[[assignment]]", *lines]))
    ignored = shutil.ignore_patterns("__pycache__", "real")
    for name in ("utils", "data"):
        shutil.copytree(ROOT / name, course.root / name, ignore=ignored)
    for name in ("LICENSE", "pyproject.toml", "uv.lock"):
        shutil.copyfile(ROOT / name, course.root / name)
    return course


@pytest.fixture
def given(small: Course) -> Path:
    return bundle(small, small.root / "given").folder


def without_the_repository(
    code: str, bundled: Path, cwd: Path, box: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """Runs a program that finds the bundle and what is installed, but nothing of the repository."""
    paths = [str(bundled), sysconfig.get_path("purelib")]
    start = f"import sys; sys.path[:0] = {paths[:1]}; sys.path += {paths[1:]}\n"
    guard = "import importlib.util\nassert importlib.util.find_spec('graders') is None\n"
    command = [*box, sys.executable, "-I", "-S", "-c", start + guard + code]
    environment = {**os.environ, "MPLBACKEND": "Agg", "OMP_NUM_THREADS": "1"}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_it_has_the_releases_and_what_they_need_and_nothing_else(whole):
    releases = {f"assignments/{name}" for name in names(ROOT / "assignments") if ".ipynb_checkpoints" not in name}
    assert {name for name in names(whole) if name.startswith("assignments/")} == releases - {"assignments/README.md"}
    assert {path.name for path in whole.iterdir()} == {
        *("assignments", "autograder", "data", "pictures", "utils"),
        *(".devcontainer", ".jupyter", ".released", ".vscode"),
        *("LICENSE", "README.md", "environment.yml", "requirements.txt", "start.py"),
    }
    data = {path.name for path in (whole / "data").iterdir()}
    assert not {name for name in data if name.startswith("train_") and name.endswith(".py")}
    assert {"MANIFEST.toml", "signs.py", "happy.py", "names.txt", "train_catvnoncat.h5"} <= data
    assert len(list((whole / "pictures").iterdir())) == len(Course(ROOT).syllabus)


def test_of_the_engine_it_has_what_check_imports_and_nothing_that_judges(whole):
    engine = {name for name in names(whole / "autograder") if name.endswith(".py")}
    code = (
        "import autograder.check, sys; print(*(m.__file__ for n, m in sys.modules.items() if n[:10] == 'autograder'))"
    )
    done = without_the_repository(code, whole, whole)
    loaded = {Path(path).relative_to(whole / "autograder").as_posix() for path in done.stdout.split()}
    assert loaded and loaded <= engine, done.stderr
    # What a slip is looked for with is imported only then, and so is what runs a notebook before it is handed in.
    later = {"inside/sandbox.py", "inside/shell.py", "inside/warm.py"}
    doctor = {"doctor.py", "running/__init__.py", "running/fitting.py", "course/__init__.py", "course/limits.py"}
    assert engine - loaded == later | doctor
    assert not {"judging/grade.py", "authoring/release.py", "authoring/verify.py", "cli.py"} & engine


def test_a_notebook_is_looked_at_before_it_is_handed_in(whole, tmp_path):
    folder = tmp_path / "assignments" / PLANAR
    shutil.copytree(whole / "assignments" / PLANAR, folder)
    shutil.copytree(whole / RELEASED, tmp_path / RELEASED)
    notebook = nbformat.read(folder / f"{PLANAR}.ipynb", as_version=4)
    notebook.cells = [
        cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") != "layer_sizes"
    ]
    nbformat.write(notebook, folder / f"{PLANAR}.ipynb")
    code = f"from autograder.doctor import examine\nfrom pathlib import Path\nprint(examine(Path({str(folder / PLANAR)!r} + '.ipynb')))"
    done = without_the_repository(code, whole, folder)
    assert "layer_sizes" in done.stdout and "repaired" in done.stdout, done.stderr


def test_it_holds_no_line_of_a_solution(whole):
    """In notebooks and checks; helpers are looked at in test_project. And find it where there is one."""
    for id in Course(ROOT).syllabus:
        lines = [
            re.sub(r"\s", "", line)
            for code in Source(ROOT / "source_notebooks" / id / f"{id}.py").solutions.values()
            for line in solution_lines(code)
        ]
        assert lines
        notebook = nbformat.read(whole / "assignments" / id / f"{id}.ipynb", as_version=4)
        files = [path.read_bytes().decode("utf-8", "replace") for path in (whole / "assignments" / id).glob("*.bin")]
        text = re.sub(r"\s", "", "\n".join([*(cell.source for cell in notebook.cells), *files]))
        assert [line for line in lines if line in text] == [], id


def test_a_release_with_answers_is_not_given_out(small, planar):
    path = small.release(PLANAR)
    nbformat.write(filled(small.released(PLANAR), planar.source.solutions), path)
    with pytest.raises(CourseError, match=rf"{PLANAR} can't be given out, run `course release {PLANAR}`: .*solution"):
        bundle(small, small.root / "given")
    assert not (small.root / "given").exists() and not (small.root / "given.zip").exists()


def test_every_module_can_be_imported_from_it(whole, tmp_path):
    modules = [
        name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for name in names(whole)
        if name.startswith(("autograder/", "utils/")) and name.endswith(".py")
    ]
    code = f"""
import importlib
for name in {modules}:
    importlib.import_module(name)
print(*sorted({{m.__file__ for n, m in sys.modules.items() if n.partition('.')[0] in ('autograder', 'utils')}}))"""
    done = without_the_repository(code, whole, tmp_path)
    assert done.returncode == 0, done.stderr
    assert all(path.startswith(str(whole)) for path in done.stdout.split()) and len(done.stdout.split()) == len(modules)


@pytest.mark.parametrize("id", [PLANAR, TENSORFLOW])
def test_check_works_where_there_is_no_repository(id, whole, tmp_path):
    """Answers are right, stubs aren't begun, and a wrong one is told why."""
    folder = shutil.copytree(whole, tmp_path / "given") / "assignments" / id
    release = nbformat.read(folder / f"{id}.ipynb", as_version=4)
    notebook = filled(release, Source(ROOT / "source_notebooks" / id / f"{id}.py").solutions)
    cells = [cell.source for cell in notebook.cells if runs(cell, full=False)]
    checks = [cell.source for cell in release.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    (folder / "cells.json").write_text(json.dumps([cells, checks]))
    code = """
import json
cells, checks = json.load(open("cells.json"))
space = {"__name__": "__main__"}
for cell in cells:
    exec(compile(cell, "<cell>", "exec"), space)
for check in checks:
    found = eval(check, space)
    assert found, found
name = checks[0].split('"')[1]
def wrong(*args, **kwargs):
    return "nothing"
print("SAID", space["check"](name, wrong))
"""
    done = without_the_repository(code, tmp_path / "given", folder)
    assert done.returncode == 0, done.stderr
    assert re.search(r"SAID ✗ \w+: 0 of \d+ points\n.+", done.stdout)


def test_both_forms_are_the_same_on_each_call(small):
    for cloud in (False, True):
        first, second = (bundle(small, small.root / name / "given", cloud) for name in ("one", "two"))
        assert first.archive.read_bytes() == second.archive.read_bytes()
        assert names(first.folder) == names(second.folder)
        again = bundle(small, first.folder, cloud)  # in its own place
        assert again.archive.read_bytes() == second.archive.read_bytes() and again.packed == second.packed
        with zipfile.ZipFile(first.archive) as file:
            inside = {name.removeprefix("deep-learning-course/") for name in file.namelist()}
        assert inside == names(first.folder)


def test_a_folder_that_somebody_works_in_is_not_replaced(small, given, tmp_path):
    notebook = given / "assignments" / PLANAR / f"{PLANAR}.ipynb"
    (given / "assignments" / PLANAR / ".ipynb_checkpoints").mkdir()
    (given / "index.md").touch()
    bundle(small, given)  # what the use of it makes is no work
    notebook.write_text("my work")
    with pytest.raises(CourseError, match=r"has been worked in \(assignments/.*\): name another folder, or use --upd"):
        bundle(small, given)
    assert notebook.read_text() == "my work"
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "thesis.tex").touch()
    with pytest.raises(CourseError, match="holds other files; name a new folder, or empty it"):
        bundle(small, tmp_path / "thesis")
    with pytest.raises(CourseError, match="can't be replaced"):
        bundle(small, small.root)


def test_an_update_renews_what_was_not_changed_and_keeps_the_rest(small):
    place = small.root / "lab"
    bundle(small, place, update=True)
    notebook, checks = (place / "assignments" / PLANAR / name for name in (f"{PLANAR}.ipynb", "checks.bin"))
    notebook.write_text("my work")
    checks.write_bytes(b"damaged")
    (place / "notes.txt").write_text("mine")
    (place / "README.md").unlink()
    (small.root / "utils" / "gc_utils.py").unlink()
    with (small.root / "utils" / "lr_utils.py").open("a") as file:
        file.write("# newer\n")
    assert bundle(small, place, update=True).remarks == ()  # the release is the same
    assert (notebook.read_text(), (place / "notes.txt").read_text()) == ("my work", "mine")
    assert checks.read_bytes() == (small.releases / PLANAR / "checks.bin").read_bytes()
    assert (place / "utils" / "lr_utils.py").read_text().endswith("# newer\n") and (place / "README.md").is_file()
    assert not (place / "utils" / "gc_utils.py").exists()
    release = small.released(PLANAR)
    release.cells.append(nbformat.v4.new_markdown_cell("newer", id="newer"))
    nbformat.write(release, small.release(PLANAR))
    (remark,) = bundle(small, place, update=True).remarks
    assert remark.startswith(f"{notebook} was changed here, and stays as it is")
    assert notebook.read_text() == "my work"
    assert bundle(small, place, update=True).remarks == ()  # said once


def checked(release: nbformat.NotebookNode, texts: list[str]) -> nbformat.NotebookNode:
    """A notebook whose first checks show these texts."""
    checks = [cell for cell in release.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    for cell, text in zip(checks, texts, strict=False):
        cell.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": text})]
    return release


def test_the_index_says_what_notebooks_show(small, given):
    path = given / "assignments" / PLANAR / f"{PLANAR}.ipynb"
    start = runpy.run_path(str(given / "start.py"))

    def row() -> str:
        start["write_index"]()
        text = (given / "index.md").read_text(encoding="utf-8")
        assert not re.search(r"\{\w+\}", text)
        (line,) = (line for line in text.splitlines() if f"assignments/{PLANAR}/{PLANAR}.ipynb" in line)
        return line.split("|")[-2].strip()

    entry = small.entry(PLANAR)
    assert entry.builds in (given / ".jupyter" / "contents.md").read_text()
    assert row() == "0 of 8"
    nbformat.write(checked(small.released(PLANAR), ["✓ layer_sizes: 5 of 5 points", "✗ initialize_parameters"]), path)
    assert row() == "1 of 8, 5 points"
    nbformat.write(checked(small.released(PLANAR), ["✓"] * 8), path)
    assert row() == "✓ all 8"
    for content in (
        "",
        "{}",
        "[]",
        '{"cells": [1]}',
        '{"cells": [{"metadata": {"nbgrader": {"grade": true}}}]}',
        "[" * 9999,
    ):
        path.write_text(content)
        assert row() == start["UNREADABLE"], content
    path.unlink()
    assert row() == start["UNREADABLE"]


def test_environments_name_what_is_imported_at_the_locks_versions(whole):
    lines = (whole / "requirements.txt").read_text().splitlines()
    needs = [Requirement(line) for line in lines if not line.startswith("#")]
    assert {"numpy", "matplotlib", "scikit-learn", "h5py", "tensorflow", "tensorflow-cpu", "jupyterlab", "pillow"} | {
        "msgpack",
        "threadpoolctl",
    } <= {need.name for need in needs}
    assert not {"nbgrader", "distributed", "typer", "cryptography", "deep-learning-course"} & {n.name for n in needs}
    environment = yaml.safe_load((whole / "environment.yml").read_text())
    conda = [rattler.MatchSpec(item).name.normalized for item in environment["dependencies"] if isinstance(item, str)]
    assert conda == ["python", "pip"]
    assert environment["dependencies"][2] == {"pip": [line for line in lines if not line.startswith("#")]}
    container = json.loads((whole / ".devcontainer" / "devcontainer.json").read_text())
    assert container["image"].partition(":")[2] in PYTHONS
    assert (whole / container["postCreateCommand"].split()[-1]).is_file()


def wanted(bundled: Path) -> list[tuple[str, str, str, str]]:
    """System, Python, package and version of all that is installed."""
    lines = (bundled / "requirements.txt").read_text().splitlines()
    found = []
    for system, (name, machine, _) in (SYSTEMS | WITHOUT_TENSORFLOW).items():
        for python in PYTHONS:
            here = {"sys_platform": name, "platform_machine": machine}
            here |= {"python_version": python, "python_full_version": f"{python}.7"}
            for need in [Requirement(line) for line in lines if not line.startswith("#")]:
                if not need.marker or need.marker.evaluate(here):
                    found.append((system, python, need.name, str(need.specifier).removeprefix("==")))
    return found


def fits(wheel: str, python: str, system: str) -> bool:
    pythons, abi, where = wheel.removesuffix(".whl").split("-")[-3:]
    if (abi, where) == ("none", "any"):
        return True
    short = "cp" + python.replace(".", "")
    by_abi = short in pythons.split(".") or (abi == "abi3" and int(pythons[3:]) <= int(short[3:])) or pythons == "py3"
    return by_abi and re.search((SYSTEMS | WITHOUT_TENSORFLOW)[system][2], where) is not None


def test_there_are_wheels_for_every_system_and_python(whole):
    """The lock lists what PyPI has."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    listed = {(p["name"], p["version"]): [w["url"].rpartition("/")[2] for w in p.get("wheels", [])] for p in lock}
    chosen = {(system, python) for system, python, name, _ in wanted(whole) if name.startswith("tensorflow")}
    assert chosen == {(system, python) for system in SYSTEMS for python in PYTHONS}
    assert [
        (system, python, name)
        for system, python, name, version in wanted(whole)
        if not version.startswith(">=") and not any(fits(wheel, python, system) for wheel in listed[name, version])
    ] == []


def test_pypi_still_has_tensorflows_wheels(whole):
    versions = {(name, version) for _, _, name, version in wanted(whole) if name.startswith("tensorflow")}
    listed = {}
    for name, version in versions:
        try:
            with urllib.request.urlopen(f"https://pypi.org/pypi/{name}/json", timeout=30) as answer:
                files = json.load(answer)["releases"].get(version, [])
                listed[name] = [file["filename"] for file in files if not file["yanked"]]
        except (OSError, ValueError, LookupError) as error:
            pytest.skip(f"PyPI cannot be asked: {error}")
    for system, python, name, _ in wanted(whole):
        if name in listed:
            assert any(fits(wheel, python, system) for wheel in listed[name]), (system, python, name)
    intel = [wheel for wheel in listed["tensorflow"] if re.search(r"macosx\w*_x86_64|win_arm64", wheel)]
    assert intel == []  # README.md says so


@pytest.fixture
def cloud(small: Course) -> Path:
    return bundle(small, small.root / "cloud", cloud=True).folder


FIRST_CELL = """
import json
notebook = json.load(open({notebook!r}))
code = "".join(notebook["cells"][0]["source"])
try:
    exec(code, {{}})
except Exception as error:
    print("SAID", *error._render_traceback_())
else:
    from utils import check
    from utils.picture_data import load_pictures
    assert Path("checks.bin").is_file()
    load_pictures({pictures!r})
    print("FROM", Path(check.__code__.co_filename), Path.cwd())
"""


def first_cell(cloud: Path, cwd: Path, pictures: str = "catvnoncat", box: tuple[str, ...] = ()) -> str:
    code = "from pathlib import Path\n" + FIRST_CELL.format(
        notebook=str(cloud / "notebooks" / f"{PLANAR}.ipynb"), pictures=pictures
    )
    done = without_the_repository(code, Path("/nowhere"), cwd, box)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_first_cell_unpacks_what_lies_beside_it_and_finds_it_again(cloud, tmp_path):
    here = tmp_path / "session"
    here.mkdir()
    shutil.copyfile(cloud / f"{CLOUD_FILES}.zip", here / f"{CLOUD_FILES} (1).zip")  # as a browser calls it
    root = here / CLOUD_FILES
    found = f"FROM {root}/autograder/check.py {root}/assignments/{PLANAR}\n"
    assert first_cell(cloud, here).endswith(found)
    (here / f"{CLOUD_FILES} (1).zip").unlink()
    assert first_cell(cloud, here).endswith(found)  # a folder below
    assert first_cell(cloud, root / "assignments" / PLANAR).endswith(found)  # folders above


def test_the_first_cell_says_what_to_upload(cloud, tmp_path):
    here = tmp_path / "session"
    here.mkdir()
    (said,) = first_cell(cloud, here).splitlines()
    assert said == (
        f"SAID The course's files are not here: upload it to {here} ({CLOUD_FILES}.zip), then run this cell again."
    )
    (here / f"{CLOUD_FILES}.zip").write_bytes((cloud / f"{CLOUD_FILES}.zip").read_bytes()[:100_000])
    (said,) = first_cell(cloud, here).splitlines()
    assert said.startswith(f"SAID {here}/{CLOUD_FILES}.zip is damaged, or not all there yet")
    assert [path.name for path in here.iterdir()] == [f"{CLOUD_FILES}.zip"]


@pytest.mark.skipif(shutil.which("bwrap") is None or platform.system() != "Linux", reason="needs bubblewrap")
def test_the_first_cell_reads_from_a_folder_that_is_read_only(cloud, tmp_path):
    """As on Kaggle, which unpacks archives; what is drawn when first needed goes where one may write."""
    data, working = tmp_path / "data", tmp_path / "working"
    working.mkdir()
    with zipfile.ZipFile(cloud / f"{CLOUD_FILES}.zip") as file:
        file.extractall(data)
    box = ["bwrap", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp"]
    for path in sorted(Path("/").iterdir()):
        if path.is_symlink():
            box += ["--symlink", str(path.readlink()), str(path)]
        elif path.name not in ("dev", "proc", "tmp", "sys"):
            box += ["--ro-bind", str(path), str(path)]
    box += ["--ro-bind", str(cloud), str(cloud), "--ro-bind", str(data), "/kaggle/input/datasets/course"]
    box += ["--bind", str(working), "/kaggle/working", "--chdir", "/kaggle/working"]
    box += ["--ro-bind", sys.prefix, sys.prefix, "--ro-bind", sys.base_prefix, sys.base_prefix]  # they may be in /tmp
    if subprocess.run([*box, "true"], check=False).returncode:
        pytest.skip("bubblewrap does not work here")
    said = first_cell(cloud, tmp_path, "signs", tuple(box))
    root = f"/tmp/{CLOUD_FILES}"
    assert "drawn first" in said and said.endswith(f"FROM {root}/autograder/check.py {root}/assignments/{PLANAR}\n")
    assert not [name for name in names(data) if name.endswith("_signs.h5")] and not names(working)


def test_what_is_handed_in_from_the_cloud_is_graded_in_full(small, cloud, planar):
    """Also as Colab saves it: ids in the metadata, another minor version, its own entries."""
    notebook = nbformat.read(cloud / "notebooks" / f"{PLANAR}.ipynb", as_version=4)
    assert notebook.cells[1:] == small.released(PLANAR).cells
    done = filled(notebook, planar.source.solutions)
    colab = json.loads(nbformat.writes(done))
    colab |= {"nbformat_minor": 0}
    colab["metadata"] |= {"colab": {"provenance": []}}
    for cell in colab["cells"]:
        cell["metadata"]["id"] = cell.pop("id")
    for student, content in {"kaggle": nbformat.writes(done), "colab": json.dumps(colab)}.items():
        path = small.submitted / student / PLANAR / f"{PLANAR}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(content)
    batch = Batch(small.root, PLANAR, small.submitted, small.secret)
    for _, result, _, standing in gradebook.grade_class(batch, batch.students(None), False, None, None):
        assert (standing.total, result.max_points, list(result.remarks)) == (100, 100, [])


def test_the_first_cell_keeps_quiet_where_all_is_there(small, tmp_path):
    """As where cells that are only for show are run when grading."""
    here = tmp_path / "session"
    here.mkdir()
    code = with_first_cell(small.released(PLANAR), PLANAR).cells[0].source
    shutil.copytree(small.root / "utils", tmp_path / "installed" / "utils")
    done = without_the_repository(f"exec({code!r}, {{}})", tmp_path / "installed", here)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_released_notebooks_have_no_such_cell():
    assert "find_course" not in Course(ROOT).release(PLANAR).read_text()
    notebook = Course(ROOT).released(PLANAR)
    before = [cell.source for cell in notebook.cells]
    assert [cell.source for cell in with_first_cell(notebook, PLANAR).cells[1:]] == before
    assert [cell.source for cell in notebook.cells] == before
    assert WRITTEN.startswith(".jupyter/")
