"""The figures of chapter 03."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from course_utils.check.guard import Guard
from course_utils.data import blobs
from course_utils.plots.guarded import guarded
from course_utils.plots.layout import headline, number, set_apart
from course_utils.plots.picture import Picture
from course_utils.plots.regions import grid_points, shade_regions
from course_utils.plots.style import INK, MUTED, PAPER, RULE, ClassStyle, class_style, new_figure, style
from course_utils.text import text

WIDTHS: tuple[type[np.floating], ...] = (np.float16, np.float32, np.float64)
"""The float types that the chapter compares."""


def digits_and_difference(results: dict[str, float], places: int) -> Picture:
    """Two numbers to so many decimal places, one below the other, and the digits of their difference.

    ``results`` maps the way each number was computed, as a learner types it, to the number.
    """
    rows = {way: f"{value:.{places}f}" for way, value in results.items()}
    one, other = map(Decimal, rows.values())
    rows[text("plots.digits_and_difference.difference")] = f"{abs(one - other):.{places}f}"
    *numbers, difference = rows.values()
    first_wrong = next((k for k, digit in enumerate(difference) if digit not in "0."), len(difference))
    with style():
        figure = new_figure(640, 270)
        ax = figure.subplots()
        ax.set_title(text("plots.digits_and_difference.title"))
        for row, (way, digits) in enumerate(rows.items()):
            ax.annotate(way, (0.1, row - 0.32), family="monospace", color=MUTED, size=11)
            for k, digit in enumerate(digits):
                wrong = digits is difference and k >= first_wrong
                if wrong:
                    ax.add_patch(_box(k, row, 0.3, class_style(4)))
                ax.annotate(
                    digit,
                    (k + 0.5, row),
                    ha="center",
                    va="center_baseline",
                    family="monospace",
                    size=17,
                    weight="bold" if wrong else "normal",
                )
        ax.axhline(1.4, color=INK, linewidth=1)
        ax.set(xlim=(0, len(difference)), ylim=(len(rows) - 0.6, -0.6))
        ax.set_axis_off()
    shown = {"one": numbers[0], "other": numbers[1], "difference": difference}
    return Picture(figure, text("plots.digits_and_difference.alt", **shown))


def float16_bits(value: float) -> Picture:
    """The 16 bits of ``value`` as a float16: its sign, its exponent and its fraction."""
    stored = np.float16(value)
    bits = f"{stored.view(np.uint16):016b}"
    parts = (("sign", 0, 1), ("exponent", 1, 6), ("fraction", 6, 16))
    exponent, fraction = int(bits[1:6], 2) - 15, int(bits[6:], 2)
    meanings = {
        "sign": text("plots.float16_bits.sign_below"),
        "exponent": text("plots.float16_bits.exponent_below", exponent=exponent),
        "fraction": text("plots.float16_bits.fraction_below", fraction=f"{1 + fraction / 1024:.7g}"),
    }
    with style():
        figure = new_figure(640, 190)
        ax = figure.subplots()
        ax.set_title(text("plots.float16_bits.title", value=f"{value:g}", stored=f"{float(stored):.7g}"))
        for k, (name, first, last) in enumerate(parts):
            look = class_style(k)
            for place in range(first, last):
                ax.add_patch(_box(place, 0, 0.4, look))
                ax.annotate(
                    bits[place],
                    (place + 0.5, 0),
                    ha="center",
                    va="center",
                    weight="bold",
                    size=13,
                    bbox={"boxstyle": "circle,pad=0.15", "facecolor": PAPER, "edgecolor": "none"},
                )
            middle = (first + last) / 2
            ax.annotate(
                text(f"plots.float16_bits.{name}"), (middle, -0.62), ha="center", va="bottom", weight="bold"
            )
            ax.annotate(meanings[name], (middle, 0.62), ha="center", va="top", color=MUTED)
        ax.set(xlim=(-0.8, 16.2), ylim=(1.3, -1.1))
        ax.set_axis_off()
    return Picture(
        figure,
        text("plots.float16_bits.alt", value=f"{value:g}", bits=bits, stored=f"{float(stored):.7g}"),
    )


def float_gaps() -> Picture:
    """How far the next number is from a number, for numbers from 1e-4 to 1e5 in each float type."""
    numbers = np.geomspace(1e-4, 6e4, 2000)
    with style():
        figure = new_figure(640, 320)
        ax = figure.subplots()
        ax.set_title(text("plots.float_gaps.title"))
        for k, width in enumerate(WIDTHS):
            look = class_style(k)
            gaps = np.spacing(numbers.astype(width)).astype(float)
            ax.plot(numbers, gaps, color=look.color, linestyle=look.linestyle, drawstyle="steps-post")
            ax.annotate(
                np.dtype(width).name,
                (numbers[0], gaps[0]),
                xytext=(6, 10),
                textcoords="offset points",
                color=look.color,
                weight="bold",
            )
        ax.set(xscale="log", yscale="log", xlim=(numbers[0], numbers[-1]), ylim=(1e-21, 1e4))
        ax.set(xlabel=text("plots.float_gaps.number"), ylabel=text("plots.float_gaps.gap"))
        ax.set_yticks([1e-20, 1e-15, 1e-10, 1e-5, 1])
        ax.grid(color=RULE)
    return Picture(figure, text("plots.float_gaps.alt"))


def exponential_limits() -> Picture:
    """For which z the power e^z is a number, 0, or inf in each float type."""
    with style():
        figure = new_figure(640, 250)
        ax = figure.subplots()
        ax.set_title(text("plots.exponential_limits.title"))
        reach = 1000
        shown: dict[str, str] = {}
        for row, width in enumerate(WIDTHS):
            low, high = exponential_range(width)
            shown |= {f"low{row}": f"{low:.0f}", f"high{row}": f"{high:.0f}"}
            look = class_style(row)
            ax.barh(row, low + reach, left=-reach, height=0.56, color=RULE, hatch="..", edgecolor=PAPER)
            ax.barh(row, reach - high, left=high, height=0.56, color=RULE, hatch="////", edgecolor=PAPER)
            ax.barh(row, high - low, left=low, height=0.56, color=look.color)
            for z, side in ((low, "right"), (high, "left")):
                ax.annotate(number(z, 0), (z, row - 0.3), ha=side, va="bottom", size=10)
        for z, name in ((-reach * 0.87, "zero"), (reach * 0.87, "inf")):
            ax.annotate(
                text(f"plots.exponential_limits.{name}"),
                (z, 0),
                ha="center",
                va="center",
                weight="bold",
                bbox={"boxstyle": "round,pad=0.25", "facecolor": PAPER, "edgecolor": "none"},
            )
        ax.set_yticks(range(len(WIDTHS)), [np.dtype(width).name for width in WIDTHS])
        ax.set(xlim=(-reach, reach), ylim=(len(WIDTHS) - 0.6, -0.75), xlabel="z")
        ax.spines["left"].set_visible(False)
    return Picture(figure, text("plots.exponential_limits.alt", **shown))


def exponential_range(width: type[np.floating]) -> tuple[float, float]:
    """Beyond which z the power e^z is 0 and inf in a float type: below half of its smallest number, and above its
    largest."""
    limits = np.finfo(width)
    smallest = np.log(np.longdouble(limits.smallest_subnormal) / 2)
    return float(smallest), float(np.log(np.longdouble(limits.max)))


def two_organisations(leads: ArrayLike, from_probabilities: ArrayLike, from_logits: ArrayLike) -> Picture:
    """The loss where a wrong class leads by ``leads`` (k,) in the logits, as either organisation computes it."""
    leads = np.asarray(leads, dtype=float)
    lines = {"obvious": np.asarray(from_probabilities), "preferred": np.asarray(from_logits)}
    with style():
        figure = new_figure(640, 310)
        ax = figure.subplots()
        ax.set_title(text("plots.two_organisations.title"))
        for k, (name, losses) in enumerate(lines.items()):
            look = class_style(k)
            ax.plot(
                leads,
                losses,
                color=look.color,
                linestyle=look.linestyle,
                marker=look.marker,
                markevery=max(1, len(leads) // 12),
            )
            middle = 3 * len(leads) // 4
            ax.annotate(
                text(f"plots.two_organisations.{name}"),
                (leads[middle], losses[middle]),
                xytext=(0, -18) if name == "obvious" else (-12, 4),
                textcoords="offset points",
                ha="center" if name == "obvious" else "right",
                weight="bold",
            )
        ax.set(xlabel=text("plots.two_organisations.lead"), ylabel=text("plots.two_organisations.loss"))
        ax.set(xlim=(leads[0], leads[-1]), ylim=(0, None))
        ax.grid(axis="y", color=RULE)
    return Picture(figure, text("plots.two_organisations.alt", cap=f"{lines['obvious'][-1]:.2f}"))


@guarded
def blob_regions(logits: Callable[[NDArray[np.float64]], NDArray[np.floating]]) -> Picture:
    """The four blobs over the regions in which a model's largest logit is each class's.

    ``logits`` turns points (m, 2) into logits (m, 4).
    """
    model = Guard(logits)
    data = blobs()
    x = np.linspace(-9.5, 9.5, 240)
    y = np.linspace(-6.5, 6.5, 180)
    points = grid_points(x, y)
    scores = model(points, shape=(len(points), 4))
    with style():
        figure = new_figure(640, 380)
        ax = figure.subplots()
        ax.set_title(text("plots.blob_regions.title"))
        shade_regions(ax, x, y, scores)
        for k, name in enumerate(data.class_names):
            look = class_style(k)
            chosen = data.X[data.y == k][::4]
            ax.scatter(
                chosen[:, 0],
                chosen[:, 1],
                s=20,
                color=look.color,
                marker=look.marker,
                edgecolor=PAPER,
                linewidth=0.4,
            )
            ax.annotate(
                name,
                chosen.mean(axis=0),
                ha="center",
                va="center",
                weight="bold",
                bbox={"boxstyle": "round,pad=0.3", "facecolor": PAPER, "edgecolor": look.color},
            )
        ax.set(xlabel=data.feature_names[0], ylabel=data.feature_names[1])
        ax.set(xlim=(x[0], x[-1]), ylim=(y[0], y[-1]))
    return Picture(figure, text("plots.blob_regions.alt"))


def training_curves(curves: dict[str, Sequence[float]]) -> Picture:
    """The loss after each epoch, one chart for each organisation; ``curves`` has ``obvious``, ``preferred``."""
    with style():
        figure = new_figure(640, 260)
        axes = figure.subplots(1, len(curves), sharey=True)
        headline(figure, text("plots.training_curves.title"))
        set_apart(figure, 0.08)
        for k, (ax, (name, losses)) in enumerate(zip(axes, curves.items(), strict=True)):
            look = class_style(k)
            epochs = range(1, len(losses) + 1)
            ax.plot(epochs, losses, color=look.color, linestyle=look.linestyle, marker=look.marker)
            ax.set_title(text(f"plots.training_curves.{name}"), weight="normal", loc="center")
            _write_ends(ax, losses)
            ax.set(xlabel=text("plots.training_curves.epoch"), ylim=(0, 1.1 * max(losses)))
            ax.set_xticks([1, 5, 10])
            ax.grid(axis="y", color=RULE)
        axes[0].set_ylabel(text("plots.training_curves.loss"))
    ends = {f"{name}": f"{losses[-1]:.3f}" for name, losses in curves.items()}
    return Picture(figure, text("plots.training_curves.alt", **ends))


def _write_ends(ax: Axes, losses: Sequence[float]) -> None:
    for epoch, loss, offset, side in (
        (1, losses[0], (9, -3), "left"),
        (len(losses), losses[-1], (0, 9), "center"),
    ):
        ax.annotate(f"{loss:.3f}", (epoch, loss), xytext=offset, textcoords="offset points", ha=side)


def _box(column: float, row: float, half: float, look: ClassStyle) -> Rectangle:
    box = Rectangle((column + 0.04, row - half), 0.92, 2 * half, facecolor=look.color, alpha=0.45)
    box.set(hatch=look.hatch, edgecolor=PAPER, linewidth=0)
    return box
