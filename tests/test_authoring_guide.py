"""The authoring guide, followed to the letter in a copy of the checkout: its blocks put where they say, its commands
typed."""

from __future__ import annotations

import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.chapters.editions import cell_called, nbgrader, read
from tests.conftest import ROOT, keep_one_chapter, run_in

pytestmark = pytest.mark.notebooks
GUIDE = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
CHAPTER = "02-softmax"
BLOCK = re.compile(r"^```\w+\n# (?P<where>[^\n]+)\n(?P<content>.*?)^```$", re.MULTILINE | re.DOTALL)
PLACE = re.compile(r"(?P<file>\S+): (?P<how>a new file|above|in place of)(?: `(?P<line>.+)`)?")


@dataclass(frozen=True)
class Block:
    """A block of the guide: what its first line says, and the lines below it."""

    where: str
    content: str

    def put_into(self, checkout: Path) -> None:
        """Does what the first line says; the line that it names by its beginning must be there once."""
        place = PLACE.fullmatch(self.where)
        assert place is not None, self.where
        file = checkout / place["file"]
        if place["how"] == "a new file":
            assert not file.exists()
            file.write_text(self.content, encoding="utf-8")
            return
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        (number,) = (number for number, line in enumerate(lines) if line.startswith(place["line"]))
        after = number + 1 if place["how"] == "in place of" else number
        file.write_text("".join([*lines[:number], self.content, *lines[after:]]), encoding="utf-8")


def blocks_and_commands(section: str) -> tuple[list[Block], list[str]]:
    """The blocks and the commands of the part of the guide that has this heading."""
    (part,) = (part for part in GUIDE.split("\n## ") if part.startswith(f"{section}\n"))
    blocks = [Block(found["where"], found["content"]) for found in BLOCK.finditer(part)]
    return blocks, re.findall(r"^    ((?:make|\.venv/bin/pytest) .+)$", BLOCK.sub("", part), re.MULTILINE)


@pytest.fixture
def course(checkout: Path) -> Path:
    keep_one_chapter(checkout, CHAPTER)
    # The environment that runs the tests is the course's.
    (checkout / ".venv").symlink_to(sys.prefix)
    return checkout


def test_the_worked_example(course: Path) -> None:
    mistake, (check_mistake,) = blocks_and_commands("A misconception")
    exercise, (make, check_all) = blocks_and_commands("An exercise")
    *exercise, typed = exercise
    for block in (*mistake, *exercise):
        block.put_into(course)

    named = run_in(course, *shlex.split(check_mistake), "-v", "-n0")
    assert "test_misconception_loses_points_and_is_named[visible-hardmax-ones-above-zero] PASSED" in named

    card = run_in(course, sys.executable, "-c", typed.content)
    assert "The logits are multiplied by T, so heat sharpens what it should level." in card
    assert "2 of 2" not in card

    # The environment is set up already: make is told to leave it as it is.
    made = run_in(course, *shlex.split(make), "--assume-old=.venv/.course")
    assert f"written: notebooks/{CHAPTER}/{CHAPTER}.ipynb" in made
    released = read(course / "notebooks" / CHAPTER / f"{CHAPTER}.ipynb")
    assert "raise NotImplementedError()" in cell_called(released, "tempered_softmax-answer").source
    assert cell_called(released, "tempered_softmax").source == 'check("tempered_softmax")'
    assert nbgrader(cell_called(released, "tempered_softmax"))["points"] == 2

    # Without what needs minutes: that both editions run and earn what they should.
    checked = run_in(course, *shlex.split(check_all), "-m", "not notebooks and not nbgrader", "-v", "-n0")
    for name in re.findall(r'Misconception\("([^"]+)"', "".join(block.content for block in exercise)):
        for cases in ("visible", "graded"):
            assert f"is_named[{cases}-tempered_softmax-{name}] PASSED" in checked
    assert len(re.findall(r"accepted_answer_keeps_all_points\[tempered_softmax-\S+ PASSED", checked)) == 5
    assert f"test_every_exercise_is_there_in_order_with_its_points[{CHAPTER}] PASSED" in checked
