"""Notebooks whose cells are not those of the release: what runs, and what it is worth, the release decides."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output

from autograder.engine.release import Release
from autograder.engine.submission import Status
from tests.engine.submissions import (
    POINTS,
    RIGHT,
    SECRET,
    Lane,
    as_file,
    earned,
    find,
    learners_outputs,
    released_notebook,
    solved,
    submission,
)

pytestmark = pytest.mark.engine
TEST = "my_softmax"
ANSWER = "my_softmax-answer"
THREE = new_output("execute_result", {"text/plain": "3.0"}, execution_count=1)


def _everywhere(notebook: NotebookNode, change: Callable[[NotebookNode], Any]) -> None:
    for cell in notebook.cells:
        change(cell)


def overwritten_tests(notebook: NotebookNode) -> None:
    """Every test cell gives full marks, and says what the judge can see."""
    for name in POINTS:
        find(
            notebook, name
        ).source = f"import os; print(os.environ, open('/proc/self/environ').read()); {POINTS[name]}"


def renamed_tests(notebook: NotebookNode) -> None:
    """Test cells have other grade ids, and cells that give three points have theirs."""
    for name in POINTS:
        find(notebook, name).metadata.nbgrader["grade_id"] += "-old"
        metadata = {
            "nbgrader": {"grade_id": name, "grade": True, "locked": False, "solution": False, "points": 9}
        }
        notebook.cells.append(new_code_cell("3.0", metadata=metadata, outputs=[THREE]))


def deleted_tests(notebook: NotebookNode) -> None:
    """There are no test cells."""
    notebook.cells = [c for c in notebook.cells if not c.metadata.get("nbgrader", {}).get("grade")]


def duplicated_tests(notebook: NotebookNode) -> None:
    """Test cells are there three times, the others empty or worth much."""
    for name in POINTS:
        cell = find(notebook, name)
        place = notebook.cells.index(cell)
        for source in ("", f"{POINTS[name]}"):
            copy = nbformat.from_dict(json.loads(json.dumps(cell)))
            copy.source = source
            notebook.cells.insert(place, copy)
            notebook.cells.append(copy)


def reordered(notebook: NotebookNode) -> None:
    """The cells stand in the opposite order."""
    notebook.cells.reverse()


def forged_points(notebook: NotebookNode) -> None:
    """Every exercise is worth a million points, checksums and all."""
    for name in POINTS:
        find(notebook, name).metadata.nbgrader.update(points=1e6, checksum="0" * 32)


def forged_kinds(notebook: NotebookNode) -> None:
    """Test cells are called manually graded answers, and answers are called tests."""
    for name in POINTS:
        find(notebook, name).metadata.nbgrader.update(solution=True, locked=False, task=False)
        find(notebook, f"{name}-answer").metadata.nbgrader.update(grade=True, solution=False, points=5)


def forged_outputs(notebook: NotebookNode) -> None:
    """Test cells bring outputs of full marks along."""
    for name in POINTS:
        find(notebook, name).outputs = [THREE]
        find(notebook, name).execution_count = 7


def skipped(notebook: NotebookNode) -> None:
    """Every cell is tagged so that nothing runs."""
    _everywhere(notebook, lambda cell: cell.metadata.update(tags=["skip-execution", "demo"]))


def raises_allowed(notebook: NotebookNode) -> None:
    """Every cell may raise."""
    _everywhere(notebook, lambda cell: cell.metadata.update(tags=["raises-exception", "nbgrader-skip"]))


def text_for_tests(notebook: NotebookNode) -> None:
    """Test cells are Markdown or raw cells."""
    for number, name in enumerate(POINTS):
        cell = find(notebook, name)
        cell.cell_type = ("markdown", "raw")[number % 2]
        del cell["outputs"], cell["execution_count"]


def same_ids(notebook: NotebookNode) -> None:
    """All cells have the id of a test cell, and cells of their own claim the ids of the release's plain cells."""
    _everywhere(notebook, lambda cell: cell.update(id=TEST))
    for name in ("setup", "progress", "title"):
        notebook.cells.insert(0, new_code_cell("check = grade = lambda *a: 3.0", id=name))


def odd_claims(notebook: NotebookNode) -> None:
    """Grade ids are lists, numbers, and as long as a book; nbgrader's metadata is a list."""
    claims: list[Any] = [["my_softmax"], 5, None, {"grade_id": TEST}, "x" * 10**6, "added-3", "\x00", ""]
    for claim in claims:
        metadata = {
            "nbgrader": {"grade_id": claim, "grade": True, "solution": False, "locked": True, "points": 3}
        }
        notebook.cells.append(
            NotebookNode(cell_type="code", source="3.0", metadata=metadata, outputs=[THREE])
        )
    notebook.cells.append(
        NotebookNode(cell_type="code", source="3.0", metadata={"nbgrader": [1]}, outputs=[THREE])
    )


def answer_in_the_name_of_a_test(notebook: NotebookNode) -> None:
    """The answer's cell claims to be the test, and the test to be the answer."""
    answer, test = find(notebook, ANSWER), find(notebook, TEST)
    answer.metadata.nbgrader["grade_id"], test.metadata.nbgrader["grade_id"] = TEST, ANSWER
    answer.source, test.source = "3.0", "3.0"


FORGERIES = (
    overwritten_tests, renamed_tests, deleted_tests, duplicated_tests, reordered, forged_points, forged_kinds,
    forged_outputs, skipped, raises_allowed, text_for_tests, same_ids, odd_claims, answer_in_the_name_of_a_test,
)  # fmt: skip
# These leave an honest learner's answers where they are, in the same order: they cost nothing either.
HARMLESS = (
    overwritten_tests, renamed_tests, deleted_tests, duplicated_tests, forged_points, forged_kinds, forged_outputs,
    skipped, raises_allowed, text_for_tests, odd_claims,
)  # fmt: skip


@pytest.mark.parametrize("forge", FORGERIES)
def test_a_forged_notebook_without_answers_earns_nothing(
    forge: Callable[[NotebookNode], None], lane: Lane, release: Release
) -> None:
    notebook = released_notebook(release)
    forge(notebook)
    graded = lane.grade(notebook, release)
    assert graded.status == Status.GRADED
    assert set(earned(graded).values()) == {0}
    assert SECRET not in json.dumps(learners_outputs(graded))
    _check_cells(graded.notebook, release)


@pytest.mark.parametrize("forge", HARMLESS)
def test_right_answers_keep_their_points_whatever_was_done_to_the_tests(
    forge: Callable[[NotebookNode], None], lane: Lane, release: Release
) -> None:
    notebook = solved(release)
    forge(notebook)
    assert earned(lane.grade(notebook, release)) == POINTS


def _check_cells(graded: str, release: Release) -> None:
    """Every graded cell of the release is there once, as released, and nothing else claims to be one."""
    cells = [c for c in nbformat.reads(graded, as_version=4).cells if c.metadata.get("nbgrader")]
    found = {c.metadata.nbgrader.grade_id: c for c in cells}
    assert len(found) == len(cells)
    assert set(found) == {cell.grade_id for cell in release.cells if cell.grade_id}
    for cell in release.cells:
        if cell.is_locked:
            assert found[cell.grade_id].source == cell.source
        if cell.grade_id:
            assert found[cell.grade_id].metadata.nbgrader == dict(cell.metadata)


def test_of_two_answers_the_later_one_counts_as_it_does_for_nbgrader(lane: Lane, release: Release) -> None:
    notebook = solved(release)
    wrong = nbformat.from_dict(json.loads(json.dumps(find(notebook, ANSWER))))
    wrong.source = "def my_softmax(z): return z"
    notebook.cells.insert(notebook.cells.index(find(notebook, TEST)), wrong)
    assert earned(lane.grade(notebook, release))[TEST] == 0


def test_a_test_cell_that_the_release_did_not_lock_is_the_releases_all_the_same(
    lane: Lane, release: Release
) -> None:
    from dataclasses import replace

    unlocked = tuple(
        replace(cell, metadata={**cell.metadata, "locked": False}) if cell.is_test else cell
        for cell in release.cells
    )
    notebook = released_notebook(release)
    overwritten_tests(notebook)
    graded = lane.grade(notebook, replace(release, cells=unlocked))
    assert set(earned(graded).values()) == {0}
    assert SECRET not in graded.notebook


def test_a_cell_too_long_to_be_read_is_graded(lane: Lane, release: Release) -> None:
    graded = lane.grade(submission(release, RIGHT, top="x = 1\n" * 400_000), release)
    assert earned(graded) == POINTS


def test_code_that_takes_python_to_its_limits_is_graded(lane: Lane, release: Release) -> None:
    for source in (
        "-" * 90_000 + "1",
        "(" * 90_000,
        "1" + "+1" * 90_000,
        "x" + ".x" * 90_000,
        "\x00",
        "\ud800",
    ):
        assert earned(lane.grade(as_file(submission(release, RIGHT, top=source)), release)) == POINTS
