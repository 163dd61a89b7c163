# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Painting with a network
#
# **What does a picture show, and how is it painted?** A network that has learnt to look at pictures can tell the two apart. So it can take *what* from one picture, *how* from another, and make a third that nobody has ever painted:

# %% picture
import json

import matplotlib.pyplot as plt

from utils.figures import show
from utils.nst_utils import draw_goal

plt.style.use("utils.course")
with open("long_run.json") as file:
    draw_goal(json.load(file))
show(
    "A drawn lighthouse by the sea, and three paintings: whirls of brush strokes, a mosaic of tiles, a woodcut. Below each painting is the lighthouse in its style."
)

# %% [markdown]
# Nothing is trained for this. The network stays as it is; what changes, step by step, are the *pixels*. You write the two costs that say how far a picture is from what you want, and the steps that bring it there.
#
# **About 70 minutes.** You need [a26](../a26_tensorflow_network/a26_tensorflow_network.ipynb), for tapes and optimisers, and [a32](../a32_convolution_digits/a32_convolution_digits.ipynb), for convolutional networks.
#
# **What you build**
#
# 1. `compute_content_cost`: how unlike are two pictures in what they show?
# 2. `gram_matrix`: which features go together?
# 3. `compute_layer_style_cost`: how unlike are they in how they are painted, as one layer sees it?
# 4. `compute_style_cost`: the same for several layers
# 5. `total_cost`: both costs in one number
# 6. `train_step`: one step, of the pixels
# 7. `model_nn`: the whole run, with a picture every 20 steps
#
# **How this notebook works** ([a11](../a11_numpy_basics/a11_numpy_basics.ipynb) has the long version)
#
# - Write your code between `### START CODE HERE ###` and `### END CODE HERE ###`, and delete the line `raise NotImplementedError(...)` there. `≈` says about how many lines to expect.
# - Run the check below each function at once: it says ✓, or what is probably wrong. If you are stuck, each step has three folded hints. Your work is marked with other inputs, of other sizes.
# - Functions leave their arguments as they are. Only `train_step` is there to change something: the picture.
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

from utils import check, progress
from utils.figures import show
from utils.nst_utils import (
    content_picture,
    generate_noise_image,
    load_vgg_model,
    reshape_and_normalize_image,
    style_picture,
)

plt.style.use("utils.course")

# %% [markdown]
# Two pictures, then: `content`, which says what is to be seen, and `style`, which says how. To a network, a picture is a batch of one with numbers from 0 to 1.

# %% tags=["expected"]
content = reshape_and_normalize_image(content_picture())
style = reshape_and_normalize_image(style_picture("night"))
print("content:", content.shape, "style:", style.shape, content.dtype)

# %% [markdown]
# ## 2 · A network that looks at pictures
#
# Training a network to look takes pictures by the thousand, and time. We take one that has done so: **transfer learning**. Ours is a small relative of VGG, a network that has told 1000 kinds of things apart. Its layers have the same names: `conv3_1` is the first convolution of block 3. All convolutions are 3 × 3, with a ReLU. Between two blocks, each square of 2 × 2 numbers becomes one, their mean. Ours was trained to tell twelve kinds of drawn textures apart, stripes from bricks, dots from brush strokes:

# %% drawing
from utils.nst_utils import draw_textures

draw_textures()
show("Twelve small drawn textures with their names: stripes, checks, dots, rings, waves, bricks, smooth noise, fine noise, diamonds, gradient, blobs, brush.")

# %% [markdown]
# Whoever can do that has to look at edges, at what repeats, at colours, and that is all we need. (It gets about three of four right, which is enough.) We don't ask for its answer. We look *inside*: called on a picture, the model returns a dictionary with the **activations** of each layer.

# %% tags=["expected", "demo"]
vgg = load_vgg_model()
activations = vgg(content)
for name, values in activations.items():
    print(f"{name}: {tuple(values.shape)}")
print(f"{vgg.count_params():,} numbers in all, which stay as they are")

# %% [markdown]
# Deeper layers have fewer places, and more channels. What do they see? Here is how strongly each layer answers, and where:

# %% drawing
from utils.nst_utils import draw_layers

draw_layers(content, activations)
show("The lighthouse picture, and the activations of four layers from shallow to deep. The first shows all edges sharply; the last is a coarse grid in which the tower can still be made out.")

# %% [markdown]
# A shallow layer knows almost every pixel. A deep one has seen a large part of the picture at each of its places, and has forgotten the details.
#
# > **Remember.** A trained network is a good pair of eyes, also for a task that it was never trained for. What it sees are its activations.
#
# **Ask yourself.**
#
# A picture of 96 × 128 has 12 × 16 places in block 4. Why?
#
# <details><summary>Answer</summary>
#
# Before block 4 there are three poolings, and each halves both sizes: 96 / 8 = 12 and 128 / 8 = 16. The convolutions have "same" borders, and change nothing about it.
#
# </details>
#
# The network was trained on 64 × 64 pixels. Why can it look at 96 × 128?
#
# <details><summary>Answer</summary>
#
# A convolution slides its filters over whatever there is. Only a dense layer needs a fixed size, and ours is left out.
#
# </details>
#
# ## 3 · What a picture shows
#
# ### Step 1 · The content cost
#
# When do two pictures show the same? Not when their pixels are equal: another painter would use other colours, and other strokes. But the activations of a deep layer should be alike. Call them $a^{(C)}$ for the content picture, and $a^{(G)}$ for the **generated** one, which is to become the painting. Then
#
# $$
# J_{content}(C, G) = \frac{1}{4\, n_H\, n_W\, n_C} \sum_{\text{all entries}} \left(a^{(C)} - a^{(G)}\right)^2 .
# $$
#
# The layer has $n_H \times n_W$ places and $n_C$ channels, so the sum is divided by four times the number of its entries. (Why four? It is a convention. Another number would only change what `alpha` means in step 5.)
#
# Use TensorFlow's functions: later, a tape has to follow. `a_G.shape` is $(1, n_H, n_W, n_C)$. ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# Which comes first, the square or the sum? And what is below the bar of the fraction?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `tf.square` squares each entry, and `tf.reduce_sum` without an axis sums all of them. The four sizes of a shape can be taken apart: `a, b, c, d = tensor.shape`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `J_content = tf.reduce_sum(___) / (4 * ___)`
#
# </details>


# %% solution
def compute_content_cost(a_C, a_G):
    """The content cost of one layer.

    a_C: activations of the content picture, shape (1, n_H, n_W, n_C)
    a_G: activations of the generated picture, of the same shape
    Returns a tensor with one number.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the sizes: a_G → n_H, n_W, n_C (1 line)
    _, n_H, n_W, n_C = a_G.shape
    # (2) squared differences, summed, divided: a_C, a_G → J_content (1 line)
    J_content = tf.reduce_sum(tf.square(a_C - a_G)) / (4 * n_H * n_W * n_C)
    ### END CODE HERE ###
    return J_content


# %% check points=14
check("compute_content_cost", compute_content_cost)

# %% tags=["expected"]
small_C = tf.constant([[[[1.0, -2.0]], [[0.0, 3.0]], [[2.0, 1.0]]]])
small_G = tf.constant([[[[0.0, -1.0]], [[2.0, 3.0]], [[-1.0, 1.0]]]])
print("shape:", tuple(small_C.shape), f"cost: {compute_content_cost(small_C, small_G):.4f}")

# %% [markdown]
# What does your cost say? Here the lighthouse is changed in three ways: made darker, moved by two pixels, or one half of it made grey. Each costs something else in each layer. (All costs are shares of what the painting costs there, the dotted line.)

# %% drawing
from utils.nst_utils import draw_content_costs

draw_content_costs(compute_content_cost, vgg, content, style)
show("The content costs of three changed copies by layer, as shares of the painting's. That of the moved copy falls from layer to layer; that of the copy with a grey half rises.")

# %% [markdown]
# The deeper the layer, the less it minds that everything is two pixels further to the right, and the more it minds that half of the things are gone. That is what "content" should mean. We take `conv4_2`: it forgives small shifts, and still knows roughly where things are.
#
# > **Remember.** Content is compared in one layer, deep enough to forget the pixels and not so deep that it forgets where things are.
#
# **Ask yourself.**
#
# What would the generated picture look like, if content were compared in the first layer?
#
# <details><summary>Answer</summary>
#
# Like the content picture itself, pixel by pixel: there would be no room for another style.
#
# </details>
#
# Why not in the last layer?
#
# <details><summary>Answer</summary>
#
# It has forgotten more: only 6 × 8 places are left. Houses would move, or melt.
#
# </details>
#
# ## 4 · How it is painted
#
# ### Step 2 · The Gram matrix
#
# What is a style? Yellow strokes, say, which lie next to blue ones; round lines; no straight edges. It is about which features occur *together*, no matter where. So: is a place where channel $i$ is active also one where channel $j$ is? Multiply the two, place by place, and sum over all places:
#
# $$
# G_{ij} = \sum_{k} A_{ik} A_{jk}
# $$
#
# Row $i$ of $A$ holds channel $i$ at all places, one after the other. $G$ is called the **Gram matrix**, and in one line of matrices $G = A A^T$. On its diagonal stands how active each channel is, and beside it which channels are active at the same places.
#
# <details><summary>Where does this come from?</summary>
#
# Entry $(i, j)$ of a product $A B$ is the sum over $k$ of $A_{ik} B_{kj}$. With $B = A^T$, $B_{kj}$ is $A_{jk}$. Each entry is the dot product of two rows, large if they point the same way. Since $k$ runs over all places and is summed away, *where* something happened is gone: another order of the columns gives the same matrix.
#
# </details>
#
# ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# A has $n_C$ rows, one for each channel. How many rows and columns should the result have?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `tf.matmul` multiplies matrices, and `tf.transpose` makes rows of columns.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `GA = tf.matmul(___, ___)`
#
# </details>


# %% solution
def gram_matrix(A):
    """The Gram matrix: which channels are active together.

    A: shape (n_C, n), a row for each channel, a column for each place
    Returns a tensor of shape (n_C, n_C).
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) each row with each row: A → GA (n_C, n_C) (1 line)
    GA = tf.matmul(A, tf.transpose(A))
    ### END CODE HERE ###
    return GA


# %% check points=12
check("gram_matrix", gram_matrix)

# %% tags=["expected"]
GA = gram_matrix(tf.constant([[1.0, 2.0, 3.0], [0.0, -1.0, 4.0]]))
print("shape:", tuple(GA.shape))
for row in GA.numpy():
    print("  ".join(f"{value:.1f}" for value in row))

# %% [markdown]
# Does it know a style? Below are the Gram matrices of two halves of one painting and of another painting, as `conv1_1` sees them. (Each is divided by its largest entry, so that they can be compared.)

# %% drawing
from utils.nst_utils import draw_grams

draw_grams(gram_matrix, vgg, "conv1_1")
show("The left and right halves of two paintings, and below each its Gram matrix as a heat map. The two of one painting look alike, and differ from those of the other.")

# %% [markdown]
# Two halves of one painting share no pixel, and their matrices look alike. The other painting's are different.
#
# And here all pixels of a painting are shuffled. From afar you can see that its colours are the same as before. But its style is gone: nothing is next to what was next to it.

# %% drawing
from utils.nst_utils import draw_shuffled

draw_shuffled(gram_matrix, vgg, style)
show("A painting and the same pixels in random order. The Gram matrices of their pixels are equal; those of the first layer differ.")

# %% [markdown]
# The Gram matrix *of the pixels* (three channels, red, green and blue) stays the same, since it doesn't know where. The one of `conv1_1` doesn't: a filter looks at 3 × 3 neighbours, and these are others now. So what Gram matrices know of structure, they know from the filters.
#
# ### Step 3 · The style cost of a layer
#
# To a layer, two pictures are of one style if their Gram matrices are alike:
#
# $$
# J_{style}^{[l]}(S, G) = \frac{1}{4\, n_C^2\, (n_H n_W)^2} \sum_{i,j} \left(G^{(S)}_{ij} - G^{(G)}_{ij}\right)^2
# $$
#
# Before that, activations $(1, n_H, n_W, n_C)$ have to become a matrix $(n_C, n_H n_W)$, a row for each channel. This takes **two** steps, in this order:

# %% drawing
from utils.nst_utils import draw_unrolling

draw_unrolling()
show("A block of 2 times 3 places with 2 channels becomes a table with one row per place, then its transpose with one row per channel. Below, reshaping at once to the final shape mixes the channels.")

# %% [markdown]
# `tf.reshape` keeps the numbers in their order in memory, and there the channels of one place are neighbours. So the first table must have a row for each *place*; its transpose has a row for each channel. Whoever reshapes to $(n_C, n_H n_W)$ at once gets the right shape and the wrong numbers, with no error.
#
# ≈ 6 lines.
#
# <details><summary>Hint 1</summary>
#
# Which shape has the table with one row for each place? And what makes a row for each channel of it?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `tf.reshape(tensor, (rows, columns))`, then `tf.transpose`. Your `gram_matrix` does the rest.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `A_S = tf.transpose(tf.reshape(a_S, (___, ___)))`
#
# </details>


# %% solution
def compute_layer_style_cost(a_S, a_G):
    """The style cost of one layer.

    a_S: activations of the style picture, shape (1, n_H, n_W, n_C)
    a_G: activations of the generated picture, of the same shape
    Returns a tensor with one number.
    """
    ### START CODE HERE ### (≈ 6 lines)
    # (1) the sizes: a_G → n_H, n_W, n_C (1 line)
    _, n_H, n_W, n_C = a_G.shape
    # (2) a row for each channel: a_S, a_G → A_S, A_G (n_C, n_H * n_W) (2 lines)
    A_S = tf.transpose(tf.reshape(a_S, (n_H * n_W, n_C)))
    A_G = tf.transpose(tf.reshape(a_G, (n_H * n_W, n_C)))
    # (3) what goes together: A_S, A_G → G_S, G_G (n_C, n_C) (2 lines)
    G_S = gram_matrix(A_S)
    G_G = gram_matrix(A_G)
    # (4) squared differences, summed, divided: G_S, G_G → J_style_layer (1 line)
    J_style_layer = tf.reduce_sum(tf.square(G_S - G_G)) / (4 * n_C**2 * (n_H * n_W) ** 2)
    ### END CODE HERE ###
    return J_style_layer


# %% check points=20
check("compute_layer_style_cost", compute_layer_style_cost)

# %% tags=["expected"]
print(f"cost: {compute_layer_style_cost(small_C, small_G):.4f}")
print(f"upside down: {compute_layer_style_cost(small_C, small_C[:, ::-1]):.4f}")

# %% [markdown]
# Well done, this was the hardest step. Activations upside down cost nothing: the same numbers, in other places. (A *picture* upside down would cost something, since a filter sees other edges in it.)
#
# ### Step 4 · Several layers
#
# Shallow layers know colours and fine strokes, deep ones larger patterns. A style has both, so we ask several layers, each with a share $\lambda^{[l]}$:
#
# $$
# J_{style}(S, G) = \sum_l \lambda^{[l]} J_{style}^{[l]}(S, G)
# $$

# %%
STYLE_LAYERS = [("conv1_1", 0.2), ("conv2_1", 0.2), ("conv3_1", 0.2), ("conv4_1", 0.2), ("conv5_1", 0.2)]

# %% [markdown]
# The activations of both pictures are dictionaries from names of layers to tensors, as `vgg` returns them. The loop is given. ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# The loop goes through the pairs of the list. What becomes of the sum in each turn?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `style_acts[layer_name]` is how the layer responds to the painting, and `a += b` adds to a sum.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `J_style += ___ * compute_layer_style_cost(___, ___)`
#
# </details>


# %% solution
def compute_style_cost(style_acts, generated_acts, STYLE_LAYERS):
    """The style cost of several layers.

    style_acts: activations of the style picture, a dictionary from names of layers to tensors (1, n_H, n_W, n_C)
    generated_acts: the same of the generated picture
    STYLE_LAYERS: a list of pairs, the name of a layer and its share
    Returns a tensor with one number.
    """
    J_style = 0.0
    for layer_name, coeff in STYLE_LAYERS:
        ### START CODE HERE ### (≈ 1 line)
        # (1) the cost of this layer, by its share: style_acts, generated_acts → J_style (1 line)
        J_style += coeff * compute_layer_style_cost(style_acts[layer_name], generated_acts[layer_name])
        ### END CODE HERE ###
    return J_style


# %% check points=14
check("compute_style_cost", compute_style_cost)

# %% tags=["expected"]
small_style = {"fine": small_C, "coarse": 2 * small_C}
small_generated = {"fine": small_G, "coarse": 2 * small_G}
for shares in ([("fine", 1.0)], [("fine", 0.3), ("coarse", 0.1)]):
    print(shares, f"cost: {compute_style_cost(small_style, small_generated, shares):.4f}")

# %% [markdown]
# > **Remember.** Style is which features go together, whatever the place: Gram matrices, of several layers. Reshape first, transpose second.
#
# **Ask yourself.**
#
# Content needs one layer, and style several. Why?
#
# <details><summary>Answer</summary>
#
# Content is about where things are, which one deep layer knows well enough. A style is made of things of all sizes, from the colour of a stroke to a whole whirl, and each layer knows one size.
#
# </details>
#
# May the painting have another size than the content picture?
#
# <details><summary>Answer</summary>
#
# Not for this function, since both get one $n_H n_W$. But a Gram matrix is $n_C \times n_C$ for any number of places, so a mean in place of the sum would allow it.
#
# </details>
#
# ## 5 · Both together
#
# ### Step 5 · The total cost
#
# $$
# J(G) = \alpha\, J_{content}(C, G) + \beta\, J_{style}(S, G)
# $$
#
# A large $\alpha$ keeps to the content picture, a large $\beta$ to the painter. ≈ 1 line.
#
# <details><summary>Hint 1</summary>
#
# Which weight belongs to which cost?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Numbers and tensors can be multiplied and added as they are.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `J = alpha * ___ + ___`
#
# </details>


# %% solution
def total_cost(J_content, J_style, alpha=10, beta=40):
    """Both costs in one.

    J_content, J_style: tensors with one number each
    alpha, beta: how much content and style count
    Returns a tensor with one number.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) each by its weight: J_content, J_style → J (1 line)
    J = alpha * J_content + beta * J_style
    ### END CODE HERE ###
    return J


# %% check points=6
check("total_cost", total_cost)

# %% tags=["expected"]
print(f"{total_cost(0.2, 0.8):.1f}", f"{total_cost(0.3, 0.5, 3, 8):.1f}")

# %% [markdown]
# Now everything is there to say what a picture costs. `transfer_cost` makes a *function* of a picture out of your four costs. What the content picture and the painting look like to the network never changes, so it is computed once, before. What the new picture looks like changes with every step, so that is computed anew.

# %% tags=["demo"]
CONTENT_LAYER = "conv4_2"


def transfer_cost(content, style, features=vgg, style_layers=STYLE_LAYERS, alpha=10, beta=40):
    """The cost of a picture, as a function of the picture.

    content, style: pictures (1, height, width, 3), numbers from 0 to 1
    features: a network from a picture to its activations
    """
    a_C = features(content)[CONTENT_LAYER]
    style_acts = features(style)

    def cost_fn(image):
        acts = features(image)
        J_content = compute_content_cost(a_C, acts[CONTENT_LAYER])
        J_style = compute_style_cost(style_acts, acts, style_layers)
        return total_cost(J_content, J_style, alpha, beta)

    return cost_fn


# %% tags=["demo"]
cost_fn = transfer_cost(content, style)
for name, picture in (("content picture", content), ("painting", style), ("grey", np.full_like(content, 0.5))):
    print(f"{name}: {float(cost_fn(picture)):.2f}")

# %% [markdown]
# A copy of the content picture has no content cost, the painting has no style cost, and grey has both. What we want lies between the first two, and has not been painted yet.
#
# > **Remember.** Two costs, two weights. What stays as it is, is computed once; what depends on the new picture, each time.
#
# **Ask yourself.**
#
# What does the content picture cost with `beta=0`, and the painting with `alpha=0`?
#
# <details><summary>Answer</summary>
#
# Both cost nothing. Each is the best that can be for one of the two costs.
#
# </details>
#
# Could the weights of the two costs be learnt as well, by making `alpha` and `beta` variables?
#
# <details><summary>Answer</summary>
#
# Their slopes are the two costs, which are never negative. So descent would make both weights smaller and smaller, down to 0 and below, and from there on a *worse* picture would cost less.
#
# </details>
#
# ## 6 · Pixels that learn
#
# ### Step 6 · One step of a picture
#
# So far, training has changed the weights of a network. This time they stay, and the picture is what changes: each of its numbers is a parameter. A tape doesn't mind. Asked for the slopes of the cost with respect to the picture, it says of each colour of each pixel whether more of it would be better.
#
# The step is the one you know: the cost under a tape, the slopes, a step of the optimiser. An optimiser takes pairs, slopes and variable, and there is just one pair here. One thing is new. A pixel can't be darker than black, or brighter than white, and the optimiser doesn't know it. So after its step, cut the picture to the range from `low` to `high`, and put what is left into the variable.
#
# ≈ 5 lines, with the one that begins with `with`.
#
# <details><summary>Hint 1</summary>
#
# Which line has to stand under the tape, so that it sees how the cost depends on the pixels?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `tape.gradient(J, variable)` gives the slopes, `optimizer.apply_gradients([(slopes, variable)])` takes the step. `tf.clip_by_value(x, low, high)` *returns* the cut values, and `variable.assign(values)` puts them into a variable.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `generated_image.assign(tf.clip_by_value(___, ___, ___))`
#
# </details>


# %% solution
def train_step(generated_image, cost_fn, optimizer, low=0.0, high=1.0):
    """One step that makes a picture cost less.

    generated_image: a tf.Variable, a picture (1, height, width, 3); it is changed
    cost_fn: a function of the picture that returns its cost, a tensor with one number
    optimizer: a Keras optimiser
    low, high: the range of the pixels
    Returns the cost before the step, a tensor with one number.
    """
    ### START CODE HERE ### (≈ 5 lines)
    # (1) under a tape, what the picture costs: generated_image → J (2 lines)
    with tf.GradientTape() as tape:
        J = cost_fn(generated_image)
    # (2) ask the tape: J, generated_image → grad (1 line)
    grad = tape.gradient(J, generated_image)
    # (3) let the optimiser take its step: grad, generated_image (1 line)
    optimizer.apply_gradients([(grad, generated_image)])
    # (4) back into the range, in place: generated_image, low, high (1 line)
    generated_image.assign(tf.clip_by_value(generated_image, low, high))
    ### END CODE HERE ###
    return J


# %% check points=18
check("train_step", train_step)

# %% [markdown]
# Three pixels, which would like to be 2, 0.5 and -1. After one step of descent with rate 1, the first and the last have gone as far as they may:

# %% tags=["expected"]
three = tf.Variable([0.2, 0.9, 0.5])
J = train_step(three, lambda x: 0.25 * tf.reduce_sum((x - [2.0, 0.5, -1.0]) ** 2), keras.optimizers.SGD(1.0))
print(f"cost before: {float(J):.4f}, pixels after:", ", ".join(f"{value:.1f}" for value in three.numpy()))

# %% [markdown]
# ### Step 7 · The run
#
# Now the whole run. The pixels are a `tf.Variable` that starts as the given picture, and one Adam takes all the steps. Before step 0, `every`, 2 · `every`, … the function keeps a copy of the picture, so that you can watch it change. Each step's cost is kept as well.
#
# The loop, the printing and the last picture are given. ≈ 5 lines.
#
# <details><summary>Hint 1</summary>
#
# What must be made once, before the loop, and would forget everything if it were made in the loop?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `step % every == 0` is true for every so many steps. `.numpy()` takes the values out of a variable; the variable itself would go on changing in your list. `float(J)` makes a number of a cost.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `generated_image = tf.Variable(___)` and `optimizer = keras.optimizers.Adam(___)`
#
# </details>


# %% solution
def model_nn(input_image, cost_fn, num_iterations=200, learning_rate=0.02, every=20):
    """Change a picture step by step, so that it costs less.

    input_image: the picture to start from, shape (1, height, width, 3), numbers from 0 to 1
    cost_fn: a function of a picture that returns its cost
    Returns pictures, a list of arrays: before step 0, every, 2 * every, …, and after the last step;
    and costs, a list of numbers, or of tensors with one number: before each step.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the pixels, to be changed: input_image → generated_image (1 line)
    generated_image = tf.Variable(input_image)
    # (2) who takes the steps: learning_rate → optimizer (1 line)
    optimizer = keras.optimizers.Adam(learning_rate)
    ### END CODE HERE ###
    pictures, costs = [], []
    for step in range(num_iterations):
        ### START CODE HERE ### (≈ 3 lines)
        # (3) now and then, keep a copy: generated_image → pictures (2 lines)
        if step % every == 0:
            pictures.append(generated_image.numpy())
        # (4) a step, and its cost: generated_image, cost_fn, optimizer → costs (1 line)
        costs.append(float(train_step(generated_image, cost_fn, optimizer)))
        ### END CODE HERE ###
        if step % 20 == 0:
            print(f"step {step}: cost {costs[-1]:.3f}")
    return [*pictures, generated_image.numpy()], costs


# %% check points=16
check("model_nn", model_nn)

# %% [markdown]
# Where to start? From the content picture with some random colours mixed in. And how fast? Large steps first, smaller and smaller ones later leave less noise: an optimiser takes a *schedule* in place of a rate, like the decay of a24. Then 120 steps, which take ten to twenty seconds:

# %% tags=["demo"]
start = generate_noise_image(content, noise_ratio=0.3)
decay = keras.optimizers.schedules.CosineDecay(0.05, decay_steps=120)
pictures, costs = model_nn(start, cost_fn, num_iterations=120, learning_rate=decay)

# %% drawing
from utils.nst_utils import draw_run

draw_run(pictures, style)
show("The picture at the start, after every 20 steps and at the end, and the painting. The picture turns into coloured strokes within the first 20 steps, and becomes calmer later; the lighthouse stays where it is.")

# %% [markdown]
# There it is: a lighthouse, a boat and a sun, painted. Nobody told it what a brush is.
#
# And the costs? Both are shown with their weights:

# %% drawing
from utils.nst_utils import draw_costs

a_C, style_acts = vgg(content)[CONTENT_LAYER], vgg(style)
looks = [vgg(picture) for picture in pictures]
draw_costs(
    [*range(0, len(costs), 20), len(costs)],
    [10 * float(compute_content_cost(a_C, look[CONTENT_LAYER])) for look in looks],
    [40 * float(compute_style_cost(style_acts, look, STYLE_LAYERS)) for look in looks],
    [float(cost_fn(picture)) for picture in pictures],
)
show("Three curves on a logarithmic scale. The cost of style falls steeply within 20 steps and then slowly; that of content rises at first and falls back later.")

# %% [markdown]
# Within 20 steps, the style cost falls to less than a tenth, and meanwhile the content cost *rises*: the picture has to leave the lighthouse to gain style. Later it finds ways to have more of both. A cost that rises is no mistake, as long as the total falls.
#
# > **Remember.** Pixels are parameters: a tape gives their slopes, an optimiser moves them, and a clip keeps them pixels. Weights stay.
#
# **Ask yourself.**
#
# How many numbers does this run learn?
#
# <details><summary>Answer</summary>
#
# 96 · 128 · 3 = 36 864, one for each colour of each pixel. The network's weights are not among them.
#
# </details>
#
# Why must the activations of the new picture be computed inside `cost_fn`, and those of the painting need not?
#
# <details><summary>Answer</summary>
#
# The tape must see the way from the pixels to the cost, and the pixels change with every step. The painting doesn't change, so its activations are constants.
#
# </details>
#
# ## 7 · Which knobs to turn
#
# **The weights.** Each of these pictures took 120 steps of the same functions, from the content picture, on 72 × 96 pixels:

# %% picture
import json

from utils.figures import show
from utils.nst_utils import draw_grid

with open("long_run.json") as file:
    draw_grid(json.load(file)["grid"])
show("Nine small pictures, for alpha 1, 100 and 10 000 and beta 4, 400 and 40 000. The larger alpha is compared with beta, the calmer they are; along each diagonal they are alike.")

# %% [markdown]
# Look along the diagonals: 1 and 4, 100 and 400, 10 000 and 40 000 give pictures that look alike. (Only roundings differ, which grow over 120 steps.) Adam divides the slopes by their size, so a cost that is a hundred times as large changes nothing. Only the *ratio* of `alpha` and `beta` matters. Below the diagonals, the picture is calmer, with even areas; above them, more style changes little: it has won already. (In the lower left corner, content is nearly all that counts, and still the colours are not those of the lighthouse: `conv4_2` knows little about colours.)
#
# **The layers, and the start.** What if only two layers are asked about style, shallow ones or deep ones? And what if the run starts from the content picture itself, or almost from noise?

# %% picture
import json

from utils.figures import show
from utils.nst_utils import draw_choices

with open("long_run.json") as file:
    draw_choices(json.load(file)["choices"])
show("Four pictures: with shallow layers, with deep layers, from the content picture and from noise. The first has the painting's colours, the second its patterns; the last is coloured noise with strokes in it.")

# %% [markdown]
# Shallow layers bring the painting's blue and its short strokes, deep ones patterns in any colour. From noise, 120 steps find strokes but no lighthouse: what the content layer says about single pixels is faint, as three poolings lie between.
#
# > **Remember.** The ratio of the weights says how much style, the layers say of which size, and the start is half the way.
#
# **Ask yourself.**
#
# What do you get with `beta=0`, if you start from the content picture?
#
# <details><summary>Answer</summary>
#
# The content picture, unchanged: its content cost is 0 already, and so are all slopes.
#
# </details>
#
# Someone doubles `alpha`, `beta` and the learning rate. What has changed?
#
# <details><summary>Answer</summary>
#
# Only the learning rate counts: with Adam, twice the cost gives the same steps. With plain descent, the steps would be four times as long.
#
# </details>
#
# ## 8 · Your own pictures
#
# Any picture will do. Save one beside this notebook as `my_photo.jpg`, or one whose style you like as `my_painting.jpg`. `load_picture` cuts out the middle and makes it 96 × 128. (Without them, the lighthouse is painted like the mosaic.) Then turn the knobs until you like it, and show a friend. (The pictures at the top are larger, 120 × 160, and have `beta=1000`, with `style_layers` that give the shallow ones most: 0.5, 0.3, 0.1, 0.05, 0.05. Try it.)

# %% tags=["demo"]
from utils.nst_utils import draw_pictures, load_picture, save_image

photo = load_picture("my_photo.jpg") if os.path.exists("my_photo.jpg") else content_picture()
painting = load_picture("my_painting.jpg") if os.path.exists("my_painting.jpg") else style_picture("mosaic")
photo, painting = reshape_and_normalize_image(photo), reshape_and_normalize_image(painting)
decay = keras.optimizers.schedules.CosineDecay(0.05, decay_steps=80)
own_pictures, _ = model_nn(photo, transfer_cost(photo, painting, beta=400), num_iterations=80, learning_rate=decay)
# save_image("art.png", own_pictures[-1])  # four times as large

draw_pictures([photo, painting, own_pictures[-1]], ["what", "how", "painted by you"], columns=3)
show("Your picture, the painting, and your picture in its style.")

# %% [markdown]
# A network that has met photos of real things knows more of them than ours, and paints better. The folded box below says how to use VGG-19, and a [tutorial of TensorFlow](https://www.tensorflow.org/tutorials/generative/style_transfer) goes on from there.
#
# ## What you can do now
#
# You can look inside a trained network, and say in numbers what two pictures have in common: what they show, how they are painted. And you can turn any cost of a picture into a picture. The same steps, with another cost, show what a channel of a network is looking for, sharpen a photo, or find the few pixels that fool a classifier.
#
# ## Open questions
#
# These are not marked. To change a function, paste its text into a new cell and give it another name.
#
# - ★ Swap the two: the whirls as content, and the lighthouse as style. What is left of a tower without its place?
# - ★ Start from the *painting*, `model_nn(style, cost_fn)`. Does it find the lighthouse?
# - ★★ Ask for two styles at once: a cost that is the mean of two `transfer_cost`s. Can you see both?
# - ★★ With `alpha=0`, only the style counts. Start from noise: this makes new texture out of old. Of which painting does it work best?
# - ★★ Do untrained eyes do as well? `vgg()` of `utils.nst_utils` is the network as it was before its training. Give it to `transfer_cost` as `features`.
# - ★★★ The pictures are a little noisy. Add a cost for neighbouring pixels that differ: `tf.image.total_variation` computes one. What weight does it want?
# - ★★★ Let the painting have another size than the content picture: divide each Gram matrix by its number of places first. How does the factor of the cost change?
#
# <details><summary>For those who know the original</summary>
#
# The original is "Deep learning and art: neural style transfer", after Gatys, Ecker and Bethge (2015).
#
# - The functions keep their names. `compute_style_cost` was given there, and took the activations of the painting from whichever picture the model had been assigned last; here it gets both dictionaries. `train_step` is the later edition's, with the clipping as an argument. The first edition never clipped during the run.
# - Published figures: 6.76559, 9.19028 and 35.34667875478276, and 7.0568767 of the later edition, are what your functions give, as are the published Gram matrices of the first edition. Its later 14.01649 and 63.193256 were computed on a graphics card, which keeps ten bits of each number in such products; here they are 14.0178 and 63.1888.
# - The network was VGG-19, which has seen over a million photographs. (The text calls it VGG-16 in places.) If you have its file, `imagenet-vgg-verydeep-19.mat` of 2014, put it into `data/real`: `load_vgg19()` of `utils.nst_utils` builds the network and reads it, and `transfer_cost(content, style, features=load_vgg19())` uses it. It takes minutes for 20 steps without a graphics card. Our networks subtract the mean colour themselves, in their first layer.
# - Its 200 steps of Adam with rate 2.0, on pixels from 0 to 255, are a rate of 0.008 here. Its total cost fell from 5.05 billion to 97 million while the content cost rose from 7878 to 18 501. That is no mistake: it started near the content picture, and had to leave it to gain style.
# - Its photos and paintings, the Louvre and Monet's poppies, are not passed on with the course.
#
# </details>

# %% tags=["demo"]
progress()
