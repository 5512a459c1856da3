# %% argmax of the probabilities
import numpy as np


def forward(network, X):
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    powers = np.exp(A2 @ network["W3"] + network["b3"])
    return powers / np.sum(powers, axis=-1, keepdims=True)


def predict_digits(network, X):
    return np.argmax(forward(network, X), axis=1)


# %% argmax of the logits, as int8
import numpy as np


def predict_digits(network, X):
    A = X
    for k in (1, 2):
        A = 1 / (1 + np.exp(-A @ network[f"W{k}"] - network[f"b{k}"]))
    return (A @ network["W3"] + network["b3"]).argmax(axis=-1).astype(np.int8)


# %% one image after the other
import numpy as np


def predict_digits(network, X):
    digits = []
    for x in X:
        a = 1 / (1 + np.exp(-(x @ network["W1"] + network["b1"])))
        a = 1 / (1 + np.exp(-(a @ network["W2"] + network["b2"])))
        digits.append(int(np.argmax(a @ network["W3"] + network["b3"])))
    return np.array(digits)


# %% the last of the sorted places
import numpy as np


def predict_digits(network, X):
    A = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A = 1 / (1 + np.exp(-(A @ network["W2"] + network["b2"])))
    return np.argsort(A @ network["W3"] + network["b3"], axis=1)[:, -1]


# %% a search for something larger
import numpy as np


def predict_digits(network, X):
    A = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A = 1 / (1 + np.exp(-(A @ network["W2"] + network["b2"])))
    Z = A @ network["W3"] + network["b3"]
    best = np.zeros(len(X), dtype=np.uint8)
    for digit in range(1, 10):
        best = np.where(Z[:, digit] > Z[np.arange(len(X)), best], np.uint8(digit), best)
    return best


# %% over the transposed probabilities, in float32
import numpy as np


def predict_digits(network, X):
    small = {key: array.astype("float32") for key, array in network.items()}
    A = 1 / (1 + np.exp(-(X.astype("float32") @ small["W1"] + small["b1"])))
    A = 1 / (1 + np.exp(-(A @ small["W2"] + small["b2"])))
    return np.argmax((A @ small["W3"] + small["b3"]).T, axis=0)


# %% where the largest stands
import numpy as np


def predict_digits(network, X):
    A = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A = 1 / (1 + np.exp(-(A @ network["W2"] + network["b2"])))
    Z = A @ network["W3"] + network["b3"]
    return (Z == Z.max(axis=1, keepdims=True)) @ np.arange(10)
