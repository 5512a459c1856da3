"""Softmax regression by gradient descent against TensorFlow."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.data import iris
from course_utils.reference import predict_proba, train_softmax_regression
from tests.reference.arrays import FLOATS


@settings(deadline=None, max_examples=25)  # the first example loads TensorFlow
@given(
    st.integers(1, 8),
    st.integers(1, 4),
    st.integers(1, 4),
    st.floats(0.01, 0.5),
    st.integers(1, 12),
    st.integers(0, 2**32),
    st.sampled_from(FLOATS),
)
def test_it_moves_as_tensorflows_gradient_says(
    m: int, n: int, C: int, rate: float, steps: int, seed: int, dtype: type
) -> None:
    import tensorflow as tf

    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(m, n)).astype(dtype), rng.integers(C, size=m)
    W, b = train_softmax_regression(X, y, C, rate, steps)
    theirs = [tf.Variable(tf.zeros((n, C), dtype)), tf.Variable(tf.zeros(C, dtype))]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            Z = X @ theirs[0] + theirs[1]
            cost = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=Z))
        for variable, slope in zip(theirs, tape.gradient(cost, theirs), strict=True):
            variable.assign_sub(rate * slope)
    for ours, variable in zip((W, b), theirs, strict=True):
        assert ours.dtype == dtype
        assert ours.shape == variable.shape
        np.testing.assert_allclose(
            ours, variable.numpy(), rtol=1e-4, atol=1e-5 if dtype == np.float32 else 1e-12
        )


def test_it_learns_the_irises() -> None:
    X, y = iris()
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    W, b = train_softmax_regression(X, y, 3, 0.5, 500)
    assert np.mean(predict_proba(X, W, b).argmax(axis=1) == y) > 0.95


@pytest.mark.parametrize(
    ("X", "y", "steps", "problem", "message"),
    [
        (np.zeros((2, 2)), [0, 3], 1, ValueError, "labels must lie"),
        (np.zeros((2, 2)), [0, 1, 2], 1, ValueError, "a label for each row"),
        (np.zeros((0, 2)), np.zeros(0, int), 1, ValueError, "at least one"),
        (np.zeros(2), [0, 1], 1, ValueError, r"\(m, n\)"),
        (np.zeros((2, 2)), [0, 1], 0, ValueError, "at least one step"),
        (np.zeros((2, 2)), [0.0, 1.0], 1, TypeError, "integer labels"),
        ([["a"]], [0], 1, TypeError, "real numbers"),
    ],
)
def test_what_does_not_fit_is_refused(
    X: Any, y: Any, steps: int, problem: type[Exception], message: str
) -> None:
    with pytest.raises(problem, match=message):
        train_softmax_regression(X, y, 3, 0.1, steps)
