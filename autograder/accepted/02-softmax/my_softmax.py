# %% the textbook's two lines
import numpy as np


def my_softmax(z):
    ez = np.exp(z)
    return ez / np.sum(ez)


# %% a loop over the elements
import numpy as np


def my_softmax(z):
    N = len(z)
    a = np.zeros(N)
    ez_sum = 0
    for k in range(N):
        ez_sum += np.exp(z[k])
    for j in range(N):
        a[j] = np.exp(z[j]) / ez_sum
    return a


# %% a list comprehension with the math module
import math

import numpy as np


def my_softmax(z):
    powers = [math.exp(value) for value in z]
    return np.array([power / sum(powers) for power in powers])


# %% a lambda
import numpy as np

my_softmax = lambda z: np.exp(z) / np.exp(z).sum()

# %% subtracts the largest, in place on a copy
import numpy as np


def my_softmax(z):
    z = z.copy()
    z -= z.max()
    np.exp(z, out=z)
    z /= z.sum()
    return z


# %% a nested helper
import numpy as np


def my_softmax(z):
    def normalise(powers):
        return powers / powers.sum()

    return normalise(np.exp(z))


# %% through logarithms
import numpy as np


def my_softmax(z):
    return np.exp(z - np.log(np.sum(np.exp(z))))


# %% powers of e, einsum
import numpy as np


def my_softmax(z):
    powers = np.e**z
    return powers / np.einsum("i->", powers)


# %% every ratio at once
import numpy as np


def my_softmax(z):
    return 1 / np.exp(z[np.newaxis, :] - z[:, np.newaxis]).sum(axis=1)


# %% in float32
import numpy as np


def my_softmax(z):
    z = (z - z.max()).astype(np.float32)
    return np.exp(z) / np.exp(z).sum()


# %% prints on the way and warns
import sys
import warnings

import numpy as np


def my_softmax(z):
    print("z is", z)
    print("still here", file=sys.stderr)
    warnings.warn("about to take powers", stacklevel=1)
    return np.exp(z) / np.sum(np.exp(z))


# %% a callable object
import numpy as np


class Softmax:
    def __call__(self, z):
        return np.exp(z) / np.sum(np.exp(z))


my_softmax = Softmax()

# %% TensorFlow for the powers, NumPy for the result
import tensorflow as tf


def my_softmax(z):
    powers = tf.exp(z)
    return (powers / tf.reduce_sum(powers)).numpy()
