"""Every accepted answer and every misconception, graded by stock nbgrader, by the engine inside nbgrader and by
`autograder grade`: the points that the checks promise, and the same rows from all three."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from traitlets.config import Config

from autograder import bulk
from autograder.course import find_course, nbgrader_api, succeed
from autograder.engine.lane import Settings
from autograder.engine.preprocessor import autograde_steps
from autograder.executors.lanes import Lanes
from autograder.hidden import hidden_cases
from course_utils.check.exercises import CHAPTERS
from tests.grading import packed
from tests.grading.rows import rows

pytestmark = pytest.mark.nbgrader
COURSE = find_course(Path(__file__).parent)


@pytest.fixture(scope="module", params=CHAPTERS)
def stock(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A chapter, and where stock nbgrader has graded its packed assignment."""
    chapter, root = request.param, tmp_path_factory.mktemp(request.param)
    config = packed.hand_in(COURSE, root, chapter)
    succeed("autograde", nbgrader_api(config).autograde("packed", packed.LEARNER))
    return chapter, root


def test_stock_nbgrader_gives_the_points_and_names_the_misconceptions(stock: tuple[str, Path]) -> None:
    chapter, root = stock
    scores, cards = packed.scores(root), packed.cards(root)
    everything = packed.answers(chapter)
    assert set(scores) == {answer.cell for answer in everything}
    (row,) = rows(root / "gradebook.db").values()
    assert row["penalty"] == [pytest.approx(sum(scores.values()))], "it was late"
    for answer in everything:
        card = cards[answer.cell]
        assert scores[answer.cell] == card["points"], answer
        assert (scores[answer.cell] == answer.exercise.points) == (not answer.mistake), answer
        assert (card["misconception"] or "") == answer.mistake
        asked = [case.id for case in (*answer.exercise.cases, *hidden_cases(answer.exercise.name))]
        assert [case["id"] for case in card["cases"]] == asked


@pytest.mark.parametrize("stock", ["02-softmax"], indirect=True)
def test_the_engine_inside_nbgrader_gives_the_same_rows(stock: tuple[str, Path], tmp_path: Path) -> None:
    root, config = _again(stock[1], tmp_path)
    config.Autograde.autograde_preprocessors = autograde_steps()
    config.EngineExecute.cell_seconds = 120
    succeed("autograde", nbgrader_api(config).autograde("packed", packed.LEARNER))
    assert rows(root / "gradebook.db") == rows(stock[1] / "gradebook.db")


def test_grading_in_bulk_gives_the_same_rows_and_cards(stock: tuple[str, Path], tmp_path: Path) -> None:
    root, config = _again(stock[1], tmp_path)
    course = bulk.Course(nbgrader_api(config))
    outcomes = list(
        bulk.grade_class(course, course.submissions("packed"), Lanes(Settings(cell_seconds=120), 1))
    )
    assert [outcome.state for outcome in outcomes] == ["graded"]
    assert rows(root / "gradebook.db") == rows(stock[1] / "gradebook.db")
    assert packed.cards(root) == packed.cards(stock[1])


def _again(graded: Path, tmp_path: Path) -> tuple[Path, Config]:
    """The same release and submission once more, ungraded."""
    root = tmp_path / "course"
    for step in ("source", "release", "submitted"):
        shutil.copytree(graded / step, root / step)
    config = packed.settings(COURSE, root)
    packed.release(config)
    return root, config
