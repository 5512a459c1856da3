"""Arrays for the tests of the reference functions: random and extreme, of both widths, with leading axes."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

FLOATS = [np.float32, np.float64]
WIDEST = 1e4  # how far from 0 a stable function must be right

# Relative and absolute: what a few roundings at logits of size 1e4 can come to.
TOLERANCE = {np.float32: {"rtol": 1e-4, "atol": 4e-3}, np.float64: {"rtol": 1e-9, "atol": 1e-11}}


@st.composite
def logits(draw: st.DrawFn, min_dims: int = 1, min_classes: int = 1, limit: float = WIDEST) -> np.ndarray:
    """(..., C) in float32 or float64: any values up to ``limit`` on either side, ties among them."""
    dtype = draw(st.sampled_from(FLOATS))
    leading = draw(hnp.array_shapes(min_dims=min_dims - 1, max_dims=2, max_side=5))
    shape = (*leading, draw(st.integers(min_classes, 5)))
    values = st.one_of(st.floats(-limit, limit, width=32), st.sampled_from([-limit, -1.0, 0.0, 1.0, limit]))
    return draw(hnp.arrays(dtype, shape, elements=values))


@st.composite
def logits_and_labels(
    draw: st.DrawFn, min_classes: int = 1, limit: float = WIDEST
) -> tuple[np.ndarray, np.ndarray]:
    """Logits (..., C) with at least one example, and labels (...)."""
    Z = draw(logits(min_dims=2, min_classes=min_classes, limit=limit))
    y = draw(hnp.arrays(np.int64, Z.shape[:-1], elements=st.integers(0, Z.shape[-1] - 1)))
    return Z, y


@st.composite
def probabilities_and_labels(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Distributions (..., C) over two classes or more, with no value below 1e-4, and labels (...)."""
    Z, y = draw(logits_and_labels(min_classes=2, limit=4))
    powers = np.exp(Z)
    return powers / powers.sum(axis=-1, keepdims=True), y
