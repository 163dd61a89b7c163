"""The project's own files agree with each other."""

import re
import subprocess
import sys
import tomllib

import pytest
import rattler
import yaml
from conftest import ROOT

from autograder.authoring.release import solution_lines
from autograder.running.source import Source

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCK = tomllib.loads((ROOT / "uv.lock").read_text())
MAKEFILE = (ROOT / "Makefile").read_text()
README = (ROOT / "README.md").read_text()
PAGES = "\n".join([README, *(path.read_text() for path in sorted((ROOT / "docs").glob("*.md")))])


def test_environment_yml_is_valid_and_agrees_with_pyproject_and_the_lock():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    conda = [item for item in environment["dependencies"] if isinstance(item, str)]
    specs = {spec.name.normalized: spec for spec in map(rattler.MatchSpec, conda)}
    assert set(specs) == {"python", "pip"}
    lowest = re.fullmatch(r">=([\d.]+)", PYPROJECT["project"]["requires-python"])[1]
    assert str(specs["python"].version).startswith(f">={lowest},")
    assert LOCK["requires-python"] == PYPROJECT["project"]["requires-python"]
    (pip,) = [item["pip"] for item in environment["dependencies"] if isinstance(item, dict)]
    assert pip == ["-e ."]  # the project itself, and with it what pyproject.toml names


def test_the_lock_has_what_pyproject_names():
    locked = {package["name"] for package in LOCK["package"]}
    extras = PYPROJECT["project"]["optional-dependencies"].values()
    for requirement in [*PYPROJECT["project"]["dependencies"], *(r for extra in extras for r in extra)]:
        name = re.match(r"[\w.-]+", requirement)[0].lower().replace("_", "-")
        assert name in locked, requirement


def test_the_syllabus_agrees_with_the_folders():
    ids = [entry["id"] for entry in tomllib.loads((ROOT / "syllabus.toml").read_text())["assignment"]]
    assert ids == sorted(ids)
    for folder in ("source_notebooks", "assignments"):
        assert {path.name for path in (ROOT / folder).iterdir() if path.is_dir()} == set(ids)
    assert {path.stem for path in (ROOT / "graders").glob("a*.py")} == set(ids)


def test_the_readme_lists_what_the_syllabus_has():
    listed = re.findall(r"(?m)^\| (a\d\d) \| (.+) \| [\w, ]+ \|$", (ROOT / "README.md").read_text())
    entries = tomllib.loads((ROOT / "syllabus.toml").read_text())["assignment"]
    assert listed == [(entry["id"][:3], entry["builds"]) for entry in entries]


def test_no_helper_holds_a_line_of_a_solution():
    """Helpers are released with every assignment; a later one may need what an earlier one asks the students for.

    Lines such as `m = X.shape[1]` are left out: many a function has to begin with them, and they give nothing away.
    """
    helpers = {path.name: re.sub(r"\s", "", path.read_text()) for path in (ROOT / "utils").glob("*.py")}
    found = [
        f"{name} holds a line of {exercise} in {source.stem}: {line}"
        for source in sorted((ROOT / "source_notebooks").glob("*/*.py"))
        for exercise, code in Source(source).solutions.items()
        for line in solution_lines(code)
        for name, text in helpers.items()
        if not re.fullmatch(r"\w+ = \w+\.shape\[\d\]", line) and re.sub(r"\s", "", line) in text
    ]
    assert found == []


def shell_lines(text: str) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", text, re.S)
    lines = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
    return list(dict.fromkeys(filter(None, lines)))


def test_readme_names_the_two_commands_first():
    assert shell_lines(README)[:2] == ["make demo", "make test"]


@pytest.mark.parametrize("line", shell_lines(PAGES))
def test_commands_of_readme_and_docs_exist(line):
    words = line.split("|")[0].split()
    if words[0] == "make":
        assert re.search(rf"^{words[1]}:", MAKEFILE, re.M), line
        assert all(f"$({word.split('=')[0]})" in MAKEFILE for word in words[2:]), line
    elif words[0] == "course":
        arguments = [word for word in words[1:] if word.startswith("-")]
        done = subprocess.run(
            [f"{sys.prefix}/bin/course", words[1], "--help"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, line
        assert all(re.search(rf"{option}(?![\w-])", done.stdout) for option in arguments), line
    elif words[0] == "nbgrader":
        assert words[1] in ("autograde", "generate_feedback", "generate_assignment"), line
    else:
        assert words[0] in (".venv/bin/activate", "source", "cd", "conda"), line


def test_ci_runs_make_test():
    script = (ROOT / ".ci" / "run").read_text()
    assert script.rstrip().endswith("make test")
