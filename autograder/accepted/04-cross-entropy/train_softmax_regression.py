# %% written out
import numpy as np


def train_softmax_regression(X, y, num_classes, learning_rate, steps):
    m, n = X.shape
    W = np.zeros((n, num_classes))
    b = np.zeros(num_classes)
    Y = np.eye(num_classes)[y]
    for _ in range(steps):
        powers = np.exp(X @ W + b)
        P = powers / powers.sum(axis=1, keepdims=True)
        dZ = (P - Y) / m
        W = W - learning_rate * (X.T @ dZ)
        b = b - learning_rate * dZ.sum(axis=0)
    return W, b


# %% through a gradient of one's own
import numpy as np


def slope(Z, y):
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)


def train_softmax_regression(X, y, num_classes, learning_rate, steps):
    W, b = np.zeros((X.shape[1], num_classes)), np.zeros(num_classes)
    for _ in range(steps):
        dZ = slope(np.dot(X, W) + b, y)
        W -= learning_rate * np.dot(X.T, dZ)
        b -= learning_rate * np.sum(dZ, axis=0)
    return [W, b]


# %% a column of ones for the bias
import numpy as np


def train_softmax_regression(X, y, num_classes, learning_rate, steps):
    X1 = np.hstack([X, np.ones((len(X), 1))])
    theta = np.zeros((X1.shape[1], num_classes))
    labels = np.arange(num_classes) == y[:, None]
    while steps > 0:
        powers = np.exp(X1 @ theta)
        theta = theta - learning_rate * X1.T @ (powers / powers.sum(1, keepdims=True) - labels) / len(X)
        steps -= 1
    return theta[:-1], theta[-1]


# %% example by example, moved once a step
import numpy as np


def train_softmax_regression(X, y, num_classes, learning_rate, steps):
    W, b = np.zeros((X.shape[1], num_classes)), np.zeros(num_classes)
    for _ in range(steps):
        dW, db = np.zeros(W.shape), np.zeros(b.shape)
        for x, label in zip(X, y):
            p = np.exp(x @ W + b)
            p = p / p.sum()
            p[label] -= 1
            dW += np.outer(x, p)
            db += p
        W, b = W - learning_rate * dW / len(y), b - learning_rate * db / len(y)
    return W, b


# %% by recursion
import numpy as np


def train_softmax_regression(X, y, num_classes, learning_rate, steps):
    if steps == 0:
        return np.zeros((X.shape[1], num_classes)), np.zeros(num_classes)
    W, b = train_softmax_regression(X, y, num_classes, learning_rate, steps - 1)
    powers = np.exp(X @ W + b)
    dZ = (powers / powers.sum(axis=1, keepdims=True) - np.eye(num_classes)[y]) / len(y)
    return W - learning_rate * X.T @ dZ, b - learning_rate * dZ.sum(axis=0)


# %% central differences of the loss
import numpy as np


def train_softmax_regression(X, y, num_classes, learning_rate, steps):
    n = X.shape[1]
    theta = np.zeros((n + 1) * num_classes)

    def cost(theta):
        Z = X @ theta[: n * num_classes].reshape(n, num_classes) + theta[n * num_classes :]
        Z = Z - Z.max(axis=1, keepdims=True)
        return np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(y)), y])

    h = 1e-5
    for _ in range(steps):
        gradient = np.array(
            [(cost(theta + h * e) - cost(theta - h * e)) / (2 * h) for e in np.eye(len(theta))]
        )
        theta = theta - learning_rate * gradient
    return theta[: n * num_classes].reshape(n, num_classes), theta[n * num_classes :]


# %% in float32
import numpy as np


def train_softmax_regression(X, y, num_classes, learning_rate, steps):
    X = X.astype(np.float32)
    W = np.zeros((X.shape[1], num_classes), dtype=np.float32)
    b = np.zeros(num_classes, dtype=np.float32)
    Y = np.eye(num_classes, dtype=np.float32)[y]
    for _ in range(steps):
        powers = np.exp(X @ W + b)
        P = powers / powers.sum(axis=1, keepdims=True)
        W, b = (
            W - np.float32(learning_rate) * X.T @ (P - Y) / len(y),
            b - np.float32(learning_rate) * (P - Y).mean(axis=0),
        )
    return W, b


# %% weights stored class by class
import numpy as np


def train_softmax_regression(X, y, num_classes, learning_rate, steps):
    W = np.zeros((num_classes, X.shape[1]))
    b = np.zeros((num_classes, 1))
    Y = np.eye(num_classes)[:, y]
    for _ in range(steps):
        A = np.exp(W @ X.T + b)
        A = (A / A.sum(axis=0) - Y) * (learning_rate / X.shape[0])
        W -= A @ X
        b -= A.sum(axis=1, keepdims=True)
    return W.T, b.ravel()


# %% TensorFlow's gradient of one's own loss
import numpy as np
import tensorflow as tf


def train_softmax_regression(X, y, num_classes, learning_rate, steps):
    X = tf.constant(np.ascontiguousarray(X))
    W = tf.Variable(tf.zeros((X.shape[1], num_classes), tf.float64))
    b = tf.Variable(tf.zeros(num_classes, tf.float64))
    for _ in range(steps):
        with tf.GradientTape() as tape:
            powers = tf.exp(X @ W + b)
            p = tf.gather(powers, y, axis=1, batch_dims=1) / tf.reduce_sum(powers, axis=1)
            cost = -tf.reduce_mean(tf.math.log(p))
        dW, db = tape.gradient(cost, [W, b])
        W.assign_sub(learning_rate * dW)
        b.assign_sub(learning_rate * db)
    return W.numpy(), b.numpy()


# %% an object that takes steps, a list of two
import numpy as np


class Regression:
    def __init__(self, n, C):
        self.W, self.b = np.zeros((n, C)), np.zeros(C)

    def step(self, X, Y, rate):
        powers = np.exp(X @ self.W + self.b)
        D = (powers / powers.sum(axis=1, keepdims=True) - Y) / len(X)
        self.W -= rate * np.einsum("mi,mc->ic", X, D)
        self.b -= rate * np.einsum("mc->c", D)


def train_softmax_regression(X, y, num_classes, learning_rate, steps):
    model = Regression(X.shape[1], num_classes)
    for _ in range(steps):
        model.step(X, np.eye(num_classes)[y], learning_rate)
    return [model.W, model.b]
