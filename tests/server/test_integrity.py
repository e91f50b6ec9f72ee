"""What `serve verify` finds: every flipped byte, every hole, every row that does not say what its bytes say."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from random import Random

import pytest
from sqlalchemy import select, update

from okrtui.server.log import ServerLog
from okrtui.server.schema import ENTRY, WORKSPACE
from tests.server.writers import WS, Writer, found, push
from tests.sweep import sweep_size

FLIPS = sweep_size(20, 100, 1000)


@pytest.fixture
def filled(log: ServerLog) -> ServerLog:
    """A log of 53 entries."""
    found(log, "bo")
    bo = Writer("bo")
    push(log, bo, bo.comments(50))
    return log


def change(log: ServerLog, *statements: object) -> None:
    with log.database.writing() as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]


def test_a_sound_log_has_no_problems_and_a_digest(filled: ServerLog) -> None:
    told = list[tuple[int, int]]()
    verified = filled.verify(WS, lambda *one: told.append(one))
    assert (verified.problems, verified.entries, verified.seq) == ([], 53, 53)
    assert len(verified.digest) == 64
    assert filled.verify(WS).digest == verified.digest
    push(filled, bo := Writer("bo", "dev-2"), [bo.comment()])
    assert filled.verify(WS).digest != verified.digest


def test_every_flipped_bit_is_found(filled: ServerLog) -> None:
    random = Random(1)
    with filled.database.reading() as connection:
        bodies = dict(connection.execute(select(ENTRY.c.seq, ENTRY.c.body)).all())  # type: ignore[arg-type]
    for _ in range(FLIPS):
        seq = random.choice(list(bodies))
        body = bytearray(bodies[seq])
        body[random.randrange(len(body))] ^= 1 << random.randrange(8)
        change(filled, update(ENTRY).where(ENTRY.c.seq == seq).values(body=bytes(body)))
        verified = filled.verify(WS)
        assert [line.split(":")[0] for line in verified.problems] == [f"entry {seq}"]
        assert verified.digest == ""
        change(filled, update(ENTRY).where(ENTRY.c.seq == seq).values(body=bodies[seq]))


DAMAGE: dict[str, tuple[Callable[[], object], str]] = {
    "a hole": (lambda: ENTRY.delete().where(ENTRY.c.seq.in_([7, 8])), "entries 7 to 8 are missing"),
    "no beginning": (lambda: ENTRY.delete().where(ENTRY.c.seq == 1), "entries 1 to 1 are missing"),
    "no end": (lambda: ENTRY.delete().where(ENTRY.c.seq > 50), "entries 51 to 53 are missing at the end"),
    "a counter behind": (lambda: update(WORKSPACE).values(head=50), "entries stand beyond the counter"),
    "a counter of bytes": (lambda: update(WORKSPACE).values(bytes=7), "the counter knows of 7 bytes"),
    "another author": (
        lambda: update(ENTRY).where(ENTRY.c.seq == 9).values(au="cy"),
        "entry 9: its row does not say what its bytes say",
    ),
    "another place": (
        lambda: update(ENTRY).where(ENTRY.c.seq == 9).values(starts_at=1),
        "entry 9 begins at byte 1 of the log",
    ),
}


@pytest.mark.parametrize("name", list(DAMAGE))
def test_found(filled: ServerLog, name: str) -> None:
    statement, expected = DAMAGE[name]
    change(filled, statement())
    assert any(expected in line for line in filled.verify(WS).problems)


def test_tables_that_do_not_follow_from_the_log_are_named(filled: ServerLog) -> None:
    path = filled.replica(WS)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE comment SET text = 'nobody said so' WHERE rowid = 3")
    (problem,) = filled.verify(WS).problems
    assert "comment in" in problem
    assert not [name for name in os.listdir(os.path.dirname(path)) if "verify" in name]


def test_many_problems_are_told_shortly(filled: ServerLog) -> None:
    change(filled, update(ENTRY).values(sha="0"))
    assert len(filled.verify(WS).problems) == 21


def test_stats_count_authors_replicas_and_rejections(filled: ServerLog) -> None:
    bo = Writer("bo", "dev-2")
    push(filled, bo, [bo.member_entry("cy"), bo.comment()])
    stats = filled.stats(WS)
    assert (stats.head, stats.authors, stats.replicas) == (54, {"ana": 3, "bo": 51}, 3)
    assert stats.rejected == {"forbidden": 1}
    assert stats.bytes == sum(map(len, filled.page(WS, 0).bodies))
