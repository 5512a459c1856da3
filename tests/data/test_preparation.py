"""Ink is prepared as MNIST's digits were."""

from __future__ import annotations

import numpy as np
import pytest

from course_utils.data.mnist import embedded_sample
from course_utils.data.preparation import BOX, SIDE, centre_ink, draw_strokes, shrink_ink

SEVEN = [[(60.0, 60.0), (200.0, 60.0), (120.0, 220.0)]]


def extent(picture: np.ndarray) -> tuple[int, int]:
    """The height and the width of the ink."""
    rows, columns = np.flatnonzero(picture.any(axis=1)), np.flatnonzero(picture.any(axis=0))
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1


def centre_of_mass(picture: np.ndarray) -> np.ndarray:
    """Row and column of the centre of mass."""
    return (
        np.array([i @ picture.sum(axis=1 - k) for k, i in enumerate([np.arange(SIDE)] * 2)]) / picture.sum()
    )


def test_mnists_own_pictures_stay_as_they_are() -> None:
    images, _, _ = embedded_sample()
    changed = [not np.array_equal(centre_ink(image), image) for image in images]
    assert np.mean(changed) < 0.001


@pytest.mark.parametrize(
    ("scale", "shift"), [(1, (0, 0)), (0.3, (5, 190)), (0.5, (100, -20)), (1.2, (-40, 0))]
)
def test_size_and_place_make_no_difference(scale: float, shift: tuple[float, float]) -> None:
    moved = [[(scale * x + shift[0], scale * y + shift[1]) for x, y in stroke] for stroke in SEVEN]
    picture = centre_ink(draw_strokes(moved, 280, 20 * scale))
    assert picture.shape == (SIDE, SIDE)
    assert picture.dtype == np.uint8
    assert max(extent(picture)) == BOX
    assert np.abs(centre_of_mass(picture) - SIDE / 2).max() <= 0.5 + 1e-9
    plain = centre_ink(draw_strokes(SEVEN, 280, 20))
    assert np.corrcoef(picture.ravel(), plain.ravel())[0, 1] > 0.93


def test_proportions_are_kept() -> None:
    one = centre_ink(draw_strokes([[(140, 40), (140, 240)]], 280, 20))
    assert extent(one) == (20, 2)


def test_ink_that_is_not_centred_stays_where_it_is() -> None:
    small = [[(20.0, 20.0), (60.0, 60.0)]]
    picture = shrink_ink(draw_strokes(small, 280, 20))
    assert centre_of_mass(picture) == pytest.approx([3.5, 3.5], abs=0.2)
    assert max(extent(picture)) <= 8  # 60 of 280 pixels are 6 of 28, and a faint edge


def test_a_dot_is_drawn_and_no_ink_is_refused() -> None:
    dot = draw_strokes([[(140, 140)]], 280, 20)
    assert np.count_nonzero(dot) == pytest.approx(np.pi * 10**2, rel=0.15)
    with pytest.raises(ValueError, match="ink"):
        centre_ink(np.zeros((28, 28), np.uint8))
