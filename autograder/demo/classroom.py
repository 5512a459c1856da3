"""A course of its own for synthetic learners: the sources and settings of the real one, and a class apart."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from traitlets.config import Config

from autograder import editions
from autograder.course import CONFIG_FILE, load_config, nbgrader_api
from autograder.demo.learners import Learner, hand_in

OWN_SETTINGS = """
# The demo's class is apart, whichever gradebook and exchange the real one has.
from pathlib import Path

own = Path(__file__).resolve().parent / "classroom"
(own / "exchange").mkdir(parents=True, exist_ok=True)
c.Exchange.root = str(own / "exchange")
c.CourseDirectory.db_url = f"sqlite:///{own / 'gradebook.db'}"
"""
# What a zip for learners is packed from, besides the notebooks.
FOR_LEARNERS = ("course_utils", "environment.yml", "constraints.txt", "LICENSE")


@dataclass(frozen=True)
class Classroom:
    """The course in ``<course>/classroom/<name>``, in which every command works as in the real one."""

    course: Path
    name: str = "demo"

    @property
    def folder(self) -> Path:
        """The course's own folder."""
        return self.course / "classroom" / self.name

    @property
    def gradebook(self) -> Path:
        """The file of nbgrader's gradebook."""
        return self.folder / "classroom" / "gradebook.db"

    def released(self, chapter: str) -> Path:
        """The student edition that its learners get."""
        return self.folder / "notebooks" / chapter / f"{chapter}.ipynb"

    def step(self, step: str, learner: str, chapter: str) -> Path:
        """nbgrader's folder for a step such as ``submitted``."""
        return self.folder / "classroom" / step / learner / chapter

    def config(self) -> Config:
        """nbgrader's settings for this class."""
        return load_config(self.folder)

    def api(self) -> NbGraderAPI:
        """nbgrader's interface to this class."""
        return nbgrader_api(self.config())

    def build(self) -> None:
        """Makes the course, empty, in the place of an earlier one."""
        self.remove()
        self.folder.mkdir(parents=True)
        settings = (self.course / CONFIG_FILE).read_text(encoding="utf-8")
        (self.folder / CONFIG_FILE).write_text(settings + OWN_SETTINGS, encoding="utf-8")
        (self.folder / "solutions").symlink_to(os.path.relpath(self.course / "solutions", self.folder))
        for name in FOR_LEARNERS:
            (self.folder / name).symlink_to(os.path.relpath(self.course / name, self.folder))

    def release(self, chapters: list[str]) -> None:
        """Makes the student editions of ``chapters``. Raises `autograder.editions.UnknownChapter`."""
        editions.release(self.folder, editions.choose_chapters(self.folder, chapters))

    def remove(self) -> None:
        """Deletes the course's files."""
        shutil.rmtree(self.folder, ignore_errors=True)


def prepare(classroom: Classroom, chapter: str, learners: list[Learner]) -> None:
    """Builds the course, releases the chapter and puts every learner's notebook where collecting would."""
    classroom.build()
    classroom.release([chapter])
    for learner in learners:
        hand_in(learner, classroom.released(chapter), classroom.step("submitted", learner.name, chapter))


def scores(classroom: Classroom, chapter: str) -> dict[str, dict[str, float | None]]:
    """Learner, then grade cell, to the score in the gradebook; None where a person still has to grade."""
    with Gradebook(f"sqlite:///{classroom.gradebook}") as gradebook:
        return {
            submission.student.id: {
                score.name: None if score.needs_manual_grade else score.score
                for notebook in submission.notebooks
                for score in notebook.grades
            }
            for submission in gradebook.assignment_submissions(chapter)
        }
