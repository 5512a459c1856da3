"""Submissions of chapter 02, honest and other, and a lane to grade them in."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.accepted import accepted_answers
from autograder.engine import lane
from autograder.engine.grading import Graded
from autograder.engine.nurseries import common_zygotes
from autograder.engine.release import Release
from autograder.executors.lanes import open_lanes
from course_utils.check.exercises import chapter_exercises

CHAPTER = "02-softmax"
SECRET = "secret-" + "of-the-grader"  # never as one literal: a traceback may quote this line
POINTS = {exercise.name: exercise.points for exercise in chapter_exercises(CHAPTER)}
RIGHT = {name: accepted_answers(name)[0].source for name in POINTS}
COMMON, ZYGOTE = 3, 4
"""The places of the zygote that lanes have in common, and of the lane's first, among the processes of a sandbox, after
bubblewrap outside and inside and the one that forked the common zygote."""


class Lane:
    """One lane in a process of its own, as `autograder.bulk` uses them."""

    def __init__(self, settings: lane.Settings):
        self._settings = settings
        self._common = common_zygotes(settings.limits, with_tensorflow=False)

    def __enter__(self) -> Lane:
        before = outermost(os.getpid())
        origins = self._common.__enter__()
        self._shared = outermost(os.getpid()) - before
        self._pool = open_lanes(self._settings, 1, origins)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown()
        self._common.__exit__(kind, problem, trace)

    def grade(self, notebook: NotebookNode | bytes, release: Release) -> Graded:
        """Grades a notebook, or the bytes of a file."""
        data = notebook if isinstance(notebook, bytes) else as_file(notebook)
        return self._pool.submit(lane.grade, data, release).result()

    def limits(self) -> str:
        """The limits of the process in which the judge runs, as the kernel lists them."""
        (pid,) = self._pool._processes
        return Path(f"/proc/{pid}/limits").read_text()

    def sandboxes(self) -> list[list[int]]:
        """The living processes of each of this lane's sandboxes, from bubblewrap outside to the workers: of the one it
        has in common with other lanes, and of those it has started itself when that one was gone."""
        (pid,) = self._pool._processes
        found = [
            [process for process in [one, *descendants(one)] if is_in_a_sandbox(process)]
            for one in [*self._shared, *outermost(pid)]
        ]
        return [sandbox for sandbox in found if sandbox]

    def left_behind(self) -> list[int]:
        """What goes on running two seconds after a submission is graded, besides the sandboxes themselves and the next
        worker of each."""
        return [] if comes_true(lambda: not self._workers(), 2) else self._workers()

    def _workers(self) -> list[int]:
        """What the zygotes of this lane's sandboxes have forked, the workers in reserve apart."""
        found = []
        for sandbox in self.sandboxes():
            sessions = {process: session_of(process) for process in sandbox[COMMON:]}
            workers = [
                process for process, session in sessions.items() if session != sessions[sandbox[COMMON]]
            ]
            zygotes = len(sessions) - len(workers)
            in_reserve = zygotes - 1 if sandbox[0] in self._shared else zygotes
            found += workers[in_reserve:]
        return found


def released_notebook(release: Release) -> NotebookNode:
    """The notebook as a learner gets it."""
    cells = []
    for cell in release.cells:
        metadata = {"nbgrader": dict(cell.metadata)} if cell.metadata else {}
        source = "check(...)" if cell.is_test else cell.source
        make = new_code_cell if cell.kind == "code" else nbformat.v4.new_markdown_cell
        cells.append(make(source, id=cell.id, metadata={**metadata, "tags": list(cell.tags)}))
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": dict(release.kernel)})


def submission(release: Release, answers: Mapping[str, str], top: str = "", bottom: str = "") -> NotebookNode:
    """A notebook with ``answers`` by exercise, and cells of the learner's own above the first and at the end."""
    notebook = released_notebook(release)
    for name, source in answers.items():
        find(notebook, f"{name}-answer").source = source
    first = notebook.cells.index(find(notebook, "my_softmax-answer"))
    if top:
        notebook.cells.insert(first, new_code_cell(top, id="the-top"))
    if bottom:
        notebook.cells.append(new_code_cell(bottom, id="the-bottom"))
    return notebook


def solved(release: Release) -> NotebookNode:
    """A notebook in which every exercise is answered rightly."""
    return submission(release, RIGHT)


def find(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    """The cell with this grade id."""
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def as_file(notebook: NotebookNode) -> bytes:
    """The bytes of the notebook's file, with half surrogate pairs as JSON writes them."""
    return json.dumps(notebook).encode()


def earned(graded: Graded) -> dict[str, float | None]:
    """The points by exercise."""
    return {name: graded.scores[name] for name in POINTS}


def learners_outputs(graded: Graded) -> list[NotebookNode]:
    """All that the cells which the learner wrote have put out, as the autograded notebook holds it."""
    cells = [c for c in nbformat.reads(graded.notebook, as_version=4).cells if c.cell_type == "code"]
    own = [c for c in cells if c.id.startswith("added-") or c.metadata.get("nbgrader", {}).get("solution")]
    return [output for cell in own for output in cell.outputs]


def printed(graded: Graded) -> str:
    """What the learner has printed."""
    return "".join(output.text for output in learners_outputs(graded) if output.get("name") == "stdout")


def descendants(pid: int) -> list[int]:
    """The processes that ``pid`` has started, and those that they have."""
    found, pending = [], [pid]
    while pending:
        for children in Path(f"/proc/{pending.pop()}/task").glob("*/children"):
            try:
                listed = [int(child) for child in children.read_text().split()]
            except OSError:
                continue
            found += listed
            pending += listed
    return found


def comes_true(reached: Callable[[], bool], seconds: float) -> bool:
    """Waits for it, for ``seconds`` at the most; whether it came."""
    deadline = time.monotonic() + seconds
    while not reached():
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.02)
    return True


def outermost(pid: int) -> set[int]:
    """The first process of each sandbox that ``pid`` has started."""
    ours = [child for child in descendants(pid) if is_in_a_sandbox(child)]
    return set(ours).difference(*map(descendants, ours))


def is_in_a_sandbox(pid: int) -> bool:
    """Whether the process is bubblewrap or one inside, and has not ended."""
    return "inside.zygote" in command_line(pid)


def session_of(pid: int) -> int:
    """The session of a process, 0 if it has ended; each worker has one of its own."""
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return 0


def command_line(pid: int) -> str:
    """What a process was started with; empty for one that has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""
