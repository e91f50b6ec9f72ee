"""What undo and redo would take back: the last save of a person on this replica, and the last undo."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple


class SaveRow(NamedTuple):
    """One save: its number, what it did in words, the entries it wrote, and which save it took back, if any."""

    number: int
    what: str
    first_n: int
    last_n: int
    undoes: int | None


def last_save(c: sqlite3.Connection, handle: str) -> SaveRow | None:
    """What undo takes back: the last save on this replica, that stands, of the member with this handle."""
    return _last(c, handle, "s.undoes IS NULL")


def last_undo(c: sqlite3.Connection, handle: str) -> SaveRow | None:
    """What redo takes back: the last undo of this member, unless something was saved since."""
    last = _last(c, handle, "s.redoes IS NULL")
    return last if last and last.undoes is not None else None


def _last(c: sqlite3.Connection, handle: str, which: str) -> SaveRow | None:
    row = c.execute(
        "SELECT s.number, s.what, s.first_n, s.last_n, s.undoes FROM saved s"
        " JOIN entry e ON e.dev = (SELECT value FROM meta WHERE name = 'dev') AND e.n = s.last_n AND e.au = ?"
        f" WHERE s.is_undone = 0 AND {which} ORDER BY s.number DESC LIMIT 1",
        (handle,),
    ).fetchone()
    return SaveRow(*row) if row else None
