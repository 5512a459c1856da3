"""Whether two results are the same, whatever types they have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from course_utils.check.keras_data import is_model
from course_utils.check.keras_facts import model_facts

if TYPE_CHECKING:
    from course_utils.check.call import Call

# A misconception written in another order of operations rounds differently.
CLOSE = (1e-6, 1e-12)
CLOSE_FLOAT32 = (1e-6, 1e-6)


def same_value(one: Any, other: Any, close: tuple[float, float] = CLOSE) -> bool:
    """Equal in structure, shape and numbers (NaN equals NaN), as far as ``close``, the relative and the absolute
    tolerance, goes; Keras models in all but their weights, which begin at random; anything else must be the same object
    or equal."""
    try:
        return _same_value(one, other, close)
    except Exception:
        return False


def same_result(one: Call | None, other: Call | None, close: tuple[float, float] = CLOSE) -> bool:
    """Whether two calls ended alike: with the same value, and with what they made of a model, or with an exception of
    the same type."""
    if one is None or other is None:
        return False
    if one.raised is not None or other.raised is not None:
        return type(one.raised).__name__ == type(other.raised).__name__
    if getattr(one.result, "dtype", None) == np.float32:
        close = max(close[0], CLOSE_FLOAT32[0]), max(close[1], CLOSE_FLOAT32[1])
    return (
        bool(one.changed) == bool(other.changed)
        and same_value(one.result, other.result, close)
        and _made_the_same_of_models(one, other)
    )


def _made_the_same_of_models(one: Call, other: Call) -> bool:
    """Whether two calls that changed a model made the same of it: there is more than one way to change it, and the
    result says nothing of which."""
    pairs = zip(one.after, other.after, strict=True)
    return not one.changed or all(same_value(*pair) for pair in pairs if all(map(is_model, pair)))


def same_kind(one: Call | None, other: Call | None) -> bool:
    """Whether both results hold whole numbers, or neither does."""
    whole = [np.asarray(made.result).dtype.kind in "biu" if made else None for made in (one, other)]
    return whole[0] == whole[1]


def _same_value(one: Any, other: Any, close: tuple[float, float]) -> bool:
    if one is other:
        return True
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same_value(one[key], other[key], close) for key in one)
    if isinstance(one, (tuple, list)) and isinstance(other, (tuple, list)):
        return len(one) == len(other) and all(
            _same_value(*pair, close) for pair in zip(one, other, strict=True)
        )
    if isinstance(one, (np.ndarray, np.generic, int, float)) and isinstance(
        other, (np.ndarray, np.generic, int, float)
    ):
        one, other = np.asarray(one), np.asarray(other)
        if one.shape != other.shape:
            return False
        if np.array_equal(one, other):  # most are, and this is much faster
            return True
        with np.errstate(all="ignore"):
            return bool(np.allclose(one, other, rtol=close[0], atol=close[1], equal_nan=True))
    if is_model(one) and is_model(other):
        return model_facts(one) == model_facts(other)
    return type(one) is type(other) and bool(one == other)
