"""A test cell means what the release means, whatever a learner calls by the names in it, and counts only if it ends."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from autograder.engine import judge
from autograder.engine.inside import shell
from autograder.engine.release import Release
from tests.engine.submissions import Lane, submission

SHADOWS = "check = grade = len = float = abs = lambda *a: 3.0\nanswer = 2"


@pytest.mark.engine
@pytest.mark.parametrize(
    ("source", "points"),
    [
        ('check("my_softmax")', 0),
        ("float(len('a'))", 1),
        ("assert abs(-1) == 1 and answer == 2", 3),
        ("assert answer == 3", 0),
        ("float(answer)", 2),
        ("import sys\nsys.exit()", 0),
        ("raise KeyboardInterrupt", 0),
    ],
)
def test_names_in_a_test_cell_mean_the_releases(
    source: str, points: float, lane: Lane, release: Release
) -> None:
    cells = tuple(replace(c, source=source) if c.grade_id == "my_softmax" else c for c in release.cells)
    graded = lane.grade(submission(release, {}, top=SHADOWS), replace(release, cells=cells))
    assert graded.scores["my_softmax"] == points


def test_a_test_cell_that_neither_ends_nor_says_why_leaves_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """nbgrader gives full marks to a cell that leaves nothing."""

    class Nobody:
        def look(self, names: Any) -> dict[str, Any]:
            return {}

    names: dict[str, Any] = {}
    monkeypatch.setattr(shell, "names", lambda: names)
    monkeypatch.setattr(shell, "run", lambda source, count: {"outputs": [], "finished": False})
    (output,) = judge._judge(Nobody(), "check('x')", 1)  # type: ignore[arg-type]
    assert output["output_type"] == "error"
