"""Filling a workspace from a replica's file or a shared directory: the operator's way for what its authors can't push.

Authors are as the entries name them, and clocks as they stand. What has no right to count is taken in nevertheless:
folding leaves it without effect here as it did there.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import NamedTuple

from okrtui.okr.errors import BadInput, OutOfReach
from okrtui.okr.unreachable import replica_line
from okrtui.server.log import ServerLog
from okrtui.server.verdicts import ACCEPTED, DUPLICATE, REJECTED, Verdict
from okrtui.store.copies import contents, reading
from okrtui.store.replica import Replica
from okrtui.sync.layout import read_store
from okrtui.sync.remote import STORE, Remote
from okrtui.sync.store_exchange import exchange
from okrtui.sync.store_marks import bind_store

_AT_ONCE = 1_000
_OPERATOR = "operator"

Progress = Callable[[int, int], None]

_ORDER = (
    "SELECT body FROM entry ORDER BY (id = :ws AND au = (SELECT value FROM folded WHERE name = 'root')) DESC,"
    " hlc, au, dev, n, id"
)
"""The entry that makes the workspace, then all others in the order of their stamps."""


class Imported(NamedTuple):
    """What an import did.

    Attributes:
        ws: the workspace.
        accepted: how many entries were new.
        known: how many the log had.
        rejected: the verdicts on what it did not take.
    """

    ws: str
    accepted: int
    known: int
    rejected: list[Verdict]


def import_source(
    log: ServerLog, source: str, now: Callable[[], datetime], progress: Progress | None = None
) -> Imported:
    """Take in what a replica's file, a backup of one, or a shared directory holds; a missing workspace is made.

    Args:
        log: where it goes.
        source: the file or the directory; it is left as it is.
        now: the clock.
        progress: told how many entries of how many are taken in.

    Raises:
        BadInput: the source is neither, or empty.
        NotFound: the log does not know the workspace, and the source lacks the entry that makes it.
        OutOfReach: the source or the log can't be read or written; what was taken in stays, and can be again.
    """
    if not os.path.isdir(source):
        return _import_replica(log, source, progress)
    with _gathered(source, now) as replica:
        return _import_replica(log, replica, progress)


def _import_replica(log: ServerLog, path: str, progress: Progress | None) -> Imported:
    if not os.path.isfile(path):
        raise BadInput(f"{path} is neither a workspace's file nor a shared directory")
    found = contents(path)
    if not found.ws:
        raise BadInput(f"{path} holds no workspace: it is empty")
    counts = {ACCEPTED: 0, DUPLICATE: 0, REJECTED: 0}
    rejected: list[Verdict] = []
    for bodies in _batches(path, found.ws):
        for verdict in log.push(found.ws, _OPERATOR, (), bodies, is_operator=True):
            counts[verdict.verdict] += 1
            if verdict.verdict == REJECTED:
                rejected.append(verdict)
        if progress:
            progress(sum(counts.values()), found.entries)
    return Imported(found.ws, counts[ACCEPTED], counts[DUPLICATE], rejected)


def _batches(path: str, ws: str) -> Iterator[list[bytes]]:
    try:
        with closing(reading(path)) as raw:
            cursor = raw.execute(_ORDER, {"ws": ws})
            while rows := cursor.fetchmany(_AT_ONCE):
                yield [bytes(body) for (body,) in rows]
    except sqlite3.Error as error:
        raise OutOfReach(replica_line(error, path)) from error


@contextmanager
def _gathered(directory: str, now: Callable[[], datetime]) -> Iterator[str]:
    """What a shared directory holds and is believed of it, as a replica that nobody keeps."""
    store = read_store(os.path.abspath(directory))
    with tempfile.TemporaryDirectory(prefix="okrtui-import-") as folder:
        path = os.path.join(folder, "import.okr")
        replica = Replica.create(path, now())
        with replica.connected() as connection:
            connection.execute("INSERT INTO meta (name, value) VALUES ('ws', ?)", (store.ws,))
            bind_store(connection, store)
        exchange(replica, Remote(STORE, store.place, store.ws), now)
        yield path
