"""Reading the log in order of seq: pages of the bytes as they were written, and the counters."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, bindparam, select
from sqlalchemy.engine.interfaces import Compiled

from okrtui.okr.errors import NotFound
from okrtui.server.schema import ENTRY, WORKSPACE
from okrtui.store.entry import MAX_BYTES

PAGE_BYTES = 4 * 1024 * 1024
PAGE_ENTRIES = 10_000


class Page(NamedTuple):
    """A stretch of a workspace's log without a hole.

    Attributes:
        epoch: the log's; with another one cursors mean nothing.
        after: the seq before the first entry.
        head: the seq of the log's last entry.
        bodies: the entries of seq after + 1, after + 2, …
    """

    epoch: str
    after: int
    head: int
    bodies: list[bytes]


class Counter(NamedTuple):
    """A workspace's counter row."""

    ws: str
    epoch: str
    head: int
    bytes: int


_COUNTER = select(WORKSPACE.c.ws, WORKSPACE.c.epoch, WORKSPACE.c.head, WORKSPACE.c.bytes).where(
    WORKSPACE.c.ws == bindparam("ws")
)
_LOCKED_COUNTER = _COUNTER.with_for_update()
_HEADS = select(WORKSPACE.c.ws, WORKSPACE.c.head).where(
    WORKSPACE.c.ws.in_(bindparam("several", expanding=True))
)
_START = (
    select(ENTRY.c.starts_at)
    .where(ENTRY.c.ws == bindparam("ws"), ENTRY.c.seq == bindparam("after") + 1)
    .scalar_subquery()
)
_BODIES = (
    select(ENTRY.c.body)
    .where(
        ENTRY.c.ws == bindparam("ws"),
        ENTRY.c.seq > bindparam("after"),
        ENTRY.c.seq <= bindparam("last"),
        ENTRY.c.starts_at <= _START + (PAGE_BYTES - MAX_BYTES),
    )
    .order_by(ENTRY.c.seq)
)


def read_page(connection: Connection, ws: str, after: int, limit: int = PAGE_ENTRIES) -> Page:
    """Up to `limit` entries beyond `after`, 4 MiB at most.

    Raises:
        NotFound: there is no such workspace.
    """
    counter = read_counter(connection, ws)
    after, limit = max(after, 0), min(max(limit, 1), PAGE_ENTRIES)
    if after >= counter.head:
        return Page(counter.epoch, after, counter.head, [])
    last = min(after + limit, counter.head)  # what was committed since is for the next page
    return Page(counter.epoch, after, counter.head, bodies_between(connection, ws, after, last))


def bodies_between(connection: Connection, ws: str, after: int, last: int) -> list[bytes]:
    """The bodies of seq after + 1 to `last`, cut where they come to 4 MiB."""
    given = {"ws": ws, "after": after, "last": last}
    if connection.dialect.name == "postgresql":
        return _bodies_in_binary(connection, given)
    return [body for (body,) in connection.execute(_BODIES, given)]


def _bodies_in_binary(connection: Connection, given: dict[str, Any]) -> list[bytes]:
    """The same as bytes from end to end: as text they are twice as long, and three times as slow."""
    compiled = _compiled(connection.dialect)
    values = {**compiled.params, **given}
    with closing(connection.connection.cursor(binary=True)) as cursor:
        cursor.execute(str(compiled), values)
        return [body for (body,) in cursor.fetchall()]


@lru_cache(maxsize=4)
def _compiled(dialect: Dialect) -> Compiled:
    return _BODIES.compile(dialect=dialect)


def read_counter(connection: Connection, ws: str, lock: bool = False) -> Counter:
    """A workspace's counter; with `lock` nobody else appends to it until the transaction ends.

    Raises:
        NotFound: there is no such workspace.
    """
    row = connection.execute(_LOCKED_COUNTER if lock else _COUNTER, {"ws": ws}).one_or_none()
    if row is None:
        raise NotFound("this server has no such workspace")
    return Counter(*row)


def read_heads(connection: Connection, several: Iterable[str]) -> dict[str, int]:
    """The heads of these workspaces, where there are such."""
    return {row.ws: row.head for row in connection.execute(_HEADS, {"several": list(several)})}
