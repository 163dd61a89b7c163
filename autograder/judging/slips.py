"""Finds the slip in a wrong function: the line that one small edit puts right.

The edits are of the student's own code, and are tried where the student's code is. What comes back is judged like any
other result, and said is the line and the kind of slip: never the edit.
"""

import marshal
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from autograder.inside import wire
from autograder.judging.edits import PHRASES, Candidate, NotEditable, compiled, repairs
from autograder.judging.exercise import Exercise
from autograder.judging.judge import Call, Outcome, judge, read_reply

MAX_CANDIDATES = 2500
TOGETHER = 200  # candidates that are made, and then tried together
MAX_CONFIRMED = 40  # candidates that are right in one call, and are tried in all
MAX_TIMED = 6  # wrong calls, the quickest of which is the first that candidates are tried on
QUICK = 0.003  # seconds of one call that is quick enough
SLOW = 0.02  # seconds of one call; slower functions are not searched
MAX_LINE = 100  # characters of a line that are quoted
LINES = re.compile(r"\blines? (\d+(?:(?:, | and )\d+)*)", re.IGNORECASE)  # in a sentence

Calls = Sequence[tuple[str, bytes]]
"""Names and encoded arguments."""

Try = Callable[[Sequence[bytes], Calls], Sequence[tuple[list[bytes], float]]]
"""For each of some edited functions, marshalled: the replies to the calls, and the seconds that they took.

There are no replies where they were ended too early; and fewer results than functions where the time is over.
"""


def find(
    exercise: Exercise,
    plays: Callable[[Call], Iterable[Outcome]],
    expected: Sequence[Outcome],
    came: Sequence[Outcome],
    cell: str,
    tries: Try,
    late: Callable[[], bool],
) -> str:
    """What to say of the line of a cell that one edit puts right; empty where there is no such line, or several.

    plays: plays the scenario again, with the same inputs
    expected, came: what the reference and the student's function gave for them
    late: whether it is time to give up
    """
    try:
        return _Search(exercise, plays, expected, came, cell, tries, late).sentence()
    except NotEditable:
        return ""


@dataclass(frozen=True)
class _Search:
    """See `find`."""

    exercise: Exercise
    plays: Callable[[Call], Iterable[Outcome]]
    expected: Sequence[Outcome]
    came: Sequence[Outcome]
    cell: str
    tries: Try
    late: Callable[[], bool]

    def sentence(self) -> str:
        wrong = self.wrong_calls()
        if not wrong:
            return ""
        first = self.quickest(wrong)
        if first is None:
            return ""
        return said(self.confirmed(self.right_in(first)), self.cell)

    def wrong_calls(self) -> list[int]:
        """The outcomes that are the wrong result of one call."""
        return [
            i
            for i, (wanted, got) in enumerate(zip(self.expected, self.came, strict=False))
            if got.call and got.call.name == self.exercise.name and not judge(self.exercise, [wanted], [got]).passed
        ]

    def quickest(self, wrong: Sequence[int]) -> int | None:
        """The first wrong call that takes little time, or the one that takes the least, if that is not too much."""
        own = marshal.dumps(compiled(self.cell))
        timed: list[tuple[float, int]] = []
        for i in wrong[:MAX_TIMED]:
            for replies, seconds in self.tries([own], [self.payload(i)]):
                if replies and not self.right(i, replies[0]):
                    timed.append((seconds, i))
            if timed and timed[-1][0] < QUICK:
                return timed[-1][1]
        return min(timed)[1] if timed and min(timed)[0] < SLOW else None

    def payload(self, i: int) -> tuple[str, bytes]:
        call = self.came[i].call
        assert call is not None
        return call.name, call.payload

    def right(self, i: int, reply: bytes) -> bool:
        name, payload = self.payload(i)
        record = read_reply(name, payload, reply, self.exercise.comparison)
        got = replace(self.came[i], value=record.value, calls=(record,))
        return judge(self.exercise, [self.expected[i]], [got]).passed

    def right_in(self, i: int) -> list[Candidate]:
        """The candidates that are right in one call."""
        verdicts: dict[bytes, bool] = {}
        found: list[Candidate] = []
        candidates = islice(repairs(self.cell, self.exercise.uses), MAX_CANDIDATES)
        while not self.late() and (some := list(islice(candidates, TOGETHER))):
            tried = self.tries([marshal.dumps(candidate.code) for candidate in some], [self.payload(i)])
            for candidate, (replies, _) in zip(some, tried, strict=False):
                for reply in replies:
                    if reply not in verdicts:
                        verdicts[reply] = self.right(i, reply)
                    if verdicts[reply]:
                        found.append(candidate)
        return found

    def confirmed(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Those that are right everywhere."""
        singles = [candidate for candidate in candidates if len(candidate.edits) == 1]
        right = [candidate for candidate in singles[:MAX_CONFIRMED] if self.everywhere(candidate)]
        if right:
            return right
        twins = [candidate for candidate in candidates if len(candidate.edits) > 1]
        return [candidate for candidate in twins[:MAX_CONFIRMED] if self.everywhere(candidate)]

    def everywhere(self, candidate: Candidate) -> bool:
        code = marshal.dumps(candidate.code)
        calls = list(dict.fromkeys((call.name, call.payload) for outcome in self.came for call in outcome.calls))
        replies: dict[tuple[str, bytes], bytes] = {}
        nothing = wire.encode({"failure": ("exception", "", "")})

        def make(calls: list[tuple[str, bytes]]) -> None:
            for came, _ in self.tries([code], calls):
                replies.update(zip(calls, came, strict=False))

        def call(name: str, payload: bytes) -> bytes:
            if (name, payload) not in replies:
                make([(name, payload)])
            return replies.get((name, payload), nothing)

        make(calls)
        return judge(self.exercise, self.expected, list(self.plays(call))).passed


def said(right: Sequence[Candidate], cell: str) -> str:
    """The sentence on the line that all candidates change, or those of the best kind; empty where they differ."""

    def rank(candidate: Candidate) -> tuple[int, bool]:
        return max(edit.weight for edit in candidate.edits), any(edit.adds for edit in candidate.edits)

    best = min(map(rank, right), default=None)
    places = {candidate.lines for candidate in right if rank(candidate) == best}
    if len(places) != 1:
        return ""
    (lines,) = places
    families = {candidate.family for candidate in right if candidate.lines == lines}
    phrase = f": {PHRASES[families.pop()]}" if len(families) == 1 else ""
    if len(lines) == 1:
        where = f"ine {lines[0]}{_quoted(cell, lines)}"
        sentence = f"L{where}{phrase}" if phrase else f"Look again at l{where}"
    else:
        where = f"{', '.join(map(str, lines[:-1]))} and {lines[-1]}{_quoted(cell, lines)}"
        sentence = f"The same slip seems to be in lines {where}{phrase}"
    return sentence if sentence.endswith("?") else f"{sentence}."


def _quoted(cell: str, lines: Sequence[int]) -> str:
    """One or two lines of the cell, as far as they can be shown as code."""
    source = cell.splitlines()
    texts = [source[n - 1].partition("  #")[0].strip()[:MAX_LINE] for n in lines]
    if len(texts) > 2 or not all(text.isprintable() and "`" not in text for text in texts):
        return ""
    return ", " + " and ".join(f"`{text}`" for text in texts)
