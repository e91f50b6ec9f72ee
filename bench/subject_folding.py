"""Folding a log: taking its lines in and working out the tables, against reading and inserting the lines alone."""

from __future__ import annotations

import os
import time
from contextlib import closing
from itertools import count
from pathlib import Path

from bench.bare import open_bare
from bench.figures import Figure, interleaved, median
from bench.places import SCRATCH
from bench.workspaces import Shape, environment_of, replica_in, workspace
from okrtui import home
from okrtui.store.entry import read_entry
from okrtui.store.replica import Replica
from okrtui.sync.receive import receive
from okrtui.views.connect import connect

SOME = Shape("log-20000", mine=20, others=1_330)
FULL = Shape("log-100000", mine=20, others=6_700)
ROUNDS = {20_000: 3, 100_000: 1}
_number = count()

_INSERT = "INSERT INTO entry (au, id, dev, n, hlc, k, e, body, sha) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


def figures(is_full: bool) -> list[Figure]:
    """The figures of this subject."""
    total, shape = (100_000, FULL) if is_full else (20_000, SOME)
    home_of_log = workspace(shape)
    os.environ |= environment_of(home_of_log)
    bodies = _lines_of(replica_in(home_of_log), total)
    samples = interleaved(
        {
            "floor": lambda: _insert(bodies),
            "receive": lambda: _receive(bodies),
            "anew": lambda: _fold_anew(bodies),
        },
        ROUNDS[total],
        warm_up=0,
    )
    speed = len(bodies) / median(samples["receive"]) * 1000
    named = (("receive", "taking in and folding", f"{speed:,.0f} a second"), ("anew", "folding anew", ""))
    return [
        Figure(
            "folding",
            f"{what} {len(bodies):,} entries",
            median(samples[name]),
            median(samples["floor"]),
            "reading and inserting them",
            goal=6.0,
            note=note,
            samples=samples,
        )
        for name, what, note in named
    ]


def _lines_of(path: Path, total: int) -> list[bytes]:
    with closing(connect(str(path))) as connection:
        rows = connection.execute("SELECT body FROM entry ORDER BY hlc, n LIMIT ?", (total,))
        return [bytes(body) for (body,) in rows]


def _insert(bodies: list[bytes]) -> float:
    """Read and insert the lines in one transaction, into a replica's own table of entries."""
    path = _fresh()
    Replica.create(str(path), home.now())
    begun = time.perf_counter()
    with closing(open_bare(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        entries = (read_entry(body) for body in bodies)
        connection.executemany(
            _INSERT,
            ((one.au, one.id, one.dev, one.n, one.hlc, one.k, one.e, one.body, one.sha) for one in entries),
        )
        connection.execute("COMMIT")
    return _ended(path, begun)


def _receive(bodies: list[bytes]) -> float:
    path = _fresh()
    replica = Replica.create(str(path), home.now())
    begun = time.perf_counter()
    received = receive(replica, bodies)
    assert received.new == len(bodies), received
    return _ended(path, begun)


def _fold_anew(bodies: list[bytes]) -> float:
    """Fold a log that is there already, as after an upgrade."""
    path = _fresh()
    replica = Replica.create(str(path), home.now())
    receive(replica, bodies)
    begun = time.perf_counter()
    replica.fold_anew()
    return _ended(path, begun)


def _fresh() -> Path:
    path = SCRATCH / f"folding-{next(_number)}.okr"
    path.unlink(missing_ok=True)
    return path


def _ended(path: Path, begun: float) -> float:
    taken = (time.perf_counter() - begun) * 1000
    path.unlink()
    return taken
