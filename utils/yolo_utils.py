"""Data, detectors and drawings of the car detection."""

import runpy
from pathlib import Path

import numpy as np

from utils.picture_data import DATA, REAL
from utils.tf_utils import keras_2_weights

# A grid of 19 x 19 cells, five boxes in each, 80 classes: the shapes of YOLO, version 2.
COCO_ANCHORS = np.array(
    [[0.57273, 0.677385], [1.87446, 2.06253], [3.33843, 5.47434], [7.88282, 3.52778], [9.77052, 9.16828]],
    dtype=np.float32,
)
COCO_NAMES = {0: "person", 2: "car", 5: "bus", 9: "traffic light"}  # those of the 80 that the notebook speaks of
# Our own detector's: a grid of 6 x 10 cells, five boxes in each, three classes. Widths and heights are in cells.
ROAD_ANCHORS = np.array([[0.6, 0.8], [0.6, 1.5], [1.3, 1.1], [2.0, 1.65], [2.3, 2.7]], dtype=np.float32)
ROAD_NAMES = ("car", "bus", "person")
ROAD_GRID = 6, 10
ROAD_PICTURE = 96, 160, 3
CAMERA = 360, 640  # height and width of a larger picture

# What stands in the planted encoding: (centre x, centre y, width, height) from 0 to 1, class, confidence, and that of
# the same box in a neighbouring cell, (rows down, columns to the right).
PLANTED = (
    ((0.43, 0.66, 0.30, 0.48), 2, 0.93, 0.81, (0, 1)),
    ((0.85, 0.70, 0.25, 0.50), 2, 0.75, 0, (0, 0)),
    ((0.09, 0.47, 0.16, 0.20), 5, 0.70, 0, (0, 0)),
    ((0.66, 0.48, 0.14, 0.18), 2, 0.85, 0.62, (1, 0)),
    ((0.58, 0.44, 0.06, 0.10), 2, 0.64, 0, (0, 0)),
    ((0.20, 0.25, 0.05, 0.12), 9, 0.55, 0, (0, 0)),
)

# What the notebook's functions find in one `camera_picture` of the test set: score, corners, class.
RESULT_SCENE = 5
RESULT: tuple[tuple[float, tuple[int, int, int, int], int], ...] = (
    (1.0, (202, 197, 295, 332), 0),
    (1.0, (215, 396, 320, 547), 0),
    (1.0, (108, 103, 178, 172), 1),
    (0.99, (198, 33, 296, 72), 2),
    (0.97, (147, 184, 199, 260), 0),
)


def best_anchor(size, anchors):
    """The number of the anchor (n, 2) whose shape is most like a size (2,); widths and heights in cells."""
    shared = np.minimum(size, anchors).prod(axis=1)
    return np.argmax(shared / (size.prod() + anchors.prod(axis=1) - shared))


def planted_encoding():
    """The raw numbers (1, 19, 19, 425) float32 that a detector would give for the scene of `planted_picture`.

    Made by hand, so it is known what is in it: see PLANTED.
    """
    rows = columns = 19
    raw = np.zeros((rows, columns, len(COCO_ANCHORS), 85))
    raw[..., 4] = -6
    for (x, y, w, h), kind, confidence, twin, (down, right) in PLANTED:
        size = np.array([w * columns, h * rows])
        anchor = best_anchor(size, COCO_ANCHORS)
        for sure, i, j in ((confidence, int(y * rows), int(x * columns)),) + (
            ((twin, int(y * rows) + down, int(x * columns) + right),) if twin else ()
        ):
            within = np.clip([x * columns - j, y * rows - i], 0.02, 0.98)
            raw[i, j, anchor, :2] = np.log(within / (1 - within))
            raw[i, j, anchor, 2:4] = np.log(size / COCO_ANCHORS[anchor])
            raw[i, j, anchor, 4] = np.log(sure / (1 - sure))
            raw[i, j, anchor, 5 + kind] = 12
    return raw.reshape(1, rows, columns, -1).astype(np.float32)


def detector():
    """Our own small detector, untrained: a Keras model from pictures (m, 96, 160, 3) to raw numbers (m, 6, 10, 40).

    Four convolutions of stride 2 make the grid, two more fill it: 5 boxes of 4 + 1 + 3 numbers in each cell.
    """
    import keras

    layers = keras.layers
    model = keras.Sequential([keras.Input(ROAD_PICTURE)], name="road_detector")
    for filters, stride in ((16, 2), (24, 2), (32, 2), (48, 2), (64, 1)):
        model.add(layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False))
        model.add(layers.BatchNormalization(momentum=0.95))
        model.add(layers.LeakyReLU(negative_slope=0.1))
    model.add(layers.Conv2D(len(ROAD_ANCHORS) * (5 + len(ROAD_NAMES)), 1))
    return model


def load_detector():
    """The detector as data/train_roads.py has trained it."""
    model = detector()
    with np.load(DATA / "road_detector.npz") as file:
        model.set_weights([file[str(i)] for i in range(len(file.files))])
    return model


def read_classes(path=DATA / REAL / "coco_classes.txt"):
    """The names of the classes, one in each line of a file: those of COCO, if `course data add` has put them there."""
    return [line.strip() for line in Path(path).read_text().splitlines() if line.strip()]


def read_anchors(path=DATA / REAL / "yolo_anchors.txt"):
    """Anchors (boxes, 2) float32 in cells, from a file with widths and heights in turn, and commas between."""
    return np.array(Path(path).read_text().split(","), dtype=np.float32).reshape(-1, 2)


def coarser(x):
    """Each 2 x 2 cells of (m, rows, columns, channels) become one, of four times the depth."""
    import keras

    layers, (_, rows, columns, channels) = keras.layers, x.shape
    x = layers.Reshape((rows // 2, 2, columns // 2, 2, channels))(x)
    return layers.Reshape((rows // 2, columns // 2, 4 * channels))(layers.Permute((1, 3, 2, 4, 5))(x))


def yolo_network(size=608, filters=32, outputs=425):
    """YOLO, version 2, untrained: from pictures (m, size, size, 3) to raw numbers (m, size / 32, size / 32, outputs).

    filters: of the first convolution, a multiple of 2; all others are multiples of it
    Redmon and Farhadi, YOLO9000 (2016): 22 convolutions with batch normalisation and a last one without. Layers are
    named as in yolo.h5, in the order of the file. With filters=32 it has 50,983,561 parameters.
    """
    import keras

    layers, count = keras.layers, iter(range(1, 24))

    def convolved(x, times, width):
        n = next(count)
        x = layers.Conv2D(int(times * filters), width, padding="same", use_bias=False, name=f"conv2d_{n}")(x)
        x = layers.BatchNormalization(name=f"batch_normalization_{n}")(x)
        return layers.LeakyReLU(negative_slope=0.1)(x)

    x = given = keras.Input((size, size, 3))
    for times in ((1,), (2,), (4, 2, 4), (8, 4, 8), (16, 8, 16, 8, 16)):  # the larger see 3 x 3 pixels, the others one
        for k in times:
            x = convolved(x, k, 3 if k == times[0] else 1)
        fine = x  # 38 x 38 cells, in the end
        x = layers.MaxPooling2D()(x)
    for k, width in ((32, 3), (16, 1), (32, 3), (16, 1), (32, 3), (32, 3), (32, 3)):
        x = convolved(x, k, width)
    fine = convolved(fine, 2, 1)
    x = convolved(layers.Concatenate()([coarser(fine), x]), 32, 3)
    return keras.Model(given, layers.Conv2D(outputs, 1, name=f"conv2d_{next(count)}")(x))


def load_yolo(path=DATA / REAL / "yolo.h5", **sizes):
    """The network of the original, with the weights of its file; see `yolo_network` for the sizes.

    The file is of Keras 2, with one layer stored as Python's byte code, so `keras.models.load_model` refuses it. Its
    weights are read by the names of their layers. Raises ValueError where they don't fit.
    """
    model, saved = yolo_network(**sizes), keras_2_weights(path)
    for layer in model.layers:
        if layer.weights:
            if layer.name not in saved:
                raise ValueError(f"{path} has no weights for a layer {layer.name}")
            layer.set_weights(saved[layer.name])
    return model


def preprocess_image(image, size):
    """A picture as a network wants it, but for the range of its numbers.

    image: (h, w, 3) uint8, of any size
    size: height and width that the network wants
    Returns (1, height, width, 3) float32, from 0 to 255.
    """
    from PIL import Image

    height, width = size
    small = Image.fromarray(np.asarray(image, dtype=np.uint8)).resize((width, height), Image.Resampling.BOX)
    return np.asarray(small, dtype=np.float32)[np.newaxis]


def roads():
    """The functions of data/roads.py, by name."""
    return runpy.run_path(str(DATA / "roads.py"))


def load_scenes():
    """The test set: pictures (200, 96, 160, 3) uint8, and of each the corners (k, 4) from 0 to 1 and classes (k,)."""
    return roads()["make"]("test")


def camera_picture(k):
    """Scene k of the test set, as a camera would take it: (360, 640, 3) uint8."""
    program = roads()
    return program["draw"](program["scenes"]("test")[k], *CAMERA, noise=0)


def own_road(objects, seed=1):
    """A road with objects of one's own: (360, 640, 3) uint8.

    objects: a list of (class, across, near, colour): across from 0, left, to 1, right; near from 0, at the horizon,
    to 1; red, green and blue from 0 to 255
    seed: of everything else
    """
    program = roads()
    road = program["scene"](np.random.default_rng(seed))
    road["objects"] = []
    for kind, across, near, colour in objects:
        depth = program["FARTHEST"] + near * (0.98 - road["horizon"] - program["FARTHEST"])
        w, h = program["size_at"](ROAD_NAMES.index(kind), depth)
        bottom = road["horizon"] + depth
        road["objects"].append((kind, across * program["ASPECT"], bottom - h / 2, w, h, colour, program["SKINS"][0]))
    return program["draw"](road, *CAMERA, noise=0)


def planted_picture():
    """The scene of `planted_encoding`, drawn: (360, 640, 3) uint8."""
    program = roads()
    road, aspect = program["scene"](np.random.default_rng(36)), program["ASPECT"]
    colours = ((70, 130, 200), (200, 90, 70), (225, 190, 60), (150, 160, 170), (90, 160, 110), (60, 60, 60))
    road["horizon"], road["light"] = 0.38, 1.0
    road["objects"] = [
        (COCO_NAMES[kind], x * aspect, y, w * aspect, h, colour)
        for ((x, y, w, h), kind, *_), colour in zip(PLANTED, colours, strict=True)
    ]
    return program["draw"](road, *CAMERA, noise=0)


# --- drawings

LOOKS = {"car": "#F0E442", "bus": "#56B4E9", "person": "#FFFFFF", "traffic light": "#FFFFFF"}


def draw_boxes(image, scores, boxes, classes, names, ax=None):
    """Draw a picture, and on it each box with its class and score. Returns the axes.

    image: (height, width, 3)
    scores (k,), boxes (k, 4) in pixels, y first, and classes (k,)
    names: of the classes, by number
    """
    import matplotlib.pyplot as plt

    if ax is None:
        ax = plt.subplots(figsize=(8, 4.6))[1]
    ax.imshow(image)
    ax.axis("off")
    height, width = image.shape[:2]
    found = zip(np.asarray(scores), np.asarray(boxes), np.asarray(classes), strict=True)
    for score, (top, left, bottom, right), kind in found:
        colour, sides = LOOKS.get(names[int(kind)], "#FFFFFF"), (right - left, bottom - top)
        for thick, shade in ((3.4, "black"), (1.8, colour)):  # a dark rim, for any ground
            ax.add_patch(plt.Rectangle((left, top), *sides, fill=False, edgecolor=shade, linewidth=thick))
        ax.text(
            min(max(left, 0), 0.88 * width),
            max(top, 0.05 * height) - 3,
            f"{names[int(kind)]} {score:.2f}",
            fontsize=8.5,
            va="bottom",
            bbox={"facecolor": colour, "edgecolor": "black", "linewidth": 0.6, "pad": 1.2},
        )
    ax.set(xlim=(0, width), ylim=(height, 0))
    return ax


def draw_scenes(pictures, detect):
    """Draw pictures in two columns, each with the boxes that detect(picture) finds: scores, boxes, classes."""
    import matplotlib.pyplot as plt

    rows = -(-len(pictures) // 2)
    _, axes = plt.subplots(rows, 2, figsize=(9.4, 2.75 * rows), squeeze=False)
    for ax, picture in zip(axes.flat, pictures, strict=False):
        draw_boxes(picture, *detect(picture), ROAD_NAMES, ax)
    return axes


def draw_result():
    """Draw a scene with what the detector and the functions of the notebook find in it; see RESULT."""
    scores, boxes, classes = zip(*RESULT, strict=True)
    return draw_boxes(camera_picture(RESULT_SCENE), scores, boxes, classes, ROAD_NAMES)


def draw_grid():
    """Draw the planted scene under the grid, and all anchors at the cell of one car. Returns the axes."""
    import matplotlib.pyplot as plt

    picture, rows, columns = planted_picture(), 19, 19
    height, width = picture.shape[:2]
    x, y = PLANTED[0][0][:2]
    i, j = int(y * rows), int(x * columns)
    _, ax = plt.subplots(figsize=(8, 4.6))
    ax.imshow(picture, alpha=0.75)
    for row in range(rows + 1):
        ax.axhline(row * height / rows, color="white", linewidth=0.6)
    for column in range(columns + 1):
        ax.axvline(column * width / columns, color="white", linewidth=0.6)
    cell_w, cell_h = width / columns, height / rows
    ax.add_patch(plt.Rectangle((j * cell_w, i * cell_h), cell_w, cell_h, facecolor="#F0E442", edgecolor="black"))
    for w, h in COCO_ANCHORS * [cell_w, cell_h]:
        corner = (j + 0.5) * cell_w - w / 2, (i + 0.5) * cell_h - h / 2
        ax.add_patch(plt.Rectangle(corner, w, h, fill=False, edgecolor="black", linewidth=1.6, linestyle="--"))
    ax.set(xlim=(0, width), ylim=(height, 0), xlabel=f"{columns} columns", ylabel=f"{rows} rows")
    ax.set(xticks=[(j + 0.5) * cell_w], xticklabels=[f"column {j}"], yticks=[(i + 0.5) * cell_h])
    ax.set_yticklabels([f"row {i}"])
    ax.grid(False)
    return ax


def draw_cells(outputs):
    """Draw which class each cell finds, if the confidence of a box in it is at least 0.3; and all boxes.

    outputs: confidence, xy, wh and class probabilities of the planted encoding, as yolo_head returns them
    """
    import matplotlib.pyplot as plt

    confidence, xy, wh, probs = (np.asarray(values)[0] for values in outputs)
    picture = planted_picture()
    height, width = picture.shape[:2]
    rows, columns = confidence.shape[:2]
    _, axes = plt.subplots(1, 2, figsize=(9.4, 2.9))
    for ax in axes:
        ax.imshow(picture, alpha=0.6)
        ax.set(xlim=(0, width), ylim=(height, 0), xticks=[], yticks=[])
        ax.grid(False)
    cell_w, cell_h = width / columns, height / rows
    for i in range(rows):
        for j in range(columns):
            box = confidence[i, j, :, 0].argmax()
            sure = confidence[i, j, box, 0] >= 0.3
            name = COCO_NAMES.get(int(probs[i, j, box].argmax()), "?")
            axes[0].add_patch(
                plt.Rectangle(
                    (j * cell_w, i * cell_h),
                    *(cell_w, cell_h),
                    facecolor=LOOKS.get(name, "0.5") if sure else "none",
                    edgecolor="black" if sure else "white",
                    linewidth=1.2 if sure else 0.3,
                    zorder=3 if sure else 2,
                )
            )
            if sure:
                middle = (j + 0.5) * cell_w, (i - 0.15) * cell_h
                axes[0].text(*middle, name.split()[-1], ha="center", va="bottom", fontsize=8.5, zorder=4)
    for (x, y), (w, h) in zip(xy.reshape(-1, 2) * [width, height], wh.reshape(-1, 2) * [width, height], strict=True):
        axes[1].add_patch(plt.Rectangle((x - w / 2, y - h / 2), w, h, fill=False, edgecolor="black", linewidth=0.35))
    axes[0].set_title("the class of each cell that is sure of one")
    axes[1].set_title(f"all {xy.size // 2} boxes")
    return axes


def draw_corners(centre, size, corners):
    """Draw a box in an empty picture of 720 x 1280 pixels: centre and size as fractions, corners in pixels, y first."""
    import matplotlib.pyplot as plt

    height, width = 720, 1280
    top, left, bottom, right = (float(value) for value in corners)
    _, ax = plt.subplots(figsize=(6.4, 3.8))
    ax.add_patch(plt.Rectangle((left, top), right - left, bottom - top, facecolor="0.88", edgecolor="black"))
    x, y = centre[0] * width, centre[1] * height
    ax.plot([x], [y], "k+", markersize=10)
    ax.text(
        x,
        y + 20,
        f"centre ({centre[0]:g}, {centre[1]:g})\nsize ({size[0]:g}, {size[1]:g})",
        ha="center",
        va="top",
        fontsize=9,
    )
    ax.plot([left, right], [top, bottom], "ko", markersize=6)
    ax.text(left - 12, top, f"(y_min, x_min) = ({top:.0f}, {left:.0f})", ha="right", va="center", fontsize=10)
    ax.text(right + 12, bottom, f"(y_max, x_max) = ({bottom:.0f}, {right:.0f})", ha="left", va="center", fontsize=10)
    ax.set(xlim=(0, width), ylim=(height, 0), xlabel="x", ylabel="y", aspect="equal")
    return ax


def draw_overlaps(pairs, iou):
    """Draw pairs of boxes (x1, y1, x2, y2), what they share, and iou(box1, box2): a dictionary name → two boxes."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, len(pairs), figsize=(9.4, 2.6))
    for ax, (name, (one, other)) in zip(axes, pairs.items(), strict=True):
        outlines = [
            ax.add_patch(plt.Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, edgecolor="black", linewidth=2, ls=dash))
            for (x1, y1, x2, y2), dash in ((one, "-"), (other, "--"))
        ]
        x1, y1, x2, y2 = other
        shared = ax.add_patch(plt.Rectangle((x1, y1), x2 - x1, y2 - y1, facecolor="#F0E442", hatch="//"))
        shared.set_clip_path(outlines[0])
        low, high = min(*one, *other) - 0.5, max(*one, *other) + 0.5
        ax.set(xlim=(low, high), ylim=(high, low), aspect="equal")
        ax.set_title(f"{name}\nIoU {iou(one, other):.2f}", fontsize=10)
        ax.axis("off")
    return axes


def draw_suppression(boxes, scores, kept):
    """Draw boxes (n, 4), y first, with their scores: all of them, and those whose numbers are kept."""
    import matplotlib.pyplot as plt

    white = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
    _, axes = plt.subplots(1, 2, figsize=(7.6, 3.6), sharex=True, sharey=True)
    for ax, chosen, title in zip(axes, (range(len(boxes)), kept), ("before", "after"), strict=True):
        for k in chosen:
            top, left, bottom, right = boxes[k]
            dash = ("-", "--", "-.", ":")[k % 4]
            ax.add_patch(plt.Rectangle((left, top), right - left, bottom - top, fill=False, linewidth=2, ls=dash))
            x, y, side = (
                (left + 0.6, top + 1.7, "left"),
                (right - 0.6, bottom - 1.6, "right"),
                (left + 0.6, 5.4, "left"),
            )[k % 3]
            ax.text(x, y, f"{k}: {scores[k]:.2f}", ha=side, va="center", fontsize=8.5, zorder=3, bbox=white)
        ax.set(xlim=(-1, 32), ylim=(32, -1), aspect="equal", xticks=[], yticks=[], title=title)
        ax.grid(False)
    return axes


def draw_thresholds(thresholds, results, by_limit):
    """Draw precision and recall, the first two of each result, by score threshold and by IoU threshold.

    results: one for each threshold; by_limit: a dictionary IoU threshold → result
    """
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, 2, figsize=(9.2, 3.4), sharey=True)
    for ax, x, values, name in (
        (axes[0], thresholds, results, "score threshold"),
        (axes[1], list(by_limit), list(by_limit.values()), "IoU threshold of the suppression"),
    ):
        for at, (label, style) in enumerate((("precision", "-o"), ("recall", "--s"))):
            ax.plot(x, [value[at] for value in values], style, label=label, markersize=5)
        ax.set(xlabel=name, xlim=(0, 1), ylim=(0.6, 1.01))
    axes[0].legend(loc="lower left")
    return axes
