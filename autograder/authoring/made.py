"""What every exercise is tried with besides what its author wrote: other forms of its result, unfinished notebooks."""

import ast
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from autograder.inside.answer import START
from autograder.judging.exercise import Exercise
from autograder.running.grader import Grader
from autograder.running.source import REGION, stub

# Stands below a solution cell. Correct results in another form: float32, a list for a tuple, an array without axes for
# a number, other keys beside those asked for, keys in another order; and something is printed.
OTHER_FORM = """

def _in_another_form(function):
    import functools

    import numpy

    def other(value):
        if isinstance(value, dict):
            return {{**{more}, **{{key: other(value[key]) for key in reversed(value)}}}}
        if isinstance(value, (tuple, list)):
            return [other(item) for item in value]
        if isinstance(value, numpy.ndarray) and value.dtype == float:
            return value.astype(numpy.float32)
        return numpy.array(value) if isinstance(value, (int, float, numpy.number)) else value

    @functools.wraps(function)
    def changed(*args, **kwargs):
        print("called")
        return other(function(*args, **kwargs))

    return changed

{name} = _in_another_form({name})
"""

# Stands below a solution cell: the result is right, and all arguments that can be changed are.
CHANGED_ARGUMENTS = """

def _with_changed_arguments(function):
    import contextlib
    import copy
    import functools

    import numpy

    def spoil(value):
        if isinstance(value, numpy.ndarray) and value.size:
            value.flat[0] = 1 - value.flat[0]
        if isinstance(value, list) and value and isinstance(value[0], (int, str, dict)):
            value.append(value[0])
        if isinstance(value, dict) and value and all(isinstance(item, (int, float, str)) for item in value.values()):
            value["more"] = value[next(iter(value))]
        for item in value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ():
            spoil(item)

    @functools.wraps(function)
    def changed(*args, **kwargs):
        result = function(*args, **kwargs)
        with contextlib.suppress(TypeError):  # tensors without values, while a graph is traced
            result = copy.deepcopy(result)
        spoil([*args, *kwargs.values()])
        return result

    return changed

{name} = _with_changed_arguments({name})
"""


def other_form(exercise: Exercise, cell: str) -> str:
    """A solution cell whose function gives the same in another form that is as good."""
    return cell + OTHER_FORM.format(name=exercise.name, more={} if exercise.exact_keys else {"more": 0})


def changed_arguments(exercise: Exercise, cell: str) -> str:
    """A solution cell whose function changes its arguments in place, and is right otherwise."""
    return cell + CHANGED_ARGUMENTS.format(name=exercise.name)


@dataclass(frozen=True)
class Handed:
    """A notebook that somebody may hand in: its solution cells, and the exercises that must lose marks."""

    name: str
    cells: Mapping[str, str]
    loses: Collection[str]


def handed_in(grader: Grader) -> Iterator[Handed]:
    """The assignment's examples, and the exercise that most others need not written, half written, or unreadable."""
    assignment, solutions = grader.assignment, grader.source.solutions
    for example in assignment.known_examples:
        loses = example.edits if example.loses is None else example.loses
        yield Handed(example.name, grader.example_cells(example), loses)
    needed = Counter(earlier for name in assignment.exercises for earlier in assignment.prerequisites(name))
    name = max(assignment.exercises, key=lambda name: needed[name])
    longest = max(assignment.exercises, key=lambda name: len(solutions[name]))
    yield Handed(f"{name} not written", solutions | {name: stub(solutions[name], name)}, (name,))
    yield Handed(f"{longest} half written", solutions | {longest: half(solutions[longest], longest)}, (longest,))
    broken = solutions[name].replace(START, f"{START}\n    (", 1)
    yield Handed(f"{name} does not parse", solutions | {name: broken}, (name,))


def half(code: str, name: str) -> str:
    """A solution cell of which half of the statements in its longest region are written, as students leave it."""
    region = max(REGION.finditer(code), key=lambda region: len(region["inside"]))
    first = code[: region.start("inside")].count("\n") + 1
    last = first + region["inside"].count("\n") - 1
    starts = sorted(
        node.lineno
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.stmt) and first <= node.lineno <= last and node.col_offset == len(region["indent"])
    )
    lines = code.splitlines(keepends=True)
    cut = starts[len(starts) // 2] - 1
    raises = f'{region["indent"]}raise NotImplementedError("{name} is not written yet")\n'
    return "".join([*lines[:cut], raises, *lines[last:]])
