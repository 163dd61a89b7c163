"""What the graders ask of every exercise of its kind."""

from functools import cache

import numpy as np
import pytest
from conftest import ROOT

from autograder.inside import wire
from autograder.judging.play import play
from autograder.judging.standins import MAX_OTHERS
from autograder.judging.verdict import judge
from autograder.running.grader import Grader

IDS = sorted(path.stem for path in (ROOT / "graders").glob("a*.py"))
NUMPY_IDS = [id for id in IDS if not id.startswith("a12")]  # TensorFlow takes seconds to be imported
SEEDS = range(3)

# For each training: its loop, and the line that computes the cost.
TRAININGS = {
    "a14_logistic_regression optimize": ("range(num_iterations)", "grads, cost = propagate(w, b, X, Y)"),
    "a15_planar_classification nn_model": ("range(num_iterations)", "cost = compute_cost(A2, Y, parameters)"),
    "a17_deep_network_application two_layer_model": ("range(num_iterations)", "cost = compute_cost(A2, Y)"),
    "a17_deep_network_application L_layer_model": ("range(num_iterations)", "cost = compute_cost(AL, Y)"),
}
STOPS = {
    "a low cost": "if cost < 0.3:",
    "a very low cost": "if cost < 0.0001:",
    "no great change": "if i and abs(cost - before) < 1e-7:",
}


@cache
def grader(id):
    return Grader.load(id, ROOT)


def full_marks(id, name, old, new):
    """For how many seeds an edit of the solution keeps all marks."""
    exercise = grader(id).assignment.exercises[name]
    code = grader(id).source.solutions[name]
    assert code.count(old) == 1
    probe = grader(id).probe({name: code.replace(old, new)})
    expected = [list(play(exercise, grader(id).reference.call, seed)) for seed in SEEDS]
    came = [list(play(exercise, probe.call, seed)) for seed in SEEDS]
    return sum(judge(exercise, *both).passed for both in zip(expected, came, strict=True))


@pytest.mark.parametrize("limit", [12, 50, 120])
@pytest.mark.parametrize("training", TRAININGS)
def test_a_training_that_never_makes_more_than_so_many_steps_loses_marks(training, limit):
    loop, _ = TRAININGS[training]
    assert full_marks(*training.split(), loop, loop.replace("num_iterations", f"min(num_iterations, {limit})")) == 0


@pytest.mark.parametrize("reason", STOPS)
@pytest.mark.parametrize("training", TRAININGS)
def test_a_training_that_stops_early_loses_marks(training, reason):
    _, line = TRAININGS[training]
    stop = f"{line}\n        {STOPS[reason]}\n            break\n        before = cost"
    assert full_marks(*training.split(), line, stop) == 0
    assert full_marks(*training.split(), line, f"{line}\n        before = cost") == len(SEEDS)


THIN = (
    "np.vectorize(basic_sigmoid)(x)",
    "np.array([basic_sigmoid(v) for v in np.ravel(x)]).reshape(np.shape(x))[()]",
    "np.frompyfunc(basic_sigmoid, 1, 1)(x) * 1.0",
)


@pytest.mark.parametrize("thin", THIN)
def test_a_loop_over_a_wrong_earlier_function_earns_nothing_by_our_own(thin):
    cells = {"basic_sigmoid": "def basic_sigmoid(x):\n    return 0.3", "sigmoid": f"def sigmoid(x):\n    return {thin}"}
    numpy_basics = grader("a11_numpy_basics")
    found = {v.exercise: v for v in numpy_basics.verdicts(numpy_basics.probe(cells).calls, "secret", "ann")}
    assert (found["basic_sigmoid"].points, found["sigmoid"].points) == (0, 0)
    assert found["sigmoid_derivative"].passed


@pytest.mark.parametrize("id", NUMPY_IDS)
def test_where_arguments_can_be_changed_it_costs_marks(id):
    """Where code of the grader's uses the function, it gets tensors made of the arguments, not these."""
    for exercise in grader(id).assignment.exercises.values():
        calls = [call for outcome in play(exercise, grader(id).reference.call) for call in outcome.calls]
        calls = [call for call in calls if ":" not in call.name]
        if any(can_be_changed(wire.decode(call.payload)) for call in calls):
            assert exercise.keeps_arguments, f"{id}: {exercise.name}"


def can_be_changed(value):
    """Whether there is an array, a list or a dictionary in these arguments, `(args, kwargs)`."""
    args, kwargs = value
    return any(isinstance(argument, (np.ndarray, list, dict)) for argument in (*args, *kwargs.values()))


# What gets a part right that asks for little: one class, nothing to clip, another number of units.
TRIVIAL = {
    "a11_numpy_basics softmax": "np.ones(np.shape(x))",
    "a21_initialization different_units": "len(W)",
    "a43_character_model clip": "dict(gradients)",
    "a24_optimization update_parameters_with_adam": "parameters, v, s",
    "a13_computational_graph update_adam": "w, m, v",
}


@pytest.mark.parametrize("what", TRIVIAL)
def test_what_a_trivial_answer_gets_right_earns_nothing(what):
    id, name = what.split()
    verdict = verdict_on(id, name, TRIVIAL[what])
    assert verdict.right(grader(id).known[name])
    assert verdict.points == 0


FORMS = {
    "a key more": "{**cache, 'more': 1}",
    "a function in it": "{**cache, 1: print}",
    "in single precision": "{name: value.astype(np.float32) for name, value in cache.items()}",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_long_training_with_our_gradient_may_give_it_what_has_another_form(form, planar, asks_much):
    written = planar.source.solutions["forward_propagation"]
    cells = {
        "forward_propagation": written.replace("return A2, cache", f"return A2, {FORMS[form]}"),
        "backward_propagation": "def backward_propagation(parameters, cache, X, Y):\n    return {}",
    }
    assert cells["forward_propagation"] != written
    found = {v.exercise: v for v in planar.verdicts(planar.probe(cells).calls, "secret", asks_much)}
    assert found["backward_propagation"].points == 0
    assert found["forward_propagation"].points == 15 and found["nn_model"].points == 15, found["nn_model"].message


@pytest.fixture(scope="module")
def asks_much(planar):
    """A student with whose inputs `nn_model` asks for more gradients than may be asked for besides its own."""
    exercise = planar.assignment.exercises["nn_model"]
    for student in map(str, range(1000)):
        stand_ins = planar.stand_ins(exercise, planar.seeds("secret", student)["nn_model"], {"backward_propagation"})
        stand_ins.record()
        if len(stand_ins._recorded["backward_propagation"]) > MAX_OTHERS:
            return student
    raise AssertionError("no training is as long as that")


ONE_LIMIT = {
    "a41_recurrent_network clip_gradients": "{k: np.minimum(v, high) for k, v in g.items()}",
    "a43_character_model clip": "{k: np.maximum(v, -maxValue) for k, v in gradients.items()}",
}


@pytest.mark.parametrize("what", ONE_LIMIT)
def test_one_of_two_limits_earns_something(what):
    verdict = verdict_on(*what.split(), ONE_LIMIT[what])
    assert 1 < verdict.points < 2


def verdict_on(id, name, returned):
    """What a function earns that only returns this."""
    code = grader(id).source.solutions[name]
    header = code[code.index("def ") : code.index(":\n") + 1]
    probe = grader(id).probe({name: f"import numpy as np\n{header}\n    return {returned}"})
    (verdict,) = grader(id).verdicts(probe.calls, "secret", "ann", only={name})
    return verdict
