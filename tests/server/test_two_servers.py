"""Two servers on one PostgreSQL: whatever one takes in, tells or revokes counts at the other."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from okrtui.actions.people import edit_member
from okrtui.server.migrating import migrate
from tests.builders import a_check_in, a_member, a_published_cycle, a_workspace, at, bodies
from tests.serving import DEV, Enrolled, Serving, meta, push, serving


class Two(NamedTuple):
    """Two servers with data folders of their own."""

    first: Serving
    second: Serving


@pytest.fixture
def two(postgres_url: str, tmp_path: Path) -> Iterator[Two]:
    migrate(postgres_url)
    with (
        serving(tmp_path / "first", database=postgres_url, vain_enrolments=3) as first,
        serving(tmp_path / "second", database=postgres_url, vain_enrolments=3) as second,
    ):
        yield Two(first, second)


def at_the_other(two: Two, device: Enrolled) -> Enrolled:
    """The same device, speaking to the second server."""
    return device._replace(client=two.second.client(device.token))


def test_what_one_takes_in_the_other_hands_out_and_tells_those_who_wait(two: Two, home: Path) -> None:
    session = a_workspace(home)
    a_member(session, "bob")
    key_result = a_published_cycle(session).key_result
    at("2026-11-17T09:00:00+00:00")
    ws = meta(session, "ws")
    lines = bodies(session.path)
    ana = two.first.founded(session)
    bob = at_the_other(two, two.first.enrolled("bob", DEV.format(1), ws))
    assert len(bob.client.get(f"/v1/ws/{ws}/ops").json()["entries"]) == len(lines)
    assert bob.client.get(f"/v1/ws/{ws}/read/export").json()["workspace"]["name"] == "Acme"

    found: list[dict[str, Any]] = []
    query = {"after": len(lines), "wait": 25}
    waiting = threading.Thread(
        target=lambda: found.append(bob.client.get(f"/v1/ws/{ws}/ops", params=query).json())
    )
    waiting.start()
    while not two.second.service.waiting.watchers:
        time.sleep(0.02)
    a_check_in(session, key_result)
    begun = time.monotonic()
    push(ana, ws, bodies(session.path)[len(lines) :])
    waiting.join(25)
    assert [len(told["entries"]) for told in found] == [len(bodies(session.path)) - len(lines)]
    assert time.monotonic() - begun < 15


def test_a_device_that_one_revokes_is_out_at_the_other(two: Two, home: Path) -> None:
    session = a_workspace(home)
    ana = two.first.founded(session)
    other = at_the_other(two, ana)
    assert other.client.get("/v1/devices").status_code == 200
    assert ana.client.delete(f"/v1/devices/{ana.id}").status_code == 204
    assert other.client.get("/v1/devices").status_code == 401


def test_an_account_that_one_takes_away_ends_at_the_other_within_seconds(two: Two, home: Path) -> None:
    session = a_workspace(home)
    bob = a_member(session, "bob").member.id
    ana, ws = two.first.founded(session), meta(session, "ws")
    device = two.first.enrolled("bob", DEV.format(1), ws)
    theirs = at_the_other(two, device)
    assert theirs.client.get(f"/v1/ws/{ws}/ops").status_code == 200
    known = len(bodies(session.path))
    edit_member(session, bob, account=False)
    push(ana, ws, bodies(session.path)[known:])
    assert device.client.get(f"/v1/ws/{ws}/ops").status_code == 403
    end = time.monotonic() + 10
    while theirs.client.get(f"/v1/ws/{ws}/ops").status_code == 200 and time.monotonic() < end:
        time.sleep(0.1)
    assert theirs.client.get(f"/v1/ws/{ws}/ops").status_code == 403


def test_wrong_codes_are_counted_for_all_servers(two: Two) -> None:
    asked = {"code": "x", "device_name": "x", "dev": DEV.format(1)}
    servers = (two.first, two.second, two.first, two.second)
    statuses = [server.client().post("/v1/enroll", json=asked).status_code for server in servers]
    assert statuses == [403, 403, 403, 429]


def test_a_founded_workspace_is_one_at_both(two: Two, home: Path) -> None:
    session = a_workspace(home)
    ws = meta(session, "ws")
    device = two.first.enrolled("ana", meta(session, "dev"))
    for each in (device, at_the_other(two, device)):
        answer = push(each, ws, bodies(session.path))
        assert answer.status_code == 200, answer.text
    assert {one["verdict"] for one in answer.json()["verdicts"]} == {"duplicate"}
    assert two.second.client(device.token).get("/v1/hello").json()["ws"] == ws
