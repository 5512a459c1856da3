"""Three ways down a slope against Keras's optimizers, and the landscape that they go down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import approx_fprime

from course_utils.reference import adam, gradient_descent, momentum, two_valleys, two_valleys_gradient

KERAS = {
    gradient_descent: lambda keras, rate: keras.optimizers.SGD(rate),
    momentum: lambda keras, rate: keras.optimizers.SGD(rate, momentum=0.9),
    adam: lambda keras, rate: keras.optimizers.Adam(rate),
}
PLACES = st.tuples(st.floats(-4, 4), st.floats(-3, 3))


@pytest.mark.parametrize("descend", KERAS)
@pytest.mark.parametrize("rate", [0.01, 0.3])
def test_the_path_is_keras_s(descend: Callable[..., np.ndarray], rate: float) -> None:
    import tensorflow as tf

    start, steps = np.array([0.2, 1.4]), 40
    path = descend(two_valleys_gradient, start, rate, steps)
    place = tf.keras.Variable(start, dtype="float64")
    optimizer = KERAS[descend](tf.keras, rate)
    theirs = [start]
    for _ in range(steps):
        optimizer.apply([tf.constant(two_valleys_gradient(place.numpy()))], [place])
        theirs.append(place.numpy().copy())
    # Keras keeps its learning rate and Adam's powers of beta in float32.
    np.testing.assert_allclose(path, theirs, rtol=1e-5, atol=2e-5)


@pytest.mark.parametrize("descend", KERAS)
def test_the_start_stays_as_it_was_and_begins_the_path(descend: Callable[..., np.ndarray]) -> None:
    start = np.array([0.5, 1.0, -2.0])
    path = descend(lambda w: w, start, 0.1, 3)
    assert path.shape == (4, 3)
    assert path[0].tolist() == start.tolist() == [0.5, 1.0, -2.0]


@pytest.mark.parametrize("descend", KERAS)
def test_one_step_is_enough(descend: Callable[..., np.ndarray]) -> None:
    assert descend(lambda w: w, [1.0], 0.1, 1).shape == (2, 1)


@pytest.mark.parametrize("descend", KERAS)
@pytest.mark.parametrize(
    ("start", "steps", "message"),
    [([1.0], 0, "at least one step"), ([[1.0]], 3, r"\(n,\)"), (1.0, 3, r"\(n,\)")],
)
def test_what_does_not_fit_is_refused(
    descend: Callable[..., np.ndarray], start: Any, steps: int, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        descend(lambda w: w, start, 0.1, steps)


@given(PLACES)
def test_the_gradient_is_the_slope_of_the_landscape(place: tuple[float, float]) -> None:
    slope = approx_fprime(np.array(place), two_valleys, 1e-7)
    np.testing.assert_allclose(two_valleys_gradient(place), slope, atol=1e-6)


def test_the_landscape_has_a_saddle_between_two_valleys_on_a_plain() -> None:
    assert two_valleys_gradient([0, 0]).tolist() == [0, 0]
    pass_, beside, above = two_valleys([[0, 0], [0.1, 0], [0, 0.1]])
    assert beside < pass_ < above
    assert two_valleys([[-1.5, 0], [1.5, 0]]) == pytest.approx(0, abs=1e-3)
    assert two_valleys([0, 3]) > 0.999


def test_leading_axes_are_points() -> None:
    points = np.random.default_rng(0).normal(size=(2, 3, 2))
    assert two_valleys(points).shape == (2, 3)
    np.testing.assert_allclose(two_valleys_gradient(points)[1, 2], two_valleys_gradient(points[1, 2]))
