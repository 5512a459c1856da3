"""The floats around a number: which one is stored, and how far away the next ones are."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import ipywidgets as widgets
import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from course_utils.explore.artists import QuickText
from course_utils.explore.base import Explorer, Seen, slider
from course_utils.explore.goals import Facts, Goal
from course_utils.plots.style import INK, MUTED, class_style
from course_utils.text import text

WIDTHS: dict[str, type[np.floating]] = {
    "float16": np.float16,
    "float32": np.float32,
    "float64": np.float64,
}
NEIGHBOURS = 3
"""How many numbers are shown on either side."""
DIGITS = {"float16": 8, "float32": 12, "float64": 20}
"""How many significant digits tell a stored number from the one that was asked for."""


def _exact_with_a_fraction(now: Facts, before: Sequence[Facts]) -> bool:
    return bool(now["error"] == 0 and now["wanted"].denominator != 1)


def _one_apart_in_float16(now: Facts, before: Sequence[Facts]) -> bool:
    return bool(now["width"] == "float16" and now["gap"] is not None and now["gap"] >= 1)


def _too_large(now: Facts, before: Sequence[Facts]) -> bool:
    return now["gap"] is None


class FloatLineExplorer(Explorer):
    key = "explore.float_line"
    size = (640, 190)
    goals = (
        Goal("exact", _exact_with_a_fraction),
        Goal("coarse", _one_apart_in_float16),
        Goal("inf", _too_large),
    )

    def __init__(self) -> None:
        width = widgets.ToggleButtons(
            options=list(WIDTHS),
            description=text("explore.float_line.width"),
            style={"button_width": "5.5em"},
        )
        super().__init__(
            {
                "width": width,
                "digits": slider(text("explore.float_line.digits"), 1.0, 1.0, 9.999, step=0.001),
                "power": slider(text("explore.float_line.power"), -1, -6, 6, step=1),
            }
        )

    def draw_background(self, figure: Figure) -> list[Artist]:
        ax = figure.subplots()
        ax.set_title(text("explore.float_line.figure"))
        reach = NEIGHBOURS + 0.6
        ax.set(xlim=(-reach, reach), ylim=(-1.4, 1.3))
        ax.set_axis_off()
        ax.axhline(0, color=MUTED, linewidth=1.2)
        (self._numbers,) = ax.plot([], [], linestyle="", markersize=9)
        (self._stored,) = ax.plot([], [], linestyle="", markersize=15)
        (self._wanted,) = ax.plot([], [], "v", color=class_style(4).color, markersize=10)
        self._wanted_label = QuickText(ax, (0, 0.8), size=12, colour=class_style(4).color, bold=True)
        self._stored_label = QuickText(ax, (0, -0.62), size=12, colour=INK, bold=True)
        self._steps = [QuickText(ax, (0, -1.08), size=10, colour=MUTED) for _ in "−+"]
        return [
            self._numbers,
            self._stored,
            self._wanted,
            self._wanted_label,
            self._stored_label,
            *self._steps,
        ]

    def update(self, *, width: str, digits: float, power: float) -> Seen:
        wanted = Fraction(Decimal(f"{digits:.3f}")) * Fraction(10) ** int(power)
        with np.errstate(over="ignore"):
            stored = WIDTHS[width](float(wanted))
        asked = f"{float(wanted):.10g}"
        self._show(wanted, stored)
        self._wanted_label.string = text("explore.float_line.asked", wanted=asked)
        values = {"wanted": asked, "width": width}
        if not np.isfinite(stored):
            largest = f"{float(np.finfo(WIDTHS[width]).max):g}"
            facts: dict[str, object] = {"width": width, "wanted": wanted, "error": None, "gap": None}
            return Seen(text("explore.float_line.seen_inf", **values, largest=largest), facts)
        gap = float(np.spacing(stored))
        error = float(Fraction(float(stored)) - wanted)
        facts = {"width": width, "wanted": wanted, "error": error, "gap": gap}
        if error == 0:
            return Seen(text("explore.float_line.seen_exact", **values, gap=f"{gap:.2g}"), facts)
        values |= {"stored": _significant(stored), "error": f"{abs(error):.2g}", "gap": f"{gap:.2g}"}
        return Seen(text("explore.float_line.seen", **values), facts)

    def _show(self, wanted: Fraction, stored: np.floating) -> None:
        finite = bool(np.isfinite(stored))
        look = class_style(list(WIDTHS).index(stored.dtype.name))
        for dots in (self._numbers, self._stored):
            dots.set(color=look.color, marker=look.marker)
        for artist in (self._numbers, self._stored, self._wanted, *self._steps):
            artist.set_visible(finite)
        self._wanted_label.xy = (0.0, 0.8)
        self._stored_label.string = _significant(stored) if finite else str(stored)
        if not finite:
            return
        gap, middle = Fraction(float(np.spacing(stored))), Fraction(float(stored))
        steps = [Fraction(float(value)) - middle for value in _neighbours(stored)]
        self._numbers.set_data([float(step / gap) for step in steps], [0.0] * len(steps))
        self._stored.set_data([0.0], [0.0])
        where = float((wanted - middle) / gap)
        self._wanted.set_data([where], [0.42])
        self._wanted_label.xy = (where, 0.8)
        nearest = (steps[NEIGHBOURS - 1], steps[NEIGHBOURS])
        for label, sign, step in zip(self._steps, "−+", nearest, strict=True):
            label.xy = (float(step / gap), label.xy[1])
            label.string = f"{sign}{abs(float(step)):.2g}"


def _neighbours(stored: np.floating) -> list[np.floating]:
    """The next numbers below and above, in order."""
    below: list[np.floating] = []
    above: list[np.floating] = []
    down = up = stored
    for _ in range(NEIGHBOURS):
        down, up = (
            np.nextafter(down, -np.inf, dtype=stored.dtype),
            np.nextafter(up, np.inf, dtype=stored.dtype),
        )
        below.insert(0, down)
        above.append(up)
    return [*below, *above]


def _significant(stored: np.floating) -> str:
    return f"{Decimal(float(stored)):.{DIGITS[stored.dtype.name]}g}"


def float_line() -> FloatLineExplorer:
    """An explorer of the floats around a number: the nearest one, which is stored, and its neighbours."""
    return FloatLineExplorer()
