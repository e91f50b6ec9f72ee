"""Writing rows to the log in bulk, past SQLAlchemy's parameters: by place, and on PostgreSQL by COPY.

Five hundred rows cost the client half of what an insert of rows by name does, and a tenth of it on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import Connection

from okrtui.server.schema import ENTRY

COLUMNS = tuple(column.name for column in ENTRY.columns)
ID, HLC = COLUMNS.index("id"), COLUMNS.index("hlc")

Row = tuple[Any, ...]
"""An entry's row, in the order of `COLUMNS`."""

_LEAST_TO_COPY = 10
_TYPES = {"seq": "int8", "n": "int8", "starts_at": "int8", "body": "bytea"}


def append_rows(connection: Connection, rows: Sequence[Row]) -> None:
    """Write these rows within the transaction."""
    if connection.dialect.name == "postgresql" and len(rows) >= _LEAST_TO_COPY:
        _copy(connection, rows)
        return
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    marks = ", ".join([mark] * len(COLUMNS))
    connection.exec_driver_sql(f"INSERT INTO entry ({', '.join(COLUMNS)}) VALUES ({marks})", list(rows))


def _copy(connection: Connection, rows: Sequence[Row]) -> None:
    statement = f"COPY entry ({', '.join(COLUMNS)}) FROM STDIN (FORMAT BINARY)"
    with closing(connection.connection.cursor()) as cursor, cursor.copy(statement) as copy:
        copy.set_types([_TYPES.get(name, "text") for name in COLUMNS])
        for row in rows:
            copy.write_row(row)
