"""Workers for one judge: keeps a zygote and has it fork, interrupt and kill them."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Any

from autograder.engine.inside.channel import Channel
from autograder.engine.inside.confine import Limits
from autograder.engine.sandbox import NoSandbox, bare_python, sandboxed_python
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
    """A zygote in its sandbox; use as a context manager. ``modules`` are loaded before the first fork.

    Without ``limits`` there is no sandbox either: see `autograder.engine.sandbox.UNPROTECTED`.
    """

    def __init__(self, modules: Sequence[str] = (), limits: Limits | None = Limits()):  # noqa: B008
        self._settings = {
            "modules": list(modules),
            "limits": None if limits is None else asdict(limits),
            "reference": reference.__all__,
        }
        self._start = bare_python if limits is None else sandboxed_python
        self._process: subprocess.Popen[bytes] | None = None
        self._orders: socket.socket
        self._ordered: socket.socket | None = None
        self._is_ready = False

    def __enter__(self) -> Nursery:
        """Starts the zygote and waits until it is ready. Raises `NoSandbox`."""
        self.start()
        self._wait_until_ready()
        return self

    def start(self) -> None:
        """Starts the zygote, for which the first `fork` waits. Raises `NoSandbox` where bubblewrap is missing."""
        self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            arguments = ["-m", "inside.zygote", str(theirs.fileno()), json.dumps(self._settings)]
            self._process = self._start(arguments, [theirs.fileno()])

    def _wait_until_ready(self) -> None:
        """Raises `NoSandbox` with what the zygote said if it does not get ready."""
        self._orders.settimeout(START_SECONDS)
        try:
            ready = self._orders.recv(64)
        except TimeoutError:
            ready = b""
        if ready != b'{"ready": true}':
            self.close()
            assert self._process is not None
            assert self._process.stderr is not None
            said = self._process.stderr.read().decode(errors="replace").strip()
            raise NoSandbox(f"The sandbox does not start here. It said: {said[-2000:] or 'nothing'}")
        self._orders.settimeout(FORK_SECONDS)
        self._is_ready = True

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the zygote and with it every worker."""
        self._orders.close()
        if self._ordered is not None:
            self._ordered.close()
        if self._process is not None and self._process.returncode is None:
            # macOS refuses where all of a group have ended.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

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
            socket.send_fds(self._orders, [b"fork"], [theirs.fileno()])
        return mine

    def _take(self, ordered: socket.socket) -> Worker:
        said: dict[str, Any] = json.loads(self._orders.recv(4096) or b"{}")
        if not said.get("ready"):
            ordered.close()
            raise NoWorker(f"A worker could not be confined: {said.get('problem', 'the zygote is gone')}")
        return Worker(Channel(ordered), said["pid"])

    def interrupt(self, worker: Worker) -> None:
        """Sends the worker what Jupyter's stop button sends."""
        self._orders.send(f"interrupt {worker.pid}".encode())

    def kill(self, worker: Worker) -> None:
        """Ends the worker and everything that it started."""
        worker.channel.close()
        with contextlib.suppress(OSError):
            self._orders.send(f"kill {worker.pid}".encode())

    @property
    def pid(self) -> int:
        """The pid of the sandbox's first process."""
        assert self._process is not None
        return self._process.pid


def open_descriptors() -> int:
    """How many file descriptors this process holds; for tests that nothing leaks."""
    return len(os.listdir("/proc/self/fd"))
