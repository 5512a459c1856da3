"""A submission is graded again when its file, its timestamp or the release has changed, and only then."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from autograder import bulk
from autograder.course import find_course, nbgrader_api, succeed
from autograder.engine.grading import Graded
from autograder.engine.release import Release
from autograder.engine.submission import Status
from autograder.executors import Piece
from tests.engine.submissions import CHAPTER, as_file, released_notebook
from tests.grading import packed

COURSE = find_course(Path(__file__).parent)
NOTEBOOK = f"{CHAPTER}.ipynb"


@dataclass
class NoPoints:
    """An executor that gives nobody a point, and counts."""

    asked: int = 0

    def grade(self, work: Iterator[Piece]) -> Iterator[tuple[Piece, Graded]]:
        for piece in work:
            self.asked += 1
            scores = dict.fromkeys(
                (name for name, cell in piece.release.graded().items() if cell.is_test), 0.0
            )
            yield piece, Graded(Status.GRADED, scores=scores, notebook=piece.data.decode())


@pytest.fixture
def root(released: Path, release: Release, tmp_path: Path) -> Path:
    """The folder of a course in which two learners have handed in chapter 02."""
    shutil.copytree(released, tmp_path / "course")
    for student in ("ada", "alan"):
        folder = tmp_path / "course" / "submitted" / student / CHAPTER
        folder.mkdir(parents=True)
        (folder / NOTEBOOK).write_bytes(as_file(released_notebook(release)))
    return tmp_path / "course"


def graded(root: Path) -> list[str]:
    """Who is graded when the class is."""
    course = bulk.Course(nbgrader_api(packed.settings(COURSE, root)))
    executor = NoPoints()
    outcomes = list(bulk.grade_class(course, course.submissions(CHAPTER), executor))
    found = sorted(outcome.submission.student for outcome in outcomes if outcome.state == "graded")
    assert len(found) == executor.asked
    assert len(outcomes) == 2
    return found


def hand_in_again(root: Path) -> None:
    file = root / "submitted" / "ada" / CHAPTER / NOTEBOOK
    file.write_bytes(file.read_bytes() + b"\n")


def hand_in_later(root: Path) -> None:
    (root / "submitted" / "ada" / CHAPTER / "timestamp.txt").write_text("2031-05-01 12:00:00 UTC")


def lose_the_result(root: Path) -> None:
    (root / "autograded" / "ada" / CHAPTER / bulk.MARK).unlink()


def release_again(root: Path) -> None:
    """With another number of points for a test."""
    source = root / "source" / CHAPTER / NOTEBOOK
    notebook = nbformat.read(source, as_version=4)
    test = next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("points"))
    test.metadata.nbgrader.points += 1
    nbformat.write(notebook, source)
    api = nbgrader_api(packed.settings(COURSE, root))
    succeed("generate", api.generate_assignment(CHAPTER, force=True))


@pytest.mark.parametrize(
    ("change", "again"),
    [
        (lambda _: None, []),
        (hand_in_again, ["ada"]),
        (hand_in_later, ["ada"]),
        (lose_the_result, ["ada"]),
        (release_again, ["ada", "alan"]),
    ],
    ids=["nothing", "file", "timestamp", "mark", "release"],
)
def test_what_changed_is_graded_again(root: Path, change: Callable[[Path], None], again: list[str]) -> None:
    assert graded(root) == ["ada", "alan"]
    change(root)
    assert graded(root) == again
    assert graded(root) == []
