"""What a Dask worker does for the course: it keeps a lane for each of its threads, and grades in them.

A lane is a process of its own, as on the instructor's machine: its limits and its shell are not the worker's, and a
submission that ends it does not end the worker.
"""

from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from distributed import Worker, WorkerPlugin, get_worker

from autograder.engine import lane
from autograder.engine.grading import Graded
from autograder.engine.release import Release
from autograder.engine.sandbox import NoSandbox
from autograder.executors.lanes import grade_alone, open_lanes
from autograder.fingerprint import fingerprint

IDLE_SECONDS = 300
"""After this long without work a worker's lanes end, and give back their memory: nobody says that a run is over when
the grader was killed."""


class WorkerLanes(WorkerPlugin):
    """A worker's lanes for one version of the course and one set of settings.

    A worker of the same version offers as many of the resource ``name`` as it has threads. Another, which reports
    itself under the topic ``name`` instead, offers none, so that the scheduler sends it nothing.
    """

    idempotent = True  # two runs may share the lanes

    def __init__(self, name: str, wanted: dict[str, str], settings: lane.Settings):
        self.name = name
        self._wanted = wanted
        self._settings = settings

    async def setup(self, worker: Worker) -> None:
        """Offers the worker's lanes, which start when the first submission comes."""
        here = fingerprint()
        if here != self._wanted:
            worker.log_event(self.name, {"name": str(worker.name), "address": worker.address, "has": here})
            return
        # Dask starts its workers as daemons, and no daemon may start a process. Lanes end with their parent anyway.
        multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
        self._called = f"{worker.name} ({worker.address})"
        self._count = worker.state.nthreads
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._busy = 0
        self._timer = threading.Timer(0, lambda: None)
        await worker.set_resources(**{self.name: self._count})

    def teardown(self, worker: Worker) -> None:
        """Ends the lanes."""
        if hasattr(self, "_lock"):
            with self._lock:
                self._timer.cancel()
                self._close()

    def grade(self, data: bytes, release: Release) -> Graded:
        """Grades one submission in a lane. Raises `NoSandbox`, naming the worker."""
        pool = self._begin()
        try:
            return pool.submit(lane.grade, data, release).result()
        except BrokenProcessPool:
            with self._lock:
                if self._pool is pool:
                    self._close()
            return grade_alone(data, release, self._settings)
        except NoSandbox as problem:
            raise NoSandbox(f"The worker {self._called} cannot grade. {problem}") from None
        finally:
            self._end()

    def _begin(self) -> ProcessPoolExecutor:
        with self._lock:
            self._timer.cancel()
            self._busy += 1
            if self._pool is None:
                self._pool = open_lanes(self._settings, self._count)
            return self._pool

    def _end(self) -> None:
        with self._lock:
            self._busy -= 1
            if not self._busy:
                self._timer = threading.Timer(IDLE_SECONDS, self._rest)
                self._timer.daemon = True
                self._timer.start()

    def _rest(self) -> None:
        with self._lock:
            if not self._busy:  # nothing has come since the timer went off
                self._close()

    def _close(self) -> None:
        """Ends the lanes; the next submission opens others."""
        if self._pool is not None:
            self._pool.shutdown(wait=False)
            self._pool = None


def grade_here(name: str, data: bytes, release: Release) -> Graded:
    """Grades one submission on the worker that runs this, in the lanes of this name."""
    lanes = get_worker().plugins[name]
    assert isinstance(lanes, WorkerLanes)
    return lanes.grade(data, release)
