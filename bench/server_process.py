"""A shared server as a process of its own on loopback, and a database that is filled in bulk before it starts.

Its clock stands where the workspaces' does.
Entries go into the log by one bulk insert, and the server's replica is a copy of the creator's: pushing and folding a
long log would take longer than everything that is measured.
"""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import httpx
from sqlalchemy import insert

from bench.places import COMMAND, SCRATCH
from bench.teams import all_bodies, named_in
from bench.workspaces import ME
from okrtui.server.config import ServerConfig
from okrtui.server.database import Database
from okrtui.server.migrating import migrate
from okrtui.server.opening import open_log
from okrtui.server.schema import ENTRY, WORKSPACE
from okrtui.server.service import accounts_of
from okrtui.store.copies import become_new_device
from okrtui.store.entry import read_entry
from okrtui.store.replica import Replica
from okrtui.sync.cursors import Cursor, move_cursor
from okrtui.sync.remote import SERVER, Remote, bind, note_bound, write_token
from tests.cluster import Cluster, programs

EPOCH = "bench"
ON_DISK = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
_AT_ONCE = 5_000
_RECEIVED = "2026-12-29T09:00:00+00:00"


class Served(NamedTuple):
    """A server that runs: its address, its process id, its settings, and the workspace in its log."""

    url: str
    pid: int
    config: ServerConfig
    ws: str


@contextmanager
def databases() -> Iterator[list[tuple[str, str]]]:
    """The name of each database, and the address of an empty one; PostgreSQL only where its programs are."""
    folder = SCRATCH / "databases"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    found = [("SQLite", f"sqlite:///{folder}/server.db")]
    where = programs()
    if where is None:
        yield found
        return
    cluster = Cluster(where, **ON_DISK)
    try:
        yield [*found, ("PostgreSQL", cluster.fresh())]
    finally:
        cluster.remove()


def filled(url: str, folder: Path, replica: Path) -> ServerConfig:
    """Settings of a server whose log holds what the creator's replica holds, folded already.

    Args:
        url: the database's address; "" for SQLite in the folder.
        folder: of what the server keeps on disk.
        replica: the creator's.
    """
    shutil.rmtree(folder, ignore_errors=True)
    config = ServerConfig(data=str(folder), database=url, log_level="warning", burst=1_000_000)
    folder.mkdir(parents=True)
    migrate(config.database_url)
    ws, _ = named_in(replica)
    with closing(Database(config.database_url)) as database, database.writing() as connection:
        size = head = 0
        bodies = all_bodies(replica)
        while several := list(islice(bodies, _AT_ONCE)):
            rows = []
            for one in map(read_entry, several):
                head += 1
                rows.append(
                    {
                        "ws": ws,
                        "seq": head,
                        **{
                            name: getattr(one, name)
                            for name in ("id", "au", "dev", "n", "hlc", "sha", "body")
                        },
                        "starts_at": size,
                        "recv_at": _RECEIVED,
                    }
                )
                size += len(one.body)
            connection.execute(insert(ENTRY), rows)
        counter = {"ws": ws, "epoch": EPOCH, "head": head, "bytes": size, "created_at": _RECEIVED}
        connection.execute(insert(WORKSPACE), [counter])
    own = folder / "replicas" / f"{ws}.okr"
    own.parent.mkdir()
    shutil.copyfile(replica, own)
    with Replica.open(str(own)).connected() as connection:
        bind(connection, None)
        move_cursor(connection, "log", Cursor(EPOCH, head))
    return config


@contextmanager
def serving(config: ServerConfig) -> Iterator[Served]:
    """The server of these settings, until the block ends."""
    port = free_port()
    words = [str(COMMAND), "serve", "--data", config.data, "--port", str(port)]
    words += ["--database", config.database] if config.database else []
    environ = {
        **os.environ,
        "OKRTUI_SERVER_LOG_LEVEL": config.log_level,
        "OKRTUI_SERVER_BURST": str(config.burst),
    }
    environ["OKRTUI_SERVER_REQUESTS_PER_SECOND"] = "100000"
    ws = _only_workspace(config)
    with (Path(config.data) / "server.log").open("wb") as log:
        process = subprocess.Popen(words, env=environ, stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}"
        await_server(f"{url}/readyz", process)
        yield Served(url, process.pid, config, ws)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()
        process.wait()


def free_port() -> int:
    """A port of loopback that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def await_server(url: str, process: subprocess.Popen[bytes]) -> None:
    """Return once a request is answered."""
    for _ in range(600):
        with suppress(httpx.TransportError):
            if httpx.get(url).status_code == httpx.codes.OK:
                return
        assert process.poll() is None, "the server ended"
        time.sleep(0.1)
    raise TimeoutError(url)


def _only_workspace(config: ServerConfig) -> str:
    with closing(open_log(config)) as log:
        (one,) = log.workspaces()
        return one.ws


def taking_part(config: ServerConfig, url: str, replica: Path, path: Path, handle: str = ME) -> Path:
    """A copy of the creator's replica that takes part in the server's workspace and has read all of its log."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(replica, path)
    become_new_device(str(path), datetime.now(UTC))
    with closing(sqlite3.connect(path)) as raw:
        (dev,) = raw.execute("SELECT value FROM meta WHERE name = 'dev'").fetchone()
    ws, _ = named_in(path)
    token, device, head = enrolled(config, ws, handle, dev)
    with Replica.open(str(path)).connected() as connection:
        connection.execute("DELETE FROM outbox")
        connection.execute("DELETE FROM meta WHERE name LIKE 'was:%'")
        bind(connection, Remote(SERVER, url, ws, handle=handle, device=device))
        note_bound(connection, dev)
        move_cursor(connection, url, Cursor(EPOCH, head))
    write_token(str(path), token)
    return path


def enrolled(config: ServerConfig, ws: str, handle: str, dev: str) -> tuple[str, str, int]:
    """A device's token and id, and the log's head; the server may run meanwhile."""
    with closing(open_log(config)) as log:
        accounts = accounts_of(config, log)
        code = accounts.invitations.invite(ws, handle, 1)
        given = accounts.enroll(code, "bench", dev, "127.0.0.1", lambda *_: True)
        return given.token, given.device.id, log.head(ws)


def invited(config: ServerConfig, ws: str, handle: str, count: int) -> Sequence[str]:
    """So many invitations' codes."""
    with closing(open_log(config)) as log:
        return [accounts_of(config, log).invitations.invite(ws, handle, 1) for _ in range(count)]
