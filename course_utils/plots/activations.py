"""The figures of chapter 01."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyArrowPatch
from numpy.typing import ArrayLike, NDArray

from course_utils import reference
from course_utils.check.guard import Guard
from course_utils.plots.guarded import guarded
from course_utils.plots.layout import headline, number
from course_utils.plots.picture import Picture
from course_utils.plots.style import (
    INK,
    MUTED,
    PAPER,
    RULE,
    activation_style,
    class_style,
    new_figure,
    style,
    subscript,
)
from course_utils.text import text

Floats = NDArray[np.float64]
Function = Callable[..., NDArray[np.floating]]

STEP = 1e-4
"""Half the distance of the two points that a slope is measured between."""
FLAT = 0.01
"""A slope smaller than this is drawn as flat."""


def seedlings(X: ArrayLike, y: ArrayLike) -> Picture:
    """Seedlings by light and water, ``X`` (m, 2), -1 to 1, that withered or thrived, ``y`` (m,) of 0 and 1."""
    X, y = np.asarray(X), np.asarray(y)
    with style():
        figure = new_figure(640, 400)
        ax = figure.subplots()
        ax.set_title(text("plots.seedlings.title"))
        _scatter(ax, X, y, size=30)
        for k, name in enumerate(("withered", "thrived")):
            look = class_style(k)
            label = text(f"plots.seedlings.{name}")
            ax.scatter([], [], s=34, color=look.color, marker=look.marker, label=label)
        ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), handletextpad=0.2)
        ax.set(xlabel=text("plots.seedlings.light"), ylabel=text("plots.seedlings.water"))
    thrived = int(np.sum(y == 1))
    return Picture(figure, text("plots.seedlings.alt", m=len(y), thrived=thrived))


def one_neuron(x: Sequence[float], w: Sequence[float], b: float) -> Picture:
    """A sigmoid neuron as a diagram with its numbers: inputs ``x`` (n,), weights ``w`` (n,) and bias ``b``."""
    z = float(np.dot(x, w) + b)
    a = float(reference.sigmoid(z))
    with style():
        figure = new_figure(640, 290)
        headline(figure, text("plots.one_neuron.title"))
        ax = figure.subplots()
        ax.set(xlim=(-0.1, 10.2), ylim=(-0.65, 4.05), aspect="equal")
        ax.set_axis_off()
        heights = np.linspace(3, 0.4, len(x))
        for k, (height, value, weight) in enumerate(zip(heights, x, w, strict=True), start=1):
            _node(ax, (0.9, height), f"x{subscript(k)} = {number(value, 1)}", class_style(k - 1).color)
            _arrow(ax, (1.9, height), (3.88, 1.7))
            above = height > 1.7
            ax.annotate(
                text("plots.one_neuron.weight", k=subscript(k), value=number(weight, 1)),
                (2.05, height + (0.12 if above else -0.12)),
                va="bottom" if above else "top",
            )
        ax.annotate(text("plots.one_neuron.bias", value=number(b, 1)), (5.2, 0.72), va="top")
        _node(ax, (4.85, 1.7), f"z = {number(z, 1)}", INK)
        _arrow(ax, (5.85, 1.7), (7.9, 1.7))
        ax.annotate(text("plots.one_neuron.activation"), (6.85, 1.95), ha="center", va="bottom")
        _node(ax, (8.9, 1.7), f"a = {number(a, 3)}", INK)
    values = {"z": number(z, 1), "a": number(a, 3), "n": len(x)}
    return Picture(figure, text("plots.one_neuron.alt", **values))


@guarded
def four_activations(my_sigmoid: Function, my_relu: Function) -> Picture:
    """Linear, tanh and the learner's sigmoid and ReLU, each over its slope; flat stretches are hatched."""
    z = np.linspace(-6, 6, 481)
    functions: dict[str, Function] = {
        "linear": reference.linear,
        "sigmoid": Guard(my_sigmoid),
        "tanh": np.tanh,
        "relu": Guard(my_relu),
    }
    with style():
        figure = new_figure(640, 380)
        axes = figure.subplots(2, 4, sharex=True, sharey="row", height_ratios=[1.25, 1])
        headline(figure, text("plots.four_activations.title"))
        for k, (name, g) in enumerate(functions.items()):
            above, below = axes[:, k]
            look = activation_style(name)
            slopes = _slopes(g, z)
            above.set_title(text(f"plots.four_activations.{name}"), weight="normal", loc="center")
            above.plot(z, np.asarray(g(z)), color=look.color, linestyle=look.linestyle)
            below.plot(z, slopes, color=look.color, linestyle=look.linestyle)
            for ax in (above, below):
                _hatch_flat(ax, z, np.abs(slopes) < FLAT)
                ax.grid(axis="y", color=RULE)
                ax.axvline(0, color=RULE, linewidth=1, zorder=0)
        axes[0, 0].set(ylim=(-2.2, 3.2), ylabel=text("plots.four_activations.output"))
        axes[1, 0].set(ylim=(-0.1, 1.15), ylabel=text("plots.four_activations.slope"))
        axes[1, 0].set_yticks([0, 0.25, 0.5, 1])
        figure.supxlabel("z", size=11)
    return Picture(figure, text("plots.four_activations.alt"))


def borders(X: ArrayLike, y: ArrayLike, models: Mapping[str, Function], title: str) -> Picture:
    """Where each of ``models``, by name, says yes: functions from points (m, 2) to probabilities (m,).

    Behind the seedlings ``X`` (m, 2) and ``y`` (m,). A model's panel says how many of them it gets right.
    """
    X, y = np.asarray(X), np.asarray(y)
    side = np.linspace(-1.05, 1.05, 141)
    points = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    shares = []
    with style():
        figure = new_figure(640 if len(models) > 1 else 400, 360 if len(models) < 3 else 310)
        headline(figure, title)
        axes = figure.subplots(1, len(models), sharex=True, sharey=True, squeeze=False)[0]
        for ax, (name, model) in zip(axes, models.items(), strict=True):
            right = np.mean((np.asarray(model(X)) >= 0.5) == (y == 1))
            share = f"{100 * right:.0f}"
            shares.append(text("plots.borders.model", name=name, share=share))
            P = np.asarray(model(points)).reshape(len(side), len(side))
            yes, no = class_style(1), class_style(0)
            ax.contourf(side, side, P, levels=[-1, 0.5, 2], colors=[no.color, yes.color], alpha=0.2)
            if P.min() < 0.5 <= P.max():
                ax.contour(side, side, P, levels=[0.5], colors=INK, linewidths=1.6)
            _scatter(ax, X, y, size=11)
            ax.set_title(
                text("plots.borders.panel", name=name, share=share), weight="normal", loc="center", size=11
            )
            ax.set(aspect="equal", xticks=[], yticks=[], xlabel=text("plots.borders.light"))
            ax.spines[["left", "bottom"]].set_visible(False)
        axes[0].set_ylabel(text("plots.borders.water"))
    return Picture(figure, text("plots.borders.alt", title=title, shares="; ".join(shares)))


def losses_compared(sigmoid: Sequence[float], relu: Sequence[float]) -> Picture:
    """The cost at each epoch of two networks that differ only in the activation of their hidden layers."""
    with style():
        figure = new_figure(640, 300)
        ax = figure.subplots()
        ax.set_title(text("plots.losses_compared.title"))
        for name, losses in (("sigmoid", sigmoid), ("relu", relu)):
            look = activation_style(name)
            epochs = np.arange(1, len(losses) + 1)
            label = text(f"plots.losses_compared.{name}")
            ax.plot(epochs, losses, color=look.color, linestyle=look.linestyle, label=label)
        ax.set(
            xlabel=text("plots.losses_compared.epoch"),
            ylabel=text("plots.losses_compared.cost"),
            xlim=(1, len(sigmoid)),
            ylim=(0, None),
        )
        ax.grid(axis="y", color=RULE)
        ax.legend(loc="upper right", handlelength=2.8)
    values = {"first": number(sigmoid[0], 2), "sigmoid": _half_time(sigmoid), "relu": _half_time(relu)}
    return Picture(figure, text("plots.losses_compared.alt", **values))


def gradient_sizes(sigmoid: Sequence[float], relu: Sequence[float]) -> Picture:
    """The typical gradient of a weight in each layer, first layer first, behind sigmoids and behind ReLUs."""
    layers = np.arange(len(sigmoid))
    shrinks = number(sigmoid[-1] / sigmoid[0], 0)
    with style():
        figure = new_figure(640, 300)
        ax = figure.subplots()
        ax.set_title(text("plots.gradient_sizes.title", times=shrinks))
        for k, (name, sizes) in enumerate((("sigmoid", sigmoid), ("relu", relu))):
            look = activation_style(name)
            bars = ax.bar(
                layers + (k - 0.5) * 0.38,
                sizes,
                width=0.36,
                color=look.color,
                hatch=look.hatch,
                edgecolor=PAPER,
                label=text(f"plots.gradient_sizes.{name}"),
            )
            ax.bar_label(bars, [f"{size:.5f}" for size in sizes], padding=3, size=10)
        ax.set_yscale("log")
        ax.margins(y=0.15)
        ax.set_ylabel(text("plots.gradient_sizes.size"))
        ax.set_xticks(layers, [text("plots.gradient_sizes.layer", number=k + 1) for k in layers])
        ax.legend(loc="upper left")
    return Picture(
        figure, text("plots.gradient_sizes.alt", times=shrinks, relu=number(relu[-1] / relu[0], 1))
    )


def curve_fitted(x: ArrayLike, y: ArrayLike, predicted: ArrayLike) -> Picture:
    """A curve ``y`` over ``x``, both (m,), and what a network makes of it, ``predicted`` (m,)."""
    x, y, predicted = np.asarray(x), np.asarray(y), np.asarray(predicted)
    error = number(float(np.mean((predicted - y) ** 2)), 4)
    with style():
        figure = new_figure(640, 270)
        ax = figure.subplots()
        ax.set_title(text("plots.curve_fitted.title"))
        ax.plot(x, y, "o", color=class_style(0).color, markersize=4, label=text("plots.curve_fitted.target"))
        ax.plot(x, predicted, color=class_style(4).color, label=text("plots.curve_fitted.network"))
        ax.set(xlabel="x", ylabel="y")
        ax.grid(axis="y", color=RULE)
        ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    return Picture(figure, text("plots.curve_fitted.alt", error=error))


def _scatter(ax: Axes, X: Floats, y: Floats, size: float) -> None:
    for k in (0, 1):
        look = class_style(k)
        across, up = X[y == k].T
        ax.scatter(across, up, s=size, color=look.color, marker=look.marker, edgecolor=PAPER, linewidth=0.4)
    ax.set(xlim=(-1.05, 1.05), ylim=(-1.05, 1.05))


def _node(ax: Axes, centre: tuple[float, float], label: str, colour: str) -> None:
    ax.add_patch(Circle(centre, 0.95, facecolor=PAPER, edgecolor=colour, linewidth=2))
    ax.annotate(label, centre, ha="center", va="center", size=10)


def _arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    ax.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=14, color=MUTED, linewidth=1.4))


def _slopes(g: Function, z: Floats) -> Floats:
    return np.asarray((np.asarray(g(z + STEP)) - np.asarray(g(z - STEP))) / (2 * STEP))


def _hatch_flat(ax: Axes, z: Floats, flat: NDArray[np.bool_]) -> None:
    ax.fill_between(
        z,
        0,
        1,
        where=flat,
        transform=ax.get_xaxis_transform(),
        facecolor="none",
        hatch="////",
        edgecolor=RULE,
    )


def _half_time(losses: Sequence[float]) -> int:
    """The first epoch whose cost is below half of that of the first epoch, or the last epoch."""
    below = np.flatnonzero(np.asarray(losses) < losses[0] / 2)
    return int(below[0]) + 1 if below.size else len(losses)
