"""What decides about a result besides the submission: two machines that agree in all of it give the same bytes."""

from __future__ import annotations

import hashlib
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import autograder
import course_utils

COURSE = "logits-to-labels"
PACKAGES = ("ipython", "keras", "nbformat", "nbgrader", "numpy", "tensorflow")


def fingerprint() -> dict[str, str]:
    """By name, the version of the course, with a digest of the files that grade, of Python, and of the packages whose
    work is seen in a result. Read from the files anew at each call."""
    packages = {name: _version(name) for name in PACKAGES}
    return {"course": f"{_version(COURSE)} ({_digest()})", "Python": platform.python_version(), **packages}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _digest() -> str:
    course, learners = Path(autograder.__file__).parent, Path(course_utils.__file__).parent
    digest = hashlib.sha256()
    for folder in (learners, course / "engine", course / "hidden"):
        for file in sorted(folder.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                name = file.relative_to(folder).as_posix()
                digest.update(f"{folder.name}/{name}\0{file.stat().st_size}\0".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
