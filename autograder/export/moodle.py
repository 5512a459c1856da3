"""Moodle's grade import, as its grade export names the columns.

Moodle asks which column is which. It finds a student by ID number or e-mail address; a grade without its feedback
column would erase feedback, and the other way round (https://docs.moodle.org/en/Grade_import), so both are there.
"""

from __future__ import annotations

from collections.abc import Iterable

from autograder.export.plugin import SheetExport, number, words
from autograder.export.scores import Result, ScoredExercise, ScoreSheet
from course_utils.text import catalogue


class MoodleExport(SheetExport):
    """For each chapter the grade, the feedback, and a column for each exercise. ``-`` is no grade, as in Moodle."""

    file_name = "grades-moodle.csv"

    def rows(self, sheet: ScoreSheet) -> Iterable[list[str]]:
        header = ["First name", "Last name", "ID number", "Email address"]
        for chapter in sheet.chapters:
            header += [f"Assignment: {chapter} (Real)", f"Assignment: {chapter} (Feedback)"]
            header += [f"{chapter}: {exercise.name} (Real)" for exercise in sheet.exercises[chapter]]
        yield header
        for student in sheet.students:
            email = student.email or (student.id if "@" in student.id else "")
            row = [words(student.first_name), words(student.last_name), student.id, words(email)]
            for chapter in sheet.chapters:
                exercises, result = sheet.exercises[chapter], sheet.result(student, chapter)
                if result is None:
                    row += ["-", "", *("-" for _ in exercises)]
                    continue
                row += [number(result.total), _feedback(result, exercises)]
                row += [number(result.scores.get(exercise.name)) or "-" for exercise in exercises]
            yield row


def _feedback(result: Result, exercises: Iterable[ScoredExercise]) -> str:
    """A sentence for each exercise, and one for the late penalty."""
    text = catalogue("autograder.export.text")
    sentences = []
    for exercise in exercises:
        score = result.scores.get(exercise.name)
        key = "export.waits" if score is None else "export.score"
        most = number(exercise.max_score)
        sentences.append(text(key, exercise=exercise.name, score=number(score), most=most))
    if result.penalty:
        sentences.append(text("export.late", penalty=number(result.penalty)))
    return " ".join(sentences)
