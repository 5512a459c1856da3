"""Softmax and its relatives. Logits lie along the last axis; leading axes are examples.

Source of the stable forms: Blanchard, Higham, Higham, *Accurately computing the log-sum-exp and softmax
functions*, IMA J. Numer. Anal. 41 (2021).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_utils.reference.floats import as_floating


def _logits(values: ArrayLike) -> NDArray[np.floating]:
    logits = as_floating(values)
    if logits.ndim == 0 or logits.shape[-1] == 0:
        raise ValueError(f"expected at least one logit along the last axis, got shape {logits.shape}")
    return logits


def softmax(z: ArrayLike) -> NDArray[np.floating]:
    """Probabilities ``e^z_i / sum_j e^z_j`` over the last axis: (..., N) to (..., N).

    Raises ValueError without a last axis of at least one logit, TypeError if ``z`` is not real.
    """
    z = _logits(z)
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def logsumexp(z: ArrayLike) -> NDArray[np.floating]:
    """``log(sum_j e^z_j)`` over the last axis: (..., N) to (...).

    Raises ValueError without a last axis of at least one logit, TypeError if ``z`` is not real.
    """
    z = _logits(z)
    largest = z.max(axis=-1, keepdims=True)
    return np.asarray(np.log(np.exp(z - largest).sum(axis=-1)) + largest[..., 0])


def log_softmax(z: ArrayLike) -> NDArray[np.floating]:
    """The logarithm of softmax over the last axis, ``z - logsumexp(z)``: (..., N) to (..., N).

    Raises ValueError without a last axis of at least one logit, TypeError if ``z`` is not real.
    """
    z = _logits(z)
    shifted = z - z.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def hardmax(z: ArrayLike) -> NDArray[np.floating]:
    """1 at the first largest logit of the last axis and 0 elsewhere: (..., N) to (..., N).

    Raises ValueError without a last axis of at least one logit, TypeError if ``z`` is not real.
    """
    z = _logits(z)
    return (np.arange(z.shape[-1]) == z.argmax(axis=-1)[..., np.newaxis]).astype(z.dtype)


def predict_proba(X: ArrayLike, W: ArrayLike, b: ArrayLike) -> NDArray[np.floating]:
    """Softmax regression: ``X`` (m, n), ``W`` (n, C), ``b`` (C,) to class probabilities (m, C).

    Raises ValueError if the shapes do not fit, TypeError if an argument is not real.
    Source: Hastie, Tibshirani, Friedman, *The Elements of Statistical Learning* (2009), section 4.4.
    """
    return softmax(as_floating(X) @ as_floating(W) + as_floating(b))
