"""A class of ten thousand: what grading it, the feedback and the report take, in time and memory as it grows.

``BENCH_SCALE`` is the size of the class, ``BENCH_SCALE_CHAPTER`` the chapter, ``BENCH_SCALE_DASK`` what goes to ``grade
--dask``. Every step is the command that an instructor types; this process only watches.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from autograder.course import find_course
from autograder.demo import classroom as demo
from autograder.demo.learners import make_class

SIZE = int(os.environ.get("BENCH_SCALE", 10_000))
CHAPTER = os.environ.get("BENCH_SCALE_CHAPTER", "02-softmax")
DASK = os.environ.get("BENCH_SCALE_DASK", "")
PARTS = 10
EVERY_SECONDS = 1.0
MIB = 2**20
ROLES = ("command", "lane", "sandbox", "Dask")
console = Console(width=110)


@dataclass
class Watched:
    """What a command took: seconds, the processor seconds of its own process alone, and of each role in it the most
    memory that one of its processes had [MiB]; ``marks`` say when how many submissions were graded, and what the
    command's own process had then."""

    name: str
    seconds: float = 0.0
    own_seconds: float = 0.0
    most: dict[str, float] = field(default_factory=dict)
    marks: list[tuple[int, float, float]] = field(default_factory=list)


def main() -> None:
    room = demo.Classroom(find_course(Path(__file__).parent), "bench-scale")
    try:
        start = time.perf_counter()
        learners = make_class(CHAPTER, SIZE)[
            :SIZE
        ]  # without those who fail on purpose: they measure the limits
        demo.prepare(room, CHAPTER, learners)
        console.print(f"{SIZE} submissions of {CHAPTER} made in {time.perf_counter() - start:.0f} s")
        grade = ["grade", CHAPTER, "--json", *(["--dask", DASK] if DASK else [])]
        steps = [
            _watch(room, *command) for command in (grade, ["feedback", CHAPTER], ["report", CHAPTER], grade)
        ]
        steps[-1].name = "grade, unchanged"
        console.print(_growth(steps[0]), _steps(steps), _disk(room))
    finally:
        room.remove()


def _watch(room: demo.Classroom, *command: str) -> Watched:
    watched = Watched(command[0])
    start = time.perf_counter()
    with (room.folder / "bench.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", f"from autograder.cli import app; app({list(command)})"],
            cwd=room.folder,
            stdout=log,
            stderr=log,
        )
        while process.poll() is None:
            _look(watched, process.pid, _graded(room), time.perf_counter() - start)
            time.sleep(EVERY_SECONDS)
    watched.seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{watched.name} ended with {process.returncode}: see {log.name}")
    watched.marks.append((_graded(room), watched.seconds, watched.marks[-1][2]))
    console.print(f"{watched.name}: {watched.seconds:.0f} s")
    return watched


def _graded(room: demo.Classroom) -> int:
    try:
        return len(os.listdir(room.folder / "classroom" / "autograded"))
    except FileNotFoundError:
        return 0


def _look(watched: Watched, pid: int, graded: int, seconds: float) -> None:
    with suppress(psutil.Error):
        used = psutil.Process(pid).cpu_times()
        watched.own_seconds = used.user + used.system
    for role, megabytes in _memory(pid):
        watched.most[role] = max(watched.most.get(role, 0.0), megabytes)
        if role == "command":
            watched.marks.append((graded, seconds, megabytes))


def _memory(pid: int) -> Iterator[tuple[str, float]]:
    """The role of each process of a command, and the memory that it has resident [MiB]."""
    try:
        processes = psutil.Process(pid).children(recursive=True)
        yield "command", psutil.Process(pid).memory_info().rss / MIB
    except psutil.Error:
        return
    for process in processes:
        try:
            yield _role(process), process.memory_info().rss / MIB
        except psutil.Error:  # it has ended meanwhile
            continue


def _role(process: psutil.Process) -> str:
    command = " ".join(process.cmdline())
    if "inside.zygote" in command:
        return "sandbox"
    if "spawn_main" not in command:
        return "other"
    # On a cluster each lane has its sandbox; on one machine lanes have one together, which the command has started.
    has_sandbox = any("inside.zygote" in " ".join(child.cmdline()) for child in process.children())
    return "Dask" if DASK and not has_sandbox else "lane"


def _growth(grade: Watched) -> Table:
    """Seconds and memory by part of the class: equal in every row if nothing grows with the class."""
    table = Table(
        "graded", "s", "submissions/s", "command [MiB]", title="As the class grows", title_justify="left"
    )
    before = next((mark for mark in grade.marks if mark[0] > 0), grade.marks[0])
    for part in range(1, PARTS + 1):
        mark = next(mark for mark in grade.marks if mark[0] >= SIZE * part // PARTS)
        count, seconds = mark[0] - before[0], mark[1] - before[1]
        table.add_row(
            str(mark[0]), f"{seconds:.1f}", f"{count / seconds:.2f}" if seconds else "–", f"{mark[2]:.0f}"
        )
        before = mark
    return table


def _steps(steps: list[Watched]) -> Table:
    title = f"{SIZE} submissions of {CHAPTER} on {os.cpu_count()} processors"
    heads = ("step", "s", "ms each", "own ms each", *(f"{role} [MiB]" for role in ROLES))
    table = Table(*heads, title=title, title_justify="left")
    for step in steps:
        most = [f"{step.most[role]:.0f}" if role in step.most else "–" for role in ROLES]
        each = [f"{1000 * seconds / SIZE:.1f}" for seconds in (step.seconds, step.own_seconds)]
        table.add_row(step.name, f"{step.seconds:.0f}", *each, *most)
    return table


def _disk(room: demo.Classroom) -> Table:
    table = Table("what", "MiB", "KiB a submission", title="On disk", title_justify="left")
    for name in ("submitted", "autograded", "feedback", "reports", "gradebook.db"):
        size = _size(room.folder / "classroom" / name)
        table.add_row(name, f"{size / MIB:.1f}", f"{size / 1024 / SIZE:.1f}")
    return table


def _size(path: Path) -> int:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files)
