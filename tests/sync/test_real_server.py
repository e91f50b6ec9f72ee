"""The client against the server itself: founding, joining, mending, restoring, over real connections."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from okrtui.actions.session import Session
from okrtui.actions.workspaces import create_workspace
from okrtui.store.replica import Replica
from okrtui.sync.enrolling import leave, take_part_again, use_code
from okrtui.sync.remote import Remote, read_token, remote_of
from okrtui.sync.rounds import run_round
from okrtui.sync.server_exchange import await_news
from tests.builders import bodies, folded_tables, rows
from tests.serving import Serving, serving
from tests.sync.conftest import World, copied
from tests.sync.sharing import commented, founded, joined, log_of, now, synced, texts, turn_clock, waiting


class Shared(NamedTuple):
    """A real server, and the replicas of Ana, who founded the workspace there, and of Bo, who joined it."""

    server: Serving
    ws: str
    ana: str
    bo: str


@pytest.fixture
def shared(world: World, home: Path, tmp_path: Path) -> Iterator[Shared]:
    turn_clock(None)
    ana = copied(world.local, home / "data" / "workspaces")
    with serving(tmp_path / "server") as server:
        founded(ana, server.url, server.code("ana"))
        synced(ana)
        ws = rows(ana, "SELECT value FROM meta WHERE name = 'ws'")[0]["value"]
        bo = joined(tmp_path / "bo", "acme", server.url, server.code("bo", ws))
        synced(bo)
        yield Shared(server, ws, ana, bo)


def assert_alike(shared: Shared, *more: str) -> None:
    """All rounds done, the server and every replica hold the same and show the same."""
    paths = (shared.ana, shared.bo, *more)
    synced(*paths, *paths)
    assert [waiting(path) for path in paths] == [[]] * len(paths)
    held = shared.server.service.log.page(shared.ws, 0, 10_000).bodies
    assert all(set(bodies(path)) == set(held) for path in paths)
    assert all(folded_tables(path) == folded_tables(shared.ana) for path in paths)


def test_what_each_writes_reaches_the_other(shared: Shared) -> None:
    assert log_of(shared.ana) == log_of(shared.bo)
    commented(shared.bo, "bo", "From Bo")
    commented(shared.ana, "ana", "From Ana")
    first, second, third = synced(shared.bo, shared.ana, shared.bo)
    assert (first.sent, second.sent, second.received, third.received) == (1, 1, 1, 1)
    assert_alike(shared)


def test_a_long_log_goes_in_batches_and_comes_in_one_download(shared: Shared, tmp_path: Path) -> None:
    session = Session.at(shared.bo, "bo")
    (key_result, *_) = rows(session, "SELECT id FROM key_result ORDER BY id")
    about = {
        "key_result": key_result["id"],
        "author": session.member.id,
        "at": session.stamp(),
        "kind": "note",
    }
    with session.writing("much") as journal:
        for number in range(1200):
            journal.add("comment", journal.new_id(), {"text": f"{number} " + "x" * 600, **about}, base=())
    (outcome,) = synced(shared.bo)
    assert outcome.sent == 1200
    third = joined(tmp_path / "third", "acme", shared.server.url, shared.server.code("bo", shared.ws))
    told: list[tuple[int, int]] = []
    run_round(third, now, progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1]
    assert_alike(shared, third)


@pytest.mark.parametrize("span", [timedelta(hours=1), timedelta(days=3650)], ids=["an hour", "ten years"])
def test_what_a_wrong_clock_wrote_gets_the_servers_time(shared: Shared, span: timedelta) -> None:
    turn_clock(datetime.now(UTC) + span)
    kept = [commented(shared.bo, "bo", f"{number}") for number in range(3)]
    turn_clock(None)
    (outcome,) = synced(shared.bo)
    assert (outcome.sent, outcome.refused) == (3, 0)
    assert "wrong clock" in outcome.notes[0]
    assert {one["id"] for one in rows(shared.bo, "SELECT id FROM comment")}
    assert set(kept) <= {one["id"] for one in rows(shared.bo, "SELECT id FROM entry")}
    assert_alike(shared)


def test_a_workspace_that_a_wrong_clock_made_is_founded_all_the_same(
    world: World, home: Path, tmp_path: Path
) -> None:
    turn_clock(datetime.now(UTC) + timedelta(days=400))
    session = create_workspace("Later", handle="ana", timezone="UTC")
    turn_clock(None)
    with serving(tmp_path / "server") as server:
        founded(session.path, server.url, server.code("ana"))
        (outcome,) = synced(session.path)
        assert outcome.refused == outcome.waiting == 0
        ws = rows(session.path, "SELECT value FROM meta WHERE name = 'ws'")[0]["value"]
        assert server.service.log.page(ws, 0, 100).bodies == bodies(session.path)


def test_a_copied_home_counts_as_another_device(shared: Shared, tmp_path: Path) -> None:
    commented(shared.bo, "bo", "before the copy")
    clone = tmp_path / "clone.okr"
    for ending in ("", ".token"):
        shutil.copy(shared.bo + ending, f"{clone}{ending}")
    commented(shared.bo, "bo", "in the original")
    commented(str(clone), "bo", "in the copy")
    synced(shared.bo)
    (outcome,) = synced(str(clone))
    assert "copied from another home" in outcome.notes[0]
    assert_alike(shared, str(clone))
    assert texts(shared.ana) == ["before the copy", "in the copy", "in the original"]
    assert rows(shared.ana, "SELECT * FROM oddity") == rows(str(clone), "SELECT * FROM refused") == []


def test_a_revoked_device_is_refused_at_once_and_comes_back_as_a_new_one(shared: Shared) -> None:
    kept = commented(shared.bo, "bo", "while it was revoked")
    device = remote(shared.bo).device
    shared.server.service.accounts.revoke(device)
    outcome = run_round(shared.bo, now)
    assert outcome.is_hopeless
    assert "okrtui join URL CODE" in outcome.problem
    assert waiting(shared.bo) == [kept]
    again = use_code(shared.server.url, shared.server.code("bo", shared.ws), now())
    take_part_again(shared.bo, again, now())
    assert_alike(shared)
    assert texts(shared.ana) == ["while it was revoked"]


def remote(path: str) -> Remote:
    with Replica.open(path).connected() as connection:
        found = remote_of(connection)
    assert found is not None
    return found


def test_leaving_makes_the_server_forget_the_device(shared: Shared) -> None:
    device = remote(shared.bo).device
    assert leave(shared.bo).is_forgotten
    assert shared.server.service.accounts.device(device).revoked_at


def test_news_are_heard_of_within_a_second(shared: Shared) -> None:
    heard: list[float] = []

    def listen() -> None:
        assert await_news(Replica.open(shared.bo), remote(shared.bo), 20)
        heard.append(time.monotonic())

    synced(shared.bo)
    thread = threading.Thread(target=listen)
    thread.start()
    time.sleep(0.3)
    commented(shared.ana, "ana", "news")
    synced(shared.ana)
    written = time.monotonic()
    thread.join(30)
    assert heard
    assert heard[0] - written < 2


def test_a_server_that_was_restored_is_refilled(world: World, home: Path, tmp_path: Path) -> None:
    """Item 6: an old backup under a new epoch; what it lacks comes back from those who wrote it."""
    turn_clock(None)
    ana, data = copied(world.local, home / "data" / "workspaces"), tmp_path / "server"
    with serving(data) as server:
        port = server.port
        founded(ana, server.url, server.code("ana"))
        synced(ana)
        ws = rows(ana, "SELECT value FROM meta WHERE name = 'ws'")[0]["value"]
        bo = joined(tmp_path / "bo", "acme", server.url, server.code("bo", ws))
        synced(bo)
        commented(bo, "bo", "after the backup")
        commented(ana, "ana", "after the backup, too")
        synced(bo, ana, bo)
        lost = len(server.service.log.page(ws, 0, 10_000).bodies) - 2
    with closing(sqlite3.connect(data / "server.db")) as raw:
        raw.execute("DELETE FROM entry WHERE seq > ?", (lost,))
        raw.execute("UPDATE workspace SET head = ?, epoch = 'another'", (lost,))
        raw.commit()
    shutil.rmtree(data / "replicas", ignore_errors=True)
    with serving(data, port=port) as server:
        waits = commented(bo, "bo", "not sent yet")
        (outcome,) = synced(bo)
        assert "brought back from a backup" in outcome.notes[0]
        assert waits in {one["id"] for one in rows(bo, "SELECT id FROM entry")}
        assert_alike(Shared(server, ws, ana, bo))
        assert texts(ana) == ["after the backup", "after the backup, too", "not sent yet"]


def test_a_server_that_stops_and_starts_again_costs_nothing(world: World, home: Path, tmp_path: Path) -> None:
    turn_clock(None)
    ana, data = copied(world.local, home / "data" / "workspaces"), tmp_path / "server"
    with serving(data) as server:
        port = server.port
        founded(ana, server.url, server.code("ana"))
        synced(ana)
    kept = commented(ana, "ana", "while it is down")
    outcome = run_round(ana, now)
    assert "can't be reached" in outcome.problem
    assert waiting(ana) == [kept]
    with serving(data, port=port):
        assert synced(ana)[0].sent == 1


def test_the_token_is_not_in_the_replica(shared: Shared) -> None:
    token = read_token(shared.bo)
    assert len(token) > 30
    assert token.encode() not in Path(shared.bo).read_bytes()
    assert os.stat(f"{shared.bo}.token").st_mode & 0o777 == 0o600
