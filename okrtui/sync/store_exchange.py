"""One exchange with a shared directory: append what waits to files of one's own, then read what others appended.

The store is never written to or read from inside a transaction of the replica, so that a slow or hanging file system
keeps nobody from saving. What a killed round wrote and did not note is written or read once more, which does no harm.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from okrtui.store.bindings import bindings
from okrtui.store.entry import Entry
from okrtui.store.gaps import close_gaps
from okrtui.store.outbox import clear, waiting
from okrtui.store.replica import Replica
from okrtui.sync.layout import OWNERSHIP, Store, out_of_reach, read_store
from okrtui.sync.moved_away import was_moved
from okrtui.sync.receive import take_in
from okrtui.sync.remote import Remote
from okrtui.sync.rounds import End, Exchanged, Progress, no_end
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
from okrtui.sync.store_order import release
from okrtui.sync.store_own import is_as_left, mend_own
from okrtui.sync.store_reader import Mark, Reading, read_segment
from okrtui.sync.store_scan import Odd, Scan, Segment, looked_again, scan
from okrtui.sync.store_tidings import is_mended, tidings

BATCH = 32 * 1024 * 1024
"""Bytes of files that are read before they are taken in, in one transaction."""


def exchange(
    replica: Replica,
    remote: Remote,
    now: Callable[[], datetime],
    progress: Progress | None = None,
    end: End = no_end,
    *,
    is_leaving: bool = False,
) -> Exchanged:
    """Exchange entries with a shared directory once.

    Args:
        replica: ours.
        remote: the store.
        now: the clock.
        progress: told how many bytes of how many are read.
        end: told in the last transaction what the exchange did.
        is_leaving: whether the last changes are fetched before a move: where its owner moved the workspace away
            already, the directory is read all the same, and nothing is written to it.

    Raises:
        OutOfReach: the store can't be read or written.
        Refused: it is not the one that was joined, or its workspace was moved elsewhere.
    """
    store = read_store(remote.place)
    if store.moved_to:
        return _from_a_moved_one(replica, store, now, progress, end, is_leaving)
    looked = scan(store)
    with replica.connected() as connection:
        check_known(connection, store)
        if looked.digest == seen(connection) and not waiting(connection, 1):
            end(connection, Exchanged())
            return Exchanged()
        known = marks(connection)
        is_left = is_as_left(connection, store, looked, known)
        held = _held(connection, store, known, now()) if is_left else None
    if held is None:
        mend_own(replica, store, looked, now())
        with replica.connected() as connection:
            held = _held(connection, store, known, now())
    sent = _send(store, held)
    if sent.entries:
        looked = looked_again(store, looked, sent.marks)
    received, fresh = _Receiving(replica, store, looked, held, sent, progress, end).run(now())
    notes = list(sent.notes)
    if fresh:
        notes.append(f"{fresh} new in what is not believed there: okrtui doctor says what")
    return Exchanged(len(sent.entries), received, 0, tuple(notes))


def _from_a_moved_one(
    replica: Replica,
    store: Store,
    now: Callable[[], datetime],
    progress: Progress | None,
    end: End,
    is_leaving: bool,
) -> Exchanged:
    """Take in what a store still holds whose workspace was moved away; refused to whoever does not move."""
    with replica.connected() as connection:
        check_known(connection, store)
        if not is_leaving:
            raise was_moved(store)
        held = Held(marks(connection), beliefs(store, bindings(connection)), [])
    nothing = Sent([], {}, [])
    received, _ = _Receiving(replica, store, scan(store), held, nothing, progress, end).run(now())
    return Exchanged(0, received)


class Held(NamedTuple):
    """What the replica holds before the store is written to: how far files were read, who is believed, what waits."""

    marks: dict[str, Mark]
    trusted: Beliefs
    waiting: list[Entry]


class Sent(NamedTuple):
    """What was appended and is not noted yet: ids, how the own files stand now, and what keeps the rest."""

    entries: list[str]
    marks: dict[str, Mark]
    notes: list[str]


def _held(connection: sqlite3.Connection, store: Store, known: dict[str, Mark], now: datetime) -> Held:
    if close_gaps(connection, entries := waiting(connection), now):
        entries = waiting(connection)
    return Held(known, beliefs(store, bindings(connection)), entries)


def _send(store: Store, held: Held) -> Sent:
    """Append what waits; a round that is killed before it is noted finds it there the next time."""
    mine = held.trusted.handles_of(os.geteuid())
    states = {path: mark.state for path, mark in held.marks.items()}
    by_replica: dict[tuple[str, str], list[Entry]] = {}
    strange = 0
    for entry in held.waiting:
        if store.trust == OWNERSHIP and entry.au not in mine:
            strange += 1
        else:
            by_replica.setdefault((entry.au, entry.dev), []).append(entry)
    sent = Sent([], {}, _on_strange(strange, mine))
    for (author, dev), some in by_replica.items():
        written = publish(store, author, dev, some, states)
        sent.marks.update({one.path: Mark(one.state, one.state[1], "") for one in written})
        sent.entries.extend(one.id for one in some)
    return sent


def _on_strange(count: int, mine: Iterable[str]) -> list[str]:
    if not count:
        return []
    who = ", ".join(sorted(mine)) or "nobody yet"
    return [
        f"{count} changes wait: they were written as somebody else than this Unix user, who is {who} there"
    ]


class _Receiving:
    """Reading what others appended, until nobody new is believed; the end is noted with the last that came in."""

    def __init__(
        self,
        replica: Replica,
        store: Store,
        looked: Scan,
        held: Held,
        sent: Sent,
        progress: Progress | None,
        end: End,
    ) -> None:
        self._replica, self._store, self._looked, self._progress = replica, store, looked, progress
        self._trusted_before, self._sent, self._end = held.trusted, sent, end
        self._known = {**held.marks, **sent.marks}
        self._done: set[str] = set()
        self._odd: list[Odd] = []
        self._anew: set[str] = set()
        self._is_complete = True
        self._bytes = 0

    def run(self, now: datetime) -> tuple[int, int]:
        """Gives how many entries came in, and how many notices are new."""
        received = 0
        wanted = self._wanted(self._trusted_before)
        if not wanted:
            with self._replica.connected() as connection:
                return 0, self._close(connection, now, 0)
        while True:
            *batches, last = _batches(wanted)
            for batch in batches:
                readings = self._read_all(batch)
                with self._replica.connected() as connection:
                    received += self._take(connection, readings)
            readings = self._read_all(last)
            with self._replica.connected() as connection:
                received += self._take(connection, readings)
                wanted = self._wanted(self._trusted(connection))
                if not wanted:
                    return received, self._close(connection, now, received)

    def _trusted(self, connection: sqlite3.Connection) -> Beliefs:
        return beliefs(self._store, bindings(connection))

    def _wanted(self, trusted: Beliefs) -> list[Segment]:
        """The files that are to be read: believed, and not as they were when they were last read."""
        return [
            one
            for one in self._looked.segments
            if one.path not in self._done
            and (
                (mark := self._known.get(one.path)) is None
                or mark.state != one.state
                or mark.offset < one.size
            )
            and trusted.believes(one)
        ]

    def _read_all(self, batch: list[Segment]) -> dict[str, Reading]:
        readings = {one.path: self._read(one, self._known.get(one.path)) for one in batch}
        self._done.update(readings)
        read = {path: reading for path, reading in readings.items() if reading is not None}
        self._is_complete = self._is_complete and len(read) == len(readings)
        self._odd.extend(odd for reading in read.values() for odd in reading.odd)
        self._anew.update(path for path, reading in read.items() if reading.is_anew)
        return read

    def _take(self, connection: sqlite3.Connection, read: dict[str, Reading]) -> int:
        released = release(connection, self._trusted(connection), read.values())
        taken = take_in(connection, released.bodies)
        keep_marks(connection, released.marks)
        self._odd.extend(released.odd)
        self._is_complete = self._is_complete and not (released.odd and taken.new)
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

    def _close(self, connection: sqlite3.Connection, now: datetime, received: int) -> int:
        """Note what was sent, and what is to be said of the store as it is now; gives how many notices are new."""
        clear(connection, self._sent.entries)
        keep_marks(connection, self._sent.marks)
        gone = self._known.keys() - {one.path for one in self._looked.segments}
        standing = notices(connection)
        wanted = tidings(connection, self._looked, self._trusted(connection), standing, self._anew, gone)
        wanted = [one for one in (*wanted, *self._odd) if not is_mended(one, self._looked, self._odd)]
        forget_marks(connection, gone)
        keep_notices(connection, wanted, now.replace(microsecond=0).isoformat())
        keep_seen(connection, self._looked.digest if self._is_complete else "")
        self._end(connection, Exchanged(len(self._sent.entries), received))
        return len(notices(connection).keys() - standing.keys())


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
