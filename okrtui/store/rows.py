"""Reading and writing rows of a replica, one or many, within the caller's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import Any

CHUNK = 500


def chunks(items: Sequence[str], size: int = CHUNK) -> Iterator[Sequence[str]]:
    """The items in slices that fit one statement."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def query(connection: sqlite3.Connection, sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """The rows of a query as dictionaries."""
    cursor = connection.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def insert_rows(connection: sqlite3.Connection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Write new rows, which all have the same columns."""
    _write_rows(connection, "INSERT", table, rows)


def replace_rows(connection: sqlite3.Connection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Write rows, which all have the same columns, each in place of the one with the same key."""
    _write_rows(connection, "INSERT OR REPLACE", table, rows)


def delete_rows(connection: sqlite3.Connection, table: str, column: str, values: Sequence[str]) -> None:
    """Delete the rows with these values in this column."""
    for some in chunks(values):
        marks = ", ".join("?" * len(some))
        connection.execute(f'DELETE FROM "{table}" WHERE "{column}" IN ({marks})', some)


def _write_rows(
    connection: sqlite3.Connection, verb: str, table: str, rows: Sequence[dict[str, Any]]
) -> None:
    if not rows:
        return
    columns = tuple(rows[0])
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" * len(columns))
    sql = f'{verb} INTO "{table}" ({names}) VALUES ({marks})'
    connection.executemany(sql, map(_values_of(columns), rows))


def _values_of(columns: Sequence[str]) -> Callable[[dict[str, Any]], Sequence[Any]]:
    """What takes the values of these columns out of a row; SQLite binds them faster by place than by name."""
    return itemgetter(*columns) if len(columns) > 1 else lambda row: [row[columns[0]]]
