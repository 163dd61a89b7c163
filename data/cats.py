"""Draws the data of the cat assignments: pictures of cats, and of things that are no cats.

    python data/cats.py     # writes train_catvnoncat.h5, test_catvnoncat.h5 and my_picture.jpg beside this file

The h5 files have the keys, shapes and dtypes of the set that the course was first published with, whose licence is
unclear. About four pictures in five show something light on a dark ground, the rest something dark on a light one: no
single weight per pixel fits both, which is what hidden units are for.

What classifiers trained as in the course get right of 15 000 other pictures drawn like these, in percent: logistic
regression 67, one hidden layer of 7 units 77 to 82, layers of 20, 7 and 5 units 87 to 88 (three starts each). The seed
of the test set is one whose 50 pictures give nearly the same: 68, 78 to 84, 90 to 92.

Every picture is the same on every machine: only +, -, ×, /, square roots and numpy's uniform numbers are used, which
IEEE 754 and numpy define to the last bit (sines, exponentials and sums of many numbers may differ in the last one).
"""

from pathlib import Path

import numpy as np

SIZE = 64  # pixels
CLASSES = (b"non-cat", b"cat")
SETS = {"train": (209, 84, 5), "test": (50, 25, 108)}  # pictures, cats among them, seed

LIGHT = ((236, 150, 60), (228, 214, 190), (240, 240, 236), (225, 190, 90), (196, 190, 186), (232, 170, 150))
DARK = ((52, 50, 54), (88, 60, 44), (64, 72, 88), (110, 60, 40), (44, 62, 52), (84, 84, 90))
LIGHT_GROUNDS = ((196, 214, 226), (214, 206, 180), (190, 210, 176), (220, 196, 196), (206, 206, 206))
DARK_GROUNDS = ((58, 84, 54), (92, 66, 52), (54, 66, 100), (84, 60, 84), (70, 74, 70))


class Canvas:
    """A square picture, drawn in the frame of its subject.

    The frame's origin is the subject's centre and its unit the subject's size; x runs to the right, y down, both
    turned by the subject's tilt. A shape covers each pixel with a number from 0 to 1, its edges being one pixel soft.
    """

    def __init__(self, picture, centre, size, tilt):
        cosine, sine = (1 - tilt * tilt) / (1 + tilt * tilt), 2 * tilt / (1 + tilt * tilt)  # tilt = tan(angle / 2)
        rows, columns, _ = picture.shape
        y, x = np.mgrid[0:rows, 0:columns] + 0.5
        x, y = (x - centre[0]) / size, (y - centre[1]) / size
        self.picture = picture  # (pixels, pixels, 3)
        self.x, self.y = cosine * x + sine * y, cosine * y - sine * x  # (pixels, pixels) each
        self.size = size

    def paint(self, colour, distance):
        """Colour all pixels whose distance, in the frame's unit, is below 0."""
        cover = np.clip(0.5 - distance * self.size, 0, 1)[:, :, np.newaxis]
        self.picture += cover * (np.asarray(colour, dtype=float) - self.picture)

    def ellipse(self, x, y, width, height):
        """Distance from the ellipse around (x, y), nearly (exact for a circle)."""
        u, v = (self.x - x) / width, (self.y - y) / height
        return (np.sqrt(u * u + v * v) - 1) * min(width, height)

    def polygon(self, *corners):
        """Distance from the convex polygon with these corners, clockwise as one sees it."""
        distance = np.full(self.x.shape, -np.inf)
        for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
            dx, dy = x2 - x1, y2 - y1
            length = np.sqrt(dx * dx + dy * dy)
            distance = np.maximum(distance, ((self.x - x1) * -dy + (self.y - y1) * dx) / -length)
        return distance

    def box(self, left, top, right, bottom):
        return self.polygon((left, top), (right, top), (right, bottom), (left, bottom))

    def line(self, x1, y1, x2, y2, width=0.04):
        """Distance from the line between two points."""
        dx, dy = x2 - x1, y2 - y1
        along = np.clip(((self.x - x1) * dx + (self.y - y1) * dy) / (dx * dx + dy * dy), 0, 1)
        u, v = self.x - x1 - along * dx, self.y - y1 - along * dy
        return np.sqrt(u * u + v * v) - width


def draw_cat(canvas, coat, other, random):
    """Head and shoulders: ears, eyes, nose, whiskers, and on some a striped forehead."""
    paint, ink = canvas.paint, shade(coat, 0.35 if luminance(coat) > 110 else 2.4)
    paint(shade(coat, 0.92), canvas.ellipse(0, 1.55, 0.95, 0.95))
    for side in (-1, 1):
        ear = [(side * 0.92, -1.3), (side * 0.98, -0.1), (side * 0.2, -0.75)]
        inner = [(side * 0.82, -1.05), (side * 0.84, -0.4), (side * 0.4, -0.7)]
        paint(coat, canvas.polygon(*ear[::side]))
        paint((214, 140, 140), canvas.polygon(*inner[::side]))
    paint(coat, canvas.ellipse(0, 0, 1.02, 0.88))
    if random.random() < 0.5:
        for x in (-0.25, 0, 0.25):
            paint(shade(coat, 0.6 if luminance(coat) > 110 else 1.6), canvas.line(x, -0.82, x * 0.8, -0.5))
    iris = ((150, 190, 70), (220, 180, 50), (110, 170, 200))[random.integers(3)]
    for side in (-1, 1):
        paint(iris, canvas.ellipse(side * 0.42, -0.12, 0.23, 0.2))
        paint((16, 16, 20), canvas.ellipse(side * 0.42, -0.12, 0.08, 0.19))
        for end in (0.1, 0.3, 0.5):
            paint(ink, canvas.line(side * 0.35, 0.32 + end / 5, side * 1.25, 0.05 + end, 0.012))
        paint(ink, canvas.line(0, 0.52, side * 0.22, 0.44, 0.03))
    paint((206, 110, 116), canvas.polygon((-0.13, 0.22), (0.13, 0.22), (0, 0.4)))


def draw_ball(canvas, colour, other, random):
    canvas.paint(colour, canvas.ellipse(0, 0, 1, 1))
    stripe = np.maximum(canvas.ellipse(0, 0, 1, 1), np.abs(canvas.y) - 0.22)
    canvas.paint(other, stripe)


def draw_house(canvas, colour, other, random):
    canvas.paint(colour, canvas.box(-0.9, -0.2, 0.9, 1.2))
    canvas.paint(shade(colour, 0.7), canvas.polygon((-1.15, -0.2), (0, -1.2), (1.15, -0.2)))
    canvas.paint(other, canvas.box(-0.2, 0.45, 0.2, 1.2))
    for x in (-0.6, 0.6):
        canvas.paint(other, canvas.box(x - 0.17, 0.05, x + 0.17, 0.4))


def draw_box(canvas, colour, other, random):
    canvas.paint(colour, canvas.box(-1.1, -0.7, 1.1, 0.9))
    canvas.paint(shade(colour, 0.8), canvas.box(-1.1, -0.7, 1.1, -0.45))
    canvas.paint(other, canvas.box(-0.15, -0.7, 0.15, 0.9))


def draw_stripes(canvas, colour, other, random):
    width = 0.25 + 0.3 * random.random()
    for k in (-2, 0, 2):
        canvas.paint(colour, np.abs(canvas.x - k * width * 1.3) - width / 2)


def draw_tree(canvas, colour, other, random):
    canvas.paint(shade(colour, 0.7), canvas.box(-0.17, 0.2, 0.17, 1.6))
    for x, y, radius in ((-0.45, 0, 0.6), (0.45, 0, 0.6), (0, -0.5, 0.7)):
        canvas.paint(colour, canvas.ellipse(x, y, radius, radius))


def draw_fish(canvas, colour, other, random):
    canvas.paint(shade(colour, 0.85), canvas.polygon((0.6, 0), (1.4, -0.6), (1.4, 0.6)))
    canvas.paint(colour, canvas.ellipse(-0.1, 0, 1.0, 0.55))
    canvas.paint(other, canvas.ellipse(-0.65, -0.12, 0.1, 0.1))


def draw_cup(canvas, colour, other, random):
    canvas.paint(colour, np.abs(canvas.ellipse(0.75, 0, 0.42, 0.42)) - 0.1)
    canvas.paint(colour, canvas.polygon((-0.8, -0.8), (0.8, -0.8), (0.6, 0.9), (-0.6, 0.9)))
    canvas.paint(other, canvas.ellipse(0, -0.8, 0.8, 0.15))


THINGS = (draw_ball, draw_house, draw_box, draw_stripes, draw_tree, draw_fish, draw_cup)


def shade(colour, factor):
    """The colour made darker (factor below 1) or lighter."""
    return tuple(min(255, int(factor * c)) for c in colour)


def luminance(colour):
    return (3 * colour[0] + 6 * colour[1] + colour[2]) / 10


def patches(random, cells, pixels):
    """A soft field of light and dark, values -1 … 1, shape (pixels, pixels): a coarse random grid, interpolated."""
    grid = random.uniform(-1, 1, (cells + 1, cells + 1))
    position = (np.arange(pixels) + 0.5) * cells / pixels
    left = position.astype(int)
    t = position - left
    t = t * t * (3 - 2 * t)
    rows = grid[left] * (1 - t)[:, np.newaxis] + grid[left + 1] * t[:, np.newaxis]
    return rows[:, left] * (1 - t) + rows[:, left + 1] * t


def choose(random, items):
    return items[random.integers(len(items))]


def draw(random, is_cat, pixels=SIZE):
    """One picture, shape (pixels, pixels, 3), uint8."""
    light = random.random() < 0.8
    subjects, grounds, others = (LIGHT, DARK_GROUNDS, DARK) if light else (DARK, LIGHT_GROUNDS, LIGHT)
    colour, ground, other = choose(random, subjects), choose(random, grounds), choose(random, others)
    texture = 30 * patches(random, 4, pixels) + 22 * patches(random, 16, pixels)
    picture = np.asarray(ground, dtype=float) + texture[:, :, np.newaxis]
    centre = pixels * (0.5 + 0.2 * random.uniform(-1, 1, 2))
    canvas = Canvas(picture, centre, pixels * random.uniform(0.17, 0.27), tilt=random.uniform(-0.12, 0.12))
    subject = draw_cat if is_cat else choose(random, THINGS)
    subject(canvas, colour, other, random)
    return np.clip(picture * random.uniform(0.68, 0.88), 0, 255).astype(np.uint8)


def make(name):
    """The pictures (m, SIZE, SIZE, 3) uint8 and their labels (m,) int64, 1 for a cat, of SETS[name]."""
    m, cats, seed = SETS[name]
    random = np.random.default_rng(seed)
    labels = np.zeros(m, dtype=np.int64)
    labels[random.permutation(m)[:cats]] = 1
    return np.stack([draw(random, label == 1) for label in labels]), labels


def write(folder):
    """Write the three files into the folder."""
    import h5py
    from PIL import Image

    for name in SETS:
        pictures, labels = make(name)
        with h5py.File(folder / f"{name}_catvnoncat.h5", "w") as file:
            one = (1, *pictures.shape[1:])
            file.create_dataset(f"{name}_set_x", data=pictures, chunks=one, compression="gzip", compression_opts=9)
            file.create_dataset(f"{name}_set_y", data=labels)
            file.create_dataset("list_classes", data=np.array(CLASSES))
    photo = draw(np.random.default_rng(52), True, pixels=320)[40:280]  # (240, 320, 3), as a camera makes them
    Image.fromarray(photo).save(folder / "my_picture.jpg", quality=90)


if __name__ == "__main__":
    write(Path(__file__).parent)
