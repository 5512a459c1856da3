"""The report as one self-contained page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from jinja2 import Template
from markupsafe import Markup

from autograder.pages import page_environment
from autograder.pages.code import code_html
from autograder.report import pictures
from autograder.report.insight import ChapterInsight, ExerciseInsight
from autograder.report.sentences import look, say, what
from autograder.report.similarity import Pair
from autograder.results import ChapterResults, Student, Work, WorkState
from course_utils.check.exercises import all_exercises
from course_utils.plots.picture import Picture, figure_html

MOST_PAIRS = 30
MOST_SHOWN = 10
WEAK = 0.2
"""A discrimination below which an exercise is worth a look. Source: Ebel and Frisbie (1991), *Essentials of Educational
Measurement*, chapter 13."""
FEWEST_TO_JUDGE = 10
"""Learners below which a discrimination is mostly chance."""
TOO_EASY = 0.95
"""A difficulty from which an exercise cannot tell learners apart, and need not."""


@dataclass(frozen=True)
class CodePair:
    """Two learners' answers to one exercise, side by side."""

    exercise: str
    one: Markup
    other: Markup


def report_page(
    insights: Sequence[ChapterInsight], results: Sequence[ChapterResults], *, anonymous: bool
) -> str:
    """The page about ``insights``, which were found in ``results``. If ``anonymous``, it shows no code, which may hold
    a name."""
    several = [entry for entry in insights if entry.scores]
    return _template().render(
        heading=insights[0].title if len(insights) == 1 else say("report.course"),
        today=date.today().isoformat(),
        learners=len({work.student.id for chapter in results for work in chapter.works}),
        anonymous=anonymous,
        insights=insights,
        overview=_figure(pictures.chapters_picture(several)) if len(several) > 1 else None,
        drawn=[_drawn(entry) for entry in insights],
        codes=[{} if anonymous else _codes(*both) for both in zip(insights, results, strict=True)],
    )


def is_weak(exercise: ExerciseInsight) -> bool:
    """Whether an exercise should be looked at, since it does not tell who understood the rest."""
    return (
        exercise.learners >= FEWEST_TO_JUDGE
        and exercise.discrimination is not None
        and exercise.discrimination < WEAK
        and (exercise.difficulty or 0.0) < TOO_EASY
    )


def _drawn(insight: ChapterInsight) -> dict[str, Markup]:
    """A chapter's figures by name, those for which there is something to draw."""
    drawn = {}
    if insight.scores:
        drawn["scores"] = _figure(pictures.scores_picture(insight))
    if graded := [exercise for exercise in insight.exercises if exercise.learners]:
        drawn["exercises"] = _figure(pictures.exercises_picture(graded))
    if found := insight.misconceptions:
        picture = pictures.misconceptions_picture(
            found, len(insight.scores), [what(entry) for entry in found]
        )
        drawn["misconceptions"] = _figure(picture)
    return drawn


def _figure(picture: Picture) -> Markup:
    return Markup(figure_html(picture.png, pictures.WIDTH, picture.alt))


def _codes(insight: ChapterInsight, results: ChapterResults) -> Mapping[Pair, list[CodePair]]:
    works = {work.student: work for work in results.works}
    return {pair: _side_by_side(pair, works) for pair in insight.pairs[:MOST_PAIRS]}


def _side_by_side(pair: Pair, works: Mapping[Student, Work]) -> list[CodePair]:
    sources = [
        {answer.name: answer.source for answer in works[student].answers}
        for student in (pair.one, pair.other)
    ]
    return [CodePair(name, *(code_html(source[name]) for source in sources)) for name in pair.exercises]


@cache
def _template() -> Template:
    environment = page_environment("autograder.report")
    environment.filters["percent"] = lambda share: f"{100 * share:.0f} %"
    environment.filters["index"] = lambda value: "–" if value is None else f"{value:.2f}"
    environment.globals.update(
        what=what,
        look=look,
        is_weak=is_weak,
        WorkState=WorkState,
        MOST_PAIRS=MOST_PAIRS,
        MOST_SHOWN=MOST_SHOWN,
        is_exercise=all_exercises().__contains__,
    )
    return environment.get_template("report.html")
