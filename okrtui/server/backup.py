"""Backups of the server's database, and bringing one back, which renews every log's epoch.

A restored log may lack entries that clients have seen. By the new epoch they begin again at its start and push all of
their own once more, so that they refill it (the log and its exchange, §4).
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from secrets import token_hex
from tempfile import TemporaryDirectory

from sqlalchemy import inspect, select, text, update

from okrtui.okr.errors import BadInput, OutOfReach, Refused
from okrtui.server.database import Database, place_of
from okrtui.server.migrating import migrate_database
from okrtui.server.postgres_tools import dump, restore_dump
from okrtui.server.schema import WORKSPACE
from okrtui.store.copies import quick_check, reading
from okrtui.store.placing import drafted, put_instead, put_new

_SQLITE, _POSTGRES = b"SQLite format 3\x00", b"PGDMP"


def backup(database: Database, target: str) -> int:
    """Write all that is committed now to a new file, while servers go on; gives its size in bytes.

    SQLite gives a SQLite file, PostgreSQL an archive of `pg_dump`.

    Raises:
        BadInput: there is such a file already.
        OutOfReach: the folder, the database, `pg_dump` or the disk is out of reach; there is no file then.
    """
    target = os.path.abspath(target)
    if os.path.lexists(target):
        raise BadInput(f"{target} is there already: name another file")
    folder = os.path.dirname(target)
    if not os.path.isdir(folder):
        raise OutOfReach(f"there is no folder {folder} for the backup: make it, or name another one")
    try:
        with drafted(target) as draft:
            if database.is_sqlite:
                _copy(str(database.url.database), draft)
            else:
                dump(database.url, draft)
            put_new(draft, target)
    except (OSError, sqlite3.Error) as error:
        said = getattr(error, "strerror", None) or error
        raise OutOfReach(f"the backup {target} was not written: {said}") from error
    return os.path.getsize(target)


def restore(database: Database, source: str, now: datetime, replace: bool = False) -> str:
    """Bring a backup back, in one step or not at all, and renew the epoch of every workspace.

    SQLite's goes into PostgreSQL, too: so a server moves there with its accounts.

    Args:
        database: where it goes; no server may be running on it.
        source: the backup; it is left as it is.
        now: the clock, for the name under which SQLite's old file is kept.
        replace: what the database holds gives way.

    Returns:
        Where the old file is kept; "" where there was none, or the database is PostgreSQL's.

    Raises:
        BadInput: the file is no backup, or PostgreSQL's, which SQLite can't take.
        Refused: the database holds workspaces and nobody said to replace them, or a server is running on it.
        OutOfReach: the database or the file is out of reach; nothing was changed.
    """
    is_of_sqlite = _is_of_sqlite(database, source)
    database.refuse_other_users()
    if not replace and _holds_workspaces(database):
        where = place_of(database.url)
        raise Refused(f"the database at {where} holds workspaces: say --replace to have them give way")
    if database.is_sqlite:
        return _restore_file(database, source, now)
    if is_of_sqlite:
        _carry_over(database, source)
        return ""
    with database.reading() as connection:
        schema = str(connection.execute(text("SELECT quote_ident(current_schema())")).scalar())
    restore_dump(database.url, source, schema)
    migrate_database(database)
    return ""


def renew_epochs(database: Database) -> None:
    """Give every workspace's log another epoch."""
    with database.writing() as connection:
        for ws in connection.execute(select(WORKSPACE.c.ws)).scalars().all():
            connection.execute(update(WORKSPACE).where(WORKSPACE.c.ws == ws).values(epoch=token_hex(16)))


def _is_of_sqlite(database: Database, source: str) -> bool:
    """Whether a backup is SQLite's; raises BadInput where the database can't take it."""
    try:
        with open(source, "rb") as file:
            head = file.read(len(_SQLITE))
    except OSError as error:
        raise BadInput(f"{source} can't be read: {error.strerror}") from error
    is_of_sqlite = head == _SQLITE
    if not is_of_sqlite and not head.startswith(_POSTGRES):
        raise BadInput(f"{source} is no backup of a server")
    if database.is_sqlite and not is_of_sqlite:
        raise BadInput(
            f"{source} is a backup of PostgreSQL, the database is SQLite: use serve import instead"
        )
    return is_of_sqlite


def _carry_over(database: Database, source: str) -> None:
    """Bring SQLite's backup into PostgreSQL by way of a copy that has this program's tables."""
    from okrtui.server.carrying_over import carry_over

    try:
        with TemporaryDirectory(prefix="okrtui-restore-") as folder:
            draft = os.path.join(folder, "backup.db")
            _copy(source, draft)
            _make_ready(draft, source)
            migrate_database(database)
            with closing(Database(f"sqlite:///{draft}")) as copy:
                carry_over(copy, database)
    except sqlite3.Error as error:
        raise OutOfReach(f"nothing was restored: {source}: {error}") from error
    except OSError as error:
        raise OutOfReach(f"nothing was restored: {error}") from error


def _holds_workspaces(database: Database) -> bool:
    if database.is_sqlite and not os.path.exists(str(database.url.database)):
        return False
    with database.reading() as connection:
        if not inspect(connection).has_table(WORKSPACE.name):
            return False
        return connection.execute(select(text("1")).select_from(WORKSPACE).limit(1)).first() is not None


def _restore_file(database: Database, source: str, now: datetime) -> str:
    path = str(database.url.database)
    try:
        with drafted(path) as draft:
            _copy(source, draft)
            _make_ready(draft, source)
            database.engine.dispose()
            if os.path.lexists(path):
                return put_instead(draft, path, now)
            put_new(draft, path)
            return ""
    except sqlite3.Error as error:
        raise OutOfReach(f"nothing was restored: {source}: {error}") from error
    except OSError as error:
        raise OutOfReach(f"nothing was restored: {error}") from error


def _make_ready(draft: str, source: str) -> None:
    """Check a copy, bring its tables to this version and renew its epochs."""
    restored = Database(f"sqlite:///{draft}")
    try:
        with restored.reading() as connection:
            if not inspect(connection).has_table(WORKSPACE.name):
                raise BadInput(f"{source} is a database, but no backup of a server")
        migrate_database(restored)
        renew_epochs(restored)
    finally:
        restored.close()
    with closing(sqlite3.connect(draft)) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")


def _copy(source: str, target: str) -> None:
    """Copy a SQLite database as it is committed, and look whether it is whole."""
    with closing(reading(source)) as raw, closing(sqlite3.connect(target, isolation_level=None)) as copy:
        raw.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        if problems := quick_check(copy):
            raise OutOfReach(f"{source} is damaged: {problems[0]}")
