# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Regularisation: a network that can't just memorise
#
# **Why is a network better on the points it has learnt from than on new ones, and how do you close the gap?** Both networks below have learnt from the same points. The left one was free to do so as it liked. The right one had to pay for large weights. Look at the boundaries, and at the two numbers above each:

# %% picture
import matplotlib.pyplot as plt

from utils.figures import show
from utils.reg_utils import draw_result

plt.style.use("utils.course")
draw_result()
show("The same points twice: a ragged boundary that is better on these points than on new ones, and a smooth one that is better on new points.")

# %% [markdown]
# (A library's networks have drawn these two. Yours will draw their own.)
#
# **About 55 minutes.** You need the backward pass of a deep network ([a16](../a16_deep_network_steps/a16_deep_network_steps.ipynb)) and where its weights should start ([a21](../a21_initialization/a21_initialization.ipynb)).
#
# **What you build**
#
# 1. `compute_cost_with_regularization`: a cost that large weights have to pay for
# 2. `backward_propagation_with_regularization`: what that does to the gradients
# 3. `forward_propagation_with_dropout`: a pass in which some units are missing, different ones each time
# 4. `backward_propagation_with_dropout`: the way back, through the same gaps
#
# **How this notebook works** ([a11](../a11_numpy_basics/a11_numpy_basics.ipynb) has the long version)
#
# - Write your code between `### START CODE HERE ###` and `### END CODE HERE ###`, and delete the line `raise NotImplementedError(...)` there. Some functions have two such places.
# - Run the check below each function: it says ✓, or what is probably wrong. If you are stuck, open the three hints in order. Your mark is made with other inputs, of other sizes.
# - As always, examples are columns, and functions leave their arguments as they are.
#
# ## 1 · Packages
#
# The network itself is ready: two hidden relu layers and a sigmoid at the end. You have written its parts in a16; here they are imported.

# %%
import matplotlib.pyplot as plt
import numpy as np
from threadpoolctl import threadpool_limits

from utils import check, progress
from utils.dnn_app_utils import initialize_parameters_scaled, update_parameters
from utils.figures import show
from utils.planar_utils import draw_boundaries, sigmoid
from utils.reg_utils import load_2D_dataset
from utils.three_layer_utils import backward_propagation, compute_cost, forward_propagation, predict

plt.style.use("utils.course")

# %% [markdown]
# | function | returns |
# |---|---|
# | `initialize_parameters_scaled(layer_dims, seed)` | `parameters`: W1, b1, W2, b2, W3, b3 |
# | `forward_propagation(X, parameters)` | `A3`, and the tuple `cache` |
# | `compute_cost(A3, Y)` | the cross-entropy, one number |
# | `backward_propagation(X, Y, cache)` | `grads`: dW1, db1, …, dW3, db3, and dZ1, dA1, … on the way |
# | `update_parameters(parameters, grads, learning_rate)` | the new `parameters` |
# | `predict(parameters, X)` | labels 0 or 1 |
#
# ## 2 · The field
#
# Your team's goalkeeper kicks the ball up the field. Wherever it comes down, somebody jumps and heads it: one of yours (label 1), or one of theirs (label 0). Each point is a place where that happened. **Where should the goalkeeper aim?**

# %% tags=["expected"]
train_X, train_Y, test_X, test_Y = load_2D_dataset()
print(f"train_X has shape {train_X.shape}, train_Y {train_Y.shape}: {np.sum(train_Y == 1)} headers of ours")
print(f"test_X has shape {test_X.shape}, test_Y {test_Y.shape}: {np.sum(test_Y == 1)} headers of ours")

# %% drawing
from utils.reg_utils import draw_field

draw_field(train_X, train_Y)
show("A football field with a goal on the left; our headers are mostly in the upper left, theirs in the lower right, and a few stand among the others.")

# %% [markdown]
# You would draw one simple line between the two teams, and would not mind the few points on the wrong side of it: headers are a matter of luck, too. Besides, somebody wrote all this down during the matches, and a few of the records are wrong. Will a network draw such a line?
#
# ## 3 · A network that memorises
#
# This is the training for the whole notebook. It is given, and you know all of it. Two arguments are new: `lambd` (without the last a, as `lambda` means something else in Python) and `keep_prob`. Each of them switches on a way to regularise, with the functions that you will write. For now both stay off.

# %%
def model(X, Y, learning_rate=0.3, num_iterations=30000, print_cost=True, lambd=0, keep_prob=1, seed=3):
    """Train a network with two hidden relu layers, of 20 and 3 units.

    X: inputs, shape (n_x, m); Y: labels, shape (1, m)
    lambd: strength of the L2 penalty; 0 for none
    keep_prob: share of the units that dropout keeps; 1 for all
    seed: for the start, and for the generator that chooses the units
    Returns the trained parameters, and the costs before steps 0, 1000, 2000, …
    """
    if lambd > 0 and keep_prob < 1:
        raise ValueError("One at a time, please: either lambd or keep_prob.")
    rng = np.random.RandomState(seed)  # one generator for the whole training
    parameters = initialize_parameters_scaled([X.shape[0], 20, 3, 1], seed)
    costs = []
    for i in range(num_iterations):
        if keep_prob < 1:
            A3, cache = forward_propagation_with_dropout(X, parameters, keep_prob, rng)
            grads = backward_propagation_with_dropout(X, Y, cache, keep_prob)
        elif lambd > 0:
            A3, cache = forward_propagation(X, parameters)
            grads = backward_propagation_with_regularization(X, Y, cache, lambd)
        else:
            A3, cache = forward_propagation(X, parameters)
            grads = backward_propagation(X, Y, cache)
        if i % 1000 == 0:
            cost = compute_cost(A3, Y)
            if lambd > 0:
                cost = compute_cost_with_regularization(A3, Y, parameters, lambd)
            costs.append(cost)
            if print_cost and i % 10000 == 0:
                print(f"cost after iteration {i}: {cost:.4f}")
        parameters = update_parameters(parameters, grads, learning_rate)
    return parameters, costs


def accuracy(parameters, X, Y):
    """Share of the labels that the network predicts correctly."""
    return np.mean(predict(parameters, X) == Y)

# %% [markdown]
# The first run takes a few seconds. (`threadpool_limits(1)` makes NumPy compute on one processor: matrices as small as these are not worth sharing.)

# %% tags=["demo"]
threadpool_limits(1)
plain, costs_plain = model(train_X, train_Y)
print(f"training set: {accuracy(plain, train_X, train_Y):.1%} right")
print(f"test set:     {accuracy(plain, test_X, test_Y):.1%} right")

# %% tags=["demo"]
draw_boundaries({"no regularisation": (plain, train_X, train_Y)}, predict, columns=2)
show("The boundary without regularisation: it has corners, and bends around single points.")

# %% [markdown]
# The network reaches out for single points. On the training set that pays: 94 to 97 % are right. But the next header won't land exactly where an old one did, and on the test set only 90 to 92 % are right. (Which of these you see depends on your processor: it adds numbers in an order of its own, and a long training without regularisation magnifies that.) The network has learnt the field, and on top of it the accidents of these 211 headers. This is **overfitting**.
#
# What would help? More headers would, but the season is over. A smaller network might, but who knows how small? So keep the network, and make memorising expensive. There are two well-known ways, and you will build both.
#
# > **Remember.** Overfitting shows in two numbers, never in one: compare the training set with a test set. In the plane you can see it, too: a ragged boundary that reaches out for single points.
#
# **Ask yourself.**
#
# The cost on the training set falls and falls. Is the network getting better?
#
# <details><summary>Answer</summary>
#
# On the training set, yes. Whether it gets better at the job, only points that it has not learnt from can tell.
#
# </details>
#
# The network has 20 and 3 hidden units and two inputs. How many numbers does it learn, and how many labels are there to learn them from?
#
# <details><summary>Answer</summary>
#
# 40 + 20 in layer 1, 60 + 3 in layer 2, 3 + 1 in layer 3: that makes 127. There are 211 labels. With more than one number for every two labels, there is room for memorising.
#
# </details>
#
# ## 4 · L2: large weights have to pay
#
# A boundary with sharp corners needs large weights: the output has to jump from 0 to 1 within a tiny step. So let large weights cost something. The **L2 penalty** adds the squares of all weights to the cost:
#
# $$
# J = \underbrace{-\frac{1}{m} \sum_{i=1}^{m} \left( y^{(i)} \log a^{[3](i)} + \left(1 - y^{(i)}\right) \log\left(1 - a^{[3](i)}\right) \right)}_{\text{cross-entropy, as before}}
# + \underbrace{\frac{\lambda}{2m} \sum_{l=1}^{3} \sum_k \sum_j \left( W^{[l]}_{kj} \right)^2}_{\text{penalty}}
# $$
#
# The number $\lambda$ says how much a large weight costs. It is not learnt: you choose it. In the figure, the cross-entropy alone would put a weight at 3, and the penalty alone at 0. Together they settle in between. A weight stays large only if it earns its price.

# %% drawing
from utils.reg_utils import draw_penalty

draw_penalty()
show("Three parabolas over one weight: the cross-entropy is lowest at 3, the penalty at 0, and their sum half-way.")

# %% [markdown]
# To try your functions out, here is a small network of 4 inputs and layers of 5, 3 and 1 units, with seven examples. All sizes differ.

# %%
random = np.random.RandomState(22)
X_small = random.randn(4, 7)
Y_small = np.array([[1, 0, 1, 1, 0, 0, 1]])
parameters_small = initialize_parameters_scaled([4, 5, 3, 1], seed=8)
A3_small, cache_small = forward_propagation(X_small, parameters_small)

# %% [markdown]
# ### Step 1 · A cost with a penalty
#
# Put the formula into code. The cross-entropy is ready: `compute_cost(A3, Y)`. The penalty runs over all entries of $W^{[1]}$, $W^{[2]}$ and $W^{[3]}$. The biases don't pay. There are few of them, and they only move a boundary; they can't make it steeper.
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# How many examples are there? What do you do to each weight before you add them all up?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `**2` (or `np.square`) squares every entry of a matrix, and `np.sum` adds up all entries. In `lambd / 2 * m`, Python divides first and then multiplies: use parentheses.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `penalty = lambd / (2 * m) * (np.sum(___) + np.sum(___) + np.sum(___))`
#
# </details>

# %% solution
def compute_cost_with_regularization(A3, Y, parameters, lambd):
    """The mean cross-entropy, and the L2 penalty on all weights.

    A3: probabilities, shape (1, m); Y: labels 0 or 1, shape (1, m)
    parameters: dictionary W1, b1, W2, b2, W3, b3
    lambd: strength of the penalty, 0 or more
    Returns the cost, one number.
    """
    W1, W2, W3 = parameters["W1"], parameters["W2"], parameters["W3"]
    ### START CODE HERE ### (≈ 3 lines)
    # (1) the number of examples: Y → m (1 line)
    m = Y.shape[1]
    # (2) the penalty, over all entries of the three matrices: W1, W2, W3, lambd, m → penalty, one number (1 line)
    penalty = lambd / (2 * m) * (np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2))
    # (3) both together: A3, Y, penalty → cost (1 line)
    cost = compute_cost(A3, Y) + penalty
    ### END CODE HERE ###
    return cost

# %% check points=20
check("compute_cost_with_regularization", compute_cost_with_regularization)

# %% tags=["expected"]
for lambd in [0, 0.7, 5]:
    print(f"lambd = {lambd}: {compute_cost_with_regularization(A3_small, Y_small, parameters_small, lambd):.6f}")

# %% [markdown]
# With `lambd = 0` you have the cross-entropy alone; the rest is the price of the weights.
#
# ### Step 2 · Its gradients
#
# The cost has a new term, so the gradients have one, too. But only those of the weights: the penalty knows nothing of biases or activations.
#
# $$
# dW^{[l]} = \underbrace{\frac{1}{m} dZ^{[l]} A^{[l-1]\top}}_{\text{as before}} + \frac{\lambda}{m} W^{[l]}
# $$
#
# <details><summary>Where does this come from?</summary>
#
# Along one weight $w$, all other squares are constant. What is left is $\frac{\lambda}{2m} w^2$, and its derivative is $\frac{\lambda}{2m} \cdot 2w = \frac{\lambda}{m} w$. That is what the 2 below the bar is for: it cancels.
#
# Put it into the update, with learning rate $\alpha$: $W - \alpha \left(dW + \frac{\lambda}{m} W\right) = \left(1 - \frac{\alpha \lambda}{m}\right) W - \alpha \, dW$. Each step first shrinks every weight a little, and then does what it always did. So L2 is also called **weight decay**. With $\alpha = 0.3$, $\lambda = 0.7$ and $m = 211$, a weight loses about a thousandth of itself in each step.
#
# </details>
#
# The line that calls `backward_propagation` is given: its dictionary holds the gradients as before. Replace three of its entries. ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# What is the derivative of w² / 2? What stands in front of it in the cost?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `grads["dW1"]` is the gradient as it was, and `W1` has the same shape. A number times a matrix multiplies every entry.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `grads["dW1"] = grads["dW1"] + ___ * W1`, and the same for the other two.
#
# </details>

# %% solution
def backward_propagation_with_regularization(X, Y, cache, lambd):
    """Gradients of the cost with the L2 penalty.

    X: inputs, shape (n_x, m); Y: labels, shape (1, m)
    cache: the tuple from forward_propagation; lambd: strength of the penalty
    Returns the dictionary of backward_propagation: dZ3, dW3, db3, dA2, dZ2, dW2, db2, dA1, dZ1, dW1, db1.
    """
    m = X.shape[1]
    (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) = cache
    grads = backward_propagation(X, Y, cache)
    ### START CODE HERE ### (≈ 3 lines)
    # (1) what the penalty adds: lambd, m, W1, W2, W3 → the entries dW1, dW2, dW3 of grads (3 lines)
    grads["dW1"] = grads["dW1"] + lambd / m * W1
    grads["dW2"] = grads["dW2"] + lambd / m * W2
    grads["dW3"] = grads["dW3"] + lambd / m * W3
    ### END CODE HERE ###
    return grads

# %% check points=20
check("backward_propagation_with_regularization", backward_propagation_with_regularization)

# %% tags=["expected"]
for lambd in [0, 0.7]:
    grads_small = backward_propagation_with_regularization(X_small, Y_small, cache_small, lambd)
    print(f"lambd = {lambd}:", ", ".join(f"dW{k}[0, 1] = {grads_small[f'dW{k}'][0, 1]:+.6f}" for k in (1, 2, 3)))

# %% [markdown]
# Now train with it, from the same start as before. Only `lambd` is new.

# %% tags=["demo"]
with_L2, costs_L2 = model(train_X, train_Y, lambd=0.7)
print(f"training set: {accuracy(with_L2, train_X, train_Y):.1%} right")
print(f"test set:     {accuracy(with_L2, test_X, test_Y):.1%} right")

# %% tags=["demo"]
draw_boundaries({"no regularisation": (plain, train_X, train_Y), "lambd = 0.7": (with_L2, train_X, train_Y)}, predict, 2)
show("The two boundaries side by side: with the penalty it is one plain line, and single points on the wrong side are left alone.")

# %% [markdown]
# One plain line. The single points on the wrong side are left where they are, and that costs a little on the training set: about 92 % are right now. On the test set it is about 96 %, clearly more than before. (The test set does better than the training set here. How can that be? A few labels of the training set are wrong, and a network that has understood the game gets exactly these points "wrong".) And the goalkeeper has an answer: aim for the upper left, well away from the line.
#
# Look at the weights themselves, each one a dot:

# %% drawing
from utils.reg_utils import draw_weights

draw_weights({"no regularisation": plain, "lambd = 0.7": with_L2})
show("The weights of the three layers as dots: without the penalty they are spread from about −8 to 5, with it nearly all are at 0 and a few between −3 and 2.")

# %% [markdown]
# On the right, most weights are practically 0. Few units are needed for a plain line. The weights of the others have nothing to hold against the pull, and fade away step by step. What is left is smaller, too. And small weights make a smooth function: a small step in $x$ can then only be a small step in $z$.
#
# How strong should the penalty be? Try some values of $\lambda$, 10 000 iterations each:

# %% tags=["demo"]
panels = {}
for lambd in [0.001, 0.7, 5, 50]:
    trained, _ = model(train_X, train_Y, num_iterations=10000, print_cost=False, lambd=lambd)
    panels[f"lambd = {lambd}: test {accuracy(trained, test_X, test_Y):.1%}"] = trained, train_X, train_Y
draw_boundaries(panels, predict)
show("Four panels: a ragged boundary with a tiny penalty, a plain line with the next two, and no boundary at all with a huge one.")

# %% [markdown]
# Too little, and nothing changes. Too much, and all weights fade away: the network gives the same answer everywhere. It **underfits**. In between there is plenty of room. You find good values by trying, on points that are neither in the training set nor in the test set. (Here we looked at the test set. For a picture that is fine, but the best number is then no longer an honest test.)
#
# > **Remember.** L2 adds $\frac{\lambda}{2m}$ times the squared weights to the cost, and $\frac{\lambda}{m} W$ to each $dW$. Weights become smaller, and the boundary plainer.
#
# **Ask yourself.**
#
# The best line here is nearly straight. Why not take logistic regression?
#
# <details><summary>Answer</summary>
#
# Here it would do as well, and it is always worth a try. But with three features, or thirty, nobody sees the shape beforehand. A regularised network may bend, and only does so where the points pay for it.
#
# </details>
#
# Your neighbour uses the cost with the penalty, and the gradients without. What does the training do?
#
# <details><summary>Answer</summary>
#
# The same as without regularisation: only gradients move weights. The printed costs are higher, that is all. (With the penalty in the gradients alone, the training is regularised. But the printed cost is not what it minimises, and a gradient check fails.)
#
# </details>
#
# ## 5 · Dropout: a network with gaps
#
# The second way looks like sabotage: **in each iteration, switch off some hidden units, at random**. Each example has gaps of its own, and the next iteration has others.
#
# Why would that help? A unit that may be missing at any moment can't be relied on. No unit can specialise in one odd point and trust the others to clean up after it. Each has to be useful by itself.
#
# Three examples of the small network, with the units that one pass might drop:

# %% drawing
from utils.reg_utils import draw_masks

masks = np.random.RandomState(7)
draw_masks([4, 5, 3, 1], [(masks.rand(5) < 0.7, masks.rand(3) < 0.7) for _ in range(3)])
show("A network drawn three times, for three examples; in each, other hidden units are crossed out, with all their lines.")

# %% [markdown]
# ### Step 3 · Forward, with gaps
#
# For each hidden layer, three lines follow the relu:
#
# 1. **Draw.** `rng.random(shape)` gives numbers spread evenly between 0 and 1. Compare them with `keep_prob`. A number below it is True: this unit stays, for this example. So the mask $D^{[l]}$ has the shape of $A^{[l]}$, and on average a share `keep_prob` of it is True.
# 2. **Drop.** Multiply $A^{[l]}$ by the mask. True counts as 1, False as 0.
# 3. **Scale up.** Divide by `keep_prob`, so that what is left makes up for what is missing.
#
# $$
# A^{[l]} := \frac{A^{[l]} * D^{[l]}}{\text{keep\_prob}}
# $$
#
# <details><summary>Where does this come from?</summary>
#
# Take an activation $a$, and a `keep_prob` of 0.8. In 80 of 100 passes it is $a$, in 20 it is 0: on average $0.8 \, a$. The next layer would get too little. Divide by 0.8, and the average is $a$ again. Because training does this, **nothing at all has to be done at prediction**: all units are there, none is scaled. It is called *inverted* dropout: the older way scaled down at prediction instead.
#
# </details>
#
# **The generator.** The argument `rng` is a generator of random numbers, such as `np.random.RandomState(3)`. Each call of `rng.random` goes on where the last one ended. That is why `model` makes one generator before its loop and passes it on: so every iteration has other masks. If each pass began with a new generator and the same seed, an example would have the same gaps for ever. The network could recognise it by its gaps, as by a fingerprint, and memorise it all the better.
#
# Draw $D^{[1]}$ first and $D^{[2]}$ second, because your results are compared with ours from the same generator. ≈ 6 lines, three in each place.
#
# <details><summary>Hint 1</summary>
#
# How many random numbers does layer 1 need, if each unit may be missing for some examples and present for others? With `keep_prob` = 0.9, should a number of 0.95 keep its unit?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `A1.shape` is the shape you need. `<` compares a whole array with a number, and `*` multiplies entry by entry.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `D1 = rng.random(___) < ___`, then two lines that make a new `A1` of `A1`.
#
# </details>

# %% solution
def forward_propagation_with_dropout(X, parameters, keep_prob=0.5, rng=np.random):
    """Three layers, relu, relu and sigmoid, with dropout on the two hidden ones.

    X: inputs, shape (n_x, m)
    parameters: dictionary W1 (n_1, n_x), b1 (n_1, 1), W2 (n_2, n_1), b2 (n_2, 1), W3 (1, n_2), b3 (1, 1)
    keep_prob: the probability that a unit is kept, above 0 and at most 1
    rng: where the random numbers are drawn from: a generator, or np.random for NumPy's own
    Returns A3 (1, m), and the tuple cache: Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3. D1 and D2 are the
    masks, of the shapes of A1 and A2; A1 and A2 are what is left of the activations, scaled up.
    """
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = W1 @ X + b1  # (n_1, m)
    A1 = np.maximum(0, Z1)
    ### START CODE HERE ### (≈ 3 lines)
    # (1) which units are kept, for each example: rng, shape of A1, keep_prob → D1, True or False (1 line)
    D1 = rng.random(A1.shape) < keep_prob  # (n_1, m)
    # (2) drop the others: A1, D1 → A1 (1 line)
    A1 = A1 * D1
    # (3) scale up what is left: A1, keep_prob → A1 (1 line)
    A1 = A1 / keep_prob
    ### END CODE HERE ###
    Z2 = W2 @ A1 + b2  # (n_2, m)
    A2 = np.maximum(0, Z2)
    ### START CODE HERE ### (≈ 3 lines)
    # (4) the same in layer 2: rng, shape of A2, keep_prob → D2; A2, D2 → A2; A2, keep_prob → A2 (3 lines)
    D2 = rng.random(A2.shape) < keep_prob  # (n_2, m)
    A2 = A2 * D2
    A2 = A2 / keep_prob
    ### END CODE HERE ###
    Z3 = W3 @ A2 + b3  # (1, m)
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)

# %% check points=30
check("forward_propagation_with_dropout", forward_propagation_with_dropout)

# %% tags=["expected"]
rng = np.random.RandomState(4)
for attempt in ["first", "second"]:
    A3_dropped, cache_dropped = forward_propagation_with_dropout(X_small, parameters_small, 0.7, rng)
    D1 = cache_dropped[1]
    print(f"{attempt} pass, D1[4]: {D1[4].astype(int)}, A3[0, 3:6]:", ", ".join(f"{a:.6f}" for a in A3_dropped[0, 3:6]))

# %% [markdown]
# Two passes with one generator: another mask, and other probabilities.
#
# Does scaling up work? Send the same examples through many times, and take the mean of one activation over all masks so far. It should settle at the value without dropout.

# %%
rng = np.random.RandomState(9)
first = [forward_propagation_with_dropout(X_small, parameters_small, 0.7, rng)[1][2][0, 0] for _ in range(3000)]
means = np.cumsum(first) / np.arange(1, 3001)

# %% drawing
from utils.reg_utils import draw_means

draw_means(np.arange(1, 3001), means, cache_small[1][0, 0])
show("The mean over more and more masks jumps at first, and then settles at the activation without dropout, about 1.5.")

# %% [markdown]
# ### Step 4 · Backward, with the same gaps
#
# A unit that was dropped had no part in the answer, so it gets no part of the blame. And a unit that was scaled up has counted for more, so its share is scaled, too. Do to $dA^{[l]}$ exactly what was done to $A^{[l]}$, **with the same mask**. It is in the cache. A new mask would blame the wrong units.
#
# $$
# \begin{aligned}
# dZ^{[3]} &= A^{[3]} - Y & dA^{[2]} &= \frac{W^{[3]\top} dZ^{[3]} * D^{[2]}}{\text{keep\_prob}} & dZ^{[2]} &= dA^{[2]} * \left(A^{[2]} > 0\right) \\
# & & dA^{[1]} &= \frac{W^{[2]\top} dZ^{[2]} * D^{[1]}}{\text{keep\_prob}} & dZ^{[1]} &= dA^{[1]} * \left(A^{[1]} > 0\right)
# \end{aligned}
# $$
#
# The rest is given: `dW` and `db` follow from `dZ` as always. ≈ 5 lines.
#
# <details><summary>Hint 1</summary>
#
# Which lines of a backward pass without dropout do you know already? What happened to `A2` between its relu and layer 3?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `W3.T @ dZ3` has the shape of `A2`, and so has `D2`. `A2 > 0` is the slope of the relu: 1 where the unit is on, 0 where it is off.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `dA2 = (W3.T @ dZ3) * ___ / ___`, and `dZ2 = dA2 * (___ > 0)`
#
# </details>

# %% solution
def backward_propagation_with_dropout(X, Y, cache, keep_prob):
    """Gradients of the cost of the network that the masks have left.

    X: inputs, shape (n_x, m); Y: labels, shape (1, m)
    cache: the tuple from forward_propagation_with_dropout; keep_prob: the one of that pass
    Returns a dictionary: dZ3, dW3, db3, dA2, dZ2, dW2, db2, dA1, dZ1, dW1, db1, as backward_propagation does.
    """
    m = X.shape[1]
    (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache
    ### START CODE HERE ### (≈ 5 lines)
    # (1) error of the output: A3, Y → dZ3 (1 line)
    dZ3 = A3 - Y  # (1, m)
    # (2) back through W3, then as A2 was made, mask and scale: W3, dZ3, D2, keep_prob → dA2 (1 line)
    dA2 = (W3.T @ dZ3) * D2 / keep_prob  # (n_2, m)
    # (3) back through the relu of layer 2: dA2, A2 → dZ2 (1 line)
    dZ2 = dA2 * (A2 > 0)
    # (4) the same for layer 1: W2, dZ2, D1, keep_prob → dA1; dA1, A1 → dZ1 (2 lines)
    dA1 = (W2.T @ dZ2) * D1 / keep_prob  # (n_1, m)
    dZ1 = dA1 * (A1 > 0)
    ### END CODE HERE ###
    grads = {"dZ3": dZ3, "dA2": dA2, "dZ2": dZ2, "dA1": dA1, "dZ1": dZ1}
    for layer, (dZ, A_prev) in enumerate([(dZ1, X), (dZ2, A1), (dZ3, A2)], start=1):
        grads[f"dW{layer}"] = dZ @ A_prev.T / m
        grads[f"db{layer}"] = np.sum(dZ, axis=1, keepdims=True) / m
    return grads

# %% check points=30
check("backward_propagation_with_dropout", backward_propagation_with_dropout)

# %% tags=["expected"]
grads_dropped = backward_propagation_with_dropout(X_small, Y_small, cache_dropped, 0.7)
for name, entry in [("dZ3", (0, 2)), ("dA2", (2, 0)), ("dA1", (1, 3)), ("dW2", (1, 3)), ("dW1", (4, 1))]:
    print(f"{name}{list(entry)} = {grads_dropped[name][entry]:+.6f}")

# %% [markdown]
# Both ways are built, and the harder one last. Well done!
#
# One thing about the masks is easy to miss. **Leave them out on the way back, and all `dW` and `db` stay right.** What was dropped is 0 in the cache, and the relu's `A2 > 0` throws it out as well. Only `dA2` and `dA1` are wrong. With another activation, that would be a bug. So the check compares `dA1` and `dA2`, too.
#
# Now the training. Dropout takes a little longer, as it draws new masks 30 000 times.

# %% tags=["demo"]
with_dropout, costs_dropout = model(train_X, train_Y, keep_prob=0.86)
print(f"training set: {accuracy(with_dropout, train_X, train_Y):.1%} right")
print(f"test set:     {accuracy(with_dropout, test_X, test_Y):.1%} right")

# %% tags=["demo"]
draw_boundaries({"no regularisation": (plain, train_X, train_Y), "keep_prob = 0.86": (with_dropout, train_X, train_Y)}, predict, 2)
show("The two boundaries side by side: with dropout it is a nearly straight line.")

# %% drawing
from utils.reg_utils import draw_costs

draw_costs({"no regularisation": costs_plain, "lambd = 0.7": costs_L2, "keep_prob = 0.86": costs_dropout})
show("The three cost curves, one point every 1000 iterations: without regularisation the lowest in the end, with the penalty flat, with dropout jumping up and down.")

# %% [markdown]
# The boundary is plain again: about 94 % of the training set are right, and about 95 to 96 % of the test set.
#
# And the three costs? They must not be compared. The one with L2 includes the penalty, so it stays higher. The one with dropout is measured on another network each time, so it jumps. The one without regularisation may jump for another reason: its boundary is steep, and a step can be too long for it. None of them says how good the network is. That is what the test set is for.
#
# **At prediction, dropout is off.** `accuracy` calls `predict`, and that uses the plain `forward_propagation`: all units are there. What if you forget this, and leave dropout on? Then the same point may have one label now and another label a moment later. Forty times the whole test set:

# %% tags=["demo"]
rng = np.random.RandomState(8)
left_on = []
for _ in range(40):
    A3, _ = forward_propagation_with_dropout(test_X, with_dropout, 0.86, rng)
    left_on.append(np.mean((A3 > 0.5) == test_Y))

# %% drawing
from utils.reg_utils import draw_left_on

draw_left_on(left_on, accuracy(with_dropout, test_X, test_Y))
show("Forty accuracies with dropout left on are scattered over about five points in a hundred, most of them below the line of the one with dropout off.")

# %% [markdown]
# Each dot is the same network on the same points. With dropout left on it can't make up its mind, and on average it is worse.
#
# > **Remember.** Dropout is for training only: draw a mask, drop, divide by `keep_prob`; on the way back use the same mask and the same scale. Draw from one generator that is passed on, so that each iteration has other masks.
#
# **Ask yourself.**
#
# A layer has 20 units, and `keep_prob` is 0.86. How many units are missing on average?
#
# <details><summary>Answer</summary>
#
# A share of 0.14, so 2.8 of the 20. In one pass it may be none, or six.
#
# </details>
#
# Forward uses `keep_prob` = 0.86, and backward is called with 0.8. What happens?
#
# <details><summary>Answer</summary>
#
# Nothing stops. But all that goes back through layer 2 is too large by 0.86 / 0.8, and through layer 1 by that factor once more. Slopes measured as in a12 would show it.
#
# </details>
#
# ## 6 · Which one is better?
#
# So far each way had one start, and a ranking from one start is not a result. Train each from five starts, 20 000 iterations each. On a busy computer this takes up to a minute or two: read on meanwhile.

# %% tags=["demo"]
ways = {"no regularisation": {}, "L2, lambd = 0.7": {"lambd": 0.7}, "dropout, keep_prob = 0.86": {"keep_prob": 0.86}}
shares = {}
for name, way in ways.items():
    networks = [model(train_X, train_Y, num_iterations=20000, print_cost=False, seed=seed, **way)[0] for seed in range(3, 8)]
    on_training = [accuracy(network, train_X, train_Y) for network in networks]
    shares[name] = on_training, [accuracy(network, test_X, test_Y) for network in networks]

# %% drawing
from utils.reg_utils import draw_runs

draw_runs(shares)
show("Five dots for each way: without regularisation the test set lies below the training set and is scattered; with L2 and with dropout it lies above it, and higher than without.")

# %% [markdown]
# | | training set | test set |
# |---|---|---|
# | no regularisation | 91 to 98 % | 88 to 94 % |
# | L2 | about 92 % | about 96 % |
# | dropout | 92 to 95 % | 94 to 97 % |
#
# Both ways win on the test set, from every start, and on average they pay for it with a little of the training set. The starts without regularisation differ a lot: each memorises other points. With L2, all five end at the same line. Which of the two ways is better can't be said from here: one header of the 200 is half a point in a hundred.
#
# > **Remember.** Regularisation gives away some of the training set to win some of the test set. Compare ways to train from several starts.
#
# **Ask yourself.**
#
# One network is right on 99 of 100 points of the training set, and on 80 of the test set. Another one on 81 and 80. Which of the two would you regularise?
#
# <details><summary>Answer</summary>
#
# The first: the gap says that it memorises. The second has no gap. It underfits, and needs more units or more training, not less freedom.
#
# </details>
#
# Both ways at once? `model` refuses. Does mathematics?
#
# <details><summary>Answer</summary>
#
# No, you could use both. But then two numbers have to be chosen together, and if something goes wrong, you don't know which of them it was.
#
# </details>
#
# ## What comes next
#
# You can now tell memorising from learning, and you have two tools against it. Libraries have both built in: in Keras, [Dropout](https://keras.io/api/layers/regularization_layers/dropout/) takes the share to **drop**, that is 1 − `keep_prob`, and `regularizers.L2(c)` adds $c$ times the squared weights, so $c = \frac{\lambda}{2m}$. In [a23](../a23_gradient_checking/a23_gradient_checking.ipynb) you look for bugs in gradients, with a check that measures them all.
#
# ## Open questions
#
# These are not marked. To change a function, open a new cell, paste the text of the function there and give it another name.
#
# - ★ Train with `keep_prob` = 0.95, 0.7 and 0.5. From where on does dropout hurt, and why so early with a layer of three units?
# - ★ Where should the goalkeeper aim? Find the points where the network with L2 is surest that your team heads the ball.
# - ★★ Stop the training without regularisation after 1000, 3000, 10 000 iterations. Is stopping early a way to regularise, too?
# - ★★ Ten labels of the training set are wrong on purpose. Compare `train_Y` with `headers(211, 0)[1]` from `utils.reg_utils`: which networks have memorised how many of the wrong ones?
# - ★★★ Replace the squares by absolute values (L1). What is the gradient now, and how many weights end up near 0?
#
# <details><summary>For those who know the original</summary>
#
# This notebook follows "Regularization". Names and results of the functions are the same, and so is the network.
#
# - The original's forward pass with dropout sets `np.random.seed(1)` in its first line, which is given to students. So all iterations have the same masks, and each example can be recognised by its own. That is why its cost falls to 0.06, far below the run without regularisation, at a lower accuracy on the training set. Here the argument `rng` takes the place of the seed: with `np.random.RandomState(1)`, the published example comes out to the last digit.
# - The text of the original divides by 1 − `keep_prob` in one place, and says that a `keep_prob` of 0.86 drops 24 %. Its code divides by `keep_prob`, and 14 % are dropped.
# - The original's example of the backward pass masks with 0.5 and divides by 0.8. Here both are the same number.
# - `backward_propagation_with_regularization` was given whole, but for its three lines. Here it calls the backward pass that you know.
# - The field is drawn by a program, in the sizes of the original set, which the course may not pass on. If you have the file `data.mat`, `course data add data.mat PATH` puts it into place, and all cells above use it. There, the original finds 94.8 % and 91.5 % without regularisation (training set, test set), 93.8 % and 93 % with L2, 92.9 % and 95 % with its fixed masks.
#
# </details>

# %% tags=["demo"]
progress()
