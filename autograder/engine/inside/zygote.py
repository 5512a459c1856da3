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
    from . import confine, worker

    worker.stand_in_for_reference(settings["reference"])
    _warm_up(settings["modules"])

    limits = None
    if settings["limits"] is not None:
        confine.prepare()
        limits = confine.Limits(**settings["limits"])
    orders.send(b'{"ready": true}')
    while True:
        order, attached, _, _ = socket.recv_fds(orders, 256, 1)
        _reap()
        if not order:
            return
        verb, _, argument = order.decode().partition(" ")
        if verb == "fork":
            reply = _fork(attached[0], orders, limits, worker.serve)
            orders.send(json.dumps(reply).encode())
        else:
            number = {"interrupt": signal.SIGINT, "kill": signal.SIGKILL}[verb]
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(argument), number)


def _warm_up(modules: list[str]) -> None:
    import importlib

    for name in (*LOADED, *modules):
        importlib.import_module(name)
    from . import shell, worker

    shell.prepare()
    worker.stand_in_for_checks()
    # What is loaded stays: a worker's garbage collector leaves it alone, and its pages shared.
    gc.collect()
    gc.freeze()


def _fork(channel: int, orders: socket.socket, limits: object, serve: object) -> dict[str, object]:
    """Forks a worker and says its pid, or why there is none. Without ``limits``, it is not confined."""
    from . import confine

    listen, report = os.pipe()
    keeper = os.fork()
    if keeper == 0:
        status = 1
        try:
            os.close(listen)
            confine.die_with_parent()
            if limits is not None:
                confine.enter_namespaces()
            pid = os.fork()
            if pid == 0:
                confine.die_with_parent()
                os.setsid()  # a signal to one's own process group passes through namespaces
                _keep_only({channel, report})
                if limits is not None:
                    confine.confine(limits)  # type: ignore[arg-type]
                os.write(report, b'{"ready": true}')
                os.close(report)
                serve(channel)  # type: ignore[operator]
            else:
                os.write(report, json.dumps({"pid": pid}).encode() + b"\n")
                os.close(report)
                os.close(channel)
                orders.close()
                os.waitpid(pid, 0)
            status = 0
        except BaseException as problem:
            with contextlib.suppress(OSError):
                os.write(report, json.dumps({"problem": f"{type(problem).__name__}: {problem}"}).encode())
        finally:
            os._exit(status)
    os.close(report)
    os.close(channel)
    said: dict[str, object] = {}
    with os.fdopen(listen, "rb") as report_end:
        for line in report_end.read().replace(b"}{", b"}\n{").splitlines():
            said.update(json.loads(line))
    return said


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
