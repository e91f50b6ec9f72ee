"""Seeing what another terminal writes: one read connection in a thread asks SQLite's `data_version` once a second.

It reads no data and writes nothing, to the file or to the screen, while nothing changes.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable

from textual.message import Message

from okrtui.okr.errors import OkrtuiError

EVERY_SECONDS = 1.0


class WorkspaceChanged(Message):
    """Something was written to the replica, by this terminal or by another one."""


class ReplicaWatch(threading.Thread):
    """Calls back, from its own thread, whenever another connection has committed to the replica."""

    def __init__(self, path: str, changed: Callable[[], object], every: float = EVERY_SECONDS) -> None:
        super().__init__(name="okrtui-watch", daemon=True)
        self._path = path
        self._changed = changed
        self._every = every
        self._stopped = threading.Event()

    def stop(self) -> None:
        """End the thread at its next look."""
        self._stopped.set()

    def run(self) -> None:
        connection: sqlite3.Connection | None = None
        seen: int | None = None
        file: int | None = None
        while not self._stopped.is_set():
            try:
                if (now_there := os.stat(self._path).st_ino) != file:  # restored from a backup, say
                    _close(connection)
                    connection, seen, file = None, None if file is None else -1, now_there
                connection = connection or _open(self._path)
                version = int(connection.execute("PRAGMA data_version").fetchone()[0])
                if seen is not None and version != seen:
                    self._changed()
                seen = version
            except (sqlite3.Error, OSError, OkrtuiError):
                _close(connection)
                connection, seen = None, -1
            self._stopped.wait(self._every)
        _close(connection)


def _open(path: str) -> sqlite3.Connection:
    from okrtui.views.connect import connect

    return connect(path)


def _close(connection: sqlite3.Connection | None) -> None:
    if connection is not None:
        connection.close()
