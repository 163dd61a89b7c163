"""Data for the graph of nine weights, its drawing, and its gradients as one array.

Examples are rows here: X has shape (m, 5), y has shape (m,), and one example is x of shape (5,).
"""

import numpy as np

from utils.graph_utils import draw_graph

# The weights w1, …, w9 that the targets were made with, before noise was added.
TRUE_WEIGHTS = np.array([0.3, -0.2, 0.5, 0.4, -0.3, -0.5, -0.4, 0.2, 1.2])

NODES = {
    "w1": (0, 8.2, "$w_1$"),
    "w2": (0, 6.2, "$w_2$"),
    "w3": (0, 4.0, "$w_3$"),
    "w4": (0, 2.0, "$w_4$"),
    "w5": (0, 0.0, "$w_5$"),
    "w1 f1": (2, 8.2, "$\\times f_1$"),
    "w2 f2": (2, 6.2, "$\\times f_2$"),
    "w3 f3": (2, 4.0, "$\\times f_3$"),
    "w4 f4": (2, 2.0, "$\\times f_4$"),
    "w5 f5": (2, 0.0, "$\\times f_5$"),
    "u": (4, 7.2, "+"),
    "square": (6, 7.2, "square"),
    "w6": (6, 9.2, "$w_6$"),
    "+w6": (8, 7.2, "+"),
    "exp": (10, 7.2, "exp"),
    "w7": (10, 9.2, "$w_7$"),
    "+w7": (12, 7.2, "+"),
    "tanh": (14.6, 7.2, "tanh"),
    "sin": (4, 4.0, "sin"),
    "v": (4, 1.0, "+"),
    "product": (6, 2.5, "×"),
    "w8": (6, 0.2, "$w_8$"),
    "+w8": (8, 2.5, "+"),
    "sigmoid": (11, 2.5, "sigmoid"),
    "w9": (11, 0.2, "$w_9$"),
    "w9 part3": (13.2, 2.5, "×"),
    "y_pred": (16.6, 4.7, "+"),
    "y": (16.6, 2.2, "$y$"),
    "loss": (19.4, 4.7, "squared\nerror"),
}

# Edges without a third item have the local derivative 1.
EDGES = [
    ("w1", "w1 f1", "$f_1$"),
    ("w2", "w2 f2", "$f_2$"),
    ("w3", "w3 f3", "$f_3$"),
    ("w4", "w4 f4", "$f_4$"),
    ("w5", "w5 f5", "$f_5$"),
    ("w1 f1", "u"),
    ("w2 f2", "u"),
    ("u", "square", "$2u$"),
    ("square", "+w6"),
    ("w6", "+w6"),
    ("+w6", "exp", "part1"),
    ("exp", "+w7"),
    ("w7", "+w7"),
    ("+w7", "tanh", "1 − part2²"),
    ("tanh", "y_pred"),
    ("w3 f3", "sin", "cos"),
    ("w4 f4", "v"),
    ("w5 f5", "v"),
    ("sin", "product", "$v$"),
    ("v", "product", "sin"),
    ("product", "+w8"),
    ("w8", "+w8"),
    ("+w8", "sigmoid", "part3\n(1 − part3)"),
    ("sigmoid", "w9 part3", "$w_9$"),
    ("w9", "w9 part3", "part3"),
    ("w9 part3", "y_pred"),
    ("y_pred", "loss", "$-2(y-\\hat y)$"),
    ("y", "loss"),
]


def load_graph_data():
    """506 examples with five standardised features, and a target that the graph itself made, with noise.

    Returns X (506, 5) and y (506,), the same at every call. The set stands in for a withdrawn one of house prices, of
    which the published figures of this assignment use the first row; that row is the first one here, too.
    """
    random = np.random.RandomState(506)
    mixing = 0.4 * random.randn(5, 5) + np.eye(5)
    X = random.randn(506, 5) @ mixing
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    w1, w2, w3, w4, w5, w6, w7, w8, w9 = TRUE_WEIGHTS
    f1, f2, f3, f4, f5 = X.T
    part1 = np.exp((w1 * f1 + w2 * f2) ** 2 + w6)
    part2 = np.tanh(part1 + w7)
    part3 = 1 / (1 + np.exp(-(np.sin(w3 * f3) * (w4 * f4 + w5 * f5) + w8)))
    y = part2 + w9 * part3 + 0.05 * random.randn(506)
    X[0] = [-1.2879095, -0.1200134151558, -1.45900038, -0.66660814172937, -0.1442175]
    y[0] = 1.858849127371369
    return X, y


def gradient_vector(grads):
    """The gradients dw1, …, dw9 of a dictionary as one array of shape (9,), whatever the dictionary's order."""
    return np.array([grads[f"dw{i}"] for i in range(1, 10)])


def draw_nine_weights(values=None, gradients=None, local=False, ax=None, highlight=()):
    """Draw the graph of nine weights; `draw_graph` says what the arguments mean. Returns the axes.

    The nodes are called w1 to w9, y, y_pred, loss; exp, tanh, sigmoid and others by what they compute (see NODES).
    local: whether to write the local derivatives on the edges
    """
    edges = EDGES if local else [(start, end) for start, end, *_ in EDGES]
    return draw_graph(NODES, edges, values, gradients, ax, highlight)
