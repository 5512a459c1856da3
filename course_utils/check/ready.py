"""Lets a cell wait for the exercises it builds on: Run All reaches the end of a half-done notebook."""

from __future__ import annotations

import sys

from course_utils.check.card import OPEN, Card
from course_utils.check.examine import examine
from course_utils.check.exercises import find_exercise
from course_utils.text import text


def ready(*names: str) -> bool:
    """Whether the exercises called ``names`` are solved where this runs; a sentence names one that is not.

    For cells that demonstrate: ``if ready("my_softmax"):`` and the cell's code below it. Keeps no progress.
    Raises `course_utils.check.exercises.UnknownExercise` for a name that is no exercise's.
    """
    defined = sys._getframe(1).f_globals
    for name in names:
        if not examine(find_exercise(name), defined).passed:
            mark, colour = OPEN
            Card(mark, colour, text("card.not_ready", name=name)).show()
            return False
    return True
