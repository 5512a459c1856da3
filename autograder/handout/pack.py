"""Packs the zip that a learner gets: notebooks, what they import, and how to set up."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from autograder.editions import Chapter, start_page
from course_utils.text import catalogue

# The folder that a learner unpacks. It is the same for every chapter, so that they come to lie side by side.
FOLDER = "logits-to-labels"

# Of the course's packages, those that a notebook and course_utils import, and JupyterLab to open it in.
NEEDED = (
    "jupyterlab",
    "numpy",
    "tensorflow",
    "matplotlib",
    "ipywidgets",
    "anywidget",
    "ipycanvas",
    "scikit-learn",
    "jinja2",
    "platformdirs",
)
_LEFT_OUT = re.compile(r"(^|/)(__pycache__|\.[^/]*)(/|$)|\.pyc$")
# A link from one notebook to another; in the checkout each chapter lies in a folder of its own.
_LINK = re.compile(r"\]\((?:\.\./)?(?:[^/)]+/)?([^/)]+\.ipynb)\)")
_PACKAGE = re.compile(r"\s+- (?P<name>[a-z0-9-]+)[><=]")


def pack(course: Path, chapters: Sequence[Chapter], target: Path) -> list[str]:
    """Writes ``target``, a zip with the start page and the student edition of ``chapters``, and returns the names of
    its files.

    An existing file is replaced whole. Raises OSError if it cannot be written or a chapter has no student edition.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".packing-") as scratch:
        packed = Path(scratch) / target.name
        with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
            for notebook in (start_page(course), *(chapter.released for chapter in chapters)):
                text = side_by_side(notebook.read_text(encoding="utf-8"))
                archive.writestr(f"{FOLDER}/{notebook.name}", text)
            for name, source in _copied(course):
                archive.write(source, f"{FOLDER}/{name}")
            environment = (course / "environment.yml").read_text(encoding="utf-8")
            archive.writestr(f"{FOLDER}/environment.yml", learner_environment(environment))
            archive.writestr(f"{FOLDER}/README.md", _readme(course, chapters))
            names = archive.namelist()
        os.replace(packed, target)
    return names


def learner_environment(environment: str) -> str:
    """The course's conda environment without what only its authors and instructors need."""
    lines = []
    for line in environment.splitlines():
        package = _PACKAGE.match(line)
        if package and package["name"] not in ("python", *NEEDED):
            continue
        if line.strip().startswith("#"):
            continue
        if line.strip() == "- pip":
            break
        lines.append(line)
    return "\n".join(lines) + "\n"


def side_by_side(notebook: str) -> str:
    """A notebook's text with its links to other notebooks as they lie in the zip: beside it."""
    return _LINK.sub(r"](\1)", notebook)


def _copied(course: Path) -> Iterator[tuple[str, Path]]:
    """Each file that is packed as it is, with its name below the folder."""
    for path in sorted((course / "course_utils").rglob("*")):
        name = path.relative_to(course).as_posix()
        if path.is_file() and not _LEFT_OUT.search(name):
            yield name, path
    for name in ("constraints.txt", "LICENSE"):
        yield name, course / name


def _readme(course: Path, chapters: Sequence[Chapter]) -> str:
    text = catalogue("autograder.handout.text")
    notebooks = [
        text("handout.notebook", file=notebook.name, title=_title(notebook))
        for notebook in (start_page(course), *(chapter.released for chapter in chapters))
    ]
    return text("handout.readme", notebooks="\n".join(notebooks), packages=" ".join(NEEDED)) + "\n"


def _title(notebook: Path) -> str:
    """The heading of a notebook, or its name if it has none."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if heading := re.match(r"# (.+)", "".join(cell["source"])):
            return heading[1]
    return notebook.stem
