"""The README shows each chapter with its question, and its pictures are what the course draws."""

from __future__ import annotations

import io
import re
import runpy
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from autograder.editions import find_chapters
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
ONE_LOOK = 60
LARGEST_PICTURE = 1_500_000


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
