"""Trains the small car detector on drawn roads, and writes its weights.

    python -m data.train_roads     # in the course's folder: road_detector.npz beside this file, in about five minutes

What is trained, on what and how good it is stands in MANIFEST.toml. Numbers differ a little from machine to machine.
"""

import time
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from data.roads import make
from utils.yolo_utils import ROAD_ANCHORS, ROAD_GRID, ROAD_NAMES, best_anchor, detector

SEED, EPOCHS, BATCH, RATE = 1, 25, 32, 3e-3
XY, WH, EMPTY = 5.0, 2.0, 0.5  # weights in the loss: of places, of sizes, of the confidence where nothing is


def target(boxes, classes):
    """What the detector is to say of a picture, (6, 10, 5, 8): 1 where an object is, place, size, and one-hot class.

    An object belongs to the cell that its centre lies in, and there to the anchor whose shape is most like its own.
    """
    rows, columns = ROAD_GRID
    wanted = np.zeros((rows, columns, len(ROAD_ANCHORS), 5 + len(ROAD_NAMES)), np.float32)
    for (top, left, bottom, right), kind in zip(boxes, classes, strict=True):
        x, y = (left + right) / 2 * columns, (top + bottom) / 2 * rows
        size = np.array([(right - left) * columns, (bottom - top) * rows])
        anchor = best_anchor(size, ROAD_ANCHORS)
        one_hot = np.arange(len(ROAD_NAMES)) == kind
        place = x - int(x), y - int(y), *np.log(size / ROAD_ANCHORS[anchor])
        wanted[int(y), int(x), anchor] = (1, *place, *one_hot)
    return wanted


def loss(wanted, raw):
    """The loss of a batch: squared errors of places and sizes, cross-entropies of confidence and class, per picture."""
    raw = tf.reshape(raw, tf.shape(wanted))
    there = wanted[..., 0]
    places = tf.reduce_sum((tf.sigmoid(raw[..., :2]) - wanted[..., 1:3]) ** 2, axis=-1)
    sizes = tf.reduce_sum((raw[..., 2:4] - wanted[..., 3:5]) ** 2, axis=-1)
    classes = tf.nn.softmax_cross_entropy_with_logits(wanted[..., 5:], raw[..., 5:])
    confidence = tf.nn.sigmoid_cross_entropy_with_logits(there, raw[..., 4])
    each = there * (XY * places + WH * sizes + classes) + (there + EMPTY * (1 - there)) * confidence
    return tf.reduce_sum(each) / tf.cast(tf.shape(wanted)[0], tf.float32)


def train():
    """The trained detector; prints the mean loss of every fifth epoch."""
    keras.utils.set_random_seed(SEED)
    pictures, labels = make("train")
    wanted = np.stack([target(*label) for label in labels])
    model = detector()
    steps = -(-len(pictures) // BATCH)
    optimizer = keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(RATE, EPOCHS * steps))

    @tf.function
    def step(X, Y):
        with tf.GradientTape() as tape:
            value = loss(Y, model(tf.cast(X, tf.float32) / 255, training=True))
        optimizer.apply_gradients(
            zip(tape.gradient(value, model.trainable_variables), model.trainable_variables, strict=True)
        )
        return value

    random, start = np.random.default_rng(SEED), time.monotonic()
    for epoch in range(1, EPOCHS + 1):
        order = random.permutation(len(pictures))
        batches = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
        mean = np.mean([float(step(pictures[batch], wanted[batch])) for batch in batches])
        if epoch % 5 == 0 or epoch == 1:
            print(f"epoch {epoch}: loss {mean:.3f}, {time.monotonic() - start:.0f} s", flush=True)
    return model


if __name__ == "__main__":
    weights = {str(i): weight for i, weight in enumerate(train().get_weights())}
    np.savez_compressed(Path(__file__).parent / "road_detector.npz", **weights)
