# %% hits and counts
import numpy as np


def precision_recall(Y_true, Y_pred):
    hits = (Y_true * Y_pred).sum(axis=0)
    precision = hits / np.maximum(Y_pred.sum(axis=0), 1)
    recall = hits / np.maximum(Y_true.sum(axis=0), 1)
    return precision, recall


# %% the three kinds of outcome by logic
import numpy as np


def precision_recall(Y_true, Y_pred):
    TP = np.sum((Y_true == 1) & (Y_pred == 1), axis=0)
    FP = np.sum((Y_true == 0) & (Y_pred == 1), axis=0)
    FN = np.sum((Y_true == 1) & (Y_pred == 0), axis=0)
    precision = np.divide(TP, TP + FP, out=np.zeros(len(TP)), where=TP + FP > 0)
    recall = np.divide(TP, TP + FN, out=np.zeros(len(TP)), where=TP + FN > 0)
    return precision, recall


# %% 0/0 replaced afterwards, as a list
import numpy as np


def precision_recall(Y_true, Y_pred):
    both = np.logical_and(Y_true, Y_pred).sum(0)
    return [np.nan_to_num(both / Y_pred.sum(0)), np.nan_to_num(both / Y_true.sum(0))]


# %% loops and counters
import numpy as np


def precision_recall(Y_true, Y_pred):
    m, L = Y_true.shape
    precision, recall = np.zeros(L), np.zeros(L)
    for j in range(L):
        tp = fp = fn = 0
        for i in range(m):
            if Y_pred[i, j] == 1 and Y_true[i, j] == 1:
                tp += 1
            elif Y_pred[i, j] == 1:
                fp += 1
            elif Y_true[i, j] == 1:
                fn += 1
        if tp + fp > 0:
            precision[j] = tp / (tp + fp)
        if tp + fn > 0:
            recall[j] = tp / (tp + fn)
    return precision, recall


# %% one helper with the arguments turned round
import numpy as np


def precision_recall(Y_true, Y_pred):
    def share(right, of):
        count = of.sum(axis=0)
        return np.where(count == 0, 0, (right * of).sum(axis=0) / np.where(count == 0, 1, count))

    return share(Y_true, Y_pred), share(Y_pred, Y_true)


# %% means over the chosen pictures, from lists
import numpy as np


def precision_recall(Y_true, Y_pred):
    precision, recall = [], []
    for true, predicted in zip(Y_true.T, Y_pred.T):
        precision.append(true[predicted == 1].mean() if predicted.any() else 0.0)
        recall.append(predicted[true == 1].mean() if true.any() else 0.0)
    return np.array(precision), np.array(recall)


# %% einsum and a tiny number below the line
import numpy as np


def precision_recall(Y_true, Y_pred):
    hits = np.einsum("ml,ml->l", Y_true, Y_pred)
    return hits / (np.einsum("ml->l", Y_pred) + 1e-12), hits / (np.einsum("ml->l", Y_true) + 1e-12)


# %% the diagonal of a matrix product, in single precision
import numpy as np


def precision_recall(Y_true, Y_pred):
    T, P = Y_true.astype(np.float32), Y_pred.astype(np.float32)
    hits = np.diag(T.T @ P)
    return hits / np.maximum(P.sum(axis=0), 1), hits / np.maximum(T.sum(axis=0), 1)


# %% undefined labels mended by a mask
import numpy as np


def precision_recall(Y_true, Y_pred):
    true, predicted = Y_true.astype(bool), Y_pred.astype(bool)
    with np.errstate(invalid="ignore"):
        shares = (true & predicted).sum(axis=0) / np.array([predicted.sum(axis=0), true.sum(axis=0)])
    shares[np.isnan(shares)] = 0
    return tuple(shares)


# %% sets of pictures
import numpy as np


def precision_recall(Y_true, Y_pred):
    def shares(true, predicted):
        true, predicted = set(np.flatnonzero(true)), set(np.flatnonzero(predicted))
        hits = len(true & predicted)
        return hits / max(len(predicted), 1), hits / max(len(true), 1)

    pairs = np.array([shares(Y_true[:, j], Y_pred[:, j]) for j in range(Y_true.shape[1])])
    return pairs[:, 0], pairs[:, 1]


# %% TensorFlow for the counts
import tensorflow as tf


def precision_recall(Y_true, Y_pred):
    hits = tf.reduce_sum(Y_true * Y_pred, axis=0)
    precision = tf.math.divide_no_nan(hits, tf.reduce_sum(Y_pred, axis=0))
    recall = tf.math.divide_no_nan(hits, tf.reduce_sum(Y_true, axis=0))
    return precision.numpy(), recall.numpy()


# %% a named pair
from collections import namedtuple

import numpy as np

Shares = namedtuple("Shares", "precision recall")


def precision_recall(Y_true, Y_pred):
    hits = np.logical_and(Y_true, Y_pred).sum(axis=0).astype(float)
    predicted, there = Y_pred.sum(axis=0), Y_true.sum(axis=0)
    return Shares(
        np.divide(hits, predicted, out=np.zeros_like(hits), where=predicted > 0),
        np.divide(hits, there, out=np.zeros_like(hits), where=there > 0),
    )
