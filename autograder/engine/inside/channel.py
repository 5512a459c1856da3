"""Whole messages over a stream socket."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import Any

from . import codec


class Closed(ConnectionError):
    """The other side is gone."""


class Channel:
    """One end of a connection that carries messages of the codec."""

    def __init__(self, connection: socket.socket, convert: Callable[[Any], Any] | None = None):
        self._connection = connection
        self._convert = convert
        self._deadline: float | None = None

    def send(self, value: Any) -> None:
        """Sends one value. Raises `codec.BadMessage` before a byte is sent, `Closed` or TimeoutError."""
        message = codec.encode(value, self._convert)
        try:
            self._set_timeout()
            self._connection.sendall(message)
        except TimeoutError:
            raise
        except OSError as problem:
            raise Closed(str(problem)) from None

    def receive(self) -> Any:
        """Waits for one value. Raises `codec.BadMessage`, `Closed` or TimeoutError."""
        start = self._read(codec.HEADER_SIZE)
        return codec.decode(start + self._read(sum(codec.header(start))))

    def wait_at_most(self, seconds: float | None) -> None:
        """Bounds all that is sent and received from now on together, by raising TimeoutError; None waits for ever."""
        self._deadline = None if seconds is None else time.monotonic() + seconds

    def close(self) -> None:
        self._connection.close()

    def _set_timeout(self) -> None:
        left = None if self._deadline is None else self._deadline - time.monotonic()
        if left is not None and left <= 0:
            raise TimeoutError("the time is up")
        self._connection.settimeout(left)

    def _read(self, size: int) -> bytes:
        data = bytearray(size)
        view, filled = memoryview(data), 0
        while filled < size:
            try:
                self._set_timeout()
                count = self._connection.recv_into(view[filled:])
            except TimeoutError:
                raise
            except OSError as problem:
                raise Closed(str(problem)) from None
            if count == 0:
                raise Closed("the other side closed the connection")
            filled += count
        return bytes(data)
