"""The reference functions of chapter 05 against TensorFlow and scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course_utils.reference import multilabel_loss, multilabel_predict, precision_recall

SHAPES = hnp.array_shapes(min_dims=2, max_dims=2, max_side=6)
LOGITS = st.floats(-1e4, 1e4)
ZERO_ONE = st.sampled_from([0.0, 1.0])


@settings(deadline=None)  # the first example loads TensorFlow
@given(st.data(), SHAPES, st.sampled_from([np.float32, np.float64]))
def test_loss_is_tensorflows(data: st.DataObject, shape: tuple[int, int], dtype: type) -> None:
    import tensorflow as tf

    Z = data.draw(hnp.arrays(np.float64, shape, elements=LOGITS)).astype(dtype)
    Y = data.draw(hnp.arrays(np.float64, shape, elements=ZERO_ONE)).astype(dtype)
    with np.errstate(all="raise", under="ignore"):
        loss = multilabel_loss(Z, Y)
    theirs = tf.nn.sigmoid_cross_entropy_with_logits(labels=Y, logits=Z).numpy()
    assert loss.dtype == dtype
    np.testing.assert_allclose(loss, theirs.mean(dtype=np.float64), rtol=2e-6, atol=1e-12)


@settings(deadline=None)  # the first example loads SciPy
@given(hnp.arrays(np.float64, SHAPES, elements=LOGITS), st.floats(0.01, 0.99))
def test_prediction_compares_the_sigmoid_with_the_threshold(Z: np.ndarray, threshold: float) -> None:
    from scipy.special import expit

    predicted = multilabel_predict(Z, threshold)
    assert predicted.dtype == np.int64
    unsure = np.isclose(expit(Z), threshold, atol=1e-9)
    np.testing.assert_array_equal(predicted[~unsure], (expit(Z) >= threshold)[~unsure])


def test_a_probability_of_exactly_the_threshold_counts() -> None:
    assert multilabel_predict([[0.0, -0.0]]).tolist() == [[1, 1]]


@settings(deadline=None)  # the first example loads scikit-learn
@given(st.data(), SHAPES)
def test_precision_and_recall_are_scikit_learns(data: st.DataObject, shape: tuple[int, int]) -> None:
    from sklearn.metrics import precision_recall_fscore_support

    true = data.draw(hnp.arrays(np.float64, shape, elements=ZERO_ONE))
    predicted = data.draw(hnp.arrays(np.float64, shape, elements=ZERO_ONE))
    precision, recall = precision_recall(true, predicted)
    for label in range(shape[1]):
        p, r, _, _ = precision_recall_fscore_support(
            true[:, label], predicted[:, label], average="binary", zero_division=0
        )
        assert (precision[label], recall[label]) == pytest.approx((p, r))


@pytest.mark.parametrize("threshold", [0, 1, -0.5, 2])
def test_a_threshold_that_is_no_probability_is_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match="threshold"):
        multilabel_predict([[0.0]], threshold)


@pytest.mark.parametrize("function", [multilabel_loss, precision_recall])
def test_shapes_that_differ_are_refused(function: object) -> None:
    with pytest.raises(ValueError, match="one shape"):
        function(np.zeros((2, 3)), np.zeros((3, 2)))  # type: ignore[operator]
