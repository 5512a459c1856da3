"""A week of a synthetic class: what its learners hand in, and the commands that an instructor types."""

from __future__ import annotations

import csv
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from autograder.demo.classroom import Classroom
from autograder.demo.learners import Learner, hand_in, make_class

DOWNLOADS = "downloads"
ROSTER = f"{DOWNLOADS}/class.csv"


def learners_of(chapters: list[str], size: int) -> dict[str, list[Learner]]:
    """``size`` learners for each chapter; three of them are one who changes nothing, one whose cells raise and one
    whose function never ends, and who gives up after the first chapter."""
    classes = {chapter: make_class(chapter, max(size - 3, 0)) for chapter in chapters}
    for chapter in chapters[1:]:
        classes[chapter].pop()
    return classes


def commands(chapters: list[str]) -> Iterator[list[str]]:
    """What the instructor types, in order, with `hand_in_all` done between the first and the second."""
    yield ["release", *chapters]
    for chapter in chapters:
        roster = ["--roster", ROSTER] if chapter == chapters[0] else []
        yield ["collect", chapter, f"{DOWNLOADS}/{chapter}.zip", *roster]
    yield ["grade"]
    yield ["feedback"]
    yield ["report", "--csv", "classroom/reports/course.csv"]
    yield ["export"]


def hand_in_all(classroom: Classroom, classes: dict[str, list[Learner]]) -> None:
    """Writes a zip for each chapter, with the notebook of each of its learners, and the list of the class."""
    (classroom.folder / DOWNLOADS).mkdir()
    names = {learner.name for learners in classes.values() for learner in learners}
    _write_roster(classroom.folder / ROSTER, sorted(names))
    for chapter, learners in classes.items():
        with (
            zipfile.ZipFile(
                classroom.folder / DOWNLOADS / f"{chapter}.zip", "w", zipfile.ZIP_DEFLATED
            ) as packed,
            tempfile.TemporaryDirectory() as folder,
        ):
            for learner in learners:
                written = hand_in(learner, classroom.released(chapter), Path(folder) / learner.name)
                packed.write(written, f"{learner.name}/{written.name}")


def _write_roster(path: Path, names: list[str]) -> None:
    with open(path, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "first_name", "last_name", "email"])
        rows.writerows([name, name.capitalize(), "Example", f"{name}@example.org"] for name in names)
