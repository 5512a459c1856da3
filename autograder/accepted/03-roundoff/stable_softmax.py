# %% largest subtracted
import numpy as np


def stable_softmax(Z):
    powers = np.exp(Z - np.max(Z, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


# %% new axes with None
import numpy as np


def stable_softmax(Z):
    shifted = Z - Z.max(-1)[..., None]
    return np.exp(shifted) / np.exp(shifted).sum(-1)[..., None]


# %% from the logarithm back
import numpy as np


def stable_softmax(Z):
    largest = Z.max(axis=-1, keepdims=True)
    shifted = Z - largest
    return np.exp(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


# %% minus log-sum-exp
import numpy as np


def stable_softmax(Z):
    return np.exp(Z - np.logaddexp.reduce(Z, axis=-1, keepdims=True))


# %% apply_along_axis
import numpy as np


def stable_softmax(Z):
    def one_row(z):
        powers = np.exp(z - z.max())
        return powers / powers.sum()

    return np.apply_along_axis(one_row, -1, Z)


# %% rows in a loop
import numpy as np


def stable_softmax(Z):
    rows = np.array(Z).reshape(-1, Z.shape[-1])
    for row in rows:
        row -= row.max()
        row[:] = np.exp(row)
        row /= row.sum()
    return rows.reshape(Z.shape)


# %% math and three loops
import math

import numpy as np


def stable_softmax(Z):
    rows = Z.reshape(-1, Z.shape[-1])
    result = np.empty(rows.shape, dtype=Z.dtype)
    for i in range(rows.shape[0]):
        largest = float(rows[i, 0])
        for z in rows[i]:
            largest = max(largest, float(z))
        total = 0.0
        for z in rows[i]:
            total += math.exp(float(z) - largest)
        for j, z in enumerate(rows[i]):
            result[i, j] = math.exp(float(z) - largest) / total
    return result.reshape(Z.shape)


# %% calls itself for each row
import numpy as np


def stable_softmax(Z):
    if Z.ndim > 1:
        return np.stack([stable_softmax(part) for part in Z])
    powers = np.exp(Z - max(Z))
    return powers / sum(powers)


# %% one over a sum of differences
import numpy as np


def stable_softmax(Z):
    differences = Z[..., None, :] - Z[..., :, None]
    with np.errstate(over="ignore"):
        return 1 / np.exp(differences).sum(axis=-1)


# %% largest moved to ten
import numpy as np


def stable_softmax(Z):
    powers = np.exp(Z - np.max(Z, axis=-1, keepdims=True) + 10)
    return powers / powers.sum(axis=-1, keepdims=True)


# %% on a copy in place
import numpy as np


def stable_softmax(Z):
    result = Z.copy()
    np.subtract(result, result.max(axis=-1, keepdims=True), out=result)
    np.exp(result, out=result)
    np.divide(result, result.sum(axis=-1, keepdims=True), out=result)
    return result


# %% longer numbers in between
import numpy as np


def stable_softmax(Z):
    wide = Z.astype(np.longdouble)
    powers = np.exp(wide - wide.max(axis=-1, keepdims=True))
    return (powers / powers.sum(axis=-1, keepdims=True)).astype(Z.dtype)


# %% last axis moved to the front
import numpy as np


def stable_softmax(Z):
    first = np.moveaxis(Z, -1, 0)
    powers = np.exp(first - first.max(axis=0))
    return np.moveaxis(powers / powers.sum(axis=0), 0, -1)


# %% einsum
import numpy as np


def stable_softmax(Z):
    powers = np.exp(Z - np.amax(Z, axis=-1, keepdims=True))
    return np.einsum("...n,...->...n", powers, 1 / np.einsum("...n->...", powers))


# %% pieces of TensorFlow
import tensorflow as tf


def stable_softmax(Z):
    powers = tf.exp(Z - tf.reduce_max(Z, axis=-1, keepdims=True))
    return (powers / tf.reduce_sum(powers, axis=-1, keepdims=True)).numpy()
