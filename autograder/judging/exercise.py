"""What an author writes: an assignment's exercises, each a scenario with its known mistakes and alternatives."""

import ast
import inspect
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from functools import cached_property
from textwrap import dedent
from typing import Any

from autograder.judging.compare import Comparison
from autograder.judging.draw import Draw

Scenario = Callable[[Any, "Draw"], Iterator[tuple[Any, ...]]]
"""A generator `scenario(submission, draw)`; see `Assignment.exercise`."""


class ExerciseError(ValueError):
    """What an author asks for cannot be; the message says what in a sentence, or in one on each line."""


def meant(name: str, known: Iterable[str]) -> str:
    """A question for the end of a sentence: the name that is most like one that is not known."""
    close = get_close_matches(name, list(known), n=1)
    return f": did you mean `{close[0]}`?" if close else ""


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that people really give: an edit of the reference, and the sentence that helps.

    old, new: `old` stands exactly once in the exercise's solution cell; the mistake has `new` in its place
    everywhere: `old` is a regular expression, and each of its matches is edited
    """

    name: str
    old: str
    new: str
    sentence: str
    everywhere: bool = False


Slip = tuple[str | Sequence[str], str, str]
"""What stands in a place instead of what should, a name for marks and reports, and the sentence that helps.

Several texts are several spellings of one slip: another constant, say.
"""


@dataclass(frozen=True)
class Place:
    """A place in an exercise's solution cell where slips happen; see `Exercise.at` and `Exercise.everywhere`."""

    exercise: "Exercise"
    old: str
    everywhere: bool = False

    def mistakes(self, *slips: Slip) -> None:
        """Wrong answers that have something else in this place; see `Slip`."""
        for news, name, sentence in slips:
            for new in [news] if isinstance(news, str) else news:
                self.exercise.known_mistakes.append(Mistake(name, self.old, new, sentence, self.everywhere))


@dataclass(frozen=True)
class Alternative:
    """A correct answer that differs from the reference.

    code: a whole solution cell, or what stands below the first line of the function
    """

    name: str
    code: str


@dataclass(frozen=True)
class Equivalent:
    """An edit of the reference, made by `edits.mutants`, that leaves it right; and why it does."""

    old: str
    new: str
    reason: str


@dataclass(frozen=True)
class Example:
    """A whole notebook as somebody might hand it in, with the marks that it must get.

    edits: for solution cells by name, pairs (old, new) as in a Mistake
    loses: the exercises that must lose marks, by default those that are edited; all others must keep theirs
    """

    name: str
    edits: Mapping[str, list[tuple[str, str]]]
    loses: Collection[str] | None = None


@dataclass(eq=False)
class Exercise:
    """One function to write, named as in the notebook, and how it is judged; see `Assignment.exercise`.

    judged: code that makes of what crosses what is compared, by the name of what uses the function; see `Inside.judged`
    """

    name: str
    points: float
    scenario: Scenario
    uses: Sequence[str] = ()
    rtol: float = Comparison.rtol
    atol: float = Comparison.atol
    exact_keys: bool = False
    keeps_arguments: bool = False
    exact_kinds: bool = False
    returns: Sequence[str] = ()
    forbids: tuple[str, ...] = ()
    judged: Mapping[str, str] = field(default_factory=dict)
    known_mistakes: list[Mistake] = field(default_factory=list)
    known_alternatives: list[Alternative] = field(default_factory=list)
    known_equivalents: list[Equivalent] = field(default_factory=list)

    @cached_property
    def comparison(self) -> Comparison:
        return Comparison(self.rtol, self.atol, self.exact_keys, self.exact_kinds, names=self.returns)

    def at(self, old: str) -> Place:
        """The place in the solution cell where `old` stands, exactly once."""
        return Place(self, old)

    def everywhere(self, pattern: str) -> Place:
        """All the places that match a regular expression; what stands there instead may use its groups."""
        return Place(self, pattern, everywhere=True)

    def mistakes(self, *mistakes: Mistake) -> None:
        """Wrong answers that people give."""
        self.known_mistakes += mistakes

    def alternatives(self, codes: Mapping[str, str]) -> None:
        """Correct answers, by name; see `Alternative`.

        Right results in another form (float32, a list for a tuple, …) need not be written: verify makes them.
        """
        self.known_alternatives += [Alternative(name, code) for name, code in codes.items()]

    def equivalents(self, *equivalents: tuple[str, str, str]) -> None:
        """Mutants that are right: the changed text, what stands in its place, and the reason."""
        self.known_equivalents += [Equivalent(*equivalent) for equivalent in equivalents]


# What an author may say of an exercise by name.
OPTIONS = tuple(
    f.name
    for f in fields(Exercise)
    if f.name not in ("name", "points", "scenario", "judged") and not f.name.startswith("known_")
)


@dataclass(frozen=True)
class Inside:
    """Code that uses a function of a submission's in the submission's process; see `Assignment.inside`."""

    name: str
    code: str
    judged_code: dict[str, str] = field(default_factory=dict, compare=False)

    def __call__(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        """In a scenario: what comes of it, with a function of the `submission` and plain arguments."""
        return function.used_by(self.name, *args, **kwargs)

    def judged(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """Makes of a function what the judge makes of what comes of it, on its own side: that is compared.

        So a submission's process only hands over what there is, and cannot say whether it is right. The function's
        text must stand by itself; it gets what crossed, which may be anything, and the plain arguments.
        """
        self.judged_code[self.name] = _text(work, self.name)
        return work


def _text(work: Callable[..., Any], name: str) -> str:
    """A function's text, under this name and without decorators."""
    (tree,) = ast.parse(dedent(inspect.getsource(work))).body
    assert isinstance(tree, ast.FunctionDef)
    tree.decorator_list, tree.name = [], name
    return ast.unparse(tree)


@dataclass(eq=False)
class Assignment:
    """The exercises of one notebook, in its order.

    inside_code: the code that uses a submission's functions in its process, by name
    judged_code: what the judge makes of what comes of that, by the same names; see `Inside.judged`
    doubles: for some exercises, what stands in where they are wrong; see `double`
    """

    id: str
    exercises: dict[str, Exercise] = field(default_factory=dict)
    inside_code: dict[str, str] = field(default_factory=dict)
    judged_code: dict[str, str] = field(default_factory=dict)
    doubles: dict[str, Inside] = field(default_factory=dict)
    known_examples: list[Example] = field(default_factory=list)

    def exercise(self, points: float, uses: Sequence[str] = (), **options: Any) -> Callable[[Scenario], Exercise]:
        """Makes an exercise of a scenario, a generator with the name of the function under test.

        The scenario calls functions of `submission` with inputs from `draw` and yields `(part, value)`; it is played on
        the reference and on a submission, and the values are compared. The points are shared equally among the
        parts; a part that is yielded several times must be right each time. Yield the result of a call as it is and
        it becomes a public check too. A third item is the expected value by other means (a published figure,
        central differences): then the reference is held to it as well.

        uses: earlier exercises that this function calls
        The options, all by name, are those of `Exercise`:
        rtol, atol: as in numpy.isclose; by default those of `Comparison`
        exact_keys: whether keys beyond the expected ones are wrong
        keeps_arguments: whether changing an argument in place costs marks (the notebook must say so)
        exact_kinds: whether True and False for numbers, or an array of whole numbers for one of fractions, cost marks
            (the notebook must say so). An array of one for a number, a fraction for a whole number, or a list for an
            array, costs a part everywhere
        returns: names of the values returned, for messages, where the function returns several
        forbids: functions of libraries, with their modules, that would be a ready answer (the notebook must say so)
        """

        def register(scenario: Scenario) -> Exercise:
            return self._add(Exercise(scenario.__name__, points, scenario, uses), options)

        return register

    def inside(self, work: Callable[..., Any] | Inside) -> Inside:
        """Makes of a function what scenarios give a submission's function to, where its results are not plain data.

        `@assignment.inside` above `def outputs(build, X): return build()(X)` lets a scenario yield
        `outputs(submission.build, X)`: the function's text, which must stand by itself, runs in the submission's
        process, and what it returns crosses. Students may see it, and can change what it does: let it use what the
        function gave, on what the judge has drawn, and leave to the judge what is right.
        """
        if not isinstance(work, Inside):
            work = Inside(work.__name__, _text(work, work.__name__), self.judged_code)
        self.inside_code[work.name] = work.code
        self.judged_code |= {name: code for name, code in work.judged_code.items() if name == work.name}
        return work

    def double(self, name: str) -> Callable[[Callable[..., Any]], Inside]:
        """Makes of a function what stands in for the exercise `name`, where that is wrong and later ones use it.

        The reference's answers cross as arrays, which no tape sees through and no layer is made of. A double is code of
        the grader's in the submission's process, in place of the wrong function; the same stands in the reference then,
        so it need not compute what the exercise asks for, only take and return the same kinds of things. It is sent
        when it is needed and not before, but may be carried out: it has to earn nothing itself.
        """

        def register(work: Callable[..., Any]) -> Inside:
            return self.doubles.setdefault(name, Inside(work.__name__, _text(work, work.__name__)))

        return register

    def _add(self, exercise: Exercise, options: Mapping[str, Any]) -> Exercise:
        """Adds an exercise with these options. Raises ExerciseError; what is right of it is added even so."""
        name, earlier = exercise.name, list(self.exercises)
        if name in earlier:
            raise ExerciseError(f"two exercises are called {name}")
        known = {option: value for option, value in options.items() if option in OPTIONS}
        wrong = [f"{name}: there is no option `{o}`{meant(o, OPTIONS)}" for o in options if o not in known]
        exercise = self.exercises[name] = replace(exercise, judged=self.judged_code, **known)
        if isinstance(exercise.uses, str):
            wrong.append(f'{name}: `uses` is a list: say `uses=["{exercise.uses}"]`')
            exercise.uses = [exercise.uses]
        unknown = [other for other in exercise.uses if other not in earlier]
        wrong += [f"{name} uses `{other}`, not an earlier exercise{meant(other, earlier)}" for other in unknown]
        if wrong:
            exercise.uses = [other for other in exercise.uses if other in earlier]
            raise ExerciseError("\n".join(wrong))
        return exercise

    def examples(self, *examples: Example) -> None:
        """Whole notebooks with the marks that they must get."""
        self.known_examples += examples

    def prerequisites(self, name: str) -> set[str]:
        """The exercises that `name` uses, and those that they use, and so on."""
        uses = self.exercises[name].uses
        return set(uses).union(*(self.prerequisites(other) for other in uses))
