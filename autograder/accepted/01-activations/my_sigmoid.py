# %% the formula
import numpy as np


def my_sigmoid(z):
    return 1 / (1 + np.exp(-z))


# %% e to the z above and below
import numpy as np


def my_sigmoid(z):
    power = np.exp(z)
    return power / (power + 1)


# %% half a hyperbolic tangent
import numpy as np


def my_sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))


# %% one number at a time
import math

import numpy as np


def my_sigmoid(z):
    flat = [1 / (1 + math.exp(-value)) for value in np.ravel(z)]
    return np.array(flat).reshape(np.shape(z))


# %% a vectorised function of one number
import math

import numpy as np


@np.vectorize
def my_sigmoid(z):
    if z < 0:
        return math.exp(z) / (1 + math.exp(z))
    return 1 / (1 + math.exp(-z))


# %% clipped and in float32
import numpy as np


def my_sigmoid(z):
    z = np.clip(z, -500, 500).astype(np.float32)
    return np.float32(1) / (np.float32(1) + np.exp(-z))


# %% an element at a time into a new array
import numpy as np


def my_sigmoid(z):
    a = np.empty_like(z)
    for place in np.ndindex(z.shape):
        a[place] = (1 + np.e ** -z[place]) ** -1
    return a


# %% steps of TensorFlow
import tensorflow as tf


def my_sigmoid(z):
    return tf.math.reciprocal(1.0 + tf.exp(-z)).numpy()


# %% the first of two softmax outputs
import numpy as np


def my_sigmoid(z):
    powers = np.exp(np.stack([z, np.zeros_like(z)]))
    return (powers / powers.sum(axis=0))[0]


# %% a callable object
import numpy as np


class Sigmoid:
    def __call__(self, z):
        return np.divide(1, np.add(1, np.exp(np.negative(z))))


my_sigmoid = Sigmoid()
