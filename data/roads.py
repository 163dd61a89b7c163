"""Draws the data of the car detection: roads with cars, buses and people, and the box around each.

A picture takes a few milliseconds, so nothing is kept in files: sets are drawn where they are needed, and single scenes
again in any size. Number, kinds, places, sizes and colours of the objects, the horizon and the light differ from scene
to scene. Objects grow towards the viewer, and hide little of each other.

Every picture is the same on every machine: only +, -, ×, /, square roots and numpy's uniform numbers are used, which
IEEE 754 and numpy define to the last bit.
"""

import numpy as np

CLASSES = ("car", "bus", "person")
SETS = {"train": (4000, 1), "test": (200, 2)}  # scenes, seed
HEIGHT, WIDTH = 96, 160  # pixels of the pictures in a set
ASPECT = 16 / 9  # of what is shown: lengths are in heights of the picture, so x runs from 0 to ASPECT, y from 0 to 1

SHARES = (0.55, 0.75, 1.0)  # of the classes, summed
SIZES = ((0.25, 0.18), (0.27, 0.30), (0.07, 0.18))  # width and height of each class, at scale 1
NEAREST, FARTHEST = 0.56, 0.06  # how far below the horizon an object may stand
MOST = 5  # objects in a scene
HIDDEN = 0.15  # at most, of the smaller of two boxes
SKINS = ((236, 194, 164), (204, 146, 112), (166, 108, 78), (126, 82, 60))
DARK, GLASS, TYRE = (46, 48, 54), (74, 92, 108), (26, 26, 28)


class Canvas:
    """A picture to paint shapes on, height x width pixels; a shape is the signed distance of points from its rim."""

    def __init__(self, height, width):
        self.y = ((np.arange(height) + 0.5) / height)[:, np.newaxis]
        self.x = ((np.arange(width) + 0.5) / width * ASPECT)[np.newaxis]
        self.pixel = 1 / height
        self.colours = np.zeros((height, width, 3))

    def paint(self, shape, colour, left, top, right, bottom):
        """Paint a shape that lies in these bounds."""
        rows = slice(*np.searchsorted(self.y[:, 0], (top - self.pixel, bottom + self.pixel)))
        columns = slice(*np.searchsorted(self.x[0], (left - self.pixel, right + self.pixel)))
        part = self.colours[rows, columns]
        inside = -shape(self.x[:, columns], self.y[rows])
        part += np.clip(0.5 + inside / self.pixel, 0, 1)[:, :, np.newaxis] * (np.asarray(colour) - part)

    def polygon(self, colour, *points):
        """Paint a convex polygon, whose corners (x, y) are given clockwise."""

        def shape(x, y):
            found = np.full(np.broadcast_shapes(x.shape, y.shape), -np.inf)
            for (x1, y1), (x2, y2) in zip(points, (*points[1:], points[0]), strict=True):
                dx, dy = x2 - x1, y2 - y1
                length = np.sqrt(dx * dx + dy * dy)
                if length > 0:
                    found = np.maximum(found, ((x - x1) * dy - (y - y1) * dx) / length)
            return found

        (left, top), (right, bottom) = np.min(points, axis=0), np.max(points, axis=0)
        self.paint(shape, colour, left, top, right, bottom)

    def bar(self, colour, x1, y1, x2, y2, radius):
        """Paint a line with round ends; a disc, if both ends are one."""
        dx, dy = x2 - x1, y2 - y1
        square = max(dx * dx + dy * dy, 1e-12)

        def shape(x, y):
            along = np.clip(((x - x1) * dx + (y - y1) * dy) / square, 0, 1)
            u, v = x - x1 - along * dx, y - y1 - along * dy
            return np.sqrt(u * u + v * v) - radius

        bounds = min(x1, x2) - radius, min(y1, y2) - radius, max(x1, x2) + radius, max(y1, y2) + radius
        self.paint(shape, colour, *bounds)


def draw_car(canvas, place, colour):
    """A car from behind. place: turns fractions of its box, (0, 0) to (1, 1), into points."""
    body, width = np.array(colour), place(1, 0)[0] - place(0, 0)[0]
    for left in (0.07, 0.76):
        canvas.polygon(TYRE, place(left, 0.7), place(left + 0.17, 0.7), place(left + 0.17, 1), place(left, 1))
    canvas.polygon(body * 0.8, place(0.24, 0), place(0.76, 0), place(0.92, 0.48), place(0.08, 0.48))
    canvas.polygon(GLASS, place(0.28, 0.07), place(0.72, 0.07), place(0.83, 0.42), place(0.17, 0.42))
    canvas.polygon(
        body, place(0.04, 0.44), place(0.96, 0.44), place(1, 0.6), place(0.97, 0.86), place(0.03, 0.86), place(0, 0.6)
    )
    canvas.polygon(body * 0.6, place(0.02, 0.78), place(0.98, 0.78), place(0.96, 0.9), place(0.04, 0.9))
    for x in (0.1, 0.9):
        canvas.bar((205, 40, 36), *place(x, 0.58), *place(x, 0.64), 0.055 * width)
    canvas.polygon((228, 228, 220), place(0.38, 0.6), place(0.62, 0.6), place(0.62, 0.72), place(0.38, 0.72))


def draw_bus(canvas, place, colour):
    """A bus from the front."""
    body, width = np.array(colour), place(1, 0)[0] - place(0, 0)[0]
    for left in (0.06, 0.78):
        canvas.polygon(TYRE, place(left, 0.85), place(left + 0.16, 0.85), place(left + 0.16, 1), place(left, 1))
    canvas.polygon(body, place(0.04, 0), place(0.96, 0), place(1, 0.05), place(1, 0.93), place(0, 0.93), place(0, 0.05))
    canvas.polygon(DARK, place(0.16, 0.03), place(0.84, 0.03), place(0.84, 0.14), place(0.16, 0.14))
    canvas.polygon((240, 200, 80), place(0.3, 0.055), place(0.7, 0.055), place(0.7, 0.115), place(0.3, 0.115))
    for left, right in ((0.08, 0.49), (0.51, 0.92)):
        canvas.polygon(GLASS, place(left, 0.19), place(right, 0.19), place(right, 0.58), place(left, 0.58))
    for x in (0.15, 0.85):
        canvas.bar((250, 240, 200), *place(x, 0.74), *place(x, 0.74), 0.06 * width)
    canvas.polygon(body * 0.6, place(0, 0.84), place(1, 0.84), place(1, 0.93), place(0, 0.93))


def draw_person(canvas, place, colour, skin=SKINS[0]):
    """Somebody who stands and looks at us."""
    top, width = np.array(colour), place(1, 0)[0] - place(0, 0)[0]
    for x in (0.36, 0.64):
        canvas.bar(DARK, *place(x, 0.58), *place(x, 0.95), 0.13 * width)
    for x, hand in ((0.2, 0.12), (0.8, 0.88)):
        canvas.bar(top * 0.85, *place(x, 0.3), *place(hand, 0.54), 0.11 * width)
    canvas.bar(top, *place(0.42, 0.32), *place(0.42, 0.5), 0.25 * width)
    canvas.bar(top, *place(0.58, 0.32), *place(0.58, 0.5), 0.25 * width)
    canvas.bar(skin, *place(0.5, 0.12), *place(0.5, 0.14), 0.24 * width)


def draw_light(canvas, place, colour):
    """A traffic light, which is in no set."""
    width = place(1, 0)[0] - place(0, 0)[0]
    canvas.polygon(DARK, place(0, 0), place(1, 0), place(1, 1), place(0, 1))
    for y, lit in ((0.18, (230, 60, 50)), (0.5, (90, 80, 40)), (0.82, (50, 90, 60))):
        canvas.bar(lit, *place(0.5, y), *place(0.5, y), 0.28 * width)


PAINTERS = {"car": draw_car, "bus": draw_bus, "person": draw_person, "traffic light": draw_light}


def size_at(kind, depth):
    """Width and height of an object whose wheels or feet are so far below the horizon, in heights of the picture."""
    return [size * (0.35 + 2.5 * depth) for size in SIZES[kind]]


def scene(random):
    """A road as a dictionary: horizon, light, phase of the dashes, colours, seed of the noise, and `objects`.

    Each object is (class, centre x, centre y, width, height, colour, skin), in heights of the picture.
    """
    road = {
        "horizon": random.uniform(0.3, 0.42),
        "light": random.uniform(0.85, 1.1),
        "phase": random.random(),
        "grey": random.uniform(82, 112),
        "green": random.uniform(0.8, 1.1),
        "hill": random.uniform(0.2, 1.5),
        "seed": int(random.integers(2**31)),
        "objects": [],
    }
    wanted, tries = int(random.integers(1, MOST + 1)), 0
    while len(road["objects"]) < wanted and tries < 50:
        tries += 1
        kind, depth = int(np.searchsorted(SHARES, random.random())), random.uniform(FARTHEST, NEAREST)
        width, height = (size * random.uniform(0.9, 1.1) for size in size_at(kind, depth))
        bottom, x = road["horizon"] + depth, random.uniform(width / 2, ASPECT - width / 2)
        colour, skin = random.uniform(40, 230, 3), SKINS[random.integers(len(SKINS))]
        box = x, bottom - height / 2, width, height
        if bottom < 0.99 and bottom > height + 0.01 and all(hidden(box, o[1:5]) <= HIDDEN for o in road["objects"]):
            road["objects"].append((CLASSES[kind], *box, colour, skin))
    return road


def hidden(one, other):
    """The share of the smaller of two boxes (x, y, width, height) that lies in the other."""
    shared = 1.0
    for at in (0, 1):
        low = max(one[at] - one[at + 2] / 2, other[at] - other[at + 2] / 2)
        high = min(one[at] + one[at + 2] / 2, other[at] + other[at + 2] / 2)
        shared *= max(high - low, 0)
    return shared / min(one[2] * one[3], other[2] * other[3])


def draw(road, height=HEIGHT, width=WIDTH, noise=7):
    """The picture of a scene, (height, width, 3) uint8; each pixel may be up to `noise` brighter or darker."""
    canvas, horizon, grey = Canvas(height, width), road["horizon"], road["grey"]
    middle = ASPECT / 2
    sky = np.clip(canvas.y / horizon, 0, 1)[:, :, np.newaxis]
    canvas.colours[:] = np.array([138, 178, 222]) + sky * np.array([62, 42, 18])
    for at, size in ((road["hill"], 0.9), (ASPECT - road["hill"] / 2, 0.6)):
        canvas.bar((128, 152, 142), at, horizon + 0.8 * size, at, horizon + 0.8 * size, 0.88 * size)
    ground = np.array([96, 128, 74]) * road["green"]
    canvas.polygon(ground, (-1, horizon), (ASPECT + 1, horizon), (ASPECT + 1, 2), (-1, 2))
    for edge, colour in ((0.03, (196, 194, 186)), (0, (grey, grey, grey + 4))):
        far, near = 0.12 + 0.2 * edge, 1.06 + edge
        canvas.polygon(
            colour, (middle - far, horizon), (middle + far, horizon), (middle + near, 1.02), (middle - near, 1.02)
        )
    for k in range(14):  # dashes, evenly spaced on the ground
        start, end = (0.25 / (0.3 + 0.32 * (k - road["phase"] + part)) for part in (0.55, 0.0))
        if end > 0:
            (top, thin), (bottom, thick) = ((horizon + s - 0.02, 0.022 * s) for s in (start, end))
            if top > horizon + 0.01:
                canvas.polygon(
                    (224, 222, 210),
                    *((middle - thin, top), (middle + thin, top), (middle + thick, bottom), (middle - thick, bottom)),
                )
    for kind, cx, cy, w, h, colour, *skin in sorted(road["objects"], key=lambda o: o[2] + o[4] / 2):
        foot = cy + h / 2
        if kind != "traffic light":
            canvas.bar(
                ground * 0 + grey * 0.55, cx - 0.42 * w, foot - 0.02 * h, cx + 0.42 * w, foot - 0.02 * h, 0.035 * h
            )

        def place(u, v, left=cx - w / 2, top=cy - h / 2, w=w, h=h):
            return left + u * w, top + v * h

        PAINTERS[kind](canvas, place, colour, *(skin if kind == "person" else ()))
    grain = np.random.default_rng(road["seed"]).uniform(-noise, noise, canvas.colours.shape)
    return np.clip(canvas.colours * road["light"] + grain, 0, 255).astype(np.uint8)


def boxes(road):
    """Where a scene's objects are: corners (k, 4), y before x, from 0 to 1, and classes (k,), numbers of CLASSES."""
    found = np.array([object[1:5] for object in road["objects"]]).reshape(-1, 4)
    x, y, half_w, half_h = found[:, 0] / ASPECT, found[:, 1], found[:, 2] / ASPECT / 2, found[:, 3] / 2
    corners = np.stack([y - half_h, x - half_w, y + half_h, x + half_w], axis=1)
    return corners, np.array([CLASSES.index(object[0]) for object in road["objects"]], dtype=int)


def scenes(name):
    """The scenes of SETS[name], as dictionaries."""
    m, seed = SETS[name]
    random = np.random.default_rng(seed)
    return [scene(random) for _ in range(m)]


def make(name):
    """The pictures (m, HEIGHT, WIDTH, 3) uint8 of SETS[name], and of each its boxes and classes."""
    roads = scenes(name)
    return np.stack([draw(road) for road in roads]), [boxes(road) for road in roads]
