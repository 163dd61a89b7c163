"""Models are judged by what they compute, with weights and inputs that the judge draws, in the submission's process."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from autograder import TENSORFLOW
from autograder.authoring.public import freeze, thaw
from autograder.course.limits import Limits
from autograder.inside import wire
from autograder.inside.probe import Probe
from autograder.inside.sandbox import ENVIRONMENT
from autograder.inside.warm import Rules
from autograder.judging.exercise import Assignment
from autograder.running.grader import Grader
from autograder.running.process import NotebookProcess, Step, WarmParent
from autograder.running.source import Source

SOURCE = """
# %%
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

# %% solution
def small_net(shape, classes):
    ### START CODE HERE ###
    x = inputs = tf.keras.Input(shape)
    x = layers.Conv2D(4, 3, padding="same")(x)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU()(x)
    x = layers.Flatten()(x)
    model = tf.keras.Model(inputs, layers.Dense(classes, activation="softmax")(x))
    ### END CODE HERE ###
    return model

# %% check points=10
check("small_net", small_net)

# %% solution
def block(x, filters):
    ### START CODE HERE ###
    y = layers.Conv2D(filters, 3, padding="same")(x)
    y = layers.Add()([x, y])
    ### END CODE HERE ###
    return y

# %% check points=5
check("block", block)

# %% solution
def net(shape, classes):
    ### START CODE HERE ###
    inputs = tf.keras.Input(shape)
    x = block(inputs, shape[-1])
    x = block(x, shape[-1])
    model = tf.keras.Model(inputs, layers.Dense(classes)(layers.Flatten()(x)))
    ### END CODE HERE ###
    return model

# %% check points=5
check("net", net)

# %% solution
def step(w, x, rate):
    ### START CODE HERE ###
    with tf.GradientTape() as tape:
        cost = tf.reduce_sum((w * x) ** 2)
    w.assign_sub(rate * tape.gradient(cost, w))
    ### END CODE HERE ###
    return cost

# %% check points=5
check("step", step)
"""


def course() -> Assignment:
    assignment = Assignment("toy")

    @assignment.inside
    def outputs(build, shape, classes, seed, X, training):
        from autograder.inside.models import fill, model_of

        return np.asarray(fill(model_of(build(tuple(shape), classes)), seed)(X, training=training))

    @assignment.inside
    def gradients(build, shape, classes, seed, X):
        from autograder.inside.models import fill, model_of, trained_gradients

        return trained_gradients(fill(model_of(build(tuple(shape), classes)), seed), X, seed)

    @assignment.inside
    def through(block, shape, filters, seed, X):
        from autograder.inside.models import between, fill

        return np.asarray(fill(between(block, [shape], filters), seed)(X))

    @assignment.inside
    def after(step, w, x, rate):
        import tensorflow as tf

        variable = tf.Variable(w)
        cost = step(variable, tf.constant(x), rate)
        return cost, variable

    @assignment.exercise(points=10)
    def small_net(submission, draw):
        X = draw.normal(3, 5, 6, 2).astype(np.float32)
        for training in (False, True):
            part = "in training" if training else "in use"
            yield part, outputs(submission.small_net, (5, 6, 2), 3, int(draw.rng.integers(1e6)), X, training)
        yield "gradients", gradients(submission.small_net, (5, 6, 2), 3, 1, X)

    @assignment.exercise(points=5)
    def block(submission, draw):
        X = draw.normal(2, 4, 5, 3).astype(np.float32)
        yield "output", through(submission.block, (4, 5, 3), 3, 7, X)

    @assignment.double("block")
    def any_block(x, filters):
        import keras

        return keras.layers.Dense(filters, activation="tanh")(x) + filters

    @assignment.exercise(points=5, uses=["block"])
    def net(submission, draw):
        X = draw.normal(3, 2, 4, 3).astype(np.float32)
        yield "output", outputs(submission.net, (2, 4, 3), 2, int(draw.rng.integers(1e6)), X, False)
        yield "gradients", gradients(submission.net, (2, 4, 3), 2, 1, X)

    @assignment.exercise(points=5)
    def step(submission, draw):
        yield "cost and variable", after(submission.step, draw.normal(3), draw.normal(3), 0.1)

    for exercise in (small_net, block, net, step):
        exercise.rtol = exercise.atol = 1e-4
    return assignment


@pytest.fixture(scope="module")
def grader(tmp_path_factory: pytest.TempPathFactory) -> Grader:
    path = Path(tmp_path_factory.mktemp("models")) / "toy.py"
    path.write_text(SOURCE)
    return Grader(course(), Source(path))


def verdicts(grader: Grader, **cells: str) -> dict:
    return {v.exercise: v for v in grader.verdicts(grader.probe(cells).calls, "s", "x")}


SMALL = "def small_net(shape, classes):\n    "
RIGHT = {
    "sequential": SMALL + "return tf.keras.Sequential([tf.keras.Input(shape), layers.Conv2D(4, 3, padding='same'), "
    "layers.BatchNormalization(), layers.Activation('relu'), layers.Flatten(), layers.Dense(classes, 'softmax')])",
    "a class of its own": """
class Net(tf.keras.Model):
    def __init__(self, classes):
        super().__init__()
        self.out, self.conv = layers.Dense(classes), layers.Conv2D(4, (3, 3), padding="same")
        self.norm = layers.BatchNormalization()

    def call(self, x, training=False):
        x = tf.nn.relu(self.norm(self.conv(x), training=training))
        return tf.nn.softmax(self.out(tf.reshape(x, (tf.shape(x)[0], x.shape[1] * x.shape[2] * x.shape[3]))))

def small_net(shape, classes):
    net = Net(classes)
    net(tf.zeros((1, *shape)))
    return net
""",
}


def test_tensorflow_gives_the_same_numbers_wherever_the_engine_starts_it():
    """As the notebooks ask for: without oneDNN, which sums in another order, and without a report on start."""
    show = "from tensorflow.python.util import _pywrap_util_port as port; print(port.IsMklEnabled())"
    command = [sys.executable, "-c", f"import autograder; {show}"]
    plain = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
    done = subprocess.run(command, env=plain, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("False\n", "")
    assert TENSORFLOW.items() <= ENVIRONMENT.items()


@pytest.mark.parametrize("name", RIGHT)
def test_a_model_may_be_made_in_any_way(grader, name):
    assert verdicts(grader, small_net=RIGHT[name])["small_net"].passed


WRONG = {
    "no relu": ('    x = layers.ReLU()(x)\n', ""),
    "no softmax": (', activation="softmax"', ""),
    "no normalisation": ("    x = layers.BatchNormalization()(x)\n", ""),
    "layer frozen": ("layers.BatchNormalization()(x)", "layers.BatchNormalization(trainable=False)(x)"),
    "other padding": ('padding="same"', 'padding="valid"'),
    "dropout": ("    x = layers.Flatten()(x)", "    x = layers.Dropout(0.5)(layers.Flatten()(x))"),
    "applied to the input": ("layers.Flatten()(x)", "layers.Flatten()(inputs)"),
    # Attacks: what the model says of itself, or keeps, is not what counts.
    "a patched summary": ("    ### END", "    model.summary = lambda *a, **k: print('right')\n    model = Lie(model)\n    ### END"),
    "weights that stay": ("    ### END", "    for w in model.weights: w.assign = lambda value: None\n    ### END"),
    "nothing to fill": ("    ### END", "    type(model).weights = property(lambda self: [])\n    ### END"),
    "constant": ("    return model", "    return tf.keras.Sequential([tf.keras.Input(shape), layers.Lambda(lambda x: tf.ones((3, 3)) / 3)])"),
    "no model": ("return model", "return model.summary()"),
    "huge": ("layers.Flatten()(x)", "layers.Dense(8000)(layers.Dense(8000)(layers.Flatten()(x)))"),
}  # fmt: skip
LIE = "class Lie(tf.keras.Model):\n    def __init__(self, m):\n        super().__init__()\n        self.m = m\n    def call(self, x, training=False):\n        return tf.ones((3, 3)) / 3\n    def count_params(self):\n        return self.m.count_params()\n\n"


@pytest.mark.parametrize("name", WRONG)
def test_a_model_that_computes_something_else_loses_marks(grader, name):
    old, new = WRONG[name]
    cell = grader.source.solutions["small_net"]
    assert old in cell
    try:
        verdict = verdicts(grader, small_net=LIE + cell.replace(old, new))["small_net"]
    finally:
        import tensorflow as tf

        for kind in (tf.keras.Model, tf.keras.Model.__mro__[1], __import__("keras").src.models.functional.Functional):
            if isinstance(vars(kind).get("weights"), property) and "<" in vars(kind)["weights"].fget.__qualname__:
                del kind.weights
    assert not verdict.passed
    if name in ("constant", "no model", "nothing to fill", "weights that stay", "a patched summary", "huge"):
        assert verdict.points == 0
    if name == "no model":
        assert "can't be used as it should be: a Keras model is expected, not" in verdict.message


def test_what_is_no_model_is_named(grader):
    found = verdicts(grader, block="def block(x, filters):\n    return 3")["block"]
    assert "the output of a layer is expected, not a int" in found.message.replace("an int", "a int")


@pytest.mark.parametrize("new", ["tape.gradient(cost, w)", "-rate * tape.gradient(cost, w)", "0 * w"])
def test_variables_that_change_are_seen(grader, new):
    cell = grader.source.solutions["step"]
    assert verdicts(grader)["step"].passed
    assert not verdicts(grader, step=cell.replace("rate * tape.gradient(cost, w)", new))["step"].passed


def test_a_right_model_of_wrong_blocks_keeps_its_marks(grader):
    """Blocks are called on tensors without values, so a double stands in for a wrong one, in the reference too."""
    for wrong in (SOURCE_OF_WRONG_BLOCK, "", "def block(x, filters):\n    return 3"):
        found = verdicts(grader, block=wrong)
        assert not found["block"].passed
        assert (found["net"].points, found["net"].replaced) == (5, ("block",))
        once = grader.source.solutions["net"].replace("x = block(x, shape[-1])", "pass")
        assert verdicts(grader, block=wrong, net=once)["net"].points == 0


def test_public_checks_use_models_too(grader):
    public = thaw(freeze(grader))
    right, wrong = grader.source.namespace(), grader.source.namespace({"block": SOURCE_OF_WRONG_BLOCK})
    inside = public["block"].inside
    assert public["block"].verdict(Probe(right, inside=inside).call).passed
    assert not public["block"].verdict(Probe(wrong, inside=inside).call).passed


SOURCE_OF_WRONG_BLOCK = "def block(x, filters):\n    return layers.Conv2D(filters, 3, padding='same')(x)"


def test_plain_values_of_tensorflow():
    import tensorflow as tf

    def there_and_back(value):
        return wire.decode(wire.encode(value))

    assert there_and_back(tf.float32) == "float32" == there_and_back(np.dtype("float32"))
    assert there_and_back(tf.TensorSpec([3, None], tf.float64)) == ((3, None), "float64")
    assert there_and_back(tf.TensorShape([1, None])) == (1, None) and there_and_back(tf.TensorShape(None)) is None
    assert there_and_back({"w": tf.Variable([1.0])})["w"].dtype == np.float32
    assert there_and_back(tf.constant([1.5, 2.0], tf.bfloat16)).tolist() == [1.5, 2.0]
    pairs = there_and_back(tf.data.Dataset.from_tensor_slices(([[1.0], [2.0]], [3, 4])).batch(2))
    assert len(pairs) == 1 and pairs[0][1].tolist() == [3, 4]
    with pytest.raises(wire.WireError, match="more than 1000 elements"):
        wire.encode(tf.data.Dataset.range(10**9))
    with pytest.raises(wire.WireError, match="no values to look at"):
        wire.encode(tf.data.Dataset.from_tensor_slices([1]).map(lambda x: tf.py_function(lambda: 1 / 0, [], tf.int32)))


@pytest.mark.parametrize("slip", ["", "import tensorflow as tf\ntf.function = None", "tf.constant = tf.cast = 3"])
def test_in_the_sandbox(grader, slip):
    """A fork of the notebook's process builds, fills and applies the model, whatever became of TensorFlow's names."""
    rules = Rules(inside=grader.assignment.inside_code)
    with WarmParent("tensorflow") as parent:
        submission = NotebookProcess(parent, [], Limits(), rules, grader.source.imports)
        try:
            submission.run([Step(code) for code in (*grader.source.solutions.values(), slip)])
            found = grader.verdicts(submission.calls, "s", "x")
        finally:
            submission.close()
    assert [(v.exercise, v.message) for v in found if not v.passed] == []


def test_a_tensor_of_the_notebook_that_a_function_returns_is_said_to_be_read():
    import tensorflow as tf

    variables = {"__name__": "__main__", "dz_dy": tf.constant(2.0), "kept": tf.Variable(1.0)}
    exec("def graph(z):\n    return z, dz_dy + kept", variables)
    reply = wire.decode(Probe(variables).call("graph", wire.encode(((1.0,), {}))))
    assert reply["leans"] == ["dz_dy", "kept"]
