"""Writes what `course verify` has counted into docs/marks.md:

course verify --format json | python docs/figures.py
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parent / "marks.md"
BEGIN, END = "<!-- figures: course verify --format json | python docs/figures.py -->\n", "<!-- end of figures -->"
HEAD = (
    "| assignment | mutants | caught | declared equal | by the example | mistakes, all caught | by the example |\n"
    "|---|--:|--:|--:|--:|--:|--:|\n"
)
COLUMNS = ("mutants", "mutants_caught", "equivalents", "mutants_by_example", "mistakes", "mistakes_by_example")


def table(proofs: Sequence[dict[str, Any]]) -> str:
    """A row for each assignment, under the beginning of its id, and one for all."""
    rows = [(proof["assignment"].split("_")[0], *(proof[column] for column in COLUMNS)) for proof in proofs]
    rows.append(("all", *(sum(proof[column] for proof in proofs) for column in COLUMNS)))
    return HEAD + "".join(f"| {' | '.join(map(str, row))} |\n" for row in rows)


def with_figures(page: str, figures: str) -> str:
    """The page with a table in place of the one between BEGIN and END."""
    before, rest = page.split(BEGIN)
    return before + BEGIN + figures + END + rest.split(END)[1]


if __name__ == "__main__":
    PAGE.write_text(with_figures(PAGE.read_text(encoding="utf-8"), table(json.load(sys.stdin))), encoding="utf-8")
