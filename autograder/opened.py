"""The notebook that is open in a browser or an editor: where its file lies, and what stands above its exercises."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from autograder.authoring.public import RELEASED
from autograder.judging.display import HINT

HEADING = re.compile(r"(?m)^#+ +(.+?)[ #]*$")
MAX_BYTES = 50 * 2**20  # of a notebook that is read at each check; more would be felt
VSCODE = "__vsc_ipynb_file__"  # the variable in which VS Code says where the notebook lies


@dataclass(frozen=True)
class Place:
    """Where an exercise stands in the notebook: a link to it, and its hints as (name, Markdown)."""

    link: str = ""
    hints: tuple[tuple[str, str], ...] = ()


def path(variables: Mapping[str, Any]) -> Path | None:
    """The file of the notebook that has these variables; None where nobody says which it is.

    JupyterLab and Notebook 7 say it in an environment variable, VS Code in a variable of the notebook's.
    """
    named = variables.get(VSCODE) or os.environ.get("JPY_SESSION_NAME", "")
    if not isinstance(named, str) or not named.endswith(".ipynb"):
        return None
    found = (place for place in (Path(named), Path.cwd() / Path(named).name) if place.is_file())
    return next(found, None)  # none where it was renamed since the kernel was started


def places(variables: Mapping[str, Any]) -> dict[str, Place]:
    """Where each exercise stands in the notebook's file; empty where that can't be read.

    Where nobody says which file it is, on Colab say, there are the hints of the notebook as it was released.
    """
    file = path(variables)
    try:
        if not file:
            released = Path.cwd().parents[1] / RELEASED / f"{Path.cwd().name}.ipynb"
            found = _read(released, released.stat().st_mtime_ns, False)
            return {name: replace(place, link="") for name, place in found.items()}
        if file.stat().st_size > MAX_BYTES:
            return {}
        return _read(file, file.stat().st_mtime_ns, VSCODE in variables)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}  # what check() has to say is not about the file


@lru_cache(maxsize=4)
def _read(file: Path, changed: int, vscode: bool) -> dict[str, Place]:
    """`changed`: when the file was last saved, so that it is read anew."""
    found: dict[str, Place] = {}
    text = heading = ""
    for cell in json.loads(file.read_bytes())["cells"]:
        source = "".join(cell["source"])
        mark = cell["metadata"].get("nbgrader", {})
        if mark.get("solution") and cell["cell_type"] == "code":
            # VS Code finds a heading by its text in small letters; Jupyter finds any cell by its id.
            anchor = f"#{quote(_slug(heading))}" if vscode else f"{quote(file.name)}#cell-id={quote(cell['id'])}"
            found[mark["grade_id"]] = Place(anchor, tuple(HINT.findall(text)))
        elif cell["cell_type"] == "markdown":
            text, heading = source, (HEADING.findall(source) or [heading])[-1]
    return found


def _slug(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def hints_html(hints: tuple[tuple[str, str], ...]) -> str:
    """The hints, folded, each of them inside the one before: the next is seen when one has been opened."""
    try:
        from mistune import create_markdown
    except ImportError:  # comes with JupyterLab, and not with every kernel
        return ""
    shown = create_markdown(escape=True, plugins=["math", "table"])
    html = ""
    for name, text in reversed(hints):
        html = (
            f'<details style="margin:.3em 0 0"><summary style="cursor:pointer">{escape(name)}</summary>'
            f"{shown(text.strip())}{html}</details>"
        )
    return html
