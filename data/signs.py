"""Draws the data of the sign assignments: pictures of hands that show 0 to 5 fingers.

    python data/signs.py     # writes train_signs.h5 and test_signs.h5 beside this file

The two files are made when they are first needed (see utils.picture_data) and not passed on with the course. They have
the names, keys, shapes and dtypes of the set that the course was first published with, whose licence is unclear. As
there, every number of fingers is as frequent as the others.

Left or right hand, pose, size, place, tilt, skin, light, shadow and ground differ from picture to picture.

Every picture is the same on every machine: only +, -, ×, /, square roots and numpy's uniform numbers are used, which
IEEE 754 and numpy define to the last bit.
"""

import tempfile
from pathlib import Path

import numpy as np

SIZE = 64  # pixels
SETS = {"train": (1080, 1), "test": (120, 2)}  # pictures, seed
SIGNS = 6

# The raised fingers for each sign, one pose or two; 0 is the thumb.
POSES = (((),), ((1,),), ((1, 2),), ((1, 2, 3), (0, 1, 2)), ((1, 2, 3, 4),), ((0, 1, 2, 3, 4),))
# Of a right hand's back, in units of a tenth of its size, y downwards: where each finger begins, its length, and the
# tangent of half its angle to the right.
ROOTS = ((-6.5, 3.0), (-6.0, -5.5), (-2.1, -7.0), (2.0, -6.6), (5.6, -4.6))
LENGTHS = (10.0, 13.0, 15.0, 13.5, 10.5)
ANGLES = (-0.5, -0.17, -0.04, 0.09, 0.23)
PALM = ((-4.0, -1.0, 4.0, -1.0, 5.2), (-2.0, 3.0, 2.0, 3.0, 5.8), (0.0, 4.0, 0.0, 40.0, 5.4))  # and the forearm
TILT = 0.24  # at most, as the tangent of half the angle
SCALE = 1.3, 1.8  # pixels for a tenth of the hand's size
SHIFT = 0.1  # at most, of the picture's width
SKINS = ((236, 194, 164), (222, 170, 138), (204, 146, 112), (166, 108, 78), (126, 82, 60))
GROUNDS = ((226, 220, 208), (214, 218, 222), (206, 196, 182), (190, 200, 190), (234, 232, 230))


def direction(tangent):
    """The unit vector that is turned from upwards to the right by an angle, given the tangent of its half."""
    return 2 * tangent / (1 + tangent * tangent), (1 - tangent * tangent) / (1 + tangent * tangent)


def pose(random, raised):
    """The shapes of a hand with these fingers raised, in painting order: lists of capsules (x1, y1, x2, y2, radius)."""
    fan = random.uniform(0.7, 1.3)  # how far the fingers are spread
    folded, straight = [], []
    for finger, ((x, y), length, angle) in enumerate(zip(ROOTS, LENGTHS, ANGLES, strict=True)):
        right, up = direction(angle * fan + random.uniform(-0.03, 0.03))
        length, radius = length * random.uniform(0.9, 1.1), 2.0 if finger else 2.3
        if finger in raised:
            straight.append([(x, y, x + right * length, y - up * length, radius)])
        elif finger:
            folded.append([(x, y - 0.6, x * 0.8, y + 4.5, radius + 0.2)])  # rolled up over the palm
        else:
            folded.append([(x + 1, y + 1, 2.0, y - 3.0, radius)])  # the thumb, across it
    return [list(PALM), *straight, *folded[::-1]]


def distance(x, y, capsules):
    """How far each point is from the nearest of some capsules; negative inside."""
    found = np.full(x.shape, np.inf)
    for x1, y1, x2, y2, radius in capsules:
        dx, dy = x2 - x1, y2 - y1
        along = np.clip(((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy), 0, 1)
        u, v = x - x1 - along * dx, y - y1 - along * dy
        found = np.minimum(found, np.sqrt(u * u + v * v) - radius)
    return found


def draw(random, raised):
    """One picture, shape (SIZE, SIZE, 3), uint8, of a hand with these fingers raised."""
    across, down = np.mgrid[0:SIZE, 0:SIZE][::-1] / SIZE - 0.5  # from -0.5 to 0.5
    right, up = direction(random.uniform(-TILT, TILT))
    unit = random.uniform(*SCALE) / SIZE  # of a hand's tenth
    side = 1 if random.random() < 0.5 else -1
    x0, y0 = random.uniform(-SHIFT, SHIFT, 2)

    def frame(dx, dy):
        u, v = across - x0 - dx, down - 0.12 - y0 - dy
        return side * (u * up + v * right) / unit, (v * up - u * right) / unit

    lean_x, lean_y = random.uniform(-0.35, 0.35, 2)  # how the light falls
    light = (random.uniform(0.88, 1.05) + lean_x * across + lean_y * down)[:, :, np.newaxis]
    picture = np.array(GROUNDS[random.integers(len(GROUNDS))]) * random.uniform(0.92, 1.03, 3) * light
    shapes = pose(random, raised)
    x, y = frame(*random.uniform(-0.08, 0.08, 2))
    shadow = np.clip(0.5 - distance(x, y, [capsule for shape in shapes for capsule in shape]) / 4, 0, 1)
    picture = picture * (1 - random.uniform(0.05, 0.35) * shadow[:, :, np.newaxis])
    skin = np.array(SKINS[random.integers(len(SKINS))]) * random.uniform(0.92, 1.08) * light
    x, y = frame(0, 0)
    for shape in shapes:
        inside = -distance(x, y, shape)
        cover = np.clip(0.5 + inside * unit * SIZE, 0, 1)[:, :, np.newaxis]
        rim = 1 - 0.35 * (1 - np.clip(inside / 1.4, 0, 1))[:, :, np.newaxis]
        picture = picture + cover * (skin * rim - picture)
    noise = random.uniform(-8, 8, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def make(name):
    """The pictures (m, SIZE, SIZE, 3) uint8 of SETS[name] and their labels (m,) int64, the fingers raised."""
    return hands(*SETS[name])


def hands(m, seed):
    """So many pictures (m, SIZE, SIZE, 3) uint8 and their labels (m,) int64, the fingers raised."""
    random = np.random.default_rng(seed)
    labels = random.permutation(np.arange(m) % SIGNS)
    raised = [POSES[label][random.integers(len(POSES[label]))] for label in labels]
    return np.stack([draw(random, fingers) for fingers in raised]), labels


def write(folder):
    """Write the two files into the folder; each is whole as soon as it is there."""
    import h5py

    for name in SETS:
        pictures, labels = make(name)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".signs-") as scratch:
            part = Path(scratch) / f"{name}_signs.h5"
            with h5py.File(part, "w") as file:
                file.create_dataset(f"{name}_set_x", data=pictures)
                file.create_dataset(f"{name}_set_y", data=labels)
                file.create_dataset("list_classes", data=np.arange(SIGNS))
            part.chmod(0o644)
            part.replace(Path(folder) / part.name)


if __name__ == "__main__":
    write(Path(__file__).parent)
