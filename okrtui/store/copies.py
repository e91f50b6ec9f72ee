"""Copies of a replica: taken while others write, looked into before they are trusted, and brought back as a new device.

A copy is one file without SQLite's files beside it. Brought back it counts anew: an old copy that went on with the old
counter would claim places in the log that later entries hold already (the log and its exchange, §3).
"""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote

from okrtui.okr.errors import BadInput, OutOfReach
from okrtui.okr.unreachable import replica_line
from okrtui.store.clock import new_id
from okrtui.store.connection import check_file
from okrtui.store.schema import SCHEMA

BUSY_SECONDS = 10.0
NAME_OF_COPY = "copy_of"
"""The fact in a copy that holds the short name of the workspace it was taken of."""

_MAGIC = b"SQLite format 3\x00"
_NOT_BROKEN = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)

_CUT_OFF = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)
"""What a connection that only reads meets where a write was cut off."""


class Contents(NamedTuple):
    """What a replica or a copy holds.

    Attributes:
        ws: id of the workspace's first entry.
        title: the workspace's name, "" where it can't be read.
        slug: the short name that a copy was taken under, "" where it is none.
        schema: the layout of its folded tables.
        entries: how many log entries it has.
    """

    ws: str
    title: str
    slug: str
    schema: int
    entries: int


def opened(path: str, mode: str = "ro") -> sqlite3.Connection:
    """A plain connection to a file that is there; `mode` is "ro" or "rw"; raises sqlite3.Error."""
    check_file(path)
    return sqlite3.connect(
        f"file:{quote(path)}?mode={mode}", uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )


def reading(path: str) -> sqlite3.Connection:
    """A connection that only reads; a write that was cut off is rolled back first, and the file checked then.

    Raises:
        sqlite3.Error: it can't be opened, is no database, or is damaged after the program was cut off.
    """
    for mode in ("ro", "rw"):
        connection = opened(path, mode)
        try:
            connection.execute("PRAGMA query_only = ON")
            connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
            if mode == "rw" and (problems := quick_check(connection)):
                raise sqlite3.DatabaseError(f"damaged when a program was cut off: {problems[0]}")
        except sqlite3.DatabaseError as error:
            connection.close()
            if mode == "rw" or getattr(error, "sqlite_errorcode", 0) & 0xFF not in _CUT_OFF:
                raise
        else:
            break
    return connection


def copy_replica(source: sqlite3.Connection, target: str, slug: str = "") -> None:
    """Copy what is committed now into the empty file `target`; writers wait for as long as it takes, not longer.

    Args:
        source: a read connection to the replica.
        target: the file; it becomes complete on its own.
        slug: the workspace's short name, to be noted in the copy.

    Raises:
        OutOfReach: another program kept the replica busy.
        sqlite3.Error: it is damaged, or the disk is full.
    """
    end = time.monotonic() + BUSY_SECONDS

    def wait(status: int, remaining: int, total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > end:
            raise OutOfReach("the workspace is busy, another program is writing: try again")

    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        source.backup(copy, pages=-1, progress=wait, sleep=0.05)
        copy.execute("PRAGMA journal_mode = DELETE")
        if slug:
            copy.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (NAME_OF_COPY, slug))


def contents(path: str) -> Contents:
    """What a file holds that should be a replica or a copy of one; it is checked whole.

    Raises:
        BadInput: it is none, or it is damaged.
        OutOfReach: a newer okrtui wrote it, or it can't be read.
    """
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise OutOfReach(f"{path} is no ordinary file: a folder, a pipe or a device holds no workspace")
    with open(path, "rb") as file:
        head = file.read(len(_MAGIC))
    if head != _MAGIC:
        raise BadInput(
            f"{path} is no workspace of okrtui: it is {'empty' if not head else 'another kind of file'}"
        )
    try:
        with closing(reading(path)) as connection:
            found = _contents(connection, path)
            problems = quick_check(connection)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _NOT_BROKEN:
            raise OutOfReach(replica_line(error, path)) from error
        raise BadInput(f"{path} is damaged, or no backup of okrtui ({error}): take another one") from error
    if problems:
        raise BadInput(f"{path} is damaged ({problems[0]}): take another backup")
    return found


def _contents(connection: sqlite3.Connection, path: str) -> Contents:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"meta", "entry", "draft"} <= tables:
        raise BadInput(f"{path} is a database, but no backup of okrtui")
    meta = dict(connection.execute("SELECT name, value FROM meta").fetchall())
    if not (str(meta.get("schema", "")).isdigit() and {"dev", "n"} <= meta.keys()):
        raise BadInput(f"{path} is a database, but no backup of okrtui")
    schema = int(meta["schema"])
    if schema > SCHEMA:
        raise OutOfReach(f"{path} was written by a newer okrtui: update this one to read it")
    (entries,) = connection.execute("SELECT COUNT(*) FROM entry").fetchone()
    title = ""
    if "workspace" in tables and (row := connection.execute("SELECT name FROM workspace").fetchone()):
        title = str(row[0] or "")
    return Contents(meta.get("ws", ""), title, meta.get(NAME_OF_COPY, ""), schema, entries)


def quick_check(connection: sqlite3.Connection) -> list[str]:
    """What SQLite finds damaged in a file, a line each; nothing where it is whole."""
    lines = [str(line) for (line,) in connection.execute("PRAGMA quick_check(5)")]
    return [] if lines == ["ok"] else [" ".join(line.split()) for line in lines]


def become_new_device(path: str, now: datetime) -> None:
    """Let a copy count anew, under a replica id of its own; what was saved before can't be undone in it."""
    with closing(opened(path, "rw")) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT OR REPLACE INTO meta (name, value) SELECT 'was:' || value, '1' FROM meta WHERE name = 'dev'"
        )
        connection.execute("UPDATE meta SET value = ? WHERE name = 'dev'", (new_id(now),))
        connection.execute("UPDATE meta SET value = '0' WHERE name = 'n'")
        connection.execute("DELETE FROM meta WHERE name = ?", (NAME_OF_COPY,))
        connection.execute("DELETE FROM saved")
        connection.execute("COMMIT")


@contextmanager
def held(path: str) -> Iterator[sqlite3.Connection | None]:
    """Nobody writes to a replica in this block; gives None where it is too broken to be written to at all.

    Raises:
        OutOfReach: another program keeps it busy, or it may not be written to.
    """
    connection: sqlite3.Connection | None = None
    try:
        connection = opened(path, "rw")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.DatabaseError as error:
        if connection is not None:
            connection.close()
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _NOT_BROKEN and os.path.isfile(path):
            raise OutOfReach(replica_line(error, path)) from error
        connection = None
    try:
        yield connection
    finally:
        if connection is not None:
            connection.close()
