"""What an exercise is made of. Nothing here runs anything: see `course_utils.check.examine`.

An exercise, a case and a misconception are each equal to itself alone, so that results can be kept by them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from course_utils.check.finding import Finding
from course_utils.check.kinds import FUNCTION, Kind

LEARNER_TEXT = "course_utils.text"


class Contract(Protocol):
    """What must hold of a result."""

    def find(self, got: Any, want: Any, given: tuple[Any, ...]) -> Finding | None:
        """The first thing wrong with ``got``, where ``want`` is right for the arguments ``given``."""


@dataclass(frozen=True, eq=False)
class Case:
    """One call of the learner's function, or one question to an answer of another kind.

    ``make`` builds fresh arguments at each use, so that no answer can spoil the next call and arrays keep
    the memory layout that they are built with. Its sentence has the id ``<exercise>.cases.<id>``.
    ``leaves_open`` says that more than one result is right, as where an epsilon is free to choose.
    """

    id: str
    make: Callable[[], tuple[Any, ...]]
    named: Mapping[str, Any] = field(default_factory=dict)
    weight: float = 1.0
    hidden: bool = False
    catalogue: str = LEARNER_TEXT
    leaves_open: bool = False


@dataclass(frozen=True, eq=False)
class Misconception:
    """A named wrong answer, executable; ``<exercise>.misconceptions.<id>.what`` says what was done,
    ``.look`` what to look at next."""

    id: str
    answer: Any


@dataclass(frozen=True, eq=False)
class Exercise:
    """One thing a learner writes.

    ``refused`` names calls that would hand over the answer, as a learner writes them (``tf.nn.softmax``);
    a module stands for everything in it. ``stable`` asks for a result free of NumPy warnings, in the float
    width of the arguments. ``seconds`` bounds one call. ``kind`` says what sort of thing the answer, the
    ``solution`` and the misconceptions are.
    """

    name: str
    signature: str
    points: float
    solution: Any
    contract: Contract
    cases: tuple[Case, ...]
    misconceptions: tuple[Misconception, ...]
    refused: tuple[str, ...] = ()
    stable: bool = False
    seconds: float = 10.0
    kind: Kind = FUNCTION
