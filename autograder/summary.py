"""The table that a grading run ends with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.table import Table

from autograder.bulk import SubmissionOutcome


def outcome_table(outcomes: Sequence[SubmissionOutcome]) -> Table:
    """How many submissions were graded, unchanged, late or failed, and every failure with its reason."""
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
    for outcome in outcomes:
        if outcome.state == "failed":
            who = f"{outcome.submission.student}, {outcome.submission.assignment}: {outcome.status}"
            table.add_row(who, outcome.reason)
    return table
