"""Activation functions, elementwise: any shape in, the same shape out."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_utils.reference.floats import as_floating


def linear(z: ArrayLike) -> NDArray[np.floating]:
    """The identity, ``g(z) = z``, as a new array of the shape of ``z``.

    Raises TypeError if ``z`` does not hold real numbers.
    Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 6.2.2.1.
    """
    return as_floating(z).copy()


def relu(z: ArrayLike) -> NDArray[np.floating]:
    """The rectified linear unit, ``g(z) = max(0, z)``, of the shape of ``z``.

    Raises TypeError if ``z`` does not hold real numbers.
    Source: Nair and Hinton, *Rectified Linear Units Improve Restricted Boltzmann Machines* (2010).
    """
    z = as_floating(z)
    return np.asarray(np.maximum(z, z.dtype.type(0)))


def sigmoid(z: ArrayLike) -> NDArray[np.floating]:
    """The logistic function, ``g(z) = 1 / (1 + e^-z)``, of the shape of ``z``, for logits of any size.

    Only e^-abs(z), which cannot overflow, is computed: for z < 0 the fraction is widened by e^z.
    Raises TypeError if ``z`` does not hold real numbers.
    Source: Blanchard, Higham, Higham, *Accurately computing the log-sum-exp and softmax functions*,
    IMA J. Numer. Anal. 41 (2021).
    """
    z = as_floating(z)
    decay = np.exp(-np.abs(z))
    return np.asarray(np.where(z >= 0, z.dtype.type(1), decay) / (1 + decay))
