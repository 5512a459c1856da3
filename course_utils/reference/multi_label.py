"""Several yes-or-no questions about one example: m examples along the first axis, L labels along the last."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_utils.reference.activations import sigmoid
from course_utils.reference.floats import as_floating


def multilabel_predict(Z: ArrayLike, threshold: float = 0.5) -> NDArray[np.int64]:
    """Which labels the logits ``Z`` (..., L) speak for: 1 where ``sigmoid(z) >= threshold``, else 0, int64.

    Raises ValueError unless ``threshold`` lies between 0 and 1, TypeError if ``Z`` is not real.
    Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 6.2.2.2 (sigmoid units).
    """
    if not 0 < threshold < 1:
        raise ValueError(f"the threshold is a probability between 0 and 1, got {threshold}")
    return np.asarray(sigmoid(Z) >= threshold).astype(np.int64)


def multilabel_loss(Z: ArrayLike, Y: ArrayLike) -> np.floating:
    """Binary cross-entropy of logits ``Z`` (..., L) against 0/1 labels ``Y`` (..., L): the mean over all.

    Computed as ``max(z, 0) - z y + log(1 + e^-abs(z))``, which neither overflows nor loses digits.
    Raises ValueError if the shapes differ or are empty, TypeError if an argument is not real.
    Source: TensorFlow documentation, ``tf.nn.sigmoid_cross_entropy_with_logits``.
    """
    Z, Y = _same_shape(as_floating(Z), as_floating(Y))
    losses = np.maximum(Z, 0) - Z * Y + np.log1p(np.exp(-np.abs(Z)))
    mean: np.floating = np.mean(losses)
    return mean


def precision_recall(Y_true: ArrayLike, Y_pred: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Precision and recall of each label, from 0/1 arrays (m, L) to a pair of (L,), float64.

    Precision is the share of the predicted labels that are true, recall the share of the true ones that are
    predicted; 0 where there is nothing to take a share of.
    Raises ValueError if the shapes differ or are empty, TypeError if an argument is not real.
    Source: van Rijsbergen, *Information Retrieval* (1979), chapter 7.
    """
    true, predicted = _same_shape(as_floating(Y_true), as_floating(Y_pred))
    hits = (true * predicted).sum(axis=0)
    return _share(hits, predicted.sum(axis=0)), _share(hits, true.sum(axis=0))


def _same_shape(one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    if one.shape != other.shape or one.size == 0:
        raise ValueError(
            f"expected two arrays of one shape with an element at least, got {one.shape} and {other.shape}"
        )
    return one, other


def _share(part: np.ndarray, whole: np.ndarray) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros(whole.shape), where=whole > 0)
