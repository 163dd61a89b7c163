"""Photos, encoders and drawings of the face recognition."""

import runpy
from pathlib import Path

import numpy as np

from utils.picture_data import DATA, REAL

RESIDENTS = ("Ada", "Bo", "Cleo", "Dev", "Edo", "Fay", "Gus", "Hana", "Ivo", "Juno", "Kai", "Lou")
SIDE = 64  # pixels of a photo
ENCODING = 128  # numbers of an encoding


def faces():
    """The functions of data/faces.py, by name."""
    return runpy.run_path(str(DATA / "faces.py"))


def encoder(seed=None):
    """Our own small encoder, untrained: a Keras model from photos (m, 64, 64, 3) to 128 numbers each, of any length.

    seed: of its start
    Four convolutions, each with batch normalisation, ReLU and max pooling, and a dense layer.
    """
    import keras

    if seed is not None:
        keras.utils.set_random_seed(seed)
    layers = keras.layers
    stack = [keras.Input((SIDE, SIDE, 3))]
    for filters in (16, 24, 32, 48):
        stack.append(layers.Conv2D(filters, 3, padding="same", use_bias=False))
        stack.append(layers.BatchNormalization(momentum=0.95))
        stack += [layers.ReLU(), layers.MaxPooling2D()]
    return keras.Sequential([*stack, layers.Flatten(), layers.Dense(ENCODING)], name="face_encoder")


def load_encoder(path=DATA / "face_encoder.npz"):
    """The encoder as data/train_faces.py has trained it."""
    model = encoder()
    with np.load(path) as file:
        model.set_weights([file[str(i)].astype(np.float32) for i in range(len(file.files))])
    return model


def photo(name, k):
    """Photo k, from 0 to 9, of a resident: (64, 64, 3) uint8. Photo 0 is the one on file."""
    return faces()["photo_of"]("test", RESIDENTS.index(name), k)


def stranger(number, k):
    """Photo k of somebody who is no resident, number 0 to 27: (64, 64, 3) uint8."""
    return faces()["photo_of"]("test", len(RESIDENTS) + number, k)


def dressed(name, k, **changes):
    """Photo k of a resident with some traits changed, (64, 64, 3) uint8; `person` in data/faces.py has all traits."""
    program = faces()
    seed, number = program["SETS"]["test"][2], RESIDENTS.index(name)
    traits = program["person"](np.random.default_rng([seed, number]))
    unknown = sorted(changes.keys() - traits.keys())
    if unknown:
        raise ValueError(f"there are no such traits: {', '.join(unknown)}; there are {', '.join(traits)}")
    changes = {trait: np.array(value) if isinstance(value, tuple) else value for trait, value in changes.items()}
    return program["photo"](traits | changes, np.random.default_rng([seed, number, k + 1]))


def unseen_photos():
    """Ten photos of each of 40 people, the residents first: (40, 10, 64, 64, 3) uint8."""
    return faces()["make"]("test")


def training_photos(people=60, each=4):
    """Some photos of people whom the encoder was trained on: (people, each, 64, 64, 3) uint8."""
    draw = faces()["photo_of"]
    return np.stack([np.stack([draw("train", number, k) for k in range(each)]) for number in range(people)])


# --- the network of the original

# Of each inception block: filters of the 3 x 3 branch (before, in it), of the 5 x 5 branch, of the pooling branch
# (kind, filters), of the 1 x 1 branch; the stride. None where there is no such branch, or no convolution in it.
INCEPTION = {
    "3a": ((96, 128), (16, 32), ("max", 32), 64, 1),
    "3b": ((96, 128), (32, 64), ("mean", 64), 64, 1),
    "3c": ((128, 256), (32, 64), ("max", None), None, 2),
    "4a": ((96, 192), (32, 64), ("mean", 128), 256, 1),
    "4e": ((160, 256), (64, 128), ("max", None), None, 2),
    "5a": ((96, 384), None, ("mean", 96), 256, 1),
    "5b": ((96, 384), None, ("max", 96), 256, 1),
}


def facenet():
    """FaceNet's smaller Inception network nn4.small2, untrained: from photos (m, 96, 96, 3) to (m, 128).

    Schroff, Kalenichenko and Philbin, FaceNet (2015), in the form of the OpenFace project; its layers are named as in
    the folder of weights. It has 3,743,280 parameters. The original ends in a layer that makes the length 1.
    """
    import keras

    layers = keras.layers

    def convolved(x, filters, width, name, norm, stride=1, pad=0):
        x = layers.Conv2D(filters, width, strides=stride, name=name)(layers.ZeroPadding2D(pad)(x) if pad else x)
        return layers.ReLU()(layers.BatchNormalization(epsilon=1e-5, name=norm)(x))

    def fitted(x, size):
        missing = size - x.shape[1]
        before = missing // 2
        return layers.ZeroPadding2D(((before, missing - before),) * 2)(x) if missing else x

    def inception(x, block, three, five, pool, one, stride):
        name = f"inception_{block}_"
        size = -(-x.shape[1] // stride)
        branches = []
        for width, filters in (("3x3", three), ("5x5", five)):
            if filters:
                y = convolved(x, filters[0], 1, f"{name}{width}_conv1", f"{name}{width}_bn1")
                w = int(width[0])
                branches.append(
                    convolved(y, filters[1], w, f"{name}{width}_conv2", f"{name}{width}_bn2", stride, w // 2)
                )
        kind, filters = pool
        y = layers.MaxPooling2D(3, strides=2)(x) if kind == "max" else layers.AveragePooling2D(3, strides=3)(x)
        if filters:
            y = convolved(y, filters, 1, f"{name}pool_conv", f"{name}pool_bn")
        branches.append(fitted(y, size))
        if one:
            branches.append(convolved(x, one, 1, f"{name}1x1_conv", f"{name}1x1_bn"))
        return layers.Concatenate()(branches)

    given = keras.Input((96, 96, 3))
    x = convolved(given, 64, 7, "conv1", "bn1", stride=2, pad=3)
    x = layers.MaxPooling2D(3, strides=2)(layers.ZeroPadding2D(1)(x))
    x = convolved(x, 64, 1, "conv2", "bn2")
    x = convolved(x, 192, 3, "conv3", "bn3", pad=1)
    x = layers.MaxPooling2D(3, strides=2)(layers.ZeroPadding2D(1)(x))
    for block, (three, five, pool, one, stride) in INCEPTION.items():
        x = inception(x, block, three, five, pool, one, stride)
    x = layers.Flatten()(layers.AveragePooling2D(3, strides=1)(x))
    return keras.Model(given, layers.Dense(ENCODING, name="dense_layer")(x))


def load_facenet(folder=DATA / REAL / "weights", model=None):
    """The network of the original, with the weights of its folder.

    folder: CSV files NAME_w.csv and NAME_b.csv for each layer, and NAME_m.csv and NAME_v.csv for the means and
    variances of batch normalisation; numbers in the order (out, in, rows, columns)
    model: another network whose layers are named as the files
    Raises ValueError where a file doesn't fit its layer.
    """
    import keras

    model = facenet() if model is None else model
    for layer in model.layers:
        if not layer.weights:
            continue
        name = "dense" if layer.name == "dense_layer" else layer.name
        ends = "wbmv" if isinstance(layer, keras.layers.BatchNormalization) else "wb"
        values = []
        for end, weight in zip(ends, layer.weights, strict=True):
            path = Path(folder) / f"{name}_{end}.csv"
            numbers = np.loadtxt(path, delimiter=",", ndmin=1).ravel()
            shape = tuple(weight.shape)
            if numbers.size != np.prod(shape):
                raise ValueError(f"{path} has {numbers.size} numbers, and its layer {np.prod(shape)}")
            if len(shape) == 4:
                numbers = numbers.reshape(shape[3], shape[2], *shape[:2]).transpose(2, 3, 1, 0)
            values.append(numbers.reshape(shape[::-1]).T if len(shape) == 2 else numbers.reshape(shape))
        layer.set_weights(values)
    return model


# --- drawings

LIMIT = 0.7  # where the door opens

# Who is at the door, in turn: a resident or the number of a stranger, and which photo.
VISITORS = (
    *(("Ada", 3), ("Hana", 6), (4, 2), ("Bo", 5), ("Ivo", 2), (9, 1)),
    *(("Fay", 7), (17, 3), ("Lou", 1), ("Dev", 8), (22, 0), ("Juno", 5)),
)
# What the functions of the notebook find there: distance and name.
RESULT = (
    *((0.51, "Ada"), (0.31, "Hana"), (0.99, "Cleo"), (0.42, "Bo"), (0.47, "Ivo"), (1.14, "Gus")),
    *((0.49, "Fay"), (1.18, "Lou"), (0.47, "Lou"), (0.51, "Dev"), (1.1, "Gus"), (0.47, "Juno")),
)


def draw_visitors(pictures, titles, who, limit=LIMIT):
    """Draw pictures in rows of six, each with a title, and the name and distance that who(picture) finds.

    who: gives the smallest distance and a name, which counts if the distance is below the limit
    """
    import matplotlib.pyplot as plt

    rows = -(-len(pictures) // 6)
    _, axes = plt.subplots(rows, 6, figsize=(9.4, 2.15 * rows), squeeze=False)
    for ax in axes.flat:
        ax.axis("off")
    for ax, picture, title in zip(axes.flat, pictures, titles, strict=False):
        distance, name = who(picture)
        known = distance < limit
        ax.imshow(picture)
        ax.set_title(title, fontsize=9)
        ax.text(
            0.5,
            -0.04,
            f"{name}, {distance:.2f}" if known else f"stranger, {distance:.2f}",
            transform=ax.transAxes,
            ha="center",
            va="top",
            fontsize=10,
            weight="bold" if known else "normal",
            bbox={"facecolor": "#F0E442" if known else "0.88", "edgecolor": "none", "pad": 2},
        )
        if not known:
            ax.plot([0, SIDE - 1], [SIDE - 1, 0], color="white", linewidth=2)
    return axes


def draw_door(who):
    """Draw the VISITORS, each with what who(picture) says."""
    pictures = [photo(one, k) if isinstance(one, str) else stranger(one, k) for one, k in VISITORS]
    return draw_visitors(pictures, [""] * len(pictures), who)


def draw_result():
    """Draw the VISITORS with what the functions of the notebook say; see RESULT."""
    found = iter(RESULT)
    return draw_door(lambda picture: next(found))


def draw_trio(distance, name):
    """Draw two photos of Ada and one of Kai, and the distances from the first. name: of what is compared."""
    import matplotlib.pyplot as plt

    pictures = [photo("Ada", 2), photo("Ada", 0), photo("Kai", 0)]
    _, ax = plt.subplots(figsize=(7.6, 2.5))
    places = (0, 2.3, 4.6)
    for left, picture, who in zip(places, pictures, ("Ada, a new photo", "Ada, on file", "Kai, on file"), strict=True):
        ax.imshow(picture, extent=(left, left + 1, 0, 1))
        ax.text(left + 0.5, -0.08, who, ha="center", va="top", fontsize=10)
    for left, other in ((1, pictures[0]), (3.3, pictures[2])):
        ax.annotate("", (left + 1.25, 0.5), (left + 0.05, 0.5), arrowprops={"arrowstyle": "<->", "linewidth": 1.5})
        value = float(distance(pictures[1], other))
        ax.text(left + 0.65, 0.58, f"{value:.2f}", ha="center", va="bottom", fontsize=14)
        ax.text(left + 0.65, 0.42, f"by {name}", ha="center", va="top", fontsize=9)
    ax.set(xlim=(-0.1, 5.7), ylim=(-0.25, 1.05), aspect="equal")
    ax.axis("off")
    return ax


def draw_matrices(pixel_distance, encode):
    """Draw the distances of all residents' new photos (columns) from those on file (rows), pixels and encodings."""
    import matplotlib.pyplot as plt

    known, new = ([photo(name, k) for name in RESIDENTS] for k in (0, 1))
    pixels = np.array([[pixel_distance(one, other) for other in new] for one in known])
    rows, columns = (np.array([encode(picture) for picture in pictures]) for pictures in (known, new))
    encodings = np.linalg.norm(rows[:, np.newaxis] - columns[np.newaxis], axis=-1)
    _, axes = plt.subplots(1, 2, figsize=(9.4, 4.2))
    for ax, table, title in zip(axes, (pixels, encodings), ("pixels", "encodings"), strict=True):
        image = ax.imshow(table, cmap="cividis")
        ax.figure.colorbar(image, ax=ax, shrink=0.8)
        nearest = table.argmin(axis=0)
        ax.scatter(range(len(nearest)), nearest, c="white", edgecolors="black", s=28)
        ax.set(title=f"distances by {title}", xlabel="a new photo", ylabel="the photo on file")
        ax.set_xticks(range(len(RESIDENTS)), RESIDENTS, rotation=90, fontsize=8.5)
        ax.set_yticks(range(len(RESIDENTS)), RESIDENTS, fontsize=8.5)
        ax.grid(False)
    return axes


def draw_triplet(encode):
    """Draw a triplet of photos, placed so that distances in the drawing are those of their encodings."""
    import matplotlib.pyplot as plt

    names = ("positive", "anchor", "negative")
    pictures = [photo("Ada", 2), photo("Ada", 0), photo("Cleo", 0)]
    P, A, N = (encode(picture) for picture in pictures)
    near, far = float(np.linalg.norm(A - P)), float(np.linalg.norm(A - N))
    _, ax = plt.subplots(figsize=(8.6, 2.9))
    for x, picture, name in zip((-near, 0, far), pictures, names, strict=True):
        ax.plot([x], [0], "ko", markersize=7)
        ax.imshow(picture, extent=(x - 0.17, x + 0.17, 0.08, 0.42))
        ax.text(x, 0.44, name, ha="center", va="bottom", fontsize=10)
    for a, b, label in ((-near, 0, f"{near:.2f}"), (0, far, f"{far:.2f}")):
        ax.annotate("", (b, -0.07), (a, -0.07), arrowprops={"arrowstyle": "<->", "linewidth": 1.3})
        ax.text((a + b) / 2, -0.1, label, ha="center", va="top", fontsize=11)
    ax.set(xlim=(-near - 0.2, far + 0.2), ylim=(-0.22, 0.54), aspect="equal")
    ax.axis("off")
    return ax


def draw_hinge(triplet_loss, near=0.5):
    """Draw the loss of a triplet against the squared distance of its negative, for two margins.

    near: the squared distance of the positive
    """
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(6.4, 3.2))
    anchor, positive = np.zeros((1, 1), np.float32), np.full((1, 1), np.sqrt(near), np.float32)
    squares = np.linspace(0, 1.6, 65)
    for alpha, style in ((0.2, "-"), (0.6, "--")):
        negatives = np.sqrt(squares, dtype=np.float32).reshape(-1, 1, 1)
        values = [float(triplet_loss(None, (anchor, positive, negative), alpha)) for negative in negatives]
        ax.plot(squares, values, style, label=f"alpha {alpha}")
    ax.axvline(near, color="0.5", linestyle=":", linewidth=1.2)
    ax.text(near - 0.02, 1.05, "as near as\nthe positive", ha="right", va="top", fontsize=9)
    ax.set(xlabel="neg_dist, the squared distance of the negative", ylabel="loss", xlim=(0, 1.6), ylim=(-0.03, 1.12))
    ax.legend(loc="upper right")
    return ax


def draw_distances(results):
    """Draw histograms: a dictionary name → (distances of the same, of different people)."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, len(results), figsize=(9.4, 2.9), sharex=True)
    for ax, (name, (same, different)) in zip(axes, results.items(), strict=True):
        _histograms(ax, same, different)
        ax.set(title=name, xlabel="distance", yticks=[])
    axes[0].legend(loc="upper right", fontsize=9)
    return axes


def _histograms(ax, same, different):
    bins = np.linspace(0, 2, 51)
    ax.hist(same, bins, density=True, color="#E69F00", label="same person")
    ax.hist(different, bins, density=True, histtype="step", color="black", linewidth=1.6, label="different")
    ax.set(xlim=(0, 2))
    ax.grid(False)


def draw_rates(same, different, thresholds, rates, best):
    """Draw histograms of distances with the best threshold, and both rates for each threshold."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, 2, figsize=(9.4, 3.3))
    _histograms(axes[0], same, different)
    axes[0].set(xlabel="distance", yticks=[])
    for at, (name, style) in enumerate((("false rejects", "-o"), ("false accepts", "--s"))):
        axes[1].plot(thresholds, [100 * rate[at] for rate in rates], style, label=name, markersize=4)
    axes[1].set(xlabel="threshold", ylabel="per cent", ylim=(-0.5, 15))
    for ax in axes:
        ax.axvline(best, color="0.4", linestyle=":", linewidth=1.4, label=f"threshold {best:.2f}")
    axes[0].legend(loc="upper right", fontsize=9)
    axes[1].legend(loc="upper center", fontsize=9)
    return axes


def draw_claims(claims, check_claim):
    """Draw visitors who say a name, each beside the photo on file, and what check_claim(picture, name) returns.

    claims: of each visitor who they are, which photo, and the name that they say
    """
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, len(claims), figsize=(9.4, 2.5))
    for ax, (who, k, name) in zip(axes, claims, strict=True):
        picture = photo(who, k)
        dist, door_open = check_claim(picture, name)
        ax.imshow(np.hstack([picture, np.full((SIDE, 6, 3), 255, np.uint8), photo(name, 0)]))
        ax.set_title(f"“I am {name}.”", fontsize=10)
        said = f"{float(dist):.2f}: the door {'opens' if door_open else 'stays shut'}"
        colour = "#F0E442" if door_open else "0.88"
        ax.text(
            *(0.5, -0.22, said),
            transform=ax.transAxes,
            ha="center",
            va="top",
            fontsize=9.5,
            bbox={"facecolor": colour, "edgecolor": "none", "pad": 2},
        )
        ax.text(31, SIDE + 2, "at the door", ha="center", va="top", fontsize=8.5)
        ax.text(SIDE + 37, SIDE + 2, "on file", ha="center", va="top", fontsize=8.5)
        ax.axis("off")
    return axes
