"""Parameters, Keras' own layers for comparison, and the drawings of the assignment on attention."""

import numpy as np

from utils.dates_utils import PAD, SYMBOLS_IN

PALE, DARK = "#F2F2F2", "#C5DDEC"  # boxes of the drawings


def block_parameters(random, d, ff, cross=False):
    """Random parameters of an encoder block, or of a decoder block if `cross`: a dictionary as in the notebook."""

    def attention():
        return {w + name: 0.4 * random.randn(*(d,) * n) for name in "qkvo" for w, n in (("W", 2), ("b", 1))}

    P = {"self": attention()} | ({"cross": attention()} if cross else {})
    shapes = {"W1": (d, ff), "b1": (ff,), "W2": (ff, d), "b2": (d,)}
    P["ffn"] = {name: 0.4 * random.randn(*shape) for name, shape in shapes.items()}
    for i in range(1, 4 if cross else 3):
        P |= {f"g{i}": random.uniform(0.5, 1.5, d), f"e{i}": 0.1 * random.randn(d)}
    return P


def embed(ids, symbols, encoding, name):
    """A layer's vector for each symbol, and that of its position.

    ids: a Keras tensor of whole numbers, shape (m, T); symbols: how many there are
    encoding: shape (T, d), added to the vectors; those are multiplied by sqrt(d) first, so as not to be lost in it
    Returns a Keras tensor of shape (m, T, d).
    """
    from keras import layers

    d = encoding.shape[1]
    return layers.Embedding(symbols, d, name=name)(ids) * d**0.5 + encoding.astype("float32")


def position_wise(x, ff, name):
    """Two dense layers for each position by itself: `feed_forward` in Keras.

    x: a Keras tensor of shape (m, T, d); ff: units of the first layer, which has a relu
    """
    from keras import layers

    hidden = layers.Dense(ff, activation="relu", name=name + "_1")(x)
    return layers.Dense(x.shape[-1], name=name + "_2")(hidden)


def encoder_layers(ids, encoding, heads, ff):
    """What is read, through an embedding and one encoder block of Keras' layers.

    ids: a Keras tensor of whole numbers, shape (m, T), 0 where there is padding; encoding: shape (T, d)
    Returns Keras tensors: memory (m, T, d), and there (m, 1, T), True where there is no padding.
    """
    import keras
    from keras import layers

    d = encoding.shape[1]
    there = keras.ops.expand_dims(keras.ops.not_equal(ids, PAD), 1)
    x = embed(ids, len(SYMBOLS_IN), encoding, "embed_in")
    attended = layers.MultiHeadAttention(heads, d // heads, name="encoder_self")(x, x, attention_mask=there)
    x = layers.LayerNormalization(epsilon=1e-6, name="norm1")(x + attended)
    return layers.LayerNormalization(epsilon=1e-6, name="norm2")(x + position_wise(x, ff, "ffn1")), there


def keras_attention_weights(P, h):
    """The parameters of attention in the layout of Keras' MultiHeadAttention, whose heads have an axis of their own."""
    d = len(P["bo"])
    cut = [(P["W" + name].reshape(d, h, d // h), P["b" + name].reshape(h, d // h)) for name in "qkv"]
    return [*(array for pair in cut for array in pair), P["Wo"].reshape(h, d // h, d), P["bo"]]


def keras_blocks(x, y, ids, encoder, decoder, h):
    """What Keras' layers compute in float64 with copied weights.

    x: shape (m, T_k, d), what is read, and ids (m, T_k), its symbols; y: (m, T_q, d), what is written
    encoder, decoder: parameters as made by block_parameters
    Returns tuples of arrays, by name.
    """
    from keras import layers

    d, kind = x.shape[-1], {"dtype": "float64"}
    there = (ids != 0)[:, np.newaxis]
    past = np.tril(np.ones((1, y.shape[1], y.shape[1]), dtype=bool))

    def attend(query, value, P, mask):
        layer = layers.MultiHeadAttention(h, d // h, **kind)
        layer.build(query.shape, value.shape)
        layer.set_weights(keras_attention_weights(P, h))
        found, weights = layer(query, value, attention_mask=mask, return_attention_scores=True)
        return np.array(found), np.array(weights)

    def norm(values, P, i):
        layer = layers.LayerNormalization(epsilon=1e-6, **kind)
        layer.build(values.shape)
        layer.set_weights([P[f"g{i}"], P[f"e{i}"]])
        return np.array(layer(values))

    def position_wise(values, P):
        for n, activation in ((1, "relu"), (2, None)):
            layer = layers.Dense(len(P[f"b{n}"]), activation=activation, **kind)
            layer.build(values.shape)
            layer.set_weights([P[f"W{n}"], P[f"b{n}"]])
            values = np.array(layer(values))
        return values

    read = norm(x + attend(x, x, encoder["self"], there)[0], encoder, 1)
    memory = norm(read + position_wise(read, encoder["ffn"]), encoder, 2)
    found, self_weights = attend(y, y, decoder["self"], past)
    written = norm(y + found, decoder, 1)
    found, cross_weights = attend(written, memory, decoder["cross"], there)
    written = norm(written + found, decoder, 2)
    out = norm(written + position_wise(written, decoder["ffn"]), decoder, 3)
    return {
        "MultiHeadAttention": attend(y, x, encoder["self"], there),
        "LayerNormalization": norm(x, encoder, 1),
        "an encoder block": memory,
        "a decoder block": (out, self_weights, cross_weights),
    }


def numpy_weights(model):
    """The weights of the notebook's model as parameters of its NumPy functions, and how many heads it has.

    Layers are found by the names of the notebook's table. Raises ValueError, which says which is missing.
    """
    found = {layer.name: layer for layer in model.layers}

    def weights(name):
        if name not in found:
            raise ValueError(f"the model has no layer called {name}: the table of step 13 has all names")
        return [weight.numpy().astype(float) for weight in found[name].weights]

    def attention(name):
        values = weights(name)
        d = len(values[-1])
        return {
            w + n: values[2 * i + j].reshape((d,) * (2 - j)) for i, n in enumerate("qkvo") for j, w in enumerate("Wb")
        }

    def block(attentions, ffn, norms):
        P = {kind: attention(name) for kind, name in attentions.items()}
        P["ffn"] = dict(zip(("W1", "b1", "W2", "b2"), weights(ffn + "_1") + weights(ffn + "_2"), strict=True))
        for i, name in enumerate(norms, 1):
            P[f"g{i}"], P[f"e{i}"] = weights(name)
        return P

    scores, bias = weights("scores")
    return {
        "embed_in": weights("embed_in")[0],
        "embed_out": weights("embed_out")[0],
        "encoder": block({"self": "encoder_self"}, "ffn1", ["norm1", "norm2"]),
        "decoder": block({"self": "decoder_self", "cross": "cross"}, "ffn2", ["norm3", "norm4", "norm5"]),
        "Ws": scores,
        "bs": bias,
        "heads": weights("encoder_self")[1].shape[0],
    }


def warm_up(peak, steps):
    """A learning rate that climbs to its peak over the first fifth of the steps, and then falls in a straight line.

    Returns a schedule for Keras' optimisers.
    """
    import keras

    class WarmUp(keras.optimizers.schedules.LearningRateSchedule):
        def __call__(self, step):
            done = keras.ops.cast(step, "float32") / steps
            return peak * keras.ops.minimum(done / 0.2, 1 - 0.98 * (done - 0.2) / 0.8)

        def get_config(self):
            return {"peak": peak, "steps": steps}

    return WarmUp()


def with_others(function, **others):
    """A function that calls others in place of some of the notebook's, by their names."""

    def changed(*args, **kwargs):
        variables = function.__globals__
        before = {name: variables[name] for name in others}
        variables.update(others)
        try:
            return function(*args, **kwargs)
        finally:
            variables.update(before)

    return changed


def _map(ax, text, written, weights):
    ax.imshow(weights, cmap="Greys", vmin=0, vmax=1, aspect="equal")
    ax.set(xticks=range(len(text)), yticks=range(len(written)))
    ax.set_xticklabels([symbol.replace(" ", "␣") for symbol in text], fontsize=9, family="monospace")
    ax.set_yticklabels(written, fontsize=9, family="monospace")
    ax.tick_params(length=0)
    ax.xaxis.tick_top()
    ax.grid(False)


def draw_maps(maps):
    """Draw where a reader looks: a dictionary "text → written" → weights (T_out, length of the text)."""
    import matplotlib.pyplot as plt

    texts = [name.split(" → ") for name in maps]
    _, axes = plt.subplots(1, len(maps), figsize=(9.2, 2.7), width_ratios=[len(text) for text, _ in texts])
    for ax, (text, written), weights in zip(axes, texts, maps.values(), strict=True):
        _map(ax, text, written, np.array(weights))
    return axes


def draw_map_of_heads(text, written, weights):
    """Draw where each head looks: weights (heads, T_out, length of the text)."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(-(-len(weights) // 2), 2, figsize=(9.2, 2.6 * -(-len(weights) // 2)), squeeze=False)
    for head, (ax, one) in enumerate(zip(axes.flat, weights, strict=False)):
        _map(ax, text, written, one)
        ax.set_xlabel(f"head {head}")
    return axes


def draw_lookup(keys, query, values, weights, output):
    """Draw keys (n, 2) and a query (1, 2) as arrows, and how much each value counts."""
    import matplotlib.pyplot as plt

    _, (left, right) = plt.subplots(1, 2, figsize=(8.4, 3.4), width_ratios=(1, 1.5))
    for (x, y), value in zip(keys, values[:, 0], strict=True):
        left.annotate("", (x, y), (0, 0), arrowprops={"arrowstyle": "-|>", "color": "0.45"})
        left.text(1.2 * x, 1.2 * y, f"{value:.0f}", ha="center", va="center")
    left.annotate("", query[0], (0, 0), arrowprops={"arrowstyle": "-|>", "color": "#B34700", "linewidth": 2.5})
    left.text(*(1.28 * query[0]), "query", ha="center", va="center", color="#B34700")
    left.set(xlim=(-2.9, 2.9), ylim=(-2.9, 2.9), aspect="equal", title="keys, with their values")
    left.axis("off")
    bars = right.bar([f"{value:.0f}" for value in values[:, 0]], weights[0], color="#0072B2")
    right.bar_label(bars, fmt="%.2f", fontsize=10)
    right.grid(axis="x")
    right.set(xlabel="value", ylabel="weight", title=f"output: {output[0, 0]:.1f}", ylim=(0, 1.2 * weights.max()))
    return left, right


def draw_largest(sizes, largest):
    """Draw the mean largest weight by d_k: a dictionary name → list."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(5.6, 3))
    for (name, values), marker in zip(largest.items(), "so", strict=True):
        ax.plot(range(len(sizes)), values, marker=marker, label=name)
    ax.axhline(1 / 8, color="0.4", linestyle=":", linewidth=1.2)
    ax.text(len(sizes) - 1, 1 / 8 + 0.01, "all alike", ha="right", va="bottom", fontsize=10)
    ax.set(xticks=range(len(sizes)), xticklabels=sizes, xlabel="d_k", ylabel="mean largest weight", ylim=(0, 1))
    ax.legend()
    return ax


def draw_masks(padding, causal):
    """Draw a padding mask (m, 1, 1, T) for T queries, one square for each example, and a causal mask (T, T)."""
    import matplotlib.pyplot as plt

    T = len(causal)
    squares = {f"padding_mask, example {i}": np.broadcast_to(mask[0], (T, T)) for i, mask in enumerate(padding)}
    squares[f"causal_mask({T})"] = causal
    _, axes = plt.subplots(1, len(squares), figsize=(9.2, 2.7), sharey=True)
    for ax, (name, mask) in zip(axes, squares.items(), strict=True):
        ax.imshow(mask, cmap="Greys_r", vmin=-0.8, vmax=1)
        for row, column in np.ndindex(T, T):
            if not mask[row, column]:
                ax.text(column, row, "×", ha="center", va="center", color="white")
        ax.set(xticks=range(T), yticks=range(T), xlabel="key")
        ax.set_title(name, fontsize=10)
        ax.grid(False)
        for side in ax.spines.values():
            side.set_visible(True)
    axes[0].set_ylabel("query")
    return axes


def draw_positions(encoding):
    """Draw the encodings (T, d) as a heat map, and dot products of two positions with all."""
    import matplotlib.pyplot as plt

    _, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4), width_ratios=(1, 1.3))
    picture = left.imshow(encoding, vmin=-1, vmax=1, aspect="auto")
    left.set(xlabel="column k", ylabel="position pos", title="positional_encoding(32, 32)")
    left.grid(False)
    plt.colorbar(picture, ax=left)
    for pos in (10, 20):
        right.plot(encoding @ encoding[pos], label=f"with position {pos}")
    right.set(xlabel="position", ylabel="dot product", ylim=(0, None))
    right.legend(loc="lower left")
    return left, right


def _table(ax, x, y, rows, shades, names):
    """Cells from the upper left corner (x, y), with their names: a shade for each column, 0 dark or 1 pale."""
    from matplotlib.patches import Rectangle

    for row in range(rows):
        for column, shade in enumerate(shades):
            ax.add_patch(Rectangle((x + column, y - row - 1), 1, 1, facecolor=(DARK, PALE)[shade], edgecolor="0.3"))
            ax.text(x + column + 0.5, y - row - 0.5, names[row][column], ha="center", va="center", fontsize=9)


def draw_heads(T=3, d=8, h=2):
    """Draw how split_heads cuts a table of T positions and d features into h heads."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(8.6, 3.5))
    n = d // h
    numbers = [[str(d * row + column) for column in range(d)] for row in range(T)]
    _table(ax, 0, 1.5, T, [column // n for column in range(d)], numbers)
    ax.text(d / 2, 1.9, f"x, shape (m, {T}, {d})", ha="center")
    ax.set_xlim(-1.2, 19)
    for head in range(h):
        top = 4 - 5 * head
        _table(ax, 14, top, T, [head] * n, [row[head * n : (head + 1) * n] for row in numbers])
        ax.text(14 + n / 2, top + 0.3, f"head {head}, shape (m, {T}, {n})", ha="center")
    for row in range(T):
        ax.text(-0.3, 1 - row, f"t={row}", ha="right", va="center", fontsize=9)
    for y, text, start, end in ((0.8, "split_heads", 8.6, 13.4), (-0.9, "merge_heads", 13.4, 8.6)):
        ax.annotate("", (end, y), (start, y), arrowprops={"arrowstyle": "-|>", "color": "black", "linewidth": 1.6})
        ax.text(11, y + 0.25, text, ha="center", fontsize=10, family="monospace")
    ax.set_ylim(-4.4, 5)
    ax.axis("off")
    return ax


def draw_blocks():
    """Draw the encoder block and the decoder block, from below to above."""
    import matplotlib.pyplot as plt
    from matplotlib.patches import FancyBboxPatch

    _, ax = plt.subplots(figsize=(9.2, 5.6))

    def box(x, y, text, colour=PALE):
        ax.add_patch(FancyBboxPatch((x - 1.55, y - 0.3), 3.1, 0.6, boxstyle="round,pad=0.05", fc=colour, ec="0.3"))
        ax.text(x, y, text, ha="center", va="center", fontsize=10)

    def arrow(start, end, **style):
        ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": "black", "linewidth": 1.3, **style})

    def part(x, y, text, norm, side=-1):
        """What is computed at height y, with its shortcut, and the normalisation above it."""
        box(x, y, text, DARK)
        box(x, y + 1.15, norm)
        arrow((x, y - 0.75), (x, y - 0.35))
        arrow((x, y + 0.35), (x, y + 0.8))
        ax.plot(
            [x, x + 2.1 * side, x + 2.1 * side],
            [y - 0.6, y - 0.6, y + 1.15],
            color="0.4",
            linestyle="--",
            linewidth=1.3,
        )
        arrow((x + 2.1 * side, y + 1.15), (x + 1.6 * side, y + 1.15), color="0.4")

    for i, (text, norm) in enumerate(
        (("multi_head_attention", "layer_norm: g1, e1"), ("feed_forward", "layer_norm: g2, e2"))
    ):
        part(0, 1 + 2.3 * i, text, norm)
    for i, (text, norm) in enumerate((
        ("multi_head_attention", "layer_norm: g1, e1"), ("multi_head_attention", "layer_norm: g2, e2"),
        ("feed_forward", "layer_norm: g3, e3"),
    )):  # fmt: skip
        part(7.4, 1 + 2.3 * i, text, norm, side=1)
    ax.text(0, 0, "x", ha="center", va="center")
    ax.text(7.4, 0, "y", ha="center", va="center")
    arrow((0, 4.8), (0, 5.35))
    ax.text(0, 5.55, "memory", ha="center", va="center")
    arrow((7.4, 7.1), (7.4, 7.6))
    ax.text(7.4, 7.8, "out", ha="center", va="center")
    ax.plot([0.85, 3.3, 3.3], [5.55, 5.55, 3.3], color="black", linewidth=1.3)
    arrow((3.3, 3.3), (5.78, 3.3))
    ax.text(4.55, 3.5, "keys, values", ha="center", fontsize=9)
    ax.text(7.2, 2.72, "queries", ha="right", va="center", fontsize=9)
    ax.text(5.6, 1, "self_mask", ha="right", va="center", fontsize=9, family="monospace")
    ax.text(5.6, 3.02, "cross_mask", ha="right", va="center", fontsize=9, family="monospace")
    ax.text(1.75, 1, "mask", va="center", fontsize=9, family="monospace")
    for x, text in ((0, "encoder_block"), (7.4, "decoder_block")):
        ax.text(x, -0.6, text, ha="center", fontsize=11, family="monospace", fontweight="bold")
    ax.text(-2.2, 0.15, "dashed: added", fontsize=9, color="0.3", ha="center")
    ax.set(xlim=(-3, 10.2), ylim=(-0.8, 8))
    ax.axis("off")
    return ax


def draw_ablations(runs):
    """Draw the share of exact dates at the end, one dot for each start: a dictionary name → list of histories."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(7.4, 2.4))
    for place, histories in enumerate(runs.values()):
        ends = [100 * history[-1][1] for history in histories]
        ax.plot(ends, place + np.linspace(-0.2, 0.2, len(ends)), "o", color="black", alpha=0.7, markersize=8)
    ax.set(yticks=range(len(runs)), yticklabels=list(runs), ylim=(len(runs) - 0.5, -0.5), xlim=(-3, 103))
    ax.set(xlabel="exact dates in %, of 500 never seen")
    return ax
