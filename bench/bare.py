"""The floor of everything that writes: `sqlite3` alone, with the pragmas that a replica has."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from okrtui.store.connection import is_wal_safe

Rows = list[tuple[str, tuple[object, ...]]]
"""Statements with their values."""


def open_bare(path: Path) -> sqlite3.Connection:
    """A connection with a replica's pragmas."""
    connection = sqlite3.connect(path, isolation_level=None)
    mode = "WAL" if is_wal_safe(sqlite3.sqlite_version_info) else "TRUNCATE"
    for pragma in (f"journal_mode = {mode}", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def write_rows(connection: sqlite3.Connection, rows: Rows) -> None:
    """Write rows in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    for statement, values in rows:
        connection.execute(statement, values)
    connection.execute("COMMIT")


def copies(connection: sqlite3.Connection, table: str, where: str, values: Sequence[object]) -> Rows:
    """Statements that write a table's rows once more."""
    found: Iterable[tuple[object, ...]] = connection.execute(f"SELECT * FROM {table} WHERE {where}", values)
    return [(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(row))})", row) for row in found]
