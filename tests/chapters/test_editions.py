"""Both editions of every chapter: they run, they earn what they should, and give nothing away."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbgrader.utils import determine_grade

from autograder.editions import Chapter, find_chapters, find_stale, make_start_page, start_page
from course_utils.check.exercises import CHAPTERS as MODULES
from course_utils.check.exercises import chapter_exercises
from tests.chapters.editions import (
    CHAPTERS,
    find_complaints,
    grade_both,
    graded_cells,
    nbgrader,
    read,
    run,
    without_demonstrations,
)
from tests.conftest import ROOT

READABLE_ID = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
# What nbformat gives a cell that nobody named.
RANDOM_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){0,3}(-[0-9a-f]{12})?")

TEST_CELL = """\
check("{name}")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("{name}")
### END HIDDEN TESTS"""


@pytest.fixture(params=CHAPTERS.values(), ids=CHAPTERS)
def chapter(request: pytest.FixtureRequest) -> Chapter:
    return request.param


@pytest.fixture
def solved(chapter: Chapter) -> NotebookNode:
    return read(chapter.notebook)


@pytest.fixture
def released(chapter: Chapter) -> NotebookNode:
    return read(chapter.released)


# What an edition holds


def test_every_exercise_is_there_in_order_with_its_points(chapter: Chapter, solved: NotebookNode) -> None:
    assert chapter.name in MODULES, (
        "it needs its line in CHAPTERS of course_utils/check/exercises/__init__.py"
    )
    found = [(nbgrader(cell)["grade_id"], nbgrader(cell)["points"]) for cell in graded_cells(solved)]
    wanted = [(exercise.name, exercise.points) for exercise in chapter_exercises(chapter.name)]
    module = ROOT / "course_utils" / "check" / "exercises" / f"{MODULES[chapter.name]}.py"
    assert found == wanted, f"left: the test cells of {chapter.script}; right: EXERCISES in {module}"


def test_every_test_cell_is_one_line_and_its_hidden_twin(solved: NotebookNode) -> None:
    for cell in graded_cells(solved):
        assert cell.source == TEST_CELL.format(name=cell.id)
        assert nbgrader(cell)["locked"]


def test_every_exercise_has_its_answer_cell_before_it(solved: NotebookNode) -> None:
    ids = [cell.id for cell in solved.cells]
    for cell in graded_cells(solved):
        answer = solved.cells[ids.index(cell.id) - 1]
        assert answer.id == f"{cell.id}-answer"
        assert nbgrader(answer)["solution"]
        assert not nbgrader(answer)["grade"]


def test_one_question_is_graded_by_a_person(chapter: Chapter, solved: NotebookNode) -> None:
    written = [cell for cell in solved.cells if nbgrader(cell).get("grade") and cell.cell_type == "markdown"]
    assert [(cell.id, nbgrader(cell)["points"], nbgrader(cell)["solution"]) for cell in written] == [
        (f"{chapter.name}-question", 2, True)
    ]


@pytest.mark.parametrize("edition", ["notebook", "released"])
def test_every_cell_has_a_readable_id_of_its_own_and_no_output(chapter: Chapter, edition: str) -> None:
    cells = read(getattr(chapter, edition)).cells
    ids = [cell.id for cell in cells]
    assert len(set(ids)) == len(ids)
    for cell in cells:
        assert READABLE_ID.fullmatch(cell.id)
        assert not RANDOM_ID.fullmatch(cell.id)
        assert cell.id == nbgrader(cell).get("grade_id", cell.metadata.get("name"))
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


def test_both_editions_have_the_same_cells(solved: NotebookNode, released: NotebookNode) -> None:
    assert [cell.id for cell in released.cells] == [cell.id for cell in solved.cells]
    for theirs, ours in zip(released.cells, solved.cells, strict=True):
        assert theirs.cell_type == ours.cell_type
        if not nbgrader(ours):
            assert theirs.source == ours.source


def test_the_student_edition_gives_nothing_away(
    chapter: Chapter, solved: NotebookNode, released: NotebookNode
) -> None:
    text = chapter.released.read_text(encoding="utf-8")
    assert "autograder" not in text
    assert "HIDDEN" not in text
    assert "SOLUTION" not in text
    assert "MARK SCHEME" not in text
    for ours, theirs in zip(solved.cells, released.cells, strict=True):
        if nbgrader(ours).get("solution"):
            assert not set(_solution_lines(ours)) & set(theirs.source.splitlines())


def test_the_notebooks_folder_has_nothing_but_student_editions() -> None:
    files = {path for path in (ROOT / "notebooks").rglob("*") if path.is_file()}
    ours = {path for path in files if ".ipynb_checkpoints" not in path.parts}
    assert ours == {start_page(ROOT), *(chapter.released for chapter in CHAPTERS.values())}


def _solution_lines(cell: NotebookNode) -> list[str]:
    if cell.cell_type == "markdown":
        return [line for line in cell.source.splitlines() if line.strip()]
    _, _, after = cell.source.partition("### BEGIN SOLUTION\n")
    solution, _, _ = after.partition("### END SOLUTION")
    assert solution.strip()
    return solution.splitlines()


# What is committed is up to date


@pytest.fixture
def one_chapter(checkout: Path) -> Chapter:
    """A copy of the course with its first chapter alone."""
    first, *others = find_chapters(checkout)
    for other in others:
        shutil.rmtree(other.script.parent)
        shutil.rmtree(other.released.parent)
    return first


@pytest.mark.notebooks
def test_everything_committed_is_up_to_date() -> None:
    assert find_stale(ROOT) == []


def _edit_script(path: Path) -> None:
    _replace_once(path, "\n# # ", "\n# #  ")


def _edit_notebook(path: Path) -> None:
    _replace_once(path, '"# ', '"#  ')


def _replace_once(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.notebooks
@pytest.mark.parametrize(
    ("edition", "edit"),
    [("script", _edit_script), ("notebook", _edit_notebook), ("released", _edit_notebook)],
)
def test_one_character_makes_an_edition_out_of_date(
    one_chapter: Chapter, edition: str, edit: Callable[[Path], None]
) -> None:
    course = one_chapter.course
    edit(getattr(one_chapter, edition))
    reported = find_stale(course)
    changed = one_chapter.released if edition == "released" else one_chapter.notebook
    assert any(line.startswith(str(changed.relative_to(course))) for line in reported), reported


@pytest.mark.notebooks
def test_a_file_that_no_source_makes_is_reported(one_chapter: Chapter) -> None:
    folder = one_chapter.released.parent
    stray = folder / "answers.py"
    stray.write_text("answers = 42\n", encoding="utf-8")
    saved_in_jupyterlab = folder / ".ipynb_checkpoints" / f"{one_chapter.name}-checkpoint.ipynb"
    saved_in_jupyterlab.parent.mkdir()
    saved_in_jupyterlab.write_text("{}", encoding="utf-8")
    assert [line.split()[0] for line in find_stale(one_chapter.course)] == [
        str(stray.relative_to(one_chapter.course))
    ]


@pytest.mark.notebooks
def test_the_start_page_is_out_of_date_when_its_script_has_changed(one_chapter: Chapter) -> None:
    course = one_chapter.course
    _replace_once(course / "solutions" / "start-here.py", "ten minutes", "a year")
    assert find_stale(course) == ["notebooks/start-here.ipynb is not what start-here.py makes"]
    assert make_start_page(course) == [start_page(course)]
    assert find_stale(course) == []


# What happens when an edition runs


@pytest.mark.notebooks
def test_the_solved_edition_runs_clean_and_earns_every_point(chapter: Chapter) -> None:
    graded = grade_both(chapter)
    assert find_complaints(graded.solved) == []
    scores = graded.scores["solved"]
    for exercise in chapter_exercises(chapter.name):
        assert scores[exercise.name] == exercise.points
    assert scores[f"{chapter.name}-question"] is None, "waits for a person"
    for exercise in chapter_exercises(chapter.name):
        assert exercise.name in graded.feedback
        assert f"{exercise.points:g} of {exercise.points:g} points" in graded.feedback


@pytest.mark.notebooks
def test_the_student_edition_runs_to_its_end_and_earns_nothing(chapter: Chapter) -> None:
    graded = grade_both(chapter)
    assert find_complaints(graded.released) == []
    assert set(graded.scores["released"].values()) == {0}


@pytest.mark.notebooks
def test_the_engine_gives_the_rows_of_stock_nbgrader(chapter: Chapter) -> None:
    graded_by = grade_both(chapter).rows
    assert len(graded_by["stock"]) == 2
    assert graded_by["the engine inside nbgrader"] == graded_by["stock"]


@pytest.mark.notebooks
def test_no_exercise_depends_on_a_cell_that_demonstrates(solved: NotebookNode, tmp_path: Path) -> None:
    notebook = run(without_demonstrations(solved), tmp_path)
    assert find_complaints(notebook) == []
    for cell in graded_cells(notebook):
        assert determine_grade(cell) == (nbgrader(cell)["points"],) * 2, cell.id
