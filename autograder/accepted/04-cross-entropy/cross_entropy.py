# %% picked and clipped
import numpy as np


def cross_entropy(P, y):
    p = P[np.arange(len(y)), y]
    return -np.mean(np.log(np.clip(p, 1e-7, 1)))


# %% a small number added
import numpy as np


def cross_entropy(P, y):
    return -np.sum(np.log(P[range(len(y)), y] + 1e-7)) / len(y)


# %% a loop with the math module
import math


def cross_entropy(P, y):
    total = 0.0
    for i in range(len(y)):
        total -= math.log(max(P[i, y[i]], 1e-15))
    return total / len(y)


# %% through one-hot labels
import numpy as np


def cross_entropy(P, y):
    Y = np.eye(P.shape[1])[y]
    return -(Y * np.log(np.clip(P, 1e-10, 1.0))).sum(axis=1).mean()


# %% clipped on both sides and normalised, as Keras does
import numpy as np


def cross_entropy(P, y):
    P = P / P.sum(axis=1, keepdims=True)
    P = np.clip(P, 1e-7, 1 - 1e-7)
    return float(np.mean([-np.log(row[label]) for row, label in zip(P, y)]))


# %% take_along_axis, as an array without axes
import numpy as np


def cross_entropy(P, y):
    p = np.take_along_axis(P, y[:, None], axis=1)
    return np.array(np.log(1 / np.maximum(p, 1e-12)).mean())


# %% in float32
import numpy as np


def cross_entropy(P, y):
    p = P.astype(np.float32)[np.arange(y.size), y]
    return np.mean(-np.log(p + np.float32(1e-7)))


# %% a fixed price for the impossible
import numpy as np


def cross_entropy(P, y):
    losses = []
    for probabilities, label in zip(P, y):
        p = probabilities[label]
        losses.append(-np.log(p) if p > 0 else 1000)
    return sum(losses) / len(losses)


# %% infinity replaced by the largest float
import numpy as np


def cross_entropy(P, y):
    losses = np.nan_to_num(-np.log(P[np.arange(len(y)), y]))
    return losses.mean()


# %% the smallest positive float
import numpy as np


def cross_entropy(P, y):
    truth = np.choose(y, P.T) if P.shape[1] <= 32 else P[np.arange(len(y)), y]
    return -np.log(np.fmax(truth, np.finfo(float).tiny)).mean()


# %% the diagonal
import numpy as np


def cross_entropy(P, y):
    p = np.diag(P[:, y])
    return np.average(np.log(p + 1e-9)) * -1


# %% a helper that gives every loss
import numpy as np


def loss(probabilities, label):
    return -np.log(max(1e-3, probabilities[label]))


def cross_entropy(P, y):
    return np.mean(list(map(loss, P, y)))


# %% a change of base
import numpy as np


def cross_entropy(P, y):
    bits = -np.log2(np.clip(P[np.arange(len(y)), y], 2.0**-40, None))
    return np.mean(bits) * np.log(2)


# %% TensorFlow for the logarithms
import tensorflow as tf


def cross_entropy(P, y):
    p = tf.gather(P, y, axis=1, batch_dims=1)
    return float(-tf.reduce_mean(tf.math.log(tf.maximum(p, 1e-7))))


# %% an object that is called
import numpy as np


class CrossEntropy:
    def __init__(self, floor):
        self.floor = floor

    def __call__(self, P, y):
        return float(np.mean([-np.log(max(row[label], self.floor)) for row, label in zip(P, y)]))


cross_entropy = CrossEntropy(1e-9)
