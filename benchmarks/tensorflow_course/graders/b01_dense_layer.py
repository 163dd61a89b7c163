"""Scenarios of the small TensorFlow assignment."""

import numpy as np

from autograder.exercise import Assignment, Mistake

assignment = Assignment("b01_dense_layer")


def layer(draw):
    m, n_x, n_h = draw.sizes("m", "n_x", "n_h")
    return draw.normal(m, n_x), draw.normal(n_x, n_h), draw.normal(n_h)


@assignment.exercise(points=4)
def dense(submission, draw):
    X, W, b = layer(draw)
    yield "random layer", submission.dense(X, W, b), 1 / (1 + np.exp(-(X @ W + b)))


dense.mistakes(Mistake("no bias", ", W) + b", ", W)", "The bias is missing."))


@assignment.exercise(points=6)
def dense_gradient(submission, draw):
    X, W, b = layer(draw)
    A = 1 / (1 + np.exp(-(X @ W + b)))
    yield "random layer", submission.dense_gradient(X, W, b), X.T @ (2 * A * A * (1 - A))


dense_gradient.mistakes(Mistake("not squared", ") ** 2)", "))", "The activations are squared before they are summed."))
