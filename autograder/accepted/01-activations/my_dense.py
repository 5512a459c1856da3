# %% a matrix product
import numpy as np


def my_dense(a_in, W, b, g):
    return g(a_in @ W + b)


# %% dot and two steps
import numpy as np


def my_dense(a_in, W, b, g):
    z = np.dot(a_in, W)
    z += b
    return g(z)


# %% a loop over examples and units
import numpy as np


def my_dense(a_in, W, b, g):
    m, k = a_in.shape[0], W.shape[1]
    a_out = np.zeros((m, k))
    for i in range(m):
        for j in range(k):
            a_out[i, j] = g(np.dot(a_in[i], W[:, j]) + b[j])
    return a_out


# %% sums by hand
import numpy as np


def my_dense(a_in, W, b, g):
    m, n = a_in.shape
    k = len(b)
    z = [
        [sum(float(a_in[i, l]) * float(W[l, j]) for l in range(n)) + b[j] for j in range(k)] for i in range(m)
    ]
    return g(np.array(z))


# %% one unit at a time, side by side
import numpy as np


def my_dense(a_in, W, b, g):
    return np.stack([g(a_in @ w + bias) for w, bias in zip(W.T, b)], axis=1)


# %% one example at a time
import numpy as np


def my_dense(a_in, W, b, g):
    return np.array([g(np.matmul(x, W) + b) for x in a_in])


# %% the bias as one more weight
import numpy as np


def my_dense(a_in, W, b, g):
    with_one = np.hstack([a_in, np.ones((len(a_in), 1))])
    return g(with_one @ np.vstack([W, b]))


# %% a sum over the features by broadcasting
import numpy as np


def my_dense(a_in, W, b, g):
    return g((a_in[:, :, None] * W[None]).sum(axis=1) + b)


# %% indices named
import numpy as np


def my_dense(a_in, W, b, g):
    return g(np.einsum("mn,nk->mk", a_in, W) + b.reshape(1, -1))


# %% transposed there and back
import numpy as np


def my_dense(a_in, W, b, g):
    return g(W.T @ a_in.T + b[:, np.newaxis]).T


# %% the product from TensorFlow
import tensorflow as tf


def my_dense(a_in, W, b, g):
    return g(tf.add(tf.matmul(a_in, W), b).numpy())
