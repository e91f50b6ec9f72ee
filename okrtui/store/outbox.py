"""What of this replica's own entries no other side has taken yet, and what becomes of those it won't take.

Only the other side's own word clears an entry. One that it rejected leaves the log, and with it the tables, on its
author's replica too; it is kept for the author to deal with and blocks nothing (the log and its exchange, §§2, 4).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from okrtui.store.clock import new_id, next_clock
from okrtui.store.entry import Entry, entry_row, read_entry, write_entry
from okrtui.store.fold import Touched, fold
from okrtui.store.rows import chunks, insert_rows, replace_rows

WAITING, HELD = "waiting", "held"
"""Waiting to be sent; held back, for this side rejected what another one had taken before."""

AGAIN = "again"
"""The code of an entry that a side has taken before and that waits anew: others may have it, so it stays as it is."""

FORMER = "was:"
"""Begins the names of the facts that keep this replica's former ids."""

OWN_REPLICAS = (
    f"SELECT value FROM meta WHERE name = 'dev' UNION SELECT substr(name, {len(FORMER) + 1}) FROM meta"
    f" WHERE substr(name, 1, {len(FORMER)}) = '{FORMER}'"
)
"""Selects the ids of the replica, the present one and the former ones."""


class Rejection(NamedTuple):
    """What the other side said of an entry that it does not take: a code, and one line for the person."""

    id: str
    code: str
    text: str


def waiting(
    connection: sqlite3.Connection, limit: int | None = None, author: str | None = None
) -> list[Entry]:
    """The own entries that no other side has taken, as they were written: replica by replica, in order of n.

    What waits is little and the log is long: a CROSS JOIN has SQLite begin with the former.

    Args:
        connection: the transaction.
        limit: how many at most.
        author: the handle of the only one whose entries are wanted; by default everybody's who wrote here.
    """
    rows = connection.execute(
        "SELECT entry.body FROM outbox CROSS JOIN entry ON entry.id = outbox.id WHERE outbox.state = ?"
        f" AND entry.dev IN ({OWN_REPLICAS}) AND entry.au = COALESCE(?, entry.au)"
        " ORDER BY entry.dev, entry.n LIMIT ?",
        (WAITING, author, -1 if limit is None else limit),
    )
    return [read_entry(body) for (body,) in rows.fetchall()]


def taken_before(connection: sqlite3.Connection) -> set[str]:
    """The ids of the waiting entries that a side has taken before."""
    return {one for (one,) in connection.execute("SELECT id FROM outbox WHERE code = ?", (AGAIN,))}


def hold(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Keep these entries back, until all wait anew for another side or for one that lost them."""
    connection.executemany("UPDATE outbox SET state = ? WHERE id = ?", [(HELD, one) for one in ids])


def clear(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    """The other side has these entries."""
    connection.executemany("DELETE FROM outbox WHERE id = ?", [(one,) for one in ids])


def put_back(connection: sqlite3.Connection) -> int:
    """Let all own entries wait again, as for another side or one that lost them; gives how many there are.

    Own entries are those of the replica's present id and of any that it had before: whatever its authors wrote here.
    """
    connection.execute(
        "INSERT OR IGNORE INTO outbox (id, state, code, tries) SELECT id, ?, ?, 0 FROM entry"
        f" WHERE dev IN ({OWN_REPLICAS})",
        (WAITING, AGAIN),
    )
    connection.execute("UPDATE outbox SET state = ? WHERE state = ?", (WAITING, HELD))
    return int(connection.execute("SELECT COUNT(*) FROM outbox").fetchone()[0])


def refuse(connection: sqlite3.Connection, rejections: Sequence[Rejection], at: str) -> None:
    """Take these own entries out of the log and fold what they touched without them.

    Args:
        connection: the transaction.
        rejections: what the other side said of each.
        at: now, RFC 3339 in UTC.
    """
    if not rejections:
        return
    touched: Touched = {}
    rows = []
    for rejection in rejections:
        own = connection.execute(
            f"SELECT body FROM entry WHERE id = ? AND dev IN ({OWN_REPLICAS})", (rejection.id,)
        )
        for (body,) in own.fetchall():
            entry = read_entry(body)
            touched.setdefault(entry.k, set()).add(entry.e)
            rows.append({**rejection._asdict(), "dev": entry.dev, "n": entry.n, "at": at, "body": body})
            connection.execute("DELETE FROM entry WHERE au = ? AND id = ?", (entry.au, entry.id))
    replace_rows(connection, "refused", rows)
    clear(connection, (one.id for one in rejections))
    fold(connection, touched)


def renumber(
    connection: sqlite3.Connection, entries: Sequence[Entry], now: datetime, *, new_dev: bool
) -> int:
    """Write own entries that nobody has taken anew: under the next counters and clocks, or under a new replica id.

    Each keeps its id and its fields, so that what was written upon it stays so. Saves among them can't be undone.

    Args:
        connection: the transaction.
        entries: those that nobody has taken, in their order.
        now: the moment; of a clock that was ahead, the moment by the other side's clock.
        new_dev: whether this replica is to count anew under a new id, as a copy of another one must.

    Returns:
        How many were written anew.
    """
    meta = dict(connection.execute("SELECT name, value FROM meta").fetchall())
    dev, n = meta["dev"], int(meta["n"])
    if new_dev:
        connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, '1')", (FORMER + dev,))
        dev, n = new_id(now), 0
    connection.executemany("DELETE FROM entry WHERE au = ? AND id = ?", [(one.au, one.id) for one in entries])
    hlc = str(
        connection.execute(f"SELECT MAX(hlc) FROM entry WHERE dev IN ({OWN_REPLICAS})").fetchone()[0] or ""
    )
    clocks = _clocks_of_bases(connection, entries)
    touched: Touched = {}
    fresh = []
    for entry in entries:
        hlc, n = next_clock(now, hlc, *(clocks[one] for one in entry.base if one in clocks)), n + 1
        clocks[entry.id] = hlc
        fresh.append(write_entry({**msgspec.json.decode(entry.body), "dev": dev, "n": n, "hlc": hlc}))
        touched.setdefault(entry.k, set()).add(entry.e)
    insert_rows(connection, "entry", [entry_row(one) for one in fresh])
    outbox = [{"id": one.id, "state": WAITING, "code": None, "tries": 0} for one in fresh]
    replace_rows(connection, "outbox", outbox)
    facts = {"dev": dev, "n": str(n), "hlc": hlc}
    replace_rows(connection, "meta", [{"name": name, "value": value} for name, value in facts.items()])
    connection.execute("DELETE FROM saved")
    fold(connection, touched)
    return len(fresh)


def own_replicas(connection: sqlite3.Connection) -> set[str]:
    """This replica's present id and those it had before a copy, a restore or a clash made it count anew."""
    return {dev for (dev,) in connection.execute(OWN_REPLICAS)}


def _clocks_of_bases(connection: sqlite3.Connection, entries: Sequence[Entry]) -> dict[str, str]:
    """The clocks of what these entries replace, as far as it stands in the log."""
    clocks: dict[str, str] = {}
    for some in chunks(sorted({one for entry in entries for one in entry.base})):
        marks = ",".join("?" * len(some))
        clocks |= dict(
            connection.execute(f"SELECT id, hlc FROM entry WHERE id IN ({marks})", some).fetchall()
        )
    return clocks
