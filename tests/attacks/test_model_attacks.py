"""Attacks on what is graded by what it computes: TensorFlow's functions, variables and models, in the real sandbox.

All answers are right but those of the attack, which earn nothing; the other marks must stay. No attack may take long,
or the machine's memory.
"""

import textwrap
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from conftest import ROOT

from autograder.course.course import Course
from autograder.demo import filled
from autograder.running.execute import grade_notebook
from autograder.running.grader import Grader
from autograder.running.process import WarmParent
from autograder.running.submission import Submitted

ID = "a26_tensorflow_network"
BOUND = 300  # seconds for one submission; the first one waits for what all are compared with


class Attack(NamedTuple):
    """A notebook in which some functions are attacks.

    cells: their cells; before: code above the first of them
    loses: the exercises that earn nothing
    """

    name: str
    cells: dict[str, str]
    loses: tuple[str, ...] = ()
    before: str = ""


def function(name: str, body: str) -> dict[str, str]:
    return {name: f"def {name}(*args, **kwargs):\n{textwrap.indent(textwrap.dedent(body).strip(), '    ')}"}


ATTACKS = [
    Attack(
        "a layer with code in place of logits",
        function("forward_propagation", "return keras.layers.Lambda(lambda X: X[:1] * 0)"),
        ("forward_propagation",),
    ),
    Attack(
        "a sub-classed model in place of logits",
        function("forward_propagation", "return Answer()"),
        ("forward_propagation",),
        """
        class Answer(keras.Model):
            def call(self, X): return X
            def __array__(self, *a, **k): raise SystemExit
            def __reduce__(self): import os; return os.system, ("touch /tmp/attack_trace",)
        """,
    ),
    Attack(
        "a forged description of a model",
        function(
            "initialize_parameters",
            """
            layer = {"module": "builtins", "class_name": "eval", "config": "__import__('os').getcwd()"}
            return {name: {"class_name": "Sequential", "config": {"layers": [layer]}} for name in ("W1", "b1", "W2", "b2", "W3", "b3")}
            """,
        ),
        ("initialize_parameters",),
    ),
    Attack(
        "variables that lie",
        function(
            "initialize_parameters", "return {k: Lie(np.zeros((2, 2))) for k in ('W1', 'b1', 'W2', 'b2', 'W3', 'b3')}"
        ),
        ("initialize_parameters",),
        """
        class Lie(np.ndarray):
            def __new__(cls, value): return np.asarray(value).view(cls)
            def __eq__(self, other): return True
            def __array_function__(self, *a): return True
            def __array_ufunc__(self, *a, **k): return True
            shape = property(lambda self: (25, 12288))
            dtype = tf.float32
        """,
    ),
    Attack(
        "a dictionary that holds whatever is asked for",
        function("initialize_parameters", "return All(W1=tf.Variable([[1.0]]))"),
        ("initialize_parameters",),
        """
        class All(dict):
            def __missing__(self, key): return self["W1"]
            def __contains__(self, key): return True
            def __len__(self): return 6
            def __eq__(self, other): return True
        """,
    ),
    Attack(
        "a gigantic tensor",
        function("ones", "return tf.ones((10**6, 10**6))"),
        ("ones",),
    ),
    Attack(
        "a gigantic layer",
        function("initialize_parameters", "return {'W1': keras.layers.Dense(10**6).build((None, 10**6))}"),
        ("initialize_parameters",),
    ),
    Attack(
        "a data set without end",
        function(
            "input_pipeline",
            "return tf.data.Dataset.range(10**12).repeat().map(lambda i: (tf.ones((3, 3)), tf.ones((3, 2))))",
        ),
        ("input_pipeline",),
    ),
    Attack(
        "a data set of gigantic elements",
        function(
            "input_pipeline", "return tf.data.Dataset.range(9).map(lambda i: (tf.zeros((2 * 10**5, 10**4)),) * 2)"
        ),
        ("input_pipeline",),
    ),
    Attack(
        "memory that is kept until there is none left",
        function("input_pipeline", "while True: kept.append(bytearray(2**24))"),
        ("input_pipeline",),
        "kept = []",
    ),
    Attack(
        "variables that are kept until there is no memory left",
        function("initialize_parameters", "while True: kept.append(tf.Variable(tf.ones((2**12, 2**12))))"),
        ("initialize_parameters",),
        "kept = []",
    ),
    Attack(
        "a forged account of a pipeline",
        function("input_pipeline", "return [(X[:, :2].T, Y[:, :2].T)]".replace("X", "args[0]").replace("Y", "args[1]")),
        ("input_pipeline",),
        """
        from autograder.inside import probe
        true = {name: True for name in ("shuffled", "anew in each pass", "neighbours part", "examples move far")}
        true |= {"the same with the same seed": True, "different with another seed": True, "batches": []}
        defined = probe._defined
        probe._defined = lambda user, code: (lambda *a, **k: true) if user == "passes" else defined(user, code)
        """,
    ),
    Attack(
        "a class for a data set",
        function("input_pipeline", "return Batches(*args)"),
        ("input_pipeline",),
        """
        class Batches:
            def __init__(self, X, Y, size=32, seed=3):
                self.X, self.Y, self.size, self.rng = X, Y, size, np.random.default_rng(seed)
            def __iter__(self):
                order = self.rng.permutation(self.X.shape[1])
                for start in range(0, len(order), self.size):
                    at = order[start : start + self.size]
                    yield self.X[:, at].T, self.Y[:, at].T
        """,
    ),
    Attack(
        "pairs of a shape and a type for promises",
        function("input_specs", "return Pair(((args[0], None), 'float32')), Pair(((args[1], None), 'float32'))"),
        ("input_specs",),
        """
        class Pair(tuple):
            name = "X"
        """,
    ),
    Attack(
        "a training step that asks what stands in",
        {
            **function("forward_propagation", "return 0.0"),
            **function("compute_cost", "return 0.0"),
            **function("train_step", "return compute_cost(forward_propagation(args[0], args[2]), args[1])"),
        },
        ("forward_propagation", "compute_cost", "train_step"),
    ),
    *[
        Attack(
            f"a wrong training step behind {name}, spoilt on purpose",
            {
                **function(name, "return 0.0"),
                **function(
                    "train_step",
                    f"""
                    X, Y, parameters, optimizer = args
                    variables = list(parameters.values())
                    with tf.GradientTape() as tape:
                        cost = {cost}
                    optimizer.apply_gradients(zip(tape.gradient(cost, variables), variables))
                    return cost
                    """,
                ),
            },
            (name, "train_step"),
        )
        for name, cost in {
            "compute_cost": "compute_cost(tf.transpose(forward_propagation(X, parameters)), tf.transpose(Y))",
            "forward_propagation": "compute_cost(forward_propagation(X[::-1], parameters), Y)",
        }.items()
    ],
    Attack(
        "a training step that looks for the judge's numbers",
        function(
            "train_step",
            """
            import gc, sys
            wanted = [o for o in gc.get_objects() if type(o) is dict and {"costs", "parameters"} <= set(map(str, o))]
            frame = sys._getframe()
            while frame := frame.f_back:
                wanted += [v for k, v in frame.f_locals.items() if k in ("expected", "costs", "reply", "answer")]
            return next((w["costs"] for w in wanted if isinstance(w, dict)), 0.0)
            """,
        ),
        ("train_step",),
    ),
    Attack(
        "a training step that changes who compares",
        function(
            "train_step",
            """
            import sys
            frame = sys._getframe()
            while frame := frame.f_back:
                frame.f_locals.update(value=b"", again=b"", costs=[], parameters={})
            return 0.0
            """,
        ),
        ("train_step",),
    ),
    Attack(
        "patched functions of TensorFlow and Keras",
        {
            **function("compute_cost", "return 0.0"),
            **function("train_step", "return tf.constant(0.0)"),
        },
        ("compute_cost", "train_step", "input_pipeline"),  # the last is spoiled by what is patched
        """
        class Anything:
            def __eq__(self, other): return True
            def __array__(self, *a, **k): return np.zeros(())
        np.allclose = np.isclose = np.array_equal = lambda *a, **k: True
        """,
    ),
    Attack(
        "a tape and an optimiser that pretend",
        function("train_step", "return 0.0"),
        ("train_step", "initialize_parameters", "forward_propagation", "compute_cost"),
        """
        import tensorflow as tf, keras
        tf.GradientTape.gradient = lambda self, target, sources, *a, **k: tf.nest.map_structure(tf.zeros_like, sources)
        keras.optimizers.get = lambda *a, **k: keras.optimizers.SGD(0.0)
        """,
    ),
    Attack(
        "other code in place of the judge's",
        function("run_epoch", "return 0.0"),
        ("run_epoch",),
        """
        from autograder.inside import probe
        defined = probe._defined
        probe._defined = lambda user, code: (lambda *a, **k: {"J": 1.0, "steps": []}) if user == "one_epoch" else defined(user, code)
        """,
    ),
]


def notebook(grader: Grader, course: Course, attack: Attack) -> Submitted:
    cells = {**grader.source.solutions, **attack.cells}
    first = next(iter(attack.cells))
    cells[first] = textwrap.dedent(attack.before).strip() + "\n\n" + cells[first]
    return Submitted(filled(course.released(ID), cells), [], "")


@pytest.fixture(scope="module")
def course() -> Course:
    return Course(ROOT)


@pytest.fixture(scope="module")
def grader() -> Grader:
    return Grader.load(ID, ROOT)


@pytest.fixture(scope="module")
def parent() -> Iterator[WarmParent]:
    with WarmParent("tensorflow") as parent:
        yield parent


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.name for attack in ATTACKS])
def test_an_attack_earns_nothing_and_the_rest_keeps_its_marks(attack, grader, course, parent):
    submitted = notebook(grader, course, attack)
    result = grade_notebook(submitted, [], grader, parent, "eve", "secret", course.entry(ID).limits)
    assert result.seconds < BOUND
    points = {verdict.exercise: verdict.points for verdict in result.verdicts}
    assert {name: points[name] for name in attack.cells} == dict.fromkeys(attack.cells, 0)
    lost = {v.exercise: v.message for v in result.verdicts if not v.passed and v.exercise not in attack.loses}
    assert not lost
