"""Stock nbgrader grades what learners hand in as the checks say it should."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import find_course, nbgrader_api, succeed, with_stock_execution
from autograder.demo import classroom as demo
from autograder.demo.learners import Learner

pytestmark = pytest.mark.nbgrader
COURSE = find_course(Path(__file__).parent)


def test_a_class_with_cells_that_raise_and_loop_is_graded_to_the_end(classroom: demo.Classroom) -> None:
    chapter = "02-softmax"
    learners = [
        Learner(
            "raises", {"my_softmax": "raise RuntimeError('no')", "hardmax": "import os\nraise KeyError(1)"}
        ),
        Learner("loops", {"hardmax": "def hardmax(z):\n    while True:\n        pass"}),
    ]
    demo.prepare(classroom, chapter, learners)
    config = with_stock_execution(classroom.config())
    config.ExecutePreprocessor.timeout = 15  # a quarter of the course's, which a cell that loops takes whole
    api = nbgrader_api(config)
    for learner in learners:
        succeed("autograde", api.autograde(chapter, learner.name))
    scores = demo.scores(classroom, chapter)
    assert scores["raises"]["my_softmax"] == 0
    assert scores["loops"]["hardmax"] == 0


@pytest.fixture
def classroom() -> Iterator[demo.Classroom]:
    """A class of its own; nbgrader wants its folders below the course's."""
    room = demo.Classroom(COURSE, f"test-{secrets.token_hex(8)}")
    yield room
    room.remove()
