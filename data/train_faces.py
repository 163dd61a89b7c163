"""Trains the small face encoder on drawn people by triplets, and writes its weights.

    python -m data.train_faces     # in the course's folder: face_encoder.npz beside this file, in about four minutes

What is trained, on what and how good it is stands in MANIFEST.toml. Numbers differ a little from machine to machine.
"""

import time
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from data.faces import SETS, make
from utils.fr_utils import encoder

SEED, STEPS, RATE, MARGIN = 1, 700, 2e-3, 0.2
PEOPLE, EACH = 16, 4  # of which a step takes photos, and how many


def loss(encodings, each=EACH, margin=MARGIN):
    """The mean over all triplets that cost something, of photos of the same people in groups of `each`.

    encodings: (photos, 128), of any length
    """
    encodings = tf.math.l2_normalize(encodings, axis=-1)
    squares = 2 - 2 * tf.matmul(encodings, encodings, transpose_b=True)  # of the distances
    who = tf.range(tf.shape(encodings)[0]) // each
    same = who[:, tf.newaxis] == who
    positive = same & ~tf.eye(tf.shape(encodings)[0], dtype=tf.bool)
    valid = positive[:, :, tf.newaxis] & ~same[:, tf.newaxis]  # anchor, positive, negative
    costs = tf.nn.relu(squares[:, :, tf.newaxis] - squares[:, tf.newaxis] + margin) * tf.cast(valid, tf.float32)
    return tf.reduce_sum(costs) / (tf.reduce_sum(tf.cast(costs > 0, tf.float32)) + 1)


def train(steps=STEPS):
    """The trained encoder; prints the mean loss of every hundred steps."""
    model, photos = encoder(SEED), make("train")
    optimizer = keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(RATE, steps))

    @tf.function
    def step(X):
        with tf.GradientTape() as tape:
            value = loss(model(tf.cast(X, tf.float32) / 255, training=True))
        gradients = tape.gradient(value, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
        return value

    people, each, _ = SETS["train"]
    random, start, values = np.random.default_rng(SEED), time.monotonic(), []
    for k in range(1, steps + 1):
        chosen = random.permutation(people)[:PEOPLE]
        X = np.concatenate([photos[who, random.permutation(each)[:EACH]] for who in chosen])
        values.append(float(step(X)))
        if k % 100 == 0:
            print(f"step {k}: loss {np.mean(values[-100:]):.3f}, {time.monotonic() - start:.0f} s", flush=True)
    return model


if __name__ == "__main__":
    weights = {str(i): weight.astype(np.float16) for i, weight in enumerate(train().get_weights())}
    np.savez_compressed(Path(__file__).parent / "face_encoder.npz", **weights)
