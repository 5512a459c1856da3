"""Workers for one judge: keeps a zygote and has it fork, interrupt and kill them."""

from __future__ import annotations

import contextlib
import json
import os
import socket
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Any

from autograder.engine.inside.channel import Channel
from autograder.engine.inside.confine import Limits
from autograder.engine.sandbox import NoSandbox, Sandbox, bare_python, sandboxed_python
from course_utils import reference

START_SECONDS = 120
FORK_SECONDS = 30


class NoWorker(RuntimeError):
    """The zygote could not fork a worker, or confine it: an earlier notebook may have ended the zygote."""


@dataclass
class Worker:
    """A forked worker: the judge's end of its channel, and the pid by which the zygote knows it."""

    channel: Channel
    pid: int


class Nursery:
    """A zygote; use as a context manager. ``modules`` are loaded before the first fork.

    It is forked from the zygote that takes its orders over ``origin``, in whose sandbox it then is. Without one, or
    if that has ended, it is started in a sandbox of its own; and without ``limits`` in none: see
    `autograder.engine.sandbox.UNPROTECTED`.
    """

    def __init__(
        self,
        modules: Sequence[str] = (),
        limits: Limits | None = Limits(),  # noqa: B008
        origin: socket.socket | None = None,
    ):
        self._kind = {"modules": list(modules), "limits": None if limits is None else asdict(limits)}
        self._start = bare_python if limits is None else sandboxed_python
        self._origin = origin
        self._sandbox: Sandbox | None = None
        self._ordered: socket.socket | None = None
        self._is_ready = False
        self.orders: socket.socket

    def __enter__(self) -> Nursery:
        """Starts the zygote and waits until it is ready. Raises `NoSandbox`."""
        self.start()
        self._wait_until_ready()
        return self

    def start(self) -> None:
        """Starts the zygote, for which the first `fork` waits. Raises `NoSandbox` where bubblewrap is missing."""
        self.orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            if self._origin is None:
                settings = {"reference": reference.__all__, "kind": self._kind}
                self._sandbox = self._start(["-m", "inside.zygote", json.dumps(settings)], theirs)
            else:
                order = f"zygote {json.dumps(self._kind)}".encode()
                with contextlib.suppress(OSError):  # it has ended: then nothing comes back
                    socket.send_fds(self._origin, [order], [theirs.fileno()])

    def _wait_until_ready(self) -> None:
        """Raises `NoSandbox` with what the zygote said if it does not get ready."""
        self.orders.settimeout(START_SECONDS)
        try:
            ready = self.orders.recv(64)
        except OSError:
            ready = b""
        if ready == b'{"ready": true}':
            self.orders.settimeout(FORK_SECONDS)
            self._is_ready = True
            return
        said = self.close()
        if self._origin is None:
            raise NoSandbox(f"The sandbox does not start here. It said: {said[-2000:] or 'nothing'}")
        self._origin = None
        self.start()
        self._wait_until_ready()

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> str:
        """Ends the zygote and with it every worker, and gives what its own sandbox, if there is one, said on stderr."""
        self.orders.close()
        if self._ordered is not None:
            self._ordered.close()
        return self._sandbox.close() if self._sandbox is not None else ""

    def fork(self) -> Worker:
        """A new worker, confined and waiting. Raises `NoWorker` if a layer of its confinement fails, and `NoSandbox`
        where the zygote does not get ready.

        The next one is ordered at once: it is forked while this one is at work.
        """
        if not self._is_ready:
            self._wait_until_ready()
        worker = self._take_reserve() or self._take(self._order())
        self._ordered = self._order()
        return worker

    def _take_reserve(self) -> Worker | None:
        """The worker that was ordered before, unless something befell it meanwhile."""
        ordered, self._ordered = self._ordered, None
        if ordered is None:
            return None
        with contextlib.suppress(NoWorker):
            worker = self._take(ordered)
            if worker.channel.is_open():
                return worker
            self.kill(worker)
        return None

    def _order(self) -> socket.socket:
        mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs:
            socket.send_fds(self.orders, [b"fork"], [theirs.fileno()])
        return mine

    def _take(self, ordered: socket.socket) -> Worker:
        said: dict[str, Any] = json.loads(self.orders.recv(4096) or b"{}")
        if not said.get("ready"):
            ordered.close()
            raise NoWorker(f"A worker could not be confined: {said.get('problem', 'the zygote is gone')}")
        return Worker(Channel(ordered), said["pid"])

    def interrupt(self, worker: Worker) -> None:
        """Sends the worker what Jupyter's stop button sends."""
        self.orders.send(f"interrupt {worker.pid}".encode())

    def kill(self, worker: Worker) -> None:
        """Ends the worker and everything that it started."""
        worker.channel.close()
        with contextlib.suppress(OSError):
            self.orders.send(f"kill {worker.pid}".encode())

    @property
    def pid(self) -> int:
        """The pid of the sandbox's first process."""
        assert self._sandbox is not None, "it lives in another's"
        return self._sandbox.pid


def open_descriptors() -> int:
    """How many file descriptors this process holds; for tests that nothing leaks."""
    return len(os.listdir("/proc/self/fd"))
