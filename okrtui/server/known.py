"""What the log knows already of the keys that a push claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ARRAY, JSON, Connection, Text, any_, bindparam, func, select, tuple_

from okrtui.server.schema import ENTRY, REJECTION
from okrtui.store.entry import Entry


class Sender(NamedTuple):
    """Who pushes.

    Attributes:
        handle: the author that the token speaks for.
        devs: the replica ids that it may sign with.
        is_operator: whether it is the operator filling in what others wrote: then authors, clocks and rights are as
            they stand, for the log has been judged before, and folding judges it again.
    """

    handle: str
    devs: frozenset[str]
    is_operator: bool = False


class Known(NamedTuple):
    """What the log knows of the keys of a batch.

    Attributes:
        ids: (au, id) → (sha, seq) of accepted entries.
        taken: (au, dev, n) of accepted entries; only for an operator's batch.
        rejected: (au, dev, n, sha) → (code, text).
        last: (au, dev) → the greatest counter that was judged.
    """

    ids: dict[tuple[str, str], tuple[str, int]]
    taken: set[tuple[str, str, int]]
    rejected: dict[tuple[str, str, int, str], tuple[str, str]]
    last: dict[tuple[str, str], int]


_BY_ID = select(ENTRY.c.au, ENTRY.c.id, ENTRY.c.sha, ENTRY.c.seq).where(ENTRY.c.ws == bindparam("ws"))
_IDS_IN_JSON = func.json_each(bindparam("ids", type_=JSON)).table_valued("value")
_IDS = {
    "sqlite": _BY_ID.where(ENTRY.c.id.in_(select(_IDS_IN_JSON.c.value))),
    "postgresql": _BY_ID.where(ENTRY.c.id == any_(bindparam("ids", type_=ARRAY(Text)))),
}
"""By database: 500 parameters cost its driver a lot, on PostgreSQL more than all else in a push; one costs nothing."""
_LAST = select(
    *(
        select(func.max(table.c.n))
        .where(table.c.ws == bindparam("ws"), table.c.au == bindparam("au"), table.c.dev == bindparam("dev"))
        .scalar_subquery()
        for table in (ENTRY, REJECTION)
    )
)
"""The greatest counter of a replica that was accepted, and that was rejected."""
_REJECTED = select(REJECTION.c.n, REJECTION.c.sha, REJECTION.c.code, REJECTION.c.text).where(
    REJECTION.c.ws == bindparam("ws"),
    REJECTION.c.au == bindparam("au"),
    REJECTION.c.dev == bindparam("dev"),
    REJECTION.c.n.between(bindparam("first"), bindparam("last")),
)
_TAKEN = select(ENTRY.c.au, ENTRY.c.dev, ENTRY.c.n).where(
    ENTRY.c.ws == bindparam("ws"),
    tuple_(ENTRY.c.au, ENTRY.c.dev, ENTRY.c.n).in_(bindparam("keys", expanding=True)),
)


def look_up(connection: Connection, ws: str, entries: Sequence[Entry], sender: Sender) -> Known:
    """What the log knows of these entries' keys."""
    known = Known({}, set(), {}, {})
    if not sender.is_operator:
        entries = [one for one in entries if one.au == sender.handle and one.dev in sender.devs]
    if not entries:
        return known
    names = {"ws": ws, "ids": [one.id for one in entries]}
    for au, name, sha, seq in connection.execute(_IDS[connection.dialect.name], names):
        known.ids[au, name] = (sha, seq)
    if sender.is_operator:
        keys = [(one.au, one.dev, one.n) for one in entries]
        known.taken.update(tuple(row) for row in connection.execute(_TAKEN, {"ws": ws, "keys": keys}))
        return known
    for dev in {one.dev for one in entries}:
        counters = [one.n for one in entries if one.dev == dev]
        _look_up_counters(connection, known, {"ws": ws, "au": sender.handle, "dev": dev}, counters)
    return known


def _look_up_counters(
    connection: Connection, known: Known, replica: dict[str, str], counters: Sequence[int]
) -> None:
    """How far this replica of the sender was judged, and which of these counters' entries were rejected."""
    au, dev = replica["au"], replica["dev"]
    accepted, rejected = connection.execute(_LAST, replica).one()
    known.last[au, dev] = max(accepted or 0, rejected or 0)
    if rejected is None:
        return
    span = {"first": min(counters), "last": max(counters)}
    for n, sha, code, text in connection.execute(_REJECTED, {**replica, **span}):
        known.rejected[au, dev, n, sha] = (code, text)
