"""The wheel holds the two packages with all their data, and nothing of the course around them."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.conftest import copy_checkout

PACKAGES = ("course_utils", "autograder")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_checkout(tmp_path_factory.mktemp("source"))


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    # The build uses the setuptools that is installed: no network.
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(folder),
    ]
    subprocess.run([*build, str(source)], check=True, capture_output=True)
    (built,) = folder.iterdir()
    return ZipFile(built)


def test_the_wheel_holds_every_file_of_the_two_packages(source: Path, wheel: ZipFile) -> None:
    wanted = {
        path.relative_to(source).as_posix()
        for package in PACKAGES
        for path in (source / package).rglob("*")
        if path.is_file()
    }
    held = {name for name in wheel.namelist() if name.startswith(PACKAGES)}
    assert held == wanted


def test_the_wheel_holds_nothing_else(wheel: ZipFile) -> None:
    top_level = {name.partition("/")[0] for name in wheel.namelist()}
    assert {name for name in top_level if not name.endswith(".dist-info")} == set(PACKAGES)


def test_a_course_installed_from_the_wheel_speaks(wheel: ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path)
    script = "import course_utils.text as t; print(t.__file__, len(t.catalogue().ids()))"
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    printed = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    file, count = printed.split()
    assert Path(file).is_relative_to(tmp_path)
    assert int(count) > 0
