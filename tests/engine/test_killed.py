"""A grader killed at any moment loses nothing: the next run ends with the gradebook of an undisturbed one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from autograder import bulk
from autograder.course import find_course, nbgrader_api
from autograder.engine.grading import Graded
from autograder.engine.release import Release
from autograder.executors import Piece
from tests.engine.submissions import (
    CHAPTER,
    RIGHT,
    Lane,
    as_file,
    comes_true,
    descendants,
    released_notebook,
    solved,
    submission,
)
from tests.grading import packed
from tests.grading.rows import rows

COURSE = find_course(Path(__file__).parent)
LATE = "2031-05-01 12:00:00 UTC"

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def handed_in(released: Path, release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a course in which four learners have handed in chapter 02, and a fifth a file that is none."""
    root = tmp_path_factory.mktemp("killed") / "course"
    shutil.copytree(released, root)
    files = {
        "all": as_file(solved(release)),
        "half": as_file(submission(release, {"hardmax": RIGHT["hardmax"]})),
        "late": as_file(submission(release, {"my_softmax": RIGHT["my_softmax"]})),
        "none": as_file(released_notebook(release)),
        "torn": as_file(solved(release))[:-9],
    }
    for student, data in files.items():
        folder = root / "submitted" / student / CHAPTER
        folder.mkdir(parents=True)
        (folder / f"{CHAPTER}.ipynb").write_bytes(data)
        if student == "late":
            (folder / "timestamp.txt").write_text(LATE)
    return root


def course_in(root: Path) -> bulk.Course:
    return bulk.Course(nbgrader_api(packed.settings(COURSE, root)))


def ended(root: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """What a run leaves: the gradebook's rows, and the autograded notebooks."""
    notebooks = {
        str(path.relative_to(root)): path.read_text()
        for path in sorted((root / "autograded").rglob("*.ipynb"))
    }
    return rows(root / "gradebook.db"), notebooks


@pytest.fixture(scope="module")
def results(handed_in: Path, release: Release, lane: Lane) -> dict[bytes, Graded]:
    """What the engine gives for each file."""
    files = [entry.file.read_bytes() for entry in course_in(handed_in).submissions(CHAPTER)]
    return {data: lane.grade(data, release) for data in files}


@dataclass(frozen=True)
class Known:
    """An executor that looks the results up, by the file, so that what a run writes can be tried at every step."""

    results: dict[bytes, Graded]

    def grade(self, work: Iterator[Piece]) -> Iterator[tuple[Piece, Graded]]:
        return ((piece, self.results[piece.data]) for piece in work)


def grade(root: Path, results: dict[bytes, Graded]) -> None:
    """A run over the class."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "BATCH", 2)
        list(bulk.grade_class(course_in(root), course_in(root).submissions(CHAPTER), Known(results)))


def killed_before_write(number: int, run: Callable[[], None]) -> bool:
    """Runs in a process of its own that is killed before the write of this number; whether it came so far."""
    child = os.fork()
    if child == 0:
        written = 0

        def counted(call: Callable[..., Any]) -> Callable[..., Any]:
            def wrapped(*args: Any, **named: Any) -> Any:
                nonlocal written
                written += 1
                if written == number:
                    os.kill(os.getpid(), signal.SIGKILL)
                return call(*args, **named)

            return wrapped

        try:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(os, "replace", counted(os.replace))
                patch.setattr(Session, "commit", counted(Session.commit))
                run()
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1] == signal.SIGKILL


def test_killed_before_any_write_the_next_run_ends_the_same(
    handed_in: Path, results: dict[bytes, Graded], tmp_path: Path
) -> None:
    undisturbed = tmp_path / "undisturbed"
    shutil.copytree(handed_in, undisturbed)
    grade(undisturbed, results)
    want = ended(undisturbed)
    assert want[0][f"all/{CHAPTER}"]["score"] == 10
    number = 1
    while True:
        root = tmp_path / str(number)
        shutil.copytree(handed_in, root)
        came_so_far = killed_before_write(number, lambda root=root: grade(root, results))  # type: ignore[misc]
        if not came_so_far:
            break
        grade(root, results)
        assert ended(root) == want, f"killed before write {number}"
        number += 1
    assert number > 12, "files, marks and transactions are all counted"


def test_the_command_killed_again_and_again_ends_the_same(checkout: Path, release: Release) -> None:
    for folder in (checkout / "solutions").glob("[0-9][0-9]-*"):
        if folder.name != CHAPTER:
            shutil.rmtree(folder)
            shutil.rmtree(checkout / "notebooks" / folder.name)
    run_command(checkout, "notebooks").wait(120)
    answers = list(RIGHT.items())
    for number in range(30):
        folder = checkout / "classroom" / "submitted" / f"learner-{number:02}" / CHAPTER
        folder.mkdir(parents=True)
        data = as_file(submission(release, dict(answers[: number % 5])))
        (folder / f"{CHAPTER}.ipynb").write_bytes(data)
    kill_once(checkout, lambda pid: len(descendants(pid)) > 2)  # a lane, and a sandbox in it
    kill_once(checkout, lambda _: count_graded(checkout) > 0)
    last = run_command(checkout, "grade", "--jobs=1")
    assert last.wait(300) == 0
    want = {f"learner-{number:02}/{CHAPTER}": points(number % 5) for number in range(30)}
    assert {key: row["score"] for key, row in rows(checkout / "classroom" / "gradebook.db").items()} == want


def kill_once(checkout: Path, reached: Callable[[int], bool]) -> None:
    """Grades until something is ``reached``, kills the grader, and sees that nothing of it runs on."""
    command = run_command(checkout, "grade", "--jobs=1")
    assert comes_true(lambda: reached(command.pid) or command.poll() is not None, 240)
    assert command.poll() is None, "it ended before it could be killed"
    started = descendants(command.pid)
    command.kill()
    command.wait()
    assert comes_true(lambda: not any(map(is_running, started)), 240)


def is_running(pid: int) -> bool:
    """Whether the process is there and has not ended; one that nobody waits for stays listed as a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def points(answered: int) -> float:
    from course_utils.check.exercises import find_exercise

    return sum(find_exercise(name).points for name in list(RIGHT)[:answered])


def run_command(checkout: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """``autograder`` with ``arguments`` in ``checkout``, in a session of its own."""
    command = [sys.executable, "-c", f"from autograder.cli import app; app({list(arguments)})"]
    environment = os.environ | {"PYTHONPATH": str(checkout)}
    return subprocess.Popen(
        command, cwd=checkout, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )


def count_graded(checkout: Path) -> int:
    return len(list((checkout / "classroom" / "autograded").glob("*/*/*.ipynb")))
