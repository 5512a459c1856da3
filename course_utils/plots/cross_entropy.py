"""The figures of chapter 04."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from course_utils import reference
from course_utils.check.guard import Guard
from course_utils.plots.bars import class_bars
from course_utils.plots.guarded import guarded
from course_utils.plots.layout import headline, number, set_apart
from course_utils.plots.picture import Picture
from course_utils.plots.style import INK, MUTED, PAPER, RULE, SEQUENTIAL, class_style, new_figure, style
from course_utils.text import text

Floats = NDArray[np.float64]
Function = Callable[..., Any]

OPTIMIZERS: dict[str, Callable[..., Floats]] = {
    "gradient_descent": reference.gradient_descent,
    "momentum": reference.momentum,
    "adam": reference.adam,
}
VIEW = (-3.6, 3.6, -2.0, 2.6)
"""The part of the landscape that is drawn: left, right, bottom, top."""


def two_models(A: ArrayLike, B: ArrayLike) -> Picture:
    """What models A and B gave to the truth of each example, ``A`` and ``B`` (m,), side by side as bars."""
    A, B = np.asarray(A, dtype=np.float64), np.asarray(B, dtype=np.float64)
    with style():
        figure = new_figure(640, 280)
        ax = figure.subplots()
        ax.set_title(text("plots.two_models.title"))
        for k, (name, p) in enumerate({"a": A, "b": B}.items()):
            look = class_style(k)
            places = np.arange(len(p)) + (k - 0.5) * 0.38
            label = text(f"plots.two_models.{name}")
            ax.bar(places, p, width=0.36, color=look.color, hatch=look.hatch, edgecolor=PAPER, label=label)
            _write_above(ax, places, p, [f"{value:g}" for value in p])
        examples = [text("plots.two_models.example", i=i + 1) for i in range(len(A))]
        ax.set_xticks(range(len(A)), examples)
        ax.set(ylim=(0, 1.14), yticks=[0, 0.5, 1], ylabel=text("plots.two_models.probability"))
        ax.grid(axis="y", color=RULE)
        ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    return Picture(figure, text("plots.two_models.alt", a=_listed(A), b=_listed(B)))


def minus_log(A: ArrayLike, B: ArrayLike) -> Picture:
    """The curve -log p, with the probabilities that models A and B gave to the truth marked on it."""
    p = np.geomspace(5e-4, 1, 400)
    with style():
        figure = new_figure(640, 300)
        ax = figure.subplots()
        ax.set_title(text("plots.minus_log.title"))
        ax.plot(p, -np.log(p), color=INK)
        for k, (name, given) in enumerate({"a": np.asarray(A), "b": np.asarray(B)}.items()):
            look = class_style(k)
            label = text(f"plots.two_models.{name}")
            ax.scatter(
                given,
                -np.log(given),
                s=80,
                color=look.color,
                marker=look.marker,
                edgecolor=PAPER,
                zorder=3,
                label=label,
            )
        ax.set(xlim=(-0.02, 1.02), ylim=(-0.25, 7.6))
        ax.set(xlabel=text("plots.minus_log.probability"), ylabel=text("plots.minus_log.loss"))
        ax.grid(axis="y", color=RULE)
        ax.legend(loc="upper right")
    return Picture(figure, text("plots.minus_log.alt"))


def loss_by_hand(y_hat: ArrayLike, y: ArrayLike) -> Picture:
    """Probabilities ``y_hat`` (C,), one-hot labels ``y`` (C,), and each class's part -y log y_hat of the loss."""
    y_hat, y = np.asarray(y_hat, dtype=np.float64), np.asarray(y, dtype=np.float64)
    parts = np.abs(y * np.log(y_hat))
    columns = ((y_hat, "predicted", 1), (y, "label", 0), (parts, "parts", 3))
    loss = f"{parts.sum():.3f}"
    with style():
        figure = new_figure(640, 270)
        axes = figure.subplots(1, len(columns))
        headline(figure, text("plots.loss_by_hand.title"))
        set_apart(figure, 0.12)
        for ax, (values, name, digits) in zip(axes, columns, strict=True):
            ax.set_title(text(f"plots.loss_by_hand.{name}"), weight="normal", loc="center")
            ax.set_xlabel(text(f"plots.loss_by_hand.{name}_below", loss=loss))
            class_bars(ax, values, _labels(values), digits)
            ax.set_ylim(0, 1.2 * values.max())
    return Picture(figure, text("plots.loss_by_hand.alt", loss=loss))


@guarded
def gradient_pushes(softmax_gradient: Function, z: ArrayLike, label: int) -> Picture:
    """Softmax of ``z`` (C,) beside the truth ``label``, and the learner's gradient with its direction reversed."""
    z = np.asarray(z, dtype=np.float64)
    slope = Guard(softmax_gradient)(z[np.newaxis], np.array([label]), shape=(1, len(z)))[0]
    P = reference.softmax(z)
    classes = np.arange(len(z))
    with style():
        figure = new_figure(640, 280)
        left, right = figure.subplots(1, 2)
        headline(figure, text("plots.gradient_pushes.title"))
        set_apart(figure, 0.1)
        left.set_title(text("plots.gradient_pushes.probabilities"), weight="normal", loc="center")
        class_bars(left, P, _labels(P), 3)
        left.hlines(
            classes == label, classes - 0.4, classes + 0.4, colors=INK, linestyles="--", linewidth=1.6
        )
        left.annotate(
            text("plots.gradient_pushes.truth"),
            (label + 0.45, 1),
            va="center",
            ha="left",
            size=10.5,
        )
        left.set_ylim(-0.04, 1.14)
        right.set_title(text("plots.gradient_pushes.pushes"), weight="normal", loc="center")
        class_bars(right, -slope, _labels(slope), 3)
        right.margins(y=0.24)
    pushes = ", ".join(number(push, 3) for push in -slope)
    return Picture(figure, text("plots.gradient_pushes.alt", label=label, pushes=pushes))


def cost_curve(steps: Sequence[int], costs: Sequence[float]) -> Picture:
    """The cost after each number of training steps in ``steps``."""
    with style():
        figure = new_figure(640, 270)
        ax = figure.subplots()
        ax.set_title(text("plots.cost_curve.title"))
        look = class_style(0)
        ax.plot(steps, costs, color=look.color, marker=look.marker)
        ax.set_xscale("symlog", linthresh=1)
        ax.set_xticks([0, 1, 10, 100, 1000], ["0", "1", "10", "100", "1000"])
        ax.minorticks_off()
        ax.set(xlabel=text("plots.cost_curve.steps"), ylabel=text("plots.cost_curve.cost"))
        ax.set_ylim(0, max(costs) * 1.12)
        ax.grid(axis="y", color=RULE)
        for place, value, side in ((steps[0], costs[0], "left"), (steps[-1], costs[-1], "center")):
            ax.annotate(f"{value:.3f}", (place, value), xytext=(0, 8), textcoords="offset points", ha=side)
    values = {"first": f"{costs[0]:.3f}", "last": f"{costs[-1]:.3f}", "steps": steps[-1]}
    return Picture(figure, text("plots.cost_curve.alt", **values))


def descents(start: ArrayLike, learning_rate: float, steps: int) -> Picture:
    """Gradient descent, momentum and Adam from ``start`` (2,): their paths on a map, their heights by step."""
    paths = {
        name: descend(reference.two_valleys_gradient, start, learning_rate, steps)
        for name, descend in OPTIMIZERS.items()
    }
    with style():
        figure = new_figure(640, 330)
        left, right = figure.subplots(1, 2, width_ratios=[1.6, 1])
        headline(figure, text("plots.descents.title"))
        draw_landscape(left)
        for k, (name, path) in enumerate(paths.items()):
            look = class_style(k)
            shown = {
                "color": look.color,
                "linestyle": look.linestyle,
                "label": text(f"plots.descents.{name}"),
            }
            left.plot(*path.T, **shown, linewidth=2.2)
            left.plot(*path[-1], marker=look.marker, color=look.color, markeredgecolor=INK, markersize=9)
            right.plot(reference.two_valleys(path), **shown)
        left.plot(*paths["adam"][0], marker="o", color=PAPER, markeredgecolor=INK, markersize=9)
        right.set(
            xlabel=text("plots.descents.step"), ylabel=text("plots.descents.height"), ylim=(-0.03, 1.05)
        )
        right.grid(axis="y", color=RULE)
        figure.legend(*right.get_legend_handles_labels(), loc="outside lower center", ncols=3, handlelength=3)
    arrivals = {name: _first_below(reference.two_valleys(path), 0.1) for name, path in paths.items()}
    return Picture(figure, text("plots.descents.alt", **arrivals))


def draw_landscape(ax: Axes) -> None:
    """The map of `two_valleys`: contour lines filled from dark, low, to light, high, and the saddle named."""
    left, right, bottom, top = VIEW
    x, y = np.linspace(left, right, 161), np.linspace(bottom, top, 121)
    heights = reference.two_valleys(np.stack(np.meshgrid(x, y), axis=-1))
    levels = np.linspace(0, 1, 11)
    ax.contourf(x, y, heights, levels=levels, cmap=SEQUENTIAL, alpha=0.45, extend="both")
    ax.contour(x, y, heights, levels=levels, colors=MUTED, linewidths=0.6)
    ax.plot(0, 0, marker="x", color=INK, markersize=7, markeredgewidth=1.6)
    ax.annotate(
        text("plots.landscape.saddle"),
        (0, 0),
        xytext=(-7, 0),
        textcoords="offset points",
        ha="right",
        va="center",
        size=10,
        bbox={"facecolor": PAPER, "edgecolor": "none", "alpha": 0.7, "pad": 1},
    )
    for place in ((-1.5, -1.3), (1.5, -1.3)):
        ax.annotate(text("plots.landscape.valley"), place, ha="center", size=10)
    ax.annotate(text("plots.landscape.plain"), (-2.9, 2.1), ha="center", size=10)
    ax.set(xlim=(left, right), ylim=(bottom, top), xticks=[], yticks=[], aspect="equal")
    ax.spines[["left", "bottom"]].set_visible(False)


def minima_are_rare(shares: Mapping[int, float]) -> Picture:
    """The share of random surfaces that bend up in every direction where the gradient is zero, by dimension."""
    percent = {
        n: text("plots.minima_are_rare.percent", share=f"{100 * share:.2g}") for n, share in shares.items()
    }
    with style():
        figure = new_figure(640, 270)
        ax = figure.subplots()
        ax.set_title(text("plots.minima_are_rare.title"))
        look = class_style(0)
        places = np.arange(float(len(shares)))
        values = np.array(list(shares.values()))
        ax.bar(places, values, width=0.62, color=look.color, hatch=look.hatch, edgecolor=PAPER)
        _write_above(ax, places, values, list(percent.values()))
        ax.set_xticks(places, [str(n) for n in shares])
        ax.set_yticks([])
        ax.spines["left"].set_visible(False)
        ax.set_ylim(0, 1.2 * values.max())
        ax.set(xlabel=text("plots.minima_are_rare.dimensions"), ylabel=text("plots.minima_are_rare.minima"))
    listed = ", ".join(text("plots.minima_are_rare.share", n=n, share=share) for n, share in percent.items())
    return Picture(figure, text("plots.minima_are_rare.alt", shares=listed))


def plateau(costs: Mapping[str, ArrayLike], level: float) -> Picture:
    """The cost by step for each optimizer in ``costs``, by the names of `OPTIMIZERS`; ``level`` is dotted."""
    curves = {name: np.asarray(values, dtype=np.float64) for name, values in costs.items()}
    with style():
        figure = new_figure(640, 290)
        ax = figure.subplots()
        ax.set_title(text("plots.plateau.title"))
        ax.axhline(level, color=MUTED, linestyle=":", linewidth=1.4)
        for k, (name, values) in enumerate(curves.items()):
            look = class_style(k)
            label = text(f"plots.descents.{name}")
            ax.plot(values, color=look.color, linestyle=look.linestyle, label=label)
        ax.set(
            xlabel=text("plots.descents.step"), ylabel=text("plots.cost_curve.cost"), ylim=(0, level * 1.1)
        )
        ax.set_xlim(0, max(map(len, curves.values())) - 1)
        ax.grid(axis="y", color=RULE)
        ax.legend(loc="upper right", bbox_to_anchor=(1, 0.9), handlelength=3)
    left = {name: _first_below(values, level - 0.1) for name, values in curves.items()}
    return Picture(figure, text("plots.plateau.alt", **left))


def _first_below(values: Floats, level: float) -> int:
    return int(np.argmax(values < level))


def _listed(values: Floats) -> str:
    return ", ".join(f"{value:g}" for value in values)


def _write_above(ax: Axes, places: ArrayLike, heights: ArrayLike, values: Sequence[str]) -> None:
    for place, height, value in zip(np.asarray(places), np.asarray(heights), values, strict=True):
        ax.annotate(value, (place, height), xytext=(0, 3), textcoords="offset points", ha="center", size=10)


def _labels(values: NDArray[np.floating]) -> list[str]:
    return [str(k) for k in range(len(values))]
