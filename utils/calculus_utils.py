"""Functions to differentiate, with their derivatives, and drawings of slopes.

Each function works on numbers and, entry by entry, on numpy arrays and on TensorFlow's tensors. A derivative is named
after its function: `wave_slope` is the derivative of `wave`.
"""

import numpy as np


def _library(x):
    """What computes sines of x: TensorFlow for its tensors, whose tapes record nothing else, and otherwise numpy."""
    if type(x).__module__.startswith("tensorflow"):
        import tensorflow

        return tensorflow
    return np


def parabola(x):
    """3 x²"""
    return 3 * x**2


def parabola_slope(x):
    """6 x"""
    return 6 * x


def square(x):
    """x²"""
    return x**2


def square_slope(x):
    """2 x"""
    return 2 * x


def cube(x):
    """x³"""
    return x**3


def cube_slope(x):
    """3 x²"""
    return 3 * x**2


def quadratic(x):
    """4 x² + x"""
    return 4 * x**2 + x


def quadratic_slope(x):
    """8 x + 1"""
    return 8 * x + 1


def cubic(x):
    """x³ + 8 x²"""
    return x**3 + 8 * x**2


def cubic_slope(x):
    """3 x² + 16 x"""
    return 3 * x**2 + 16 * x


def shifted_square(x):
    """x² + x"""
    return x**2 + x


def lifted_square(x):
    """x² + 10¹²: so far up that its slope cannot be measured with a small h, because of rounding"""
    return x**2 + 1e12


def sine(x):
    """sin x"""
    return _library(x).sin(x)


def cosine(x):
    """cos x, the derivative of sin x"""
    return _library(x).cos(x)


def exponential(x):
    """eˣ, its own derivative"""
    return _library(x).exp(x)


def inner(x):
    """3 x² + x, the inner function of `wave`"""
    return 3 * x**2 + x


def inner_slope(x):
    """6 x + 1"""
    return 6 * x + 1


def wave(x):
    """sin(3 x² + x)"""
    return sine(inner(x))


def wave_slope(x):
    """cos(3 x² + x) (6 x + 1)"""
    return cosine(inner(x)) * inner_slope(x)


def surface(x, y):
    """x² y + x y³"""
    return x**2 * y + x * y**3


def saddle(x, y):
    """x² − 3 x y"""
    return x**2 - 3 * x * y


def three_variables(x, y, z):
    """x y z + x² − 2 z²"""
    return x * y * z + x**2 - 2 * z**2


def four_variables(w, x, y, z):
    """w x − y² z + sin(w z)"""
    return w * x - y**2 * z + sine(w * z)


def plot_tangents(f, slopes, points, low, high, ax=None):
    """Draw y = f(x) from low to high, and at each of the points a piece of the line with its slope. Returns the axes.

    f: function of an array
    slopes, points: numbers, as many of the one as of the other
    ax: where to draw; a new figure if None
    Raises ValueError where there are not as many slopes as points.
    """
    import matplotlib.pyplot as plt

    if len(slopes) != len(points):
        raise ValueError(f"there are {len(slopes)} slopes for {len(points)} points.")
    if ax is None:
        _, ax = plt.subplots()
    x = np.linspace(low, high, 301)
    ax.plot(x, f(x), color="0.65", linewidth=2.6)
    piece = np.array([-0.12, 0.12]) * (high - low)
    for slope, point in zip(slopes, points, strict=True):
        ax.plot(point + piece, f(point) + float(slope) * piece, color="black", linestyle="-", linewidth=1.4)
        ax.plot(point, f(point), "o", color="black", markersize=4.5)
    ax.set(xlabel="x", ylabel="y")
    return ax
