"""What a library does ready-made is no answer of the exercises by hand, though it would be right."""

from textwrap import dedent

import nbformat
import pytest
from conftest import ROOT

from autograder.authoring.public import FILE
from autograder.course.course import Course
from autograder.demo import filled
from autograder.judging.exercise import Alternative
from autograder.judging.play import play
from autograder.judging.verdict import judge
from autograder.running.execute import grade_notebook
from autograder.running.grader import Grader
from autograder.running.submission import read_submission
from utils import check

BASICS, PLANAR, STEPS = "a11_numpy_basics", "a15_planar_classification", "a16_deep_network_steps"
LAYER, DIGITS, CARS = "a31_convolution_steps", "a32_convolution_digits", "a36_car_detection"
SIGNS, BLOCKS = "a33_convolution_signs", "a35_residual_networks"
IDS = (BASICS, PLANAR, STEPS, LAYER, DIGITS, CARS, SIGNS, BLOCKS)
CONVOLVED = """
import tensorflow as tf
P = zero_pad(A_prev, hparameters["pad"])
"""
SUPPRESSED = """
import numpy as np, tensorflow as tf
s, b = tf.constant(scores), tf.constant(boxes)
"""
READY = {
    "TensorFlow's sigmoid": (
        *(BASICS, "sigmoid"),
        "import numpy as np, tensorflow as tf\nreturn tf.sigmoid(np.asarray(x, dtype=float)).numpy()[()]",
    ),
    "a ufunc of SciPy": (BASICS, "sigmoid", "import scipy.special._ufuncs as u\nreturn u.expit(x)"),
    "the logarithm of another": (
        *(BASICS, "sigmoid"),
        "import numpy as np, scipy.special\nreturn np.exp(scipy.special.log_expit(x))",
    ),
    "scikit-learn's softmax": (
        *(BASICS, "softmax"),
        "import numpy as np\nfrom sklearn.utils.extmath import softmax as ready\n"
        "return ready(np.array(x, dtype=float))",
    ),
    "Keras' cost": (
        *(PLANAR, "compute_cost"),
        "import keras, numpy as np\nreturn float(np.mean(keras.ops.binary_crossentropy(Y.astype(float), A2).numpy()))",
    ),
    "scikit-learn's cost": (
        *(STEPS, "compute_cost"),
        "from sklearn._loss import HalfBinomialLoss\nimport numpy as np\n"
        "z = np.log(AL / (1 - AL)).ravel()\nreturn float(np.mean(HalfBinomialLoss().loss(Y.ravel().astype(float), z)))",
    ),
    "an initialiser of TensorFlow": (
        *(SIGNS, "glorot_uniform"),
        "from tensorflow.python.ops import init_ops_v2\nreturn init_ops_v2.GlorotUniform(seed)(shape)",
    ),
    "a layer that normalises": (
        *(BLOCKS, "batch_norm"),
        "import keras, numpy as np\nmean, variance = moving_mean, moving_variance\n"
        "if training:\n    mean, variance = np.mean(Z, axis=(0, 1, 2)), np.var(Z, axis=(0, 1, 2))\n"
        "layer = keras.layers.Normalization(mean=mean, variance=variance + epsilon)\n"
        "return layer(Z).numpy() * gamma + beta",
    ),
    "a graph that was traced before": (
        *(CARS, "iou"),
        "import tensorflow as tf\nfrom keras.src.layers.preprocessing.image_preprocessing.bounding_boxes.iou import compute_iou\n"
        "box = tf.TensorSpec((1, 4), tf.float32)\n"
        "ready = tf.function(lambda a, b: compute_iou(a, b, 'xyxy'), input_signature=[box, box])\n"
        "ready(tf.ones((1, 4)), tf.ones((1, 4)))\n"
        "def iou(box1, box2):\n    return float(ready([box1], [box2])[0, 0])",
    ),
    "tf.nn.conv2d": (
        *(LAYER, "conv_forward"),
        f'{CONVOLVED}Z = tf.nn.conv2d(P, W, hparameters["stride"], "VALID").numpy() + b\n'
        "return Z, (A_prev, W, b, hparameters)",
    ),
    "a raw op": (
        *(LAYER, "conv_forward"),
        f"{CONVOLVED}s = hparameters['stride']\n"
        "Z = tf.raw_ops.Conv2D(input=P, filter=W, strides=[1, s, s, 1], padding='VALID').numpy() + b\n"
        "return Z, (A_prev, W, b, hparameters)",
    ),
    "tf.nn.pool": (
        *(LAYER, "pool_forward"),
        'import tensorflow as tf\nf, s = hparameters["f"], hparameters["stride"]\n'
        'kind = "MAX" if mode == "max" else "AVG"\n'
        'return tf.nn.pool(A_prev, (f, f), kind, (s, s), "VALID").numpy(), (A_prev, hparameters)',
    ),
    "a tape": (
        *(LAYER, "conv_backward"),
        "import tensorflow as tf\nA_prev, W, b, hparameters = cache\ns, p = hparameters['stride'], hparameters['pad']\n"
        "A, W, b = (tf.constant(array) for array in (A_prev, W, b))\n"
        "with tf.GradientTape() as tape:\n    tape.watch([A, W, b])\n"
        "    P = tf.pad(A, [[0, 0], [p, p], [p, p], [0, 0]])\n"
        "    total = tf.reduce_sum(dZ * (tf.nn.conv2d(P, W, s, 'VALID') + b))\n"
        "return [slope.numpy() for slope in tape.gradient(total, [A, W, b])]",
    ),
    "SciPy": (
        *(DIGITS, "convolve2d"),
        "from scipy.signal import correlate2d\n"
        "return correlate2d(image.astype(float), kernel.astype(float), 'valid')[::s, ::s]",
    ),
    "a layer of Keras": (
        *(DIGITS, "conv_layer_params"),
        "import keras\nlayer = keras.layers.Conv2D(n_filters, f)\nlayer.build((None, 9, 9, n_c_prev))\n"
        "return layer.count_params()",
    ),
    "suppression with scores": (
        *(CARS, "nms_by_hand"),
        f"{SUPPRESSED}return tf.image.non_max_suppression_with_scores(b, s, max_boxes, iou_threshold)[0].numpy()",
    ),
    "padded suppression": (
        *(CARS, "nms_by_hand"),
        f"{SUPPRESSED}found, n = tf.image.non_max_suppression_padded(b, s, max_boxes, iou_threshold)\n"
        "return found.numpy()[:int(n)]",
    ),
    "a raw op of suppression": (
        *(CARS, "nms_by_hand"),
        f"{SUPPRESSED}given = dict(max_output_size=max_boxes, iou_threshold=iou_threshold, score_threshold=-9.0)\n"
        "return tf.raw_ops.NonMaxSuppressionV3(boxes=b, scores=s, **given).numpy()",
    ),
    "in a graph": (
        *(CARS, "nms_by_hand"),
        "import tensorflow as tf\nsuppress = tf.function(tf.image.non_max_suppression)\n"
        "def nms_by_hand(scores, boxes, max_boxes=10, iou_threshold=0.5):\n"
        "    return suppress(boxes, scores, max_boxes, iou_threshold).numpy()",
    ),
}


# Helpers that draw do on their way what an exercise asks for.
DRAWN = {
    "a whole training": (
        *("a14_logistic_regression", "propagate"),
        """
        def propagate(w, b, X, Y):
            import numpy as np
            from utils.lr_utils import trained_neuron
            A = sigmoid(w.T @ X + b)
            cost = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
            # One step from zero on labels that are as wrong as the ones asked for.
            step, bias = trained_neuron(X, Y - A + 0.5, 1, 1.0)
            return {"dw": -step, "db": -bias}, float(cost)
        """,
    ),
    "a gradient with dropout": (
        *("a23_gradient_checking", "backward_propagation_n"),
        """
        def backward_propagation_n(X, Y, cache):
            import utils.gc_utils as ready
            Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = cache
            on = ready.KEEP
            found = (Z1, on, A1, W1, b1, Z2, on, A2, W2, b2, Z3, A3, W3, b3)
            return ready.backward_propagation_draft(X, Y, cache) | ready.backward_propagation_dropout(X, Y, found)
        """,
    ),
}


@pytest.mark.parametrize("way", DRAWN)
def test_what_a_helper_that_draws_works_out_is_no_answer(way, warm, tmp_path, monkeypatch):
    id, name, code = DRAWN[way]
    course, grader = Course(ROOT), Grader.load(id, ROOT)
    cells = grader.source.solutions | {name: dedent(code).strip()}
    path = tmp_path / f"{id}.ipynb"
    nbformat.write(filled(course.released(id), cells), path)
    result = grade_notebook(read_submission(path, course.released(id)), [], grader, warm, "student", "secret")
    (verdict,) = (verdict for verdict in result.verdicts if verdict.exercise == name)
    assert verdict.points == 0 and "asks you to do without it" in verdict.message
    assert sum(other.points == other.max_points for other in result.verdicts) == len(result.verdicts) - 1

    monkeypatch.setenv("COURSE_CHECKS", str(course.releases / id / FILE))
    assert "asks you to do without it" in repr(check(name, grader.source.namespace(cells)[name]))


@pytest.fixture(scope="module")
def graders():
    return {id: Grader.load(id, ROOT) for id in IDS}


@pytest.mark.parametrize("way", READY)
def test_a_ready_answer_earns_nothing(graders, way):
    id, name, code = READY[way]
    grader = graders[id]
    exercise = grader.assignment.exercises[name]
    cells = {name: grader.alternative_cell(exercise, Alternative(way, code))}
    expected = grader.expected(exercise, 1)
    verdict = judge(exercise, expected, list(play(exercise, grader.probe(cells).call, 1)))
    assert verdict.points == 0 and "asks you to do without it" in verdict.message
    allowed = grader.trusted(grader.source.namespace(cells)).call
    right = [part.name for part in judge(exercise, expected, list(play(exercise, allowed, 1))).parts if part.passed]
    assert len(right) >= 2, "it is no ready answer"
