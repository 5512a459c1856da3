"""Grades a whole class: finds what was handed in, has an executor grade it, keeps every result."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc

from autograder.course import load_config, nbgrader_api, open_gradebook
from autograder.engine.grading import Graded
from autograder.engine.release import Release, load_release
from autograder.engine.submission import Status
from autograder.executors import Executor
from autograder.files import read_submitted, replace_file
from autograder.records import Record, Written, prepare, write_records

BATCH = 20
MARK = "grading.json"
FROM_EXCHANGE = ("timestamp.txt", "submission_secret.txt")
"""What nbgrader's exchange puts beside a submission, and wants beside the feedback to give it back."""


@dataclass(frozen=True)
class Submission:
    """A notebook that was handed in: whose, for what, and where it lies."""

    student: str
    assignment: str
    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / f"{self.assignment}.ipynb"


@dataclass(frozen=True)
class SubmissionOutcome:
    """How one submission ended: ``state`` is "graded", "unchanged" or "failed"; a failed one has a status and
    a reason; ``written`` is what went into the gradebook."""

    submission: Submission
    state: str
    status: str = ""
    reason: str = ""
    written: Written | None = None

    def as_data(self) -> dict[str, Any]:
        """The outcome as plain data."""
        told = {
            "student": self.submission.student,
            "assignment": self.submission.assignment,
            "state": self.state,
        }
        told |= {"status": self.status, "reason": self.reason} if self.state == "failed" else {}
        return told | (asdict(self.written) if self.written else {})


@dataclass
class Course:
    """Where nbgrader keeps a class: its directories and its gradebook, and the penalty that its settings choose."""

    api: NbGraderAPI
    late: LateSubmissionPlugin = field(init=False)

    def __post_init__(self) -> None:
        self.late = AssignLatePenalties(parent=self.api).plugin_class(parent=self.api)

    def folder(self, step: str, student: str, assignment: str) -> Path:
        """nbgrader's folder for a step such as ``submitted``."""
        directory = getattr(self.api.coursedir, f"{step}_directory")
        return Path(self.api.coursedir.format_path(directory, student, assignment))

    def submissions(self, assignment: str, students: Sequence[str] = ()) -> list[Submission]:
        """What was handed in for ``assignment``, by student in order."""
        root = self.folder("submitted", "*", assignment)
        found = sorted(root.parent.parent.glob(f"*/{assignment}"))
        named = [Submission(folder.parent.name, assignment, folder) for folder in found]
        return [entry for entry in named if not students or entry.student in students]

    def assignments_handed_in(self) -> list[str]:
        """The assignments for which somebody handed something in."""
        root = self.folder("submitted", "*", "*").parent.parent
        return sorted({folder.name for folder in root.glob("*/*") if folder.is_dir()})

    def release(self, gradebook: Gradebook, assignment: str) -> Release:
        """The release that decides. Raises `autograder.engine.release.NotReleased`."""
        folder = self.folder("release", ".", assignment)
        return load_release(gradebook, assignment, assignment, folder / f"{assignment}.ipynb")


def course_at(root: Path) -> Course:
    """Where nbgrader's settings in ``root`` keep the class."""
    return Course(nbgrader_api(load_config(root)))


def grade_class(
    course: Course, submissions: Sequence[Submission], executor: Executor, *, force: bool = False
) -> Iterator[SubmissionOutcome]:
    """Has ``submissions`` graded by ``executor``, and yields each outcome once it is on disk and in the gradebook.

    A submission whose file and release are as they were when it was last graded is left alone, unless
    ``force``.
    Raises `autograder.course.NoGradebook`, `autograder.engine.release.NotReleased`, and what the executor raises.
    """
    with open_gradebook(course.api.coursedir) as gradebook:
        prepare(gradebook)
        releases = {a: course.release(gradebook, a) for a in dict.fromkeys(s.assignment for s in submissions)}
        gradebook.db.commit()  # a server may end a connection whose transaction stays open while nothing happens
        changed = []
        for entry in submissions:
            if not force and _Work.read(entry, releases[entry.assignment]).is_done(course):
                yield SubmissionOutcome(entry, "unchanged")
            else:
                changed.append(entry)
        done = _grade((_Work.read(entry, releases[entry.assignment]) for entry in changed), executor)
        while batch := list(islice(done, BATCH)):
            yield from _save(course, gradebook, batch)


@dataclass(frozen=True)
class _Work:
    """A submission with the bytes of its file, or with the reason why there are none."""

    submission: Submission
    release: Release
    data: bytes
    problem: str = ""

    @classmethod
    def read(cls, submission: Submission, release: Release) -> _Work:
        found = read_submitted(submission.file)
        return cls(submission, release, *((found, "") if isinstance(found, bytes) else (b"", found)))

    @property
    def digest(self) -> str:
        """Changes whenever the file or the release does."""
        stamp = read_submitted(self.submission.folder / "timestamp.txt")
        stamp = stamp if isinstance(stamp, bytes) else b""
        data = self.data or self.problem.encode()
        return hashlib.sha256(b"\0".join([data, stamp, self.release.digest.encode()])).hexdigest()

    def is_done(self, course: Course) -> bool:
        folder = course.folder("autograded", self.submission.student, self.submission.assignment)
        try:
            mark = json.loads((folder / MARK).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return (
            isinstance(mark, dict)
            and mark.get("digest") == self.digest
            and mark.get("status") == Status.GRADED
        )


def _grade(work: Iterator[_Work], executor: Executor) -> Iterator[tuple[_Work, Graded]]:
    """Each piece of work with its result, as they come; those without a file come last."""
    unreadable: list[_Work] = []

    def readable() -> Iterator[_Work]:
        for piece in work:
            if piece.problem:
                unreadable.append(piece)
            else:
                yield piece

    yield from executor.grade(readable())
    for piece in unreadable:
        yield piece, Graded(Status.UNREADABLE, piece.problem)


def keep_exchange_files(submitted: Path, folder: Path) -> None:
    """Puts into ``folder`` what the exchange left beside a submission, and takes away what earlier work left there."""
    for name in FROM_EXCHANGE:
        kept = read_submitted(submitted / name)
        if isinstance(kept, bytes):
            replace_file(folder / name, kept.decode(errors="replace"))
        else:
            (folder / name).unlink(missing_ok=True)


def _save(course: Course, gradebook: Gradebook, batch: list[tuple[_Work, Graded]]) -> list[SubmissionOutcome]:
    """Keeps a batch: autograded notebooks first, then one transaction, then the marks that say it is done.
    Killed in between, the next run grades these again and comes to the same."""
    graded = [(work, result) for work, result in batch if result.status == Status.GRADED]
    for work, result in graded:
        submission = work.submission
        folder = course.folder("autograded", submission.student, submission.assignment)
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(folder / submission.file.name, result.notebook)
        keep_exchange_files(submission.folder, folder)
    records = [
        Record(
            work.submission.student, work.release.assignment, work.release.notebook, result, _timestamp(work)
        )
        for work, result in graded
    ]
    written = dict(
        zip(
            [work.submission for work, _ in graded],
            write_records(gradebook, records, course.late),
            strict=True,
        )
    )
    outcomes = []
    for work, result in batch:
        submission = work.submission
        folder = course.folder("autograded", submission.student, submission.assignment)
        folder.mkdir(parents=True, exist_ok=True)
        mark = {"status": str(result.status), "reason": result.reason, "digest": work.digest}
        replace_file(folder / MARK, json.dumps(mark))
        state = "graded" if result.status == Status.GRADED else "failed"
        outcomes.append(
            SubmissionOutcome(submission, state, str(result.status), result.reason, written.get(submission))
        )
    return outcomes


def _timestamp(work: _Work) -> datetime | None:
    stamp = read_submitted(work.submission.folder / "timestamp.txt")
    with contextlib.suppress(ValueError, OverflowError):
        if isinstance(stamp, bytes) and stamp.strip():
            parsed: datetime = parse_utc(stamp.decode(errors="replace").strip())
            return parsed
    return None
