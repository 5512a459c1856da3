"""Things that are cheap to redraw: text of changing numbers, pixels, and bars with their values on them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.artist import Artist, allow_rasterization
from matplotlib.axes import Axes
from matplotlib.colors import Normalize, to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.image import AxesImage
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D, IdentityTransform

from course_utils.plots.style import INK

_SHIFT = {"left": 0.0, "center": -0.5, "right": -1.0}


class QuickText(Artist):
    """One line of text that changes with every frame, drawn from outlines that are kept letter by letter.

    Matplotlib's own text lays out and renders each new string, which takes a millisecond; this takes a tenth.
    ``xy`` is in data coordinates of ``ax``, ``offset`` in points from there to the baseline's anchor.
    """

    def __init__(
        self,
        ax: Axes,
        xy: tuple[float, float],
        string: str = "",
        *,
        size: float = 11,
        colour: str = INK,
        bold: bool = False,
        align: str = "center",
        offset: tuple[float, float] = (0, 0),
        transform: Any = None,
    ):
        super().__init__()
        self.xy, self.string, self.offset = xy, string, offset
        self._size, self._colour, self._bold, self._align = size, to_rgba(colour), bold, align
        self._anchor = transform or ax.transData
        ax.add_artist(self)
        self.set_clip_on(False)

    @allow_rasterization
    def draw(self, renderer: Any) -> None:
        if not (self.get_visible() and self.string):
            return
        outline, width = _outline(self.string, self._bold)
        x, y = self._anchor.transform(self.xy)
        scale = renderer.points_to_pixels(self._size)
        points = renderer.points_to_pixels(1)
        where = Affine2D.from_values(
            *(scale, 0, 0, scale),
            x + self.offset[0] * points + scale * _SHIFT[self._align] * width,
            y + self.offset[1] * points,
        )
        gc = renderer.new_gc()
        gc.set_linewidth(0)
        gc.set_foreground(self._colour, isRGBA=True)
        gc.set_antialiased(True)
        renderer.draw_path(gc, outline, where, self._colour)
        gc.restore()


@lru_cache(maxsize=512)
def _letter(letter: str, bold: bool) -> tuple[Path, float]:
    """The outline of a letter at size 1 and how far the next one stands."""
    font = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")
    bar = TextPath((0, 0), "|", size=100, prop=font).get_extents().x1
    advance = (TextPath((0, 0), f"{letter}|", size=100, prop=font).get_extents().x1 - bar) / 100
    if letter.isspace():  # TextPath fails on a line without an outline
        return Path(np.empty((0, 2)), []), advance
    path = TextPath((0, 0), letter, size=100, prop=font)
    return Path(np.asarray(path.vertices) / 100, path.codes), advance


@lru_cache(maxsize=512)
def _outline(string: str, bold: bool) -> tuple[Path, float]:
    """The outline of a line of text at size 1, and its width."""
    letters, width = [], 0.0
    for letter in string:
        path, advance = _letter(letter, bold)
        letters.append(path.transformed(Affine2D().translate(width, 0)))
        width += advance
    return Path.make_compound_path(*letters), width


class QuickPixels(AxesImage):
    """``pixels`` (H, W) or (H, W, 3) as squares on ``ax``: ten times as fast as Matplotlib's own ``imshow``.

    That resamples for every purpose; this repeats pixels. Numbers get the colours of ``cmap`` from ``low`` to
    ``high``; RGB is uint8, or from 0 to 1. Change them with ``set_data``.
    """

    def __init__(
        self, ax: Axes, pixels: np.ndarray, cmap: str | None = None, low: float = 0, high: float = 255
    ):
        super().__init__(ax, cmap=cmap, norm=Normalize(low, high), interpolation="nearest", origin="upper")
        self.set_data(pixels)
        height, width = pixels.shape[:2]
        self.set_extent((-0.5, width - 0.5, height - 0.5, -0.5))
        ax.set_aspect("equal")
        ax.add_image(self)
        self.set_clip_path(ax.patch)

    def make_image(self, renderer: Any, magnification: float = 1.0, unsampled: bool = False) -> Any:
        left, right, bottom, top = self.get_extent()
        corners = self.get_transform().transform([(left, bottom), (right, top)])
        (x0, y0), (x1, y1) = np.rint(corners).astype(int)
        # A pixel as one number moves faster.
        whole = np.ascontiguousarray(self._colours()).view(np.uint32)[..., 0]
        rows = _spread(whole.shape[0], y1 - y0)[::-1]
        spread = whole[:, _spread(whole.shape[1], x1 - x0)][rows]
        return spread.view(np.uint8).reshape(*spread.shape, 4), x0, y0, IdentityTransform()

    def _colours(self) -> np.ndarray:
        """The pixels' colours, (H, W, 4) of uint8."""
        pixels = np.asarray(self.get_array())
        if pixels.ndim == 3:  # Matplotlib would look at each number more than once
            rgb = pixels if pixels.dtype == np.uint8 else (255 * pixels).astype(np.uint8)
            return np.concatenate([rgb, np.full_like(rgb[..., :1], 255)], axis=-1)
        return np.asarray(self.to_rgba(pixels, bytes=True))


def _spread(pixels: int, length: int) -> np.ndarray:
    """Which of ``pixels`` stands at each of ``length`` places."""
    return np.arange(length) * pixels // length


class QuickBars(Artist):
    """Bars from 0 to ``heights`` in one go; ``heights`` (number of bars,) is set before each frame."""

    def __init__(self, ax: Axes, positions: Sequence[float], colours: Sequence[str], width: float):
        super().__init__()
        self.heights: Sequence[float] | np.ndarray = [0.0] * len(positions)
        self._positions, self._colours, self._width = (
            positions,
            [to_rgba(colour) for colour in colours],
            width,
        )
        ax.add_artist(self)
        ax.update_datalim([(positions[0] - width / 2, 0), (positions[-1] + width / 2, 0)])
        ax.autoscale_view(scaley=False)
        self.set_clip_on(False)
        self.set_zorder(1)
        self._to_pixels = ax.transData

    @allow_rasterization
    def draw(self, renderer: Any) -> None:
        if not self.get_visible():
            return
        gc = renderer.new_gc()
        gc.set_linewidth(0)
        gc.set_snap(True)
        for x, height, colour in zip(self._positions, self.heights, self._colours, strict=True):
            (x0, y0), (x1, y1) = self._to_pixels.transform(
                [(x - self._width / 2, 0), (x + self._width / 2, float(height))]
            )
            gc.set_foreground(colour, isRGBA=True)
            renderer.draw_path(gc, _SQUARE, Affine2D.from_values(x1 - x0, 0, 0, y1 - y0, x0, y0), colour)
        gc.restore()


_SQUARE = Path.unit_rectangle()


class Bars:
    """One bar for each position, with its value written at its end; ``artists`` go to the stage.

    ``digits`` is how many decimals the values are written with.
    """

    def __init__(
        self,
        ax: Axes,
        positions: Sequence[float],
        colours: Sequence[str],
        *,
        width: float = 0.62,
        digits: int = 2,
    ):
        self._digits = digits
        self._bars = QuickBars(ax, positions, colours, width)
        self._values = [QuickText(ax, (x, 0.0)) for x in positions]
        self.artists: list[Artist] = [self._bars, *self._values]

    def set(self, heights: np.ndarray) -> None:
        """Shows ``heights``, shape (number of bars,), all finite."""
        self._bars.heights = heights
        self._bars.set_visible(True)
        for value, height in zip(self._values, heights, strict=True):
            value.xy = (value.xy[0], float(height))
            value.offset = (0, 5 if height >= 0 else -13)
            value.string = f"{height:.{self._digits}f}".replace("-", "−")
            value.set_visible(True)

    def hide(self) -> None:
        """Shows no bars, until `set` is called again."""
        for artist in self.artists:
            artist.set_visible(False)
