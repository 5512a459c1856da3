# %% one power that cannot overflow
import numpy as np


def stable_sigmoid(z):
    decay = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + decay), decay / (1 + decay))


# %% masks
import numpy as np


def stable_sigmoid(z):
    result = np.empty_like(z)
    positive = z >= 0
    result[positive] = 1 / (1 + np.exp(-z[positive]))
    powers = np.exp(z[~positive])
    result[~positive] = powers / (1 + powers)
    return result


# %% tanh
import numpy as np


def stable_sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))


# %% logaddexp
import numpy as np


def stable_sigmoid(z):
    return np.exp(-np.logaddexp(np.zeros_like(z), -z))


# %% where on both sides of the exponential
import numpy as np


def stable_sigmoid(z):
    negative, positive = np.where(z < 0, z, 0), np.where(z < 0, 0, z)
    return np.where(z < 0, np.exp(negative) / (1 + np.exp(negative)), 1 / (1 + np.exp(-positive)))


# %% minimum and maximum
import numpy as np


def stable_sigmoid(z):
    return np.exp(np.minimum(z, 0)) / (np.exp(np.minimum(z, 0)) + np.exp(-np.maximum(z, 0)))


# %% silenced
import numpy as np


def stable_sigmoid(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


# %% clipped where it no longer shows
import numpy as np


def stable_sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -60, 60)))


# %% softmax of the logit and zero
import numpy as np


def stable_sigmoid(z):
    pair = np.stack([z, np.zeros_like(z)], axis=-1)
    powers = np.exp(pair - pair.max(axis=-1, keepdims=True))
    return powers[..., 0] / powers.sum(axis=-1)


# %% number by number
import math

import numpy as np


def stable_sigmoid(z):
    result = np.empty(z.shape, dtype=z.dtype)
    for place in np.ndindex(z.shape):
        value = float(z[place])
        if value >= 0:
            result[place] = 1 / (1 + math.exp(-value))
        else:
            result[place] = math.exp(value) / (1 + math.exp(value))
    return result


# %% vectorize
import math

import numpy as np


def sigmoid_of_one(value):
    if value < 0:
        return 1 - sigmoid_of_one(-value)
    return 1 / (1 + math.exp(-value))


def stable_sigmoid(z):
    return np.vectorize(sigmoid_of_one, otypes=[z.dtype])(z)


# %% piecewise
import numpy as np


def stable_sigmoid(z):
    return np.piecewise(
        z, [z >= 0, z < 0], [lambda v: 1 / (1 + np.exp(-v)), lambda v: np.exp(v) / (1 + np.exp(v))]
    )


# %% one minus the other
import numpy as np


def stable_sigmoid(z):
    fraction = 1 / (1 + np.exp(-abs(z)))
    return np.where(z < 0, 1 - fraction, fraction)


# %% pieces of TensorFlow
import tensorflow as tf


def stable_sigmoid(z):
    return (0.5 + 0.5 * tf.tanh(z / 2)).numpy()


# %% a TensorFlow variable
import numpy as np
import tensorflow as tf


def stable_sigmoid(z):
    halved = tf.Variable(z / 2)
    return (1 + np.tanh(np.array(halved))) / 2
