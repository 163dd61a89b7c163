"""Names to learn from, tables of letters to compare with, and drawings of the assignment on characters."""

from pathlib import Path

import numpy as np

DATA = Path(__file__).resolve().parent.parent / "data"
REAL = "real"
VALIDATION = 150  # names that no training sees
FRONT, BACK = set("ei"), set("aou")
ENDINGS = ("erix", "iel", "enne", "itis", "odon", "athor", "ugan", "ossa")
GRAMMAR = 3.58  # the perplexity, on the 150 names, of the grammar that has made them: see data/names.py
END = "\\n"  # how the drawings write a newline


def load_names(folder=DATA):
    """The list of names, lower-case: those to train on, and 150 to validate with; says which list it is.

    The list is the course's own, data/names.txt, unless `course data add dinos.txt` has put the original in its place.
    Raises FileNotFoundError, if there is neither.
    """
    folder = Path(folder)
    original = (folder / REAL / "dinos.txt").is_file()
    path = folder / REAL / "dinos.txt" if original else folder / "names.txt"
    if not path.is_file():
        raise FileNotFoundError(
            f"{path} is missing. It comes with the course, in the folder data beside utils: get that folder again."
        )
    names = [line.strip() for line in path.read_text(encoding="utf-8").lower().splitlines() if line.strip()]
    order = np.random.RandomState(1).permutation(len(names))
    validation, training = ([names[i] for i in part] for part in (order[:VALIDATION], order[VALIDATION:]))
    what = "the original list" if original else "the course's own list"
    print(f"Loaded {what}: {len(training)} names to train on and {len(validation)} to validate with.")
    return training, validation


def initialize_parameters(n_a, vocab_size, seed):
    """Small random weights and biases of zeros: Wax (n_a, vocab_size), Waa (n_a, n_a), Wya (vocab_size, n_a), b, by."""
    random = np.random.RandomState(seed)
    shapes = {"Wax": (n_a, vocab_size), "Waa": (n_a, n_a), "Wya": (vocab_size, n_a)}
    weights = {name: random.randn(*shape) * 0.01 for name, shape in shapes.items()}
    return {**weights, "b": np.zeros((n_a, 1)), "by": np.zeros((vocab_size, 1))}


def update_parameters(parameters, gradients, learning_rate):
    """New parameters, one step downhill; those that are handed in stay as they are."""
    return {name: value - learning_rate * gradients["d" + name] for name, value in parameters.items()}


def spelled(indices, ix_to_char):
    """The name that a list of indices spells, without its newline."""
    return "".join(ix_to_char[int(i)] for i in indices).strip()


def drawn_from_table(table, char_to_ix, seed, max_len=50):
    """A name as indices, of which each character is drawn from the row of the one before it."""
    random, row, indices = np.random.RandomState(seed), char_to_ix["\n"], []
    while len(indices) < max_len:
        row = random.choice(len(table), p=table[row])
        indices.append(row)
        if row == char_to_ix["\n"]:
            break
    return indices


def _windows(names, before):
    """Each character of each name, its end included, with as many characters before it."""
    for name in names:
        padded = "\n" * before + name + "\n"
        yield from (padded[i : i + before + 1] for i in range(len(name) + 1))


def baselines(training, validation, table, char_to_ix):
    """Cross-entropies per character of the validation names: guesses from 0, 1 or 2 characters before it.

    table: the table of pairs, made of the training names
    """
    n = len(char_to_ix)
    single, triples = np.ones(n), np.full((n, n, n), 0.1)
    for (following,) in _windows(training, 0):
        single[char_to_ix[following]] += 1
    for one, two, following in _windows(training, 2):
        triples[char_to_ix[one], char_to_ix[two], char_to_ix[following]] += 1
    triples /= triples.sum(axis=2, keepdims=True)
    single /= single.sum()
    chances = {
        "all characters alike": [1 / n for _ in _windows(validation, 0)],
        "letters (0 before)": [single[char_to_ix[c]] for (c,) in _windows(validation, 0)],
        "pairs (1 before)": [table[char_to_ix[p], char_to_ix[c]] for p, c in _windows(validation, 1)],
        "triples (2 before)": [triples[tuple(char_to_ix[c] for c in window)] for window in _windows(validation, 2)],
    }
    return {name: -np.mean(np.log(values)) for name, values in chances.items()}


def harmonic(name):
    """Whether all vowels of a name are front, e and i, or all of them back, a, o and u. The u of qu is no vowel."""
    vowels = {c for c in name.replace("qu", "q") if c in FRONT | BACK}
    return bool(vowels) and (vowels <= FRONT or vowels <= BACK)


def judged(names, training):
    """Shares of names that keep the harmony, that have one of the eight endings, and that are not in the list."""
    known = set(training)
    return {
        "harmony": np.mean([harmonic(name) for name in names]),
        "ending": np.mean([name.endswith(ENDINGS) for name in names]),
        "new": np.mean([name not in known for name in names]),
    }


def _shown(character):
    return END if character == "\n" else character


def _bare(width, height, x, y):
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(width, height))
    ax.set(xlim=x, ylim=y)
    ax.axis("off")
    return ax


def draw_goal(losses, every, samples):
    """Draw the loss of a training, and beside it what the network invented on the way.

    losses: one of every `every` losses; samples: a dictionary iteration → names
    """
    import matplotlib.pyplot as plt

    _, (ax, words) = plt.subplots(1, 2, figsize=(9.4, 3.6), width_ratios=(1, 1.55))
    ax.plot(every * np.arange(len(losses)), losses)
    at = [int(iteration) for iteration in samples]
    ax.plot(at, [losses[min(i // every, len(losses) - 1)] for i in at], "ko", markersize=5)
    ax.set(xlabel="names read", ylabel="loss (smoothed)", ylim=(0, None), xticks=range(0, 15000, 5000))
    words.set(xlim=(0, 10), ylim=(-len(samples), 0.6))
    words.axis("off")
    words.text(0, 0.2, "after", fontsize=10, color="0.35")
    words.text(1.7, 0.2, "it invents", fontsize=10, color="0.35")
    for row, (iteration, names) in enumerate(samples.items()):
        words.text(1.2, -row - 0.5, f"{iteration}", fontsize=10, ha="right", va="center")
        for place, name in enumerate(names):
            short = name if len(name) < 18 else name[:15] + "…"
            words.text(1.7 + 2.8 * place, -row - 0.5, short, fontsize=10, va="center", family="monospace")
    return ax


def draw_one_hot(x, Y, ix_to_char):
    """Draw one-hot columns, dark where the 1 is, and above each the character that is to be predicted there."""
    import matplotlib.pyplot as plt

    n, T = x.shape
    _, ax = plt.subplots(figsize=(0.55 * T + 1.6, 5.6))
    ax.imshow(x, cmap="Greys", aspect="auto", vmin=0, vmax=1.2)
    ax.set_yticks(range(n), [_shown(ix_to_char[i]) for i in range(n)], fontsize=8)
    read = ["None" if not column.any() else _shown(ix_to_char[int(column.argmax())]) for column in x.T]
    ax.set_xticks(range(T), read)
    ax.set(xlabel="X: what is read", ylabel="row of x")
    above = ax.secondary_xaxis("top")
    above.set_xticks(range(T), [_shown(ix_to_char[i]) for i in Y])
    above.set_xlabel("Y: what comes next")
    ax.set_xticks(np.arange(T + 1) - 0.5, minor=True)
    ax.grid(False)
    ax.grid(which="minor", axis="x")
    ax.tick_params(which="minor", length=0)
    return ax


def draw_pairs(table, ix_to_char):
    """Draw a table of pairs: the character before in rows, the next one in columns."""
    import matplotlib.pyplot as plt

    figure, ax = plt.subplots(figsize=(6.6, 5.8))
    image = ax.imshow(table, vmin=0, vmax=0.5)
    letters = [_shown(ix_to_char[i]) for i in range(len(table))]
    ax.set_xticks(range(len(table)), letters, fontsize=9)
    ax.set_yticks(range(len(table)), letters, fontsize=9)
    ax.set(xlabel="next character", ylabel="character before")
    ax.grid(False)
    figure.colorbar(image, ax=ax, shrink=0.7, label="probability (0.5 and above: lightest)")
    return ax


def draw_reading(name="tiriel"):
    """Draw the network, unrolled along a name: what it reads below, what it should predict above."""
    import matplotlib.pyplot as plt

    read, wanted = ["None", *name], [*name, END]
    ax = _bare(9.2, 2.9, (-1.4, 1.5 * len(read) + 0.1), (-1.3, 2.5))
    arrow = {"arrowstyle": "->", "linewidth": 1.4}
    for t, (below, above) in enumerate(zip(read, wanted, strict=True)):
        x = 1.5 * t
        ax.add_patch(plt.Rectangle((x - 0.4, 0.15), 0.8, 0.7, facecolor="#C5DDEC", edgecolor="black"))
        ax.text(x, 0.5, f"a[{t}]", ha="center", va="center", fontsize=10)
        ax.annotate("", (x - 0.4, 0.5), (x - 1.1, 0.5), arrowprops=arrow)
        ax.annotate("", (x, 0.15), (x, -0.5), arrowprops=arrow)
        ax.annotate("", (x, 1.5), (x, 0.85), arrowprops=arrow)
        ax.text(x, -0.75, f"x[{t}]\n{below}", ha="center", va="top", fontsize=10, linespacing=1.4)
        ax.text(x, 1.6, f"Y[{t}]: {above}\ny_hat[{t}]", ha="center", va="bottom", fontsize=10, linespacing=1.4)
    ax.text(-1.15, 0.5, "a0", ha="right", va="center", fontsize=10)
    return ax


def draw_limits(panels, every):
    """Draw losses of trainings from several starts, a panel for each limit: a dictionary title → lists of losses.

    every: of so many losses each, one is there
    """
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, len(panels), figsize=(9.2, 3.2), sharey=True)
    for ax, (title, runs) in zip(axes, panels.items(), strict=True):
        for losses in runs:
            ax.plot(every * np.arange(len(losses)), losses, "-", color="black", linewidth=1.2, alpha=0.7)
        ax.set(title=title, xlabel="names read")
    axes[0].set(ylabel="loss (smoothed)", ylim=(0, None))
    return axes


def draw_first_letters(names, chances, ix_to_char):
    """Draw how probable each first letter is: bars, a panel for each temperature, and dots for its share in the list.

    chances: a dictionary title → probabilities (vocab_size,)
    """
    import matplotlib.pyplot as plt

    shares = [np.mean([name[0] == ix_to_char[i] for name in names]) for i in range(len(ix_to_char))]
    _, axes = plt.subplots(len(chances), 1, figsize=(8, 1.7 * len(chances)), sharex=True, sharey=True)
    for ax, (title, p) in zip(axes, chances.items(), strict=True):
        ax.bar(range(len(p)), p, color="#9DC3DB", edgecolor="black", linewidth=0.6, label="network")
        ax.plot(range(len(p)), shares, "k.", markersize=7, label="list")
        ax.text(0.99, 0.92, title, transform=ax.transAxes, ha="right", va="top", fontsize=11)
    axes[0].set(ylim=(0, 1.45 * max(max(p) for p in chances.values())))  # room for the legend
    axes[0].legend(loc="upper left", ncols=2)
    axes[-1].set_xticks(range(len(p)), [_shown(ix_to_char[i]) for i in range(len(p))])
    axes[-1].set(xlabel="first character")
    axes[len(axes) // 2].set(ylabel="probability")
    return axes


def draw_losses(losses, levels):
    """Draw the smoothed loss of a training, and levels to compare it with: a dictionary name → loss per name."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(8, 4.2))
    ax.plot(losses)
    lowest = min(levels.values())
    for name, level in levels.items():
        ax.axhline(level, color="0.45", linestyle="--", linewidth=1)
        below = level == lowest  # the curve ends above it
        ax.text(len(losses), level - 0.3 if below else level + 0.25, name, ha="right", va="top" if below else "bottom")
    ax.set(xlabel="names read", ylabel="loss per name (smoothed)", ylim=(0, None), xlim=(0, len(losses)))
    return ax


def draw_perplexities(values):
    """Draw perplexities, one dot each, on a logarithmic scale: a dictionary name → number."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(8, 0.42 * len(values) + 0.9))
    for row, value in enumerate(values.values()):
        ax.plot([1, value], [row, row], "-", color="0.75", linewidth=1.5)
        ax.plot(value, row, "o", color="black", markersize=8)
        ax.text(value * 1.06, row, f"{value:.2f}", va="center", fontsize=10)
    ax.set_yticks(range(len(values)), list(values))
    ax.set(xscale="log", xlim=(1, 40), ylim=(len(values) - 0.5, -0.5), xlabel="perplexity on new names")
    ax.set_xticks([1, 2, 4, 8, 16, 32], ["1", "2", "4", "8", "16", "32"])
    ax.minorticks_off()
    return ax
