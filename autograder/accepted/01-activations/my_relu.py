# %% the larger of two
import numpy as np


def my_relu(z):
    return np.maximum(0, z)


# %% the argument first
import numpy as np


def my_relu(z):
    return np.maximum(z, np.zeros_like(z))


# %% where
import numpy as np


def my_relu(z):
    return np.where(z > 0, z, 0)


# %% times a comparison
def my_relu(z):
    return z * (z > 0)


# %% the mean of z and its size
import numpy as np


def my_relu(z):
    return (z + np.abs(z)) / 2


# %% clipped from below
import numpy as np


def my_relu(z):
    return np.clip(z, 0, None)


# %% a copy with its negatives set to zero
import numpy as np


def my_relu(z):
    a = np.array(z)
    a[a < 0] = 0
    return a


# %% the argument itself where nothing is below zero
import numpy as np


def my_relu(z):
    if np.all(z >= 0):
        return z
    return np.maximum(z, 0.0)


# %% one number at a time
import numpy as np


def my_relu(z):
    flat = [max(0.0, value) for value in z.reshape(-1).tolist()]
    return np.array(flat).reshape(z.shape)


# %% vectorised, with decimal points
import numpy as np

my_relu = np.vectorize(lambda value: value if value > 0 else 0.0, otypes=[float])


# %% steps of TensorFlow
import tensorflow as tf


def my_relu(z):
    return tf.maximum(tf.constant(z), 0.0).numpy()
