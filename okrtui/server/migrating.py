"""Bringing the server's tables to this version, and refusing to serve from tables of another one.

The steps are Alembic's and stand in `migrations/versions`; no `alembic.ini` is needed.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from okrtui.okr.errors import OutOfReach, Refused
from okrtui.server.database import Database, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alembic.config import Config
    from alembic.script import ScriptDirectory

_ONE_AT_A_TIME = 0x6F6B7274
"""The advisory lock that migrating takes on PostgreSQL ("okrt")."""


def migrate(database_url: str, revision: str = "head") -> tuple[str, str]:
    """Bring a database's tables to this program's version; the versions before and after.

    Args:
        database_url: its address; SQLite's file is made where there is none.
        revision: the version to stop at.

    Raises:
        OutOfReach: the database can't be reached, or a newer okrtui wrote it.
    """
    with _opened(database_url) as database:
        return migrate_database(database, revision)


def migrate_database(database: Database, revision: str = "head") -> tuple[str, str]:
    """The same for an open database, in one transaction."""
    from alembic import command

    with database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})"))
        before = version_of(connection)
        _refuse_newer(database, before)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        return before, version_of(connection)


def check_schema(database: Database) -> None:
    """Make sure that the tables are this program's; an empty SQLite database gets them.

    Raises:
        Refused: they are behind, or a PostgreSQL database has none yet.
        OutOfReach: a newer okrtui wrote them, or the database can't be reached.
    """
    with database.reading() as connection:
        version = version_of(connection)
        is_empty = not inspect(connection).get_table_names()
    _refuse_newer(database, version)
    if version == newest():
        return
    if is_empty and database.is_sqlite:
        migrate_database(database)
        return
    where = place_of(database.url)
    if is_empty:
        raise Refused(f"the database at {where} has no tables yet: run `okrtui serve migrate`")
    is_behind = f"is behind this okrtui ({version or 'no version'})"
    raise Refused(f"the database at {where} {is_behind}: run `okrtui serve migrate`, after a backup")


def version_of(connection: Connection) -> str:
    """The version of a database's tables; empty where there are none."""
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision() or ""


def newest() -> str:
    """The version that this program knows as the newest."""
    return _script().get_current_head() or ""


@contextmanager
def _opened(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    try:
        yield database
    finally:
        database.close()


def _refuse_newer(database: Database, version: str) -> None:
    if version and version not in {one.revision for one in _script().walk_revisions()}:
        where = place_of(database.url)
        raise OutOfReach(f"the database at {where} belongs to a newer okrtui ({version}): update this one")


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _folder().replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _script() -> ScriptDirectory:
    from alembic.script import ScriptDirectory

    return ScriptDirectory(_folder())


def _folder() -> str:
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), "migrations")
