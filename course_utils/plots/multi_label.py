"""The figures of chapter 05."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from course_utils import reference
from course_utils.check.guard import Guard
from course_utils.data import Dataset
from course_utils.plots.bars import class_bars
from course_utils.plots.guarded import guarded
from course_utils.plots.layout import headline, number, set_apart
from course_utils.plots.picture import Picture
from course_utils.plots.style import INK, MUTED, PAPER, RULE, class_style, new_figure, style
from course_utils.text import text

Floats = NDArray[np.float64]
Function = Callable[..., Floats]

TARGETS = {
    "binary": [[1], [0], [0], [1]],
    "multi_class": [[0, 1, 0], [1, 0, 0], [0, 0, 1], [0, 1, 0]],
    "multi_label": [[1, 0, 1], [0, 0, 0], [1, 1, 1], [0, 1, 0]],
}
"""Four examples' targets in each kind of problem."""

THRESHOLDS = np.linspace(0.02, 0.98, 49)
LOOKS = (replace(class_style(7), linestyle="-"), class_style(4))
"""Of two lines in one chart, in colours that no label has."""


def street_picture(picture: ArrayLike) -> Picture:
    """One picture of a street (H, W, 3), with the question what is in it."""
    with style():
        figure = new_figure(640, 330)
        ax = figure.subplots()
        ax.set_title(text("plots.street_picture.title"))
        _picture(ax, np.asarray(picture))
    return Picture(figure, text("plots.street_picture.alt"))


def street_gallery(scenes: Dataset, places: Sequence[int]) -> Picture:
    """The pictures of ``scenes`` at ``places``, in rows of four, each with its labels and what they stand for."""
    rows = -(-len(places) // 4)
    with style():
        figure = new_figure(640, 40 + 150 * rows)
        headline(figure, text("plots.street_gallery.title"))
        axes = figure.subplots(rows, 4, squeeze=False)
        for ax in axes.flat:
            ax.set_axis_off()
        for ax, place in zip(axes.flat, places, strict=False):
            _picture(ax, scenes.X[place])
            labels = ", ".join(f"{label:.0f}" for label in scenes.y[place])
            ax.set_title(f"[{labels}]", weight="normal", size=11, loc="center", pad=5)
            ax.annotate(
                _names(scenes.class_names, scenes.y[place]),
                (0.5, -0.06),
                xycoords="axes fraction",
                ha="center",
                va="top",
                size=10,
                color=MUTED,
            )
    return Picture(figure, text("plots.street_gallery.alt", count=len(places)))


def three_targets() -> Picture:
    """The targets of four examples in the three kinds of problem, as tables of 0 and 1."""
    with style():
        figure = new_figure(640, 265)
        headline(figure, text("plots.three_targets.title"))
        axes = figure.subplots(1, 3, width_ratios=[1, 1.2, 1.2])
        set_apart(figure, 0.04)
        for ax, (kind, rows) in zip(axes, TARGETS.items(), strict=True):
            ax.set_title(text(f"plots.three_targets.{kind}"), weight="normal", loc="center")
            _target_table(ax, np.array(rows))
            ax.set_xlabel(text(f"plots.three_targets.{kind}_below"), labelpad=8)
    return Picture(figure, text("plots.three_targets.alt"))


def same_logits(z: ArrayLike, names: Sequence[str]) -> Picture:
    """Logits ``z`` (L,) of the labels ``names``, and what softmax and L sigmoids make of them, as bars."""
    z = np.asarray(z, dtype=np.float64)
    softmax, sigmoids = reference.softmax(z), reference.sigmoid(z)
    totals = {"softmax": f"{softmax.sum():.2f}", "sigmoids": f"{sigmoids.sum():.2f}"}
    with style():
        figure = new_figure(640, 290)
        headline(figure, text("plots.same_logits.title"))
        axes = figure.subplots(1, 3)
        set_apart(figure, 0.12)
        for ax, values, name, digits in zip(
            axes, (z, softmax, sigmoids), ("logits", "softmax", "sigmoids"), (1, 3, 3), strict=True
        ):
            ax.set_title(text(f"plots.same_logits.{name}"), weight="normal", loc="center")
            class_bars(ax, values, names, digits)
            if name in totals:
                ax.set_xlabel(text("plots.same_logits.total", total=totals[name]))
                ax.set_ylim(0, 1.14)
                _threshold(ax)
    shown = {
        "names": ", ".join(names),
        "z": _listed(z, 1),
        "a": _listed(softmax, 3),
        "p": _listed(sigmoids, 3),
    }
    return Picture(figure, text("plots.same_logits.alt", **shown))


def two_networks(
    picture: ArrayLike, softmax: ArrayLike, sigmoids: ArrayLike, names: Sequence[str]
) -> Picture:
    """A picture (H, W, 3), and the probabilities (L,) that two networks give it: with a softmax, with sigmoids."""
    with style():
        figure = new_figure(640, 260)
        headline(figure, text("plots.two_networks.title"))
        left, *charts = figure.subplots(1, 3, width_ratios=[1.25, 1, 1])
        set_apart(figure, 0.1)
        _picture(left, np.asarray(picture))
        for ax, values, name in zip(charts, (softmax, sigmoids), ("softmax", "sigmoids"), strict=True):
            ax.set_title(text(f"plots.two_networks.{name}"), weight="normal", loc="center")
            class_bars(ax, np.asarray(values, dtype=np.float64), names, 2)
            ax.set_ylim(0, 1.14)
            _threshold(ax)
    return Picture(
        figure,
        text(
            "plots.two_networks.alt",
            names=", ".join(names),
            softmax=_listed(softmax, 2),
            sigmoids=_listed(sigmoids, 2),
        ),
    )


@guarded
def loss_of_a_logit(multilabel_loss: Function) -> Picture:
    """What one label costs for logits from -60 to 60: the learner's loss over the one through probabilities."""
    loss = Guard(multilabel_loss)
    z = np.linspace(-60, 60, 241)
    with style():
        figure = new_figure(640, 310)
        headline(figure, text("plots.loss_of_a_logit.title"))
        axes = figure.subplots(1, 2, sharey=True)
        set_apart(figure, 0.06)
        for ax, y in zip(axes, (1.0, 0.0), strict=True):
            yours = [float(loss(np.array([[value]]), np.array([[y]]), shape=())) for value in z]
            ax.set_title(text(f"plots.loss_of_a_logit.y{y:.0f}"), weight="normal", loc="center")
            ax.plot(z, yours, color=LOOKS[0].color, label=text("plots.loss_of_a_logit.yours"))
            _naive_loss(ax, z, y)
            ax.grid(axis="y", color=RULE)
            ax.set(xlabel=text("plots.loss_of_a_logit.logit"), xlim=(z[0], z[-1]))
        axes[0].set_ylabel(text("plots.loss_of_a_logit.loss"))
        axes[1].legend(loc="upper left")
    return Picture(figure, text("plots.loss_of_a_logit.alt"))


@guarded
def precision_recall_curves(
    multilabel_predict: Function, precision_recall: Function, Z: ArrayLike, Y: ArrayLike, names: Sequence[str]
) -> Picture:
    """Precision and recall of each label over the threshold, for logits ``Z`` (m, L) and labels ``Y`` (m, L)."""
    predict, judge = Guard(multilabel_predict), Guard(precision_recall)
    Z, Y = np.asarray(Z, dtype=np.float64), np.asarray(Y, dtype=np.float64)
    curves = np.array(
        [
            judge(Y, predict(Z, float(threshold), shape=Z.shape), shape=(2, len(names)))
            for threshold in THRESHOLDS
        ]
    )
    with style():
        figure = new_figure(640, 290)
        headline(figure, text("plots.precision_recall_curves.title"))
        axes = figure.subplots(1, len(names), sharey=True)
        for k, (ax, name) in enumerate(zip(axes, names, strict=True)):
            ax.set_title(name, weight="normal", loc="center")
            for share, look in enumerate(LOOKS):
                ax.plot(THRESHOLDS, curves[:, share, k], color=look.color, linestyle=look.linestyle)
            ax.grid(axis="y", color=RULE)
            ax.set(xlim=(0, 1), ylim=(min(0.5, curves.min()) - 0.02, 1.02), xticks=[0, 0.5, 1])
        for what, look in zip(("precision", "recall"), LOOKS, strict=True):
            label = text(f"plots.precision_recall_curves.{what}")
            axes[0].plot([], [], color=look.color, linestyle=look.linestyle, label=label)
        axes[0].legend(loc="lower center")
        figure.supxlabel(text("plots.precision_recall_curves.threshold"), size=11)
    return Picture(figure, text("plots.precision_recall_curves.alt", names=", ".join(names)))


def _picture(ax: Axes, picture: np.ndarray) -> None:
    ax.imshow(picture, interpolation="nearest")
    ax.set_axis_off()


def _listed(values: ArrayLike, digits: int) -> str:
    return ", ".join(number(float(value), digits) for value in np.asarray(values))


def _names(names: Sequence[str], labels: np.ndarray) -> str:
    present = [name for name, label in zip(names, labels, strict=True) if label]
    return ", ".join(present) if present else text("plots.street_gallery.nothing")


def _target_table(ax: Axes, rows: np.ndarray) -> None:
    """Rows of 0 and 1, a 1 in a filled square."""
    m, width = rows.shape
    look = class_style(0)
    for (i, j), label in np.ndenumerate(rows):
        face, edge = (look.color, PAPER) if label else (PAPER, RULE)
        square = Rectangle((j + 0.06, i + 0.06), 0.88, 0.88, linewidth=1.2, facecolor=face, edgecolor=edge)
        ax.add_patch(square)
        ax.annotate(
            str(label),
            (j + 0.5, i + 0.5),
            ha="center",
            va="center_baseline",
            color=PAPER if label else INK,
            weight="bold" if label else "normal",
        )
    ax.set(xlim=(-1.5, width + 1.5) if width == 1 else (-0.5, width + 0.5), ylim=(m, 0), aspect="equal")
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)


def _threshold(ax: Axes) -> None:
    ax.axhline(0.5, color=INK, linewidth=1.2, linestyle=(0, (4, 3)), zorder=3)
    ax.annotate(
        "0.5",
        (1, 0.5),
        xycoords=("axes fraction", "data"),
        xytext=(2, 0),
        textcoords="offset points",
        va="center",
        size=10,
    )


def _naive_loss(ax: Axes, z: Floats, y: float) -> None:
    """The loss by way of the probability: as far as it is finite, and a cross where it ends."""
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-z))
        naive = -np.log(p) if y else -np.log(1 - p)
    finite = np.isfinite(naive)
    look = LOOKS[1]
    label = text("plots.loss_of_a_logit.naive")
    ax.plot(z[finite], naive[finite], color=look.color, linestyle=look.linestyle, linewidth=1.6, label=label)
    if not finite.all():
        last = np.flatnonzero(finite)[-1]
        ax.plot(z[last], naive[last], marker="X", color=look.color, markersize=10)
