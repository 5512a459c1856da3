"""Three optimizers on one landscape: choose one, its rate and its start, and watch the path."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets
import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from course_utils.explore.base import Explorer, Seen, slider
from course_utils.explore.goals import Facts, Goal
from course_utils.plots.cross_entropy import OPTIMIZERS, VIEW, draw_landscape
from course_utils.plots.style import INK, PAPER, RULE, class_style
from course_utils.reference import two_valleys, two_valleys_gradient
from course_utils.text import text

STEPS = 150
RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
NEAR = 0.25
"""How near to the saddle, or to a valley's bottom, counts as there."""


def _is_on_saddle(now: Facts, before: Sequence[Facts]) -> bool:
    return bool(now["place"] == "saddle" and now["length"] > 1)


def _leaves_plain_sooner(now: Facts, before: Sequence[Facts]) -> bool:
    """Whether another optimizer, from the same start at the same rate, was seen to stay on the plain."""
    same = [then for then in before if (then["start"], then["rate"]) == (now["start"], now["rate"])]
    return now["place"] == "valley" and any(then["place"] == "plain" for then in same)


def _overshoots(now: Facts, before: Sequence[Facts]) -> bool:
    """Whether gradient descent was clearly lower on its way than where it ended."""
    return bool(now["optimizer"] == "gradient_descent" and now["height"] > now["lowest"] + 0.2)


class DescentExplorer(Explorer):
    key = "explore.descent"
    size = (640, 300)
    goals = (
        Goal("plain", _leaves_plain_sooner),
        Goal("saddle", _is_on_saddle),
        Goal("overshoot", _overshoots),
    )

    def __init__(self) -> None:
        left, right, bottom, top = VIEW
        choices = [(text(f"plots.descents.{name}"), name) for name in OPTIMIZERS]
        controls = {
            "optimizer": widgets.Dropdown(options=choices, description=text("explore.descent.optimizer")),
            "rate": widgets.SelectionSlider(
                options=[(f"{rate:g}", rate) for rate in RATES],
                value=0.1,
                description=text("explore.descent.rate"),
                layout=widgets.Layout(width="auto"),
            ),
            "x": slider(text("explore.descent.x"), 0.6, left, right),
            "y": slider(text("explore.descent.y"), 1.8, bottom, top),
        }
        super().__init__(controls)

    def draw_background(self, figure: Figure) -> list[Artist]:
        left, right = figure.subplots(1, 2, width_ratios=[1.5, 1])
        left.set_title(text("explore.descent.left"))
        draw_landscape(left)
        right.set_title(text("explore.descent.right"))
        right.set(xlim=(0, STEPS), ylim=(-0.03, 1.05), xlabel=text("plots.descents.step"))
        right.grid(axis="y", color=RULE)
        (self._path,) = left.plot([], [], marker=".", markersize=5, linewidth=1.6)
        (self._start_mark,) = left.plot(
            [], [], marker="o", color=PAPER, markeredgecolor=INK, markersize=9, clip_on=False
        )
        (self._end_mark,) = left.plot([], [], markeredgecolor=INK, markersize=10)
        (self._heights,) = right.plot([], [])
        return [self._path, self._start_mark, self._end_mark, self._heights]

    def update(self, *, optimizer: str, rate: float, x: float, y: float) -> Seen:
        path = OPTIMIZERS[optimizer](two_valleys_gradient, (x, y), rate, STEPS)
        heights = two_valleys(path)
        look = class_style(list(OPTIMIZERS).index(optimizer))
        for line in (self._path, self._end_mark, self._heights):
            line.set_color(look.color)
        self._heights.set_linestyle(look.linestyle)
        self._end_mark.set_marker(look.marker)
        self._path.set_data(*path.T)
        self._start_mark.set_data([x], [y])
        self._end_mark.set_data(*path[-1:].T)
        self._heights.set_data(np.arange(STEPS + 1), heights)

        place = _place(path[-1], heights[-1])
        values = {
            "optimizer": text(f"plots.descents.{optimizer}"),
            "rate": f"{rate:g}",
            "steps": STEPS,
            "height": f"{heights[-1]:.2f}",
        }
        facts = {
            "optimizer": optimizer,
            "rate": rate,
            "start": (x, y),
            "place": place,
            "length": float(np.linalg.norm(np.diff(path, axis=0), axis=1).sum()),
            "height": float(heights[-1]),
            "lowest": float(heights.min()),
        }
        if place == "valley":
            arrived = int(np.argmax(heights < 0.1))
            return Seen(text("explore.descent.in_valley", **values, arrived=arrived), facts)
        return Seen(text(f"explore.descent.on_{place}", **values), facts)


def _place(end: np.ndarray, height: float) -> str:
    if np.hypot(*end) < NEAR:
        return "saddle"
    if height < 0.1:
        return "valley"
    return "plain" if height > 0.9 else "slope"


def descent() -> DescentExplorer:
    """An explorer of gradient descent, momentum and Adam on `course_utils.reference.two_valleys`."""
    return DescentExplorer()
