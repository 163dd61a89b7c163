"""What an author writes: an assignment's exercises, each a scenario with its known mistakes and alternatives."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from autograder.judging.compare import Comparison

SELDOM = 1 / 8  # how often `Draw.steps` draws a long run

Scenario = Callable[[Any, "Draw"], Iterator[tuple[Any, ...]]]
"""A generator `scenario(submission, draw)`; see `Assignment.exercise`."""


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
    """One function to write, named as in the notebook, and how it is judged; see `Assignment.exercise`."""

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


@dataclass(eq=False)
class Assignment:
    """The exercises of one notebook, in its order."""

    id: str
    exercises: dict[str, Exercise] = field(default_factory=dict)
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
            return self._add(Exercise(scenario.__name__, points, scenario, uses, **options))

        return register

    def adopt(
        self,
        exercise: Exercise,
        points: float,
        more: Scenario | None = None,
        without: Sequence[str] = (),
        **options: Any,
    ) -> Exercise:
        """Takes over an exercise of another assignment, with its mistakes and alternatives; see `exercise`.

        The notebook's solution cell has the same text as the other's.
        more: a scenario of what is added here, played after the other's
        without: names of mistakes whose sentences do not suit this notebook
        options: where they are not the other's, `uses` among them
        """

        def scenario(submission: Any, draw: Draw) -> Iterator[tuple[Any, ...]]:
            yield from exercise.scenario(submission, draw)
            yield from more(submission, draw) if more else ()

        if unknown := set(without) - {mistake.name for mistake in exercise.known_mistakes}:
            raise ValueError(f"{self.id}: {exercise.name} has no mistake {', '.join(sorted(unknown))}")
        return self._add(
            replace(
                exercise,
                points=points,
                scenario=scenario,
                known_mistakes=[mistake for mistake in exercise.known_mistakes if mistake.name not in without],
                known_alternatives=list(exercise.known_alternatives),
                known_equivalents=list(exercise.known_equivalents),
                **options,
            )
        )

    def _add(self, exercise: Exercise) -> Exercise:
        if exercise.name in self.exercises:
            raise ValueError(f"{self.id}: two exercises are called {exercise.name}")
        if unknown := [other for other in exercise.uses if other not in self.exercises]:
            raise ValueError(f"{self.id}: {exercise.name} uses {', '.join(unknown)}, not an earlier exercise")
        self.exercises[exercise.name] = exercise
        return exercise

    def examples(self, *examples: Example) -> None:
        """Whole notebooks with the marks that they must get."""
        self.known_examples += examples

    def prerequisites(self, name: str) -> set[str]:
        """The exercises that `name` uses, and those that they use, and so on."""
        uses = self.exercises[name].uses
        return set(uses).union(*(self.prerequisites(other) for other in uses))


class Draw:
    """Random inputs from one seed: the same for the reference and for the submission."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.named_sizes: dict[str, int] = {}

    def sizes(self, *names: str, low: int = 3, high: int = 9) -> tuple[int, ...]:
        """Sizes from low to high, one for each name, all different. Messages call them by these names.

        Each call begins a new set of inputs, and the names of an earlier one are forgotten.
        """
        span = high - low + 1
        if len(names) > span:
            raise ValueError(f"there are no {len(names)} different sizes from {low} to {high}")
        drawn = tuple(int(n) for n in low + self.rng.permutation(span)[: len(names)])
        self.named_sizes = dict(zip(names, drawn, strict=True))
        return drawn

    def steps(self, low: int, high: int, longest: int = 0) -> int:
        """A number of iterations: evenly on a logarithmic scale from low to high, or seldom from there to longest.

        So no fixed number of iterations is enough for everybody, and few submissions pay for long runs.
        """
        if longest and self.rng.random() < SELDOM:
            low, high = high, longest
        return int(np.exp(self.rng.uniform(np.log(low), np.log(high))))

    def named(self, **sizes: int) -> None:
        """Says what fixed sizes are called, for inputs that are not drawn."""
        self.named_sizes = sizes

    def normal(self, *shape: int, scale: float = 1.0) -> np.ndarray:
        """Standard normal numbers times `scale`."""
        return scale * self.rng.standard_normal(shape)

    def uniform(self, low: float, high: float, *shape: int) -> np.ndarray:
        """Numbers evenly between low and high."""
        return self.rng.uniform(low, high, shape)

    def labels(self, m: int) -> np.ndarray:
        """Labels 0 and 1, shape (1, m), both present where m > 1."""
        labels = self.rng.integers(0, 2, (1, m))
        if m > 1 and labels.min() == labels.max():
            labels[0, self.rng.integers(m)] = 1 - labels[0, 0]
        return labels


def seed_for(secret: str, *words: str) -> int:
    """The seed that belongs to some words: repeatable for who knows the course's secret, and only for them."""
    text = "\0".join((secret, *words))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")
