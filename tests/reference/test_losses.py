"""Cross-entropy and its gradient against TensorFlow and SciPy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course_utils.reference import (
    binary_cross_entropy,
    categorical_cross_entropy,
    cross_entropy,
    cross_entropy_from_logits,
    one_hot,
    softmax_gradient,
)
from tests.reference.arrays import FLOATS, TOLERANCE, logits_and_labels, probabilities_and_labels

WITH_LABELS = [cross_entropy, cross_entropy_from_logits, softmax_gradient]
# Keras computes in float32 whatever it is given.
KERAS = {"rtol": 1e-4, "atol": 1e-6}


@settings(deadline=None)  # the first example loads TensorFlow
@given(probabilities_and_labels())
def test_losses_of_probabilities_are_keras_s(example: tuple[np.ndarray, np.ndarray]) -> None:
    import tensorflow as tf

    P, y = example
    Y = one_hot(y, P.shape[-1])
    sparse, categorical = cross_entropy(P, y), categorical_cross_entropy(P, Y)
    assert sparse.dtype == P.dtype
    assert sparse == categorical
    P, Y = P.reshape(-1, P.shape[-1]), Y.reshape(-1, P.shape[-1])
    np.testing.assert_allclose(sparse, tf.keras.losses.SparseCategoricalCrossentropy()(y.ravel(), P), **KERAS)
    np.testing.assert_allclose(categorical, tf.keras.losses.CategoricalCrossentropy()(Y, P), **KERAS)


@settings(deadline=None)  # the first example loads TensorFlow
@given(logits_and_labels())
def test_the_loss_of_logits_is_tensorflows(example: tuple[np.ndarray, np.ndarray]) -> None:
    import tensorflow as tf

    Z, y = example
    with np.errstate(all="raise", under="ignore"):
        loss = cross_entropy_from_logits(Z, y)
    theirs = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=Z).numpy()
    assert loss.dtype == Z.dtype
    assert loss >= 0
    np.testing.assert_allclose(loss, theirs.mean(dtype=np.float64), **TOLERANCE[Z.dtype.type])


@settings(deadline=None)  # the first example loads TensorFlow
@given(st.data(), st.sampled_from(FLOATS))
def test_binary_cross_entropy_is_keras_s(data: st.DataObject, dtype: type) -> None:
    import tensorflow as tf

    shape = data.draw(hnp.array_shapes(max_dims=3, max_side=5))
    p = data.draw(hnp.arrays(dtype, shape, elements=st.floats(0.0625, 0.9375, width=32)))
    y = data.draw(hnp.arrays(np.float64, shape, elements=st.sampled_from([0.0, 1.0])))
    loss = binary_cross_entropy(p, y)
    assert loss.dtype == dtype
    np.testing.assert_allclose(loss, tf.keras.losses.BinaryCrossentropy()(y, p), **KERAS)
    two_classes = np.stack([1 - p, p], axis=-1)
    np.testing.assert_allclose(loss, cross_entropy(two_classes, y.astype(int)), rtol=1e-6)


@settings(deadline=None)  # the first example loads SciPy
@given(logits_and_labels(limit=20))
def test_the_gradient_is_the_slope_of_the_loss(example: tuple[np.ndarray, np.ndarray]) -> None:
    from scipy.optimize import approx_fprime

    Z, y = example
    gradient = softmax_gradient(Z, y)
    assert gradient.dtype == Z.dtype
    assert gradient.shape == Z.shape
    Z = Z.astype(np.float64)
    slope = approx_fprime(Z.ravel(), lambda z: cross_entropy_from_logits(z.reshape(Z.shape), y), 1e-7)
    np.testing.assert_allclose(gradient, slope.reshape(Z.shape), atol=2e-6)


@settings(deadline=None)  # the first example loads TensorFlow
@given(logits_and_labels())
def test_the_gradient_is_tensorflows_for_logits_of_any_size(example: tuple[np.ndarray, np.ndarray]) -> None:
    import tensorflow as tf

    Z, y = example
    variable = tf.Variable(Z)
    with tf.GradientTape() as tape:
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=variable)
        cost = tf.reduce_mean(losses)
    with np.errstate(all="raise", under="ignore"):
        gradient = softmax_gradient(Z, y)
    np.testing.assert_allclose(gradient, tape.gradient(cost, variable).numpy(), **TOLERANCE[Z.dtype.type])


@pytest.mark.parametrize("dtype", FLOATS)
def test_a_probability_of_zero_costs_a_large_and_finite_amount(dtype: type) -> None:
    P = np.array([[0, 1]], dtype)
    with np.errstate(all="raise"):
        losses = [
            cross_entropy(P, [0]),
            categorical_cross_entropy(P, [[1, 0]]),
            binary_cross_entropy(P, [[1, 0]]) * 1,
        ]
        assert np.allclose(losses, -np.log(1e-7))
        assert cross_entropy(P, [1]) == categorical_cross_entropy(P, [[0, 1]]) == 0
        assert binary_cross_entropy(P, [[0, 1]]) == 0


@pytest.mark.parametrize("function", WITH_LABELS)
@pytest.mark.parametrize(
    ("scores", "y", "problem", "message"),
    [
        ([[0.5, 0.5]], [2], ValueError, r"labels must lie in 0\.\.1"),
        ([[0.5, 0.5]], [-1], ValueError, r"labels must lie in 0\.\.1"),
        ([[0.5, 0.5]], [0, 1], ValueError, "a label for each row"),
        ([[0.5, 0.5]], [[0]], ValueError, "a label for each row"),
        (np.zeros((0, 3)), np.zeros(0, int), ValueError, "at least one"),
        (0.5, 0, ValueError, "at least one class"),
        ([[0.5, 0.5]], [1.0], TypeError, "integer labels"),
        ([["a", "b"]], [1], TypeError, "real numbers"),
    ],
)
def test_what_does_not_fit_is_refused(
    function: Callable[..., Any], scores: Any, y: Any, problem: type[Exception], message: str
) -> None:
    with pytest.raises(problem, match=message):
        function(scores, y)


@pytest.mark.parametrize("function", [categorical_cross_entropy, binary_cross_entropy])
def test_shapes_that_differ_and_empty_batches_are_refused(function: Callable[..., Any]) -> None:
    with pytest.raises(ValueError, match="one shape"):
        function(np.full((2, 2), 0.5), [[0, 1]])
    with pytest.raises(ValueError, match="at least one"):
        function(np.zeros((0, 2)), np.zeros((0, 2)))


@pytest.mark.parametrize("Y", [[[1, 1]], [[0, 0]], [[0.5, 0.5]], [[2, -1]], [[np.nan, 1]]])
def test_labels_that_are_not_one_hot_are_refused(Y: list) -> None:
    with pytest.raises(ValueError, match="one-hot"):
        categorical_cross_entropy([[0.5, 0.5]], Y)


@pytest.mark.parametrize("y", [[2.0], [0.5], [-1.0], [np.nan]])
def test_binary_labels_that_are_not_0_or_1_are_refused(y: list) -> None:
    with pytest.raises(ValueError, match="0 or 1"):
        binary_cross_entropy([0.5], y)


def test_a_single_row_is_one_example() -> None:
    P = np.array([0.2, 0.8])
    assert categorical_cross_entropy(P, [0, 1]) == cross_entropy(P, 1) == pytest.approx(-np.log(0.8))


@pytest.mark.parametrize("function", WITH_LABELS)
def test_a_row_without_classes_is_refused(function: Callable[..., Any]) -> None:
    with pytest.raises(ValueError, match="at least one class"):
        function(np.zeros(0), 0)
    with pytest.raises(ValueError, match="at least one class"):
        function(np.zeros((1, 0)), [0])
