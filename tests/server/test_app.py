"""The server over HTTP, as a client meets it."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from okrtui.actions.people import edit_member
from okrtui.actions.session import Session
from tests.builders import (
    PUBLISHED_AT,
    a_check_in,
    a_member,
    a_published_cycle,
    a_workspace,
    at,
    bodies,
    row,
    rows,
)
from tests.serving import DEV, Enrolled, Serving, meta, push, serving

AN_IDLE_WHILE = 5.5
"""Seconds; longer than uvicorn's own default, at which idle connections were cut under clients' hands."""

CHECK_IN_DAY = "2026-11-17T09:00:00+00:00"


class Shared:
    """A workspace of Ana, Bob and Stu on a server.

    Attributes:
        server, session, ws: the server, Ana's session, the workspace.
        ana: Ana's device.
        key_result: a KR in force.
        lines: what was pushed, in order.
    """

    def __init__(self, server: Serving, session: Session, token: str) -> None:
        self.server = server
        self.session = session
        self.ws = meta(session, "ws")
        self.lines = bodies(session.path)
        self.key_result = str(rows(session, "SELECT id FROM key_result ORDER BY id LIMIT 1")[0]["id"])
        client = server.client(token)
        (device,) = client.get("/v1/devices").json()["devices"]
        self.ana = Enrolled(client, token, device["id"], "ana")

    def device(self, handle: str, n: int = 1) -> Enrolled:
        return self.server.enrolled(handle, DEV.format(n), self.ws)

    def url(self, path: str) -> str:
        return f"/v1/ws/{self.ws}/{path}"

    def new_entries(self) -> list[bytes]:
        """What Ana wrote since."""
        return bodies(self.session.path)[len(self.lines) :]


class Template(NamedTuple):
    """A workspace and the server that it was pushed to, stopped: tests run on copies."""

    server: Path
    replica: Path
    token: str


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    folder = tmp_path_factory.mktemp("template")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OKRTUI_HOME", str(folder / "home"))
        patch.setenv("OKRTUI_NOW", PUBLISHED_AT)
        session = a_workspace(folder / "home")
        a_member(session, "bob")
        a_member(session, "stu", "data_steward")
        a_published_cycle(session)
        at(CHECK_IN_DAY)
        with serving(folder / "server") as server:
            token = server.founded(session).token
        yield Template(folder / "server", Path(session.path), token)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path / "server") as running:
        yield running


@pytest.fixture
def copied(template: Template, tmp_path: Path) -> Path:
    """A server's folder that has the workspace."""
    return Path(shutil.copytree(template.server, tmp_path / "copied"))


@pytest.fixture
def session(template: Template, home: Path) -> Session:
    at(CHECK_IN_DAY)
    shutil.copy(template.replica, home / "acme.okr")
    return Session.at(str(home / "acme.okr"), "ana")


@pytest.fixture
def shared(template: Template, session: Session, copied: Path) -> Iterator[Shared]:
    with serving(copied) as server:
        yield Shared(server, session, template.token)


def pulled(device: Enrolled, ws: str, **query: Any) -> dict[str, Any]:
    answer = device.client.get(f"/v1/ws/{ws}/ops", params=query)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert isinstance(told, dict)
    return told


def test_hello_tells_protocol_limits_and_clock_to_anybody(server: Serving) -> None:
    told = server.client().get("/v1/hello").json()
    assert told["protocol"] == 1
    assert told["limits"]["entries"] == 500
    assert told["limits"]["bytes"] == 1024 * 1024
    assert told["limits"]["entry_bytes"] == 64 * 1024
    assert told["ws"] is told["epoch"] is None


def test_what_one_device_pushes_another_pulls_byte_by_byte(shared: Shared) -> None:
    bob = shared.device("bob")
    answer = bob.client.get(shared.url("ops"))
    head = b'"head":%d,"entries":[' % len(shared.lines)
    assert answer.content.split(head)[1] == b",".join(shared.lines) + b"]}"


def test_the_epoch_is_told_at_enrolment_in_hello_and_with_every_page(shared: Shared) -> None:
    bob = shared.device("bob")
    told = pulled(bob, shared.ws)
    hello = bob.client.get("/v1/hello").json()
    assert (hello["ws"], hello["epoch"], hello["handle"]) == (shared.ws, told["epoch"], "bob")
    asked = {"code": shared.server.code("bob", shared.ws), "device_name": "x", "dev": DEV.format(2)}
    enrolled = shared.server.client().post("/v1/enroll", json=asked).json()
    assert (enrolled["ws"], enrolled["epoch"]) == (shared.ws, told["epoch"])


def test_pages_follow_each_other_without_a_hole(shared: Shared) -> None:
    found: list[Any] = []
    while True:
        page = pulled(shared.ana, shared.ws, after=len(found), limit=3)
        found += page["entries"]
        if not page["entries"]:
            break
    assert found == [json.loads(line) for line in shared.lines]


def test_pushing_again_after_a_lost_answer_adds_nothing(shared: Shared) -> None:
    answer = push(shared.ana, shared.ws, shared.lines).json()
    assert {one["verdict"] for one in answer["verdicts"]} == {"duplicate"}
    assert [one["seq"] for one in answer["verdicts"]] == list(range(1, len(shared.lines) + 1))
    assert answer["head"] == len(shared.lines)


def test_another_epoch_is_told_and_nothing_is_taken(shared: Shared) -> None:
    for answer in (
        push(shared.ana, shared.ws, shared.lines, epoch="another"),
        shared.ana.client.get(shared.url("ops"), params={"epoch": "another"}),
        shared.ana.client.get(shared.url("ops"), params={"epoch": "another", "wait": 5}),
    ):
        assert answer.status_code == 409
        assert answer.json()["code"] == "epoch"
        assert answer.json()["epoch"] == pulled(shared.ana, shared.ws)["epoch"]


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
    _await_watchers(shared.server, 1)
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


def test_a_founders_first_push_must_make_the_workspace(server: Serving) -> None:
    founder = server.enrolled("ana", DEV.format(1))
    unknown = "0199c1a2-ffff-7000-8000-000000000000"
    answer = push(founder, unknown, [b"{}"])
    assert 400 <= answer.status_code < 500
    assert server.service.accounts.device(founder.id).ws == ""


def test_a_long_poll_answers_as_soon_as_there_is_something(shared: Shared) -> None:
    bob = shared.device("bob")
    answers: list[tuple[float, dict[str, Any]]] = []

    def poll() -> None:
        told = pulled(bob, shared.ws, after=len(shared.lines), wait=25)
        answers.append((time.monotonic(), told))

    waiting = threading.Thread(target=poll)
    waiting.start()
    _await_watchers(shared.server, 1)
    a_check_in(shared.session, shared.key_result)
    begun = time.monotonic()
    push(shared.ana, shared.ws, shared.new_entries())
    waiting.join(20)
    ((ended, told),) = answers
    assert len(told["entries"]) == len(shared.new_entries())
    assert ended - begun < 5


def test_a_long_poll_with_nothing_new_ends_when_its_time_is_over(shared: Shared) -> None:
    begun = time.monotonic()
    assert pulled(shared.ana, shared.ws, after=len(shared.lines), wait=0.3)["entries"] == []
    assert 0.25 < time.monotonic() - begun < 10


def test_what_another_process_appends_wakes_a_long_poll(shared: Shared) -> None:
    bob = shared.device("bob")
    a_check_in(shared.session, shared.key_result)
    new = shared.new_entries()
    found: list[dict[str, Any]] = []
    waiting = threading.Thread(
        target=lambda: found.append(pulled(bob, shared.ws, after=len(shared.lines), wait=25))
    )
    waiting.start()
    _await_watchers(shared.server, 1)
    from okrtui.server.log import ServerLog

    other = ServerLog(
        str(shared.server.service.log.database.url), str(Path(shared.session.path).parent / "o")
    )
    other.push(shared.ws, "ana", [meta(shared.session, "dev")], new)
    other.close()
    waiting.join(20)
    assert [len(told["entries"]) for told in found] == [len(new)]


def test_hundreds_wait_at_once_and_others_are_served_meanwhile(shared: Shared) -> None:
    many = 100
    stop = threading.Event()

    async def wait_all() -> list[int]:
        import asyncio

        headers = {"Authorization": f"Bearer {shared.ana.token}"}
        limits = httpx.Limits(max_connections=many)
        query = {"after": len(shared.lines), "wait": 25}
        async with httpx.AsyncClient(
            base_url=shared.server.url, headers=headers, limits=limits, timeout=60
        ) as client:
            answers = await asyncio.gather(
                *(client.get(shared.url("ops"), params=query) for _ in range(many))
            )
        return [len(answer.json()["entries"]) for answer in answers]

    got: list[int] = []

    def run() -> None:
        import asyncio

        got.extend(asyncio.run(wait_all()))
        stop.set()

    thread = threading.Thread(target=run)
    thread.start()
    _await_watchers(shared.server, many)
    begun = time.monotonic()
    assert shared.ana.client.get("/v1/devices").status_code == 200
    assert time.monotonic() - begun < 5
    a_check_in(shared.session, shared.key_result)
    new = shared.new_entries()
    push(shared.ana, shared.ws, new)
    assert stop.wait(60)
    thread.join(20)
    assert got == [len(new)] * many


def test_the_snapshot_is_the_whole_log_with_its_sum(shared: Shared) -> None:
    answer = shared.device("bob").client.get(shared.url("snapshot"))
    lines = gzip.decompress(answer.content)
    assert lines.splitlines() == shared.lines
    assert answer.headers["Okrtui-Head"] == str(len(shared.lines))
    assert answer.headers["Okrtui-Sha256"] == hashlib.sha256(lines).hexdigest()
    assert answer.headers["Okrtui-Epoch"] == pulled(shared.ana, shared.ws)["epoch"]


@pytest.mark.parametrize("things", ["key_results", "objectives", "check_ins", "cycles", "members"])
def test_other_programs_read_things_as_the_export_writes_them(shared: Shared, things: str) -> None:
    a_check_in(shared.session, shared.key_result)
    push(shared.ana, shared.ws, shared.new_entries())
    document = shared.ana.client.get(shared.url("read/export")).json()
    found: list[Any] = []
    page: dict[str, Any] = {"next": ""}
    while page["next"] is not None:
        query = {"after": page["next"], "limit": 1}
        page = shared.ana.client.get(shared.url(f"read/{things}"), params=query).json()
        found += page["items"]
    assert found == document[things]


def test_other_programs_read_the_status(shared: Shared) -> None:
    told = shared.device("bob").client.get(shared.url("read/status")).json()
    assert told["workspace"] == "Acme"
    assert shared.key_result in {one["id"] for one in told["key_results"]}


def test_a_steward_tells_an_actual_and_it_becomes_a_reading(shared: Shared) -> None:
    stu = shared.device("stu")
    for n, actual in enumerate(("21.50", 22), 1):
        answer = stu.client.post(
            shared.url("actuals"),
            json={"key_result": shared.key_result, "actual": actual, "source": "warehouse"},
        )
        assert answer.status_code == 201, answer.text
        assert answer.json()["seq"] == len(shared.lines) + n
    entries = pulled(shared.ana, shared.ws, after=len(shared.lines))["entries"]
    assert [(one["au"], one["k"], one["d"]["value"]) for one in entries] == [
        ("stu", "reading", "21.50"),
        ("stu", "reading", "22"),
    ]
    assert (shared.key_result, "21.50", "warehouse") in _readings(shared)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"key_result": "nothing like it", "actual": "1"}, 404),
        ({"actual": "1"}, 422),
        ({"key_result": "KR", "actual": "many"}, 422),
        ({"key_result": "KR", "actual": True}, 422),
        ({"key_result": "KR", "actual": "1", "at": "yesterday"}, 422),
        ({"key_result": "KR", "actual": "1", "at": "2026-11-17T09:00:00"}, 422),
    ],
)
def test_an_actual_that_can_not_be_is_refused(shared: Shared, asked: dict[str, Any], status: int) -> None:
    if asked.get("key_result") == "KR":
        asked = {**asked, "key_result": shared.key_result}
    assert shared.device("stu").client.post(shared.url("actuals"), json=asked).status_code == status


def test_a_connection_is_kept_between_requests(shared: Shared) -> None:
    limits = httpx.Limits(keepalive_expiry=60)
    client = httpx.Client(base_url=shared.server.url, headers=shared.ana.client.headers, limits=limits)
    client.get("/v1/devices")
    pool = client._transport._pool  # type: ignore[attr-defined] # httpx tells it nowhere else
    (before,) = pool.connections
    for _ in range(5):
        client.get("/v1/devices")
    time.sleep(AN_IDLE_WHILE)
    client.get("/v1/devices")
    assert pool.connections == [before]
    client.close()


def test_what_it_does_can_be_watched(shared: Shared) -> None:
    push(shared.ana, shared.ws, shared.lines)
    shared.server.await_line("request")
    client = shared.server.client()
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}
    told = client.get("/metrics").text
    assert 'okrtui_requests_total{method="POST",route="/v1/ws/{ws}/ops",status="200"} 1.0' in told
    assert f'okrtui_entries_total{{code="",verdict="duplicate"}} {float(len(shared.lines))}' in told
    assert "process_resident_memory_bytes" in told


def test_metrics_are_for_the_networks_that_may_read_them(tmp_path: Path) -> None:
    with serving(tmp_path / "closed", metrics_from=["192.0.2.0/24"]) as server:
        client = server.client()
        assert client.get("/metrics").status_code == 404
        told = client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"})
        assert told.status_code == 200


def test_the_readiness_fails_and_says_nothing_inward_where_the_database_is_away(tmp_path: Path) -> None:
    with serving(tmp_path / "gone") as server:
        path = Path(server.service.log.database.url.database or "")
        server.service.log.database.engine.dispose()
        path.rename(path.with_suffix(".away"))
        path.mkdir()
        answer = server.client().get("/readyz")
        assert answer.status_code == 503
        assert str(path) not in answer.text
        assert server.client().get("/healthz").status_code == 200
        path.rmdir()
        path.with_suffix(".away").rename(path)


def test_no_secret_and_no_text_of_people_is_logged(shared: Shared) -> None:
    code = shared.server.code("bob", shared.ws)
    asked = {"code": code, "device_name": "Bob's secret hideout", "dev": DEV.format(7)}
    token = shared.server.client().post("/v1/enroll", json=asked).json()["token"]
    shared.server.client().post("/v1/enroll", json={**asked, "code": code})
    client = shared.server.client(token)
    client.get(shared.url("ops"), params={"epoch": "my diary", "after": 0})
    client.get("/v1/my-private-page")
    client.post(shared.url("actuals"), json={"key_result": "a private title", "actual": "1"})
    written = json.dumps(shared.server.lines)
    for secret in (code, code[6:], token, shared.ana.token, "hideout", "diary", "private", "Acme"):
        assert secret not in written
    assert "purchase rate" in b"".join(shared.lines).decode()
    assert "purchase rate" not in written
    told = shared.server.await_line("request")
    assert {"request", "method", "route", "status", "ms", "address", "device"} <= set(told)


def test_a_fault_is_one_line_outside_and_its_place_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(tmp_path / "broken", allows_faults=True) as server:
        monkeypatch.setattr(server.service.accounts, "who", lambda token: 1 / 0)
        answer = server.client("x").get("/v1/devices")
        assert answer.status_code == 500
        assert answer.json()["code"] == "fault"
        assert "Zero" not in answer.text
        fault = server.await_line("fault")
        assert fault["fault"] == "ZeroDivisionError"
        assert fault["request"] in answer.json()["text"]
        assert "division by zero" not in json.dumps(server.lines)


def _await_watchers(server: Serving, many: int) -> None:
    for _ in range(600):
        if server.service.waiting.watchers >= many:
            return
        time.sleep(0.05)
    raise AssertionError(f"{server.service.waiting.watchers} of {many} wait")


def _signed(shared: Shared, handle: str, dev: str) -> bytes:
    """A comment as `handle` would sign it with the replica `dev`."""
    from datetime import UTC, datetime

    from okrtui.store.clock import new_id, next_clock
    from okrtui.store.entry import write_entry

    now = datetime.now(UTC).replace(year=2026, month=11, day=17)
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


def _readings(shared: Shared) -> list[tuple[Any, ...]]:
    path = shared.server.service.log.replica(shared.ws)
    connection = sqlite3.connect(path)
    try:
        return connection.execute("SELECT key_result, value, source FROM reading").fetchall()
    finally:
        connection.close()
