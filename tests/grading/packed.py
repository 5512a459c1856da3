"""One assignment that holds every answer to a chapter's exercises, so that one run of nbgrader grades them all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook
from traitlets.config import Config

from autograder.accepted import accepted_answers
from autograder.course import load_config, nbgrader_api, succeed, with_stock_execution
from autograder.demo.sources import misconception_source
from course_utils.check.exercise import Exercise
from course_utils.check.exercises import chapter_exercises

LEARNER = "everybody"
DUE, LATE = "2030-05-01 12:00:00 UTC", "2030-05-01 12:30:00 UTC"


@dataclass(frozen=True)
class Answer:
    """One answer to one exercise; ``mistake`` is the misconception's id, empty for an accepted answer."""

    exercise: Exercise
    number: int
    source: str
    mistake: str = ""

    @property
    def cell(self) -> str:
        return f"{self.exercise.name}-{self.number}"


def answers(chapter: str) -> list[Answer]:
    """Every accepted answer and every misconception of a chapter."""
    found = []
    for exercise in chapter_exercises(chapter):
        sources = [(answer.source, "") for answer in accepted_answers(exercise.name)]
        sources += [
            (misconception_source(exercise, mistake), mistake.id) for mistake in exercise.misconceptions
        ]
        found += [Answer(exercise, number, *entry) for number, entry in enumerate(sources)]
    return found


def hand_in(course: Path, root: Path, chapter: str) -> Config:
    """Releases the packed assignment below ``root`` and hands in a notebook with every answer; returns nbgrader's
    settings for it."""
    config = settings(course, root)
    everything = answers(chapter)
    source = root / "source" / "packed" / "packed.ipynb"
    _write(source, [cell for answer in everything for cell in _source_cells(answer)])
    release(config)
    notebook = nbformat.read(root / "release" / "packed" / "packed.ipynb", as_version=4)
    by_cell = {f"{answer.cell}-answer": answer.source for answer in everything}
    for cell in notebook.cells:
        cell.source = by_cell.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
    handed_in = root / "submitted" / LEARNER / "packed"
    _write(handed_in / "packed.ipynb", notebook.cells)
    (handed_in / "timestamp.txt").write_text(LATE)
    return config


def release(config: Config) -> None:
    """Releases the packed assignment, which was due before `LATE`."""
    succeed("generate", nbgrader_api(config).generate_assignment("packed"))
    with Gradebook(config.CourseDirectory.db_url) as gradebook:
        gradebook.update_or_create_assignment("packed", duedate=DUE)


def settings(course: Path, root: Path) -> Config:
    """Settings for a course of its own below ``root`` that is graded by stock nbgrader."""
    steps = ("source", "release", "submitted", "autograded", "feedback")
    directories = {f"{step}_directory": step for step in steps}
    database = f"sqlite:///{root / 'gradebook.db'}"
    config = with_stock_execution(load_config(course, root=str(root), db_url=database, **directories))
    config.LateSubmissionPlugin.penalty_method = "zero"  # of the two that nbgrader has, the one that shows
    return config


def _source_cells(answer: Answer) -> list[nbformat.NotebookNode]:
    name = answer.exercise.name
    tests = [
        f'check("{name}")',
        "### BEGIN HIDDEN TESTS",
        "from autograder.hidden import grade",
        f'grade("{name}")',
        "### END HIDDEN TESTS",
    ]
    return [
        _cell("### BEGIN SOLUTION\n### END SOLUTION", f"{answer.cell}-answer", solution=True),
        _cell("\n".join(tests), answer.cell, points=answer.exercise.points),
    ]


def _cell(source: str, grade_id: str, *, solution: bool = False, points: float | None = None) -> Any:
    metadata = {
        "schema_version": 3,
        "grade_id": grade_id,
        "solution": solution,
        "grade": points is not None,
        "locked": points is not None,
        "task": False,
    }
    return new_code_cell(
        source, metadata={"nbgrader": metadata if points is None else {**metadata, "points": points}}
    )


def _write(path: Path, cells: list[nbformat.NotebookNode]) -> None:
    path.parent.mkdir(parents=True)
    setup = new_code_cell("from course_utils.check import check")
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    first = [] if cells and cells[0].source == setup.source else [setup]
    nbformat.write(new_notebook(cells=[*first, *cells], metadata={"kernelspec": kernel}), path)


def scores(root: Path) -> dict[str, float]:
    """Score by cell, from the gradebook."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission("packed", LEARNER)
        return {grade.name: grade.score for notebook in submission.notebooks for grade in notebook.grades}


def cards(root: Path) -> dict[str, dict[str, Any]]:
    """By cell, the data that the graded card in the autograded notebook carries."""
    autograded = root / "autograded" / LEARNER / "packed" / "packed.ipynb"
    found = {}
    for cell in nbformat.read(autograded, as_version=4).cells:
        metadata = [output.metadata for output in cell.get("outputs", []) if "metadata" in output]
        if data := [entry["logits_to_labels"] for entry in metadata if "logits_to_labels" in entry]:
            found[cell.metadata["nbgrader"]["grade_id"]] = data[-1]
    return found
