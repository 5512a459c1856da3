"""The formgrader's *Generate feedback* button, and `nbgrader generate_feedback`, write the same page as
`autograder feedback`: nbgrader's own page would show the hidden tests."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory

from autograder.bulk import Course
from autograder.feedback.page import feedback_page
from autograder.results import read_chapter


class FeedbackExporter(Exporter):
    """Stands in for nbgrader's HTMLExporter: an autograded notebook becomes the learner's page."""

    def _file_extension_default(self) -> str:
        return ".html"

    def from_filename(  # type: ignore[override]  # like nbconvert's own exporters, it gives text
        self, filename: str, resources: dict[str, Any] | None = None, **_: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page for the autograded notebook ``filename``, which ``resources`` say whose it is."""
        assert resources is not None
        about = resources["nbgrader"]
        directory: CourseDirectory = self.parent.coursedir  # type: ignore[union-attr]
        course = Course(NbGraderAPI(coursedir=directory, parent=self.parent))
        with Gradebook(about["db_url"], directory.course_id) as gradebook:
            results = read_chapter(course, gradebook, about["assignment"], [about["student"]])
        resources["output_extension"] = self.file_extension
        return feedback_page(results.works[0], results.title), resources
