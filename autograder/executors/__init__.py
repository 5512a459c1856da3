"""Where submissions are graded: in lanes on this machine, or on the workers of a Dask cluster.

An executor takes pieces of work and gives each back with its result, as they come. It loses none, gives none twice,
and keeps only a few in flight, however many there are. It writes nothing: the gradebook is its caller's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar

from autograder.engine.grading import Graded
from autograder.engine.lane import Settings
from autograder.engine.release import Release

IN_FLIGHT_PER_LANE = 3


class Work(Protocol):
    """What an executor has to know of a piece of work: the file's bytes, and the release that decides."""

    @property
    def data(self) -> bytes: ...

    @property
    def release(self) -> Release: ...


Piece = TypeVar("Piece", bound=Work)


class Executor(Protocol):
    """Grades pieces of work somewhere."""

    def grade(self, work: Iterator[Piece]) -> Iterator[tuple[Piece, Graded]]:
        """Each piece with its result, as they come."""
        ...


class NoCluster(RuntimeError):
    """There is no Dask cluster to grade on, or none of its workers can; the message says what to do."""


def choose_executor(settings: Settings, jobs: int, dask: str | None, tell: Callable[[str], None]) -> Executor:
    """Lanes on this machine, ``jobs`` of them; or, if ``dask`` names a scheduler, the workers of its cluster, which
    ``tell`` tells about. Raises `NoCluster` where Dask is not installed."""
    if dask is None:
        from autograder.executors.lanes import Lanes

        return Lanes(settings, jobs)
    try:
        from autograder.executors.cluster import Cluster, connector
    except ModuleNotFoundError as missing:
        if missing.name not in ("dask", "distributed"):
            raise
        raise NoCluster(
            f"Grading on a cluster needs Dask, and {missing.name} is not installed here. "
            "In the course's folder: pip install --constraint constraints.txt --editable '.[cluster]'"
        ) from None
    return Cluster(settings, connector(dask, jobs), tell)
