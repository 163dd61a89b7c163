"""Pictures and drawings of the assignment on convolution by hand."""

import runpy
import time

import numpy as np

from utils.picture_data import DATA

UPRIGHT = np.array([[1, 0, -1], [1, 0, -1], [1, 0, -1]])
SIGNED = "PuOr"  # colours for maps with a sign: 0 is nearly white, both ends are dark


def drawn_cat(pixels):
    """A drawn cat, shape (pixels, pixels, 3), fractions from 0 to 1; the same at every call."""
    draw = runpy.run_path(str(DATA / "cats.py"))["draw"]
    return draw(np.random.default_rng(52), True, pixels) / 255


def draw_goal():
    """Draw the cat in grey, the maps of two filters of edges, and both together as a pencil drawing."""
    from scipy.ndimage import correlate

    grey = drawn_cat(128).mean(axis=2)
    upright, lying = correlate(grey, UPRIGHT, mode="nearest"), correlate(grey, UPRIGHT.T, mode="nearest")
    panels = {"the picture": grey, "upright edges": upright, "level edges": lying, "both": -np.hypot(upright, lying)}
    return _row(panels, signed=("upright edges", "level edges"))


def draw_maps(picture, maps):
    """Draw a grey picture (n_H, n_W) and the maps that filters made of it, a dictionary name → (n_H, n_W).

    What has negative numbers is drawn around 0, which is nearly white.
    """
    signed = [name for name, values in maps.items() if values.min() < 0]
    return _row({"the picture": picture, **maps}, signed)


def draw_gallery(picture, pencil, mosaic):
    """Draw a picture in colour, the strength of its edges as a pencil drawing, and its mosaic."""
    return _row({"the picture": picture, "in pencil": -pencil, "in mosaic": np.clip(mosaic, 0, 1)})


def draw_sliding():
    """Draw a window of 3 x 3 in some places of a small picture, and the map of upright edges as far as it is then."""
    import matplotlib.pyplot as plt
    from scipy.ndimage import correlate

    places = (1, 1), (1, 5), (4, 3), (8, 8)
    picture = drawn_cat(60).mean(axis=2).reshape(12, 5, 12, 5).mean(axis=(1, 3))
    found = correlate(picture, UPRIGHT)[1:-1, 1:-1]  # (10, 10)
    _, axes = plt.subplots(2, len(places), figsize=(9.2, 4.7))
    for (above, below), (h, w) in zip(axes.T, places, strict=True):
        above.imshow(picture, cmap="gray")
        above.add_patch(plt.Rectangle((w - 0.5, h - 0.5), 3, 3, fill=False, edgecolor="white", linewidth=4))
        above.add_patch(plt.Rectangle((w - 0.5, h - 0.5), 3, 3, fill=False, edgecolor="black", linewidth=2))
        done = np.where(np.arange(100).reshape(10, 10) <= 10 * h + w, found, np.nan)
        below.imshow(done, cmap=SIGNED, vmin=-np.abs(found).max(), vmax=np.abs(found).max())
        below.add_patch(plt.Rectangle((w - 0.5, h - 0.5), 1, 1, fill=False, edgecolor="black", linewidth=2))
        above.set_title(f"window at ({h}, {w})")
        below.set_title(f"Z[{h}, {w}] = {found[h, w]:+.2f}")
    for ax in axes.flat:
        _bare(ax)
    return axes


def draw_plan():
    """Draw a small convolutional network as a chain of blocks, with the way back through those of this notebook."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(9.4, 2.5))
    blocks = ["picture", "conv", "relu", "pool", "conv", "relu", "pool", "fully\nconnected", "answer"]
    shapes = ["64 × 64 × 3", "64 × 64 × 8", "", "32 × 32 × 8", "32 × 32 × 16", "", "16 × 16 × 16", "", "6"]
    for place, (name, shape) in enumerate(zip(blocks, shapes, strict=True)):
        yours = name in ("conv", "pool")
        width = 0.62 if name == "relu" else 1.0
        colour = "#C5DDEC" if yours else "white"
        ax.add_patch(plt.Rectangle((1.45 * place - width / 2, -0.4), width, 0.8, facecolor=colour, edgecolor="black"))
        ax.text(1.45 * place, 0, name, ha="center", va="center", fontsize=10)
        ax.text(1.45 * place, 0.5, shape, ha="center", va="bottom", fontsize=9)
        if place:
            before = 0.31 if blocks[place - 1] == "relu" else 0.5
            start, end = 1.45 * (place - 1) + before, 1.45 * place - width / 2
            ax.annotate("", (end, 0), (start, 0), arrowprops={"arrowstyle": "->"})
        if yours:
            ax.annotate("", (1.45 * place - 0.5, -0.75), (1.45 * place + 0.5, -0.75), arrowprops={"arrowstyle": "->"})
            ax.text(1.45 * place, -0.85, "backward", ha="center", va="top", fontsize=9)
    ax.set(xlim=(-0.7, 12.3), ylim=(-1.2, 1.3))
    ax.axis("off")
    return ax


def draw_padding(channel, padded, pad):
    """Draw one channel of a picture, and the same in its border, with the numbers in the boxes."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, 2, figsize=(8.2, 4), width_ratios=[len(channel) + 1, len(padded)])
    limit = np.abs(channel).max()
    for ax, values, name in zip(axes, (channel, padded), ("x", "x_pad"), strict=True):
        _numbers(ax, values, f"{name}[0, :, :, 0], {values.shape[0]} × {values.shape[1]}", limit, "{:.1f}")
    rows, columns = channel.shape
    axes[1].add_patch(
        plt.Rectangle((pad - 0.5, pad - 0.5), columns, rows, fill=False, edgecolor="black", linewidth=2.5)
    )
    return axes


def draw_corners():
    """Draw where windows of 3 x 3 lie in a picture of 5 x 5, for strides 1 and 2: their corners, and some frames."""
    import matplotlib.pyplot as plt

    n, f = 5, 3
    _, axes = plt.subplots(1, 2, figsize=(7.4, 3.9))
    for ax, stride in zip(axes, (1, 2), strict=True):
        ax.set(xlim=(-0.6, n - 0.4), ylim=(n - 0.4, -0.6), aspect="equal", xticks=range(n), yticks=range(n))
        for row in range(n):
            for column in range(n):
                ax.add_patch(plt.Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor="white", edgecolor="0.8"))
        starts = range(0, n - f + 1, stride)
        for place, (left, line) in enumerate(zip((starts[0], starts[-1]), ("-", "--"), strict=True)):
            corner = (left - 0.42 + 0.06 * place, -0.42 + 0.06 * place)
            ax.add_patch(plt.Rectangle(corner, f - 0.2, f - 0.2, fill=False, linewidth=2, linestyle=line))
        for top in starts:
            for left in starts:
                ax.plot(left, top, "ko", markersize=8)
        ax.set_title(f"stride {stride}: {len(starts)} × {len(starts)} windows")
        ax.grid(False)
        ax.set(xlabel="column", ylabel="row")
    return axes


def draw_pooling(values, pooled):
    """Draw numbers (4, 4) in their four windows, and what pooling makes of them: a dictionary mode → (2, 2)."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, 1 + len(pooled), figsize=(8.2, 3.1), width_ratios=[4] + [2.4] * len(pooled))
    _quarters(axes[0], values, "A_prev")
    for ax, (mode, numbers) in zip(axes[1:], pooled.items(), strict=True):
        _quarters(ax, numbers, f'"{mode}"')
    return axes


def draw_shares():
    """Draw how often the pixels of a row lie in windows, for windows that overlap."""
    import matplotlib.pyplot as plt

    n, f, stride = 7, 3, 2
    _, ax = plt.subplots(figsize=(8, 3))
    count = (n - f) // stride + 1
    for column in range(n):
        ax.add_patch(plt.Rectangle((column - 0.5, -0.5), 1, 1, facecolor="white", edgecolor="black"))
        shares = sum(stride * w <= column < stride * w + f for w in range(count))
        ax.text(column, 0, f"{shares} share{'s' * (shares > 1)}", ha="center", va="center", fontsize=9)
    for w in range(count):
        left, right, middle = stride * w - 0.45, stride * w + f - 0.55, stride * w + (f - 1) / 2
        height = 0.75 + 0.16 * (w % 2)
        ax.plot([left, left, right, right], [height - 0.12, height, height, height - 0.12], "k-", linewidth=1.5)
        ax.add_patch(plt.Rectangle((middle - 0.5, 1.9), 1, 0.7, facecolor="#C5DDEC", edgecolor="black"))
        ax.text(middle, 2.25, f"dZ[{w}]", ha="center", va="center")
        ax.annotate("", (middle, height), (middle, 1.9), arrowprops={"arrowstyle": "->"})
        ax.text(middle + 0.08, 1.4, f"W · dZ[{w}]", ha="left", va="center", fontsize=9)
    ax.text(-0.7, 0, "dA_prev", ha="right", va="center")
    ax.set(xlim=(-1.9, n - 0.3), ylim=(-0.7, 2.8))
    ax.axis("off")
    return ax


def draw_gradients(computed, measured):
    """Draw computed gradients against measured slopes. Both: {name of an array: list of numbers}"""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(5.2, 4.6))
    for (name, values), marker in zip(computed.items(), "o^s", strict=True):
        ax.plot(measured[name], values, marker, markersize=5, label=f"d{name}: {len(values)} entries")
    ax.axline((0, 0), slope=1, color="0.6", linewidth=1, zorder=0)
    ax.set(xlabel="measured slope of the sum of dZ · Z", ylabel="computed gradient")
    ax.legend()
    return ax


def draw_routes(values, dA, routes):
    """Draw numbers (4, 4) in four windows, the gradient of each window, and where it goes: {mode: dA_prev}."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, 2 + len(routes), figsize=(9.4, 2.8), width_ratios=[4, 2.4] + [4] * len(routes))
    _quarters(axes[0], values, "A_prev")
    _quarters(axes[1], dA, "dA")
    for ax, (mode, gradient) in zip(axes[2:], routes.items(), strict=True):
        _quarters(ax, gradient, f'dA_prev, "{mode}"')
    return axes


def draw_learning(costs, filters, hidden):
    """Draw the cost of each step, some filters on the way by name, and the hidden one; all (3, 3, 1, 1)."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, 2 + len(filters), figsize=(9.4, 2.6), width_ratios=[1.7] + [1] * (1 + len(filters)))
    axes[0].semilogy(costs)
    axes[0].set(xlabel="step", ylabel="cost")
    for ax, (name, weights) in zip(axes[1:], {**filters, "hidden": hidden}.items(), strict=True):
        _numbers(ax, weights[:, :, 0, 0], name, 1.5, "{:.1f}", fontsize=9)
    return axes


def race(conv_forward):
    """The seconds that three ways take for the same layer, by name, and the largest difference of their results.

    One picture of 64 x 64 with 3 channels, 8 filters of 3 x 3, stride 1, no border. The best of three
    runs; the loops run once.
    """
    import tensorflow as tf

    random = np.random.RandomState(0)
    A_prev, W, b = random.randn(1, 64, 64, 3), random.randn(3, 3, 3, 8), random.randn(1, 1, 1, 8)
    tensors = [tf.constant(array, tf.float32) for array in (A_prev, W, b)]

    def one_product():
        laid_out = np.lib.stride_tricks.sliding_window_view(A_prev, (3, 3), axis=(1, 2))
        return np.tensordot(laid_out, W, ([4, 5, 3], [0, 1, 2])) + b

    def ready():
        A, filters, bias = tensors
        return (tf.nn.conv2d(A, filters, strides=1, padding="VALID") + bias).numpy()

    ways = {
        "your loops": lambda: conv_forward(A_prev, W, b, {"stride": 1, "pad": 0})[0],
        "one product": one_product,
        "tf.nn.conv2d": ready,
    }
    seconds, results = {}, []
    for name, way in ways.items():
        results.append(way())  # which also warms up
        times = []
        for _ in range(1 if name == "your loops" else 3):
            started = time.perf_counter()
            way()
            times.append(time.perf_counter() - started)
        seconds[name] = min(times)
    return seconds, max(np.abs(result - results[0]).max() for result in results[1:])


def draw_race(seconds):
    """Draw the seconds that each way takes, by name, as bars on a logarithmic scale."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(7, 2.4))
    milliseconds = [1000 * value for value in seconds.values()]
    ax.barh(list(seconds), milliseconds, color="#C5DDEC", edgecolor="black")
    for place, value in enumerate(milliseconds):
        ax.text(1.1 * value, place, f"{value:.1f} ms", ha="left", va="center")
    ax.set(xscale="log", xlim=(min(milliseconds) / 3, 6 * max(milliseconds)), xlabel="milliseconds for one layer")
    ax.invert_yaxis()
    ax.grid(False)
    return ax


def _row(panels, signed=()):
    """Draw pictures in one row, by name: those in `signed` around 0, the others from dark to bright."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, len(panels), figsize=(min(9.4, 3.1 * len(panels)), 9.4 / max(3, len(panels)) + 0.3))
    for ax, (name, values) in zip(axes, panels.items(), strict=True):
        limit = np.abs(values).max()
        if name in signed:
            ax.imshow(values, cmap=SIGNED, vmin=-limit, vmax=limit)
        else:
            ax.imshow(values, cmap="gray")
        ax.set_title(name)
        _bare(ax)
    return axes


def _numbers(ax, values, title, limit, form, fontsize=10):
    """Draw a matrix of numbers in boxes, coloured by their sign and size."""
    ax.imshow(values, cmap=SIGNED, vmin=-1.6 * limit, vmax=1.6 * limit)
    for (row, column), value in np.ndenumerate(values):
        text = form.format(value) if value else "0"
        ax.text(column, row, text, ha="center", va="center", fontsize=fontsize)
    ax.set_title(title, fontsize=11)
    _bare(ax)


def _quarters(ax, values, title):
    """Draw a square of numbers in four windows, shaded in turn."""
    half = len(values) // 2
    rows, columns = np.indices(values.shape) // half
    ax.imshow((rows + columns) % 2, cmap="Greys", vmin=-0.1, vmax=4)
    for (row, column), value in np.ndenumerate(values):
        ax.text(column, row, f"{value:g}", ha="center", va="center", fontsize=11)
    ax.set_title(title)
    _bare(ax)


def _bare(ax):
    ax.set(xticks=[], yticks=[])
    ax.grid(False)
    for spine in ax.spines.values():
        spine.set_visible(True)
