"""One exchange with a shared directory: append what waits to files of one's own, then read what others appended.

The store is never written to or read from inside a transaction of the replica, so that a slow or hanging file system
keeps nobody from saving. What a killed round wrote and did not note is written or read once more, which does no harm.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from okrtui.store.bindings import bindings
from okrtui.store.entry import Entry
from okrtui.store.outbox import clear, waiting
from okrtui.store.replica import Replica
from okrtui.store.rows import raw_of
from okrtui.sync.layout import OWNERSHIP, Store, out_of_reach, read_store
from okrtui.sync.receive import take_in
from okrtui.sync.remote import Remote
from okrtui.sync.rounds import Exchanged, Progress
from okrtui.sync.segments import publish
from okrtui.sync.store_beliefs import Beliefs, beliefs
from okrtui.sync.store_marks import (
    check_known,
    forget_marks,
    keep_marks,
    keep_notices,
    keep_seen,
    marks,
    notices,
    seen,
)
from okrtui.sync.store_own import mend_own
from okrtui.sync.store_reader import Mark, Reading, read_segment
from okrtui.sync.store_scan import Odd, Scan, Segment, scan
from okrtui.sync.store_tidings import is_mended, tidings

BATCH = 32 * 1024 * 1024
"""Bytes of files that are read before they are taken in, in one transaction."""


def exchange(
    replica: Replica,
    remote: Remote,
    now: Callable[[], datetime],
    progress: Progress | None = None,
    wait: float = 0.0,
) -> Exchanged:
    """Exchange entries with a shared directory once.

    Args:
        replica: ours.
        remote: the store.
        now: the clock.
        progress: told how many bytes of how many are read.
        wait: not heeded: a directory has nothing to hold back.

    Raises:
        OutOfReach: the store can't be read or written.
        Refused: it is not the one that was joined.
    """
    store = read_store(remote.place)
    looked = scan(store)
    with replica.connected() as connection:
        raw = raw_of(connection)
        check_known(raw, store)
        if looked.digest == seen(raw) and not waiting(connection, 1):
            return Exchanged()
    mend_own(replica, store, looked, now())
    sent, notes = _send(replica, store)
    if sent:
        looked = scan(store)
    received, fresh = _Receiving(replica, store, looked, progress).run(now())
    if fresh:
        notes.append(f"{fresh} new in what is not believed there: okrtui doctor says what")
    return Exchanged(sent, received, 0, tuple(notes))


def _send(replica: Replica, store: Store) -> tuple[int, list[str]]:
    """Append what waits; gives how many entries that were, and what keeps the rest."""
    with replica.connected() as connection:
        entries = waiting(connection)
        mine = beliefs(store, bindings(raw_of(connection))).handles_of(os.geteuid())
        known = {path: mark.state for path, mark in marks(raw_of(connection)).items()}
    by_replica: dict[tuple[str, str], list[Entry]] = {}
    strange = 0
    for entry in entries:
        if store.trust == OWNERSHIP and entry.au not in mine:
            strange += 1
        else:
            by_replica.setdefault((entry.au, entry.dev), []).append(entry)
    sent = 0
    for (author, dev), some in by_replica.items():
        written = publish(store, author, dev, some, known)
        with replica.connected() as connection:
            clear(connection, [one.id for one in some])
            keep_marks(connection, {one.path: Mark(one.state, one.state[1], "") for one in written})
        sent += len(some)
    return sent, _on_strange(strange, mine)


def _on_strange(count: int, mine: Iterable[str]) -> list[str]:
    if not count:
        return []
    who = ", ".join(sorted(mine)) or "nobody yet"
    return [
        f"{count} changes wait: they were written as somebody else than this Unix user, who is {who} there"
    ]


class _Receiving:
    """Reading what others appended, until nobody new is believed."""

    def __init__(self, replica: Replica, store: Store, looked: Scan, progress: Progress | None) -> None:
        self._replica, self._store, self._looked, self._progress = replica, store, looked, progress
        self._done: set[str] = set()
        self._odd: list[Odd] = []
        self._anew: set[str] = set()
        self._is_complete = True
        self._bytes = 0

    def run(self, now: datetime) -> tuple[int, int]:
        """Gives how many entries came in, and how many notices are new."""
        received = 0
        while True:
            with self._replica.connected() as connection:
                trusted = beliefs(self._store, bindings(raw_of(connection)))
                known = marks(raw_of(connection))
            wanted = [one for one in self._looked.segments if self._is_wanted(one, trusted, known)]
            if not wanted:
                break
            for batch in _batches(wanted):
                received += self._take(batch, known)
        return received, self._close(trusted, known, now)

    def _is_wanted(self, segment: Segment, trusted: Beliefs, known: dict[str, Mark]) -> bool:
        if segment.path in self._done or not trusted.believes(segment):
            return False
        mark = known.get(segment.path)
        return mark is None or mark.state != segment.state

    def _take(self, batch: list[Segment], known: dict[str, Mark]) -> int:
        readings = {one.path: self._read(one, known.get(one.path)) for one in batch}
        read = {path: reading for path, reading in readings.items() if reading is not None}
        self._done.update(readings)
        self._is_complete = self._is_complete and len(read) == len(readings)
        self._odd.extend(odd for reading in read.values() for odd in reading.odd)
        self._anew.update(path for path, reading in read.items() if reading.is_anew)
        with self._replica.connected() as connection:
            bodies = (body for reading in read.values() for body in reading.bodies)
            taken = take_in(connection, bodies)
            keep_marks(connection, {path: reading.mark for path, reading in read.items()})
        return taken.new + taken.odd

    def _read(self, segment: Segment, mark: Mark | None) -> Reading | None:
        try:
            found = read_segment(self._store, segment, mark)
        except FileNotFoundError:
            return None
        except PermissionError:
            self._odd.append(
                Odd(segment.path, "closed", "it can't be read: its owner opens it with chmod 644")
            )
            return None
        except OSError as error:
            raise out_of_reach(self._store.place, error) from error
        self._bytes += segment.size
        if self._progress:
            self._progress(self._bytes, sum(one.size for one in self._looked.segments))
        return found

    def _close(self, trusted: Beliefs, known: dict[str, Mark], now: datetime) -> int:
        """Keep what is to be said of the store as it is now; gives how many notices are new."""
        gone = known.keys() - {one.path for one in self._looked.segments}
        with self._replica.connected() as connection:
            raw = raw_of(connection)
            standing = notices(raw)
            wanted = tidings(raw, self._looked, trusted, standing, self._anew, gone)
            wanted = [one for one in (*wanted, *self._odd) if not is_mended(raw, one, self._looked)]
            forget_marks(connection, gone)
            keep_notices(connection, wanted, now.replace(microsecond=0).isoformat())
            keep_seen(connection, self._looked.digest if self._is_complete else "")
            return len(notices(raw).keys() - standing.keys())


def _batches(segments: Iterable[Segment]) -> Iterator[list[Segment]]:
    batch: list[Segment] = []
    size = 0
    for segment in segments:
        if batch and size + segment.size > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(segment)
        size += segment.size
    if batch:
        yield batch
