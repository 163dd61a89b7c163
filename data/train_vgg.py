"""Trains the small network of the style transfer to tell drawn textures apart, and writes its weights.

    python -m data.train_vgg     # in the course's folder: texture_vgg.npz beside this file, in a few minutes

What is trained, on what and how good it is stands in MANIFEST.toml. Numbers differ a little from machine to machine.
"""

from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from data.textures import make
from utils.nst_utils import texture_classifier

SEED, EPOCHS, BATCH, RATE = 1, 10, 32, 2e-3


def train():
    """The trained network; prints how good it is."""
    keras.utils.set_random_seed(SEED)
    (X, y), (X_test, y_test) = make("train"), make("test")
    model = texture_classifier()
    steps = EPOCHS * -(-len(X) // BATCH)
    model.compile(
        keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(RATE, steps)),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(X / np.float32(255), y, batch_size=BATCH, epochs=EPOCHS, verbose=2)
    print("on the test set:", model.evaluate(X_test / np.float32(255), y_test, verbose=0))
    return model


def balanced(model, X):
    """The model with its layers scaled, such that two of the textures X differ as much in style to each of them.

    Each convolution is divided by a number, and the next layer multiplied by it, so the answers stay as they are.
    """
    before = 1.0
    for layer in model.layers:
        if not layer.weights:
            continue
        W, b = (weight.numpy() for weight in layer.weights)
        layer.set_weights([W * before, b])
        if layer.name.startswith("conv"):
            A = keras.Model(model.input, layer.output)(X)
            G = tf.einsum("mijc,mijd->mcd", A, A).numpy() / (2 * np.prod(A.shape[1:]))
            costs = [np.sum((G[i] - G[j]) ** 2) for i in range(len(G)) for j in range(i)]
            factor = np.mean(costs) ** 0.25  # a style cost grows with the fourth power
            layer.set_weights([W * before / factor, b / factor])
            before = factor
    return model


if __name__ == "__main__":
    model = balanced(train(), make("train")[0][:48] / np.float32(255))
    weights = {
        f"{layer.name}/{weight.name}": weight.numpy().astype(np.float16)
        for layer in model.layers
        for weight in layer.weights
    }
    np.savez_compressed(Path(__file__).parent / "texture_vgg.npz", **weights)
