"""Grades on this machine: a few lanes, each a process of its own."""

from __future__ import annotations

import multiprocessing
import socket
from collections.abc import Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain

from autograder.engine import lane
from autograder.engine.grading import Graded
from autograder.engine.nurseries import common_zygotes, uses_tensorflow
from autograder.engine.release import Release
from autograder.engine.submission import Status
from autograder.executors import IN_FLIGHT_PER_LANE, Piece


@dataclass(frozen=True)
class Lanes:
    """``count`` lanes, which start with the first piece of work.

    `grade` raises `autograder.engine.sandbox.NoSandbox`.
    """

    settings: lane.Settings
    count: int

    def grade(self, work: Iterator[Piece]) -> Iterator[tuple[Piece, Graded]]:
        """Each piece with its result, as they come; a lane that dies takes nothing along."""
        while True:
            flying: dict[Future[Graded], Piece] = {}
            try:
                yield from self._fly(work, flying)
                return
            except BrokenProcessPool:
                # Each of those in flight by itself, so that the one who ended the lane harms no other.
                for piece in flying.values():
                    yield piece, grade_alone(piece.data, piece.release, self.settings)

    def _fly(
        self, work: Iterator[Piece], flying: dict[Future[Graded], Piece]
    ) -> Iterator[tuple[Piece, Graded]]:
        """Keeps a few pieces in flight, which ``flying`` holds when a lane dies. Raises BrokenProcessPool."""
        first = next(work, None)
        if first is None:
            return
        work = chain([first], work)
        mentioned = uses_tensorflow(cell.source for cell in first.release.cells)
        with (
            common_zygotes(self.settings.limits, with_tensorflow=mentioned) as origins,
            open_lanes(self.settings, self.count, origins) as pool,
        ):
            while True:
                while len(flying) < self.count * IN_FLIGHT_PER_LANE and (piece := next(work, None)):
                    try:
                        flying[pool.submit(lane.grade, piece.data, piece.release)] = piece
                    except BrokenProcessPool:
                        flying[Future()] = piece
                        raise
                if not flying:
                    return
                for future in wait(flying, return_when=FIRST_COMPLETED).done:
                    result = future.result()
                    yield flying.pop(future), result


def open_lanes(
    settings: lane.Settings, count: int, origins: Mapping[bool, socket.socket] | None = None
) -> ProcessPoolExecutor:
    """``count`` processes that can run `lane.grade`."""
    return ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), lane.start, (settings, origins))


def grade_alone(data: bytes, release: Release, settings: lane.Settings) -> Graded:
    """Grades a submission that was in flight when a lane died, in a lane of its own."""
    with open_lanes(settings, 1) as pool:
        try:
            return pool.submit(lane.grade, data, release).result()
        except BrokenProcessPool:
            return Graded(Status.GRADER_FAILED, "The process that graded it ended, twice.")
