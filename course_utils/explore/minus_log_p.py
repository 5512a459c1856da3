"""What the learner's cross-entropy charges as the probability of the true class moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from course_utils.check.guard import Guard
from course_utils.explore.artists import Bars, QuickText
from course_utils.explore.base import Explorer, Seen, slider
from course_utils.explore.goals import Facts, Goal
from course_utils.plots.style import INK, MUTED, RULE, class_style
from course_utils.text import text

CLASSES = range(4)
TRUTH = 0
TOP = 7.0
"""Where the loss axis ends; a larger loss is written beside an arrow at its end."""


def _is_log_2(now: Facts, before: Sequence[Facts]) -> bool:
    return round(now["loss"], 3) == 0.693


def _is_halved(now: Facts, before: Sequence[Facts]) -> bool:
    return any(then["p"] > 0 and np.isclose(2 * now["p"], then["p"]) for then in before)


def _is_at_zero(now: Facts, before: Sequence[Facts]) -> bool:
    return bool(now["p"] == 0 and now["loss"] >= 6)


class MinusLogPExplorer(Explorer):
    key = "explore.minus_log_p"
    size = (640, 300)
    goals = (Goal("even", _is_log_2), Goal("halved", _is_halved), Goal("zero", _is_at_zero))

    def __init__(self, cross_entropy: Callable[[np.ndarray, np.ndarray], float]):
        self._cross_entropy = Guard(cross_entropy)
        self._is_drawn = False
        controls = {"p": slider(text("explore.minus_log_p.p"), 0.8, 0.0, 1.0, step=0.01)}
        super().__init__(controls, [self._cross_entropy])

    def draw_background(self, figure: Figure) -> list[Artist]:
        left, right = figure.subplots(1, 2, width_ratios=[1, 1.25])
        left.set_title(text("explore.minus_log_p.left"))
        left.set(ylim=(0, 1.19), yticks=[0, 0.5, 1], ylabel=text("explore.minus_log_p.probability"))
        names = [
            text("explore.minus_log_p.truth"),
            *(text("explore.minus_log_p.other", k=k) for k in CLASSES[1:]),
        ]
        left.set_xticks(CLASSES, names, size=9.5)
        left.grid(axis="y", color=RULE)
        left.spines[["left", "bottom"]].set_visible(False)
        left.axhline(0, color=MUTED, linewidth=1, clip_on=False)
        self._bars = Bars(left, CLASSES, [class_style(TRUTH).color, *[MUTED] * 3])

        right.set_title(text("explore.minus_log_p.right"))
        right.set(xlim=(-0.08, 1.08), ylim=(-0.3, TOP + 0.9), xlabel=text("explore.minus_log_p.p"))
        right.set_yticks([0, 2, 4, 6])
        right.set_ylabel(text("explore.minus_log_p.loss"))
        right.grid(axis="y", color=RULE)
        (self._curve,) = right.plot([], [], color=INK)
        (self._drop,) = right.plot([], [], color=MUTED, linewidth=1.2, linestyle=":")
        (self._point,) = right.plot(
            [], [], marker="o", markersize=10, color=class_style(TRUTH).color, linestyle=""
        )
        self._value = QuickText(right, (0, 0), bold=True, offset=(14, 8))
        return [*self._bars.artists, self._curve, self._drop, self._point, self._value]

    def update(self, *, p: float) -> Seen:
        self._bars.set(_row(p))
        moving = (self._curve, self._drop, self._point, self._value)
        for artist in moving:
            artist.set_visible(False)
        self._draw_curve()
        loss = self._loss(p)
        at = min(loss, TOP)
        self._drop.set_data([p, p], [0, at])
        self._point.set_data([p], [at])
        self._point.set_marker("o" if loss <= TOP else "^")
        self._value.xy, self._value.string = (p, at), f"{loss:.3f}".replace("-", "−")
        for artist in moving:
            artist.set_visible(True)
        return Seen(self._say(p, loss), {"p": p, "loss": loss})

    def _say(self, p: float, loss: float) -> str:
        values = {"p": f"{p:.2f}", "loss": f"{loss:.3f}"}
        if loss < 0:
            return text("explore.minus_log_p.negative", **values)
        if p == 0:
            return text("explore.minus_log_p.impossible", **values)
        if p == 1:
            return text("explore.minus_log_p.certain", **values)
        return text("explore.minus_log_p.seen", **values, times=f"{1 / p:.3g}")

    def _loss(self, p: float) -> float:
        return float(self._cross_entropy(_row(p)[np.newaxis], np.array([TRUTH]), shape=()))

    def _draw_curve(self) -> None:
        if not self._is_drawn:
            places = np.concatenate([np.linspace(0.001, 0.05, 25), np.linspace(0.06, 1, 48)])
            self._curve.set_data(places, [self._loss(place) for place in places])
            self._is_drawn = True


def _row(p: float) -> np.ndarray:
    """Probabilities (4,): p for the truth, the rest shared equally."""
    return np.array([p, *[(1 - p) / 3] * 3])


def minus_log_p(cross_entropy: Callable[[np.ndarray, np.ndarray], float]) -> MinusLogPExplorer:
    """An explorer of the loss of one example as the probability of its true class moves.

    ``cross_entropy`` is the learner's own function from P (m, C) and labels (m,) to the mean loss.
    """
    return MinusLogPExplorer(cross_entropy)
