"""A workspace on a server, for the tests that speak HTTP: pushed once, and copied for each test."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, NamedTuple

from okrtui.actions.session import Session
from tests.builders import (
    bodies,
    rows,
)
from tests.serving import DEV, Enrolled, Serving, meta

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


def pulled(device: Enrolled, ws: str, **query: Any) -> dict[str, Any]:
    answer = device.client.get(f"/v1/ws/{ws}/ops", params=query)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert isinstance(told, dict)
    return told


def await_watchers(server: Serving, many: int) -> None:
    for _ in range(600):
        if server.service.waiting.watchers >= many:
            return
        time.sleep(0.05)
    raise AssertionError(f"{server.service.waiting.watchers} of {many} wait")
