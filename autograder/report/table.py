"""The report's figures as CSV: one long table, which a spreadsheet filters and pandas pivots."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from autograder.report.insight import ChapterInsight
from autograder.report.sentences import say, what
from autograder.spreadsheet import as_text

COLUMNS = ("chapter", "part", "item", "learner", "measure", "value")
Row = tuple[str, str, str, str, object]


def report_csv(insights: Sequence[ChapterInsight]) -> str:
    """Every figure of the report, one a row."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    for insight in insights:
        writer.writerows((insight.chapter, *map(_cell, row)) for row in _rows(insight) if row[-1] is not None)
    return target.getvalue()


def _rows(insight: ChapterInsight) -> Iterator[Row]:
    for state, count in insight.states.items():
        yield "class", "", "", state.value, count
    yield "class", "", "", "came in late", insight.late
    yield "class", "", "", "waits for a person", insight.waiting_for_a_person
    yield "class", "", "", "median", insight.median
    yield "class", "", "", "max_points", insight.max_points
    for student, points in insight.scores:
        yield "score", "", student.id, "points", round(points, 2)
    for exercise in insight.exercises:
        for measure in ("learners", "all_right", "partly", "nothing", "not_attempted", "max_points"):
            yield "exercise", exercise.name, "", measure, getattr(exercise, measure)
        for measure in ("difficulty", "discrimination"):
            value = getattr(exercise, measure)
            yield "exercise", exercise.name, "", measure, None if value is None else round(value, 4)
    for part, recurring in (("misconception", insight.misconceptions), ("form", insight.forms)):
        for found in recurring:
            item = f"{found.exercise}.{found.id}"
            yield part, item, "", "learners", len(found.students)
            yield part, item, "", "points_lost", round(found.lost, 2)
            yield part, item, "", "sentence", what(found)
            for student in found.students:
                yield part, item, student.id, "has it", 1
    for entry in insight.looks:
        for why in entry.why:
            yield "look", why, entry.student.id, "why", say(f"report.looks.{why}")
    for number, pair in enumerate(insight.pairs, start=1):
        item = f"pair {number}"
        yield "similar code", item, pair.one.id, "with", pair.other.id
        yield "similar code", item, pair.one.id, "alike in", " ".join(pair.exercises)
        yield "similar code", item, pair.one.id, "tokens", pair.tokens
        yield "similar code", item, pair.one.id, "share", round(pair.share, 4)
        yield "similar code", item, pair.one.id, "similarity", round(pair.similarity, 4)


def _cell(value: object) -> object:
    return as_text(value) if isinstance(value, str) else value
