"""The picture of an explorer: one Matplotlib figure that lives as long as the explorer, redrawn in parts.

The background (axes, titles, everything that stays) is drawn once and kept. A frame puts it back, draws the
animated artists over it and encodes the pixels. Encoding is the larger part of a frame, so it was measured on
the softmax explorer's picture (1280 by 580 pixels; Pillow 13; median and longest CPU time of 60 calls on a small
server):

    PNG, RGBA, zlib level 1                       14.5   15.6 ms    59 kB
    PNG, RGB, zlib level 1                        12.2   15.8 ms    52 kB
    WebP, lossless, fastest                       17.5   79.7 ms   124 kB
    JPEG, quality 95, full colour                  3.4    5.7 ms    93 kB   (smears type)
    PNG, palette found anew for each frame        11.7   12.1 ms    21 kB
    PNG, palette kept, zlib level 6                6.0    9.3 ms    16 kB
    PNG, palette kept, zlib level 1                3.7    5.7 ms    22 kB   (used here)

The palette holds the style's colours, each in steps towards the paper (what anti-aliased edges need), the
colours that an explorer names, and those that the first picture shows besides.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from PIL import Image

from course_utils.plots.style import CLASS_STYLES, INK, MUTED, PAPER, RULE, new_figure, style

EDGE_STEPS = 10
PALETTE_SIZE = 256
BAND = 16
"""How many unchanged rows part what is encoded anew."""


class Stage:
    """A figure of ``width`` by ``height`` CSS pixels whose animated artists are redrawn frame by frame.

    Make it, and draw on ``figure``, inside ``with style():``. ``colours`` are colours that later frames need
    and the first may not show, such as those of a colour map.
    """

    def __init__(self, width: int, height: int, colours: Sequence[str] = ()):
        self.width, self.height = width, height
        self.figure = new_figure(width, height)
        self.full_draws = 0
        self._canvas = self.figure.canvas
        assert isinstance(self._canvas, FigureCanvasAgg)
        self._colours = tuple(colours)
        self.animated: list[Artist] = []
        self._background: object | None = None
        self._palette: Image.Image | None = None
        self._clean = self._indexed = np.empty((0, 0))

    def animate(self, artists: Iterable[Artist]) -> None:
        """Has ``artists`` redrawn with each frame, in this order, instead of with the background."""
        for artist in artists:
            artist.set_animated(True)
            self.animated.append(artist)

    def renew_background(self) -> None:
        """Has the next frame draw everything again, for when something that is not animated has changed."""
        self._background = None

    def frame(self) -> bytes:
        """The picture as it stands now, as PNG."""
        canvas: FigureCanvasAgg = self._canvas  # type: ignore[assignment]
        if self._background is None:
            with style():
                canvas.draw()
            self._background = canvas.copy_from_bbox(self.figure.bbox)
            self._clean, self._palette = self._pixels().copy(), None
            self.full_draws += 1
        else:
            canvas.restore_region(self._background)  # type: ignore[attr-defined]
        for artist in self.animated:
            self.figure.draw_artist(artist)
        return self._encode(self._pixels())

    def _pixels(self) -> np.ndarray:
        """What is drawn, (H, W), each pixel's four bytes as one number."""
        canvas: FigureCanvasAgg = self._canvas  # type: ignore[assignment]
        return np.asarray(canvas.buffer_rgba()).view(np.uint32)[..., 0]

    def _encode(self, pixels: np.ndarray) -> bytes:
        if self._palette is None:
            self._palette = _palette(_rgb(pixels), self._colours)
            self._indexed = _quantized(self._clean, self._palette)
        # Of what the background shows the places in the palette are known.
        differs = pixels != self._clean
        indexed = self._indexed.copy()
        for top, bottom in _runs(differs.any(axis=1)):
            columns = np.flatnonzero(differs[top:bottom].any(axis=0))
            part = (slice(top, bottom), slice(columns[0], columns[-1] + 1))
            indexed[part] = _quantized(pixels[part], self._palette)
        image = Image.fromarray(indexed, "P")
        image.putpalette(self._palette.getpalette() or [])
        target = io.BytesIO()
        image.save(target, "PNG", compress_level=1)
        return target.getvalue()


def _rgb(pixels: np.ndarray) -> Image.Image:
    height, width = pixels.shape
    return Image.frombytes("RGB", (width, height), np.ascontiguousarray(pixels).tobytes(), "raw", "RGBX")


def _quantized(pixels: np.ndarray, palette: Image.Image) -> np.ndarray:
    return np.asarray(_rgb(pixels).quantize(palette=palette, dither=Image.Dither.NONE))


def _runs(rows: np.ndarray) -> list[tuple[int, int]]:
    """Where rows that count begin and end, with those in one run that are less than `BAND` apart."""
    marked = np.flatnonzero(rows)
    if not marked.size:
        return []
    gaps = np.flatnonzero(np.diff(marked) > BAND)
    begins, ends = [marked[0], *marked[gaps + 1]], [*marked[gaps], marked[-1]]
    return [(int(begin), int(end) + 1) for begin, end in zip(begins, ends, strict=True)]


def _palette(pixels: Image.Image, colours: Sequence[str]) -> Image.Image:
    paper = np.array(to_rgb(PAPER)) * 255
    solid = [INK, MUTED, RULE, *(look.color for look in CLASS_STYLES)]
    steps = np.linspace(1, 0, EDGE_STEPS, endpoint=False)[:, None]
    wanted = [paper, *(np.array(to_rgb(colour)) * 255 for colour in (*solid, *colours))]
    for name in solid:
        wanted += list(paper + steps * (np.array(to_rgb(name)) * 255 - paper))
    learned = pixels.quantize(PALETTE_SIZE, method=Image.Quantize.FASTOCTREE).getpalette() or []
    wanted += [np.array(learned[start : start + 3]) for start in range(0, len(learned), 3)]

    # Pillow looks colours up in cells of 4 x 4 x 4, so a second colour in a cell would only blur the first.
    cells: dict[tuple[int, ...], list[int]] = {}
    for colour in wanted:
        whole = [int(part) for part in np.rint(colour)]
        cells.setdefault(tuple(part >> 2 for part in whole), whole)
    flat = [part for whole in list(cells.values())[:PALETTE_SIZE] for part in whole]
    palette = Image.new("P", (1, 1))
    palette.putpalette(flat + flat[:3] * (PALETTE_SIZE - len(flat) // 3))
    return palette
