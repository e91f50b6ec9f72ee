"""A read connection to a workspace's replica, for the views.

It never writes: two programs may look at one replica while a third checks in. On the path of `okrtui
status`, so it needs SQLite's driver and nothing else.
"""

from __future__ import annotations

import os

from okrtui.okr.errors import NotFound, Outdated, OutOfReach
from okrtui.okr.unreachable import replica_line
from okrtui.views.driver import sqlite3

SCHEMA = 3
"""The schema of the replica that these views can read."""

BUSY_SECONDS = 2.0
_TELLING = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
)
_CUT_OFF = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)
"""A write that was cut off has to be rolled back first, which a connection that only reads can't."""

_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def connect(path: str) -> sqlite3.Connection:
    """Open a replica for reading.

    Raises:
        NotFound: there is no such file.
        OutOfReach: it can't be read, is no replica, or was written by a newer program.
        Outdated: an older program folded its tables.
    """
    if not os.path.isfile(path):
        _refuse_no_file(path)
        raise NotFound(f"there is no workspace at {path}: run okrtui init, or okrtui demo to look around")
    try:
        return _opened(path, "ro")
    except sqlite3.DatabaseError as error:
        is_cut_off = getattr(error, "sqlite_errorcode", 0) & 0xFF in _CUT_OFF
        if not is_cut_off:
            raise _out_of_reach(path, error) from error
    try:
        return _checked(path, _opened(path, "rw"))
    except sqlite3.DatabaseError as error:
        raise _out_of_reach(path, error) from error


def _refuse_no_file(path: str) -> None:
    """OutOfReach where a folder above keeps from us whether the file is there, or something else stands there.

    Opening a pipe would wait for whoever writes to it.
    """
    try:
        os.stat(path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise OutOfReach(f"{path} can't be reached ({error.strerror}): run okrtui doctor") from error
    raise _broken(path)


def _opened(path: str, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{_escaped(path)}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.execute("PRAGMA query_only = ON")
        found = connection.execute("SELECT value FROM meta WHERE name = 'schema'").fetchone()
        _check_schema(path, found[0] if found else "")
    except BaseException:
        connection.close()
        raise
    return connection


def _checked(path: str, connection: sqlite3.Connection) -> sqlite3.Connection:
    """The connection, where the file is whole after a write was cut off."""
    if connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",):
        return connection
    connection.close()
    raise _broken(path)


def _check_schema(path: str, schema: object) -> None:
    text = str(schema)
    if not text.isdigit():
        raise _broken(path)
    if int(text) > SCHEMA:
        raise OutOfReach(
            f"{path} was written by a newer okrtui (schema {text}, this one reads {SCHEMA}): upgrade okrtui"
        )
    if int(text) < SCHEMA:
        name = os.path.basename(path).removesuffix(".okr")
        raise Outdated(f"{name} was last used by an older okrtui: opening it folds its log anew")


def _out_of_reach(path: str, error: sqlite3.DatabaseError) -> OutOfReach:
    """Busy, not permitted and the like in their own words; all else is no workspace."""
    is_telling = getattr(error, "sqlite_errorcode", 0) & 0xFF in _TELLING
    return OutOfReach(replica_line(error, path)) if is_telling else _broken(path)


def _broken(path: str) -> OutOfReach:
    return OutOfReach(f"{path} is not a readable workspace: run okrtui doctor, or restore it from a backup")


def _escaped(path: str) -> str:
    return "".join(chr(byte) if byte in _PLAIN else f"%{byte:02x}" for byte in os.fsencode(path))
