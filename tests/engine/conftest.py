"""A release of chapter 02 to grade against, and a lane that grades as it does for an instructor."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.course import find_course, nbgrader_api, succeed
from autograder.engine.inside.confine import Limits
from autograder.engine.lane import Settings
from autograder.engine.release import Release, load_release
from tests.engine.submissions import CHAPTER, SECRET, Lane
from tests.grading import packed

COURSE = find_course(Path(__file__).parent)
LIMITS = Limits(memory_bytes=2**30, cpu_seconds=60)
CELL_SECONDS = 4.0


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a course in which chapter 02 is released."""
    root = tmp_path_factory.mktemp("released")
    config = packed.settings(COURSE, root)
    (root / "source" / CHAPTER).mkdir(parents=True)
    shutil.copy(COURSE / "solutions" / CHAPTER / f"{CHAPTER}.ipynb", root / "source" / CHAPTER)
    succeed("generate", nbgrader_api(config).generate_assignment(CHAPTER))
    return root


@pytest.fixture(scope="session")
def release(released: Path) -> Release:
    """What decides about a submission of chapter 02."""
    with Gradebook(f"sqlite:///{released / 'gradebook.db'}") as gradebook:
        return load_release(gradebook, CHAPTER, CHAPTER, released / "release" / CHAPTER / f"{CHAPTER}.ipynb")


@pytest.fixture(scope="session")
def planted() -> Iterator[Path]:
    """A file of this machine that everybody may read; not below /tmp, which a worker covers with its own."""
    folder = Path(tempfile.mkdtemp(dir="/var/tmp"))
    folder.chmod(0o755)
    (folder / "planted.txt").write_text(SECRET)
    yield folder / "planted.txt"
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def lane(planted: Path) -> Iterator[Lane]:
    """A lane, started in an environment that holds a secret."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ENGINE_TEST", SECRET)
        with Lane(Settings(CELL_SECONDS, LIMITS)) as started:
            yield started
