"""Who is in the class, and which of them a file's name means."""

from __future__ import annotations

import contextlib
import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import dateutil.parser
import dateutil.tz
from nbgrader.api import Gradebook
from nbgrader.api import Student as StudentRow

from autograder.collect.names import Claim
from autograder.records import insert_missing


class BadRoster(ValueError):
    """A file is not a list of students; the message names it and what it needs."""


@dataclass(frozen=True)
class RosterEntry:
    """One student. ``id`` is nbgrader's; ``participant`` and ``handed_in`` (UTC) are from Moodle's worksheet."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""
    participant: str = ""
    handed_in: datetime | None = None

    @property
    def squeezed_name(self) -> str:
        """First and last name, as Canvas squeezes them; empty where neither is known."""
        return _squeezed(self.first_name + self.last_name)


# What a student can be meant by: a name in either order, however it was squeezed into a file's name.
_KEYS: dict[str, Callable[[RosterEntry], tuple[str, ...]]] = {
    "participant": lambda student: (student.participant,),
    "lms_user_id": lambda student: (student.lms_user_id,),
    "id": lambda student: (student.id,),
    "id or email": lambda student: (student.id.casefold(), student.email.casefold()),
    "name": lambda student: (student.squeezed_name, _squeezed(student.last_name + student.first_name)),
}


class Roster:
    """The students of a class."""

    def __init__(self, students: Iterable[RosterEntry]):
        self.students = tuple(students)
        self._meant: dict[tuple[str, str], list[RosterEntry]] = defaultdict(list)
        for student in self.students:
            for kind, keys in _KEYS.items():
                for key in set(keys(student)) - {""}:
                    self._meant[kind, key].append(student)

    def __bool__(self) -> bool:
        return bool(self.students)

    def find(self, claim: Claim) -> list[RosterEntry]:
        """The students that ``claim`` may mean: one, none, or several of the same name."""
        tries = [("participant", claim.participant), ("lms_user_id", claim.lms_user_id)]
        for one in claim.ids:
            tries += [("id", one), ("id or email", one.casefold()), ("name", _squeezed(one))]
        tries.append(("name", _squeezed(claim.full_name)))
        return next((self._meant[meant] for meant in tries if meant in self._meant), [])


def _squeezed(name: str) -> str:
    """What Canvas leaves of a name: letters and digits in lower case."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name)).casefold()


def gradebook_students(gradebook: Gradebook) -> list[RosterEntry]:
    """The students that the gradebook knows."""
    return [
        RosterEntry(
            entry.id,
            entry.first_name or "",
            entry.last_name or "",
            entry.email or "",
            entry.lms_user_id or "",
        )
        for entry in gradebook.students
    ]


def read_roster(path: Path, timezone: str = "UTC") -> list[RosterEntry]:
    """The students in a CSV file: one for ``nbgrader db student import``, the gradebook as Canvas exports it, or
    Moodle's grading worksheet, participants or gradebook; times in the last are in ``timezone``.

    Raises `BadRoster`.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            sample = file.readline()
            file.seek(0)
            separator = max(",;\t", key=sample.count)
            reader = csv.DictReader(file, delimiter=separator)
            lines = [(reader.line_num, row) for row in reader]
            columns = {(name or "").strip().casefold() for name in reader.fieldnames or ()}
    except FileNotFoundError:
        raise BadRoster(f"{path}: there is no such file. A roster is a CSV file with the class.") from None
    except UnicodeDecodeError:
        raise BadRoster(
            f"{path} cannot be read as CSV: it is not text in UTF-8. Save it again, as CSV in UTF-8."
        ) from None
    except (OSError, csv.Error) as problem:
        raise BadRoster(f"{path} cannot be read as CSV: {problem}.") from None
    entries = {
        line: {(key or "").strip().casefold(): str(value or "").strip() for key, value in row.items()}
        for line, row in lines
    }
    if {"student", "id", "section"} <= columns:
        students = {
            line: _from_canvas(entry) for line, entry in entries.items() if not _is_canvas_extra(entry)
        }
    elif columns & {"identifier", "id number", "email address"}:
        students = {line: _from_moodle(entry, timezone) for line, entry in entries.items()}
    elif "id" in columns:
        students = {line: _from_nbgrader(entry) for line, entry in entries.items()}
    else:
        raise BadRoster(
            f"{path} has the columns {', '.join(sorted(columns)) or '(none)'}. It should be a CSV with the columns id, "
            "first_name, last_name, email, lms_user_id, or the gradebook that Canvas exports, or Moodle's grading "
            "worksheet."
        )
    if not students:
        raise BadRoster(f"{path} has the right columns, and no student below them.")
    seen: dict[str, int] = {}
    for line, student in students.items():
        if not is_usable_id(student.id):
            raise BadRoster(
                f"{path}, line {line}: {student.id!r} cannot be a student's id. It begins with a letter, a digit or _; "
                "spaces and . @ + - ' may follow."
            )
        if (first := seen.setdefault(student.id, line)) != line:
            raise BadRoster(
                f"{path}, line {line}: the id {student.id!r} stands in line {first}, too. Every student needs an id of "
                "their own, and one line."
            )
    return list(students.values())


def is_usable_id(one: str) -> bool:
    """Whether nbgrader can name a folder and a row by it."""
    return bool(re.fullmatch(r"\w[\w.@+ '-]{0,127}", one)) and one == one.strip()


def enrol(gradebook: Gradebook, students: Iterable[RosterEntry]) -> list[RosterEntry]:
    """Adds the students to the gradebook, or what it did not know of them, and returns them under its ids: a
    student that it has with the same e-mail address or LMS number keeps the id that is there."""
    there = gradebook_students(gradebook)
    ids = {student.id for student in there}
    known = {
        value: student.id for student in there for value in (student.email, student.lms_user_id) if value
    }
    enrolled = []
    for student in students:
        other = known.get(student.email) or known.get(student.lms_user_id)
        enrolled.append(replace(student, id=other) if other and student.id not in ids else student)
    # In one order, as `autograder.records` has it: of two processes that write the same rows, one waits for the other.
    ordered = sorted(enrolled, key=lambda student: student.id)
    with _one_transaction(gradebook):
        # nbgrader looks for a student and then adds it; another process may add it in between.
        insert_missing(gradebook.db(), StudentRow, [{"id": student.id} for student in ordered])
        for student in ordered:
            facts = {
                name: getattr(student, name) for name in ("first_name", "last_name", "email", "lms_user_id")
            }
            gradebook.update_or_create_student(
                student.id, **{name: fact for name, fact in facts.items() if fact}
            )
    return enrolled


def tell_enrolment(enrolled: Sequence[RosterEntry], before: Sequence[RosterEntry]) -> str:
    """How many students a roster named and how many of them are new to the gradebook, which had those of ``before``;
    and which of the new ones bear a name that it had under another id."""
    there = {student.id for student in before}
    called = {student.squeezed_name: student.id for student in before if student.squeezed_name}
    new = [student for student in enrolled if student.id not in there]
    told = f"Students in the roster: {len(enrolled)}, of whom new in the gradebook: {len(new)}."
    namesakes = [
        f"{student.id} is called like {other}"
        for student in new
        if (other := called.get(student.squeezed_name))
    ]
    if namesakes:
        told += (
            f" {'; '.join(namesakes)}. If they are the same person, give the roster the id that was there before: "
            "with two ids they count as two students."
        )
    return told


@contextlib.contextmanager
def _one_transaction(gradebook: Gradebook) -> Iterator[None]:
    """Turns the commits inside nbgrader's methods into flushes, and commits once at the end."""
    session = gradebook.db()
    commit = session.commit
    session.commit = session.flush
    try:
        yield
        commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.commit = commit


def _from_nbgrader(entry: Mapping[str, str]) -> RosterEntry:
    first, last, email, number = (
        entry.get(name, "") for name in ("first_name", "last_name", "email", "lms_user_id")
    )
    return RosterEntry(entry["id"], first, last, email, number)


def _from_canvas(entry: Mapping[str, str]) -> RosterEntry:
    last, _, first = entry["student"].partition(",")
    login = entry.get("sis login id") or entry.get("sis user id") or entry["id"]
    email = login if "@" in login else ""
    return RosterEntry(login, first.strip(), last.strip(), email, entry["id"])


def _is_canvas_extra(entry: Mapping[str, str]) -> bool:
    """The rows of Canvas's export that are no students: points possible, posting, the test student."""
    return not entry["id"].isdigit() or entry["student"] == "Student, Test"


def _from_moodle(entry: Mapping[str, str], timezone: str) -> RosterEntry:
    first, last = entry.get("first name", ""), entry.get("surname") or entry.get("last name", "")
    if not first and not last:
        first, _, last = entry.get("full name", "").rpartition(" ")
    email = entry.get("email address", "")
    return RosterEntry(
        entry.get("username") or entry.get("id number") or email,
        first,
        last,
        email,
        participant="".join(re.findall(r"\d+", entry.get("identifier", ""))),
        handed_in=_moodle_time(entry.get("last modified (submission)", ""), timezone),
    )


def _moodle_time(written: str, timezone: str) -> datetime | None:
    """A time as Moodle writes it: ``Thursday, 13 March 2025, 10:05 AM``; ``-`` for none."""
    try:
        local = dateutil.parser.parse(written)
    except (ValueError, OverflowError):
        return None
    aware = local if local.tzinfo else local.replace(tzinfo=dateutil.tz.gettz(timezone))
    return aware.astimezone(UTC).replace(tzinfo=None)
