"""What is known of one learner's work on a chapter, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from autograder.engine.submission import Status


def show_points(points: float) -> str:
    """Points as they are shown everywhere: two decimals at most, and none that are 0."""
    return f"{round(points, 2) + 0.0:g}"


class WorkState(StrEnum):
    """How far a learner's work has come."""

    MISSING = "nothing handed in"
    WAITING = "not graded yet"
    FAILED = "could not be graded"
    GRADED = "graded"


@dataclass(frozen=True)
class Student:
    """A learner: nbgrader's id, and the name to show."""

    id: str
    name: str


@dataclass(frozen=True)
class CaseResult:
    """One case of a graded exercise; ``finding`` is the id of what was wrong, None if it passed."""

    id: str
    hidden: bool
    finding: str | None

    @property
    def passed(self) -> bool:
        """Whether nothing was wrong."""
        return self.finding is None


@dataclass(frozen=True)
class Diagnosis:
    """What the checks found out about one answer: ids only, as a graded card carries them."""

    answered: bool
    headline: str | None
    misconception: str | None
    cases: tuple[CaseResult, ...]


@dataclass(frozen=True)
class Answer:
    """One graded cell: its points, and what the learner wrote for it.

    ``name`` is the graded cell's, which is the exercise's. ``points`` include ``extra_credit`` and are a person's where
    ``by_hand``; ``waits`` says that a person has still to look. ``released`` is the text that the learner began with.
    """

    name: str
    max_points: float
    points: float = 0.0
    extra_credit: float = 0.0
    by_hand: bool = False
    waits: bool = False
    comments: tuple[str, ...] = ()
    source: str = ""
    released: str = ""
    is_code: bool = True
    diagnosis: Diagnosis | None = None

    @property
    def attempted(self) -> bool:
        """Whether the learner wrote anything here, or the checks found an answer that stands elsewhere."""
        answered = self.diagnosis is not None and self.diagnosis.answered
        return answered or self.source.strip() != self.released.strip()

    @property
    def share(self) -> float:
        """The share of the points that was earned; extra credit may take it above 1."""
        return self.points / self.max_points if self.max_points else 0.0


@dataclass(frozen=True)
class Work:
    """One learner's work on one chapter. ``status`` and ``reason`` say why a file could not be graded; ``penalty`` is
    in points; ``timed_out`` and ``died`` say that a cell took too long, or ended the process that ran it."""

    student: Student
    chapter: str
    state: WorkState
    status: Status | None = None
    reason: str = ""
    answers: tuple[Answer, ...] = ()
    penalty: float = 0.0
    seconds_late: float = 0.0
    timed_out: bool = False
    died: bool = False

    @property
    def points(self) -> float:
        """What the chapter earned, the penalty taken off."""
        return sum(answer.points for answer in self.answers) - self.penalty

    @property
    def max_points(self) -> float:
        """The points that the chapter has."""
        return sum(answer.max_points for answer in self.answers)

    @property
    def waits(self) -> bool:
        """Whether a person has still to look at an answer."""
        return any(answer.waits for answer in self.answers)
