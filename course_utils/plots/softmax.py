"""The figures of chapter 02."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from course_utils import reference
from course_utils.check.guard import Guard
from course_utils.data import Dataset, iris
from course_utils.plots.bars import class_bars
from course_utils.plots.guarded import guarded
from course_utils.plots.layout import headline, number, set_apart
from course_utils.plots.picture import Picture
from course_utils.plots.regions import grid_points, shade_regions
from course_utils.plots.style import INK, MUTED, PAPER, RULE, class_style, new_figure, style
from course_utils.text import text

Floats = NDArray[np.float64]
Function = Callable[..., Floats]

PETALS = [2, 3]
"""The columns of the irises that fit into a plane: petal length and petal width."""

Z_BY_HAND = (5.0, 2.0, -1.0, 3.0)


def flower_and_scores(flower: int, scores: ArrayLike) -> Picture:
    """The irises by their petals, a question mark for row ``flower`` of `iris`, and its ``scores`` (3,)."""
    data = iris()
    scores = np.asarray(scores, dtype=np.float64)
    length, width = data.X[flower, PETALS]
    with style():
        figure = new_figure(640, 300)
        left, right = figure.subplots(1, 2, width_ratios=[1.35, 1])
        headline(figure, text("plots.flower_and_scores.title"))
        _scatter_petals(left, data, leave_out=flower)
        _name_species(left, data)
        left.set_ylim(0, 2.85)
        _question_mark(left, length, width)
        _species_bars(right, data, scores)
        right.set_title(text("plots.flower_and_scores.scores"), weight="normal", size=11)
    values = {name: number(score, 1) for name, score in zip(data.class_names, scores, strict=True)}
    alt = text("plots.flower_and_scores.alt", length=f"{length:.1f}", width=f"{width:.1f}", **values)
    return Picture(figure, alt)


def softmax_step_by_step(z: ArrayLike) -> Picture:
    """Logits ``z`` (N,), their exponentials, and each exponential's share of the sum, as three bar charts."""
    z = np.asarray(z, dtype=np.float64)
    powers, a = np.exp(z), reference.softmax(z)
    total = f"{powers.sum():.1f}"
    columns = ((z, "logits", 0), (powers, "powers", 1), (a, "shares", 3))
    with style():
        figure = new_figure(640, 300)
        axes = figure.subplots(1, len(columns))
        headline(figure, text("plots.softmax_step_by_step.title"))
        set_apart(figure, 0.16)
        for ax, (values, name, digits) in zip(axes, columns, strict=True):
            ax.set_title(text(f"plots.softmax_step_by_step.{name}"), weight="normal", loc="center")
            class_bars(ax, values, _from_one(values), digits)
            ax.set_xlabel(text(f"plots.softmax_step_by_step.{name}_below", total=total))
        for ax in axes[1:]:
            _arrow_before(ax)
    shown = {name: _listed(values, digits) for values, name, digits in columns}
    return Picture(figure, text("plots.softmax_step_by_step.alt", total=total, **shown))


@guarded
def one_logit_moves(my_softmax: Function) -> Picture:
    """The third of four logits moves from -3 to 7: four sigmoids beside the learner's softmax."""
    softmax = Guard(my_softmax)
    moving = np.linspace(-3, 7, 81)
    Z = np.tile(Z_BY_HAND, (len(moving), 1))
    Z[:, 2] = moving
    panels = {"sigmoid": reference.sigmoid(Z), "softmax": np.array([softmax(z, shape=z.shape) for z in Z])}
    with style():
        figure = new_figure(640, 310)
        axes = figure.subplots(1, 2, sharey=True)
        set_apart(figure, 0.1)
        for ax, (name, outputs) in zip(axes, panels.items(), strict=True):
            ax.set_title(text(f"plots.one_logit_moves.{name}"))
            ax.set(ylim=(-0.03, 1.06), xlim=(moving[0], moving[-1]))
            ax.grid(axis="y", color=RULE)
            for k in range(Z.shape[1]):
                look = class_style(k)
                ax.plot(
                    moving, outputs[:, k], color=look.color, linestyle=look.linestyle, label=f"a{_sub(k)}"
                )
        figure.supxlabel(text("plots.one_logit_moves.moving"), size=11)
        axes[0].set_ylabel(text("plots.one_logit_moves.output"))
        axes[1].legend(loc="center left", bbox_to_anchor=(1.0, 0.5), handlelength=2.6)
    return Picture(figure, text("plots.one_logit_moves.alt"))


@guarded
def temperatures(my_softmax: Function, T: Sequence[float] = (10, 3, 1, 0.5)) -> Picture:
    """The learner's softmax of [5, 2, -1, 3] / T as bars, one chart for each temperature in ``T``."""
    softmax = Guard(my_softmax)
    z = np.array(Z_BY_HAND)
    with style():
        figure = new_figure(640, 250)
        axes = figure.subplots(1, len(T), sharey=True)
        headline(figure, text("plots.temperatures.title"))
        for ax, t in zip(axes, T, strict=True):
            ax.set_title(f"T = {t:g}", weight="normal", loc="center")
            class_bars(ax, softmax(z / t, shape=z.shape), _from_one(z), 2)
            ax.set_ylim(0, 1.12)
    return Picture(figure, text("plots.temperatures.alt"))


@guarded
def hard_and_soft(my_softmax: Function, hardmax: Function) -> Picture:
    """The first of two logits passes the second: the learner's hardmax jumps, their softmax climbs."""
    lines = (("softmax", Guard(my_softmax)), ("hardmax", Guard(hardmax)))
    moving = np.concatenate([np.linspace(-5, -1e-6, 100), np.linspace(0, 5, 101)])  # hardmax jumps at 0
    with style():
        figure = new_figure(640, 280)
        ax = figure.subplots()
        ax.set_title(text("plots.hard_and_soft.title"))
        for k, (name, function) in enumerate(lines):
            outputs = [function(np.array([value, 0.0]), shape=(2,))[0] for value in moving]
            look = class_style(k)
            ax.plot(
                moving,
                outputs,
                color=look.color,
                linestyle=look.linestyle,
                label=text(f"plots.hard_and_soft.{name}"),
            )
        ax.set(
            xlabel=text("plots.hard_and_soft.moving"), ylabel=text("plots.hard_and_soft.output"), xlim=(-5, 5)
        )
        ax.set_yticks([0, 0.5, 1])
        ax.grid(axis="y", color=RULE)
        ax.legend(loc="upper left")
    return Picture(figure, text("plots.hard_and_soft.alt"))


def batch_axes(Z: ArrayLike) -> Picture:
    """A batch ``Z`` (m, N) as a table: its rows framed and added up (axis 1), then its columns (axis 0)."""
    Z = np.asarray(Z, dtype=np.float64)
    m, N = Z.shape
    with style():
        figure = new_figure(640, 240)
        headline(figure, text("plots.batch_axes.title"))
        for ax, axis in zip(figure.subplots(1, 2), (1, 0), strict=True):
            ax.set_title(text(f"plots.batch_axes.axis{axis}"), weight="normal", loc="center")
            _table(ax, Z)
            for k, total in enumerate(Z.sum(axis=axis)):
                _frame_and_sum(ax, k, axis, Z.shape, total)
            ax.set(xlim=(-1.1, N + 0.9), ylim=(m + 0.75, 0))
            ax.set_axis_off()
    return Picture(figure, text("plots.batch_axes.alt", m=m, N=N))


@guarded
def petal_regions(predict_proba: Function, W: ArrayLike, b: ArrayLike, flower: int | None = None) -> Picture:
    """Which species the learner's ``predict_proba`` finds most probable at each point of the petal plane.

    ``W`` (2, 3) and ``b`` (3,) belong to petal length and width in centimetres; row ``flower`` of `iris` gets
    a question mark.
    """
    predict = Guard(predict_proba)
    data = iris()
    lengths, widths = np.linspace(0.5, 7.4, 231), np.linspace(-0.1, 2.8, 201)
    points = grid_points(lengths, widths)
    A = predict(points, np.asarray(W), np.asarray(b), shape=(len(points), 3))
    with style():
        figure = new_figure(640, 380)
        ax = figure.subplots()
        ax.set_title(text("plots.petal_regions.title"))
        shade_regions(ax, lengths, widths, A)
        _scatter_petals(ax, data, leave_out=flower)
        _name_species(ax, data)
        if flower is not None:
            _question_mark(ax, *data.X[flower, PETALS])
        ax.set(xlim=(lengths[0], lengths[-1]), ylim=(widths[0], widths[-1]))
    return Picture(figure, text("plots.petal_regions.alt"))


def _sub(k: int) -> str:
    return "₁₂₃₄₅₆₇₈₉"[k]


def _listed(values: Iterable[float], digits: int) -> str:
    return ", ".join(number(value, digits) for value in values)


def _from_one(values: Floats) -> list[str]:
    """The numbers of the classes, as the text of chapter 02 counts them."""
    return [str(k) for k in range(1, len(values) + 1)]


def _species_bars(ax: Axes, data: Dataset, scores: Floats) -> None:
    for k, score in enumerate(scores):
        look = class_style(k)
        ax.barh(k, score, height=0.62, color=look.color, hatch=look.hatch, edgecolor=PAPER)
        outwards = 1 if score >= 0 else -1
        ax.annotate(
            number(score, 1),
            (score, k),
            xytext=(5 * outwards, 0),
            textcoords="offset points",
            va="center",
            ha="left" if outwards > 0 else "right",
        )
    ax.axvline(0, color=MUTED, linewidth=1)
    ax.set_yticks(range(len(scores)), data.class_names)
    ax.set_xticks([])
    ax.invert_yaxis()
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.margins(x=0.4)


def _scatter_petals(ax: Axes, data: Dataset, leave_out: int | None) -> None:
    for k in range(len(data.class_names)):
        chosen = data.y == k
        if leave_out is not None:
            chosen[leave_out] = False
        look = class_style(k)
        x, y = data.X[chosen][:, PETALS].T
        ax.scatter(x, y, s=26, color=look.color, marker=look.marker, edgecolor=PAPER, linewidth=0.5)
    ax.set(xlabel=data.feature_names[PETALS[0]], ylabel=data.feature_names[PETALS[1]])


def _name_species(ax: Axes, data: Dataset) -> None:
    for name, xy in zip(data.class_names, ((2.15, 0.22), (4.75, 0.95), (5.6, 2.58)), strict=True):
        ax.annotate(name, xy, style="italic", ha="left" if name != data.class_names[2] else "right")


def _question_mark(ax: Axes, x: float, y: float) -> None:
    ax.scatter([x], [y], s=190, facecolor=PAPER, edgecolor=INK, linewidth=1.4, zorder=4)
    ax.annotate("?", (x, y), ha="center", va="center_baseline", weight="bold", zorder=5)


def _arrow_before(ax: Axes) -> None:
    arrow = ax.annotate(
        "",
        xy=(-0.06, 0.5),
        xytext=(-0.19, 0.5),
        xycoords="axes fraction",
        arrowprops={"arrowstyle": "-|>", "color": MUTED, "linewidth": 1.6, "shrinkA": 0, "shrinkB": 0},
    )
    arrow.set_in_layout(False)


def _table(ax: Axes, Z: Floats) -> None:
    m, N = Z.shape
    for i in range(m):
        ax.annotate(
            text("plots.batch_axes.example", i=i), (-0.2, i + 0.5), ha="right", va="center", color=MUTED
        )
        for j in range(N):
            ax.annotate(f"{Z[i, j]:g}", (j + 0.5, i + 0.5), ha="center", va="center")


def _frame_and_sum(ax: Axes, k: int, axis: int, shape: tuple[int, ...], total: float) -> None:
    look = class_style(k)
    m, N = shape
    x, y, width, height = (0, k, N, 1) if axis == 1 else (k, 0, 1, m)
    frame = Rectangle((x + 0.08, y + 0.08), width - 0.16, height - 0.16, fill=False)
    frame.set(edgecolor=look.color, linestyle=look.linestyle, linewidth=2)
    ax.add_patch(frame)
    arrow, where = ("→", (N + 0.4, k + 0.5)) if axis == 1 else ("↓", (k + 0.5, m + 0.4))
    ax.annotate(f"{arrow} {total:g}", where, ha="center", va="center", weight="bold")
