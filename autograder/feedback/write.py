"""Puts the pages where nbgrader looks for them, so that the formgrader finds them and `release_feedback` gives them
back through the exchange."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from autograder.bulk import Course, keep_exchange_files
from autograder.feedback.page import feedback_page
from autograder.files import replace_file
from autograder.results import ChapterResults, Work, WorkState


def write_feedback(course: Course, results: ChapterResults, works: list[Work]) -> Iterator[Path]:
    """Writes the page of each of ``works``, which are from ``results``, and yields its path."""
    for work in works:
        folder = course.folder("feedback", work.student.id, work.chapter)
        folder.mkdir(parents=True, exist_ok=True)
        page = folder / f"{work.chapter}.html"
        replace_file(page, feedback_page(work, results.title))
        keep_exchange_files(course.folder("submitted", work.student.id, work.chapter), folder)
        yield page


def worth_a_page(work: Work) -> bool:
    """Whether there is anything to say: the work was graded, or its file could not be."""
    return work.state in (WorkState.GRADED, WorkState.FAILED)
