"""One-hot labels against TensorFlow."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course_utils.reference import one_hot


@settings(deadline=None)  # the first example loads TensorFlow
@given(st.data(), st.integers(1, 12), st.sampled_from([np.int64, np.int32, np.uint8]))
def test_one_hot_is_tensorflows(data: st.DataObject, num_classes: int, dtype: type) -> None:
    import tensorflow as tf

    shape = data.draw(hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))
    y = data.draw(hnp.arrays(dtype, shape, elements=st.integers(0, num_classes - 1)))
    Y = one_hot(y, num_classes)
    assert Y.dtype == np.float64
    np.testing.assert_array_equal(Y, tf.one_hot(y, num_classes).numpy())


@pytest.mark.parametrize("y", [[0, 3], [-1, 0], [[0, 1], [2, 7]]])
def test_a_label_outside_the_classes_is_refused(y: list) -> None:
    with pytest.raises(ValueError, match=r"labels must lie in 0\.\.2"):
        one_hot(y, 3)


@pytest.mark.parametrize("y", [[0.0, 1.0], ["a"], [True, False]])
def test_labels_that_are_no_integers_are_refused(y: list) -> None:
    with pytest.raises(TypeError, match="integer labels"):
        one_hot(y, 3)
