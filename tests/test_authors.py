"""What authors are told: every error in one sentence with file and line, all at once, on a small course of its own."""

import json
import re
import subprocess
import sys
from pathlib import Path

import jupytext
import pytest
import test_notebooks
from conftest import ROOT
from test_course import course_command

from autograder.authoring import release
from autograder.authoring.proofread import sound
from autograder.course.course import Course
from autograder.inside import wire
from autograder.running.grader import Grader
from autograder.running.source import Source, SourceError

SOURCE = """
# %%
import numpy as np

# %% solution
def standardize(x):
    ### START CODE HERE ### (≈ 1 line)
    z = (x - np.mean(x)) / np.std(x)
    ### END CODE HERE ###
    return z

# %% check points=4
check("standardize", standardize)

# %% solution
def scale(x, factor):
    ### START CODE HERE ### (≈ 1 line)
    y = factor * standardize(x)
    ### END CODE HERE ###
    return y

# %% check points=6
check("scale", scale)
"""
GRADER = """
from autograder.judging.exercise import Assignment, Example, Mistake

assignment = Assignment("small")


@assignment.exercise(points=4, keeps_arguments=True)
def standardize(submission, draw):
    yield "random numbers", submission.standardize(draw.normal(5))


standardize.mistakes(
    Mistake("not centred", "x - np.mean(x)", "x", "Which number should the mean of the result be?"),
)


@assignment.exercise(points=6, uses=["standardize"])
def scale(submission, draw):
    x, factor = draw.normal(5), float(draw.uniform(2, 3))
    yield "random numbers", submission.scale(x, factor)
    yield "factor 0", submission.scale(x, 0.0)


scale.mistakes(
    Mistake("added", "factor *", "factor +", "Is the result scaled or moved?"),
)
scale.alternatives({"the other way round": "return standardize(x) * factor"})
assignment.examples(Example("wrong factor", {"scale": [("factor *", "2 *")]}, loses=("scale",)))
"""
SYLLABUS = '[[assignment]]\nid = "small"\ntitle = "Small"\npart = 1\npoints = 10\n'
PATHS = {"grader": "graders/small.py", "source": "source_notebooks/small/small.py", "syllabus": "syllabus.toml"}


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """A course of one assignment, which the test runs in."""
    texts = {"nbgrader_config.py": (ROOT / "nbgrader_config.py").read_text(), "graders/__init__.py": ""}
    texts |= {PATHS["grader"]: GRADER, PATHS["source"]: SOURCE, PATHS["syllabus"]: SYLLABUS}
    for name, text in texts.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path)
    return Course(tmp_path)


def change(course: Course, *edits: tuple[str, str, str]) -> None:
    """Edits files of a course: which, what stands there once, and what in its place."""
    for name, old, new in edits:
        path = course.root / PATHS[name]
        text = path.read_text()
        assert text.count(old) == 1, old
        path.write_text(text.replace(old, new))


def faults(course: Course) -> list[str]:
    """What authors are told, after the lines that they are sent to are looked up: `file: text of the line: sentence`."""

    def shown(fault: str) -> str:
        place, line, sentence = re.fullmatch(r"(\S+), line (\d+): (.*)", fault).groups()
        return f"{(course.root / place).read_text().splitlines()[int(line) - 1].strip()} | {sentence}"

    try:
        sound(course, "small")
    except SourceError as error:
        return [shown(fault) for fault in str(error).split("\n")]
    return []


STANDARDIZE = "@assignment.exercise(points=4, keeps_arguments=True)"
SCALE = '@assignment.exercise(points=6, uses=["standardize"])'
# By what is wrong: the edits, the text of the line that the author is sent to, and the sentence.
WRONG = {
    "a misspelt `uses`": (
        ("grader", 'uses=["standardize"]', 'uses=["standardise"]'),
        '@assignment.exercise(points=6, uses=["standardise"])',
        "scale uses `standardise`, not an earlier exercise: did you mean `standardize`?",
    ),
    "`uses` as a text": (
        ("grader", 'uses=["standardize"]', 'uses="standardize"'),
        '@assignment.exercise(points=6, uses="standardize")',
        'scale: `uses` is a list: say `uses=["standardize"]`',
    ),
    "a forgotten `uses`": (
        ("grader", ', uses=["standardize"]', ""),
        "@assignment.exercise(points=6)",
        'scale calls standardize: say `uses=["standardize"]`',
    ),
    "an unknown option": (
        ("grader", "keeps_arguments", "keep_arguments"),
        "@assignment.exercise(points=4, keep_arguments=True)",
        "standardize: there is no option `keep_arguments`: did you mean `keeps_arguments`?",
    ),
    "an exercise twice": (
        (
            "grader",
            "assignment.examples(",
            f"{STANDARDIZE}\ndef standardize(submission, draw):\n    yield\n\nassignment.examples(",
        ),
        STANDARDIZE,
        "two exercises are called standardize",
    ),
    "no solution cell": (
        ("source", "def standardize(", "def standardise("),
        STANDARDIZE,
        "source_notebooks/small/small.py has no solution cell `standardize`: did you mean `standardise`?",
    ),
    "a yield without a part": (
        ("grader", 'yield "factor 0", ', "yield "),
        "yield submission.scale(x, 0.0)",
        'scale yields without a part: say `yield "part", …`',
    ),
    "a yield without a part in another generator": (
        (
            "grader",
            'yield "factor 0", submission.scale(x, 0.0)',
            "yield from other(submission)\n\n\ndef other(submission):\n    yield 3",
        ),
        "yield 3",
        'scale yields without a part: say `yield "part", …`',
    ),
    "a part that is no text": (
        ("grader", 'yield "factor 0", ', "yield x, "),
        "yield x, submission.scale(x, 0.0)",
        'scale yields without a part: say `yield "part", …`',
    ),
    "no yield": (
        ("grader", 'yield "random numbers", submission.standardize', "submission.standardize"),
        STANDARDIZE,
        'standardize yields nothing: say `yield "part", submission.standardize(…)`',
    ),
    "an edit that applies twice": (
        ("grader", '"x - np.mean(x)", "x"', '"np.", "x"'),
        'Mistake("not centred", "np.", "x", "Which number should the mean of the result be?"),',
        "standardize, 'not centred': the edit 'np.' -> 'x' must apply exactly once, and applies 2 times",
    ),
    "an edit of an example that applies nowhere": (
        ("grader", '[("factor *", "2 *")]', '[("factor*", "2 *")]'),
        'assignment.examples(Example("wrong factor", {"scale": [("factor*", "2 *")]}, loses=("scale",)))',
        "scale, 'wrong factor': the edit 'factor*' -> '2 *' must apply exactly once, and applies 0 times",
    ),
    "an example of an unknown exercise": (
        ("grader", 'loses=("scale",)', 'loses=("scales",)'),
        'assignment.examples(Example("wrong factor", {"scale": [("factor *", "2 *")]}, loses=("scales",)))',
        "there is no solution cell `scales`: did you mean `scale`?",
    ),
    "a mistake that does not parse": (
        ("grader", '"factor +"', '"factor +)"'),
        'Mistake("added", "factor *", "factor +)", "Is the result scaled or moved?"),',
        "scale, 'added' does not parse: unmatched ')'",
    ),
    "an alternative that does not parse": (
        ("grader", "return standardize(x) * factor", "return (standardize(x) * factor"),
        'scale.alternatives({"the other way round": "return (standardize(x) * factor"})',
        "scale, 'the other way round' does not parse: '(' was never closed",
    ),
    "two mistakes of one name": (
        ("grader", 'Mistake("added"', 'Mistake("added", "factor *", "2 *", "…"),\n    Mistake("added"'),
        'Mistake("added", "factor *", "2 *", "…"),',
        "two mistakes of scale are called 'added', with other sentences",
    ),
    "a pattern that is none": (
        (
            "grader",
            '"added", "factor *", "factor +", "Is the result scaled or moved?"',
            '"added", "(factor", "2", "…", True',
        ),
        'Mistake("added", "(factor", "2", "…", True),',
        "scale, 'added': '(factor' is no regular expression: missing ), unterminated subpattern",
    ),
    "a slip without its sentence": (
        ("grader", "scale.mistakes(", 'scale.at("factor *").mistakes(("2 *", "doubled"))\nscale.mistakes('),
        'scale.at("factor *").mistakes(("2 *", "doubled"))',
        "ValueError: not enough values to unpack (expected 3, got 2)",
    ),
    "a mistake without its sentence": (
        ("grader", ', "Is the result scaled or moved?"', ""),
        'Mistake("added", "factor *", "factor +"),',
        "TypeError: Mistake.__init__() missing 1 required positional argument: 'sentence'",
    ),
    "points that differ": (
        ("grader", "points=6", "points=5"),
        '@assignment.exercise(points=5, uses=["standardize"])',
        "scale has 5 points here, 6 in the notebook's check cell",
    ),
    "no check cell": (
        ("source", "# %% check points=6\n", "# %%\n"),
        SCALE,
        'source_notebooks/small/small.py has no cell `# %% check points=…` with `check("scale", …)`',
    ),
    "a check cell of no exercise": (
        ("source", "check points=6", 'check points=6\ncheck("scales", scale)\n\n# %% check points=6'),
        'check("scales", scale)',
        "`scales` is checked here, and graders/small.py has no such exercise: did you mean `scale`?",
    ),
    "a check cell without points": (
        ("source", "check points=6", "check"),
        'check("scale", scale)',
        'the cell is marked `# %% check`: it needs `points=…`, and one line `check("name", name)`',
    ),
    "a cell with an unknown role": (
        ("source", "# %%\nimport", "# %% setup\nimport"),
        "import numpy as np",
        "the cell is marked `# %% setup`: a code cell is `solution`, `check points=…`, `drawing`, `picture`, or has nothing but tags",
    ),
    "a solution cell that defines nothing": (
        ("source", "# %%\nimport", "# %% solution\nimport"),
        "import numpy as np",
        "the cell is marked `# %% solution`: it needs a function, and no points",
    ),
    "a region that does not end": (
        ("source", "    ### END CODE HERE ###\n    return y", "    return y"),
        "def scale(x, factor):",
        "scale: the lines START CODE HERE and END CODE HERE do not come in pairs",
    ),
    "a solution that does not parse": (
        ("source", "y = factor * standardize(x)", "y = factor * standardize(x"),
        "y = factor * standardize(x",
        "scale: SyntaxError: '(' was never closed",
    ),
    "an import that fails": (
        ("source", "import numpy as np", "import numpi as np"),
        "import numpi as np",
        "it does not run: ModuleNotFoundError: No module named 'numpi'",
    ),
    "a NameError in the grader": (
        ("grader", "assignment.examples(Example(", "assignment.examples(Exmple("),
        'assignment.examples(Exmple("wrong factor", {"scale": [("factor *", "2 *")]}, loses=("scale",)))',
        "NameError: name 'Exmple' is not defined: did you mean `Example`?",
    ),
    "a NameError in a scenario": (
        ("grader", 'yield "factor 0", submission.scale(x, 0.0)', 'yield "factor 0", submission.scale(z, 0.0)'),
        'yield "factor 0", submission.scale(z, 0.0)',
        "NameError: name 'z' is not defined",
    ),
    "a NameError in a solution": (
        ("source", "y = factor * standardize(x)", "y = factor * standardize(x) + shift"),
        'yield "random numbers", submission.scale(x, factor)',
        "scale: the reference itself fails: `scale` stopped with NameError: name 'shift' is not defined, "
        "in the line `y = factor * standardize(x) + shift`.",
    ),
    "a SyntaxError in the grader": (
        ("grader", "loses=(", "loses=(("),
        'assignment.examples(Example("wrong factor", {"scale": [("factor *", "2 *")]}, loses=(("scale",)))',
        "SyntaxError: '(' was never closed",
    ),
    "a call of no function": (
        ("grader", "submission.scale(x, 0.0)", "submission.scales(x, 0.0)"),
        'yield "factor 0", submission.scales(x, 0.0)',
        "scale: there is no function `scales` to call: did you mean `scale`?",
    ),
    "a scenario that computes with a result": (
        ("grader", "submission.scale(x, 0.0)", "submission.scale(x, 0.0) - x"),
        'yield "factor 0", submission.scale(x, 0.0) - x',
        "TypeError: unsupported operand type(s) for -: 'NoneType' and 'float': "
        "a submission may return anything, and the scenario fails on None",
    ),
    "a scenario that looks a result's item up": (
        ("grader", "submission.scale(x, 0.0)", "submission.scale(x, 0.0)[0]"),
        'yield "factor 0", submission.scale(x, 0.0)[0]',
        "TypeError: 'NoneType' object is not subscriptable: a submission may return anything",
    ),
    "the reference of another result": (
        ("grader", "submission.scale(x, 0.0)", "submission.scale(x, 0.0), 0 * x + 1"),
        'yield "factor 0", submission.scale(x, 0.0), 0 * x + 1',
        "scale, 'factor 0': the reference itself is wrong here: ",
    ),
    "a reference that changes its argument": (
        ("source", "z = (x - np.mean(x)) / np.std(x)", "z = (x - np.mean(x)) / np.std(x)\n    x[0] = 0"),
        'yield "random numbers", submission.standardize(draw.normal(5))',
        "standardize, 'random numbers': the reference itself is wrong here: `standardize` changes its argument `x`",
    ),
    "inputs that are not drawn": (
        ("grader", "submission.scale(x, 0.0)", "submission.scale(x, __import__('numpy').random.rand())"),
        "yield \"factor 0\", submission.scale(x, __import__('numpy').random.rand())",
        "scale, 'factor 0': other inputs each time: take all that is random from `draw`",
    ),
    "a reference that is random": (
        ("source", "y = factor * standardize(x)", "y = factor * standardize(x) + np.random.rand()"),
        'yield "random numbers", submission.scale(x, factor)',
        "scale: the reference itself fails: `scale` gives other results when it is called again with the same arguments",
    ),
}


def test_the_small_course_is_sound(small):
    assert faults(small) == []


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_in_one_sentence_with_its_line(small, name):
    edit, line, sentence = WRONG[name]
    change(small, edit)
    told = faults(small)
    assert told[0].startswith(f"{line} | {sentence}"), told
    assert len({fault.partition(" | ")[0] for fault in told}) == 1, told


def test_all_that_is_wrong_is_told_at_once(small):
    for name in ("a misspelt `uses`", "an unknown option", "an edit that applies twice", "a NameError in the grader"):
        change(small, WRONG[name][0])
    change(
        small, ("source", "check points=6", "check points=7"), ("source", "np\n\n# %% solution", "np\n\n# %% soluton")
    )
    told = "\n".join(faults(small))
    assert len(told.split("\n")) == 6
    for words in (
        "uses `standardise`",
        "`keep_arguments`",
        "name 'Exmple' is not defined",
        "`# %% soluton`",
        "has 6 points here, 7 in",
        "no solution cell `standardize`",
    ):
        assert words in told


def test_several_scenarios_that_fail_are_told_at_once(small):
    for name in ("a call of no function", "no yield"):
        change(small, WRONG[name][0])
    assert len(faults(small)) == 2


def test_the_points_of_the_syllabus_are_those_of_the_grader(small):
    change(small, ("syllabus", "points = 10", "points = 12"))
    with pytest.raises(SourceError) as caught:
        sound(small, "small")
    assert str(caught.value) == "syllabus.toml: small has 12 points here, 10 in graders/small.py"


def test_a_grader_that_says_another_id_is_told(small):
    change(small, ("grader", 'Assignment("small")', 'Assignment("large")'))
    with pytest.raises(SourceError, match=r'it says `Assignment\("large"\)`, and is the grader of small'):
        sound(small, "small")


def test_an_error_in_another_grader_is_told_with_its_own_line(small):
    (small.root / "graders" / "other.py").write_text("import math\n\nshared = math.pie\n")
    change(small, ("grader", "\nfrom autograder", "\nfrom graders.other import shared\nfrom autograder"))
    (told,) = faults(small)
    assert told == "shared = math.pie | AttributeError: module 'math' has no attribute 'pie': did you mean `pi`?"


WRONG_REFERENCE = ("source", "y = factor * standardize(x)", "y = factor + standardize(x)")
PUBLISHED = ("grader", "submission.scale(x, 0.0)", "submission.scale(x, 0.0), 0 * x")


def test_a_reference_that_fails_its_own_scenario_is_neither_released_nor_diagnosed(small):
    release.release(small, "small")
    before = small.release("small").read_bytes()
    change(small, WRONG_REFERENCE, PUBLISHED, ("grader", '"factor *", "factor +"', '"factor +", "factor *"'))
    change(small, ("grader", '("factor *", "2 *")', '("factor +", "2 *")'))
    place = "graders/small.py, line 21: scale, 'factor 0': the reference itself is wrong here: "
    for command in ("release", "verify"):
        status, output = course_command(command, "small")
        assert status == 1 and output.count(place) == 1, output
        assert "mistake" not in output and "Traceback" not in output
    assert small.release("small").read_bytes() == before


def test_one_assignment_that_is_not_sound_does_not_keep_others_from_being_proved(small):
    for name in ("grader", "source"):
        path = Path(PATHS[name].replace("small", "other"))
        path.parent.mkdir(exist_ok=True)
        path.write_text(Path(PATHS[name]).read_text().replace("small", "other"))
    Path(PATHS["syllabus"]).write_text(SYLLABUS + SYLLABUS.replace("small", "other"))
    change(small, WRONG["a misspelt `uses`"][0])
    status, output = course_command("verify", "--seeds", "1", "--format", "csv")
    assert status == 1 and "uses `standardise`" in output
    assert re.search(r'(?m)^"other",2,10', output) and not re.search('(?m)^"small"', output)


def test_a_mistake_that_the_public_check_cannot_see_is_not_recognised(small):
    change(small, ("grader", "submission.scale(x, factor)", "[submission.scale(x, factor)]"))
    change(small, ("grader", '"factor +"', '"factor * factor *"'))
    _, output = course_command("verify", "--seeds", "1")
    assert "scale, mistake 'added': not recognised by the public check" in output


@pytest.mark.parametrize("kernel", ["numpy", "tensorflow"])
def test_a_new_assignment_is_proved_released_and_runs_as_it_is(small, monkeypatch, kernel):
    status, output = course_command("new", "a98_more", "--kernel", kernel, "--title", "More of it")
    assert status == 0 and "course verify a98_more" in output
    status, output = course_command("verify", "a98_more", "--seeds", "3", "--format", "json")
    assert status == 0, output
    (proof,) = json.loads(output[output.index("[") :])
    assert proof["mistakes"] == proof["diagnosed"] == 3 and proof["mutants"] == proof["mutants_caught"] >= 30
    for arguments in (["release"], ["release", "--check"]):
        status, output = course_command(*arguments, "a98_more")
        assert status == 0, output
    monkeypatch.setattr(test_notebooks, "ROOT", small.root)
    monkeypatch.setenv("COURSE_NOTEBOOKS", "all")
    entry = {"id": "a98_more", "kernel": kernel}
    test_notebooks.test_every_step_has_its_four_cells_and_three_hints(entry)
    test_notebooks.test_the_solved_notebook_runs_whole_and_draws_its_figures(entry)
    test_notebooks.test_the_reference_gets_full_marks_where_submissions_run(entry)
    grader = (small.root / "graders" / "a98_more.py").read_text()
    for command in (["check"], ["format", "--check"]):
        ruff = [f"{sys.prefix}/bin/ruff", *command, "--stdin-filename", "graders/a98_more.py", "-"]
        assert subprocess.run(ruff, cwd=ROOT, input=grader, text=True, check=False).returncode == 0


@pytest.mark.parametrize(
    ("change", "same"),
    [
        (lambda e: e["results"][0].update(value=e["results"][0]["value"] + 5e-3), True),
        (lambda e: e["mistakes"][0][2][0].update(value=e["mistakes"][0][2][0]["value"] * (1 + 1e-4)), True),
        (lambda e: e["results"][0].update(value=e["results"][0]["value"] + 0.05), False),
        (lambda e: e["results"].pop(), False),
        (lambda e: e["results"][0].update(changed=["x"]), False),
        (lambda e: e.update(rtol=1e-6), False),
        (lambda e: e.pop("rtol"), False),
        (lambda e: e.clear(), False),
    ],
    ids=["within atol", "within rtol", "beyond", "fewer", "more", "another tolerance", "no tolerance", "nothing"],
)
def test_public_checks_of_another_processor_agree_within_an_exercise_s_own_tolerances(small, tmp_path, change, same):
    grader = GRADER.replace("keeps_arguments=True)", "keeps_arguments=True, rtol=1e-3, atol=1e-2)")
    (small.root / PATHS["grader"]).write_text(grader)
    old, fresh = tmp_path / "old" / release.FILE, tmp_path / "fresh" / release.FILE
    for path in (old, fresh):
        path.parent.mkdir()
        path.write_bytes(release.freeze(Grader.load("small", small.root)))
    assert release._same(fresh, old)
    checks = wire.decode(fresh.read_bytes())
    change(checks["exercises"][0])
    fresh.write_bytes(wire.encode(checks))
    assert release._same(fresh, old) is release._same(old, fresh) is same


def test_a_new_assignment_stands_in_the_order_of_the_course(small):
    for id in ("a21_last", "a12_first", "a19_middle"):
        assert course_command("new", id)[0] == 0
    entries = Course(small.root).syllabus
    assert [(entry.id, entry.title, entry.part) for entry in entries.values() if entry.id != "small"] == [
        ("a12_first", "First", 1),
        ("a19_middle", "Middle", 1),
        ("a21_last", "Last", 2),
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["small"], "'small' is no id: it is like a27_some_words"),
        (["a18"], "'a18' is no id"),
        (["a18_Ends.here"], "'a18_Ends.here' is no id"),
        (["a18_../../x"], "is no id"),
        (["a11_other"], "syllabus.toml has an assignment a11 already"),
        (["a12_kept"], "graders/a12_kept.py is there already; nothing was written"),
        (["a18_new", "--title", 'a "title"'], "is no title: it has quotation marks"),
        (["a18_new", "--title", "two\nlines"], "is no title: it has quotation marks"),
    ],
)
def test_what_cannot_be_a_new_assignment_is_refused_in_a_sentence(small, arguments, words):
    assert course_command("new", "a11_there")[0] == 0
    kept = small.root / "graders" / "a12_kept.py"
    kept.write_text("mine")
    before = (small.root / "syllabus.toml").read_text()
    status, output = course_command("new", *arguments)
    assert status == 1 and words in output and len(output.splitlines()) == 1
    assert kept.read_text() == "mine" and (small.root / "syllabus.toml").read_text() == before
    assert len(list(small.sources.iterdir())) == 2


def test_the_exercise_in_contributing_can_be_added_to_a_new_assignment(small):
    course_command("new", "a98_more")
    section = (ROOT / "CONTRIBUTING.md").read_text().split("\n## Add an exercise\n")[1].split("\n## ")[0]
    cells, scenario = re.findall(r"```python\n(.*?)```", section, re.S)
    notebook, grader, syllabus = (
        small.root / name for name in ("source_notebooks/a98_more/a98_more.py", "graders/a98_more.py", "syllabus.toml")
    )
    end = "# %% [markdown]\n# ## What to remember"
    assert notebook.read_text().count(end) == 1
    notebook.write_text(notebook.read_text().replace(end, cells + "\n" + end))
    grader.write_text(f"{grader.read_text()}\n\n{scenario}")
    syllabus.write_text(syllabus.read_text().replace("points = 10\nprerequisites", "points = 15\nprerequisites"))
    for command in (["verify", "--seeds", "3"], ["release"]):
        status, output = course_command(*command, "a98_more")
        assert status == 0, output


def test_roles_become_what_nbgrader_and_jupyter_know(small):
    source = Source(small.root / PATHS["source"])
    *_, solution, check = source.notebook.cells
    ours = {"locked": False, "grade": False, "solution": True, "grade_id": "scale"}
    assert solution.metadata["nbgrader"] == {**ours, "schema_version": 3, "task": False}
    ours = {"locked": True, "grade": True, "solution": False, "grade_id": "check_scale", "points": 6}
    assert check.metadata["nbgrader"] == {**ours, "schema_version": 3, "task": False}
    assert not {"title", "points"} & {*solution.metadata, *check.metadata}
    edited = jupytext.writes(jupytext.reads(SOURCE, fmt="py:percent"), fmt="py:percent")  # as JupyterLab saves it
    assert edited.endswith(SOURCE.strip("\n") + "\n")
