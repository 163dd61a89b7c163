"""Makes the pictures of README.md and of these pages: what `check` and `progress` show, and a feedback page.

    .venv/bin/python docs/pictures.py

A picture keeps the words that it shows, as PNG's `Description`, so that a test can tell whether they are still true.
"""

import os
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from bs4 import BeautifulSoup
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from PIL import Image, PngImagePlugin
from playwright import sync_api as playwright

from autograder.course.course import Course
from autograder.demo import filled, make_course
from autograder.running.source import Source, edit

ROOT = Path(__file__).parents[1]
PICTURES = Path(__file__).parent / "pictures"
STUDENT = "ann"
ID, EXERCISE = "a15_planar_classification", "backward_propagation"
SOLUTIONS = Source(ROOT / "source_notebooks" / ID / f"{ID}.py").solutions
SLIPPED = {EXERCISE: edit(SOLUTIONS[EXERCISE], "(W2.T @ dZ2) * (1 - A1**2)", "W2.T @ dZ2", "the slip")}
HALF = """\
def compute_cost(A2, Y, parameters=None):
    ### START CODE HERE ###
    m = Y.shape[1]
    raise NotImplementedError("compute_cost is not written yet")
    ### END CODE HERE ###
    return cost
"""
UNFINISHED = {
    "forward_propagation": edit(SOLUTIONS["forward_propagation"], "np.tanh(Z1)", "sigmoid(Z1)", "the mistake"),
    "compute_cost": HALF,
}
WIDTH, SCALE, COLOURS = 800, 1.5, 128
LOOK = "main { padding: 8px; background: white } .jp-Notebook { padding: 0 }"


def submission(**cells: str) -> nbformat.NotebookNode:
    """The released notebook with every exercise right, but for some solution cells."""
    return filled(Course(ROOT).released(ID), SOLUTIONS | cells)


def shown(notebook: nbformat.NotebookNode, folder: Path, *wanted: str) -> str:
    """The cells of these names, or with this code, in JupyterLab's looks, as HTML; the notebook is run in `folder`."""
    shutil.copy(ROOT / "assignments" / ID / "checks.bin", folder)
    nbformat.write(notebook, path := folder / f"{ID}.ipynb")
    named = {name: c for c in notebook.cells for name in (c.metadata.get("nbgrader", {}).get("grade_id"), c.source)}
    cells = [named[name] for name in wanted]
    notebook.cells = [c for c in notebook.cells if c in cells or "demo" not in c.metadata.get("tags", [])]
    client = NotebookClient(notebook, allow_errors=True, resources={"metadata": {"path": str(folder)}})
    client.execute(env={**os.environ, "JPY_SESSION_NAME": str(path)})  # where `check` finds the hints
    notebook.cells = cells
    return HTMLExporter(template_name="lab").from_notebook_node(notebook)[0]


def checked(folder: Path) -> str:
    """The exercise's cell with the slip, and its check."""
    return shown(submission(**SLIPPED), folder, EXERCISE, f"check_{EXERCISE}")


def states(folder: Path) -> str:
    """Checks of what is right, wrong, with the first hint open, half written, and waiting for an earlier exercise."""
    checks = [f"check_{name}" for name in ("layer_sizes", *UNFINISHED, "nn_model")]
    page = BeautifulSoup(shown(submission(**UNFINISHED), folder, *checks), "html.parser")
    page.select_one("main details")["open"] = ""
    return str(page)


def progress(folder: Path) -> str:
    """What the notebook says of all its exercises then."""
    return shown(submission(**UNFINISHED), folder, "progress()")


def feedback(folder: Path) -> str:
    """The feedback page on the submission, graded in a course of its own in `folder`, as HTML.

    Right exercises are left out, but for those that were graded with the reference in place of a wrong function.
    """
    course = make_course(Course.find(ROOT), folder / "course")
    path = course.submitted / STUDENT / ID / f"{ID}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(submission(**SLIPPED), path)
    environment = {**os.environ, "COURSE_SECRET": "a secret for pictures"}
    for command in ("release", "grade"):
        arguments = [Path(sys.executable).parent / "course", command, ID]
        subprocess.run(arguments, cwd=course.root, env=environment, check=True)
    page = BeautifulSoup(course.feedback(STUDENT, ID).read_text(encoding="utf-8"), "html.parser")
    for section in page.select("section.correct"):
        if "in place of yours" not in section.get_text():
            section.decompose()
    return str(page)


def words(html: str) -> str:
    """The words of a page, without what is folded and what differs from class to class: cells' and drawn numbers."""
    page = BeautifulSoup(html, "html.parser").main
    for element in page.select(".jp-InputPrompt, .jp-OutputPrompt, li .soft, details:not([open]) > :not(summary)"):
        element.decompose()
    return " ".join(page.get_text(" ").split())


def take(html: str, path: Path) -> None:
    """A picture of the main part of a page, with its words."""
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": WIDTH}, device_scale_factor=SCALE)
        page.route("**/*", lambda route: route.abort())  # nothing that is not in the page
        page.set_content(html, wait_until="domcontentloaded")
        page.add_style_tag(content=LOOK)
        picture = Image.open(BytesIO(page.locator("main").screenshot()))
        browser.close()
    said = PngImagePlugin.PngInfo()
    said.add_itxt("Description", words(html))
    picture.convert("RGB").quantize(COLOURS).save(path, optimize=True, pnginfo=said)


def description(path: Path) -> str:
    """The words that a picture keeps."""
    with Image.open(path) as picture:
        return picture.info["Description"]


PAGES = {"check": checked, "states": states, "progress": progress, "feedback": feedback}

if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    for name, make in PAGES.items():
        with TemporaryDirectory() as folder:
            take(make(Path(folder)), PICTURES / f"{name}.png")
