# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Finding a wrong gradient
#
# Say in two sentences which question this notebook answers, and show a picture of the result.
#
# When you are done, you can
#
# - bring features of any size to the same range.
#
# You need the basics of NumPy. It takes about 10 minutes.
#
# ## How this notebook works
#
# Your code goes between the lines `### START CODE HERE ###` and `### END CODE HERE ###`, in place of the line `raise NotImplementedError(...)`. Run the cell below each function: it checks what you wrote. `progress()`, at the end, shows where you stand.
#
# Functions leave their arguments as they are: `x *= 2` on an argument would change the caller's own array.
#
# ## 1 · Packages

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils import check, progress
from utils.figures import show

plt.style.use("utils.course")

# %% [markdown]
# ## 2 · The data
#
# Each example is a column, each feature a row. Here are two features of four houses: the area in square metres and the number of rooms.

# %%
houses = np.array([[50.0, 80.0, 65.0, 110.0], [2.0, 3.0, 3.0, 5.0]])  # (2, 4)

# %% [markdown]
# ### Step 1 · The same range for all
#
# A feature with large numbers would outweigh the others. Bring each one to the range from 0 to 1: its smallest value becomes 0, its largest 1,
#
# $$ x' = \frac{x - \min x}{\max x - \min x} . $$
#
# ≈ 3 lines.
#
# <details><summary>Hint 1</summary>
#
# Each feature has its own smallest value. How many of them are there, for two features of four houses?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.min(X, axis=…)` takes the smallest value along an axis. With `keepdims=True`, the result stays a column that can be subtracted from `X`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# `X_scaled = (X - low) / (___ - ___)`
#
# </details>

# %% solution
def rescale(X):
    """Each feature brought to the range from 0 to 1.

    X: shape (n_x, m); one column per example, and at least two different values in each row
    Returns an array of the same shape.
    """
    ### START CODE HERE ### (≈ 3 lines)
    # (1) the smallest and the largest value of each feature: X → low, high, each (n_x, 1) (2 lines)
    low = np.min(X, axis=1, keepdims=True)
    high = np.max(X, axis=1, keepdims=True)
    # (2) move and divide, so that low becomes 0 and high becomes 1: X, low, high → X_scaled (1 line)
    X_scaled = (X - low) / (high - low)
    ### END CODE HERE ###
    return X_scaled

# %% check points=10
check("rescale", rescale)

# %% tags=["expected"]
for name, values in zip(["area", "rooms"], np.array(rescale(houses))):
    print(name, *(f"{value:.3f}" for value in values))

# %% tags=["demo"]
figure, axes = plt.subplots(1, 2, figsize=(7, 3))
for ax, points, title in zip(axes, [houses, np.array(rescale(houses))], ["as they are", "after rescale"]):
    ax.plot(points[0], points[1], "o")
    ax.set(title=title, xlabel="area", ylabel="rooms")
show("Two plots of the four houses, which differ in the numbers at their axes only: after rescale both go from 0 to 1.")

# %% [markdown]
# ## What to remember
#
# - Scale each feature by itself, along the axis of the examples.
#
# ## Open questions
#
# These are not marked.
#
# - ★ What happens to a feature that has the same value in every example?

# %% tags=["demo"]
progress()
