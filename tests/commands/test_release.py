"""`autograder release`: what a learner gets, in the exchange and as a zip, and that it works on its own."""

from __future__ import annotations

import ast
import os
import re
import runpy
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml
from nbgrader.api import Gradebook
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from typer.testing import Result

from autograder.course import load_config, nbgrader_api
from autograder.handout.pack import NEEDED
from course_utils.check.exercises import CHAPTERS
from tests.commands.conftest import CHAPTER, Course
from tests.conftest import ROOT

Run = Callable[..., Result]

# What an instructor has and a learner need not have.
NOT_FOR_LEARNERS = ("autograder", "nbgrader", "jupytext", "typer", "rich", "pyseccomp")

# Runs in the unpacked folder: imports all of course_utils, then the notebook's cells down to the first exercise.
LEARNER = """
import importlib, json, pkgutil, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {absent!r}:
            raise ModuleNotFoundError(f"a learner has no {{name}}", name=name)

sys.meta_path.insert(0, Absent())
sys.path.insert(0, "")  # as Jupyter's kernel does
import course_utils
modules = [module.name for module in pkgutil.walk_packages(course_utils.__path__, "course_utils.")]
for module in modules:
    importlib.import_module(module)
names = {{}}
ran = 0
for cell in json.load(open({notebook!r}, encoding="utf-8"))["cells"]:
    if cell["metadata"].get("nbgrader"):
        break
    if cell["cell_type"] == "code":
        exec("".join(cell["source"]), names)
        ran += 1
print(course_utils.__file__, len(modules), ran)
"""


@pytest.fixture
def unpacked(course: Course, autograder: Run, tmp_path: Path) -> Path:
    """The folder that a learner has after unpacking."""
    autograder("release", CHAPTER, "--zip", tmp_path / "week2.zip")
    with ZipFile(tmp_path / "week2.zip") as archive:
        archive.extractall(tmp_path / "learner")
    (folder,) = (tmp_path / "learner").iterdir()
    return folder


def test_a_zip_holds_the_notebook_and_what_it_needs_and_nothing_else(unpacked: Path) -> None:
    held = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    tracked = subprocess.run(
        ["git", "ls-files", "course_utils"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    beside = {
        "start-here.ipynb",
        "02-softmax.ipynb",
        "README.md",
        "LICENSE",
        "environment.yml",
        "constraints.txt",
    }
    assert held == beside | set(tracked)


def test_links_between_notebooks_lead_to_files_beside_them(unpacked: Path) -> None:
    chapters = {f"{chapter}.ipynb" for chapter in CHAPTERS}
    assert _links(unpacked / "start-here.ipynb") == chapters
    assert _links(unpacked / "02-softmax.ipynb") == {"start-here.ipynb", "03-roundoff.ipynb"}


def _links(notebook: Path) -> set[str]:
    return set(re.findall(r"\]\(((?!https?:)[^)]+)\)", notebook.read_text(encoding="utf-8")))


def test_nothing_in_a_zip_is_a_hidden_test_or_an_answer(unpacked: Path) -> None:
    notebook = (unpacked / "02-softmax.ipynb").read_text(encoding="utf-8")
    assert 'check(\\"my_softmax\\")' in notebook
    for secret in ("BEGIN HIDDEN TESTS", "BEGIN SOLUTION", 'grade(\\"', "autograder.hidden"):
        assert secret not in notebook


def test_a_learner_with_only_the_zip_runs_the_notebook_to_its_first_exercise(unpacked: Path) -> None:
    script = LEARNER.format(absent=NOT_FOR_LEARNERS, notebook="02-softmax.ipynb")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=unpacked,
        env=environment | {"MPLBACKEND": "agg", "COURSE_PROGRESS": str(unpacked.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    file, modules, ran = done.stdout.splitlines()[-1].split()
    assert Path(file).is_relative_to(unpacked)
    assert int(modules) > 50
    assert int(ran) >= 2


def test_the_readme_names_the_notebook_and_the_packages_of_the_environment(unpacked: Path) -> None:
    readme = (unpacked / "README.md").read_text(encoding="utf-8")
    assert "`02-softmax.ipynb`: 02 · Softmax" in readme
    assert "`start-here.ipynb`: Logits to Labels" in readme
    environment = yaml.safe_load((unpacked / "environment.yml").read_text())
    assert "logits-to-labels" in environment["name"]
    packages = {Requirement(entry).name for entry in environment["dependencies"]} - {"python"}
    assert f"--constraint constraints.txt {' '.join(sorted(packages))}" in _sorted_install(readme)
    whole = yaml.safe_load((ROOT / "environment.yml").read_text())
    assert set(environment["dependencies"]) < {
        entry for entry in whole["dependencies"] if isinstance(entry, str)
    }


def _sorted_install(readme: str) -> str:
    (line,) = (line for line in readme.splitlines() if "pip install" in line)
    before, after = line.split("constraints.txt ")
    return f"{before}constraints.txt {' '.join(sorted(after.split()))}"


def test_what_the_readme_installs_is_all_that_course_utils_imports() -> None:
    imported = {
        name.partition(".")[0]
        for file in (ROOT / "course_utils").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom) and not node.level
            else []
        )
    } - {"course_utils", *sys.stdlib_module_names}
    owners = packages_distributions()
    needed = {canonicalize_name(owner) for name in imported for owner in owners[name]}
    pinned = runpy.run_path(str(ROOT / "setup" / "constraints.py"))["pinned"]
    installed = {*NEEDED, *(name for package in NEEDED for name in pinned(package))}
    assert {"tensorflow", "ipycanvas", "scikit-learn"} < needed
    assert needed <= installed


def test_a_folder_gets_a_zip_for_each_chapter(course: Course, autograder: Run, tmp_path: Path) -> None:
    autograder("release", "02-softmax", "01-activations", "--zip", tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "01-activations.zip",
        "02-softmax.zip",
    ]
    again = autograder("release", "02-softmax", "--zip", tmp_path / "out", status=2)
    assert "02-softmax.zip is there already" in again.output
    autograder("release", "02-softmax", "--zip", tmp_path / "out", "--replace")


def test_a_file_that_is_no_zip_is_not_taken_for_a_folder(
    course: Course, autograder: Run, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("Notes.")
    output = autograder("release", CHAPTER, "--zip", tmp_path / "notes.txt", status=2).output
    assert "notes.txt is a file, and no zip. Name a FILE.zip" in output
    assert (tmp_path / "notes.txt").read_text() == "Notes."


def test_a_release_is_made_from_the_source_as_it_is_now_and_is_in_the_gradebook(
    course: Course, autograder: Run
) -> None:
    script = course.root / "solutions" / CHAPTER / f"{CHAPTER}.py"
    script.write_text(script.read_text().replace("# # 02 · Softmax", "# # 02 · Softmax, newly told"))
    (course.root / "classroom" / "gradebook.db").unlink()
    assert "written: notebooks/02-softmax/02-softmax.ipynb" in autograder("release", CHAPTER).output
    outbound = course.exchange / "outbound" / CHAPTER
    assert [path.name for path in outbound.iterdir()] == [f"{CHAPTER}.ipynb"]
    assert "newly told" in (outbound / f"{CHAPTER}.ipynb").read_text()
    with Gradebook(course.gradebook) as gradebook:
        assert [assignment.name for assignment in gradebook.assignments] == [CHAPTER]


def test_another_edition_in_the_exchange_is_replaced_only_when_told(course: Course, autograder: Run) -> None:
    autograder("release", CHAPTER)
    autograder("release", CHAPTER)  # the same edition: nothing to do
    there = course.exchange / "outbound" / CHAPTER / f"{CHAPTER}.ipynb"
    there.chmod(0o644)
    there.write_text("an older edition")
    assert "another edition is in the exchange" in autograder("release", CHAPTER, status=2).output
    assert there.read_text() == "an older edition"
    autograder("release", CHAPTER, "--replace")
    assert there.read_bytes() == course.released().read_bytes()


def test_the_formgraders_release_waits_for_generate(course: Course, autograder: Run) -> None:
    (course.root / "classroom" / "gradebook.db").unlink()
    api = nbgrader_api(load_config(course.root))
    with Gradebook(course.gradebook) as gradebook:
        gradebook.update_or_create_assignment(CHAPTER, duedate="2026-03-01 12:00:00")
    refused = api.release_assignment(CHAPTER)
    assert not refused["success"]
    assert f"Press Generate first: {CHAPTER} is not in the gradebook." in refused["log"]
    assert not (course.exchange / "outbound" / CHAPTER).exists()
    assert api.generate_assignment(CHAPTER)["success"]
    assert api.release_assignment(CHAPTER)["success"]
    assert (course.exchange / "outbound" / CHAPTER).is_dir()


def test_an_unknown_chapter_is_told_the_known_ones(course: Course, autograder: Run) -> None:
    output = autograder("release", "07-attention", status=2).output
    assert "There is no chapter '07-attention'. There are: 01-activations, 02-softmax." in output


def test_help_shows_examples(autograder: Run) -> None:
    for command in ("release", "collect", "export"):
        assert f"autograder {command} 02-softmax" in autograder(command, "--help").output


@pytest.mark.parametrize("command", [("notebooks",), ("release", CHAPTER)])
@pytest.mark.filterwarnings("ignore:Object of type <Submitted")
def test_cells_that_the_gradebook_of_a_graded_class_cannot_take_are_refused_with_a_remedy(
    course: Course, autograder: Run, command: tuple[str, ...]
) -> None:
    with Gradebook(course.gradebook) as gradebook:
        gradebook.add_student("ada")
        gradebook.add_submission(CHAPTER, "ada")
    released = course.released().read_bytes()
    script = course.root / "solutions" / CHAPTER / f"{CHAPTER}.py"
    script.write_text(script.read_text(encoding="utf-8").replace('"hardmax-answer"', '"my_hardmax-answer"'))
    said = autograder(*command, status=2).output
    assert said.startswith(f"solutions/{CHAPTER}/{CHAPTER}.py has other answer, test or question cells")
    assert "'A chapter that is out already' in docs/authoring.md" in said
    assert "Traceback" not in said
    assert course.released().read_bytes() == released
