"""A landscape to descend: a plain with two valleys, and a saddle on the pass between them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

VALLEYS = np.array([[-1.5, 0.0], [1.5, 0.0]])
"""About where the valleys' deepest points lie."""
WIDTH = 1.2
"""The square of the distance over which a valley flattens out by a factor of e."""


def two_valleys(points: ArrayLike) -> NDArray[np.float64]:
    """The height of the landscape at ``points`` (..., 2): to (...). 1 on the plain, about 0 in the valleys.

    The saddle is at (0, 0): the ground falls towards both valleys and rises along the second axis.
    """
    height: NDArray[np.float64] = 1 - np.exp(-_squares(points) / WIDTH).sum(axis=-1)
    return height


def two_valleys_gradient(points: ArrayLike) -> NDArray[np.float64]:
    """The gradient of `two_valleys` at ``points`` (..., 2): to (..., 2)."""
    depth = np.exp(-_squares(points) / WIDTH)
    offsets = np.asarray(points, dtype=np.float64)[..., np.newaxis, :] - VALLEYS
    slope: NDArray[np.float64] = 2 / WIDTH * np.einsum("...v,...vi->...i", depth, offsets)
    return slope


def _squares(points: ArrayLike) -> NDArray[np.float64]:
    offsets = np.asarray(points, dtype=np.float64)[..., np.newaxis, :] - VALLEYS
    squares: NDArray[np.float64] = np.square(offsets).sum(axis=-1)
    return squares
