"""check() and progress(): what a student's notebook says of a student's functions, at once and offline."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from autograder.authoring.public import FILE, PublicCheck, thaw
from autograder.inside.probe import Probe, not_of, reads, same_draws, stub_in
from autograder.inside.wire import WireError
from autograder.judging.display import STATUS_SIGNS, STATUS_WORDS, points, verdict_html, verdict_text
from autograder.judging.play import Failure, play
from autograder.judging.slips import lost_value, worth_looking
from autograder.judging.verdict import Verdict
from autograder.slip import cell_of, find


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
    with same_draws():
        played = list(play(checks[exercise].exercise, probe.call))
        verdict = checks[exercise].judged(played)
        verdict = _shown(verdict, variables, lambda name: checks[name].verdict(probe.call))
    cell = cell_of(function)
    slip = lost_value(verdict, cell)
    if not slip and worth_looking(verdict):
        slip = find(exercise, cell, checks[exercise], probe, played)
    verdict = replace(verdict, slip=slip)
    text, html = verdict_text(verdict), verdict_html(verdict)
    if not verdict.passed and os.environ.get("NBGRADER_EXECUTION"):
        raise AssertionError(text)
    return Checked([verdict], html, text)


def progress() -> Checked:
    """Checks every exercise of this notebook, and says which are right and how many points that makes."""
    variables = sys._getframe(1).f_globals  # the notebook's own
    checks = _checks()
    with same_draws():
        own = {name: public.verdict(_probe(dict(variables)).call) for name, public in checks.items()}
    verdicts = [_shown(verdict, variables, own.__getitem__) for verdict in own.values()]
    total, most = sum(v.points for v in verdicts), sum(v.max_points for v in verdicts)
    right = sum(verdict.passed for verdict in verdicts)
    headline = f"{right} of {len(verdicts)} exercises right, {points(total)} of {points(most)} points"
    rows = []
    for verdict in verdicts:
        waits = verdict.status == "waits"
        state = f"{STATUS_SIGNS[verdict.status]} {STATUS_WORDS[verdict.status]}"
        score = "" if waits else f"{points(verdict.points)} / {points(verdict.max_points)}"
        wrong = _first_wrong(verdict.exercise, variables, own.__getitem__) if waits else ""
        rows.append((verdict.exercise, state, score, wrong and f"first {wrong}"))
    return Checked(verdicts, _table_html(headline, rows), _table_text(headline, rows))


def _shown(verdict: Verdict, variables: Mapping[str, Any], others: Callable[[str], Verdict]) -> Verdict:
    """The verdict as the notebook shows it: with halves of points, or none where an earlier function may be the cause.

    On a wrong one, a right function may even behave like a known mistake of its own.
    others: the verdict on an earlier function
    """
    name = verdict.exercise
    wrong_too = verdict.begun and not verdict.passed
    if wrong_too and (wrong := _first_wrong(name, variables, others)):
        kind, where = stub_in(name, variables.get(name))  # which the earlier one may have kept from being reached
        sentence = f"`{name}` can't be judged before `{wrong}` is right; grading puts ours in its place."
        sentence = Failure(kind, name, where).text if kind else sentence
        parts = tuple(replace(part, message=sentence, key=kind or "waits") for part in verdict.parts)
        return replace(verdict, points=0.0, parts=parts, diagnosis="", sentence="")
    return replace(verdict, points=_halves(verdict))


def _first_wrong(exercise: str, variables: Mapping[str, Any], others: Callable[[str], Verdict]) -> str:
    """The first function that this one calls, as the exercise says, and that is not right; empty if there is none."""
    called = reads(variables.get(exercise), variables)
    for name in _checks()[exercise].exercise.uses:
        if name in called and not others(name).passed:
            return _first_wrong(name, variables, others) or name
    return ""


def _halves(verdict: Verdict) -> float:
    """The points to the nearest half, but not full ones where something is wrong, nor none where something is right."""
    halves = round(2 * verdict.points) / 2
    if verdict.passed or not verdict.points:
        return halves
    return min(max(halves, 0.5), verdict.max_points - 0.5)


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
    checks = _checks()
    any_check = next(iter(checks.values()))  # of what is the same for all
    others = not_of(any_check.helpers)
    forbidden = {name: (*public.exercise.forbids, *others) for name, public in checks.items()}
    return Probe(variables, forbidden=forbidden, inside=any_check.inside)


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
