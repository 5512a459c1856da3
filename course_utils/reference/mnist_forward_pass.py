"""From images to digits: a network of two sigmoid layers and a softmax, as a dict W1, b1, W2, b2, W3, b3."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_utils.reference.activations import sigmoid
from course_utils.reference.floats import as_floating
from course_utils.reference.softmax import softmax

Network = Mapping[str, np.ndarray]


def flatten_images(images: ArrayLike) -> np.ndarray:
    """Images (N, H, W) of any dtype as (N, H * W), one row of pixels after the other; a view where possible.

    Raises ValueError unless there are three axes and at least one image.
    Source: NumPy documentation, ``numpy.reshape`` (order "C").
    """
    images = np.asarray(images)
    if images.ndim != 3 or images.size == 0:
        raise ValueError(f"expected images of shape (N, H, W), got shape {images.shape}")
    return images.reshape(len(images), -1)


def normalize(images: ArrayLike) -> NDArray[np.float32]:
    """Pixels 0..255 of dtype uint8 as float32 in [0, 1], in the same shape: ``pixel / 255``.

    Raises TypeError for any other dtype, which may be normalized already.
    Source: LeCun, Bottou, Orr, Müller, *Efficient BackProp* (1998), section 4.3 (inputs of one scale).
    """
    images = np.asarray(images)
    if images.dtype != np.uint8:
        raise TypeError(f"expected pixels of dtype uint8, got {images.dtype}")
    return images.astype(np.float32) / np.float32(255)


def forward(network: Network, X: ArrayLike) -> NDArray[np.floating]:
    """The probabilities of all classes: ``X`` (..., n) in [0, 1] to (..., C), sigmoid, sigmoid, softmax.

    ``network`` holds W1 (n, h1), b1 (h1,), W2 (h1, h2), b2 (h2,), W3 (h2, C), b3 (C,).
    Raises KeyError if one is missing, ValueError if the shapes do not fit, TypeError if ``X`` is not real.
    Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 6.5.1 (forward propagation).
    """
    A1 = sigmoid(as_floating(X) @ network["W1"] + network["b1"])
    A2 = sigmoid(A1 @ network["W2"] + network["b2"])
    return softmax(A2 @ network["W3"] + network["b3"])


def predict_digits(network: Network, X: ArrayLike) -> NDArray[np.intp]:
    """The most probable class of each row: ``X`` (..., n) to (...), integers. Raises what `forward` raises."""
    return np.asarray(forward(network, X).argmax(axis=-1))


def batched_accuracy(network: Network, X: ArrayLike, y: ArrayLike, batch_size: int) -> float:
    """The share of rows of ``X`` (N, n) whose most probable class is their label in ``y`` (N,), in [0, 1].

    Goes through ``X`` in consecutive pieces of ``batch_size`` rows, the last of which may be smaller.
    Raises ValueError without a row, for lengths that differ and for a ``batch_size`` below 1, else what `forward`
    raises.
    """
    X, y = as_floating(X), np.asarray(y)
    if len(X) == 0 or y.shape != (len(X),) or batch_size < 1:
        got = f"{X.shape}, {y.shape} and {batch_size}"
        raise ValueError(f"expected rows, as many labels and a batch size of at least 1, got {got}")
    starts = range(0, len(X), batch_size)
    right = sum(
        int(np.sum(predict_digits(network, X[start : start + batch_size]) == y[start : start + batch_size]))
        for start in starts
    )
    return right / len(X)
