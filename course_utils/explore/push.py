"""One amount added to all logits, and what becomes of softmax in three widths of floats."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from course_utils import reference
from course_utils.check.guard import Guard
from course_utils.explore.artists import Bars, QuickText
from course_utils.explore.base import Explorer, Seen, slider
from course_utils.explore.goals import Facts, Goal
from course_utils.plots.layout import headline, number
from course_utils.plots.style import MUTED, RULE, class_style, subscript
from course_utils.text import text

Softmax = Callable[[np.ndarray], np.ndarray]

LOGITS = (2.0, 1.0, 0.0)
WIDTHS = ("float16", "float32", "float64")
FARTHEST = 1000
RIGHT = 0.001
"""How far from the truth a probability may be to count as right: float16 holds three digits."""


def naive(z: np.ndarray) -> np.ndarray:
    """Softmax as chapter 02 has it."""
    with np.errstate(all="ignore"):
        powers = np.exp(z)
        result: np.ndarray = powers / powers.sum()
        return result


def _float16_alone_breaks(now: Facts, before: Sequence[Facts]) -> bool:
    return bool(now["naive"] == ["nan", "right", "right"])


def _all_break(now: Facts, before: Sequence[Facts]) -> bool:
    return bool(now["naive"] == ["nan"] * len(WIDTHS))


def _breaks_below_zero(now: Facts, before: Sequence[Facts]) -> bool:
    return bool(now["naive"][0] == "nan" and now["shift"] < 0)


class _Panel:
    """The probabilities that one softmax gives in one width, or the numbers that are no probabilities."""

    def __init__(self, ax: Axes, colours: Sequence[str]):
        self._bars = Bars(ax, range(len(LOGITS)), colours, digits=3)
        self._broken = QuickText(ax, (1, 0.45), size=12, bold=True, colour=class_style(4).color)
        self.artists: list[Artist] = [*self._bars.artists, self._broken]

    def clear(self) -> None:
        self._bars.hide()
        self._broken.set_visible(False)

    def show(self, a: NDArray[np.float64]) -> str:
        """Draws the result; says whether it is ``right``, ``off`` or ``nan``."""
        self.clear()
        if not np.isfinite(a).all():
            self._broken.string = "[" + ", ".join(f"{value:.2g}" for value in a) + "]"
            self._broken.set_visible(True)
            return "nan"
        self._bars.set(a)
        return "right" if np.abs(a - reference.softmax(LOGITS)).max() < RIGHT else "off"


class PushExplorer(Explorer):
    key = "explore.push"
    size = (640, 390)
    goals = (
        Goal("float16", _float16_alone_breaks),
        Goal("all", _all_break),
        Goal("below", _breaks_below_zero),
    )

    def __init__(self, stable_softmax: Softmax):
        self._stable = Guard(stable_softmax)
        shift = slider(text("explore.push.shift"), 0.0, -FARTHEST, FARTHEST, step=1.0)
        super().__init__({"shift": shift}, [self._stable])

    def draw_background(self, figure: Figure) -> list[Artist]:
        colours = [class_style(k).color for k in range(len(LOGITS))]
        headline(figure, text("explore.push.figure"))
        grid = figure.subplots(2, len(WIDTHS), sharex=True, sharey=True)
        self._panels = [[_Panel(ax, colours) for ax in row] for row in grid]
        for ax, width in zip(grid[0], WIDTHS, strict=True):
            ax.set_title(width, loc="center")
        for row, name in zip(grid, ("naive", "yours"), strict=True):
            row[0].set_ylabel(text(f"explore.push.{name}"), weight="bold")
        for ax in grid.flat:
            ax.set(ylim=(0, 1.08), yticks=[0, 0.5, 1], xlim=(-0.7, len(LOGITS) - 0.3))
            ax.set_xticks(range(len(LOGITS)), ["a" + subscript(k + 1) for k in range(len(LOGITS))])
            ax.grid(axis="y", color=RULE)
            ax.spines[["left", "bottom"]].set_visible(False)
            ax.tick_params(axis="y", labelcolor=MUTED)
            ax.axhline(0, color=MUTED, linewidth=1, clip_on=False)
        return [artist for row in self._panels for panel in row for artist in panel.artists]

    def update(self, *, shift: float) -> Seen:
        z = np.array(LOGITS) + shift
        plain, stable = self._panels
        for panel in stable:
            panel.clear()
        found = [panel.show(naive(z.astype(width))) for panel, width in zip(plain, WIDTHS, strict=True)]
        yours = [
            panel.show(self._stable(z.astype(width), shape=z.shape, finite=False))
            for panel, width in zip(stable, WIDTHS, strict=True)
        ]
        values = {
            "shift": number(shift, 0),
            "largest": number(z.max(), 0),
            "broken": len(WIDTHS) - found.count("right"),
            "yours": yours.count("right"),
        }
        return Seen(
            text(f"explore.push.{_what_happens(found, shift)}", **values), {"naive": found, "shift": shift}
        )


def _what_happens(found: list[str], shift: float) -> str:
    if "nan" in found:
        return "overflow" if shift > 0 else "underflow"
    if "off" in found:
        return "sum_overflows" if shift > 0 else "digits_lost"
    return "all_right"


def push(stable_softmax: Softmax) -> PushExplorer:
    """An explorer that adds one amount to all logits: softmax as in chapter 02 beside ``stable_softmax``.

    ``stable_softmax`` is the learner's own function from shape (N,) to shape (N,). It is called with float16,
    float32 and float64.
    """
    return PushExplorer(stable_softmax)
