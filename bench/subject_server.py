"""A shared server over HTTP, on SQLite and on PostgreSQL: pulling a long log, and a running screen's round.

Pulling is held against a bare server that reads the same bytes from the same database and sends them; a round with
one change against two requests to that server which do nothing, by one `httpx.Client`.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import httpx

from bench.figures import Figure, interleaved, median
from bench.places import SCRATCH
from bench.server_process import Served, await_server, databases, filled, free_port, serving, taking_part
from bench.teams import Team, authors_of, team_home
from bench.workspaces import ME, environment_of, replica_in
from okrtui import home
from okrtui.actions.comments import add_comment
from okrtui.actions.session import Session
from okrtui.sync.remote import read_token
from okrtui.sync.rounds import run_round
from okrtui.sync.server_pull import PAGE_ENTRIES

TEAM = Team("team-40x250", authors=40, key_results=10, weeks=25)
PULLED = 10_000
PULLS, ROUNDS = 15, 60


def figures(is_full: bool) -> list[Figure]:
    """The figures of this subject."""
    made = team_home(TEAM)
    os.environ |= environment_of(made)
    found = []
    with databases() as several:
        for name, url in several:
            config = filled(url, SCRATCH / f"server-{name}", replica_in(made))
            with serving(config) as served, bare_server(served) as bare, httpx.Client() as client:
                ours = taking_part(served.config, served.url, replica_in(made), SCRATCH / f"{name}.okr")
                found += [_pulling(name, served, ours, bare, client), _round(name, ours, bare, client)]
    return found


@contextmanager
def bare_server(served: Served) -> Iterator[str]:
    """The address of a bare server on the same database, until the block ends."""
    port = free_port()
    words = [sys.executable, "-m", "bench.bare_server", str(port), served.config.database_url, served.ws]
    process = subprocess.Popen(words, cwd=Path(__file__).parent.parent)
    try:
        url = f"http://127.0.0.1:{port}"
        await_server(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def _pulling(name: str, served: Served, replica: Path, bare: str, client: httpx.Client) -> Figure:
    headers = {"Authorization": f"Bearer {read_token(str(replica))}"}

    def pulled(url: str) -> float:
        begun = time.perf_counter()
        size = 0
        for after in range(0, PULLED, PAGE_ENTRIES):
            words = {"after": after, "limit": PAGE_ENTRIES}
            answer = client.get(url, params=words, headers=headers).raise_for_status()
            size += len(answer.content)
        taken = (time.perf_counter() - begun) * 1000
        assert size > PULLED * 300, size
        return taken

    ours = partial(pulled, f"{served.url}/v1/ws/{served.ws}/ops")
    samples = interleaved({"floor": partial(pulled, f"{bare}/page"), "ours": ours}, PULLS)
    speed = median(samples["floor"]) / median(samples["ours"])
    return Figure(
        "server",
        f"pulling {PULLED:,} entries in pages, {name}",
        median(samples["ours"]),
        median(samples["floor"]),
        "reading and sending the same bytes",
        goal=2.0,
        note=f"{speed:.2f} of its speed",
        samples=samples,
    )


def _round(name: str, replica: Path, bare: str, client: httpx.Client) -> Figure:
    session = Session.at(str(replica), ME)
    about = authors_of(TEAM)[0].key_results[0]

    def ours() -> float:
        add_comment(session, "The shift leads saw it", key_result=about)
        begun = time.perf_counter()
        done = run_round(str(replica), home.now)
        taken = (time.perf_counter() - begun) * 1000
        assert (done.problem, done.sent, done.waiting) == ("", 1, 0), done
        return taken

    def floor() -> float:
        begun = time.perf_counter()
        for _ in range(2):
            client.get(bare).raise_for_status()
        return (time.perf_counter() - begun) * 1000

    samples = interleaved({"floor": floor, "ours": ours}, ROUNDS)
    return Figure(
        "server",
        f"a running screen's round with one change, {name}",
        median(samples["ours"]),
        median(samples["floor"]),
        "two requests that do nothing",
        goal=4.0,
        note=f"{_commits(replica)}; least of {ROUNDS}: {min(samples['ours']) / min(samples['floor']):.2f}",
        samples=samples,
    )


def _commits(replica: Path) -> str:
    with closing(sqlite3.connect(replica)) as raw:
        (mode,) = raw.execute("PRAGMA journal_mode").fetchone()
    return f"journal {mode}"
