"""The server's tables: brought to this version step by step, refused when they are of another one."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from okrtui.okr.errors import BadInput, OutOfReach, Refused
from okrtui.server import account_tables, migrating
from okrtui.server.database import Database, place_of, read_url
from okrtui.server.log import ServerLog
from okrtui.server.migrating import migrate, newest
from okrtui.server.schema import ServerTable
from tests.server.writers import NOW, WS, Writer, found, push, verdicts

SCRIPTS = ScriptDirectory(os.path.join(os.path.dirname(migrating.__file__), "migrations"))
VERSIONS = ["", *(one.revision for one in reversed(list(SCRIPTS.walk_revisions())))]


def tables_of(url: str) -> set[str]:
    database = Database(url)
    with database.reading() as connection:
        tables = set(inspect(connection).get_table_names())
    database.close()
    return tables


def test_an_empty_sqlite_file_gets_its_tables_at_the_first_start(tmp_path: Path) -> None:
    path = tmp_path / "new" / "server.db"
    log = ServerLog(f"sqlite:///{path}", str(tmp_path / "data"), now=lambda: NOW)
    ana = found(log)
    assert verdicts(push(log, ana, [ana.comment()])) == ["accepted"]
    log.close()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_an_empty_postgresql_is_refused_until_it_is_migrated(postgres_url: str, tmp_path: Path) -> None:
    url = postgres_url
    with pytest.raises(Refused, match=r"no tables yet: run `okrtui serve migrate`$"):
        ServerLog(url, str(tmp_path))
    assert migrate(url) == ("", newest())
    ServerLog(url, str(tmp_path)).close()


@pytest.mark.parametrize("version", VERSIONS[1:-1])
def test_tables_that_are_behind_are_refused_and_not_touched(
    database_url: str, tmp_path: Path, version: str
) -> None:
    migrate(database_url, version)
    before = tables_of(database_url)
    with pytest.raises(Refused, match=f"behind .*{version}.*okrtui serve migrate"):
        ServerLog(database_url, str(tmp_path))
    assert tables_of(database_url) == before


@pytest.mark.parametrize("start", VERSIONS)
@pytest.mark.parametrize("steps", ["at once", "one by one", "twice"])
def test_every_version_comes_to_the_newest(database_url: str, start: str, steps: str) -> None:
    if start:
        migrate(database_url, start)
    if steps == "one by one":
        for before, after in pairwise(VERSIONS[VERSIONS.index(start) :]):
            assert migrate(database_url, after) == (before, after)
    else:
        assert migrate(database_url) == (start, newest())
    if steps == "twice":
        assert migrate(database_url) == (newest(), newest())
    assert differences(database_url) == []


def differences(url: str) -> list[object]:
    """Where the tables are not those that the program knows."""
    assert account_tables.DEVICE.metadata is ServerTable.metadata
    database = Database(url)
    with database.reading() as connection:
        found: list[object] = compare_metadata(MigrationContext.configure(connection), ServerTable.metadata)
    database.close()
    return found


def test_what_the_log_holds_outlives_a_migration(database_url: str, tmp_path: Path) -> None:
    migrate(database_url, VERSIONS[1])
    database = Database(database_url)
    with database.writing() as connection:
        connection.execute(text(f"INSERT INTO workspace VALUES ('{WS}', 'epoch', 0, 0, '2026')"))
    database.close()
    migrate(database_url)
    log = ServerLog(database_url, str(tmp_path), now=lambda: NOW)
    ana = Writer("ana")
    assert log.epoch(WS) == "epoch"
    assert verdicts(push(log, ana, [ana.genesis()])) == ["accepted"]
    log.close()


@pytest.mark.parametrize("call", ["serve", "migrate"])
def test_a_newer_okrtuis_tables_are_refused(database_url: str, tmp_path: Path, call: str) -> None:
    migrate(database_url)
    database = Database(database_url)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    tries: dict[str, Callable[[], object]] = {
        "serve": lambda: ServerLog(database_url, str(tmp_path)),
        "migrate": lambda: migrate(database_url),
    }
    with pytest.raises(OutOfReach, match="newer okrtui"):
        tries[call]()


@pytest.mark.parametrize(
    "address", ["", "nonsense", "mysql://x/y", "sqlite://", "sqlite:///:memory:", "oracle+cx://x"]
)
def test_other_databases_are_refused(address: str) -> None:
    with pytest.raises(BadInput):
        Database(address)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("postgresql+psycopg://okrtui:secret@db.example.com/log", "db.example.com/log"),
        ("postgresql+psycopg://okrtui:secret@db.example.com:5432/log", "db.example.com/log"),
        ("postgresql+psycopg://okrtui:secret@db.example.com:5433/log", "db.example.com:5433/log"),
        ("postgresql+psycopg://okrtui@/", "this machine/okrtui"),
        ("sqlite:////var/lib/okrtui/server.db", "/var/lib/okrtui/server.db"),
    ],
)
def test_a_database_is_told_by_where_it_is(address: str, place: str) -> None:
    assert place_of(read_url(address)) == place


def test_a_password_is_never_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as raised:
        Database("mysql://user:secret@host/name")
    assert "secret" not in str(raised.value)
