"""Scenarios and known mistakes of "Finding a wrong gradient": what the marks of a23_gradient_checking stand on."""

import numpy as np

from autograder.judging.exercise import Assignment

assignment = Assignment("a23_gradient_checking")


@assignment.exercise(points=10, keeps_arguments=True)
def rescale(submission, draw):
    """Drawn features of all sizes, and three examples that can be worked out by hand."""
    n_x, m = draw.sizes("n_x", "m")
    yield "drawn features", submission.rescale(draw.normal(n_x, m, scale=3.0))
    (m,) = draw.sizes("m")
    yield "one feature", submission.rescale(draw.uniform(10, 20, 1, m))
    draw.named(n_x=2, m=3)
    X = np.array([[0.0, 5.0, 10.0], [-1.0, 1.0, 0.0]])
    yield "worked out by hand", submission.rescale(X), np.array([[0.0, 0.5, 1.0], [0.0, 1.0, 0.5]])


# fmt: off
rescale.at("np.min(X, axis=1, keepdims=True)").mistakes(
    ("np.min(X)", "one smallest value for all features",
     "All features have the same `low`. Along which axis do the values of one feature stand?"),
)
rescale.at("(X - low)").mistakes(
    ("X", "not moved to 0", "The smallest value of a feature does not become 0. What has to be subtracted from `X`?"),
)
rescale.at("(high - low)").mistakes(
    ("high", "divided by the largest value",
     "The largest value of a feature does not become 1. How long is the range from `low` to `high`?"),
)
# fmt: on
