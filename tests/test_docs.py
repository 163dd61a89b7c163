"""README and the pages of docs/ are true: their pictures, code, figures, commands and links."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from conftest import ROOT

from autograder.course.course import Course
from autograder.judging.edits import mutants
from autograder.running.source import Source

sys.path.append(str(ROOT / "docs"))
import fields
import figures
import pictures

README = (ROOT / "README.md").read_text()
PAGES = sorted((ROOT / "docs").glob("*.md"))
EXERCISE = "a11_numpy_basics"  # of which README shows an exercise


@pytest.mark.parametrize("name", pictures.PAGES)
def test_pictures_show_what_is_said_now(name, tmp_path):
    said = pictures.words(pictures.PAGES[name](tmp_path))
    assert pictures.description(pictures.PICTURES / f"{name}.png") == said, "run: python docs/pictures.py"


@pytest.mark.parametrize("name", pictures.PAGES)
def test_pictures_are_small_and_have_words_for_who_cannot_see_them(name):
    assert (pictures.PICTURES / f"{name}.png").stat().st_size < 150_000
    shown = rf'<img src="docs/pictures/{name}.png"[^>]* alt="([^"]+)"|!\[([^\]]+)\]\(pictures/{name}.png\)'
    alt = next(filter(None, re.search(shown, README + (ROOT / "docs" / "student.md").read_text()).groups()))
    sentences = re.split(r"[.:] ", alt.removesuffix("?").removesuffix("."))[1:]  # the first says what it is
    said = re.sub(r" (?=[.,:?])", "", pictures.description(pictures.PICTURES / f"{name}.png"))
    assert len(sentences) > 1
    assert any(sentence.strip() in said for sentence in sentences), (sentences, said)


def test_the_exercise_in_readme_is_one_of_the_course():
    source, grader = re.findall(r"```python\n(.*?)```", README.split("## One exercise")[1], re.S)
    for shown, path in (
        (source, ROOT / "source_notebooks" / EXERCISE / f"{EXERCISE}.py"),
        (grader, ROOT / "graders" / f"{EXERCISE}.py"),
    ):
        text, at = path.read_text(), 0
        for piece in re.split(r"\n *\.\.\.\n+", shown):
            assert piece in text[at:], f"{path} does not hold this any more:\n{piece}"
            at = text.index(piece, at) + len(piece)


def test_what_pages_name_exists():
    """Files of the tests, and links out of README and the other files that a host shows by itself."""
    for page in [ROOT / "README.md", ROOT / "SECURITY.md", *PAGES]:
        text = page.read_text()
        for name in re.findall(r"`((?:tests|docs|autograder|graders|source_notebooks|data)/[\w./]+)`", text):
            assert (ROOT / name).exists() or name == "data/real/", f"{page}: {name}"
        if page.parent == ROOT:
            for link in re.findall(r"\]\((?!https?:)([^)#]+)", text):
                assert (ROOT / link).exists(), f"{page}: {link}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built pages."""
    folder = tmp_path_factory.mktemp("site")
    command = [Path(sys.executable).parent / "mkdocs", "build", "--site-dir", folder]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def test_pages_need_nothing_from_elsewhere(site):
    for path in site.rglob("*.html"):
        page = BeautifulSoup(path.read_text(), "html.parser")
        wanted = [element.get("src") for element in page.select("script, img, iframe")]
        wanted += [element.get("href") for element in page.select("link")]
        assert [url for url in wanted if url and url.startswith(("http", "//"))] == [], path
    styles = "".join(path.read_text() for path in site.rglob("*.css"))
    assert re.findall(r"(?:url\(|@import\s*)['\"]?(?:https?:)?//", styles) == []


def test_the_reference_has_the_whole_vocabulary_of_graders(site):
    ids = {
        element["id"] for element in BeautifulSoup((site / "reference.html").read_text(), "html.parser").select("[id]")
    }
    module = ast.parse((ROOT / "autograder" / "judging" / "exercise.py").read_text())
    names = []
    for part in (node for node in module.body if isinstance(node, ast.ClassDef)):
        methods = [node for node in part.body if isinstance(node, ast.FunctionDef) and not node.decorator_list]
        names += [part.name, *(f"{part.name}.{node.name}" for node in methods if not node.name.startswith("_"))]
    names.remove("Assignment.prerequisites")  # asked by the engine only
    assert [name for name in names if f"autograder.judging.exercise.{name}" not in ids] == []
    assert {"autograder.course.limits.Limits", "autograder.course.course.Entry"} <= ids


def test_fields_of_docstrings_become_lists():
    text = "What it does.\n\na: one\nb, c: two,\n    on two lines\nReturns a thing: this.\n    code\nbehind"
    assert fields.with_lists(text) == (
        "What it does.\n\n\n- `a`: one\n- `b`, `c`: two,\n    on two lines\n\nReturns a thing: this.\n    code\nbehind"
    )


def test_figures_are_of_these_graders():
    """The columns that cost nothing to count; the others come from the same run."""
    rows = re.findall(r"^\| (a\d+) \| (\d+) \| (\d+) \| (\d+) ", figures.PAGE.read_text(), re.M)
    counted = {}
    for id in Course(ROOT).syllabus:
        solutions = Source(ROOT / "source_notebooks" / id / f"{id}.py").solutions.values()
        counted[id.split("_")[0]] = sum(len(list(mutants(code))) for code in solutions)
    assert {id: int(made) for id, made, *_ in rows} == counted, f"run: {figures.BEGIN}"
    assert all(int(made) == int(caught) + int(equal) for _, made, caught, equal in rows)


def test_figures_are_put_in_their_place():
    page = f"before\n{figures.BEGIN}old\n{figures.END}\nbehind"
    proof = dict.fromkeys(figures.COLUMNS, 2)
    new = figures.with_figures(page, figures.table([{"assignment": "a_x", **proof}, {"assignment": "b_y", **proof}]))
    assert new.startswith("before\n") and new.endswith("\nbehind") and "old" not in new
    assert "| b | 2 | 2 | 2 | 2 | 2 | 2 |\n| all | 4 | 4 | 4 | 4 | 4 | 4 |" in new


def test_there_is_one_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    newest = re.search(r"^## (\S+) – (\S+)$", (ROOT / "CHANGELOG.md").read_text(), re.M)
    assert (citation["version"], str(citation["date-released"])) == newest.groups()
    assert version == citation["version"]


@pytest.mark.parametrize("path", sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.md")), ids=lambda path: path.stem)
def test_issue_templates_have_a_name_and_say_what_they_are_for(path):
    _, head, body = path.read_text().split("---\n", 2)
    assert {"name", "about", "labels"} <= yaml.safe_load(head).keys() and body.strip()
