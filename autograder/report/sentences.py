"""The report's sentences, and those that it shares with the checks and the feedback."""

from __future__ import annotations

from autograder.pages.findings import finding_sentence
from autograder.report.insight import OFTEN_WRONG, Recurring
from course_utils.text import catalogue, text


def say(key: str, /, **values: object) -> str:
    """The sentence ``key`` of the report's catalogue."""
    return catalogue("autograder.report.text")(key, **values)


def what(found: Recurring) -> str:
    """What was done, in the words that the learner read."""
    if found.id.startswith(OFTEN_WRONG):
        return finding_sentence(found.id)
    return text(f"{found.exercise}.misconceptions.{found.id}.what")


def look(found: Recurring) -> str:
    """What to look at next, for a misconception."""
    return text(f"{found.exercise}.misconceptions.{found.id}.look")
