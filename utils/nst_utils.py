"""Pictures, networks and drawings of the style transfer."""

import base64
import io
import runpy
from pathlib import Path

import numpy as np

from utils.picture_data import DATA, REAL

HEIGHT, WIDTH = 96, 128  # pixels of the pictures
MEAN = (123.68, 116.779, 103.939)  # of red, green and blue, over the photographs that VGG was trained on
FILTERS, CONVOLUTIONS, SPREAD = (16, 32, 48, 64, 64), (2, 2, 2, 2, 1), 60.0  # of our network
VGG19 = (64, 128, 256, 512, 512), (2, 2, 4, 4, 4), 1.0
CLASSES = 12  # of textures


def textures():
    """The functions of data/textures.py, by name."""
    return runpy.run_path(str(DATA / "textures.py"))


def vgg(filters=FILTERS, convolutions=CONVOLUTIONS, spread=SPREAD):
    """A network like VGG, untrained: from pictures (m, height, width, 3), numbers from 0 to 1, to its activations.

    filters, convolutions: of each block; between blocks, the mean of each square of 2 x 2 numbers is taken
    spread: by which pixels, less MEAN, are divided
    Returns a Keras model; called on pictures, it gives a dictionary: conv1_1, conv1_2, conv2_1, …, each after its ReLU.
    Simonyan and Zisserman, Very deep convolutional networks (2014); VGG19 has the sizes of theirs.
    """
    import keras

    layers = keras.layers
    given = keras.Input((None, None, 3))
    x = layers.Rescaling(255 / spread, [-mean / spread for mean in MEAN], name="centre")(given)
    activations = {}
    for block, (n, count) in enumerate(zip(filters, convolutions, strict=True), 1):
        if block > 1:
            x = layers.AveragePooling2D(2, name=f"pool{block - 1}")(x)
        for k in range(1, count + 1):
            name = f"conv{block}_{k}"
            x = layers.Conv2D(n, 3, padding="same", activation="relu", kernel_initializer="he_normal", name=name)(x)
            activations[name] = x
    return keras.Model(given, activations, name="vgg")


def texture_classifier():
    """Our network with a layer on top that tells textures apart, untrained: from (m, height, width, 3) to CLASSES."""
    import keras

    features = vgg()
    means = keras.layers.GlobalAveragePooling2D()(features.output["conv5_1"])
    return keras.Model(features.input, keras.layers.Dense(CLASSES, "softmax", name="texture")(means))


def load_weights(model, path=DATA / "texture_vgg.npz"):
    """Gives a model's layers the weights that data/train_vgg.py has found for layers of their names. Returns it."""
    with np.load(path) as file:
        for layer in model.layers:
            if layer.weights:
                layer.set_weights([file[f"{layer.name}/{weight.name}"].astype(np.float32) for weight in layer.weights])
    return model


def load_vgg_model():
    """Our small network as it is after its training on textures; see `vgg`."""
    model = load_weights(vgg())
    model.trainable = False
    return model


def load_vgg19(path=DATA / REAL / "imagenet-vgg-verydeep-19.mat", **sizes):
    """VGG-19 with the weights of the original's file, in MatConvNet's format; see `vgg`.

    sizes: of another network in such a file
    Raises ValueError where the file has no weights for a layer, or they don't fit.
    """
    from scipy.io import loadmat

    model = vgg(**dict(zip(("filters", "convolutions", "spread"), VGG19, strict=True)) | sizes)
    saved = {
        layer["name"]: layer["weights"]
        for layer in loadmat(path, simplify_cells=True)["layers"]
        if layer["type"] == "conv"
    }
    for layer in model.layers:
        if not layer.weights:
            continue
        if layer.name not in saved:
            raise ValueError(f"{path} has no weights for a layer {layer.name}")
        shapes = [tuple(weight.shape) for weight in layer.weights]
        values = saved[layer.name][:2]
        if [np.size(value) for value in values] != [int(np.prod(shape)) for shape in shapes]:
            raise ValueError(f"the weights of {layer.name} in {path} don't fit a layer with shapes {shapes}")
        layer.set_weights([np.reshape(value, shape) for value, shape in zip(values, shapes, strict=True)])
    model.trainable = False
    return model


# --- pictures


def content_picture(height=HEIGHT, width=WIDTH):
    """A lighthouse by the sea: (height, width, 3) uint8."""
    return textures()["scene"](height, width)


def style_picture(name, height=HEIGHT, width=WIDTH):
    """A painting, "night", "mosaic" or "woodcut": (height, width, 3) uint8."""
    return textures()["PAINTINGS"][name](height, width)


def load_picture(path, height=HEIGHT, width=WIDTH):
    """Any picture file, cut to the proportions of height and width and made as small: (height, width, 3) uint8."""
    from PIL import Image, ImageOps

    with Image.open(path) as file:
        picture = ImageOps.exif_transpose(file).convert("RGB")  # upright, as the camera was held
    return np.asarray(ImageOps.fit(picture, (width, height), Image.Resampling.LANCZOS))


def reshape_and_normalize_image(image):
    """A picture (height, width, 3) uint8 as the networks want it: (1, height, width, 3) float32, from 0 to 1."""
    return np.asarray(image, dtype=np.float32)[np.newaxis] / np.float32(255)


def generate_noise_image(content_image, noise_ratio=0.6, seed=0):
    """Random colours, mixed with a picture (1, height, width, 3): where an optimisation may start.

    noise_ratio: the share of the random colours, from 0 to 1
    """
    noise = np.random.default_rng(seed).uniform(0.35, 0.65, content_image.shape)
    return (noise_ratio * noise + (1 - noise_ratio) * content_image).astype(np.float32)


def as_picture(image):
    """The other way round: (1, height, width, 3), from 0 to 1, as (height, width, 3) uint8."""
    return np.rint(np.clip(np.asarray(image)[0], 0, 1) * 255).astype(np.uint8)


def save_image(path, image, scale=4):
    """Write a picture (1, height, width, 3), numbers from 0 to 1, `scale` times as large, as a file such as art.png."""
    from PIL import Image

    picture = Image.fromarray(as_picture(image))
    picture.resize((picture.width * scale, picture.height * scale), Image.Resampling.BICUBIC).save(Path(path))


def as_text(image):
    """A picture (1, height, width, 3), numbers from 0 to 1, as text: a JPEG file in base 64."""
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(as_picture(image)).save(file, "JPEG", quality=90, subsampling=0)
    return base64.b64encode(file.getvalue()).decode("ascii")


def from_text(text):
    """The picture that was written as text: (height, width, 3) uint8."""
    from PIL import Image

    return np.asarray(Image.open(io.BytesIO(base64.b64decode(text))))


# --- drawings


def _frame(ax, picture, title="", below=""):
    """Draw a picture without axes."""
    ax.imshow(picture, interpolation="bicubic")
    ax.set(xticks=[], yticks=[])
    ax.grid(False)
    for side in ax.spines.values():
        side.set_visible(False)
    ax.set_title(title, fontsize=10)
    ax.set_xlabel(below, fontsize=10)


def draw_pictures(pictures, titles, columns=4, width=9.4):
    """Draw pictures, (1, height, width, 3) from 0 to 1 or (height, width, 3) uint8, in rows, each with its title."""
    import matplotlib.pyplot as plt

    pictures = [p if np.ndim(p) == 3 else as_picture(p) for p in pictures]
    rows, (h, w) = -(-len(pictures) // columns), pictures[0].shape[:2]
    _, axes = plt.subplots(rows, columns, figsize=(width, rows * (width / columns * h / w + 0.3)), squeeze=False)
    for ax in axes.flat[len(pictures) :]:
        ax.axis("off")
    for ax, picture, title in zip(axes.flat, pictures, titles, strict=False):
        _frame(ax, picture, title)
    return axes


def draw_goal(long_run):
    """Draw the content picture, the paintings, and under each what becomes of the content picture in its style."""
    import matplotlib.pyplot as plt

    names = list(long_run["styles"])
    figure = plt.figure(figsize=(8.4, 3.5))
    table = figure.add_gridspec(4, 1 + len(names))
    results = [from_text(text) for text in long_run["styles"].values()]
    size = results[0].shape[:2]
    _frame(figure.add_subplot(table[1:3, 0]), content_picture(*size), "what")
    for k, (name, result) in enumerate(zip(names, results, strict=True), 1):
        _frame(figure.add_subplot(table[:2, k]), style_picture(name, *size), f"how: {name}")
        _frame(figure.add_subplot(table[2:, k]), result)
    return figure


def draw_textures():
    """Draw one texture of each kind that the network was trained on."""
    program = textures()
    pictures = [program["texture"](k, np.random.default_rng([9, k])) for k in range(CLASSES)]
    return draw_pictures(pictures, program["NAMES"], columns=6)


def draw_layers(content, activations, names=("conv1_1", "conv2_1", "conv4_2", "conv5_1")):
    """Draw a picture, and how active some layers are, and where: the mean over their channels."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, 1 + len(names), figsize=(9.4, 1.75))
    _frame(axes[0], as_picture(content), "content")
    for ax, name in zip(axes[1:], names, strict=True):
        values = np.asarray(activations[name])[0].mean(axis=-1)
        _frame(ax, values, f"{name}: {values.shape[0]} × {values.shape[1]}")
        ax.images[0].set_interpolation("nearest")
    return axes


def draw_content_costs(compute_content_cost, vgg, content, style):
    """Draw what changed copies of a picture cost in each layer, as a share of what a painting costs there."""
    import matplotlib.pyplot as plt

    changed = {
        "darker": 0.7 * content,
        "2 pixels to the right": np.roll(content, 2, axis=2),
        "the left half only": np.where(np.arange(content.shape[2])[:, np.newaxis] < content.shape[2] / 2, content, 0.5),
    }
    acts = {name: vgg(np.float32(picture)) for name, picture in {**changed, "style": style}.items()}
    own, layers = vgg(content), list(vgg(content))
    costs = {name: [float(compute_content_cost(own[k], acts[name][k])) for k in layers] for name in acts}
    _, ax = plt.subplots(figsize=(8.6, 3.2))
    for name, marker in zip(changed, "osD", strict=True):
        ax.plot(layers, np.divide(costs[name], costs["style"]), f"-{marker}", label=name)
    ax.axhline(1, color="0.5", linestyle=":", linewidth=1.2)
    ax.text(8, 1.02, "the painting", ha="right", va="bottom", fontsize=10)
    ax.set(ylabel="content cost", ylim=(0, None))
    ax.legend()
    return ax


def rows_of(activations):
    """Activations (1, n_H, n_W, n_C) as a table with one row for each channel, float32."""
    values = np.asarray(activations)[0]
    return np.moveaxis(values, -1, 0).reshape(values.shape[-1], -1)


def _table(ax, matrix, title=""):
    """Draw a Gram matrix, as shares of its largest entry."""
    matrix = np.asarray(matrix)
    ax.imshow(matrix / matrix.max(), cmap="cividis", vmin=0, vmax=1)
    ax.set(xticks=[], yticks=[], title=title)
    ax.grid(False)


def draw_grams(gram_matrix, vgg, layer):
    """Draw both halves of two paintings, and below each its Gram matrix in a layer."""
    import matplotlib.pyplot as plt

    pictures = {}
    for name in ("night", "mosaic"):
        painting = style_picture(name)
        middle = painting.shape[1] // 2
        pictures |= {f"{name}, left": painting[:, :middle], f"{name}, right": painting[:, middle:]}
    _, axes = plt.subplots(2, 4, figsize=(9.4, 4.8), height_ratios=(1, 1))
    for (upper, lower), (name, picture) in zip(axes.T, pictures.items(), strict=True):
        _frame(upper, picture, name)
        acts = vgg(reshape_and_normalize_image(picture))[layer]
        _table(lower, gram_matrix(rows_of(acts)))
    axes[1, 0].set_ylabel(f"GA in {layer}", fontsize=10)
    return axes


def draw_shuffled(gram_matrix, vgg, style):
    """Draw a painting and its pixels in random order, with the Gram matrices of the pixels and of the first layer."""
    import matplotlib.pyplot as plt

    order = np.random.default_rng(1).permutation(style.shape[1] * style.shape[2])
    shuffled = style.reshape(-1, 3)[order].reshape(style.shape)
    _, axes = plt.subplots(2, 3, figsize=(8.2, 4.4), width_ratios=(1.4, 1, 1))
    for row, picture, name in zip(axes, (style, shuffled), ("style", "style, shuffled"), strict=True):
        _frame(row[0], as_picture(picture), name)
        row[0].images[0].set_interpolation("nearest")
        _table(row[1], gram_matrix(rows_of(picture)), "GA of the pixels")
        _table(row[2], gram_matrix(rows_of(vgg(picture)["conv1_1"])), "GA of conv1_1")
    return axes


def draw_unrolling():
    """Draw how activations of 2 x 3 places and 2 channels become a table with a row for each channel, and how not."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(9.4, 3.3))

    def table(left, top, cells, title):
        for i, row in enumerate(cells):
            for j, text in enumerate(row):
                colour = "#F0E442" if text[0] == "a" else "#9CC7E4"
                ax.add_patch(plt.Rectangle((left + j, top - i - 1), 1, 1, facecolor=colour, edgecolor="black"))
                ax.text(left + j + 0.5, top - i - 0.5, text, ha="center", va="center", fontsize=11)
        ax.text(left + len(cells[0]) / 2, top + 0.25, title, ha="center", va="bottom", fontsize=10)

    def arrow(left, right, height, text):
        ax.annotate("", (right, height), (left, height), arrowprops={"arrowstyle": "->", "linewidth": 1.4})
        ax.text((left + right) / 2, height + 0.15, text, ha="center", va="bottom", fontsize=10)

    a, b = ([f"{c}{k}" for k in range(1, 7)] for c in "ab")
    block = [[f"{a[3 * i + j]} {b[3 * i + j]}" for j in range(3)] for i in range(2)]
    for i, row in enumerate(block):
        for j, pair in enumerate(row):
            for k, text in enumerate(pair.split()):
                left, top = 2 * j * 0.9 + k * 0.8, 5.2 - 1.1 * i
                colour = ("#F0E442", "#9CC7E4")[k]
                ax.add_patch(plt.Rectangle((left, top - 0.8), 0.8, 0.8, facecolor=colour, edgecolor="black"))
                ax.text(left + 0.4, top - 0.4, text, ha="center", va="center", fontsize=10)
    ax.text(2.6, 5.45, "2 × 3 places, channels a and b", ha="center", va="bottom", fontsize=10)
    arrow(5.6, 8.0, 4.2, "reshape")
    table(8.4, 6.2, [[x, y] for x, y in zip(a, b, strict=True)], "a row for each place")
    arrow(10.9, 13.3, 4.2, "transpose")
    table(13.7, 5.2, [a, b], "a row for each channel")
    mixed = [x for pair in zip(a, b, strict=True) for x in pair]
    table(13.7, 1.6, [mixed[:6], mixed[6:]], "reshaped at once: channels are mixed")
    ax.set(xlim=(-0.2, 20), ylim=(-0.6, 7.2), aspect="equal")
    ax.axis("off")
    return ax


def draw_run(pictures, style, every=20):
    """Draw the pictures that a run has kept, each with its step, and the painting."""
    titles = [*(f"step {every * k}" for k in range(len(pictures) - 1)), "the last", "style"]
    return draw_pictures([*pictures, style], titles, columns=4)


def draw_costs(steps, content, style, total):
    """Draw weighted costs of content and style, and their sum, by step."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(7.4, 3.4))
    for values, line, name in (
        (total, "-", "J"),
        (content, "--", "alpha · J_content"),
        (style, ":", "beta · J_style"),
    ):
        ax.plot(steps, values, line, marker="o", markersize=4, label=name)
    ax.set(xlabel="step", ylabel="cost", yscale="log")
    ax.legend()
    return ax


def draw_grid(grid):
    """Draw pictures, as text, in a table: a row for each alpha, a column for each beta, which are the keys "10, 40"."""
    import matplotlib.pyplot as plt

    alphas, betas = (sorted({float(key.split(", ")[k]) for key in grid}) for k in (0, 1))
    _, axes = plt.subplots(len(alphas), len(betas), figsize=(6.3, 1.75 * len(alphas)))
    for row, alpha in zip(axes, alphas, strict=True):
        for ax, beta in zip(row, betas, strict=True):
            _frame(ax, from_text(grid[f"{alpha:.0f}, {beta:.0f}"]), f"alpha {alpha:.0f}, beta {beta:.0f}")
    return axes


def draw_choices(choices):
    """Draw pictures, as text, each with the choice that it stands for."""
    return draw_pictures([from_text(text) for text in choices.values()], list(choices), columns=len(choices))
