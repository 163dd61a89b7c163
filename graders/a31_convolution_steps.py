"""Scenarios, mistakes and alternatives of "Convolution and pooling, step by step": what the marks of a31 stand on.

Examples run along the first axis here: a batch of pictures is (m, n_H, n_W, n_C), filters are (f, f, n_C_prev, n_C).

Where editions of the published assignment disagree, or its own solutions are wrong:

- The first edition added the bias to each product before it summed, so it counts f * f * n_C_prev times. Later ones
  add it once, as the formula does. So does the notebook; the other has a sentence of its own.
- The first edition read dA at the window's corner in `pool_backward`, which is right for stride 1 only, and cut the
  border off by [pad:-pad] in `conv_backward`, which leaves nothing where pad is 0. Both are mistakes here.
- Where two entries of a window share the maximum, the mask has both, as in the original. `create_mask_from_window` is
  asked for this once; in `pool_backward` no two entries of a window are equal.
- `zero_pad` of whole numbers may return fractions: a canvas of zeros is as good.

Gradients are held to central differences of a weighted sum, whose weights are the gradient from above. A convolution is
linear in each of its arguments, so these are exact but for rounding. Under a maximum, all entries are at least 0.05
apart, and the step is 0.001, so no maximum moves.

atol: float32 rounds a sum of n terms of order 1 by about 6e-8 n^(1/2) times its partial sums, n^(1/2): 6e-8 n. The
forward pass sums at most 40 terms, the backward pass at most 400, which makes 2.4e-6 and 2.4e-5; a factor of 4 is left
for terms that are larger.
"""

import math

import numpy as np

from autograder.judging.exercise import Assignment, Example
from graders import convolutions, families

assignment = Assignment("a31_convolution_steps")

STEP = 1e-3  # of central differences
MODES = {"max": np.max, "average": np.mean}


def padded(A, pad):
    """A, or a stack of such batches, in a border of zeros around rows and columns."""
    *outer, n_H, n_W, n_C = A.shape
    canvas = np.zeros((*outer, n_H + 2 * pad, n_W + 2 * pad, n_C))
    canvas[..., pad : pad + n_H, pad : pad + n_W, :] = A
    return canvas


def windows(A, f, stride):
    """All windows at once: (…, m, n_H, n_W, n_C, f, f)."""
    return np.lib.stride_tricks.sliding_window_view(A, (f, f), axis=(-3, -2))[..., ::stride, ::stride, :, :, :]


def convolved(A, W, b, stride, pad):
    """Z of a layer; A, W or b may be a stack of several."""
    pieces = windows(padded(A, pad), W.shape[-4], stride)
    return np.einsum("...hwcij,...ijcn->...hwn", pieces, W[..., np.newaxis, :, :, :, :]) + b


def pooled(A, f, stride, mode):
    return MODES[mode](windows(A, f, stride), axis=(-2, -1))


def rises(value, array):
    """By how much value(array), one number for each example, rises with each entry of the array: (entries, m)."""
    shifts = STEP * np.eye(array.size).reshape(array.size, *array.shape)
    return (value(array + shifts) - value(array - shifts)) / (2 * STEP)


def slopes_by_example(value, A):
    """Slopes along the entries of A (m, n_H, n_W, n_C), where no example has a say in another one's value."""
    shifts = STEP * np.eye(A[0].size).reshape(A[0].size, 1, *A.shape[1:])
    return ((value(A + shifts) - value(A - shifts)) / (2 * STEP)).T.reshape(A.shape)


def layer_slopes(dZ, A, W, b, stride, pad):
    """dA_prev, dW and db: measured slopes of sum(dZ * Z), whose gradient with respect to Z is dZ."""

    def value(A=A, W=W, b=b):
        return np.sum(dZ * convolved(A, W, b, stride, pad), axis=(-3, -2, -1))

    return (
        slopes_by_example(value, A),
        rises(lambda W: value(W=W), W).sum(axis=1).reshape(W.shape),
        rises(lambda b: value(b=b[:, np.newaxis]), b[0]).sum(axis=1).reshape(b.shape),
    )


def pool_slopes(dA, A, f, stride, mode):
    return slopes_by_example(lambda A: np.sum(dA * pooled(A, f, stride, mode), axis=(-3, -2, -1)), A)


def layer(draw, f):
    """A_prev, W and b of a layer; all sizes differ."""
    n_H, n_W = draw.sizes("n_H_prev", "n_W_prev", low=5, high=6)
    m, n_C_prev, n_C = draw.sizes("m", "n_C_prev", "n_C", low=2, high=4)
    draw.named(m=m, n_H_prev=n_H, n_W_prev=n_W, n_C_prev=n_C_prev, n_C=n_C)
    return draw.normal(m, n_H, n_W, n_C_prev), draw.normal(f, f, n_C_prev, n_C), draw.normal(1, 1, 1, n_C, scale=2)


def small_batch(draw):
    """Sizes of a batch to pool; all differ."""
    m, n_C = draw.sizes("m", "n_C", low=2, high=3)
    n_H, n_W = draw.sizes("n_H_prev", "n_W_prev", low=4, high=6)
    draw.named(m=m, n_H_prev=n_H, n_W_prev=n_W, n_C=n_C)
    return m, n_H, n_W, n_C


def apart(draw, *shape):
    """Positive and negative numbers in random order, no two of them closer than 0.05."""
    size = math.prod(shape)
    return (draw.rng.permutation(size).reshape(shape) - size / 2) / 10 + draw.uniform(0, 0.05, *shape)


def legacy(seed, *shapes):
    """Standard normal arrays as the published notebooks draw them."""
    random = np.random.RandomState(seed)
    return [random.randn(*shape) for shape in shapes]


@assignment.exercise(points=8, keeps_arguments=True, forbids=families.NUMPY_ONLY)
def zero_pad(submission, draw):
    """Batches of drawn sizes, a border of nothing, and whole numbers."""

    def run(X, pad):
        return submission.zero_pad(X, pad), padded(X, pad)

    def pictures():
        return draw.normal(*draw.sizes("m", "n_H", "n_W", "n_C", low=2, high=5))

    for pad in (1, 3):
        yield "random batches", *run(pictures(), pad)
    yield "no border", *run(pictures(), 0)
    shape = draw.sizes("m", "n_H", "n_W", "n_C", low=1, high=4)
    yield "whole numbers", *run(draw.rng.integers(1, 256, shape), int(draw.rng.integers(1, 4)))
    draw.named(m=4, n=3, n_C=2)
    yield "the notebook's example", *run(*legacy(1, (4, 3, 3, 2)), 2)


# fmt: off
zero_pad.at("((0, 0), (pad, pad), (pad, pad), (0, 0))").mistakes(
    ("((0, 0), (pad, pad), (pad, pad), (pad, pad))", "channels padded too",
     "The channels were padded as well. Which axes of the batch are rows and columns?"),
    ("((pad, pad), (pad, pad), (0, 0), (0, 0))", "examples padded",
     "There are pictures of zeros, and the columns have no border. "
     "Axis 0 counts the examples: which axes are rows and columns?"),
    ("pad", "all axes padded",
     "All four axes were padded: one number stands for every axis. "
     "How does `np.pad` take another width for each of them?"),
    ("((0, 0), (0, 2 * pad), (0, 2 * pad), (0, 0))", "border on one side",
     "The picture sits in the upper left corner. What do the two numbers of each pair stand for?"),
    ("((0, 0), (pad, pad), (pad, pad), (0, 0)), mode='edge'", "edge repeated",
     "The border repeats the picture's edge. What belongs there?"),
)
zero_pad.at("X_pad = np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)))").mistakes(
    ("m, n_H, n_W, n_C = X.shape\n    X_pad = np.zeros((m, n_H + 2 * pad, n_W + 2 * pad, n_C))\n"
     "    X_pad[:, pad:-pad, pad:-pad, :] = X", "cut by minus pad",
     "It fails where `pad` is 0: `[0:-0]` is empty. Where does the picture end, counted from the front?"),
)
zero_pad.alternatives({
    "everything named": "return np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)), mode='constant', "
                        "constant_values=(0, 0))",
    "a canvas of zeros": """
    m, n_H, n_W, n_C = X.shape
    X_pad = np.zeros((m, n_H + 2 * pad, n_W + 2 * pad, n_C))
    X_pad[:, pad:pad + n_H, pad:pad + n_W] = X
    print(X_pad.shape)
    return X_pad
""",
})
# fmt: on


@assignment.exercise(points=8, keeps_arguments=True, atol=1e-5, forbids=families.NUMPY_ONLY)
def conv_single_step(submission, draw):
    """Random slices, against a sum product by product."""

    def run(a, W, b):
        Z = math.fsum(x * w for x, w in zip(a.flat, W.flat, strict=True)) + b.item()
        return submission.conv_single_step(a, W, b), Z

    for _ in range(3):
        f, n_C_prev = draw.sizes("f", "n_C_prev", low=2, high=4)
        slice_and_filter = draw.normal(f, f, n_C_prev), draw.normal(f, f, n_C_prev)
        yield "random slices", *run(*slice_and_filter, draw.normal(1, 1, 1, scale=2))
    draw.sizes()
    yield "a filter of one weight", *run(*(draw.normal(1, 1, 1) for _ in range(3)))
    draw.named(f=4, n_C_prev=3)
    a, W, b = legacy(1, (4, 4, 3), (4, 4, 3), (1, 1, 1))
    yield "the notebook's example", submission.conv_single_step(a, W, b), -6.99908945068


# fmt: off
conv_single_step.at("a_slice_prev * W").mistakes(
    ("a_slice_prev @ W", "matrix product",
     "This is a product of matrices, rows times columns. Which operator pairs up entries that lie in the same place?"),
    ("a_slice_prev * W[::-1, ::-1]", "filter turned round",
     "The filter was turned by half a turn, as mathematicians convolve. Which entries does the formula pair up?"),
)
conv_single_step.at("np.sum(products) + b.item()").mistakes(
    ("np.sum(products + b)", "bias on every product",
     "The bias was added to every product, so it counts once for each entry of the slice. "
     "How often does the formula add it?"),
    ("np.sum(products)", "bias missing",
     "The bias is missing. What does the formula add to the sum?"),
    ("np.sum(products) + float(b)", "float of an array",
     "`float` refuses an array with three axes, even if it holds one number. Which method takes the number out?"),
    ("max(0, np.sum(products) + b.item())", "relu too",
     "Negative results became 0. The activation has its own step: what is `Z` before it?"),
)
conv_single_step.alternatives({
    "squeezed": "return np.sum(np.multiply(a_slice_prev, W)) + float(np.squeeze(b))",
    "one product of vectors, float32": """
    return np.dot(a_slice_prev.astype(np.float32).ravel(), W.astype(np.float32).ravel()) + np.float32(b.item())
""",
})
# fmt: on


@assignment.exercise(
    points=20,
    uses=("zero_pad", "conv_single_step"),
    keeps_arguments=True,
    returns=("Z", "cache"),
    forbids=families.NUMPY_ONLY,
    atol=1e-5,
)
def conv_forward(submission, draw):
    """Layers whose sizes all differ, with every kind of border and stride, against all windows in one product."""

    def run(A_prev, W, b, stride, pad):
        hparameters = {"stride": stride, "pad": pad}
        Z = convolved(A_prev, W, b, stride, pad)
        draw.also_named(n_H=Z.shape[1], n_W=Z.shape[2])
        return submission.conv_forward(A_prev, W, b, dict(hparameters)), (Z, (A_prev, W, b, hparameters))

    pad = int(draw.rng.integers(1, 3))
    yield "stride 1", *run(*layer(draw, 3), 1, pad)
    for stride in (2, 3):
        yield "larger strides", *run(*uneven(draw, stride))
    yield "no padding", *run(*layer(draw, 2), int(draw.rng.integers(1, 3)), 0)
    yield "filters of one weight per channel", *run(*layer(draw, 1), 2, int(draw.rng.integers(0, 2)))
    (n_C_prev,) = draw.sizes("n_C_prev", low=2, high=5)
    yield (
        "one example, one filter, one window",
        *run(draw.normal(1, 3, 3, n_C_prev), draw.normal(3, 3, n_C_prev, 1), draw.normal(1, 1, 1, 1), 2, 0),
    )
    draw.named(m=2, n_H_prev=5, n_W_prev=7, n_C_prev=4, n_C=8)
    yield "the notebook's example", *run(*legacy(1, (2, 5, 7, 4), (3, 3, 4, 8), (1, 1, 1, 8)), 2, 1)


def uneven(draw, stride):
    """A layer and its stride and pad, where the stride leaves rows and columns over."""
    while True:
        pad, f = int(draw.rng.integers(0, 3)), int(draw.rng.integers(2, 4))
        A_prev, W, b = layer(draw, f)
        if any((n - f + 2 * pad) % stride for n in A_prev.shape[1:3]):
            return A_prev, W, b, stride, pad


# fmt: off
convolutions.window_count(conv_forward, r"n_\w_prev - f \+ 2 \* pad", "stride", "2 * pad")
convolutions.windows(conv_forward, "top, left = h * stride, w * stride", "h", "w")
conv_forward.at("zero_pad(A_prev, pad)").mistakes(
    ("A_prev", "not padded",
     "The windows slide over the picture without its border. What comes before the sliding?"),
)
conv_forward.at("A_prev_pad[i, top : top + f, left : left + f, :]").mistakes(
    ("A_prev_pad[0, top : top + f, left : left + f, :]", "first example only",
     "Every example has the results of the first one. Which index walks through the batch?"),
    ("A_prev_pad[i, top : top + f, left : left + f, c]", "one channel only",
     "A window was cut from one channel, but a filter looks at all of them. What stands for all channels in an index?"),
)
conv_forward.at("W[:, :, :, c], b[:, :, :, c]").mistakes(
    ("W, b", "all filters at once",
     "One place was given all filters. Which part of `W` and of `b` belongs to filter `c`?"),
    ("W[:, :, :, 0], b[:, :, :, c]", "the same filter",
     "All channels of `Z` were made by the first filter. Which filter makes channel `c`?"),
    ("W[:, :, :, c], b[:, :, :, 0]", "the same bias",
     "All channels have the bias of the first one. Which bias belongs to filter `c`?"),
)
conv_forward.at("conv_single_step(a_slice_prev, W[:, :, :, c], b[:, :, :, c])").mistakes(
    ("np.sum(a_slice_prev * W[:, :, :, c] + b[:, :, :, c])", "bias on every product",
     "The bias was added to every product, so it counts many times. Which function of yours adds it once?"),
)
conv_forward.at("cache = (A_prev, W, b, hparameters)").mistakes(
    ("cache = (A_prev_pad, W, b, hparameters)", "padded picture in the cache",
     "The cache holds the padded picture. Which one did the function get?"),
)
conv_forward.equivalents(
    ("assert W.shape[0] == W.shape[1]", "", "it only refuses filters that are not square"),
    ("W.shape[0]", "W.shape[1]", "filters are square"),
    ("W.shape[1]", "W.shape[0]", "filters are square"),
    ("np.zeros((m, n_H, n_W, n_C))", "np.ones((m, n_H, n_W, n_C))", "every entry is written"),
    ("conv_single_step(a_slice_prev, W[:, :, :, c], b[:, :, :, c])",
     "conv_single_step(W[:, :, :, c], a_slice_prev, b[:, :, :, c])", "a product does not mind the order"),
)
conv_forward.alternatives({
    "all windows in one product": """
    f, stride = W.shape[0], hparameters["stride"]
    A_prev_pad = zero_pad(A_prev, hparameters["pad"])
    windows = np.lib.stride_tricks.sliding_window_view(A_prev_pad, (f, f), axis=(1, 2))[:, ::stride, ::stride]
    return np.einsum("mhwcij,ijcn->mhwn", windows, W) + b, [A_prev, W, b, hparameters]
""",
})
# fmt: on


@assignment.exercise(points=14, keeps_arguments=True, returns=("A", "cache"), forbids=families.NUMPY_ONLY)
def pool_forward(submission, draw):
    """Both modes on windows that touch, overlap and leave gaps; negative numbers; one window, windows of one entry."""

    def run(A_prev, f, stride, *modes):
        hparameters = {"f": f, "stride": stride}
        A = pooled(A_prev, f, stride, *(modes or ("max",)))
        draw.also_named(n_H=A.shape[1], n_W=A.shape[2])
        return submission.pool_forward(A_prev, dict(hparameters), *modes), (A, (A_prev, hparameters))

    def pictures():
        return draw.normal(*small_batch(draw))

    for mode in MODES:
        yield mode, *run(pictures(), 2, 2, mode)
        yield "windows that overlap", *run(pictures(), 3, 1, mode)
        yield "windows that overlap", *run(pictures(), 3, 2, mode)
        yield "windows with gaps", *run(pictures(), 2, 3, mode)
    yield "negative numbers", *run(-1 - np.abs(pictures()), 3, 2, "max")
    for mode in MODES:
        A_prev = pictures()[:1]
        yield "one window, or windows of one entry", *run(A_prev[:, :3, :3], 3, 2, mode)
        yield "one window, or windows of one entry", *run(A_prev, 1, 2, mode)
    draw.named(m=2, n=5, n_C=3)
    (A_prev,) = legacy(1, (2, 5, 5, 3))
    yield "the notebook's example", *run(A_prev, 3, 2)
    yield "the notebook's example", *run(A_prev, 3, 2, "average")


# fmt: off
convolutions.windows(
    pool_forward, "A_prev[i, h * stride : h * stride + f, w * stride : w * stride + f, c]", "h", "w"
)
convolutions.pooling(pool_forward)
pool_forward.at("A_prev[i, h * stride : h * stride + f, w * stride : w * stride + f, c]").mistakes(
    ("A_prev[i, h * stride : h * stride + f, w * stride : w * stride + f, :]", "pools over the channels",
     "Each channel has the result of all channels together. How many channels does one window have?"),
)
pool_forward.at("cache = (A_prev, hparameters)").mistakes(
    ("cache = hparameters", "cache without the input",
     "The cache holds the hyperparameters alone. What will the way back need to find the maximum again?"),
    ("cache = (A, hparameters)", "result in the cache",
     "The cache holds the pooled numbers. What will the way back need: what went in, or what went out?"),
)
pool_forward.equivalents(
    ("np.zeros((m, n_H, n_W, n_C))", "np.ones((m, n_H, n_W, n_C))", "every entry is written"),
)
pool_forward.alternatives({
    "all windows at once": """
    f, stride = hparameters["f"], hparameters["stride"]
    windows = np.lib.stride_tricks.sliding_window_view(A_prev, (f, f), axis=(1, 2))[:, ::stride, ::stride]
    A = windows.max(axis=(-1, -2)) if mode == "max" else windows.mean(axis=(-1, -2))
    return A, [A_prev, hparameters]
""",
    "a function for the mode, whole slabs": """
    f, stride = hparameters["f"], hparameters["stride"]
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    reduce = {"max": np.max, "average": np.mean}[mode]
    tops, lefts = range(0, n_H_prev - f + 1, stride), range(0, n_W_prev - f + 1, stride)
    A = [[reduce(A_prev[:, t:t + f, l:l + f], axis=(1, 2)) for l in lefts] for t in tops]
    print(len(A))
    return np.transpose(A, (2, 0, 1, 3)), (A_prev, hparameters)
""",
})
# fmt: on


# atol: see the head of this file.
@assignment.exercise(
    points=22,
    uses=("zero_pad",),
    keeps_arguments=True,
    returns=("dA_prev", "dW", "db"),
    forbids=families.NUMPY_ONLY,
    atol=1e-4,
)
def conv_backward(submission, draw):
    """A random dZ, against measured slopes."""

    def run(A_prev, W, b, stride, pad):
        dZ = draw.normal(*convolved(A_prev, W, b, stride, pad).shape)
        cache = (A_prev, W, b, {"stride": stride, "pad": pad})
        return submission.conv_backward(dZ, cache), layer_slopes(dZ, A_prev, W, b, stride, pad)

    yield "stride 1", *run(*layer(draw, 3), 1, int(draw.rng.integers(1, 3)))
    for stride in (2, 3):
        yield "larger strides", *run(*uneven(draw, stride))
    yield "no padding", *run(*layer(draw, 2), int(draw.rng.integers(1, 3)), 0)
    yield "filters of one weight per channel", *run(*layer(draw, 1), 2, int(draw.rng.integers(0, 2)))
    (n_C_prev,) = draw.sizes("n_C_prev", low=2, high=5)
    yield (
        "one example, one filter, one window",
        *run(draw.normal(1, 3, 3, n_C_prev), draw.normal(3, 3, n_C_prev, 1), draw.normal(1, 1, 1, 1), 2, 0),
    )


# fmt: off
convolutions.windows(conv_backward, "top, left = h * stride, w * stride", "h", "w")
conv_backward.at("zero_pad(A_prev, pad)").mistakes(
    ("A_prev", "not padded",
     "The windows were cut from the picture without its border. What did the forward pass slide over?"),
)
conv_backward.at("dA_prev_pad[i, top : top + f, left : left + f, :] += W[:, :, :, c] * dZ[i, h, w, c]").mistakes(
    ("dA_prev_pad[i, top : top + f, left : left + f, :] = W[:, :, :, c] * dZ[i, h, w, c]", "dA_prev overwritten",
     "`dA_prev` has only the last window's share. An entry lies in many windows: what becomes of their shares?"),
    ("dA_prev_pad[i, top : top + f, left : left + f, :] += W[::-1, ::-1, :, c] * dZ[i, h, w, c]", "filter turned round",
     "In `dA_prev` the filter is turned by half a turn. Which weight did each entry meet on the way forward?"),
    ("dA_prev_pad[i, top : top + f, left : left + f, :] += "
     "A_prev_pad[i, top : top + f, left : left + f, :] * dZ[i, h, w, c]", "slice instead of the filter",
     "`dA_prev` was made with the window itself. With what is an entry multiplied on the way forward?"),
)
conv_backward.at("dW[:, :, :, c] += A_prev_pad[i, top : top + f, left : left + f, :] * dZ[i, h, w, c]").mistakes(
    ("dW[:, :, :, c] = A_prev_pad[i, top : top + f, left : left + f, :] * dZ[i, h, w, c]", "dW overwritten",
     "`dW` has only the last window's share. A filter is used in every window: what becomes of their shares?"),
    ("dW[:, :, :, c] += W[:, :, :, c] * dZ[i, h, w, c]", "filter instead of the slice",
     "`dW` was made with the filter itself. With what is a weight multiplied on the way forward?"),
)
conv_backward.at("db[:, :, :, c] += dZ[i, h, w, c]").mistakes(
    ("db[:, :, :, c] = dZ[i, h, w, c]", "db overwritten",
     "`db` has only the last window's share. A bias is used in every window: what becomes of their shares?"),
    ("db[:, :, :, c] += dZ[i, h, w, c] * b[:, :, :, c]", "db times b",
     "`db` was multiplied by the bias. By how much does `Z` rise if the bias rises by one?"),
    ("db[:, :, :, c] += dZ[i, h, w, c] / (n_H * n_W)", "db averaged over the places",
     "`db` is divided by the number of places. Is there a mean in its formula?"),
)
conv_backward.everywhere(r"(d[Wb]\[:, :, :, c\] \+= .*dZ\[i, h, w, c\])").mistakes(
    (r"\1 / m", "divided by m",
     "`dW` and `db` are divided by the number of examples. `dZ` carries the cost's 1/m already: "
     "is there one in these formulas?"),
)
conv_backward.everywhere(r"dZ\[i, h, w, c\]").mistakes(
    ("dZ[i, top, left, c]", "dZ read at the corner",
     "`dZ` was read at the window's corner. It has one entry for each window: which indices count windows?"),
)
conv_backward.at("dA_prev_pad[:, pad : pad + n_H_prev, pad : pad + n_W_prev, :]").mistakes(
    ("dA_prev_pad[:, pad:-pad, pad:-pad, :]", "border cut by minus pad",
     "Where `pad` is 0, `dA_prev` is empty: `[0:-0]` holds nothing. "
     "Where does the picture end, counted from the front?"),
    ("dA_prev_pad[:, :n_H_prev, :n_W_prev, :]", "border cut at the end only",
     "`dA_prev` has the right size, and begins in the border. Where does the picture begin inside the padded one?"),
)
conv_backward.equivalents(("W.shape[0]", "W.shape[1]", "filters are square"))
conv_backward.alternatives({
    "the published shape, repaired": """
    (A_prev, W, b, hparameters) = cache
    (m, n_H_prev, n_W_prev, n_C_prev) = A_prev.shape
    (f, f, n_C_prev, n_C) = W.shape
    stride = hparameters["stride"]
    pad = hparameters["pad"]
    (m, n_H, n_W, n_C) = dZ.shape
    dA_prev = np.zeros((m, n_H_prev, n_W_prev, n_C_prev))
    dW = np.zeros((f, f, n_C_prev, n_C))
    db = np.zeros((1, 1, 1, n_C))
    A_prev_pad = zero_pad(A_prev, pad)
    dA_prev_pad = zero_pad(dA_prev, pad)
    for i in range(m):
        a_prev_pad = A_prev_pad[i]
        da_prev_pad = dA_prev_pad[i]
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    vert_start = h * stride
                    vert_end = vert_start + f
                    horiz_start = w * stride
                    horiz_end = horiz_start + f
                    a_slice = a_prev_pad[vert_start:vert_end, horiz_start:horiz_end, :]
                    da_prev_pad[vert_start:vert_end, horiz_start:horiz_end, :] += W[:,:,:,c] * dZ[i, h, w, c]
                    dW[:,:,:,c] += a_slice * dZ[i, h, w, c]
                    db[:,:,:,c] += dZ[i, h, w, c]
        dA_prev[i, :, :, :] = da_prev_pad[pad:n_H_prev + pad, pad:n_W_prev + pad, :]
    assert(dA_prev.shape == (m, n_H_prev, n_W_prev, n_C_prev))
    return dA_prev, dW, db
""",
    "all windows in one product, float32": """
    A_prev, W, b, hparameters = cache
    stride, pad = hparameters["stride"], hparameters["pad"]
    f = W.shape[0]
    P = zero_pad(A_prev, pad).astype(np.float32)
    dZ = dZ.astype(np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(P, (f, f), axis=(1, 2))[:, ::stride, ::stride]
    dW = np.einsum("mhwcij,mhwn->ijcn", windows, dZ)
    db = dZ.sum(axis=(0, 1, 2)).reshape(b.shape)
    dP = np.zeros_like(P)
    for h in range(dZ.shape[1]):
        for w in range(dZ.shape[2]):
            dP[:, h * stride:h * stride + f, w * stride:w * stride + f] += np.einsum("mn,ijcn->mijc", dZ[:, h, w], W)
    return [dP[:, pad:P.shape[1] - pad, pad:P.shape[2] - pad], dW, db]
""",
})
# fmt: on


@assignment.inside
def picks(create_mask_from_window, x):
    """The entries that the mask picks out of the window: whole numbers would pick rows."""
    return x[create_mask_from_window(x)]


@assignment.exercise(points=6, keeps_arguments=True, forbids=families.NUMPY_ONLY)
def create_mask_from_window(submission, draw):
    """Windows with one maximum, all negative or not, with one that two entries share, and of one entry."""

    def run(x):
        expected = np.zeros(x.shape, dtype=bool)
        expected.flat[np.argmax(x)] = True
        return submission.create_mask_from_window(x), expected

    for _ in range(2):
        yield "random windows", *run(apart(draw, *draw.sizes("rows", "columns", low=2, high=6)))
    yield "negative numbers", *run(-0.1 - np.abs(apart(draw, *draw.sizes("rows", "columns", low=2, high=6))))
    x = apart(draw, *draw.sizes("rows", "columns", low=2, high=6))
    yield "picks the maximum", picks(submission.create_mask_from_window, x), np.array([x.max()])
    shape = draw.sizes("rows", "columns", low=3, high=6)
    x = draw.rng.integers(-5, 5, shape).astype(float)
    x.flat[draw.rng.permutation(x.size)[:2]] = 5.0
    yield "two equal maxima", submission.create_mask_from_window(x), x > 4.5
    yield "one entry", *run(draw.normal(1, 1))
    draw.named(rows=2, columns=3)
    yield "the notebook's example", *run(*legacy(1, (2, 3)))


# fmt: off
create_mask_from_window.at("x == np.max(x)").mistakes(
    ("x == x.max(axis=0)", "maximum of each column",
     "There is a True in each column. Over how many entries is the maximum taken?"),
    ("np.abs(x) == np.max(np.abs(x))", "largest absolute value",
     "The mask marks the largest absolute value. Which entry does max pooling keep?"),
    ("x * (x == np.max(x))", "values kept",
     "The maximum itself is there, and zeros. Which two values does a mask have?"),
    ("(x == np.max(x)).astype(int)", "whole numbers",
     "0 and 1 are right as numbers, but `x[mask]` takes them for row numbers. "
     "What does a comparison return before anything is done to it?"),
    ("np.argmax(x)", "a place instead of a mask",
     "This is the place of the maximum, as one number. What shape should a mask have?"),
    ("np.arange(x.size).reshape(x.shape) == np.argmax(x)", "first of several",
     "Of two equal maxima only the first is marked. What does the notebook say of this case?"),
)
create_mask_from_window.alternatives({
    "a method, the other way round": "return np.max(x) <= x",
})
# fmt: on


@assignment.exercise(points=6, forbids=families.NUMPY_ONLY)
def distribute_value(submission, draw):
    """Shapes of all kinds, whole numbers and fractions of both signs."""

    def run(dz, shape):
        return submission.distribute_value(dz, shape), np.array([[dz / (shape[0] * shape[1])] * shape[1]] * shape[0])

    for sign in (1, -1):
        yield "fractions", *run(sign * float(draw.uniform(1, 3)), draw.sizes("n_H", "n_W", low=2, high=6))
    yield "whole numbers", *run(int(draw.rng.integers(1, 4)), draw.sizes("n_H", "n_W", low=2, high=6))
    (n,) = draw.sizes("n", low=2)
    draw.named(n_H=n)
    yield "one row or one column", *run(float(draw.uniform(1, 3)), (n, 1))
    draw.named(n_W=n)
    yield "one row or one column", *run(float(draw.uniform(1, 3)), (1, n))
    draw.named(n_H=2, n_W=3)
    yield "the notebook's example", submission.distribute_value(6, (2, 3)), np.ones((2, 3))


# fmt: off
distribute_value.at("dz / (n_H * n_W)").mistakes(
    ("dz / (n_H + n_W)", "divided by the sum",
     "`dz` was divided by the sum of the two sizes. How many entries share it?"),
    ("dz / n_H ** 2", "divided by the square of the height",
     "`dz` was divided by the square of the height. How many entries does the window have?"),
    ("dz / n_H * n_W", "parentheses missing",
     "`dz` was divided by the height and multiplied by the width. What belongs together below the bar?"),
    ("dz", "not divided",
     "Every entry has the whole of `dz`. How much is left for each, if they share it?"),
)
distribute_value.at("np.full(shape, average)").mistakes(
    ("np.zeros(shape) * average", "zeros multiplied",
     "Zeros stay zeros, whatever they are multiplied by. Which array of one number is left when you multiply it?"),
)
distribute_value.alternatives({
    "ones": """
    (n_H, n_W) = shape
    average = dz / (n_H * n_W)
    a = np.ones(shape) * average
    return a
""",
    "prod, float32, a list of lists for the shape": """
    a = np.zeros(list(shape), dtype=np.float32)
    a += np.float32(dz / np.prod(shape))
    print(a)
    return a
""",
})
# fmt: on


@assignment.exercise(
    points=16,
    uses=("create_mask_from_window", "distribute_value"),
    keeps_arguments=True,
    forbids=families.NUMPY_ONLY,
    atol=1e-5,
)
def pool_backward(submission, draw):
    """A random dA, against measured slopes, on windows that touch, overlap and leave gaps."""

    def run(A_prev, f, stride, mode):
        dA = draw.normal(*pooled(A_prev, f, stride, mode).shape)
        result = submission.pool_backward(dA, (A_prev, {"f": f, "stride": stride}), mode)
        return result, pool_slopes(dA, A_prev, f, stride, mode)

    def pictures():
        return apart(draw, *small_batch(draw))

    for mode in MODES:
        yield mode, *run(pictures(), 2, 2, mode)
        yield "windows that overlap", *run(pictures(), 3, 1, mode)
        yield "windows that overlap", *run(pictures(), 3, 2, mode)
        yield "windows with gaps", *run(pictures(), 2, 3, mode)
        yield "one window, or windows of one entry", *run(pictures()[:1, :3, :3], 3, 2, mode)
        yield "one window, or windows of one entry", *run(pictures()[:1], 1, 2, mode)
    A_prev = pictures()
    dA = draw.normal(*pooled(A_prev, 2, 2, "max").shape)
    yield "max if no mode is given", submission.pool_backward(dA, (A_prev, {"f": 2, "stride": 2}))


# fmt: off
pool_backward.at("top, left = h * stride, w * stride").mistakes(
    ("top, left = h, w", "stride missing in the corner",
     "The windows move by one entry each, whatever the stride. Where did window `h` begin on the way forward?"),
)
pool_backward.at('if mode == "max"').mistakes(
    ('if mode != "max"', "modes exchanged",
     "The two modes are exchanged. Which of your helpers belongs to `\"max\"`?"),
)
pool_backward.at("create_mask_from_window(window) * dA[i, h, w, c]").mistakes(
    ("dA[i, h, w, c]", "mask missing",
     "With `\"max\"`, every entry of the window has the gradient. Which entries had a say in the maximum?"),
    ("window * dA[i, h, w, c]", "multiplied by the input",
     "With `\"max\"`, the gradient was multiplied by the entries themselves. Which two values does a mask have?"),
)
pool_backward.at("distribute_value(dA[i, h, w, c], (f, f))").mistakes(
    ("dA[i, h, w, c]", "average not divided",
     "With `\"average\"`, every entry has the whole gradient. How many entries share it?"),
    ("dA[i, h, w, c] / f", "divided by f",
     "With `\"average\"`, the gradient was divided by `f`. How many entries does a window have?"),
)
pool_backward.everywhere(r"dA\[i, h, w, c\]").mistakes(
    ("dA[i, top, left, c]", "dA read at the corner",
     "`dA` was read at the window's corner. It has one entry for each window: which indices count windows?"),
)
pool_backward.at("dA_prev[i, top : top + f, left : left + f, c] += share").mistakes(
    ("dA_prev[i, top : top + f, left : left + f, c] = share", "overwritten",
     "Where windows overlap, an entry has only the last one's share. What becomes of the others?"),
    ("dA_prev[i, h : h + f, w : w + f, c] += share", "put back without the stride",
     "The shares were put back as if the stride were 1. Where did the window begin?"),
)
pool_backward.alternatives({
    "neither helper, argmax, float32": """
    A_prev, hparameters = cache
    f, s = hparameters["f"], hparameters["stride"]
    dA_prev = np.zeros(A_prev.shape, dtype=np.float32)
    for i, h, w, c in np.ndindex(dA.shape):
        if mode == "max":
            place = np.argmax(A_prev[i, h*s:h*s+f, w*s:w*s+f, c])
            dA_prev[i, h*s + place // f, w*s + place % f, c] += dA[i, h, w, c]
        else:
            dA_prev[i, h*s:h*s+f, w*s:w*s+f, c] += dA[i, h, w, c] / f**2
    print(mode)
    return dA_prev
""",
})

assignment.examples(
    Example("the first edition: the bias inside the sum",
        {"conv_single_step": [("np.sum(products) + b.item()", "np.sum(products + b)")]}),
    Example("the first edition's way back: borders cut by minus pad, dA at the corner",
        {"conv_backward": [
             ("dA_prev_pad[:, pad : pad + n_H_prev, pad : pad + n_W_prev, :]", "dA_prev_pad[:, pad:-pad, pad:-pad, :]"),
         ],
         "pool_backward": [
             ("(window) * dA[i, h, w, c]", "(window) * dA[i, top, left, c]"),
         ]}),
    Example("a wrong border and a wrong mask, with everything after them right",
        {"zero_pad": [("((0, 0), (pad, pad), (pad, pad), (0, 0))", "pad")],
         "create_mask_from_window": [("x == np.max(x)", "np.argmax(x)")]}),
    Example("shapes printed in every window",
        {"conv_forward": [("a_slice_prev = ", "print(h, w)\n                    a_slice_prev = ")],
         "conv_backward": [("top, left = ", "print(h, w)\n                    top, left = ")]}, loses=()),
    Example("the notebook's own data in the forward pass",
        {"conv_forward": [("zero_pad(A_prev, pad)", "zero_pad(A_small, pad)")]}),
)
# fmt: on
