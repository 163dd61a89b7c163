"""Makes what comes from a student harmless to look at, in formgrader, JupyterLab, a page or a terminal.

What is shown is text, pictures made of points, and HTML of which only harmless tags are left. Nothing of it runs,
loads anything from elsewhere, or has metadata. All of it takes time in proportion to its length.
"""

import base64
import re
import struct
from collections.abc import Sequence
from typing import Any

import nh3
from nbformat import NotebookNode

from autograder.judging.compare import clean

MAX_OUTPUTS = 1000  # of one cell
MAX_NOTE = 10_000  # characters of a student's own cell of text
MAX_HTML = 200_000  # characters
MAX_NESTED = 100  # tags within each other; thousands end the process that cleans them
MAX_PIXELS = 20_000_000

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?)")  # colours; titles, links
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

_ATTRIBUTE = r"""\s++[\w:-]++(?:\s*+=\s*+(?:"[^"<>]*+"|'[^'<>]*+'|[^\s"'=<>`]++))?+"""
_TAG = re.compile(rf"<(/?)([a-z][a-z0-9]*+)(?:{_ATTRIBUTE})*+\s*+/?>", re.ASCII | re.IGNORECASE)
_TAGS = nh3.ALLOWED_TAGS - {"img", "map", "area"}
_ATTRIBUTES = {tag: names - {"cite"} for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
_NO_FORMULAS = '<div class="tex2jax_ignore mathjax_ignore">{}</div>'  # as both versions of MathJax call it


def text(value: str) -> str:
    """Plain text as a terminal would leave it: without colours, other control characters and overwritten lines."""
    lines = _ESCAPES.sub("", value).split("\n")
    return clean(_CONTROLS.sub("", "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)))


def fenced(source: str) -> str:
    """A cell of text as one block of code in Markdown, which shows it as it was written."""
    shown = text(source)
    if len(shown) > MAX_NOTE:
        shown = f"{shown[:MAX_NOTE]}\n[the rest of the text is cut]"
    fence = "`" * (1 + max(2, *map(len, re.findall("`+", shown)), 0))
    return f"{fence}\n{shown}\n{fence}" if shown.strip() else ""


def without_formulas(html: str) -> str:
    """HTML in which nothing is taken for a formula: these may hold links that run."""
    return _NO_FORMULAS.format(html)


def size(value: Any) -> int:
    """Characters or bytes that some outputs hold, at all depths, and a few for everything else."""
    if isinstance(value, (str, bytes)):
        return len(value)
    if isinstance(value, dict):
        return sum(size(child) for item in value.items() for child in item)
    return sum(map(size, value)) if isinstance(value, (list, tuple)) else 8


def outputs(sent: Sequence[Any], limit: int) -> list[NotebookNode]:
    """What may be shown of the outputs that a submission's process sent for a cell, which may be anything.

    limit: characters
    """
    shown: list[NotebookNode] = []
    malformed = 0
    for number, output in enumerate(sent):
        node = _output(output) if isinstance(output, dict) else None
        if node is None:
            malformed += 1
            continue
        limit -= size(node)
        if limit < 0 or number >= MAX_OUTPUTS:
            shown.append(_note("the rest of the output is cut"))
            break
        shown.append(node)
    return [*shown, _note(f"{malformed} outputs of this cell are malformed and not shown")] if malformed else shown


def _note(sentence: str) -> NotebookNode:
    return NotebookNode(output_type="stream", name="stderr", text=f"[{sentence}]\n")


def _output(sent: dict[Any, Any]) -> NotebookNode | None:
    """One output made anew of the texts in another; None where it has no known form."""
    kind, name, data, lines = (sent.get(key) for key in ("output_type", "name", "data", "traceback"))
    texts = {key: value for key in ("text", "ename", "evalue") if isinstance(value := sent.get(key), str)}
    texts = {key: text(value) for key, value in texts.items()}
    match kind, name, data, lines:
        case str("stream"), str("stdout" | "stderr"), _, _ if "text" in texts:
            return NotebookNode(output_type=kind, name=name, text=texts["text"])
        case str("error"), _, _, list() if len(texts) == 2 and all(isinstance(line, str) for line in lines):
            return NotebookNode(output_type=kind, **texts, traceback=[text(line) for line in lines])
        case str("display_data"), _, dict(), _:
            return NotebookNode(output_type=kind, data=_bundle(data), metadata=NotebookNode())
        case str("execute_result"), _, dict(), _:
            return NotebookNode(output_type=kind, data=_bundle(data), metadata=NotebookNode(), execution_count=None)
    return None


def _bundle(data: dict[Any, Any]) -> NotebookNode:
    """The kinds of an output that may be shown, of which a viewer takes the one it likes best."""
    kinds = {"text/html": _html, "image/png": _picture, "image/jpeg": _picture, "text/plain": text}
    texts = [(kind, make, data.get(kind)) for kind, make in kinds.items()]
    made = {kind: make(value) for kind, make, value in texts if isinstance(value, str)}
    shown = {kind: value for kind, value in made.items() if value or kind == "text/plain"}
    return NotebookNode(shown or {"text/plain": "[not shown]"})


def _picture(encoded: str) -> str:
    """A picture's base64, or nothing where it is none or is too large to be shown."""
    try:
        content = base64.b64decode(encoded)
        width, height = _pixels(content)
    except (ValueError, IndexError, struct.error):
        return ""
    return base64.b64encode(content).decode() if 0 < width * height <= MAX_PIXELS else ""


def _pixels(content: bytes) -> tuple[int, int]:
    """Width and height that a PNG or JPEG says it has. Raises ValueError, IndexError or struct.error."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and content[12:16] == b"IHDR":
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:2] != b"\xff\xd8":
        raise ValueError("neither PNG nor JPEG")
    at = 2
    while content[at] == 0xFF:
        length, height, width = struct.unpack(">HxHH", content[at + 2 : at + 9])
        if 0xC0 <= content[at + 1] <= 0xCF and content[at + 1] not in (0xC4, 0xC8, 0xCC):
            return width, height
        at += 2 + length
    raise ValueError("no size")


def _html(html: str) -> str:
    """The harmless tags of some HTML; nothing where it is too long, nested too deep, or not well-formed.

    What is not well-formed may come out of a parser much larger or deeper than it looks.
    """
    html = text(html)
    if len(html) > MAX_HTML or not _is_well_formed(html):
        return ""
    cleaned = nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, attribute_filter=_attribute)
    return without_formulas(cleaned) if cleaned.strip() else ""


def _attribute(tag: str, name: str, value: str) -> str | None:
    return value if name != "href" or re.match(r"https?://", value) else None


def _is_well_formed(html: str) -> bool:
    """Whether each `<` begins a plain tag, and each tag that is opened is closed, at a bounded depth."""
    opened: list[str] = []
    count = 0
    for match in _TAG.finditer(html):
        closes, name = match[1], match[2].lower()
        count += 1
        if not closes and name not in _VOID:
            opened.append(name)
        elif closes and (not opened or opened.pop() != name):
            return False
        if len(opened) > MAX_NESTED:
            return False
    return not opened and count == html.count("<")
