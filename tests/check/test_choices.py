"""Exercises whose answer is a dict of choices."""

from __future__ import annotations

from collections import ChainMap, OrderedDict, UserDict, defaultdict
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from autograder.hidden import hidden_cases
from course_utils.check.card import report_card, say
from course_utils.check.choices import Choices, FittingWord
from course_utils.check.examine import Report, examine
from course_utils.check.exercise import Case, Exercise, Misconception
from course_utils.check.exercises import all_exercises

CHOICES = {name: e for name, e in all_exercises().items() if isinstance(e.kind, Choices)}
WORDS = ("red", "green", "dark blue")
RIGHT = {"grass": "green", "sea": "dark blue", "poppy": "red"}
COLOURS = Exercise(
    name="colours",
    signature="colours",
    points=3,
    solution=RIGHT,
    kind=Choices(WORDS),
    contract=FittingWord(WORDS),
    cases=(
        Case("grass", lambda: ("grass",)),
        Case("sea", lambda: ("sea", "dark blue", "green")),
        Case("poppy", lambda: ("poppy",)),
    ),
    misconceptions=(
        Misconception("all-red", dict.fromkeys(RIGHT, "red")),
        Misconception("red-grass", {**RIGHT, "grass": "red"}),
        Misconception("green-sea", {**RIGHT, "sea": "green"}),
    ),
)


def report_on(answer: Any) -> Report:
    return examine(COLOURS, {"colours": answer})


class Shouting(Mapping[str, str]):
    """A mapping that is not a dict."""

    def __getitem__(self, key: str) -> str:
        return RIGHT[key].upper()

    def __iter__(self) -> Iterator[str]:
        return iter(RIGHT)

    def __len__(self) -> int:
        return len(RIGHT)


@pytest.mark.parametrize(
    "answer",
    [
        RIGHT,
        dict(reversed(RIGHT.items())),
        OrderedDict(RIGHT),
        UserDict(RIGHT),
        MappingProxyType(RIGHT),
        ChainMap({"grass": "green"}, RIGHT),
        defaultdict(lambda: "red", {"grass": "green", "sea": "dark blue"}),
        {**RIGHT, "sun": "yellow"},
        {"Grass": " Green", "SEA ": "Dark-Blue\n", "pop py": "RED"},
        {"grass": np.str_("green"), "sea": "dark_blue", "poppy": "red"},
        Shouting(),
    ],
    ids=lambda answer: type(answer).__name__,
)
def test_a_right_choice_is_right_however_it_is_written_down(answer: Any) -> None:
    report = report_on(answer)
    assert report.passed
    assert report.points == 3


@pytest.mark.parametrize(
    ("finding", "answer", "points"),
    [
        ("form.not_a_dict", [("grass", "green")], 0),
        ("form.not_a_dict", lambda: RIGHT, 0),
        ("form.untouched", {}, 0),
        ("form.untouched", dict.fromkeys(RIGHT, " "), 0),
        ("form.untouched", dict.fromkeys(RIGHT), 0),
        ("form.no_choice", {"grass": "green", "sea": "dark blue"}, 2),
        ("form.not_a_choice", {**RIGHT, "grass": "yellow"}, 2),
        ("form.not_a_choice", {**RIGHT, "grass": np.array(["green", "red"])}, 2),
        ("form.not_a_choice", {**RIGHT, "grass": ["green", "red"]}, 2),
        ("form.choice", {**RIGHT, "grass": "dark blue"}, 2),
    ],
)
def test_what_is_wrong_is_said(finding: str, answer: Any, points: float) -> None:
    report = report_on(answer)
    assert report.headline is not None
    assert report.headline.id == finding
    assert report.points == points
    assert "colours" in say(report.headline, report)


def test_a_mapping_that_raises_is_reported() -> None:
    class Broken(Shouting):
        def __getitem__(self, key: str) -> str:
            raise RuntimeError("out of order")

    report = report_on(Broken())
    assert report.points == 0
    assert report.headline is not None
    assert report.headline.id.startswith("form.raised")


def test_a_mistake_in_one_task_is_recognised_whatever_the_others_hold() -> None:
    report = report_on({"grass": "red", "sea": "dark blue", "poppy": "green"})
    assert report.misconception is COLOURS.misconceptions[1]


def test_a_mistake_that_the_visible_cases_let_pass_is_not_given_away() -> None:
    report = report_on({"grass": "dark blue", "sea": "green", "poppy": "red"})
    assert report.misconception is None
    assert report_on({**RIGHT, "sea": "green"}).passed


@pytest.mark.parametrize("exercise", CHOICES.values(), ids=CHOICES)
def test_the_card_asks_and_does_not_tell(exercise: Exercise) -> None:
    answer = {
        task: next(w for w in exercise.kind.words if w != right) for task, right in exercise.solution.items()
    }
    report = examine(exercise, {exercise.name: answer})
    about = next(outcome.case.make()[0] for outcome in report.outcomes if outcome.finding)
    (_, asked), (_, got) = report_card(report).example
    assert asked == f"{exercise.name}[{about!r}]"
    assert got == repr(answer[about])


@pytest.mark.parametrize("exercise", CHOICES.values(), ids=CHOICES)
def test_trying_words_until_the_visible_cases_pass_does_not_find_the_answer(exercise: Exercise) -> None:
    visible = [case.make() for case in exercise.cases]
    hidden = [case.make() for case in hidden_cases(exercise.name)]
    for task, right in exercise.solution.items():
        assert len(_passing(exercise, visible, task)) > 1, task
        assert _passing(exercise, hidden, task) == {right}, task


@pytest.mark.parametrize("exercise", CHOICES.values(), ids=CHOICES)
def test_one_wrong_choice_keeps_most_of_the_points(exercise: Exercise) -> None:
    for task, right in exercise.solution.items():
        for word in set(exercise.kind.words) - {right}:
            names = {exercise.name: {**exercise.solution, task: word}}
            report = examine(exercise, names, hidden_cases(exercise.name))
            assert exercise.points / 2 < report.points < exercise.points


def _passing(exercise: Exercise, questions: list[tuple[Any, ...]], task: str) -> set[str]:
    asked = [given for given in questions if given[0] == task]
    assert asked
    right = exercise.solution[task]
    return {
        word
        for word in exercise.kind.words
        if all(exercise.contract.find(word, right, given) is None for given in asked)
    }
