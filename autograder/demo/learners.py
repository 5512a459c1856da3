"""Synthetic learners: who they are, what they answer, and the notebooks they hand in."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import nbformat

from autograder.accepted import accepted_answers
from autograder.demo.sources import misconception_source
from course_utils.check.exercise import Exercise
from course_utils.check.exercises import chapter_exercises, find_exercise

NAMES = (
    "ada", "alan", "barbara", "blaise", "dorothy", "emmy", "florence", "grace",
    "hedy", "ida", "john", "katherine", "leonhard", "mary", "norbert", "sofia",
)  # fmt: skip
WRONG_SHARE = 0.35
WRITTEN_ANSWER = "Because every probability depends on every logit: raising one lowers all the others."

RAISES = "raise RuntimeError('this cell always fails')\n"
LOOPS = "def {name}({parameters}):\n    while True:\n        pass\n"


@dataclass(frozen=True)
class Learner:
    """One synthetic learner. ``answers`` maps exercises to source code, and what is not in it stays as released;
    ``about`` says what each answer is."""

    name: str
    answers: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)


def make_class(chapter: str, size: int, seed: int = 0) -> list[Learner]:
    """``size`` learners whose answers are drawn from the accepted answers and the misconceptions of a chapter,
    then one who hands in the notebook untouched, one whose cells raise, and one whose functions never end."""
    rng = random.Random(seed)
    exercises = chapter_exercises(chapter)
    learners = [_draw(_name(number), exercises, rng) for number in range(size)]
    function = next(exercise for exercise in exercises if callable(exercise.solution))
    return [
        *learners,
        Learner("untouched"),
        Learner("raises", {exercise.name: RAISES for exercise in exercises}),
        Learner("loops", {function.name: _loop(function)}),
    ]


def hand_in(learner: Learner, released: Path, folder: Path) -> Path:
    """Writes the learner's notebook, made from the released one, to ``folder``, and returns its path."""
    notebook = nbformat.read(released, as_version=4)
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        answer = learner.answers.get(grade_id.removesuffix("-answer"))
        if grade_id.endswith("-answer") and answer is not None:
            cell.source = answer
        elif grade_id.endswith("-question") and learner.answers:
            cell.source = WRITTEN_ANSWER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / released.name
    nbformat.write(notebook, path)
    return path


@cache
def _all_answers(name: str) -> list[tuple[str, str]]:
    exercise = find_exercise(name)
    accepted = [("accepted", answer.source) for answer in accepted_answers(name)]
    wrong = [(mistake.id, misconception_source(exercise, mistake)) for mistake in exercise.misconceptions]
    return accepted + wrong


def _draw(name: str, exercises: tuple[Exercise, ...], rng: random.Random) -> Learner:
    answers, about = {}, {}
    for exercise in exercises:
        pile = _all_answers(exercise.name)
        wanted = rng.random() < WRONG_SHARE
        about[exercise.name], answers[exercise.name] = rng.choice(
            [entry for entry in pile if (entry[0] != "accepted") == wanted]
        )
    return Learner(name, answers, about)


def _name(number: int) -> str:
    round_, place = divmod(number, len(NAMES))
    return NAMES[place] if round_ == 0 else f"{NAMES[place]}-{round_ + 1}"


def _loop(exercise: Exercise) -> str:
    parameters = exercise.signature.partition("(")[2].rstrip(")")
    return LOOPS.format(name=exercise.name, parameters=parameters)
