"""A chapter's two editions as the tests look at them: read, and run from top to bottom."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from autograder.course import nbgrader_api, succeed, with_stock_execution
from autograder.demo import classroom as demo
from autograder.demo.learners import Learner
from autograder.editions import Chapter, find_chapters
from tests.conftest import ROOT
from tests.grading.rows import rows

CHAPTERS = {chapter.name: chapter for chapter in find_chapters(ROOT)}

# Kernel messages about the machine are not the notebook's.
KERNEL_OPTIONS = ["--IPKernelApp.log_level=ERROR", "--HistoryManager.hist_file=:memory:"]


def read(path: Path) -> NotebookNode:
    """The notebook in ``path``."""
    return nbformat.read(path, as_version=4)


def run(notebook: NotebookNode, folder: Path) -> NotebookNode:
    """Runs every cell of ``notebook`` in ``folder``, even after one that raises; returns it with outputs."""
    client = NotebookClient(
        notebook,
        timeout=300,
        allow_errors=True,
        extra_arguments=KERNEL_OPTIONS,
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute()
    return notebook


@dataclass(frozen=True)
class Graded:
    """Both editions of a chapter, handed in as they are and graded by stock nbgrader: the notebooks that ran, the
    gradebook's scores by cell, the feedback page of the solved one, and the gradebook's rows by what graded them."""

    solved: NotebookNode
    released: NotebookNode
    scores: dict[str, dict[str, float | None]]
    feedback: str
    rows: dict[str, dict[str, Any]]


@cache
def grade_both(chapter: Chapter) -> Graded:
    """Hands in and grades both editions, once for all tests that look at them."""
    room = demo.Classroom(chapter.course, f"test-{secrets.token_hex(8)}")
    learners = [Learner("solved"), Learner("released")]
    try:
        demo.prepare(room, chapter.name, learners)
        shutil.copy(chapter.notebook, room.step("submitted", "solved", chapter.name))
        api = nbgrader_api(with_stock_execution(room.config()))
        for learner in learners:
            succeed("autograde", api.autograde(chapter.name, learner.name))
        succeed("generate_feedback", api.generate_feedback(chapter.name))
        graded_by = {"stock": rows(room.gradebook)}
        ran = [
            room.step("autograded", learner.name, chapter.name) / chapter.notebook.name
            for learner in learners
        ]
        page = (room.step("feedback", "solved", chapter.name) / f"{chapter.name}.html").read_text(
            encoding="utf-8"
        )
        notebooks, scores = [read(path) for path in ran], demo.scores(room, chapter.name)
        for learner in learners:
            succeed("autograde", room.api().autograde(chapter.name, learner.name))
        graded_by["the engine inside nbgrader"] = rows(room.gradebook)
        return Graded(*notebooks, scores, page, graded_by)
    finally:
        room.remove()


def run_solved(chapter: Chapter) -> NotebookNode:
    """The instructor's edition after it ran."""
    return grade_both(chapter).solved


def without_demonstrations(notebook: NotebookNode) -> NotebookNode:
    """``notebook`` without the cells that only demonstrate."""
    notebook.cells = [cell for cell in notebook.cells if "demo" not in cell.metadata.get("tags", [])]
    return notebook


def nbgrader(cell: NotebookNode) -> dict[str, object]:
    """What nbgrader knows of a cell; empty for a cell that is none of its."""
    return cell.metadata.get("nbgrader", {})


def graded_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """The cells that nbgrader grades by running them."""
    return [cell for cell in notebook.cells if nbgrader(cell).get("grade") and cell.cell_type == "code"]


def cell_called(notebook: NotebookNode, name: str) -> NotebookNode:
    """The cell whose id is ``name``."""
    return next(cell for cell in notebook.cells if cell.id == name)


def printed(notebook: NotebookNode, name: str) -> str:
    """What the cell called ``name`` printed."""
    outputs = cell_called(notebook, name).outputs
    return "".join(output.text for output in outputs if output.get("name") == "stdout")


def shown(notebook: NotebookNode, name: str) -> str:
    """What the cell called ``name`` displayed, as plain text: of a picture, its alternative text."""
    outputs = cell_called(notebook, name).outputs
    return "\n".join(output.data["text/plain"] for output in outputs if "data" in output)


def find_complaints(notebook: NotebookNode) -> list[str]:
    """Every error and every line on stderr of a notebook that ran, with the cell that it came from."""
    complaints = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                complaints.append(f"{cell.id}: {output.ename}: {output.evalue}")
            elif output.get("name") == "stderr":
                complaints.append(f"{cell.id}: {output.text}")
    return complaints
