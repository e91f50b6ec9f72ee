"""Figures of a workspace's log, for whoever runs the server."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, func, select

from okrtui.server.paging import read_counter
from okrtui.server.schema import ENTRY, REJECTION


class Stats(NamedTuple):
    """What a workspace's log consists of.

    Attributes:
        ws: id of the workspace's first entry.
        epoch: the log's.
        head: how many entries it has.
        bytes: the length of all of them.
        authors: how many entries each author wrote.
        replicas: on how many replicas.
        first_at, last_at: when the first and the last entry came in, UTC texts; "" where there is none.
        rejected: how many entries were rejected, by code.
    """

    ws: str
    epoch: str
    head: int
    bytes: int
    authors: dict[str, int]
    replicas: int
    first_at: str
    last_at: str
    rejected: dict[str, int]


def read_stats(connection: Connection, ws: str) -> Stats:
    """The figures of one workspace.

    Raises:
        NotFound: there is no such workspace.
    """
    counter = read_counter(connection, ws)
    replicas = connection.execute(
        select(ENTRY.c.au, func.count(), func.min(ENTRY.c.recv_at), func.max(ENTRY.c.recv_at))
        .where(ENTRY.c.ws == ws)
        .group_by(ENTRY.c.au, ENTRY.c.dev)
    ).all()
    rejected = connection.execute(
        select(REJECTION.c.code, func.count()).where(REJECTION.c.ws == ws).group_by(REJECTION.c.code)
    ).all()
    authors: dict[str, int] = {}
    for author, entries, _, _ in replicas:
        authors[author] = authors.get(author, 0) + entries
    return Stats(
        ws,
        counter.epoch,
        counter.head,
        counter.bytes,
        dict(sorted(authors.items())),
        len(replicas),
        min((first for _, _, first, _ in replicas), default=""),
        max((last for _, _, _, last in replicas), default=""),
        {one[0]: one[1] for one in rejected},
    )
