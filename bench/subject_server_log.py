"""The shared log without HTTP: pushes against a bare insert of the same rows, pages against a bare read of the bytes.

Both are taken on the same database, SQLite or PostgreSQL, with everything on disk at the commit as in service.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import insert

from bench.figures import Figure, interleaved, median
from bench.workspaces import INSIGHT, NEXT
from okrtui import home
from okrtui.server.log import ServerLog
from okrtui.server.migrating import migrate
from okrtui.server.schema import ENTRY
from okrtui.store.clock import clock_text, milliseconds
from okrtui.store.entry import Entry, write_entry
from tests.cluster import Cluster, programs

BATCH = 500
PAGES = 10_000
WS = "0199c1a2-0000-7000-8000-000000000001"
FOUNDER, OWNER = "ana", "bo"
"""Who made the workspace, and who owns the key results: the rights of an owner are looked up, a founder's are not."""

KEY_RESULTS = 40
ON_DISK = {"fsync": "on", "full_page_writes": "on"}


def figures(is_full: bool) -> list[Figure]:
    """The figures of this subject."""
    rounds = 20 if is_full else 7
    found: list[Figure] = []
    for name, url in databases():
        with opened(url) as log:
            found += _figures_of(name, log, rounds)
    return found


def databases() -> Iterator[tuple[str, str]]:
    """Each database's name and the address of an empty one; PostgreSQL only where its programs are."""
    folder = tempfile.mkdtemp(prefix="okrtui-bench-")
    try:
        yield "SQLite", f"sqlite:///{folder}/server.db"
    finally:
        shutil.rmtree(folder)
    if (where := programs()) is not None:
        cluster = Cluster(where, **ON_DISK)
        try:
            yield "PostgreSQL", cluster.fresh()
        finally:
            cluster.remove()


@contextmanager
def opened(url: str) -> Iterator[ServerLog]:
    """A log with a workspace in it, and replicas that are thrown away."""
    with tempfile.TemporaryDirectory(prefix="okrtui-bench-") as folder:
        migrate(url)
        log = ServerLog(url, folder)
        try:
            push(log, FOUNDER, Author(FOUNDER).founding(), founder=True)
            yield log
        finally:
            log.close()


class Author:
    """One of those who write everything here.

    Attributes:
        handle: theirs.
        n: the last counter.
    """

    def __init__(self, handle: str, n: int = 0) -> None:
        self.handle = handle
        self.n = n
        self._random = Random(1)
        self._begun = milliseconds(home.now()) - 3_600_000

    def founding(self) -> list[bytes]:
        """A workspace with key results to check in on, and their owner."""
        lead = {"handle": FOUNDER, "account": True, "roles": ["program_lead"]}
        owner = {"handle": OWNER, "account": True}
        made = [
            self.entry("workspace", "w", {"name": "Bench", "timezone": "UTC"}, id=WS),
            self.entry("member", f"m-{FOUNDER}", lead),
            self.entry("member", f"m-{OWNER}", owner),
            self.entry("objective", "o", {"title": "Delight first-time customers", "owner": f"m-{FOUNDER}"}),
        ]
        line = {"objective": "o", "owner": f"m-{OWNER}", "method": "linear", "baseline": "18", "target": "28"}
        names = [f"kr-{number}" for number in range(KEY_RESULTS)]
        made += [self.entry("key_result", name, {"title": name, **line}) for name in names]
        return [one.body for one in made]

    def check_ins(self, how_many: int) -> list[bytes]:
        """Check-ins as people write them."""
        return [self._check_in().body for _ in range(how_many)]

    def _check_in(self) -> Entry:
        fields = {
            "key_result": f"kr-{self.n % KEY_RESULTS}",
            "week": f"2026-W{10 + self.n // KEY_RESULTS % 40}",
            "actual": str(18 + self._random.randrange(10)),
            "confidence": 3,
            "insight": self._random.choice(INSIGHT),
            "next_action": self._random.choice(NEXT),
            "author": f"m-{self.handle}",
            "at": "2026-11-17T09:00:00+00:00",
        }
        return self.entry("check_in", f"check-in-{self.n}", fields)

    def entry(self, kind: str, entity: str, fields: Mapping[str, Any], **envelope: Any) -> Entry:
        """The next entry."""
        self.n += 1
        dev = f"dev-{self.handle}"
        given = {"v": 1, "id": f"{dev}-{self.n:012}", "ws": WS, "au": self.handle, "dev": dev, "n": self.n}
        clock = clock_text(self._begun + self.n, 0)
        rest = {"hlc": clock, "base": [], "k": kind, "kv": 1, "e": entity, "d": dict(fields)}
        return write_entry({**given, **rest, **envelope})


def push(log: ServerLog, handle: str, bodies: list[bytes], founder: bool = False) -> None:
    """Push entries, all of which must be taken."""
    verdicts = log.push(WS, handle, {f"dev-{handle}"}, bodies, founder=founder)
    assert {one.verdict for one in verdicts} == {"accepted"}, verdicts[0]


def _figures_of(name: str, log: ServerLog, rounds: int) -> list[Figure]:
    author = Author(OWNER, log.head(WS))
    numbers = count(1)
    samples = interleaved(
        {
            "push": lambda: _push(log, author),
            "bare": lambda: _insert(log, next(numbers)),
        },
        rounds,
    )
    push(log, OWNER, author.check_ins(BATCH))
    folding = _timed(lambda: log.replica(WS))
    while log.head(WS) < PAGES:
        push(log, OWNER, author.check_ins(BATCH))
    log.replica(WS)
    reading = interleaved({"pages": lambda: _timed(lambda: _pages(log)), "bare": lambda: _read(log)}, rounds)
    return [
        Figure(
            "server_log",
            f"push of {BATCH} entries, {name}",
            median(samples["push"]),
            median(samples["bare"]),
            "bulk insert of the same rows by SQLAlchemy Core",
            goal=2.0,
            note=f"folded in the background later: {folding:.0f} ms",
            samples=samples,
        ),
        Figure(
            "server_log",
            f"{PAGES:,} entries in pages, {name}",
            median(reading["pages"]),
            median(reading["bare"]),
            "one query for the same bytes by the driver",
            goal=2.0,
            samples=reading,
        ),
    ]


def _push(log: ServerLog, author: Author) -> float:
    log.replica(WS)
    bodies = author.check_ins(BATCH)
    return _timed(lambda: push(log, OWNER, bodies))


def _insert(log: ServerLog, number: int) -> float:
    """Insert the last batch's rows once more, as another workspace's."""
    with log.database.reading() as connection:
        statement = ENTRY.select().where(ENTRY.c.ws == WS).order_by(ENTRY.c.seq.desc()).limit(BATCH)
        rows = [dict(row) for row in connection.execute(statement).mappings()]
    for row in rows:
        row["ws"] = f"bare-{number}"
    begun = time.perf_counter()
    with log.database.writing() as connection:
        connection.execute(insert(ENTRY), rows)
    return (time.perf_counter() - begun) * 1000


def _pages(log: ServerLog) -> None:
    after = 0
    while after < PAGES:
        after += len(log.page(WS, after, PAGES - after).bodies)


def _read(log: ServerLog) -> float:
    begun = time.perf_counter()
    with log.database.reading() as connection, closing(connection.connection.cursor()) as cursor:
        cursor.execute(f"SELECT body FROM entry WHERE ws = '{WS}' AND seq <= {PAGES} ORDER BY seq")
        assert len(cursor.fetchall()) == PAGES
    return (time.perf_counter() - begun) * 1000


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000
