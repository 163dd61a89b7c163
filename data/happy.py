"""Draws the data of the smiling assignment: faces whose mouths go up or down.

    python data/happy.py     # writes train_happy.h5 and test_happy.h5 beside this file

The two files are made when they are first needed (see utils.picture_data) and not passed on with the course. They have
the names, keys, shapes and dtypes of the set that the course was first published with, whose licence is unclear.

Only the mouth tells: place, size, tilt, skin, hair, eyes, brows, shirt, light and ground differ from picture to picture
and have nothing to do with the label. Some mouths are nearly straight.

Every picture is the same on every machine: only +, -, ×, /, square roots and numpy's uniform numbers are used, which
IEEE 754 and numpy define to the last bit.
"""

import tempfile
from pathlib import Path

import numpy as np

SIZE = 64  # pixels
SETS = {"train": (600, 1), "test": (150, 2)}  # pictures, seed
SMILES = 0.4, 1.0  # how far a mouth goes up or down, of what is possible
SELDOM, FAINT = 0.06, (0.15, 0.3)  # the share of mouths that are nearly straight, and how far those go

SKINS = ((240, 200, 172), (224, 172, 140), (198, 140, 104), (150, 98, 70), (112, 72, 52))
HAIRS = ((42, 28, 20), (92, 60, 32), (24, 24, 26), (186, 154, 92), (150, 148, 146))
SHIRTS = ((52, 92, 150), (160, 60, 56), (70, 122, 84), (200, 170, 70), (110, 84, 140), (70, 74, 80))
GROUNDS = ((214, 206, 194), (188, 196, 206), (170, 160, 148), (202, 210, 196), (226, 220, 214))
MOUTH = (146, 44, 48)


def direction(tangent):
    """The unit vector that is turned from upwards to the right by an angle, given the tangent of its half."""
    return 2 * tangent / (1 + tangent * tangent), (1 - tangent * tangent) / (1 + tangent * tangent)


def ellipse(u, v, u0, v0, a, b):
    """About how far each point is from an ellipse with these half axes, in its own units; negative inside."""
    x, y = (u - u0) / a, (v - v0) / b
    return (np.sqrt(x * x + y * y) - 1) * min(a, b)


def features(random):
    """What a face has beside its mouth's direction; all drawn from `random`, whatever is used of it later."""
    return {
        "place": random.uniform(-0.05, 0.05, 2),
        "unit": random.uniform(1.0, 1.25),  # pixels
        "tilt": random.uniform(-0.06, 0.06),  # the tangent of half the angle
        "skin": np.array(SKINS[random.integers(len(SKINS))]) * random.uniform(0.94, 1.04),
        "hair": np.array(HAIRS[random.integers(len(HAIRS))]) * random.uniform(0.9, 1.1),
        "long": random.random() < 0.4,  # hair down to the shoulders
        "shirt": np.array(SHIRTS[random.integers(len(SHIRTS))]) * random.uniform(0.9, 1.1),
        "ground": np.array(GROUNDS[random.integers(len(GROUNDS))]) * random.uniform(0.94, 1.04, 3),
        "light": (random.uniform(0.88, 1.05), *random.uniform(-0.25, 0.25, 2)),
        "eyes": (random.uniform(5.6, 7.0), random.uniform(-5.0, -3.4), random.uniform(1.5, 2.3)),
        "brows": random.uniform(-0.25, 0.25),  # their slope
        "mouth": (random.uniform(6.0, 7.6), random.uniform(9.2, 10.8), random.uniform(1.1, 1.6)),
        "glasses": random.random() < 0.2,
        "noise": random.integers(2**32),
    }


def face(smile, place, unit, tilt, skin, hair, long, shirt, ground, light, eyes, brows, mouth, glasses, noise):
    """One picture, shape (SIZE, SIZE, 3), uint8; smile from -1, all the way down, to 1, and the rest as in features."""
    across, down = np.mgrid[0:SIZE, 0:SIZE][::-1] / SIZE - 0.5  # from -0.5 to 0.5
    right, up = direction(tilt)
    x, y = (across - place[0]) * SIZE, (down - 0.02 - place[1]) * SIZE
    u, v = (x * up + y * right) / unit, (y * up - x * right) / unit
    lit = (light[0] + light[1] * across + light[2] * down)[:, :, np.newaxis]
    picture = ground * lit

    def paint(distance, colour):
        nonlocal picture
        cover = np.clip(0.5 - distance * unit, 0, 1)[:, :, np.newaxis]
        picture = picture + cover * (np.asarray(colour) * lit - picture)

    if long:
        paint(ellipse(u, v, 0, 7, 19, 25), hair)
    paint(ellipse(u, v, 0, 36, 27, 16), shirt)
    paint(ellipse(u, v, 0, 20, 5.5, 8), skin * 0.88)  # the neck
    paint(ellipse(u, v, 0, -4, 18, 19.5), hair)
    paint(ellipse(u, v, 0, 0, 15.5, 19), skin)
    paint(np.maximum(ellipse(u, v, 0, 0, 16.2, 19.7), v + 12 - u * u / 60), hair)  # the fringe
    apart, height, open_ = eyes
    for side in (-1, 1):
        paint(ellipse(u, v, side * apart, height, 2.9, open_), (248, 248, 246))
        paint(ellipse(u, v, side * apart, height, 1.4, min(1.4, open_)), (44, 34, 32))
        w = side * u - apart  # from the middle of the eye, outwards
        paint(np.maximum(np.abs(v - height + 4.6 - brows * w) - 0.7, np.abs(w) - 3.3), hair * 0.8)
        if glasses:
            paint(np.abs(ellipse(u, v, side * apart, height, 4.6, 3.9)) - 0.45, (40, 40, 44))
    if glasses:
        paint(np.maximum(np.abs(v - height) - 0.4, np.abs(u) - (apart - 4.6)), (40, 40, 44))
    paint(ellipse(u, v, 0, 3, 1.3, 2.8), skin * 0.82)
    width, middle, thick = mouth
    curve = middle + 4.2 * smile * (0.5 - (u / width) * (u / width))  # v grows downwards: a smile's corners are above
    paint(np.maximum(np.abs(v - curve) - thick, np.abs(u) - width), MOUTH)
    grain = np.random.default_rng(noise).uniform(-9, 9, picture.shape)
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


def draw(random, happy):
    """One picture of a face that is happy or not."""
    faint = random.random() < SELDOM
    smile = random.uniform(*(FAINT if faint else SMILES))
    return face(smile if happy else -smile, **features(random))


def make(name):
    """The pictures (m, SIZE, SIZE, 3) uint8 of SETS[name] and their labels (m,) int64, 1 for happy."""
    m, seed = SETS[name]
    random = np.random.default_rng(seed)
    labels = random.permutation(np.arange(m) % 2)
    return np.stack([draw(random, label) for label in labels]), labels


def write(folder):
    """Write the two files into the folder; each is whole as soon as it is there."""
    import h5py

    for name in SETS:
        pictures, labels = make(name)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".happy-") as scratch:
            part = Path(scratch) / f"{name}_happy.h5"
            with h5py.File(part, "w") as file:
                file.create_dataset(f"{name}_set_x", data=pictures)
                file.create_dataset(f"{name}_set_y", data=labels)
                file.create_dataset("list_classes", data=np.arange(2))
            part.chmod(0o644)
            part.replace(Path(folder) / part.name)


if __name__ == "__main__":
    write(Path(__file__).parent)
