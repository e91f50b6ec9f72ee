"""Pages, snapshots and the own replica: the bytes as they were written, in order, cut by count and by size."""

from __future__ import annotations

import gzip
import hashlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.okr.errors import OutOfReach
from okrtui.server import snapshot
from okrtui.server.backup import renew_epochs
from okrtui.server.log import ServerLog
from okrtui.server.migrating import migrate
from okrtui.server.paging import PAGE_BYTES
from okrtui.store.replica import Replica
from okrtui.sync.receive import receive
from tests.builders import folded_tables
from tests.server.writers import NOW, WS, Writer, found, push, verdicts


@pytest.fixture(scope="module")
def long_log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerLog]:
    """A log with entries of 3 to 60,000 bytes of text, on SQLite."""
    folder = tmp_path_factory.mktemp("long")
    migrate(f"sqlite:///{folder}/server.db")
    log = ServerLog(f"sqlite:///{folder}/server.db", str(folder), now=lambda: NOW)
    found(log, "bo")
    bo = Writer("bo")
    for _ in range(3):
        push(log, bo, [bo.comment("x" * (3 if n % 3 else 15_000 * (1 + n % 4))) for n in range(150)])
    yield log
    log.close()


def test_pages_follow_one_another_without_a_hole(long_log: ServerLog) -> None:
    head, after, several = long_log.head(WS), 0, list[bytes]()
    while bodies := (page := long_log.page(WS, after)).bodies:
        assert (page.after, page.head) == (after, head)
        assert sum(map(len, bodies)) <= PAGE_BYTES
        several += bodies
        after += len(bodies)
    assert after == head == len(several) == 453
    assert len({hashlib.sha256(body).digest() for body in several}) == head


@given(after=st.integers(-3, 500), limit=st.integers(-1, 600))
def test_a_page_holds_at_most_what_was_asked_for_and_something_where_there_is_something(
    long_log: ServerLog, after: int, limit: int
) -> None:
    page = long_log.page(WS, after, limit)
    assert len(page.bodies) <= max(limit, 1)
    assert bool(page.bodies) == (after < page.head)
    assert page.bodies == long_log.page(WS, max(after, 0), 600).bodies[: len(page.bodies)]


def test_a_page_is_the_same_on_both_databases(log: ServerLog) -> None:
    ana = found(log, "bo")
    several = ana.comments(7)
    push(log, ana, several)
    assert log.page(WS, 3, 4).bodies == [one.body for one in several[:4]]
    assert log.page(WS, 7).bodies == [one.body for one in several[4:]]
    assert log.page(WS, 99).bodies == []


def lines_of(made: snapshot.Snapshot) -> list[bytes]:
    text = gzip.decompress(Path(made.path).read_bytes())
    assert hashlib.sha256(text).hexdigest() == made.sha256
    return text.split(b"\n")[:-1]


def test_a_snapshot_holds_the_whole_log_in_order(long_log: ServerLog) -> None:
    made = long_log.snapshot(WS)
    lines = lines_of(made)
    assert (len(lines), made.epoch) == (made.head, long_log.epoch(WS))
    assert lines[:200] == long_log.page(WS, 0, 200).bodies
    assert os.stat(made.path).st_mode & 0o777 == 0o600


def test_a_snapshot_is_kept_until_the_log_has_grown_by_a_good_part(
    log: ServerLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "GROWN_BY", 5)
    ana = found(log)
    made = log.snapshot(WS)
    push(log, ana, ana.comments(5))
    assert log.snapshot(WS) == made
    push(log, ana, ana.comments(1))
    assert log.snapshot(WS).head == 8
    assert len(lines_of(log.snapshot(WS))) == 8
    assert len(lines_of(made)) == 2, "whoever is reading the last one may go on"


def test_a_restarted_server_goes_on_with_the_snapshot_that_lies_there(
    database_url: str, tmp_path: Path
) -> None:
    migrate(database_url)
    first = ServerLog(database_url, str(tmp_path / "one"), now=lambda: NOW)
    found(first)
    made = first.snapshot(WS)
    first.close()
    second = ServerLog(database_url, str(tmp_path / "one"), now=lambda: NOW)
    assert second.snapshot(WS) == made
    renew_epochs(second.database)
    assert second.snapshot(WS).epoch == second.epoch(WS) != made.epoch
    second.close()


def test_the_own_replica_shows_what_everybody_shows(log: ServerLog, tmp_path: Path) -> None:
    ana = found(log, "bo")
    push(log, ana, ana.comments(20))
    path = log.replica(WS)
    copy = Replica.create(str(tmp_path / "copy.okr"), NOW)
    receive(copy, reversed(log.page(WS, 0).bodies))
    assert folded_tables(copy.path) == folded_tables(path)


def test_what_was_pushed_is_folded_soon_though_nobody_asks(log: ServerLog) -> None:
    ana = found(log, "bo")
    path = log.replica(WS)
    push(log, ana, ana.comments(3))
    for _ in range(600):
        with closing(sqlite3.connect(path)) as raw:
            (count,) = raw.execute("SELECT count(*) FROM comment").fetchone()
        if count == 3:
            return
        log.wait(WS, 99, 0.05)
    raise AssertionError("nothing was folded")


@pytest.mark.parametrize("damage", ["gone", "empty", "torn", "of another epoch", "of a newer okrtui"])
def test_a_replica_that_is_of_no_use_is_made_anew(damage: str, tmp_path: Path, database_url: str) -> None:
    migrate(database_url)
    log = ServerLog(database_url, str(tmp_path / "server"), now=lambda: NOW)
    ana = found(log, "bo")
    push(log, ana, ana.comments(30))
    before = folded_tables(path := log.replica(WS))
    log.close()
    spoil(path, damage)
    log = ServerLog(database_url, str(tmp_path / "server"), now=lambda: NOW)
    assert verdicts(push(log, Writer("bo"), Writer("bo").comments(1))) == ["accepted"]
    renamed = log.replica(WS)
    assert renamed == path
    after = folded_tables(path)
    assert len(after.pop("comment")) == 1 + len(before.pop("comment"))
    assert {name: rows for name, rows in after.items() if name != "folded"} == {
        name: rows for name, rows in before.items() if name != "folded"
    }
    log.close()


def test_a_replica_that_breaks_under_a_running_server_is_made_anew(database_url: str, tmp_path: Path) -> None:
    migrate(database_url)
    log = ServerLog(database_url, str(tmp_path / "server"), now=lambda: NOW)
    ana = found(log, "bo")
    push(log, ana, ana.comments(300))
    path = log.replica(WS)
    size = os.stat(path).st_size
    with open(path, "r+b") as file:
        file.seek(4096)
        file.write(os.urandom(size - 4096))
    answers = []
    for entry in ana.comments(5):
        try:
            answers += verdicts(push(log, ana, [entry]))
        except OutOfReach:
            answers.append("out of reach")
    assert answers[-2:] == ["accepted", "accepted"]
    assert log.verify(WS).problems == []
    log.close()


def spoil(path: str, damage: str) -> None:
    if damage == "gone":
        os.unlink(path)
    elif damage == "empty":
        os.truncate(path, 0)
    elif damage == "torn":
        os.truncate(path, os.stat(path).st_size // 2)
    else:
        change = {
            "of another epoch": "UPDATE cursor SET epoch = 'older', seq = 5",
            "of a newer okrtui": "UPDATE meta SET value = '999' WHERE name = 'schema'",
        }
        with closing(sqlite3.connect(path)) as raw, raw:
            raw.execute(change[damage])


def test_two_processes_on_one_folder_keep_apart(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/server.db"
    one, other = (ServerLog(url, str(tmp_path / "data"), now=lambda: NOW) for _ in range(2))
    found(one, "bo")
    assert one.replica(WS) != other.replica(WS)
    assert folded_tables(one.replica(WS)) == folded_tables(other.replica(WS))
    one.close()
    other.close()


def test_a_push_is_judged_while_what_came_before_is_folded(log: ServerLog) -> None:
    ana = found(log, "bo")
    log.replica(WS)
    own = log._replicas.of(WS)
    begun, done = threading.Event(), threading.Event()

    def fold_for_long() -> None:
        with own.folding, Replica.open(own.path).connected() as connection:
            connection.execute("UPDATE cursor SET seq = seq")
            begun.set()
            done.wait(60)

    folding = threading.Thread(target=fold_for_long)
    folding.start()
    try:
        assert begun.wait(60)
        push(log, ana, ana.comments(3))
        assert log.head(WS) == 6
    finally:
        done.set()
        folding.join()
    log.replica(WS)
    with closing(sqlite3.connect(own.path)) as raw:
        assert raw.execute("SELECT count(*) FROM comment").fetchone() == (3,)


def test_pushes_that_come_while_others_are_folded_are_all_judged_by_the_same_rights(log: ServerLog) -> None:
    """Folding goes on in one thread all the while; in the other, an account is given, used, and taken away again."""
    ana = found(log, "bo")
    stop = threading.Event()

    def fold() -> None:
        while not stop.is_set():
            log.replica(WS)

    folding = threading.Thread(target=fold)
    folding.start()
    try:
        for number in range(10):
            handle = f"guest-{number}"
            stranger, guest = Writer(handle), Writer(handle, dev=f"late-{number}")
            assert verdicts(push(log, stranger, stranger.comments(1))) == ["forbidden"]
            push(log, ana, [ana.member_entry(handle)])
            assert verdicts(push(log, guest, guest.comments(2))) == ["accepted"] * 2
            push(log, ana, [ana.member_entry(handle, account=False, fence={guest.dev: 2})])
            assert verdicts(push(log, guest, guest.comments(1))) == ["forbidden"]
    finally:
        stop.set()
        folding.join()
