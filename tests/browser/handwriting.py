"""Ten digits as people write them, in several hands: strokes of points from 0 to 1, right and down."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Stroke = list[tuple[float, float]]


def arc(x: float, y: float, across: float, down: float, begin: float, end: float) -> Stroke:
    """Part of an ellipse around (x, y), from ``begin`` to ``end`` in degrees: 0 is right, 90 is down."""
    angles = np.radians(np.linspace(begin, end, 2 + round(abs(end - begin) / 30)))
    return list(zip(x + across * np.cos(angles), y + down * np.sin(angles), strict=True))


DIGITS: dict[int, list[Stroke]] = {
    0: [arc(0.5, 0.5, 0.3, 0.45, -90, 270)],
    1: [[(0.5, 0.05), (0.48, 0.95)]],
    2: [[*arc(0.5, 0.3, 0.28, 0.24, -170, 45), (0.2, 0.93), (0.85, 0.92)]],
    3: [[*arc(0.45, 0.27, 0.28, 0.22, -150, 85), *arc(0.45, 0.72, 0.32, 0.23, -85, 150)]],
    4: [[(0.3, 0.05), (0.22, 0.55), (0.8, 0.52)], [(0.72, 0.1), (0.68, 0.98)]],
    5: [[(0.8, 0.08), (0.32, 0.1), (0.3, 0.45), *arc(0.45, 0.68, 0.32, 0.26, -85, 150)]],
    6: [[(0.62, 0.04), (0.36, 0.35), *arc(0.5, 0.7, 0.24, 0.24, 180, -180)]],
    7: [[(0.18, 0.1), (0.8, 0.1), (0.45, 0.95)]],
    8: [[*arc(0.5, 0.28, 0.22, 0.22, 60, -240), *arc(0.5, 0.74, 0.27, 0.23, -120, 240), (0.62, 0.45)]],
    9: [[*arc(0.48, 0.3, 0.25, 0.24, 0, -360), (0.73, 0.3), (0.66, 0.95)]],
}

HANDS: dict[str, Callable[[float, float], tuple[float, float]]] = {
    "large": lambda x, y: (0.1 + 0.8 * x, 0.1 + 0.8 * y),
    "small, in a corner": lambda x, y: (0.06 + 0.3 * x, 0.06 + 0.3 * y),
    "broad and slanted, low": lambda x, y: (0.05 + 0.7 * x + 0.2 * (1 - y), 0.45 + 0.5 * y),
}
"""How a hand places a point of a digit on the pad. The pen is the same, so that a small digit has thick strokes."""


def written(digit: int, hand: str) -> list[Stroke]:
    """The strokes of ``digit`` in one of `HANDS`, in shares of the pad's width and height."""
    return [[HANDS[hand](x, y) for x, y in stroke] for stroke in DIGITS[digit]]
