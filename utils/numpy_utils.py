"""A clock, tiny pictures, and the drawings for the first steps with arrays."""

import time

import numpy as np

CHANNELS = "RGB"
# What is written in a cell has to be legible on it, and copies have to differ from what they copy.
OWN_COLOUR, COPY_COLOUR, RESULT_COLOUR = "#C5DDEC", "#FFFFFF", "#FBEBCB"
# What the solutions of a11 say of `small_picture`, rounded: shown before anything is written.
ANSWER = (0.87, 0.06, 0.03, 0.04)


def best_time(function, *arguments, repeats=5):
    """Seconds that `function(*arguments)` takes: the fastest of `repeats` runs, which other programs disturb least."""
    if repeats < 1:
        raise ValueError(f"repeats should be at least 1; yours is {repeats}.")
    fastest = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        function(*arguments)
        fastest = min(fastest, time.perf_counter() - start)
    return fastest


def small_picture():
    """An evening sky over the sea in eight pixels: shape (2, 4, 3), red, green and blue from 0 to 1."""
    sky = [[0.95, 0.55, 0.20], [1.00, 0.80, 0.30], [0.90, 0.45, 0.35], [0.55, 0.30, 0.55]]
    sea = [[0.10, 0.25, 0.50], [0.60, 0.50, 0.40], [0.15, 0.30, 0.60], [0.05, 0.15, 0.35]]
    return np.array([sky, sea])


def known_pictures():
    """Four tiny pictures that have been named. Returns the names, and the pictures, shape (4, 2, 4, 3)."""
    names = ["evening", "noon", "forest", "snow"]
    rows = {  # the colours of the upper and of the lower row, from left to right
        "evening": ["FF8C42 F2A65A D9603B A04668", "22446B 8A6F57 2B4A73 14304F"],
        "noon": ["7EC8F2 8AD0F5 FFFFFF 7CC4EE", "2B87C4 3A94CC 2F8AC6 2A80BB"],
        "forest": ["6FA86B 3F7D3C 5C9658 2F6B2E", "2C4F22 3B2A1A 26481D 33251A"],
        "snow": ["C9D6E3 D4DEE8 B8C7D9 C4D0DD", "FFFFFF F4F7FA FAFCFF EEF2F7"],
    }
    colours = [[int(code[i : i + 2], 16) for i in (0, 2, 4)] for name in names for code in " ".join(rows[name]).split()]
    return names, np.array(colours).reshape(4, 2, 4, 3) / 255


def draw_answer(column=None, probabilities=ANSWER):
    """Draw a tiny picture, its column of numbers, and how probable each of four names is. Returns the three axes.

    column: the numbers of `small_picture`, shape (24, 1), or None for these
    probabilities: one for each name of `known_pictures`, shape (4,) or (1, 4); without any, those of the solutions
    """
    import matplotlib.pyplot as plt

    picture, (names, _) = small_picture(), known_pictures()
    column = picture.reshape(-1, 1) if column is None else np.asarray(column)
    probabilities = np.asarray(probabilities, dtype=float).ravel()
    _, axes = plt.subplots(1, 3, figsize=(9, 3.1), gridspec_kw={"width_ratios": [1.9, 0.5, 1.9]})
    axes[0].imshow(picture)
    axes[0].set_title(f"a picture {picture.shape}")
    axes[1].imshow(column, aspect="auto", cmap="gray", vmin=0, vmax=1)
    axes[1].set_title(f"a column {column.shape}")
    for ax in axes[:2]:
        ax.set(xticks=[], yticks=[])
        ax.grid(False)
    axes[2].barh(names, probabilities, color=RESULT_COLOUR, edgecolor="black")
    axes[2].invert_yaxis()
    for row, p in enumerate(probabilities):
        axes[2].text(p + 0.02, row, f"{p:.2f}", va="center")
    axes[2].set(title="an answer: probabilities", xlim=(0, 1.15))
    return axes


def draw_sigmoid():
    """Draw the sigmoid with three of its values. Returns the axes."""
    import matplotlib.pyplot as plt

    def curve(x):
        return (1 + np.tanh(np.asarray(x) / 2)) / 2

    x, marked = np.linspace(-7, 7, 281), np.array([-4, 0, 3])
    _, ax = plt.subplots(figsize=(6.4, 3.2))
    ax.plot(x, curve(x))
    ax.plot(marked, curve(marked), "ko", markersize=5)
    for number, value in zip(marked, curve(marked), strict=True):
        label = f"σ({number}) = {value:.3f}".replace("-", "\u2212")
        ax.annotate(label, (number, value), (8, -12), textcoords="offset points")
    ax.set(xlabel="x", ylabel="σ(x)", ylim=(-0.12, 1.1))
    return ax


def draw_slopes(sigmoid, sigmoid_derivative):
    """Draw the sigmoid with four tangents, and its slope. Returns the two axes."""
    import matplotlib.pyplot as plt

    x, touching = np.linspace(-7, 7, 281), np.array([-4.0, -1.5, 0.0, 2.5])
    _, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4))
    left.plot(x, sigmoid(x), label="sigmoid")
    for here, slope in zip(touching, sigmoid_derivative(touching), strict=True):
        near = np.array([-1.3, 1.3])
        left.plot(here + near, sigmoid(here) + slope * near, color="black", linestyle="-", linewidth=1.2)
    left.plot(touching, sigmoid(touching), "ko", markersize=5, label="slopes from step 3")
    left.set(title="sigmoid(x)", xlabel="x", ylim=(-0.1, 1.1))
    left.legend(loc="upper left")
    right.plot(x, sigmoid_derivative(x), color="C4")
    right.axhline(0.25, color="0.5", linestyle=":", linewidth=1.2)
    right.text(-6.8, 0.253, "0.25", va="bottom")
    right.set(title="sigmoid_derivative(x)", xlabel="x", ylim=(-0.02, 0.29))
    return left, right


def draw_unit_rows(before, after):
    """Draw the rows of two matrices of shape (n, 2) as arrows from the origin, with the circle of radius 1."""
    import matplotlib.pyplot as plt

    angles = np.linspace(0, 2 * np.pi, 200)
    _, ax = plt.subplots(figsize=(6.2, 4.6))
    ax.plot(np.cos(angles), np.sin(angles), color="0.5", linestyle=":", linewidth=1.2)
    for long, unit in zip(before, after, strict=True):
        pair = ((long, "C1", "--"), (unit, "C0", "-"))
        for end, colour, style in sorted(pair, key=lambda arrow: -np.linalg.norm(arrow[0])):  # the shorter one on top
            arrow = {"arrowstyle": "-|>", "color": colour, "linestyle": style, "shrinkA": 0, "shrinkB": 0}
            ax.annotate("", end, (0, 0), arrowprops={**arrow, "linewidth": 1.6, "mutation_scale": 14})
    ax.plot([], [], color="C1", linestyle="--", label="rows of x")
    ax.plot([], [], color="C0", linestyle="-", label="rows of normalizeRows(x)")
    ax.update_datalim(before)  # arrows alone do not widen the axes
    ax.axis("equal")
    ax.set(xlabel="first column", ylabel="second column")
    ax.legend(loc="upper right")
    return ax


def draw_probabilities(classes, scores, probabilities, titles):
    """Draw each row of scores as bars, and its probabilities below. Returns the axes, shape (2, rows)."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(2, len(scores), figsize=(9, 4.6), sharex=True, sharey="row")
    for i, title in enumerate(titles):
        axes[0, i].bar(classes, scores[i], color=OWN_COLOUR, edgecolor="black")
        axes[0, i].axhline(0, color="black", linewidth=0.8, linestyle="-")
        axes[0, i].set_title(title)
        axes[1, i].bar(classes, probabilities[i], color=RESULT_COLOUR, edgecolor="black")
        for j, p in enumerate(probabilities[i]):
            axes[1, i].text(j, p + 0.02, f"{p:.2f}", ha="center")
        axes[1, i].set_ylim(0, 1.15)
    axes[0, 0].set_ylabel("score")
    axes[1, 0].set_ylabel("probability")
    return axes


def draw_times(sizes, loops, arrays):
    """Draw the seconds that loops and arrays take for vectors of several sizes. Returns the axes."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots()
    ax.loglog(sizes, loops, "s--", color="C1", label="dot_loop")
    ax.loglog(sizes, arrays, "o-", color="C0", label="np.dot")
    ax.set(xlabel="numbers in each vector", ylabel="seconds, the fastest of five runs")
    ax.legend(loc="upper left")
    return ax


def draw_losses(L1, L2):
    """Draw both losses of one guess c for seven answers, over c. Returns the two axes."""
    import matplotlib.pyplot as plt

    answers, guesses = np.array([1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 14.0]), np.linspace(0, 8, 161)
    _, axes = plt.subplots(1, 2, figsize=(9, 3.5))
    for ax, name, loss, colour in zip(axes, ("L1", "L2"), (L1, L2), ("C0", "C4"), strict=True):
        losses = [loss(np.full(7, c), answers) for c in guesses]
        best = guesses[np.argmin(losses)]
        ax.plot(guesses, losses, color=colour, linestyle="-")
        ax.plot(best, min(losses), "ko", markersize=6)
        ax.plot(answers[:-1], np.full(6, 0.14), "^", color="0.4", transform=ax.get_xaxis_transform())
        ax.text(0.98, 0.03, "▲ six answers; the seventh is 14 →", ha="right", color="0.4", transform=ax.transAxes)
        ax.set(title=f"{name} is smallest at c = {best:.2f}", xlabel="the guess c", ylabel=name)
        ax.set_ylim(min(losses) - 0.35 * np.ptp(losses), None)
    return axes


def draw_unrolled(image, vector=None):
    """Draw a picture beside the column that was made of it, number by number. Returns the two axes.

    image: red, green and blue from 0 to 1, shape (rows, columns, 3)
    vector: the same numbers, shape (rows * columns * 3, 1); in NumPy's own order if None
    Raises ValueError if a shape does not fit.
    """
    import matplotlib.pyplot as plt

    image = np.asarray(image)
    vector = image.reshape(-1, 1) if vector is None else np.asarray(vector)
    if image.ndim != 3 or image.shape[2] != len(CHANNELS):
        raise ValueError(f"image should have shape (rows, columns, 3); yours is {image.shape}.")
    if vector.shape != (image.size, 1):
        raise ValueError(f"vector should have shape {(image.size, 1)}, a column; yours is {vector.shape}.")
    rows, columns, depth = image.shape
    paper = {"facecolor": "white", "alpha": 0.8, "edgecolor": "none", "pad": 1.5}
    _, (left, right) = plt.subplots(
        1, 2, figsize=(8.5, 0.21 * image.size + 0.6), gridspec_kw={"width_ratios": [2.4, 1]}
    )
    left.imshow(image, vmin=0, vmax=1)
    for row in range(rows):
        for column in range(columns):
            left.text(
                column,
                row,
                f"[{row}, {column}]\n"
                + "\n".join(f"{c} {v:.2f}" for c, v in zip(CHANNELS, image[row, column], strict=True)),
                ha="center",
                va="center",
                fontsize=9,
                bbox=paper,
            )
    left.set(title=f"picture {image.shape}", xticks=range(columns), yticks=range(rows))
    left.set(xlabel="column: index along axis 1", ylabel="row: index along axis 0")
    left.grid(False)

    shades = np.zeros((image.size, 1, depth))  # each number in the colour of the channel that should stand there
    for i, value in enumerate(vector[:, 0]):
        shades[i, 0, i % depth] = np.clip(value, 0, 1)
        right.text(0, i, f"{CHANNELS[i % depth]} {value:.2f}", ha="center", va="center", fontsize=8, bbox=paper)
    right.imshow(shades, aspect="auto")
    for pixel in range(rows * columns):
        right.axhline(pixel * depth - 0.5, color="white", linewidth=3)
    middles = np.arange(rows * columns) * depth + (depth - 1) / 2
    right.set_yticks(middles, [f"pixel [{i // columns}, {i % columns}]" for i in range(rows * columns)])
    right.set(title=f"vector {vector.shape}", xticks=[])
    right.grid(False)
    return left, right


def draw_broadcast(a, b, axes):
    """Draw a, b and a + b as tables of numbers; what broadcasting repeats is pale. Returns the three axes.

    a, b: arrays with at most two axes, whose shapes fit
    axes: three axes to draw into
    """
    a, b = np.asarray(a), np.asarray(b)
    total = a + b
    for ax, array, title in zip(axes, (a, b, total), ("a", "b", "a + b"), strict=True):
        _draw_table(ax, array, np.broadcast_shapes(total.shape, (1, 1)), array is total)
        ax.set_title(f"{title} {array.shape}")
    return axes


def _draw_table(ax, array, shape, is_result):
    """The entries of `array`, repeated up to the two sizes of `shape`; the copies are pale and in italics."""
    rows, columns = shape
    own_rows, own_columns = np.broadcast_shapes(array.shape, (1, 1))
    full = np.broadcast_to(array, shape)
    for i in range(rows):
        for j in range(columns):
            copied = i >= own_rows or j >= own_columns
            colour = RESULT_COLOUR if is_result else COPY_COLOUR if copied else OWN_COLOUR
            edge = {"edgecolor": "0.75", "linestyle": ":"} if copied else {"edgecolor": "0.2", "linestyle": "-"}
            ax.fill([j, j + 1, j + 1, j], [i, i, i + 1, i + 1], facecolor=colour, **edge)
            style = {"color": "0.6", "style": "italic"} if copied else {"color": "black"}
            ax.text(j + 0.5, i + 0.5, f"{full[i, j]:g}", ha="center", va="center", **style)
    ax.set(xlim=(-0.05, columns + 0.05), ylim=(rows + 0.05, -0.05), aspect="equal")
    ax.axis("off")
