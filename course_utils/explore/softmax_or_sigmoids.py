"""Three logits through one softmax and through three sigmoids, and the labels that the learner's function finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from course_utils import reference
from course_utils.check.guard import Guard
from course_utils.data.street import LABELS
from course_utils.explore.artists import Bars, QuickText
from course_utils.explore.base import Explorer, Seen, slider
from course_utils.explore.goals import Facts, Goal
from course_utils.plots.style import INK, MUTED, RULE, class_style
from course_utils.text import text

PLACES = range(len(LABELS))
START = (2.2, -1.5, 0.4)
SURE, UNLIKELY = 0.95, 0.05


def _bus_and_person(now: Facts, before: Sequence[Facts]) -> bool:
    return bool(now["right"] and now["p"][0] >= SURE and now["p"][2] >= SURE)


def _nothing_there(now: Facts, before: Sequence[Facts]) -> bool:
    return bool(now["right"] and now["p"].max() <= UNLIKELY)


class SoftmaxOrSigmoidsExplorer(Explorer):
    key = "explore.softmax_or_sigmoids"
    size = (640, 300)
    goals = (Goal("both", _bus_and_person), Goal("nothing", _nothing_there))

    def __init__(self, multilabel_predict: Callable[..., np.ndarray]):
        self._predict = Guard(multilabel_predict)
        self._names = [text(f"data.scenes.class.{label}") for label in LABELS]
        controls = {
            label: slider(text(f"explore.softmax_or_sigmoids.{label}"), z, -6, 6)
            for label, z in zip(LABELS, START, strict=True)
        }
        controls["threshold"] = slider(text("explore.softmax_or_sigmoids.threshold"), 0.5, 0.05, 0.95, 0.05)
        super().__init__(controls, [self._predict])

    def draw_background(self, figure: Figure) -> list[Artist]:
        colours = [class_style(k).color for k in PLACES]
        left, right = figure.subplots(1, 2)
        for ax, side in ((left, "softmax"), (right, "sigmoids")):
            ax.set_title(text(f"explore.softmax_or_sigmoids.{side}"))
            ax.set(ylim=(0, 1.34), yticks=[0, 0.25, 0.5, 0.75, 1])
            ax.set_xticks(PLACES, self._names)
            ax.grid(axis="y", color=RULE)
            ax.spines[["left", "bottom"]].set_visible(False)
            ax.tick_params(axis="y", labelcolor=MUTED)
            ax.axhline(0, color=MUTED, linewidth=1, clip_on=False)
        self._shares = Bars(left, PLACES, colours, digits=3)
        self._probabilities = Bars(right, PLACES, colours, digits=3)
        self._line = right.axhline(0.5, color=INK, linewidth=1.4, linestyle=(0, (4, 3)))
        self._chosen = [QuickText(left, (k, 1.22), bold=True, size=13) for k in PLACES]
        self._found = [QuickText(right, (k, 1.22), bold=True, size=13) for k in PLACES]
        return [
            *self._shares.artists,
            *self._probabilities.artists,
            self._line,
            *self._chosen,
            *self._found,
        ]

    def update(self, *, bus: float, taxi: float, person: float, threshold: float) -> Seen:
        z = np.array([bus, taxi, person])
        a, p = reference.softmax(z), reference.sigmoid(z)
        self._shares.set(a)
        self._probabilities.set(p)
        self._line.set_ydata([threshold, threshold])
        for k in PLACES:
            self._chosen[k].string = str(int(k == a.argmax()))
            self._found[k].set_visible(False)
        found = self._predict(z[np.newaxis], threshold, shape=(1, len(z)))[0]
        for k in PLACES:
            self._found[k].string = f"{found[k]:g}"
            self._found[k].set_visible(True)
        right = bool(np.array_equal(found, reference.multilabel_predict(z, threshold)))
        return Seen(self._say(a, p, found, threshold, right), {"a": a, "p": p, "right": right})

    def _say(self, a: np.ndarray, p: np.ndarray, found: np.ndarray, threshold: float, right: bool) -> str:
        values = {
            "threshold": f"{threshold:.2f}",
            "labels": ", ".join(f"{label:g}" for label in found),
            "total": f"{p.sum():.3f}",
            "largest": self._names[int(a.argmax())],
            "share": f"{a.max():.3f}",
            "rest": f"{1 - a.max():.3f}",
        }
        return text(f"explore.softmax_or_sigmoids.{'seen' if right else 'not_the_labels'}", **values)


def softmax_or_sigmoids(multilabel_predict: Callable[..., np.ndarray]) -> SoftmaxOrSigmoidsExplorer:
    """An explorer of three logits, read by a softmax on the left and by three sigmoids on the right.

    ``multilabel_predict`` is the learner's own function from logits (m, L) and a threshold to 0/1 (m, L); it
    decides which labels the right side finds.
    """
    return SoftmaxOrSigmoidsExplorer(multilabel_predict)
