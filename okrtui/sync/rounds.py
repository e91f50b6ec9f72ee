"""One round of exchange: send what the other side lacks, take in what we lack.

It is safe to stop at any instruction and to repeat. What goes wrong on the other side is a state that can be read
("out of reach, 3 changes wait"), never an error: everything stays here and goes with the next round.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import NamedTuple

from okrtui.okr.errors import NotFound, OutOfReach, Refused
from okrtui.store.locks import takes_lock
from okrtui.store.replica import Replica, is_current
from okrtui.sync.remote import SERVER, STORE, Remote, remote_of

KEPT_ROUNDS = 50
NOTED_EVERY = timedelta(minutes=1)
"""How old the note of a quiet round grows before the next one's takes its place: times are shown in minutes."""

TURN_SECONDS = 5.0

_last: Replica | None = None
"""The replica of this process's last round."""

Progress = Callable[[int, int], None]
"""Told how much of how much is done."""


class Exchanged(NamedTuple):
    """What one side's exchange did: entries sent, taken in and rejected, and lines worth telling."""

    sent: int = 0
    received: int = 0
    refused: int = 0
    notes: tuple[str, ...] = ()


End = Callable[[sqlite3.Connection, Exchanged], None]
"""Told within an exchange's last transaction, where it knows that it is the last, what the exchange did."""


def no_end(connection: sqlite3.Connection, done: Exchanged) -> None:
    """Nobody is told."""


class Outcome(NamedTuple):
    """What a round did.

    Attributes:
        sent: entries that the other side took.
        received: entries taken in.
        refused: own entries that the other side rejected.
        waiting: own entries that no other side has.
        problem: what kept the round from ending, in one line; empty where all went well.
        notes: what else is worth telling, a line each.
        retry_after: in how many seconds the other side asked to be tried again; 0 where it asked for nothing.
        is_hopeless: whether trying again without a person's help is of no use.
    """

    sent: int
    received: int
    refused: int
    waiting: int
    problem: str = ""
    notes: tuple[str, ...] = ()
    retry_after: float = 0.0
    is_hopeless: bool = False


class NotShared(NotFound):
    """The workspace has no other side."""


def run_round(
    path: str,
    now: Callable[[], datetime],
    *,
    progress: Progress | None = None,
    wait: float = 0.0,
    is_leaving: bool = False,
) -> Outcome:
    """Exchange entries with the replica's other side once.

    Args:
        path: the replica.
        now: the clock.
        progress: told how far a long transfer has come.
        wait: for so many seconds the server may hold its answer back until there is something new; others may
            sync this workspace meanwhile.
        is_leaving: whether it is the last round before a move, which may read a directory that was moved away from.

    Raises:
        NotShared: the workspace has no other side.
        OutOfReach: the replica itself can't be read or written.
    """
    replica = _opened(path)
    remote: Remote | None = None
    done, problem, error = Exchanged(), "", None
    noted: list[Outcome] = []

    def end(connection: sqlite3.Connection, done: Exchanged) -> None:
        noted.append(_note(connection, now(), done, ""))

    try:
        if wait:
            replica, remote = _with_remote(replica)
            _await_news(replica, remote, wait)
        remote = None
        with turn(path) as is_ours:
            if is_ours:
                replica, remote = _with_remote(replica)
                done = _exchange(replica, remote, now, progress, end, is_leaving)
            else:
                problem = "another okrtui on this machine is syncing this workspace"
    except (NotFound, OutOfReach, Refused) as failure:
        if remote is None:
            raise
        problem, error = str(failure), failure
    if problem or not noted:
        with replica.connected() as connection:
            noted.append(_note(connection, now(), done, problem))
    return noted[-1]._replace(
        notes=done.notes,
        retry_after=getattr(error, "retry_after", 0.0),
        is_hopeless=isinstance(error, Refused),
    )


def _opened(path: str) -> Replica:
    """The replica; whoever makes one round after the other does not open it anew each time."""
    global _last
    if _last is None or _last.path != path or not os.path.exists(path):
        _last = Replica.open(path, keeps_open=True)
    return _last


def _with_remote(replica: Replica) -> tuple[Replica, Remote]:
    """The replica, opened anew where its file is another one or of another layout by now, and its other side."""
    global _last
    with suppress(OutOfReach), replica.connected() as connection:
        if is_current(connection):
            return replica, _remote(connection)
    _last = Replica.open(replica.path, keeps_open=True)
    with _last.connected() as connection:
        return _last, _remote(connection)


def _remote(connection: sqlite3.Connection) -> Remote:
    remote = remote_of(connection)
    if remote is None:
        raise NotShared("this workspace is on this machine alone: `okrtui move --to DIR|URL` shares it")
    return remote


def _exchange(
    replica: Replica,
    remote: Remote,
    now: Callable[[], datetime],
    progress: Progress | None,
    end: End,
    is_leaving: bool,
) -> Exchanged:
    if remote.kind == STORE:
        from okrtui.sync import store_exchange

        return store_exchange.exchange(replica, remote, now, progress, end, is_leaving=is_leaving)
    from okrtui.sync import server_exchange

    return server_exchange.exchange(replica, remote, now, progress, end)


def _await_news(replica: Replica, remote: Remote, seconds: float) -> None:
    """Let a server hold back until it has something new; not where something waits to be sent."""
    if remote.kind != SERVER:
        return
    with replica.connected() as connection:
        if connection.execute("SELECT 1 FROM outbox WHERE state = 'waiting' LIMIT 1").fetchone():
            return
    from okrtui.sync import server_exchange

    server_exchange.await_news(replica, remote, seconds)


@contextmanager
def turn(path: str) -> Iterator[bool]:
    """Processes of one replica take turns; gives whether it is ours, after waiting for a short while."""
    handle = os.open(f"{path}.sync", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        yield _locked(handle)
    finally:
        os.close(handle)


@contextmanager
def own_turn(path: str) -> Iterator[None]:
    """Nobody exchanges in this block, as while the other side is changed; raises OutOfReach where somebody does."""
    with turn(path) as is_ours:
        if not is_ours:
            raise OutOfReach(
                "another okrtui on this machine is syncing this workspace: try again in a moment"
            )
        yield


def _locked(handle: int) -> bool:
    end = time.monotonic() + TURN_SECONDS
    while not takes_lock(handle):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def _note(connection: sqlite3.Connection, now: datetime, done: Exchanged, problem: str) -> Outcome:
    """Keep what the round did among the last ones.

    A quiet round after a quiet one moves its time, now and then; one that fails as the last one did is not noted, so
    that it stays known since when it is so.
    """
    row = (now.replace(microsecond=0).isoformat(), done.sent, done.received, done.refused, problem)
    last = connection.execute(
        "SELECT number, at, sent, received, refused, problem FROM sync_round ORDER BY number DESC LIMIT 1"
    ).fetchone()
    if last and last[2:] == row[1:] and not (done.sent or done.received or done.refused):
        if not problem and abs(now - datetime.fromisoformat(last[1])) >= NOTED_EVERY:
            connection.execute("UPDATE sync_round SET at = ? WHERE number = ?", (row[0], last[0]))
    else:
        connection.execute(
            "INSERT INTO sync_round (at, sent, received, refused, problem) VALUES (?, ?, ?, ?, ?)", row
        )
        connection.execute(
            "DELETE FROM sync_round WHERE number <= (SELECT MAX(number) FROM sync_round) - ?",
            (KEPT_ROUNDS,),
        )
    (waiting,) = connection.execute("SELECT COUNT(*) FROM outbox").fetchone()
    return Outcome(done.sent, done.received, done.refused, waiting, problem, done.notes)
