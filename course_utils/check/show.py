"""Short, safe text for any value, whatever its class does with ``repr``."""

from __future__ import annotations

from typing import Any

import numpy as np

from course_utils.check.keras_data import is_model
from course_utils.check.keras_facts import model_facts

LONGEST = 160


def kind_of(value: Any) -> str:
    """The name of the value's type, as a learner knows it."""
    return type(value).__name__


def show_number(value: Any) -> str:
    """A number with the digits that matter."""
    return f"{float(np.real(value)) + 0.0:.6g}"  # -0.0 + 0.0 is 0.0


def show_value(value: Any) -> str:
    """A value as a learner would type it, shortened; never raises."""
    try:
        if isinstance(value, np.ndarray):
            with np.printoptions(precision=4, threshold=24, edgeitems=3, suppress=False, linewidth=LONGEST):
                shown = " ".join(np.array2string(np.asarray(value), separator=", ").split())
        elif isinstance(value, np.generic):
            shown = str(value)
        elif isinstance(value, (tuple, list)) and any(isinstance(part, np.ndarray) for part in value):
            shown = ", ".join(show_value(part) for part in value)
        elif isinstance(value, dict) and any(isinstance(part, np.ndarray) for part in value.values()):
            shown = "{" + ", ".join(f"{key!r}: {_show_size(part)}" for key, part in value.items()) + "}"
        elif is_model(value):
            shown = str(model_facts(value))
        elif callable(value) and hasattr(value, "__name__"):
            shown = value.__name__
        else:
            shown = repr(value)
    except Exception:
        return kind_of(value)
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"


def _show_size(value: Any) -> str:
    return f"array({'×'.join(map(str, value.shape))})" if isinstance(value, np.ndarray) else show_value(value)
