"""Whether a workspace's log is whole: no hole, every byte as it was taken in, and tables that follow from it alone."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import NamedTuple

from sqlalchemy import func, select

from okrtui import home
from okrtui.okr.errors import BadInput
from okrtui.server.database import Database
from okrtui.server.own_replica import OwnReplica
from okrtui.server.paging import Counter, read_counter
from okrtui.server.schema import ENTRY
from okrtui.store.copies import opened
from okrtui.store.entry import read_entry
from okrtui.store.placing import drafted
from okrtui.store.tables import ALL_FOLDED

MOST_PROBLEMS = 20
_AT_ONCE = 1_000
_TRIES = 10

Progress = Callable[[int, int], None]


class Verified(NamedTuple):
    """What was found.

    Attributes:
        ws: the workspace.
        entries: how many were read.
        problems: a line each, the first twenty; none where all is whole.
        digest: sha256 over the tables that the log gives, the same on every replica that holds the same entries; ""
            where the log is not whole.
        seq: the entry up to which it was folded.
    """

    ws: str
    entries: int
    problems: list[str]
    digest: str
    seq: int


def verify(database: Database, own: OwnReplica, ws: str, progress: Progress | None = None) -> Verified:
    """Read a workspace's whole log, compare it with its counter and hashes, and fold it anew beside the own replica.

    Args:
        database: where the log lies.
        own: this process's replica of it.
        ws: the workspace.
        progress: told how many entries of how many are read.

    Raises:
        NotFound: there is no such workspace.
        OutOfReach: the log can't be read.
    """
    with database.reading() as connection:
        last = connection.execute(select(func.max(ENTRY.c.seq)).where(ENTRY.c.ws == ws)).scalar() or 0
        counter = read_counter(connection, ws)
    problems = _Problems()
    if last > counter.head:
        problems.add(
            f"entries stand beyond the counter: it is {counter.head}, the last entry's seq is {last}"
        )
    entries = _read_all(database, counter, problems, progress)
    if problems.lines:
        return Verified(ws, entries, problems.lines, "", 0)
    digest, seq, differing = _compare(database, own, ws)
    for table in differing:
        problems.add(f"{table} in {own.path} is not what the log gives: stop the server and remove that file")
    return Verified(ws, entries, problems.lines, digest, seq)


def digests(path: str) -> dict[str, str]:
    """The sha256 of each folded table of a replica, whatever the order in which its rows stand."""
    with closing(opened(path)) as raw:
        raw.execute("BEGIN")
        return {table.name: _digest(raw, table.name, len(table.columns)) for table in ALL_FOLDED}


class _Problems:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self._more = 0

    def add(self, line: str) -> None:
        if len(self.lines) < MOST_PROBLEMS:
            self.lines.append(line)
        elif self._more == 0:
            self._more = 1
            self.lines.append("… and more")


def _read_all(database: Database, counter: Counter, problems: _Problems, progress: Progress | None) -> int:
    """Read the log up to the counter's head; gives how many entries there were."""
    seq = starts_at = entries = 0
    for row in _rows(database, counter):
        entries += 1
        if row.seq != seq + 1:
            problems.add(f"entries {seq + 1} to {row.seq - 1} are missing")
            starts_at = row.starts_at
        if row.starts_at != starts_at:
            problems.add(f"entry {row.seq} begins at byte {row.starts_at} of the log instead of {starts_at}")
        if problem := _problem_of(row, counter.ws):
            problems.add(f"entry {row.seq}: {problem}")
        seq, starts_at = row.seq, row.starts_at + len(row.body)
        if progress and entries % _AT_ONCE == 0:
            progress(entries, counter.head)
    if seq != counter.head:
        problems.add(f"entries {seq + 1} to {counter.head} are missing at the end")
    elif starts_at != counter.bytes:
        problems.add(f"the counter knows of {counter.bytes} bytes, the entries have {starts_at}")
    return entries


class _Row(NamedTuple):
    seq: int
    id: str
    au: str
    dev: str
    n: int
    hlc: str
    sha: str
    starts_at: int
    body: bytes


def _rows(database: Database, counter: Counter) -> Iterator[_Row]:
    columns = [ENTRY.c[name] for name in _Row._fields]
    seq = 0
    while True:
        statement = (
            select(*columns)
            .where(ENTRY.c.ws == counter.ws, ENTRY.c.seq > seq, ENTRY.c.seq <= counter.head)
            .order_by(ENTRY.c.seq)
            .limit(_AT_ONCE)
        )
        with database.reading() as connection:
            rows = [_Row(*row) for row in connection.execute(statement)]
        if not rows:
            return
        yield from rows
        seq = rows[-1].seq


def _problem_of(row: _Row, ws: str) -> str:
    body = bytes(row.body)
    if hashlib.sha256(body).hexdigest() != row.sha:
        return "its bytes are not those that were taken in"
    try:
        entry = read_entry(body)
    except BadInput:
        return "it is no log entry"
    if (entry.ws, entry.id, entry.au, entry.dev, entry.n, entry.hlc) != (ws, *row[1:6]):
        return "its row does not say what its bytes say"
    if row.seq == 1 and entry.id != ws:
        return "it is the first, and does not make the workspace"
    return ""


def _compare(database: Database, own: OwnReplica, ws: str) -> tuple[str, int, list[str]]:
    """Fold the log anew and compare; gives the digest, the seq that it is of, and the tables that differ."""
    home.make_private_dir(os.path.dirname(own.path))
    with drafted(os.path.join(os.path.dirname(own.path), f"verify-{ws}")) as draft:
        anew = OwnReplica(database, draft, ws, home.now)
        try:
            with own.folding:
                for _ in range(_TRIES):
                    seq = own.catch_up()
                    if anew.catch_up() == seq:
                        break
                fresh, standing = digests(draft), digests(own.path)
        finally:
            anew.close()
    digest = hashlib.sha256("".join(f"{name} {sha}\n" for name, sha in sorted(fresh.items())).encode())
    return digest.hexdigest(), seq, [name for name in fresh if fresh[name] != standing[name]]


def _digest(connection: sqlite3.Connection, table: str, columns: int) -> str:
    digest = hashlib.sha256()
    order = ", ".join(str(number + 1) for number in range(columns))
    for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY {order}'):
        digest.update(repr(row).encode())
    return digest.hexdigest()
