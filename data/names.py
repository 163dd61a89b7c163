"""Invents the names of the assignment on characters: 1500 of them, by a grammar with a rule that spans the whole name.

    python data/names.py     # writes names.txt beside this file

    name      = syllable [syllable] link ending
    syllable  = onset vowel coda
    rule      : all vowels and the ending are of one kind, front (e, i) or back (a, o, u)

Each choice is made evenly: the kind, one syllable or two, and each part from its list below. A coda may be empty. Names
that are there already are dropped. The u of `qu` belongs to its onset, and follows no rule.

What makes these names worth learning: whether a name ends in -erix or in -odon is settled by its vowels, between which
stand up to three other letters, so that no pair of neighbours tells.

The list is the same on every machine: only whole numbers are drawn.
"""

import math
from itertools import product
from pathlib import Path

import numpy as np

COUNT, SEED = 1500, 0
ONSETS = [*"bcdfghjklmnp", "qu", *"rstvwyz", "br", "dr", "kr", "tr", "th", "sh"]
VOWELS = {"front": "ei", "back": "aou"}
CODAS = ["", "", "", *"lnrsm"]
LINKS = "lnrtv"
ENDINGS = {"front": ["erix", "iel", "enne", "itis"], "back": ["odon", "athor", "ugan", "ossa"]}


def invented(count=COUNT, seed=SEED):
    """Different names, in the order in which they were drawn."""
    random = np.random.RandomState(seed)

    def pick(choices):
        return choices[random.randint(len(choices))]

    names = {}  # an ordered set
    while len(names) < count:
        kind = "front" if random.randint(2) == 0 else "back"
        syllables = 1 + random.randint(2)
        parts = [pick(choices) for _ in range(syllables) for choices in (ONSETS, VOWELS[kind], CODAS)]
        names["".join(parts) + pick(LINKS) + pick(ENDINGS[kind])] = None
    return list(names)


def chances(kind):
    """How probable each word is that the grammar makes of one kind: a dictionary, syllable by syllable."""
    syllables = {}
    for parts in product(ONSETS, VOWELS[kind], CODAS):
        word = "".join(parts)
        syllables[word] = syllables.get(word, 0) + 1 / (len(ONSETS) * len(VOWELS[kind]) * len(CODAS))
    ends = {link + ending: 1 / (len(LINKS) * len(ENDINGS[kind])) for link in LINKS for ending in ENDINGS[kind]}
    return syllables, ends


def cross_entropy(names):
    """What the grammar itself needs for each character of these names, their ends included, in natural units."""
    total = 0.0
    grammar = [chances(kind) for kind in VOWELS]
    for name in names:
        p = 0.0
        for syllables, ends in grammar:
            for end in ends:
                if name.endswith(end):
                    word = name.removesuffix(end)
                    two = sum(syllables.get(word[:i], 0) * syllables.get(word[i:], 0) for i in range(1, len(word)))
                    p += 0.5 * ends[end] * (0.5 * syllables.get(word, 0) + 0.5 * two)
        total -= math.log(p)
    return total / sum(len(name) + 1 for name in names)


def write(folder=Path(__file__).parent):
    """Write names.txt, one name in each line."""
    (Path(folder) / "names.txt").write_text("\n".join(invented()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
