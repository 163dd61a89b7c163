"""The pictures of the assignment on logistic regression."""

from utils.picture_data import load_pictures


def load_dataset():
    """The cat pictures: train_set_x_orig, train_set_y, test_set_x_orig, test_set_y, classes.

    Pictures are (m, 64, 64, 3) uint8, labels (1, m) int64 with 1 for a cat; see utils.picture_data.load_pictures.
    """
    return load_pictures("catvnoncat")
