"""A whole class's work on one chapter."""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook

from autograder.bulk import MARK, Course
from autograder.engine.release import Release, ReleasedCell
from autograder.engine.submission import Status
from autograder.results.gradebook import Mark, Sheet, read_sheets, read_students
from autograder.results.notebook import Autograded, read_autograded
from autograder.results.work import Answer, Student, Work, WorkState


class NothingHandedIn(LookupError):
    """Nobody has handed in anything for a chapter, or the student named has not."""


@dataclass(frozen=True)
class ChapterResults:
    """A chapter, the title that its notebook bears, and every learner's work on it, in the order of their ids."""

    chapter: str
    title: str
    works: tuple[Work, ...]

    @property
    def graded(self) -> tuple[Work, ...]:
        """The works that could be graded."""
        return tuple(work for work in self.works if work.state is WorkState.GRADED)


@dataclass(frozen=True)
class _Slot:
    """A graded cell of the release, and the cells in which its answer is written."""

    cell: ReleasedCell
    answered_in: tuple[ReleasedCell, ...]


def chapters_handed_in(course: Course, wanted: Sequence[str], students: Sequence[str] = ()) -> list[str]:
    """The chapters ``wanted``, or all for which somebody handed something in. Raises `NothingHandedIn`, also where one
    of ``students`` has handed in none of them."""
    there = course.assignments_handed_in()
    if not there:
        root = course.folder("submitted", "*", "*").parent.parent
        raise NothingHandedIn(
            f"Nobody has handed anything in: {root} is empty. `autograder collect CHAPTER` fills it."
        )
    for chapter in wanted:
        if chapter not in there:
            raise NothingHandedIn(
                f"Nobody has handed anything in for {chapter!r}. There is work on: {', '.join(there)}."
            )
    chapters = list(dict.fromkeys(wanted)) or there
    for name in students:
        if not any(course.submissions(chapter, [name]) for chapter in chapters):
            known = {entry.student for chapter in chapters for entry in course.submissions(chapter)}
            like = difflib.get_close_matches(name, sorted(known))
            meant = f" Did you mean {' or '.join(like)}?" if like else ""
            raise NothingHandedIn(f"{name!r} has handed in nothing for: {', '.join(chapters)}.{meant}")
    return chapters


def read_chapter(
    course: Course, gradebook: Gradebook, chapter: str, only: Sequence[str] = ()
) -> ChapterResults:
    """What grading left of ``chapter``, for every student of the gradebook and everybody who handed something in, or
    for those whose ids are in ``only``.

    Raises `autograder.engine.release.NotReleased`.
    """
    release = course.release(gradebook, chapter)
    sheets = read_sheets(gradebook, chapter, only)
    handed_in = {entry.student for entry in course.submissions(chapter)}
    known = read_students(gradebook)
    students = {id_: known.get(id_, Student(id_, id_)) for id_ in {*known, *handed_in}}
    works = [
        _read_work(course, release, students[id_], sheets.get(id_), id_ in handed_in)
        for id_ in sorted(students)
        if not only or id_ in only
    ]
    return ChapterResults(chapter, _title(release), tuple(works))


def _title(release: Release) -> str:
    lines = (line for cell in release.cells if cell.kind == "markdown" for line in cell.source.splitlines())
    return next((line.removeprefix("# ") for line in lines if line.startswith("# ")), release.assignment)


def _slots(release: Release) -> tuple[_Slot, ...]:
    """The graded cells in order. The answer to a test is written in the solution cells since the test before it; a
    cell that a person grades is its own answer."""
    slots: list[_Slot] = []
    open_cells: list[ReleasedCell] = []
    for cell in release.cells:
        if cell.metadata.get("grade") or cell.metadata.get("task"):
            slots.append(_Slot(cell, tuple(open_cells) if cell.is_test else (cell,)))
            open_cells = []
        elif cell.metadata.get("solution"):
            open_cells.append(cell)
    return tuple(slots)


def _read_work(
    course: Course, release: Release, student: Student, sheet: Sheet | None, handed_in: bool
) -> Work:
    chapter = release.assignment
    folder = course.folder("autograded", student.id, chapter)
    status, reason = _read_mark(folder / MARK)
    autograded = read_autograded(folder / f"{chapter}.ipynb", release)
    if status not in (None, Status.GRADED):
        return Work(student, chapter, WorkState.FAILED, status, reason)
    if sheet is None or autograded is None:
        return Work(student, chapter, WorkState.WAITING if handed_in else WorkState.MISSING)
    return Work(
        student,
        chapter,
        WorkState.GRADED,
        answers=tuple(_answer(slot, sheet, autograded) for slot in _slots(release)),
        penalty=sheet.penalty,
        seconds_late=sheet.seconds_late,
        timed_out=autograded.timed_out,
        died=autograded.died,
    )


def _answer(slot: _Slot, sheet: Sheet, autograded: Autograded) -> Answer:
    name = slot.cell.grade_id
    mark = sheet.marks.get(name, Mark(None, 0.0, by_hand=False, waits=True))
    ids = [cell.grade_id for cell in slot.answered_in]
    return Answer(
        name,
        float(slot.cell.metadata.get("points", 0.0)),
        mark.points or 0.0,
        mark.extra_credit,
        mark.by_hand,
        mark.waits,
        tuple(sheet.comments[id_] for id_ in ids if id_ in sheet.comments),
        # Interned: what many have written, and what all began with, is in memory once.
        sys.intern("\n\n".join(autograded.sources.get(id_, "") for id_ in ids)),
        sys.intern("\n\n".join(cell.source for cell in slot.answered_in)),
        slot.cell.kind == "code",
        autograded.diagnoses.get(name),
    )


def _read_mark(path: Path) -> tuple[Status | None, str]:
    """How the engine's last run over a submission ended; None if stock nbgrader graded it, or nobody has yet."""
    try:
        mark: Mapping[str, str] = json.loads(path.read_text(encoding="utf-8"))
        return Status(mark["status"]), str(mark.get("reason", ""))
    except (OSError, ValueError, KeyError, TypeError):
        return None, ""
