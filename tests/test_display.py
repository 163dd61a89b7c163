"""What check() and progress() show, in Chromium: in JupyterLab and Notebook 7, light, dark and with high contrast.

One notebook is run in JupyterLab, with a right, a wrong, a half-written and an unwritten answer and one with a slip.
axe-core looks for barriers in what it shows; pictures of it are in build/display.
"""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from browsing import CHROMIUM, jupyterlab, needs_chromium
from conftest import PLANAR, ROOT
from nbformat.v4 import new_code_cell

from autograder.authoring.public import FILE
from autograder.judging.display import STYLE
from autograder.running.grader import Grader

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
pytestmark = needs_chromium

NAME = f"{PLANAR}.ipynb"
PICTURES = ROOT / "build" / "display"
SECONDS = 60
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark", "high contrast": "JupyterLab Dark High Contrast"}
SHOWN = "[data-exercise]"  # what the test calls the outputs that it looks at
# What of each exercise is different from its solution: name, old, new.
EDITS = {
    "compute_cost": ("cost = -np.sum", "cost = np.sum"),
    "forward_propagation": ("A1 = np.tanh(Z1)", "A1 = np.tanh(Z1) + 1"),
}


# In the notebook's kernel: as on a machine on which it always takes a while to look for a slip.
SLOWLY = """import time
import autograder.check

def slowly(*args, find=autograder.check.find):
    *_, wait = args
    wait()
    time.sleep(1)
    return find(*args)

autograder.check.find = slowly"""


def answers_of(planar: Grader, release: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A notebook with all kinds of answers. What takes long or only shows something is left out."""
    notebook = nbformat.from_dict(release)
    kept = [new_code_cell(SLOWLY, id="slowly")]
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if name in planar.source.solutions and name not in ("backward_propagation", "predict"):
            old, new = EDITS.get(name, ("", ""))
            assert old in planar.source.solutions[name]
            cell.source = planar.source.solutions[name].replace(old, new, 1) if old else planar.source.solutions[name]
        if name == "backward_propagation":
            cell.source = cell.source.replace("raise Not", "m = X.shape[1]\n    raise Not")
        if cell.cell_type == "markdown" or name or "import numpy" in cell.source:
            kept.append(cell)
    kept.append(new_code_cell("progress()", id="progress"))
    notebook.cells = [cell for cell in kept if "attachments" not in cell]
    return notebook


@pytest.fixture(scope="module")
def folder(planar: Grader, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an assignment, with one more notebook, where Notebook 7 looks."""
    path = tmp_path_factory.mktemp("display") / PLANAR
    path.mkdir()
    shutil.copy(ROOT / "assignments" / PLANAR / FILE, path)
    release = nbformat.read(ROOT / "assignments" / PLANAR / NAME, as_version=4)
    nbformat.write(answers_of(planar, release), path / NAME)
    return path


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    """The address of a server with JupyterLab at /lab and Notebook 7 at /notebooks."""
    home = folder.parent / "home"
    home.mkdir()
    settings = {
        "notebook-extension/tracker": '{"windowingMode": "defer"}',  # every cell is there, soon
        "apputils-extension/notification": '{"fetchNews": "false"}',
    }
    with jupyterlab(folder.parent, home, settings, SECONDS, "--expose-app-in-browser") as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


# Runs the cells one after another, as Shift+Enter does. A kernel that isn't ready would run nothing, and say nothing.
RUN = """async () => {
    const app = window.jupyterapp;
    await app.restored;
    const {content: notebook, sessionContext: session} = app.shell.currentWidget;
    await session.ready;
    await session.session.kernel.info;
    for (let number = 0; number < notebook.widgets.length; number++) {
        if (notebook.widgets[number].model.type != 'code') continue;
        notebook.activeCellIndex = number;
        notebook.deselectAll();
        await app.commands.execute('notebook:run-cell');
    }
}"""


def opened(browser: "playwright.Browser", url: str) -> "playwright.Page":
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    page.set_default_timeout(SECONDS * 1000)
    page.goto(url, wait_until="domcontentloaded")
    page.wait_for_selector(".jp-Notebook .jp-CodeCell")
    return page


@pytest.fixture(scope="module")
def lab(browser, server) -> "playwright.Page":
    """The notebook, run in JupyterLab and saved."""
    page = opened(browser, f"{server}/lab/tree/{PLANAR}/{NAME}")
    page.evaluate(RUN)
    outputs(page)
    command(page, "docmanager:save")
    page.wait_for_timeout(500)
    return page


def command(page: "playwright.Page", name: str, **arguments) -> None:
    page.evaluate("([name, args]) => window.jupyterapp.commands.execute(name, args)", [name, arguments])


def outputs(page: "playwright.Page") -> None:
    """Waits for all that is shown, and gives each output the name of its exercise."""
    page.wait_for_selector(".jp-OutputArea-output table.course-check", state="attached")
    page.evaluate("""() => document.querySelectorAll('.jp-OutputArea-output:has(.course-check)').forEach(output => {
        const name = output.querySelector('.course-check code').textContent;
        output.dataset.exercise = output.querySelector('table') ? 'progress' : name;
    })""")


def output(page: "playwright.Page", name: str) -> "playwright.Locator":
    return page.locator(f"[data-exercise='{name}']").first


# Texts and signs with less contrast than 4.5 to what is behind them; axe-core reports none of it inside JupyterLab.
FAINT = """scope => {
    const parse = text => { const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number); return [r, g, b, a]; };
    const over = (front, back) => front.slice(0, 3).map((part, i) => part * front[3] + back[i] * (1 - front[3]));
    const behind = element => {
        if (!element) return [255, 255, 255];
        const colour = parse(getComputedStyle(element).backgroundColor);
        return colour[3] == 1 ? colour.slice(0, 3) : over(colour, behind(element.parentElement));
    };
    const light = colour => colour.map(part => part / 255).map(part =>
        part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    ).reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
    const contrast = element => {
        const back = behind(element), front = over(parse(getComputedStyle(element).color), back);
        const [dark, bright] = [light(back), light(front)].sort((a, b) => a - b);
        return (bright + 0.05) / (dark + 0.05);
    };
    const texts = [...document.querySelectorAll(scope + ' *')].filter(element => element.tagName != 'STYLE' &&
        [...element.childNodes].some(node => node.nodeType == 3 && node.textContent.trim()));
    return texts.filter(element => contrast(element) < 4.5).map(element =>
        `contrast ${contrast(element).toFixed(2)}: ${element.outerHTML.slice(0, 150)}`);
}"""


def barriers(page: "playwright.Page") -> list[str]:
    """What axe-core finds in what is shown that is serious or critical, and what is too faint."""
    found = axe.Axe().run(page, context={"include": [[SHOWN]]}).response["violations"]
    serious = [
        f"{one['id']}: {node['html'][:150]} {node['failureSummary'][:300]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
    return serious + page.evaluate(FAINT, SHOWN)


def picture(page: "playwright.Page", where: "playwright.Locator", name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    where.scroll_into_view_if_needed()
    page.mouse.move(0, 0)
    where.screenshot(path=PICTURES / f"{name}.png")


@pytest.mark.parametrize("theme", THEMES)
def test_in_each_theme_nothing_bars_a_reader(lab, theme):
    command(lab, "apputils:change-theme", theme=THEMES[theme])
    lab.wait_for_selector(f"body[data-jp-theme-name='{THEMES[theme]}']", state="attached")
    lab.wait_for_timeout(500)
    assert lab.locator(SHOWN).count() == 9
    for name in ("layer_sizes", "compute_cost", "backward_propagation", "forward_propagation", "nn_model", "progress"):
        picture(lab, output(lab, name), f"{theme}-{name}")
    assert barriers(lab) == []


VSCODE = {  # colours of its themes, as its page of outputs has them, and what stands behind code there
    "vscode-light": (
        {
            "foreground": "#3b3b3b",
            "descriptionForeground": "#3b3b3b",
            "charts-green": "#388a34",
            "errorForeground": "#f85149",
            "textLink-foreground": "#005fb8",
        },
        "background: #f8f8f8",
        "color: #3b3b3b; background: rgba(0, 0, 0, 0.12)",
    ),
    "vscode-dark": (
        {
            "foreground": "#cccccc",
            "descriptionForeground": "#9d9d9d",
            "charts-green": "#89d185",
            "errorForeground": "#f85149",
            "textLink-foreground": "#4daafc",
        },
        "background: #1f1f1f",
        "color: #d0d0d0; background: #3c3c3c",
    ),
    "vscode-high-contrast": (
        {
            "foreground": "#ffffff",
            "descriptionForeground": "rgba(255, 255, 255, 0.7)",
            "charts-green": "#89d185",
            "errorForeground": "#f48771",
            "textLink-foreground": "#21a6ff",
        },
        "background: #000000",
        "color: #000000; background: #ffffff",
    ),
    "vscode-high-contrast-light": (
        {
            "foreground": "#292929",
            "descriptionForeground": "rgba(41, 41, 41, 0.7)",
            "charts-green": "#374e06",
            "errorForeground": "#b5200d",
            "textLink-foreground": "#0f4a85",
        },
        "background: #ffffff",
        "color: #ffffff; background: #09345f",
    ),
}


@pytest.mark.parametrize("theme", VSCODE)
def test_nothing_is_faint_in_vs_code(lab, browser, theme):
    """On a page as its outputs are; its own colours of signs are meant for larger ones, and those of links for text."""
    shown = "".join(lab.locator(SHOWN).evaluate_all("all => all.map(one => one.outerHTML)"))
    variables, page_colours, code = VSCODE[theme]
    colours = "; ".join(f"--vscode-{name}: {colour}" for name, colour in variables.items())
    page = browser.new_page(color_scheme="light" if theme.endswith("light") else "dark")
    page.set_content(f"<style>code {{{code}}}</style><body style='{page_colours}; {colours}'>{STYLE}{shown}")
    if theme == "vscode-light":
        assert page.evaluate(FAINT, SHOWN)
    page.evaluate("kind => document.body.dataset.vscodeThemeKind = kind", theme)
    assert page.locator(SHOWN).count() == 9
    assert page.evaluate(FAINT, SHOWN) == []
    page.close()


def test_barriers_are_found_where_there_are_some(lab):
    lab.evaluate(
        """scope => {
        const bad = document.createElement('p');
        bad.innerHTML = '<a href="x" style="color:#777;background:#888">low</a><img src="data:,">';
        bad.id = 'bad'; document.querySelector(scope).append(bad);
    }""",
        SHOWN,
    )
    try:
        assert {found.split(":")[0].split(".")[0] for found in barriers(lab)} >= {"contrast 1", "image-alt"}
    finally:
        lab.evaluate("document.querySelector('#bad').remove()")


def test_with_forced_colours_signs_and_borders_stay(lab):
    command(lab, "apputils:change-theme", theme="JupyterLab Light")
    lab.wait_for_selector("body[data-jp-theme-light='true']", state="attached")
    lab.emulate_media(forced_colors="active")
    try:
        for name in ("layer_sizes", "compute_cost"):
            picture(lab, output(lab, name), f"forced-{name}")
            block = output(lab, name).locator(".course-check").first
            assert block.evaluate("e => getComputedStyle(e).borderLeftWidth") == "4px"
            assert block.evaluate(
                "e => getComputedStyle(e).borderLeftColor != getComputedStyle(document.body).backgroundColor"
            )
    finally:
        lab.emulate_media(forced_colors="none")


def test_what_is_shown_says_its_state_in_words(lab):
    for name, words in (
        ("layer_sizes", "is right"),
        ("compute_cost", "is not right yet"),
        ("predict", "is not written yet"),
    ):
        status = output(lab, name).get_by_role("status")
        assert words in status.inner_text()
    assert output(lab, "layer_sizes").locator("details").count() == 0


def test_hints_open_one_after_another_by_keyboard(lab):
    where = output(lab, "compute_cost")
    first, second, third = (where.locator("summary", has_text=f"Hint {n}") for n in (1, 2, 3))
    assert first.is_visible() and not second.is_visible()
    first.focus()
    lab.keyboard.press("Enter")
    assert second.is_visible() and not third.is_visible()
    lab.keyboard.press("Tab")
    lab.keyboard.press("Space")
    assert third.is_visible() and "what is left of the terms" in where.inner_text()
    picture(lab, where, "light-hints")
    assert barriers(lab) == []


@pytest.mark.parametrize("by_key", [False, True])
def test_progress_leads_to_the_cells(lab, by_key):
    link = output(lab, "progress").get_by_role("link", name="layer_sizes").first
    link.scroll_into_view_if_needed()
    cell = lab.locator(".jp-CodeCell", has_text="def layer_sizes").first
    assert not on_screen(lab, cell)
    if by_key:
        link.focus()
        lab.keyboard.press("Enter")
    else:
        link.click()
    lab.wait_for_function(
        "e => { const r = e.getBoundingClientRect(); return r.bottom > 0 && r.top < innerHeight }",
        arg=cell.element_handle(),
    )


def on_screen(page: "playwright.Page", where: "playwright.Locator") -> bool:
    box = where.bounding_box()
    return bool(box and box["y"] + box["height"] > 0 and box["y"] < 900)


# Where the head of the answer and the top of the next cell are, whenever that changes.
WATCH = """output => {
    window.seen = [];
    const look = () => {
        const status = output.querySelector('[role=status]');
        const now = status ? [status.getBoundingClientRect().top - output.getBoundingClientRect().top,
            output.getBoundingClientRect().height, status.textContent] : null;
        if (now && JSON.stringify(now) != JSON.stringify(window.seen.at(-1))) window.seen.push(now);
        window.watching = requestAnimationFrame(look);
    };
    look();
}"""


def test_the_answer_comes_where_something_was_looked_for(lab):
    """The next cell moves when the sentence on the slip comes, by that sentence's height, and never back."""
    cell = lab.locator(".jp-CodeCell", has_text='check("forward_propagation"').first
    cell.locator(".jp-InputArea").click()
    lab.evaluate(WATCH, cell.element_handle())
    shown = "window.seen.some(s => s[2].includes('looking')) && !window.seen.at(-1)[2].includes('looking')"
    for timeout in (*[10] * 6, SECONDS):  # a busy browser may draw only the end of it
        command(lab, "notebook:run-cell")
        with contextlib.suppress(playwright.TimeoutError):
            lab.wait_for_function(shown, timeout=1000 * timeout)
            break
    seen = lab.evaluate("cancelAnimationFrame(window.watching), window.seen")
    start = next(i for i, (*_, text) in enumerate(seen) if "looking" in text)
    tops, heights = [top for top, *_ in seen[start:]], [height for _, height, _ in seen[start:]]
    assert max(tops) - min(tops) <= 1
    assert heights == sorted(heights)


def test_in_notebook_7_it_is_the_same(lab, browser, server):
    page = opened(browser, f"{server}/notebooks/{PLANAR}/{NAME}")
    try:
        outputs(page)
        for name in ("layer_sizes", "compute_cost", "progress"):
            picture(page, output(page, name), f"notebook-7-{name}")
        assert page.locator(SHOWN).count() == 9
        assert barriers(page) == []
        summary = output(page, "compute_cost").locator("summary", has_text="Hint 1")
        summary.focus()
        page.keyboard.press("Enter")
        assert output(page, "compute_cost").locator("summary", has_text="Hint 2").is_visible()
    finally:
        page.close()
