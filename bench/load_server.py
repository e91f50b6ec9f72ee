"""Hundreds of clients on one server: each syncs every half minute, as open screens do; prints latency, errors, memory.

    python -m bench.load_server [--clients 500] [--seconds 120] [--database URL] [--cores 2]

The server is a process of its own on loopback, pinned to the cores named where the system can do that. Every client
is a member of the workspace, and keeps its connection as long as httpx does by itself, five seconds. A round is a push
of one comment and a pull after its cursor. It is bounded: it ends after the seconds given and a grace, whatever the
server does, and takes the server with it.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from bench.load_entries import ANA, Workspace, Writer
from okrtui.server.config import ServerConfig
from okrtui.server.migrating import migrate
from okrtui.server.opening import open_log
from okrtui.server.service import accounts_of

EVERY = 30.0
"""Seconds between two rounds of one client."""

PUSHES = 1.0
"""The share of rounds that have something to push: all, as in the hour before a deadline."""

GRACE = 30.0


class Client(NamedTuple):
    """One enrolled device, and whose entries it pushes."""

    token: str
    writer: Writer


class Asked(NamedTuple):
    """What is to be measured."""

    clients: int
    seconds: float
    database: str
    cores: int


class Measured:
    """What was seen.

    Attributes:
        seconds: how long each request took, by what it was.
        errors: what went wrong, by status or class.
        memory: the server's resident bytes over time.
        processor: seconds of processor time that the server took in all.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = {"pull": [], "push": []}
        self.errors: Counter[str] = Counter()
        self.memory: list[int] = []
        self.processor = 0.0

    def percentile(self, share: float) -> float:
        """The time within which that share of all requests was answered, in seconds."""
        several = sorted(one for kind in self.seconds.values() for one in kind)
        return several[min(len(several) - 1, int(share * len(several)))] if several else 0.0

    def lines(self) -> list[str]:
        """The figures for people."""
        told = []
        for kind, several in self.seconds.items():
            ordered = sorted(several) or [0.0]
            p50, p99 = (ordered[min(len(ordered) - 1, int(share * len(ordered)))] for share in (0.5, 0.99))
            told.append(
                f"{kind}: {len(several)} requests, p50 {p50 * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms,"
                f" longest {ordered[-1] * 1000:.0f} ms"
            )
        errors = sum(self.errors.values())
        told.append(
            f"all: p99 {self.percentile(0.99) * 1000:.1f} ms, {errors} errors {dict(self.errors) or ''}".rstrip()
        )
        if self.memory:
            first, most = self.memory[0] / 2**20, max(self.memory) / 2**20
            told.append(
                f"server: {first:.0f} MiB resident at the start, {most:.0f} MiB at most,"
                f" {self.processor:.1f} s of processor time"
            )
        return told


def prepare(config: ServerConfig, workspace: Workspace) -> list[Client]:
    """Fill the database: a workspace with a history, and a device for each of its members."""
    migrate(config.database_url)
    log = open_log(config)
    try:
        bodies = workspace.first()
        log.push(workspace.ws, "ana", [ANA], bodies[:500], founder=True)
        for at in range(500, len(bodies), 500):
            log.push(workspace.ws, "ana", [ANA], bodies[at : at + 500])
        accounts = accounts_of(config, log)
        clients = []
        for one in workspace.people:
            code = accounts.invitations.invite(workspace.ws, one.handle, 1)
            given = accounts.enroll(code, "load", one.dev, "127.0.0.1", lambda *_: True)
            clients.append(Client(given.token, one))
        return clients
    finally:
        log.close()


@contextlib.contextmanager
def serving(folder: Path, database: str, cores: int) -> Iterator[tuple[str, int]]:
    """The server as a process: its address and process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["serve", "--data", str(folder), "--port", str(port)]
    words += ["--database", database] if database else []
    environ = {**os.environ, "OKRTUI_SERVER_LOG_LEVEL": "warning", "OKRTUI_SERVER_BURST": "100000"}
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", "okrtui", *words], env=environ, stderr=log)
    try:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(process.pid, set(sorted(os.sched_getaffinity(0))[:cores]))
        url = f"http://127.0.0.1:{port}"
        for _ in range(600):
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{url}/readyz").status_code == 200:
                    break
            time.sleep(0.1)
        yield url, process.pid
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


async def load(url: str, pid: int, workspace: Workspace, clients: list[Client], seconds: float) -> Measured:
    """Let the clients sync until the time is over."""
    measured = Measured()
    end, before = time.monotonic() + seconds, processor_time(pid)
    head = httpx.get(
        f"{url}/v1/ws/{workspace.ws}/ops",
        params={"limit": 1},
        headers={"Authorization": f"Bearer {clients[0].token}"},
    ).json()["head"]
    async with asyncio.timeout(seconds + GRACE):
        async with asyncio.TaskGroup() as group:
            for one in clients:
                group.create_task(sync_on(url, workspace.ws, one, head, end, measured))
            group.create_task(watch_memory(pid, end, measured))
    measured.processor = processor_time(pid) - before
    return measured


def processor_time(pid: int) -> float:
    """Seconds of processor time that a process took so far; 0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def sync_on(url: str, ws: str, one: Client, head: int, end: float, measured: Measured) -> None:
    """One client's rounds, begun at an instant of its own."""
    writer = one.writer
    chance = random.Random(writer.dev)
    headers = {"Authorization": f"Bearer {one.token}"}
    limits = httpx.Limits(max_connections=1)
    await asyncio.sleep(chance.uniform(0, EVERY))
    cursor = head
    async with httpx.AsyncClient(
        base_url=url, headers=headers, limits=limits, timeout=30, verify=False
    ) as client:
        while time.monotonic() < end:
            begun = time.monotonic()
            if chance.random() < PUSHES:
                content = b'{"epoch":null,"entries":[' + writer.comment() + b"]}"
                told = await ask(client, "push", measured, "POST", f"/v1/ws/{ws}/ops", content=content)
                if told and told["verdicts"][0]["verdict"] != "accepted":
                    measured.errors[told["verdicts"][0]["code"]] += 1
            told = await ask(client, "pull", measured, "GET", f"/v1/ws/{ws}/ops", params={"after": cursor})
            cursor += len(told["entries"]) if told else 0
            await asyncio.sleep(max(0.0, EVERY - (time.monotonic() - begun)))


async def ask(
    client: httpx.AsyncClient, kind: str, measured: Measured, method: str, path: str, **words: Any
) -> dict[str, Any] | None:
    """One request, timed; None where it failed, which is counted."""
    begun = time.perf_counter()
    try:
        answer = await client.request(method, path, **words)
    except httpx.HTTPError as error:
        measured.errors[type(error).__name__] += 1
        return None
    measured.seconds[kind].append(time.perf_counter() - begun)
    if answer.status_code != 200:
        measured.errors[str(answer.status_code)] += 1
        return None
    document: dict[str, Any] = answer.json()
    return document


async def watch_memory(pid: int, end: float, measured: Measured) -> None:
    """The server's resident memory, once a second."""
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            status = Path(f"/proc/{pid}/status").read_text()
            found = re.search(r"VmRSS:\s+(\d+) kB", status)
            if found:
                measured.memory.append(int(found[1]) * 1024)
        await asyncio.sleep(1)


def measure(asked: Asked) -> Measured:
    """The whole run, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="okrtui-load-") as place:
        folder = Path(place)
        workspace = Workspace(asked.clients)
        config = ServerConfig(data=place, database=asked.database)
        clients = prepare(config, workspace)
        with serving(folder, asked.database, asked.cores) as (url, pid):
            measured = asyncio.run(load(url, pid, workspace, clients, asked.seconds))
        if "fault" in (folder / "server.log").read_text():
            measured.errors["fault in the server's log"] += 1
        return measured


def main() -> int:
    """Run from the command line; 1 where there were errors."""
    parser = argparse.ArgumentParser(description="Load one okrtui server.")
    parser.add_argument("--clients", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--database", default="")
    parser.add_argument("--cores", type=int, default=2)
    given = parser.parse_args()
    asked = Asked(given.clients, given.seconds, given.database, given.cores)
    measured = measure(asked)
    kind = "PostgreSQL" if asked.database else "SQLite"
    print(
        f"{asked.clients} clients, a round every {EVERY:.0f} s for {asked.seconds:.0f} s, {asked.cores} cores, {kind}"
    )
    for line in measured.lines():
        print(f"  {line}")
    return 1 if measured.errors else 0


if __name__ == "__main__":
    sys.exit(main())
