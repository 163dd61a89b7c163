# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %%
import numpy as np

from utils import check, progress
from utils.planar_utils import sigmoid

# %% solution
def make_records(n=200, seq_len=50, n_val=50):
    """Windows of the wave sin(0), sin(1), …, sin(n - 1), each with the value that follows it.

    n: how many values the wave has
    seq_len: how many of them are in a window
    n_val: how many records, the last ones, are kept for validation
    Returns X (m, seq_len, 1), Y (m, 1), X_val (n_val, seq_len, 1) and Y_val (n_val, 1), with m = n - seq_len - n_val.
    """
    m = n - seq_len - n_val
    ### START CODE HERE ### (≈ 3 lines)
    # (1) the whole wave, in radians: n → wave, shape (n,) (1 line)
    wave = np.sin(np.arange(n))
    # (2) every window that has a value after it: wave, seq_len → windows, shape (m + n_val, seq_len, 1) (1 line)
    windows = np.array([wave[i : i + seq_len].reshape(-1, 1) for i in range(n - seq_len)])
    # (3) the value after each window: wave, seq_len → targets, shape (m + n_val, 1) (1 line)
    targets = wave[seq_len:].reshape(-1, 1)
    ### END CODE HERE ###
    return windows[:m], targets[:m], windows[m:], targets[m:]

# %% check points=8
check("make_records", make_records)

# %% solution
def initialize_parameters(hidden_dim, input_dim=1, output_dim=1, seed=0):
    """Random weights of a recurrent network.

    hidden_dim, input_dim, output_dim: how many numbers a state, an input and an output have
    Returns a dictionary with "U" (hidden_dim, input_dim), "W" (hidden_dim, hidden_dim), "V" (output_dim, hidden_dim).
    """
    random = np.random.RandomState(seed)
    ### START CODE HERE ### (≈ 3 lines)
    # (1) from the input, between -1 and 1, over the root of input_dim: random → U (1 line)
    U = random.uniform(-1, 1, (hidden_dim, input_dim)) / np.sqrt(input_dim)
    # (2) from the state before, over the root of hidden_dim: random → W (1 line)
    W = random.uniform(-1, 1, (hidden_dim, hidden_dim)) / np.sqrt(hidden_dim)
    # (3) to the output, over the root of hidden_dim: random → V (1 line)
    V = random.uniform(-1, 1, (output_dim, hidden_dim)) / np.sqrt(hidden_dim)
    ### END CODE HERE ###
    return {"U": U, "W": W, "V": V}

# %% check points=8
check("initialize_parameters", initialize_parameters)

# %% solution
def rnn_forward(x, p):
    """One sequence through the network, step by step.

    x: the sequence, shape (T, input_dim)
    p: dictionary with "U", "W" and "V"
    Returns y_hat, shape (output_dim, 1), and the list of the T + 1 states, each of shape (hidden_dim, 1); states[0] is zeros.
    """
    hidden_dim = p["W"].shape[0]
    states = [np.zeros((hidden_dim, 1))]
    for t in range(len(x)):
        ### START CODE HERE ### (≈ 2 lines)
        # (1) what enters, as a column: x, t → x_t, shape (input_dim, 1) (1 line)
        x_t = x[t].reshape(-1, 1)
        # (2) the new state: x_t, states, p → s, shape (hidden_dim, 1) (1 line)
        s = sigmoid(p["U"] @ x_t + p["W"] @ states[-1])
        ### END CODE HERE ###
        states.append(s)
    ### START CODE HERE ### (≈ 1 line)
    # (3) the prediction, from the last state: states, p → y_hat, shape (output_dim, 1) (1 line)
    y_hat = p["V"] @ states[-1]
    ### END CODE HERE ###
    return y_hat, states

# %% check points=16
check("rnn_forward", rnn_forward)

# %% solution
def compute_loss(X, Y, p):
    """Half of the squared error, as the mean over all records.

    X: sequences, shape (m, T, input_dim)
    Y: targets, shape (m, output_dim)
    p: dictionary with "U", "W" and "V"
    Returns one number.
    """
    total = 0.0
    for x, y in zip(X, Y):
        ### START CODE HERE ### (≈ 2 lines)
        # (1) the prediction: x, p → y_hat, shape (output_dim, 1) (1 line)
        y_hat, _ = rnn_forward(x, p)
        # (2) add half of its squared error, y as a column: y_hat, y → total (1 line)
        total += 0.5 * np.sum((y_hat - y.reshape(-1, 1)) ** 2)
        ### END CODE HERE ###
    ### START CODE HERE ### (≈ 1 line)
    # (3) the mean over the records: total, X → loss (1 line)
    loss = total / len(X)
    ### END CODE HERE ###
    return loss

# %% check points=8
check("compute_loss", compute_loss)

# %% solution
def rnn_backward(x, y, p, y_hat, states, bptt_truncate=5):
    """Gradients of one record's loss, by backpropagation through time.

    x, y: the sequence, shape (T, input_dim), and its target, shape (output_dim,)
    p: dictionary with "U", "W" and "V"
    y_hat, states: what rnn_forward returned; states[t + 1] is made of x[t] and states[t]
    bptt_truncate: how many steps before the last one are followed
    Returns a dictionary with the gradients, under the keys "U", "W" and "V" as well.
    """
    T = len(x)
    dU, dW = np.zeros(p["U"].shape), np.zeros(p["W"].shape)
    ### START CODE HERE ### (≈ 4 lines)
    # (1) the error, y as a column: y_hat, y → d, shape (output_dim, 1) (1 line)
    d = y_hat - y.reshape(-1, 1)
    # (2) V's gradient: d, states → dV, shape (output_dim, hidden_dim) (1 line)
    dV = d @ states[T].T
    # (3) what arrives at the last state: d, p → ds, shape (hidden_dim, 1) (1 line)
    ds = p["V"].T @ d
    # (4) the earliest step to follow, 0 or later: T, bptt_truncate → first (1 line)
    first = max(0, T - 1 - bptt_truncate)
    ### END CODE HERE ###
    for t in range(T - 1, first - 1, -1):
        ### START CODE HERE ### (≈ 4 lines)
        # (5) back through the sigmoid of this step: ds, states → da, shape (hidden_dim, 1) (1 line)
        da = ds * states[t + 1] * (1 - states[t + 1])
        # (6) add this step's share: da, x → dU (1 line)
        dU += da @ x[t].reshape(1, -1)
        # (7) add this step's share: da, states → dW (1 line)
        dW += da @ states[t].T
        # (8) on to the state before: da, p → ds (1 line)
        ds = p["W"].T @ da
        ### END CODE HERE ###
    return {"U": dU, "W": dW, "V": dV}

# %% check points=26
check("rnn_backward", rnn_backward)

# %% solution
def clip_gradients(g, low=-10, high=10):
    """Gradients whose entries are between two limits.

    g: dictionary of arrays
    low, high: the limits
    Returns a new dictionary; entries outside are moved to the limit.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) every array of g, between low and high: g, low, high → clipped (1 line)
    clipped = {name: np.clip(g[name], low, high) for name in g}
    ### END CODE HERE ###
    return clipped

# %% check points=5
check("clip_gradients", clip_gradients)

# %% solution
def update_parameters(p, g, lr):
    """One step of gradient descent.

    p, g: dictionaries of the parameters and of their gradients, with the same keys
    lr: the learning rate
    Returns a new dictionary of parameters.
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) every parameter, a step downhill: p, g, lr → moved (1 line)
    moved = {name: p[name] - lr * g[name] for name in p}
    ### END CODE HERE ###
    return moved

# %% check points=4
check("update_parameters", update_parameters)

# %% solution
def train(X, Y, p, lr=0.05, epochs=1, bptt_truncate=5):
    """Training with an update after every record.

    X, Y: records as from make_records
    p: dictionary with "U", "W" and "V" to start from
    lr, epochs, bptt_truncate: learning rate, passes over all records, steps followed before the last one
    Returns the trained parameters, and a list of the losses before each epoch.
    """
    losses = []
    for epoch in range(epochs):
        ### START CODE HERE ### (≈ 1 line)
        # (1) the loss of all records, before this epoch: X, Y, p → losses (1 line)
        losses.append(compute_loss(X, Y, p))
        ### END CODE HERE ###
        for x, y in zip(X, Y):
            ### START CODE HERE ### (≈ 4 lines)
            # (2) forward: x, p → y_hat, states (1 line)
            y_hat, states = rnn_forward(x, p)
            # (3) backward: x, y, p, y_hat, states, bptt_truncate → g (1 line)
            g = rnn_backward(x, y, p, y_hat, states, bptt_truncate)
            # (4) clip, with the default limits: g → g (1 line)
            g = clip_gradients(g)
            # (5) a step downhill: p, g, lr → p (1 line)
            p = update_parameters(p, g, lr)
            ### END CODE HERE ###
    return p, losses

# %% check points=14
check("train", train)

# %% solution
def predict(X, p):
    """The value that the network expects after each window.

    X: sequences, shape (m, T, input_dim)
    p: dictionary with "U", "W" and "V"; one output
    Returns an array of shape (m,).
    """
    ### START CODE HERE ### (≈ 1 line)
    # (1) one number for each window: X, p → predictions, shape (m,) (1 line)
    predictions = np.array([rnn_forward(x, p)[0].item() for x in X])
    ### END CODE HERE ###
    return predictions

# %% check points=4
check("predict", predict)

# %% solution
def free_run(x, p, steps):
    """The network goes on by itself: each prediction becomes the newest value of its window.

    x: the window to start from, shape (T, 1)
    p: dictionary with "U", "W" and "V"; one input, one output
    steps: how many values to predict
    Returns an array of shape (steps,).
    """
    window, values = x, []
    for step in range(steps):
        ### START CODE HERE ### (≈ 3 lines)
        # (1) the next value: window, p → y_hat, shape (1, 1) (1 line)
        y_hat, _ = rnn_forward(window, p)
        # (2) keep it as a number: y_hat → values (1 line)
        values.append(y_hat.item())
        # (3) the oldest value out, the newest in: window, y_hat → window, shape (T, 1) (1 line)
        window = np.concatenate([window[1:], y_hat])
        ### END CODE HERE ###
    return np.array(values)

# %% check points=7
check("free_run", free_run)
