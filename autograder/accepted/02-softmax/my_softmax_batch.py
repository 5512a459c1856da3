# %% keepdims
import numpy as np


def my_softmax_batch(Z):
    powers = np.exp(Z)
    return powers / powers.sum(axis=1, keepdims=True)


# %% the last axis, largest subtracted
import numpy as np


def my_softmax_batch(Z):
    powers = np.exp(Z - np.max(Z, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1)[:, None]


# %% row by row with my_softmax
import numpy as np


def my_softmax_batch(Z):
    return np.array([np.exp(row) / np.exp(row).sum() for row in Z])


# %% transposed twice
import numpy as np


def my_softmax_batch(Z):
    return (np.exp(Z).T / np.exp(Z).sum(axis=1)).T


# %% two loops
import numpy as np


def my_softmax_batch(Z):
    m, N = Z.shape
    result = np.empty((m, N))
    for i in range(m):
        total = 0.0
        for j in range(N):
            total = total + np.exp(Z[i, j])
        for j in range(N):
            result[i][j] = np.exp(Z[i, j]) / total
    return result


# %% einsum
import numpy as np


def my_softmax_batch(Z):
    powers = np.exp(Z)
    return np.einsum("mn,m->mn", powers, 1 / powers.sum(1))


# %% apply_along_axis
import numpy as np


def my_softmax_batch(Z):
    return np.apply_along_axis(lambda row: np.exp(row) / np.exp(row).sum(), 1, Z)


# %% vstack of rows
import numpy as np


def my_softmax_batch(Z):
    rows = []
    for z in Z:
        e = np.exp(z)
        rows.append(e / np.sum(e))
    return np.vstack(rows)


# %% a matrix of ones
import numpy as np


def my_softmax_batch(Z):
    powers = np.exp(Z)
    N = Z.shape[1]
    return powers / (powers @ np.ones((N, N)))
