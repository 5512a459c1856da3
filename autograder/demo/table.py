"""The table of scores that the demo ends with."""

from __future__ import annotations

from collections.abc import Mapping

from rich.table import Table

Scores = Mapping[str, Mapping[str, float | None]]


def chapters_table(scores: Mapping[str, Scores], most: Mapping[str, float]) -> Table:
    """Points by learner and chapter, from the scores by chapter, learner and cell; ``most`` is what a chapter's
    exercises give together."""
    title = "Points by chapter, without the written questions, which wait for a person"
    table = Table("learner", title=title, title_justify="left")
    for chapter in scores:
        table.add_column(f"{chapter}\nof {most[chapter]:g}", justify="right")
    for learner in sorted({learner for chapter in scores.values() for learner in chapter}):
        table.add_row(learner, *(_sum(chapter.get(learner)) for chapter in scores.values()))
    return table


def exercises_table(chapter: str, scores: Scores) -> Table:
    """Points by learner and exercise, from one chapter's scores by learner and cell."""
    table = Table("learner", title=f"Points in {chapter}; · waits for a person", title_justify="left")
    for cell in next(iter(scores.values()), {}):
        table.add_column(cell, justify="right")
    table.add_column("sum", justify="right")
    for learner, earned in sorted(scores.items()):
        table.add_row(
            learner, *("·" if score is None else f"{score:g}" for score in earned.values()), _sum(earned)
        )
    return table


def _sum(earned: Mapping[str, float | None] | None) -> str:
    return "–" if earned is None else f"{sum(score or 0 for score in earned.values()):.3g}"
