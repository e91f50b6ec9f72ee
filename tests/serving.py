"""A real server on loopback for tests: uvicorn in a thread of its own, with its log in memory."""

from __future__ import annotations

import io
import json
import logging
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from okrtui.actions.session import Session
from okrtui.server.config import ServerConfig
from okrtui.server.logs import set_up_logs
from okrtui.server.opening import open_log
from okrtui.server.running import Listening
from okrtui.server.service import Service
from tests.builders import bodies

DEV = "00000000-0000-4000-8000-00000000000{}"


class Enrolled(NamedTuple):
    """A device of one person, and a client that carries its token."""

    client: httpx.Client
    token: str
    id: str
    handle: str


class Serving:
    """A server that runs.

    Attributes:
        url: where it listens.
        service: its parts.
    """

    def __init__(self, service: Service, port: int, told: io.StringIO) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.port = port
        self.service = service
        self._told = told
        self._clients: list[httpx.Client] = []

    @property
    def lines(self) -> list[dict[str, Any]]:
        """What it logged."""
        return [json.loads(line) for line in self._told.getvalue().splitlines()]

    def client(self, token: str = "") -> httpx.Client:
        """A client, without certificates that would take long to read; closed with the server."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        client = httpx.Client(base_url=self.url, headers=headers, timeout=30, verify=False)
        self._clients.append(client)
        return client

    def code(self, handle: str, ws: str = "", days: int = 7) -> str:
        """An invitation's code; one that founds a workspace where none is named."""
        return self.service.accounts.invitations.invite(ws, handle, days)

    def enrolled(self, handle: str, dev: str, ws: str = "") -> Enrolled:
        """A device of `handle`."""
        asked = {"code": self.code(handle, ws), "device_name": f"{handle}'s laptop", "dev": dev}
        answer = self.client().post("/v1/enroll", json=asked)
        assert answer.status_code == 201, answer.text
        told = answer.json()
        return Enrolled(self.client(told["token"]), told["token"], told["device"], handle)

    def founded(self, session: Session) -> Enrolled:
        """The creator's device, with everything in the session's replica pushed."""
        device = self.enrolled(session.member.handle, meta(session, "dev"))
        answer = push(device, meta(session, "ws"), bodies(session.path))
        assert {one["verdict"] for one in answer.json()["verdicts"]} == {"accepted"}, answer.text
        return device

    def await_line(self, event: str) -> dict[str, Any]:
        """The first line of that event; it may come after the answer."""
        for _ in range(200):
            found = [line for line in self.lines if line["event"] == event]
            if found:
                return found[0]
            time.sleep(0.05)
        raise AssertionError(f"no {event} in {self.lines}")

    def close(self) -> None:
        """Close the clients."""
        for client in self._clients:
            client.close()


@contextmanager
def serving(folder: Path, allows_faults: bool = False, **settings: Any) -> Iterator[Serving]:
    """A server that keeps its data in `folder`, and logs no faults unless they are allowed."""
    given = {"data": str(folder), "port": 0, "stop_seconds": 2, "burst": 100_000, **settings}
    config = ServerConfig.model_validate(given)
    told = io.StringIO()
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    set_up_logs("debug", told)
    for name in ("httpx", "httpcore", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)
    log = open_log(config)
    service = Service.start(config, log)
    with closing(log), Listening(config, service) as listening:
        thread = threading.Thread(target=listening.run)
        thread.start()
        server = Serving(service, listening.port, told)
        try:
            _await_start(listening.port)
            yield server
        finally:
            server.close()
            listening.stop()
            thread.join(20)
            root.handlers[:], root.level = handlers, level
    assert not thread.is_alive()
    faults = [line for line in server.lines if "fault" in line]
    assert allows_faults or not faults, faults


def _await_start(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server did not start")


def push(device: Enrolled, ws: str, several: Sequence[bytes], epoch: str | None = None) -> httpx.Response:
    """Push entries' bytes as they are."""
    told = json.dumps(epoch).encode()
    content = b'{"epoch":' + told + b',"entries":[' + b",".join(several) + b"]}"
    return device.client.post(f"/v1/ws/{ws}/ops", content=content)


def meta(session: Session, name: str) -> str:
    """A value of the replica's own: `ws` or `dev`."""
    with closing(sqlite3.connect(session.path)) as connection:
        (value,) = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(value)
