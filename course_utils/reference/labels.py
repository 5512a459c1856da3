"""Encodings of class labels."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def class_labels(y: ArrayLike, num_classes: int) -> NDArray[np.integer]:
    """``y`` as an array of integers in 0..num_classes-1.

    Raises TypeError if ``y`` does not hold integers, ValueError for a label outside 0..num_classes-1.
    """
    y = np.asarray(y)
    if y.dtype.kind not in "iu":
        raise TypeError(f"expected integer labels, got an array of dtype {y.dtype}")
    if y.size and not (y.min() >= 0 and y.max() < num_classes):
        raise ValueError(f"labels must lie in 0..{num_classes - 1}, got {y.min()}..{y.max()}")
    return y


def one_hot(y: ArrayLike, num_classes: int) -> NDArray[np.float64]:
    """Integer labels (...) as rows of 0 and a single 1: (..., num_classes), float64.

    Raises TypeError if ``y`` does not hold integers, ValueError for a label outside 0..num_classes-1.
    Source: Bishop, *Pattern Recognition and Machine Learning* (2006), section 4.1.3 (1-of-K coding).
    """
    return np.eye(num_classes)[class_labels(y, num_classes)]
