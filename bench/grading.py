"""Submissions a second: stock `nbgrader autograde`, `autograder grade`, and the floor under both.

``python -m bench grading`` takes every chapter; ``BENCH_CHAPTERS``, ``BENCH_CLASS`` and ``BENCH_STOCK`` name
chapters, the size of the class, and how many of it stock nbgrader grades. The floor is what the engine has to run
of a notebook, run in one warm process without a sandbox.
"""

from __future__ import annotations

import os
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from rich.console import Console
from rich.table import Table

CLASS, STOCK = 300, 3
FEW = 60
"""Submissions of the class that the floor and the parts are measured on."""
PARTS = ("fork", "learner's cells", "tests", "notebook", "gradebook")
console = Console()


@dataclass(frozen=True)
class Measured:
    """Seconds a submission: by stock nbgrader; by the engine with all processors, its start shared by the class; and
    the floor on one processor, warm. Where the time of a warm lane goes; and the most memory that one process took."""

    chapter: str
    stock: float
    engine: float
    floor: float
    parts: dict[str, float]
    megabytes: int

    @property
    def ratio(self) -> float:
        return self.stock / self.engine

    @property
    def above_floor(self) -> float:
        return sum(self.parts.values()) / self.floor


def main() -> None:
    from autograder.course import find_course
    from course_utils.check.exercises import CHAPTERS

    chosen = os.environ.get("BENCH_CHAPTERS", " ".join(CHAPTERS)).split()
    size, stock = int(os.environ.get("BENCH_CLASS", CLASS)), int(os.environ.get("BENCH_STOCK", STOCK))
    course = find_course(Path(__file__).parent)
    measured = []
    for chapter in chosen:
        measured.append(_measure(course, chapter, size, stock))
        console.print(_table(measured[-1:], size, stock))
    if len(measured) > 1:
        console.print(_table(measured, size, stock))


def _measure(course: Path, chapter: str, size: int, stock: int) -> Measured:
    from autograder.demo import classroom as demo
    from autograder.demo.learners import make_class

    classroom = demo.Classroom(course, "bench")
    learners = make_class(chapter, size)[:size]  # without those who fail on purpose: they measure the limits
    demo.prepare(classroom, chapter, learners)
    try:
        with console.status(f"{chapter}: stock nbgrader, {stock} of {size} submissions"):
            by_stock = _grade_by_stock(classroom, chapter, [learner.name for learner in learners[:stock]])
        with console.status(f"{chapter}: the engine, {size} submissions"):
            by_engine = _grade_all(classroom, chapter)
        with console.status(f"{chapter}: the floor, and where the time goes"):
            floor = _floor(classroom, chapter)
            parts = _parts(classroom, chapter)
    finally:
        classroom.remove()
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return Measured(chapter, by_stock, by_engine, floor, parts, most)


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _grade_by_stock(classroom: Any, chapter: str, names: list[str]) -> float:
    """Seconds a submission with nbgrader's own `Execute`, one process after another, as it grades."""
    from autograder.course import nbgrader_api, succeed, with_stock_execution

    api = nbgrader_api(with_stock_execution(classroom.config()))
    spent = _seconds(lambda: [succeed(name, api.autograde(chapter, name)) for name in names])
    return spent / max(len(names), 1)


def _grade_all(classroom: Any, chapter: str) -> float:
    """Seconds a submission for the whole class, from a cold start to the last row in the gradebook."""
    from autograder import bulk
    from autograder.engine.lane import Settings
    from autograder.executors.lanes import Lanes

    course = bulk.Course(classroom.api())
    submissions, jobs = course.submissions(chapter), os.cpu_count() or 1
    lanes = Lanes(Settings(), jobs)
    spent = _seconds(lambda: list(bulk.grade_class(course, submissions, lanes, force=True)))
    return spent / len(submissions)


def _notebooks(classroom: Any, chapter: str) -> tuple[Any, list[bytes]]:
    from nbgrader.api import Gradebook

    from autograder import bulk

    course = bulk.Course(classroom.api())
    with Gradebook(course.api.coursedir.db_url) as gradebook:
        release = course.release(gradebook, chapter)
    return release, [entry.file.read_bytes() for entry in course.submissions(chapter)[:FEW]]


def _floor(classroom: Any, chapter: str) -> float:
    """Seconds a submission for the cells alone, in a process of its own that is warm and has no sandbox."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    release, files = _notebooks(classroom, chapter)
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_run_bare, release, files).result()


def _run_bare(release: Any, files: list[bytes]) -> float:
    os.environ["NBGRADER_EXECUTION"] = "autograde"
    os.environ["MPLBACKEND"] = "agg"
    from autograder.engine.inside import shell
    from autograder.engine.relevance import cells_to_skip
    from autograder.engine.submission import read_submission, repair

    shell.prepare()

    def run(data: bytes) -> float:
        notebook = repair(read_submission(data), release)
        skipped = cells_to_skip(notebook, release)
        cells = [cell for place, cell in enumerate(notebook.cells) if place not in skipped]
        return _seconds(lambda: [shell.run(cell.source, 0) for cell in cells if cell.cell_type == "code"])

    for data in files:  # warms up
        run(data)
    return sum(map(run, files)) / len(files)


def _parts(classroom: Any, chapter: str) -> dict[str, float]:
    """Seconds a submission that one lane spends on each part of its work, and the gradebook's of the main process."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    release, files = _notebooks(classroom, chapter)
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        spent, graded = pool.submit(_time_parts, release, files).result()
    spent["gradebook"] = _write(release, graded)
    return {part: spent[part] / len(files) for part in PARTS}


def _time_parts(release: Any, files: list[bytes]) -> tuple[dict[str, float], list[Any]]:
    from autograder.engine import grading, judge, lane
    from autograder.engine.nursery import Nursery
    from autograder.engine.session import Session

    lane.start(lane.Settings())
    for data in files:  # warms up
        lane.grade(data, release)
    spent: dict[str, float] = defaultdict(float)
    wrapped = (
        (Nursery, "fork", "fork"),
        (Session, "run", "learner's cells"),
        (judge, "_judge", "tests"),
        (grading, "read_submission", "notebook"),
        (grading, "repair", "notebook"),
        (grading, "_result", "notebook"),
    )
    with _timed(spent, wrapped):
        graded = [lane.grade(data, release) for data in files]
    return spent, graded


@contextmanager
def _timed(spent: dict[str, float], wrapped: tuple[tuple[Any, str, str], ...]) -> Iterator[None]:
    def wrap(call: Callable[..., Any], part: str) -> Callable[..., Any]:
        def timed(*args: Any, **named: Any) -> Any:
            start = time.perf_counter()
            try:
                return call(*args, **named)
            finally:
                spent[part] += time.perf_counter() - start

        return timed

    patches = [
        mock.patch.object(place, name, wrap(getattr(place, name), part)) for place, name, part in wrapped
    ]
    for patch in patches:
        patch.start()
    try:
        yield
    finally:
        for patch in patches:
            patch.stop()


def _write(release: Any, graded: list[Any]) -> float:
    """Seconds to write all results into a new gradebook."""
    from nbgrader.api import Gradebook
    from nbgrader.plugins import LateSubmissionPlugin

    from autograder.records import Record, write_records

    with tempfile.TemporaryDirectory() as folder, Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        gradebook.update_or_create_assignment(release.assignment)
        gradebook.update_or_create_notebook(release.notebook, release.assignment)
        for cell in release.graded().values():
            place = (cell.grade_id, release.notebook, release.assignment)
            if cell.metadata.get("grade"):
                gradebook.update_or_create_grade_cell(
                    *place, max_score=cell.metadata["points"], cell_type=cell.kind
                )
            if cell.metadata.get("solution"):
                gradebook.update_or_create_solution_cell(*place)
        records = [
            Record(f"learner-{number}", release.assignment, release.notebook, result)
            for number, result in enumerate(graded)
        ]
        return _seconds(lambda: write_records(gradebook, records, LateSubmissionPlugin()))


def _table(measured: list[Measured], size: int, stock: int) -> Table:
    title = f"A class of {size} on {os.cpu_count()} processors; stock nbgrader on {stock} of it"
    table = Table(
        "chapter", "stock [1/s]", "engine [1/s]", "ratio", "lane s / floor s", *PARTS, "MiB", title=title
    )
    for row in measured:
        table.add_row(
            row.chapter,
            f"{1 / row.stock:.3f}",
            f"{1 / row.engine:.2f}",
            f"{row.ratio:.0f}",
            f"{row.above_floor:.2f} (floor {row.floor * 1000:.0f} ms)",
            *(f"{row.parts[part] * 1000:.0f} ms" for part in PARTS),
            str(row.megabytes),
        )
    return table
