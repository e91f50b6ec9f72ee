"""Reading and writing rows in bulk: SQLAlchemy Core statements to write, the driver's own connection to read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, insert

CHUNK = 500


def chunks(items: Sequence[str], size: int = CHUNK) -> Iterator[Sequence[str]]:
    """The items in slices that fit one statement."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def raw_of(connection: Connection) -> sqlite3.Connection:
    """The driver's connection, inside the same transaction."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def query(raw: sqlite3.Connection, sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """The rows of a query as dictionaries."""
    cursor = raw.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def replace_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Write rows, each in place of the one with the same key."""
    if rows:
        connection.execute(insert(table).prefix_with("OR REPLACE"), list(rows))


def delete_rows(connection: Connection, table: Table, keys: Sequence[str]) -> None:
    """Delete the rows with these values of the table's first key column."""
    key = next(iter(table.primary_key.columns))
    for some in chunks(keys):
        connection.execute(delete(table).where(key.in_(some)))
