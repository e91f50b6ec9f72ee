"""A disk that is full or can't be written, and a replica that another program holds: one line, and nothing worse."""

from __future__ import annotations

import gc
import os
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from okrtui.actions.drafts import save_draft
from okrtui.actions.session import Session
from okrtui.actions.workspaces import set_workspace
from okrtui.okr.errors import OutOfReach, Refused
from okrtui.views.connect import connect
from tests.builders import Published, a_check_in, a_published_cycle, a_workspace, at, bodies
from tests.faults.test_killed import assert_sound

NOON = "2026-11-17T12:00:00+00:00"


def mounted(*words: str) -> None:
    """Mount, or skip where that isn't allowed, but never in CI."""
    done = subprocess.run(["mount", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        if os.environ.get("CI"):
            pytest.fail(f"the tests of full disks need to mount: {done.stderr}")
        pytest.skip("this user may not mount")


@pytest.fixture
def published(home: Path) -> Published:
    published = a_published_cycle(a_workspace(home))
    at(NOON)
    return published


@pytest.fixture
def small_disk(home: Path) -> Iterator[Path]:
    """The home on a disk of 3 MB."""
    mounted("-t", "tmpfs", "-o", "size=3m", "tmpfs", str(home))
    yield home
    gc.collect()  # a session keeps its file open for as long as it lives
    subprocess.run(["umount", str(home)], check=True)


def fill(disk: Path) -> Path:
    filling = disk / "filling"
    with open(filling, "wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 1024)
        except OSError:
            return filling


def test_on_a_full_disk_a_save_is_refused_in_one_line_and_works_again_once_there_is_room(
    small_disk: Path,
) -> None:
    published = a_published_cycle(a_workspace(small_disk))
    at(NOON)
    session = published.session
    before = bodies(session.path)
    filling = fill(small_disk)
    for deed in (
        lambda: a_check_in(session, published.key_result),
        lambda: save_draft(session.path, published.key_result, "2026-W47", {"insight": "half " * 2000}),
        lambda: a_workspace(small_disk, "Other"),
    ):
        with pytest.raises((OutOfReach, OSError)) as raised:
            deed()
        assert "\n" not in str(raised.value)
    at(NOON)
    assert bodies(session.path) == before
    assert sorted(one.name for one in Path(session.path).parent.glob("*.okr")) == ["acme.okr"]
    filling.unlink()
    a_check_in(session, published.key_result)
    assert_sound(session.path)


def test_a_home_that_cannot_be_written_is_read_and_says_so_on_saving(
    published: Published, tmp_path: Path
) -> None:
    folder = Path(published.session.path).parent
    mounted("--bind", str(folder), str(folder))
    try:
        mounted("-o", "remount,ro,bind", str(folder))
        with closing(connect(published.session.path)) as connection:
            assert connection.execute("SELECT COUNT(*) FROM key_result").fetchone() == (2,)
        with pytest.raises(OutOfReach, match="can't be used"):
            a_check_in(published.session, published.key_result)
    finally:
        subprocess.run(["umount", str(folder)], check=True)
    assert_sound(published.session.path)


def test_a_replica_that_is_busy_says_so_and_nothing_is_saved(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = bodies(published.session.path)
    monkeypatch.setattr("okrtui.store.connection.BUSY_MILLISECONDS", 100)
    session = Session.at(published.session.path, "ana")
    monkeypatch.setattr("okrtui.views.connect.BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(session.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OutOfReach, match="busy"):
            a_check_in(session, published.key_result)
        with pytest.raises(OutOfReach, match="busy"):
            connect(session.path)
    assert bodies(session.path) == before
    a_check_in(session, published.key_result)
    assert_sound(session.path)


def test_a_save_holds_the_writers_lock_for_milliseconds(published: Published) -> None:
    """Measured by another connection that asks for it all the while."""
    session = published.session
    held = []
    for number in range(5):
        begin = time.perf_counter()
        with session.writing("a comment") as journal:
            journal.add("comment", journal.new_id(), {"text": f"note {number}", "kind": "note"}, base=())
        held.append(time.perf_counter() - begin)
    assert min(held) < 0.1


def test_with_the_clock_set_back_a_year_saves_work_and_keep_their_order(published: Published) -> None:
    session = published.session
    set_workspace(session, "name", "First")
    at("2025-11-17T12:00:00+00:00")
    set_workspace(session, "name", "Second")
    with closing(sqlite3.connect(session.path)) as connection:
        clocks = [hlc for (hlc,) in connection.execute("SELECT hlc FROM entry ORDER BY n")]
        assert connection.execute("SELECT name FROM workspace").fetchone() == ("Second",)
    assert clocks == sorted(set(clocks))
    with pytest.raises(Refused, match="2026-W47 is still to come: the running check-in week is 2025-W47"):
        a_check_in(session, published.key_result, week="2026-W47")
    assert_sound(session.path)


def test_two_sessions_and_a_command_see_each_others_saves(published: Published) -> None:
    one, other = Session.open(), Session.open()
    first = a_check_in(one, published.key_results[0])
    second = a_check_in(other, published.key_results[1], "3")
    for session in (one, other):
        with session.reading() as connection:
            found = {id_ for (id_,) in connection.execute("SELECT id FROM check_in")}
        assert found == {first.id, second.id}
