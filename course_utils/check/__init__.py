"""Instant checks of a learner's answers, in a notebook: ``check``, ``hint``, ``ready`` and ``progress``.

`examine` puts the cases of an `exercise` to an answer. What a result must be is in `contracts`, `losses` and
`keras_model`, what an exception means in `problem`, and `card` shows what was found.
"""

from __future__ import annotations

import difflib
import sys
from collections import Counter

from course_utils.check import latest
from course_utils.check.card import BEGUN, FAILED, Card, report_card
from course_utils.check.examine import examine
from course_utils.check.exercises import UnknownExercise, all_exercises, find_exercise
from course_utils.check.progress import best_points, remember
from course_utils.check.progress_card import progress_card
from course_utils.check.ready import ready
from course_utils.text import catalogue, text

__all__ = ["check", "hint", "progress", "ready"]

_hints_shown: Counter[str] = Counter()


def check(name: str) -> float:
    """Checks the exercise called ``name`` as it is defined where this runs, shows a card, returns the points.

    The return value is a Python float, which nbgrader reads as partial credit. Never raises for a wrong or
    missing answer, nor for a name that is no exercise's: that shows a card and returns 0.0.
    """
    names = sys._getframe(1).f_globals
    try:
        exercise = find_exercise(name)
    except UnknownExercise:
        _unknown_card(name).show()
        return 0.0
    report = examine(exercise, names)
    latest.note(report)
    remember(report)
    report_card(report).show()
    return report.points


def hint(name: str) -> None:
    """Shows the hints of the exercise called ``name``, one more at each call."""
    if name not in all_exercises():
        _unknown_card(name).show()
        return
    keys = catalogue().ids(f"{name}.hints.")
    _hints_shown[name] = min(_hints_shown[name] + 1, len(keys))
    shown = keys[: _hints_shown[name]]
    title = text("card.hints", name=name, shown=len(shown), total=len(keys))
    Card("?", BEGUN[1], title, tuple(text(key) for key in shown)).show()


def progress() -> None:
    """Shows, chapter by chapter, which exercises are done and which are left."""
    progress_card(best_points()).show()


def _unknown_card(name: str) -> Card:
    near = difflib.get_close_matches(str(name), all_exercises(), n=1)
    title = text("card.unknown_near", name=name, near=near[0]) if near else text("card.unknown", name=name)
    mark, colour = FAILED
    return Card(mark, colour, title)
