"""A deadline evening: `course watch` while a class hands in, and how long each waits for an answer.

Of a class's right, wrong and broken submissions, so many arrive at random times, with a peak at the end. Afterwards
`course grade` grades a sample of them anew: the marks must be the same.
"""

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from autograder.authoring.release import release
from autograder.course.course import Course
from autograder.demo import make_course, submissions
from autograder.running.attempts import FILE
from autograder.running.gradebook import marks
from autograder.running.grader import Grader
from benchmarks.bench import descendants, memory

ROOT = Path(__file__).parents[1]
NUMPY, TENSORFLOW = "a15_planar_classification", "a26_tensorflow_network"
PEAK = 3.0  # times as many arrive in the last fifth of the time as in a fifth before
SAMPLE = 40  # submissions that `course grade` grades again
COMMAND = str(Path(sys.executable).with_name("course"))
LEFT = 900.0  # seconds that the last answers may take


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--count", type=int, default=500, help="submissions, each another student's")
    parser.add_argument("--tensorflow", type=float, default=0.1, help="the share of them that need TensorFlow")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    draw = random.Random(1)
    with tempfile.TemporaryDirectory(prefix="watch-") as name:
        course, made = prepared(Path(name) / "course")
        print(f"load before: {load()}", flush=True)
        handed: dict[str, float] = {}
        command = [COMMAND, "watch", NUMPY, TENSORFLOW, "--jobs", str(options.jobs)]
        with subprocess.Popen(command, cwd=course.root, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            print(process.stdout.readline().strip(), flush=True)
            lines: list[str] = []
            reader = threading.Thread(target=lambda: lines.extend(process.stdout or ()), daemon=True)
            reader.start()
            for id in (NUMPY, TENSORFLOW):  # each job has made its judges, as long before a deadline
                for n in range(2 * options.jobs):
                    hand_in(course, f"warm-{n}", id, made[id][n])
            wait(course, 4 * options.jobs)
            print(f"warm; load: {load()}", flush=True)
            for n, moment in enumerate(arrivals(draw, options.count, 60 * options.minutes)):
                id = TENSORFLOW if draw.random() < options.tensorflow else NUMPY
                student, content = f"student-{n:03}", draw.choice(made[id])
                time.sleep(max(0.0, moment - time.monotonic()))
                hand_in(course, student, id, content)
                handed[student] = time.time()
            wait(course, options.count + 4 * options.jobs)
            total = sum(map(memory, descendants(process.pid)))
            own = memory(process.pid)
            print(f"load after: {load()}")
            process.send_signal(signal.SIGTERM)  # a background job ignores SIGINT
            process.wait()
            reader.join()
        print("".join(lines[-3:]), end="")
        report(course, handed, options.minutes)
        print(f"memory at the end: {total:.0f} MB in all, of which the command itself {own:.0f}")
        compare(course, draw.sample(sorted(handed), min(SAMPLE, len(handed))))


def prepared(folder: Path) -> tuple[Course, dict[str, list[bytes]]]:
    """A course with two assignments released, and what may be handed in of each."""
    course = make_course(Course(ROOT), folder)
    made = {}
    for id in (NUMPY, TENSORFLOW):
        release(course, id)
        made[id] = [content for _, content in submissions(Grader.load(id, course.root), course.released(id))]
    course.submitted.mkdir()
    return course, made


def hand_in(course: Course, student: str, id: str, content: bytes) -> None:
    folder = course.submitted / student / id
    folder.mkdir(parents=True)
    part = folder / ".part"
    part.write_bytes(content)
    part.rename(folder / f"{id}.ipynb")


def wait(course: Course, count: int) -> None:
    """Until so many are answered, or it has taken too long."""
    until = time.monotonic() + LEFT
    while len(answered(course)) < count and time.monotonic() < until:
        time.sleep(1)


def arrivals(draw: random.Random, count: int, seconds: float) -> list[float]:
    """Times of arrival by the monotonic clock: a Poisson process, given its count, that is denser in the last fifth."""
    begun = time.monotonic()
    last = PEAK / (4 + PEAK)  # of all arrivals
    places = (
        0.8 + 0.2 * draw.random() if draw.random() < last else 0.8 * draw.random() for _ in range(count)
    )  # fmt: skip
    return sorted(begun + seconds * place for place in places)


def answered(course: Course) -> dict[tuple[str, str], float]:
    """When each submission was answered, by student and assignment."""
    path = course.root / FILE
    entries = [json.loads(line) for line in path.read_text().splitlines()] if path.is_file() else []
    return {
        (entry["student"], entry["assignment"]): datetime.fromisoformat(entry["time"]).timestamp()
        for entry in entries
        if "seconds" in entry
    }


def report(course: Course, handed: dict[str, float], minutes: float) -> None:
    found = {student: moment for (student, _), moment in answered(course).items() if student in handed}
    seconds = sorted(found[student] - handed[student] for student in found)
    print(f"{len(handed)} handed in within {minutes:g} minutes, {len(found)} answered")
    print(
        f"from arrival to answer: median {statistics.median(seconds):.2f} s, "
        f"95 % within {quantile(seconds, 0.95):.2f} s, worst {seconds[-1]:.2f} s"
    )
    whole = max(found.values()) - min(handed.values())
    print(f"{len(found) / whole:.2f} a second from the first arrival to the last answer")


def quantile(values: Sequence[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))]


def load() -> str:
    return " ".join(f"{value:.2f}" for value in os.getloadavg()) + f" on {os.cpu_count()} processors"


def compare(course: Course, sample: Sequence[str]) -> None:
    """Grades some anew with `course grade --force`, and compares marks, statuses and mistakes that are named."""
    before = {mark for mark in marks(course, [NUMPY, TENSORFLOW]) if mark.student in sample}
    for id in (NUMPY, TENSORFLOW):
        chosen = [student for student in sample if (course.submitted / student / id).is_dir()]
        words = [word for student in chosen for word in ("--student", student)]
        if chosen:
            subprocess.run([COMMAND, "grade", id, "--force", *words], cwd=course.root, check=True, capture_output=True)
    after = {mark for mark in marks(course, [NUMPY, TENSORFLOW]) if mark.student in sample}
    if before != after:
        sys.exit(f"other marks by course grade: {sorted(before ^ after)}")
    print(f"the same {len(after)} marks by `course grade` for a sample of {len(sample)}")


if __name__ == "__main__":
    main()
