"""nbgrader's `Execute` step, done by the engine: `nbgrader autograde` and the formgrader's button become safe and
fast, and everything around them stays nbgrader's."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Enum, Float

from autograder.engine import lane
from autograder.engine.inside.confine import Limits
from autograder.engine.release import load_release
from autograder.engine.sandbox import UNPROTECTED
from autograder.engine.submission import Status


class CouldNotGrade(RuntimeError):
    """The engine could not grade a notebook; the message holds the status and the reason."""


def autograde_steps() -> list[type]:
    """nbgrader's own steps of grading, with `EngineExecute` in place of its `Execute`."""
    _, *after = Autograde.autograde_preprocessors.default()
    return [EngineExecute, *after]


class EngineExecute(NbGraderPreprocessor):
    """Runs the learner's cells in the sandbox and the test cells outside it."""

    cell_seconds = Float(30.0, help="The seconds that one of the learner's cells may take.").tag(config=True)

    sandbox = Enum(
        ["bubblewrap", "none"],
        "bubblewrap",
        help=f"What the learner's cells run in. With 'none': {UNPROTECTED}",
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """The notebook with the outputs that the engine gives it. Raises `CouldNotGrade`, `NoSandbox` and
        `NotReleased`."""
        about: dict[str, Any] = resources["nbgrader"]
        course = CourseDirectory(parent=self)
        folder = Path(course.format_path(course.release_directory, ".", about["assignment"]))
        with Gradebook(about["db_url"]) as gradebook:
            release = load_release(
                gradebook, about["assignment"], about["notebook"], folder / f"{about['notebook']}.ipynb"
            )
        data = nbformat.writes(nb, version=nbformat.NO_CONVERT).encode()
        settings = lane.Settings(self.cell_seconds, Limits() if self.sandbox == "bubblewrap" else None)
        try:
            graded = _lane(settings).submit(lane.grade, data, release).result()
        except BrokenProcessPool:
            _lane.cache_clear()
            raise CouldNotGrade("The process that graded the notebook ended. Grade it again.") from None
        if graded.status != Status.GRADED:
            raise CouldNotGrade(f"{graded.status}: {graded.reason}")
        return nbformat.reads(graded.notebook, as_version=4), resources


@cache
def _lane(settings: lane.Settings) -> ProcessPoolExecutor:
    """One lane for all notebooks that this process grades, so that only the first waits for its start."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, context, lane.start, (settings,))
