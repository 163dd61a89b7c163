"""Which lines of a function lead to which of the values that it returns, as far as can be read from its code."""

import ast
from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import combinations

MAX_LINES = 2  # that are pointed to
# What changes nothing and gives something new: methods of arrays, and functions of NumPy and TensorFlow but for these.
NEW = {"astype", "clip", "dot", "flatten", "mean", "ravel", "reshape", "round", "squeeze", "sum", "transpose"}
NOT_NEW = ("assert", "copyto", "debugging", "fill", "function", "print", "put", "place", "save", "set", "shuffle")

MAX_CELL = 20_000  # characters of a student's cell; Python takes quadratic time to parse an f-string

Path = tuple[str | int, ...]
"""The way to a value that stands in a returned tuple or dictionary: places and keys."""


def parsed(source: str) -> ast.Module:
    """A cell as Python, if it is not too long. Raises SyntaxError, or what `ast.parse` raises."""
    if len(source) > MAX_CELL:
        raise SyntaxError("the cell is too long")
    return ast.parse(source)


def suspects(source: str, name: str, wrong: Collection[Path], right: Collection[Path]) -> set[int]:
    """The lines that lead to the first wrong values and to no right one; none where the code does not tell.

    source: a cell that parses
    name: the function's
    """
    flow = _Flow(source, name)
    fine = set().union(*map(flow.lines, right))
    leading = [lines for path in wrong if (lines := flow.lines(path) - fine)]
    # Where the lines of one value are among those of another, the slip is in the first one's.
    chosen = set().union(*(lines for lines in leading if not any(other < lines for other in leading)))
    return chosen | set().union(*map(flow.gathering, wrong)) if chosen else chosen


def suspects_before(source: str, name: str, failing: str) -> set[int]:
    """The lines that read like the one that failed, and those that what stands there comes from."""
    flow = _Flow(source, name)
    return set().union(*(flow.leading(node) for node in flow.statements if failing and failing in flow.text(node)))


def pointed_to(source: str, name: str, wrong: Collection[Path], right: Collection[Path]) -> list[int]:
    """The one or two lines that alone can make a wrong value wrong; none where there are more.

    They lead to it and to no right value, and do more than take something apart; or what they compute is not used, and
    might have been meant to. What random numbers lead to says nothing: other lines draw from the same source.
    """
    flow = _Flow(source, name)
    fine = set().union(*(flow.lines(path, surely=True) for path in right))
    leading = [flow.computing(flow.lines(path, loosely=True)) - fine for path in wrong]
    fewest = sorted((lines for lines in leading if lines), key=len)[:1]
    lines = sorted(set().union(*fewest, flow.dropped() & asked(source))) if fewest else []
    text = "".join(flow.lines_of_source[line - 1] for line in lines)
    return lines if len(lines) <= MAX_LINES and "random" not in text else []


def shared(source: str, name: str, wrong: Collection[Path]) -> set[int]:
    """The lines that lead to several wrong values, each of which comes of lines of its own, too.

    What puts all of these right there might as well be put right in each of the others.
    """
    flow = _Flow(source, name)
    leading = [flow.computing(flow.lines(path)) for path in wrong]
    common = set[int]().union(*(one & other for one, other in combinations(leading, 2)))
    return common if all(lines - common for lines in leading) else set()


def changing(source: str, name: str, arguments: Collection[str]) -> list[int]:
    """The lines that change one of these arguments in place, as `x *= 2` and `x[0] = 1` do."""
    found: list[int] = []
    left = set(arguments)
    for statement in _Flow(source, name).statements:
        match statement:
            case ast.AugAssign(target):
                found += [statement.lineno for base in _bases(target) if base in left]
            case ast.Assign(targets):
                for one in targets:
                    if isinstance(one, ast.Subscript):
                        found += [statement.lineno for base in _bases(one) if base in left]
                    else:  # from here on, the name stands for something else
                        left -= {*_bases(one)}
    own = asked(source)
    return [line for line in found if line in own]


def unkept(source: str, name: str) -> list[int]:
    """The lines that compute something new, as `x / 255` and `v.reshape(3, 1)` do, and do nothing with it."""
    flow, own = _Flow(source, name), asked(source)
    lost = [node for node in flow.statements if isinstance(node, ast.Expr) and _is_new(node.value)]
    return [node.lineno for node in lost if node.lineno in own]


def asked(source: str) -> set[int]:
    """The lines where a cell asks for code: between its marks, or all where it has none."""
    lines = source.splitlines()
    starts = [n for n, line in enumerate(lines, start=1) if "### START CODE HERE" in line]
    ends = [n for n, line in enumerate(lines, start=1) if "### END CODE HERE" in line]
    between = {n for start, end in zip(starts, ends, strict=False) for n in range(start + 1, end)}
    return between or {*range(1, len(lines) + 1)}


def ending_loops(source: str) -> set[int]:
    """The lines of `return` that end the body of a loop, after which it has no second round: no given line does."""
    loops = (node for node in ast.walk(parsed(source)) if isinstance(node, (ast.For, ast.While)))
    return {loop.body[-1].lineno for loop in loops if isinstance(loop.body[-1], ast.Return)}


class _Flow:
    def __init__(self, source: str, name: str) -> None:
        self.lines_of_source = source.splitlines()
        self.arguments: set[str] = set()
        functions = [node for node in ast.walk(parsed(source)) if isinstance(node, ast.FunctionDef)]
        self.statements: list[ast.stmt] = []
        self.around: dict[ast.stmt, list[ast.stmt]] = {}
        for function in functions:
            if function.name == name:
                self.arguments |= {node.arg for node in ast.walk(function.args) if isinstance(node, ast.arg)}
                self._collect(function.body, [])
        self.assigning: dict[str, list[ast.stmt]] = defaultdict(list)
        for statement in self.statements:
            for target in _targets(statement):
                self.assigning[target].append(statement)

    def _collect(self, body: list[ast.stmt], around: list[ast.stmt]) -> None:
        for statement in body:
            self.statements.append(statement)
            self.around[statement] = around
            for field in ("body", "orelse"):
                self._collect(getattr(statement, field, []), [*around, statement])

    def text(self, statement: ast.stmt) -> str:
        return "\n".join(self.lines_of_source[line - 1] for line in sorted(_own_lines(statement)))

    def lines(self, path: Path, loosely: bool = False, surely: bool = False) -> set[int]:
        """The lines that lead to one returned value.

        loosely: where the code does not tell, those that lead to what holds it
        surely: only those that its value surely depends on
        """
        returns = [node for node in self.statements if isinstance(node, ast.Return) and node.value]
        if len(returns) != 1:
            return set()
        found = self._inside(returns[0].value, path, loosely)
        return self.leading(found, returns[0], surely) if found is not None else set()

    def computing(self, lines: set[int]) -> set[int]:
        """Those among some lines that do more than give something another place, and stand where code is asked for."""
        plain = set().union(*(_own_lines(node) for node in self.statements if _only_places(node)))
        return (lines - plain) & asked("\n".join(self.lines_of_source))

    def gathering(self, path: Path) -> set[int]:
        """The lines where one returned value is put beside the others."""
        returns = [node for node in self.statements if isinstance(node, ast.Return)]
        lines = set().union(*map(_own_lines, returns))
        for node in self.statements:
            match node:
                case ast.Assign([ast.Name()], ast.Dict(keys)) if any(
                    isinstance(key, ast.Constant) and key.value in path for key in keys
                ):
                    lines |= _own_lines(node)
        return lines

    def dropped(self) -> set[int]:
        """The lines that compute what is neither returned nor shown."""
        ends: list[ast.stmt] = [n for n in self.statements if isinstance(n, (ast.Return, ast.Raise, ast.Assert))]
        ends += [node for node in self.statements if _called(node) == "print"]
        used = set().union(*map(self.leading, ends))
        kept = ("print", *(f"{name}.append" for name in self.assigning), "np.random.seed")
        computing = [node for node in self.statements if isinstance(node, ast.Assign) or _called(node)]
        return set().union(*(_own_lines(node) for node in computing if _called(node) not in kept)) - used

    def _inside(self, node: ast.expr | None, path: Path, loosely: bool = False) -> ast.expr | None:
        """The part of an expression that a path leads to."""
        if not path:
            return node
        match node:
            case ast.Name(name) if len(self.assigning[name]) == 1:
                (statement,) = self.assigning[name]
                if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                    inner = statement.value if not isinstance(statement.value, ast.Name) else None
                    found = self._inside(inner, path) if isinstance(inner, (ast.Tuple, ast.Dict)) else None
                    return node if found is None and loosely else found
            case ast.Tuple(items) if isinstance(path[0], int) and path[0] < len(items):
                return self._inside(items[path[0]], path[1:], loosely)
            case ast.Dict(keys, values):
                for key, value in zip(keys, values, strict=True):
                    if isinstance(key, ast.Constant) and key.value == path[0]:
                        return self._inside(value, path[1:], loosely)
        return node if loosely else None

    def _is_plain(self, name: str) -> bool:
        """Whether a name has only one value, or is an argument that a loop goes on with."""
        assigning = self.assigning.get(name, [])
        looped = any(isinstance(around, (ast.For, ast.While)) for node in assigning for around in self.around[node])
        return len(assigning) <= 1 and (name not in self.arguments or looped)

    def leading(self, node: ast.AST, statement: ast.stmt | None = None, surely: bool = False) -> set[int]:
        """The lines that a node's names come from; with that of its own statement, if it is more than a name.

        surely: without names that have several values
        """
        lines: set[int] = set()
        if isinstance(node, ast.stmt):
            lines |= _own_lines(node)
        elif statement is not None and not isinstance(node, ast.Name):
            lines |= _own_lines(statement)
        seen: set[str] = set()
        names = _names(node)
        while names:
            if (name := names.pop()) in seen:
                continue
            seen.add(name)
            if surely and not self._is_plain(name):
                continue
            for statement in self.assigning.get(name, ()):
                for one in (statement, *self.around[statement]):
                    lines |= _own_lines(one)
                    names += _names(one)
        return lines


def _only_places(statement: ast.stmt) -> bool:
    """Whether a statement returns what has names, begins something empty, or takes a value by its own name.

    As in `return A, cache`, `costs = []`, `W1 = parameters["W1"]`, `A1, A2 = cache["A1"], cache["A2"]`.
    """
    match statement:
        case ast.Return(ast.Tuple(items) | ast.Dict(values=items)):
            return all(isinstance(item, ast.Name) for item in items)
        case ast.Return(ast.Name()):
            return True
        case ast.Assign([ast.Name()], ast.List([]) | ast.Dict([])):
            return True
        case ast.Assign([ast.Name(name)], ast.Subscript(slice=ast.Constant(key))):
            return name == key
        case ast.Assign([ast.Tuple(names)], ast.Tuple(values)) if len(names) == len(values):
            pairs = zip(names, values, strict=True)
            return all(_only_places(ast.Assign([one], value)) for one, value in pairs)
    return False


def _is_new(value: ast.expr) -> bool:
    """Whether an expression surely does nothing but give a value."""
    match value:
        case ast.BinOp() | ast.UnaryOp() | ast.Compare():
            return not any(isinstance(node, (ast.Call, ast.Await, ast.NamedExpr)) for node in ast.walk(value))
        case ast.Attribute(ast.Name(), "T"):
            return True
        case ast.Call(ast.Attribute(ast.Name("np" | "tf"), function), keywords=keywords):
            return not function.startswith(NOT_NEW) and not any(keyword.arg == "out" for keyword in keywords)
        case ast.Call(ast.Attribute(ast.Name(), method)):
            return method in NEW
    return False


def _called(statement: ast.stmt) -> str:
    """What a statement calls that is only a call."""
    match statement:
        case ast.Expr(ast.Call(function)):
            return ast.unparse(function)
    return ""


def _own_lines(statement: ast.stmt) -> set[int]:
    """The lines of a statement, without those of statements inside it and of comments before them."""
    last = statement.end_lineno or statement.lineno
    if getattr(statement, "body", None):
        head = [part for part in ast.iter_child_nodes(statement) if not isinstance(part, (ast.stmt, ast.excepthandler))]
        ends = [getattr(node, "end_lineno", 0) for part in head for node in ast.walk(part)]
        last = max([statement.lineno, *ends])
    return {*range(statement.lineno, last + 1)}


def _names(node: ast.AST) -> list[str]:
    """The names that are read in a node, without those in statements inside it."""
    found: list[str] = []
    waiting: list[ast.AST] = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name):
            found.append(node.id)
        waiting += [child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.stmt)]
    return found


def _targets(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement changes."""
    match statement:
        case ast.Assign(targets):
            for target in targets:
                yield from _bases(target)
        case ast.AugAssign(target) | ast.AnnAssign(target) | ast.For(target):
            yield from _bases(target)
        case ast.With(items):
            for item in items:
                if item.optional_vars:
                    yield from _bases(item.optional_vars)
        case ast.Expr(ast.Call(ast.Attribute(value))):  # such as append
            yield from _bases(value)


def _bases(target: ast.expr) -> Iterator[str]:
    match target:
        case ast.Name(name):
            yield name
        case ast.Tuple(items) | ast.List(items):
            for item in items:
                yield from _bases(item)
        case ast.Subscript(value) | ast.Attribute(value) | ast.Starred(value):
            yield from _bases(value)
