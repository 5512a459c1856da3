"""What one student handed in once, how sound it is, and which of several counts."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder.collect.names import Claim
from autograder.collect.source import HandedInFile
from autograder.engine.submission import Unreadable, read_submission


@dataclass(frozen=True)
class Content:
    """What is in a notebook: its digest, whose cells of the release it has, and why it cannot be graded, if so."""

    digest: str
    grade_ids: frozenset[str] = frozenset()
    problem: str = ""


@dataclass(frozen=True)
class Attempt:
    """One notebook that a student handed in. ``handed_in`` is in UTC, None where nothing says when; ``secret`` is what
    nbgrader's exchange fetches the feedback by."""

    student: str
    file: HandedInFile
    claim: Claim
    content: Content
    handed_in: datetime | None = None
    secret: str = ""

    @property
    def order(self) -> tuple[Any, ...]:
        """Sorts a student's attempts of one source, the one that counts last: a sound one, then the latest. Canvas
        numbers its files in the order of their arrival; `Claim.copy` is the next best."""
        return (
            not self.content.problem,
            self.handed_in or datetime.min,
            self.claim.file_number,
            self.claim.copy,
            self.file.modified,
        )


def look_into(data: bytes, released: frozenset[str]) -> Content:
    """The content of a file, compared with the grade ids that were ``released``."""
    digest = hashlib.sha256(data).hexdigest()
    try:
        cells = read_submission(data)
    except Unreadable as unreadable:
        return Content(digest, problem=unreadable.reason)
    claimed = {claim for cell in cells for claim in (cell.grade_id, cell.id)}
    grade_ids = released & claimed
    problem = "" if grade_ids else "None of the chapter's exercises is in it."
    return Content(digest, grade_ids, problem)


def released_ids(notebook: Path) -> frozenset[str]:
    """The grade ids in a student edition."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    found = (cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in cells)
    return frozenset(filter(None, found))
