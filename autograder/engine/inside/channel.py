"""Whole messages over a stream socket."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import Any

from . import codec

READ_BYTES = 64 * 2**10
"""Asked for at once, which is more than most messages: several may have come."""


class Closed(ConnectionError):
    """The other side is gone."""


class Channel:
    """One end of a connection that carries messages of the codec."""

    def __init__(self, connection: socket.socket, convert: Callable[[Any], Any] | None = None):
        self._connection = connection
        self._convert = convert
        self._deadline: float | None = None
        self._unread = bytearray()

    def send(self, value: Any) -> None:
        """Sends one value. Raises `codec.BadMessage` before a byte is sent, `Closed` or TimeoutError."""
        self.send_messages([codec.encode(value, self._convert)])

    def send_messages(self, messages: list[bytes]) -> None:
        """Sends what `codec.encode` made, one after the other. Raises `Closed` or TimeoutError."""
        try:
            self._set_timeout()
            self._connection.sendall(b"".join(messages))
        except TimeoutError:
            raise
        except OSError as problem:
            raise Closed(str(problem)) from None

    def receive(self) -> Any:
        """Waits for one value. Raises `codec.BadMessage`, `Closed` or TimeoutError."""
        self._fill(codec.HEADER_SIZE)
        size = codec.HEADER_SIZE + sum(codec.header(bytes(self._unread[: codec.HEADER_SIZE])))
        self._fill(size)
        message = bytes(self._unread[:size])
        del self._unread[:size]
        return codec.decode(message)

    def wait_at_most(self, seconds: float) -> None:
        """Bounds all that is sent and received from now on together, by raising TimeoutError."""
        self._deadline = time.monotonic() + seconds

    def is_open(self) -> bool:
        """Whether the other side, from which nothing is awaited, is still there."""
        try:
            return bool(self._connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
        except BlockingIOError:
            return True
        except OSError:
            return False

    def close(self) -> None:
        self._connection.close()

    def _set_timeout(self) -> None:
        if self._deadline is None:
            return
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time is up")
        self._connection.settimeout(left)

    def _fill(self, size: int) -> None:
        while len(self._unread) < size:
            try:
                self._set_timeout()
                arrived = self._connection.recv(READ_BYTES)
            except TimeoutError:
                raise
            except OSError as problem:
                raise Closed(str(problem)) from None
            if not arrived:
                raise Closed("the other side closed the connection")
            self._unread += arrived
