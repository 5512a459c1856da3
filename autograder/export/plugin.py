"""What the exporters share: nbgrader's settings, a sheet of scores, and a CSV file that is written whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin

from autograder.export.scores import ScoreSheet, read_scores
from autograder.files import replace_file
from autograder.spreadsheet import as_text


class SheetExport(ExportPlugin):
    """Writes `rows` of the score sheet to ``to``; a subclass says what the rows are and what the file is called."""

    file_name = "grades.csv"

    def export(self, gradebook: Gradebook) -> None:
        """Writes the chapters and students that nbgrader's settings name, each time all if none are named."""
        sheet = read_scores(gradebook, map(str, self.assignment), map(str, self.student))
        written = io.StringIO()
        csv.writer(written).writerows(self.rows(sheet))
        target = Path(self.to or self.file_name)
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, written.getvalue())
        self.log.info("Exported %d students to %s", len(sheet.students), target)

    def rows(self, sheet: ScoreSheet) -> Iterable[list[str]]:
        """The rows of the file, the header first."""
        raise NotImplementedError


def number(value: float | None) -> str:
    """A number without superfluous zeros, with a point; empty for None."""
    return "" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")


def words(value: str | None) -> str:
    """Text from a roster, which no spreadsheet will take for a formula."""
    return as_text(value or "")
