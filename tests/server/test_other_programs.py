"""What dashboards read and data pipelines tell, and what those who run the server see."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.builders import (
    a_check_in,
)
from tests.server.shared import Shared, pulled
from tests.serving import DEV, push, serving


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


def _readings(shared: Shared) -> list[tuple[Any, ...]]:
    path = shared.server.service.log.replica(shared.ws)
    connection = sqlite3.connect(path)
    try:
        return connection.execute("SELECT key_result, value, source FROM reading").fetchall()
    finally:
        connection.close()
