"""Cross-entropy in its four forms, and its gradient. Classes lie along the last axis, examples on the others.

A loss of probabilities counts a probability below `EPSILON` as `EPSILON`, so that it is finite. A loss of
logits needs no such floor.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_utils.reference.floats import as_floating
from course_utils.reference.labels import class_labels, one_hot
from course_utils.reference.softmax import log_softmax, softmax

EPSILON = 1e-7  # Keras's own: keras.config.epsilon()


def cross_entropy(P: ArrayLike, y: ArrayLike) -> np.floating:
    """The mean of ``-log p``, p being what ``P`` (..., C) gives to the true class, which ``y`` (...) names.

    Raises ValueError if the shapes do not fit, if there is no example, or for a label outside 0..C-1;
    TypeError if ``P`` is not real or ``y`` does not hold integers.
    Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 5.5.
    """
    P = as_floating(P)
    return _mean_loss(_at_labels(P, _labels_of(P, y)))


def categorical_cross_entropy(P: ArrayLike, Y: ArrayLike) -> np.floating:
    """`cross_entropy` for one-hot labels ``Y``: ``P`` and ``Y`` (..., C), one 1 in each row of ``Y``.

    Raises ValueError if the shapes differ, if there is no example, or if ``Y`` is not one-hot; TypeError if
    an argument is not real.
    """
    P, Y = as_floating(P), as_floating(Y)
    if P.shape != Y.shape:
        raise ValueError(f"expected two arrays of one shape, got {P.shape} and {Y.shape}")
    if Y.ndim == 0 or not (np.isin(Y, (0, 1)).all() and (Y.sum(axis=-1) == 1).all()):
        raise ValueError("expected one-hot labels: rows of 0 with a single 1")
    return cross_entropy(P, Y.argmax(axis=-1))


def cross_entropy_from_logits(Z: ArrayLike, y: ArrayLike) -> np.floating:
    """The mean of ``logsumexp(z) - z_y`` for logits ``Z`` (..., C) of any size and true classes ``y`` (...).

    Raises what `cross_entropy` raises.
    Source: Blanchard, Higham, Higham, *Accurately computing the log-sum-exp and softmax functions*,
    IMA J. Numer. Anal. 41 (2021).
    """
    Z = as_floating(Z)
    y = _labels_of(Z, y)
    mean: np.floating = np.mean(-_at_labels(log_softmax(Z), y))
    return mean


def binary_cross_entropy(p: ArrayLike, y: ArrayLike) -> np.floating:
    """The mean of ``-log p`` where ``y`` is 1 and of ``-log(1 - p)`` where it is 0; both of one shape.

    Raises ValueError if the shapes differ, if there is no example, or for a label other than 0 and 1;
    TypeError if an argument is not real.
    Source: Bishop, *Pattern Recognition and Machine Learning* (2006), equation 4.90.
    """
    p, y = as_floating(p), as_floating(y)
    if p.shape != y.shape:
        raise ValueError(f"expected two arrays of one shape, got {p.shape} and {y.shape}")
    if not np.isin(y, (0, 1)).all():
        raise ValueError("expected labels that are 0 or 1")
    return _mean_loss(np.where(y == 1, p, 1 - p))


def softmax_gradient(Z: ArrayLike, y: ArrayLike) -> NDArray[np.floating]:
    """The slope of `cross_entropy_from_logits` in each logit: ``Z`` (..., C) and ``y`` (...) to (..., C).

    ``(softmax(Z) - one_hot(y)) / m`` for m examples in all. Raises what `cross_entropy` raises.
    Source: Bishop, *Pattern Recognition and Machine Learning* (2006), equation 4.109.
    """
    Z = as_floating(Z)
    y = _labels_of(Z, y)
    gradient: NDArray[np.floating] = (softmax(Z) - one_hot(y, Z.shape[-1]).astype(Z.dtype)) / y.size
    return gradient


def _labels_of(scores: NDArray[np.floating], y: ArrayLike) -> NDArray[np.integer]:
    if scores.ndim == 0 or scores.shape[-1] == 0:
        raise ValueError(f"expected at least one class along the last axis, got shape {scores.shape}")
    labels = class_labels(y, scores.shape[-1])
    if labels.shape != scores.shape[:-1] or labels.size == 0:
        raise ValueError(f"expected a label for each row of {scores.shape}, at least one, got {labels.shape}")
    return labels


def _at_labels(scores: NDArray[np.floating], labels: NDArray[np.integer]) -> NDArray[np.floating]:
    return np.take_along_axis(scores, labels[..., np.newaxis], axis=-1)[..., 0]


def _mean_loss(truth: NDArray[np.floating]) -> np.floating:
    if truth.size == 0:
        raise ValueError("expected at least one example")
    mean: np.floating = np.mean(-np.log(np.maximum(truth, truth.dtype.type(EPSILON))))
    return mean
