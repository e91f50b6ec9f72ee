"""Taking in what a shared server holds: page by page behind a cursor, the first time all of it in one file.

A page counts only where it goes on exactly where the last one ended, and its cursor moves in its own transaction: so
no entry is skipped, however an answer was cut or a program killed (the log and its exchange, §§3, 4).
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import BinaryIO

from okrtui.okr.errors import BadInput, OutOfReach
from okrtui.okr.unreachable import unreachable_line
from okrtui.store.entry import MAX_BYTES, Entry, read_entry
from okrtui.store.outbox import HELD, Rejection, refuse, renumber, taken_before, waiting
from okrtui.sync.answers import Page, Unavailable
from okrtui.sync.cursors import Cursor, cursor_of, move_cursor
from okrtui.sync.receive import take_in_entries
from okrtui.sync.server_client import SnapshotHead
from okrtui.sync.server_round import ServerRound

PAGE_ENTRIES = 2000
AT_ONCE = 10_000
"""Entries of a snapshot that go into one transaction."""

_CHUNK = 256 * 1024


class Puller:
    """One round's pulling."""

    def __init__(self, exchange: ServerRound, read_all: Callable[[sqlite3.Connection, int], None]) -> None:
        self._replica, self._remote, self._client, self._now, self._progress = exchange
        self._read_all = read_all

    def pull(self, cursor: Cursor, head: int | None) -> int:
        """Take in all that lies beyond the cursor; gives how many entries were new.

        Args:
            cursor: how far the log is read.
            head: the log's head where it was just told: nothing is asked where the cursor is there already.

        Raises:
            OutOfReach: the server could not be reached, or gave no answer of its own.
            EpochChanged: its log is another one than this replica knows.
        """
        received = 0
        if not cursor.seq:
            cursor, received = self._take_snapshot(cursor)
            head = head or cursor.seq or None
        while head is None or cursor.seq < head:
            page = self._client.pull(self._remote.ws, cursor.seq, cursor.epoch, PAGE_ENTRIES)
            entries = _checked(page, cursor, self._remote.ws, self._client.host)
            after, head = Cursor(page.epoch, cursor.seq + len(entries)), page.head
            if after != cursor:
                received += self._take(cursor, after, entries, received if after.seq == head else None)
            cursor = after
            if self._progress is not None and head > PAGE_ENTRIES:
                self._progress(cursor.seq, head)
        return received

    def _take_snapshot(self, cursor: Cursor) -> tuple[Cursor, int]:
        """All entries in one download; where it is not sound, none of it counts, and pages bring them instead."""
        folder = os.path.dirname(os.path.abspath(self._replica.path))
        received = 0
        try:
            with tempfile.TemporaryFile(dir=folder) as file:
                found = self._client.snapshot(self._remote.ws, file, self._half)
                if cursor.epoch not in ("", found.epoch) or not _is_sound(file, found):
                    return cursor, 0
                bodies = _lines(file)
                while some := list(islice(bodies, AT_ONCE)):
                    after = Cursor(found.epoch, cursor.seq + len(some))
                    entries = _entries(some, self._remote.ws, self._client.host)
                    received += self._take(cursor, after, entries)
                    cursor = after
                    self._half(found.head + cursor.seq, found.head)
        except OSError as error:
            raise OutOfReach(unreachable_line(error)) from error
        return cursor, received

    def _half(self, done: int, half: int) -> None:
        """Tell how far a first download has come: one half of it is fetching, the other taking in."""
        if self._progress is not None:
            self._progress(done, 2 * half)

    def _take(
        self, before: Cursor, after: Cursor, entries: Sequence[Entry], brought: int | None = None
    ) -> int:
        """Store a stretch of the log and move the cursor over it, in one transaction.

        Where it is the last stretch, `brought` says how many entries those before it brought.
        """
        with self._replica.connected() as connection:
            if cursor_of(connection, self._remote.place) != before:
                raise OutOfReach("another okrtui synced this workspace meanwhile: it is tried again")
            _make_room(connection, entries, self._remote.handle, self._now())
            received = take_in_entries(connection, entries).new
            _clear_others(connection, entries, self._remote.handle)
            move_cursor(connection, self._remote.place, after)
            if brought is not None:
                self._read_all(connection, brought + received)
        return received


def _checked(page: Page, cursor: Cursor, ws: str, host: str) -> list[Entry]:
    """The page's entries, where it goes on exactly behind the cursor.

    Raises:
        Unavailable: it does not.
    """
    if page.head < cursor.seq and page.epoch == cursor.epoch:
        raise Unavailable(
            f"{host} holds less than it did: its operator has to bring a backup back with `okrtui serve restore`"
        )
    bodies = [bytes(one) for one in page.entries]
    is_next = page.after == cursor.seq and cursor.epoch in ("", page.epoch) and page.epoch
    is_whole = cursor.seq + len(bodies) <= page.head and (bodies or page.head == cursor.seq)
    if not (is_next and is_whole):
        raise Unavailable(
            f"{host} gave a page that does not go on where the last one ended: it is tried again"
        )
    return _entries(bodies, ws, host)


def _entries(bodies: Sequence[bytes], ws: str, host: str) -> list[Entry]:
    """The entries in these bytes; OutOfReach where one is none of this workspace: to go past it would be to lose it."""
    try:
        entries = [read_entry(body) for body in bodies]
    except BadInput as error:
        raise OutOfReach(_unreadable(host)) from error
    if any(one.ws != ws or len(one.body) > MAX_BYTES for one in entries):
        raise OutOfReach(_unreadable(host))
    return entries


def _unreadable(host: str) -> str:
    return f"{host} holds a change that this okrtui can't read: update it"


def _make_room(connection: sqlite3.Connection, entries: Sequence[Entry], handle: str, now: datetime) -> None:
    """Take own waiting entries aside whose ids or numbers a copy of this replica has used meanwhile."""
    theirs = [one for one in entries if one.au == handle]
    again = taken_before(connection) if theirs else set()
    fresh = [one for one in waiting(connection, None, handle) if one.id not in again] if theirs else []
    if not fresh:
        return
    by_id = {one.id: one.sha for one in theirs}
    clashing = [one for one in fresh if by_id.get(one.id, one.sha) != one.sha]
    text = "a copy of this workspace sent another version of it before"
    at = now.replace(microsecond=0).isoformat()
    refuse(connection, [Rejection(one.id, "id_reuse", text) for one in clashing], at)
    by_number = {(one.dev, one.n): one.sha for one in theirs}
    kept = [one for one in fresh if one not in clashing]
    if any(by_number.get((one.dev, one.n), one.sha) != one.sha for one in kept):
        renumber(connection, kept, now, new_dev=True)


def _clear_others(connection: sqlite3.Connection, entries: Sequence[Entry], handle: str) -> None:
    """What could not be sent from here and came to the server by another way needs not be sent any more."""
    stuck = connection.execute(
        "SELECT entry.id, entry.sha FROM outbox CROSS JOIN entry ON entry.id = outbox.id"
        " WHERE entry.au != ? OR state = ?",
        (handle, HELD),
    ).fetchall()
    if stuck:
        there = {one.sha for one in entries}
        connection.executemany(
            "DELETE FROM outbox WHERE id = ?", [(name,) for name, sha in stuck if sha in there]
        )


def _is_sound(file: BinaryIO, found: SnapshotHead) -> bool:
    """Whether the lines have the sha256 that was told, and are as many as the log has entries."""
    digest, lines, last = hashlib.sha256(), 0, b"\n"
    try:
        for part in _inflated(file):
            digest.update(part)
            lines += part.count(b"\n")
            last = part[-1:]
    except zlib.error:
        return False
    return digest.hexdigest() == found.sha and lines == found.head and last == b"\n"


def _lines(file: BinaryIO) -> Iterator[bytes]:
    rest = b""
    for part in _inflated(file):
        *whole, rest = (rest + part).split(b"\n")
        yield from whole


def _inflated(file: BinaryIO) -> Iterator[bytes]:
    """What a gzip file holds, a piece at a time, so that no small file fills the memory."""
    file.seek(0)
    inflater = zlib.decompressobj(wbits=31)
    while part := file.read(_CHUNK):
        while part:
            if piece := inflater.decompress(part, _CHUNK):
                yield piece
            part = inflater.unconsumed_tail
    if not inflater.eof:
        raise zlib.error("cut off")
