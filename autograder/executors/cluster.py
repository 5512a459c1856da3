"""Grades on the workers of a Dask cluster. Dask moves the work and starts again what a dead worker had; this module
decides who may grade, how much is in flight, and what becomes of a submission that ends workers."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from typing import Any

from distributed import CancelledError, Client, Future, KilledWorker, LocalCluster, wait
from distributed import TimeoutError as DaskTimeout

from autograder.engine.grading import Graded
from autograder.engine.lane import Settings
from autograder.engine.submission import Status
from autograder.executors import IN_FLIGHT_PER_LANE, NoCluster, Piece
from autograder.executors.worker import WorkerLanes, grade_here
from autograder.fingerprint import fingerprint

LOCAL, GATEWAY = "local", "gateway:"
CONNECT_SECONDS = 15
WORKERS_SECONDS = 60
LOOK_SECONDS = 5.0
"""How often to look, while nothing finishes, whether anybody is at work."""
FETCH_SECONDS, LOST_SECONDS = 30.0, 1.0
"""How long a result may take to come, and how long once another has not come: then a worker has gone with its own."""
MOST_SENT = 2
"""How often a piece is sent anew when all workers died under it, before it is graded alone."""

Connect = Callable[[], AbstractContextManager[Client]]


def connector(where: str, jobs: int) -> Connect:
    """How to reach a cluster: ``where`` is a scheduler's address, `GATEWAY` with the name of one of Dask Gateway's
    clusters, or `LOCAL` for ``jobs`` workers on this machine."""
    if where == LOCAL:
        return partial(_start_here, jobs)
    if where.startswith(GATEWAY):
        return partial(_join, where.removeprefix(GATEWAY))
    return partial(_connect, where)


@contextmanager
def _start_here(jobs: int) -> Iterator[Client]:
    # Without a memory limit: Dask would apply it to its own processes, and lanes have limits.
    started = LocalCluster(
        n_workers=jobs, threads_per_worker=1, memory_limit=0, dashboard_address=None, silence_logs="ERROR"
    )
    with started as cluster, Client(cluster) as client:
        yield client


@contextmanager
def _join(name: str) -> Iterator[Client]:
    """A client of a cluster of Dask Gateway, whose address is in Dask's own settings."""
    try:
        from dask_gateway import Gateway
    except ModuleNotFoundError:
        raise NoCluster("Grading through Dask Gateway needs its client: pip install dask-gateway") from None
    with ExitStack() as stack:
        try:
            cluster = stack.enter_context(stack.enter_context(Gateway()).connect(name))
            client = stack.enter_context(cluster.get_client())
        except (OSError, ValueError) as problem:
            raise NoCluster(f"Dask Gateway does not lead to a cluster {name!r}: {problem}") from None
        yield client


@contextmanager
def _connect(address: str) -> Iterator[Client]:
    try:
        client = Client(address, timeout=CONNECT_SECONDS)
    except (OSError, ValueError, DaskTimeout) as problem:
        raise NoCluster(
            f"No Dask scheduler answers at {address!r} ({problem}). Start one with `dask scheduler` and workers with "
            "`dask worker ADDRESS --nthreads 1`, or grade here with `--dask local`."
        ) from None
    with client:
        yield client


@dataclass(frozen=True)
class Cluster:
    """The workers of a cluster that have this version of the course; ``tell`` is told of those that have not.

    `grade` raises `NoCluster`, and `autograder.engine.sandbox.NoSandbox` with the worker's name.
    """

    settings: Settings
    connect: Connect
    tell: Callable[[str], None]

    def grade(self, work: Iterator[Piece]) -> Iterator[tuple[Piece, Graded]]:
        """Each piece with its result, as they come; a worker that dies takes nothing along."""
        # Of a scheduler that goes Dask prints pages; `NoCluster` says it in a sentence.
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
        with self.connect() as client:
            name = self._open_lanes(client)
            feared: list[Piece] = []
            for piece, graded in _fly(client, name, work, None):
                if graded is None:
                    feared.append(piece)
                else:
                    yield piece, graded
            # Each of those that were there when workers died by itself, so that the one who ends them harms no other.
            for piece, graded in _fly(client, name, iter(feared), 1):
                yield piece, graded or Graded(Status.GRADER_FAILED, "The workers that graded it ended.")

    def _open_lanes(self, client: Client) -> str:
        """Has all workers, also those still to come, offer lanes for this run; the name under which they do."""
        try:
            client.wait_for_workers(1, WORKERS_SECONDS)
        except DaskTimeout:
            address = client.scheduler_info()["address"]
            raise NoCluster(
                f"The scheduler at {address} has no workers. Start some with `dask worker {address} --nthreads 1`."
            ) from None
        wanted = fingerprint()
        refused = self._refuse(client, wanted)
        key = json.dumps([wanted, asdict(self.settings)], sort_keys=True)
        name = f"logits-to-labels-{hashlib.sha256(key.encode()).hexdigest()[:12]}"

        def refuse_late(event: tuple[float, dict[str, Any]]) -> None:
            about = event[1]
            if about["address"] not in refused:
                refused.add(about["address"])
                self.tell(_refusal(about["name"], about["address"], about["has"], wanted))

        client.subscribe_topic(name, refuse_late)
        # A worker that was refused since the course cannot be loaded there says so once more.
        with suppress(ImportError):
            client.register_plugin(WorkerLanes(name, wanted, self.settings), name=name)
        return name

    def _refuse(self, client: Client, wanted: dict[str, str]) -> set[str]:
        """The addresses of the workers there are that may not grade, told by name. Raises `NoCluster` if none may."""
        found = client.run(fingerprint, on_error="return")
        names = {address: about["name"] for address, about in _workers(client).items()}
        refused = {address: has for address, has in found.items() if has != wanted}
        for address, has in refused.items():
            self.tell(_refusal(str(names.get(address, "?")), address, has, wanted))
        if len(refused) == len(found):
            raise NoCluster("No worker of the cluster has this version of the course.")
        return set(refused)


def _workers(client: Client) -> dict[str, dict[str, Any]]:
    """What the scheduler knows of each worker, by address."""
    known: dict[str, dict[str, Any]] = client.scheduler_info()["workers"]
    return known


def _refusal(name: str, address: str, has: dict[str, str] | Exception, wanted: dict[str, str]) -> str:
    if isinstance(has, Exception):
        differs = f"the course cannot be loaded there ({type(has).__name__}: {has})"
    else:
        differs = "; ".join(
            f"{part} is {has.get(part, 'missing')} there and {wanted[part]} here"
            for part in wanted
            if has.get(part) != wanted[part]
        )
    return f"The worker {name} ({address}) is refused: {differs}. Install the same there, and start it again."


def _fly(
    client: Client, name: str, work: Iterator[Piece], most: int | None
) -> Iterator[tuple[Piece, Graded | None]]:
    """Each piece with its result, or None for one that was with too many workers when they died. Keeps ``most`` pieces
    in flight, or a few for each lane. Raises `NoCluster` when the scheduler goes."""
    flying: dict[Future, tuple[Piece, int]] = {}

    def send(piece: Piece, time: int = 1) -> None:
        task = client.submit(grade_here, name, piece.data, piece.release, resources={name: 1}, pure=False)
        flying[task] = piece, time

    try:
        while True:
            room = most or IN_FLIGHT_PER_LANE * max(1, sum(client.nthreads().values()))
            for piece in islice(work, max(0, room - len(flying))):
                send(piece)
            if not flying:
                return
            came, patience = False, FETCH_SECONDS
            for task in _finished(list(flying)):
                # Of one whose worker died before its result was fetched there is none: it is flying again, or stranded.
                try:
                    result = _result(task, patience)
                except DaskTimeout:
                    patience = LOST_SECONDS
                    continue
                came = True
                yield flying.pop(task)[0], result
            if not came and _are_stranded(client, name, list(flying)):
                for task, (piece, time) in list(flying.items()):
                    del flying[task]
                    task.cancel()
                    if time < MOST_SENT:
                        send(piece, time + 1)
                    else:
                        yield piece, None
    except (CancelledError, OSError) as problem:
        raise NoCluster(
            f"The Dask scheduler went away ({problem}). What was graded is in the gradebook; run the command again for "
            "the rest."
        ) from None
    finally:
        client.cancel(list(flying))


def _are_stranded(client: Client, name: str, flying: list[Future]) -> bool:
    """Whether lanes are offered and none is at work on any of these. So it is after all workers died: those that take
    their places offer their lanes a moment after Dask has given up looking for some."""
    at_work = {key for keys in client.processing().values() for key in keys}
    offered = any(name in about["resources"] for about in _workers(client).values())
    return offered and not any(task.key in at_work for task in flying)


def _finished(tasks: list[Future]) -> set[Future]:
    """The tasks that are at an end, as soon as one is; none if none is for `LOOK_SECONDS`."""
    try:
        done: set[Future] = wait(tasks, timeout=LOOK_SECONDS, return_when="FIRST_COMPLETED").done
        return done
    except DaskTimeout:
        return set()


def _result(task: Future, seconds: float) -> Graded | None:
    """The result; None after too many workers died with it. Raises TimeoutError if it does not come."""
    try:
        graded: Graded = task.result(timeout=seconds)
        return graded
    except KilledWorker:
        return None
