"""What may be shown of a submission: nothing that runs, whatever its process sent, in time that its length explains."""

import base64
import io
import re
import time
from copy import deepcopy

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbconvert.filters.markdown import markdown2html
from PIL import Image

from autograder.course.limits import Limits
from autograder.running import inert
from autograder.running.process import NotebookProcess, Step
from autograder.running.submission import read_submission

LIMIT = 10_000


def shown(*sent: object) -> list:
    outputs = inert.outputs(sent, LIMIT)
    nbformat.validate(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=outputs)]))
    nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=outputs)]))
    return outputs


def bundle(**kinds: object) -> dict:
    """What is shown of a bundle, by the second half of its kinds."""
    data = {f"{'text' if kind in ('html', 'plain') else 'image'}/{kind}": value for kind, value in kinds.items()}
    (output,) = shown({"output_type": "display_data", "data": data, "metadata": {"image/png": {"width": "x"}}, "x": 1})
    assert set(output) == {"output_type", "data", "metadata"} and output.metadata == {}
    return {kind.split("/")[1]: value for kind, value in output.data.items()}


def html(text: str) -> str:
    """The inside of what is shown of some HTML."""
    return (
        bundle(html=text, plain="x")
        .get("html", "")
        .removeprefix(inert.without_formulas("")[:-6])
        .removesuffix("</div>")
    )


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\tb\nc", "a\tb\nc"),
        ("\x1b[1;31mred\x1b[0m \x1b]8;;javascript:x\x07link\x1b]8;;\x1b\\", "red link"),
        ("10%\r50%\r100%\ndone\r\nx\r", "100%\ndone\nx"),
        ("a\x00\x08\x7f\x9bb\u202ec\u2066", "abc"),
        ("\ud800", "?"),
        ("\x1b\x1b[", "["),
    ],
)
def test_text(text, clean):
    assert inert.text(text) == clean


@given(
    st.lists(
        st.sampled_from(
            ["`", "``", "```", "````", "~~~", "\n", "\r", "\0", " ", "$", "$$", "<b>x</b>", "    ", "@@0@@", "- ", "> "]
        )
    )
)
def test_a_cell_of_text_is_one_block_of_code(pieces):
    source = "".join(pieces)
    page = markdown2html(inert.fenced(source))
    assert "<b>" not in page
    assert len(re.findall("<pre>", page)) == len(re.findall("</pre>\\s*$", page)) == bool(inert.text(source).strip())


def test_a_cell_of_text_is_bounded():
    assert len(inert.fenced("x" * 10**6)) < inert.MAX_NOTE + 100


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("<b>b</b>", "<b>b</b>"),
        (
            '<table border="1"><tr><td>1 &lt; 2</td></tr></table>',
            "<table><tbody><tr><td>1 &lt; 2</td></tr></tbody></table>",
        ),
        ('<a href="https://a.b/">x</a>', '<a href="https://a.b/" rel="noopener noreferrer">x</a>'),
        ('<a href="//a.b">x</a>', '<a rel="noopener noreferrer">x</a>'),
        ('<a href="/formgrader/x">x</a>', '<a rel="noopener noreferrer">x</a>'),
        ('<a href="javascript:x">x</a>', '<a rel="noopener noreferrer">x</a>'),
        ('<a href="data:text/html,x">x</a>', '<a rel="noopener noreferrer">x</a>'),
        ("x<img src='http://a.b'>", "x"),
        ("x<style>p { background: url(http://a.b) }</style>", "x"),
        ("<form action='http://a.b'><input></form>x", "x"),
        ("<p style='position: fixed' class='x' id='x' onclick='x' data-x='x'>x</p>", "<p>x</p>"),
        ("<blockquote cite='http://a.b'>x</blockquote>", "<blockquote>x</blockquote>"),
        ("<script>x</script>", ""),
        ("<b>", ""),
        ("</b>", ""),
        ("<b><i></b></i>", ""),
        ("a < b", ""),
        ("<!-- x -->", ""),
        ("<b title='<i>'></b>", ""),
        ("<b title=\"'></b>", ""),
        ("<b/title='x'></b>", ""),
        ("<b\u2003title='x'></b>", ""),
        ("<b>" * 100 + "x" + "</b>" * 100, "<b>" * 100 + "x" + "</b>" * 100),
        ("<b>" * 101 + "x" + "</b>" * 101, ""),
    ],
)
def test_html(text, clean):
    assert html(text) == clean


TAGS = [
    "a",
    "b",
    "p",
    "div",
    "table",
    "tr",
    "td",
    "caption",
    "select",
    "option",
    "svg",
    "math",
    "mi",
    "title",
    "textarea",
    "xmp",
    "plaintext",
    "template",
    "frameset",
    "form",
    "object",
]
NESTED = st.recursive(
    st.sampled_from(["x", "<br>", "<img src=x>"]),
    lambda inner: st.builds(
        lambda tag, inside: f"<{tag} x=1>{''.join(inside)}</{tag}>", st.sampled_from(TAGS), st.lists(inner)
    ),
)


@given(NESTED)
def test_well_formed_html_does_not_grow(text):
    assert inert._is_well_formed(text)
    assert len(html(text)) <= 3 * len(text) + 100


def picture(kind: str, width: int = 3, height: int = 2) -> str:
    file = io.BytesIO()
    Image.new("RGB", (width, height)).save(file, kind)
    return base64.b64encode(file.getvalue()).decode()


def test_pictures():
    png, jpeg = picture("PNG"), picture("JPEG")
    assert bundle(png=png, jpeg=jpeg, plain="x") == {"png": png, "jpeg": jpeg, "plain": "x"}
    assert bundle(png=f"{png[:8]}\n{png[8:]}") == {"png": png}
    for wrong in (
        f'{png}" onload="x',
        "",
        "x",
        "AAAA",
        png[:20],
        jpeg[:20],
        base64.b64encode(b"<svg></svg>").decode(),
        [png],
        1,
        None,
    ):
        assert '"' not in bundle(png=wrong, jpeg=wrong).get("png", "")
    assert bundle(png="<svg>", jpeg=jpeg[:20]) == {"plain": "[not shown]"}
    assert bundle(png=picture("PNG", 10_000, 10_000), jpeg=picture("JPEG", 6000, 6000)) == {"plain": "[not shown]"}


def test_other_kinds_are_not_shown():
    kinds = (
        "image/svg+xml",
        "text/markdown",
        "text/latex",
        "application/javascript",
        "application/vnd.jupyter.widget-view+json",
    )
    for kind in kinds:
        (output,) = shown(
            {"output_type": "execute_result", "data": {kind: "x", "text/plain": "y"}, "execution_count": "x"}
        )
        assert output.data == {"text/plain": "y"} and output.execution_count is None


FIELDS = (
    "output_type",
    "name",
    "text",
    "data",
    "metadata",
    "ename",
    "evalue",
    "traceback",
    "text/html",
    "text/plain",
    "image/png",
)
KINDS = ("stream", "error", "display_data", "execute_result", "stdout")
ANYTHING = st.recursive(
    st.one_of(st.none(), st.integers(), st.floats(), st.binary(), st.text(), st.sampled_from(KINDS), st.just(2**5000)),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.sampled_from(FIELDS), inner), st.tuples(inner, inner)),
)


@given(st.lists(ANYTHING))
def test_whatever_a_process_sends_becomes_outputs_that_can_be_written(sent):
    shown(*sent)
    assert inert.size(sent) >= 0


def test_outputs_are_bounded():
    stream = {"output_type": "stream", "name": "stdout", "text": "x" * 100}
    assert len(shown(*[stream] * 1000)) < LIMIT / 100
    assert shown(*[stream] * 1000)[-1].text == "[the rest of the output is cut]\n"
    assert [output.text for output in shown(1, stream, 2)] == [
        "x" * 100,
        "[2 outputs of this cell are malformed and not shown]\n",
    ]


def test_whole_numbers_as_outputs_end_nothing(warm):
    """Short as they are sent, they would be long if they were encoded again."""
    cell = """
import msgpack
from autograder.inside import wire
usual = wire._extension
wire._extension = lambda value: msgpack.ExtType(3, bytes([255] * 9 + [0])) if isinstance(value, int) else usual(value)
get_ipython().outputs.extend([2**72] * 60_000)"""
    submission = NotebookProcess(warm, [], Limits())
    sent, after = submission.run([Step(cell), Step("print(1)")])
    submission.close()
    assert sent == [2**72 - 1] * 60_000
    assert after == [{"output_type": "stream", "name": "stdout", "text": "1\n"}]


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a",
        '<a b="',
        "<a b",
        "<a b='",
        "<b>",
        "<b><i></b>",
        "<b x=1>",
        "\x1b[0",
        "\x1b]",
        "`",
        "\r",
        "a\r",
        "\n",
        "&",
    ],
)
def test_time_grows_with_the_length(piece):
    started = time.process_time()
    text = piece * (10**6 // len(piece))
    inert.fenced(text)
    inert._is_well_formed(text)
    inert.outputs([{"output_type": "display_data", "data": {"text/html": text[:200_000], "text/plain": text}}], LIMIT)
    assert time.process_time() - started < 5


def test_text_of_the_release_stays_and_other_text_is_code(release_notebook, tmp_path):
    notebook = deepcopy(release_notebook)
    first, second, *_ = (cell for cell in notebook.cells if cell.cell_type == "markdown")
    first.source += "\n<b>mine</b>"
    second.attachments = {name: {"image/svg+xml": "<svg>"} for name in second.attachments}  # of the first picture
    for make in (nbformat.v4.new_markdown_cell, nbformat.v4.new_raw_cell):
        notebook.cells.append(make("<b>mine</b>", metadata={"x": "<b>"}))
    notebook.cells[-2].attachments = {"x": {"image/svg+xml": "<svg>"}}
    notebook.metadata.title = "<b>"
    path = tmp_path / "notebook.ipynb"
    nbformat.write(notebook, path)
    read = read_submission(path, release_notebook).notebook
    texts = [cell for cell in read.cells if cell.cell_type == "markdown"]
    assert texts[0].source.startswith("```\n# ") and texts[0].source.endswith("\n<b>mine</b>\n```")
    assert texts[1].source == second.source
    assert [cell.source for cell in texts[-2:]] == ["```\n<b>mine</b>\n```"] * 2
    pictures = [cell for cell in release_notebook.cells if "attachments" in cell]
    assert pictures and [cell for cell in texts if "attachments" in cell] == [
        {**cell, "id": ours.id} for cell, ours in zip(pictures, [c for c in texts if "attachments" in c], strict=True)
    ]
    assert all(not cell.metadata for cell in texts)
    assert read.metadata == release_notebook.metadata
