"""Three ReLU units whose sum has to follow a line with three bends."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from course_utils.check.guard import Guard
from course_utils.explore.artists import QuickText
from course_utils.explore.base import Explorer, Seen, slider
from course_utils.explore.goals import Facts, Goal
from course_utils.plots.layout import number
from course_utils.plots.style import INK, MUTED, RULE, class_style, subscript
from course_utils.text import text

UNITS = range(3)
FARTHEST = 6.0
BENDS = (0.0, 2.0, 4.0)
"""Where the target's slope changes."""
CHANGES = (1.0, -2.0, 1.5)
"""By how much it changes there."""


def _error(now: Facts) -> float:
    return float(now["error"])


def _first_piece_fits(now: Facts, before: Sequence[Facts]) -> bool:
    return bool(now["first"] < 1e-6)


def _error_is_small(now: Facts, before: Sequence[Facts]) -> bool:
    return _error(now) < 0.05


def _error_is_zero(now: Facts, before: Sequence[Facts]) -> bool:
    return _error(now) < 1e-6


class ReluPiecesExplorer(Explorer):
    key = "explore.relu_pieces"
    size = (640, 350)
    goals = (
        Goal("first", _first_piece_fits),
        Goal("close", _error_is_small),
        Goal("exact", _error_is_zero),
    )

    def __init__(self, my_relu: Callable[[np.ndarray], np.ndarray]):
        self._relu = Guard(my_relu)
        self._x = np.linspace(0, FARTHEST, 121)
        self._target = sum(
            change * np.maximum(0, self._x - bend) for bend, change in zip(BENDS, CHANGES, strict=True)
        )
        controls = {}
        for k in UNITS:
            name = subscript(k + 1)
            controls[f"c{k + 1}"] = slider(text("explore.relu_pieces.bend", k=name), 1.0 + 2 * k, 0, FARTHEST)
            controls[f"a{k + 1}"] = slider(text("explore.relu_pieces.change", k=name), 0.0, -3, 3)
        super().__init__(controls, [self._relu])

    def draw_background(self, figure: Figure) -> list[Artist]:
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=[1.7, 1])
        above.set_title(text("explore.relu_pieces.figure"))
        above.set(xlim=(0, FARTHEST), ylim=(-1.6, 3.4))
        below.set_title(text("explore.relu_pieces.each"), weight="normal", size=11)
        below.set(ylim=(-5, 5), xlabel="x")
        above.plot(
            self._x,
            self._target,
            color=MUTED,
            linewidth=7,
            alpha=0.35,
            label=text("explore.relu_pieces.target"),
        )
        (self._sum,) = above.plot(self._x, 0 * self._x, color=INK, label=text("explore.relu_pieces.sum"))
        self._pieces, self._corners = [], []
        for k in UNITS:
            look = class_style(k)
            label = text("explore.relu_pieces.unit", k=k + 1)
            below.plot([], [], color=look.color, linestyle=look.linestyle, label=label)
            (piece,) = below.plot(self._x, 0 * self._x, color=look.color, linestyle=look.linestyle)
            self._pieces.append(piece)
            (corner,) = below.plot([], [], look.marker, color=look.color, markersize=8, clip_on=False)
            self._corners.append(corner)
        for ax in (above, below):
            ax.grid(axis="y", color=RULE)
            ax.axhline(0, color=MUTED, linewidth=1)
            ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), handlelength=2.6)
        self._shown_error = QuickText(
            above, (1, 1), align="right", offset=(-4, -12), transform=above.transAxes, bold=True
        )
        return [*self._pieces, *self._corners, self._sum, self._shown_error]

    def update(self, *, c1: float, a1: float, c2: float, a2: float, c3: float, a3: float) -> Seen:
        animated = (*self._pieces, self._sum, self._shown_error)
        for artist in animated:
            artist.set_visible(False)
        bends, changes = np.array([c1, c2, c3]), np.array([a1, a2, a3])
        for corner, bend in zip(self._corners, bends, strict=True):
            corner.set_data([bend], [0])
        Z = self._x[:, None] - bends
        pieces = self._relu(Z, shape=Z.shape) * changes
        for piece, heights in zip(self._pieces, pieces.T, strict=True):
            piece.set_data(self._x, heights)
        total = pieces.sum(axis=1)
        self._sum.set_data(self._x, total)
        squares = (total - self._target) ** 2
        error = float(squares.mean())
        self._shown_error.string = text("explore.relu_pieces.error", error=number(error, 3))
        for artist in animated:
            artist.set_visible(True)
        first = float(squares[self._x <= BENDS[1]].mean())
        return Seen(self._say(error, squares), {"error": error, "first": first})

    def _say(self, error: float, squares: np.ndarray) -> str:
        if error < 1e-6:
            return text("explore.relu_pieces.fits")
        off = np.flatnonzero(squares > 1e-6)
        return text(
            "explore.relu_pieces.seen",
            error=number(error, 3),
            until=number(float(self._x[off[0]]), 1),
            worst=number(float(self._x[np.argmax(squares)]), 1),
        )


def relu_pieces(my_relu: Callable[[np.ndarray], np.ndarray]) -> ReluPiecesExplorer:
    """An explorer in which three units a·relu(x - c) are moved until their sum follows a target with three bends.

    ``my_relu`` is the learner's own function, from any shape to the same shape.
    """
    return ReluPiecesExplorer(my_relu)
