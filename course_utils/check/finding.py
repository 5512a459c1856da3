"""What can be said of an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with an answer: the id of a sentence and the values it names."""

    id: str
    values: Mapping[str, Any] = field(default_factory=dict)
