"""Canvas's gradebook CSV.

Its form is that of Canvas's own export and import (``gradebook_exporter.rb`` and ``gradebook_importer.rb``): five
columns that say who, a row with the points possible, a column for each assignment. Canvas finds a student by ID,
else by SIS Login ID, else by name, an assignment by its title, and does not import a column whose points possible
are ``(read only)``.
"""

from __future__ import annotations

from collections.abc import Iterable

from nbgrader.api import Student

from autograder.export.plugin import SheetExport, number, words
from autograder.export.scores import ScoreSheet

READ_ONLY = "(read only)"


class CanvasExport(SheetExport):
    """A column for each chapter, which Canvas imports into the assignment of that title, and one for each exercise,
    which it shows nobody and does not import: together they would count twice. An empty cell changes nothing."""

    file_name = "grades-canvas.csv"

    def rows(self, sheet: ScoreSheet) -> Iterable[list[str]]:
        header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
        possible = ["    Points Possible", "", "", "", ""]
        for chapter in sheet.chapters:
            exercises = sheet.exercises[chapter]
            header += [chapter, *(f"{chapter}: {exercise.name}" for exercise in exercises)]
            possible += [number(sheet.max_score(chapter)), *(READ_ONLY for _ in exercises)]
        yield header
        yield possible
        for student in sheet.students:
            row = [_name(student), words(student.lms_user_id), "", student.id, ""]
            for chapter in sheet.chapters:
                result = sheet.result(student, chapter)
                names = [exercise.name for exercise in sheet.exercises[chapter]]
                row.append(number(result.total if result else None))
                row += [number(result.scores.get(name) if result else None) for name in names]
            yield row


def _name(student: Student) -> str:
    """As Canvas sorts students: the last name first."""
    return words(", ".join(filter(None, (student.last_name, student.first_name)))) or str(student.id)
