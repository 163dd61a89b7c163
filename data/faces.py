"""Draws the data of the face recognition: people who don't exist, and photos of them.

A person is a dictionary of traits, which stay. A photo adds what changes from one to the next: place, size, tilt,
light, background, coat, expression. Photos take a few milliseconds, so nothing is kept in files: sets are drawn where
they are needed.

Every picture is the same on every machine: only +, -, ×, /, square roots and numpy's uniform numbers are used, which
IEEE 754 and numpy define to the last bit.
"""

import numpy as np

SETS = {"train": (300, 10, 1), "test": (40, 10, 2)}  # people, photos of each, seed
SIDE = 64  # pixels of a photo; all lengths below are in them

SKINS = ((244, 210, 184), (226, 176, 142), (200, 140, 104), (152, 102, 72), (104, 70, 52))
HAIRS = ((28, 24, 22), (74, 46, 28), (128, 86, 44), (206, 168, 98), (170, 74, 38), (168, 166, 164))
IRISES = ((52, 84, 140), (64, 110, 78), (96, 66, 40), (36, 30, 28), (112, 124, 132))
WHITE, DARK = (246, 246, 244), (30, 30, 36)


def person(random):
    """Somebody, as a dictionary of traits."""
    return {
        "wide": random.uniform(13.5, 17.5),  # the face: half its width and height
        "high": random.uniform(17.5, 21.5),
        "skin": np.array(SKINS[random.integers(len(SKINS))]) * random.uniform(0.94, 1.05, 3),
        "hair": np.array(HAIRS[random.integers(len(HAIRS))]) * random.uniform(0.85, 1.12),
        "top": random.uniform(1.5, 5.5),  # how far the hair stands out above and beside, and where it ends
        "side": random.uniform(0.8, 3.5),
        "fringe": random.uniform(0.38, 0.68),
        "parting": random.uniform(-0.45, 0.45),
        "long": random.random() < 0.4,
        "apart": random.uniform(5.2, 7.8),
        "eyes": random.uniform(-5.0, -1.5),
        "eye": random.uniform(1.9, 3.0),
        "iris": np.array(IRISES[random.integers(len(IRISES))]) * random.uniform(0.85, 1.15),
        "brow": random.uniform(0.45, 1.3),
        "slant": random.uniform(-0.22, 0.26),
        "nose": random.uniform(1.8, 4.2),
        "nostrils": random.uniform(1.0, 2.2),
        "mouth": random.uniform(4.0, 7.4),
        "chin": random.uniform(8.8, 11.8),
        "lips": random.uniform(0.7, 1.7),
        "lip": np.array((176, 76, 80)) * random.uniform(0.7, 1.12),
        "glasses": random.random() < 0.3,
        "beard": random.random() < 0.3,
    }


def photo(person, random, noise=8):
    """One photo of a person, (SIDE, SIDE, 3) uint8; each value may be up to `noise` larger or smaller."""
    x, y = np.arange(SIDE)[np.newaxis] + 0.5, np.arange(SIDE)[:, np.newaxis] + 0.5
    dx, dy = random.uniform(-3, 3, 2)
    scale, tilt = random.uniform(0.92, 1.08), random.uniform(-0.14, 0.14)
    length = np.sqrt(1 + tilt * tilt) * scale
    u = ((x - SIDE / 2 - dx) + tilt * (y - 33 - dy)) / length  # across the face, and down, from its middle
    v = ((y - 33 - dy) - tilt * (x - SIDE / 2 - dx)) / length
    colours = np.ones((SIDE, SIDE, 3)) * random.uniform(60, 220, 3)

    def paint(shape, colour, share=1.0):
        """Paint where a signed distance is below 0."""
        inside = share * np.clip(0.5 - shape * scale / 1.4, 0, 1)[:, :, np.newaxis]
        colours[:] += inside * (np.asarray(colour) - colours)

    def oval(left, top, half_width, half_height):
        a, b = (u - left) / half_width, (v - top) / half_height
        return (np.sqrt(a * a + b * b) - 1) * min(half_width, half_height)

    p, wide, high = person, person["wide"], person["high"]
    paint(oval(0, high + 15, 25, 15), random.uniform(30, 210, 3))  # the coat
    around = wide + p["side"]
    if p["long"]:
        paint(np.maximum(oval(0, 6, around + 1.5, high + 5), v - high * 0.8), p["hair"] * 0.85)
    paint(np.maximum(np.abs(u) - 5.5, np.abs(v - high) - 6), p["skin"] * 0.86)  # the neck
    head = oval(0, -p["top"] / 2, around, high + p["top"] / 2)
    paint(np.maximum(head, v - 3), p["hair"])
    for side in (-1, 1):
        paint(oval(side * wide, -1, 2.4, 3.6), p["skin"] * 0.94)
    face = oval(0, 0, wide, high)
    paint(face, p["skin"])
    if p["beard"]:
        paint(np.maximum(face, p["chin"] - 5 + 0.012 * u * u - v), p["hair"], 0.8)
    paint(np.maximum(head, v + p["fringe"] * high - p["parting"] * u), p["hair"])
    open_eye = random.uniform(0.62, 0.85)
    look = random.uniform(-0.4, 0.4)
    for side in (-1, 1):
        eye = side * p["apart"]
        paint(oval(eye, p["eyes"], p["eye"] * 1.3, p["eye"] * open_eye), WHITE)
        paint(oval(eye + look, p["eyes"], 1.5, 1.5), p["iris"])
        paint(oval(eye + look, p["eyes"], 0.6, 0.6), DARK)
        brow = np.abs(v - (p["eyes"] - p["eye"] - 2) + p["slant"] * side * (u - eye)) - p["brow"]
        paint(np.maximum(brow, np.abs(u - eye) - p["eye"] * 1.4), p["hair"] * 0.7)
        if p["glasses"]:
            paint(np.abs(oval(eye, p["eyes"], 4.3, 3.7)) - 0.5, DARK)
    if p["glasses"]:
        paint(np.maximum(np.abs(v - p["eyes"]) - 0.45, np.abs(u) - (p["apart"] - 4)), DARK)
    paint(oval(0, p["eyes"] + 4 + p["nose"] / 2, p["nostrils"], p["nose"]), p["skin"] * 0.72, 0.6)
    smile = random.uniform(-0.02, 0.05)
    lips = np.abs(v - p["chin"] + smile * u * u) - p["lips"]
    paint(np.maximum(lips, np.abs(u) - p["mouth"]), p["lip"])
    across, down = random.uniform(-0.3, 0.3, 2)
    light = random.uniform(0.7, 1.2) * (1 + across * (x / SIDE - 0.5) + down * (y / SIDE - 0.5))
    grain = random.uniform(-noise, noise, colours.shape)
    return np.clip(colours * light[:, :, np.newaxis] + grain, 0, 255).astype(np.uint8)


def people(name):
    """The people of SETS[name]."""
    count, _, seed = SETS[name]
    return [person(np.random.default_rng([seed, number])) for number in range(count)]


def photo_of(name, number, k):
    """Photo k of a person of SETS[name], (SIDE, SIDE, 3) uint8."""
    seed = SETS[name][2]
    return photo(person(np.random.default_rng([seed, number])), np.random.default_rng([seed, number, k + 1]))


def make(name):
    """The photos (people, photos, SIDE, SIDE, 3) uint8 of SETS[name]."""
    count, each, _ = SETS[name]
    return np.stack([np.stack([photo_of(name, number, k) for k in range(each)]) for number in range(count)])
