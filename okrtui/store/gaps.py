"""Closing the gaps in a replica's own count, for readers who take its entries in without any.

A gap is left where a server rejected an entry. What closes it says nothing: an entry on its author that sets no field.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from okrtui.okr.kinds import VERSION
from okrtui.store.clock import new_id, next_clock
from okrtui.store.entry import ENVELOPE, Entry, entry_row, write_entry
from okrtui.store.outbox import WAITING
from okrtui.store.rows import insert_rows


def close_gaps(connection: sqlite3.Connection, entries: Iterable[Entry], now: datetime) -> bool:
    """Let entries that say nothing wait in the places that are missing below these; gives whether any do.

    Args:
        connection: the transaction.
        entries: own ones that wait to be sent.
        now: the moment.
    """
    is_any = False
    last = {(one.au, one.dev): one for one in entries}
    for (author, dev), one in last.items():
        missing = _missing(connection, dev, one.n)
        member = connection.execute("SELECT id FROM member WHERE handle = ?", (author,)).fetchone()
        if missing and member:
            closing = [_saying_nothing(one, member[0], n, now) for n in missing]
            insert_rows(connection, "entry", [entry_row(each) for each in closing])
            outbox = [{"id": each.id, "state": WAITING, "code": None, "tries": 0} for each in closing]
            insert_rows(connection, "outbox", outbox)
            is_any = True
    return is_any


def _missing(connection: sqlite3.Connection, dev: str, last: int) -> list[int]:
    """The places of a replica's count below `last` that no entry has."""
    theirs = "FROM entry WHERE au IN (SELECT handle FROM member) AND dev = ? AND n < ?"
    (count,) = connection.execute(f"SELECT COUNT(DISTINCT n) {theirs}", (dev, last)).fetchone()
    if count == last - 1:
        return []
    held = {n for (n,) in connection.execute(f"SELECT n {theirs}", (dev, last))}
    return sorted(set(range(1, last)) - held)


def _saying_nothing(like: Entry, member: str, n: int, now: datetime) -> Entry:
    return write_entry(
        {
            "v": ENVELOPE,
            "id": new_id(now),
            "ws": like.ws,
            "au": like.au,
            "dev": like.dev,
            "n": n,
            "hlc": next_clock(now),
            "base": [],
            "k": "member",
            "kv": VERSION,
            "e": member,
            "d": {},
        }
    )
