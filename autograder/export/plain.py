"""One row a student, for a spreadsheet or pandas."""

from __future__ import annotations

from collections.abc import Iterable

from autograder.export.plugin import SheetExport, number, words
from autograder.export.scores import ScoreSheet


class CsvExport(SheetExport):
    """CSV with, for each chapter, a column for each exercise, the late penalty, the points that count, the most there
    are, and when it was handed in (UTC). Columns are empty where nothing was handed in."""

    def rows(self, sheet: ScoreSheet) -> Iterable[list[str]]:
        header = ["student_id", "last_name", "first_name", "email"]
        for chapter in sheet.chapters:
            names = [exercise.name for exercise in sheet.exercises[chapter]]
            facts = ("late_submission_penalty", "score", "max_score", "timestamp")
            header += [f"{chapter} {name}" for name in (*names, *facts)]
        yield header
        for student in sheet.students:
            row = [student.id, words(student.last_name), words(student.first_name), words(student.email)]
            for chapter in sheet.chapters:
                exercises, result = sheet.exercises[chapter], sheet.result(student, chapter)
                if result is None:
                    row += [""] * (len(exercises) + 2) + [number(sheet.max_score(chapter)), ""]
                    continue
                row += [number(result.scores.get(exercise.name)) for exercise in exercises]
                row += [number(result.penalty), number(result.total), number(sheet.max_score(chapter))]
                row.append(f"{result.handed_in:%Y-%m-%d %H:%M:%S}" if result.handed_in else "")
            yield row
