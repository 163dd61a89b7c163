"""Scenarios, known mistakes and alternatives of "Keras in four calls: smiling or not".

The published assignment was not graded, and its model open-ended: here the suggested sizes are what is asked for, and
its block is an exercise of its own. Its solution gave every block the input; that is the mistake "blocks from the
input".

Models are judged by what they compute with weights and pictures that the judge draws, in use and in training, and never
by what they say of themselves. float32 sums of n terms of order 1 are off by about 6e-8 n: at most 500 terms, and
batch normalisation divides by a deviation of order 1, so 1e-4 leaves room. What trains is a sigmoid unit, and what it
notes is compared, not its weights: Adam's first steps are as long for a slope near 0 as for any other, and such a slope
hardly changes the loss.
"""

import numpy as np

from autograder.judging.exercise import Assignment, Example

assignment = Assignment("a34_keras_happy_house")


@assignment.inside
def type_of(prepare_pictures, X_orig, Y_orig):
    """The type of the prepared pictures."""
    return str(np.asarray(prepare_pictures(X_orig, Y_orig)[0]).dtype)


@assignment.inside
def blocks(happy_block, X, filters, number, seed):
    """What blocks in a row compute with drawn weights."""
    from autograder.inside.models import between, fill

    def chain(start):
        for k, count in enumerate(filters):
            start = happy_block(start, count, number + k)
        return start

    model = fill(between(chain, [X.shape[1:]]), seed)
    return {"in use": model(X, training=False), "in training": model(X, training=True)}


@assignment.inside
def answers(HappyModel, X, seed):
    """What the model for pictures of this size computes with drawn weights."""
    from autograder.inside.models import fill, model_of

    model = fill(model_of(HappyModel(X.shape[1:])), seed)
    return {"in use": model(X, training=False), "in training": model(X, training=True)}


@assignment.double("happy_block")
def another_block(X, filters, number):
    """Half as many rows and columns, and so many channels."""
    import keras

    return keras.layers.Conv2D(filters, 2, strides=2, activation="tanh", name=f"conv{number}")(X)


@assignment.inside
def unit(use, what, X, Y, W, b, *args):
    """What comes of a function that compiles, trains, evaluates or asks a sigmoid unit with the weights W and b.

    The unit does these as Keras does, in eager steps and without shuffling: data sets and graphs take longer to make
    than a few steps on few numbers.
    """
    import keras
    import tensorflow as tf

    from autograder.inside.models import model_of

    class Unit(keras.Sequential):
        def fit(self, x, y, batch_size=None, epochs=1, verbose="auto", callbacks=None, validation_split=0.0, **others):
            kept, size, history = len(x) - int(validation_split * len(x)), batch_size or 32, keras.callbacks.History()
            rows = [self._rows(self.train_on_batch, x[:kept], y[:kept], size) for _ in range(epochs)]
            history.history = {name: [row[name] for row in rows] for name in rows[0]}
            return history

        def evaluate(self, x, y, batch_size=None, verbose="auto", return_dict=False, **others):
            found = self._rows(self.test_on_batch, x, y, batch_size or 32)
            return found if return_dict else [found.pop("loss"), *found.values()]

        def predict(self, x, batch_size=None, verbose="auto", **others):
            return np.asarray(self(x, training=False))

        def _rows(self, step, x, y, size):
            starts = range(0, len(x), size)
            found = [step(x[i : i + size], y[i : i + size], return_dict=True) for i in starts]
            shares = [len(x[i : i + size]) / len(x) for i in starts]
            return {name: float(np.dot(shares, [row[name] for row in found])) for name in found[0]}

    tf.config.run_functions_eagerly(True)
    try:
        before = [keras.layers.Flatten(), keras.layers.BatchNormalization()] if what == "ask" else []
        model = Unit([keras.Input(X.shape[1:]), *before, keras.layers.Dense(1, activation="sigmoid")])
        model.layers[-1].set_weights([W, b])
        if what == "ask":
            ones = np.ones(len(W))
            model.layers[1].set_weights([ones, 0 * ones, 0.5 * ones, 0.1 * ones])
            return use(model, X[0])
        if what == "compile":
            return model_of(use(model)).fit(X, Y, *args).history
        # Otherwise than `compile_model` is to: this code is in the notebook's public checks.
        model.compile(keras.optimizers.RMSprop(args[0]), "mse", metrics=["accuracy"])
        return use(model, X, Y, *args[1:])
    finally:
        tf.config.run_functions_eagerly(False)


def start(draw, m):
    """Examples and labels, and a unit's first weights: X (m, n), Y (m, 1), W (n, 1), b (1,), all float32."""
    (n,) = draw.sizes("n", low=4, high=7)
    draw.named(m=m, n=n)
    arrays = draw.normal(m, n, scale=3), draw.labels(m).T, draw.normal(n, 1, scale=0.6 / n**0.5), draw.normal(1)
    return [array.astype(np.float32) for array in arrays]


@assignment.exercise(points=10, keeps_arguments=True, returns=("X", "Y"))
def prepare_pictures(submission, draw):
    """Drawn pictures that are no squares; among dark ones, none is white."""

    def pictures(m, brightest=255):
        shape = draw.sizes("rows", "columns", low=4)
        if m > 1:
            draw.also_named(m=m)
        X_orig = draw.rng.integers(0, brightest + 1, (m, *shape, 3)).astype(np.uint8)
        return X_orig, draw.labels(m)

    def expected(X_orig, Y_orig):
        return X_orig.astype(float) / 255, np.array([[label] for label in Y_orig[0]])

    for part, m, brightest in (("drawn pictures", 2, 255), ("dark pictures", 2, 90), ("one picture", 1, 255)):
        given = pictures(m, brightest)
        yield part, submission.prepare_pictures(*given), expected(*given)
    yield "type", type_of(submission.prepare_pictures, *pictures(2)), "float32"


# fmt: off
prepare_pictures.at("(X_orig / 255)").mistakes(
    ("X_orig", "not scaled",
     "The pixels run up to 255. By what does the step divide them?"),
    ("(X_orig / 256)", "divided by 256",
     "The brightest pixels are a little below 1. What is the largest number that a pixel has?"),
    ("(X_orig / X_orig.max())", "divided by its own maximum",
     "The pictures were divided by their own largest pixel, so a dark one becomes bright. "
     "Which number is the same for all?"),
    ("(X_orig / 255 - 0.5)", "around 0",
     "The pixels are between -0.5 and 0.5. Between which numbers does the step want them?"),
    ("(X_orig // 255)", "rounded down",
     "Nearly all pixels are 0: fractions were cut off. Which operator keeps them, and which kind of number?"),
)
prepare_pictures.at("(X_orig / 255).astype(np.float32)").mistakes(
    ("X_orig / 255", "float64",
     "The numbers are right, but their type is float64. Which type does the step ask for?"),
)
prepare_pictures.at("Y_orig.T").mistakes(
    ("Y_orig", "labels still a row",
     "`Y` is still one row, so Keras would see one example. Along which axis do examples run here?"),
    ("Y_orig[0]", "labels without a second axis",
     "`Y` has one axis only. What shape does the docstring give it?"),
)
prepare_pictures.alternatives({
    "casts first, reshapes": """
    X = np.asarray(X_orig, dtype="float32") / 255.0
    Y = Y_orig.reshape(-1, 1).astype("float32")
    print(X.shape)
    return X, Y
""",
    "transpose": """
    X = np.float32(X_orig) * np.float32(1 / 255)
    return X, np.transpose(Y_orig)
""",
})
# fmt: on


@assignment.exercise(points=8, returns=("trainable", "fixed"))
def block_params(submission, draw):
    """Counted filter by filter."""
    for _ in range(3):
        f, n_c_prev, filters = draw.sizes("f", "n_c_prev", "filters", low=2, high=12)
        weights = sum(f**2 * n_c_prev + 3 for _ in range(filters))
        yield "drawn sizes", submission.block_params(f, n_c_prev, filters), (weights, filters + filters)
    f, filters = draw.sizes("f", "filters", low=2, high=12)
    yield "one channel", submission.block_params(f, 1, filters), (filters * (f**2 + 3), 2 * filters)


# fmt: off
block_params.at("(f * f * n_c_prev + 1) * filters + 2 * filters").mistakes(
    ("(f * f * n_c_prev + 1) * filters", "gamma and beta missing",
     "These are the convolution's numbers. Which two does batch normalisation learn for each channel?"),
    ("(f * f * n_c_prev + 1) * filters + 4 * filters", "all four counted as trainable",
     "All four numbers of batch normalisation were counted as trainable. How many of them are learnt?"),
    ("(f * f * n_c_prev + 1) * filters + 2", "gamma and beta once",
     "Two numbers were added for the whole layer. How many channels does it normalise?"),
    ("(f * f * n_c_prev + 1) * filters + 2 * n_c_prev", "channels that enter the block",
     "Batch normalisation was counted for the channels that enter the block. How many leave the convolution?"),
    (["(f * n_c_prev + 1) * filters + 2 * filters", "(f * f + 1) * filters + 2 * filters"], "a filter too small",
     "A filter has more weights. It is f rows high and f columns wide: through how many channels does it go?"),
    (["f * f * n_c_prev * filters + 2 * filters", "f * f * n_c_prev * filters + 1 + 2 * filters"], "biases missing",
     "Biases are missing. How many does a layer of several filters have?"),
)
block_params.at("fixed = 2 * filters").mistakes(
    ("fixed = 4 * filters", "all four counted as fixed",
     "All four numbers of batch normalisation were counted as fixed. Which two only follow the batches?"),
    ("fixed = 2 * n_c_prev", "kept for the channels that enter",
     "`fixed` counts the channels that enter the block. How many leave the convolution?"),
)
block_params.alternatives({
    "layer by layer": """
    conv = f ** 2 * n_c_prev * filters + filters
    gamma = beta = mean = variance = filters
    return conv + gamma + beta, mean + variance
""",
    "asks Keras": """
    model = keras.Sequential([keras.Input((9, 9, n_c_prev)), layers.Conv2D(filters, f, padding="same"),
                              layers.BatchNormalization()])
    trainable = sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)
    return trainable, model.count_params() - trainable
""",
})
# fmt: on


@assignment.exercise(points=22, rtol=1e-3, atol=1e-4)
def happy_block(submission, draw):
    """Two blocks with different names in a row, on drawn pictures that are no squares, with an odd number of rows."""
    rows, columns, channels, *filters = draw.sizes("rows", "columns", "channels", "", "", low=2, high=7)
    rows, columns = 2 * rows + 1, 2 * columns
    draw.named()
    X = draw.normal(3, rows, columns, channels).astype(np.float32)
    number, seed = (int(n) for n in draw.rng.integers(1, 10**6, 2))
    yield "drawn pictures", blocks(submission.happy_block, X, filters, number, seed)


# fmt: off
happy_block.at("    X = layers.ZeroPadding2D(1)(X)\n").mistakes(
    (["", "    layers.ZeroPadding2D(1)(X)\n"], "no border",
     "The maps are too small: nothing was added around them. What becomes of the padded `X`?"),
    (["    X = layers.ZeroPadding2D(3)(X)\n", "    X = layers.ZeroPadding2D(2)(X)\n"], "border too wide",
     "The maps are too large: there is more of a border than a filter of 3 × 3 needs. How much does, and which layer "
     "makes it?"),
)
happy_block.at('layers.Conv2D(filters, 3, name=f"conv{number}")').mistakes(
    ('layers.Conv2D(3, filters, name=f"conv{number}")', "filters and size exchanged",
     "There are three channels: the number of filters and their size stand in each other's place. "
     "Which comes first in `Conv2D`?"),
    ('layers.Conv2D(filters, 3, activation="relu", name=f"conv{number}")', "relu twice",
     "There is a relu before the batch normalisation as well. Which layer of the table has it?"),
    ('layers.Conv2D(filters, 3, name="conv")', "the same name in each block",
     "Two blocks give their convolutions the same name. What does each block have that the others don't?"),
)
BN = '    X = layers.BatchNormalization(axis=3, name=f"bn{number}")(X)\n'
RELU = '    X = layers.Activation("relu")(X)\n'
happy_block.at(BN).mistakes(
    (["", BN.replace("X = ", "")], "not normalised",
     "The numbers are not normalised. What becomes of what `BatchNormalization` returns?"),
    ([BN.replace("axis=3", f"axis={k}") for k in (1, 2)], "normalised along another axis",
     "Each row or column was normalised by itself, not each channel. Which axis are the channels?"),
)
happy_block.at(BN + RELU).mistakes(
    (RELU + BN, "relu before normalising",
     "What is negative was dropped before the numbers were normalised. In which order does the table name the two?"),
)
happy_block.at(RELU).mistakes(
    (["", RELU.replace("X = ", "")], "no relu",
     "There are negative numbers left. Which layer drops them, and what becomes of what it returns?"),
    ([RELU.replace("relu", "sigmoid"), RELU.replace("relu", "tanh")], "another activation",
     "The activation is another one. Which does the table name?"),
    (RELU + "    X = layers.Dropout(0.5, seed=1)(X)\n", "dropout",
     "In use it is right, and in training half of the numbers are off. Does the table have a dropout?"),
)
POOL = '    X = layers.MaxPooling2D(2, name=f"max_pool{number}")(X)\n'
happy_block.at(POOL).mistakes(
    (["", POOL.replace("X = ", "")], "not pooled",
     "The maps are as large as before. What makes them smaller, and what becomes of what it returns?"),
    (POOL.replace("Max", "Average"), "average pooling",
     "The windows were averaged. Which kind of pooling does the table name?"),
    (POOL.replace("2, name", "2, strides=1, name"), "pooling with stride 1",
     "The windows move by one, and the maps hardly shrink. Which stride does the table give?"),
)
NAME = "names are for the summary"
happy_block.equivalents(
    ("layers.Conv2D(filters, 3, name=f'conv{number}')", "layers.Conv2D(filters, 3)", NAME),
    ("layers.BatchNormalization(axis=3, name=f'bn{number}')", "layers.BatchNormalization(axis=3)", NAME),
    ("layers.BatchNormalization(axis=3, name=f'bn{number}')", "layers.BatchNormalization(name=f'bn{number}')",
     "the last axis, which is axis 3 here, is the default"),
    ("layers.MaxPooling2D(2, name=f'max_pool{number}')", "layers.MaxPooling2D(2)", NAME),
)
happy_block.alternatives({
    "same padding, other names, ReLU as a layer": """
    x = keras.layers.Conv2D(filters=filters, kernel_size=(3, 3), strides=(1, 1), padding="same")(X)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.ReLU()(x)
    x = keras.layers.MaxPool2D((2, 2), strides=(2, 2))(x)
    print(x.shape)
    return x
""",
    "a loop over layers": """
    for layer in (layers.ZeroPadding2D((1, 1)), layers.Conv2D(filters, (3, 3), strides=1, name="conv" + str(number)),
                  layers.BatchNormalization(axis=-1), layers.Activation(keras.activations.relu),
                  layers.MaxPooling2D(pool_size=2, strides=2, padding="valid")):
        X = layer(X)
    return X
""",
    "a Sequential in it": """
    return keras.Sequential([
        layers.ZeroPadding2D(), layers.Conv2D(filters, 3), layers.BatchNormalization(), layers.ReLU(),
        layers.MaxPooling2D(),
    ], name=f"block{number}")(X)
""",
    "without a bias that is 0": """
    X = layers.ZeroPadding2D(padding=1)(X)
    X = layers.Conv2D(filters, 3, activation=None, kernel_initializer="he_normal")(X)
    X = layers.BatchNormalization(axis=3)(X)
    X = layers.MaxPooling2D()(keras.activations.relu(X))
    return X
""",
})
# fmt: on


@assignment.exercise(points=18, uses=("happy_block",), rtol=1e-3, atol=1e-4)
def HappyModel(submission, draw):
    """Pictures of a drawn size, so that none can be fixed; what becomes flat is one row or one column of two."""
    rows, columns = draw.rng.permutation([draw.rng.integers(8, 16), draw.rng.integers(16, 24)]).tolist()
    channels = int(draw.rng.integers(1, 5))
    X = draw.normal(3, rows, columns, channels).astype(np.float32)
    yield "a drawn size", answers(submission.HappyModel, X, int(draw.rng.integers(10**6)))


# fmt: off
HappyModel.at("keras.Input(input_shape)").mistakes(
    ("keras.Input((64, 64, 3))", "always 64 × 64",
     "The model takes 64 × 64 × 3 only, whatever is asked for. Which argument says how large the pictures are?"),
    (["keras.Input((None, *input_shape))", "keras.Input((16, *input_shape))"], "axis of the examples in the shape",
     "`keras.Input` was given an axis for the examples, and adds one itself. What shape has a single picture?"),
)
HappyModel.everywhere(r"happy_block\(X, (16|32), (.)\)").mistakes(
    (r"happy_block(X_input, \1, \2)", "blocks from the input",
     "Only block 3 is on the path from the picture to the answer. What should enter each block?"),
)
HappyModel.at("happy_block(X, 16, 2)").mistakes(
    ("happy_block(X_input, 16, 2)", "second block from the input",
     "Block 1 is not on the path from the picture to the answer. What should enter block 2?"),
)
HappyModel.at("    X = happy_block(X, 32, 3)\n").mistakes(
    (["", "    happy_block(X, 32, 3)\n"], "two blocks only",
     "Block 3 is not on the path. How many blocks does the step name, and what becomes of what block 3 returns?"),
)
HappyModel.everywhere(r"(8|32), (1|3)\)").mistakes(
    (r"40 - \1, \2)", "filters in another order",
     "The numbers of filters stand in another order. Do channels grow or shrink on the way?"),
)
HappyModel.at("    X = layers.Flatten()(X)\n").mistakes(
    (["", "    layers.Flatten()(X)\n"], "not flattened",
     "There is one answer for each place of the maps. What lays all numbers of a face in one row?"),
    ("    X = layers.Dropout(0.4, seed=1)(layers.Flatten()(X))\n", "dropout",
     "In use it is right, and in training some of the numbers are off. Does the step have a dropout?"),
)
DENSE = 'layers.Dense(1, activation="sigmoid", name="fc")'
HappyModel.at(DENSE).mistakes(
    (DENSE.replace("sigmoid", "softmax"), "softmax of one number",
     "Every answer is 1: a softmax over one number always is. Which activation makes a probability of it?"),
    ([DENSE.replace('1, activation="sigmoid"', '2, activation="softmax"'), DENSE.replace("1,", "2,")], "two units",
     "There are two numbers for each face. How many does a yes or no need?"),
    ([DENSE.replace('activation="sigmoid", ', ""), DENSE.replace("sigmoid", "relu")], "no sigmoid at the end",
     "The answers are no probabilities. Which activation ends the network?"),
)
HappyModel.equivalents(
    ("3", "4", "the number is for names only"),
    ("layers.Dense(1, activation='sigmoid', name='fc')", "layers.Dense(1, activation='sigmoid')", NAME),
    ("keras.Model(inputs=X_input, outputs=X, name='HappyModel')", "keras.Model(inputs=X_input, outputs=X)", NAME),
)
HappyModel.alternatives({
    "names of its own, a loop": """
    picture = keras.layers.Input(shape=input_shape, name="picture")
    x = picture
    for number, filters in enumerate((8, 16, 32), start=1):
        x = happy_block(x, filters, number)
    x = layers.Reshape((-1,))(x)
    x = layers.Dense(1)(x)
    model = keras.Model(picture, layers.Activation("sigmoid")(x))
    model.summary()
    return model
""",
    "compiled already, nested": """
    X_input = keras.Input(shape=tuple(input_shape))
    X = happy_block(happy_block(happy_block(X_input, filters=8, number=1), 16, 2), 32, 3)
    X = layers.Dense(units=1, activation=keras.activations.sigmoid)(layers.Flatten()(X))
    model = keras.models.Model([X_input], X)
    model.compile("adam", "mse")
    return model
""",
})
# fmt: on


@assignment.exercise(points=10, rtol=1e-4, atol=1e-5)
def compile_model(submission, draw):
    """A sigmoid unit that learns as it is told: what it notes in a few steps."""
    m = int(draw.rng.integers(12, 25))
    yield "what it notes", unit(submission.compile_model, "compile", *start(draw, m), m, 2)


# fmt: off
ADAM = "keras.optimizers.Adam(learning_rate=0.001)"
compile_model.at(ADAM).mistakes(
    ([ADAM.replace("0.001", value) for value in ("0.01", "0.1", "0.0001")], "another learning rate",
     "The losses fall as Adam's do, in steps of another length. Which learning rate does the step name?"),
    (['"sgd"', "keras.optimizers.SGD(learning_rate=0.001)"], "plain descent",
     "The losses fall as those of plain descent do. Which optimiser does the step name?"),
    ("keras.optimizers.Adam(lr=0.001)", "the old name of the learning rate",
     "`lr` is how Keras called it years ago. What is the argument called in the step?"),
)
compile_model.at('"binary_crossentropy"').mistakes(
    ('"categorical_crossentropy"', "categorical cross-entropy",
     "With one number for each example, this loss is 0 whatever the label. Which cross-entropy is for a yes or no?"),
    ('"mse"', "squared error",
     "The loss is a squared error. Which loss belongs to a probability and a label?"),
)
compile_model.at("    model.compile(").mistakes(
    ("    model = model.compile(", "what compile returns",
     "None was returned, and no model. `compile` changes the model that it is called on: what does it return?"),
)
compile_model.at(', metrics=["accuracy"]').mistakes(
    ("", "accuracy not asked for",
     "The model notes its loss only. What else should it note, and where is that said?"),
)
compile_model.equivalents(
    ("keras.optimizers.Adam(learning_rate=0.001)", "keras.optimizers.Adam()", "0.001 is Adam's own rate"),
)
compile_model.alternatives({
    "names only": """
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model
""",
    "objects": """
    optimizer = keras.optimizers.Adam(0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-8)
    model.compile(loss=keras.losses.BinaryCrossentropy(), optimizer=optimizer,
                  metrics=[keras.metrics.BinaryAccuracy(name="accuracy")])
    model.summary()
    return model
""",
})
# fmt: on


@assignment.exercise(points=10, rtol=1e-4, atol=1e-5)
def train_model(submission, draw):
    """A sigmoid unit with a drawn rate, for two or three epochs of two batches, the second of which is smaller."""
    m, rate = int(draw.rng.integers(17, 30)), float(draw.uniform(0.003, 0.01))
    size, epochs = int(draw.rng.integers(m // 2 + 1, m - 2)), int(draw.rng.integers(2, 4))
    size += size == 16
    yield "what it notes", unit(submission.train_model, "train", *start(draw, m), rate, epochs, size)


# fmt: off
FIT = "model.fit(X, Y, epochs=epochs, batch_size=batch_size, verbose=0)"
train_model.at(FIT).mistakes(
    (FIT.replace("epochs=epochs, ", ""), "one epoch",
     "There is one epoch only. Where does `fit` learn how many there are?"),
    ([FIT.replace("epochs=epochs", f"epochs={n}") for n in (20, 40)], "always so many epochs",
     "There are as many epochs, whatever is asked for. Where should the number come from?"),
    (FIT.replace("batch_size=batch_size, ", ""), "batches of 32",
     "All examples are in one batch: `fit` takes up to 32, if nothing is said. Which argument says how many?"),
    (FIT.replace("batch_size=batch_size", "batch_size=16"), "always batches of 16",
     "The batches have 16 examples, whatever is asked for. Which argument says how many to take?"),
    (FIT.replace("epochs=epochs, batch_size=batch_size", "epochs=batch_size, batch_size=epochs"),
     "epochs and batch size exchanged",
     "Epochs and batch size stand in each other's place. Which of the two counts passes through the examples?"),
)
train_model.at(f"    history = {FIT}\n").mistakes(
    ('    model.compile(keras.optimizers.Adam(learning_rate=0.001), "binary_crossentropy", metrics=["accuracy"])\n'
     f"    history = {FIT}\n", "compiled again",
     "The model was compiled again, so its optimiser forgot its rate and its averages. Is it compiled already?"),
    (f"    model.set_weights([0 * weight for weight in model.get_weights()])\n    history = {FIT}\n", "starts anew",
     "The weights start anew. From where is the training to go on?"),
)
train_model.at("history.history").mistakes(
    ("history", "the object itself",
     "This is Keras's History, an object. Which attribute of it is the dictionary?"),
    ("model", "the model",
     "The model is returned, which whoever calls has already. What does the docstring say?"),
)
train_model.equivalents(
    (FIT, "model.fit(X, Y, epochs=epochs, batch_size=batch_size)", "it only prints more"),
    ("0", "1", "it only prints more"),
)
train_model.alternatives({
    "by place": """
    found = model.fit(X, Y, batch_size, epochs, verbose=2)
    return dict(found.history)
""",
    "epoch by epoch": """
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        found = model.fit(x=X, y=Y, batch_size=batch_size, shuffle=True, verbose=0).history
        for name in history:
            history[name].extend(found[name])
    return history
""",
})
# fmt: on


@assignment.exercise(points=6, rtol=1e-4, atol=1e-5, returns=("loss", "accuracy"))
def evaluate_model(submission, draw):
    """A sigmoid unit on more examples than one batch holds."""
    given = start(draw, int(draw.rng.integers(36, 60)))
    yield "drawn examples", unit(submission.evaluate_model, "evaluate", *given, 0.001)


# fmt: off
EVALUATE = "loss, accuracy = model.evaluate(X, Y, verbose=0)"
evaluate_model.at(EVALUATE).mistakes(
    (EVALUATE.replace("loss, accuracy", "accuracy, loss"), "loss and accuracy exchanged",
     "Loss and accuracy stand in each other's place. In which order does `evaluate` have them?"),
    ('history = model.fit(X, Y, verbose=0).history\n    loss, accuracy = history["loss"][0], history["accuracy"][0]',
     "trained instead",
     "These are the numbers of a training, during which the model changes. Which call only asks?"),
)
evaluate_model.at("return loss, accuracy").mistakes(
    ("return accuracy", "accuracy only",
     "One number is returned. Which two does the docstring promise?"),
    ("return loss", "loss only",
     "One number is returned. Which two does the docstring promise, and which is missing?"),
)
evaluate_model.equivalents(
    ("model.evaluate(X, Y, verbose=0)", "model.evaluate(X, Y)", "it only prints more"),
    ("0", "1", "it only prints more"),
)
evaluate_model.alternatives({
    "the list": "return model.evaluate(x=X, y=Y, batch_size=16)",
    "a dictionary taken apart": """
    scores = model.evaluate(X, Y, return_dict=True, verbose=0)
    print("Loss = " + str(scores["loss"]))
    return scores["loss"], scores["accuracy"]
""",
})
# fmt: on


@assignment.exercise(points=10, rtol=2e-6, atol=1e-7)
def smile_probability(submission, draw):
    """A unit behind batch normalisation, on a dark picture of a drawn size that is no square.

    The weights are so small that not even numbers up to 255 make the unit quite sure. The sum of a few hundred products
    of 0.003 is off by 1e-7, so a pixel divided by 256 still shows.
    """
    rows, columns = draw.sizes("rows", "columns", low=4)
    n = rows * columns * 3
    picture = draw.rng.integers(0, 150, (1, rows, columns, 3)).astype(np.uint8)
    W, b = draw.normal(n, 1, scale=0.001).astype(np.float32), draw.uniform(0.3, 1.0, 1).astype(np.float32)
    yield "a picture", unit(submission.smile_probability, "ask", picture, None, W, b)


# fmt: off
smile_probability.at("picture[np.newaxis] / 255").mistakes(
    ("picture[np.newaxis]", "pixels from 0 to 255",
     "The model was given numbers up to 255, and is sure beyond measure. On which range was it trained?"),
    ("picture[np.newaxis, ..., ::-1] - [103.939, 116.779, 123.68]", "prepared for another network",
     "The mean colours of another data set were subtracted. What did step 1 do to the training pictures?"),
    ("picture[np.newaxis] / 255 / 255", "divided twice",
     "The picture is nearly black: it was divided twice. How often is enough?"),
    (["picture / 255", "picture[..., np.newaxis] / 255"], "no batch",
     "The model takes batches, and this is a single picture. Which axis is missing at the front?"),
)
PREDICT = "float(model.predict(X, verbose=0)[0, 0])"
smile_probability.at(PREDICT).mistakes(
    (f"1 - {PREDICT}", "probability of not being happy",
     "This is the probability of the opposite. Which label is 1?"),
    ([f"{PREDICT} > 0.5", f"round({PREDICT})", f"float(round({PREDICT}))"], "a decision",
     "The probability was turned into a yes or no. How sure is the model?"),
    (f"100 * {PREDICT}", "percent",
     "The probability is given in percent. Between which numbers does it lie?"),
    ("float(model(X, training=True)[0, 0])", "as in training",
     "Batch normalisation used the mean of this one picture. Which way of running is for the door?"),
    ("float(np.argmax(model.predict(X, verbose=0)))", "argmax of one number",
     "This is 0, whatever the picture: the place of the only number, or what is left of it without its fraction. "
     "What is the number itself?"),
)
smile_probability.equivalents(
    (PREDICT, "model.predict(X, verbose=0)[0, 0]", "a number of NumPy's is a number, too"),
    ("model.predict(X, verbose=0)", "model.predict(X)", "it only prints more"),
    (f"p = {PREDICT}", f"p = {PREDICT.replace('verbose=0', 'verbose=1')}", "it only prints more"),
)
smile_probability.alternatives({
    "expand_dims, item": """
    x = np.expand_dims(np.array(picture, dtype="float32") / 255.0, axis=0)
    print(x.shape)
    return model.predict(x).item()
""",
    "a call, reshape": """
    X = picture.reshape(1, *picture.shape).astype(np.float32) / 255
    return float(np.squeeze(model(X, training=False)))
""",
    "step 1 again": """
    X, _ = prepare_pictures(picture[np.newaxis], np.zeros((1, 1)))
    return model.predict(X, verbose=0)[0][0]
""",
})
# fmt: on


@assignment.exercise(points=6, keeps_arguments=True)
def cover(submission, draw):
    """Pictures that are no squares, and squares that fit in, or do not."""

    def run(rows, columns, size):
        draw.named(rows=rows, columns=columns)
        picture = draw.rng.integers(0, 100, (rows, columns, 3)).astype(np.uint8)
        i, j = np.arange(rows)[:, np.newaxis] // size, np.arange(columns) // size
        hidden = [(i == a) & (j == b) for a in range(i.max() + 1) for b in range(j.max() + 1)]
        return submission.cover(picture, size), np.stack([np.where(h[..., np.newaxis], 128, picture) for h in hidden])

    down, across, size = draw.sizes("", "", "", low=2, high=5)
    yield "squares that fit", *run(size * down, size * across, size)
    yield "squares cut off", *run(size * down + 1, size * across + 1, size)


# fmt: off
cover.at("picture.copy()").mistakes(
    ("picture", "painted on the picture",
     "All copies are the same, and the picture itself has turned grey: they share its numbers. "
     "What makes a picture of its own?"),
    ("(copies[-1] if copies else picture).copy()", "squares add up",
     "Each copy has the squares of those before it, too. Of what is each one a copy?"),
    ("np.zeros_like(picture)", "an empty picture",
     "There is a grey square, and no face around it. Of what is each one a copy?"),
)
cover.at("covered[i : i + size, j : j + size]").mistakes(
    ("covered[i : i + size]", "whole rows",
     "Whole rows are hidden. Which columns belong to the square?"),
    ("covered[:, j : j + size]", "whole columns",
     "Whole columns are hidden. Which rows belong to the square?"),
    ("covered[i, j]", "one pixel",
     "A single pixel is hidden. How many rows and columns has a square?"),
    ("covered[i : size, j : size]", "slices that end at the size",
     "The first square is hidden, and no other. Where does a slice end that begins at `i`?"),
    ("covered[i : i + size, j : j + size, 0]", "red only",
     "Only the red of the square was changed. Which channels does grey need?"),
    ("covered[j : j + size, i : i + size]", "rows and columns exchanged",
     "The squares run down the columns, or leave the picture. Which axis does `i` count along?"),
)
cover.at("            copies.append(covered)\n").mistakes(
    ("", "never appended", "`copies` is still empty at the end. What becomes of each covered picture?"),
)
cover.at("= 128").mistakes(
    (["= 0", "= 0.5"], "black",
     "The square is black: pixels are whole numbers up to 255. Which of them does the step name?"),
)
cover.at("\n    return").mistakes(
    ("\n        return", "return inside the loop",
     "Only the squares of the first row are there. What belongs inside the loop, and what after it?"),
)
cover.alternatives({
    "filled at the end": """
    rows, columns = picture.shape[:2]
    corners = [(i, j) for i in range(0, rows, size) for j in range(0, columns, size)]
    copies = np.repeat(picture[np.newaxis], len(corners), axis=0)
    for covered, (i, j) in zip(copies, corners):
        covered[i : min(i + size, rows), j : min(j + size, columns), :] = [128, 128, 128]
    return copies
""",
    "an array of a list": """
    copies = []
    for i in range(0, picture.shape[0], size):
        for j in range(0, picture.shape[1], size):
            covered = np.array(picture)
            covered[i:i + size, j:j + size] = 128
            copies.append(covered)
    return np.array(copies)
""",
})

assignment.examples(
    Example("the slip of the original solution",
        {"HappyModel": [("happy_block(X, 16, 2)", "happy_block(X_input, 16, 2)"),
                        ("happy_block(X, 32, 3)", "happy_block(X_input, 32, 3)")]}),
    Example("a block without a border, with everything after it right",
        {"happy_block": [("    X = layers.ZeroPadding2D(1)(X)\n", "")]}),
    Example("pixels from 0 to 255, at the start and at the door",
        {"prepare_pictures": [("(X_orig / 255)", "X_orig")],
         "smile_probability": [("picture[np.newaxis] / 255", "picture[np.newaxis]")]}),
    Example("everything printed, and the model compiled where it is built",
        {"HappyModel": [("return model", 'model.compile("adam", "mse")\n    model.summary()\n    return model')],
         "train_model": [("verbose=0", "verbose=1")]},
        loses=()),
    Example("two units and the loss for them",
        {"HappyModel": [('layers.Dense(1, activation="sigmoid"', 'layers.Dense(2, activation="softmax"')],
         "compile_model": [("binary_crossentropy", "sparse_categorical_crossentropy")]}),
)
# fmt: on
