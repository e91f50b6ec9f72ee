"""Taking in entries that others wrote: in any order, however often, each counts once.

Entries are keyed by author and id, and by author, replica and counter. Where two claim one key with other bytes,
the smaller sha256 counts, and both are kept as an oddity, never called a duplicate (the log and its exchange, §1).
What is written here afterwards comes after what was taken in, by this replica's clock, too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from okrtui import home
from okrtui.okr.errors import BadInput
from okrtui.store.clock import clock_text, milliseconds
from okrtui.store.entry import MAX_BYTES, Entry, read_entry
from okrtui.store.fold import Touched, fold
from okrtui.store.replica import Replica
from okrtui.store.uncollected import uncollected
from okrtui.sync.claims import Claims

FURTHEST_AHEAD = 24 * 60 * 60 * 1000
"""Milliseconds above this machine's clock beyond which another one's is not followed, but where it is replaced."""


class Received(NamedTuple):
    """What a batch brought: entries taken in, known ones, ones that claimed a key of another, unreadable ones."""

    new: int
    known: int
    odd: int
    unreadable: int


def receive(replica: Replica, bodies: Iterable[bytes]) -> Received:
    """Store these entries and fold what they touch, in one transaction.

    Args:
        replica: where they go.
        bodies: entries as their authors wrote them, already checked for who wrote them.

    Raises:
        OutOfReach: the replica can't be written.
    """
    with replica.connected() as connection:
        return take_in(connection, bodies)


def take_in(connection: sqlite3.Connection, bodies: Iterable[bytes]) -> Received:
    """Store these entries and fold what they touch, within the caller's transaction."""
    return take_in_entries(connection, map(_read, bodies))


@uncollected()
def take_in_entries(connection: sqlite3.Connection, entries: Iterable[Entry | None]) -> Received:
    """The same for entries that were read before; None stands for one that can't be."""
    counts = dict.fromkeys(Received._fields, 0)
    touched: Touched = {}
    ws = _workspace(connection)
    claims = Claims(connection)
    furthest, latest = clock_text(milliseconds(home.now()) + FURTHEST_AHEAD, 0), ""
    for entry in entries:
        if entry is None or (ws and entry.ws != ws):
            counts["unreadable"] += 1
            continue
        ws = ws or _adopt(connection, entry)
        verdict = claims.take(entry)
        counts[verdict] += 1
        if verdict == "new":
            touched.setdefault(entry.k, set()).add(entry.e)
        latest = max(latest, entry.hlc) if entry.hlc <= furthest else latest
    for kind, entity in claims.settle():
        touched.setdefault(kind, set()).add(entity)
    connection.execute("UPDATE meta SET value = ? WHERE name = 'hlc' AND value < ?", (latest, latest))
    fold(connection, touched)
    return Received(**counts)


def _read(body: bytes) -> Entry | None:
    if len(body) > MAX_BYTES:
        return None
    try:
        return read_entry(body)
    except BadInput:
        return None


def _workspace(connection: sqlite3.Connection) -> str:
    row = connection.execute("SELECT value FROM meta WHERE name = 'ws'").fetchone()
    return str(row[0]) if row else ""


def _adopt(connection: sqlite3.Connection, entry: Entry) -> str:
    """An empty replica becomes one of the workspace whose entry it meets first."""
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('ws', ?)", (entry.ws,))
    return entry.ws
