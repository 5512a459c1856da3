"""The card that shows how far a learner is: each chapter, and each exercise of a chapter that is begun."""

from __future__ import annotations

from collections.abc import Mapping

from course_utils.check.card import BEGUN, OPEN, PASSED, Card, Line
from course_utils.check.exercises import CHAPTERS, all_exercises, chapter_exercises
from course_utils.text import text

_WORDS = {PASSED[0]: "done", BEGUN[0]: "begun", OPEN[0]: "open"}


def progress_card(best: Mapping[str, float]) -> Card:
    """The card for the ``best`` points so far, by exercise."""
    lines = tuple(_chapter_line(chapter, best) for chapter in CHAPTERS)
    done = sum(best.get(name, 0.0) >= exercise.points for name, exercise in all_exercises().items())
    total = len(all_exercises())
    mark, colour = _state(done, total)
    return Card(mark, colour, text("progress.title", done=done, total=total), lines=lines)


def _chapter_line(chapter: str, best: Mapping[str, float]) -> Line:
    """A chapter's line; what it consists of stands below it while the chapter is begun and not done."""
    exercises = chapter_exercises(chapter)
    entries = []
    for exercise in exercises:
        points = best.get(exercise.name, 0.0)
        mark, colour = _state(points, exercise.points)
        values = {"name": exercise.name, "points": f"{points:g}", "max_points": f"{exercise.points:g}"}
        entries.append(Line(mark, colour, text(f"progress.{_WORDS[mark]}", **values)))
    done = sum(entry.mark == PASSED[0] for entry in entries)
    begun = any(entry.mark != OPEN[0] for entry in entries)
    mark, colour = PASSED if done == len(entries) else BEGUN if begun else OPEN
    title = text(f"progress.chapter_{_WORDS[mark]}", chapter=chapter, done=done, total=len(entries))
    return Line(mark, colour, title, tuple(entries) if mark == BEGUN[0] else ())


def _state(reached: float, whole: float) -> tuple[str, str]:
    return PASSED if reached >= whole else BEGUN if reached > 0 else OPEN
