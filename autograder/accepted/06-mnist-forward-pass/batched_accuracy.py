# %% right answers counted batch by batch
import numpy as np


def predict_digits(network, X):
    A = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A = 1 / (1 + np.exp(-(A @ network["W2"] + network["b2"])))
    return np.argmax(A @ network["W3"] + network["b3"], axis=1)


def batched_accuracy(network, X, y, batch_size):
    right = 0
    for start in range(0, len(X), batch_size):
        batch = slice(start, start + batch_size)
        right += np.sum(predict_digits(network, X[batch]) == y[batch])
    return right / len(X)


# %% the textbook's accuracy_cnt
import numpy as np


def predict_digits(network, X):
    A = 1 / (1 + np.exp(-(np.dot(X, network["W1"]) + network["b1"])))
    A = 1 / (1 + np.exp(-(np.dot(A, network["W2"]) + network["b2"])))
    return np.argmax(np.dot(A, network["W3"]) + network["b3"], axis=1)


def batched_accuracy(network, X, y, batch_size):
    accuracy_cnt = 0
    for i in range(0, len(X), batch_size):
        p = predict_digits(network, X[i : i + batch_size])
        accuracy_cnt += np.sum(p == y[i : i + batch_size])
    return float(accuracy_cnt) / len(X)


# %% a while loop and a weighted mean
import numpy as np


def batched_accuracy(network, X, y, batch_size):
    accuracies, sizes, start = [], [], 0
    while start < X.shape[0]:
        end = min(start + batch_size, X.shape[0])
        A = 1 / (1 + np.exp(-(X[start:end] @ network["W1"] + network["b1"])))
        A = 1 / (1 + np.exp(-(A @ network["W2"] + network["b2"])))
        digits = (A @ network["W3"] + network["b3"]).argmax(1)
        accuracies.append((digits == y[start:end]).mean())
        sizes.append(end - start)
        start = end
    return np.average(accuracies, weights=sizes)


# %% all predictions gathered first
import numpy as np


def batched_accuracy(network, X, y, batch_size):
    predictions = []
    for start in np.arange(0, len(y), batch_size):
        A = 1 / (1 + np.exp(-(X[start : start + batch_size] @ network["W1"] + network["b1"])))
        A = 1 / (1 + np.exp(-(A @ network["W2"] + network["b2"])))
        predictions.extend(np.argmax(A @ network["W3"] + network["b3"], axis=1).tolist())
    return np.mean(np.array(predictions) == y)


# %% array_split where full batches end
import numpy as np


def batched_accuracy(network, X, y, batch_size):
    ends = list(range(batch_size, len(X), batch_size))
    right = []
    for images, labels in zip(np.split(X, ends), np.split(y, ends)):
        A = 1 / (1 + np.exp(-(images @ network["W1"] + network["b1"])))
        A = 1 / (1 + np.exp(-(A @ network["W2"] + network["b2"])))
        right.append(np.argmax(A @ network["W3"] + network["b3"], axis=1) == labels)
    return np.concatenate(right).mean(dtype=np.float32)


# %% one minus the mistakes, in an array without axes
import numpy as np


def batched_accuracy(network, X, y, batch_size):
    wrong = 0
    number_of_batches = -(-len(X) // batch_size)
    for k in range(number_of_batches):
        rows = X[k * batch_size : (k + 1) * batch_size]
        A = 1 / (1 + np.exp(-(rows @ network["W1"] + network["b1"])))
        A = 1 / (1 + np.exp(-(A @ network["W2"] + network["b2"])))
        digits = np.argmax(A @ network["W3"] + network["b3"], axis=1)
        wrong += np.count_nonzero(digits - y[k * batch_size : (k + 1) * batch_size])
    return np.array(1 - wrong / len(X))


# %% a generator
import numpy as np


def batches(X, y, size):
    while len(X):
        yield X[:size], y[:size]
        X, y = X[size:], y[size:]


def batched_accuracy(network, X, y, batch_size):
    def right(rows, labels):
        A = 1 / (1 + np.exp(-(rows @ network["W1"] + network["b1"])))
        A = 1 / (1 + np.exp(-(A @ network["W2"] + network["b2"])))
        return int((np.argmax(A @ network["W3"] + network["b3"], axis=1) == labels).sum())

    return sum(right(rows, labels) for rows, labels in batches(X, y, batch_size)) / y.size


# %% by recursion, as a fraction
from fractions import Fraction

import numpy as np


def read(network, X):
    A = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A = 1 / (1 + np.exp(-(A @ network["W2"] + network["b2"])))
    return (A @ network["W3"] + network["b3"]).argmax(axis=-1)


def count(network, X, y, size):
    if len(X) == 0:
        return 0
    return int(sum(read(network, X[:size]) == y[:size])) + count(network, X[size:], y[size:], size)


def batched_accuracy(network, X, y, batch_size):
    return float(Fraction(count(network, X, y, batch_size), len(y)))
