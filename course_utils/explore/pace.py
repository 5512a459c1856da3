"""Frames at a pace that a browser can follow: fast dragging must not queue up pictures nobody will see."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

REST = 1 / 30
"""Seconds between the end of one frame and the next, in which changes are only noted."""


class Pacer:
    """Calls ``draw`` for each request, but for requests in quick succession only once, after the last.

    A request is answered at once if the last frame is `REST` seconds ago. Otherwise the running event loop
    answers it when they have passed. Without a running loop every request is answered at once.
    """

    def __init__(self, draw: Callable[[], None]):
        self._draw = draw
        self._timer: asyncio.TimerHandle | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting = False

    def request(self) -> None:
        """Asks for a frame."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._answer()
            return
        if self._timer is None or self._loop is not loop:
            self._answer()
            self._rest(loop)
        else:
            self._waiting = True

    def flush(self) -> None:
        """Draws now the frame that is still waiting, if one is."""
        if self._waiting:
            self._answer()

    def _answer(self) -> None:
        self._waiting = False
        self._draw()

    def _rest(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._timer = loop.call_later(REST, self._wake, loop)

    def _wake(self, loop: asyncio.AbstractEventLoop) -> None:
        self._timer = None
        if self._waiting:
            self._answer()
            self._rest(loop)
