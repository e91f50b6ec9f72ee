"""Folding a log: taking its lines in and working out the tables, against reading and inserting the lines alone."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path

from bench.bare import open_bare
from bench.figures import Figure, Samples, interleaved, median
from bench.places import SCRATCH
from bench.workspaces import Shape, environment_of, replica_in, workspace
from okrtui import home
from okrtui.store.entry import read_entry
from okrtui.store.replica import Replica
from okrtui.sync.receive import receive
from okrtui.views.connect import connect

SOME = Shape("log-20000", mine=20, others=1_330)
FULL = Shape("log-100000", mine=20, others=6_700)
ROUNDS = {20_000: 5, 100_000: 3}
_number = count()

_Work = Callable[[Replica, list[bytes]], Callable[[], object]]
"""What makes a replica ready and gives what is then timed."""

INSERT = "INSERT INTO entry (au, id, dev, n, hlc, k, e, body, sha) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


def figures(is_full: bool) -> list[Figure]:
    """The figures of this subject."""
    total, shape = (100_000, FULL) if is_full else (20_000, SOME)
    home_of_log = workspace(shape)
    os.environ |= environment_of(home_of_log)
    bodies = _lines_of(replica_in(home_of_log), total)
    processor: Samples = {name: [] for name in _WORK}
    samples = interleaved(
        {name: partial(_timed, work, bodies, processor[name]) for name, work in _WORK.items()},
        ROUNDS[total],
        warm_up=0,
    )
    speed = len(bodies) / median(samples["receive"]) * 1000
    named = (("receive", "taking in and folding", f"{speed:,.0f} a second, "), ("anew", "folding anew", ""))
    return [
        Figure(
            "folding",
            f"{what} {len(bodies):,} entries",
            median(samples[name]),
            median(samples["floor"]),
            "reading and inserting them",
            goal=6.0,
            note=f"{note}in processor time {median(processor[name]) / median(processor['floor']):.2f}",
            samples=samples,
        )
        for name, what, note in named
    ]


def _lines_of(path: Path, total: int) -> list[bytes]:
    with closing(connect(str(path))) as connection:
        rows = connection.execute("SELECT body FROM entry ORDER BY hlc, n LIMIT ?", (total,))
        return [bytes(body) for (body,) in rows]


def _timed(work: _Work, bodies: list[bytes], processor: list[float]) -> float:
    """Milliseconds of one piece of work on an empty replica; those of the processor go into the list."""
    path = SCRATCH / f"folding-{next(_number)}.okr"
    path.unlink(missing_ok=True)
    do = work(Replica.create(str(path), home.now()), bodies)
    begun, used = time.perf_counter(), time.process_time()
    do()
    taken = (time.perf_counter() - begun) * 1000
    processor.append((time.process_time() - used) * 1000)
    path.unlink()
    return taken


def _inserting(replica: Replica, bodies: list[bytes]) -> Callable[[], object]:
    """Read and insert the lines in one transaction, into a replica's own table of entries."""

    def insert() -> None:
        with closing(open_bare(Path(replica.path))) as connection:
            connection.execute("BEGIN IMMEDIATE")
            entries = (read_entry(body) for body in bodies)
            connection.executemany(
                INSERT,
                (
                    (one.au, one.id, one.dev, one.n, one.hlc, one.k, one.e, one.body, one.sha)
                    for one in entries
                ),
            )
            connection.execute("COMMIT")

    return insert


def _receiving(replica: Replica, bodies: list[bytes]) -> Callable[[], object]:
    def take_in() -> None:
        received = receive(replica, bodies)
        assert received.new == len(bodies), received

    return take_in


def _folding_anew(replica: Replica, bodies: list[bytes]) -> Callable[[], object]:
    """Fold a log that is there already, as after an upgrade."""
    receive(replica, bodies)
    return replica.fold_anew


_WORK: dict[str, _Work] = {"floor": _inserting, "receive": _receiving, "anew": _folding_anew}
