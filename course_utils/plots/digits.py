"""Pictures of digits and of their pixels, for chapter 06."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from course_utils.plots.layout import headline, move_together
from course_utils.plots.picture import Picture
from course_utils.plots.style import DIVERGING, INK, MUTED, class_style, new_figure, style
from course_utils.text import text

Images = NDArray[np.uint8]

A_ROW = 9
"""Digits side by side in a gallery."""
RIGHT, WRONG = "✓", "✗"
CROP = slice(6, 18)
"""The rows and columns of an image whose numbers are shown."""
FRAMED = (10, 11, 12)
"""The rows of an image that are followed into the flattened one."""


def digit_gallery(images: ArrayLike) -> Picture:
    """``images`` (N, 28, 28) without any answer."""
    images = np.asarray(images)
    with style():
        figure = _gallery(images, text("plots.digit_gallery.title"), A_ROW, [""] * len(images))
    return Picture(figure, text("plots.digit_gallery.alt", N=len(images)))


def answered_gallery(images: ArrayLike, answers: ArrayLike, labels: ArrayLike) -> Picture:
    """``images`` (N, 28, 28), each with the digit that it was taken for and whether it is one of ``labels``."""
    answers, labels = np.asarray(answers), np.asarray(labels)
    right = int(np.sum(answers == labels))
    below = [
        text("plots.answered_gallery.answer", answer=answer, mark=RIGHT if answer == label else WRONG)
        for answer, label in zip(answers, labels, strict=True)
    ]
    values = {"right": right, "N": len(labels)}
    with style():
        figure = _gallery(np.asarray(images), text("plots.answered_gallery.title", **values), A_ROW, below)
    listed = ", ".join(str(answer) for answer in answers)
    return Picture(figure, text("plots.answered_gallery.alt", **values, answers=listed))


def mistakes(images: ArrayLike, labels: ArrayLike, P: ArrayLike) -> Picture:
    """Misread ``images`` (k, 28, 28) with their ``labels`` (k,) and the probabilities ``P`` (k, 10) they got."""
    labels, P = np.asarray(labels), np.asarray(P)
    answers = P.argmax(axis=1)
    lines = [
        text("plots.mistakes.answer", label=label, answer=answer, p=f"{p:.2f}")
        for label, answer, p in zip(labels, answers, P.max(axis=1), strict=True)
    ]
    with style():
        figure = _gallery(np.asarray(images), text("plots.mistakes.title"), 6, lines)
    pairs = "; ".join(
        text("plots.mistakes.pair", label=label, answer=answer)
        for label, answer in zip(labels, answers, strict=True)
    )
    return Picture(figure, text("plots.mistakes.alt", k=len(labels), pairs=pairs))


def pixels_as_numbers(image: ArrayLike) -> Picture:
    """``image`` (28, 28) and, of a square of 12 by 12 pixels in its middle, the numbers."""
    image = np.asarray(image)
    crop = image[CROP, CROP]
    with style():
        figure = new_figure(640, 340)
        headline(figure, text("plots.pixels_as_numbers.title"))
        left, right = figure.subplots(1, 2, width_ratios=[1, 1.15])
        _picture(left, image)
        frame = Rectangle((CROP.start - 0.5, CROP.start - 0.5), len(crop), len(crop), fill=False)
        frame.set(edgecolor=class_style(1).color, linewidth=2)
        left.add_patch(frame)
        _picture(right, crop)
        for (i, j), value in np.ndenumerate(crop):
            colour = "black" if value > 140 else "white"
            right.annotate(str(value), (j, i), ha="center", va="center", size=7.5, color=colour)
        right.spines[:].set(visible=True, color=class_style(1).color, linewidth=2)
    values = {"low": int(image.min()), "high": int(image.max()), "first": CROP.start, "last": CROP.stop - 1}
    return Picture(figure, text("plots.pixels_as_numbers.alt", **values))


def flattening(image: ArrayLike) -> Picture:
    """Three rows of ``image`` (28, 28), framed, and where they stand in the flattened image."""
    image = np.asarray(image)
    width = image.shape[1]
    with style():
        figure = new_figure(640, 215)
        headline(figure, text("plots.flattening.title"))
        left, right = figure.subplots(1, 2, width_ratios=[1, 3])
        _picture(left, image)
        _picture(right, np.hstack([image[row] for row in FRAMED])[np.newaxis])
        right.set_aspect(4)
        right.set_xticks(
            [k * width + width / 2 - 0.5 for k in range(len(FRAMED))],
            [
                text("plots.flattening.row", row=row, first=row * width, last=(row + 1) * width - 1)
                for row in FRAMED
            ],
        )
        right.set_xlabel(text("plots.flattening.flat"))
        for k, row in enumerate(FRAMED):
            look = class_style(k)
            for ax, corner in ((left, (-0.5, row - 0.5)), (right, (k * width - 0.5, -0.5))):
                frame = Rectangle(corner, width, 1, fill=False, edgecolor=look.color, linewidth=2.2)
                frame.set_clip_on(False)
                ax.add_patch(frame)
    return Picture(figure, text("plots.flattening.alt", first=FRAMED[0], last=FRAMED[-1]))


def right_and_wrong_reshape(images: ArrayLike) -> Picture:
    """The first of ``images`` (N, 28, 28) after ``reshape(N, -1)`` and after ``reshape(784, -1)``, drawn again."""
    images = np.asarray(images)
    pixels = images[0].size
    panels = {
        "before": images[0],
        "right": images.reshape(len(images), -1)[0].reshape(images[0].shape),
        "wrong": images.reshape(pixels, -1)[:, 0].reshape(images[0].shape),
    }
    with style():
        figure = new_figure(640, 260)
        headline(figure, text("plots.right_and_wrong_reshape.title"))
        for ax, (name, image) in zip(figure.subplots(1, len(panels)), panels.items(), strict=True):
            _picture(ax, image)
            ax.set_title(
                text(f"plots.right_and_wrong_reshape.{name}"), weight="normal", loc="center", size=11
            )
    return Picture(figure, text("plots.right_and_wrong_reshape.alt"))


def weights_as_pictures(W1: ArrayLike, columns: int = 10) -> Picture:
    """Every column of ``W1`` (784, h) as a picture of 28 by 28 weights."""
    W1 = np.asarray(W1)
    side = int(np.sqrt(len(W1)))
    reach = float(np.abs(W1).max()) / 4  # so that the many small weights can be seen
    rows = -(-W1.shape[1] // columns)
    with style():
        figure = new_figure(640, 64 + 70 * rows)
        headline(figure, text("plots.weights_as_pictures.title", h=W1.shape[1]))
        move_together(figure)
        for k, ax in enumerate(figure.subplots(rows, columns, squeeze=False).flat):
            ax.set_axis_off()
            if k < W1.shape[1]:
                ax.imshow(W1[:, k].reshape(side, side), cmap=DIVERGING, vmin=-reach, vmax=reach)
        figure.supxlabel(text("plots.weights_as_pictures.key"), size=10)
    return Picture(figure, text("plots.weights_as_pictures.alt", h=W1.shape[1]))


def _gallery(images: Images, title: str, a_row: int, below: Sequence[str]) -> Figure:
    rows = max(1, -(-len(images) // a_row))
    lines = max((line.count("\n") + 1 for line in below if line), default=0)
    figure = new_figure(640, 46 + rows * (600 / a_row + 19 * lines))
    headline(figure, title)
    move_together(figure)
    axes = figure.subplots(rows, a_row, squeeze=False)
    for ax in axes.flat:
        ax.set_axis_off()
    for ax, image, line in zip(axes.flat, images, below, strict=False):
        ax.set_axis_on()
        _picture(ax, image)
        ax.set_xlabel(line, labelpad=3, size=10, color=INK)
    return figure


def _picture(ax: Axes, image: NDArray) -> None:
    ax.imshow(image, cmap="gray", vmin=0, vmax=255, interpolation="nearest")
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set(visible=False, color=MUTED)
