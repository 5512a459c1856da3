"""The process from which every worker is forked: it has loaded what notebooks import, and has run nothing else.

It takes orders over the socket that is its standard input, and does nothing of its own accord: ``fork`` with the
worker's end of a channel attached, ``interrupt PID`` and ``kill PID``; and ``zygote KIND`` with such a socket attached,
over which another takes orders, that has loaded the same, and what its kind has besides.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

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
    """Serves orders until the socket closes. The argument is JSON: the reference's names, and the zygote's kind."""
    settings = json.loads(sys.argv[1])
    orders = socket.socket(fileno=os.dup(0))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    if settings["kind"]["limits"] is not None:
        _go_on_apart(orders)
    from . import worker

    worker.stand_in_for_reference(settings["reference"])
    _load(LOADED)
    from . import shell

    shell.prepare()
    worker.stand_in_for_checks()
    _serve(orders, settings["kind"])


def _serve(orders: socket.socket, kind: dict[str, Any]) -> NoReturn:
    """Loads the kind's modules, reports readiness with a line of JSON, and obeys until the socket closes."""
    from . import confine, worker

    _load(kind["modules"])
    limits = None if kind["limits"] is None else confine.Limits(**kind["limits"])
    if limits is not None:
        confine.prepare()
    with contextlib.suppress(ConnectionError):  # it was closed with an answer under way
        orders.send(b'{"ready": true}')
        while True:
            order, attached, _, _ = socket.recv_fds(orders, 4096, 1)
            _reap()
            if not order:
                break
            verb, _, argument = order.decode().partition(" ")
            if verb == "fork":
                reply = _fork(attached[0], limits, worker.serve)
                orders.send(json.dumps(reply).encode())
            elif verb == "zygote":
                _fork_zygote(orders, socket.socket(fileno=attached[0]), json.loads(argument))
            else:
                number = {"interrupt": signal.SIGINT, "kill": signal.SIGKILL}[verb]
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(argument), number)
    os._exit(0)


def _load(modules: Sequence[str]) -> None:
    """Loads them. What is loaded stays: nobody looks for garbage meanwhile, and a worker's collector leaves it alone,
    and its pages shared."""
    gc.disable()
    for name in modules:
        importlib.import_module(name)
    gc.enable()
    gc.collect()
    gc.freeze()


def _fork_zygote(orders: socket.socket, others: socket.socket, kind: dict[str, Any]) -> None:
    """Returns here; the other serves ``others``. Where it cannot be forked, whoever asked sees the socket close."""
    from . import confine

    with others:
        try:
            zygote = os.fork()
        except OSError:
            return
        if zygote == 0:
            confine.die_with_parent()
            orders.close()
            _serve(others, kind)


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
