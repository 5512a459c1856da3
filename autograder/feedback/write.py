"""Puts the pages where nbgrader looks for them, so that the formgrader finds them and `release_feedback` gives them
back through the exchange."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

from autograder.bulk import FROM_EXCHANGE, Course
from autograder.feedback.page import feedback_page
from autograder.files import read_submitted, replace_file
from autograder.results import ChapterResults, Work, WorkState


def write_feedback(course: Course, results: ChapterResults, works: list[Work]) -> Iterator[Path]:
    """Writes the page of each of ``works``, which are from ``results``, and yields its path."""
    for work in works:
        folder = course.folder("feedback", work.student.id, work.chapter)
        folder.mkdir(parents=True, exist_ok=True)
        page = folder / f"{work.chapter}.html"
        replace_file(page, feedback_page(work, results.title))
        _keep_exchange_files(course.folder("submitted", work.student.id, work.chapter), folder)
        yield page


def worth_a_page(work: Work) -> bool:
    """Whether there is anything to say: the work was graded, or its file could not be."""
    return work.state in (WorkState.GRADED, WorkState.FAILED)


def _keep_exchange_files(submitted: Path, folder: Path) -> None:
    """Puts beside a page what nbgrader's exchange reads there; for work that did not come through the exchange, a
    secret of its own, since without one `release_feedback` would stop before it reached the others."""
    defaults = dict(zip(FROM_EXCHANGE, ("", secrets.token_hex(16)), strict=True))
    for name, default in defaults.items():
        kept = read_submitted(submitted / name)
        if isinstance(kept, bytes):
            replace_file(folder / name, kept.decode(errors="replace"))
        elif not (folder / name).exists():
            replace_file(folder / name, default)
