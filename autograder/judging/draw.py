"""Random inputs for scenarios, from one seed."""

import hashlib

import numpy as np

SELDOM = 1 / 8  # how often `Draw.steps` draws a long run


class Draw:
    """Random inputs from one seed: the same for the reference and for the submission."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.named_sizes: dict[str, int] = {}

    def sizes(self, *names: str, low: int = 3, high: int = 9) -> tuple[int, ...]:
        """Sizes from low to high, one for each name, all different. Messages call them by these names.

        Each call begins a new set of inputs, and the names of an earlier one are forgotten.
        """
        span = high - low + 1
        if len(names) > span:
            raise ValueError(f"there are no {len(names)} different sizes from {low} to {high}")
        drawn = tuple(int(n) for n in low + self.rng.permutation(span)[: len(names)])
        self.named_sizes = dict(zip(names, drawn, strict=True))
        return drawn

    def steps(self, low: int, high: int, longest: int = 0) -> int:
        """A number of iterations: evenly on a logarithmic scale from low to high, or seldom from there to longest.

        So no fixed number of iterations is enough for everybody, and few submissions pay for long runs.
        """
        if longest and self.rng.random() < SELDOM:
            low, high = high, longest
        return int(np.exp(self.rng.uniform(np.log(low), np.log(high))))

    def named(self, **sizes: int) -> None:
        """Says what fixed sizes are called, for inputs that are not drawn."""
        self.named_sizes = sizes

    def also_named(self, **sizes: int) -> None:
        """Says what sizes that come of the inputs are called, so that messages don't take them for one of those."""
        self.named_sizes = self.named_sizes | sizes

    def normal(self, *shape: int, scale: float = 1.0) -> np.ndarray:
        """Standard normal numbers times `scale`."""
        return scale * self.rng.standard_normal(shape)

    def uniform(self, low: float, high: float, *shape: int) -> np.ndarray:
        """Numbers evenly between low and high."""
        return self.rng.uniform(low, high, shape)

    def labels(self, m: int) -> np.ndarray:
        """Labels 0 and 1, shape (1, m), both present where m > 1."""
        labels = self.rng.integers(0, 2, (1, m))
        if m > 1 and labels.min() == labels.max():
            labels[0, self.rng.integers(m)] = 1 - labels[0, 0]
        return labels


def seed_for(secret: str, *words: str) -> int:
    """The seed that belongs to some words: repeatable for who knows the course's secret, and only for them."""
    text = "\0".join((secret, *words))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")
