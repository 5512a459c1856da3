"""One unit with one input: its weight, its bias and its activation, and where it is too flat to learn."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ipywidgets as widgets
import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from course_utils import reference
from course_utils.check.guard import Guard
from course_utils.explore.base import Explorer, Seen, slider
from course_utils.explore.goals import Facts, Goal
from course_utils.plots.layout import number
from course_utils.plots.style import ACTIVATIONS, INK, MUTED, RULE, activation_style
from course_utils.text import text

Activation = Callable[[np.ndarray], np.ndarray]

FARTHEST = 6.0
STEP = 1e-4
"""Half the distance of the two points that the slope is measured between."""
FLAT = 0.01
"""A slope smaller than this is called flat."""


def _sigmoid_is_half_at_two(now: Facts, before: Sequence[Facts]) -> bool:
    return bool(
        now["g"] == "sigmoid" and abs(now["x"] - 2) < 0.05 and abs(now["a"] - 0.5) < 0.005 and now["w"] > 0
    )


def _sigmoid_is_steepest(now: Facts, before: Sequence[Facts]) -> bool:
    return bool(now["g"] == "sigmoid" and now["slope"] >= 0.7)


def _relu_is_flat(now: Facts, before: Sequence[Facts]) -> bool:
    return bool(now["g"] == "relu" and abs(now["slope"]) < FLAT and now["x"] > 0 and now["w"] > 0)


class UnitExplorer(Explorer):
    key = "explore.unit"
    size = (640, 300)
    goals = (
        Goal("half", _sigmoid_is_half_at_two),
        Goal("steep", _sigmoid_is_steepest),
        Goal("dead", _relu_is_flat),
    )

    def __init__(self, my_sigmoid: Activation, my_relu: Activation):
        learners = [Guard(my_sigmoid), Guard(my_relu)]
        self._activations: dict[str, Activation] = {
            "sigmoid": learners[0],
            "relu": learners[1],
            "tanh": np.tanh,
            "linear": reference.linear,
        }
        self._x = np.linspace(-FARTHEST, FARTHEST, 241)
        choices = [(text(f"explore.unit.{name}"), name) for name in ACTIVATIONS]
        controls = {
            "g": widgets.Dropdown(
                options=choices,
                description=text("explore.unit.activation"),
                layout=widgets.Layout(width="auto"),
            ),
            "w": slider(text("explore.unit.w"), 1.0, -3, 3),
            "b": slider(text("explore.unit.b"), 0.0, -6, 6),
            "x": slider(text("explore.unit.x"), 1.0, -FARTHEST, FARTHEST),
        }
        super().__init__(controls, learners)

    def draw_background(self, figure: Figure) -> list[Artist]:
        left, right = figure.subplots(1, 2)
        left.set_title(text("explore.unit.left"))
        right.set_title(text("explore.unit.right"))
        left.set(ylim=(-2.2, 4.2))
        right.set(ylim=(-3.3, 3.3))
        animated: list[Artist] = []
        self._curves, self._points = [], []
        for ax in (left, right):
            ax.set(xlim=(-FARTHEST, FARTHEST), xlabel="x", xticks=[-6, -3, 0, 3, 6])
            ax.grid(axis="y", color=RULE)
            ax.axhline(0, color=MUTED, linewidth=1)
            (curve,) = ax.plot(self._x, 0 * self._x)
            (point,) = ax.plot([0], [0], "o", color=INK, markersize=9)
            self._curves.append(curve)
            self._points.append(point)
            animated += [curve, point]
        return animated

    def update(self, *, g: str, w: float, b: float, x: float) -> Seen:
        for artist in (*self._curves, *self._points):
            artist.set_visible(False)
        activation = self._activations[g]
        # One call for the curve, the point, and both of their neighbours that the slopes are measured between.
        places = np.append(self._x, x)
        outputs = self._call(activation, w * np.concatenate([places, places - STEP, places + STEP]) + b)
        values, before, after = outputs.reshape(3, -1)
        slopes = (after - before) / (2 * STEP)
        look = activation_style(g)
        for curve, point, heights in zip(self._curves, self._points, (values, slopes), strict=True):
            curve.set(color=look.color, linestyle=look.linestyle)
            curve.set_data(self._x, heights[:-1])
            point.set_data([x], heights[-1:])
            curve.set_visible(True)
            point.set_visible(True)
        z, a, slope = w * x + b, float(values[-1]), float(slopes[-1])
        facts = {"g": g, "w": w, "x": x, "a": a, "slope": slope}
        return Seen(self._say(z, a, slope, x), facts)

    def _call(self, activation: Activation, z: np.ndarray) -> np.ndarray:
        return activation(z, shape=z.shape) if isinstance(activation, Guard) else activation(z)

    def _say(self, z: float, a: float, slope: float, x: float) -> str:
        values = {"x": number(x, 1), "z": number(z, 1), "a": number(a, 3), "slope": number(slope, 3)}
        return text("explore.unit.flat" if abs(slope) < FLAT else "explore.unit.seen", **values)


def unit(my_sigmoid: Activation, my_relu: Activation) -> UnitExplorer:
    """An explorer of one unit, a = g(w x + b), and of how fast its output changes with x.

    ``my_sigmoid`` and ``my_relu`` are the learner's own functions, from any shape to the same shape.
    """
    return UnitExplorer(my_sigmoid, my_relu)
