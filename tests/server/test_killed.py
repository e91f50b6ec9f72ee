"""Servers and databases that are killed at any instant lose nothing that was answered, and take nothing by halves."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.context import ForkServerContext
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from okrtui.okr.errors import OutOfReach
from okrtui.server.log import ServerLog
from okrtui.server.migrating import migrate
from okrtui.store.entry import read_entry
from tests.cluster import Cluster, programs
from tests.fault_cases import FaultCases
from tests.server import deeds
from tests.server.writers import NOW, WS, Writer, found, push, verdicts
from tests.sweep import sweep_size

KILLS = sweep_size(3, 25, 250)
RESTARTS = sweep_size(2, 5, 40)
ENDED_BACKENDS = sweep_size(10, 40, 400)
BATCHES = sweep_size(30, 80, 400)
LONGEST = 0.25


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Processes that begin with everything imported, so that the kill meets their work."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.server.deeds"])
    return context


@pytest.fixture
def own_postgres(postgres: Cluster) -> Iterator[Cluster]:
    """A PostgreSQL to be restarted."""
    where = programs()
    assert where is not None
    cluster = Cluster(where)
    yield cluster
    cluster.remove()


class Pushed:
    """What a killed process had begun and what it had been answered, as counters of its replica."""

    def __init__(self, told: Path) -> None:
        self.answered: set[int] = set()
        self.last: range = range(0)
        for line in told.read_text(encoding="utf-8").split("\n")[:-1]:
            if line == "ok":
                self.answered |= set(self.last)
            else:
                first, last = line.split()
                self.last = range(int(first), int(last) + 1)


def kill_one(processes: ForkServerContext, url: str, folder: Path, number: int, random: Random) -> Pushed:
    """Start a server's process that pushes, kill it some time after its first answer; what it had told by then."""
    told = folder / f"told-{number}"
    arguments = (url, str(folder / "server"), "bo", f"dev-{number}", str(told))
    process = processes.Process(target=deeds.push_until_killed, args=arguments)
    process.start()
    end = time.monotonic() + 60
    while not (told.exists() and "ok" in told.read_text(encoding="utf-8")):
        assert process.is_alive(), "it ended by itself"
        assert time.monotonic() < end
        time.sleep(0.002)
    time.sleep(random.random() * LONGEST)
    process.kill()
    process.join()
    assert process.exitcode == -9, "it ended by itself"
    return Pushed(told)


def counters(log: ServerLog) -> dict[str, list[int]]:
    """The counters in the log, by replica, in the order of the log."""
    found: dict[str, list[int]] = {}
    after = 0
    while bodies := log.page(WS, after).bodies:
        for entry in map(read_entry, bodies):
            found.setdefault(entry.dev, []).append(entry.n)
        after += len(bodies)
    return found


def test_a_server_killed_while_it_takes_pushes_loses_nothing_and_halves_nothing(
    database_url: str, tmp_path: Path, processes: ForkServerContext, fault_cases: FaultCases
) -> None:
    migrate(database_url)
    log = ServerLog(database_url, str(tmp_path / "first"), now=lambda: NOW)
    found(log, "bo")
    random = Random(11)
    told = {f"dev-{n}": kill_one(processes, database_url, tmp_path, n, random) for n in range(KILLS)}
    there = counters(log)
    losses = sum(len(pushed.answered - set(there[dev])) for dev, pushed in told.items())
    for dev, pushed in told.items():
        assert there[dev] == list(range(1, len(there[dev]) + 1))
        assert set(there[dev]) - pushed.answered in (set(), set(pushed.last)), "half a push"
    fault_cases.add(f"server on {log.database.url.get_backend_name()} killed", KILLS, losses)
    assert losses == 0
    survivor = ServerLog(database_url, str(tmp_path / "server"), now=lambda: NOW)
    assert survivor.verify(WS).problems == []
    assert survivor.verify(WS).digest == log.verify(WS).digest
    survivor.close()
    log.close()


def test_postgresql_restarted_under_load_loses_nothing(
    own_postgres: Cluster, tmp_path: Path, fault_cases: FaultCases
) -> None:
    url = own_postgres.fresh()
    migrate(url)
    servers = [ServerLog(url, str(tmp_path / f"server-{n}"), now=lambda: NOW) for n in range(2)]
    found(servers[0], "bo", "cy", "di")
    writers = [Writer(handle) for handle in ("bo", "cy", "di")]
    random = Random(5)
    with ThreadPoolExecutor(len(writers)) as pool:
        pushing = [
            pool.submit(deeds.push_in_spite_of_all, servers[n % 2], writer, BATCHES)
            for n, writer in enumerate(writers)
        ]
        restarts = 0
        while restarts < RESTARTS:
            time.sleep(0.1 + random.random() * LONGEST)
            own_postgres.stop()
            own_postgres.start()
            restarts += 1
        tries = sum(one.result() for one in pushing)
    assert tries, "no restart met a push"
    there = counters(servers[1])
    for writer in writers:
        assert there[writer.dev] == list(range(1, writer.n + 1))
    assert servers[0].verify(WS).problems == []
    fault_cases.add("PostgreSQL restarted", restarts)
    for one in servers:
        one.close()


def test_backends_that_are_ended_at_any_moment_lose_nothing(
    postgres_url: str, tmp_path: Path, fault_cases: FaultCases
) -> None:
    url = postgres_url
    migrate(url)
    log = ServerLog(url, str(tmp_path / "server"), now=lambda: NOW)
    found(log, "bo", "cy")
    writers = [Writer("bo"), Writer("cy")]
    over = threading.Event()

    def end_backends() -> int:
        ended = 0
        random = Random(3)
        other = ServerLog(url, str(tmp_path / "other"), now=lambda: NOW)
        statement = text(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
        )
        while ended < ENDED_BACKENDS and not over.wait(random.random() * 0.05):
            with other.database.reading() as connection:
                ended += connection.execute(statement).scalar() or 0
        other.close()
        return ended

    with ThreadPoolExecutor(3) as pool:
        ending = pool.submit(end_backends)
        pushing = [pool.submit(deeds.push_in_spite_of_all, log, one, BATCHES) for one in writers]
        for one in pushing:
            one.result()
        over.set()
        ended = ending.result()
    assert ended
    there = counters(log)
    for writer in writers:
        assert there[writer.dev] == list(range(1, writer.n + 1))
    assert log.verify(WS).problems == []
    fault_cases.add("PostgreSQL's backend ended", ended)
    log.close()


def test_of_two_servers_on_one_postgresql_one_goes_on_when_the_other_is_killed(
    postgres_url: str, tmp_path: Path, processes: ForkServerContext, fault_cases: FaultCases
) -> None:
    url = postgres_url
    migrate(url)
    log = ServerLog(url, str(tmp_path / "survivor"), now=lambda: NOW)
    found(log, "bo", "cy")
    cy, random = Writer("cy"), Random(2)
    for number in range(KILLS):
        with ThreadPoolExecutor(1) as pool:
            pushing = pool.submit(deeds.push_in_spite_of_all, log, cy, 10)
            told = kill_one(processes, url, tmp_path, number, random)
            pushing.result()
        begun = time.monotonic()
        assert verdicts(push(log, cy, [cy.comment()])) == ["accepted"]
        assert time.monotonic() - begun < 20, "the killed one's lock stays"
        lost = told.answered - set(counters(log)[f"dev-{number}"])
        fault_cases.add("one of two servers killed", lost=len(lost))
        assert not lost
    assert counters(log)["dev-cy"] == list(range(1, cy.n + 1))
    assert log.verify(WS).problems == []
    log.close()


def test_a_database_that_is_away_is_said_in_one_line_without_its_password(tmp_path: Path) -> None:
    url = f"postgresql+psycopg://okrtui:secret@/nowhere?host={tmp_path}"
    with pytest.raises(OutOfReach) as raised:
        ServerLog(url, str(tmp_path / "server"))
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)
