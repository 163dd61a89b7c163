"""What students are given: the released notebooks, and what these import and read; nothing else of the course."""

import ast
import hashlib
import html
import json
import re
import shutil
import tempfile
import tomllib
import zipfile
from base64 import b64decode
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from io import BytesIO
from itertools import groupby
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from packaging.requirements import Requirement

from autograder.authoring.public import FILE, RELEASED
from autograder.authoring.release import find_leaks, swap
from autograder.course.course import Course, CourseError, replacing
from autograder.course.data import REAL, known
from autograder.running.source import Source

TEMPLATES = Path(__file__).parent / "student"
ENGINE = Path(__file__).parents[1]
NAME = "deep-learning-course"  # the folder in the archive
WRITTEN = ".jupyter/written.json"  # the sha256 of each file, as it is given out
CLOUD_FILES = "course_files"  # the archive that a notebook looks for on Colab and Kaggle
# What the use of a bundle makes in it.
NOT_OURS = {"index.md", ".venv", "__pycache__", ".ipynb_checkpoints", ".virtual_documents"}
# Files of the bundle by their template.
PLACES = {
    "start.py": "start.py",
    "README.md": "README.md",
    "devcontainer.json": ".devcontainer/devcontainer.json",
    "vscode_settings.json": ".vscode/settings.json",
    "jupyter_server_config.py": ".jupyter/jupyter_server_config.py",
    "page_config.json": ".jupyter/labconfig/page_config.json",
    "default_setting_overrides.json": ".jupyter/labconfig/default_setting_overrides.json",
}
ALSO = {"jupyterlab"}  # that no notebook imports
# What TensorFlow has wheels for; elsewhere the other notebooks work without it.
HAS_TENSORFLOW = (
    "sys_platform == 'linux' or sys_platform == 'darwin' and platform_machine == 'arm64' "
    "or sys_platform == 'win32' and platform_machine == 'AMD64'"
)
HAS_NO_TENSORFLOW = (
    "sys_platform == 'darwin' and platform_machine != 'arm64' "
    "or sys_platform == 'win32' and platform_machine != 'AMD64'"
)
# What TensorFlow limits to versions that have no wheels for all of those.
WITHOUT_TENSORFLOW = {"h5py": ">=3.15"}
ZIP_DATE = (2026, 1, 1, 0, 0, 0)  # of all files in an archive
PICTURE_WIDTH = 480  # pixels; shown half as wide
Imports = set[tuple[str, str]]


class Made(NamedTuple):
    """A bundle: its folder and archive, with the bytes in each, and what is to be said of it."""

    folder: Path
    files: int
    size: int
    archive: Path | None = None
    packed: int = 0
    remarks: tuple[str, ...] = ()


def bundle(course: Course, place: Path, cloud: bool = False, update: bool = False) -> Made:
    """Writes what students are given to a folder, and as an archive beside it; both are the same on each call.

    cloud: in the form for Colab and Kaggle
    update: into a folder that is worked in; what was changed there stays as it is, and there is no archive
    Raises CourseError where something is not released or would leak, or the folder holds anything else; then the
    folder stays as it is.
    """
    if not update:
        _must_be_ours(course, place)
    with tempfile.TemporaryDirectory(prefix="bundle-") as temporary:
        fresh = Path(temporary) / "bundle"
        _for_cloud(course, fresh) if cloud else _for_home(course, fresh)
        _write(fresh, WRITTEN, json.dumps(_digests(fresh), indent=0, sort_keys=True))
        if update:
            remarks = _update(fresh, place)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            swap(fresh, place)
        sizes = [path.stat().st_size for path in _files(fresh)]
        if update:
            return Made(place, len(sizes), sum(sizes), remarks=tuple(remarks))
        archive = place.with_name(place.name + ".zip")
        with replacing(archive, 0o644) as part:
            _pack(fresh, part, NAME)
        return Made(place, len(sizes), sum(sizes), archive, archive.stat().st_size)


def _must_be_ours(course: Course, place: Path) -> None:
    """Raises CourseError where a folder holds what would be lost if a bundle took its place."""
    if place in (course.root, *course.root.parents) or (place.exists() and not place.is_dir()):
        raise CourseError(f"{place} can't be replaced by a bundle; name a new folder")
    if not place.exists() or not any(place.iterdir()):
        return
    written = _written(place)
    if not written:
        raise CourseError(f"{place} holds other files; name a new folder, or empty it")
    found = _digests(place)
    if changed := [name for name in found if found[name] != written.get(name)]:
        raise CourseError(
            f"{place} has been worked in ({', '.join(changed[:3])}): name another folder, "
            "or use --update, which keeps what was changed"
        )


def _written(place: Path) -> dict[str, str]:
    try:
        written = json.loads((place / WRITTEN).read_text(encoding="utf-8"))
        return {str(name): str(digest) for name, digest in written.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def _update(fresh: Path, place: Path) -> list[str]:
    """Puts new files where the old ones are as they were given out; says which were changed on both sides, and stay."""
    before, after = _written(place), _written(fresh)
    kept = []
    for name, digest in after.items():
        target = place / name
        mine = _digest(target) if target.is_file() else None
        if mine is None or PurePosixPath(name).name == FILE or mine == before.get(name):
            if mine != digest:
                _copy(fresh / name, target)
        elif mine != digest != before.get(name):
            kept.append(f"{target} was changed here, and stays as it is; there is a newer version of it in the course")
    for name in before.keys() - after.keys():
        if (place / name).is_file() and _digest(place / name) == before[name]:
            (place / name).unlink()
    _copy(fresh / WRITTEN, place / WRITTEN)
    return kept


def _copy(path: Path, place: Path) -> None:
    with replacing(place, 0o644) as part:
        shutil.copyfile(path, part)


def _files(folder: Path) -> Iterator[Path]:
    """The files of a bundle, without what its use makes."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        drawn = parts[0] == "data" and path.suffix == ".h5" and path.with_name(_maker(path.name)).is_file()
        if path.is_file() and not NOT_OURS & {*parts} and not drawn:
            yield path


def _maker(name: str) -> str:
    """The program that draws a set of pictures when it is first needed: signs.py of train_signs.h5."""
    return f"{Path(name).stem.rpartition('_')[2]}.py"


def _digests(folder: Path) -> dict[str, str]:
    paths = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
    return {name: _digest(path) for name, path in paths.items() if name != WRITTEN}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _pack(folder: Path, archive: Path, top: str = "") -> None:
    """A zip of a folder, of the same bytes whenever it is made."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(PurePosixPath(top, path.relative_to(folder).as_posix()).as_posix(), ZIP_DATE)
            entry.external_attr = 0o644 << 16
            file.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, compresslevel=9)


def _write(folder: Path, name: str, content: str | bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def _for_home(course: Course, fresh: Path) -> None:
    notebooks = _shared(course, fresh)
    for template, name in PLACES.items():
        _write(fresh, name, (TEMPLATES / template).read_bytes())
    needed = requirements(course, fresh)
    _write(fresh, "requirements.txt", needed)
    _write(fresh, "environment.yml", _for_conda(needed))
    pictures = {id: drawn for id, notebook in notebooks.items() if (drawn := _picture(notebook))}
    for id, (content, _) in pictures.items():
        _write(fresh, f"pictures/{id}.png", content)
    _write(fresh, ".jupyter/contents.md", _index(course, {id: alt for id, (_, alt) in pictures.items()}))


def _for_conda(requirements: str) -> str:
    """The environment for conda. It lists what pip installs, as not every program reads a file that it names."""
    pins = [line for line in requirements.splitlines() if not line.startswith("#")]
    start = (TEMPLATES / "environment.yml").read_text(encoding="utf-8")
    return start + "".join(f"      - {json.dumps(pin)}\n" for pin in pins)


def _for_cloud(course: Course, fresh: Path) -> None:
    """Notebooks that find the rest, the rest in one archive, and what to do with them."""
    files = fresh / CLOUD_FILES
    for id, notebook in _shared(course, files).items():
        (files / "assignments" / id / f"{id}.ipynb").unlink()
        _write(fresh, f"notebooks/{id}.ipynb", nbformat.writes(with_first_cell(notebook, id)) + "\n")
    _pack(files, fresh / f"{CLOUD_FILES}.zip")
    shutil.rmtree(files)
    _write(fresh, "README.md", (TEMPLATES / "README_CLOUD.md").read_bytes())


def with_first_cell(notebook: NotebookNode, id: str) -> NotebookNode:
    """The notebook with a cell before all others that finds the course's files; grading does not run it."""
    code = (TEMPLATES / "first_cell.py").read_text(encoding="utf-8").replace('"ID"', f'"{id}"').rstrip()
    about = {"tags": ["demo"], "cellView": "form", "jupyter": {"source_hidden": True}}
    return NotebookNode(notebook, cells=[new_code_cell(code, id="find_course", metadata=about), *notebook.cells])


def _shared(course: Course, fresh: Path) -> dict[str, NotebookNode]:
    """Writes what both forms have: assignments, utils, the part of the engine for them, data. Returns the notebooks."""
    notebooks = {id: course.released(id) for id in course.syllabus}
    ignored = shutil.ignore_patterns("__pycache__", ".*")
    for id in notebooks:
        folder = fresh / "assignments" / id
        shutil.copytree(course.releases / id, folder, ignore=ignored)
        if leaks := find_leaks(folder, Source(course.sources / id / f"{id}.py").solutions):
            raise CourseError(f"{id} can't be given out, run `course release {id}`: " + "; ".join(leaks))
        plain = [NotebookNode({k: v for k, v in cell.items() if k != "attachments"}) for cell in notebooks[id].cells]
        _write(fresh, f"{RELEASED}/{id}.ipynb", nbformat.writes(NotebookNode(notebooks[id], cells=plain)) + "\n")
    shutil.copytree(course.root / "utils", fresh / "utils", ignore=ignored)
    for path in engine(fresh):
        _write(fresh, (Path(ENGINE.name) / path.relative_to(ENGINE)).as_posix(), path.read_bytes())
    _data(course, fresh)
    shutil.copyfile(course.root / "LICENSE", fresh / "LICENSE")
    return notebooks


def engine(folder: Path) -> list[Path]:
    """The engine's modules that utils and the checks in a folder import, and those that these import, and so on."""
    trees: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8")) for path in (folder / "utils").glob("*.py")]
    for path in folder.glob(f"assignments/*/{FILE}"):  # in which there is code that runs beside a student's
        named = re.findall(rf"from ({ENGINE.name}[.\w]+) import (\w+)".encode(), path.read_bytes())
        trees += [ast.parse(f"from {module.decode()} import {name.decode()}") for module, name in named]
    found: set[Path] = set()
    while trees:
        for module, name in imports(trees.pop()):
            for dotted in (module, f"{module}.{name}"):
                for path in _modules(dotted):
                    if path not in found:
                        found.add(path)
                        trees.append(ast.parse(path.read_text(encoding="utf-8")))
    return sorted(found)


def _modules(dotted: str) -> Iterator[Path]:
    """The files that an import of a module of the engine reads."""
    first, *rest = dotted.split(".")
    if first != ENGINE.name:
        return
    folder = ENGINE
    for part in ("", *rest):
        folder = folder / part
        yield from (path for path in (folder / "__init__.py", folder.with_suffix(".py")) if path.is_file())


def imports(tree: ast.AST) -> Imports:
    """Modules that a program imports, wherever it does, each with a name that it takes from there, or none.

    What is only for type checkers is left out.
    """
    found: Imports = set()
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            found |= {(alias.name, "") for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {(node.module or "", alias.name) for alias in node.names}
        else:
            found |= imports(node)
    return found


def _data(course: Course, fresh: Path) -> None:
    """The course's own files of data, and the programs that utils runs to draw more of them."""
    folder = course.root / "data"
    readers = "".join(path.read_text(encoding="utf-8") for path in sorted((fresh / "utils").glob("*.py")))
    for path in sorted(folder.glob("*.py")):
        if f'"{path.name}"' in readers or f'load_pictures("{path.stem}")' in readers:
            _write(fresh, f"data/{path.name}", path.read_bytes())
    for file in known(folder):
        if file.whose == REAL or file.path.parent.name == REAL or (fresh / "data" / _maker(file.name)).is_file():
            continue
        if file.state != "here":
            raise CourseError(f"{file.path} is {file.state}: put it back, or make it again")
        _write(fresh, f"data/{file.name}", file.path.read_bytes())
    shutil.copyfile(folder / "MANIFEST.toml", fresh / "data" / "MANIFEST.toml")


def requirements(course: Course, fresh: Path) -> str:
    """What the notebooks, utils and the engine's part in a folder import, for pip, with the lock's versions."""
    programs = [path.read_text(encoding="utf-8") for path in fresh.rglob("*.py")]
    for path in fresh.glob("assignments/*/*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        programs += [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    packages = {module.partition(".")[0] for program in programs for module, _ in imports(ast.parse(program))}
    distributions = packages_distributions()
    names = ALSO | {name.lower().replace("_", "-") for package in packages for name in distributions.get(package, [])}
    if any(name.startswith("tensorflow") for name in names):
        names |= {"tensorflow", "tensorflow-cpu"}
    project = tomllib.loads((course.root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    markers = {need.name: need.marker for need in map(Requirement, project["dependencies"])}
    lines = []
    for package in tomllib.loads((course.root / "uv.lock").read_text(encoding="utf-8"))["package"]:
        name = package["name"]
        if name in names and name != project["name"]:
            limits = [str(markers[name])] if markers.get(name) else []
            limits += [" or ".join(package["resolution-markers"])] if "resolution-markers" in package else []
            limits += [HAS_TENSORFLOW] if name.startswith("tensorflow") or name in WITHOUT_TENSORFLOW else []
            marker = " and ".join(f"({limit})" for limit in limits)
            lines.append(f"{name}=={package['version']}" + (f"; {marker}" if marker else ""))
            if name in WITHOUT_TENSORFLOW:
                lines.append(f"{name}{WITHOUT_TENSORFLOW[name]}; {HAS_NO_TENSORFLOW}")
    return "\n".join(["# Written by `course bundle` from what is imported, at the versions of uv.lock.", *lines, ""])


def _picture(notebook: NotebookNode) -> tuple[bytes, str] | None:
    """The picture on a notebook's first screen, made smaller, and what it shows; None if there is none."""
    from PIL import Image

    for cell in notebook.cells:
        shown = re.match(r"!\[(.+)\]\(attachment:(.+)\)", cell.source)
        if shown and (content := cell.get("attachments", {}).get(shown[2], {}).get("image/png")):
            small = BytesIO()
            with Image.open(BytesIO(b64decode(content))) as picture:
                flat = picture.convert("RGBA")
                flat = Image.alpha_composite(Image.new("RGBA", flat.size, "white"), flat).convert("RGB")
                flat.thumbnail((PICTURE_WIDTH, PICTURE_WIDTH), Image.Resampling.LANCZOS)
                flat.quantize(128).save(small, "PNG", optimize=True)
            return small.getvalue(), shown[1]
    return None


def _index(course: Course, pictures: dict[str, str]) -> str:
    """The page on which JupyterLab opens; `{ID}` stands for what is right so far, see `start.py`.

    pictures: what each picture shows
    """
    lines = [
        "# Assignments",
        "",
        "Right so far: {all}. This is what your notebooks show below their checks, as you have last saved them. "
        "It is counted again whenever you save one: close this page and open `index.md` to see it.",
    ]
    for part, entries in groupby(course.syllabus.values(), key=attrgetter("part")):
        lines += ["", f"## {course.parts[part]}", ""]
        lines += ["| | assignment | minutes | points | after | right so far |", "|---|---|---|---|---|---|"]
        for entry in entries:
            image = ""
            if entry.id in pictures:
                alt = html.escape(pictures[entry.id]).replace("|", "&#124;")
                image = f'<img src="pictures/{entry.id}.png" width="{PICTURE_WIDTH // 2}" alt="{alt}">'
            title = f"[{entry.title}](assignments/{entry.id}/{entry.id}.ipynb)"
            after = ", ".join(id.partition("_")[0] for id in entry.prerequisites)
            about = f"**{entry.id.partition('_')[0]} {title}**<br>You build {entry.builds}."
            minutes = entry.minutes or ""
            lines.append(f"| {image} | {about} | {minutes} | {entry.points:g} | {after} | {{{entry.id}}} |")
    return "\n".join(lines) + "\n"
