"""Setting up: the lists of packages agree, `make` sets up once and says what is missing, JupyterLab opens."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from playwright.sync_api import Page, expect

from tests.conftest import ROOT, Lab

# Where conda-forge's name for a package is not PyPI's.
CONDA_NAMES = {"playwright-python": "playwright"}


def declared() -> dict[str, str]:
    """The bounds of every package that pyproject.toml names for the course and its tests, and of Python."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    requirements = map(Requirement, project["dependencies"] + project["optional-dependencies"]["dev"])
    return {"python": project["requires-python"]} | {
        canonicalize_name(requirement.name): str(requirement.specifier) for requirement in requirements
    }


def constraints() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pins = [
        re.fullmatch(r"([a-z0-9-]+)==([0-9][0-9a-z.]*)", line) for line in lines if not line.startswith("#")
    ]
    assert pins
    assert all(pins), "a line is not name==version"
    return {pin[1]: pin[2] for pin in pins if pin}


def test_conda_names_the_same_packages_and_bounds() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    *from_conda, with_pip = environment["dependencies"]
    *from_pip, checkout = with_pip["pip"]
    assert checkout == "--editable ."
    packages = [Requirement(entry) for entry in from_conda + from_pip]
    bounds = {CONDA_NAMES.get(package.name, package.name): str(package.specifier) for package in packages}
    assert bounds.pop("pip") == ""
    assert bounds == declared()


def test_constraints_pin_what_is_declared_within_its_bounds() -> None:
    pins = constraints()
    for name, bounds in declared().items():
        if name != "python":
            assert pins[name] in Requirement(f"{name}{bounds}").specifier


def test_constraints_are_the_versions_that_these_tests_run_on() -> None:
    command = [sys.executable, "setup/constraints.py"]
    needed_here = subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    # Another system may do without some.
    assert set(needed_here) <= set((ROOT / "constraints.txt").read_text().splitlines())
    assert len(needed_here) > len(declared())


def test_slow_tests_run_last(tmp_path: Path) -> None:
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_order.py").write_text(
        "import pytest\n"
        "@pytest.mark.browser\ndef test_third(): pass\n"
        "@pytest.mark.nbgrader\ndef test_second(): pass\n"
        "def test_first(): pass\n"
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "--quiet",
        "--rootdir",
        str(tmp_path),
        str(tmp_path),
    ]
    environment = {key: value for key, value in os.environ.items() if key != "PYTEST_ADDOPTS"}
    listed = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
    assert re.findall(r"test_order\.py::(\w+)", listed) == ["test_first", "test_second", "test_third"]


class Machine:
    """A machine with the few programs that set-up needs, and with what a test puts on its PATH."""

    def __init__(self, folder: Path):
        self.programs = folder / "programs"
        self.programs.mkdir()
        self.log = folder / "log"
        self.log.touch()
        self.checkout = folder / "a checkout"
        self.checkout.mkdir()
        for name in ("cat", "cp", "ln", "mkdir", "mv", "rm", "sh", "touch", "uname"):
            found = shutil.which(name)
            assert found
            (self.programs / name).symlink_to(found)
        for name in ("Makefile", "pyproject.toml", "constraints.txt"):
            shutil.copy2(ROOT / name, self.checkout)
        shutil.copytree(ROOT / "setup", self.checkout / "setup")

    def add(self, name: str, script: str) -> None:
        """Puts a program on PATH: a shell script, which may write to ``$LOG``."""
        (self.programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (self.programs / name).chmod(0o755)

    def make(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        make = shutil.which("make")
        assert make
        # What this very run was started with (by make) is not the machine's.
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))
        }
        environment.pop("PYTHON", None)
        return subprocess.run(
            [make, *arguments],
            cwd=self.checkout,
            capture_output=True,
            text=True,
            env=environment | {"PATH": str(self.programs), "LOG": str(self.log)},
        )

    def what_make_says(self, *arguments: str) -> str:
        """The one line that a failing ``make`` prints before its own."""
        ended = self.make(*arguments)
        assert ended.returncode
        assert not ended.stdout
        line, of_make = ended.stderr.splitlines()
        assert of_make.startswith("make: ***")
        return line

    def installations(self) -> list[str]:
        """What was done to the environment since this was last asked, in order."""
        lines = self.log.read_text().splitlines()
        self.log.write_text("")
        return lines


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


# Programs that log what set-up asks of them, and do no more of it than set-up relies on.
PYTHON = f"""
case "$*" in
"-m venv "*) echo "venv" >> "$LOG"; mkdir -p "$3/bin"; ln -s "$0" "$3/bin/python" ;;
"-m pip install "*) for requirement; do :; done; echo "pip installs $requirement" >> "$LOG" ;;
"-m pytest") echo "tests run" >> "$LOG" ;;
*) exec "{sys.executable}" "$@" ;;
esac
"""
UV = f"""
for last; do :; done
case "$1" in
venv) echo "uv venv" >> "$LOG"; mkdir -p "$last/bin"; ln -s "{sys.executable}" "$last/bin/python" ;;
pip) echo "uv installs $last" >> "$LOG" ;;
esac
"""
OLD_PYTHON = (
    f"""exec "{sys.executable}" -c 'import sys; sys.version_info = (3, 10, 0); exec(sys.argv[2])' "$@\""""
)
BROKEN_PYTHON = "exit 127"


def python_without_venv(folder: Path) -> str:
    """A Python as Debian has it before python3-venv is installed."""
    folder.mkdir()
    (folder / "ensurepip.py").write_text("raise ImportError")
    return f'PYTHONPATH="{folder}" exec "{sys.executable}" "$@"'


def test_set_up_runs_once_until_something_changes(machine: Machine) -> None:
    machine.add("python3", PYTHON)
    assert machine.make("test").returncode == 0
    assert machine.installations() == ["venv", "pip installs .", "pip installs .[dev]", "tests run"]
    assert machine.make("test").returncode == 0
    assert machine.installations() == ["tests run"]

    for name in ("pyproject.toml", "constraints.txt"):
        later = (machine.checkout / ".venv" / ".dev").stat().st_mtime + 10
        os.utime(machine.checkout / name, (later, later))
        assert machine.make("test").returncode == 0
        assert machine.installations() == ["pip installs .", "pip installs .[dev]", "tests run"]
        now = later - 20
        os.utime(machine.checkout / name, (now, now))


def test_learners_do_not_wait_for_what_the_tests_need(machine: Machine) -> None:
    machine.add("python3", PYTHON)
    machine.make("lab")
    assert machine.installations() == ["venv", "pip installs ."]


def test_a_checkout_that_was_moved_is_set_up_again(machine: Machine) -> None:
    machine.add("python3", PYTHON)
    machine.make("test")
    machine.installations()
    machine.checkout = machine.checkout.rename(machine.checkout.with_name("elsewhere"))
    machine.make("test")
    assert machine.installations() == ["venv", "pip installs .", "pip installs .[dev]", "tests run"]


def test_uv_is_used_when_it_is_there(machine: Machine) -> None:
    machine.add("python3", PYTHON)
    machine.add("uv", UV)
    machine.make("check")
    assert machine.installations() == ["uv venv", "uv installs .", "uv installs .[dev]"]


def test_jupyterlab_gets_the_defaults_of_the_course(machine: Machine) -> None:
    machine.add("python3", PYTHON)
    machine.make("lab")
    defaults = machine.checkout / ".venv/share/jupyter/lab/settings/overrides.d/logits-to-labels.json"
    assert defaults.read_text() == (ROOT / "setup" / "jupyterlab.json").read_text()


def test_a_python_that_does_not_run_or_is_too_old_is_passed_over(machine: Machine) -> None:
    machine.add("python3.13", BROKEN_PYTHON)
    machine.add("python3.12", OLD_PYTHON)
    machine.add("python3.11", PYTHON)
    assert machine.make("test").returncode == 0


def test_no_python_gets_one_line(machine: Machine) -> None:
    line = machine.what_make_says("lab")
    assert "Python 3.11 to 3.13" in line
    assert "sudo apt install python3 python3-venv" in line


def test_an_old_python_gets_one_line(machine: Machine) -> None:
    machine.add("python3", OLD_PYTHON)
    assert "Python 3.11 to 3.13" in machine.what_make_says("lab")


def test_a_python_without_venv_gets_one_line(machine: Machine, tmp_path: Path) -> None:
    machine.add("python3", python_without_venv(tmp_path / "no venv"))
    minor = sys.version_info.minor
    assert f"sudo apt install python3.{minor}-venv" in machine.what_make_says("test")


def test_the_python_that_was_named_is_used_or_refused(machine: Machine, tmp_path: Path) -> None:
    machine.add("python3", PYTHON)
    assert "PYTHON=python9" in machine.what_make_says("lab", "PYTHON=python9")
    machine.add("my-python", PYTHON)
    (machine.programs / "python3").unlink()
    assert machine.make("test", "PYTHON=my-python").returncode == 0


@pytest.mark.browser
def test_jupyterlab_opens_on_the_course_and_asks_nothing(lab: Lab, page: Page, artifacts: Path) -> None:
    page.goto(
        lab.url("/lab/tree/notebooks/02-softmax/02-softmax.ipynb") + "&reset"
    )  # no tabs of another test
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    # JupyterLab asks about its news once everything is loaded.
    page.wait_for_load_state("networkidle")
    page.screenshot(path=artifacts / "lab.png")
    expect(page.locator(".jp-NotebookPanel")).to_be_visible()
    expect(page.get_by_role("button", name="Validate")).to_be_visible()
    expect(page.locator(".jp-Launcher")).to_have_count(0)
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    expect(page.locator(".Toastify__toast")).to_have_count(0)
    page.get_by_role("menuitem", name="Nbgrader", exact=True).click()
    for entry in ("Assignment List", "Course List", "Formgrader", "Create assignment"):
        expect(page.get_by_role("menuitem", name=entry)).to_be_visible()


@pytest.mark.browser
def test_the_formgrader_opens_without_a_complaint(lab: Lab, page: Page, artifacts: Path) -> None:
    page.goto(lab.url("/formgrader"))
    page.wait_for_load_state("networkidle")
    page.screenshot(path=artifacts / "formgrader.png")
    expect(page.get_by_role("heading", name="Manage Assignments")).to_be_visible()
    expect(page.locator(".alert")).to_have_count(0)
    expect(page.get_by_role("link", name="02-softmax")).to_be_visible()
