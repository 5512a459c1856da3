"""What a learner has done is kept, counted and shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_utils import check as checks
from course_utils.check.exercises import CHAPTERS, all_exercises, chapter_exercises
from course_utils.check.progress import best_points

RIGHT = "import numpy as np\ndef my_softmax(z):\n    return np.exp(z) / np.exp(z).sum()"
WRONG = "import numpy as np\ndef my_softmax(z):\n    return np.exp(z) / np.exp(z).max()"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress"))
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    return tmp_path / "progress"


def run(source: str, then: str) -> float:
    names = {"check": checks.check, "__name__": "__main__"}
    exec(source, names)
    value = eval(then, names)
    assert type(value) is float
    return value


def shown(capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    checks.progress()
    return capsys.readouterr().out


def test_the_best_result_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    some = run(WRONG, "check('my_softmax')")
    assert 0 < some < 3
    assert best_points() == {"my_softmax": some}
    assert f"◐ `my_softmax`: begun, {some:g} of 3" in shown(capsys)
    assert run(RIGHT, "check('my_softmax')") == 3.0
    assert run(WRONG, "check('my_softmax')") == some
    assert best_points() == {"my_softmax": 3.0}
    lines = shown(capsys)
    assert "✓ `my_softmax`: done" in lines
    assert f"1 of {len(all_exercises())} exercises done" in lines
    assert "○ `hardmax`: still to do" in lines


def test_a_chapter_that_is_done_or_not_begun_takes_one_line(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    folder.mkdir()
    for exercise in chapter_exercises("02-softmax"):
        (folder / f"{exercise.name}.json").write_text(f'{{"points": {exercise.points}}}')
    lines = shown(capsys).splitlines()
    assert len(lines) == 1 + len(CHAPTERS)
    assert any(line.startswith("  ✓ 02-softmax") for line in lines)


def test_nothing_is_kept_while_a_submission_is_graded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert run(RIGHT, "check('my_softmax')") == 3.0
    assert best_points() == {}


def test_a_folder_that_cannot_be_written_or_read_costs_nothing(folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    assert run(RIGHT, "check('my_softmax')") == 3.0
    assert best_points() == {}


def test_a_damaged_file_counts_as_not_there(folder: Path) -> None:
    folder.mkdir()
    (folder / "hardmax.json").write_text("{")
    assert run(RIGHT, "check('my_softmax')") == 3.0
    assert best_points() == {"my_softmax": 3.0}


def test_a_name_that_is_no_exercise_is_told_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("", "check('my_sofmax')") == 0.0
    assert "`my_softmax`" in capsys.readouterr().out


def test_hints_come_one_more_at_each_call(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "_hints_shown", type(checks._hints_shown)())
    counts = []
    for _ in range(5):
        checks.hint("my_softmax")
        counts.append(len(capsys.readouterr().out.splitlines()))
    assert counts == [2, 3, 4, 4, 4]
    checks.hint("no_such_exercise")
    assert "no_such_exercise" in capsys.readouterr().out
