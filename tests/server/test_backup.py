"""The restore drill: a backup comes back whole, under another epoch, and clients refill what it lacks."""

from __future__ import annotations

import os
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from okrtui.okr.errors import BadInput, OkrtuiError, OutOfReach, Refused
from okrtui.server.accounts import Accounts
from okrtui.server.backup import backup, restore
from okrtui.server.database import Database
from okrtui.server.invitations import Invitations, Limits
from okrtui.server.log import ServerLog
from okrtui.server.migrating import migrate
from tests.server.writers import NOW, WS, Writer, found, push, verdicts
from tests.sweep import sweep_size

OTHER = "0199c1a2-0000-7000-8000-000000000002"
"""Another replica's id."""


def opened(url: str, tmp_path: Path) -> ServerLog:
    return ServerLog(url, str(tmp_path / "data"), now=lambda: NOW)


def accounts_of(log: ServerLog) -> Accounts:
    return Accounts(log.database, lambda: NOW, Invitations(log.database, lambda: NOW, Limits(9, 15, 9)))


def restored(url: str, source: Path, replace: bool = False) -> str:
    database = Database(url)
    try:
        return restore(database, str(source), NOW, replace)
    finally:
        database.close()


@pytest.fixture
def filled(database_url: str, tmp_path: Path) -> tuple[str, Writer, Path]:
    """A database with 13 entries, a writer, and a backup of it; 10 entries came in later."""
    migrate(database_url)
    log = opened(database_url, tmp_path)
    found(log, "bo")
    bo = Writer("bo")
    push(log, bo, bo.comments(10))
    target = tmp_path / "backup"
    assert backup(log.database, str(target)) == target.stat().st_size
    push(log, bo, bo.comments(10))
    log.close()
    return database_url, bo, target


def test_backup_restore_verify_and_the_clients_refill_it(
    filled: tuple[str, Writer, Path], tmp_path: Path
) -> None:
    url, bo, source = filled
    log = opened(url, tmp_path)
    before, digest, everything = log.epoch(WS), log.verify(WS).digest, log.page(WS, 0).bodies
    log.close()
    restored(url, source, replace=True)
    log = opened(url, tmp_path)
    assert (log.epoch(WS) == before, log.head(WS)) == (False, 13)
    assert log.verify(WS).problems == []
    answer = log.push(WS, "bo", {bo.dev}, [body for body in everything if b'"au":"bo"' in body])
    assert verdicts(answer) == ["duplicate"] * 10 + ["accepted"] * 10
    assert log.verify(WS).digest == digest
    log.close()


def test_a_backup_comes_back_into_an_empty_database(
    filled: tuple[str, Writer, Path], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url, _, source = filled
    fresh = f"sqlite:///{tmp_path}/other.db"
    if not url.startswith("sqlite"):
        fresh = request.getfixturevalue("postgres_url")
    assert restored(fresh, source) == ""
    log = ServerLog(fresh, str(tmp_path / "other"), now=lambda: NOW)
    assert log.head(WS) == 13
    assert log.verify(WS).problems == []
    log.close()


def test_a_server_moves_from_sqlite_to_postgresql_with_its_accounts(
    tmp_path: Path, postgres_url: str
) -> None:
    log = opened(f"sqlite:///{tmp_path}/server.db", tmp_path)
    found(log, "bo")
    bo = Writer("bo")
    push(log, bo, bo.comments(10))
    accounts = accounts_of(log)
    code = accounts.invitations.invite(WS, "bo", 7)
    token, device = accounts.enroll(code, "laptop", bo.dev, "192.0.2.1", lambda *_: True)
    unused = accounts.invitations.invite(WS, "bo", 7)
    digest, epoch = log.verify(WS).digest, log.epoch(WS)
    backup(log.database, str(tmp_path / "backup"))
    log.close()

    assert restored(postgres_url, tmp_path / "backup") == ""
    log = opened(postgres_url, tmp_path / "there")
    assert (log.verify(WS).digest, log.verify(WS).problems) == (digest, [])
    assert (log.head(WS), log.epoch(WS) == epoch) == (13, False)
    accounts = accounts_of(log)
    assert accounts.who(token) == device
    assert accounts.enroll(unused, "tower", OTHER, "192.0.2.1", lambda *_: True)[1].handle == "bo"
    assert verdicts(push(log, bo, bo.comments(1))) == ["accepted"]
    log.close()
    with pytest.raises(Refused, match="--replace"):
        restored(postgres_url, tmp_path / "backup")
    restored(postgres_url, tmp_path / "backup", replace=True)
    backup(database := Database(postgres_url), str(tmp_path / "archive"))
    database.close()
    with pytest.raises(BadInput, match="backup of PostgreSQL"):
        restored(f"sqlite:///{tmp_path}/back.db", tmp_path / "archive")


def test_what_stands_is_not_replaced_unasked(filled: tuple[str, Writer, Path], tmp_path: Path) -> None:
    url, _, source = filled
    with pytest.raises(Refused, match="--replace"):
        restored(url, source)
    log = opened(url, tmp_path)
    assert log.head(WS) == 23
    log.close()


def test_nothing_is_restored_under_a_running_server(filled: tuple[str, Writer, Path], tmp_path: Path) -> None:
    url, _, source = filled
    log = opened(url, tmp_path)
    log.replica(WS)
    with pytest.raises(Refused, match="stop it"):
        restored(url, source, replace=True)
    assert log.head(WS) == 23
    log.close()
    restored(url, source, replace=True)


def test_the_lock_of_sqlites_file_goes_with_its_last_user(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'server.db'}"
    first, second, third = Database(url), Database(url), Database(url)
    first.announce()
    second.announce()
    second.close()
    assert [one.name for one in tmp_path.iterdir()] == ["server.db.lock"]
    with pytest.raises(Refused, match="stop it first"):
        third.refuse_other_users()
    third.close()
    first.close()
    assert list(tmp_path.iterdir()) == []


def test_whoever_has_sqlites_file_is_seen_though_others_come_and_go(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'server.db'}"
    is_over = threading.Event()

    def come_and_go() -> None:
        while not is_over.is_set():
            other = Database(url)
            other.announce()
            other.close()

    with ThreadPoolExecutor(2) as pool:
        others = [pool.submit(come_and_go) for _ in range(2)]
        try:
            for _ in range(sweep_size(200, 2_000, 20_000)):
                with closing(Database(url)) as mine, closing(Database(url)) as restoring:
                    mine.announce()
                    with pytest.raises(Refused):
                        restoring.refuse_other_users()
        finally:
            is_over.set()
        for one in others:
            one.result()


def test_the_file_that_gave_way_is_kept(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/server.db"
    log = opened(url, tmp_path)
    found(log, "bo", "cy")
    backup(log.database, str(tmp_path / "backup"))
    log.close()
    kept = restored(url, tmp_path / "backup", replace=True)
    with closing(sqlite3.connect(kept)) as raw:
        assert raw.execute("SELECT head FROM workspace").fetchone() == (4,)
    assert not [name for name in os.listdir(tmp_path) if ".new" in name]


def test_a_backup_is_its_owners_alone_and_overwrites_nothing(
    filled: tuple[str, Writer, Path], tmp_path: Path
) -> None:
    url, _, target = filled
    assert target.stat().st_mode & 0o777 == 0o600
    database = Database(url)
    with pytest.raises(BadInput, match="there already"):
        backup(database, str(target))
    with pytest.raises(OutOfReach, match=r"there is no folder .*/no/such for the backup"):
        backup(database, str(tmp_path / "no" / "such" / "folder"))
    with pytest.raises(OutOfReach, match=r"the backup /proc/b\.db was not written: [^/]*$"):
        backup(database, "/proc/b.db")
    database.close()


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", b"SQLite format 3\x00", b"PGDMP", b"PGDMP" + b"x" * 99]
)
def test_what_is_no_backup_changes_nothing(
    filled: tuple[str, Writer, Path], tmp_path: Path, content: bytes
) -> None:
    url, _, _ = filled
    source = tmp_path / "source"
    source.write_bytes(content)
    with pytest.raises(OkrtuiError) as raised:
        restored(url, source, replace=True)
    assert "\n" not in str(raised.value)
    log = opened(url, tmp_path)
    assert log.head(WS) == 23
    assert log.verify(WS).problems == []
    log.close()


def test_a_torn_backup_changes_nothing(filled: tuple[str, Writer, Path], tmp_path: Path) -> None:
    url, _, source = filled
    os.truncate(source, source.stat().st_size * 2 // 3)
    with pytest.raises(OkrtuiError):
        restored(url, source, replace=True)
    log = opened(url, tmp_path)
    assert log.head(WS) == 23
    log.close()


def test_another_database_of_sqlite_is_no_backup(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other")) as raw, raw:
        raw.execute("CREATE TABLE things (name)")
    with pytest.raises(BadInput, match="no backup of a server"):
        restored(f"sqlite:///{tmp_path}/server.db", tmp_path / "other")


def test_a_password_is_in_no_command_line() -> None:
    from okrtui.server.database import read_url
    from okrtui.server.postgres_tools import _environment

    environ = _environment(read_url("postgresql://ana:secret@db.example:5433/okr?sslmode=require"))
    assert (environ["PGPASSWORD"], environ["PGHOST"], environ["PGPORT"]) == ("secret", "db.example", "5433")
    assert (environ["PGUSER"], environ["PGDATABASE"], environ["PGSSLMODE"]) == ("ana", "okr", "require")
