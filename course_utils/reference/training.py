"""Training by hand: full-batch gradient descent on softmax regression."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_utils.reference.floats import as_floating
from course_utils.reference.labels import class_labels
from course_utils.reference.losses import softmax_gradient


def train_softmax_regression(
    X: ArrayLike, y: ArrayLike, num_classes: int, learning_rate: float, steps: int
) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Weights W (n, C) and bias b (C,) after ``steps`` steps down the gradient of the mean cross-entropy.

    ``X`` (m, n) are the examples, ``y`` (m,) their classes in 0..C-1, C being ``num_classes``. W and b start
    from zeros, and each step moves both by the gradient at one point.
    Raises ValueError if the shapes do not fit, if there is no example, for a label outside 0..C-1, or for
    ``steps`` below 1; TypeError if ``X`` is not real or ``y`` does not hold integers.
    Source: Hastie, Tibshirani, Friedman, *The Elements of Statistical Learning* (2009), section 4.4.
    """
    X, y = as_floating(X), class_labels(y, num_classes)
    if X.ndim != 2:
        raise ValueError(f"expected examples of shape (m, n), got {X.shape}")
    if steps < 1:
        raise ValueError(f"expected at least one step, got {steps}")
    W = np.zeros((X.shape[1], num_classes), X.dtype)
    b = np.zeros(num_classes, X.dtype)
    for _ in range(steps):
        slope = softmax_gradient(X @ W + b, y)
        W -= learning_rate * (X.T @ slope)
        b -= learning_rate * slope.sum(axis=0)
    return W, b
