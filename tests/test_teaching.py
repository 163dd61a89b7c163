"""What every notebook does for its readers: the first screen, folded code, scaffolds, words, numbers that hold."""

import ast
import re
import tomllib
from itertools import pairwise

import pytest
from conftest import ROOT

from autograder.inside.answer import END, START
from autograder.running.source import REGION, Source, regions

SYLLABUS = tomllib.loads((ROOT / "syllabus.toml").read_text())["assignment"]
WORDS_A_MINUTE, A_LINE, A_CHECK = 180, 2, 1  # a student's line takes two minutes, a check one
LONGEST = {"a12_calculus_and_autodiff": 120}  # minutes; 90 for all others
# A measurement in prose: a percentage, or how many times as fast (large, long) something is.
MEASURED = re.compile(r"(?<![\w.])\d[\d.,]*(?: to \d[\d.,]*)? ?(?:%|times (?:as|faster|larger|longer))")
DRAWS = re.compile(r"\b(?:plt|ax|axes|figure|fig|axis|draw_\w+|plot_\w+)\b(?:\[.*?\])?[.(]")
# Words that a native speaker would not use here, and what to say instead.
WORDS = {
    r"\b(?:there )?came(?: as| back)?\b": "is, has, you returned",
    r"\bround brackets?\b": "parentheses",
    r"\bmend(?:s|ed|ing)?\b": "fix",
    r"\brightly\b": "correctly",
    r"\b(?:learn(?:ing|s|ed)?|learnt) by heart\b": "memorise",
    r"\bshall\b": "is to, should",
    r"which sign divides": "which operator divides",
    r"\bwho has (?:them|it) can\b": "if you have them, you can",
    r"before a dark ground": "against a dark background",
    r"that were not seen": "that it missed",
    r"\bsuffer alike\b": "shrink",
    r"\bof use\b": "useful",
    r"are judged on inputs of its own": "is marked separately",
    r"\ban method\b": "a method",
}


@pytest.fixture(params=SYLLABUS, ids=lambda entry: entry["id"])
def source(request):
    id = request.param["id"]
    return Source(ROOT / "source_notebooks" / id / f"{id}.py")


def prose(source):
    return "\n\n".join(cell.source for cell in source.notebook.cells if cell.cell_type == "markdown")


def plain(text):
    """Without code, formulas and the addresses of links."""
    for left_out in (r"(?s)```.*?```", r"`[^`\n]+`", r"(?s)\$\$.*?\$\$", r"\$[^$\n]+\$", r"\]\([^)]*\)"):
        text = re.sub(left_out, " ", text)
    return text


def claims(source):
    """The words of the notebook that a test recomputes."""
    path = ROOT / "tests" / f"test_{source.path.stem[:3]}_published.py"
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.claim":
            yield ast.literal_eval(node.args[0])


def students_lines(code):
    lines = "\n".join(regions(code)).splitlines()
    return [line for line in lines if line.strip() and not line.strip().startswith("#")]


def minutes(source):
    """What a student needs: to read, to write, and to look at what a check says."""
    words = len(plain(prose(source)).split())
    lines = sum(len(students_lines(code)) for code in source.solutions.values())
    return words / WORDS_A_MINUTE + lines * A_LINE + len(source.points) * A_CHECK


def test_the_first_screen_says_what_and_how_long(source):
    id, cells = source.path.stem, source.notebook.cells
    text = plain(prose(source))
    found = re.search(r"\*\*About (\d+) minutes\.\*\*", text)
    assert found, "the first screen says **About NN minutes.**"
    stated = int(found[1])
    assert stated <= LONGEST.get(id, 90)
    assert [entry["minutes"] for entry in SYLLABUS if entry["id"] == id] == [stated]
    assert abs(stated - minutes(source)) <= 5, f"about {minutes(source):.0f} minutes"
    first = prose(source).partition("### Step 1")[0]
    assert "raise NotImplementedError" in first, "the line that a student deletes is named"
    assert id.startswith("a11") or "a11_numpy_basics.ipynb" in first, "a11 says how a notebook works"
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert "picture" in code[0].metadata.get("tags", []), "a picture of the result comes first"


def test_sections_end_in_what_to_remember(source):
    text = prose(source)
    sections = len(re.findall(r"(?m)^## \d", text))
    assert text.count("> **Remember.**") >= sections / 2
    assert text.count("**Ask yourself.**") >= sections / 2
    assert text.count("<summary>Answer</summary>") >= text.count("**Ask yourself.**")
    assert [star for star in ("★ ", "★★ ", "★★★ ") if star not in text.replace("★**", "★ ")] == []
    assert "](https://" in text, "a link to a library's documentation or to a lecture"


def test_history_stands_in_one_folded_box(source):
    first, _, rest = prose(source).partition("<details><summary>For those who know the original</summary>")
    visible = first + rest.partition("</details>")[2]
    assert re.findall(r"(?i)\b(?:publish\w*|first edition|photographs?)\b", plain(visible)) == []


def test_folded_text_is_well_formed(source):
    """A blank line after the summary and before the end, so that the text between is Markdown."""
    for cell in source.notebook.cells:
        if cell.cell_type == "markdown":
            assert cell.source.count("<details>") == cell.source.count("</details>")
            for before, line in pairwise(cell.source.splitlines()):
                assert not before.endswith("</summary>") or not line, before
                assert not line.startswith("</details>") or not before, before


def test_drawing_is_folded_or_short(source):
    """At most six lines that draw stand in sight in a cell, and a drawing gives later cells nothing."""
    needed = set()
    for cell in reversed([cell for cell in source.notebook.cells if cell.cell_type == "code"]):
        tree = ast.parse(re.sub(r"(?m)^[%!].*", "", cell.source))
        names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
        made = {node.id for node in names if isinstance(node.ctx, ast.Store)}
        if cell.metadata.get("jupyter", {}).get("source_hidden") or "picture" in cell.metadata.get("tags", []):
            assert not made & needed, f"what is drawn gives later cells {made & needed}"
            continue
        shown = REGION.sub("", cell.source) if START in cell.source else cell.source
        drawing = [line for line in shown.splitlines() if DRAWS.search(line)]
        assert len(drawing) <= 6, "\n".join(drawing)
        needed = (needed - made) | {node.id for node in names if isinstance(node.ctx, ast.Load)}


def test_long_functions_have_their_sub_goals_numbered(source):
    for name, code in source.solutions.items():
        if len(students_lines(code)) > 5:
            goals = re.findall(r"# \((\d+)\) ", source.stubs[name])
            assert goals == [str(i + 1) for i in range(len(goals))], name
            assert len(goals) >= 2, f"{name}: a function of more than five lines has numbered sub-goals"
        assert END in source.stubs[name]


def test_what_is_claimed_is_recomputed(source):
    text = prose(source)
    claimed = list(claims(source))
    assert [words for words in claimed if words not in text] == [], "claims that the notebook does not make"
    visible = plain(text)
    for words in claimed:
        visible = visible.replace(plain(words), " ")
    assert [found[0] for found in MEASURED.finditer(visible)] == [], "measured numbers that no test recomputes"


def sentences(path):
    """(line, text) of each thing that people read in a file."""
    text = path.read_text()
    if path.suffix == ".py" and path.parent.parent.name != "source_notebooks":
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.lineno, node.value
    else:
        yield from enumerate(text.splitlines(), 1)


READ = [
    *(f"source_notebooks/{entry['id']}/{entry['id']}.py" for entry in SYLLABUS),
    *(str(path.relative_to(ROOT)) for path in (ROOT / "autograder").rglob("*.py")),
    *(str(path.relative_to(ROOT)) for folder in ("graders", "utils") for path in (ROOT / folder).glob("*.py")),
    *(str(path.relative_to(ROOT)) for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"))),
]


@pytest.mark.parametrize("name", READ)
def test_words(name):
    found = [
        f"{name}, line {line}: {match[0]!r}; say: {better}"
        for line, text in sentences(ROOT / name)
        for pattern, better in WORDS.items()
        for match in re.finditer(f"(?i){pattern}", text)
    ]
    assert not found, "\n".join(found)
