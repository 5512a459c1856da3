"""`autograder demo` takes a class through the week, and leaves a course in which the commands go on working."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from autograder.cli import app
from autograder.demo.week import learners_of
from tests.grading.rows import rows

CHAPTER = "02-softmax"


def test_the_class_has_so_many_learners_and_the_one_who_never_ends_gives_up_after_a_chapter() -> None:
    first, second = learners_of(["01-activations", CHAPTER], 30).values()
    assert (len(first), len(second)) == (30, 29)
    assert {learner.name for learner in first} - {learner.name for learner in second} == {"loops"}


@pytest.mark.engine
def test_a_class_goes_through_the_week(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(checkout)
    path = os.environ["PATH"].split(os.pathsep)
    elsewhere = os.pathsep.join(folder for folder in path if not (Path(folder) / "autograder").exists())
    ran = CliRunner().invoke(app, ["demo", CHAPTER, "--size", "5"], env={"COLUMNS": "200", "PATH": elsewhere})
    assert ran.exit_code == 0, ran.output
    typed = [line for line in ran.output.splitlines() if line.startswith("$ autograder")]
    assert [line.split()[2] for line in typed] == [
        "release",
        "collect",
        "grade",
        "feedback",
        "report",
        "export",
    ]
    demo = checkout / "classroom" / "demo" / "classroom"
    scores = {key.partition("/")[0]: row["score"] for key, row in rows(demo / "gradebook.db").items()}
    assert len(scores) == 5
    assert {scores[name] for name in ("untouched", "raises", "loops")} == {0}
    assert max(scores.values()) > 0
    table = [line for line in ran.output.splitlines() if line.startswith("│")]
    shown = {line.split("│")[1].strip(): float(line.split("│")[-2]) for line in table if "·" in line}
    assert shown.keys() <= scores.keys()
    assert shown
    assert all(shown[name] == pytest.approx(scores[name], abs=0.01) for name in shown)
    with Gradebook(f"sqlite:///{demo / 'gradebook.db'}") as gradebook:
        assert {student.first_name for student in gradebook.students} == {
            name.capitalize() for name in scores
        }
    assert len(list((demo / "feedback").rglob("*.html"))) == 5
    assert (demo / "reports" / "course.html").stat().st_size > 10_000
    assert [file.name for file in (demo / "exports").iterdir()] == ["all-chapters.csv"]

    told = ran.output.partition("Try the commands")[2].splitlines()
    assert told[1:3] == [f"  source {Path(sys.prefix) / 'bin' / 'activate'}", "  cd classroom/demo"]
    monkeypatch.chdir(demo.parent)
    (typed_again,) = [line.split() for line in told if line.startswith("  autograder")]
    assert CliRunner().invoke(app, typed_again[1:]).exit_code == 0
    zipped = CliRunner().invoke(app, ["release", CHAPTER, "--zip", "week2.zip"])
    assert zipped.exit_code == 0, zipped.output
    again = CliRunner().invoke(app, ["grade"])
    assert again.exit_code == 0, again.output
    assert "unchanged" in again.output


def test_a_chapter_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = CliRunner().invoke(app, ["demo", "07-nothing"])
    assert ran.exit_code == 2
    assert "07-nothing" in ran.output
    assert CHAPTER in ran.output
