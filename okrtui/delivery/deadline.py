"""An end to a whole conversation: whoever answers a byte at a time is hung up on, however patient each wait is."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType


class Deadline:
    """Shuts the connections that it was told of once the time is over; a context manager.

    Args:
        seconds: from entering it.
    """

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._hang_up)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._held: list[socket.socket] = []
        self._is_over = False

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            for one in self._held:
                one.close()
            self._held.clear()

    def watch(self, connection: socket.socket) -> None:
        """End this connection when the time is over; its own object may be handed on to TLS meanwhile."""
        with self._lock:
            self._held.append(connection.dup())
            is_over = self._is_over
        if is_over:
            self._hang_up()

    def _hang_up(self) -> None:
        with self._lock:
            self._is_over = True
            for one in self._held:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
