"""A verdict as HTML, for Jupyter and for feedback, and as text."""

import html
import re

from autograder.judging.verdict import UNJUDGED, Part, Verdict

# Jupyter's own colours, which follow its light and dark theme, and fallbacks that both themes can carry.
_COLOURS = {True: "var(--jp-success-color1, #2e7d32)", False: "var(--jp-error-color1, #c62828)"}
_GREY = "var(--jp-ui-font-color2, #757575)"

# Of a verdict, by its status.
STATUS_SIGNS = {"correct": "✓", "partial": "◐", "wrong": "✗"} | dict.fromkeys(UNJUDGED, "○")
STATUS_WORDS = {
    "correct": "right",
    "partial": "partly right",
    "wrong": "not right yet",
    "unfinished": "not written yet",
    "half": "half written",
    "stopped": "stopped by its raise line",
    "waits": "not judged yet",
    "missing": "not defined",
}


def points(number: float) -> str:
    """5, 3.75: no trailing zeros."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def inert(text: str) -> str:
    """Text that a terminal only shows: what would steer it, or the direction of writing, stands as `\\x1b`."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def marked(sentence: str) -> str:
    """A sentence with `code` in it, as HTML; everything else is escaped."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(sentence))


def verdict_text(verdict: Verdict) -> str:
    if verdict.status in UNJUDGED:
        return f"{STATUS_SIGNS[verdict.status]} {verdict.message}"
    lines = [f"{_symbol(verdict.passed)} {verdict.exercise}: {_score(verdict)}"]
    if not verdict.passed:
        lines.append(f"  {verdict.message}")
        if len(verdict.parts) > 1:
            lines += [f"  {_symbol(part.passed)} {part.name}" for part in verdict.parts]
    return "\n".join(lines)


def verdict_html(verdict: Verdict) -> str:
    """A block with the score, the sentence and the parts; right and wrong differ in words and signs too.

    What is neither right nor wrong is one grey line.
    """
    if verdict.status in UNJUDGED:
        sign = f'<span style="color:{_GREY}" aria-hidden="true">{STATUS_SIGNS[verdict.status]}</span>'
        return _block(_GREY, f'<p style="margin:0">{sign} {marked(verdict.message)}</p>')
    colour = _COLOURS[verdict.passed]
    word = "right" if verdict.passed else "not right yet"
    rows = [
        f'<p style="margin:0"><b><span style="color:{colour}" aria-hidden="true">{_symbol(verdict.passed)}</span> '
        f"<code>{html.escape(verdict.exercise)}</code> is {word}</b>: {_score(verdict)}</p>"
    ]
    if not verdict.passed:
        rows.append(f'<p style="margin:.4em 0">{marked(verdict.message)}</p>')
        if len(verdict.parts) > 1:
            parts = "".join(f"<li>{_sign(part)} {marked(part.name)}</li>" for part in verdict.parts)
            rows.append(f'<ul style="margin:0;padding-left:1.2em;list-style:none">{parts}</ul>')
    return _block(colour, "".join(rows))


def _block(colour: str, content: str) -> str:
    return f'<div role="status" style="border-left:4px solid {colour};padding:.3em .8em;margin:.2em 0">{content}</div>'


def _sign(part: Part) -> str:
    word, style = "right" if part.passed else "wrong", f"color:{_COLOURS[part.passed]}"
    return f'<span role="img" aria-label="{word}:" style="{style}">{_symbol(part.passed)}</span>'


def _symbol(passed: bool) -> str:
    return "✓" if passed else "✗"


def _score(verdict: Verdict) -> str:
    return f"{points(verdict.points)} of {points(verdict.max_points)} points"
