"""A replica is one file that is whole, private, and refuses politely what it can't open."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from okrtui.actions.session import Session
from okrtui.okr.errors import BadInput, NotFound, OutOfReach
from okrtui.store.connection import is_wal_safe
from okrtui.store.file_systems import is_local
from okrtui.store.replica import Replica
from okrtui.store.schema import SCHEMA
from tests.builders import a_check_in, a_published_cycle, a_workspace, at, bodies, folded_tables, rows
from tests.sweep import sweep_size

NOON = "2026-11-17T12:00:00+00:00"


@pytest.mark.parametrize(
    ("version", "is_safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
    ],
)
def test_wal_is_used_only_where_sqlite_loses_no_commits(version: tuple[int, ...], is_safe: bool) -> None:
    assert is_wal_safe(version) is is_safe


def test_a_replica_and_its_folder_are_their_owners_alone_whatever_the_umask(home: Path) -> None:
    before = os.umask(0)
    try:
        session = a_workspace(home)
        a_published_cycle(session)
    finally:
        os.umask(before)
    folder = Path(session.path).parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.glob("*.okr*")} == {0o600}


def test_the_journal_mode_follows_the_version_of_sqlite(home: Path) -> None:
    session = a_workspace(home)
    (mode,) = sqlite3.connect(session.path).execute("PRAGMA journal_mode").fetchone()
    assert mode == (
        "wal" if is_wal_safe(sqlite3.sqlite_version_info) and is_local(session.path) else "delete"
    )


def test_there_is_no_second_workspace_in_one_place(home: Path) -> None:
    a_workspace(home)
    with pytest.raises(BadInput, match="already"):
        a_workspace(home)


def test_a_workspace_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="okrtui init"):
        Replica.open(str(tmp_path / "none.okr"))


def test_a_newer_replica_is_refused_and_not_written(home: Path) -> None:
    session = a_workspace(home)
    set_schema(session.path, SCHEMA + 1)
    before = Path(session.path).read_bytes()
    with pytest.raises(OutOfReach, match="newer okrtui"):
        Replica.open(session.path)
    assert Path(session.path).read_bytes() == before


def test_an_older_replica_is_folded_anew(home: Path) -> None:
    session = a_workspace(home)
    published = a_published_cycle(session)
    a_check_in(session, published.key_result)
    expected = folded_tables(session.path)
    with sqlite3.connect(session.path) as connection:
        connection.execute("DROP TABLE key_result_fact")
        connection.execute("ALTER TABLE objective RENAME COLUMN title TO heading")
        connection.execute("DELETE FROM check_in")
    set_schema(session.path, SCHEMA - 1)
    Replica.open(session.path)
    assert folded_tables(session.path) == expected
    assert rows(session, "SELECT value FROM meta WHERE name = 'schema'") == [{"value": str(SCHEMA)}]


def set_schema(path: str, version: int) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE name = 'schema'", (str(version),))


@pytest.mark.parametrize(
    "content",
    [b"", b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 5000],
    ids=["empty", "text", "torn"],
)
def test_a_broken_file_ends_in_one_clear_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.okr"
    path.write_bytes(content)
    with pytest.raises(OutOfReach) as raised:
        Replica.open(str(path))
    assert "\n" not in str(raised.value)
    assert str(path) in str(raised.value)
    assert path.read_bytes() == content


def test_a_folder_that_is_named_like_a_replica_ends_in_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "folder.okr").mkdir()
    with pytest.raises(OutOfReach, match="can't be used"):
        Replica.open(str(tmp_path / "folder.okr"))


WRITER = """
import sys
from okrtui.actions.session import Session
from tests.builders import a_check_in
session = Session.open()
for number in range(int(sys.argv[2])):
    done = a_check_in(session, sys.argv[1], str(20 + number % 7), insight=f"insight {number}", confirmed=True)
    print(done.id, flush=True)
"""


def start_writer(key_result: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, key_result, str(count)], stdout=subprocess.PIPE, text=True
    )


def assert_log_and_tables_agree(session: Session) -> None:
    assert rows(session, "PRAGMA quick_check") == [{"quick_check": "ok"}]
    counters = [one["n"] for one in rows(session, "SELECT n FROM entry ORDER BY n")]
    assert counters == list(range(1, len(counters) + 1))
    shown = folded_tables(session.path)
    Replica.open(session.path).fold_anew()
    assert folded_tables(session.path) == shown


def test_two_programs_at_work_on_one_replica_lose_nothing(home: Path) -> None:
    session = a_workspace(home)
    published = a_published_cycle(session)
    at(NOON)
    writers = [start_writer(key_result, 25) for key_result in published.key_results]
    acknowledged = {line for one in writers for line in one.communicate(timeout=120)[0].split()}
    assert [one.returncode for one in writers] == [0, 0]
    assert len(acknowledged) == 50
    assert acknowledged == {one["id"] for one in rows(session, "SELECT id FROM check_in")}
    assert_log_and_tables_agree(session)


def test_what_was_acknowledged_outlives_a_killed_program(home: Path) -> None:
    session = a_workspace(home)
    published = a_published_cycle(session)
    at(NOON)
    acknowledged: set[str] = set()
    for round_ in range(sweep_size(2, 6, 40)):
        writer = start_writer(published.key_result, 200)
        assert writer.stdout is not None
        acknowledged.add(writer.stdout.readline().strip())
        time.sleep(0.05 + 0.013 * round_)
        writer.send_signal(signal.SIGKILL)
        acknowledged |= set(writer.communicate(timeout=60)[0].split("\n")[:-1])
        kept = {one["id"] for one in rows(Session.open(), "SELECT id FROM check_in")}
        assert acknowledged <= kept
        assert_log_and_tables_agree(session)


def test_a_save_goes_into_the_file_that_stands_at_the_path_now(home: Path) -> None:
    session = a_workspace(home)
    published = a_published_cycle(session)
    kept = f"{session.path}.old"
    shutil.copyfile(session.path, f"{session.path}.restored")
    os.rename(session.path, kept)
    os.rename(f"{session.path}.restored", session.path)
    before = bodies(kept)
    at(NOON)
    a_check_in(session, published.key_result)
    assert len(bodies(session.path)) == len(before) + 1
    assert bodies(kept) == before


def test_saving_where_the_file_went_away_ends_in_one_clear_line(home: Path) -> None:
    session = a_workspace(home)
    published = a_published_cycle(session)
    at(NOON)
    os.unlink(session.path)
    with pytest.raises(OutOfReach) as raised:
        a_check_in(session, published.key_result)
    assert "\n" not in str(raised.value)
    assert session.path in str(raised.value)
