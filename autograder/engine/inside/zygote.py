"""The process from which every worker is forked: it has loaded what notebooks import, and has run nothing else.

It takes orders over one socket, whose number is its argument, and does nothing of its own accord:
``fork`` with the worker's end of a channel attached, ``interrupt PID`` and ``kill PID``.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import confine

READY = b"ready"
LOADED = (
    "numpy",
    "numpy.random",
    "numpy.linalg",
    "matplotlib",
    "matplotlib.pyplot",
    "IPython.core.interactiveshell",
)


def main() -> None:
    """Loads, reports readiness with a line of JSON, and serves orders until the socket closes."""
    settings = json.loads(sys.argv[2])
    orders = socket.socket(fileno=int(sys.argv[1]))
    from . import confine

    limits = None if settings["limits"] is None else confine.Limits(**settings["limits"])
    if limits is not None:
        _go_on_apart(orders)
    from . import worker

    worker.stand_in_for_reference(settings["reference"])
    _warm_up(settings["modules"])
    if limits is not None:
        confine.prepare()
    orders.send(b'{"ready": true}')
    while True:
        order, attached, _, _ = socket.recv_fds(orders, 256, 1)
        _reap()
        if not order:
            return
        verb, _, argument = order.decode().partition(" ")
        if verb == "fork":
            reply = _fork(attached[0], limits, worker.serve)
            orders.send(json.dumps(reply).encode())
        else:
            number = {"interrupt": signal.SIGINT, "kill": signal.SIGKILL}[verb]
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(argument), number)


def _warm_up(modules: list[str]) -> None:
    import importlib

    gc.disable()  # while everything stays, there is nothing to find
    for name in (*LOADED, *modules):
        importlib.import_module(name)
    from . import shell, worker

    shell.prepare()
    worker.stand_in_for_checks()
    # What is loaded stays: a worker's garbage collector leaves it alone, and its pages shared.
    gc.enable()
    gc.collect()
    gc.freeze()


def _go_on_apart(orders: socket.socket) -> None:
    """Returns in a process that may give each worker a pid namespace of its own; the one that forked it waits for its
    end. Comes before NumPy, which starts threads."""
    from . import confine

    try:
        confine.enter_namespaces()
    except OSError as problem:
        sys.exit(f"No namespaces for workers: {problem}")
    zygote = os.fork()
    if zygote:
        orders.close()  # the judge sees by it that the zygote has ended
        os.waitpid(zygote, 0)
        os._exit(0)
    confine.die_with_parent()


def _fork(
    channel: int, limits: confine.Limits | None, serve: Callable[[int], None]
) -> dict[str, bool | int | str]:
    """Forks a worker and says its pid, or why there is none. Without ``limits``, it is not confined."""
    from . import confine

    listen, report = os.pipe()
    try:
        pid = os.fork() if limits is None else confine.fork_apart()
    except OSError as problem:
        os.close(listen)
        os.close(report)
        os.close(channel)
        return {"problem": str(problem)}
    if pid == 0:
        status = 1
        try:
            confine.die_with_parent()
            os.setsid()  # a signal to one's own process group passes through namespaces
            _keep_only({channel, report})
            if limits is not None:
                confine.confine(limits)
            os.write(report, READY)
            os.close(report)
            serve(channel)
            status = 0
        except BaseException as problem:
            with contextlib.suppress(OSError):
                os.write(report, f"{type(problem).__name__}: {problem}".encode())
        finally:
            os._exit(status)
    os.close(report)
    os.close(channel)
    with os.fdopen(listen, "rb") as report_end:
        said = report_end.read()
    return {"ready": True, "pid": pid} if said == READY else {"problem": said.decode(errors="replace")}


def _keep_only(wanted: set[int]) -> None:
    """Closes every file descriptor but ``wanted``, and points the standard ones at the null device."""
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    for name in os.listdir("/proc/self/fd"):
        if int(name) not in {0, 1, 2, *wanted}:
            with contextlib.suppress(OSError):
                os.close(int(name))


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


if __name__ == "__main__":
    main()
