"""What the gradebook says of chapters, by student and exercise, read in a few queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from nbgrader.api import Gradebook, Student

from autograder.results.gradebook import Sheet, read_sheets
from course_utils.check.exercises import CHAPTERS, chapter_exercises


@dataclass(frozen=True)
class ScoredExercise:
    """One graded cell of a chapter."""

    chapter: str
    name: str
    max_score: float


@dataclass(frozen=True)
class Result:
    """What one student has in one chapter. A score of None waits for a person; ``needs_manual_grade`` is true, too,
    where a person's score should be looked at again."""

    handed_in: datetime | None
    penalty: float
    scores: dict[str, float | None]
    needs_manual_grade: bool

    @property
    def total(self) -> float:
        """The points that count, as nbgrader has it: never below 0."""
        return max(0.0, sum(score for score in self.scores.values() if score is not None) - self.penalty)


@dataclass(frozen=True)
class ScoreSheet:
    """The results in ``chapters``, by student id and chapter; a chapter that a student did not hand in has none."""

    chapters: tuple[str, ...]
    students: tuple[Student, ...]
    exercises: dict[str, tuple[ScoredExercise, ...]]
    results: dict[tuple[str, str], Result]

    def result(self, student: Student, chapter: str) -> Result | None:
        """A student's result, None if nothing was graded."""
        return self.results.get((str(student.id), chapter))

    def max_score(self, chapter: str) -> float:
        """The points that a chapter has."""
        return sum(exercise.max_score for exercise in self.exercises[chapter])


def read_scores(
    gradebook: Gradebook, chapters: Iterable[str] = (), students: Iterable[str] = ()
) -> ScoreSheet:
    """The sheet of ``chapters`` and ``students``, each time all if none are named; chapters that the gradebook does
    not have are left out."""
    wanted, named = set(chapters), set(students)
    assignments = sorted(
        (entry for entry in gradebook.assignments if not wanted or entry.name in wanted),
        key=lambda entry: str(entry.name),
    )
    people = tuple(
        sorted((entry for entry in gradebook.students if not named or entry.id in named), key=_by_name)
    )
    exercises, results = {}, {}
    for assignment in assignments:
        chapter = str(assignment.name)
        cells = [
            ScoredExercise(chapter, cell.name, cell.max_score)
            for notebook in assignment.notebooks
            for cell in (*notebook.grade_cells, *notebook.task_cells)
        ]
        exercises[chapter] = tuple(_in_order(chapter, cells))
        for student, sheet in read_sheets(gradebook, chapter).items():
            results[student, chapter] = _result(sheet)
    return ScoreSheet(tuple(exercises), people, exercises, results)


def _result(sheet: Sheet) -> Result:
    scores = {cell: mark.points for cell, mark in sheet.marks.items()}
    return Result(sheet.handed_in, sheet.penalty, scores, any(mark.waits for mark in sheet.marks.values()))


def _by_name(student: Student) -> tuple[str, str, str]:
    """Each kind of database sorts names, and those who have none, in its own way."""
    return str(student.last_name or ""), str(student.first_name or ""), str(student.id)


def _in_order(chapter: str, exercises: Sequence[ScoredExercise]) -> list[ScoredExercise]:
    """As the chapter has them, then the written question."""
    names = [exercise.name for exercise in chapter_exercises(chapter)] if chapter in CHAPTERS else []
    places = {name: place for place, name in enumerate(names)}
    return sorted(exercises, key=lambda exercise: (places.get(exercise.name, len(places)), exercise.name))
