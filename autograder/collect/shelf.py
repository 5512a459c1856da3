"""Where nbgrader looks for what was handed in: one attempt a student, and those that it replaced kept aside."""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc

from autograder.bulk import FROM_EXCHANGE
from autograder.collect.attempts import Attempt, Content, look_into
from autograder.files import read_submitted

STAMP, SECRET = FROM_EXCHANGE
# As nbgrader's exchange writes it.
STAMP_FORMAT = "%Y-%m-%d %H:%M:%S.%f UTC"


class Verdict(Enum):
    """How an attempt compares with what is on the shelf."""

    FIRST = auto()
    SAME = auto()
    LATER = auto()
    EARLIER = auto()
    UNSOUND = auto()
    UNDECIDED = auto()


@dataclass(frozen=True)
class Kept:
    """What is on the shelf for a student. ``modified`` is the notebook's time, which `Shelf.put` sets."""

    content: Content
    handed_in: datetime | None
    modified: float


class Shelf:
    """The submitted notebooks of one chapter."""

    def __init__(self, coursedir: CourseDirectory, chapter: str, released: frozenset[str]):
        self._coursedir = coursedir
        self._chapter = chapter
        self._released = released

    def folder(self, student: str) -> Path:
        """Where nbgrader looks for a student's work."""
        where = self._coursedir.format_path(self._coursedir.submitted_directory, student, self._chapter)
        return Path(where)

    def kept(self, student: str) -> Kept | None:
        """What is there, or None."""
        folder = self.folder(student)
        notebook = folder / f"{self._chapter}.ipynb"
        data = read_submitted(notebook)
        if isinstance(data, str):
            return None
        stamp = read_submitted(folder / STAMP)
        handed_in = parse_stamp(stamp.decode(errors="replace")) if isinstance(stamp, bytes) else None
        return Kept(look_into(data, self._released), handed_in, notebook.stat().st_mtime)

    def put(self, attempt: Attempt, data: bytes) -> Path | None:
        """Puts an attempt on the shelf, whole or not at all, and returns where that which was there is kept now."""
        folder = self.folder(attempt.student)
        classroom = folder.parent.parent.parent
        folder.parent.mkdir(parents=True, exist_ok=True)
        replaced = None
        with tempfile.TemporaryDirectory(dir=classroom, prefix=".collecting-") as scratch:
            made = Path(scratch) / self._chapter
            made.mkdir()
            notebook = made / f"{self._chapter}.ipynb"
            notebook.write_bytes(data)
            if attempt.handed_in:
                (made / STAMP).write_text(attempt.handed_in.strftime(STAMP_FORMAT), encoding="utf-8")
            if attempt.secret:
                (made / SECRET).write_text(attempt.secret, encoding="utf-8")
            # Tells the next run which of two attempts without a stamp is the later one.
            os.utime(notebook, (attempt.file.modified, attempt.file.modified))
            if folder.exists():
                replaced = self._free_place(classroom / "replaced" / attempt.student / self._chapter)
                replaced.parent.mkdir(parents=True, exist_ok=True)
                folder.rename(replaced)
            made.rename(folder)
        return replaced

    @staticmethod
    def _free_place(folder: Path) -> Path:
        taken = [int(place.name) for place in folder.glob("[0-9]*") if place.name.isdigit()]
        return folder / str(max(taken, default=0) + 1)


def compare(attempt: Attempt, kept: Kept | None) -> Verdict:
    """Whether ``attempt`` goes on the shelf. It never takes the place of a later one, of a sound one that it is not,
    or of one where nothing says which is the later."""
    if kept is None:
        return Verdict.FIRST
    if attempt.content.digest == kept.content.digest and attempt.handed_in in (None, kept.handed_in):
        return Verdict.SAME
    if bool(attempt.content.problem) != bool(kept.content.problem):
        return Verdict.UNSOUND if attempt.content.problem else Verdict.LATER
    if attempt.handed_in and kept.handed_in:
        return _order(attempt.handed_in.timestamp(), kept.handed_in.timestamp())
    if attempt.handed_in or kept.handed_in:
        same = attempt.content.digest == kept.content.digest
        return Verdict.LATER if same else Verdict.UNDECIDED
    return _order(attempt.file.modified, kept.modified)


def parse_stamp(written: str) -> datetime | None:
    """A time as nbgrader writes it, in UTC and without its zone; None if it is none."""
    with contextlib.suppress(ValueError, OverflowError, TypeError):
        parsed: datetime = parse_utc(written.strip())
        return parsed.astimezone(UTC).replace(tzinfo=None) if parsed.tzinfo else parsed
    return None


def _order(attempt: float, kept: float) -> Verdict:
    if attempt == kept:
        return Verdict.UNDECIDED
    return Verdict.LATER if attempt > kept else Verdict.EARLIER
