"""One call of an answer, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from course_utils.check.keras_data import is_model
from course_utils.check.values import same_value


@dataclass(frozen=True)
class Call:
    """What came of one call: a result or the exception raised, the arguments before and after, and what
    was written meanwhile."""

    given: tuple[Any, ...]
    result: Any = None
    raised: BaseException | None = None
    after: tuple[Any, ...] = ()
    printed: str = ""
    warned: tuple[str, ...] = ()

    @cached_property
    def changed(self) -> tuple[int, ...]:
        """Which arguments were changed, counted from 1."""
        return tuple(
            number
            for number, (before, after) in enumerate(zip(self.given, self.after, strict=True), start=1)
            if (isinstance(before, (np.ndarray, dict, list)) or is_model(before))
            and not same_value(before, after)
        )

    @property
    def overflows(self) -> tuple[str, ...]:
        """The warnings that are about numbers: overflow, division by 0, an invalid value. Others, such as that
        a function will be removed some day, say nothing of a result."""
        return tuple(warning for warning in self.warned if warning.startswith(RuntimeWarning.__name__))
