"""One bar for each class or label, as several chapters draw them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from course_utils.plots.layout import number
from course_utils.plots.style import MUTED, PAPER, class_style


def class_bars(ax: Axes, values: NDArray[np.floating], names: Sequence[str], digits: int) -> None:
    """A bar from 0 for each of ``values`` (N,), in its class's colour and hatch, with the value at its end."""
    for k, value in enumerate(values):
        look = class_style(k)
        ax.bar(k, value, width=0.7, color=look.color, hatch=look.hatch, edgecolor=PAPER)
        above = value >= 0
        ax.annotate(
            number(value, digits) if value else "0",
            (k, value),
            xytext=(0, 4 if above else -4),
            textcoords="offset points",
            ha="center",
            va="bottom" if above else "top",
            size=10,
            bbox={"facecolor": PAPER, "pad": 1},  # so that a line across the chart does not strike it out
            zorder=4,
        )
    ax.axhline(0, color=MUTED, linewidth=1, clip_on=False)
    ax.set_xticks(range(len(values)), names)
    ax.set_yticks([])
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.margins(y=0.16)
