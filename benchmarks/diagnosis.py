"""How often the line of a slip is found: `python -m benchmarks.diagnosis [ID]...`.

Every known mistake of every grader is taken for a student's answer, as if nobody knew it, and edits of it are tried. A
line that is named is right where it is one that the mistake changed; of two lines to look at, one must be.
"""

import argparse
import difflib
import re
import time
from collections import Counter
from collections.abc import Sequence

from autograder.course.course import Course
from autograder.inside.probe import Probe
from autograder.judging.exercise import Exercise, Mistake
from autograder.judging.play import play
from autograder.judging.slips import LINES, Calls, find
from autograder.running.grader import Grader

SEED = 1
SECONDS = 0.5  # of processor time for one function


def changed_lines(before: str, after: str) -> set[int]:
    """The lines of `after` that are not in `before`, and those beside which lines are gone."""
    found: set[int] = set()
    matcher = difflib.SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    for kind, _, _, start, end in matcher.get_opcodes():
        if kind != "equal":
            found |= {*range(start + 1, end + 1)} or {start, start + 1}
    return found


def diagnosed(grader: Grader, exercise: Exercise, mistake: Mistake, seconds: float) -> tuple[str, str, float]:
    """right, wrong or nothing; what is said; and the processor time that it took."""
    cells = grader.mistake_cells(exercise, mistake)
    expected = grader.expected(exercise, SEED)
    trying = Probe(grader.source.namespace(cells))

    def spent() -> float:
        return (time.process_time() - started) / seconds

    def tries(codes: Sequence[bytes], calls: Calls) -> list[tuple[list[bytes], float]]:
        found: list[tuple[list[bytes], float]] = []
        making = trying.tries(exercise.name, codes, calls)
        while len(found) < len(codes) and spent() < 1:
            started = time.perf_counter()
            replies = next(making)
            found.append((replies, time.perf_counter() - started))
        return found

    known = [(call.name, call.payload) for outcome in expected for call in outcome.calls]
    started = time.process_time()
    cell = cells[exercise.name]
    sentence = find(exercise, lambda call: play(exercise, call, SEED), expected, known, cell, tries, spent)
    took = time.process_time() - started
    lines = {int(n) for found in LINES.findall(sentence)[:1] for n in re.findall(r"\d+", found)}
    changed = changed_lines(grader.source.solutions[exercise.name], cell)
    right = bool(lines & changed) if sentence.startswith("Look again at lines") else bool(lines) and lines <= changed
    return ("right" if right else "wrong" if lines else "nothing"), sentence, took


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("ids", nargs="*", metavar="ID")
    arguments.add_argument("--seconds", type=float, default=SECONDS, help="for one function (default: %(default)g)")
    arguments.add_argument("--list", action="store_true", help="print each mistake with what is said of it")
    options = arguments.parse_args()
    course = Course.find()
    total: Counter[str] = Counter()
    for id in course.chosen(options.ids):
        grader = Grader.load(id, course.root)
        counts: Counter[str] = Counter()
        times: list[float] = []
        for exercise in grader.assignment.exercises.values():
            for mistake in exercise.known_mistakes:
                result, sentence, spent = diagnosed(grader, exercise, mistake, options.seconds)
                counts[result] += 1
                times.append(spent)
                if options.list:
                    print(f"{result:8}{exercise.name}, {mistake.name}: {sentence}")
        times.sort()
        total += counts
        median, most = times[len(times) // 2], times[int(len(times) * 0.9)]
        print(f"{id}: {_counted(counts)}; {median:.2f} s for one function (median), {most:.2f} s (90 %)", flush=True)
    print(f"all: {_counted(total)}")


def _counted(counts: Counter[str]) -> str:
    words = {"right": "right line", "wrong": "wrong line", "nothing": "nothing said"}
    return ", ".join(f"{counts[key]} {word}" for key, word in words.items())


if __name__ == "__main__":
    main()
