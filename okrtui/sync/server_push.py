"""Handing own entries to a shared server, and doing what its verdicts say.

Only a whole answer with one verdict for each entry that was sent counts. Without it everything waits as before: the
server tells duplicates by their ids, so a batch may be sent as often as it takes (the log and its exchange, §4).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from okrtui.okr.errors import Refused
from okrtui.okr.text import clean_line
from okrtui.store.clock import milliseconds
from okrtui.store.entry import Entry
from okrtui.store.outbox import (
    HELD,
    WAITING,
    Rejection,
    clear,
    hold,
    refuse,
    renumber,
    taken_before,
    waiting,
)
from okrtui.sync.answers import ACCEPTED, REJECTED, Pushed, Unavailable, Verdict
from okrtui.sync.cursors import Cursor, cursor_of, move_cursor
from okrtui.sync.remote import BOUND, note_bound
from okrtui.sync.server_clock import FAR_AHEAD, clock_line, server_time
from okrtui.sync.server_failures import LONGEST_TEXT, BatchTooLarge, NotFounded, Revoked
from okrtui.sync.server_round import ServerRound
from okrtui.sync.verdicts import checked_verdicts

BATCH_ENTRIES, BATCH_BYTES = 500, 1024 * 1024
_ENVELOPE_BYTES = 256
"""What a request holds beside its entries."""

CLOCK, FORK = "clock_ahead", "dev_fork"
_MENDED = (CLOCK, FORK)
"""Rejections that this side can put right, by writing the entries anew."""

MENDINGS = 3
"""How often in one round."""


class Sent(NamedTuple):
    """What was handed over.

    Attributes:
        taken: entries that the server has now.
        refused: entries that it rejected for good.
        notes: lines worth telling.
        head: the log's head, where the server told it.
        cursor: how far the log is read.
    """

    taken: int
    refused: int
    notes: tuple[str, ...]
    head: int | None
    cursor: Cursor


class _Due(NamedTuple):
    """What is to be sent next; where nothing is, what can't be sent from here, a line each."""

    batch: Sequence[Entry]
    cursor: Cursor
    unbound: Sequence[str]
    kept_back: Sequence[str]


class Pusher:
    """One round's pushing."""

    def __init__(
        self, exchange: ServerRound, sent_all: Callable[[sqlite3.Connection, int, int], None]
    ) -> None:
        self._replica, self._remote, self._client, self._now, self._progress = exchange
        self._sent_all = sent_all
        self._batch_bytes = BATCH_BYTES
        self._taken = self._refused = self._mendings = 0
        self._head: int | None = None
        self._notes: dict[str, None] = {}

    def push(self) -> Sent:
        """Send all that waits.

        Raises:
            OutOfReach: the server could not be reached, or gave no answer of its own.
            Refused: it does not take anything from this device.
            EpochChanged: its log is another one than this replica knows.
        """
        with self._replica.connected() as connection:
            total = _count(connection)
            due = self._due(connection)
        while due.batch:
            if due.unbound:
                self._bind(due.unbound[0])
                due = self._next_due()
                continue
            due = self._push_batch(_fitting(due.batch, self._batch_bytes), due.cursor.epoch)
            if self._progress is not None and total > BATCH_ENTRIES:
                self._progress(min(self._taken + self._refused, total), total)
        return Sent(self._taken, self._refused, (*self._notes, *due.kept_back), self._head, due.cursor)

    def _due(self, connection: sqlite3.Connection) -> _Due:
        """What is to be sent next."""
        batch = waiting(connection, BATCH_ENTRIES, self._remote.handle)
        cursor = cursor_of(connection, self._remote.place)
        if not batch:
            return _Due([], cursor, [], self._kept_back(connection))
        return _Due(batch, cursor, _unbound(connection, batch), [])

    def _next_due(self) -> _Due:
        with self._replica.connected() as connection:
            return self._due(connection)

    def _push_batch(self, batch: Sequence[Entry], epoch: str) -> _Due:
        """Send a batch and do what the verdicts say; gives what is to be sent next."""
        try:
            answer = self._client.push(self._remote.ws, epoch, [entry.body for entry in batch])
        except BatchTooLarge as error:
            if len(batch) == 1:
                raise Unavailable(
                    f"{self._client.host} takes no request of {len(batch[0].body)} bytes: ask its operator to"
                    " allow requests of 1 MiB"
                ) from error
            self._batch_bytes = sum(len(entry.body) + 1 for entry in batch) // 2 + _ENVELOPE_BYTES
            return self._next_due()
        except NotFounded:
            latest = max(int(entry.hlc[:12], 16) for entry in batch)
            if latest < milliseconds(server_time(self._client) + FAR_AHEAD):
                raise
            self._mend({CLOCK})
            return self._next_due()
        verdicts = checked_verdicts(answer, batch, self._client.host)
        with self._replica.connected() as connection:
            mended = self._settle(connection, verdicts, answer)
            due = self._due(connection)
            if not (due.batch or mended) and due.cursor == Cursor(answer.epoch, answer.head):
                self._sent_all(connection, self._taken, self._refused)
        self._head = answer.head
        if mended:
            self._mend(mended)
            return self._next_due()
        return due

    def _settle(
        self, connection: sqlite3.Connection, verdicts: Sequence[Verdict], answer: Pushed
    ) -> set[str]:
        """Do what the verdicts say in one transaction; gives the codes of what is to be mended afterwards."""
        again = taken_before(connection)
        taken = [one.id for one in verdicts if one.verdict != REJECTED]
        rejected = [one for one in verdicts if one.verdict == REJECTED]
        refused = [one for one in rejected if one.code not in _MENDED and one.id not in again]
        clear(connection, taken)
        refuse(
            connection,
            [
                Rejection(one.id, clean_line(one.code)[:40], clean_line(one.text)[:LONGEST_TEXT])
                for one in refused
            ],
            self._now().replace(microsecond=0).isoformat(),
        )
        hold(connection, [one.id for one in rejected if one.id in again])
        self._move_over_own(connection, verdicts, answer)
        self._taken += len(taken)
        self._refused += len(refused)
        return {one.code for one in rejected if one.code in _MENDED and one.id not in again}

    def _move_over_own(
        self, connection: sqlite3.Connection, verdicts: Sequence[Verdict], answer: Pushed
    ) -> None:
        """Count what was just taken as read where it comes next in the log, for it need not be fetched."""
        cursor = cursor_of(connection, self._remote.place)
        seq = cursor.seq
        for one in sorted(one.seq for one in verdicts if one.verdict == ACCEPTED):
            if one != seq + 1:
                return
            seq = one
        if cursor.epoch in ("", answer.epoch) and seq > cursor.seq:
            move_cursor(connection, self._remote.place, Cursor(answer.epoch, seq))

    def _mend(self, codes: set[str]) -> None:
        """Put right what the server could not take as it was."""
        self._count_mending(f"{self._client.host} keeps rejecting what is written here: it is tried again")
        now = self._now()
        if CLOCK in codes:
            now = server_time(self._client)
            self._note(clock_line(self._now(), now))
        count = self._write_anew(now, new_dev=FORK in codes)
        if FORK in codes:
            self._note(
                "this workspace was copied from another home: it counts as a device of its own now, and"
                f" {_changes(count)} got new numbers"
            )

    def _note(self, line: str) -> None:
        self._notes[line] = None

    def _bind(self, dev: str) -> None:
        """Tell the server that this device signs with this replica id, too.

        Where it is somebody else's, as in a copy of another person's home, entries go under a new one.
        """
        try:
            self._client.bind_replica(dev)
        except Revoked:
            raise
        except Refused as error:
            self._count_mending(str(error))
            self._write_anew(self._now(), new_dev=True, held_dev=dev)
            return
        with self._replica.connected() as connection:
            note_bound(connection, dev)

    def _write_anew(self, now: datetime, *, new_dev: bool, held_dev: str = "") -> int:
        """Number what waits anew; what a side took before can't be changed and is held where it can't go."""
        with self._replica.connected() as connection:
            again = taken_before(connection)
            mine = waiting(connection, None, self._remote.handle)
            hold(connection, [entry.id for entry in mine if entry.id in again and entry.dev == held_dev])
            fresh = [entry for entry in mine if entry.id not in again]
            return renumber(connection, fresh, now, new_dev=new_dev)

    def _count_mending(self, why: str) -> None:
        self._mendings += 1
        if self._mendings > MENDINGS:
            raise Unavailable(why)

    def _kept_back(self, connection: sqlite3.Connection) -> list[str]:
        """What waits and can't go from here, a line each."""
        (held,) = connection.execute("SELECT COUNT(*) FROM outbox WHERE state = ?", (HELD,)).fetchone()
        others = connection.execute(
            "SELECT DISTINCT entry.au FROM outbox CROSS JOIN entry ON entry.id = outbox.id WHERE entry.au != ?"
            " AND outbox.state = ? ORDER BY 1 LIMIT 3",
            (self._remote.handle, WAITING),
        ).fetchall()
        lines = []
        if held:
            lines.append(
                f"{self._client.host} does not take {_changes(held)} from here that another side has had:"
                " its operator can bring them in with `okrtui serve import`"
            )
        if others:
            names = ", ".join(name for (name,) in others)
            lines.append(
                f"what was written here as {names} waits: the server's operator brings it in with `okrtui serve import`"
            )
        return lines


def _unbound(connection: sqlite3.Connection, batch: Sequence[Entry]) -> list[str]:
    """The replica ids in the batch of which the server has not heard that they are this device's."""
    names = connection.execute("SELECT name FROM meta").fetchall()
    return sorted({entry.dev for entry in batch} - {name.removeprefix(BOUND) for (name,) in names})


def _count(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT COUNT(*) FROM outbox").fetchone()[0])


def _changes(count: int) -> str:
    return "1 change" if count == 1 else f"{count} changes"


def _fitting(entries: Sequence[Entry], size: int) -> Sequence[Entry]:
    """As many of the first entries as one request of that size holds, at least one."""
    left = size - _ENVELOPE_BYTES
    for number, entry in enumerate(entries):
        left -= len(entry.body) + 1
        if left < 0:
            return entries[: max(1, number)]
    return entries
