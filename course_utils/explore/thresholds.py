"""One threshold a label: what it does to precision and recall, and the pictures that change sides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from course_utils import reference
from course_utils.check.guard import Guard, Trouble
from course_utils.check.show import kind_of
from course_utils.data import Dataset
from course_utils.explore.artists import QuickPixels, QuickText
from course_utils.explore.base import Explorer, Seen, slider
from course_utils.explore.goals import Facts, Goal
from course_utils.plots.style import INK, MUTED, PAPER, RULE, class_style
from course_utils.text import text

BEGIN = 0.5
TICKS = (0, 0.25, 0.5, 0.75, 1)
SHOWN = 3  # pictures on each side of the threshold
RIGHT, WRONG = "✓", "✗"
NEARLY_ALL = 0.99


def _no_false_alarm(now: Facts, before: Sequence[Facts]) -> bool:
    fell = now["recall"] < before[0]["recall"]
    return bool(((now["precision"] >= NEARLY_ALL) & (now["thresholds"] > BEGIN) & fell).any())


def _none_missed(now: Facts, before: Sequence[Facts]) -> bool:
    fell = now["precision"] < before[0]["precision"]
    return bool(((now["recall"] >= NEARLY_ALL) & (now["thresholds"] < BEGIN) & fell).any())


class ThresholdsExplorer(Explorer):
    key = "explore.thresholds"
    size = (640, 450)
    goals = (Goal("alarms", _no_false_alarm), Goal("missed", _none_missed))

    def __init__(
        self,
        multilabel_predict: Callable[..., np.ndarray],
        precision_recall: Callable[..., Any],
        Z: ArrayLike,
        scenes: Dataset,
    ):
        self._predict, self._judge = Guard(multilabel_predict), Guard(precision_recall)
        self._Z, self._scenes = np.asarray(Z, dtype=np.float64), scenes
        self._P = reference.sigmoid(self._Z)
        names = scenes.class_names
        sliders = {
            f"threshold{k}": slider(text("explore.thresholds.threshold", label=name), BEGIN, 0.01, 0.99, 0.01)
            for k, name in enumerate(names)
        }
        chosen = widgets.ToggleButtons(
            options=[(name, k) for k, name in enumerate(names)],
            description=text("explore.thresholds.pictures"),
            style={"button_width": "auto"},
            layout=widgets.Layout(width="auto"),
        )
        # The pictures are those of the label whose threshold is moved. Chosen before a frame is drawn, for one frame.
        for k, control in enumerate(sliders.values()):
            control.observe(lambda change, k=k: chosen.set_trait("value", k), names="value")
        super().__init__({**sliders, "label": chosen}, [self._predict, self._judge])

    def draw_background(self, figure: Figure) -> list[Artist]:
        names = self._scenes.class_names
        grid = figure.add_gridspec(len(names) + 1, 1, height_ratios=[1] * len(names) + [1.9])
        strips = [figure.add_subplot(grid[k]) for k in range(len(names))]
        strips[0].set_title(text("explore.thresholds.figure"))
        strips[-1].set_xlabel(text("explore.thresholds.probability"))
        self._lines, self._shares = [], []
        for k, ax in enumerate(strips):
            self._draw_strip(ax, k)
            (line,) = ax.plot([BEGIN, BEGIN], [-1.1, 1.1], color=INK, linewidth=2)
            self._lines.append(line)
            self._shares.append([QuickText(ax, (1.04, y), align="left", offset=(0, -4)) for y in (0.5, -0.5)])
        columns = grid[-1].subgridspec(1, 2 * SHOWN + 1, width_ratios=[1] * SHOWN + [0.2] + [1] * SHOWN)
        frames = [figure.add_subplot(columns[place]) for place in range(2 * SHOWN + 1) if place != SHOWN]
        for ax, side in ((frames[1], "no"), (frames[SHOWN + 1], "yes")):
            ax.set_title(text(f"explore.thresholds.{side}"), weight="normal", size=11, loc="center", pad=6)
        blank = np.ones_like(self._scenes.X[0])
        height, width, _ = blank.shape
        self._pictures, self._marks = [], []
        for ax in frames:
            self._pictures.append(QuickPixels(ax, blank))
            ax.set_axis_off()
            ax.set_ylim(1.4 * height, -0.5)  # room for the mark under the picture
            self._marks.append(QuickText(ax, (width / 2, 1.3 * height), bold=True))
        shares = [share for pair in self._shares for share in pair]
        return [*self._lines, *shares, *self._pictures, *self._marks]

    def _draw_strip(self, ax: Axes, k: int) -> None:
        """The probabilities of one label: a dot for each picture, above where the label is there."""
        look, there = class_style(k), self._scenes.y[:, k] == 1
        height = np.random.default_rng(k).uniform(0.2, 0.85, len(there)) * np.where(there, 1, -1)
        for rows, face in ((there, look.color), (~there, PAPER)):
            ax.scatter(
                self._P[rows, k],
                height[rows],
                s=14,
                marker=look.marker,
                color=face,
                edgecolor=look.color,
                linewidth=0.8,
            )
        ax.axhline(0, color=RULE)
        ax.set(xlim=(-0.02, 1.32), ylim=(-1.1, 1.1))
        last = k == len(self._scenes.class_names) - 1
        ax.set_xticks(TICKS, [f"{tick:g}" for tick in TICKS] if last else [])
        ax.set_yticks([0.5, -0.5], [text("explore.thresholds.there"), text("explore.thresholds.not_there")])
        ax.set_ylabel(self._scenes.class_names[k], weight="bold")
        ax.spines[["left", "bottom"]].set_visible(False)
        ax.tick_params(labelcolor=MUTED)

    def update(self, *, label: int, **thresholds: float) -> Seen:
        t = np.array(list(thresholds.values()))
        for k, line in enumerate(self._lines):
            line.set_xdata([t[k], t[k]])
            for share in self._shares[k]:
                share.set_visible(False)
        self._show_nearest(label, t[label])
        found = np.hstack([self._labels_found(k, t[k]) for k in range(len(t))])
        precision, recall = self._judged(found)
        for k, pair in enumerate(self._shares):
            for share, name, value in zip(
                pair, ("precision", "recall"), (precision[k], recall[k]), strict=True
            ):
                share.string = text(f"explore.thresholds.{name}", value=f"{value:.2f}")
                share.set_visible(True)
        facts = {"thresholds": t, "precision": precision, "recall": recall, "found": found}
        return Seen(self._say(label, t[label], found[:, label], precision[label], recall[label]), facts)

    def _labels_found(self, k: int, threshold: float) -> np.ndarray:
        return self._predict(self._Z[:, [k]], float(threshold), shape=(len(self._Z), 1))

    def _judged(self, found: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        pair = self._judge.call(self._scenes.y, found)
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise Trouble(text("form.not_a_pair", name=self._judge.name, got=kind_of(pair)))
        precision, recall = (self._judge.array(share, found.shape[1:]) for share in pair)
        return precision, recall

    def _show_nearest(self, k: int, threshold: float) -> None:
        """The pictures nearest to the threshold, three on each side, and whether each side is the right one."""
        p = self._P[:, k]
        order = np.argsort(p, kind="stable")
        first_above = int(np.searchsorted(p[order], threshold))
        for slot, (picture, mark) in enumerate(zip(self._pictures, self._marks, strict=True)):
            place = first_above - SHOWN + slot
            there = 0 <= place < len(order)
            picture.set_visible(there)
            mark.set_visible(there)
            if there:
                i = order[place]
                picture.set_data(self._scenes.X[i])
                sign = RIGHT if (place >= first_above) == (self._scenes.y[i, k] == 1) else WRONG
                mark.string = f"{sign} {p[i]:.2f}"

    def _say(self, k: int, threshold: float, found: np.ndarray, precision: float, recall: float) -> str:
        truth = self._scenes.y[:, k]
        changed = found != (self._P[:, k] >= BEGIN)
        values = {
            "label": self._scenes.class_names[k],
            "threshold": f"{threshold:.2f}",
            "changed": int(changed.sum()),
            "better": int((changed & (found == truth)).sum()),
            "worse": int((changed & (found != truth)).sum()),
            "precision": f"{precision:.3f}",
            "recall": f"{recall:.3f}",
        }
        return text(f"explore.thresholds.{'seen' if changed.any() else 'unchanged'}", **values)


def thresholds(
    multilabel_predict: Callable[..., np.ndarray],
    precision_recall: Callable[..., Any],
    Z: ArrayLike,
    scenes: Dataset,
) -> ThresholdsExplorer:
    """An explorer of one threshold a label, for logits ``Z`` (m, L) of the pictures of ``scenes``.

    ``multilabel_predict`` and ``precision_recall`` are the learner's own functions: from logits (m, L) and a
    threshold to 0/1 (m, L), and from two such arrays to a pair of shares (L,).
    """
    return ThresholdsExplorer(multilabel_predict, precision_recall, Z, scenes)
