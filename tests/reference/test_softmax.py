"""Softmax and its relatives against SciPy and TensorFlow."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.reference import hardmax, log_softmax, logsumexp, predict_proba, softmax
from tests.reference.arrays import FLOATS, TOLERANCE, logits

OF_LOGITS = [softmax, log_softmax, logsumexp, hardmax]


@settings(deadline=None)  # the first example loads SciPy
@pytest.mark.parametrize("function", [softmax, log_softmax, logsumexp])
@given(Z=logits())
def test_it_is_scipys_over_the_last_axis(function: Callable[..., np.ndarray], Z: np.ndarray) -> None:
    import scipy.special

    with np.errstate(all="raise", under="ignore"):
        ours = function(Z)
    theirs = getattr(scipy.special, function.__name__)(Z, axis=-1)
    assert ours.dtype == Z.dtype
    assert ours.shape == theirs.shape
    np.testing.assert_allclose(ours, theirs, **TOLERANCE[Z.dtype.type])


@settings(deadline=None)  # the first example loads TensorFlow
@given(logits())
def test_softmax_and_log_softmax_are_tensorflows(Z: np.ndarray) -> None:
    import tensorflow as tf

    np.testing.assert_allclose(softmax(Z), tf.nn.softmax(Z).numpy(), **TOLERANCE[Z.dtype.type])
    np.testing.assert_allclose(log_softmax(Z), tf.nn.log_softmax(Z).numpy(), **TOLERANCE[Z.dtype.type])


@given(logits(), st.floats(-1e3, 1e3, width=32))
def test_softmax_is_a_distribution_that_no_shift_changes(Z: np.ndarray, shift: float) -> None:
    P = softmax(Z)
    assert (P >= 0).all()
    np.testing.assert_allclose(P.sum(axis=-1), 1, rtol=1e-6)
    Z = Z.astype(np.float64)
    np.testing.assert_allclose(softmax(Z + shift), softmax(Z), rtol=1e-9, atol=1e-12)


@given(logits())
def test_hardmax_marks_the_first_largest(Z: np.ndarray) -> None:
    marked = hardmax(Z)
    assert marked.dtype == Z.dtype
    assert marked.shape == Z.shape
    for row, z in zip(marked.reshape(-1, Z.shape[-1]), Z.reshape(-1, Z.shape[-1]), strict=True):
        first = min(place for place, value in enumerate(z) if value == max(z))
        assert row.tolist() == [float(place == first) for place in range(len(z))]


@settings(deadline=None)  # the first example loads TensorFlow
@given(st.data(), st.sampled_from(FLOATS))
def test_predict_proba_is_a_dense_layer_with_softmax(data: st.DataObject, dtype: type) -> None:
    import tensorflow as tf

    m, n, C = (data.draw(st.integers(1, 5)) for _ in range(3))
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    X, W, b = (rng.normal(scale=9, size=shape).astype(dtype) for shape in ((m, n), (n, C), (C,)))
    P = predict_proba(X, W, b)
    assert P.dtype == dtype
    assert P.shape == (m, C)
    np.testing.assert_allclose(P, tf.nn.softmax(X @ W + b).numpy(), **TOLERANCE[dtype])


@pytest.mark.parametrize("function", OF_LOGITS)
def test_leading_axes_are_examples(function: Callable[..., np.ndarray]) -> None:
    Z = np.random.default_rng(0).normal(size=(2, 3, 4))
    one_by_one = [[function(z) for z in block] for block in Z]
    np.testing.assert_allclose(function(Z), one_by_one, rtol=1e-14)


@pytest.mark.parametrize("function", OF_LOGITS)
@pytest.mark.parametrize("wrong", [3.0, [], np.zeros((2, 0))])
def test_at_least_one_logit_is_needed(function: Callable[..., np.ndarray], wrong: object) -> None:
    with pytest.raises(ValueError, match="at least one logit"):
        function(wrong)


@pytest.mark.parametrize("function", OF_LOGITS)
@pytest.mark.parametrize("wrong", [["a"], [1j]])
def test_what_is_no_real_number_is_refused(function: Callable[..., np.ndarray], wrong: list) -> None:
    with pytest.raises(TypeError, match="real numbers"):
        function(wrong)


@pytest.mark.parametrize("function", OF_LOGITS)
def test_whole_numbers_become_float64_and_the_argument_stays_as_it_was(
    function: Callable[..., np.ndarray],
) -> None:
    z = np.array([1, 3, 2])
    z.flags.writeable = False
    assert function(z).dtype == np.float64
    assert z.tolist() == [1, 3, 2]


def test_predict_proba_refuses_shapes_that_do_not_fit_and_what_is_not_real() -> None:
    with pytest.raises(ValueError, match=r"matmul|broadcast"):
        predict_proba(np.zeros((2, 3)), np.zeros((2, 3)), np.zeros(3))
    with pytest.raises(ValueError, match="broadcast"):
        predict_proba(np.zeros((2, 3)), np.zeros((3, 4)), np.zeros(3))
    with pytest.raises(TypeError, match="real numbers"):
        predict_proba(np.zeros((2, 3)), np.zeros((3, 4)), ["a"] * 4)
