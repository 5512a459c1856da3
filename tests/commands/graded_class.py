"""A small class that handed in chapter 02 and was graded by the engine, with what a teacher added by hand."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from typer.testing import CliRunner, Result

from autograder import bulk
from autograder.accepted import accepted_answers
from autograder.cli import app
from autograder.course import load_config, nbgrader_api
from autograder.demo.learners import Learner, hand_in
from autograder.demo.sources import misconception_source
from autograder.engine.lane import Settings
from autograder.executors.lanes import Lanes
from course_utils.check.exercises import chapter_exercises

CHAPTER = "02-softmax"
SECRET = "0123456789abcdef"
COMMENT = "Well argued & <b>short</b>."
EXERCISES = chapter_exercises(CHAPTER)
RIGHT, ALSO_RIGHT = (
    {exercise.name: accepted_answers(exercise.name)[number].source for exercise in EXERCISES}
    for number in (0, 1)
)
FIRST_MISTAKES = {e.name: misconception_source(e, e.misconceptions[0]) for e in EXERCISES}

# What a learner's code sees of the hidden cases, and three ways to bring it home.
SMUGGLER = {
    "my_softmax": """
seen = []
def my_softmax(z):
    seen.append(z.tolist())
    print(seen)
    return np.array(seen[-1])
""",
    "hardmax": """
def hardmax(z):
    raise ValueError(repr(seen))
""",
    "my_softmax_batch": "print(seen)\nraise RuntimeError(seen)",
    "predict_proba": "</pre><script>alert('predict_proba')</script>",
}
COPIED = """
def {name}(*given):
    # {comment}
    {first} = [len(given), max(given[0].shape), 17]
    while len({first}) < 9:
        {first}.append({first}[-1] * 3 - {first}[0])
    {second} = sorted({first})[::2] + [sum({first}) // 7]
    for place, value in enumerate({second}):
        if value % 2: {second}[place] = value + 1
    return {second}
"""


def copied(first: str, second: str, comment: str) -> dict[str, str]:
    """Answers that are of no use, and the same but for the names in them."""
    values = {"first": first, "second": second, "comment": comment}
    return {exercise.name: COPIED.format(name=exercise.name, **values) for exercise in EXERCISES}


LEARNERS = (
    Learner("right", RIGHT),
    Learner("muddled", FIRST_MISTAKES),
    Learner("muddled-too", {**ALSO_RIGHT, "my_softmax": FIRST_MISTAKES["my_softmax"]}),
    Learner("smuggler", SMUGGLER),
    Learner("untouched"),
    Learner("loops", {"hardmax": "while True:\n    pass"}),
    Learner("writer", copied("numbers", "odd", "my own idea")),
    Learner("copier", copied("a", "b", "no comment")),
)
ABSENT, BROKEN, LATE = "absent", "broken", "muddled-too"


@dataclass(frozen=True)
class GradedClass:
    """The course's folder, with everything of the class in it."""

    course: Path

    @property
    def api(self) -> NbGraderAPI:
        return nbgrader_api(load_config(self.course))

    def page(self, student: str) -> Path:
        """Where nbgrader looks for a student's feedback."""
        return self.course / "classroom" / "feedback" / student / CHAPTER / f"{CHAPTER}.html"

    def autograded(self, student: str) -> str:
        """The text of a student's autograded notebook."""
        folder = self.course / "classroom" / "autograded" / student / CHAPTER
        return (folder / f"{CHAPTER}.ipynb").read_text(encoding="utf-8")

    def handed_in(self, student: str) -> str:
        """The text of all cells that a student handed in; empty for a file that is no notebook."""
        folder = self.course / "classroom" / "submitted" / student / CHAPTER
        try:
            cells = json.loads((folder / f"{CHAPTER}.ipynb").read_text(encoding="utf-8"))["cells"]
        except ValueError:
            return ""
        return "\n".join("".join(cell["source"]) for cell in cells)

    def run(self, *command: str) -> Result:
        """Runs ``autograder`` in the course's folder."""
        before = Path.cwd()
        os.chdir(self.course)
        try:
            return CliRunner(env={"COLUMNS": "300"}).invoke(app, list(command))
        finally:
            os.chdir(before)


def build(course: Path) -> GradedClass:
    """Hands the learners' notebooks in to the course in the folder ``course``, and grades them."""
    submitted = course / "classroom" / "submitted"
    for learner in LEARNERS:
        hand_in(
            learner, course / "notebooks" / CHAPTER / f"{CHAPTER}.ipynb", submitted / learner.name / CHAPTER
        )
    (submitted / BROKEN / CHAPTER).mkdir(parents=True)
    (submitted / BROKEN / CHAPTER / f"{CHAPTER}.ipynb").write_text('{"cells": [')
    (submitted / "right" / CHAPTER / "submission_secret.txt").write_text(SECRET)
    (submitted / "right" / CHAPTER / "timestamp.txt").write_text("2026-03-01 12:00:00 UTC")
    (submitted / "right" / CHAPTER / "timestamp.txt").write_text("2026-03-02 12:00:00.000000 UTC")
    klass = GradedClass(course)
    manager = bulk.Course(klass.api)
    list(bulk.grade_class(manager, manager.submissions(CHAPTER), Lanes(Settings(cell_seconds=4), 1)))
    with Gradebook(klass.api.coursedir.db_url) as gradebook:
        gradebook.add_student(ABSENT)
        gradebook.update_or_create_student("right", first_name="Ada", last_name="Lovelace")
        _grade_by_hand(gradebook)
    return klass


def _grade_by_hand(gradebook: Gradebook) -> None:
    """What a teacher does in the formgrader, and a penalty as nbgrader's plugin leaves it."""
    written = f"{CHAPTER}-question"
    grade = gradebook.find_grade(written, CHAPTER, CHAPTER, "right")
    grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 1.5, 0.25, False
    gradebook.find_comment(written, CHAPTER, CHAPTER, "right").manual_comment = COMMENT
    gradebook.find_submission_notebook(CHAPTER, CHAPTER, LATE).late_submission_penalty = 1.5
    gradebook.db.commit()
