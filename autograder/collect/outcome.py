"""What became of each file, as data and as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from rich.table import Table
from rich.text import Text


class FileState(StrEnum):
    """What became of a file that was handed in."""

    COLLECTED = "collected"
    UNCHANGED = "unchanged"
    SET_ASIDE = "an earlier attempt, set aside"
    SET_ASIDE_UNSOUND = "cannot be graded, set aside"
    UNDECIDED = "not taken: which is later?"
    UNKNOWN = "unknown student"
    AMBIGUOUS = "several students of that name"
    UNREADABLE = "cannot be read"
    NOT_A_NOTEBOOK = "not a notebook"
    NOT_THIS_CHAPTER = "not this chapter"


# An instructor has to do something about these.
NEEDS_A_LOOK = (FileState.UNDECIDED, FileState.UNKNOWN, FileState.AMBIGUOUS, FileState.UNREADABLE)
# Where a source holds nothing else, another was probably meant.
NOT_OF_THE_CHAPTER = (FileState.NOT_A_NOTEBOOK, FileState.NOT_THIS_CHAPTER)


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file: ``student`` is empty where it is nobody's; ``notes`` are sentences for the instructor;
    ``seconds_late`` is None where the time or the due date is not known."""

    state: FileState
    file: str
    student: str = ""
    notes: tuple[str, ...] = ()
    seconds_late: float | None = None

    @property
    def is_late(self) -> bool:
        """Whether it is known to have come in after the due date."""
        return bool(self.seconds_late and self.seconds_late > 0)

    def as_data(self) -> dict[str, Any]:
        """The outcome as plain data."""
        return asdict(self) | {"state": str(self.state)}


def collection_table(chapter: str, outcomes: Sequence[FileOutcome], missing: Sequence[str]) -> Table:
    """Each file that has a note or is not simply collected, by name; without rows if there is none."""
    title = f"{chapter}: what was handed in"
    table = Table(title=title, title_justify="left")
    for heading in ("student", "file", "what became of it"):
        table.add_column(heading, overflow="fold")
    for outcome in sorted(
        outcomes, key=lambda outcome: (outcome.student == "", outcome.student, outcome.file)
    ):
        simple = outcome.state in (FileState.COLLECTED, FileState.UNCHANGED, FileState.NOT_THIS_CHAPTER)
        if outcome.notes or not simple:
            sentences = " ".join((f"{outcome.state}.".capitalize().replace("?.", "?"), *outcome.notes))
            table.add_row(Text(outcome.student or "?"), Text(outcome.file), Text(sentences))
    if missing:
        table.add_row(Text(", ".join(missing)), "", f"Nothing handed in: {len(missing)}.")
    return table


def counted(outcomes: Sequence[FileOutcome]) -> str:
    """How many files became what."""
    counts = Counter(outcome.state for outcome in outcomes)
    late = sum(
        outcome.is_late for outcome in outcomes if outcome.state in (FileState.COLLECTED, FileState.UNCHANGED)
    )
    numbers = [f"{counts[state]} {state}" for state in FileState if counts[state]]
    return "; ".join([*numbers, f"{late} late"] if late else numbers) or "Nothing was handed in."
