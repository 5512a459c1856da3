"""The nurseries of one lane: one that has TensorFlow loaded, for notebooks that use it, and one for all others; and
those from which all lanes of a run have theirs."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from autograder.engine.inside.confine import Limits
from autograder.engine.nursery import Nursery

COURSE_MODULES = ("course_utils.check", "course_utils.explore", "course_utils.plots", "course_utils.data")
TENSORFLOW = "inside.quick_tensorflow"
MENTIONS = ("tensorflow", "keras")
TENSORFLOW_BYTES = 2 * 2**30
"""Address space that loading TensorFlow takes."""


def uses_tensorflow(sources: Iterable[str]) -> bool:
    """Whether one of these cells names TensorFlow or Keras."""
    return any(word in source for source in sources for word in MENTIONS)


class Nurseries:
    """Each nursery starts when it is first wanted. Use as a context manager, or `close` it.

    TensorFlow takes seconds to load and makes each fork three times as long, and most notebooks only demonstrate
    with it. A worker without it may still import it: that takes seconds, and address space that it has on top of
    its limit. ``origins`` are the orders of zygotes to fork from, by whether they have TensorFlow.
    """

    def __init__(self, limits: Limits | None, origins: Mapping[bool, socket.socket] | None = None):
        self._limits = limits
        self._origins = origins or {}
        self._started: dict[bool, Nursery] = {}

    def suited_to(self, sources: Iterable[str]) -> Nursery:
        """The nursery, which may still be loading, for a notebook whose cells with these sources run. Raises
        `NoSandbox`."""
        uses = uses_tensorflow(sources)
        if uses not in self._started:
            nursery = _nursery(uses, self._limits, self._origins)
            nursery.start()
            self._started[uses] = nursery
        return self._started[uses]

    def close(self) -> None:
        """Ends every nursery and with them every worker; the next notebook starts a new one."""
        while self._started:
            self._started.popitem()[1].close()

    def __enter__(self) -> Nurseries:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def common_zygotes(limits: Limits | None, *, with_tensorflow: bool) -> Iterator[dict[bool, socket.socket]]:
    """The ``origins`` for the `Nurseries` of a run's lanes: one sandbox, in which what notebooks import is loaded once.

    Without ``with_tensorflow``, each lane whose notebooks want it loads it. Raises `NoSandbox` where bubblewrap is
    missing.
    """
    with ExitStack() as started:
        origins: dict[bool, socket.socket] = {}
        for uses in [False, True] if with_tensorflow else [False]:
            nursery = _nursery(uses, limits, origins)
            nursery.start()
            started.callback(nursery.close)
            origins[uses] = nursery.orders
        yield origins


def _nursery(uses_tensorflow: bool, limits: Limits | None, origins: Mapping[bool, socket.socket]) -> Nursery:
    origin = origins.get(uses_tensorflow, origins.get(False))
    if uses_tensorflow:
        return Nursery((*COURSE_MODULES, TENSORFLOW), limits, origin)
    if limits is not None:
        limits = replace(limits, memory_bytes=limits.memory_bytes + TENSORFLOW_BYTES)
    return Nursery(COURSE_MODULES, limits, origin)
