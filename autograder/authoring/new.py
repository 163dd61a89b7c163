"""A new assignment: a source notebook, a grader and an entry of the syllabus that work as they are."""

import json
import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from autograder.course.course import Course, CourseError

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "template"), keep_trailing_newline=True, trim_blocks=True
)
POINTS = 10  # of the exercise in the template
MINUTES, BUILDS = 10, "features on one scale"  # as the worked exercise says
EXTREMES = {"numpy": ("np.min", "np.max"), "tensorflow": ("tf.reduce_min", "tf.reduce_max")}


def new(course: Course, id: str, title: str = "", kernel: str = "numpy") -> list[Path]:
    """Writes the files of a new assignment with one worked exercise, and returns them.

    title: by default made of the id
    Raises CourseError for an id that cannot be, and where something of the name is there already.
    """
    if not (parts := re.fullmatch(r"a(\d)\d_([a-z0-9_]+)", id)):
        raise CourseError(f"{id!r} is no id: it is like a27_some_words, the a, the part, the place in it, and words")
    if [other for other in course.syllabus if other[:3] == id[:3]]:
        raise CourseError(f"syllabus.toml has an assignment {id[:3]} already; choose another number")
    title = title or parts[2].replace("_", " ").capitalize()
    if '"' in title or "\\" in title or not title.isprintable():
        raise CourseError(f"{title!r} is no title: it has quotation marks, backslashes or line breaks")
    smallest, largest = EXTREMES[kernel]
    made = {
        course.sources / id / f"{id}.py": "notebook.txt",
        course.root / "graders" / f"{id}.py": "grader.txt",
    }
    if there := [path for path in made if path.exists()]:
        raise CourseError(f"{there[0]} is there already; nothing was written")
    syllabus = _with_entry(course, id, title, kernel, part=int(parts[1]))
    for path, template in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        text = TEMPLATES.get_template(template).render(
            id=id, title=title, kernel=kernel, smallest=smallest, largest=largest
        )
        path.write_text(text, encoding="utf-8")
    (course.root / "syllabus.toml").write_text(syllabus, encoding="utf-8")
    return [*made, course.root / "syllabus.toml"]


def _with_entry(course: Course, id: str, title: str, kernel: str, part: int) -> str:
    """The syllabus with one more assignment, in the order of the ids."""
    text = (course.root / "syllabus.toml").read_text(encoding="utf-8")
    lines = {
        "id": id, "title": title, "builds": BUILDS, "part": part,
        "minutes": MINUTES, "points": POINTS, "prerequisites": [], "kernel": kernel,
    }  # fmt: skip
    entry = "[[assignment]]\n" + "".join(
        f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in lines.items()
    )
    heads = [found.start() for found in re.finditer(r"(?m)^\[\[assignment\]\]", text)]
    place = next((head for head, other in zip(heads, course.syllabus, strict=True) if other > id), None)
    if place is None:
        return f"{text.rstrip()}\n\n{entry}"
    return f"{text[:place]}{entry}\n{text[place:]}"
