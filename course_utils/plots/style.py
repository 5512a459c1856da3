"""One look for every figure and explorer of the course.

Draw inside ``with style():``. It changes Matplotlib's settings for the block only, so a learner's own plots
keep theirs. Figures are built without pyplot::

    with style():
        figure = new_figure(640, 300)
        ax = figure.subplots()
        ax.plot(x, y, color=class_style(0).color, linestyle=class_style(0).linestyle)

Sizes are in CSS pixels. A figure of 640 is as wide as JupyterLab's text column; narrower pages shrink it.

The colours are those of Okabe and Ito (2008), "Color Universal Design", chosen to be told apart with any form
of colour blindness. Two greys extend them to ten classes. Colour is never alone: each class also has a hatch,
a marker and a line style.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import matplotlib
from cycler import cycler
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

CSS_DPI = 100
"""CSS pixels to an inch of figure: 10 pt type is then 14 px, the size of JupyterLab's text."""

PIXEL_RATIO = 2
"""Picture pixels to a CSS pixel, so that type is sharp on high-density screens."""

INK = "#1f2933"
MUTED = "#5b6770"
RULE = "#e2e6ea"
PAPER = "#fdfdfb"

GREYS = tuple(f"#{level:02x}{level:02x}{level:02x}" for level in range(0, 256, 15))
"""From black to white, as pictures of MNIST need them."""

SEQUENTIAL = "cividis"
DIVERGING = "PuOr"


@dataclass(frozen=True)
class ClassStyle:
    """How one class looks wherever it is drawn."""

    color: str
    hatch: str
    marker: str
    linestyle: str | tuple[int, tuple[int, ...]]


CLASS_STYLES = (
    ClassStyle("#0072B2", "//", "o", "-"),
    ClassStyle("#E69F00", "..", "s", "--"),
    ClassStyle("#009E73", "\\\\", "^", "-."),
    ClassStyle("#CC79A7", "xx", "D", ":"),
    ClassStyle("#D55E00", "--", "v", (0, (5, 1))),
    ClassStyle("#56B4E9", "++", "P", (0, (3, 1, 1, 1))),
    ClassStyle("#F0E442", "oo", "X", (0, (1, 1))),
    ClassStyle("#000000", "||", "*", (0, (5, 1, 1, 1, 1, 1))),
    ClassStyle("#8A949C", "OO", "<", (0, (8, 2))),
    ClassStyle("#C3CAD0", "**", ">", (0, (1, 3))),
)


def class_style(k: int) -> ClassStyle:
    """The look of class ``k``, 0 to 9, the same in every chapter; raises `IndexError` beyond."""
    return CLASS_STYLES[k]


ACTIVATIONS = ("sigmoid", "relu", "tanh", "linear")


def activation_style(name: str) -> ClassStyle:
    """The look of one of `ACTIVATIONS`, the same in every figure that compares them."""
    return class_style(ACTIVATIONS.index(name))


def subscript(k: int) -> str:
    """``k`` in subscript digits, for names such as z₁, in pictures and in sentences."""
    return str(k).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


SETTINGS: dict[Any, Any] = {
    "font.family": ["DejaVu Sans"],  # comes with Matplotlib, so pictures are the same on every machine
    "font.size": 11,
    "text.color": INK,
    "figure.facecolor": PAPER,
    "figure.dpi": CSS_DPI,
    "figure.constrained_layout.w_pad": 0.12,
    "figure.constrained_layout.h_pad": 0.1,
    "figure.constrained_layout.wspace": 0.06,
    "figure.constrained_layout.hspace": 0.06,
    "savefig.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "axes.edgecolor": MUTED,
    "axes.linewidth": 0.9,
    "axes.labelcolor": INK,
    "axes.labelsize": 11,
    "axes.labelpad": 6,
    "axes.titlesize": 12.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 12,
    "axes.titlecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": False,
    "axes.prop_cycle": cycler(color=[look.color for look in CLASS_STYLES]),
    "axes.unicode_minus": True,
    "grid.color": RULE,
    "grid.linewidth": 0.8,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": 10.5,
    "ytick.labelsize": 10.5,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "xtick.major.pad": 6,
    "ytick.major.pad": 6,
    "lines.linewidth": 2.2,
    "lines.markersize": 7,
    "patch.linewidth": 0,
    "hatch.linewidth": 1.0,
    "legend.frameon": False,
    "legend.fontsize": 10.5,
    "image.cmap": SEQUENTIAL,
}


@contextmanager
def style() -> Iterator[None]:
    """The course's Matplotlib settings for the length of a ``with`` block, whatever the user's own are."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # so that nothing of the user's settings shows in the course's pictures
        matplotlib.rcParams.update(SETTINGS)
        yield


def new_figure(width: float, height: float) -> Figure:
    """An empty figure of ``width`` by ``height`` CSS pixels on an Agg canvas, laid out without overlaps.

    Call it inside ``with style():``.
    """
    figure = Figure(
        figsize=(width / CSS_DPI, height / CSS_DPI), dpi=CSS_DPI * PIXEL_RATIO, layout="constrained"
    )
    FigureCanvasAgg(figure)
    return figure
