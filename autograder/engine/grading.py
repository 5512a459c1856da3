"""Grading one submission, from bytes to a result."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution, is_task

from autograder.engine.judge import run_notebook
from autograder.engine.nurseries import Nurseries
from autograder.engine.release import Release
from autograder.engine.submission import Status, Unreadable, read_submission, repair

NO_RESPONSE = "No response."  # nbgrader's own words


@dataclass(frozen=True)
class Graded:
    """What grading a submission gave: its status and, where it is not "graded", the reason; by cell the automatic
    score (None waits for a person) and nbgrader's automatic comment; and the autograded notebook."""

    status: Status
    reason: str = ""
    scores: Mapping[str, float | None] = field(default_factory=dict)
    comments: Mapping[str, str | None] = field(default_factory=dict)
    notebook: str = ""


def grade_submission(data: bytes, release: Release, nurseries: Nurseries, cell_seconds: float) -> Graded:
    """Grades the file ``data`` against ``release``; never raises for what is in it."""
    try:
        notebook = repair(read_submission(data), release)
    except Unreadable as problem:
        return Graded(problem.status, problem.reason)
    run_notebook(notebook, release, nurseries, cell_seconds)
    return _result(notebook)


def _result(notebook: NotebookNode) -> Graded:
    scores: dict[str, float | None] = {}
    comments: dict[str, str | None] = {}
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if not name:
            continue
        if is_grade(cell):
            scores[name] = determine_grade(cell)[0]
        if is_solution(cell) or is_task(cell):
            unchanged = cell.metadata.nbgrader.get("checksum") == compute_checksum(cell) and not is_task(cell)
            comments[name] = NO_RESPONSE if unchanged else None
    # Not by nbformat.writes, which takes a tenth of a second to lay out and validate what was just built.
    return Graded(Status.GRADED, "", scores, comments, json.dumps(notebook, ensure_ascii=False))
