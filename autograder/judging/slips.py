"""Finds the slip in a wrong function: the line that one small edit puts right.

The edits are of the student's own code, and are tried where the student's code is. What comes back is judged like any
other result, and said is the line and the kind of slip: never the edit.
"""

import contextlib
import marshal
import re
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from types import CodeType
from typing import Any

from autograder.inside import wire
from autograder.judging.compare import may_be_chance
from autograder.judging.edits import PHRASES, TAKEN_APART, Candidate, Edit, compiled, repairs
from autograder.judging.exercise import Exercise
from autograder.judging.flow import (
    Path,
    asked,
    changing,
    ending_loops,
    pointed_to,
    shared,
    suspects,
    suspects_before,
    unkept,
)
from autograder.judging.play import Call, Failure, Outcome, function_of, read_reply
from autograder.judging.standins import NOTHING
from autograder.judging.verdict import ARGUMENTS_PART, Verdict, judge, passes

SEARCHING = 0.75  # of the time, to try candidates in one call; the rest is for those that are right there
TOGETHER = 400  # candidates that are made, and then tried together
MAX_CONFIRMED = 40  # candidates that are right in one call, and are tried in all
MAX_TIMED = 4  # wrong calls, the quickest of which is the first that candidates are tried on
TRY_SECONDS = 0.1  # that the calls of one edited function may take
MAX_STOPPED = 3  # of those that took longer, or ended the process, before no more are tried
QUICK = 0.005  # seconds of calls that are quick enough
SLOW = 0.03  # seconds of one call; slower functions are not searched
MAX_ITEMS = 20  # of a returned list that are looked at one by one
UNSURE = {"function", "call", "transpose"}  # families that are not named where a name is what is wrong
SPREAD = {"factor", "sign"}  # families of what is the same before a product as after it
NAMES = ("NameError", "UnboundLocalError", "AttributeError")
MAX_LINE = 100  # characters of a line that are quoted
LINES = re.compile(r"\blines? (\d+(?:(?:, | and )\d+)*)", re.IGNORECASE)  # in a sentence

Calls = Sequence[tuple[str, bytes]]
"""Names and encoded arguments."""

Try = Callable[[Sequence[bytes], Calls], Sequence[tuple[list[bytes], float]]]
"""For each of some edited functions, marshalled: the replies to the calls, and the seconds that they took.

There are no replies where they were ended too early; and fewer results than functions where the time is over.
"""


# What is no slip of a line: kinds that say themselves what is wrong, or that lines may be put right in two ways.
CLEAR = {"timeout", "crash", "unstable", "foreign", "forbidden", "other", "exit", "structure.exchanged"}
PLACES = ("structure.order", "structure.only")  # of right values: said of `return`, and no line computes a wrong one


def worth_looking(verdict: Verdict) -> bool:
    """Whether a function is wrong in a way that nobody has a sentence for."""
    keys = {part.key for part in verdict.parts}
    said = verdict.first.key if verdict.first else ""
    return verdict.status in ("partial", "wrong") and not verdict.diagnosis and not keys & CLEAR and said not in PLACES


def lost_value(verdict: Verdict, cell: str) -> str:
    """The sentence on a line of a wrong function that computes something for nothing; empty where there is none.

    It is said also where a known mistake has a sentence: that may ask for what stands there already.
    """
    with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        if verdict.status in ("partial", "wrong") and (lines := unkept(cell, verdict.exercise)):
            return f"Line {lines[0]}{_quoted(cell, lines[:1])}, makes a new value. Where is it kept?"
    return ""


def tried_in_forks(
    codes: Sequence[bytes],
    in_one: Callable[[Sequence[bytes]], Sequence[tuple[list[bytes], float]]],
    until: float,
    goes_on: Callable[[], bool] = lambda: True,
) -> list[tuple[list[bytes], float]]:
    """See `Try`: what comes of some codes, with a fork again where one crashed or was late, as long as there is time.

    in_one: what comes of one fork, of all codes or of those before the one that has ended it
    goes_on: whether there is something to fork
    """
    found: list[tuple[list[bytes], float]] = []
    stopped = 0
    while len(found) < len(codes) and stopped < MAX_STOPPED and goes_on() and time.monotonic() < until:
        found += in_one(codes[len(found) :])
        if len(found) < len(codes):
            found.append(([], TRY_SECONDS))
            stopped += 1
    return found


def find(
    exercise: Exercise,
    plays: Callable[[Call], Iterable[Outcome]],
    expected: Sequence[Outcome],
    calls: Calls,
    cell: str,
    tries: Try,
    spent: Callable[[], float],
    played: Sequence[Outcome] | None = None,
) -> str:
    """What to say of the line of a cell that one edit puts right; empty where there is no such line, or several.

    plays: plays the scenario
    expected: what the reference gave in it
    calls: those that the scenario makes, as far as they are known
    cell: the student's, which defines the function
    spent: how much of the time to look for it is over, as a share of 1
    played: what the scenario yields with the function as it is, where that is known
    """
    with contextlib.suppress(Exception), warnings.catch_warnings():  # a stranger's code, and this is only a hint
        warnings.simplefilter("ignore")  # of what an edit looks like
        own = compiled(cell)
        if exercise.name not in own.co_names:
            return ""
        search = _Search(exercise, plays, expected, calls, cell, tries, spent)
        if played is None:
            (played,) = search.played([own])
        if [part.name for part in judge(exercise, expected, played).parts if not part.passed] == [ARGUMENTS_PART]:
            return changes(cell, changing(cell, exercise.name, {name for got in played for name in got.changed}))
        first = search.quickest(own, played)
        right = search.repaired(*first) if first else []
        whole = spent() < SEARCHING
        failing = first[0].value if first and isinstance(first[0].value, Failure) else None
        wrong, fine = search.paths(played)
        elsewhere = shared(cell, exercise.name, wrong)
        if any(one.family in SPREAD and one.puts_in and elsewhere.issuperset(one.lines) for one in _likeliest(right)):
            return ""
        found = said(right, cell, whole, failing)
        if found or failing is not None:  # whose line is said already
            return found
        lines = pointed_to(cell, exercise.name, wrong, fine)
        return look_again(lines, cell, "; one of them may be right." if len(lines) > 1 else ".")
    return ""


@dataclass(frozen=True)
class _Search:
    """See `find`."""

    exercise: Exercise
    plays: Callable[[Call], Iterable[Outcome]]
    expected: Sequence[Outcome]
    calls: Calls
    cell: str
    tries: Try
    spent: Callable[[], float]

    def played(self, codes: Sequence[CodeType]) -> list[list[Outcome]]:
        """What the scenario yields with each of these functions."""
        marshalled = [marshal.dumps(code) for code in codes]
        return [
            self.played_one(code, dict(zip(self.calls, replies, strict=False)))
            for code, (replies, _) in zip(marshalled, self.tries(marshalled, self.calls), strict=False)
        ]

    def played_one(self, code: bytes, replies: dict[tuple[str, bytes], bytes]) -> list[Outcome]:
        def call(name: str, payload: bytes) -> bytes:
            if (name, payload) not in replies:
                for came, _ in self.tries([code], [(name, payload)]):
                    replies.update(zip([(name, payload)], came, strict=False))
            return replies.get((name, payload), NOTHING)

        return list(self.plays(call))

    def results(self, played: Sequence[Outcome]) -> Iterator[tuple[Outcome, Outcome]]:
        """The results of calls of this function, each with what it should be."""
        for wanted, got in zip(self.expected, played, strict=False):
            if got.call and function_of(got.call.name) == self.exercise.name:
                yield got, wanted

    def is_own(self, got: Outcome) -> bool:
        """Whether the result is what the function returned, and not what code of the grader's made of it."""
        return got.call is not None and got.call.name == self.exercise.name

    def quickest(self, own: CodeType, played: Sequence[Outcome]) -> tuple[Outcome, Outcome] | None:
        """The first wrong result of one call that takes little time, or the least, if that is not too much.

        It goes with what the result should be.
        """
        wrong = [(got, wanted) for got, wanted in self.results(played) if not passes(self.exercise, wanted, got)]
        timed: list[tuple[float, int]] = []
        for i, (got, _) in enumerate(wrong[:MAX_TIMED]):
            for replies, _ in self.tries([marshal.dumps(own)], [_call(got)]):
                timed += [(_seconds(reply), i) for reply in replies]
            if timed and timed[-1][0] < QUICK:
                return wrong[timed[-1][1]]
        return wrong[min(timed)[1]] if timed and min(timed)[0] < SLOW else None

    def repaired(self, got: Outcome, wanted: Outcome) -> list[Candidate]:
        """The candidates that are right everywhere: on the lines that a wrong result points to, or on others."""
        first = self.suspects(wanted, got)
        keys = _keys([wire.decode(_call(got)[1]), wanted.right])
        own = asked(self.cell) | ending_loops(self.cell)
        for wanted_lines in (lambda line: line in first & own, lambda line: line in own - first):
            candidates = repairs(self.cell, self.exercise.uses, keys, wanted_lines, lambda: self.spent() > SEARCHING)
            right = self.confirmed(self.right_in(got, wanted, candidates))
            if right := [candidate for candidate in right if own.issuperset(candidate.lines)]:
                return right
        return []

    def right_in(self, got: Outcome, wanted: Outcome, candidates: Iterator[Candidate]) -> list[Candidate]:
        """The candidates that give the right result of one call.

        Where the time is over before all of a tier are tried, none of it count: another line might do as well.
        """
        last = 0
        verdicts: dict[bytes, bool] = {}
        found: list[Candidate] = []
        while some := list(islice(candidates, TOGETHER)):
            tried = self.tries([marshal.dumps(candidate.code) for candidate in some], [_call(got)])
            for candidate, (replies, _) in zip(some, tried, strict=False):
                for reply in replies:
                    if reply not in verdicts:
                        verdicts[reply] = self.right(got, wanted, reply)
                    if verdicts[reply]:
                        found.append(candidate)
            last = some[-1].tier
        return [candidate for candidate in found if self.spent() < SEARCHING or candidate.tier < last]

    def suspects(self, wanted: Outcome, got: Outcome) -> set[int]:
        """The lines that a wrong result points to."""
        name = self.exercise.name
        if isinstance(got.value, Failure):
            return suspects_before(self.cell, name, got.value.line)
        if not self.is_own(got):
            return set()
        wrong, right = self.told_apart(wanted.right, got.value)
        return suspects(self.cell, name, wrong, right)

    def paths(self, played: Sequence[Outcome]) -> tuple[list[Path], list[Path]]:
        """The paths to the returned values that are wrong in some call, and to those that are right in all."""
        wrong: dict[Path, None] = {}
        right: dict[Path, None] = {}
        for got, wanted in self.results(played):
            if self.is_own(got) and not isinstance(got.value, Failure):
                some_wrong, some_right = self.told_apart(wanted.right, got.value, telling=True)
                wrong |= dict.fromkeys(some_wrong)
                right |= dict.fromkeys(some_right)
        return list(wrong), [path for path in right if path not in wrong]

    def told_apart(
        self, wanted: Any, got: Any, path: Path = (), telling: bool = False
    ) -> tuple[list[Path], list[Path]]:
        """The paths to the returned values that are wrong, and to those that are right.

        telling: without right values that may be so by chance, as labels and zeros
        """
        keys: Iterable[Any] = ()
        if isinstance(wanted, dict) and isinstance(got, dict):
            keys = [key for key in wanted if key in got]
        elif isinstance(wanted, (tuple, list)) and isinstance(got, (tuple, list)) and len(wanted) == len(got):
            keys = range(min(len(wanted), MAX_ITEMS))
        told = [self.told_apart(wanted[key], got[key], (*path, key), telling) for key in keys]
        if told:
            return [one for wrong, _ in told for one in wrong], [one for _, right in told for one in right]
        if self.exercise.comparison.differ(wanted, got):
            return [path], []
        return [], [] if telling and may_be_chance(wanted) else [path]

    def right(self, got: Outcome, wanted: Outcome, reply: bytes) -> bool:
        record = read_reply(*_call(got), reply, self.exercise)
        return passes(self.exercise, wanted, replace(got, value=record.value, calls=(record,)))

    def confirmed(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Those that are right everywhere."""
        likely = sorted(candidates, key=lambda candidate: candidate.rank)[:MAX_CONFIRMED]
        pairs = zip(likely, self.played([candidate.code for candidate in likely]), strict=False)
        return [candidate for candidate, came in pairs if judge(self.exercise, self.expected, came).passed]


def _seconds(reply: bytes) -> float:
    """What a submission's process says that a call took; used only to choose a call to try edits on."""
    took = wire.decode(reply).get("took", 0)
    return float(took) if isinstance(took, (int, float)) else SLOW


def _keys(value: Any) -> list[str]:
    """The texts among the keys of dictionaries, at all depths."""
    children = [*value.values()] if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else []
    own = [key for key in value if isinstance(key, str)] if isinstance(value, dict) else []
    return own + [key for child in children for key in _keys(child)]


def _call(outcome: Outcome) -> tuple[str, bytes]:
    assert outcome.call is not None
    return outcome.call.name, outcome.call.payload


def said(right: Sequence[Candidate], cell: str, whole: bool = True, failing: Failure | None = None) -> str:
    """The sentence on the line that all candidates change, or those of the best kind; empty where they differ.

    whole: whether all edits were tried; otherwise another kind might do as well
    failing: what the function stopped with, if it did
    """
    likeliest = _likeliest(right)
    places = {candidate.lines for candidate in likeliest}
    source = cell.splitlines()
    where = "" if failing is None else failing.line
    stopped = {n for n, line in enumerate(source, start=1) if where and where in line}
    if len(places) == 2 and any(one.edits[0].what == TAKEN_APART for one in likeliest):
        return look_again(sorted(set().union(*places)), cell, "; one of them may be right.")
    if len(places) > 1:  # the line where it stopped is the likeliest
        places = {lines for lines in places if stopped.issuperset(lines)}
    if len(places) != 1:
        return ""
    (lines,) = places
    chosen = [candidate for candidate in right if candidate.lines == lines]
    if len(lines) > 1 and not any(map(_is_the_same, chosen)):
        return look_again(sorted(stopped.intersection(lines)) or lines, cell)
    families = {candidate.family for candidate in chosen}
    family = families.pop() if whole and len(families) == 1 else ""
    by_name = failing is not None and failing.message.startswith(NAMES)
    text = "\n".join(source[n - 1] for n in lines)
    if family in UNSURE and (by_name or "len(" in text):
        family = ""
    if family == "function" and any({"sum", "mean"} <= {*_words(edit)} for one in chosen for edit in one.edits):
        family = ""  # a mean is a sum with its factor
    if family == "name" and re.search(r"^\s*(\w+) = \1\.\w+\(", text, re.MULTILINE):
        family = ""  # of a method that returns None, say: no other name belongs there
    if len(lines) == 1 and not family:
        return look_again(lines, cell)
    where = f"ine {lines[0]}" if len(lines) == 1 else f"ines {_counted(lines)}"
    sentence = f"L{where}" if len(lines) == 1 else f"The same slip seems to be in l{where}"
    sentence = f"{sentence}{_quoted(cell, lines)}" + (f": {PHRASES[family]}" if family else "")
    return sentence if sentence.endswith("?") else f"{sentence}."


def _likeliest(right: Sequence[Candidate]) -> list[Candidate]:
    best = min((candidate.rank for candidate in right), default=None)
    return [candidate for candidate in right if candidate.rank == best]


def _words(edit: Edit) -> list[str]:
    return re.findall(r"[a-z]+", edit.what)


def _is_the_same(candidate: Candidate) -> bool:
    """Whether edits of several lines change things that read alike, but for names and numbers."""
    return len({_shape(edit) for edit in candidate.edits}) == 1


def _shape(edit: Edit) -> tuple[str, str]:
    old = re.sub(r"\d+", "", edit.old)
    return edit.what, old if old.isidentifier() else re.sub(r"[A-Za-z_]\w*", "_", old)


def changes(cell: str, lines: Sequence[int]) -> str:
    """The sentence on the first of the lines that change an argument; empty where there is none."""
    return f"Line {lines[0]}{_quoted(cell, lines[:1])}, changes what the caller gave." if lines else ""


def look_again(lines: Sequence[int], cell: str, end: str = ".") -> str:
    """The sentence on one or two lines, of which nothing more is known; empty where there are none."""
    if not lines:
        return ""
    where = f"line {lines[0]}" if len(lines) == 1 else f"lines {_counted(lines)}"
    return f"Look again at {where}{_quoted(cell, lines)}{end}"


def _counted(lines: Sequence[int]) -> str:
    return f"{', '.join(map(str, lines[:-1]))} and {lines[-1]}"


def _quoted(cell: str, lines: Sequence[int]) -> str:
    """One or two lines of the cell, as far as they can be shown as code."""
    source = cell.splitlines()
    texts = [source[n - 1].partition("  #")[0].strip() for n in lines]
    texts = [text if len(text) <= MAX_LINE else text[:MAX_LINE] + "…" for text in texts]
    if len(texts) > 2 or not all(text.isprintable() and "`" not in text for text in texts):
        return ""
    return ", " + " and ".join(f"`{text}`" for text in texts)
