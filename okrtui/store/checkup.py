"""Looking into a replica without trusting it: its log entry by entry, and its tables against the log.

Nothing is written to it: folding anew is tried on a copy.
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from contextlib import closing
from typing import NamedTuple

from okrtui.okr.errors import BadInput
from okrtui.store.copies import copy_replica
from okrtui.store.entry import read_entry
from okrtui.store.laying_out import make_tables
from okrtui.store.outbox import own_replicas
from okrtui.store.replica import Replica
from okrtui.store.shapes import is_known
from okrtui.store.tables import ALL_FOLDED


class LogState(NamedTuple):
    """How a replica's log stands.

    Attributes:
        entries: how many there are.
        damaged: ids of entries whose bytes are not what was written, or do not say what their row says.
        unknown: entries that a newer okrtui wrote.
        missing: counters of this replica's own that no entry has.
        counter: the last counter of its own; what it last wrote is beyond it where the facts are older than the log.
        last_own: the greatest counter among its own entries.
        odd: what arrived and can't be, by code.
        hlc: the greatest clock of the entries that this machine wrote, "" where there are none.
    """

    entries: int
    damaged: list[str]
    unknown: int
    missing: list[int]
    counter: int
    last_own: int
    odd: dict[str, int]
    hlc: str


def look_at_log(connection: sqlite3.Connection) -> LogState:
    """Read every entry and compare it with its row and its hash.

    Raises:
        sqlite3.Error: the log can't be read.
    """
    meta = dict(connection.execute("SELECT name, value FROM meta").fetchall())
    here = own_replicas(connection)
    damaged, own = [], set()
    entries, unknown, greatest = 0, 0, ""
    for row in connection.execute("SELECT au, id, dev, n, hlc, k, e, sha, body FROM entry"):
        entries += 1
        if row[2] == meta.get("dev"):
            own.add(row[3])
        try:
            entry = read_entry(bytes(row[8]))
        except (BadInput, TypeError):
            damaged.append(str(row[1]))
            continue
        if row[:8] != (entry.au, entry.id, entry.dev, entry.n, entry.hlc, entry.k, entry.e, entry.sha):
            damaged.append(str(row[1]))
        unknown += not is_known(entry)
        if entry.dev in here:
            greatest = max(greatest, entry.hlc)
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'refused'").fetchone():
        own |= {n for (n,) in connection.execute("SELECT n FROM refused WHERE dev = ?", (meta.get("dev"),))}
    counter = int(meta.get("n") or 0)
    last = max(own, default=0)
    missing = sorted(set(range(1, max(counter, last) + 1)) - own)
    codes = Counter(code for (code,) in connection.execute("SELECT code FROM oddity"))
    return LogState(entries, damaged, unknown, missing, counter, last, dict(codes), greatest)


def differing_tables(connection: sqlite3.Connection, folder: str) -> list[str]:
    """The folded tables that are not what the log gives, as "check_in (2 rows)"; made out on copies in `folder`.

    Raises:
        sqlite3.Error: the replica can't be read.
        OutOfReach: another program keeps it busy.
    """
    as_is, anew = os.path.join(folder, "as-is.okr"), os.path.join(folder, "anew.okr")
    copy_replica(connection, as_is)
    copy_replica(connection, anew)
    missing = _complete(anew)
    Replica.open(anew).fold_anew()
    with closing(sqlite3.connect(anew)) as raw:
        raw.execute("ATTACH ? AS before", (as_is,))
        found = dict.fromkeys(missing, "missing")
        for table in ALL_FOLDED:
            if table.name not in found and (rows := _rows_that_differ(raw, table.name)):
                found[table.name] = rows
    return [f"{name} ({how})" for name, how in found.items()]


def _complete(path: str) -> list[str]:
    """Make the folded tables that a copy lacks; their names."""
    with closing(sqlite3.connect(path)) as raw:
        there = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    missing = [table for table in ALL_FOLDED if table.name not in there]
    with Replica.open(path).connected() as connection:
        make_tables(connection, missing)
    return [table.name for table in missing]


def _rows_that_differ(connection: sqlite3.Connection, table: str) -> str:
    try:
        counts = [
            connection.execute(
                f'SELECT COUNT(*) FROM (SELECT * FROM {one}."{table}" EXCEPT SELECT * FROM {two}."{table}")'
            ).fetchone()[0]
            for one, two in (("main", "before"), ("before", "main"))
        ]
        sizes = [
            connection.execute(f'SELECT COUNT(*) FROM {one}."{table}"').fetchone()[0]
            for one in ("main", "before")
        ]
    except sqlite3.Error as error:
        return str(error)
    rows = max(*counts, abs(sizes[0] - sizes[1]))
    return f"{rows} row{'' if rows == 1 else 's'}" if rows else ""
