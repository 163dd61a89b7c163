"""The notebook gives the published statements of the assignment, as far as they can be checked, and its text claims only
what holds again.

The original has no code and no figures. What stands here was worked out by hand, or is what the statements come to.
"""

import os
import subprocess
import sys

import numpy as np
import pytest
from conftest import ROOT

from autograder.running.source import Source
from utils.tensor_utils import EXPRESSION, FORMATS, exchange, slow_sort, traced_graph

ID = "a25_tensorflow_graphs"
NETWORK = {
    **{"x": [], "w": [], "b": [], "y": []},
    **{"m": ["x", "w"], "z": ["m", "b"], "r": ["z"], "l": ["y", "r"], "q": ["x"]},
}
TRIES = 15  # of what depends on how busy the machine is


@pytest.fixture(scope="module")
def tf():
    return pytest.importorskip("tensorflow")


def code_of(words):
    """The code of the notebook's own cell that holds some words."""
    notebook = Source(ROOT / "source_notebooks" / ID / f"{ID}.py").notebook
    (code,) = (cell.source for cell in notebook.cells if cell.cell_type == "code" and words in cell.source)
    return code


@pytest.fixture(scope="module")
def cell(reference):
    """Runs the notebook's own cell that holds some words, and returns the variables."""

    def run(words, **more):
        variables = {**reference, **more}
        exec(code_of(words), variables)
        return variables

    return run


@pytest.mark.parametrize(
    ("a", "b", "values", "slopes"), [(2, 1, (3, 2, 6), (2, 5, 2, 3)), (-1, 4, (3, 5, 15), (5, 8, 5, 3))]
)
def test_the_expression_and_its_slopes(reference, a, b, values, slopes):
    assert tuple(reference["evaluate_graph"](a, b).values()) == values
    found = reference["graph_gradients"](a, b)
    assert [float(found[f"de_d{name}"]) for name in "abcd"] == list(slopes)


def test_levels_and_subgraphs(reference):
    assert reference["graph_levels"](EXPRESSION) == [["a", "b", "one"], ["c", "d"], ["e"]]
    assert reference["graph_levels"](NETWORK) == [["b", "w", "x", "y"], ["m", "q"], ["z"], ["r"], ["l"]]
    assert reference["required_nodes"](NETWORK, "z") == set("xwmbz")
    assert reference["required_nodes"](EXPRESSION, "c") == set("abc")


@pytest.mark.claim("more than two gigabytes, if all of them are to be in memory at once")
@pytest.mark.claim("The float64: 8 million bytes against 6 million.")
@pytest.mark.claim("a hundred megabytes. At a gigabit per second that takes 0.8 seconds")
def test_bytes(reference):
    size = reference["tensor_bytes"]
    assert size((1000, 440, 440, 3), "float32") == 2323200000
    assert size((1000, 440, 440, 3), "float32") / 2**30 == 2.1636486053466797
    assert size((1000, 440, 440, 3), "bfloat16") == 1161600000  # half of it
    assert 1 - size((7, 5), "bfloat16") / size((7, 5), "float64") == 0.75
    assert size((), "float64") == 8
    assert size((100000, 100000), "float64") == 80000000000
    assert (size((10**6,), "float64"), size((3 * 10**6,), "bfloat16")) == (8 * 10**6, 6 * 10**6)
    assert size((25_000_000,), "float32") == 100 * 10**6
    assert 8 * size((25_000_000,), "float32") / 10**9 == 0.8


def test_compressed_and_back(reference):
    x = np.array([1.0101e-12, np.pi, -1, 1 / 3, 65504, 1e38, 1 + 2**-8, -(1 + 2**-7 + 2**-8)], dtype=np.float32)
    found = reference["decompress_tensor"](reference["compress_tensor"](x))
    expected = [1.0089706847793423e-12, 3.140625, -1, 0.33203125, 65280, 9.969209968386869e37, 1, -1.0078125]
    np.testing.assert_array_equal(found, np.array(expected, dtype=np.float32))
    again = reference["decompress_tensor"](reference["compress_tensor"](found))
    np.testing.assert_array_equal(again, found)  # nothing more is lost
    with np.errstate(over="ignore"):
        assert np.isinf(reference["decompress_tensor"](reference["compress_tensor"]([1e300]))[0])


@pytest.mark.claim("Two or three decimal digits survive, for tiny numbers as for large ones.")
@pytest.mark.claim("Truncation is never off by more than one part in 128")
@pytest.mark.claim("Rounding is never off by more than one in 256.")
@pytest.mark.claim("truncation always goes **towards zero**")
def test_errors_of_truncation_and_of_rounding(reference, tf):
    x = np.random.RandomState(0).randn(10000).astype(np.float32)
    truncated = reference["decompress_tensor"](reference["compress_tensor"](x))
    rounded = tf.cast(tf.cast(x, tf.bfloat16), tf.float32).numpy()
    errors = [np.abs((found - x) / x) for found in (truncated, rounded)]
    assert [error.max() for error in errors] == pytest.approx([0.0077196606, 0.0038439713])
    assert [error.mean() for error in errors] == pytest.approx([0.0027752852, 0.0014161983])
    assert errors[0].max() < 1 / 128 and errors[1].max() <= 1 / 256
    assert np.all(np.abs(truncated) <= np.abs(x))
    assert np.any(np.abs(rounded) > np.abs(x))


@pytest.mark.claim("70 000 is infinite there, and 1.01e-12 is zero")
@pytest.mark.claim("the exponent of float32 ends near 3.4e38, and so does that of bfloat16")
def test_float16_does_not_reach_as_far(tf):
    values = tf.constant([1.0101e-12, 70000.0])
    assert tf.cast(values, tf.float16).numpy().tolist() == [0, np.inf]
    assert tf.cast(values, tf.bfloat16).numpy().astype(float).tolist() == pytest.approx([1.0101e-12, 70000], rel=2**-8)
    for dtype in (tf.float32, tf.bfloat16):
        assert float(dtype.max) == pytest.approx(3.4e38, rel=0.01)
    assert np.isinf(float(tf.cast(tf.constant(1e300, tf.float64), tf.bfloat16)))


@pytest.mark.claim("the neighbours of a bfloat16 are $2^{-7} \\approx 0.008$ apart")
def test_neighbours_of_a_bfloat16(reference):
    codes = np.arange(16256, 16256 + 128, dtype=np.uint16)
    numbers = reference["decompress_tensor"](codes)
    assert (numbers[0], numbers[-1]) == (1, 2 - 2**-7)
    assert set(np.diff(numbers)) == {2**-7}


@pytest.mark.claim("the same sign, the same exponent, and 7 of the 23 bits of the fraction")
def test_formats(tf):
    for name, bits in FORMATS.items():
        assert sum(bits) == 8 * tf.as_dtype(name).size
    for name in ("float32", "float16"):
        assert FORMATS[name][1:] == (np.finfo(name).iexp, np.finfo(name).nmant)


def test_the_traced_graph(reference, tf):
    specs = [tf.TensorSpec([], tf.float32, name) for name in ("a", "b")]
    assert traced_graph(lambda a, b: reference["evaluate_graph"](a, b)["e"], *specs) == [
        ("Placeholder", "a", []),
        ("Placeholder", "b", []),
        ("AddV2", "add", ["a", "b"]),
        ("Const", "add_1/y", []),
        ("AddV2", "add_1", ["b", "add_1/y"]),
        ("Mul", "mul", ["add", "add_1"]),
        ("Identity", "Identity", ["mul"]),
    ]


@pytest.mark.claim("the gradients do not need it, so TensorFlow will not even compute it")
@pytest.mark.claim("`AddN` is the place where the two paths to $b$ meet.")
def test_the_way_back_does_not_need_the_result(reference, tf, cell):
    specs = [tf.TensorSpec([], tf.float32, name) for name in ("a", "b")]
    variables = cell("def slopes(a, b)", specs=specs)
    assert set(variables["slopes_deps"]) - variables["needed"] == {"mul", "Identity"}
    assert "AddN" in variables["needed"]
    ran = []

    @tf.function
    def slopes(a):
        with tf.GradientTape() as tape:
            tape.watch(a)
            e = tf.square(a)
            tf.numpy_function(lambda value: ran.append(value) or value, [e], tf.float32, stateful=False)
        return tape.gradient(e, a)

    assert slopes(tf.constant(3.0)) == 6
    assert ran == []


@pytest.mark.claim("Five! Only the second call finds a graph that fits.")
def test_retracing(tf):
    traces = []

    @tf.function
    def double(x):
        traces.append(x)
        return 2 * x

    new = []
    for x in [tf.constant(1.0), tf.constant(2.0), tf.constant([1.0, 2.0]), 1, 2, tf.constant(3)]:
        before = len(traces)
        double(x)
        new.append(len(traces) > before)
    assert new == [True, False, True, True, True, True]
    assert double.experimental_get_tracing_count() == 5


@pytest.mark.claim("Eager mode sorts, as it was told. The graph does not")
def test_a_graph_leaves_out_what_nobody_needs(tf):
    log = []

    def wasteful(p):
        slow_sort(p, "unused", log)
        return 2 * p[0]

    wasteful(tf.ones(10))
    assert len(log) == 1
    tf.function(wasteful)(tf.ones(10))
    assert len(log) == 1
    assert "PyFuncStateless" in [kind for kind, *_ in traced_graph(wasteful, tf.TensorSpec([10]))]


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one core does one thing at a time")
@pytest.mark.claim("In the graph with one level both are at work at the same time.")
@pytest.mark.claim("In eager mode, the second sort waits until the first is done")
@pytest.mark.claim("In the graph with two levels they can't be")
def test_operations_of_one_level_run_at_the_same_time():
    """In a process of its own: one in which TensorFlow began with a single thread, as in `course verify`, keeps it."""
    program = f"""
import tensorflow as tf
from utils.tensor_utils import slow_sort
seen = set()
for _ in range({TRIES}):
    exec({code_of("def one_level(p, q)")!r})
    for title, ((_, start_1, end_1), (_, start_2, end_2)) in runs.items():
        if min(end_1, end_2) > max(start_1, start_2):
            seen.add(title)
    if seen:
        break
print(sorted(seen))
"""
    environment = {name: value for name, value in os.environ.items() if name != "TF_NUM_INTEROP_THREADS"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "['graph, one level']"


@pytest.mark.claim("The chain is far faster as a graph")
@pytest.mark.claim("The single product takes about as long either way")
def test_graphs_pay_where_operations_are_many_and_small(cell, tf):
    variables = cell("def milliseconds(function, x)")
    for name, x, low, high in (("chain", tf.ones(4), 3, np.inf), ("product", tf.ones([1200, 1200]), 1 / 4, 4)):
        function = variables[name]
        for _ in range(TRIES):
            ratio = variables["milliseconds"](function, x) / variables["milliseconds"](tf.function(function), x)
            if low < ratio < high:
                break
        assert low < ratio < high, name


@pytest.mark.claim("where it can't be fulfilled, the operation runs on the CPU")
def test_a_device_is_a_wish(tf):
    with tf.device("GPU:0"):
        z = tf.constant(1.0) + 2.0
    assert z.device.endswith("GPU:0" if tf.config.list_physical_devices("GPU") else "CPU:0")


@pytest.mark.claim("Four million bytes of numbers, and 136 more")
@pytest.mark.claim("Half the bytes, and half the time on the network.")
def test_two_workers_exchange_tensors(reference):
    G1, G2 = np.random.RandomState(1).randn(2, 1000, 1000).astype(np.float32)
    at_first, at_second = exchange(G1, G2)
    np.testing.assert_array_equal(at_first.array, G2)
    np.testing.assert_array_equal(at_second.array, G1)
    assert at_first.bytes == at_second.bytes == 4_000_000 + 136
    assert len({at_first.worker, at_second.worker, os.getpid()}) == 3
    at_first, _ = exchange(*map(reference["compress_tensor"], (G1, G2)))
    assert at_first.bytes == 2_000_000 + 136
    received = reference["decompress_tensor"](at_first.array)
    np.testing.assert_allclose(received, G2, rtol=2**-7)


def test_a_worker_that_fails_is_told_of(monkeypatch):
    monkeypatch.setattr("utils.tensor_utils._work", os.abort)  # the worker looks for it by name, and with arguments
    with pytest.raises(RuntimeError, match="without an answer"):
        exchange(np.ones(3), np.ones(2))
    with pytest.raises(TypeError, match="arrays of numbers"):
        exchange(np.ones(3), [1, 2])


@pytest.mark.claim("most starts end at the same cost, a few one or two hundredths away.")
@pytest.mark.claim("From all five starts, that training stops early and stays much higher.")
def test_what_is_sent_may_be_coarse_and_what_is_kept_may_not(cell):
    costs = cell("def train_two_workers")["costs"]
    exact, sent, kept = (np.array(costs[name]) for name in ("sent as float32", "sent in 16 bits", "kept in 16 bits"))
    assert exact.shape == sent.shape == kept.shape == (5, 21)
    difference = sent[:, -1] - exact[:, -1]
    assert np.abs(difference).max() < 0.03
    assert np.median(np.abs(difference)) < 0.005
    assert np.all(kept[:, -1] > np.maximum(exact, sent)[:, -1] + 0.1)
    assert np.all(np.abs(kept[:, -1] - kept[:, 12]) < 0.02)  # nothing more from step 600 on
