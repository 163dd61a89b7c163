"""Draws the data of the style transfer: textures to train a network on, a scene, and paintings in several styles.

A texture takes a few milliseconds, so nothing is kept in files: sets are drawn where they are needed, and the scene and
the paintings in any size.

Every picture is the same on every machine: only +, -, ×, /, square roots, rounding and numpy's uniform numbers are
used, which IEEE 754 and numpy define to the last bit.
"""

import numpy as np

SIDE = 64  # pixels of a texture
SETS = {"train": (3600, 1), "test": (240, 2)}  # textures, seed

# The colours of the paintings: of what is under the strokes, tiles or lines, and of these.
NIGHT = ((16, 26, 62), (28, 52, 116), (60, 110, 190), (150, 190, 225), (250, 214, 92), (236, 160, 48))
MOSAIC = ((48, 36, 40), (196, 62, 50), (232, 142, 58), (244, 208, 110), (40, 122, 128), (222, 226, 208))
WOODCUT = ((240, 228, 200), (24, 44, 74), (184, 58, 44))


def grid(height, width):
    """y and x of the centres of all pixels, (height, 1) and (1, width)."""
    return np.arange(height)[:, np.newaxis] + 0.5, np.arange(width)[np.newaxis] + 0.5


def direction(tangent):
    """The unit vector (x, y) that is turned by an angle, given the tangent of its half."""
    length = 1 + tangent * tangent
    return (1 - tangent * tangent) / length, 2 * tangent / length


def wave(x):
    """A wave of period 1 between -1 and 1: two parabolas, much like a sine."""
    u = x - np.floor(x)
    v = np.where(u < 0.5, u, u - 0.5)
    return np.where(u < 0.5, 16.0, -16.0) * v * (0.5 - v)


def clouds(random, height, width, cell):
    """Smooth noise between -1 and 1, whose hills are about `cell` pixels wide."""
    y, x = (np.arange(n) / cell for n in (height, width))
    nodes = random.uniform(-1, 1, (int(height / cell) + 2, int(width / cell) + 2))
    (i, a), (j, b) = ((np.floor(u).astype(int), u - np.floor(u)) for u in (y, x))
    a, b = (a * a * (3 - 2 * a))[:, np.newaxis], b * b * (3 - 2 * b)
    upper, lower = (nodes[k][:, j] * (1 - b) + nodes[k][:, j + 1] * b for k in (i, i + 1))
    return upper * (1 - a) + lower * a


def strokes(random, colours, count, across, down, pick, length, radius):
    """Paint brush strokes on colours (height, width, 3), in place.

    across, down: the direction of a stroke, by the place of its middle, (height, width)
    pick: pick(row, column) gives the colour of a stroke there
    length, radius: from and to, in pixels
    """
    height, width, _ = colours.shape
    for _ in range(count):
        row, column = int(random.random() * height), int(random.random() * width)
        half, thick = random.uniform(*length) / 2, random.uniform(*radius)
        colour = np.asarray(pick(row, column)) * random.uniform(0.85, 1.12)
        dx, dy = across[row, column], down[row, column]
        reach = int(half + thick) + 2
        top, left = max(row - reach, 0), max(column - reach, 0)
        part = colours[top : row + reach + 1, left : column + reach + 1]
        y = np.arange(top, top + part.shape[0])[:, np.newaxis] - row
        x = np.arange(left, left + part.shape[1])[np.newaxis] - column
        along = np.clip(x * dx + y * dy, -half, half)
        away = np.sqrt((x - along * dx) ** 2 + (y - along * dy) ** 2)
        part += np.clip(thick + 0.5 - away, 0, 1)[:, :, np.newaxis] * (colour - part)


def unit(x, y):
    """Vectors of length 1 in these directions."""
    length = np.sqrt(x * x + y * y) + 1e-9
    return x / length, y / length


# --- textures: each a function of random numbers, places along and across, and a period; from -1 to 1


def stripes(random, u, v, p):
    return wave(u / p)


def checks(random, u, v, p):
    return np.clip(4 * wave(u / p) * wave(v / p), -1, 1)


def dots(random, u, v, p):
    a, b = u / p - np.floor(u / p) - 0.5, v / p - np.floor(v / p) - 0.5
    return np.clip((random.uniform(0.2, 0.36) - np.sqrt(a * a + b * b)) * p, -1, 1)


def rings(random, u, v, p):
    a, b = u - random.uniform(-20, 20), v - random.uniform(-20, 20)
    return wave(np.sqrt(a * a + b * b) / p)


def waves(random, u, v, p):
    return wave((u + p / 2 * wave(v / (3 * p))) / p)


def bricks(random, u, v, p):
    row = np.floor(v / p)
    a, b = v - row * p, u + (row - 2 * np.floor(row / 2)) * p
    b = b - 2 * p * np.floor(b / (2 * p))
    return np.clip(np.minimum(np.minimum(a, p - a), np.minimum(b, 2 * p - b)) - 1.0, -1, 1)


def smooth_noise(random, u, v, p):
    return np.clip(1.3 * clouds(random, *u.shape, 12), -1, 1)


def fine_noise(random, u, v, p):
    return random.uniform(-1, 1, u.shape)


def diamonds(random, u, v, p):
    a, b = (np.abs(w / p - np.floor(w / p) - 0.5) for w in (u, v))
    return np.clip((0.36 - a - b) * p, -1, 1)


def gradient(random, u, v, p):
    return np.clip(u / 32, -1, 1)


def blobs(random, u, v, p):
    return np.clip(9 * clouds(random, *u.shape, 9), -1, 1)


def brush(random):
    """Strokes in four colours, along smooth curves."""
    palette = random.uniform(20, 235, (4, 3))
    colours = np.ones((SIDE, SIDE, 3)) * palette[0]
    across, down = direction(2 * clouds(random, SIDE, SIDE, 24))
    strokes(random, colours, 90, across, down, lambda *_: palette[int(random.random() * 4)], (8, 18), (0.9, 1.8))
    return colours


TEXTURES = (stripes, checks, dots, rings, waves, bricks, smooth_noise, fine_noise, diamonds, gradient, blobs, brush)
NAMES = tuple(texture.__name__.replace("_", " ") for texture in TEXTURES)


def texture(number, random):
    """A texture of a class, (SIDE, SIDE, 3) uint8, with a direction, a period, colours and grain of its own."""
    draw = TEXTURES[number]
    if draw is brush:
        colours = brush(random)
    else:
        y, x = grid(SIDE, SIDE)
        dx, dy = direction(random.uniform(-1, 1))
        y, x = y - SIDE / 2, x - SIDE / 2
        shift = random.uniform(0, 100, 2)
        far = draw not in (rings, gradient)  # those have a middle
        u, v = x * dx + y * dy + far * shift[0], y * dx - x * dy + far * shift[1]
        one, other = random.uniform(20, 235, (2, 3))
        share = 0.5 + 0.5 * draw(random, u, v, random.uniform(6, 16))[:, :, np.newaxis]
        colours = other + share * (one - other)
    return np.clip(colours + random.uniform(-9, 9, colours.shape), 0, 255).astype(np.uint8)


def make(name):
    """The textures (m, SIDE, SIDE, 3) uint8 of SETS[name], and their classes (m,), each as frequent as the others."""
    m, seed = SETS[name]
    classes = np.random.default_rng(seed).permutation(np.arange(m) % len(TEXTURES))
    textures = [texture(number, np.random.default_rng([seed, k])) for k, number in enumerate(classes)]
    return np.stack(textures), classes


# --- the scene and the paintings


def scene(height=96, width=128):
    """A lighthouse on a rock by the sea, a sailing boat, a low sun and clouds: (height, width, 3) uint8.

    Lengths are in heights of the picture, from its left edge and from its top.
    """
    y, x = (places / height for places in grid(height, width))
    right, random = width / height, np.random.default_rng(3)
    colours = np.array((96, 150, 214.0)) + np.clip(y / 0.62, 0, 1)[:, :, np.newaxis] * np.array((150, 66, -40.0))
    colours = np.broadcast_to(colours, (height, width, 3)).copy()

    def paint(inside, colour, share=1.0):
        """Paint where a signed distance is above 0."""
        amount = share * np.clip(inside * height + 0.5, 0, 1)[:, :, np.newaxis]
        colours[:] += amount * (np.asarray(colour) - colours)

    def between(low, value, high):
        return np.minimum(value - low, high - value)

    def oval(left, top, wide, high):
        a, b = (x - left) / wide, (y - top) / high
        return (1 - np.sqrt(a * a + b * b)) * high

    paint(oval(0.34, 0.5, 0.13, 0.13), (255, 226, 120))
    for left, top, size in (
        (0.2, 0.16, 1.0),
        (0.31, 0.13, 1.2),
        (0.42, 0.17, 0.9),
        (0.72, 0.29, 0.7),
        (0.8, 0.27, 0.8),
    ):
        paint(oval(left, top, 0.12 * size, 0.055 * size), (250, 246, 240))
    sea = np.array((34, 96, 140.0)) + 26 * wave(y * 14 + 0.3 * wave(x * 3))[:, :, np.newaxis]
    paint(y - 0.62 + 0 * x, sea)
    paint(np.minimum(y - 0.63, 0.1 - np.abs(x - 0.34) - 0.05 * wave(y * 17)), (240, 206, 120), 0.75)
    # the boat
    paint(np.minimum(between(0.76, y, 0.82), 0.15 - 0.6 * (y - 0.76) - np.abs(x - 0.4)), (96, 44, 34))
    paint(np.minimum(0.745 - y, np.minimum(x - 0.41, (0.53 - x) * 2.3 + y - 0.745)), (252, 250, 244))
    paint(np.minimum(0.745 - y, np.minimum(0.39 - x, (x - 0.29) * 2.2 + y - 0.745)), (222, 84, 60))
    # the rock, the tower and its lamp
    middle = right - 0.3
    rock = 0.7 - 0.12 * np.sqrt(np.clip(1 - ((x - middle - 0.05) / 0.42) ** 2, 0, 1)) + 0.02 * wave(x * 5)
    paint(np.minimum(y - rock, 0.42 - np.abs(x - middle - 0.05) + 0.3 * (y - 0.7)), (70, 92, 62))
    paint(np.minimum(y - rock - 0.09, 0.36 - np.abs(x - middle - 0.07) + 0.4 * (y - 0.7)), (92, 78, 70))
    half = 0.055 + 0.045 * (y - 0.2)
    tower = np.minimum(half - np.abs(x - middle), between(0.2, y, 0.62))
    paint(tower, (248, 244, 236))
    for top in (0.26, 0.4, 0.54):
        paint(np.minimum(tower, between(top, y, top + 0.07)), (204, 52, 46))
    paint(np.minimum(0.075 - np.abs(x - middle), between(0.185, y, 0.21)), (52, 48, 54))
    paint(np.minimum(0.042 - np.abs(x - middle), between(0.11, y, 0.19)), (255, 236, 150))
    paint(np.minimum((y - 0.055) * 0.9 - np.abs(x - middle), 0.115 - y), (204, 52, 46))
    # a house beside it
    paint(np.minimum(0.075 - np.abs(x - middle - 0.17), between(0.5, y, 0.62)), (244, 226, 190))
    paint(np.minimum((y - 0.42) * 1.1 - np.abs(x - middle - 0.17), 0.51 - y), (150, 60, 44))
    paint(np.minimum(0.018 - np.abs(x - middle - 0.19), between(0.545, y, 0.585)), (70, 86, 110))
    return np.clip(colours + random.uniform(-3, 3, colours.shape), 0, 255).astype(np.uint8)


def night(height=96, width=128):
    """Brush strokes around stars: (height, width, 3) uint8."""
    random = np.random.default_rng(5)
    y, x = (places / height for places in grid(height, width))
    right, colours = width / height, np.ones((height, width, 3)) * NIGHT[0]
    across, down = 0.5 + 0 * x * y, 0.15 * clouds(random, height, width, height / 2)
    light = 0.3 * clouds(random, height, width, height / 6)
    for left, top, size, turn in (
        *((0.28, 0.3, 0.17, 1), (0.72, 0.62, 0.2, -1), (0.9, 0.2, 0.11, 1), (0.14, 0.8, 0.12, -1), (0.5, 0.1, 0.07, 1)),
    ):
        a, b = x - left * right, y - top
        square = a * a + b * b
        near = 1 / (1 + (square / (size * size)) ** 2)
        across, down = across - 2 * turn * near * b / size, down + 2 * turn * near * a / size
        light = light + near * (1.1 + 0.5 * wave(np.sqrt(square) / size * 1.4))
    across, down = unit(across, down)
    shades = np.array(NIGHT[1:])

    def pick(row, column):
        level = (light[row, column] + 0.35) / 1.75 + random.uniform(-0.12, 0.12)
        return shades[int(np.clip(level, 0, 0.999) * len(shades))]

    scale = height / 96
    strokes(random, colours, 1700, across, down, pick, (8 * scale, 15 * scale), (0.8 * scale, 1.5 * scale))
    return np.clip(colours, 0, 255).astype(np.uint8)


def mosaic(height=96, width=128):
    """Tiles with dark joints: (height, width, 3) uint8."""
    random = np.random.default_rng(7)
    y, x = grid(height, width)
    rows, columns = 13, round(13 * width / height)
    i, j = np.indices((rows, columns)).reshape(2, -1)
    top = (i + random.uniform(0.15, 0.85, i.shape)) * height / rows
    left = (j + random.uniform(0.15, 0.85, j.shape)) * width / columns
    squares = (y[..., np.newaxis] - top) ** 2 + (x[..., np.newaxis] - left) ** 2
    order = np.argpartition(squares, 1, axis=-1)[..., :2]
    near, next_ = (np.sqrt(np.take_along_axis(squares, order[..., k : k + 1], axis=-1)) for k in (0, 1))
    band = wave(left / width * 1.5 + 0.6 * top / height) + random.uniform(-0.7, 0.7, i.shape)
    kind = np.clip((band + 1.7) / 3.4 * 5, 0, 4.99).astype(int)
    tiles = np.array(MOSAIC[1:])[kind] * random.uniform(0.82, 1.1, (len(i), 1))
    joint = np.clip((next_ - near) / (height / 96) - 0.7, 0, 1)
    colours = np.array(MOSAIC[0]) + joint * (tiles[order[..., 0]] - np.array(MOSAIC[0]))
    return np.clip(colours + random.uniform(-6, 6, colours.shape), 0, 255).astype(np.uint8)


def woodcut(height=96, width=128):
    """Dark curved lines on light paper, and some in red: (height, width, 3) uint8."""
    random = np.random.default_rng(9)
    y, x = (places / height for places in grid(height, width))
    bend = clouds(random, height, width, height / 2.5)
    line = wave(13 * (y + 0.16 * bend + 0.04 * wave(1.5 * x)))
    thick = 0.55 * clouds(random, height, width, height / 3)
    ink = np.clip(2.5 * (line + thick) + 0.5, 0, 1)[:, :, np.newaxis]
    red = np.clip(8 * (clouds(random, height, width, height / 2) - 0.3), 0, 1)[:, :, np.newaxis]
    paper, dark, other = (np.array(colour, dtype=float) for colour in WOODCUT)
    colours = paper + ink * (dark + red * (other - dark) - paper)
    return np.clip(colours + random.uniform(-5, 5, colours.shape), 0, 255).astype(np.uint8)


PAINTINGS = {"night": night, "mosaic": mosaic, "woodcut": woodcut}
