# %% product, sum, mean
import numpy as np


def categorical_cross_entropy(P, Y):
    return -np.mean(np.sum(Y * np.log(np.clip(P, 1e-7, 1)), axis=1))


# %% one sum over m
import numpy as np


def categorical_cross_entropy(P, Y):
    return -np.sum(Y * np.log(P + 1e-7)) / len(P)


# %% two loops
import math


def categorical_cross_entropy(P, Y):
    m, C = P.shape
    total = 0
    for i in range(m):
        for c in range(C):
            if Y[i, c] == 1:
                total += -math.log(P[i, c]) if P[i, c] > 0 else 50
    return total / m


# %% back to indices
import numpy as np


def categorical_cross_entropy(P, Y):
    y = np.argmax(Y, axis=1)
    p = P[np.arange(len(y)), y]
    return -np.log(np.maximum(p, 1e-12)).mean()


# %% a mask
import numpy as np


def categorical_cross_entropy(P, Y):
    p = P[Y == 1]
    return float(np.mean(-np.log(np.where(p == 0, 1e-9, p))))


# %% the probability first
import numpy as np


def categorical_cross_entropy(P, Y):
    truth = np.sum(P * Y, axis=1)
    return np.mean(np.log(1.0 / (truth + 1e-8)))


# %% einsum
import numpy as np


def categorical_cross_entropy(P, Y):
    return -np.einsum("mc,mc->", Y, np.log(np.fmax(P, 1e-15))) / Y.shape[0]


# %% the trace of a product
import numpy as np


def categorical_cross_entropy(P, Y):
    return -np.trace(Y @ np.log(P.T.clip(min=1e-7))) / P.shape[0]


# %% nan and infinity replaced afterwards
import numpy as np


def categorical_cross_entropy(P, Y):
    return np.mean(-np.sum(Y * np.nan_to_num(np.log(P)), axis=1))


# %% logarithms only where they are needed
import numpy as np


def categorical_cross_entropy(P, Y):
    logs = np.full(P.shape, -30.0)
    np.log(P, out=logs, where=P > 0)
    return -np.sum(np.where(Y > 0, logs, 0), axis=-1).mean()


# %% in float32, as an array without axes
import numpy as np


def categorical_cross_entropy(P, Y):
    P, Y = P.astype("float32"), Y.astype("float32")
    return np.asarray(-(Y * np.log(P + np.float32(1e-7))).sum(axis=1).mean())


# %% xlogy, for which 0 times the logarithm of 0 is 0
import numpy as np
from scipy.special import xlogy


def categorical_cross_entropy(P, Y):
    return -xlogy(Y, np.maximum(P, 1e-8)).sum(axis=-1).mean()
