"""The page of a learner who has every exercise of a chapter wrong: it says so, and gives no hidden case away."""

from __future__ import annotations

import pytest

from autograder.feedback.page import feedback_page
from autograder.hidden import hidden_cases
from autograder.results.work import Answer, CaseResult, Diagnosis, Student, Work, WorkState
from course_utils.check.examine import examine
from course_utils.check.exercise import Exercise
from course_utils.check.exercises import CHAPTERS, chapter_exercises
from course_utils.text import text
from tests.feedback.reading import Reader, numbers_in, numbers_of_hidden_cases


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_page_holds_a_number_of_a_hidden_case(chapter: str) -> None:
    exercises = chapter_exercises(chapter)
    answers = tuple(map(_first_mistake, exercises))
    work = Work(Student("ada", "Ada"), chapter, WorkState.GRADED, answers=answers)
    page = Reader(feedback_page(work, chapter))
    for exercise in exercises:
        mistake = exercise.misconceptions[0].id
        assert _plain(text(f"{exercise.name}.misconceptions.{mistake}.what")) in _plain(page.prose)
    hidden = numbers_of_hidden_cases(chapter)
    assert len(hidden) > 100
    assert hidden & numbers_in(page.prose) == set()


def _first_mistake(exercise: Exercise) -> Answer:
    """The graded answer of a learner with the exercise's first misconception."""
    answer = {exercise.name: exercise.misconceptions[0].answer}
    data = examine(exercise, answer, hidden_cases(exercise.name)).as_data()
    cases = tuple(CaseResult(case["id"], case["hidden"], case["finding"]) for case in data["cases"])
    assert any(case.hidden and not case.passed for case in cases)
    diagnosis = Diagnosis(True, data["headline"], data["misconception"], cases)
    return Answer(exercise.name, exercise.points, data["points"], source="x = 1", diagnosis=diagnosis)


def _plain(words: str) -> str:
    """Without the marks that only set words in another type."""
    return "".join(words.replace("`", "").replace("*", "").split())
