"""Whether an assignment can be judged at all: what must be right before it is released, or proved."""

import ast
import symtable
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import GeneratorType
from typing import Any

import numpy as np

from autograder.course.course import Course
from autograder.inside import wire
from autograder.judging.draw import Draw
from autograder.judging.exercise import Exercise, meant
from autograder.judging.play import Call, CallFailed, Failure, Outcome, play
from autograder.judging.verdict import judge
from autograder.running import authored
from autograder.running.grader import Grader
from autograder.running.source import SourceError

SEED = 1
ODD: tuple[Any, ...] = (None, "text", 0.0, (), {}, [None] * 4, np.zeros(0))  # what a submission's function may return


def sound(course: Course, id: str) -> Grader:
    """The grader of an assignment that can be judged.

    Raises SourceError with all that is wrong, in a sentence with file and line each.
    """
    entry, grader = course.entry(id), Grader.load(id, course.root)
    exercises = grader.assignment.exercises.values()
    faults = [fault for exercise in exercises for fault in _unread(grader, exercise)]
    if (points := sum(exercise.points for exercise in exercises)) != entry.points:
        place = authored.short(grader.path)
        faults.append(f"syllabus.toml: {id} has {entry.points:g} points here, {points:g} in {place}")
    faults += _checked_in_vain(grader)
    faults += [] if faults else _not_run(grader)
    if not faults:
        call = grader.probe({}).call  # as a submission's functions are called
        faults = [fault for exercise in exercises for fault in _unplayed(grader, exercise, call)]
        faults += [] if faults else [fault for exercise in exercises for fault in _fragile(grader, exercise)]
    if faults:
        raise SourceError("\n".join(faults))
    return grader


def _unread(grader: Grader, exercise: Exercise) -> Iterator[str]:
    """What is wrong with the code of an exercise, as it can be read: its solution, mistakes and alternatives."""
    name, code = exercise.name, grader.source.solutions[exercise.name]
    try:
        reads = _globals(symtable.symtable(code, name, "exec"))
    except SyntaxError as error:
        yield f"{grader.source.where(name, error.lineno or 1)}: {name}: {type(error).__name__}: {error.msg}"
        return
    for other in grader.assignment.exercises:
        if other in reads - {name, *exercise.uses}:
            if other in list(grader.assignment.exercises)[: list(grader.assignment.exercises).index(name)]:
                yield f'{grader.where(name)}: {name} calls {other}: say `uses=["{other}"]`'
            else:
                yield f"{grader.where(name)}: {name} calls {other}, which is a later exercise"
    variants = [(mistake.name, grader.mistake_cells(exercise, mistake)[name]) for mistake in exercise.known_mistakes]
    variants += [(other.name, grader.alternative_cell(exercise, other)) for other in exercise.known_alternatives]
    for variant, changed in variants:
        try:
            ast.parse(changed)
        except SyntaxError as error:
            yield f"{grader.where(name, variant)}: {name}, {variant!r} does not parse: {error.msg}"


def _checked_in_vain(grader: Grader) -> Iterator[str]:
    """The check cells of what is no exercise, in words."""
    for check in grader.source.points:
        if (name := check.removeprefix("check_")) not in grader.assignment.exercises:
            no = f"{authored.short(grader.path)} has no such exercise{meant(name, grader.assignment.exercises)}"
            yield f"{grader.source.where(check)}: `{name}` is checked here, and {no}"


def _globals(table: symtable.SymbolTable) -> set[str]:
    """The names that functions read and that are defined outside of them."""
    found = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global() and symbol.is_referenced()}
    return found.union(*(_globals(child) for child in table.get_children()))


def _not_run(grader: Grader) -> Iterator[str]:
    """Why the imports and solution cells of the source do not run, if so."""
    source, variables = grader.source, dict[str, Any]()
    pieces = [(source.place(line), line) for line in source.imports]
    pieces += [(source.where(name), code) for name, code in source.solutions.items()]
    for place, code in pieces:
        try:
            exec(code, variables)
        except Exception as error:  # the author's own code
            yield f"{place}: it does not run: {type(error).__name__}: {error}"


@dataclass
class _Watched:
    """A scenario that notes where it yields, and what it does that no scenario may do."""

    exercise: Exercise
    grader: Grader
    places: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def scenario(self, submission: Any, draw: Draw) -> Iterator[tuple[Any, ...]]:
        name = self.exercise.name
        try:
            steps = self.exercise.scenario(submission, draw)
            if not isinstance(steps, GeneratorType):
                cure = f'say `yield "part", submission.{name}(…)`'
                self.faults.append(f"{self.grader.where(name)}: {name} yields nothing: {cure}")
                return
            for yielded in steps:
                place = _place(steps)
                if isinstance(yielded, tuple) and len(yielded) in (2, 3) and isinstance(yielded[0], str):
                    self.places.append(place)
                    yield yielded
                else:
                    self.faults.append(f'{place}: {name} yields without a part: say `yield "part", …`')
        except CallFailed:
            raise
        except Exception as error:  # the author's own code
            self.faults += authored.told(error, self.grader.path)
        if not (self.places or self.faults):
            self.faults.append(f"{self.grader.where(name)}: {name} has no part on these inputs")


def _place(steps: GeneratorType) -> str:
    """The file and line of the innermost `yield` that a generator stands at."""
    while isinstance(steps.gi_yieldfrom, GeneratorType):
        steps = steps.gi_yieldfrom
    line = steps.gi_frame.f_lineno if steps.gi_frame else 1
    return f"{authored.short(Path(steps.gi_code.co_filename))}, line {line}"


def _unplayed(grader: Grader, exercise: Exercise, call: Call) -> Iterator[str]:
    """Why the reference, whose functions `call` calls, does not pass the exercise's own scenario, if so."""
    watched = _Watched(exercise, grader)
    first = list(play(replace(exercise, scenario=watched.scenario), call, SEED))
    yield from watched.faults
    if watched.faults:
        return
    second = list(grader.expected(exercise, SEED))
    told: set[str] = set()
    for outcome, again, place in zip(first, second, [*watched.places, grader.where(exercise.name)], strict=False):
        if (fault := _fault(grader, exercise, outcome, again)) and fault not in told:
            told.add(fault)
            yield f"{place}: {fault}"


def _fragile(grader: Grader, exercise: Exercise) -> Iterator[str]:
    """Why the scenario itself would fail on a submission, if so: it takes for granted what a function returns."""
    for value in ODD:
        reply = wire.encode({"value": wire.encode(value)})
        try:
            for _ in play(exercise, lambda *_, reply=reply: reply, SEED):
                pass
        except Exception as error:  # the author's own code
            words = f"a submission may return anything, and the scenario fails on {value!r}"
            yield f"{authored.told(error, grader.path)[0]}: {words}"
            return


def _fault(grader: Grader, exercise: Exercise, outcome: Outcome, again: Outcome) -> str:
    """What is wrong with one of the reference's own outcomes; `again` is the same one, played again."""
    name = exercise.name
    if isinstance(failure := outcome.value, Failure):
        if failure.kind == "missing":
            known = grader.source.solutions
            return f"{name}: there is no function `{failure.name}` to call{meant(failure.name, known)}"
        return f"{name}: the reference itself fails: {failure.text}"
    if [call.payload for call in outcome.calls] != [call.payload for call in again.calls]:
        return f"{name}, {outcome.part!r}: other inputs each time: take all that is random from `draw`"
    if not (verdict := judge(exercise, [outcome], [outcome], reveal=True)).passed:
        return f"{name}, {outcome.part!r}: the reference itself is wrong here: {verdict.message}"
    return ""
