"""Drafts of half-typed check-ins: local to this machine, kept as one types, so that a lost line loses nothing.

Plain `sqlite3`: a draft is saved while a person types, long before anything heavier is loaded.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from typing import Any
from urllib.parse import quote

from okrtui import home
from okrtui.okr.errors import OutOfReach
from okrtui.okr.unreachable import replica_line

BUSY_SECONDS = 5.0


def save_draft(path: str, key_result: str, week: str, fields: Mapping[str, Any]) -> None:
    """Keep what stands in a check-in's form; the last call for a KR and week counts.

    Args:
        path: the replica's file.
        key_result: the KR's id.
        week: the check-in's week.
        fields: the form's fields by name, as JSON can hold them.

    Raises:
        OutOfReach: the file can't be written.
    """
    _write(
        path,
        "INSERT OR REPLACE INTO draft (key_result, week, body, saved_at) VALUES (?, ?, ?, ?)",
        (key_result, week, json.dumps(dict(fields), ensure_ascii=False), home.now().isoformat()),
    )


def drop_draft(path: str, key_result: str, week: str) -> None:
    """Forget a draft, if there is one.

    Raises:
        OutOfReach: the file can't be written.
    """
    _write(path, "DELETE FROM draft WHERE key_result = ? AND week = ?", (key_result, week))


def _write(path: str, sql: str, values: tuple[str, ...]) -> None:
    try:
        with closing(_connect(path)) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute(sql, values)
    except sqlite3.Error as error:
        raise OutOfReach(f"the draft can't be kept: {replica_line(error, path)}") from error


def _connect(path: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"file:{quote(path)}?mode=rw", uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )
