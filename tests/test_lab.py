"""What `make lab` and `start.py` open, looked at in a browser: the index, no prompts, nothing of an instructor's."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from browsing import CHROMIUM, needs_chromium
from conftest import PLANAR, ROOT

from autograder.authoring.bundle import bundle
from autograder.course.course import Course

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = needs_chromium

SECONDS = 120
INSTRUCTORS = ("Create Assignment", "Formgrader", "Course List", "Assignment List", "Nbgrader")


@pytest.fixture(scope="module")
def lab(tmp_path_factory) -> Iterator[tuple[str, Path]]:
    """The address of the JupyterLab that start.py opens, and its folder: as for somebody who never had one before."""
    home = tmp_path_factory.mktemp("home")
    place = bundle(Course.find(ROOT), tmp_path_factory.mktemp("lab") / "lab", update=True).folder
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON", "PYTHON"))}
    command = [sys.executable, "start.py", "--here", "--no-browser", "--allow-root", "--IdentityProvider.token="]
    log = home / "log"
    with log.open("w") as file:
        started = subprocess.Popen(
            command, cwd=place, env={**clean, "HOME": str(home)}, stdout=file, stderr=file, start_new_session=True
        )
    try:
        ends = time.monotonic() + SECONDS
        while "JupyterLab is ready after" not in log.read_text() and started.poll() is None and time.monotonic() < ends:
            time.sleep(0.1)
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text())
        assert found, log.read_text()
        yield found[0], place
    finally:
        os.killpg(started.pid, 15)
        started.wait(SECONDS)


@pytest.fixture
def page() -> Iterator["playwright.Page"]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1300, "height": 900})
        page.set_default_timeout(SECONDS * 1000)
        yield page
        browser.close()


def test_it_opens_on_the_index_without_prompts_or_what_instructors_use(lab, page, tmp_path):
    address, place = lab
    page.goto(address)
    page.wait_for_selector(".jp-RenderedMarkdown img")
    page.wait_for_timeout(3000)  # when JupyterLab asks about news, it does so by now
    assert page.locator(".lm-TabBar-tabLabel", has_text="index.md").is_visible()
    broken = "[...document.querySelectorAll('.jp-RenderedMarkdown img')].filter(i => !i.naturalWidth || !i.alt).length"
    assert page.evaluate(broken) == 0
    assert page.locator(".jp-RenderedMarkdown img").count() == len(Course(ROOT).syllabus)
    assert page.locator(".jp-Dialog, .jp-toastContainer [role=alert], .Toastify__toast").count() == 0
    page.screenshot(path=tmp_path / "index.png")
    assert [word for word in INSTRUCTORS if word.lower() in page.evaluate("document.body.innerText").lower()] == []
    assert page.locator(".nbgrader-create_assignment, [data-command^='nbgrader:']").count() == 0
    files = page.locator(".jp-DirListing-itemText").all_inner_texts()
    assert "assignments" in files and not {"graders", "source_notebooks", "tests"} & {*files}

    path = place / "assignments" / PLANAR / f"{PLANAR}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    (first, *_) = (cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade"))
    first.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "✓ layer_sizes: 5 of 5 points"})]
    nbformat.write(notebook, path)
    page.get_by_role("link", name="A network with one hidden layer").click()
    page.wait_for_selector(".jp-Notebook .jp-CodeCell")
    page.get_by_role("heading", name="One hidden layer: telling petals apart").wait_for()
    page.screenshot(path=tmp_path / "notebook.png")

    page.locator(".jp-Notebook .jp-MarkdownCell").first.click()
    page.keyboard.press("Control+s")  # the index, written at the start, is written again
    index, ends = place / "index.md", time.monotonic() + SECONDS
    while "1 of 8, 5 points" not in index.read_text(encoding="utf-8") and time.monotonic() < ends:
        page.wait_for_timeout(200)
    assert "1 of 8, 5 points" in index.read_text(encoding="utf-8")
