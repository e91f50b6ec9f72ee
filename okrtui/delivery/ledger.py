"""What went out over which channel: claimed before it is sent, so that no message goes twice.

A claim that was never settled is of a process that ended in between: nobody knows whether its message arrived, so it
is told and not sent again unless somebody asks for it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from okrtui.delivery.message import CLAIMED, FAILED, UNCERTAIN
from okrtui.store.replica import Replica

LONGEST_SENDING = timedelta(minutes=10)
"""Longer than any message takes, retries included: a claim that is older is nobody's any more."""


class Line(NamedTuple):
    """One message over one channel, as the ledger has it."""

    key: str
    channel: str
    recipient: str
    state: str
    tries: int
    at: str
    problem: str


class Claim(NamedTuple):
    """What a ledger answers to a claim: whether it is granted, else the line that stands in the way."""

    is_granted: bool
    line: Line | None = None


class Ledger(Protocol):
    """Where claims are kept."""

    def claim(
        self, keys: Sequence[str], channel: str, recipient: str, now: datetime, is_again: bool
    ) -> Claim:
        """Take all keys of a message, or none; `is_again` also takes what may have arrived, or did."""

    def settle(self, keys: Sequence[str], state: str, problem: str, tries: int, now: datetime) -> None:
        """Say what became of a message that was claimed."""

    def lines(self, keys: Sequence[str] | None = None) -> list[Line]:
        """What is known of these keys, or of all, newest first."""


def stands_in_the_way(line: Line, is_again: bool) -> bool:
    """Whether a message that the ledger has may not be sent now."""
    return line.state != FAILED and not is_again


def told_state(line: Line, now: datetime) -> str:
    """A line's state as people are told it: an old claim that nobody settled is uncertain."""
    if line.state == CLAIMED and now - datetime.fromisoformat(line.at) > LONGEST_SENDING:
        return UNCERTAIN
    return line.state


class LocalLedger:
    """The ledger of one replica on this machine."""

    def __init__(self, path: str) -> None:
        self._replica = Replica.open(path)

    def claim(
        self, keys: Sequence[str], channel: str, recipient: str, now: datetime, is_again: bool
    ) -> Claim:
        """Take all keys of a message, or none; raises OutOfReach where the replica can't be written."""
        with self._replica.connected() as connection:
            known = _lines(connection, keys)
            for line in known:
                if stands_in_the_way(line, is_again):
                    return Claim(False, line)
            tries = {line.key: line.tries for line in known}
            connection.executemany(
                "INSERT OR REPLACE INTO delivery (key, channel, recipient, state, tries, at, problem)"
                " VALUES (?, ?, ?, ?, ?, ?, '')",
                [(key, channel, recipient, CLAIMED, tries.get(key, 0), _text(now)) for key in keys],
            )
        return Claim(True)

    def settle(self, keys: Sequence[str], state: str, problem: str, tries: int, now: datetime) -> None:
        """Say what became of a message; raises OutOfReach where the replica can't be written."""
        with self._replica.connected() as connection:
            connection.executemany(
                "UPDATE delivery SET state = ?, problem = ?, tries = tries + ?, at = ? WHERE key = ?",
                [(state, problem, tries, _text(now), key) for key in keys],
            )

    def lines(self, keys: Sequence[str] | None = None) -> list[Line]:
        """What is known of these keys, or of all, newest first."""
        with self._replica.connected() as connection:
            return _lines(connection, keys)


def _lines(connection: sqlite3.Connection, keys: Sequence[str] | None) -> list[Line]:
    sql = "SELECT key, channel, recipient, state, tries, at, problem FROM delivery"
    if keys is None:
        rows = connection.execute(f"{sql} ORDER BY at DESC, key")
    else:
        marks = ", ".join("?" * len(keys))
        rows = connection.execute(f"{sql} WHERE key IN ({marks}) ORDER BY at DESC, key", list(keys))
    return [Line(*row) for row in rows.fetchall()]


def _text(now: datetime) -> str:
    return now.replace(microsecond=0).isoformat()
