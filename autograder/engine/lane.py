"""One lane of a run: a process of its own with a judge and a nursery, which grades one submission after another."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import resource
import signal
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.engine.grading import Graded, grade_submission
from autograder.engine.inside import shell
from autograder.engine.inside.confine import Limits
from autograder.engine.nurseries import Nurseries
from autograder.engine.release import Release
from autograder.engine.sandbox import NUMERICS, NoSandbox
from autograder.engine.submission import Status

TRIES = 2
"""An earlier submission may have left its nursery broken; a second try begins with a new one."""
MOST_JUDGE_BYTES = 8 * 2**30
"""Address space of the judge: a model that a learner describes in a line may ask for any amount of it."""


@dataclass(frozen=True)
class Settings:
    """What all submissions of a run share: the seconds that a cell may take, and a worker's limits; None is for no
    sandbox at all."""

    cell_seconds: float = 30.0
    limits: Limits | None = field(default_factory=Limits)


_settings = Settings()
_nurseries: Nurseries | None = None


def start(settings: Settings, origins: Mapping[bool, socket.socket] | None = None) -> None:
    """Prepares this process for grading; a nursery comes with the first submission that wants it, from ``origins`` if
    there are any: see `autograder.engine.nurseries.common_zygotes`."""
    global _settings, _nurseries
    _settings, _nurseries = settings, Nurseries(settings.limits, origins)
    # The one who pressed Ctrl-C decides in the main process; a lane finishes what it has begun.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["NBGRADER_EXECUTION"] = "autograde"
    os.environ.update(NUMERICS)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_JUDGE_BYTES, resource.getrlimit(resource.RLIMIT_AS)[1]))
    shell.prepare()
    atexit.register(_end)
    threading.Thread(target=_end_with_the_grader, daemon=True).start()


def _end_with_the_grader() -> None:
    """A grader that is killed cannot end its lanes, and these would wait for work for ever."""
    if grader := multiprocessing.parent_process():
        grader.join()
        os._exit(1)


def grade(data: bytes, release: Release) -> Graded:
    """Grades one file. Whatever goes wrong with it, a `Graded` says so; raises `NoSandbox` alone, where the sandbox
    does not start."""
    assert _nurseries is not None, "start comes first"
    failed = ""
    for _ in range(TRIES):
        try:
            return grade_submission(data, release, _nurseries, _settings.cell_seconds)
        except NoSandbox:
            raise
        except Exception as problem:
            failed = f"{type(problem).__name__}: {str(problem)[:300]}"
            stop()  # a nursery in an unknown state grades nobody else
    return Graded(Status.GRADER_FAILED, failed)


def _end() -> None:
    """Python would take TensorFlow apart, for a second, in a process that has nothing left to do."""
    stop()
    os._exit(0)


def stop() -> None:
    """Ends the nurseries."""
    if _nurseries is not None:
        _nurseries.close()
