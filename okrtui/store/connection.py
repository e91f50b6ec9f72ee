"""Connections to a replica's file: one transaction each, through the standard library's driver alone.

What draws the tables up is imported only where they are: a prompt and a save must not wait for it.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from okrtui.store.file_systems import is_local

BUSY_MILLISECONDS = 10_000

_WAL_IS_SAFE_FROM = ((3, 51, 3), (3, 50, 7), (3, 44, 6))


def is_wal_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite is free of the bug by which two connections in WAL mode could lose commits.

    Mended in 3.51.3, and in 3.50.7 and 3.44.6 on those branches.
    """
    if version >= _WAL_IS_SAFE_FROM[0]:
        return True
    return any(version[:2] == fixed[:2] and version >= fixed for fixed in _WAL_IS_SAFE_FROM[1:])


class Connections:
    """The connections to one file.

    Args:
        path: the file.
        keeps_open: one of them stays open between transactions, until another file stands at the path.
    """

    def __init__(self, path: str, keeps_open: bool) -> None:
        self._path = path
        self._keeps_open = keeps_open
        self._idle: _Opened | None = None
        self._lock = threading.Lock()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A transaction that may write, committed at the end, rolled back on any error; raises sqlite3.Error."""
        opened = self._take()
        try:
            opened.execute("BEGIN IMMEDIATE")
            yield opened
            opened.execute("COMMIT")
        finally:
            self._give_back(opened)

    def close(self) -> None:
        """Close what is open and not in use."""
        with self._lock:
            idle, self._idle = self._idle, None
        if idle is not None:
            idle.close()

    def _take(self) -> _Opened:
        with self._lock:
            idle, self._idle = self._idle, None
        if idle is not None:
            if idle.file == _file_at(self._path):
                return idle
            idle.close()
        return _connect(self._path)

    def _give_back(self, opened: _Opened) -> None:
        """Roll back what was not committed, and keep the connection or close it; closing rolls back as well."""
        try:
            if self._keeps_open and opened.in_transaction:
                opened.execute("ROLLBACK")
        except sqlite3.Error:
            opened.close()
            raise
        with self._lock:
            if self._keeps_open and self._idle is None:
                self._idle = opened
                return
        opened.close()


class _Opened(sqlite3.Connection):
    """A connection that knows which file it opened: its device and inode."""

    file: tuple[int, int] | None = None


def _file_at(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def check_file(path: str) -> None:
    """Raise sqlite3.OperationalError where something else than a file is there: a pipe would be waited for."""
    try:
        is_file = stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return  # SQLite says itself what is wrong
    if not is_file:
        error = sqlite3.OperationalError("it is no file")
        error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
        raise error


def _connect(path: str) -> _Opened:
    check_file(path)
    file = _file_at(path)
    connection = sqlite3.connect(
        path,
        timeout=BUSY_MILLISECONDS / 1000,
        isolation_level=None,
        check_same_thread=False,
        factory=_Opened,
    )
    try:
        mode = "WAL" if is_wal_safe(sqlite3.sqlite_version_info) and is_local(path) else "TRUNCATE"
        connection.execute(f"PRAGMA journal_mode = {mode}")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_spill = OFF")  # a spill would shut readers out until the commit
        connection.file = file or _file_at(path)
    except sqlite3.Error:
        connection.close()
        raise
    return connection
