# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A dense layer

# %%
import numpy as np
import tensorflow as tf

from utils import check

# %% [markdown]
# ## Step 1 · The layer
#
# Examples are rows here: $A = \sigma(X W + b)$.
#
# ≈ 2 lines.

# %% nbgrader={"grade": false, "grade_id": "dense", "locked": false, "schema_version": 3, "solution": true, "task": false}
def dense(X, W, b):
    """The layer's activations. X (m, n_x), W (n_x, n_h), b (n_h,); returns an array (m, n_h)."""
    ### START CODE HERE ### (≈ 2 lines)
    # (1) the linear step
    Z = tf.matmul(tf.cast(X, tf.float64), W) + b
    # (2) the activation
    A = tf.sigmoid(Z)
    ### END CODE HERE ###
    return A.numpy()

# %% nbgrader={"grade": true, "grade_id": "check_dense", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("dense", dense)

# %% [markdown]
# ## Step 2 · Its gradient
#
# The gradient of the sum of the squared activations with respect to $W$.
#
# ≈ 3 lines.

# %% nbgrader={"grade": false, "grade_id": "dense_gradient", "locked": false, "schema_version": 3, "solution": true, "task": false}
def dense_gradient(X, W, b):
    """The gradient of the sum of squared activations with respect to W, shape (n_x, n_h)."""
    ### START CODE HERE ### (≈ 5 lines)
    # (1) a variable to differentiate by
    W = tf.Variable(W)
    # (2) the sum, on a tape
    with tf.GradientTape() as tape:
        total = tf.reduce_sum(tf.sigmoid(tf.matmul(X, W) + b) ** 2)
    # (3) its gradient
    dW = tape.gradient(total, W)
    ### END CODE HERE ###
    return dW.numpy()

# %% nbgrader={"grade": true, "grade_id": "check_dense_gradient", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check("dense_gradient", dense_gradient)

# %% tags=["demo"]
model = tf.keras.Sequential([tf.keras.Input((8,)), tf.keras.layers.Dense(4, "relu"), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
history = model.fit(np.ones((64, 8)), np.ones((64, 1)), epochs=2, verbose=0)
