"""A chapter's rows of nbgrader's gradebook, in a handful of queries however large the class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.api import Student as StudentRow

from autograder.results.work import Student


@dataclass(frozen=True)
class Mark:
    """The gradebook's row for one graded cell; ``points`` is None while nothing and nobody has graded it."""

    points: float | None
    extra_credit: float
    by_hand: bool
    waits: bool


@dataclass
class Sheet:
    """One learner's rows: marks by graded cell, a person's comments by solution cell; ``handed_in`` is in UTC."""

    handed_in: datetime | None
    seconds_late: float
    penalty: float = 0.0
    marks: dict[str, Mark] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)


def read_students(gradebook: Gradebook) -> dict[str, Student]:
    """Every student of the gradebook, by id."""
    rows = gradebook.db.query(StudentRow.id, StudentRow.first_name, StudentRow.last_name)
    return {
        id_: Student(id_, " ".join(filter(None, (first, last))) or id_)
        for id_, first, last in rows.order_by(StudentRow.id)
    }


def read_sheets(gradebook: Gradebook, chapter: str, only: Sequence[str] = ()) -> dict[str, Sheet]:
    """The sheets of all who have rows for ``chapter``, or of those among them whose ids are in ``only``, by student."""
    sheets: dict[str, Sheet] = {}
    for student, stamp, extension, due, penalty in _of_chapter(
        gradebook,
        chapter,
        only,
        SubmittedAssignment.timestamp,
        SubmittedAssignment.extension,
        Assignment.duedate,
        SubmittedNotebook.late_submission_penalty,
    ):
        due = due + extension if due and extension else due
        late = max(0.0, (stamp - due).total_seconds()) if stamp and due else 0.0
        sheets.setdefault(student, Sheet(stamp, late)).penalty += penalty or 0.0
    grades = _of_chapter(
        gradebook,
        chapter,
        only,
        BaseCell.name,
        Grade.score,
        Grade.extra_credit,
        Grade.auto_score,
        Grade.manual_score,
        Grade.needs_manual_grade,
    )
    grades = grades.join(Grade, Grade.notebook_id == SubmittedNotebook.id)
    for student, cell, score, extra, auto, manual, waits in grades.join(
        BaseCell, Grade.cell_id == BaseCell.id
    ):
        points = None if auto is None and manual is None else score
        sheets[student].marks[cell] = Mark(points, extra or 0.0, manual is not None, bool(waits))
    comments = _of_chapter(gradebook, chapter, only, BaseCell.name, Comment.manual_comment)
    comments = comments.join(Comment, Comment.notebook_id == SubmittedNotebook.id)
    for student, cell, comment in comments.join(BaseCell, Comment.cell_id == BaseCell.id):
        if comment:
            sheets[student].comments[cell] = comment
    return sheets


def _of_chapter(gradebook: Gradebook, chapter: str, only: Sequence[str], *columns: Any) -> Any:
    """A query for the student and ``columns``, over the submitted notebooks of ``chapter``."""
    query = (
        gradebook.db.query(SubmittedAssignment.student_id, *columns)
        .select_from(SubmittedNotebook)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .filter(Assignment.name == chapter)
    )
    return query.filter(SubmittedAssignment.student_id.in_(only)) if only else query
