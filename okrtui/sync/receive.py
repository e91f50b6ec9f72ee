"""Taking in entries that others wrote: in any order, however often, each counts once.

Entries are keyed by author and id, and by author, replica and counter. Where two claim one key with other bytes,
the smaller sha256 counts, and both are kept as an oddity, never called a duplicate (the log and its exchange, §1).
What is written here afterwards comes after what was taken in, by this replica's clock, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, delete

from okrtui import home
from okrtui.okr.errors import BadInput
from okrtui.store.clock import clock_text, milliseconds
from okrtui.store.entry import COLUMNS, MAX_BYTES, Entry, columns_of, entry_row, read_entry
from okrtui.store.fold import Touched, fold
from okrtui.store.replica import Replica
from okrtui.store.rows import insert_rows, raw_of
from okrtui.store.tables import LogEntry, Oddity

_ENTRY, _ODDITY = (LogEntry.metadata.tables[one.__tablename__] for one in (LogEntry, Oddity))

_INSERT = f"INSERT INTO entry ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))}) ON CONFLICT DO NOTHING"


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


def take_in(connection: Connection, bodies: Iterable[bytes]) -> Received:
    """Store these entries and fold what they touch, within the caller's transaction."""
    counts = dict.fromkeys(Received._fields, 0)
    touched: Touched = {}
    ws = _workspace(connection)
    odd_authors = _odd_authors(connection)
    furthest, latest = clock_text(milliseconds(home.now()) + FURTHEST_AHEAD, 0), ""
    for body in bodies:
        entry = _read(body)
        if entry is None or (ws and entry.ws != ws):
            counts["unreadable"] += 1
            continue
        ws = ws or _adopt(connection, entry)
        counts[_take(connection, entry, touched, odd_authors)] += 1
        latest = max(latest, entry.hlc) if entry.hlc <= furthest else latest
    raw_of(connection).execute("UPDATE meta SET value = ? WHERE name = 'hlc' AND value < ?", (latest, latest))
    fold(connection, touched)
    return Received(**counts)


def _read(body: bytes) -> Entry | None:
    if len(body) > MAX_BYTES:
        return None
    try:
        return read_entry(body)
    except BadInput:
        return None


def _workspace(connection: Connection) -> str:
    row = raw_of(connection).execute("SELECT value FROM meta WHERE name = 'ws'").fetchone()
    return str(row[0]) if row else ""


def _adopt(connection: Connection, entry: Entry) -> str:
    """An empty replica becomes one of the workspace whose entry it meets first."""
    raw_of(connection).execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('ws', ?)", (entry.ws,))
    return entry.ws


def _odd_authors(connection: Connection) -> set[str]:
    """The authors of whom something was kept aside."""
    return {author for (author,) in raw_of(connection).execute("SELECT DISTINCT au FROM oddity")}


def _take(connection: Connection, entry: Entry, touched: Touched, odd_authors: set[str]) -> str:
    """Store an entry where it claims no other's key, else settle whose key it is; the count that it goes into."""
    if entry.au not in odd_authors and raw_of(connection).execute(_INSERT, columns_of(entry)).rowcount:
        touched.setdefault(entry.k, set()).add(entry.e)
        return "new"
    rivals = _claiming(connection, [entry])
    kept_aside = _kept_aside(connection, entry.au)
    if any(one.sha == entry.sha for one in (*rivals, *kept_aside)):
        return "known"
    if not rivals and not any(_clash(entry, one) for one in kept_aside):
        insert_rows(connection, _ENTRY, [entry_row(entry)])
        touched.setdefault(entry.k, set()).add(entry.e)
        return "new"
    _settle(connection, [entry, *kept_aside], touched)
    odd_authors.add(entry.au)
    return "odd"


def _settle(connection: Connection, some: list[Entry], touched: Touched) -> None:
    """Of all entries that claim each other's keys, keep the smallest sha256 and whatever it leaves room for."""
    by_sha = {one.sha: one for one in (*some, *_claiming(connection, some))}
    claimants = [by_sha[sha] for sha in sorted(by_sha)]
    kept: list[Entry] = []
    for one in claimants:
        if not any(_clash(one, other) for other in kept):
            kept.append(one)
    for one in claimants:
        table = _ENTRY.c
        connection.execute(delete(_ENTRY).where(table.au == one.au, table.id == one.id, table.sha == one.sha))
        connection.execute(delete(_ODDITY).where(_ODDITY.c.sha == one.sha))
        touched.setdefault(one.k, set()).add(one.e)
    insert_rows(connection, _ENTRY, [entry_row(one) for one in kept])
    rows = [
        _oddity_row(one, claimants) for one in claimants if any(_clash(one, other) for other in claimants)
    ]
    insert_rows(connection, _ODDITY, rows)


def _oddity_row(one: Entry, claimants: Sequence[Entry]) -> dict[str, object]:
    is_id_reused = any(one.id == other.id and one.sha != other.sha for other in claimants)
    code = "id_reuse" if is_id_reused else "dev_fork"
    return {"sha": one.sha, "code": code, "au": one.au, "id": one.id, "body": one.body}


def _clash(one: Entry, other: Entry) -> bool:
    """Whether two entries of one author claim one id, or one place in a replica's count, with other bytes."""
    if one.sha == other.sha:
        return False
    return one.id == other.id or (one.dev, one.n) == (other.dev, other.n)


def _claiming(connection: Connection, entries: Sequence[Entry]) -> list[Entry]:
    """The stored entries that hold a key of one of these."""
    found: dict[str, Entry] = {}
    for entry in entries:
        rows = raw_of(connection).execute(
            "SELECT body FROM entry WHERE au = ?1 AND id = ?2 UNION"
            " SELECT body FROM entry WHERE au = ?1 AND dev = ?3 AND n = ?4",
            (entry.au, entry.id, entry.dev, entry.n),
        )
        found |= {one.sha: one for one in (read_entry(body) for (body,) in rows.fetchall())}
    return list(found.values())


def _kept_aside(connection: Connection, author: str) -> list[Entry]:
    rows = raw_of(connection).execute("SELECT body FROM oddity WHERE au = ?", (author,)).fetchall()
    return [read_entry(body) for (body,) in rows]
