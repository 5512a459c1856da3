# %% both terms, clipped on both sides
import numpy as np


def binary_cross_entropy(p, y):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


# %% a small number added to both
import numpy as np


def binary_cross_entropy(p, y):
    eps = 1e-7
    return np.mean(-y * np.log(p + eps) - (1 - y) * np.log(1 - p + eps))


# %% the probability of the truth
import numpy as np


def binary_cross_entropy(p, y):
    truth = np.where(y == 1, p, 1 - p)
    return -np.log(np.maximum(truth, 1e-12)).mean()


# %% a loop with a case distinction
import math


def binary_cross_entropy(p, y):
    loss = 0
    for probability, label in zip(p, y):
        right = probability if label else 1 - probability
        loss += -math.log(right) if right > 1e-9 else -math.log(1e-9)
    return loss / len(y)


# %% a formula without branches
import numpy as np


def binary_cross_entropy(p, y):
    return np.mean(-np.log(np.abs(1 - y - p).clip(1e-10)))


# %% two groups, one mean
import numpy as np


def binary_cross_entropy(p, y):
    losses = np.empty(len(p))
    losses[y == 1] = -np.log(np.fmax(p[y == 1], 1e-7))
    losses[y == 0] = -np.log(np.fmax(1 - p[y == 0], 1e-7))
    return np.average(losses)


# %% dot products
import numpy as np


def binary_cross_entropy(p, y):
    p = np.clip(p, 1e-15, 1 - 1e-15)
    return -(y @ np.log(p) + (1 - y) @ np.log1p(-p)) / len(p)


# %% two classes and indices
import numpy as np


def binary_cross_entropy(p, y):
    P = np.column_stack([1 - p, p])
    return float(-np.mean(np.log(P[np.arange(len(y)), y.astype(int)] + 1e-8)))


# %% nan and infinity replaced
import numpy as np


def binary_cross_entropy(p, y):
    losses = np.where(y == 1, -np.log(p), -np.log(1 - p))
    return np.nan_to_num(losses, posinf=100).mean()


# %% through logits
import numpy as np


def binary_cross_entropy(p, y):
    p = p.clip(1e-7, 1 - 1e-7)
    z = np.log(p) - np.log(1 - p)
    return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))


# %% in float32, as an array without axes
import numpy as np


def binary_cross_entropy(p, y):
    truth = (y * p + (1 - y) * (1 - p)).astype(np.float32)
    return np.array(-np.log(truth + np.float32(1e-7)).mean())


# %% a function of two numbers, vectorised by a decorator
import numpy as np


@np.vectorize
def loss(p, y):
    return -np.log(max(p if y == 1 else 1 - p, 1e-7))


def binary_cross_entropy(p, y):
    return loss(p, y).mean()
