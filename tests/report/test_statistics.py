"""The figures of item analysis, on columns whose result is known."""

from __future__ import annotations

import math

import pytest

from autograder.report.statistics import difficulty, histogram, item_rest_correlation


def test_difficulty_is_the_mean_share() -> None:
    assert difficulty([1.0, 0.5, 0.0, 0.5]) == 0.5
    assert difficulty([]) is None


def test_an_exercise_that_goes_along_with_the_rest_has_1_and_one_that_goes_against_it_has_minus_1() -> None:
    assert item_rest_correlation([0, 1, 2], [10, 20, 30]) == pytest.approx(1)
    assert item_rest_correlation([2, 1, 0], [10, 20, 30]) == pytest.approx(-1)


def test_a_correlation_worked_by_hand() -> None:
    # Deviations (-1, 0, 0, 1) and (-2, 1, -1, 2): 4 / sqrt(2 * 10).
    assert item_rest_correlation([0, 1, 1, 2], [1, 4, 2, 5]) == pytest.approx(4 / math.sqrt(20))


@pytest.mark.parametrize(
    ("item", "rest"), [([1, 2], [1, 2]), ([1, 1, 1], [1, 2, 3]), ([1, 2, 3], [2, 2, 2]), ([], [])]
)
def test_no_correlation_where_there_is_too_little_to_tell(item: list[float], rest: list[float]) -> None:
    assert item_rest_correlation(item, rest) is None


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="3 learners in one column, 2 in the other"):
        item_rest_correlation([1, 2, 3], [1, 2])


def test_a_histogram_counts_its_upper_end_and_leaves_nobody_out() -> None:
    assert histogram([0, 2.4, 2.5, 9.9, 10], 10, 4) == [2, 1, 0, 2]
    assert histogram([-1, 12], 10, 4) == [1, 0, 0, 1]
    assert histogram([], 10, 3) == [0, 0, 0]
