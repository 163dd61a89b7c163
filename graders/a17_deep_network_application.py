"""Scenarios, known mistakes and alternatives of "Deep networks on pictures": what the marks of a17 stand on.

Examples are columns here: X is (n_0, m), Y is (1, m). Trainings are small, and long only where the steps are, because
others magnify roundings: the published costs on the photographs are reproduced in tests/test_a17_published.py.

Where editions of the published assignment disagree, or their checks refuse what is right:

- The training functions returned the parameters alone at first, and drew the costs themselves; later they returned the
  costs as well. The notebook takes the later; to return the parameters alone has its own sentence.
- `predict` took the labels as well and printed the accuracy. A picture of one's own has no label, so it takes none.
- The building blocks may be those of the notebook's imports or the student's own, of either numbering of the entries
  dA, and may update parameters in place. Only the start of the deep network must be the imported one: from the 0.01 of
  a16 the training on the pictures stalls.
- What is printed never costs marks. So nobody is asked whether lines appear only with `print_cost`; these lines are
  given.
- A network of one layer is not asked for here: a student's own blocks need not stand it.
"""

import itertools

import numpy as np

from autograder.judging.exercise import Alternative, Assignment, Example, Mistake

assignment = Assignment("a17_deep_network_application")


def start(sizes, small):
    """The parameters that a training starts from: those of the imported blocks, by a loop over single layers."""
    random = np.random.RandomState(1)
    parameters = {}
    for layer, (n_prev, n) in enumerate(itertools.pairwise(sizes), start=1):
        parameters[f"W{layer}"] = random.randn(n, n_prev) * (0.01 if small else n_prev**-0.5)
        parameters[f"b{layer}"] = np.zeros((n, 1))
    return parameters


def cost_of(X, Y, parameters):
    """The cost, also for complex parameters or a stack: every step is a smooth formula on either side of the kink."""
    last = len(parameters) // 2
    for layer in range(1, last + 1):
        Z = parameters[f"W{layer}"] @ X + parameters[f"b{layer}"]
        X = Z * (Z.real > 0)
    return np.mean(np.log(1 + np.exp(Z)) - Y * Z, axis=(-2, -1))  # the cross-entropy in terms of Z of the last layer


def gradient(X, Y, parameters):
    """The slopes of the cost, measured: the imaginary part of the cost where one entry is shifted by i × 1e-20.

    Unlike a central difference it has no rounding, and cannot step across a kink. All the networks with a shifted entry
    in the same parameter are run at once, as a stack.
    """
    slopes = {}
    for name, value in parameters.items():
        shifts = 1e-20j * np.eye(value.size).reshape(value.size, *value.shape)
        slopes[name] = (cost_of(X, Y, {**parameters, name: value + shifts}).imag / 1e-20).reshape(value.shape)
    return slopes


def moved(parameters, slopes, rate):
    return {name: value - rate * slopes[name] for name, value in parameters.items()}


def one_step(X, Y, sizes, rate, small):
    """Parameters and costs after one step along the measured gradient."""
    parameters = start(sizes, small)
    return moved(parameters, gradient(X, Y, parameters), rate), [float(cost_of(X, Y, parameters))]


def easy_example(draw, sizes, small):
    """X and Y of one example, sizes, and the rate whose first step leaves a cost of about 1e-5.

    What later steps change is small then, and much larger than roundings, in float32 too: the label is 0, as AL near 1
    would have lost its digits.
    """
    Y, parameters = np.array([[0]]), start(sizes, small)
    while True:
        X = draw.normal(sizes[0], 1, scale=2.0)
        slopes = gradient(X, Y, parameters)
        for rate in (0.1 * 1.1 ** np.arange(70)).tolist():  # some examples have none: the step goes too far
            if cost_of(X, Y, moved(parameters, slopes, rate)) < 1e-5:
                return X, Y, sizes, rate


def pictures(draw, m, num_px, low=0, high=256):
    return draw.rng.integers(low, high, (m, num_px, num_px, 3)).astype(np.uint8)


def columns_by_hand(images):
    """One number after another, in the order row, column, colour."""
    m, height, width, depth = images.shape
    X = np.zeros((height * width * depth, m))
    for i, row, column, colour in np.ndindex(images.shape):
        X[(row * width + column) * depth + colour, i] = int(images[i, row, column, colour]) / 255
    return X


@assignment.exercise(points=10, keeps_arguments=True)
def prepare_pictures(submission, draw):
    """Random pictures, against a loop over single numbers."""

    def prepared(images):
        return submission.prepare_pictures(images), columns_by_hand(images)

    m, num_px = draw.sizes("m", "num_px", low=2, high=6)
    yield "random pictures", *prepared(pictures(draw, m, num_px))
    num_px = draw.sizes("num_px", low=3, high=5)[0]
    yield "random pictures", *prepared(pictures(draw, num_px, num_px))
    m, num_px = draw.sizes("m", "num_px", low=2, high=6)
    yield "dark pictures", *prepared(pictures(draw, m, num_px, 3, 90))
    num_px = draw.sizes("num_px", low=3, high=5)[0]
    yield "one picture", *prepared(pictures(draw, 1, num_px))
    draw.named(m=3, num_px=1)
    yield "one pixel", *prepared(pictures(draw, 3, 1))


FLATTENED = "pictures.reshape(len(pictures), -1).T"

prepare_pictures.mistakes(
    Mistake(
        "scrambled",
        FLATTENED,
        "pictures.reshape(-1, len(pictures))",
        "The shape is right, but each column holds numbers of many pictures: `reshape` fills row by row. "
        "Make the pictures rows first; how do rows become columns?",
    ),
    Mistake(
        "pictures as rows",
        FLATTENED,
        "pictures.reshape(len(pictures), -1)",
        "Each picture came as a row. Examples are columns here: what turns rows into columns?",
    ),
    Mistake(
        "all in one column",
        FLATTENED,
        "pictures.reshape(-1, 1)",
        "All pictures came in one long column. Each picture has a column of its own.",
    ),
    Mistake(
        "axes exchanged without flattening",
        FLATTENED,
        "pictures.T",
        "The result still has four axes. Flatten each picture first, and exchange rows and columns then.",
    ),
    Mistake(
        "colours first",
        FLATTENED,
        "pictures.transpose(0, 3, 1, 2).reshape(len(pictures), -1).T",
        "Each column holds all red numbers first, then all green ones. Keep the stored order: red, green and blue of "
        "one pixel stand together.",
    ),
    Mistake(
        "flattened from all axes at once",
        FLATTENED,
        "pictures.T.reshape(-1, len(pictures))",
        "Each picture has its column, but rows and columns of pixels are exchanged in it, and the colours too. `.T` "
        "turns all four axes around: flatten first.",
    ),
    Mistake(
        "not scaled",
        "columns / 255",
        "columns",
        "The numbers still go up to 255. By what must they be divided to lie between 0 and 1?",
    ),
    Mistake(
        "divided in place",
        "X = columns / 255",
        "X = columns\n    X /= 255",
        "`/=` cannot put fractions into an array of 8-bit whole numbers, and it would change the pictures themselves. "
        "Make a new array with `/`.",
    ),
    Mistake(
        "divided by 256",
        "columns / 255",
        "columns / 256",
        "The numbers are a little too small: divided by 256. The largest number of a pixel is 255, and becomes 1.",
    ),
    Mistake(
        "fractions cut off",
        "columns / 255",
        "columns // 255",
        "Nearly all numbers came as 0: `//` cuts fractions off. Which sign keeps them?",
    ),
    Mistake(
        "divided by the largest number",
        "columns / 255",
        "columns / columns.max()",
        "The numbers were divided by the largest that occurs, so a dark picture becomes a light one. Divide by 255 "
        "always.",
    ),
    Mistake(
        "scaled twice",
        "columns / 255",
        "columns / 255 / 255",
        "The numbers were divided by 255 twice. Once brings them into the range from 0 to 1.",
    ),
    Mistake(
        "standardised",
        "columns / 255",
        "(columns - columns.mean()) / columns.std()",
        "The numbers were shifted to mean 0 and scaled by their spread. That is another preparation: here they are "
        "only "
        "divided by 255.",
    ),
    Mistake(
        "number of training pictures fixed",
        FLATTENED,
        "pictures.reshape(209, -1).T",
        "The number of pictures is always taken to be 209. There are other sets; can you read it from `pictures`?",
    ),
    Mistake(
        "number of features fixed",
        FLATTENED,
        "pictures.reshape(-1, 12288).T",
        "The pictures are always taken to have 12288 numbers. There are other sizes; `-1` lets NumPy work it out.",
    ),
    Mistake(
        "first picture only",
        FLATTENED,
        "pictures[0].reshape(-1, 1)",
        "Only the first picture came back. Each picture has a column.",
    ),
    Mistake(
        "whole numbers",
        "columns / 255",
        "np.round(columns / 255).astype(int)",
        "The numbers came rounded to 0 and 1. Keep the fractions: `/` alone gives them.",
    ),
)

prepare_pictures.alternatives(
    Alternative(
        "sizes by name",
        """
def prepare_pictures(pictures):
    m, num_px = pictures.shape[0], pictures.shape[1]
    flat = pictures.reshape((m, num_px * num_px * 3)).T
    return flat / 255.
""",
    ),
    Alternative(
        "the loop of the definition",
        """
def prepare_pictures(pictures):
    X = np.zeros((pictures[0].size, pictures.shape[0]))
    for i in range(pictures.shape[0]):
        X[:, i] = pictures[i].ravel() / 255
    return X
""",
    ),
    Alternative(
        "stacked columns, float32",
        """
def prepare_pictures(pictures):
    print(pictures.shape)
    scaled = pictures.astype(np.float32) / np.float32(255)
    return np.stack([picture.flatten() for picture in scaled], axis=1)
""",
    ),
    Alternative(
        "axes moved, then flattened",
        """
def prepare_pictures(pictures):
    moved = np.moveaxis(pictures, 0, -1)
    X = np.array(moved.reshape(-1, pictures.shape[0]), dtype=float)
    X /= 255
    return X
""",
    ),
)


# rtol, atol: a training carries roundings on; in float32 they reach some 1e-6 in these short ones.
@assignment.exercise(points=35, returns=("parameters", "costs"), keeps_arguments=True, rtol=1e-4, atol=1e-5)
def two_layer_model(submission, draw):
    """Trainings of drawn lengths, the long ones where nothing magnifies roundings; one step, its gradient measured.

    The default number of iterations is not run: that takes too long.
    """

    def train(n_x, n_h, m, *settings, scale=2.0, **more):
        X, Y = draw.normal(n_x, m, scale=scale), draw.labels(m)
        return submission.two_layer_model(X, Y, (n_x, n_h, 1), *settings, **more)

    n_x, n_h, m = draw.sizes("n_x", "n_h", "m", low=3)
    yield "random data", train(n_x, n_h, m, 0.8, 6)
    n_x, n_h, m = draw.sizes("n_x", "n_h", "m", low=3)
    yield "random data", train(n_x, n_h, m, 0.3, 9, print_cost=True)
    n_x, n_h, m = draw.sizes("n_x", "n_h", "m", low=3, high=7)
    X, Y = draw.normal(n_x, m, scale=2.0), draw.labels(m)
    sizes = (n_x, n_h, 1)
    yield "one step downhill", submission.two_layer_model(X, Y, sizes, 1.5, 1), one_step(X, Y, sizes, 1.5, small=True)
    # In a list, and so not among the public checks: who fixes the sizes of the pictures returns 86 000 numbers or more.
    yield (
        "numbers of iterations",
        [submission.two_layer_model(X, Y, sizes, num_iterations=0)],
        [(start(sizes, small=True), [])],
    )
    yield "numbers of iterations", submission.two_layer_model(X, Y, list(sizes), num_iterations=3, learning_rate=0.9)
    n_x, n_h, m = draw.sizes("n_x", "n_h", "m", low=3)
    yield "every 100th cost", train(n_x, n_h, m, 0.05, draw.steps(205, 300), scale=1.0)
    n_x, m = draw.sizes("n_x", "m", low=3)
    yield "one hidden unit, one example", train(n_x, 1, m, 0.6, 5)
    n_x, n_h = draw.sizes("n_x", "n_h", low=3)
    yield "one hidden unit, one example", train(n_x, n_h, 1, 0.6, 5)
    n_x, n_h = draw.sizes("n_x", "n_h", high=6)
    tiny = submission.two_layer_model(*easy_example(draw, (n_x, n_h, 1), small=True), draw.steps(205, 400, longest=800))
    yield "a tiny cost", tiny
    draw.named(n_x=12, n_h=7, m=10)
    X, steps = draw.uniform(0, 1, 12, 10), draw.steps(20, 40)
    yield "default learning rate", submission.two_layer_model(X, draw.labels(10), (12, 7, 1), num_iterations=steps)


FORWARD_1 = 'A1, cache1 = linear_activation_forward(X, parameters["W1"], parameters["b1"], "relu")'
FORWARD_2 = 'A2, cache2 = linear_activation_forward(A1, parameters["W2"], parameters["b2"], "sigmoid")'
BACKWARD_2 = 'dA1, dW2, db2 = linear_activation_backward(dA2, cache2, "sigmoid")'
BACKWARD_1 = 'dA0, dW1, db1 = linear_activation_backward(dA1, cache1, "relu")'
TWO_FORWARD = f"{FORWARD_1}\n        {FORWARD_2}"
TWO_BACKWARD = f"{BACKWARD_2}\n        {BACKWARD_1}"
SLOPE = "dA2 = -(Y / A2 - (1 - Y) / (1 - A2))"
UPDATE = "parameters = update_parameters(parameters, grads, learning_rate)"
LOOP = "for i in range(num_iterations):"
TWO_START = "parameters = initialize_parameters(n_x, n_h, n_y)"
DEEP_START = "parameters = initialize_parameters_deep(layers_dims)"
END = "    ### END CODE HERE ###\n"


def trainings(first):
    """Mistakes that both training functions know; first: the line that chooses the start."""
    return (
        Mistake(
            "update discarded",
            UPDATE,
            "update_parameters(dict(parameters), grads, learning_rate)",
            "The parameters came back as they started. `update_parameters` returns new ones: what becomes of them?",
        ),
        Mistake(
            "two updates in one iteration",
            UPDATE,
            f"{UPDATE}\n        {UPDATE}",
            "Each iteration makes two steps with the same gradients. One update follows one backward pass.",
        ),
        Mistake(
            "rate not passed on",
            "update_parameters(parameters, grads, learning_rate)",
            "update_parameters(parameters, grads)",
            "`update_parameters` got no learning rate. It has no default: hand `learning_rate` on.",
        ),
        Mistake(
            "rate fixed at 0.0075",
            "grads, learning_rate)",
            "grads, 0.0075)",
            "The learning rate is always 0.0075. That is only the default; the caller may ask for another.",
        ),
        Mistake(
            "rate 0.009",
            "grads, learning_rate)",
            "grads, 0.009)",
            "The learning rate is always 0.009, an older default. Use the argument `learning_rate`.",
        ),
        Mistake(
            "rate 1",
            "grads, learning_rate)",
            "grads, 1.0)",
            "The learning rate is always 1. Use the argument `learning_rate`.",
        ),
        Mistake(
            "arguments of the update exchanged",
            "update_parameters(parameters, grads, learning_rate)",
            "update_parameters(grads, parameters, learning_rate)",
            "`update_parameters` got the gradients in place of the parameters. Which of them comes first?",
        ),
        Mistake(
            "starts anew in every iteration",
            f"{first}\n{END}    {LOOP}",
            f"{LOOP}\n        {first}",
            "The parameters start anew in every iteration, so nothing is learnt. The start belongs before the loop.",
        ),
        Mistake(
            "starts from zeros",
            first,
            f"{first}\n    parameters = {{name: 0 * value for name, value in parameters.items()}}",
            "All weights start at zero, and the units of a layer stay equal. Use the start of the imported block as "
            "it is.",
        ),
        Mistake(
            "number of iterations fixed",
            "range(num_iterations)",
            "range(50)",
            "The number of iterations is always the same. Use the argument `num_iterations`.",
        ),
        Mistake(
            "never more than 201 iterations",
            "range(num_iterations)",
            "range(min(num_iterations, 201))",
            "Short trainings are right, and long ones end too early. Does anything but `num_iterations` end your loop?",
        ),
        Mistake(
            "one iteration too many",
            "range(num_iterations)",
            "range(num_iterations + 1)",
            "The training makes one iteration too many. `range(n)` runs through n numbers.",
        ),
        Mistake(
            "return inside the loop",
            "    return parameters, costs",
            "        return parameters, costs",
            "Only one iteration was made: `return` stands inside the loop and ends it. How far is it indented?",
        ),
        Mistake(
            "costs not returned",
            "return parameters, costs",
            "return parameters",
            "The parameters came back alone, as in the first edition of this exercise. Here the function returns two "
            "things: the parameters and the list of costs.",
        ),
        Mistake(
            "costs returned first",
            "return parameters, costs",
            "return costs, parameters",
            "The two results came in the other order. First the parameters, then the costs.",
        ),
        Mistake(
            "gradients returned",
            "return parameters, costs",
            "return grads, costs",
            "The gradients came back. What has been learnt is in the parameters.",
        ),
        Mistake(
            "every cost kept",
            "if i % 100 == 0:",
            "if True:",
            "The cost of every iteration was kept. The given line keeps every 100th.",
        ),
        Mistake(
            "costs kept only where they are printed",
            "if i % 100 == 0:\n            costs.append(cost)\n            if print_cost:",
            "if print_cost and i % 100 == 0:\n            costs.append(cost)\n            if True:",
            "The list of costs is empty unless they are printed. Leave the lines below your part as they are: every "
            "100th "
            "cost is kept, printed or not.",
        ),
        Mistake(
            "stops at a low cost",
            UPDATE,
            f"if cost < 0.05:\n            break\n        {UPDATE}",
            "The training stops once the cost is low. It should make all the steps that `num_iterations` asks for.",
        ),
    )


two_layer_model.mistakes(
    *trainings(TWO_START),
    Mistake(
        "uphill",
        SLOPE,
        "dA2 = Y / A2 - (1 - Y) / (1 - A2)",
        "All steps go uphill: a sign is wrong. Compare `dA2` with its formula, minus and brackets; the update "
        "subtracts "
        "by itself.",
    ),
    Mistake(
        "stale weights",
        TWO_FORWARD,
        'if i == 0:\n            W1, b1, W2, b2 = (parameters[name] for name in ("W1", "b1", "W2", "b2"))\n        '
        'A1, cache1 = linear_activation_forward(X, W1, b1, "relu")\n        '
        'A2, cache2 = linear_activation_forward(A1, W2, b2, "sigmoid")',
        "The forward pass always uses the parameters of the start, so the cost never changes. After each step the new "
        "ones have to be taken out of `parameters` again.",
    ),
    Mistake(
        "activations exchanged",
        TWO_FORWARD,
        TWO_FORWARD.replace("sigmoid", "-").replace("relu", "sigmoid").replace("-", "relu"),
        "The forward pass uses sigmoid in layer 1 and relu in layer 2. The output is a probability: which activation "
        "gives one?",
    ),
    Mistake(
        "relu in both layers",
        FORWARD_2,
        FORWARD_2.replace("sigmoid", "relu"),
        "Layer 2 was computed with relu, so `A2` is no probability and its logarithm breaks down. Which activation "
        "belongs "
        "to the output?",
    ),
    Mistake(
        "sigmoid in both layers",
        FORWARD_1,
        FORWARD_1.replace("relu", "sigmoid"),
        "Layer 1 was computed with sigmoid. The hidden layer is a relu layer, forward and backward.",
    ),
    Mistake(
        "second layer from X",
        "linear_activation_forward(A1,",
        "linear_activation_forward(X,",
        "Layer 2 got `X` as its input, and the shapes do not fit. What does layer 1 hand on?",
    ),
    Mistake(
        "caches exchanged",
        TWO_BACKWARD,
        TWO_BACKWARD.replace("cache2", "cache").replace("cache1", "cache2").replace("cache,", "cache1,"),
        "The two caches were exchanged, and the shapes do not fit. Each layer's backward step takes its own cache.",
    ),
    Mistake(
        "activations exchanged on the way back",
        TWO_BACKWARD,
        TWO_BACKWARD.replace("sigmoid", "-").replace("relu", "sigmoid").replace("-", "relu"),
        "The forward pass is right, but on the way back the activations are exchanged. Layer 2 is sigmoid and layer "
        "1 is "
        "relu, in both directions.",
    ),
    Mistake(
        "relu on the way back through layer 2",
        BACKWARD_2,
        BACKWARD_2.replace("sigmoid", "relu"),
        "Layer 2 went back through relu. It came forward through sigmoid; both directions belong to the same "
        "activation.",
    ),
    Mistake(
        "sigmoid on the way back through layer 1",
        BACKWARD_1,
        BACKWARD_1.replace("relu", "sigmoid"),
        "Layer 1 went back through sigmoid. It came forward through relu; both directions belong to the same "
        "activation.",
    ),
    Mistake(
        "layer 1 gets dA2",
        "linear_activation_backward(dA1,",
        "linear_activation_backward(dA2,",
        "`dW1` and `db1` were computed from `dA2`. What has layer 2 left for layer 1?",
    ),
    Mistake(
        "difference in place of the slope",
        SLOPE,
        "dA2 = A2 - Y",
        "`dA2` came as `A2 - Y`. That is dZ2, behind the sigmoid already; the backward step of layer 2 applies the "
        "sigmoid's slope once more.",
    ),
    Mistake(
        "terms of the slope added",
        SLOPE,
        "dA2 = -(Y / A2 + (1 - Y) / (1 - A2))",
        "The two terms of `dA2` are added. For label 0 the slope must be positive: which sign stands between them?",
    ),
    Mistake(
        "slope divided by m",
        SLOPE,
        "dA2 = -(Y / A2 - (1 - Y) / (1 - A2)) / X.shape[1]",
        "The gradients are m times too small: `dA2` was divided by m, and the backward step of each layer does it "
        "again. "
        "`dA` carries no mean.",
    ),
    Mistake(
        "cost of the hidden layer",
        "compute_cost(A2, Y)",
        "compute_cost(A1, Y)",
        "The cost was computed from `A1`. It compares the network's output with the labels.",
    ),
    Mistake(
        "arguments of the cost exchanged",
        "compute_cost(A2, Y)",
        "compute_cost(Y, A2)",
        "`compute_cost` took the logarithm of the labels. Which of its two arguments are the probabilities?",
    ),
    Mistake(
        "gradients under the names of the parameters",
        '{"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}',
        '{"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}',
        "`update_parameters` did not find `dW1`: the gradients stand under the names of the parameters. Their keys "
        "begin "
        "with a d.",
    ),
    Mistake(
        "gradients of the two layers exchanged",
        '"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2',
        '"dW1": dW2, "db1": db2, "dW2": dW1, "db2": db1',
        "The gradients of layer 1 and layer 2 stand under each other's keys. Each has the shape of its own parameter.",
    ),
    Mistake(
        "gradients of the biases missing",
        '"db1": db1, "dW2": dW2, "db2": db2',
        '"db1": 0 * db1, "dW2": dW2, "db2": 0 * db2',
        "The biases never move: their gradients are zero in `grads`. Both layers give you one.",
    ),
    Mistake(
        "second layer does not learn",
        '"dW2": dW2, "db2": db2',
        '"dW2": 0 * dW2, "db2": 0 * db2',
        "`W2` and `b2` never move: their gradients are zero in `grads`. Both layers take a step.",
    ),
    Mistake(
        "results of the backward step in another order",
        "dA1, dW2, db2 =",
        "dW2, db2, dA1 =",
        "The three results of `linear_activation_backward` got other names than they should. Its table says the order: "
        "`dA_prev, dW, db`.",
    ),
    Mistake(
        "two values taken for one",
        "A1, cache1 =",
        "A1 = cache1 =",
        "`A1` holds both results of `linear_activation_forward`, an array and a cache. How many names do two values "
        "need?",
    ),
    Mistake(
        "the start of the deep network",
        TWO_START,
        DEEP_START,
        "The weights start larger than they should: divided by a root, not multiplied by 0.01. Which of the two "
        "initialisations takes the three sizes one by one?",
    ),
    Mistake(
        "sizes in one argument",
        "initialize_parameters(n_x, n_h, n_y)",
        "initialize_parameters(layers_dims)",
        "`initialize_parameters` takes three sizes, and got all of them in one argument. They have been taken apart in "
        "the line above your part.",
    ),
    Mistake(
        "sizes exchanged",
        "initialize_parameters(n_x, n_h, n_y)",
        "initialize_parameters(n_h, n_x, n_y)",
        "`initialize_parameters` got its sizes in another order, and the shapes do not fit. The order is input, "
        "hidden, "
        "output.",
    ),
    Mistake(
        "sizes of the pictures fixed",
        "n_x, n_h, n_y = layers_dims",
        "n_x, n_h, n_y = 12288, 7, 1",
        "The sizes are always 12288, 7 and 1. Other data have other sizes: take them from `layers_dims`.",
    ),
    Mistake(
        "gradients of the first iteration only",
        BACKWARD_1,
        f"{BACKWARD_1}\n        if i > 0:\n            dW1, db1, dW2, db2 = (grads['d' + name] for name in parameters)",
        "All steps use the gradients of the first iteration. After a step the slope is another one.",
    ),
)

OWN_BLOCKS = """
def linear_forward(A, W, b):
    return np.dot(W, A) + b, (A, W, b)


def linear_activation_forward(A_prev, W, b, activation):
    Z, linear_cache = linear_forward(A_prev, W, b)
    A = 1 / (1 + np.exp(-Z)) if activation == "sigmoid" else np.maximum(0, Z)
    return A, (linear_cache, Z)


def L_model_forward(X, parameters):
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L):
        A, cache = linear_activation_forward(A, parameters["W" + str(l)], parameters["b" + str(l)], activation="relu")
        caches.append(cache)
    AL, cache = linear_activation_forward(A, parameters["W" + str(L)], parameters["b" + str(L)], activation="sigmoid")
    caches.append(cache)
    return AL, caches


def compute_cost(AL, Y):
    m = Y.shape[1]
    return np.squeeze(-(np.dot(Y, np.log(AL).T) + np.dot(1 - Y, np.log(1 - AL).T)) / m)


def linear_activation_backward(dA, cache, activation):
    (A_prev, W, b), Z = cache
    if activation == "relu":
        dZ = np.array(dA, copy=True)
        dZ[Z <= 0] = 0
    else:
        s = 1 / (1 + np.exp(-Z))
        dZ = dA * s * (1 - s)
    m = A_prev.shape[1]
    return np.dot(W.T, dZ), np.dot(dZ, A_prev.T) / m, np.sum(dZ, axis=1, keepdims=True) / m


def L_model_backward(AL, Y, caches):
    grads = {}
    L = len(caches)
    Y = Y.reshape(AL.shape)
    dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    grads["dA" + str(L)], grads["dW" + str(L)], grads["db" + str(L)] = linear_activation_backward(
        dAL, caches[-1], "sigmoid"
    )
    for l in reversed(range(L - 1)):
        grads["dA" + str(l + 1)], grads["dW" + str(l + 1)], grads["db" + str(l + 1)] = linear_activation_backward(
            grads["dA" + str(l + 2)], caches[l], "relu"
        )
    return grads


def update_parameters(parameters, grads, learning_rate):
    for l in range(len(parameters) // 2):
        parameters["W" + str(l + 1)] -= learning_rate * grads["dW" + str(l + 1)]
        parameters["b" + str(l + 1)] -= learning_rate * grads["db" + str(l + 1)]
    return parameters
"""
"""The blocks of a16 as a student may have written them, in the first edition's numbering, updating in place."""

two_layer_model.alternatives(
    Alternative(
        "four names, read again after each step",
        """
def two_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    np.random.seed(1)
    grads = {}
    costs = []
    m = X.shape[1]
    (n_x, n_h, n_y) = layers_dims
    parameters = initialize_parameters(n_x, n_h, n_y)
    W1, b1, W2, b2 = parameters["W1"], parameters["b1"], parameters["W2"], parameters["b2"]
    for i in range(0, num_iterations):
        A1, cache1 = linear_activation_forward(X, W1, b1, activation="relu")
        A2, cache2 = linear_activation_forward(A1, W2, b2, activation="sigmoid")
        cost = compute_cost(A2, Y)
        dA2 = -(np.divide(Y, A2) - np.divide(1 - Y, 1 - A2))
        dA1, grads["dW2"], grads["db2"] = linear_activation_backward(dA2, cache2, activation="sigmoid")
        dA0, grads["dW1"], grads["db1"] = linear_activation_backward(dA1, cache1, activation="relu")
        parameters = update_parameters(parameters, grads, learning_rate)
        W1, b1, W2, b2 = parameters["W1"], parameters["b1"], parameters["W2"], parameters["b2"]
        if print_cost and i % 100 == 0:
            print("Cost after iteration {}: {}".format(i, np.squeeze(cost)))
        if i % 100 == 0 or i == num_iterations:
            costs.append(cost)
    return parameters, costs
""",
    ),
    Alternative(
        "the blocks for the whole network",
        """
def two_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    parameters, costs = initialize_parameters(*layers_dims), []
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        if i % 100 == 0:
            costs += [compute_cost(AL, Y)]
        parameters = update_parameters(parameters, L_model_backward(AL, Y, caches), learning_rate)
    return parameters, costs
""",
    ),
    Alternative(
        "no block at all, a while loop, float32",
        """
def two_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    parameters = {name: value.astype(np.float32) for name, value in initialize_parameters(*layers_dims).items()}
    W1, b1, W2, b2 = parameters.values()
    X, m = X.astype(np.float32), X.shape[1]
    costs = ()
    i = 0
    while i < num_iterations:
        A1 = np.maximum(W1 @ X + b1, 0)
        A2 = 1 / (1 + np.exp(-(W2 @ A1 + b2)))
        if not i % 100:
            costs += (np.mean(-np.log(np.where(Y == 1, A2, 1 - A2))),)
        error = ((A2 - Y) / m).astype(np.float32)
        hidden = (W2.T @ error) * (A1 > 0)
        W2, b2 = W2 - learning_rate * error @ A1.T, b2 - learning_rate * error.sum(axis=1, keepdims=True)
        W1, b1 = W1 - learning_rate * hidden @ X.T, b1 - learning_rate * hidden.sum(axis=1, keepdims=True)
        i += 1
    return [{"W1": W1, "b1": b1, "W2": W2, "b2": b2}, list(costs)]
""",
    ),
    Alternative(
        "own blocks, a dictionary updated in place",
        OWN_BLOCKS
        + """

def two_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    costs = []
    parameters = initialize_parameters(layers_dims[0], layers_dims[1], layers_dims[2])
    for i in range(num_iterations):
        A1, cache1 = linear_activation_forward(X, parameters["W1"], parameters["b1"], "relu")
        A2, cache2 = linear_activation_forward(A1, parameters["W2"], parameters["b2"], "sigmoid")
        if i % 100 == 0:
            costs.append(compute_cost(A2, Y))
            print(i, costs[-1])
        dA2 = (A2 - Y) / (A2 * (1 - A2))
        dA1, dW2, db2 = linear_activation_backward(dA2, cache2, "sigmoid")
        _, dW1, db1 = linear_activation_backward(dA1, cache1, "relu")
        update_parameters(parameters, {"dW1": dW1, "dW2": dW2, "db1": db1, "db2": db2, "dA1": dA1}, learning_rate)
    return parameters, costs
""",
    ),
)


def network(draw, *sizes):
    """Random parameters for layers of these sizes, with signals of order 1."""
    parameters = {}
    for layer, (n_prev, n) in enumerate(itertools.pairwise(sizes), start=1):
        parameters[f"W{layer}"] = draw.normal(n, n_prev, scale=1.2 / np.sqrt(n_prev))
        parameters[f"b{layer}"] = draw.normal(n, 1, scale=0.5)
    return parameters


def last_z(X, parameters):
    """Z of the last layer, shape (1, m)."""
    for layer in range(1, len(parameters) // 2):
        X = np.maximum(0, parameters[f"W{layer}"] @ X + parameters[f"b{layer}"])
    return parameters[f"W{len(parameters) // 2}"] @ X + parameters[f"b{len(parameters) // 2}"]


@assignment.exercise(points=10, keeps_arguments=True)
def predict(submission, draw):
    """Random networks of several depths; probabilities that are skewed; and close to the tie, which counts as 0."""

    def predicted(X, parameters):
        return submission.predict(X, parameters), (last_z(X, parameters) > 0).astype(int)

    for depth in (2, 3, 4):
        *sizes, m = draw.sizes("n_0", "n_1", "n_2", "n_3", "m", low=5, high=12)
        X, parameters = draw.normal(sizes[0], m), network(draw, *sizes[:depth], 1)
        Z = last_z(X, parameters)
        parameters[f"b{depth}"] -= (Z.min() + Z.max()) / 2  # labels of both kinds,
        X = X[:, np.argsort(Z[0])]  # and in an order that is not the same backwards
        yield "random networks", *predicted(X, parameters)
    n_0, n_1, m = draw.sizes("n_0", "n_1", "m", high=25)
    for shift in (1.5, -1.5):
        parameters = {**network(draw, n_0, n_1, 1), "b2": np.array([[shift]])}
        yield "mostly one label", *predicted(draw.normal(n_0, m), parameters)
    n_0, n_1 = draw.sizes("n_0", "n_1")
    for bias in (9.0, -9.0):
        yield "one example", *predicted(draw.normal(n_0, 1), {**network(draw, n_0, n_1, 1), "b2": np.array([[bias]])})
    n_0, n_1, m = draw.sizes("n_0", "n_1", "m")
    nothing = {name: 0 * value for name, value in network(draw, n_0, n_1, 1).items()}
    yield "probabilities around 0.5", submission.predict(draw.normal(n_0, m), nothing), np.zeros((1, m), dtype=int)
    # relu(x) - relu(-x) is x, so that the probabilities rise in small even steps through 0.5.
    slope, zero = draw.uniform(1.5, 2.5, 1, 1), np.zeros((1, 1))
    parameters = {"W1": np.array([[1.0], [-1.0]]), "b1": np.zeros((2, 1)), "W2": slope * [[1.0, -1.0]], "b2": zero}
    steps = np.linspace(-2.1, 2.1, 80).reshape(1, 80)
    draw.named()
    yield "probabilities around 0.5", submission.predict(steps, parameters), (steps > 0).astype(int)


predict.equivalents(
    ("(AL > 0.5).astype(int)", "AL > 0.5", "True and False count as 1 and 0"),
)


predict.mistakes(
    Mistake(
        "probabilities returned",
        "(AL > 0.5).astype(int)",
        "AL",
        "The probabilities came back. A prediction is 0 or 1: which side of 0.5 is each of them on?",
    ),
    Mistake(
        "everything above 0",
        "AL > 0.5",
        "AL > 0",
        "All predictions are 1. Every probability is above 0; where does the rule draw the line?",
    ),
    Mistake(
        "rounded down",
        "(AL > 0.5).astype(int)",
        "AL.astype(int)",
        "All predictions are 0: turning a probability into a whole number cuts its fraction off. Compare with 0.5 "
        "first.",
    ),
    Mistake(
        "argmax over the outputs",
        "(AL > 0.5).astype(int)",
        "np.argmax(AL, axis=0)",
        "`argmax` over a single row is always 0. With one output unit the rule compares with 0.5.",
    ),
    Mistake(
        "above the mean",
        "AL > 0.5",
        "AL > np.mean(AL)",
        "The probabilities were compared with their mean, so one example changes another's label. Compare with 0.5.",
    ),
    Mistake(
        "exactly 0.5 counted as 1",
        "AL > 0.5",
        "AL >= 0.5",
        "A probability of exactly 0.5 gave label 1. Read the rule once more: which label has this case?",
    ),
    Mistake(
        "labels exchanged",
        "AL > 0.5",
        "AL < 0.5",
        "0 and 1 are exchanged. `AL` is the probability of label 1, a cat: what follows if it is large?",
    ),
    Mistake(
        "Z in place of the probability",
        "AL > 0.5",
        "caches[-1][1] > 0.5",
        "Z of the last layer was compared with 0.5. The probability comes after the sigmoid.",
    ),
    Mistake(
        "first example only",
        "(AL > 0.5).astype(int)",
        "int(AL[0, 0] > 0.5)",
        "Only the first example's label came back. The comparison works on the whole array: one label for each column.",
    ),
    Mistake(
        "one axis lost",
        "(AL > 0.5).astype(int)",
        "(AL > 0.5).astype(int).ravel()",
        "The predictions came with shape `(m,)`. Labels are a row here, shape `(1, m)`, as `AL` is.",
    ),
    Mistake(
        "transposed",
        "(AL > 0.5).astype(int)",
        "(AL > 0.5).astype(int).T",
        "The predictions came as a column. Examples are columns here, so labels are a row, shape `(1, m)`.",
    ),
    Mistake(
        "reverse order",
        "(AL > 0.5).astype(int)",
        "(AL > 0.5).astype(int)[:, ::-1]",
        "The predictions came in reverse order. Column i belongs to example i.",
    ),
    Mistake(
        "probabilities returned too",
        "return predictions",
        "return predictions, AL",
        "Two things came back. Only the predictions are asked for.",
    ),
    Mistake(
        "two values taken for one",
        "AL, caches = L_model_forward",
        "AL = L_model_forward",
        "`AL` holds both results of `L_model_forward`, so it cannot be compared with a number. How many names do "
        "two values "
        "need?",
    ),
    Mistake(
        "results of the forward pass exchanged",
        "AL, caches =",
        "caches, AL =",
        "The two results of `L_model_forward` got each other's name. In which order does it return them?",
    ),
    Mistake(
        "arguments exchanged",
        "L_model_forward(X, parameters)",
        "L_model_forward(parameters, X)",
        "`L_model_forward` got its arguments in the other order. Which comes first in its definition?",
    ),
    Mistake(
        "labels required",
        "def predict(X, parameters)",
        "def predict(X, Y, parameters)",
        "The function cannot be called as `predict(X, parameters)`. Other editions give it the labels as well; here "
        "leave "
        "the first line as it is.",
    ),
    Mistake(
        "accuracy in place of the predictions",
        "return predictions",
        "return np.mean(predictions)",
        "One number came back. The function should return a label for each example; the accuracy is the next step.",
    ),
)

predict.alternatives(
    Alternative("truth values", "def predict(X, parameters):\n    return L_model_forward(X, parameters)[0] > 0.5"),
    Alternative(
        "a loop over the examples, floats",
        """
def predict(X, parameters):
    m = X.shape[1]
    p = np.zeros((1, m))
    probas, caches = L_model_forward(X, parameters)
    for i in range(0, probas.shape[1]):
        if probas[0, i] > 0.5:
            p[0, i] = 1
        else:
            p[0, i] = 0
    print("cats: " + str(np.sum(p)))
    return p
""",
    ),
    Alternative(
        "np.round",
        """
def predict(X, parameters):
    AL, _ = L_model_forward(X, parameters)
    return np.round(AL)
""",
    ),
    Alternative(
        "own blocks",
        OWN_BLOCKS
        + """

def predict(X, parameters):
    AL, caches = L_model_forward(X, parameters)
    return np.where(caches[-1][1] > 0, 1, 0).astype(np.uint8)
""",
    ),
)


@assignment.exercise(points=5, keeps_arguments=True)
def accuracy(submission, draw):
    """Random labels and predictions, of any number type, against a count."""

    def share(predictions, Y):
        right = sum(int(p) == int(y) for p, y in zip(predictions.flat, Y.flat, strict=True))
        return submission.accuracy(predictions, Y), right / Y.size

    for kind in (int, float, bool):
        (m,) = draw.sizes("m", low=6, high=15)
        predictions, Y = draw.labels(m), draw.labels(m)
        predictions[0, 0], predictions[0, 1] = Y[0, 0], 1 - Y[0, 1]
        yield "random labels", *share(predictions.astype(kind), Y)
    (m,) = draw.sizes("m", low=6, high=15)
    Y = draw.labels(m)
    yield "all right, all wrong", *share(Y.copy(), Y)
    yield "all right, all wrong", *share(1 - Y, Y)
    for label in (0, 1):
        (m,) = draw.sizes("m", low=6, high=15)
        yield "one label only", *share(draw.labels(m), np.full((1, m), label))
    draw.named(m=1)
    yield "one example", *share(np.array([[1]]), np.array([[1]]))


SHARE = "np.mean(predictions == Y)"

accuracy.mistakes(
    Mistake(
        "number of right answers",
        SHARE,
        "np.sum(predictions == Y)",
        "The number of right answers came, not their share. By what does the formula divide?",
    ),
    Mistake(
        "share of wrong answers",
        SHARE,
        "np.mean(predictions != Y)",
        "The share of wrong answers came. Which comparison finds the right ones?",
    ),
    Mistake(
        "in percent",
        SHARE,
        "100 * np.mean(predictions == Y)",
        "The accuracy came in percent. It should be a number from 0 to 1.",
    ),
    Mistake(
        "right cats only",
        SHARE,
        "np.sum(predictions * Y) / Y.shape[1]",
        "Only the cats that were found are counted. A picture without a cat can be right, too.",
    ),
    Mistake(
        "share of the cats found",
        SHARE,
        "np.sum(predictions * Y) / max(np.sum(Y), 1)",
        "The share of the cats that were found came (it is called recall). The accuracy counts all examples, of both "
        "labels.",
    ),
    Mistake(
        "share of predicted cats",
        SHARE,
        "np.mean(predictions)",
        "The share of the predictions that are 1 came. Which of the predictions agree with `Y`?",
    ),
    Mistake(
        "all or nothing",
        SHARE,
        "np.all(predictions == Y)",
        "The result is 1 only if all are right, and 0 otherwise, as from `np.all` or `//`. Which share of them is "
        "right?",
    ),
    Mistake(
        "one value for each example",
        SHARE,
        "(predictions == Y)",
        "One value for each example came. The accuracy is one number: their mean.",
    ),
    Mistake(
        "every prediction with every label",
        SHARE,
        "np.mean(predictions.T == Y)",
        "Each prediction was compared with the label of every example, because a column and a row broadcast to a "
        "square. "
        "Both are rows: compare them as they are.",
    ),
    Mistake(
        "divided by the axis of length 1",
        SHARE,
        "np.sum(predictions == Y) / len(Y)",
        "The number of right answers came: `len(Y)` is 1, the number of rows. Examples are columns.",
    ),
    Mistake(
        "number of pictures fixed",
        SHARE,
        "np.sum(predictions == Y) / 209",
        "The number of examples is always taken to be 209. Other sets have other sizes.",
    ),
)

accuracy.alternatives(
    Alternative(
        "a sum, divided",
        "def accuracy(predictions, Y):\n    return np.sum((predictions == Y) / Y.shape[1])",
    ),
    Alternative(
        "one minus the mean distance",
        "def accuracy(predictions, Y):\n    return 1 - np.mean(np.abs(predictions.astype(float) - Y))",
    ),
    Alternative(
        "a loop, a float",
        """
def accuracy(predictions, Y):
    right = 0
    m = Y.shape[1]
    for i in range(m):
        if predictions[0, i] == Y[0, i]:
            right += 1
    print("Accuracy: " + str(right / m))
    return float(right / m)
""",
    ),
    Alternative(
        "products of labels",
        """
def accuracy(predictions, Y):
    right = np.dot(Y, 1.0 * predictions.T) + np.dot(1 - Y, 1.0 - predictions.T)
    return np.squeeze(right) / Y.size
""",
    ),
)


@assignment.exercise(points=35, returns=("parameters", "costs"), keeps_arguments=True, rtol=1e-4, atol=1e-5)
def L_layer_model(submission, draw):
    """Trainings as those of two layers, of several depths."""

    def train(sizes, m, *settings, **more):
        X, Y = draw.normal(sizes[0], m), draw.labels(m)
        return submission.L_layer_model(X, Y, sizes, *settings, **more)

    n_0, n_1, n_2, n_3, m = draw.sizes("n_0", "n_1", "n_2", "n_3", "m")
    yield "random data, four layers", train([n_0, n_1, n_2, n_3, 1], m, 0.2, 5)
    n_0, n_1, n_2, m = draw.sizes("n_0", "n_1", "n_2", "m")
    yield "random data, three layers", train([n_0, n_1, n_2, 1], m, 0.4, 7, print_cost=True)
    n_0, n_1, m = draw.sizes("n_0", "n_1", "m")
    yield "random data, two layers", train((n_0, n_1, 1), m, 0.6, 6)
    n_0, n_1, n_2, m = draw.sizes("n_0", "n_1", "n_2", "m", high=7)
    X, Y, sizes = draw.normal(n_0, m), draw.labels(m), [n_0, n_1, n_2, 1]
    yield "one step downhill", submission.L_layer_model(X, Y, sizes, 1.5, 1), one_step(X, Y, sizes, 1.5, small=False)
    # In a list, and so not among the public checks: who fixes the sizes of the pictures returns 86 000 numbers or more.
    yield (
        "numbers of iterations",
        [submission.L_layer_model(X, Y, sizes, num_iterations=0)],
        [(start(sizes, small=False), [])],
    )
    yield "numbers of iterations", submission.L_layer_model(X, Y, sizes, num_iterations=3, learning_rate=0.3)
    n_0, n_1, n_2, m = draw.sizes("n_0", "n_1", "n_2", "m")
    yield "every 100th cost", train([n_0, n_1, n_2, 1], m, 0.02, draw.steps(205, 300))
    n_0, n_1 = draw.sizes("n_0", "n_1")
    yield "one unit in a layer, one example", train([n_0, n_1, 1, 1], 4, 0.3, 5)
    yield "one unit in a layer, one example", train([n_0, n_1, 2, 1], 1, 0.3, 5)
    n_0, n_1, n_2 = draw.sizes("n_0", "n_1", "n_2", high=6)
    example = easy_example(draw, [n_0, n_1, n_2, 1], small=False)
    yield "a tiny cost", submission.L_layer_model(*example, draw.steps(205, 400, longest=800))
    draw.named(n_0=12, m=10)
    X, steps = draw.uniform(0, 1, 12, 10), draw.steps(20, 40)
    yield "default learning rate", submission.L_layer_model(X, draw.labels(10), [12, 6, 5, 4, 1], num_iterations=steps)


DEEP_FORWARD = "AL, caches = L_model_forward(X, parameters)"
DEEP_BACKWARD = "grads = L_model_backward(AL, Y, caches)"

L_layer_model.mistakes(
    *trainings(DEEP_START),
    Mistake(
        "uphill",
        "grads, learning_rate)",
        "grads, -learning_rate)",
        "The parameters went uphill. `update_parameters` subtracts already; the rate it is given should be positive.",
    ),
    Mistake(
        "the start of a16",
        DEEP_START,
        """np.random.seed(3)
    parameters = {}
    for layer in range(1, len(layers_dims)):
        parameters["W" + str(layer)] = np.random.randn(layers_dims[layer], layers_dims[layer - 1]) * 0.01
        parameters["b" + str(layer)] = np.zeros((layers_dims[layer], 1))""",
        "The weights start as in a16, multiplied by 0.01, and four layers would not learn from that. Use the imported "
        "`initialize_parameters_deep`, which divides by a root; has your own taken its name?",
    ),
    Mistake(
        "the start of the two-layer network",
        DEEP_START,
        "parameters = initialize_parameters(*layers_dims)",
        "`initialize_parameters` knows two layers only, and multiplies by 0.01. Which block takes the whole list of "
        "sizes?",
    ),
    Mistake(
        "the same numbers, times 0.01",
        DEEP_START,
        "parameters = initialize_parameters_deep(layers_dims)\n"
        "    for l in range(1, len(layers_dims)):\n"
        '        parameters["W" + str(l)] *= 0.01 * np.sqrt(layers_dims[l - 1])',
        "The weights start multiplied by 0.01, not divided by the root of the number of inputs. Use the imported "
        "start as "
        "it is.",
    ),
    Mistake(
        "first size left out",
        "initialize_parameters_deep(layers_dims)",
        "initialize_parameters_deep(layers_dims[1:])",
        "The first layer has weights for the wrong number of inputs. `layers_dims` begins with the size of the "
        "input, and "
        "the block wants it, too.",
    ),
    Mistake(
        "sizes of the pictures fixed",
        "initialize_parameters_deep(layers_dims)",
        "initialize_parameters_deep([12288, 20, 7, 5, 1])",
        "The sizes are always 12288, 20, 7, 5 and 1. Other data have other sizes: use the argument `layers_dims`.",
    ),
    Mistake(
        "gradients of the first iteration only",
        DEEP_BACKWARD,
        f"if i == 0:\n            {DEEP_BACKWARD}",
        "All steps use the gradients of the first iteration. After a step the slope is another one.",
    ),
    Mistake(
        "forward pass in the first iteration only",
        DEEP_FORWARD,
        f"if i == 0:\n            {DEEP_FORWARD}",
        "The forward pass is made only once, so the cost never changes. Each step changes the parameters; what "
        "follows?",
    ),
    Mistake(
        "arguments of the cost exchanged",
        "compute_cost(AL, Y)",
        "compute_cost(Y, AL)",
        "`compute_cost` took the logarithm of the labels. Which of its two arguments are the probabilities?",
    ),
    Mistake(
        "AL and Y exchanged on the way back",
        "L_model_backward(AL, Y, caches)",
        "L_model_backward(Y, AL, caches)",
        "`L_model_backward` divided by the labels: it got `Y` in the place of `AL`. Look at its arguments once more.",
    ),
    Mistake(
        "caches first",
        "L_model_backward(AL, Y, caches)",
        "L_model_backward(caches, AL, Y)",
        "`L_model_backward` got its arguments in another order. The caches come last.",
    ),
    Mistake(
        "results of the forward pass exchanged",
        "AL, caches =",
        "caches, AL =",
        "The two results of `L_model_forward` got each other's name. In which order does it return them?",
    ),
    Mistake(
        "two values taken for one",
        DEEP_FORWARD,
        "AL = caches = L_model_forward(X, parameters)",
        "`AL` holds both results of `L_model_forward`, the probabilities and the caches. How many names do two "
        "values need?",
    ),
    Mistake(
        "caches in reverse order",
        "L_model_backward(AL, Y, caches)",
        "L_model_backward(AL, Y, caches[::-1])",
        "`L_model_backward` got the caches in reverse order. It goes through them backward by itself.",
    ),
    Mistake(
        "labels inverted",
        "L_model_backward(AL, Y, caches)",
        "L_model_backward(AL, 1 - Y, caches)",
        "The network learns the opposite labels on the way back. Label 1 is a cat, here as in the cost.",
    ),
    Mistake(
        "predictions in place of probabilities",
        "L_model_backward(AL, Y, caches)",
        "L_model_backward((AL > 0.5) * 1.0, Y, caches)",
        "The probabilities were turned into 0 and 1 before the way back, which then divides by 0. Hand `AL` on as "
        "it is.",
    ),
    Mistake(
        "biases do not learn",
        UPDATE,
        "parameters = update_parameters(\n"
        '            parameters, {n: g * (n[:2] == "dW") for n, g in grads.items()}, learning_rate\n        )',
        "The biases never move. `grads` holds a gradient for each of them, and they take a step, too.",
    ),
    Mistake(
        "last layer only",
        UPDATE,
        "last = str(len(caches))\n        parameters = {\n            **parameters,\n"
        '            **update_parameters({n + last: parameters[n + last] for n in "Wb"}, grads, learning_rate),\n'
        "        }",
        "Only the last layer learns. All layers take a step.",
    ),
)

L_layer_model.alternatives(
    Alternative(
        "a seed of its own, the published printing",
        """
def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    np.random.seed(1)
    costs = []
    parameters = initialize_parameters_deep(layers_dims)
    for i in range(0, num_iterations):
        AL, caches = L_model_forward(X, parameters)
        cost = compute_cost(AL, Y)
        grads = L_model_backward(AL, Y, caches)
        parameters = update_parameters(parameters, grads, learning_rate)
        if print_cost and i % 100 == 0:
            print("Cost after iteration %i: %f" % (i, cost))
        if i % 100 == 0 or i == num_iterations:
            costs.append(cost)
    return parameters, costs
""",
    ),
    Alternative(
        "layer by layer, float32",
        """
def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    p = {name: value.astype(np.float32) for name, value in initialize_parameters_deep(layers_dims).items()}
    X, L, costs = X.astype(np.float32), len(layers_dims) - 1, []
    for i in range(num_iterations):
        A, caches = X, []
        for l in range(1, L + 1):
            A, cache = linear_activation_forward(A, p[f"W{l}"], p[f"b{l}"], "relu" if l < L else "sigmoid")
            caches.append(cache)
        if i % 100 == 0:
            costs.append(-np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A)))
        dA = -(Y / A - (1 - Y) / (1 - A))
        for l in range(L, 0, -1):
            dA, dW, db = linear_activation_backward(dA, caches[l - 1], "relu" if l < L else "sigmoid")
            p[f"W{l}"] = p[f"W{l}"] - np.float32(learning_rate) * dW
            p[f"b{l}"] = p[f"b{l}"] - np.float32(learning_rate) * db
    return p, costs
""",
    ),
    Alternative(
        "no block but the start, rows of examples",
        """
def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    start = initialize_parameters_deep(layers_dims)
    L = len(layers_dims) - 1
    W = [start["W" + str(l)].T for l in range(1, L + 1)]
    b = [start["b" + str(l)].T for l in range(1, L + 1)]
    x, y, costs = X.T, Y.T, []
    for i in range(num_iterations):
        a = [x]
        for l in range(L):
            z = a[l] @ W[l] + b[l]
            a.append(z * (z > 0) if l < L - 1 else 0.5 + 0.5 * np.tanh(z / 2))
        if i % 100 == 0:
            costs.append(float(-np.log(np.abs(1 - y - a[L])).mean()))
        error = (a[L] - y) / len(y)
        for l in reversed(range(L)):
            before = (error @ W[l].T) * (a[l] > 0)
            W[l] = W[l] - learning_rate * (a[l].T @ error)
            b[l] = b[l] - learning_rate * error.sum(axis=0, keepdims=True)
            error = before
    trained = {"W" + str(l + 1): W[l].T for l in range(L)}
    trained.update({"b" + str(l + 1): b[l].T for l in range(L)})
    return trained, costs
""",
    ),
    Alternative(
        "own blocks, the first edition's keys, updated in place",
        OWN_BLOCKS
        + """

def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    costs = []
    parameters = initialize_parameters_deep(layers_dims)
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        cost = compute_cost(AL, Y)
        if i % 100 == 0:
            costs.append(cost)
        update_parameters(parameters, L_model_backward(AL, Y, caches), learning_rate)
    return parameters, np.array(costs).tolist()
""",
    ),
)


@assignment.exercise(points=5, keeps_arguments=True)
def mislabelled(submission, draw):
    """Random labels and predictions, against a loop. There may be none to find."""

    def found(predictions, Y):
        wrong = [i for i in range(Y.shape[1]) if int(predictions[0, i]) != int(Y[0, i])]
        return submission.mislabelled(predictions, Y), np.array(wrong, dtype=int)

    for kind in (int, float, bool):
        (m,) = draw.sizes("m", low=8, high=20)
        predictions, Y = draw.labels(m), draw.labels(m)
        predictions[0, [1, 2, -2]] = 1 - Y[0, [1, 2, -2]]
        predictions[0, 0] = Y[0, 0] = 1
        yield "random labels", *found(predictions.astype(kind), Y)
    (m,) = draw.sizes("m", low=8, high=20)
    Y = draw.labels(m)
    yield "none and all", *found(Y.copy(), Y)
    yield "none and all", *found(1 - Y, Y)
    draw.named(m=1)
    yield "one example", *found(np.array([[1]]), np.array([[0]]))


mislabelled.equivalents(
    ("np.array(indices, dtype=int)", "np.array(indices)", "they are whole numbers already"),
    ("np.array(indices, dtype=int)", "indices", "they are such an array already"),
)


INDICES = "np.flatnonzero(predictions != Y)"

mislabelled.mistakes(
    Mistake(
        "the right ones",
        INDICES,
        "np.flatnonzero(predictions == Y)",
        "The examples that are right came back. Which comparison finds the others?",
    ),
    Mistake(
        "indices of both axes",
        INDICES,
        "np.where(predictions != Y)",
        "`np.where` returned two arrays, the row and the column of each place. Only the columns say which example "
        "it is.",
    ),
    Mistake(
        "rows in place of columns",
        INDICES,
        "np.where(predictions != Y)[0]",
        "All indices came as 0: those of the first axis, which has length 1. Which axis counts the examples?",
    ),
    Mistake(
        "a mask",
        INDICES,
        "(predictions != Y)",
        "A 0 or a 1 came for each example. Asked for are the indices of the wrong ones.",
    ),
    Mistake(
        "number of the wrong ones",
        INDICES,
        "np.sum(predictions != Y)",
        "Only the number of wrong examples came. Which ones are they?",
    ),
    Mistake(
        "missed cats only",
        INDICES,
        "np.flatnonzero(1.0 * predictions < Y)",
        "Only the cats that were missed came. A thing that is taken for a cat is wrong, too.",
    ),
    Mistake(
        "false alarms only",
        INDICES,
        "np.flatnonzero(1.0 * predictions > Y)",
        "Only the things that are taken for cats came. A cat that was missed is wrong, too.",
    ),
    Mistake(
        "both labels 1",
        INDICES,
        "np.flatnonzero(predictions + Y == 2)",
        "The cats that were found came. Where the two labels differ, their sum is something else than 2.",
    ),
    Mistake(
        "counted from 1",
        INDICES,
        "np.flatnonzero(predictions != Y) + 1",
        "All indices are one too large. The first example has index 0.",
    ),
    Mistake(
        "first one only",
        INDICES,
        "np.flatnonzero(predictions != Y)[:1]",
        "Only the first mislabelled example came. There may be more.",
    ),
    Mistake(
        "a column",
        INDICES,
        "np.flatnonzero(predictions != Y).reshape(-1, 1)",
        "The indices came as a column. Asked for is a flat array, shape `(number,)`.",
    ),
    Mistake(
        "from the largest to the smallest",
        INDICES,
        "np.flatnonzero(predictions != Y)[::-1]",
        "The right indices came in falling order. Begin with the smallest.",
    ),
    Mistake(
        "labels of the wrong ones",
        INDICES,
        "Y[predictions != Y]",
        "The labels of the wrong examples came. Asked for are their places, the indices.",
    ),
)

mislabelled.alternatives(
    Alternative(
        "a sum that is 1",
        "def mislabelled(predictions, Y):\n    a = predictions + Y\n    return np.asarray(np.where(a == 1))[1]",
    ),
    Alternative(
        "a loop, a list",
        """
def mislabelled(predictions, Y):
    indices = []
    for i in range(Y.shape[1]):
        if predictions[0, i] != Y[0, i]:
            indices.append(i)
    print(indices)
    return np.array(indices, dtype=int)
""",
    ),
    Alternative(
        "places of a mask",
        """
def mislabelled(predictions, Y):
    wrong = np.abs(predictions.astype(float) - Y).ravel() > 0.5
    return np.arange(wrong.size)[wrong].astype(np.int32)
""",
    ),
)

assignment.examples(
    Example(
        "all blocks of a16 pasted, in the first edition's numbering and updating in place",
        {"two_layer_model": [("def two_layer_model(", OWN_BLOCKS.strip() + "\n\n\ndef two_layer_model(")]},
    ),
    Example(
        "the own start of a16 pasted as well",
        {
            "L_layer_model": [
                (
                    "def L_layer_model(",
                    "def initialize_parameters_deep(layer_dims):\n    np.random.seed(3)\n    parameters = {}\n"
                    "    for l in range(1, len(layer_dims)):\n"
                    '        parameters["W" + str(l)] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * 0.01\n'
                    '        parameters["b" + str(l)] = np.zeros((layer_dims[l], 1))\n'
                    "    return parameters\n\n\ndef L_layer_model(",
                )
            ]
        },
        loses=("L_layer_model",),
    ),
    Example(
        "the notebook's own pictures in the deep training",
        {"L_layer_model": [("L_model_forward(X, parameters)", "L_model_forward(train_x, parameters)")]},
        loses=("L_layer_model",),
    ),
    Example(
        "the notebook's own pictures and labels in the two-layer training",
        {
            "two_layer_model": [
                ("linear_activation_forward(X,", "linear_activation_forward(train_x,"),
                ("compute_cost(A2, Y)", "compute_cost(A2, train_y)"),
            ]
        },
        loses=("two_layer_model",),
    ),
    Example(
        "the list of sizes of the pictures, as a variable of the notebook",
        {
            "L_layer_model": [
                ("def L_layer_model(", "layers = [12288, 20, 7, 5, 1]\n\n\ndef L_layer_model("),
                ("initialize_parameters_deep(layers_dims)", "initialize_parameters_deep(layers)"),
            ]
        },
        loses=("L_layer_model",),
    ),
    Example(
        "scrambled pictures, and everything after them right",
        {"prepare_pictures": [(FLATTENED, "pictures.reshape(-1, pictures.shape[0])")]},
        loses=("prepare_pictures",),
    ),
    Example(
        "costs printed in every iteration, shapes too",
        {
            "L_layer_model": [
                ("cost = compute_cost(AL, Y)", "cost = compute_cost(AL, Y)\n        print(i, cost, AL.shape)")
            ],
            "two_layer_model": [("cost = compute_cost(A2, Y)", "cost = compute_cost(A2, Y)\n        print(A1.shape)")],
        },
    ),
    Example(
        "an unbalanced bracket in the slope of the loss",
        {"two_layer_model": [(SLOPE, "dA2 = -(Y / A2 - (1 - Y) / (1 - A2)")]},
        loses=("two_layer_model",),
    ),
    Example(
        "labels the other way round, as an old docstring has them",
        {"predict": [("(AL > 0.5)", "(AL <= 0.5)")]},
        loses=("predict",),
    ),
    Example(
        "the accuracy without its division, and only the parameters returned",
        {
            "accuracy": [(SHARE, "np.sum(predictions == Y)")],
            "L_layer_model": [("return parameters, costs", "return parameters")],
        },
        loses=("accuracy", "L_layer_model"),
    ),
    Example(
        "the last step not written yet",
        {"mislabelled": [(f"indices = {INDICES}", 'raise NotImplementedError("mislabelled is not written yet")')]},
        loses=("mislabelled",),
    ),
)
