"""Pushing, pulling, waiting and the snapshot over HTTP."""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
import time
from pathlib import Path
from typing import Any

import httpx

from tests.builders import (
    a_check_in,
)
from tests.server.shared import Shared, await_watchers, pulled
from tests.serving import DEV, Serving, meta, push

AN_IDLE_WHILE = 5.5
"""Seconds; longer than uvicorn's own default, at which idle connections were cut under clients' hands."""


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
    await_watchers(shared.server, 1)
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
    await_watchers(shared.server, 1)
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
    await_watchers(shared.server, many)
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


def test_a_connection_is_kept_between_requests(shared: Shared) -> None:
    limits = httpx.Limits(keepalive_expiry=60)
    headers = shared.ana.client.headers
    client = httpx.Client(base_url=shared.server.url, headers=headers, limits=limits, verify=False)
    client.get("/v1/devices")
    pool = client._transport._pool  # type: ignore[attr-defined] # httpx tells it nowhere else
    (before,) = pool.connections
    for _ in range(5):
        client.get("/v1/devices")
    time.sleep(AN_IDLE_WHILE)
    client.get("/v1/devices")
    assert pool.connections == [before]
    client.close()
