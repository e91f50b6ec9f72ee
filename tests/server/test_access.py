"""Who gets in, what for, and how they are put out again, over HTTP."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from okrtui.actions.comments import add_comment
from okrtui.actions.people import edit_member
from okrtui.actions.session import Session
from okrtui.server.people import People, Person
from okrtui.store.clock import new_id, next_clock
from okrtui.store.entry import write_entry
from tests.builders import (
    a_check_in,
    row,
)
from tests.server.shared import CHECK_IN_DAY, Shared, Template, await_watchers
from tests.serving import DEV, meta, push, serving


def test_a_revoked_device_is_out_at_its_next_request(shared: Shared) -> None:
    bob = shared.device("bob")
    assert bob.client.get(shared.url("ops")).status_code == 200
    assert shared.ana.client.delete(f"/v1/devices/{bob.id}").status_code == 204
    for answer in (
        bob.client.get(shared.url("ops")),
        bob.client.get("/v1/devices"),
        bob.client.get(shared.url("snapshot")),
        push(bob, shared.ws, []),
    ):
        assert answer.status_code == 401
        assert answer.json()["code"] == "token"
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_device_that_is_revoked_while_it_waits_gets_nothing(shared: Shared) -> None:
    bob = shared.device("bob")
    answers: list[httpx.Response] = []
    query = {"after": len(shared.lines), "wait": 20}
    waiting = threading.Thread(target=lambda: answers.append(bob.client.get(shared.url("ops"), params=query)))
    waiting.start()
    await_watchers(shared.server, 1)
    shared.ana.client.delete(f"/v1/devices/{bob.id}")
    a_check_in(shared.session, shared.key_result)
    push(shared.ana, shared.ws, shared.new_entries())
    waiting.join(20)
    assert [answer.status_code for answer in answers] == [401]


def test_an_account_that_was_taken_away_ends_all_its_devices(shared: Shared) -> None:
    bob = shared.device("bob")
    assert bob.client.get(shared.url("ops")).status_code == 200
    edit_member(shared.session, row(shared.session, "member", "bob", "handle")["id"], account=False)
    push(shared.ana, shared.ws, shared.new_entries())
    for answer in (bob.client.get(shared.url("ops")), push(bob, shared.ws, [])):
        assert answer.status_code == 403
        assert answer.json()["code"] == "account"


def test_who_asks_is_told_anew_only_once_something_was_said_of_members(
    shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("okrtui.server.people._BELIEVED", 0.0)
    service, read, look = shared.server.service, [], People._read

    def counted(self: People, ws: str) -> dict[str, Person]:
        read.append(ws)
        return look(self, ws)

    monkeypatch.setattr(People, "_read", counted)
    assert service.people.person(shared.ws, "bob")
    before = len(read)
    add_comment(shared.session, "Nothing of members", key_result=shared.key_result)
    push(shared.ana, shared.ws, shared.new_entries())
    assert service.people.person(shared.ws, "bob")
    assert len(read) == before
    edit_member(shared.session, row(shared.session, "member", "bob", "handle")["id"], account=False)
    service.log.push(shared.ws, "ana", service.accounts.device(shared.ana.id).replicas, shared.new_entries())
    assert service.people.person(shared.ws, "bob") is None
    assert len(read) > before


def test_a_code_lets_one_device_in(shared: Shared) -> None:
    asked = {"code": shared.server.code("bob", shared.ws), "device_name": "x", "dev": DEV.format(3)}
    client = shared.server.client()
    assert client.post("/v1/enroll", json=asked).status_code == 201
    again = client.post("/v1/enroll", json=asked)
    assert again.status_code == 403
    assert again.json()["code"] == "code"


def test_of_many_who_use_a_code_at_once_one_gets_in(shared: Shared) -> None:
    code = shared.server.code("bob", shared.ws)
    statuses: list[int] = []
    clients = [shared.server.client() for _ in range(8)]

    def try_it(client: httpx.Client) -> None:
        asked = {"code": code, "device_name": "x", "dev": DEV.format(4)}
        statuses.append(client.post("/v1/enroll", json=asked).status_code)

    threads = [threading.Thread(target=try_it, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(statuses) == [201, *[403] * 7]


def test_an_address_with_too_many_wrong_codes_is_told_when_to_come_back(tmp_path: Path) -> None:
    with serving(tmp_path / "strict", vain_enrolments=3) as server:
        client = server.client()
        asked = {"code": "xxxxx", "device_name": "x", "dev": DEV.format(1)}
        statuses = [client.post("/v1/enroll", json=asked) for _ in range(4)]
        assert [one.status_code for one in statuses] == [403, 403, 403, 429]
        assert 0 < int(statuses[-1].headers["Retry-After"]) <= 15 * 60


def test_a_device_that_asks_too_often_is_told_when_to_come_back_and_others_are_served(
    template: Template, session: Session, copied: Path
) -> None:
    with serving(copied, burst=30, requests_per_second=0.01) as server:
        shared = Shared(server, session, template.token)
        bob = shared.device("bob")
        answers = [bob.client.get("/v1/devices") for _ in range(40)]
        refused = [one for one in answers if one.status_code == 429]
        assert 9 <= len(refused) <= 10
        assert refused[0].json()["code"] == "too_often"
        assert int(refused[0].headers["Retry-After"]) >= 1
        assert shared.ana.client.get("/v1/devices").status_code == 200


def test_devices_of_others_are_seen_and_revoked_by_the_creator_alone(shared: Shared) -> None:
    bob, stu = shared.device("bob", 1), shared.device("stu", 2)
    handles = {one["handle"] for one in shared.ana.client.get("/v1/devices").json()["devices"]}
    assert handles == {"ana", "bob", "stu"}
    assert [one["id"] for one in bob.client.get("/v1/devices").json()["devices"]] == [bob.id]
    assert bob.client.delete(f"/v1/devices/{stu.id}").status_code == 404
    assert stu.client.get("/v1/devices").status_code == 200
    assert bob.client.delete(f"/v1/devices/{bob.id}").status_code == 204
    assert bob.client.get("/v1/devices").status_code == 401


def test_a_second_replica_id_is_bound_before_it_signs(shared: Shared) -> None:
    bob = shared.device("bob")
    body = _signed(shared, "bob", DEV.format(9))
    (first,) = push(bob, shared.ws, [body]).json()["verdicts"]
    assert (first["verdict"], first["code"]) == ("rejected", "forbidden")
    asked = {"dev": DEV.format(9)}
    assert bob.client.post("/v1/devices/replica", json=asked).status_code == 204
    (second,) = push(bob, shared.ws, [body]).json()["verdicts"]
    assert second["verdict"] == "accepted", second


def test_nobody_pushes_in_anothers_name_or_with_anothers_replica(shared: Shared) -> None:
    bob = shared.device("bob")
    ana_dev = meta(shared.session, "dev")
    asked = {"dev": ana_dev}
    assert bob.client.post("/v1/devices/replica", json=asked).status_code == 403
    for body in (_signed(shared, "ana", DEV.format(1)), _signed(shared, "bob", ana_dev)):
        (verdict,) = push(bob, shared.ws, [body]).json()["verdicts"]
        assert (verdict["verdict"], verdict["code"]) == ("rejected", "forbidden")


def test_a_workspace_of_others_is_neither_read_nor_written_nor_told_of(
    shared: Shared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    founder = shared.server.enrolled("eve", DEV.format(5))
    unknown = "0199c1a2-ffff-7000-8000-000000000000"
    for path in ("ops", "snapshot", "read/members", "read/export"):
        known, not_known = (founder.client.get(f"/v1/ws/{ws}/{path}") for ws in (shared.ws, unknown))
        assert known.status_code == not_known.status_code == 403
        assert known.json() == not_known.json()
    assert push(founder, shared.ws, shared.lines).status_code == 403
    assert push(shared.ana, unknown, shared.lines).status_code == 403


def _signed(shared: Shared, handle: str, dev: str) -> bytes:
    """A comment as `handle` would sign it with the replica `dev`."""
    now = datetime.fromisoformat(CHECK_IN_DAY)
    member = row(shared.session, "member", handle, "handle")["id"]
    fields = {"key_result": shared.key_result, "kind": "note", "text": "Well", "author": member}
    return write_entry(
        {
            "v": 1,
            "id": new_id(now),
            "ws": shared.ws,
            "au": handle,
            "dev": dev,
            "n": 1,
            "hlc": next_clock(now),
            "base": [],
            "k": "comment",
            "kv": 1,
            "e": new_id(now),
            "d": {**fields, "at": CHECK_IN_DAY},
        }
    ).body
