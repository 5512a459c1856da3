"""A mistake in an author's source is named, with the file, the cell and what to do, before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder.cli import app
from autograder.editions import BadScript, find_chapters, read_script

CELL = """\
# %% nbgrader={"grade": true, "grade_id": "hardmax", "points": 2, "locked": true, "schema_version": 3, "solution": false, "task": false}
check("hardmax")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("hardmax")
### END HIDDEN TESTS

# %% nbgrader={"grade": false, "grade_id": "hardmax-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def f(z):
    ### BEGIN SOLUTION
    return z
    ### END SOLUTION

# %% name="shown"
f(1)
"""  # noqa: E501
MISTAKES = {
    "no name": (' name="shown"', "", "cell 3, which begins ['f(1)'], needs name="),
    "a name with a blank": ('"shown"', '"is shown"', 'needs name="..." of letters'),
    "a name twice": ('name="shown"', 'name="hardmax"', "has the name 'hardmax', which another cell has"),
    "no end": ("    ### END SOLUTION\n", "", "needs one '### END SOLUTION' behind each '### BEGIN SOLUTION'"),
    "no beginning": ("### BEGIN HIDDEN TESTS\n", "", "needs one '### END HIDDEN TESTS' behind each"),
    "the end first": ("### BEGIN SOLUTION", "### END SOLUTION", "needs one '### END SOLUTION' behind each"),
    "not Python": ("return z", "return = z", "is not Python: invalid syntax in line 3, 'return = z'"),
    "metadata that is no JSON": ('"grade": true,', '"grade": yes,', "what follows a = must be JSON"),
    "metadata that nbgrader refuses": ('"task": false}\ncheck', '"task": true}\ncheck', "nbgrader refuses ("),
    "marks in a cell of another sort": ('"solution": true', '"solution": false', 'needs "solution": true in its'),
    "no marks": ("    ### BEGIN SOLUTION\n    return z\n    ### END SOLUTION", "    return z", "around what a learner"),
    "no points": ('"points": 2, ', "", 'is graded, and needs "points" in its nbgrader metadata'),
    "other points": ('"points": 2', '"points": 6', "has 6 points, and the exercise 'hardmax' has 2 in course_utils"),
    "an unknown exercise": ('check("hardmax")', 'check("hardmx")', "checks 'hardmx', and there is no exercise"),
    "no hidden line": ('grade("hardmax")\n', "", 'needs grade("hardmax") between ### BEGIN HIDDEN TESTS'),
    "a hidden line of another": ('grade("hardmax")', 'grade("my_softmax")', 'needs grade("hardmax") between'),
}  # fmt: skip


def script(folder: Path, text: str) -> Path:
    path = folder / "07-more.py"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_the_file_and_the_cell(tmp_path: Path, mistake: str) -> None:
    old, new, said = MISTAKES[mistake]
    assert old in CELL
    path = script(tmp_path, CELL.replace(old, new, 1))
    with pytest.raises(BadScript) as raised:
        read_script(path)
    assert str(raised.value).startswith(f"{path}: cell ")
    assert said in str(raised.value)


def test_what_is_right_is_read_and_magics_are(tmp_path: Path) -> None:
    path = script(tmp_path, CELL + '\n# %% name="figures"\n%matplotlib inline\n!ls\nawait g()\n')
    assert [cell.id for cell in read_script(path).cells] == ["hardmax", "hardmax-answer", "shown", "figures"]


def test_the_command_names_the_mistake_and_writes_nothing(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(checkout)
    chapter = find_chapters(checkout)[0]
    text = chapter.script.read_text(encoding="utf-8")
    chapter.script.write_text(text.replace("### END SOLUTION", "### END", 1), encoding="utf-8")
    before = chapter.notebook.read_bytes(), chapter.released.read_bytes()
    ran = CliRunner().invoke(app, ["notebooks"], env={"COLUMNS": "400"})
    assert ran.exit_code == 2, ran.output
    assert f"{chapter.script.name}: cell " in ran.output
    assert "needs one '### END SOLUTION'" in ran.output
    assert (chapter.notebook.read_bytes(), chapter.released.read_bytes()) == before
