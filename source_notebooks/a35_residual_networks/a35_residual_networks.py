# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Residual networks
#
# **Does a network see more if it has more layers?** Not by itself. Here are trainings of networks with nearly fifty layers, on the hand signs that you know. The dashed ones hardly get going. The others have the same main path, and a shortcut around every three of its convolutions:

# %% picture
import json

import matplotlib.pyplot as plt

from utils.figures import show
from utils.resnets_utils import draw_runs

plt.style.use("utils.course")
with open("long_run.json") as file:
    draw_runs(json.load(file))
show("Accuracy on the training set by epoch, from five starts: with shortcuts it climbs, without them it stays near guessing, one sixth, for many epochs.")

# %% [markdown]
# A shortcut is an addition. It made networks of 152 layers possible in 2015, and there is hardly a network today without it. You write it in step 4.
#
# **About 90 minutes.** You need [a26](../a26_tensorflow_network/a26_tensorflow_network.ipynb) for the tape and the signs, [a32](../a32_convolution_digits/a32_convolution_digits.ipynb) for convolutions, and [a34](../a34_keras_happy_house/a34_keras_happy_house.ipynb) for layers in Keras.
#
# **What you build**
#
# 1. `prepare`: pictures as the network wants them
# 2. `batch_norm`: every channel around 0, in training and in use
# 3. `gradient_norms`: how strongly each layer is told to change
# 4. `identity_block`: three convolutions and a shortcut
# 5. `convolutional_block`: the same where shapes differ
# 6. `ResNet50`: fifty layers of these blocks
# 7. `predict_sign`: what a trained network says about a picture of yours
#
# **How this notebook works** ([a11](../a11_numpy_basics/a11_numpy_basics.ipynb) has the long version)
#
# - Write your code between `### START CODE HERE ###` and `### END CODE HERE ###`, and delete the line `raise NotImplementedError(...)` there. `≈` says about how many lines to expect.
# - Run the check below each function at once: it says ✓, or what is probably wrong. If you are stuck, each step has three folded hints. Your mark is made with other inputs, of other sizes.
# - Functions leave their arguments as they are.
#
# ## 1 · Packages and pictures

# %%
import os

# TensorFlow would fill the page with its log; it reads these when it is imported.
os.environ.update(TF_CPP_MIN_LOG_LEVEL="2", TF_ENABLE_ONEDNN_OPTS="0")

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras import layers

from utils import check, progress
from utils.figures import show
from utils.resnets_utils import conv_norm, load_dataset, load_signs_weights, own_picture

plt.style.use("utils.course")

# %% tags=["demo"]
X_train_orig, Y_train_orig, X_test_orig, Y_test_orig, classes = load_dataset()

# %% [markdown]
# ### Step 1 · Half as wide, half as high
#
# A deep network is slow on our two processor cores. A picture of $32 \times 32$ pixels takes a quarter of the work of one of $64 \times 64$, and you still see how many fingers there are. So each square of $2 \times 2$ pixels becomes one pixel: their mean. Then the numbers are scaled from 0…255 to 0…1, as float32.
#
# `reshape` can take an axis apart. An axis of 64 becomes two axes of 32 and 2: which square, and which pixel in the square.
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# After `reshape` the pictures have six axes. Which two of them are the pixels *inside* a square?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `a.mean(axis=(1, 3))` takes the mean over two axes at once. `a.astype(np.float32)` changes the kind of number.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `small = pictures.reshape(m, rows // 2, 2, ___, ___, 3).mean(axis=(___, ___))`
#
# </details>

# %% solution
def prepare(pictures):
    """Pictures at half the size, in numbers from 0 to 1.

    pictures: shape (m, rows, columns, 3), whole numbers from 0 to 255; rows and columns are even
    Returns an array of shape (m, rows / 2, columns / 2, 3), float32.
    """
    m, rows, columns, _ = pictures.shape
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the mean of each 2 × 2 square: pictures → small (m, rows / 2, columns / 2, 3) (1 line)
    small = pictures.reshape(m, rows // 2, 2, columns // 2, 2, 3).mean(axis=(2, 4))
    # (2) from 0 to 1, as float32: small → X (1 line)
    X = (small / 255).astype(np.float32)
    ### END CODE HERE ###
    return X

# %% check points=8
check("prepare", prepare)

# %% tags=["expected"]
squares = np.arange(48, dtype=np.uint8).reshape(1, 4, 4, 3)
print(squares[0, :, :, 0], "\nin red becomes\n", 255 * prepare(squares)[0, :, :, 0])

# %%
def one_hot(labels):
    """Labels (1, m) as rows (m, 6) with a single 1."""
    return np.eye(6, dtype=np.float32)[labels[0]]

# %% tags=["demo"]
X_train, Y_train = prepare(X_train_orig), one_hot(Y_train_orig)
X_test, Y_test = prepare(X_test_orig), one_hot(Y_test_orig)
print("training:", X_train.shape, Y_train.shape, " test:", X_test.shape, Y_test.shape)

# %% drawing
from utils.resnets_utils import draw_sizes

draw_sizes(X_test_orig[:4], X_test[:4])
show("Four hands at 64 by 64 pixels, and below them the same at 32 by 32: coarser, but the fingers can be counted.")

# %% [markdown]
# > **Remember.** What is done to the pictures in training is done to every picture ever after, or the network sees another world.
#
# **Ask yourself.**
#
# Somebody shows a trained network a picture with numbers from 0 to 255, but it was trained on 0 to 1. What happens?
#
# <details><summary>Answer</summary>
#
# All sums are far too large, and the softmax is "certain": one class gets 1, all others 0. Such an answer proves nothing: check the preparation.
#
# </details>
#
# ## 2 · Batch normalisation
#
# ### Step 2 · Every channel around 0
#
# In a21 you saw how much depends on the scale of the first weights. **Batch normalisation** takes care of the scale in every layer, at every step. It takes each channel by itself: over all pictures of the batch, all rows and all columns, it makes the mean 0 and the variance 1. Then the channel gets a scale $\gamma$ and a shift $\beta$, which are learnt:
#
# $$
# A = \gamma \, \frac{Z - \mu}{\sqrt{\sigma^2 + \varepsilon}} + \beta
# $$
#
# What are $\mu$ and $\sigma^2$? That depends:
#
# - **In training**, they are the mean and the variance of *this batch*.
# - **In use**, they are **moving averages**, which the layer has kept in training: an answer must not depend on what else is in the batch.
#
# Channels are the last axis of `Z`, and $\mu$, $\sigma^2$, $\gamma$, $\beta$ have one number for each channel. Work the formula out yourself here, with NumPy; ready-made normalisations don't count.
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# `Z` has four axes. Over which of them do you average, so that one number for each channel is left?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.mean(Z, axis=(…))` and `np.var(Z, axis=(…))` take several axes. A result of shape (n_C,) fits the last axis of `Z` as it is.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `mean, variance = np.mean(Z, axis=___), np.var(Z, axis=___)`
#
# </details>

# %% solution
def batch_norm(Z, gamma, beta, moving_mean, moving_variance, training, epsilon=0.001):
    """Batch normalisation of each channel.

    Z: shape (m, n_H, n_W, n_C)
    gamma, beta: scale and shift, shape (n_C,)
    moving_mean, moving_variance: moving averages, shape (n_C,)
    training: True for the mean and variance of this batch, False for the moving averages
    epsilon: is added to the variance
    Returns an array of the shape of Z.
    """
    mean, variance = moving_mean, moving_variance  # as in use
    ### START CODE HERE ### (≈ 3 lines)
    # (1) in training, those of the batch: Z → mean, variance, shape (n_C,) (2 lines)
    if training:
        mean, variance = np.mean(Z, axis=(0, 1, 2)), np.var(Z, axis=(0, 1, 2))
    # (2) the formula: Z, mean, variance, gamma, beta → A, shape of Z (1 line)
    A = gamma * (Z - mean) / np.sqrt(variance + epsilon) + beta
    ### END CODE HERE ###
    return A

# %% check points=14
check("batch_norm", batch_norm)

# %% [markdown]
# Keras has this as a layer. Do the two agree?

# %% tags=["expected"]
random = np.random.RandomState(1)
Z = random.randn(8, 5, 5, 3) * [0.3, 1, 4] + [-2, 0, 3]
gamma, beta = np.array([1.0, 2.0, 0.5]), np.array([0.0, 1.0, -1.0])
start = np.zeros(3), np.ones(3)  # the moving averages, before the first step
layer = layers.BatchNormalization(axis=3)
layer.build(Z.shape)
layer.set_weights([gamma, beta, *start])
for training in (False, True):
    A = batch_norm(Z, gamma, beta, *start, training)
    print(f"training={training}: by hand", np.round(A[0, 0, 0], 4), "by Keras", np.round(layer(Z, training=training)[0, 0, 0], 4))

# %% drawing
from utils.resnets_utils import draw_channels

draw_channels(Z, batch_norm(Z, np.ones(3), np.zeros(3), *start, True))
show("Left, the numbers of three channels: narrow around -2, wider around 0, widest around 3. Right, after batch normalisation all three lie around 0, equally wide.")

# %% [markdown]
# From here on a convolution goes with its normalisation. `conv_norm` of `utils.resnets_utils` is given, and your blocks are built from it. This is all of it:
#
# ```python
# def conv_norm(X, filters, f, s, name):
#     X = layers.Conv2D(filters, f, strides=s, padding="same", name="res" + name)(X)
#     return layers.BatchNormalization(axis=3, momentum=0.9, name="bn" + name)(X)
# ```
#
# There are `filters` filters of `f` × `f` with stride `s`, a border that keeps rows and columns where the stride is 1, and no activation. The two layers get names from you. (`momentum` says how slowly the moving averages move: section 7.)
#
# As in a34, `layer(…)(X)` puts a layer behind whatever `X` is the output of. It needn't be a chain, as you will see.
#
# > **Remember.** Batch normalisation works channel by channel, over pictures, rows and columns. In training it looks at the batch, in use at its moving averages.
#
# **Ask yourself.**
#
# How many numbers does batch normalisation keep for 64 channels, and how many of them are trained?
#
# <details><summary>Answer</summary>
#
# $\gamma$, $\beta$ and two moving averages: 4 · 64 = 256. Training changes the first two, 128 numbers.
#
# </details>
#
# Does the bias of the convolution before it have any effect in training?
#
# <details><summary>Answer</summary>
#
# No. It moves a channel as a whole, and subtracting the mean moves it back. That is why many networks leave it out. In Keras, ResNet-50 has it, and we count it, too.
#
# </details>
#
# ## 3 · The trouble with depth
#
# Here is a block of three convolutions in a row, and a tower of such blocks. A $1 \times 1$ convolution makes the volume thin (8 channels), a $3 \times 3$ one looks around, and another $1 \times 1$ makes it thick again (32 channels). It is called a **bottleneck**, and it saves work: the costly $3 \times 3$ runs on few channels.

# %%
def plain_block(X, f, filters, stage, block, s=1):
    """Three convolutions in a row: 1 × 1 with stride s, f × f, 1 × 1."""
    for part, n, size, stride in zip("abc", filters, (1, f, 1), (s, 1, 1)):
        X = layers.Activation("relu")(conv_norm(X, n, size, stride, f"{stage}{block}_branch2{part}"))
    return X


def tower(block, count):
    """A network: a convolution, so many blocks on top of each other, and a softmax."""
    pictures = keras.Input((32, 32, 3))
    volume = layers.Activation("relu")(conv_norm(pictures, 32, 3, 4, "_start"))
    for number in range(count):
        volume = block(volume, 3, [8, 8, 32], 2, f"_{number}")
    means = layers.GlobalAveragePooling2D()(volume)  # of each channel
    return keras.Model(pictures, layers.Dense(6, activation="softmax")(means))

# %% [markdown]
# ### Step 3 · How strongly is each layer told to change?
#
# A layer learns from the gradient of the cost with respect to its weights. If that is tiny, it doesn't move. If it is huge, it jumps about. So let us measure it: for each kernel (the weights of a convolution or a dense layer, without the bias), the length of its gradient,
#
# $$
# \lVert g \rVert = \sqrt{\textstyle\sum g_i^2}
# $$
#
# The cost is the mean cross-entropy of the batch. Measure what a training step would see: call the model with `training=True`.
#
# <details><summary>Where does this come from? The length of a gradient</summary>
#
# A small step of descent changes the weights by $-\alpha g$. Its length is $\alpha \lVert g \rVert$, and to first order the cost falls by $\alpha \lVert g \rVert^2$. So $\lVert g \rVert$ says both how far a layer is moved and how much its move is worth.
#
# </details>
#
# ≈ 4 lines.
#
# <details><summary>Hint 1</summary>
#
# What has to be computed *while the tape looks on*, and what comes after?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `keras.losses.categorical_crossentropy(labels, probabilities)` gives one loss for each example. `tape.gradient(cost, kernels)` gives a list, and `tf.norm` the length of one gradient.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `cost = tf.reduce_mean(keras.losses.categorical_crossentropy(Y, model(X, ___)))`, inside a `with` that opens a `tf.GradientTape`
#
# </details>

# %% solution
def gradient_norms(model, X, Y):
    """The length of the gradient of the cost, for each kernel.

    model: a Keras model that ends in a softmax; the call moves its moving averages
    X: examples along the first axis, float32
    Y: one-hot labels, shape (m, classes), float32
    Returns a list of numbers, one for each kernel, from the first layer to the last.
    """
    kernels = [weight for weight in model.trainable_weights if weight.path.endswith("kernel")]
    ### START CODE HERE ### (≈ 4 lines)
    # (1) the cost in training, under a tape: model, X, Y → cost, one number (2 lines)
    with tf.GradientTape() as tape:
        cost = tf.reduce_mean(keras.losses.categorical_crossentropy(Y, model(X, training=True)))
    # (2) its gradients: cost, kernels → gradients, a list (1 line)
    gradients = tape.gradient(cost, kernels)
    # (3) their lengths: gradients → norms, a list of numbers (1 line)
    norms = [float(tf.norm(gradient)) for gradient in gradients]
    ### END CODE HERE ###
    return norms

# %% check points=14
check("gradient_norms", gradient_norms)

# %% [markdown]
# Now towers of 2, 7 and 15 plain blocks: 7, 22 and 46 convolutions, before the first step of training.

# %% tags=["demo"]
plain = {}
for count in (2, 7, 15):
    keras.utils.set_random_seed(1)
    plain[count] = gradient_norms(tower(plain_block, count), X_train[:32], Y_train[:32])
    print(f"{3 * count + 1} convolutions: the first has a gradient of {plain[count][0]:.3g}, the last of {plain[count][-2]:.3g}")

# %% drawing
from utils.resnets_utils import draw_gradients

draw_gradients({f"{3 * high + 1} plain convolutions": (plain[high], style) for high, style in ((2, ":"), (7, "--"), (15, "-"))})
show("Length of the gradient by layer, on a logarithmic scale: it grows from the last layer to the first, the more the deeper the tower is.")

# %% [markdown]
# Read the picture from right to left, as back-propagation does. On its way to the first layers the gradient **grows**, and the more layers there are, the more. The first layer of the tall tower is told to jump, the last ones to move a little. No learning rate suits both. (Adam, from a24, evens out such lengths, and still isn't enough: the picture at the top was made with it.)
#
# You may have heard that gradients *vanish* in deep networks. They do that too: without batch normalisation, and with weights that are a little small, every layer multiplies them by less than 1. The trouble has one name for both: **unstable gradients**.
#
# > **Remember.** On the way back, every layer multiplies the gradient by something. Over many layers, that explodes or vanishes.
#
# **Ask yourself.**
#
# Each layer multiplies the gradient by 1.2. How large is the factor after 46 layers? And if it is 0.8?
#
# <details><summary>Answer</summary>
#
# $1.2^{46} \approx 4400$, and $0.8^{46} \approx 0.00003$.
#
# </details>
#
# ## 4 · The shortcut
#
# What would a deep network have to do to be at least as good as a shallow one? Its extra layers could simply pass on what they get. This seems to be hard to learn for convolutions, while 0 is easy: a last $\gamma$ and $\beta$ of 0 are enough. So turn it around, and let the block add to what it gets:
#
# $$
# A = \text{relu}\big(X + F(X)\big)
# $$
#
# Now a block whose $F$ is 0 passes on $X$ (behind a relu nothing is below 0, so the last relu leaves it as it is). The block only has to learn what to *change*: the **residual** $F$.
#
# <details><summary>Where does this come from? The gradient takes the shortcut, too</summary>
#
# Leave the relu aside. With $A = X + F(X)$, the slope of $A$ with respect to $X$ is $1 + F'(X)$. Over many blocks the slopes are multiplied, and the product $(1 + F_1')(1 + F_2') \cdots$ contains a summand that is exactly 1: a path through all shortcuts, along which the gradient reaches the first layer as it is.
#
# </details>

# %% drawing
from utils.resnets_utils import draw_block

draw_block()
show("The identity block. Main path: convolution of 1 by 1, batch norm, relu; convolution of f by f, batch norm, relu; convolution of 1 by 1, batch norm. The shortcut goes around all of it to an addition, and relu follows the addition.")

# %% [markdown]
# ### Step 4 · The identity block
#
# The main path has three components. `filters` gives their numbers of channels, $F_1, F_2, F_3$:
#
# | component | convolution and normalisation | then | name |
# |---|---|---|---|
# | first | $F_1$ filters of 1 × 1 | relu | `name + "2a"` |
# | second | $F_2$ filters of f × f | relu | `name + "2b"` |
# | third | $F_3$ filters of 1 × 1 | nothing yet | `name + "2c"` |
#
# Then the addition, and only **after it** the last relu. All strides are 1. $F_3$ is the number of channels of `X`, so the two can be added. `layers.Activation("relu")` and `layers.Add()` are layers as well: make one, and call it. `Add` takes a list.
#
# The names matter: trained weights are stored in a file under the name of their layer.
#
# ≈ 5 lines.
#
# <details><summary>Hint 1</summary>
#
# The name `X` soon means something else. What has to be kept before that?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A component is `conv_norm(X, filters, f, s, name)`, with a relu around it: `layers.Activation("relu")(…)`. The shortcut and the main path are added by `layers.Add()([one, other])`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `X = layers.Activation("relu")(conv_norm(X, F2, ___, 1, name + ___))` is the second component.
#
# </details>

# %% solution
def identity_block(X, f, filters, stage, block):
    """Three convolutions and a shortcut around them.

    X: output of a layer, shape (m, n_H, n_W, n_C)
    f: rows and columns of the middle filters
    filters: list of three numbers of filters, F1, F2, F3; F3 is n_C
    stage, block: a number and a letter, for the names of the layers
    Returns the output of a layer, of the shape of X.
    """
    F1, F2, F3 = filters
    name = f"{stage}{block}_branch"
    ### START CODE HERE ### (≈ 5 lines)
    # (1) keep the input: X → X_shortcut (1 line)
    X_shortcut = X
    # (2) first component: X → X (m, n_H, n_W, F1) (1 line)
    X = layers.Activation("relu")(conv_norm(X, F1, 1, 1, name + "2a"))
    # (3) second component: X → X (m, n_H, n_W, F2) (1 line)
    X = layers.Activation("relu")(conv_norm(X, F2, f, 1, name + "2b"))
    # (4) third component, no relu yet: X → X (m, n_H, n_W, F3) (1 line)
    X = conv_norm(X, F3, 1, 1, name + "2c")
    # (5) add, then relu: X, X_shortcut → X (m, n_H, n_W, F3) (1 line)
    X = layers.Activation("relu")(layers.Add()([X, X_shortcut]))
    ### END CODE HERE ###
    return X

# %% check points=20
check("identity_block", identity_block)

# %% tags=["expected"]
def small_model(block, shape, *args):
    """A network of one block, with weights that are the same each time."""
    inputs = keras.Input(shape)
    model = keras.Model(inputs, block(inputs, *args))
    random = np.random.RandomState(2)
    model.set_weights([random.uniform(0.5, 1, w.shape) if "variance" in w.path else random.randn(*w.shape) / 3 for w in model.weights])
    return model


X = np.random.RandomState(1).randn(3, 4, 4, 6).astype(np.float32)
model = small_model(identity_block, (4, 4, 6), 2, [2, 4, 6], 1, "a")
for training in (False, True):
    print(f"training={training}:", np.round(model(X, training=training)[1, 1, 0], 4))
print(*(layer.name for layer in model.layers if layer.weights))

# %% [markdown]
# Does the shortcut help? The same tower as before, now of *your* blocks:

# %% tags=["demo"]
keras.utils.set_random_seed(1)
shortcuts = gradient_norms(tower(identity_block, 15), X_train[:32], Y_train[:32])
print(f"46 convolutions with shortcuts: the first has a gradient of {shortcuts[0]:.3g}, the last of {shortcuts[-2]:.3g}")

# %% drawing
from utils.resnets_utils import draw_gradients

draw_gradients({"46 plain convolutions": (plain[15], "--"), "46 with shortcuts": (shortcuts, "-")})
show("Length of the gradient by layer, on a logarithmic scale: without shortcuts it grows steeply towards the first layer, with shortcuts it grows far less.")

# %% [markdown]
# It still grows towards the front, but by far less. This is the one line that makes fifty layers trainable.
#
# > **Remember.** Keep `X` first, add it before the last relu. A block whose $F$ is 0 passes on what it gets.
#
# **Ask yourself.**
#
# Why is relu taken after the addition, and not before?
#
# <details><summary>Answer</summary>
#
# Before it, $F(X)$ could never be negative. A block could then add to its input, but never take anything away.
#
# </details>
#
# How many numbers to learn does the shortcut have?
#
# <details><summary>Answer</summary>
#
# None. It costs no weights, and next to no time.
#
# </details>
#
# ## 5 · Where shapes differ
#
# An addition needs two equal shapes. But between stages a network halves rows and columns and has more channels. Then the shortcut needs a convolution of its own, a **projection**: $1 \times 1$, with the same stride and $F_3$ filters, and no relu. It is there only to make the shapes fit.

# %% drawing
from utils.resnets_utils import draw_block

draw_block(projection=True)
show("The convolutional block: as the identity block, but the first convolution has stride s, and the shortcut has a convolution of 1 by 1 with stride s and batch norm of its own.")

# %% [markdown]
# ### Step 5 · The convolutional block
#
# Two things differ from step 4:
#
# - The **first** component has stride `s`. The other two have stride 1.
# - The shortcut has $F_3$ filters of 1 × 1 with stride `s`, and its normalisation. Its name ends in `"1"`.
#
# ≈ 6 lines.
#
# <details><summary>Hint 1</summary>
#
# The shortcut begins at the input of the block. Which line has to come before `X` changes?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `conv_norm` serves both paths. Its fourth argument is the stride.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `X_shortcut = conv_norm(___, F3, 1, ___, name + "1")`
#
# </details>

# %% solution
def convolutional_block(X, f, filters, stage, block, s=2):
    """Three convolutions, and a shortcut with one of its own.

    X: output of a layer, shape (m, n_H, n_W, n_C)
    f: rows and columns of the middle filters
    filters: list of three numbers of filters, F1, F2, F3
    stage, block: a number and a letter, for the names of the layers
    s: stride
    Returns the output of a layer, shape (m, n_H / s, n_W / s, F3), rounded up.
    """
    F1, F2, F3 = filters
    name = f"{stage}{block}_branch"
    ### START CODE HERE ### (≈ 6 lines)
    # (1) keep the input: X → X_shortcut (1 line)
    X_shortcut = X
    # (2) first component, with the stride: X → X (m, n_H / s, n_W / s, F1) (1 line)
    X = layers.Activation("relu")(conv_norm(X, F1, 1, s, name + "2a"))
    # (3) second component: X → X (m, n_H / s, n_W / s, F2) (1 line)
    X = layers.Activation("relu")(conv_norm(X, F2, f, 1, name + "2b"))
    # (4) third component, no relu yet: X → X (m, n_H / s, n_W / s, F3) (1 line)
    X = conv_norm(X, F3, 1, 1, name + "2c")
    # (5) the shortcut: X_shortcut → X_shortcut (m, n_H / s, n_W / s, F3) (1 line)
    X_shortcut = conv_norm(X_shortcut, F3, 1, s, name + "1")
    # (6) add, then relu: X, X_shortcut → X (1 line)
    X = layers.Activation("relu")(layers.Add()([X, X_shortcut]))
    ### END CODE HERE ###
    return X

# %% check points=18
check("convolutional_block", convolutional_block)

# %% tags=["expected"]
model = small_model(convolutional_block, (4, 4, 6), 2, [2, 4, 6], 1, "a")
for training in (False, True):
    print(f"training={training}:", np.round(model(X, training=training)[1, 1, 0], 4))
for s in (1, 2, 3):
    print(f"stride {s}: (9, 9, 4) →", small_model(convolutional_block, (9, 9, 4), 3, [2, 2, 8], 1, "a", s).output_shape[1:])

# %% [markdown]
# > **Remember.** Same shape: add the input as it is. Other shape: send it through a $1 \times 1$ convolution with the same stride.
#
# **Ask yourself.**
#
# A $1 \times 1$ convolution with stride 2 looks at which part of its input?
#
# <details><summary>Answer</summary>
#
# At every second pixel of every second row: a quarter. Three quarters are simply passed over, which later versions of the network avoid by moving the stride to the $3 \times 3$ filters.
#
# </details>
#
# ## 6 · Fifty layers
#
# ### Step 6 · ResNet-50
#
# You have the bricks. Here is the house:
#
# | stage | what | output for 64 × 64 |
# |---|---|---|
# | 1 | border of 3 zeros (`ZeroPadding2D`); 64 filters of 7 × 7 with stride 2, `conv1`; batch normalisation, `bn_conv1`; relu; max pooling of 3 × 3 with stride 2 | 15 × 15 × 64 |
# | 2 | convolutional block `a` with **stride 1**, identity blocks `b`, `c`; filters 64, 64, 256 | 15 × 15 × 256 |
# | 3 | convolutional block `a`, identity blocks `b` to `d`; filters 128, 128, 512 | 8 × 8 × 512 |
# | 4 | convolutional block `a`, identity blocks `b` to `f`; filters 256, 256, 1024 | 4 × 4 × 1024 |
# | 5 | convolutional block `a`, identity blocks `b`, `c`; filters 512, 512, 2048 | 2 × 2 × 2048 |
# | end | average pooling of 2 × 2, `avg_pool`; flatten; fully connected, softmax, called `fc6` for 6 classes | 6 |
#
# All blocks have $3 \times 3$ filters in the middle, and from stage 3 on the stride is 2. Write the blocks one by one, or in a loop: `for block in "bcd":` runs through letters. Batch normalisation is as in `conv_norm`, and neither the convolution of stage 1 nor the pooling has a border of its own.
#
# Call your two functions: the check puts light blocks in their place, so that it needn't wait for 23 million weights, and looks at what each is given.
#
# ≈ 11 lines.
#
# <details><summary>Hint 1</summary>
#
# Which of the four stages has a different stride from the others, and which numbers change from stage to stage?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `layers.ZeroPadding2D(3)`, `layers.MaxPooling2D(3, strides=2)`, `layers.AveragePooling2D(2, name="avg_pool")`, `layers.Flatten()`, `layers.Dense(classes, activation="softmax", name=f"fc{classes}")`: all are made first, and then called with `X`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `X = convolutional_block(X, 3, [64, 64, 256], 2, "a", s=___)`, then `X = identity_block(X, 3, [64, 64, 256], 2, ___)` for `"b"` and `"c"`, and so on.
#
# </details>

# %% solution
def ResNet50(input_shape=(64, 64, 3), classes=6):
    """The residual network of 50 layers.

    input_shape: rows, columns and channels of a picture
    classes: how many there are
    Returns a Keras model from pictures (m, rows, columns, channels) to probabilities (m, classes).
    """
    X_input = keras.Input(input_shape)
    ### START CODE HERE ### (≈ 11 lines)
    # (1) stage 1: X_input → X (5 lines)
    X = layers.ZeroPadding2D(3)(X_input)
    X = layers.Conv2D(64, 7, strides=2, name="conv1")(X)
    X = layers.BatchNormalization(axis=3, momentum=0.9, name="bn_conv1")(X)
    X = layers.Activation("relu")(X)
    X = layers.MaxPooling2D(3, strides=2)(X)
    # (2) stages 2 to 5: X → X, one convolutional block and some identity blocks each (4 lines as a loop)
    for stage, n, more, s in ((2, 64, "bc", 1), (3, 128, "bcd", 2), (4, 256, "bcdef", 2), (5, 512, "bc", 2)):
        X = convolutional_block(X, 3, [n, n, 4 * n], stage, "a", s)
        for block in more:
            X = identity_block(X, 3, [n, n, 4 * n], stage, block)
    # (3) the end: X → X (m, classes) (2 lines)
    X = layers.AveragePooling2D(2, name="avg_pool")(X)
    X = layers.Dense(classes, activation="softmax", name=f"fc{classes}")(layers.Flatten()(X))
    ### END CODE HERE ###
    return keras.Model(X_input, X, name="ResNet50")

# %% check points=18
check("ResNet50", ResNet50)

# %% [markdown]
# Now build it, from your own blocks. This is the only time that the whole network is built:

# %% tags=["expected"]
model = ResNet50()
kinds = [type(layer).__name__ for layer in model.layers]
print(f"{len(kinds)} layers:", *(f"{kinds.count(kind)} {kind}," for kind in ("Conv2D", "BatchNormalization", "Add", "Dense")), "…")
trained = sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)
print(f"{model.count_params():,} numbers: {trained:,} are trained, {model.count_params() - trained:,} are moving averages")

# %% [markdown]
# "Fifty layers" counts the convolutions of the main path and the fully connected layer: 1 + 48 + 1. The four projections are not counted, nor is anything without a kernel. Where are the 23.6 million numbers?

# %% drawing
from utils.resnets_utils import draw_stages

draw_stages(model)
show("The stages of ResNet-50 as blocks whose height is the size and whose width the number of channels, and below them a bar for the parameters of each: 0.01, 0.2, 1.2, 7.1 and 15.0 million, and 0.01 million at the end.")

# %% [markdown]
# Most of them are in the last stage, where the pictures are only $2 \times 2$ and there are 2048 channels. The number in every paper, "ResNet-50: 25.6 million", is for 1000 classes.
#
# > **Remember.** 53 convolutions, 16 additions. A deep network is a short loop over a few bricks.
#
# **Ask yourself.**
#
# Where do the 16 additions come from?
#
# <details><summary>Answer</summary>
#
# One for each block: 3 + 4 + 6 + 3.
#
# </details>
#
# What changes in the count if the pictures are 96 × 96?
#
# <details><summary>Answer</summary>
#
# Nothing. Convolutions don't care how large a picture is, and pooling makes $1 \times 1$ of the last volume, $3 \times 3$, all the same. For 128 × 128 it would be $2 \times 2 \times 2048$ after pooling, and the last layer would have four times the weights.
#
# </details>
#
# ## 7 · With and without
#
# Training these 23.6 million numbers takes hours without a graphics card. So here is a small network made of *your* blocks: three stages instead of four, 8 filters instead of 64. Its `n` says how many identity blocks a stage has. And with `shortcut=False` it has plain blocks: the same main path, and nothing around it.

# %%
def ResNetMini(input_shape=(32, 32, 3), classes=6, n=2, width=8, shortcut=True):
    """A small residual network; or, without shortcuts, a plain one of the same depth."""
    first, other = (convolutional_block, identity_block) if shortcut else (plain_block, plain_block)
    pictures = keras.Input(input_shape)
    volume = layers.Conv2D(width, 7, strides=2, name="conv1")(layers.ZeroPadding2D(3)(pictures))
    volume = layers.BatchNormalization(axis=3, momentum=0.9, name="bn_conv1")(volume)
    volume = layers.Activation("relu")(volume)
    volume = layers.MaxPooling2D(3, 2)(volume)
    for stage, stride in ((2, 1), (3, 2), (4, 2)):
        volume = first(volume, 3, [width, width, 4 * width], stage, "a", stride)
        for letter in "bcdefghi"[:n]:
            volume = other(volume, 3, [width, width, 4 * width], stage, letter)
        width = 2 * width
    volume = layers.GlobalAveragePooling2D(name="avg_pool")(volume)
    return keras.Model(pictures, layers.Dense(classes, activation="softmax", name=f"fc{classes}")(volume))


def train(X, Y, epochs, n, shortcut, seed=1):
    """Train a small network from a start of its own. Returns it, and the accuracy of each epoch."""
    keras.utils.set_random_seed(seed)
    model = ResNetMini(n=n, shortcut=shortcut)
    model.compile(keras.optimizers.Adam(0.002), "categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(X, Y, epochs=epochs, batch_size=32, verbose=0).history
    return model, history["accuracy"]

# %% [markdown]
# Both are trained for four epochs here, with 31 and 28 convolutions. That takes about a minute.

# %% tags=["demo"]
runs = {}
for shortcut in (True, False):
    _, runs[shortcut] = train(X_train, Y_train, epochs=4, n=2, shortcut=shortcut)
    print("with shortcuts:   " if shortcut else "without shortcuts:", *(f"{accuracy:.2f}" for accuracy in runs[shortcut]))

# %% [markdown]
# Guessing gives 0.17: how far have the two got? At this depth, the plain one may only be slower.
#
# The picture at the top of this page is the long version: `epochs=12, n=4`, so 49 and 46 convolutions, from five starts. Each takes a few minutes. With shortcuts all of them learn, and without them none gets far. Mind what this says: the plain network fails on its *training* set. It doesn't remember too much, as in a22; it can't even do that.
#
# ### The averages need time
#
# In a34 the test accuracy lagged behind for some epochs. Here you see why at once. `conv_norm` says `momentum=0.9`. So after each step of training,
#
# $$
# \mu_{\text{moving}} \leftarrow 0.9 \, \mu_{\text{moving}} + 0.1 \, \mu_{\text{batch}}
# $$
#
# After $k$ steps, $0.9^k$ of the start is left, which was 0 for means and 1 for variances. Keras's own choice is 0.99. One epoch has 34 steps here: $0.9^{34}$ is 0.03, but $0.99^{34}$ is still 0.71! Take a trained network (more on it in a moment), and set its averages to what they would be after so many steps, if every batch had the settled values:

# %% tags=["demo"]
def averages_after(steps, momentum, settled):
    """Averages that began as 0 and 1, and moved towards the settled ones."""
    left = momentum**steps
    return [left * ("variance" in weight.path) + (1 - left) * value for weight, value in settled]


trained = load_signs_weights(ResNetMini(n=2))
settled = [(weight, weight.numpy()) for weight in trained.non_trainable_weights if "moving" in weight.path]
steps, in_use = (5, 15, 34, 70, 140, 280), {0.9: [], 0.99: []}
for momentum, accuracies in in_use.items():
    for count in steps:
        for (weight, _), value in zip(settled, averages_after(count, momentum, settled)):
            weight.assign(value)
        answers = np.argmax(trained(X_test, training=False), axis=1)
        accuracies.append(float(np.mean(answers == Y_test_orig[0])))

# %% drawing
from utils.resnets_utils import draw_averages

draw_averages(steps, in_use)
show("Accuracy in use by number of training steps: with momentum 0.9 it is high from some seventy steps on, with 0.99 it only begins to climb at 280; before, it is little better than guessing.")

# %% [markdown]
# The weights are the same for every dot, and all of them are good. Only the averages differ. Beware of the story that people tell about the left half of this picture: "training is fine, the test is at chance level, so it overfits". Look first whether the averages have settled.
#
# > **Remember.** Shortcuts decide whether a deep network trains at all. Moving averages lag behind, so a short run wants a small momentum.
#
# **Ask yourself.**
#
# How would you find out, without waiting, whether a poor test accuracy is due to the averages?
#
# <details><summary>Answer</summary>
#
# Call the model on a large batch of test pictures with `training=True`. If it is much better then, the weights are good and the averages are not. (Do it with a copy, as the call moves the averages. And don't report that number: each answer depends on the other pictures.)
#
# </details>
#
# ## 8 · A trained one
#
# 1080 pictures are few for some thirty layers. So the course brings the weights of a `ResNetMini(n=2)` that was trained on 6000 hands, drawn like yours. Each finds its place by the name of its layer.

# %% tags=["demo"]
model = load_signs_weights(ResNetMini(n=2))
answers = np.argmax(model(X_test, training=False), axis=1)
print(f"{len(model.layers)} layers, {model.count_params():,} numbers")
print(f"{np.sum(answers == Y_test_orig[0])} of {len(answers)} test pictures are right")

# %% [markdown]
# More than nine in ten, with 84 438 numbers. It had more pictures than the networks at the top of this page, not more layers.
#
# ### Step 7 · Your picture
#
# What does it say about *one* picture, as it is before any preparation? Three things are easily forgotten: the axis of examples, `prepare`, and `training=False`.
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# `prepare` takes pictures of shape (m, rows, columns, 3). What is $m$ here?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `picture[np.newaxis]` has one more axis in front, and `model(X, training=…)[0]` is the answer to the first example. `np.argmax` says where the largest number is.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `probabilities = model(prepare(___), training=___)[0]`
#
# </details>

# %% solution
def predict_sign(model, picture):
    """What a trained network says about one picture.

    model: a Keras model from prepared pictures to probabilities
    picture: shape (rows, columns, 3), whole numbers from 0 to 255
    Returns the most probable class, a whole number, and the probabilities, shape (classes,).
    """
    ### START CODE HERE ### (≈ 3 lines)
    # (1) a batch of one, prepared: picture → X (1, rows / 2, columns / 2, 3) (1 line)
    X = prepare(picture[np.newaxis])
    # (2) as in use: X → probabilities (classes,) (1 line)
    probabilities = model(X, training=False)[0]
    # (3) the most probable: probabilities → sign (1 line)
    sign = int(np.argmax(probabilities))
    ### END CODE HERE ###
    return sign, probabilities

# %% check points=8
check("predict_sign", predict_sign)

# %% tags=["demo"]
unsure = X_test_orig[[np.argmin(np.max(model(X_test, training=False), axis=1))]]
for name, X in {"prepared: ": prepare(unsure), "forgotten:": unsure[:, ::2, ::2].astype(np.float32)}.items():
    print(name, *(f"{value:.2f}" for value in model(X, training=False)[0]))

# %% [markdown]
# This is the test picture of which the network is least sure. If the division by 255 is forgotten, it has no doubts any more.

# %% [markdown]
# Here is what a network of some thirty of your layers sees. The bar below each hand says how sure the network is:

# %% drawing
from utils.resnets_utils import draw_answers

draw_answers(X_test_orig[:18], Y_test_orig[0, :18], lambda picture: predict_sign(model, picture))
show("Eighteen test hands, each with the number of fingers that the network sees and a bar for how sure it is; nearly all are right.")

# %% [markdown]
# Now show it your own hand. Take a picture against a plain, light background, save it beside this notebook, and name it here. `own_picture` cuts out the middle and makes it $64 \times 64$. (Without one, a drawn hand shows just a thumb, which is none of the six signs. What does the softmax make of it?)

# %% tags=["demo"]
from utils.tf_utils import thumbs_up

picture = own_picture("my_hand.jpg") if os.path.exists("my_hand.jpg") else thumbs_up(1)[0]
sign, probabilities = predict_sign(model, picture)
print(f"{sign} fingers:", " ".join(f"{number}: {value:.2f}" for number, value in enumerate(probabilities)))

# %% [markdown]
# If it was your own hand, don't be disappointed: the network has learnt from drawings, and real skin, real light and a real background are news to it.
#
# > **Remember.** In use: prepare as in training, `training=False`. An answer of 1 and zeros proves nothing: check the preparation.
#
# **Ask yourself.**
#
# You give the network one single picture with `training=True`. What do its batch normalisations compute?
#
# <details><summary>Answer</summary>
#
# Mean and variance of each channel over the pixels of this one picture. The answer then depends on means and variances unlike those of any training batch, and in the last stage there are only a few pixels to average over.
#
# </details>
#
# ## What you can do now
#
# You know why very deep plain networks don't train, you have built the block that does, and from it the network on which half of computer vision stood for years. You can count its layers and say where its numbers are, and you know the two faces of batch normalisation.
#
# In [the next notebook](../a36_car_detection/a36_car_detection.ipynb) a network says not only what is in a picture, but where. The [first paper on residual networks](https://arxiv.org/abs/1512.03385) is readable now: its figure 1 shows the trouble with depth, and figure 4 the same depths without and with shortcuts.
#
# ## Open questions
#
# These are not marked. To change a function, paste its text into a new cell and give it another name.
#
# - ★ Print `ResNetMini(n=1).summary()`. How do you see in it where the shortcuts are?
# - ★ Train `ResNetMini(n=1)` with and without shortcuts. From which depth on does it matter?
# - ★★ Start the last `gamma` of each block at 0 (`gamma_initializer="zeros"`). What does each block compute at the start, and what do the gradients of step 3 look like?
# - ★★★ Take the shipped weights and remove one identity block of stage 2: set the `gamma` and `beta` of its `2c` to 0. How much worse is the network? Try all blocks, one at a time.
#
# <details><summary>For those who know the original</summary>
#
# The original is "Residual Networks". It exists for TensorFlow 1 and, later, for TensorFlow 2.
#
# - `identity_block`, `convolutional_block` and `ResNet50` keep their names, the arguments of the first edition, and the names of the layers. The later edition takes `training` and `initializer` as arguments instead of `stage` and `block`; in Keras 3, `training` is said when the model is called. `conv_norm` is new, and so are the other four functions.
# - All kernels there begin with `glorot_uniform(seed=0)`. Every kernel of one shape then begins with the same numbers. Here each has its own, from `keras.utils.set_random_seed`.
# - The forward figures of both editions, and the counts (23 600 006 parameters, of which 53 120 are not trained), are those of your functions, too.
# - It sets the learning phase to 1 for everything, so that its evaluation uses the statistics of the test batch: each answer depends on the other pictures.
# - It says that gradients vanish without shortcuts. With batch normalisation they explode at the start, as you have seen.
# - Its own-picture cell prepares the picture as ImageNet's are prepared. The printed answer, 1 and five zeros, is what you saw above.
# - Its weights, `ResNet50.h5`, are 90 MB. If you have that file, put it into `data/real`: `load_resnet50(ResNet50())` of `utils.resnets_utils` reads it. It was trained on photographs of $64 \times 64$ pixels, so use it with `X_test_orig / 255`.
#
# </details>

# %% tags=["demo"]
progress()
