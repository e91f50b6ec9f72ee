"""A replica made anew from its own log, where its tables or its file are damaged; the old file is kept.

The log is the truth: as long as every entry can be read, nothing is lost.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from typing import Any

from sqlalchemy import Table

from okrtui.okr.errors import OutOfReach
from okrtui.okr.unreachable import replica_line
from okrtui.store.copies import held, opened
from okrtui.store.fold import fold_anew
from okrtui.store.local_tables import (
    Cursor,
    Delivery,
    Draft,
    Meeting,
    Meta,
    Oddity,
    Outbox,
    Refused,
    Saved,
    Segment,
    SyncRound,
)
from okrtui.store.placing import drafted, put_instead
from okrtui.store.replica import Replica
from okrtui.store.rows import insert_rows, replace_rows
from okrtui.store.tables import LogEntry

_LOG = LogEntry.metadata.tables[LogEntry.__tablename__]
_META = Meta.metadata.tables[Meta.__tablename__]
_KEPT = (Outbox, Refused, Oddity, Draft, Meeting, Delivery, Saved, Cursor, Segment, SyncRound)
_LOCAL = tuple(one.metadata.tables[one.__tablename__] for one in _KEPT)


def rebuild(path: str, now: datetime) -> str:
    """Make a replica anew from its log; nobody writes to it meanwhile. Returns where the old file is kept.

    Raises:
        OutOfReach: not every entry can be read, or another program keeps it busy; nothing was changed.
    """
    with held(path) as lock, drafted(path) as draft:
        reading = lock if lock is not None else opened(path)
        with closing(reading):
            local = {table.name: _readable(reading, table) for table in _LOCAL}
            log, meta = _read_log(reading, path, local[Refused.__tablename__])
            replica = Replica.fresh(draft, now)
            with replica.connected() as connection:
                insert_rows(connection, _LOG.name, log)
                for table in _LOCAL:
                    insert_rows(connection, table.name, local[table.name])
                replace_rows(connection, _META.name, meta)
                fold_anew(connection)
            return put_instead(draft, path, now)


def _read_log(
    reading: sqlite3.Connection, path: str, refused: Sequence[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The log's rows and the replica's own facts, complete as far as the own counter and what was refused tell."""
    try:
        log = _rows(reading, _LOG)
        meta = {row["name"]: row["value"] for row in _rows(reading, _META)}
    except sqlite3.DatabaseError as error:
        raise OutOfReach(f"the log can't be read whole: {replica_line(error, path)}") from error
    own = sum(row["dev"] == meta.get("dev") for row in (*log, *refused))
    if not {"dev", "n", "hlc"} <= meta.keys() or own < int(meta["n"]):
        raise OutOfReach(f"entries of the log are missing in {path}: restore it from a backup")
    return log, [{"name": name, "value": value} for name, value in meta.items() if name != "schema"]


def _readable(reading: sqlite3.Connection, table: Table) -> list[dict[str, Any]]:
    """A local table's rows; none where it is damaged, for the log comes first."""
    try:
        return _rows(reading, table)
    except sqlite3.DatabaseError:
        return []


def _rows(reading: sqlite3.Connection, table: Table) -> list[dict[str, Any]]:
    names = [column.name for column in table.columns]
    columns = ", ".join(f'"{name}"' for name in names)
    cursor = reading.execute(f'SELECT {columns} FROM "{table.name}" NOT INDEXED')
    return [dict(zip(names, row, strict=True)) for row in cursor]
