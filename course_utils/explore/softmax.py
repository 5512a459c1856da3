"""Four logits and a temperature, and the probabilities that the learner's softmax makes of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from course_utils.check.guard import Guard
from course_utils.explore.artists import Bars, QuickText
from course_utils.explore.base import Explorer, Seen, slider
from course_utils.explore.goals import Facts, Goal
from course_utils.plots.style import MUTED, RULE, class_style, subscript
from course_utils.text import text

CLASSES = range(4)
LOWEST, HIGHEST = -5.0, 5.0


def _a1_is_half(now: Facts, before: Sequence[Facts]) -> bool:
    return bool(now["distribution"] and round(now["a"][0], 3) == 0.5 and now["z"][0] < 0)


def _all_shifted(now: Facts, before: Sequence[Facts]) -> bool:
    """Whether the logits were seen before, all four lower or higher by one amount, with the same result."""
    return now["distribution"] and any(
        _is_shift(now["z"], then["z"]) and np.allclose(now["a"], then["a"], atol=1e-6) for then in before
    )


def _is_shift(z: Sequence[float], earlier: Sequence[float]) -> bool:
    shift = z[0] - earlier[0]
    return abs(shift) > 0.05 and all(
        abs(one - other - shift) < 0.05 for one, other in zip(z, earlier, strict=True)
    )


class SoftmaxExplorer(Explorer):
    key = "explore.softmax"
    size = (640, 290)
    goals = (Goal("half", _a1_is_half), Goal("shift", _all_shifted))

    def __init__(self, my_softmax: Callable[[np.ndarray], np.ndarray]):
        self._softmax = Guard(my_softmax)
        controls = {
            f"z{k + 1}": slider(text(f"explore.softmax.z{k + 1}"), k + 1.0, LOWEST, HIGHEST) for k in CLASSES
        }
        controls["T"] = slider(text("explore.softmax.temperature"), 1.0, 0.1, 5.0)
        super().__init__(controls, [self._softmax])

    def draw_background(self, figure: Figure) -> list[Artist]:
        colours = [class_style(k).color for k in CLASSES]
        left, right = figure.subplots(1, 2)
        left.set_title(text("explore.softmax.left"))
        right.set_title(text("explore.softmax.right"))
        left.set(ylim=(LOWEST - 1.4, HIGHEST + 1.4), yticks=[-4, -2, 0, 2, 4])
        right.set(ylim=(0, 1.19), yticks=[0, 0.25, 0.5, 0.75, 1])
        for ax, letter in ((left, "z"), (right, "a")):
            ax.set_xticks(CLASSES, [letter + subscript(k + 1) for k in CLASSES])
            ax.grid(axis="y", color=RULE)
            ax.spines[["left", "bottom"]].set_visible(False)
            ax.tick_params(axis="y", labelcolor=MUTED)
            ax.axhline(0, color=MUTED, linewidth=1, clip_on=False)
        self._logits = Bars(left, CLASSES, colours, digits=1)
        self._probabilities = Bars(right, CLASSES, colours, digits=3)
        self._total = QuickText(
            right, (1, 1), colour=MUTED, align="right", offset=(0, -2), transform=right.transAxes
        )
        return [*self._logits.artists, *self._probabilities.artists, self._total]

    def update(self, *, z1: float, z2: float, z3: float, z4: float, T: float) -> Seen:
        z = np.array([z1, z2, z3, z4])
        self._logits.set(z)
        self._probabilities.hide()
        self._total.set_visible(False)
        a = self._softmax(z / T, shape=z.shape)
        self._probabilities.set(a)
        total = f"{a.sum():.3f}"
        self._total.string = text("explore.softmax.total", total=total)
        self._total.set_visible(True)
        distribution = bool(a.min() >= 0 and abs(a.sum() - 1) < 0.0005)
        facts = {"z": (z1, z2, z3, z4), "a": a, "T": T, "distribution": distribution}
        return Seen(self._say(a, T, total, distribution), facts)

    def _say(self, a: np.ndarray, T: float, total: str, distribution: bool) -> str:
        if not distribution:
            return text(
                "explore.softmax.no_distribution", total=total, low=f"{a.min():.3f}", high=f"{a.max():.3f}"
            )
        largest = np.flatnonzero(np.isclose(a, a.max(), atol=5e-4))
        values = {"T": f"{T:.1f}", "share": f"{a.max():.3f}", "first": subscript(largest[0] + 1)}
        if largest.size == a.size:
            return text("explore.softmax.all_equal", **values)
        if largest.size > 1:
            return text("explore.softmax.tied", **values, second=subscript(largest[1] + 1))
        second = int(np.argsort(a)[-2])
        return text(
            "explore.softmax.seen",
            **values,
            second=subscript(second + 1),
            rest=f"{a[second]:.3f}",
            total=total,
        )


def softmax(my_softmax: Callable[[np.ndarray], np.ndarray]) -> SoftmaxExplorer:
    """An explorer of softmax(z / T) for four logits z and a temperature T, drawn with ``my_softmax``.

    ``my_softmax`` is the learner's own function from shape (N,) to shape (N,).
    """
    return SoftmaxExplorer(my_softmax)
