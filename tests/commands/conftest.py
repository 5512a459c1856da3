"""A small course of two chapters for the commands of an instructor's week, and the commands typed in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner, Result

from autograder import editions
from autograder.cli import app
from tests.commands.graded_class import GradedClass, build
from tests.conftest import ROOT

CHAPTERS = ("01-activations", "02-softmax")
CHAPTER = "02-softmax"


@dataclass(frozen=True)
class Course:
    """A course's folder, and where things lie in it."""

    root: Path

    @property
    def gradebook(self) -> str:
        return f"sqlite:///{self.root / 'classroom' / 'gradebook.db'}"

    @property
    def exchange(self) -> Path:
        return self.root / "classroom" / "exchange" / "logits-to-labels"

    def submitted(self, student: str, chapter: str = CHAPTER) -> Path:
        return self.root / "classroom" / "submitted" / student / chapter

    def released(self, chapter: str = CHAPTER) -> Path:
        return self.root / "notebooks" / chapter / f"{chapter}.ipynb"

    def enrol(self, *students: tuple[str, str, str], **facts: str) -> None:
        """Puts students (id, first name, last name) into the gradebook."""
        with Gradebook(self.gradebook) as gradebook:
            for student, first, last in students:
                gradebook.update_or_create_student(student, first_name=first, last_name=last, **facts)


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("template") / "course"
    for chapter in CHAPTERS:
        for edition in ("solutions", "notebooks"):
            shutil.copytree(ROOT / edition / chapter, root / edition / chapter)
    shutil.copy(ROOT / "solutions" / "start-here.py", root / "solutions")
    for file in ("nbgrader_config.py", "environment.yml", "constraints.txt", "LICENSE"):
        shutil.copy(ROOT / file, root)
    shutil.copytree(
        ROOT / "course_utils", root / "course_utils", ignore=shutil.ignore_patterns("__pycache__")
    )
    editions.release(root, editions.find_chapters(root))
    return root


@pytest.fixture(scope="session")
def graded(_template: Path, tmp_path_factory: pytest.TempPathFactory) -> GradedClass:
    """A class whose work is graded; tests read it, and write feedback and reports."""
    return build(shutil.copytree(_template, tmp_path_factory.mktemp("graded") / "course"))


@pytest.fixture
def course(_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """A course with nobody in it, and the working directory."""
    root = tmp_path / "course"
    shutil.copytree(_template, root)
    monkeypatch.chdir(root)
    # What the commands print is compared: no colours, no line broken for a narrow screen.
    monkeypatch.setattr("autograder.commands.screen.console._width", 400)
    return Course(root)


@pytest.fixture
def autograder(course: Course) -> Callable[..., Result]:
    """Runs a command of ``autograder`` in the course; fails unless it ends with ``status``."""

    def run(*words: str | Path, status: int = 0) -> Result:
        result = CliRunner().invoke(app, [str(word) for word in words])
        assert result.exit_code == status, (result.output, result.exception)
        return result

    return run
