"""`autograder grade`: what it refuses, and what it says of work that it could not grade."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from typer.testing import Result

from autograder.bulk import Submission, SubmissionOutcome
from autograder.engine.submission import Status
from autograder.summary import failed_table, outcome_table, remedies
from tests.commands.conftest import CHAPTER, Course
from tests.commands.notebooks import notebook

Run = Callable[..., Result]


# Every one of these would cost the whole class its points.
@pytest.mark.parametrize("limit", [("--timeout", "0"), ("--memory", "1"), ("--jobs", "-1")])
def test_a_limit_under_which_nobody_can_pass_is_refused(
    course: Course, autograder: Run, limit: tuple[str, str]
) -> None:
    assert "greater than or equal to" in autograder("grade", *limit, status=2).output


@pytest.mark.parametrize("command", ["grade", "feedback", "report"])
def test_a_chapter_that_was_released_without_the_gradebook_is_told_what_records_it(
    course: Course, autograder: Run, command: str
) -> None:
    with Gradebook(course.gradebook) as gradebook:
        gradebook.remove_assignment(CHAPTER)
    course.submitted("ada").mkdir(parents=True)
    (course.submitted("ada") / f"{CHAPTER}.ipynb").write_bytes(notebook())
    assert f"Run `autograder release {CHAPTER}`" in autograder(command, status=2).output


def outcome(student: str, status: Status, reason: str) -> SubmissionOutcome:
    handed_in = Submission(student, CHAPTER, Path("nowhere"))
    return SubmissionOutcome(handed_in, "failed", status, reason)


DAMAGED = outcome("ada", Status.NOT_JSON, "The file is cut off or damaged: [here].")
CRASHED = outcome("ben", Status.GRADER_FAILED, "OSError: no space left")


def test_who_could_not_be_graded_has_a_row_of_their_own_and_a_remedy() -> None:
    outcomes = [DAMAGED, CRASHED]
    assert outcome_table(outcomes).row_count == outcome_table([]).row_count
    students, chapters, reasons = (
        [str(cell) for cell in column.cells] for column in failed_table(outcomes).columns
    )
    assert (students, chapters) == (["ada", "ben"], [CHAPTER, CHAPTER])
    assert reasons == [DAMAGED.reason, f"The grader failed: {CRASHED.reason}"]
    assert len(remedies([])) == 0
    assert "another file" in remedies([DAMAGED])[0]
    assert "grade again" in remedies([CRASHED])[0]
    assert remedies(outcomes) == remedies([DAMAGED]) + remedies([CRASHED])
