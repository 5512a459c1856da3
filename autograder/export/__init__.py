"""Grades as CSV, and as Canvas and Moodle import them.

Each is a plugin that nbgrader takes too: ``nbgrader export --exporter=autograder.export.CanvasExport``.
"""

from autograder.export.canvas import CanvasExport
from autograder.export.moodle import MoodleExport
from autograder.export.plain import CsvExport

__all__ = ["EXPORTERS", "CanvasExport", "CsvExport", "MoodleExport"]

EXPORTERS = {"csv": CsvExport, "canvas": CanvasExport, "moodle": MoodleExport}
