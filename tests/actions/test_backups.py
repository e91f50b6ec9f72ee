"""A backup holds all that was saved, is checked and private; restoring never costs what is there."""

from __future__ import annotations

import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from okrtui.actions.backups import back_up, restore
from okrtui.actions.drafts import save_draft
from okrtui.actions.session import Session
from okrtui.actions.undoing import undo
from okrtui.okr.errors import BadInput, OutOfReach, Refused
from okrtui.screens.watching import ReplicaWatch
from okrtui.store.replica import Replica
from tests.builders import (
    Published,
    a_check_in,
    a_published_cycle,
    a_workspace,
    at,
    bodies,
    folded_tables,
    row,
    rows,
)

NOON = "2026-11-17T12:00:00+00:00"


@pytest.fixture
def published(home: Path) -> Published:
    published = a_published_cycle(a_workspace(home))
    at(NOON)
    a_check_in(published.session, published.key_result)
    return published


def left_behind(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if ".new" in one.name)


def test_a_backup_holds_everything_and_is_its_owners_alone(published: Published, tmp_path: Path) -> None:
    save_draft(published.session.path, published.key_result, "2026-W48", {"insight": "half a thought"})
    file = tmp_path / "acme.backup"
    done = back_up(published.session.path, str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert bodies(str(file)) == bodies(published.session.path)
    assert folded_tables(str(file)) == folded_tables(published.session.path)
    assert "half a thought" in rows(str(file), "SELECT body FROM draft")[0]["body"]
    assert done.details["entries"] == len(bodies(str(file)))
    assert left_behind(tmp_path) == []


def test_a_backup_overwrites_nothing_without_being_told(published: Published, tmp_path: Path) -> None:
    file = tmp_path / "acme.backup"
    file.write_text("precious")
    with pytest.raises(Refused, match="--force"):
        back_up(published.session.path, str(file))
    assert file.read_text() == "precious"
    back_up(published.session.path, str(file), overwrite=True)
    assert bodies(str(file)) == bodies(published.session.path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_backup_is_not_made_among_the_workspaces_nor_as_a_folder(
    published: Published, tmp_path: Path
) -> None:
    beside = Path(published.session.path).parent / "backup.okr"
    with pytest.raises(BadInput, match="another folder"):
        back_up(published.session.path, str(beside))
    with pytest.raises(BadInput, match="folder"):
        back_up(published.session.path, str(tmp_path))
    assert not beside.exists()


def test_a_backup_of_a_damaged_workspace_is_not_made(published: Published, tmp_path: Path) -> None:
    path = Path(published.session.path)
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 6000] = b"\x5a" * 6000
    path.write_bytes(data)
    with pytest.raises(OutOfReach):
        back_up(str(path), str(tmp_path / "acme.backup"))
    assert not (tmp_path / "acme.backup").exists()
    assert left_behind(tmp_path) == []


def test_backups_made_while_somebody_saves_hold_whole_saves(published: Published, tmp_path: Path) -> None:
    session, saved = published.session, threading.Event()

    def write() -> None:
        for number in range(30):
            a_check_in(
                session, published.key_result, str(20 + number % 7), insight=f"i{number}", confirmed=True
            )
        saved.set()

    writer = threading.Thread(target=write)
    writer.start()
    count = 0
    while not saved.is_set():
        file = tmp_path / f"{count}.backup"
        back_up(session.path, str(file))
        shown = folded_tables(str(file))
        Replica.open(str(file)).fold_anew()
        assert folded_tables(str(file)) == shown
        count += 1
    writer.join()
    assert count > 1
    assert len(rows(session, "SELECT id FROM check_in")) == 31


def test_what_was_backed_up_comes_back_under_its_name(published: Published, tmp_path: Path) -> None:
    session, file = published.session, str(tmp_path / "acme.backup")
    back_up(session.path, file)
    before, log = folded_tables(session.path), bodies(session.path)
    Path(session.path).unlink()
    done = restore(file)
    assert done.details == {"workspace": "acme", "path": session.path, "entries": len(log), "kept": None}
    assert folded_tables(session.path) == before
    assert bodies(session.path) == log
    assert stat.S_IMODE(Path(session.path).stat().st_mode) == 0o600


def test_a_restored_workspace_counts_as_a_new_device(published: Published, tmp_path: Path) -> None:
    """Or its next entries would claim places in the log that were taken after the backup."""
    session, file = published.session, str(tmp_path / "acme.backup")
    back_up(session.path, file)
    a_check_in(session, published.key_result, "21")
    later = {(one["dev"], one["n"]) for one in rows(session, "SELECT dev, n FROM entry")}
    restore(file, replace=True)
    done = a_check_in(Session.open(), published.key_result, "22", confirmed=True)
    entry = row(session, "entry", done.id)
    assert (entry["dev"], entry["n"]) not in later
    assert rows(session, "SELECT COUNT(*) AS c FROM check_in") == [{"c": 2}]
    undo(Session.open())
    with pytest.raises(Refused, match="nothing to undo"):
        undo(Session.open())


def test_a_workspace_is_replaced_only_when_told_and_its_file_is_kept(
    published: Published, tmp_path: Path
) -> None:
    session, file = published.session, str(tmp_path / "acme.backup")
    back_up(session.path, file)
    a_check_in(session, published.key_result, "21")
    before = bodies(session.path)
    with pytest.raises(Refused, match="--replace"):
        restore(file)
    assert bodies(session.path) == before
    kept = restore(file, replace=True).details["kept"]
    assert bodies(kept) == before
    assert len(bodies(session.path)) == len(before) - 1
    assert left_behind(Path(session.path).parent) == []


def test_a_second_name_leaves_the_first_alone(published: Published, tmp_path: Path) -> None:
    file = str(tmp_path / "acme.backup")
    back_up(published.session.path, file)
    before = Path(published.session.path).read_bytes()
    done = restore(file, "acme-again")
    assert done.details["path"].endswith("acme-again.okr")
    assert Path(published.session.path).read_bytes() == before


def test_another_workspace_is_never_replaced(published: Published, tmp_path: Path) -> None:
    file = str(tmp_path / "acme.backup")
    back_up(published.session.path, file)
    other = a_workspace(tmp_path / "home", "Other")
    before = Path(other.path).read_bytes()
    with pytest.raises(Refused, match="another workspace"):
        restore(file, "other", replace=True)
    assert Path(other.path).read_bytes() == before


BROKEN = {
    "empty": b"",
    "text": b"no database at all" * 100,
    "torn": b"SQLite format 3\x00" + b"\xff" * 5000,
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_file_that_is_no_backup_is_refused(published: Published, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "broken.backup"
    file.write_bytes(content)
    before = Path(published.session.path).read_bytes()
    with pytest.raises(BadInput):
        restore(str(file), replace=True)
    assert Path(published.session.path).read_bytes() == before


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_workspace_is_replaced_and_kept(
    published: Published, tmp_path: Path, content: bytes
) -> None:
    session, file = published.session, str(tmp_path / "acme.backup")
    back_up(session.path, file)
    Path(session.path).write_bytes(content)
    Path(session.path + "-journal").write_bytes(b"stale")
    kept = restore(file, replace=True).details["kept"]
    assert Path(kept).read_bytes() == content
    assert not Path(session.path + "-journal").exists()
    assert bodies(session.path) == bodies(file)


def test_another_database_or_a_newer_one_is_refused(published: Published, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE meta (name, value)")
    with pytest.raises(BadInput, match="no backup"):
        restore(str(other))
    newer = tmp_path / "newer.backup"
    back_up(published.session.path, str(newer))
    with closing(sqlite3.connect(newer)) as connection, connection:
        connection.execute("UPDATE meta SET value = '99' WHERE name = 'schema'")
    with pytest.raises(OutOfReach, match="newer okrtui"):
        restore(str(newer), "again")


def test_an_open_program_sees_the_restored_workspace(published: Published, tmp_path: Path) -> None:
    session, file = published.session, str(tmp_path / "acme.backup")
    back_up(session.path, file)
    changed = threading.Event()
    watch = ReplicaWatch(session.path, changed.set, every=0.02)
    watch.start()
    try:
        assert not changed.wait(0.2)
        restore(file, replace=True)
        assert changed.wait(5)
        changed.clear()
        assert not changed.wait(0.2)
        a_check_in(session, published.key_result, "21")
        assert changed.wait(5)
    finally:
        watch.stop()
        watch.join()


def test_a_workspace_that_another_program_writes_to_is_not_replaced(
    published: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, file = published.session, str(tmp_path / "acme.backup")
    back_up(session.path, file)
    monkeypatch.setattr("okrtui.store.copies.BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(session.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OutOfReach, match="busy"):
            restore(file, replace=True)
    folder = Path(session.path).parent
    assert [one.name for one in folder.iterdir() if ".old" in one.name or ".new" in one.name] == []
