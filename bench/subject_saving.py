"""Saving a check-in, from the action's call to the commit, against bare `sqlite3` that writes the same rows."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from bench.bare import Rows, copies, open_bare, write_rows
from bench.figures import Figure, Samples, median
from bench.places import SCRATCH
from bench.subject_status import USUAL
from bench.workspaces import ME, environment_of, replica_in, workspace
from okrtui.actions.check_ins import check_in
from okrtui.actions.session import Done, Session

ROUNDS = 8


def figures(is_full: bool) -> list[Figure]:
    """The figures of this subject."""
    home = workspace(USUAL)
    os.environ |= environment_of(home)
    ours, bare = (SCRATCH / f"{name}.okr" for name in ("saving", "bare"))
    for path in (ours, bare):
        shutil.copyfile(replica_in(home), path)
    samples = _take(ours, bare)
    return [
        Figure(
            "saving",
            "saving a check-in, call to commit",
            median(samples["ours"]),
            median(samples["floor"]),
            "sqlite3 transaction of the same rows",
            goal=3.0,
            note=f"journal and fsync on {_file_system(ours)}",
            samples=samples,
        )
    ]


def _take(ours: Path, bare: Path) -> Samples:
    session = Session.at(str(ours), ME)
    samples: Samples = {"ours": [], "floor": []}
    with closing(open_bare(bare)) as floor, closing(sqlite3.connect(ours)) as reading:
        sql = "SELECT f.key_result FROM key_result_fact f WHERE f.owner = ?"
        mine = [one for (one,) in reading.execute(sql, (session.member.id,))]
        for number in range(ROUNDS):
            for key_result in mine:
                begun = time.perf_counter()
                done = _check_in(session, key_result, number)
                samples["ours"].append((time.perf_counter() - begun) * 1000)
                rows = _written(reading, done, key_result)
                begun = time.perf_counter()
                write_rows(floor, rows)
                samples["floor"].append((time.perf_counter() - begun) * 1000)
    warm = len(mine)
    return {name: one[warm:] for name, one in samples.items()}


def _check_in(session: Session, key_result: str, number: int) -> Done:
    return check_in(
        session,
        key_result,
        actual=f"{20 + number}.5",
        confidence=3,
        insight=f"Small customers took the offer, seen {number} times now",
        next_action="Send the terms to the three large ones",
        confirmed=True,
    )


def _written(connection: sqlite3.Connection, done: Done, key_result: str) -> Rows:
    """The rows that this save wrote: the log's, the outbox's, the clock's, the tables', the note for undo."""
    return [
        *copies(connection, "entry", "id = ?", (done.id,)),
        *copies(connection, "outbox", "id = ?", (done.id,)),
        *copies(connection, "meta", "name IN ('n', 'hlc', 'ws')", ()),
        *copies(connection, "check_in", "identity = ?", (done.details["identity"],)),
        *copies(connection, "key_result_fact", "key_result = ?", (key_result,)),
        *copies(
            connection,
            "objective_fact",
            "objective = (SELECT objective FROM key_result WHERE id = ?)",
            (key_result,),
        ),
        *copies(connection, "saved", "number = (SELECT MAX(number) FROM saved)", ()),
    ]


def _file_system(path: Path) -> str:
    """The type of the file system that a file lies on."""
    best, kind = "", "?"
    for line in Path("/proc/mounts").read_text().splitlines():
        _, mount, type_, *_ = line.split()
        if str(path.resolve()).startswith(mount) and len(mount) >= len(best):
            best, kind = mount, type_
    return kind
