"""Writes results into nbgrader's gradebook: the rows that `nbgrader autograde` writes, many in one transaction.

The rows are written by a handful of statements for the whole batch. nbgrader's own methods ask the database for each
cell, which takes longer than grading it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from nbgrader.api import (
    Assignment,
    Base,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    new_uuid,
)
from nbgrader.plugins import LateSubmissionPlugin
from sqlalchemy import Executable, Index, bindparam, case, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from autograder.engine.grading import Graded

BY_NOTEBOOK = tuple(
    Index(f"ix_{row.__tablename__}_notebook_id", row.__table__.c.notebook_id) for row in (Grade, Comment)
)
"""A notebook's grades and comments are looked up whenever it is written. nbgrader has no index for it, and without one
each look reads the rows of the whole class."""
INSERT: dict[str, Callable[..., Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class UnknownDatabase(RuntimeError):
    """The gradebook is in a database other than SQLite and PostgreSQL."""


@dataclass(frozen=True)
class Record:
    """A graded submission and whose it is; ``timestamp`` is when it was handed in, if that is known."""

    student: str
    assignment: str
    notebook: str
    graded: Graded
    timestamp: datetime | None = None


@dataclass(frozen=True)
class Written:
    """What a record came to: the score, and the seconds by which it was late."""

    score: float
    max_score: float
    seconds_late: float
    needs_manual_grade: bool


def prepare(gradebook: Gradebook) -> None:
    """Gives a gradebook that was made without them the indexes that keep a large class as quick as a small one."""
    for index in BY_NOTEBOOK:
        index.create(gradebook.db.connection(), checkfirst=True)
    gradebook.db.commit()


def write_records(
    gradebook: Gradebook, records: Sequence[Record], late: LateSubmissionPlugin
) -> list[Written]:
    """Writes the records, all or none of them. Raises `UnknownDatabase`."""
    session: Session = gradebook.db
    written: dict[tuple[str, str], Written] = {}
    # In the order that every grader keeps: of two that write the same rows, one waits for the other.
    ordered = sorted(records, key=lambda record: (record.assignment, record.student))
    try:
        session.rollback()  # others may have written since something was last read
        for name, some in groupby(ordered, key=lambda record: record.assignment):
            places = _find_places(session, gradebook.find_assignment(name), list(some))
            _write_timestamps(session, places)
            _write_scores(session, places)
            _write_comments(session, places)
            totals = _write_penalties(session, places, late)
            written |= {
                (name, place.record.student): total for place, total in zip(places, totals, strict=True)
            }
        session.commit()
    except BaseException:
        session.rollback()
        raise
    return [written[record.assignment, record.student] for record in records]


@dataclass(frozen=True)
class _Place:
    """Where a record belongs: the ids of its submission and of the notebook in it, and the notebook's cells."""

    record: Record
    submission: str
    notebook: str
    graded: dict[str, str]
    answered: dict[str, str]


def _find_places(session: Session, assignment: Assignment, records: list[Record]) -> list[_Place]:
    """The place of each record. A student, submission, notebook, grade and comment that has no row is given one."""
    students = [record.student for record in records]
    insert_missing(session, Student, [{"id": student} for student in students])
    own = {"assignment_id": assignment.id}
    insert_missing(
        session, SubmittedAssignment, [{**_new(), **own, "student_id": student} for student in students]
    )
    found = select(SubmittedAssignment.student_id, SubmittedAssignment.id).where(
        SubmittedAssignment.assignment_id == assignment.id, SubmittedAssignment.student_id.in_(students)
    )
    submissions: dict[str, str] = {row.student_id: row.id for row in session.execute(found)}
    notebooks = {
        notebook.name: _notebooks(session, notebook, list(submissions.values()))
        for notebook in assignment.notebooks
    }
    cells = {notebook.name: (_graded(notebook), _answered(notebook)) for notebook in assignment.notebooks}
    return [
        _Place(record, submission, notebooks[record.notebook][submission], *cells[record.notebook])
        for record in records
        for submission in [submissions[record.student]]
    ]


def _notebooks(session: Session, notebook: Notebook, submissions: list[str]) -> dict[str, str]:
    """The id of ``notebook`` in each of the submissions, with a row for each of its cells."""
    own = {"notebook_id": notebook.id, "flagged": False}
    insert_missing(
        session, SubmittedNotebook, [{**_new(), **own, "assignment_id": entry} for entry in submissions]
    )
    found = select(SubmittedNotebook.assignment_id, SubmittedNotebook.id).where(
        SubmittedNotebook.notebook_id == notebook.id, SubmittedNotebook.assignment_id.in_(submissions)
    )
    by_submission: dict[str, str] = {row.assignment_id: row.id for row in session.execute(found)}
    ids = by_submission.values()
    grades = [(place, cell) for place in ids for cell in _graded(notebook).values()]
    rows = [{**_new(), "notebook_id": place, "cell_id": cell} for place, cell in grades]
    insert_missing(session, Grade, [{**row, "needs_manual_grade": True} for row in rows])
    comments = [(place, cell) for place in ids for cell in _answered(notebook).values()]
    insert_missing(
        session, Comment, [{**_new(), "notebook_id": place, "cell_id": cell} for place, cell in comments]
    )
    return by_submission


def _graded(notebook: Notebook) -> dict[str, str]:
    return _ids([*notebook.grade_cells, *notebook.task_cells])


def _answered(notebook: Notebook) -> dict[str, str]:
    return _ids([*notebook.solution_cells, *notebook.task_cells])


def _ids(cells: Sequence[BaseCell]) -> dict[str, str]:
    return {cell.name: cell.id for cell in cells}


def _write_timestamps(session: Session, places: list[_Place]) -> None:
    rows = [
        {"place": place.submission, "stamp": place.record.timestamp}
        for place in places
        if place.record.timestamp is not None
    ]
    table = SubmittedAssignment.__table__
    _execute(
        session,
        update(table).where(table.c.id == bindparam("place")).values(timestamp=bindparam("stamp")),
        rows,
    )


def _write_scores(session: Session, places: list[_Place]) -> None:
    rows = [
        {"place": place.notebook, "cell": place.graded[name], "points": points, "waits": points is None}
        for place in places
        for name, points in place.record.graded.scores.items()
        if name in place.graded
    ]
    table = Grade.__table__
    here = table.c.notebook_id == bindparam("place"), table.c.cell_id == bindparam("cell")
    # As nbgrader has it: a score that a person gave is looked at again after every new run.
    waits = case((table.c.manual_score.is_not(None), True), else_=bindparam("waits"))
    values = {"auto_score": bindparam("points"), "needs_manual_grade": waits}
    _execute(session, update(table).where(*here).values(values), rows)


def _write_comments(session: Session, places: list[_Place]) -> None:
    rows = [
        {"place": place.notebook, "cell": place.answered[name], "words": words}
        for place in places
        for name, words in place.record.graded.comments.items()
        if name in place.answered
    ]
    table = Comment.__table__
    here = table.c.notebook_id == bindparam("place"), table.c.cell_id == bindparam("cell")
    _execute(session, update(table).where(*here).values(auto_comment=bindparam("words")), rows)


def _write_penalties(session: Session, places: list[_Place], late: LateSubmissionPlugin) -> list[Written]:
    """What each record comes to, with its penalty written."""
    wanted = select(
        SubmittedNotebook.id,
        SubmittedNotebook.score,
        SubmittedNotebook.max_score,
        SubmittedNotebook.needs_manual_grade,
    ).where(SubmittedNotebook.id.in_([place.notebook for place in places]))
    totals = {notebook: total for notebook, *total in session.execute(wanted)}
    found = select(SubmittedAssignment).where(
        SubmittedAssignment.id.in_([place.submission for place in places])
    )
    submissions = {entry.id: entry for entry in session.execute(found).scalars()}
    written, rows = [], []
    for place in places:
        score, max_score, waits = totals[place.notebook]
        seconds_late = submissions[place.submission].total_seconds_late
        written.append(Written(score, max_score, seconds_late, bool(waits)))
        penalty = _penalty(place.record.student, score, seconds_late, late) if seconds_late > 0 else None
        rows.append({"place": place.notebook, "penalty": penalty})
    table = SubmittedNotebook.__table__
    change = update(table).where(table.c.id == bindparam("place"))
    _execute(session, change.values(late_submission_penalty=bindparam("penalty")), rows)
    return written


def _penalty(student: str, score: float, seconds_late: float, late: LateSubmissionPlugin) -> float | None:
    penalty = late.late_submission_penalty(student, score, seconds_late)
    return None if penalty is None else min(max(penalty, 0.0), score)


def _new() -> dict[str, str]:
    return {"id": new_uuid()}


def insert_missing(session: Session, table: type[Base], rows: list[dict[str, Any]]) -> None:
    """Adds the rows that are not there yet; another process may be adding the same. Raises `UnknownDatabase`."""
    name = session.get_bind().dialect.name
    if name not in INSERT:
        known = " or ".join(sorted(INSERT))
        raise UnknownDatabase(f"The gradebook is in {name}; c.CourseDirectory.db_url has to name {known}.")
    _execute(session, INSERT[name](table.__table__).on_conflict_do_nothing(), rows)


def _execute(session: Session, statement: Executable, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.connection().execute(statement, rows)
