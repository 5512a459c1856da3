"""A chapter's script and the instructor's notebook: either may be edited, and a fault is mended where it was made."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.editions import BadScript, Chapter, find_chapters, read_script, synchronise
from tests.chapters.editions import cell_called
from tests.conftest import ROOT

SCRIPT = """\
# %% [markdown] name="one-task"
# ### Exercise: one

# %% name="shown"
1 + 1
"""


@pytest.fixture
def chapter(tmp_path: Path) -> Chapter:
    """A chapter whose script and notebook are equal."""
    chapter = Chapter(tmp_path, "07-one")
    chapter.script.parent.mkdir(parents=True)
    chapter.script.write_text(SCRIPT, encoding="utf-8")
    assert synchronise(chapter) == [chapter.notebook]
    return chapter


def edit(chapter: Chapter, change: Callable[[NotebookNode], None]) -> None:
    """Saves the notebook with a change, later than anything else was saved."""
    notebook = nbformat.read(chapter.notebook, as_version=4)
    change(notebook)
    nbformat.write(notebook, chapter.notebook)
    os.utime(chapter.notebook, (later := chapter.script.stat().st_mtime + 10, later))


@pytest.mark.parametrize("name", [chapter.name for chapter in find_chapters(ROOT)])
def test_an_edit_in_the_notebook_changes_nothing_else_in_the_script(tmp_path: Path, name: str) -> None:
    chapter = Chapter(tmp_path, name)
    chapter.script.parent.mkdir(parents=True)
    before = Chapter(ROOT, name).script.read_text(encoding="utf-8")
    chapter.script.write_text(before, encoding="utf-8")
    synchronise(chapter)
    setup = cell_called(read_script(chapter.script), "setup").source
    edit(chapter, lambda notebook: cell_called(notebook, "setup").update(source=f"{setup}\nimport math"))
    assert synchronise(chapter) == [chapter.script]
    assert chapter.script.read_text(encoding="utf-8") == before.replace(setup, f"{setup}\nimport math")
    assert synchronise(chapter) == []


def test_a_fault_made_in_the_notebook_is_mended_in_the_notebook(chapter: Chapter) -> None:
    edit(chapter, lambda notebook: notebook.cells[1].update(source="1 +"))
    with pytest.raises(BadScript, match=r"07-one\.ipynb: cell 2.* is not Python"):
        synchronise(chapter)
    assert chapter.script.read_text(encoding="utf-8") == SCRIPT
    edit(chapter, lambda notebook: notebook.cells[1].update(source="1 + 2"))
    synchronise(chapter)
    assert chapter.script.read_text(encoding="utf-8") == SCRIPT.replace("1 + 1", "1 + 2")


def test_a_fault_that_the_script_had_is_mended_in_the_notebook(chapter: Chapter) -> None:
    chapter.script.write_text(SCRIPT.replace(' name="one-task"', ""), encoding="utf-8")
    edit(chapter, lambda notebook: notebook.cells[0].update(source="# Another title"))
    synchronise(chapter)
    assert '# %% [markdown] name="one-task"\n# # Another title' in chapter.script.read_text(encoding="utf-8")


def test_a_notebook_that_a_merge_left_broken_is_to_be_made_anew(chapter: Chapter) -> None:
    edit(chapter, lambda notebook: None)
    chapter.notebook.write_text("<<<<<<< HEAD\n", encoding="utf-8")
    with pytest.raises(BadScript, match=r"07-one\.ipynb is no notebook\. Delete it"):
        synchronise(chapter)
    chapter.notebook.unlink()
    assert synchronise(chapter) == [chapter.notebook]
