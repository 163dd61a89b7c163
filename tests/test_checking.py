"""check() and progress(), as a student's notebook calls them."""

import linecache
import os
import re
import shutil
import subprocess
import sys

import numpy as np
import pytest
from conftest import PLANAR, ROOT

from autograder.authoring.public import FILE, RELEASED
from autograder.inside.probe import kind
from autograder.judging.errors import HINTS, hint, plain
from autograder.judging.play import Failure
from autograder.judging.verdict import Part, Verdict, told
from autograder.running.source import Source, stub
from utils import check, progress


@pytest.fixture
def notebook(released_course, planar, tmp_path, monkeypatch):
    """The variables of a solved notebook, in a folder with the release's checks."""
    shutil.copy(released_course.releases / PLANAR / FILE, tmp_path)
    monkeypatch.chdir(tmp_path)
    return planar.source.namespace()


def define(code: str, variables: dict) -> None:
    """Runs a cell of the notebook."""
    name = f"<cell {hash(code):x}>"
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
    exec(compile(code, name, "exec"), variables)


def run(code: str, variables: dict):
    """The value of an expression, in the notebook."""
    return eval(code, variables | {"check": check, "progress": progress})


def test_right_answers(notebook):
    result = check("backward_propagation", notebook["backward_propagation"])
    assert result
    assert repr(result) == "✓ backward_propagation: 25 of 25 points"
    assert 'role="status"' in result._repr_html_() and "is right" in result._repr_html_()


def test_a_known_mistake_gets_its_sentence_in_html_and_text(notebook):
    result = check("compute_cost", eval("lambda A2, Y, parameters=None: -compute_cost(A2, Y)", dict(notebook)))
    assert not result
    assert "The cost is negative." in repr(result) and "The cost is negative." in result._repr_html_()
    assert repr(result).splitlines()[2:] == [f"  ✗ {part.name}" for part in result.verdicts[0].parts]


def test_two_mistakes_are_only_said_where_each_explains_a_value_of_its_own(notebook, planar):
    """All predictions but one are as with one known mistake, and that one is as with another; both are untrue here."""
    cell = planar.source.solutions["predict"].replace("A2 > 0.5", "A2 == 0.5")
    define(cell, notebook)
    assert not check("predict", notebook["predict"]).verdicts[0].diagnosis


def test_an_error_of_one_helper_is_not_taken_for_that_of_another(notebook, planar):
    """Both take an array for a dictionary; the known mistake is one in the forward propagation."""
    cell = planar.source.solutions["nn_model"].replace("(parameters, cache, X, Y)", "(parameters, X, X, Y)")
    define(cell, notebook)
    found = repr(check("nn_model", notebook["nn_model"]))
    assert "stopped with IndexError from `backward_propagation`" in found and "Is the dictionary there" not in found
    assert found.split(". ")[-1].startswith("Does `backward_propagation` get what it asks for?")


def test_what_a_student_returns_is_escaped(notebook):
    throws = "lambda X, Y: (_ for _ in ()).throw(ValueError('<script>alert(1)</script>'))"
    result = check("layer_sizes", eval(throws, notebook))
    assert "<script>" not in result._repr_html_() and "&lt;script&gt;" in result._repr_html_()


def test_an_exercise_on_top_of_a_wrong_one_points_there(notebook):
    exec("backward_propagation = lambda parameters, cache, X, Y: {'dW1': 0}", notebook)
    result = check("nn_model", notebook["nn_model"])
    assert repr(result) == (
        "○ `nn_model` can't be judged before `backward_propagation` is right; grading puts ours in its place."
    )
    assert result.verdicts[0].points == 0 and "points" not in result._repr_html_()


def test_a_function_that_is_wrong_by_itself_is_told_so_on_top_of_a_wrong_one_too(notebook):
    right = notebook["forward_propagation"]
    notebook["forward_propagation"] = lambda X, parameters: (1 - right(X, parameters)[0], right(X, parameters)[1])
    # It behaves exactly like its own mistake "0 and 1 exchanged", and is right.
    assert repr(check("predict", notebook["predict"])).startswith("○ `predict` can't be judged before")
    exec("def predict(parameters, X): pass", notebook)  # calls nothing
    assert "yours is None" in repr(check("predict", notebook["predict"]))


def test_an_earlier_function_that_is_called_by_a_third_counts_too(notebook):
    exec("def run(X, parameters): return forward_propagation(X, parameters)[0]", notebook)
    exec("def predict(parameters, X): return (run(X, parameters) > 0.5).astype(int)", notebook)
    assert check("predict", notebook["predict"])
    define("def forward_propagation(*arguments, **options):\n    raise NotImplementedError", notebook)
    assert repr(check("predict", notebook["predict"])).startswith(
        "○ `predict` can't be judged before `forward_propagation`"
    )


def test_a_stub_that_an_earlier_one_keeps_from_being_reached_is_called_so(notebook, planar):
    cells = {name: stub(planar.source.solutions[name], name) for name in ("layer_sizes", "nn_model")}
    namespace = planar.source.namespace(cells)
    assert repr(check("nn_model", namespace["nn_model"])) == "○ `nn_model` is not written yet."
    text = re.sub(r"( +)raise", r"\1costs = []\n\1raise", stub(planar.source.solutions["nn_model"], "nn_model"))
    namespace = planar.source.namespace({"layer_sizes": "def layer_sizes(X, Y): return 1 / 0", "nn_model": text})
    assert repr(check("nn_model", namespace["nn_model"])).startswith("○ Your code for `nn_model` is there")


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("A2, cache = forward_propagation(X.T, parameters)",
         "ValueError from `forward_propagation`: a matrix product of (5, 3) and (8, 3), whose inner sizes, 3 and 8, "
         "differ, in the line `A2, cache = forward_propagation(X.T, parameters)`."),
        ("return (run(X) > 0.5).astype(int)",
         "TypeError from `run`: forward_propagation() missing 1 required positional argument: 'parameters', in the line "
         "`return (run(X) > 0.5).astype(int)`."),
        ("return [row[0] for row in X @ X][0]",
         "ValueError: a matrix product of (3, 8) and (3, 8), whose inner sizes, 8 and 3, differ, in the line "
         "`return [row[0] for row in X @ X][0]`."),
    ],
)  # fmt: skip
def test_an_error_from_another_function_names_the_line_that_calls_it(notebook, cell, sentence):
    define("def run(X): return forward_propagation(X)[0]", notebook)
    define(f"def predict(parameters, X):\n    {cell}\n    return (A2 > 0.5).astype(int)", notebook)
    found = repr(check("predict", notebook["predict"]))
    numbers = re.compile(r"(?<=[(, ])\d+(?=[,) ])")
    assert numbers.sub("n", f"`predict` stopped with {sentence}") in numbers.sub("n", found)


@pytest.mark.parametrize(
    ("line", "end"),
    [
        (
            "A2 = forward_propagation(X, parameters)[0]",
            "None. Does the function have a `return` line, and does what it returns have a value?",
        ),
        ("return None", "None. Does the function have a `return` line, and does what it returns have a value?"),
        ("A2 = None\n    return A2", "None. Where does it get its value?"),
        ("A2 = None\n    tf.GradientTape if X is None else 0\n    return A2", "inside the `with`?"),
    ],
)
def test_none_is_put_down_to_what_the_function_does(notebook, line, end):
    define(f"def predict(parameters, X):\n    {line}\n", notebook)
    assert end in repr(check("predict", notebook["predict"])).splitlines()[1]


@pytest.mark.parametrize(
    ("value", "hint"),
    [("np.max(A2 > 0.5, axis=0) * 1", True), ("(A2 > 0.5).sum(axis=0)", True), ("(A2 > 0.5)[0] * 1", False)],
)
def test_what_keeps_an_axis_is_spoken_of_where_one_was_reduced(notebook, value, hint):
    define(f"def predict(parameters, X):\n    A2, _ = forward_propagation(X, parameters)\n    return {value}", notebook)
    text = repr(check("predict", notebook["predict"])).splitlines()[1]
    assert ("which argument of that keeps it" in text) == hint and "axis" in text


def test_points_are_shown_as_halves(notebook):
    notebook |= {"right": notebook["initialize_parameters"], "right_cost": notebook["compute_cost"]}
    define("initialize_parameters = lambda n_x, n_h, n_y: right(n_x, n_h, n_y) if n_x > 1 else None", notebook)
    result = check("initialize_parameters", notebook["initialize_parameters"])
    assert repr(result).startswith("✗ initialize_parameters: 7.5 of 10 points")
    almost = check("compute_cost", eval("lambda A2, Y, parameters=None: np.array([[right_cost(A2, Y)]])", notebook))
    assert almost.verdicts[0].points % 0.5 == 0
    sizes = check("layer_sizes", eval("lambda X, Y: (X.shape[0], 4, 1)", notebook))
    assert 0.5 <= sizes.verdicts[0].points <= 4.5


def test_progress_counts_exercises_and_points(notebook):
    assert repr(run("progress()", notebook)).startswith("8 of 8 exercises right, 100 of 100 points")
    del notebook["layer_sizes"]
    define("def update_parameters(*arguments, **options):\n    raise NotImplementedError", notebook)
    text = repr(run("progress()", notebook))
    assert text.startswith("5 of 8 exercises right, 70 of 100 points")
    assert "not defined" in text and "not written yet" in text
    (row,) = (line.split() for line in text.splitlines() if line.startswith("nn_model"))
    assert row == ["nn_model", "○", "not", "judged", "yet", "first", "layer_sizes"]  # and no points
    assert "<caption>" in run("progress()", notebook)._repr_html_()


@pytest.mark.parametrize(
    ("vscode", "link"), [(False, "my%20own.ipynb#cell-id=compute_cost"), (True, "#step-4--the-cost")]
)
def test_hints_and_links_come_from_the_notebooks_file(notebook, released_course, tmp_path, monkeypatch, vscode, link):
    path = tmp_path / "my own.ipynb"
    shutil.copy(released_course.release(PLANAR), path)
    if vscode:
        notebook["__vsc_ipynb_file__"] = str(path)
    else:
        monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    define("def compute_cost(A2, Y, parameters=None):\n    return -1.0", notebook)
    html = check("compute_cost", notebook["compute_cost"])._repr_html_()
    assert [html.count(f'<summary style="cursor:pointer">Hint {n}</summary>') for n in (1, 2, 3, 4)] == [1, 1, 1, 0]
    assert html.index("Hint 1") < html.index("Hint 2") < html.index("Hint 3") < html.index("</details>")
    assert "<details" not in check("predict", notebook["predict"])._repr_html_()
    assert f'<a href="{link}"><code>compute_cost</code></a>' in run("progress()", notebook)._repr_html_()


@pytest.mark.parametrize("content", [None, "damaged", "[]", '{"cells": [3]}'])
def test_without_the_notebooks_file_there_are_no_hints_and_no_links(notebook, tmp_path, monkeypatch, content):
    path = tmp_path / "n.ipynb"
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    if content is not None:
        path.write_text(content)
    define("def compute_cost(A2, Y, parameters=None):\n    return -1.0", notebook)
    assert "<details" not in check("compute_cost", notebook["compute_cost"])._repr_html_()
    assert "<a " not in run("progress()", notebook)._repr_html_()


def test_where_nobody_names_the_file_there_are_the_hints_of_the_release(
    notebook, released_course, tmp_path, monkeypatch
):
    folder = tmp_path / "assignments" / PLANAR
    folder.mkdir(parents=True)
    (tmp_path / RELEASED).mkdir()
    shutil.copy(tmp_path / FILE, folder)
    shutil.copy(released_course.release(PLANAR), tmp_path / RELEASED)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.chdir(folder)
    define("def compute_cost(A2, Y, parameters=None):\n    return -1.0", notebook)
    assert check("compute_cost", notebook["compute_cost"])._repr_html_().count("<summary") == 3
    assert "<a " not in run("progress()", notebook)._repr_html_()


@pytest.mark.parametrize(
    "id", ["a11_numpy_basics", "a15_planar_classification", "a31_convolution_steps", "a43_character_model"]
)
def test_what_can_not_be_called_as_it_is_not_installed_stops_no_check(id, monkeypatch):
    """TensorFlow, say, which exercises in NumPy forbid."""
    for library in ("tensorflow", "keras"):
        monkeypatch.setitem(sys.modules, library, None)
    kind.cache_clear()
    monkeypatch.chdir(ROOT / "assignments" / id)
    source = Source(ROOT / "source_notebooks" / id / f"{id}.py")
    variables = source.namespace()
    names = [name.removeprefix("check_") for name in source.points]
    assert [name for name in names if not check(name, variables[name])] == []


def test_the_notebooks_own_draws_are_left_alone(notebook):
    wanted = np.random.RandomState(5).randn(3).tolist()
    np.random.seed(5)
    found = [np.random.randn()]
    check("predict", notebook["predict"])
    found.append(np.random.randn())  # kept since the first, as normal numbers are drawn in pairs
    exec("progress()", notebook | {"progress": progress})
    assert [*found, np.random.randn()] == wanted


@pytest.mark.parametrize("slip", ["np.random.seed = 3", "warnings.catch_warnings = None", "sys.setprofile = ''"])
def test_what_a_notebook_makes_of_libraries_stops_no_check(notebook, slip):
    code = (
        f"import sys, warnings\nimport numpy as np\nfrom utils import check\n{slip}\nprint(check('predict', predict))"
    )
    names = ("forward_propagation", "predict")
    cells = "\n".join(Source(ROOT / "source_notebooks" / PLANAR / f"{PLANAR}.py").solutions[name] for name in names)
    start = "import numpy as np\nfrom utils.planar_utils import sigmoid\n"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", start + cells + "\n" + code], capture_output=True, text=True, env=environment
    )
    assert done.stdout.startswith("✓ predict"), done.stderr


def test_wrong_names_and_missing_or_damaged_files_are_explained(notebook, tmp_path):
    with pytest.raises(ValueError, match="there is no exercise 'cost'"):
        check("cost", print)
    (tmp_path / FILE).write_bytes(b"damaged")
    with pytest.raises(ValueError, match="is damaged"):
        check("predict", print)
    (tmp_path / FILE).unlink()
    with pytest.raises(FileNotFoundError, match="has to stay beside"):
        check("predict", print)


def test_nbgraders_validate_button_sees_wrong_answers(notebook, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    check("predict", notebook["predict"])
    with pytest.raises(AssertionError, match="✗ predict"):
        check("predict", lambda parameters, X: None)


def test_utils_imports_nothing_heavy():
    code = "import sys, utils; print([m for m in ('numpy', 'matplotlib', 'nbgrader', 'sklearn') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
    code = (
        "import sys, autograder.check; print([m for m in ('matplotlib', 'nbgrader', 'nbformat') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize(
    ("error", "line", "sentence"),
    [
        ("NameError: name 'exp' is not defined", "s = 1 / (1 + exp(-x))", "Python itself has no `exp`."),
        ("NameError: name 'math' is not defined", "a = math.exp(x)", "Is `math` imported"),
        ("NameError: name 'zeros' is not defined", "if start == zeros:", "`zeros` has no value there: is it meant as a te"),
        ("NameError: name 'he' is not defined", "elif start != he:", "`he` has no value there: is it meant as a text"),
        ("NameError: name 'zeros' is not defined", "if np.all(x == zeros(3)):", "Python itself has no `zeros`."),
        ("NameError: name 'm' is not defined", "if m == n:", "`m` has no value there: is a line missing"),
        ("NameError: name 'ds' is not defined", "return ds", "`ds` has no value in the `return` line: is a line"),
        ("UnboundLocalError: cannot access local variable 'b' where it is not associated with a value", "return w, b",
         "`b` has no value in the `return` line"),
        ("UnboundLocalError: cannot access local variable 'W1' where it is not associated with a value", "W1 = W1 - 1",
         "`W1` is used before it has a value."),
        ("NameError: name 'm' is not defined", "loss = total / m", "`m` has no value there"),
        ("ValueError: a matrix product of (1, 5) and (1, 5), whose inner sizes, 5 and 1, differ", "Y @ A",
         "Both factors have the shape (1, 5). Is the product meant entry by entry"),
        ("ValueError: a matrix product of (2, 5) and (1, 5), whose inner sizes, 5 and 1, differ", "Y @ A",
         "(2, 5) and (1, 5) fit if one of them is turned over."),
        ("ValueError: a matrix product of (7, 6) and (5, 7), whose inner sizes, 6 and 5, differ", "A @ W",
         "In the other order the two fit."),
        ("ValueError: a matrix product of (7, 6) and (5, 4), whose inner sizes, 6 and 5, differ", "A @ W", ""),
        ("ValueError: operands could not be broadcast together with shapes (6,9) (9,4)", "W1 * X + b1",
         "Entry by entry these two do not fit; as a matrix product they do."),
        ("ValueError: operands could not be broadcast together with shapes (5,9) (9,8)", 'W - learning_rate * grads["dW1"]',
         "NumPy compares shapes from the right"),
        ("ValueError: operands could not be broadcast together with shapes (5,9) (9,8)", "v = beta * v + (1 - beta) * g",
         "NumPy compares shapes from the right"),
        ("ValueError: operands could not be broadcast together with shapes (5,9) (9,8)", "dW = 1 / m * dZ * A_prev",
         "Entry by entry these two do not fit; as a matrix product they do."),
        ("ValueError from `predict`: matmul: Input operand 1 does not have enough dimensions (has 0, …)", "p = predict(w)",
         "A matrix product needs two arrays"),
        ("TypeError: unsupported operand type(s) for ^: 'float' and 'int'", "y = x^2", "`^` is not a power"),
        ("TypeError: ufunc 'bitwise_xor' not supported for the input types", "y = x ^ 2", "`^` is not a power"),
        ("TypeError from `f`: unsupported operand type(s) for ^: 'float' and 'int'", "y = f(x)", "Does `f` get"),
        ('TypeError: can only concatenate str (not "int") to str', 'parameters["W" + l]', "`+` can't join"),
        ("TypeError: unsupported operand type(s) for +: 'int' and 'str'", 'parameters[l + "W"]', "`+` can't join"),
        ("TypeError: unsupported operand type(s) for +: 'set' and 'list'", "chars = set(text) + ['.']", "A set stands there"),
        ("TypeError: unsupported operand type(s) for +: 'int' and 'builtin_function_or_method'", "1 + math.exp - x",
         "A function stands where its result should be"),
        ("TypeError: 'builtin_function_or_method' object is not subscriptable", "up[i] += h", "A function stands where"),
        ("TypeError: unsupported operand type(s) for -: 'int' and 'function'", "s * (1 - sigmoid)", "A function stands th"),
        ("TypeError from `cosine`: loop of ufunc does not support argument 0 of type function which has no callable cos "
         "method", "df(g) * dg(x)", "A function stands there instead of a number."),
        ("TypeError from `slope`: 'float' object is not callable", "slope(f(x), x)", "A number is called there."),
        ("TypeError: 'tuple' object is not callable", "m = x.shape(0)", "Parentheses call a function. Which brackets"),
        ("TypeError: 'numpy.ndarray' object is not callable", "dW = dZ(A)", "Parentheses call a function. Should"),
        ("TypeError: 'type' object does not support the context manager protocol", "with tf.GradientTape as t:",
         "`tf.GradientTape` is a class"),
        ("TypeError: 'tuple' object cannot be interpreted as an integer", "W = np.random.randn((a, b))", "How does `randn`"),
        ("TypeError: Cannot interpret 'True' as a data type", "s = np.sum(x, 1, True)", "That place of `np.sum`"),
        ("TypeError: Cannot interpret '1' as a data type", "b = np.zeros(n, 1)", "The second argument of `np.zeros`"),
        ("TypeError: dot() missing 1 required positional argument: 'b'", "np.dot(d)", "What else has to be given to `dot`"),
        ("TypeError: g() takes 1 positional argument but 2 were given", "g(Z, A)", "How many arguments does `g` take"),
        ("TypeError: norm() got an unexpected keyword argument 'keepdim'", "norm(x, keepdim=True)", "`norm` has no argum"),
        ("TypeError: only 0-dimensional arrays can be converted to Python scalars", "a = math.log(A)", "`math.log` takes"),
        ("TypeError from `basic_sigmoid`: only length-1 arrays can be converted to Python scalars", "basic_sigmoid(x)",
         "An array stands where one number belongs."),
        ("ValueError: The truth value of an array with more than one element is ambiguous.", "if A > 0.5:", "`if` asks"),
        ("ValueError: The truth value of an array with more than one element is ambiguous.", "max(0, Z)", "One value is"),
        ("KeyError from `update_parameters`: 'db1'", "update_parameters(parameters, grads)",
         "`update_parameters` looks for the key `db1`, and there is none."),
        ("KeyError: 'db1'", 'b = b - grads["db1"]', "There is no key `db1` there. Where should it have been"),
        ("KeyError: <function relu>", "choose[relu]", ""),
        ("AttributeError: 'NoneType' object has no attribute 'append'", "caches = caches.append(c)", "`append` changes"),
        ("TypeError: cannot unpack non-iterable NoneType object", "a, b = shuffle(x)", "None stands there"),
        ("ValueError: not enough values to unpack (expected 3, got 2)", "a, b, c = f(x)", "How many values are on the"),
        ("TypeError: unsupported operand type(s) for -: 'tuple' and 'tuple'", "q - p", "Is a tuple there"),
        ("ValueError from `cost`: setting an array element with a sequence. The requested array has an inhomogeneous "
         "shape after 2 dimensions.", "c = cost(AL, Y)", "Is a tuple there"),
        ("TypeError: tuple indices must be integers or slices, not str", 'g["dW1"]', "Is a tuple there"),
        ('TypeError: can only concatenate tuple (not "int") to tuple', "f(x) + 1", "Is a tuple there"),
        ("TypeError from `step`: unsupported operand type(s) for *: 'float' and 'dict'", "step(w, g)", "A whole dictionary"),
        ("TypeError: unsupported operand type(s) for -: 'list' and 'list'", "a - b", "Lists don't calculate"),
        ("AttributeError: 'float' object has no attribute 'astype'", "A > 0.5.astype(int)", "A plain number has no `ast"),
        ("TypeError: 'float' object does not support item assignment", "x[x < 0] = 0", "A plain number stands there, and it has no entries."),
        ("AttributeError: 'numpy.ndarray' object has no attribute 'linalg'", "x.linalg.norm()", "An array has no `linalg`"),
        ("AttributeError: module 'numpy' has no attribute 'sigmoid'", "np.sigmoid(x)", "`numpy` has no `sigmoid`."),
        ("AttributeError: module 'tensorflow._api.v2.nn' has no attribute 'softmax_loss'", "tf.nn.softmax_loss(x)",
         "`nn` has no `softmax_loss`."),
        ("IndexError: tuple index out of range", "x.shape[3]", "Python counts from 0."),
        ("IndexError: index 9 is out of bounds for axis 0 with size 9", "one_hot[i, Y[0, i]] = 1",
         "Axis 0 has 9 places, counted from 0. What does the index there count"),
        ("NameError: name 'mean' is not defined", "return mean", "`mean` has no value in the `return` line"),
        ("NameError: name 'mean' is not defined", "m = mean(x)", "Python itself has no `mean`."),
        ("AttributeError: 'EagerTensor' object has no attribute '_unique_id'", "optimizer.apply_gradients(zip(v, g))",
         "In each pair, the optimiser found no variable"),
        ("AttributeError: 'EagerTensor' object has no attribute '_unique_id'", "step(v, g)", ""),
        ("ValueError: Only input tensors may be passed as positional arguments. The following argument value should be "
         "passed as a keyword argument: <Activation name=relu, built=True>", "X = pool(X)", "A layer stands there"),
        ("ValueError: cannot reshape array of size 30 into shape (15,1)", "x.reshape(15, 1)", "How many entries"),
        ("ZeroDivisionError: division by zero", "a = 1 / 0", "What is it divided by"),
        ("NameError: name 'relu' is not defined", 'f(X, W["W1"], relu)', "`relu` is no variable here."),
        ("NameError: name 'relu' is not defined", "A = relu(Z)", "There is no function `relu` here: is its cell run"),
        ("KeyError: 'd + name'", 'g = grads["d + name"]', "No key is called `d + name`. What in it is text"),
        ("TypeError: Cannot convert the argument `type_value`: <function cube> to a TensorFlow DType", "t.gradient(f, x)",
         "A function stands there instead of a number."),
        ("ValueError: Passed in object <function cube> of type 'function', not tf.Tensor", "t.watch(f)", "A function sta"),
        ("TypeError: abs() takes exactly one argument (2 given)", "abs(y, yhat)", "How many arguments does `abs` take"),
        ("ValueError: The truth value of an array with more than one element is ambiguous.", "np.linalg.norm(a, b)",
         "A function there asks about one value"),
        ("TypeError: only integer scalar arrays can be converted to a scalar index", "range(m)", "A whole number is needed"),
        ("TypeError: only integer scalar arrays can be converted to a scalar index", "k = np.concatenate(a, x)",
         "What `np.concatenate` joins is one argument."),
        ("TypeError: only integer scalar arrays can be converted to a scalar index", "k = np.concatenate([a, x], m)",
         "A whole number is needed"),
        ("ValueError: too many values to unpack (expected 2)", "for name, value in p:", "How many values are on the"),
        ("ValueError: too many values to unpack (expected 2)", "a, b = f(x)", "How many values are on the right"),
        ("ValueError: too many values to unpack (expected 2)", "o.apply_gradients((g, x))", ""),
        ("TypeError: 'float' object cannot be interpreted as an integer", "range(m / 2)", "A whole number is needed there"),
        ("IndexError: only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays "
         "are valid indices", 'A["W1"]', "Entries of an array are picked by number"),
        ("IndexError: only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays "
         "are valid indices", "A[m / 2]", "Entries are counted in whole numbers."),
        ("TypeError: Only integers, slices (`:`), ellipsis (`...`), tf.newaxis (`None`) and scalar tf.int32/tf.int64 "
         "tensors are valid indices, got 'w'", 'p["w"]', "Entries of a tensor are picked by number"),
        ("TypeError: list indices must be integers or slices, not str", 'caches["W"]', "Entries of a list are picked by number"),
        ("TypeError: cannot unpack non-iterable float object", "a, b = cost", "There is one value on the right"),
        ("AttributeError: 'tuple' object has no attribute 'shape'", "A.shape", "Is a tuple there"),
        ("TypeError: '>' not supported between instances of 'dict' and 'float'", "cache > 0.5", "A whole dictionary"),
        ("AttributeError: 'dict' object has no attribute 'dW1'", "grads.dW1", "A dictionary has no `.dW1`."),
        ("AttributeError: 'list' object has no attribute 'shape'", "x.shape", "Lists don't calculate"),
        ("TypeError: unsupported operand type(s) for *: 'float' and 'str'", 'rate * "dW1"', "A text stands there"),
        ("TypeError: object of type 'int' has no len()", "len(x.shape[0])", "A plain number stands there, and it holds no"),
        ("AttributeError: EagerTensor object has no attribute 'T'.", "A.T", "A tensor has no `.T`."),
        ("AttributeError: 'EagerTensor' object has no attribute 'sum'", "A.sum()", "A tensor has no `.sum`."),
        ("AttributeError: 'GradientTape' object has no attribute 'gradients'", "t.gradients(y, x)",
         "`GradientTape` has no `gradients`. Is it spelled right"),
        ("IndexError: too many indices for array: array is 1-dimensional, but 2 were indexed", "y[0, i]", "The array has f"),
        ("InvalidArgumentError: Incompatible shapes: [3,5] vs. [4]", "A + b", "Shapes are compared from the right"),
        ("InvalidArgumentError: Matrix size-incompatible: In[0]: [3,5], In[1]: [3,5]", "A @ B", "Matrices of the shapes [3,5]"
         " and [3,5] do not fit"),
        ("InvalidArgumentError: In[1] ndims must be >= 2", "A @ b", "A matrix product needs two matrices"),
        ("InvalidArgumentError: cannot compute Mul as input #1(zero-based) was expected to be a float tensor but is a double "
         "tensor", "A * B", "A tensor of kind float meets one of kind double"),
        ("InvalidArgumentError: Value for attr 'T' of int32 is not in the list of allowed values: half, float", "log(A)",
         "That does not work on numbers of kind int32."),
        ("ValueError from `step`: operands could not be broadcast together with shapes (6,) (5,)", "step(X, w)",
         "Does `step` get what it asks for"),
    ],
)  # fmt: skip
def test_common_errors_are_asked_about_in_the_words_of_the_notebook(error, line, sentence):
    found = hint(error, line)
    assert found.startswith(sentence) if sentence else not found
    assert found.endswith("?" * bool(found))


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("InvalidArgumentError: {{function_node __wrapped____MklMatMul_device_/job:localhost/replica:0/task:0/device:CPU:0}}"
         " Matrix size-incompatible: In[0]: [3,5], In[1]: [3,5] [Op:MatMul] name: ",
         "InvalidArgumentError: Matrix size-incompatible: In[0]: [3,5], In[1]: [3,5]"),
        ("InvalidArgumentError: Value for attr 'T' of int32 is not in the list of allowed values: half, float\n\t; NodeDef: "
         "{{node Log}}; Op<name=Log; signature=x:T -> y:T> [Op:Log] name: ",
         "InvalidArgumentError: Value for attr 'T' of int32 is not in the list of allowed values: half, float"),
        ("AttributeError: EagerTensor object has no attribute 'T'. \n        If you are looking for numpy-related methods, "
         "please run the following:\n        tf.experimental.numpy.experimental_enable_numpy_behavior()",
         "AttributeError: EagerTensor object has no attribute 'T'."),
        ("ValueError: matmul: Input operand 1 does not have enough dimensions (has 0, gufunc core with signature "
         "(n?,k),(k,m?)->(n?,m?) requires 1)", "ValueError: matmul: Input operand 1 does not have enough dimensions (has 0)"),
        ("KeyError: 'W1'", "KeyError: 'W1'"),
    ],
)  # fmt: skip
def test_an_error_is_told_without_what_libraries_write_around_it(message, said):
    assert plain(message) == said
    assert Failure("exception", "f", message).text.startswith(f"`f` stopped with {said.rstrip('.')}.")


def test_every_hint_ends_with_a_question():
    assert all(one.sentence.endswith("?") for one in HINTS)


@pytest.mark.parametrize(
    ("body", "end"),
    [
        ("A2, cache = forward_propagation(X, parameters)\n    return predictions",
         "in the line `return predictions`. `predictions` has no value in the `return` line: is a line still missing, or "
         "has the name another spelling?"),
        ("A2, cache = forward_propagation(X, parameters)\n    return (A2^2 > 0.5).astype(int)",
         "in the line `return (A2^2 > 0.5).astype(int)`. `^` is not a power in Python. Which operator is?"),
        ("A2, cache = forward_propagation(X, parameters)\n    return 1 if A2 > 0.5 else 0",
         "in the line `return 1 if A2 > 0.5 else 0`. `if` asks about one value, and this array has several. What compares "
         "all of them at once?"),
    ],
)  # fmt: skip
def test_check_asks_about_a_common_error_and_quotes_its_line_once(notebook, body, end):
    define(f"def predict(parameters, X):\n    {body}", notebook)
    assert repr(check("predict", notebook["predict"])).splitlines()[1].endswith(end)


@pytest.mark.parametrize(
    ("inside", "is_blank"), [("", True), ("# to do\n    ", True), ("A2 = 0\n    ", False)]
)  # fmt: skip
def test_a_stub_without_its_raise_and_without_code_is_not_begun(notebook, inside, is_blank):
    define(
        "def predict(parameters, X):\n    ### START CODE HERE ###\n    "
        f"{inside}### END CODE HERE ###\n    return predictions",
        notebook,
    )
    found = repr(check("predict", notebook["predict"]))
    assert (found == "○ `predict` is not written yet.") == is_blank


@pytest.mark.parametrize(
    ("words", "slip", "message"),
    [
        ("`f` stopped, in the line `a = b`.", "Look again at line 3, `a = b`.", "`f` stopped, in the line `a = b`."),
        ("`f` stopped, in the line `a = b`.", "Line 3, `a = b`: look at the key.",
         "`f` stopped, in the line `a = b`. Line 3: look at the key."),
        ("`f` stopped, in the line `a = b`. Which?", "Line 3, `a = b`: look at the key.",
         "`f` stopped, in the line `a = b`. Which?"),
        ("`f` stopped, in the line `a = b`. Does `g` get what it asks for?", "Line 3, `a = b`: look at the key.",
         "`f` stopped, in the line `a = b`. Does `g` get what it asks for? Line 3: look at the key."),
        ("`f` stopped, in the line `a = b`. Which?", "Line 2, `b = 1`: look at the number.",
         "`f` stopped, in the line `a = b`. Which? Line 2, `b = 1`: look at the number."),
    ],
)  # fmt: skip
def test_no_line_is_quoted_twice(words, slip, message):
    assert told(words, slip) == message


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((("value.all", 4), ("value.number", 1)), 1),
        ((("value.all", 2), ("value.all", 2)), 0),
        ((("exception", 1), ("value.number", 1)), 0),
        ((("value.all", 3), ("exception", 1)), 0),
    ],
)
def test_the_call_with_the_fewest_wrong_values_is_told(parts, said):
    some = tuple(Part(f"part {i}", f"words {i}", key, wrong) for i, (key, wrong) in enumerate(parts))
    assert Verdict("f", 0, 1, some).message == f"words {said}"
