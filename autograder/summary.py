"""What a grading run ends with: how many became what, and what to do about those that could not be graded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from autograder.bulk import SubmissionOutcome
from autograder.engine.submission import Status


def outcome_table(outcomes: Sequence[SubmissionOutcome]) -> Table:
    """How many submissions were graded, unchanged, late or failed."""
    counts = Counter(outcome.state for outcome in outcomes)
    late = sum(outcome.written is not None and outcome.written.seconds_late > 0 for outcome in outcomes)
    by_hand = sum(outcome.written is not None and outcome.written.needs_manual_grade for outcome in outcomes)
    table = Table("submissions", "number", title="Grading", title_justify="left")
    for label, number in (
        ("graded", counts["graded"]),
        ("of these late", late),
        ("of these with an answer for a person to grade", by_hand),
        ("unchanged", counts["unchanged"]),
        ("failed", counts["failed"]),
    ):
        table.add_row(label, str(number))
    return table


def failed_table(outcomes: Sequence[SubmissionOutcome]) -> Table:
    """Every submission that could not be graded, and why; without rows if there is none."""
    table = Table(title="Could not be graded", title_justify="left")
    for heading in ("student", "chapter", "why"):
        table.add_column(heading, overflow="fold")
    for outcome in outcomes:
        if outcome.state == "failed":
            whose = outcome.submission
            failed = outcome.status == Status.GRADER_FAILED
            why = f"The grader failed: {outcome.reason}" if failed else outcome.reason
            table.add_row(Text(whose.student), Text(whose.assignment), Text(why))
    return table


def remedies(outcomes: Sequence[SubmissionOutcome]) -> list[str]:
    """What to do about the submissions that could not be graded, a sentence or two for each kind."""
    statuses = {outcome.status for outcome in outcomes if outcome.state == "failed"}
    told = []
    if statuses - {Status.GRADER_FAILED}:
        told.append(
            "Ask these students for another file, collect it and grade again. What they handed in is in "
            "classroom/submitted/STUDENT/CHAPTER; a grade from before stays."
        )
    if Status.GRADER_FAILED in statuses:
        told.append("Where the grader failed, grade again: what is graded already is left alone.")
    return told
