"""What students hand in, looked at in a browser: in formgrader, in JupyterLab where it is trusted, on the feedback page.

One hostile notebook for each way in (Markdown, outputs, metadata, …) is graded as in a class and opened. Nothing of it
may run or be fetched. That it would is seen with a notebook that has not been graded.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from browsing import CHROMIUM, jupyterlab, needs_chromium
from conftest import PLANAR
from nbformat.sign import NotebookNotary
from submissions import FORMULA, HTML, SHOWN, Attack, World, hand_in_attacks

from autograder.course.course import Course
from autograder.running import gradebook
from autograder.running.grader import Grader

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = needs_chromium

HOSTILE = [attack for attack in SHOWN if attack.row == 62]
CONTROL = Attack(62, "script", "control", right=True)  # in whose place lies what nobody has cleaned
SECONDS = 30

# The elements inside of a notebook that could run something or fetch something.
ACTIVE = """(scope) => [...document.querySelectorAll(scope + ' *')].filter(element =>
    ['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'FORM', 'VIDEO', 'LINK', 'STYLE', 'MJX-CONTAINER'].includes(element.tagName)
    || [...element.attributes].some(({name, value}) => name.startsWith('on') || /^\\s*javascript:/i.test(value)
        || (/beacon/.test(value) && !(element.tagName == 'A' && name == 'href')))
).map(element => element.outerHTML.slice(0, 300))"""


@pytest.fixture(scope="module")
def world(released_course: Course, release_notebook: nbformat.NotebookNode, planar: Grader) -> World:
    return World(release_notebook, planar.source.solutions, released_course.root, Path.home())


@pytest.fixture(scope="module")
def course(released_course: Course, world: World, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course in which they are graded, and one notebook is put in the place of what grading has made of it."""
    course = Course(tmp_path_factory.mktemp("viewers") / "course")
    shutil.copytree(released_course.root, course.root)
    hand_in_attacks(course, PLANAR, world, [*HOSTILE, CONTROL])
    command = [Path(sys.executable).parent / "course", "grade", PLANAR]
    subprocess.run(command, cwd=course.root, check=True, capture_output=True)
    path = course.autograded(CONTROL.student, PLANAR)
    notebook = nbformat.read(path, as_version=4)
    text = world.fill(FORMULA + HTML)
    notebook.cells.insert(0, nbformat.v4.new_markdown_cell(text, id="control"))
    output = nbformat.v4.new_output("display_data", {"text/html": text})
    notebook.cells.append(nbformat.v4.new_code_cell("", id="control-output", outputs=[output]))
    nbformat.write(notebook, path)
    return course


@pytest.fixture(scope="module")
def page() -> Iterator["playwright.Page"]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(SECONDS * 1000)
        # What is not on this machine is not needed to see whether something asks for it.
        page.route("**/*", lambda route: route.continue_() if asks_here(route.request.url) else route.abort())
        yield page
        browser.close()


def asks_here(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "file:", "data:", "blob:")) and "beacon" not in url


@pytest.fixture(scope="module")
def server(course: Course, world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab in the course's folder, with formgrader."""
    home = tmp_path_factory.mktemp("jupyter")
    data = home / "JUPYTER_DATA_DIR"
    data.mkdir()
    notary = NotebookNotary(data_dir=str(data))
    for name, notebook in (("graded", together(course, world)), ("control", read(course, CONTROL.student))):
        notary.sign(notebook)
        nbformat.write(notebook, course.root / f"{name}.ipynb")
    notary.store.close()
    every_cell = {"notebook-extension/tracker": '{"windowingMode": "none"}'}
    with jupyterlab(course.root, home, every_cell, SECONDS) as address:
        yield address


def read(course: Course, student: str) -> nbformat.NotebookNode:
    return nbformat.reads(course.autograded(student, PLANAR).read_text(encoding="utf-8"), as_version=4)


def together(course: Course, world: World) -> nbformat.NotebookNode:
    """The graded notebooks in one, so that JupyterLab starts one kernel: each cell once that is not as released."""
    released = {cell.source for cell in world.release.cells}
    notebooks = [read(course, attack.student) for attack in HOSTILE]
    cells = {
        f"{cell.source}{cell.get('outputs')}": cell
        for notebook in notebooks
        for cell in notebook.cells
        if cell.source not in released or cell.get("outputs")
    }
    for number, cell in enumerate(cells.values()):
        cell.id = f"cell-{number}"
    (hostile,) = (read(course, attack.student) for attack in HOSTILE if attack.variant == "attachments and metadata")
    return nbformat.v4.new_notebook(cells=[*cells.values()], metadata=hostile.metadata)


def looked_at(
    page: "playwright.Page", url: str, scope: str, ready: str, patience: float = 300
) -> tuple[list[str], list[str], bool]:
    """What an opened page holds that is active, what it has fetched from elsewhere, and whether something has run."""
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url) if "beacon" in request.url else None)
    page.goto(url, wait_until="domcontentloaded")
    page.wait_for_selector(ready)
    page.wait_for_timeout(patience)
    active = page.evaluate(ACTIVE, scope)
    return active, fetched, page.evaluate("window.pwned !== undefined")


def submission_id(course: Course, student: str) -> str:
    with gradebook.opened(course) as book:
        return book.find_submission_notebook(PLANAR, PLANAR, student).id


FORMGRADER = ("#notebook-container", "#notebook-container .input_area")
LAB = (".jp-Notebook", ".jp-OutputArea-output")


@pytest.mark.parametrize("attack", HOSTILE, ids=[attack.student for attack in HOSTILE])
def test_nothing_runs_in_formgrader(course, server, page, attack):
    url = f"{server}/formgrader/submissions/{submission_id(course, attack.student)}/"
    assert looked_at(page, url, *FORMGRADER) == ([], [], False)


@pytest.mark.parametrize("attack", HOSTILE, ids=[attack.student for attack in HOSTILE])
def test_nothing_runs_on_the_feedback_page(course, page, attack):
    url = course.feedback(attack.student, PLANAR).as_uri()
    assert looked_at(page, url, "body", "section") == ([], [], False)


def test_nothing_runs_in_jupyterlab(server, page):
    """Trusted. Formulas in outputs are none: they may hold links."""
    assert looked_at(page, f"{server}/lab/workspaces/graded/tree/graded.ipynb", *LAB, patience=1500) == ([], [], False)
    assert page.get_by_text("cell of a table").count() and page.get_by_text("with *emphasis*").count()


def test_it_would_where_nothing_was_done_about_it(course, server, page):
    """Otherwise the others could not fail."""
    for url, where, kinds in (
        (f"{server}/formgrader/submissions/{submission_id(course, CONTROL.student)}/", FORMGRADER, ("script", "img")),
        (f"{server}/lab/workspaces/control/tree/control.ipynb", LAB, ("script", "img", "mjx-container")),
    ):
        active, fetched, ran = looked_at(page, url, *where, patience=1500)
        assert fetched and ran
        assert [kind for kind in kinds if not any(element.startswith(f"<{kind}") for element in active)] == []
