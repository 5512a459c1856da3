r"""Reads from a file's name who handed it in, as Canvas, Moodle, nbgrader's exchange and people write it.

Canvas (its ``content_zipper.rb``): sortable name in lower case without anything but letters and digits, ``LATE``
if it was, the student's number, the file's number, and the file's name, with ``-1`` from the second attempt on:
``lovelaceada_LATE_4321_987654_02-softmax-1.ipynb``.

Moodle (its ``mod/assign/classes/downloader.php``): a folder, or in the older form a prefix, of the full name, the
participant's number and the plugin: ``Ada Lovelace_1234_assignsubmission_file/02-softmax.ipynb``.

A course that names its files in another way sets nbgrader's own ``FileNameCollectorPlugin.named_regexp`` in
nbgrader_config.py; it is tried first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from nbgrader.plugins import FileNameCollectorPlugin
from traitlets.config import Config

CANVAS = (
    r"(?:.*/)?(?P<full_name>[^/]+?)_(?:(?P<late>(?i:late))_)?(?P<lms_user_id>\d+)_(?P<file_number>\d+)_"
    r"(?P<file_id>[^/]+)"
)
MOODLE = r"(?:.*/)?(?P<full_name>[^/_]+)_(?P<participant>\d+)_assignsubmission_file(?:_?/(?:.*/)?|_)(?P<file_id>[^/]+)"
EXCHANGE = r"(?P<student_id>[^/]+)\+{chapter}\+(?P<timestamp>[^+/]+)(?:\+[^+/]*)?/(?:.*/)?(?P<file_id>[^/]+)"


@dataclass(frozen=True)
class Claim:
    """What a name says. ``ids`` may each be the student's, likeliest first; the others are empty where the name
    does not say. ``file`` is the name that the learner gave; ``copy`` is above 0 for a copy that came later
    than the file of the plain name, and below for one that was put by. ``is_student_and_chapter`` says that the
    name is made of these two and nothing else."""

    file: str
    ids: tuple[str, ...] = ()
    full_name: str = ""
    lms_user_id: str = ""
    participant: str = ""
    timestamp: str = ""
    file_number: int = 0
    copy: int = 0
    is_late: bool = False
    is_chapter: bool = False
    is_student_and_chapter: bool = False


class Names:
    """Reads the names of what was handed in for one chapter; ``config`` is nbgrader's."""

    def __init__(self, config: Config, chapter: str, *, from_exchange: bool = False):
        self._chapter = chapter
        self._from_exchange = from_exchange
        known = [EXCHANGE.format(chapter=re.escape(chapter))] if from_exchange else [MOODLE, CANVAS]
        own = FileNameCollectorPlugin(config=config)
        plugins = [FileNameCollectorPlugin(named_regexp=form) for form in known]
        self._plugins: Sequence[FileNameCollectorPlugin] = [own, *plugins] if own.named_regexp else plugins
        spelled = re.escape(chapter).replace(r"\-", r"[-_ ]")
        marks = r"(?P<marks>(?:[-_ ]*(?:copy|\(\d+\)|\d{1,2}(?!\d)))*)"
        self._own_name = re.compile(rf"{spelled}{marks}", re.IGNORECASE)
        self._with_student = re.compile(
            rf"(?:(?P<before>.+)[-_ +])?{spelled}(?:[-_ +](?P<after>(?!copy(?:[ (\d]|$))[^-_ (\d].*?))?{marks}",
            re.IGNORECASE,
        )

    def read(self, name: str) -> Claim:
        """The claim in the path ``name`` of a notebook."""
        for plugin in self._plugins:
            if found := plugin.collect(name):
                return self._claim({key: value or "" for key, value in found.items()})
        return self._plain(PurePosixPath(name))

    def _claim(self, found: dict[str, str]) -> Claim:
        file = PurePosixPath(found.get("file_id", "")).name
        full_name = (
            found.get("full_name") or f"{found.get('first_name', '')} {found.get('last_name', '')}".strip()
        )
        named = self._own_name.fullmatch(PurePosixPath(file).stem)
        copy = _copy_number(named["marks"] if named else "")
        return Claim(
            file=file,
            ids=tuple(filter(None, (found.get("student_id"), found.get("email")))),
            full_name=full_name,
            lms_user_id=found.get("lms_user_id", ""),
            participant=found.get("participant", ""),
            timestamp=found.get("timestamp", ""),
            file_number=int(found.get("file_number") or 0),
            # What is handed in there together has one time, and nbgrader grades the file of the plain name.
            copy=-abs(copy) if self._from_exchange else copy,
            is_late=bool(found.get("late")),
            is_chapter=named is not None,
        )

    def _plain(self, path: PurePosixPath) -> Claim:
        """A name that a person chose: the student's in the file's name, or a folder's."""
        folders = [part for part in reversed(path.parent.parts) if part != self._chapter]
        named = self._with_student.fullmatch(path.stem)
        if named is None:
            return Claim(file=path.name, ids=(*folders, path.stem))
        beside = list(filter(None, (named["before"], named["after"])))
        copy = _copy_number(named["marks"])
        return Claim(
            file=path.name,
            ids=(*beside, *folders),
            copy=copy,
            is_chapter=True,
            is_student_and_chapter=len(beside) == 1 and not named["marks"],
        )


def _copy_number(marks: str) -> int:
    """``" (2)"``, which a browser or Canvas writes behind a later file, is 2; ``"-Copy2"``, which Jupyter and desktops
    write behind what one puts by, is -2; nothing is 0."""
    numbers = re.findall(r"\d+", marks)
    number = int(numbers[-1]) if numbers else int(bool(marks))
    return -number if "copy" in marks.casefold() else number
