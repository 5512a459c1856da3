"""Submissions a second: stock `nbgrader autograde`, `autograder grade`, and the floor under both.

``python -m bench grading`` takes every chapter; ``BENCH_CHAPTERS``, ``BENCH_CLASS`` and ``BENCH_STOCK`` name
chapters, the size of the class, and how many of it stock nbgrader grades. The floor is what the engine has to run
of a notebook, run in one warm process without a sandbox.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from rich.console import Console
from rich.table import Table

from autograder.engine import lane
from autograder.engine.inside import shell

CLASS, STOCK = 300, 3
FEW = 30
"""Submissions of the class that the floor and the parts are measured on."""
TURNS, TURN_SECONDS = 5, 180
"""The least that they are measured for: in many turns where one is short, and then differs most from the next."""
PARTS = ("fork", "learner's cells", "tests", "notebook", "gradebook")
console = Console()


@dataclass(frozen=True)
class Measured:
    """Seconds a submission: by stock nbgrader; by the engine with all processors, its start shared by the class; the
    floor on one processor, warm; one warm lane, and where its time goes. And the most memory that one process took."""

    chapter: str
    stock: float
    engine: float
    floor: float
    lane: float
    parts: dict[str, float]
    megabytes: int

    @property
    def ratio(self) -> float:
        return self.stock / self.engine

    @property
    def engine_above_floor(self) -> float:
        return self.engine / self.floor

    @property
    def lane_above_floor(self) -> float:
        return self.lane / self.floor


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
            floor, lane_seconds, parts = _in_turns(classroom, chapter)
    finally:
        classroom.remove()
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return Measured(chapter, by_stock, by_engine, floor, lane_seconds, parts, most)


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
    from autograder.executors.lanes import Lanes

    course = bulk.Course(classroom.api())
    submissions, jobs = course.submissions(chapter), os.cpu_count() or 1
    lanes = Lanes(lane.Settings(), jobs)
    spent = _seconds(lambda: list(bulk.grade_class(course, submissions, lanes, force=True)))
    return spent / len(submissions)


def _notebooks(classroom: Any, chapter: str) -> tuple[Any, list[bytes]]:
    from nbgrader.api import Gradebook

    from autograder import bulk

    course = bulk.Course(classroom.api())
    with Gradebook(course.api.coursedir.db_url) as gradebook:
        release = course.release(gradebook, chapter)
    return release, [entry.file.read_bytes() for entry in course.submissions(chapter)[:FEW]]


def _in_turns(classroom: Any, chapter: str) -> tuple[float, float, dict[str, float]]:
    """Seconds a submission for the cells alone, in a process that is warm and has no sandbox; for all that a lane does,
    with the gradebook's share of the main process; and for each part of that.

    Medians of what both take in turns, each in new processes: what else a machine does changes from minute to minute,
    and the floor differs by a quarter from one process to another.
    """
    release, files = _notebooks(classroom, chapter)
    floors: list[float] = []
    turns: list[tuple[dict[str, float], list[Any]]] = []
    enough = time.monotonic() + TURN_SECONDS
    while len(turns) < TURNS or time.monotonic() < enough:
        floors.append(_in_a_process(_start_bare, (), _run_bare, release, files))
        turns.append(_in_a_process(lane.start, (lane.Settings(),), _time_parts, release, files))
    middle = {part: statistics.median(spent[part] for spent, _ in turns) / len(files) for part in turns[0][0]}
    middle["gradebook"] = _write(release, turns[0][1]) / len(files)
    whole = middle.pop("whole") + middle["gradebook"]
    return statistics.median(floors) / len(files), whole, middle


def _in_a_process(
    start: Callable[..., None], settings: tuple[Any, ...], time_all: Callable[..., Any], *given: Any
) -> Any:
    """What ``time_all`` gives the second time, in a process of its own that the first time has warmed up."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), start, settings) as process:
        process.submit(time_all, *given).result()
        return process.submit(time_all, *given).result()


def _start_bare() -> None:
    os.environ["NBGRADER_EXECUTION"] = "autograde"
    os.environ["MPLBACKEND"] = "agg"
    shell.prepare()


def _run_bare(release: Any, files: list[bytes]) -> float:
    """Seconds for the cells of all ``files``."""
    from autograder.engine.relevance import cells_to_skip
    from autograder.engine.submission import read_submission, repair

    def run(data: bytes) -> float:
        notebook = repair(read_submission(data), release)
        skipped = cells_to_skip(notebook, release)
        cells = [cell for place, cell in enumerate(notebook.cells) if place not in skipped]
        return _seconds(lambda: [shell.run(cell.source, 0) for cell in cells if cell.cell_type == "code"])

    return sum(map(run, files))


def _time_parts(release: Any, files: list[bytes]) -> tuple[dict[str, float], list[Any]]:
    """Seconds that a lane spends on all ``files``, the "whole", and on each part of its work; and what it gives."""
    from autograder.engine import grading, judge
    from autograder.engine.nursery import Nursery
    from autograder.engine.session import Session

    spent: dict[str, float] = defaultdict(float)
    wrapped = (
        (Nursery, "fork", "fork"),
        (Session, "run", "learner's cells"),
        (judge, "_judge", "tests"),
        (grading, "read_submission", "notebook"),
        (grading, "repair", "notebook"),
        (grading, "_result", "notebook"),
        (lane, "grade", "whole"),
    )
    with _timed(spent, wrapped):
        graded = [lane.grade(data, release) for data in files]
    return dict(spent), graded


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
        "chapter",
        "stock [1/s]",
        "engine [1/s]",
        "engine / stock",
        "floor [1/s]",
        "engine : floor",
        "lane : floor",
        *PARTS,
        "MiB",
        title=title,
    )
    for row in measured:
        table.add_row(
            row.chapter,
            f"{1 / row.stock:.3f}",
            f"{1 / row.engine:.2f}",
            f"{row.ratio:.0f}",
            f"{1 / row.floor:.1f}",
            f"{row.engine_above_floor:.2f}",
            f"{row.lane_above_floor:.2f} ({row.lane * 1000:.0f} ms : {row.floor * 1000:.0f} ms)",
            *(f"{row.parts[part] * 1000:.0f} ms" for part in PARTS),
            str(row.megabytes),
        )
    return table
