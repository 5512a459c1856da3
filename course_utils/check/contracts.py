"""What a result must be: the conventions that every exercise shares, each as a small class.

Tolerances are those that every sound way of computing meets: 1e-6 relative plus 1e-9 absolute in float64,
1e-4 relative as soon as an argument or the result is float32.
"""

from __future__ import annotations

import numbers
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_utils.check.exercise import Contract
from course_utils.check.finding import Finding
from course_utils.check.show import kind_of, show_number

FLOAT32_RTOL = 1e-4
FLOAT32_ATOL = 1e-6
TENSORS = ("EagerTensor", "Tensor", "KerasTensor")


@dataclass(frozen=True)
class Array:
    """A NumPy array of the right shape and dtype, close to the right values.

    ``dtypes`` holds the NumPy kind letters that are allowed (``f`` floating, ``i`` and ``u`` integer, ``b``
    boolean); ``dtype`` asks for one dtype exactly. ``keeps_width`` asks for float32 out where float32 came in.
    A result of shape () may be a plain number: that is what NumPy itself returns.
    """

    dtypes: str = "f"
    dtype: str | None = None
    rtol: float = 1e-6
    atol: float = 1e-9
    keeps_width: bool = False

    def find(self, got: Any, want: Any, given: tuple[Any, ...]) -> Finding | None:
        want = np.asarray(want)
        if not isinstance(got, np.ndarray) and not (want.ndim == 0 and isinstance(got, numbers.Number)):
            return _not_an_array(got)
        is_plain_number = not isinstance(got, (np.ndarray, np.generic))
        got = np.asarray(got)
        return (
            (None if is_plain_number else self._find_dtype(got, given))
            or _find_shape(got, want)
            or find_values(got, want, *_tolerances(self.rtol, self.atol, (got, *given)))
        )

    def _find_dtype(self, got: np.ndarray, given: tuple[Any, ...]) -> Finding | None:
        if self.dtype is not None:
            if got.dtype != np.dtype(self.dtype):
                return Finding("form.dtype_exact", {"got": got.dtype, "want": self.dtype})
        elif got.dtype.kind not in self.dtypes:
            if got.dtype.kind in "iu":
                return Finding("form.dtype_integer", {"got": got.dtype})
            if "f" not in self.dtypes:
                return Finding("form.dtype_not_integer", {"got": got.dtype})
            if got.dtype.kind == "b":
                return Finding("form.dtype_boolean", {"got": got.dtype})
            return Finding("form.dtype_other", {"got": got.dtype})
        if self.keeps_width and _is_float32(given) and got.dtype != np.float32:
            return Finding("form.width", {"got": got.dtype})
        return None


ZERO_ONE = Array(dtypes="fiub")
CLASS_INDICES = Array(dtypes="iu", rtol=0, atol=0)


@dataclass(frozen=True)
class Mean:
    """A single number: a Python or NumPy float, or an array without axes."""

    rtol: float = 1e-6
    atol: float = 1e-9

    def find(self, got: Any, want: Any, given: tuple[Any, ...]) -> Finding | None:
        if isinstance(got, np.ndarray) and got.ndim > 0:
            return Finding("form.array_for_mean", {"got": got.shape})
        if kind_of(got) in TENSORS:
            return Finding("form.tensor_for_mean")
        if (
            not isinstance(got, (numbers.Real, np.ndarray, np.generic))
            or np.asarray(got).dtype.kind not in "fiu"
        ):
            return Finding("form.not_a_mean", {"got": kind_of(got)})
        tolerances = _tolerances(self.rtol, self.atol, (got, *given))
        return find_values(np.asarray(got), np.asarray(want), *tolerances)


@dataclass(frozen=True)
class Pair:
    """A tuple or list of exactly two results, each with its own contract and name."""

    first: Contract
    second: Contract

    def find(self, got: Any, want: Any, given: tuple[Any, ...]) -> Finding | None:
        if not isinstance(got, (tuple, list)) or len(got) != 2:
            return Finding("form.not_a_pair", {"got": kind_of(got)})
        if finding := self.first.find(got[0], want[0], given):
            return Finding("form.in_first", {"finding": finding})
        if finding := self.second.find(got[1], want[1], given):
            return Finding("form.in_second", {"finding": finding})
        return None


def find_values(got: np.ndarray, want: np.ndarray, rtol: float, atol: float) -> Finding | None:
    """The worst difference between two arrays of one shape, or None where all are close."""
    with np.errstate(all="ignore"):
        got, want = got.astype(np.float64), want.astype(np.float64)
        if np.isfinite(want).all():
            if not np.isfinite(got).all():
                first = np.argwhere(~np.isfinite(got))[0].tolist()
                values = {"got": show_number(got[tuple(first)]), "place": first}
                return Finding("form.not_finite" if got.ndim else "form.not_finite_number", values)
            close = np.abs(got - want) <= atol + rtol * np.abs(
                want
            )  # as np.isclose, which takes three times as long
        else:
            close = np.isclose(got, want, rtol=rtol, atol=atol, equal_nan=True)
        if close.all():
            return None
        excess = np.where(close, 0, np.abs(got - want))
        where = np.unravel_index(np.argmax(excess), excess.shape)
        place = [int(index) for index in where]
    values = {"got": show_number(got[where]), "want": show_number(want[where]), "place": place}
    return Finding("form.value" if got.ndim else "form.value_number", values)


def _tolerances(rtol: float, atol: float, given: tuple[Any, ...]) -> tuple[float, float]:
    if _is_float32(given):
        return max(rtol, FLOAT32_RTOL), max(atol, FLOAT32_ATOL)
    return rtol, atol


def _is_float32(given: tuple[Any, ...]) -> bool:
    return any(isinstance(value, (np.ndarray, np.generic)) and value.dtype == np.float32 for value in given)


def _not_an_array(got: Any) -> Finding:
    if isinstance(got, (list, tuple)):
        return Finding("form.list", {"got": kind_of(got)})
    if isinstance(got, numbers.Number):
        return Finding("form.scalar", {"got": show_number(got)})
    if kind_of(got) in TENSORS:
        return Finding("form.tensor", {"got": kind_of(got)})
    return Finding("form.type", {"got": kind_of(got)})


def _find_shape(got: np.ndarray, want: np.ndarray) -> Finding | None:
    if got.shape == want.shape:
        return None
    values = {"got": got.shape, "want": want.shape}
    if got.ndim == 2 and got.shape == want.shape[::-1]:
        return Finding("form.shape_transposed", values)
    return Finding("form.shape", values)
