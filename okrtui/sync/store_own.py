"""A replica's own files in a shared directory: what is missing there is appended again, and a clone shows.

They are looked at only where they are not as this replica left them.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from okrtui.okr.errors import BadInput
from okrtui.store.entry import Entry, read_entry
from okrtui.store.outbox import AGAIN, WAITING, clear, own_replicas, renumber, taken_before, waiting
from okrtui.store.replica import Replica
from okrtui.sync.layout import OWNERSHIP, Store, out_of_reach
from okrtui.sync.store_reader import Mark, read_segment
from okrtui.sync.store_scan import Scan, Segment


def is_as_left(connection: sqlite3.Connection, store: Store, looked: Scan, known: Mapping[str, Mark]) -> bool:
    """Whether this replica's own files are as it left them, by how far it `known` that each was read."""
    own = own_replicas(connection)
    left = {path: mark.state for path, mark in known.items() if path.split("/")[-2].lower() in own}
    return left == {one.path: one.state for one in _own_segments(store, looked, own)}


def mend_own(replica: Replica, store: Store, looked: Scan, now: datetime) -> None:
    """Let own entries wait again that are not in the store; count anew where another copy of this replica wrote there.

    Raises:
        OutOfReach: the store can't be read.
    """
    with replica.connected() as connection:
        own = own_replicas(connection)
    entries = _entries(store, _own_segments(store, looked, own))
    there = {one.sha for one in entries}
    with replica.connected() as connection:
        clear(connection, [one.id for one in waiting(connection) if one.sha in there])
        _let_wait_again(connection, own, there)
        (present,) = connection.execute("SELECT value FROM meta WHERE name = 'dev'").fetchone()
        if any(one.dev == present and not _is_known(connection, one) for one in entries):
            before = taken_before(connection)
            fresh = [one for one in waiting(connection) if one.dev == present and one.id not in before]
            renumber(connection, fresh, now, new_dev=True)


def _own_segments(store: Store, looked: Scan, own: Collection[str]) -> list[Segment]:
    return [one for one in looked.segments if one.replica.dev in own and _is_ours(store, one)]


def _is_ours(store: Store, segment: Segment) -> bool:
    owners = {segment.uid, segment.replica.uid, segment.replica.author.uid}
    return store.trust != OWNERSHIP or owners == {os.geteuid()}


def _entries(store: Store, segments: Iterable[Segment]) -> list[Entry]:
    found = []
    for segment in segments:
        try:
            reading = read_segment(store, segment, None)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise out_of_reach(store.place, error) from error
        for line in reading.lines if reading else ():
            try:
                found.append(read_entry(line.body))
            except BadInput:
                continue
    return found


def _let_wait_again(connection: sqlite3.Connection, own: set[str], there: set[str]) -> None:
    """Own entries that the store had, or should have had, and has no more."""
    marks_ = ", ".join("?" * len(own))
    rows = connection.execute(f"SELECT id, sha FROM entry WHERE dev IN ({marks_})", sorted(own)).fetchall()
    connection.executemany(
        "INSERT OR IGNORE INTO outbox (id, state, code, tries) VALUES (?, ?, ?, 0)",
        [(id_, WAITING, AGAIN) for id_, sha in rows if sha not in there],
    )


def _is_known(connection: sqlite3.Connection, entry: Entry) -> bool:
    sql = (
        "SELECT 1 FROM entry WHERE au = ?1 AND id = ?2 AND sha = ?3 UNION SELECT 1 FROM oddity WHERE sha = ?3"
    )
    return connection.execute(sql, (entry.au, entry.id, entry.sha)).fetchone() is not None
