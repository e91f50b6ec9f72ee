"""Reading and writing rows, one or many, through the driver's own connection inside SQLAlchemy's transaction.

Statements are texts: compiling one costs more than SQLite takes to run it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import Any

from okrtui.store.connection import Connection

CHUNK = 500


def chunks(items: Sequence[str], size: int = CHUNK) -> Iterator[Sequence[str]]:
    """The items in slices that fit one statement."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def raw_of(connection: Connection) -> sqlite3.Connection:
    """The driver's connection, inside the same transaction."""
    return connection.raw


def query(raw: sqlite3.Connection, sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """The rows of a query as dictionaries."""
    cursor = raw.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def insert_rows(connection: Connection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Write new rows, which all have the same columns."""
    _write_rows(connection, "INSERT", table, rows)


def replace_rows(connection: Connection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Write rows, which all have the same columns, each in place of the one with the same key."""
    _write_rows(connection, "INSERT OR REPLACE", table, rows)


def delete_rows(connection: Connection, table: str, column: str, values: Sequence[str]) -> None:
    """Delete the rows with these values in this column."""
    for some in chunks(values):
        marks = ", ".join("?" * len(some))
        raw_of(connection).execute(f'DELETE FROM "{table}" WHERE "{column}" IN ({marks})', some)


def _write_rows(connection: Connection, verb: str, table: str, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    columns = tuple(rows[0])
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" * len(columns))
    sql = f'{verb} INTO "{table}" ({names}) VALUES ({marks})'
    raw_of(connection).executemany(sql, map(_values_of(columns), rows))


def _values_of(columns: Sequence[str]) -> Callable[[dict[str, Any]], Sequence[Any]]:
    """What takes the values of these columns out of a row; SQLite binds them faster by place than by name."""
    return itemgetter(*columns) if len(columns) > 1 else lambda row: [row[columns[0]]]
