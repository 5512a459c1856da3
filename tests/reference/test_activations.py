"""Activations against SciPy and TensorFlow."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course_utils.reference import linear, relu, sigmoid
from tests.reference.arrays import FLOATS

ACTIVATIONS = [linear, relu, sigmoid]


@st.composite
def any_shape(draw: st.DrawFn) -> np.ndarray:
    dtype = draw(st.sampled_from(FLOATS))
    shape = draw(hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))
    return draw(hnp.arrays(dtype, shape, elements=st.floats(-(2.0**100), 2.0**100, width=32)))


@settings(deadline=None)  # the first example loads SciPy
@given(any_shape())
def test_sigmoid_is_scipys_for_logits_of_any_size(z: np.ndarray) -> None:
    from scipy.special import expit

    with np.errstate(all="raise", under="ignore"):
        a = sigmoid(z)
    assert a.dtype == z.dtype
    assert a.shape == z.shape
    np.testing.assert_allclose(a, expit(z), rtol=1e-6 if z.dtype == np.float32 else 1e-14, atol=1e-37)


@settings(deadline=None)  # the first example loads TensorFlow
@given(any_shape())
def test_relu_is_tensorflows(z: np.ndarray) -> None:
    import tensorflow as tf

    a = relu(z)
    assert a.dtype == z.dtype
    smallest = float(np.finfo(z.dtype).tiny)  # below it, TensorFlow may take a number for zero
    np.testing.assert_allclose(a, tf.nn.relu(z).numpy(), rtol=0, atol=smallest)


@given(any_shape())
def test_linear_gives_the_values_in_an_array_of_its_own(z: np.ndarray) -> None:
    a = linear(z)
    np.testing.assert_array_equal(a, z)
    assert a.dtype == z.dtype
    assert not np.shares_memory(a, z)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_infinities_and_nan_do_what_they_should(activation: Callable[..., np.ndarray]) -> None:
    ends = {"linear": [-np.inf, np.inf], "relu": [0, np.inf], "sigmoid": [0, 1]}[activation.__name__]
    with np.errstate(all="raise", under="ignore"):
        assert activation([-np.inf, np.inf]).tolist() == ends
        assert np.isnan(activation(np.array([np.nan]))).all()


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_whole_numbers_and_lists_become_float64(activation: Callable[..., np.ndarray]) -> None:
    for whole in ([-3, 0, 2], np.array([-3, 0, 2], np.int32), [True, False]):
        assert activation(whole).dtype == np.float64
    assert activation(np.float16([1, 2])).dtype == np.float16


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("wrong", [["a"], [1j], [None]])
def test_what_is_no_real_number_is_refused(activation: Callable[..., np.ndarray], wrong: list) -> None:
    with pytest.raises(TypeError, match="real numbers"):
        activation(wrong)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_argument_stays_as_it_was(activation: Callable[..., np.ndarray]) -> None:
    z = np.array([-2.0, 0.0, 3.0])
    z.flags.writeable = False
    activation(z)
    assert z.tolist() == [-2, 0, 3]
