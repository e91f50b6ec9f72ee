"""A shared directory: joining it, a round that finds nothing new, and a change's way into another process.

Joining is held against reading, checking and parsing the same files and inserting their entries; a quiet round
against a bare look at every name and its state; a change against the two synced writes that it can't do without.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from itertools import count
from pathlib import Path

from bench.bare import copies, open_bare, write_rows
from bench.figures import Figure, Samples, interleaved, median
from bench.places import SCRATCH
from bench.subject_folding import INSERT
from bench.teams import Team, authors_of, team_home, team_store
from bench.workspaces import ME, environment_of
from okrtui import home
from okrtui.actions.comments import add_comment
from okrtui.actions.session import Session
from okrtui.store.entry import columns_of, read_entry
from okrtui.store.replica import Replica
from okrtui.sync.joining_store import join_store
from okrtui.sync.lines import HEAD, write_line
from okrtui.sync.rounds import run_round

SOME = Team("team-200x100", authors=200, key_results=10, weeks=10)
FEW = Team("team-10x100", authors=10, key_results=10, weeks=10)
FULL = Team("team-200x500", authors=200, key_results=10, weeks=50)
JOINS, QUIET, CHANGES = 5, 40, 40
_number = count()


def figures(is_full: bool) -> list[Figure]:
    """The figures of this subject."""
    team = FULL if is_full else SOME
    os.environ |= environment_of(team_home(team))
    place = team_store(team)
    path = joined(place)
    small = team_store(FEW)
    return [
        _joining(place, team),
        _quiet(place, path),
        _change(small, joined(small), FEW, 5.0),
        _change(place, path, team, None),
    ]


def joined(place: Path) -> Path:
    """A new home that joined the store; gives its replica."""
    where = SCRATCH / f"joined-{next(_number)}"
    shutil.rmtree(where, ignore_errors=True)
    os.environ["OKRTUI_HOME"] = str(where)
    return Path(join_store(str(place), home.now, asked=ME).path)


def _joining(place: Path, team: Team) -> Figure:
    processor: Samples = {"ours": [], "floor": []}
    total = team.entries + len(_unread(place, "u-ana"))
    samples = interleaved(
        {
            "floor": partial(_timed, lambda: _read_and_insert(place), processor["floor"]),
            "ours": partial(_timed, lambda: joined(place), processor["ours"]),
        },
        JOINS,
        warm_up=0,
    )
    used = median(processor["ours"]) / median(processor["floor"])
    return Figure(
        "store",
        f"joining {team.authors} authors, {total:,} entries",
        median(samples["ours"]),
        median(samples["floor"]),
        "reading, checking, parsing, inserting them",
        goal=6.0,
        note=f"{total / median(samples['ours']) * 1000:,.0f} a second, in processor time {used:.2f}",
        samples=samples,
    )


def _timed(work: Callable[[], Path], processor: list[float]) -> float:
    """Milliseconds of making a replica, which is removed; those of the processor go into the list."""
    begun, used = time.perf_counter(), time.process_time()
    made = work()
    taken = (time.perf_counter() - begun) * 1000
    processor.append((time.process_time() - used) * 1000)
    made.unlink()
    return taken


def _read_and_insert(place: Path) -> Path:
    """A replica's own table of entries, filled from the files in one transaction."""
    path = SCRATCH / f"inserted-{next(_number)}.okr"
    path.unlink(missing_ok=True)
    Replica.create(str(path), home.now())
    with closing(open_bare(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(INSERT, map(columns_of, map(read_entry, _bodies(place))))
        connection.execute("COMMIT")
    return path


def _bodies(place: Path) -> Iterator[bytes]:
    """What the lines of all files hold; a wrong checksum ends the measurement."""
    for file in sorted(place.glob("authors/*/*/*.okrlog")):
        yield from _unframed(file.read_bytes())


def _unframed(data: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(data):
        length, checksum = int(data[start + 5 : start + 13], 16), int(data[start + 14 : start + 22], 16)
        body = data[start + HEAD : start + HEAD + length]
        assert zlib.crc32(body) == checksum
        yield body
        start += HEAD + length + 1


def _unread(place: Path, author: str) -> list[bytes]:
    return [
        body for file in place.glob(f"authors/{author}/*/*.okrlog") for body in _unframed(file.read_bytes())
    ]


def _quiet(place: Path, path: Path) -> Figure:
    def ours() -> float:
        begun = time.perf_counter()
        done = run_round(str(path), home.now)
        taken = (time.perf_counter() - begun) * 1000
        assert (done.problem, done.received) == ("", 0), done
        return taken

    def floor() -> float:
        begun = time.perf_counter()
        _look(str(place))
        return (time.perf_counter() - begun) * 1000

    samples = interleaved({"floor": floor, "ours": ours}, QUIET)
    return Figure(
        "store",
        "a round with nothing new",
        median(samples["ours"]),
        median(samples["floor"]),
        "scandir and stat of the same tree",
        goal=5.0,
        samples=samples,
    )


def _look(place: str) -> int:
    """Every name in the tree and its state."""
    seen = 0
    with os.scandir(place) as entries:
        for entry in entries:
            state = entry.stat(follow_symlinks=False)
            seen += state.st_size
            if entry.is_dir(follow_symlinks=False):
                seen += _look(entry.path)
    return seen


def _change(place: Path, path: Path, team: Team, goal: float | None) -> Figure:
    """From the call that writes a comment here until another process has taken it in."""
    other = joined(place)
    session = Session.at(str(path), ME)
    about = authors_of(team)[0].key_results[0]
    bare, lines = SCRATCH / "bare.okr", SCRATCH / "lines"
    shutil.copyfile(path, bare)
    samples: Samples = {"ours": [], "floor": []}
    with (
        _reader(other) as take_in,
        closing(open_bare(bare)) as floor,
        closing(sqlite3.connect(path)) as reading,
        lines.open("ab", buffering=0) as appended,
    ):
        for number in range(CHANGES):
            begun = time.perf_counter()
            done = add_comment(session, f"The shift leads saw it {number} times", key_result=about)
            published = run_round(str(path), home.now)
            received = take_in()
            samples["ours"].append((time.perf_counter() - begun) * 1000)
            assert (published.sent, received) == (1, 1), (published, received)
            rows = _rows_of(reading, done.id)
            (body,) = reading.execute("SELECT body FROM entry ORDER BY rowid DESC LIMIT 1").fetchone()
            begun = time.perf_counter()
            write_rows(floor, rows)
            appended.write(write_line(body))
            os.fsync(appended.fileno())
            samples["floor"].append((time.perf_counter() - begun) * 1000)
    return Figure(
        "store",
        f"a change, its publication, and a round in another process, {team.authors} authors",
        median(samples["ours"]),
        median(samples["floor"]),
        "an SQLite transaction of its rows, and a line with fsync",
        goal=goal,
        note=f"least of {CHANGES}: {min(samples['ours']) / min(samples['floor']):.1f}",
        samples=samples,
    )


def _rows_of(connection: sqlite3.Connection, comment: str) -> list[tuple[str, tuple[object, ...]]]:
    """The rows that saving a comment wrote."""
    return [
        *copies(connection, "entry", "e = ?", (comment,)),
        *copies(connection, "meta", "name IN ('n', 'hlc', 'ws')", ()),
        *copies(connection, "comment", "id = ?", (comment,)),
        *copies(connection, "saved", "number = (SELECT MAX(number) FROM saved)", ()),
    ]


@contextmanager
def _reader(path: Path) -> Iterator[Callable[[], int]]:
    """Another process with a replica of its own; the function has it make a round and gives what it took in."""
    command = [sys.executable, "-m", "bench.round_each_line", str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        into, out = process.stdin, process.stdout

        def take_in() -> int:
            into.write(b"\n")
            return int(out.readline())

        try:
            take_in()
            yield take_in
        finally:
            into.close()
            process.wait(10)
