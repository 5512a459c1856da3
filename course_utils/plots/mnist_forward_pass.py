"""The figures of chapter 06 that show how a network computes, and how well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.patches import FancyArrowPatch, Rectangle
from numpy.typing import ArrayLike

from course_utils import reference
from course_utils.plots.layout import headline
from course_utils.plots.picture import Picture
from course_utils.plots.style import INK, MUTED, PAPER, RULE, SEQUENTIAL, class_style, new_figure, style
from course_utils.text import text

SHUT, OPEN = 0.01, 0.99


def layer_shapes(network: Mapping[str, np.ndarray]) -> Picture:
    """The arrays of a forward pass as boxes, each with its shape, and what leads from one to the next."""
    steps = len(network) // 2
    sizes = [len(network["W1"]), *(network[f"b{k}"].size for k in range(1, steps + 1))]
    with style():
        figure = new_figure(640, 230)
        headline(figure, text("plots.layer_shapes.title"))
        ax = figure.subplots()
        ax.set(xlim=(-0.62, steps * 2 + 0.62), ylim=(-1.3, 1.75))
        ax.set_axis_off()
        for k, size in enumerate(sizes):
            width = 0.3 + 0.12 * np.log2(size / 10)
            box = Rectangle((2 * k - width / 2, -0.5), width, 1, facecolor=PAPER, linewidth=2)
            box.set(edgecolor=class_style(k).color, hatch=class_style(k).hatch, alpha=0.55)
            ax.add_patch(box)
            name = "X" if k == 0 else f"A{k}"
            ax.annotate(
                text("plots.layer_shapes.array", name=name, size=size), (2 * k, -0.65), ha="center", va="top"
            )
        for k in range(steps):
            arrow = FancyArrowPatch((2 * k + 0.62, 0), (2 * k + 1.38, 0), arrowstyle="-|>", mutation_scale=16)
            arrow.set(color=MUTED, linewidth=1.6)
            ax.add_patch(arrow)
            values = {"k": k + 1, "rows": sizes[k], "columns": sizes[k + 1]}
            ax.annotate(text("plots.layer_shapes.weights", **values), (2 * k + 1, 0.75), ha="center")
            name = "softmax" if k == steps - 1 else "sigmoid"
            ax.annotate(text(f"plots.layer_shapes.{name}"), (2 * k + 1, 0.18), ha="center", color=MUTED)
    return Picture(figure, text("plots.layer_shapes.alt", sizes=", ".join(map(str, sizes))))


def batch_speed(batch_sizes: Sequence[int], images_per_second: Sequence[float]) -> Picture:
    """How many images a second go through in batches of each size, both axes logarithmic."""
    best = int(np.argmax(images_per_second))
    times = f"{images_per_second[best] / images_per_second[0]:.0f}"
    with style():
        figure = new_figure(640, 300)
        ax = figure.subplots()
        ax.set_title(text("plots.batch_speed.title", size=batch_sizes[best], times=times))
        ax.plot(batch_sizes, images_per_second, color=class_style(0).color, marker="o")
        for size, speed in zip(batch_sizes, images_per_second, strict=True):
            first = size == batch_sizes[0]  # written below the dot, since the line climbs away from it
            shift, side, end = ((8, -4), "left", "top") if first else ((0, 9), "center", "bottom")
            ax.annotate(
                f"{speed:,.0f}", (size, speed), xytext=shift, textcoords="offset points", ha=side, va=end
            )
        ax.set(xscale="log", yscale="log")
        ax.margins(y=0.2)
        ax.set_xticks(batch_sizes, [str(size) for size in batch_sizes])
        ax.minorticks_off()
        ax.set(yticks=[], xlabel=text("plots.batch_speed.size"), ylabel=text("plots.batch_speed.speed"))
        ax.spines["left"].set_visible(False)
    return Picture(figure, text("plots.batch_speed.alt", size=batch_sizes[best], times=times))


def confusion(counts: ArrayLike) -> Picture:
    """``counts`` (10, 10): how often the digit of each row was read as that of each column."""
    counts = np.asarray(counts)
    mistakes = np.where(np.eye(len(counts), dtype=bool), 0, counts)
    label, answer = np.unravel_index(int(mistakes.argmax()), counts.shape)
    values = {"label": label, "answer": answer, "times": counts[label, answer]}
    with style():
        figure = new_figure(600, 480)
        ax = figure.subplots()
        ax.set_title(text("plots.confusion.title", wrong=mistakes.sum(), total=counts.sum()))
        shown = np.ma.masked_equal(mistakes, 0)
        ax.imshow(shown, cmap=SEQUENTIAL, vmin=0, vmax=max(1, mistakes.max()))
        for (i, j), count in np.ndenumerate(counts):
            if count:
                bright = mistakes[i, j] > 0.6 * mistakes.max()
                colour = INK if i == j or bright else "white"
                ax.annotate(str(count), (j, i), ha="center", va="center", size=10, color=colour)
        ax.set_xticks(range(len(counts)))
        ax.set_yticks(range(len(counts)))
        ax.set(xlabel=text("plots.confusion.answer"), ylabel=text("plots.confusion.label"))
        ax.spines[:].set(visible=True, color=RULE)
    right = counts.sum() - mistakes.sum()
    return Picture(figure, text("plots.confusion.alt", **values, right=right, total=counts.sum()))


def saturation(z_scaled: ArrayLike, z_raw: ArrayLike) -> Picture:
    """How the outputs of a layer of sigmoids are spread, for the logits of scaled and of raw pixels."""
    shares = {}
    with style():
        figure = new_figure(640, 300)
        headline(figure, text("plots.saturation.title"))
        axes = figure.subplots(1, 2, sharey=True)
        for k, (ax, z, name) in enumerate(zip(axes, (z_scaled, z_raw), ("scaled", "raw"), strict=True)):
            a = reference.sigmoid(z).ravel()
            shares[name] = f"{100 * np.mean((a > SHUT) & (a < OPEN)):.1f}"
            heights, edges = np.histogram(a, bins=20, range=(0, 1))
            look = class_style(k)
            ax.bar(
                edges[:-1],
                100 * heights / a.size,
                width=0.045,
                align="edge",
                color=look.color,
                hatch=look.hatch,
                edgecolor=PAPER,
            )
            ax.set_title(text(f"plots.saturation.{name}", share=shares[name]), weight="normal", size=11)
            ax.set(xlabel=text("plots.saturation.output"), xlim=(-0.02, 1.02), yscale="log")
            ax.grid(axis="y", color=RULE)
        axes[0].set_ylabel(text("plots.saturation.share"))
        axes[0].set_yticks([0.01, 0.1, 1, 10], ["0.01", "0.1", "1", "10"])
        axes[0].minorticks_off()
    return Picture(figure, text("plots.saturation.alt", **shares))
