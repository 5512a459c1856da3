"""One image on its way through the layers of a network, and what one unit of the first layer looks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import ipywidgets as widgets
import numpy as np
from matplotlib import colormaps
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from course_utils import reference
from course_utils.check.guard import Guard
from course_utils.explore.artists import QuickPixels, QuickText
from course_utils.explore.base import Explorer, Seen
from course_utils.explore.digit_bars import DIGITS, DigitBars
from course_utils.explore.goals import Facts, Goal
from course_utils.plots.layout import number
from course_utils.plots.style import DIVERGING, GREYS, RULE, SEQUENTIAL, class_style
from course_utils.text import text

Network = Mapping[str, np.ndarray]

COLUMNS = 10
"""Units of a layer are shown in rows of ten."""
SHUT, OPEN = 0.01, 0.99
"""A sigmoid below the one or above the other is called flat: it hardly moves with its input."""
SCALES = {"scaled": 255.0, "raw": 1.0}


def _misread(now: Facts, before: Sequence[Facts]) -> bool:
    return bool(now["scale"] == "scaled" and now["digit"] != now["truth"])


def _opens_and_shuts(now: Facts, before: Sequence[Facts]) -> bool:
    """Whether one unit was seen wide open and firmly shut, for two images of different digits."""
    return any(
        then["unit"] == now["unit"]
        and then["truth"] != now["truth"]
        and then["scale"] == now["scale"] == "scaled"
        and min(then["a"], now["a"]) < 0.1
        and max(then["a"], now["a"]) > 0.9
        for then in before
    )


def _all_flat(now: Facts, before: Sequence[Facts]) -> bool:
    return bool(now["scale"] == "raw" and now["between"] <= 1)


class LayersExplorer(Explorer):
    key = "explore.layers"
    size = (640, 420)
    colours = (
        *GREYS,
        *(to_hex(colormaps[DIVERGING](k)) for k in np.linspace(0, 1, 33)),
        *(to_hex(colormaps[SEQUENTIAL](k)) for k in np.linspace(0, 1, 17)),
    )
    goals = (Goal("misread", _misread), Goal("unit", _opens_and_shuts), Goal("flat", _all_flat))

    def __init__(
        self, forward: Callable[..., np.ndarray], network: Network, images: ArrayLike, labels: ArrayLike
    ):
        self._forward = Guard(forward)
        self._network = network
        self._images, self._labels = np.asarray(images), np.asarray(labels)
        auto = widgets.Layout(width="auto")
        controls = {
            "image": widgets.IntSlider(
                0, 0, len(self._images) - 1, description=text("explore.layers.image"), layout=auto
            ),
            "unit": widgets.IntSlider(
                0, 0, network["b1"].size - 1, description=text("explore.layers.unit"), layout=auto
            ),
            "scale": widgets.Dropdown(
                options=[(text(f"explore.layers.{scale}"), scale) for scale in SCALES],
                description=text("explore.layers.scale"),
                layout=auto,
            ),
        }
        super().__init__(controls, [self._forward])

    def draw_background(self, figure: Figure) -> list[Artist]:
        pixels, weights, products, first, second, output = figure.subplots(2, 3).flat
        reach = float(np.abs(self._network["W1"]).max()) / 4
        shape = self._images.shape[1:]
        self._pixels = _picture(pixels, "pixels", shape, "gray", 0, 255)
        self._weights = _picture(weights, "weights", shape, DIVERGING, -reach, reach)
        self._products = _picture(products, "products", shape, DIVERGING, -reach, reach)
        rows = [-(-self._network[name].size // COLUMNS) for name in ("b1", "b2")]
        self._first = _picture(first, "first", (rows[0], COLUMNS), SEQUENTIAL, 0, 1)
        self._second = _picture(second, "second", (rows[1], COLUMNS), SEQUENTIAL, 0, 1)
        self._unit_frame = Rectangle((0, 0), 1, 1, fill=False, edgecolor=class_style(4).color, linewidth=2.4)
        self._unit_frame.set_clip_on(False)
        first.add_patch(self._unit_frame)
        self._sum = QuickText(products, (0.5, 0), offset=(0, -14), transform=products.transAxes)
        products.set_xlabel(" ")  # keeps the place of the sum
        weights.set_xlabel(text("explore.layers.weights_below"), size=9.5)
        for ax in (first, second):
            ax.set_anchor("N")
            ax.set_xlabel(text("explore.layers.outputs_below"), size=9.5)
        output.set_title(text("explore.layers.output"), weight="normal", loc="center", size=11)
        self._bars = DigitBars(output)
        return [
            *(self._pixels, self._weights, self._products, self._first, self._second),
            *(self._unit_frame, self._sum, *self._bars.artists),
        ]

    def update(self, *, image: int, unit: int, scale: str) -> Seen:
        self._bars.hide()
        network, picture = self._network, self._images[image]
        x = (picture.reshape(-1) / SCALES[scale]).astype(np.float32)
        z1 = x @ network["W1"] + network["b1"]
        a1 = reference.sigmoid(z1)
        a2 = reference.sigmoid(a1 @ network["W2"] + network["b2"])
        weights = network["W1"][:, unit].reshape(picture.shape)
        self._pixels.set_data(picture)
        self._weights.set_data(weights)
        self._products.set_data(weights * x.reshape(picture.shape))
        self._first.set_data(_in_rows(a1))
        self._second.set_data(_in_rows(a2))
        self._unit_frame.set_xy((unit % COLUMNS - 0.5, unit // COLUMNS - 0.5))
        z, a = float(z1[unit]), float(a1[unit])
        self._sum.string = text("explore.layers.sum", z=number(z, 1), a=number(a, 3))
        probabilities = self._forward(network, x, shape=(len(DIGITS),))
        self._bars.set(probabilities)
        digit = int(probabilities.argmax())
        between = int(np.sum((a1 > SHUT) & (a1 < OPEN)))
        facts = {"truth": int(self._labels[image]), "digit": digit, "unit": unit, "a": a}
        values = {**facts, "image": image, "p": f"{probabilities[digit]:.3f}", "a": number(a, 3)}
        values |= {"z": number(z, 1), "between": between, "units": a1.size}
        return Seen(text("explore.layers.seen", **values), {**facts, "between": between, "scale": scale})


def _picture(
    ax: Axes, name: str, shape: tuple[int, ...], colours: str, low: float, high: float
) -> QuickPixels:
    ax.set_title(text(f"explore.layers.{name}"), weight="normal", loc="center", size=11)
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set(visible=True, color=RULE)
    return QuickPixels(ax, np.zeros(shape), colours, low, high)


def _in_rows(a: np.ndarray) -> np.ndarray:
    """The outputs (h,) of a layer in rows of `COLUMNS`, the last one filled up with NaN."""
    rows = np.full(-(-a.size // COLUMNS) * COLUMNS, np.nan)
    rows[: a.size] = a
    return rows.reshape(-1, COLUMNS)


def layers(
    forward: Callable[..., np.ndarray], network: Network, images: ArrayLike, labels: ArrayLike
) -> LayersExplorer:
    """A walk of one of ``images`` (N, 28, 28), with digits ``labels`` (N,), through ``network``.

    The last step is the learner's own ``forward(network, X)``, from pixels (784,) to probabilities (10,).
    """
    return LayersExplorer(forward, network, images, labels)
