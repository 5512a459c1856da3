"""The README shows each chapter with its question, and its pictures are what the course draws."""

from __future__ import annotations

import io
import re
import runpy
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from autograder.editions import find_chapters
from tests.conftest import ROOT, keep_one_chapter, run_in
from tests.test_documentation import TYPED

README = (ROOT / "README.md").read_text(encoding="utf-8")
ONE_LOOK = 60
LARGEST_PICTURE = 1_500_000
RUN_HERE = {"make notebooks", "autograder doctor"}
RUN_ELSEWHERE = {
    "make lab": "tests/test_setup.py, and the fixture `lab`",
    "make demo": "tests/commands/test_demo.py",
    "make check": ".ci/run",
    "make test": ".ci/run",
    "autograder release": "tests/commands/test_demo.py",
}


def test_it_is_short() -> None:
    assert len(README.splitlines()) <= ONE_LOOK


def test_every_chapter_is_there_with_its_title_picture_and_question() -> None:
    for chapter in find_chapters(ROOT):
        title, question = re.findall(
            r"^# # (.+)|\*\*(.+?\?)\*\*", chapter.script.read_text(encoding="utf-8"), re.M
        )[:2]
        assert re.search(
            rf"\[(\*\*)?{title[0]}(\*\*)?\]\(notebooks/{chapter.name}/{chapter.name}\.ipynb\)", README
        )
        assert f'src="docs/pictures/{chapter.name}.png"' in README
        assert f"| {question[1]} |" in README


def test_every_command_has_a_test_that_runs_it() -> None:
    assert {one or other for one, other in TYPED.findall(README)} == RUN_HERE | RUN_ELSEWHERE.keys()


@pytest.mark.notebooks
def test_notebooks_are_made_from_their_sources_alone(checkout: Path) -> None:
    keep_one_chapter(checkout, "02-softmax")
    made = {path: path.read_bytes() for path in (checkout / "notebooks").rglob("*.ipynb")}
    for path in made:
        path.unlink()
    _as_if_set_up(checkout)
    run_in(checkout, "make", "notebooks")
    assert {path: path.read_bytes() for path in (checkout / "notebooks").rglob("*.ipynb")} == made


@pytest.mark.engine
def test_the_doctor_says_that_the_sandbox_works(checkout: Path) -> None:
    assert "bubblewrap" in run_in(checkout, "autograder", "doctor")


def _as_if_set_up(checkout: Path) -> None:
    """Gives the copy an environment whose programs are this one's."""
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    (checkout / ".venv" / ".course").write_text(f"{checkout.resolve()}\n")


@pytest.mark.notebooks
def test_the_pictures_are_what_the_command_makes(tmp_path: Path) -> None:
    runpy.run_path(str(ROOT / "docs" / "pictures.py"))["main"](tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in (ROOT / "docs" / "pictures").glob("*.png")}
    assert made.keys() == kept.keys()
    for name in made:
        new, old = (
            np.asarray(Image.open(io.BytesIO(data)).convert("L"), float) for data in (made[name], kept[name])
        )
        assert new.shape == old.shape, name
        assert np.abs(new - old).mean() < 2, name


def test_the_tour_moves_and_loads_at_once() -> None:
    path = ROOT / "docs" / "pictures" / "tour.gif"
    assert path.stat().st_size < LARGEST_PICTURE
    assert getattr(Image.open(path), "n_frames", 1) > 10
