"""What a gradebook says, as plain rows that can be compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook


def rows(database: Path | str) -> dict[str, Any]:
    """Every submission's rows: when it was handed in, late penalties, scores and comments by cell. ``database`` is a
    file of SQLite's or a URL."""
    url = database if isinstance(database, str) else f"sqlite:///{database}"
    with Gradebook(url) as gradebook:
        return {
            f"{submission.student.id}/{assignment.name}": {
                "timestamp": submission.timestamp,
                "score": submission.score,
                "penalty": [notebook.late_submission_penalty for notebook in submission.notebooks],
                "grades": {
                    grade.name: (
                        grade.auto_score,
                        grade.manual_score,
                        grade.extra_credit,
                        grade.needs_manual_grade,
                    )
                    for notebook in submission.notebooks
                    for grade in notebook.grades
                },
                "comments": {
                    comment.name: (comment.auto_comment, comment.manual_comment)
                    for notebook in submission.notebooks
                    for comment in notebook.comments
                },
            }
            for assignment in gradebook.assignments
            for submission in assignment.submissions
        }
