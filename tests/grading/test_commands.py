"""nbgrader's own commands, typed at the checkout's root as an instructor types them."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.conftest import keep_one_chapter, run_in
from tests.grading.rows import rows

pytestmark = pytest.mark.nbgrader
CHAPTER = "02-softmax"


def test_a_chapter_from_release_to_feedback(checkout: Path) -> None:
    keep_one_chapter(checkout, CHAPTER)
    assert "1 chapters, 0 files written" in run_in(checkout, "autograder", "notebooks")
    submitted = checkout / "classroom" / "submitted"
    for learner, edition in (("ann", "solutions"), ("ben", "notebooks")):
        (submitted / learner / CHAPTER).mkdir(parents=True)
        shutil.copy(checkout / edition / CHAPTER / f"{CHAPTER}.ipynb", submitted / learner / CHAPTER)

    run_in(checkout, "nbgrader", "autograde", CHAPTER)
    graded = rows(checkout / "classroom" / "gradebook.db")
    assert graded[f"ann/{CHAPTER}"]["grades"]["my_softmax"] == (3, None, None, False)
    assert graded[f"ben/{CHAPTER}"]["grades"]["my_softmax"] == (0, None, None, False)
    assert graded[f"ann/{CHAPTER}"]["score"] == 10
    assert graded[f"ben/{CHAPTER}"]["score"] == 0

    run_in(checkout, "nbgrader", "generate_feedback", CHAPTER)
    page = checkout / "classroom" / "feedback" / "ann" / CHAPTER / f"{CHAPTER}.html"
    assert "3 of 3 points" in page.read_text(encoding="utf-8")


def test_nbgrader_works_where_the_environment_is_not_activated(checkout: Path) -> None:
    nbgrader = str(Path(sys.executable).with_name("nbgrader"))
    said = run_in(checkout, "env", "PATH=/usr/bin:/bin", nbgrader, "db", "student", "list")
    assert "There are 0 students" in said


def test_validate_tells_a_finished_notebook_from_an_unfinished_one(checkout: Path) -> None:
    finished = run_in(checkout, "nbgrader", "validate", f"solutions/{CHAPTER}/{CHAPTER}.ipynb")
    assert "Success" in finished
    unfinished = run_in(checkout, "nbgrader", "validate", f"notebooks/{CHAPTER}/{CHAPTER}.ipynb")
    assert "Success" not in unfinished
    assert 'check("my_softmax")' in unfinished
