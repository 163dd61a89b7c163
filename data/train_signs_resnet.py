"""Trains the small residual network on drawn hands, with the solution's blocks, and writes its weights.

    python -m data.train_signs_resnet    # in the course's folder: signs_resnet.npz beside this file, in a few minutes

What is trained, on what and how good it is stands in MANIFEST.toml. The 1080 hands of the training set are too
few for it, so more are drawn. Numbers differ a little from machine to machine.
"""

from pathlib import Path

import keras
import numpy as np

from data.long_runs import variables_of
from data.signs import hands

ID, SEED, HANDS, EPOCHS, BATCH, RATE = "a35_residual_networks", 35, 6000, 12, 32, 0.002


def train(variables):
    """The trained network, of the notebook's functions and data; prints how good it is."""
    keras.utils.set_random_seed(SEED)
    model = variables["ResNetMini"](n=2)
    pictures, labels = hands(HANDS, SEED)
    X, Y = variables["prepare"](pictures), variables["one_hot"](labels[np.newaxis])
    steps = EPOCHS * -(-len(X) // BATCH)
    model.compile(
        keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(RATE, steps)),
        "categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(X, Y, epochs=EPOCHS, batch_size=BATCH, verbose=2)
    print("on the test set:", model.evaluate(variables["X_test"], variables["Y_test"], verbose=0))
    return model


if __name__ == "__main__":
    model = train(variables_of(ID))
    weights = {f"{layer.name}/{weight.name}": weight.numpy() for layer in model.layers for weight in layer.weights}
    np.savez_compressed(Path(__file__).parent / "signs_resnet.npz", **weights)
