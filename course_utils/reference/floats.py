"""The one rule about dtypes that every reference function follows."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def as_floating(values: ArrayLike) -> NDArray[np.floating]:
    """``values`` as an array of its own floating dtype; integers and booleans become float64.

    Raises TypeError for anything that is not a real number, such as complex values or text.
    """
    array = np.asarray(values)
    if array.dtype.kind in "biu":
        return array.astype(np.float64)
    if array.dtype.kind != "f":
        raise TypeError(f"expected real numbers, got an array of dtype {array.dtype}")
    return array
