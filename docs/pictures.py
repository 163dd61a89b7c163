"""Makes the pictures of README.md and of these pages: what `check` says of a slip, and a feedback page.

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
SLIP = "(W2.T @ dZ2) * (1 - A1**2)", "W2.T @ dZ2"  # the reference's text, and what the student wrote
WIDTH, SCALE, COLOURS = 800, 1.5, 64
LOOK = "main { padding: 8px; background: white } .jp-Notebook { padding: 0 }"


def submission() -> nbformat.NotebookNode:
    """The released notebook with every exercise right, but for one slip."""
    solutions = Source(ROOT / "source_notebooks" / ID / f"{ID}.py").solutions
    cells = {**solutions, EXERCISE: edit(solutions[EXERCISE], *SLIP, "the slip")}
    return filled(Course(ROOT).released(ID), cells)


def checked(folder: Path) -> str:
    """The exercise's cell and its check in JupyterLab's looks, run in `folder`, as HTML."""
    shutil.copy(ROOT / "assignments" / ID / "checks.bin", folder)
    notebook = submission()
    names = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    at = names.index(f"check_{EXERCISE}")
    notebook.cells = notebook.cells[: at + 1]
    NotebookClient(notebook, resources={"metadata": {"path": str(folder)}}).execute()
    notebook.cells = [notebook.cells[names.index(EXERCISE)], notebook.cells[at]]
    return HTMLExporter(template_name="lab").from_notebook_node(notebook)[0]


def feedback(folder: Path) -> str:
    """The feedback page on the submission, graded in a course of its own in `folder`, as HTML.

    Right exercises are left out, but for those that were graded with the reference in place of a wrong function.
    """
    course = make_course(Course.find(ROOT), folder / "course")
    path = course.submitted / STUDENT / ID / f"{ID}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(submission(), path)
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
    for element in page.select(".jp-InputPrompt, .jp-OutputPrompt, li .soft, details > :not(summary)"):
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


PAGES = {"check": checked, "feedback": feedback}

if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    for name, make in PAGES.items():
        with TemporaryDirectory() as folder:
            take(make(Path(folder)), PICTURES / f"{name}.png")
