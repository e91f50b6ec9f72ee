"""Many writers at once and a reader who follows the cursor: nothing is missed, and nobody waits for a stranger.

The same test on a log that takes its numbers from a plain sequence fails: that variant is kept as the proof that the
test can fail.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from itertools import count
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Connection, event, text

from okrtui.okr.errors import OutOfReach
from okrtui.server.log import ServerLog
from okrtui.server.migrating import migrate
from okrtui.server.schema import WORKSPACE
from okrtui.store.entry import Entry, read_entry
from tests.server.writers import NOW, WS, Writer, found, push, verdicts
from tests.sweep import sweep_size

WRITERS = [f"w{number}" for number in range(8)]
PUSHES = sweep_size(15, 60, 250)
LONGEST = 120.0
PAUSE = 0.003


class Slow(Exception):
    """A transaction that is rolled back in its last instant."""


class SequenceLog(ServerLog):
    """A log that takes seq from a sequence, and so hands numbers out before they are committed."""

    def push_one(self, entry: Entry) -> None:
        with self.database.writing() as connection:
            connection.execute(
                text("INSERT INTO plain (seq, body) VALUES (nextval('numbers'), :body)"), {"body": entry.body}
            )

    def follow(self, after: int) -> tuple[list[bytes], int]:
        with self.database.reading() as connection:
            rows = connection.execute(
                text("SELECT seq, body FROM plain WHERE seq > :after ORDER BY seq"), {"after": after}
            ).all()
        return [bytes(body) for _, body in rows], rows[-1][0] if rows else after


class CounterLog(ServerLog):
    """The real one."""

    def push_one(self, entry: Entry) -> None:
        answer = self.push(WS, entry.au, {entry.dev}, [entry.body])
        assert verdicts(answer) in (["accepted"], ["duplicate"])

    def follow(self, after: int) -> tuple[list[bytes], int]:
        page = self.page(WS, after)
        return page.bodies, page.after + len(page.bodies)


Tried = SequenceLog | CounterLog


@pytest.fixture
def opened(postgres_url: str, tmp_path: Path) -> Iterator[Callable[[type[Tried]], Tried]]:
    """Opens one server after the other on the same PostgreSQL, each with replicas of its own."""
    url = postgres_url
    migrate(url)
    several: list[Tried] = []
    numbers = count()

    def open_one(kind: type[Tried]) -> Tried:
        several.append(kind(url, str(tmp_path / f"server-{next(numbers)}"), now=lambda: NOW))
        return several[-1]

    yield open_one
    for one in several:
        one.close()


def make_slow(log: ServerLog, random: Random, rollbacks: float) -> None:
    """Let each commit of a write come a little later, and some not at all."""

    @event.listens_for(log.database.engine, "commit")
    def _late(connection: Connection) -> None:
        if connection.get_execution_options().get("okrtui_writes"):
            time.sleep(random.random() * PAUSE)
            if random.random() < rollbacks:
                raise Slow


def write_all(log: Tried, writer: Writer) -> None:
    for entry in writer.comments(PUSHES):
        while True:
            try:
                log.push_one(entry)
            except Slow:
                continue
            break


def read_along(log: Tried, start: int, writers: list[Future[None]]) -> list[str]:
    """The ids that somebody sees who always asks for what is beyond the last thing seen."""
    seen: list[str] = []
    after, end = start, time.monotonic() + LONGEST
    while time.monotonic() < end:
        are_done = all(one.done() for one in writers)
        bodies, after = log.follow(after)
        seen += [read_entry(body).id for body in bodies]
        if are_done and not bodies:
            return seen
        time.sleep(PAUSE / 3)
    raise AssertionError("the writers do not end")


def missed(open_one: Callable[[type[Tried]], Tried], kind: type[Tried], rollbacks: float) -> set[str]:
    """What the reader did not see of all that eight writers on servers of their own had committed."""
    reader = open_one(kind)
    found(reader, *WRITERS)
    with reader.database.writing() as connection:
        connection.execute(text("CREATE SEQUENCE numbers"))
        connection.execute(text("CREATE TABLE plain (seq bigint PRIMARY KEY, body bytea)"))
    start = reader.head(WS) if kind is CounterLog else 0
    servers = [open_one(kind) for _ in WRITERS]
    for number, server in enumerate(servers):
        make_slow(server, Random(number), rollbacks)
    with ThreadPoolExecutor(len(WRITERS)) as pool:
        writers = [
            pool.submit(write_all, server, Writer(handle))
            for server, handle in zip(servers, WRITERS, strict=True)
        ]
        seen = read_along(reader, start, writers)
        for one in writers:
            one.result()
    assert len(seen) == len(set(seen))
    return {f"dev-{handle}:{number + 1}" for handle in WRITERS for number in range(PUSHES)} - set(seen)


@pytest.mark.parametrize("rollbacks", [0.0, 0.1])
def test_a_reader_misses_nothing_of_eight_writers(
    opened: Callable[[type[Tried]], Tried], rollbacks: float
) -> None:
    assert missed(opened, CounterLog, rollbacks) == set()
    assert opened(CounterLog).verify(WS).problems == []


def test_with_a_plain_sequence_the_same_reader_misses_entries(
    opened: Callable[[type[Tried]], Tried],
) -> None:
    assert missed(opened, SequenceLog, 0.0)


def test_an_idle_transaction_holds_up_neither_writers_nor_readers(
    opened: Callable[[type[Tried]], Tried],
) -> None:
    log = opened(CounterLog)
    found(log, "bo")
    bo = Writer("bo")
    with closing(log.database.engine.connect()) as idle:
        idle.execute(text("INSERT INTO workspace VALUES ('idle', 'e', 0, 0, '')"))
        begun = time.monotonic()
        assert verdicts(push(log, bo, bo.comments(3))) == ["accepted"] * 3
        assert len(log.page(WS, 3).bodies) == 3
        assert time.monotonic() - begun < 10
        idle.rollback()


def test_a_server_that_hangs_with_the_counter_in_its_hand_is_cut_off(
    opened: Callable[[type[Tried]], Tried],
) -> None:
    log = opened(CounterLog)
    with log.database.writing() as connection:
        waits = {
            name: connection.execute(text(f"SHOW {name}")).scalar()
            for name in ("idle_in_transaction_session_timeout", "lock_timeout", "tcp_keepalives_idle")
        }
    assert waits["idle_in_transaction_session_timeout"] == "1min"
    assert waits["lock_timeout"] == "30s"


def test_whoever_waits_too_long_for_the_counter_is_told_so(
    opened: Callable[[type[Tried]], Tried],
) -> None:
    log, other = opened(CounterLog), opened(CounterLog)
    found(log, "bo")
    bo = Writer("bo")

    @event.listens_for(log.database.engine, "begin")
    def _impatient(connection: Connection) -> None:
        connection.exec_driver_sql("SET LOCAL lock_timeout = '200ms'")

    with other.database.writing() as connection:
        connection.execute(WORKSPACE.select().where(WORKSPACE.c.ws == WS).with_for_update())
        with pytest.raises(OutOfReach):
            push(log, bo, [bo.comment()])
    bo.n = 0
    assert verdicts(push(log, bo, [bo.comment()])) == ["accepted"]


def test_what_another_server_took_is_heard_of_within_two_seconds(
    opened: Callable[[type[Tried]], Tried],
) -> None:
    log, other = opened(CounterLog), opened(CounterLog)
    found(log, "bo")
    bo = Writer("bo")
    with ThreadPoolExecutor(2) as pool:
        waiting = pool.submit(log.wait, WS, 3, 30.0)
        time.sleep(0.3)
        push(other, bo, [bo.comment()])
        begun = time.monotonic()
        assert waiting.result() == 4
        assert time.monotonic() - begun < 10
        assert log.wait(WS, 4, 0.1) == 4


def test_two_servers_judge_by_what_the_other_has_just_taken(
    opened: Callable[[type[Tried]], Tried],
) -> None:
    log, other = opened(CounterLog), opened(CounterLog)
    ana = found(log, "bo")
    bo = Writer("bo")
    assert verdicts(push(other, bo, [bo.comment()])) == ["accepted"]
    push(log, ana, [ana.member_entry("bo", account=False, fence={"dev-bo": 1})])
    assert verdicts(push(other, bo, [bo.comment()])) == ["forbidden"]
    assert verdicts(push(log, bo, [bo.comment()])) == ["forbidden"]
