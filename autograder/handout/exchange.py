"""Puts chapters into nbgrader's exchange, where learners fetch them from JupyterLab's Assignment List."""

from __future__ import annotations

import filecmp
from contextlib import suppress
from pathlib import Path

from nbgrader.api import MissingEntry
from nbgrader.exchange.default import ExchangeReleaseAssignment

from autograder.course import load_config, nbgrader_api, open_gradebook, succeed
from autograder.editions import Chapter


class AlreadyReleased(FileExistsError):
    """Another edition of the chapter is in the exchange, which learners may have fetched."""


class ReleaseAssignment(ExchangeReleaseAssignment):
    """The formgrader's *Release*, for a chapter that the gradebook knows: a student edition lies in notebooks/ from
    the beginning, and what is handed in for one that *Generate* has not recorded cannot be graded."""

    def init_src(self) -> None:
        """Raises nbgrader's ExchangeError where *Generate* comes first."""
        super().init_src()
        chapter = self.coursedir.assignment_id
        known = False
        # Setting a due date records a chapter, too, but not its notebook.
        with open_gradebook(self.coursedir) as gradebook, suppress(MissingEntry):
            known = bool(gradebook.find_notebook(chapter, chapter))
        if not known:
            self.fail(f"Press Generate first: {chapter} is not in the gradebook.")


def put_into_exchange(course: Path, chapter: Chapter, *, replace: bool = False) -> Path:
    """Releases a chapter with nbgrader and returns its folder in the exchange.

    Nothing happens if this edition is there already. Raises `AlreadyReleased` if another one is, unless
    ``replace``, and `autograder.course.NbgraderFailed` with nbgrader's log if nbgrader refuses.
    """
    config = load_config(course)
    there = Path(config.Exchange.root) / config.CourseDirectory.course_id / "outbound" / chapter.name
    if there.is_dir():
        before = there / chapter.released.name
        if before.is_file() and filecmp.cmp(chapter.released, before, shallow=False):
            return there
        if not replace:
            raise AlreadyReleased(
                f"{chapter.name}: another edition is in the exchange, {there}. Learners who have fetched it keep "
                "their copy. Put this one in its place with --replace."
            )
        config.ExchangeReleaseAssignment.force = True
    succeed(
        f"nbgrader release_assignment {chapter.name}", nbgrader_api(config).release_assignment(chapter.name)
    )
    return there
