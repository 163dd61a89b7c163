"""Small edits of a function: the slips that people make in numerical code.

Applied to a reference they make mutants, which its grader must catch. Applied to a student's own wrong function they
find the slip: where one edit makes everything right, its line is wrong.
"""

import ast
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, islice, pairwise, permutations
from types import CodeType
from typing import Any, cast

from autograder.judging.flow import parsed

MAX_NODES = 1500  # of the functions in one cell; larger ones are not edited
MAX_EDITS = 6000  # that are looked at
MAX_NAMES = 16  # that may stand in for another one
MAX_PUT_IN = 8  # names that may be put in
MAX_KEYS = 24
FAR_FETCHED = 3  # the level of an edit that undoes no slip that anybody would make
MAX_EXCHANGED = 60  # pairs of lines
MAX_TWINS = 600  # pairs of edits

TAKEN_APART = "taken apart"  # what an edit does that exchanges two names of several results

# What is said of a line, by the family of the edits that put it right.
PHRASES = {
    "transpose": "a transpose is missing, or there is one too many",
    "operator": "one operator should be another",
    "order": "two things are in the wrong order",
    "parentheses": "what belongs together? The parentheses decide",
    "term": "something is added or subtracted that should not be, or is not and should be",
    "factor": "a factor is missing, or there is one too many, or it multiplies where it should divide",
    "power": "a power is missing, or there is one too many",
    "sign": "a sign is wrong",
    "comparison": "look at the comparison",
    "axis": "look at the axis",
    "keepdims": "does the result keep the axes that it should?",
    "argument": "look at what the call there is given",
    "function": "another function belongs here",
    "call": "a function is missing, or there is one too many",
    "bound": "where does the range begin and end?",
    "index": "look at the index",
    "key": "look at the key",
    "number": "look at the number",
    "name": "one name should be another",
    "instead": "is a number meant there?",
    "returned": "look at what is returned",
    "kept": "what becomes of the result?",
    "place": "the line stands in the wrong place",
    "branch": "is this line to run in every case?",
    "missing": "is something missing after this line?",
    "statement": "is this line needed?",
}

Path = tuple[tuple[str, int | None], ...]
"""The way from a tree to one of its nodes: fields, with an index where a field is a list."""


@dataclass(frozen=True, eq=False)
class Edit:
    """One node of a cell's functions in another's place.

    family: a key of PHRASES
    what: the edit without its place, and without digits where it is of names; two that have it alike are twins
    line: from 1, in the cell
    before, node: what stands there, and what takes its place
    level: 0 changes something or takes it out, 1 puts something in, 2 gives a result another name; or FAR_FETCHED
    statement, inside: what it is a part of, and the path from there
    """

    family: str
    what: str
    line: int
    path: Path
    before: ast.AST
    node: ast.AST
    level: int
    statement: ast.stmt
    inside: Path
    texts: tuple[str, str] | None

    @property
    def old(self) -> str:
        """The changed text."""
        return self.texts[0] if self.texts else ast.unparse(self.before)

    @property
    def new(self) -> str:
        """What stands in its place; empty where something was taken out."""
        return self.texts[1] if self.texts else ast.unparse(self.node)

    @property
    def weight(self) -> int:
        """What kind of line it is, for ties: 0 computes, 1 takes apart, 2 returns."""
        match self.statement:
            case ast.Return():
                return 2
            case ast.Assign(value=ast.Subscript(ast.Attribute(attr="shape"))):
                return 0
            case ast.Assign(value=ast.Subscript() | ast.Tuple() | ast.Attribute()):
                return 1
        return 0

    @property
    def whole(self) -> tuple[str, str]:
        """The first line of the statement, before and after."""
        changed = _with(self.statement, self.inside, self.node)
        return ast.unparse(self.statement).split("\n")[0], ast.unparse(changed).split("\n")[0]


@dataclass(frozen=True, eq=False)
class Candidate:
    """A cell's functions with one edit, or with the same edit at several places.

    tier: 0 for plain edits, 1 for those that are likely, 2 for those that are less so
    """

    edits: tuple[Edit, ...]
    code: CodeType
    tier: int = 0

    @property
    def family(self) -> str:
        return self.edits[0].family

    @property
    def puts_in(self) -> bool:
        """Whether it adds something, rather than change or take out what is there."""
        return any(edit.level for edit in self.edits)

    @property
    def rank(self) -> tuple[int, int]:
        """How far-fetched it is: of two that are right, the lower one is what happened."""
        level = max(edit.level for edit in self.edits)
        several = len(self.edits) > 1
        return 3 * (level == 2) + 2 * several + min(level, 1), max(edit.weight for edit in self.edits)

    @property
    def lines(self) -> tuple[int, ...]:
        return tuple(sorted({edit.line for edit in self.edits}))


class NotEditable(ValueError):
    """Code that has no functions, does not parse, or is too large."""


def mutants(source: str) -> Iterator[Candidate]:
    """The functions of a cell with one plain edit each; no two have the same byte code. Raises NotEditable."""
    functions = _Functions(source)
    yield from functions.candidates([edit] for edit in functions.edits(_plain))


def repairs(
    source: str,
    known: Iterable[str] = (),
    keys: Iterable[str] = (),
    wanted: Callable[[int], bool] = lambda line: True,
    late: Callable[[], bool] = bool,
) -> Iterator[Candidate]:
    """The functions of a cell with what may undo a slip; no two have the same byte code. Raises NotEditable.

    Assertions are left out. Edits come the likelier ones first, each kind before its twins.
    known: names of functions that may be called besides those that are
    keys: of dictionaries, besides those in the code
    wanted: which lines are edited
    late: whether to stop; by default it never is
    """
    functions = _Functions(source, known, keys, asserts=False, late=late)
    yield from functions.without_asserts()
    more = list(functions.edits(functions.more, wanted))
    plain = [edit for edit in functions.edits(_plain, wanted) if edit.level < FAR_FETCHED]
    tiers = (
        sorted(plain, key=lambda edit: edit.level),
        [edit for edit in more if not edit.level],
        [edit for edit in more if edit.level],
    )
    for tier, edits in enumerate(tiers):
        yield from functions.candidates(([edit] for edit in edits), tier)
        yield from functions.candidates(islice(_twins(edits), MAX_TWINS), tier)


def compiled(source: str) -> CodeType:
    """The functions of a cell as they are. Raises NotEditable."""
    return _Functions(source).code(())


class _Functions:
    """The functions that a cell defines at its left margin, and what their code is made of."""

    def __init__(
        self,
        source: str,
        known: Iterable[str] = (),
        keys: Iterable[str] = (),
        asserts: bool = True,
        late: Callable[[], bool] = bool,
    ) -> None:
        self.known, self.given_keys, self.late = list(known), list(keys), late
        try:
            body = parsed(source).body
            self.tree = ast.Module([node for node in body if isinstance(node, ast.FunctionDef)], [])
            count = sum(1 for _ in islice(ast.walk(self.tree), MAX_NODES + 1))
            if not self.tree.body or count > MAX_NODES:
                raise NotEditable("there are no functions, or too large ones")
            self._seen: set[Hashable] = {_digest(self.code(()))}
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise NotEditable(str(error)) from None
        self.asserts = [node for node in ast.walk(self.tree) if isinstance(node, ast.Assert)]
        if not asserts:
            self.tree = _WithoutAsserts().visit(self.tree)

    def code(self, edits: Iterable[Edit]) -> CodeType:
        tree: ast.AST = self.tree
        for edit in edits:
            tree = _with(tree, edit.path, edit.node)
        return compile(cast(ast.Module, tree), "<edited>", "exec")

    def candidates(self, chosen: Iterable[Sequence[Edit]], tier: int = 0) -> Iterator[Candidate]:
        """What these edits lead to, as far as it is Python and new."""
        for edits in chosen:
            if self.late():
                return
            try:
                code = self.code(edits)
                digest = _digest(code)
            except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
                continue
            if digest not in self._seen:
                self._seen.add(digest)
                yield Candidate(tuple(edits), code, tier)

    def without_asserts(self) -> Iterator[Candidate]:
        edits = [
            Edit("statement", "assert", node.lineno, (), node, ast.Pass(), 0, node, (), (ast.unparse(node), ""))
            for node in self.asserts
        ]
        if edits:
            self._seen.add(_digest(code := self.code(())))
            yield Candidate(tuple(edits), code)

    def edits(self, rules: "Rules", wanted: Callable[[int], bool] = bool) -> Iterator[Edit]:
        yield from islice(self._edits(rules, wanted), MAX_EDITS)

    def _edits(self, rules: "Rules", wanted: Callable[[int], bool]) -> Iterator[Edit]:
        for node, path, statement, inside, parent in _walk(self.tree):
            if self.late():
                return
            first = getattr(node, "lineno", statement.lineno)
            if not (wanted(first) or hasattr(node, "body")):
                continue
            for change in rules(node, path[-1][0], parent):
                if not wanted(change.line or first):  # which may be one inside a block
                    continue
                if path[-1][0] == "test" and change.family == "call":
                    continue  # what no longer asks anything is true each time
                new = change.node
                _placed(new, node if hasattr(node, "lineno") else statement)
                what = change.what or f"{ast.unparse(node)} -> {ast.unparse(new)}"
                if change.family != "number":  # as in W1 and W2
                    what = re.sub(r"\d+", "", what)
                line = change.line or first
                yield Edit(change.family, what, line, path, node, new, change.level, statement, inside, change.texts)

    # What the functions are made of.

    @cached_property
    def names(self) -> list[str]:
        """The local variables and arguments of the functions: those that are not used, then the most used first."""
        nodes = list(ast.walk(self.tree))
        local = {node.arg for node in nodes if isinstance(node, ast.arg)}
        local |= {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        used = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
        return sorted(local - {"self", "_"}, key=lambda name: (name in used, -used.count(name), name))

    @cached_property
    def containers(self) -> set[str]:
        """Variables that are taken apart by a text, or called: no numbers."""
        found = set()
        for node in ast.walk(self.tree):
            match node:
                case ast.Subscript(
                    ast.Name(name), ast.Constant(str()) | ast.JoinedStr() | ast.BinOp(ast.Constant(str()))
                ):
                    found.add(name)
                case ast.Call(ast.Name(name)):
                    found.add(name)
                case ast.Assign([ast.Name(name)], ast.Dict() | ast.List() | ast.Tuple()):
                    found.add(name)
        return found

    @cached_property
    def called(self) -> set[str]:
        """Variables that are called."""
        calls = (node.func for node in ast.walk(self.tree) if isinstance(node, ast.Call))
        return {function.id for function in calls if isinstance(function, ast.Name)}

    @cached_property
    def numbers(self) -> list[str]:
        """Variables that may be numbers or arrays."""
        return [name for name in self.names if name not in self.containers and name != "print_cost"][:MAX_NAMES]

    @cached_property
    def keys(self) -> list[str]:
        """Texts that stand in brackets, or before a colon in a dictionary."""
        found: list[str] = []
        for node in ast.walk(self.tree):
            match node:
                case ast.Subscript(slice=ast.Constant(str(key))):
                    found.append(key)
                case ast.Dict(keys):
                    found += [k.value for k in keys if isinstance(k, ast.Constant) and isinstance(k.value, str)]
        return list(dict.fromkeys([*found, *self.given_keys]))[:MAX_KEYS]

    @cached_property
    def functions(self) -> list[str]:
        """The notebook's own functions, as far as they are called here or known."""
        called = [
            node.func.id
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id not in PYTHONS
        ]
        return list(dict.fromkeys([*called, *self.known]))

    def more(self, node: ast.AST, field: str, parent: ast.AST) -> "Iterator[Change]":
        return _more(self, node, field, parent)


@dataclass(frozen=True)
class Change:
    """What a rule makes of a node; see Edit."""

    family: str
    node: ast.AST
    what: str = ""
    level: int = 0
    texts: tuple[str, str] | None = None
    line: int = 0


Rules = Callable[[ast.AST, str, ast.AST], Iterator[Change]]
"""What may take the place of a node, given in which field of which parent it stands."""


class _WithoutAsserts(ast.NodeTransformer):
    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        return ast.copy_location(ast.Pass(), node)


def _walk(tree: ast.AST) -> Iterator[tuple[ast.AST, Path, ast.stmt, Path, ast.AST]]:
    """The nodes that may be edited, in order: each with its path, its statement, the path from there, its parent.

    What only prints, docstrings, annotations and the text of errors are left out.
    """
    waiting: list[tuple[ast.AST, Path, Any, Path, ast.AST]] = [(tree, (), None, (), tree)]
    while waiting:
        node, path, statement, inside, parent = waiting.pop()
        if isinstance(node, ast.stmt):
            statement, inside = node, ()
            if _idle(node):
                continue
        if isinstance(node, (ast.expr_context, ast.operator, ast.cmpop, ast.boolop, ast.unaryop, ast.JoinedStr)):
            continue
        if statement is not None:
            yield node, path, statement, inside, parent
        children = []
        for field, value in ast.iter_fields(node):
            if field in ("annotation", "returns", "decorator_list", "type_comment") or isinstance(node, ast.Raise):
                continue
            for i, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if isinstance(child, ast.AST):
                    step = ((field, i),)
                    children.append((child, path + step, statement, inside + step, node))
        waiting += reversed(children)


def _idle(node: ast.stmt) -> bool:
    """Whether a statement only prints, imports, refuses an argument, or does nothing."""
    match node:
        case ast.Expr(ast.Constant()) | ast.Pass() | ast.Import() | ast.ImportFrom():
            return True
        case ast.Expr(ast.Call(ast.Name("print"))):
            return True
        case ast.If(body=body, orelse=orelse):
            return all(isinstance(line, ast.Raise) or _idle(line) for line in [*body, *orelse])
    return False


def _placed(new: ast.AST, where: ast.AST) -> None:
    """Gives the new nodes of a tree the place of the one that they stand for; what was there before has one."""
    if isinstance(new, (ast.expr, ast.stmt, ast.keyword)) and not hasattr(new, "lineno"):
        ast.copy_location(new, where)
    for child in ast.iter_child_nodes(new):
        if not hasattr(child, "lineno"):
            _placed(child, where)


def _with(tree: ast.AST, path: Path, new: ast.AST) -> ast.AST:
    """The tree with another node at the end of the path; the rest is shared with the old tree."""
    if not path:
        return new
    (field, index), *rest = path
    changed = type(tree).__new__(type(tree))  # copy.copy takes ten times as long
    changed.__dict__.update(tree.__dict__)
    child = getattr(tree, field)
    if index is None:
        setattr(changed, field, _with(child, tuple(rest), new))
    else:
        setattr(changed, field, [*child[:index], _with(child[index], tuple(rest), new), *child[index + 1 :]])
    return changed


def _digest(code: CodeType) -> Hashable:
    """What tells one byte code from another, wherever its lines stand."""
    constants = tuple(
        _digest(value) if isinstance(value, CodeType) else (type(value).__name__, repr(value))
        for value in code.co_consts
    )
    # The instructions alone: what is cached beside them is the same.
    return code.co_code, constants, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars


def _twins(edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    """The same edit at two places or more."""
    alike: dict[tuple[str, str], list[Edit]] = {}
    for edit in edits:
        if edit.level < 2:
            alike.setdefault((edit.family, edit.what), []).append(edit)
    groups = [group for group in alike.values() if len(group) > 1]
    for group in groups:
        chosen: list[Edit] = []
        for edit in group:
            if not any(_overlap(edit.path, other.path) for other in chosen):
                chosen.append(edit)
        if len(chosen) > 2:
            yield chosen
    for group in sorted(groups, key=len):
        for pair in islice(combinations(group, 2), 10):
            if not _overlap(pair[0].path, pair[1].path):
                yield list(pair)


def _overlap(one: Path, other: Path) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


# The rules. Each gives what may stand in a node's place.

PYTHONS = {
    "range",
    "len",
    "print",
    "str",
    "int",
    "float",
    "list",
    "dict",
    "tuple",
    "zip",
    "enumerate",
    "reversed",
    "abs",
}
ALIKE = (  # functions that are taken for one another
    ("sum", "mean", "max", "min", "prod", "std", "average", "median"),
    ("exp", "log", "log2", "log10", "expm1", "log1p"),
    ("sqrt", "square", "abs"),
    ("tanh", "sin", "cos", "tan", "sinh", "cosh", "arctan"),
    ("zeros", "ones", "empty"),
    ("zeros_like", "ones_like"),
    ("rand", "randn"),
    ("normal", "uniform"),
    ("argmax", "argmin"),
    ("maximum", "minimum"),
    ("dot", "multiply", "outer"),
    ("floor", "ceil", "round"),
    ("append", "insert", "extend"),
    ("vstack", "hstack", "concatenate"),
    ("flatnonzero", "nonzero", "argwhere"),
)
ACTIVATIONS = ("sigmoid", "relu", "tanh")
PLAIN_ALIKE = {
    "sum": "mean",
    "mean": "sum",
    "max": "min",
    "min": "max",
    "exp": "log",
    "log": "exp",
    "abs": "square",
    "sqrt": "abs",
    "tanh": "sin",
    "sin": "cos",
    "cos": "sin",
    "zeros": "ones",
    "ones": "zeros",
    "randn": "rand",
    "normal": "uniform",
    "maximum": "minimum",
    "minimum": "maximum",
}
WRAPS = (
    "np.exp",
    "np.log",
    "np.abs",
    "np.sqrt",
    "np.tanh",
    "sigmoid",
    "relu",
    "np.sum",
    "np.mean",
    "np.square",
    "np.squeeze",
    "float",
    "int",
)
OPERATORS: dict[type[ast.operator], list[tuple[str, type[ast.operator]]]] = {
    ast.Add: [("operator", ast.Sub)],
    ast.Sub: [("operator", ast.Add)],
    ast.Mult: [("operator", ast.Div), ("operator", ast.MatMult)],
    ast.Div: [("operator", ast.Mult)],
    ast.MatMult: [("operator", ast.Mult)],
    ast.Pow: [("operator", ast.Mult)],
    ast.FloorDiv: [("operator", ast.Div)],
}
MORE_OPERATORS: dict[type[ast.operator], list[type[ast.operator]]] = {
    ast.Add: [ast.Mult],
    ast.Sub: [ast.Mult, ast.Div],
    ast.Mult: [ast.Add, ast.Sub, ast.Pow],
    ast.Div: [ast.FloorDiv, ast.Sub],
    ast.FloorDiv: [ast.Mult],
}
COMPARISONS: dict[type[ast.cmpop], list[type[ast.cmpop]]] = {
    ast.Gt: [ast.Lt, ast.GtE],
    ast.Lt: [ast.Gt, ast.LtE],
    ast.GtE: [ast.Lt, ast.Gt],
    ast.LtE: [ast.Gt, ast.Lt],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
}
ASSOCIATIVE = {  # pairs for which parentheses change nothing
    (ast.Add, ast.Add),
    (ast.Add, ast.Sub),
    (ast.Mult, ast.Mult),
    (ast.Mult, ast.Div),
    (ast.MatMult, ast.MatMult),
    (ast.MatMult, ast.Div),
}
PART = {ast.Add: "term", ast.Sub: "term", ast.Pow: "power"}  # what an operand is; otherwise a factor


def _plain(node: ast.AST, field: str, parent: ast.AST) -> Iterator[Change]:
    """Edits that nearly always matter."""
    match node:
        case ast.BinOp(left, op, right):
            yield from _binary(node, left, op, right)
        case ast.UnaryOp(op, operand):
            yield Change("sign", operand, f"without {type(op).__name__}")
        case ast.Compare(left, [op], [right]):
            for other in COMPARISONS.get(type(op), []):
                yield Change("comparison", ast.Compare(left, [other()], [right]), f"{type(op)} {other}")
        case ast.BoolOp(op, values):
            yield Change("comparison", ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values))
        case ast.Attribute(value, "T"):
            yield Change("transpose", value, "without")
        case ast.Call():
            yield from _call(node)
        case ast.Subscript(value, index):
            yield from _index(node, value, index)
        case ast.Constant(bool(value)):
            if field != "defaults":  # it says whether to print
                yield Change("number", ast.Constant(not value))
        case ast.Constant(int() | float() as value) if field not in ("slice", "operand"):
            yield Change("number", ast.Constant(value + 1 if isinstance(value, int) else 2 * value or 1.0))
        case ast.AugAssign(target, op, value):
            for family, swapped in OPERATORS.get(type(op), [])[:1]:
                yield Change(family, ast.AugAssign(target, swapped(), value), f"{type(op)} {swapped}")
            yield Change("operator", ast.Assign([target], value), "plain")
        case ast.Tuple(items, ast.Load()) if len(items) > 1 and field != "comparators":
            family = "returned" if field == "value" else "order"
            for i in range(len(items) - 1):
                swapped_items = [*items[:i], items[i + 1], items[i], *items[i + 2 :]]
                yield Change(family, ast.Tuple(swapped_items, ast.Load()), f"swap {len(items)}")
        case ast.Dict(keys, values):
            texts = [ast.unparse(ast.Dict([key], [value]))[1:-1] for key, value in zip(keys, values, strict=True)]
            for i, text in enumerate(texts):
                kept = ast.Dict(keys[:i] + keys[i + 1 :], values[:i] + values[i + 1 :])
                yield Change("returned", kept, texts=(text, ""), line=values[i].lineno)
            for i, j in pairwise(range(len(keys))):
                exchanged = ast.Dict(keys, [*values[:i], values[j], values[i], *values[j + 1 :]])
                pair = ast.unparse(ast.Dict(keys[i : j + 1], [values[j], values[i]]))[1:-1]
                named = all(_is_named(*item) for item in ((keys[i], values[i]), (keys[j], values[j])))
                level = FAR_FETCHED if named else 0
                both = ", ".join(texts[i : j + 1])
                yield Change("returned", exchanged, level=level, texts=(both, pair), line=values[i].lineno)
        case ast.If(test, body, orelse):
            negated = ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
            condition = ast.unparse(test)
            yield Change("comparison", negated, "negated", texts=(f"if {condition}", f"if not {condition}"))
    match node:
        case ast.Assign(_, ast.BinOp() as value) | ast.Return(ast.BinOp() as value):
            if not _is_text(value):
                negative = copy(node)
                negative.value = ast.UnaryOp(ast.USub(), value)
                yield Change("sign", negative, "negative", level=1)
    if isinstance(node, ast.stmt) and not isinstance(node, ast.FunctionDef):
        yield from _taken_out(node)


def _is_named(key: ast.expr | None, value: ast.expr) -> bool:
    """Whether an item of a dictionary is called like the variable that it holds."""
    return isinstance(key, ast.Constant) and isinstance(value, ast.Name) and key.value == value.id


def _binary(node: ast.BinOp, left: ast.expr, op: ast.operator, right: ast.expr) -> Iterator[Change]:
    if _is_text(left) or _is_text(right):  # a key that is put together
        yield Change("key", left if not _is_text(left) else right)
        return
    for family, other in OPERATORS.get(type(op), []):
        yield Change(family, ast.BinOp(left, other(), right), f"{type(op).__name__} {other.__name__}")
    if isinstance(op, (ast.Sub, ast.Div, ast.MatMult)):
        yield Change("order", ast.BinOp(right, op, left), type(op).__name__)
    part = PART.get(type(op), "factor")
    yield Change(part, left, f"without {type(op).__name__} {ast.unparse(right)}")
    if not isinstance(op, ast.Pow):
        # What was subtracted, divided by or raised stays what it is, with its own sign.
        yield Change(part, right, f"without {ast.unparse(left)} {type(op).__name__}")
    match node:
        case ast.BinOp(ast.BinOp(a, first, b), second, c) if (type(first), type(second)) not in ASSOCIATIVE:
            yield Change("parentheses", ast.BinOp(a, first, ast.BinOp(b, second, c)), "right")
        case ast.BinOp(a, first, ast.BinOp(b, second, c)) if (type(first), type(second)) not in ASSOCIATIVE:
            yield Change("parentheses", ast.BinOp(ast.BinOp(a, first, b), second, c), "left")
    match node:  # a - b - c / d for a - (b - c) / d
        case ast.BinOp(
            ast.BinOp(a, ast.Add() | ast.Sub() as first, b),
            ast.Add() | ast.Sub() as second,
            ast.BinOp(c, ast.Mult() | ast.Div() as third, d),
        ):
            inner = ast.BinOp(ast.BinOp(b, second, c), third, d)
            yield Change("parentheses", ast.BinOp(a, first, inner), "around a difference", level=1)
    if isinstance(op, ast.MatMult):
        for i, operand in enumerate((left, right)):
            if isinstance(operand, (ast.Name, ast.Subscript)):
                transposed = ast.Attribute(operand, "T", ast.Load())
                both = (transposed, right) if i == 0 else (left, transposed)
                yield Change("transpose", ast.BinOp(both[0], op, both[1]), f"with {i}", level=1)


def _is_text(node: ast.expr) -> bool:
    match node:
        case ast.Constant(str()) | ast.JoinedStr() | ast.Call(ast.Name("str")):
            return True
        case ast.BinOp(left, _, right):
            return _is_text(left) or _is_text(right)
    return False


def _call(node: ast.Call) -> Iterator[Change]:
    function, args, keywords = node.func, node.args, node.keywords
    name = _name(function)
    if name == "range":
        yield from _range(node, args)
        return
    if name in ("len", "str", "isinstance", "print", "enumerate", "zip"):
        return
    for i, keyword in enumerate(keywords):
        family = keyword.arg if keyword.arg in ("axis", "keepdims") else "argument"
        yield Change(family, ast.Call(function, args, keywords[:i] + keywords[i + 1 :]), f"without {keyword.arg}")
        if keyword.arg == "axis" and isinstance(keyword.value, ast.Constant) and keyword.value.value in (0, 1):
            value = keyword.value.value
            other = ast.keyword("axis", ast.Constant(1 - value))
            yield Change("axis", ast.Call(function, args, [*keywords[:i], other, *keywords[i + 1 :]]), f"axis {value}")
    if other_name := PLAIN_ALIKE.get(name):
        yield Change("function", ast.Call(_renamed(function, other_name), args, keywords), f"{name} {other_name}")
    if isinstance(function, ast.Attribute) and not _is_module(function.value):
        if name not in ("append", "extend", "insert"):
            yield Change("call", function.value, f"without {name}")
    elif args and not isinstance(args[0], ast.Starred):
        yield Change("call", args[0], f"without {name}")
    for i in range(len(args) - 1):
        swapped = [*args[:i], args[i + 1], args[i], *args[i + 2 :]]
        yield Change("argument", ast.Call(function, swapped, keywords), f"swap {name}")
    if len(args) > 1:
        yield Change("argument", ast.Call(function, args[:-1], keywords), f"last of {name}")


def _range(node: ast.Call, args: list[ast.expr]) -> Iterator[Change]:
    for i, arg in enumerate(args[:2]):
        for op in (ast.Add(), ast.Sub()):
            shifted = [*args[:i], ast.BinOp(arg, op, ast.Constant(1)), *args[i + 1 :]]
            yield Change("bound", ast.Call(node.func, shifted, []), f"{i} {type(op).__name__}")
    if len(args) == 2:
        yield Change("bound", ast.Call(node.func, args[1:], []), "no start")
    if len(args) == 1:
        yield Change("bound", ast.Call(node.func, [ast.Constant(1), *args], []), "start", level=1)


def _name(function: ast.expr) -> str:
    match function:
        case ast.Name(name) | ast.Attribute(_, name):
            return name
    return ""


def _is_module(node: ast.expr) -> bool:
    match node:
        case ast.Name("np" | "numpy" | "math" | "tf" | "scipy"):
            return True
        case ast.Attribute(value):
            return _is_module(value)
    return False


def _renamed(function: ast.expr, name: str) -> ast.expr:
    if isinstance(function, ast.Attribute):
        return ast.Attribute(function.value, name, ast.Load())
    return ast.Name(name, ast.Load())


def _index(node: ast.Subscript, value: ast.expr, index: ast.expr) -> Iterator[Change]:
    def at(other: ast.expr) -> ast.Subscript:
        return ast.Subscript(value, other, node.ctx)

    match index:
        case ast.Constant(int(number)) if not isinstance(number, bool):
            yield Change("index", at(ast.Constant(1 - number if number in (0, 1) else number - 1)))
        case ast.Name() if isinstance(node.ctx, ast.Load):
            yield Change("index", at(ast.BinOp(index, ast.Sub(), ast.Constant(1))), "one less", level=1)
        case ast.Tuple(items) if len(items) == 2:
            yield Change("index", at(ast.Tuple(items[::-1], ast.Load())), "swap")
        case ast.Slice(lower, upper, step):
            for bound in (lower, upper):
                if bound is not None:
                    kept = ast.Slice(None if bound is lower else lower, None if bound is upper else upper, step)
                    yield Change("index", at(kept), "slice")
    if isinstance(node.ctx, ast.Load) and not isinstance(index, ast.Constant):
        yield Change("index", value, "without")


def _taken_out(node: ast.stmt) -> Iterator[Change]:
    """The statement left out. Without its first assignment a name would only be missing."""
    text = ast.unparse(node).split("\n")[0]
    if not isinstance(node, (ast.For, ast.While, ast.With)):
        family = "returned" if isinstance(node, ast.Return) else "statement"
        yield Change(family, ast.Pass(), text, texts=(text, ""))


def _more(known: _Functions, node: ast.AST, field: str, parent: ast.AST) -> Iterator[Change]:
    """Edits that find slips, and often change nothing in right code."""
    match node:
        case ast.Name(name, ast.Load()) if field != "func":
            if name in known.names:
                yield from _other_names(known, name)
        case ast.Name(name, ast.Load()) if name in known.functions:
            for other in known.functions:
                if other != name:
                    yield Change("function", ast.Name(other, ast.Load()), f"{name} {other}")
            for word, other in permutations(ACTIVATIONS, 2):
                if word in name:  # as in sigmoid_backward
                    yield Change("function", ast.Name(name.replace(word, other), ast.Load()), f"{name} {other}")
        case ast.Constant(str(key)) if field in ("slice", "keys", "comparators"):
            for other in known.keys:
                if other != key:
                    yield Change("key", ast.Constant(other))
        case ast.Constant(str()) if field in ("left", "right"):
            for other in known.keys:
                yield Change("key", ast.Constant(re.sub(r"\d+$", "", other)))
        case ast.Constant(str(word)) if field == "args" and word in ACTIVATIONS:
            for other in ACTIVATIONS:
                if other != word:
                    yield Change("argument", ast.Constant(other), f"{word} {other}")
        case ast.Constant(str(text)) if field == "value" and text.replace(".", "", 1).isdigit():
            yield Change("number", ast.Constant(float(text)))
        case ast.BoolOp(op, values):
            for i in range(len(values)):
                kept = [*values[:i], *values[i + 1 :]]
                yield Change("comparison", ast.BoolOp(op, kept) if len(kept) > 1 else kept[0], "without one")
        case ast.Compare(left, [ast.Gt() | ast.Lt() | ast.GtE() | ast.LtE()], [right]):
            for equal in (ast.Eq(), ast.NotEq()):
                yield Change("comparison", ast.Compare(left, [equal], [right]), type(equal).__name__)
        case ast.Constant(bool(value)):
            for number_for in (int(value), float(value)):
                yield Change("number", ast.Constant(number_for))
        case ast.Constant(int(number)):
            yield Change("sign", ast.Constant(-number), "negative", level=1)
            for near in (number - 1, number + 1, 0, 1, 2, 0.5):
                if near != number:
                    yield Change("index" if field == "slice" else "number", ast.Constant(near))
            for name in known.numbers:
                yield Change("instead", ast.Name(name, ast.Load()), f"{name} for {number}")
        case ast.Constant(float(number)):
            yield Change("sign", ast.Constant(-number), "negative", level=1)
            for like in (
                number / 10,
                number * 10,
                number / 2,
                number * 2,
                1 - number,
                0.0,
                0.5,
                1.0,
                2.0,
                0.01,
            ):
                yield Change("number", ast.Constant(like))
            for name in known.numbers:
                yield Change("instead", ast.Name(name, ast.Load()), f"{name} for {number}")
        case ast.Attribute(value, "T"):
            pass
        case ast.Attribute(value, name) if field == "func":
            for group in ALIKE:
                if name in group:
                    for other in group:
                        yield Change("function", ast.Attribute(value, other, ast.Load()), f"{name} {other}")
        case ast.Call(args=[_, *_]):
            yield from _more_calls(node)
        case ast.BinOp(left, op, right) if not (_is_text(left) or _is_text(right)):
            for other_op in MORE_OPERATORS.get(type(op), []):
                changed = ast.BinOp(left, other_op(), right)
                yield Change("operator", changed, f"{type(op).__name__} {other_op.__name__}")
            if isinstance(op, ast.Pow):
                yield Change("order", ast.BinOp(right, op, left), "Pow")
            match node:  # a * b * c * d for a * b + c * d
                case ast.BinOp(ast.BinOp(first, ast.Mult(), middle), ast.Mult(), last):
                    for sign in (ast.Add(), ast.Sub()):
                        split = ast.BinOp(first, sign, ast.BinOp(middle, ast.Mult(), last))
                        yield Change("operator", split, f"Mult {type(sign).__name__} Mult")
            match node:  # a / b * 2 for a / b**2
                case ast.BinOp(ast.BinOp(first, inner, factor), ast.Mult(), ast.Constant(int()) as exponent):
                    powered = ast.BinOp(first, inner, ast.BinOp(factor, ast.Pow(), exponent))
                    yield Change("power", powered, "of what stands before")
        case ast.Subscript(value, index, ast.Load()):
            yield Change("index", value, "without")
            if isinstance(index, ast.Name):
                yield Change("index", ast.Subscript(value, _plus(index, 1), ast.Load()), "one more", level=1)
        case ast.Tuple([item], ast.Load()):  # a shape of one axis
            for pair in ([item, ast.Constant(1)], [ast.Constant(1), item]):
                yield Change("argument", ast.Tuple(pair, ast.Load()), "a pair", level=1)
        case ast.Tuple(items, ast.Store()):
            for i, j in pairwise(range(len(items))):
                exchanged = [*items[:i], items[j], items[i], *items[j + 1 :]]
                yield Change("order", ast.Tuple(exchanged, ast.Store()), TAKEN_APART)
            for i, item in enumerate(items):
                for name in known.names if isinstance(item, ast.Name) else ():
                    renamed: list[ast.expr] = [*items[:i], ast.Name(name, ast.Store()), *items[i + 1 :]]
                    if name not in map(_name, items):
                        yield Change("name", ast.Tuple(renamed, ast.Store()), f"to {_name(item)} {name}", level=2)
        case ast.Tuple(items, ast.Load()) if len(items) > 1:
            for i in range(len(items)):
                kept = items[:i] + items[i + 1 :]
                yield Change("returned", ast.Tuple(kept, ast.Load()) if len(kept) > 1 else kept[0])
            if field == "value" and len(items) == 3:
                yield Change("returned", ast.Tuple([items[2], items[1], items[0]], ast.Load()))
        case ast.Dict(keys, values):
            for name in known.names:
                added = ast.Dict([*keys, ast.Constant(name)], [*values, ast.Name(name, ast.Load())])
                yield Change("returned", added, f"with {name}", level=1)
        case ast.Expr(value):
            yield Change("returned", ast.Return(value), "return")
            for name in known.names:
                yield Change("kept", ast.Assign([ast.Name(name, ast.Store())], value), f"kept as {name}", level=1)
        case ast.FunctionDef() if not any(isinstance(inner, ast.Return) for inner in ast.walk(node)):
            yield from _returning(known, node)
        case ast.Assign([ast.Name(target)], value):
            yield from _assigned(known, node, target)
        case ast.Return(ast.Name(name) as value):
            for other in known.names:
                yield Change(
                    "returned", ast.Return(ast.Tuple([value, ast.Name(other, ast.Load())], ast.Load())), level=1
                )
    if isinstance(node, ast.expr):
        yield from _inside_out(node)
    if isinstance(node, ast.stmt):
        yield from _moved(node)
    if isinstance(node, ast.expr) and _may_be_wrapped(known, node, field):
        yield from _put_in(known, node, field, parent)


def _called(function: str, argument: ast.expr) -> ast.expr:
    """A call, or what the function is in NumPy's words."""
    match function:
        case "sigmoid":
            power = ast.Call(_attribute("np", "exp"), [ast.UnaryOp(ast.USub(), argument)], [])
            return ast.BinOp(ast.Constant(1), ast.Div(), ast.BinOp(ast.Constant(1), ast.Add(), power))
        case "relu":
            return ast.Call(_attribute("np", "maximum"), [ast.Constant(0), argument], [])
    return ast.Call(_attribute(*function.split(".")), [argument], [])


def _attribute(name: str, attribute: str = "") -> ast.expr:
    variable = ast.Name(name, ast.Load())
    return ast.Attribute(variable, attribute, ast.Load()) if attribute else variable


def _plus(node: ast.expr, number: int) -> ast.BinOp:
    return ast.BinOp(node, ast.Add() if number > 0 else ast.Sub(), ast.Constant(abs(number)))


def _other_names(known: _Functions, name: str) -> Iterator[Change]:
    family = known.names if name in known.containers else known.numbers
    for other in family:
        if other != name and (other in known.containers) == (name in known.containers):
            yield Change("name", ast.Name(other, ast.Load()), f"{name} {other}")


def _assigned(known: _Functions, node: ast.Assign, target: str) -> Iterator[Change]:
    for other in known.names:
        if other != target and other not in known.called:
            yield Change(
                "name", ast.Assign([ast.Name(other, ast.Store())], node.value), f"to {target} {other}", level=2
            )
    for op in (ast.Add(), ast.Sub()):
        yield Change("operator", ast.AugAssign(ast.Name(target, ast.Store()), op, node.value), "augmented")


def _more_calls(node: ast.Call) -> Iterator[Change]:
    function, args, keywords = node.func, node.args, node.keywords
    if _name(function) == "range":
        first, last = (args[0], args[1]) if len(args) > 1 else (ast.Constant(0), args[0])
        for step in (1, -1):
            shifted: list[ast.expr] = [_plus(first, step), _plus(last, step)]
            yield Change("bound", ast.Call(function, shifted, []), f"both {step}", level=1)
        yield Change("bound", ast.Call(ast.Name("reversed", ast.Load()), [node], []), "reversed", level=1)
        return
    if len(args) == 1 and not keywords and not isinstance(args[0], ast.Starred):
        for other in ("np.tanh", "sigmoid", "relu"):
            yield Change("function", _called(other, args[0]), f"{ast.unparse(function)} {other}")
    name, given = _name(function), {keyword.arg for keyword in keywords}
    if name in ("sum", "mean", "max", "min", "norm", "argmax", "std", "prod"):
        extras = [[ast.keyword("axis", ast.Constant(axis))] for axis in (0, 1) if "axis" not in given]
        if "keepdims" not in given:
            keep = ast.keyword("keepdims", ast.Constant(True))
            extras += [*([*extra, keep] for extra in extras), [keep]]
        for extra in extras:
            family = "axis" if any(keyword.arg == "axis" for keyword in extra) else "keepdims"
            what = ast.unparse(ast.Call(function, [], extra))
            yield Change(family, ast.Call(function, args, [*keywords, *extra]), what, level=1)
        if extras and given & {"axis", "keepdims"}:
            kept = [keyword for keyword in keywords if keyword.arg not in ("axis", "keepdims")]
            yield Change("axis", ast.Call(function, args, kept), "without both")
        if "axis" in given:
            flipped = [
                ast.keyword("axis", ast.Constant(1 - k.value.value))
                if k.arg == "axis" and isinstance(k.value, ast.Constant) and k.value.value in (0, 1)
                else k
                for k in keywords
            ]
            if "keepdims" not in given:
                yield Change("axis", ast.Call(function, args, [*flipped, ast.keyword("keepdims", ast.Constant(True))]))
    match node:
        case ast.Call(ast.Attribute(_, "reshape"), [ast.Constant(-1), *rest] | [*rest, ast.Constant(-1)]) if rest:
            yield Change("argument", ast.Call(function, args[::-1], keywords), "reshape")
    if isinstance(function, ast.Attribute) and name == "reshape":
        yield Change("transpose", ast.Attribute(node, "T", ast.Load()), "reshaped", level=1)
    if len(args) > 1 and not any(isinstance(arg, ast.Starred) for arg in args):
        for i in range(len(args)):
            yield Change("argument", ast.Call(function, args[:i] + args[i + 1 :], keywords), f"{name} without one")
    if name in ("zeros", "ones", "empty") and len(args) > 1:
        yield Change("argument", ast.Call(function, [ast.Tuple(args, ast.Load())], keywords), "a pair")
    if name in ("zeros", "ones", "empty") and len(args) == 1 and not isinstance(args[0], ast.Tuple):
        for pair in ([args[0], ast.Constant(1)], [ast.Constant(1), args[0]]):
            yield Change("argument", ast.Call(function, [ast.Tuple(pair, ast.Load())], keywords), "a pair", level=1)


def _inside_out(node: ast.expr) -> Iterator[Change]:
    """An operation inside a call that is outside, or the other way round; or two calls that change places."""
    match node:
        case ast.BinOp(ast.Call() as call, op, operand) if inner := _argument(call):
            yield Change("parentheses", _with_argument(call, ast.BinOp(inner, op, operand)), "into the left call")
    match node:
        case ast.BinOp(operand, op, ast.Call() as call) if inner := _argument(call):
            yield Change("parentheses", _with_argument(call, ast.BinOp(operand, op, inner)), "into the right call")
        case ast.Call() as call:
            match _argument(call):
                case ast.BinOp(left, op, right):
                    yield Change("parentheses", ast.BinOp(_with_argument(call, left), op, right), "out to the right")
                    yield Change("parentheses", ast.BinOp(left, op, _with_argument(call, right)), "out to the left")
                case ast.Call() as other if innermost := _argument(other):
                    exchanged = _with_argument(other, _with_argument(call, innermost))
                    yield Change("order", exchanged, "calls exchanged")


def _argument(call: ast.Call) -> ast.expr | None:
    """What a call is mostly of: its first argument, or what its method belongs to; None where that makes no sense."""
    function = call.func
    if _name(function) in PYTHONS - {"abs"} or _name(function) in ("reshape", "zeros", "ones", "append", "astype"):
        return None
    if isinstance(function, ast.Attribute) and not _is_module(function.value):
        return function.value
    return call.args[0] if call.args and not isinstance(call.args[0], ast.Starred) else None


def _with_argument(call: ast.Call, argument: ast.expr) -> ast.Call:
    function = call.func
    if isinstance(function, ast.Attribute) and not _is_module(function.value):
        return ast.Call(ast.Attribute(argument, function.attr, ast.Load()), call.args, call.keywords)
    return ast.Call(function, [argument, *call.args[1:]], call.keywords)


def _may_be_wrapped(known: _Functions, node: ast.AST, field: str) -> bool:
    if field not in ("value", "left", "right", "args", "operand", "values", "elts"):
        return False
    match node:
        case ast.Name(name, ast.Load()):
            return name not in known.containers and not _is_module(node)
        case ast.Attribute(value, name, ast.Load()):
            return not _is_module(value) and name not in ("shape", "T")
        case ast.BinOp() | ast.Call() | ast.Subscript(ctx=ast.Load()) | ast.UnaryOp() | ast.Compare():
            return not _is_text(node) and _name(getattr(node, "func", node)) not in ("range", "len", "zip", "enumerate")
    return False


def _put_in(known: _Functions, node: ast.expr, field: str, parent: ast.AST) -> Iterator[Change]:
    """Something around an expression: a transpose, a function, a factor, a term, a power, a sign.

    Within a product another factor is left out, and within a sum another term: around it, it does the same.
    """
    op = type(parent.op) if isinstance(parent, ast.BinOp) else None
    in_sum, in_product = op in (ast.Add, ast.Sub), op in (ast.Mult, ast.Div, ast.MatMult)
    whole = field in ("value", "args", "elts", "values")
    if op in (None, ast.MatMult):
        yield Change("transpose", ast.Attribute(node, "T", ast.Load()), "with", level=1)
    if op is None:
        yield Change("sign", ast.UnaryOp(ast.USub(), node), "negative", level=1)
    if op is not ast.Pow:
        yield Change("power", ast.BinOp(node, ast.Pow(), ast.Constant(2)), "squared", level=1)
    if not in_sum:
        yield Change("term", ast.BinOp(ast.Constant(1), ast.Sub(), node), "one minus", level=1)
        yield Change("term", ast.BinOp(ast.Constant(1), ast.Add(), node), "one plus", level=1)
        yield Change("term", _plus(node, -1), "minus one", level=1)
    if not in_product:
        yield Change("factor", ast.BinOp(ast.Constant(1), ast.Div(), node), "one over", level=1)
        for number in (2, 100):
            for scale in (ast.Mult(), ast.Div()):
                what = f"with {type(scale).__name__} {'two' if number == 2 else 'many'}"
                yield Change("factor", ast.BinOp(node, scale, ast.Constant(number)), what, level=1)
    for name in known.numbers[:MAX_PUT_IN]:
        other = ast.Name(name, ast.Load())
        if not in_product:
            for product in (ast.Mult(), ast.Div(), ast.MatMult()):
                what = f"with {type(product).__name__} {name}"
                yield Change("factor", ast.BinOp(node, product, other), what, level=1)
            yield Change("factor", ast.BinOp(other, ast.MatMult(), node), f"with {name} MatMult", level=1)
            if isinstance(node, ast.Call):
                complement = ast.BinOp(ast.Constant(1), ast.Sub(), other)
                yield Change("factor", ast.BinOp(complement, ast.Mult(), node), f"with one minus {name}", level=1)
        if not in_sum:
            for sign in (ast.Add(), ast.Sub()):
                yield Change("term", ast.BinOp(node, sign, other), f"with {type(sign).__name__} {name}", level=1)
    for function in (*(WRAPS if whole else WRAPS[:4]), *known.functions):
        yield Change("call", _called(function, node), f"with {function}", level=1)
    if isinstance(node, ast.Call) and _name(node.func) in (*known.functions, "where", "nonzero"):
        for i in (0, 1):
            yield Change("index", ast.Subscript(node, ast.Constant(i), ast.Load()), f"item {i}", level=1)
    half = ast.Compare(node, [ast.Gt()], [ast.Constant(0.5)])
    if whole or field == "operand":
        yield Change("comparison", half, "above a half", level=1)
    if whole:
        copied = ast.Call(ast.Attribute(node, "copy", ast.Load()), [], [])
        yield Change("call", copied, "with copy", level=1)
        whole_numbers = ast.Call(ast.Attribute(node, "astype", ast.Load()), [ast.Name("int", ast.Load())], [])
        yield Change("call", whole_numbers, "with astype", level=1)


def _returning(known: _Functions, node: ast.FunctionDef) -> Iterator[Change]:
    """A function that returns nothing, with a last line that does."""
    values: list[ast.expr] = [ast.Name(name, ast.Load()) for name in known.names]
    match node.body[-1]:
        case ast.Expr(ast.Call(ast.Name("print"), [value])):
            values.insert(0, value)
    for value in values:
        changed = copy(node)
        changed.body = [*node.body, ast.Return(value)]
        text = ast.unparse(node.body[-1])
        line = node.body[-1].end_lineno or node.lineno
        yield Change("returned", changed, "return", level=1, texts=(text, f"return {ast.unparse(value)}"), line=line)


def _moved(node: ast.stmt) -> Iterator[Change]:
    """A line in another place: exchanged with another, or out of the block that it ends or into the one before it."""
    for field in ("body", "orelse"):
        lines = getattr(node, field, None)
        if not isinstance(lines, list) or not lines or isinstance(node, ast.ClassDef):
            continue

        def with_lines(
            changed: list[ast.stmt], moved: ast.stmt, family: str = "place", field: str = field, level: int = 0
        ) -> Change:
            other = copy(node)
            setattr(other, field, changed)
            text = ast.unparse(moved).split("\n")[0]
            return Change(family, other, level=level, texts=(text, text), line=moved.lineno)

        for i, (first, second) in enumerate(pairwise(lines)):
            block = isinstance(first, (ast.For, ast.While, ast.If, ast.With))
            yield with_lines([*lines[:i], second, first, *lines[i + 2 :]], second if block else first)
            if block:
                inside = copy(first)
                inside.body = [*first.body, second]
                yield with_lines([*lines[:i], inside, *lines[i + 2 :]], second)
            if isinstance(first, ast.If) and not first.orelse:
                branched = copy(first)
                branched.orelse = [second]
                yield with_lines([*lines[:i], branched, *lines[i + 2 :]], second, "branch")
        for i, line in enumerate(lines):
            if isinstance(line, (ast.For, ast.While, ast.If, ast.With)) and len(line.body) > 1:
                before = copy(line)
                before.body = line.body[1:]
                yield with_lines([*lines[:i], line.body[0], before, *lines[i + 1 :]], line.body[0])
                for count in range(1, len(line.body)):  # of its last lines
                    after = copy(line)
                    after.body, out = line.body[:-count], line.body[-count:]
                    yield with_lines([*lines[:i], after, *out, *lines[i + 1 :]], out[0], level=int(count > 1))
            if i and isinstance(line, (ast.For, ast.While)):
                inside = copy(line)
                inside.body = [lines[i - 1], *line.body]
                yield with_lines([*lines[: i - 1], inside, *lines[i + 1 :]], lines[i - 1])
        for i, j in islice(combinations(range(len(lines)), 2), MAX_EXCHANGED):
            if j > i + 1 and isinstance(lines[i], ast.Assign) and isinstance(lines[j], ast.Assign):
                exchanged = [*lines[:i], lines[j], *lines[i + 1 : j], lines[i], *lines[j + 1 :]]
                yield with_lines(exchanged, lines[i])
        for call in filter(_is_append, ast.walk(node)):
            for i, line in enumerate(lines, start=1):
                if isinstance(line, ast.Assign) and _names_in(line, ast.Store) & _names_in(call, ast.Load):
                    yield with_lines([*lines[:i], cast(ast.stmt, call), *lines[i:]], line, "missing")


def _is_append(node: ast.AST) -> bool:
    match node:
        case ast.Expr(ast.Call(ast.Attribute(_, "append"))):
            return True
    return False


def _names_in(node: ast.AST, context: type[ast.expr_context]) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, context)}


__all__ = ["PHRASES", "TAKEN_APART", "Candidate", "Edit", "NotEditable", "compiled", "mutants", "repairs"]
