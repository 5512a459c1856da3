"""A limit on the time that one call of a learner's function may take."""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Iterator

PATIENCE = 3


class TooSlow(BaseException):
    """A call passed its limit. Not an Exception, so that a learner's ``except Exception`` lets it through."""


@contextlib.contextmanager
def limit(seconds: float) -> Iterator[None]:
    """Raises `TooSlow` in the body after ``seconds`` of this process's work, so that a busy machine makes no answer
    slow; and after `PATIENCE` times as many on the wall, for one that only waits.

    Needs SIGALRM and the main thread (where Jupyter runs cells); elsewhere, as on Windows, there is no limit
    and Jupyter's own interrupt remains.
    """
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    armed = True
    end, patience_ends = time.process_time() + seconds, time.monotonic() + PATIENCE * seconds

    def ring(signum: int, frame: object) -> None:
        if armed and (time.process_time() >= end or time.monotonic() >= patience_ends):
            raise TooSlow

    previous = signal.signal(signal.SIGALRM, ring)
    # Rings again until it is heard: a bare ``except:`` inside a loop swallows the first.
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.5)
    try:
        yield
    finally:
        while armed:  # a ring while the bell is taken down must not leave it ringing
            with contextlib.suppress(TooSlow):
                armed = False
                signal.setitimer(signal.ITIMER_REAL, 0)
                signal.signal(signal.SIGALRM, previous)
