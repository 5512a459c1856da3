"""How long the kernel takes for one frame of each explorer: from a control's move to the encoded picture."""

from collections.abc import Iterator
from functools import partial
from itertools import cycle
from typing import Any

import ipywidgets as widgets
import numpy as np

from bench.timing import report
from course_utils.explore.base import Explorer
from course_utils.explore.drawing_pad import SIDE, DrawingPad
from docs.examples import EXPLORERS

MOVES = 200


def places(control: widgets.Widget, rng: np.random.Generator) -> Iterator[object]:
    """Where a control is moved to, for ever: each place another than the one before."""
    if isinstance(control, DrawingPad):  # a pen that draws on and on, in strokes of twenty points
        while True:
            points = [tuple(point) for point in rng.uniform(0, SIDE, size=(20, 2))]
            yield from ((tuple(points[:n]),) for n in range(1, 21))
    options: list[Any]
    if hasattr(control, "options"):
        options = [value for _, value in control._options_full]
    elif hasattr(control, "step"):
        options = np.arange(control.min, control.max + control.step / 2, control.step).round(6).tolist()
    else:
        options = [True, False]
    while True:
        others = [value for value in options if value != control.value]
        yield others[rng.integers(len(others))]


def move_controls(explorer: Explorer) -> Iterator[None]:
    """Moves one control after the other, each time to a new place, for ever."""
    rng = np.random.default_rng(0)
    for control, place in cycle([(control, places(control, rng)) for control in explorer.controls.values()]):
        control.value = next(place)
        yield


def main() -> None:
    """Prints how long the explorers take to follow a control."""
    for explorers in EXPLORERS.values():
        for name, opened in explorers.items():
            report(f"explore.{name}, one frame", partial(next, move_controls(opened())), MOVES)
