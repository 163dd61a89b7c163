# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Keras in four calls: smiling or not
#
# **Is this person happy?** A camera above a door takes a picture, and the door opens for a smile. Here is one face with nine mouths, and what a network says of each:

# %% picture
import json

import matplotlib.pyplot as plt

from utils.figures import show
from utils.happy_utils import draw_meter, smiling_faces

plt.style.use("utils.course")
with open("long_run.json") as file:
    draw_meter(smiling_faces(), json.load(file)["smiles"])
show("One drawn face nine times, its mouth turning from a frown into a smile. Below, the probability that it is happy: near 0 for the frowns, near 1 for the smiles, and somewhere between in the middle.")

# %% [markdown]
# Nobody told it what a mouth is. It has 8305 numbers, and found them in 600 faces. You build it today with Keras, in which a network is a few lines of text. So few that a slip in one of them can throw away most of the network without a word. You meet one that did.
#
# **About 80 minutes.** You need [a32](../a32_convolution_digits/a32_convolution_digits.ipynb), for sizes, counts and `fit`.
#
# **What you build**
#
# 1. `prepare_pictures`: from a camera's numbers to a network's
# 2. `block_params`: how many numbers a block has
# 3. `happy_block`: five layers that belong together
# 4. `HappyModel`: three blocks and an answer
# 5. `compile_model`: how it is to learn
# 6. `train_model`: it learns
# 7. `evaluate_model`: how good it is on new faces
# 8. `smile_probability`: what it says of one picture
# 9. `cover`: what it looks at
#
# **How this notebook works** ([a11](../a11_numpy_basics/a11_numpy_basics.ipynb) has the long version)
#
# - Write your code between `### START CODE HERE ###` and `### END CODE HERE ###`, and delete the line `raise NotImplementedError(...)` there.
# - Run the check below each function: it says ✓, or what is probably wrong. Your work is marked with other numbers and other sizes.
# - Stuck? Open the three hints in order. Functions leave their arguments as they are; only `compile_model` and `train_model` change something, the model.
#
# ## 1 · Packages

# %%
import os

# TensorFlow would fill the page with its log; it reads these when it is imported.
os.environ.update(TF_CPP_MIN_LOG_LEVEL="2", TF_ENABLE_ONEDNN_OPTS="0")

import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers

from utils import check, progress
from utils.figures import show
from utils.happy_utils import load_dataset, own_face, own_picture, show_faces, smiling_faces

plt.style.use("utils.course")

# %% [markdown]
# In [a26](../a26_tensorflow_network/a26_tensorflow_network.ipynb) you wrote the variables, the forward pass, the cost, the tape and the loop over the batches. All of that is the same for nearly every network. **Keras** keeps it ready and asks four questions instead: which layers (*create*), how to learn (*compile*), from what (*fit*), and how good it is (*evaluate*). You try an idea in a minute, and that matters, because most ideas are wrong.
#
# ## 2 · Faces at the door
#
# 600 faces for training and 150 for testing, 64 × 64 pixels, half of them happy. (The course draws them itself, which takes some seconds the first time.)

# %% tags=["demo"]
X_train_orig, Y_train_orig, X_test_orig, Y_test_orig, classes = load_dataset()
print("pictures:", X_train_orig.shape, X_train_orig.dtype, "and", X_test_orig.shape)
print("labels:  ", Y_train_orig.shape, "and", Y_test_orig.shape)

# %% drawing
show_faces(X_train_orig[:16], Y_train_orig[0, :16])
show("Sixteen drawn faces of many skins and hairs, some with glasses, each with its label: happy where the mouth goes up, not happy where it goes down.")

# %% [markdown]
# Hair, skin, glasses, brows and light have nothing to do with the label. Only the mouth tells, and it is rarely in the same place.
#
# ### Step 1 · What the network takes
#
# Two things do not fit yet. Pixels run from 0 to 255; divide by 255, so that they lie between 0 and 1, and make them **float32**. (No 0.5 is subtracted this time: section 3 has a layer that centres, inside the network.) And the labels lie in one long row, `(1, m)`. In Keras, **examples are rows**: their axis is the first one, in pictures and in labels. So the labels have to become a column, `(m, 1)`: one row for each face.
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# Which axis counts the faces in `X_orig`, and which one in `Y_orig`?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `array.astype(np.float32)` changes the type, and `.T` exchanges rows and columns.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `X = (X_orig / ___).astype(np.float32)`
#
# </details>

# %% solution
def prepare_pictures(X_orig, Y_orig):
    """Pictures and labels as the network takes them.

    X_orig: shape (m, rows, columns, 3), whole numbers from 0 to 255
    Y_orig: labels 0 or 1, shape (1, m)
    Returns X, of the shape of X_orig, from 0 to 1, float32; and Y, shape (m, 1).
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) from 0 to 1, float32: X_orig → X, same shape (1 line)
    X = (X_orig / 255).astype(np.float32)
    # (2) one row for each example: Y_orig → Y, shape (m, 1) (1 line)
    Y = Y_orig.T
    ### END CODE HERE ###
    return X, Y

# %% check points=10
check("prepare_pictures", prepare_pictures)

# %% tags=["expected"]
X, Y = prepare_pictures(np.array([[[[255, 0, 51]]], [[[102, 204, 0]]]], dtype=np.uint8), np.array([[1, 0]]))
print(X.shape, X.dtype, "and", Y.shape)
print("second picture:", ", ".join(f"{value:.4f}" for value in X[1].ravel()), "· its label:", Y[1])

# %% tags=["demo"]
X_train, Y_train = prepare_pictures(X_train_orig, Y_train_orig)
X_test, Y_test = prepare_pictures(X_test_orig, Y_test_orig)
print("prepared:", X_train.shape, Y_train.shape, X_test.shape, Y_test.shape)

# %% [markdown]
# > **Remember.** Examples are rows in Keras, in the labels too. Whatever you do to the training pictures has to be done to every picture later.
#
# **Ask yourself.**
#
# Labels of shape (1, 600) go into `fit`, with 600 pictures. What does Keras see?
#
# <details><summary>Answer</summary>
#
# 600 examples, and the labels of a single one. It stops and speaks of *cardinality*: the lengths of the first axes differ.
#
# </details>
#
# ## 3 · A model is a chain of calls
#
# A `keras.Sequential`, as in a32, runs one layer after the other. The **functional** way is as short, and can do more later, when paths split and join. A layer is made, and then *called* on what enters it:

# %%
def one_block_model(input_shape):
    """A worked example: one block of large filters."""
    picture = keras.Input(input_shape)  # no number of examples: any will do
    x = layers.ZeroPadding2D(3)(picture)  # layers.ZeroPadding2D(3) is the layer, (picture) calls it
    x = layers.Conv2D(32, 7)(x)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU()(x)
    x = layers.MaxPooling2D()(x)
    answer = layers.Dense(1, "sigmoid")(layers.Flatten()(x))
    return keras.Model(picture, answer, name="one_block")


one_block_model((64, 64, 3)).summary()

# %% [markdown]
# Nothing is computed here. `picture` and `x` hold no numbers, only a promise of a shape; each call adds a layer to a plan, and `keras.Model(first, last)` keeps the path from the one to the other. Each row of the summary is a layer, with the shape that leaves it (`None` stands for the number of examples) and how many numbers it has.
#
# Two things are new. `layers.Dense(1, "sigmoid")`: a yes or no needs **one** number at the end, the probability of a yes. (A softmax would need two, and over a single number it is always 1.) And **batch normalisation**: for each channel, it subtracts the mean of the batch and divides by the standard deviation, then multiplies by $\gamma$ and adds $\beta$. So the next layer gets numbers of a steady range, while the layers before it go on learning. This is why the pixels need no 0.5 here: what all of them have in common is subtracted with the mean.
#
# <details><summary>Where does this come from?</summary>
#
# For one channel, let $\mu$ be the mean and $\sigma^2$ the variance over all pixels of all pictures in the batch. Then
#
# $$
# \hat z = \frac{z - \mu}{\sqrt{\sigma^2 + 0.001}}, \qquad \text{output} = \gamma \hat z + \beta .
# $$
#
# $\gamma$ and $\beta$ are learnt as all weights are. But a door camera has one picture, and no batch. So the layer keeps a moving average of $\mu$ and one of $\sigma^2$ (each new batch counts 1 %, the past 99 %), and uses those once the training is over.
#
# </details>
#
# ### Step 2 · How many numbers?
#
# The summary says that some of them are *non-trainable*. For each channel, batch normalisation has four numbers: $\gamma$ and $\beta$ are learnt; the moving mean and the moving variance are not learnt by gradients, they only follow the batches. A convolution learns all of its numbers, as you counted in a32.
#
# Count a block: a convolution, then batch normalisation. (Padding, relu and pooling have nothing to learn.)
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# How many channels leave the convolution, and so enter the batch normalisation?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# One filter has `f * f * n_c_prev` weights and a bias. Batch normalisation adds two trainable numbers for each filter.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `trainable = (f * f * n_c_prev + 1) * filters + ___`
#
# </details>

# %% solution
def block_params(f, n_c_prev, filters):
    """How many numbers a convolution with batch normalisation has.

    f: rows and columns of a filter
    n_c_prev: channels that enter
    filters: channels that leave
    Returns two whole numbers: trainable, and fixed, which only follow the batches.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) weights, biases, gamma and beta: f, n_c_prev, filters → trainable (1 line)
    trainable = (f * f * n_c_prev + 1) * filters + 2 * filters
    # (2) moving means and variances: filters → fixed (1 line)
    fixed = 2 * filters
    ### END CODE HERE ###
    return trainable, fixed

# %% check points=8
check("block_params", block_params)

# %% tags=["expected"]
trainable, fixed = block_params(7, 3, 32)
print("the block above:", trainable, "trainable and", fixed, "not")
print("with the last layer:", trainable + fixed + 32 * 32 * 32 + 1, "numbers")

# %% [markdown]
# 37 633, as the summary says. And nearly all of them sit in the last layer: 32 768 weights look at 32 768 pixels of maps, each at its own place.
#
# > **Remember.** `layer(…)` makes it, `layer(…)(x)` calls it. The summary shows what is on the path from input to output, and nothing else.
#
# **Ask yourself.**
#
# In which row of the summary would you see that the padding was forgotten?
#
# <details><summary>Answer</summary>
#
# In the convolution's: its output is (None, 58, 58, 32) then, and everything after it is smaller.
#
# </details>
#
# ## 4 · Your own
#
# Several blocks of small filters see more than one of large ones. After each pooling, a filter of 3 × 3 covers twice as many rows and columns: a number behind the third block sees 22 × 22 pixels, one behind the block of 7 × 7 only 8 × 8. And three poolings leave 2048 numbers for the last layer, not 32 768.
#
# ### Step 3 · A block
#
# | layer | what it does |
# |---|---|
# | `layers.ZeroPadding2D` | a border of 1 |
# | `layers.Conv2D` | `filters` filters of 3 × 3, stride 1; called `conv1`, `conv2`, … after the block's number |
# | `layers.BatchNormalization` | along axis 3, the channels; called `bn1`, `bn2`, … |
# | `layers.Activation` | `"relu"` |
# | `layers.MaxPooling2D` | windows of 2 × 2, stride 2; called `max_pool1`, `max_pool2`, … |
#
# Every line has the same form: `X = layer(…)(X)`. What one layer makes is called `X` again, so the next line finds it there. `name="conv7"` gives a layer a name, and `f"conv{number}"` puts a number into a text.
#
# ≈ 5 lines.
#
# <details><summary>Hint 1</summary>
#
# Each line needs two pairs of parentheses. What goes into the first, and what into the second?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `layers.ZeroPadding2D(2)` makes a border of 2. `layers.Conv2D(5, 7, name="a")` has five filters of 7 × 7, without a border and with stride 1. `MaxPooling2D(3)` moves by 3.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `X = layers.Conv2D(filters, ___, name=f"conv{number}")(___)`
#
# </details>

# %% solution
def happy_block(X, filters, number):
    """Padding, convolution, batch normalisation, relu, pooling.

    X: output of a layer, shape (None, rows, columns, channels)
    filters: how many filters the convolution has
    number: of the block, for the names of its layers
    Returns the output of the last layer, shape (None, rows // 2, columns // 2, filters).
    """
    ### START CODE HERE ### (≈ 5 lines)
    # (1) a border, and the convolution: X → X, shape (None, rows, columns, filters) (2 lines)
    X = layers.ZeroPadding2D(1)(X)
    X = layers.Conv2D(filters, 3, name=f"conv{number}")(X)
    # (2) batch normalisation, then relu: X → X, same shape (2 lines)
    X = layers.BatchNormalization(axis=3, name=f"bn{number}")(X)
    X = layers.Activation("relu")(X)
    # (3) the largest of each window: X → X, shape (None, rows // 2, columns // 2, filters) (1 line)
    X = layers.MaxPooling2D(2, name=f"max_pool{number}")(X)
    ### END CODE HERE ###
    return X

# %% check points=22
check("happy_block", happy_block)

# %% tags=["expected"]
start = keras.Input((64, 64, 3))
block = keras.Model(start, happy_block(start, 8, 1))
print("a block of 8 filters:", block.output.shape, "with", block.count_params(), "numbers; by hand:", sum(block_params(3, 3, 8)))
print("next, 16 filters:", happy_block(block.output, 16, 2).shape)

# %% [markdown]
# ### Step 4 · The model
#
# Three blocks of 8, 16 and 32 filters, numbered 1, 2 and 3. Then all numbers of a face in one row (`layers.Flatten`), and one unit with a sigmoid (`layers.Dense`, called `fc`). `keras.Model(inputs=…, outputs=…, name="HappyModel")` makes a model of the path. Faces may have any size, so take it from `input_shape`.
#
# ≈ 7 lines.
#
# <details><summary>Hint 1</summary>
#
# What enters block 1, and what enters block 2?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `keras.Input(shape)` is where it begins; `shape` has no axis for the examples. Keep it under a name of its own: you need it once more at the end.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `X = happy_block(___, 8, 1)`, two more of this kind, and at the end `model = keras.Model(inputs=___, outputs=X, name="HappyModel")`
#
# </details>

# %% solution
def HappyModel(input_shape):
    """The network that tells smiles, untrained.

    input_shape: (rows, columns, channels) of a picture
    Returns a keras.Model: pictures (m, rows, columns, channels) to probabilities (m, 1).
    """
    ### START CODE HERE ### (≈ 7 lines)
    # (1) where it begins: input_shape → X_input (1 line)
    X_input = keras.Input(input_shape)
    # (2) three blocks of 8, 16 and 32 filters: X_input → X (3 lines)
    X = happy_block(X_input, 8, 1)
    X = happy_block(X, 16, 2)
    X = happy_block(X, 32, 3)
    # (3) flat, and one unit with a sigmoid: X → X, shape (None, 1) (2 lines)
    X = layers.Flatten()(X)
    X = layers.Dense(1, activation="sigmoid", name="fc")(X)
    # (4) the path from the input to the answer: X_input, X → model (1 line)
    model = keras.Model(inputs=X_input, outputs=X, name="HappyModel")
    ### END CODE HERE ###
    return model

# %% check points=18
check("HappyModel", HappyModel)

# %% tags=["expected"]
happy = HappyModel((64, 64, 3))
for number in (1, 2, 3):
    print(f"max_pool{number}:", happy.get_layer(f"max_pool{number}").output.shape)
learnt = sum(np.prod(weight.shape) for weight in happy.trainable_weights)
print(happy.output.shape, "with", happy.count_params(), "numbers,", learnt, "of them trainable")

# %% drawing
from utils.happy_utils import draw_model

draw_model(happy)
show("The layers of HappyModel as boxes with arrows, a column for each block: padding, conv, bn, activation, pooling. Maps shrink from 64 to 8 rows while channels grow from 3 to 32; the last column has flatten and fc.")

# %% [markdown]
# This is drawn from your model: what it has, with its shapes, and in brackets how many numbers. (`happy.summary()` prints the same as a table. `keras.utils.plot_model` draws such plans too, if the program Graphviz and the package pydot are installed.)
#
# ### A slip that nobody noticed
#
# Here is a network like yours, with one slip. Every block is given the input:

# %%
def unchained_model(input_shape):
    """Three blocks, and each begins at the picture."""
    picture = keras.Input(input_shape)
    for filters, number in ((8, 1), (16, 2), (32, 3)):
        x = happy_block(picture, filters, number)
    return keras.Model(picture, layers.Dense(1, "sigmoid")(layers.Flatten()(x)), name="unchained")


# %% drawing
from utils.happy_utils import draw_chains

draw_chains()
show("Above, X_input, block 1, block 2, block 3 and fc in a chain. Below, three arrows lead from X_input to the three blocks; only block 3 leads on to fc, and blocks 1 and 2 are dashed: nobody asks for them.")

# %% [markdown]
# Python is happy with that. `x` is made three times, and twice nobody uses it before it is overwritten. Keras is happy, too: the model keeps the path from output to input, and blocks 1 and 2 are not on it. It even learns something. Only one thing gives it away. What do you expect to see here?

# %% tags=["expected"]
unchained = unchained_model((64, 64, 3))
for layer in unchained.layers:
    if layer.count_params():
        print(f"{layer.name.partition('_')[0]:6}", layer.output.shape, layer.count_params())
print("in all:", unchained.count_params())

# %% [markdown]
# `conv3` and `bn3` are there, and there is no `conv1` and no `conv2`. And 33 793 numbers instead of 8305! The wrong network has four times as many as yours, because its maps are still 32 × 32 where they become flat. More numbers, and it sees less, as section 6 shows.
#
# > **Remember.** `X = layer(…)(X)`: what comes out is what goes in next. After building a model, look at its plan or its summary: are all your layers there?
#
# **Ask yourself.**
#
# Would the accuracy have shown it?
#
# <details><summary>Answer</summary>
#
# Not on easy pictures. An accuracy says how good a network is, and not which network it is. If you count first, and expect 8305, you see the slip before any training.
#
# </details>
#
# Somebody makes one layer, `conv = layers.Conv2D(8, 3)`, and calls it twice. How many filters are there?
#
# <details><summary>Answer</summary>
#
# Eight. A layer that is called twice uses the same weights twice. Every `layers.Conv2D(…)` makes a new one.
#
# </details>
#
# ## 5 · Compile, fit, evaluate
#
# ### Step 5 · How it is to learn
#
# `model.compile(optimizer=…, loss=…, metrics=[…])` computes nothing yet. It notes
#
# - the optimiser: Adam, as in [a24](../a24_optimization/a24_optimization.ipynb), `keras.optimizers.Adam(learning_rate=0.001)`;
# - the loss: for one probability and labels 0 and 1, the cross-entropy of a14. Keras has `"binary_crossentropy"`, and `"categorical_crossentropy"`, which a32 used. Which one fits one probability?
# - what else to note while it learns: the `"accuracy"`.
#
# The model itself is changed. Return it as well, so that `compile_model(HappyModel(…))` can be written in one go.
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# The categorical one compares the probabilities of several classes. How many numbers does your network say of each face?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A loss can be named by a text. `metrics` takes a list, even for one metric.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `model.compile(optimizer=___, loss=___, metrics=["accuracy"])`
#
# </details>

# %% solution
def compile_model(model):
    """Tell a model how to learn: Adam with rate 0.001, the cross-entropy of a yes or no, accuracy.

    model: Keras model that ends in one probability; it is changed
    Returns the model.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) optimiser, loss, metrics → model (1 line)
    model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001), loss="binary_crossentropy", metrics=["accuracy"])
    ### END CODE HERE ###
    return model

# %% check points=10
check("compile_model", compile_model)

# %% [markdown]
# Before anything is learnt, a network can only guess. One that says one half of every face pays exactly $-\log 0.5 \approx 0.693$, and is right for half of the faces. Yours is close to it:

# %% tags=["demo"]
keras.utils.set_random_seed(1)
happy = compile_model(HappyModel((64, 64, 3)))
print("loss and accuracy, untrained:", [f"{value:.3f}" for value in happy.evaluate(X_test, Y_test, verbose=0)])

# %% [markdown]
# ### Step 6 · Fit
#
# In a32, your `train_model` compiled the model as well. Here it only trains, and so it can be called again: `fit` **goes on from where the model is**. `model.fit(X, Y, epochs=…, batch_size=…, verbose=0)` shuffles, cuts batches and steps, and returns an object whose attribute `history` is a dictionary: a list of losses and one of accuracies, a number for each epoch. Keep the object as `history`; the last line, which is given, takes the dictionary out of it.
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# Your function has five arguments. Which of them does `fit` have to know?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `fit` has defaults for `epochs` and `batch_size`, 1 and 32. Who should decide here?
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `history = model.fit(X, Y, epochs=___, batch_size=___, verbose=0)`
#
# </details>

# %% solution
def train_model(model, X, Y, epochs=20, batch_size=16):
    """Train a compiled model, from where it is.

    model: compiled Keras model; it is changed
    X: examples along the first axis
    Y: labels, shape (m, 1)
    epochs: how often to go through the examples
    batch_size: examples for each step
    Returns a dictionary: "loss" and "accuracy", a list each, with one number for each epoch.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) train: model, X, Y, epochs, batch_size → history, what fit returns (1 line)
    history = model.fit(X, Y, epochs=epochs, batch_size=batch_size, verbose=0)
    ### END CODE HERE ###
    return history.history

# %% check points=10
check("train_model", train_model)

# %% tags=["demo"]
keras.utils.set_random_seed(1)
small = compile_model(HappyModel((64, 64, 3)))
for call in (1, 2):
    print(f"call {call}: losses of two epochs on 100 faces:", [f"{loss:.3f}" for loss in train_model(small, X_train[:100], Y_train[:100], 2)["loss"]])

# %% [markdown]
# The second call begins where the first one ended. For a fresh start, build the model again.
#
# ### Step 7 · Evaluate
#
# `model.evaluate(X, Y, verbose=0)` answers all examples and returns a list: the loss, then each metric. Nothing is learnt by it. Return the loss and the accuracy.
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# In which order are the two in the list?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `a, b = [1, 2]` takes a list of two apart.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `loss, accuracy = model.evaluate(___, ___, verbose=0)`
#
# </details>

# %% solution
def evaluate_model(model, X, Y):
    """How good a model is on some examples.

    model: compiled Keras model, which notes its accuracy
    X: examples along the first axis
    Y: labels, shape (m, 1)
    Returns loss and accuracy, two numbers.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) ask it about all examples: model, X, Y → loss, accuracy (1 line)
    loss, accuracy = model.evaluate(X, Y, verbose=0)
    ### END CODE HERE ###
    return loss, accuracy

# %% check points=6
check("evaluate_model", evaluate_model)

# %% [markdown]
# All together: twelve epochs, which take about half a minute. After each, we ask about the test faces.

# %% tags=["demo"]
def fresh(build, seed):
    """A new model, compiled; the same seed gives the same start."""
    keras.utils.set_random_seed(seed)
    return compile_model(build((64, 64, 3)))


def learning_curve(model, X, Y, epochs, report=1):
    """Pairs for each epoch: the accuracy on X as `fit` notes it, and on the test faces after it."""
    curve = []
    for epoch in range(1, epochs + 1):
        history = train_model(model, X, Y, epochs=1)
        loss, accuracy = evaluate_model(model, X_test, Y_test)
        curve.append([history["accuracy"][0], accuracy])
        if epoch % report == 0:
            print(f"epoch {epoch:2}: training loss {history['loss'][0]:.3f}, accuracy {curve[-1][0]:.3f}; test loss {loss:.3f}, accuracy {accuracy:.3f}")
    return curve


happy = fresh(HappyModel, seed=1)
curve = learning_curve(happy, X_train, Y_train, epochs=12)

# %% drawing
from utils.happy_utils import draw_curves

draw_curves({"600 faces": curve})
show("Accuracy over twelve epochs: on the training faces it is at 1 after about six epochs; on the test faces it stays near one half at first, then climbs to nearly 1.")

# %% [markdown]
# At the end, more than nine test faces in ten are right. But look at the first epochs: there it knows far more about the training faces than about the test faces. Has it memorised them? Here is the same start once more, and after four epochs it is asked about the *training* faces in the same way, with `evaluate_model`:

# %% tags=["demo"]
young = fresh(HappyModel, seed=1)
noted = train_model(young, X_train, Y_train, epochs=4)["accuracy"][-1]
print(f"training faces, as fit notes them: {noted:.3f}; asked in use: {evaluate_model(young, X_train, Y_train)[1]:.3f}")

# %% [markdown]
# The same poor answer, about faces that it has met four times. So it is not about the faces. It is about **two ways of running**:
#
# - *In training*, batch normalisation uses the mean and variance of the batch at hand.
# - *In use*, it takes its moving averages. These start at 0 and 1, and each step moves them by only 1 % of the way.
#
# An epoch has 38 steps here, and $0.99^{38} \approx 0.68$: after the first epoch, two thirds of the averages are still what they were at the start. After twelve epochs, only 1 % is.
#
# > **Remember.** Create, compile, fit, evaluate. `fit` goes on; a new model starts anew. Accuracies noted in training and measured in use are not the same thing.
#
# **Ask yourself.**
#
# Somebody calls `train_model(model, …)` with another batch size, to compare it with the first. Is that fair?
#
# <details><summary>Answer</summary>
#
# No. The model has learnt already, and goes on from there. Each try needs a model that is built anew, from the same seed or from several.
#
# </details>
#
# Why are there 38 steps in an epoch?
#
# <details><summary>Answer</summary>
#
# 600 faces in batches of 16: 37 full ones, and 8 faces are left over.
#
# </details>
#
# ## 6 · Memorised, or learnt?
#
# Now real memorising. The same network gets only the first 60 faces. An epoch has four steps then, so we give it 120 of them: 480 steps, about as many as before, so that the averages have caught up. (Wait about a minute.)

# %% tags=["demo"]
few = fresh(HappyModel, seed=1)
curve_60 = learning_curve(few, X_train[:60], Y_train[:60], epochs=120, report=20)
print(f"the 60 faces, in use: {evaluate_model(few, X_train[:60], Y_train[:60])[1]:.3f}")

# %% drawing
draw_curves({"600 faces": curve, "60 faces": curve_60})
show("Two plots of accuracy over epochs. Left, 600 faces: both curves end near 1. Right, 60 faces: on the training faces it reaches 1, on the test faces it stays far below.")

# %% [markdown]
# Asked in use as well, it knows all of its 60 faces, or nearly all. Of the new ones it gets about half to three quarters right, depending on the start, and a coin gets half. With 8305 numbers for 60 faces, it need not find the mouth: a skin here, a collar there will do. This is **overfitting**: here the gap is not about the two ways of running, and it stays. More faces are the best cure; [a22](../a22_regularization/a22_regularization.ipynb) has others.
#
# And the slip of section 4? Here are your network and the unchained one, five starts each, after twenty epochs on all 600 faces. (A training of minutes: we have run it for you.)

# %% picture
import json

from utils.happy_utils import draw_starts

with open("long_run.json") as file:
    long_run = json.load(file)
names = {"chained": "HappyModel\n8305 numbers", "unchained": "unchained\n33 793 numbers"}
draw_starts({names[key]: [curve[-1][1] for curve in long_run[key]] for key in names})
show("Accuracy on the test faces after twenty epochs, a dot for each of five starts: HappyModel's are all near 1, those of the unchained network lie below them and far apart, from 0.54 to 0.95.")

# %% [markdown]
# With a quarter of the numbers, yours is better in each of the five starts. A number of the unchained network sees 4 × 4 pixels, an edge of a lip. One of yours sees 22 × 22, much of a mouth. The dots of the unchained network jump, too: one epoch earlier, the lowest of them stood at 0.86, while yours stood where they are.
#
# > **Remember.** A gap between training and test that stays is overfitting. More numbers don't make a network see more; layers on top of layers do.
#
# **Ask yourself.**
#
# You try ten networks and keep the one with the best accuracy on the test faces, 0.99. Is that what to expect at the door?
#
# <details><summary>Answer</summary>
#
# No, rather a little less: the best of ten was lucky, too. What you choose by is a *development set*. Keep other faces for the last word, and ask them once.
#
# </details>
#
# ## 7 · A picture of your own
#
# ### Step 8 · One face
#
# A picture from the camera has shape `(rows, columns, 3)`, and whole numbers from 0 to 255. The network was trained on pixels from 0 to 1, and takes a batch, even of one: shape `(1, rows, columns, 3)`. `model.predict(X, verbose=0)` returns the probabilities of a batch, shape `(m, 1)`. Return one plain number.
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# What did step 1 do to each picture of the training set?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `picture[np.newaxis]` adds an axis at the front. `float(array[0, 0])` is one number of a table.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `X = picture[np.newaxis] / ___`, and then `p = float(model.predict(___, verbose=0)[0, 0])`
#
# </details>

# %% solution
def smile_probability(model, picture):
    """How sure a model is that a face is happy.

    model: Keras model, from pictures between 0 and 1 to one probability each
    picture: shape (rows, columns, 3), whole numbers from 0 to 255
    Returns a number from 0 to 1.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) prepared as the training pictures, in a batch of one: picture → X, shape (1, rows, columns, 3) (1 line)
    X = picture[np.newaxis] / 255
    # (2) ask the model: model, X → p, one number (1 line)
    p = float(model.predict(X, verbose=0)[0, 0])
    ### END CODE HERE ###
    return p

# %% check points=10
check("smile_probability", smile_probability)

# %% [markdown]
# Draw a face of your own. Change the mouth, from -1 to 1, and the colours; leave out what you don't care about (`help(own_face)` lists all that you can choose). Does the network agree with you?

# %% tags=["demo"]
face = own_face(smile=0.6, skin=(120, 190, 120), hair=(90, 40, 120), long=True, glasses=True, seed=5)
p = smile_probability(happy, face)
print(f"happy with probability {p:.3f}")

# %% drawing
show_faces([face], [p > 0.5])
show("A face of your own, and what the network says of it.")

# %% [markdown]
# A green person, and nobody in the training set was green. Where does a smile begin? Bend the mouth little by little, as in the first picture:

# %% tags=["demo"]
faces = smiling_faces(9)
smiles = [smile_probability(happy, face) for face in faces]

# %% drawing
from utils.happy_utils import draw_meter

draw_meter(faces, smiles)
show("One face with nine mouths, from a frown to a smile, and below them the probability of happy that your network gives: near 0, then rising, then near 1.")

# %% [markdown]
# A photo of yourself works as well: `own_picture("my_face.jpg")` cuts out the square in the middle and makes it 64 × 64. Don't expect much. This network has only ever met our drawings, and it must say something.
#
# ### Step 9 · What does it look at?
#
# Nobody told it that mouths matter. Let us ask: hide a part of the face behind a grey square, and see how far the answer moves. Where it moves a lot, the network was looking.
#
# `cover` makes one copy of the picture for each square, in reading order, with this square in grey: the number 128 in all three colours. The picture itself must stay as it is.
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# Each copy has one grey square only. What happens to the second copy if you paint the first one on the picture itself?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `a.copy()` is an array of its own, `b = a` only a second name. `a[2:4, 6:8] = 9` fills two rows and two columns, in all channels.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `covered[i : i + size, ___] = 128`
#
# </details>

# %% solution
def cover(picture, size):
    """Copies of a picture, each with another square in grey.

    picture: shape (rows, columns, 3), whole numbers from 0 to 255
    size: rows and columns of a square; at the right and lower edge less may be left of it
    Returns an array of shape (squares, rows, columns, 3), row by row.
    """
    rows, columns = picture.shape[:2]
    copies = []
    for i in range(0, rows, size):
        for j in range(0, columns, size):
            ### START CODE HERE ### (≈ 3 lines)
            # (1) a picture of its own: picture → covered (1 line)
            covered = picture.copy()
            # (2) the square whose corner is at i, j: covered, i, j, size → covered (1 line)
            covered[i : i + size, j : j + size] = 128
            # (3) one more: covered → copies (1 line)
            copies.append(covered)
            ### END CODE HERE ###
    return np.stack(copies)

# %% check points=6
check("cover", cover)

# %% tags=["expected"]
copies = cover(np.arange(48, dtype=np.uint8).reshape(4, 4, 3), 2)
print(copies.shape)
print("red of the third copy:", *copies[2, :, :, 0].tolist())

# %% tags=["demo"]
size = 8
faces = [own_face(0.8, seed=5), own_face(-0.8, seed=5), own_face(0.8, seed=14), own_face(-0.8, seed=14)]
changes = []
for face in faces:
    p = happy.predict(cover(face, size) / 255, verbose=0)  # 64 faces in one batch
    changes.append(p.reshape(64 // size, 64 // size) - smile_probability(happy, face))

# %% drawing
from utils.happy_utils import draw_hidden

draw_hidden(faces, changes, size)
show("Four faces, two of them happy, and below each a map of squares: the largest change is at the mouth.")

# %% [markdown]
# Each map has a scale of its own, so compare squares within a map. The largest change is written below its square: below 0 (orange), hiding the square makes the face look less happy; above 0 (purple), happier. It looks at the mouth. It was never told so: 600 faces and 600 times yes or no were enough.
#
# > **Remember.** At the door, prepare a picture exactly as in training. Hide parts to see what a network looks at.
#
# **Ask yourself.**
#
# Somebody forgets to divide by 255, only at the door. What does the network say?
#
# <details><summary>Answer</summary>
#
# Numbers 255 times too large go through all layers, and the last sigmoid is very close to 0 or 1, whatever the face. Nothing stops, and such an answer looks convincing.
#
# </details>
#
# Where would the map be dark, had half of the happy people in the training set worn a hat, and none of the others?
#
# <details><summary>Answer</summary>
#
# At the hat as well. A network uses whatever goes with the label; such a map is a way to find out.
#
# </details>
#
# ## What you can do now
#
# You can build a network from calls, count it, train it, tell a slow start from overfitting, and ask it what it looks at. The [Keras guide to the functional API](https://keras.io/guides/functional_api/) goes on from here. In [a35](../a35_residual_networks/a35_residual_networks.ipynb) paths split and join: 50 layers, and a shortcut past each few of them.
#
# ## Open questions
#
# These are not marked. To change a function, paste its text into a new cell and give it another name.
#
# - ★ Batches of 4, 16 and 64: how many steps are there in an epoch, how long does it take, and how good is the network after six?
# - ★ Paint faces that fool it, with what `own_face` lets you choose: brows, glasses, colours, tilts. What works?
# - ★★ Give the batch normalisation `momentum=0.9`. When does the test accuracy follow now, and why?
# - ★★ Average pooling instead of maxima, `GlobalAveragePooling2D` instead of `Flatten`, a `Dropout(0.4)` before the last layer: change one thing at a time, on 60 faces, from three starts each. What helps against overfitting?
# - ★★★ Are your test faces still new after all that? Draw 150 others (`data/happy.py` has `make`, and a seed) and ask again.
# - ★★★ Move a face to the right, pixel by pixel (`np.roll`). When does the answer break, and what does the last layer have to do with it?
#
# <details><summary>For those who know the original</summary>
#
# The original is "Keras tutorial: the Happy House", for TensorFlow 1. It was not graded.
#
# - Its data were photographs of people at a door, 600 and 150. If you have both files, `course data add` puts them in place, and `load_dataset` takes them; they are read as they are.
# - In its solution, all three blocks were given `X_input`. Its printed summary has 33 793 numbers, and shows it. It reports a test accuracy of 0.96 and a loss of 0.0674 after 20 epochs, and about 0.95 after 40: one block can probably do that on photographs of one doorway, where faces are large and in the same place.
# - `HappyModel` was one function and open-ended; here its block is a function of its own, and the suggested sizes, 8, 16 and 32, are what is asked for. `compile_model`, `train_model` and `evaluate_model` were bare cells. The worked example with its 37 633 numbers is the later edition's model, too.
# - Its last cell prepared an own picture with `preprocess_input`, which subtracts the mean colours of another data set, though the training had divided by 255. The answers meant little.
# - In Keras 3, `Adam(lr=…)` stops, `decay` is ignored, and the history has `accuracy` instead of `acc`. `keras.utils.vis_utils`, `layer_utils` and `keras.preprocessing.image.load_img` are gone or moved. Weights that Keras saves are read by `model.load_weights`, so no loader is needed here.
#
# </details>

# %% tags=["demo"]
progress()
