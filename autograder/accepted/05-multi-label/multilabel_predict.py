# %% the sigmoid, then a comparison
import numpy as np


def multilabel_predict(Z, threshold=0.5):
    probabilities = 1 / (1 + np.exp(-Z))
    return (probabilities >= threshold).astype(int)


# %% the threshold moved to the logits
import numpy as np


def multilabel_predict(Z, threshold=0.5):
    return (Z >= np.log(threshold / (1 - threshold))).astype(np.int64)


# %% two loops with the math module
import math

import numpy as np


def multilabel_predict(Z, threshold=0.5):
    m, L = Z.shape
    labels = np.zeros((m, L), dtype=int)
    for i in range(m):
        for j in range(L):
            if 1 / (1 + math.exp(-Z[i, j])) >= threshold:
                labels[i, j] = 1
    return labels


# %% np.where with bytes
import numpy as np


def multilabel_predict(Z, threshold=0.5):
    a = np.exp(Z) / (1 + np.exp(Z))
    return np.where(a >= threshold, np.uint8(1), np.uint8(0))


# %% a view of the comparison
import numpy as np


def multilabel_predict(Z, threshold=0.5):
    return np.ascontiguousarray(1 / (1 + np.exp(-Z)) >= threshold).view(np.int8)


# %% the step function of NumPy
import numpy as np


def multilabel_predict(Z, threshold=0.5):
    return np.heaviside(1 / (1 + np.exp(-Z)) - threshold, 1).astype(np.int32)


# %% through the hyperbolic tangent, one label after the other
import numpy as np


def multilabel_predict(Z, threshold=0.5):
    columns = [(0.5 * (1 + np.tanh(z / 2)) >= threshold) * 1 for z in Z.T]
    return np.stack(columns, axis=1)


# %% a comprehension
import numpy as np


def multilabel_predict(Z, threshold=0.5):
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    return np.array([[int(sigmoid(z) >= threshold) for z in row] for row in Z])


# %% a vectorised decision in single precision
import numpy as np

decide = np.vectorize(lambda p, threshold: 1 if p >= threshold else 0)


def multilabel_predict(Z, threshold=0.5):
    return decide(1 / (1 + np.exp(-Z.astype("float32"))), threshold)


# %% zeros filled by a mask
import numpy as np


def multilabel_predict(Z, threshold=0.5):
    answer = np.zeros_like(Z, dtype="i2")
    answer[1 / (1 + np.exp(-Z)) >= threshold] = 1
    return answer


# %% odds in place of probabilities
import numpy as np


def multilabel_predict(Z, threshold=0.5):
    odds = np.e**Z
    return 1 - (odds * (1 - threshold) < threshold).astype(int)


# %% TensorFlow for the sigmoid
import tensorflow as tf


def multilabel_predict(Z, threshold=0.5):
    return tf.cast(tf.nn.sigmoid(Z) >= threshold, tf.int32).numpy()


# %% a function with its first argument filled in
from functools import partial

import numpy as np


def decide(dtype, Z, threshold=0.5):
    P = np.empty_like(Z)
    np.divide(1, 1 + np.exp(-Z), out=P)
    Y = np.zeros(Z.shape, dtype)
    Y[P >= threshold] = 1
    return Y


multilabel_predict = partial(decide, np.int64)
