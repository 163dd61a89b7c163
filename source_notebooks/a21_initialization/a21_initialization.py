# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Where training starts: zeros, large random, He
#
# **Three networks: the same layers, the same points, the same 15 000 steps. Only the numbers they started from differ. Can that matter so much?**

# %% picture
import matplotlib.pyplot as plt

from utils.figures import show
from utils.init_utils import draw_result

plt.style.use("utils.course")
draw_result()
show("Three panels with the same two circles of points: from zeros nothing is learnt, from large random weights a crooked boundary, from He's start a ring that fits.")

# %% [markdown]
# It can. You will write the three starts, train from each of them, and then find out, one by one, *why* they end up where they do.
#
# **About 75 minutes.** You need the building blocks of a network ([a16](../a16_deep_network_steps/a16_deep_network_steps.ipynb)) and its training ([a17](../a17_deep_network_application/a17_deep_network_application.ipynb)).
#
# **What you build**
#
# 1. `initialize_parameters_zeros`: everything zero
# 2. `initialize_parameters_random`: weights that are much too large
# 3. `initialize_parameters_he`: weights of just the right size
# 4. `model`: one training, from any of the three
# 5. `different_units`: how many units of a layer are not copies of each other
# 6. `cost_from_scores`: a cost that never becomes infinite
# 7. `activation_variances`: how a signal grows or fades from layer to layer
#
# **How this notebook works** ([a11](../a11_numpy_basics/a11_numpy_basics.ipynb) has the long version)
#
# - Write your code between `### START CODE HERE ###` and `### END CODE HERE ###`, and delete the line `raise NotImplementedError(...)` there. `≈` says about how many lines to expect.
# - Run the check below each function at once: it says ✓, or what is probably wrong. If you are stuck, each step has three folded hints. Your mark is made with other inputs, of other sizes.
# - As always, functions leave their arguments unchanged, and examples are columns.
#
# ## 1 · Packages and points
#
# The blocks of the network are imported: you wrote functions like these in a15 to a17.

# %%
import matplotlib.pyplot as plt
import numpy as np
from threadpoolctl import threadpool_limits

from utils import check, progress
from utils.dnn_app_utils import update_parameters
from utils.figures import show
from utils.init_utils import load_dataset
from utils.planar_utils import draw_boundaries
from utils.three_layer_utils import backward_propagation, compute_cost, forward_propagation, predict

plt.style.use("utils.course")

# %% [markdown]
# The points lie on two noisy circles. The inner circle has label 1, the outer one label 0.

# %% tags=["expected"]
train_X, train_Y, test_X, test_Y = load_dataset()
print(f"train_X {train_X.shape}, train_Y {train_Y.shape}: {np.sum(train_Y == 1)} of the labels are 1")
print(f"test_X {test_X.shape}, test_Y {test_Y.shape}: {np.sum(test_Y == 1)} of the labels are 1")
print(f"the first point: x = ({train_X[0, 0]:.6f}, {train_X[1, 0]:.6f}), y = {train_Y[0, 0]}")

# %% drawing
from utils.planar_utils import plot_examples

plot_examples(train_X, train_Y).legend(loc="upper right")
show("Scatter plot of 300 points on two circles around the origin, triangles of label 1 inside, dots of label 0 outside.")

# %% [markdown]
# ## 2 · The network
#
# Three layers, relu, relu and sigmoid, with 10, 5 and 1 units:
#
# $$
# A^{[1]} = \text{relu}(W^{[1]} X + b^{[1]}), \qquad A^{[2]} = \text{relu}(W^{[2]} A^{[1]} + b^{[2]}), \qquad A^{[3]} = \sigma(W^{[3]} A^{[2]} + b^{[3]})
# $$
#
# | block | returns |
# |---|---|
# | `forward_propagation(X, parameters)` | `A3`, the probabilities of label 1, `(1, m)`, and `cache` |
# | `compute_cost(A3, Y)` | `cost`, the mean cross-entropy |
# | `backward_propagation(X, Y, cache)` | `grads`: dW1, db1, …, dW3, db3 |
# | `update_parameters(parameters, grads, learning_rate)` | `parameters` after one step |
# | `predict(parameters, X)` | labels 0 and 1, `(1, m)` |
#
# A network is described by the list of its sizes, here `layers_dims = [2, 10, 5, 1]`: two inputs first, then the units of each layer. Layer $l$ has the weights $W^{[l]}$ of shape $(n^{[l]}, n^{[l-1]})$ and the biases $b^{[l]}$ of shape $(n^{[l]}, 1)$, and $n^{[l]}$ is `layers_dims[l]`.
#
# > **Remember.** To see what a start does, change the start and nothing else: same data, same layers, same learning rate, same number of steps.
#
# **Ask yourself.**
#
# The list `[2, 10, 5, 1]` has four numbers. How many layers have parameters?
#
# <details><summary>Answer</summary>
#
# Three. The first number is the inputs, and they have no weights. So the number of layers is `len(layers_dims) - 1`.
#
# </details>
#
# Half of the labels are 1. What is the accuracy of a network that always says 0?
#
# <details><summary>Answer</summary>
#
# One half. That is the line to beat.
#
# </details>
#
# ## 3 · Three starts
#
# ### Step 1 · Zeros
#
# The simplest idea first. Nobody knows the right weights yet, so why not begin with 0 everywhere, weights and biases? Before you run it: what will this network answer, for any point? And what do you think training makes of it?
#
# In all three functions, the loop over the layers is given. You write what happens in layer `l`. Fill the arrays with fractions, `0.0`; `np.zeros` does that by itself. ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# How many rows does `W1` have, and how many columns? Where in `layers_dims` do these two numbers stand?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.zeros((rows, columns))` takes one pair, hence the double parentheses. A column of biases is a matrix with one column.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `parameters["W" + str(l)] = np.zeros((layers_dims[l], ___))`
#
# </details>

# %% solution
def initialize_parameters_zeros(layers_dims):
    """All parameters 0.

    layers_dims: list of sizes n_0, n_1, …, n_L, the inputs first
    Returns a dictionary: for each layer l the weights Wl (n_l, n_{l-1}) and the biases bl (n_l, 1).
    """
    parameters = {}
    L = len(layers_dims) - 1  # number of layers
    for l in range(1, L + 1):
        ### START CODE HERE ### (≈ 2 lines)
        # (1) weights and biases of layer l: layers_dims, l → parameters["W" + str(l)], parameters["b" + str(l)] (2 lines)
        parameters["W" + str(l)] = np.zeros((layers_dims[l], layers_dims[l - 1]))
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
        ### END CODE HERE ###
    return parameters

# %% check points=10
check("initialize_parameters_zeros", initialize_parameters_zeros)

# %% tags=["expected"]
for name, value in initialize_parameters_zeros([3, 2, 1]).items():
    print(f"{name} has shape {value.shape}, last row:", ", ".join(f"{entry:.1f}" for entry in value[-1]))

# %% [markdown]
# ### Step 2 · Large random weights
#
# Second idea: random weights, and plenty of them, so that the units differ strongly. Multiply standard normal numbers by 10:
#
# $$
# W^{[l]} = 10 \cdot \text{standard normal numbers}, \qquad b^{[l]} = 0
# $$
#
# Each function has a random generator of its own, `random`, which begins at the `seed`. So you get the same numbers each time, and another seed gives another start. `random.randn(rows, columns)` draws the next `rows × columns` numbers; take two separate numbers here, not a pair. ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# What changes from step 1, and what stays? Do the biases have to be random, too?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `random.randn(rows, columns)` gives a whole array of numbers; `*` multiplies all of them.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `parameters["W" + str(l)] = random.randn(layers_dims[l], ___) * ___`
#
# </details>

# %% solution
def initialize_parameters_random(layers_dims, seed=3):
    """Weights standard normal × 10, biases 0.

    layers_dims: list of sizes n_0, n_1, …, n_L, the inputs first
    seed: which of the random starts; the same seed gives the same numbers in each call
    Returns a dictionary: for each layer l the weights Wl (n_l, n_{l-1}) and the biases bl (n_l, 1).
    """
    random = np.random.RandomState(seed)
    parameters = {}
    L = len(layers_dims) - 1  # number of layers
    for l in range(1, L + 1):
        ### START CODE HERE ### (≈ 2 lines)
        # (1) weights, then biases, of layer l: random, layers_dims, l → parameters["W" + str(l)], parameters["b" + str(l)] (2 lines)
        parameters["W" + str(l)] = random.randn(layers_dims[l], layers_dims[l - 1]) * 10
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
        ### END CODE HERE ###
    return parameters

# %% check points=10
check("initialize_parameters_random", initialize_parameters_random)

# %% tags=["expected"]
for name, value in initialize_parameters_random([3, 2, 1]).items():
    print(f"{name} has shape {value.shape}, last row:", ", ".join(f"{entry:+.6f}" for entry in value[-1]))

# %% [markdown]
# ### Step 3 · He's start
#
# Third idea: random weights, and their size fits the layer. A unit adds up $n^{[l-1]}$ products. The more there are, the smaller each weight must be, if the sum is to stay of the same size:
#
# $$
# W^{[l]} = \sqrt{\frac{2}{n^{[l-1]}}} \cdot \text{standard normal numbers}, \qquad b^{[l]} = 0
# $$
#
# This is **He's start**, after Kaiming He and his co-authors, who proposed it for relu layers in 2015. Where the 2 under the root comes from is the story of section 7. ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# Each layer has a factor of its own. Which size does it depend on: that of the layer itself, of the layer before, or of the inputs of the network?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.sqrt` takes the root. What stands under the root: the 2 alone, or the whole fraction?
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `random.randn(layers_dims[l], ___) * np.sqrt(2 / ___)`
#
# </details>

# %% solution
def initialize_parameters_he(layers_dims, seed=3):
    """Weights standard normal × sqrt(2 / inputs of the layer), biases 0: He et al., 2015, equation 10.

    layers_dims: list of sizes n_0, n_1, …, n_L, the inputs first
    seed: which of the random starts; the same seed gives the same numbers in each call
    Returns a dictionary: for each layer l the weights Wl (n_l, n_{l-1}) and the biases bl (n_l, 1).
    """
    random = np.random.RandomState(seed)
    parameters = {}
    L = len(layers_dims) - 1  # number of layers
    for l in range(1, L + 1):
        ### START CODE HERE ### (≈ 2 lines)
        # (1) weights, then biases, of layer l: random, layers_dims, l → parameters["W" + str(l)], parameters["b" + str(l)] (2 lines)
        parameters["W" + str(l)] = random.randn(layers_dims[l], layers_dims[l - 1]) * np.sqrt(2 / layers_dims[l - 1])
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
        ### END CODE HERE ###
    return parameters

# %% check points=20
check("initialize_parameters_he", initialize_parameters_he)

# %% tags=["expected"]
for name, value in initialize_parameters_he([2, 4, 1]).items():
    print(f"{name} has shape {value.shape}, last row:", ", ".join(f"{entry:+.6f}" for entry in value[-1]))

# %% [markdown]
# What do the three networks answer **before** any training? Here is the probability of label 1 over the plane.

# %% drawing
from utils.init_utils import draw_first_answers

draw_first_answers(
    {
        "zeros": initialize_parameters_zeros([2, 10, 5, 1]),
        "large random": initialize_parameters_random([2, 10, 5, 1]),
        "He": initialize_parameters_he([2, 10, 5, 1]),
    },
    forward_propagation,
    train_X,
    train_Y,
)
show("Three planes before training: from zeros every probability is one half; from large weights all points have probability 1; from He's start the probabilities lie between about one half and 0.9.")

# %% [markdown]
# From zeros, the network says "one half" everywhere: it has no opinion. From large weights, it says "label 1, certainly" for every point, and is wrong about half of them. From He's start it has a mild opinion, which differs from place to place. Which one would you rather teach?
#
# > **Remember.** Biases may start at zero. Weights are the question: all equal, too large, or of a size that fits the number of inputs.
#
# **Ask yourself.**
#
# Layer 1 of our network has two inputs. What is He's factor there?
#
# <details><summary>Answer</summary>
#
# $\sqrt{2/2} = 1$. So layer 1 cannot show whether you have the formula right. In layer 2, with ten inputs, it is 0.447.
#
# </details>
#
# In which of the three functions does it matter in which order the layers are filled?
#
# <details><summary>Answer</summary>
#
# In the two random ones. Each call of `random.randn` takes the next numbers, so in another order each layer gets different ones.
#
# </details>
#
# ## 4 · One training, three starts
#
# ### Step 4 · The training
#
# The loop is the one of a17: forward, cost, backward, update. What is new is its beginning. The argument `initialization` is a text that names the start: `"zeros"`, `"random"` or `"he"`. Hand `seed` on to the two starts that have one. ≈ 6 lines before the loop, ≈ 4 lines inside.
#
# <details><summary>Hint 1</summary>
#
# Three names, three functions. How does Python choose one of several ways? And what goes from each line of the loop into the next?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `if … == "zeros":`, then `elif`, then `else`. Under each of them stands one line, which makes `parameters`. In the loop, follow the table of section 2 from top to bottom.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `parameters = initialize_parameters_random(layers_dims, ___)`, and in the loop `grads = backward_propagation(X, Y, ___)`
#
# </details>

# %% solution
def model(X, Y, learning_rate=0.01, num_iterations=15000, print_cost=True, initialization="he", seed=3):
    """Train a network of 10, 5 and 1 units by gradient descent.

    X: inputs, shape (n_x, m)
    Y: labels, shape (1, m)
    learning_rate: length of the steps
    num_iterations: number of steps
    print_cost: whether to print the cost before every 1000th step
    initialization: the start, "zeros", "random" or "he"
    seed: which of the random starts
    Returns the trained parameters, dictionary W1, b1, …, W3, b3, and the list of the costs before steps 0, 1000, 2000, …
    """
    layers_dims = [X.shape[0], 10, 5, 1]
    costs = []
    ### START CODE HERE ### (≈ 6 lines)
    # (1) the start that is asked for: initialization, layers_dims, seed → parameters (6 lines)
    if initialization == "zeros":
        parameters = initialize_parameters_zeros(layers_dims)
    elif initialization == "random":
        parameters = initialize_parameters_random(layers_dims, seed)
    else:
        parameters = initialize_parameters_he(layers_dims, seed)
    ### END CODE HERE ###
    for i in range(num_iterations):
        ### START CODE HERE ### (≈ 4 lines)
        # (2) forward: X, parameters → A3, cache (1 line)
        A3, cache = forward_propagation(X, parameters)
        # (3) cost: A3, Y → cost (1 line)
        cost = compute_cost(A3, Y)
        # (4) backward: X, Y, cache → grads (1 line)
        grads = backward_propagation(X, Y, cache)
        # (5) update: parameters, grads, learning_rate → parameters (1 line)
        parameters = update_parameters(parameters, grads, learning_rate)
        ### END CODE HERE ###
        if i % 1000 == 0:
            costs.append(cost)
            if print_cost:
                print(f"cost after iteration {i}: {cost:.6f}")
    return parameters, costs

# %% check points=20
check("model", model)

# %% [markdown]
# A short run from He's start, to compare:

# %% tags=["expected"]
parameters_short, costs_short = model(train_X, train_Y, num_iterations=1001)
for name, entry in [("W1", (0, 0)), ("W2", (1, 3)), ("b2", (1, 0)), ("W3", (0, 4)), ("b3", (0, 0))]:
    print(f"{name}{list(entry)} = {parameters_short[name][entry]:+.6f}")

# %% [markdown]
# And now the experiment. Write down a guess for the three accuracies first; it is more fun that way. (`threadpool_limits(1)` makes NumPy compute on one processor: matrices as small as these are not worth sharing.)

# %% tags=["demo"]
threadpool_limits(1)
runs = {}
for name, initialization in [("zeros", "zeros"), ("large random", "random"), ("He", "he")]:
    runs[name] = model(train_X, train_Y, print_cost=False, initialization=initialization)


def accuracy(parameters, X, Y):
    """Share of the labels that the network predicts correctly."""
    return np.mean(predict(parameters, X) == Y)


for name, (parameters, costs) in runs.items():
    on_both = f"{accuracy(parameters, train_X, train_Y):6.1%} of the training points, {accuracy(parameters, test_X, test_Y):4.0%} of the new ones"
    print(f"{name:13} cost at first {costs[0]:.6f}, before step 14000 {costs[-1]:.6f}; right on {on_both}")

# %% drawing
from utils.init_utils import draw_runs

draw_runs(runs)
show("Three cost curves over 15000 iterations: from zeros a flat line at 0.69, from large weights a slow fall from infinity to 0.38, from He's start a fall to 0.07.")

# %% tags=["demo"]
panels = {
    f"{name}: {accuracy(parameters, train_X, train_Y):.1%}": (parameters, train_X, train_Y)
    for name, (parameters, _) in runs.items()
}
draw_boundaries(panels, predict, columns=3)
show("Three boundaries after training: none from zeros, an open and crooked one from large weights, and a closed ring between the circles from He's start.")

# %% [markdown]
# | start | training points | new points | what happened |
# |---|---|---|---|
# | zeros | 50 % | 50 % | the cost never moved from $\log 2 \approx 0.693$ |
# | large random | 83 % | 86 % | the cost began at infinity; the boundary is still open |
# | He | 99.3 % | 96 % | a ring between the circles |
#
# Three questions are left. Why does the first network learn nothing at all? What does an infinite cost mean, and how can the training go on after it? And what is so special about $\sqrt{2/n}$? Each has a section of its own.
#
# > **Remember.** Same data, same layers, same steps: 50 %, 83 % and 99 % of the training points. The start alone makes the difference.
#
# **Ask yourself.**
#
# From zeros, the cost is 0.693147 from the first step to the last. Which guess costs exactly that?
#
# <details><summary>Answer</summary>
#
# The probability one half, for every point: $-\log \tfrac12 = \log 2 = 0.693147$.
#
# </details>
#
# How many starts of each kind have you seen? What does that mean for "He is better"?
#
# <details><summary>Answer</summary>
#
# One. A ranking from one start is not a result yet. Section 8 tries five.
#
# </details>
#
# ## 5 · Why zeros never learn
#
# Look at what the first network predicts, and at its gradients.

# %% tags=["demo"]
zeros, _ = runs["zeros"]
A3_zeros, cache_zeros = forward_propagation(train_X, zeros)
grads_zeros = backward_propagation(train_X, train_Y, cache_zeros)
print("probabilities:", np.unique(A3_zeros), " predictions:", np.unique(predict(zeros, train_X)))
print("largest entry of each gradient:", {name: float(np.abs(grads_zeros[name]).max()) for name in ["dW3", "db3", "dW2", "dW1"]})

# %% [markdown]
# All gradients are zero. The hidden activations are 0, so $dW^{[3]} = \frac1m dZ^{[3]} A^{[2]\top} = 0$. Nothing goes back either, because $dA^{[2]} = W^{[3]\top} dZ^{[3]}$, and $W^{[3]}$ is 0. Only $db^{[3]}$, the mean of $a - y$, could move; and with half of the labels 1 it is zero as well. The network stands still on a perfectly flat spot.
#
# So take 0.5 for all weights instead of 0: now the gradients are not zero, and the network moves. Does it learn? Follow the ten units of layer 1. Each one is a point in the plane, with its two weights as coordinates, and training moves it.

# %% tags=["demo"]
def constant_start(value):
    """Weights that are all the same, biases 0."""
    return {name: zero + value * (name[0] == "W") for name, zero in initialize_parameters_zeros([2, 10, 5, 1]).items()}


def trained(parameters, num_iterations, learning_rate=0.1):
    """The training from a start of any kind. Returns the parameters, and W1 after every 50th step."""
    path = []
    for i in range(num_iterations):
        if i % 50 == 0:
            path.append(parameters["W1"])
        _, cache = forward_propagation(train_X, parameters)
        parameters = update_parameters(parameters, backward_propagation(train_X, train_Y, cache), learning_rate)
    return parameters, np.array(path)


equal, path_equal = trained(constant_start(0.5), 2000)
free, path_free = trained(initialize_parameters_he([2, 10, 5, 1]), 2000)

# %% drawing
from utils.init_utils import draw_paths

draw_paths({"all weights start at 0.5": path_equal, "He's start": path_free})
show("Paths of the ten units of layer 1 in the plane of their two weights: from equal weights one single path, from He's start ten different ones.")

# %% [markdown]
# On the left there are ten units, too. You see one path, because they all lie on top of each other. Units that start equal get equal gradients, make equal steps, and are as equal after the step as before. This is **symmetry**, and gradient descent never breaks it.
#
# <details><summary>Where does this come from?</summary>
#
# Take units $j$ and $k$ of layer 1, with equal rows in $W^{[1]}$ and $b^{[1]}$, and equal columns in $W^{[2]}$. Then $a_j = a_k$ for every example, so the columns of $dW^{[2]} = \frac1m dZ^{[2]} A^{[1]\top}$ are equal. And $da_j = \sum_i W^{[2]}_{ij}\, dz^{[2]}_i = da_k$, so the rows of $dW^{[1]}$ and $db^{[1]}$ are equal. After the update, everything that was equal is equal again.
#
# </details>
#
# ### Step 5 · Count the different units
#
# How many units does a layer really have, if copies count once? A unit is its row of `W` together with its entry of `b`. Two units are the same if all of these agree. In a computer, "agree" needs some care: two sums that should be equal can differ in their last digit. So round to 6 decimals before you compare. ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# Put `W` and `b` side by side, so that each unit is one row of one matrix. What is its shape?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.hstack([…, …])` joins arrays side by side, and `np.round(…, 6)` rounds. [`np.unique`](https://numpy.org/doc/stable/reference/generated/numpy.unique.html) takes an argument `axis`: without it, it looks at single numbers, with it at whole rows or columns.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `different = np.unique(np.round(units, 6), axis=___)`
#
# </details>

# %% solution
def different_units(W, b):
    """The number of units of a layer that differ from each other, to 6 decimals.

    W: weights, shape (n, n_prev)
    b: biases, shape (n, 1)
    Returns a whole number from 1 to n.
    """
    ### START CODE HERE ### (≈ 3 lines)
    # (1) one row for each unit: W, b → units, shape (n, n_prev + 1) (1 line)
    units = np.hstack([W, b])
    # (2) each row once, to 6 decimals: units → different (1 line)
    different = np.unique(np.round(units, 6), axis=0)
    # (3) count the rows: different → count (1 line)
    count = len(different)
    ### END CODE HERE ###
    return count

# %% check points=10
check("different_units", different_units)

# %% tags=["expected"]
W_small = np.array([[0.5, -1.0], [2.0, 0.3], [0.5, -1.0], [0.5, -1.0]])
b_small = np.array([[0.1], [0.0], [0.1], [-0.7]])
print(f"{different_units(W_small, b_small)} different units of {len(W_small)}")

# %% [markdown]
# Three: rows 0 and 2 are copies, and the last one has another bias. Now the trained networks. For the third line, two units of He's start are made equal by hand, and all others are left free.

# %% tags=["demo"]
twins = {name: value.copy() for name, value in initialize_parameters_he([2, 10, 5, 1]).items()}
twins["W1"][1] = twins["W1"][0]  # the same weights in …
twins["W2"][:, 1] = twins["W2"][:, 0]  # … and out
twins, _ = trained(twins, 2000)
for name, network in {"all weights 0.5": equal, "He": free, "He, two units made equal": twins}.items():
    print(f"{name:25} {different_units(network['W1'], network['b1']):2} different units in layer 1, accuracy {accuracy(network, train_X, train_Y):.0%}")

# %% [markdown]
# Ten equal units are worth one unit, and one unit can only draw a line. And the twins, among eight free units, are still twins after 2000 steps.
#
# > **Remember.** Units that start equal stay equal. Random weights break the symmetry; the biases may then be zero.
#
# **Ask yourself.**
#
# Would it help to start with all weights zero, but *random biases*?
#
# <details><summary>Answer</summary>
#
# Hardly. The activations of a layer now differ from unit to unit, so $dW^{[3]}$ does. But as long as $W^{[3]}$ and $W^{[2]}$ are zero, nothing goes back to the layers before, and after that very little: in 15 000 steps it still gets half of the points wrong. It is the weights that must differ.
#
# </details>
#
# Does a larger learning rate break the symmetry?
#
# <details><summary>Answer</summary>
#
# No. Equal steps stay equal, however long they are.
#
# </details>
#
# ## 6 · Why large weights begin at infinity
#
# Let us look at the second network before its first step. $Z^{[3]}$ holds its **scores**, the numbers that go into the sigmoid.

# %% tags=["demo"]
A3_large, cache_large = forward_propagation(train_X, initialize_parameters_random([2, 10, 5, 1]))
Z3_large = cache_large[8]
print(f"scores from {Z3_large.min():.0f} to {Z3_large.max():.0f}")
print(f"{np.sum(A3_large == 1)} of {A3_large.size} probabilities are exactly 1, cost {compute_cost(A3_large, train_Y)}")

# %% [markdown]
# A score of 63 or more: the sigmoid of that is so close to 1 that the computer rounds it to **exactly** 1. A probability of 1 for label 1 is one of 0 for label 0, and half of the points have label 0. Their loss is $-\log 0 = \infty$, and so is the mean.
#
# Does training break down? No. The backward pass never uses the cost. It starts with $dZ^{[3]} = A^{[3]} - Y$, which is 1 for a point that is certainly wrong: as large as it can be. The cost is infinite only because the way to it, through a rounded probability, has lost what it needs.
#
# ### Step 6 · A cost that stays finite
#
# What to do? Compute the cost from the scores, without the probability in between. With $a = \sigma(z)$,
#
# $$
# -\left( y \log a + (1 - y) \log(1 - a) \right) = \log\left(1 + e^z\right) - y z
# $$
#
# <details><summary>Where does this come from?</summary>
#
# $a = \frac{e^z}{1 + e^z}$ and $1 - a = \frac{1}{1 + e^z}$. So $\log(1 - a) = -\log(1 + e^z)$ and $\log a = z - \log(1 + e^z)$. Put both into the left side: $-y z + y \log(1 + e^z) + (1 - y) \log(1 + e^z) = \log(1 + e^z) - y z$.
#
# </details>
#
# One trap is left: $e^{710}$ is infinite in a computer. For large $z$ the 1 does not matter, and $\log(1 + e^z) \approx z$. NumPy's `np.logaddexp(p, q)` knows that: it computes $\log(e^p + e^q)$ safely, for arrays too. Which $p$ makes $e^p = 1$?
#
# ≈ 2 lines.
#
# <details><summary>Hint 1</summary>
#
# Compare $\log(1 + e^z)$ with $\log(e^p + e^q)$. What are $p$ and $q$?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# $e^0 = 1$. The product $y z$ is entry by entry, and at the end comes the mean over all examples: `np.mean`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `losses = np.logaddexp(0, Z3) - ___`
#
# </details>

# %% solution
def cost_from_scores(Z3, Y):
    """The mean cross-entropy, finite for scores of any size.

    Z3: scores, the inputs of the sigmoid, shape (1, m)
    Y: labels 0 or 1, shape (1, m)
    Returns the cost, one number.
    """
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the loss of each example: Z3, Y → losses, shape (1, m) (1 line)
    losses = np.logaddexp(0, Z3) - Y * Z3
    # (2) their mean: losses → cost (1 line)
    cost = np.mean(losses)
    ### END CODE HERE ###
    return cost

# %% check points=15
check("cost_from_scores", cost_from_scores)

# %% tags=["expected"]
for scores in [[2.0, -1.0, 0.5], [800.0, -1000.0, 30.0]]:
    for labels in [[1, 0, 1], [0, 1, 0]]:
        print(f"scores {scores}, labels {labels}: {cost_from_scores(np.array([scores]), np.array([labels])):.6f}")

# %% [markdown]
# Here is the loss of one point of label 0, both ways. Up to a score of about 36, they agree. Then the rounded probability is exactly 1, and `compute_cost` has lost it, while yours goes on.

# %% drawing
from utils.init_utils import draw_losses

draw_losses(compute_cost, cost_from_scores)
show("Loss of a point with label 0 against its score: both ways of computing agree up to a score of 36; there one becomes infinite and the other goes on in a straight line.")

# %% [markdown]
# With it, the first steps of the second network can be followed. A unit is **dead** if it answers 0 to every training point. Then its slope is 0, and its own weights get no gradient: it stays dead, unless a change in the layer before wakes it.

# %% tags=["demo"]
walker = initialize_parameters_random([2, 10, 5, 1])
for i in range(1001):
    A3, cache = forward_propagation(train_X, walker)
    if i in (0, 1, 2, 5, 10, 50, 200, 1000):
        dead = np.sum(cache[5].max(axis=1) == 0)  # cache[5] is A2
        print(f"step {i:4}: cost {cost_from_scores(cache[8], train_Y):9.3f}, dead units in layer 2: {dead} of 5")
    walker = update_parameters(walker, backward_propagation(train_X, train_Y, cache), 0.01)

# %% [markdown]
# The infinite cost was really 1773.585955. Weights of size 10 make scores in the thousands, and they make gradients that are just as oversized. The first steps throw the units about, and some land where they answer nothing to any point. With few units left, and huge weights that take long to shrink, the boundary stays crooked.
#
# So there are two cures, for two illnesses. Computing the cost from the scores makes it *readable*. Only a smaller start makes the network *learn*.
#
# > **Remember.** An infinite cost is a rounded probability. Compute it from the scores. Large weights make large scores and violent first steps; start smaller.
#
# **Ask yourself.**
#
# The gradient $A^{[3]} - Y$ needs no logarithm. What would happen to $dA^{[3]} = -\frac{Y}{A^{[3]}} + \frac{1 - Y}{1 - A^{[3]}}$?
#
# <details><summary>Answer</summary>
#
# It would divide by $1 - 1 = 0$ and give infinity; times the slope of the sigmoid, which is 0 there, that makes NaN. This is why libraries join sigmoid and cross-entropy into one function that takes scores.
#
# </details>
#
# A wrong point has score 5000, and a step brings it to 4000. How much has its loss fallen?
#
# <details><summary>Answer</summary>
#
# By 1000: for large scores the loss of a point with label 0 is the score itself. If you had clipped the probabilities instead, say to at most 0.999, the cost would be finite too, but it would not have changed at all.
#
# </details>
#
# ## 7 · Why √(2/n)
#
# Weights too small, and the signal fades on its way through the layers; too large, and it explodes. How large is "just right"? Measure it: the **variance** of the activations, layer by layer. It says how widely the answers of a layer are spread.
#
# ### Step 7 · The variance of each layer
#
# Send `X` through the hidden layers, and note `np.var` of each layer's activations, over all units and examples at once. The output layer is left out: its sigmoid squeezes everything anyway. The network may have any number of layers. ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# What goes into layer 1, and what into layer 2? Which name must hold it when the next round of the loop begins?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `@` is the matrix product, and `np.maximum(0, …)` is the relu of a whole array. A list grows with `variances.append(…)`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `Z = parameters["W" + str(l)] @ ___ + parameters["b" + str(l)]`
#
# </details>

# %% solution
def activation_variances(X, parameters):
    """The variance of the activations of each hidden layer, all of them relu.

    X: inputs, shape (n_0, m)
    parameters: dictionary W1 (n_1, n_0), b1 (n_1, 1), …, WL, bL
    Returns a list of L - 1 numbers, layer 1 first.
    """
    L = len(parameters) // 2  # number of layers
    variances = []
    A = X
    for l in range(1, L):
        ### START CODE HERE ### (≈ 3 lines)
        # (1) through layer l: parameters, l, A → Z (1 line)
        Z = parameters["W" + str(l)] @ A + parameters["b" + str(l)]
        # (2) relu: Z → A, shape (n_l, m) (1 line)
        A = np.maximum(0, Z)
        # (3) how widely its values are spread: A → one more number in variances (1 line)
        variances.append(np.var(A))
        ### END CODE HERE ###
    return variances

# %% check points=15
check("activation_variances", activation_variances)

# %% tags=["expected"]
starts = {
    "zeros": initialize_parameters_zeros([2, 10, 5, 1]),
    "large random": initialize_parameters_random([2, 10, 5, 1]),
    "He": initialize_parameters_he([2, 10, 5, 1]),
}
for name, parameters in starts.items():
    print(f"{name}:", ", ".join(f"{variance:.6f}" for variance in activation_variances(train_X, parameters)))

# %% [markdown]
# Two hidden layers are not many. So build a deep network: ten hidden layers of 100 units, with random inputs. Try the starts that you know, and the one of a17, $\sqrt{1/n}$, which is called Xavier's.

# %% tags=["demo"]
inputs = np.random.RandomState(1).randn(100, 500)
deep = [100] * 11 + [1]
large = initialize_parameters_random(deep)
factors = {"× 10": 10, "He, × √(2/n)": np.sqrt(2 / 100), "Xavier, × √(1/n)": np.sqrt(1 / 100), "× 0.01": 0.01}
variances = {
    name: activation_variances(inputs, {key: value / 10 * factor for key, value in large.items()})
    for name, factor in factors.items()
}
for name in list(factors)[1:3]:
    print(f"{name}:", ", ".join(f"{variance:.4f}" for variance in variances[name]))

# %% drawing
from utils.init_utils import draw_variances

draw_variances(variances)
show("Variance of the activations over ten hidden layers, on a logarithmic axis: it explodes with weights times 10, stays level with He's start, halves from layer to layer with Xavier's, and fades away with weights times 0.01.")

# %% [markdown]
# Mind the axis: from one of its lines to the next is a factor of a hundred million. With weights × 10, the variance grows by a factor of about 5000 in each layer; with × 0.01, it shrinks by about 200. Xavier's start halves it. (Made for tanh, it lacks the 2.) With He's start the signal arrives as it went in, give or take: compare the two rows of numbers above the figure.
#
# And here is why. Say a layer has $n$ inputs, and its weights have mean 0 and variance $s^2$. Follow the variance of $z$ from one layer to the next:
#
# 1. $z = \sum_{j=1}^{n} w_j a_j$ is a sum of $n$ independent terms, so $\text{Var}(z) = n\, s^2\, \overline{a^2}$, as in a17.
# 2. $a$ is the relu of the layer before. Its $z$ was negative half of the time, and there $a^2 = 0$; in the other half $a^2 = z^2$. So $\overline{a^2} = \tfrac12 \text{Var}(z_\text{before})$.
# 3. Together, $\text{Var}(z) = \tfrac12\, n\, s^2\, \text{Var}(z_\text{before})$. The signal keeps its size if $\tfrac12\, n\, s^2 = 1$, and that is $s = \sqrt{2/n}$.
#
# The 2 makes up for the half that the relu throws away. That is all the magic there is! And the other lines follow: $\tfrac12 \cdot 100 \cdot 10^2 = 5000$, and $\tfrac12 \cdot 100 \cdot 0.01^2 = \tfrac{1}{200}$.
#
# The gradients on their way back go through the same weights. So a start that keeps the signal also keeps them from fading or exploding.
#
# > **Remember.** In each layer the variance is multiplied by ½ n s². He's start makes that 1, for relu layers of any width and any number of them.
#
# **Ask yourself.**
#
# A network has twenty relu layers and starts with Xavier's weights. What has become of the variance at the end?
#
# <details><summary>Answer</summary>
#
# Each layer halves it, or nearly so: about $2^{-20}$, a millionth.
#
# </details>
#
# On our small network, weights × 1 work as well as He's. Why?
#
# <details><summary>Answer</summary>
#
# With 2, 10 and 5 inputs, He's factors are 1, 0.45 and 0.63: not so far from 1. With 100 inputs, × 1 would multiply the variance by 50 in each layer.
#
# </details>
#
# ## 8 · Five starts of each
#
# One start of each kind is an anecdote. Here are five, each with a seed of its own. These are ten trainings; on a busy computer they take up to a minute or two. In the figure, the bar is the median.

# %% tags=["demo"]
shares = {}
for name, initialization in [("large random", "random"), ("He", "he")]:
    networks = [
        model(train_X, train_Y, print_cost=False, initialization=initialization, seed=seed)[0] for seed in range(3, 8)
    ]
    shares[name] = [accuracy(parameters, test_X, test_Y) for parameters in networks]
    print(f"{name:13}", [f"{share:.0%}" for share in shares[name]])

# %% drawing
from utils.dnn_app_utils import draw_starts

draw_starts(shares)
show("Accuracy on the new points for five starts of each kind: large random weights spread between 55 and 90 percent, four of He's starts lie above 90 percent and one near 65.")

# %% [markdown]
# So it was no accident: four of He's five networks are right on more than 90 % of the new points, and none of the large ones is. But one of He's starts is no better than the large ones. It has not finished: fifteen thousand steps were too few for it. A good start is no promise; it makes good training likely. If a training stalls, try another seed before you change anything else.
#
# > **Remember.** Compare kinds of start over several seeds. One bad run does not condemn a method, and one good run does not prove it.
#
# **Ask yourself.**
#
# What do the large random starts have in common, and what not?
#
# <details><summary>Answer</summary>
#
# All are worse than the best starts of He. But they lie far apart: with large weights, chance decides how much the first violent steps destroy.
#
# </details>
#
# Why is there no dot for zeros?
#
# <details><summary>Answer</summary>
#
# It has no seed: every run is the same, one half.
#
# </details>
#
# ## What comes next
#
# You can now choose a start, and say why. Your training on the circles got 99 % of its points right, and a little fewer of the new ones. In [a22](../a22_regularization/a22_regularization.ipynb) the gap between the two becomes the topic: **regularisation** keeps a network from memorising.
#
# ## Open questions
#
# These are not marked. To change a function, open a new cell, paste the text of the function there and give it another name.
#
# - ★ Train with weights × 1, × 0.1 and × 0.01, five seeds each. Which of them learn in 15 000 steps?
# - ★ Draw the boundary of the network that started with all weights 0.5. Why is it a straight line?
# - ★★ Find the start of He's that stalled, and train it for longer. Does it arrive? How many of its units are dead meanwhile?
# - ★★ Replace relu by tanh in `activation_variances`. Which of He and Xavier keeps the variance now?
# - ★★★ Measure the variance of the *gradients*, from the last layer to the first. Which start keeps these?
#
# <details><summary>For those who know the original</summary>
#
# This notebook follows "Initialization". The functions, their arguments and their results are the same, and so are the data and the published numbers.
#
# - The original seeds NumPy's global generator inside the functions. Here each has a generator of its own with the same seed, hence the same numbers. The argument `seed` is new, and `model` also returns the costs.
# - All published costs of the runs from zeros and from He's start come out to the last digit. The costs from large random weights agree to two decimals only: that training magnifies the rounding of its machine. The accuracies are the published ones.
# - The published example of He's start has two inputs, so that its factor is 1. The checks here use other sizes.
# - The original hides the infinite cost's NaN with `nansum`, and explains the slow training by the flat ends of the sigmoid. With this cost the error at the output is not flat at all: it is at its largest.
# - The symmetry pictures, the finite cost, the variances and the five starts are new.
#
# </details>

# %% tags=["demo"]
progress()
