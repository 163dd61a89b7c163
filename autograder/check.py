"""check() and progress(): what a student's notebook says of a student's functions, at once and offline."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from autograder.authoring.public import FILE, PublicCheck, thaw
from autograder.inside.probe import Probe, keep, names_of_libraries, not_of, reads, same_draws, stub_in
from autograder.inside.wire import WireError
from autograder.judging.display import STATUS_SIGNS, STATUS_WORDS, STYLE, points, verdict_html, verdict_text
from autograder.judging.play import Failure, play
from autograder.judging.slips import lost_value, worth_looking
from autograder.judging.verdict import Verdict
from autograder.opened import Place, hints_html, places
from autograder.slip import cell_of, find

LOOKING = "looking for the slip…"
NO_HINTS = ("correct", "waits", "missing")  # verdicts below which none stand
NAMES = names_of_libraries()  # when a notebook imports this, and has had no time to make `np.random.seed` a number


class _Answer:
    """Where a cell shows an answer that takes a while: first the half of it that is known, then all, in one place."""

    def __init__(self) -> None:
        self._handle: Any = None

    def begin(self, text: str, html: str) -> None:
        """In Jupyter only: a terminal can't take back what it has shown."""
        kernel = getattr(sys.modules["IPython"].get_ipython(), "kernel", None) if "IPython" in sys.modules else None
        if kernel and not self._handle:
            from IPython.display import display

            self._handle = display({"text/plain": text, "text/html": html}, raw=True, display_id=True)

    def end(self, text: str, html: str) -> None:
        if self._handle:
            self._handle.update({"text/plain": text, "text/html": html}, raw=True)

    def taken(self) -> bool:
        """Whether the answer stands there; it does so once."""
        handle, self._handle = self._handle, None
        return handle is not None


@dataclass(frozen=True, repr=False)
class Checked:
    """The verdicts on some functions, shown by Jupyter as HTML and elsewhere as text. True where all are right."""

    verdicts: list[Verdict]
    html: str
    text: str
    answer: _Answer = field(default_factory=_Answer)

    def __bool__(self) -> bool:
        return all(verdict.passed for verdict in self.verdicts)

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html

    def _ipython_display_(self) -> None:
        if not self.answer.taken():
            raise NotImplementedError  # IPython goes on to the other forms


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
    cell, answer = cell_of(function), _Answer()
    more = "" if verdict.status in NO_HINTS else hints_html(places(variables).get(exercise, Place()).hints)
    slip = lost_value(verdict, cell)
    if not slip and worth_looking(verdict):

        def wait() -> None:
            answer.begin(verdict_text(verdict, LOOKING), STYLE + verdict_html(verdict, more, LOOKING))

        slip = find(exercise, cell, checks[exercise], probe, played, wait)
    verdict = replace(verdict, slip=slip)
    text, html = verdict_text(verdict), STYLE + verdict_html(verdict, more)
    answer.end(text, html)
    if not verdict.passed and os.environ.get("NBGRADER_EXECUTION"):
        raise AssertionError(text)
    return Checked([verdict], html, text, answer)


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
        rows.append((verdict.exercise, state, score, wrong))
    links = {name: place.link for name, place in places(variables).items() if place.link}
    return Checked(verdicts, STYLE + _table_html(headline, rows, links), _table_text(headline, rows))


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
    rows = [(name, state, score, wrong and f"first {wrong}") for name, state, score, wrong in rows]
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([headline, *lines])


def _table_html(headline: str, rows: list[tuple[str, str, str, str]], links: Mapping[str, str]) -> str:
    """links: to the exercises' cells, where they are known"""

    def linked(name: str) -> str:
        code = f"<code>{name}</code>" if name else ""
        return f'<a href="{escape(links[name])}">{code}</a>' if name in links else code

    left = 'style="text-align:left"'
    head = "".join(f'<th scope="col" {left}>{title}</th>' for title in ("Exercise", "State", "Points", "Waits for"))
    body = ""
    for name, state, score, wrong in rows:
        body += f'<tr><th scope="row" {left}>{linked(name)}</th>'
        body += "".join(f"<td {left}>{cell}</td>" for cell in (state, score, linked(wrong))) + "</tr>"
    table = f"<caption><b>{headline}</b></caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<table class="course-check">{table}</table>'


def _probe(variables: dict[str, Any]) -> Probe:
    keep(NAMES)
    checks = _checks()
    any_check = next(iter(checks.values()))  # of what is the same for all
    others = not_of(any_check.allowed)
    forbidden = {name: (*filter(_is_there, public.exercise.forbids), *others) for name, public in checks.items()}
    return Probe(variables, forbidden=forbidden, inside=any_check.inside)


def _is_there(function: str) -> bool:
    """Whether the library of a function is installed: TensorFlow is not, where there are no wheels of it."""
    return find_spec(function.partition(".")[0]) is not None


def _checks() -> dict[str, PublicCheck]:
    path = Path(os.environ.get("COURSE_CHECKS") or Path.cwd() / FILE)  # `doctor` knows where else they may lie
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        raise FileNotFoundError(
            f"{FILE} is not in {path.parent}: it comes with the notebook and has to stay beside it"
        ) from None
    except WireError as error:
        raise ValueError(f"{path} is damaged ({error}); copy it again from the assignment as it was released") from None


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> dict[str, PublicCheck]:
    """`changed`: when the file was last changed, so that a new one is read anew."""
    return thaw(path.read_bytes())
