"""check() and progress(): what a student's notebook says of a student's functions, at once and offline."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from autograder.display import STATUS_SIGNS, STATUS_WORDS, points, verdict_html, verdict_text
from autograder.judge import Verdict
from autograder.probe import Probe, not_of
from autograder.public import FILE, PublicCheck, thaw
from autograder.wire import WireError


@dataclass(frozen=True, repr=False)
class Checked:
    """The verdicts on some functions, shown by Jupyter as HTML and elsewhere as text. True where all are right."""

    verdicts: list[Verdict]
    html: str
    text: str

    def __bool__(self) -> bool:
        return all(verdict.passed for verdict in self.verdicts)

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html


def check(exercise: str, function: Callable[..., Any]) -> Checked:
    """Compares `function` with the recorded results of the exercise's reference, and says how they differ.

    Under nbgrader's own execution (its Validate button, say) a wrong answer is raised as an AssertionError.
    """
    checks = _checks()
    if exercise not in checks:
        raise ValueError(f"there is no exercise {exercise!r} in this notebook; there are {', '.join(checks)}")
    variables = {**getattr(function, "__globals__", {}), exercise: function}
    probe = _probe(variables)
    verdict = checks[exercise].verdict(probe.call)
    if not verdict.passed and not verdict.diagnosis:
        uses = checks[exercise].exercise.uses
        if wrong := next((name for name in uses if not checks[name].verdict(probe.call).passed), ""):
            sentence = f"`{exercise}` builds on `{wrong}`, which is not right yet. Mend that first, then look again."
            verdict = replace(verdict, sentence=sentence)
    text, html = verdict_text(verdict), verdict_html(verdict)
    if not verdict.passed and os.environ.get("NBGRADER_EXECUTION"):
        raise AssertionError(text)
    return Checked([verdict], html, text)


def progress() -> Checked:
    """Checks every exercise of this notebook, and says which are right and how many points that makes."""
    variables = sys._getframe(1).f_globals  # the notebook's own
    checks = _checks()
    verdicts = [public.verdict(_probe(dict(variables)).call) for public in checks.values()]
    total, most = sum(v.points for v in verdicts), sum(v.max_points for v in verdicts)
    right = sum(verdict.passed for verdict in verdicts)
    headline = f"{right} of {len(verdicts)} exercises right, {points(total)} of {points(most)} points"
    rows = []
    for verdict in verdicts:
        uses = checks[verdict.exercise].exercise.uses
        wrong = next((v.exercise for v in verdicts if not v.passed and v.exercise in uses), "")
        state = f"{STATUS_SIGNS[verdict.status]} {STATUS_WORDS[verdict.status]}"
        score = f"{points(verdict.points)} / {points(verdict.max_points)}"
        rows.append((verdict.exercise, state, score, f"see {wrong} first" if wrong and not verdict.passed else ""))
    return Checked(verdicts, _table_html(headline, rows), _table_text(headline, rows))


def _table_text(headline: str, rows: list[tuple[str, str, str, str]]) -> str:
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([headline, *lines])


def _table_html(headline: str, rows: list[tuple[str, str, str, str]]) -> str:
    left = 'style="text-align:left"'
    head = "".join(f'<th scope="col" {left}>{title}</th>' for title in ("Exercise", "State", "Points", ""))
    body = ""
    for name, *cells in rows:
        body += f'<tr><th scope="row" {left}><code>{name}</code></th>'
        body += "".join(f"<td {left}>{cell}</td>" for cell in cells) + "</tr>"
    return f"<table><caption><b>{headline}</b></caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _probe(variables: dict[str, Any]) -> Probe:
    forbidden = {name: (*public.exercise.forbids, *not_of(public.helpers)) for name, public in _checks().items()}
    return Probe(variables, forbidden=forbidden)


def _checks() -> dict[str, PublicCheck]:
    path = Path.cwd() / FILE
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        raise FileNotFoundError(
            f"{FILE} is not in {Path.cwd()}: it comes with the notebook and has to stay beside it"
        ) from None
    except WireError as error:
        raise ValueError(f"{path} is damaged ({error}); copy it again from the assignment as it was released") from None


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> dict[str, PublicCheck]:
    """`changed`: when the file was last changed, so that a new one is read anew."""
    return thaw(path.read_bytes())
