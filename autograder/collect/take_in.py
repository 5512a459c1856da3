"""The whole way from a source to nbgrader's submitted folder, with an outcome for every file."""

from __future__ import annotations

import contextlib
import getpass
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from nbgrader.api import Gradebook

from autograder.bulk import FROM_EXCHANGE
from autograder.collect.attempts import Attempt, look_into, released_ids
from autograder.collect.names import Claim, Names
from autograder.collect.outcome import FileOutcome, FileState
from autograder.collect.roster import (
    Roster,
    RosterEntry,
    enrol,
    gradebook_students,
    is_usable_id,
    read_roster,
    tell_enrolment,
)
from autograder.collect.shelf import SECRET, STAMP, Shelf, Verdict, compare, parse_stamp
from autograder.collect.source import BadSource, HandedInFile, open_source
from autograder.course import load_config, nbgrader_api, open_gradebook
from autograder.editions import choose_chapters
from autograder.engine.submission import MOST_BYTES


@contextlib.contextmanager
def collecting(
    course: Path,
    chapter: str,
    source: Path | None,
    *,
    roster: Path | None = None,
    accept_unknown: bool = False,
) -> Iterator[tuple[Collection, list[HandedInFile]]]:
    """A collection and the files that it is to take in, which can be read until the context ends.

    Without a ``source`` these are in nbgrader's exchange. Raises `autograder.editions.UnknownChapter`,
    `autograder.collect.source.BadSource`, `autograder.collect.roster.BadRoster` and `autograder.course.NoGradebook`.
    """
    (known,) = choose_chapters(course, [chapter])
    config = load_config(course)
    coursedir = nbgrader_api(config).coursedir
    inbound = Path(config.Exchange.root) / coursedir.course_id / "inbound"
    if source is None and not inbound.is_dir():
        raise BadSource(
            f"{inbound}: nobody can have handed in through the exchange yet. Release a chapter into it, or name a "
            "folder or zip to collect from."
        )
    with open_gradebook(coursedir) as gradebook:
        students, told = gradebook_students(gradebook), ""
        if roster is not None:
            enrolled = enrol(gradebook, read_roster(roster, config.Exchange.get("timezone", "UTC")))
            told = tell_enrolment(enrolled, students)
            listed = {student.id for student in enrolled}
            students = [*enrolled, *(student for student in students if student.id not in listed)]
        due = gradebook.find_assignment(chapter).duedate if chapter in _names(gradebook) else None
    released = released_ids(known.released)
    with open_source(source or inbound) as files:
        if source is None:
            files = [file for file in files if f"+{chapter}+" in file.name.partition("/")[0]]
        collection = Collection(
            chapter,
            Names(config, chapter, from_exchange=source is None),
            Roster(students),
            Shelf(coursedir, chapter, released),
            released,
            due,
            accept_unknown,
            source is None and config.ExchangeCollect.get("check_owner", True),
            {file.name: file for file in files if file.base in FROM_EXCHANGE},
            told,
        )
        yield collection, [file for file in files if file.base not in FROM_EXCHANGE]


def _names(gradebook: Gradebook) -> set[str]:
    return {assignment.name for assignment in gradebook.assignments}


@dataclass
class Collection:
    """One run of collecting one chapter.

    ``accept_unknown`` takes in whoever a name gives an id for, in the roster or not. ``due`` is in UTC.
    ``check_owner`` notes a file in the exchange that belongs to another user than the student it names. ``beside``
    holds, by name, what nbgrader put beside the notebooks; ``enrolment`` says what a roster added, if there was one.
    """

    chapter: str
    names: Names
    roster: Roster
    shelf: Shelf
    released: frozenset[str]
    due: datetime | None = None
    accept_unknown: bool = False
    check_owner: bool = False
    beside: Mapping[str, HandedInFile] = field(default_factory=dict)
    enrolment: str = ""

    def take_in(self, files: Iterable[HandedInFile]) -> Iterator[FileOutcome]:
        """Goes through all files, then keeps an attempt of each student; yields an outcome for every file."""
        attempts: dict[str, list[Attempt]] = defaultdict(list)
        for file in files:
            found = self._look_at(file)
            if isinstance(found, Attempt):
                attempts[found.student].append(found)
            else:
                yield found
        for student in sorted(attempts):
            yield from self._keep(sorted(attempts[student], key=lambda attempt: attempt.order))

    def nothing_handed_in(self) -> list[str]:
        """The students of the roster of whom nothing has been collected."""
        return [student.id for student in self.roster.students if not self.shelf.folder(student.id).is_dir()]

    def _look_at(self, file: HandedInFile) -> Attempt | FileOutcome:
        """The attempt that a file is, or what else becomes of it."""
        if not file.base.lower().endswith(".ipynb"):
            return FileOutcome(FileState.NOT_A_NOTEBOOK, file.name, notes=_about_other(file))
        claim = self.names.read(file.name)
        data = file.read()
        if isinstance(data, str):
            return FileOutcome(FileState.UNREADABLE, file.name, notes=(data,))
        if len(data) > MOST_BYTES:
            return FileOutcome(
                FileState.UNREADABLE,
                file.name,
                notes=(f"It has more than {MOST_BYTES // 2**20} MiB. Its outputs should be cleared.",),
            )
        content = look_into(data, self.released)
        if not claim.is_chapter and not content.grade_ids:
            return FileOutcome(FileState.NOT_THIS_CHAPTER, file.name)
        student = self._student(claim)
        if isinstance(student, tuple):
            state, note = student
            return FileOutcome(state, file.name, notes=(note,))
        handed_in = self._handed_in(file, claim) or student.handed_in
        return Attempt(student.id, file, claim, content, handed_in, self._companion(file, SECRET))

    def _student(self, claim: Claim) -> RosterEntry | tuple[FileState, str]:
        found = self.roster.find(claim)
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(student.id for student in found)
            return (
                FileState.AMBIGUOUS,
                f"It may be from any of {ids}. Moodle's grading worksheet as --roster can tell.",
            )
        if claim.ids and (self.accept_unknown or not self.roster) and is_usable_id(claim.ids[0]):
            return RosterEntry(claim.ids[0])
        who = claim.full_name or (claim.ids[0] if claim.ids else "")
        if not who:
            return (
                FileState.UNKNOWN,
                f"Its name does not say whose it is. Call it STUDENT_{self.chapter}.ipynb, or put it into a folder "
                "that is called like the student.",
            )
        if not self.roster:
            remedy = "The gradebook has no students yet: name them with --roster."
        elif claim.ids:
            remedy = (
                "Is the name right? Add students with --roster, or take this one in with --accept-unknown."
            )
        else:
            remedy = "Is the student in the gradebook? Add students with --roster."
        return FileState.UNKNOWN, f"Nobody in the roster is {who!r}. {remedy}"

    def _handed_in(self, file: HandedInFile, claim: Claim) -> datetime | None:
        return parse_stamp(claim.timestamp or self._companion(file, STAMP) or "-")

    def _companion(self, file: HandedInFile, name: str) -> str:
        """What nbgrader put beside a file, empty if it did not."""
        beside = self.beside.get(f"{file.folder}/{name}" if file.folder else name)
        data = beside.read() if beside else ""
        return data.decode(errors="replace").strip() if isinstance(data, bytes) else ""

    def _keep(self, attempts: Sequence[Attempt]) -> Iterator[FileOutcome]:
        """Keeps the last of a student's attempts if it is later than what is on the shelf."""
        *earlier, last = attempts
        kept = self.shelf.kept(last.student)
        verdict = compare(last, kept)
        for attempt in earlier:
            worse = attempt.content.problem if not last.content.problem else ""
            state = FileState.SET_ASIDE_UNSOUND if worse else FileState.SET_ASIDE
            yield self._outcome(attempt, state, *filter(None, [worse, f"{last.file.base} counts."]))
        if kept is not None and verdict == Verdict.SAME:
            # The instructor may have written the time beside it, which a zip from Canvas does not say.
            last = replace(last, handed_in=last.handed_in or kept.handed_in)
            yield self._outcome(last, FileState.UNCHANGED)
        elif verdict == Verdict.EARLIER:
            yield self._outcome(last, FileState.SET_ASIDE, "A later attempt was collected before.")
        elif verdict == Verdict.UNSOUND:
            stays = "What was collected before can be graded, and stays."
            yield self._outcome(last, FileState.SET_ASIDE_UNSOUND, last.content.problem, stays)
        elif verdict == Verdict.UNDECIDED:
            there = self.shelf.folder(last.student)
            note = (
                f"It differs from what was collected before, and nothing says which is the later. To take this one, "
                f"delete {there} and collect again."
            )
            yield self._outcome(last, FileState.UNDECIDED, note)
        else:
            data = last.file.read()
            if isinstance(data, str):
                yield self._outcome(last, FileState.UNREADABLE, data)
                return
            replaced = self.shelf.put(last, data)
            note = f"What was collected before is in {replaced}." if replaced else ""
            yield self._outcome(last, FileState.COLLECTED, *filter(None, [note]))

    def _outcome(self, attempt: Attempt, state: FileState, *said: str) -> FileOutcome:
        claim, file = attempt.claim, attempt.file
        notes = list(said)
        if state in (FileState.COLLECTED, FileState.UNCHANGED):
            if attempt.content.problem:
                notes.append(f"It cannot be graded: {attempt.content.problem}")
            # Said once: a class whose files bear the students' names would fill the table at every run.
            plain = claim.file == f"{self.chapter}.ipynb" or claim.is_student_and_chapter
            if state is FileState.COLLECTED and not plain:
                notes.append(f"It was called {claim.file!r}.")
            if self.roster and attempt.student not in {student.id for student in self.roster.students}:
                notes.append("The student is not in the roster.")
            if self.check_owner and file.owner not in (attempt.student, _me()):
                notes.append(
                    f"The file belongs to the user {file.owner!r}: did {attempt.student} hand it in?"
                )
        seconds_late = None
        if attempt.handed_in and self.due:
            seconds_late = (attempt.handed_in - self.due).total_seconds()
            if seconds_late > 0:
                notes.append(f"Late by {_duration(seconds_late)}.")
        elif claim.is_late and not attempt.handed_in:
            notes.append("Canvas marked it late; the zip does not say by how much, so no penalty is applied.")
        return FileOutcome(state, file.name, attempt.student, tuple(notes), seconds_late)


def _about_other(file: HandedInFile) -> tuple[str, ...]:
    if Path(file.name).suffix.lower() in (".zip", ".gz", ".tar", ".7z", ".rar"):
        return (
            "An archive in it is not opened: collect that by its own name, or unpack it and collect the folder.",
        )
    return ()


def _me() -> str:
    with contextlib.suppress(OSError, KeyError):
        return getpass.getuser()
    return ""


def _duration(seconds: float) -> str:
    minutes = max(1, round(seconds / 60))
    days, hours = divmod(minutes // 60, 24)
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes % 60} min" if hours else f"{minutes} min"
