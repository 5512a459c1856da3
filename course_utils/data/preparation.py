"""From ink to a picture as MNIST has them.

MNIST's digits were scaled into a box of 20 by 20 pixels, keeping their proportions, and set into 28 by 28 pixels
with their centre of mass in the middle (LeCun, Cortes, Burges, *The MNIST database of handwritten digits*).
A network trained on such pictures reads others only after the same preparation.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Strokes = Sequence[Sequence[tuple[float, float]]]
Ink = NDArray[np.uint8]

BOX = 20
SIDE = 28


def draw_strokes(strokes: Strokes, side: int, pen: float) -> Ink:
    """``strokes``, each a list of points (x, y), as ink of 255 on 0, (side, side), with a round pen ``pen`` wide."""
    page = Image.new("L", (side, side))
    draw = ImageDraw.Draw(page)
    for stroke in strokes:
        draw.line(list(stroke), fill=255, width=round(pen), joint="curve")
        for x, y in stroke:
            draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=255)
    return np.asarray(page)


def centre_ink(ink: Ink) -> Ink:
    """``ink`` (H, W), 0 where there is none, prepared as MNIST's digits were: (28, 28).

    Raises ValueError if there is no ink.
    """
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not rows.size:
        raise ValueError("expected some ink, got an empty picture")
    cropped = Image.fromarray(ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    longest = max(cropped.size)
    width, height = (max(1, round(BOX * length / longest)) for length in cropped.size)
    digit = np.asarray(cropped.resize((width, height), Image.Resampling.BILINEAR))
    picture = np.zeros((SIDE, SIDE), np.uint8)
    top, left = (_offset(digit, axis) for axis in (0, 1))
    picture[top : top + height, left : left + width] = digit
    return picture


def shrink_ink(ink: Ink) -> Ink:
    """``ink`` (H, W) made (28, 28) and nothing else: it stays where it is, in the size that it has."""
    return np.asarray(Image.fromarray(ink).resize((SIDE, SIDE), Image.Resampling.BILINEAR))


def _offset(digit: Ink, axis: int) -> int:
    """Where ``digit`` begins along ``axis`` so that its centre of mass is at pixel 14, and all of it inside."""
    mass = digit.sum(axis=1 - axis, dtype=np.float64)
    centre = np.arange(len(mass)) @ mass / mass.sum()
    return int(np.clip(round(SIDE / 2 - centre), 0, SIDE - len(mass)))
