"""The contract of losses of probabilities, where several ways to keep log 0 finite are right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_utils.check.contracts import Mean
from course_utils.check.finding import Finding

LEAST_FOR_ZERO = 6.0
"""The least cost of an example whose truth gets probability 0: an epsilon of 0.002 or less charges more."""

# log(p + 1e-7), which many textbooks write, and clipping to [1e-7, 1 - 1e-7] are as right as log(p).
CLOSE = (1e-4, 1e-5)
_LOSS = Mean(*CLOSE)


@dataclass(frozen=True)
class LossOfProbabilities:
    """The mean of -log p. ``truth`` takes the arguments to p, the probabilities of the truth, shape (m,).

    Probabilities are exactly 0 or large against any epsilon. An example with p = 0 may cost any finite amount
    from `LEAST_FOR_ZERO` up, so with one the mean is right from a least value up.
    """

    truth: Callable[..., NDArray[np.float64]]

    def find(self, got: Any, want: Any, given: tuple[Any, ...]) -> Finding | None:
        p = self.truth(*given)
        if (p > 0).all():
            return _LOSS.find(got, want, given)
        least = np.mean(np.where(p > 0, -np.log(np.where(p > 0, p, 1)), LEAST_FOR_ZERO))
        finding = _LOSS.find(got, least, given)
        if finding is None or finding.id != "form.value_number":
            return finding
        if float(got) > least:
            return None
        return Finding("form.zero_too_cheap", {**finding.values, "least": f"{LEAST_FOR_ZERO:g}"})
