"""A verdict as HTML, for Jupyter and for feedback, and as text."""

import html
import re

from autograder.judging.verdict import UNJUDGED, Part, Verdict

# Jupyter's own colours, which follow its theme, and fallbacks for light and dark pages; STYLE has better ones.
_COLOURS = {
    True: "var(--course-right, var(--jp-success-color1, #2e7d32))",
    False: "var(--course-wrong, var(--jp-error-color1, #c62828))",
}
_GREY = "var(--course-grey, var(--jp-ui-font-color2, #757575))"

# In a student's notebook, before what is shown: the colours of JupyterLab and Notebook 7, of VS Code, or of the system.
STYLE = """<style>
.course-check { color: var(--jp-content-font-color1, var(--vscode-foreground, inherit));
  --course-right: var(--jp-success-color1, var(--vscode-charts-green, #2e7d32));
  --course-wrong: var(--jp-error-color1, var(--vscode-errorForeground, #c62828));
  --course-grey: var(--jp-ui-font-color2, var(--vscode-descriptionForeground, #6b6b6b)) }
[data-jp-theme-light="true"] .course-check { --course-right: var(--jp-success-color0, #1b5e20) }
[data-vscode-theme-kind="vscode-light"] .course-check { --course-right: #1b5e20; --course-wrong: #b71c1c }
[data-jp-theme-light="false"] .course-check { --course-wrong: var(--jp-error-color2, #e57373) }
@media (prefers-color-scheme: dark) { .course-check {
  --course-right: var(--jp-success-color1, var(--vscode-charts-green, #81c784));
  --course-wrong: var(--jp-error-color1, var(--vscode-errorForeground, #e57373));
  --course-grey: var(--jp-ui-font-color2, var(--vscode-descriptionForeground, #a0a0a0)) } }
@media (forced-colors: active) { .course-check {
  --course-right: CanvasText; --course-wrong: CanvasText; --course-grey: CanvasText } }
.course-check a, .course-check a code { text-decoration: underline;
  color: var(--jp-content-link-color, var(--vscode-textLink-foreground, LinkText)) }
.course-check a code { background: none }
.course-check summary { cursor: pointer; width: fit-content }
.course-check a:focus-visible, .course-check summary:focus-visible { outline: 2px solid; outline-offset: 2px }
</style>"""

# In a notebook's Markdown: each hint's name and text.
HINT = re.compile(r"<details>\s*<summary>(Hint \d+)[^<]*</summary>(.*?)</details>", re.DOTALL)

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
    """A sentence with `code` in it, as HTML; everything else is escaped, also for who reads the page in a terminal."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(inert(sentence)))


def verdict_text(verdict: Verdict, aside: str = "") -> str:
    """aside: what is said beside the points"""
    if verdict.status in UNJUDGED:
        return f"{STATUS_SIGNS[verdict.status]} {verdict.message}"
    lines = [f"{_symbol(verdict.passed)} {verdict.exercise}: {_score(verdict, aside)}"]
    if not verdict.passed:
        lines.append(f"  {verdict.message}")
        if len(verdict.parts) > 1:
            lines += [f"  {_symbol(part.passed)} {part.name}" for part in verdict.parts]
    return "\n".join(lines)


def verdict_html(verdict: Verdict, more: str = "", aside: str = "") -> str:
    """A block with the score, the sentence and the parts; right and wrong differ in words and signs too.

    What is neither right nor wrong is one grey line.
    more: HTML below that, which is not read out by itself
    aside: what is said beside the points
    """
    if verdict.status in UNJUDGED:
        sign = f'<span style="color:{_GREY}" aria-hidden="true">{STATUS_SIGNS[verdict.status]}</span>'
        return _block(_GREY, f'<p style="margin:0">{sign} {marked(verdict.message)}</p>', more)
    colour = _COLOURS[verdict.passed]
    word = "right" if verdict.passed else "not right yet"
    rows = [
        f'<p style="margin:0"><b><span style="color:{colour}" aria-hidden="true">{_symbol(verdict.passed)}</span> '
        f"<code>{html.escape(verdict.exercise)}</code> is {word}</b>: {_score(verdict, aside)}</p>"
    ]
    if not verdict.passed:
        rows.append(f'<p style="margin:.4em 0">{marked(verdict.message)}</p>')
        if len(verdict.parts) > 1:
            parts = "".join(f"<li>{_sign(part)} {marked(part.name)}</li>" for part in verdict.parts)
            rows.append(f'<ul role="list" style="margin:0;padding-left:1.2em;list-style:none">{parts}</ul>')
    return _block(colour, "".join(rows), more)


def _block(colour: str, content: str, more: str) -> str:
    style = f"border-left:4px solid {colour};padding:.3em .8em;margin:.2em 0"
    return f'<div class="course-check" style="{style}"><div role="status">{content}</div>{more}</div>'


def _sign(part: Part) -> str:
    word, style = "right" if part.passed else "wrong", f"color:{_COLOURS[part.passed]}"
    return f'<span role="img" aria-label="{word}:" style="{style}">{_symbol(part.passed)}</span>'


def _symbol(passed: bool) -> str:
    return "✓" if passed else "✗"


def _score(verdict: Verdict, aside: str) -> str:
    return f"{points(verdict.points)} of {points(verdict.max_points)} points{aside and f' · {aside}'}"
