# %% largest subtracted and added back
import numpy as np


def logsumexp(Z):
    largest = np.max(Z, axis=-1, keepdims=True)
    return largest[..., 0] + np.log(np.sum(np.exp(Z - largest), axis=-1))


# %% squeezed at the end
import numpy as np


def logsumexp(Z):
    largest = Z.max(axis=-1, keepdims=True)
    result = largest + np.log(np.exp(Z - largest).sum(axis=-1, keepdims=True))
    return np.squeeze(result, axis=-1)


# %% logaddexp.reduce
import numpy as np


def logsumexp(Z):
    return np.logaddexp.reduce(Z, axis=-1)


# %% logaddexp in a loop
import numpy as np


def logsumexp(Z):
    result = Z[..., 0]
    for j in range(1, Z.shape[-1]):
        result = np.logaddexp(result, Z[..., j])
    return result


# %% functools.reduce
import functools

import numpy as np


def logsumexp(Z):
    return functools.reduce(np.logaddexp, np.moveaxis(Z, -1, 0))


# %% a Python number for a single row
import math

import numpy as np


def logsumexp(Z):
    if Z.ndim > 1:
        return np.array([logsumexp(part) for part in Z], dtype=Z.dtype)
    largest = max(Z.tolist())
    return largest + math.log(sum(math.exp(z - largest) for z in Z.tolist()))


# %% apply_along_axis
import numpy as np


def logsumexp(Z):
    return np.apply_along_axis(lambda z: z.max() + np.log(np.exp(z - z.max()).sum()), -1, Z)


# %% sorted, the largest last
import numpy as np


def logsumexp(Z):
    ordered = np.sort(Z, axis=-1)
    largest = ordered[..., -1]
    rest = np.exp(ordered[..., :-1] - largest[..., np.newaxis]).sum(axis=-1)
    return largest + np.log1p(rest)


# %% minus the logarithm of the largest probability
import numpy as np


def logsumexp(Z):
    powers = np.exp(Z - Z.max(axis=-1, keepdims=True))
    probability = powers.max(axis=-1) / powers.sum(axis=-1)
    return Z.max(axis=-1) - np.log(probability)


# %% rows in a list
import numpy as np


def logsumexp(Z):
    rows = Z.reshape(-1, Z.shape[-1])
    results = []
    for z in rows:
        c = np.max(z)
        results.append(c + np.log(np.sum(np.exp(z - c))))
    return np.array(results).reshape(Z.shape[:-1])


# %% powers of two in between
import numpy as np


def logsumexp(Z):
    largest = np.max(Z, axis=-1)
    doublings = (Z - np.expand_dims(largest, -1)) / np.log(2).astype(Z.dtype)
    return largest + np.log2(np.sum(np.exp2(doublings), axis=-1)) * np.log(2).astype(Z.dtype)


# %% pieces of TensorFlow
import tensorflow as tf


def logsumexp(Z):
    largest = tf.reduce_max(Z, axis=-1)
    return (largest + tf.math.log(tf.reduce_sum(tf.exp(Z - largest[..., None]), axis=-1))).numpy()
