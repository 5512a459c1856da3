"""The hidden cases, mirroring `course_utils.check.exercises`, and ``grade``, the hidden line of a test cell."""

from __future__ import annotations

import sys
from functools import partial
from importlib import import_module

from course_utils.check import latest
from course_utils.check.card import report_card
from course_utils.check.examine import examine
from course_utils.check.exercise import Case
from course_utils.check.exercises import CHAPTERS, chapter_of, find_exercise

__all__ = ["HiddenCase", "NoHiddenCases", "grade", "hidden_cases"]


class NoHiddenCases(LookupError):
    """Nobody has written the hidden cases of an exercise."""


HiddenCase = partial(Case, hidden=True, catalogue="autograder.hidden.text")


def hidden_cases(name: str) -> tuple[Case, ...]:
    """The hidden cases of the exercise called ``name``.

    Raises `course_utils.check.exercises.UnknownExercise` if there is no such exercise, and `NoHiddenCases`.
    """
    find_exercise(name)
    chapter = import_module(f"{__name__}.{CHAPTERS[chapter_of(name)]}")
    cases: dict[str, tuple[Case, ...]] = chapter.CASES
    if name not in cases:
        raise NoHiddenCases(f"CASES in {chapter.__file__} has no {name!r}")
    return cases[name]


def grade(name: str) -> float:
    """Runs the visible and the hidden cases of an exercise as it is defined where this runs, shows a card and
    returns the points as a Python float, which nbgrader reads as the score of the cell.

    The line before it in a test cell is ``check(name)``, whose calls are not made again.
    """
    names, checked = sys._getframe(1).f_globals, latest.take(name)
    report = examine(find_exercise(name), names, hidden_cases(name), just_before=checked)
    report_card(report).show()
    return report.points
