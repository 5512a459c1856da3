"""A black square to draw on in white, with the mouse, a pen, a finger or the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ipywidgets as widgets
import traitlets

Point = tuple[float, float]

SIDE = 280
PEN = 20
"""The pen's width. In a digit that fills most of the pad it is as wide as in MNIST, a tenth of the height."""

STEP = 14
"""How far an arrow key moves the pen."""
ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, -1), "ArrowDown": (0, 1)}
UP, DOWN = "#56B4E9", "#D55E00"
"""The ring that shows where the keyboard's pen is, thin while it is up and thick while it is down."""

CSS = """
.l2l-pad canvas {background: #000; border-radius: 8px; cursor: crosshair; touch-action: none;
  box-shadow: 0 0 0 1px rgba(128, 128, 128, .6)}
.l2l-pad canvas:focus-visible {outline: 3px solid #56b4e9; outline-offset: -3px}
.l2l-pad .l2l-pad-keys > .widget-html-content {font-size: .85em; line-height: 1.35; opacity: .85; max-width: 280px}
"""


class DrawingPad(widgets.VBox):
    """``value`` is what has been drawn: a tuple of strokes, each a tuple of points (x, y) from 0 to `SIDE`.

    It changes with every move of the pen, and setting it draws it: ``()`` clears the pad. ``label`` stands above
    it; ``keys``, what the keys do, below it.
    """

    value = traitlets.Tuple()

    def __init__(self, label: str, keys: str):
        from ipycanvas import Canvas

        self._canvas = Canvas(width=SIDE, height=SIDE)
        self._other_canvas = Canvas(width=1, height=1)
        self._pen_down = False
        self._ring: Point | None = None
        above, below = widgets.HTML(label), widgets.HTML(keys)
        above.add_class("l2l-pad-label")
        below.add_class("l2l-pad-keys")
        sheet = widgets.HTML(f"<style>{CSS}</style>", layout=widgets.Layout(display="none"))
        super().__init__([sheet, above, self._canvas, below])
        self.add_class("l2l-pad")
        self._canvas.on_mouse_down(self._begin)
        self._canvas.on_mouse_move(self._go_on)
        self._canvas.on_mouse_up(self._end)
        self._canvas.on_mouse_out(self._end)
        self._canvas.on_touch_start(lambda fingers: self._begin(*fingers[0]))
        self._canvas.on_touch_move(lambda fingers: self._go_on(*fingers[0]))
        self._canvas.on_touch_end(lambda fingers: self._end())
        self._canvas.on_touch_cancel(lambda fingers: self._end())
        self._canvas.on_key_down(lambda key, *held: self._press(key))
        self._canvas.on_client_ready(self._draw_on_a_new_page)

    @traitlets.observe("value")
    def _when_set(self, change: Any) -> None:
        if not self.value:
            self._pen_down = False
        if not self._pen_down:
            self._draw_all()

    def _begin(self, x: float, y: float) -> None:
        self._take_ring_away()
        self._pen_down = True
        self._draw_line((x, y), (x, y))
        self.value = (*self.value, ((x, y),))

    def _go_on(self, x: float, y: float) -> None:
        if not self._pen_down or self._ring:
            return
        self._draw_to((x, y))

    def _end(self, *where: float) -> None:
        if not self._ring:
            self._pen_down = False

    def _draw_to(self, point: Point) -> None:
        *earlier, stroke = self.value
        self._draw_line(stroke[-1], point)
        self.value = (*earlier, (*stroke, point))

    def _press(self, key: str) -> None:
        """Draws by keyboard. A ring shows where the pen is until the mouse or a finger draws."""
        x, y = self._ring or (SIDE / 2, SIDE / 2)
        if key in ARROWS:
            right, down = ARROWS[key]
            self._ring = (_inside(x + right * STEP), _inside(y + down * STEP))
            if self._pen_down:
                self._draw_to(self._ring)
        elif key == " ":
            self._ring = (x, y)
            self._pen_down = not self._pen_down
            if self._pen_down:
                self.value = (*self.value, (self._ring,))
        elif key == "Backspace":
            self._pen_down = False
            self.value = self.value[:-1]
        else:
            return
        self._draw_all()

    def _take_ring_away(self) -> None:
        if self._ring:
            self._ring, self._pen_down = None, False
            self._draw_all()

    def _draw_on_a_new_page(self) -> None:
        """Draws what is there: a page that is opened again has an empty canvas.

        It also has not been told which canvas is drawn on, and is told only when that changes.
        """
        self._other_canvas.clear()
        self._draw_all()

    def _draw_all(self) -> None:
        from ipycanvas import hold_canvas

        with hold_canvas():  # one message to the page, not one for each line
            self._canvas.clear()
            for stroke in self.value:
                self._stroke(stroke)
            if self._ring:
                self._canvas.stroke_style = DOWN if self._pen_down else UP
                self._canvas.line_width = 5 if self._pen_down else 2
                self._canvas.stroke_circle(*self._ring, PEN / 2)

    def _draw_line(self, start: Point, end: Point) -> None:
        from ipycanvas import hold_canvas

        with hold_canvas():
            self._stroke((start, end))

    def _stroke(self, points: Sequence[Point]) -> None:
        self._canvas.stroke_style = "white"
        self._canvas.line_width = PEN
        self._canvas.line_cap = "round"
        for start, end in zip(points, points[1:] or points, strict=False):
            self._canvas.stroke_line(*start, *end)


def _inside(place: float) -> float:
    return min(max(place, PEN / 2), SIDE - PEN / 2)
