# %% the formula of TensorFlow's documentation
import numpy as np


def multilabel_loss(Z, Y):
    return np.mean(np.maximum(Z, 0) - Z * Y + np.log1p(np.exp(-np.abs(Z))))


# %% logaddexp
import numpy as np


def multilabel_loss(Z, Y):
    return (np.logaddexp(0, Z) - Z * Y).mean()


# %% the sign of the label
import numpy as np


def multilabel_loss(Z, Y):
    signs = 2 * Y - 1
    return float(np.average(np.logaddexp(0, -signs * Z)))


# %% two terms, each by itself
import numpy as np


def multilabel_loss(Z, Y):
    def softplus(z):
        return np.maximum(z, 0) + np.log(1 + np.exp(-np.abs(z)))

    return np.mean(Y * softplus(-Z) + (1 - Y) * softplus(Z))


# %% two loops with the math module
import math


def multilabel_loss(Z, Y):
    m, L = Z.shape
    total = 0.0
    for i in range(m):
        for j in range(L):
            z = float(Z[i, j])
            total += max(z, 0) - z * float(Y[i, j]) + math.log1p(math.exp(-abs(z)))
    return total / (m * L)


# %% the mean of the means
import numpy as np


def multilabel_loss(Z, Y):
    losses = np.where(Y == 1, np.logaddexp(0.0, -Z), np.logaddexp(0.0, Z))
    return np.mean(losses, axis=1).mean()


# %% warnings silenced where both branches are computed
import numpy as np


def multilabel_loss(Z, Y):
    with np.errstate(over="ignore"):
        positive = np.log1p(np.exp(-Z))
        negative = np.log1p(np.exp(Z)) - Z
    losses = np.where(Z >= 0, positive, negative) + (1 - Y) * Z
    return np.mean(losses)


# %% the present and the absent labels apart, in an array without axes
import numpy as np


def multilabel_loss(Z, Y):
    present, absent = Z[Y == 1], Z[Y == 0]
    losses = np.concatenate([np.logaddexp(0, -present), np.logaddexp(0, absent)])
    return np.array(losses.sum() / Z.size)


# %% in place on copies
import numpy as np


def multilabel_loss(Z, Y):
    losses = np.abs(Z)
    np.negative(losses, out=losses)
    np.exp(losses, out=losses)
    losses += 1
    np.log(losses, out=losses)
    losses += np.maximum(Z, 0)
    losses -= Z * Y
    return losses.mean()


# %% a label's logits as a softmax over yes and no
import numpy as np


def multilabel_loss(Z, Y):
    pairs = np.stack([np.zeros_like(Z), Z], axis=-1)
    largest = pairs.max(axis=-1, keepdims=True)
    log_total = np.log(np.exp(pairs - largest).sum(axis=-1)) + largest[..., 0]
    return np.mean(log_total - Z * Y)


# %% TensorFlow's softplus
import tensorflow as tf


def multilabel_loss(Z, Y):
    Z, Y = tf.constant(Z), tf.constant(Y)
    return tf.reduce_mean(tf.nn.softplus(Z) - Z * Y).numpy()


# %% SciPy's logarithm of the sigmoid
import numpy as np
from scipy.special import log_expit


def multilabel_loss(Z, Y):
    return -np.average(Y * log_expit(Z) + (1 - Y) * log_expit(-Z))
