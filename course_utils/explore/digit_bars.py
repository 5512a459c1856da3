"""The probabilities of the ten digits as bars, the highest with its value."""

from __future__ import annotations

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from course_utils.explore.artists import QuickBars, QuickText
from course_utils.plots.style import MUTED, class_style

DIGITS = range(10)


class DigitBars:
    """Ten bars on ``ax``; ``artists`` go to the stage."""

    def __init__(self, ax: Axes):
        ax.set(ylim=(0, 1.2), yticks=[])
        ax.set_xticks(DIGITS)
        ax.spines[["left", "bottom"]].set_visible(False)
        ax.axhline(0, color=MUTED, linewidth=1, clip_on=False)
        self._bars = QuickBars(ax, DIGITS, [class_style(0).color] * len(DIGITS), width=0.76)
        self._highest = QuickText(ax, (0, 0), offset=(0, 4), bold=True)
        self.artists: list[Artist] = [self._bars, self._highest]

    def set(self, a: np.ndarray) -> None:
        """Shows probabilities ``a``, shape (10,), all finite."""
        self._bars.heights = a
        digit = int(a.argmax())
        self._highest.xy = (digit, float(a[digit]))
        self._highest.string = f"{a[digit]:.3f}"
        for artist in self.artists:
            artist.set_visible(True)

    def hide(self) -> None:
        """Shows no bars, until `set` is called again."""
        for artist in self.artists:
            artist.set_visible(False)
