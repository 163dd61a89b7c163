"""Proves an assignment: its reference, its release, its mistakes and its alternatives earn what they should."""

import json
import os
import sys
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cache, lru_cache
from math import inf
from multiprocessing import get_context
from operator import attrgetter
from pathlib import Path
from typing import Any

import numpy as np
import typer

from autograder.authoring.made import changed_arguments, handed_in, other_form
from autograder.authoring.mutation import MEMORY, SECONDS, SEED, try_mutants
from autograder.authoring.proofread import sound
from autograder.authoring.public import freeze, recorded, replay, rounded, thaw
from autograder.course.course import Course, CourseError
from autograder.inside import wire
from autograder.inside.probe import Probe, reads
from autograder.judging.diagnose import diagnose
from autograder.judging.exercise import Exercise
from autograder.judging.play import Call, Failure, Outcome, function_of, play
from autograder.judging.standins import NOTHING
from autograder.judging.trivial import trivial_answers
from autograder.judging.verdict import ARGUMENTS_PART, Verdict, is_right, judge
from autograder.running import depends
from autograder.running.grader import Grader
from autograder.running.keeper import bounded_memory, bounded_time
from autograder.running.source import stub

SOMEBODY = ("anybody", "verify")  # whose inputs whole notebooks are graded on
LATER = 26  # of so many inputs, one is tried on what uses an alternative
ENOUGH = 10  # inputs, after which an exercise that takes too long is not tried on more
TRIVIAL_SEEDS = (SEED, 5, 6)  # of the inputs on which to try answers that know nothing
LOOKUP_SEEDS = 30  # inputs on which to try to look results up


@dataclass
class Proof:
    """What was found of one assignment. `problems` says, in words, everything that is not as it should be.

    mutants, mutants_caught: small edits of the reference, and how many of them lose marks; see `edits.mutants`
    equivalents: mutants that are declared to be right, of which `equal` says why
    mutants_by_example, mistakes_by_example: those that the published example alone would have caught
    seeds: inputs that were tried on every exercise; see `_lost`
    seconds: of processor time
    lookup_points: what a submission earns that only looks up what the public checks have recorded
    """

    assignment: str
    exercises: int
    points: float
    mistakes: int = 0
    caught: int = 0
    diagnosed: int = 0
    misdiagnosed: int = 0
    alternatives: int = 0
    accepted: int = 0
    mutants: int = 0
    mutants_caught: int = 0
    equivalents: int = 0
    mutants_by_example: int = 0
    mistakes_by_example: int = 0
    seeds: int = 0
    lookup_points: float = 0
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list, repr=False)
    equal: list[str] = field(default_factory=list, repr=False)

    def add(self, other: "Proof") -> None:
        """Counts in what was found of one of the exercises."""
        for name in ADDED:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.seeds = min(self.seeds or other.seeds, other.seeds)


COLUMNS = tuple(column.name for column in fields(Proof) if column.repr)
ADDED = tuple(field.name for field in fields(Proof) if field.name not in ("assignment", "exercises", "points", "seeds"))


def quiet() -> None:
    """Silences this process's error stream: TensorFlow warns there of every function that is traced anew.

    What goes wrong in a process that proves comes back as an exception.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


@lru_cache(maxsize=1)
def _grader(root: Path, id: str) -> Grader:
    return Grader.load(id, root)


values = attrgetter(*COLUMNS)


def brief(proofs: Sequence[Proof]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """What of the proofs fits a terminal, as titles and rows."""
    titles = (
        "assignment",
        "mistakes",
        "named",
        "mutants",
        "equal",
        "alternatives",
        "by example alone",
        "CPU s",
    )
    rows: list[tuple[str, ...]] = [
        (
            proof.assignment,
            f"{proof.caught} of {proof.mistakes}",
            str(proof.diagnosed),
            f"{proof.mutants_caught} of {proof.mutants}",
            str(proof.equivalents),
            f"{proof.accepted} of {proof.alternatives}",
            f"{proof.mistakes_by_example} + {proof.mutants_by_example}",
            f"{proof.seconds:.0f}",
        )
        for proof in proofs
    ]
    return titles, rows


def prove_all(
    course: Course, ids: Sequence[str], seeds: int, seconds: float = inf
) -> tuple[dict[str, Proof], list[str]]:
    """The proofs of some assignments, each exercise in a process; those without problems are kept.

    With them goes what is wrong with those that can't be judged, of which there is nothing to prove.
    seconds: of processor time for the inputs of one exercise, of which ENOUGH are tried in any case
    """
    with ProcessPoolExecutor(mp_context=get_context("spawn"), initializer=quiet) as pool:
        reading = {id: pool.submit(_exercises, course.root, id) for id in ids}
        names: list[tuple[str, str]] = []
        unsound: list[str] = []
        for id, future in reading.items():
            try:
                names += [(id, name) for name in future.result()]
            except CourseError as error:
                unsound.append(str(error))
        proving = {id: pool.submit(prove, course.root, id) for id in dict(names)}
        parts = [(id, pool.submit(prove_exercise, course.root, id, name, seeds, seconds)) for id, name in names]
        everything = [*proving.values(), *(part for _, part in parts)]
        with typer.progressbar(everything, label="proving", show_pos=True, file=sys.stderr) as bar:
            for done in bar:
                done.result()
    found = {id: future.result() for id, future in proving.items()}
    for id, part in parts:
        found[id].add(part.result())
    for proof in found.values():
        if not proof.problems:
            keep(course, proof, seeds, seconds)
    return found, unsound


def _exercises(root: Path, id: str) -> list[str]:
    """The exercises of an assignment that can be judged. Raises SourceError with all that is wrong with it."""
    return list(sound(Course(root), id).assignment.exercises)


def keep(course: Course, proof: Proof, seeds: int, seconds: float = inf) -> None:
    """Notes that an assignment is proved, as it is now, on so many inputs."""
    path = _kept(course, proof.assignment)
    path.parent.mkdir(parents=True, exist_ok=True)
    noted = {"of": _of(course, proof.assignment, seeds, seconds), "proof": asdict(proof)}
    path.write_text(json.dumps(noted), encoding="utf-8")


def kept(course: Course, id: str, seeds: int, seconds: float = inf) -> Proof | None:
    """The proof that was found here before, if nothing that it depends on has changed since."""
    with suppress(OSError, ValueError, KeyError, TypeError):  # none, or not of this version
        before = json.loads(_kept(course, id).read_text(encoding="utf-8"))
        if before["of"] == _of(course, id, seeds, seconds):
            return Proof(**before["proof"])
    return None


def _kept(course: Course, id: str) -> Path:
    return course.root / "build" / "proofs" / f"{id}.json"


def _of(course: Course, id: str, seeds: int, seconds: float) -> dict[str, Any]:
    """What a proof depends on."""
    parts = depends.of_course(course, id, "", unsafe=False)
    counting = {part: parts[part] for part in ("grader", "reference", "engine", "utils")}
    return counting | {"entry": repr(course.entry(id)), "seeds": [seeds, seconds]}


def prove(root: Path, id: str) -> Proof:
    """What is found of an assignment of the course in the folder `root` as a whole."""
    return verify_whole(_grader(root, id))


def prove_exercise(root: Path, id: str, name: str, seeds: int, seconds: float) -> Proof:
    """What is found of one of its exercises."""
    return verify_exercise(_grader(root, id), name, seeds, seconds)


def verify(grader: Grader, seeds: int = 1) -> Proof:
    """The proof of an assignment."""
    proof = verify_whole(grader)
    for name in grader.assignment.exercises:
        proof.add(verify_exercise(grader, name, seeds))
    return proof


def _empty(grader: Grader) -> Proof:
    exercises = grader.assignment.exercises
    return Proof(grader.assignment.id, len(exercises), sum(exercise.points for exercise in exercises.values()))


def _tried(
    grader: Grader, problems: list[str], what: str, cells: Mapping[str, str], loses: Collection[str] = ()
) -> dict[str, Verdict]:
    """The verdicts on the reference with these cells, of which those in `loses` must not be full, and no others.

    Given are those that these cells can change.
    """
    only = _touched(grader, {name for name, code in cells.items() if code != grader.source.solutions[name]})
    found = {v.exercise: v for v in grader.verdicts(grader.probe(cells).calls, *SOMEBODY, only=only)}
    for name, verdict in found.items():
        if verdict.passed and name in loses:
            problems.append(f"{what}: {name} keeps its points")
        if not verdict.passed and name not in loses:
            problems.append(f"{what}: {name} loses points: {verdict.message}")
    return found


def _touched(grader: Grader, names: Collection[str]) -> set[str]:
    """The exercises whose scenario calls one of some functions, or a function that reads one of them."""
    touched, variables, seeds = set(names), grader.reference.namespace, grader.seeds(*SOMEBODY)
    for exercise in grader.assignment.exercises.values():
        outcomes = grader.expected(exercise, seeds[exercise.name])
        called = {function_of(call.name) for outcome in outcomes for call in outcome.calls}
        if not called.union(*(reads(variables[name], variables) for name in called)).isdisjoint(names):
            touched.add(exercise.name)
    return touched


def verify_whole(grader: Grader) -> Proof:
    """Grades the reference, the release and every example, and looks for marks that could be had without knowing.

    One mistake of each exercise costs its own marks only: where the reference stands in for a wrong function, it does
    not matter how that is wrong.
    """
    started = time.process_time()
    exercises = grader.assignment.exercises
    proof = _empty(grader)
    for name in (name for name, known in grader.known.items() if not known < _parts(grader, exercises[name])):
        proof.problems.append(f"{name}: no part has inputs of its own for each student, so that nothing can be earned")
    looked_up = _looked_up(grader)
    proof.problems += [f"{name}: looking results up earns {points:g} points" for name, points in looked_up.items()]
    proof.lookup_points = sum(looked_up.values())
    proof.problems += [*_trivially(grader), *_ready_in_utils(grader), *_ready_earlier(grader), *_ready_doubles(grader)]
    _tried(grader, proof.problems, "reference", {})
    stubs = {name: stub(code, name) for name, code in grader.source.solutions.items()}
    released = _tried(grader, proof.problems, "release", stubs, exercises)
    if earned := sum(verdict.points for verdict in released.values()):
        proof.problems.append(f"release: it earns {earned} points")
    for name, exercise in exercises.items():
        for mistake in exercise.known_mistakes[:1]:
            what = f"{name}, mistake {mistake.name!r}"
            _tried(grader, proof.problems, what, grader.mistake_cells(exercise, mistake), {name})
    for example in handed_in(grader):
        with suppress(SyntaxError):  # of a cell that does not parse; `make demo` grades it as a notebook
            _tried(grader, proof.problems, f"example {example.name!r}", example.cells, example.loses)
    proof.seconds = round(time.process_time() - started, 2)
    return proof


def verify_exercise(grader: Grader, name: str, seeds: int, seconds: float = inf) -> Proof:
    """Judges every mistake, every mutant and every alternative of an exercise, and its reference on many inputs."""
    started = time.process_time()
    exercise, proof = grader.assignment.exercises[name], _empty(grader)
    (public,) = thaw(freeze(grader, [name])).values()
    expected = grader.expected(exercise, SEED)
    example = grader.published[name] or {str(expected[0].part)}
    played = cache(lambda mistake: list(play(exercise, grader.variant(exercise, mistake).call, SEED)))
    proof.problems += _made(grader, exercise)
    for mistake, shown in zip(exercise.known_mistakes, public.exercise.known_mistakes, strict=True):
        what = f"{name}, mistake {mistake.name!r}"
        verdict = judge(exercise, expected, played(mistake), known=grader.known[name])
        verdict = diagnose(exercise, verdict, expected, played(mistake), played)
        if verdict.passed:
            proof.problems.append(f"{what}: {name} keeps its points")
        seen = public.judged(list(public.mistaken(shown)))
        for where, diagnosis in (("grading", verdict.diagnosis), ("the public check", seen.diagnosis)):
            if diagnosis != mistake.name:
                told = f"{where} takes it for {diagnosis!r}" if diagnosis else f"not recognised by {where}"
                proof.problems.append(f"{what}: {told}")
        proof.mistakes += 1
        proof.caught += not verdict.passed
        proof.diagnosed += verdict.diagnosis == mistake.name
        proof.misdiagnosed += verdict.diagnosis not in ("", mistake.name)
        proof.mistakes_by_example += not {part.name for part in seen.parts if part.passed} >= example
    mutation = try_mutants(grader, exercise)
    proof.mutants, proof.mutants_caught, proof.equivalents = mutation.made, mutation.caught, mutation.alike
    proof.mutants_by_example = mutation.by_example
    proof.problems += mutation.problems
    proof.equal += [f"{name}: `{equal.new}` for `{equal.old}`: {equal.reason}" for equal in mutation.equal]
    lost, proof.seeds = _lost(grader, exercise, seeds, seconds)
    for alternative in exercise.known_alternatives:
        what, cells = f"alternative {alternative.name!r}", {name: grader.alternative_cell(exercise, alternative)}
        call = grader.probe(cells).call
        if not (verdict := judge(exercise, expected, list(play(exercise, call, SEED)))).passed:
            lost.setdefault((name, what), []).append(f"as a submission: {verdict.message}")
        if not (verdict := public.verdict(call)).passed:
            lost.setdefault((name, what), []).append(f"in the public check: {verdict.message}")
        proof.alternatives += 1
        proof.accepted += not any(tried == what for _, tried in lost)
    proof.problems += [
        f"{other}, {what}{'' if other == name else f' of {name}'}: loses points {len(on)} times, {on[0]}"
        for (other, what), on in lost.items()
    ]
    proof.seconds = round(time.process_time() - started, 2)
    return proof


def _made(grader: Grader, exercise: Exercise) -> Iterator[str]:
    """What is wrong with the marks of answers that are made of the reference."""
    name, code = exercise.name, grader.source.solutions[exercise.name]

    def verdict(cell: str) -> Verdict:
        return judge(
            exercise, grader.expected(exercise, SEED), list(play(exercise, grader.probe({name: cell}).call, SEED))
        )

    if not (found := verdict(other_form(exercise, code))).passed:
        yield f"{name}: the right result in another form loses points: {found.message}"
    if exercise.keeps_arguments:
        lost = [part.name for part in verdict(changed_arguments(exercise, code)).parts if not part.passed]
        if lost != [ARGUMENTS_PART]:
            yield f"{name}: changing the arguments costs {', '.join(lost) or 'nothing'}"


def _lost(
    grader: Grader, exercise: Exercise, seeds: int, seconds: float
) -> tuple[dict[tuple[str, str], list[str]], int]:
    """On which inputs the reference or an alternative of an exercise loses points, in words; and how many were tried.

    Every other input is tried on one alternative, in turn, and few of them on what uses that alternative. On the others
    the reference is tried, where the scenario knows by other means what is right; otherwise what it gives is right.
    """
    name, exercises = exercise.name, grader.assignment.exercises
    later = {other: exercises[other] for other in exercises if name in grader.assignment.prerequisites(other)}
    reference = _remembering(grader.reference)
    alternatives = []
    for alternative in exercise.known_alternatives:
        variables = grader.source.namespace({name: grader.alternative_cell(exercise, alternative)})
        alternatives.append((f"alternative {alternative.name!r}", _remembering(grader.trusted(variables))))
    lost: dict[tuple[str, str], list[str]] = {}
    started = time.process_time()
    for seed in range(seeds):
        if seed >= ENOUGH and time.process_time() - started >= seconds:
            return lost, seed
        in_turn = alternatives[seed // 2 % len(alternatives) :][:1] if alternatives and seed % 2 == 0 else []
        if not in_turn:
            known = _known_otherwise(exercise, reference, seed, grader.expected(exercise, SEED))
            if known and not (verdict := judge(exercise, known, known)).passed:
                lost.setdefault((name, "the reference"), []).append(f"for seed {seed}: {verdict.message}")
            continue
        for other, tried in {name: exercise, **(later if seed % LATER == 0 else {})}.items():
            expected = list(play(tried, reference, seed))
            for what, call in [("the reference", reference), *in_turn]:
                came = expected if call is reference else list(play(tried, call, seed))
                if not (verdict := judge(tried, expected, came)).passed:
                    lost.setdefault((other, what), []).append(f"for seed {seed}: {verdict.message}")
    return lost, seeds


def _known_otherwise(exercise: Exercise, call: Call, seed: int, before: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes of which the scenario knows by other means what is right. The other calls are not made.

    before: the outcomes with other inputs, which say which calls those are; all are made where a scenario needs others
    """
    needed = [outcome.expected is not None for outcome in before for _ in outcome.calls]
    if not any(needed):
        return []
    made = iter(needed)
    came = list(play(exercise, lambda *what: call(*what) if next(made, True) else NOTHING, seed))
    if any(o.part is None or (o.expected is not None and isinstance(o.value, Failure)) for o in came):
        came = list(play(exercise, call, seed))
    return [outcome for outcome in came if outcome.expected is not None]


def _remembering(probe: Probe) -> Call:
    """Calls functions, and knows the replies to calls that were made before: inputs that are the same for all."""

    @lru_cache(maxsize=256)
    def call(name: str, payload: bytes) -> bytes:
        return probe.call(name, payload)

    return call


def _parts(grader: Grader, exercise: Exercise) -> set[str | None]:
    return {outcome.part for outcome in grader.expected(exercise, 1)}


def _looked_up(grader: Grader) -> dict[str, float]:
    """What is earned at most, by exercise, by answering with what the public checks have recorded for the arguments."""
    found: dict[tuple[str, bytes], bytes] = {}
    for exercise in grader.assignment.exercises.values():
        public = replace(exercise, scenario=replay(recorded(grader, exercise)))
        for call in (call for outcome in play(public, grader.reference.call) for call in outcome.calls):
            if not isinstance(call.value, Failure):
                found[call.name, call.payload] = wire.encode({"value": wire.encode(call.value)})

    def reply(name: str, payload: bytes) -> bytes:
        return found.get((name, wire.encode(rounded(wire.decode(payload)))), NOTHING)

    earned: dict[str, float] = {}
    for name, exercise in grader.assignment.exercises.items():
        for seed in range(LOOKUP_SEEDS):
            came = list(play(exercise, reply, seed))
            failed = {outcome.part for outcome in came if isinstance(outcome.value, Failure)}
            if {outcome.part for outcome in came} <= failed | grader.known[name]:
                continue  # without any other part that may be right, nothing is earned
            verdict = grader.verdict(exercise, grader.expected(exercise, seed), came)
            if verdict.points > earned.get(name, 0):
                earned[name] = verdict.points
    return earned


def _trivially(grader: Grader) -> Iterator[str]:
    """The answers that know nothing of an exercise and earn something, but for one that is what it asks for."""
    for name, exercise in grader.assignment.exercises.items():
        for what, call in trivial_answers():
            earned = [_earns(grader, exercise, call, seed)[0] for seed in TRIVIAL_SEEDS]
            if any(earned) and min(earned) < exercise.points:
                yield f"{name}: {what} earns {max(earned):g} points"


def _ready_in_utils(grader: Grader) -> Iterator[str]:
    """The functions of `utils`, among those that graded functions may call, that answer one of the exercises.

    One that gives no data where that is asked for, but draws, say, is tried on no other exercise that asks for it.
    """
    variables = grader.source.namespace()
    exercises = grader.assignment.exercises
    for helper, function in grader.allowed.items():
        draws = False
        for exercise in exercises.values():
            direct = not any(":" in call.name for o in grader.expected(exercise, SEED) for call in o.calls)
            if draws and direct:
                continue
            points, value = _earns(grader, exercise, _having(grader, variables | {exercise.name: function}))
            draws = draws or (direct and (value is None or (isinstance(value, Failure) and value.kind == "unreadable")))
            if points:
                yield f"{exercise.name}: {helper}, which it may call, earns {points:g} points"


def _ready_earlier(grader: Grader) -> Iterator[str]:
    """The earlier exercises that answer one that uses them, as they are or entry by entry.

    The reference would stand in for them where they are wrong, and earn the later one's points.
    """
    variables = grader.source.namespace()
    for name, exercise in grader.assignment.exercises.items():
        for other in sorted(grader.assignment.prerequisites(name)):
            ready = (variables[other], np.vectorize(variables[other]))
            having = [_having(grader, variables | {name: function}) for function in ready]
            if points := max(_earns(grader, exercise, call)[0] for call in having):
                yield f"{name}: {other} alone, which stands in where it is wrong, earns {points:g} points"


def _ready_doubles(grader: Grader) -> Iterator[str]:
    """The doubles that answer an exercise: a submission in which they stand in can carry them out."""
    for other, double in grader.assignment.doubles.items():
        scope = grader.source.namespace()
        exec(double.code, scope)
        for name, exercise in grader.assignment.exercises.items():
            if points := _earns(grader, exercise, _having(grader, scope | {name: scope[double.name]}))[0]:
                yield f"{name}: the double of {other} earns {points:g} points"


def _having(grader: Grader, variables: Mapping[str, Any]) -> Call:
    """Calls the functions among some variables."""
    return grader.trusted(dict(variables)).call


def _earns(grader: Grader, exercise: Exercise, call: Call, seed: int = SEED) -> tuple[float, Any]:
    """The points that an exercise's function earns that is called so, and what comes of it first.

    None are earned if it takes too much, or as soon as something is wrong in every part.
    """
    expected, came = grader.expected(exercise, seed), list[Outcome]()
    right = {outcome.part for outcome in expected}
    try:
        with bounded_memory(MEMORY), bounded_time(SECONDS):
            for wanted, got in zip(expected, play(exercise, call, seed), strict=False):
                came.append(got)
                if not is_right(exercise, wanted, got):
                    right.discard(wanted.part)
                if not right:
                    return 0, came[0].value
    except (TimeoutError, MemoryError):
        return 0, came[0].value if came else None
    return grader.verdict(exercise, expected, came).points, came[0].value
