"""A whole organisation that checks in within ten minutes: everyone's is taken, and everyone gets everyone's."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from okrtui.actions.people import add_member
from okrtui.store.entry import read_entry
from tests.builders import a_published_cycle, a_workspace, at, rows
from tests.server.writers import Writer
from tests.serving import Enrolled, meta, push, serving
from tests.sweep import sweep_size

PEOPLE = sweep_size(25, 120, 500)
AT_ONCE = 16
TEN_MINUTES = 600.0


def test_20_everyone_checks_in_within_ten_minutes(home: Path, tmp_path: Path) -> None:
    session = a_workspace(home)
    key_result = a_published_cycle(session).key_result
    handles = [f"p{number}" for number in range(PEOPLE)]
    for handle in handles:
        add_member(session, handle, account=True, roles=["program_lead"])
    at("2026-11-17T09:00:00+00:00")
    ws = meta(session, "ws")
    members = {one["handle"]: one["id"] for one in rows(session, "SELECT * FROM member")}
    with serving(tmp_path / "server") as server:
        server.founded(session)
        head = server.service.log.head(ws)

        def check_in(handle: str) -> Enrolled:
            writer = Writer(handle, f"00000000-0000-4000-8000-{handles.index(handle) + 1:012x}", ws)
            device = server.enrolled(handle, writer.dev, ws)
            fields = {"key_result": key_result, "week": "2026-W47", "author": members[handle], "actual": "24"}
            answer = push(device, ws, [writer.write("check_in", f"of-{handle}", fields).body])
            assert [one["verdict"] for one in answer.json()["verdicts"]] == ["accepted"], answer.text
            return device

        begun = time.monotonic()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            devices = list(pool.map(check_in, handles))
        assert time.monotonic() - begun < TEN_MINUTES * max(PEOPLE, 100) / 500
        page = devices[0].client.get(f"/v1/ws/{ws}/ops", params={"after": head, "limit": 10_000}).json()
        assert {one["au"] for one in page["entries"]} == set(handles)
        assert [read_entry(body).au for body in server.service.log.page(ws, head, 10_000).bodies] == [
            one["au"] for one in page["entries"]
        ]
        assert server.service.log.verify(ws).problems == []
