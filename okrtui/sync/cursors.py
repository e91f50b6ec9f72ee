"""How far this replica has read its server's log; it moves in the transaction that stores what was read."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple


class Cursor(NamedTuple):
    """A place in a server's log.

    Attributes:
        epoch: the log's name; "" where the server was never read.
        seq: the last entry that was read, 0 for none.
    """

    epoch: str
    seq: int


START = Cursor("", 0)


def cursor_of(connection: sqlite3.Connection, place: str) -> Cursor:
    """How far the server at `place` was read."""
    row = connection.execute("SELECT epoch, seq FROM cursor WHERE remote = ?", (place,)).fetchone()
    return Cursor(*row) if row else START


def move_cursor(connection: sqlite3.Connection, place: str, cursor: Cursor) -> None:
    """Go on from there the next time."""
    connection.execute(
        "INSERT OR REPLACE INTO cursor (remote, epoch, seq) VALUES (?, ?, ?)", (place, *cursor)
    )
