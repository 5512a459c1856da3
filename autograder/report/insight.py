"""What a chapter's results say about a class, as data: everything that the report shows and the CSV holds."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.report.similarity import Pair, near_identical
from autograder.report.statistics import difficulty, item_rest_correlation
from autograder.results import Answer, ChapterResults, Student, Work, WorkState

OFTEN_WRONG = "form."
"""Ids of findings of form, which are the same in every exercise."""


@dataclass(frozen=True)
class ExerciseInsight:
    """One graded cell over a class. ``learners`` are those who are counted, none while an answer waits for a person;
    ``difficulty`` and ``discrimination`` are as in `autograder.report.statistics`, None where there is too little to
    tell."""

    name: str
    max_points: float
    learners: int
    all_right: int
    partly: int
    nothing: int
    not_attempted: int
    difficulty: float | None
    discrimination: float | None


@dataclass(frozen=True)
class Recurring:
    """A misconception, or a mistake of form, that was recognised; ``id`` is its sentence's, ``lost`` the points that it
    cost all who made it."""

    exercise: str
    id: str
    students: tuple[Student, ...]
    lost: float


@dataclass(frozen=True)
class Look:
    """A learner who needs a look; ``why`` are the ids of the reasons, ``detail`` the engine's words on a file."""

    student: Student
    why: tuple[str, ...]
    detail: str = ""


@dataclass(frozen=True)
class ChapterInsight:
    """A chapter: its counts and scores, then its parts in the order of the page."""

    chapter: str
    title: str
    max_points: float
    scores: tuple[tuple[Student, float], ...]
    states: dict[WorkState, int]
    waiting_for_a_person: int
    late: int
    exercises: tuple[ExerciseInsight, ...]
    misconceptions: tuple[Recurring, ...]
    forms: tuple[Recurring, ...]
    looks: tuple[Look, ...]
    pairs: tuple[Pair, ...]

    @property
    def median(self) -> float | None:
        """The median of the points, None where nothing was graded."""
        return statistics.median([points for _, points in self.scores]) if self.scores else None


def find_insight(results: ChapterResults) -> ChapterInsight:
    """Everything that the report says about one chapter."""
    graded = results.graded
    recurring = _recurring(graded)
    return ChapterInsight(
        results.chapter,
        results.title,
        graded[0].max_points if graded else 0.0,
        tuple((work.student, work.points) for work in graded),
        {state: sum(work.state is state for work in results.works) for state in WorkState},
        sum(work.waits for work in graded),
        sum(work.seconds_late > 0 for work in graded),
        _exercises(graded),
        tuple(found for found in recurring if not found.id.startswith(OFTEN_WRONG)),
        tuple(found for found in recurring if found.id.startswith(OFTEN_WRONG)),
        _looks(results.works),
        tuple(near_identical(graded)),
    )


def _exercises(works: Sequence[Work]) -> tuple[ExerciseInsight, ...]:
    """The exercises in order. One with an answer that waits for a person has no figures yet, and is left out of the sum
    that the others are compared with."""
    columns = list(zip(*(work.answers for work in works), strict=True))
    settled = [column for column in columns if not any(answer.waits for answer in column)]
    return tuple(
        _exercise(column, column in settled, [other for other in settled if other is not column])
        for column in columns
    )


def _exercise(
    column: tuple[Answer, ...], is_settled: bool, others: Sequence[tuple[Answer, ...]]
) -> ExerciseInsight:
    counted = column if is_settled else ()
    rest = [sum(answer.points for answer in row) for row in zip(*others, strict=True)]
    without_points = [answer for answer in counted if answer.points <= 0]
    return ExerciseInsight(
        column[0].name,
        column[0].max_points,
        len(counted),
        sum(answer.share >= 1 for answer in counted),
        sum(0 < answer.share < 1 for answer in counted),
        sum(answer.attempted for answer in without_points),
        sum(not answer.attempted and answer.points <= 0 for answer in column),
        difficulty([answer.share for answer in counted]),
        item_rest_correlation([answer.points for answer in counted], rest) if counted and others else None,
    )


def _recurring(works: Sequence[Work]) -> list[Recurring]:
    """What went wrong in the same way, in the order in which to teach it again: by the points that it cost the class,
    then by how many had it."""
    gathered: dict[tuple[str, str], list[tuple[Student, float]]] = {}
    for work in works:
        for answer in work.answers:
            if (id_ := _what_went_wrong(answer)) is not None:
                lost = answer.max_points - answer.points
                gathered.setdefault((answer.name, id_), []).append((work.student, lost))
    found = [
        Recurring(exercise, id_, tuple(student for student, _ in who), sum(lost for _, lost in who))
        for (exercise, id_), who in gathered.items()
    ]
    return sorted(found, key=lambda entry: (-entry.lost, -len(entry.students), entry.exercise, entry.id))


def _what_went_wrong(answer: Answer) -> str | None:
    found = answer.diagnosis
    if found is None or not answer.attempted or found.headline is None:
        return None
    return found.misconception or found.headline


def _looks(works: Sequence[Work]) -> tuple[Look, ...]:
    """Who needs a look, and why; the most pressing first."""
    looks = [
        Look(work.student, why, work.reason)
        for work in works
        if (why := tuple(id_ for id_, needs in _REASONS.items() if needs(work)))
    ]
    order = list(_REASONS)
    return tuple(sorted(looks, key=lambda look: (order.index(look.why[0]), look.student.id)))


def _attempted_nothing(work: Work) -> bool:
    return work.state is WorkState.GRADED and not any(answer.attempted for answer in work.answers)


def _nothing_right(work: Work) -> bool:
    """Whether an attempt was made and no exercise gave a point; written answers may not have been graded yet."""
    attempts = [answer for answer in work.answers if answer.attempted and not answer.waits]
    return work.state is WorkState.GRADED and bool(attempts) and not any(a.points > 0 for a in work.answers)


_REASONS = {
    "failed": lambda work: work.state is WorkState.FAILED,
    "missing": lambda work: work.state is WorkState.MISSING,
    "waiting": lambda work: work.state is WorkState.WAITING,
    "untouched": _attempted_nothing,
    "nothing_right": _nothing_right,
    "timed_out": lambda work: work.timed_out,
    "died": lambda work: work.died,
}
