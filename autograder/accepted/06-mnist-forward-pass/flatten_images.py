# %% reshape with the rest worked out
def flatten_images(images):
    return images.reshape(len(images), -1)


# %% reshape with both lengths
import numpy as np


def flatten_images(images):
    N, H, W = images.shape
    return np.reshape(images, (N, H * W))


# %% one image after the other
import numpy as np


def flatten_images(images):
    return np.array([image.flatten() for image in images])


# %% ravel and stack
import numpy as np


def flatten_images(images):
    return np.stack([np.ravel(image) for image in images], axis=0)


# %% rows of pixels put beside one another
import numpy as np


def flatten_images(images):
    return np.concatenate([images[:, row, :] for row in range(28)], axis=1)


# %% three loops into an empty array
import numpy as np


def flatten_images(images):
    N = images.shape[0]
    rows = np.empty((N, 784), dtype=images.dtype)
    for n in range(N):
        for h in range(28):
            for w in range(28):
                rows[n, 28 * h + w] = images[n, h, w]
    return rows


# %% the shape of a copy is set
import numpy as np


def flatten_images(images):
    rows = images.copy(order="C")
    rows.shape = (len(images), 784)
    return rows


# %% einops by hand, as float32
import numpy as np


def flatten_images(images):
    index = np.arange(784)
    return images[:, index // 28, index % 28].astype(np.float32)


# %% hstack along the last axis of a split
import numpy as np


def flatten_images(images):
    return np.hstack([images[:, i] for i in range(images.shape[1])])


# %% TensorFlow's reshape
import tensorflow as tf


def flatten_images(images):
    return tf.reshape(images, (len(images), -1)).numpy()
