"""What every small data set here is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Dataset:
    """m examples ``X``, their labels ``y``, and the names a figure needs. Unpacks as ``X, y``.

    ``class_names[k]`` is what label k (or column k of a multi-label ``y``) is called, ``feature_names[j]``
    what column j of ``X`` measures; pictures have no feature names.
    """

    X: np.ndarray
    y: np.ndarray
    class_names: tuple[str, ...]
    feature_names: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[np.ndarray]:
        return iter((self.X, self.y))
