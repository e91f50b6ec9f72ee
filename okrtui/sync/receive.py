"""Taking in entries that others wrote: in any order, however often, each counts once.

Entries are keyed by author and id, and by author, replica and counter. Where two claim one key with other bytes,
the smaller sha256 counts and the other is kept as an oddity, never called a duplicate (the log and its exchange, §1).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, insert

from okrtui.okr.errors import BadInput
from okrtui.store.entry import MAX_BYTES, Entry, entry_row, read_entry
from okrtui.store.fold import Touched, fold
from okrtui.store.replica import Replica
from okrtui.store.rows import query, raw_of, replace_rows
from okrtui.store.tables import LogEntry, Oddity

_ENTRY, _ODDITY = (LogEntry.metadata.tables[one.__tablename__] for one in (LogEntry, Oddity))


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
    counts = dict.fromkeys(Received._fields, 0)
    touched: Touched = {}
    with replica.connected() as connection:
        ws = _workspace(connection)
        for body in bodies:
            entry = _read(body)
            if entry is None or (ws and entry.ws != ws):
                counts["unreadable"] += 1
                continue
            ws = ws or _adopt(connection, entry)
            counts[_take(connection, entry, touched)] += 1
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


def _take(connection: Connection, entry: Entry, touched: Touched) -> str:
    rivals = query(
        raw_of(connection),
        "SELECT au, id, dev, n, e, k, sha, body FROM entry WHERE au = ? AND (id = ? OR (dev = ? AND n = ?))",
        (entry.au, entry.id, entry.dev, entry.n),
    )
    if any(rival["sha"] == entry.sha for rival in rivals):
        return "known"
    if not rivals:
        connection.execute(insert(_ENTRY), entry_row(entry))
        touched.setdefault(entry.k, set()).add(entry.e)
        return "new"
    code = "id_reuse" if any(rival["id"] == entry.id for rival in rivals) else "dev_fork"
    if entry.sha > min(rival["sha"] for rival in rivals):
        _note(connection, code, [{"sha": entry.sha, "au": entry.au, "id": entry.id, "body": entry.body}])
        return "odd"
    _note(connection, code, rivals)
    for rival in rivals:
        connection.execute(delete(_ENTRY).where(_ENTRY.c.au == rival["au"], _ENTRY.c.id == rival["id"]))
        touched.setdefault(rival["k"], set()).add(rival["e"])
    connection.execute(insert(_ENTRY), entry_row(entry))
    touched.setdefault(entry.k, set()).add(entry.e)
    return "odd"


def _note(connection: Connection, code: str, entries: list[dict[str, Any]]) -> None:
    replace_rows(
        connection,
        _ODDITY,
        [{"code": code, **{name: one[name] for name in ("sha", "au", "id", "body")}} for one in entries],
    )
