# %% rows of the identity matrix
import numpy as np


def one_hot(y, num_classes):
    return np.eye(num_classes)[y]


# %% a loop over the examples
import numpy as np


def one_hot(y, num_classes):
    Y = np.zeros((len(y), num_classes))
    for i in range(len(y)):
        Y[i][y[i]] = 1
    return Y


# %% rows and columns in pairs
import numpy as np


def one_hot(y, num_classes):
    m = y.shape[0]
    Y = np.zeros((m, num_classes))
    Y[np.arange(m), y] = 1
    return Y


# %% a comparison, as whole numbers
import numpy as np


def one_hot(y, num_classes):
    return (y.reshape(-1, 1) == np.arange(num_classes)).astype(int)


# %% booleans
import numpy as np


def one_hot(y, num_classes):
    return np.equal.outer(y, np.arange(num_classes))


# %% small unsigned integers
import numpy as np


def one_hot(y, num_classes):
    Y = np.zeros((len(y), num_classes), dtype=np.uint8)
    np.put_along_axis(Y, y[:, None], 1, axis=1)
    return Y


# %% lists of lists
import numpy as np


def one_hot(y, num_classes):
    return np.array([[1 if c == label else 0 for c in range(num_classes)] for label in y])


# %% places in the flat array
import numpy as np


def one_hot(y, num_classes):
    flat = np.zeros(len(y) * num_classes, dtype=np.float32)
    flat[np.arange(len(y)) * num_classes + y] = 1
    return flat.reshape(len(y), num_classes)


# %% a column at a time
import numpy as np

one_hot = lambda y, num_classes: np.stack([np.where(y == c, 1.0, 0.0) for c in range(num_classes)], axis=1)

# %% a scatter of TensorFlow
import numpy as np
import tensorflow as tf


def one_hot(y, num_classes):
    places = np.stack([np.arange(len(y)), y], axis=1)
    return tf.scatter_nd(places, tf.ones(len(y)), (len(y), num_classes)).numpy()


# %% a function with its first argument filled in
from functools import partial

import numpy as np


def rows_of(dtype, y, num_classes):
    return np.eye(num_classes, dtype=dtype)[y]


one_hot = partial(rows_of, np.int8)


# %% a sparse matrix of SciPy, written out
import numpy as np
from scipy.sparse import csr_matrix


def one_hot(y, num_classes):
    places = (np.arange(len(y)), y)
    return csr_matrix((np.ones(len(y)), places), shape=(len(y), num_classes)).toarray()
