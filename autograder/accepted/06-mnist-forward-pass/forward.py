# %% layer by layer
import numpy as np


def forward(network, X):
    W1, W2, W3 = network["W1"], network["W2"], network["W3"]
    b1, b2, b3 = network["b1"], network["b2"], network["b3"]
    A1 = 1 / (1 + np.exp(-(X @ W1 + b1)))
    A2 = 1 / (1 + np.exp(-(A1 @ W2 + b2)))
    powers = np.exp(A2 @ W3 + b3)
    return powers / np.sum(powers, axis=-1, keepdims=True)


# %% helpers and np.dot, the textbook's softmax
import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(x):
    if x.ndim == 2:
        x = x.T
        x = x - np.max(x, axis=0)
        y = np.exp(x) / np.sum(np.exp(x), axis=0)
        return y.T
    x = x - np.max(x)
    return np.exp(x) / np.sum(np.exp(x))


def forward(network, X):
    z1 = sigmoid(np.dot(X, network["W1"]) + network["b1"])
    z2 = sigmoid(np.dot(z1, network["W2"]) + network["b2"])
    return softmax(np.dot(z2, network["W3"]) + network["b3"])


# %% a loop over the layers, in float32
import numpy as np


def forward(network, X):
    A = X.astype(np.float32)
    for layer in (1, 2, 3):
        Z = A @ network[f"W{layer}"].astype(np.float32) + network[f"b{layer}"].astype(np.float32)
        A = 1 / (1 + np.exp(-Z)) if layer < 3 else np.exp(Z - Z.max(axis=-1, keepdims=True))
    return A / A.sum(axis=-1, keepdims=True)


# %% image by image
import numpy as np


def one_image(network, x):
    a = np.tanh((x @ network["W1"] + network["b1"]) / 2) / 2 + 0.5
    a = np.tanh((a @ network["W2"] + network["b2"]) / 2) / 2 + 0.5
    e = np.exp(a @ network["W3"] + network["b3"])
    return e / e.sum()


def forward(network, X):
    if X.ndim == 1:
        return one_image(network, X)
    return np.array([one_image(network, x) for x in X])


# %% always a batch inside, as it came outside
import numpy as np


def forward(network, X):
    batch = np.atleast_2d(X)
    H = 1 / (1 + np.exp(-(np.einsum("nm,mh->nh", batch, network["W1"]) + network["b1"])))
    H = 1 / (1 + np.exp(-(np.einsum("nm,mh->nh", H, network["W2"]) + network["b2"])))
    E = np.exp(np.einsum("nm,mc->nc", H, network["W3"]) + network["b3"])
    return (E / E.sum(axis=1)[:, None]).reshape((*X.shape[:-1], -1))


# %% transposed throughout
import numpy as np


def forward(network, X):
    g = lambda z: 1 / (1 + np.exp(-z))
    a = X.T
    a = g((network["W1"].T @ a).T + network["b1"]).T
    a = g((network["W2"].T @ a).T + network["b2"]).T
    z = ((network["W3"].T @ a).T + network["b3"]).T
    return (np.exp(z) / np.exp(z).sum(axis=0)).T


# %% biases as a row of the weights
import numpy as np


def with_one(A):
    return np.concatenate([A, np.ones((*A.shape[:-1], 1))], axis=-1)


def forward(network, X):
    A = X
    for k in "12":
        A = 1 / (1 + np.exp(-(with_one(A) @ np.vstack([network["W" + k], network["b" + k]]))))
    Z = with_one(A) @ np.vstack([network["W3"], network["b3"]])
    return np.exp(Z - np.logaddexp.reduce(Z, axis=-1, keepdims=True))


# %% TensorFlow's activations
import tensorflow as tf


def forward(network, X):
    A = tf.nn.sigmoid(X @ network["W1"] + network["b1"]).numpy()
    A = tf.sigmoid(A @ network["W2"] + network["b2"]).numpy()
    return tf.nn.softmax(A @ network["W3"] + network["b3"]).numpy()


# %% itself once more for a single image
import numpy as np


def forward(network, X):
    if X.ndim == 1:
        return forward(network, X[np.newaxis])[0]
    A = X
    for k in (1, 2):
        A = 1 / (1 + np.exp(-(np.einsum("nm,mk->nk", A, network[f"W{k}"]) + network[f"b{k}"])))
    return np.array([np.exp(z) / np.exp(z).sum() for z in A @ network["W3"] + network["b3"]])
