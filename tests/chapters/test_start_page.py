"""The start page: its map is that of the chapters, it runs, and its wrong answer is told what is wrong with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.editions import start_page
from course_utils.check.exercises import all_exercises
from tests.chapters.editions import CHAPTERS, cell_called, find_complaints, printed, read, run, shown
from tests.conftest import ROOT

PAGE = start_page(ROOT)
ROW = re.compile(
    r"^\| \[(?P<title>.+?)\]\((?P<file>.+?)\) \| (?P<question>.+?) \| (?P<number>.+?) \|", re.MULTILINE
)
LINK = re.compile(r"\]\(((?!https?:|#)[^)]+)\)")


def test_the_map_has_each_chapter_with_its_title_its_question_and_a_number_from_it() -> None:
    rows = list(ROW.finditer(cell_called(read(PAGE), "map").source))
    assert [row["file"] for row in rows] == [f"{name}/{name}.ipynb" for name in CHAPTERS]
    for row, chapter in zip(rows, CHAPTERS.values(), strict=True):
        notebook = read(chapter.released)
        opening = cell_called(notebook, "title").source
        assert opening.startswith(f"# {row['title']}\n")
        assert f"**{row['question']}**" in opening
        told = "\n".join(cell.source for cell in notebook.cells)
        for number in re.findall(r"\d[\d,.]+\d", row["number"]):
            assert number in told, number


@pytest.mark.parametrize(
    "page", [PAGE, *(chapter.released for chapter in CHAPTERS.values())], ids=lambda page: page.stem
)
def test_links_between_notebooks_lead_somewhere(page: Path) -> None:
    links = [link for cell in read(page).cells for link in LINK.findall(cell.source)]
    assert links
    assert [link for link in links if not (page.parent / link).is_file()] == []


@pytest.mark.notebooks
def test_it_runs_and_names_the_mistake_that_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress"))
    assert not any(cell.get("outputs") for cell in read(PAGE).cells)
    page = run(read(PAGE), tmp_path)
    assert find_complaints(page) == []
    card = shown(page, "my_relu-check")
    assert "0 of 2 points" in card
    assert "keeps the smaller of 0 and z" in card
    assert "hint 1 of" in shown(page, "my_relu-hint")
    assert f"0 of {len(all_exercises())} exercises done" in shown(page, "progress-card")
    assert printed(page, "numpy-lines").splitlines()[0] == "(2, 3)"
