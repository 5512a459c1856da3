"""The figures of classical item analysis, as small pure functions."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

FEWEST = 3
"""Learners below which two columns of points say nothing about each other."""


def difficulty(shares: Sequence[float]) -> float | None:
    """The difficulty index of an exercise: the mean share of its points, 0 where nobody earned any, 1 where everybody
    earned all; None without learners.

    Source: Crocker and Algina (1986), *Introduction to Classical and Modern Test Theory*, chapter 14.
    """
    return statistics.fmean(shares) if shares else None


def item_rest_correlation(item: Sequence[float], rest: Sequence[float]) -> float | None:
    """How well an exercise tells learners apart: Pearson's correlation of its points with those of all other exercises
    together, -1 to 1. The exercise is left out of the sum, or it would correlate with itself.

    None for fewer than `FEWEST` learners, and where all have the same points. Raises ValueError for columns of
    different length.

    Source: Henrysson (1963), "Correction of item-total correlations in item analysis", Psychometrika 28, 211-218.
    """
    if len(item) != len(rest):
        raise ValueError(f"{len(item)} learners in one column, {len(rest)} in the other")
    if len(item) < FEWEST or len(set(item)) == 1 or len(set(rest)) == 1:
        return None
    return statistics.correlation(item, rest)


def histogram(values: Sequence[float], top: float, bins: int) -> list[int]:
    """How many of ``values``, between 0 and ``top``, fall into each of ``bins`` equal parts. The last part includes its
    upper end; what lies outside counts in the part that is nearest."""
    counts = [0] * bins
    for value in values:
        place = int(value / top * bins) if top else 0
        counts[min(max(place, 0), bins - 1)] += 1
    return counts
