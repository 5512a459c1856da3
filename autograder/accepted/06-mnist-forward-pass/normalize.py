# %% float32 first
import numpy as np


def normalize(images):
    return images.astype(np.float32) / 255


# %% float32 afterwards
import numpy as np


def normalize(images):
    return (images / 255.0).astype("float32")


# %% a division that is told its type
import numpy as np


def normalize(images):
    return np.divide(images, 255, dtype=np.float32)


# %% in place on a copy
import numpy as np


def normalize(images):
    pixels = np.array(images, dtype=np.float32)
    pixels /= 255
    return pixels


# %% a table of all greys
import numpy as np

GREYS = (np.arange(256) / 255).astype(np.float32)


def normalize(images):
    return GREYS[images]


# %% times one over 255
import numpy as np


def normalize(images):
    return np.float32(1 / 255) * images.astype(np.float32)


# %% into an array of zeros
import numpy as np


def normalize(images):
    result = np.zeros(images.shape, dtype=np.float32)
    result += images
    return result / np.float32(255.0)


# %% one pixel after the other
import numpy as np


def normalize(images):
    pixels = [int(pixel) / 255 for pixel in images.flat]
    return np.array(pixels, dtype=np.float32).reshape(images.shape)


# %% interpolation
import numpy as np


def normalize(images):
    return np.interp(images, [0, 255], [0, 1]).astype(np.float32)


# %% TensorFlow's cast
import tensorflow as tf


def normalize(images):
    return (tf.cast(images, tf.float32) / 255).numpy()


# %% an object that is called
import numpy as np


class Scale:
    def __init__(self, largest):
        self.largest = largest

    def __call__(self, images):
        return np.asarray(images / self.largest, np.float32)


normalize = Scale(255)
