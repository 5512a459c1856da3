"""Every exercise of the course: its cases accept what is right, catch what is wrong, and say so."""

from __future__ import annotations

import inspect
from dataclasses import replace

import pytest

from autograder.accepted import accepted_answers
from autograder.demo.sources import misconception_source
from autograder.hidden import NoHiddenCases, hidden_cases, softmax
from course_utils.check import exercises
from course_utils.check.card import report_card
from course_utils.check.choices import NO_CHOICE, Choices
from course_utils.check.examine import examine
from course_utils.check.exercise import Exercise, Misconception
from course_utils.check.exercises import DuplicateExercise, all_exercises, chapter_of
from course_utils.text import catalogue
from tests.check.answers import names_defined_by

EXERCISES = all_exercises()
MISCONCEPTIONS = [
    pytest.param(exercise, misconception, id=f"{exercise.name}-{misconception.id}")
    for exercise in EXERCISES.values()
    for misconception in exercise.misconceptions
]
ACCEPTED = [
    pytest.param(exercise, answer.source, id=f"{exercise.name}-{answer.title.replace(' ', '-')}")
    for exercise in EXERCISES.values()
    for answer in accepted_answers(exercise.name)
]


@pytest.fixture(params=EXERCISES.values(), ids=EXERCISES)
def exercise(request: pytest.FixtureRequest) -> Exercise:
    return request.param


def test_has_the_cases_misconceptions_and_answers_that_every_exercise_needs(exercise: Exercise) -> None:
    assert len(exercise.cases) >= 5
    assert len(hidden_cases(exercise.name)) >= 8
    assert len(exercise.misconceptions) >= 4
    assert len(accepted_answers(exercise.name)) >= 5
    cases = (*exercise.cases, *hidden_cases(exercise.name))
    for ids in ([case.id for case in cases], [wrong.id for wrong in exercise.misconceptions]):
        assert [one for one in ids if ids.count(one) > 1] == [], "each id once"
    assert [case.id for case in cases if not isinstance(case.make(), tuple)] == [], (
        "write one argument as (x,)"
    )


def test_every_sentence_is_there(exercise: Exercise) -> None:
    visible = [f"cases.{case.id}" for case in exercise.cases]
    for misconception in exercise.misconceptions:
        visible += [f"misconceptions.{misconception.id}.{part}" for part in ("what", "look")]
    visible += ["hints.1", "hints.2"]
    hidden = [f"cases.{case.id}" for case in hidden_cases(exercise.name)]
    for package, ids in (("course_utils.text", visible), ("autograder.hidden.text", hidden)):
        sentences, file = catalogue(package), f"{chapter_of(exercise.name)}.toml"
        missing = [key for key in ids if f"{exercise.name}.{key}" not in sentences]
        assert missing == [], f"write them in {sentences.folder}/{file}, under {exercise.name}"


def test_no_sentence_is_left_over(exercise: Exercise) -> None:
    named = {case.id for case in exercise.cases}
    assert {key.split(".")[2] for key in catalogue().ids(f"{exercise.name}.cases.")} == named
    named = {misconception.id for misconception in exercise.misconceptions}
    assert {key.split(".")[2] for key in catalogue().ids(f"{exercise.name}.misconceptions.")} == named
    hidden = catalogue("autograder.hidden.text")
    named = {case.id for case in hidden_cases(exercise.name)}
    assert {key.split(".")[2] for key in hidden.ids(f"{exercise.name}.cases.")} == named


@pytest.mark.parametrize(("exercise", "source"), ACCEPTED)
def test_accepted_answer_keeps_all_points(exercise: Exercise, source: str) -> None:
    report = examine(exercise, names_defined_by(source), hidden_cases(exercise.name))
    assert report.points == exercise.points, report_card(report).as_text()
    assert report.passed


@pytest.mark.parametrize(("exercise", "misconception"), MISCONCEPTIONS)
@pytest.mark.parametrize("with_hidden", [False, True], ids=["visible", "graded"])
def test_misconception_loses_points_and_is_named(
    exercise: Exercise, misconception: Misconception, with_hidden: bool
) -> None:
    names = names_defined_by(misconception_source(exercise, misconception))
    report = examine(exercise, names, hidden_cases(exercise.name) if with_hidden else ())
    if isinstance(exercise.kind, Choices) and not with_hidden and report.passed:
        return  # visible cases do not settle what to choose: see test_choices.py
    assert report.points < exercise.points, f"no case tells {misconception.id} from a right answer: add one"
    named = report.misconception.id if report.misconception else report.headline
    assert report.misconception is misconception, f"{named} is named in place of {misconception.id}"
    assert catalogue()(report.headline.id) in report_card(report).as_text()


def test_solution_is_right_by_its_own_cases(exercise: Exercise) -> None:
    trusted = replace(exercise, refused=())
    report = examine(trusted, {exercise.name: exercise.solution}, hidden_cases(exercise.name))
    assert report.passed, report_card(report).as_text()


def test_unanswered_exercise_earns_nothing(exercise: Exercise) -> None:
    signature = exercise.signature
    stub = f"def {signature}:\n    # YOUR CODE HERE\n    raise NotImplementedError()\n"
    blank = {exercise.name: dict.fromkeys(exercise.solution, NO_CHOICE)} if signature == exercise.name else {}
    for names in ({}, blank or names_defined_by(stub)):
        report = examine(exercise, names, hidden_cases(exercise.name))
        assert report.points == 0
        assert not report.answered


def test_signature_names_the_solutions_parameters(exercise: Exercise) -> None:
    if not callable(exercise.solution):
        assert exercise.signature == exercise.name
        return
    named = exercise.signature.partition("(")[2].rstrip(")").split(", ")
    assert len(named) == len(inspect.signature(exercise.solution).parameters)


def test_hidden_card_shows_no_hidden_input_or_result(exercise: Exercise) -> None:
    hidden = hidden_cases(exercise.name)
    only_hidden = replace(exercise, cases=())
    report = examine(only_hidden, {exercise.name: exercise.misconceptions[0].answer}, hidden)
    card = report_card(report)
    assert card.example == ()
    assert report.headline is not None


def test_a_name_that_another_exercise_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exercises, "chapter_exercises", lambda chapter: (EXERCISES["hardmax"],))
    with pytest.raises(
        DuplicateExercise, match="an exercise of 02-softmax is called 'hardmax', as another one is"
    ):
        exercises.all_exercises.__wrapped__()


def test_an_exercise_without_hidden_cases_is_named_with_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(softmax.CASES, "hardmax")
    with pytest.raises(NoHiddenCases, match=r"CASES in .*hidden/softmax\.py has no 'hardmax'"):
        hidden_cases("hardmax")
