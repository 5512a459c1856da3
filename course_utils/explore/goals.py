"""What an explorer asks the learner to find, and whether they have."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from course_utils.text import text

Facts = Mapping[str, Any]

MEMORY = 300
"""How many frames a goal can look back."""


@dataclass(frozen=True)
class Goal:
    """One thing to find. ``met(now, before)`` judges this moment's facts by those seen since it was set.

    ``before`` begins with the facts of the moment the goal was set and holds at most the last `MEMORY`.
    Its sentences are ``<explorer>.goals.<id>.task`` and ``<explorer>.goals.<id>.found``.
    """

    id: str
    met: Callable[[Facts, Sequence[Facts]], bool]


class Goals:
    """An explorer's goals, one after the other."""

    def __init__(self, prefix: str, goals: Sequence[Goal]):
        self._prefix = prefix
        self._goals = tuple(goals)
        self._before: deque[Facts] = deque(maxlen=MEMORY)
        self.found: list[str] = []

    @property
    def current(self) -> Goal | None:
        """The goal being looked for; None when all are found."""
        return self._goals[len(self.found)] if len(self.found) < len(self._goals) else None

    @property
    def task(self) -> str:
        """The sentence that asks for the current goal; empty when all are found."""
        return self._say(self.current.id, "task") if self.current else ""

    @property
    def praise(self) -> list[str]:
        """One sentence for each goal found."""
        return [self._say(id, "found") for id in self.found]

    def look(self, now: Facts) -> bool:
        """Whether ``now`` meets the current goal. If so, the next goal is set, beginning from ``now``."""
        met = bool(self._before) and self.current is not None and self.current.met(now, self._before)
        if met and self.current is not None:
            self.found.append(self.current.id)
            self._before.clear()
        self._before.append(now)
        return met

    def _say(self, id: str, part: str) -> str:
        return text(f"{self._prefix}.goals.{id}.{part}")
