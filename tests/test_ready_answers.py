"""What a library does ready-made is no answer of the exercises by hand, though it would be right."""

import pytest
from conftest import ROOT

from autograder.judging.exercise import Alternative
from autograder.judging.play import play
from autograder.judging.verdict import judge
from autograder.running.grader import Grader

LAYER, DIGITS, CARS = "a31_convolution_steps", "a32_convolution_digits", "a36_car_detection"
CONVOLVED = """
import tensorflow as tf
P = zero_pad(A_prev, hparameters["pad"])
"""
SUPPRESSED = """
import numpy as np, tensorflow as tf
s, b = tf.constant(scores), tf.constant(boxes)
"""
READY = {
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


@pytest.fixture(scope="module")
def graders():
    return {id: Grader.load(id, ROOT) for id in (LAYER, DIGITS, CARS)}


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
