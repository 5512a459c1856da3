"""A digit drawn by hand, prepared as MNIST's were, and what the learner's forward pass makes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ipywidgets as widgets
import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from course_utils.check.guard import Guard
from course_utils.data.preparation import SIDE as PIXELS
from course_utils.data.preparation import Strokes, centre_ink, draw_strokes, shrink_ink
from course_utils.explore.artists import QuickPixels, QuickText
from course_utils.explore.base import Explorer, Seen
from course_utils.explore.digit_bars import DIGITS, DigitBars
from course_utils.explore.drawing_pad import PEN, SIDE, DrawingPad
from course_utils.explore.goals import Facts, Goal
from course_utils.plots.style import GREYS
from course_utils.text import text

Network = Mapping[str, np.ndarray]

SURE = 0.8


def _sure(now: Facts, before: Sequence[Facts]) -> bool:
    return bool(now["strokes"] and now["p"] >= 0.95)


def _changed_its_mind(now: Facts, before: Sequence[Facts]) -> bool:
    """Whether strokes were added to a drawing that was read as something else, both times with confidence."""
    return bool(now["strokes"] and now["p"] >= SURE) and any(
        then["p"] >= SURE
        and then["digit"] != now["digit"]
        and 0 < len(then["strokes"]) < len(now["strokes"])
        and now["strokes"][: len(then["strokes"])] == then["strokes"]
        for then in before
    )


def _needs_centring(now: Facts, before: Sequence[Facts]) -> bool:
    then = before[-1]
    return bool(
        now["strokes"]
        and now["strokes"] == then["strokes"]
        and now["centred"] != then["centred"]
        and now["digit"] != then["digit"]
    )


class DrawDigitExplorer(Explorer):
    key = "explore.draw_digit"
    size = (420, 300)
    colours = GREYS
    again = "explore.draw_digit.clear"
    beside = SIDE + 48
    goals = (Goal("sure", _sure), Goal("mind", _changed_its_mind), Goal("centre", _needs_centring))

    def __init__(self, forward: Callable[..., np.ndarray], network: Network):
        self._forward = Guard(forward)
        self._network = network
        controls = {
            "strokes": DrawingPad(text("explore.draw_digit.pad"), text("explore.draw_digit.keys")),
            "centred": widgets.Checkbox(
                value=True,
                description=text("explore.draw_digit.centred"),
                indent=False,
                layout=widgets.Layout(width="auto"),
            ),
        }
        super().__init__(controls, [self._forward])

    def arrange(self, controls: widgets.Box) -> list[widgets.Widget]:
        controls.layout = widgets.Layout(display="flex", flex_flow="column", width=f"{SIDE + 4}px")
        side_by_side = widgets.Layout(flex_flow="row wrap", grid_gap="8px 24px", align_items="flex-start")
        row = widgets.Box([controls, self.image], layout=side_by_side)
        # What grows stands below the pad, which must not move under the pen.
        return [row, self._seen_line, self._goal_line]

    def draw_background(self, figure: Figure) -> list[Artist]:
        above, below = figure.subplots(2, 1, height_ratios=[1.15, 1])
        above.set_title(text("explore.draw_digit.seen_by_network"))
        self._picture = QuickPixels(above, np.zeros((PIXELS, PIXELS)), "gray")
        above.set(xticks=[], yticks=[], anchor="W")
        self._answer = QuickText(
            above, (1.2, 0.5), size=34, bold=True, align="left", offset=(0, -12), transform=above.transAxes
        )
        below.set_title(text("explore.draw_digit.probabilities"))
        self._bars = DigitBars(below)
        return [self._picture, self._answer, *self._bars.artists]

    def update(self, *, strokes: Strokes, centred: bool) -> Seen:
        self._answer.set_visible(False)
        self._bars.hide()
        if not strokes:
            self._picture.set_data(np.zeros((PIXELS, PIXELS)))
            return Seen(
                text("explore.draw_digit.empty"), {"strokes": (), "p": 0.0, "digit": None, "centred": centred}
            )
        ink = draw_strokes(strokes, SIDE, PEN)
        picture = centre_ink(ink) if centred else shrink_ink(ink)
        self._picture.set_data(picture)
        a = self._forward(self._network, (picture.reshape(-1) / 255).astype(np.float32), shape=(len(DIGITS),))
        self._bars.set(a)
        digit, second = (int(k) for k in np.argsort(-a, kind="stable")[:2])
        self._answer.string = str(digit)
        self._answer.set_visible(True)
        values = {"digit": digit, "p": f"{a[digit]:.3f}", "second": second, "rest": f"{a[second]:.3f}"}
        facts: dict[str, Any] = {"strokes": strokes, "p": a[digit], "digit": digit, "centred": centred}
        return Seen(text(f"explore.draw_digit.{'seen' if centred else 'not_centred'}", **values), facts)


def draw_digit(forward: Callable[..., np.ndarray], network: Network) -> DrawDigitExplorer:
    """A pad to draw a digit on; ``forward``, the learner's own, reads it with every move of the pen.

    ``forward(network, X)`` takes the pixels (784,) in [0, 1] to ten probabilities (10,).
    """
    return DrawDigitExplorer(forward, network)
