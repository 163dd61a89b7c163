"""Shows the lines `name: what it is` of the engine's docstrings as a list; see `extensions` in mkdocs.yml."""

import re
from typing import Any

import griffe

FIELD = re.compile(r"^([A-Za-z_]\w*(?:, [A-Za-z_]\w*)*): (?=\S)")


def with_lists(docstring: str) -> str:
    """The docstring as Markdown. A field's further lines are indented, as an item's are in Markdown."""
    lines: list[str] = []
    item = False
    for line in docstring.splitlines():
        field = FIELD.match(line)
        more = item and line.startswith("    ")
        if bool(field) != item and not more:
            lines.append("")
        item = bool(field) or more
        names = ", ".join(f"`{name}`" for name in field[1].split(", ")) if field else ""
        lines.append(f"- {names}: {line[field.end() :]}" if field else line)
    return "\n".join(lines)


class Fields(griffe.Extension):
    """Rewrites every docstring."""

    def on_instance(self, *, obj: griffe.Object, **_: Any) -> None:
        if obj.docstring:
            obj.docstring.value = with_lists(obj.docstring.value)
