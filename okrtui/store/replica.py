"""A replica: one SQLite file with the log and the tables folded from it.

Every change is one transaction that writes log entries and folds them; nothing is acknowledged before it is
committed to disk (the log and its exchange, §3).
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from weakref import finalize

from okrtui.okr.errors import BadInput, NotFound, OutOfReach
from okrtui.okr.unreachable import replica_line
from okrtui.store.clock import new_id
from okrtui.store.connection import Connections
from okrtui.store.copies import reading
from okrtui.store.fold import fold_anew
from okrtui.store.journal import Journal
from okrtui.store.placing import drafted, place_of, put_new
from okrtui.store.schema import SCHEMA

RENEWING_SECONDS = 600.0
"""How long a program waits for another one that folds a long log anew after an upgrade."""


class Replica:
    """An open replica; `writing` hands out one transaction at a time."""

    def __init__(self, path: str, keeps_open: bool = False) -> None:
        self.path = path
        self._connections = Connections(path, keeps_open)
        finalize(self, self._connections.close)

    @classmethod
    @contextmanager
    def making(cls, path: str, now: datetime) -> Iterator[Replica]:
        """A new replica that is filled in the block and stands at `path` once the block ends, or not at all.

        It is readable by its owner alone. Until then it has another name, under which nobody finds it.

        Raises:
            BadInput: there is one already.
            OutOfReach: the file can't be written.
        """
        if os.path.lexists(path):
            raise _taken(path)
        with drafted(path) as draft:
            yield cls.fresh(draft, now)
            try:
                put_new(draft, path)
            except FileExistsError as error:
                raise _taken(path) from error

    @classmethod
    def fresh(cls, draft: str, now: datetime) -> Replica:
        """The empty file `draft` as a replica without entries."""
        from okrtui.store.laying_out import make_tables

        replica = cls(draft)
        with replica.connected() as connection:
            make_tables(connection)
            facts = (("schema", str(SCHEMA)), ("dev", new_id(now)), ("n", "0"), ("hlc", ""))
            connection.executemany("INSERT INTO meta (name, value) VALUES (?, ?)", facts)
        return replica

    @classmethod
    def create(cls, path: str, now: datetime) -> Replica:
        """A new, empty replica at `path`, as `making` makes it."""
        with cls.making(path, now):
            pass
        return cls(path)

    @classmethod
    def open(
        cls, path: str, keeps_open: bool = False, tell: Callable[[str], object] = lambda line: None
    ) -> Replica:
        """The replica at `path`; tables that an older program folded are folded anew.

        Args:
            path: the file.
            tell: takes the line that says why opening takes long, if it does.
            keeps_open: a connection stays open between transactions, for whoever goes on working: a new one reads
                the schema and prepares every statement again, which takes a third of a save.

        Raises:
            NotFound: there is no such file.
            OutOfReach: the file is no replica, is broken, or belongs to a newer okrtui.
        """
        if not os.path.exists(path):
            raise NotFound(f"there is no workspace at {path}; make one with `okrtui init NAME`")
        replica = cls(path, keeps_open)
        schema = _schema_of(path)
        if schema > SCHEMA:
            raise OutOfReach(f"{path} was written by a newer okrtui; update this one to open it")
        if schema < SCHEMA:
            replica._renew(tell)
        return replica

    def _renew(self, tell: Callable[[str], object]) -> None:
        """Fold anew what an older program folded, or wait for another program that does; readers read on meanwhile."""
        name = os.path.basename(self.path)
        tell(f"{name} was last used by an older okrtui: folding its log anew, which may take a moment …")
        end = time.monotonic() + RENEWING_SECONDS
        while _schema_of(self.path) < SCHEMA:
            try:
                with self.connected() as connection:
                    _fold_as_now(connection)
            except OutOfReach as error:
                if not _is_busy(error) or time.monotonic() > end:
                    raise

    @contextmanager
    def connected(self) -> Iterator[sqlite3.Connection]:
        """A connection in one transaction, committed at the end, rolled back on any error.

        Raises:
            OutOfReach: the file can't be read or written.
        """
        try:
            with self._connections.transaction() as connection:
                yield connection
        except sqlite3.Error as error:
            self._connections.close()
            raise out_of_reach(self.path, error) from error

    @contextmanager
    def writing(self, author: str, now: Callable[[], datetime], what: str) -> Iterator[Journal]:
        """One transaction of log entries by `author`, folded and committed at the end.

        Args:
            author: the handle of whoever acts.
            now: the clock.
            what: what the person did, in a few words, for undo.
        """
        with self.connected() as connection:
            journal = Journal(connection, author, now)
            yield journal
            journal.close(what)

    def fold_anew(self) -> None:
        """Drop the folded tables and fold the whole log again."""
        with self.connected() as connection:
            fold_anew(connection)


def out_of_reach(path: str, error: object) -> OutOfReach:
    """The error that a replica can't be read or written, in one line."""
    return OutOfReach(replica_line(error, place_of(path)))


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether the file behind this connection is of the layout that this program writes."""
    row = connection.execute("SELECT value FROM meta WHERE name = 'schema'").fetchone()
    return row is not None and row[0] == str(SCHEMA)


def _is_busy(error: OutOfReach) -> bool:
    return getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def _fold_as_now(connection: sqlite3.Connection) -> None:
    """Give the replica this program's tables, unless another program did while this one waited for its turn."""
    found = connection.execute("SELECT value FROM meta WHERE name = 'schema'").fetchone()
    if found and int(found[0]) >= SCHEMA:
        return
    from okrtui.store.laying_out import make_folded_tables_anew

    make_folded_tables_anew(connection)
    fold_anew(connection)
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('schema', ?)", (str(SCHEMA),))


def _taken(path: str) -> BadInput:
    return BadInput(f"there is a workspace at {path} already; choose another name")


def _schema_of(path: str) -> int:
    """The layout of the replica's tables; nothing is written but the rollback of a write that was cut off."""
    try:
        with closing(reading(path)) as raw:
            row = raw.execute("SELECT value FROM meta WHERE name = 'schema'").fetchone()
            return int(row[0]) if row else 0
    except sqlite3.Error as error:
        raise out_of_reach(path, error) from error
    except ValueError as error:
        raise OutOfReach(f"{path} is no workspace of okrtui; nothing was changed") from error
